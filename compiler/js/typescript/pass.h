// The pass in one object, for the files of this folder:
//   typescript.cc  the walk     imports.cc     imports that are only types, export =
//   enums.cc                    namespaces.cc
//   classes.cc     fields, parameter properties
//   decorators.cc  experimentalDecorators
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "compiler/js/typescript/typescript.h"

namespace mpaas::js {

class TypescriptPass {
 public:
  TypescriptPass(Tree& tree, const TypescriptOptions& options, diag::Sink& sink)
      : tree_(tree), program_(tree.program), make_(tree.make), options_(options), sink_(sink) {}

  void run();

 private:
  using Statements = std::vector<Node*>;
  // Where a declaration stands.
  struct Place {
    bool is_exported = false;           // from the file
    Symbol* exporting_space = nullptr;  // from this namespace: the function's parameter
    Span span{};                        // of the export
  };

  // --- the walk
  Node* visit(Node* node);
  Node* visit_function(Function* function);
  Node* visit_identifier(Identifier* identifier);
  Node* visit_property(Property* property);
  void visit_statements(NodeList& list, Symbol* space = nullptr);
  void visit_statement(Node* node, Symbol* space, Statements& out);
  void visit_export(ExportDeclaration* exported, Symbol* space, Statements& out);
  void push(Statements& out, Node* expression) { out.push_back(make_.statement(expression)); }
  void push_declaration(Statements& out, Node* declaration, const Place& place);

  // --- imports
  void drop_unused_imports();
  void drop_unused_aliases();
  void collect_aliases(const NodeList& statements);
  void drop_unused_names(ImportDeclaration* declaration);
  void remove_record(std::uint32_t record);
  void emit_alias(ImportEquals* alias, const Place& place, Statements& out);
  void emit_export_assignment(ExportAssignment* assignment, Statements& out);
  void require_imports();

  // --- enums
  using Value = std::variant<std::monostate, double, std::string>;
  struct EnumFacts {
    std::unordered_map<std::string_view, Value> members;
    int declarations = 0;
    bool is_const = true;
  };
  void collect_enums(const Node* node);
  void evaluate_members(const Enum* declared);
  Value evaluate(const Node* node) const;
  Value evaluate_binary(const Binary* binary) const;
  Value value_of_member(const Symbol* of, std::string_view name) const;
  Node* literal(const Value& value);
  Node* inlined_member(const Node* node);
  void emit_enum(Enum* declared, const Place& place, Statements& out);
  Node* enum_object(const Enum* declared);

  // --- namespaces
  void emit_namespace(Namespace* declared, const Place& place, Statements& out);
  void collect_exported(const Node* pattern, Symbol* space);
  // (function (N) { … })(N || (N = {}))
  void emit_parts(Identifier* name, Function* function, const Place& place, Statements& out);

  // --- classes
  // What has to run before the class, for keys that are computed once.
  void lower_class(Class* declared, Statements& before);
  void emit_class(Class* declared, const Place& place, Statements& out);
  ClassMember* constructor_of(const Class* declared);
  ClassMember* add_constructor(Class* declared);
  void insert_into_constructor(Class* declared, Statements& initializers);
  Node* replace_super(Node* node);
  Node* key_of(ClassMember* member, bool stays, Statements& before);
  Node* target_of(ClassMember* member, Statements& before);
  Symbol* new_temporary(std::string_view name);
  void declare_temporaries(NodeList& body, const std::vector<Symbol*>& temporaries);
  void make_way(const Function* constructor, const Statements& initializers);

  // --- decorators
  struct Decorated {
    NodeList decorators;
    Node* key;
    bool is_field;
    bool is_static;
  };
  bool has_legacy_decorators(const Class* declared) const;
  std::vector<Decorated> take_decorators(Class* declared, Statements& before);
  Node* decorator_list(const NodeList& decorators);
  void emit_decorated_class(Class* declared, const Place& place, Statements& out);
  bool is_used_in_statics(const Class* declared) const;

  Tree& tree_;
  Program& program_;
  Builder& make_;
  const TypescriptOptions& options_;
  diag::Sink& sink_;

  std::unordered_map<const Symbol*, EnumFacts> enums_;
  std::unordered_map<std::uint32_t, const Symbol*> enum_scopes_;
  // Names that became properties of a namespace: of which.
  std::unordered_map<const Symbol*, Symbol*> members_;
  std::unordered_map<const Symbol*, Symbol*> renamed_;
  struct Required {
    Symbol* module;
    const Name* name;  // null: the module itself
  };
  std::unordered_map<const Symbol*, Required> required_;  // in files with export =
  std::vector<ImportEquals*> aliases_;
  std::unordered_set<const Node*> dropped_;
  std::unordered_set<const Symbol*> gone_;
  // The functions around the current place, for the variables they need.
  struct Frame {
    std::uint32_t scope;
    std::vector<Symbol*> temporaries;
  };
  std::vector<Frame> frames_;
  std::unordered_set<const Symbol*> temporaries_;
  std::vector<std::uint32_t> moved_scopes_;  // of values on their way into a constructor
  Symbol* initialize_ = nullptr;
  bool is_common_js_ = false;
};

template <class Test>
bool any_of(const NodeList& list, Test&& test) {
  for (const Node* node : list) {
    if (test(node)) {
      return true;
    }
  }
  return false;
}

// A number as JavaScript turns it into a string.
std::string number_to_string(double value);
double number_value(std::string_view literal);

}  // namespace mpaas::js
