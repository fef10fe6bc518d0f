// 客户端的桥：bridge.call(方法, 参数) 返回 Promise。
// 在 App 里由 AlipayJSBridge 完成；在普通浏览器里用下面的替代实现，方便开发。
(function () {
  'use strict';

  var fallbacks = {
    toast: function (options) {
      var hint = document.createElement('div');
      hint.className = 'hint';
      hint.textContent = options.content;
      document.body.appendChild(hint);
      setTimeout(function () {
        hint.remove();
      }, options.duration || 2000);
      return {};
    },
    confirm: function (options) {
      return { ok: window.confirm([options.title, options.message].filter(Boolean).join('\n')) };
    },
    setTitle: function (options) {
      document.title = options.title;
      return {};
    },
    pushWindow: function (options) {
      location.href = options.url;
      return {};
    },
    popWindow: function () {
      history.back();
      return {};
    },
    getSystemInfo: function () {
      return { platform: '浏览器', model: navigator.platform, version: navigator.userAgent.split(' ').pop() };
    },
  };

  // App 注入得晚一些；一秒半还没有，就当是在浏览器里。
  var ready = new Promise(function (resolve) {
    if (window.AlipayJSBridge) {
      resolve(window.AlipayJSBridge);
      return;
    }
    document.addEventListener(
      'AlipayJSBridgeReady',
      function () {
        resolve(window.AlipayJSBridge);
      },
      { once: true }
    );
    var inApp = /AlipayClient|mPaaSClient|Nebula/i.test(navigator.userAgent);
    setTimeout(
      function () {
        resolve(window.AlipayJSBridge || null);
      },
      inApp ? 1500 : 200
    );
  });

  function call(name, options) {
    options = options || {};
    return ready.then(function (native) {
      if (!native) {
        if (!fallbacks[name]) {
          throw new Error(name + ' 只能在 App 里使用');
        }
        return fallbacks[name](options);
      }
      return new Promise(function (resolve, reject) {
        native.call(name, options, function (result) {
          if (result && result.error && result.error !== 0) {
            reject(new Error(result.errorMessage || name + ' 失败（' + result.error + '）'));
          } else {
            resolve(result || {});
          }
        });
      });
    });
  }

  window.bridge = {
    call: call,
    // App 里是 true，浏览器里是 false
    isNative: function () {
      return ready.then(Boolean);
    },
    // 启动参数：App 里来自 startupParams，浏览器里来自网址
    parameter: function (name) {
      return ready.then(function (native) {
        var startup = (native && native.startupParams) || {};
        return startup[name] || new URLSearchParams(location.search).get(name) || '';
      });
    },
  };
})();
