// Our style compiler against css-tree (npm) on real style sheets: the same declarations in the same rules, in the same order.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import * as csstree from 'css-tree';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const driver = path.join(process.env.MPAAS_BUILD ?? 'build/release', 'tests/acss_driver');

function find(folder, extension) {
  return fs.readdirSync(path.join(modules, folder), { recursive: true })
    .filter((name) => name.endsWith(extension))
    .map((name) => path.join(modules, folder, name)).sort();
}

// Every declaration with the selectors and at-rules around it.
function declarations(css) {
  const out = [];
  const text = (node) => (node ? csstree.generate(node).trim().replace(/,\s+/g, ',') : '');
  const walk = (node, context) => {
    switch (node.type) {
      case 'StyleSheet':
      case 'Block':
        node.children.forEach((child) => walk(child, context));
        break;
      case 'Rule':
        walk(node.block, `${context} | ${text(node.prelude)}`);
        break;
      case 'Atrule': {
        const here = `${context} | @${node.name} ${text(node.prelude)}`;
        if (node.block) walk(node.block, here);
        else if (node.name !== 'charset') out.push(here);
        break;
      }
      case 'Declaration':
        out.push(`${context} { ${node.property}: ${text(node.value)}${node.important ? ' !' : ''}`);
        break;
    }
  };
  walk(csstree.parse(css, { positions: false }), '');
  return out;
}

const rem = (line) => line.replace(/(?<![\w#.])(\d*\.?\d+)rpx\b/g, (_, number) => `${+(number / 100).toFixed(6)}rem`);
const numbers = (line) => line.replace(/(?<![\w#.])(\d*\.?\d+)rem\b/g, (_, number) => `${+number}rem`);

function run(mode, file) {
  return execFileSync(driver, [mode, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
}

const sheets = [...find('antd-mini/es', '.acss'), ...find('bootstrap/dist/css', '.css')];

test('there are sheets to compare', () => assert.ok(sheets.length >= 100, `${sheets.length} sheets`));

test('nothing but white space and comments differs from the source', () => {
  let count = 0;
  for (const file of sheets) {
    const expected = declarations(fs.readFileSync(file, 'utf8'));
    assert.deepEqual(declarations(run('raw', file)), expected, file);
    count += expected.length;
  }
  assert.ok(count > 40000, `${count} declarations`);
});

test('rpx is the only change to the values of antd-mini', () => {
  for (const file of sheets.filter((name) => name.endsWith('.acss'))) {
    const values = (css) => declarations(css).map((line) => line.slice(line.indexOf(' { ')));
    const expected = values(fs.readFileSync(file, 'utf8')).map(rem).map(numbers);
    assert.deepEqual(values(run('minify', file)).map(numbers), expected, file);
  }
});

test('printing is a fixpoint, and both layouts carry the same', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-acss-'));
  try {
    const again = path.join(folder, 'again.css');
    for (const file of sheets) {
      const minified = run('minify', file);
      fs.writeFileSync(again, minified);
      assert.equal(run('minify', again), minified, file);
      fs.writeFileSync(again, run('print', file));
      assert.equal(run('minify', again), minified, file);
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
