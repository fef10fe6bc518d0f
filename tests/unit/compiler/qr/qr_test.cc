#include "compiler/qr/qr.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"
#include "tests/support/shell.h"

using namespace mpaas;
using qr::Matrix;
using test::shell;

namespace {

const std::vector<std::string>& texts() {
  static const std::vector<std::string> all = {
      "A",
      "http://192.168.1.7:8620/",
      "mpaas://platformapi/startapp?appId=2018032302435038&page=pages%2Findex%2Findex&nbsv=0.0.0.1",
      "小程序 – grüße",
      std::string(1200, 'x'),
      std::string(2400, 'y'),  // only level L holds it
  };
  return all;
}

std::string decoded(const std::string& png) {
  const TemporaryDirectory here = *TemporaryDirectory::make();
  REQUIRE(write_file(here.path() + "/code.png", png));
  const auto ran =
      shell("zbarimg --quiet --raw -Sdisable -Sqrcode.enable " + here.path() + "/code.png");
  CHECK(ran.exit == 0);
  return ran.output.empty() ? "" : ran.output.substr(0, ran.output.size() - 1);  // its own LF
}

// Reads the blocks back into pixels, as an eye would see them.
Matrix seen(const std::string& terminal, bool colour) {
  std::vector<std::vector<bool>> rows;
  std::vector<bool> upper;
  std::vector<bool> lower;
  for (std::size_t at = 0; at < terminal.size();) {
    const auto take = [&](std::string_view what) {
      const bool there = std::string_view(terminal).substr(at).starts_with(what);
      at += there ? what.size() : 0;
      return there;
    };
    if (colour && (take("\x1b[38;5;231;48;5;16m") || take("\x1b[0m"))) {
      continue;
    }
    const bool end = take("\n");
    if (end) {
      rows.push_back(std::exchange(upper, {}));
      rows.push_back(std::exchange(lower, {}));
      continue;
    }
    const bool both = take("█");
    const bool above = !both && take("▀");
    const bool below = !both && !above && take("▄");
    if (!both && !above && !below) {
      REQUIRE(take(" "));
    }
    upper.push_back(!both && !above);
    lower.push_back(!both && !below);
  }
  const std::size_t side = rows[0].size();
  std::vector<bool> dark;
  for (std::size_t row = 0; row < side; ++row) {
    for (std::size_t column = 0; column < side; ++column) {
      dark.push_back(rows.at(row).at(column));
    }
  }
  return Matrix(static_cast<int>(side), dark);
}

}  // namespace

TEST_CASE("zbarimg reads the PNG") {
  for (const std::string& text : texts()) {
    CAPTURE(text.substr(0, 40));
    const auto matrix = qr::encode(text);
    REQUIRE(matrix);
    for (const int scale : {3, 8}) {
      const auto png = qr::to_png(*matrix, scale);
      REQUIRE(png);
      CHECK(decoded(*png) == text);
    }
  }
}

TEST_CASE("zbarimg reads what the terminal shows, with colour and without") {
  for (const auto style : {qr::TerminalStyle::colour, qr::TerminalStyle::plain}) {
    for (const std::string& text : {texts()[1], texts()[2]}) {
      const std::string shown = qr::to_terminal(*qr::encode(text), style);
      const auto png = qr::to_png(seen(shown, style == qr::TerminalStyle::colour), 8);
      REQUIRE(png);
      CHECK(decoded(*png) == text);
    }
  }
}

TEST_CASE("the terminal has a quiet zone of two modules and lines of one width") {
  const auto matrix = qr::encode("hello");
  const std::string shown = qr::to_terminal(*matrix, qr::TerminalStyle::plain);
  const Matrix pixels = seen(shown, false);
  CHECK(pixels.size() == matrix->size() + 4);
  for (int i = 0; i < pixels.size(); ++i) {
    for (const int edge : {0, 1, pixels.size() - 1, pixels.size() - 2}) {
      CHECK_FALSE(pixels.dark(i, edge));
      CHECK_FALSE(pixels.dark(edge, i));
    }
  }
  const std::string coloured = qr::to_terminal(*matrix, qr::TerminalStyle::colour);
  CHECK(coloured.ends_with("\x1b[0m\n"));
  CHECK(shown.find('\x1b') == std::string::npos);
}

TEST_CASE("the SVG draws exactly the dark modules") {
  for (const std::string& text : texts()) {
    const auto matrix = qr::encode(text);
    const std::string svg = qr::to_svg(*matrix);
    CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "));
    const int side = matrix->size();
    std::vector<bool> drawn(static_cast<std::size_t>(side * side), false);
    std::size_t at = svg.find(" d=\"") + 4;
    while (svg[at] == 'M') {
      int column = 0;
      int row = 0;
      int width = 0;
      int back = 0;
      int used = 0;
      REQUIRE(std::sscanf(svg.c_str() + at, "M%d %dh%dv1h-%dz%n", &column, &row, &width, &back,
                          &used) == 4);
      REQUIRE(width == back);
      for (int i = 0; i < width; ++i) {
        drawn.at(static_cast<std::size_t>((row - 4) * side + column - 4 + i)) = true;
      }
      at += static_cast<std::size_t>(used);
    }
    CHECK(svg.substr(at) == "\"/></svg>\n");
    bool equal = true;
    for (int row = 0; row < side; ++row) {
      for (int column = 0; column < side; ++column) {
        equal = equal &&
                drawn[static_cast<std::size_t>(row * side + column)] == matrix->dark(column, row);
      }
    }
    CHECK(equal);
  }
}

TEST_CASE("what fits into no QR code is refused") {
  CHECK_FALSE(qr::encode(""));
  CHECK_FALSE(qr::encode(std::string_view("a\0b", 3)));
  CHECK(qr::encode(std::string(2953, 'z')));
  CHECK_FALSE(qr::encode(std::string(2954, 'z')));
  CHECK_FALSE(qr::to_png(*qr::encode("a"), 0));
}
