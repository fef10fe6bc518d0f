// The page stack and what the host is told of it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { settle, startApp } from './harness.mjs';

const page = {
  template: (data) => h(View, null, data.query),
  script: () =>
    Page({
      onLoad(query) {
        console.log(`${this.route} load ${JSON.stringify(query)}`);
        this.setData({ query: JSON.stringify(query) });
      },
      onShow() {
        console.log(`${this.route} show`);
      },
      onHide() {
        console.log(`${this.route} hide`);
      },
      onUnload() {
        console.log(`${this.route} unload`);
      },
      onTabItemTap(item) {
        console.log(`${this.route} tab ${item.index} ${item.pagePath}`);
      },
      events: {
        onBack() {
          console.log(`${this.route} back`);
        },
      },
    }),
};
const units = {
  'pages/home/home': page,
  'pages/mine/mine': page,
  'pages/list/list': page,
  'pages/detail/detail': page,
};
const tabBar = { items: [{ tag: 'pages/home/home' }, { tag: 'pages/mine/mine' }] };
const start = (options, startOptions) =>
  startApp(units, { tabBar, window: { defaultTitle: 'App' }, ...options }, startOptions);
const routes = (host) => host.runtime.router.getCurrentPages().map((instance) => instance.route.split('/')[1]);
const moves = (host) =>
  host.messages
    .splice(0)
    .filter(({ t }) => t === 'open' || t === 'close' || t === 'show')
    .map((message) =>
      message.t === 'open'
        ? ['open', message.pageId, message.path, message.kind, message.closes]
        : message.t === 'close'
          ? ['close', message.pageIds, message.delta]
          : ['show', message.pageId],
    );

test('navigateTo and back: hide, load, show, unload; relative urls and queries', async () => {
  const host = await start();
  const { my } = host.runtime;
  assert.deepEqual(host.takeLogs(), ['pages/home/home load {}', 'pages/home/home show']);
  my.navigateTo({ url: '../list/list?a=1&b=%E4%B8%AD&c' });
  await settle();
  assert.deepEqual(host.takeLogs(), [
    'pages/home/home hide',
    'pages/list/list load {"a":"1","b":"中","c":""}',
    'pages/list/list show',
  ]);
  assert.equal(host.top.text(), '{"a":"1","b":"中","c":""}');
  my.navigateTo({ url: 'pages/detail/detail' });
  await settle();
  assert.deepEqual(routes(host), ['home', 'list', 'detail']);
  host.takeLogs();
  my.navigateBack({ delta: 9 });
  await settle();
  assert.deepEqual(host.takeLogs(), ['pages/detail/detail unload', 'pages/list/list unload', 'pages/home/home show']);
  assert.deepEqual(moves(host), [
    ['open', 10, 'pages/home/home', 'tab', []],
    ['open', 101, 'pages/list/list', 'push', []],
    ['open', 102, 'pages/detail/detail', 'push', []],
    ['close', [102, 101], 2],
    ['show', 10],
  ]);
  await my.navigateBack();
  assert.deepEqual(routes(host), ['home'], 'the first page stays');
});

test('redirectTo replaces, reLaunch leaves one', async () => {
  const host = await start();
  const { my } = host.runtime;
  my.navigateTo({ url: '/pages/list/list' });
  my.redirectTo({ url: '/pages/detail/detail' });
  await settle();
  assert.deepEqual(routes(host), ['home', 'detail']);
  my.reLaunch({ url: '/pages/list/list?x=1' });
  await settle();
  assert.deepEqual(routes(host), ['list']);
  assert.deepEqual(moves(host).slice(2), [
    ['open', 102, 'pages/detail/detail', 'redirect', [101]],
    ['open', 103, 'pages/list/list', 'relaunch', [10, 102]],
  ]);
  assert.equal(host.frames.size, 1);
});

test('switchTab keeps tab pages and closes the others; a click on a tab says so to the page', async () => {
  const host = await start();
  const { my } = host.runtime;
  my.navigateTo({ url: '/pages/list/list' });
  await settle();
  host.takeLogs();
  my.switchTab({ url: '/pages/mine/mine' });
  await settle();
  assert.deepEqual(host.takeLogs(), ['pages/list/list unload', 'pages/mine/mine load {}', 'pages/mine/mine show']);
  const home = host.runtime.router.tabs.get('pages/home/home').instance;
  host.push('tabClick', { index: 0 });
  await settle();
  assert.deepEqual(host.takeLogs(), [
    'pages/mine/mine hide',
    'pages/home/home show',
    'pages/home/home tab 0 pages/home/home',
  ]);
  assert.equal(host.runtime.router.top().instance, home, 'the same page as before');
  assert.deepEqual(moves(host).slice(2), [
    ['open', 11, 'pages/mine/mine', 'tab', [101]],
    ['show', 10],
  ]);
});

test('back from the host runs onBack first', async () => {
  const host = await start();
  host.runtime.my.navigateTo({ url: '/pages/list/list' });
  await settle();
  host.takeLogs();
  host.push('back');
  assert.deepEqual(host.takeLogs(), ['pages/list/list back', 'pages/list/list unload', 'pages/home/home show']);
});

test('what cannot be opened fails with the reason, as a warning too', async () => {
  const host = await start();
  const { my } = host.runtime;
  const reason = (api, options) =>
    my[api](options).then(
      () => 'opened',
      (failure) => failure.errorMessage,
    );
  assert.equal(
    await reason('navigateTo', { url: '/pages/mine/mine' }),
    'navigateTo cannot open the tab page "pages/mine/mine": use switchTab',
  );
  assert.equal(
    await reason('switchTab', { url: '/pages/list/list' }),
    'switchTab opens only tab pages, "pages/list/list" is none: use navigateTo',
  );
  assert.equal(
    await reason('navigateTo', { url: '/pages/lits/list' }),
    'page "pages/lits/list" is not in this app; did you mean "pages/list/list"?',
  );
  assert.equal(await reason('navigateTo', {}), 'the parameter "url" is missing');
  assert.match(await reason('navigateTo', { url: '../../../../__proto__' }), /is not in this app/);
  assert.equal(host.takeLogs().filter((line) => line.startsWith('my.')).length, 5);
  for (let i = 0; i < 9; i += 1) await my.navigateTo({ url: '/pages/list/list' });
  assert.equal(
    await reason('navigateTo', { url: '/pages/list/list' }),
    'the page stack is full (10 pages): use redirectTo or go back',
  );
  assert.equal(host.runtime.router.stack.length, 10);
});

test('a stack is restored page by page, and a launch path is opened first', async () => {
  const stack = [
    { path: 'pages/mine/mine', query: {} },
    { path: 'pages/list/list', query: { a: '1' } },
    { path: 'pages/detail/detail', query: {} },
  ];
  const host = await start({}, { stack });
  assert.deepEqual(routes(host), ['mine', 'list', 'detail']);
  host.runtime.receive({ t: 'inspect', id: 5, what: 'stack' }, []);
  assert.deepEqual(
    host.sent('result')[0].result.map(({ path, query }) => [path, query.a]),
    [
      ['pages/mine/mine', undefined],
      ['pages/list/list', '1'],
      ['pages/detail/detail', undefined],
    ],
  );
  const direct = await start({}, { launch: { path: 'pages/detail/detail', query: { from: 'qr' } } });
  assert.deepEqual(direct.takeLogs(), ['pages/detail/detail load {"from":"qr"}', 'pages/detail/detail show']);
  const gone = await start({}, { stack: [{ path: 'pages/gone/gone' }] });
  assert.deepEqual(routes(gone), ['home'], 'a page that is no longer there does not keep the app from starting');
});

test('event channel between a page and the one that opened it', async () => {
  const host = await start();
  const heard = [];
  const { eventChannel } = await host.runtime.my.navigateTo({
    url: '/pages/list/list',
    events: { picked: (value) => heard.push(value) },
  });
  const opened = host.runtime.router.top().instance.getOpenerEventChannel();
  opened.emit('picked', 7);
  opened.once('ask', (value) => heard.push(`asked ${value}`));
  eventChannel.emit('ask', 1);
  eventChannel.emit('ask', 2);
  assert.deepEqual(heard, [7, 'asked 1']);
});

test('a <navigator> goes where it says, relative to its page', async () => {
  const host = await start();
  host.top.send({ t: 'navigate', openType: 'navigate', url: '../list/list?n=1' });
  await settle();
  assert.deepEqual(routes(host), ['home', 'list']);
  host.top.send({ t: 'navigate', openType: 'redirect', url: '../nowhere/n' });
  assert.match(host.errors[0].message, /"pages\/nowhere\/n" is not in this app/);
});

test('this.router and this.pageRouter are relative to the file they are used in', async () => {
  const host = await startApp({
    ...units,
    '/pages/detail/parts/link': {
      script: () =>
        Component({
          didMount() {
            getApp().link = this;
          },
        }),
    },
    'pages/home/home': {
      template: () => h(use('/pages/detail/parts/link')),
      script: () =>
        Page({
          onLoad() {
            getApp().home = this;
          },
        }),
    },
  });
  const { link, home } = host.runtime.app.options;
  link.router.navigateTo({ url: '../detail' });
  home.pageRouter.navigateTo({ url: '../list/list' });
  link.pageRouter.navigateTo({ url: '../mine/mine' });
  await settle();
  assert.deepEqual(routes(host), ['home', 'detail', 'list', 'mine']);
});

test('a page may navigate in its own onLoad and onShow', async () => {
  const jump = (api, url) => ({
    template: () => 'jumping',
    script: {
      toString: () => `() => Page({
        onLoad() { my.${api}({ url: '${url}' }); console.log('loaded ' + getCurrentPages().length); },
        onShow() { console.log('shown'); }, onReady() { console.log('ready'); }, onHide() { console.log('hidden'); }, onUnload() { console.log('gone'); },
      })`,
    },
  });
  const redirected = await startApp({ 'pages/a/a': jump('redirectTo', '/pages/list/list'), 'pages/list/list': page });
  assert.deepEqual(redirected.takeLogs(), [
    'loaded 1',
    'shown',
    'gone',
    'pages/list/list load {}',
    'pages/list/list show',
  ]);
  assert.deepEqual([routes(redirected), redirected.errors], [['list'], []]);
  const pushed = await startApp({ 'pages/a/a': jump('navigateTo', '/pages/list/list'), 'pages/list/list': page });
  assert.deepEqual(pushed.takeLogs().slice(0, 5), [
    'loaded 1',
    'shown',
    'hidden',
    'pages/list/list load {}',
    'pages/list/list show',
  ]);
  assert.deepEqual(routes(pushed), ['a', 'list']);
});
