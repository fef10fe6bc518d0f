// Types are read to know where they end, and forgotten: no nodes, no names. The skip_ functions
// return false at the token which does not fit and report nothing, because many of them run only to
// find out whether `<` opens type arguments.
#include "compiler/js/parser.h"

namespace mpaas::js {

void Parser::parse_type() {
  if (!skip_type()) {
    fail_expected(text_of(Message::thing_type));
  }
}

void Parser::parse_optional_type() {
  if (is_typescript_ && eat(Token::colon)) {
    parse_type();
  }
}

void Parser::parse_optional_type_parameters() {
  if (is_typescript_ && at(Token::less) && !skip_type_parameters()) {
    fail_expected(text_of(Message::thing_type));
  }
}

// A < that opens a list of types. `<<` opens two of them.
bool Parser::eat_type_open() {
  if (at(Token::shift_left)) {
    at_ = text_ + token_.begin + 1;
    token_.end = token_.begin + 1;
    next();
    return true;
  }
  return eat(Token::less);
}

// The > that closes a list of types, also as the first character of >>, >= and the like.
bool Parser::eat_type_close() {
  switch (token_.kind) {
    case Token::shift_right:
    case Token::shift_right_unsigned:
    case Token::greater_equal:
    case Token::assign_shift_right:
    case Token::assign_shift_right_unsigned:
      at_ = text_ + token_.begin + 1;
      token_.end = token_.begin + 1;
      next();
      return true;
    default:
      return eat(Token::greater);
  }
}

bool Parser::starts_type() const {
  switch (token_.kind) {
    case Token::name:
    case Token::string:
    case Token::number:
    case Token::big_int:
    case Token::minus:
    case Token::backtick:
    case Token::left_brace:
    case Token::left_bracket:
    case Token::left_parenthesis:
    case Token::less:
    case Token::key_this:
    case Token::key_typeof:
    case Token::key_import:
    case Token::key_new:
    case Token::key_null:
    case Token::key_void:
    case Token::key_true:
    case Token::key_false:
      return true;
    default:
      return false;
  }
}

// `conditional`: a `? :` behind `extends` belongs to this type. Not so within A extends …
bool Parser::skip_type(bool conditional) {
  const DepthGuard depth(*this);
  if (at(Token::bit_or) || at(Token::bit_and)) {
    next();
  }
  for (;;) {
    if (!skip_type_operand(conditional)) {
      return false;
    }
    if (!at(Token::bit_or) && !at(Token::bit_and)) {
      break;
    }
    next();
  }
  if (!conditional || !at(Token::key_extends) || token_.newline_before) {
    return true;
  }
  next();
  return skip_type(false) && eat(Token::question) && skip_type() && eat(Token::colon) &&
         skip_type();
}

bool Parser::skip_type_operand(bool conditional) {
  const DepthGuard depth(*this);
  switch (token_.kind) {
    case Token::name:
      return skip_named_type(conditional);
    case Token::minus:
      next();
      if (!at(Token::number) && !at(Token::big_int)) {
        return false;
      }
      [[fallthrough]];
    case Token::string:
    case Token::number:
    case Token::big_int:
    case Token::key_null:
    case Token::key_void:
    case Token::key_true:
    case Token::key_false:
    case Token::key_const:  // as const
      next();
      return skip_type_suffixes();
    case Token::key_this:
      next();
      if (at_word(Word::is) && !token_.newline_before) {
        next();
        return skip_type(conditional);
      }
      return skip_type_suffixes();
    case Token::key_typeof:
      next();
      if (at(Token::key_import)) {
        return skip_import_type();
      }
      if (!at_any_name()) {
        return false;
      }
      next();
      return skip_type_path();
    case Token::key_import:
      return skip_import_type();
    case Token::key_new:
      next();
      return skip_function_type();
    case Token::less:
      return skip_function_type();
    case Token::backtick:
      return skip_template_type() && skip_type_suffixes();
    case Token::left_brace:
      return skip_object_type() && skip_type_suffixes();
    case Token::left_bracket:
      return skip_tuple_type() && skip_type_suffixes();
    case Token::left_parenthesis:
      if (starts_function_type()) {
        return skip_function_type();
      }
      next();
      return skip_type() && eat(Token::right_parenthesis) && skip_type_suffixes();
    default:
      return false;
  }
}

bool Parser::skip_named_type(bool conditional) {
  const Word word = token_.escaped ? Word::none : token_.atom->info.word;
  next();
  switch (word) {
    case Word::keyof:
    case Word::unique:
    case Word::readonly:
      if (starts_type()) {
        return skip_type_operand(conditional);
      }
      break;
    case Word::abstract:
      if (at(Token::key_new)) {
        next();
        return skip_function_type();
      }
      break;
    case Word::asserts:
      if ((at(Token::name) || at(Token::key_this)) && !token_.newline_before &&
          !at_word(Word::is)) {
        return skip_type_operand(conditional);
      }
      break;
    case Word::infer:
      if (at(Token::name) && !token_.newline_before) {
        next();
        if (at(Token::key_extends)) {
          // A constraint, unless it turns out to be the condition of a conditional type.
          const Position before = save();
          next();
          if (!skip_type(false) || (conditional && at(Token::question))) {
            restore(before);
          }
        }
        return true;
      }
      break;
    default:
      break;
  }
  if (at_word(Word::is) && !token_.newline_before) {
    next();
    return skip_type(conditional);
  }
  return skip_type_path();
}

// Behind a name: .b.c<T>[]
bool Parser::skip_type_path() {
  while (eat(Token::dot)) {
    if (!at_any_name() && !at(Token::private_name)) {
      return false;
    }
    next();
  }
  if ((at(Token::less) || at(Token::shift_left)) && !token_.newline_before &&
      !skip_type_arguments(false)) {
    return false;
  }
  return skip_type_suffixes();
}

bool Parser::skip_type_suffixes() {
  while (at(Token::left_bracket) && !token_.newline_before) {
    next();
    if (!at(Token::right_bracket) && !skip_type()) {
      return false;
    }
    if (!eat(Token::right_bracket)) {
      return false;
    }
  }
  return true;
}

// import("a").b<T>
bool Parser::skip_import_type() {
  next();
  if (!eat(Token::left_parenthesis) || !skip_type()) {
    return false;
  }
  if (eat(Token::comma) && !at(Token::right_parenthesis)) {
    if (!skip_type()) {
      return false;
    }
    eat(Token::comma);
  }
  return eat(Token::right_parenthesis) && skip_type_path();
}

bool Parser::skip_template_type() {
  const std::uint32_t begin = token_.begin;
  for (;;) {
    const Chunk chunk = read_template_chunk(begin);
    next();
    if (chunk.is_last) {
      return true;
    }
    if (!skip_type() || !at(Token::right_brace)) {
      return false;
    }
    at_ = text_ + token_.end;
  }
}

bool Parser::skip_tuple_type() {
  next();
  while (!at(Token::right_bracket)) {
    eat(Token::ellipsis);
    if (at_any_name()) {
      const Position before = save();
      next();
      eat(Token::question);
      if (!eat(Token::colon)) {
        restore(before);
      }
    }
    if (!skip_type()) {
      return false;
    }
    eat(Token::question);
    if (!at(Token::right_bracket) && !eat(Token::comma)) {
      return false;
    }
  }
  next();
  return true;
}

bool Parser::skip_object_type() {
  next();
  while (!at(Token::right_brace)) {
    if (at(Token::plus) || at(Token::minus)) {
      next();
    }
    // Modifiers, `new` and names alike.
    bool has_key = false;
    while (at_any_name() || at(Token::string) || at(Token::number) || at(Token::big_int) ||
           at(Token::private_name)) {
      next();
      has_key = true;
    }
    if (eat(Token::left_bracket)) {
      has_key = true;
      if (!skip_type()) {
        return false;
      }
      if (eat(Token::colon)) {
        if (!skip_type()) {
          return false;
        }
      } else if (eat(Token::key_in)) {
        if (!skip_type()) {
          return false;
        }
        if (at_word(Word::as)) {
          next();
          if (!skip_type()) {
            return false;
          }
        }
      }
      if (!eat(Token::right_bracket)) {
        return false;
      }
      if (at(Token::plus) || at(Token::minus)) {
        next();
      }
    }
    if (has_key && (at(Token::question) || at(Token::logical_not))) {
      next();
    }
    if (at(Token::less) && !skip_type_parameters()) {
      return false;
    }
    if (at(Token::left_parenthesis)) {
      if (!skip_signature_parameters()) {
        return false;
      }
      has_key = true;
    }
    if (!has_key || (eat(Token::colon) && !skip_type())) {
      return false;
    }
    if (!at(Token::right_brace) && !token_.newline_before && !at(Token::semicolon) &&
        !at(Token::comma)) {
      return false;
    }
    if (at(Token::semicolon) || at(Token::comma)) {
      next();
    }
  }
  next();
  return true;
}

// ( a: A, … ) of a signature.
bool Parser::skip_signature_parameters() {
  next();
  while (!at(Token::right_parenthesis)) {
    eat(Token::ellipsis);
    if (at(Token::name)) {
      const Position before = save();
      next();
      if (!at(Token::name) && !at(Token::left_brace) && !at(Token::left_bracket)) {
        restore(before);
      }
    }
    if (!skip_parameter_target()) {
      return false;
    }
    eat(Token::question);
    if (eat(Token::colon) && !skip_type()) {
      return false;
    }
    if (!at(Token::right_parenthesis) && !eat(Token::comma)) {
      return false;
    }
  }
  next();
  return true;
}

bool Parser::skip_parameter_target() {
  const DepthGuard depth(*this);
  if (at(Token::name) || at(Token::key_this)) {
    next();
    return true;
  }
  if (!at(Token::left_bracket) && !at(Token::left_brace)) {
    return false;
  }
  const bool is_object = at(Token::left_brace);
  const Token end = is_object ? Token::right_brace : Token::right_bracket;
  next();
  while (!at(end)) {
    if (!is_object && eat(Token::comma)) {
      continue;
    }
    if (eat(Token::ellipsis) || !is_object) {
      if (!skip_parameter_target()) {
        return false;
      }
    } else {
      if (eat(Token::left_bracket)) {
        if (!skip_type() || !eat(Token::right_bracket)) {
          return false;
        }
      } else if (at_any_name() || at(Token::string) || at(Token::number)) {
        next();
      } else {
        return false;
      }
      if (eat(Token::colon) && !skip_parameter_target()) {
        return false;
      }
    }
    if (!at(end) && !eat(Token::comma)) {
      return false;
    }
  }
  next();
  return true;
}

// At ( in a type: does it hold parameters? A few tokens tell.
bool Parser::starts_function_type() {
  const Position before = save();
  next();
  bool result = at(Token::right_parenthesis) || at(Token::ellipsis);
  if (!result) {
    if (at(Token::name)) {
      const Position name = save();
      next();
      if (!at(Token::name) && !at(Token::left_brace) && !at(Token::left_bracket)) {
        restore(name);
      }
    }
    if (skip_parameter_target()) {
      result = at(Token::colon) || at(Token::comma) || at(Token::question) || at(Token::assign);
      if (at(Token::right_parenthesis)) {
        next();
        result = at(Token::arrow);
      }
    }
  }
  restore(before);
  return result;
}

// <T>(a: A) => B
bool Parser::skip_function_type() {
  if (at(Token::less) && !skip_type_parameters()) {
    return false;
  }
  return at(Token::left_parenthesis) && skip_signature_parameters() && eat(Token::arrow) &&
         skip_type();
}

bool Parser::skip_type_parameters() {
  if (!eat_type_open()) {
    return false;
  }
  while (!at(Token::greater)) {
    while (at(Token::key_in) || at(Token::key_const) || at_word(Word::out)) {
      const Position before = save();
      const bool is_out = at(Token::name);
      next();
      if (is_out && !at(Token::name)) {
        restore(before);
        break;
      }
    }
    if (!at(Token::name)) {
      return false;
    }
    next();
    if (eat(Token::key_extends) && !skip_type()) {
      return false;
    }
    if (eat(Token::assign) && !skip_type()) {
      return false;
    }
    if (!eat(Token::comma)) {
      break;
    }
  }
  return eat_type_close();
}

// `exact`: in expressions a >> or >= does not close the list.
bool Parser::skip_type_arguments(bool exact) {
  open_type_arguments_.push_back(token_.begin);
  if (!eat_type_open()) {
    return false;
  }
  do {
    if (!skip_type()) {
      return false;
    }
  } while (eat(Token::comma));
  if (exact ? !eat(Token::greater) : !eat_type_close()) {
    return false;
  }
  open_type_arguments_.pop_back();
  return true;
}

// At < behind an expression: type arguments, or less-than? They are type arguments when the list
// closes and something follows that cannot begin an operand.
bool Parser::try_type_arguments() {
  if (!is_typescript_ || no_type_arguments_.contains(token_.begin)) {
    return false;
  }
  open_type_arguments_.clear();
  const Position before = save();
  const int depth = depth_;
  bool found = false;
  ++reporter_.muted;
  try {
    found = skip_type_arguments(true) && can_follow_type_arguments();
  } catch (const SyntaxFailure&) {
    depth_ = depth;
  }
  --reporter_.muted;
  if (!found) {
    // Lists that were open inside fail here too when it is their turn: a<b<c<d… stays linear.
    for (const std::uint32_t begin : open_type_arguments_) {
      if (begin != before.token.begin) {
        no_type_arguments_.insert(begin);
      }
    }
    restore(before);
  }
  open_type_arguments_.clear();
  return found;
}

bool Parser::can_follow_type_arguments() const {
  switch (token_.kind) {
    case Token::left_parenthesis:
    case Token::backtick:
      return true;
    case Token::less:
    case Token::greater:
    case Token::plus:
    case Token::minus:
      return false;
    default:
      break;
  }
  if (token_.newline_before || precedence_of(token_.kind) > 0 || at_word(Word::as) ||
      at_word(Word::satisfies)) {
    return true;
  }
  switch (token_.kind) {
    case Token::name:
    case Token::private_name:
    case Token::number:
    case Token::big_int:
    case Token::string:
    case Token::left_brace:
    case Token::left_bracket:
    case Token::divide:
    case Token::assign_divide:
    case Token::logical_not:
    case Token::bit_not:
    case Token::increment:
    case Token::decrement:
    case Token::at_sign:
    case Token::key_function:
    case Token::key_class:
    case Token::key_new:
    case Token::key_super:
    case Token::key_this:
    case Token::key_null:
    case Token::key_true:
    case Token::key_false:
    case Token::key_typeof:
    case Token::key_void:
    case Token::key_delete:
    case Token::key_import:
      return false;
    default:
      return true;
  }
}

// <T>( of a generic arrow function. True at the (; else nothing has happened.
bool Parser::try_type_parameters_before_parenthesis() {
  const Position before = save();
  const int depth = depth_;
  bool found = false;
  ++reporter_.muted;
  try {
    found = skip_type_parameters() && at(Token::left_parenthesis);
  } catch (const SyntaxFailure&) {
    depth_ = depth;
  }
  --reporter_.muted;
  open_type_arguments_.clear();
  if (!found) {
    restore(before);
  }
  return found;
}

}  // namespace mpaas::js
