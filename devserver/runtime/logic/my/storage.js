// my.*Storage*: a mirror of what the host keeps, so that the Sync calls need no round trip. Values are kept as JSON
// text. Limits as documented: 200 KB for one value (error 14), 10 MB for all (error 12).

import { ApiError } from './api.js';

const MAX_VALUE = 200 * 1024;
const MAX_TOTAL = 10 * 1024 * 1024;
const MISSING_PARAMETER = 2;
const TOTAL_EXCEEDED = 12;
const VALUE_EXCEEDED = 14;

export class Storage {
  // tell({op: 'set' | 'remove' | 'clear', key, value}): every change, for the host
  constructor(entries, tell) {
    this.values = new Map();
    this.tell = tell;
    this.size = 0;
    for (const key of Object.keys(entries || {})) this.put(key, String(entries[key]));
  }

  set({ key, data }) {
    requireKey(key);
    const text = JSON.stringify(data);
    const value = text === undefined ? 'null' : text;
    if (byteLength(value) > MAX_VALUE)
      throw new ApiError(VALUE_EXCEEDED, `the value of "${key}" is longer than 200 KB`);
    const before = this.values.get(key);
    const growth = sizeOf(key, value) - (before === undefined ? 0 : sizeOf(key, before));
    if (this.size + growth > MAX_TOTAL) throw new ApiError(TOTAL_EXCEEDED, 'the storage of this app is full (10 MB)');
    this.put(key, value);
    this.tell({ op: 'set', key, value });
    return { success: true };
  }

  get({ key }) {
    requireKey(key);
    const value = this.values.get(key);
    if (value === undefined) return { data: null, success: true };
    try {
      return { data: JSON.parse(value), success: true };
    } catch (error) {
      return { data: null, success: true };
    }
  }

  remove({ key }) {
    requireKey(key);
    const value = this.values.get(key);
    if (value !== undefined) {
      this.size -= sizeOf(key, value);
      this.values.delete(key);
      this.tell({ op: 'remove', key });
    }
    return { success: true };
  }

  clear() {
    this.values.clear();
    this.size = 0;
    this.tell({ op: 'clear' });
    return { success: true };
  }

  // A change made by the developer in the host's storage panel.
  changedByHost({ op, key, value }) {
    const { tell } = this;
    this.tell = () => {};
    try {
      if (op === 'set') this.set({ key, data: JSON.parse(value) });
      else if (op === 'remove') this.remove({ key });
      else if (op === 'clear') this.clear();
    } finally {
      this.tell = tell;
    }
  }

  // sizes in KB
  info() {
    return {
      keys: Array.from(this.values.keys()),
      currentSize: Math.ceil(this.size / 1024),
      limitSize: MAX_TOTAL / 1024,
      success: true,
    };
  }

  put(key, value) {
    const before = this.values.get(key);
    if (before !== undefined) this.size -= sizeOf(key, before);
    this.values.set(key, value);
    this.size += sizeOf(key, value);
  }
}

function requireKey(key) {
  if (typeof key !== 'string' || key === '')
    throw new ApiError(MISSING_PARAMETER, 'the parameter "key" is missing or is not a string');
}

function sizeOf(key, value) {
  return byteLength(key) + byteLength(value);
}

// UTF-8, without building the bytes
function byteLength(text) {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}
