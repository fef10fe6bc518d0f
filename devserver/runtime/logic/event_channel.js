// The line between a page and the page that opened it: my.navigateTo({events}), getOpenerEventChannel().

export class EventChannel {
  constructor(listeners) {
    this.listeners = new Map();
    for (const name of Object.keys(listeners || {})) this.on(name, listeners[name]);
  }

  on(name, listener) {
    if (typeof listener !== 'function') return;
    if (!this.listeners.has(name)) this.listeners.set(name, []);
    this.listeners.get(name).push({ listener, once: false });
  }

  once(name, listener) {
    this.on(name, listener);
    const entries = this.listeners.get(name);
    if (entries !== undefined) entries[entries.length - 1].once = true;
  }

  off(name, listener) {
    const entries = this.listeners.get(name);
    if (entries === undefined) return;
    this.listeners.set(name, listener === undefined ? [] : entries.filter((entry) => entry.listener !== listener));
  }

  emit(name, ...args) {
    const entries = this.listeners.get(name);
    if (entries === undefined) return;
    this.listeners.set(
      name,
      entries.filter((entry) => !entry.once),
    );
    for (const entry of entries) entry.listener(...args);
  }
}
