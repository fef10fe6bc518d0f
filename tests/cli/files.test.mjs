// What the tool writes: everything or nothing, never over what it did not make, and nothing left behind.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { smallApp, world } from './support.mjs';

const id = '2018032302435038';

test('build --sourcemap writes maps beside the scripts; a package for phones has none', (t) => {
  const place = world(t);
  smallApp(place);
  for (const flags of [[], ['--mode', 'development']]) {
    assert.equal(place.run('build', 'app', '--sourcemap', '-o', 'dist', ...flags).status, 0);
    for (const script of ['index.js', 'index.worker.js']) {
      assert.ok(place.read(`dist/${script}`).endsWith(`\n//# sourceMappingURL=${script}.map\n`));
      const map = JSON.parse(place.read(`dist/${script}.map`));
      const own = script === 'index.js' ? ['pages/index/index.axml'] : ['app.js', 'pages/index/index.js'];
      assert.equal(map.version, 3);
      assert.deepEqual(map.sources, own);
      assert.deepEqual(map.sourcesContent, own.map((file) => place.read(`app/${file}`)));
    }
  }
  for (const from of ['app', 'dist']) {
    assert.equal(place.run('pack', from, '--app-id', id, '--version', '1.0.0.0', '-o', `${from}.amr`).status, 0);
    const listed = place.run('inspect', `${from}.amr`);
    assert.equal(listed.status, 0);
    assert.match(listed.out, /index\.worker\.js/);
    assert.doesNotMatch(listed.out, /\.map/);
  }
});

// Path -> hash of everything below a folder.
function snapshot(folder) {
  const out = {};
  const walk = (at) => {
    for (const entry of fs.readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const name = path.join(at, entry.name);
      if (entry.isDirectory()) walk(name);
      else out[name] = crypto.createHash('sha256').update(fs.readFileSync(path.join(folder, name))).digest('hex');
    }
  };
  walk('');
  return out;
}

// A .zip whose members are stored, as small as the format allows.
function zip(files) {
  const crc = (bytes) => {
    let value = ~0;
    for (const byte of bytes) {
      value ^= byte;
      for (let bit = 0; bit < 8; ++bit) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    }
    return ~value >>> 0;
  };
  const parts = [];
  const central = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const fields = Buffer.alloc(26);  // what both headers have in common
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04'), fields, Buffer.from(name), content);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + content.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

test('every template is created, named and builds', (t) => {
  const place = world(t);
  const list = JSON.parse(place.run('create', '--list', '--json').out).result.templates;
  assert.deepEqual(list.map((each) => each.name), ['component', 'gallery', 'mini-app', 'mini-app-ts', 'offline-h5']);
  for (const { name } of list) {
    assert.ok(place.run('create', '--list').out.includes(`${name} `));
    const done = place.run('create', name, `my-${name}`, '--name', 'Corner Shop', '-q');
    assert.deepEqual(done, { status: 0, signal: null, out: '', err: '' });
    const texts = Object.keys(snapshot(place.at(`my-${name}`))).filter((file) => !file.endsWith('.png')).map((file) => place.read(`my-${name}/${file}`));
    assert.ok(texts.some((text) => text.includes('Corner Shop')), name);
    assert.ok(!texts.some((text) => /\{\{(name|packageName|appId)\}\}/.test(text)), name);
  }
  assert.equal(place.run('build', 'my-mini-app', '-q').status, 0);
  assert.equal(place.run('create', 'mini-app', 'two', '--app-id', id, '-q').status, 0);
  assert.equal(JSON.parse(place.run('check', 'two', '--json').out).result.appId, id);
  assert.equal(place.run('create', 'mini-app', 'three', '--app-id', '12').status, 64);
  assert.ok(!fs.existsSync(place.at('three')));
});

test('create says what comes next', (t) => {
  const done = world(t).run('create', 'mini-app', 'shop');
  assert.match(done.err, /^✓ created shop from mini-app \(\d+ files\); next:\n  cd shop\n  mpaas dev\n$/);
});

test('create leaves folders alone that hold something', (t) => {
  const place = world(t);
  place.write('full/keep', 'mine');
  const refused = place.run('create', 'mini-app', 'full');
  assert.deepEqual(refused, {
    status: 73, signal: null, out: '',
    err: `error: ${place.at('full')} exists and is not empty\nhelp: choose a new folder; nothing was changed\n`,
  });
  assert.deepEqual(place.list('full'), ['keep']);
  place.write('file', 'mine');
  assert.equal(place.run('create', 'mini-app', 'file').status, 73);
  assert.equal(place.run('create', 'mini-app', 'file/below').status, 73);
  assert.equal(place.read('file'), 'mine');
  fs.mkdirSync(place.at('empty'));
  assert.equal(place.run('create', 'mini-app', 'empty', '-q').status, 0);
  assert.ok(place.list('empty').includes('app.json'));
  assert.deepEqual(place.list(), ['empty', 'file', 'full']);
});

test("create from a folder and from a .zip of one's own", (t) => {
  const place = world(t);
  smallApp(place, 'own');
  place.write('own/node_modules/left/out.js', '');
  place.write('own/gitignore', 'dist\n');
  assert.equal(place.run('create', './own', 'copy', '-q').status, 0);
  assert.deepEqual(place.list('copy'), ['.gitignore', 'app.js', 'app.json', 'pages']);
  assert.equal(place.run('check', 'copy', '-q').status, 0);
  fs.writeFileSync(place.at('shop.zip'), zip({
    'shop/template.json': '{"name":"shop","description":"d","replace":["app.json"]}',
    'shop/files/app.json': '{"pages":["a"],"window":{"defaultTitle":"{{name}}"}}', 'shop/files/app.js': 'App({});',
    'shop/files/a.axml': '<view/>', 'shop/files/a.js': 'Page({});',
  }));
  assert.equal(place.run('create', 'shop.zip', 'mine', '--name', 'Mine', '-q').err, '');
  assert.equal(JSON.parse(place.read('mine/app.json')).window.defaultTitle, 'Mine');
  assert.equal(place.run('check', 'mine', '-q').status, 0);
  for (const [name, files] of Object.entries({
    slip: { 'app.json': '{}', '../evil': 'x' }, absolute: { '/evil': 'x' }, backslash: { '..\\evil': 'x' }, none: {},
  })) {
    fs.writeFileSync(place.at(`${name}.zip`), zip(files));
    assert.equal(place.run('create', `${name}.zip`, name).status, 65, name);
    assert.ok(!fs.existsSync(place.at(name)) && !fs.existsSync(place.at('evil')), name);
  }
  place.write('broken.zip', 'PK\x03\x04 no zip');
  assert.equal(place.run('create', 'broken.zip', 'x').status, 65);
  assert.equal(place.run('create', 'missing.zip', 'x').status, 66);
  assert.equal(place.run('create', './missing', 'x').status, 66);
  assert.ok(!fs.existsSync(place.at('x')));
});

test('a build that fails leaves the old output', (t) => {
  const place = world(t);
  smallApp(place);
  assert.equal(place.run('build', 'app', '-q').status, 0);
  const before = snapshot(place.at('app/dist'));
  assert.ok(Object.keys(before).includes('index.worker.js'));
  place.write('app/app.js', 'App({\n');
  assert.equal(place.run('build', 'app', '-q').status, 1);
  assert.deepEqual(snapshot(place.at('app/dist')), before);
  place.write('app/app.js', 'App({ changed: 1 });\n');
  assert.equal(place.run('build', 'app', '-q').status, 0);
  assert.notDeepEqual(snapshot(place.at('app/dist')), before);
  assert.deepEqual(place.list('app'), ['app.js', 'app.json', 'dist', 'pages']);
});

test('build writes over nothing that it did not make', (t) => {
  const place = world(t);
  smallApp(place);
  place.write('photos/one', 'mine');
  const before = snapshot(place.folder);
  for (const output of ['photos', 'app', '.', 'app/app.js', 'app/app.js/below', '/proc/mpaas']) {
    const done = place.run('build', 'app', '-o', output);
    assert.equal(done.status, 73, output);
    assert.match(done.err, /^error: .*\n(help: .*\n)?$/, output);
    assert.deepEqual(snapshot(place.folder), before, output);
  }
});

test('an output that cannot be written is exit code 73, whatever the command', (t) => {
  const place = world(t);
  smallApp(place);
  place.write('file', 'mine');
  fs.mkdirSync(place.at('locked'));
  fs.chmodSync(place.at('locked'), 0o500);
  // Root may write into a locked folder; nobody may below a file.
  const targets = process.getuid() === 0 ? ['file/x'] : ['file/x', 'locked/x'];
  const packed = place.run('pack', 'app', '--app-id', id, '--version', '1.0.0.0', '-q');
  assert.equal(packed.status, 0);
  place.write('preset.json', '{"config":{},"data":[]}');
  for (const target of targets) {
    for (const args of [
      ['build', 'app', '-o', target], ['pack', 'app', '--app-id', id, '--version', '1.0.0.0', '-o', target], ['unpack', `${id}_1.0.0.0.amr`, '-C', target],
      ['keys', 'new', '-o', target], ['qr', 'text', '--svg', target], ['qr', 'text', '--png', target], ['compile', 'app/app.js', '-o', target],
      ['compile', 'app/app.js', '--out-dir', target], ['preset', 'merge', 'preset.json', '-o', target], ['create', 'mini-app', target],
      ['platform', 'init', '--store', target],
    ]) {
      const done = place.run(...args);
      assert.equal(done.status, 73, `${args.join(' ')}: ${done.err}`);
      assert.equal(done.out, '');
      assert.match(done.err, /^error(\[E\d{4}\])?: /, args.join(' '));
    }
  }
  assert.equal(place.read('file'), 'mine');
  assert.deepEqual(place.list(), ['.local', '.config', 'app', 'file', 'locked', 'preset.json', `${id}_1.0.0.0.amr`].filter((name) => fs.existsSync(place.at(name))).sort());
});

test('keys are never written over, and belong to their owner', (t) => {
  const place = world(t);
  assert.equal(place.run('keys', 'new', '-o', 'sign', '-q').status, 0);
  assert.equal(fs.statSync(place.at('sign.pem')).mode & 0o777, 0o600);
  const before = snapshot(place.folder);
  assert.equal(place.run('keys', 'new', '-o', 'sign').status, 73);
  assert.deepEqual(snapshot(place.folder), before);
  fs.chmodSync(place.at('sign.pem'), 0o644);
  smallApp(place);
  const done = place.run('pack', 'app', '--app-id', id, '--version', '1.0.0.0', '--sign-key', 'sign.pem');
  assert.equal(done.status, 77);
  assert.match(done.err, /^error\[E7015\]: others can read the private key .*\nhelp: chmod 600 /);
});

test('Ctrl-C leaves the old output or the new one, and nothing else', async (t) => {
  const place = world(t);
  smallApp(place);
  const pages = Array.from({ length: 150 }, (_, i) => `pages/page${i}/page`);
  place.write('app/app.json', JSON.stringify({ pages: ['pages/index/index', ...pages] }));
  for (const page of pages) {
    place.write(`app/${page}.axml`, '<view a:for="{{items}}" a:key="id"><text>{{item.name}}</text></view>\n'.repeat(20));
    place.write(`app/${page}.js`, `Page({ data: { items: [] }, ${Array.from({ length: 60 }, (_, i) => `tap${i}(event) { this.setData({ a${i}: event }); }`).join(', ')} });\n`);
  }
  const commands = {
    build: ['build', 'app', '-q'],
    pack: ['pack', 'app', '--app-id', id, '--version', '1.0.0.0', '-q'],
  };
  for (const [name, args] of Object.entries(commands)) {
    place.write('app/app.js', 'App({ old: 1 });\n');
    const begin = process.hrtime.bigint();
    assert.equal(place.run(...args).status, 0);
    const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
    const whole = () => JSON.stringify(Object.entries(snapshot(place.folder)).filter(([file]) => file !== 'app/app.js'));
    const old = whole();
    place.write('app/app.js', 'App({ fresh: 2 });\n');
    const rounds = 12;
    const states = [old];
    let stopped = 0;
    for (let round = 0; round < rounds; ++round) {
      const child = place.start(...args);
      const end = new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal })));
      await new Promise((resolve) => setTimeout(resolve, (milliseconds * round) / rounds));
      child.kill('SIGINT');
      const { status, signal } = await end;
      // Before its first line of code the process is ended by the signal itself.
      assert.ok(status === 130 || status === 0 || signal === 'SIGINT', `${name}: ${status} ${signal}`);
      states.push(whole());
      if (status !== 0) {
        stopped += 1;
        assert.equal(states.at(-1), states.at(-2), 'a stopped run changes nothing');
      }
    }
    assert.ok(stopped > 0, `${name}: no round was in time`);
    assert.equal(place.run(...args).status, 0);
    const fresh = whole();
    assert.notEqual(fresh, old);
    for (const state of states) assert.ok(state === old || state === fresh, name);
  }
});
