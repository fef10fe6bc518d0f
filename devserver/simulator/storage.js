// What the app stored, kept per app id in this browser. The worker has a mirror; it tells us every change.
const prefix = 'mpaas:storage:';

export class AppStorage {
  constructor(appId) {
    this.name = prefix + appId;
    this.changed = () => {};
    try {
      this.values = JSON.parse(localStorage.getItem(this.name)) || {};
    } catch (error) {
      this.values = {};
    }
  }

  all() {
    return this.values;
  }

  apply({ op, key, value }) {
    const next = Object.assign({}, this.values);
    if (op === 'clear') for (const name of Object.keys(next)) delete next[name];
    else if (op === 'remove') delete next[key];
    else Object.defineProperty(next, key, { value, enumerable: true, writable: true, configurable: true });
    this.values = next;
    try {
      localStorage.setItem(this.name, JSON.stringify(next));
    } catch (error) {
      console.warn('storage is full; the change lives until the next reload', error);
    }
    this.changed();
  }
}
