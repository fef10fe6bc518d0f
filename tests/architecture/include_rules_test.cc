// Every #include of our own code must be allowed by include_rules.txt, and only front headers are
// seen from outside.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Rules = std::map<std::string, std::set<std::string>>;

Rules load(const fs::path& file) {
  Rules rules;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') {
      continue;
    }
    const std::size_t colon = line.find(':');
    std::set<std::string>& allowed = rules[line.substr(0, colon)];
    std::istringstream rest(line.substr(colon + 1));
    for (std::string directory; rest >> directory;) {
      allowed.insert(directory);
    }
  }
  return rules;
}

std::string owner(const Rules& rules, std::string path) {
  while (!path.empty()) {
    path = fs::path(path).parent_path().string();
    if (rules.contains(path)) {
      return path;
    }
  }
  return {};
}

std::string violation(const Rules& rules, const std::string& file, const std::string& included) {
  const std::string from = owner(rules, file);
  const std::string to = owner(rules, included);
  if (to.empty() || to == from) {
    return {};
  }
  if (!rules.at(from).contains(to)) {
    return from + " may not include " + to;
  }
  const bool open = to == "compiler/base" || to == "compiler/source" || to == "compiler/diag";
  const std::string front = to + "/" + fs::path(to).filename().string() + ".h";
  if (!open && included != front && !included.ends_with("/protocol.h")) {
    return "include " + front + " instead";
  }
  return {};
}

}  // namespace

TEST_CASE("includes keep to the table") {
  const fs::path root = MPAAS_SOURCE_DIR;
  const Rules rules = load(root / "tests/architecture/include_rules.txt");
  std::vector<std::string> bad;
  std::size_t checked = 0;
  for (const char* top : {"compiler", "devserver", "cli", "templates"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc" && extension != ".def") {
        continue;
      }
      const std::string file = fs::relative(entry.path(), root).generic_string();
      const std::string from = owner(rules, file);
      if (from.empty()) {
        bad.push_back(file + ": its folder is not in the table");
        continue;
      }
      std::ifstream in(entry.path());
      int number = 0;
      for (std::string line; std::getline(in, line);) {
        ++number;
        if (!line.starts_with("#include \"")) {
          continue;
        }
        ++checked;
        const std::string included = line.substr(10, line.find('"', 10) - 10);
        if (const std::string problem = violation(rules, file, included); !problem.empty()) {
          bad.push_back(file + ":" + std::to_string(number) + ": " + problem + " (" + included +
                        ")");
        }
      }
    }
  }
  CAPTURE(bad);
  CHECK(bad.empty());
  CHECK(checked > 20);
}

TEST_CASE("the checker sees what it should") {
  const Rules rules{{"a", {"b"}}, {"b", {}}, {"c", {}}};
  CHECK(violation(rules, "a/x.cc", "b/b.h").empty());
  CHECK(violation(rules, "a/x.cc", "b/inner.h") == "include b/b.h instead");
  CHECK(violation(rules, "a/x.cc", "c/c.h") == "a may not include c");
  CHECK(violation(rules, "a/x.cc", "a/inner.h").empty());
}
