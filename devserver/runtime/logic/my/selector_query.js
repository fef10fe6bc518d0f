// my.createSelectorQuery() and this.createSelectorQuery(): positions and sizes, measured by the page frame. A query
// of a component sees only the component's own template, so its selectors are resolved here in the tree; the page's
// go to the view as they are.

import { selectNodes } from '../selector.js';

// -> createSelectorQuery(scope): scope {page, instance} or undefined for the page on top
export function createQueryFactory(topPage) {
  return (scope) => new SelectorQuery(scope, topPage);
}

class SelectorQuery {
  constructor(scope, topPage) {
    this.scope = scope;
    this.topPage = topPage;
    this.target = null;
    this.steps = [];
  }

  in(instance) {
    this.instance = instance;
    return this;
  }

  select(selector) {
    this.target = { selector: String(selector), all: false };
    return this;
  }

  selectAll(selector) {
    this.target = { selector: String(selector), all: true };
    return this;
  }

  selectViewport() {
    this.target = { viewport: true, all: false };
    return this;
  }

  boundingClientRect(callback) {
    return this.add('rect', callback);
  }

  scrollOffset(callback) {
    return this.add('scroll', callback);
  }

  fields(fields, callback) {
    return this.add(Object.assign({}, fields), callback);
  }

  node(callback) {
    return this.add({ node: true, id: true }, callback);
  }

  context(callback) {
    return this.add({ context: true, id: true }, callback);
  }

  add(fields, callback) {
    if (this.target !== null) this.steps.push({ target: this.target, fields, callback });
    return this;
  }

  exec(callback) {
    const scope = this.scope;
    const page = scope === undefined ? this.topPage() : scope.page;
    const steps = this.steps;
    this.steps = [];
    if (page === null || page.dead) return this;
    // After the changes of this turn: the layout asked for is the one with them.
    Promise.resolve().then(() => {
      page.updates.flush();
      const requests = [];
      const parts = steps.map((step) => requestsOf(step, scope, page, requests));
      page.measure(requests, (answers) => {
        const results = parts.map((part) => {
          const values = part.indices.map((at) =>
            answers === undefined || answers[at] === undefined ? null : answers[at],
          );
          return part.list ? values.filter((value) => value !== null) : values[0] === undefined ? null : values[0];
        });
        steps.forEach((step, i) => {
          if (typeof step.callback === 'function')
            page.call(page.instance, step.callback, [results[i]], 'createSelectorQuery');
        });
        if (typeof callback === 'function') callback(results);
      });
    });
    return this;
  }
}

// Adds what one step asks of the view; -> {indices into the answers, list: the answer is a list made of them}
function requestsOf(step, scope, page, requests) {
  const { target, fields } = step;
  const ask = (request) => requests.push(Object.assign(request, { fields })) - 1;
  if (target.viewport) return { indices: [ask({ viewport: true, all: false })], list: false };
  if (scope === undefined || scope.instance === page.instance) {
    return { indices: [ask({ selector: target.selector, all: target.all })], list: false };
  }
  const nodes = selectNodes(page.tree, target.selector, scope.instance);
  const wanted = target.all ? nodes : nodes.slice(0, 1);
  return { indices: wanted.map((node) => ask({ nodeId: node.id, all: false })), list: target.all };
}
