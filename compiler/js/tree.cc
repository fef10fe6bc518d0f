#include "compiler/js/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace mpaas::js {

void Tree::count_names() {
  if (counted_) {
    return;
  }
  counted_ = true;
  taken_.reserve(program.names.size() * 2);
  for (const Symbol* symbol : program.symbols) {
    ++taken_[symbol->name->text];
  }
  for (const Identifier* identifier : program.free_identifiers) {
    ++taken_[identifier->name->text];
  }
}

const Name* Tree::fresh_name(std::string_view wanted) {
  count_names();
  std::string text(wanted);
  if (taken_.contains(wanted) || !is_binding_name(wanted)) {
    std::uint32_t& number = next_number_[program.arena.copy(wanted)];
    do {
      text = fmt::format("{}_{}", wanted, ++number);
    } while (taken_.contains(text));
  }
  const Name* name = make.name(text);
  program.names.push_back(name);
  return name;
}

Symbol* Tree::new_symbol(std::uint32_t scope, SymbolKind kind, std::string_view wanted) {
  auto* symbol = program.arena.make<Symbol>();
  symbol->name = fresh_name(wanted);
  ++taken_[symbol->name->text];
  symbol->kind = kind;
  symbol->scope = scope;
  symbol->index = static_cast<std::uint32_t>(program.symbols.size());
  program.symbols.push_back(symbol);
  changed_ = true;
  return symbol;
}

Identifier* Tree::use(Symbol* symbol) {
  auto* identifier = program.arena.make<Identifier>(symbol->name);
  identifier->symbol = symbol;
  ++symbol->uses;
  return identifier;
}

Identifier* Tree::use(Symbol* symbol, const Node* place) {
  Identifier* identifier = use(symbol);
  identifier->span = place->span;
  return identifier;
}

Identifier* Tree::global(std::string_view name) {
  Identifier* identifier = make.identifier(name);
  program.free_identifiers.push_back(identifier);
  count_names();
  ++taken_[identifier->name->text];
  return identifier;
}

Identifier* Tree::helper(Helper helper) {
  for (Symbol* symbol : program.helpers) {
    if (symbol->helper == static_cast<std::uint8_t>(helper)) {
      return use(symbol);
    }
  }
  Symbol* last = nullptr;
  for (const Helper needed : with_dependencies({helper})) {
    const auto has = [needed](const Symbol* symbol) {
      return symbol->helper == static_cast<std::uint8_t>(needed);
    };
    if (std::any_of(program.helpers.begin(), program.helpers.end(), has)) {
      continue;
    }
    last = new_symbol(0, SymbolKind::helper, name_of(needed));
    last->helper = static_cast<std::uint8_t>(needed);
    program.helpers.push_back(last);
  }
  return use(last);
}

std::uint32_t Tree::new_scope(std::uint32_t parent, bool is_function) {
  program.scopes.push_back({parent, is_function, nullptr, nullptr});
  return static_cast<std::uint32_t>(program.scopes.size()) - 1;
}

void Tree::move(Symbol* symbol, std::uint32_t scope, SymbolKind kind) {
  symbol->kind = kind;
  if (symbol->scope == scope) {
    return;
  }
  symbol->scope = scope;
  changed_ = true;
  count_names();
  if (taken_[symbol->name->text] > 1 && !symbol->pinned) {
    --taken_[symbol->name->text];
    symbol->name = fresh_name(symbol->name->text);
    ++taken_[symbol->name->text];
  }
}

void Tree::adopt(Symbol* symbol, std::uint32_t scope, SymbolKind kind) {
  symbol->kind = kind;
  changed_ = changed_ || symbol->scope != scope;
  symbol->scope = scope;
}

void Tree::rename(Symbol* symbol) {
  count_names();
  --taken_[symbol->name->text];
  symbol->name = fresh_name(symbol->name->text);
  ++taken_[symbol->name->text];
}

Symbol* Tree::shadow(const Symbol* hidden, std::uint32_t scope, SymbolKind kind) {
  count_names();
  auto* symbol = program.arena.make<Symbol>();
  symbol->name = hidden->name;
  ++taken_[symbol->name->text];
  symbol->kind = kind;
  symbol->scope = scope;
  symbol->index = static_cast<std::uint32_t>(program.symbols.size());
  program.symbols.push_back(symbol);
  changed_ = true;
  return symbol;
}

std::uint32_t Tree::occurrences(std::string_view text) {
  count_names();
  const auto found = taken_.find(text);
  return found == taken_.end() ? 0 : found->second;
}

void Tree::remove_symbols(const std::unordered_set<const Symbol*>& symbols) {
  if (symbols.empty()) {
    return;
  }
  changed_ = true;
  std::erase_if(program.symbols, [&](const Symbol* symbol) { return symbols.count(symbol) != 0; });
  for (std::size_t i = 0; i < program.symbols.size(); ++i) {
    program.symbols[i]->index = static_cast<std::uint32_t>(i);
  }
}

void Tree::finish() {
  if (!changed_) {
    return;
  }
  changed_ = false;
  for (Scope& scope : program.scopes) {
    scope.first = scope.last = nullptr;
  }
  for (Symbol* symbol : program.symbols) {
    symbol->next_in_scope = nullptr;
    Scope& scope = program.scopes[symbol->scope];
    (scope.last == nullptr ? scope.first : scope.last->next_in_scope) = symbol;
    scope.last = symbol;
  }
}

}  // namespace mpaas::js
