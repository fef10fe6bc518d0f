// Sub-packages: their bundles register their own pages and components, share the modules of the main bundle and carry what only they use.
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

const files = {
  'app.json': `{"pages":["pages/a/a"],"subPackages":[{"root":"shop/","pages":["list/list"]},{"root":"user","pages":["me/me"]},{"root":"alone","pages":["x/x"],"independent":true}],"preloadRule":{"pages/a/a":{"network":"all","packages":["shop"]}},"usingComponents":{}}`,
  'app.js': `import { store } from './store'; store.push('app'); App({ store });`,
  'app.acss': 'page { color: red }',
  'store.js': `export const store = []; export const only = 'MAIN_TEXT';`,
  'both.js': `export const both = { name: 'BOTH_TEXT' };`,
  'pages/a/a.js': `import { store } from '/store'; Page({ store });`, 'pages/a/a.axml': '<view>main</view>', 'pages/a/a.json': '{}',
  'shop/list/list.js': `import { store } from '/store'; import { both } from '/both'; import own from '../own'; store.push('shop'); Page({ store, both, own });`,
  'shop/list/list.axml': '<card/>', 'shop/list/list.json': '{"usingComponents":{"card":"/shop/card/card"}}', 'shop/list/list.acss': '.shop-only { color: blue }',
  'shop/own.js': `export default 'OWN_TEXT';`,
  'shop/card/card.js': 'Component({ mine: 1 });', 'shop/card/card.axml': '<text>SHOP_CARD</text>', 'shop/card/card.json': '{"component":true}',
  'user/me/me.js': `import { both } from '/both'; import { store } from '/store'; Page({ both, store });`, 'user/me/me.axml': '<view>me</view>', 'user/me/me.json': '{}',
  'alone/x/x.js': `import { only } from '/store'; Page({ only });`, 'alone/x/x.axml': '<view>alone</view>', 'alone/x/x.json': '{}',
};

function build(...flags) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-sub-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    execFileSync(mpaas, ['build', folder, '-o', path.join(folder, 'dist'), ...flags], { stdio: 'pipe' });
    const out = {};
    for (const root of ['', 'shop/', 'user/', 'alone/']) for (const name of ['index.js', 'index.worker.js']) out[root + name] = fs.readFileSync(path.join(folder, 'dist', root + name), 'utf8');
    out.config = JSON.parse(fs.readFileSync(path.join(folder, 'dist/appConfig.json'), 'utf8'));
    return out;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function framework() {
  const calls = [];
  const $global = {};
  const scope = {
    console, Object, Promise, importScripts: () => {}, React: { createElement: (...all) => all },
    AFAppX: { $global, compilerConfig: {}, bridge: {}, App: (options) => calls.push(['App', options]), Page: (options) => calls.push(['Page', $global.currentPageConfig?.pagePath ?? options.pagePath, options]), WorkerComponent: (options) => calls.push(['Component', $global.currentComponentConfig?.is ?? options.is, options]), getApp: () => null, getCurrentPages: () => [], StyleSheet: class { constructor() { this.text = ''; } imports(other) { this.text += other.text; } exports(text) { this.text += text; } } },
    bootstrapApp: ({ success }) => success(),
    bootstrapSubPackage: (root, { success }) => { calls.push(['sub', root]); success(); },
  };
  scope.self = scope;
  return { calls, run: (text) => vm.runInNewContext(text, scope), names: () => calls.map(([kind, name]) => (typeof name === 'string' ? `${kind} ${name}` : kind)) };
}

for (const flags of [[], ['--mode', 'development', '--no-minify']]) {
  test(`bundles of sub-packages ${flags}`, () => {
    const out = build(...flags);
    assert.deepEqual(out.config.pages, ['pages/a/a']);
    assert.deepEqual(out.config.subPackages.map(({ root, pages }) => [root, pages]), [['shop', ['list/list']], ['user', ['me/me']], ['alone', ['x/x']]]);
    assert.deepEqual(Object.keys(out.config.launchParams).sort(), ['alone/x/x', 'pages/a/a', 'shop/list/list', 'user/me/me']);
    assert.deepEqual(out.config.preloadRule['pages/a/a'].packages, ['shop']);

    const worker = framework();
    worker.run(out['index.worker.js']);
    assert.deepEqual(worker.names(), ['App', 'Page pages/a/a']);
    worker.run(out['shop/index.worker.js']);
    assert.deepEqual(worker.names().slice(2), ['sub shop', 'Component /shop/card/card', 'Page shop/list/list']);
    worker.run(out['user/index.worker.js']);
    assert.deepEqual(worker.names().slice(5), ['sub user', 'Page user/me/me']);
    // One store for the whole app.
    const pages = Object.fromEntries(worker.calls.filter(([kind]) => kind === 'Page').map(([, name, options]) => [name, options]));
    assert.equal(pages['shop/list/list'].store, pages['pages/a/a'].store);
    assert.equal(pages['shop/list/list'].both, pages['user/me/me'].both);
    assert.deepEqual([...pages['pages/a/a'].store], ['app', 'shop']);
    // Each text where it belongs, once.
    const holds = (name, text) => out[name].split(text).length - 1;
    assert.deepEqual([holds('index.worker.js', 'OWN_TEXT'), holds('shop/index.worker.js', 'OWN_TEXT')], [0, 1]);
    assert.deepEqual([holds('index.worker.js', 'BOTH_TEXT'), holds('shop/index.worker.js', 'BOTH_TEXT'), holds('user/index.worker.js', 'BOTH_TEXT')], [1, 0, 0]);
    assert.deepEqual([holds('index.js', 'SHOP_CARD'), holds('shop/index.js', 'SHOP_CARD')], [0, 1]);
    assert.deepEqual([holds('index.js', 'shop-only'), holds('shop/index.js', 'shop-only')], [0, 1]);

    const view = framework();
    view.run(out['index.js']);
    view.run(out['shop/index.js']);
    assert.deepEqual(view.names(), ['Page pages/a/a', 'sub shop', 'Component /shop/card/card', 'Page shop/list/list']);
    const [, , page] = view.calls.at(-1);
    assert.match(page.stylesheet().text, /red[^]*blue/);

    // An independent one needs nothing of the main bundle's.
    const alone = framework();
    alone.run(out['alone/index.worker.js']);
    assert.deepEqual(alone.names(), ['sub alone', 'Page alone/x/x']);
    assert.equal(alone.calls[1][2].only, 'MAIN_TEXT');
    const aloneView = framework();
    aloneView.run(out['alone/index.js']);
    assert.deepEqual(aloneView.names(), ['sub alone', 'Page alone/x/x']);
  });
}
