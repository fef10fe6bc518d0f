#include "compiler/acss/acss.h"

#include <catch2/catch.hpp>

#include "compiler/source/line_index.h"

using namespace mpaas;

namespace {

std::string print(std::string text, const acss::PrintOptions& options) {
  diag::List list;
  return acss::print(*acss::parse(make_source("a.acss", std::move(text)), list), options);
}
std::string minified(std::string text) { return print(std::move(text), {.minify = true}); }
std::string pretty(std::string text) { return print(std::move(text), {}); }

// "line:column+length E3001 message"
std::vector<std::string> mistakes(std::string text) {
  diag::List list;
  acss::parse(make_source("a.acss", std::move(text)), list);
  std::vector<std::string> out;
  for (const diag::Diagnostic& item : list.items) {
    const Position at = LineIndex(item.at.source->text).position(item.at.span.begin);
    out.push_back(fmt::format("{}:{}+{} {} {}", at.line, at.column,
                              item.at.span.end - item.at.span.begin, diag::label(item.code),
                              item.message));
  }
  return out;
}

}  // namespace

TEST_CASE("rpx becomes rem, digit by digit") {
  const std::pair<const char*, const char*> rows[] = {
      {"455rpx", "4.55rem"},
      {"1rpx", "0.01rem"},
      {"2rpx", "0.02rem"},
      {"-1rpx", "-0.01rem"},
      {"+3rpx", "+0.03rem"},
      {"0rpx", "0rem"},
      {"100rpx", "1rem"},
      {"750rpx", "7.5rem"},
      {"1000rpx", "10rem"},
      {"0.5rpx", "0.005rem"},
      {".5rpx", "0.005rem"},
      {"12.50rpx", "0.125rem"},
      {"1e2rpx", "1rem"},
      {"24RPX", "0.24rem"},
      {"007rpx", "0.07rem"},
      {"20px", "20px"},
      {"\"4rpx\"", "\"4rpx\""},
      {"url(/4rpx.png)", "url(/4rpx.png)"},
      {"a4rpx", "a4rpx"},
      {"#4rpx", "#4rpx"},
      {"4rpxx", "4rpxx"},
      {"24rpx/2", "0.24rem/2"},
      {"calc(100% - (62rpx - 2 * 4rpx))", "calc(100% - (0.62rem - 2 * 0.04rem))"},
      {"var(--x,4rpx)", "var(--x,0.04rem)"},
  };
  for (const auto& [value, expected] : rows) {
    CAPTURE(value);
    CHECK(minified(fmt::format(".a{{b:{}}}", value)) == fmt::format(".a{{b:{}}}", expected));
    CHECK(minified(fmt::format(".a{{--b:{}}}", value)) == fmt::format(".a{{--b:{}}}", expected));
    CHECK(print(fmt::format(".a{{b:{}}}", value), {.minify = true, .rpx_to_rem = false}) ==
          fmt::format(".a{{b:{}}}", value));
  }
  CHECK(minified("@media (min-width:750rpx){.w-4rpx{b:c}}") ==
        "@media (min-width:7.5rem){.w-4rpx{b:c}}");
}

TEST_CASE("selectors of built-in tags become selectors of their classes") {
  const std::pair<const char*, const char*> rows[] = {
      {"page", ".a-page"},
      {".x view", ".x .a-view"},
      {"button + button", ".a-button+.a-button"},
      {"radio-group > view", ".a-radio-group>.a-view"},
      {"view.foo#bar", ".a-view.foo#bar"},
      {"view,text", ".a-view,.a-text"},
      {"view:not(text):hover", ".a-view:not(.a-text):hover"},
      {":is(view, .x image)::after", ":is(.a-view,.x .a-image)::after"},
      {":nth-child(2n + 1 of view)", ":nth-child(2n + 1 of view)"},
      {".view", ".view"},
      {"#view", "#view"},
      {":view", ":view"},
      {"::text", "::text"},
      {"[view]", "[view]"},
      {"[ type = \"view\" ]", "[type = \"view\"]"},
      {"[class~=view]", "[class~=view]"},
      {"div my-card *", "div my-card *"},
      {"view-x", "view-x"},
      {"View", "View"},
      {".a :hover", ".a :hover"},
      {".a\\:b view", ".a\\:b .a-view"},
      {".\\31 23 view", ".\\31 23 .a-view"},
      {":host(view)", ":host(.a-view)"},
      {":host", ":host"},
      {"a~view", "a~.a-view"},
      {".你好 view", ".你好 .a-view"},
  };
  for (const auto& [selector, expected] : rows) {
    CAPTURE(selector);
    CHECK(minified(fmt::format("{}{{b:c}}", selector)) == fmt::format("{}{{b:c}}", expected));
  }
  CHECK(print("view{b:c}", {.minify = true, .tags_to_classes = false}) == "view{b:c}");
  CHECK(minified(".a{view{b:c}&:hover{d:e}> text{f:g}}") ==
        ".a{.a-view{b:c}&:hover{d:e}>.a-text{f:g}}");
  CHECK(minified("@keyframes view{from{a:b}50%{a:c}to{a:d}}") ==
        "@keyframes view{from{a:b}50%{a:c}to{a:d}}");
}

TEST_CASE("what is printed differs in white space and comments only") {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"\xEF\xBB\xBF.a{}", ".a{}"},
      {"@charset \"utf-8\";.a{b:c}", ".a{b:c}"},
      {".a { color : red ; ; margin : 0  auto ! important ; }",
       ".a{color:red;margin:0 auto!important}"},
      {".a{/* x */color/* y */:/* z */red/* w */;/* v */}/* u */", ".a{color:red}"},
      {".a{b:c/**/d}", ".a{b:c/**/d}"},
      {".a/**/.b{c:d}", ".a/**/.b{c:d}"},
      {".a{b: rgba( 0 , 0 , 0 , .5 )}", ".a{b:rgba(0,0,0,.5)}"},
      {".a{b:a + b - c}", ".a{b:a + b - c}"},
      {"@keyframes/* 1 */x{/* 2 */from/* 3 */{/* 4 */a:b/* 5 */}/* 6 */}",
       "@keyframes/**/x{from{a:b}}"},
      {"@media screen and (max-width : 100px) , print{.a{b:c}}",
       "@media screen and (max-width :100px),print{.a{b:c}}"},
      {"@supports not (display: grid){.a{b:c}}", "@supports not (display:grid){.a{b:c}}"},
      {"@font-face{font-family:x;src:url(/a.ttf) format(\"x\"),local(\"y\")}",
       "@font-face{font-family:x;src:url(/a.ttf) format(\"x\"),local(\"y\")}"},
      {".a{--x:  { a : b ; c } ;--y: ;--z:a  ,b}", ".a{--x:{ a : b ; c };--y: ;--z:a  ,b}"},
      {".a{filter:progid:DXImageTransform.Microsoft.gradient(a='b')}",
       ".a{filter:progid:DXImageTransform.Microsoft.gradient(a='b')}"},
      {".a{b:url( /x y.png )}", ".a{b:url( /x y.png )}"},
      {".a{b:url(data:image/png;base64,iVB//w==)}", ".a{b:url(data:image/png;base64,iVB//w==)}"},
      {".a{content:'\\'}'}", ".a{content:'\\'}'}"},
      {".a{content:\"\\\n x\"}", ".a{content:\"\\\n x\"}"},
      {".a{grid-template:[x] \"a b\" 1fr/auto}", ".a{grid-template:[x] \"a b\" 1fr/auto}"},
      {"@page :first{margin:1cm}", "@page :first{margin:1cm}"},
      {"@layer a,b;.x{y:z}", "@layer a,b;.x{y:z}"},
      {"/*! licence */.a{b:c}", ".a{b:c}"},
      {".a{unicode-range:U+0025-00FF}", ".a{unicode-range:U+0025-00FF}"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(minified(text) == expected);
    CHECK(minified(minified(text)) == expected);
    CHECK(minified(pretty(text)) == expected);
    CHECK(pretty(pretty(text)) == pretty(text));
  }
}

TEST_CASE("without minify it is printed for people") {
  CHECK(pretty("/*! mine */\n.a,.b>view{color:red;margin:0 1rpx!important}\n/* gone */"
               "@media print{.c{d:e}.f{--g:h,i}}@import 'https://x/y.css';") ==
        "/*! mine */\n.a, .b>.a-view {\n  color: red;\n  margin: 0 0.01rem!important;\n}\n"
        "@media print {\n  .c {\n    d: e;\n  }\n  .f {\n    --g: h,i;\n  }\n}\n"
        "@import 'https://x/y.css';\n");
}

TEST_CASE("imports are listed and left out, external ones stay") {
  diag::List list;
  const acss::SheetPointer sheet = acss::parse(
      make_source("a.acss",
                  "@import './a.acss';@import url(b.acss);@import url( \"c\\20 d.acss\" ) screen;"
                  "@import \"//x/y.css\";\n.a{b:c}"),
      list);
  CHECK(list.items.empty());
  REQUIRE(sheet->imports.size() == 4);
  CHECK(sheet->imports[0].specifier == "./a.acss");
  CHECK(sheet->source->text.substr(sheet->imports[0].span.begin, 10) == "'./a.acss'");
  CHECK(sheet->imports[1].specifier == "b.acss");
  CHECK(sheet->imports[2].specifier == "c d.acss");
  CHECK_FALSE(sheet->imports[2].external);
  CHECK(sheet->imports[3].specifier == "//x/y.css");
  CHECK(sheet->imports[3].external);
  CHECK(acss::print(*sheet, {.minify = true}) == "@import \"//x/y.css\";.a{b:c}");
}

TEST_CASE("mistakes are said at their place, and the rest is kept") {
  struct Row {
    const char* text;
    std::vector<std::string> expected;
    const char* printed;
  };
  const Row rows[] = {
      {".a {\n  color: red;\n.b { c: d }\n",
       {"1:1+4 E3001 this block is never closed"},
       ".a{color:red;.b{c:d}}"},
      {".a{b:c}}\n.d{e:f}", {"1:8+1 E3002 unexpected }"}, ".a{b:c}.d{e:f}"},
      {"{a:b}", {"1:1+1 E3002 unexpected {"}, "{a:b}"},
      {".a{b:c /* x }",
       {"1:8+2 E3005 this comment is never closed", "1:1+3 E3001 this block is never closed"},
       ".a{b:c}"},
      {".a{b:'x;\n}\n.d{e:f}", {"1:6+3 E3006 this string is never closed"}, nullptr},
      {".a{b:url(x;}\n",
       {
           "1:6+4 E3013 url( is never closed",
           "1:1+3 E3001 this block is never closed",
       },
       nullptr},
      {".a{b:calc(1px;}.c{d:e}", {"1:6+5 E3013 calc( is never closed"}, nullptr},
      {".a:not(.b{c:d}.e{f:g}", {"1:4+4 E3013 not( is never closed"}, nullptr},
      {".a{colr red;d:e}",
       {"1:4+8 W3007 this is no declaration and is left out: colr red"},
       ".a{d:e}"},
      {".a{color:;d:e}", {"1:4+5 W3007 this is no declaration and is left out: color:"}, ".a{d:e}"},
      {".a{*zoom:1;d:e}",
       {"1:4+7 W3007 this is no declaration and is left out: *zoom:1"},
       ".a{d:e}"},
      {".a{// x\nb:c;d:e}",
       {"1:4+4 W3007 this is no declaration and is left out: // x"},
       ".a{d:e}"},
      {"color:red;.a{b:c}",
       {"1:1+9 W3007 this is no declaration and is left out: color:red"},
       ".a{b:c}"},
      {".a{b:c};.d{e:f}",
       {"1:8+1 W3007 this is no declaration and is left out: ;"},
       ".a{b:c}.d{e:f}"},
      {".a{\n  color: red\n  margin: 0;\n  b: c\n}",
       {"2:10+3 W3012 a ; is missing behind this"},
       ".a{color:red;margin:0;b:c}"},
      {".a{\n  color: red\n  .b { c: d }\n}",
       {"2:10+3 W3012 a ; is missing behind this"},
       ".a{color:red;.b{c:d}}"},
      {".a{font:12px\n serif;b:a(\n x: y)}", {}, ".a{font:12px serif;b:a(x: y)}"},
      {".a{b:url(img/x.png);c:url(\"../y.png\");d:url(/z.png);e:url(http://"
       "q);f:url(#g);h:url(data:x)}",
       {"1:6+14 W3008 url(img/x.png) will not be found on the phone: only absolute urls work",
        "1:23+4 W3008 url(../y.png) will not be found on the phone: only absolute urls work"},
       nullptr},
      {".a{b:c}@import './x';", {"1:8+13 W3010 @import must come before other rules"}, ".a{b:c}"},
      {"@import x;", {"1:1+9 W3007 this is no declaration and is left out: @import x"}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(mistakes(row.text) == row.expected);
    if (row.printed != nullptr) {
      CHECK(minified(row.text) == row.printed);
    }
  }
}

TEST_CASE("other languages are refused with their name") {
  diag::List list;
  const acss::SheetPointer sheet = acss::parse(make_source("pages/a.less", ".a { .b; }"), list);
  REQUIRE(list.items.size() == 1);
  CHECK(list.items[0].message == ".less is not supported yet");
  CHECK(acss::print(*sheet, {}).empty());
}

TEST_CASE("hostile nesting ends soon") {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) {
    deep += "a{";
  }
  CHECK(mistakes(deep).front() == "1:258+1 E3009 blocks are nested deeper than 128");
  std::string brackets = ".a{b:";
  brackets += std::string(200'000, '(');
  CHECK(mistakes(brackets).size() == 2);
  std::string unclosed;
  for (int i = 0; i < 20'000; ++i) {
    unclosed += "x(;";
  }
  CHECK_FALSE(mistakes(unclosed).empty());
}
