// Every script under tests/node_modules: parsed, printed and parsed again it is the same program, with and without white
// space. acorn judges.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import * as acorn from 'acorn';
import { files, nameOf } from './corpus.mjs';
import { Driver } from './driver.mjs';
import { difference } from './tree.mjs';

const driver = new Driver();
after(() => driver.close());

const flagsOf = (file) => ['lenient', 'return', ...(file.endsWith('.mjs') ? ['module'] : file.endsWith('.cjs') ? ['script'] : [])];

const parse = (text, goal) => acorn.parse(text, { ecmaVersion: 'latest', sourceType: goal, allowReturnOutsideFunction: goal === 'script' });

async function check(file) {
  let original;
  for (const style of [[], ['minify']]) {
    const { ok, format, code, diagnostics } = await driver.ask('print', file, [...flagsOf(file), ...style]);
    if (!ok) return `${diagnostics[0]?.line}:${diagnostics[0]?.column} ${diagnostics[0]?.message}`;
    const goal = format === 'module' ? 'module' : 'script';
    original ??= parse(readFileSync(file, 'utf8'), goal);
    let how;
    try {
      how = difference(original, parse(code, goal));
    } catch (error) {
      how = `acorn cannot read what was printed: ${error.message}`;
    }
    if (how) return `[${style}] ${how}`;
  }
  return '';
}

const scripts = files(/\.[cm]?js$/);
const shards = 4;
for (let shard = 0; shard < shards; shard++) {
  const part = scripts.filter((_, index) => index % shards === shard);
  test(`${part.length} scripts of npm packages, part ${shard + 1}`, async () => {
    assert.ok(part.length > 1500);
    const wrong = [];
    for (const file of part) {
      const how = await check(file);
      if (how) wrong.push(`${nameOf(file)}: ${how}`);
    }
    assert.deepEqual(wrong, []);
  });
}
