// my.request and its older name my.httpRequest. The host sends it (through the dev server), here the body is written
// and the answer read.

import { ApiError, asyncApi } from './api.js';
import { arrayBufferToBase64, base64ToArrayBuffer } from './base64.js';

const DEFAULT_TIMEOUT = 30000;
const INVALID_PARAMETER = 2;
const NETWORK = 12;
const TIMEOUT = 13;
const DECODE = 14;
const HTTP_STATUS = 19;
const ABORTED = 9;

export function addRequest(my, runtime, guard) {
  const start = (options, legacy) => {
    let id = null;
    let finish = null;
    const api = asyncApi(guard, (params, done) => {
      finish = done;
      const request = writeRequest(params);
      if (request instanceof ApiError) {
        done(request);
        return;
      }
      id = runtime.host.call('request', request, (result) => {
        finish = null;
        done(readResponse(result, params, legacy));
      });
    });
    const promise = api(options);
    const task = promise === undefined ? {} : promise;
    task.abort = () => {
      if (finish === null || id === null) return;
      runtime.host.forget(id);
      finish(new ApiError(ABORTED, 'the request was aborted'));
      finish = null;
    };
    return task;
  };
  my.request = (options) => start(options, false);
  my.httpRequest = (options) => start(options, true);
}

function writeRequest(params) {
  if (typeof params.url !== 'string' || !/^https?:\/\//i.test(params.url)) {
    return new ApiError(INVALID_PARAMETER, 'the parameter "url" has to be an http or https address');
  }
  const method = String(params.method || 'GET').toUpperCase();
  const headers = {};
  for (const name of Object.keys(params.headers || params.header || {})) {
    headers[name.toLowerCase()] = String((params.headers || params.header)[name]);
  }
  const request = {
    url: params.url,
    method,
    headers,
    timeout: Number(params.timeout) > 0 ? Number(params.timeout) : DEFAULT_TIMEOUT,
    responseType: params.dataType === 'arraybuffer' || params.dataType === 'base64' ? 'base64' : 'text',
  };
  const { data } = params;
  if (data === undefined || data === null) return request;
  if (method === 'GET' || method === 'HEAD') {
    const query = typeof data === 'object' ? formEncode(data) : String(data);
    if (query !== '') request.url += (request.url.includes('?') ? '&' : '?') + query;
    return request;
  }
  if (data instanceof ArrayBuffer) {
    request.data = arrayBufferToBase64(data);
    request.encoding = 'base64';
    return request;
  }
  const type = headers['content-type'] || 'application/json';
  headers['content-type'] = type;
  if (typeof data === 'string') request.data = data;
  else request.data = type.includes('x-www-form-urlencoded') ? formEncode(data) : JSON.stringify(data);
  return request;
}

function formEncode(data) {
  const pairs = [];
  for (const name of Object.keys(data)) {
    const value = data[name];
    if (value === undefined) continue;
    const text = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
    pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
  }
  return pairs.join('&');
}

function readResponse(result, params, legacy) {
  if (result.error) {
    const text = String(result.errorMessage || result.message || 'the request failed');
    const known = typeof result.error === 'number' && result.error > 2 ? result.error : null;
    return new ApiError(known !== null ? known : /time(d )?out/i.test(text) ? TIMEOUT : NETWORK, text);
  }
  const status = Number(result.status);
  const response = { data: result.data, status, headers: result.headers || {}, success: true };
  const dataType = params.dataType || 'json';
  if (dataType === 'arraybuffer') {
    response.data = result.encoding === 'base64' ? base64ToArrayBuffer(result.data || '') : result.data;
  } else if (dataType === 'json' && typeof result.data === 'string') {
    try {
      response.data = JSON.parse(result.data);
    } catch (error) {
      if (status < 400) return new ApiError(DECODE, 'the answer is not JSON; ask for dataType "text"');
    }
  }
  if (legacy && status >= 400) return new ApiError(HTTP_STATUS, `http status ${status}`);
  return response;
}
