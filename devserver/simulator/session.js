// One run of the app: a logic worker, its page stack, tab bar and dialogs, all inside `screen`. A full reload makes a second
// session behind the first and swaps them when its pages are painted.
import { color, h } from './dom.js';
import { systemInfo } from './devices.js';
import { say } from './strings.js';
import { Calls } from './calls.js';
import { Dialogs } from './dialogs.js';
import { PageSheets } from './page_sheets.js';
import { PageStack } from './pages.js';
import { TabBar } from './tab_bar.js';

export class Session {
  // app: ./api/app's answer; events: { log, error, fatal, stackChanged, ready, painted }
  constructor({ app, config, device, storage, network, mocks, send, launch, stack, events }) {
    Object.assign(this, { app, config, device, storage, network, events });
    this.base = new URL('./app/', location.href).href;
    this.waiting = new Map();
    this.lastInspect = 0;
    this.paused = false;
    const homePath = (config.appConfig.pages || [])[0];
    const scrolls = (stack || []).map((entry) => entry.scrollTop || 0);
    let opened = 0;
    this.dialogs = new Dialogs();
    this.sheets = new PageSheets(this.dialogs.root);
    this.tabBar = new TabBar({
      tabBar: config.tabBar,
      resource: (path) => this.resource(path),
      click: (index) => this.push('tabClick', undefined, { index, pagePath: this.tabBar.path(index) }),
    });
    this.pages = new PageStack({
      base: this.base,
      homePath,
      postPort: (pageId, port) => this.worker.postMessage({ t: 'page-port', pageId }, [port]),
      sheet: (page, message) => this.sheets.receive(page, message),
      pullRefresh: (pageId, from) => this.push('pullDownRefresh', pageId, { from }),
      frameError: (page, message) => events.error({ message: message.message, stack: message.stack, page: page.path }),
      barActions: (page) => ({
        back: () => this.push('back', page.id),
        home: () => this.events.openPage(homePath),
        title: () => this.push('titleClick', page.id),
        option: () => this.push('optionMenu', page.id, {}),
        menu: () => this.openMenu(),
        exit: () => this.pause(),
      }),
      scrollOf: () => scrolls[opened++] || 0,
      changed: () => this.stackChanged(),
      paintedOnce: () => events.painted(this),
    });
    this.screen = h('div', { class: 'session' }, this.pages.root, this.tabBar.root, this.dialogs.root);
    this.calls = new Calls({ session: this, mocks, send });
    this.worker = new Worker('./worker.js', { name: 'logic' });
    this.worker.addEventListener('message', (event) => this.receive(event.data || {}));
    this.worker.addEventListener('error', (event) =>
      events.fatal({ message: event.message || say('fatal'), stack: event.filename ? event.filename + ':' + event.lineno : '' }),
    );
    this.worker.postMessage({
      t: 'start',
      app: { appId: app.appId, version: app.version, base: this.base, buildId: app.buildId, urls: this.urls(app.buildId) },
      config,
      storage: storage.all(),
      systemInfo: systemInfo(device, this.tabBar.items.length > 0),
      launch: launch || {},
      stack,
      mock: mocks.table,
    });
  }

  urls(buildId) {
    const version = buildId === undefined || buildId === null ? '' : '?v=' + encodeURIComponent(buildId);
    return { view: this.base + 'index.js' + version, worker: this.base + 'index.worker.js' + version };
  }

  resource(path) {
    const text = String(path || '');
    return /^(https?:|data:|blob:)/.test(text) ? text : this.base + text.replace(/^\/+/, '');
  }

  receive(message) {
    if (this.ended) return;
    const { t } = message;
    if (t === 'open') this.pages.open(message);
    else if (t === 'close') this.pages.close(message);
    else if (t === 'show') this.pages.show(message);
    else if (t === 'call') this.answer(message);
    else if (t === 'storage') this.storage.apply(message);
    else if (t === 'result') this.inspected(message);
    else if (t === 'log') this.events.log(message);
    else if (t === 'error') this.events.error(message);
    else if (t === 'fatal') this.events.fatal(message);
    else if (t === 'ready') this.events.ready(this);
  }

  async answer(message) {
    const result = await this.calls.answer(message);
    if (!this.ended) this.worker.postMessage({ t: 'result', id: message.id, result });
  }

  push(event, pageId, data) {
    this.worker.postMessage({ t: 'push', event, pageId, data });
  }

  update(kind, buildId) {
    this.worker.postMessage({ t: 'update', kind, urls: this.urls(buildId) });
  }

  // what: 'stack' | 'appdata'
  inspect(what) {
    return new Promise((resolve) => {
      const id = ++this.lastInspect;
      const timer = setTimeout(() => this.inspected({ id, result: null }), 1500);
      this.waiting.set(id, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
      this.worker.postMessage({ t: 'inspect', id, what });
    });
  }

  inspected({ id, result }) {
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    if (resolve) resolve(result);
  }

  stackChanged() {
    const page = this.pages && this.pages.top();
    if (!page || !this.tabBar) return;
    const isTab = page.tabIndex >= 0;
    const config = page.window;
    // The tab bar stays under the pages that were pushed over it.
    const root = this.pages.pages.get(this.pages.order[0]);
    const hasTabs = !!root && root.tabIndex >= 0 && this.tabBar.items.length > 0 && !this.tabBarHidden;
    this.tabBar.root.hidden = !hasTabs;
    this.screen.classList.toggle('session-tabs', this.tabBar.items.length > 0 && !this.tabBarHidden);
    if (root && root.tabIndex >= 0 && this.tabBar.selected !== root.tabIndex) this.tabBar.select(root.tabIndex);
    this.screen.style.setProperty('--page-background', color(config.backgroundColor, ''));
    this.events.stackChanged(this, page, isTab);
  }

  showTabBar(on) {
    this.tabBarHidden = !on;
    this.stackChanged();
    return {};
  }

  async openMenu() {
    const { index } = await this.dialogs.actionSheet({ title: this.app.name || this.app.appId, items: [say('home'), say('relaunch')] });
    if (index === 0) this.events.openPage((this.config.appConfig.pages || [])[0]);
    if (index === 1) this.events.relaunch();
  }

  pause() {
    if (this.paused) return {};
    this.paused = true;
    this.push('appPause');
    const resume = () => {
      cover.remove();
      this.paused = false;
      this.push('appResume');
    };
    const cover = h(
      'div',
      { class: 'paused' },
      h('p', {}, say('paused')),
      h('button', { class: 'button button-main', onclick: resume }, say('resume')),
    );
    this.screen.append(cover);
    cover.querySelector('button').focus();
    return {};
  }

  end() {
    this.ended = true;
    this.worker.terminate();
    this.dialogs.closeAll();
    this.pages.destroy();
    this.screen.remove();
    for (const resolve of this.waiting.values()) resolve(null);
    this.waiting.clear();
  }
}
