#include "compiler/js/parser.h"

namespace mpaas::js {
namespace {

constexpr unsigned static_bit = 8;

// Which bits two members of one private name may not share: getter 1, setter 2, anything else both.
unsigned bits_of(MemberKind kind) {
  switch (kind) {
    case MemberKind::getter:
      return 1;
    case MemberKind::setter:
      return 2;
    default:
      return 3;
  }
}

bool is_named(const Node* key, std::string_view name) {
  if (const auto* identifier = try_as<Identifier>(key)) {
    return identifier->name->text == name;
  }
  const auto* string = try_as<StringLiteral>(key);
  return string != nullptr && string->raw.substr(1, string->raw.size() - 2) == name;
}

}  // namespace

void Parser::declare_private_name(Atom* atom, Span span, MemberKind kind, bool is_static) {
  if (atom->info.word == Word::constructor) {
    fail(span, Message::private_constructor);
  }
  const unsigned bits = bits_of(kind) | (is_static ? static_bit : 0U);
  const auto [place, is_new] = classes_.back()->declared.try_emplace(atom, bits);
  if (is_new) {
    return;
  }
  if (((place->second ^ bits) & static_bit) != 0 || (place->second & bits & 3U) != 0) {
    fail(span, Message::duplicate_private, atom->text);
  }
  place->second |= bits;
}

void Parser::use_private_name(const Atom* atom, Span span) {
  if (classes_.empty()) {
    fail({span.begin, span.end}, Message::private_outside_class, atom->text);
  }
  classes_.back()->used.emplace_back(atom, span);
}

// What this class does not declare must be declared by one around it.
void Parser::check_private_names(PrivateNames& names) {
  for (const auto& use : names.used) {
    if (names.declared.count(use.first) != 0) {
      continue;
    }
    if (classes_.empty()) {
      fail(use.second, Message::private_outside_class, use.first->text);
    }
    classes_.back()->used.push_back(use);
  }
}

void Parser::parse_class_name(Class* made, bool name_optional) {
  if (!at(Token::name) || (is_typescript_ && at_word(Word::implements))) {
    if (!name_optional) {
      fail_expected(text_of(Message::thing_name));
    }
    return;
  }
  check_binding_name(token_.atom, token_span(), true);
  made->name = identifier_at_token();
  if (made->kind == Kind::class_declaration) {
    declare(token_.atom, SymbolKind::lexical, token_span());
    scopes_.reference(made->name);
  }
  next();
}

// @a.b(c) or @(expression).
Decorator* Parser::parse_decorator() {
  program_.typescript.decorators = true;
  auto* decorator = make<Decorator>(token_.begin, nullptr);
  next();
  const Scoped<bool> can_be_arrow(context_.can_be_arrow, false);
  if (at(Token::left_parenthesis)) {
    decorator->expression = parse_parenthesized();
    return finish(decorator);
  }
  if (!at(Token::name)) {
    fail_expected(text_of(Message::thing_name));
  }
  if (!is_allowed_identifier(token_.atom)) {
    fail(token_span(), Message::reserved_word, token_text());
  }
  const std::uint32_t begin = token_.begin;
  Identifier* identifier = identifier_at_token();
  reference(identifier);
  next();
  Node* node = identifier;
  int length = 0;
  while (eat(Token::dot)) {
    if (++length > chain_limit()) {
      fail_too_deep(chain_limit());
    }
    node = parse_member(node, begin, false);
  }
  if (at(Token::less)) {
    try_type_arguments();
  }
  if (at(Token::left_parenthesis)) {
    node = parse_call(node, begin, false);
  }
  if (at(Token::dot) || at(Token::left_parenthesis) || at(Token::question_dot) ||
      at(Token::backtick)) {
    fail({decorator->span.begin, previous_end_}, Message::decorator_expression);
  }
  decorator->expression = node;
  return finish(decorator);
}

NodeList Parser::parse_decorators() {
  NodeList decorators;
  while (at(Token::at_sign)) {
    decorators.push(parse_decorator());
  }
  return decorators;
}

Node* Parser::parse_decorated_statement() {
  const Span sign = token_span();
  NodeList decorators = parse_decorators();
  eat_abstract();
  if (at(Token::key_class) && context_.in_statement_list) {
    return parse_class(Kind::class_declaration, false, decorators);
  }
  if (at(Token::key_export) && has_module_syntax_here()) {
    return parse_export(decorators);
  }
  fail(sign, Message::decorator_position);
}

Class* Parser::parse_class(Kind kind, bool name_optional, NodeList decorators) {
  const DepthGuard depth(*this);
  auto* made = make<Class>(token_.begin, kind);
  if (!decorators.empty()) {
    made->span.begin = decorators.first()->span.begin;
    made->decorators = decorators;
  }
  next();
  const Scoped<bool> strict(context_.strict, true);
  parse_class_name(made, name_optional);
  parse_optional_type_parameters();
  const ScopeGuard scope(scopes_, Scopes::Form::block);
  made->scope = scopes_.keep_record();
  if (kind == Kind::class_expression && made->name != nullptr) {
    scopes_.declare_own_name(atom_of(made->name->name), made->name->span);
    scopes_.reference(made->name);
  }
  if (eat(Token::key_extends)) {
    const Scoped<bool> can_be_arrow(context_.can_be_arrow, false);
    made->heritage = parse_suffixes(parse_primary(), false);
    reject_arrow(made->heritage);
  }
  if (is_typescript_) {
    parse_heritage_types();
  } else if (at_word(Word::implements) || at(Token::less)) {
    fail_types(token_span(), token_text());
  }
  expect(Token::left_brace);
  PrivateNames names;
  classes_.push_back(&names);
  const std::size_t count = classes_.size();
  try {
    bool has_constructor = false;
    while (!at(Token::right_brace)) {
      if (!eat(Token::semicolon)) {
        if (Node* member = parse_class_member(made->heritage != nullptr, has_constructor)) {
          made->members.push(member);
        }
      }
    }
  } catch (const SyntaxFailure&) {
    classes_.resize(count - 1);
    throw;
  }
  classes_.pop_back();
  check_private_names(names);
  // The } may be followed by code that is not strict.
  context_.strict = strict.old();
  next();
  return finish(made);
}

Node* Parser::parse_static_block(std::uint32_t begin) {
  auto* block = make<StaticBlock>(begin);
  FunctionContext inside;
  inside.new_target = true;
  inside.super_member = true;
  inside.is_static_block = true;
  inside.first_label = labels_.size();
  const Scoped<Context> context(context_);
  context_.function = &inside;
  context_.loops = 0;
  context_.switches = 0;
  context_.no_in = false;
  context_.can_be_arrow = true;
  const ScopeGuard scope(scopes_, Scopes::Form::function);
  block->scope = scopes_.keep_record();
  next();
  parse_body(block->statements, Token::right_brace);
  next();
  return finish(block);
}

Node* Parser::parse_class_member(bool is_derived, bool& has_constructor) {
  const std::uint32_t begin = token_.begin;
  auto* member = make<ClassMember>(begin);
  FunctionShape shape;
  shape.is_method = true;
  const auto ends_name = [this] {
    return at(Token::left_parenthesis) || at(Token::assign) || at(Token::semicolon) ||
           at(Token::right_brace) || at(Token::end_of_file) ||
           (is_typescript_ &&
            (at(Token::colon) || at(Token::question) || at(Token::less) || at(Token::logical_not)));
  };
  member->decorators = parse_decorators();
  if (is_typescript_) {
    parse_member_modifiers(member);
  }
  if (at_word(Word::static_)) {
    const Position before = save();
    next();
    if (ends_name()) {
      restore(before);
    } else {
      member->is_static = true;
      if (at(Token::left_brace)) {
        if (!member->decorators.empty()) {
          fail(member->decorators.first()->span, Message::decorator_position);
        }
        return parse_static_block(begin);
      }
    }
  }
  if (is_typescript_) {
    parse_member_modifiers(member);
    if (at(Token::left_bracket) && skip_index_signature()) {
      return nullptr;
    }
  }
  if (at_word(Word::accessor)) {
    const Position before = save();
    next();
    if (ends_name() || token_.newline_before) {
      restore(before);
    } else {
      member->member_kind = MemberKind::accessor;
    }
  } else if (at_word(Word::async) || at_word(Word::get) || at_word(Word::set)) {
    const Word word = token_.atom->info.word;
    const Position before = save();
    next();
    if (ends_name() || (word == Word::async && token_.newline_before) ||
        (word != Word::async && at(Token::multiply))) {
      restore(before);
    } else if (word == Word::async) {
      shape.is_async = true;
      shape.is_generator = eat(Token::multiply);
    } else {
      shape.member_kind = word == Word::get ? MemberKind::getter : MemberKind::setter;
    }
  }
  const bool is_accessor = member->member_kind == MemberKind::accessor;
  if (!is_accessor && !shape.is_async && shape.member_kind == MemberKind::value &&
      eat(Token::multiply)) {
    shape.is_generator = true;
  }
  const bool is_private = at(Token::private_name);
  Atom* atom = token_.atom;
  const Span name_span = token_span();
  parse_property_name(member->key, member->computed);
  if (is_typescript_) {
    if (at(Token::question) || (at(Token::logical_not) && !token_.newline_before)) {
      next();
    }
    parse_optional_type_parameters();
  }
  const bool is_new_name = is_private && !classes_.back()->declared.contains(atom);
  if (is_private) {
    const bool is_method = at(Token::left_parenthesis) && !is_accessor;
    declare_private_name(atom, name_span, is_method ? shape.member_kind : MemberKind::value,
                         member->is_static);
  }
  const bool named_constructor = !member->computed && is_named(member->key, "constructor");
  const bool named_prototype = !member->computed && is_named(member->key, "prototype");
  if ((at(Token::left_parenthesis) && !is_accessor) || shape.is_async || shape.is_generator ||
      shape.member_kind != MemberKind::value) {
    if (named_constructor && !member->is_static && !member->decorators.empty()) {
      fail(member->decorators.first()->span, Message::decorated_constructor);
    }
    if (member->is_static && named_prototype) {
      fail(name_span, Message::static_prototype);
    }
    parse_method(member, shape, named_constructor && !member->is_static, is_derived,
                 has_constructor);
    if (as<Function>(member->value)->body == nullptr) {
      // A signature: of an overload, or abstract.
      if (is_new_name) {
        classes_.back()->declared.erase(atom);
      }
      return nullptr;
    }
    return finish(member);
  }
  if (named_constructor || (member->is_static && named_prototype)) {
    fail(name_span, Message::bad_field_name, text_at(name_span.begin, name_span.end));
  }
  parse_optional_type();
  if (at(Token::colon)) {
    fail_types(token_span(), text_of(Message::thing_type_annotation));
  }
  if (eat(Token::assign)) {
    FunctionContext inside;
    inside.new_target = true;
    inside.super_member = true;
    inside.is_field = true;
    const Scoped<Context> context(context_);
    context_.function = &inside;
    context_.can_be_arrow = true;
    const ScopeGuard scope(scopes_, Scopes::Form::function);
    member->scope = scopes_.keep_record();
    member->value = parse_assignment_allowing_in();
  }
  program_.typescript.fields = true;
  finish(member);
  end_statement();
  return member;
}

void Parser::parse_method(ClassMember* member, const FunctionShape& shape, bool is_constructor,
                          bool is_derived, bool& has_constructor) {
  member->member_kind =
      shape.member_kind == MemberKind::value ? MemberKind::method : shape.member_kind;
  FunctionShape method = shape;
  if (is_constructor) {
    if (shape.is_async || shape.is_generator || shape.member_kind != MemberKind::value) {
      fail(member->key->span, Message::constructor_kind);
    }
    member->member_kind = MemberKind::constructor;
    method.is_derived_constructor = is_derived;
  }
  auto* function = make<Function>(token_.begin, Kind::function_expression);
  method.body_is_optional = true;
  method.parameter_decorators = &member->decorators;
  const Scopes::Mark before = scopes_.mark();
  parse_function_rest(function, method, nullptr);
  if (function->body == nullptr) {
    scopes_.rewind(before);
  } else if (is_constructor) {
    if (has_constructor) {
      fail(member->key->span, Message::duplicate_constructor);
    }
    has_constructor = true;
  }
  member->value = function;
}

}  // namespace mpaas::js
