// for-of, for-in, iterators and how they are closed.
//# for-of over everything iterable
for (const x of [1, , 3]) log(x);
for (const x of 'a\u{1F600}') log(x);
for (const x of new Set([1, 1, 2])) log(x);
for (const [k, v] of new Map([[1, 2]])) log(k, v);
(function () { for (const x of arguments) log(x); })(7, 8);
for (const x of (function* () { yield 1; })()) log(x);
for (var v of [5]); log(v);
for (const x of new Uint8Array([255, 256])) log(x);
//# an array that grows while it is walked
const a = [1, 2];
for (const x of a) { if (a.length < 5) a.push(x * 10); log(x); }
//# closing on break, return, throw, continue to an outer loop
const make = (name) => ({ [Symbol.iterator]() { let n = 0; return { next: () => ({ value: n++, done: n > 3 }), return() { log('return', name); return {}; } }; } });
for (const x of make('break')) break;
(() => { for (const x of make('return')) return; })();
try { for (const x of make('throw')) throw 1; } catch (e) { log('caught', e); }
outer: for (const i of [1]) for (const x of make('continue outer')) continue outer;
for (const x of make('continue')) continue;
for (const x of make('normal')) ;
l: { for (const x of make('break label')) break l; }
//# closing nested loops from the inside out
const make = (name) => ({ [Symbol.iterator]() { return { next: () => ({ value: name, done: false }), return() { log('return', name); return {}; } }; } });
const f = () => { for (const a of make('a')) for (const b of make('b')) for (const c of make('c')) return a + b + c; };
log(f());
//# errors of return
const make = (r) => ({ [Symbol.iterator]() { return { next: () => ({ value: 1, done: false }), return: r }; } });
try { for (const x of make(() => { throw new Error('from return'); })) break; } catch (e) { log(e.message); }
try { for (const x of make(() => { throw new Error('from return'); })) throw new Error('body'); } catch (e) { log(e.message); }
try { for (const x of make(() => 5)) break; } catch (e) { log(e.constructor.name); }
for (const x of make(undefined)) break;
//# errors of next are not closed
const it = { [Symbol.iterator]() { return { next() { throw new Error('next'); }, return() { log('return'); } }; } };
try { for (const x of it); } catch (e) { log(e.message); }
try { const [a] = it; } catch (e) { log(e.message); }
try { [...it]; } catch (e) { log(e.message); }
//# an error in the loop's pattern closes
const it = { [Symbol.iterator]() { return { next: () => ({ value: null, done: false }), return() { log('return'); return {}; } }; } };
try { for (const { a } of it); } catch (e) { log(e.constructor.name); }
let o = { set p(v) { throw new Error('setter'); } };
try { for (o.p of it); } catch (e) { log(e.message); }
//# next is read once, done is tested for truth
let reads = 0;
const it = { [Symbol.iterator]() { let n = 0; return { get next() { reads++; return () => ({ value: n, done: n++ > 1 ? 'yes' : '' }); } }; } };
for (const x of it) log(x);
log(reads);
//# not iterable
const probe = (f) => { try { f(); return 'ok'; } catch (e) { return e.constructor.name; } };
log(probe(() => { for (const x of 5); }), probe(() => { for (const x of {}); }), probe(() => { for (const x of null); }), probe(() => { for (const x in null); }), probe(() => { for (const x of { [Symbol.iterator]: 1 }); }));
//# the head of for-of is evaluated in a scope of its own
let x = [1, 2];
const f = () => { try { for (let x of x) ; return 'no'; } catch (e) { return e.constructor.name; } };
log(x);
for (const y of ((x) => x)(x)) log(y);
//# for-in order and inheritance
const o = Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 1, enumerable: false } });
o[2] = 1; o.b = 1; o[1] = 1; o.a = 1;
const keys = [];
for (const k in o) keys.push(k);
log(keys);
for (var k in 'ab') log(k);
for (var m in [5, 6]) log(typeof m);
let p = {};
for (p.q in { z: 1 }) log(p);
for (const x in undefined) log('no');
//# loop with var captured after the loop
var fs = [];
for (var i of [1, 2]) fs.push(() => i);
log(fs.map((f) => f()), i);
//# nested for-of with the same names
for (const x of [1, 2]) { for (const x of ['a', 'b']) log(x); log(x); }
//# for-of with an assignment target that is a getter chain
const o = { get a() { log('get a'); return this; } };
for (o.a.v of [1, 2]) log(o.v);
//# for without parts, comma expressions and empty bodies
let i = 0, j = 10;
for (;;) { if (i++ > 2) break; }
for (; i < 5;) i++;
for (i = 0, j = 3; i < j; i++, j--);
log(i, j);
//# spread of iterators calls next until done
const it = { n: 0, [Symbol.iterator]() { return this; }, next() { log('next'); return { done: ++this.n > 2, value: this.n }; }, return() { log('return'); } };
log([...it]);
log(Array.from([1, 2, 3].entries()), [...[1, 2].keys()]);
//# array methods with callbacks that use outer loops
const out = [];
for (const row of [[1, 2], [3]]) row.forEach((x, i) => { if (x === 2) return; out.push([x, i, row.length]); });
log(out);
//# for-of inside a generator inside for-of
function* g(a) { for (const x of a) { try { yield x; } finally { log('f', x); } } }
for (const x of g(g([1, 2, 3]))) { log(x); if (x === 2) break; }
//# break out of a switch inside a loop, continue through a switch
const out = [];
for (const x of [1, 2, 3, 4]) { switch (x) { case 1: continue; case 2: out.push('two'); break; case 4: out.push('four'); default: out.push(x); } out.push('end' + x); }
log(out);
//# iterator protocol on a class with private state
class Range { #a; #b; constructor(a, b) { this.#a = a; this.#b = b; } *[Symbol.iterator]() { for (let i = this.#a; i < this.#b; i++) yield i; } }
log([...new Range(1, 4)], Math.max(...new Range(0, 3)));
