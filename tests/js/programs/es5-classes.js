// Classes, inheritance, super, new.target.
class A { constructor(x) { this.x = x; } m() { return 'A' + this.x; } get g() { return this.x; } set g(v) { this.x = v; } static s() { return 'sA' + (this === A); } static get sg() { return 1; } ['co' + 'mp']() { return 'c'; } static ['st' + 'at']() { return 's'; } 12() { return 12; } 'a-b'() { return 'ab'; } *gen() { yield this.x; } }
class B extends A { constructor(x, y) { super(x + 1); this.y = y; } m() { return super.m() + 'B' + this.y; } get g() { return super.g * 2; } set g(v) { super.g = v + 100; } static s() { return super.s() + 'B'; } comp() { return super.comp() + 'd'; } }
class C extends B {}
const b = new B(1, 2), c = new C(5, 6);
log(b.m(), b.g, (b.g = 1, b.x), B.s(), A.s(), A.sg, B.sg, b.comp(), A.stat(), b[12](), b['a-b'](), c.m(), c instanceof A, [...b.gen()]);
log(Object.keys(b), Object.getOwnPropertyNames(A.prototype), Object.getOwnPropertyNames(B.prototype), A.name, B.name, C.name, A.length, B.length, C.length, b.m.name, Object.getOwnPropertyDescriptor(A.prototype, 'm').enumerable, Object.getOwnPropertyDescriptor(A, 'prototype').writable, Object.getOwnPropertyDescriptor(A.prototype, 'g').set !== undefined);
log(Object.getPrototypeOf(B) === A, B.prototype.constructor === B, Object.getPrototypeOf(C.prototype) === B.prototype, Object.keys(A), typeof A);
try { A(); } catch (e) { log(e instanceof TypeError); }
try { B.call({}); } catch (e) { log(e instanceof TypeError); }
try { class X extends 5 {} } catch (e) { log(e instanceof TypeError); }
try { class X extends undefined {} } catch (e) { log(e instanceof TypeError); }
class Null extends null { static s() { return 1; } }
log(Object.getPrototypeOf(Null.prototype), Null.s()); try { new Null(); } catch (e) { log(e instanceof TypeError); }
class NoSuper extends A { constructor() {} } try { new NoSuper(); } catch (e) { log(e instanceof ReferenceError); }
class Returns extends A { constructor() { return { own: 1 }; } } log(new Returns());
class ReturnsBad extends A { constructor() { super(); return 1; } } try { new ReturnsBad(); } catch (e) { log(e instanceof TypeError); }
class ReturnsEarly extends A { constructor(f) { super(3); if (f) return; this.late = 1; } } log(new ReturnsEarly(true), new ReturnsEarly(false));
class Base2 { constructor() { return { from: 'base' }; } } class Derived2 extends Base2 { constructor() { super(); this.z = 1; } } log(new Derived2());
class ArrowSuper extends A { constructor() { const f = () => super(4); f(); this.k = (() => this.x)(); } } log(new ArrowSuper());
class MyError extends Error { constructor(m) { super(m); this.name = 'MyError'; } extra() { return 'e' + this.message; } }
const err = new MyError('boom'); log(err instanceof MyError, err instanceof Error, err.extra(), String(err), err.stack.length > 0);
class List extends Array { sum() { return this.reduce((a, b) => a + b, 0); } } const l = new List(1, 2, 3); l.push(4); log(l.length, l.sum(), l.map((x) => x * 2) instanceof List, Array.isArray(l), l.slice(1).sum());
class MyMap extends Map { get(k) { return super.get(k) || 'none'; } } log(new MyMap([[1, 2]]).get(1), new MyMap().get(1));
class MyPromise extends Promise {} log(MyPromise.resolve(1) instanceof MyPromise, new MyPromise(() => {}).then(() => {}) instanceof MyPromise);
class Fn extends Function { call2() { return this() + 1; } } log(new Fn('return 1').call2());
class Target { constructor() { this.t = new.target === Target ? 'self' : new.target.name; this.a = (() => new.target.name)(); } m() { return new.target; } } class Sub extends Target { constructor() { const t = new.target; super(); this.u = t.name; } } log(new Target(), new Sub(), new Target().m());
class Abstract { constructor() { if (new.target === Abstract) throw new TypeError('abstract'); } } try { new Abstract(); } catch (e) { log(e.message); } log(new (class extends Abstract {})() instanceof Abstract);
log(Reflect.construct(A, [1], B) instanceof B, Reflect.construct(function () { return {}; }, []));
const Anon = class {}; const Named = class Inner { static me() { return Inner; } who() { return Inner.name; } }; let Re = class { static get n() { return 'own'; } };
log(Anon.name, Named.name, Named.me() === Named, new Named().who(), Re.name, (class {}).name, ({ P: class {} }).P.name, (class { static name() { return 'x'; } }).name());
const classes = []; for (let i = 0; i < 3; i++) classes.push(class extends A { v() { return super.m() + i; } }); log(classes.map((K) => new K(1).v()));
function mixin(Base, tag) { return class extends Base { tagged() { return tag + (super.tagged ? super.tagged() : ''); } }; } log(new (mixin(mixin(A, 'x'), 'y'))().tagged());
class Reassigned { static me() { return Reassigned; } } const keep = Reassigned; Reassigned = 1; log(keep.me() === keep);
class Strict { m() { return this === undefined; } static s() { return (function () { return this === undefined; })(); } } log((0, new Strict().m)(), Strict.s());
class Odd { constructor() { this.proto = 1; } __proto__() { return 'p'; } static prototypeX() {} dup() { return 1; } dup() { return 2; } get q() { return 1; } q() { return 2; } } log(new Odd().__proto__ === Odd.prototype.__proto__, new Odd().dup(), new Odd().q(), Odd.prototype.hasOwnProperty('__proto__'));
class Statics { static a() { return 'a'; } static b() { return this.a() + Statics.a(); } } log(Statics.b());
class Ops extends A { inc() { super.x = 5; super.n = (super.n || 0) + 1; return [this.x, this.n]; } } A.prototype.count = 1; class Count extends A { up() { super.count++; super.count += 5; const k = 'count'; return [super[k]++, ++super[k], this.count, super.count]; } } log(new Ops().inc(), new Count().up());
class Spread extends A { constructor(...args) { super(...args); } m(...a) { return super.m(...a) + a.length; } } log(new Spread(9).m(1, 2));
const keyOrder = []; const k = (n) => (keyOrder.push(n), n); class Order extends (keyOrder.push('heritage'), A) { [k('a')]() {} static [k('b')]() {} get [k('c')]() { return 1; } plain() {} [k('d')]() {} } log(keyOrder, new Order().c, Object.getOwnPropertyNames(Order.prototype));
const symbol = Symbol.iterator; class Iter { constructor(n) { this.n = n; } *[symbol]() { for (let i = 0; i < this.n; i++) yield i; } get [Symbol.toStringTag]() { return 'Iter'; } } log([...new Iter(3)], String(new Iter(1)), Iter.prototype[symbol].name);
class Getter { static ok() { return 1; } } log(Getter.ok());
(function () { class Local { m() { return Local; } } log(new Local().m() === Local); function shadow(Local) { return class extends A { m() { return Local + super.m(); } }; } log(new (shadow('L'))(2).m()); })();
class Outer { constructor() { this.inner = class Inner extends A { m() { return super.m() + 'in'; } }; } m() { return new this.inner(1).m(); } } log(new Outer().m());
class ParamNamed { constructor(ParamNamed) { this.v = ParamNamed; } } log(new ParamNamed(3).v);
log(class { static toString() { return 'str'; } } + '');
class Thing { static create() { return new this(); } } class Thing2 extends Thing {} log(Thing2.create() instanceof Thing2);
