// The simulator around the page frames, driven by a scripted worker: page stack, bars, dialogs, calls, overlay, panels, HMR.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launch, openScripted } from './support/browser.mjs';

let browser;
let s;
before(async () => {
  browser = await launch();
});
afterEach(async () => {
  if (!s) return;
  await s.close();
  assert.deepEqual(s.problems, []);
  s = null;
});
after(() => browser.close());

const hello = (text) => [
  [0, 2, 'view'],
  [0, 3, '', text],
  [3, 2, [3]],
  [3, 1, [2]],
];
const stack = () => s.page.evaluate(() => __mpaas.stack().map((page) => page.pageId));
const port = (id) => s.until(() => s.worker.evaluate((wanted) => !!self.ports[wanted], id), 'port ' + id);
const visible = () =>
  s.page.evaluate(() =>
    Array.from(document.querySelectorAll('.page:not(.page-hidden) iframe'))
      .map((frame) => frame.contentDocument.body.innerText.trim())
      .filter(Boolean),
  );
const call = async (name, params, id = 1) => {
  await s.toHost({ t: 'call', id, name, params, pageId: 101 });
};
const answer = (id = 1) =>
  s
    .until(
      () => s.worker.evaluate((wanted) => self.hostMessages.find((message) => message.t === 'result' && message.id === wanted), id),
      'answer',
    )
    .then((message) => message.result);
const pushed = (event) =>
  s.until(
    () => s.worker.evaluate((wanted) => self.hostMessages.find((message) => message.t === 'push' && message.event === wanted), event),
    event,
  );

test('start message, console, storage mirror', async () => {
  s = await openScripted(browser, { app: { startPage: 'pages/two/two?a=1&b=2' } });
  const started = await s.worker.evaluate(() => self.started);
  assert.deepEqual(started.launch, { path: 'pages/two/two', query: { a: '1', b: '2' } });
  assert.equal(started.app.urls.worker, s.server.url + 'app/index.worker.js?v=1');
  assert.equal(started.systemInfo.windowWidth, 393);
  assert.equal(started.systemInfo.windowHeight, 852 - 54 - 44);
  await s.toHost({ t: 'log', level: 'warn', args: ['careful', { a: 1 }] });
  await s.toHost({ t: 'error', message: 'boom', stack: 'Error: boom\n at x', page: 'pages/index/index' });
  await s.page.locator('.log-error').waitFor();
  assert.deepEqual(await s.page.evaluate(() => __mpaas.logs), [
    { level: 'warn', text: 'careful {"a":1}' },
    { level: 'error', text: 'boom' },
  ]);
  assert.equal(await s.page.locator('.tab-count').first().textContent(), '1');
  await s.page.locator('.chip', { hasText: 'Warnings' }).click();
  assert.equal(await s.page.locator('.log').count(), 1);
  await s.toHost({ t: 'storage', op: 'set', key: 'user', value: '{"name":"Ada"}' });
  await s.page.locator('#tab-storage').click();
  assert.match(await s.page.locator('#panel-storage').innerText(), /user/);
  await s.page.locator('.row').hover();
  await s.page.locator('.row button').click();
  assert.deepEqual((await pushed('storage')).data, { op: 'remove', key: 'user' });
  assert.deepEqual(
    await s.until(async () => {
      const found = s.server.state.received.filter((one) => one.type === 'console');
      return found.length === 2 && found.map((one) => one.level);
    }),
    ['warn', 'error'],
  );
});

test('pages: push, back, redirect, tabs, and what is seen meanwhile', async () => {
  const tabBar = {
    items: [
      { name: 'One', tag: 'pages/index/index' },
      { name: 'Two', tag: 'pages/two/two' },
    ],
    selectedColor: 0xff0000,
  };
  s = await openScripted(browser, { tabBar, context: { reducedMotion: 'no-preference' } });
  await s.patch(hello('first'));
  await s.toHost({
    t: 'open',
    pageId: 102,
    path: 'pages/b/b',
    query: { q: '1' },
    kind: 'push',
    window: { defaultTitle: 'B', titleBarColor: 0x112233 },
    closes: [],
  });
  await port(102);
  assert.deepEqual(await visible(), ['first']); // nothing to show yet: the old page stays
  await s.patch(hello('second'), 102);
  await s.until(async () => (await visible()).join() === 'second', 'second page');
  assert.deepEqual(await stack(), [101, 102]);
  assert.equal(await s.page.locator('.path-input').inputValue(), 'pages/b/b?q=1');
  assert.equal(await s.page.evaluate(() => document.querySelector('.page:not(.page-hidden) .nav').classList.contains('nav-light')), true);
  await s.page.locator('.page:not(.page-hidden) .nav-button[aria-label=Back]').click();
  assert.equal((await pushed('back')).pageId, 102);
  await s.toHost({ t: 'open', pageId: 103, path: 'pages/c/c', query: {}, kind: 'redirect', window: {}, closes: [102] });
  await port(103);
  await s.patch(hello('third'), 103);
  await s.until(async () => (await visible()).join() === 'third', 'third page');
  assert.deepEqual(await stack(), [101, 103]);
  await s.toHost({ t: 'close', pageIds: [103], delta: 1 });
  await s.until(async () => (await visible()).join() === 'first' && (await stack()).join() === '101', 'first page again');
  await s.toHost({ t: 'open', pageId: 10, path: 'pages/index/index', query: {}, kind: 'tab', tabIndex: 0, window: {}, closes: [101] });
  await port(10);
  await s.patch(hello('tab one'), 10);
  await s.toHost({ t: 'open', pageId: 11, path: 'pages/two/two', query: {}, kind: 'tab', tabIndex: 1, window: {}, closes: [] });
  await port(11);
  await s.patch(hello('tab two'), 11);
  await s.until(async () => (await visible()).join() === 'tab two', 'second tab');
  assert.equal(await s.page.locator('.tab-selected').innerText(), 'Two');
  await s.page.locator('.tab').first().click();
  assert.deepEqual((await pushed('tabClick')).data, { index: 0, pagePath: 'pages/index/index' });
  await s.toHost({ t: 'show', pageId: 10 });
  await s.until(async () => (await visible()).join() === 'tab one', 'first tab');
  assert.deepEqual(await stack(), [10]);
  assert.equal(await s.page.locator('.tab-selected').innerText(), 'One');
  assert.equal(await s.page.locator('.page').count(), 3); // two tabs and the spare
});

test('dialogs answer', async () => {
  s = await openScripted(browser);
  await s.patch(hello('x'));
  await call('confirm', { title: 'Sure?', content: '<b>really</b>', confirmButtonText: 'Yes' }, 1);
  assert.equal(await s.page.locator('.dialog-content').innerText(), '<b>really</b>');
  await s.page.locator('.dialog button', { hasText: 'Yes' }).click();
  assert.equal((await answer(1)).confirm, true);
  await call('prompt', { message: 'Name?' }, 2);
  await s.page.locator('.dialog-input').fill('Ada');
  await s.page.keyboard.press('Enter');
  assert.deepEqual(await answer(2), { ok: true, inputValue: 'Ada' });
  await call('actionSheet', { items: ['a', 'b'], cancelButtonText: 'No' }, 3);
  await s.page.locator('.sheet-row', { hasText: 'b' }).click();
  assert.deepEqual(await answer(3), { index: 1 });
  await call('actionSheet', { items: ['a'] }, 4);
  await s.page.locator('.modal:not(.modal-leaving) .sheet').waitFor();
  await s.page.keyboard.press('Escape');
  assert.deepEqual(await answer(4), { index: -1 });
  await call('alert', { content: 'hi' }, 5);
  await s.page.locator('.modal:not(.modal-leaving) .dialog-main').click();
  assert.deepEqual(await answer(5), {});
  await call('showToast', { content: 'Saved', type: 'success', duration: 50 }, 6);
  await s.page.locator('.toast-success').waitFor();
  await answer(6);
  assert.equal(await s.page.locator('.toast').count(), 0);
  await call('showLoading', { content: 'Wait' }, 7);
  await s.page.locator('.toast-loading').waitFor();
  await call('hideLoading', {}, 8);
  await answer(8);
  assert.equal(await s.page.locator('.toast').count(), 0);
});

test('navigation bar, tab badges, clipboard, refresh', async () => {
  s = await openScripted(browser, {
    tabBar: {
      items: [
        { name: 'One', tag: 'pages/index/index' },
        { name: 'Two', tag: 'pages/two/two' },
      ],
    },
  });
  await s.patch(hello('x'));
  await call('setNavigationBar', { title: 'New <i>title</i>', backgroundColor: '#102030' }, 1);
  await answer(1);
  assert.equal(await s.page.locator('.nav-title-text').first().innerText(), 'New <i>title</i>');
  await call('setTabBarBadge', { index: 1, text: '120' }, 2);
  assert.deepEqual(await answer(2), {});
  assert.equal(await s.page.locator('.tab-badge').nth(1).textContent(), '99+');
  await call('setTabBarBadge', { index: 9, text: '1' }, 3);
  assert.equal((await answer(3)).error, 2);
  await call('setClipboard', { text: 'copied' }, 4);
  await answer(4);
  await call('getClipboard', {}, 5);
  assert.deepEqual(await answer(5), { text: 'copied' });
  await call('startPullDownRefresh', {}, 6);
  assert.deepEqual((await pushed('pullDownRefresh')).data, { from: 'code' });
});

test('pull down to refresh', async () => {
  s = await openScripted(browser);
  await s.toHost({ t: 'open', pageId: 102, path: 'pages/b/b', query: {}, kind: 'relaunch', window: { pullRefresh: true }, closes: [101] });
  await port(102);
  await s.patch(hello('pull'), 102);
  const frame = await s.frame();
  const box = await frame.locator('.a-page').boundingBox();
  await s.page.mouse.move(box.x + 100, box.y + 20);
  await s.page.mouse.down();
  await s.page.mouse.move(box.x + 100, box.y + 220, { steps: 5 });
  await s.page.mouse.up();
  assert.deepEqual((await pushed('pullDownRefresh')).pageId, 102);
  await call('stopPullDownRefresh', {}, 1);
  await answer(1);
  await s.until(() => frame.evaluate(() => document.querySelector('.a-page').style.transform === ''), 'released');
});

test('requests go through the server and are listed', async () => {
  const asked = [];
  s = await openScripted(browser, {
    request: (body) => {
      asked.push(body);
      return body.url.includes('bad')
        ? { error: 12, message: 'refused' }
        : { status: 201, headers: { a: 'b' }, data: '{"n":1}', encoding: 'utf8' };
    },
  });
  await call(
    'request',
    { url: 'https://example.invalid/a', method: 'POST', headers: { x: '1' }, data: '{"q":2}', timeout: 5, responseType: 'text' },
    1,
  );
  assert.deepEqual(await answer(1), { status: 201, headers: { a: 'b' }, data: '{"n":1}', encoding: 'utf8' });
  assert.deepEqual(asked[0], {
    url: 'https://example.invalid/a',
    method: 'POST',
    headers: { x: '1' },
    data: '{"q":2}',
    timeout: 5,
    responseType: 'text',
  });
  await call('request', { url: 'https://example.invalid/bad', method: 'GET', headers: {} }, 2);
  assert.deepEqual(await answer(2), { error: 12, errorMessage: 'refused' });
  await s.page.locator('#tab-network').click();
  assert.deepEqual(await s.page.locator('#panel-network .call-status').allTextContents(), ['201', 'failed']);
});

test('custom calls: mocks with delay and error, unknown ones say how to mock', async () => {
  s = await openScripted(browser, {
    mock: { getUser: { $delay: 5, name: 'Ada' }, list: [1, 2], broken: { $error: 'no luck' }, showToast: { mocked: true } },
  });
  for (const [id, name] of [
    [1, 'getUser'],
    [2, 'list'],
    [3, 'broken'],
    [4, 'showToast'],
    [5, 'constructor'],
    [6, 'toString'],
  ])
    await call(name, { p: 1 }, id);
  assert.deepEqual(await answer(1), { name: 'Ada' });
  assert.deepEqual(await answer(2), [1, 2]);
  assert.deepEqual(await answer(3), { error: 1, errorMessage: 'no luck' });
  assert.deepEqual(await answer(4), { mocked: true });
  assert.equal((await answer(5)).error, 1);
  assert.match((await answer(6)).errorMessage, /toString/);
  await s.page.locator('#tab-jsapi').click();
  await s.page.locator('#panel-jsapi summary', { hasText: 'constructor' }).click();
  assert.match(await s.page.locator('.mock-hint').first().innerText(), /"success": true/);
  s.server.send({ type: 'mock', mock: { toString: { now: 1 } } });
  await pushed('mock');
  await call('toString', {}, 7);
  assert.deepEqual(await answer(7), { now: 1 });
});

test('overlay: shown with code, place, frame and hint, gone when fixed', async () => {
  s = await openScripted(browser);
  await s.patch(hello('x'));
  s.server.send({
    type: 'diagnostics',
    diagnostics: [
      {
        path: 'pages/index/index.axml',
        line: 3,
        column: 5,
        code: 'E2001',
        severity: 'error',
        message: '<view> is never closed',
        hint: 'add </view>',
        frame: '   3 |     <view class="row">\n     |     ^^^^^^^^^^^^^^^^^^',
      },
      { path: 'a', line: 1, column: 1, code: 'W1', severity: 'warning', message: 'meh' },
    ],
  });
  const overlay = s.page.locator('.overlay');
  await overlay.waitFor();
  const text = await overlay.innerText();
  for (const part of [
    '1 problem',
    'E2001',
    'pages/index/index.axml:3:5',
    '<view> is never closed',
    '<view class="row">',
    '^^^^',
    'add </view>',
  ])
    assert.ok(text.includes(part), part);
  assert.ok(!text.includes('meh'));
  assert.equal(await s.page.locator('.frame-caret').count(), 1);
  s.server.send({ type: 'fixed' });
  await overlay.waitFor({ state: 'hidden' });
  await s.toHost({ t: 'fatal', message: 'App() missing', stack: 'Error: App() missing' });
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /App\(\) missing/);
  await s.page.keyboard.press('Escape');
  await overlay.waitFor({ state: 'hidden' });
});

test('style and template updates keep the worker; full ones swap when painted', async () => {
  s = await openScripted(browser);
  await s.patch(hello('old'));
  const first = s.worker;
  s.server.send({ type: 'update', buildId: '2', kind: 'style', files: [] });
  const update = await s.until(() => first.evaluate(() => self.hostMessages.find((message) => message.t === 'update')), 'update');
  assert.deepEqual([update.kind, update.urls.view], ['style', s.server.url + 'app/index.js?v=2']);
  assert.equal(await s.page.evaluate(() => __mpaas.sessions()), 1);
  s.server.state.app.buildId = '3';
  const second = s.page.waitForEvent('worker');
  s.server.send({ type: 'update', buildId: '3', kind: 'full', files: [] });
  const inspect = await s.until(() => first.evaluate(() => self.hostMessages.find((message) => message.t === 'inspect')), 'inspect');
  assert.equal(inspect.what, 'stack');
  await first.evaluate(
    (id) => self.toHost({ t: 'result', id, result: [{ pageId: 101, path: 'pages/index/index', query: { a: '1' }, scrollTop: 40 }] }),
    inspect.id,
  );
  const worker = await second;
  await port(101);
  const started = await worker.evaluate(() => self.started);
  assert.deepEqual(started.stack, [{ pageId: 101, path: 'pages/index/index', query: { a: '1' }, scrollTop: 40 }]);
  assert.equal(started.app.buildId, '3');
  assert.deepEqual(
    await s.page.evaluate(() =>
      Array.from(document.querySelectorAll('.session:not(.session-next) .page:not(.page-hidden) iframe')).map((frame) =>
        frame.contentDocument.body.innerText.trim(),
      ),
    ),
    ['old'],
  );
  await s.patch([...hello('new'), [1, 2, 'style', 'height:5000px']]);
  await s.until(async () => (await visible()).join() === 'new', 'the new session');
  assert.equal(await s.page.locator('.session').count(), 1);
  assert.equal(s.page.workers().length, 1);
  assert.equal(await (await s.frame()).evaluate(() => scrollY), 40);
});

test('a next session that cannot start leaves the running one alone', async () => {
  s = await openScripted(browser);
  await s.patch(hello('still here'));
  const second = s.page.waitForEvent('worker');
  s.server.send({ type: 'reload' });
  await s.until(() => s.page.evaluate(() => __mpaas.sessions() === 2), 'second session');
  const worker = await second;
  await worker.evaluate(() => self.toHost({ t: 'fatal', message: 'broken build', stack: '' }));
  await s.page.locator('.overlay', { hasText: 'broken build' }).waitFor();
  assert.deepEqual(await visible(), ['still here']);
  await s.until(() => s.page.workers().length === 1, 'the broken worker is gone');
});

test('devices, page chooser, exit and return, panels', async () => {
  s = await openScripted(browser, { appConfig: { pages: ['pages/index/index', 'pages/two/two'], window: {} } });
  await s.patch(hello('x'));
  const first = s.worker;
  await s.page.locator('.capsule button').nth(1).click();
  await pushed('appPause');
  await s.page.locator('.paused button').click();
  await pushed('appResume');
  let next = s.page.waitForEvent('worker');
  await s.page.locator('.path-input').fill('pages/two/two?x=1');
  await s.page.keyboard.press('Enter');
  let worker = await next;
  await s.until(() => worker.evaluate(() => !!self.started), 'start');
  assert.deepEqual((await worker.evaluate(() => self.started)).launch, { path: 'pages/two/two', query: { x: '1' } });
  assert.notEqual(worker, first);
  await port(101);
  await s.patch(hello('two'));
  await s.until(async () => (await visible()).join() === 'two', 'page two');
  assert.ok((await s.page.locator('option').allTextContents()).filter((name) => /iPhone|Huawei|Xiaomi|Pixel/.test(name)).length >= 6);
  next = s.page.waitForEvent('worker');
  await s.page.locator('select[aria-label=Device]').selectOption('iphone-se');
  worker = await next;
  await s.until(() => worker.evaluate(() => !!self.started), 'start');
  assert.equal((await worker.evaluate(() => self.started)).systemInfo.windowHeight, 667 - 20 - 44);
  await s.page.locator('button[aria-label="Developer panels"]').click();
  assert.equal(await s.page.locator('.panels').isVisible(), false);
});

test('the connection comes back by itself', async () => {
  s = await openScripted(browser);
  await s.page.locator('.state-connected').waitFor();
  s.server.drop();
  await s.page.locator('.state-offline').waitFor();
  await s.page.locator('.state-connected').waitFor();
});

test('on a phone there is only the app', async () => {
  s = await openScripted(browser, { context: { viewport: { width: 390, height: 700 } } });
  await s.patch(hello('x'));
  assert.equal(await s.page.locator('.panels').isVisible(), false);
  assert.equal(await s.page.locator('.status-bar').isVisible(), false);
  assert.equal((await s.page.locator('.glass').boundingBox()).width, 390);
  const { systemInfo } = await s.worker.evaluate(() => self.started);
  const box = await s.page.locator('.page:not(.page-hidden) iframe').boundingBox();
  assert.deepEqual([systemInfo.windowWidth, systemInfo.windowHeight], [box.width, box.height]);
});

test('Chinese by the browser’s language', async () => {
  s = await openScripted(browser, { context: { locale: 'zh-CN' } });
  assert.equal(await s.page.locator('#tab-console').innerText(), '控制台');
  assert.equal(await s.page.evaluate(() => document.documentElement.lang), 'zh');
});
