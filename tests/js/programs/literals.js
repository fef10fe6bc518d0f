// Strings, templates, regular expressions, objects and arrays.
//# strings with every escape
log('\n\t\b\v\f\r\0\'\"\\\x7f\u00e9\u{1F600}\
continued', "'", '"', `'"\``, '\u2028\u2029', '</script>', '\ud83d', '\ud83d\ude00', 'é漢字', '\a\z', '\x00a', '\01' === '\x01' ? 'octal' : '');
//# template literals
const a = 1, o = { toString: () => 'str', valueOf: () => 'val' };
log(`a${a}b${a + 1}c`, `${o}`, `` === '', `line
break`, `\``, `\${a}`, `$${a}$`, `${`nested ${`deep ${a}`}`}`, `${a}${a}`, `a` + `b${a}`, `${'x'}${1}${true}${null}`, `\u{41}\x42\n`);
//# template conversions prefer toString
const d = { [Symbol.toPrimitive](hint) { return hint; } };
log(`${d}`, d + '', +d, `${[1, [2, 3]]}`);
try { `${Symbol('s')}`; } catch (e) { log(e.constructor.name); }
//# tagged templates: cooked, raw, identity
const tag = (s, ...v) => ({ s: [...s], raw: [...s.raw], v, frozen: Object.isFrozen(s) });
log(tag`a${1}b${2}`, tag``, tag`\n\x41`, tag`\unicode and \xerxes`);
const id = (s) => s;
const f = () => id`same`;
log(f() === f(), id`same` === id`same`, f() === id`same`);
const loop = [];
for (let i = 0; i < 2; i++) loop.push(id`in loop ${i}`);
log(loop[0] === loop[1]);
//# tagged templates: members, calls, chains and new
const o = { v: 1, t(s, ...x) { return [this.v, s[0], ...x]; }, make: () => (s) => s[0] };
log(o.t`a${2}`, o['t']`b`, o.make()`c`, (() => o)().t`d`, ((s) => (t) => s[0] + t[0])`x``y`);
function T(s) { return function () { this.s = s[0]; }; }
log(new T`k`().s, new (T`l`)().s);
//# tagged template with a line break in it
log(String.raw`a
b\n${1}`, ((s) => s.raw[0].length)`
`);
//# regular expressions
log('a1b22'.replace(/\d+/g, (m) => `<${m}>`), /[/]\/(?:x|y)$/.test('//x'), /a.c/s.test('a\nc'), 'aXbX'.split(/x/i), /(\w)\1/.exec('hello')[0], /^b/m.test('a\nb'));
log(/(?<year>\d{4})-(?<m>\d\d)/u.exec('on 2020-05').groups.year, '2020-05'.replace(/(?<y>\d+)-(?<m>\d+)/, '$<m>/$<y>'), /\u{1F600}/u.test('\u{1F600}'), /(?<=\$)\d+/.exec('a$42')[0], /\p{Lu}/u.test('É'), 'x\u{1F600}'.match(/./gu).length);
//# regular expressions: sticky, lastIndex, matchAll | from 2018
const r = /a/y;
r.lastIndex = 1;
log(r.test('ba'), r.lastIndex, r.test('ba'));
const g = /(\d)(?<l>[a-z])/g;
log([...'1a2b'.matchAll(g)].map((m) => [m[0], m.groups.l, m.index]), g.flags, /a/gimsuy.flags, /x/.source, new RegExp('/').source, String(/[\]/]/));
//# regular expression objects are new each time
const f = () => /a/g;
log(f() === f());
const out = [];
for (let i = 0; i < 2; i++) { const re = /x/g; out.push(re.test('x'), re.lastIndex); }
log(out);
//# object literals
const a = 1, b = 2;
const o = { a, b, 'c d': 3, 4: 'four', [`e${a}`]: 5, f() { return this.a; }, get g() { return this.b; }, set g(v) { this.b = v; }, async h() {}, *i() {}, async *j() {}, __proto__: { p: 'proto' }, 0x10: 'hex', 1e3: 'exp', .5: 'half' };
o.g = 9;
log(Object.keys(o), o.f(), o.g, o.p, o[16], o[1000], o['0.5'], o.e1);
//# __proto__ in all forms
const __proto__ = { short: 1 };
const p = { x: 1 };
const a = { __proto__: p }, b = { ['__proto__']: p }, c = { __proto__ }, d = { '__proto__': p }, e = { __proto__() {} }, f = { __proto__: 5 }, g = { __proto__: null };
log(a.x, Object.keys(b), Object.keys(c), d.x, Object.keys(e), Object.getPrototypeOf(f) === Object.prototype, Object.getPrototypeOf(g));
//# duplicate keys: the last wins, the place of the first stays
const o = { a: 1, b: 2, a: 3, get c() { return 4; }, c: 5, set c(v) {}, 1: 'x', '1': 'y' };
log(Object.keys(o), o.a, o.c, o[1]);
//# getters and setters are merged and enumerable
const o = { get x() { return 1; }, set x(v) { log('set', v); }, get ['y' + 1]() { return 2; } };
o.x = 5;
log(Object.getOwnPropertyDescriptor(o, 'x').enumerable, typeof Object.getOwnPropertyDescriptor(o, 'x').set, o.y1, Object.keys(o));
//# object spread
const base = { a: 1, b: { c: 2 }, get g() { log('getter'); return 3; } };
const copy = { z: 0, ...base, a: 9, ...null, ...undefined, ...'hi', ...[7], ...5, ...true };
log(copy, copy.b === base.b, Object.getOwnPropertyDescriptor(copy, 'g').value);
//# object spread: order, overwriting and setters
const seen = [];
const target = { set a(v) { seen.push(v); }, ...{ a: 1 } };
log(seen, target.a, { ...{ a: 1, b: 2 }, a: 3 }, { a: 3, ...{ a: 1, b: 2 } }, { ...{ ...{ x: 1 } } }, { ...(() => ({ y: 2 }))() });
//# object spread: symbols, own and enumerable only
const s = Symbol('s');
const o = Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 2 } });
o[s] = 3;
const c = { ...o };
log(c, c[s], 'hidden' in c, 'inherited' in c);
//# object spread with side effects in between
let n = 0;
const o = { a: n++, ...{ b: n++ }, [`c${n++}`]: n, ...{ d: n++ } };
log(o, n);
const q = { x: 1 };
log({ ...q, ...(q.x = 2, {}), y: q.x, ...q });
//# arrays with holes
const a = [, 1, , 2, ,];
log(a.length, 0 in a, 2 in a, a, [,].length, [, ,].length, [1, , 2].map((x) => x * 2), [...[, 1]]);
//# array literals with nested spread
log([...[...[1]], [...[2]], ...'ab', ...new Map([[1, 2]]), ...(function* () { yield 9; })()], [].concat(...[[1], [2]]));
//# symbols as keys and well-known ones
const s = Symbol('desc');
const o = { [s]: 1, [Symbol.toPrimitive]: (hint) => (hint === 'number' ? 42 : hint) };
log(o[s], +o, `${o}`, o + '', s.description, Symbol.for('x') === Symbol.for('x'));
//# unicode names
const \u0061bc = 1, ünïcödé = 2, 变量 = 3, $ = 4, _ = 5, ℮ = 6, a\u{62}d = 7;
log(abc, ünïcödé, 变量, $, _, ℮, abd, { ünïcödé }.ünïcödé, { 变量 });
//# numeric keys and canonical strings
const o = { 1: 'a', '01': 'b', '1.0': 'c', 1.5: 'd', 1e21: 'e', '-1': 'f', 0b11: 'g' };
log(Object.keys(o), o['1'], o['01'], o[1.5], o[1e21], o[-1], o['3']);
//# keys that are reserved words or not names
const o = { if: 1, 'in-valid': 2, 'valid': 3, '': 4, ' ': 5, 'a b': 6, '\u00e9': 7, 'null': 8, '1a': 9, 'constructor': 10 };
log(o.if, o['in-valid'], o['valid'], o[''], o[' '], o.é, o.null, o['1a'], o.constructor);
//# directives
function strict() { 'use strict'; return this === undefined; }
function notStrict() { ('use strict'); return this === undefined; }
function two() { 'other'; 'use strict'; return this === undefined; }
log(strict(), notStrict(), two());
//# comments and line breaks do not matter
log(/* a */ 1 /* b */ + // c
  2 /**/, (() => /* x */ { return /* y
  */ 5; })());
var a = 1
var b = a
++b
log(a, b)
;[1, 2].forEach((x) => log(x))
;(() => log('iife'))()
//# return with a line break
function f() { return
  1; }
function g() { return (
  2); }
function h() { throw /* no break here */ new Error('h'); }
log(f(), g());
try { h(); } catch (e) { log(e.message); }
//# html-like comments, in scripts
var x = 1; <!-- a comment
--> another
log(x);
//# x --> y is no comment inside an expression
let x = 3;
while (x --> 0) log(x);
//# a regular expression or a division
let a = 10, g = 2, i = 1;
log(a / g / i, a /g/ i, [/x/g].length, a++ / 2, (a) / 2, typeof /x/, +/x/.test('x') / 2);
if (a) /re/.test('re') && log('regexp after )');
//# large arrays and objects survive
const a = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], o = { k0: 0, k1: 1, k2: 2, k3: 3, k4: 4, k5: 5, k6: 6, k7: 7, k8: 8, k9: 9 };
log(a.reduce((x, y) => x + y), Object.values(o).length);
