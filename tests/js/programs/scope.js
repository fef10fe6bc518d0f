// Scopes: closures in loops, temporal dead zones, hoisting, switch, labels, shadowing.
//# closures over let in a for loop
const fs = [];
for (let i = 0; i < 3; i++) fs.push(() => i);
log(fs.map((f) => f()));
//# closures see updates of their own turn
const fs = [];
for (let i = 0, n = 3; i < n; i++) { fs.push(() => ++i); }
log(fs.map((f) => f()), fs.map((f) => f()));
//# closures in the head of a for loop
const fs = [];
for (let i = 0, f = () => i; i < 2; i++) { fs.push(f); fs.push(() => i); }
log(fs.map((f) => f()));
const gs = [];
for (let i = 0; gs.push(() => i), i < 2; i++);
log(gs.map((f) => f()));
//# the update of a for loop works on the next turn's copy
const before = [], inUpdate = [];
for (let i = 0; i < 3; inUpdate.push(() => i), i++) before.push(() => i);
log(before.map((f) => f()), inUpdate.map((f) => f()));
//# closures in for-of and for-in
const fs = [];
for (const x of [1, 2, 3]) fs.push(() => x);
for (const k in { a: 1, b: 2 }) fs.push(() => k);
for (let [a, b] of [[1, 2], [3, 4]]) fs.push(() => (a += b));
log(fs.map((f) => f()), fs.map((f) => f()));
//# closures in a loop with continue, break and return
function find() {
  const fs = [];
  for (let i = 0; i < 10; i++) {
    if (i % 2) continue;
    fs.push(() => i);
    if (i === 6) break;
  }
  for (const x of [1, 2, 3]) {
    fs.push(() => x);
    if (x === 2) return fs;
  }
}
log(find().map((f) => f()));
//# closures in nested loops with labels
const fs = [];
outer: for (let i = 0; i < 3; i++) {
  for (let j = 0; j < 3; j++) {
    if (j === 2) continue outer;
    if (i === 2) break outer;
    fs.push(() => [i, j]);
  }
  fs.push(() => 'never');
}
log(fs.map((f) => f()));
//# closures in a while loop's body
let n = 0;
const fs = [];
while (n < 3) { let x = n++; const y = x * 2; fs.push(() => [x++, y]); }
do { let z = n; fs.push(() => z); } while (--n);
log(fs.map((f) => f()), fs.map((f) => f()));
//# this and arguments inside a loop with closures
function f() {
  const out = [];
  for (let i = 0; i < arguments.length; i++) { out.push(() => [this.v, arguments[i], i]); }
  return out.map((g) => g());
}
log(f.call({ v: 7 }, 'a', 'b'));
//# a loop body that declares a var and a function
function f() {
  for (let i = 0; i < 2; i++) { var last = i; let g = () => i + last; keep.push(g); }
  return last;
}
const keep = [];
log(f(), keep.map((g) => g()));
//# let without an initial value starts undefined in each turn
const seen = [];
for (let i = 0; i < 3; i++) { let x; seen.push(x); x = i; }
for (let i = 0; i < 2; i++) { let y; const set = () => { y = i; }; seen.push(y); set(); seen.push(y); }
log(seen);
//# generator with a closure in a loop
function* g() { for (let i = 0; i < 3; i++) { yield () => i; } }
log([...g()].map((f) => f()));
//# async closure in a loop
async function f() {
  const fs = [];
  for (let i = 0; i < 3; i++) { await null; fs.push(() => i); }
  return fs.map((g) => g());
}
return f().then(log);
//# shadowing in blocks
let x = 1;
{ let x = 2; log(x); { const x = 3; log(x); } log(x); }
log(x);
function f(x) { { let x = 5; log(x); } return x; }
log(f(4));
//# shadowing of a captured variable by a block
let x = 'outer';
const f = () => x;
{ let x = 'inner'; log(x, f()); { let f = () => x; log(f()); } }
//# a catch parameter shadows
let e = 'outer';
try { throw 'inner'; } catch (e) { log(e); var v = e; }
log(e, v);
try { throw { a: 1, b: [2] }; } catch ({ a, b: [c] }) { let e = a; log(e, c); }
log(e);
try { throw 1; } catch { log('no parameter'); }
//# var through a catch parameter of the same name
function f() { try { throw 1; } catch (e) { var e = 2; log(e); } return e; }
log(f());
//# names of helpers and of globals as locals
const Object = 1, Symbol = 2, undefined_ = 3, Array = [4], Math = 5, TypeError = 6, Promise = 7;
log({ a: 1, ...{ b: 2 } }, [...[1], ...Array], Object, Symbol, undefined_, 2 ** 3, Math, TypeError, Promise);
//# a local called undefined
function f(undefined) { return [undefined, undefined ?? 'none', undefined === void 0]; }
log(f(1), f());
//# temporal dead zone of let, const and class | from 2015 | plain
const probe = (f) => { try { return f(); } catch (e) { return e.constructor.name; } };
log(probe(() => { x; let x = 1; }), probe(() => { typeof y; const y = 1; }), probe(() => { new Z(); class Z {} }));
log(probe(() => { const f = () => w; f(); let w = 1; }), probe(() => { const f = () => w; let w = 1; return f(); }));
//# assignment to const throws
const c = 1;
try { c = 2; log('no'); } catch (e) { log(e.constructor.name); }
try { c += 2; log('no'); } catch (e) { log(e.constructor.name); }
try { for (const i = 0; i < 2; i++) log(i); } catch (e) { log(e.constructor.name); }
log(c);
//# hoisting of var and functions
log(typeof f, v, typeof g);
var v = 1;
function f() { return g(); function g() { return 'g'; } }
if (true) { function g() { return 'block'; } }
log(f(), g(), v);
//# a function in a block is there after it, in sloppy code
log(typeof f);
{ log(f()); function f() { return 1; } }
log(f());
function outer() { if (false) { function g() {} } return typeof g; }
log(outer());
//# a function in a block stays inside in strict code
'use strict';
log(typeof f);
{ log(f()); function f() { return 1; } }
log(typeof f);
//# two blocks with functions of one name
function pick(n) {
  if (n) { function f() { return 'a'; } } else { function f() { return 'b'; } }
  return f();
}
log(pick(1), pick(0));
//# switch has one scope for its cases
const f = (n) => {
  let r = 'outer';
  switch (n) {
    case 0: { let r = 'own'; return r; }
    case 1: let x; x = 5; r = x; break;
    case 2: x = 6; r = 'set'; break;
    default: return typeof r;
  }
  return r;
};
const probe = (n) => { try { return f(n); } catch (e) { return e.constructor.name; } };
log(probe(0), probe(1), probe(3));
//# closures over a switch's variables
const fs = [];
for (let i = 0; i < 3; i++) switch (i) { case 0: let x = 'x'; fs.push(() => [i, x]); break; case 1: fs.push(() => i); break; default: { const y = i; fs.push(() => y); } }
log(fs.map((f) => f()));
//# labels on blocks and nested loops
a: { log(1); if (true) break a; log('no'); }
b: for (let i = 0; ; i++) { c: for (;;) { if (i > 2) break b; if (i > 0) continue b; break c; } log('after c', i); }
d: if (true) { break d; }
e: { f: { break e; } log('no'); }
log('end');
//# same label name twice, one after the other, and inside a function
x: for (;;) { (() => { x: for (;;) { break x; } })(); break x; }
x: { break x; }
log('ok');
//# a named function expression's own name cannot be changed
const f = function g() { g = 1; return typeof g; };
log(f());
const h = function k() { 'use strict'; try { k = 1; } catch (e) { return e.constructor.name; } };
log(h());
const s = function t() { var t = 5; return t; };
log(s());
const p = function q(q) { return q; };
log(p(3));
//# parameters and body have separate scopes with defaults
var x = 'outer';
function f(a = () => x) { var x = 'inner'; return [a(), x]; }
log(f());
function g(a, b = () => a) { var a; return [a, b()]; }
log(g(1));
function h(a, b = () => a) { var a = 2; return [a, b()]; }
log(h(1));
//# arguments is mapped in sloppy functions only
function sloppy(a) { a = 2; return arguments[0]; }
function strict(a) { 'use strict'; a = 2; return arguments[0]; }
function withDefault(a, b = 0) { a = 2; return arguments[0]; }
log(sloppy(1), strict(1), withDefault(1), sloppy());
//# with and direct eval keep names
var total = 1;
with ({ total: 5, extra: 2 }) { log(total + extra); }
function f(long_name) { var other_name = 2; return eval('long_name + other_name'); }
log(f(1));
//# indirect eval and the Function constructor see globals only
var local = 1;
log((0, eval)('typeof local'), new Function('return typeof local')());
//# typeof of an undeclared name
log(typeof not_declared_anywhere, typeof not_declared_anywhere === 'undefined');
try { not_declared_anywhere; } catch (e) { log(e.constructor.name); }
//# a this at the top and in arrows
const arrow = () => this;
function f() { return (() => (() => this.v)())(); }
log(arrow() === this, f.call({ v: 3 }));
//# long chains of declarations
var a = 1, b = a + 1, c = b + 1; let d = c + 1, e; const f = d + 1;
log(a, b, c, d, e, f);
//# let and static, async, of, get as names
var let_ = 1, of = 2, async = 3, get = 4, set = 5, static_ = 6, await_ = 7;
log(of + async + get + set);
for (of of [of]) log(of);
var o = { get, set, async, of, get get() { return 1; }, set set(v) {}, async async() {}, *of() {} };
log(Object.keys(o));
async = (x) => x + 1;
log(async(1));
//# Annex B: var in a for-in head, labelled function | from 2017
for (var i = 5 in {}) ;
log(i);
l: function f() { return 1; }
log(f());
//# a block function captured by a closure in a loop
const fs = [];
for (let i = 0; i < 2; i++) { function f() { return i; } fs.push(f); }
log(fs.map((f) => f()));
