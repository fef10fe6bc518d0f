// Compiled templates run: what a template shows for which data.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';
import { Framework, React, makeContext } from './mini_react.mjs';

const driver = path.join(process.env.MPAAS_BUILD ?? 'build/release', 'tests/axml_driver');

// files: path → text. Returns require(path) over what was compiled, with mini React around.
function compile(files, using = {}, framework = new Framework()) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-axml-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), text);
    }
    const flags = Object.entries(using).flatMap(([tag, is]) => ['--using', `${tag}=${is}`]);
    const run = spawnSync(driver, [root, ...flags, ...Object.keys(files).filter((name) => name.endsWith('.axml'))], { encoding: 'utf8' });
    assert.equal(run.stderr, '');
    assert.equal(run.status, 0);
    const self = { React, AFAppX: framework.AFAppX };
    const definitions = vm.runInNewContext(run.stdout, { self });
    const modules = {};
    const require = (id) => {
      if (!modules[id]) {
        const module = (modules[id] = { exports: {} });
        definitions[id](module, module.exports, require);
      }
      return modules[id].exports;
    };
    Object.assign(require, {
      r: (exports) => Object.defineProperty(exports, '__esModule', { value: true }),
      d: (exports, getters) => Object.keys(getters).forEach((name) => Object.defineProperty(exports, name, { enumerable: true, get: getters[name] })),
      n: (module) => (module.__esModule ? module : { default: module }),
    });
    return require;
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

function show(text, data = {}, files = {}) {
  const framework = new Framework();
  const require = compile({ 'index.axml': text, ...files }, {}, framework);
  return framework.show(require('index.axml').default.call(makeContext('page'), data));
}

// One custom component <card>; the page uses it.
function showWithCard(page, card, data = {}, cardData = {}) {
  const components = { '/card': { data: cardData } };
  const framework = new Framework(components);
  const require = compile({ 'index.axml': page, 'card.axml': card }, { card: '/card' }, framework);
  components['/card'].render = require('card.axml').default;
  return framework.show(require('index.axml').default.call(makeContext('page', { component2: true }), data));
}

function table(name, rows) {
  test(name, () => {
    for (const [text, data, expected, files] of rows) assert.equal(show(text, data, files), expected, text);
  });
}

table('text', [
  ['hello', {}, 'hello'],
  ['<text>  a  b\n </text>', {}, '<Text>a  b</Text>'],
  ['<text>a {{b}} c</text>', { b: 1 }, '<Text>a 1 c</Text>'],
  ['{{a}}|{{b}}|{{c}}|{{d}}', { a: true, b: null, c: 0, d: false }, 'true||0|false'],
  ['{{a}}', { a: { b: 1 } }, '[object Object]'],
  ['{{a}}', { a: [1, [2, { }]] }, '1,2,[object Object]'],
  ['{{a}}', { a: Object.create(null) }, ''],
  ['{{a + b}}', { a: 1, b: 2 }, '3'],
  ['&lt;{{a}}&gt;', { a: '<' }, '&lt;<&gt;'],
]);

table('attributes', [
  ['<view class="a {{b}}" style="{{c}}"/>', { b: 'x', c: { color: 'red' } }, '<View className="a x" style={"color":"red"}/>'],
  ['<view a="{{b}}{{c}}" d="{{b}}" e="14" f/>', { b: 1, c: 2 }, '<View a="12" d=1 e="14" f=true/>'],
  ['<view a="x{{b}}"/>', {}, '<View a="xundefined"/>'],
  ['<view data-user-id="{{b}}" aria-label="c" hover-class="d" mark:e="f"/>', { b: [1] }, '<View data-user-id=[1] aria-label="c" hoverClass="d" mark:e="f"/>'],
  ['<view onTap="tap" catchTouchMove="{{b}}" onLongTap/>', { b: 'move' }, '<View onTap="[page.tap]" catchTouchMove="[page.move]" onLongTap=true/>'],
  ['<view id="a{{b}}"/>', { b: 1 }, '<View &[page#a1] id="a1"/>'],
  ['<view a="1" {{...b}} c="3"/>', { b: { a: 2, c: 2, d: 2 } }, '<View a=2 c="3" d=2/>'],
  ['<scroll-view scroll-y/>', {}, '<ScrollView scrollY=true/>'],
  ['<unknown a="1">b<view/></unknown>', {}, 'b<View/>'],
]);

table('conditions', [
  ['<view a:if="{{a}}"/><text a:elif="{{b}}"/><button a:else/>', { a: 1 }, '<View @$c1/>'],
  ['<view a:if="{{a}}"/><text a:elif="{{b}}"/><button a:else/>', { b: 1 }, '<Text @$c2/>'],
  ['<view a:if="{{a}}"/><text a:elif="{{b}}"/><button a:else/>', {}, '<Button @$c3/>'],
  ['<view a:if="{{a}}" key="k"/><text a:if="{{!a}}"/>', { a: 1 }, '<View @k/>'],
  ['<block a:if="{{a}}">x<view/></block>', { a: 1 }, '<@$c1>x<View/></>'],
  ['<block a:if="{{a}}"><view/></block>', { a: 1 }, '<View @$c1/>'],
  ['<block a:if="{{a}}"><view key="own"/></block>', { a: 1 }, '<@$c1><View @own/></>'],
  ['<block a:if="{{a}}"><view a:if="{{b}}"/></block>', { a: 1, b: 0 }, '<@$c1></>'],
  ['<view a:if="{{a.b.c}}"/>none', {}, 'none'],
  ['<block a:if="{{a}}"/>', { a: 1 }, ''],
]);

table('loops', [
  ['<text a:for="{{a}}">{{index}}{{item}}</text>', { a: ['x', 'y'] }, '<Text>0x</Text><Text>1y</Text>'],
  ['<text a:for="{{3}}">{{index}}{{item}}</text>', {}, '<Text>01</Text><Text>12</Text><Text>23</Text>'],
  ['<text a:for="{{a}}">{{index}}{{item}}</text>', { a: { k: 1, l: 2 } }, '<Text>k1</Text><Text>l2</Text>'],
  ['<text a:for="{{a}}">{{item}}</text>!', { a: null }, '!'],
  ['<text a:for="{{a}}">{{item}}</text>!', { a: 'abc' }, '!'],
  ['<text a:for="{{a}}">{{item}}</text>!', { a: 0 }, '!'],
  ['<text a:for="{{a}}" a:key="id"/>', { a: [{ id: 'p' }, { id: 7 }, null] }, '<Text @p/><Text @7/><Text @null/>'],
  ['<text a:for="{{a}}" a:key="*this"/>', { a: ['p', 'q'] }, '<Text @p/><Text @q/>'],
  ['<text a:for="{{a}}" key="k{{index}}"/>', { a: [1, 2] }, '<Text @k0/><Text @k1/>'],
  ['<text a:for="{{a}}" a:for-item="x" a:for-index="y">{{x}}{{y}}{{item}}</text>', { a: ['p'], item: '!' }, '<Text>p0!</Text>'],
  ['<view a:for="{{a}}" a:if="{{item > 1}}">{{item}}</view>', { a: [1, 2] }, '<View>2</View>'],
  ['<view a:for="{{a}}" a:for-item="x"><text a:for="{{x}}">{{item}}{{index}}</text></view>', { a: [[1], [2, 3]] }, '<View><Text>10</Text></View><View><Text>20</Text><Text>31</Text></View>'],
  ['<block a:for="{{a}}"><view/>{{item}}</block>', { a: [1, 2] }, '<View/>1<View/>2'],
  ['<block a:for="{{a}}" key="{{item}}"><view/>x</block>', { a: [1] }, '<@1><View/>x</>'],
  ['<view a:for="{{a}}"><text a:if="{{item}}">{{b}}</text></view>', { a: [0, 1], b: 'c' }, '<View/><View><Text @$c1>c</Text></View>'],
  ['<view a:for="{{a}}" a:for-item="$x" a:for-index="exports">{{$x}}{{exports}}</view>', { a: ['z'] }, '<View>z0</View>'],
]);

table('expressions never throw on the way', [
  ['{{a.b.c}}{{a.b()}}{{a.b().c}}{{f(1)}}{{a[b].c}}{{Math.max(1)}}{{undefined}}', {}, ''],
  ['{{a.b.c}}{{a.b.length}}', { a: { b: null } }, ''],
  ['{{a.length}} {{"abc".length}} {{[1,2].length}}', { a: [1] }, '1 3 2'],
  ['{{a.join("-")}} {{a.map(x => x * k).join("+")}}', { a: [1, 2], k: 3 }, '1-2 3+6'],
  ['{{a.map(({id, list: [first]}) => id + first)}}', { a: [{ id: 1, list: [2] }] }, '3'],
  ['{{a["b-c"]}}{{a[k]}}', { a: { 'b-c': 1, d: 2 }, k: 'd' }, '12'],
  ['{{a?.b?.c}}{{a ?? "n"}}', {}, 'n'],
  ['{{`x${a}y`}} {{(a + 1) * 2}} {{a > 1 ? "p" : "q"}} {{-a}} {{typeof a}}', { a: 1 }, 'x1y 4 q -1 number'],
  ['{{"".constructor.constructor("return 1")()}}{{a.constructor.constructor}}', { a: 1 }, ''],
  ['<view a="{{ {a, b: 1, ...c} }}" b="{{...c}}" d="{{a, c}}"/>', { a: 0, c: { e: 2 } }, '<View a={"a":0,"b":1,"e":2} b={"e":2} d={"a":0,"c":{"e":2}}/>'],
  ['{{f(y => y + z)}}', { f: (g) => g(1), z: 2 }, '3'],
]);

table('templates', [
  ['<template name="t"><view>{{a}}</view></template><template is="t" data="{{a: b}}"/>', { a: 'no', b: 'yes' }, '<View>yes</View>'],
  ['<template name="t">{{a}}{{b}}</template><template is="{{n}}" data="{{...o, b: 2}}"/>', { n: 't', o: { a: 1, b: 1 } }, '12'],
  ['<template name="t">{{key}}{{ref}}{{children}}{{slot}}</template><template is="t" data="{{key: 1, ref: 2, children: 3, slot: 4}}"/>', {}, '1234'],
  ['<template name="t"><view onTap="go"/></template><template is="t"/>', {}, '<View onTap="[page.go]"/>'],
  ['<template name="t">{{item}}|{{data}}</template><view a:for="{{[1]}}"><template is="t"/></view>', { data: 1 }, '<View>|</View>'],
  ['<template name="t">{{v}}</template><template a:for="{{[1,2]}}" is="t" data="{{v: item}}"/>', {}, '12'],
  ['<template name="a"><template is="b" data="{{v}}"/></template><template name="b">{{v}}</template><template is="a" data="{{v: 3}}"/>', {}, '3'],
  ['<template is="none"/><template is="{{x}}"/><template is="constructor"/>.', {}, '.'],
  ['<import src="t.axml"/><template is="a"/><template is="b"/>', {}, 'theirs.b', {
    't.axml': '<import src="u.axml"/><template name="a">theirs.</template><template name="b">b</template><template name="c">c</template>',
    'u.axml': '<template name="d">d</template>',
  }],
  ['<import src="/t"/><template name="a">own</template><template is="a"/><template is="d"/>', {}, 'own', {
    't.axml': '<import src="u"/><template name="a">theirs</template>', 'u.axml': '<template name="d">not transitive</template>',
  }],
  ['<include src="./h"/>', { a: 1 }, '<View onTap="[page.go]">1</View>', { 'h.axml': '<template name="x"/><view onTap="go">{{a}}</view>' }],
  ['<view a:for="{{l}}"><include src="h.axml"/></view>', { l: ['p', 'q'], a: '!' }, '<View>p0!</View><View>q1!</View>', { 'h.axml': '{{item}}{{index}}{{a}}' }],
]);

table('sjs', [
  ['<import-sjs name="m" from="./m.sjs"/>{{m.add(a, 2)}}{{m.none()}}{{m.x.y}}', { a: 1, m: 'data' }, '3', { 'm.sjs': 'export default { add: (a, b) => a + b };' }],
  ['<import-sjs name="m" from="m"/>{{m(2)}}', {}, '4', { 'm.sjs': 'export default function (x) { return x * 2; }' }],
  ['<import-sjs name="{a, b as c, d: e}" from="m"/>{{a}}{{c()}}{{e}}{{b}}', { b: '!' }, '123!', { 'm.sjs': 'export const a = 1; export function b() { return 2; } export const d = 3;' }],
  ['<import-sjs name="m" from="m"/>{{m.a}}', {}, '1', { 'm.sjs': 'export const a = 1;' }],
  ['<import-sjs name="m" from="m"/>{{m.a}}', {}, '1', { 'm.sjs': 'module.exports = { a: 1 };' }],
  ['<import-sjs name="m" from="m"/><view a:for="{{[1]}}" a:for-item="m">{{m}}</view><template name="t">{{m.a}}</template><template is="t"/>', {}, '<View>1</View>1', { 'm.sjs': 'export default { a: 1 };' }],
]);

test('custom components', () => {
  assert.equal(showWithCard('<card class="c" title="{{t}}" my-prop onSelect="pick" ref="save" id="i">{{x}}</card>', '{{title}}<slot/>', { t: 1, x: 'in' }),
    '</card &[page&save] className="c" title=1 myProp=true onSelect="[page:pick]" id="i">1in</>');
  assert.equal(showWithCard('<card title="p"/>', '{{title}}', {}, { title: 'data wins' }), '</card title="p">data wins</>');
});

test('slots', () => {
  const rows = [
    ['<card>a<view slot="x">b</view>c</card>', '[<slot name="x">d</slot>|<slot>e</slot>]', {}, '[<View slot="x">b</View>|ac]'],
    ['<card/>', '<slot name="x">d</slot><slot>e<view/></slot>', {}, 'de<View/>'],
    ['<card><view a:if="{{no}}"/><view a:if="{{no}}"/></card>', '<slot>fallback</slot>', {}, 'fallback'],
    ['<card><view a:for="{{no}}"/></card>', '<slot>fallback</slot>', {}, 'fallback'],
    ['<card><view a:for="{{[1,2]}}" slot="s{{item}}">{{item}}</view></card>', '<slot name="s2"/><slot name="s1"/>', {}, '<View slot="s2">2</View><View slot="s1">1</View>'],
    ['<card><view slot-scope="p">{{p.v}}{{mine}}</view></card>', '<slot v="{{w}}"/>', { mine: '!' }, '<View>7!</View>'],
    ['<card><view slot="x" slot-scope="p" a:for="{{p.list}}">{{item}}{{p.v}}</view>rest</card>', '<slot name="x" list="{{[1,2]}}" v="v"/><slot/>', {}, '<View>1v</View><View>2v</View>rest'],
    ['<card><view slot-scope="p" a:if="{{p.v}}">yes</view><text slot-scope="q" a:else>{{q.o}}</text></card>', '<slot v="{{1}}"/><slot v="{{0}}" o="no">f</slot>', {}, '<View>yes</View><Text>no</Text>'],
    ['<card><view slot-scope="p" a:if="{{p.v}}">yes</view></card>', '<slot v="{{0}}">fallback</slot>', {}, 'fallback'],
    ['<card><slot name="a" slot="b"/></card>', '[<slot name="b">none</slot>]', {}, '[none]'],
    ['<card><slot name="a" slot="b"/></card>', '[<slot name="b">none</slot>]', { $slots: { a: ['given'] } }, '[given]'],
    ['<card><block slot="b">x<view/></block>y</card>', '[<slot name="b"/>|<slot/>]', {}, '[x<View/>|y]'],
    ['<card><block><view slot="b"/></block></card>', '[<slot name="b"/>]', {}, '[<View slot="b"/>]'],
    ['<card><view slot="i1"/></card>', '<slot name="i{{n}}"/>', {}, '<View slot="i1"/>'],
  ];
  for (const [page, card, data, expected] of rows) {
    assert.equal(showWithCard(page, card, data, { w: 7, n: 1 }).replace(/^<\/card[^>]*>(.*)<\/>$/s, '$1'), expected, page);
  }
});

test('every template of antd-mini compiles to script that runs', () => {
  const modules = fileURLToPath(new URL('../node_modules/antd-mini', import.meta.url));
  const files = fs.readdirSync(path.join(modules, 'es'), { recursive: true }).filter((name) => name.endsWith('.axml')).map((name) => `es/${name}`);
  assert.ok(files.length >= 100);
  const run = spawnSync(driver, [modules, ...files], { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(run.stderr, '');
  assert.equal(run.status, 0);
  const framework = new Framework();
  const definitions = vm.runInNewContext(run.stdout, { self: { React, AFAppX: framework.AFAppX } });
  const cache = {};
  const require = (id) => {
    if (!cache[id]) {
      cache[id] = { exports: {} };
      definitions[id](cache[id], cache[id].exports, require);
    }
    return cache[id].exports;
  };
  Object.assign(require, {
    r: (exports) => Object.defineProperty(exports, '__esModule', { value: true }),
    d: (exports, getters) => Object.keys(getters).forEach((name) => Object.defineProperty(exports, name, { enumerable: true, get: getters[name] })),
    n: (module) => (module.__esModule ? module : { default: module }),
  });
  for (const file of files) {
    let shown;
    try {
      shown = framework.show(require(file).default.call(makeContext(file), {}));
    } catch (error) {
      // SJS of the library may need its props; our own code must not be what throws.
      assert.match(error.stack, /evalmachine/, file);
      shown = '';
    }
    assert.equal(typeof shown, 'string', file);
  }
});

// tests/fixtures/templates-app was run on the framework 1.14.1 itself, with component2 on and off, after a tap on #t and one on #go1; this
// is the text that it showed.
test('a page of everything shows what the real framework shows', () => {
  const app = fileURLToPath(new URL('../fixtures/templates-app/', import.meta.url));
  const files = {};
  for (const name of fs.readdirSync(app, { recursive: true })) {
    if (/\.(axml|sjs)$/.test(name)) files[name] = fs.readFileSync(path.join(app, name), 'utf8');
  }
  const components = { '/card/card': { data: { w: 7 } } };
  const framework = new Framework(components);
  const require = compile(files, { card: '/card/card' }, framework);
  components['/card/card'].render = require('card/card.axml').default;
  const data = { list: [{ id: 'p', n: 1 }, { id: 'q', n: 2 }], m: { k: 'v' }, o: { a: 1 }, yes: false, t: 'row', n: 1, key: 'K', picked: 'P7' };
  const shown = framework.show(require('pages/index/index.axml').default.call(makeContext('page', { component2: true }), data));
  assert.equal(shown.replace(/<[^>]*>/g, '').replace(/\s+/g, ''),
    'n=1o=[objectObject]none=for:1qobj:kvnum:01num:12noown:1Krow1;row2;incp01incq11sjs:38kk[H1|S71|Ff|rest]go1[h?|s?|f?|d?]gopicked:P7');
});
