// Elements are what a template returns: {type, key, ref, props}, the shape that compiled templates expect of
// React.createElement. `type` is a built-in tag (string), Fragment, a ComponentType (custom component) or a function
// / class (template helpers).

export const ELEMENT = Symbol('element');
export const Fragment = Symbol('fragment');

// What getComponentClass() hands out: a name for a custom component, resolved when it is mounted.
export class ComponentType {
  constructor(is) {
    this.is = is;
  }
}

// The instance whose template is being run: elements remember it, so that a component's selector query sees only its
// own template.
let owner = null;

export function withOwner(instance, render) {
  const before = owner;
  owner = instance;
  try {
    return render();
  } finally {
    owner = before;
  }
}

export function createElement(type, config) {
  const props = {};
  let key = null;
  let ref = null;
  if (config !== null && config !== undefined) {
    for (const name of Object.keys(config)) {
      if (name === 'key') key = config.key === undefined ? null : String(config.key);
      else if (name === 'ref') ref = config.ref === undefined ? null : config.ref;
      else props[name] = config[name];
    }
  }
  const count = arguments.length - 2;
  if (count === 1) {
    props.children = arguments[2];
  } else if (count > 1) {
    const children = new Array(count);
    for (let i = 0; i < count; i += 1) children[i] = arguments[i + 2];
    props.children = children;
  }
  return { $$typeof: ELEMENT, type, key, ref, props, owner };
}

export function isElement(value) {
  return value !== null && typeof value === 'object' && value.$$typeof === ELEMENT;
}

// children as a list; null keeps its place in it, because identity of unkeyed children is their position
export function childList(children) {
  if (Array.isArray(children)) return children;
  return isEmpty(children) ? [] : [children];
}

export function isEmpty(value) {
  return value === null || value === undefined || typeof value === 'boolean';
}

export function textOf(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value);
    } catch (error) {
      return String(value);
    }
  }
  return String(value);
}
