// Source maps of scripts, read with source-map-js: every name leads to its place, stack traces lead to the source, and maps
// of other tools are followed to where their text came from.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import vm from 'node:vm';
import * as acorn from 'acorn';
import { Driver, modules } from './driver.mjs';

const require = createRequire(import.meta.url);
const { SourceMapConsumer } = require('source-map-js');
const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-map-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const styles = [[], ['minify'], ['minify', 'mangle'], ['minify', 'mangle', 'ascii']];
const linesOf = (text) => text.split(/\r\n|[\n\r\u2028\u2029]/);
const identifier = /[\p{ID_Continue}$\u200c\u200d]/u;
// Names by grammar only: they are printed as part of a node and have no place of their own.
const contextual = new Set(['of', 'get', 'set', 'async', 'static', 'as', 'from', 'let', 'target', 'meta']);

async function compile(file, flags, command = 'print') {
  const answer = await driver.ask(command, file, ['lenient', 'return', 'map', ...flags]);
  assert.ok(answer.ok, `${file}: ${JSON.stringify(answer.diagnostics[0])}`);
  return answer;
}

// All segments as {line (from 1), column (from 0), source, originalLine, originalColumn, name}, by place.
function segmentsOf(map) {
  const segments = new Map();
  new SourceMapConsumer(map).eachMapping((m) => segments.set(`${m.generatedLine}:${m.generatedColumn}`, m));
  return segments;
}

function isLineEnd(text, at) {
  const c = text[at];
  return c === '\n' || c === '\u2028' || c === '\u2029' || (c === '\r' && text[at + 1] !== '\n');
}

// Each identifier of the output with a segment: what stands at its place in the source is its name.
function checkNames(label, code, map, { module = false } = {}) {
  const segments = segmentsOf(map);
  const sources = new Map(map.sources.map((name, i) => [name, linesOf(map.sourcesContent[i])]));
  let [line, lineStart, at] = [1, 0, 0];
  let [found, missing] = [0, 0];
  let before;
  for (const token of acorn.tokenizer(code, { ecmaVersion: 'latest', sourceType: module ? 'module' : 'script', allowHashBang: true, allowReturnOutsideFunction: true })) {
    for (; at < token.start; at++) if (isLineEnd(code, at)) [line, lineStart] = [line + 1, at + 1];
    // Labels of jumps and exported names have no node of their own.
    const hasNoNode = ['break', 'continue'].includes(before?.type.keyword) || before?.value === 'as';
    before = token;
    if (token.type !== acorn.tokTypes.name && token.type !== acorn.tokTypes.privateId) continue;
    const segment = segments.get(`${line}:${token.start - lineStart}`);
    if (!segment?.source) {
      if (!contextual.has(token.value) && !hasNoNode) missing++;
      continue;
    }
    found++;
    const text = sources.get(segment.source)[segment.originalLine - 1];
    const name = segment.name ?? (token.type === acorn.tokTypes.privateId ? '#' : '') + token.value;
    const there = text.slice(segment.originalColumn, segment.originalColumn + name.length);
    const next = text[segment.originalColumn + name.length] ?? ' ';
    const where = `${label}: ${token.value} at ${line}:${token.start - lineStart} → ${segment.source}:${segment.originalLine}:${segment.originalColumn}`;
    // async and get stand where their function does; a name may be written with escapes.
    if (contextual.has(token.value) || there.startsWith('\\') || text.slice(segment.originalColumn).startsWith('\\u')) continue;
    assert.equal(there, name, where);
    assert.ok(!identifier.test(next) || next === '\\', where);
  }
  return { found, missing };
}

function withoutMap(file) {
  const copy = path.join(folder, path.basename(file));
  writeFileSync(copy, readFileSync(file, 'utf8').replace(/\/\/# sourceMappingURL=.*/, ''));
  return copy;
}

const library = (name) => path.join(modules, name);
const antd = library('antd-mini/es');
const files = {
  lodash: [library('lodash/lodash.js')],
  moment: [library('moment/moment.js')],
  echarts: [withoutMap(library('echarts/dist/echarts.js'))],
  'antd-mini': readdirSync(antd, { recursive: true })
    .filter((name) => String(name).endsWith('.js')).map((name) => path.join(antd, String(name))),
};

for (const [name, paths] of Object.entries(files)) {
  test(`every name of ${name} leads to its place in the source`, async () => {
    assert.ok(paths.length > 0);
    let names = 0;
    for (const file of paths) {
      const original = readFileSync(file, 'utf8');
      for (const style of name === 'antd-mini' ? styles.slice(2, 3) : styles) {
        const { code, map, format } = await compile(file, style);
        assert.deepEqual(map.sourcesContent, [original.replace(/^\uFEFF/, '')]);
        const { found, missing } = checkNames(`${file} ${style}`, code, map, { module: format === 'module' });
        assert.equal(missing, 0, `${file} ${style}: ${missing} of ${found} names have no place`);
        names += map.names.length;
        const plain = await driver.ask('print', file, ['lenient', 'return', ...style]);
        assert.equal(plain.code, code, 'a map changes nothing in the code');
      }
    }
    assert.ok(names > 0, 'what is renamed is named');
  });
}

function write(name, text) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

// The frames of what the script throws that lie in the script itself.
function framesOf(script) {
  try {
    vm.runInNewContext(script, {}, { filename: '/script.js' });
  } catch (error) {
    return [...error.stack.matchAll(/^ +at .*\/script\.js:(\d+):(\d+)\)?$/gm)].map((m) => ({ line: +m[1], column: +m[2] }));
  }
  throw new Error('nothing was thrown');
}

// Each function throws in its own way; the deepest frames are what V8 says of such code.
const throwers = {
  'undefined variable': 'function f(a) {\n  let é中 = 1; return a + é中 +\n    missing;\n}\nf(1);\n',
  'member of undefined': "function f(value) {\n  return value.first.second\n    .third;\n}\n(function outer() { f({ first: {} }); }());\n",
  'call of a member': "const o = { deep: { run() { throw new Error('x'); } } };\nfunction f() { /* 😀 */ o.deep\n  .run(1, 2); }\n[1].forEach(function each() { f(); });\n",
  'index and call': "var table = [() => { throw new TypeError('y'); }];\nfunction f(n) {\n  if (n > 0) table[\n    n - 1](n);\n}\nf(1);\n",
  'new and throw': "class A {\n  constructor(x) {\n    if (x) { throw new RangeError(\n      'z'); }\n  }\n  static make() { return   new A(1); }\n}\nA.make();\n",
  'getter, template, conditional': "var o = { get bad() { throw new Error('g'); } };\nvar t = (x) => `a${x ? o.bad : 1}\n  ${o.bad}`;\nt(0);\n",
  'arrow, spread, default': "const f = ({ a } = {}, ...rest) => rest.length ? rest[0].call(null) : f({ a: 1 }, g);\nfunction g() { null.x; }\nf();\n",
  'loops and labels': "outer: for (var i = 0; i < 3; i++) {\n  for (const k of [1, 2]) { if (i === 1) continue outer; if (i === 2)\n    k(); }\n}\n",
  'optional chain': "const a = { b: null };\nfunction f() { return a?.b?.c ?? a.b\n  .c; }\nf();\n",
  'tagged and comma': "function tag() { throw new Error('t'); }\nvar f = () => (0, tag)`x`;\nf(), 1;\n",
};

test('stack traces of minified code lead to the frames of the original', async () => {
  for (const [name, source] of Object.entries(throwers)) {
    const file = write(`${name.replace(/\W+/g, '_')}.js`, source);
    const expected = framesOf(source);
    assert.ok(expected.length > 0, name);
    for (const style of styles) {
      const { code, map } = await compile(file, ['script', ...style]);
      const consumer = new SourceMapConsumer(map);
      const found = framesOf(code)
        .map(({ line, column }) => consumer.originalPositionFor({ line, column: column - 1 }))
        .map(({ line, column }) => ({ line, column: column + 1 }));
      assert.deepEqual(found, expected, `${name} ${style}\n${code}`);
    }
  }
});

test('the module form keeps its places, and imports are called what they are called', async () => {
  const source = "import one, { two as second } from './lib';\nexport default function run() {\n  return second(one.member, missing);\n}\nexport const value = () => second();\n";
  const file = write('module.js', source);
  for (const style of styles) {
    const { code, map } = await driver.ask('module', file, ['map', 'module', ...style], ['1']);
    const segments = [...segmentsOf(map).values()].filter((m) => m.source);
    const lines = linesOf(code);
    const at = (text, from = 0) => segments.find((m) => m.originalLine === 3 && m.originalColumn === source.split('\n')[2].indexOf(text, from));
    assert.equal(at('second').name, 'second', code);
    assert.equal(at('one').name, 'one');
    assert.ok(lines[at('missing').generatedLine - 1].slice(at('missing').generatedColumn).startsWith('missing'));
    assert.ok(segments.some((m) => m.originalLine === 1), 'the import that runs');
  }
});

test('a map that TypeScript wrote is followed to the .ts', async () => {
  const ts = require('typescript');
  const source = `interface Item { readonly price: number; name?: string }
enum Kind { small, large = 'large' }
/** 价格 */
export function total<T extends Item>(items: readonly T[], kind: Kind = Kind.small): number {
  let sum = 0 as number;
  for (const { price } of items) sum += price!;
  return kind === Kind.large ? sum * 2 : (sum satisfies number);
}
export class Cart<T extends Item> {
  constructor(private readonly items: T[] = []) {}
  async pay(): Promise<number> { return total(this.items) + this.missing.fee; }
  declare missing: { fee: number };
}
`;
  for (const target of ['ES5', 'ES2020']) {
    for (const inline of [true, false]) {
      const made = ts.transpileModule(source, {
        fileName: 'cart.ts',
        compilerOptions: { target: ts.ScriptTarget[target], module: ts.ModuleKind.CommonJS, sourceMap: !inline, inlineSourceMap: inline, inlineSources: true },
      });
      const file = write('cart.js', made.outputText);
      if (!inline) write('cart.js.map', made.sourceMapText);
      const middle = new SourceMapConsumer(JSON.parse(inline
        ? Buffer.from(/base64,(\S+)/.exec(made.outputText)[1], 'base64').toString() : made.sourceMapText));
      for (const style of styles) {
        const direct = await driver.ask('print', write('cart.bare.js', made.outputText.replace(/\/\/# sourceMappingURL=.*/, '')), ['lenient', 'map', ...style]);
        const { map } = await compile(file, style);
        assert.deepEqual(map.sources.map((one) => path.basename(one)), ['cart.ts']);
        assert.deepEqual(map.sourcesContent, [source]);
        // What source-map-js makes of both maps, one after the other.
        const joined = segmentsOf(map);
        let compared = 0;
        for (const [key, m] of segmentsOf(direct.map)) {
          const expected = middle.originalPositionFor({ line: m.originalLine, column: m.originalColumn });
          const found = joined.get(key);
          if (expected.line === null) {
            assert.ok(!found?.source, key);
            continue;
          }
          assert.deepEqual([found.originalLine, found.originalColumn], [expected.line, expected.column], key);
          compared++;
        }
        assert.ok(compared > 50, String(compared));
      }
    }
  }
});

test('a TypeScript source is mapped itself', async () => {
  const source = "type T = { a: number };\nconst x: T = { a: 1 };\nexport function f<U>(this: void, value: U, { a }: T = x): U {\n  return (value as unknown as U) ?? missing<U>(a!);\n}\n";
  const file = write('direct.ts', source);
  const answer = await driver.ask('print', file, ['lenient', 'map', 'ts', 'minify', 'mangle']);
  assert.ok(answer.ok, JSON.stringify(answer.diagnostics));
  const { found, missing } = checkNames(file, answer.code, answer.map, { module: true });
  assert.ok(found > 5);
  assert.equal(missing, 0);
});

test('a map that is broken or missing is no reason to stop', async () => {
  for (const url of ['gone.map', 'data:application/json;base64,e30=', 'https://example.com/a.map', '../../../../../../../../x.map']) {
    const { map } = await compile(write('own.js', `f();\n//# sourceMappingURL=${url}\n`), []);
    assert.deepEqual(map.sources.map((one) => path.basename(one)), ['own.js']);
  }
});
