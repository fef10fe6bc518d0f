#include "compiler/source/source_map.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace mpaas;

namespace {

std::string mappings_of(const std::string& json) {
  return nlohmann::json::parse(json).at("mappings").get<std::string>();
}

SourceMap read(const std::string& json) {
  Result<SourceMap> map = read_source_map(json);
  REQUIRE(map);
  return *std::move(map);
}

std::string map_with(const std::string& mappings) {
  return R"({"version":3,"sources":["a.js","b.js"],"names":["one","two"],"mappings":")" + mappings +
         "\"}";
}

// All segments as text: line:column>source:line:column(name)
std::string listing(const SourceMap& map) {
  std::string out;
  for (std::uint32_t line = 0; line < map.line_count(); ++line) {
    for (const SourceMap::Segment* at = map.line_begin(line); at != map.line_end(line); ++at) {
      out += out.empty() ? "" : " ";
      out += std::to_string(line) + ":" + std::to_string(at->column);
      if (at->source != SourceMap::none) {
        out += ">" + map.sources[at->source] + ":" + std::to_string(at->original_line) + ":" +
               std::to_string(at->original_column);
      }
      if (at->name != SourceMap::none) {
        out += "(" + map.names[at->name] + ")";
      }
    }
  }
  return out;
}

SourceMapPiece piece_of(const std::string& path, const std::string& original,
                        const std::string& generated,
                        const std::vector<std::pair<std::size_t, std::uint32_t>>& places) {
  SourceMapRecorder recorder(make_source(path, original));
  for (const auto& [at, from] : places) {
    recorder.add(at, from);
  }
  return recorder.encode(generated);
}

}  // namespace

TEST_CASE("columns are UTF-16 units, lines end where they do for JavaScript") {
  // é is two bytes, 中 three, 😀 four and two units.
  const std::string original = "aé中😀b\r\nc\rd\u2028e\u2029f\ng";
  const std::string generated = "'é中😀'b;\r\nc;\u2028g";
  SourceMapRecorder recorder(make_source("a.js", original));
  for (const char name : {'b', 'c', 'g'}) {
    recorder.add(generated.find(name), static_cast<std::uint32_t>(original.find(name)));
  }
  SourceMapWriter writer;
  writer.add_piece(recorder.encode(generated));
  CHECK(listing(read(writer.json("out.js"))) == "0:6>a.js:0:5 1:0>a.js:1:0 2:0>a.js:5:0");
}

TEST_CASE("places may come in any order, also far apart in one long line that is not ASCII") {
  std::string original;
  std::vector<std::uint32_t> offsets;
  for (int i = 0; i < 500; ++i) {
    offsets.push_back(static_cast<std::uint32_t>(original.size()));
    original += i % 3 == 0 ? "中😀" : i % 3 == 1 ? "é" : "abc";
    if (i == 250) {
      original += '\n';
    }
  }
  SourceMapRecorder recorder(make_source("a.js", original));
  std::string generated;
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < 500; ++i) {
    order.push_back((i * 173) % 500);
    recorder.add(generated.size(), offsets[order.back()]);
    generated += "xy";
  }
  SourceMapWriter writer;
  writer.add_piece(recorder.encode(generated));
  const SourceMap map = read(writer.json("out.js"));
  const auto units = [](std::uint32_t item) {
    std::uint32_t column = 0;
    for (std::uint32_t i = item > 250 ? 251 : 0; i < item; ++i) {
      column += i % 3 == 1 ? 1 : 3;
    }
    return column;
  };
  for (std::uint32_t i = 0; i < 500; ++i) {
    const SourceMap::Segment* segment = map.find(0, i * 2);
    REQUIRE(segment != nullptr);
    CHECK(segment->column == i * 2);
    CHECK(segment->original_line == (order[i] > 250 ? 1U : 0U));
    CHECK(segment->original_column == units(order[i]));
  }
}

TEST_CASE("pieces are joined as if one had printed them all") {
  const SourceMapPiece first = piece_of("a.js", "alpha\nbeta", "alpha;\nbeta;", {{0, 0}, {7, 6}});
  const SourceMapPiece second = piece_of("b.js", "  gamma", "gamma", {{0, 2}});
  const SourceMapPiece nothing = piece_of("c.js", "", "/**/", {});
  SourceMapWriter writer;
  writer.add_text("(function(){\n  ");
  writer.add_piece(first);
  writer.add_text("/* é */");
  writer.add_piece(second);
  writer.add_piece(second);
  writer.add_piece(nothing);
  writer.add_piece(second);
  writer.add_text("\n})()");
  const std::string json = writer.json("out.js");
  CHECK(listing(read(json)) ==
        "1:2>a.js:0:0 2:0>a.js:1:0 2:5 2:12>b.js:0:2 2:17>b.js:0:2 2:22 2:26>b.js:0:2 2:31");
  const nlohmann::json parsed = nlohmann::json::parse(json);
  CHECK(parsed.at("version") == 3);
  CHECK(parsed.at("file") == "out.js");
  CHECK(parsed.at("sourcesContent").at(0) == "alpha\nbeta");
}

TEST_CASE("names are counted over all pieces, whichever segment of a piece has the first") {
  const auto named = [](const std::string& path, bool late) {
    static const std::string name = "original\"\\\n\x01";
    SourceMapRecorder recorder(make_source(path, "ab cd ef"));
    if (late) {
      recorder.add(0, 0);
    }
    recorder.add(2, 3, recorder.name(name));
    recorder.add(4, 6, recorder.name(name));
    return recorder.encode("x y z ");
  };
  SourceMapWriter writer;
  writer.add_piece(named("a.js", false));
  writer.add_piece(named("b.js", true));
  writer.add_piece(piece_of("c.js", "q", "q", {{0, 0}}));
  writer.add_piece(named("d.js", false));
  const SourceMap map = read(writer.json("out.js"));
  CHECK(map.names == std::vector<std::string>(3, "original\"\\\n\x01"));
  const std::string n = "(" + map.names[0] + ")";
  CHECK(listing(map) == "0:2>a.js:0:3" + n + " 0:4>a.js:0:6" + n + " 0:6>b.js:0:0 0:8>b.js:0:3" +
                            n + " 0:10>b.js:0:6" + n + " 0:12>c.js:0:0 0:15>d.js:0:3" + n +
                            " 0:17>d.js:0:6" + n);
}

TEST_CASE("a place that is noted twice counts as noted last; text may be put in before it") {
  SourceMapRecorder recorder(make_source("a.js", "a b"));
  recorder.add(0, 0);
  recorder.add(2, 0);
  recorder.add(2, 2);
  recorder.inserted(1);
  SourceMapWriter writer;
  writer.add_piece(recorder.encode("a( b"));
  CHECK(listing(read(writer.json(""))) == "0:0>a.js:0:0 0:3>a.js:0:2");
}

TEST_CASE("long differences need several digits") {
  const std::string wide(70000, ' ');
  const SourceMapPiece piece =
      piece_of("a.js", "a" + wide + "b", "b" + wide + "a", {{0, 70001}, {70001, 0}});
  SourceMapWriter writer;
  writer.add_piece(piece);
  const std::string json = writer.json("");
  CHECK(mappings_of(json) == "AAAi3oE,i3oEAAj3oE");
  CHECK(listing(read(json)) == "0:0>a.js:0:70001 0:70001>a.js:0:0");
}

TEST_CASE("places go through the map of a source that another tool made") {
  // "let x=1" made from "const first = 1" in a.ts; the text behind it is the tool's own.
  const std::string input = R"({"version":3,"sourceRoot":"src","sources":["a.ts"],
    "sourcesContent":["const first = 1"],"names":["first"],"mappings":"AAAA,IAAMA,EAAU,C,C"})";
  const SourceMap map = read(input);
  const std::string made = "let x=1;help()";
  SourceMapRecorder recorder(make_source("a.js", made), &map);
  recorder.add(0, 0);
  recorder.add(4, 4);
  recorder.add(5, 6);
  recorder.add(6, 8);
  SourceMapWriter writer;
  writer.add_piece(recorder.encode("let y1;h()"));
  const SourceMap joined = read(writer.json(""));
  CHECK(listing(joined) == "0:0>src/a.ts:0:0 0:4>src/a.ts:0:6(first) 0:5>src/a.ts:0:16 0:6");
  REQUIRE(joined.contents.size() == 1);
  CHECK(joined.contents[0]->text == "const first = 1");
}

TEST_CASE("a map of another tool is found where the file names it") {
  const auto url = [](std::string_view text) { return std::string(source_mapping_url(text)); };
  CHECK(url("a\n//# sourceMappingURL=a.js.map\n") == "a.js.map");
  CHECK(url("a\n//@ sourceMappingURL=a.js.map\r\n\r\n") == "a.js.map");
  CHECK(url("a{}\n/*# sourceMappingURL=a.css.map */") == "a.css.map");
  CHECK(url("f()//# sourceMappingURL=a.js.map") == "a.js.map");
  CHECK(url("a\n//# sourceMappingURL=a.js.map\n//# sourceURL=b\n") == "a.js.map");
  CHECK(url("//# sourceMappingURL=a.js.map\nb()\n").empty());
  CHECK(url("x = '//# sourceMappingURL=' + y").empty());
  CHECK(url("//# sourceMappingURL=a b").empty());
  CHECK(url("").empty());
  CHECK(url("\n\n\n").empty());

  MemoryFileSystem files;
  files.write("lib/maps/a.js.map",
              R"({"version":3,"sources":["../src/a.ts","gone.ts","webpack:///x.js"],"names":[],)"
              R"("mappings":"AAAA"})");
  files.write("lib/src/a.ts", "let a: number");
  Result<std::shared_ptr<const SourceMap>> map =
      load_source_map(*make_source("lib/a.js", "a\n//# sourceMappingURL=maps/a.js.map"), files);
  REQUIRE(map);
  REQUIRE(*map != nullptr);
  CHECK((*map)->sources ==
        std::vector<std::string>{"lib/src/a.ts", "lib/maps/gone.ts", "webpack:///x.js"});
  REQUIRE((*map)->contents[0] != nullptr);
  CHECK((*map)->contents[0]->text == "let a: number");
  CHECK((*map)->contents[1] == nullptr);

  const auto load = [&files](const std::string& address) {
    return load_source_map(*make_source("a.js", "a\n//# sourceMappingURL=" + address), files);
  };
  const std::string base64 =
      "eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImEudHMiXSwibmFtZXMiOltdLCJtYXBwaW5ncyI6IkFBQUEifQ==";
  map = load("data:application/json;charset=utf-8;base64," + base64);
  REQUIRE(map);
  CHECK(listing(**map) == "0:0>a.ts:0:0");
  map = load("data:application/json,%7B%22version%22:3,%22sources%22:[],%22mappings%22:%22%22%7D");
  REQUIRE(map);
  CHECK((*map)->sources.empty());
  map = load("https://example.com/a.js.map");
  REQUIRE(map);
  CHECK(*map == nullptr);
  CHECK_FALSE(load("missing.map"));
  CHECK_FALSE(load("../../outside.map"));
  CHECK_FALSE(load("data:application/json;base64,!!!!"));
  CHECK_FALSE(load("data:nothing"));
  CHECK_FALSE(load("data:,%FF"));
}

TEST_CASE("reading: what is no map says why, what is odd counts for nothing") {
  for (const char* broken :
       {"", "null", "[]", "{", "{}", R"({"version":2,"sources":[],"mappings":""})",
        R"({"version":3,"mappings":""})", R"({"version":3,"sources":[],"mappings":5})",
        R"({"version":3,"sections":{}})", R"({"version":3,"sections":[{}]})",
        R"({"version":3,"sections":[{"offset":{"line":99999999999,"column":0},"map":{}}]})",
        R"({"version":3,"sections":[{"offset":{"line":-1,"column":0},"map":{}}]})"}) {
    INFO(broken);
    CHECK_FALSE(read_source_map(broken));
  }
  for (const char* mappings : {"!", "A!", "AA", "AAA", "AAAAAA", "g", "D", "AADA", "AAAD", "ADAA",
                               "gggggggggggA", "AAggggggCA,AAggggggCA", "/////////A"}) {
    INFO(mappings);
    CHECK_FALSE(read_source_map(map_with(mappings)));
  }
  CHECK(listing(read(map_with(""))).empty());
  CHECK(listing(read(map_with(";;,,;"))).empty());
  CHECK(listing(read(map_with("AAAAA,CACEC;;A"))) == "0:0>a.js:0:0(one) 0:1>a.js:1:2(two) 2:0");
  // Columns that go back are sorted; sources and names that are not there are nothing.
  CHECK(listing(read(map_with("IAAA,DAAC"))) == "0:3>a.js:0:1 0:4>a.js:0:0");
  CHECK(listing(read(map_with("AEAA,CAAAG"))) == "0:0 0:1");
  const SourceMap guarded = read(")]}'\n" + map_with("AAAA"));
  CHECK(listing(guarded) == "0:0>a.js:0:0");
  CHECK(guarded.find(1, 0) == nullptr);
  CHECK(guarded.find(0, 1000)->column == 0);

  const SourceMap sections = read(
      R"({"version":3,"sections":[
        {"offset":{"line":0,"column":0},"map":)" +
      map_with("AAAAC") + R"(},
        {"offset":{"line":2,"column":5},"map":)" +
      map_with("AAAA;CCAA") + "}]}");
  CHECK(listing(sections) == "0:0>a.js:0:0(two) 2:5>a.js:0:0 3:1>b.js:0:0");
}
