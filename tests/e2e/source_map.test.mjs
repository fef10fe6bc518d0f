// Mistakes while the app runs lead to the developer's files: page scripts, templates, SJS and npm packages, those made by other
// compilers included.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createProject, edit, launch, openSimulator, startDev } from './support.mjs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
let browser, project, dev, app;

const pageScript = `import { explode } from 'fragile';

Page({
  data: { list: null },
  // 中文注释 before the code moves columns, not places
  fail() {
    const 原因 = '坏'; this.missing.name();
  },
  failInPackage() {
    explode({});
  },
  write() {
    console.info('written here');
  },
  failInTemplate() {
    this.setData({ broken: true });
  },
});
`;
const markup = `<import-sjs name="format" from="./format.sjs" />
<view>
  <text class="fail" onTap="fail">fail</text>
  <text class="package" onTap="failInPackage">package</text>
  <text class="write" onTap="write">write</text>
  <text class="template" onTap="failInTemplate">template</text>
  <text a:if="{{broken}}">{{format.price(list)}}</text>
</view>
`;
const sjs = `function price(list) {
  return list.items.length;
}
export default { price };
`;

before(async () => {
  browser = await launch();
  project = createProject('mini-app', '--name', 'Shop');
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(project.dir, file)), { recursive: true });
    fs.writeFileSync(path.join(project.dir, file), text);
  };
  write('pages/trace/trace.json', '{}');
  write('pages/trace/trace.js', pageScript);
  write('pages/trace/trace.axml', markup);
  write('pages/trace/format.sjs', sjs);
  // A package as it is published: compiled, minified, with its map beside it.
  const ts = require('esbuild').transformSync(
    'export interface Bomb { fuse?: { length: number } }\n\nexport function explode(bomb: Bomb): number {\n  return bomb.fuse!.length;\n}\n',
    { loader: 'ts', minify: true, sourcemap: 'external', sourcefile: 'fragile.ts', format: 'esm' });
  write('node_modules/fragile/package.json', '{"name":"fragile","version":"1.0.0","module":"index.js"}');
  write('node_modules/fragile/index.js', ts.code + '//# sourceMappingURL=index.js.map\n');
  write('node_modules/fragile/index.js.map', ts.map);
  edit(project.dir, 'app.json', '"pages/me/me"]', '"pages/me/me", "pages/trace/trace"]');
  dev = await startDev(project.dir);
  app = await openSimulator(browser, dev.url);
  await app.at('pages/index/index');
  await app.open('pages/trace/trace');
  await app.at('pages/trace/trace');
});
after(async () => {
  if (browser) await browser.close();
  if (dev) await dev.stop();
  if (project) project.remove();
});

// Taps, and waits for the newest entry of the console that holds the text.
async function entryAfter(button, text) {
  await (await app.top()).locator('.' + button).click();
  const entry = app.page.locator('.log', { hasText: text }).last();
  await entry.waitFor({ state: 'visible' });
  return { text: await entry.innerText(), source: await entry.locator('.log-source').innerText() };
}
const placeOf = (file, text, part) => {
  const line = text.split('\n').findIndex((one) => one.includes(part)) + 1;
  assert.ok(line > 0, part);
  return { line, column: text.split('\n')[line - 1].indexOf(part) + 1, name: `${file}:${line}` };
};

test('console.* says where it was called', async () => {
  const entry = await entryAfter('write', 'written here');
  const place = placeOf('pages/trace/trace.js', pageScript, "info('written here')");
  assert.equal(entry.source, `${place.name}:${place.column}`);
});

test('an exception in a handler shows the line of the page script, in UTF-16 columns, with the code around it', async () => {
  const entry = await entryAfter('fail', "reading 'name'");
  const place = placeOf('pages/trace/trace.js', pageScript, 'name();');
  assert.equal(entry.source, `${place.name}:${place.column}`);
  assert.match(entry.text, /at .*fail \(pages\/trace\/trace\.js:7:/);
  assert.match(entry.text, /> 7 \| {5}const 原因 = '坏'; this\.missing\.name\(\);/);
  assert.doesNotMatch(entry.text, /worker\.js/);
});

test('an exception in a package leads to the source it was compiled from', async () => {
  const entry = await entryAfter('package', "reading 'length'");
  assert.match(entry.source, /^node_modules\/fragile\/fragile\.ts:4:\d+$/);
  assert.match(entry.text, /return bomb\.fuse!\.length;/);
  assert.match(entry.text, /\(pages\/trace\/trace\.js:10:5\)/);
});

test('an exception in SJS leads to the .sjs, and to the template that called it', async () => {
  const entry = await entryAfter('template', "reading 'items'");
  assert.match(entry.source, /^pages\/trace\/format\.sjs:2:\d+$/);
  const place = placeOf('pages/trace/trace.axml', markup, 'price(list)');
  assert.ok(entry.text.includes(`pages/trace/trace.axml:${place.line}:`), entry.text);
  await app.shot('source-map');
});
