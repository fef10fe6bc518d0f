#include "compiler/graph/resolver.h"

#include <catch2/catch.hpp>

using namespace mpaas;
using graph::ReferenceKind;
using graph::Resolution;

namespace {

MemoryFileSystem& project() {
  static MemoryFileSystem files;
  static const bool filled = [] {
    for (const char* path : {"app.json",
                             "utils/a.js",
                             "utils/data.json",
                             "utils/folder/index.js",
                             "pages/i/i.js",
                             "pages/i/i.axml",
                             "templates/row.axml",
                             "styles/base.acss",
                             "components/card/card.json",
                             "components/tab/index.json",
                             "lib/a.sjs",
                             "node_modules/plain/index.js",
                             "node_modules/mainly/lib/m.js",
                             "node_modules/dual/main.js",
                             "node_modules/dual/module.js",
                             "node_modules/@scope/p/index.js",
                             "node_modules/exporting/es/a.js",
                             "node_modules/exporting/cjs/a.js",
                             "node_modules/exporting/features/x.js",
                             "node_modules/exporting/secret.js",
                             "node_modules/antd-mini/es/Button/index.json",
                             "node_modules/antd-mini/compiled/wechat/src/Button/index.json",
                             "node_modules/only-mini/dist/index.js",
                             "node_modules/plain/node_modules/inner/index.js",
                             "node_modules/less-only/less/theme.acss"}) {
      files.write(path, "{}");
    }
    files.write("node_modules/mainly/package.json", R"({"main":"lib/m"})");
    files.write("node_modules/dual/package.json", R"({"main":"main.js","module":"./module.js"})");
    files.write("node_modules/only-mini/package.json", R"({"miniprogram":"dist"})");
    files.write("node_modules/antd-mini/package.json", R"({"miniprogram":"compiled/wechat/src"})");
    files.write("node_modules/exporting/package.json", R"({"main":"nowhere.js","exports":{
        ".":{"import":"./es/a.js","require":"./cjs/a.js"},"./features/*":"./features/*.js","./hidden/*":null}})");
    return true;
  }();
  (void)filled;
  return files;
}

std::string resolve(const char* importer, const char* specifier, ReferenceKind kind) {
  graph::Resolver resolver(project(), "", {{"@", "utils"}});
  const Resolution found = resolver.resolve(importer, specifier, kind);
  switch (found.status) {
    case Resolution::Status::found:
      return found.path;
    case Resolution::Status::no_package:
      return "no package " + found.package;
    case Resolution::Status::not_exported:
      return "not exported by " + found.package;
    case Resolution::Status::not_found:
      return found.closest.empty() ? "nothing" : "nothing; " + found.closest + "?";
  }
  return {};
}

}  // namespace

TEST_CASE("specifiers of every kind") {
  struct Row {
    const char* importer;
    const char* specifier;
    ReferenceKind kind;
    const char* expected;
  };
  constexpr auto import = ReferenceKind::import;
  constexpr auto require = ReferenceKind::require;
  const Row rows[] = {
      {"pages/i/i.js", "../../utils/a", import, "utils/a.js"},
      {"pages/i/i.js", "/utils/a.js", import, "utils/a.js"},
      {"pages/i/i.js", "/utils/data", require, "utils/data.json"},
      {"pages/i/i.js", "../../utils/folder", import, "utils/folder/index.js"},
      {"pages/i/i.js", "utils/a", import, "utils/a.js"},  // WeChat's habit
      {"pages/i/i.js", "@/a", import, "utils/a.js"},
      {"pages/i/i.js", "../../utils/b", import, "nothing; ../../utils/a?"},
      {"pages/i/i.js", "../../../a", import, "nothing"},
      {"pages/i/i.js", "plain", import, "node_modules/plain/index.js"},
      {"pages/i/i.js", "mainly", require, "node_modules/mainly/lib/m.js"},
      {"pages/i/i.js", "dual", import, "node_modules/dual/module.js"},
      {"pages/i/i.js", "dual", require, "node_modules/dual/main.js"},
      {"pages/i/i.js", "@scope/p", import, "node_modules/@scope/p/index.js"},
      {"pages/i/i.js", "exporting", import, "node_modules/exporting/es/a.js"},
      {"pages/i/i.js", "exporting", require, "node_modules/exporting/cjs/a.js"},
      {"pages/i/i.js", "exporting/features/x", import, "node_modules/exporting/features/x.js"},
      {"pages/i/i.js", "exporting/secret.js", import, "not exported by exporting"},
      {"pages/i/i.js", "exporting/../plain/index.js", import, "not exported by exporting"},
      {"pages/i/i.js", "only-mini", import, "node_modules/only-mini/dist/index.js"},
      {"pages/i/i.js", "absent/x", import, "no package absent"},
      {"node_modules/plain/index.js", "inner", import,
       "node_modules/plain/node_modules/inner/index.js"},
      {"node_modules/plain/index.js", "dual", import, "node_modules/dual/module.js"},
      {"pages/i/i.axml", "/templates/row", ReferenceKind::axml, "templates/row.axml"},
      {"pages/i/i.axml", "../../templates/row.axml", ReferenceKind::axml, "templates/row.axml"},
      {"pages/i/i.axml", "../../templates/rwo.axml", ReferenceKind::axml,
       "nothing; ../../templates/row.axml?"},
      {"app.acss", "styles/base", ReferenceKind::acss, "styles/base.acss"},
      {"app.acss", "less-only/less/theme.acss", ReferenceKind::acss,
       "node_modules/less-only/less/theme.acss"},
      {"pages/i/i.axml", "/lib/a.sjs", ReferenceKind::sjs, "lib/a.sjs"},
      {"pages/i/i.json", "/components/card/card", ReferenceKind::component, "components/card/card"},
      {"pages/i/i.json", "/components/tab", ReferenceKind::component, "components/tab/index"},
      {"pages/i/i.json", "/components/card/crad", ReferenceKind::component,
       "nothing; /components/card/card?"},
      // Its field miniprogram points at code for WeChat.
      {"pages/i/i.json", "antd-mini/es/Button/index", ReferenceKind::component,
       "node_modules/antd-mini/es/Button/index"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.importer, row.specifier);
    CHECK(resolve(row.importer, row.specifier, row.kind) == row.expected);
  }
}

TEST_CASE("a root below the file system's") {
  MemoryFileSystem files;
  files.write("src/utils/a.js", "");
  files.write("node_modules/p/index.js", "");
  graph::Resolver resolver(files, "src", {});
  CHECK(resolver.resolve("src/pages/i.js", "/utils/a", ReferenceKind::import).path ==
        "src/utils/a.js");
  CHECK(resolver.resolve("src/pages/i.js", "p", ReferenceKind::import).path ==
        "node_modules/p/index.js");
  CHECK(graph::package_path("src/utils/a.js", "src") == "utils/a.js");
  CHECK(graph::package_path("/home/x/node_modules/p/index.js", "src") == "node_modules/p/index.js");
}
