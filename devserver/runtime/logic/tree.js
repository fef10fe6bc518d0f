// The mounted tree of one page: reconciles the elements a template returned with what is on screen and writes the
// difference as ops (see ops.js). Identity follows React: same key, else same position, and same type. A node is
//   {kind, type, key, element, parent, depth, children, id}
// with id 0 for custom components, fragments and template helpers: they have no host element, their children belong to
// the nearest element above. A hole in a list of children is null, so that what follows keeps its position.

import { Fragment, ComponentType, childList, isElement, isEmpty, textOf } from './elements.js';
import { eventOf } from './event_names.js';
import { Op, PAGE_ROOT_ID } from './ops.js';
import { shallowEqual } from './paths.js';

export const Kind = { TEXT: 0, ELEMENT: 1, FRAGMENT: 2, COMPONENT: 3, FUNCTION: 4 };

const TEXT_TYPE = Symbol('text');
// Deeper than any page that people write; what goes beyond is a template or component that contains itself.
const MAX_DEPTH = 400;
const NOT_ATTRIBUTES = new Set(['children', 'slot', 'slotScope', '$scopedSlots', '$isCustomComponent', '__tag']);

export class Tree {
  // `components` answers mount(node), update(node, element), unmount(node, unmountChildren) and failed(node, error)
  // for custom components.
  constructor(components) {
    this.components = components;
    this.elements = new Map();
    this.nextId = PAGE_ROOT_ID + 1;
    this.root = {
      kind: Kind.ELEMENT,
      element: null,
      tag: 'page',
      id: PAGE_ROOT_ID,
      parent: null,
      depth: 0,
      children: [],
      placed: [],
      json: null,
    };
    this.elements.set(PAGE_ROOT_ID, this.root);
    this.ops = [];
    this.freed = [];
    this.unplaced = new Set();
    this.removals = [];
    this.commits = [];
    this.saidTooDeep = false;
  }

  // Replaces what `node` (the root or a component) shows by `rendered`.
  show(node, rendered) {
    this.reconcile(node, childList(rendered));
  }

  // Ends a round of changes: the ops since the last call, in the order in which the view has to apply them.
  takeOps() {
    for (const element of this.unplaced) if (element.id !== 0) this.place(element);
    this.unplaced.clear();
    const ops = this.ops.concat(this.freed);
    this.ops = [];
    this.freed = [];
    return ops;
  }

  // Hooks of the last round: didUnmount of what went away comes before didMount and didUpdate.
  takeCommits() {
    const commits = this.removals.concat(this.commits);
    this.removals = [];
    this.commits = [];
    return commits;
  }

  // All ops that build the present tree in an empty view.
  snapshot() {
    const ops = [];
    const build = (node) => {
      if (node === null) return;
      if (node.kind === Kind.TEXT) {
        ops.push([Op.CREATE, node.id, '', node.text]);
        return;
      }
      if (node.kind === Kind.ELEMENT && node !== this.root) {
        ops.push([Op.CREATE, node.id, node.tag]);
        const props = node.element.props;
        for (const name of Object.keys(props)) {
          const value = attributeValue(name, props[name]);
          if (value !== null) ops.push([Op.ATTRIBUTE, node.id, attributeName(name), value]);
        }
        const listened = listenedEvents(props);
        if (listened.length > 0) ops.push([Op.LISTEN, node.id, listened]);
      }
      node.children.forEach(build);
      if (node.kind === Kind.ELEMENT) {
        const ids = hostIds(node.children, []);
        if (ids.length > 0) ops.push([Op.CHILDREN, node.id, ids]);
      }
    };
    build(this.root);
    return ops;
  }

  unmountAll() {
    for (const child of this.root.children) if (child !== null) this.unmount(child);
    this.root.children = [];
  }

  // ---- one list of children

  reconcile(parent, items) {
    const before = parent.children;
    const after = new Array(items.length);
    let changed = before.length !== items.length;
    let i = 0;
    const common = Math.min(before.length, items.length);
    for (; i < common; i += 1) {
      const item = items[i];
      if (before[i] === null ? !isEmpty(item) : isEmpty(item) || keyOf(item) !== before[i].key) break;
      if (before[i] === null) {
        after[i] = null;
      } else if (before[i].type === typeOf(item) || sameComponent(before[i].type, typeOf(item))) {
        after[i] = before[i];
        this.update(before[i], item);
      } else {
        this.unmount(before[i]);
        after[i] = this.mount(item, parent);
        changed = true;
      }
    }
    if (i < items.length || i < before.length) {
      changed = true;
      this.reconcileRest(parent, items, before, after, i);
    }
    parent.children = after;
    if (changed) this.markUnplaced(parent);
  }

  reconcileRest(parent, items, before, after, from) {
    const old = new Map();
    for (let i = from; i < before.length; i += 1) {
      const node = before[i];
      if (node === null) continue;
      const key = node.key === null ? i : 'k' + node.key;
      if (old.has(key)) this.unmount(node);
      else old.set(key, node);
    }
    const matched = new Array(items.length);
    for (let i = from; i < items.length; i += 1) {
      const item = items[i];
      if (isEmpty(item)) continue;
      const itemKey = keyOf(item);
      const key = itemKey === null ? i : 'k' + itemKey;
      const node = old.get(key);
      if (node === undefined) continue;
      const type = typeOf(item);
      if (node.type === type || sameComponent(node.type, type)) {
        matched[i] = node;
        old.delete(key);
      }
    }
    for (const node of old.values()) this.unmount(node);
    for (let i = from; i < items.length; i += 1) {
      if (matched[i] !== undefined) {
        after[i] = matched[i];
        this.update(matched[i], items[i]);
      } else {
        after[i] = isEmpty(items[i]) ? null : this.mount(items[i], parent);
      }
    }
  }

  // ---- one node

  mount(item, parent) {
    const type = typeOf(item);
    const element = isElement(item) ? item : null;
    const node = {
      kind: Kind.FRAGMENT,
      type,
      key: keyOf(item),
      element,
      parent,
      depth: parent.depth + 1,
      children: [],
      id: 0,
    };
    if (node.depth > MAX_DEPTH) {
      this.failTooDeep(node);
    } else if (type === TEXT_TYPE) {
      node.kind = Kind.TEXT;
      node.text = textOf(item);
      node.id = this.nextId++;
      this.ops.push([Op.CREATE, node.id, '', node.text]);
    } else if (typeof type === 'string') {
      this.mountElement(node);
    } else if (type === Fragment) {
      this.mountChildren(node, element === null ? item : childList(element.props.children));
    } else if (type instanceof ComponentType) {
      node.kind = Kind.COMPONENT;
      this.components.mount(node);
    } else if (typeof type === 'function') {
      node.kind = Kind.FUNCTION;
      node.host = null;
      this.mountChildren(node, this.renderFunction(node));
    } else {
      const what = type === undefined ? 'undefined' : typeof type;
      this.components.failed(node, new Error(`the template returned an element of unknown type (${what})`));
    }
    return node;
  }

  // said once: the same mistake usually repeats at every branch
  failTooDeep(node) {
    if (this.saidTooDeep) return;
    this.saidTooDeep = true;
    this.components.failed(
      node,
      new Error('the page is nested too deeply: does a template or component contain itself?'),
    );
  }

  mountElement(node) {
    node.kind = Kind.ELEMENT;
    node.tag = node.type;
    node.placed = [];
    node.json = null;
    node.id = this.nextId++;
    this.elements.set(node.id, node);
    this.ops.push([Op.CREATE, node.id, node.tag]);
    const props = node.element.props;
    for (const name of Object.keys(props)) this.setAttribute(node, name, props[name], true);
    const listened = listenedEvents(props);
    if (listened.length > 0) this.ops.push([Op.LISTEN, node.id, listened]);
    this.mountChildren(node, childList(props.children));
    this.place(node);
  }

  mountChildren(node, items) {
    node.children = items.map((item) => (isEmpty(item) ? null : this.mount(item, node)));
  }

  update(node, item) {
    if (node.kind === Kind.TEXT) {
      const text = textOf(item);
      if (text !== node.text) {
        node.text = text;
        this.ops.push([Op.TEXT, node.id, text]);
      }
      return;
    }
    if (!isElement(item)) {
      node.element = null;
      this.reconcile(node, item);
      return;
    }
    // A hoisted constant: nothing below it can differ.
    if (item === node.element) return;
    const before = node.element;
    if (node.kind === Kind.COMPONENT) {
      this.components.update(node, item);
      return;
    }
    node.element = item;
    if (node.kind === Kind.ELEMENT) {
      this.updateAttributes(node, before.props, item.props);
      this.reconcile(node, childList(item.props.children));
    } else if (node.kind === Kind.FRAGMENT) {
      this.reconcile(node, childList(item.props.children));
    } else {
      if (isPure(node.type) && shallowEqual(before.props, item.props)) {
        if (node.host !== null) node.host.props = item.props;
        return;
      }
      this.reconcile(node, this.renderFunction(node));
    }
  }

  unmount(node) {
    const unmountChildren = () => {
      for (const child of node.children) if (child !== null) this.unmount(child);
    };
    if (node.kind === Kind.COMPONENT) this.components.unmount(node, unmountChildren);
    else unmountChildren();
    if (node.id !== 0) {
      this.elements.delete(node.id);
      this.unplaced.delete(node);
      this.freed.push([Op.FREE, node.id]);
      node.id = 0;
    }
  }

  // A template that throws shows nothing; the rest of the page goes on.
  renderFunction(node) {
    const { type, element } = node;
    try {
      if (!isClass(type)) return childList(type(element.props));
      if (node.host === null) node.host = new type(element.props);
      node.host.props = element.props;
      return childList(node.host.render());
    } catch (error) {
      this.components.failed(node, error);
      return [];
    }
  }

  // ---- attributes and placement

  updateAttributes(node, before, after) {
    let listeners = false;
    for (const name of Object.keys(after)) {
      if (Object.is(before[name], after[name]) && typeof after[name] !== 'object') continue;
      if (eventOf(name) !== null) listeners = true;
      else if (crosses(before[name]) || crosses(after[name])) this.setAttribute(node, name, after[name], false);
    }
    for (const name of Object.keys(before)) {
      if (name in after) continue;
      if (eventOf(name) !== null) listeners = true;
      else if (crosses(before[name])) this.setAttribute(node, name, null, false);
    }
    if (!listeners) return;
    const now = listenedEvents(after);
    if (now.join() !== listenedEvents(before).join()) this.ops.push([Op.LISTEN, node.id, now]);
  }

  // Objects are compared as JSON: user code changes them in place and passes the same one again.
  setAttribute(node, name, raw, isNew) {
    if (!isAttribute(name)) return;
    const value = attributeValue(name, raw);
    if (value !== null && typeof value === 'object') {
      const json = JSON.stringify(value);
      if (node.json === null) node.json = new Map();
      if (node.json.get(name) === json) return;
      node.json.set(name, json);
    } else {
      if (node.json !== null) node.json.delete(name);
      if (value === null && isNew) return;
    }
    this.ops.push([Op.ATTRIBUTE, node.id, attributeName(name), value]);
  }

  markUnplaced(node) {
    let host = node;
    while (host.kind !== Kind.ELEMENT) {
      host = host.parent;
      if (host === null) return;
    }
    this.unplaced.add(host);
  }

  place(node) {
    const ids = hostIds(node.children, []);
    const before = node.placed;
    if (ids.length === before.length && ids.every((id, i) => id === before[i])) return;
    node.placed = ids;
    this.ops.push([Op.CHILDREN, node.id, ids]);
  }
}

function isAttribute(name) {
  return !NOT_ATTRIBUTES.has(name) && eventOf(name) === null;
}

function attributeName(name) {
  return name === 'className' ? 'class' : name;
}

function crosses(value) {
  return value !== undefined && value !== null && typeof value !== 'function' && typeof value !== 'symbol';
}

// null: the view does not get it. What crosses is JSON, as on a phone.
function attributeValue(name, value) {
  if (!crosses(value) || !isAttribute(name)) return null;
  if (typeof value === 'object') {
    try {
      return JSON.parse(JSON.stringify(value));
    } catch (error) {
      return null;
    }
  }
  return value;
}

function listenedEvents(props) {
  const types = new Set();
  for (const name of Object.keys(props)) {
    const event = eventOf(name);
    if (event !== null && (typeof props[name] === 'function' || event.stops)) types.add(event.type);
  }
  return Array.from(types).sort();
}

function hostIds(children, ids) {
  for (const child of children) {
    if (child === null) continue;
    if (child.id !== 0) ids.push(child.id);
    else hostIds(child.children, ids);
  }
  return ids;
}

function typeOf(item) {
  if (Array.isArray(item)) return Fragment;
  return isElement(item) ? item.type : TEXT_TYPE;
}

function keyOf(item) {
  return isElement(item) ? item.key : null;
}

function sameComponent(a, b) {
  return a instanceof ComponentType && b instanceof ComponentType && a.is === b.is;
}

function isClass(type) {
  return Boolean(type.prototype && typeof type.prototype.render === 'function');
}

function isPure(type) {
  return Boolean(type.prototype && type.prototype.isPureReactComponent);
}

// The element that holds `node` on screen: its parent across fragments and component borders.
export function hostParent(node) {
  let parent = node.parent;
  while (parent !== null && parent.kind !== Kind.ELEMENT) parent = parent.parent;
  return parent;
}
