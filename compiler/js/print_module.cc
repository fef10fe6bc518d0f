#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "compiler/js/helpers.h"
#include "compiler/js/js.h"
#include "compiler/js/printer.h"
#include "compiler/js/quote.h"

namespace mpaas::js {
namespace {

constexpr std::string_view runtime_text = R"js(function (definitions) {
  var modules = {};
  var has = Object.prototype.hasOwnProperty;
  function find(id) {
    if (has.call(modules, id)) return modules[id];
    if (!has.call(definitions, id)) {
      var error = new Error("Cannot find module '" + id + "'");
      error.code = "MODULE_NOT_FOUND";
      throw error;
    }
    return (modules[id] = { id: id, exports: {}, started: false, loaded: false });
  }
  function require(id) {
    var module = find(id);
    if (module.started) return module.exports;
    module.started = true;
    try {
      definitions[id].call(module.exports, module, module.exports, require);
      module.loaded = true;
    } finally {
      if (!module.loaded) delete modules[id];
    }
    return module.exports;
  }
  require.c = function (id) {
    return find(id).exports;
  };
  function define(exports, name, get) {
    Object.defineProperty(exports, name, { enumerable: true, get: get });
  }
  function getter(object, name) {
    return function () {
      return object[name];
    };
  }
  require.r = function (exports) {
    if (typeof Symbol !== "undefined" && Symbol.toStringTag) {
      Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
    }
    Object.defineProperty(exports, "__esModule", { value: true });
  };
  require.d = function (exports, getters) {
    for (var name in getters) if (has.call(getters, name)) define(exports, name, getters[name]);
  };
  require.n = function (module) {
    return module && module.__esModule ? module : { default: module };
  };
  require.w = function (module) {
    if (module && module.__esModule) return module;
    var namespace = {};
    if (module && (typeof module === "object" || typeof module === "function")) {
      for (var name in module) {
        if (name !== "default" && has.call(module, name)) define(namespace, name, getter(module, name));
      }
    }
    namespace.default = module;
    return namespace;
  };
  require.s = function (exports, module) {
    for (var name in module) {
      if (name !== "default" && has.call(module, name) && !has.call(exports, name)) {
        define(exports, name, getter(module, name));
      }
    }
  };
  require.m = {};
  return require;
})js";

bool is_wrapper_parameter(std::string_view name) {
  return name == "require" || name == "module" || name == "exports";
}

// What one import needs at the top of the module.
struct RecordNames {
  bool circular = false;
  bool statement = false;            // import or export … from, not require() or import()
  std::uint32_t module_uses = 0;     // m.name
  std::uint32_t default_uses = 0;    // default with interop
  std::uint32_t namespace_uses = 0;  // * as
  std::string_view module_name;
  std::string_view default_name;
  std::string_view namespace_name;
};

class ModulePrinter {
 public:
  ModulePrinter(const Program& program, const ModuleForm& form, const PrintOptions& options)
      : program_(program),
        options_(options),
        printer_(options, program.source->text.size() + 256),
        records_(program.imports.size()) {
    texts_.references = form.references;
    texts_.references.resize(program.imports.size());
    for (std::size_t i = 0; i < form.circular.size() && i < records_.size(); ++i) {
      records_[i].circular = form.circular[i] && !texts_.references[i].empty();
    }
    printer_.fold_constants(program.folds_constants);
  }

  std::string print() {
    const bool is_module = program_.format == Format::module;
    texts_.this_is_undefined = is_module;
    texts_.bindings.resize(program_.symbols.size());
    count_uses();
    choose_names();
    if (is_module) {
      name_bindings();
    }
    for (const Symbol* symbol : program_.helpers) {
      texts_.bindings[symbol->index] =
          fmt::format("require.{}", js::name_of(static_cast<Helper>(symbol->helper)));
    }
    printer_.use_names(&names_);
    printer_.use_module(&texts_);
    if (!is_module) {
      printer_.print_statements(program_.body);
      return printer_.take();
    }
    printer_.print_text_statement("\"use strict\"");
    printer_.print_text_statement("require.r(exports)");
    print_exports();
    print_imports();
    for (const Node* node : program_.body) {
      print_item(node);
    }
    return printer_.take();
  }

 private:
  void count_uses() {
    for (const ImportRecord& record : program_.imports) {
      const auto index = static_cast<std::size_t>(&record - program_.imports.data());
      records_[index].statement = record.form == ImportRecord::Form::import_statement ||
                                  record.form == ImportRecord::Form::export_from;
    }
    for (const Symbol* symbol : program_.symbols) {
      // A binding that is only declared is never read.
      if (symbol->kind == SymbolKind::import_binding && symbol->import_record < records_.size() &&
          symbol->uses > 1) {
        RecordNames& record = records_[symbol->import_record];
        (symbol->imported == nullptr           ? record.namespace_uses
         : symbol->imported->text == "default" ? record.default_uses
                                               : record.module_uses) += symbol->uses;
      }
    }
    for (const ExportRecord& exported : program_.exports) {
      if (exported.import_record >= records_.size()) {
        needs_default_name_ =
            needs_default_name_ || (exported.name == "default" && exported.local == nullptr);
        continue;
      }
      RecordNames& record = records_[exported.import_record];
      if (exported.imported == "*") {
        ++(exported.name.empty() ? record.module_uses : record.namespace_uses);
      } else {
        ++(exported.imported == "default" ? record.default_uses : record.module_uses);
      }
    }
  }

  // The variables that the module form adds, in a fixed order.
  template <class Visit>
  void for_each_added(Visit&& visit) {
    for (std::size_t i = 0; i < records_.size(); ++i) {
      RecordNames& record = records_[i];
      if (record.module_uses > 0) {
        visit(record.module_name, record.module_uses, "module", i + 1);
      }
      if (record.default_uses > 0) {
        visit(record.default_name, record.default_uses, "default", i + 1);
      }
      if (record.namespace_uses > 0) {
        visit(record.namespace_name, record.namespace_uses, "namespace", i + 1);
      }
    }
    if (needs_default_name_) {
      visit(default_name_, 2U, "default_export", std::size_t{0});
    }
  }

  void choose_names() {
    const bool is_module = program_.format == Format::module;
    if (options_.mangle) {
      MangleRequest request;
      request.program = &program_;
      request.top_level_is_local = true;
      for (const Symbol* symbol : program_.symbols) {
        if (keeps_parameter(symbol)) {
          request.keep.push_back(symbol);
        }
      }
      for_each_added([&](std::string_view&, std::uint32_t uses, const char*, std::size_t) {
        request.extra_uses.push_back(uses);
      });
      js::mangle(request, mangled_);
      names_ = mangled_.names;
      std::size_t next = 0;
      for_each_added([&](std::string_view& name, std::uint32_t, const char*, std::size_t) {
        name = mangled_.extra_names[next++];
      });
      return;
    }
    std::unordered_set<std::string_view> taken;
    for (const Name* name : program_.names) {
      taken.insert(name->text);
    }
    const auto fresh = [&](std::string wanted) {
      while (taken.count(wanted) != 0) {
        wanted += '_';
      }
      const std::string_view kept = mangled_.arena.copy(std::string_view(wanted));
      taken.insert(kept);
      return kept;
    };
    for_each_added(
        [&](std::string_view& name, std::uint32_t, const char* what, std::size_t number) {
          name = fresh(number == 0 ? std::string(what) : fmt::format("{}_{}", what, number));
        });
    names_.resize(program_.symbols.size());
    for (const Symbol* symbol : program_.symbols) {
      const bool collides =
          is_module || (symbol->scope == 0 && symbol->kind == SymbolKind::lexical);
      if (collides && is_wrapper_parameter(symbol->name->text) && !symbol->pinned) {
        names_[symbol->index] = fresh(std::string(symbol->name->text) + "_1");
      }
    }
  }

  // `var module` in CommonJS is the wrapper's own parameter.
  bool keeps_parameter(const Symbol* symbol) const {
    return program_.format != Format::module && symbol->scope == 0 &&
           symbol->kind != SymbolKind::lexical && is_wrapper_parameter(symbol->name->text);
  }

  static std::string member_text(std::string_view object, std::string_view name) {
    std::string text(object);
    if (is_identifier_name(name)) {
      text += '.';
      text += name;
    } else {
      text += '[';
      append_quoted(text, name);
      text += ']';
    }
    return text;
  }

  void name_bindings() {
    for (const Symbol* symbol : program_.symbols) {
      if (symbol->kind != SymbolKind::import_binding || symbol->import_record >= records_.size()) {
        continue;
      }
      const RecordNames& record = records_[symbol->import_record];
      if (symbol->imported == nullptr) {
        texts_.bindings[symbol->index] = std::string(record.namespace_name);
      } else if (symbol->imported->text == "default") {
        texts_.bindings[symbol->index] = member_text(record.default_name, "default");
      } else {
        texts_.bindings[symbol->index] = member_text(record.module_name, symbol->imported->text);
      }
    }
  }

  std::string value_of(const ExportRecord& exported) const {
    if (exported.import_record < records_.size()) {
      const RecordNames& record = records_[exported.import_record];
      if (exported.imported == "*") {
        return std::string(record.namespace_name);
      }
      return exported.imported == "default" ? member_text(record.default_name, "default")
                                            : member_text(record.module_name, exported.imported);
    }
    if (exported.local == nullptr) {
      return std::string(default_name_);
    }
    if (exported.local->kind == SymbolKind::import_binding) {
      return texts_.bindings[exported.local->index];
    }
    return std::string(printer_.name_of(exported.local));
  }

  // Getters come first, so that modules which import each other see what is ready.
  void print_exports() {
    std::string text = "require.d(exports,";
    text += options_.minify_whitespace ? "{" : " {";
    bool first = true;
    for (const ExportRecord& exported : program_.exports) {
      if (exported.name.empty()) {
        continue;
      }
      text += first ? "" : ",";
      text += options_.minify_whitespace ? "" : "\n  ";
      first = false;
      if (exported.name == "__proto__") {
        text += "[\"__proto__\"]";
      } else if (is_identifier_name(exported.name)) {
        text += exported.name;
      } else {
        append_quoted(text, exported.name);
      }
      if (program_.is_es5) {
        text += options_.minify_whitespace ? ":function(){return " : ": function () { return ";
        text += value_of(exported);
        text += options_.minify_whitespace ? "}" : "; }";
        continue;
      }
      text += options_.minify_whitespace ? ":()=>" : ": () => ";
      text += value_of(exported);
    }
    text += options_.minify_whitespace ? "})" : "\n})";
    if (!first) {
      printer_.print_text_statement(text);
    }
  }

  std::string require_text(std::size_t record) const {
    std::string text = "require(";
    if (texts_.references[record].empty()) {
      append_quoted(text, program_.imports[record].specifier);
    } else {
      text += texts_.references[record];
    }
    return text + ')';
  }

  void print_imports() {
    const std::string_view equals = options_.minify_whitespace ? "=" : " = ";
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const RecordNames& record = records_[i];
      if (!record.statement || !record.circular) {
        continue;
      }
      const std::string early = "require.c(" + texts_.references[i] + ')';
      if (record.module_uses > 0) {
        printer_.print_text_statement(fmt::format("var {}{}{}", record.module_name, equals, early));
      }
      if (record.default_uses > 0) {
        printer_.print_text_statement(
            fmt::format("var {}{}{}", record.default_name, equals, early));
      }
      if (record.namespace_uses > 0) {
        printer_.print_text_statement(
            fmt::format("var {}{}{}", record.namespace_name, equals, early));
      }
    }
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const RecordNames& record = records_[i];
      if (!record.statement) {
        continue;
      }
      std::string module = require_text(i);
      const Span origin = program_.imports[i].span;
      if (record.module_uses == 0 && record.default_uses == 0 && record.namespace_uses == 0) {
        printer_.print_text_statement(module, origin);
        continue;
      }
      const bool several = (record.module_uses > 0 ? 1 : 0) + (record.default_uses > 0 ? 1 : 0) +
                               (record.namespace_uses > 0 ? 1 : 0) >
                           1;
      if (record.module_uses > 0) {
        printer_.print_text_statement(fmt::format("var {}{}{}", record.module_name, equals, module),
                                      origin);
        module = std::string(record.module_name);
      }
      if (record.default_uses > 0) {
        printer_.print_text_statement(
            fmt::format("var {}{}require.n({})", record.default_name, equals, module), origin);
      }
      if (record.namespace_uses > 0) {
        // Requiring twice is cheap and right: the second time finds the module.
        printer_.print_text_statement(
            fmt::format("var {}{}require.w({})", record.namespace_name, equals,
                        several ? (record.module_uses > 0 ? module : require_text(i)) : module),
            origin);
      }
      for (const ExportRecord& exported : program_.exports) {
        if (exported.import_record == i && exported.name.empty()) {
          printer_.print_text_statement(fmt::format("require.s(exports,{}{})",
                                                    options_.minify_whitespace ? "" : " ",
                                                    record.module_name));
        }
      }
    }
  }

  void print_item(const Node* node) {
    switch (node->kind) {
      case Kind::import_declaration:
      case Kind::export_named:
      case Kind::export_all:
        return;
      case Kind::directive:
        if (as<Directive>(node)->raw.find("use strict") != std::string_view::npos) {
          return;
        }
        printer_.begin_text_statement();
        printer_.print_statement(node);
        return;
      case Kind::export_declaration:
        printer_.begin_text_statement();
        printer_.print_statement(as<ExportDeclaration>(node)->declaration);
        return;
      case Kind::export_default: {
        const Node* value = as<ExportDefault>(node)->value;
        printer_.begin_text_statement();
        if (value->kind == Kind::function_declaration) {
          printer_.print_function(as<Function>(value), default_name_);
        } else if (value->kind == Kind::class_declaration) {
          printer_.print_class(as<Class>(value), default_name_);
        } else {
          printer_.out() +=
              fmt::format("var {}{}", default_name_, options_.minify_whitespace ? "=" : " = ");
          printer_.print_assigned(value);
          printer_.end_statement();
        }
        return;
      }
      default:
        printer_.begin_text_statement();
        printer_.print_statement(node);
    }
  }

  const Program& program_;
  PrintOptions options_;
  Printer printer_;
  std::vector<RecordNames> records_;
  ModuleTexts texts_;
  SymbolNames names_;
  MangleResult mangled_;
  bool needs_default_name_ = false;
  std::string_view default_name_;
};

}  // namespace

std::string print_module(const Program& program, const ModuleForm& form,
                         const PrintOptions& options) {
  return ModulePrinter(program, form, options).print();
}

std::string module_runtime(const std::vector<Helper>& helpers) {
  std::string added;
  for (const Helper helper : with_dependencies(helpers)) {
    added += fmt::format("  {}\n  require.{} = {};\n", text_of(helper), name_of(helper),
                         name_of(helper));
  }
  std::string text(runtime_text);
  text.insert(text.rfind("  return require;"), added);
  return text;
}

}  // namespace mpaas::js
