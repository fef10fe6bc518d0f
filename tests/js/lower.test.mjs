// Lowering: every program in programs/lower-*.js prints the same at each edition as it does itself, and what is printed
// is of that edition, says acorn.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import * as acorn from 'acorn';
import { Driver } from './driver.mjs';

const driver = new Driver();
const folder = mkdtempSync(path.join(tmpdir(), 'lower-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (file) => {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--no-warnings', file]);
    return stdout + stderr;
  } catch (error) {
    return `${error.stdout}\n${error.stderr}`;
  }
};

const programs = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs');
// The first line may say which edition the program itself needs and which it can go down to: // from 2026 to 2017
const needs = (text) => {
  const [, newest, oldest] = /^\/\/ (?:from (\d+))? ?(?:to (\d+))?/.exec(text) ?? [];
  return { newest: Number(newest ?? 2022), oldest: Number(oldest ?? 2015) };
};

for (const name of readdirSync(programs).filter((each) => /^lower-.*\.m?js$/.test(each))) {
  const file = path.join(programs, name);
  const text = readFileSync(file, 'utf8');
  const { newest, oldest } = needs(text);
  test(name, async () => {
    // What node does not run itself says in its last lines what it prints.
    const expectation = /\/\* prints\n([^]*)\*\/\s*$/.exec(text)?.[1];
    const expected = expectation ?? (await run(file));
    assert.ok(expected.length > 40 && !/^\s*at /m.test(expected), `the program itself fails: ${expected}`);
    for (let edition = oldest; edition < 2026; edition++) {
      for (const style of [[], ['minify', 'mangle']]) {
        const { ok, code, format, diagnostics } = await driver.ask('print', file, ['return', `es=${edition}`, ...style]);
        assert.ok(ok, `${edition}: ${diagnostics[0]?.message}`);
        const goal = format === 'module' ? 'module' : 'script';
        try {
          acorn.parse(code, { ecmaVersion: edition, sourceType: goal, allowReturnOutsideFunction: goal === 'script' });
        } catch (error) {
          assert.fail(`${edition} ${style}: ${error.message}\n${code}`);
        }
        const output = path.join(folder, `${edition}${path.extname(name)}`);
        writeFileSync(output, code);
        assert.equal(await run(output), expected, `${edition} ${style}\n${code}`);
        if (edition >= newest) return;
      }
    }
  });
}
