// The tab-bar app while somebody edits it: styles in place, templates with their data, scripts with the page stack; mistakes as an overlay.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createProject, edit, launch, openSimulator, startDev } from './support.mjs';

let browser, project, dev, app;

before(async () => {
  browser = await launch();
  project = createProject('mini-app', '--name', 'Shop');
  // A page of our own, so that the test does not depend on the template's texts.
  const page = path.join(project.dir, 'pages/edit');
  fs.mkdirSync(page);
  fs.writeFileSync(path.join(page, 'edit.json'), '{}');
  fs.writeFileSync(path.join(page, 'edit.axml'), '<view class="box" onTap="add">first {{count}}</view>\n<input class="field" onInput="type" /><text>{{typed}}</text>\n');
  fs.writeFileSync(path.join(page, 'edit.acss'), '.box { color: rgb(255, 0, 0); }\n');
  fs.writeFileSync(path.join(page, 'edit.js'), "Page({ data: { count: 0, typed: '' }, add() { this.setData({ count: this.data.count + 1 }); }, type(e) { this.setData({ typed: 'typed ' + e.detail.value }); } });\n");
  edit(project.dir, 'app.json', '"pages/me/me"]', '"pages/me/me", "pages/edit/edit"]');
  dev = await startDev(project.dir);
  app = await openSimulator(browser, dev.url);
  await app.at('pages/index/index');
});
after(async () => {
  if (browser) await browser.close();
  if (dev) await dev.stop();
  if (project) project.remove();
});

const colour = async () => (await app.top()).locator('.box').evaluate((element) => getComputedStyle(element).color);

test('the tab bar switches pages', async () => {
  await app.shot('mini-app');
  const tabs = app.page.locator('[role=tab]');
  await app.page.locator('text=清单').first().click();
  await app.at('pages/todo/todo');
  await app.shot('mini-app-todo');
  await app.page.locator('text=首页').first().click();
  await app.at('pages/index/index');
  assert.ok(tabs);
});

test('a style is swapped in place: page, data and elements stay', async () => {
  await app.open('pages/edit/edit');
  await app.at('pages/edit/edit');
  const frame = await app.top();
  await frame.locator('.box').click();
  await app.shows('first 1');
  await frame.locator('.field').locator('input').or(frame.locator('input.field')).first().fill('abc');
  await app.shows('typed abc');
  await frame.locator('.box').evaluate((element) => { element.marked = true; });
  const built = dev.next('build-done', (event) => event.change === 'style');
  edit(project.dir, 'pages/edit/edit.acss', 'rgb(255, 0, 0)', 'rgb(0, 128, 0)');
  await built;
  await app.until(async () => (await colour()) === 'rgb(0, 128, 0)', 'the new colour');
  assert.equal(await frame.locator('.box').evaluate((element) => element.marked), true);
  await app.shows('first 1');
});

test('a template is rendered again with the data it had', async () => {
  edit(project.dir, 'pages/edit/edit.axml', 'first', 'second');
  await app.shows('second 1');
  await app.shows('typed abc');
});

test('a script starts the app again on the same page stack', async () => {
  edit(project.dir, 'pages/edit/edit.js', 'this.data.count + 1', 'this.data.count + 10');
  await app.shows('second 0');
  assert.deepEqual((await app.stack()).map((page) => page.path).at(-1), 'pages/edit/edit');
  await (await app.top()).locator('.box').click();
  await app.shows('second 10');
});

test('a mistake shows as an overlay with its place, and goes when it is mended', async () => {
  const failed = dev.next('build-done', (event) => !event.ok);
  edit(project.dir, 'pages/edit/edit.axml', '</view>', '');
  await failed;
  await app.until(async () => /E2001/.test(await app.page.locator('body').innerText()), 'the overlay');
  const shown = await app.page.locator('body').innerText();
  assert.match(shown, /pages\/edit\/edit\.axml:1:1/);
  await app.shot('overlay');
  const error = dev.events.filter((event) => event.event === 'error').at(-1).diagnostic;
  assert.equal(error.code, 'E2001');
  assert.equal(error.line, 1);
  // the app behind it goes on
  assert.equal((await app.stack()).at(-1).path, 'pages/edit/edit');
  edit(project.dir, 'pages/edit/edit.axml', '{{count}}', '{{count}}</view>');
  await app.until(async () => !/E2001/.test(await app.page.locator('body').innerText()), 'the overlay is gone');
  await app.shows('second 10');
});

test('an error in a script shows with its page', async () => {
  edit(project.dir, 'pages/edit/edit.js', 'add() {', 'add() { nothing.here();');
  await app.shows('second 0');
  const told = dev.next('console', (event) => event.level === 'error');
  await (await app.top()).locator('.box').click();
  assert.match((await told).text, /nothing is not defined/);
});

test('Ctrl-C ends it', async () => {
  const status = await dev.stop();
  assert.ok(status === 0 || status === 130, `exit ${status}`);
});
