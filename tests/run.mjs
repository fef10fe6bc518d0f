// Runs every test and ends with "<N> passed, <N> failed". usage: node tests/run.mjs [build folder[:part of a suite's name]]...
// Suites: the Catch2 executables that CMake listed in <build>/tests.txt, and every tests/**/*.test.mjs (node --test).
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
// Several folders: the node suites use the first one's binary, the others add their Catch2 executables (a sanitizer build).
const folders = (process.argv.length > 2 ? process.argv.slice(2) : ['build/release']).map((word) => {
  const [folder, only = ''] = word.split(':');
  return { folder: path.resolve(root, folder), only };
});
const build = folders[0].folder;

function nodeModules() {
  const wanted = path.join(root, 'tests/package-lock.json');
  const stamp = path.join(root, 'tests/node_modules/.mpaas-stamp');
  if (!fs.existsSync(wanted)) return;
  // A link is a folder that other work trees share: npm ci would empty it under their feet.
  if (fs.lstatSync(path.dirname(stamp), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const lock = fs.readFileSync(wanted, 'utf8');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return;
  console.log('installing the npm oracles of tests/package-lock.json');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: path.join(root, 'tests'), stdio: 'inherit' });
  if (done.status !== 0) process.exit(69);
  fs.writeFileSync(stamp, lock);
}

function find(folder, out = []) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'artifacts') continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) find(full, out);
    else if (entry.name.endsWith('.test.mjs')) out.push(full);
  }
  return out;
}

function suites() {
  const list = [];
  for (const { folder, only } of folders) {
    const label = folder === build ? '' : ` (${path.basename(folder)})`;
    for (const file of fs.readFileSync(path.join(folder, 'tests.txt'), 'utf8').split('\n').filter(Boolean)) {
      if (path.basename(file).includes(only)) list.push({ name: path.basename(file) + label, command: file, args: [], read: catch2 });
    }
  }
  for (const file of find(path.join(root, 'tests')).sort()) {
    const name = path.relative(root, file);
    if (name.includes(folders[0].only)) list.push({ name, command: process.execPath, args: ['--test', '--test-reporter=tap', file], read: tap });
  }
  return list;
}

function catch2(text) {
  let m = /All tests passed \(\d+ assertions? in (\d+) test cases?\)/.exec(text);
  if (m) return { passed: +m[1], failed: 0 };
  m = /test cases:\s*(\d+)(?: \|\s*(\d+) passed)?(?: \|\s*(\d+) failed)?/.exec(text);
  return m ? { passed: +(m[2] || 0), failed: +(m[3] || 0) } : { passed: 0, failed: 1 };
}

function tap(text) {
  const number = (word) => +((new RegExp(`^# ${word} (\\d+)`, 'm').exec(text) || [])[1] || 0);
  return { passed: number('pass'), failed: number('fail') + number('cancelled'), skipped: number('skipped') };
}

function run(suite) {
  return new Promise((resolve) => {
    const begin = process.hrtime.bigint();
    const child = spawn(suite.command, suite.args, {
      cwd: root,
      env: { ...process.env, MPAAS: process.env.MPAAS || path.join(build, 'mpaas'), MPAAS_BUILD: build, MPAAS_ARTIFACTS: path.join(build, 'artifacts'), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (data) => { text += data; });
    child.stderr.on('data', (data) => { text += data; });
    child.on('close', (status, signal) => {
      const counts = suite.read(text);
      if ((status !== 0 || counts.passed + counts.failed === 0) && counts.failed === 0) counts.failed = 1;
      resolve({ ...counts, text, status, signal, seconds: Number(process.hrtime.bigint() - begin) / 1e9 });
    });
    child.on('error', (error) => resolve({ passed: 0, failed: 1, text: String(error), seconds: 0 }));
  });
}

async function main() {
  nodeModules();
  fs.mkdirSync(path.join(build, 'artifacts'), { recursive: true });
  const queue = suites();
  let passed = 0, failed = 0, skipped = 0;
  const broken = [];
  const worker = async () => {
    for (let suite = queue.shift(); suite; suite = queue.shift()) {
      const result = await run(suite);
      passed += result.passed; failed += result.failed; skipped += result.skipped || 0;
      const mark = result.failed ? '✗' : '✓';
      console.log(`${mark} ${suite.name.padEnd(52)} ${String(result.passed).padStart(5)} passed${result.failed ? `, ${result.failed} failed` : ''}${result.skipped ? `, ${result.skipped} skipped` : ''}  ${result.seconds.toFixed(1)} s`);
      if (result.failed) broken.push({ suite, result });
    }
  };
  await Promise.all([worker(), worker()]);
  for (const { suite, result } of broken) {
    const text = result.text.length > 12000 ? result.text.slice(0, 4000) + '\n…\n' + result.text.slice(-8000) : result.text;
    console.log(`\n──── ${suite.name} (exit ${result.status ?? result.signal})\n${text}`);
  }
  console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed ? 1 : 0;
}
main();
