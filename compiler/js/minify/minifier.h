// How compression works. One walk counts what every name is used for; a second one visits every
// node once, children first, and gives back what takes its place. Lists of statements are built
// anew on a stack while they are visited, so that a statement can be merged with the one before it.
// Whatever is dropped is taken out of the counts.
//   minify.cc        the counts, what may be done with a name
//   expression.cc    visiting expressions
//   operators.cc     operators over values that are known in part; conditions
//   statement.cc     visiting statements
//   list.cc          lists of statements: merging, jumps, declarations
//   substitute.cc    moving the value of a variable to its only use
//   constant_value.cc  values known before the script runs
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/js/effects.h"
#include "compiler/js/minify/constant_value.h"
#include "compiler/js/transform.h"
#include "compiler/js/tree.h"

namespace mpaas::js {

class Minifier {
 public:
  Minifier(Tree& tree, const TransformOptions& options);
  void run();

 private:
  // Which list: what falling off its end means.
  enum class ListKind : std::uint8_t { block, function_body, loop_body, program };

  // What identifiers stand for a symbol in the tree as it is now.
  struct Usage {
    std::uint32_t uses = 0;      // all of them
    std::uint32_t declares = 0;  // of these: declarations
    std::uint32_t stores = 0;    // of these: targets of `=`, which do not read
    std::uint32_t changes = 0;   // of these: whatever gives it another value, `=` included
    bool keep = false;           // exported
    bool own_name = false;       // of a function or class expression: cannot be assigned
    Node* constant = nullptr;    // a literal that can stand in its place
    std::uint32_t reads() const { return uses - declares - stores; }
  };
  enum class Role : std::uint8_t { read, declaration, store, update };

  // --- minify.cc
  Usage& usage(const Symbol* symbol) {
    if (symbol->index >= usages_.size()) {
      usages_.resize(symbol->index + 1U);
    }
    return usages_[symbol->index];
  }
  template <int Delta>
  void count(const Node* node);
  template <int Delta>
  void count_list(const NodeList& list);
  template <int Delta>
  void count_target(const Node* target, Role role);
  template <int Delta>
  void count_own_name(const Node* node, const Identifier* name);
  template <int Delta>
  void count_name(const Identifier* identifier, Role role);
  // The node is gone: so are the names in it.
  void discard(const Node* node) {
    if (node != nullptr) {
      count<-1>(node);
    }
  }
  void discard_list(const NodeList& list) { count_list<-1>(list); }
  // Nobody outside of this file sees the variable, and no name is looked up at run time.
  bool is_local(const Symbol* symbol);
  bool is_never_read(const Symbol* symbol) {
    return is_local(symbol) && usage(symbol).reads() == 0;
  }
  bool is_unused(const Symbol* symbol) {
    return is_local(symbol) && usage(symbol).uses == usage(symbol).declares;
  }
  // Reading the variable gives the same value whenever it is done, once it has one.
  bool is_stable(const Identifier* identifier);
  // Reading it cannot throw.
  bool is_safe_read(const Identifier* identifier) const;
  bool knows(Edition edition) const { return options_.target >= edition; }
  bool has_effects(const Node* node) {
    return has_side_effects(node, DeadZone::ignored, effect_budget);
  }
  static constexpr std::uint32_t effect_budget = 200;

  // --- expression.cc
  Node* visit(Node* node);
  Node* visit_optional(Node* node) { return node == nullptr ? nullptr : visit(node); }
  void visit_list(NodeList& list);
  void visit_pattern(Node* node);
  Node* visit_target(Node* node);
  void visit_function(Function* function);
  void visit_class(Class* declared);
  // Where a.b and (0, a.b) are different things: callee, operand of delete and typeof.
  Node* visit_reference(Node* node);
  Node* visit_identifier(Identifier* node);
  Node* visit_number(NumberLiteral* node);
  Node* visit_template(TemplateLiteral* node);
  Node* visit_unary(Unary* node);
  Node* visit_binary(Binary* node);
  Node* visit_assignment(Assignment* node);
  Node* visit_conditional(Conditional* node);
  Node* visit_call(Call* node);
  Node* visit_member(Member* node);
  Node* visit_index(Index* node);
  Node* visit_sequence(Sequence* node);
  Node* visit_object(Object* node);
  void visit_key(Node*& key, bool& computed, bool in_class);
  // Visits an expression of which only the truth matters.
  Node* visit_condition(Node* node) { return condition(visit(node)); }

  // --- operators.cc
  // All of these take visited nodes.
  Node* condition(Node* node);  // the same truth, shorter
  Node* unused(Node* node);     // the same effects; null when there are none
  Node* negation(Node* node);   // !node
  bool is_cheap_to_negate(const Node* node) const;
  Node* comma(Node* first, Node* second);
  Node* logical(Operator operation, Node* left, Node* right);   // && || ??
  Node* choice(Node* test, Node* consequent, Node* alternate);  // ?:
  Node* simplified_binary(Binary* node);
  Node* simplified_unary(Unary* node);
  Node* add(Binary* node);
  Node* unused_list(const NodeList& list);  // of all elements, in order; null when nothing is left
  bool looks_same(const Node* left, const Node* right, int depth = 0) const;
  Node* literal(const ConstantValue& value, const Node* place);

  // --- statement.cc
  Node* statement(Node* node);  // null when nothing is left of it
  Node* visit_block(Block* node);
  Node* visit_if(If* node);
  Node* visit_for(For* node);
  Node* visit_for_each(ForEach* node);
  Node* visit_while(While* node);
  Node* visit_switch(Switch* node);
  Node* visit_try(Try* node);
  Node* visit_labelled(Labelled* node);
  Node* visit_variables(VariableDeclaration* node, bool in_for = false);
  Node* visit_return(Return* node);
  Node* merged_if(If* node);
  Node* body(Node* node, ListKind kind);  // of a loop or branch; null when it is empty
  Node* or_empty(Node* node, const Node* place);
  // The `var`s that dead code still declares; it is discarded. False: it has to stay.
  bool drop_dead(Node* node, NodeList& declarations);

  // --- list.cc
  // While a list is under construction, each variable has a declaration of its own on the stack;
  // relink() puts neighbours together.
  void statements(NodeList& list, ListKind kind);
  void append(std::size_t base, Node* node);
  void append_variables(std::size_t base, VariableDeclaration* node);
  void append_expression(std::size_t base, ExpressionStatement* node);
  void append_if(std::size_t base, If* node);
  void append_for(std::size_t base, For* node);
  void append_for_each(std::size_t base, ForEach* node);
  void finish_list(std::size_t base, ListKind kind);
  void drop_unused(std::size_t base);
  void merge_returns(std::size_t base);
  void invert_jumps(std::size_t base, ListKind kind);
  void relink(std::size_t from, NodeList& list);
  Node* take_block(std::size_t from);  // the statements from there on, as one; null for none
  Node* last_of(std::size_t base) const { return stack_.size() > base ? stack_.back() : nullptr; }
  // The expression right before, which is taken away; null when there is none.
  Node* take_expression(std::size_t base);
  // The variable right before.
  Declarator* last_variable(std::size_t base, VariableKind* kind) const;

  // --- substitute.cc
  // Where the value of a variable may be evaluated instead of where it is.
  enum class Movable : std::uint8_t {
    anywhere,   // it never changes and reads nothing that does
    past_pure,  // it has no effects, but what it reads may change
    nowhere     // it has effects: past nothing that could notice
  };
  enum class Found : std::uint8_t { replaced, passed, blocked };
  struct Substitution {
    const Symbol* symbol;
    Node* value;
    Movable movable;
  };
  void substitute_before(std::size_t base, Node* node);
  bool substitute_in_statement(Node* node, const Substitution& what);
  Found substitute(Node*& slot, const Substitution& what);
  Found substitute_list(NodeList& list, const Substitution& what);
  Found substitute_later(Node*& slot, const Substitution& what);  // it may not be evaluated at all
  Found past(const Node* node, const Substitution& what);
  bool is_free(const Node* node);

  struct Label {
    const Name* name;
    bool used;
  };

  Tree& tree_;
  Program& program_;
  Builder& make_;
  const TransformOptions& options_;
  std::vector<Usage> usages_;
  std::vector<Node*> stack_;  // the lists under construction
  std::vector<Label> labels_;
  bool top_level_is_local_ = false;
  bool parameters_change_ = false;  // by way of `arguments`, in sloppy code
  bool in_async_generator_ = false;
  int depth_ = 0;
  bool too_deep_ = false;
  // Beyond that, trees are left alone.
  static constexpr int max_visit_depth = 60000;
};

// --- forms of nodes
inline bool is_not(const Node* node) {
  return node->kind == Kind::unary && as<Unary>(node)->operation == Operator::logical_not;
}
inline bool is_jump(const Node* node) {
  return node->kind == Kind::return_statement || node->kind == Kind::throw_statement ||
         node->kind == Kind::break_statement || node->kind == Kind::continue_statement;
}
// Control never reaches what follows.
bool ends_in_jump(const Node* node);
// It declares names that only its block knows.
bool needs_block(const Node* node);

}  // namespace mpaas::js
