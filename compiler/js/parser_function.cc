#include "compiler/js/parser.h"

namespace mpaas::js {

// `a` becomes a pattern when it turns out to stand left of = or =>.
void Parser::to_pattern(Node* node, Target target) {
  const DepthGuard guard(*this);
  switch (node->kind) {
    case Kind::identifier: {
      auto* identifier = as<Identifier>(node);
      const Atom* atom = atom_of(identifier->name);
      if (target == Target::parameter && node->parenthesized) {
        fail(node->span, Message::parenthesized_pattern);
      }
      check_binding_name(atom, node->span, false);
      if (target == Target::parameter) {
        declare(atom_of(identifier->name), SymbolKind::parameter, node->span);
      } else {
        assigned_.push_back(identifier);
      }
      return;
    }
    case Kind::member:
    case Kind::index:
      if (target == Target::parameter || node->in_chain) {
        fail(node->span, Message::invalid_target);
      }
      return;
    case Kind::array_literal: {
      if (node->parenthesized) {
        fail(node->span, Message::parenthesized_pattern);
      }
      node->kind = Kind::array_pattern;
      for (Node* element : as<Array>(node)->elements) {
        if (element->kind == Kind::spread) {
          if (element->next != nullptr || node->trailing_comma) {
            fail(element->span, Message::rest_not_last);
          }
          element->kind = Kind::rest;
          Node* operand = as<Spread>(element)->operand;
          if (operand->kind == Kind::assignment) {
            fail(element->span, Message::rest_default);
          }
          to_pattern(operand, target);
        } else if (element->kind != Kind::hole) {
          to_pattern(element, target);
        }
      }
      return;
    }
    case Kind::object_literal:
      to_object_pattern(as<Object>(node), target);
      return;
    case Kind::assignment: {
      auto* assignment = as<Assignment>(node);
      if (assignment->operation != Operator::assign || node->parenthesized) {
        fail(node->span, Message::invalid_target);
      }
      node->kind = Kind::default_value;
      if (assignment->target->kind != Kind::array_pattern &&
          assignment->target->kind != Kind::object_pattern) {
        to_pattern(assignment->target, target);
      } else if (target == Target::parameter) {
        declare_pattern(assignment->target);
      }
      return;
    }
    case Kind::default_value:
    case Kind::array_pattern:
    case Kind::object_pattern:
      if (target == Target::parameter) {
        declare_pattern(node);
      }
      return;
    default:
      fail(node->span,
           target == Target::parameter ? Message::invalid_binding : Message::invalid_target);
  }
}

void Parser::to_object_pattern(Object* object, Target target) {
  if (object->parenthesized) {
    fail(object->span, Message::parenthesized_pattern);
  }
  object->kind = Kind::object_pattern;
  if (object->duplicate_proto) {
    --context_.cover_errors;
    object->duplicate_proto = false;
  }
  for (Node* element : object->properties) {
    if (element->kind == Kind::spread) {
      if (element->next != nullptr || object->trailing_comma) {
        fail(element->span, Message::rest_not_last);
      }
      element->kind = Kind::rest;
      Node* operand = as<Spread>(element)->operand;
      if (operand->kind != Kind::identifier &&
          (target == Target::parameter ||
           (operand->kind != Kind::member && operand->kind != Kind::index))) {
        fail(operand->span, Message::invalid_target);
      }
      to_pattern(operand, target);
      continue;
    }
    auto* property = as<Property>(element);
    if (property->member_kind != MemberKind::value) {
      fail(property->span, Message::invalid_target);
    }
    if (property->cover_initializer) {
      --context_.cover_errors;
      property->cover_initializer = false;
    }
    to_pattern(property->value, target);
  }
}

// A pattern that was made for an assignment turns out to be a parameter: ({a} = {}) => a
void Parser::declare_pattern(Node* pattern) {
  const DepthGuard guard(*this);
  switch (pattern->kind) {
    case Kind::identifier:
      if (pattern->parenthesized) {
        fail(pattern->span, Message::parenthesized_pattern);
      }
      check_binding_name(atom_of(as<Identifier>(pattern)->name), pattern->span, false);
      declare(atom_of(as<Identifier>(pattern)->name), SymbolKind::parameter, pattern->span);
      return;
    case Kind::array_pattern:
      for (Node* element : as<Array>(pattern)->elements) {
        if (element->kind != Kind::hole) {
          declare_pattern(element);
        }
      }
      return;
    case Kind::object_pattern:
      for (Node* element : as<Object>(pattern)->properties) {
        declare_pattern(element->kind == Kind::rest ? element : as<Property>(element)->value);
      }
      return;
    case Kind::default_value:
      declare_pattern(as<Assignment>(pattern)->target);
      return;
    case Kind::rest:
      declare_pattern(as<Spread>(pattern)->operand);
      return;
    default:
      fail(pattern->span, Message::invalid_binding);
  }
}

void Parser::check_simple_target(Node* node) {
  if (node->kind == Kind::identifier) {
    auto* identifier = as<Identifier>(node);
    if (context_.strict &&
        atom_of(identifier->name)->info.reservation == Reservation::eval_or_arguments) {
      fail(node->span, Message::strict_binding, identifier->name->text);
    }
    assigned_.push_back(identifier);
    return;
  }
  if ((node->kind == Kind::member || node->kind == Kind::index) && !node->in_chain) {
    return;
  }
  fail(node->span, Message::invalid_target);
}

Node* Parser::parse_binding_target(SymbolKind kind, bool constant) {
  const DepthGuard guard(*this);
  if (at(Token::left_bracket)) {
    return parse_array_binding(kind, constant);
  }
  if (at(Token::left_brace)) {
    return parse_object_binding(kind, constant);
  }
  return binding_identifier(kind, constant);
}

Node* Parser::parse_array_binding(SymbolKind kind, bool constant) {
  auto* pattern = make<Array>(token_.begin, Kind::array_pattern);
  next();
  while (!at(Token::right_bracket)) {
    if (at(Token::comma)) {
      pattern->elements.push(make<Hole>(token_.begin));
      next();
      continue;
    }
    if (at(Token::ellipsis)) {
      auto* rest = make<Spread>(token_.begin, Kind::rest, nullptr);
      next();
      rest->operand = parse_binding_target(kind, constant);
      pattern->elements.push(finish(rest));
      break;
    }
    pattern->elements.push(parse_binding_element(kind, constant));
    if (!at(Token::right_bracket) && !eat(Token::comma)) {
      fail_expected_or_comma(Token::right_bracket);
    }
  }
  expect(Token::right_bracket);
  return finish(pattern);
}

Node* Parser::parse_object_binding(SymbolKind kind, bool constant) {
  auto* pattern = make<Object>(token_.begin, Kind::object_pattern);
  next();
  while (!at(Token::right_brace)) {
    if (at(Token::ellipsis)) {
      auto* rest = make<Spread>(token_.begin, Kind::rest, nullptr);
      next();
      rest->operand = binding_identifier(kind, constant);
      pattern->properties.push(finish(rest));
      break;
    }
    auto* property = make<Property>(token_.begin);
    const bool is_name = at(Token::name);
    Atom* atom = token_.atom;
    const Span name_span = token_span();
    if (at(Token::private_name)) {
      fail_unexpected();
    }
    parse_property_name(property->key, property->computed);
    if (eat(Token::colon)) {
      property->value = parse_binding_element(kind, constant);
    } else {
      if (!is_name) {
        fail_expected(text_of(Token::colon));
      }
      property->shorthand = true;
      check_binding_name(atom, name_span, kind == SymbolKind::lexical);
      declare(atom, kind, name_span, constant);
      auto* identifier = make<Identifier>(name_span.begin, atom);
      identifier->span = name_span;
      scopes_.reference(identifier);
      property->value = identifier;
      if (eat(Token::assign)) {
        auto* with_default = make<Assignment>(name_span.begin, Kind::default_value);
        with_default->target = identifier;
        with_default->value = parse_assignment_allowing_in();
        property->value = finish(with_default);
      }
    }
    pattern->properties.push(finish(property));
    if (!at(Token::right_brace) && !eat(Token::comma)) {
      fail_expected_or_comma(Token::right_brace);
    }
  }
  expect(Token::right_brace);
  return finish(pattern);
}

Node* Parser::parse_binding_element(SymbolKind kind, bool constant) {
  const std::uint32_t begin = token_.begin;
  Node* target = parse_binding_target(kind, constant);
  if (!eat(Token::assign)) {
    return target;
  }
  auto* with_default = make<Assignment>(begin, Kind::default_value);
  with_default->target = target;
  with_default->value = parse_assignment_allowing_in();
  return finish(with_default);
}

Function* Parser::parse_function_declaration(std::uint32_t begin, bool is_async, bool in_list,
                                             bool name_optional) {
  auto* function = make<Function>(begin, Kind::function_declaration);
  const bool is_pure = no_side_effects_at_ == begin;
  next();
  const bool is_generator = at(Token::multiply);
  if (!in_list && (is_generator || is_async)) {
    fail({begin, token_.end}, Message::declaration_position, text_at(begin, token_.end));
  }
  eat(Token::multiply);
  if (at(Token::name)) {
    if (!is_allowed_identifier(token_.atom)) {
      fail(token_span(), Message::reserved_word, token_text());
    }
    check_binding_name(token_.atom, token_span(), false);
    SymbolKind kind = SymbolKind::block_function;
    if (scopes_.is_function_scope()) {
      kind = scopes_.depth() == 0 && is_module_ ? SymbolKind::lexical : SymbolKind::function;
    } else if (is_generator || is_async) {
      kind = SymbolKind::lexical;
    }
    {
      const Scoped<bool> declaring(declaring_function_, true);
      declare(token_.atom, kind, token_span())->calls_are_pure |= is_pure;
    }
    function->name = identifier_at_token();
    scopes_.reference(function->name);
    next();
  } else if (!name_optional) {
    fail_expected(text_of(Message::thing_name));
  }
  FunctionShape shape;
  shape.is_async = is_async;
  shape.is_generator = is_generator;
  shape.body_is_optional = in_list;
  const Scopes::Mark before = scopes_.mark();
  parse_function_rest(function, shape, function->name);
  if (function->body == nullptr) {
    scopes_.rewind(before);
    note_overload(function->name);
    return nullptr;
  }
  return function;
}

Function* Parser::parse_function_expression(std::uint32_t begin, bool is_async) {
  auto* function = make<Function>(begin, Kind::function_expression);
  next();
  const bool is_generator = eat(Token::multiply);
  const ScopeGuard scope(scopes_, Scopes::Form::block);
  if (at(Token::name)) {
    {
      FunctionContext inside;
      inside.is_async = is_async;
      inside.is_generator = is_generator;
      const Scoped<FunctionContext*> guard(context_.function, &inside);
      check_binding_name(token_.atom, token_span(), false);
    }
    scopes_.declare_own_name(token_.atom, token_span());
    function->name = identifier_at_token();
    scopes_.reference(function->name);
    next();
  }
  parse_function_rest(function, {is_async, is_generator}, function->name);
  return function;
}

// From the ( on. The caller has read the name.
void Parser::parse_function_rest(Function* function, const FunctionShape& shape,
                                 const Identifier* name) {
  const DepthGuard depth(*this);
  FunctionContext inside;
  inside.is_async = shape.is_async;
  inside.is_generator = shape.is_generator;
  inside.new_target = true;
  inside.super_member = shape.is_method;
  inside.super_call = shape.is_derived_constructor;
  inside.first_label = labels_.size();
  const Scoped<Context> context(context_);
  const Scoped<Span> duplicate(duplicate_parameter_, Span{});
  const Scoped<std::uint32_t> yields(yield_at_);
  const Scoped<std::uint32_t> awaits(await_at_);
  context_.function = &inside;
  context_.no_in = false;
  context_.can_be_arrow = true;
  context_.in_parameters = true;
  context_.loops = 0;
  context_.switches = 0;
  function->is_async = shape.is_async;
  function->is_generator = shape.is_generator;
  const ScopeGuard scope(scopes_, Scopes::Form::function);
  function->scope = scopes_.keep_record();
  parse_optional_type_parameters();
  const Span open = token_span();
  expect(Token::left_parenthesis);
  bool simple = true;
  skip_this_parameter();
  while (!at(Token::right_parenthesis)) {
    if (at(Token::at_sign)) {
      parse_parameter_decorators(function->parameters.size(), shape.parameter_decorators);
    }
    if (at(Token::ellipsis)) {
      simple = false;
      auto* rest = make<Spread>(token_.begin, Kind::rest, nullptr);
      next();
      rest->operand = parse_binding_target(SymbolKind::parameter, false);
      parse_optional_type();
      function->parameters.push(finish(rest));
      if (at(Token::assign)) {
        fail(token_span(), Message::rest_default);
      }
      if (at(Token::comma)) {
        fail(token_span(), Message::rest_not_last);
      }
      break;
    }
    Node* parameter =
        is_typescript_ ? parse_parameter() : parse_binding_element(SymbolKind::parameter, false);
    simple = simple && parameter->kind == Kind::identifier;
    function->parameters.push(parameter);
    if (!at(Token::right_parenthesis)) {
      if (at(Token::colon)) {
        fail_types(token_span(), text_of(Message::thing_type_annotation));
      }
      if (!eat(Token::comma)) {
        fail_expected_or_comma(Token::right_parenthesis);
      }
    }
  }
  expect(Token::right_parenthesis);
  const Span parameters{open.begin, previous_end_};
  if (shape.member_kind == MemberKind::getter && !function->parameters.empty()) {
    fail(parameters, Message::getter_parameters);
  }
  if (shape.member_kind == MemberKind::setter &&
      (function->parameters.size() != 1 || function->parameters.first()->kind == Kind::rest)) {
    fail(parameters, Message::setter_parameters);
  }
  context_.in_parameters = false;
  parse_optional_type();
  if (is_typescript_ && !at(Token::left_brace) && shape.body_is_optional) {
    end_statement();
    finish(function);
    return;
  }
  if (!simple) {
    scopes_.seal_parameters();
  }
  function->body = parse_function_body(scopes_.current(), shape.is_method, simple, name);
  finish(function);
}

void Parser::check_parameters(const Scope& parameters, bool became_strict) {
  for (const Symbol* symbol = parameters.first;
       symbol != nullptr && symbol->kind == SymbolKind::parameter && became_strict;
       symbol = symbol->next_in_scope) {
    const Atom* atom = atom_of(symbol->name);
    if (!is_allowed_identifier(atom) || atom->info.reservation == Reservation::eval_or_arguments) {
      fail(symbol->span, Message::strict_binding, atom->text);
    }
  }
  if (duplicate_parameter_.end != 0) {
    fail(duplicate_parameter_, Message::duplicate_parameter, duplicate_parameter_name_->text);
  }
}

Block* Parser::parse_function_body(const Scope& parameters, bool unique_parameters,
                                   bool simple_parameters, const Identifier* name) {
  const Scoped<bool> labelled(context_.labelled_function, true);
  if (at(Token::colon)) {
    fail_types(token_span(), text_of(Message::thing_type_annotation));
  }
  if (!at(Token::left_brace)) {
    fail_expected(text_of(Token::left_brace));
  }
  auto* body = make<Block>(token_.begin);
  // The scope's record may move while the body is parsed; its first symbol does not.
  const Scope copy = parameters;
  next();
  const bool was_strict = context_.strict;
  Span use_strict;
  parse_directives(body->statements, &use_strict);
  if (use_strict.end != 0 && !simple_parameters) {
    fail(use_strict, Message::use_strict_parameters);
  }
  const bool became_strict = context_.strict && !was_strict;
  if (became_strict) {
    if (name != nullptr) {
      const Atom* atom = atom_of(name->name);
      if (!is_allowed_identifier(atom) || atom->info.reservation != Reservation::none) {
        if (atom->info.reservation != Reservation::await) {
          fail(name->span, Message::strict_binding, atom->text);
        }
      }
    }
  }
  if (context_.strict || !simple_parameters || unique_parameters) {
    check_parameters(copy, became_strict);
  }
  duplicate_parameter_ = {};
  parse_body(body->statements, Token::right_brace);
  expect(Token::right_brace);
  return finish(body);
}

// At the =>. `scope_is_open`: the scope was opened before the parameters were read.
Node* Parser::parse_arrow(NodeList parameters, std::uint32_t begin, bool is_async,
                          bool scope_is_open) {
  if (token_.newline_before) {
    fail(token_span(), Message::newline_before_arrow);
  }
  auto* function = make<Function>(begin, Kind::arrow_function);
  next();
  if (!scope_is_open) {
    scopes_.open_at_last_reference(Scopes::Form::function);
  }
  const ScopeGuard scope(scopes_);
  function->scope = scopes_.keep_record();
  const Scoped<Span> duplicate(duplicate_parameter_, Span{});
  const Scoped<std::uint32_t> yields(yield_at_);
  const Scoped<std::uint32_t> awaits(await_at_);
  bool simple = true;
  {
    const Scoped<bool> async(context_.function->is_async, context_.function->is_async || is_async);
    for (Node* parameter : parameters) {
      simple = simple && parameter->kind == Kind::identifier;
      if (parameter->kind == Kind::spread) {
        parameter->kind = Kind::rest;
        Node* operand = as<Spread>(parameter)->operand;
        if (operand->kind == Kind::assignment) {
          fail(parameter->span, Message::rest_default);
        }
        to_pattern(operand, Target::parameter);
      } else {
        to_pattern(parameter, Target::parameter);
      }
    }
  }
  if (!simple) {
    scopes_.seal_parameters();
  }
  function->parameters = parameters;
  function->is_async = is_async;
  FunctionContext inside;
  inside.is_async = is_async;
  inside.is_arrow = true;
  inside.new_target = context_.function->new_target;
  inside.super_member = context_.function->super_member;
  inside.super_call = context_.function->super_call;
  inside.is_field = context_.function->is_field;
  inside.this_is_module = context_.function->this_is_module;
  inside.first_label = labels_.size();
  const int covers = context_.cover_errors;
  const Scoped<Context> context(context_);
  context_.function = &inside;
  context_.in_parameters = false;
  context_.loops = 0;
  context_.switches = 0;
  if (duplicate_parameter_.end != 0) {
    fail(duplicate_parameter_, Message::duplicate_parameter, duplicate_parameter_name_->text);
  }
  if (at(Token::left_brace)) {
    context_.no_in = false;
    context_.can_be_arrow = true;
    function->body = parse_function_body(scopes_.current(), true, simple, nullptr);
  } else {
    if (begin == consequent_begin_ || typed_arrows_.contains(begin)) {
      consequent_begin_ = token_.begin;
    }
    function->body = parse_assignment();
    check_covers(covers);
  }
  return finish(function);
}

}  // namespace mpaas::js
