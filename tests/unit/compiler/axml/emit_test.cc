#include "compiler/axml/emit.h"

#include <catch2/catch.hpp>
#include <string>

#include "compiler/base/text.h"
#include "tests/support/golden.h"
#include "tests/unit/compiler/axml/dump.h"

namespace mpaas::axml::tests {
namespace {

// "tag = path" lines
EmitOptions read_options(std::string_view text) {
  EmitOptions options;
  options.runtime = "1";
  for (const std::string_view line : text::split(text, '\n')) {
    if (const std::size_t at = line.find(" = "); at != std::string_view::npos) {
      options.using_components.emplace(line.substr(0, at), line.substr(at + 3));
    }
  }
  return options;
}

std::string emitted(const std::string& text, EmitOptions options, bool minify = false) {
  diag::List list;
  const DocumentPointer document = parse(make_source("index.axml", text), list);
  for (const diag::Diagnostic& item : list.items) {
    FAIL_CHECK(diag::render_text(item, diag::Colour::off));
  }
  int module = 10;
  for (const Dependency& each : dependencies(*document)) {
    if (each.specifier.find("missing") == std::string_view::npos) {
      options.modules.emplace(each.specifier, std::to_string(module++));
    }
  }
  Arena arena;
  js::PrintOptions print;
  print.minify_whitespace = minify;
  return js::print_statements(emit(*document, options, arena), print);
}

TEST_CASE("emitted script") {
  mpaas::tests::check_golden("axml", [](const auto& inputs) {
    const bool has_options = inputs.front().name == "options";
    const EmitOptions options = read_options(has_options ? inputs.front().text : "");
    return emitted(inputs.back().text, options);
  });
}

TEST_CASE("attribute names become property names") {
  const std::pair<const char*, const char*> rows[] = {
      {"class", "className"},
      {"hover-class", "hoverClass"},
      {"data-user-id", "data-user-id"},
      {"aria-label", "aria-label"},
      {"onTap", "onTap"},
      {"on-tap", "onTap"},
      {"mark:key", "mark:key"},
      {"a-1", "a1"},
      {"-a", "-a"},
      {"a-", "a-"},
      {"u--b", "u-B"},
  };
  for (const auto& [attribute, expected] : rows) {
    CHECK(property_name(attribute) == expected);
  }
  CHECK(is_event("onTap"));
  CHECK(is_event("catchTouchStart"));
  CHECK(is_event("captureOnTap"));
  CHECK_FALSE(is_event("once"));
  CHECK_FALSE(is_event("on"));
  CHECK_FALSE(is_event("catch"));
}

TEST_CASE("what is emitted is script") {
  const std::string script =
      emitted("<view a:for=\"{{list}}\" a:if=\"{{item.a.b(c => c + d)}}\" id=\"x\">{{item}}</view>",
              read_options(""), true);
  diag::List list;
  js::parse_program(make_source("out.js", script), {}, list);
  for (const diag::Diagnostic& item : list.items) {
    FAIL_CHECK(diag::render_text(item, diag::Colour::off));
  }
  CHECK(template_runtime().find("exports.element") != std::string_view::npos);
  js::parse_program(make_source("runtime.js", std::string(template_runtime())), {}, list);
  CHECK(list.items.empty());
}

}  // namespace
}  // namespace mpaas::axml::tests
