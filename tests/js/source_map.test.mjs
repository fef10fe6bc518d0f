// Source maps of scripts, read with source-map-js: every name leads to its place, stack traces lead to the source, and maps
// of other tools are followed to where their text came from.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import vm from 'node:vm';
import * as acorn from 'acorn';
import { Driver, modules } from './driver.mjs';

const require = createRequire(import.meta.url);
const { SourceMapConsumer } = require('source-map-js');
const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-map-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const styles = [[], ['minify'], ['minify', 'mangle'], ['minify', 'mangle', 'ascii']];
const linesOf = (text) => text.split(/\r\n|[\n\r\u2028\u2029]/);
const identifier = /[\p{ID_Continue}$\u200c\u200d]/u;
// Names by grammar only: they are printed as part of a node and have no place of their own.
const contextual = new Set(['of', 'get', 'set', 'async', 'static', 'as', 'from', 'let', 'target', 'meta']);

async function compile(file, flags, command = 'print') {
  const answer = await driver.ask(command, file, ['lenient', 'return', 'map', ...flags]);
  assert.ok(answer.ok, `${file}: ${JSON.stringify(answer.diagnostics[0])}`);
  return answer;
}

// All segments as {line (from 1), column (from 0), source, originalLine, originalColumn, name}, by place.
function segmentsOf(map) {
  const segments = new Map();
  new SourceMapConsumer(map).eachMapping((m) => segments.set(`${m.generatedLine}:${m.generatedColumn}`, m));
  return segments;
}

function isLineEnd(text, at) {
  const c = text[at];
  return c === '\n' || c === '\u2028' || c === '\u2029' || (c === '\r' && text[at + 1] !== '\n');
}

// Each identifier of the output with a segment: what stands at its place in the source is its name.
function checkNames(label, code, map, { module = false } = {}) {
  const segments = segmentsOf(map);
  const sources = new Map(map.sources.map((name, i) => [name, linesOf(map.sourcesContent[i])]));
  let [line, lineStart, at] = [1, 0, 0];
  let [found, missing] = [0, 0];
  let before;
  for (const token of acorn.tokenizer(code, { ecmaVersion: 'latest', sourceType: module ? 'module' : 'script', allowHashBang: true, allowReturnOutsideFunction: true })) {
    for (; at < token.start; at++) if (isLineEnd(code, at)) [line, lineStart] = [line + 1, at + 1];
    // Labels of jumps and exported names have no node of their own.
    const hasNoNode = ['break', 'continue'].includes(before?.type.keyword) || before?.value === 'as';
    before = token;
    if (token.type !== acorn.tokTypes.name && token.type !== acorn.tokTypes.privateId) continue;
    const segment = segments.get(`${line}:${token.start - lineStart}`);
    if (!segment?.source) {
      if (!contextual.has(token.value) && !hasNoNode) missing++;
      continue;
    }
    found++;
    const text = sources.get(segment.source)[segment.originalLine - 1];
    const name = segment.name ?? (token.type === acorn.tokTypes.privateId ? '#' : '') + token.value;
    const there = text.slice(segment.originalColumn, segment.originalColumn + name.length);
    const next = text[segment.originalColumn + name.length] ?? ' ';
    const where = `${label}: ${token.value} at ${line}:${token.start - lineStart} → ${segment.source}:${segment.originalLine}:${segment.originalColumn}`;
    // async and get stand where their function does; a name may be written with escapes.
    if (contextual.has(token.value) || there.startsWith('\\') || text.slice(segment.originalColumn).startsWith('\\u')) continue;
    assert.equal(there, name, where);
    assert.ok(!identifier.test(next) || next === '\\', where);
  }
  return { found, missing };
}

function withoutMap(file) {
  const copy = path.join(folder, path.basename(file));
  writeFileSync(copy, readFileSync(file, 'utf8').replace(/\/\/# sourceMappingURL=.*/, ''));
  return copy;
}

const library = (name) => path.join(modules, name);
const antd = library('antd-mini/es');
const files = {
  lodash: [library('lodash/lodash.js')],
  moment: [library('moment/moment.js')],
  echarts: [withoutMap(library('echarts/dist/echarts.js'))],
  'antd-mini': readdirSync(antd, { recursive: true })
    .filter((name) => String(name).endsWith('.js')).map((name) => path.join(antd, String(name))),
};

for (const [name, paths] of Object.entries(files)) {
  test(`every name of ${name} leads to its place in the source`, async () => {
    assert.ok(paths.length > 0);
    let names = 0;
    for (const file of paths) {
      const original = readFileSync(file, 'utf8');
      for (const style of name === 'antd-mini' ? styles.slice(2, 3) : styles) {
        const { code, map, format } = await compile(file, style);
        assert.deepEqual(map.sourcesContent, [original.replace(/^\uFEFF/, '')]);
        const { found, missing } = checkNames(`${file} ${style}`, code, map, { module: format === 'module' });
        assert.equal(missing, 0, `${file} ${style}: ${missing} of ${found} names have no place`);
        names += map.names.length;
        const plain = await driver.ask('print', file, ['lenient', 'return', ...style]);
        assert.equal(plain.code, code, 'a map changes nothing in the code');
      }
    }
    assert.ok(names > 0, 'what is renamed is named');
  });
}
