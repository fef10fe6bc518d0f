// One traversal lowers everything: visit() gives each node back in syntax that the target knows.
// What a construct needs around itself is asked of the Frame, which is the function whose code is
// being visited: temporaries at its top, `this` and `arguments` of it for code that moves into an
// inner function. The parts are in lower_*.cc, one concern a file.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/js/transform.h"
#include "compiler/js/tree.h"

namespace mpaas::js {

// How `await` and `yield` are written in the function being visited.
enum class Suspension : std::uint8_t {
  native,
  async_function,  // await x → yield x
  async_generator  // await x → yield await_value(x), yield* x → yield* async_delegate(x)
};

struct Frame {
  struct Variable {
    Symbol* symbol;
    Node* initial;
  };

  Frame* outer = nullptr;
  std::uint32_t scope = no_scope;   // of its variables
  std::uint32_t parent = no_scope;  // no scope yet: it is made in this one when it is needed
  bool is_arrow = false;            // `this`, arguments and super are those of `outer`
  Suspension suspension = Suspension::native;
  bool is_async = false;
  bool moves_this = false;  // an arrow function that becomes a generator: `this` is handed over
  bool uses_this = false;
  bool uses_arguments = false;
  bool redeclares_parameter = false;
  bool new_target_is_undefined = false;  // a field's value, in the constructor
  int loops = 0;                         // around the code being visited

  std::vector<Variable> variables;  // `var` at the top of the body
  // `var` at the top of the function proper, where the body has moved into a generator.
  std::vector<Variable> captures;

  Symbol* this_symbol = nullptr;  // stands for `this`: static parts of a class
  Symbol* home = nullptr;         // stands for the class in whose static parts or private methods
  bool home_is_static = false;    // `super` is met
  Symbol* arguments_symbol = nullptr;
  Symbol* new_target_symbol = nullptr;
  Symbol* super_get = nullptr;
  Symbol* super_set = nullptr;
  Symbol* super_call = nullptr;
  // super() → (super(), initialize()): the fields of a derived class.
  Symbol* initialize = nullptr;
};

// A value that is evaluated once and used several times.
struct Once {
  Node* first = nullptr;
  const Node* source = nullptr;  // repeated as it is where that is as good
  Symbol* symbol = nullptr;
};

// The identifiers which a pattern binds.
void collect_names(Node* pattern, std::vector<Identifier*>& names);

class Lowerer {
 public:
  Lowerer(Tree& tree, Edition target, diag::Sink& sink)
      : tree_(tree), make_(tree.make), target_(target), sink_(sink) {}

  void program();

 private:
  bool below(Edition edition) const { return target_ < edition; }

  // lower.cc: the traversal
  Node* visit(Node* node);
  void visit_list(NodeList& list);
  void visit_children(Node* node);
  Node* visit_unused(Node* expression);  // its value is not needed
  Node* visit_identifier(Identifier* node);
  Node* visit_property(Property* node, bool is_pattern);
  Node* visit_this(ThisExpression* node);
  Node* visit_new_target(NewTarget* node);
  Node* visit_try(Try* node);
  Node* visit_loop(Node* node);
  Node* visit_expression_statement(ExpressionStatement* node);
  void statements(NodeList& list);

  // variables
  Symbol* temporary();
  Symbol* temporary(std::string_view wanted);
  // One that closures may hold: inside of a loop each round has its own.
  Symbol* captured_temporary(std::string_view wanted);
  void declare(const std::vector<Frame::Variable>& variables, NodeList& body);
  Once once(Node* value);
  Node* again(const Once& value);
  bool is_repeatable(const Node* node) const;
  Node* copy(const Node* node);
  Node* assign(Symbol* symbol, Node* value);
  Node* call_helper(Helper helper, NodeList arguments, const Node* place);
  void move_scopes(Node* node, std::uint32_t from, std::uint32_t to);
  Node* sequence(std::initializer_list<Node*> nodes);
  void prepend(NodeList& list, const std::vector<Node*>& nodes);

  // lower_function.cc
  void visit_function(Function* node);
  void finish_function(Function* node, Frame& inside, const std::vector<Node*>& prologue);
  void move_into_generator(Function* node, Frame& inside);
  Block* block_body(Function* node);
  // An expression that has no place for variables of its own: (temporary => expression)().
  Node* visit_isolated(Node* expression, std::uint32_t scope);
  void visit_parameters(NodeList& parameters, std::uint32_t scope);
  Node* visit_parameter(Node* pattern, std::uint32_t scope);
  Suspension suspension() const;
  Node* awaited(Node* value);
  Node* visit_await(Await* node);
  void note_top_level_await(const Node* node);
  Node* visit_yield(Yield* node);
  Node* visit_return(Return* node);
  Node* visit_for_await(ForEach* node, const std::vector<const Name*>& labels);
  Node* visit_labelled(Labelled* node);

  // lower_operator.cc: chains, ??, **, logical assignment
  Node* visit_chain(Node* root, Node** receiver);
  bool needs_chain(const Node* node);
  bool has_private_link(const Node* node);
  Node* visit_delete(Unary* node);
  Node* visit_call(Call* node);
  Node* visit_tagged_template(TaggedTemplate* node);
  Node* visit_binary(Binary* node);
  Node* visit_assignment(Assignment* node, bool unused);
  Node* visit_logical_assignment(Assignment* node);
  // The target of an assignment as it is used first, which evaluates its parts, and once more.
  struct Doubled {
    Node* first;
    Node* second;
  };
  Doubled doubled(Node* target);
  Node* is_nullish(Node* value, bool negated);

  // lower_object.cc: spread and rest of properties
  struct Parts {
    bool declares = false;  // the parts are declarators, else expressions
    std::uint32_t scope = no_scope;
    SymbolKind kind = SymbolKind::variable;
    NodeList list;
    std::unordered_set<const Symbol*> own;  // temporaries, which nothing else changes
  };
  Node* visit_object(Object* node);
  Node* visit_declaration(VariableDeclaration* node);
  Node* split_declaration(VariableDeclaration* node);
  void note_redeclaration(Node* target);
  Node* visit_export(ExportDeclaration* node);
  Node* visit_pattern_assignment(Assignment* node, bool unused);
  bool needs_split(const Node* pattern) const;
  Parts declaring_parts(Node* pattern, bool is_var);
  void split(Node* pattern, Node* value, Parts& parts);
  void split_object(Object* pattern, Node* value, Parts& parts);
  void split_array(Array* pattern, Node* value, Parts& parts);
  void split_loop_target(ForEach* node);
  void split_catch_parameter(Try* node);
  void split_parameters(Function* node, std::vector<Node*>& prologue);
  void add_part(Parts& parts, Node* target, Node* value);
  Node* key_to_exclude(Property* property);
  std::pair<Node*, Symbol*> hold_target(Node*& slot, Parts& parts);

  // lower_class.cc
  struct PrivateMember {
    MemberKind kind = MemberKind::value;  // value, method, or getter for both accessors
    bool is_static = false;
    Symbol* storage = nullptr;  // WeakMap of values or WeakSet of objects
    Symbol* getter = nullptr;   // or method
    Symbol* setter = nullptr;
  };
  struct PrivateScope {
    PrivateScope* outer = nullptr;
    std::unordered_map<const Name*, PrivateMember> members;
  };
  struct ClassParts;
  // While it lives, `this` and `super` mean those of static parts of a class.
  class StaticPart {
   public:
    StaticPart(Lowerer& lowerer, Symbol* reference) : frame_(*lowerer.frame_), before_(frame_) {
      frame_.this_symbol = frame_.home = reference;
      frame_.home_is_static = true;
    }
    ~StaticPart() {
      frame_.this_symbol = before_.this_symbol;
      frame_.home = before_.home;
      frame_.home_is_static = before_.home_is_static;
    }
    StaticPart(const StaticPart&) = delete;
    StaticPart& operator=(const StaticPart&) = delete;

   private:
    struct Before {
      explicit Before(const Frame& frame)
          : this_symbol(frame.this_symbol),
            home(frame.home),
            home_is_static(frame.home_is_static) {}
      Symbol* this_symbol;
      Symbol* home;
      bool home_is_static;
    };
    Frame& frame_;
    Before before_;
  };
  Node* visit_class(Class* node);
  Node* visit_export_default(ExportDefault* node);
  Node* visit_member(Node* node);
  void visit_static_block(StaticBlock* block, const ClassParts& parts, std::vector<Node*>& statics);
  void visit_constructor(Function* node,
                         const std::function<std::vector<Node*>(Frame&)>& fields_of);
  void expand_accessors(Class* node);
  void report_decorators(const Class* node);
  void declare_private_names(ClassParts& parts, PrivateScope& names);
  void add_fields(ClassParts& parts);
  void move_value(const ClassMember* member, const Class* from, std::uint32_t to);
  Symbol* private_storage(std::string_view wanted, std::string_view constructor);
  Node* static_field(ClassMember* member, Symbol* key, const ClassParts& parts);
  Node* field_definition(Node* object, ClassMember* member, Symbol* key);
  Node* named(Node* value, std::string_view name);
  void name_class(const Node* value, std::string_view name);
  void name_field(const ClassMember* member);

  // lower_private.cc
  const PrivateMember* find_private(const Name* name) const;
  const PrivateMember* find_private(const Node* node) const;
  Node* private_get(Node* object, const PrivateMember& member, const Node* place);
  Node* private_set(Node* object, const PrivateMember& member, Node* value, const Node* place);
  Node* private_reference(Member* node);
  Node* visit_private_assignment(Assignment* node);
  Node* visit_target(Node* node);  // of an assignment, or a pattern
  Node* visit_update(Update* node);
  static Operator binary_operation(Operator assignment);
  static bool is_super_member(const Node* node);
  Frame* super_frame();
  Node* super_key(Node* node);
  Symbol* super_function(Frame* frame, Symbol*& slot, std::string_view name, bool sets);
  Node* super_get(Frame* frame, Node* key, const Node* place);
  Node* super_set(Frame* frame, Node* key, Node* value, const Node* place);
  Node* visit_super_assignment(Assignment* node);
  Node* visit_super_call(Call* node);
  Node* home_object(Frame* frame);
  Node* call_with(Node* function, Node* receiver, NodeList& arguments);

  // lower_literal.cc
  Node* visit_number(NumberLiteral* node);
  Node* visit_big_int(BigIntLiteral* node);
  Node* visit_string(StringLiteral* node);
  Node* visit_reg_exp(RegExpLiteral* node);
  Node* visit_meaningless_template(TaggedTemplate* node);
  void report_edition(std::string_view what, Edition needed, Span span);

  // lower_using.cc
  static bool has_resources(const NodeList& list);
  void wrap_resources(NodeList& list);
  void open_top_level(NodeList& list, NodeList& outside, NodeList& inside);
  void move_resource_into_body(ForEach* node);
  Node* move_resource_out(For* node);

  Tree& tree_;
  Builder& make_;
  Edition target_;
  diag::Sink& sink_;
  Frame* frame_ = nullptr;
  std::uint32_t names_ = 0;
  bool top_level_await_reported_ = false;
  // Statements that belong behind the one being visited.
  std::vector<Node*> after_;
  // Variables of the block being visited, for each round of a loop its own.
  std::vector<Frame::Variable>* block_variables_ = nullptr;
  std::uint32_t* block_scope_ = nullptr;
  std::unordered_map<const Symbol*, Symbol*> substitutes_;
  PrivateScope* private_scope_ = nullptr;
  const Node* plain_chain_ = nullptr;  // known to hold no private names
  // A class without a name and the name that its place gives it.
  const Node* named_node_ = nullptr;
  std::string_view outside_name_;
  // The class of the private method that is visited next.
  std::pair<Symbol*, bool> next_home_{nullptr, false};
  std::unordered_set<const Node*> lowered_;  // statements that were visited already
};

}  // namespace mpaas::js
