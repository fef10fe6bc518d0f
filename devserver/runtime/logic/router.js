// The page stack: at most ten pages, tab pages are kept while their tab is not shown. The host makes and removes the
// frames; it is told of every change by `open`, `close` and `show`.

import { EventChannel } from './event_channel.js';
import { Page } from './page.js';
import { closest } from './suggest.js';
import { parsePageUrl } from './urls.js';

const MAX_STACK = 10;
const FIRST_TAB_ID = 10;
const FIRST_PAGE_ID = 101;

export class Router {
  // services: those of Page, and post(message), pagePaths(), tabIndexOf(path) -> number or -1, windowOf(path),
  // loadSubPackageOf(path)
  constructor(services) {
    this.services = services;
    this.stack = [];
    this.tabs = new Map();
    this.nextId = FIRST_PAGE_ID;
  }

  top() {
    return this.stack.length === 0 ? null : this.stack[this.stack.length - 1];
  }

  pageById(id) {
    return this.allPages().find((page) => page.id === id) || null;
  }

  allPages() {
    const pages = this.stack.slice();
    for (const tab of this.tabs.values()) if (!pages.includes(tab)) pages.push(tab);
    return pages;
  }

  getCurrentPages() {
    return this.stack.map((page) => page.instance);
  }

  // ---- what my.navigateTo and its relatives do; each throws an Error whose message is for the user

  navigateTo(options, base) {
    const target = this.resolve(options, base);
    if (this.services.tabIndexOf(target.path) >= 0)
      throw new Error(`navigateTo cannot open the tab page "${target.path}": use switchTab`);
    if (this.stack.length >= MAX_STACK)
      throw new Error(`the page stack is full (${MAX_STACK} pages): use redirectTo or go back`);
    const eventChannel = new EventChannel(options.events);
    this.push(target, 'push', eventChannel);
    return { eventChannel };
  }

  redirectTo(options, base) {
    const target = this.resolve(options, base);
    if (this.services.tabIndexOf(target.path) >= 0)
      throw new Error(`redirectTo cannot open the tab page "${target.path}": use switchTab`);
    const closes = this.drop(this.stack.slice(-1));
    const page = this.create(target, 'redirect');
    this.stack.push(page);
    this.announce(page, closes);
    page.open();
    return {};
  }

  switchTab(options, base) {
    const target = this.resolve(options, base);
    const index = this.services.tabIndexOf(target.path);
    if (index < 0) throw new Error(`switchTab opens only tab pages, "${target.path}" is none: use navigateTo`);
    this.showTab(target, index);
    return {};
  }

  reLaunch(options, base) {
    const target = this.resolve(options, base);
    const closes = this.drop(this.allPages());
    this.tabs.clear();
    const index = this.services.tabIndexOf(target.path);
    const page = this.create(target, index >= 0 ? 'tab' : 'relaunch');
    if (index >= 0) this.tabs.set(target.path, page);
    this.stack = [page];
    this.announce(page, closes);
    page.open();
    return {};
  }

  navigateBack(options) {
    const wanted = options && options.delta !== undefined ? Math.floor(Number(options.delta)) : 1;
    const delta = Math.min(Number.isFinite(wanted) ? Math.max(wanted, 1) : 1, this.stack.length - 1);
    if (delta <= 0) return {};
    const leaving = this.stack.slice(this.stack.length - delta);
    const pageIds = this.drop(leaving.reverse());
    this.services.post({ t: 'close', pageIds, delta });
    this.showTop();
    return {};
  }

  // ---- what the host asks for

  back() {
    const page = this.top();
    if (page === null) return;
    page.run('onBack', []);
    if (this.top() === page) this.navigateBack({ delta: 1 });
  }

  tabClick(index, path) {
    const before = this.top();
    const item = { index, pagePath: path };
    if (before !== null) before.run('beforeTabItemTap', [item]);
    const from = before === null ? undefined : before.path;
    if (from !== path) this.showTab({ path, query: {} }, index);
    const page = this.top();
    if (page !== null) page.run('onTabItemTap', [Object.assign({ from: 'user' }, item)]);
  }

  // The first pages of the app: one, or a whole stack after a reload. A page that is not in the app (any more) is
  // left out.
  start(entries, first) {
    const targets = [];
    for (const entry of entries) {
      try {
        const target = this.resolve({ url: '/' + String(entry.path).replace(/^\/+/, '') }, '');
        targets.push({ path: target.path, query: entry.query || target.query });
      } catch (error) {
        this.services.report(error, { where: 'start' });
      }
    }
    if (targets.length === 0) targets.push({ path: first, query: {} });
    targets.slice(0, MAX_STACK).forEach((target, i) => {
      const index = this.services.tabIndexOf(target.path);
      if (i === 0 && index >= 0) this.showTab(target, index);
      else this.push(target, i === 0 ? 'relaunch' : 'push');
    });
  }

  // ---- parts

  resolve(options, base) {
    if (!options || typeof options.url !== 'string' || options.url === '')
      throw new Error('the parameter "url" is missing');
    const from = base === undefined ? (this.top() === null ? '' : this.top().path) : base;
    let target = parsePageUrl(options.url, from);
    // `pages/a/a` without a slash is usually meant from the root, although it is relative to the page
    if (!this.exists(target.path)) {
      const absolute = parsePageUrl('/' + options.url.replace(/^\/+/, ''), '');
      if (this.exists(absolute.path)) target = absolute;
    }
    if (!this.exists(target.path)) {
      const similar = closest(target.path, this.services.pagePaths());
      const hint = similar === null ? '' : `; did you mean "${similar}"?`;
      throw new Error(`page "${target.path}" is not in this app${hint}`);
    }
    return target;
  }

  exists(path) {
    if (this.services.registry.page(path) !== null) return true;
    return this.services.loadSubPackageOf(path) && this.services.registry.page(path) !== null;
  }

  push(target, kind, openerChannel = null) {
    const from = this.top();
    if (from !== null) from.hide();
    const page = this.create(target, kind);
    page.openerChannel = openerChannel;
    this.stack.push(page);
    this.announce(page, []);
    page.open();
  }

  create(target, kind) {
    const tabIndex = this.services.tabIndexOf(target.path);
    const id = tabIndex >= 0 ? FIRST_TAB_ID + tabIndex : this.nextId++;
    return new Page(this.services, {
      id,
      path: target.path,
      query: target.query,
      kind,
      window: this.services.windowOf(target.path),
      tabIndex,
    });
  }

  announce(page, closes) {
    const message = {
      t: 'open',
      pageId: page.id,
      path: page.path,
      query: page.query,
      kind: page.kind,
      window: page.window,
      closes,
    };
    if (page.tabIndex >= 0) message.tabIndex = page.tabIndex;
    this.services.post(message);
  }

  showTab(target, index) {
    const before = this.top();
    const kept = this.tabs.get(target.path);
    if (before !== null && before === kept) return;
    const tabPages = Array.from(this.tabs.values());
    if (before !== null && tabPages.includes(before)) before.hide();
    const closes = this.drop(this.stack.filter((page) => !tabPages.includes(page)).reverse());
    if (kept !== undefined) {
      this.stack = [kept];
      if (closes.length > 0) this.services.post({ t: 'close', pageIds: closes, delta: closes.length });
      this.services.post({ t: 'show', pageId: kept.id });
      kept.show();
      return;
    }
    const page = this.create(target, 'tab');
    this.tabs.set(target.path, page);
    this.stack = [page];
    this.announce(page, closes);
    page.open();
  }

  showTop() {
    const page = this.top();
    if (page === null) return;
    this.services.post({ t: 'show', pageId: page.id });
    page.show();
  }

  drop(pages) {
    for (const page of pages) {
      page.close();
      this.tabs.delete(page.path);
    }
    this.stack = this.stack.filter((page) => !pages.includes(page));
    return pages.map((page) => page.id);
  }
}
