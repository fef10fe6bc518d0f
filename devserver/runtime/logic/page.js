// One page on the stack: its instance, its tree, and the port to the frame that shows it. The page renders before its
// frame exists; when a frame connects (or connects again after it was reloaded) it gets the whole tree as one patch.

import { childList, withOwner } from './elements.js';
import { Components } from './components.js';
import { dispatchEvent } from './events.js';
import { Instance, STATE, attachState, makeState, settleData, takeCallbacks } from './instance.js';
import { createFacade } from './render_facade.js';
import { queryScope } from './selector.js';
import { closest } from './suggest.js';
import { Tree } from './tree.js';
import { Updates } from './updates.js';

export class PageInstance extends Instance {
  createSelectorQuery() {
    const { page } = this[STATE];
    return page.createSelectorQuery(queryScope(page, this));
  }

  // navigation relative to this page, whichever page is on top
  get pageRouter() {
    const { page } = this[STATE];
    return page.services.routerFor(page.path);
  }

  get router() {
    return this.pageRouter;
  }

  getOpenerEventChannel() {
    return this[STATE].page.openerChannel;
  }
}

export class Page {
  // services: {registry, base, report(error, where), thrown(error), createSelectorQuery(scope), routerFor(basePath),
  // navigate(page, message), share(page, message)}
  // thrown: by user code, which app.onError gets to hear
  constructor(services, { id, path, query, kind, window, tabIndex }) {
    this.services = services;
    this.id = id;
    this.path = path;
    this.query = query;
    this.kind = kind;
    this.window = window;
    this.tabIndex = tabIndex;
    this.openerChannel = null;
    this.port = null;
    this.lastPatch = 0;
    this.waiting = new Map();
    // what runs when the view has acknowledged the next patch: first the hooks, then the callbacks
    this.pendingHooks = [];
    this.pending = [];
    this.queries = new Map();
    this.lastQuery = 0;
    this.observers = new Map();
    this.scrollTop = 0;
    this.dead = false;
    this.visible = false;
    this.sentStyle = null;
    // objects that setData was given a second time, until everybody had a chance to show them
    this.changedInPlace = new Set();
    this.createSelectorQuery = services.createSelectorQuery;
    this.components = new Components(this, services.registry);
    this.tree = new Tree(this.components);
    this.updates = new Updates({
      render: (state) => this.update(state),
      commit: () => this.commit(),
      send: () => this.send(),
      report: (error) => this.report(error, null, 'update'),
    });
    this.registered = services.registry.page(path);
    this.instance = this.create();
  }

  create() {
    const { options } = this.registered;
    const instance = Object.create(PageInstance.prototype);
    const state = makeState({ what: 'page', label: this.path, page: this, node: this.tree.root });
    attachState(instance, state);
    // inherited ones too: Page(new MyPage())
    for (const name in options) if (name !== 'data') instance[name] = options[name];
    const { data } = options;
    // a shallow copy: what user code changes inside in place is still there when the page is entered again
    instance.data = typeof data === 'function' ? this.call(instance, data, [], 'data') || {} : Object.assign({}, data);
    instance.route = this.path;
    instance.$viewId = this.id;
    return instance;
  }

  // ---- life

  open() {
    const state = this.instance[STATE];
    this.run('onLoad', [this.query]);
    this.show();
    settleData(this.instance);
    this.tree.show(this.tree.root, this.render());
    state.live = true;
    this.afterPatch(takeCallbacks(state));
    this.afterPatch([() => this.run('onReady', [])]);
    this.commit();
    this.updates.flush();
  }

  show() {
    if (this.visible || this.dead) return;
    this.visible = true;
    this.run('onShow', []);
    this.runPageEvent('onShow', []);
  }

  hide() {
    if (!this.visible || this.dead) return;
    this.visible = false;
    this.run('onHide', []);
    this.runPageEvent('onHide', []);
  }

  close() {
    if (this.dead) return;
    this.tree.unmountAll();
    for (const hook of this.tree.takeCommits().sort((a, b) => (a.order || 0) - (b.order || 0))) hook();
    this.run('onUnload', []);
    this.dead = true;
    this.visible = false;
    const state = this.instance[STATE];
    state.dead = true;
    state.live = false;
    this.waiting.clear();
    this.pendingHooks = [];
    this.pending = [];
    if (this.port !== null) this.port.close();
    this.port = null;
  }

  // An event of the page by name, `onPullDownRefresh`: the page's method and its entry in `events`.
  run(name, args) {
    const { instance } = this;
    let result;
    if (typeof instance[name] === 'function') result = this.call(instance, instance[name], args, name);
    const events = this.registered.options.events;
    if (events && typeof events[name] === 'function') {
      const second = this.call(instance, events[name], args, `events.${name}`);
      if (result === undefined) result = second;
    }
    return result;
  }

  handles(name) {
    const { events } = this.registered.options;
    return typeof this.instance[name] === 'function' || Boolean(events && typeof events[name] === 'function');
  }

  // pageEvents of the components on the page (opt in by options.pageEvents)
  runPageEvent(name, args) {
    this.eachComponent((instance) => {
      const { definition } = instance[STATE];
      const hooks = definition.options.pageEvents ? definition.pageEvents[name] : undefined;
      if (hooks !== undefined) for (const hook of hooks) this.call(instance, hook, args, `pageEvents.${name}`);
    });
  }

  eachComponent(visit) {
    const walk = (node) => {
      if (node === null) return;
      if (node.instance !== undefined) visit(node.instance);
      node.children.forEach(walk);
    };
    this.tree.root.children.forEach(walk);
  }

  inspectComponents(serialize) {
    const list = [];
    this.eachComponent((instance) => {
      list.push({
        id: instance.$id,
        is: instance.is,
        props: serialize(instance.props),
        data: serialize(instance.data),
      });
    });
    return list;
  }

  // ---- rendering

  render() {
    const { instance } = this;
    const state = instance[STATE];
    if (state.facade === null) state.facade = createFacade(instance, this);
    try {
      const render = this.services.registry.template(this.path);
      return childList(withOwner(instance, () => render.call(state.facade, instance.data)));
    } catch (error) {
      this.report(error, instance, 'render');
      return [];
    }
  }

  update(state) {
    if (state.what === 'component') {
      this.components.updateOwn(state);
      return;
    }
    settleData(this.instance);
    state.changedPaths = [];
    this.tree.show(this.tree.root, this.render());
    this.afterPatch(takeCallbacks(state));
  }

  // The templates were replaced: everything renders again, with the data it has.
  renderAgain() {
    const { updates } = this;
    updates.schedule(this.instance[STATE]);
    this.eachComponent((instance) => updates.schedule(instance[STATE]));
  }

  commit() {
    this.changedInPlace.clear();
    for (const hook of this.tree.takeCommits()) hook();
  }

  afterPatch(callbacks) {
    for (const callback of callbacks) this.pending.push(callback);
  }

  afterDrawn(hook) {
    this.pendingHooks.push(hook);
  }

  // ---- the frame

  attach(port) {
    if (this.port !== null) this.port.close();
    this.port = port;
    port.onmessage = (event) => this.receive(event.data);
    if (port.start) port.start();
    // what a former frame has not answered, this one will be asked again
    const unanswered = Array.from(this.waiting.values());
    this.waiting.clear();
    this.pendingHooks = [].concat(...unanswered.map(({ hooks }) => hooks), this.pendingHooks);
    const observe = Array.from(
      this.observers.values(),
      ({ message }) =>
        () =>
          this.post(message),
    );
    this.pending = [].concat(...unanswered.map(({ callbacks }) => callbacks), observe, this.pending);
    this.sentStyle = null;
    this.post({ t: 'env', path: this.path, query: this.query, window: this.window, base: this.services.base });
    this.sendStyle();
    this.tree.takeOps();
    this.sendPatch(this.tree.snapshot());
  }

  post(message) {
    if (this.port !== null) this.port.postMessage(message);
  }

  sendStyle() {
    if (this.port === null) return;
    const css = this.services.registry.stylesheet(this.path);
    if (css === this.sentStyle) return;
    this.sentStyle = css;
    this.post({ t: 'style', css });
  }

  send() {
    const ops = this.tree.takeOps();
    if (this.port === null || (ops.length === 0 && this.pendingHooks.length === 0 && this.pending.length === 0)) return;
    this.sendPatch(ops);
  }

  sendPatch(ops) {
    this.lastPatch += 1;
    this.waiting.set(this.lastPatch, { hooks: this.pendingHooks, callbacks: this.pending });
    this.pendingHooks = [];
    this.pending = [];
    this.post({ t: 'patch', id: this.lastPatch, ops });
  }

  receive(message) {
    if (this.dead || message === null || typeof message !== 'object') return;
    switch (message.t) {
      case 'ack':
        this.acknowledge(message.id);
        break;
      case 'event':
        dispatchEvent(this, message);
        break;
      case 'query-result':
        this.answerQuery(message);
        break;
      case 'scroll':
        this.scrollTop = message.scrollTop;
        this.run('onPageScroll', [{ scrollTop: message.scrollTop, scrollHeight: message.scrollHeight }]);
        this.runPageEvent('onPageScroll', [{ scrollTop: message.scrollTop, scrollHeight: message.scrollHeight }]);
        break;
      case 'reach-bottom':
        this.run('onReachBottom', []);
        this.runPageEvent('onReachBottom', []);
        break;
      case 'intersection': {
        const observer = this.observers.get(message.id);
        if (observer === undefined) break;
        for (const entry of message.entries)
          this.call(this.instance, observer.callback, [entry], 'intersection observer');
        break;
      }
      case 'navigate':
        this.services.navigate(this, message);
        break;
      case 'share':
        this.services.share(this, message);
        break;
      default:
        break;
    }
  }

  acknowledge(id) {
    const released = this.waiting.get(id);
    if (released === undefined) return;
    this.waiting.delete(id);
    this.updates.continueWith(() => {
      for (const hook of released.hooks) hook();
    });
    for (const callback of released.callbacks) this.call(this.instance, callback, [], 'setData callback');
  }

  // requests: see the protocol; done(results)
  measure(requests, done) {
    this.lastQuery += 1;
    this.queries.set(this.lastQuery, done);
    const id = this.lastQuery;
    // The frame may not be there yet, or may still have older patches to apply: a query waits its turn behind them.
    this.afterPatch([() => this.post({ t: 'query', id, requests })]);
    this.updates.wake();
  }

  // -> id for unobserve; callback(entry) for every entry the frame reports
  observe(request, callback) {
    this.lastQuery += 1;
    const message = Object.assign({ t: 'observe', id: this.lastQuery }, request);
    this.observers.set(message.id, { message, callback });
    this.afterPatch([() => this.observers.has(message.id) && this.post(message)]);
    this.updates.wake();
    return message.id;
  }

  unobserve(id) {
    if (this.observers.delete(id)) this.post({ t: 'unobserve', id });
  }

  answerQuery(message) {
    const done = this.queries.get(message.id);
    if (done === undefined) return;
    this.queries.delete(message.id);
    this.call(this.instance, done, [message.results], 'createSelectorQuery');
  }

  // ---- calling user code

  call(instance, run, args, where) {
    try {
      return run.apply(instance, args);
    } catch (error) {
      this.report(error, instance, where);
      return undefined;
    }
  }

  callMethod(instance, name, args) {
    const method = instance[name];
    if (typeof method !== 'function') {
      this.services.report(this.missingHandler(instance, name), this.whereOf(instance, name));
      return undefined;
    }
    return this.call(instance, method, args, name);
  }

  missingHandler(instance, name) {
    const state = instance[STATE];
    const names = Object.keys(instance).filter((key) => typeof instance[key] === 'function');
    const similar = closest(name, names);
    const hint = similar === null ? '' : `; did you mean "${similar}"?`;
    const where = state.what === 'page' ? `page "${state.label}"` : `the methods of component "${state.label}"`;
    return new Error(`event handler "${name}" is not defined in ${where}${hint}`);
  }

  report(error, instance, where) {
    const state = instance === null ? null : instance[STATE];
    if (state !== null && state.what === 'component' && where !== 'onError') {
      const hooks = state.definition.hooks.onError;
      if (hooks !== undefined) for (const hook of hooks) this.call(instance, hook, [error], 'onError');
    }
    this.services.thrown(error);
    this.services.report(error, this.whereOf(instance, where));
  }

  whereOf(instance, where) {
    const state = instance === null ? null : instance[STATE];
    return {
      page: this.path,
      component: state !== null && state.what === 'component' ? state.label : undefined,
      where,
    };
  }
}
