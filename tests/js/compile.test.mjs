// mpaas compile: what it prints, writes and answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const mpaas = process.env.MPAAS || path.join(root, 'build/release/mpaas');
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-compile-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const sources = {
  'good.js': 'export const sum = (left, right) => left + right;\n',
  'bad.js': 'let a = ;\nfoo bar\n',
  'page.axml': '<view class="{{a + 1}}">{{b.c}}</view>',
  'style.acss': 'view { width: 100rpx; }',
  'plain.css': 'a { width: 1px; }',
  'data.json': '{"a": 1}',
  'broken.json': '{"a": }',
};
for (const [name, text] of Object.entries(sources)) writeFileSync(path.join(folder, name), text);

function run(...args) {
  return spawnSync(mpaas, ['compile', ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

test('one file goes to stdout', () => {
  assert.equal(run('good.js').stdout, 'export const sum = (left, right) => left + right;\n');
  assert.equal(run('good.js', '--minify').stdout.trim(), 'export const sum=(e,t)=>e+t;');
  assert.match(run('style.acss').stdout, /\.a-view\s*\{\s*width: 1rem/);
  assert.match(run('plain.css').stdout, /a \{\s*width: 1px/);
  assert.equal(JSON.parse(run('data.json').stdout).a, 1);
  const page = run('page.axml');
  assert.equal(page.status, 0, page.stderr);
  assert.match(page.stdout, /exports/);
});

test('mistakes end with code 1, each with its place', () => {
  const { status, stdout, stderr } = run('bad.js');
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /bad\.js:1:9: error\[E4001\]: unexpected ;/);
  assert.match(stderr, /bad\.js:2:5: error\[E4001\]: expected ; but found bar/);
});

test('--json answers one line a file, @list names files', () => {
  writeFileSync(path.join(folder, 'list'), 'good.js\nbad.js\n\nbroken.json\n');
  const { status, stdout } = run('@list', '--json');
  assert.equal(status, 1);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ path: name, ok, diagnostics }) => [name, ok, diagnostics.length > 0]), [['good.js', true, false], ['bad.js', false, true], ['broken.json', false, true]]);
  assert.equal(lines[1].diagnostics[0].code, 'E4001');
  assert.equal(lines[1].diagnostics[0].line, 1);
});

test('--script and --module go by the letter', () => {
  assert.equal(run('--script', 'good.js').status, 1);
  assert.equal(run('--module', 'good.js').status, 0);
  assert.equal(run('--module', '--script', 'good.js').status, 64);
});

test('files are written where they were asked for, sources never', () => {
  assert.equal(run('good.js', '-o', 'out.js').status, 0);
  assert.equal(readFileSync(path.join(folder, 'out.js'), 'utf8'), sources['good.js']);
  assert.equal(run('good.js', 'bad.js', '--out-dir', 'dist').status, 1);
  assert.deepEqual(readdirSync(path.join(folder, 'dist')), ['good.js']);
  assert.equal(run('good.js', '--out-dir', '.').status, 64);
  assert.equal(run('good.js', 'bad.js', '-o', 'x').status, 64);
  assert.equal(run('absent.js').status, 66);
  assert.equal(run('good.js', '--es', '4').status, 64);
});
