// A value as a tree that opens on demand.
import { h } from '../dom.js';

const most = 500;

function preview(value) {
  if (value === null) return h('span', { class: 'v-null' }, 'null');
  if (value === undefined) return h('span', { class: 'v-null' }, 'undefined');
  if (typeof value === 'string') return h('span', { class: 'v-string' }, JSON.stringify(value));
  if (typeof value === 'number') return h('span', { class: 'v-number' }, String(value));
  if (typeof value === 'boolean') return h('span', { class: 'v-boolean' }, String(value));
  if (Array.isArray(value)) return h('span', { class: 'v-dim' }, 'Array(' + value.length + ')');
  const keys = Object.keys(value);
  return h('span', { class: 'v-dim' }, '{' + keys.slice(0, 4).join(', ') + (keys.length > 4 ? ', …' : '') + '}');
}

export function tree(name, value, open) {
  const label = name === null ? [] : [h('span', { class: 'v-key' }, name), h('span', { class: 'v-dim' }, ': ')];
  if (value === null || typeof value !== 'object') return h('div', { class: 'v-leaf' }, label, preview(value));
  const body = h('div', { class: 'v-children' });
  const details = h('details', { class: 'v-node' }, h('summary', {}, label, preview(value)), body);
  const fill = () => {
    if (body.childNodes.length) return;
    const keys = Object.keys(value);
    for (const key of keys.slice(0, most)) body.append(tree(key, value[key]));
    if (keys.length > most) body.append(h('div', { class: 'v-leaf v-dim' }, '… ' + (keys.length - most)));
  };
  details.fill = fill;
  details.dataset.key = name === null ? '' : name;
  details.addEventListener('toggle', fill, { once: true });
  if (open) {
    details.open = true;
    fill();
  }
  return details;
}

const childDetails = (node) =>
  (node.fill ? Array.from(node.lastChild.children) : Array.from(node.children)).filter((child) => child.localName === 'details');

// Which nodes below `root` are open, as keys joined from the top; reopen() opens the same ones in a tree that replaced it.
export function openKeys(root, prefix = '', found = new Set()) {
  for (const node of childDetails(root)) {
    const key = prefix + '\n' + node.dataset.key;
    if (node.open) openKeys(node, key, found.add(key));
  }
  return found;
}

export function reopen(root, keys, prefix = '') {
  for (const node of childDetails(root)) {
    const key = prefix + '\n' + node.dataset.key;
    node.open = keys.has(key);
    if (!node.open) continue;
    if (node.fill) node.fill();
    reopen(node, keys, key);
  }
}
