// usage: node differential.mjs [--edition 5,2015,esnext] [--from seed] [--count n] [--style minify|plain|both] [--corpus] [--mutate]
// Searches for programs that log something else after the passes than before: generated ones, with --corpus the small programs of
// programs/ in other surroundings, with --mutate such programs with tokens changed. What is found is made as small as it goes and printed.
import * as acorn from 'acorn';
import { Comparer, minified } from './comparer.mjs';
import { generated, random } from './generator.mjs';
import { programs } from './programs.mjs';

const wrappers = [
  (code) => `function run() {\n${code}\n}\nreturn run();`,
  (code) => `const run = async () => {\n${code}\n};\nreturn run();`,
  (code) => `return (function* () {\n${code}\n})().next().value;`,
  (code) => `class W { static m() {\n${code}\n} }\nreturn W.m();`,
  (code) => `class W { #m() {\n${code}\n} run() { return this.#m(); } }\nreturn new W().run();`,
  (code) => `try {\n${code}\n} finally { log('finally'); }`,
  (code) => `switch (1) { case 0: log('no'); default:\n${code}\n}`,
  (code) => `'use strict';\n${code}`,
  (code) => `const out = [];\nfor (let turn = 0; turn < 2; turn++) { out.push((() => {\n${code}\n})()); keep(() => turn); }\nfunction keep(f) { log(f()); }\nreturn Promise.all(out);`,
  (code) => `for (const turn of [1]) {\n${code}\n}`,
  (code) => `async function* g() {\n${code}\n}\nreturn g().next().then(({ value }) => value);`,
  (code) => `const o = { get p() {\n${code}\n} };\nreturn o.p;`,
  (code) => `label: {\n${code}\n}`,
  (code) => `if (true) {\n${code}\n} else log('else');`,
];

// Every program in every surrounding.
export function* surrounded() {
  for (const { name, code, from, plain, logged } of programs()) {
    if (logged) continue;
    for (const [index, wrap] of wrappers.entries()) yield { name: `${name} in ${index}`, code: wrap(code), from, plain };
  }
}

// Deletes, doubles, swaps or replaces tokens.
export function mutated(code, seed, pool) {
  const r = random(seed);
  let tokens;
  try {
    tokens = [...acorn.tokenizer(code, { ecmaVersion: 'latest' })];
  } catch {
    return code;
  }
  const texts = tokens.map(({ start, end }) => code.slice(start, end));
  const gaps = tokens.map(({ end }, i) => code.slice(end, tokens[i + 1]?.start ?? code.length));
  for (let times = 1 + r.below(3); times > 0; times--) {
    const i = r.below(texts.length), j = r.below(texts.length);
    r.pick([() => { texts[i] = ''; }, () => { texts[i] += ` ${texts[i]}`; }, () => { [texts[i], texts[j]] = [texts[j], texts[i]]; }, () => { texts[i] = texts[j]; }, () => { texts[i] = r.pick(pool); }])();
  }
  return code.slice(0, tokens[0]?.start ?? 0) + texts.map((text, i) => text + gaps[i]).join('');
}

// Makes a program smaller as long as `wrong` holds: drops statements and elements, puts parts in the place of wholes.
export async function reduced(code, wrong, most = 600) {
  let tries = 0;
  for (let again = true; again && tries < most;) {
    again = false;
    const edits = [];
    let tree;
    try {
      tree = acorn.parse(code, { ecmaVersion: 'latest', allowReturnOutsideFunction: true });
    } catch {
      return code;
    }
    const visit = (node, parent, key) => {
      if (!node || typeof node.type !== 'string') return;
      const size = node.end - node.start;
      if (Array.isArray(parent?.[key])) {
        const list = parent[key];
        const at = list.indexOf(node);
        edits.push({ size, start: node.start, end: list[at + 1] && !/Statement|Declaration|Definition|StaticBlock|SwitchCase/.test(node.type) ? list[at + 1].start : node.end, text: '' });
      }
      const children = Object.values(node).flat().filter((child) => child && typeof child.type === 'string');
      for (const child of children) {
        if (child.end - child.start < size) edits.push({ size: size - (child.end - child.start), start: node.start, end: node.end, text: code.slice(child.start, child.end) });
        if (/^Block/.test(child.type) && /Statement$/.test(node.type)) edits.push({ size: 1, start: node.start, end: node.end, text: code.slice(child.start, child.end) });
      }
      if (size > 1 && /Expression$|Literal$/.test(node.type)) edits.push({ size: size - 1, start: node.start, end: node.end, text: '0' });
      for (const [name, value] of Object.entries(node)) {
        if (Array.isArray(value)) value.forEach((child) => visit(child, node, name));
        else visit(value, node, name);
      }
    };
    visit(tree);
    edits.sort((a, b) => b.size - a.size);
    for (const { start, end, text } of edits) {
      const shorter = code.slice(0, start) + text + code.slice(end);
      if (shorter.length >= code.length || tries++ > most) continue;
      if (await wrong(shorter)) {
        code = shorter;
        again = true;
        break;
      }
    }
  }
  return code.replace(/\n\s*\n+/g, '\n');
}

const runs = (code) => {
  try {
    new Function('log', code);
    return true;
  } catch {
    return false;
  }
};

// → null, or what is wrong
export async function compared(comparer, program, edition, style) {
  if (!runs(program)) return null;
  const wanted = await comparer.original(program);
  if (wanted.some((line) => /^(does not end|the worker)/.test(line))) return null;
  const got = await comparer.outcome(program, edition, style);
  return got.lines.join('\n') === wanted.join('\n') ? null : { wanted, got: got.lines, output: got.code };
}

async function main() {
  const option = (name, otherwise) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : otherwise);
  const editions = option('edition', 'esnext').split(',');
  const styles = { minify: [minified], syntax: [['syntax']], plain: [[]], both: [[], minified] }[option('style', 'both')];
  const from = Number(option('from', 1)), count = Number(option('count', 200));
  const comparer = new Comparer(1500);
  const pool = programs().flatMap(({ code }) => code.match(/[\w$]+|[^\s\w]/g) ?? []);
  const list = process.argv.includes('--corpus') || process.argv.includes('--mutate') ? [...surrounded()] : [];
  function* candidates() {
    if (process.argv.includes('--mutate')) {
      const all = programs().filter(({ logged }) => !logged);
      for (let seed = from; seed < from + count; seed++) { const { name, code, from: oldest } = all[seed % all.length]; yield { name: `${name}, mutated ${seed}`, code: mutated(code, seed, pool), from: oldest, plain: true }; }
    } else if (list.length) {
      for (const [index, one] of list.entries()) if (index % Number(option('step', 1)) === from % Number(option('step', 1))) yield one;
    } else {
      for (let seed = from; seed < from + count; seed++) yield { name: `seed ${seed}`, code: generated(seed), from: 5 };
    }
  }
  let tried = 0, found = 0;
  for (const { name, code, from: oldest, plain } of candidates()) {
    for (const edition of editions) {
      if (edition !== 'esnext' && Number(edition) < oldest) continue;
      for (const style of styles) {
        const flags = plain ? style.filter((flag) => flag !== 'mangle') : style;
        tried++;
        const first = await compared(comparer, code, edition, flags);
        if (!first) continue;
        found++;
        const kind = (lines) => (/^(is refused|not ES|js_driver)/.test(lines[0]) ? lines[0].replace(/\(.*|\d+/g, '').slice(0, 40) : '');
        const small = await reduced(code, async (shorter) => { const again = await compared(comparer, shorter, edition, flags); return again && kind(again.got) === kind(first.got); });
        const { wanted, got, output } = await compared(comparer, small, edition, flags) ?? first;
        let at = 0;
        while (at < wanted.length && wanted[at] === got[at]) at++;
        console.log(`## ${name}, ES ${edition}${flags.length ? `, ${flags.join(' ')}` : ''}\n\`\`\`js\n${small.trim()}\n\`\`\`\nexpected \`${wanted[at]}\`, got \`${got[at]}\` (line ${at + 1})\n${output && output.length < 2500 ? `\`\`\`js output\n${output.trim()}\n\`\`\`\n` : ''}`);
      }
    }
  }
  console.log(`${tried} comparisons, ${found} wrong`);
  comparer.close();
}

if (process.argv[1]?.endsWith('differential.mjs')) await main();
