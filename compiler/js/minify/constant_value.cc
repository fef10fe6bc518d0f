#include "compiler/js/minify/constant_value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "compiler/js/characters.h"
#include "compiler/js/js.h"

namespace mpaas::js {
namespace {

const Identifier* free_name(const Node* node) {
  const auto* identifier = try_as<Identifier>(node);
  return identifier != nullptr && identifier->symbol == nullptr &&
                 identifier->replacement == nullptr
             ? identifier
             : nullptr;
}

double parse_digits(std::string_view digits, int base) {
  double value = 0;
  for (const char c : digits) {
    if (c != '_') {
      value = value * base + hex_digit(c);
    }
  }
  return value;
}

}  // namespace

double parse_number(std::string_view raw) {
  if (raw.size() > 2 && raw[0] == '0') {
    switch (raw[1]) {
      case 'x':
      case 'X':
        return parse_digits(raw.substr(2), 16);
      case 'o':
      case 'O':
        return parse_digits(raw.substr(2), 8);
      case 'b':
      case 'B':
        return parse_digits(raw.substr(2), 2);
      default:
        break;
    }
  }
  if (raw.size() > 1 && raw[0] == '0' && raw.find_first_not_of("01234567") == std::string::npos) {
    return parse_digits(raw.substr(1), 8);
  }
  std::string text;
  text.reserve(raw.size());
  for (const char c : raw) {
    if (c != '_') {
      text += c;
    }
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    // Too large or too small: strtod tells which.
    return std::strtod(text.c_str(), nullptr);
  }
  return value;
}

bool is_constant(const Node* node) {
  switch (node->kind) {
    case Kind::number_literal:
    case Kind::string_literal:
    case Kind::boolean_literal:
    case Kind::null_literal:
      return true;
    case Kind::identifier: {
      const Identifier* identifier = free_name(node);
      return identifier != nullptr && identifier->name->text == "undefined";
    }
    case Kind::unary: {
      const auto* unary = as<Unary>(node);
      const bool is_number = unary->operand->kind == Kind::number_literal;
      return is_number &&
             (unary->operation == Operator::key_void || unary->operation == Operator::minus);
    }
    default:
      return false;
  }
}

std::optional<ConstantValue> constant_value(const Node* node) {
  if (!is_constant(node)) {
    return std::nullopt;
  }
  ConstantValue value;
  switch (node->kind) {
    case Kind::number_literal:
      value.type = ValueType::number;
      value.number = parse_number(as<NumberLiteral>(node)->raw);
      break;
    case Kind::string_literal:
      value.type = ValueType::string;
      value.text = string_value(*as<StringLiteral>(node));
      break;
    case Kind::boolean_literal:
      value.type = ValueType::boolean;
      value.boolean = as<BooleanLiteral>(node)->value;
      break;
    case Kind::null_literal:
      value.type = ValueType::null;
      break;
    case Kind::unary:
      if (as<Unary>(node)->operation == Operator::minus) {
        value.type = ValueType::number;
        value.number = -parse_number(as<NumberLiteral>(as<Unary>(node)->operand)->raw);
      }
      break;
    default:
      break;
  }
  return value;
}

std::optional<double> number_of(const Node* node) {
  if (node->kind != Kind::number_literal && node->kind != Kind::unary) {
    return std::nullopt;
  }
  const std::optional<ConstantValue> value = constant_value(node);
  return value && value->type == ValueType::number ? std::optional<double>(value->number)
                                                   : std::nullopt;
}

bool to_boolean(const ConstantValue& value) {
  switch (value.type) {
    case ValueType::boolean:
      return value.boolean;
    case ValueType::number:
      return value.number != 0 && !std::isnan(value.number);
    case ValueType::string:
      return !value.text.empty();
    default:
      return false;
  }
}

double to_number(const ConstantValue& value) {
  switch (value.type) {
    case ValueType::boolean:
      return value.boolean ? 1 : 0;
    case ValueType::number:
      return value.number;
    case ValueType::null:
      return 0;
    default:
      return std::numeric_limits<double>::quiet_NaN();
  }
}

static std::optional<std::string> number_as_string(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value > 0 ? "Infinity" : "-Infinity";
  }
  if (value != 0 && (std::fabs(value) >= 1e15 || std::fabs(value) < 1e-5)) {
    return std::nullopt;
  }
  if (value == 0) {
    return "0";
  }
  std::array<char, 40> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  return std::string(buffer.data(), end);
}

std::optional<std::string> text_of_constant(const ConstantValue& value) {
  switch (value.type) {
    case ValueType::undefined:
      return "undefined";
    case ValueType::null:
      return "null";
    case ValueType::boolean:
      return value.boolean ? "true" : "false";
    case ValueType::number:
      return number_as_string(value.number);
    default:
      return value.text;
  }
}

std::string number_text(double value) {
  std::array<char, 40> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::scientific);
  // d.ddde±dd: take it apart and write it in the shortest way.
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t mark = text.find('e');
  std::string digits(1, text[0]);
  if (mark > 2) {
    digits += text.substr(2, mark - 2);
  }
  int exponent = 0;
  const char* exponent_text = text.data() + mark + 1;
  std::from_chars(exponent_text + (*exponent_text == '+' ? 1 : 0), end, exponent);
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
  }
  const int count = static_cast<int>(digits.size());
  const int trailing = exponent - (count - 1);  // zeros behind the digits
  std::string plain;
  if (trailing >= 0) {
    if (trailing <= 2) {
      return digits + std::string(static_cast<std::size_t>(trailing), '0');
    }
    std::string best = digits + "e" + std::to_string(trailing);
    if (value < 18446744073709551616.0 && value >= 1e12) {
      std::array<char, 24> hex{};
      const auto written =
          std::to_chars(hex.data(), hex.data() + hex.size(), static_cast<std::uint64_t>(value), 16);
      const std::string in_hex = "0x" + std::string(hex.data(), written.ptr);
      best = in_hex.size() < best.size() ? in_hex : best;
    }
    return best;
  }
  if (exponent >= 0) {
    plain = digits.substr(0, static_cast<std::size_t>(exponent) + 1) + "." +
            digits.substr(static_cast<std::size_t>(exponent) + 1);
    return plain;
  }
  plain = "." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const std::string with_exponent = digits + "e" + std::to_string(trailing);
  return with_exponent.size() < plain.size() ? with_exponent : plain;
}

bool is_index_text(std::string_view text) {
  if (text.empty() || text.size() > 9 || (text[0] == '0' && text.size() > 1)) {
    return false;
  }
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<bool> truth_of(const Node* node) {
  for (;;) {
    switch (node->kind) {
      case Kind::boolean_literal:
        return as<BooleanLiteral>(node)->value;
      case Kind::null_literal:
        return false;
      case Kind::number_literal: {
        const double value = parse_number(as<NumberLiteral>(node)->raw);
        return value != 0;
      }
      case Kind::string_literal: {
        const std::string_view raw = as<StringLiteral>(node)->raw;
        // A lone line continuation is empty, too.
        return raw.size() > 2 && raw[1] == '\\' ? !string_value(*as<StringLiteral>(node)).empty()
                                                : raw.size() > 2;
      }
      case Kind::reg_exp_literal:
      case Kind::array_literal:
      case Kind::object_literal:
      case Kind::function_expression:
      case Kind::arrow_function:
      case Kind::class_expression:
      case Kind::new_expression:
        return true;
      case Kind::identifier: {
        const Identifier* identifier = free_name(node);
        if (identifier == nullptr) {
          return std::nullopt;
        }
        if (identifier->name->text == "undefined" || identifier->name->text == "NaN") {
          return false;
        }
        return identifier->name->text == "Infinity" ? std::optional<bool>(true) : std::nullopt;
      }
      case Kind::unary:
        switch (as<Unary>(node)->operation) {
          case Operator::key_void:
            return false;
          case Operator::key_typeof:
            return true;
          case Operator::logical_not: {
            // Bounded: visited trees have no !!!.
            const Node* operand = as<Unary>(node)->operand;
            if (operand->kind == Kind::unary || operand->kind == Kind::sequence) {
              return std::nullopt;
            }
            const std::optional<bool> inner = truth_of(operand);
            return inner ? std::optional<bool>(!*inner) : std::nullopt;
          }
          case Operator::minus:
            if (as<Unary>(node)->operand->kind == Kind::number_literal) {
              node = as<Unary>(node)->operand;
              continue;
            }
            return std::nullopt;
          default:
            return std::nullopt;
        }
      case Kind::sequence:
        node = as<Sequence>(node)->expressions.last();
        continue;
      case Kind::binary: {
        // a && false, a || true: known, whatever a is.
        const auto* binary = as<Binary>(node);
        if (binary->operation == Operator::logical_and ||
            binary->operation == Operator::logical_or) {
          const bool decides = binary->operation == Operator::logical_or;
          if (is_constant(binary->right) && truth_of(binary->right) == decides) {
            return decides;
          }
        }
        return std::nullopt;
      }
      default:
        return std::nullopt;
    }
  }
}

std::optional<bool> is_nullish(const Node* node) {
  switch (node->kind) {
    case Kind::null_literal:
      return true;
    case Kind::number_literal:
    case Kind::big_int_literal:
    case Kind::string_literal:
    case Kind::boolean_literal:
    case Kind::reg_exp_literal:
    case Kind::array_literal:
    case Kind::object_literal:
    case Kind::function_expression:
    case Kind::arrow_function:
    case Kind::class_expression:
    case Kind::template_literal:
    case Kind::new_expression:
      return false;
    default: {
      const ValueType type = value_type(node);
      if (type == ValueType::null || type == ValueType::undefined) {
        return true;
      }
      return type == ValueType::unknown || type == ValueType::primitive
                 ? std::nullopt
                 : std::optional<bool>(false);
    }
  }
}

}  // namespace mpaas::js
