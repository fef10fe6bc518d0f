// Classes: fields, private names, static blocks, accessors, super.
//# methods are not enumerable, fields are | from 2015
class A { f = 1; m() {} get g() { return 2; } static s = 3; static t() {} }
log(Object.keys(new A()), Object.keys(A.prototype), Object.keys(A), Object.getOwnPropertyNames(A.prototype));
//# fields in order, with this and with earlier fields
class A { a = 1; b = this.a + 1; ['c' + this?.x] = 3; d; f = () => this.b; }
const a = new A();
log(Object.keys(a), a.d, a.f());
//# fields of a derived class come after super()
class A { constructor() { log('A', this.x, Object.keys(this)); } a = log('field a'); }
class B extends A { x = log('field x'); constructor() { log('before'); super(); log('after', Object.keys(this)); } }
new B();
//# fields shadow setters of the base class
class A { set v(x) { log('setter', x); } }
class B extends A { v = 1; }
log(Object.getOwnPropertyDescriptor(new B(), 'v').value);
//# implicit constructors pass everything on
class A { constructor(...a) { this.a = a; } }
class B extends A {}
class C extends B { x = 1; }
log(new C(1, 2, 3));
//# private fields and methods
class A {
  #x = 1;
  #m(y) { return this.#x + y; }
  get #g() { return this.#x * 10; }
  set #g(v) { this.#x = v; }
  run() { this.#g = 5; this.#x++; this.#x += 2; return [this.#m(1), this.#g, this.#x]; }
}
log(new A().run());
//# private names on other objects
class A { #x = 1; static has(o) { return #x in o; } static get(o) { return o.#x; } static set(o) { o.#x = 2; return o.#x; } }
const probe = (f) => { try { return f(); } catch (e) { return e.constructor.name; } };
log(A.has(new A()), A.has({}), A.get(new A()), A.set(new A()), probe(() => A.get({})), probe(() => A.set({})), probe(() => A.has(1)));
//# private static members
class A { static #n = 1; static #m() { return ++A.#n; } static get #g() { return A.#n; } static run() { return [this.#m(), A.#g, A.#m()]; } }
log(A.run());
class B extends A {}
try { B.run(); } catch (e) { log(e.constructor.name); }
//# private members: all assignment forms
class A {
  #a = 1; #b = null; #c = 0; #o = { p: 1 };
  run() { this.#a **= 2; this.#a <<= 3; this.#b ??= 'b'; this.#c ||= 'c'; this.#a &&= 'a'; ++this.#o.p; const old = this.#o.p++; [this.#a, this.#b] = [this.#b, this.#a]; ({ x: this.#c = 'd' } = {}); return [this.#a, this.#b, this.#c, this.#o, old]; }
}
log(new A().run());
//# increments of private fields have the right value
class A { #n = 1; #s = '5'; run() { return [this.#n++, ++this.#n, this.#n--, --this.#n, this.#s++, this.#s]; } }
log(new A().run());
//# private method is read only, getter without setter throws
class A { #m() {} get #g() { return 1; } set #s(v) {} a() { this.#m = 1; } b() { this.#g = 1; } c() { return this.#s; } }
const probe = (f) => { try { return f(); } catch (e) { return e.constructor.name; } };
log(probe(() => new A().a()), probe(() => new A().b()), probe(() => new A().c()));
//# private calls with optional chains
class A { #f = (x) => [x, this === undefined]; #o = { g(x) { return [x, this.h]; }, h: 1 }; #n = null;
  run(other) { return [this.#f?.(1), this.#o.g?.(2), this.#n?.x.y, other?.#f(3), other?.#o.h, this?.#o?.['h']]; } }
log(new A().run(null), new A().run(new A()));
//# private method keeps its receiver and identity
class A { v = 1; #m() { return this.v; } run() { const f = this.#m; return [this.#m(), f.call({ v: 2 }), this.#m === new A().#m]; } }
log(new A().run());
//# an instance that was initialised twice
class Base { constructor(o) { return o; } }
class A extends Base { #x = 1; }
const o = {};
new A(o);
try { new A(o); } catch (e) { log(e.constructor.name); }
//# private names in nested classes
class A { #x = 'outer'; make() { const outer = this; return class { #x = 'inner'; read() { return [this.#x, outer.getX()]; } }; } getX() { return this.#x; } }
const a = new A();
log(new (a.make())().read());
class B { #y = 1; static In = class { read(b) { return b.#y; } }; }
log(new B.In().read(new B()));
//# static blocks and order of static parts
const seen = [];
class A { static a = seen.push('a'); static { seen.push('block', this === A, this.a); } static b = seen.push('b'); static { var v = 1; let w = v + 1; this.c = w; } }
log(seen, A.c, typeof v);
//# static this and super
class A { static x = 1; static m() { return 'm'; } }
class B extends A { static y = super.m() + this.x; static z = () => this.y; static { this.w = super.x; super.q = 5; } }
log(B.y, B.z(), B.w, B.q, A.q);
//# super in methods, getters, setters, arrows and statics
class A { constructor() { this.n = 'a'; } m(x) { return 'A.m ' + x + this.n; } get g() { return 'g' + this.n; } set s(v) { this.set = v; } static st() { return 'st ' + this.name2; } }
class B extends A { static name2 = 'B2'; m(x) { return (() => super.m(x + 1))(); } get g() { return super['g'] + '!'; } set s(v) { super.s = v * 2; } t(...a) { return super.m(...a); } static st() { return super.st(); } }
const b = new B();
b.s = 4;
log(b.m(1), b.g, b.set, b.t('x'), B.st());
//# super property assignments
class A {}
class B extends A { run() { super.x = 1; super['y'] = 2; super.x += 5; super.x++; return [this.x, this.y, Object.keys(this)]; } }
log(new B().run());
//# super in async and generator methods
class A { async m() { return 'am'; } *g() { yield 1; yield 2; } v() { return 'v'; } }
class B extends A {
  async m() { const x = await super.m(); return x + (await (async () => super.v())()); }
  *g() { yield 0; yield* super.g(); return super.v(); }
  async *h() { yield super.v(); for await (const x of super.g()) yield x; }
}
log([...new B().g()]);
return new B().m().then(log).then(async () => { for await (const x of new B().h()) log(x); });
//# accessors, computed and symbol names
const k = 'key', s = Symbol('s');
class A { get [k]() { return 1; } set [k](v) { this._ = v; } static get [k + 2]() { return 2; } [s]() { return 3; } *[Symbol.iterator]() { yield* [1, 2]; } 'quoted name'() { return 4; } 12() { return 5; } async() { return 6; } get() { return 7; } static() { return 8; } }
const a = new A();
a.key = 5;
log(a.key, a._, A.key2, a[s](), [...a], a['quoted name'](), a[12](), a.async(), a.get(), a.static());
//# names that look like keywords
class A { static static = 1; get = 2; set = 3; async = 4; static async = 5; 'constructor2'() { return 6; } static *get() { yield 7; } accessor = 8; await; of = 9 }
log(A.static, new A(), A.async, [...A.get()]);
//# class expressions, names and this in heritage
const B = class Inner { static self() { return Inner; } };
log(B.self() === B, typeof Inner);
class C extends class { m() { return 'anonymous'; } } {}
log(new C().m());
const mixin = (Base) => class extends Base { mixed() { return 'mixed ' + super.m(); } };
log(new (mixin(C))().mixed());
//# extending null and functions
class N extends null { static s() { return 1; } }
log(N.s(), Object.getPrototypeOf(N.prototype));
function F(x) { this.x = x; }
F.prototype.m = function () { return this.x; };
F.st = 'static';
class G extends F { m() { return super.m() + 1; } }
log(new G(1).m(), G.st, new G(1) instanceof F);
try { class H extends 5 {} } catch (e) { log(e.constructor.name); }
//# extending built-ins
class L extends Array { last() { return this[this.length - 1]; } }
const l = new L(1, 2, 3);
log(l.length, l.last(), l.map((x) => x * 2) instanceof L, Array.isArray(l));
class E extends Error { constructor(m) { super(m); this.extra = 1; } get name() { return 'E'; } }
try { throw new E('message'); } catch (e) { log(e instanceof E, e instanceof Error, e.message, e.extra, e.name); }
class M extends Map { get(k) { return super.get(k) ?? 'none'; } }
log(new M([[1, 2]]).get(1), new M().get(5));
class P extends Promise { static x = 1; }
return P.resolve(3).then((v) => log(v, P.resolve() instanceof P));
//# calling a class without new throws
class A {}
try { A(); log('no'); } catch (e) { log(e.constructor.name); }
try { A.call(new A()); log('no'); } catch (e) { log(e.constructor.name); }
//# this before super() throws
class A {}
class B extends A { constructor(f) { if (f) this.x = 1; super(); } }
class C extends A { constructor() {} }
class D extends A { constructor() { super(); super(); } }
class E extends A { constructor() { return {}; } }
class F extends A { constructor() { return 1; } }
for (const f of [() => new B(1), () => new B(0), () => new C(), () => new D(), () => new E(), () => new F()]) { try { f(); log('made'); } catch (e) { log(e.constructor.name); } }
//# super() in try, conditions and arguments
class A { constructor(x) { this.x = x; } }
class B extends A { constructor(f) { try { super(f ? 1 : 2); } finally { this.y = 3; } } }
class C extends A { y = 5; constructor(f) { f ? super('a') : super('b'); log(this.y); } }
class D extends A { z = 1; constructor() { const r = super(9); log(r === this, this.z); } }
class E extends A { w = 2; constructor() { log((super(1), this.w)); } }
log(new B(1), new C(0).x); new D(); new E();
//# the constructor property and instanceof
class A { static create() { return new this(); } same() { return this.constructor === A; } }
class B extends A {}
log(new A().same(), new B().same(), B.create() instanceof B, A.prototype.constructor === A, Object.getPrototypeOf(B) === A);
//# binding of the class name inside and outside
let A = class B { static m() { return typeof B; } };
const keep = A;
A = null;
log(keep.m());
class C { static m() { return C; } }
const D = C;
C = 5;
log(D.m() === D, C);
//# a class declared in a loop keeps its own fields and captures
const made = [];
for (let i = 0; i < 3; i++) { made.push(class { static n = i; #p = i * 2; get p() { return this.#p + i; } }); }
log(made.map((M) => [M.n, new M().p]));
//# computed keys see outer variables once
let n = 0;
class A { [`m${n++}`]() { return n; } [`f${n++}`] = n; static [`s${n++}`] = n; }
const a = new A();
log(Object.keys(a), a.m0(), a.f1, A.s2, n);
//# yield and await in computed keys and heritage
function* g() { class A extends (yield 'heritage') { [yield 'key']() { return 1; } static s = 5; } return new A(); }
const it = g();
log(it.next().value, it.next(class { base() { return 2; } }).value);
const made = it.next('m').value;
log(made.m(), made.base());
//# fields with arrow functions and arguments of the constructor
class A { f = (x) => [x, this.v]; constructor(v) { this.v = v; } }
const { f } = new A(3);
log(f(1));
//# a field named like a constructor parameter
const x = 'outer';
class A { y = x; constructor(x) { this.z = x; } }
log(new A('inner'));
//# a derived field named like a parameter, initialised after super
const x = 'outer', arguments_ = 1;
class A {}
class B extends A { y = x; constructor(x) { log(x); super(); log(this.y, x); } }
new B('inner');
//# getters and setters in pairs, inheritance of one of both
class A { get v() { return this._v ?? 'unset'; } set v(x) { this._v = x; } }
class B extends A { get v() { return 'B ' + super.v; } }
class C extends A { set v(x) { super.v = x + 1; } get v() { return super.v; } }
const b = new B(), c = new C();
b.v = 5; c.v = 5;
log(b.v, c.v);
//# class fields define, they do not assign
class A { constructor() { Object.freeze(this); } }
class B extends A { x = 1; }
try { new B(); log('no'); } catch (e) { log(e.constructor.name); }
class C { ['__proto__'] = 1; static prototype2 = 2; }
log(Object.keys(new C()));
//# toString and symbols on classes
class A { get [Symbol.toStringTag]() { return 'Tag'; } static [Symbol.hasInstance](x) { return x === 1; } toJSON() { return { j: 1 }; } valueOf() { return 42; } }
log(`${Object.prototype.toString.call(new A())}`, 1 instanceof A, JSON.stringify(new A()), new A() + 1);
//# static inheritance is live
class A { static n = 1; }
class B extends A {}
A.n = 2;
log(B.n);
B.n = 3;
log(A.n, B.n);
//# chained optional call on super
class A { m() { return this.v; } }
class B extends A { v = 1; run() { return [super.m?.(), super.none?.(), super.m?.call({ v: 2 })]; } }
log(new B().run());
//# accessor fields
class A { accessor x = 1; static accessor y = 2; accessor [`z${1}`]; }
const a = new A();
a.x += 5;
log(a.x, A.y, a.z1, Object.keys(a), 'x' in a);
//= 6, 2, undefined, [], true
//# delete and in on instances with private names
class A { #p = 1; q = 2; static test(o) { return [#p in o && o.q, delete o.q, 'q' in o, #p in o]; } }
log(A.test(new A()));
//# private name in a nested function, arrow and default parameter
class A { #x = 3; m(y = this.#x) { const f = () => this.#x + y; function g(o) { return o.#x; } return [f(), g(this)]; } }
log(new A().m());
//# destructuring with private names
class A { #x; #y; set([a, b]) { ({ a: this.#x, b: this.#y } = { a, b }); [this.#x, ...this.#y] = [a, b, b]; return [this.#x, this.#y]; } }
log(new A().set([1, 2]));
//# for loops with private targets
class A { #x; run() { const out = []; for (this.#x of [1, 2]) out.push(this.#x); for (this.#x in { k: 1 }) out.push(this.#x); return out; } }
log(new A().run());
//# anonymous default names | plain
const A = class {}, o = { B: class {}, ['C' + 1]: class {} };
let D; D = class {};
log(A.name, o.B.name, o.C1.name, D.name, (class {}).name, (class X {}).name);
//# private tagged templates
class A { #t(strings, ...v) { return [this.n, strings[0], v]; } n = 1; run() { return this.#t`a${2}`; } }
log(new A().run());
