#include "compiler/project/project.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "compiler/source/line_index.h"

using namespace mpaas;

namespace {

// Names and contents of the files of a project.
using Files = std::vector<std::pair<std::string, std::string>>;

struct Loaded {
  std::optional<project::Project> project;
  std::vector<std::string> diagnostics;  // "path:line:column E1003 message | hint | fix"
};

Loaded load(const Files& files) {
  MemoryFileSystem memory;
  for (const auto& [path, content] : files) {
    memory.write(path, content);
  }
  diag::List list;
  Loaded out;
  out.project = project::load(memory, list);
  for (const diag::Diagnostic& item : list.items) {
    std::string line;
    if (item.at.source) {
      const Position at = LineIndex(item.at.source->text).position(item.at.span.begin);
      line = fmt::format("{}:{}:{} ", item.at.source->path, at.line, at.column);
    }
    line += fmt::format("{} {}", diag::label(item.code), item.message);
    if (!item.hint.empty()) {
      line += " | " + item.hint;
    }
    if (item.fix) {
      line += " | " + item.fix->replacement;
    }
    out.diagnostics.push_back(std::move(line));
  }
  return out;
}

Files with_page(std::string app_json) {
  return {{"app.json", std::move(app_json)},
          {"app.js", "App({})"},
          {"pages/index/index.axml", "<view/>"},
          {"pages/index/index.js", "Page({})"}};
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a plain project loads") {
  Files files = with_page(R"({
  "pages": ["pages/index/index", "/pages/me/me"],
  "window": {"defaultTitle": "Shop", "titleBarColor": "#F5F5F9"},
  "usingComponents": {"card": "/components/card/card"},
  "tabBar": {"textColor": "#999", "items": [{"pagePath": "pages/me/me", "name": "Me", "icon": "/image/me.png"}]},
  "subPackages": [{"root": "sub", "pages": ["pages/a"]}]
})");
  files.insert(files.end(), {{"pages/me/me.axml", ""},
                             {"pages/me/me.js", ""},
                             {"pages/me/me.acss", ""},
                             {"pages/me/me.json",
                              R"({"usingComponents": {"item": "./item"}, "component": true})"},
                             {"sub/pages/a.axml", ""},
                             {"sub/pages/a.js", ""},
                             {"image/me.png", "PNG"},
                             {"app.acss", ""},
                             {"mini.project.json",
                              R"({"format": 2, "appId": "2021000000000001", "version": "1.2.0.0",
                     "compileOptions": {"component2": true, "resolveAlias": {"@": "./src", "~": "/lib"}}})"}});
  const Loaded loaded = load(files);
  CHECK(loaded.diagnostics.empty());
  REQUIRE(loaded.project);
  const project::Project& project = *loaded.project;
  CHECK(project.app_id == "2021000000000001");
  CHECK(project.version == "1.2.0.0");
  CHECK(project.name == "Shop");
  CHECK(project.component2);
  CHECK(project.script_file == "app.js");
  CHECK(project.style_file == "app.acss");
  REQUIRE(project.aliases.size() == 2);
  CHECK(project.aliases[0].target == "src");
  CHECK(project.aliases[1].target == "lib");
  REQUIRE(project.components.size() == 1);
  CHECK(project.components[0].specifier == "/components/card/card");
  REQUIRE(project.pages.size() == 3);
  CHECK(project.pages[0].path == "pages/index/index");
  CHECK_FALSE(project.pages[0].tab_index);
  CHECK_FALSE(project.pages[0].unit.config);
  CHECK(project.pages[1].path == "pages/me/me");
  CHECK(project.pages[1].tab_index == 10);
  CHECK(project.pages[1].style_file == "pages/me/me.acss");
  CHECK(project.pages[1].unit.component);
  REQUIRE(project.pages[1].unit.components.size() == 1);
  CHECK(project.pages[1].unit.components[0].tag == "item");
  CHECK(project.pages[2].path == "sub/pages/a");
  CHECK(project.pages[2].template_file == "sub/pages/a.axml");

  CHECK(
      project::app_config_json(project) ==
      R"({"window":{"defaultTitle":"Shop","titleBarColor":16119289,"pullRefresh":false},)"
      R"("pages":["pages/index/index","pages/me/me"],"launchParams":{)"
      R"("pages/index/index":{"defaultTitle":"Shop","titleBarColor":16119289,"pullRefresh":false},)"
      R"("pages/me/me":{"defaultTitle":"Shop","titleBarColor":16119289,"pullRefresh":false},)"
      R"("sub/pages/a":{"defaultTitle":"Shop","titleBarColor":16119289,"pullRefresh":false}},)"
      R"("prerenderPage":"index.html","subPackages":[{"root":"sub","pages":["pages/a"]}]})");
  CHECK(
      project::tab_bar_json(project) ==
      R"({"textColor":10066329,"items":[{"name":"Me","icon":"image/me.png","tag":"pages/me/me",)"
      R"("url":"index.html#pages/me/me","launchParamsTag":"pages/me/me"}],"disableOnInit":true})");
  CHECK(project::appx_app_json(project) ==
        R"({"app":{"$homepage":"pages/index/index","subPackages":)"
        R"([{"root":"sub","pages":["pages/a"]}]}})");
}

TEST_CASE("what a page's json says goes over the window") {
  Files files = with_page(
      R"({"pages": ["pages/index/index"], "window": {"defaultTitle": "A", "optionMenu": {"icon": "x"}}, "ext": {"k": 1}})");
  files.push_back(
      {"pages/index/index.json",
       R"({"defaultTitle": "B", "backgroundColor": "#fff", "usingComponents": {}, "custom": [1], "optionMenu": {"icon": "y"}})"});
  const Loaded loaded = load(files);
  CHECK(loaded.diagnostics.empty());
  REQUIRE(loaded.project);
  const auto config = nlohmann::json::parse(project::app_config_json(*loaded.project));
  CHECK(
      config["launchParams"]["pages/index/index"].dump() ==
      R"({"backgroundColor":16777215,"custom":[1],"defaultTitle":"B","optionMenu":{"icon":"y"},"pullRefresh":false})");
  CHECK(
      project::appx_app_json(*loaded.project) ==
      R"({"app":{"$homepage":"pages/index/index","ext":{"k":1},"window":{"optionMenu":{"icon":"x"}}},"pages/index/index":{"optionMenu":{"icon":"y"}}})");
  CHECK_FALSE(project::tab_bar_json(*loaded.project));
}

TEST_CASE("app.json may live in miniprogramRoot") {
  for (const char* root : {"src", "./src/", "src//"}) {
    CAPTURE(root);
    const Loaded loaded =
        load({{"mini.project.json", fmt::format(R"({{"miniprogramRoot": "{}"}})", root)},
              {"src/app.json", R"({"pages": ["a"]})"},
              {"src/app.js", ""},
              {"src/a.axml", ""},
              {"src/a.js", ""}});
    CHECK(loaded.diagnostics.empty());
    REQUIRE(loaded.project);
    CHECK(loaded.project->root == "src");
    CHECK(loaded.project->script_file == "src/app.js");
    CHECK(loaded.project->pages.at(0).path == "a");
    CHECK(loaded.project->pages.at(0).template_file == "src/a.axml");
    CHECK(loaded.project->pages.at(0).unit.file == "src/a");
  }
}

TEST_CASE("mistakes in a project are said at their place, all of them") {
  struct Row {
    const char* about;
    Files files;
    Lines expected;
  };
  Files many = with_page(R"({
  "pages": [
    "pages/index/index",
    "pages/indx/index",
    "pages/index/index",
    "pages/half/half",
    "../outside",
    7
  ],
  "windows": {},
  "tabbar": {},
  "tabBar": {"items": [
    {"pagePath": "pages/index/idnex", "icon": "none.png", "activeIcon": "https://a/b.png"},
    "x"
  ]},
  "window": {"titleBarColour": "#fff", "titleBarColor": "red", "backgroundColor": "#12"}
})");
  many.push_back({"pages/half/half.axml", ""});
  many.push_back({"pages/inbox/index.axml", ""});
  many.push_back({"pages/index/index.json", R"({"usingComponents": ["a"], "defaultTittle": "x"})"});
  const Row rows[] = {
      {"nothing there",
       {},
       {"E1001 no app.json in . | run mpaas in the folder of a mini-program, or create one: mpaas "
        "create mini-app <dir>"}},
      {"app.json one folder down",
       {{"client/app.json", "{}"}},
       {"E1001 no app.json in . | there is client/app.json: run mpaas in client, or write "
        "{\"miniprogramRoot\": \"client\"} into mini.project.json"}},
      {"root outside",
       {{"mini.project.json", R"({"miniprogramRoot": "../x"})"}, {"app.json", "[]"}},
       {"mini.project.json:1:21 E1016 ../x is no path inside the project | paths use '/', start at "
        "the project's root and do not leave it",
        "app.json:1:1 E1006 app.json must be an object, not an array"}},
      {"no pages, no script",
       {{"app.json", "{\"pages\": []}"}},
       {"app.json:1:1 E1014 no app.js beside app.json | create app.js with at least App({})",
        "app.json:1:11 E1005 app.json lists no page | add \"pages\": [\"pages/index/index\"]"}},
      {"bad JSON in a page",
       {{"app.json", "{\"pages\": [\"a\"]}"},
        {"app.js", ""},
        {"a.axml", ""},
        {"a.js", ""},
        {"a.json", "{\n  \"component\": tru\n}"}},
       {"a.json:2:16 E1002 this is not JSON: tru is no value; write it in double quotes to make it "
        "a string"}},
      {"many at once",
       many,
       {"app.json:10:3 W1007 windows is not a key that app.json or a page's json knows",
        "app.json:11:3 W1007 tabbar is not a key that app.json or a page's json knows",
        "app.json:16:57 E1008 red is no colour | write #RGB or #RRGGBB",
        "app.json:16:83 E1008 #12 is no colour | write #RGB or #RRGGBB",
        "app.json:5:5 E1004 page pages/index/index is listed twice | remove one of the two entries",
        "app.json:7:5 E1016 ../outside is no path inside the project | paths use '/', start at the "
        "project's root and do not leave it",
        "app.json:8:5 E1006 pages[5] must be a string, not a number",
        "pages/index/index.json:1:28 W1007 defaultTittle is not a key that app.json or a page's "
        "json knows | did you mean defaultTitle? | \"defaultTitle\"",
        "pages/index/index.json:1:21 E1006 usingComponents must be an object, not an array",
        "app.json:4:5 E1003 page pages/indx/index has no pages/indx/index.axml and no "
        "pages/indx/index.js | did you mean pages/inbox/index? | \"pages/inbox/index\"",
        "app.json:6:5 E1003 page pages/half/half has no pages/half/half.js | create the file, or "
        "remove the page from app.json",
        "app.json:13:47 E1012 tab bar icon none.png does not exist",
        "app.json:13:18 E1009 the tab bar names page pages/index/idnex, which is not in pages | "
        "did you mean pages/index/index? | \"pages/index/index\"",
        "app.json:14:5 E1006 tabBar.items[1] must be an object, not a string"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.about);
    CHECK(load(row.files).diagnostics == row.expected);
  }
}
