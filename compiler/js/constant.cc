#include "compiler/js/constant.h"

#include <string>

#include "compiler/js/js.h"

namespace mpaas::js {

namespace {

// Conditions of interest are short; a hostile one is just unknown.
constexpr int deepest = 100;

std::optional<bool> truth(const Node* node, int depth);

std::optional<bool> boolean(const Node* node, int depth) {
  switch (node->kind) {
    case Kind::boolean_literal:
      return as<BooleanLiteral>(node)->value;
    case Kind::unary: {
      const auto* unary = as<Unary>(node);
      if (unary->operation != Operator::logical_not) {
        return std::nullopt;
      }
      const std::optional<bool> operand = truth(unary->operand, depth + 1);
      return operand ? std::optional<bool>(!*operand) : std::nullopt;
    }
    case Kind::binary: {
      const auto* binary = as<Binary>(node);
      const bool equal =
          binary->operation == Operator::strict_equal || binary->operation == Operator::equal;
      const bool not_equal = binary->operation == Operator::strict_not_equal ||
                             binary->operation == Operator::not_equal;
      const auto* left = try_as<StringLiteral>(binary->left);
      const auto* right = try_as<StringLiteral>(binary->right);
      if ((!equal && !not_equal) || left == nullptr || right == nullptr) {
        return std::nullopt;
      }
      return (string_value(*left) == string_value(*right)) == equal;
    }
    default:
      return std::nullopt;
  }
}

std::optional<bool> truth(const Node* node, int depth) {
  if (depth > deepest) {
    return std::nullopt;
  }
  if (const auto* string = try_as<StringLiteral>(node)) {
    return string->raw.size() > 2;
  }
  if (node->kind == Kind::null_literal) {
    return false;
  }
  if (const auto* binary = try_as<Binary>(node)) {
    const bool is_and = binary->operation == Operator::logical_and;
    if (is_and || binary->operation == Operator::logical_or) {
      const std::optional<bool> left = truth(binary->left, depth + 1);
      if (!left) {
        return std::nullopt;
      }
      return *left == is_and ? truth(binary->right, depth + 1) : left;
    }
  }
  return boolean(node, depth);
}

}  // namespace

std::optional<bool> constant_truth(const Node* node) { return truth(node, 0); }
std::optional<bool> constant_boolean(const Node* node) { return boolean(node, 0); }

}  // namespace mpaas::js
