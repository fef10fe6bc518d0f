// The entry of the worker bundle, with a worker's global scope made of a vm context.

import assert from 'node:assert/strict';
import test from 'node:test';
import vm from 'node:vm';
import { FakeFrame, makePackage, settle } from './harness.mjs';

test('worker.js: starts on a message, takes page ports, reports what nobody caught', async () => {
  const pkg = makePackage({
    'pages/a/a': {
      template(data) {
        return h(View, { id: 'x', onTap: this.$getEventHandler('tap') }, data.text);
      },
      script: () =>
        Page({
          data: { text: 'a' },
          tap() {
            this.setData({ text: 'b' });
          },
        }),
    },
  });
  const context = vm.createContext({
    console: { log() {}, warn() {}, error() {}, info() {}, debug() {} },
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
  });
  const self = vm.runInContext('globalThis.self = globalThis', context);
  const sent = [];
  const listeners = {};
  self.postMessage = (message) => sent.push(structuredClone(message));
  self.importScripts = (url) => vm.runInContext(pkg.scripts[url.replace('http://app/', '')], context);
  self.addEventListener = (type, listener) => {
    listeners[type] = listener;
  };
  globalThis.self = self;
  try {
    await import('../../../devserver/runtime/worker.js');
  } finally {
    delete globalThis.self;
  }
  const receive = (data, ports = []) => listeners.message({ data, ports, stopImmediatePropagation() {} });
  receive({
    t: 'start',
    app: {
      appId: '1',
      version: '1',
      base: 'http://app/',
      urls: { view: 'http://app/index.js', worker: 'http://app/index.worker.js' },
    },
    config: pkg.config,
    storage: {},
    systemInfo: {},
    launch: {},
    mock: {},
  });
  assert.deepEqual(
    sent.map(({ t }) => t),
    ['ready', 'open'],
  );
  const frame = new FakeFrame();
  receive({ t: 'page-port', pageId: 101 }, [frame.port]);
  frame.tap('x');
  await settle();
  assert.equal(frame.text(), 'b');
  sent.length = 0;
  listeners.error({ error: new Error('in a timer') });
  listeners.unhandledrejection({ reason: new Error('in a promise'), preventDefault() {} });
  listeners.unhandledrejection({ reason: { error: 3, errorMessage: 'no such api' }, preventDefault() {} });
  assert.deepEqual(
    sent.map(({ t, message, args }) => [t, message || args[0]]),
    [
      ['error', 'in a timer'],
      ['error', 'in a promise'],
      ['log', 'a my.* call failed: no such api'],
    ],
  );
});
