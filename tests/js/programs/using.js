// Explicit resource management. node 18 does not know it: what comes out is written down.
//# disposed in reverse order at the end of the block
const r = (n) => ({ n, [Symbol.dispose]() { log('dispose', n); } });
{ using a = r(1), b = r(2); using c = r(3); log('body', a.n + b.n + c.n); }
log('after');
//= "body", 6
//= "dispose", 3
//= "dispose", 2
//= "dispose", 1
//= "after"
//# disposed on throw, return, break and continue
const r = (n) => ({ [Symbol.dispose]() { log('dispose', n); } });
const f = () => { using a = r('f'); return 'value'; };
log(f());
try { using b = r('throw'); throw new Error('body'); } catch (e) { log(e.message); }
for (let i = 0; i < 3; i++) { using c = r(i); if (i === 0) continue; if (i === 1) break; }
//= "dispose", "f"
//= "value"
//= "dispose", "throw"
//= "body"
//= "dispose", 0
//= "dispose", 1
//# null and undefined are allowed, others must be disposable
{ using a = null, b = undefined; log(a, b); }
try { using c = {}; log('no'); } catch (e) { log(e.constructor.name); }
try { using d = 5; log('no'); } catch (e) { log(e.constructor.name); }
//= null, undefined
//= "TypeError"
//= "TypeError"
//# an error while disposing is joined to the first
const bad = (n) => ({ [Symbol.dispose]() { throw new Error('dispose ' + n); } });
try { using a = bad(1); throw new Error('body'); } catch (e) { log(e.name, e.error.message, e.suppressed.message); }
try { using a = bad(1), b = bad(2); } catch (e) { log(e.name, e.error.message, e.suppressed.message); }
try { using a = bad(1); } catch (e) { log(e.name, e.message); }
//= "SuppressedError", "dispose 1", "body"
//= "SuppressedError", "dispose 1", "dispose 2"
//= "Error", "dispose 1"
//# in the head of for-of
const r = (n) => ({ n, [Symbol.dispose]() { log('dispose', n); } });
for (using x of [r(1), r(2)]) log('body', x.n);
for (using x = r(3); ;) { log('loop', x.n); break; }
//= "body", 1
//= "dispose", 1
//= "body", 2
//= "dispose", 2
//= "loop", 3
//= "dispose", 3
//# await using
const r = (n) => ({ async [Symbol.asyncDispose]() { log('begin', n); await null; log('end', n); } });
const s = (n) => ({ [Symbol.dispose]() { log('sync', n); } });
async function f() { await using a = r(1), b = s(2); using c = s(3); log('body'); return 'value'; }
return f().then(log);
//= "body"
//= "sync", 3
//= "sync", 2
//= "begin", 1
//= "end", 1
//= "value"
//# closures over resources in a loop, and in a switch and function body
const r = (n) => ({ n, [Symbol.dispose]() { this.n = 'gone'; } });
const fs = [];
for (let i = 0; i < 2; i++) { using x = r(i); fs.push(() => x.n); log(x.n); }
log(fs.map((f) => f()));
switch (1) { case 1: { using y = r('y'); log(y.n); } }
function* g() { using z = r('z'); yield z.n; yield 'second'; }
log([...g()]);
//= 0
//= 1
//= ["gone", "gone"]
//= "y"
//= ["z", "second"]
//# using as an ordinary name
var using = 1;
using
log(using);
for (using of [2]) log(using);
//= 1
//= 2
