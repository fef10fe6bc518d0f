// The linker against esbuild and node: small projects are bundled by both, run, and what they log and export is compared; so are npm packages.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import esbuild from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const driver = path.resolve(root, process.env.MPAAS_BUILD || 'build/release', 'tests/link_driver');
const modules = path.join(root, 'tests/node_modules');
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-link-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function write(files) {
  const at = path.join(folder, String(count++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(at, name)), { recursive: true });
    writeFileSync(path.join(at, name), text);
  }
  return at;
}

// One process, several requests.
function bundle(at, entry, ...flagLists) {
  const input = flagLists.map((flags) => `${at}\t${entry}\t${flags}\n`).join('');
  const { stdout, status, signal } = spawnSync(driver, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, String(signal));
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

// Everything that can be seen of a value, functions and getters included.
function plain(value, seen = new Set()) {
  if (typeof value === 'function') return `function ${Object.keys(value)}`;
  if (typeof value === 'undefined') return '<undefined>';
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return value;
  if (seen.has(value)) return '<again>';
  seen.add(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, seen));
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key], seen)]));
}

async function run(code, name) {
  const log = [];
  const module = { exports: {} };
  const context = vm.createContext({ console, log: (...values) => log.push(values.map((value) => plain(value))), module, exports: module.exports, require: (id) => { throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' }); } });
  let error;
  try {
    vm.runInContext(code, context, { filename: name });
  } catch (thrown) {
    error = `${thrown.name}: ${thrown.message}`;
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  const exported = name.startsWith('iife') ? context.result : module.exports;
  // Without the prototypes of the context.
  return JSON.parse(JSON.stringify({ log, exported: plain(exported), error }));
}

const styles = ['cjs', 'cjs,minify', 'iife,name=result', 'iife,name=result,minify', 'cjs,minify,es=2015', 'cjs,minify,map', 'cjs,threads=1'];

async function oracle(at, entry) {
  const { outputFiles } = await esbuild.build({ absWorkingDir: at, entryPoints: [entry], bundle: true, format: 'cjs', write: false, logLevel: 'silent', define: { 'process.env.NODE_ENV': '"production"' } });
  return run(outputFiles[0].text, 'esbuild');
}

// name: files, and optionally what esbuild gets wrong or leaves open.
const table = {
  'named, default, namespace and side-effect imports': {
    'main.js': `import def, { a, b as c } from './a.js'; import * as ns from './a.js'; import './effect.js'; log(def, a, c, ns, Object.keys(ns)); export { a, c as 'string name' }; export default def;`,
    'a.js': `log('a runs'); export const a = 1; let b = 2; export { b }; export default 'd'; export const unused = log('kept, it has an effect');`,
    'effect.js': `log('effect');`,
  },
  'order of evaluation': {
    'main.js': `import './a.js'; import './b.js'; log('main'); import './c.js';`,
    'a.js': `import './shared.js'; log('a');`, 'b.js': `import './c.js'; import './shared.js'; log('b');`, 'c.js': `log('c');`, 'shared.js': `log('shared');`,
  },
  'live bindings across modules': {
    'main.js': `import { n, up, default as d, alias } from './counter.js'; import * as all from './counter.js'; log(n, d, alias, all.n); up(); log(n, d, alias, all.n, { n }, [n], \`\${n}\`); export { n };`,
    'counter.js': `export let n = 0; export function up() { n++; } export { n as alias }; export default n;`,
  },
  'export default keeps its kind': {
    'main.js': `import f from './f.js'; import C from './c.js'; import v from './v.js'; import e, { other } from './e.js'; import g, { g as g2 } from './g.js'; log(f(), new C().m(), v, e, other(), g === g2);`,
    'f.js': `export default function () { return 'anonymous'; }`, 'c.js': `export default class { m() { return 'class'; } }`, 'v.js': `export default [1, 2].length`,
    'e.js': `let e = 1; export default e; e = 2; export function other() { return e; }`, 'g.js': `export default function g() {} export { g };`,
  },
  'circles': {
    'main.js': `import { b } from './b.js'; export const a = 'a'; export function fa() { return a; } log('main', b()); export { b };`,
    'b.js': `import { fa } from './main.js'; import * as self from './b.js'; export function b() { return 'b' + fa(); } log(typeof fa, typeof self.b);`,
  },
  're-exports and stars': {
    'main.js': `export * from './one.js'; export * from './two.js'; export * as three from './three.js'; export { x as y, default as z } from './three.js'; export const own = 1; import * as self from './main.js'; log(Object.keys(self).sort());`,
    'one.js': `export const a = 1, same = 'one', own = 'hidden'; export default 'never';`, 'two.js': `export * from './two-a.js'; export const b = 2;`, 'two-a.js': `export const deep = 3; export * from './two.js';`, 'three.js': `export const x = 'x'; export default 'three';`,
  },
  'the same thing through two stars is no conflict': {
    'main.js': `import { v } from './both.js'; log(v);`, 'both.js': `export * from './l.js'; export * from './r.js';`, 'l.js': `export { v } from './v.js';`, 'r.js': `export { v } from './v.js';`, 'v.js': `export const v = 'v';`,
  },
  'a namespace that escapes, is passed on and is indexed': {
    'main.js': `import * as ns from './a.js'; import { inner } from './b.js'; const key = 'x'; log(ns[key], 'x' in ns, inner.x, Object.keys(inner)); export { ns, inner };`,
    'a.js': `export const x = 1, y = 2;`, 'b.js': `import * as inner from './a.js'; export { inner };`,
  },
  'members of namespaces': {
    'main.js': `import * as ns from './a.js'; import * as deep from './deep.js'; log(ns.f(1), new ns.C().v, ns.o.p.q, ns.o?.p, deep.ns.f(2), typeof ns.f, ns.tag\`t\`, ns.none);`,
    'a.js': `export function f(x) { return x; } export class C { v = 3 } export const o = { p: { q: 4 } }; export const tag = (s) => s[0];`, 'deep.js': `export * as ns from './a.js';`,
  },
  'CommonJS: module.exports, exports, this': {
    'main.js': `const a = require('./a'); const b = require('./b'); log(a, b(), b.prop, require('./a') === a, require('./c').that); module.exports = { a };`,
    'a.js': `exports.x = 1; exports.y = 2; log('a once');`, 'b.js': `module.exports = function () { return 'b'; }; module.exports.prop = 3;`, 'c.js': `this.that = this === exports; var module; exports.again = typeof module;`,
  },
  'CommonJS circles': {
    'main.js': `exports.early = 1; const b = require('./b'); log(b); exports.late = 2;`, 'b.js': `const main = require('./main'); exports.seen = Object.keys(main); exports.main = main.late;`,
  },
  'ES module imports CommonJS': {
    'main.js': `import whole, { x, fn } from './a.cjs'; import * as ns from './a.cjs'; import { default as again } from './a.cjs'; log(whole.x, x, fn(), again === whole, ns.x, ns.default === whole);`,
    'a.cjs': `exports.x = 1; exports.fn = function () { 'use strict'; return this === undefined; };`,
  },
  'ES module imports what Babel made': {
    'main.js': `import def, { named } from './a.js'; import * as ns from './a.js'; log(def, named, ns.default, ns.named);`,
    'a.js': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'default'; exports.named = 'named';`,
  },
  'an .mjs importer sees module.exports by default, as in Node': {
    'main.mjs': `import def from './a.js'; import * as ns from './a.js'; log(def.default, def.named, typeof ns.default, ns.named);`,
    'a.js': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'default'; exports.named = 'named';`,
  },
  'so does a package with type: module': {
    'main.js': `import def from './a.cjs'; log(def.default, typeof def);`, 'package.json': `{"type": "module"}`, 'a.cjs': `exports.__esModule = true; exports.default = 1;`,
  },
  'functions, numbers and null as module.exports': {
    'main.js': `import f from './f.js'; import n from './n.js'; import nil from './nil.js'; import * as space from './f.js'; log(f(), n, nil, typeof space, space.default(), space.prop);`,
    'f.js': `module.exports = () => 'f'; module.exports.prop = 1;`, 'n.js': `module.exports = 7;`, 'nil.js': `module.exports = null;`,
  },
  'CommonJS requires an ES module': {
    'main.js': `log('before'); const m = require('./m.js'); log(m.default, m.named, m.__esModule, Object.keys(m)); m.up(); log(m.count);`,
    'm.js': `import { helper } from './helper.js'; log('m runs'); export default 'd'; export const named = helper(); export let count = 0; export const up = () => { count++; };`, 'helper.js': `log('helper runs'); export function helper() { return 'h'; }`,
  },
  'required only under a condition: the ES module does not run': {
    'main.js': `import { a } from './a.js'; log(a); export const lazy = () => require('./lazy.js').v; log(typeof lazy);`, 'a.js': `export const a = 'a';`, 'lazy.js': `import { dep } from './dep.js'; log('must not run'); export const v = dep;`, 'dep.js': `log('nor this'); export const dep = 1;`,
  },
  'export star of CommonJS': {
    'main.js': `import { x, y } from './star.js'; import * as all from './star.js'; log(x, y, all.x, all.own, Object.keys(all).sort());`, 'star.js': `export * from './a.cjs'; export const own = 1, y = 'own wins';`, 'a.cjs': `exports.x = 'x'; exports.y = 'lost';`,
  },
  'JSON': {
    'main.js': `import data, { list } from './d.json'; import * as ns from './d.json'; const same = require('./d.json'); log(data, list, ns.list, same.list, ns.default === data);`, 'd.json': `{"list": [1, {"a": null}], "not-a-name": true, "__proto__x": 1}`,
  },
  'dynamic import': {
    'main.js': `import { shared } from './shared.js'; log(shared); import('./lazy.js').then((m) => log(m.default, m.named, Object.keys(m).sort())); import('./c.cjs').then((m) => log(m.default, m.x)); import('./shared.js').then((m) => log(m.shared)); log('sync done');`,
    'lazy.js': `import { shared } from './shared.js'; log('lazy runs'); export default 'd' + shared; export const named = 1;`, 'shared.js': `log('shared runs'); export const shared = 's';`, 'c.cjs': `exports.x = 1;`,
  },
  'names that clash': {
    'main.js': `import { a, Promise as P } from './a.js'; import b from './b.js'; const helper = 'main'; function use(helper_1, a$1) { var b_default = 1; return [helper, a, b, P, helper_1, a$1, b_default, typeof Promise]; } log(use(1, 2));`,
    'a.js': `const helper = 'a'; export const a = helper + typeof exports_1; export class Promise { static x = 1; } var exports_1;`, 'b.js': `const helper = 'b'; var a = 1; export default function inner(a) { return helper + a; }`,
  },
  'an import is not captured by what a nested scope declares': {
    'main.js': `import { value } from './a.js'; import { value as other } from './b.js'; log((() => { const value$1 = 'inner', value_1 = 2; { let a = 1; return [value, other, value$1, value_1, a]; } })());`,
    'a.js': `export const value = 'a';`, 'b.js': `export const value = 'b';`,
  },
  'errors come through, and a module that failed runs again': {
    'main.js': `for (let i = 0; i < 2; i++) try { require('./bad.js'); } catch (e) { log(e.message); } try { require('./absent-' + 1); } catch (e) { log(e.code); }`, 'bad.js': `log('bad runs'); throw new Error('bad');`,
  },
  'typeof require, module and exports': {
    'main.js': `import u from './umd.js'; log(u.kind);`, 'umd.js': `(function (root, factory) { if (typeof exports === 'object' && typeof module !== 'undefined') module.exports = factory(typeof require); else root.x = factory(); })(this, function (r) { return { kind: r }; });`,
  },
  'development code is left out': {
    'main.js': `import { mode } from './env.js'; log(mode); if (process.env.NODE_ENV !== 'production') { require('./dev.js'); }`, 'env.js': `export const mode = process.env.NODE_ENV;`, 'dev.js': `log('development');`,
  },
  'classes, getters and destructuring at the top level': {
    'main.js': `import { x, y, rest, D, fn, gen } from './a.js'; log(x, y, rest, new D().who(), fn(), [...gen()]);`, 'a.js': `export const { x, y = 2, ...rest } = { x: 1, z: 3 }; class B { who() { return 'B'; } } export class D extends B { static #s = 1; who() { return super.who() + D.#s; } } export var fn = () => fn.name.length > 0; export function* gen() { yield* [1, 2]; }`,
  },
};

for (const [name, files] of Object.entries(table)) {
  test(name, async () => {
    const at = write(files);
    const entry = 'main.mjs' in files ? 'main.mjs' : 'main.js';
    const wanted = await oracle(at, entry);
    const made = bundle(at, entry, ...styles);
    for (const [i, style] of styles.entries()) {
      assert.ok(made[i].ok, `${style}: ${JSON.stringify(made[i].diagnostics)}`);
      const got = await run(made[i].code, style);
      assert.deepEqual(got.log, wanted.log, `${style}\n${made[i].code}`);
      assert.equal(got.error, wanted.error, style);
      // An entry without exports gives nothing, or an empty object.
      if (JSON.stringify(wanted.exported) !== '{}') assert.deepEqual(got.exported, wanted.exported, style);
    }
  });
}

// Where esbuild is not exact, the language says what happens.
const exact = {
  'strict and sloppy code side by side': [{ 'main.js': `import c from './c.cjs'; log((function () { return this === undefined; })(), c.sloppy(), c.octal, this === undefined);`, 'c.cjs': `exports.sloppy = function () { return this !== undefined; }; exports.octal = 010; with ({ w: 1 }) { exports.w = w; }` }, [[true, true, 8, true]]],
  'CommonJS runs in its turn, not before the ES modules in front of it': [{ 'main.js': `import './a.js'; import './b.cjs'; import './c.js'; log('main');`, 'a.js': `log('a');`, 'b.cjs': `log('b');`, 'c.js': `log('c');` }, [['a'], ['b'], ['c'], ['main']]],
  'a required ES module is one object': [{ 'main.js': `log(require('./m.js') === require('./m.js'));`, 'm.js': `export const x = 1;` }, [[true]]],
  'a member of a namespace cannot be assigned': [{ 'main.js': `import * as ns from './a.js'; try { ns.x = 1; } catch (e) { log(e.name); } log(ns.x);`, 'a.js': `export const x = 0;` }, [['TypeError'], [0]]],
};
for (const [name, [files, wanted]] of Object.entries(exact)) {
  test(name, async () => {
    for (const [i, made] of bundle(write(files), 'main.js', ...styles).entries()) {
      assert.ok(made.ok, JSON.stringify(made.diagnostics));
      assert.deepEqual((await run(made.code, styles[i])).log, wanted, made.code);
    }
  });
}

const shaken = {
  'unused exports, functions and classes': [{ 'main.js': `import { a } from './a.js'; log(a());`, 'a.js': `export function a() { return helper(); } function helper() { return 'KEPT'; } export function b() { return 'GONE_1'; } export class C { m() { return 'GONE_2'; } } const x = 'GONE_3', y = () => 'GONE_4'; export const { length } = 'KEPT_BY_PATTERN';` }],
  'pure annotations': [{ 'main.js': `import { used } from './a.js'; log(used);`, 'a.js': `export const used = /* @__PURE__ */ make('KEPT'); export const unused = /* @__PURE__ */ make('GONE_1'); export const fresh = /* #__PURE__ */ new Made('GONE_2'); function make(x) { return x; } class Made { constructor() { log('GONE_3'); } }` }],
  'one of several declarators': [{ 'main.js': `import { b } from './a.js'; log(b);`, 'a.js': `export const a = 'GONE_1', b = 'KEPT', c = () => 'GONE_2';` }],
  'a package without side effects': [{ 'main.js': `import { one } from 'pkg'; log(one); import 'pkg/extra';`, 'node_modules/pkg/package.json': `{"name": "pkg", "module": "index.js", "sideEffects": false}`, 'node_modules/pkg/index.js': `export * from './one.js'; export * from './two.js'; log('GONE_1');`, 'node_modules/pkg/one.js': `export const one = 'KEPT';`, 'node_modules/pkg/two.js': `log('GONE_2'); export const two = 2;`, 'node_modules/pkg/extra.js': `log('GONE_3');` }],
  'side effects by pattern': [{ 'main.js': `import { one } from 'pkg'; import 'pkg/lib/setup.js'; import 'pkg/other.js'; log(one);`, 'node_modules/pkg/package.json': `{"name": "pkg", "module": "index.js", "sideEffects": ["./lib/*.js", "*.global.js"]}`, 'node_modules/pkg/index.js': `export const one = 'KEPT_1'; import './x.global.js'; import './gone.js';`, 'node_modules/pkg/lib/setup.js': `log('KEPT_2');`, 'node_modules/pkg/other.js': `log('GONE_1');`, 'node_modules/pkg/x.global.js': `log('KEPT_3');`, 'node_modules/pkg/gone.js': `log('GONE_2');` }],
  'members of a namespace': [{ 'main.js': `import * as ns from './a.js'; log(ns.a);`, 'a.js': `export const a = 'KEPT'; export const b = 'GONE_1'; export * from './b.js';`, 'b.js': `export const c = 'GONE_2';` }],
  'what only dead code uses': [{ 'main.js': `import { a, b } from './a.js'; function never() { return b; } log(a);`, 'a.js': `export const a = 'KEPT'; export const b = 'GONE_1' + deep(); function deep() { return 'x'; }`, 'none.js': '' }, ['GONE_1']],
  'CommonJS stays whole': [{ 'main.js': `import { a } from './a.cjs'; log(a);`, 'a.cjs': `exports.a = 'KEPT_1'; exports.b = 'KEPT_2';` }],
};
for (const [name, [files, open = []]] of Object.entries(shaken)) {
  test(`left out: ${name}`, async () => {
    const at = write(files);
    const wanted = await oracle(at, 'main.js');
    for (const [i, made] of bundle(at, 'main.js', 'cjs', 'cjs,minify', 'esm').entries()) {
      assert.ok(made.ok, JSON.stringify(made.diagnostics));
      const all = Object.values(files).join('\n');
      for (const text of new Set(all.match(/GONE_\d/g))) if (!open.includes(text)) assert.ok(!made.code.includes(text), `${i}: ${text}\n${made.code}`);
      for (const text of new Set(all.match(/KEPT(_\d)?\b/g))) assert.ok(made.code.includes(text), `${text}\n${made.code}`);
      if (i < 2) assert.deepEqual((await run(made.code, 'cjs')).log, wanted.log);
    }
  });
}

test('the bytes depend neither on threads nor on the run', () => {
  const at = write({ 'main.js': `export * from 'lodash-es'; import moment from 'moment'; export { moment };` });
  symlinkSync(modules, path.join(at, 'node_modules'));
  const flags = 'minify,map,esm';
  const [one, two, again] = bundle(at, 'main.js', `${flags},threads=1`, `${flags},threads=4`, `${flags},threads=4`);
  assert.ok(one.ok);
  assert.equal(one.code, two.code);
  assert.equal(two.code, again.code);
  assert.deepEqual(one.map, two.map);
});

test('a script that node imports as an ES module', async () => {
  const at = write({ 'main.js': `import { a } from './a.js'; export { a as b, a as 'x y' }; export default class {} export * from './c.cjs';`, 'a.js': `export const a = 1;`, 'c.cjs': `exports.c = 1;` });
  for (const [i, made] of bundle(at, 'main.js', 'esm', 'esm,minify').entries()) {
    const file = path.join(at, `out${i}.mjs`);
    writeFileSync(file, made.code);
    const all = await import(pathToFileURL(file));
    assert.deepEqual(Object.keys(all), ['b', 'default', 'x y']);
    assert.equal(all.b, 1);
  }
});

// Packages: the same probes on our bundle and on esbuild's.
const packages = {
  'lodash-es': `import _, { debounce, template } from 'lodash-es'; log(_.chunk([1, 2, 3], 2), typeof debounce, template('<%= a %>')({ a: 1 }), Object.keys(_).length, _.sortBy([3, 1, 2]), _.merge({ a: { b: 1 } }, { a: { c: 2 } }));`,
  three: `import * as three from 'three'; const { Matrix4, Vector3, Box3, BoxGeometry } = three; log(Object.keys(three).length, new Matrix4().makeRotationX(1).multiply(new Matrix4().makeTranslation(1, 2, 3)).toArray(), new Box3().setFromPoints([new Vector3(1, 2, 3), new Vector3(-1, 0, 5)]).getSize(new Vector3()).toArray(), new BoxGeometry(1, 2, 3).attributes.position.count);`,
  echarts: `import * as echarts from 'echarts'; const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 400, height: 300 }); chart.setOption({ animation: false, xAxis: { type: 'category', data: ['a', 'b'] }, yAxis: {}, series: [{ type: 'bar', data: [1, 2] }, { type: 'line', data: [3, 1] }, { type: 'pie', data: [1, 2] }] }); log(chart.renderToSVGString().replace(/zr\\d+/g, 'zr'), Object.keys(echarts).length);`,
  rxjs: `import { of, from, map, filter, mergeMap, reduce, toArray } from 'rxjs'; from([1, 2, 3, 4]).pipe(filter((x) => x % 2 === 0), mergeMap((x) => of(x, x * 10)), map((x) => x + 1), toArray()).subscribe((x) => log(x)); of(1, 2, 3).pipe(reduce((a, b) => a + b)).subscribe((x) => log(x));`,
  zod: `import { z } from 'zod'; const schema = z.object({ name: z.string().min(2), age: z.number().optional(), tags: z.array(z.enum(['a', 'b'])) }); log(schema.safeParse({ name: 'ab', tags: ['a'] }).data, schema.safeParse({ name: 'a', tags: ['x'] }).error.issues.map((i) => [i.code, i.path]));`,
  'moment and dayjs': `import moment from 'moment'; import dayjs from 'dayjs'; log(moment.utc('2020-02-29').add(1, 'year').format('LLLL'), moment.duration(90, 'minutes').humanize(), dayjs('2020-02-29').add(1, 'year').format('YYYY-MM-DD dddd'));`,
  'async-validator': `import Schema from 'async-validator'; new (Schema.default ?? Schema)({ name: { type: 'string', required: true }, age: { type: 'number', min: 18 } }).validate({ age: 3 }, { suppressWarning: true }).catch(({ fields }) => log(Object.keys(fields)));`,
  tslib: `import { __assign, __rest, __extends } from 'tslib'; log(__assign({ a: 1 }, { b: 2 }), __rest({ a: 1, b: 2 }, ['a']), typeof __extends);`,
};
for (const [name, program] of Object.entries(packages)) {
  test(`npm: ${name}`, async () => {
    const at = write({ 'main.js': program, 'run.cjs': `globalThis.lines = []; globalThis.log = (...values) => lines.push(values); require(process.argv[2]); setTimeout(() => { console.log(JSON.stringify(lines)); process.exit(); }, 30);` });
    symlinkSync(modules, path.join(at, 'node_modules'));
    const { outputFiles } = await esbuild.build({ absWorkingDir: at, entryPoints: ['main.js'], bundle: true, format: 'cjs', write: false, define: { 'process.env.NODE_ENV': '"production"' } });
    const execute = (code, file) => {
      writeFileSync(path.join(at, file), code);
      return JSON.parse(execFileSync(process.execPath, [path.join(at, 'run.cjs'), path.join(at, file)], { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 60000 }));
    };
    const wanted = execute(outputFiles[0].text, 'oracle.cjs');
    assert.ok(wanted.length > 0);
    for (const [i, made] of bundle(at, 'main.js', 'cjs', 'iife,minify').entries()) {
      assert.ok(made.ok, JSON.stringify(made.diagnostics.slice(0, 3)));
      assert.deepEqual(execute(made.code, `ours${i}.cjs`), wanted);
    }
  });
}
