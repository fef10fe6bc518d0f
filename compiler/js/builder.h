// Builder makes nodes in an arena, so that other folders emit script as a tree and never as text.
// Nothing is checked here: make trees which the grammar allows; the printer adds every parenthesis
// and escape that is needed. A node may stand in one place only: make a new one instead of using
// one twice. Text arguments are copied into the arena. Nodes from Builder and nodes from
// parse_expression() mix freely when they live in the same arena.
//
//   js::Builder make(arena);
//   // (data) => data.a + 1
//   make.arrow({make.identifier("data")},
//              make.binary(js::Operator::plus, make.member(make.identifier("data"), "a"),
//                          make.number(1)));
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/base/arena.h"
#include "compiler/js/ast.h"

namespace mpaas::js {

class Builder {
 public:
  explicit Builder(Arena& arena) : arena_(&arena) {}
  Arena& arena() const { return *arena_; }

  const Name* name(std::string_view text);

  // expressions
  Identifier* identifier(std::string_view text);
  StringLiteral* string(std::string_view value);  // any UTF-8; quotes and escapes are made here
  Node* number(double value);                     // negative numbers and NaN become expressions
  Node* number(std::int64_t value);
  Node* number(int value) { return number(static_cast<std::int64_t>(value)); }
  BooleanLiteral* boolean(bool value);
  NullLiteral* null();
  Unary* undefined();  // void 0
  ThisExpression* this_expression();

  Array* array(NodeList elements = {});
  Object* object(NodeList properties = {});  // Property and Spread
  // The key is written bare when it is an identifier name, quoted otherwise.
  Property* property(std::string_view key, Node* value);
  Property* computed_property(Node* key, Node* value);
  Property* method(std::string_view key, NodeList parameters, NodeList statements);
  Spread* spread(Node* operand);

  Member* member(Node* object, std::string_view property);  // property: an identifier name
  Index* index(Node* object, Node* key);
  // object.key when key is an identifier name, object["key"] otherwise.
  Node* property_of(Node* object, std::string_view key);
  Call* call(Node* callee, NodeList arguments = {});
  New* new_expression(Node* callee, NodeList arguments = {});
  Unary* unary(Operator operation, Node* operand);
  Update* update(Operator operation, bool prefix, Node* operand);
  Binary* binary(Operator operation, Node* left, Node* right);
  Binary* logical_and(Node* left, Node* right);
  Binary* logical_or(Node* left, Node* right);
  Conditional* conditional(Node* test, Node* consequent, Node* alternate);
  Assignment* assign(Node* target, Node* value);
  Assignment* assign(Operator operation, Node* target, Node* value);
  Sequence* sequence(NodeList expressions);

  // functions; parameters are Identifier, patterns, default_value or rest nodes
  Function* arrow(NodeList parameters, Node* expression);
  Function* arrow_block(NodeList parameters, NodeList statements);
  Function* function(std::string_view name_or_empty, NodeList parameters, NodeList statements);
  Function* function_declaration(std::string_view name, NodeList parameters, NodeList statements);
  Spread* rest(Node* target);
  Assignment* default_value(Node* target, Node* value);
  Object* object_pattern(NodeList properties);
  Array* array_pattern(NodeList elements);

  // statements
  ExpressionStatement* statement(Node* expression);
  Directive* directive(std::string_view text);  // without quotes: use strict
  Block* block(NodeList statements);
  Return* return_statement(Node* argument = nullptr);
  Return* throw_statement(Node* argument);
  If* if_statement(Node* test, Node* consequent, Node* alternate = nullptr);
  For* for_statement(Node* initial, Node* test, Node* update, Node* body);
  ForEach* for_of(Node* target, Node* subject, Node* body);
  ForEach* for_in(Node* target, Node* subject, Node* body);
  VariableDeclaration* variable(VariableKind kind, std::string_view name, Node* initial = nullptr);
  VariableDeclaration* variable(VariableKind kind, NodeList declarators);
  Declarator* declarator(Node* target, Node* initial = nullptr);
  Empty* empty();

 private:
  Arena* arena_;
};

// A name that can stand bare as a property: a, $b, class (keywords are fine), not a-b or 1.
bool is_identifier_name(std::string_view text);
// A name that can be declared: an identifier name that is neither a keyword nor reserved in strict
// code.
bool is_binding_name(std::string_view text);

}  // namespace mpaas::js
