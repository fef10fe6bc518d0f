// What the parser says about broken code, and where it goes on.
#include "compiler/js/parser.h"

namespace mpaas::js {

std::string Parser::found() const {
  if (at(Token::end_of_file)) {
    return std::string(
        text_of(in_expression_ ? Message::thing_end_of_expression : Message::thing_end_of_file));
  }
  std::string_view text = token_text();
  constexpr std::size_t longest = 30;
  if (text.size() > longest) {
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
      --cut;
    }
    return std::string(text.substr(0, cut)) + "…";
  }
  return std::string(text);
}

// A line of a merge that was not finished: <<<<<<< theirs
void Parser::fail_at_conflict_marker() {
  constexpr std::uint32_t length = 7;
  std::uint32_t begin = token_.begin;
  while (begin > 0 && token_.begin - begin < length && text_[begin - 1] != '\n' &&
         text_[begin - 1] != '\r') {
    --begin;
  }
  const std::string_view marker = std::string_view(text_ + begin).substr(0, length);
  if (marker != "<<<<<<<" && marker != "=======" && marker != ">>>>>>>" && marker != "|||||||") {
    return;
  }
  reporter_.report(
      diag::make(diag::Code::js_conflict_marker, {reporter_.source, {begin, begin + length}}));
  at_ = text_ + token_.begin;
  skip_line();
  skip_token();
  throw SyntaxFailure{};
}

// Behind a ` or the } in a template: reads on to its end or to the next ${, which opens.
void Parser::read_template_rest(std::vector<Span>& open) {
  const std::uint32_t begin = token_.begin;
  at_ = text_ + token_.end;
  const Chunk chunk = read_template_chunk(begin);
  if (!chunk.is_last) {
    open.push_back({offset() - 2, offset()});
  }
}

// The bracket that was open last where the text ends. Only asked for once, at the end of the file,
// so the text is read again rather than every bracket noted on the way.
std::optional<Span> Parser::last_open_bracket() {
  const Position before = save();
  std::vector<Span> open;
  at_ = text_ + range_begin_;
  token_ = {};
  Token previous = Token::semicolon;
  bool readable = true;
  try {
    for (next(); token_.begin < before.token.begin; next()) {
      switch (token_.kind) {
        case Token::left_brace:
        case Token::left_parenthesis:
        case Token::left_bracket:
          open.push_back(token_span());
          break;
        case Token::right_brace:
        case Token::right_parenthesis:
        case Token::right_bracket:
          if (!open.empty()) {
            const bool in_template = text_[open.back().begin] == '$';
            open.pop_back();
            if (in_template) {
              read_template_rest(open);
            }
          }
          break;
        case Token::backtick:
          read_template_rest(open);
          break;
        case Token::divide:
        case Token::assign_divide:
          // Behind an operand this divides. Behind } and ) it may be either; then it mostly does.
          if (previous != Token::name && previous != Token::number && previous != Token::string &&
              previous != Token::right_parenthesis && previous != Token::right_bracket &&
              previous != Token::right_brace && previous != Token::key_this) {
            read_reg_exp();
          }
          break;
        default:
          break;
      }
      previous = token_.kind;
    }
  } catch (const SyntaxFailure&) {
    readable = false;
  }
  restore(before);
  if (!readable || open.empty()) {
    return std::nullopt;
  }
  return open.back();
}

void Parser::fail_expected(std::string_view what) {
  fail_at_conflict_marker();
  diag::Diagnostic diagnostic =
      diag::make(reporter_.syntax_code, {reporter_.source, token_span()},
                 fmt::format(fmt::runtime(text_of(Message::expected)), what, found()));
  if (at(Token::end_of_file) && !in_expression_) {
    if (const std::optional<Span> open = last_open_bracket()) {
      diagnostic.with_note({reporter_.source, *open},
                           fmt::format(fmt::runtime(text_of(Message::note_opened_here)),
                                       text_at(open->begin, open->end)));
    }
  }
  reporter_.report(std::move(diagnostic));
  throw SyntaxFailure{};
}

void Parser::fail_expected_or_comma(Token closing) {
  if (at(Token::colon) && !in_expression_) {
    fail_types(token_span(), text_of(Message::thing_type_annotation));
  }
  if (at(Token::end_of_file)) {
    fail_expected(text_of(closing));
  }
  fail_expected(fmt::format(fmt::runtime(text_of(Message::comma_or)), text_of(closing)));
}

void Parser::fail_unexpected() {
  fail_at_conflict_marker();
  fail(token_span(), Message::unexpected, found());
}

// Something stands where the statement should have ended.
void Parser::fail_behind_statement() {
  if (at_word(Word::as) || at_word(Word::satisfies)) {
    fail_types(token_span(), token_text());
  }
  fail_expected(text_of(Token::semicolon));
}

// An expression was wanted.
void Parser::fail_no_expression() {
  switch (token_.kind) {
    case Token::less: {
      const char second = text_[token_.begin + 1];
      if (!in_expression_ &&
          (second == '>' ||
           (character_classes[static_cast<unsigned char>(second)] & identifier_start_class) != 0)) {
        reporter_.report(diag::make(diag::Code::js_jsx, {reporter_.source, token_span()}));
        throw SyntaxFailure{};
      }
      break;
    }
    case Token::key_else:
      fail(token_span(), Message::stray_keyword, token_text(), text_of(Token::key_if));
    case Token::key_catch:
    case Token::key_finally:
      fail(token_span(), Message::stray_keyword, token_text(), text_of(Token::key_try));
    case Token::key_case:
    case Token::key_default:
      fail(token_span(), Message::stray_keyword, token_text(), text_of(Token::key_switch));
    default:
      break;
  }
  if (is_keyword(token_.kind) || at(Token::end_of_file)) {
    fail_expected(text_of(Message::thing_expression));
  }
  fail_unexpected();
}

void Parser::fail_types(Span span, std::string_view what) {
  if (is_typescript_ || in_expression_) {
    fail(span, Message::unexpected, text_at(span.begin, span.end));
  }
  reporter_.report(diag::make(diag::Code::js_types, {reporter_.source, span}, what));
  throw SyntaxFailure{};
}
void Parser::fail_too_deep(int limit) {
  reporter_.report(diag::make(diag::Code::js_too_deep, {reporter_.source, token_span()}, limit));
  throw SyntaxFailure{};
}

// The next token that can be read.
void Parser::skip_token() {
  for (;;) {
    try {
      next();
      return;
    } catch (const SyntaxFailure&) {
      if (reporter_.errors >= max_errors) {
        throw;
      }
      // A broken token: go on at the next line.
      if (at_ < end_) {
        ++at_;
      }
      while (at_ < end_ && *at_ != '\n') {
        ++at_;
      }
    }
  }
}

// How deep the current token stands.
Parser::Nesting Parser::nesting() const {
  Nesting before = nesting_;
  before.braces += at(Token::right_brace) ? 1 : at(Token::left_brace) ? -1 : 0;
  before.parentheses += at(Token::right_parenthesis) ? 1 : at(Token::left_parenthesis) ? -1 : 0;
  return before;
}

bool Parser::may_start_statement() const {
  switch (token_.kind) {
    case Token::name:
    case Token::at_sign:
      return true;
    case Token::key_in:
    case Token::key_instanceof:
    case Token::key_else:
    case Token::key_catch:
    case Token::key_finally:
    case Token::key_case:
    case Token::key_default:
    case Token::key_extends:
      return false;
    default:
      return is_keyword(token_.kind);
  }
}

// Skips to where the next statement may begin: behind a ; or a }, before a } that closes the list,
// or at a keyword which starts a line. `outside`: how deep the broken statement stands.
void Parser::recover(std::uint32_t failed_at, Nesting outside) {
  bool first = true;
  while (!at(Token::end_of_file)) {
    const Nesting here = nesting();
    const int braces = here.braces - outside.braces;
    const int parentheses = here.parentheses - outside.parentheses;
    if (!first && braces <= 0 && token_.begin > failed_at && token_.newline_before &&
        is_keyword(token_.kind) && may_start_statement()) {
      return;
    }
    const Token kind = token_.kind;
    if (kind == Token::right_brace && braces <= 0) {
      if (scopes_.depth() > 0) {
        return;
      }
      outside.braces = here.braces - 1;  // a stray one
    }
    first = false;
    skip_token();
    const bool ends_list =
        kind == Token::semicolon && braces <= 0 && (parentheses <= 0 || token_.newline_before);
    const bool ends_block = kind == Token::right_brace && braces == 1 && parentheses <= 0 &&
                            token_.newline_before && may_start_statement();
    if (ends_list || ends_block) {
      return;
    }
  }
}

}  // namespace mpaas::js
