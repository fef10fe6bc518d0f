// Jumps, labels, scopes and hoisting.
//# jumps, labels, scopes, hoisting | from 2022
(function () {
  function classify(n) {
    if (n < 0) return 'negative';
    if (n === 0) return 'zero';
    if (n % 2) {
      log('odd');
      return 'odd';
    } else {
      log('even');
    }
    if (n > 100) return;
    return 'even';
  }
  log([-1, 0, 1, 2, 200].map(classify));
  function early(a, b) {
    if (a) {
      log('a');
      return;
    }
    if (b) return;
    log('neither');
    for (var i = 0; i < 2; i++) {
      if (i) continue;
      log('i', i);
    }
  }
  early(1, 0);
  early(0, 1);
  early(0, 0);
  outer: for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      if (j === 1) continue outer;
      if (i === 2) break outer;
      log(i, j);
    }
  }
  block: {
    log('in');
    if (hoisted() === 1) break block;
    log('never');
  }
  function hoisted() {
    return 1;
  }
  const closures = [];
  for (let i = 0; i < 3; i++) {
    const square = i * i;
    closures.push(() => square + i);
  }
  log(closures.map((f) => f()));
  var undeclared;
  log(typeof undeclared, (() => {
    return value;
    var value = 1;
  })());
  function afterReturn() {
    return inner();
    function inner() {
      return 'hoisted';
    }
  }
  log(afterReturn());
  function choose(x) {
    switch (x) {
      case 1:
        log('one');
      case 2:
        log('two');
        break;
      default:
        log('other');
      case 3:
        return 'three';
    }
    return 'end';
  }
  log([1, 2, 3, 4].map(choose));
  function finallyWins() {
    try {
      throw 1;
    } catch (e) {
      return 'catch';
    } finally {
      log('finally');
    }
  }
  log(finallyWins());
  function unusedCatch() {
    try {
      null.a;
    } catch (e) {
      return 'caught';
    }
  }
  log(unusedCatch());
  {
    let shadow = 1;
    {
      let shadow = 2;
      log(shadow);
    }
    log(shadow);
  }
  function* numbers() {
    const first = yield 1;
    log('first', first);
    const rest = yield first + 1;
    return rest;
  }
  const it = numbers();
  log([it.next(), it.next(10), it.next(20)]);
  class A {
    static count = 0;
    #x = A.count++;
    get x() {
      return this.#x;
    }
    ['constructor' + '']() {
      return 'method';
    }
    'quoted-name'() {
      return 'q';
    }
    'plain'() {
      return 'p';
    }
  }
  log(new A().x, new A().x, new A()['constructor'](), new A()['quoted-name'](), new A().plain());
  log({ __proto__: null } instanceof Object, Object.keys({ ['__proto__']: 1, 'a': 2, 3: 4 }));
  do {
    var once = 'once';
    if (once) continue;
    log('never');
  } while (false);
  log(once);
  for (var key in { a: 1, b: 2 }) if (key === 'a') log(key); else log('not a');
  var seen = [];
  for (const [k, v] of Object.entries({ x: 1 })) seen.push(k, v);
  log(seen);
  function argumentsAlias(a) {
    arguments[0] = 2;
    return a;
  }
  log(argumentsAlias(1), argumentsAlias.length);
  function defaults(a, b = a + 1, { c } = { c: b }) {
    return [a, b, c];
  }
  log(defaults(1), defaults.length);
  const o = { a: 1, get b() { return this.a; }, async c() {}, *d() {}, [`e`]: 2 };
  log(o.b, Object.keys(o), o?.a, o.x?.y.z, (o?.x)?.y);
  let assigned;
  assigned = () => assigned;
  log(assigned() === assigned);
  while (true) {
    if (seen.length) break;
  }
  if (log('test'), seen.length) log('yes');
  else log('no');
})();
