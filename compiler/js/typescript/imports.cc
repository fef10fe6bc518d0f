#include <algorithm>

#include "compiler/js/typescript/pass.h"

namespace mpaas::js {
namespace {

const Identifier* root_of(const Node* node) {
  while (node->kind == Kind::member) {
    node = as<Member>(node)->object;
  }
  if (const auto* call = try_as<Call>(node)) {
    node = call->callee;
  }
  return try_as<Identifier>(node);
}

const Call* require_of(const Node* node) {
  while (node->kind == Kind::member) {
    node = as<Member>(node)->object;
  }
  return try_as<Call>(node);
}

bool is_used(const Identifier* local) { return local->symbol->uses > 1; }

}  // namespace

void TypescriptPass::remove_record(std::uint32_t record) {
  if (record != no_record) {
    program_.imports[record].removed = true;
  }
}

// An import which nothing uses as a value may be of a type: nobody but the type checker knows.
void TypescriptPass::drop_unused_names(ImportDeclaration* declaration) {
  ImportRecord* record = declaration->import_record == no_record
                             ? nullptr
                             : &program_.imports[declaration->import_record];
  const auto drop = [&](const Identifier* local) {
    gone_.insert(local->symbol);
    if (record != nullptr) {
      std::erase_if(record->names,
                    [&](const ImportedName& name) { return name.local == local->name->text; });
    }
  };
  for (Identifier** local : {&declaration->default_local, &declaration->namespace_local}) {
    if (*local != nullptr && !is_used(*local)) {
      drop(*local);
      *local = nullptr;
    }
  }
  rewrite_list(declaration->specifiers, [&](Node* node) -> Node* {
    const Identifier* local = as<ImportSpecifier>(node)->local;
    if (is_used(local)) {
      return node;
    }
    drop(local);
    return nullptr;
  });
  declaration->has_braces = !declaration->specifiers.empty();
}

void TypescriptPass::drop_unused_imports() {
  if (options_.verbatim_module_syntax) {
    return;
  }
  rewrite_list(program_.body, [&](Node* node) -> Node* {
    auto* declaration = try_as<ImportDeclaration>(node);
    if (declaration == nullptr ||
        (declaration->default_local == nullptr && declaration->namespace_local == nullptr &&
         !declaration->has_braces)) {
      return node;
    }
    drop_unused_names(declaration);
    if (declaration->default_local != nullptr || declaration->namespace_local != nullptr ||
        declaration->has_braces) {
      return node;
    }
    remove_record(declaration->import_record);
    return nullptr;
  });
}

void TypescriptPass::collect_aliases(const NodeList& statements) {
  for (Node* node : statements) {
    if (auto* alias = try_as<ImportEquals>(node)) {
      aliases_.push_back(alias);
    } else if (const auto* space = try_as<Namespace>(node)) {
      collect_aliases(space->statements);
    } else if (const auto* exported = try_as<ExportDeclaration>(node)) {
      if (const auto* inner = try_as<Namespace>(exported->declaration)) {
        collect_aliases(inner->statements);
      }
    }
  }
}

// import a = b.c, from the last one on: an alias may be all that uses another.
void TypescriptPass::drop_unused_aliases() {
  if (options_.verbatim_module_syntax) {
    return;
  }
  collect_aliases(program_.body);
  for (auto place = aliases_.rbegin(); place != aliases_.rend(); ++place) {
    const ImportEquals* alias = *place;
    if (is_used(alias->name)) {
      continue;
    }
    dropped_.insert(alias);
    gone_.insert(alias->name->symbol);
    const Identifier* root = root_of(alias->value);
    if (root->symbol != nullptr) {
      --const_cast<Symbol*>(root->symbol)->uses;
    } else {
      std::erase(program_.free_identifiers, root);
    }
    if (const Call* call = require_of(alias->value)) {
      remove_record(call->import_record);
    }
  }
}

void TypescriptPass::emit_alias(ImportEquals* alias, const Place& place, Statements& out) {
  if (dropped_.contains(alias)) {
    return;
  }
  Node* value = visit(alias->value);
  if (place.exporting_space != nullptr) {
    push(out, make_.assign(visit(alias->name), value));
    return;
  }
  Declarator* declarator = make_.declarator(alias->name, value);
  declarator->span = alias->span;
  VariableDeclaration* declaration = make_.variable(VariableKind::constant, NodeList{declarator});
  declaration->span = alias->span;
  push_declaration(out, declaration, place);
}

void TypescriptPass::emit_export_assignment(ExportAssignment* assignment, Statements& out) {
  Assignment* made =
      make_.assign(make_.member(tree_.global("module"), "exports"), visit(assignment->value));
  made->span = assignment->span;
  ExpressionStatement* statement = make_.statement(made);
  statement->span = assignment->span;
  out.push_back(statement);
}

// A file with `export =` is a CommonJS module, so its imports are calls of require.
void TypescriptPass::require_imports() {
  const auto is_assignment = [](const Node* node) { return node->kind == Kind::export_assignment; };
  is_common_js_ = any_of(program_.body, is_assignment);
  if (!is_common_js_) {
    return;
  }
  program_.format = Format::common_js;
  program_.exports.clear();
  NodeList body;
  body.push(make_.directive("use strict"));
  for (Node* node = program_.body.first(); node != nullptr;) {
    Node* following = node->next;
    node->next = nullptr;
    auto* declaration = try_as<ImportDeclaration>(node);
    if (declaration == nullptr) {
      body.push(node);
      node = following;
      continue;
    }
    ImportRecord& record = program_.imports[declaration->import_record];
    record.form = ImportRecord::Form::require;
    record.names.clear();
    Call* call = make_.call(tree_.global("require"), {declaration->source});
    call->import_record = declaration->import_record;
    call->span = declaration->span;
    const auto declare = [&](Symbol* symbol, Node* value) {
      Declarator* declarator = make_.declarator(tree_.use(symbol), value);
      body.push(make_.variable(VariableKind::constant, NodeList{declarator}));
    };
    const bool has_names =
        declaration->default_local != nullptr || !declaration->specifiers.empty();
    if (!has_names && declaration->namespace_local == nullptr) {
      body.push(make_.statement(call));
    } else {
      Symbol* module = tree_.new_symbol(0, SymbolKind::lexical, "required");
      declare(module, call);
      if (Identifier* local = declaration->namespace_local) {
        required_[local->symbol] = {module, nullptr};
        gone_.insert(local->symbol);
      }
      if (Identifier* local = declaration->default_local) {
        // As Babel and Node do it: of a module that was an ES module, its default export.
        auto* value = const_cast<Symbol*>(local->symbol);
        value->kind = SymbolKind::lexical;
        value->import_record = no_record;
        declare(value,
                make_.conditional(make_.logical_and(tree_.use(module),
                                                    make_.member(tree_.use(module), "__esModule")),
                                  make_.member(tree_.use(module), "default"), tree_.use(module)));
      }
      for (Node* child : declaration->specifiers) {
        const auto* specifier = as<ImportSpecifier>(child);
        required_[specifier->local->symbol] = {module, specifier->imported};
        gone_.insert(specifier->local->symbol);
      }
    }
    node = following;
  }
  program_.body = body;
}

}  // namespace mpaas::js
