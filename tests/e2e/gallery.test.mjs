// The gallery (antd-mini) through the real compiler and the real simulator: every page, and what people do with their fingers.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createProject, launch, openSimulator, startDev } from './support.mjs';

let browser, project, dev, app, pages;

before(async () => {
  browser = await launch();
  project = createProject('gallery', '--name', 'Gallery', '--app-id', '2026112200000001');
  pages = JSON.parse(fs.readFileSync(path.join(project.dir, 'app.json'), 'utf8')).pages;
  dev = await startDev(project.dir);
  app = await openSimulator(browser, dev.url);
  await app.at('pages/index/index');
});
after(async () => {
  if (browser) await browser.close();
  if (dev) await dev.stop();
  if (project) project.remove();
});

test('at least 20 components of antd-mini on at least 10 pages', () => {
  const used = new Set();
  for (const page of pages) {
    const json = JSON.parse(fs.readFileSync(path.join(project.dir, page + '.json'), 'utf8'));
    for (const target of Object.values(json.usingComponents || {})) if (target.startsWith('antd-mini/')) used.add(target);
  }
  const json = JSON.parse(fs.readFileSync(path.join(project.dir, 'app.json'), 'utf8'));
  for (const target of Object.values(json.usingComponents || {})) if (target.startsWith('antd-mini/')) used.add(target);
  assert.ok(pages.length >= 10, `${pages.length} pages`);
  assert.ok(used.size >= 20, `${used.size} components`);
});

test('every page opens without an error', async () => {
  await app.shot('gallery-index');
  for (const page of pages.slice(1)) {
    await app.open(page);
    await app.at(page);
    const text = await app.text();
    assert.ok(text.trim().length > 5, `${page} shows text`);
    await app.shot('gallery-' + path.basename(page));
  }
  assert.deepEqual(app.problems, []);
  const errors = dev.events.filter((event) => event.event === 'console' && event.level === 'error');
  assert.deepEqual(errors, []);
});

test('a tap on the list opens the page, back returns', async () => {
  await app.open('pages/index/index');
  await app.at('pages/index/index');
  await (await app.top()).locator('text=按钮').first().click();
  await app.at('pages/button/button');
  await app.page.evaluate(() => self.__mpaas.back());
  await app.at('pages/index/index');
});

test('a button of antd-mini is tapped', async () => {
  await app.open('pages/button/button');
  await app.at('pages/button/button');
  const before = await app.text();
  await (await app.top()).locator('.ant-button').first().click();
  await app.until(async () => (await app.text()) !== before || (await app.page.locator('body').innerText()) !== before, 'something answers the tap');
});

test('an input takes text, and the form gives it back', async () => {
  await app.open('pages/form/form');
  await app.at('pages/form/form');
  const frame = await app.top();
  await frame.locator('input').nth(0).fill('张三');
  await frame.locator('input').nth(1).fill('13800000000');
  await frame.locator('text=提交').first().click();
  await app.shows('张三');
  await app.shot('gallery-form-filled'); // docs/images/simulator.png is this picture
});

test('a popup opens and closes', async () => {
  await app.open('pages/popup/popup');
  await app.at('pages/popup/popup');
  const frame = await app.top();
  await frame.locator('.row .ant-button').first().click();
  await frame.locator('text=知道了').waitFor({ state: 'visible' });
  await app.page.waitForTimeout(500); // for the picture: it slides in
  await app.shot('gallery-popup-open');
  await frame.locator('text=知道了').click();
  await frame.locator('text=知道了').waitFor({ state: 'hidden' });
});

test('tabs switch', async () => {
  await app.open('pages/tabs/tabs');
  await app.at('pages/tabs/tabs');
  const frame = await app.top();
  const before = await app.text();
  await frame.locator('.ant-tabs-bar-item').nth(1).click();
  await app.until(async () => (await app.text()) !== before || (await frame.locator('.ant-tabs-bar-item').nth(1).getAttribute('class')).includes('active'), 'the second tab is active');
});

test('nothing went wrong on the way', () => {
  assert.deepEqual(app.problems, []);
});
