// Exponents, nullish, logical assignment, optional chains, BigInt, conversions.
//# exponents
let x = 3;
log(2 ** 3 ** 2, (-2) ** 2, (2 ** -1), x ** 2, x **= 2, x, 2 ** 0.5 === Math.SQRT2, NaN ** 0, (-8) ** (1 / 3));
const o = { p: 2 };
o.p **= 3;
o['p'] **= 2;
log(o);
//# exponents convert their operands in order
const t = (n, v) => ({ valueOf() { log(n); return v; } });
log(t('a', 2) ** t('b', 3));
//# nullish against or
log(0 ?? 1, '' ?? 1, false ?? 1, null ?? 1, undefined ?? 1, NaN ?? 1, (null || undefined) ?? 'z', null ?? (0 || 2));
//# nullish on things that look undefined
let n = 0;
const f = () => { n++; return null; };
log(f() ?? 'd', n, f()?.x ?? 'e', n);
const o = { get p() { n++; return undefined; } };
log(o.p ?? 'f', n);
//# logical assignment is lazy
let a = null, b = 0, c = 1;
const t = (x) => (log('evaluated', x), x);
a ??= t(1); a ??= t(2); b ||= t(3); b ||= t(4); c &&= t(5); c &&= t(0); c &&= t(6);
log(a, b, c);
//# logical assignment does not write when it need not
const seen = [];
const o = { get p() { seen.push('get'); return 1; }, set p(v) { seen.push('set ' + v); } };
o.p ??= 2; o.p ||= 2; o.p &&= 3;
log(seen);
const frozen = Object.freeze({ p: 1 });
(function () { 'use strict'; frozen.p ??= 2; frozen.p ||= 2; try { frozen.p &&= 2; } catch (e) { log(e.constructor.name); } })();
const c = 5;
c ??= 6; c ||= 6;
log(c);
//# logical assignment on calls and indexes evaluates once
let calls = 0;
const o = { a: null };
const get = () => (calls++, o);
get().a ??= 1; get()['b'] ??= 2; get()[(calls++, 'c')] ||= 3; get().a &&= 4;
log(o, calls);
//# the value of a logical assignment
let a;
log(a ??= 5, a ||= 6, a &&= 7, (a = null) ?? (a ??= 8), a);
//# optional member, index and call
const o = { a: { b: [10, { c: () => 'called' }] }, n: null };
log(o?.a?.b?.[0], o.x?.y, o.x?.y.z.w, o.n?.[0], o.a?.b[1]?.c?.(), o.nope?.(), o.a.b[5]?.c(), o?.['a']['b'][0]);
//# optional chains stop at once
let n = 0;
const o = null;
log(o?.[n++], o?.a(n++), o?.a[n++].b(n++), n, o?.a.b.c.d);
//# parentheses end a chain
const o = null;
const probe = (f) => { try { return f(); } catch (e) { return e.constructor.name; } };
log(probe(() => (o?.a).b), probe(() => o?.a.b), probe(() => (o?.a)?.b), probe(() => (o?.a)()));
//# receivers of optional calls
const o = { v: 1, f() { return this?.v; }, g: { v: 2, f() { return this.v; } } };
log(o.f?.(), o?.f(), o?.f?.(), o.g?.f(), o?.g.f?.(), o?.['g']?.['f'](), (o?.f)(), (o.g?.f)());
//# receivers are evaluated once
let n = 0;
const get = () => (n++, { f() { return n; }, k: { g() { return this === undefined ? 'u' : Object.keys(this).length; } } });
log(get().f?.(), get()?.f(), get()?.k?.g?.(), get()['k']?.g(), n);
//# delete with optional chains
const o = { a: { b: 1, c: 2 } };
log(delete o?.a?.b, delete o.x?.y, delete o?.a?.['c'], o, delete null?.x);
//# optional chains in conditions and with not
const o = { a: 0 };
log(!o?.a, !o.b?.c, o?.a === 0, o?.b == null, typeof o?.c, (o?.a ?? 'n') + 1, o?.a || 'or', -o?.a);
if (o?.x?.y) log('no'); else log('else');
//# optional chains with spread, templates and new
const f = (...a) => a.join();
log(f?.(...[1, 2]), null?.(...[1]), `${undefined?.x}`, new (class { m() { return 'm'; } })()?.m(), [1, 2]?.map?.((x) => x * 2));
//# optional chains on primitives
log(''?.length, 0?.toFixed(1), false?.toString(), 'abc'?.[1], (5)?.x?.y);
//# functions with properties named like keywords
const o = { default: 1, class: 2, if: { new: 3 } };
log(o.default, o?.class, o.if?.new, { delete: 4 }.delete);
//# eval through an optional call is indirect
var x = 'global?';
const f = () => { const x = 'local'; return typeof eval?.('typeof x'); };
log(f());
//# comma, void, typeof
log((1, 2), void 0, typeof null, typeof (() => 1), typeof Symbol(), typeof undefined, void 'x' === undefined);
//# increments
let a = 1, s = '5', o = { n: 1, '-': 2 };
log(a++ + ++a, a-- - --a, s++, s, o.n++ + o['n'], ++o['-'], - -a, +-+a, a+++a, - --a);
//# comparison with NaN and negative zero
log(NaN === NaN, NaN != NaN, 0 === -0, Object.is(-0, 0), Object.is(-0, -0), 1 / -0, -0 + 0, -0 - 0, 0 * -1, Math.max(-0, 0), Object.is(-(0), -0), Object.is(0 / -5, -0));
//# loose equality
log(null == undefined, null == 0, '' == 0, '1' == 1, [] == '', [1] == 1, NaN == NaN, null == false, 'a' == 'b', {} == '[object Object]');
//# addition of mixed operands
log(1 + '2', '3' - 1, 1 + 2 + '3', '1' + 2 + 3, [] + {}, [] + [], 1 + null, 1 + undefined, '' + -0, `${-0}`, 1 + true, 'a' + [1, 2], 0.1 + 0.2, 1e21 + '', 1e-7 + '', -1e-7 + '');
//# integers and bits
log(5 / 2 | 0, -5 >> 1, -5 >>> 28, 1 << 31, ~5, ~~-5.7, 5 & 3, 5 | 3, 5 ^ 3, 2 ** 32 | 0, 2 ** 32 >>> 0, 1 << 33, -1 >>> 0);
//# remainder and division
log(5 % 3, -5 % 3, 5 % -3, 5.5 % 2, 1 / 0, -1 / 0, 0 / 0, Object.is(-4 % 2, -0));
//# precedence
log(1 + 2 * 3 - 4 / 2, (1 + 2) * 3, 2 * (3 % 2), !0 + 1, -(2 ** 2), 1 < 2 === true, 1 || 0 && 0, (1 || 0) && 0, 6 & 3 == 3, (6 & 3) == 2, 1 ? 2 : 3 ? 4 : 5, (1, 2, 3));
log((a => a)(1), typeof typeof 1, !!'', - - 1, + + '3', 1 - -1, 1 + +1, 1 - (-1), 3 - (2 - 1), 8 / (4 / 2), 2 ** (1 + 1), (2 ** 3) ** 2);
//# numbers in all notations
log(0x1F, 0b101, 0o17, 1_000_000, .5, 5., 5e3, 5e-3, 0.000001, 1e21, 1e-7, 123456789012345680000, 0xffffffff, 255..toString(16), 1.0.toFixed(2), 5 .toString(), 1e3.toString());
//# legacy octal, in sloppy code
log(017, 018, '\101', '\0', '\x41\u0042\u{43}');
//# BigInt | from 2020
log(2n ** 64n, -5n / 2n, 10n % 3n, 1n < 2, 2n == 2, 2n === 2, typeof 1n, 0xFFn, 5n << 3n, -(-3n), BigInt(5) + 1n, 1_000n, !0n, 0n ? 1 : 2);
let x = 2n;
x **= 3n; x++; x += 1n;
log(x, `${x}`, [1n, 2n].includes(2n));
try { 1n + 1; } catch (e) { log(e.constructor.name); }
try { +1n; } catch (e) { log(e.constructor.name); }
//# in and instanceof
class A {}
log('x' in { x: 1 }, 1 in [5, 6], !('y' in {}), new A() instanceof A, !(1 instanceof Number), 'length' in [], (() => 1) instanceof Function);
//# conditional chains
const f = (n) => (n > 10 ? 'big' : n > 5 ? 'middle' : n > 0 ? 'small' : n === 0 ? 'zero' : 'negative');
log([20, 7, 3, 0, -1].map(f));
//# assignments as values
let a, b, c;
a = b = c = 5;
log(a, b, c, (a = 1) + (b = 2), a += b -= c, [a, b, c]);
//# chained comparison and boolean arithmetic
log(1 < 2 < 3, 3 > 2 > 1, true + true, true & false, !1 == !2, !!1 === true, +true, -'3', +'', +' 12 ', +'x', +[], +{});
//# string comparison and concatenation in loops
let s = '';
for (const c of ['b', 'a']) s += c < 'b' ? c + '<' : c + '>=';
log(s, 'a' < 'B', 'a' < 'b', '10' < '9', '10' < 9);
//# instance of numbers too large or tiny
log(9007199254740993, 0.1 + 0.7, 5e-324, 1.7976931348623157e308, 1e309, 4.35, 0.1 * 3, 1 / 3, 100 / 3, 123.456e5, 1e100);
