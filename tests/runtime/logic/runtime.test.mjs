// Boot, lock-down, console, reload with data kept, frames that come late or again, sub-packages, both ways to bring
// templates.

import assert from 'node:assert/strict';
import test from 'node:test';
import { FakeFrame, FakeHost, makePackage, settle, startApp } from './harness.mjs';

const counter = {
  template(data) {
    return [
      h(View, { id: 'plus', onTap: this.$getEventHandler('plus') }, 'n=', data.n),
      h(Input, { id: 'field', value: data.n }),
    ];
  },
  script: () =>
    Page({
      data: { n: 0 },
      onReady() {
        console.log('ready');
      },
      plus() {
        this.setData({ n: this.data.n + 1 }, () => console.log('drawn'));
      },
    }),
  stylesheet: '.a{color:red}',
};

test('boot: the order of the messages, app before pages', async () => {
  const host = await startApp(
    { 'pages/a/a': counter },
    {
      app: () =>
        App({
          onLaunch(options) {
            console.log(`launch ${JSON.stringify(options)} ${getApp() === this} ${getCurrentPages().length}`);
          },
          onShow: () => console.log('show'),
          onHide: () => console.log('hide'),
        }),
      window: { defaultTitle: 'A' },
    },
  );
  assert.deepEqual(
    host.messages.map(({ t }) => t),
    ['log', 'log', 'ready', 'open', 'log'],
  );
  assert.deepEqual(host.sent('open')[0], {
    t: 'open',
    pageId: 101,
    path: 'pages/a/a',
    query: {},
    kind: 'relaunch',
    window: { defaultTitle: 'A' },
    closes: [],
  });
  assert.deepEqual(
    host.top.messages.map(({ t }) => t),
    ['env', 'style', 'patch'],
  );
  assert.equal(host.top.css, '.a{color:red}');
  host.push('appPause');
  host.push('appResume');
  assert.deepEqual(host.takeLogs(), ['launch {"path":"pages/a/a","query":{}} true 0', 'show', 'ready', 'hide', 'show']);
});

test('boot failures are fatal messages with the reason', async () => {
  const failure = async (change, options) => {
    const pkg = makePackage({ 'pages/a/a': counter }, options);
    change(pkg);
    const host = await new FakeHost(pkg).start();
    assert.equal(host.errors.length, 1);
    assert.equal(host.errors[0].t, 'fatal');
    return host.errors[0].message;
  };
  const nothing = () => {};
  assert.equal(await failure(nothing, { app: () => {} }), 'app.js did not call App()');
  assert.match(
    await failure(nothing, {
      app: () => {
        App({});
        App({});
      },
    }),
    /second time/,
  );
  assert.match(
    await failure(nothing, {
      app: () => {
        throw new Error('boom');
      },
    }),
    /boom/,
  );
  assert.match(await failure((pkg) => delete pkg.scripts['index.js']), /no script index.js/);
  assert.match(
    await failure((pkg) => {
      pkg.scripts['index.worker.js'] = 'syntax error here';
    }),
    /Unexpected/,
  );
  assert.match(
    await failure((pkg) => {
      pkg.config.appConfig.pages = [];
    }),
    /no page/,
  );
  const noTemplate = makePackage({ 'pages/a/a': counter });
  noTemplate.scripts['index.js'] = '';
  const host = await new FakeHost(noTemplate).start();
  assert.match(host.errors[0].message, /"pages\/a\/a" has no template/);
});

test('user code is locked down as on a phone', async () => {
  const host = await startApp({
    'pages/a/a': {
      script: () => {
        const attempt = (run) => {
          try {
            return String(run());
          } catch (error) {
            return error.message;
          }
        };
        Page({
          onLoad() {
            console.log(attempt(() => typeof self.fetch));
            console.log(
              attempt(
                () =>
                  typeof self.XMLHttpRequest + typeof self.WebSocket + typeof self.indexedDB + typeof self.postMessage,
              ),
            );
            console.log(attempt(() => self.eval));
            console.log(attempt(() => new Function('return 1')()));
            console.log(attempt(() => (() => {}).constructor('return 1')()));
            console.log(attempt(() => JSON.stringify(Function('return this')())));
            console.log(attempt(() => (() => {}) instanceof Function));
            console.log(attempt(() => setTimeout('alert(1)', 0)));
            console.log(attempt(() => importScripts('https://x.example/evil.js')));
            console.log(attempt(() => typeof window));
          },
        });
      },
    },
  });
  host.context.fetch = undefined;
  assert.deepEqual(host.takeLogs(), [
    'undefined',
    'undefinedundefinedundefinedundefined',
    'null',
    'code from strings is not available in a mini-program',
    'code from strings is not available in a mini-program',
    '{}',
    'true',
    'setTimeout needs a function',
    'importScripts("https://x.example/evil.js") is ignored in the simulator',
    'undefined',
    'undefined',
  ]);
});

test('lock-down hides what the surroundings do offer', async () => {
  const pkg = makePackage({
    'pages/a/a': {
      script: () =>
        Page({
          onLoad() {
            console.log(typeof fetch, typeof WebSocket, typeof XMLHttpRequest);
          },
        }),
    },
  });
  const host = new FakeHost(pkg);
  Object.assign(host.context, { fetch() {}, WebSocket: class {}, XMLHttpRequest: class {} });
  await host.start();
  assert.deepEqual(host.takeLogs(), ['undefined undefined undefined']);
});

test('console: levels, cycles, functions, errors, depth and length are made fit to cross', async () => {
  const host = await startApp({
    'pages/a/a': {
      script: () =>
        Page({
          onLoad() {
            const cycle = { name: 'c' };
            cycle.self = cycle;
            let deep = {};
            for (let i = 0; i < 50; i += 1) deep = { deep };
            console.warn('w', cycle, () => 1, new Map([['k', 1]]), undefined, Symbol('s'));
            console.error(new TypeError('bad'));
            console.log(deep, 'x'.repeat(50000));
            console.log({
              get broken() {
                throw new Error('getter');
              },
            });
          },
        }),
    },
  });
  const [warn, error, log, broken] = host.sent('log');
  assert.equal(warn.level, 'warn');
  assert.deepEqual(warn.args, [
    'w',
    { name: 'c', self: '[circular]' },
    '[function anonymous]',
    { '[Map]': [['k', 1]] },
    undefined,
    'Symbol(s)',
  ]);
  assert.match(error.args[0], /TypeError: bad/);
  assert.ok(JSON.stringify(log.args[0]).length < 200);
  assert.ok(log.args[1].length < 30000);
  assert.deepEqual(broken.args, ['[getter]']);
});

test('new templates are shown with the data as it is; new styles only where they differ', async () => {
  const host = await startApp({ 'pages/a/a': counter });
  await host.tap('plus');
  host.takeLogs();
  const field = host.top.byId('field').id;
  const changed = makePackage({
    'pages/a/a': {
      ...counter,
      template(data) {
        return [
          h(View, { id: 'plus', onTap: this.$getEventHandler('plus') }, 'count ', data.n),
          h(Input, { id: 'field', value: data.n }),
        ];
      },
    },
  });
  host.scripts['index.js'] = changed.scripts['index.js'];
  host.top.messages.length = 0;
  host.runtime.receive({ t: 'update', kind: 'template', urls: { view: 'http://app/index.js?v=2' } }, []);
  await settle();
  assert.equal(host.top.text(), 'count 1');
  assert.equal(host.top.byId('field').id, field, 'what the user types in stays');
  assert.deepEqual(
    host.top.messages.map(({ t }) => t),
    ['patch'],
  );
  await host.tap('plus');
  assert.equal(host.top.text(), 'count 2');
  assert.deepEqual(host.takeLogs(), ['drawn'], 'no life cycle ran again');

  host.scripts['index.js'] = host.scripts['index.js'].replace('color:red', 'color:blue');
  host.top.messages.length = 0;
  host.runtime.receive({ t: 'update', kind: 'style', urls: { view: 'http://app/index.js?v=3' } }, []);
  await settle();
  assert.deepEqual(host.top.messages, [{ t: 'style', css: '.a{color:blue}' }]);
});

test('a broken update is told, the pages keep what they show', async () => {
  const host = await startApp({ 'pages/a/a': counter });
  host.scripts['index.js'] = 'broken(';
  host.runtime.receive({ t: 'update', kind: 'template', urls: { view: 'http://app/index.js?v=2' } }, []);
  await settle();
  assert.equal(host.errors[0].t, 'fatal');
  assert.equal(host.top.text(), 'n=0');
  await host.tap('plus');
  assert.equal(host.top.text(), 'n=1');
});

test('a frame that comes late, or again, gets the present tree; callbacks wait for it', async () => {
  const host = await new FakeHost({ ...makePackage({ 'pages/a/a': counter }), attach: false }).start();
  const page = host.runtime.router.top().instance;
  page.setData({ n: 5 }, () => console.log('late'));
  await settle();
  assert.deepEqual(host.takeLogs(), []);
  const connect = async () => {
    const frame = new FakeFrame();
    host.runtime.receive({ t: 'page-port', pageId: 101 }, [frame.port]);
    await settle();
    return frame;
  };
  const first = await connect();
  assert.equal(first.text(), 'n=5');
  assert.equal(first.patches.length, 1);
  assert.deepEqual(host.takeLogs(), ['ready']);
  const second = await connect();
  assert.deepEqual(second.shape(), first.shape());
  assert.equal(first.port.closed, true);
  second.tap('plus');
  await settle();
  assert.equal(second.text(), 'n=6');
  assert.equal(second.css, '.a{color:red}');
});

test('hostile messages of a frame change nothing', async () => {
  const host = await startApp({ 'pages/a/a': counter });
  for (const message of [
    null,
    7,
    {},
    { t: 'event' },
    { t: 'event', id: 1, type: 'tap' },
    { t: 'event', id: 999, type: 'tap' },
    { t: 'ack', id: 99 },
    { t: 'event', id: 2, type: '__proto__' },
    { t: 'query-result', id: 3, results: null },
    { t: 'navigate', openType: 'constructor', url: 'x' },
  ]) {
    host.top.send(message);
  }
  await settle();
  assert.equal(host.top.text(), 'n=0');
});

test('closing a page: no update and no callback comes after', async () => {
  const host = await startApp({ 'pages/a/a': counter, 'pages/b/b': counter });
  host.runtime.my.navigateTo({ url: '/pages/b/b' });
  await settle();
  const gone = host.runtime.router.top().instance;
  host.takeLogs();
  gone.setData({ n: 9 }, () => assert.fail('callback of a closed page'));
  host.runtime.my.navigateBack();
  gone.setData({ n: 10 }, () => assert.fail('callback of a closed page'));
  await settle();
  assert.deepEqual([host.takeLogs(), host.errors], [[], []]);
});

test('sub-packages are loaded when one of their pages is opened', async () => {
  const appJson = { subPackages: [{ root: 'sub', pages: ['one/one'] }] };
  const main = makePackage({ 'pages/a/a': counter }, { appJson });
  main.config.appConfig.pages.push('sub/one/one');
  const unit = { template: (data) => h(View, null, data.hello), script: () => Page({ data: { hello: 'from sub' } }) };
  const sub = makePackage({ 'sub/one/one': unit }, { app: () => {}, appJson });
  main.scripts['sub/index.js'] = sub.scripts['index.js'];
  main.scripts['sub/index.worker.js'] = sub.scripts['index.worker.js']
    .replace('self.bootstrapApp({', "self.bootstrapSubPackage('sub', {")
    .replace('importScripts', '//');
  const host = await new FakeHost(main).start();
  await host.runtime.my.navigateTo({ url: '/sub/one/one' });
  await settle();
  assert.equal(host.top.text(), 'from sub');
  assert.deepEqual(host.errors, []);
});

test('templates of the worker bundle are taken where the view bundle has none', async () => {
  const pkg = makePackage({ 'pages/a/a': { script: () => Page({ data: { x: 1 } }) } });
  pkg.scripts['index.js'] = "AFAppX.Page({ pagePath: 'pages/a/a' });";
  pkg.scripts['index.worker.js'] = pkg.scripts['index.worker.js'].replace(
    'usingComponents: {}, component2: true };',
    "usingComponents: {}, component2: true, render: () => ({ default: (data) => React.createElement(AFAppX.View, null, 'w', data.x) }) };",
  );
  const host = await new FakeHost(pkg).start();
  assert.equal(host.top.text(), 'w1');
});

test('inspect shows the data of pages and components', async () => {
  const host = await startApp({
    '/c/one': { script: () => Component({ data: { d: 1 }, props: { p: 0 } }) },
    'pages/a/a': {
      template: () => h(use('/c/one'), { p: 2, onTap: () => 1 }),
      script: () => Page({ data: { x: [1] } }),
    },
  });
  host.runtime.receive({ t: 'inspect', id: 3, what: 'appdata' }, []);
  assert.deepEqual(host.sent('result')[0], {
    t: 'result',
    id: 3,
    result: {
      pages: [
        {
          pageId: 101,
          path: 'pages/a/a',
          query: {},
          data: { x: [1] },
          components: [{ id: 2, is: '/c/one', props: { p: 2, onTap: '[function onTap]' }, data: { d: 1 } }],
        },
      ],
    },
  });
});
