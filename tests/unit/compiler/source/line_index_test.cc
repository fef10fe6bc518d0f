#include "compiler/source/line_index.h"

#include <catch2/catch.hpp>

using mpaas::LineIndex;

TEST_CASE("lines end at every kind of line end") {
  const LineIndex lines("a\nb\r\nc\rd");
  CHECK(lines.line_count() == 4);
  CHECK(lines.line(2) == "b");
  CHECK(lines.line(4) == "d");
  CHECK(lines.position(0).line == 1);
  CHECK(lines.position(2).line == 2);
  CHECK(lines.position(7).line == 4);
}

TEST_CASE("columns are UTF-16 code units") {
  const LineIndex lines("x中😀y");
  CHECK(lines.position(1).column == 2);
  CHECK(lines.position(4).column == 3);
  CHECK(lines.position(8).column == 5);
  CHECK(lines.position(1000).column == 6);
}
