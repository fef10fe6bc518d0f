// What compiled templates call; one copy is in each bundle. ES5, because the oldest phones run it as it is.
var React = self.React;
var createElement = React.createElement;
var has = Object.prototype.hasOwnProperty;
var placeholders = {};

exports.element = createElement;
exports.fragment = React.Fragment;

// A tag that the framework does not know here shows its children. In the worker no built-in tag exists, so there all are such.
function placeholder(tag) {
  if (!has.call(placeholders, tag)) {
    placeholders[tag] = function (props) {
      return props.children === undefined ? null : props.children;
    };
    placeholders[tag].displayName = tag;
  }
  return placeholders[tag];
}
exports.placeholder = placeholder;

// builtin("ScrollView")
exports.builtin = function (name) {
  return self.AFAppX[name] || placeholder(name);
};

// custom("/components/card/card"); only when something is rendered: before, the component may not be registered yet
exports.custom = function (is) {
  return self.AFAppX.getComponentClass(is);
};

// Expressions never throw on the way: member(a, "b", "c") is a.b.c, or undefined (null) where it stops. Nobody gets at code from text.
function member(value) {
  for (var i = 1; i < arguments.length && value !== null && value !== undefined; i++) {
    value = value[arguments[i]];
    if (value === Function) return undefined;
  }
  return value;
}
exports.member = member;

// method(a, "b", x, y) is a.b(x, y); what is no function is not called
exports.method = function (owner, name) {
  var called = member(owner, name);
  if (typeof called !== 'function') return undefined;
  var list = [];
  for (var i = 2; i < arguments.length; i++) list.push(arguments[i]);
  return called.apply(owner, list);
};

// invoke(f, x, y) is f(x, y)
exports.invoke = function (called) {
  if (typeof called !== 'function' || called === Function) return undefined;
  var list = [];
  for (var i = 1; i < arguments.length; i++) list.push(arguments[i]);
  return called.apply(undefined, list);
};

// Text of an expression between tags. React refuses objects as children.
exports.text = function (value) {
  if (value === null || value === undefined || typeof value === 'string') return value;
  try {
    return String(value);
  } catch (error) {
    return '';
  }
};

// a:for over an array (item, index), a number n (1 … n, 0 … n - 1) or an object (value, key)
exports.each = function (list, render) {
  var out = [];
  var i;
  if (!list) return null;
  if (Array.isArray(list)) {
    for (i = 0; i < list.length; i++) out.push(render(list[i], i));
  } else if (typeof list === 'number') {
    for (i = 0; i < list; i++) out.push(render(i + 1, i));
  } else if (typeof list === 'object') {
    for (i in list) if (has.call(list, i)) out.push(render(list[i], i));
  }
  return out;
};

// True when nothing would be shown: then a slot shows its own content.
function isEmpty(content) {
  return Array.isArray(content) ? content.every(isEmpty) : content === null || content === undefined || typeof content === 'boolean';
}

// <slot>: what the user of the component put there, or the slot's own content
exports.slot = function (data, name, fallback, scope) {
  var functions = data.$scopedSlots && data.$scopedSlots[name || '$default'];
  var content = data.$slots && data.$slots[name || '$default'];
  if (functions) {
    content = functions.map(function (render) {
      return render(scope || {});
    });
  }
  return isEmpty(content) ? fallback : content;
};

// scoped("title", function (scope) {…}, "", function …) → {title: [f], $default: [f]}
exports.scoped = function () {
  var slots = {};
  for (var i = 0; i < arguments.length; i += 2) {
    var name = arguments[i] || '$default';
    if (!has.call(slots, name)) slots[name] = [];
    slots[name].push(arguments[i + 1]);
  }
  return slots;
};

// What is no single element but goes into a named slot (<slot slot="a">, <block slot="a">) gets an element around it.
exports.slotted = function (name, content) {
  return isEmpty(content) ? null : createElement(placeholder('slot'), { slot: name }, content);
};

// Object.assign, which old phones lack
function merge(target) {
  for (var i = 1; i < arguments.length; i++) {
    for (var key in arguments[i]) if (has.call(arguments[i], key)) target[key] = arguments[i][key];
  }
  return target;
}
exports.merge = merge;

// <template name>: a function(data) with the component that renders it. Data travels as props whose names start with _, because React
// keeps key, ref and children for itself.
exports.template = function (name, render) {
  function Template(props) {
    React.PureComponent.call(this, props);
  }
  Template.prototype = Object.create(React.PureComponent.prototype);
  Template.prototype.constructor = Template;
  Template.prototype.render = function () {
    var data = {};
    for (var key in this.props) if (key.charAt(0) === '_') data[key.slice(1)] = this.props[key];
    var content = render.call(this.props.$context, data);
    return content === undefined ? null : content;
  };
  Template.displayName = name;
  render.Component = Template;
  return render;
};

// <template is>
exports.use = function (template, data, context, key) {
  if (!template || !template.Component) return null;
  var props = { $context: context, key: key };
  for (var name in data) if (has.call(data, name)) props['_' + name] = data[name];
  return createElement(template.Component, props);
};

// <import-sjs>: the default export; a module without one stands for itself
exports.sjs = function (module) {
  return module && module.__esModule && 'default' in module ? module.default : module;
};

// onTap="…" on a custom component
exports.event = function (context, name) {
  return context.$getComponentEventHandler ? context.$getComponentEventHandler(name) : undefined;
};

// ref="…" on a custom component: component2 only, and only in the worker
exports.reference = function (context, name) {
  return context.$getComRefHandler ? context.$getComRefHandler(name) : undefined;
};
