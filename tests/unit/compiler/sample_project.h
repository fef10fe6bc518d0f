// A small mini-program in memory, for tests that need a whole one.
#pragma once

#include <memory>
#include <string>

#include "compiler/base/file_system.h"

namespace mpaas::test {

inline std::shared_ptr<MemoryFileSystem> sample_project(bool component2 = false) {
  auto files = std::make_shared<MemoryFileSystem>();
  files->write("mini.project.json", component2
                                        ? R"({"format":2,"compileOptions":{"component2":true}})"
                                        : R"({"format":2})");
  files->write("app.json", R"json({
  "pages": ["pages/index/index", "pages/about/about"],
  "window": {"defaultTitle": "Sample", "titleBarColor": "#1677ff"},
  "tabBar": {"textColor": "#333333", "items": [
    {"pagePath": "pages/index/index", "name": "Home", "icon": "image/home.png", "activeIcon": "image/home.png"},
    {"pagePath": "pages/about/about", "name": "About", "icon": "image/home.png", "activeIcon": "image/home.png"}]}
})json");
  files->write("app.js",
               "import { hello } from './utils/hello';\nApp({ onLaunch() { hello('app'); } });\n");
  files->write("app.acss", "@import './styles/base.acss';\npage { color: #333; }\n");
  files->write("styles/base.acss", ".row { padding: 24rpx; }\n");
  files->write("image/home.png", "not really a picture");
  files->write("utils/hello.js",
               "import data from './data.json';\nexport function hello(name) { return "
               "data.greeting + ' ' + name; }\n");
  files->write("utils/data.json", R"({"greeting":"hello"})");
  files->write("utils/format.sjs",
               "export default { upper: function (s) { return s.toUpperCase(); } };\n");
  files->write("templates/row.axml",
               R"(<template name="row"><view class="row">{{text}}</view></template>)");
  files->write("pages/index/index.json", R"({"usingComponents":{"card":"/components/card/card"}})");
  files->write("pages/index/index.axml",
               R"(<import src="/templates/row.axml"/>
<import-sjs from="../../utils/format.sjs" name="format"/>
<view a:for="{{items}}" a:key="id" onTap="tap" data-id="{{item.id}}">{{format.upper(item.name)}}</view>
<card title="{{title}}" onSelect="select"><text>inside</text></card>
<template is="row" data="{{text: title}}"/>
)");
  files->write("pages/index/index.js",
               "import { hello } from '../../utils/hello';\nPage({ data: { items: [{ id: 1, name: "
               "'one' }], title: hello('x') }, "
               "tap() {}, select() {} });\n");
  files->write("pages/index/index.acss", "view { margin: 1rpx; }\n");
  files->write("pages/about/about.json", "{}");
  files->write("pages/about/about.axml", "<view>about</view>\n");
  files->write("pages/about/about.js", "Page({});\n");
  files->write("components/card/card.json", R"({"component":true})");
  files->write("components/card/card.axml", "<view class=\"card\">{{title}}<slot/></view>\n");
  files->write("components/card/card.js", "Component({ props: { title: '' } });\n");
  files->write("components/card/card.acss", ".card { border-radius: 16rpx; }\n");
  return files;
}

}  // namespace mpaas::test
