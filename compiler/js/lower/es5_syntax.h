// The first of the three walks of es5.h. One class, in several files: es5_syntax.cc walks and does
// functions and literals, es5_class.cc classes and super, es5_pattern.cc destructuring, parameters
// and for-of.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "compiler/js/lower/es5.h"

namespace mpaas::js::es5 {

class SyntaxLowering {
 public:
  SyntaxLowering(Tree& tree, Notes& notes, const Survey& survey)
      : tree_(tree), make_(tree.make), program_(tree.program), notes_(notes), survey_(survey) {}
  void run();

 private:
  struct BlockFrame {
    BlockFrame* outer = nullptr;
    std::vector<Symbol*> lexicals;  // to be declared with `let` at its start
  };
  // Where the methods of a class or of an object find what `super` means.
  struct Home {
    Symbol* own = nullptr;      // a class: its name inside the constructor
    Symbol* outer = nullptr;    // a class declaration: the variable, when that never changes
    Symbol* binding = nullptr;  // what methods use; made when the first one asks
    std::string_view wanted;
    bool is_class = false;
    bool in_constructor = false;
    BlockFrame* block = nullptr;  // where the class or object stands
    std::uint32_t scope = 0;
  };
  struct Frame {
    Frame* outer = nullptr;
    Function* function = nullptr;  // null: the program
    std::uint32_t scope = 0;
    bool is_arrow = false;
    bool is_strict = false;
    bool is_method = false;  // `new` cannot call it
    bool uses_arguments = false;
    Home* home = nullptr;
    bool is_static = false;
    bool is_constructor = false;
    bool is_derived = false;                // a constructor: `this` is what super() gave
    const Node* super_statement = nullptr;  // the first at the top that is nothing but super()
    bool super_is_done = false;             // the walk is behind it: `this` is sure to be there
    // Variables in front of the function's statements: `this` for arrows, or what super() gave; the
    // `this` of before super(), for arrows; arguments; new.target.
    Symbol* self = nullptr;
    Symbol* raw_self = nullptr;
    Symbol* arguments = nullptr;
    Symbol* target = nullptr;
    std::vector<std::pair<Symbol*, Node*>> variables;
    std::vector<Symbol*> free_temporaries;
  };
  // How a function is to be lowered, for frame().
  struct FunctionForm {
    Home* home = nullptr;
    bool is_static = false;
    bool is_method = false;
    bool is_setter = false;
    bool is_constructor = false;
    bool is_derived = false;
  };

  // walking
  Node* expression(Node* node);
  Node* children(Node* node);
  void expressions(NodeList& list);
  Node* unused(Node* node);  // whose value nobody reads
  void statement(Node* node, NodeList& out);
  Node* single(Node* node);  // a statement where only one can stand
  void statements(NodeList& list);
  void block(NodeList& list);  // the statements of a block: it can declare
  void declaration(VariableDeclaration* node);
  void exported(ExportDeclaration* node, NodeList& out);
  void exported_default(ExportDefault* node, NodeList& out);
  void for_each(ForEach* node, const std::vector<Labelled*>& labels, NodeList& out);
  void for_of(ForEach* node, const std::vector<Labelled*>& labels, NodeList& out);
  Node* loop_body(ForEach* node, Node* value);
  bool is_array(const Node* node) const;
  void try_statement(Try* node);

  // functions
  Node* function(Function* node, const FunctionForm& form);
  void parameters(Function* node, Frame& frame, const FunctionForm& form);
  void keep_from_parameters(const Function* node);
  Node* arrow(Function* node);
  Frame& owner();
  Node* this_value(Node* node);
  Node* self_of(Frame& frame, Node* node);
  Node* arguments_value(Identifier* node);
  Node* new_target(Node* node);
  Symbol* temporary();
  void release(Symbol* symbol) { frame_->free_temporaries.push_back(symbol); }

  // literals and calls
  Node* template_literal(TemplateLiteral* node);
  Node* tagged_template(TaggedTemplate* node);
  Node* object(Object* node);
  Node* define(Node* target, Property* property, Home& home);
  Node* array(Array* node);
  Node* spread_list(NodeList& list);
  Node* call(Call* node);
  Node* construct(New* node);
  Node* string_literal(StringLiteral* node);
  Node* number_literal(NumberLiteral* node);
  Node* assignment(Assignment* node, bool is_used);
  Node* update(Update* node, bool is_used);
  Node* store(Node* target, Node* value);
  Node* identifier(Identifier* node);
  // The expression, which gets that name when it is a function or class without one.
  Node* named(Node* value, std::string_view name);
  Node* named_by_hand(Node* value, std::string_view name);
  Node* again(Node* simple);
  bool is_simple(const Node* node) const;

  // classes
  Node* class_value(Class* node, Symbol* declared, std::string_view hint);
  Function* constructor_of(Class* node, Home& home);
  Node* home_object();
  Symbol* binding_of(Home& home);
  Node* super_get(Node* node);
  Node* super_set(Node* target, Node* value);
  Node* super_call(Call* node);
  Node* super_key(Node* node);
  void return_statement(Return* node);

  // patterns
  struct Output {
    bool declares = false;
    VariableKind kind = VariableKind::var;
    NodeList nodes;  // Declarator, or expressions
    std::vector<Symbol*> temporaries;
  };
  void destructure(Node* target, Node* value, Output& out);
  void object_pattern(Object* pattern, Node* value, Output& out);
  void array_pattern(Array* pattern, Node* value, Output& out);
  void leaf(Node* target, Node* value, Output& out);
  Node* reference(Node* value, Output& out);

  Tree& tree_;
  Builder& make_;
  Program& program_;
  Notes& notes_;
  const Survey& survey_;
  Frame* frame_ = nullptr;
  BlockFrame* block_ = nullptr;
  std::uint32_t scope_ = 0;
  std::vector<Home*> class_names_;  // by Symbol::index: the name of a class expression
};

bool is_pattern(const Node* node);
bool is_anonymous_function(const Node* node);  // a class included

}  // namespace mpaas::js::es5
