// npm packages work as before when they have been lowered and minified: each is loaded in a node of its own and used (probe.mjs).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as acorn from 'acorn';
import { Driver, modules } from './driver.mjs';
import { link } from './linker.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-js-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const editions = (process.env.MPAAS_EDITIONS ?? '2015 2017 2018 2020 2022 esnext').split(' ');

function antdMini() {
  const es = path.join(modules, 'antd-mini/es');
  const entries = [];
  const visit = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const full = path.join(at, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (entry.name.endsWith('.js')) entries.push(full);
    }
  };
  visit(es);
  return entries.sort().map((file) => path.relative(es, file)).map((file) => `found.push([${JSON.stringify(file.replace('.js', ''))}, require('antd-mini/es/${file}')]);`).join('\n');
}

// One file as it is published, or an entry that is linked; `native` is how node itself gets the same exports.
const packages = {
  lodash: { file: 'lodash/lodash.js' },
  moment: { file: 'moment/moment.js' },
  typescript: { file: 'typescript/lib/typescript.js' },
  echarts: { file: 'echarts/dist/echarts.js' },
  rxjs: { entry: `module.exports = require('rxjs/dist/esm/index.js');`, native: `module.exports = require('rxjs');` },
  zod: { entry: `module.exports = require('zod/index.js');`, native: `module.exports = require('zod');` },
  // Its files name each other without .js, which node does not read: linked as they are, without any pass.
  'antd-mini': { entry: `const found = [];\n${antdMini()}\nmodule.exports = Object.fromEntries(found);` },
  'react-dom': { entry: `module.exports = { ...require('react'), ...require('react-dom/cjs/react-dom-server-legacy.browser.development.js') };`, native: `module.exports = { ...require('react'), ...require('react-dom/server') };` },
  three: { entry: `module.exports = require('three/build/three.module.js');`, native: `export * from 'three';` },
};

const run = promisify(execFile);
async function outcome(name, script, form = '') {
  const { stdout } = await run(process.execPath, [path.join(here, 'probe.mjs'), name, script, form], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

symlinkSync(modules, path.join(folder, 'node_modules'));
let written = 0;
function write(text) {
  const file = path.join(folder, `${written++}${text.startsWith('export') ? '.mjs' : '.js'}`);
  writeFileSync(file, text);
  return file;
}

async function transformed(name, flags) {
  const { file, entry } = packages[name];
  if (!file) return write((await link(driver, write(entry), ['lenient', 'return', 'local', ...flags])).code);
  const { ok, code, diagnostics } = await driver.ask('print', path.join(modules, file), ['lenient', 'return', 'local', ...flags]);
  assert.ok(ok, diagnostics[0]?.message);
  return write(code);
}

const versionOf = (edition) => (edition === 'esnext' ? 'latest' : Number(edition));

for (const name of Object.keys(packages)) {
  test(name, async () => {
    const { file, native } = packages[name];
    const wanted = await (file ? outcome(name, path.join(modules, file))
      : name === 'antd-mini' ? outcome(name, await transformed(name, []), 'linked') : outcome(name, write(native)));
    assert.ok(JSON.stringify(wanted).length > 300);
    for (const edition of editions) {
      for (const style of [['syntax', 'mangle', 'minify'], ...(edition === '2015' ? [[]] : [])]) {
        const script = await transformed(name, [`es=${edition}`, ...style]);
        acorn.parse(readFileSync(script, 'utf8'), { ecmaVersion: versionOf(edition), allowReturnOutsideFunction: true });
        assert.deepEqual(await outcome(name, script, file ? '' : 'linked'), wanted, `${edition} ${style}`);
        rmSync(script);
      }
    }
  });
}
