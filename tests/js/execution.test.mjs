// What lowering, compression and mangling may not change: what programs log. Small ones of programs/, at every edition, with
// and without minifying; node running the original is the oracle.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import * as acorn from 'acorn';
import { Driver } from './driver.mjs';
import { Executor } from './executor.mjs';
import { programs } from './programs.mjs';

const driver = new Driver();
const executor = new Executor();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-js-'));
after(() => {
  driver.close();
  executor.close();
  rmSync(folder, { recursive: true, force: true });
});

// 5 is not among them yet: MPAAS_EDITIONS=5 shows what it lacks.
const editions = (process.env.MPAAS_EDITIONS ?? '2015 2016 2017 2018 2019 2020 2021 2022 esnext').split(' ');
// Cases that are known to be wrong, each with the reason.
const known = {
  'scope: names of helpers and of globals as locals': 'a helper reads the globals by their names, which the file has given to others',
};
const knownMinified = {
  ...known,
  'scope: var through a catch parameter of the same name': 'the var has no declaration left when its names are mangled',
  'classes: extending null and functions': 'an unused class goes with the TypeError of its heritage',
  'minify: unused expressions that may throw': 'the same',
  'classes: anonymous default names': 'the name of a class expression goes even where names stay',
  'scope: temporal dead zone of let, const and class': 'a read that nobody uses goes with its ReferenceError',
  "scope: a named function expression's own name cannot be changed": 'a write to it goes with its TypeError in strict code',
};

const all = programs();
const wanted = new Map();
for (const { name, code, logged } of all) wanted.set(name, logged ?? await executor.run(code));

test('the oracle runs every program, and each logs something', () => {
  for (const { name } of all) {
    assert.ok(wanted.get(name).length, name);
    assert.doesNotMatch(wanted.get(name).join('\n'), /^(throws|unhandled|does not end|the worker)/m, name);
  }
  assert.equal(wanted.size, all.length, 'two have the same name');
  assert.ok(all.length > 400);
});

// node cannot run what it does not know.
const tooNew = new Set(all.filter(({ code }) => {
  try {
    new Function('log', code);
    return false;
  } catch {
    return true;
  }
}).map(({ name }) => name));

for (const edition of editions) {
  for (const style of [[], ['syntax', 'mangle', 'minify']]) {
    test(`programs at ${edition}${style.length ? ', minified' : ''}`, async () => {
      const wrong = [];
      let compared = 0;
      for (const { name, code, from, plain } of all) {
        if (edition === 'esnext' && tooNew.has(name)) continue;
        if (edition !== 'esnext' && Number(edition) < from) continue;
        const flags = ['script', 'return', 'local', `es=${edition}`, ...style.filter((flag) => !(plain && flag === 'mangle'))];
        const file = path.join(folder, 'program.js');
        writeFileSync(file, code);
        const answer = await driver.ask('print', file, flags);
        let got;
        if (!answer.ok) {
          got = [`is refused: ${answer.diagnostics[0]?.message}`];
        } else {
          try {
            const ecmaVersion = edition === 'esnext' ? 'latest' : Number(edition);
            acorn.parse(answer.code, { ecmaVersion, sourceType: 'script', allowReturnOutsideFunction: true });
            got = await executor.run(answer.code);
          } catch (error) {
            got = [`not ES${edition}: ${error.message}`];
          }
        }
        compared++;
        if (got.join('\n') !== wanted.get(name).join('\n') && !(name in (style.length ? knownMinified : known))) wrong.push({ name, wanted: wanted.get(name), got });
      }
      assert.deepEqual(wrong, []);
      assert.ok(compared > 380);
    });
  }
}
