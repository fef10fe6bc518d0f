// Lets node drive the script front end: one request a line on stdin, one JSON object a line on
// stdout.
//   print|imports|module|bench <tab> path <tab> flags <tab> references…
//   regexps <tab> path: a regular expression literal a line
// A reference with ~ before it belongs to a circle of imports.
// flags, separated by commas: module script minify mangle ascii lenient return map es=EDITION
// syntax (compression) local (top-level names are the file's own) define:NAME=VALUE
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "compiler/base/text.h"
#include "compiler/diag/render.h"
#include "compiler/js/js.h"
#include "compiler/js/regexp.h"

namespace {

namespace js = mpaas::js;
namespace diag = mpaas::diag;

struct Request {
  std::string command;
  std::string path;
  js::Options options;
  js::PrintOptions print;
  js::ModuleForm form;
  bool map = false;
};

Request read_request(const std::string& line) {
  const std::vector<std::string_view> fields = mpaas::text::split(line, '\t');
  Request request;
  request.command = fields.at(0);
  request.path = fields.size() > 1 ? fields[1] : "";
  request.options.lenient = false;
  request.options.allow_return = false;
  for (const std::string_view flag : mpaas::text::split(fields.size() > 2 ? fields[2] : "", ',')) {
    if (flag == "module") {
      request.options.goal = js::Goal::module;
    } else if (flag == "script") {
      request.options.goal = js::Goal::script;
    } else if (flag == "minify") {
      request.print.minify_whitespace = true;
    } else if (flag == "mangle") {
      request.print.mangle = true;
    } else if (flag == "map") {
      request.map = true;
    } else if (flag == "ascii") {
      request.print.ascii_only = true;
    } else if (flag == "lenient") {
      request.options.lenient = true;
    } else if (flag == "return") {
      request.options.allow_return = true;
    } else if (flag == "assign_fields") {
      request.options.transform.typescript.use_define_for_class_fields = false;
    } else if (flag == "experimental_decorators") {
      request.options.transform.typescript.experimental_decorators = true;
    } else if (flag == "verbatim") {
      request.options.transform.typescript.verbatim_module_syntax = true;
    } else if (flag == "syntax") {
      request.options.transform.minify = true;
    } else if (flag == "local") {
      request.options.transform.top_level_is_local = true;
    } else if (flag.substr(0, 3) == "es=") {
      request.options.transform.target = js::edition_of(flag.substr(3));
    } else if (flag.substr(0, 7) == "define:") {
      const std::size_t equals = flag.find('=');
      request.options.defines.push_back(
          {std::string(flag.substr(7, equals - 7)), std::string(flag.substr(equals + 1))});
    }
  }
  for (std::size_t i = 3; i < fields.size(); ++i) {
    const bool circular = !fields[i].empty() && fields[i].front() == '~';
    request.form.references.emplace_back(fields[i].substr(circular ? 1 : 0));
    request.form.circular.push_back(circular);
  }
  return request;
}

std::string imports_json(const js::Program& program) {
  std::string text = "[";
  for (const js::ImportRecord& record : program.imports) {
    constexpr std::string_view forms[] = {"import", "export-from", "require", "dynamic"};
    text += fmt::format("{}{{\"specifier\":{},\"form\":\"{}\",\"inTry\":{}}}",
                        text.size() > 1 ? "," : "", diag::json_string(record.specifier),
                        forms[static_cast<std::size_t>(record.form)], record.in_try);
  }
  return text + "]";
}

std::string answer(const Request& request) {
  std::ifstream file(request.path, std::ios::binary);
  const mpaas::SourcePointer source =
      mpaas::make_source(request.path, std::string(std::istreambuf_iterator<char>(file), {}));
  diag::List found;
  const auto begin = std::chrono::steady_clock::now();
  const js::ProgramPointer program = js::parse_program(source, request.options, found);
  const auto parsed = std::chrono::steady_clock::now();
  std::string code;
  std::string map;
  if (!program->has_errors) {
    const mpaas::Result<std::shared_ptr<const mpaas::SourceMap>> input =
        request.map ? mpaas::load_source_map(*source, *mpaas::real_file_system("."))
                    : std::shared_ptr<const mpaas::SourceMap>();
    mpaas::SourceMapRecorder recorder(source, input ? input->get() : nullptr);
    js::PrintOptions print = request.print;
    print.map = request.map ? &recorder : nullptr;
    if (request.command == "module") {
      code = js::print_module(*program, request.form, print);
    } else if (request.command != "imports") {
      code = js::print(*program, print);
    }
    if (request.map) {
      mpaas::SourceMapWriter writer;
      writer.add_piece(recorder.encode(code));
      map = writer.json("out.js");
    }
  }
  const auto printed = std::chrono::steady_clock::now();
  const auto milliseconds = [](auto from, auto to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
  };
  if (request.command == "bench") {
    code.clear();
    map.clear();
  }
  constexpr std::string_view formats[] = {"script", "module", "commonjs"};
  return fmt::format(
      "{{\"ok\":{},\"format\":\"{}\",\"imports\":{},\"code\":{},\"diagnostics\":{},"
      "\"parse_ms\":{:.3f},\"print_ms\":{:.3f}{}}}",
      !program->has_errors, formats[static_cast<std::size_t>(program->format)],
      imports_json(*program), diag::json_string(code), diag::render_json(found.items),
      milliseconds(begin, parsed), milliseconds(parsed, printed),
      map.empty() ? "" : ",\"map\":" + map);
}

// With every helper function, whichever files need.
std::string runtime() {
  std::vector<js::Helper> helpers;
  for (std::size_t i = 0; i < static_cast<std::size_t>(js::Helper::count_of_helpers); ++i) {
    helpers.push_back(static_cast<js::Helper>(i));
  }
  return js::module_runtime(helpers);
}

std::string check_reg_exps(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  for (std::string line; std::getline(file, line);) {
    const js::RegExpCheck check = js::check_reg_exp(line);
    text += text.empty() ? "[" : ",";
    text += check.problem
                ? diag::json_string(fmt::format(fmt::runtime(js::text_of(check.problem->message)),
                                                check.problem->argument))
                : "null";
  }
  return text + "]";
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const Request request = read_request(line);
    if (request.command == "runtime") {
      std::cout << fmt::format("{{\"code\":{}}}\n", diag::json_string(runtime()));
    } else if (request.command == "regexps") {
      std::cout << check_reg_exps(request.path) << '\n';
    } else {
      std::cout << answer(request) << '\n';
    }
    std::cout.flush();
  }
}
