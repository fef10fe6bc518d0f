// What --json prints is what docs/schema says, to the last field: scripts and editors depend on it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { commands, root, smallApp, world } from './support.mjs';
import { appId, startPlatform } from '../platform/support.mjs';

const folder = path.join(root, 'docs/schema');
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
const names = fs.readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => path.basename(file, '.json'));
for (const name of names) ajv.addSchema(JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8')), `${name}.json`);

function valid(name, value) {
  const validate = ajv.getSchema(`${name}.json`);
  assert.ok(validate, `docs/schema/${name}.json`);
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value, null, 1).slice(0, 3000)}`);
  return value;
}

// The one document on stdout, which fits its schema; with --quiet stderr is empty; the exit code says the same as ok.
function answer(done, name, status = 0) {
  assert.equal(done.status, status, done.out + done.err);
  assert.equal(done.err, '');
  assert.ok(done.out.endsWith('}\n') && done.out.indexOf('\n') === done.out.length - 1, 'one line');
  const value = valid(name, JSON.parse(done.out));
  assert.equal(value.ok, status === 0);
  return value;
}

test('every command has a schema and every schema a command', () => {
  const wanted = commands().map((name) => name.replace(' ', '-'));
  assert.deepEqual([...names].sort(), [...wanted, 'diagnostics', 'events', 'mpaas'].sort());
  for (const name of names) assert.ok(ajv.getSchema(`${name}.json`), name);
});

test('the schemas refuse what does not belong', () => {
  const good = { schema: 'mpaas.decrypt/1', ok: true, diagnostics: [], result: { output: 'a', bytes: 1 } };
  const refuses = (change) => assert.equal(ajv.getSchema('decrypt.json')({ ...good, ...change }), false, JSON.stringify(change));
  valid('decrypt', good);
  refuses({ more: 1 });
  refuses({ result: { output: 'a', bytes: 1, more: 1 } });
  refuses({ result: {} });
  refuses({ schema: 'mpaas.decrypt/2' });
  refuses({ diagnostics: [{ message: 'no code' }] });
  const place = { path: 'a', line: 1, column: 1, endLine: 1, endColumn: 2, offset: 0, length: 1 };
  const diagnostic = { code: 'E2001', name: 'a', severity: 'error', ...place, message: '', hint: '', frame: '', notes: [] };
  valid('diagnostics', [{ ...diagnostic, fix: { ...place, replacement: 'x' } }]);
  refuses({ diagnostics: [{ ...diagnostic, line: undefined, more: 1 }] });
  refuses({ diagnostics: [{ ...diagnostic, fix: { ...place, text: 'x' } }] });
});

test('create, build, check, pack and what reads a package', (t) => {
  const place = world(t);
  const json = (name, ...args) => answer(place.run(...args, '--json', '--quiet'), name).result;
  assert.ok(json('create', 'create', '--list').templates.length >= 4);
  assert.equal(json('create', 'create', 'mini-app', 'shop', '--app-id', appId).name, 'shop');
  assert.equal(json('check', 'check', 'shop').output, null);
  const built = json('build', 'build', 'shop');
  assert.equal(built.output, place.at('shop/dist'));
  for (const file of built.files) assert.equal(fs.statSync(place.at('shop/dist', file.path)).size, file.bytes, file.path);

  json('keys-new', 'keys', 'new', '-o', 'sign');
  json('keys-new', 'keys', 'new', '--type', 'sm2', '-o', 'national');
  assert.equal(json('keys-show', 'keys', 'show', 'sign.pem').private, true);
  assert.equal(json('keys-show', 'keys', 'show', 'sign.public.pem').private, false);
  const packed = json('pack', 'pack', 'shop', '--version', '1.0.0.0', '--sign-key', 'sign.pem');
  assert.equal(packed.output, `${appId}_1.0.0.0.amr`);
  assert.equal(packed.bytes, fs.statSync(place.at(packed.output)).size);
  json('pack', 'pack', 'shop', '--version', '1.0.0.0', '--format', 'zip');
  assert.equal(json('inspect', 'inspect', packed.output).signed, true);
  json('inspect', 'inspect', `${appId}_1.0.0.0.zip`);
  assert.equal(json('verify', 'verify', packed.output, '--key', 'sign.public.pem').outcome, 'passed');
  assert.equal(json('verify', 'verify', packed.output).outcome, 'warning');
  const unpacked = json('unpack', 'unpack', packed.output, '-C', 'out');
  assert.equal(unpacked.files, packed.files + 1);  // pack adds hpmfile.json

  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=me', '-days', '1', '-keyout', 'me.pem', '-out', 'me.crt'];
  assert.equal(spawnSync('openssl', request, { cwd: place.folder }).status, 0);
  fs.chmodSync(place.at('me.pem'), 0o600);
  const sealed = json('pack', 'pack', 'shop', '--version', '1.0.0.0', '--sign-key', 'sign.pem', '--encrypt-to', 'me.crt');
  assert.equal(sealed.encryptedTo.length, 1);
  const opened = place.run('decrypt', sealed.output, '--key', 'me.pem', '-o', 'open.amr', '--json', '--quiet');
  // An OpenSSL that cannot decrypt safely is refused, and that is an answer of the same shape.
  if (opened.status === 0) assert.equal(answer(opened, 'decrypt').result.bytes, fs.statSync(place.at('open.amr')).size);
  else assert.equal(answer(opened, 'decrypt', opened.status).diagnostics[0].code, 'E7019');

  fs.writeFileSync(place.at(packed.output), 'no package');
  answer(place.run('verify', packed.output, '--json', '--quiet'), 'verify', 65);
});

test('mistakes of a project, with places, notes and fixes', (t) => {
  const place = world(t);
  smallApp(place);
  place.write('app/pages/index/index.axml', '<view><text>a</view>\n<import src="./rows.axml" />\n');
  place.write('app/pages/index/index.js', "const a = 1; const a = 2;\nimport { b } from './helo';\nPage({});\n");
  place.write('app/pages/index/hello.js', 'export const b = 1;\n');
  place.write('app/pages/index/index.acss', '.row { padding: 24rpx\n');
  for (const command of ['check', 'build']) {
    const found = answer(place.run(command, 'app', '--json', '--quiet'), command, 1);
    const codes = found.diagnostics.map((one) => one.code);
    for (const code of ['E2001', 'E4002', 'E3001']) assert.ok(codes.includes(code), `${code} in ${codes}`);
    for (const one of found.diagnostics.filter((each) => each.line)) {
      const text = place.read(path.join('app', one.path));
      const begin = Buffer.from(text).subarray(0, one.offset).toString();
      assert.equal(one.line, begin.split('\n').length);
      assert.equal(one.column, [...begin.split('\n').at(-1)].length + 1);
    }
  }
  assert.ok(!fs.existsSync(place.at('app/dist')));
  assert.deepEqual(answer(place.run('pack', 'app', '--app-id', appId, '--version', '1.0.0.0', '--json', '--quiet'), 'pack', 1).result, {});
});

test('compile answers one line a file', (t) => {
  const place = world(t);
  place.write('good.js', 'const a = 1;\n');
  place.write('bad.js', 'const = 1;\n');
  place.write('row.axml', '<view>{{a}}</view>\n');
  const done = place.run('compile', 'good.js', 'bad.js', 'row.axml', '--json', '--quiet');
  assert.equal(done.status, 1);
  const lines = done.out.trimEnd().split('\n').map((line) => valid('compile', JSON.parse(line)));
  assert.deepEqual(lines.map((line) => [line.path, line.ok, line.diagnostics.map((one) => one.code)]), [
    ['good.js', true, []], ['bad.js', false, ['E4001']], ['row.axml', true, []],
  ]);
  answer(place.run('compile', 'none.js', '--json', '--quiet'), 'compile', 66);
});

test('the small commands', (t) => {
  const place = world(t);
  const json = (name, ...args) => answer(place.run(...args, '--json', '--quiet'), name).result;
  const code = json('qr', 'qr', 'http://127.0.0.1/', '--svg', 'code.svg');
  assert.equal(code.rows.length, code.size);
  assert.ok(code.rows.every((row) => row.length === code.size));
  assert.match(place.read('code.svg'), /^<svg /);
  const page = json('explain', 'explain', 'axml_unclosed_tag');
  assert.equal(page.code, 'E2001');
  assert.ok(page.page.startsWith('# E2001: '));
  assert.ok(json('explain', 'explain').codes.some((row) => row.code === 'W4005'));
  json('doctor', 'doctor');
  for (const shell of ['bash', 'zsh', 'fish']) assert.match(json('completion', 'completion', shell).script, /mpaas/);
  const preset = { config: {}, data: [] };
  place.write('a.json', JSON.stringify(preset));
  assert.deepEqual(json('preset-merge', 'preset', 'merge', 'a.json'), { output: null, preset });
  assert.equal(json('preset-merge', 'preset', 'merge', 'a.json', '-o', 'b.json').output, 'b.json');
});

test('what goes wrong is one document too', (t) => {
  const place = world(t);
  const wrong = (name, status, ...args) => {
    const value = answer(place.run(...args, '--json', '--quiet'), name, status);
    assert.equal(value.diagnostics.length, 1);
    assert.deepEqual(value.result, {});
    return value.diagnostics[0];
  };
  assert.equal(wrong('mpaas', 64, 'biuld').hint, 'did you mean mpaas build?');
  assert.equal(wrong('build', 64, 'build', '--mod', 'x').hint, 'did you mean --mode?');
  wrong('create', 64, 'create');
  wrong('explain', 64, 'explain', 'E0000');
  wrong('inspect', 66, 'inspect', 'none.amr');
  wrong('keys-show', 66, 'keys', 'show', 'none.pem');
  wrong('dev', 66, 'dev', 'none');
  wrong('pack', 66, 'pack', 'none');
  wrong('unpack', 66, 'unpack', 'none.amr');
  wrong('decrypt', 64, 'decrypt', 'none.p7m');
  wrong('preset-merge', 66, 'preset', 'merge', 'none.json');
  wrong('platform-serve', 66, 'platform', 'serve', '--store', 'none');
  assert.equal(wrong('upload', 66, 'upload', 'none.zip').path, null);
  const { code, name } = wrong('release-list', 78, 'release', 'list', '--app-id', appId);
  assert.deepEqual([code, name], ['E8001', 'release_no_profile']);
  assert.equal(wrong('whitelist-list', 78, 'whitelist', 'list').code, 'E8001');
});

test('a platform of its own: upload, release, whitelist', async (t) => {
  const place = await startPlatform();
  t.after(() => place.close());
  const json = (name, ...args) => answer(place.run(...args, '--json', '--quiet'), name).result;
  json('platform-init', 'platform', 'init', '--store', path.join(place.folder, 'second'), '--profile', 'second');
  const upload = (version) => json('upload', 'upload', place.app(), '--app-id', appId, '--version', version, '--name', 'Shop').packageId;
  const one = upload('1.0.0.0');
  const first = json('release-create', 'release', 'create', '--package', String(one)).taskId;
  assert.equal(json('release-pause', 'release', 'pause', String(first)).status, 'paused');
  assert.equal(json('release-resume', 'release', 'resume', String(first)).status, 'running');
  const list = String(json('whitelist-create', 'whitelist', 'create', 'testers', 'alice').whitelistId);
  assert.equal(json('whitelist-add', 'whitelist', 'add', list, 'bob').added, 1);
  assert.equal(json('whitelist-list', 'whitelist', 'list').whitelists[0].users, 2);
  const two = upload('1.0.0.1');
  json('release-create', 'release', 'create', '--package', String(two));
  assert.equal(json('release-rollback', 'release', 'rollback', '--app-id', appId).version, '1.0.0.0');
  const rows = json('release-list', 'release', 'list', '--app-id', appId).releases;
  const running = rows.find((row) => row.status === 'running');
  assert.equal(json('release-finish', 'release', 'finish', String(running.taskId)).status, 'ended');
  json('preview', 'preview', place.app(), '--app-id', appId, '--version', '1.0.0.2', '--user-id', 'alice');
});

test('the events of dev and platform serve', async (t) => {
  const place = world(t);
  smallApp(place);
  const dev = await events(place.start('dev', 'app', '--port', '0', '--json'), (seen) => {
    if (seen.filter((one) => one.event === 'build-done').length === 1) place.write('app/pages/index/index.js', 'Page({ x y });\n');
    return seen.some((one) => one.event === 'error') && seen.filter((one) => one.event === 'build-done').length === 2;
  });
  assert.deepEqual(new Set(dev.map((one) => one.event)), new Set(['build-start', 'build-done', 'ready', 'error']));
  assert.equal(dev.find((one) => one.event === 'error').diagnostic.code, 'E4001');
  place.run('platform', 'init', '--store', 'store');
  const served = await events(place.start('platform', 'serve', '--store', 'store', '--port', '0', '--json'), (seen) => seen.length === 1);
  assert.deepEqual(served.map((one) => one.event), ['ready']);
});

// Everything up to what is waited for; then Ctrl-C, after which the process ends by itself.
function events(child, enough) {
  return new Promise((resolve, reject) => {
    const seen = [];
    let rest = '';
    child.stdout.on('data', (data) => {
      rest += data;
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        try {
          seen.push(valid('events', JSON.parse(rest.slice(0, end))));
        } catch (error) {
          child.kill('SIGKILL');
          reject(error);
          return;
        }
        rest = rest.slice(end + 1);
        if (enough(seen)) child.kill('SIGINT');
      }
    });
    child.on('close', (status) => (status === 130 ? resolve(seen) : reject(new Error(`exit ${status}`))));
  });
}
