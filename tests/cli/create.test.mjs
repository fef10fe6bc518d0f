// mpaas create: every template becomes a project that builds without a warning; nothing is half-written.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

const mpaas = process.env.MPAAS ?? 'build/release/mpaas';
const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
let folder;
before(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpaas-create-')); });
after(() => fs.rmSync(folder, { recursive: true }));

function run(...args) {
  const done = spawnSync(path.resolve(mpaas), args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  return { ...done, json: () => JSON.parse(done.stdout) };
}

const names = ['component', 'gallery', 'mini-app', 'mini-app-ts', 'offline-h5'];

test('the list names every template with a description', () => {
  const { templates } = run('create', '--list', '--json').json().result;
  assert.deepEqual(templates.map((each) => each.name), names);
  for (const each of templates) assert.ok(each.description.length > 20 && each.files > 5, each.name);
  const text = run('create', '--list').stdout;
  for (const name of names) assert.match(text, new RegExp(`^${name} +\\S`, 'm'));
});

for (const name of ['component', 'gallery', 'mini-app', 'mini-app-ts']) {
  test(`${name} builds without a warning`, () => {
    const created = run('create', name, `my-${name}`, '--name', '我的 "店"', '--json');
    assert.equal(created.status, 0, created.stderr);
    const project = path.join(folder, `my-${name}`);
    const { result } = created.json();
    assert.equal(result.npmInstall, name === 'gallery' || name === 'mini-app-ts');
    for (const file of result.files) {
      const text = fs.readFileSync(path.join(project, file), 'utf8');
      assert.doesNotMatch(text, /\{\{(name|packageName|appId)\}\}/, file);
    }
    assert.ok(fs.existsSync(path.join(project, '.gitignore')));
    assert.equal(JSON.parse(fs.readFileSync(path.join(project, 'mini.project.json'), 'utf8')).name, '我的 "店"');
    if (result.npmInstall) fs.symlinkSync(modules, path.join(project, 'node_modules'));
    const built = run('build', project, '-o', path.join(folder, `dist-${name}`), '--json');
    assert.equal(built.status, 0, built.stdout);
    assert.deepEqual(built.json().diagnostics, []);
    const config = JSON.parse(fs.readFileSync(path.join(folder, `dist-${name}`, 'appConfig.json'), 'utf8'));
    assert.equal(config.window.defaultTitle, '我的 "店"');
    assert.ok(config.pages.length >= { component: 1, gallery: 11, 'mini-app': 3, 'mini-app-ts': 2 }[name]);
  });
}

test('tsc has nothing to say about mini-app-ts', () => {
  assert.equal(run('create', 'mini-app-ts', 'typed').status, 0);
  const project = path.join(folder, 'typed');
  fs.symlinkSync(modules, path.join(project, 'node_modules'));
  const done = spawnSync(process.execPath, [path.join(modules, 'typescript/bin/tsc'), '--noEmit'], { cwd: project, encoding: 'utf8' });
  assert.equal(done.stdout + done.stderr, '');
  assert.equal(done.status, 0);
});

test('the gallery uses at least twenty components of antd-mini', () => {
  assert.equal(run('create', 'gallery', 'count').status, 0);
  const pages = path.join(folder, 'count/pages');
  const used = new Set();
  for (const page of fs.readdirSync(pages)) {
    const config = JSON.parse(fs.readFileSync(path.join(pages, page, `${page}.json`), 'utf8'));
    const template = fs.readFileSync(path.join(pages, page, `${page}.axml`), 'utf8');
    for (const [tag, where] of Object.entries(config.usingComponents)) {
      assert.ok(template.includes(`<${tag}`), `${page} lists ${tag} but does not use it`);
      if (where.startsWith('antd-mini/')) used.add(where);
    }
  }
  assert.ok(used.size >= 20, `${used.size} components`);
});

test('offline-h5 becomes a package', () => {
  const created = run('create', 'offline-h5', 'offline', '--app-id', '90000007', '--json');
  assert.equal(created.status, 0, created.stderr);
  assert.match(fs.readFileSync(path.join(folder, 'offline/README.md'), 'utf8'), /--app-id 90000007/);
  const packed = run('pack', 'offline/package', '--type', 'h5', '--app-id', '90000007', '--version', '0.0.0.1', '-o', 'offline.amr', '--json');
  assert.equal(packed.status, 0, packed.stdout + packed.stderr);
  assert.ok(fs.statSync(path.join(folder, 'offline.amr')).size > 1000);
});

test('a folder that is not empty is left as it is', () => {
  fs.mkdirSync(path.join(folder, 'full'));
  fs.writeFileSync(path.join(folder, 'full/mine.txt'), 'mine');
  const refused = run('create', 'mini-app', 'full');
  assert.equal(refused.status, 73);
  assert.match(refused.stderr, /full exists and is not empty/);
  assert.deepEqual(fs.readdirSync(path.join(folder, 'full')), ['mine.txt']);
});

test('an empty folder is fine, and so is the one we are in', () => {
  fs.mkdirSync(path.join(folder, 'empty/deep'), { recursive: true });
  fs.rmdirSync(path.join(folder, 'empty/deep'));
  assert.equal(run('create', 'mini-app', 'empty/').status, 0);
  assert.ok(fs.existsSync(path.join(folder, 'empty/app.json')));
  fs.mkdirSync(path.join(folder, 'here'));
  const done = spawnSync(path.resolve(mpaas), ['create', 'mini-app', '.'], { cwd: path.join(folder, 'here'), encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  assert.equal(JSON.parse(fs.readFileSync(path.join(folder, 'here/mini.project.json'), 'utf8')).name, 'here');
});

test('mistakes are named', () => {
  const typo = run('create', 'galery', 'x');
  assert.equal(typo.status, 64);
  assert.match(typo.stderr, /did you mean gallery\?/);
  assert.equal(run('create', 'mini-app').status, 64);
  assert.equal(run('create', 'mini-app', 'x', '--app-id', '12').status, 64);
  assert.equal(run('create', './none', 'x').status, 66);
  assert.ok(!fs.existsSync(path.join(folder, 'x')));
});

test('a folder or a zip of the user is a template too', () => {
  const own = path.join(folder, 'own');
  fs.mkdirSync(path.join(own, 'files'), { recursive: true });
  fs.writeFileSync(path.join(own, 'template.json'), '{"name": "own", "replace": ["README.md"]}');
  fs.writeFileSync(path.join(own, 'files/README.md'), '# {{name}}\n');
  assert.equal(run('create', './own', 'from-folder', '--name', 'Shop').status, 0);
  assert.equal(fs.readFileSync(path.join(folder, 'from-folder/README.md'), 'utf8'), '# Shop\n');
  assert.equal(spawnSync('zip', ['-qr', 'own.zip', 'own'], { cwd: folder }).status, 0);
  const zipped = run('create', 'own.zip', 'from-zip', '--name', 'Shop');
  assert.equal(zipped.status, 0, zipped.stderr);
  assert.equal(fs.readFileSync(path.join(folder, 'from-zip/README.md'), 'utf8'), '# Shop\n');
  fs.writeFileSync(path.join(folder, 'broken.zip'), 'PK nothing');
  const broken = run('create', 'broken.zip', 'from-broken');
  assert.equal(broken.status, 65, broken.stderr);
  assert.ok(!fs.existsSync(path.join(folder, 'from-broken')));
});
