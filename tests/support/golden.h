// Golden files: tests/golden/<folder>/*.txt hold what goes in and what must come out, so that a change of output is read as a diff.
//
//   anything up to the first "===== " line is a remark
//   ===== index.axml
//   <view/>
//   ===== expected
//   …
//
// A file has one or more inputs and ends with the section `expected`. With MPAAS_UPDATE_GOLDEN=1 in the environment the expected
// sections are written anew instead of compared. Files that are no golden files fail, so nothing lies there unused.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace mpaas::tests {

struct GoldenSection {
  std::string name;
  std::string text;  // ends with a line end, unless empty
};

struct GoldenFile {
  std::string path;
  std::string remark;
  std::vector<GoldenSection> sections;
};

inline std::string read_whole(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline GoldenFile read_golden(const std::filesystem::path& path) {
  GoldenFile file;
  file.path = path.string();
  const std::string text = read_whole(path);
  std::string* into = &file.remark;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    at = end;
    if (line.rfind("===== ", 0) == 0) {
      file.sections.push_back({line.substr(6, line.find_last_not_of("\r\n") - 5), {}});
      into = &file.sections.back().text;
    } else {
      *into += line;
    }
  }
  return file;
}

// Calls produce(inputs) for every file of the folder and compares. Sections before `expected` are the inputs.
inline void check_golden(
    const std::string& folder,
    const std::function<std::string(const std::vector<GoldenSection>&)>& produce) {
  const char* update = std::getenv("MPAAS_UPDATE_GOLDEN");
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(MPAAS_SOURCE_DIR) / "tests/golden" / folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE_FALSE(paths.empty());
  for (const std::filesystem::path& path : paths) {
    INFO(path.string() << " (MPAAS_UPDATE_GOLDEN=1 rewrites it)");
    CHECK(path.extension() == ".txt");
    GoldenFile file = read_golden(path);
    const bool is_updating = update != nullptr && *update == '1';
    if (is_updating && !file.sections.empty() && file.sections.back().name != "expected") {
      file.sections.push_back({"expected", {}});
    }
    const bool is_whole = file.sections.size() >= 2 && file.sections.back().name == "expected";
    CHECK(is_whole);
    if (!is_whole) {
      continue;
    }
    const std::vector<GoldenSection> inputs(file.sections.begin(), file.sections.end() - 1);
    std::string actual = produce(inputs);
    if (!actual.empty() && actual.back() != '\n') {
      actual += '\n';
    }
    if (is_updating) {
      std::ofstream out(path, std::ios::binary);
      out << file.remark;
      for (const GoldenSection& section : inputs) {
        out << "===== " << section.name << '\n' << section.text;
      }
      out << "===== expected\n" << actual;
    }
    CHECK(actual == (is_updating ? actual : file.sections.back().text));
  }
}

}  // namespace mpaas::tests
