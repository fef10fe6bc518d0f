#include "compiler/graph/module.h"

#include "compiler/base/path.h"
#include "compiler/base/utf8.h"
#include "compiler/json/json.h"

namespace mpaas::graph {
namespace {

using diag::Code;

// Bigger files are no sources; the parsers count in 32 bits.
constexpr std::uint64_t largest_source = std::uint64_t{64} << 20;

void read_script(Module& module, const ScanOptions& options, diag::Sink& sink) {
  js::Options parse;
  const bool sjs = module.kind == ModuleKind::sjs;
  parse.dialect = sjs ? js::Dialect::sjs : js::Dialect::javascript;
  parse.transform.target = module.target;
  parse.transform.typescript = module.typescript;
  parse.transform.minify = options.minify;
  parse.transform.top_level_is_local = true;
  parse.defines = options.defines;
  parse.defines.push_back({"process.env.NODE_ENV", '"' + options.node_env + '"'});
  module.program = js::parse_program(module.source, parse, sink);
  js::check_module_form(*module.program, sink);
  for (const js::ImportRecord& record : module.program->imports) {
    const bool require = record.form == js::ImportRecord::Form::require;
    const ReferenceKind kind = sjs       ? ReferenceKind::sjs
                               : require ? ReferenceKind::require
                                         : ReferenceKind::import;
    module.references.push_back(
        {kind, record.specifier, record.span, require || record.in_try, record.removed});
  }
}

void read_markup(Module& module, diag::Sink& sink) {
  module.markup = axml::parse(module.source, sink);
  for (const axml::Dependency& each : axml::dependencies(*module.markup)) {
    const bool sjs = each.kind == axml::DependencyKind::sjs;
    module.references.push_back(
        {sjs ? ReferenceKind::sjs : ReferenceKind::axml, std::string(each.specifier), each.span});
  }
}

void read_style(Module& module, diag::Sink& sink) {
  module.sheet = acss::parse(module.source, sink);
  for (const acss::Import& each : module.sheet->imports) {
    if (!each.external) {
      module.references.push_back({ReferenceKind::acss, each.specifier, each.span});
    }
  }
}

}  // namespace

ModuleKind kind_of(std::string_view path) {
  const std::string_view extension = path::extension(path);
  if (extension == ".json") {
    return ModuleKind::json;
  }
  if (extension == ".sjs" || path.ends_with(".sjs.ts")) {
    return ModuleKind::sjs;
  }
  if (extension == ".axml") {
    return ModuleKind::axml;
  }
  const bool style = extension == ".acss" || extension == ".css" || extension == ".less";
  return style ? ModuleKind::acss : ModuleKind::script;
}

ModulePointer load_module(const FileSystem& files, const std::string& path, const FileStamp& stamp,
                          js::Edition target, const js::TypescriptOptions& typescript,
                          const ScanOptions& options) {
  auto module = std::make_shared<Module>();
  module->path = path;
  module->kind = kind_of(path);
  module->stamp = stamp;
  module->target = target;
  module->typescript = typescript;
  diag::List found;
  if (stamp.size > largest_source) {
    module->source = make_source(path, "");
    found.report(
        diag::make(Code::project_file_too_large, {module->source, {}}, path, largest_source >> 20));
  } else if (Result<std::string> text = files.read(path); !text) {
    module->source = make_source(path, "");
    found.report(
        diag::make(Code::graph_cannot_read, {module->source, {}}, path, text.error().message));
  } else if (const std::size_t bad = utf8::find_invalid(*text); bad != std::string_view::npos) {
    module->source = make_source(path, "");
    found.report(diag::make(Code::project_not_utf8, {module->source, {}}, bad));
  } else {
    module->source = make_source(path, *std::move(text));
    switch (module->kind) {
      case ModuleKind::script:
      case ModuleKind::sjs:
        read_script(*module, options, found);
        break;
      case ModuleKind::json:
        (void)json::parse(module->source, found);
        break;
      case ModuleKind::axml:
        read_markup(*module, found);
        break;
      case ModuleKind::acss:
        read_style(*module, found);
        break;
    }
  }
  module->diagnostics = std::move(found.items);
  return module;
}

}  // namespace mpaas::graph
