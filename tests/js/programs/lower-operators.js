// from 2022
"use strict";
const log = [];
const out = (label, value) => console.log(label, value);
const note = (name, value) => (log.push(name), value);
const flush = (label) => out(label, log.splice(0).join(' '));

// Chains: values, `this`, how often and in which order parts are evaluated.
const a = { b: { c: 1, f(x) { return [this === a.b, x]; }, get g() { log.push('g'); return () => this; } }, n: null, s: 'text' };
out('value', [a?.b.c, a.n?.c.d.e, a?.['b']?.['c'], a.x?.[note('never', 1)], a.n?.(note('never', 1))]);
flush('short circuit');
out('call', [a.b?.f(1), a.b.f?.(2), a?.b.f(3), a?.b?.f?.(4), a?.b['f']?.(5)]);
out('parenthesized', [(a?.b).c, (a?.b.f)(6), (a?.b).f(7), (a.b?.f)?.(8)]);
try { (a.n?.c).d; } catch (error) { out('leaves chain', error instanceof TypeError); }
try { a.b?.c.d.e; } catch (error) { out('inside chain', error instanceof TypeError); }
out('getter once', [a.b?.g?.() === undefined, log.splice(0).join()]);
const object = () => note('object', a), key = () => note('key', 'b'), argument = () => note('argument', 9);
out('order', object()?.[key()]?.f(argument()));
flush('order');
out('order2', object()[key()].f?.(argument()));
flush('order2');
out('delete', [delete a.n?.x, delete a?.b.c, 'c' in a.b, delete a?.s, a.s]);
out('string', 'abc'?.length + 1?.toFixed(1));
out('template', `${a?.b.f(1)[1]}`);
const tag = { parts(strings) { return [this === tag, strings[0]]; } };
out('tag', (tag?.parts)`x`);
const local = (x = a?.b?.f?.(1)[1], { [a?.b && 'k']: y = x?.toFixed?.(2) } = {}) => [x, y];
out('defaults', [local(), local.length, local(5, { k: 6 })]);
function deep(x, y = (() => x?.a?.b?.c ?? 'none')()) { return y; }
out('nested default', [deep({ a: { b: { c: 1 } } }), deep(null), deep.length]);
class Base { m() { return [this.v, 'base']; } get p() { return null; } }
class Derived extends Base { get v() { return 1; } t() { return [super.m?.(), super.x?.(), super.p?.q, super['m']?.call(this)]; } }
out('super', new Derived().t());
const loops = [];
for (const each of [{ v: 1 }, null, { v: { w: 2 } }]) loops.push(() => each?.v?.w);
out('loops', loops.map((f) => f()));
out('eval', (function () { var hidden = 1; try { return eval?.('typeof hidden'); } catch (error) { return error.name; } })());
a?.b?.f?.(1);
out('conditions', a?.b ? 1 : 2);

// ??
const zero = () => note('zero', 0), none = () => note('none', null), undef = () => note('undef', undefined);
out('nullish', [zero() ?? 1, none() ?? 2, undef() ?? 3, (none() ?? undef()) ?? 4, a.n ?? a.s ?? 'last']);
flush('nullish');
out('mixed', [(null || undefined) ?? 'x', (0 ?? 1) || 2, null ?? (1 && 2)]);
out('arrow', ((x) => x.y ?? x.z ?? none())({ z: 5 }));

// Logical assignment.
{
  const o = { get r() { log.push('get'); return this._r; }, set r(v) { log.push('set'); this._r = v; } };
  const self = () => note('self', o), name = () => note('name', 'r');
  out('and', self()[name()] &&= 1); flush('and');
  out('or', self()[name()] ||= 2); flush('or');
  out('nullish', self()[name()] ??= note('unused', 3)); flush('nullish');
  out('or2', o.r ||= note('unused', 4)); flush('or2');
  let f, g = null, h = 1;
  f ||= () => {}; g ??= function () {}; h &&= class {};
  out('names', [f.name, g.name, h.name].map((each) => each.length > 0));
  let n = null; out('chain', (n ??= {}).x ??= (n.y ||= 5)); out('chain', n);
  class Up { set w(v) { this.w_ = v; } get w() { return this.w_; } }
  class Low extends Up { go() { super.w ??= 7; return [super.w, this.w_]; } }
  out('super', new Low().go());
}

// Powers.
{
  const o = { get v() { log.push('get'); return 3; }, set v(x) { log.push(`set ${x}`); } };
  const self = () => note('self', o), name = () => note('name', 'v'), exponent = () => note('exponent', 2);
  out('power', [2 ** 3 ** 2, (-2) ** 2, 2 ** -1, self()[name()] ** exponent()]); flush('power');
  out('assign', self()[name()] **= exponent()); flush('assign');
  out('assign', self().v **= exponent()); flush('assign');
  let x = 2; x **= x **= 2; out('assign', x);
}

// Small things.
try { null.x; } catch { out('catch', 'no binding'); }
out("numbers", [1_000.5, 0xf_f, 0b1_0, 1e1_0]);
out('separators', [' '.charCodeAt(0), 'a b'.length]);
