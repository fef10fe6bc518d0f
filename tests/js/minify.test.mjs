// Compressed programs still do what they did: libraries are run before and after, at both settings of the top level, and
// what is compressed twice runs as well. acorn reads everything. Small programs: programs/minify*.js, execution.test.mjs.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as acorn from 'acorn';
import { transformSync } from 'esbuild';
import { Driver, modules } from './driver.mjs';

const require = createRequire(import.meta.url);
const driver = new Driver();
const folder = mkdtempSync(path.join(os.tmpdir(), 'mpaas-minify-'));
after(() => {
  driver.close();
  rmSync(folder, { recursive: true });
});

async function compress(file, flags = []) {
  const answer = await driver.ask('print', file, ['lenient', 'return', 'minify', 'mangle', 'syntax', ...flags]);
  assert.ok(answer.ok, answer.diagnostics[0]?.message);
  return answer.code;
}

let number = 0;
function load(code) {
  const file = path.join(folder, `${number++}.cjs`);
  writeFileSync(file, code);
  return require(file);
}
async function compressedTwice(file, flags) {
  const once = path.join(folder, `${number++}.js`);
  writeFileSync(once, await compress(file, flags));
  return compress(once, flags);
}

const libraries = {
  'lodash/lodash.js': (_) => [
    _.chunk([1, 2, 3, 4, 5], 2),
    _.template('<%= a %>-<% if (b) { %>x<% } %>')({ a: 1, b: 2 }),
    _.merge({ a: { b: 1 } }, { a: { c: [1, { d: 2 }] } }),
    ['camelCase', 'kebabCase', 'startCase', 'upperFirst'].map((name) => _[name]('foo bar-baz')),
    _.sortBy([{ a: 2 }, { a: 1 }], 'a'),
    _([1, 2, 3]).map((x) => x * 2).filter((x) => x > 2).value(),
    _.isEqual({ a: [1, new Date(0)] }, { a: [1, new Date(0)] }),
    _.zipObjectDeep(['a.b', 'a.c'], [1, 2]),
    _.cloneDeep({ a: new Map([[1, { b: 2 }]]) }).a.get(1),
    _.curry((a, b, c) => a + b + c)(1)(2)(3),
    _.truncate('hi-diddly-ho there, neighborho', { length: 24, separator: ' ' }),
    _.groupBy([1.2, 1.3, 2.1], Math.floor),
    Object.keys(_).sort(),
  ],
  'moment/moment.js': (moment) => [
    moment.utc(0).format('dddd, MMMM Do YYYY, h:mm:ss a'),
    moment.utc('2020-02-30', 'YYYY-MM-DD', true).isValid(),
    moment.utc('2013-02-08 09').add(3, 'months').format(),
    moment.duration(123456789).humanize(),
    moment.utc([2010, 0, 31]).add(1, 'M').toISOString(),
    moment.utc('2015-W06-5').format('GGGG-[W]WW-E'),
    moment.utc('6 Mar 17 21:22 UT', moment.RFC_2822).format(),
  ],
  'echarts/dist/echarts.js': (echarts) => {
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 400, height: 300 });
    chart.setOption({
      animation: false,
      title: { text: 'x' },
      legend: {},
      xAxis: { data: ['a', 'b', 'c'] },
      yAxis: {},
      series: [
        { type: 'bar', name: 'b', data: [1, 2, 3] },
        { type: 'line', name: 'l', smooth: true, data: [3, 1, 2] },
        { type: 'pie', center: ['80%', '20%'], radius: 20, data: [{ name: 'q', value: 1 }, { name: 'r', value: 2 }] },
      ],
    });
    const svg = chart.renderToSVGString();
    chart.dispose(); // its timer would keep this process alive
    return svg;
  },
  'rxjs/dist/bundles/rxjs.umd.js': (rx) => {
    const seen = [];
    rx.of(1, 2, 3)
      .pipe(rx.map((x) => x * 2), rx.scan((a, b) => a + b, 0), rx.mergeMap((x) => rx.of(x, x + 1)), rx.bufferCount(2))
      .subscribe({ next: (x) => seen.push(x), complete: () => seen.push('end') });
    rx.merge(rx.from([1]), rx.throwError(() => 'wrong')).subscribe({ next: (x) => seen.push(x), error: (e) => seen.push(e) });
    return [seen, Object.keys(rx).sort()];
  },
  'acorn/dist/acorn.js': (parser) => parser.parse(readFileSync(path.join(modules, 'moment/moment.js'), 'utf8'), { ecmaVersion: 2022 }),
  'typescript/lib/typescript.js': (ts) => {
    const text = `enum A { x, y = x << 2 } namespace N { export const a = 1 }
      class C<T> extends Map<T, T> { constructor(private readonly q: number, public w?: string) { super() } @dec m(a?: number) { return a ?? this.q }
      async *g() { yield* [1]; await 0 } static #p = 1; get z() { return C.#p } }
      for (const [a, { b }] of y) { label: while (1) { if (a) continue label; break label } } export default { ...(new C(1)) } satisfies object`;
    return [{ target: 99, module: 99 }, { target: 1, module: 1, experimentalDecorators: true }, { target: 2, module: 5, sourceMap: true }].map(
      (compilerOptions) => ts.transpileModule(text, { compilerOptions }),
    );
  },
};

for (const [name, use] of Object.entries(libraries)) {
  test(`${name} works when it is compressed`, async () => {
    const file = path.join(modules, name);
    const expected = JSON.stringify(use(require(file)));
    for (const flags of [[], ['local']]) {
      assert.equal(JSON.stringify(use(load(await compress(file, flags)))), expected, `[${flags}]`);
    }
    assert.equal(JSON.stringify(use(load(await compressedTwice(file, ['local'])))), expected, 'compressed twice');
  });

  test(`${name} is no more than 1 % larger than esbuild's`, async () => {
    const file = path.join(modules, name);
    const theirs = transformSync(readFileSync(file, 'utf8'), { minify: true, legalComments: 'none' }).code;
    const ours = gzipSync(await compress(file), { level: 9 }).length;
    assert.ok(ours <= gzipSync(theirs, { level: 9 }).length * 1.01);
  });
}

for (const kind of ['pass', 'pass-explicit']) {
  test(`test262's ${kind} files are programs after compression`, async () => {
    const wrong = [];
    for (const name of readdirSync(path.join(modules, 'test262-parser-tests', kind))) {
      const goal = name.includes('.module.') ? 'module' : 'script';
      for (const flags of [['syntax'], ['syntax', 'minify', 'mangle', 'local']]) {
        const { ok, code } = await driver.ask('print', path.join(modules, 'test262-parser-tests', kind, name), [goal, ...flags]);
        try {
          assert.ok(ok);
          acorn.parse(code, { ecmaVersion: 'latest', sourceType: goal });
        } catch (error) {
          wrong.push(`${name} [${flags}]: ${error.message}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });
}
