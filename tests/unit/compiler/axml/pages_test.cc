// The examples in docs/diagnostics/2xxx.md: the bad one has the mistake, the fixed one has none.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "tests/support/golden.h"
#include "tests/unit/compiler/axml/dump.h"

namespace mpaas::axml::tests {
namespace {

std::string example(const std::string& page, const std::string& kind) {
  const std::string fence = "```axml " + kind + "\n";
  const std::size_t begin = page.find(fence);
  if (begin == std::string::npos) {
    return {};
  }
  const std::size_t end = page.find("\n```", begin + fence.size());
  return page.substr(begin + fence.size(), end - begin - fence.size());
}

diag::List compile(const std::string& text) {
  diag::List list;
  const DocumentPointer document = parse(make_source("example.axml", text), list);
  check_tags(*document, {}, list);
  check_templates(*document, {}, list);
  return list;
}

TEST_CASE("every axml diagnostic has a page whose examples are true") {
  for (const diag::CodeInfo& row : diag::all_codes()) {
    const int number = static_cast<int>(row.code);
    if (number < 2000 || number > 2999) {
      continue;
    }
    const auto path = std::filesystem::path(MPAAS_SOURCE_DIR) / "docs/diagnostics" /
                      (std::to_string(number) + ".md");
    INFO(path.string());
    REQUIRE(std::filesystem::exists(path));
    const std::string page = mpaas::tests::read_whole(path);
    CHECK(page.rfind("# " + diag::label(row.code) + ": ", 0) == 0);
    const std::string bad = example(page, "bad");
    const std::string fixed = example(page, "fixed");
    REQUIRE_FALSE(bad.empty());
    REQUIRE_FALSE(fixed.empty());
    const diag::List found = compile(bad);
    // These two are about other files; the graph's tests show them.
    const bool needs_files =
        row.code == diag::Code::axml_missing_import || row.code == diag::Code::axml_circular_import;
    const auto is_it = [&row](const diag::Diagnostic& item) { return item.code == row.code; };
    CHECK(std::any_of(found.items.begin(), found.items.end(), is_it) == !needs_files);
    for (const diag::Diagnostic& item : found.items) {
      if (!is_it(item)) {
        FAIL_CHECK(diag::render_text(item, diag::Colour::off));
      }
    }
    for (const diag::Diagnostic& item : compile(fixed).items) {
      FAIL_CHECK(diag::render_text(item, diag::Colour::off));
    }
  }
}

}  // namespace
}  // namespace mpaas::axml::tests
