#include "compiler/js/typescript/typescript.h"

#include <algorithm>

#include "compiler/js/typescript/pass.h"

namespace mpaas::js {

void compile_typescript(Tree& tree, const TypescriptOptions& options, diag::Sink& sink) {
  TypescriptPass(tree, options, sink).run();
}

void TypescriptPass::run() {
  const TypescriptSyntax& syntax = program_.typescript;
  if (options_.emit_decorator_metadata && options_.experimental_decorators && syntax.decorators) {
    sink_.report(diag::make(diag::Code::js_no_decorator_metadata, {program_.source, {0, 0}}));
  }
  if (syntax.aliases) {
    drop_unused_aliases();
  }
  drop_unused_imports();
  const bool walks =
      syntax.enums || syntax.namespaces || syntax.aliases || syntax.parameter_properties ||
      (syntax.fields && !options_.use_define_for_class_fields) ||
      (syntax.decorators && options_.experimental_decorators) || syntax.ambient_members;
  if (walks) {
    if (syntax.enums) {
      for (const Node* node : program_.body) {
        collect_enums(node);
      }
    }
    require_imports();
    frames_.push_back({0, {}});
    visit_statements(program_.body);
    declare_temporaries(program_.body, frames_.back().temporaries);
  }
  tree_.remove_symbols(gone_);
}

Node* TypescriptPass::visit(Node* node) {
  switch (node->kind) {
    case Kind::identifier:
      return visit_identifier(as<Identifier>(node));
    case Kind::member:
    case Kind::index:
      if (Node* value = inlined_member(node)) {
        return value;
      }
      break;
    case Kind::function_declaration:
    case Kind::function_expression:
    case Kind::arrow_function:
      return visit_function(as<Function>(node));
    case Kind::property:
      return visit_property(as<Property>(node));
    case Kind::block:
      visit_statements(as<Block>(node)->statements);
      return node;
    case Kind::static_block:
      visit_statements(as<StaticBlock>(node)->statements);
      return node;
    case Kind::switch_case: {
      auto* branch = as<Case>(node);
      if (branch->test != nullptr) {
        branch->test = visit(branch->test);
      }
      visit_statements(branch->statements);
      return node;
    }
    case Kind::class_expression: {
      rewrite_children(node, [this](Node* child) { return visit(child); });
      Statements before;
      lower_class(as<Class>(node), before);
      if (before.empty()) {
        return node;
      }
      NodeList list;
      for (Node* statement : before) {
        list.push(as<ExpressionStatement>(statement)->expression);
      }
      list.push(node);
      return make_.sequence(list);
    }
    default:
      break;
  }
  rewrite_children(node, [this](Node* child) { return visit(child); });
  return node;
}

Node* TypescriptPass::visit_function(Function* function) {
  frames_.push_back({function->scope, {}});
  rewrite_children(function, [this](Node* child) { return visit(child); });
  const std::vector<Symbol*> temporaries = std::move(frames_.back().temporaries);
  frames_.pop_back();
  if (!temporaries.empty()) {
    if (function->body->kind != Kind::block) {
      function->body = make_.block({make_.return_statement(function->body)});
    }
    declare_temporaries(as<Block>(function->body)->statements, temporaries);
  }
  return function;
}

Node* TypescriptPass::visit_identifier(Identifier* identifier) {
  const Symbol* symbol = identifier->symbol;
  if (symbol == nullptr) {
    return identifier;
  }
  Node* made = nullptr;
  if (const auto member = members_.find(symbol); member != members_.end()) {
    made = make_.property_of(tree_.use(member->second, identifier), identifier->name->text);
  } else if (const auto space = enum_scopes_.find(symbol->scope); space != enum_scopes_.end()) {
    const Value value = value_of_member(space->second, identifier->name->text);
    made = std::holds_alternative<std::monostate>(value)
               ? make_.property_of(tree_.use(const_cast<Symbol*>(space->second), identifier),
                                   identifier->name->text)
               : literal(value);
  } else if (const auto other = renamed_.find(symbol); other != renamed_.end()) {
    made = tree_.use(other->second, identifier);
  } else if (const auto required = required_.find(symbol); required != required_.end()) {
    made = tree_.use(required->second.module, identifier);
    if (required->second.name != nullptr) {
      made = make_.property_of(made, required->second.name->text);
    }
  }
  if (made == nullptr) {
    return identifier;
  }
  made->span = identifier->span;
  return made;
}

Node* TypescriptPass::visit_property(Property* property) {
  if (property->computed) {
    property->key = visit(property->key);
  }
  if (!property->shorthand) {
    property->value = visit(property->value);
    return property;
  }
  // { a } and { a = 1 }: the name is the key and stays, whatever becomes of the value.
  const auto name_of = [](Node* value) {
    auto* assignment = try_as<Assignment>(value);
    return try_as<Identifier>(assignment != nullptr ? assignment->target : value);
  };
  const Identifier* before = name_of(property->value);
  property->value = visit(property->value);
  if (name_of(property->value) != before) {
    property->shorthand = false;
  }
  return property;
}

void TypescriptPass::visit_statements(NodeList& list, Symbol* space) {
  Statements out;
  for (Node* node = list.first(); node != nullptr;) {
    Node* following = node->next;
    node->next = nullptr;
    visit_statement(node, space, out);
    node = following;
  }
  list = NodeList(out);
}

void TypescriptPass::visit_statement(Node* node, Symbol* space, Statements& out) {
  switch (node->kind) {
    case Kind::enum_declaration:
      emit_enum(as<Enum>(node), {}, out);
      return;
    case Kind::namespace_declaration:
      emit_namespace(as<Namespace>(node), {}, out);
      return;
    case Kind::import_equals:
      emit_alias(as<ImportEquals>(node), {}, out);
      return;
    case Kind::export_assignment:
      emit_export_assignment(as<ExportAssignment>(node), out);
      return;
    case Kind::class_declaration:
      emit_class(as<Class>(node), {}, out);
      return;
    case Kind::export_declaration:
      visit_export(as<ExportDeclaration>(node), space, out);
      return;
    case Kind::export_default: {
      auto* exported = as<ExportDefault>(node);
      auto* declared = try_as<Class>(exported->value);
      if (declared == nullptr || declared->kind != Kind::class_declaration) {
        break;
      }
      rewrite_children(declared, [this](Node* child) { return visit(child); });
      if (has_legacy_decorators(declared)) {
        if (declared->name == nullptr) {
          Symbol* symbol = tree_.new_symbol(0, SymbolKind::lexical, "default_export");
          declared->name = tree_.use(symbol, declared);
        }
        Symbol* symbol = const_cast<Symbol*>(declared->name->symbol);
        emit_decorated_class(declared, {}, out);
        exported->value = tree_.use(symbol, declared);
        for (ExportRecord& record : program_.exports) {
          if (record.name == "default") {
            record.local = nullptr;
          }
        }
        out.push_back(exported);
        return;
      }
      lower_class(declared, out);
      out.push_back(exported);
      return;
    }
    default:
      break;
  }
  out.push_back(visit(node));
}

// A declaration that was made, with the export around it.
void TypescriptPass::push_declaration(Statements& out, Node* declaration, const Place& place) {
  if (place.is_exported) {
    auto* exported = program_.arena.make<ExportDeclaration>();
    exported->declaration = declaration;
    exported->span = place.span;
    declaration = exported;
  }
  out.push_back(declaration);
}

void TypescriptPass::visit_export(ExportDeclaration* exported, Symbol* space, Statements& out) {
  const Place place{space == nullptr, space, exported->span};
  Node* declaration = exported->declaration;
  switch (declaration->kind) {
    case Kind::enum_declaration:
      emit_enum(as<Enum>(declaration), place, out);
      return;
    case Kind::namespace_declaration:
      emit_namespace(as<Namespace>(declaration), place, out);
      return;
    case Kind::import_equals:
      emit_alias(as<ImportEquals>(declaration), place, out);
      return;
    case Kind::class_declaration:
      emit_class(as<Class>(declaration), place, out);
      return;
    default:
      break;
  }
  if (space == nullptr) {
    exported->declaration = visit(declaration);
    out.push_back(exported);
    return;
  }
  if (auto* variables = try_as<VariableDeclaration>(declaration)) {
    // Their names are properties of the namespace.
    NodeList assignments;
    for (Node* node : variables->declarators) {
      auto* declarator = as<Declarator>(node);
      if (declarator->initial == nullptr) {
        continue;
      }
      Node* target = visit(declarator->target);
      Assignment* assignment = make_.assign(target, visit(declarator->initial));
      assignment->span = declarator->span;
      assignments.push(assignment);
    }
    if (assignments.size() == 1) {
      push(out, assignments.first());
    } else if (!assignments.empty()) {
      push(out, make_.sequence(assignments));
    }
    return;
  }
  auto* function = as<Function>(visit(declaration));
  out.push_back(function);
  push(out, make_.assign(make_.property_of(tree_.use(space), function->name->name->text),
                         tree_.use(const_cast<Symbol*>(function->name->symbol))));
}

}  // namespace mpaas::js
