// Promises behind the syntax: await in every place, errors, async generators, for await.
//# await values, thenables and rejections
async function f() { const a = await 1; const b = await { then(r) { r(a + 1); } }; try { await Promise.reject('no'); } catch (e) { return [a, b, e]; } }
return f().then(log);
//# async functions return promises and catch early errors
async function f(x = (() => { throw new Error('default'); })()) { return x; }
const p = f();
log(p instanceof Promise);
return p.then(() => log('no'), (e) => log(e.message)).then(() => f(3)).then(log);
//# code before the first await runs at once
async function f() { log('in'); await null; log('later'); }
const p = f();
log('out');
return p;
//# await in expressions
const v = async (x) => (log('v', x), x);
async function f() {
  log((await v(1)) + (await v(2)) * (await v(3)));
  log([await v(4), ...(await v([5])), await v(6)]);
  log({ a: await v(7), [await v('k')]: await v(8) });
  log(`${await v('a')}${await v('b')}`);
  log((await v(0)) || (await v(9)), (await v(1)) && (await v(10)), (await v(null)) ?? (await v(11)));
  log((await v(true)) ? await v(12) : await v(13));
  log((await v({ m(x) { return [this.n, x]; }, n: 1 })).m(await v(14)));
  const o = { n: 1 };
  o.n += await v(5);
  o[await v('z')] = await v(15);
  log(o, typeof (await v(1)), !(await v(0)), await (await v(async () => 16))());
  return (await v(17), await v(18));
}
return f().then(log);
//# values read before await stay as they were
let x = 1;
async function f() { const r = x + (await null, 10) + x; return r; }
const p = f();
x = 100;
return p.then(log);
//# loops
async function f() {
  for (let i = 0; i < 2; i++) log('for', await i);
  for (const x of [1, 2]) log('of', await x);
  for (const k in { a: 1 }) log('in', await k);
  let n = 0;
  while (await (n++ < 2)) log('while', n);
  do { log('do', n); } while (await (--n > 0));
  outer: for (const a of [1, 2, 3]) { for (const b of [1, 2]) { if ((await a) === 2) continue outer; if (a === 3) break outer; log(a, await b); } }
}
return f();
//# try, catch, finally
async function f(how) {
  try { log('try'); if (how === 'throw') throw new Error('t'); if (how === 'reject') await Promise.reject(new Error('r')); if (how === 'return') return 'returned'; await null; }
  catch (e) { log('catch', e.message); await null; return 'caught'; }
  finally { log('finally 1'); await null; log('finally 2'); }
  return 'end';
}
return (async () => { for (const how of ['throw', 'reject', 'return', 'none']) log(await f(how)); })();
//# finally overrides
async function f() { try { return 1; } finally { return 2; } }
async function g() { for (;;) { try { await Promise.reject(1); } finally { break; } } return 'left'; }
async function h() { try { throw 1; } finally { await null; } }
return (async () => { log(await f(), await g()); await h().catch((e) => log('h', e)); })();
//# arrows, methods, this and arguments
class A {
  v = 1;
  async m() { const f = async () => this.v + arguments.length; return f(); }
  static async s() { return this === A; }
  async #p() { return 'private'; }
  p() { return this.#p(); }
  f = async (x) => (await x) + this.v;
}
return (async () => { const a = new A(); log(await a.m(1, 2), await A.s(), await a.p(), await a.f(4)); })();
//# return of a promise is followed
const f = async () => new Promise((r) => r('followed'));
const g = async () => { return await f(); };
return Promise.all([f(), g()]).then(log);
//# sequential and parallel
const out = [];
const work = async (n) => { for (let i = 0; i < 2; i++) { out.push(n + i); await null; } return n; };
return Promise.all([work('a')]).then(() => work('b')).then(() => log(out));
//# closures over loop variables after await
async function f() { const fs = []; for (let i = 0; i < 3; i++) { await null; fs.push(async () => i); } return Promise.all(fs.map((g) => g())); }
return f().then(log);
//# conditional chains with await
async function f(o) { return [o?.a?.[await 'k'], await o?.m?.(await 1), o?.none?.(await log('not evaluated'))]; }
return (async () => { log(await f({ a: { k: 'K' }, m: (x) => x + 1 })); log(await f(null)); })();
//# destructuring and defaults with await
async function f() { const { a = await 1, b: [c = await 2] = await [] } = await {}; let d; [d = await 3] = []; ({ d: d = await 4 } = await {}); return [a, c, d]; }
return f().then(log);
//# async generator: yield, await, return
async function* g(a) { const x = yield await a; log('got', x); yield Promise.resolve('unwrapped'); try { yield 3; } finally { log('finally'); await null; } return 'end'; }
return (async () => { const it = g(1); log(await it.next()); log(await it.next('X')); log(await it.next()); log(await it.return('R')); log(await it.next()); })();
//# async generator: queue of requests
async function* g() { let n = 0; while (n < 3) { await null; yield n++; } }
const it = g();
return Promise.all([it.next(), it.next(), it.next(), it.next(), it.next()]).then(log);
//# async generator: throw and errors
async function* g() { try { yield 1; } catch (e) { yield 'caught ' + e; } throw new Error('own'); }
return (async () => { const it = g(); await it.next(); log(await it.throw('T')); try { await it.next(); } catch (e) { log(e.message); } log(await it.next()); })();
//# async generator: rejected yields
async function* g() { try { yield Promise.reject(new Error('bad')); } catch (e) { log('inside', e.message); yield 'recovered'; } }
return (async () => { const it = g(); log(await it.next(), await it.next()); })();
//# async delegation to async and sync iterables
async function* inner() { const x = yield 'i1'; log('x', x); return 'ri'; }
async function* g() { const r = yield* inner(); yield r; yield* [Promise.resolve('s1'), 's2']; }
return (async () => { const it = g(); log(await it.next()); log(await it.next('X')); log(await it.next(), await it.next(), await it.next()); })();
//# async delegation: return and throw
async function* inner() { try { yield 1; yield 2; } finally { log('inner finally'); } }
async function* g() { try { yield* inner(); } finally { log('outer finally'); } }
return (async () => { let it = g(); await it.next(); log(await it.return('R')); it = g(); await it.next(); try { await it.throw(new Error('T')); } catch (e) { log(e.message); } })();
//# for await over sync, async and promises
async function* g() { yield 1; yield 2; }
async function f() { for await (const x of g()) log(x); for await (const x of [Promise.resolve('p'), 'q']) log(x); for await (const { a, b = 'B' } of [{ a: 1 }]) log(a, b); let y; for await (y of 'z') log(y); for await (y.p of ['r']); }
return f();
//# for await closes the iterator
const make = () => { let n = 0; return { [Symbol.asyncIterator]() { return this; }, async next() { return { value: n++, done: false }; }, async return(v) { log('return'); return {}; } }; };
async function f(how) { for await (const x of make()) { if (x === 1) { if (how === 'break') break; if (how === 'throw') throw new Error('t'); if (how === 'return') return 'r'; } } return 'end'; }
return (async () => { log(await f('break')); log(await f('return')); await f('throw').catch((e) => log(e.message)); })();
//# for await: errors of the iterator do not close it
const make = () => ({ [Symbol.asyncIterator]() { return this; }, next() { return Promise.reject(new Error('next')); }, return() { log('return'); } });
return (async () => { try { for await (const x of make()); } catch (e) { log(e.message); } })();
//# for await with labels, continue and closures
async function f() { const fs = []; outer: for (const a of [1, 2]) { for await (const b of [a, a * 10]) { if (b === 1) continue; if (b === 2) continue outer; fs.push(() => [a, b]); } } return fs.map((g) => g()); }
return f().then(log);
//# async iteration by hand
const o = { async *[Symbol.asyncIterator]() { yield* [1, 2]; }, async *m() { yield this === o; } };
return (async () => { const out = []; for await (const x of o) out.push(x); for await (const x of o.m()) out.push(x); log(out, typeof o[Symbol.asyncIterator]().next); })();
//# errors thrown synchronously inside become rejections
const f = async () => { null.x; };
const g = async ({ a }) => a;
return f().catch((e) => log(e.constructor.name)).then(() => g(null)).catch((e) => log(e.constructor.name));
//# async IIFE, async arrow returning an object, nested async
return (async () => { const r = await (async () => ({ a: await (async (x) => x * 2)(4) }))(); log(r); })();
//# generator and async side by side
function* g() { const x = yield (async () => 'inner')(); return x; }
const it = g();
return it.next().value.then((v) => log(v, it.next('end')));
//# super and new.target in async arrows of a constructor
class A { async hi() { return 'hi'; } }
class B extends A { constructor() { super(); this.p = (async () => [await super.hi(), new.target === B])(); } }
return new B().p.then(log);
//# switch with await
async function f(n) { switch (await n) { case await 1: return 'one'; case 2: await null; default: return 'two or more'; } }
return (async () => log(await f(1), await f(2), await f(3)))();
//# labelled block and break over await
async function f() { a: { await null; if (true) break a; log('no'); } b: try { await null; break b; } finally { await null; log('finally'); } return 'end'; }
return f().then(log);
//# parallel awaits with Promise.all, race and allSettled
async function f() { const [a, b] = await Promise.all([1, (async () => 2)()]); const r = await Promise.allSettled([Promise.reject(3), 4]); return [a, b, r.map((x) => x.status)]; }
return f().then(log);
//# async method called on a result of await
class Q { constructor(n) { this.n = n; } async add(x) { return new Q(this.n + x); } get value() { return this.n; } }
return (async () => { log((await (await new Q(1).add(2)).add(3)).value); })();
//# await as a name in sloppy code
var await = 1;
function f(await) { return await + 1; }
log(await, f(2));
//# long chains of awaits
const f = async () => { let s = 0; for (let i = 0; i < 200; i++) s += await i; return s; };
return f().then(log);
//# an awaited getter and setter
const o = { get p() { log('get'); return Promise.resolve(1); }, set p(v) { log('set', v); } };
return (async () => { o.p = (await o.p) + 1; })();
//# throw in a nested function is caught outside of await
const boom = () => { throw new Error('sync'); };
return (async () => { try { await boom(); } catch (e) { log('caught', e.message); } try { await (async () => boom())(); } catch (e) { log('again', e.message); } })();
