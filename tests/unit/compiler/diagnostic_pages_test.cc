// Each code has a page and each page a code. The examples of those about a project (1xxx, 3xxx to
// 6xxx; tests/unit/compiler/axml has 2xxx) are files of one: the bad ones have the mistake, with
// the fixed ones there is none. A fence reads ```<language> [file] [bad|fixed]; without a kind the
// file belongs to both; one that reads "text" and names no file is for people.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "compiler/base/text.h"
#include "compiler/compiler.h"
#include "compiler/diag/render.h"

using namespace mpaas;

namespace {

using Files = std::map<std::string, std::string>;

struct Examples {
  Files bad;
  Files fixed;
  std::set<std::string> named;
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

// Where a page's example stands when its fence names no file.
std::string usual_file(std::string_view language) {
  return fmt::format("pages/index/index.{}", language);
}

Examples examples_of(const std::string& page) {
  Examples out;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("```")) {
      continue;
    }
    std::vector<std::string_view> words = text::split(std::string_view(line).substr(3), ' ');
    const std::string kind(words.back());
    if (kind == "bad" || kind == "fixed") {
      words.pop_back();
    }
    const std::string file = words.size() > 1 ? std::string(words[1]) : usual_file(words[0]);
    std::string body;
    for (std::string each; std::getline(lines, each) && each != "```";) {
      body += each + '\n';
    }
    if (words[0] == "text" && words.size() == 1) {
      continue;
    }
    out.named.insert(file);
    if (kind != "fixed") {
      out.bad[file] = body;
    }
    if (kind != "bad") {
      out.fixed[file] = body;
    }
  }
  return out;
}

// What is wrong with a small project that has these files. Those named on the page are only what
// the page says.
std::vector<diag::Diagnostic> check(const Files& files, const std::set<std::string>& named) {
  const auto memory = std::make_shared<MemoryFileSystem>();
  const Files usual = {{"app.json", "{\"pages\": [\"pages/index/index\"]}"},
                       {"app.js", "App({});"},
                       {"pages/index/index.axml", "<view>Hello</view>"},
                       {"pages/index/index.js", "Page({});"}};
  for (const auto& [path, content] : usual) {
    if (named.count(path) == 0) {
      memory->write(path, content);
    }
  }
  for (const auto& [path, content] : files) {
    memory->write(path, content);
  }
  BuildOptions options;
  options.threads = 1;
  options.source_maps = true;
  return Compiler(memory, options).build()->diagnostics;
}

}  // namespace

TEST_CASE("each code has a page and each page a code") {
  std::set<std::string> wanted;
  for (const diag::CodeInfo& row : diag::all_codes()) {
    const std::string name = fmt::format("{}.md", static_cast<int>(row.code));
    wanted.insert(name);
    INFO(name);
    const std::string page = read(fmt::format("{}/docs/diagnostics/{}", MPAAS_SOURCE_DIR, name));
    CHECK(page.starts_with("# " + diag::label(row.code) + ": "));
    CHECK(page.ends_with("\n"));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(MPAAS_SOURCE_DIR) + "/docs/diagnostics")) {
    INFO(entry.path());
    CHECK(wanted.count(entry.path().filename().string()) == 1);
  }
}

TEST_CASE("the examples of every page about a project are true") {
  // Bytes that are no text, sizes and depths that no page should have, files that cannot be read,
  // and what only older editions lack.
  const std::set<int> without_example = {1015, 1017, 3009, 4007, 4040, 4041, 6004};
  for (const diag::CodeInfo& row : diag::all_codes()) {
    const int number = static_cast<int>(row.code);
    const int band = number / 1000;
    if (band == 2 || band > 6 || without_example.count(number) > 0) {
      continue;
    }
    const std::string path = fmt::format("{}/docs/diagnostics/{}.md", MPAAS_SOURCE_DIR, number);
    INFO(path);
    const Examples examples = examples_of(read(path));
    REQUIRE_FALSE(examples.bad.empty());
    REQUIRE_FALSE(examples.fixed.empty());
    const std::vector<diag::Diagnostic> found = check(examples.bad, examples.named);
    CHECK(std::any_of(found.begin(), found.end(),
                      [&row](const diag::Diagnostic& item) { return item.code == row.code; }));
    for (const diag::Diagnostic& item : check(examples.fixed, examples.named)) {
      FAIL_CHECK(diag::render_text(item, diag::Colour::off));
    }
  }
}
