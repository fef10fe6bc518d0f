// Entry of the simulator: phone on a stage, panels beside it, the live connection to the dev server. It owns the sessions:
// the running one, and during a full reload the next one, which replaces it when its pages are painted.
import { copyText, h, icon } from './dom.js';
import { devices, findDevice, ownScreen } from './devices.js';
import { chinese, say } from './strings.js';
import { installHooks } from './hooks.js';
import { Live } from './live.js';
import { Mocks } from './mocks.js';
import { Network } from './network.js';
import { Overlay } from './overlay.js';
import { Phone } from './phone.js';
import { Session } from './session.js';
import { frameAt, nameOf, SourceMaps } from './source_map.js';
import { AppStorage } from './storage.js';
import { ConsolePanel } from './panels/console_panel.js';
import { DataPanel } from './panels/data_panel.js';
import { JsapiPanel } from './panels/jsapi_panel.js';
import { NetworkPanel } from './panels/network_panel.js';
import { Panels } from './panels/panels.js';
import { StoragePanel } from './panels/storage_panel.js';

const remembered = 'mpaas:simulator';

function readSettings() {
  try {
    return JSON.parse(localStorage.getItem(remembered)) || {};
  } catch (error) {
    return {};
  }
}

export function splitPath(text) {
  const [path, search] = String(text || '')
    .trim()
    .replace(/^\/+/, '')
    .split('?');
  const query = {};
  if (search) for (const [key, value] of new URLSearchParams(search)) query[key] = value;
  return { path, query };
}

function joinPath(path, query) {
  const search = new URLSearchParams(query || {}).toString();
  return path + (search ? '?' + search : '');
}

class Simulator {
  constructor() {
    this.settings = readSettings();
    this.bare = matchMedia('(max-width: 640px)').matches; // on a phone there is nothing to simulate around the app
    this.session = null;
    this.next = null;
    this.started = 0;
    this.mocks = new Mocks();
    this.network = new Network();
    this.maps = new SourceMaps((file) => this.json('./app/' + file));
    this.told = Promise.resolve(); // what the app reports is shown in order, although maps take time
    this.logs = installHooks(this);
    document.documentElement.lang = chinese ? 'zh' : 'en';
    document.body.classList.toggle('bare', this.bare);
  }

  remember(change) {
    Object.assign(this.settings, change);
    try {
      localStorage.setItem(remembered, JSON.stringify(this.settings));
    } catch (error) {
      return; // private windows keep nothing
    }
  }

  async json(url) {
    const response = await fetch(url, { cache: 'no-store' });
    if (!response.ok) throw new Error(url + ' answered ' + response.status);
    return response.json();
  }

  async load() {
    this.app = await this.json('./api/app');
    const version = this.app.buildId === undefined ? '' : '?v=' + encodeURIComponent(this.app.buildId);
    const appConfig = await this.json('./app/appConfig.json' + version);
    const tabBar = this.app.tabBar === false ? null : await this.json('./app/tabBar.json' + version).catch(() => null);
    this.config = { appConfig: Object.assign({ pages: [] }, appConfig), tabBar: tabBar || { items: [] } };
    if (!this.storage) {
      this.storage = new AppStorage(this.app.appId || 'app');
      this.addPanels();
    }
    document.title = (this.app.name || this.app.appId || 'mpaas') + ' · mpaas';
    this.drawHeader();
  }

  async run() {
    this.build();
    await this.mocks.load();
    try {
      await this.load();
      const { startPage, query } = this.app;
      this.start({ launch: startPage ? Object.assign(splitPath(startPage), query ? { query } : {}) : {} });
    } catch (error) {
      this.overlay.failure(say('noApp'), error.message);
    }
    this.live = new Live({ message: (message) => this.receive(message), state: (state) => this.showState(state) });
  }

  // ---- sessions

  start({ launch, stack }) {
    if (this.next) this.next.end();
    const events = {
      log: (message) => this.tell(() => this.log(message, session)),
      error: (message) => this.tell(() => this.runtimeError(message)),
      fatal: (message) => this.tell(() => this.fatal(message, session)),
      ready: () => {},
      painted: () => this.swap(session),
      stackChanged: (from, page) => from === this.session && this.showPage(page),
      openPage: (path) => this.openPage(path),
      relaunch: () => this.start({ launch: {} }),
    };
    this.started += 1;
    const session = new Session({
      app: this.app,
      config: this.config,
      device: this.bare ? ownScreen() : findDevice(this.settings.device),
      storage: this.storage,
      network: this.network,
      mocks: this.mocks,
      send: (data) => this.send(data),
      launch,
      stack,
      events,
    });
    this.launch = launch || {};
    this.next = session;
    session.screen.classList.add('session-next');
    this.phone.screen.append(session.screen);
    if (!this.session) this.swap(session);
  }

  // Every page of the restored stack is painted from the bottom up; the top one decides.
  swap(session) {
    if (session !== this.next) return;
    const top = session.pages.top();
    if (this.session && !(top && top.painted)) return;
    const before = this.session;
    this.session = session;
    this.next = null;
    session.screen.classList.remove('session-next');
    if (before) before.end();
    session.calls.changed = () => this.jsapi.fill();
    this.jsapi.fill();
    this.overlay.hide('failure');
    if (top) this.showPage(top);
    this.send({ type: 'ready', pages: session.pages.order.length, userAgent: navigator.userAgent });
  }

  async reload() {
    this.showState('building');
    const stack = this.session ? await this.session.inspect('stack') : null;
    try {
      await this.load();
      const pages = new Set(this.config.appConfig.pages);
      const kept = (Array.isArray(stack) ? stack : []).filter((entry) => pages.size === 0 || pages.has(entry.path));
      this.start(kept.length ? { launch: this.launch, stack: kept } : { launch: {} });
    } catch (error) {
      this.overlay.failure(say('noApp'), error.message);
    }
    this.showState('connected');
  }

  openPage(text) {
    const target = splitPath(text);
    if (target.path) this.start({ launch: target });
  }

  // ---- the dev server

  send(data) {
    if (this.live) this.live.send(data);
  }

  receive(message) {
    const { type } = message;
    if (type === 'hello') {
      this.showState('connected');
      if (message.ok === false || (message.diagnostics && message.diagnostics.length)) this.overlay.diagnostics(message.diagnostics);
      else this.overlay.hide('diagnostics');
      const other = !this.app || (message.buildId !== undefined && message.buildId !== this.app.buildId);
      if (other && message.ok !== false) this.reload();
    } else if (type === 'update') {
      this.overlay.hide();
      this.update(message);
    } else if (type === 'diagnostics') this.overlay.diagnostics(message.diagnostics);
    else if (type === 'fixed') {
      this.overlay.hide('diagnostics');
      if (!this.session && !this.next) this.reload(); // the first build was broken
    } else if (type === 'reload') this.reload();
    else if (type === 'mock') {
      this.mocks.set(message.mock);
      if (this.session) this.session.push('mock', undefined, this.mocks.table);
    }
  }

  update({ kind, buildId }) {
    if ((kind === 'style' || kind === 'template') && this.session && !this.next) {
      this.app.buildId = buildId;
      this.session.update(kind, buildId);
      return;
    }
    this.reload();
  }

  // ---- what the app reports

  tell(report) {
    this.told = this.told.then(report).catch((error) => console.error(error));
  }

  async log({ level, args, at }, session) {
    const page = session && session.pages.top() ? session.pages.top().path : '';
    const { top } = await this.maps.resolve(at || '');
    const shown = [];
    // An error that is logged is a text with its stack.
    for (const arg of args || []) shown.push(typeof arg === 'string' ? (await this.maps.resolve(arg)).text : arg);
    const text = this.consolePanel ? this.consolePanel.add(level, shown, top ? nameOf(top) : undefined, { context: page }) : '';
    this.logs.push({ level, text });
    this.send({ type: 'console', level, text, source: top ? nameOf(top) : page || undefined });
  }

  async runtimeError({ message, stack, page, component, where }) {
    const context = [component || page, where].filter(Boolean).join(' · ');
    const { text, top } = await this.maps.resolve(stack || '');
    const source = top ? nameOf(top) : context || undefined;
    const frame = top ? frameAt(top) : '';
    this.consolePanel.add('error', [String(text.indexOf(message) >= 0 ? text : message + (text ? '\n' + text : ''))], source, { context, frame });
    this.logs.push({ level: 'error', text: String(message) });
    this.send({ type: 'console', level: 'error', text: String(message), source });
    return { text, where: top ? nameOf(top) : '', frame };
  }

  async fatal({ message, stack }, session) {
    const origin = await this.runtimeError({ message, stack });
    if (session === this.next && this.session) {
      session.end(); // the app that still runs is better than a blank one
      this.next = null;
    }
    this.overlay.failure(say('fatal'), message, stack && stack !== message ? origin.text : '', origin);
  }

  // ---- the page around the phone

  build() {
    this.name = h('span', { class: 'app-name' });
    this.state = h('span', { class: 'state', role: 'status' });
    this.deviceSelect = h(
      'select',
      { class: 'select', 'aria-label': say('device'), title: say('device'), onchange: () => this.chooseDevice(this.deviceSelect.value) },
      devices.map((device) => h('option', { value: device.id }, device.name)),
    );
    this.zoomSelect = h(
      'select',
      { class: 'select', 'aria-label': say('zoom'), title: say('zoom'), onchange: () => this.chooseZoom(this.zoomSelect.value) },
      ['fit', '1', '0.75', '0.5'].map((zoom) => h('option', { value: zoom }, zoom === 'fit' ? say('fit') : Number(zoom) * 100 + '%')),
    );
    this.qrButton = h(
      'button',
      { class: 'icon-button', 'aria-label': say('qr'), title: say('qr'), onclick: () => this.showQr() },
      icon('qr', 18),
    );
    this.qrButton.hidden = true;
    const reload = h(
      'button',
      { class: 'icon-button', 'aria-label': say('reload'), title: say('reload'), onclick: () => this.reload() },
      icon('reload', 18),
    );
    const toggle = h(
      'button',
      { class: 'icon-button', 'aria-label': say('panels'), title: say('panels'), onclick: () => this.togglePanels() },
      icon('panel', 18),
    );
    const header = h(
      'header',
      { class: 'top' },
      h('span', { class: 'brand' }, h('i', { class: 'brand-mark' }), 'mpaas'),
      this.name,
      h('span', { class: 'grow' }),
      this.state,
      this.deviceSelect,
      this.zoomSelect,
      this.qrButton,
      reload,
      toggle,
    );
    const stage = h('div', { class: 'stage' });
    this.pathInput = h('input', {
      class: 'path-input',
      list: 'pages',
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-label': say('pageHint'),
      title: say('pageHint'),
    });
    this.pathInput.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.openPage(this.pathInput.value);
      if (event.key === 'Escape') this.pathInput.value = this.shownPath || '';
    });
    this.pathInput.addEventListener('focus', () => this.pathInput.select());
    this.pathInput.addEventListener('change', () => {
      if (this.config && this.config.appConfig.pages.indexOf(this.pathInput.value) >= 0 && this.pathInput.value !== this.shownPath)
        this.openPage(this.pathInput.value);
    });
    this.pathList = h('datalist', { id: 'pages' });
    const copy = h(
      'button',
      { class: 'icon-button', 'aria-label': say('copy'), title: say('copy'), onclick: () => this.copyPath(copy) },
      icon('copy', 16),
    );
    const pathBar = h('div', { class: 'path-bar' }, this.pathInput, this.pathList, copy);
    this.side = h('div', { class: 'side' });
    this.main = h('main', { class: 'main' }, h('div', { class: 'stage-column' }, stage, pathBar), this.side);
    document.body.append(header, this.main);
    this.overlay = new Overlay(document.body);
    const device = this.bare ? ownScreen() : findDevice(this.settings.device);
    this.deviceSelect.value = device.id;
    this.zoomSelect.value = this.settings.zoom || 'fit';
    this.phone = new Phone({ stage, device, zoom: this.bare ? '1' : this.settings.zoom });
    this.consolePanel = new ConsolePanel();
    this.jsapi = new JsapiPanel({ calls: () => this.session && this.session.calls });
    document.body.classList.toggle('without-panels', this.settings.panels === false);
    this.showState('connecting');
  }

  addPanels() {
    const change = (message) => {
      this.storage.apply(message);
      if (this.session) this.session.push('storage', undefined, message);
    };
    const panels = [
      this.consolePanel,
      new DataPanel({ inspect: () => (this.session ? this.session.inspect('appdata') : Promise.resolve(null)) }),
      new StoragePanel({ storage: this.storage, remove: (key) => change({ op: 'remove', key }), clear: () => change({ op: 'clear' }) }),
      new NetworkPanel({ network: this.network }),
      this.jsapi,
    ];
    this.side.replaceChildren(new Panels({ panels, selected: this.settings.panel, chosen: (panel) => this.remember({ panel }) }).root);
  }

  drawHeader() {
    this.name.replaceChildren(
      h('b', {}, this.app.name || this.app.appId || ''),
      this.app.version ? h('span', { class: 'app-version' }, this.app.version) : '',
    );
    this.pathList.replaceChildren(...this.config.appConfig.pages.map((page) => h('option', { value: page })));
    this.qrButton.hidden = !this.app.lanUrl;
  }

  showState(state) {
    const word = { connected: 'connected', connecting: 'connecting', offline: 'offline', building: 'building' }[state];
    this.state.className = 'state state-' + state;
    this.state.textContent = say(word);
  }

  showPage(page) {
    this.shownPath = joinPath(page.path, page.query);
    if (document.activeElement !== this.pathInput) this.pathInput.value = this.shownPath;
    if (page.bar) this.phone.light(page.bar.root.classList.contains('nav-light'));
  }

  chooseDevice(id) {
    this.remember({ device: id });
    this.phone.set(findDevice(id));
    this.reload(); // the app reads the screen once, at its start
  }

  chooseZoom(zoom) {
    this.remember({ zoom });
    this.phone.setZoom(zoom);
  }

  togglePanels() {
    const hidden = document.body.classList.toggle('without-panels');
    this.remember({ panels: !hidden });
    this.phone.fit();
  }

  async copyPath(button) {
    if (!(await copyText(this.shownPath || ''))) return;
    button.replaceChildren(icon('check', 16));
    setTimeout(() => button.replaceChildren(icon('copy', 16)), 1200);
  }

  showQr() {
    const image = h('img', { class: 'qr-image', src: './api/qr', alt: this.app.lanUrl });
    image.addEventListener('error', () => image.remove());
    const close = () => {
      box.remove();
      this.qrButton.focus();
    };
    const box = h(
      'div',
      { class: 'qr', role: 'dialog', 'aria-label': say('qr'), onclick: (event) => event.target === box && close() },
      h(
        'div',
        { class: 'qr-card' },
        h('h2', {}, say('qr')),
        image,
        h('code', {}, this.app.lanUrl),
        h('p', {}, say('qrHint')),
        h('button', { class: 'button', onclick: close }, say('dismiss')),
      ),
    );
    box.addEventListener('keydown', (event) => event.key === 'Escape' && close());
    document.body.append(box);
    box.querySelector('button').focus();
  }
}

new Simulator().run();
