// Generators: every statement around a yield, return and throw from outside, delegation.
//# values, arguments of next and the result
function* g(a) { const b = yield a; const c = yield a + b; return [a, b, c]; }
const it = g(1);
log(it.next('ignored'), it.next(2), it.next(3), it.next(), it.next());
//# yield in every kind of expression
function* g() {
  const o = { k: 1, m(...a) { return a; } };
  log([yield 1, yield 2]);
  log({ a: yield 3, [yield 4]: yield 5, ...(yield 6) });
  log((yield 7) + (yield 8) * (yield 9));
  log(o.m(yield 10, ...(yield 11), yield 12));
  log(o[yield 13](yield 14));
  log((yield 15) ? yield 16 : yield 17);
  log((yield 18) && (yield 19), (yield 20) || (yield 21), (yield 22) ?? (yield 23));
  log(`${yield 24}-${yield 25}`);
  log((yield 26, yield 27));
  log(typeof (yield 28), !(yield 29), -(yield 30));
  o[yield 31] = yield 32;
  o.k += yield 33;
  log(o, new (yield 34)(yield 35));
}
const it = g();
const send = { 4: 'key', 6: { s: 1 }, 11: [1, 2], 13: 'm', 22: null, 31: 'set', 33: 5, 34: Array, 35: 3, 15: 0, 18: 1, 20: 0 };
let step = it.next();
while (!step.done) step = it.next(step.value in send ? send[step.value] : step.value);
//# a value read before a yield does not change
function* g() { let x = 1; const f = () => (x = 100); log(x + (yield f) + x); const a = [x, yield, x]; return a; }
const it = g();
const f = it.next().value;
f();
it.next(10);
log(it.next().value);
//# receiver of a call is kept over a yield
function* g(o) { return o.m(yield 1); }
const o = { v: 1, m(x) { return [this.v, x]; } };
const it = g(o);
it.next();
o.m = null;
log(it.next(2));
//# loops
function* g() {
  for (let i = 0; i < 2; i++) yield ['for', i];
  for (const x of ['a', 'b']) yield ['of', x];
  for (const k in { p: 1, q: 2 }) yield ['in', k];
  let n = 0;
  while (n < 2) yield ['while', n++];
  do yield ['do', n--]; while (n > 0);
  for (yield 'init'; (yield 'test') !== 'stop'; yield 'update') yield 'body';
}
const it = g();
let s, tests = 0;
while (!(s = it.next(s?.value === 'test' && tests++ === 1 ? 'stop' : 'go')).done) log(s.value);
//# break, continue and labels around yields
function* g() {
  outer: for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      if (j === 1) continue outer;
      if (i === 2) break outer;
      yield [i, j];
    }
  }
  block: { yield 'in block'; if (yield 'leave?') break block; yield 'stayed'; }
  yield 'after';
}
const it = g();
let s;
const out = [];
while (!(s = it.next(true)).done) out.push(s.value);
log(out);
//# conditions and switch
function* g(n) {
  if (yield 'if') yield 'then'; else yield 'else';
  switch (yield 'switch') {
    case yield 'case 1': yield 'one';
    case n: yield 'n'; break;
    case 3: { let x = yield 'three'; yield x; break; }
    default: yield 'default';
  }
}
const run = (values) => { const it = g('N'); const out = []; let s = it.next(); while (!s.done) { out.push(s.value); s = it.next(values[s.value]); } return out; };
log(run({ if: 1, switch: 1, 'case 1': 1 }), run({ switch: 'N' }), run({ switch: 3, three: 'x!' }), run({ switch: 'other' }));
//# a switch with default in the middle
function* g(v) { switch (v) { case 1: yield 'a'; default: yield 'd'; case 2: yield 'b'; } }
log([...g(1)], [...g(2)], [...g(3)]);
//# try, catch, finally: normal ways
function* g() { try { yield 1; throw new Error('x'); } catch (e) { yield e.message; } finally { yield 'f'; } yield 'end'; }
log([...g()]);
//# throw from outside
function* g() { try { yield 1; } catch (e) { yield ['caught', e]; } finally { log('finally'); } return 'r'; }
let it = g();
log(it.next(), it.throw('t'), it.next(), it.next());
it = g();
try { it.throw('early'); } catch (e) { log('out', e); }
log(it.next());
//# return from outside
function* g() { try { yield 1; yield 2; } finally { log('finally'); } }
let it = g();
log(it.next(), it.return('r'), it.next());
it = g();
log(it.return('early'), it.next());
//# return from outside with a yield in finally
function* g() { try { yield 1; } finally { yield 'cleanup'; log('done'); } }
const it = g();
log(it.next(), it.return('r'), it.next(), it.next());
//# return from outside, overridden in finally
function* g() { try { yield 1; } finally { return 'other'; } }
function* h() { for (;;) { try { yield 1; } finally { break; } } yield 'went on'; }
let it = g();
it.next();
log(it.return('r'));
it = h();
it.next();
log(it.return('r'), it.next());
//# throw inside finally replaces
function* g() { try { try { yield 1; } finally { throw new Error('from finally'); } } catch (e) { yield e.message; } }
const it = g();
log(it.next(), it.return('r'), it.next());
//# nested try with rethrow
function* g() { try { try { yield 1; } catch (e) { log('inner', e); throw e + 1; } finally { yield 'inner finally'; } } catch (e) { yield ['outer', e]; } finally { log('outer finally'); } }
const it = g();
log(it.next(), it.throw(5), it.next(), it.next());
//# return inside try with a yield in finally
function* g() { try { return 'value'; } finally { yield 'first'; } }
log([...g()]);
const it = g();
log(it.next(), it.next());
//# break and continue through finally
function* g() { for (let i = 0; i < 3; i++) { try { if (i === 0) continue; yield i; if (i === 1) break; } finally { yield 'f' + i; } } yield 'end'; }
log([...g()]);
//# catch parameters, shadowing and patterns
function* g() { const e = 'outer'; try { throw { a: 1 }; } catch ({ a, b = yield 'b?' }) { const f = () => [a, b]; yield f(); } try { throw 2; } catch (e) { yield e; } yield e; }
const it = g();
log(it.next(), it.next('B'), it.next(), it.next());
//# delegation: values, return value, throw and return
function* inner() { try { const x = yield 'a'; log('got', x); yield 'b'; return 'result'; } finally { log('inner finally'); } }
function* outer() { const r = yield* inner(); yield r; yield* [1, 2]; yield* 'xy'; return 'end'; }
let it = outer();
log(it.next(), it.next('X'), it.next(), it.next(), it.next(), it.next(), it.next(), it.next());
it = outer();
log(it.next(), it.return('R'), it.next());
it = outer();
it.next();
try { it.throw(new Error('T')); } catch (e) { log(e.message); }
//# delegation to iterators without throw or return
const bare = { [Symbol.iterator]() { return { next(v) { log('next', v); return { value: 1, done: false }; } }; } };
function* g() { try { yield* bare; } catch (e) { log(e.constructor.name); } }
let it = g();
it.next('first');
it.next('second');
it.throw('t');
it = g();
it.next();
log(it.return('r'));
//# delegation passes results through untouched
const odd = { [Symbol.iterator]() { return this; }, next() { return { get value() { log('value read'); return 1; }, done: false, extra: 1 }; } };
function* g() { yield* odd; }
const r = g().next();
log('extra' in r);
r.value;
//# delegation result in an expression
function* one() { yield 'y'; return 5; }
function* g() { const x = 1 + (yield* one()) * 2; return [x, yield* one()]; }
log([...g()]);
let it = g(), s;
while (!(s = it.next()).done);
log(s.value);
//# generator methods, expressions and this
const o = { v: 1, *m(x) { yield this.v; yield* [x, arguments.length]; }, g: function* named() { yield typeof named; } };
class A { static *s() { yield 's'; } *[Symbol.iterator]() { yield this.x; } x = 'x'; *#p() { yield 'private'; } get p() { return [...this.#p()]; } }
log([...o.m(2)], [...o.g()], [...A.s()], [...new A()], new A().p);
//# arguments, defaults, rest and destructuring
function* g(a, b = a + 1, ...[c, { d = 4 } = {}]) { yield [a, b, c, d]; yield arguments.length; a = 9; yield arguments[0]; }
log([...g(1)], [...g(1, 2, 3, { d: 5 })]);
//# parameters are evaluated at the call
function* g(x = (log('default'), 1)) { log('body'); yield x; }
const it = g();
log('called');
it.next();
//# arrows inside see this and arguments
function* g() { const f = () => [this.v, arguments[0]]; yield f(); yield* [1].map((x) => x + this.v); }
log([...g.call({ v: 1 }, 'arg')]);
//# hoisted functions and vars
function* g() { yield typeof later; yield v; var v = 1; yield v; yield later(); function later() { return v; } { function block() { return 'b'; } } yield block(); }
log([...g()]);
//# let in blocks and loops captured over yields
function* g() { const fs = []; for (let i = 0; i < 3; i++) { let j = i * 2; fs.push(() => [i, j]); yield i; j++; } { let i = 'block'; fs.push(() => i); } return fs.map((f) => f()); }
const it = g();
it.next(); it.next(); it.next();
log(it.next());
//# prototype and instanceof
function* g() { yield 1; }
g.prototype.extra = function () { return 'extra'; };
const it = g();
log(it instanceof g, it.extra(), it[Symbol.iterator]() === it, typeof it.next, Object.prototype.toString.call(it));
//# running twice at once throws
function* g() { it.next(); }
const it = g();
try { it.next(); } catch (e) { log(e.constructor.name); }
//# yield without a value, newline after yield
function* g() { const a = yield; yield
2; return a; }
const it = g();
log(it.next(), it.next('a'), it.next(), it.next());
//# infinite generator with for-of break closes it
function* g() { try { let n = 0; for (;;) yield n++; } finally { log('closed'); } }
for (const x of g()) { if (x > 2) break; log(x); }
const [a, b] = g();
log(a, b);
try { for (const x of g()) throw new Error('body'); } catch (e) { log(e.message); }
const f = () => { for (const x of g()) return x; };
log(f());
//# recursion: tree walk and permutations
function* walk(t) { if (t) { yield* walk(t.l); yield t.v; yield* walk(t.r); } }
log([...walk({ l: { v: 1 }, v: 2, r: { l: { v: 3 }, v: 4 } })]);
function* perms(a, n = a.length) { if (n <= 1) yield a.slice(); else for (let i = 0; i < n; i++) { yield* perms(a, n - 1); const j = n % 2 ? 0 : i; [a[n - 1], a[j]] = [a[j], a[n - 1]]; } }
log([...perms([1, 2, 3])].map((p) => p.join('')));
//# spread, Array.from, Map and destructuring consume generators
function* pairs() { yield ['a', 1]; yield ['b', 2]; }
log([...new Map(pairs())], Object.fromEntries(pairs()), Array.from(pairs(), ([k]) => k), Math.max(...(function* () { yield 1; yield 5; })()));
//# class declared inside, object with accessors inside
function* g() { class A { constructor() { this.v = 1; } get w() { return 2; } } const o = { get x() { return 3; }, y: yield 'y' }; yield [new A().v, new A().w, o.x, o.y]; }
const it = g();
it.next();
log(it.next('Y').value);
//# conditional yields inside expressions with short circuits
function* g(f) { const r = f && (yield 'a') || (yield 'b'); const o = { p: null }; o.p ??= yield 'c'; o.p ||= yield 'd'; o.p &&= yield 'e'; return [r, o.p, f?.x?.[yield 'f'], f?.(yield 'h')]; }
const run = (f) => { const it = g(f), out = []; let s = it.next(); while (!s.done) { out.push(s.value); s = it.next('v' + s.value); } return [out, s.value]; };
log(run(null), run(Object.assign((x) => 'called ' + x, { x: { vf: 'found' } })));
//# nested generators capture outer state
function* outer() { let n = 0; function* inner() { while (n < 3) yield n++; } yield* inner(); yield 'mid'; n = 0; for (const x of inner()) { yield x; if (x) return; } }
log([...outer()]);
//# empty generator, only a return, only a throw
function* a() {} function* b() { return 1; } function* c() { throw new Error('c'); }
log([...a()], b().next(), a().next());
try { c().next(); } catch (e) { log(e.message); }
//# for-in over an object that changes between yields
function* g(o) { for (const k in o) yield k; }
const o = { a: 1, b: 2, c: 3 };
const it = g(o);
log(it.next().value);
delete o.b;
log(it.next().value, it.next().done);
//# label on a loop with yield in finally and continue
function* g() { l: for (let i = 0; i < 2; i++) { for (;;) { try { yield i; continue l; } finally { yield 'f'; } } } }
log([...g()]);
//# with inside a generator
function* g() { with ({ x: yield 1 }) { yield x; } }
const it = g();
it.next();
log(it.next('w').value);
//# tagged templates and new.target inside
function* g() { const t = (s, ...v) => s.join('|') + v; yield t`a${yield 1}b`; }
const it = g();
it.next();
log(it.next('V').value);
