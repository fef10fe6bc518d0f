#include "compiler/qr/qr.h"

#include <fmt/format.h>
#include <png.h>
#include <qrencode.h>

#include <csetjmp>
#include <memory>

namespace mpaas::qr {
namespace {

constexpr int standard_quiet_zone = 4;
constexpr std::size_t most_bytes = 2953;  // version 40, level L, 8-bit mode
constexpr int code_unusable_text = 7020;

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, FreeCode>;

Code encode_at(std::string_view text, QRecLevel level) {
  return Code(QRcode_encodeData(static_cast<int>(text.size()),
                                reinterpret_cast<const unsigned char*>(text.data()), 0, level));
}

// Writes into a string; libpng reports errors by longjmp, so nothing here owns anything across it.
void append_bytes(png_structp writer, png_bytep data, png_size_t size) {
  static_cast<std::string*>(png_get_io_ptr(writer))
      ->append(reinterpret_cast<const char*>(data), size);
}
void flush_nothing(png_structp) {}

bool write_png(png_structp writer, png_infop info, std::string& out, std::vector<png_bytep>& rows,
               unsigned pixels) {
  if (setjmp(png_jmpbuf(writer)) != 0) {
    return false;
  }
  png_set_write_fn(writer, &out, append_bytes, flush_nothing);
  png_set_IHDR(writer, info, pixels, pixels, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_rows(writer, info, rows.data());
  png_write_png(writer, info, PNG_TRANSFORM_IDENTITY, nullptr);
  return true;
}

}  // namespace

Result<Matrix> encode(std::string_view text) {
  if (text.empty() || text.size() > most_bytes || text.find('\0') != std::string_view::npos) {
    return Error{Error::Kind::invalid,
                 fmt::format("a QR code holds 1 to {} bytes of text, and this has {}", most_bytes,
                             text.size()),
                 code_unusable_text};
  }
  Code code = encode_at(text, QR_ECLEVEL_M);
  if (code == nullptr) {
    code = encode_at(text, QR_ECLEVEL_L);
  }
  if (code == nullptr) {
    return Error{Error::Kind::invalid, "the text does not fit into a QR code", code_unusable_text};
  }
  std::vector<bool> dark;
  const std::size_t size = static_cast<std::size_t>(code->width);
  dark.reserve(size * size);
  for (std::size_t i = 0; i < size * size; ++i) {
    dark.push_back((code->data[i] & 1U) != 0);
  }
  return Matrix(code->width, std::move(dark));
}

std::string to_terminal(const Matrix& matrix, TerminalStyle style, int quiet) {
  // The upper half is drawn in the foreground colour, the lower in the background colour.
  constexpr std::string_view both = "█";
  constexpr std::string_view upper = "▀";
  constexpr std::string_view lower = "▄";
  // 256-colour codes 231 and 16 are fixed white and black; the first sixteen belong to themes.
  constexpr std::string_view white_on_black = "\x1b[38;5;231;48;5;16m";
  constexpr std::string_view reset = "\x1b[0m";
  std::string out;
  for (int row = -quiet; row < matrix.size() + quiet; row += 2) {
    if (style == TerminalStyle::colour) {
      out += white_on_black;
    }
    for (int column = -quiet; column < matrix.size() + quiet; ++column) {
      const bool light_above = !matrix.dark(column, row);
      const bool light_below = !matrix.dark(column, row + 1);
      out += light_above && light_below ? both
             : light_above              ? upper
             : light_below              ? lower
                                        : std::string_view(" ");
    }
    if (style == TerminalStyle::colour) {
      out += reset;
    }
    out += '\n';
  }
  return out;
}

std::string to_svg(const Matrix& matrix) {
  const int side = matrix.size() + 2 * standard_quiet_zone;
  std::string path;
  for (int row = 0; row < matrix.size(); ++row) {
    for (int column = 0; column < matrix.size(); ++column) {
      int end = column;
      while (matrix.dark(end, row)) {
        ++end;
      }
      if (end > column) {
        path += fmt::format("M{} {}h{}v1h-{}z", column + standard_quiet_zone,
                            row + standard_quiet_zone, end - column, end - column);
        column = end;
      }
    }
  }
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" width=\"{1}\" "
      "height=\"{1}\" shape-rendering=\"crispEdges\"><rect width=\"{0}\" height=\"{0}\" "
      "fill=\"#fff\"/><path fill=\"#000\" d=\"{2}\"/></svg>\n",
      side, side * 8, path);
}

Result<std::string> to_png(const Matrix& matrix, int scale) {
  if (scale < 1 || scale > 64) {
    return Error{Error::Kind::usage, "a module has 1 to 64 pixels", code_unusable_text};
  }
  const unsigned pixels = static_cast<unsigned>((matrix.size() + 2 * standard_quiet_zone) * scale);
  const std::size_t stride = (pixels + 7) / 8;
  std::vector<unsigned char> bits(stride * pixels, 0);
  std::vector<png_bytep> rows(pixels);
  for (unsigned y = 0; y < pixels; ++y) {
    rows[y] = bits.data() + stride * y;
    for (unsigned x = 0; x < pixels; ++x) {
      const int column = static_cast<int>(x) / scale - standard_quiet_zone;
      const int row = static_cast<int>(y) / scale - standard_quiet_zone;
      if (!matrix.dark(column, row)) {
        rows[y][x / 8] = static_cast<unsigned char>(rows[y][x / 8] | 0x80U >> x % 8);
      }
    }
  }
  std::string out;
  png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = writer == nullptr ? nullptr : png_create_info_struct(writer);
  const bool written = info != nullptr && write_png(writer, info, out, rows, pixels);
  png_destroy_write_struct(&writer, &info);
  if (!written) {
    return Error{Error::Kind::bug, "libpng cannot write the picture"};
  }
  return out;
}

}  // namespace mpaas::qr
