// How the tool speaks: help, versions, slips of the keyboard, colour, what goes to which stream, exit codes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';
import { commands, mpaas, smallApp, world } from './support.mjs';

const colour = /\x1b\[/;

test('--help lists every command with one line', (t) => {
  const place = world(t);
  for (const args of [['--help'], ['-h'], ['help']]) {
    const done = place.run(...args);
    assert.equal(done.status, 0);
    assert.equal(done.err, '');
    assert.match(done.out, /^mpaas \d+\.\d+\.\d+\S* .*from a template to a phone\nusage: mpaas <command> \[options\]\n\nCommands\n/);
    for (const line of done.out.split('\n')) assert.ok([...line].length <= 100, line);
  }
  const nothing = place.run();
  assert.equal(nothing.status, 64);
  assert.equal(nothing.out, place.run('--help').out);
  assert.ok(commands().length >= 30);
  for (const line of place.run('--help').out.split('Commands\n')[1].split('\n\n')[0].split('\n')) {
    assert.match(line, /^ {2}[a-z]+( [a-z]+)? {2,}[a-z][^.]*( \(\.amr\))?.*[^.]$/, line);
  }
});

test('--help of each command has its usage, its options and an example that parses', (t) => {
  const place = world(t);
  const global = ['--json', '-q, --quiet', '-v, --verbose', '--color auto|always|never', '-h, --help'];
  for (const name of commands()) {
    const words = name.split(' ');
    const done = place.run(...words, '--help');
    assert.equal(done.status, 0, name);
    assert.equal(done.err, '', name);
    assert.ok(done.out.includes(`\n\n  mpaas ${name} `), done.out);
    for (const option of global) assert.ok(done.out.includes(`\n  ${option} `), `${name} ${option}`);
    const example = /\nExample\n {2}(mpaas [^\n]+)\n$/.exec(done.out);
    assert.ok(example && example[1].startsWith(`mpaas ${name}`), done.out);
    // Every option of the example is one that the command has.
    for (const word of example[1].split(' ').filter((each) => /^--?[a-zA-Z]/.test(each))) {
      assert.ok(done.out.includes(`${word} `) || done.out.includes(`${word},`), `${name}: ${word}`);
    }
    assert.equal(place.run('help', ...words).out, done.out);
    assert.equal(place.run(...words, '-h', '--json', 'more').out, done.out);
  }
});

test('a help text, whole', (t) => {
  assert.equal(world(t).run('keys', 'new', '--help').out, `make a pair of keys

  mpaas keys new [options]

  --type rsa2048|rsa3072|sm2  rsa2048 (default) is what phones expect
  -o, --output <value>        writes <prefix>.pem and <prefix>.public.pem (default: key)
  --json                      one JSON document on stdout instead of text
  -q, --quiet                 say nothing but errors and results
  -v, --verbose               say more
  --color auto|always|never   colour the output (default: auto)
  -h, --help                  show this help

Example
  mpaas keys new --type rsa2048 -o sign
`);
});

test('an option that does nothing yet says so, in the help and when it is used', (t) => {
  const place = world(t);
  smallApp(place);
  const rows = [['build', '--watch'], ['build', '--analyze', 'a.html'], ['build', '--target', 'web'],
    ['pack', '--fast'], ['pack', '--delta-from', 'a.amr'], ['dev', '--runtime', 'a']];
  for (const args of rows) {
    const done = place.run(...args);
    assert.equal(done.status, 64, args.join(' '));
    assert.match(done.err, /^error: --.* is not supported yet\n$/, args.join(' '));
    const option = args.find((word) => word.startsWith('--'));
    assert.match(place.run(args[0], '--help').out.split('\n').find((line) => line.startsWith(`  ${option} `)), /not yet/, args.join(' '));
  }
  assert.deepEqual(place.list(), ['app']);
});

test('a group says what belongs to it', (t) => {
  const place = world(t);
  const list = '  keys new          make a pair of keys\n  keys show         say what key a file holds\n';
  assert.deepEqual(place.run('keys', '--help'), { status: 0, signal: null, out: list, err: '' });
  assert.deepEqual(place.run('help', 'keys'), { status: 0, signal: null, out: list, err: '' });
  assert.deepEqual(place.run('keys'), { status: 64, signal: null, out: '', err: list });
});

test('--version', (t) => {
  const place = world(t);
  const done = place.run('--version');
  assert.match(done.out, /^mpaas \d+\.\d+\.\d+\n$/);
  assert.deepEqual(place.run('-V'), { ...done, status: 0 });
});

test('slips are told from what was meant', (t) => {
  const place = world(t);
  const rows = [
    [['biuld'], 'error: there is no command biuld\nhelp: did you mean mpaas build?\n'],
    [['chekc'], 'error: there is no command chekc\nhelp: did you mean mpaas check?\n'],
    [['keys', 'nwe'], 'error: there is no command keys nwe\nhelp: did you mean mpaas keys new?\n'],
    [['frobnicate'], 'error: there is no command frobnicate\nhelp: mpaas --help lists the commands\n'],
    [['--verson'], 'error: there is no option --verson\nhelp: did you mean mpaas --version?\n'],
    [['--quiet', 'build'], 'error: there is no option --quiet\nhelp: options stand behind the command: mpaas build --quiet\n'],
    [['build', '--wtach'], 'error: there is no option --wtach\nhelp: did you mean --watch?\n'],
    [['build', '--mod=development'], 'error: there is no option --mod\nhelp: did you mean --mode?\n'],
    [['build', '--frobnicate'], 'error: there is no option --frobnicate\nhelp: see mpaas build --help\n'],
    [['build', '-z'], 'error: there is no option -z\nhelp: see mpaas build --help\n'],
    [['build', '--mode', 'fast'], 'error: --mode cannot be fast\nhelp: one of development, production\n'],
    [['build', '--mode'], 'error: --mode needs a value\nhelp: see mpaas build --help\n'],
    [['build', '--jobs', 'many'], 'error: --jobs cannot be many\nhelp: a whole number\n'],
    [['build', 'a', 'b'], 'error: one argument too many: b\nhelp: see mpaas build --help\n'],
    [['build', '--color', 'red'], 'error: --color cannot be red\nhelp: one of auto, always, never\n'],
    [['inspect'], 'error: mpaas inspect needs <file>\nhelp: see mpaas inspect --help\n'],
    [['whitelist', 'add'], 'error: mpaas whitelist add needs <whitelist>\nhelp: see mpaas whitelist add --help\n'],
    [['create'], 'error: mpaas create needs a template and a folder\nhelp: mpaas create --list shows the templates\n'],
    [['create', 'mini-ap', 'x'], 'error: there is no template mini-ap\nhelp: did you mean mini-app?\n'],
    [['completion', 'tcsh'], 'error: no completion for tcsh\nhelp: bash, zsh, fish\n'],
    [['explain', 'axml_unclosed'], 'error: there is no code axml_unclosed\nhelp: did you mean axml_unclosed_tag?\n'],
    [['release', 'create'], 'error: say which package: with --package, or with --app-id and --version\n'],
    [['decrypt', 'a.p7m'], 'error: mpaas decrypt needs a private key\nhelp: add --key private.pem\n'],
    [['release', 'list'], 'error: a package needs an id\nhelp: add --app-id 2018032302435038\n'],
    [['dev', '--port', '99999'], 'error: --port 99999 is no port (0 to 65535)\n'],
  ];
  for (const [args, text] of rows) assert.deepEqual(place.run(...args), { status: 64, signal: null, out: '', err: text }, args.join(' '));
  assert.deepEqual(place.list(), []);
});

test('exit codes', (t) => {
  const place = world(t);
  smallApp(place);
  smallApp(place, 'broken');
  place.write('broken/app.js', 'App({\n');
  place.write('text', 'no package');
  const status = (...args) => place.run(...args).status;
  assert.equal(status('build', 'app'), 0);
  assert.equal(status('check', 'app'), 0);
  assert.equal(status('build', 'broken'), 1);
  assert.equal(status('check', 'broken'), 1);
  assert.equal(status('pack', 'broken', '--app-id', '2018032302435038', '--version', '1.0.0.0'), 1);
  assert.equal(status('compile', 'broken/app.js'), 1);
  assert.equal(status('check'), 1);
  assert.equal(status('verify', 'text'), 65);
  assert.equal(status('inspect', 'text'), 65);
  assert.equal(status('pack', 'app', '--app-id', '12', '--version', '1.0.0.0'), 65);
  assert.equal(status('qr', ''), 65);
  for (const command of ['build', 'check', 'pack', 'dev', 'inspect', 'verify', 'unpack', 'compile']) {
    const done = place.run(command, 'nothing');
    assert.equal(done.status, 66, command);
    assert.match(done.err, /^error: .*nothing/, command);
  }
  assert.equal(status('build', 'app', '-o', 'broken'), 73);
  assert.equal(status('whitelist', 'list'), 78);
});

test('stdout has the result, stderr the rest; --quiet leaves results and errors', (t) => {
  const place = world(t);
  smallApp(place);
  const built = place.run('build', 'app');
  assert.equal(built.out, '');
  assert.match(built.err, /^✓ built \d+ files \([\d.]+ kB\) into app\/dist in \d+ ms\n$/);
  assert.deepEqual(place.run('build', 'app', '--quiet'), { status: 0, signal: null, out: '', err: '' });
  assert.deepEqual(place.run('build', 'app', '-q'), { status: 0, signal: null, out: '', err: '' });
  assert.match(place.run('compile', 'app/app.js', '--quiet').out, /App\(/);
  assert.match(place.run('qr', 'hello', '-q').out, /█/);
  place.write('app/app.js', 'App({\n');
  const loud = place.run('build', 'app');
  const quiet = place.run('build', 'app', '--quiet');
  assert.equal(quiet.status, 1);
  assert.equal(quiet.out, '');
  assert.match(quiet.err, /^app\.js:\d+:\d+: error\[E4001\]: /);
  assert.equal(loud.err, `${quiet.err}✗ 1 error\n`);
  const json = place.run('build', 'app', '--json');
  assert.equal(JSON.parse(json.out).diagnostics.length, 1);
  assert.ok(!json.err.includes('E4001'));
});

test('a mistake looks like this', (t) => {
  const place = world(t);
  smallApp(place);
  place.write('app/pages/index/index.axml', '<view class="row">\n  <text>Hello\n</view>\n');
  assert.equal(place.run('check', 'app', '-q').err, `pages/index/index.axml:2:3: error[E2001]: <text> is never closed
   2 |   <text>Hello
     |   ^^^^^^
pages/index/index.axml:3:1: note: this closes an element around it
   3 | </view>
     | ^^^^^^^
help: add </text> · mpaas explain E2001

`);
});

test('colour: none into a pipe, some with --color always, none with NO_COLOR', (t) => {
  const place = world(t);
  smallApp(place);
  place.write('app/app.js', 'App({\n');
  assert.doesNotMatch(place.run('check', 'app').err, colour);
  const always = place.run('check', 'app', '--color', 'always');
  assert.match(always.err, colour);
  assert.equal(always.err.replace(/\x1b\[[0-9;]*m/g, ''), place.run('check', 'app').err);
  assert.match(place.runWith({ NO_COLOR: '1' }, 'check', 'app', '--color', 'always').err, colour);
  // In a terminal, which `script` plays: colour unless somebody says otherwise.
  const terminal = (environment, ...flags) => spawnSync('script', ['-qec', [mpaas, 'check', 'app', ...flags].join(' '), '/dev/null'],
    { cwd: place.folder, env: { PATH: process.env.PATH, HOME: place.folder, TERM: 'xterm', ...environment }, encoding: 'utf8' }).stdout;
  if (fs.existsSync('/usr/bin/script')) {
    assert.match(terminal({}), colour);
    assert.doesNotMatch(terminal({ NO_COLOR: '1' }), colour);
    assert.doesNotMatch(terminal({ TERM: 'dumb' }), colour);
    assert.doesNotMatch(terminal({}, '--color', 'never'), colour);
  }
});

test('explain', (t) => {
  const place = world(t);
  const page = place.run('explain', 'E2001');
  assert.equal(page.status, 0);
  assert.match(page.out, /^# E2001: An element is never closed\n[^]*```axml bad\n[^]*```axml fixed\n/);
  for (const other of ['2001', 'e2001', 'axml_unclosed_tag']) assert.equal(place.run('explain', other).out, page.out, other);
  const all = place.run('explain').out.trimEnd().split('\n');
  for (const line of all) {
    const code = line.split(' ')[0];
    assert.match(code, /^[EW]\d{4}$/);
    const each = JSON.parse(place.run('explain', code, '--json').out);
    assert.equal(each.ok, true);
    assert.ok(each.result.page.startsWith(`# ${code}: `), code);
  }
});

test('completion', (t) => {
  const place = world(t);
  const bash = place.run('completion', 'bash').out;
  place.write('mpaas.bash', bash);
  assert.equal(spawnSync('bash', ['-n', 'mpaas.bash'], { cwd: place.folder }).status, 0);
  const complete = (...words) => {
    const script = `source ./mpaas.bash; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _mpaas; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const done = spawnSync('bash', ['--norc', '-c', script], { cwd: place.folder, encoding: 'utf8' });
    assert.equal(done.stderr, '');
    return done.stdout.split('\n').filter(Boolean);
  };
  assert.deepEqual(complete('mpaas', 'bu'), ['build']);
  assert.deepEqual(complete('mpaas', 'p').sort(), ['pack', 'platform', 'preset', 'preview']);
  assert.deepEqual(complete('mpaas', 'keys', ''), ['new', 'show']);
  assert.deepEqual(complete('mpaas', 'release', 'r').sort(), ['resume', 'rollback']);
  assert.deepEqual(complete('mpaas', 'build', '--so'), ['--sourcemap']);
  assert.deepEqual(complete('mpaas', 'keys', 'new', '--ty'), ['--type']);
  assert.deepEqual(complete('mpaas', 'keys', 'new', '--type', 'rsa'), ['rsa2048', 'rsa3072']);
  assert.deepEqual(complete('mpaas', 'pack', 'shop', '--type', ''), ['mini', 'h5', 'global']);
  assert.deepEqual(complete('mpaas', 'check', '--color', 'a'), ['auto', 'always']);
  assert.deepEqual(complete('mpaas', 'inspect', 'mpaas.b'), ['mpaas.bash']);
  const first = new Set(commands().map((name) => name.split(' ')[0]));
  assert.deepEqual(new Set(complete('mpaas', '')), first);
  const zsh = place.run('completion', 'zsh').out;
  assert.match(zsh, /^#compdef mpaas\n/);
  const fish = place.run('completion', 'fish').out;
  for (const name of first) {
    assert.match(zsh, new RegExp(`'${name}[:']`), name);
    assert.match(fish, new RegExp(`-a ${name}\\b`), name);
  }
  for (const [shell, text] of [['zsh', zsh], ['fish', fish]]) {
    if (!fs.existsSync(`/usr/bin/${shell}`)) continue;
    place.write(`mpaas.${shell}`, text);
    assert.equal(spawnSync(shell, ['-n', `mpaas.${shell}`], { cwd: place.folder }).status, 0, shell);
  }
});

test('doctor only looks', (t) => {
  const place = world(t);
  const done = place.run('doctor');
  assert.equal(done.status, 0);
  assert.match(done.out, /^[✓·] node /);
  assert.deepEqual(place.list(), []);
});
