// The calls that only the host (the simulator page) can answer: toasts, dialogs, requests, custom JSAPIs.

export class Host {
  constructor(post, currentPageId) {
    this.post = post;
    this.currentPageId = currentPageId;
    this.lastId = 0;
    this.waiting = new Map();
  }

  // done(result): result.error is truthy when it failed
  call(name, params, done) {
    this.lastId += 1;
    const id = this.lastId;
    this.waiting.set(id, done);
    this.post({ t: 'call', id, name, params: plain(params), pageId: this.currentPageId() });
    return id;
  }

  // The answer of a call that is not wanted any more is dropped.
  forget(id) {
    this.waiting.delete(id);
  }

  answer(message) {
    const done = this.waiting.get(message.id);
    if (done === undefined) return;
    this.waiting.delete(message.id);
    done(message.result === undefined || message.result === null ? {} : message.result);
  }
}

// What crosses is JSON, as on a phone: no functions, no undefined.
export function plain(value) {
  if (value === undefined || value === null) return {};
  try {
    return JSON.parse(JSON.stringify(value));
  } catch (error) {
    return {};
  }
}
