// The module form runs as node runs the original: fixtures and npm packages, linked, executed and compared.
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { Driver, modules } from './driver.mjs';
import { link } from './linker.mjs';

const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-js-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const styles = [[], ['minify'], ['minify', 'mangle'], ['mangle', 'ascii']];
let count = 0;

function write(files) {
  const at = path.join(folder, String(count++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(at, name)), { recursive: true });
    writeFileSync(path.join(at, name), text);
  }
  return at;
}

async function run(entry, flags, circular = true) {
  const { code } = await link(driver, entry, ['lenient', 'return', ...flags], circular);
  return vm.runInThisContext(code, { filename: `${path.basename(entry)}[${flags}]` });
}

// Every fixture exports `result`; node's own result of the same files is the oracle.
const fixtures = {
  'live bindings and hoisting': {
    'main.mjs': `import { count, increment } from './counter.mjs'; import * as all from './counter.mjs';
      const seen = [count]; increment(); seen.push(count, all.count); export const result = [seen, Object.keys(all).sort(), typeof later(), { count }];
      function later() { return increment; }`,
    'counter.mjs': `export let count = 0; export function increment() { count++; return this === undefined; } export { count as default };`,
  },
  'a cycle sees hoisted functions and live values': {
    'main.mjs': `import { b, readA } from './b.mjs'; export function a() { return 'a' + typeof b; } export let value = 1; value = 2; export const result = [b(), readA()];`,
    'b.mjs': `import { a, value } from './main.mjs'; export function b() { return 'b' + a(); } export const readA = () => value; export const early = a();`,
  },
  're-exports, export star and namespaces': {
    'main.mjs': `export * as inner from './two.mjs'; export { one as uno, default } from './one.mjs'; export * from './two.mjs'; import * as self from './main.mjs'; import * as two from './two.mjs';
      export const shadow = 'mine'; export var result = [Object.keys(self).sort(), two.shadow, self.shadow, self.inner === two, self.uno];`,
    'one.mjs': `export const one = 1; export default class { static who() { return 'one'; } }`,
    'two.mjs': `export const two = 2, shadow = 'theirs'; export default 'not through a star'; export * from './three.mjs';`,
    'three.mjs': `export let { x, y: [z = 5], ...rest } = { x: 1, y: [], w: 4 }; export function three() {} export { three as 'a string' };`,
  },
  'default of every kind': {
    'main.mjs': `import f, { named } from './f.mjs'; import Thing from './thing.mjs'; import value from './value.mjs'; import arrow from './arrow.mjs';
      export const result = [f(), named, new Thing().x, value, arrow(2), [f, value].length]; `,
    'f.mjs': `export const named = hoisted(); export default function hoisted() { return 'f'; }`,
    'thing.mjs': `export default class extends Array { x = 3 }`,
    'value.mjs': `export default { a: 1 }.a + 1`,
    'arrow.mjs': `export default (x) => x * 2`,
  },
  'CommonJS from ES modules': {
    'main.mjs': `import whole, { a } from './plain.cjs'; import * as space from './plain.cjs'; import fn from './function.cjs'; import flagged from './number.cjs';
      export const result = [whole.a, a, space.default === whole, space.a, fn(1), flagged, tag\`x\${1}\`]; import { tag } from './plain.cjs';`,
    'plain.cjs': `exports.a = 1; exports.tag = function (strings, x) { return [strings.join('|'), x, this === undefined]; }; exports.that = this === module.exports;`.replace('function (strings', `function (strings`).replace(`exports.tag = function`, `'use strict'; exports.tag = function`),
    'function.cjs': `module.exports = function (x) { return x + 1; };`,
    'number.cjs': `module.exports = 42;`,
  },
  'names of the wrapper and of the runtime may be used': {
    'main.mjs': `import { a } from './a.mjs'; const require = 1, module = 2, exports = 3, module_1 = 4, t = 5, e = 6; export const result = [a, require, module, exports, module_1, t, e, ((require) => require)(7)];`,
    'a.mjs': `export const a = 1;`,
  },
  'shadowing, shorthand, calls and assignments': {
    'main.mjs': `import { f, v } from './a.mjs'; const inner = (f) => f; const o = { f, v, g() { return v; } };
      export const result = [inner(1), typeof o.f, o.v, o.g(), f(), (0, f)(), f?.(), new f().constructor === f, [...[v]], (() => { let v = 9; return { v }; })(), function f2({ v: w = v }) { return w; }({})];`,
    'a.mjs': `export function f() { return this; } export const v = 3;`,
  },
  'parameters do not see the variables of the body': {
    'main.mjs': `import { x } from './a.mjs'; function f(a = () => x) { var x = 2; return [a(), x]; } export const result = [f(), ((a = () => x) => { var x = 3; return [a(), x]; })()];`,
    'a.mjs': `export const x = 1;`,
  },
  'dynamic import': {
    'main.mjs': `export const result = await0(); async function await0() { const m = await import('./a.mjs'); const n = await import('./c.cjs'); return [m.default, m.b, n.default.c]; }`,
    'a.mjs': `export default 1; export const b = 2;`,
    'c.cjs': `exports.c = 3;`,
  },
  'this, classes, generators': {
    'main.mjs': `export const result = [this, (() => this)(), typeof this?.x, new (class { #p = 1; static s = 2; static { this.t = 3; } get p() { return this.#p; } has(o) { return #p in o; } })().p, [...(function* () { yield* [1, 2]; })()], \`a\${1 + 1}b\`, 2 ** 3 ** 0, (-2) ** 2, a?.b?.[0], (a?.b)?.c, 10n ** 2n + 0x1Fn, /[/]\\/(?<n>x)/u.exec('//x')?.groups.n]; var a = { b: { c: 1, 0: 5 } };`,
  },
};

// Functions and symbols do not compare; what they are does.
function plain(value) {
  return JSON.parse(JSON.stringify(value ?? null, (_, item) => (typeof item === 'bigint' ? `${item}n` : item === undefined ? '<undefined>' : item)));
}

for (const [name, files] of Object.entries(fixtures)) {
  test(name, async () => {
    const at = write(files);
    const entry = path.join(at, 'main.mjs');
    const wanted = plain(await (await import(pathToFileURL(entry))).result);
    for (const flags of styles) assert.deepEqual(plain(await (await run(entry, flags)).result), wanted, String(flags));
    if (!name.startsWith('a cycle')) assert.deepEqual(plain(await (await run(entry, [], false)).result), wanted);
  });
}

test('CommonJS keeps its meaning', async () => {
  const at = write({
    'main.js': `#!/usr/bin/env node
      var module; var top = this === module.exports; var exports = module.exports = { top };
      with ({ hidden: 1 }) { exports.hidden = hidden; }
      if (true) { function inBlock() { return 'block'; } } exports.block = inBlock();
      exports.sloppy = (function () { return this === globalThis; })(); exports.evaluated = (function (abc) { return eval('abc + 1'); })(1);
      try { require('./absent'); } catch (error) { exports.code = error.code; }
      exports.nested = (function (require) { return require('x'); })(function (x) { return x + '!'; });
      exports.circle = require('./circle').seen; exports.json = require('./data.json').a; if (exports.json) return; exports.never = 1;`,
    'circle.js': `var main = require('./main'); exports.seen = main.block; module.exports.self = require('./circle') === exports;`,
    'data.json': '{"a": 1}',
  });
  const wanted = plain(createRequire(import.meta.url)(path.join(at, 'main.js')));
  assert.equal(wanted.code, 'MODULE_NOT_FOUND');
  for (const flags of styles) assert.deepEqual(plain(await run(path.join(at, 'main.js'), flags)), wanted, String(flags));
});

test('a module that fails once is run again, and its error comes through', async () => {
  const at = write({ 'main.js': `exports.result = []; for (var i = 0; i < 2; i++) try { require('./bad'); } catch (e) { exports.result.push(e.message); }`, 'bad.js': `throw new Error('bad')` });
  assert.deepEqual((await run(path.join(at, 'main.js'), [])).result, ['bad', 'bad']);
});

test('a switch between development and production drops what is dead', async () => {
  const at = write({
    'main.js': `'use strict'; if (process.env.NODE_ENV === 'production') { module.exports = require('./production.js'); } else { var dev = 1; module.exports = require('./development.js'); }
      module.exports.dev = typeof dev; module.exports.a = process.env.NODE_ENV !== 'production' ? require('./development.js') : 1; module.exports.b = process.env.NODE_ENV !== 'production' && require('./development.js');`,
    'production.js': `module.exports = { mode: 'production' }`,
  });
  const flags = ['lenient', 'define:process.env.NODE_ENV="production"'];
  for (const style of styles) {
    const { code, files } = await link(driver, path.join(at, 'main.js'), [...flags, ...style]);
    assert.equal(files.length, 2);
    assert.deepEqual({ ...vm.runInThisContext(code) }, { mode: 'production', dev: 'undefined', a: 1, b: false });
    assert.ok(!code.includes('development'));
  }
});

const packages = {
  lodash: [(_) => _.template('<% _.each(list, x => { %><%- x %>;<% }) %>')({ list: ['a<', 'b'] }), (_) => [_.VERSION, _.chunk(_.range(10), 3), _.camelCase('foo-bar baz'), _.merge({ a: { b: 1 } }, { a: { c: 2 } })]],
  'lodash-es/lodash.js': [({ default: _, debounce }) => [_.VERSION, _.sortBy([3, 1, 2]), typeof debounce, _([1, 2, 3]).map((x) => x * 2).filter((x) => x > 2).value()]],
  dayjs: [(m) => { const dayjs = m.default ?? m; return dayjs('2020-02-29').add(1, 'year').format('YYYY-MM-DD dddd'); }],
  moment: [(m) => { const moment = m.default ?? m; return [moment.utc('2020-02-29').add(1, 'year').format('LLLL'), moment.duration(90, 'minutes').humanize()]; }],
  tslib: [({ __assign, __rest, __extends }) => [__assign({ a: 1 }, { b: 2 }), __rest({ a: 1, b: 2 }, ['a']), typeof __extends]],
  '@preact/signals-core': [({ signal, computed, effect }) => { const a = signal(1), b = computed(() => a.value * 2), seen = []; effect(() => { seen.push(b.value); }); a.value = 5; return seen; }],
  'async-validator': [async (m) => { const Schema = m.default?.default ?? m.default ?? m; try { await new Schema({ name: { type: 'string', required: true }, age: { type: 'number', min: 18 } }).validate({ age: 3 }, { suppressWarning: true }); } catch ({ fields }) { return fields; } }],
};

const load = createRequire(import.meta.url);
for (const [name, probes] of Object.entries(packages)) {
  test(`npm ${name}`, async () => {
    const at = write({ 'main.mjs': `import * as all from '${name}'; export { all };`, 'entry.js': `module.exports = require('${name}');` });
    const { symlinkSync } = await import('node:fs');
    symlinkSync(modules, path.join(at, 'node_modules'));
    const original = name.startsWith('lodash-es') ? await import(path.join(modules, name)) : load(name);
    for (const flags of styles) {
      const linked = await run(path.join(at, 'entry.js'), flags);
      for (const probe of probes) assert.deepEqual(plain(await probe(linked)), plain(await probe(original)), String(flags));
    }
  });
}
