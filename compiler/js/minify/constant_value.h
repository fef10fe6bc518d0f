// Values that are known before the script runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/js/ast.h"
#include "compiler/js/effects.h"

namespace mpaas::js {

struct ConstantValue {
  ValueType type = ValueType::undefined;  // undefined, null, boolean, number or string
  bool boolean = false;
  double number = 0;
  std::string text;  // UTF-8, as string_value() gives it
};

// Of a literal, a signed number, undefined or void 0.
std::optional<ConstantValue> constant_value(const Node* node);
bool is_constant(const Node* node);  // constant_value() would know, without the work
std::optional<double> number_of(const Node* node);
double parse_number(std::string_view raw);  // of a NumberLiteral

// Its truth as a condition; nothing when unknown. The node may have side effects all the same.
std::optional<bool> truth_of(const Node* node);
// Whether it is null or undefined; nothing when unknown.
std::optional<bool> is_nullish(const Node* node);

bool to_boolean(const ConstantValue& value);
double to_number(const ConstantValue& value);  // not for strings
// As String(value) writes it; nothing when that needs care (exponents).
std::optional<std::string> text_of_constant(const ConstantValue& value);
// The shortest way to write it in a script; not for NaN, infinities and negative numbers.
std::string number_text(double value);
// "0", "12", but not "01", "-1", "1.5": what an array index looks like.
bool is_index_text(std::string_view text);

}  // namespace mpaas::js
