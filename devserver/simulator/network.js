// my.request: goes through the dev server, so CORS does not matter, and is written down for the Network panel.
const timeoutDefault = 30000;

function encodeBody(method, headers, data) {
  if (data === undefined || data === null || typeof data === 'string') return data === undefined || data === null ? '' : data;
  const type = Object.keys(headers).find((name) => name.toLowerCase() === 'content-type');
  if (type && /urlencoded/i.test(headers[type])) return new URLSearchParams(data).toString();
  return JSON.stringify(data);
}

function withQuery(url, data) {
  if (!data || typeof data !== 'object' || !Object.keys(data).length) return url;
  const query = Object.keys(data).map((key) => encodeURIComponent(key) + '=' + encodeURIComponent(typeof data[key] === 'object' ? JSON.stringify(data[key]) : String(data[key])));
  const [address, hash] = url.split('#');
  return address + (address.indexOf('?') < 0 ? '?' : '&') + query.join('&') + (hash ? '#' + hash : '');
}

export class Network {
  constructor() {
    this.records = [];
    this.changed = () => {};
  }

  async request(params) {
    const method = String(params.method || 'GET').toUpperCase();
    const headers = Object.assign({}, params.headers || params.header);
    const url = method === 'GET' || method === 'HEAD' ? withQuery(String(params.url || ''), params.data) : String(params.url || '');
    const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
    if (!hasType && params.data && typeof params.data === 'object') headers['content-type'] = 'application/json';
    const body = method === 'GET' || method === 'HEAD' ? '' : encodeBody(method, headers, params.data);
    const record = { method, url, requestHeaders: headers, body, status: 0, state: 'pending', began: performance.now(), duration: 0, size: 0 };
    this.records.push(record);
    if (this.records.length > 500) this.records.shift();
    this.changed();
    const binary = params.dataType === 'arraybuffer' || params.dataType === 'base64' || params.responseType === 'arraybuffer';
    const answer = await this.exchange({ url, method, headers, data: body, timeout: Number(params.timeout) || timeoutDefault, responseType: binary ? 'arraybuffer' : 'text' });
    record.duration = Math.round(performance.now() - record.began);
    if (answer.error) {
      Object.assign(record, { state: 'failed', error: answer.message || String(answer.error) });
      this.changed();
      return { error: typeof answer.error === 'number' ? answer.error : 12, errorMessage: answer.message || String(answer.error) };
    }
    Object.assign(record, { state: 'done', status: answer.status, responseHeaders: answer.headers, response: answer.encoding === 'base64' ? '[base64] ' + String(answer.data).slice(0, 2000) : answer.data, size: String(answer.data || '').length });
    this.changed();
    let data = answer.data;
    if (answer.encoding !== 'base64' && (params.dataType === undefined || params.dataType === 'json' || params.dataType === 'JSON')) {
      try {
        data = JSON.parse(data);
      } catch (error) {
        if (params.dataType) return { error: 14, errorMessage: 'the answer is not JSON', status: answer.status };
      }
    }
    return { status: answer.status, statusCode: answer.status, headers: answer.headers || {}, header: answer.headers || {}, data, encoding: answer.encoding };
  }

  async exchange(request) {
    try {
      const response = await fetch('./api/request', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) });
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
