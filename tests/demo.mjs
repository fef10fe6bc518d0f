// usage: node tests/demo.mjs <mpaas>        (make demo)
// The main job on the embedded default, from a template to a device, each step with its time. Everything it makes stays in build/demo.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const mpaas = path.resolve(process.argv[2] || path.join(root, 'build/release/mpaas'));
const home = path.join(root, 'build/demo');
const kept = path.join(root, 'build/demo-npm'); // npm packages stay, so that a second run needs no network
const appId = '2026112200000001';
const version = '1.0.0.0';
const file = `${appId}_${version}.amr`;
const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', TERM: process.env.TERM || 'dumb' };
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
const children = [];
process.on('exit', () => children.forEach((child) => child.kill()));

let number = 0;
async function step(title, work) {
  const begin = performance.now();
  process.stdout.write(`\n${paint('1', `${++number}. ${title}`)}\n`);
  const note = await work();
  const time = performance.now() - begin;
  console.log(`   ${paint('32', '✓')} ${note ? note + ' ' : ''}${paint('2', `(${time < 1000 ? `${time.toFixed(0)} ms` : `${(time / 1000).toFixed(1)} s`})`)}`);
}

function command(words, { show = true, cwd = home, input = {} } = {}) {
  console.log(paint('36', `   $ mpaas ${words.join(' ')}`));
  const done = spawnSync(mpaas, words, { cwd, env: { ...env, ...input }, encoding: 'utf8' });
  const text = (done.stderr + done.stdout).trimEnd();
  if (done.status !== 0) {
    console.log(text);
    throw new Error(`mpaas ${words[0]} ended with ${done.status}`);
  }
  if (show && text) console.log(text.replace(/^/gm, '   '));
  return done.stdout;
}
const json = (words, options) => JSON.parse(command([...words, '--json'], { show: false, ...options })).result;

// A server of ours: resolves with its ready event.
function serve(words, event = 'ready') {
  console.log(paint('36', `   $ mpaas ${words.join(' ')} &`));
  const child = spawn(mpaas, [...words, '--json'], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let text = '';
  let errors = '';
  child.stderr.on('data', (data) => { errors += data; });
  return new Promise((resolve, reject) => {
    child.on('close', (status) => reject(new Error(`mpaas ${words[0]} ended with ${status}: ${errors}`)));
    child.stdout.on('data', (data) => {
      text += data;
      for (const line of text.split('\n').slice(0, -1)) {
        const found = JSON.parse(line);
        if (found.event === event) resolve({ ...found, stop: () => new Promise((done) => { child.removeAllListeners('close'); child.on('close', done); child.kill('SIGINT'); }) });
      }
    });
  });
}

function installPackages(folder) {
  const wanted = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
  const stamp = path.join(kept, 'package.json');
  if (!fs.existsSync(path.join(kept, 'node_modules')) || !fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== wanted) {
    fs.rmSync(kept, { recursive: true, force: true });
    fs.mkdirSync(kept, { recursive: true });
    fs.writeFileSync(path.join(kept, 'package.json.new'), wanted);
    fs.copyFileSync(path.join(folder, 'package.json'), path.join(kept, 'package.json'));
    const done = spawnSync('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: kept, stdio: 'inherit' });
    if (done.status !== 0) {
      fs.rmSync(kept, { recursive: true, force: true });
      throw new Error('npm install failed');
    }
    fs.renameSync(path.join(kept, 'package.json.new'), stamp);
  }
  fs.symlinkSync(path.join(kept, 'node_modules'), path.join(folder, 'node_modules'));
}

async function main() {
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });
  console.log(`${command(['--version'], { show: false }).trim()} in ${path.relative(process.cwd(), home) || '.'}`);

  await step('Create the gallery from its template', () => { command(['create', 'gallery', 'gallery', '--name', 'Gallery', '--app-id', appId]); });
  await step('Install its npm packages', () => { installPackages(path.join(home, 'gallery')); return 'antd-mini and what it needs'; });
  await step('Build', () => { command(['build', 'gallery', '--timing']); });
  await step('Make keys, pack and sign', () => {
    command(['keys', 'new', '-o', 'sign']);
    command(['pack', 'gallery/dist', '--app-id', appId, '--version', version, '--sign-key', 'sign.pem', '-o', file]);
  });
  await step('Verify', () => { command(['verify', file, '--key', 'sign.public.pem']); });

  let platform;
  let account;
  await step('Start the embedded release platform', async () => {
    account = json(['platform', 'init', '--store', 'platform']);
    platform = await serve(['platform', 'serve', '--store', 'platform', '--port', '0']);
    return platform.url;
  });
  const input = {
    MPAAS_ENDPOINT: platform.url, MPAAS_AK_ENV: account.accessKeyId, MPAAS_SK_ENV: account.accessKeySecret,
    MPAAS_TENANT_ID: account.tenantId, MPAAS_WORKSPACE_ID: account.workspaceId, MPAAS_APP_ID: account.appId,
  };
  let uploaded;
  await step('Upload and release', () => {
    uploaded = json(['upload', file, '--name', 'Gallery'], { input });
    command(['release', 'create', '--package', String(uploaded.packageId)], { input });
  });
  const check = async (installed) => (await fetch(`${platform.url}/device/check?h5Id=${appId}&version=${installed}&userId=alice&clientVersion=1.0.0&platform=android`)).json();
  let offer;
  await step('A device asks for an update and downloads it', async () => {
    const answer = await check('0.0.0.1');
    offer = answer.data && answer.data[0];
    if (!offer || offer.version !== version) throw new Error(`no update was offered: ${JSON.stringify(answer)}`);
    const current = await check(version);
    if (current.data && current.data.length) throw new Error('an up-to-date device was offered an update');
    const bytes = Buffer.from(await (await fetch(offer.package_url)).arrayBuffer());
    fs.mkdirSync(path.join(home, 'device'));
    fs.writeFileSync(path.join(home, 'device', file), bytes);
    return `${offer.version}, ${bytes.length} bytes; a device that has it is told "${current.reason || 'up to date'}"`;
  });
  await step('Verify what arrived', () => { command(['verify', path.join('device', file), '--key', 'sign.public.pem']); });
  await step('A QR code for the terminal', () => { process.stdout.write(spawnSync(mpaas, ['qr', offer.package_url, ...(colour ? ['--color', 'always'] : [])], { env, encoding: 'utf8' }).stdout); });
  await step('The dev server answers with the first page', async () => {
    const dev = await serve(['dev', 'gallery', '--port', '0']);
    const read = async (name) => {
      const answer = await fetch(new URL(name, dev.url));
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
      return answer.text();
    };
    const first = JSON.parse(await read('app/appConfig.json')).pages[0];
    if (!(await read('app/index.js')).includes(`pagePath:"${first}"`)) throw new Error(`${first} is not in index.js`);
    if (!(await read('./')).includes('simulator.js')) throw new Error('no simulator');
    await dev.stop();
    return `${first}, ready in ${dev.milliseconds} ms`;
  });
  await platform.stop();
  console.log(`\n${paint('1;32', 'All of it works.')} Now yours: ${paint('36', 'mpaas create mini-app shop && cd shop && mpaas dev --open')}`);
}

main().then(() => process.exit(0), (error) => {
  console.error(`\n${paint('1;31', 'failed')}: ${error.message}`);
  process.exit(1);
});
