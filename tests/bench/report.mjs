// The figures as Markdown.
const number = (value) => value.toLocaleString('en-US');
const percent = (value, of) => `${value <= of ? '' : '+'}${(((value - of) / of) * 100).toFixed(1)} %`;

export function table(head, rows) {
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

export const cost = (figures) => (!figures ? '–' : figures.failed ? `not yet: ${figures.failed}` : `${figures.cpu.toFixed(1)} ms CPU, ${figures.wall.toFixed(1)} ms, ${figures.memory.toFixed(0)} MB`);

export function sizes(rows) {
  const tools = ['mpaas', 'esbuild', 'oxc', 'swc', 'terser'];
  const cell = (value) => (value.failed ? `failed: ${value.failed.slice(0, 60)}` : `${number(value.gzip)} (${number(value.bytes)})`);
  const complete = rows.filter((row) => !row.mpaas.failed && !row.esbuild.failed);
  const sum = (tool) => complete.reduce((total, row) => total + (row[tool].gzip ?? NaN), 0);
  const lines = rows.map((row) => [row.name, number(row.input), ...tools.map((tool) => cell(row[tool])), row.mpaas.failed || row.esbuild.failed ? '' : percent(row.mpaas.gzip, row.esbuild.gzip)]);
  lines.push(['sum', '', ...tools.map((tool) => (Number.isNaN(sum(tool)) ? '' : number(sum(tool)))), percent(sum('mpaas'), sum('esbuild'))]);
  return table(['minified, gzipped bytes (plain)', 'input', ...tools, 'against esbuild'], lines);
}

// `rows`: { what, bytes?, figures: tool → figures }
export function speeds(rows, tools) {
  const rate = (figures, bytes) => (bytes && !figures.failed ? `, ${(bytes / 1e3 / figures.cpu).toFixed(0)} MB/s` : '');
  return table(['', ...tools, 'esbuild ÷ mpaas'], rows.map(({ what, bytes, figures }) => [
    what,
    ...tools.map((tool) => (figures[tool] ? cost(figures[tool]) + rate(figures[tool], bytes) : '')),
    figures.mpaas.failed ? '' : `${(Math.min(figures['esbuild, one thread'].cpu, figures.esbuild.cpu) / figures.mpaas.cpu).toFixed(2)} ×`,
  ]));
}
