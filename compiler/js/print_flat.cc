// A module among others in one scope.
#include "compiler/js/js.h"
#include "compiler/js/printer.h"

namespace mpaas::js {
namespace {

void print_part(Printer& printer, const Node* statement, const FlatForm& form,
                const PrintOptions& options) {
  switch (statement->kind) {
    case Kind::import_declaration:
    case Kind::export_named:
    case Kind::export_all:
    case Kind::empty:
      return;
    case Kind::directive:
      // All of it is strict, or none.
      return;
    case Kind::export_declaration:
      printer.begin_text_statement();
      printer.print_statement(as<ExportDeclaration>(statement)->declaration);
      return;
    case Kind::export_default: {
      const Node* value = as<ExportDefault>(statement)->value;
      printer.begin_text_statement();
      if (value->kind == Kind::function_declaration) {
        printer.print_function(as<Function>(value), form.default_name);
      } else if (value->kind == Kind::class_declaration) {
        printer.print_class(as<Class>(value), form.default_name);
      } else {
        printer.out() += "var ";
        printer.out() += form.default_name;
        printer.out() += options.minify_whitespace ? "=" : " = ";
        printer.print_assigned(value);
        printer.end_statement();
      }
      return;
    }
    default:
      printer.begin_text_statement();
      printer.print_statement(statement);
  }
}

}  // namespace

std::string print_flat(const Program& program, const FlatForm& form, const PrintOptions& options) {
  Printer printer(options, program.source->text.size() / 2);
  ModuleTexts texts;
  texts.flat = &form;
  printer.use_names(&form.names);
  printer.use_module(&texts);
  printer.fold_constants(program.folds_constants);
  if (form.live == nullptr) {
    printer.print_statements(program.body);
    return printer.take();
  }
  const std::vector<Part>& parts = form.parts->parts;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.declarator == nullptr) {
      if ((*form.live)[i]) {
        print_part(printer, part.statement, form, options);
      }
      continue;
    }
    const std::size_t begin = i;
    bool any = false;
    std::size_t end = i;
    for (; end + 1 < parts.size() && parts[end].statement == part.statement; ++end) {
      any = any || (*form.live)[end];
    }
    i = end - 1;
    if (any) {
      const auto* exported = try_as<ExportDeclaration>(part.statement);
      printer.begin_text_statement();
      printer.print_declarators(
          as<VariableDeclaration>(exported != nullptr ? exported->declaration : part.statement),
          form.live, begin);
      printer.end_statement();
    }
  }
  return printer.take();
}

}  // namespace mpaas::js
