// QR codes (ISO/IEC 18004): text to a matrix of modules, and the matrix to a terminal, an SVG or a
// PNG. Values in, text or bytes out; nothing is written here. Every picture carries its own black
// and white and its quiet zone, so that it scans on dark terminals and dark pages too. The only
// folder that sees libqrencode and libpng.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::qr {

// Square of modules without the quiet zone.
class Matrix {
 public:
  Matrix(int size, std::vector<bool> dark) : size_(size), dark_(std::move(dark)) {}
  int size() const { return size_; }
  // Outside of the square everything is light.
  bool dark(int column, int row) const {
    return column >= 0 && row >= 0 && column < size_ && row < size_ &&
           dark_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_) +
                 static_cast<std::size_t>(column)];
  }

 private:
  int size_;
  std::vector<bool> dark_;
};

// Error correction level M (15 %), or L when the text fits no other way; the smallest version.
// Kind::invalid for an empty text, one with a NUL byte and one of more than 2,953 bytes.
Result<Matrix> encode(std::string_view text);

enum class TerminalStyle : unsigned char {
  colour,  // explicit black and white, right on every terminal
  plain    // for NO_COLOR: blocks stand for the light modules, right on dark terminals
};
// Two modules a character (half blocks), with a quiet zone of `quiet` modules; lines end in LF.
std::string to_terminal(const Matrix& matrix, TerminalStyle style, int quiet = 2);

// One path, crisp at any size, with the four modules of quiet zone that the standard wants.
std::string to_svg(const Matrix& matrix);

// One bit a pixel, `scale` pixels a module, four modules of quiet zone.
Result<std::string> to_png(const Matrix& matrix, int scale = 8);

}  // namespace mpaas::qr
