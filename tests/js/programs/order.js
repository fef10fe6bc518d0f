// What happens first: operands, arguments, keys, targets of assignments, getters.
//# binary operands from left to right
const t = (x) => (log('t', x), x);
log(t(1) + t(2) * t(3) - t(4) ** t(2));
log(t(0) || t(5), t(1) && t(6), t(null) ?? t(7));
//# arguments before the call, callee before arguments
const o = { get f() { log('get f'); return (...a) => a.length; } };
const t = (x) => (log('t', x), x);
log(o.f(t(1), t(2)));
log(o['f'](...[t(3)], t(4)));
//# reading a variable before an operand changes it
let i = 1;
log(i + i++ + i, i);
log(i + (i = 10) + i);
let j = 5;
j += j++ * 2 + j;
log(j);
//# a variable read before a call that writes it
let v = 1;
const bump = () => (v += 10);
log(v + bump() + v);
log(`${v} ${bump()} ${v}`);
const list = [v, bump(), v];
log(list);
log({ a: v, b: bump(), c: v });
//# member target is read before the value
const log2 = (x) => (log(x), x);
let a = { n: 1 };
const keep = a;
a.x = a = { n: 2 };
log(keep.x === a, a.x);
log2(a).y = log2(3);
a[log2('k')] = log2(4);
log(a);
//# key of an index assignment is converted once
let conversions = 0;
const key = { toString() { conversions++; return 'k'; } };
const o = { k: 1 };
o[key] += 2;
log(o.k, conversions);
o[key]++;
log(o.k, conversions);
o[key] ??= 9;
o[key] &&= 7;
o[key] ||= 8;
log(o.k, conversions);
//# compound assignment reads before it evaluates the right side
let x = 1;
x += (x = 5, 2);
log(x);
const o = { p: 1 };
o.p += (o.p = 5, 2);
log(o.p);
o.p **= (o.p = 3, 2);
log(o.p);
//# getters and setters fire as often as written
const seen = [];
const o = {
  get p() { seen.push('get'); return 2; },
  set p(v) { seen.push('set ' + v); },
};
o.p += 3;
o.p++;
--o.p;
o.p **= 3;
o.p ??= 4;
o.p ||= 5;
o.p &&= 6;
log(seen);
//# value of an assignment to a setter or a frozen property
const o = { set p(v) {} };
log((o.p = 3), (o.q = 4), o.p);
const frozen = Object.freeze({ z: 1 });
log((frozen.z = 9), frozen.z);
//# object keys and values in order
const t = (x) => (log(x), x);
const made = { [t('a')]: t(1), b: t(2), [t('c')]() { return t('body'); }, get [t('d')]() { return t('getter'); }, ...t({ e: 1 }) };
log(Object.keys(made));
//# class keys, heritage, static fields in order
const t = (x) => (log(x), x);
class B {}
class A extends (t('heritage'), B) {
  [t('k1')] = t('never without an instance');
  static [t('k2')] = t('static 1');
  static { t('block'); }
  [t('k3')]() {}
  static s = t('static 2');
}
new A();
//# destructuring order: source, keys, defaults, targets
const t = (x) => (log(x), x);
const source = { get a() { log('get a'); return undefined; }, get b() { log('get b'); return 2; } };
let target = {};
({ [t('a')]: t(target).x = t(1), [t('b')]: t(target).y = t(9) } = t(source));
log(target);
//# parameter defaults in order, seeing those before
const t = (x) => (log(x), x);
function f(a = t('a'), b = t(a + 'b'), { c = t(b + 'c') } = {}, ...[d = t('d')]) { return [a, b, c, d]; }
log(f());
log(f(1, undefined, { c: 2 }, 3));
//# switch compares from top to bottom and stops
const t = (x) => (log('case', x), x);
switch (2) { case t(1): log('one'); case t(2): log('two'); case t(3): log('three'); break; default: log('default'); }
switch (9) { case t(1): break; default: log('default'); case t(4): log('fell'); }
//# ternaries and sequences
const t = (x) => (log(x), x);
log((t(1), t(2)) ? (t(3), t(4)) : t(5));
const r = t(0) ? t('yes') : t('') ? t('second') : t('else');
log(r);
//# delete and typeof evaluate their operand
const o = { get p() { log('get'); return { q: 1 }; } };
log(delete o.p.q, typeof o.p, void o.p);
//# throwing stops what follows
const t = (x) => (log(x), x);
try { t(1) + (() => { throw new Error('stop'); })() + t(2); } catch (e) { log(e.message); }
try { null[t('key')] = t('value'); } catch (e) { log(e.constructor.name); }
try { (void 0)(t('argument')); } catch (e) { log(e.constructor.name); }
//# new evaluates arguments before it constructs
const t = (x) => (log(x), x);
class A { constructor(...a) { log('constructed', a); } }
new A(t(1), ...t([2, 3]), t(4));
new (t(A))(5);
//# tagged template: tag, then substitutions
const t = (x) => (log(x), x);
const o = { get tag() { log('get tag'); return (strings, ...values) => strings.raw.join('|') + values.join(','); } };
log(o.tag`a${t(1)}b${t(2)}c`);
//# spread evaluates its operand in place
let i = 0;
const gen = function* () { log('start'); yield i++; yield i++; log('end'); };
log([i++, ...gen(), i++, ...gen()]);
//# in, instanceof and relational conversions
const o = (name, value) => ({ valueOf() { log(name); return value; } });
log(o('a', 1) < o('b', 2), o('c', 1) > o('d', 2), o('e', 1) <= o('f', 1), o('g', 1) >= o('h', 2));
log(o('i', 1) + o('j', 2), o('k', 3) - o('l', 1), `${{ toString() { log('m'); return 's'; } }}`);
