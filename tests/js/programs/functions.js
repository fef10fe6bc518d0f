// Functions: defaults, rest, spread, arrows, this, arguments, new.target, lengths.
//# arrows keep this, arguments and new.target
function f() { return (() => [this.v, arguments[0], new.target === undefined])(); }
log(f.call({ v: 1 }, 'a'));
function G() { this.t = (() => new.target === G)(); }
log(new G().t);
//# nested arrows in a method, a getter and a constructor
class A {
  constructor() { this.v = 1; this.f = () => () => this.v; }
  get g() { return () => this.v + 1; }
  m(...args) { return args.map((x) => x + this.v); }
}
const a = new A();
log(a.f()(), a.g(), a.m(1, 2));
//# an arrow before super() is called
class A { constructor() { this.v = 1; } }
class B extends A { constructor() { const f = () => this.v; super(); this.w = f() + 1; } }
log(new B().w);
class C extends A { constructor(flag) { const call = () => super(); if (flag) call(); else super(); this.x = 3; } }
log(new C(true).x, new C(false).v);
//# arrow bodies: object, sequence, conditional, nested
log((() => ({ a: 1 }))(), (() => { })(), ((a) => (b) => (c) => a + b + c)(1)(2)(3), (() => (1, 2))(), ((x) => x ? { y: x } : [])(1));
//# default parameters
function f(a, b = a + 1, c = () => a + b, d = arguments.length) { a = 10; return [a, b, c(), d]; }
log(f(1), f(1, 2, undefined, 4), f(1, null));
//# length counts parameters before the first default | from 2015
log(((a, b) => {}).length, ((a, b = 1, c) => {}).length, ((...a) => {}).length, (function ({ a }, [b]) {}).length);
//# rest parameters
function f(a, ...b) { return [a, b, Array.isArray(b), arguments.length]; }
log(f(), f(1), f(1, 2, 3));
log(((...[a, b]) => [a, b])(1, 2, 3));
const g = (...all) => all.reverse();
log(g(1, 2, 3));
//# rest parameters that escape or change
const f = (...xs) => { xs.push('end'); return () => xs; };
log(f(1, 2)());
function g(...xs) { xs = xs.concat(xs); return xs; }
log(g(1));
function h(a, ...xs) { arguments[1] = 'changed'; return xs; }
log(h(0, 1));
//# spread in calls, arrays and new
const f = (...a) => a;
log(f(...[1, 2], 3, ...'xy', ...new Set([4])), f.apply(null, [...[1], ...[]]), Math.max(...[3, 9, 2], 5));
class P { constructor(...a) { this.a = a; } }
log(new P(...[1, 2], 3).a, new P(...[]).a, new (class extends P {})(...'ab').a);
const o = { m(...a) { return [this === o, a]; } };
log(o.m(...[1]), o['m'](...[2], 3), (0, o.m)(...[1])[0], o?.m(...[5]));
//# spread of holes and of array-likes
log([...[, 1, ,]], [...[, 1]].hasOwnProperty(0), [...'\u{1F600}a'].length);
try { [...null]; } catch (e) { log(e.constructor.name); }
try { (() => {})(...{ length: 1 }); } catch (e) { log(e.constructor.name); }
//# spread keeps an iterator's order and copies
const a = [1, 2];
const b = [...a];
b.push(3);
log(a, b, b !== a, [...a, ...b, ...a]);
//# arguments as a plain object
function f() { return [].slice.call(arguments, 1).concat(arguments.length); }
log(f(1, 2, 3));
function g(a) { arguments[0] = 9; return a; }
log(g(1));
function h() { var arguments = 5; return arguments; }
log(h());
function k(arguments) { return arguments; }
log(k(6));
//# arguments in arrows of nested functions
function f(x) { const g = () => arguments; return function () { return [arguments[0], g()[0]]; }; }
log(f(1)(2));
//# new.target
function F() { return new.target ? 'new' : 'call'; }
log(F(), typeof new F(), Reflect.construct(function () { this.t = new.target; }, [], F).t === F);
class A { constructor() { this.name = new.target === A; } }
class B extends A {}
log(new A().name, new B().name);
//# a constructor that returns an object
function F(o) { this.a = 1; return o; }
log(new F(), new F({ b: 2 }), new F(5));
class A { constructor(o) { this.a = 1; return o; } }
class B extends A { constructor(o) { super(o); this.b = 2; } }
const o = {};
log(new B(o) === o, o, new B() instanceof B);
//# functions as methods keep their receiver
const o = { v: 1, f() { return this && this.v; } };
log(o.f(), (o.f)(), (o).f(), o['f'](), (0, o.f) === o.f);
const { f } = o;
'use strict';
log((true && o.f).call({ v: 2 }), (o.f, o.f).call({ v: 3 }));
//# indirect calls lose the receiver
'use strict';
const o = { f() { return this === undefined; } };
log(o.f(), (0, o.f)(), (o.f || 0)(), (true ? o.f : 0)(), (o.f = o.f)(), [o.f][0]());
//# immediately called functions of all shapes
log((function () { return 1; })(), (function () { return 2; }()), (() => 3)(), !function () { return 4; }(), +function () { return 5; }(), void function () {}(), new function () { this.a = 6; }().a);
//# recursion and closures
const fact = function f(n) { return n < 2 ? 1 : n * f(n - 1); };
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
const counter = (() => { let n = 0; return { up: () => ++n, get n() { return n; } }; })();
counter.up(); counter.up();
log(fact(5), fib(10), counter.n);
//# functions with the same parameter twice, in sloppy code
function f(a, a) { return [a, arguments[0], arguments.length]; }
log(f(1, 2), f(1));
//# returning in finally
function f() { try { return 'try'; } finally { log('finally'); } }
function g() { try { throw 1; } catch (e) { return 'catch'; } finally { return 'finally'; } }
function h() { for (;;) { try { return 1; } finally { break; } } return 2; }
function k() { l: try { return 1; } finally { break l; } return 3; }
let x = 0;
function m() { try { return x; } finally { x = 5; } }
log(f(), g(), h(), k(), m(), x);
//# try inside loops with continue
const seen = [];
for (let i = 0; i < 4; i++) { try { if (i === 1) continue; if (i === 3) break; seen.push(i); } finally { seen.push('f' + i); } }
log(seen);
//# getters on functions, properties, and names | plain
function named() {}
named.extra = 1;
log(named.name, (() => {}).name, (class { static name = 'own'; }).name, Object.keys(named), new Function('a', 'b', 'return a + b')(1, 2));
//# an async arrow with default and rest
const f = async (a, b = 2, ...c) => [a, b, c, await null];
return f(1, undefined, 3, 4).then(log);
//# async functions keep this and arguments
const o = { v: 1, async m(x) { await null; const g = () => [this.v, arguments[0]]; return g(); } };
const { m } = o;
return o.m('a').then(log);
//# object methods with super
const base = { hi() { return 'base ' + this.name; }, get p() { return 'p of ' + this.name; } };
const derived = { __proto__: base, name: 'd', hi() { return 'derived ' + super.hi() + (() => super.hi())(); }, get p() { return super.p + '!'; }, set(v) { super.w = v; return this.w; } };
log(derived.hi(), derived.p, derived.set(3), Object.keys(derived));
//# methods cannot be constructed | from 2015
const o = { m() {}, a: () => {}, async s() {}, *g() {} };
const probe = (F) => { try { new F(); return 'made'; } catch (e) { return e.constructor.name; } };
log(probe(o.m), probe(o.a), probe(o.s), probe(o.g), probe(function () {}), probe(class {}));
//# unused parameters and names keep their places
function f(a, b, c) { return [arguments.length, c]; }
log(f(1, 2, 3), [10, 20].map((_, i) => i));
//# sequence in a default and in a return
let n = 0;
const f = (a = (n++, n)) => (n += a, n);
log(f(), f(5), f());
//# deep nesting of closures over one variable
let v = 0;
const f = () => () => () => { v++; return () => v; };
log(f()()()(), v);
//# functions that are only called once, with arguments that change
let i = 0;
function add(a, b) { return a * 10 + b; }
log(add(i++, i++), i);
const twice = (x) => x + x;
log(twice(i++), i);
let s = '';
const tag = (x) => { s += x; return x; };
const both = (a, b) => b + a;
log(both(tag('a'), tag('b')), s);
//# a function that is called once and uses its parameter after a change
let g = 1;
function f(a) { g = 5; return a; }
log(f(g), g);
const k = (a) => { g++; return [a, g]; };
log(k(g));
