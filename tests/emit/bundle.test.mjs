// index.worker.js and index.js of a built project, evaluated in a bare context with the few globals that the contract promises.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const mpaas = process.env.MPAAS || path.join(here, '../../build/release/mpaas');

function build(files, ...flags) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-emit-'));
  try {
    const all = { 'app.json': '{"pages":["pages/a/a"]}', 'pages/a/a.axml': '<view/>', 'pages/a/a.js': 'Page({});', ...files };
    for (const [name, text] of Object.entries(all)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    execFileSync(mpaas, ['build', folder, '-o', path.join(folder, 'dist'), ...flags], { stdio: 'pipe' });
    return Object.fromEntries(['index.js', 'index.worker.js', 'index.html'].map((name) => [name, fs.readFileSync(path.join(folder, 'dist', name), 'utf8')]));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// What the worker's scripts call, and with which configuration.
function runWorker(script) {
  const calls = [];
  const $global = {};
  const scope = {
    console, Object, Promise,
    importScripts: (url) => calls.push(['importScripts', url]),
    AFAppX: {
      $global, compilerConfig: {}, bridge: { name: 'my' },
      App: (options) => calls.push(['App', options]),
      Page: (options) => calls.push(['Page', { ...$global.currentPageConfig }, options]),
      WorkerComponent: (options) => calls.push(['Component', { ...$global.currentComponentConfig }, options]),
      getApp: () => null, getCurrentPages: () => [],
    },
    bootstrapApp: ({ success }) => { calls.push(['bootstrapApp']); success(); },
  };
  scope.self = scope;
  vm.runInNewContext(script, scope);
  vm.runInNewContext(script, scope); // a second evaluation does nothing
  return { calls, scope };
}
const plain = (value) => JSON.parse(JSON.stringify(value));

const modules = {
  'app.js': `
    import { even, log } from './even';
    import count, { increment, count as named } from './counter';
    import * as all from './barrel';
    import legacy, { part } from './legacy';
    import json from './data.json';
    import dual from 'dual';
    import exported from 'exporting/feature';
    import main from 'only-main';
    const before = named;
    increment();
    App({ even: even(10), log, before, after: named, initial: count, all: Object.keys(all).sort(), a: all.a, legacy: legacy.name, part, json, dual, exported, main,
      env: process.env.NODE_ENV, hidden: [typeof window, typeof document, typeof fetch, typeof self, typeof globalThis], my: my.name,
      lazy: () => import('./counter').then((m) => m.count) });`,
  // a circle whose members call each other while it is being set up
  'even.js': `import { odd } from './odd'; export const log = []; export function even(n) { return n === 0 ? true : odd(n - 1); } log.push(even(4));`,
  'odd.js': `import { even } from './even'; export function odd(n) { return n === 0 ? false : even(n - 1); } export const early = odd(3);`,
  'counter.js': `export let count = 0; export function increment() { count++; } export default count;`,
  'barrel.js': `export * from './left'; export * from './right'; export { default as fromDefault } from './left'; export const own = 1;`,
  'left.js': `export const a = 'left'; export default 'default of left';`,
  'right.js': `export const b = 'right';`,
  'legacy.js': `exports.name = 'legacy'; exports.part = require('./data').list.length; if (typeof require === 'function') exports.required = true;`,
  'data.json': `{"list":[1,2,3],"text":"\u2028"}`,
  'node_modules/dual/package.json': '{"main":"main.js","module":"module.js"}',
  'node_modules/dual/main.js': 'module.exports = "main";',
  'node_modules/dual/module.js': 'export default "module";',
  'node_modules/exporting/package.json': '{"exports":{"./feature":{"import":"./esm.js","require":"./cjs.js"}}}',
  'node_modules/exporting/esm.js': 'export default "esm";',
  'node_modules/exporting/cjs.js': 'module.exports = "cjs";',
  'node_modules/only-main/package.json': '{"main":"lib/index"}',
  'node_modules/only-main/lib/index.js': 'if (process.env.NODE_ENV !== "production") require("./not-there"); module.exports = "main only";',
};

for (const flags of [[], ['--no-minify']]) {
  test(`modules link as in Node ${flags.join(' ')}`, async () => {
    const { calls } = runWorker(build(modules, ...flags)['index.worker.js']);
    assert.deepEqual(calls.slice(0, 2), [['importScripts', 'https://appx/af-appx.worker.min.js'], ['bootstrapApp']]);
    const app = calls.find((call) => call[0] === 'App')[1];
    assert.equal(await app.lazy(), 1);
    assert.deepEqual(plain(app), {
      even: true, log: [true], before: 0, after: 1, initial: 0, all: ['a', 'b', 'fromDefault', 'own'], a: 'left', legacy: 'legacy', part: 3,
      json: { list: [1, 2, 3], text: '\u2028' }, dual: 'module', exported: 'esm', main: 'main only', env: 'production',
      hidden: ['undefined', 'undefined', 'undefined', 'undefined', 'undefined'], my: 'my',
    });
  });
}

const components = {
  'mini.project.json': '{"format":2,"compileOptions":{"component2":true}}',
  'app.js': 'App({})',
  'app.json': '{"pages":["pages/b/b","pages/a/a"],"tabBar":{"items":[{"pagePath":"pages/a/a","name":"A"},{"pagePath":"pages/b/b","name":"B"}]}}',
  'pages/a/a.json': '{"usingComponents":{"outer":"/c/outer/outer"}}',
  'pages/a/a.axml': '<outer/>',
  'pages/b/b.axml': '<view/>', 'pages/b/b.js': 'Page({ b: 1 });',
  'c/outer/outer.json': '{"component":true,"usingComponents":{"inner":"../inner/inner"}}', 'c/outer/outer.axml': '<inner/>', 'c/outer/outer.js': 'Component({ name: "outer" })',
  'c/inner/inner.json': '{"component":true}', 'c/inner/inner.axml': '<view/>', 'c/inner/inner.js': 'Component({ name: "inner" })',
};

test('components before pages, nested ones first, pages in their order, each under its configuration', () => {
  const { calls } = runWorker(build(components)['index.worker.js']);
  const seen = calls.filter(([kind]) => kind === 'Component' || kind === 'Page').map(([kind, config]) => [kind, config.is || config.pagePath, config.tabIndex, plain(config.usingComponents), typeof config.render]);
  assert.deepEqual(seen, [
    ['Component', '/c/inner/inner', undefined, {}, 'function'],
    ['Component', '/c/outer/outer', undefined, { inner: '/c/inner/inner' }, 'function'],
    ['Page', 'pages/b/b', 11, {}, 'function'],
    ['Page', 'pages/a/a', 10, { outer: '/c/outer/outer' }, 'function'],
  ]);
});

test('the worker version in index.html is the MD5 of index.worker.js', async () => {
  const { createHash } = await import('node:crypto');
  const files = build({ 'app.js': 'App({})' });
  const version = /index\.worker\.js\?version=([0-9a-f]{32})/.exec(files['index.html'])[1];
  assert.equal(version, createHash('md5').update(files['index.worker.js']).digest('hex'));
});

test("a page's sheet holds app.acss, its components' styles, its imports and its own, in this order and each once", () => {
  const files = build({
    ...components, 'app.acss': '.app{x:1}', 'pages/a/a.acss': '@import "/shared.acss"; .page{x:1}', 'shared.acss': '.shared{x:1}',
    'c/outer/outer.acss': '@import "/shared.acss"; .outer{x:1}', 'c/inner/inner.acss': '.inner{x:1}',
  });
  const pages = [];
  class StyleSheet {
    constructor() { this.list = []; this.text = ''; }
    imports(other) { this.list.push(other); return this; }
    exports(text) { this.text = text; return this; }
    collect(seen) {
      if (seen.has(this)) return [];
      seen.add(this);
      return [...this.list.flatMap((sheet) => sheet.collect(seen)), this.text];
    }
  }
  const scope = { AFAppX: { StyleSheet, Page: (page) => pages.push(page), WorkerComponent() {}, getComponentClass() {} }, React: {} };
  scope.self = scope;
  vm.runInNewContext(files['index.js'], scope);
  const sheet = pages.find((page) => page.pagePath === 'pages/a/a').stylesheet();
  assert.deepEqual(sheet.collect(new Set()).join('').match(/\.\w+/g), ['.app', '.inner', '.shared', '.outer', '.page']);
});

test('globalObjectMode shows the global object, or one of the app\'s own', () => {
  const app = { 'app.js': `global.shared = 1; App({ types: [typeof global, typeof globalThis, typeof window], same: global === globalThis, shared: global.shared, real: typeof global.AFAppX });` };
  for (const flags of [[], ['--no-minify']]) {
    for (const [mode, real] of [['enable', 'object'], ['fake', 'undefined']]) {
      const { calls } = runWorker(build({ ...app, 'mini.project.json': JSON.stringify({ format: 2, compileOptions: { globalObjectMode: mode } }) }, ...flags)['index.worker.js']);
      const [, options] = calls.find(([kind]) => kind === 'App');
      assert.deepEqual(plain(options), { types: ['object', 'object', 'undefined'], same: true, shared: 1, real });
    }
  }
});
