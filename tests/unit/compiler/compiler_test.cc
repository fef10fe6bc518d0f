#include "compiler/compiler.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "compiler/diag/render.h"
#include "tests/unit/compiler/sample_project.h"

using namespace mpaas;

namespace {

std::string problems(const Build& build) {
  std::string out;
  for (const diag::Diagnostic& each : build.diagnostics) {
    out += diag::render_text(each, diag::Colour::off);
  }
  return out;
}

// path, hash and size of every output, one a line
std::string fingerprint(const Build& build) {
  std::string out;
  for (const OutputFile& file : build.outputs) {
    out += file.path + " " + std::to_string(file.hash) + " " +
           std::to_string(file.content->size()) + "\n";
  }
  return out;
}

std::shared_ptr<const Build> build_once(const std::shared_ptr<FileSystem>& files,
                                        unsigned threads = 2) {
  BuildOptions options;
  options.threads = threads;
  return Compiler(files, options).build();
}

}  // namespace

TEST_CASE("a mini-program becomes a package") {
  for (const bool component2 : {false, true}) {
    CAPTURE(component2);
    const auto build = build_once(test::sample_project(component2));
    INFO(problems(*build));
    REQUIRE(build->ok);
    std::vector<std::string> paths;
    for (const OutputFile& file : build->outputs) {
      paths.push_back(file.path);
    }
    CHECK(paths == std::vector<std::string>{"appConfig.json", "image/home.png", "index.html",
                                            "index.js", "index.worker.js", "manifest.json",
                                            "tabBar.json"});
    CHECK(build->component2 == component2);
    const std::string& worker = *build->find("index.worker.js")->content;
    const std::string& view = *build->find("index.js")->content;
    CHECK((worker.find("toUpperCase") != std::string::npos) ==
          component2);  // SJS runs where templates run
    CHECK(view.find("toUpperCase") != std::string::npos);
    CHECK(view.find("hello") == std::string::npos);
    CHECK(view.find(".a-view") != std::string::npos);
    CHECK(view.find("0.01rem") != std::string::npos);
  }
}

TEST_CASE("the bytes do not depend on the number of threads") {
  const auto one = build_once(test::sample_project(true), 1);
  for (const unsigned threads : {2U, 3U, 8U}) {
    CHECK(fingerprint(*build_once(test::sample_project(true), threads)) == fingerprint(*one));
  }
}

TEST_CASE("an incremental build equals a clean one after random edits") {
  const auto files = test::sample_project(true);
  BuildOptions options;
  options.threads = 2;
  Compiler incremental(files, options);
  REQUIRE(incremental.build()->ok);
  std::mt19937 random(20261122);
  const std::vector<std::string> paths{"pages/index/index.axml",
                                       "pages/index/index.js",
                                       "pages/index/index.acss",
                                       "utils/hello.js",
                                       "utils/data.json",
                                       "utils/format.sjs",
                                       "templates/row.axml",
                                       "components/card/card.axml",
                                       "components/card/card.acss",
                                       "styles/base.acss",
                                       "image/home.png",
                                       "pages/about/about.axml"};
  int failed_builds = 0;
  for (int round = 0; round < 120; ++round) {
    const std::string& path = paths[random() % paths.size()];
    const std::string whole = *test::sample_project(true)->read(path);
    const Result<std::string> there =
        files->read(path);  // may have been removed by an earlier round
    const std::string old = there ? *there : whole;
    switch (random() % 5) {
      case 0:
        files->write(path, old + "\n");
        break;
      case 1:  // breaks it; the next round repairs it
        files->write(path, old.substr(0, old.size() / 2));
        break;
      case 2:
        files->remove(path);
        break;
      case 3:  // a file that nobody names yet
        files->write("image/" + std::to_string(random() % 3) + ".png", std::to_string(round));
        break;
      default:
        files->write(path, *test::sample_project(true)->read(path) +
                               (path.ends_with(".axml") ? "<!-- x -->" : "\n\n"));
    }
    const auto quick = incremental.build();
    const auto clean = build_once(files);
    CAPTURE(round, path, problems(*clean));
    REQUIRE(quick->ok == clean->ok);
    REQUIRE(fingerprint(*quick) == fingerprint(*clean));
    REQUIRE(problems(*quick) == problems(*clean));
    if (!quick->ok) {
      ++failed_builds;
      files->write(path, whole);
    }
  }
  CHECK(failed_builds > 5);
  CHECK(failed_builds < 115);
}

TEST_CASE("a build parses only what changed and says what kind of change it was") {
  const auto files = test::sample_project();
  Compiler compiler(files, {});
  const auto first = compiler.build();
  REQUIRE(first->ok);
  CHECK(first->files_parsed == first->files_total);
  CHECK(first->change == Change::full);

  const auto again = compiler.build();
  CHECK(again->files_parsed == 0);
  CHECK(again->change == Change::none);

  struct Row {
    const char* path;
    const char* text;
    Change change;
  };
  const Row rows[] = {
      {"pages/index/index.acss", "view { margin: 2rpx; }", Change::style},
      {"styles/base.acss", ".row { padding: 1px; }", Change::style},
      {"pages/about/about.axml", "<view>changed</view>", Change::template_only},
      {"utils/format.sjs", "export default { upper: function (s) { return s; } };",
       Change::template_only},
      {"pages/about/about.js", "Page({ data: { a: 1 } });", Change::full},
      {"utils/data.json", R"({"greeting":"hi"})", Change::full},
      {"image/home.png", "another picture", Change::full},
      {"pages/about/about.js", "Page({ data: { a: 1 } }); // only a comment", Change::none},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    files->write(row.path, row.text);
    const auto next = compiler.build();
    REQUIRE(next->ok);
    CHECK(next->files_parsed <= 1);
    CHECK(static_cast<int>(next->change) == static_cast<int>(row.change));
  }
}

TEST_CASE("a broken file is reported again by the next build, and gone when it is mended") {
  const auto files = test::sample_project();
  Compiler compiler(files, {});
  REQUIRE(compiler.build()->ok);
  files->write("pages/about/about.axml", "<view>never closed");
  for (int i = 0; i < 2; ++i) {
    const auto broken = compiler.build();
    CHECK(!broken->ok);
    CHECK(broken->outputs.empty());
    REQUIRE(broken->diagnostics.size() == 1);
    CHECK(broken->diagnostics[0].code == diag::Code::axml_unclosed_tag);
  }
  files->write("pages/about/about.axml", "<view>about</view>\n");
  const auto mended = compiler.build();
  CHECK(mended->ok);
  CHECK(mended->change == Change::none);
}

TEST_CASE("callers from several threads share builds") {
  const auto files = test::sample_project(true);
  Compiler compiler(files, {});
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] { good += compiler.build()->ok ? 1 : 0; });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(good == 6);
}
