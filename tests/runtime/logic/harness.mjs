// Runs a compiled package on the runtime in node: a vm context stands for the worker's global scope, a host that
// keeps the page frames, and frames that apply ops to a tiny tree. Answers of the host are scripted by `host[name] =
// (params) => result`.

import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';
import { createRuntime } from '../../../devserver/runtime/logic/runtime.js';

export const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

export const settle = async (turns = 6) => {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

// What a page frame is to the runtime: a port, and a tree built from ops alone. Every op is checked against what
// exists.
export class FakeFrame {
  constructor() {
    this.nodes = new Map([[1, { id: 1, tag: 'page', attributes: {}, children: [], events: [] }]]);
    this.patches = [];
    this.messages = [];
    this.css = '';
    this.held = null;
    const frame = this;
    this.port = {
      onmessage: null,
      closed: false,
      postMessage: (message) => frame.receive(structuredClone(message)),
      close() {
        this.closed = true;
      },
    };
  }

  receive(message) {
    this.messages.push(message);
    if (message.t === 'style') this.css = message.css;
    if (message.t === 'query') {
      const results = message.requests.map((request) => this.answer(request));
      setImmediate(() => this.send({ t: 'query-result', id: message.id, results }));
    }
    if (message.t !== 'patch') return;
    this.patches.push(message.ops);
    message.ops.forEach((op) => this.apply(op));
    setImmediate(() => this.send({ t: 'ack', id: message.id }));
  }

  send(message) {
    if (!this.port.closed && this.port.onmessage) this.port.onmessage({ data: message });
  }

  answer(request) {
    if (request.viewport) return { width: 375, height: 600 };
    if (request.nodeId !== undefined)
      return { nodeId: request.nodeId, id: this.nodes.get(request.nodeId).attributes.id };
    const found = this.find(
      (node) => request.selector === `#${node.attributes.id}` || request.selector === `.${node.attributes.class}`,
    );
    return request.all ? found.map((node) => ({ nodeId: node.id })) : found.length > 0 ? { nodeId: found[0].id } : null;
  }

  apply([op, id, a, b]) {
    if (op === 0) {
      if (this.nodes.has(id)) throw new Error(`node ${id} is created twice`);
      this.nodes.set(id, a === '' ? { id, text: b } : { id, tag: a, attributes: {}, children: [], events: [] });
      return;
    }
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`op ${op} on the unknown node ${id}`);
    if (op === 1) {
      if (b === null) delete node.attributes[a];
      else node.attributes[a] = b;
    } else if (op === 2) node.text = a;
    else if (op === 3) {
      for (const child of a) if (!this.nodes.has(child)) throw new Error(`child ${child} of ${id} does not exist`);
      if (new Set(a).size !== a.length) throw new Error(`node ${id} has a child twice`);
      node.children = a;
    } else if (op === 4) this.nodes.delete(id);
    else if (op === 5) node.events = a;
  }

  children(node) {
    return (node.children || []).map((id) => {
      const child = this.nodes.get(id);
      if (child === undefined) throw new Error(`node ${node.id} still holds the freed node ${id}`);
      return child;
    });
  }

  find(matches, from = this.nodes.get(1), found = []) {
    if (from.tag !== undefined && matches(from)) found.push(from);
    for (const child of this.children(from)) this.find(matches, child, found);
    return found;
  }

  byId(id) {
    const [node] = this.find((candidate) => candidate.attributes.id === id);
    if (node === undefined) throw new Error(`no element #${id}`);
    return node;
  }

  byClass(name) {
    return this.find((node) =>
      String(node.attributes.class || '')
        .split(/\s+/)
        .includes(name),
    );
  }

  text(node = this.nodes.get(1)) {
    return node.text !== undefined
      ? node.text
      : this.children(node)
          .map((child) => this.text(child))
          .join('');
  }

  // The tree as nested arrays, without ids: what two frames have to agree on.
  shape(node = this.nodes.get(1)) {
    if (node.text !== undefined) return node.text;
    return [node.tag, node.attributes, node.events, ...this.children(node).map((child) => this.shape(child))];
  }

  tap(target, type = 'tap', detail = {}) {
    const node = typeof target === 'string' ? this.byId(target) : target;
    this.send({ t: 'event', id: node.id, type, detail, ts: 1, offset: [1, 2] });
  }
}

export class FakeHost {
  constructor({ scripts, config, files = {}, attach = true }) {
    this.messages = [];
    this.logs = [];
    this.errors = [];
    this.frames = new Map();
    this.stack = [];
    this.answers = {};
    this.attach = attach;
    this.scripts = scripts;
    this.files = files;
    this.config = config;
    this.context = vm.createContext({
      console: { log() {}, info() {}, warn() {}, error() {}, debug() {} },
      ...this.timers(),
    });
    this.context.self = this.context;
    this.runtime = createRuntime({
      scope: vm.runInContext('globalThis', this.context),
      post: (message) => this.receive(message),
      loadScript: (url) => {
        const name = url.replace(/\?.*$/, '').replace('http://app/', '');
        if (this.scripts[name] === undefined) throw new Error(`no script ${name}`);
        vm.runInContext(this.scripts[name], this.context, { filename: name });
      },
    });
  }

  // What user code throws in a timer reaches the runtime as it does in a worker.
  timers() {
    const guarded =
      (start) =>
      (run, ...rest) =>
        start(
          () => {
            try {
              run();
            } catch (error) {
              this.runtime.unhandled(error);
            }
          },
          ...rest,
        ).unref();
    return { setTimeout: guarded(setTimeout), setInterval: guarded(setInterval), clearTimeout, clearInterval };
  }

  async start(options = {}) {
    this.runtime.receive(
      {
        t: 'start',
        app: {
          appId: '2024000000000001',
          version: '1.0.0.0',
          base: 'http://app/',
          buildId: '1',
          urls: { view: 'http://app/index.js', worker: 'http://app/index.worker.js' },
        },
        config: this.config,
        storage: {},
        systemInfo: { platform: 'iOS', windowWidth: 375, windowHeight: 600, pixelRatio: 2, language: 'en' },
        launch: { query: {} },
        mock: {},
        ...options,
      },
      [],
    );
    await settle();
    return this;
  }

  receive(original) {
    const message = structuredClone(original);
    this.messages.push(message);
    if (message.t === 'log') this.logs.push(message.args.join(' '));
    if (message.t === 'error' || message.t === 'fatal') this.errors.push(message);
    if (message.t === 'open') {
      for (const id of message.closes) this.remove(id);
      const frame = new FakeFrame();
      frame.pageId = message.pageId;
      this.frames.set(message.pageId, frame);
      this.stack.push(message.pageId);
      if (this.attach)
        setImmediate(() => this.runtime.receive({ t: 'page-port', pageId: message.pageId }, [frame.port]));
    }
    if (message.t === 'close') message.pageIds.forEach((id) => this.remove(id));
    if (message.t === 'show') this.stack = this.stack.filter((id) => id !== message.pageId).concat(message.pageId);
    if (message.t === 'call') {
      const answer = this.answers[message.name];
      if (answer === undefined) return;
      setImmediate(() => this.runtime.receive({ t: 'result', id: message.id, result: answer(message.params) }, []));
    }
  }

  remove(id) {
    this.frames.delete(id);
    this.stack = this.stack.filter((other) => other !== id);
  }

  get top() {
    return this.frames.get(this.stack[this.stack.length - 1]);
  }

  sent(t) {
    return this.messages.filter((message) => message.t === t);
  }

  takeLogs() {
    return this.logs.splice(0);
  }

  // what the fixtures print, without the mark that tells it from other output
  takeLife() {
    return this.takeLogs()
      .filter((line) => line.startsWith('LIFE '))
      .map((line) => line.slice(5));
  }

  push(event, data, pageId) {
    this.runtime.receive({ t: 'push', event, data, pageId }, []);
  }

  async tap(target) {
    this.top.tap(target);
    await settle();
  }
}

export function readPackage(folder) {
  const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
  const optional = (name) => (fs.existsSync(path.join(folder, name)) ? JSON.parse(read(name)) : null);
  return {
    scripts: { 'index.js': read('index.js'), 'index.worker.js': read('index.worker.js') },
    config: { appConfig: optional('appConfig.json') || {}, tabBar: optional('tabBar.json') },
  };
}

// A package out of functions, as a compiler would write it: {'/c/card': {template, script}, 'pages/a/a': {template,
// script, stylesheet, tabIndex}}. Templates see h, the built-in tags, use(is), iterate and slot; scripts call
// Component() or Page(). Both run in the vm context, so they see nothing of the test; what they want to tell it they
// print or put on `getApp()`.
export function makePackage(
  units,
  { component2 = true, app = () => App({}), tabBar = null, appJson = {}, window = {} } = {},
) {
  const names = Object.keys(units);
  const pages = names.filter((name) => !name.startsWith('/'));
  const flag = component2 ? ', component2: true' : '';
  const templates = names.map((name) => `${JSON.stringify(name)}: ${source(units[name].template || (() => null))}`);
  const view = `
    self.appXAppJson = ${JSON.stringify({ app: appJson })};
    (function () {
      ${TEMPLATE_PRELUDE}
      const templates = { ${templates.join(',\n')} };
      ${names
        .map((name) => {
          const unit = units[name];
          const render = `render: () => templates[${JSON.stringify(name)}]`;
          if (name.startsWith('/')) return `AFAppX.WorkerComponent({ is: ${JSON.stringify(name)}, ${render}${flag} });`;
          const css = JSON.stringify(unit.stylesheet || '');
          return `AFAppX.Page({ pagePath: ${JSON.stringify(name)}, ${render}, stylesheet: () => ${css}${flag} });`;
        })
        .join('\n')}
    })();`;
  const announce = (name) =>
    name.startsWith('/')
      ? `$global.currentComponentConfig = { is: ${JSON.stringify(name)}, usingComponents: {}${flag} };`
      : `$global.currentPageConfig = { pagePath: ${JSON.stringify(name)}, usingComponents: {}${flag} };`;
  const ordered = names.filter((name) => name.startsWith('/')).concat(pages);
  const worker = `
    importScripts('https://appx/af-appx.worker.min.js');
    var my = self.AFAppX.bridge;
    ${component2 ? 'AFAppX.compilerConfig.component2 = true;' : ''}
    self.bootstrapApp({ success: function () {
      (${source(app)})();
      ${ordered.map((name) => `${announce(name)} (${source(units[name].script || (name.startsWith('/') ? () => Component({}) : () => Page({})))})();`).join('\n')}
    } });`;
  return {
    scripts: { 'index.js': view, 'index.worker.js': worker },
    config: { appConfig: { pages, window, launchParams: {} }, tabBar },
  };
}

// `template(data) {}` written as a method has no `function` in its text
function source(fn) {
  const text = fn.toString();
  return /^(function|\(|async |\w+\s*=>)/.test(text) ? text : `function ${text}`;
}

const TEMPLATE_PRELUDE = `
  const { View, Text, Button, Input } = AFAppX;
  const h = React.createElement;
  const use = (is) => AFAppX.getComponentClass(is);
  const iterate = (value, each) => (typeof value === 'number' ? Array.from({ length: value }, (_, i) => each(i + 1, i)) : (value || []).map(each));
  const slot = (data, name, fallback, scope) => {
    const scoped = data.$scopedSlots && data.$scopedSlots[name];
    if (scoped) return scoped.map((fn) => fn(scope || {}));
    return (data.$slots && data.$slots[name]) || fallback;
  };
`;

export async function startApp(units, options = {}, startOptions = {}) {
  return new FakeHost(makePackage(units, options)).start(startOptions);
}
