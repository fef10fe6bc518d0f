#include "compiler/js/parser.h"
#include "compiler/js/regexp.h"

namespace mpaas::js {

Node* Parser::parse_reg_exp() {
  const std::uint32_t begin = token_.begin;
  read_reg_exp();
  auto* literal = make<RegExpLiteral>(begin, token_text());
  if (const std::optional<RegExpProblem> problem = check_reg_exp(literal->raw).problem) {
    // Only the pattern is wrong: there is no need to give up the statement.
    report({begin + problem->at.begin, begin + problem->at.end}, problem->message,
           problem->argument);
  }
  next();
  return literal;
}

TemplateLiteral* Parser::parse_template(bool tagged) {
  const std::uint32_t begin = token_.begin;
  auto* literal = make<TemplateLiteral>(begin);
  for (;;) {
    const Chunk chunk = read_template_chunk(begin);
    auto* node = make<TemplateChunk>(chunk.begin, chunk.raw);
    node->span.end = chunk.begin + static_cast<std::uint32_t>(chunk.raw.size());
    if (chunk.bad_escape != 0 && !tagged) {
      fail({chunk.bad_escape - 1, chunk.bad_escape + 1}, Message::bad_escape);
    }
    literal->chunks.push(node);
    next();
    if (chunk.is_last) {
      break;
    }
    {
      const Scoped<bool> no_in(context_.no_in, false);
      literal->expressions.push(parse_expression_checked());
    }
    if (!at(Token::right_brace)) {
      fail_expected(text_of(Token::right_brace));
    }
    at_ = text_ + token_.end;
  }
  return finish(literal);
}

Node* Parser::parse_array() {
  auto* array = make<Array>(token_.begin, Kind::array_literal);
  next();
  const Scoped<bool> no_in(context_.no_in, false);
  while (!at(Token::right_bracket)) {
    if (at(Token::comma)) {
      array->elements.push(make<Hole>(token_.begin));
      next();
      continue;
    }
    if (at(Token::ellipsis)) {
      auto* spread = make<Spread>(token_.begin, Kind::spread, nullptr);
      next();
      spread->operand = parse_assignment();
      array->elements.push(finish(spread));
      array->trailing_comma = at(Token::comma);
    } else {
      array->elements.push(parse_assignment());
    }
    if (at(Token::comma)) {
      next();
    } else if (!at(Token::right_bracket)) {
      fail_expected_or_comma(Token::right_bracket);
    }
    array->trailing_comma = array->trailing_comma && at(Token::right_bracket);
  }
  next();
  return finish(array);
}

bool Parser::ends_property_name() const {
  return at(Token::left_parenthesis) || at(Token::comma) || at(Token::right_brace) ||
         at(Token::colon) || at(Token::assign) || at(Token::semicolon) || at(Token::end_of_file) ||
         (is_typescript_ && at(Token::less));
}

void Parser::parse_property_name(Node*& key, bool& computed) {
  switch (token_.kind) {
    case Token::string:
    case Token::number:
      if (context_.strict && token_.octal) {
        fail(token_span(), Message::strict_octal);
      }
      [[fallthrough]];
    case Token::big_int:
      if (at(Token::string)) {
        key = make<StringLiteral>(token_.begin, token_text());
      } else if (at(Token::number)) {
        key = make<NumberLiteral>(token_.begin, token_text());
      } else {
        key = make<BigIntLiteral>(token_.begin, token_text());
      }
      next();
      return;
    case Token::left_bracket:
      next();
      computed = true;
      key = parse_assignment_allowing_in();
      expect(Token::right_bracket);
      return;
    case Token::private_name:
      key = make<PrivateName>(token_.begin, token_.atom);
      next();
      return;
    default:
      if (!at_any_name()) {
        fail_expected(text_of(Message::thing_property_name));
      }
      key = make<Identifier>(token_.begin, token_.atom);
      next();
  }
}

Node* Parser::parse_object() {
  auto* object = make<Object>(token_.begin, Kind::object_literal);
  next();
  const Scoped<bool> no_in(context_.no_in, false);
  bool has_proto = false;
  while (!at(Token::right_brace)) {
    object->properties.push(parse_property(object, has_proto));
    const bool is_spread = object->properties.last()->kind == Kind::spread;
    if (at(Token::comma)) {
      next();
      object->trailing_comma = is_spread && at(Token::right_brace);
    } else if (!at(Token::right_brace)) {
      fail_expected_or_comma(Token::right_brace);
    }
  }
  next();
  return finish(object);
}

// a, ...b, k: v – the inside of an object literal, as {{ }} may hold it.
Node* Parser::parse_object_body() {
  auto* object = make<Object>(token_.begin, Kind::object_literal);
  bool has_proto = false;
  while (!at(Token::right_brace) && !at(Token::end_of_file)) {
    object->properties.push(parse_property(object, has_proto));
    if (!at(Token::comma)) {
      break;
    }
    next();
  }
  check_covers(0);
  return finish(object);
}

Node* Parser::parse_property(Object* object, bool& has_proto) {
  if (at(Token::ellipsis)) {
    auto* spread = make<Spread>(token_.begin, Kind::spread, nullptr);
    next();
    spread->operand = parse_assignment();
    return finish(spread);
  }
  auto* property = make<Property>(token_.begin);
  FunctionShape shape;
  shape.is_method = true;
  if (at_word(Word::async) || at_word(Word::get) || at_word(Word::set)) {
    const Word word = token_.atom->info.word;
    const Position before = save();
    next();
    if (ends_property_name() || (word == Word::async && token_.newline_before)) {
      restore(before);
    } else if (word == Word::async) {
      shape.is_async = true;
      shape.is_generator = eat(Token::multiply);
    } else {
      shape.member_kind = word == Word::get ? MemberKind::getter : MemberKind::setter;
    }
  } else if (eat(Token::multiply)) {
    shape.is_generator = true;
  }
  const bool is_name = at(Token::name);
  Atom* atom = token_.atom;
  const Span name_span = token_span();
  const std::string_view name_text = token_text();
  const bool names_proto =
      (at_any_name() && atom->info.word == Word::proto) ||
      (at(Token::string) && name_text.substr(1, name_text.size() - 2) == "__proto__");
  if (at(Token::private_name)) {
    fail(token_span(), Message::unexpected, token_text());
  }
  parse_property_name(property->key, property->computed);
  parse_optional_type_parameters();
  const bool is_accessor = shape.member_kind != MemberKind::value;
  if (shape.is_async || shape.is_generator || is_accessor || at(Token::left_parenthesis)) {
    property->member_kind = is_accessor ? shape.member_kind : MemberKind::method;
    auto* function = make<Function>(token_.begin, Kind::function_expression);
    parse_function_rest(function, shape, nullptr);
    property->value = function;
  } else if (eat(Token::colon)) {
    property->value = parse_assignment();
    if (names_proto && !property->computed) {
      if (has_proto && !object->duplicate_proto) {
        object->duplicate_proto = true;
        ++context_.cover_errors;
        last_cover_ = name_span;
        last_cover_message_ = Message::duplicate_proto;
      }
      has_proto = true;
    }
  } else {
    if (!is_name) {
      fail_expected(text_of(Token::colon));
    }
    if (!is_allowed_identifier(atom)) {
      fail(name_span, Message::reserved_word, atom->text);
    }
    property->shorthand = true;
    auto* identifier = make<Identifier>(name_span.begin, atom);
    identifier->span = name_span;
    reference(identifier);
    property->value = identifier;
    if (at(Token::assign)) {
      property->cover_initializer = true;
      ++context_.cover_errors;
      last_cover_ = {name_span.begin, token_.end};
      last_cover_message_ = Message::shorthand_default;
      auto* assignment = make<Assignment>(name_span.begin, Kind::assignment);
      next();
      assignment->target = identifier;
      assignment->value = parse_assignment();
      property->value = finish(assignment);
    }
  }
  return finish(property);
}

}  // namespace mpaas::js
