// Lowering to ES5, judged by running: every program of programs/es5-*.js logs the same before and
// after, printed in every way; the output is ES5 for acorn.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { inspect } from 'node:util';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { Driver, modules } from './driver.mjs';

const require = createRequire(path.join(modules, 'x.js'));
const acorn = require('acorn');
const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-es5-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(code) {
  const lines = [];
  const log = (...values) => lines.push(values.map((value) => inspect(value, { depth: 6, getters: false })).join(' '));
  const context = vm.createContext({ log, console, setTimeout, setImmediate, queueMicrotask });
  try {
    const result = vm.runInContext(code, context, { timeout: 20000 });
    if (result && typeof result.then === 'function') await result;
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  } catch (error) {
    lines.push(`thrown ${error && error.name}: ${error && error.message}\n${error && error.stack}`);
  }
  return lines;
}

async function lowered(file, flags = []) {
  const answer = await driver.ask('print', file, ['es=5', ...flags]);
  assert.ok(answer.ok, `${file}: ${JSON.stringify(answer.diagnostics)}`);
  try {
    acorn.parse(answer.code, { ecmaVersion: 5, allowReserved: true });
  } catch (error) {
    assert.fail(`${file} is not ES5: ${error.message}\n${answer.code.slice(Math.max(0, error.pos - 200), error.pos + 100)}`);
  }
  return answer.code;
}

const programs = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs');
for (const name of readdirSync(programs).filter((each) => each.startsWith('es5-')).sort()) {
  for (const strict of [false, true]) {
    test(`${name}${strict ? ', strict' : ''}`, async () => {
      const text = (strict ? '"use strict";\n' : '') + readFileSync(path.join(programs, name), 'utf8');
      const file = path.join(folder, (strict ? 'strict-' : '') + name);
      writeFileSync(file, text);
      const expected = await run(text);
      assert.ok(expected.length > 5);
      // Names of classes are logged: mangling changes them.
      const short = text.includes('new.target.name') ? ['minify'] : ['minify', 'mangle'];
      for (const flags of [[], short]) {
        assert.deepEqual(await run(await lowered(file, flags)), expected, flags.join());
      }
    });
  }
}
