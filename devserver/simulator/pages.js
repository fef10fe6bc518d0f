// The stack of page layers of one running app. A layer = navigation bar + one same-origin iframe. One spare layer is always
// loaded ahead, so a push does not wait for the page frame's code.
import { h, reducedMotion } from './dom.js';
import { NavigationBar } from './navigation_bar.js';

const slide = { duration: 320, easing: 'cubic-bezier(.2,.8,.2,1)' };
const patience = 700; // ms a new page may stay unpainted before it is shown anyway

export class PageStack {
  // base: URL of ./app/; postPort(pageId, port); barActions(page) -> callbacks; changed() after every change of the stack
  constructor(options) {
    Object.assign(this, options);
    this.root = h('div', { class: 'pages' });
    this.pages = new Map();
    this.order = [];
    this.spare = null;
    this.departed = []; // closed pages that stay in sight until the next one is painted
    this.listener = (event) => this.receive(event);
    addEventListener('message', this.listener);
    this.prepare();
  }

  prepare() {
    const frame = h('iframe', { class: 'page-frame', src: './page.html', title: 'page', allow: 'clipboard-write' });
    const layer = h('section', { class: 'page page-hidden' }, h('div', { class: 'page-body' }, frame));
    const page = { layer, frame, painted: false, scrollTop: 0 };
    page.loaded = new Promise((resolve) => {
      page.frameReady = resolve;
    });
    this.root.append(layer);
    this.spare = page;
  }

  receive(event) {
    const message = event.data;
    if (!message || message.mpaas !== 1) return;
    const page = [this.spare].concat(Array.from(this.pages.values())).find((one) => one && one.frame.contentWindow === event.source);
    if (!page) return;
    if (message.t === 'frame-ready') page.frameReady();
    if (message.t === 'painted') this.paint(page);
    if (message.t === 'scroll') {
      page.scrollTop = message.scrollTop;
      if (page.bar.transparent === 'auto') page.bar.scrolled(message.scrollTop);
    }
    if (message.t === 'pull-refresh') this.pullRefresh(page.id, message.from);
    if (message.t === 'sheet') this.sheet(page, message);
    if (message.t === 'error') this.frameError(page, message);
  }

  open(message) {
    for (const id of message.closes || []) if (id !== message.pageId) this.forget(id, 0);
    if (this.pages.has(message.pageId)) this.forget(message.pageId, 0);
    const page = this.spare;
    this.prepare();
    page.id = message.pageId;
    page.path = message.path;
    page.query = message.query;
    page.window = message.window || {};
    page.kind = message.kind;
    page.tabIndex = message.tabIndex === undefined ? -1 : message.tabIndex;
    const before = this.top();
    if (message.kind === 'tab' || message.kind === 'relaunch') this.order = [];
    else if (message.kind === 'redirect' && this.order.length) this.order = this.order.filter((id) => this.pages.has(id));
    this.pages.set(page.id, page);
    this.order.push(page.id);
    page.bar = new NavigationBar({
      window: page.window,
      canGoBack: this.order.length > 1,
      isHome: page.tabIndex >= 0 || page.path === this.homePath,
      actions: this.barActions(page),
    });
    page.layer.prepend(page.bar.root);
    page.layer.classList.toggle('page-tab', page.tabIndex >= 0);
    page.layer.classList.toggle('page-over', page.bar.transparent !== 'none');
    page.layer.style.zIndex = String(page.tabIndex >= 0 ? 1 : 10 + this.order.length);
    page.frame.title = page.path;
    page.loaded.then(() => {
      if (page.gone) return;
      const channel = new MessageChannel();
      const init = {
        t: 'init',
        pageId: page.id,
        path: page.path,
        base: this.base,
        window: page.window,
        scrollTop: this.scrollOf ? this.scrollOf(page) : 0,
      };
      page.frame.contentWindow.postMessage(init, location.origin === 'null' ? '*' : location.origin, [channel.port1]);
      this.postPort(page.id, channel.port2);
    });
    page.animates = message.kind === 'push' && before !== null;
    page.timer = setTimeout(() => this.paint(page), patience);
    this.changed();
  }

  // First patch applied: the page may be seen.
  paint(page) {
    if (page.painted || page.gone) return;
    page.painted = true;
    clearTimeout(page.timer);
    if (this.top() !== page) {
      this.settle();
      if (this.paintedOnce) this.paintedOnce();
      return;
    }
    const below = this.visible;
    if (page.animates && below && below !== page && !reducedMotion()) {
      page.layer.classList.remove('page-hidden');
      this.moving = page;
      below.layer.animate(
        [
          { transform: 'none', filter: 'none' },
          { transform: 'translateX(-26%)', filter: 'brightness(.88)' },
        ],
        slide,
      );
      page.layer.animate([{ transform: 'translateX(100%)' }, { transform: 'none' }], slide).finished.then(
        () => this.settle(),
        () => this.settle(),
      );
      this.visible = page;
    } else this.settle();
    if (this.paintedOnce) this.paintedOnce();
  }

  top() {
    return this.order.length ? this.pages.get(this.order[this.order.length - 1]) || null : null;
  }

  // Exactly the top page is seen; while it has nothing to show yet, the page before it stays.
  settle() {
    const top = this.top();
    const shown = top && !top.painted && this.visible ? this.visible : top;
    for (const page of this.pages.values()) {
      page.layer.classList.toggle('page-hidden', page !== shown);
      page.layer.inert = page !== shown;
    }
    this.visible = shown;
    if (shown && !shown.gone) for (const page of this.departed.splice(0)) page.layer.remove();
    this.changed();
  }

  close({ pageIds }) {
    const leaving = (pageIds || []).map((id) => this.pages.get(id)).filter(Boolean);
    const seen = leaving.indexOf(this.visible) >= 0 ? this.visible : null;
    this.order = this.order.filter((id) => (pageIds || []).indexOf(id) < 0);
    for (const page of leaving) if (page !== seen) this.forget(page.id, 0);
    if (!seen) return this.settle();
    const below = this.top();
    const animated = below && below.painted && !reducedMotion();
    if (animated) {
      below.layer.classList.remove('page-hidden');
      below.layer.animate(
        [
          { transform: 'translateX(-26%)', filter: 'brightness(.88)' },
          { transform: 'none', filter: 'none' },
        ],
        slide,
      );
      seen.layer.animate([{ transform: 'none' }, { transform: 'translateX(100%)' }], Object.assign({ fill: 'forwards' }, slide));
      seen.layer.inert = true;
    }
    this.forget(seen.id, animated ? slide.duration : 0);
    this.visible = below;
    if (below) below.layer.inert = false;
    this.changed();
    if (!animated) this.settle();
  }

  show({ pageId }) {
    const page = this.pages.get(pageId);
    if (!page) return;
    const at = this.order.indexOf(pageId);
    if (at >= 0) this.order = this.order.slice(0, at + 1);
    else this.order = [pageId];
    if (this.visible === page) return this.changed();
    this.visible = page;
    this.settle();
  }

  forget(id, later) {
    const page = this.pages.get(id);
    if (!page) return;
    page.gone = true;
    clearTimeout(page.timer);
    this.pages.delete(id);
    this.order = this.order.filter((one) => one !== id);
    if (later) setTimeout(() => page.layer.remove(), later);
    else if (this.visible === page) this.departed.push(page);
    else page.layer.remove();
  }

  send(pageId, message) {
    const page = this.pages.get(pageId) || this.top();
    if (page) page.frame.contentWindow.postMessage(message, location.origin === 'null' ? '*' : location.origin);
  }

  page(pageId) {
    return this.pages.get(pageId) || this.top();
  }

  destroy() {
    removeEventListener('message', this.listener);
    for (const page of this.pages.values()) clearTimeout(page.timer);
    this.root.remove();
  }
}
