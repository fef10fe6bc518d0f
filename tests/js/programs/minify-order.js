// The order in which things happen, and what is thrown, must not change.
//# the order of effects | from 2022
(function () {
  function trace(name, value) {
    log(name);
    return value;
  }
  function attempt(name, body) {
    try {
      log(name, body());
    } catch (error) {
      log(name, error instanceof TypeError ? 'TypeError' : error instanceof ReferenceError ? 'ReferenceError' : String(error));
    }
  }
  var counter = 0;
  attempt('single uses keep their place', () => {
    const a = trace('a', 1);
    const b = trace('b', 2);
    return trace('c', 3) + a * b;
  });
  attempt('a later change is not seen', () => {
    const before = counter;
    counter++;
    return [before, counter];
  });
  attempt('a read before a call', () => {
    let x = 1;
    const y = x;
    const change = () => (x = 5);
    return [change(), y];
  });
  attempt('getters run when they are reached', () => {
    const o = { get a() { return trace('get a', 1); }, get b() { return trace('get b', 2); } };
    const a = o.a;
    const b = o.b;
    return b - a;
  });
  attempt('conversions', () => {
    const o = { valueOf() { return trace('valueOf', 3); } };
    const v = +o;
    return trace('first', 1) + v;
  });
  attempt('this of a call', () => {
    const o = { name: 'o', f() { return this && this.name; } };
    const f = o.f;
    return [f.call({ name: 'p' }), (0, o.f) === f, (o.f)(), o['f']()];
  });
  attempt('conditional uses', () => {
    const v = trace('always', 1);
    return counter > 100 ? v : 0;
  });
  attempt('assignment targets', () => {
    const list = [];
    let i = 0;
    const v = trace('value', i++);
    list[i] = v;
    return list;
  });
  attempt('comma and logic', () => (trace('l', 0), trace('m', 1)) && (trace('n', 0) || trace('o', 2)));
  attempt('const assignment', () => {
    const c = 1;
    c = 2;
    return c;
  });
  attempt('dead zone', () => {
    const f = () => later;
    f();
    let later = 1;
    return later;
  });
  attempt('unknown name', () => {
    missing;
    return 1;
  });
  attempt('typeof unknown', () => [typeof missing, typeof missing === 'undefined', typeof log !== 'undefined', !(typeof missing === 'undefined')]);
  attempt('delete and void', () => {
    const o = { a: 1 };
    return [delete o['a'], void trace('void', 1), 'a' in o];
  });
  attempt('evaluation of patterns', () => {
    const { a = trace('default', 1), ...rest } = { b: trace('b', 2) };
    return [a, rest];
  });
  attempt('templates convert in order', () => {
    const one = { toString: () => trace('one', '1') };
    const two = trace('two', 2);
    return `${one}-${two}`;
  });
  attempt('spread and holes', () => [...[1, , 2], ...'ab', Math.max(...[1, 2], ...[3])]);
  attempt('compound assignment', () => {
    let s = 'a';
    s = s + 1;
    s = s + (s = 'b');
    let n = 7;
    n = n % 4;
    n = n << 2;
    return [s, n];
  });
  attempt('null and undefined', () => [null, undefined, 0, ''].map((v) => [v === null || v === undefined, v !== null && v !== undefined, v == null ? 'n' : v]));
  attempt('numbers', () => [0x10, 1e3, 0.5, 1_000, 0b11, 1e21, 5e-324, 1 / 3, -0 === 0, 1 / -0, 2 ** 31 | 0, (2 ** 32 - 1) >>> 0, 1 << 31, ~5, 7 & 3, 0.1 + 0.2, 100000 * 100000]);
  attempt('strings', () => ['a' + 'b' + 1 + null, '"' + "'", 'x\ny', '\u2028', '</script>', `a${1}b`, 'a\0b'.length, '\x7f'.charCodeAt(0), 'abc'.length, 'a' + 1 + 2, 1 + 2 + 'a']);
})();
