// console.* of user code goes to the developer's panel too.

const LEVELS = ['log', 'info', 'warn', 'error', 'debug'];
const MAX_TEXT = 20000;
const MAX_DEPTH = 6;
const MAX_ITEMS = 200;

export function forwardConsole(scope, post) {
  const original = scope.console;
  const forwarded = Object.assign({}, original);
  for (const level of LEVELS) {
    const print = original && typeof original[level] === 'function' ? original[level].bind(original) : () => {};
    forwarded[level] = (...args) => {
      print(...args);
      const message = { t: 'log', level, args: args.map((arg) => serialize(arg)) };
      const at = caller(new Error().stack);
      if (at) message.at = at;
      post(message);
    };
  }
  Object.defineProperty(scope, 'console', { value: forwarded, writable: true, configurable: true });
}

// The line of a stack trace that tells who called console; engines differ in whether the error itself comes first.
function caller(stack) {
  const lines = typeof stack === 'string' ? stack.split('\n') : [];
  return (lines[/^Error/.test(lines[0]) ? 2 : 1] || '').trim().slice(0, 300);
}

// A copy that can cross to another thread: errors become their stack, functions their name, cycles and depths a mark.
export function serialize(value, depth = 0, seen = new Set()) {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`;
  if (typeof value !== 'object') return String(value);
  if (isError(value)) return String(value.stack || value);
  if (seen.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? '[array]' : '[object]';
  seen.add(value);
  try {
    const kind = Object.prototype.toString.call(value);
    if (kind === '[object Map]') return { '[Map]': serialize(Array.from(value), depth + 1, seen) };
    if (kind === '[object Set]') return { '[Set]': serialize(Array.from(value), depth + 1, seen) };
    if (kind === '[object Date]') return value.toString();
    if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => serialize(item, depth + 1, seen));
    const copy = {};
    for (const key of Object.keys(value).slice(0, MAX_ITEMS)) {
      if (key !== '__proto__') copy[key] = serialize(value[key], depth + 1, seen);
    }
    return copy;
  } catch (error) {
    return `[${error.message}]`;
  } finally {
    seen.delete(value);
  }
}

function isError(value) {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}
