// What the package registered: pages and components with their scripts (index.worker.js) and their templates and
// styles (index.js). Templates come from the view bundle, which every package has; the worker bundle's copy
// (component2) is taken only where there is none, because other compilers strip it down to the custom components.

import { normalizeComponent } from './definition.js';

export class Registry {
  constructor() {
    this.pages = new Map();
    this.components = new Map();
    this.viewPages = new Map();
    this.viewComponents = new Map();
    this.templates = new Map();
    this.evaluate = (thunk) => thunk();
  }

  // ---- the worker bundle

  addPage(config, options) {
    this.pages.set(config.pagePath, {
      path: config.pagePath,
      options: options === null || typeof options !== 'object' ? {} : options,
      render: config.render,
      tabIndex: config.tabIndex,
      component2: Boolean(config.component2 || config.render),
    });
  }

  addComponent(config, options) {
    this.components.set(config.is, {
      is: config.is,
      definition: normalizeComponent(options),
      render: config.render,
      component2: Boolean(config.component2 || config.render),
    });
  }

  page(path) {
    return this.pages.get(path) || null;
  }

  component(is) {
    return this.components.get(is) || null;
  }

  // ---- the view bundle

  addViewPage(options) {
    this.viewPages.set(options.pagePath, {
      render: options.render,
      stylesheet: options.stylesheet,
      tabIndex: options.tabIndex,
      css: null,
    });
    this.templates.delete(options.pagePath);
  }

  addViewComponent(options) {
    this.viewComponents.set(options.is, { render: options.render });
    this.templates.delete(options.is);
  }

  // What `register` adds is all there is; if it fails, everything stays as it was.
  replaceView(register) {
    const before = { viewPages: this.viewPages, viewComponents: this.viewComponents, templates: this.templates };
    Object.assign(this, { viewPages: new Map(), viewComponents: new Map(), templates: new Map() });
    try {
      register();
    } catch (error) {
      Object.assign(this, before);
      throw error;
    }
  }

  // The render function of a page path or a component's `is`.
  template(name) {
    let render = this.templates.get(name);
    if (render !== undefined) return render;
    const view = this.viewPages.get(name) || this.viewComponents.get(name);
    const worker = this.pages.get(name) || this.components.get(name);
    const thunk = view && view.render ? view.render : worker && worker.render;
    if (typeof thunk !== 'function') throw new Error(`"${name}" has no template in this package`);
    render = this.evaluate(thunk);
    if (render !== null && typeof render === 'object' && render.default !== undefined) render = render.default;
    if (typeof render !== 'function') throw new Error(`the template of "${name}" is not a function`);
    this.templates.set(name, render);
    return render;
  }

  stylesheet(path) {
    const page = this.viewPages.get(path);
    if (page === undefined || typeof page.stylesheet !== 'function') return '';
    if (page.css === null) {
      let sheet = this.evaluate(page.stylesheet);
      if (sheet !== null && typeof sheet === 'object' && sheet.default !== undefined) sheet = sheet.default;
      page.css = sheet ? String(sheet) : '';
    }
    return page.css;
  }
}
