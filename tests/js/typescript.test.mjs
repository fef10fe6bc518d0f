// TypeScript to JavaScript: what each program of the table logs is what it logs when TypeScript's own compiler has compiled it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import vm from 'node:vm';
import * as acorn from 'acorn';
import ts from 'typescript';
import { files, nameOf } from './corpus.mjs';
import { Driver } from './driver.mjs';
import { better, erased, modulesOf, running } from './typescript_programs.mjs';

const driver = new Driver();
const folder = mkdtempSync(path.join(tmpdir(), 'typescript-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true });
});

async function ours(text, flags, name = 'a.ts') {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  const answer = await driver.ask('print', file, flags);
  assert.deepEqual(
    answer.diagnostics.map(({ message, frame }) => `${message}\n${frame}`),
    [],
    text,
  );
  return answer.code;
}

function theirs(text, options) {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, isolatedModules: true, ...options },
    fileName: 'a.ts',
  });
  return outputText;
}

function logged(code) {
  const lines = [];
  const show = (value) =>
    typeof value === 'function' ? 'function' : JSON.stringify(value, (_, each) => (typeof each === 'function' ? 'function' : Object.is(each, -0) ? '-0' : each === undefined ? 'undefined' : typeof each === 'number' && !Number.isFinite(each) ? String(each) : each));
  const context = vm.createContext({ log: (...values) => lines.push(values.map(show).join(' ')), module: { exports: {} }, exports: {} });
  try {
    vm.runInContext(code, context);
  } catch (error) {
    lines.push(`${error.name}: ${error.message}`);
  }
  return lines;
}

const settings = [
  { flags: [], options: { useDefineForClassFields: true } },
  { flags: ['assign_fields'], options: { useDefineForClassFields: false } },
  { flags: ['assign_fields', 'experimental_decorators'], options: { useDefineForClassFields: false, experimentalDecorators: true } },
  { flags: ['experimental_decorators'], options: { useDefineForClassFields: true, experimentalDecorators: true } },
];

for (const [name, text] of Object.entries(running)) {
  test(`runs as TypeScript's: ${name}`, async () => {
    for (const { flags, options } of settings) {
      if (name.startsWith('experimental') && !options.experimentalDecorators) continue;
      const expected = logged(theirs(text, options));
      assert.ok(expected.length > 0 && !/^SyntaxError/.test(expected.at(-1)), `${expected}`);
      for (const more of [[], ['minify', 'mangle'], ['es=2015', 'minify', 'syntax']]) {
        const code = await ours(text, [...flags, ...more]);
        assert.deepEqual(logged(code), expected, `${flags} ${more}\n${code}`);
      }
    }
  });
}

for (const [name, [text, expected]] of Object.entries(better)) {
  test(`runs as it should: ${name}`, async () => {
    for (const { flags } of settings) assert.deepEqual(logged(await ours(text, flags)), expected);
  });
}

// What remains when types are gone, as trees.
const stripped = (tree) => JSON.stringify(tree, (key, value) => (['start', 'end', 'raw', 'range', 'loc'].includes(key) ? undefined : typeof value === 'bigint' ? `${value}n` : value));
const parse = (code) => acorn.parse(code, { ecmaVersion: 'latest', sourceType: 'module' });

for (const [index, text] of erased.entries()) {
  test(`leaves the same tree, ${index + 1}: ${text.slice(0, 60).replaceAll('\n', ' ')}`, async () => {
    const code = await ours(text, ['module']);
    assert.equal(stripped(parse(code).body), stripped(parse(theirs(text, { useDefineForClassFields: true })).body.filter((node) => !(node.type === 'ExportNamedDeclaration' && !node.declaration && !node.source && node.specifiers.length === 0))), code);
  });
}

for (const [text, plain, verbatim] of modulesOf) {
  test(`keeps the imports and exports that are values: ${text.replaceAll('\n', ' ').slice(0, 60)}`, async () => {
    const lines = (code) => code.replace(/"/g, "'").split('\n').filter((line) => /^(import|export)/.test(line)).map((line) => line.replace(/\s+/g, '').replace(/;$/, '')).filter((line) => line !== 'export{}');
    assert.deepEqual(lines(await ours(text, ['module'])), lines(theirs(text, {})));
    assert.deepEqual(lines(await ours(text, ['module'])), plain.map((line) => line.replace(/\s+/g, '')));
    if (verbatim) assert.deepEqual(lines(await ours(text, ['module', 'verbatim'])), lines(theirs(text, { verbatimModuleSyntax: true })));
  });
}

// Ambient declarations need no bodies and values; such files hold nothing else.
const isAmbient = (file) => /\.d\.[cm]?ts$/.test(file);
test('every TypeScript file of the npm packages is read', async () => {
  const all = files(/\.[cm]?ts$/);
  assert.ok(all.length > 3000);
  const wrong = [];
  for (const file of all) {
    let read = file;
    if (isAmbient(file)) {
      read = path.join(folder, 'ambient.ts');
      // A value for what only says that it exists elsewhere.
      writeFileSync(read, readFileSync(file, 'utf8').replace(/^export (?=const \w+: )/gm, 'export declare ').replace(/^export = +function(.*);$/gm, 'declare function$1;'));
    }
    const { ok, diagnostics } = await driver.ask('imports', read, ['lenient']);
    if (!ok) wrong.push(`${nameOf(file)}:${diagnostics[0].line} ${diagnostics[0].message}`);
  }
  assert.deepEqual(wrong, []);
});

test('sources of npm packages leave the tree that TypeScript leaves', async () => {
  const sources = files(/\.[cm]?ts$/).filter((file) => !isAmbient(file) && !/\.test\.ts$/.test(file));
  assert.ok(sources.length > 300);
  const wrong = [];
  for (const file of sources) {
    const text = readFileSync(file, 'utf8');
    const { ok, code } = await driver.ask('print', file, ['module']);
    if (!ok) {
      wrong.push(`${nameOf(file)}: not read`);
      continue;
    }
    if (/^\s*(export )?(declare )?(const )?(enum|namespace) /m.test(text)) continue; // another shape, same meaning: see the table
    const expected = parse(theirs(text, { useDefineForClassFields: true }));
    const body = expected.body.filter((node) => !(node.type === 'ExportNamedDeclaration' && !node.declaration && !node.source && node.specifiers.length === 0));
    const own = parse(code).body.filter((node) => !(node.type === 'ExportNamedDeclaration' && !node.declaration && !node.source && node.specifiers.length === 0));
    if (stripped(own) !== stripped(body)) wrong.push(nameOf(file));
  }
  assert.deepEqual(wrong, []);
});
