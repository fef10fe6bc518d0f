// The binary as a person or a script runs it, in a folder that goes away with the test.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.join(here, '../..');
export const mpaas = process.env.MPAAS || path.join(root, 'build/release/mpaas');

export function world(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-cli-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH, HOME: folder };
  const options = (more) => ({ cwd: folder, env: { ...env, ...more }, encoding: 'utf8' });
  return {
    folder,
    at: (...parts) => path.join(folder, ...parts),
    write(name, content) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), content);
    },
    read: (name) => fs.readFileSync(path.join(folder, name), 'utf8'),
    list: (name = '.') => fs.readdirSync(path.join(folder, name)).sort(),
    run: (...args) => result(spawnSync(mpaas, args, options())),
    runWith: (more, ...args) => result(spawnSync(mpaas, args, options(more))),
    start: (...args) => spawn(mpaas, args, { ...options(), stdio: ['ignore', 'pipe', 'pipe'] }),
  };
}

function result(done) {
  if (done.error) throw done.error;
  return { status: done.status, signal: done.signal, out: done.stdout, err: done.stderr };
}

// The names of all commands, as --help lists them.
export function commands() {
  const help = spawnSync(mpaas, ['--help'], { encoding: 'utf8' }).stdout;
  return help.split('Commands\n')[1].split('\n\n')[0].split('\n').map((line) => line.slice(2).split('  ')[0]);
}

// A small mini-program of one page.
export function smallApp(place, folder = 'app') {
  place.write(`${folder}/app.json`, '{"pages":["pages/index/index"]}');
  place.write(`${folder}/app.js`, 'App({});\n');
  place.write(`${folder}/pages/index/index.axml`, '<view class="row">{{title}}</view>\n');
  place.write(`${folder}/pages/index/index.js`, "Page({ data: { title: 'Hello' } });\n");
  place.write(`${folder}/pages/index/index.acss`, '.row { padding: 24rpx; }\n');
}
