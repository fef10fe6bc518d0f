// Answers from the mock file: {"apiName": value} or {"apiName": {"$delay": ms, "$error": code | {error, errorMessage}, …result}}.
export class Mocks {
  constructor() {
    this.table = {};
  }

  async load() {
    try {
      const response = await fetch('./api/mock', { headers: { accept: 'application/json' } });
      if (response.ok) this.set(await response.json());
    } catch (error) {
      this.set({});
    }
  }

  set(table) {
    this.table = table && typeof table === 'object' ? table : {};
  }

  has(name) {
    return Object.prototype.hasOwnProperty.call(this.table, name);
  }

  async answer(name) {
    const entry = this.table[name];
    if (!entry || typeof entry !== 'object' || Array.isArray(entry)) return entry;
    if (Number(entry.$delay) > 0) await new Promise((resolve) => setTimeout(resolve, Number(entry.$delay)));
    const result = {};
    for (const key of Object.keys(entry)) if (key[0] !== '$') result[key] = entry[key];
    if (entry.$error) {
      const error = entry.$error;
      return Object.assign(
        result,
        typeof error === 'object'
          ? { error: error.error || 1, errorMessage: error.errorMessage || error.message || 'mocked error' }
          : { error: Number(error) || 1, errorMessage: typeof error === 'string' ? error : 'mocked error' },
      );
    }
    return '$result' in entry ? entry.$result : result;
  }
}
