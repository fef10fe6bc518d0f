// From ES2015 to ES5, in three walks over the same tree:
//   es5_syntax*     everything but the next two: functions, classes, literals, patterns, for-of.
//                   What it makes may hold `let`, loops with `let` and generators
//   es5_scopes      let, const and functions in blocks become `var`; a loop whose variables are
//                   caught by closures gets a function for its body
//   es5_generator   generators become state machines
// What a function gets in front of its own statements (`var _this = this`, parameters' default
// values) is noted for all three in FunctionNotes.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/js/tree.h"

namespace mpaas::js::es5 {

struct FunctionNotes {
  VariableDeclaration* prologue = nullptr;  // the `var` in front, which passes add to
  // How many statements, directives not counted, belong to the call of a generator and not to its
  // first next(): the prologue and the parameters' values.
  std::uint32_t outside = 0;
  Symbol* self = nullptr;       // holds `this` for functions inside that stand for arrows or loops
  Symbol* arguments = nullptr;  // the same for `arguments`
};

class Notes {
 public:
  explicit Notes(Tree& tree) : tree_(tree) {}

  // Of a function, or of the program (null).
  FunctionNotes& operator[](const Function* function) { return notes_[function]; }
  const FunctionNotes* find(const Function* function) const {
    const auto found = notes_.find(function);
    return found == notes_.end() ? nullptr : &found->second;
  }
  // Adds `var symbol = value` to the front of the function.
  // Not while the function's statements are being walked.
  void add_variable(Function* function, Symbol* symbol, Node* value);

  bool has_generators = false;

 private:
  Tree& tree_;
  std::unordered_map<const Function*, FunctionNotes> notes_;
};

// Puts statements behind the directives at the front of a list.
void insert_in_front(NodeList& list, const NodeList& statements);

// What the source does with its names, and whether there is anything to lower at all.
struct Survey {
  bool has_work = false;
  // By Symbol::index: how often the name is given a value, its declaration not counted unless it
  // is a `var`.
  std::vector<std::uint8_t> assignments;
  bool is_fixed(const Symbol* symbol) const;
};
Survey survey(const Program& program);

void lower_syntax(Tree& tree, Notes& notes, const Survey& survey);
void lower_scopes(Tree& tree, Notes& notes);
void lower_generators(Tree& tree, Notes& notes, const Survey& survey);

}  // namespace mpaas::js::es5
