// Compiles .axml and .sjs files for the node tests. usage: axml_driver root [--using tag=path]…
// file… Each file is a path below root. Prints one JavaScript expression: {"path": function
// (module, exports, require) {…}, …} with what the files import, and the template runtime as
// "runtime". Mistakes go to stderr and make the exit code 1. With --check nothing is printed.
#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/axml/axml.h"
#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "compiler/diag/render.h"
#include "compiler/js/js.h"

namespace {

using namespace mpaas;

class Driver {
 public:
  Driver(std::string root, axml::EmitOptions options)
      : files_(real_file_system(std::move(root))), options_(std::move(options)) {}

  bool add(const std::string& path) {
    if (modules_.contains(path)) {
      return true;
    }
    modules_.emplace(path, "");
    Result<std::string> text = files_->read(path);
    if (!text) {
      fmt::print(stderr, "{}\n", text.error().message);
      failed = true;
      return false;
    }
    const SourcePointer source = make_source(path, *std::move(text));
    modules_[path] = path.ends_with(".sjs") ? script(source) : markup(source);
    return true;
  }

  void print() const {
    fmt::print("({{\"runtime\": function (module, exports, require) {{\n{}}}",
               axml::template_runtime());
    for (const auto& [path, body] : modules_) {
      fmt::print(",\n{}: function (module, exports, require) {{\n{}}}", diag::json_string(path),
                 body);
    }
    fmt::print("}})\n");
  }

  bool failed = false;

 private:
  std::string target(const std::string& from, std::string_view specifier, const char* extension) {
    std::string to = specifier.starts_with('/') ? std::string(specifier.substr(1))
                                                : path::join(path::directory(from), specifier);
    if (path::extension(to) != extension) {
      to += extension;
    }
    to = path::normalize(to).value_or(to);
    add(to);
    return diag::json_string(to);
  }

  void report(const diag::List& list) {
    for (const diag::Diagnostic& item : list.items) {
      fmt::print(stderr, "{}", diag::render_text(item, diag::Colour::off));
    }
    failed = failed || list.has_errors();
  }

  std::string script(const SourcePointer& source) {
    diag::List list;
    js::Options options;
    const js::ProgramPointer program = js::parse_program(source, options, list);
    report(list);
    if (program->has_errors) {
      return {};
    }
    js::ModuleForm form;
    for (const js::ImportRecord& record : program->imports) {
      form.references.push_back(target(source->path, record.specifier, ".sjs"));
    }
    return js::print_module(*program, form);
  }

  std::string markup(const SourcePointer& source) {
    diag::List list;
    const axml::DocumentPointer document = axml::parse(source, list);
    report(list);
    if (document->has_errors) {
      return {};
    }
    axml::EmitOptions options = options_;
    for (const axml::Dependency& each : axml::dependencies(*document)) {
      const bool is_sjs = each.kind == axml::DependencyKind::sjs;
      options.modules[std::string(each.specifier)] =
          target(source->path, each.specifier, is_sjs ? ".sjs" : ".axml");
    }
    Arena arena;
    return js::print_statements(axml::emit(*document, options, arena), {});
  }

  std::shared_ptr<FileSystem> files_;
  axml::EmitOptions options_;
  std::map<std::string, std::string> modules_;
};

}  // namespace

int main(int count, char** values) {
  axml::EmitOptions options;
  options.runtime = "\"runtime\"";
  std::vector<std::string> paths;
  bool check_only = false;
  for (int i = 2; i < count; ++i) {
    const std::string_view value = values[i];
    if (value == "--using" && i + 1 < count) {
      const std::string_view pair = values[++i];
      const std::size_t equals = pair.find('=');
      options.using_components.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    } else if (value == "--check") {
      check_only = true;
    } else {
      paths.emplace_back(value);
    }
  }
  if (count < 3) {
    fmt::print(stderr, "usage: axml_driver root [--check] [--using tag=path]… file…\n");
    return 64;
  }
  Driver driver(values[1], std::move(options));
  for (const std::string& path : paths) {
    driver.add(path);
  }
  if (!check_only) {
    driver.print();
  }
  return driver.failed ? 1 : 0;
}
