// The small languages: setData paths, page urls, selectors, event properties. Tables, and random text that must not surprise.

import assert from 'node:assert/strict';
import test from 'node:test';
import { eventOf } from '../../../devserver/runtime/logic/event_names.js';
import { parsePath, readPath, writePath } from '../../../devserver/runtime/logic/paths.js';
import { parseSelector } from '../../../devserver/runtime/logic/selector.js';
import { closest } from '../../../devserver/runtime/logic/suggest.js';
import { parsePageUrl, parseQuery } from '../../../devserver/runtime/logic/urls.js';

function randomText(seed, alphabet, length) {
  let state = seed;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    text += alphabet[(state >> 8) % alphabet.length];
  }
  return text;
}

test('paths', () => {
  const table = [
    ['a', ['a']],
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['a[0][12]', ['a', 0, 12]],
    ['[3].x', [3, 'x']],
    ['a["b.c"].d', ['a', 'b.c', 'd']],
    ["a['k']", ['a', 'k']],
    ['a..b', ['a', 'b']],
    ['中文.键', ['中文', '键']],
    ['a[b]', ['a', 'b']],
  ];
  for (const [text, path] of table) assert.deepEqual(parsePath(text), path, text);
});

test('writing a path makes what is missing and touches nothing else', () => {
  const before = { keep: { x: 1 }, list: [{ n: 1 }, { n: 2 }] };
  const after = { ...before };
  writePath(after, parsePath('list[1].n'), 9);
  writePath(after, parsePath('new.deep[2].k'), 'v');
  assert.deepEqual(after, { keep: { x: 1 }, list: [{ n: 1 }, { n: 9 }], new: { deep: [, , { k: 'v' }] } });
  assert.deepEqual(before, { keep: { x: 1 }, list: [{ n: 1 }, { n: 2 }] });
  assert.equal(after.keep, before.keep);
  assert.equal(after.list[0], before.list[0]);
  assert.equal(readPath(after, parsePath('new.deep[2].k')), 'v');
  assert.equal(readPath(after, parsePath('no.such.thing')), undefined);
});

test('random paths either parse or say why not, and never reach a prototype', () => {
  for (let seed = 1; seed < 3000; seed += 1) {
    const text = randomText(seed, ['a', 'b', '.', '[', ']', '0', '"', '__proto__', 'constructor', ' '], 1 + (seed % 9));
    const target = {};
    try {
      writePath(target, parsePath(text), 'polluted');
    } catch (error) {
      assert.match(error.message, /setData/, text);
    }
    assert.equal({}.a === 'polluted' || {}.b === 'polluted' || Object.prototype[0] !== undefined, false, text);
  }
});

test('page urls', () => {
  const table = [
    ['/pages/a/a', 'pages/x/x', 'pages/a/a'],
    ['../a/a', 'pages/x/x', 'pages/a/a'],
    ['a', 'pages/x/x', 'pages/x/a'],
    ['./a', 'pages/x/x', 'pages/x/a'],
    ['../../../../a', 'pages/x/x', 'a'],
    ['//pages//a', '', 'pages/a'],
  ];
  for (const [url, base, path] of table) assert.equal(parsePageUrl(url, base).path, path, url);
  assert.deepEqual(parseQuery('a=1&b=%E4%B8%AD&c&d=&e=x=y&bad=%E4%&__proto__=1&a=2'), {
    a: '2',
    b: '中',
    c: '',
    d: '',
    e: 'x=y',
    bad: '%E4%',
  });
});

test('selectors', () => {
  const shape = (text) => {
    const parsed = parseSelector(text);
    return (
      parsed &&
      parsed.map((steps) =>
        steps.map(
          ({ combinator, tag, ids, classes }) =>
            combinator + (tag || '') + ids.map((id) => `#${id}`).join('') + classes.map((name) => `.${name}`).join(''),
        ),
      )
    );
  };
  const table = [
    ['#a', [[' #a']]],
    ['view.b#c.d', [[' view#c.b.d']]],
    ['.a > .b .c, #d', [[' .a', '>.b', ' .c'], [' #d']]],
    ['.a>>>.b', [[' .a', ' .b']]],
    ['*', [[' ']]],
    ['', null],
    ['.a >', null],
    ['[x=y]', null],
    ['.a:first-child', null],
  ];
  for (const [text, expected] of table) assert.deepEqual(shape(text), expected, text);
  for (let seed = 1; seed < 2000; seed += 1) parseSelector(randomText(seed, '.#a>, *[]:-', 1 + (seed % 12)));
});

test('event properties', () => {
  const table = [
    ['onTap', ['tap', false, false]],
    ['catchTouchStart', ['touchStart', false, true]],
    ['captureOnTap', ['tap', true, false]],
    ['capture-catchTap', ['tap', true, true]],
    ['once', null],
    ['on', null],
    ['catch', null],
    ['data-onTap', null],
  ];
  for (const [name, expected] of table) {
    const event = eventOf(name);
    assert.deepEqual(event && [event.type, event.capture, event.stops], expected, name);
  }
});

test('the name that was meant', () => {
  assert.equal(closest('onTpa', ['onTap', 'onLoad', 'tap']), 'onTap');
  assert.equal(closest('submit', ['cancel', 'reset']), null);
  assert.equal(closest('x', []), null);
});
