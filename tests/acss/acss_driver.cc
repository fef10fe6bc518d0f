// acss_driver print|minify|raw <file>: parses a style sheet, prints it to stdout and diagnostics to
// stderr. raw is minify, but leaves rpx and tags alone. acss_driver bench <file> says how fast it is.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "compiler/acss/acss.h"
#include "compiler/diag/render.h"

int main(int count, char** values) {
  if (count != 3) {
    return 64;
  }
  const std::string mode = values[1];
  std::ifstream file(values[2], std::ios::binary);
  const auto source = mpaas::make_source(
      values[2],
      std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
  mpaas::diag::List list;
  mpaas::acss::PrintOptions options;
  options.minify = mode != "print";
  options.rpx_to_rem = options.tags_to_classes = mode != "raw";
  if (mode == "bench") {
    double best = 1e9;
    std::size_t size = 0;
    for (int round = 0; round < 30; ++round) {
      const auto begin = std::chrono::steady_clock::now();
      size = mpaas::acss::print(*mpaas::acss::parse(source, list), options).size();
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
      best = std::min(best, taken.count());
    }
    std::printf("%zu -> %zu bytes, %.2f ms, %.0f MB/s\n", source->text.size(), size, best * 1e3,
                static_cast<double>(source->text.size()) / best / 1e6);
    return 0;
  }
  const std::string out = mpaas::acss::print(*mpaas::acss::parse(source, list), options);
  std::fwrite(out.data(), 1, out.size(), stdout);
  for (const auto& item : list.items) {
    std::fputs(mpaas::diag::render_text(item, mpaas::diag::Colour::off).c_str(), stderr);
  }
  return list.has_errors() ? 1 : 0;
}
