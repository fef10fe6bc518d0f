// using and await using (esnext). Everything of the block goes into a `try`:
//   stack = [], error = void 0;
//   try { const a = using_resource(stack, b); … }
//   catch (reason) { error = [reason] } finally { dispose_resources(stack, error) }
#include "compiler/js/lower/lowerer.h"

namespace mpaas::js {
namespace {

const VariableDeclaration* resource_declaration(const Node* node) {
  const auto* declaration = try_as<VariableDeclaration>(node);
  const bool declares =
      declaration != nullptr && (declaration->variable_kind == VariableKind::using_resource ||
                                 declaration->variable_kind == VariableKind::await_using_resource);
  return declares ? declaration : nullptr;
}

}  // namespace

bool Lowerer::has_resources(const NodeList& list) {
  for (const Node* node : list) {
    if (resource_declaration(node) != nullptr) {
      return true;
    }
  }
  return false;
}

// for (using a of b) c → for (const _a of b) { using a = _a; c }
void Lowerer::move_resource_into_body(ForEach* node) {
  const auto* declaration = resource_declaration(node->target);
  auto* declarator = as<Declarator>(declaration->declarators.first());
  const std::uint32_t loop_scope = node->scope != no_scope ? node->scope : frame_->scope;
  Symbol* each = tree_.new_symbol(loop_scope, SymbolKind::lexical, "_resource");
  auto* body = make_.block({});
  body->scope = tree_.new_scope(loop_scope, false);
  if (const Symbol* symbol = as<Identifier>(declarator->target)->symbol) {
    tree_.adopt(tree_.program.symbols[symbol->index], body->scope, symbol->kind);
  }
  move_scopes(node->body, loop_scope, body->scope);
  declarator->initial = tree_.use(each);
  body->statements.push(node->target);
  body->statements.push(node->body);
  node->body = body;
  node->target =
      make_.variable(VariableKind::constant, NodeList{make_.declarator(tree_.use(each))});
}

// for (using a = b; c; d) e → { using a = b; for (; c; d) e }
Node* Lowerer::move_resource_out(For* node) {
  auto* block = make_.block({node->initial, node});
  node->initial = nullptr;
  // The scope of the loop is the block's.
  block->scope = node->scope;
  node->scope = no_scope;
  return block;
}

// At the top level functions stay outside of the `try` and may use every name there: what is
// declared becomes `var`.
void Lowerer::open_top_level(NodeList& list, NodeList& outside, NodeList& inside) {
  Arena& arena = tree_.program.arena;
  auto* exports = arena.make<ExportNamed>();
  const auto make_var = [&](VariableDeclaration* declaration) {
    if (resource_declaration(declaration) == nullptr) {
      declaration->variable_kind = VariableKind::var;
    }
  };
  const auto class_as_var = [&](Class* declared) -> Node* {
    Identifier* name = declared->name;
    declared->name = nullptr;
    declared->kind = Kind::class_expression;
    auto* made = make_.variable(VariableKind::var, NodeList{make_.declarator(name, declared)});
    made->span = declared->span;
    return made;
  };
  const auto export_name = [&](const Name* exported, Identifier* local) {
    auto* specifier = arena.make<ExportSpecifier>();
    specifier->local = local->name;
    specifier->exported = exported;
    specifier->identifier = tree_.use(tree_.program.symbols[local->symbol->index], local);
    exports->specifiers.push(specifier);
  };
  rewrite_list(list, [&](Node* node) -> Node* {
    if (auto* exported = try_as<ExportDeclaration>(node);
        exported != nullptr && exported->declaration->kind != Kind::function_declaration) {
      std::vector<Identifier*> names;
      if (auto* declaration = try_as<VariableDeclaration>(exported->declaration)) {
        for (Node* each : declaration->declarators) {
          collect_names(as<Declarator>(each)->target, names);
        }
      } else if (auto* declared = try_as<Class>(exported->declaration)) {
        names.push_back(declared->name);
      }
      for (Identifier* name : names) {
        export_name(name->name, name);
      }
      node = exported->declaration;
      node->next = nullptr;
    } else if (auto* value = try_as<ExportDefault>(node);
               value != nullptr && value->value->kind != Kind::function_declaration) {
      auto* declared = try_as<Class>(value->value);
      if (declared != nullptr && declared->kind == Kind::class_declaration &&
          declared->name != nullptr) {
        export_name(make_.name("default"), declared->name);
        node = declared;
      } else {
        if (declared != nullptr) {
          declared->kind = Kind::class_expression;
        }
        Symbol* symbol = tree_.new_symbol(0, SymbolKind::variable, "_default");
        for (ExportRecord& record : tree_.program.exports) {
          if (record.name == "default") {
            record.local = symbol;
          }
        }
        Identifier* name = tree_.use(symbol);
        export_name(make_.name("default"), name);
        node = make_.variable(VariableKind::var, NodeList{make_.declarator(name, value->value)});
      }
    }
    switch (node->kind) {
      case Kind::directive:
      case Kind::import_declaration:
      case Kind::export_named:
      case Kind::export_all:
      case Kind::export_declaration:
      case Kind::export_default:
      case Kind::function_declaration:
        outside.push(node);
        return nullptr;
      case Kind::class_declaration:
        inside.push(class_as_var(as<Class>(node)));
        return nullptr;
      case Kind::variable_declaration:
        make_var(as<VariableDeclaration>(node));
        break;
      default:
        break;
    }
    inside.push(node);
    return nullptr;
  });
  if (!exports->specifiers.empty()) {
    outside.push(exports);
  }
}

void Lowerer::wrap_resources(NodeList& list) {
  const bool is_top_level = &list == &tree_.program.body;
  NodeList outside;
  NodeList inside;
  if (is_top_level) {
    open_top_level(list, outside, inside);
  } else {
    rewrite_list(list, [&](Node* node) -> Node* {
      (node->kind == Kind::directive ? outside : inside).push(node);
      return nullptr;
    });
  }
  Symbol* stack = temporary("_stack");
  Symbol* error = temporary("_error");
  bool is_async = false;
  for (Node* node : inside) {
    if (resource_declaration(node) == nullptr) {
      continue;
    }
    auto* declaration = as<VariableDeclaration>(node);
    const bool awaits = declaration->variable_kind == VariableKind::await_using_resource;
    is_async = is_async || awaits;
    declaration->variable_kind = is_top_level ? VariableKind::var : VariableKind::constant;
    for (Node* each : declaration->declarators) {
      auto* declarator = as<Declarator>(each);
      NodeList arguments{tree_.use(stack), declarator->initial};
      if (awaits) {
        arguments.push(make_.number(1));
      }
      declarator->initial = call_helper(Helper::using_resource, arguments, declarator);
    }
  }
  outside.push(make_.statement(sequence({make_.assign(tree_.use(stack), make_.array()),
                                         make_.assign(tree_.use(error), make_.undefined())})));
  auto* attempt = tree_.program.arena.make<Try>();
  attempt->block = make_.block(inside);
  attempt->scope = tree_.new_scope(frame_->scope, false);
  Symbol* reason = tree_.new_symbol(attempt->scope, SymbolKind::catch_parameter, "_reason");
  attempt->parameter = tree_.use(reason);
  attempt->handler = make_.block(
      {make_.statement(make_.assign(tree_.use(error), make_.array({tree_.use(reason)})))});
  Node* dispose = make_.call(
      tree_.helper(is_async ? Helper::dispose_async_resources : Helper::dispose_resources),
      {tree_.use(stack), tree_.use(error)});
  if (is_async) {
    dispose = tree_.program.arena.make<Await>(dispose);
  }
  attempt->finalizer = make_.block({make_.statement(dispose)});
  outside.push(attempt);
  list = outside;
}

}  // namespace mpaas::js
