// Patterns in declarations, parameters, assignments and loops.
//# objects with defaults, renames and nesting
const { a, b: { c = 3, ...d } = {}, e = a + 1, ['f' + 1]: f = 'none', ...rest } = { a: 1, b: { x: 1, y: 2 }, g: 7, h: 8 };
log(a, c, d, e, f, rest);
//# arrays with holes, defaults and rest
const [a, , b = 5, [c, ...d] = [6, 7, 8], ...e] = [1, 2, undefined, undefined, 9, 10];
log(a, b, c, d, e);
const [...[x, y]] = 'hi';
log(x, y);
//# null is no default
const { a = 1, b = 2 } = { a: null, b: undefined };
log(a, b);
const [c = 1] = [null];
log(c);
//# swapping and rotating
let a = 1, b = 2, c = 3;
[a, b] = [b, a];
log(a, b);
[a, b, c] = [c, a, b];
log(a, b, c);
const list = [1, 2, 3];
[list[0], list[2]] = [list[2], list[0]];
log(list);
//# the value of a destructuring assignment is its source
let a, b;
const source = { a: 1, b: 2 };
log((({ a, b } = source)) === source, a, b);
const s2 = [5, 6];
log(([a, b] = s2) === s2, a, b);
let c = ({ a } = { a: 9, z: 1 }).z;
log(a, c);
//# targets may be members, calls' members and nested patterns
const o = { list: [] };
const get = () => o;
({ x: o.x, y: [o.list[0], get().z = 4] } = { x: 1, y: [2] });
log(o);
[o.a, [o.b], { c: o.c }] = [1, [2], { c: 3 }];
log(o);
//# rest into a member
const o = {};
[o.first, ...o.others] = [1, 2, 3];
({ p: o.p, ...o.more } = { p: 1, q: 2, r: 3 });
log(o);
//# rest leaves out computed, numeric and symbol keys
const s = Symbol('s'), k = 'dyn';
const { [k]: a, 1: b, [s]: c, 'quoted-key': d, ...rest } = { dyn: 1, 1: 2, [s]: 3, 'quoted-key': 4, left: 5, 2: 6 };
log(a, b, c, d, rest, Object.getOwnPropertySymbols(rest).length);
//# rest copies own enumerable properties only, getters once
let gets = 0;
const proto = { inherited: 1 };
const source = Object.create(proto, { hidden: { value: 1, enumerable: false }, shown: { get() { gets++; return 2; }, enumerable: true }, own: { value: 3, enumerable: true } });
const { own, ...rest } = source;
log(own, rest, gets, Object.getOwnPropertyDescriptor(rest, 'shown').value);
//# destructuring null and undefined throws
const probe = (f) => { try { return f(); } catch (e) { return e.constructor.name; } };
log(probe(() => { const {} = null; return 'no'; }), probe(() => { const { a } = undefined; return 'no'; }), probe(() => { const [] = null; return 'no'; }), probe(() => { const [a] = {}; return 'no'; }));
log(probe(() => { (({ }) => 'no')(); }), probe(() => { (([a]) => 'no')(5); return 'no'; }), probe(() => { let x; ({ ...x } = null); return 'no'; }), probe(() => { const { length } = 'four'; return length; }));
//# iterators are closed when a pattern is done with them
const make = () => { let n = 0; return { [Symbol.iterator]() { return this; }, next() { log('next'); return { value: n++, done: false }; }, return() { log('return'); return {}; } }; };
const [a, b] = make();
log(a, b);
const [] = make();
let c;
[c] = make();
log(c);
//# iterators that end early are not closed
const make = () => { let n = 0; return { [Symbol.iterator]() { return this; }, next() { log('next'); return { value: n++, done: n > 2 }; }, return() { log('return'); return {}; } }; };
const [a, b, c, d] = make();
log(a, b, c, d);
const [e, ...f] = make();
log(e, f);
//# an error in a target closes the iterator
const make = () => ({ [Symbol.iterator]() { return this; }, next() { return { value: undefined, done: false }; }, return() { log('return'); return {}; } });
try { const [a = (() => { throw new Error('default'); })()] = make(); } catch (e) { log(e.message); }
try { [{ set x(v) { throw new Error('setter'); } }.x] = make(); } catch (e) { log(e.message); }
try { const [{ y }] = make(); } catch (e) { log(e.constructor.name); }
//# defaults are only computed when needed, names inferred
let n = 0;
const next = () => ++n;
const { a = next(), b = next() } = { a: 'given' };
const [c = next()] = [0];
log(a, b, c, n);
//# parameters
const f = ({ a, b = 2, ...c }, [d, e = 5] = [4], ...[g, ...h]) => [a, b, c, d, e, g, h];
log(f({ a: 1, x: 9 }), f({ a: 1, b: 0 }, [7], 8, 9, 10));
log((({ x } = { x: 'default' }) => x)(), ((a, { b } = {}, c = a) => [a, b, c])(1));
//# in for heads
for (const { a, b = 'b', ...c } of [{ a: 1, z: 2 }, { a: 3, b: 4 }]) log(a, b, c);
for (const [key, { v }] of Object.entries({ x: { v: 1 }, y: { v: 2 } })) log(key, v);
for (let [i, j] = [0, 3]; i < j; [i, j] = [i + 1, j - 1]) log(i, j);
for (const { length } in { abc: 1, de: 2 }) log(length);
let q, r;
for ({ q, r = 'r' } of [{ q: 1 }]) log(q, r);
for ([q, ...r] of ['xyz']) log(q, r);
for (q.p of [1]) ;
//# closures over destructured loop variables
const fs = [];
for (const { a, b = () => a } of [{ a: 1 }, { a: 2 }]) fs.push(() => [a, b()]);
log(fs.map((f) => f()));
//# a pattern that uses its own earlier names
const { a, b = a, [a]: c = b } = { a: 'k', k: 'found' };
log(a, b, c);
let [x = 1, y = x, z = y + x] = [];
log(x, y, z);
//# empty patterns evaluate their source
const t = () => (log('source'), {});
const {} = t();
var { } = t(), { x } = t();
({} = t());
[] = [t()];
log(x);
//# assignment pattern as an expression inside others
let a, b, c;
const f = (...args) => args;
log(f({ a, b } = { a: 1, b: 2 }, [c] = [3]), a, b, c);
const r = [a, b] = [b, a];
log(r, a, b);
a = { b } = { b: 5 };
log(a, b);
(a ? { b } = { b: 6 } : 0, log(b));
//# chained and in conditions
let x;
if ({ x } = { x: 0 }) log('object is true', x);
while ([x] = [x + 1], x < 3) log(x);
const g = () => ({ x } = { x: 'returned' });
log(g(), x);
//# var patterns declare
function f(flag) { if (flag) { var { a, b: [c] } = { a: 1, b: [2] }; } return [a, c]; }
log(f(true), f(false));
//# strings, maps and sets
const [a, b, ...c] = 'a\u{1F600}bc';
log(a, b, c);
for (const [k, v] of new Map([['x', 1], ['y', 2]])) log(k, v);
const [first] = new Set([3, 4]);
log(first);
//# functions get the name of what they are assigned to | plain
const { f = () => {}, g: h = function () {}, k = class {} } = {};
const [m = () => {}] = [];
let n = () => {}, o = { p: () => {}, q() {}, ['r' + 1]: () => {}, get s() { return 1; } };
log(f.name, h.name, k.name, m.name, n.name, o.p.name, o.q.name, o.r1.name);
//# an array pattern's elements are taken before a later element fails
let a, b;
try { [a, { b }] = [1, null]; } catch (e) { log(e.constructor.name); }
log(a, b);
//# rest after a getter that changes the object
const o = { get a() { this.b = 2; return 1; }, b: 1 };
const { a, ...rest } = o;
log(a, rest);
//# array destructuring of arguments and array-likes
function f() { const [a, ...b] = arguments; return [a, b]; }
log(f(1, 2, 3));
const { 0: x, length: n, [n - 1]: last } = ['p', 'q', 'r'];
log(x, n, last);
//# __proto__ as a key
const { __proto__: p, ...rest } = { a: 1 };
log(p === Object.prototype, rest);
//# await and yield in patterns
function* g() { const { a = yield 1, [yield 2]: b } = { k: 'found' }; return [a, b]; }
const it = g();
log(it.next(), it.next('default'), it.next('k'));
async function h() { const [x = await 5, { y = await 6 } = {}] = []; return [x, y]; }
return h().then(log);
//# an assignment to a pattern as a later argument keeps its parentheses, for V8's sake
let x, y;
const f = (...a) => a;
log(f({ a: 1 }, ([x] = [2]), ({ y } = { y: 3 })), f(...[4], ([x] = [5])), x, y);
