// Arrows, parameters, spread, templates, literals.
const outer = { id: 1, run() { const f = () => [this.id, arguments.length, (() => this.id)()]; return f(9, 9); } };
log(outer.run(1, 2, 3));
log((() => 1)(), (a => a * 2)(4), ((...a) => a)(1, 2, 3), (({ a, b = a + 1 }) => [a, b])({ a: 1 }));
function Made(a) { const t = () => new.target; this.target = t() === Made; }
log(new Made().target, (function () { return new.target; })(), (function f() { return [new.target === f, (() => new.target === f)()]; }).call({}));
function defaults(a, b = a + 1, [c, d = b] = [10], { e = c } = {}, ...more) { return [a, b, c, d, e, more, arguments.length]; }
log(defaults.length, defaults(1), defaults(1, undefined, [5], { e: 7 }, 8, 9), defaults());
log(((a, b) => 1).length, ((a, b = 1, c) => 1).length, ((...a) => 1).length, (function ({ a }, b) {}).length);
function unaliased(a, b = 2) { a = 5; return [arguments[0], a, arguments.length]; }
log(unaliased(1), unaliased());
function aliased(a) { a = 5; return arguments[0]; }
log(aliased(1));
var shared = 'outer';
function scoped(f = () => shared) { var shared = 'inner'; return [f(), shared]; }
log(scoped());
function early(a, b = () => a) { a = 3; return b(); }
log(early(1));
const named = (x = () => {}, { y = function () {}, z = class {} } = {}) => [x.name, y.name, z.name];
log(named());
log({ set v(x = 5) { this.w = x; } }.w);
const withSetter = { set v(x = 5) { this.w = x; } };
withSetter.v = undefined; log(withSetter.w);

// spread
const list = [1, 2, 3];
log([...list, 4], [0, ...list, ...'ab'], Math.max(...list, 9), [...new Set([1, 1, 2])], [...[, 1]].hasOwnProperty(0));
const target = { base: 10, add(...n) { return n.reduce((a, b) => a + b, this.base); } };
log(target.add(...list), target['add'](1, ...list), (0, target.add.bind({ base: 1 }))(...list));
let reads = 0; const getter = { get o() { reads++; return target; } };
log(getter.o.add(...list), reads);
class Point { constructor(...c) { this.c = c; } }
log(new Point(...list, 7).c, new Date(...[2020, 1, 1]).getMonth(), new (class { constructor(a) { this.a = a; } })(...[3]).a);
function* gen() { yield 1; yield 2; }
log([...gen()], Math.min(...gen()));
try { f(...undefined); } catch (e) { log(e instanceof ReferenceError); }
try { Math.max(...5); } catch (e) { log(e instanceof TypeError); }

// templates
const order = [];
const show = (n) => ({ toString() { order.push(n); return 's' + n; }, valueOf() { return 1000 + n; } });
log(`a${show(1)}b${show(2)}`, `${1}${'x'}${typeof list}`, `line\n\u{1F600}\x41`, `a
b`, `\``, `${`${1 + 1}`}`);
log(order);
try { `${Symbol('x')}`; } catch (e) { log(e.name); }
function tag(strings, ...values) { return [strings, strings.raw, Object.isFrozen(strings), Object.isFrozen(strings.raw), values, this && this.mark]; }
log(tag`a${1}\n${2}c`, tag``, tag`\unicode and ${1} \x`);
const same = () => ((s) => s)`x`; log(same() === same());
const marked = { mark: 'm', tag }; log(marked.tag`q${1}`, marked['tag']`q`);

// object literals
const key = 'k', sym = Symbol('s');
const literal = { a: 1, [key]: 2, [key + 1]() { return this.a; }, get [key + 2]() { return 3; }, set [key + 2](v) { this.set = v; }, [sym]: 4, b: 5, list, method() { return this.b; }, 'quoted-key'() {}, 12: 'n', async: 1, get: 2, set: 3 };
literal.k2 = 8;
log(literal, Object.keys(literal), literal.k1(), literal[sym], literal.method(), literal.k1.name, Object.getOwnPropertyDescriptor(literal, 'k2').get.name, literal.method.name);
log({ __proto__: list } instanceof Array, { ['__proto__']: 1 }.hasOwnProperty('__proto__'), { [key]: 1, __proto__: { p: 1 } }.p);
const __proto__ = 5; log({ __proto__ }.hasOwnProperty('__proto__'), { __proto__() {} }.hasOwnProperty('__proto__'));
log({ a: 1, b: 2, a: 3 }, { get x() { return 1; }, set x(v) {}, x: 5 }.x, Object.keys({ b: 1, [key]: 1, a: 1, b: 2 }));
log({ [key]: () => {} }[key].name, { [sym]: function () {} }[sym].name, { [key]: class {} }[key].name, { f: () => {} }.f.name, { get g() { return 1; } }.g);
let n = 0; const ordered = { [n++]: n++, [n++]: n++, x: n++ }; log(ordered);
const parent = { hi() { return 'hi ' + this.who; }, get v() { return this.who + '!'; }, set v(x) { this.got = x; } };
const child = { __proto__: parent, who: 'me', hi() { return super.hi() + '?'; }, get v() { return super.v + '!'; }, set v(x) { super.v = x + 1; }, twice() { return (() => super.hi())(); } };
child.v = 4; log(child.hi(), child.v, child.got, child.twice());
const made = []; for (let i = 0; i < 2; i++) made.push({ __proto__: { m() { return i; } }, m() { return super.m() + 10; } });
log(made.map((o) => o.m()));
log(0b101, 0o17, 0B11, 0O7, 0b11111111111111111111111111111111111111111111111111111111111, '\u{1F600}\u{41}', "\u{d800}".length, { 0b11: 1 }[3]);
var { length } = 'abc'; log(length);
log((function () { return arguments; })(...list).length, eval('1 + 1'));
const arrowObject = () => ({ a: 1 }); log(arrowObject());
const chain = (a) => (b) => (c) => a + b + c; log(chain(1)(2)(3));
function outerThis() { return [1].map(() => [2].map(() => this.z)[0])[0]; } log(outerThis.call({ z: 7 }));
log([1, 2, 3].map((x, i, { length }) => x * length + i));
