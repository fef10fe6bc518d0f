// What TypeScript adds to the grammar, apart from types (parser_typescript_types.cc). Declarations
// that leave something to run become nodes for the pass of typescript/; the others leave nothing.
#include "compiler/js/parser.h"

namespace mpaas::js {

template <class Parse>
bool Parser::attempt(Parse&& parse) {
  const Position position = save();
  const Scopes::Mark scopes = scopes_.mark();
  const std::size_t assigned = assigned_.size();
  const std::size_t imports = pending_imports_.size();
  const std::size_t classes = classes_.size();
  const std::size_t labels = labels_.size();
  const std::size_t uses = classes_.empty() ? 0 : classes_.back()->used.size();
  const Context context = context_;
  const std::uint32_t yield_at = yield_at_;
  const std::uint32_t await_at = await_at_;
  const Span await_at_top = program_.top_level_await;
  const int depth = depth_;
  const std::uint32_t last_error_at = reporter_.last_error_at;
  const int errors = reporter_.errors;
  diag::List found;
  diag::Sink* sink = reporter_.sink;
  reporter_.sink = &found;
  bool accepted = false;
  try {
    accepted = parse();
  } catch (const SyntaxFailure&) {
    accepted = false;
  }
  reporter_.sink = sink;
  if (accepted) {
    for (diag::Diagnostic& diagnostic : found.items) {
      sink->report(std::move(diagnostic));
    }
    return true;
  }
  reporter_.errors = errors;
  reporter_.last_error_at = last_error_at;
  restore(position);
  scopes_.rewind(scopes);
  assigned_.resize(assigned);
  pending_imports_.erase(pending_imports_.begin() + static_cast<std::ptrdiff_t>(imports),
                         pending_imports_.end());
  classes_.resize(classes);
  labels_.erase(labels_.begin() + static_cast<std::ptrdiff_t>(labels), labels_.end());
  if (!classes_.empty()) {
    classes_.back()->used.resize(uses);
  }
  context_ = context;
  yield_at_ = yield_at;
  await_at_ = await_at;
  program_.top_level_await = await_at_top;
  depth_ = depth;
  return false;
}

// --- expressions ---------------------------------------------------------------------------------

// At ? behind what may be a parameter of an arrow function: (a?) (a?, b) (a?: T)
bool Parser::is_optional_parameter() {
  const Position before = save();
  next();
  const bool result = at(Token::colon) || at(Token::comma) || at(Token::right_parenthesis);
  restore(before);
  return result;
}

// Behind an expression in ( ): what makes it a parameter.
Node* Parser::parse_arrow_parameter_rest(Node* parameter, bool& has_type) {
  if (!is_typescript_) {
    return parameter;
  }
  if (at(Token::question)) {
    has_type = true;
    next();
  }
  if (!at(Token::colon)) {
    return parameter;
  }
  has_type = true;
  next();
  parse_type();
  if (!at(Token::assign)) {
    return parameter;
  }
  if (parameter->kind == Kind::array_literal || parameter->kind == Kind::object_literal) {
    to_pattern(parameter, Target::assignment);
  } else {
    check_simple_target(parameter);
  }
  auto* assignment = make<Assignment>(parameter->span.begin, Kind::assignment);
  next();
  assignment->target = parameter;
  assignment->value = parse_assignment_checked();
  return finish(assignment);
}

// At : behind ( ). A type and => make it an arrow function; `certain` when it must be one.
bool Parser::try_arrow_return_type(std::uint32_t begin, bool certain) {
  if (!is_typescript_) {
    return false;
  }
  const auto known = typed_arrows_.find(begin);
  if (known != typed_arrows_.end() && !known->second && !certain) {
    return false;
  }
  const Position before = save();
  const int depth = depth_;
  bool found = false;
  ++reporter_.muted;
  try {
    next();
    found = skip_type() && at(Token::arrow) && !token_.newline_before;
  } catch (const SyntaxFailure&) {
    depth_ = depth;
  }
  --reporter_.muted;
  open_type_arguments_.clear();
  if (!found) {
    restore(before);
    if (certain) {
      next();
      parse_type();
      fail_expected(text_of(Token::arrow));
    }
    return false;
  }
  if (known != typed_arrows_.end()) {
    typed_returns_.insert(begin);
  }
  return true;
}

// a ? (b) : c => d has two readings; it is an arrow function when another : follows.
Node* Parser::parse_parenthesized_or_typed_arrow() {
  const std::uint32_t begin = token_.begin;
  if (typed_arrows_.contains(begin)) {
    return parse_parenthesized();
  }
  Node* node = nullptr;
  const bool accepted = attempt([&] {
    typed_arrows_[begin] = true;
    node = parse_parenthesized();
    return node->kind != Kind::arrow_function || node->parenthesized ||
           !typed_returns_.contains(begin) || at(Token::colon);
  });
  if (accepted) {
    return node;
  }
  typed_arrows_[begin] = false;
  consequent_begin_ = begin;
  return parse_parenthesized();
}

// <T>(a) => b, or a cast <T>a.
Node* Parser::parse_cast_or_generic_arrow() {
  if (try_type_parameters_before_parenthesis()) {
    return parse_parenthesized();
  }
  if (!skip_type_arguments(false)) {
    fail_expected(text_of(Message::thing_type));
  }
  bool is_unary = false;
  Node* node = parse_unary(is_unary);
  return node;
}

// --- functions -----------------------------------------------------------------------------------

// A signature of a function declares nothing, but may stand before the function of that name.
void Parser::note_overload(const Identifier* name) {
  if (name == nullptr) {
    return;
  }
  Symbol* symbol = atom_of(name->name)->symbol;
  if (symbol != nullptr && symbol->span.begin == name->span.begin) {
    symbol->soft = true;
    symbol->kind = SymbolKind::variable;
  }
}

void Parser::skip_this_parameter() {
  if (!is_typescript_ || !at(Token::key_this)) {
    return;
  }
  next();
  parse_optional_type();
  if (!at(Token::right_parenthesis)) {
    expect(Token::comma);
  }
}

// public, private, protected, readonly, override before a parameter of a constructor.
bool Parser::parse_parameter_modifiers() {
  bool found = false;
  while (at_word(Word::public_) || at_word(Word::private_) || at_word(Word::protected_) ||
         at_word(Word::readonly) || at_word(Word::override)) {
    const Position before = save();
    next();
    if (!at(Token::name) && !at(Token::left_brace) && !at(Token::left_bracket)) {
      restore(before);
      break;
    }
    found = true;
  }
  return found;
}

// @a before a parameter of a method of a class.
void Parser::parse_parameter_decorators(std::uint32_t index, NodeList* into) {
  const Span sign = token_span();
  const NodeList decorators = parse_decorators();
  if (!is_typescript_ || into == nullptr) {
    fail(sign, Message::decorator_position);
  }
  if (!options_.transform.typescript.experimental_decorators) {
    fail(sign, Message::parameter_decorator);
  }
  for (Node* node = decorators.first(); node != nullptr;) {
    Node* following = node->next;
    node->next = nullptr;
    as<Decorator>(node)->parameter = index;
    into->push(node);
    node = following;
  }
}

void Parser::eat_abstract() {
  if (is_typescript_ && at_word(Word::abstract)) {
    next();
  }
}

Node* Parser::parse_parameter() {
  const bool is_property = parse_parameter_modifiers();
  const std::uint32_t begin = token_.begin;
  Node* target = parse_binding_target(SymbolKind::parameter, false);
  eat(Token::question);
  parse_optional_type();
  if (eat(Token::assign)) {
    auto* with_default = make<Assignment>(begin, Kind::default_value);
    with_default->target = target;
    with_default->value = parse_assignment_allowing_in();
    target = finish(with_default);
  }
  target->parameter_property = is_property;
  program_.typescript.parameter_properties |= is_property;
  return target;
}

// --- classes -------------------------------------------------------------------------------------

void Parser::parse_member_modifiers(ClassMember* member) {
  for (;;) {
    const Word word = at(Token::name) && !token_.escaped ? token_.atom->info.word : Word::none;
    const bool is_modifier = word == Word::public_ || word == Word::private_ ||
                             word == Word::protected_ || word == Word::readonly ||
                             word == Word::abstract || word == Word::override ||
                             word == Word::declare;
    if (!is_modifier) {
      return;
    }
    const Position before = save();
    next();
    const bool goes_on =
        !token_.newline_before &&
        (at_any_name() || at(Token::private_name) || at(Token::left_bracket) || at(Token::string) ||
         at(Token::number) || at(Token::big_int) || at(Token::multiply));
    if (!goes_on) {
      restore(before);
      return;
    }
    member->is_ambient = member->is_ambient || word == Word::abstract || word == Word::declare;
    program_.typescript.ambient_members |= member->is_ambient;
  }
}

// [key: string]: T
bool Parser::skip_index_signature() {
  const Position before = save();
  next();
  if (at(Token::name)) {
    next();
    if (eat(Token::colon)) {
      parse_type();
      expect(Token::right_bracket);
      parse_optional_type();
      end_statement();
      return true;
    }
  }
  restore(before);
  return false;
}

// Behind the class's name and `extends a`: <T> implements B, C
void Parser::parse_heritage_types() {
  if ((at(Token::less) || at(Token::shift_left)) && !skip_type_arguments(false)) {
    fail_expected(text_of(Message::thing_type));
  }
  if (at_word(Word::implements)) {
    do {
      next();
      parse_type();
    } while (at(Token::comma));
  }
}

// --- statements ----------------------------------------------------------------------------------

bool Parser::is_followed_by_enum() {
  const Position before = save();
  next();
  const bool result = at(Token::key_enum);
  restore(before);
  return result;
}

// type, interface, declare, abstract class, namespace. False when the name begins something else.
bool Parser::parse_typescript_statement(Node*& made) {
  made = nullptr;
  const Word word = token_.escaped ? Word::none : token_.atom->info.word;
  switch (word) {
    case Word::type:
    case Word::interface:
    case Word::abstract:
    case Word::declare:
    case Word::namespace_:
    case Word::module:
      break;
    default:
      return false;
  }
  const Position before = save();
  next();
  if (!token_.newline_before) {
    if (word == Word::declare) {
      const bool fits = at(Token::name) || at(Token::key_var) || at(Token::key_const) ||
                        at(Token::key_function) || at(Token::key_class) || at(Token::key_enum) ||
                        at(Token::key_import);
      if (fits && !at_word(Word::as) && !at_word(Word::satisfies)) {
        parse_ambient();
        return true;
      }
    } else if (word == Word::abstract) {
      if (at(Token::key_class)) {
        made = parse_class(Kind::class_declaration, false);
        return true;
      }
    } else if (at(Token::name)) {
      if (word == Word::namespace_ || word == Word::module) {
        made = parse_namespace(before.token.begin);
        return true;
      }
      if (word == Word::interface) {
        parse_interface();
        return true;
      }
      type_names_.insert(token_.atom);
      next();
      parse_optional_type_parameters();
      expect(Token::assign);
      parse_type();
      end_statement();
      return true;
    }
  }
  restore(before);
  return false;
}

// At the name.
void Parser::parse_interface() {
  if (!at(Token::name)) {
    fail_expected(text_of(Message::thing_name));
  }
  type_names_.insert(token_.atom);
  next();
  parse_optional_type_parameters();
  if (at(Token::key_extends)) {
    do {
      next();
      parse_type();
    } while (at(Token::comma));
  }
  parse_heritage_types();
  if (!at(Token::left_brace)) {
    fail_expected(text_of(Token::left_brace));
  }
  if (!skip_object_type()) {
    fail_unexpected();
  }
}

// From { to its }, whatever stands between: bodies of ambient declarations.
void Parser::skip_braces() {
  if (!at(Token::left_brace)) {
    fail_expected(text_of(Token::left_brace));
  }
  int open = 0;
  do {
    switch (token_.kind) {
      case Token::left_brace:
        ++open;
        break;
      case Token::right_brace:
        --open;
        break;
      case Token::end_of_file:
        fail_expected(text_of(Token::right_brace));
      case Token::backtick:
        if (!skip_template_type()) {
          fail_unexpected();
        }
        continue;
      default:
        break;
    }
    next();
  } while (open > 0);
}

// Behind `declare`: what exists elsewhere. Its names mean global things here.
void Parser::parse_ambient() {
  const auto read_name = [this] {
    if (!at(Token::name)) {
      fail_expected(text_of(Message::thing_name));
    }
    type_names_.insert(token_.atom);
    next();
  };
  if (at_word(Word::abstract)) {
    next();
  }
  if (at(Token::key_const) && is_followed_by_enum()) {
    next();
  }
  switch (token_.kind) {
    case Token::key_function:
      next();
      eat(Token::multiply);
      read_name();
      parse_optional_type_parameters();
      if (!at(Token::left_parenthesis) || !skip_signature_parameters()) {
        fail_unexpected();
      }
      parse_optional_type();
      end_statement();
      return;
    case Token::key_class:
      next();
      read_name();
      parse_optional_type_parameters();
      if (eat(Token::key_extends)) {
        parse_type();
      }
      parse_heritage_types();
      skip_braces();
      return;
    case Token::key_enum:
      next();
      read_name();
      skip_braces();
      return;
    case Token::key_import: {
      const std::uint32_t begin = token_.begin;
      next();
      parse_import_equals(begin, true);
      return;
    }
    default:
      break;
  }
  if (at(Token::name) && !at_word(Word::let)) {
    switch (token_.atom->info.word) {
      case Word::type:
      case Word::interface: {
        Node* nothing = nullptr;
        if (!parse_typescript_statement(nothing)) {
          fail_unexpected();
        }
        return;
      }
      case Word::global:
        next();
        skip_braces();
        return;
      case Word::namespace_:
      case Word::module:
        next();
        if (at(Token::string)) {
          next();
          if (at(Token::left_brace)) {
            skip_braces();
          } else {
            end_statement();
          }
          return;
        }
        read_name();
        while (eat(Token::dot)) {
          next();
        }
        skip_braces();
        return;
      default:
        break;
    }
  }
  // var, let, const, using
  do {
    next();
    if (at(Token::name)) {
      type_names_.insert(token_.atom);
    }
    if (!skip_parameter_target()) {
      fail_expected(text_of(Message::thing_name));
    }
    parse_optional_type();
    if (eat(Token::assign)) {
      parse_type();
    }
  } while (at(Token::comma));
  end_statement();
}

// --- enums and namespaces ------------------------------------------------------------------------

// Enums and namespaces add to what a declaration of the same name has made.
Symbol* Parser::declare_merging(Identifier*& name) {
  if (!at(Token::name)) {
    fail_expected(text_of(Message::thing_name));
  }
  Atom* atom = token_.atom;
  check_binding_name(atom, token_span(), true);
  Symbol* symbol = atom->symbol;
  if (symbol == nullptr || symbol->depth != scopes_.depth() || symbol->soft ||
      symbol->kind == SymbolKind::import_binding) {
    symbol = declare(atom, SymbolKind::lexical, token_span());
  }
  name = identifier_at_token();
  scopes_.reference(name);
  next();
  return symbol;
}

// Names which the other declarations of an enum or namespace make visible in this one.
void Parser::declare_members(const Symbol* of) {
  const auto found = members_.find(of);
  if (found == members_.end()) {
    return;
  }
  for (const Name* name : found->second) {
    Atom* atom = atom_of(name);
    if (atom->symbol == nullptr || atom->symbol->depth != scopes_.depth()) {
      scopes_.declare_own_name(atom, {});
    }
  }
}

Node* Parser::parse_enum(std::uint32_t begin, bool is_const) {
  program_.typescript.enums = true;
  auto* made = make<Enum>(begin);
  made->is_const = is_const;
  next();
  const Symbol* symbol = declare_merging(made->name);
  if (!at(Token::left_brace)) {
    fail_expected(text_of(Token::left_brace));
  }
  next();
  {
    const ScopeGuard scope(scopes_, Scopes::Form::function);
    made->scope = scopes_.keep_record();
    declare_members(symbol);
    while (!at(Token::right_brace)) {
      auto* member = make<EnumMember>(token_.begin);
      const Span span = token_span();
      const bool computed = eat(Token::left_bracket);
      if (!at(Token::string) && (computed || !at_any_name())) {
        fail_expected(text_of(Message::thing_property_name));
      }
      bool is_string = false;
      Atom* atom = parse_module_export_name(is_string);
      if (computed) {
        expect(Token::right_bracket);
      }
      member->name = atom;
      if (atom->symbol == nullptr || atom->symbol->depth != scopes_.depth()) {
        scopes_.declare_own_name(atom, span);
      }
      members_[symbol].push_back(atom);
      if (eat(Token::assign)) {
        member->value = parse_assignment_allowing_in();
      }
      made->members.push(finish(member));
      if (!at(Token::right_brace)) {
        expect(Token::comma);
      }
    }
  }
  next();
  return finish(made);
}

// At the name. Null when there are only types in it.
Node* Parser::parse_namespace(std::uint32_t begin) {
  const DepthGuard depth(*this);
  program_.typescript.namespaces = true;
  auto* made = make<Namespace>(begin);
  const Scopes::Mark before = scopes_.mark();
  Symbol* symbol = declare_merging(made->name);
  const Scopes::Mark inside = scopes_.mark();
  {
    const ScopeGuard members(scopes_, Scopes::Form::block);
    made->members_scope = scopes_.keep_record();
    declare_members(symbol);
    FunctionContext function;
    function.is_namespace = true;
    function.first_label = labels_.size();
    const Scoped<Context> context(context_);
    context_ = Context{};
    context_.function = &function;
    context_.strict = context.old().strict;
    context_.try_blocks = context.old().try_blocks;
    context_.dead_branches = context.old().dead_branches;
    const Scoped<Symbol*> outer(namespace_, symbol);
    const ScopeGuard scope(scopes_, Scopes::Form::function);
    made->scope = scopes_.keep_record();
    if (eat(Token::dot)) {
      const std::uint32_t inner_begin = token_.begin;
      if (Node* inner = parse_namespace(inner_begin)) {
        made->statements.push(export_of(inner, inner_begin));
      }
    } else {
      expect(Token::left_brace);
      parse_body(made->statements, Token::right_brace);
      next();
    }
  }
  finish(made);
  if (!made->statements.empty()) {
    return made;
  }
  type_names_.insert(made->name->name);
  if (symbol->span.begin == made->name->span.begin) {
    symbol->soft = true;
    symbol->kind = SymbolKind::variable;
    scopes_.rewind(inside);
  } else {
    scopes_.rewind(before);
  }
  return nullptr;
}

}  // namespace mpaas::js
