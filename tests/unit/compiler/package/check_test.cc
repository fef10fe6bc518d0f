#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/package/package.h"

using namespace mpaas;
using namespace mpaas::package;
using diag::Code;

namespace {

std::vector<int> codes(const diag::List& list) {
  std::vector<int> out;
  for (const diag::Diagnostic& each : list.items) {
    out.push_back(static_cast<int>(each.code));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<int> checked(Type type, std::vector<InputFile> files) {
  Description description;
  description.type = type;
  description.id = type == Type::mini ? "2018032302435038" : "80808080";
  description.version = "1.0.0.0";
  diag::List list;
  check(description, files, list);
  return codes(list);
}

std::vector<InputFile> mini_with(const std::string& path) {
  return {{"index.html", ""},
          {"index.js", ""},
          {"index.worker.js", ""},
          {"appConfig.json", ""},
          {path, ""}};
}

using Codes = std::vector<int>;

}  // namespace

TEST_CASE("package ids") {
  struct Row {
    Type type;
    const char* id;
    Codes codes;
  };
  for (const Row& row :
       {Row{Type::mini, "2018032302435038", {}}, Row{Type::h5, "80808080", {}},
        Row{Type::global, "22222222", {}}, Row{Type::mini, "80808080", {7001}},
        Row{Type::h5, "2018032302435038", {7001}}, Row{Type::h5, "8080808", {7001}},
        Row{Type::h5, "8080808a", {7001}}, Row{Type::h5, "", {7001}},
        Row{Type::h5, "../../..", {7001}}, Row{Type::h5, "20000196", {7002}},
        Row{Type::h5, "66666692", {7002}}, Row{Type::h5, "68687029", {7002}},
        Row{Type::h5, "68687209", {7002}}, Row{Type::h5, "66666600", {7021}},
        Row{Type::h5, "20000000", {7021}}, Row{Type::h5, "66688888", {}},
        Row{Type::mini, "6661234567890123", {7021}}, Row{Type::mini, "2000012345678901", {7021}}}) {
    CAPTURE(row.id);
    diag::List list;
    check_id(row.type, row.id, list);
    CHECK(codes(list) == row.codes);
  }
}

TEST_CASE("versions") {
  for (const char* good : {"0.0.0.0", "1.0.0.6", "0.0.0.973", "6.1.1811141101.21"}) {
    diag::List list;
    check_version(good, list);
    CHECK(list.items.empty());
  }
  for (const char* bad : {"", "1", "1.0.0", "1.0.0.0.0", "1.0.0.", "1..0.0", "01.0.0.0", "1.0.0.x",
                          "1.0.0.-1", " 1.0.0.0", "1.0.0.12345678901"}) {
    CAPTURE(bad);
    diag::List list;
    check_version(bad, list);
    CHECK(codes(list) == Codes{7003});
  }
  CHECK(compare_versions("1.0.0.9", "1.0.0.10") < 0);
  CHECK(compare_versions("2.0.0.0", "1.99.99.99") > 0);
  CHECK(compare_versions("1.2.3.4", "1.2.3.4") == 0);
  CHECK(compare_versions("6.1.1811141101.21", "6.1.1811141101.3") > 0);
}

TEST_CASE("paths that phones, the console or people's computers cannot take") {
  CHECK(checked(Type::mini, mini_with("image/a-b_c.1~2@3x.png")).empty());
  CHECK(checked(Type::mini, mini_with(std::string(100, 'a'))).empty());
  CHECK(checked(Type::mini, mini_with(std::string(101, 'a'))) == Codes{7004});
  CHECK(checked(Type::mini, mini_with("a/axios.min.js")) == Codes{7005});
  CHECK(checked(Type::mini, mini_with("a/two words.png")) == Codes{7014});
  CHECK(checked(Type::mini, mini_with("图片.png")) == Codes{7014});
  CHECK(checked(Type::mini, mini_with("a/100%.png")) == Codes{7014});
  CHECK(checked(Type::mini, mini_with("a/con.js")) == Codes{7031});
  CHECK(checked(Type::mini, mini_with("a/COM1")) == Codes{7031});
  CHECK(checked(Type::mini, mini_with("a./b")) == Codes{7031});
  CHECK(checked(Type::mini, mini_with("a/what?.js")) == Codes{7014, 7031});
  CHECK(checked(Type::mini, mini_with("../outside")) == Codes{7012});
  CHECK(checked(Type::mini, mini_with("a\nb")) == Codes{7012});
  CHECK(checked(Type::mini, mini_with("INDEX.js")) == Codes{7024});
  CHECK(checked(Type::mini, mini_with("index.js")) == Codes{7023});
  CHECK(checked(Type::mini, mini_with("index.js/a")) == Codes{7024});
}

TEST_CASE("what each type needs and forbids") {
  CHECK(checked(Type::mini, {{"index.html", ""}}) == Codes{7029, 7029, 7029});
  CHECK(checked(Type::h5, {{"www/index.html", ""}}).empty());
  CHECK(checked(Type::h5, {{"www/a.js", ""}}) == Codes{7029});
  CHECK(checked(Type::h5, {{"www/index.html", ""}, {"cdn.example.com/a.js", ""}}) == Codes{7030});
  CHECK(checked(Type::global, {{"cdn.example.com/A_B/a.js", ""}}).empty());
  CHECK(checked(Type::global, {{"cdn.example.com:4432/A_B/a.js", ""}}) == Codes{});
  CHECK(checked(Type::global, {{"www/index.html", ""}}) == Codes{7030});
  CHECK(checked(Type::global, {{"cdn.example.com", ""}}) == Codes{7030});
}

TEST_CASE("hpmfile.json must be of the same package and version") {
  const InputFile page{"www/index.html", ""};
  CHECK(checked(Type::h5, {page, {"hpmfile.json", R"({"appid":"80808080","version":"1.0.0.0"})"}})
            .empty());
  for (const char* other : {R"({"appid":"80808081","version":"1.0.0.0"})",
                            R"({"appid":"80808080","version":"1.0.0.1"})", "{}", "[]", "nonsense",
                            "", R"({"appid":80808080,"version":"1.0.0.0"})"}) {
    CAPTURE(other);
    CHECK(checked(Type::h5, {page, {"hpmfile.json", other}}) == Codes{7011});
  }
}
