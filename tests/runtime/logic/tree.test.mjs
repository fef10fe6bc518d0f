// The diff: whatever list follows whatever list, the frame ends up with the tree that a fresh mount would have given.

import assert from 'node:assert/strict';
import test from 'node:test';
import { createElement as h, Fragment } from '../../../devserver/runtime/logic/elements.js';
import { Op } from '../../../devserver/runtime/logic/ops.js';
import { Tree } from '../../../devserver/runtime/logic/tree.js';
import { FakeFrame } from './harness.mjs';

const noComponents = {
  failed(node, error) {
    throw error;
  },
};

function mounted(content) {
  const tree = new Tree(noComponents);
  const frame = new FakeFrame();
  const show = (next) => {
    tree.show(tree.root, next);
    const ops = tree.takeOps();
    structuredClone(ops).forEach((op) => frame.apply(op));
    return ops;
  };
  show(content);
  return { tree, frame, show };
}

function random(seed) {
  let state = seed;
  return (limit) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
}

function randomContent(next, depth) {
  switch (next(depth > 0 ? 8 : 5)) {
    case 0:
      return null;
    case 1:
      return `text ${next(4)}`;
    case 2:
      return next(5);
    case 3:
      return h('view', { key: next(2) ? `k${next(6)}` : undefined, className: `c${next(3)}`, 'data-n': next(3) });
    case 4:
      return h(
        'button',
        {
          onTap: next(2) ? () => {} : undefined,
          catchTouchMove: next(2) ? true : undefined,
          style: { width: next(3) },
        },
        'b',
      );
    case 5:
      return h(Fragment, next(2) ? { key: `f${next(4)}` } : null, ...randomList(next, depth - 1));
    case 6:
      return randomList(next, depth - 1);
    default:
      return h('view', { key: next(2) ? `k${next(6)}` : undefined }, randomList(next, depth - 1));
  }
}

function randomList(next, depth) {
  return Array.from({ length: next(6) }, () => randomContent(next, depth));
}

test('any tree that follows any other is the same as when mounted fresh', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const next = random(seed);
    const { tree, frame, show } = mounted(randomList(next, 3));
    for (let step = 0; step < 6; step += 1) {
      const content = randomList(next, 3);
      show(content);
      const fresh = mounted(content);
      assert.deepEqual(frame.shape(), fresh.frame.shape(), `seed ${seed}, step ${step}`);
      assert.equal(frame.nodes.size, fresh.frame.nodes.size, `seed ${seed}: freed nodes stay in the view`);
      assert.equal(tree.elements.size, fresh.tree.elements.size);
      const copy = new FakeFrame();
      tree.snapshot().forEach((op) => copy.apply(op));
      assert.deepEqual(copy.shape(), frame.shape(), `seed ${seed}: snapshot`);
      assert.deepEqual(show(content.slice()), [], `seed ${seed}: showing the same again sends nothing`);
    }
  }
});

test('keyed rows are moved, not made again', () => {
  const row = (id) => h('view', { key: id, id }, `row ${id}`);
  const next = random(7);
  const { frame, show } = mounted([]);
  const ids = new Map();
  let keys = [];
  for (let step = 0; step < 200; step += 1) {
    const pool = Array.from({ length: 12 }, (_, i) => `r${i}`).sort(() => next(3) - 1);
    keys = pool.slice(0, next(13));
    const ops = show(keys.map(row));
    const shown = frame.find((node) => node.tag === 'view');
    assert.deepEqual(
      shown.map((node) => node.attributes.id),
      keys,
    );
    for (const node of shown) {
      if (ids.has(node.attributes.id))
        assert.equal(node.id, ids.get(node.attributes.id), 'a row that stayed kept its node');
    }
    ids.clear();
    shown.forEach((node) => ids.set(node.attributes.id, node.id));
    assert.equal(ops.filter((op) => op[0] === Op.CHILDREN && op[1] === 1).length <= 1, true);
    assert.equal(ops.filter((op) => op[0] === Op.TEXT || (op[0] === Op.ATTRIBUTE && ids.size === 0)).length, 0);
  }
});

test('the ops of small changes are small', () => {
  const list = (names) => names.map((name) => h('view', { key: name }, name));
  const { show } = mounted(list(['a', 'b', 'c', 'd']));
  assert.deepEqual(
    show(list(['d', 'a', 'b', 'c'])).map((op) => op[0]),
    [Op.CHILDREN],
  );
  assert.deepEqual(
    show(list(['d', 'b', 'c'])).map((op) => op[0]),
    [Op.CHILDREN, Op.FREE, Op.FREE],
  );
  assert.deepEqual(
    show(list(['d', 'b', 'x', 'c'])).map((op) => op[0]),
    [Op.CREATE, Op.CREATE, Op.CHILDREN, Op.CHILDREN],
  );
  const one = mounted(h('view', { className: 'a', title: 't' }, 'x'));
  assert.deepEqual(one.show(h('view', { className: 'b', title: 't' }, 'x')), [[Op.ATTRIBUTE, 2, 'class', 'b']]);
  assert.deepEqual(one.show(h('view', { className: 'b' }, 'y')), [
    [Op.ATTRIBUTE, 2, 'title', null],
    [Op.TEXT, 3, 'y'],
  ]);
});

test('a condition that toggles leaves its neighbours alone', () => {
  const content = (shown) => [shown ? h('text', null, 'maybe') : null, h('input', { id: 'field' })];
  const { frame, show } = mounted(content(false));
  const before = frame.byId('field').id;
  show(content(true));
  assert.equal(frame.byId('field').id, before);
  show(content(false));
  assert.equal(frame.byId('field').id, before);
});

test('attributes: class, undefined, functions, objects changed in place', () => {
  const style = { color: 'red' };
  const item = () =>
    h('view', {
      className: 'c',
      hidden: undefined,
      formatter: () => 1,
      slot: 's',
      onTap: () => {},
      catchTap: null,
      style,
    });
  const { frame, show } = mounted(item());
  const [, attributes, events] = frame.shape()[3];
  assert.deepEqual(attributes, { class: 'c', style: { color: 'red' } });
  assert.deepEqual(events, ['tap']);
  style.color = 'blue';
  assert.deepEqual(show(item()), [[Op.ATTRIBUTE, 2, 'style', { color: 'blue' }]]);
});

test('template helpers: function and class components, pure ones only when their properties change', () => {
  let renders = 0;
  function Pure(props) {
    this.props = props;
  }
  Pure.prototype.isPureReactComponent = true;
  Pure.prototype.render = function () {
    renders += 1;
    return h('text', null, this.props.label);
  };
  const content = (label) => [h(Pure, { label }), h((props) => props.children, null, 'plain ', label)];
  const { frame, show } = mounted(content('a'));
  assert.equal(frame.text(), 'aplain a');
  show(content('a'));
  assert.equal(renders, 1);
  show(content('b'));
  assert.equal(renders, 2);
  assert.equal(frame.text(), 'bplain b');
});

test('what a template must not return is reported, and shows nothing', () => {
  const failures = [];
  const tree = new Tree({ failed: (node, error) => failures.push(error.message) });
  tree.show(tree.root, [
    h(undefined, null),
    h({}, null),
    h(() => {
      throw new Error('broken');
    }, null),
    'rest',
  ]);
  assert.deepEqual(failures, [
    'the template returned an element of unknown type (undefined)',
    'the template returned an element of unknown type (object)',
    'broken',
  ]);
  assert.deepEqual(
    tree.takeOps().map((op) => op[0]),
    [Op.CREATE, Op.CHILDREN],
  );
});
