#include "compiler/js/builder.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>

#include "compiler/base/utf8.h"
#include "compiler/js/characters.h"
#include "compiler/js/quote.h"

namespace mpaas::js {

const Name* Builder::name(std::string_view text) { return arena_->make<Name>(arena_->copy(text)); }

Identifier* Builder::identifier(std::string_view text) {
  return arena_->make<Identifier>(name(text));
}
StringLiteral* Builder::string(std::string_view value) {
  std::string quoted;
  append_quoted(quoted, value);
  return arena_->make<StringLiteral>(arena_->copy(quoted));
}

Node* Builder::number(double value) {
  if (std::isnan(value)) {
    return binary(Operator::divide, number(0), number(0));
  }
  if (std::signbit(value)) {
    return unary(Operator::minus, number(-value));
  }
  if (std::isinf(value)) {
    return binary(Operator::divide, number(1), number(0));
  }
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text, value);
  return arena_->make<NumberLiteral>(
      arena_->copy(std::string_view(text, static_cast<std::size_t>(end.ptr - text))));
}
Node* Builder::number(std::int64_t value) {
  if (value < 0) {
    const std::uint64_t magnitude = ~static_cast<std::uint64_t>(value) + 1;
    return unary(Operator::minus, arena_->make<NumberLiteral>(
                                      arena_->copy(std::string_view(std::to_string(magnitude)))));
  }
  return arena_->make<NumberLiteral>(arena_->copy(std::string_view(std::to_string(value))));
}
BooleanLiteral* Builder::boolean(bool value) { return arena_->make<BooleanLiteral>(value); }
NullLiteral* Builder::null() { return arena_->make<NullLiteral>(); }
Unary* Builder::undefined() { return unary(Operator::key_void, number(0)); }
ThisExpression* Builder::this_expression() { return arena_->make<ThisExpression>(); }

Array* Builder::array(NodeList elements) {
  Array* made = arena_->make<Array>(Kind::array_literal);
  made->elements = elements;
  return made;
}
Object* Builder::object(NodeList properties) {
  Object* made = arena_->make<Object>(Kind::object_literal);
  made->properties = properties;
  return made;
}
Property* Builder::property(std::string_view key, Node* value) {
  // {__proto__: x} would set the prototype; ["__proto__"] makes the property that was meant.
  if (key == "__proto__") {
    return computed_property(string(key), value);
  }
  Property* made = arena_->make<Property>();
  if (is_identifier_name(key)) {
    made->key = identifier(key);
  } else {
    made->key = string(key);
  }
  made->value = value;
  return made;
}
Property* Builder::computed_property(Node* key, Node* value) {
  Property* made = arena_->make<Property>();
  made->key = key;
  made->value = value;
  made->computed = true;
  return made;
}
Property* Builder::method(std::string_view key, NodeList parameters, NodeList statements) {
  Property* made = property(key, function("", parameters, statements));
  made->member_kind = MemberKind::method;
  return made;
}
Spread* Builder::spread(Node* operand) { return arena_->make<Spread>(Kind::spread, operand); }

Member* Builder::member(Node* object, std::string_view property) {
  return arena_->make<Member>(object, name(property));
}
Index* Builder::index(Node* object, Node* key) { return arena_->make<Index>(object, key); }
Node* Builder::property_of(Node* object, std::string_view key) {
  if (is_identifier_name(key)) {
    return member(object, key);
  }
  return index(object, string(key));
}
Call* Builder::call(Node* callee, NodeList arguments) {
  return arena_->make<Call>(callee, arguments);
}
New* Builder::new_expression(Node* callee, NodeList arguments) {
  return arena_->make<New>(callee, arguments);
}
Unary* Builder::unary(Operator operation, Node* operand) {
  return arena_->make<Unary>(operation, operand);
}
Update* Builder::update(Operator operation, bool prefix, Node* operand) {
  return arena_->make<Update>(operation, prefix, operand);
}
Binary* Builder::binary(Operator operation, Node* left, Node* right) {
  return arena_->make<Binary>(operation, left, right);
}
Binary* Builder::logical_and(Node* left, Node* right) {
  return binary(Operator::logical_and, left, right);
}
Binary* Builder::logical_or(Node* left, Node* right) {
  return binary(Operator::logical_or, left, right);
}
Conditional* Builder::conditional(Node* test, Node* consequent, Node* alternate) {
  return arena_->make<Conditional>(test, consequent, alternate);
}
Assignment* Builder::assign(Node* target, Node* value) {
  return assign(Operator::assign, target, value);
}
Assignment* Builder::assign(Operator operation, Node* target, Node* value) {
  Assignment* made = arena_->make<Assignment>(Kind::assignment);
  made->operation = operation;
  made->target = target;
  made->value = value;
  return made;
}
Sequence* Builder::sequence(NodeList expressions) {
  Sequence* made = arena_->make<Sequence>();
  made->expressions = expressions;
  return made;
}

Function* Builder::arrow(NodeList parameters, Node* expression) {
  Function* made = arena_->make<Function>(Kind::arrow_function);
  made->parameters = parameters;
  made->body = expression;
  return made;
}
Function* Builder::arrow_block(NodeList parameters, NodeList statements) {
  return arrow(parameters, block(statements));
}
Function* Builder::function(std::string_view name_or_empty, NodeList parameters,
                            NodeList statements) {
  Function* made = arena_->make<Function>(Kind::function_expression);
  if (!name_or_empty.empty()) {
    made->name = identifier(name_or_empty);
  }
  made->parameters = parameters;
  made->body = block(statements);
  return made;
}
Function* Builder::function_declaration(std::string_view function_name, NodeList parameters,
                                        NodeList statements) {
  Function* made = function(function_name, parameters, statements);
  made->kind = Kind::function_declaration;
  return made;
}
Spread* Builder::rest(Node* target) { return arena_->make<Spread>(Kind::rest, target); }
Assignment* Builder::default_value(Node* target, Node* value) {
  Assignment* made = assign(target, value);
  made->kind = Kind::default_value;
  return made;
}
Object* Builder::object_pattern(NodeList properties) {
  Object* made = object(properties);
  made->kind = Kind::object_pattern;
  return made;
}
Array* Builder::array_pattern(NodeList elements) {
  Array* made = array(elements);
  made->kind = Kind::array_pattern;
  return made;
}

ExpressionStatement* Builder::statement(Node* expression) {
  return arena_->make<ExpressionStatement>(expression);
}
Directive* Builder::directive(std::string_view text) {
  return arena_->make<Directive>(string(text)->raw);
}
Block* Builder::block(NodeList statements) {
  Block* made = arena_->make<Block>();
  made->statements = statements;
  return made;
}
Return* Builder::return_statement(Node* argument) {
  Return* made = arena_->make<Return>(Kind::return_statement);
  made->argument = argument;
  return made;
}
Return* Builder::throw_statement(Node* argument) {
  Return* made = arena_->make<Return>(Kind::throw_statement);
  made->argument = argument;
  return made;
}
If* Builder::if_statement(Node* test, Node* consequent, Node* alternate) {
  If* made = arena_->make<If>();
  made->test = test;
  made->consequent = consequent;
  made->alternate = alternate;
  return made;
}
For* Builder::for_statement(Node* initial, Node* test, Node* update, Node* body) {
  For* made = arena_->make<For>();
  made->initial = initial;
  made->test = test;
  made->update = update;
  made->body = body;
  return made;
}
ForEach* Builder::for_of(Node* target, Node* subject, Node* body) {
  ForEach* made = arena_->make<ForEach>(Kind::for_of);
  made->target = target;
  made->subject = subject;
  made->body = body;
  return made;
}
ForEach* Builder::for_in(Node* target, Node* subject, Node* body) {
  ForEach* made = for_of(target, subject, body);
  made->kind = Kind::for_in;
  return made;
}
VariableDeclaration* Builder::variable(VariableKind kind, std::string_view variable_name,
                                       Node* initial) {
  return variable(kind, NodeList{declarator(identifier(variable_name), initial)});
}
VariableDeclaration* Builder::variable(VariableKind kind, NodeList declarators) {
  VariableDeclaration* made = arena_->make<VariableDeclaration>(kind);
  made->declarators = declarators;
  return made;
}
Declarator* Builder::declarator(Node* target, Node* initial) {
  Declarator* made = arena_->make<Declarator>(target);
  made->initial = initial;
  return made;
}
Empty* Builder::empty() { return arena_->make<Empty>(); }

bool is_identifier_name(std::string_view text) {
  if (text.empty() || utf8::find_invalid(text) != std::string_view::npos) {
    return false;
  }
  std::size_t at = 0;
  if (!is_identifier_start(utf8::decode(text, at))) {
    return false;
  }
  while (at < text.size()) {
    if (!is_identifier_part(utf8::decode(text, at))) {
      return false;
    }
  }
  return true;
}

bool is_binding_name(std::string_view text) {
  const WordInfo word = find_word(text);
  return is_identifier_name(text) && word.keyword == Token::name &&
         word.reservation == Reservation::none;
}

}  // namespace mpaas::js
