// my.*: storage, host calls, requests, queries, the bridge, what is not supported.

import assert from 'node:assert/strict';
import test from 'node:test';
import { settle, startApp } from './harness.mjs';

const units = {
  '/c/box': {
    template: (data) => [
      h(View, { id: 'in', className: 'box first' }, h(View, { className: 'leaf' })),
      h(View, { className: 'box' }),
      slot(data, '$default', null),
    ],
    script: () =>
      Component({
        didMount() {
          getApp().box = this;
        },
      }),
  },
  'pages/a/a': {
    template: () => [
      h(View, { id: 'p', className: 'box' }),
      h(use('/c/box'), null, h(View, { className: 'box', id: 'given' })),
    ],
  },
};
const start = (startOptions) => startApp(units, {}, startOptions);

test('storage: sync and async see the same, and the host hears of changes', async () => {
  const host = await start({ storage: { kept: '{"a":1}', broken: '{' } });
  const { my } = host.runtime;
  assert.deepEqual(my.getStorageSync({ key: 'kept' }).data, { a: 1 });
  assert.equal(my.getStorageSync({ key: 'broken' }).data, null);
  assert.equal(my.getStorageSync({ key: 'none' }).data, null);
  my.setStorageSync({ key: 'k', data: [1, { b: '中' }] });
  assert.deepEqual((await my.getStorage({ key: 'k' })).data, [1, { b: '中' }]);
  await my.setStorage({ key: 'u', data: undefined });
  assert.equal(my.getStorageSync({ key: 'u' }).data, null);
  await my.removeStorage({ key: 'kept' });
  assert.deepEqual(my.getStorageInfoSync().keys, ['broken', 'k', 'u']);
  my.clearStorageSync();
  assert.deepEqual(my.getStorageInfoSync(), { keys: [], currentSize: 0, limitSize: 10240, success: true });
  assert.deepEqual(
    host.sent('storage').map(({ op, key, value }) => [op, key, value]),
    [
      ['set', 'k', '[1,{"b":"中"}]'],
      ['set', 'u', 'null'],
      ['remove', 'kept', undefined],
      ['clear', undefined, undefined],
    ],
  );
});

test('storage: what the developer changes in the panel is changed here, without an echo', async () => {
  const host = await start({ storage: { a: '1', b: '2' } });
  const { my } = host.runtime;
  host.push('storage', { op: 'set', key: 'c', value: '[3]' });
  host.push('storage', { op: 'remove', key: 'a' });
  assert.deepEqual([my.getStorageSync({ key: 'a' }).data, my.getStorageSync({ key: 'c' }).data], [null, [3]]);
  host.push('storage', { op: 'clear' });
  assert.deepEqual(my.getStorageInfoSync().keys, []);
  assert.deepEqual(host.sent('storage'), []);
});

test('storage: the documented limits', async () => {
  const host = await start();
  const { my } = host.runtime;
  assert.equal(my.setStorageSync({ key: 'ok', data: 'x'.repeat(200 * 1024 - 2) }).error, undefined);
  assert.equal(my.setStorageSync({ key: 'long', data: 'x'.repeat(200 * 1024 - 1) }).error, 14);
  assert.equal(my.setStorageSync({ key: 'long', data: '中'.repeat(70000) }).error, 14);
  assert.equal(my.setStorageSync({ data: 1 }).error, 2);
  assert.equal(my.getStorageSync({}).error, 2);
  let failure = null;
  for (let i = 0; i < 60 && failure === null; i += 1) {
    await my.setStorage({ key: `k${i}`, data: 'y'.repeat(199 * 1024) }).catch((error) => {
      failure = { i, ...error };
    });
  }
  assert.deepEqual([failure.i, failure.error], [51 - 1, 12]);
  my.removeStorageSync({ key: 'k0' });
  assert.equal(my.setStorageSync({ key: 'again', data: 'y'.repeat(199 * 1024) }).error, undefined, 'room again');
});

test('callbacks or a promise; user code never runs before the call returned', async () => {
  const host = await start();
  const { my } = host.runtime;
  host.answers.confirm = (params) => ({ confirm: params.title === 'yes' });
  host.answers.prompt = () => ({ error: 11, errorMessage: 'cancelled' });
  assert.deepEqual(await my.confirm({ title: 'yes' }), { confirm: true });
  const order = [];
  assert.equal(
    my.getStorage({ key: 'x', success: () => order.push('success'), complete: () => order.push('complete') }),
    undefined,
  );
  my.prompt({ message: 'm', fail: (error) => order.push(error), complete: () => order.push('done') });
  order.push('returned');
  await settle();
  assert.deepEqual(order, ['returned', 'success', 'complete', { error: 11, errorMessage: 'cancelled' }, 'done']);
  assert.deepEqual(
    host.sent('call').map(({ name, params, pageId }) => [name, params, pageId]),
    [
      ['confirm', { title: 'yes' }, 101],
      ['prompt', { message: 'm' }, 101],
    ],
  );
});

test('request: methods, encodings, status, JSON, failures, abort', async () => {
  const host = await start();
  const { my } = host.runtime;
  const sent = [];
  host.answers.request = (params) => {
    sent.push(params);
    if (params.url.endsWith('/fail')) return { error: 'connect', message: 'connection refused' };
    if (params.url.endsWith('/slow')) return { error: 'timeout', message: 'timeout after 5 ms' };
    if (params.url.endsWith('/html')) return { status: 200, headers: {}, data: '<p>', encoding: 'utf8' };
    if (params.url.endsWith('/bytes')) return { status: 200, headers: {}, data: 'AP8Q', encoding: 'base64' };
    return {
      status: params.url.endsWith('/404') ? 404 : 200,
      headers: { a: 'b' },
      data: '{"ok":true}',
      encoding: 'utf8',
    };
  };
  const ok = await my.request({ url: 'https://x.example/a?b=1', data: { q: '中 文', n: [1], skip: undefined } });
  assert.deepEqual([ok.status, ok.data, ok.headers], [200, { ok: true }, { a: 'b' }]);
  assert.equal(sent[0].url, 'https://x.example/a?b=1&q=%E4%B8%AD%20%E6%96%87&n=%5B1%5D');
  await my.request({ url: 'https://x.example/p', method: 'post', data: { a: 1 }, headers: { 'X-A': 1 } });
  assert.deepEqual(
    [sent[1].method, sent[1].data, sent[1].headers, sent[1].timeout],
    ['POST', '{"a":1}', { 'x-a': '1', 'content-type': 'application/json' }, 30000],
  );
  await my.request({
    url: 'https://x.example/p',
    method: 'POST',
    data: { a: 'b c' },
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(sent[2].data, 'a=b%20c');
  assert.equal((await my.request({ url: 'https://x.example/404' })).status, 404);
  assert.equal((await my.request({ url: 'https://x.example/html', dataType: 'text' })).data, '<p>');
  const bytes = await my.request({ url: 'https://x.example/bytes', dataType: 'arraybuffer' });
  assert.deepEqual(Array.from(new Uint8Array(bytes.data)), [0, 255, 16]);
  const error = (options, api = 'request') =>
    my[api](options).then(
      () => 'no error',
      (failure) => failure.error,
    );
  assert.equal(await error({ url: 'https://x.example/html' }), 14);
  assert.equal(await error({ url: 'https://x.example/fail' }), 12);
  assert.equal(await error({ url: 'https://x.example/slow' }), 13);
  assert.equal(await error({ url: 'file:///etc/passwd' }), 2);
  assert.equal(await error({ url: '/relative' }), 2);
  assert.equal(await error({ url: 'https://x.example/404' }, 'httpRequest'), 19);
  const task = my.request({ url: 'https://x.example/never' });
  task.abort();
  assert.equal(await task.catch((failure) => failure.error), 9);
});

test('selector queries: the page asks the view, a component sees its own template only', async () => {
  const host = await start();
  const { my } = host.runtime;
  const query = my
    .createSelectorQuery()
    .select('#p')
    .boundingClientRect()
    .selectViewport()
    .scrollOffset()
    .select('#none')
    .boundingClientRect();
  const results = await new Promise((resolve) => query.exec(resolve));
  assert.equal(results[0].nodeId, host.top.byId('p').id);
  assert.deepEqual(results.slice(1), [{ width: 375, height: 600 }, null]);
  const { box } = host.runtime.app.options;
  const own = await new Promise((resolve) =>
    box
      .createSelectorQuery()
      .selectAll('.box')
      .boundingClientRect()
      .select('#in > .leaf')
      .boundingClientRect()
      .select('#p')
      .boundingClientRect()
      .selectAll('#given')
      .boundingClientRect()
      .exec(resolve),
  );
  const [first, second] = host.top.byClass('box').filter((node) => !['p', 'given'].includes(node.attributes.id));
  assert.deepEqual(
    own[0].map(({ nodeId }) => nodeId),
    [first.id, second.id],
  );
  assert.equal(own[1].nodeId, host.top.byClass('leaf')[0].id);
  assert.deepEqual(own.slice(2), [null, []]);
});

test('intersection observer: asked of the view, answered until it is disconnected', async () => {
  const host = await start();
  const seen = [];
  const observer = host.runtime.my.createIntersectionObserver({ thresholds: [0.5] });
  observer.relativeToViewport({ bottom: 20 }).observe('#p', (entry) => seen.push(entry.intersectionRatio));
  await settle();
  const asked = host.top.messages.find((message) => message.t === 'observe');
  assert.deepEqual([asked.selector, asked.thresholds, asked.margins], ['#p', [0.5], { bottom: 20 }]);
  host.top.send({ t: 'intersection', id: asked.id, entries: [{ intersectionRatio: 1 }] });
  observer.disconnect();
  host.top.send({ t: 'intersection', id: asked.id, entries: [{ intersectionRatio: 0 }] });
  assert.deepEqual(seen, [1]);
  assert.equal(host.top.messages[host.top.messages.length - 1].t, 'unobserve');
});

test('the bridge: call with callback, promise and handle, callSync from the mock, on and off', async () => {
  const host = await start({ mock: { now: { value: 1 }, text: 'plain', refused: { $error: 4, $delay: 5 } } });
  const { my } = host.runtime;
  host.answers.myApi = (params) => ({ echoed: params });
  host.answers.bad = () => ({ error: 10, errorMessage: 'no' });
  assert.deepEqual(await my.call('myApi', { a: 1, f: () => 1 }), { echoed: { a: 1 } });
  assert.deepEqual(await new Promise((resolve) => my.call('myApi', resolve)), { echoed: {} });
  assert.equal((await new Promise((resolve) => my.call('bad', {}, resolve))).error, 10);
  await assert.rejects(my.call('bad'), (failure) => failure.error === 10);
  my.call('myApi', {}, () => assert.fail('was removed')).remove();
  assert.deepEqual(my.callSync('now'), { value: 1 });
  assert.equal(my.callSync('text'), 'plain');
  assert.deepEqual(my.callSync('refused'), { error: 4, errorMessage: 'mocked error' });
  host.push('mock', { now: { $result: [2] } });
  assert.deepEqual(my.callSync('now'), [2]);
  assert.equal(my.callSync('toString').error, 3);
  const heard = [];
  const handle = my.on('custom', (data) => heard.push(data));
  host.push('custom', { n: 1 });
  handle.remove();
  host.push('custom', { n: 2 });
  my.onAppShow(() => heard.push('shown'));
  host.push('appResume');
  my.offAppShow();
  host.push('appResume');
  assert.deepEqual(heard, [{ n: 1 }, 'shown']);
  await settle();
});

test('what the simulator does not have fails clearly, warns once, and a mock can answer it', async () => {
  const host = await start();
  const { my } = host.runtime;
  host.answers.scan = () => ({ error: 1, errorMessage: 'unknown' });
  host.answers.getUserInfo = () => ({ nickName: 'n' });
  const failure = await my.scan().catch((error) => error);
  assert.deepEqual(failure, { error: 3, errorMessage: 'my.scan is not supported in the simulator' });
  await my.scan().catch(() => {});
  my.createCanvasContext('c').setFillStyle('red');
  assert.deepEqual(await my.getUserInfo(), { nickName: 'n' });
  assert.deepEqual(host.takeLogs(), [
    'my.scan is not supported in the simulator; add "scan" to the mock file to answer it',
    'my.createCanvasContext is not supported in the simulator; what is called on the object it returns does nothing',
  ]);
});

test('canIUse, system information, launch options', async () => {
  const host = await start({ launch: { query: { a: '1' }, scene: '1011' } });
  const { my } = host.runtime;
  const answers = [
    'component2',
    'showToast',
    'button.open-type',
    'component2.observers',
    'scan',
    'nonsense',
    '__proto__',
    'SDKVersion',
  ].map((name) => my.canIUse(name));
  assert.deepEqual(answers, [true, true, true, true, false, false, false, false]);
  assert.equal(my.getSystemInfoSync().windowWidth, 375);
  my.getSystemInfoSync().windowWidth = 1;
  assert.equal((await my.getSystemInfo()).windowWidth, 375, 'a copy each time');
  assert.deepEqual(my.getAppIdSync(), { appId: '2024000000000001' });
  assert.deepEqual(my.getLaunchOptionsSync(), { path: 'pages/a/a', query: { a: '1' }, scene: '1011' });
  const menu = my.getMenuButtonBoundingClientRect();
  assert.equal(menu.right - menu.left, menu.width);
});

test('animation steps, base64, analytics', async () => {
  const host = await start();
  const { my } = host.runtime;
  const animation = my.createAnimation({ duration: 100 });
  const steps = animation.translate(10, 0).opacity(0).step({ duration: 50 }).scale(2).step().export();
  assert.deepEqual(
    steps.map(({ config, animation: list }) => [config.duration, list]),
    [
      [
        50,
        [
          ['translate', [10, 0]],
          ['opacity', [0]],
        ],
      ],
      [100, [['scale', [2]]]],
    ],
  );
  assert.deepEqual(animation.export(), []);
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (const length of [0, 1, 2, 3, 255, 256]) {
    const part = bytes.slice(0, length);
    const text = my.arrayBufferToBase64(part.buffer);
    assert.equal(text, Buffer.from(part).toString('base64'));
    assert.deepEqual(new Uint8Array(my.base64ToArrayBuffer(text)), part);
  }
  my.reportAnalytics('tap', { a: 1 });
  assert.deepEqual(
    host.sent('call').map(({ name, params }) => [name, params]),
    [['remoteLog', { type: 'analytics', name: 'tap', data: { a: 1 } }]],
  );
});
