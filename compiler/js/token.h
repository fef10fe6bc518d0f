// The tokens of JavaScript as an enumeration; operators of the AST are tokens too. The rows are in
// tokens.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mpaas::js {

enum class Token : std::uint8_t {
  end_of_file,
  name,  // an identifier, or a keyword written with escapes
  private_name,
  number,
  big_int,
  string,
  reg_exp,
#define MPAAS_PUNCTUATOR(name, text, precedence) name,
#define MPAAS_KEYWORD(name, text, precedence) name,
#include "compiler/js/tokens.def"
  count
};

using Operator = Token;

inline constexpr Token first_punctuator = Token::backtick;
inline constexpr Token first_keyword = Token::key_break;

// How a token is written; "" for those without a fixed text.
inline constexpr std::string_view token_texts[] = {
    "", "", "", "", "", "", "",
#define MPAAS_PUNCTUATOR(name, text, precedence) text,
#define MPAAS_KEYWORD(name, text, precedence) text,
#include "compiler/js/tokens.def"
};
inline constexpr std::string_view text_of(Token token) {
  return token_texts[static_cast<std::size_t>(token)];
}

// 1 (??) to 12 (**) for binary operators, 0 for everything else.
inline constexpr std::uint8_t token_precedences[] = {
    0, 0, 0, 0, 0, 0, 0,
#define MPAAS_PUNCTUATOR(name, text, precedence) precedence,
#define MPAAS_KEYWORD(name, text, precedence) precedence,
#include "compiler/js/tokens.def"
};
inline constexpr int precedence_of(Token token) {
  return token_precedences[static_cast<std::size_t>(token)];
}

inline constexpr bool is_keyword(Token token) {
  return token >= first_keyword && token < Token::count;
}
inline constexpr bool is_assignment_operator(Token token) {
  return token >= Token::assign && token <= Token::assign_nullish;
}

}  // namespace mpaas::js
