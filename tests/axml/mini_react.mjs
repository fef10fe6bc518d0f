// As much of React and of the framework as templates touch: createElement makes a tree, show() writes it down as markup. Like React it
// refuses objects as children.
export const Fragment = Symbol('Fragment');

export function createElement(type, config, ...children) {
  const { key, ref, ...props } = config ?? {};
  if (children.length === 1) [props.children] = children;
  else if (children.length > 1) props.children = children;
  return { element: true, type, key: key === undefined ? null : String(key), ref: ref ?? null, props };
}

export class PureComponent {
  constructor(props) {
    this.props = props;
  }
}
// Templates call it as a function on their own `this`, as ES5 classes do.
export function PureComponentFunction(props) {
  this.props = props;
}
PureComponentFunction.prototype.isPureReactComponent = true;

export const React = { createElement, Fragment, PureComponent: PureComponentFunction };

const flat = (children) => (Array.isArray(children) ? children.flatMap(flat) : [children]);

// components: `is` → {render, data?, legacy?}; contexts get handlers that only say what they were asked for.
export function makeContext(name, { component2 = false } = {}) {
  const context = {
    name,
    $getEventHandler: (handler) => (handler === true ? true : typeof handler === 'string' ? `[${name}.${handler}]` : null),
    $getRefHandler: (id) => `[${name}#${id}]`,
    $getComponentEventHandler: (handler) => `[${name}:${handler}]`,
  };
  if (component2) context.$getComRefHandler = (handler) => `[${name}&${handler}]`;
  return context;
}

export class Framework {
  constructor(components = {}) {
    this.components = components;
    this.classes = new Map();
    this.AFAppX = { getComponentClass: (is) => this.componentClass(is) };
    for (const name of ['View', 'Text', 'Image', 'Button', 'Input', 'ScrollView', 'Swiper', 'SwiperItem']) this.AFAppX[name] = name;
  }

  componentClass(is) {
    if (!(is in this.components)) throw new Error(`Can no find Component ${is}`);
    if (!this.classes.has(is)) this.classes.set(is, { is });
    return this.classes.get(is);
  }

  // [V] direct children are grouped by their prop `slot`; arrays among them are looked into, fragments are not
  slots(children) {
    const slots = {};
    if (children === undefined) return slots;
    for (const child of flat(children)) {
      const name = child?.element && child.props.slot ? child.props.slot : '$default';
      (slots[name] ??= []).push(child === undefined || typeof child === 'boolean' ? null : child);
    }
    return slots;
  }

  show(node) {
    if (node === null || node === undefined || typeof node === 'boolean') return '';
    if (typeof node === 'string' || typeof node === 'number') return String(node);
    if (Array.isArray(node)) return node.map((each) => this.show(each)).join('');
    if (!node.element) throw new Error('Objects are not valid as a React child');
    const { type, props } = node;
    if (type === Fragment) return node.key === null ? this.show(props.children) : `<@${node.key}>${this.show(props.children)}</>`;
    if (typeof type === 'function') {
      if (type.prototype?.isPureReactComponent) return this.show(new type(props).render());
      return this.show(type(props));
    }
    if (type?.is) {
      const { children, slot, $scopedSlots = {}, ...rest } = props;
      const definition = this.components[type.is];
      const data = { $id: 1, ...rest, $slots: this.slots(children), $scopedSlots, ...definition.data };
      return `<${type.is}${this.attributes(node, rest)}>${this.show(definition.render.call(makeContext(type.is), data))}</>`;
    }
    const { children, ...rest } = props;
    const inside = this.show(children);
    return inside === '' ? `<${type}${this.attributes(node, rest)}/>` : `<${type}${this.attributes(node, rest)}>${inside}</${type}>`;
  }

  attributes(node, props) {
    let out = node.key === null ? '' : ` @${node.key}`;
    if (node.ref) out += ` &${node.ref}`;
    for (const [name, value] of Object.entries(props)) out += ` ${name}=${typeof value === 'function' ? 'function' : JSON.stringify(value)}`;
    return out;
  }
}
