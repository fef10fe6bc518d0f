#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/compiler/axml/dump.h"

namespace mpaas::axml::tests {
namespace {

std::string rendered(const diag::List& list) {
  std::string out;
  for (const diag::Diagnostic& item : list.items) {
    out += diag::render_text(item, diag::Colour::off);
  }
  return out;
}

TEST_CASE("unknown tags are reported with the nearest known one") {
  diag::List list;
  const DocumentPointer document = parse(
      make_source("a.axml", "<veiw><scroll-view/><my-card/><my-crad/><div/><veiw/></veiw>"), list);
  const std::string_view custom[] = {"my-card"};
  check_tags(*document, custom, list);
  CHECK(rendered(list) ==
        "a.axml:1:2: error[E2005]: <veiw> is neither a built-in tag nor in usingComponents\n"
        "   1 | <veiw><scroll-view/><my-card/><my-crad/><div/><veiw/></veiw>\n"
        "     |  ^^^^\n"
        "help: did you mean <view>? · mpaas explain E2005\n"
        "a.axml:1:32: error[E2005]: <my-crad> is neither a built-in tag nor in usingComponents\n"
        "   1 | <veiw><scroll-view/><my-card/><my-crad/><div/><veiw/></veiw>\n"
        "     |                                ^^^^^^^\n"
        "help: did you mean <my-card>? · mpaas explain E2005\n"
        "a.axml:1:42: error[E2005]: <div> is neither a built-in tag nor in usingComponents\n"
        "   1 | <veiw><scroll-view/><my-card/><my-crad/><div/><veiw/></veiw>\n"
        "     |                                          ^^^\n"
        "help: add it to usingComponents in the page's .json: \"div\": \"/components/…\" · mpaas "
        "explain E2005\n");
}

TEST_CASE("unknown templates are reported, those of imports are known") {
  diag::List list;
  const DocumentPointer other =
      parse(make_source("b.axml", "<template name=\"footer\"></template>"), list);
  const DocumentPointer document =
      parse(make_source("a.axml",
                        "<template name=\"header\"/><template is=\"heeder\"/>"
                        "<template is=\"footer\"/><template is=\"{{x}}\"/>"),
            list);
  check_templates(*document, std::span(&other, 1), list);
  CHECK(rendered(list) ==
        "a.axml:1:40: warning[W2015]: no template named heeder in this file or its imports\n"
        "   1 | <template name=\"header\"/><template is=\"heeder\"/><template "
        "is=\"footer\"/><template "
        "is=\"{{x}}\"/>\n"
        "     |                                        ^^^^^^\n"
        "help: did you mean header? · mpaas explain W2015\n");
}

TEST_CASE("the built-in tags have exports") {
  CHECK(component_export("scroll-view") == "ScrollView");
  CHECK(component_export("view") == "View");
  CHECK(component_export("picker-view-column") == "PickerViewColumn");
  CHECK(component_export("block").empty());
  CHECK(component_export("div").empty());
  CHECK(component_tags().size() > 40);
  for (const std::string_view tag : component_tags()) {
    CHECK_FALSE(component_export(tag).empty());
  }
}

}  // namespace
}  // namespace mpaas::axml::tests
