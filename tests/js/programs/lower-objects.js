// from 2018
'use strict';
const log = [];
const out = (label, ...values) => console.log(label, ...values);
const note = (name, value) => (log.push(name), value);
const flush = (label) => out(label, log.splice(0).join(' '));
const noisy = (name, object) => new Proxy(object, {
  get: (target, key, self) => note(`${name}.${String(key)}`, Reflect.get(target, key, self)),
});

// Spread.
const symbol = Symbol('s');
const base = { a: 1, b: { c: 2 }, [symbol]: 3 };
Object.defineProperty(base, 'hidden', { value: 1 });
out('spread', { ...base }, { x: 0, ...base, y: 1 }, { ...base, a: 5 }, { a: 5, ...base }, { ...null, ...undefined, ...'ab', ...[7], ...1 });
out('order', { ...noisy('p', { k: 1, l: 2 }), m: note('m', 3), ...noisy('q', { n: 4 }) });
flush('order');
const counter = { n: 0, get next() { return ++this.n; } };
out('copied first', { ...counter, n: (counter.n = 10), last: counter.n });
out('getter', Object.getOwnPropertyDescriptor({ ...base, get g() { return this.a; } }, 'g').get !== undefined, { ...base, get g() { return this.a; } }.g);
out('setter is no target', (() => { let called = 0; const made = { set v(x) { called++; }, ...{ v: 1 } }; return [called, made.v]; })());
out('proto', Object.getPrototypeOf({ ...base, __proto__: Array.prototype }) === Array.prototype, Object.getPrototypeOf({ __proto__: null, ...base }));
out('own __proto__', Object.keys({ ...JSON.parse('{"__proto__": 1, "z": 2}') }));
const method = { ...base, m() { return super.toString.call(this); } };
out('super', method.m());
const __proto__ = 5;
out('shorthand', Object.keys({ ...{}, __proto__ }));

// Rest.
{ const { a, ...rest } = base; out('rest', a, rest); }
{ const { [note('key', 'a')]: x = note('default', 1), b: { c, ...d }, ...rest } = noisy('s', { a: undefined, b: { c: 1, e: 2 }, f: 3, [symbol]: 4 }); out('nested', x, c, d, rest); flush('nested'); }
{ const { a: { ...copy } = { z: 1 }, 1: one, 'b-c': bc, ...rest } = { 1: 'one', 2: 'two', 'b-c': 3 }; out('keys', copy, one, bc, rest); }
{ const key = { toString() { return note('toString', 'a'); } }; const { [key]: a, ...rest } = base; out('computed', a, Object.keys(rest)); flush('computed'); }
{ let a, rest, o = {}; out('assign', ({ a, ...rest } = base) === base, a, rest); ({ a, ...o.rest } = base); out('member', o); [{ a, ...rest }, o.x = a] = [{ a: 7, q: 8 }]; out('array', a, rest, o.x); }
{ let x = { x: 1, y: 2 }, y; ({ x, ...y } = x); out('self', x, y); }
{ const [{ p, ...q }, r = p, ...[s, { ...t }]] = [{ p: 1, u: 2 }, undefined, 3, { v: 4 }]; out('array', p, q, r, s, t); }
{ var { ...all } = base, { b: { ...b2 } } = base; out('only', all, b2, b2 !== base.b); }
for (const thrown of [null, undefined]) { try { const { ...rest } = thrown; out('no error', rest); } catch (error) { out('throws', error instanceof TypeError); } }
const functions = [];
for (const { a, ...rest } of [base, { a: 2, z: 3 }]) { const a2 = a; functions.push(() => [a, a2, rest]); }
for (const { length, ...chars } in { ab: 1 }) functions.push(() => [length, chars]);
for (let { a, ...rest } = { a: 0, b: 1 }; a < 2; a++) functions.push(() => [a, rest]);
{ let a, rest; for ({ a, ...rest } of [base]) { let a = 5; functions.push(() => [a, rest]); } }
out('loops', functions.map((f) => f()));
try { throw { code: 1, text: 'x' }; } catch ({ code, ...rest }) { out('catch', code, rest); }
function f(first, { a, ...rest }, b = rest, { c = a } = {}, ...[d, ...e]) { return [first, a, rest, b, c, d, e]; }
out('parameters', f(0, base), f(0, { a: 1, z: 2 }, 3, { c: 4 }, 5, 6), f.length);
const g = ({ a, ...rest } = { a: 9, k: 1 }) => rest;
out('arrow', g(), g(base), g.length, ((...[{ a, ...rest }]) => rest)({ a: 1, i: 2 }));
class C { m({ a, ...rest }) { return [this instanceof C, arguments.length, rest]; } set s({ a, ...rest }) { this.r = rest; } constructor({ a, ...rest } = {}) { this.own = rest; } }
const c = new C({ a: 1, w: 2 }); c.s = { a: 1, v: 5 };
out('class', c.m({ a: 1, b: 2 }), c);
