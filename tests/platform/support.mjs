// A platform of its own for each test: `mpaas platform init` and `serve` in a folder that goes away.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const mpaas = process.env.MPAAS || path.join(here, '../../build/release/mpaas');
export const appId = '2021001100000001';

export async function startPlatform() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-platform-'));
  const store = path.join(folder, 'store');
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' };
  const run = (...args) => {
    const done = spawnSync(mpaas, args, { env: { ...env, ...world.env }, cwd: folder, encoding: 'utf8' });
    return { status: done.status, out: done.stdout, err: done.stderr, json: done.stdout.startsWith('{') ? JSON.parse(done.stdout) : null };
  };
  const world = { folder, store, run, env: {}, credentials: null, url: '', child: null };
  const init = run('platform', 'init', '--store', store, '--json');
  if (init.status !== 0) throw new Error(`init: ${init.status} ${init.out} ${init.err}`);
  world.credentials = init.json.result;
  world.serve = () => new Promise((resolve, reject) => {
    const child = spawn(mpaas, ['platform', 'serve', '--store', store, '--port', '0', '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    let errors = '';
    child.stderr.on('data', (data) => { errors += data; });
    child.stdout.on('data', (data) => {
      text += data;
      if (!text.includes('\n') || world.child === child) return;
      const event = JSON.parse(text.split('\n')[0]);
      world.child = child;
      world.url = event.url;
      world.port = event.port;
      world.env = {
        MPAAS_ENDPOINT: event.url, MPAAS_AK_ENV: world.credentials.accessKeyId, MPAAS_SK_ENV: world.credentials.accessKeySecret,
        MPAAS_TENANT_ID: world.credentials.tenantId, MPAAS_WORKSPACE_ID: world.credentials.workspaceId, MPAAS_APP_ID: world.credentials.appId,
      };
      resolve(event);
    });
    child.on('close', (status) => reject(new Error(`serve ended with ${status}: ${text} ${errors}`)));
  });
  world.end = (signal) => new Promise((resolve) => {
    world.child.removeAllListeners('close');
    world.child.on('close', (status) => resolve(status));
    world.child.kill(signal);
  });
  world.close = async () => {
    await world.end('SIGINT');
    fs.rmSync(folder, { recursive: true, force: true });
  };
  // A package folder as the compiler makes it, small.
  world.app = (script = 'App({})') => {
    const dir = fs.mkdtempSync(path.join(folder, 'app-'));
    const files = {
      'index.html': '<html></html>', 'index.js': 'self.appXAppJson={}', 'index.worker.js': script,
      'appConfig.json': JSON.stringify({ pages: ['pages/index/index'] }), 'tabBar.json': '{}', 'manifest.json': '{}',
    };
    for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), content);
    return dir;
  };
  world.check = async (query) => (await fetch(`${world.url}/device/check?h5Id=${appId}&${query}`)).json();
  await world.serve();
  return world;
}
