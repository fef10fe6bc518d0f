// my.request: goes through the dev server, so CORS does not matter, and is written down for the Network panel. The worker has
// already encoded the body; it also decodes the answer.
const most = 500;

export class Network {
  constructor() {
    this.records = [];
    this.changed = () => {};
  }

  async request({ url, method, headers, data, encoding, timeout, responseType }) {
    const record = {
      method,
      url,
      requestHeaders: headers,
      body: encoding === 'base64' ? '[base64]' : data,
      status: 0,
      state: 'pending',
      began: performance.now(),
      duration: 0,
      size: 0,
    };
    this.records.push(record);
    if (this.records.length > most) this.records.shift();
    this.changed();
    const answer = await this.exchange({ url, method, headers, data, encoding, timeout, responseType });
    record.duration = Math.round(performance.now() - record.began);
    if (answer.error) {
      const message = String(answer.message || answer.errorMessage || answer.error);
      Object.assign(record, { state: 'failed', error: message });
      this.changed();
      return { error: answer.error, errorMessage: message };
    }
    const text = answer.data === undefined ? '' : answer.data;
    Object.assign(record, {
      state: 'done',
      status: answer.status,
      responseHeaders: answer.headers,
      response: answer.encoding === 'base64' ? '[base64] ' + String(text).slice(0, 200) : text,
      size: String(text).length,
    });
    this.changed();
    return { status: answer.status, headers: answer.headers || {}, data: text, encoding: answer.encoding };
  }

  async exchange(request) {
    try {
      const response = await fetch('./api/request', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      const text = await response.text();
      try {
        return JSON.parse(text);
      } catch (error) {
        return { error: 12, message: 'the dev server answered ' + response.status };
      }
    } catch (error) {
      return { error: 12, message: String(error.message) };
    }
  }

  clear() {
    this.records = [];
    this.changed();
  }
}
