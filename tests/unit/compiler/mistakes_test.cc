// Every mistake of the kinds people make is reported at its exact place, and one does not hide
// another.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/diag/render.h"
#include "compiler/source/line_index.h"
#include "tests/unit/compiler/sample_project.h"

using namespace mpaas;
using diag::Code;

namespace {

struct Mistake {
  const char* what;
  const char* path;
  std::string text;  // `^` marks where the report has to point
  Code code;
  const char* hint;  // part of it
};

std::vector<Mistake> mistakes() {
  return {
      {"missing page file", "app.json", R"({"pages": ["pages/index/index", ^"pages/abuot/about"]})",
       Code::project_missing_page, "pages/about/about"},
      {"bad JSON", "pages/about/about.json", "{\n  \"defaultTitle\": \"About\"^\n  \"x\": 1\n}",
       Code::project_bad_json, ""},
      {"unknown component", "pages/about/about.axml", "<view>\n  <^crad />\n</view>",
       Code::axml_unknown_component, ""},
      {"unclosed tag", "pages/about/about.axml",
       "<text>a</text>\n^<view class=\"row\">\n  <text>b</text>\n", Code::axml_unclosed_tag,
       "add </view>"},
      {"bad expression", "pages/about/about.axml", "<view>{{n +^* 2}}</view>",
       Code::axml_bad_expression, ""},
      {"unresolved import", "pages/about/about.js",
       "import { hello } from ^'../../utils/helo';\nPage({ hello });",
       Code::graph_unresolved_import, "../../utils/hello"},
      {"missing npm package", "pages/about/about.js", "import a from ^'dayjs';\nPage({ a });",
       Code::graph_unresolved_package, "npm install dayjs"},
      {"circular import", "templates/row.axml",
       "<import src=\"^./row.axml\"/><template name=\"row\"><view/></template>",
       Code::axml_circular_import, ""},
      {"wrong usingComponents path", "pages/index/index.json",
       R"({"usingComponents":{"card":^"/components/crad/card"}})", Code::project_missing_component,
       ""},
      {"duplicate page", "app.json",
       R"({"pages": ["pages/index/index", "pages/about/about", ^"pages/index/index"]})",
       Code::project_duplicate_page, ""},
      {"syntax error in a script", "pages/about/about.js", "Page({\n  data: { a: 1 ^b: 2 }\n});",
       Code::js_syntax, ""},
      {"mistyped directive", "pages/about/about.axml", "<view ^a:iff=\"{{x}}\">x</view>",
       Code::axml_unknown_directive, "a:if"},
      {"missing template file", "pages/about/about.axml", "<import src=\"^/templates/rwo.axml\"/>",
       Code::axml_missing_import, "/templates/row.axml"},
      {"missing SJS", "pages/about/about.axml",
       "<import-sjs from=\"^../../utils/fromat.sjs\" name=\"f\"/>", Code::sjs_missing_module,
       "../../utils/format.sjs"},
      {"missing style", "app.acss", "@import ^'./styles/bsae.acss';", Code::acss_missing_import,
       "./styles/base.acss"},
      {"unclosed block", "app.acss", "^page { color: red;", Code::acss_unclosed_block, ""},
  };
}

std::string shown(const std::vector<diag::Diagnostic>& found) {
  std::string out;
  for (const diag::Diagnostic& each : found) {
    out += diag::render_text(each, diag::Colour::off);
  }
  return out;
}

}  // namespace

TEST_CASE("each mistake is reported at its place") {
  for (Mistake& mistake : mistakes()) {
    const std::size_t place = mistake.text.find('^');
    REQUIRE(place != std::string::npos);
    mistake.text.erase(place, 1);
    const auto files = test::sample_project();
    files->write(mistake.path, mistake.text);
    const auto build = Compiler(files, {}).build();
    CAPTURE(mistake.what, shown(build->diagnostics));
    CHECK(!build->ok);
    bool found = false;
    for (const diag::Diagnostic& each : build->diagnostics) {
      if (each.code == mistake.code && each.at.source && each.at.source->path == mistake.path) {
        found = true;
        CHECK(each.at.span.begin == place);
        CHECK(each.hint.find(mistake.hint) != std::string::npos);
      }
    }
    CHECK(found);
  }
}

TEST_CASE("one mistake does not hide another") {
  const auto files = test::sample_project();
  files->write("pages/index/index.axml", "<view>\n<text a:iff=\"{{x}}\">{{n +* 2}}</text>\n");
  files->write("pages/about/about.js", "import x from './nothing';\nPage({ x ");
  files->write("app.acss", "page { color: red;");
  files->write("components/card/card.json", "{");
  const auto build = Compiler(files, {}).build();
  INFO(shown(build->diagnostics));
  std::vector<Code> codes;
  for (const diag::Diagnostic& each : build->diagnostics) {
    codes.push_back(each.code);
  }
  for (const Code code : {Code::axml_unclosed_tag, Code::axml_unknown_directive,
                          Code::axml_bad_expression, Code::graph_unresolved_import, Code::js_syntax,
                          Code::acss_unclosed_block, Code::project_bad_json}) {
    CHECK(std::find(codes.begin(), codes.end(), code) != codes.end());
  }
}

TEST_CASE("a component that does not exist is said once, not again at each tag") {
  for (const std::string json : {"pages/about/about.json", "app.json"}) {
    const auto files = test::sample_project();
    files->write("pages/about/about.axml", "<view><crad /><crad>a</crad><carp /></view>\n");
    std::string text = *files->read(json);
    text.insert(1, std::string(R"("usingComponents":{"crad":"antd/crad"})") +
                       (json == "app.json" ? "," : ""));
    files->write(json, text);
    const std::vector<diag::Diagnostic> found = Compiler(files, {}).check()->diagnostics;
    INFO(shown(found));
    REQUIRE(found.size() == 2);
    const bool first = found[0].code == Code::project_missing_component;
    const diag::Diagnostic& missing = found[first ? 0 : 1];
    const diag::Diagnostic& unknown = found[first ? 1 : 0];
    CHECK(missing.code == Code::project_missing_component);
    CHECK(missing.at.source->path == json);
    CHECK(unknown.code == Code::axml_unknown_component);
    CHECK(unknown.message == "<carp> is neither a built-in tag nor in usingComponents");
  }
}

TEST_CASE("what a package of others got wrong does not stop the build") {
  const auto files = test::sample_project();
  files->write("pages/about/about.json", R"({"usingComponents":{"old":"old-library/index"}})");
  files->write("pages/about/about.axml", "<old/>");
  files->write("node_modules/old-library/index.json", R"({"component":true})");
  files->write("node_modules/old-library/index.axml", "<div>an HTML tag</div>");
  files->write("node_modules/old-library/index.js",
               "try { require('not-there') } catch (e) {}\nComponent({});");
  const auto build = Compiler(files, {}).build();
  INFO(shown(build->diagnostics));
  CHECK(build->ok);
  CHECK(build->diagnostics.size() == 2);
}
