// `my`: what user code calls. Navigation, storage and system information are answered here, everything the user sees
// is done by the host.

import { BUILTIN_TAGS } from '../../appx/builtins.js';
import { serialize } from '../console.js';
import { plain } from '../host.js';
import { createAnimation } from './animation.js';
import { ApiError, asyncApi, hostFailure, localApi } from './api.js';
import { arrayBufferToBase64, base64ToArrayBuffer } from './base64.js';
import { createIntersectionObserver } from './intersection_observer.js';
import { CAPABILITIES, EVENTS, HOST_CALLS, UNSUPPORTED, UNSUPPORTED_OBJECTS } from './names.js';
import { addRequest } from './request.js';

export const SDK_VERSION = '2.8.5';
const INVALID_PARAMETER = 2;
const NOT_SUPPORTED = 3;
const TAGS = new Set(Object.keys(BUILTIN_TAGS).map((name) => BUILTIN_TAGS[name]));

export function createMy(runtime) {
  const { host, start, scope } = runtime;
  const guard = (callback, value) => {
    try {
      callback(value);
    } catch (error) {
      runtime.report(error, { where: 'a my.* callback' });
    }
  };
  const my = { SDKVersion: SDK_VERSION };
  const setTimeout = scope.setTimeout.bind(scope);

  for (const name of Object.keys(HOST_CALLS)) {
    my[name] = asyncApi(guard, (params, done) =>
      host.call(HOST_CALLS[name], params, (result) => done(result.error ? hostFailure(result) : result)),
    );
  }
  addUnsupported(my, runtime, guard);
  addNavigation(my, runtime, guard);
  addStorage(my, runtime, guard);
  addInformation(my, runtime, guard);
  addRequest(my, runtime, guard);
  addBridge(my, runtime, guard);

  my.createSelectorQuery = () => runtime.services.createSelectorQuery();
  my.createIntersectionObserver = (options) => createIntersectionObserver(runtime.router.top(), options);
  my.createAnimation = createAnimation;
  my.arrayBufferToBase64 = arrayBufferToBase64;
  my.base64ToArrayBuffer = base64ToArrayBuffer;
  my.nextTick = (callback) => {
    if (typeof callback === 'function') setTimeout(() => guard(callback), 0);
  };
  my.reportAnalytics = (name, data) =>
    host.call('remoteLog', { type: 'analytics', name, data: serialize(data) }, () => {});
  my.canIUse = (name) => canIUse(my, runtime, String(name));
  my.env = Object.freeze({
    USER_DATA_PATH: 'https://usr',
    platform: start.systemInfo ? start.systemInfo.platform : undefined,
    clientName: 'ap',
  });
  return my;
}

// navigateTo and its relatives, with urls relative to `base` (the page on top when undefined). As on a phone nothing
// moves before the caller has returned: a page may navigate in its own onLoad.
function navigation(runtime, guard, base) {
  const methods = {};
  for (const name of ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack']) {
    const move = (params) => {
      try {
        return Object.assign({ success: true }, runtime.router[name](params, base));
      } catch (error) {
        // a navigation that goes nowhere is easily overlooked, so it is said even if nobody listens for `fail`
        runtime.warn(`my.${name}: ${error.message}`);
        return new ApiError(INVALID_PARAMETER, error.message);
      }
    };
    methods[name] = asyncApi(guard, (params, done) => {
      Promise.resolve().then(() => done(move(params)));
    });
  }
  return methods;
}

function addNavigation(my, runtime, guard) {
  const { router } = runtime;
  Object.assign(my, navigation(runtime, guard, undefined));
  runtime.services.routerFor = (base) => navigation(runtime, guard, base);
  my.pageScrollTo = localApi(guard, (params) => {
    const page = router.top();
    if (page !== null)
      page.post({ t: 'scrollTo', scrollTop: params.scrollTop, selector: params.selector, duration: params.duration });
    return {};
  });
}

function addStorage(my, runtime, guard) {
  const { storage } = runtime;
  const operations = {
    set: 'setStorage',
    get: 'getStorage',
    remove: 'removeStorage',
    clear: 'clearStorage',
    info: 'getStorageInfo',
  };
  for (const method of Object.keys(operations)) {
    const name = operations[method];
    my[name] = localApi(guard, (params) => storage[method](params));
    my[`${name}Sync`] = (params) => {
      try {
        return storage[method](params !== null && typeof params === 'object' ? params : { key: params });
      } catch (error) {
        return { error: error.error, errorMessage: error.errorMessage };
      }
    };
  }
}

function addInformation(my, runtime, guard) {
  const { start } = runtime;
  const copy = (value) => JSON.parse(JSON.stringify(value === undefined ? {} : value));
  const pair = (name, read) => {
    my[name] = localApi(guard, read);
    my[`${name}Sync`] = read;
  };
  const system = () => copy(start.systemInfo);
  pair('getSystemInfo', system);
  const pick = (names) => () => {
    const info = system();
    const part = {};
    for (const name of names) if (info[name] !== undefined) part[name] = info[name];
    return part;
  };
  my.getWindowInfo = pick([
    'pixelRatio',
    'screenWidth',
    'screenHeight',
    'windowWidth',
    'windowHeight',
    'statusBarHeight',
    'safeArea',
    'titleBarHeight',
  ]);
  my.getAppBaseInfo = pick(['app', 'language', 'version', 'fontSizeSetting', 'theme']);
  pair('getSetting', () => ({ authSetting: {} }));
  my.getSystemSetting = () => ({});
  my.getAppAuthorizeSetting = () => ({});
  my.getAppIdSync = () => ({ appId: start.app.appId });
  my.getPluginIdSync = () => ({});
  my.getParentAppIdSync = () => ({});
  my.getAccountInfoSync = () => ({
    miniProgram: { appId: start.app.appId, envVersion: 'develop', version: start.app.version },
  });
  my.getLaunchOptionsSync = () => copy(runtime.launchOptions());
  my.getEnterOptionsSync = () => copy(runtime.launchOptions());
  pair('getExtConfig', () => {
    const appJson = runtime.scope.appXAppJson;
    return { data: copy((appJson && appJson.app && appJson.app.ext) || {}) };
  });
  my.getServerTime = localApi(guard, () => ({ time: Date.now() }));
  my.getBatteryInfoSync = () => ({ level: 100, isCharging: true });
  my.getMenuButtonBoundingClientRect = () => menuButton(system());
  my.getLeftButtonsBoundingClientRect = () => ({ backButton: {}, homeButton: {} });
}

// The capsule at the right of the navigation bar.
function menuButton(info) {
  const width = 87;
  const height = 32;
  const statusBar = info.statusBarHeight || 0;
  const titleBar = info.titleBarHeight || 44;
  const top = statusBar + Math.max(0, Math.floor((titleBar - height) / 2));
  const right = (info.windowWidth || 375) - 7;
  return { width, height, top, right, bottom: top + height, left: right - width };
}

// my.call, callSync, on, off and the my.onX family: the bridge to the container, for custom JSAPIs.
function addBridge(my, runtime, guard) {
  const listeners = new Map();
  const on = (event, listener) => {
    if (typeof listener !== 'function') return { remove() {} };
    if (!listeners.has(event)) listeners.set(event, new Set());
    listeners.get(event).add(listener);
    return { remove: () => off(event, listener) };
  };
  const off = (event, listener) => {
    if (listener === undefined) listeners.delete(event);
    else if (listeners.has(event)) listeners.get(event).delete(listener);
  };
  my.on = on;
  my.off = off;
  for (const event of EVENTS) {
    const name = event[0].toLowerCase() + event.slice(1);
    my[`on${event}`] = (listener) => {
      on(name, listener);
    };
    my[`off${event}`] = (listener) => off(name, listener);
  }
  Object.defineProperty(my, '$emit', {
    value: (event, data) => {
      const names = { appPause: 'appHide', appResume: 'appShow' };
      for (const name of [event, names[event]]) {
        for (const listener of Array.from(listeners.get(name) || [])) guard(listener, data === undefined ? {} : data);
      }
    },
  });

  my.call = (name, params, callback) => {
    const given = typeof params === 'function' ? {} : params;
    const done = typeof params === 'function' ? params : callback;
    if (typeof name !== 'string' || name === '') throw new Error('my.call needs the name of a JSAPI');
    if (typeof done !== 'function') {
      return new Promise((resolve, reject) => {
        runtime.host.call(name, given, (result) => (result.error ? reject(result) : resolve(result)));
      });
    }
    const id = runtime.host.call(name, given, (result) => guard(done, result));
    return { remove: () => runtime.host.forget(id) };
  };
  // A mock is the only one that can answer at once.
  my.callSync = (name) => {
    const { mock } = runtime.start;
    if (mock && Object.prototype.hasOwnProperty.call(mock, name)) return mockedResult(mock[name]);
    runtime.warn(`my.callSync("${name}") has no answer: add "${name}" to the mock file`);
    return { error: NOT_SUPPORTED, errorMessage: `"${name}" is not available in the simulator` };
  };
}

// The directives of the mock file ($error, $result, $delay), without the delay.
function mockedResult(entry) {
  const copy = plain({ entry }).entry;
  if (copy === null || typeof copy !== 'object' || Array.isArray(copy)) return copy;
  const { $error: error, $result: result, $delay: delay, ...rest } = copy;
  if (error === undefined) return result === undefined ? rest : result;
  if (typeof error === 'object') return Object.assign(rest, { error: 1, errorMessage: 'mocked error' }, error);
  return Object.assign(rest, {
    error: Number(error) || 1,
    errorMessage: typeof error === 'string' ? error : 'mocked error',
  });
}

function addUnsupported(my, runtime, guard) {
  const warned = new Set();
  const warn = (name, advice) => {
    if (warned.has(name)) return;
    warned.add(name);
    runtime.warn(`my.${name} is not supported in the simulator${advice}`);
  };
  for (const name of UNSUPPORTED) {
    my[name] = asyncApi(guard, (params, done) => {
      runtime.host.call(name, params, (result) => {
        if (!result.error) {
          done(result);
          return;
        }
        warn(name, `; add "${name}" to the mock file to answer it`);
        done(new ApiError(NOT_SUPPORTED, `my.${name} is not supported in the simulator`));
      });
    });
  }
  for (const name of UNSUPPORTED_OBJECTS) {
    my[name] = () => {
      warn(name, '; what is called on the object it returns does nothing');
      // not a promise
      return new Proxy(
        {},
        { get: (target, key) => (key === 'then' || typeof key === 'symbol' ? undefined : () => undefined) },
      );
    };
  }
}

// `api`, `api.parameter...`, a tag, `component2`. What only a mock could answer is not there.
function canIUse(my, runtime, name) {
  const [first, ...rest] = name.split('.');
  if (first === 'component2' && rest.length === 0) return Boolean(runtime.facade.AFAppX.compilerConfig.component2);
  if (CAPABILITIES.has(name)) return true;
  if (TAGS.has(first)) return true;
  return typeof my[first] === 'function' && !UNSUPPORTED.includes(first) && !UNSUPPORTED_OBJECTS.includes(first);
}
