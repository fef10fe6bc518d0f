// The commands from an empty folder to a device, and what they say when something is wrong.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { appId, startPlatform } from './support.mjs';

const ok = (done) => { assert.equal(done.status, 0, done.out + done.err); return done.json?.result; };

test('init, upload, release, roll back', async (t) => {
  const world = await startPlatform();
  t.after(() => world.close());
  const upload = (version, script) => ok(world.run('upload', world.app(script), '--app-id', appId, '--version', version, '--name', 'Shop', '--json'));
  const first = upload('1.0.0.0');
  assert.equal(first.id, appId);
  const second = upload('1.0.0.1', 'App({b:1})');
  const one = ok(world.run('release', 'create', '--package', String(first.packageId), '--json'));
  assert.equal(one.status, 'running');
  const list = ok(world.run('whitelist', 'create', 'testers', 'alice', 'bob', '--json'));
  assert.equal(list.added, 2);
  const two = ok(world.run('release', 'create', '--app-id', appId, '--version', '1.0.0.1', '--whitelist', String(list.whitelistId), '--json'));

  const version = async (user) => (await world.check(`userId=${user}`)).data[0]?.version;
  assert.equal(await version('alice'), '1.0.0.1');
  assert.equal(await version('carol'), '1.0.0.0');
  assert.equal(ok(world.run('whitelist', 'add', String(list.whitelistId), 'carol', '--json')).added, 1);
  assert.equal(await version('carol'), '1.0.0.1');
  ok(world.run('release', 'pause', String(two.taskId), '--json'));
  assert.equal(await version('alice'), '1.0.0.0');
  ok(world.run('release', 'resume', String(two.taskId), '--json'));
  assert.equal(await version('alice'), '1.0.0.1');
  assert.equal(ok(world.run('release', 'rollback', '--app-id', appId, '--json')).version, '1.0.0.0');
  assert.equal(await version('alice'), '1.0.0.0');
  const all = ok(world.run('release', 'list', '--app-id', appId, '--json')).releases;
  assert.deepEqual(all.map((task) => [task.version, task.status]), [['1.0.0.1', 'ended'], ['1.0.0.0', 'running']]);
  assert.match(world.run('release', 'list', '--app-id', appId).out, /1\.0\.0\.1 +ended +for whitelist/);

  // What the device gets is a good package.
  const row = (await world.check('')).data[0];
  fs.writeFileSync(path.join(world.folder, `${appId}_1.0.0.0.amr`), Buffer.from(await (await fetch(row.package_url)).arrayBuffer()));
  ok(world.run('verify', `${appId}_1.0.0.0.amr`, '--json'));
  assert.equal(second.endpoint, world.url);
});

test('an acknowledged upload survives kill -9 of the server', async (t) => {
  const world = await startPlatform();
  t.after(() => world.close());
  const packages = [];
  for (let round = 0; round < 3; ++round) {
    packages.push(ok(world.run('upload', world.app(`App({r:${round}})`), '--app-id', appId, '--version', `1.0.0.${round}`, '--json')));
    ok(world.run('release', 'create', '--package', String(packages[round].packageId), '--json'));
    await world.end('SIGKILL');
    await world.serve();
    const answer = await world.check('');
    assert.equal(answer.data[0].version, `1.0.0.${round}`);
    assert.equal((await fetch(answer.data[0].package_url)).status, 200);
  }
});

test('what goes wrong is said, with the exit code of its kind', async (t) => {
  const world = await startPlatform();
  t.after(() => world.close());
  assert.equal(world.run('platform', 'init', '--store', world.store).status, 73);
  assert.equal(world.run('platform', 'serve', '--store', world.store).status, 75);
  assert.equal(world.run('platform', 'serve', '--store', path.join(world.folder, 'none')).status, 66);
  assert.equal(world.run('release', 'create').status, 64);
  assert.equal(world.run('release', 'create', '--package', '99').status, 77);
  assert.equal(world.run('release', 'pause', 'x').status, 64);
  assert.equal(world.run('upload', path.join(world.folder, 'nothing.zip')).status, 66);
  assert.equal(world.run('release', 'list', '--app-id', appId, '--profile', 'nobody').status, 78);
  const secret = world.credentials.accessKeySecret;
  world.env = { ...world.env, MPAAS_SK_ENV: 'wrong' };
  const refused = world.run('whitelist', 'list', '--json');
  assert.equal(refused.status, 77);
  assert.match(refused.json.diagnostics[0].message, /SignatureDoesNotMatch/);
  assert.ok(!(refused.out + refused.err).includes(secret));
  world.env = { ...world.env, MPAAS_ENDPOINT: 'http://platform.example.com' };
  assert.equal(world.run('whitelist', 'list').status, 78);

  // The profile that init wrote is private, and refused when it is not.
  world.env = {};
  const profile = path.join(world.folder, '.config/mpaas/config.json');
  assert.equal(fs.statSync(profile).mode & 0o777, 0o600);
  fs.chmodSync(profile, 0o644);
  const open = world.run('whitelist', 'list');
  assert.equal(open.status, 77);
  assert.match(open.err, /chmod|only|others/);
});
