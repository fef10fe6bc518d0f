// The part of React that compiled templates touch: elements, fragments, children helpers and the base classes of
// template helpers. The bases are functions because helpers compiled to ES5 call them on their own `this`.

import { Fragment, createElement, isElement } from '../logic/elements.js';

function Component(props) {
  this.props = props;
}
Component.prototype.isReactComponent = {};

function PureComponent(props) {
  this.props = props;
}
PureComponent.prototype = Object.create(Component.prototype);
PureComponent.prototype.constructor = PureComponent;
PureComponent.prototype.isPureReactComponent = true;

function visit(children, each) {
  if (children === undefined || children === null) return;
  if (Array.isArray(children))
    children.forEach((child) => (Array.isArray(child) ? visit(child, each) : each(emptyToNull(child))));
  else each(emptyToNull(children));
}

function emptyToNull(child) {
  return child === undefined || typeof child === 'boolean' ? null : child;
}

const Children = {
  forEach(children, run) {
    let index = 0;
    visit(children, (child) => run(child, index++));
  },
  map(children, run) {
    if (children === undefined || children === null) return children;
    const list = [];
    Children.forEach(children, (child, index) => {
      const mapped = run(child, index);
      if (mapped !== null && mapped !== undefined) list.push(mapped);
    });
    return list;
  },
  toArray(children) {
    return Children.map(children, (child) => child) || [];
  },
  count(children) {
    let count = 0;
    Children.forEach(children, () => {
      count += 1;
    });
    return count;
  },
  only(children) {
    if (!isElement(children)) throw new Error('React.Children.only expects one element');
    return children;
  },
};

function cloneElement(element, config, ...children) {
  const props = Object.assign({}, element.props, config);
  if (props.key === undefined && element.key !== null) props.key = element.key;
  if (props.ref === undefined && element.ref !== null) props.ref = element.ref;
  return createElement(element.type, props, ...children);
}

export const React = {
  version: '16.6.0',
  Fragment,
  Children,
  Component,
  PureComponent,
  createElement,
  cloneElement,
  createFactory: (type) => createElement.bind(null, type),
  isValidElement: isElement,
};
