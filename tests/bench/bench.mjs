// usage: node tests/bench/bench.mjs <mpaas>
// What a developer waits for, beside esbuild doing a part of the same work in the same run: it bundles and minifies only the scripts
// of the project (no templates, styles, configuration). Median of several runs; CPU and memory as the kernel counts them for the child.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const mpaas = path.resolve(process.argv[2] || path.join(root, 'build/release/mpaas'));
const esbuild = path.join(root, 'tests/node_modules/@esbuild/linux-' + (process.arch === 'arm64' ? 'arm64' : 'x64'), 'bin/esbuild');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-bench-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const median = (values) => values.slice().sort((a, b) => a - b)[values.length >> 1];

// python's resource module is the one place where user + system time and peak memory of exactly one child can be had.
const measure = `import resource,subprocess,sys,time
a=resource.getrusage(resource.RUSAGE_CHILDREN)
b=time.perf_counter();r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);w=time.perf_counter()-b
u=resource.getrusage(resource.RUSAGE_CHILDREN);print(r.returncode,w*1000,(u.ru_utime+u.ru_stime-a.ru_utime-a.ru_stime)*1000,u.ru_maxrss/1024)`;
function run(command, { times = 7, prepare = () => {} } = {}) {
  const wall = [], cpu = [], memory = [];
  for (let i = 0; i < times; i++) {
    prepare(i);
    const [status, w, c, m] = execFileSync('python3', ['-c', measure, ...command], { encoding: 'utf8' }).trim().split(' ').map(Number);
    if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`);
    wall.push(w); cpu.push(c); memory.push(m);
  }
  return { wall: median(wall), cpu: median(cpu), memory: Math.max(...memory) };
}

const gallery = path.join(folder, 'gallery');
execFileSync(mpaas, ['create', 'gallery', gallery, '--quiet'], { stdio: 'pipe' });
fs.symlinkSync(path.join(root, 'tests/node_modules'), path.join(gallery, 'node_modules'));

// The scripts esbuild gets: those of every page and component that is reachable, as the compiler finds them.
function scripts() {
  const found = new Set(['app.js']);
  const seen = new Set();
  const visit = (unit) => {
    if (seen.has(unit)) return;
    seen.add(unit);
    if (fs.existsSync(path.join(gallery, unit + '.js'))) found.add(unit + '.js');
    let json = {};
    try { json = JSON.parse(fs.readFileSync(path.join(gallery, unit + '.json'), 'utf8')); } catch { /* no json, no components */ }
    for (const target of Object.values(json.usingComponents || {})) {
      if (target.startsWith('/')) visit(target.slice(1));
      else if (target.startsWith('.')) visit(path.posix.join(path.posix.dirname(unit), target));
      else visit('node_modules/' + target);
    }
  };
  const app = JSON.parse(fs.readFileSync(path.join(gallery, 'app.json'), 'utf8'));
  visit('app');
  for (const page of app.pages) visit(page);
  return [...found];
}
const entry = path.join(gallery, 'bench-entry.js');
const list = scripts();
const rows = [];
const row = (what, value, peer, target) => rows.push({ what, value, peer, target });
const show = (m) => `${m.wall.toFixed(1)} ms, ${m.cpu.toFixed(1)} ms CPU, ${m.memory.toFixed(0)} MB`;

const version = run([mpaas, '--version'], { times: 15 });
const peerVersion = run([esbuild, '--version'], { times: 15 });
row('start-up (--version)', version, peerVersion, 'at most 5 ms');

const out = path.join(folder, 'out');
const cold = run([mpaas, 'build', gallery, '-o', out], { prepare: () => fs.rmSync(out, { recursive: true, force: true }) });
fs.writeFileSync(entry, list.map((file) => `import './${file}';`).join('\n') + '\n');
const bundle = run([esbuild, entry, '--bundle', '--minify', '--format=iife', `--outfile=${path.join(folder, 'esbuild.js')}`, '--log-level=error']);
fs.rmSync(entry);
row('cold build of the gallery', cold, bundle, "at most esbuild's time, at most 100 MB");

const amr = path.join(folder, 'gallery.amr');
const pack = run([mpaas, 'pack', out, '--app-id', '2026112200000001', '--version', '1.0.0.0', '-o', amr]);
row('pack the built gallery', pack, null, '');

// The dev server rebuilds in memory; it says itself how long each build took.
process.env.MPAAS = mpaas;
const { startDev } = await import('../e2e/support.mjs');
const dev = await startDev(gallery);
const rebuilds = {};
for (const [kind, file, from] of [['script', 'pages/index/index.js', 'Page('], ['template', 'pages/index/index.axml', '<view'], ['style', 'pages/index/index.acss', '{']]) {
  const times = [];
  for (let i = 0; i < 9; i++) {
    const done = dev.next('build-done', (event) => event.change !== 'none');
    const text = fs.readFileSync(path.join(gallery, file), 'utf8');
    const marked = kind === 'script' ? `var mark${i} = ${i}; self_${i}(mark${i}); function self_${i}() {}\n${text}`
      : kind === 'template' ? `${text}<view>${i}</view>\n` : `${text}\n.mark${i} { color: red; }\n`;
    if (!text.includes(from)) throw new Error(`${file} has changed`);
    fs.writeFileSync(path.join(gallery, file), marked);
    times.push((await done).milliseconds);
  }
  rebuilds[kind] = median(times);
}
await dev.stop();

const cpu = os.cpus();
console.log(`\n${cpu[0].model.trim()}, ${cpu.length} cores; esbuild ${spawnSync(esbuild, ['--version'], { encoding: 'utf8' }).stdout.trim()}; ${list.length} scripts named to esbuild; median of the runs\n`);
console.log('| what | mpaas | esbuild, scripts only | target |\n|---|---|---|---|');
for (const { what, value, peer, target } of rows) console.log(`| ${what} | ${show(value)} | ${peer ? show(peer) : '–'} | ${target} |`);
for (const [kind, milliseconds] of Object.entries(rebuilds)) console.log(`| rebuild after one line of ${kind} (dev server) | ${milliseconds.toFixed(1)} ms | – | at most 20 ms |`);
