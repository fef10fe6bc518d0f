// The globals that a compiled package talks to. A package is two bundles which ran in two places on a phone; here
// both run in the worker, one after the other: first index.js with the view's meaning of Page and WorkerComponent
// (templates and styles), then index.worker.js with the worker's (scripts). Built-in tags, StyleSheet and React stay
// available in both, since templates are evaluated late.

import { ComponentType } from '../logic/elements.js';
import { MixinDefinition } from '../logic/definition.js';
import { BUILTIN_TAGS } from './builtins.js';
import { React } from './react.js';
import { StyleSheet } from './stylesheet.js';

// scope: the global object; registry; runtime: {my, startApp(options), getApp(), getCurrentPages(), warn(text),
// lockDown(), loadSubPackage(root)}
export class Facade {
  constructor({ scope, registry, runtime }) {
    this.scope = scope;
    this.registry = registry;
    this.runtime = runtime;
    this.$global = {};
    this.componentTypes = new Map();
    this.AFAppX = Object.assign({}, BUILTIN_TAGS, {
      $global: this.$global,
      compilerConfig: {},
      bridge: runtime.my,
      abridge: runtime.my,
      StyleSheet,
      getApp: () => runtime.getApp(),
      getCurrentPages: () => runtime.getCurrentPages(),
      getComponentClass: (is) => this.componentType(is),
      registerApp: () => {},
    });
    registry.evaluate = (thunk) => this.withWindow(thunk);
  }

  componentType(is) {
    if (!this.registry.viewComponents.has(is) && !this.registry.components.has(is)) {
      throw new Error(`component "${is}" is not registered in this package`);
    }
    if (!this.componentTypes.has(is)) this.componentTypes.set(is, new ComponentType(is));
    return this.componentTypes.get(is);
  }

  // Template modules of older compilers look for React on `window`.
  withWindow(run) {
    const { scope } = this;
    const before = scope.window;
    scope.window = scope;
    try {
      return run();
    } finally {
      scope.window = before;
    }
  }

  runViewBundle(load) {
    const { scope, registry, AFAppX } = this;
    const worker = { App: AFAppX.App, Page: AFAppX.Page, WorkerComponent: AFAppX.WorkerComponent };
    AFAppX.App = () => {};
    AFAppX.Page = (options) => registry.addViewPage(options);
    AFAppX.WorkerComponent = (options) => registry.addViewComponent(options);
    scope.AFAppX = AFAppX;
    scope.React = React;
    // templates only register here, there is nothing to mount
    scope.bootstrapApp = () => {};
    scope.bootstrapSubPackage = (root, options) => options && options.success && options.success();
    try {
      this.withWindow(load);
    } finally {
      Object.assign(AFAppX, worker);
    }
  }

  // Also what user code finds as globals, for bundles which do not set them.
  prepareWorkerBundle() {
    const { scope, AFAppX, runtime } = this;
    AFAppX.App = (options) => runtime.startApp(options);
    AFAppX.Page = (options) => this.page(options);
    AFAppX.WorkerComponent = (options) => this.component(options);
    Object.assign(scope, {
      AFAppX,
      React,
      $global: this.$global,
      my: runtime.my,
      abridge: runtime.my,
      App: AFAppX.App,
      Page: AFAppX.Page,
      Component: AFAppX.WorkerComponent,
      Mixin: (options) => new MixinDefinition(options),
      getApp: AFAppX.getApp,
      getCurrentPages: AFAppX.getCurrentPages,
      bootstrapApp: (options) => {
        runtime.lockDown();
        if (options && options.success) options.success();
      },
      bootstrapSubPackage: (root, options) => {
        if (options && options.success) options.success();
      },
    });
    // The framework is here already; anything else that a bundle loads comes before the lock-down.
    scope.importScripts = (...urls) => {
      for (const url of urls)
        if (!String(url).startsWith('https://appx/'))
          runtime.warn(`importScripts("${url}") is ignored in the simulator`);
    };
  }

  page(options) {
    const config = this.$global.currentPageConfig;
    if (!config || !config.pagePath) {
      this.runtime.warn('Page() was called outside of a page file, it is ignored');
      return;
    }
    this.registry.addPage(config, options);
  }

  component(options) {
    const config = this.$global.currentComponentConfig;
    if (!config || !config.is) {
      this.runtime.warn('Component() was called outside of a component file, it is ignored');
      return;
    }
    this.registry.addComponent(config, options);
  }
}
