// The tokens of CSS Syntax Module Level 3, section 4, as byte ranges. Comments are dropped; where
// one stood between two tokens they do not touch. Runs of white space and comments are one token.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source.h"

namespace mpaas::acss {

enum class TokenKind : std::uint8_t {
  space,
  identifier,
  function,    // with its (
  at_keyword,  // with its @
  hash,        // with its #
  string,      // with its quotes
  url,         // url(…) without quotes, whole
  number,      // with its unit or %
  delimiter,   // any other character
  colon,
  semicolon,
  comma,
  open_bracket,
  close_bracket,
  open_paren,
  close_paren,
  open_brace,
  close_brace,
  end
};

struct Token {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t unit;  // of a number: where its unit begins, == end without one
  TokenKind kind;
};

// `licences` are the comments that begin with /*!
struct Tokens {
  std::vector<Token> list;  // the last one is `end`
  std::vector<Span> licences;
};

// Reports comments, strings and urls that are never closed.
Tokens tokenize(const SourcePointer& source, diag::Sink& sink);

// The text of a name, string or url with escapes resolved; `raw` is the part between the quotes.
std::string unescape(std::string_view raw);

}  // namespace mpaas::acss
