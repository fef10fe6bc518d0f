// Takes from user code what it does not have on a phone: code from strings and every way around my.*. The runtime
// keeps its own references.

const HIDDEN =
  'fetch XMLHttpRequest WebSocket EventSource WebTransport BroadcastChannel Cache CacheStorage caches indexedDB IDBCursor IDBDatabase ' +
  'IDBFactory IDBIndex IDBKeyRange IDBObjectStore IDBOpenDBRequest IDBRequest IDBTransaction FileReader FileReaderSync FormData MessageChannel ' +
  'MessagePort Request Response Headers Worker SharedWorker postMessage onmessage close navigator';

export function lockDown(scope) {
  for (const name of HIDDEN.split(' ')) hide(scope, name, undefined);
  hide(scope, 'eval', null);
  const locked = function Function() {
    const body = arguments.length === 0 ? '' : String(arguments[arguments.length - 1]);
    // the idiom by which libraries look for the global object
    if (/^\s*return this;?\s*$/.test(body)) return () => ({});
    throw new Error('code from strings is not available in a mini-program');
  };
  const original = scope.Function;
  if (typeof original === 'function') {
    locked.prototype = original.prototype;
    hide(original.prototype, 'constructor', locked);
    hide(scope, 'Function', locked);
  }
  for (const name of ['setTimeout', 'setInterval']) {
    const start = scope[name];
    if (typeof start !== 'function') continue;
    hide(scope, name, (run, ...rest) => {
      if (typeof run !== 'function') throw new Error(`${name} needs a function`);
      return start.call(scope, run, ...rest);
    });
  }
}

function hide(owner, name, value) {
  if (value === undefined && !(name in owner)) return;
  try {
    Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });
  } catch (error) {
    // a property that cannot be redefined stays
  }
}
