// What a compressor gets wrong: folding, dead code, conditions, inlining, dropped side effects.
//# dead code keeps hoisted declarations
function f() { return g(); var x = 1; function g() { return typeof x; } }
log(f());
function h() { if (false) { var v = 1; } return v; }
log(h());
function k() { try { return 1; } finally { log('finally'); } log('dead'); var w; }
log(k());
//# code after return, break, continue, throw
function f(n) { for (;;) { if (n) { break; log('dead'); } return 'r'; log('dead'); } return 'after'; }
log(f(0), f(1));
function g() { throw 1; return 2; }
try { g(); } catch (e) { log(e); }
//# unused values with side effects stay
const o = { get p() { log('getter'); return 1; } };
o.p;
o.p + 1;
!o.p;
[o.p];
({ a: o.p });
`${o.p}`;
void o.p;
o.p, 5;
o.p ? 1 : 2;
//# unused values that convert
const c = { valueOf() { log('valueOf'); return 1; }, toString() { log('toString'); return 's'; } };
c + 1;
-c;
`${c}`;
c < 1;
c == 1;
({})[c];
//# unused expressions that may throw
const probe = (f) => { try { f(); return 'ok'; } catch (e) { return e.constructor.name; } };
log(probe(() => { null.x; }), probe(() => { undeclared_name; }), probe(() => { new 5(); }), probe(() => { 1 in 2; }), probe(() => { [...1]; }), probe(() => { 'x' instanceof 5; }), probe(() => { class A extends 1 {} }), probe(() => { ({ ...null }); }));
//# unused function, class and pure values
function unused() { log('never'); }
class Unused { static m() {} }
class Used { static x = log('static initialiser'); }
const unusedArrow = () => 1, unusedLiteral = { a: [1] };
log('end');
//# unused variables whose values have effects
const t = (x) => (log(x), x);
const a = t(1), b = t(2);
let c = t(3);
var d = t(4), [e] = t([5]), { f } = t({ f: 6 });
const g = class { static [t('key')] = 1; };
log('end');
//# conditions that are constant
if (1) log('a'); else log('b');
if ('') log('c');
if (null) { log('d'); } else if (undefined) { log('e'); } else { log('f'); }
log(1 ? 'g' : 'h', 0 || 'i', 1 && 'j', null ?? 'k', !1, !!'x', !'' && 'l');
while (false) log('no');
do { log('once'); } while (false);
for (; false;) log('no');
for (let i = (log('init'), 0); false;) log('no');
//# conditions with effects that are constant
const t = (x) => (log(x), x);
if (t(1) && false) log('no');
if (t(2) || true) log('yes');
log((t(3), false) ? 'a' : 'b', t(4) && 0, void t(5) ?? 'd', !(t(6), 1));
//# folding of numbers, strings and typeof
log(1 + 2, 'a' + 'b' + 1 + 2, 1 + 2 + 'a', 3 * -0, 1 / 3, 0.1 + 0.2, 7 % -3, 2 ** 31 | 0, 'a' < 'b', typeof 'x' === 'string', typeof {} == 'object', 'abc'.length, 'abc'[1], [1, 2].length, [1, 2][0], -'5', +'0x10', 1e3 * 1e3, 5 & 1, ~-1, !0 + !0, '5' * '2', null + 1, [] + 'x', 'x' + null + undefined + true + -0 + 1e21);
//# folding keeps negative zero and NaN
log(Object.is(-0, 0), Object.is(0 * -1, -0), Object.is(-(0), -0), Object.is(0 / -3, -0), -0 + '', 1 / (-0), 1 / (0 * -1), Object.is(Math.round(-0.4), -0), 0 / 0, Infinity - Infinity, Infinity, -Infinity, undefined, NaN);
//# undefined, NaN and Infinity as locals
function f(undefined, NaN, Infinity) { return [undefined, NaN, Infinity, undefined === 1, void 0]; }
log(f(1, 2, 3));
//# == null against === null
const f = (x) => [x === null || x === undefined, x !== null && x !== undefined, x == null ? 'd' : x, x === undefined ? 'u' : x, x === null ? 'n' : x];
log(f(null), f(undefined), f(0), f(''));
//# conditional expression rewrites keep their meaning
const f = (a, b) => [a ? a : b, a ? b : a, a ? b : b, a ? true : false, a ? false : true, !a ? 1 : 2, a ? b : false, a ? true : b, a ? 1 : 1, a != null ? a : b, a === undefined ? b : a];
log(f(0, 5), f(3, 0), f(null, ''), f('x', undefined));
//# if statements that return, assign or call
function f(a) { if (a) return 1; return 2; }
function g(a) { if (a) { return 1; } else { return 2; } }
function h(a) { if (a > 1) return 'x'; if (a > 0) return 'y'; else return; }
function k(a) { let r; if (a) r = 'yes'; else r = 'no'; return r; }
function l(a) { if (a) log('call a'); else log('call b'); if (!a) return; log('l end'); }
log(f(1), f(0), g(1), g(0), h(2), h(1), h(0), k(1), k(0)); l(1); l(0);
//# nested ifs without braces
const f = (a, b) => { if (a) if (b) return 'ab'; else return 'a!b'; return 'none'; };
const g = (a, b) => { if (a) { if (b) return 'ab'; } else return '!a'; return 'a!b'; };
const h = (a, b) => { if (a) { for (const x of [1]) if (b) return 'in'; } else return 'else'; return 'out'; };
log(f(1, 1), f(1, 0), f(0, 1), g(1, 1), g(1, 0), g(0, 0), h(1, 1), h(1, 0), h(0, 0));
//# if else with loops, labels and blocks at the end
const f = (a) => { if (a) { l: for (;;) { if (a > 1) break l; else break; } } else log('else'); if (a) while (a--) if (a) continue; else break; else log('else 2'); return a; };
log(f(2), f(0));
//# merging of statements into sequences
let s = '';
const t = (x) => { s += x; return x; };
t('a'); t('b'); if (t('c')) t('d'); for (t('e'); t('f') && s.length < 8; t('g')) t('h'); t('i');
const r = (t('j'), t('k'));
(() => { t('l'); return t('m'); })();
switch (t('n')) { case t('o'): t('p'); case 'n': t('q'); }
try { t('r'); throw t('s'); } catch (e) { t('t'); }
log(s, r);
//# inlining of a variable used once: nothing may come between
let x = 1;
const bump = () => { x++; return x; };
const a = x; bump(); log(a, x);
const b = bump(); log(x, b);
const c = x + 1; x = 50; log(c);
const o = { v: 1 };
const d = o.v; o.v = 2; log(d);
const e = o.v, f = bump(); log(e, f);
let g = o; o.v = 9; log(g.v);
//# inlining of a variable used once: into closures and loops
let n = 0;
const once = ++n;
const f = () => once;
log(f(), f(), n);
const start = n++;
for (let i = 0; i < 2; i++) log(start, n);
const list = [];
for (let i = 0; i < 3; i++) { const item = { i }; list.push(() => item); }
log(list[0]() === list[0](), list.map((g) => g().i));
//# inlining of a variable used once: evaluation order
const t = (x) => (log(x), x);
const a = t(1);
log(t(2) + a);
const b = t(3), c = t(4);
log(c, b);
const d = t(5);
const e = [t(6), d];
log(e);
const f = t(7);
if (t(8)) log(f);
const g = t(9);
t(10) && log(g);
//# inlining must not move a read over a write
let v = 1;
const set = (x) => { v = x; return x; };
const before = v;
log(set(2), before);
const keep = v; v = 3;
log(keep, v);
let w = v; w++; log(w, v);
var arr = [1, 2, 3], first = arr[0]; arr[0] = 9; log(first, arr);
//# inlining of constants does not cross shadowing
const k = 1;
function f() { const g = () => k; { const k = 2; return [g(), k]; } }
log(f(), ((k) => k)(3));
const s = 'text';
log(s + s, ((t) => { const s = t; return s; })('inner'), { s }.s, { s: 5 }.s);
//# constants in loops, conditions and exports
const LIMIT = 3, NAME = 'n', ON = true, OFF = false, NOTHING = null;
for (let i = 0; i < LIMIT; i++) if (ON && !OFF) log(NAME + i, NOTHING ?? 'none');
let notConstant = 1;
(() => { notConstant = 2; })();
log(notConstant);
//# variables assigned once later
let a;
a = 1;
log(a);
let b; if (a) b = 2; log(b);
var c; log(c); c = 3; log(c);
let d = 1; { d = 2; } log(d);
let e = 1; const f = () => e; e = 2; log(f());
//# a self-assigned and a compound-assigned variable
let x = 1;
x = x + 1; x = x * x; x = 1 + x; x = x - 1; x = x;
let y = 'a';
y = y + 'b'; y = 'c' + y;
log(x, y);
//# property access and keys
const o = { 'a': 1, 'b-c': 2, 'if': 3, 1: 4, '01': 5, 'é': 6 };
log(o['a'], o['b-c'], o['if'], o['1'], o['01'], o['é'], o[1], o["constructor"] === Object);
class A { 'method'() { return 1; } static 'prop' = 2; 'constructor'() { this.made = 1; } ['constructor2']() { return 3; } }
log(new A().method(), A.prop, new A().made, new A().constructor2());
//# constructor and prototype and __proto__ keys in quotes or brackets
class A { ['constructor']() { return 'method'; } static ['name2'] = 1; }
log(new A().constructor(), { ['__proto__']: 1 }.hasOwnProperty('__proto__'), { '__proto__': null } instanceof Object, { __proto__: null, ['x']: 1 }.x);
//# functions that return nothing
function f() { return undefined; }
function g() { return; }
function h() { return void log('effect'); }
const k = () => undefined, l = () => void 0;
log(f(), g(), h(), k(), l());
//# switch with one case, with default, empty
const t = (x) => (log(x), x);
switch (t(1)) { case 1: log('one'); }
switch (t(2)) { default: log('default'); }
switch (t(3)) { }
switch (4) { case t(5): case t(4): case t(6): log('four'); break; case t(7): }
switch (true) { case false: log('no'); break; case 1 < 2: log('true'); }
const f = (x) => { switch (x) { case 'a': return 1; case 'b': { return 2; } default: return 3; case 'c': } return 4; };
log(['a', 'b', 'c', 'd'].map(f));
//# try without throw, empty blocks
try { } catch (e) { log('no'); }
try { log('a'); } catch { } finally { }
try { } finally { log('finally'); }
{ } ; ;; {}
if (true) { } else { log('no'); }
for (const x of [1]) { }
l: { }
log('end');
//# loops: while to for, conditions moved
let i = 0, out = [];
while (true) { if (i > 2) break; out.push(i++); }
for (;;) { i--; if (i < 0) break; }
for (var j = 0; ; j++) { if (j === 2) break; else out.push('j' + j); }
do { i++; if (i === 1) continue; out.push('d' + i); } while (i < 2);
log(out, i, j);
//# var declared several times, and before functions
var a = 1; var a; var a = a + 1;
function f() { var x = 1; if (x) { var x = 2; } return x; }
log(a, f());
var g = 5; function g() {}
log(typeof g);
//# names collide after mangling: captured, nested and global names
const a = 1, b = 2, c = 3;
const f = (d) => { const e = d + a; return (f) => { const g = e + f + b; return function h(i) { return g + i + c + (typeof h === 'function' ? 0 : 1); }; }; };
log(f(10)(100)(1000), typeof globalThis, typeof e, typeof t, typeof n);
//# many variables: more than one letter
const v = []; { const a0=0,a1=1,a2=2,a3=3,a4=4,a5=5,a6=6,a7=7,a8=8,a9=9,b0=10,b1=11,b2=12,b3=13,b4=14,b5=15,b6=16,b7=17,b8=18,b9=19,c0=20,c1=21,c2=22,c3=23,c4=24,c5=25,c6=26,c7=27,c8=28,c9=29,d0=30,d1=31,d2=32,d3=33,d4=34,d5=35,d6=36,d7=37,d8=38,d9=39,e0=40,e1=41,e2=42,e3=43,e4=44,e5=45,e6=46,e7=47,e8=48,e9=49,f0=50,f1=51,f2=52,f3=53,f4=54,f5=55,f6=56,f7=57,f8=58,f9=59;
const all = () => [a0,a1,a2,a3,a4,a5,a6,a7,a8,a9,b0,b1,b2,b3,b4,b5,b6,b7,b8,b9,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,d0,d1,d2,d3,d4,d5,d6,d7,d8,d9,e0,e1,e2,e3,e4,e5,e6,e7,e8,e9,f0,f1,f2,f3,f4,f5,f6,f7,f8,f9];
v.push(...all()); }
log(v.length, v.every((x, i) => x === i));
//# with and eval keep the names they can see
function f(parameter) { const local = 2; with ({ inside: 3 }) { return inside + parameter + local; } }
function g() { var hidden = 'seen'; return eval('hidden'); }
function h() { const value = 1; return (() => eval('value'))(); }
log(f(1), g(), h());
//# arguments keeps unused parameters alive
function f(a, b) { return arguments.length + arguments[1]; }
function g(a, b) { b = 5; return arguments[1]; }
log(f(1, 2), g(1, 2));
//# calls on literals, numbers and functions
log(1..toString(), 1.5.toFixed(), (1).toFixed(2), [1, 2, 3].map(String), 'x'.repeat(3), /x/.test('x'), (() => 1)(), (function () { return this; }).call(5) == 5, (class { static s() { return 's'; } }).s(), { a: 1 }.a, new (class { x = 1; })().x, new Date(0).getTime(), -(1).valueOf(), (-1).valueOf(), typeof (() => {}), !(() => {}));
//# new with and without arguments, and members
function F(x) { this.x = x; this.f = function () { return new F(2); }; }
F.G = F; F.make = function () { return F; };
log(new F, new F().x, new F(1).x, new F.G(3).x, new (F.make())(4).x, new (F.make)(), new F.make() === F, new F().f().x, (new F).f().x);
//# boolean conversions in conditions only
const f = (a) => [!!a ? 1 : 2, !!(a && 1) ? 3 : 4, !a === true, Boolean(a) && 5, !!a && 6, a ? !!a : 0];
log(f(0), f('x'), f(null));
const flags = { on: !0, off: !1, x: !!1, y: !!0 };
log(flags);
//# De Morgan and comparison inversion keep NaN
const f = (a, b) => [!(a < b), !(a >= b), !(a === b), !(a != b), !(a && b), !(a || !b), !(a ?? b), !(a, b)];
log(f(1, 2), f(NaN, 1), f(undefined, undefined), f('a', 'b'));
//# sequences in call positions keep their receiver
'use strict';
const o = { f() { return this === o; } };
log((0, o.f)(), (log('x'), o.f)(), o.f(), (o.f)(), (() => { const { f } = o; return f(); })(), (() => { const g = o.f; return g(); })(), (() => { const p = o; return p.f(); })());
//# a delete of a variable-like thing
const o = { a: 1, b: { c: 1 } };
const k = 'a';
log(delete o[k], delete o.b.c, o, delete (0, o).b, o);
//# typeof guards of globals
log(typeof undeclared === 'undefined' ? 'absent' : undeclared, typeof undeclared !== 'undefined' && undeclared, typeof undeclared != 'function' || undeclared());
//# exceptions inside inlined functions keep their order
const t = (x) => (log(x), x);
function thrower() { throw new Error('x'); }
const f = (a, b) => [a, b];
try { f(t(1), thrower(), t(2)); } catch (e) { log(e.message); }
function single(a) { t('body'); return a; }
try { single(thrower()); } catch (e) { log('again'); }
//# a function used once that refers to outer names shadowed at the call
const x = 'outer';
function read() { return x; }
function f(x) { return [x, read()]; }
log(f('param'));
const g = (y) => y + x;
log(((x) => g(x))('p'));
//# recursive and mutually recursive functions
function even(n) { return n === 0 ? true : odd(n - 1); }
function odd(n) { return n === 0 ? false : even(n - 1); }
const self = (n) => (n ? self(n - 1) : 'end');
log(even(10), odd(7), self(3));
//# empty functions are still functions
const noop = () => {};
function nothing() {}
log(noop(), nothing(log('argument')), typeof noop, [1].map(noop), new nothing() instanceof nothing);
const t = (...a) => log('args', a);
noop(t(1), ...[t(2)]);
//# parameters with defaults that are never given or always given
const f = (a, b = a) => [a, b];
const g = (a = log('default')) => a;
log(f(1), f(1, 2), g(1), g(undefined));
//# chains of && and || as statements
const t = (x) => (log(x), x);
t(1) && t(2) || t(3);
t(0) || t(4) && t(5);
t(0) && t(6);
t(null) ?? t(7);
if (t(1)) if (t(2)) t(3);
if (!t(0)) t(8); else t(9);
if (t(0) || t(10)) { t(11); }
//# return in the middle of a try with a finally that changes the value
let v = 1;
const f = () => { try { return v; } finally { v = 2; } };
const g = () => { let o = { n: 1 }; try { return o; } finally { o.n = 2; o = null; } };
log(f(), v, g());
//# object and array literals compared by identity
const a = [], b = {};
log(a === a, [] === [], a == b, {} !== {}, a === [], b === b);
const make = () => ({});
log(make() === make());
//# constant arrays and objects that change
const list = [1, 2];
list.push(3);
const table = { a: 1 };
table.b = 2;
log(list.length, list[2], table.b, Object.keys(table).length, 'abc'.length);
//# numbers as conditions with side effects in for
const out = [];
for (let i = 5; i--;) out.push(i);
for (let i = 0, n; (n = i * 2) < 6; i++) out.push(n);
let c = 3;
while (c --> 0) out.push(c);
log(out);
//# string building that looks constant
const a = 'x';
let b = 'y';
log(`${a}${b}`, `${a}-${1 + 1}`, 'a' + `b${b}`, `${'q'}w` + 'e', `${a}` === a, `${1}${true}${null}${undefined}`, `\n` + "\t", 'it\'s "q"');
//# comparison of typeof and of same expressions
let x = 1;
log(typeof x === 'number', x === x, x !== x, NaN === NaN, typeof x == typeof 5, x <= x, x - x, x / x);
let n = NaN;
log(n === n, n !== n, n <= n, n - n);
//# assigning to function names and class names
function f() { return 1; }
f = () => 2;
log(f());
class A { static v = 1; }
A = { v: 2 };
log(A.v);
let g = function h() { return typeof h; };
log(g());
//# label with the name of a variable
let a = 1;
a: for (;;) { a++; if (a > 3) break a; continue a; }
log(a);
//# async and generator bodies with dead code
async function f() { if (false) await 1; return 'f'; }
function* g() { if (false) yield 1; return; yield 2; }
log([...g()], f() instanceof Promise);
return f().then(log);
//# catch binding that is unused or shadowed
try { throw 1; } catch (e) { const f = () => { const e = 2; return e; }; log(f()); }
try { throw 1; } catch (unused) { log('caught'); }
var e = 'outer';
try { throw 'in'; } catch (e) { e = 'changed'; log(e); }
log(e);
//# conditional assignment to a member
const o = { a: 0, b: 1 };
o.a = o.a || 5; o.b = o.b && 6; o.c = o.c ?? 7; if (!o.d) o.d = 8; if (o.b) o.b = 9;
let v;
v = v || 1; if (v) v = 2; v = v ? v : 3;
log(o, v);
//# getters on the prototype and on globals are not pure
const o = Object.create({ get x() { log('x'); return 1; } });
const unused = o.x;
const { x: alsoUnused } = o;
let later; later = o.x;
log('end');
