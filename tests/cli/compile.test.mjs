// mpaas compile: what its options write, and where.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { SourceMapConsumer } from 'source-map-js';
import { world } from './support.mjs';

const source = '/*! licence of a */\nexport function hello(name) {\n  throw new Error(`hello ${name}`);\n}\n';

// Where the text of the output comes from, by the map.
function origin(code, map, text) {
  const at = code.indexOf(text);
  assert.ok(at >= 0, text);
  const before = code.slice(0, at).split('\n');
  return new SourceMapConsumer(map).originalPositionFor({ line: before.length, column: before.at(-1).length });
}

test('a source map stands beside the output, or in it', (t) => {
  const place = world(t);
  place.write('src/a.js', source);
  assert.equal(place.run('compile', 'src/a.js', '--minify', '--sourcemap', '-o', 'out/a.js').status, 0);
  const code = place.read('out/a.js');
  assert.match(code, /\n\/\/# sourceMappingURL=a\.js\.map\n$/);
  const map = JSON.parse(place.read('out/a.js.map'));
  assert.equal(map.file, 'a.js');
  assert.deepEqual(map.sources, ['../src/a.js']);
  assert.deepEqual(map.sourcesContent, [source]);
  assert.deepEqual(origin(code, map, 'throw'), { source: '../src/a.js', line: 3, column: 2, name: null });

  const inline = place.run('compile', 'src/a.js', '--minify', '--sourcemap=inline').out;
  const url = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\n$/.exec(inline);
  const inner = JSON.parse(Buffer.from(url[1], 'base64').toString());
  assert.equal(origin(inline, inner, 'throw').line, 3);
  assert.equal(inner.mappings, map.mappings);
});

test('templates and styles have maps too', (t) => {
  const place = world(t);
  const markup = '<view class="a">\n  <text a:for="{{list}}" onTap="go">{{item.name + 1}} 中文</text>\n  <card caption="{{title}}" />\n</view>\n';
  place.write('a.axml', markup);
  const style = '/* 注释 */\n.a, view > .b {\n  width: 10rpx;\n  color: red;\n}\n@media screen { .c { margin: 0 } }\n';
  place.write('a.acss', style);
  for (const flags of [[], ['--minify']]) {
    assert.equal(place.run('compile', 'a.axml', '--sourcemap', '-o', 'out/a.axml.js', ...flags).status, 0);
    assert.equal(place.run('compile', 'a.acss', '--sourcemap', '-o', 'out/a.acss', ...flags).status, 0);
    const script = place.read('out/a.axml.js');
    const ofScript = JSON.parse(place.read('out/a.axml.js.map'));
    const at = (text, part) => ({ line: text.slice(0, text.indexOf(part)).split('\n').length, column: text.indexOf(part) - text.lastIndexOf('\n', text.indexOf(part)) - 1 });
    for (const [printed, written] of [['$d.list', 'list'], ['$d.title', 'title'], ['"name"', 'name'], ['"go"', 'go'], ['" 中文"', ' 中文']]) {
      const { line, column, source } = origin(script, ofScript, printed);
      assert.deepEqual({ line, column, source }, { ...at(markup, written), source: '../a.axml' }, `${printed} ${script}`);
    }
    const sheet = place.read('out/a.acss');
    const ofSheet = JSON.parse(place.read('out/a.acss.map'));
    assert.match(sheet, /\n\/\*# sourceMappingURL=a\.acss\.map \*\/\n$/);
    for (const [printed, written] of [['.a,', '.a'], ['.a-view', 'view'], ['.b', '.b'], ['width', 'width'], ['0.1rem', '10rpx'], ['red', 'red'], ['@media', '@media'], ['margin', 'margin']]) {
      const { line, column } = origin(sheet, ofSheet, printed);
      assert.deepEqual({ line, column }, at(style, written), `${printed} ${sheet}`);
    }
  }
});

test('a map goes through the map that the source names; a bad one is a warning', (t) => {
  const place = world(t);
  place.write('a.js', source);
  place.run('compile', 'a.js', '--sourcemap', '-o', 'step/a.js');
  assert.equal(place.run('compile', 'step/a.js', '--minify', '--sourcemap', '-o', 'out/a.js').status, 0);
  const map = JSON.parse(place.read('out/a.js.map'));
  assert.deepEqual(map.sources, ['../a.js']);
  assert.equal(origin(place.read('out/a.js'), map, 'throw').line, 3);

  place.write('bad.js', 'a();\n//# sourceMappingURL=none.js.map\n');
  const done = place.run('compile', 'bad.js', '--sourcemap', '-o', 'out/bad.js');
  assert.equal(done.status, 0);
  assert.match(done.err, /warning\[W4020\]/);
  assert.deepEqual(JSON.parse(place.read('out/bad.js.map')).sources, ['../bad.js']);
});

test('licences go along with minified code', (t) => {
  const place = world(t);
  place.write('a.js', source);
  place.run('compile', 'a.js', '--minify', '-o', 'out/a.js');
  assert.match(place.read('out/a.js'), /\/\*! licences: a\.js\.LEGAL\.txt \*\//);
  assert.equal(place.read('out/a.js.LEGAL.txt'), '/*! licence of a */\n\n');
  assert.match(place.run('compile', 'a.js', '--minify').out, /\n\/\*! licence of a \*\/\n$/);
});

test('names stand for constants', (t) => {
  const place = world(t);
  place.write('a.js', 'if (DEV) a(process.env.API); else b(LEVEL);\n');
  const run = (...defines) => place.run('compile', '--minify', ...defines.flatMap((each) => ['--define', each]), 'a.js');
  assert.equal(run('DEV=true', 'process.env.API="x"').out.trim(), 'a("x");');
  assert.equal(run('DEV=false', 'LEVEL=-1').out.trim(), 'b(-1);');
  for (const bad of ['DEV', 'DEV=', 'DEV=a', '1=2', 'a..b=1', 'a=1;b']) {
    const done = run(bad);
    assert.equal(done.status, 64, bad);
    assert.match(done.err, /NAME=VALUE/);
  }
});

test('editions are checked', (t) => {
  const place = world(t);
  place.write('a.js', 'a();\n');
  for (const good of ['5', 'es5', '2015', 'es6', 'ES2020', 'esnext']) assert.equal(place.run('compile', 'a.js', '--es', good).status, 0, good);
  for (const bad of ['4', '2014', '2099', 'es', 'latest']) {
    const done = place.run('compile', 'a.js', '--es', bad);
    assert.equal(done.status, 64, bad);
    assert.match(done.err, /no such edition of JavaScript\nhelp: 5, 2015/);
  }
});

test('many files give the same with any number of jobs, in the order of the list', (t) => {
  const place = world(t);
  const names = Array.from({ length: 150 }, (_, i) => `src/${i}.js`);
  names.forEach((name, i) => place.write(name, `export const value${i} = (first) => first + ${i};\n`));
  place.write('list.txt', names.join('\n') + '\n');
  const outputs = ['1', '2', '8'].map((jobs) => place.run('compile', '@list.txt', '--minify', '--jobs', jobs).out);
  assert.equal(outputs[0].match(/value\d+/g).length, 150);
  assert.deepEqual(outputs[0].match(/value\d+/g), names.map((_, i) => `value${i}`));
  assert.equal(outputs[1], outputs[0]);
  assert.equal(outputs[2], outputs[0]);
});

test('a bundle holds what the entry uses, with a map back to each file', (t) => {
  const place = world(t);
  place.write('src/main.js', "import { used } from './lib.js';\nimport data from './data.json';\nconsole.log(used(data.value));\n");
  place.write('src/lib.js', 'export const used = (value) => value + 1;\nexport const unused = () => "not here";\n');
  place.write('src/data.json', '{"value": 41}');
  assert.equal(place.run('compile', '--bundle', '--minify', '--sourcemap', 'src/main.js', '-o', 'out/main.js').status, 0);
  const code = place.read('out/main.js');
  assert.doesNotMatch(code, /not here/);
  assert.equal(execFileSync(process.execPath, [place.at('out/main.js')], { encoding: 'utf8' }), '42\n');
  const map = JSON.parse(place.read('out/main.js.map'));
  assert.ok(map.sources.includes('../src/main.js'), map.sources.join());
  assert.equal(origin(code, map, 'console').source, '../src/main.js');

  const module = place.run('compile', '--bundle', '--format', 'esm', 'src/lib.js').out;
  assert.match(module, /export\s*\{/);
  assert.equal(place.run('compile', '--bundle', 'src/main.js', 'src/lib.js').status, 64);
  place.write('src/broken.js', "import './none.js';\n");
  const broken = place.run('compile', '--bundle', 'src/broken.js', '-o', 'out/broken.js');
  assert.equal(broken.status, 1);
  assert.match(broken.err, /src\/broken\.js:1:8: error\[E6001\]/);
  assert.ok(!place.list('out').includes('broken.js'));
});
