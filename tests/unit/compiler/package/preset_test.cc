#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "compiler/package/package.h"

using namespace mpaas;
using namespace mpaas::package;
using Json = nlohmann::ordered_json;

namespace {

std::string list(const std::string& rows, const std::string& more = "") {
  return "{" + more + "\"data\":[" + rows + "],\"resultCode\":100,\"state\":\"success\"}";
}
std::string row(const std::string& id, const std::string& version, const std::string& note) {
  return "{\"app_id\":\"" + id + "\",\"version\":\"" + version + "\",\"package_url\":\"" + note +
         "\"}";
}

}  // namespace

TEST_CASE("data rows of all files, the newest of each package, in order of appearance") {
  const auto merged = merge_presets(
      {{"a.json", list(row("00000001", "1.0.0.9", "a") + "," + row("00000002", "1.0.0.0", "b"),
                       "\"config\":{\"appPoolLimit\":3},")},
       {"b.json", list(row("00000003", "1.0.0.0", "c") + "," + row("00000001", "1.0.0.10", "d"),
                       "\"config\":{\"appPoolLimit\":9},")},
       {"c.json", list(row("00000001", "1.0.0.2", "e") + "," + row("00000002", "1.0.0.0", "f"))}});
  REQUIRE(merged);
  const Json json = Json::parse(*merged);
  REQUIRE(json["data"].size() == 3);
  CHECK(json["data"][0]["package_url"] == "d");
  CHECK(json["data"][1]["package_url"] == "f");  // equal versions: the later file counts
  CHECK(json["data"][2]["package_url"] == "c");
  CHECK(json["config"]["appPoolLimit"] == 3);
  CHECK(json["resultCode"] == 100);
  CHECK(json.begin().key() == "config");
}

TEST_CASE("stray blanks around strings go, the text inside and other values stay") {
  const auto merged = merge_presets(
      {{"a.json",
        R"({"data":[{"app_id":" 00000001","version":"1.0.0.0 ","package_url":" https://h/a b.amr\n",)"
        R"("extend_info":{"launchParams":{"url":" x "}},"auto_install":1,"sub_url":[" y "],"name":"操作"}]})"}});
  REQUIRE(merged);
  const Json row_seen = Json::parse(*merged)["data"][0];
  CHECK(row_seen["app_id"] == "00000001");
  CHECK(row_seen["version"] == "1.0.0.0");
  CHECK(row_seen["package_url"] == "https://h/a b.amr");
  CHECK(row_seen["extend_info"]["launchParams"]["url"] == "x");
  CHECK(row_seen["sub_url"][0] == "y");
  CHECK(row_seen["auto_install"] == 1);
  CHECK(merged->find("操作") != std::string::npos);
}

TEST_CASE("merging a merged list changes nothing") {
  const auto once = merge_presets({{"a.json", list(row("00000001", "1.0.0.9", "a"))}});
  REQUIRE(once);
  CHECK(*merge_presets({{"x", *once}, {"y", *once}}) == *once);
}

TEST_CASE("what is no preset list is refused by name") {
  for (const char* text :
       {"", "{", "[]", "{}", R"({"data":{}})", R"({"data":[1]})", R"({"data":[{"app_id":"1"}]})",
        R"({"data":[{"version":"1.0.0.0"}]})", R"({"data":[{"app_id":1,"version":"1.0.0.0"}]})"}) {
    CAPTURE(text);
    const auto merged = merge_presets({{"good.json", list("")}, {"bad.json", text}});
    REQUIRE_FALSE(merged);
    CHECK(merged.error().code == 7032);
    CHECK(merged.error().message.find("bad.json") != std::string::npos);
  }
}
