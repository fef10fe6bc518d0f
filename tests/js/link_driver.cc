// Lets node drive the linker: one request a line on stdin, one JSON object a line on stdout.
//   root <tab> entry <tab> flags
// flags, separated by commas: minify esm cjs iife map development threads=N es=N name=NAME
// define:NAME=VALUE
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

#include "compiler/base/text.h"
#include "compiler/compiler.h"
#include "compiler/diag/render.h"

namespace {

using namespace mpaas;

BundleOptions read_flags(std::string_view flags) {
  BundleOptions options;
  for (const std::string_view flag : text::split(flags, ',')) {
    const std::size_t equals = flag.find('=');
    const std::string value(equals == std::string_view::npos ? "" : flag.substr(equals + 1));
    if (flag == "minify") {
      options.minify = true;
    } else if (flag == "esm") {
      options.format = BundleFormat::esm;
    } else if (flag == "cjs") {
      options.format = BundleFormat::common_js;
    } else if (flag == "map") {
      options.source_map = true;
    } else if (flag == "development") {
      options.mode = Mode::development;
    } else if (flag.starts_with("threads=")) {
      options.threads = static_cast<unsigned>(std::atoi(value.c_str()));
    } else if (flag.starts_with("es=")) {
      options.es = static_cast<std::uint16_t>(std::atoi(value.c_str()));
    } else if (flag.starts_with("name=")) {
      options.global_name = value;
    } else if (flag.starts_with("define:")) {
      options.defines.emplace_back(flag.substr(7, equals - 7), value);
    }
  }
  return options;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::vector<std::string_view> fields = text::split(line, '\t');
    const std::shared_ptr<FileSystem> files = real_file_system(std::string(fields.at(0)));
    const auto begin = std::chrono::steady_clock::now();
    const Bundle made = bundle(*files, std::string(fields.at(1)),
                               read_flags(fields.size() > 2 ? fields[2] : std::string_view()));
    const double milliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    std::string inputs;
    for (const std::string& input : made.inputs) {
      inputs += (inputs.empty() ? "" : ",") + diag::json_string(input);
    }
    std::cout << fmt::format(
                     "{{\"ok\":{},\"code\":{},\"map\":{},\"inputs\":[{}],\"diagnostics\":{},"
                     "\"milliseconds\":{:.3f}}}",
                     made.ok, diag::json_string(made.code), made.map.empty() ? "null" : made.map,
                     inputs, diag::render_json(made.diagnostics), milliseconds)
              << '\n';
    std::cout.flush();
  }
}
