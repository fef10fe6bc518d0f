(function () {
  'use strict';

  bridge.parameter('from').then(function (from) {
    if (from) document.getElementById('from').textContent = from;
  });
  document.getElementById('back').addEventListener('click', function () {
    bridge.call('popWindow');
  });
})();
