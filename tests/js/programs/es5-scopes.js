// let, const and functions in blocks; closures in loops.
let x = 1; { let x = 2; { let x = 3; log(x); } log(x); } log(x);
const fns = []; for (let i = 0; i < 3; i++) fns.push(() => i); log(fns.map((f) => f()));
const fns2 = []; for (let i = 0; i < 6; i++) { fns2.push(() => i); i++; if (i === 3) continue; fns2.push(() => i * 10); } log(fns2.map((f) => f()));
const fns3 = []; for (const k in { a: 1, b: 2 }) fns3.push(() => k); for (const v of [1, 2]) { const w = v * 2; fns3.push(() => [v, w]); } log(fns3.map((f) => f()));
function early(list) { for (const v of list) { const f = () => v; if (f() === 2) return f() + 100; } return 'none'; } log(early([1, 2, 3]), early([1]));
function labels() { const out = []; outer: for (let i = 0; i < 3; i++) { inner: for (let j = 0; j < 3; j++) { const f = () => [i, j]; if (j === 1 && i === 0) continue outer; if (i === 2) break outer; if (j === 2) break; if (j === 0 && i === 1) continue inner; out.push(f()); } out.push('end' + i); } return out; } log(labels());
function self() { const out = []; for (let i = 0; i < 2; i++) { const f = () => [this.n, arguments[0], i]; out.push(f()); out.push([this.n, arguments.length]); } return out; } log(self.call({ n: 5 }, 'arg'));
function vars() { for (let i = 0; i < 2; i++) { var last = i, never; const f = () => i; f(); } return [last, never, typeof i]; } log(vars());
let w = 0; const fns4 = []; while (w < 3) { let inner = w++; fns4.push(() => inner++); } log(fns4.map((f) => [f(), f()]));
const fns5 = []; let d = 0; do { const c = d; fns5.push(() => c); if (c === 1) break; } while (++d < 5); log(fns5.map((f) => f()), d);
function sw(n) { const fs = []; for (let i = 0; i < 3; i++) { switch (n) { case 0: let q = i; fs.push(() => q); break; case 1: { const r = i + 10; fs.push(() => r); continue; } default: fs.push(() => i); return fs.map((f) => f()); } fs.push(() => 'after' + i); } return fs.map((f) => f()); } log(sw(0), sw(1), sw(2));
for (let i = 0; i < 2; i++) { let fresh; log(fresh); fresh = i; } { let fresh = 7; log(fresh); } { let fresh; log(fresh); }
const c = 1; try { c = 2; } catch (e) { log(e instanceof TypeError, c); } try { (() => { c++; })(); } catch (e) { log(e.name); } try { for (const q of [1]) q = 2; } catch (e) { log(e.name); } try { const [z] = [1]; z += 1; } catch (e) { log(e.name); }
{ function inBlock() { return 'in'; } log(inBlock()); }
const byName = {}; for (const n of ['p', 'q']) { function get() { return n; } byName[n] = get; } log(byName.p(), byName.q());
if (true) { const hoisted = later(); function later() { return 'later'; } log(hoisted); }
switch (1) { case 0: function inSwitch() { return 's'; } case 1: log(inSwitch()); }
function params(a) { { let a = 2; log(a); } try { throw 3; } catch (a) { { let a = 4; log(a); } log(a); } return a; } log(params(1));
var e = 'outer'; try { throw 'caught'; } catch (e) { let t = e + '!'; const g = () => e + t; log(g()); } log(e);
function shadow() { const log2 = []; { let log = (v) => log2.push(v); log(1); } log(typeof log); { const Array = 5; log2.push(Array); } return [log2, Array.isArray([])]; } log(shadow());
const closures = []; for (let i = 0, n = 2; i < n; i++) { for (let j = 0; j < n; j++) { closures.push(() => i * 10 + j); } } log(closures.map((f) => f()));
const nested = []; for (let i = 0; i < 2; i++) { const a = i; for (const v of ['x', 'y']) { const b = v; nested.push(() => a + b); if (i) return_like: { break return_like; } } } log(nested.map((f) => f()));
function deepReturn() { for (let i = 0; ; i++) { const f = () => i; for (const v of [1, 2, 3]) { const g = () => v; if (g() + f() === 4) return [f(), g()]; } } } log(deepReturn());
const rec = []; for (let i = 0; i < 2; i++) { const fact = (n) => (n < 2 ? 1 : n * fact(n - 1)); rec.push(fact(4 + i)); } log(rec);
for (var vi = 0, vf = []; vi < 3; vi++) { let k = vi; vf.push(() => k + vi); } log(vf.map((f) => f()));
const objs = []; for (const key of ['a', 'b']) { class K { get() { return key; } static s() { return K.name + key; } } objs.push(K); } log(objs.map((K) => [new K().get(), K.s()]));
function* g() { for (let i = 0; i < 3; i++) { const got = yield () => i; if (got === 'stop') return 'stopped' + i; if (got === 'skip') continue; yield [i, got]; } return 'end'; }
{ const it = g(); const first = it.next().value; log(first(), it.next('a'), it.next(), it.next('skip'), it.next('stop'), it.next()); }
log(typeof undeclared, (function () { return typeof hidden; { let hidden; } })());
let counter = 0; for (let i = 0; i < 3; i++) { counter += i; } for (let i = 5; i < 7; i++) { counter += i; } for (const i of [1]) counter += i; log(counter);
(function () { 'use strict'; { function s() { return 1; } log(s()); } log(typeof s); })();
function manyBreaks(mode) { const r = []; a: for (let i = 0; i < 2; i++) { b: for (let j = 0; j < 2; j++) { const f = () => r.push([i, j]); f(); if (mode === 0) break; if (mode === 1) continue; if (mode === 2) break a; if (mode === 3) continue a; if (mode === 4) return ['ret', r]; if (mode === 5) break b; } } return r; } for (let m = 0; m < 7; m++) log(m, manyBreaks(m));
for (let i = 0, get = () => i; i < 1; i++) log(typeof get());
var fnExp = function name1() { { let name1 = 1; log(name1); } return typeof name1; }; log(fnExp());
let a1 = 1; function useOuter() { { let b1 = a1; { let a1 = b1 + 1; log(a1); } } return a1; } log(useOuter());
try { (function () { for (const v of [1, 2]) { const f = () => v; if (v === 2) throw new Error('t' + f()); } })(); } catch (er) { log(er.message); }
