#include "compiler/js/typescript/pass.h"

namespace mpaas::js {

void TypescriptPass::collect_exported(const Node* pattern, Symbol* space) {
  if (const auto* identifier = try_as<Identifier>(pattern)) {
    members_[identifier->symbol] = space;
    return;
  }
  if (const auto* with_default = try_as<Assignment>(pattern)) {
    collect_exported(with_default->target, space);
    return;
  }
  if (const auto* property = try_as<Property>(pattern)) {
    collect_exported(property->value, space);
    return;
  }
  if (pattern->kind == Kind::array_pattern || pattern->kind == Kind::object_pattern ||
      pattern->kind == Kind::rest) {
    for_each_child(pattern, [&](const Node* child) { collect_exported(child, space); });
  }
}

// The first part declares the variable, every part adds to the object in it.
void TypescriptPass::emit_parts(Identifier* name, Function* function, const Place& place,
                                Statements& out) {
  auto* symbol = const_cast<Symbol*>(name->symbol);
  if (symbol->span.begin == name->span.begin) {
    const bool is_var = program_.scopes[symbol->scope].is_function;
    symbol->kind = is_var ? SymbolKind::variable : SymbolKind::lexical;
    Declarator* declarator = make_.declarator(name);
    VariableDeclaration* declaration =
        make_.variable(is_var ? VariableKind::var : VariableKind::let, NodeList{declarator});
    declaration->span = name->span;
    push_declaration(out, declaration, place);
  }
  const auto made_object = [&](Node* again) { return make_.assign(again, make_.object()); };
  Node* argument = nullptr;
  if (place.exporting_space != nullptr) {
    const auto property = [&] {
      return make_.property_of(tree_.use(place.exporting_space), name->name->text);
    };
    argument = make_.assign(tree_.use(symbol, name),
                            make_.logical_or(property(), made_object(property())));
  } else {
    argument = make_.logical_or(tree_.use(symbol, name), made_object(tree_.use(symbol)));
  }
  push(out, make_.call(function, {argument}));
}

void TypescriptPass::emit_namespace(Namespace* declared, const Place& place, Statements& out) {
  Symbol* parameter =
      tree_.new_symbol(declared->scope, SymbolKind::parameter, declared->name->name->text);
  for (const Symbol* symbol = program_.scopes[declared->members_scope].first; symbol != nullptr;
       symbol = symbol->next_in_scope) {
    members_[symbol] = parameter;
    gone_.insert(symbol);
  }
  for (const Node* node : declared->statements) {
    const auto* exported = try_as<ExportDeclaration>(node);
    if (exported == nullptr) {
      continue;
    }
    if (const auto* variables = try_as<VariableDeclaration>(exported->declaration)) {
      for (const Node* declarator : variables->declarators) {
        collect_exported(as<Declarator>(declarator)->target, parameter);
      }
    } else if (const auto* alias = try_as<ImportEquals>(exported->declaration)) {
      members_[alias->name->symbol] = parameter;
    }
  }
  frames_.push_back({declared->scope, {}});
  visit_statements(declared->statements, parameter);
  declare_temporaries(declared->statements, frames_.back().temporaries);
  frames_.pop_back();
  Function* function = make_.function("", NodeList{tree_.use(parameter)}, declared->statements);
  function->scope = declared->scope;
  function->span = declared->span;
  tree_.reparent(declared->scope, program_.scopes[declared->members_scope].parent);
  emit_parts(declared->name, function, place, out);
}

}  // namespace mpaas::js
