// Bundles one of our own scripts (the open runtime, the simulator) with our own linker at build
// time: mpaas_bundle entry.js out.js. Only relative imports with an extension; everything is one
// classic script.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "compiler/diag/render.h"
#include "compiler/js/js.h"

namespace {

using namespace mpaas;

struct Module {
  js::ProgramPointer program;
  js::ModuleForm form;
};

class Bundler {
 public:
  // Depth first, so that ids are stable; 0 is the entry.
  std::string add(const std::string& path) {
    if (const auto known = ids_.find(path); known != ids_.end()) {
      return std::to_string(known->second);
    }
    const std::size_t id = modules_.size();
    ids_.emplace(path, id);
    modules_.emplace_back();
    Result<std::string> text = files_->read(path);
    if (!text) {
      std::cerr << text.error().message << '\n';
      failed = true;
      return "0";
    }
    diag::List found;
    js::Options options;
    options.goal = js::Goal::module;
    modules_[id].program = js::parse_program(make_source(path, *std::move(text)), options, found);
    js::check_module_form(*modules_[id].program, found);
    for (const diag::Diagnostic& each : found.items) {
      std::cerr << diag::render_text(each, diag::Colour::off);
      failed = failed || each.severity == diag::Severity::error;
    }
    const js::ProgramPointer program = modules_[id].program;
    std::vector<std::string> references;
    for (const js::ImportRecord& record : program->imports) {
      const std::string target(path::join(path::directory(path), record.specifier));
      references.push_back(add(path::normalize(target).value_or(target)));
    }
    modules_[id].form.references = std::move(references);
    return std::to_string(id);
  }

  std::string print() const {
    js::PrintOptions options;
    options.minify_whitespace = true;
    options.mangle = true;
    std::string out = fmt::format("({})({{", js::module_runtime());
    for (std::size_t id = 0; id < modules_.size(); ++id) {
      out += fmt::format("{}{}:function(module,exports,require){{{}}}", id == 0 ? "" : ",\n", id,
                         js::print_module(*modules_[id].program, modules_[id].form, options));
    }
    return out + "})(0);\n";
  }

  bool failed = false;

 private:
  std::shared_ptr<FileSystem> files_ = real_file_system("/");
  std::map<std::string, std::size_t> ids_;
  std::vector<Module> modules_;
};

}  // namespace

int main(int count, char** values) {
  if (count != 3) {
    std::cerr << "usage: mpaas_bundle entry.js out.js\n";
    return 64;
  }
  Bundler bundler;
  bundler.add(values[1]);
  if (bundler.failed) {
    return 1;
  }
  if (const mpaas::Status written = mpaas::write_file(values[2], bundler.print()); !written) {
    std::cerr << written.error().message << '\n';
    return 73;
  }
  return 0;
}
