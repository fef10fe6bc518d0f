#include "compiler/js/constant.h"
#include "compiler/js/defines.h"
#include "compiler/js/parser.h"

namespace mpaas::js {

void Parser::reject_arrow(const Node* node) {
  if (node->kind == Kind::arrow_function && !node->parenthesized) {
    fail(node->span, Message::unexpected, text_of(Token::arrow));
  }
}

void Parser::check_covers(int before) {
  if (context_.cover_errors != before) {
    fail(last_cover_, last_cover_message_);
  }
}

Node* Parser::parse_assignment_allowing_in() {
  const Scoped<bool> no_in(context_.no_in, false);
  return parse_assignment_checked();
}

Node* Parser::parse_assignment_checked() {
  const int covers = context_.cover_errors;
  Node* node = parse_assignment();
  check_covers(covers);
  return node;
}

Node* Parser::parse_expression() {
  const std::uint32_t begin = token_.begin;
  Node* first = parse_assignment();
  if (!at(Token::comma)) {
    return first;
  }
  auto* sequence = make<Sequence>(begin);
  sequence->expressions.push(first);
  while (eat(Token::comma)) {
    sequence->expressions.push(parse_assignment());
  }
  return finish(sequence);
}

Node* Parser::parse_expression_checked() {
  const int covers = context_.cover_errors;
  Node* node = parse_expression();
  check_covers(covers);
  return node;
}

Node* Parser::parse_yield() {
  if (context_.in_parameters) {
    fail(token_span(), Message::yield_in_parameters);
  }
  if (yield_at_ == 0) {
    yield_at_ = token_.begin + 1;
  }
  auto* yield = make<Yield>(token_.begin);
  next();
  if (!token_.newline_before) {
    if (eat(Token::multiply)) {
      yield->delegate = true;
      yield->argument = parse_assignment_checked();
    } else {
      switch (token_.kind) {
        case Token::right_parenthesis:
        case Token::right_bracket:
        case Token::right_brace:
        case Token::comma:
        case Token::semicolon:
        case Token::colon:
        case Token::end_of_file:
        case Token::key_in:
          break;
        default:
          yield->argument = parse_assignment_checked();
      }
    }
  }
  return finish(yield);
}

Node* Parser::parse_conditional(Node* test, std::uint32_t begin, int covers, bool in_consequent) {
  check_covers(covers);
  auto* conditional = make<Conditional>(begin, test, nullptr, nullptr);
  next();
  const std::optional<bool> known = program_.folds_constants ? constant_truth(test) : std::nullopt;
  {
    const Scoped<bool> no_in(context_.no_in, false);
    const Scoped<int> dead(context_.dead_branches,
                           context_.dead_branches + (known == false ? 1 : 0));
    consequent_begin_ = token_.begin;
    conditional->consequent = parse_assignment_checked();
  }
  expect(Token::colon);
  if (in_consequent) {
    consequent_begin_ = token_.begin;
  }
  const Scoped<int> dead(context_.dead_branches, context_.dead_branches + (known == true ? 1 : 0));
  conditional->alternate = parse_assignment_checked();
  return finish(conditional);
}

Node* Parser::parse_assignment() {
  const DepthGuard depth(*this);
  if (context_.function->is_generator && at_word(Word::yield)) {
    return parse_yield();
  }
  const int covers = context_.cover_errors;
  const std::uint32_t begin = token_.begin;
  const bool in_consequent = begin == consequent_begin_;
  Node* left = nullptr;
  {
    const Scoped<bool> can_be_arrow(context_.can_be_arrow, true);
    left = parse_binary(0);
  }
  if (left->kind == Kind::arrow_function && !left->parenthesized) {
    return left;
  }
  if (at(Token::question)) {
    if (is_typescript_ && is_optional_parameter()) {
      return left;
    }
    return parse_conditional(left, begin, covers, in_consequent);
  }
  if (!is_assignment_operator(token_.kind)) {
    return left;
  }
  if (at(Token::assign) &&
      (left->kind == Kind::array_literal || left->kind == Kind::object_literal)) {
    to_pattern(left, Target::assignment);
    check_covers(covers);
  } else {
    check_simple_target(left);
  }
  auto* assignment = make<Assignment>(begin, Kind::assignment);
  assignment->operation = token_.kind;
  next();
  assignment->target = left;
  assignment->value = parse_assignment_checked();
  return finish(assignment);
}

Node* Parser::parse_binary(int minimum) {
  const DepthGuard depth(*this);
  Node* left = nullptr;
  if (at(Token::private_name)) {
    use_private_name(token_.atom, token_span());
    left = make<PrivateName>(token_.begin, token_.atom);
    next();
    if (!at(Token::key_in) || context_.no_in || minimum >= precedence_of(Token::key_in)) {
      fail(left->span, Message::unexpected, text_at(left->span.begin, left->span.end));
    }
  } else {
    bool is_unary = false;
    left = parse_unary(is_unary);
    if (at(Token::power)) {
      if (is_unary) {
        fail(left->span, Message::unary_before_power);
      }
      reject_arrow(left);
      next();
      const Scoped<bool> can_be_arrow(context_.can_be_arrow, false);
      Node* right = parse_binary(precedence_of(Token::power) - 1);
      left = finish(make<Binary>(left->span.begin, Operator::power, left, right));
    }
  }
  return parse_binary_rest(left, minimum);
}

Node* Parser::parse_binary_rest(Node* left, int minimum) {
  int length = 0;
  for (;;) {
    if (is_typescript_ && (at_word(Word::as) || at_word(Word::satisfies)) &&
        !token_.newline_before && minimum < precedence_of(Token::less)) {
      reject_arrow(left);
      next();
      parse_type();
      continue;
    }
    const Operator operation = token_.kind;
    const int precedence = precedence_of(operation);
    if (precedence == 0 || precedence <= minimum ||
        (operation == Operator::key_in && context_.no_in)) {
      return left;
    }
    if (++length > chain_limit()) {
      fail_too_deep(chain_limit());
    }
    reject_arrow(left);
    const bool is_logical = operation == Operator::logical_and || operation == Operator::logical_or;
    const bool dead_right = is_logical && program_.folds_constants &&
                            constant_truth(left) == (operation == Operator::logical_or);
    next();
    Node* right = nullptr;
    {
      const Scoped<bool> can_be_arrow(context_.can_be_arrow, false);
      const Scoped<int> dead(context_.dead_branches, context_.dead_branches + (dead_right ? 1 : 0));
      right = parse_binary(operation == Operator::power ? precedence - 1 : precedence);
    }
    reject_arrow(right);
    const auto mixes = [operation](const Node* node) {
      const auto* binary = try_as<Binary>(node);
      if (binary == nullptr || binary->parenthesized) {
        return false;
      }
      return operation == Operator::nullish ? binary->operation == Operator::logical_or ||
                                                  binary->operation == Operator::logical_and
                                            : binary->operation == Operator::nullish;
    };
    if ((is_logical || operation == Operator::nullish) && (mixes(left) || mixes(right))) {
      fail({left->span.begin, right->span.end}, Message::mixed_nullish);
    }
    left = finish(make<Binary>(left->span.begin, operation, left, right));
  }
}

Node* Parser::parse_prefix(bool& is_unary) {
  const std::uint32_t begin = token_.begin;
  const Operator operation = token_.kind;
  next();
  bool operand_is_unary = false;
  Node* operand = nullptr;
  {
    const Scoped<bool> can_be_arrow(context_.can_be_arrow, false);
    operand = parse_unary(operand_is_unary);
  }
  if (operation == Operator::increment || operation == Operator::decrement) {
    check_simple_target(operand);
    return finish(make<Update>(begin, operation, true, operand));
  }
  reject_arrow(operand);
  is_unary = true;
  if (operation == Operator::key_delete) {
    if (context_.strict && operand->kind == Kind::identifier) {
      fail(operand->span, Message::delete_identifier);
    }
    if (const auto* member = try_as<Member>(operand); member != nullptr && member->is_private) {
      fail(operand->span, Message::delete_private);
    }
  }
  return finish(make<Unary>(begin, operation, operand));
}

Node* Parser::parse_unary(bool& is_unary) {
  const DepthGuard depth(*this);
  is_unary = false;
  switch (token_.kind) {
    case Token::logical_not:
    case Token::bit_not:
    case Token::plus:
    case Token::minus:
    case Token::key_delete:
    case Token::key_void:
    case Token::key_typeof:
    case Token::increment:
    case Token::decrement:
      return parse_prefix(is_unary);
    case Token::name: {
      if (is_await_operator()) {
        if (context_.in_parameters) {
          fail(token_span(), Message::await_in_parameters);
        }
        if (await_at_ == 0) {
          await_at_ = token_.begin + 1;
        }
        note_await();
        auto* await = make<Await>(token_.begin, nullptr);
        next();
        bool operand_is_unary = false;
        {
          const Scoped<bool> can_be_arrow(context_.can_be_arrow, false);
          await->argument = parse_unary(operand_is_unary);
        }
        reject_arrow(await->argument);
        is_unary = true;
        return finish(await);
      }
      break;
    }
    default:
      break;
  }
  const bool is_pure = pure_at_ == token_.begin;
  Node* node = parse_suffixes(parse_primary(), false);
  if (is_pure && (node->kind == Kind::call || node->kind == Kind::new_expression)) {
    node->pure = true;
  }
  if ((at(Token::increment) || at(Token::decrement)) && !token_.newline_before) {
    check_simple_target(node);
    auto* update = make<Update>(node->span.begin, token_.kind, false, node);
    next();
    return finish(update);
  }
  return node;
}

// At an `await` that waits.
void Parser::note_await() {
  if (!context_.function->is_async && program_.top_level_await.end == 0) {
    program_.top_level_await = token_span();
  }
}

Node* Parser::parse_primary() {
  const std::uint32_t begin = token_.begin;
  switch (token_.kind) {
    case Token::name:
      return parse_identifier_or_arrow();
    case Token::number:
    case Token::string:
      if (context_.strict && token_.octal) {
        fail(token_span(), Message::strict_octal);
      }
      [[fallthrough]];
    case Token::big_int: {
      const Token kind = token_.kind;
      Node* literal = nullptr;
      if (kind == Token::number) {
        literal = make<NumberLiteral>(begin, token_text());
      } else if (kind == Token::string) {
        literal = make<StringLiteral>(begin, token_text());
      } else {
        literal = make<BigIntLiteral>(begin, token_text());
      }
      next();
      return literal;
    }
    case Token::divide:
    case Token::assign_divide:
      return parse_reg_exp();
    case Token::backtick:
      return parse_template(false);
    case Token::left_brace:
      return parse_object();
    case Token::left_bracket:
      return parse_array();
    case Token::left_parenthesis:
      return is_typescript_ && begin == consequent_begin_ ? parse_parenthesized_or_typed_arrow()
                                                          : parse_parenthesized();
    case Token::key_this: {
      auto* node = make<ThisExpression>(begin);
      node->module_level = context_.function->this_is_module;
      next();
      return node;
    }
    case Token::key_null: {
      auto* node = make<NullLiteral>(begin);
      next();
      return node;
    }
    case Token::key_true:
    case Token::key_false: {
      auto* node = make<BooleanLiteral>(begin, at(Token::key_true));
      next();
      return node;
    }
    case Token::key_function:
      return parse_function_expression(begin, false);
    case Token::key_class:
      return parse_class(Kind::class_expression, true);
    case Token::key_new:
      return parse_new();
    case Token::key_super:
      return parse_super();
    case Token::key_import:
      return parse_import_expression();
    case Token::at_sign: {
      const Span sign = token_span();
      const NodeList decorators = parse_decorators();
      eat_abstract();
      if (!at(Token::key_class)) {
        fail(sign, Message::decorator_position);
      }
      return parse_class(Kind::class_expression, true, decorators);
    }
    case Token::less:
      if (is_typescript_) {
        return parse_cast_or_generic_arrow();
      }
      fail_no_expression();
    default:
      fail_no_expression();
  }
}

Node* Parser::parse_identifier_or_arrow() {
  if (at_word(Word::async)) {
    if (Node* node = parse_async()) {
      return node;
    }
  }
  Identifier* identifier = identifier_at_token();
  const Word word = token_.atom->info.word;
  if (!is_allowed_identifier(token_.atom)) {
    fail(token_span(),
         word == Word::await && !in_expression_                    ? Message::await_outside
         : word == Word::yield && !context_.function->is_generator ? Message::yield_outside
                                                                   : Message::reserved_word,
         token_text());
  }
  if (word == Word::await && await_at_ == 0) {
    await_at_ = token_.begin + 1;
  }
  reference(identifier);
  next();
  if ((word == Word::await || word == Word::yield) && !token_.newline_before && starts_operand()) {
    fail(identifier->span, word == Word::await ? Message::await_outside : Message::yield_outside);
  }
  if (at(Token::arrow) && !token_.newline_before && context_.can_be_arrow) {
    return parse_arrow(NodeList{identifier}, identifier->span.begin, false, false);
  }
  return identifier;
}

// Could the token be nothing but the operand of a word before it?
bool Parser::starts_operand() const {
  switch (token_.kind) {
    case Token::name:
      return !at_word(Word::of) && !at_word(Word::as) && !at_word(Word::satisfies);
    case Token::number:
    case Token::string:
    case Token::key_new:
    case Token::key_this:
    case Token::key_import:
    case Token::key_null:
    case Token::key_function:
      return true;
    default:
      return false;
  }
}

// At `async`: an async function or arrow; null when it is just a name.
Node* Parser::parse_async() {
  const std::uint32_t begin = token_.begin;
  const Position before = save();
  next();
  if (at(Token::key_function) && !token_.newline_before) {
    return parse_function_expression(begin, true);
  }
  if (is_typescript_ && at(Token::less) && context_.can_be_arrow && !token_.newline_before &&
      try_type_parameters_before_parenthesis()) {
    auto* callee = make<Identifier>(begin, before.token.atom);
    callee->span = {before.token.begin, before.token.end};
    return parse_async_call_or_arrow(callee);
  }
  if (at(Token::name) && !token_.newline_before &&
      (token_.atom->info.word == Word::await || is_allowed_identifier(token_.atom))) {
    Identifier* identifier = identifier_at_token();
    next();
    if (at(Token::arrow) && !token_.newline_before) {
      if (atom_of(identifier->name)->info.word == Word::await) {
        fail(identifier->span, Message::reserved_word, identifier->name->text);
      }
      scopes_.reference(identifier);
      return parse_arrow(NodeList{identifier}, begin, true, false);
    }
  }
  restore(before);
  return nullptr;
}

// ( … ): an expression, or the parameters of an arrow function; the => decides.
Node* Parser::parse_parenthesized() {
  const std::uint32_t begin = token_.begin;
  const Span open = token_span();
  next();
  const int covers = context_.cover_errors;
  const std::uint32_t outer_yield = yield_at_;
  const std::uint32_t outer_await = await_at_;
  yield_at_ = 0;
  await_at_ = 0;
  NodeList list;
  bool pattern_only = false;
  bool has_type = false;
  scopes_.open(Scopes::Form::function);
  bool scope_is_open = true;
  try {
    {
      const Scoped<bool> no_in(context_.no_in, false);
      while (!at(Token::right_parenthesis)) {
        if (at(Token::ellipsis)) {
          auto* spread = make<Spread>(token_.begin, Kind::spread, nullptr);
          next();
          if (!at(Token::name) && !at(Token::left_bracket) && !at(Token::left_brace)) {
            fail_expected(text_of(Message::thing_name));
          }
          spread->operand = parse_arrow_parameter_rest(parse_assignment(), has_type);
          list.push(finish(spread));
          pattern_only = true;
          if (!at(Token::right_parenthesis)) {
            fail(spread->span, Message::rest_not_last);
          }
          break;
        }
        list.push(parse_arrow_parameter_rest(parse_assignment(), has_type));
        if (eat(Token::comma)) {
          pattern_only = at(Token::right_parenthesis);
        } else if (!at(Token::right_parenthesis)) {
          fail_expected_or_comma(Token::right_parenthesis);
        }
      }
    }
    const Span close = token_span();
    next();
    if (at(Token::colon) && context_.can_be_arrow) {
      try_arrow_return_type(begin, has_type || list.empty());
    }
    if (at(Token::arrow) && !token_.newline_before && context_.can_be_arrow) {
      if (yield_at_ != 0) {
        fail({yield_at_ - 1, yield_at_ + 4}, Message::yield_in_parameters);
      }
      if (await_at_ != 0 && context_.function->is_async) {
        fail({await_at_ - 1, await_at_ + 4}, Message::await_in_parameters);
      }
      yield_at_ = outer_yield;
      // These may be inside the parameters of an async arrow function: async (a = (b = await) => c)
      await_at_ = await_at_ != 0 ? await_at_ : outer_await;
      scope_is_open = false;  // parse_arrow closes it
      Node* arrow = parse_arrow(list, begin, false, true);
      check_covers(covers);
      return arrow;
    }
    scope_is_open = false;
    scopes_.close();
    if (has_type) {
      fail_expected(text_of(Token::arrow));
    }
    if (list.empty() || pattern_only) {
      if (list.empty() && !at(Token::arrow)) {
        fail_expected(text_of(Token::arrow));
      }
      fail(close, Message::unexpected, text_of(Token::right_parenthesis));
    }
  } catch (const SyntaxFailure&) {
    if (scope_is_open) {
      scopes_.close();
    }
    throw;
  }
  yield_at_ = yield_at_ != 0 ? yield_at_ : outer_yield;
  await_at_ = await_at_ != 0 ? await_at_ : outer_await;
  Node* inner = list.first();
  if (list.size() > 1) {
    auto* sequence = make<Sequence>(open.end);
    sequence->expressions = list;
    sequence->span = {list.first()->span.begin, list.last()->span.end};
    inner = sequence;
  }
  inner->parenthesized = true;
  return inner;
}

// async ( … ): a call, or an async arrow function.
Node* Parser::parse_async_call_or_arrow(Node* callee) {
  const std::uint32_t begin = callee->span.begin;
  const int covers = context_.cover_errors;
  const std::uint32_t outer_yield = yield_at_;
  const std::uint32_t outer_await = await_at_;
  yield_at_ = 0;
  await_at_ = 0;
  next();
  NodeList list;
  bool spread_inside = false;
  bool has_type = false;
  scopes_.open(Scopes::Form::function);
  bool scope_is_open = true;
  try {
    {
      const Scoped<bool> no_in(context_.no_in, false);
      while (!at(Token::right_parenthesis)) {
        if (at(Token::ellipsis)) {
          auto* spread = make<Spread>(token_.begin, Kind::spread, nullptr);
          next();
          spread->operand = parse_arrow_parameter_rest(parse_assignment(), has_type);
          list.push(finish(spread));
          spread_inside = spread_inside || !at(Token::right_parenthesis);
        } else {
          list.push(parse_arrow_parameter_rest(parse_assignment(), has_type));
        }
        if (!at(Token::right_parenthesis) && !eat(Token::comma)) {
          fail_expected_or_comma(Token::right_parenthesis);
        }
      }
    }
    next();
    if (at(Token::colon)) {
      try_arrow_return_type(begin, has_type);
    }
    if (at(Token::arrow) && !token_.newline_before) {
      if (spread_inside) {
        fail(token_span(), Message::rest_not_last);
      }
      if (yield_at_ != 0) {
        fail({yield_at_ - 1, yield_at_ + 4}, Message::yield_in_parameters);
      }
      if (await_at_ != 0) {
        fail({await_at_ - 1, await_at_ + 4}, Message::await_in_parameters);
      }
      yield_at_ = outer_yield;
      await_at_ = outer_await;
      scope_is_open = false;
      Node* arrow = parse_arrow(list, begin, true, true);
      check_covers(covers);
      return arrow;
    }
    scope_is_open = false;
    scopes_.close();
  } catch (const SyntaxFailure&) {
    if (scope_is_open) {
      scopes_.close();
    }
    throw;
  }
  yield_at_ = yield_at_ != 0 ? yield_at_ : outer_yield;
  await_at_ = await_at_ != 0 ? await_at_ : outer_await;
  check_covers(covers);
  return finish(make<Call>(begin, callee, list));
}

Node* Parser::parse_new() {
  const DepthGuard depth(*this);
  const std::uint32_t begin = token_.begin;
  next();
  if (eat(Token::dot)) {
    if (!at_word(Word::target)) {
      fail_expected("target");
    }
    auto* target = make<NewTarget>(begin);
    if (!context_.function->new_target) {
      fail(target->span, Message::new_target);
    }
    next();
    return finish(target);
  }
  if (at(Token::key_import)) {
    const Position before = save();
    next();
    if (!at(Token::dot)) {
      fail({before.token.begin, before.token.end}, Message::new_import);
    }
    restore(before);
  }
  Node* callee = nullptr;
  {
    const Scoped<bool> can_be_arrow(context_.can_be_arrow, false);
    callee = at(Token::key_new) ? parse_new() : parse_primary();
  }
  reject_arrow(callee);
  if (callee->kind == Kind::super_expression && !at(Token::dot) && !at(Token::left_bracket)) {
    fail(callee->span, Message::super_call);
  }
  if (callee->kind == Kind::import_call && !callee->parenthesized) {
    fail(callee->span, Message::new_import);
  }
  callee = parse_suffixes(callee, true);
  auto* made = make<New>(begin, callee, NodeList{});
  if (at(Token::left_parenthesis)) {
    made->arguments = parse_arguments();
  }
  return finish(made);
}

Node* Parser::parse_super() {
  auto* super = make<SuperExpression>(token_.begin);
  next();
  if (at(Token::left_parenthesis)) {
    if (!context_.function->super_call) {
      fail(super->span, Message::super_call);
    }
  } else if (!(at(Token::dot) || at(Token::left_bracket)) || !context_.function->super_member) {
    fail(super->span, Message::super_member);
  }
  return super;
}

Node* Parser::parse_import_expression() {
  const std::uint32_t begin = token_.begin;
  next();
  ImportPhase phase = ImportPhase::evaluation;
  if (eat(Token::dot)) {
    if (at_word(Word::defer) || at_word(Word::source)) {
      phase = at_word(Word::defer) ? ImportPhase::defer : ImportPhase::source;
      next();
    }
  }
  if (previous_end_ > begin + 6 && phase == ImportPhase::evaluation) {
    auto* meta = make<ImportMeta>(begin);
    if (!at_word(Word::meta)) {
      fail_expected("meta");
    }
    if (!is_module_) {
      if (options_.goal == Goal::automatic && !in_expression_) {
        throw ModuleFound{};
      }
      fail(meta->span, Message::import_meta);
    }
    next();
    return finish(meta);
  }
  auto* call = make<ImportCall>(begin);
  call->phase = phase;
  expect(Token::left_parenthesis);
  {
    const Scoped<bool> no_in(context_.no_in, false);
    call->specifier = parse_assignment_checked();
    if (eat(Token::comma) && !at(Token::right_parenthesis)) {
      call->options = parse_assignment_checked();
      eat(Token::comma);
    }
  }
  expect(Token::right_parenthesis);
  if (call->specifier->kind == Kind::string_literal && context_.dead_branches == 0) {
    pending_imports_.push_back({call, context_.try_blocks > 0});
  }
  return finish(call);
}

NodeList Parser::parse_arguments() {
  next();
  const Scoped<bool> no_in(context_.no_in, false);
  NodeList list;
  while (!at(Token::right_parenthesis)) {
    if (at(Token::ellipsis)) {
      auto* spread = make<Spread>(token_.begin, Kind::spread, nullptr);
      next();
      spread->operand = parse_assignment_checked();
      list.push(finish(spread));
    } else {
      list.push(parse_assignment_checked());
    }
    if (at(Token::comma)) {
      next();
    } else if (!at(Token::right_parenthesis)) {
      fail_expected_or_comma(Token::right_parenthesis);
    }
  }
  next();
  return list;
}

Node* Parser::parse_call(Node* callee, std::uint32_t begin, bool optional) {
  auto* call = make<Call>(begin, callee, parse_arguments());
  call->optional = optional;
  if (!optional && callee->kind == Kind::identifier) {
    const Word word = atom_of(as<Identifier>(callee)->name)->info.word;
    if (word == Word::eval) {
      scopes_.mark_dynamic();
    } else if (word == Word::require) {
      note_require(call);
    }
  }
  return finish(call);
}

Node* Parser::parse_member(Node* object, std::uint32_t begin, bool optional) {
  auto* member = make<Member>(begin, object, nullptr);
  member->optional = optional;
  member->property_span = token_span();
  if (at(Token::private_name)) {
    if (object->kind == Kind::super_expression) {
      fail(token_span(), Message::unexpected, token_text());
    }
    use_private_name(token_.atom, token_span());
    member->is_private = true;
  } else if (!at_any_name()) {
    fail_expected(text_of(Message::thing_property_name));
  }
  Atom* atom = token_.atom;
  member->property = atom;
  next();
  finish(member);
  return atom->ends_define && !member->is_private && !optional ? replace_define(member) : member;
}

Node* Parser::parse_index(Node* object, std::uint32_t begin, bool optional) {
  next();
  auto* index = make<Index>(begin, object, nullptr);
  index->optional = optional;
  {
    const Scoped<bool> no_in(context_.no_in, false);
    index->index = parse_expression_checked();
  }
  expect(Token::right_bracket);
  return finish(index);
}

// process.env.NODE_ENV becomes its value, unless `process` is a variable of the file or the member
// is assigned.
Node* Parser::replace_define(Member* member) {
  if (is_assignment_operator(token_.kind) || at(Token::increment) || at(Token::decrement)) {
    return member;
  }
  for (const Define& define : options_.defines) {
    std::string_view name = define.name;
    const Node* node = member;
    for (;;) {
      const std::size_t dot = name.rfind('.');
      const std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
      if (dot == std::string_view::npos) {
        const auto* identifier = try_as<Identifier>(node);
        if (identifier == nullptr || identifier->name->text != last ||
            atom_of(identifier->name)->symbol != nullptr) {
          break;
        }
        Node* literal = literal_of(define.value, arena_);
        literal->span = member->span;
        return literal;
      }
      const auto* part = try_as<Member>(node);
      if (part == nullptr || part->property->text != last || part->optional || part->is_private) {
        break;
      }
      node = part->object;
      name = name.substr(0, dot);
    }
  }
  return member;
}

// Everything that may follow a primary expression: .a [a] (a) `a` and their optional forms.
Node* Parser::parse_suffixes(Node* node, bool no_calls) {
  if (node->kind == Kind::arrow_function && !node->parenthesized) {
    return node;
  }
  const std::uint32_t begin = node->span.begin;
  const auto* identifier = try_as<Identifier>(node);
  const bool may_be_async = identifier != nullptr && !node->parenthesized &&
                            atom_of(identifier->name)->info.word == Word::async &&
                            node->span.end - node->span.begin == 5;
  bool in_chain = false;
  int length = 0;
  for (;;) {
    if (++length > chain_limit()) {
      fail_too_deep(chain_limit());
    }
    switch (token_.kind) {
      case Token::dot:
        next();
        node = parse_member(node, begin, false);
        break;
      case Token::question_dot:
        if (no_calls) {
          fail(token_span(), Message::optional_chain_in_new);
        }
        if (node->kind == Kind::super_expression) {
          fail_unexpected();
        }
        next();
        in_chain = true;
        if (at(Token::less) || at(Token::shift_left)) {
          try_type_arguments();
        }
        if (at(Token::left_parenthesis)) {
          node = parse_call(node, begin, true);
        } else if (at(Token::left_bracket)) {
          node = parse_index(node, begin, true);
        } else if (at(Token::backtick)) {
          fail(token_span(), Message::template_in_chain);
        } else {
          node = parse_member(node, begin, true);
        }
        break;
      case Token::left_bracket:
        node = parse_index(node, begin, false);
        break;
      case Token::left_parenthesis:
        if (no_calls) {
          return node;
        }
        if (may_be_async && node->kind == Kind::identifier && !token_.newline_before &&
            context_.can_be_arrow) {
          node = parse_async_call_or_arrow(node);
          if (node->kind == Kind::arrow_function) {
            return node;
          }
        } else {
          node = parse_call(node, begin, false);
        }
        break;
      case Token::backtick: {
        if (in_chain) {
          fail(token_span(), Message::template_in_chain);
        }
        TemplateLiteral* quasi = parse_template(true);
        node = finish(make<TaggedTemplate>(begin, node, quasi));
        break;
      }
      case Token::less:
      case Token::shift_left:
        if (!try_type_arguments()) {
          return node;
        }
        continue;
      case Token::logical_not:
        if (!is_typescript_ || token_.newline_before) {
          return node;
        }
        next();
        continue;
      default:
        return node;
    }
    node->in_chain = in_chain;
  }
}

}  // namespace mpaas::js
