#include "compiler/axml/parser.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/golden.h"
#include "tests/unit/compiler/axml/dump.h"

namespace mpaas::axml::tests {
namespace {

std::string tree(const std::string& text) {
  diag::List list;
  const DocumentPointer document = parse(make_source("a.axml", text), list);
  INFO(text);
  for (const diag::Diagnostic& item : list.items) {
    INFO(diag::render_text(item, diag::Colour::off));
    CHECK(item.severity == diag::Severity::warning);
  }
  CHECK(document->has_errors == list.has_errors());
  return dump(*document);
}

TEST_CASE("markup becomes a tree") {
  struct Row {
    const char* text;
    const char* expected;
  };
  const Row rows[] = {
      {"", ""},
      {"  \n ", ""},
      {"<view/>", "view\n"},
      {"<view></view>", "view\n"},
      {"<view ></view >", "view\n"},
      {"<view>\n  hello  world \n</view>", "view\n  \"hello  world\"\n"},
      {"<view class=\"a b\" hidden/>", "view class=[a b] hidden\n"},
      {"<view class='a \"b\"'/>", "view class=[a \"b\"]\n"},
      {"<view class=a id=b></view>", "view class=[a] id=[b]\n"},
      {"<view a={{b + 1}} c/>", "view a=[{{b+1}}] c\n"},
      {"<view a = \"1\"\r\n  b\t=\r\n'2'/>", "view a=[1] b=[2]\n"},
      {"<view a=\"\"/>", "view a=[]\n"},
      {"<view a=\"1\"b=\"2\"/>", "view a=[1] b=[2]\n"},
      {"<view a=\"x>y</view>\"/>", "view a=[x>y</view>]\n"},
      {"<u--text/>", "u--text\n"},
      {"<my-a.b_c1/>", "my-a.b_c1\n"},
      {"<View/>", "View\n"},
      {"<view dataA=\"1\" data-b=\"2\" a:key=\"id\" mark:x=\"3\"/>",
       "view dataA=[1] data-b=[2] @a:key=[id] mark:x=[3]\n"},
      {"<input/><image src=\"a.png\"/>", "input\nimage src=[a.png]\n"},
      {"\xEF\xBB\xBF<view/>", "view\n"},
      {"<?xml version=\"1.0\"?><!DOCTYPE a><view/>", "view\n"},
      {"a<!-- b -- c -->d<!---->", "\"a\"\n# b -- c \n\"d\"\n#\n"},
      {"<!-- #if ALIPAY --><view/><!-- #endif -->", "# #if ALIPAY \nview\n# #endif \n"},
      {"<!-- <view> {{a -->", "# <view> {{a \n"},
      {"a < b && c > d <3", "\"a < b && c > d <3\"\n"},
      {"&lt;b&gt;&nbsp;", "\"&lt;b&gt;&nbsp;\"\n"},
      {"{{a}}", "\"{{a}}\"\n"},
      {" a {{ b }} c\n", "\"a {{b}} c\"\n"},
      {"<text>{{a<b}}</text>", "text\n  \"{{a<b}}\"\n"},
      {"{{'}}'}}", "\"{{\"}}\"}}\"\n"},
      {"{{ {a: {b: 1}}.a }}", "\"{{{a:{b:1}}.a}}\"\n"},
      {"<view a=\"{{b ? '{{c}}' : ''}}\"/>", "view a=[{{b?\"{{c}}\":\"\"}}]\n"},
      {"<view a=\" {{b}} \" c=\" d \"/>", "view a=[{{b}}] c=[ d ]\n"},
      {"<view a=\" x {{b}} y \"/>", "view a=[x {{b}} y]\n"},
      {"<view a='{{\"b\"}}'/>", "view a=[{{\"b\"}}]\n"},
      {"<view {{...rest}} b/>", "view ...=[{{(object) {...rest}}}] b\n"},
      {"<template is=\"a\" data=\"{{...b, c, d: 1}}\"/>",
       "template is=[a] data=[{{(object) {...b,c,d:1}}}]\n"},
      {"<template is=\"a\" data=\"{{b}}\"/>", "template is=[a] data=[{{(object) {b}}}]\n"},
      {"<view a=\"{{b: 1}}\" c=\"{{d, e}}\" f=\"{{{g: 1}}}\"/>",
       "view a=[{{(object) {b:1}}}] c=[{{(object) {d,e}}}] f=[{{{g:1}}}]\n"},
      {"<view a=\"{{true}\"/>", "view a=[{{true}]\n"},
      {"<text>{{a</text>", "text\n  \"{{a\"\n"},
      {"{{a} and {{b}}", "\"{{a} and {{b}}\"\n"},
      {"<text>don't {{a}} won't</text>", "text\n  \"don't {{a}} won't\"\n"},
      {"<view a:if=\"{{b}}\"/>\n<!-- c -->\n<view a:elif=\"{{d}}\"/><view a:else/>",
       "view @a:if=[{{b}}]\n# c \nview @a:elif=[{{d}}]\nview @a:else\n"},
  };
  for (const Row& row : rows) {
    CHECK(tree(row.text) == row.expected);
  }
}

TEST_CASE("every node knows its place") {
  const std::string text = "<view  class=\"a {{b}}\">\n  hi {{c}}\n</view>";
  diag::List list;
  const DocumentPointer document = parse(make_source("a.axml", text), list);
  const Source& source = *document->source;
  const Element* view = as_element(document->children[0]);
  CHECK(source[view->span] == text);
  CHECK(source[view->open_span] == "<view  class=\"a {{b}}\">");
  CHECK(source[view->tag_span] == "view");
  const Attribute& attribute = view->attributes[0];
  CHECK(source[attribute.span] == "class=\"a {{b}}\"");
  CHECK(source[attribute.name_span] == "class");
  CHECK(source[attribute.value_span] == "a {{b}}");
  CHECK(source[attribute.parts[0].span] == "a ");
  CHECK(source[attribute.parts[1].span] == "{{b}}");
  CHECK(source[attribute.parts[1].expression->span] == "b");
  const Text* inside = as_text(view->children[0]);
  CHECK(source[inside->span] == "hi {{c}}");
  CHECK(source[inside->parts[1].expression->span] == "c");
}

TEST_CASE("a document lists what others need") {
  const std::string text =
      "<import-sjs name=\"m\" from=\"./m.sjs\"/>\n"
      "<import-sjs name=\"{ a, b as c, d: e, }\" from=\"/n.sjs\"/>\n"
      "<import src=\"../t.axml\"/><include src=\"head\"/>\n"
      "<template name=\"row\"><card><slot name=\"x\"/></card></template>\n"
      "<template is=\"row\"/><template is=\"{{b}}\"/>\n"
      "<view><card/><view/></view>\n";
  diag::List list;
  const DocumentPointer document = parse(make_source("a.axml", text), list);
  CHECK(list.items.empty());
  std::string out;
  for (const Dependency& each : dependencies(*document)) {
    out += fmt::format("{}:{}={} ", static_cast<int>(each.kind), each.specifier,
                       (*document->source)[each.span]);
  }
  CHECK(out == "2:./m.sjs=./m.sjs 2:/n.sjs=/n.sjs 0:../t.axml=../t.axml 1:head=head ");
  std::string bindings;
  for (const SjsImport& import : document->sjs_imports) {
    for (const SjsBinding& binding : import.bindings) {
      bindings += fmt::format("{}>{} ", binding.imported, binding.local);
    }
  }
  CHECK(bindings == ">m a>a b>c d>e ");
  REQUIRE(document->templates.size() == 1);
  CHECK(document->templates[0].name == "row");
  REQUIRE(document->template_uses.size() == 1);
  CHECK(document->template_uses[0].name == "row");
  CHECK(document->slots.size() == 1);
  std::string tags;
  for (const TagUse& use : document->tags) {
    tags += fmt::format("{}@{} ", use.tag, (*document->source)[use.span]);
  }
  CHECK(tags == "card@card view@view ");
}

TEST_CASE("printing and parsing again changes nothing") {
  for (const char* text : {
           "<view class='a \"b\"' x y=z><!-- c -->t {{a}} <b/></view>",
           "a\n<view\n a:for=\"{{l}}\"\n>{{item}}\n\n b</view>",
           "<view a={{'x'+\"y\"}} />",
           "<template is=\"a\" data=\"{{...b}}\"/>{{true} x",
           "<view {{...a}}/>a<!DOCTYPE x>b",
       }) {
    INFO(text);
    diag::List list;
    const DocumentPointer first = parse(make_source("a", text), list);
    const std::string printed = print(*first);
    const DocumentPointer second = parse(make_source("a", printed), list);
    CHECK_FALSE(list.has_errors());
    const std::string again = print(*second);
    CHECK(printed == again);
    if (std::string_view(text).find("DOCTYPE") == std::string_view::npos) {
      CHECK(dump(*first) == dump(*second));
    }
  }
}

TEST_CASE("deep nesting is cut off, not followed") {
  std::string text;
  for (int i = 0; i < 100000; ++i) {
    text += "<view>";
  }
  const std::string opened = text;
  for (int i = 0; i < 100000; ++i) {
    text += "</view>";
  }
  diag::List list;
  const DocumentPointer document = parse(make_source("a", text), list);
  REQUIRE(list.items.size() == 1);
  CHECK(list.items[0].code == diag::Code::axml_too_deep);
  int depth = 0;
  for (const Node* node = document->children[0]; node != nullptr; ++depth) {
    const Element* element = as_element(node);
    node = element->children.empty() ? nullptr : element->children[0];
  }
  CHECK(depth == max_depth + 1);
  diag::List unclosed;
  parse(make_source("a", opened), unclosed);
  CHECK(unclosed.items.size() == 100);
}

TEST_CASE("hostile braces and quotes take no time to speak of") {
  for (const char* piece : {"{{", "{{'", "{{\"", "{{`", "{{a ", "<a b=\"{{", "<a b='", "{{'<",
                            "<!--", "<a ", "</a", "}}", "{{{{}}"}) {
    std::string text;
    while (text.size() < 200000) {
      text += piece;
    }
    diag::List list;
    const DocumentPointer document = parse(make_source("a", text), list);
    CHECK(document != nullptr);
  }
}

TEST_CASE("mistakes are shown where they are") {
  mpaas::tests::check_golden("axml-mistakes", [](const auto& inputs) {
    std::string out;
    for (const auto& section : inputs) {
      out += "--- " + section.name + '\n' + mistakes(section.text);
    }
    return out;
  });
}

}  // namespace
}  // namespace mpaas::axml::tests
