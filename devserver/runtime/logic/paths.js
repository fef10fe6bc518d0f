// setData paths: `a.b[0].c`. Parsing is cached because the same few paths are used over and over. Writing copies
// every container on the way, so the previous data stays what it was (didUpdate compares the two, and the sharing
// makes unchanged branches cheap to skip).

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const CACHE_LIMIT = 2000;
const cache = new Map();

export function parsePath(text) {
  const known = cache.get(text);
  if (known) return known;
  const path = split(String(text));
  for (const key of path) {
    if (FORBIDDEN.has(key)) throw new Error(`setData refuses the path "${text}": "${key}" is not a data key`);
  }
  if (path.length === 0) throw new Error('setData needs a non-empty path');
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, path);
  return path;
}

// A bracket holds an array index or, quoted, a key; anything else in it is taken as a plain key.
function split(text) {
  const path = [];
  let start = 0;
  let i = 0;
  const take = (end) => {
    if (end > start) path.push(text.slice(start, end));
  };
  while (i < text.length) {
    const c = text[i];
    if (c === '.') {
      take(i);
      start = i += 1;
    } else if (c === '[') {
      const close = text.indexOf(']', i);
      if (close < 0) throw new Error(`setData path "${text}" has a "[" without "]"`);
      take(i);
      const inner = text.slice(i + 1, close).trim();
      if (/^\d+$/.test(inner)) path.push(Number(inner));
      else if (inner === '') throw new Error(`setData path "${text}" has an empty "[]"`);
      else path.push(inner.replace(/^(['"])(.*)\1$/, '$2'));
      start = i = close + 1;
    } else {
      i += 1;
    }
  }
  take(i);
  return path;
}

export function readPath(object, path) {
  let value = object;
  for (const key of path) {
    if (value === null || value === undefined) return undefined;
    value = value[key];
  }
  return value;
}

// `owned` remembers the containers this batch has copied already: they are ours, so a second path through them needs
// no new copy.
export function writePath(object, path, value, owned) {
  let container = object;
  for (let i = 0; i < path.length - 1; i += 1) {
    const key = path[i];
    let child = container[key];
    if (!owned || !owned.has(child)) {
      if (Array.isArray(child)) child = child.slice();
      else if (child !== null && typeof child === 'object') child = Object.assign({}, child);
      else child = typeof path[i + 1] === 'number' ? [] : {};
      if (owned) owned.add(child);
      container[key] = child;
    }
    container = child;
  }
  container[path[path.length - 1]] = value;
}

export function shallowEqual(a, b) {
  if (a === b) return true;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.prototype.hasOwnProperty.call(b, key) || !Object.is(a[key], b[key])) return false;
  }
  return true;
}
