// rich-text: a list of nodes, or an HTML string, shown with a fixed set of harmless tags and attributes; never innerHTML.
import { Element, make } from './element.js';
import { decodeEntities, htmlNodes } from './html_nodes.js';

const allowedTags = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em ' +
    'fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span strong sub sup ' +
    'table tbody td tfoot th thead tr tt u ul'
  ).split(' '),
);
const allowedAttributes = {
  img: ['alt', 'src', 'height', 'width'],
  ol: ['start', 'type'],
  table: ['width'],
  td: ['colspan', 'rowspan', 'height', 'width'],
  th: ['colspan', 'rowspan', 'height', 'width'],
  col: ['span', 'width'],
  colgroup: ['span', 'width'],
  bdo: ['dir'],
  font: ['color', 'size', 'face'],
};
const deepest = 64;
const spaces = { nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003' };

export class RichText extends Element {
  build() {
    return make('div');
  }

  setChildren(nodes) {
    this.children = nodes;
  }

  update(changed) {
    if (!changed.has('nodes') && !changed.has('space')) return;
    const nodes = this.props.nodes;
    const list = typeof nodes === 'string' ? htmlNodes(nodes) : Array.isArray(nodes) ? nodes : [];
    this.decodes = typeof nodes !== 'string';
    this.root.replaceChildren(...this.render(list, 0));
  }

  render(list, depth) {
    const made = [];
    if (depth > deepest || !Array.isArray(list)) return made;
    for (const node of list) {
      if (!node || typeof node !== 'object') continue;
      if (node.type === 'text') {
        let text = String(node.text === undefined ? '' : node.text);
        if (this.decodes) text = decodeEntities(text);
        const space = spaces[this.props.space];
        made.push(document.createTextNode(space ? text.replace(/ /g, space) : text));
        continue;
      }
      const name = String(node.name || '').toLowerCase();
      if (!allowedTags.has(name)) {
        if (!/^(script|style|iframe|object|embed|template|noscript|textarea|select|title|svg|math)$/.test(name))
          made.push(...this.render(node.children, depth + 1));
        continue;
      }
      const element = document.createElement(name);
      this.attributes(element, name, node.attrs || {});
      element.append(...this.render(node.children, depth + 1));
      made.push(element);
    }
    return made;
  }

  attributes(element, name, attrs) {
    const allowed = allowedAttributes[name] || [];
    for (const key of Object.keys(attrs)) {
      const attribute = key.toLowerCase();
      const value = String(attrs[key]);
      if (attribute === 'class') element.className = value;
      else if (attribute === 'style')
        element.style.cssText = value.replace(/(-?[\d.]+)rpx/g, (all, count) => Math.floor((count / 750) * this.view.width) + 'px');
      else if (attribute === 'src' && name === 'img') element.src = this.view.resolve(value);
      else if (allowed.indexOf(attribute) >= 0) element.setAttribute(attribute, value);
    }
  }
}
