// Layout questions of my.createSelectorQuery, and my.createIntersectionObserver. Tag selectors become .a-<tag>, as in stylesheets.
import { kebab } from '../elements/dom.js';
import { isBuiltIn } from '../elements/registry.js';

const short = { rect: { rect: true, size: true, id: true, dataset: true }, scroll: { scrollOffset: true, id: true, dataset: true } };

export function toCss(selector) {
  return String(selector)
    .replace(/>>>/g, ' ')
    .replace(
      /(^|[\s>+~,])([a-z][a-z-]*)(?=$|[\s>+~,.#:[])/g,
      (all, before, tag) => before + (isBuiltIn(tag) || tag === 'page' ? '.a-' + tag : tag),
    );
}

const box = (rect) => ({ left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom, width: rect.width, height: rect.height });

function find(view, request) {
  if (request.nodeId !== undefined) return [view.nodes.get(request.nodeId)].filter(Boolean);
  let doms;
  try {
    doms = view.page.root.parentNode.querySelectorAll(toCss(request.selector));
  } catch (error) {
    return []; // not a selector: nothing matches it
  }
  const owned = request.owner && request.owner.length ? new Set(request.owner) : null;
  const nodes = [];
  for (const dom of doms) {
    const node = view.byDom.get(dom);
    if (node && (!owned || owned.has(node.id))) nodes.push(node);
  }
  return nodes;
}

function measure(node, fields) {
  const result = {};
  const root = node.root;
  const scroller = node.scroller || node.content;
  if (fields.id) result.id = root.id;
  if (fields.dataset) result.dataset = node.dataset;
  if (fields.rect || fields.size) {
    const rect = box(root.getBoundingClientRect());
    if (fields.rect) Object.assign(result, { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom });
    if (fields.size) Object.assign(result, { width: rect.width, height: rect.height });
  }
  if (fields.scrollOffset)
    Object.assign(result, {
      scrollTop: scroller.scrollTop,
      scrollLeft: scroller.scrollLeft,
      scrollHeight: scroller.scrollHeight,
      scrollWidth: scroller.scrollWidth,
    });
  for (const name of fields.properties || []) result[name] = node.propertyValue ? node.propertyValue(name) : node.props[name];
  if (fields.computedStyle && fields.computedStyle.length) {
    const style = getComputedStyle(root);
    for (const name of fields.computedStyle) result[name] = style.getPropertyValue(kebab(name));
  }
  if (fields.node || fields.context) result.nodeId = node.id;
  return result;
}

function measureViewport(fields) {
  const root = document.documentElement;
  const result = { id: '', dataset: {} };
  if (fields.rect) Object.assign(result, { left: 0, top: 0, right: root.clientWidth, bottom: root.clientHeight });
  if (fields.size) Object.assign(result, { width: root.clientWidth, height: root.clientHeight });
  if (fields.scrollOffset)
    Object.assign(result, { scrollTop: scrollY, scrollLeft: scrollX, scrollHeight: root.scrollHeight, scrollWidth: root.scrollWidth });
  return result;
}

export function answerQuery(view, requests) {
  return (requests || []).map((request) => {
    const fields = typeof request.fields === 'string' ? short[request.fields] || short.rect : request.fields || short.rect;
    if (request.viewport) return measureViewport(fields);
    const nodes = find(view, request);
    if (request.all) return nodes.map((node) => measure(node, fields));
    return nodes.length ? measure(nodes[0], fields) : null;
  });
}

export class Observers {
  constructor(view) {
    this.view = view;
    this.active = new Map();
  }

  observe(message) {
    this.unobserve(message.id);
    const margins = message.margins || {};
    const margin = ['top', 'right', 'bottom', 'left'].map((side) => (parseFloat(margins[side]) || 0) + 'px').join(' ');
    const relative = message.relativeTo ? find(this.view, { selector: message.relativeTo })[0] : null;
    const targets = find(this.view, message).slice(0, message.all ? undefined : 1);
    const last = new Map();
    const observer = new IntersectionObserver(
      (entries) => {
        const found = entries.map((entry) => {
          const node = this.view.byDom.get(entry.target);
          last.set(node, entry.intersectionRatio);
          return {
            id: entry.target.id,
            dataset: node ? node.dataset : {},
            intersectionRatio: entry.intersectionRatio,
            intersectionRect: box(entry.intersectionRect),
            boundingClientRect: box(entry.boundingClientRect),
            relativeRect: box(entry.rootBounds || document.documentElement.getBoundingClientRect()),
            time: Date.now(),
          };
        });
        this.view.post({ t: 'intersection', id: message.id, entries: found });
      },
      {
        // the page's own viewport: the default would be the simulator's, where the phone is scaled and clipped
        root: relative ? relative.root : document,
        rootMargin: margin,
        threshold: message.thresholds && message.thresholds.length ? message.thresholds : [0],
      },
    );
    for (const node of targets) observer.observe(node.root);
    this.active.set(message.id, observer);
  }

  unobserve(id) {
    const observer = this.active.get(id);
    if (observer) observer.disconnect();
    this.active.delete(id);
  }
}

// appear, disappear and firstAppear of any element: half of it is visible.
export class Appearance {
  constructor(view) {
    this.seen = new WeakMap();
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const node = view.byDom.get(entry.target);
          if (!node) continue;
          const before = this.seen.get(node) || { visible: false, ever: false };
          const visible = entry.intersectionRatio >= 0.5;
          if (visible === before.visible) continue;
          this.seen.set(node, { visible, ever: before.ever || visible });
          node.emit(visible ? 'appear' : 'disappear', {});
          if (visible && !before.ever) node.emit('firstAppear', {});
        }
      },
      { root: document, threshold: [0, 0.5] },
    );
  }

  watch(node) {
    if (node.events.has('appear') || node.events.has('disappear') || node.events.has('firstAppear')) this.observer.observe(node.root);
  }
}
