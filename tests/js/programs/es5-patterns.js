// Destructuring and for-of.
const { a, b: { c = 5, d } = { d: 6 }, 'e-f': ef = 1, [`g${1}`]: g1, 12: twelve } = { a: 1, g1: 2, 12: 3 };
log(a, c, d, ef, g1, twelve);
let x = 1, y = 2; [x, y] = [y, x]; log(x, y);
let p, q, r; ({ p, q: [q = 4, ...r] = [undefined, 2, 3] } = { p: 1 }); log(p, q, r);
const o = {}; [o.a, o['b'], ...o.rest] = 'hello'; ({ z: o.z = 9 } = { w: 1 }); log(o);
log(([x] = [7, 8]), x, ({ y } = { y: 3, k: 1 }), y);
const steps = []; const it = (n, close = true) => ({ [Symbol.iterator]() { let i = 0; const made = { next() { steps.push('n' + i); return { value: i++, done: i > n }; } }; if (close) made.return = () => { steps.push('r'); return {}; }; return made; } });
const [i0, , i2] = it(5); log(i0, i2, steps.splice(0));
const [j0, ...jr] = it(3); log(j0, jr, steps.splice(0));
const [] = it(2); log(steps.splice(0));
const [m0, m1, m2 = 'd', m3] = it(2); log(m0, m1, m2, m3, steps.splice(0));
for (const v of it(3)) { if (v === 1) break; } log(steps.splice(0));
outer: for (const v of it(3)) { for (const w of it(3, false)) { if (w === 1) continue outer; if (v === 1) break outer; log(v, w); } } log(steps.splice(0));
(function () { for (const v of it(3)) return v; })(); log(steps.splice(0));
try { for (const v of it(3)) throw new Error('x' + v); } catch (e) { log(e.message, steps.splice(0)); }
for (const v of it(2)) log(v); log(steps.splice(0));
try { for (const v of { [Symbol.iterator]: () => ({ next() { throw new Error('next'); }, return() { log('never'); } }) }); } catch (e) { log(e.message); }
try { for (const v of { [Symbol.iterator]: () => ({ next() { return { value: 1, done: false }; }, return() { throw new Error('closing'); } }) }) break; } catch (e) { log(e.message); }
try { for (const v of { [Symbol.iterator]: () => ({ next() { return { value: 1, done: false }; }, return() { throw new Error('closing'); } }) }) throw new Error('body'); } catch (e) { log(e.message); }
try { for (const v of { [Symbol.iterator]: () => ({ next() { return { value: 1, done: false }; }, return() { return 1; } }) }) break; } catch (e) { log(e.name); }
try { const [z] = null; } catch (e) { log(e.name); } try { const { z } = undefined; } catch (e) { log(e.name); } try { const {} = null; } catch (e) { log(e.name); } try { for (const z of 5); } catch (e) { log(e.name); }
for (const [k, v] of new Map([[1, 'a'], [2, 'b']])) log(k, v);
for (const { length } of ['a', 'bb']) log(length); for (let v of 'h\u{1F600}i') log(v);
for (var vv of [1, 2, 3]); log(vv); let free; for (free of [4, 5]); log(free); const holder = {}; for (holder.x of [6, 7]); for (holder['y'] of it(2)); for ([holder.z] of [[1], [2]]); log(holder); steps.length = 0;
for (const { length, [length - 1]: last } of ['abc']) log(length, last); for (const i in { one: 1, two: 2 }) log(i); for (const { length } in { abcd: 1 }) log(length); for (let [f, s] in { xy: 1 }) log(f, s);
const live = [1, 2, 3]; for (const v of live) { if (v === 1) live.push(4); log(v); }
for (const v of [1, 2, 3, 4]) { if (v % 2) continue; log(v); } for (const k of Object.keys({ a: 1, b: 2 })) log(k);
try { throw { message: 'm', code: [1, 2] }; } catch ({ message, code: [first, second = 9] }) { log(message, first, second); }
function f({ a: { b: deep = 1 } = {}, others }, [one, [two] = ['t']] = [], { length } = 'xyz') { return [deep, others, one, two, length]; } log(f({}), f({ a: { b: 2 }, k: 1 }, [1, [2]]));
log((({ a }, [b]) => a + b)({ a: 1 }, [2]), (([a, b] = [1, 2], { c } = { c: 3 }) => [a, b, c])());
let order = []; const src = { get a() { order.push('get a'); }, get b() { order.push('get b'); return 1; } }; const { a: oa = order.push('default a'), b: ob = order.push('default b') } = src; log(order, oa, ob);
order = []; const t = (n) => (order.push('target ' + n), {}); ({ a: t(1).x, b: t(2).y = order.push('d') } = src); log(order);
for (const { a: { b = 'x' } = {} } of [{}, { a: { b: 1 } }]) log(b);
const { fn = function () {}, ar = () => {}, cl = class {} } = {}; log(fn.name, ar.name, cl.name);
const [h1, h2] = new Set([1, 2]), [s1, s2, ...s3] = 'stuv'; log(h1, h2, s1, s2, s3);
const swap = [1, 2, 3]; [swap[0], swap[2]] = [swap[2], swap[0]]; log(swap);
let e1, e2; e1 = e2 = [1]; [[e1, e2]] = [[5, 6]]; log(e1, e2); const nested = ([{ a: [z1] }]) => z1; log(nested([{ a: [3] }]));
var self = { v: 1 }; var { v: self } = self; log(self);
let cur = { next: { next: null, v: 2 }, v: 1 }, sum = 0, vals; while (cur) { ({ v: vals, next: cur } = cur); sum += vals; } log(sum);
log([...'ab'].map((ch, i) => ({ ch, i })), (({ x: { y: [, z] } }) => z)({ x: { y: [1, 2] } }));
label: for (const v of [1, 2, 3]) { switch (v) { case 2: break label; default: continue label; } } log('done');
for (const v of (function* () { try { yield 1; yield 2; } finally { log('cleanup'); } })()) { log(v); break; }
for (let [i, n] = [0, 3]; i < n; i++) log(i);
