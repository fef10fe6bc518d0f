// usage: node tests/bench/bench.mjs <mpaas> [part of a section's name]
// What a developer waits for, beside the tools which they would take instead, in the same run. Prints the tables and, when all
// sections ran, writes them to docs/benchmarks.md with the machine they are of.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, run } from './measure.mjs';
import { cost, sizes, speeds, table } from './report.mjs';
import { Bench, versions } from './scripts.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const modules = path.join(root, 'tests/node_modules');
const mpaas = path.resolve(process.argv[2] || path.join(root, 'build/release/mpaas'));
const only = process.argv[3] || '';
const esbuild = path.join(modules, '@esbuild/linux-' + (process.arch === 'arm64' ? 'arm64' : 'x64'), 'bin/esbuild');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-bench-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const bench = new Bench({ mpaas, esbuild, modules, folder, here, times: Number(process.env.MPAAS_BENCH_RUNS || 7) });
const known = versions(modules);

function machine() {
  const cpu = os.cpus();
  const compiler = (text) => text.split('\n')[0];
  return [
    `${cpu[0].model.trim()}, ${cpu.length} cores, ${(os.totalmem() / 2 ** 30).toFixed(0)} GB; ${os.type()} ${os.release().split('-')[0]}; node ${process.versions.node}`,
    `mpaas ${compiler(execFileSync(mpaas, ['--version'], { encoding: 'utf8' })).replace(/^mpaas /, '')}; ${Object.entries(known).map(([name, version]) => `${name} ${version}`).join(', ')}`,
  ];
}

function minifying() {
  const rows = ['typescript', 'echarts'].map((name) => ({ what: `${name}.js`, bytes: fs.statSync(bench.inputs()[name]).size, figures: bench.minify(name) }));
  return [`Medians of ${bench.times} runs in turns. mpaas and esbuild are whole processes; oxc and swc run inside node and only their work is counted, but memory is node's as well.`, '',
    speeds(rows, ['mpaas', 'esbuild, one thread', 'esbuild', 'oxc', 'swc'])];
}

function bundling() {
  const rows = ['antd-mini', 'echarts', 'three'].map((name) => ({ what: { 'antd-mini': 'antd-mini, all components', echarts: 'echarts, its modules', three: 'three' }[name], figures: bench.bundle(name) }));
  const size = (figures) => (figures.gzip ? `${figures.gzip.toLocaleString('en-US')}` : '–');
  return [speeds(rows, ['mpaas', 'esbuild, one thread', 'esbuild']), '', table(['gzipped bundle', 'mpaas', 'esbuild'], rows.map(({ what, figures }) => [what, size(figures.mpaas), size(figures.esbuild)]))];
}

async function projects() {
  const gallery = path.join(folder, 'gallery');
  execFileSync(mpaas, ['create', 'gallery', gallery, '--quiet'], { stdio: 'pipe' });
  fs.symlinkSync(modules, path.join(gallery, 'node_modules'));

  // The scripts esbuild gets: those of every page and component that is reachable, as the compiler finds them.
  function scripts() {
    const found = new Set(['app.js']);
    const seen = new Set();
    const visit = (unit) => {
      if (seen.has(unit)) return;
      seen.add(unit);
      if (fs.existsSync(path.join(gallery, unit + '.js'))) found.add(unit + '.js');
      let json = {};
      try { json = JSON.parse(fs.readFileSync(path.join(gallery, unit + '.json'), 'utf8')); } catch { /* no json, no components */ }
      for (const target of Object.values(json.usingComponents || {})) {
        if (target.startsWith('/')) visit(target.slice(1));
        else if (target.startsWith('.')) visit(path.posix.join(path.posix.dirname(unit), target));
        else visit('node_modules/' + target);
      }
    };
    const app = JSON.parse(fs.readFileSync(path.join(gallery, 'app.json'), 'utf8'));
    visit('app');
    for (const page of app.pages) visit(page);
    return [...found];
  }
  const entry = path.join(gallery, 'bench-entry.js');
  const list = scripts();
  const rows = [];
  const row = (what, value, peer, target) => rows.push({ what, value, peer, target });

  const version = run([mpaas, '--version'], { times: 15 });
  const peerVersion = run([esbuild, '--version'], { times: 15 });
  row('start-up (--version)', version, peerVersion, 'at most 5 ms');

  const out = path.join(folder, 'out');
  const cold = run([mpaas, 'build', gallery, '-o', out], { prepare: () => fs.rmSync(out, { recursive: true, force: true }) });
  fs.writeFileSync(entry, list.map((file) => `import './${file}';`).join('\n') + '\n');
  const bundle = run([esbuild, entry, '--bundle', '--minify', '--format=iife', `--outfile=${path.join(folder, 'esbuild.js')}`, '--log-level=error']);
  fs.rmSync(entry);
  row('cold build of the gallery', cold, bundle, "at most esbuild's time, at most 100 MB");

  const amr = path.join(folder, 'gallery.amr');
  const pack = run([mpaas, 'pack', out, '--app-id', '2026112200000001', '--version', '1.0.0.0', '-o', amr]);
  row('pack the built gallery', pack, null, '');

  // The dev server rebuilds in memory; it says itself how long each build took.
  process.env.MPAAS = mpaas;
  const { startDev } = await import('../e2e/support.mjs');
  const dev = await startDev(gallery);
  const rebuilds = {};
  for (const [kind, file, from] of [['script', 'pages/index/index.js', 'Page('], ['template', 'pages/index/index.axml', '<view'], ['style', 'pages/index/index.acss', '{']]) {
    const times = [];
    for (let i = 0; i < 9; i++) {
      const done = dev.next('build-done', (event) => event.change !== 'none');
      const text = fs.readFileSync(path.join(gallery, file), 'utf8');
      const marked = kind === 'script' ? `var mark${i} = ${i}; self_${i}(mark${i}); function self_${i}() {}\n${text}`
        : kind === 'template' ? `${text}<view>${i}</view>\n` : `${text}\n.mark${i} { color: red; }\n`;
      if (!text.includes(from)) throw new Error(`${file} has changed`);
      fs.writeFileSync(path.join(gallery, file), marked);
      times.push((await done).milliseconds);
    }
    rebuilds[kind] = median(times);
  }
  await dev.stop();

  return [
    `esbuild gets the ${list.length} scripts of the project only: no templates, styles, configuration.`, '',
    table(['', 'mpaas', 'esbuild, scripts only', 'target'], [
      ...rows.map(({ what, value, peer, target }) => [what, cost(value), cost(peer), target]),
      ...Object.entries(rebuilds).map(([kind, milliseconds]) => [`rebuild after one line of ${kind} (dev server)`, `${milliseconds.toFixed(1)} ms`, '–', 'at most 20 ms']),
    ]),
  ];
}

const sections = {
  'Size of minified scripts': () => [sizes(bench.sizes())],
  'Minifying one file, with its source map': minifying,
  'Bundling, minified, with source maps': bundling,
  'Building a project': projects,
};

const text = ['# Benchmarks', '', '`make bench` measures and writes this file; figures of other machines differ, their ratios less.', '', ...machine().flatMap((line) => [line, '']), ''];
for (const [name, section] of Object.entries(sections)) {
  if (!name.toLowerCase().includes(only.toLowerCase())) continue;
  const part = [`## ${name}`, '', ...(await section()), ''];
  console.log(part.join('\n'));
  text.push(...part);
}
if (!only) fs.writeFileSync(path.join(root, 'docs/benchmarks.md'), text.join('\n').replace(/\n{3,}/g, '\n\n').trimEnd() + '\n');
