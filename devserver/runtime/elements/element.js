// Base of all built-in tags. An element owns `root` (what the app styles; always class `a-<tag>`) and `content` (where
// children go; the same node unless the tag has inner parts). The view calls, in this order per batch of ops:
//   set(name, value) for each attribute · setChildren(nodes) · update(changed) once, with the names that changed
//   ('children' among them) · free() at the end of life.
// Subclasses override build, update, free and the hooks tap / activate / formValue / reset / invoke.
import { camel, kebab, make } from './dom.js';
import { applyAnimation } from '../view/animation.js';
import { applyInlineStyle } from '../view/inline_style.js';

const noEvents = new Set();
const literal = /^(data-|aria-|role$)/;

export class Element {
  constructor(view, id, tag) {
    this.view = view;
    this.id = id;
    this.tag = tag;
    this.props = {};
    this.dataset = {};
    this.events = noEvents;
    this.children = [];
    this.parent = null;
    this.classNames = '';
    this.states = new Set();
    this.content = null;
    this.root = this.build();
    if (!this.content) this.content = this.root;
    this.fixedClass = ('a-' + tag + ' ' + this.root.className).trim();
    this.root.className = this.fixedClass;
  }

  build() {
    return make('div');
  }

  update() {}
  free() {}

  set(name, value) {
    const absent = value === null || value === undefined;
    if (name === 'class') {
      this.classNames = absent || value === false ? '' : String(value);
      this.refreshClass();
      return;
    }
    if (name === 'style') {
      this.style = value;
      applyInlineStyle(this.root, value, this.view);
      this.styled();
      return;
    }
    if (name.startsWith('data-')) {
      const key = camel(name.slice(5).toLowerCase());
      if (absent) delete this.dataset[key];
      else this.dataset[key] = value;
    }
    if (literal.test(name)) {
      if (absent || typeof value === 'object') this.root.removeAttribute(name);
      else this.root.setAttribute(name, String(value));
      return;
    }
    const key = name.indexOf('-') > 0 ? camel(name) : name;
    if (absent) delete this.props[key];
    else this.props[key] = value;
    if (key === 'id') {
      if (absent) this.root.removeAttribute('id');
      else this.root.id = String(value);
    } else if (key === 'hidden') {
      this.root.hidden = !!value;
    } else if (key === 'animation') {
      applyAnimation(this.root, value, this.view);
    }
    this.view.touch(this, key);
  }

  // Called after the app's inline style replaced the whole style attribute: put back what the element itself sets there.
  styled() {}

  // State classes belong to the element (checked, hover…) and survive a change of the app's `class`.
  state(name, on) {
    for (const part of name.split(/\s+/)) {
      if (!part) continue;
      if (on) this.states.add(part);
      else this.states.delete(part);
    }
    this.refreshClass();
  }

  refreshClass() {
    let value = this.fixedClass;
    if (this.states.size) value += ' ' + Array.from(this.states).join(' ');
    if (this.classNames) value += ' ' + this.classNames;
    if (this.root.getAttribute('class') !== value) this.root.setAttribute('class', value);
  }

  setChildren(nodes) {
    let reference = this.content.firstChild;
    for (const node of nodes) {
      node.parent = this;
      if (node.root === reference) reference = reference.nextSibling;
      else this.content.insertBefore(node.root, reference);
    }
    while (reference) {
      const next = reference.nextSibling;
      reference.remove();
      reference = next;
    }
    this.children = nodes;
    this.view.touch(this, 'children');
  }

  setEvents(types) {
    this.events = types && types.length ? new Set(types) : noEvents;
    this.view.touch(this, 'events');
    if (this.view.appearance) this.view.appearance.watch(this);
    if (this.events.has('tap') && !this.root.hasAttribute('tabindex')) this.root.tabIndex = 0;
  }

  emit(type, detail) {
    if (this.events.has(type)) this.view.emit(this, type, detail);
  }

  boolean(name, fallback) {
    const value = this.props[name];
    return value === undefined ? !!fallback : !!value;
  }

  text(name, fallback) {
    const value = this.props[name];
    return value === undefined || value === true ? fallback || '' : String(value);
  }

  get disabled() {
    return this.boolean('disabled');
  }

  // Parent in the app's tree that satisfies the test.
  closest(test) {
    for (let node = this.parent; node; node = node.parent) if (test(node)) return node;
    return null;
  }

  descendants(test, found) {
    const result = found || [];
    for (const child of this.children) {
      if (!child.children) continue;
      if (test(child)) result.push(child);
      child.descendants(test, result);
    }
    return result;
  }

  // Answers a method call of the logic side (focus, blur, play …).
  invoke(method, args) {
    if (method === 'focus' || method === 'blur' || method === 'click') this.root[method](...(args || []));
  }
}

export class TextNode {
  constructor(view, id, value) {
    this.id = id;
    this.view = view;
    this.root = document.createTextNode('');
    this.parent = null;
    this.setText(value);
  }

  setText(value) {
    this.value = value === null || value === undefined ? '' : String(value);
    this.show();
  }

  // <text> shows its characters in its own way (decode, space).
  show() {
    const shown = this.parent && this.parent.shownText ? this.parent.shownText(this.value) : this.value;
    if (this.root.data !== shown) this.root.data = shown;
  }

  update() {}
  free() {}
}

export { camel, kebab, make };
