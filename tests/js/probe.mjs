// usage: node probe.mjs <package> <script> [linked]
// Loads one script (CommonJS, a module, or a linked bundle whose value is its exports), uses it in many ways and prints what came out
// as JSON. packages.test.mjs compares that with what the original prints.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [name, script, form] = process.argv.slice(2);
const modules = path.join(path.dirname(fileURLToPath(import.meta.url)), '../node_modules');

function load() {
  if (script.endsWith('.mjs')) return import(pathToFileURL(script));
  if (form === 'linked') return vm.runInThisContext(readFileSync(script, 'utf8'), { filename: script });
  const module = { exports: {} };
  const require = createRequire(pathToFileURL(path.join(modules, 'any.js')));
  const wrapper = vm.compileFunction(readFileSync(script, 'utf8'), ['exports', 'require', 'module', '__filename', '__dirname'], { filename: script });
  wrapper.call(module.exports, module.exports, require, module, script, path.dirname(script));
  return module.exports;
}

const numbers = [5, 3, 8, 1, 9, 2];
const attempt = (f) => {
  try {
    return f();
  } catch (error) {
    // The engine's own messages name variables, which minified code calls otherwise.
    return error.name === 'TypeError' || error.name === 'ReferenceError' ? error.name : `${error.name}: ${String(error.message).slice(0, 300)}`;
  }
};

const probes = {
  lodash(_) {
    const users = [{ u: 'barney', age: 36, ok: true }, { u: 'fred', age: 40, ok: false }, { u: 'pebbles', age: 1, ok: true }];
    class Foo { constructor() { this.a = 1; } b() {} }
    let memoized = 0;
    const memo = _.memoize((x) => (memoized++, x * 2));
    return [
      _.VERSION, _.chunk(numbers, 4), _.sortBy(users, ['ok', '-age']), _.orderBy(users, ['ok', 'age'], ['asc', 'desc']), _.groupBy(users, 'ok'), _.keyBy(users, 'u'),
      _.template('<% _.each(list, (x) => { %><b><%- x %></b><% }) %>${ n }')({ list: ['a<', 'b&'], n: 3 }), _.merge({ a: [{ b: 1 }] }, { a: [{ c: 2 }, { d: 3 }] }), _.cloneDeep({ d: new Date(0), r: /x/gi, m: new Map([[1, { a: 2 }]]).size, a: [1, [2]] }),
      _.isEqual({ a: [1, { b: new Set([1, 2]) }] }, { a: [1, { b: new Set([2, 1]) }] }), _.get({ a: [{ b: { c: 3 } }] }, 'a[0].b.c'), _.set({}, 'a[0].b.c', 4), _.curry((a, b, c) => [a, b, c])(1)(2, 3), _.flow([(x) => x + 1, (x) => x * x])(3),
      _(numbers).map((x) => x * 2).filter((x) => x > 4).take(3).reverse().value(), _.debounce.length, memo(2) + memo(2), memoized, _.words('fooBar baz-qux XMLHttp'), _.startCase('--foo-bar--'), _.truncate('hi-diddly-ho there, neighborino', { length: 24, separator: ' ' }),
      _.pad('abc', 8, '_-'), _.escape('a & <b>'), _.unescape('&lt;'), _.deburr('déjà vu'), _.inRange(3, 2, 4), _.random(0, 0), _.range(0, -4, -1), _.zipObjectDeep(['a.b[0].c', 'a.b[1].d'], [1, 2]), _.partition(numbers, (n) => n % 2), _.forIn(new Foo(), () => {}), _.functionsIn(new Foo()),
      _.mapValues({ a: 1 }, String), _.omitBy({ a: 1, b: '2' }, _.isNumber), _.difference([2, 1], [2, 3]), _.unionBy([2.1], [1.2, 2.3], Math.floor), _.flattenDeep([1, [2, [3, [4]], 5]]), _.uniqWith([{ x: 1 }, { x: 1 }], _.isEqual), _.invokeMap([[5, 1, 7], [3, 2]], 'sort'), _.reduceRight([[0, 1], [2, 3]], (a, b) => a.concat(b), []),
      attempt(() => _.chain(users).sumBy('age').value()), _.attempt(() => { throw new Error('x'); }).message, _.toPath('a[0].b["c"]'), _.at({ a: [{ b: { c: 3 } }, 4] }, ['a[0].b.c', 'a[1]']), _.bindAll.name.length >= 0, _.overSome([Boolean, isFinite])(NaN), _.method('a.b')({ a: { b: () => 2 } }), Object.keys(_).length,
    ];
  },
  moment(moment) {
    const m = moment.utc('2020-02-29T13:45:30.123Z');
    return [
      m.format(), m.format('LLLL'), m.clone().add(1, 'year').format('YYYY-MM-DD dddd [at] hh:mm A Do Qo w W e E gggg'), m.clone().startOf('week').toISOString(), m.clone().endOf('quarter').valueOf(), m.diff(moment.utc('2019-01-01'), 'months', true),
      moment.duration(90, 'minutes').humanize(), moment.duration('P1Y2M3DT4H5M6S').toISOString(), moment.duration(1e9).asWeeks(), moment('31/12/2019 23:59', 'DD/MM/YYYY HH:mm', true).isValid(), moment('2019-02-30').isValid(), moment.utc('12-25-1995', ['MM-DD-YYYY', 'YYYY']).format('ll'), m.from(moment.utc('2020-03-05')), m.calendar(moment.utc('2020-03-01')),
      moment.localeData().ordinal(23), m.isBetween('2020-01-01', '2021-01-01'), moment.utc([2010, 1, 14, 15, 25, 50, 125]).toArray(), moment.utc(0).isLeapYear(), moment.months(), m.toObject(), moment.parseZone('2013-01-01T00:00:00-13:00').utcOffset(), moment.invalid().format(), moment.max(m, moment.utc(0)).year(), moment.isMoment(m), moment.utc('2020W101').format('gggg-[W]ww-E'), moment.normalizeUnits('y'), m.week(), m.isoWeekday(), m.dayOfYear(),
    ];
  },
  typescript(ts) {
    const source = `
      enum Color { Red = 1, Green = Red << 1, Blue = "b".length }
      namespace N { export const x = 1; export namespace M { export function f() { return x; } } }
      abstract class A<T> { constructor(private readonly a: T, public b?: number) {} abstract m(): T; get g() { return this.a; } static #p = 1; }
      class B extends A<string> { m() { return this.g + (this.b ?? 0) + \`\${Color.Green}\`; } async *h() { for await (const { x, ...y } of [{ x: 1, z: 2 }]) yield [x, ...Object.keys(y)]; } }
      export const v = <T,>(x: T, ...rest: T[]) => [x, ...rest] as const, w = v(1, 2)?.[0] ?? N.M.f(); label: for (const k in { a: 1 }) { if (k) continue label; }
      function over(a: string): string; function over(a: number): number; function over(a: any) { return a; }
      export type { T1 } from './t'; import type { Q } from './q'; let wrong: number = 'text'; wrong.foo(); over(true); declare const zz: unknown; export default new B('x').m() satisfies string;`;
    const library = 'interface Array<T> { length: number; [n: number]: T } interface Boolean {} interface Function {} interface IArguments {} interface Number { toFixed(n?: number): string } interface Object {} interface RegExp {} interface String { length: number } interface CallableFunction {} interface NewableFunction {} interface ReadonlyArray<T> { [n: number]: T; length: number } interface ObjectConstructor { keys(o: any): string[] } declare const Object: ObjectConstructor; interface SymbolConstructor { readonly iterator: unique symbol; readonly asyncIterator: unique symbol } declare const Symbol: SymbolConstructor; interface Promise<T> { then(f: (v: T) => any): any }';
    const texts = { 'a.ts': source, 'lib.ts': library };
    const results = [];
    for (const target of [ts.ScriptTarget.ES5, ts.ScriptTarget.ES2017, ts.ScriptTarget.ESNext]) {
      const options = { target, module: ts.ModuleKind.CommonJS, strict: true, noLib: true, downlevelIteration: true, experimentalDecorators: true, declaration: true, ignoreDeprecations: '5.0' };
      const written = {};
      const host = {
        getSourceFile: (file, version) => (texts[file] === undefined ? undefined : ts.createSourceFile(file, texts[file], version, true)), writeFile: (file, text) => { written[file] = text; }, getDefaultLibFileName: () => 'lib.ts', useCaseSensitiveFileNames: () => true,
        getCanonicalFileName: (file) => file, getCurrentDirectory: () => '', getNewLine: () => '\n', fileExists: (file) => file in texts, readFile: (file) => texts[file], getDirectories: () => [],
      };
      const program = ts.createProgram(['lib.ts', 'a.ts'], options, host);
      program.emit();
      results.push(written, [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics(), ...program.getGlobalDiagnostics()].map((d) => [d.code, d.start, ts.flattenDiagnosticMessageText(d.messageText, '\n')]));
    }
    results.push(ts.transpileModule('const a: number = 1; export { a }; @dec class C { @dec() m(@p x: string) {} }', { compilerOptions: { target: 1, experimentalDecorators: true, emitDecoratorMetadata: true } }).outputText, ts.version);
    const file = ts.createSourceFile('j.tsx', 'const x = <div a={1} {...b}>text {c}</div>; function f<T extends U>(a?: T): asserts a is T {}', 99, true, ts.ScriptKind.TSX);
    const kinds = [];
    const visit = (node) => { kinds.push(ts.SyntaxKind[node.kind]); ts.forEachChild(node, visit); };
    visit(file);
    results.push(kinds.join(' '), ts.createPrinter().printFile(file));
    return results;
  },
  echarts(echarts) {
    const series = [
      { xAxis: { type: 'category', data: ['a', 'b', 'c'] }, yAxis: {}, series: [{ type: 'bar', data: [5, 20, 36], label: { show: true } }, { type: 'line', smooth: true, areaStyle: {}, data: [10, 2, 30] }], legend: {}, title: { text: 'Title' } },
      { series: [{ type: 'pie', radius: ['40%', '70%'], data: [{ value: 1, name: 'x' }, { value: 2, name: 'y' }, { value: 5, name: 'z' }] }], tooltip: {} },
      { xAxis: { type: 'time' }, yAxis: { type: 'log' }, visualMap: { min: 0, max: 10 }, series: [{ type: 'scatter', data: [[1577836800000, 10], [1580515200000, 100]] }], dataZoom: [{}] },
      { radar: { indicator: [{ name: 'p', max: 10 }, { name: 'q', max: 20 }, { name: 'r', max: 5 }] }, series: [{ type: 'radar', data: [{ value: [5, 10, 3] }] }] },
      { series: [{ type: 'sankey', data: [{ name: 'a' }, { name: 'b' }, { name: 'c' }], links: [{ source: 'a', target: 'b', value: 5 }, { source: 'b', target: 'c', value: 3 }] }] },
      { series: [{ type: 'treemap', data: [{ name: 'n', value: 10, children: [{ name: 'n1', value: 4 }, { name: 'n2', value: 6 }] }] }] },
      { dataset: { source: [['k', 'v'], ['a', 3], ['b', 4]] }, xAxis: { type: 'category' }, yAxis: {}, series: [{ type: 'bar' }] },
      { series: [{ type: 'gauge', data: [{ value: 42, name: 'g' }] }] },
      { xAxis: { data: [1, 2] }, yAxis: {}, series: [{ type: 'candlestick', data: [[20, 34, 10, 38], [40, 35, 30, 50]] }, { type: 'boxplot', data: [[1, 2, 3, 4, 5]] }] },
    ];
    return series.map((option) => {
      const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 400, height: 300 });
      chart.setOption({ animation: false, ...option });
      const svg = chart.renderToSVGString();
      chart.dispose();
      if (!svg.includes('<path')) throw new Error('nothing was drawn');
      return svg;
    });
  },
  async rxjs(rx) {
    const out = [];
    const watch = (name) => ({ next: (v) => out.push([name, v]), error: (e) => out.push([name, 'error', String(e.message ?? e)]), complete: () => out.push([name, 'complete']) });
    rx.of(1, 2, 3, 4).pipe(rx.map((x) => x * x), rx.filter((x) => x % 2 === 0), rx.scan((a, b) => a + b, 0)).subscribe(watch('a'));
    rx.from([1, 2, 3]).pipe(rx.mergeMap((x) => rx.of(x, x * 10)), rx.toArray()).subscribe(watch('b'));
    rx.combineLatest({ x: rx.of(1, 2), y: rx.of('p', 'q') }).subscribe(watch('c'));
    rx.throwError(() => new Error('bad')).pipe(rx.retry(2), rx.catchError((e) => rx.of(`caught ${e.message}`))).subscribe(watch('d'));
    const subject = new rx.BehaviorSubject(0), replay = new rx.ReplaySubject(2);
    subject.pipe(rx.distinctUntilChanged(), rx.withLatestFrom(rx.of('w')), rx.takeWhile(([v]) => v < 3, true)).subscribe(watch('e'));
    [1, 1, 2, 3, 4].forEach((v) => { subject.next(v); replay.next(v); });
    replay.subscribe(watch('f'));
    rx.zip(rx.range(1, 3), rx.from('abc')).pipe(rx.groupBy(([n]) => n % 2), rx.mergeMap((g) => g.pipe(rx.reduce((a, v) => [...a, v], [])))).subscribe(watch('g'));
    rx.defer(() => rx.EMPTY).pipe(rx.defaultIfEmpty('nothing'), rx.startWith('first'), rx.endWith('last'), rx.pairwise()).subscribe(watch('h'));
    rx.of(3, 1, 2).pipe(rx.concatMap((x) => rx.of(x).pipe(rx.delay(0))), rx.bufferCount(2)).subscribe(watch('i'));
    rx.of(1).pipe(rx.tap(() => { throw new TypeError('t'); })).subscribe(watch('j'));
    rx.iif(() => true, rx.of('yes'), rx.of('no')).pipe(rx.single(), rx.materialize(), rx.dematerialize()).subscribe(watch('k'));
    const scheduler = new rx.VirtualTimeScheduler();
    rx.interval(10, scheduler).pipe(rx.take(5), rx.throttleTime(15, scheduler), rx.timestamp({ now: () => scheduler.now() })).subscribe(watch('l'));
    rx.merge(rx.timer(5, scheduler), rx.timer(3, scheduler).pipe(rx.mapTo('three'))).pipe(rx.debounceTime(1, scheduler), rx.shareReplay(1)).subscribe(watch('m'));
    scheduler.flush();
    out.push(await rx.firstValueFrom(rx.of('promise')), await rx.lastValueFrom(rx.from((async function* () { yield 1; yield 2; })())), await attemptAsync(() => rx.firstValueFrom(rx.EMPTY)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return out;
  },
  async zod(all) {
    const z = all.z ?? all.default ?? all;
    const user = z.object({ name: z.string().min(2).max(10), age: z.number().int().positive().optional(), tags: z.array(z.string()).default(['none']), kind: z.enum(['a', 'b']), nested: z.record(z.string(), z.union([z.number(), z.boolean()])), when: z.coerce.date() }).strict();
    const tree = z.lazy(() => z.object({ v: z.number(), kids: z.array(tree) }));
    const shape = z.discriminatedUnion('t', [z.object({ t: z.literal('c'), r: z.number() }), z.object({ t: z.literal('s'), w: z.number().transform((x) => x * 2) })]);
    const parse = (schema, value) => { const r = schema.safeParse(value); return r.success ? r.data : r.error.issues; };
    return [
      parse(user, { name: 'ada', age: 3, kind: 'a', nested: { x: 1, y: true }, when: '2020-01-01' }), parse(user, { name: 'x', age: -1.5, kind: 'c', nested: { x: 'no' }, when: 'never', more: 1 }), parse(tree, { v: 1, kids: [{ v: 2, kids: [] }] }), parse(tree, { v: 1, kids: [{ v: 'x' }] }), parse(shape, { t: 's', w: 4 }), parse(shape, { t: 'q' }),
      parse(z.string().email(), 'a@b.co'), parse(z.string().email(), 'nope'), parse(z.string().regex(/^x/).trim().toUpperCase(), 'xy '), parse(z.tuple([z.string(), z.number()]).rest(z.boolean()), ['a', 1, true, 'x']), parse(z.number().refine((x) => x > 5, 'too small').pipe(z.number().max(10)), 3), parse(z.map(z.string(), z.set(z.number())), new Map([['a', new Set([1])]]))?.size,
      await z.string().refine(async (x) => x === 'ok').safeParseAsync('bad').then((r) => r.error.issues), parse(z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })), { a: 'x', b: 1 }), parse(z.nullable(z.string()).catch('fallback'), 5), parse(user.partial().pick({ name: true }), {}), attempt(() => z.string().parse(1)), parse(z.templateLiteral ? z.templateLiteral(['a', z.number()]) : z.string(), 'a5'), attempt(() => JSON.stringify(z.toJSONSchema(user.omit({ when: true })))), parse(z.bigint().or(z.nan()), NaN), parse(z.preprocess((x) => Number(x), z.number()), '5'), parse(z.function ? z.boolean() : z.boolean(), 'x'), parse(z.iso ? z.iso.datetime() : z.string(), '2020-01-01T00:00:00Z'), attempt(() => z.prettifyError(user.safeParse({}).error)),
    ];
  },
  // Every component of the library as it registers itself, and what its logic computes.
  async 'antd-mini'(all) {
    const plain = (value, depth = 0) => {
      if (typeof value === 'function') return '<function>';
      if (value === null || typeof value !== 'object') return value === undefined ? '<undefined>' : value;
      if (depth > 5) return '…';
      if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
      return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key], depth + 1)]));
    };
    const results = [Object.keys(all).length, plain(globalThis.registered)];
    for (const options of globalThis.registered) {
      const instance = { props: { ...options.props }, data: structuredClone(JSON.parse(JSON.stringify(options.data ?? {}))), $id: 1, is: 'x', setData(patch, done) { Object.assign(this.data, patch); results.push(plain(patch)); done?.(); }, ...options.methods };
      for (const life of ['onInit', 'deriveDataFromProps', 'didMount', 'didUpdate', 'didUnmount']) {
        const outcome = attempt(() => options[life]?.call(instance, { ...options.props, value: 1 }, instance.data));
        results.push(typeof outcome === 'string' ? outcome.split(':')[0] : 'ran');
        if (outcome?.catch) outcome.catch(() => {});
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const [key, part] of Object.entries(all)) {
      if (/utils$|get$|set$|flatten|compareVersion|fmtEvent/.test(key)) for (const [what, f] of Object.entries(part)) {
        if (typeof f !== 'function') continue;
        for (const args of [['a.b', { a: { b: 1 } }], [{ a: { b: [1, { c: 2 }] } }, 'a.b[1].c', 5], ['1.2.3', '1.10.0'], [[1, 2, 3], 2], [new Date(0), new Date(864e6), 1], [5, 10, 2], [{ value: 'x', children: [] }, []]]) results.push([key, what, plain(attempt(() => f(...args)))]);
      }
    }
    return results;
  },
  async 'react-dom'(React) {
    const h = React.createElement;
    const Context = React.createContext('none');
    function Counter({ start, children }) { const [n] = React.useState(() => start * 2); const id = React.useId(); const text = React.useMemo(() => `n${n}`, [n]); return h('div', { className: text, style: { color: 'red', marginTop: 4 }, 'data-id': id, onClick() {} }, n, children, h(Context.Consumer, null, (v) => h('i', null, v))); }
    class Legacy extends React.Component { state = { x: 1 }; static defaultProps = { y: 2 }; render() { return h(React.Fragment, null, this.state.x + this.props.y, h('input', { defaultValue: '<&">', disabled: true }), h('select', { defaultValue: 'b' }, h('option', { value: 'a' }), h('option', { value: 'b' }))); } }
    return [React.renderToString(h(Context.Provider, { value: 'ctx' }, h(Counter, { start: 4 }, ['a', 'b'].map((k) => h('b', { key: k }, k)), h(Legacy)))), React.renderToStaticMarkup(h('svg', { viewBox: '0 0 1 1' }, h('path', { d: 'M0 0' }), null, false, 0)), attempt(() => React.renderToString(h(() => { throw new Error('in render'); })))];
  },
  three(T) {
    const scene = new T.Scene();
    const mesh = new T.Mesh(new T.BoxGeometry(1, 2, 3, 2, 2, 2), new T.MeshStandardMaterial({ color: 0xff8800 }));
    mesh.position.set(1, 2, 3);
    mesh.rotation.set(0.1, 0.2, 0.3);
    scene.add(mesh, new T.PointLight('red', 2));
    scene.updateMatrixWorld(true);
    const camera = new T.PerspectiveCamera(50, 1.5, 0.1, 100);
    camera.position.z = 10;
    camera.updateMatrixWorld();
    const ray = new T.Raycaster(new T.Vector3(1, 2, 10), new T.Vector3(0, 0, -1));
    const curve = new T.CatmullRomCurve3([new T.Vector3(), new T.Vector3(1, 2, 0), new T.Vector3(3, 0, 1)]);
    const mixer = new T.AnimationMixer(mesh);
    mixer.clipAction(new T.AnimationClip('c', 1, [new T.VectorKeyframeTrack('.position', [0, 1], [0, 0, 0, 1, 1, 1])])).play();
    mixer.update(0.5);
    const ids = (text) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, 'uuid').replace(/"(timestamp|version|generator|revision)":[^,}]+/g, '');
    return [T.REVISION, mesh.matrixWorld.elements, camera.projectionMatrix.elements, ray.intersectObject(mesh).map((i) => [i.distance, i.point]), curve.getPoints(5), mesh.position, new T.Color('hsl(120, 50%, 50%)').getHexString(), new T.Quaternion().setFromEuler(mesh.rotation).toArray(), ids(JSON.stringify(scene.toJSON())), new T.SphereGeometry(1, 8, 6).attributes.position.count, new T.Box3().setFromObject(mesh), new T.Matrix4().makeRotationX(1).invert().determinant(), new T.Frustum().setFromProjectionMatrix(camera.projectionMatrix).intersectsObject(mesh), T.MathUtils.smoothstep(0.3, 0, 1), new T.ShapeGeometry(new T.Shape([new T.Vector2(0, 0), new T.Vector2(1, 0), new T.Vector2(0, 1)])).index.count];
  },
};

async function attemptAsync(f) {
  try {
    return await f();
  } catch (error) {
    return error.name;
  }
}

if (name === 'antd-mini') {
  globalThis.registered = [];
  globalThis.Component = (options) => globalThis.registered.push(options);
  globalThis.Page = globalThis.Component;
  globalThis.Mixin = (options) => options;
  const answers = { SDKVersion: '2.9.0', system: 'iOS', platform: 'iOS', windowWidth: 375 };
  globalThis.my = { canIUse: () => true, SDKVersion: '2.9.0', env: {}, getSystemInfoSync: () => answers, getSystemInfo: ({ success }) => success?.(answers), createSelectorQuery: () => new Proxy(() => {}, { get: (_, key, self) => (key === Symbol.toPrimitive ? () => '' : () => self) }), getDeviceBaseInfo: () => answers, getWindowInfo: () => answers, getAppBaseInfo: () => answers };
}
process.on('unhandledRejection', () => {});
const result = await probes[name](await load());
process.stdout.write(JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? `${value}n` : value === undefined ? '<undefined>' : value)), () => process.exit(0));
