// The logic side of one mini-program: boots the package's two bundles, then answers the host and the page frames.
// Everything it needs from its surroundings is passed in, so the same code runs in a Web Worker and in node.

import { Facade } from '../appx/facade.js';
import { App } from './app.js';
import { forwardConsole, serialize } from './console.js';
import { datasetOf } from './events.js';
import { Host } from './host.js';
import { lockDown } from './lockdown.js';
import { createMy } from './my/my.js';
import { createQueryFactory } from './my/selector_query.js';
import { Storage } from './my/storage.js';
import { Registry } from './registry.js';
import { Router } from './router.js';

// scope: the global object in which the bundles run     post(message): to the host
// loadScript(url): runs a classic script in `scope`, synchronously
export function createRuntime({ scope, post, loadScript }) {
  return new Runtime(scope, post, loadScript);
}

class Runtime {
  constructor(scope, post, loadScript) {
    this.scope = scope;
    this.post = post;
    this.loadScript = loadScript;
    this.registry = new Registry();
    this.app = new App((error, where) => this.report(error, { where }));
    this.host = new Host(post, () => {
      const page = this.router.top();
      return page === null ? undefined : page.id;
    });
    this.start = null;
    this.loadedPackages = new Set();
    this.services = {
      registry: this.registry,
      base: '',
      post,
      report: (error, where) => this.report(error, where),
      thrown: (error) => this.app.error(error),
      createSelectorQuery: createQueryFactory(() => this.router.top()),
      pagePaths: () => Array.from(this.registry.pages.keys()),
      tabIndexOf: (path) => this.tabItems().findIndex((item) => tabPath(item) === path),
      windowOf: (path) => this.windowOf(path),
      navigate: (page, message) => this.navigate(page, message),
      share: (page, message) => this.share(page, message.id),
      loadSubPackageOf: (path) => this.loadSubPackageOf(path),
    };
    this.router = new Router(this.services);
  }

  receive(message, ports) {
    switch (message.t) {
      case 'start':
        this.boot(message);
        break;
      case 'page-port':
        this.attach(message.pageId, ports[0]);
        break;
      case 'result':
        this.host.answer(message);
        break;
      case 'push':
        this.push(message);
        break;
      case 'update':
        this.update(message);
        break;
      case 'inspect':
        this.post({ t: 'result', id: message.id, result: this.inspect(message.what) });
        break;
      default:
        break;
    }
  }

  // ---- boot

  boot(message) {
    this.start = message;
    this.services.base = message.app.base;
    this.storage = new Storage(message.storage, (change) => this.post(Object.assign({ t: 'storage' }, change)));
    this.my = createMy(this);
    forwardConsole(this.scope, this.post);
    this.facade = new Facade({
      scope: this.scope,
      registry: this.registry,
      runtime: {
        my: this.my,
        startApp: (options) => this.app.register(options, this.launchOptions()),
        getApp: () => this.app.options,
        getCurrentPages: () => this.router.getCurrentPages(),
        warn: (text) => this.warn(text),
        lockDown: () => lockDown(this.scope),
      },
    });
    const { urls } = message.app;
    try {
      this.facade.runViewBundle(() => this.loadScript(urls.view));
      this.facade.prepareWorkerBundle();
      this.loadScript(urls.worker);
      if (this.app.options === null) throw new Error('app.js did not call App()');
      this.app.launch(this.launchOptions());
      this.post({ t: 'ready' });
      const stack = message.stack && message.stack.length > 0 ? message.stack : [this.firstPage()];
      this.router.start(stack, this.homePage());
    } catch (error) {
      this.fatal(error);
    }
  }

  firstPage() {
    const { launch } = this.start;
    return { path: (launch && launch.path) || this.homePage(), query: launch ? launch.query : {} };
  }

  homePage() {
    const pages = this.start.config.appConfig.pages || this.services.pagePaths();
    if (pages.length === 0) throw new Error('the app has no page');
    return pages[0];
  }

  launchOptions() {
    const launch = this.start.launch || {};
    const options = { path: launch.path || this.firstPage().path, query: launch.query || {} };
    if (launch.scene !== undefined) options.scene = launch.scene;
    if (launch.referrerInfo !== undefined) options.referrerInfo = launch.referrerInfo;
    return options;
  }

  // A page of a sub-package is there after its two bundles were run.
  loadSubPackageOf(path) {
    const appJson = this.scope.appXAppJson;
    const packages = appJson && appJson.app && Array.isArray(appJson.app.subPackages) ? appJson.app.subPackages : [];
    const found = packages.find((one) => path.startsWith(`${trimSlashes(one.root)}/`));
    if (found === undefined) return false;
    const root = trimSlashes(found.root);
    if (this.loadedPackages.has(root)) return true;
    this.loadedPackages.add(root);
    const { base, buildId } = this.start.app;
    const version = buildId === undefined ? '' : `?v=${encodeURIComponent(buildId)}`;
    this.facade.runViewBundle(() => this.loadScript(`${base}${root}/index.js${version}`));
    this.facade.prepareWorkerBundle();
    this.loadScript(`${base}${root}/index.worker.js${version}`);
    return true;
  }

  // ---- the host's messages

  attach(pageId, port) {
    const page = this.router.pageById(pageId);
    if (page !== null && port) page.attach(port);
  }

  push({ event, pageId, data }) {
    const page = pageId === undefined ? this.router.top() : this.router.pageById(pageId);
    switch (event) {
      case 'back':
        this.router.back();
        break;
      case 'tabClick':
        this.clickTab(data.index);
        break;
      case 'titleClick':
        if (page !== null) page.run('onTitleClick', []);
        break;
      case 'optionMenu':
        if (page !== null) page.run('onOptionMenuClick', [data || {}]);
        break;
      case 'pullDownRefresh':
        if (page !== null) page.run('onPullDownRefresh', [Object.assign({ from: 'manual' }, data)]);
        break;
      case 'appPause':
        if (this.router.top() !== null) this.router.top().hide();
        this.app.hide();
        break;
      case 'appResume':
        this.app.show(this.launchOptions());
        if (this.router.top() !== null) this.router.top().show();
        break;
      case 'share':
        if (page !== null) this.share(page);
        break;
      case 'mock':
        this.start.mock = data || {};
        break;
      case 'storage':
        this.storage.changedByHost(data);
        break;
      case 'keyboardHeight':
        if (page !== null) page.run('onKeyboardHeight', [data || {}]);
        break;
      case 'resize':
        if (page !== null) page.run('onResize', [data || {}]);
        break;
      default:
        break;
    }
    this.my.$emit(event, data);
  }

  // A <navigator> was tapped.
  navigate(page, { openType, url, delta }) {
    const methods = {
      navigate: 'navigateTo',
      redirect: 'redirectTo',
      switchTab: 'switchTab',
      reLaunch: 'reLaunch',
      navigateBack: 'navigateBack',
    };
    const method = methods[openType || 'navigate'];
    if (method === undefined) return;
    try {
      this.router[method]({ url, delta }, page.path);
    } catch (error) {
      this.report(error, { page: page.path, where: 'navigator' });
    }
  }

  // What the page says about being shared, shown by the host.
  share(page, nodeId) {
    const node = nodeId === undefined ? undefined : page.tree.elements.get(nodeId);
    const from = node === undefined ? 'menu' : 'button';
    const target = node === undefined ? undefined : { id: node.element.props.id, dataset: datasetOf(node) };
    const answer = page.run('onShareAppMessage', [{ from, target, webViewUrl: undefined }]);
    Promise.resolve(answer).then(
      (content) => this.host.call('share', Object.assign({ path: page.path, from }, content), () => {}),
      (error) => this.report(error, { page: page.path, where: 'onShareAppMessage' }),
    );
  }

  clickTab(index) {
    const item = this.tabItems()[index];
    if (item === undefined) return;
    const path = tabPath(item);
    if (this.registry.page(path) === null && !this.loadSubPackageOf(path)) {
      this.report(new Error(`page "${path}" of tab ${index + 1} is not in this app`), { where: 'tabBar' });
      return;
    }
    this.router.tabClick(index, path);
  }

  update({ kind, urls }) {
    try {
      const version = this.start.app.buildId === undefined ? '' : `?v=${Date.now()}`;
      const roots = Array.from(this.loadedPackages, (root) => `${this.start.app.base}${root}/index.js${version}`);
      this.registry.replaceView(() => {
        for (const url of [urls.view].concat(roots)) this.facade.runViewBundle(() => this.loadScript(url));
      });
    } catch (error) {
      this.fatal(error);
      return;
    }
    for (const page of this.router.allPages()) {
      page.sendStyle();
      if (kind === 'template') page.renderAgain();
    }
  }

  inspect(what) {
    if (what === 'stack') {
      return this.router.stack.map((page) => ({
        pageId: page.id,
        path: page.path,
        query: page.query,
        scrollTop: page.scrollTop,
      }));
    }
    return {
      pages: this.router.allPages().map((page) => ({
        pageId: page.id,
        path: page.path,
        query: page.query,
        data: serialize(page.instance.data),
        components: page.inspectComponents(serialize),
      })),
    };
  }

  // ---- configuration

  tabItems() {
    const tabBar = this.start === null ? null : this.start.config.tabBar;
    return tabBar && Array.isArray(tabBar.items) ? tabBar.items : [];
  }

  windowOf(path) {
    const appConfig = this.start.config.appConfig || {};
    const own = appConfig.launchParams ? appConfig.launchParams[path] : undefined;
    return Object.assign({}, appConfig.window, own);
  }

  // ---- messages for the developer

  warn(text) {
    this.post({ t: 'log', level: 'warn', args: [text] });
  }

  report(error, where) {
    const message = { t: 'error', message: messageOf(error), stack: stackOf(error) };
    for (const name of ['page', 'component', 'where']) {
      if (where && where[name] !== undefined) message[name] = where[name];
    }
    this.post(message);
  }

  fatal(error) {
    this.post({ t: 'fatal', message: messageOf(error), stack: stackOf(error) });
  }

  // What nobody caught. A my.* call that failed without anybody listening is no programming error.
  unhandled(error) {
    if (
      error !== null &&
      typeof error === 'object' &&
      !stackOf(error) &&
      ('error' in error || 'errorMessage' in error)
    ) {
      this.warn(`a my.* call failed: ${error.errorMessage || JSON.stringify(error)}`);
      return;
    }
    this.app.error(error);
    this.report(error, { where: 'unhandled' });
  }
}

function messageOf(error) {
  return String(error && error.message !== undefined ? error.message : error);
}

function stackOf(error) {
  return error && error.stack ? String(error.stack) : '';
}

function tabPath(item) {
  return item.tag || item.pagePath || item.launchParamsTag || '';
}

function trimSlashes(text) {
  return String(text).replace(/^\/+|\/+$/g, '');
}
