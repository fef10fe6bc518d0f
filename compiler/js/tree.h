// What every pass over a tree needs: walking it, making new names and scopes, and moving names
// about. Names are told apart by their Symbol, never by their text; a new or moved symbol gets a
// text that occurs nowhere else in the file where it would clash, so no pass has to think of
// shadowing.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "compiler/js/ast.h"
#include "compiler/js/builder.h"
#include "compiler/js/helpers.h"
#include "compiler/js/program.h"

namespace mpaas::js {

// Every child in the order of the source, each once: visit(Node*). Keys that are no expressions
// (a plain property name) are visited too, patterns as well.
template <class Visit>
void for_each_child(const Node* node, Visit&& visit);

// Gives each child to `visit`, which returns what takes its place. Of lists, nullptr removes the
// element; elsewhere nullptr is allowed where the child may be absent.
template <class Visit>
void rewrite_children(Node* node, Visit&& visit);
template <class Visit>
void rewrite_list(NodeList& list, Visit&& visit);

// The program being changed, and its names.
class Tree {
 public:
  explicit Tree(Program& changed) : program(changed), make(changed.arena) {}

  Program& program;
  Builder make;

  // A new variable in the scope; its text is `wanted` or, where the file has that already, `wanted`
  // with a number. No node declares it yet.
  Symbol* new_symbol(std::uint32_t scope, SymbolKind kind, std::string_view wanted);
  // One more identifier for the symbol. The second form takes the span of what it stands for.
  Identifier* use(Symbol* symbol);
  Identifier* use(Symbol* symbol, const Node* place);
  // A name that nothing in the file declares: Object, Promise, undefined.
  Identifier* global(std::string_view name);
  // A function of helpers.def, which comes along with the output.
  Identifier* helper(Helper helper);

  std::uint32_t new_scope(std::uint32_t parent, bool is_function);
  // The symbol belongs to another scope from now on (a `let` becomes the function's `var`). It gets
  // a new text when another symbol or a free name has the same.
  void move(Symbol* symbol, std::uint32_t scope, SymbolKind kind);
  // The same without a look at the text: the caller knows that it clashes with nothing.
  void adopt(Symbol* symbol, std::uint32_t scope, SymbolKind kind);
  // Gives the symbol a text that occurs nowhere else.
  void rename(Symbol* symbol);
  // A new symbol of the same text as another one, which it hides in its scope.
  Symbol* shadow(const Symbol* hidden, std::uint32_t scope, SymbolKind kind);
  // How many symbols and free names of the file have that text.
  std::uint32_t occurrences(std::string_view text);
  // Nothing declares or uses them any more.
  void remove_symbols(const std::unordered_set<const Symbol*>& symbols);
  // `inner` and the scopes in it are inside `parent` from now on.
  void reparent(std::uint32_t inner, std::uint32_t parent) {
    program.scopes[inner].parent = parent;
  }

  // Puts the lists Scope::first … in order after symbols were made or moved. transform() calls it
  // after each pass.
  void finish();

 private:
  const Name* fresh_name(std::string_view wanted);
  void count_names();

  bool counted_ = false;
  bool changed_ = false;
  // How many symbols and free identifiers have that text.
  std::unordered_map<std::string_view, std::uint32_t> taken_;
  std::unordered_map<std::string_view, std::uint32_t> next_number_;
};

// --- how the walks are done
// ------------------------------------------------------------------------

template <class Visit>
void rewrite_list(NodeList& list, Visit&& visit) {
  NodeList kept;
  for (Node* node = list.first(); node != nullptr;) {
    Node* next = node->next;
    node->next = nullptr;
    if (Node* made = visit(node)) {
      kept.push(made);
    }
    node = next;
  }
  list = kept;
}

// One place that knows every child of every node. `one(Node*&)` for single children that exist,
// `many(NodeList&)` for lists.
template <class One, class Many>
void for_each_slot(Node* node, One&& one_slot, Many&& many);

}  // namespace mpaas::js

#include "compiler/js/tree_walk.h"
