#include "compiler/emit/index_html.h"

#include "compiler/base/text.h"

namespace mpaas::emit {
namespace {

// The framework's script tag has to be written exactly like this: on the home page the framework
// takes a snapshot of the document and removes that literal text from it. Clients before 10.1.8 do
// not know the #nebula-addcors mark.
constexpr std::string_view page = R"html(<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, user-scalable=0, viewport-fit=cover"/>
<link rel="manifest" href="manifest.json">
<link rel="stylesheet" href="https://appx/af-appx.min.css">
<style>
body{background:transparent}
.a-cp-loading{position:absolute;top:38%;left:50%;width:54px;margin-left:-27px;text-align:center;font-size:0}
.a-cp-dot{display:inline-block;width:9px;height:9px;margin:0 4.5px;border-radius:50%;background:#108ee9;animation:a-cp-blink 1s ease-in-out infinite}
.a-cp-dot+.a-cp-dot{animation-delay:.15s}
.a-cp-dot+.a-cp-dot+.a-cp-dot{animation-delay:.3s}
@keyframes a-cp-blink{0%,100%{opacity:.25}50%{opacity:1}}
</style>
</head>
<body>
<div id="__react-content"><div class="a-cp-loading"><i class="a-cp-dot"></i><i class="a-cp-dot"></i><i class="a-cp-dot"></i></div></div>
<script>
(function () {
  var match = navigator.userAgent.match(/AlipayClient\/(\d+)\.(\d+)\.(\d+)/);
  var version = match ? match[1] * 10000 + match[2] * 100 + +match[3] : 100105;
  var cors = version >= 100108;
  function load(name) {
    document.writeln('<script src="https://appx/' + name + (cors ? '#nebula-addcors" crossorigin>' : '">') + '</' + 'script>');
  }
  if (!self.Promise) load('es6-promise.min.js');
  load('af-appx.min.js');
})();
</script>
<script>if (self.ES6Promise && self.ES6Promise.polyfill) self.ES6Promise.polyfill();</script>
<script src="index.js"></script>
<script>
window.bootstrapApp({
  worker: 'index.worker.js?version={{md5}}',
  onReady: function (done) {
    function ready() { done({ bridge: window.AlipayJSBridge }); }
    if (window.AlipayJSBridge) ready(); else document.addEventListener('AlipayJSBridgeReady', ready);
  }
});
</script>
</body>
</html>
)html";

}  // namespace

std::string index_html(std::string_view worker_md5) {
  return text::replace_all(std::string(page), "{{md5}}", worker_md5);
}

}  // namespace mpaas::emit
