// What the container answers: the JSAPIs that need the phone. A mock of the same name wins; a name nobody knows fails with a
// message that says how to mock it.
import { copyText } from './dom.js';
import { say } from './strings.js';

const nothing = () => ({});
const fail = (error, errorMessage) => ({ error, errorMessage });

// handlers(params, { session, pageId })
const handlers = {
  showToast: ({ content, type, duration, ...rest }, { session }) =>
    session.dialogs.toast({ content: content === undefined ? rest.title : content, type, duration }),
  hideToast: (params, { session }) => session.dialogs.hideToast() || {},
  showLoading: (params, { session }) => session.dialogs.loading(params) || {},
  hideLoading: (params, { session }) => session.dialogs.hideLoading() || {},
  alert: (params, { session }) => session.dialogs.alert(params),
  confirm: (params, { session }) => session.dialogs.confirm(params),
  prompt: (params, { session }) => session.dialogs.prompt(params),
  actionSheet: (params, { session }) => session.dialogs.actionSheet(params),
  previewImage: ({ urls, current }, { session }) => {
    const list = Array.isArray(urls) ? urls : [];
    const source = session.resource(list[Number(current) || 0] || list[0] || '');
    return /^(https?:|data:image\/|blob:)/.test(source) ? session.dialogs.picture(source) : {};
  },
  setNavigationBar: (params, { bar }) => (bar ? bar.set(params) || {} : {}),
  showNavigationBarLoading: (params, { bar }) => (bar ? bar.loading(true) || {} : {}),
  hideNavigationBarLoading: (params, { bar }) => (bar ? bar.loading(false) || {} : {}),
  setOptionMenu: (params, { bar }) => (bar ? bar.setOption(params) || {} : {}),
  hideBackHome: (params, { bar }) => (bar ? bar.hideBackHome() || {} : {}),
  startPullDownRefresh: (params, { session, pageId }) => session.pages.send(pageId, { t: 'refresh-start' }) || {},
  stopPullDownRefresh: (params, { session, pageId }) => session.pages.send(pageId, { t: 'refresh-stop' }) || {},
  showTabBar: (params, { session }) => session.showTabBar(true),
  hideTabBar: (params, { session }) => session.showTabBar(false),
  setTabBarBadge: ({ index, text }, { session }) =>
    session.tabBar.badge(index, text === undefined ? '' : String(text)) ? {} : fail(2, 'no tab ' + index),
  removeTabBarBadge: ({ index }, { session }) => (session.tabBar.badge(index, null) ? {} : fail(2, 'no tab ' + index)),
  showTabBarRedDot: ({ index }, { session }) => (session.tabBar.badge(index, '') ? {} : fail(2, 'no tab ' + index)),
  hideTabBarRedDot: ({ index }, { session }) => (session.tabBar.badge(index, null) ? {} : fail(2, 'no tab ' + index)),
  setTabBarStyle: (params, { session }) => session.tabBar.style(params) || {},
  setTabBarItem: (params, { session }) => (session.tabBar.change(params.index, params) ? {} : fail(2, 'no tab ' + params.index)),
  datePicker: (params, { session }) => session.sheets.date(params),
  optionsSelect: (params, { session }) => session.sheets.options(params),
  setClipboard: async ({ text }, { session }) => {
    session.clipboard = String(text === undefined ? '' : text);
    await copyText(session.clipboard);
    return { success: true };
  },
  getClipboard: (params, { session }) => ({ text: session.clipboard || '' }),
  makePhoneCall: ({ number }, { session }) => session.dialogs.toast({ content: say('phoneCall', number === undefined ? '' : number) }),
  request: (params, { session }) => session.network.request(params),
  getNetworkType: () => ({
    networkAvailable: navigator.onLine,
    networkType: navigator.onLine ? 'WIFI' : 'NOTREACHABLE',
    networkInfo: 'WIFI',
  }),
  getLocation: () => ({ longitude: '120.126293', latitude: '30.274653', accuracy: '30', horizontalAccuracy: '30' }),
  getBatteryInfo: () => ({ level: 100, isCharging: true }),
  getScreenBrightness: () => ({ brightness: 0.8 }),
  setBackgroundColor: (params, { session, pageId }) =>
    session.pages.send(pageId, { t: 'window', window: { backgroundColor: params.backgroundColor } }) || {},
  chooseImage: ({ count }) => chooseFiles(Number(count) || 1),
  exitMiniProgram: (params, { session }) => session.pause(),
};
for (const name of [
  'hideKeyboard',
  'vibrate',
  'vibrateShort',
  'vibrateLong',
  'setKeepScreenOn',
  'setScreenBrightness',
  'setBackgroundTextStyle',
  'remoteLog',
  'reportAnalytics',
  'setCanPullDown',
  'hideShareMenu',
  'showShareMenu',
  'hideAddToDesktopMenu',
  'hideAllAddToDesktopMenu',
  'hideFavoriteMenu',
  'hideAllFavoriteMenu',
  'setVisualEffectOnCapture',
  'loadFontFace',
  'preloadSubPackage',
]) {
  handlers[name] = nothing;
}
const same = {
  httpRequest: 'request',
  showActionSheet: 'actionSheet',
  getAppLocation: 'getLocation',
  setNavigationBarTitle: 'setNavigationBar',
  setClipboardData: 'setClipboard',
};

function chooseFiles(count) {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'image/*';
    input.multiple = count > 1;
    input.addEventListener('cancel', () => resolve(fail(11, 'user cancel')));
    input.addEventListener('change', () => {
      const paths = Array.from(input.files)
        .slice(0, count)
        .map((file) => URL.createObjectURL(file));
      resolve({ apFilePaths: paths, filePaths: paths, tempFilePaths: paths });
    });
    input.click();
  });
}

export class Calls {
  constructor({ session, mocks, send }) {
    this.session = session;
    this.mocks = mocks;
    this.send = send;
    this.records = [];
    this.changed = () => {};
  }

  async answer({ name, params, pageId }) {
    const record = { name, params, pageId, state: 'pending', began: performance.now(), result: undefined, mocked: false, unknown: false };
    this.records.push(record);
    if (this.records.length > 500) this.records.shift();
    this.changed();
    let result;
    try {
      result = await this.run(record);
    } catch (error) {
      result = fail(2, String(error && error.message));
    }
    record.result = result;
    record.duration = Math.round(performance.now() - record.began);
    record.state = result && result.error ? 'failed' : 'done';
    this.changed();
    this.send({ type: 'jsapi', name, ok: record.state === 'done' });
    return result === undefined ? {} : result;
  }

  run(record) {
    const { name, params, pageId } = record;
    if (this.mocks.has(name)) {
      record.mocked = true;
      return this.mocks.answer(name);
    }
    const own = Object.prototype.hasOwnProperty.call(handlers, name)
      ? name
      : Object.prototype.hasOwnProperty.call(same, name)
        ? same[name]
        : '';
    if (!own) {
      record.unknown = true;
      return fail(1, say('unsupported', name));
    }
    const page = this.session.pages.page(pageId);
    return handlers[own](params || {}, { session: this.session, pageId, bar: page ? page.bar : null });
  }

  clear() {
    this.records = [];
    this.changed();
  }
}
