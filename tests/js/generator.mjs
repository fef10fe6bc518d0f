// Random programs that end and log what they do, from a seed: the same seed is the same program everywhere.
// They are made to meet what passes do: closures in loops, generators and async functions around every statement, patterns,
// classes with fields and private names, chains, constants, single uses, dead code, effects in odd places.

export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, chance: (p) => next() < p, pick: (list) => list[below(list.length)] };
}

class Generator {
  constructor(seed) {
    this.r = random(seed);
    this.count = 0;
    this.budget = 70;
  }
  name(prefix = 'v') {
    return `${prefix}${this.count++}`;
  }
  // --- scopes: what may be read, what may be written, what may be called
  with(changes, body) {
    const before = this.scope;
    this.scope = { ...before, readable: [...before.readable], writable: [...before.writable], callable: [...before.callable], ...changes };
    const result = body();
    this.scope = before;
    return result;
  }
  declare(name, kind) {
    this.scope.readable.push(name);
    if (kind !== 'const') this.scope.writable.push(name);
    return name;
  }

  // --- expressions
  literal() {
    return this.r.pick(['0', '1', '2', '-1', '3.5', '-0', 'NaN', "''", "'a'", "'bc'", 'true', 'false', 'null', 'undefined', '10', '1e3', "'5'", 'void 0', '!0', '[]', '{}', '[1, 2]', '({ a: 1, b: { c: 2 } })', '[[1, 2], [3]]']).replace(/^\{\}$/, '({})');
  }
  read() {
    const { readable } = this.scope;
    return readable.length && this.r.chance(0.85) ? this.r.pick(readable) : this.literal();
  }
  expression(depth = 3) {
    const e = () => this.expression(depth - 1);
    if (depth <= 0) return this.r.chance(0.7) ? this.read() : this.literal();
    const { r, scope } = this;
    const choices = [
      [6, () => this.read()],
      [3, () => this.literal()],
      [4, () => `t(${e()})`],
      [5, () => `(${e()} ${r.pick(['+', '-', '*', '%', '<', '>', '<=', '>=', '==', '!=', '===', '!==', '&', '|', '^', '<<', '>>>', '+', '===', '&&', '||'])} ${e()})`],
      [3, () => `(${e()} ${r.pick(['&&', '||'])} ${e()})`],
      [2, () => `(${e()} ?? ${e()})`],
      [1, () => `((+(${e()})) ** ${r.pick(['2', '3', '0', '(-1)'])})`],
      [3, () => `(${e()} ? ${e()} : ${e()})`],
      [2, () => `${r.pick(['!', '-', '+', '~', 'typeof ', 'void ', '!!'])}(${e()})`],
      [1, () => `(${e()}, ${e()})`],
      [2, () => `[${this.list(depth - 1)}]`],
      [2, () => this.object(depth - 1)],
      [2, () => `(${e()})?.${r.pick(['a', 'b', 'length', '[0]', 'x?.y', 'b?.c', 'a.b', '[t(1)]', 'toString()', 'm?.(t(2))'])}`],
      [1, () => `(${e()} || {}).${r.pick(['a', 'b', 'c'])}`],
      [1, () => `\`${r.pick(['', 'x', '-'])}\${${e()}}${r.pick(['', 'y'])}\${typeof ${e()}}\``],
      [1, () => `tag\`p${'${'}${e()}}q${'${'}${e()}}\``],
      [2, () => `(${this.arrow(depth - 1)})(${this.list(depth - 1, 2)})`],
      [2, () => (scope.callable.length ? `${r.pick(scope.callable)}(${this.list(depth - 1, 3)})` : e())],
      [1, () => `(${e()} in { a: 1, 0: 2 })`],
      [1, () => `(${e()} instanceof Object)`],
      [2, () => this.assignment(depth - 1)],
      [1, () => (scope.writable.length ? r.pick([`${r.pick(scope.writable)}++`, `--${r.pick(scope.writable)}`]) : e())],
      [1, () => (scope.yields && r.chance(0.8) ? `(yield ${e()})` : e())],
      [1, () => (scope.awaits && r.chance(0.8) ? `(await ${e()})` : e())],
      [1, () => (scope.self ? `${r.pick(['this.f', 'this.#p', 'this.#m(1)', 'this.g', 'this.f++', '(this.#p = t(4))', 'this.#p++', '(this.#p ??= 3)', 'this?.#p'])}` : e())],
      [1, () => (scope.args ? r.pick(['arguments.length', 'arguments[0]']) : e())],
      [1, () => `(() => { throw ${e()}; })()`],
      [1, () => `new (class { x = ${this.quiet(() => e())}; get y() { return this.x; } })().y`],
    ];
    let total = 0;
    for (const [weight] of choices) total += weight;
    let at = r.below(total);
    for (const [weight, make] of choices) if ((at -= weight) < 0) return make();
    return '0';
  }
  // Where yield, await, arguments and private names of around may not stand.
  quiet(make) {
    return this.with({ yields: false, awaits: false, args: false, self: false }, make);
  }
  list(depth, most = 3) {
    const items = [];
    let spread = false;
    for (let i = this.r.below(most + 1); i > 0; i--) {
      // V8 takes f(...a, [b] = c) for a syntax error, and parentheses around the assignment may go.
      const item = spread ? this.read() : this.expression(depth);
      spread ||= this.r.chance(0.15);
      items.push(!spread ? item : this.r.chance(0.2) ? `...'xy'` : `...[${item}, ${this.read()}]`);
    }
    return items.join(', ');
  }
  object(depth) {
    const { r } = this;
    const items = [];
    for (let i = r.below(4); i > 0; i--) {
      items.push(r.pick([
        () => `${r.pick(['a', 'b', 'c', "'d e'", '0'])}: ${this.expression(depth)}`,
        () => `[${this.expression(depth)}]: ${this.expression(depth)}`,
        () => `...${this.expression(depth)}`,
        () => `get ${r.pick(['a', 'x'])}() { return ${this.quiet(() => this.expression(depth))}; }`,
        () => { const name = this.name('p'); return `m(${name}) { return ${this.quiet(() => this.with({ args: true }, () => { this.declare(name); return this.expression(depth); }))}; }`; },
        () => (this.scope.readable.length ? r.pick(this.scope.readable) : 'a: 1'),
      ])());
    }
    return `({ ${items.join(', ')} })`;
  }
  assignment(depth) {
    const { r, scope } = this;
    if (!scope.writable.length) return this.read();
    const target = r.pick(scope.writable);
    return r.pick([
      () => `(${target} = ${this.expression(depth)})`,
      () => `(${target} ${r.pick(['+=', '-=', '*=', '|=', '&&=', '||=', '??='])} ${this.expression(depth)})`,
      () => `([${target}, ${r.pick(scope.writable)} = ${this.expression(depth)}] = [${this.list(depth)}])`,
      () => `({ a: ${target}, b: ${r.pick(scope.writable)} = ${this.expression(depth)} } = ${this.object(depth)})`,
      () => `(store.${r.pick(['a', 'b'])} ${r.pick(['=', '+=', '??=', '||='])} ${this.expression(depth)})`,
      () => `(store[t(${r.pick(["'a'", "'k'"])})] ${r.pick(['=', '+=', '&&='])} ${this.expression(depth)})`,
    ])();
  }
  // Returns the text of a pattern and declares its names.
  pattern(kind, depth = 2) {
    const { r } = this;
    const part = () => {
      const inner = depth > 0 && r.chance(0.25) ? this.pattern(kind, depth - 1) : this.name();
      const value = r.chance(0.4) ? ` = ${this.expression(1)}` : inner.startsWith('v') ? '' : ' = []';
      if (inner.startsWith('v')) this.declare(inner, kind);
      return inner + value;
    };
    if (r.chance(0.5)) {
      const items = [part(), ...(r.chance(0.3) ? [''] : []), ...(r.chance(0.6) ? [part()] : [])];
      if (r.chance(0.3)) items.push(`...${this.declare(this.name(), kind)}`);
      return `[${items.join(', ')}]`;
    }
    const items = [`a: ${part()}`];
    if (r.chance(0.5)) items.push(`${r.pick(['b', "'c d'", "[t('b')]", 'length'])}: ${part()}`);
    if (r.chance(0.3)) items.push(`...${this.declare(this.name(), kind)}`);
    return `{ ${items.join(', ')} }`;
  }
  parameters() {
    const { r } = this;
    const list = [];
    for (let i = r.below(3); i > 0; i--) {
      if (r.chance(0.2)) {
        list.push(`${this.pattern('let', 1)} = ${r.pick(['[]', '[1, 2]', "'xy'"])}`);
      } else {
        const name = this.name('p');
        const value = r.chance(0.3) ? ` = ${this.expression(1)}` : '';
        list.push(this.declare(name) + value);
      }
    }
    if (r.chance(0.2)) list.push(`...${this.declare(this.name('p'))}`);
    return list.join(', ');
  }
  arrow(depth) {
    return this.with({ yields: false, awaits: false, loops: [], labels: [], returns: true }, () => {
      const parameters = this.parameters();
      if (this.budget > 0 && this.r.chance(0.35)) return `(${parameters}) => { ${this.statements(2)} return ${this.expression(depth)}; }`;
      const body = this.expression(depth);
      return `(${parameters}) => ${body.startsWith('{') ? `(${body})` : body}`;
    });
  }

  // --- statements
  statements(most = 4) {
    const parts = [];
    for (let i = 1 + this.r.below(most); i > 0; i--) parts.push(this.statement());
    return parts.join('\n');
  }
  block(most) {
    return this.with({}, () => `{ ${this.statements(most)} }`);
  }
  // Functions end by themselves: they call only what was declared before them.
  function(kind) {
    const { r } = this;
    const name = this.name('f');
    const text = this.with({ yields: kind.includes('*'), awaits: kind.includes('async'), args: true, self: false, loops: [], labels: [], returns: true }, () => {
      const parameters = this.with({ yields: false, awaits: false }, () => { const inner = this.parameters(); this.kept = this.scope; return inner; });
      this.scope = { ...this.scope, readable: this.kept.readable, writable: this.kept.writable };
      return `(${parameters}) { ${this.statements(5)} ${r.chance(0.8) ? `return ${this.expression(2)};` : ''} }`;
    });
    const call = (args) => (kind.includes('async') && kind.includes('*') ? `drainAsync(${args})` : kind.includes('*') ? `drain(${args})` : kind.includes('async') ? `settle(${args})` : args);
    const made = `${kind.replace('*', '')} ${kind.includes('*') ? '*' : ''}${name}${text}`;
    if (kind === 'function') this.scope.callable.push(name);
    return `${made}\n${this.scope.inFunction ? '' : `later(() => ${call(`${name}(${this.quiet(() => this.list(1, 3))})`)});`}`;
  }
  class() {
    const { r } = this;
    const name = this.name('C');
    const base = this.scope.classes.length && r.chance(0.5) ? r.pick(this.scope.classes) : '';
    const method = (self) => this.with({ yields: false, awaits: false, args: true, self, loops: [], labels: [], returns: true }, () => `{ ${this.budget > 10 ? this.statements(2) : ''} return ${this.expression(2)}; }`);
    const field = () => this.with({ yields: false, awaits: false, args: false, self: false }, () => this.expression(2));
    const members = [
      `#p = ${field()};`,
      `f = ${field()};`,
      `#m(x) { return [x, this.f, this.#p]; }`,
      `get g() { return this.#p; }`,
      `set g(v) { this.#p = v; }`,
      `run() ${method(true)}`,
      r.chance(0.5) ? `static s = ${field()};` : '',
      r.chance(0.3) ? `static { t(${field()}); }` : '',
      r.chance(0.4) ? `[t('k' + ${r.below(3)})] = ${field()};` : '',
      r.chance(0.5) ? `constructor(...p) { ${base ? 'super(...p);' : ''} this.c = ${this.with({ yields: false, awaits: false, self: true, args: true }, () => this.expression(2))}; }` : '',
      base && r.chance(0.5) ? `over() { return [super.run(), super.g]; }` : `over() { return 'over'; }`,
      r.chance(0.3) ? `*[Symbol.iterator]() { yield this.#p; yield* [1, this.f]; }` : '',
      r.chance(0.3) ? `async later() { return [await this.f, this.#m(await 2)]; }` : '',
    ];
    const text = `class ${name} ${base ? `extends ${base}` : ''} { ${members.filter(Boolean).join(' ')} }`;
    this.scope.classes.push(name);
    return `${text}\nprobe(() => { const o = new ${name}(1); return [o, o.run(), o.over(), o.g, ${name}.s]; });`;
  }
  statement() {
    const { r, scope } = this;
    if (--this.budget < 0) return `log(${this.expression(1)});`;
    const e = (depth = 2) => this.expression(depth);
    const choices = [
      [8, () => { const kind = r.pick(['const', 'let', 'var']); if (r.chance(0.25)) { const value = r.chance(0.5) ? `[${this.list(1)}]` : `(${e()} ?? [])`; const inner = this.with({}, () => { const p = this.pattern(kind); this.kept = this.scope; return p; }); this.scope.readable = this.kept.readable; this.scope.writable = this.kept.writable; return `${kind} ${inner} = ${value};`; } const value = e(3); return `${kind} ${this.declare(this.name(), kind)} = ${value};`; }],
      [2, () => { const name = this.name(); const value = e(); this.declare(name, 'let'); return r.chance(0.5) ? `let ${name};` : `let ${name}; ${name} = ${value};`; }],
      [6, () => `log(${e(3)});`],
      [5, () => `${this.assignment(2)};`],
      [3, () => `${e(3)};`.replace(/^(\{|function|class|let\[)/, 'void $1')],
      [5, () => { const test = e(); return `if (${test}) ${this.block(3)}${r.chance(0.5) ? ` else ${r.chance(0.3) ? `if (${e()}) ${this.block(2)}` : this.block(3)}` : ''}`; }],
      [2, () => `if (${e()}) ${r.pick(['log', 't'])}(${e()});${r.chance(0.5) ? ` else t(${e()});` : ''}`],
      [3, () => this.loop()],
      [2, () => { const cases = []; for (let i = 1 + r.below(3); i > 0; i--) cases.push(`case ${e(1)}: ${this.with({ loops: [...scope.loops, 'switch'] }, () => this.block(2))}${r.chance(0.6) ? ' break;' : ''}`); if (r.chance(0.6)) cases.splice(r.below(cases.length + 1), 0, `default: ${this.block(2)}`); return `switch (${e()}) { ${cases.join(' ')} }`; }],
      [2, () => { const body = this.block(3); const parameter = this.name('e'); const handler = this.with({}, () => { this.declare(parameter); return `{ ${this.statements(2)} log(${parameter} instanceof Error ? ${parameter}.constructor.name : ${parameter}); }`; }); return `try ${body}${r.chance(0.8) ? ` catch (${parameter}) ${handler}` : ' catch { }'}${r.chance(0.4) ? ` finally ${this.block(2)}` : ''}`; }],
      [1, () => `throw ${e()};`],
      [1, () => (scope.returns ? `return ${e()};` : `log(${e()});`)],
      [1, () => { const at = scope.loops[scope.loops.length - 1]; return at ? (at === 'switch' ? 'break;' : r.pick(['break;', 'continue;'])) : `t(${e()});`; }],
      [1, () => (scope.labels.length ? `${r.chance(0.5) ? `if (${e()}) ` : ''}${r.pick(['break', 'break', 'continue'])} ${r.pick(scope.labels)};` : `t(${e()});`)],
      [1, () => { const label = this.name('l'); return `${label}: { ${this.with({}, () => this.statements(3))} ${r.chance(0.7) ? `if (${e()}) break ${label};` : ''} ${this.with({}, () => this.statement())} }`; }],
      [2, () => this.block(3)],
      [2, () => `keep.push(() => ${this.quiet(() => this.assignmentOrRead())});`],
      [2, () => (scope.nested < 2 ? this.with({ nested: scope.nested + 1 }, () => { const text = this.function(r.pick(['function', 'function', 'function*', 'async function', 'async function*'])); this.kept = this.scope; return text; }) : `log(${e()});`)],
      [1, () => (scope.nested < 1 ? this.class() : `log(${e()});`)],
      [1, () => (scope.yields ? `${r.pick(['', 'log'])}(yield* [${this.list(1)}]);` : `t(${e()});`)],
      [1, () => (scope.awaits ? `for await (const ${this.name()} of [${this.list(1)}]) t(${e(1)});` : `t(${e()});`)],
    ];
    let total = 0;
    for (const [weight] of choices) total += weight;
    let at = r.below(total);
    for (const [weight, make] of choices) if ((at -= weight) < 0) return make();
    return ';';
  }
  assignmentOrRead() {
    return this.r.chance(0.5) ? `[${this.read()}, ${this.read()}]` : this.assignment(1);
  }
  loop() {
    const { r, scope } = this;
    const label = r.chance(0.3) ? this.name('l') : '';
    const loops = { loops: [...scope.loops, 'loop'], labels: label ? [...scope.labels, label] : scope.labels };
    const head = label ? `${label}: ` : '';
    const i = this.name('i');
    const n = 1 + r.below(3);
    // Counters may be read, not written: loops end.
    return r.pick([
      () => `${head}for (let ${i} = 0; ${i} < ${n}; ${i}++) ${this.with(loops, () => { this.scope.readable.push(i); return this.block(3); })}`,
      () => `${head}for (var ${i} = ${n}; ${i}-- > 0;) ${this.with(loops, () => { this.scope.readable.push(i); return this.block(3); })}`,
      () => this.with(loops, () => { const list = `[${this.list(1)}]`; const kind = r.pick(['const', 'let', 'var']); const target = r.chance(0.3) ? this.pattern(kind, 0) : this.declare(this.name(), kind); return `${head}for (${kind} ${target} of ${target.startsWith('v') ? list : `[[1, 2], 'xy', { a: 5, length: 1, *[Symbol.iterator]() { yield 6; } }]`}) ${this.block(3)}`; }),
      () => this.with(loops, () => { const name = this.declare(this.name(), 'const'); return `${head}for (const ${name} in { a: 1, b: ${this.quiet(() => this.expression(1))} }) ${this.block(2)}`; }),
      () => `let ${i} = 0; ${head}while (${i}++ < ${n}) ${this.with(loops, () => { this.scope.readable.push(i); return this.block(3); })}`,
      () => `let ${i} = 0; ${head}do ${this.with(loops, () => { this.scope.readable.push(i); return this.block(3); })} while (${i}++ < ${n});`,
    ])();
  }
  program() {
    this.scope = { readable: [], writable: [], callable: [], classes: [], loops: [], labels: [], yields: false, awaits: false, args: false, self: false, returns: false, nested: 0 };
    const parts = [];
    while (this.budget > 0) parts.push(this.r.chance(0.25) ? this.function(this.r.pick(['function', 'function*', 'async function', 'async function*'])) : this.r.chance(0.1) ? this.class() : `try {\n${this.block(4)}\n} catch (e) { log('top', e instanceof Error ? e.constructor.name : e); }`);
    return `${prelude}\n${parts.join('\n')}\n${epilogue}`;
  }
}

const prelude = `let fuel = 3000;
const t = (x) => { if (--fuel < 0) throw new Error('fuel'); log('t', x); return x; };
const keep = [], store = { a: 1, b: null }, waiting = [];
const tag = (s, ...v) => [...s, s.raw[0], ...v].length;
const probe = (f) => { try { log(f()); } catch (e) { log('error', e instanceof Error ? e.constructor.name : e); } };
const later = (f) => waiting.push(f);
const drain = (it) => { const seen = []; let sent = 1; for (let s = it.next(); !s.done && seen.length < 20; s = seen.length === 3 ? it.throw(new Error('sent')) : it.next(sent++)) seen.push(s.value); seen.push(it.return('early')); return seen; };
const settle = (p) => p.then((v) => log('resolved', v), (e) => log('rejected', e instanceof Error ? e.constructor.name : e));
const drainAsync = async (it) => { try { let s, n = 0; while (!(s = await it.next(n)).done && n++ < 10) log('async', s.value); log(await it.return('early')); } catch (e) { log('rejected', e instanceof Error ? e.constructor.name : e); } };`;
const epilogue = `for (const f of keep.slice(0, 30)) probe(f);
for (const f of keep.slice(0, 30)) probe(f);
return (async () => { for (const f of waiting) { try { log(await f()); } catch (e) { log('later', e instanceof Error ? e.constructor.name : e); } } log(store, keep.length); })();`;

export const generated = (seed) => new Generator(seed).program();
