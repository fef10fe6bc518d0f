#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "compiler/js/js.h"
#include "compiler/js/typescript/pass.h"

namespace mpaas::js {

std::string number_to_string(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value < 0 ? "-Infinity" : "Infinity";
  }
  if (value == 0) {
    return "0";
  }
  constexpr double beyond_plain = 1e21;
  constexpr double below_plain = 1e-6;
  const double magnitude = std::abs(value);
  char text[400];
  const bool plain = magnitude < beyond_plain && magnitude >= below_plain;
  const std::to_chars_result end =
      std::to_chars(text, text + sizeof text, value,
                    plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string result(text, end.ptr);
  // 1e+21, 1e-7: without the zero that C++ writes before the exponent.
  if (const std::size_t exponent = result.find('e'); exponent != std::string::npos) {
    while (result.size() > exponent + 3 && result[exponent + 2] == '0') {
      result.erase(exponent + 2, 1);
    }
  }
  return result;
}

double number_value(std::string_view literal) {
  std::string digits(literal);
  std::erase(digits, '_');
  const auto base = [&]() -> int {
    if (digits.size() < 2 || digits[0] != '0') {
      return 10;
    }
    switch (digits[1] | 32) {
      case 'x':
        return 16;
      case 'o':
        return 8;
      case 'b':
        return 2;
      default:
        return 10;
    }
  }();
  double value = 0;
  if (base == 10) {
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  for (const char c : std::string_view(digits).substr(2)) {
    const int digit = c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
    value = value * base + digit;
  }
  return value;
}

namespace {

std::int32_t to_int32(double value) {
  if (!std::isfinite(value)) {
    return 0;
  }
  constexpr double range = 4294967296.0;
  double wrapped = std::fmod(std::trunc(value), range);
  if (wrapped < 0) {
    wrapped += range;
  }
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(wrapped));
}

// Whether the value is a string as far as its syntax tells: such members have no reverse entry.
bool is_string(const Node* node) {
  if (node->kind == Kind::string_literal || node->kind == Kind::template_literal) {
    return true;
  }
  const auto* binary = try_as<Binary>(node);
  return binary != nullptr && binary->operation == Operator::plus &&
         (is_string(binary->left) || is_string(binary->right));
}

bool is_index(double value) {
  return value >= 0 && value < 4294967295.0 && std::trunc(value) == value;
}

}  // namespace

void TypescriptPass::collect_enums(const Node* node) {
  if (const auto* declared = try_as<Enum>(node)) {
    evaluate_members(declared);
  }
  for_each_child(node, [this](const Node* child) { collect_enums(child); });
}

void TypescriptPass::evaluate_members(const Enum* declared) {
  const Symbol* symbol = declared->name->symbol;
  EnumFacts& facts = enums_[symbol];
  ++facts.declarations;
  facts.is_const = facts.is_const && declared->is_const;
  enum_scopes_[declared->scope] = symbol;
  for (const Symbol* member = program_.scopes[declared->scope].first; member != nullptr;
       member = member->next_in_scope) {
    gone_.insert(member);
  }
  Value previous = -1.0;
  for (const Node* node : declared->members) {
    const auto* member = as<EnumMember>(node);
    Value value;
    if (member->value != nullptr) {
      value = evaluate(member->value);
    } else if (const double* number = std::get_if<double>(&previous)) {
      value = *number + 1;
    }
    if (const double* number = std::get_if<double>(&value); number != nullptr && *number == 0) {
      value = 0.0;  // not -0
    }
    facts.members[member->name->text] = value;
    previous = value;
  }
}

TypescriptPass::Value TypescriptPass::value_of_member(const Symbol* of,
                                                      std::string_view name) const {
  const auto facts = enums_.find(of);
  if (facts == enums_.end()) {
    return {};
  }
  const auto member = facts->second.members.find(name);
  return member == facts->second.members.end() ? Value{} : member->second;
}

TypescriptPass::Value TypescriptPass::evaluate(const Node* node) const {
  switch (node->kind) {
    case Kind::number_literal:
      return number_value(as<NumberLiteral>(node)->raw);
    case Kind::string_literal:
      return string_value(*as<StringLiteral>(node));
    case Kind::template_literal: {
      const auto* literal = as<TemplateLiteral>(node);
      std::string text;
      const Node* expression = literal->expressions.first();
      for (const Node* chunk : literal->chunks) {
        const std::string_view raw = as<TemplateChunk>(chunk)->raw;
        if (raw.find('\\') != std::string_view::npos || raw.find('\r') != std::string_view::npos) {
          return {};
        }
        text += raw;
        if (expression != nullptr) {
          const Value value = evaluate(expression);
          if (const double* number = std::get_if<double>(&value)) {
            text += number_to_string(*number);
          } else if (const auto* string = std::get_if<std::string>(&value)) {
            text += *string;
          } else {
            return {};
          }
          expression = expression->next;
        }
      }
      return text;
    }
    case Kind::identifier: {
      const auto* identifier = as<Identifier>(node);
      if (identifier->symbol == nullptr) {
        if (identifier->name->text == "NaN") {
          return std::numeric_limits<double>::quiet_NaN();
        }
        if (identifier->name->text == "Infinity") {
          return std::numeric_limits<double>::infinity();
        }
        return {};
      }
      const auto space = enum_scopes_.find(identifier->symbol->scope);
      return space == enum_scopes_.end() ? Value{}
                                         : value_of_member(space->second, identifier->name->text);
    }
    case Kind::member: {
      const auto* member = as<Member>(node);
      const auto* object = try_as<Identifier>(member->object);
      return object == nullptr ? Value{} : value_of_member(object->symbol, member->property->text);
    }
    case Kind::index: {
      const auto* index = as<Index>(node);
      const auto* object = try_as<Identifier>(index->object);
      const auto* key = try_as<StringLiteral>(index->index);
      return object == nullptr || key == nullptr
                 ? Value{}
                 : value_of_member(object->symbol, string_value(*key));
    }
    case Kind::unary: {
      const auto* unary = as<Unary>(node);
      const Value operand = evaluate(unary->operand);
      const double* number = std::get_if<double>(&operand);
      if (number == nullptr) {
        return {};
      }
      switch (unary->operation) {
        case Operator::plus:
          return *number;
        case Operator::minus:
          return -*number;
        case Operator::bit_not:
          return static_cast<double>(~to_int32(*number));
        default:
          return {};
      }
    }
    case Kind::binary:
      return evaluate_binary(as<Binary>(node));
    default:
      return {};
  }
}

TypescriptPass::Value TypescriptPass::evaluate_binary(const Binary* binary) const {
  const Value left_value = evaluate(binary->left);
  const Value right_value = evaluate(binary->right);
  const double* left = std::get_if<double>(&left_value);
  const double* right = std::get_if<double>(&right_value);
  if (left == nullptr || right == nullptr) {
    const auto* left_text = std::get_if<std::string>(&left_value);
    const auto* right_text = std::get_if<std::string>(&right_value);
    const bool known =
        (left != nullptr || left_text != nullptr) && (right != nullptr || right_text != nullptr);
    if (binary->operation != Operator::plus || !known) {
      return {};
    }
    return (left != nullptr ? number_to_string(*left) : *left_text) +
           (right != nullptr ? number_to_string(*right) : *right_text);
  }
  const auto shift = static_cast<std::uint32_t>(to_int32(*right)) & 31U;
  const auto bits = [](std::uint32_t value) {
    return static_cast<double>(static_cast<std::int32_t>(value));
  };
  const auto left_bits = static_cast<std::uint32_t>(to_int32(*left));
  const auto right_bits = static_cast<std::uint32_t>(to_int32(*right));
  switch (binary->operation) {
    case Operator::plus:
      return *left + *right;
    case Operator::minus:
      return *left - *right;
    case Operator::multiply:
      return *left * *right;
    case Operator::divide:
      return *left / *right;
    case Operator::remainder:
      return std::fmod(*left, *right);
    case Operator::power:
      return std::pow(*left, *right);
    case Operator::bit_or:
      return bits(left_bits | right_bits);
    case Operator::bit_and:
      return bits(left_bits & right_bits);
    case Operator::bit_xor:
      return bits(left_bits ^ right_bits);
    case Operator::shift_left:
      return bits(left_bits << shift);
    case Operator::shift_right:
      return static_cast<double>(to_int32(*left) >> shift);
    case Operator::shift_right_unsigned:
      return static_cast<double>(left_bits >> shift);
    default:
      return {};
  }
}

Node* TypescriptPass::literal(const Value& value) {
  if (const double* number = std::get_if<double>(&value)) {
    return make_.number(*number);
  }
  return make_.string(std::get<std::string>(value));
}

// E.A of a const enum.
Node* TypescriptPass::inlined_member(const Node* node) {
  if (enums_.empty()) {
    return nullptr;
  }
  const Node* object =
      node->kind == Kind::member ? as<Member>(node)->object : as<Index>(node)->object;
  const auto* identifier = try_as<Identifier>(object);
  const auto facts = identifier == nullptr ? enums_.end() : enums_.find(identifier->symbol);
  if (facts == enums_.end() || !facts->second.is_const) {
    return nullptr;
  }
  const Value value = evaluate(node);
  if (std::holds_alternative<std::monostate>(value)) {
    return nullptr;
  }
  Node* made = literal(value);
  made->span = node->span;
  return made;
}

// { A: 0, 0: "A", B: "b" } for an enum of constants; null when something has to run.
Node* TypescriptPass::enum_object(const Enum* declared) {
  struct Entry {
    std::string key;
    Value value;
  };
  std::vector<Entry> entries;
  std::unordered_map<std::string, std::size_t> places;
  const auto set = [&](std::string key, Value value) {
    const auto [place, is_new] = places.try_emplace(key, entries.size());
    if (is_new) {
      entries.push_back({std::move(key), std::move(value)});
    } else {
      entries[place->second].value = std::move(value);
    }
  };
  for (const Node* node : declared->members) {
    const auto* member = as<EnumMember>(node);
    const std::string name(member->name->text);
    const Value value = value_of_member(declared->name->symbol, name);
    if (std::holds_alternative<std::monostate>(value) || name == "__proto__") {
      return nullptr;
    }
    set(name, value);
    if (const double* number = std::get_if<double>(&value)) {
      set(number_to_string(*number), name);
    }
  }
  NodeList properties;
  for (const Entry& entry : entries) {
    Property* property = make_.property(entry.key, literal(entry.value));
    double number = 0;
    const auto [end, error] =
        std::from_chars(entry.key.data(), entry.key.data() + entry.key.size(), number);
    if (error == std::errc{} && is_index(number) && number_to_string(number) == entry.key) {
      property->key = make_.number(number);
    }
    properties.push(property);
  }
  return make_.object(properties);
}

void TypescriptPass::emit_enum(Enum* declared, const Place& place, Statements& out) {
  Identifier* name = declared->name;
  auto* symbol = const_cast<Symbol*>(name->symbol);
  const bool is_first = symbol->span.begin == name->span.begin;
  Node* object = is_first && enums_[symbol].declarations == 1 ? enum_object(declared) : nullptr;
  if (object != nullptr) {
    const bool is_var = program_.scopes[symbol->scope].is_function;
    symbol->kind = is_var ? SymbolKind::variable : SymbolKind::lexical;
    if (place.exporting_space != nullptr) {
      object = make_.assign(make_.property_of(tree_.use(place.exporting_space), name->name->text),
                            object);
    }
    Declarator* declarator = make_.declarator(name, object);
    declarator->span = declared->span;
    VariableDeclaration* declaration =
        make_.variable(is_var ? VariableKind::var : VariableKind::let, NodeList{declarator});
    declaration->span = declared->span;
    push_declaration(out, declaration, place);
    return;
  }
  Symbol* parameter = tree_.new_symbol(declared->scope, SymbolKind::parameter, name->name->text);
  NodeList statements;
  for (Node* node : declared->members) {
    auto* member = as<EnumMember>(node);
    const Value value = value_of_member(symbol, member->name->text);
    const bool known = !std::holds_alternative<std::monostate>(value);
    const bool has_reverse = known ? std::holds_alternative<double>(value)
                                   : member->value == nullptr || !is_string(member->value);
    Node* initial = known                      ? literal(value)
                    : member->value != nullptr ? visit(member->value)
                                               : make_.undefined();
    Assignment* assignment =
        make_.assign(make_.property_of(tree_.use(parameter), member->name->text), initial);
    assignment->span = member->span;
    Node* expression = assignment;
    if (has_reverse) {
      expression = make_.assign(make_.index(tree_.use(parameter), assignment),
                                make_.string(member->name->text));
    }
    statements.push(make_.statement(expression));
  }
  Function* function = make_.function("", NodeList{tree_.use(parameter)}, statements);
  function->scope = declared->scope;
  function->span = declared->span;
  emit_parts(name, function, place, out);
}

}  // namespace mpaas::js
