(function () {
  'use strict';

  var log = document.getElementById('log');

  function row(list, name, value) {
    var term = document.createElement('dt');
    var text = document.createElement('dd');
    term.textContent = name;
    text.textContent = value || '未知';
    list.append(term, text);
  }

  function showEnvironment() {
    var list = document.getElementById('environment');
    bridge
      .isNative()
      .then(function (native) {
        list.textContent = '';
        row(list, '容器', native ? 'App' : '浏览器');
        return bridge.call('getSystemInfo');
      })
      .then(function (info) {
        row(list, '平台', info.platform);
        row(list, '机型', info.model);
      })
      .catch(function (error) {
        row(list, '错误', error.message);
      });
  }

  var actions = {
    toast: function () {
      return bridge.call('toast', { content: '你好，离线包', duration: 2000 });
    },
    confirm: function () {
      return bridge.call('confirm', { title: '提问', message: '离线包好用吗？' }).then(function (result) {
        log.textContent = result.ok ? '你说：好用' : '你说：再看看';
      });
    },
    title: function () {
      return bridge.call('setTitle', { title: '现在 ' + new Date().toLocaleTimeString() });
    },
    open: function () {
      return bridge.call('pushWindow', { url: 'detail.html?from=index' });
    },
  };

  document.addEventListener('click', function (event) {
    var action = actions[event.target.dataset.action];
    if (!action) return;
    log.textContent = '';
    action().catch(function (error) {
      log.textContent = error.message;
    });
  });

  showEnvironment();
})();
