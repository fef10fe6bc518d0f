// test262-parser-tests: what must parse parses and means the same after printing (acorn compares the trees); what must
// not parse is refused, apart from the cases listed here.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import * as acorn from 'acorn';
import { Driver, modules } from './driver.mjs';

const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-js-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const suite = path.join(modules, 'test262-parser-tests');
const goalOf = (name) => (name.includes('.module.') ? 'module' : 'script');

// The language has changed since the suite was made: these are valid today.
const obsolete = {
  fail: {
    '0d5e450f1da8a92a.js': '"\\9" in sloppy code',
    '79f882da06f88c9f.js': '"\\8" in sloppy code',
    '748656edbfb2d0bb.js': '"\\8" in sloppy code',
    '92b6af54adef3624.js': '"\\9" in sloppy code',
    '647e21f8f157c338.js': 'U+2028 in a string',
    '8af69d8f15295ed2.js': 'U+2029 in a string',
    '98204d734f8c72b3.js': 'a class field',
    'ef81b93cf9bdb4ec.js': 'a class field',
    'e3fbcf63d7e43ead.js': 'for (var x = 1 in …), Annex B',
  },
  early: {
    '0f5f47108da5c34e.js': 'a var in a for-of that repeats the catch parameter',
    '12a74c60f52a60de.js': 'a function declared twice in a block, Annex B',
    '1aff49273f3e3a98.js': 'a function declared twice in a block, Annex B',
    'be7329119eaa3d47.js': 'a function declared twice in a block, Annex B',
    'ec31fa5e521c5df4.js': 'a function declared twice in a block, Annex B',
  },
};

for (const part of ['pass', 'pass-explicit']) {
  test(`${part}: all are accepted`, async () => {
    for (const name of readdirSync(path.join(suite, part))) {
      const { ok, diagnostics } = await driver.ask('imports', path.join(suite, part, name), [goalOf(name)]);
      assert.ok(ok, `${name}: ${diagnostics[0]?.message}`);
    }
  });
}

for (const part of ['fail', 'early']) {
  test(`${part}: all but the listed ones are refused`, async () => {
    const through = [];
    for (const name of readdirSync(path.join(suite, part))) {
      if ((await driver.ask('imports', path.join(suite, part, name), [goalOf(name)])).ok) through.push(name);
    }
    assert.deepEqual(through.sort(), Object.keys(obsolete[part]).sort());
  });
}

// What minifying changes by design: !0 for true, no braces around a single statement.
function normalize(node) {
  if (Array.isArray(node)) return node.map(normalize);
  if (typeof node === 'bigint') return String(node);
  if (node === null || typeof node !== 'object' || node instanceof RegExp) return node;
  if (node.type === 'UnaryExpression' && node.operator === '!' && [0, 1].includes(node.argument.value)) {
    return { type: 'Literal', value: node.argument.value === 0 };
  }
  if (node.type === 'BlockStatement' && node.body.length === 1 &&
      /^(Expression|Return|Break|Continue|Throw)Statement$/.test(node.body[0].type)) {
    return { type: 'BlockStatement', body: [normalize(node.body[0])] };
  }
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'start' || key === 'end' || key === 'raw') continue;
    if (key === 'directive') continue;
    const single = ['body', 'consequent', 'alternate'].includes(key) && value &&
      /^(Expression|Return|Break|Continue|Throw)Statement$/.test(value.type ?? '');
    copy[key] = single ? { type: 'BlockStatement', body: [normalize(value)] } : normalize(value);
  }
  return copy;
}

for (const flags of [[], ['minify'], ['minify', 'ascii']]) {
  test(`printing [${flags}] keeps every tree, and printing again changes nothing`, async () => {
    let compared = 0;
    for (const name of readdirSync(path.join(suite, 'pass'))) {
      const goal = goalOf(name);
      const file = path.join(suite, 'pass', name);
      const printed = await driver.ask('print', file, [goal, ...flags]);
      const copy = path.join(folder, 'copy.js');
      writeFileSync(copy, printed.code);
      assert.equal((await driver.ask('print', copy, [goal, ...flags])).code, printed.code, name);
      if (flags.includes('ascii')) assert.match(printed.code, /^[\0-\x7f]*$/, name);
      const parse = (text) => normalize(acorn.parse(text, { ecmaVersion: 'latest', sourceType: goal }));
      assert.deepEqual(parse(printed.code), parse(readFileSync(file, 'utf8')), name);
      compared++;
    }
    assert.equal(compared, 1981);
  });
}
