// Components, pages and data: the documented examples, and what the documentation leaves open as the real framework
// does it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { settle, startApp } from './harness.mjs';

test('slots: default, by number, scoped; data of a component in its scoped slot', async () => {
  const host = await startApp({
    '/c/complex': {
      template(data) {
        return [
          slot(data, '$default', null),
          iterate(data.count + 1, (item) => h(View, null, slot(data, `slot${item}`, 'default'))),
          h(View, null, slot(data, 'scope', null, { value: data.o.value })),
          h(Button, { id: 'change', onTap: this.$getEventHandler('change') }, 'change'),
        ];
      },
      script: () =>
        Component({
          data: { o: { value: 'scope-value' } },
          onInit: () => console.log('onInit'),
          deriveDataFromProps: () => console.log('derive'),
          didMount: () => console.log('didMount'),
          didUpdate: () => console.log('didUpdate'),
          methods: {
            change() {
              this.setData({ 'o.value': 'changed' });
            },
          },
        }),
    },
    'pages/a/a': {
      template(data) {
        const named = iterate(data.count, (item) => h(View, { key: `n${item}`, slot: `slot${item}` }, item));
        return [
          h(
            use('/c/complex'),
            { count: data.count, $scopedSlots: { scope: [(scope) => h(View, null, scope.value, '/', data.count)] } },
            `count: ${data.count}`,
            named,
          ),
          h(Button, { id: 'plus', onTap: this.$getEventHandler('plus') }, '+'),
        ];
      },
      script: () =>
        Page({
          data: { count: 2 },
          plus() {
            this.setData({ count: this.data.count + 1 });
          },
        }),
    },
  });
  assert.deepEqual(host.takeLogs(), ['onInit', 'derive', 'didMount']);
  assert.equal(host.top.text(), 'count: 212defaultscope-value/2change+');
  await host.tap('plus');
  assert.deepEqual(host.takeLogs(), ['derive', 'didUpdate']);
  assert.equal(host.top.text(), 'count: 3123defaultscope-value/3change+');
  await host.tap('change');
  assert.equal(host.top.text(), 'count: 3123defaultchanged/3change+');
  assert.deepEqual(host.errors, []);
});

test('deriveDataFromProps sees the next props, and its setData needs no second render', async () => {
  const host = await startApp({
    '/c/counter': {
      template: (data) => h(View, { id: 'value' }, data.counter),
      script: () =>
        Component({
          data: { counter: 5 },
          deriveDataFromProps(next) {
            if (this.data.counter < next.from) this.setData({ counter: next.from });
          },
        }),
    },
    'pages/a/a': {
      template(data) {
        return [
          h(use('/c/counter'), { from: data.counter }),
          h(Button, { id: 'plus', onTap: this.$getEventHandler('plus') }),
        ];
      },
      script: () =>
        Page({
          data: { counter: 1 },
          plus() {
            this.setData({ counter: this.data.counter + 1 });
          },
        }),
    },
  });
  const seen = [];
  for (let i = 0; i < 6; i += 1) {
    host.top.patches.length = 0;
    await host.tap('plus');
    seen.push(host.top.text());
    assert.ok(host.top.patches.length <= 1);
  }
  assert.deepEqual(seen, ['5', '5', '5', '5', '6', '7']);
});

test('data of a component wins over a property of the same name; undefined leaves the default', async () => {
  const host = await startApp({
    '/c/both': {
      template: (data) => h(View, null, [data.a, data.b, data.c, typeof data.$id, data.children, data.slot]),
      script: () => Component({ data: { a: 'data' }, props: { b: 'default b', c: 'default c' } }),
    },
    'pages/a/a': { template: () => h(use('/c/both'), { a: 'prop', b: undefined, c: null, slot: 'x' }, 'child') },
  });
  assert.equal(host.top.text(), 'datadefault bnumber');
});

test('bubbling, catch, capture; dataset of the handler, targetDataset of the touched', async () => {
  const host = await startApp({
    'pages/a/a': {
      template() {
        const on = (name) => this.$getEventHandler(name);
        return h(
          View,
          { id: 'outer', onTap: on('outer'), captureOnTap: on('capture'), onChange: on('outer') },
          h(
            View,
            { id: 'middle', 'data-hi': 'M', 'data-alpha-beta': 1, catchTap: on('middle') },
            h(View, { id: 'inner', 'data-hi': 'I', onTap: on('inner') }),
          ),
          h(View, { id: 'wall', catchTap: true }, h(View, { id: 'behind', onTap: on('inner') })),
        );
      },
      script: () => {
        const tell = (name) =>
          function (event) {
            console.log(name);
            getApp().event = event;
          };
        Page({ outer: tell('outer'), middle: tell('middle'), inner: tell('inner'), capture: tell('capture') });
      },
    },
  });
  await host.tap('inner');
  assert.deepEqual(host.takeLogs(), ['capture', 'inner', 'middle']);
  const { event } = host.runtime.app.options;
  assert.equal(event.target.id, 'inner');
  assert.equal(event.currentTarget.id, 'middle');
  assert.deepEqual({ ...event.target.dataset }, { hi: 'M', alphaBeta: 1 });
  assert.deepEqual({ ...event.target.targetDataset }, { hi: 'I' });
  assert.deepEqual([event.type, event.timeStamp, event.target.tagName, event.target.offsetLeft], ['tap', 1, 'view', 1]);
  await host.tap('outer');
  assert.deepEqual(host.takeLogs(), ['capture', 'outer']);
  await host.tap('behind');
  assert.deepEqual(host.takeLogs(), ['capture', 'inner']);
  host.top.tap('inner', 'change');
  await settle();
  assert.deepEqual(host.takeLogs(), [], 'change does not bubble');
});

test('a handler that does not exist is an error that names it, its place and what was meant', async () => {
  const host = await startApp({
    '/c/one': {
      template() {
        return h(View, { id: 'c', onTap: this.$getEventHandler('toString2') });
      },
      script: () => Component({ methods: { select() {} } }),
    },
    'pages/a/a': {
      template() {
        return [h(View, { id: 'p', onTap: this.$getEventHandler('onTapp') }), h(use('/c/one'))];
      },
      script: () => Page({ onTap() {} }),
    },
  });
  await host.tap('p');
  await host.tap('c');
  assert.deepEqual(
    host.errors.map(({ message, page, component }) => [message, page, component]),
    [
      ['event handler "onTapp" is not defined in page "pages/a/a"; did you mean "onTap"?', 'pages/a/a', undefined],
      ['event handler "toString2" is not defined in the methods of component "/c/one"', 'pages/a/a', '/c/one'],
    ],
  );
});

test('setData: paths, containers made on the way, one patch for a turn, callback after the view', async () => {
  const host = await startApp({
    'pages/a/a': {
      template: (data) => [
        iterate(data.a.b, (x) => h(View, { key: String(x) }, x, '|')),
        data.made ? data.made.list[1].text : '',
      ],
      script: () =>
        Page({
          data: { a: { b: [1, 2, 3, 4] } },
          onLoad() {
            this.$spliceData({ 'a.b': [1, 0, 5, 6] });
            getApp().page = this;
          },
        }),
    },
  });
  const { page } = host.runtime.app.options;
  assert.equal(host.top.text(), '1|5|6|2|3|4|');
  host.top.patches.length = 0;
  const before = page.data;
  const order = [];
  page.$batchedUpdates(() => {
    page.setData({ 'made.list[1].text': 'c' }, () => order.push(`callback ${host.top.text()}`));
    page.setData({ 'a.b[0]': 9 });
  });
  order.push(page.data.a.b[0]);
  assert.equal(before.a.b[0], 1, 'the data before stays as it was');
  await settle();
  assert.deepEqual(order, [9, 'callback 9|5|6|2|3|4|c']);
  assert.equal(host.top.patches.length, 1);
});

test('setData refuses paths that reach a prototype, and paths that are none', async () => {
  const host = await startApp({
    'pages/a/a': {
      script: () =>
        Page({
          data: { list: [] },
          onLoad() {
            getApp().page = this;
          },
        }),
    },
  });
  const { page } = host.runtime.app.options;
  for (const key of [
    '__proto__.x',
    'a.constructor.prototype.x',
    'a["__proto__"].x',
    'prototype',
    'a[',
    'a[]',
    '',
    '...',
  ]) {
    assert.throws(() => page.setData({ [key]: 1 }), /setData/, key);
  }
  assert.equal({}.x, undefined);
  assert.deepEqual(Object.keys(page.data), ['list'], 'nothing was half done');
});

test('data: an object is shared in depth between visits of a page, a function makes it new', async () => {
  const host = await startApp({
    'pages/a/a': {
      script: () =>
        Page({
          data: { deep: { list: [] }, flat: 1 },
          onLoad() {
            this.data.deep.list.push(1);
            this.setData({ flat: 2 });
            console.log(this.data.deep.list.length);
          },
        }),
    },
    'pages/b/b': {
      script: () =>
        Page({
          data: () => ({ list: [] }),
          onLoad() {
            this.data.list.push(1);
            console.log(this.data.list.length);
          },
        }),
    },
  });
  for (const page of ['a', 'a', 'b', 'b']) {
    host.runtime.my.reLaunch({ url: `/pages/${page}/${page}` });
    await settle();
  }
  assert.deepEqual(host.takeLogs(), ['1', '2', '3', '1', '1']);
  assert.equal(host.runtime.router.top().instance.data.list.length, 1);
});

test('mixins: data, props and methods by the last one, life cycles in order, nested Mixin() once', async () => {
  const host = await startApp({
    '/c/m': {
      template: (data) => h(View, null, [data.a, data.b, data.p]),
      script: () => {
        const base = Mixin({
          data: { a: 'base', b: 'base' },
          onInit: () => console.log('base'),
          methods: { who: () => 'base', only: () => 'only' },
        });
        const second = {
          mixins: [base],
          data: { b: 'second' },
          props: { p: 'second' },
          onInit: () => console.log('second'),
          methods: { who: () => 'second' },
        };
        Component({
          mixins: [base, second],
          props: { p: 'own' },
          onInit() {
            console.log(`own ${this.who()} ${this.only()}`);
          },
        });
      },
    },
    'pages/a/a': { template: () => h(use('/c/m')) },
  });
  assert.deepEqual(host.takeLogs(), ['base', 'second', 'own second only']);
  assert.equal(host.top.text(), 'basesecondown');
});

test('function properties stay the same function, so a parent render changes no child', async () => {
  const host = await startApp({
    '/c/child': {
      template() {
        return h(Button, { id: 'child', onTap: this.$getEventHandler('tell') });
      },
      script: () =>
        Component({
          props: { onCount: () => console.log('default') },
          didUpdate: () => console.log('didUpdate'),
          methods: {
            tell() {
              console.log(this.props.onCount(1, 2));
            },
          },
        }),
    },
    'pages/a/a': {
      template(data) {
        return [data.n, h(use('/c/child'), { onCount: this.$getComponentEventHandler('count') })];
      },
      script: () =>
        Page({
          data: { n: 0 },
          count(a, b) {
            this.setData({ n: a + b });
            return 'counted';
          },
        }),
    },
  });
  await host.tap('child');
  assert.deepEqual(host.takeLogs(), ['counted']);
  assert.equal(host.top.text(), '3');
});

test('ref gives the component, or what its ref() returns', async () => {
  const host = await startApp({
    '/c/plain': { script: () => Component({ methods: { hello: () => 'hello' } }) },
    '/c/own': {
      script: () =>
        Component({
          ref() {
            return { only: 'this' };
          },
        }),
    },
    'pages/a/a': {
      template(data) {
        return [
          h(use('/c/plain'), { ref: this.$getComRefHandler('keep') }),
          h(use('/c/own'), { ref: this.$getComRefHandler('keep') }),
        ];
      },
      script: () =>
        Page({
          keep(ref) {
            console.log(ref.hello ? ref.hello() : ref.only);
          },
        }),
    },
  });
  assert.deepEqual(host.takeLogs(), ['hello', 'this']);
});

test('observers, lifetimes and pageEvents are there when options asks for them', async () => {
  const unit = (options) => ({
    template: (data) => h(View, null, `${data.sum}`),
    script: {
      toString: () => `() => Component({
        options: ${options},
        data: { a: 1, b: 2, o: { x: 1 } },
        observers: { 'a, b'(a, b) { this.setData({ sum: a + b }); }, 'o.**'(o) { console.log('o ' + JSON.stringify(o)); } },
        onInit() { this.setData({ a: 10 }); },
        didMount() { this.setData({ 'o.x': 2 }); },
        lifetimes: { attached() { console.log('attached'); } },
        pageEvents: { onShow() { console.log('page shown'); } },
      })`,
    },
  });
  const page = { 'pages/a/a': { template: () => h(use('/c/o')) } };
  const on = await startApp({ '/c/o': unit('{ observers: true, lifetimes: true, pageEvents: true }'), ...page });
  assert.equal(on.top.text(), '12');
  assert.deepEqual(on.takeLogs(), ['attached', 'o {"x":2}']);
  on.push('appPause');
  on.push('appResume');
  assert.deepEqual(on.takeLogs(), ['page shown']);
  const off = await startApp({ '/c/o': unit('{}'), ...page });
  assert.equal(off.top.text(), 'undefined');
  assert.deepEqual(off.takeLogs(), []);
});

test('an endless update is stopped and named, and the page lives on', async () => {
  const host = await startApp({
    '/c/loop': {
      template: (data) => h(View, null, data.n),
      script: () =>
        Component({
          data: { n: 0 },
          didUpdate() {
            this.setData({ n: this.data.n + 1 });
          },
          didMount() {
            this.setData({ n: 1 });
          },
        }),
    },
    'pages/a/a': {
      template(data) {
        return [h(View, { id: 'page', onTap: this.$getEventHandler('tap') }, data.t), h(use('/c/loop'))];
      },
      script: () =>
        Page({
          data: { t: 'a' },
          tap() {
            this.setData({ t: 'b' });
          },
        }),
    },
  });
  assert.equal(host.errors.length, 1);
  assert.match(host.errors[0].message, /"\/c\/loop" kept changing its data/);
  await host.tap('page');
  assert.match(host.top.text(), /^b/);
});

for (const component2 of [true, false]) {
  test(`errors in hooks are attributed, and stop nothing else (component2 ${component2})`, async () => {
    const host = await startApp(
      {
        '/c/bad': {
          template: (data) => (data.explode ? data.x.y.z : h(View, null, 'bad')),
          script: () =>
            Component({
              props: { explode: false },
              didMount() {
                throw new Error('in didMount');
              },
              onError(error) {
                console.log(`onError ${error.message}`);
              },
            }),
        },
        'pages/a/a': {
          template: (data) => [h(use('/c/bad')), h(use('/c/bad'), { explode: true }), h(use('/c/none')), 'end'],
          script: () =>
            Page({
              onLoad() {
                throw new Error('in onLoad');
              },
            }),
        },
        '/c/none': { script: () => {} },
      },
      { component2, app: () => App({ onError: (message) => console.log(`app ${message}`) }) },
    );
    assert.equal(host.top.text(), 'badend');
    const said = host.errors.map(({ message, where, component }) => [message.slice(0, 30), where, component]);
    assert.deepEqual(said[0], ['in onLoad', 'onLoad', undefined]);
    assert.ok(
      said.some(
        ([message, where, component]) => message === 'in didMount' && where === 'didMount' && component === '/c/bad',
      ),
    );
    assert.ok(
      said.some(
        ([message, where, component]) =>
          message.startsWith('Cannot read') && where === 'render' && component === '/c/bad',
      ),
    );
    assert.ok(said.some(([message]) => message.startsWith('component "/c/none" is used')));
    assert.ok(host.takeLogs().includes('onError in didMount'));
  });
}

test('an endless update of a legacy component, which goes by way of the view, is stopped too', async () => {
  const host = await startApp(
    {
      '/c/loop': {
        template: (data) => h(View, null, data.n),
        script: () =>
          Component({
            data: { n: 0 },
            didUpdate() {
              this.setData({ n: this.data.n + 1 });
            },
            didMount() {
              this.setData({ n: 1 });
            },
          }),
      },
      'pages/a/a': { template: () => h(use('/c/loop')) },
    },
    { component2: false },
  );
  for (let i = 0; i < 60 && host.errors.length === 0; i += 1) await settle(100);
  assert.match(host.errors[0].message, /"\/c\/loop" kept changing its data/);
  const shown = host.top.text();
  await settle(50);
  assert.equal(host.top.text(), shown);
});

test('what contains itself is cut off with an error', async () => {
  const host = await startApp({
    '/c/self': { template: () => h(View, null, h(use('/c/self'))) },
    'pages/a/a': { template: () => ['before', h(use('/c/self')), 'after'] },
  });
  assert.equal(host.top.text(), 'beforeafter');
  assert.equal(host.errors.length, 1);
  assert.match(host.errors[0].message, /nested too deeply/);
});

test('slot content belongs to the one who wrote it: its handlers run there', async () => {
  const host = await startApp({
    '/c/frame': {
      template: (data) => h(View, null, slot(data, '$default', null)),
      script: () => Component({ methods: { hit: () => console.log('frame') } }),
    },
    'pages/a/a': {
      template() {
        return h(use('/c/frame'), null, h(View, { id: 'x', onTap: this.$getEventHandler('hit') }));
      },
      script: () => Page({ hit: () => console.log('page') }),
    },
  });
  await host.tap('x');
  assert.deepEqual(host.takeLogs(), ['page']);
});

test('setData may be handed on without its instance', async () => {
  const host = await startApp({
    '/c/one': {
      template(data) {
        return h(
          Button,
          { id: data.name, onTap: this.$getEventHandler('tap') },
          data.chosen ? `${data.name}!` : data.name,
        );
      },
      script: () => {
        const all = [];
        Component({
          didMount() {
            all.push({ setData: this.setData });
          },
          methods: {
            tap() {
              all.forEach((one) => one.setData({ chosen: false }));
              this.setData({ chosen: true });
            },
          },
        });
      },
    },
    'pages/a/a': { template: () => ['a', 'b', 'c'].map((name) => h(use('/c/one'), { key: name, name })) },
  });
  await host.tap('a');
  await host.tap('c');
  assert.equal(host.top.text(), 'abc!');
});
