#include "compiler/js/constant.h"
#include "compiler/js/parser.h"

namespace mpaas::js {

// Null for what leaves nothing to run: an interface, a signature.
Node* Parser::parse_list_item() {
  const Scoped<bool> in_list(context_.in_statement_list, true);
  return parse_statement();
}

bool Parser::is_label(const Atom* name, bool loop_only) const {
  for (std::size_t i = context_.function->first_label; i < labels_.size(); ++i) {
    if (labels_[i].name == name) {
      return !loop_only || labels_[i].is_loop;
    }
  }
  return false;
}

// At `async`: is this an async function?
bool Parser::is_followed_by_function() {
  const Position before = save();
  next();
  const bool result = at(Token::key_function) && !token_.newline_before;
  restore(before);
  return result;
}

Block* Parser::parse_block() {
  const DepthGuard depth(*this);
  const Scoped<bool> labelled(context_.labelled_function, true);
  auto* block = make<Block>(token_.begin);
  expect(Token::left_brace);
  {
    const ScopeGuard scope(scopes_, Scopes::Form::block);
    block->scope = scopes_.keep_record();
    parse_body(block->statements, Token::right_brace);
  }
  next();
  return finish(block);
}

Node* Parser::parse_condition() {
  expect(Token::left_parenthesis);
  const Scoped<bool> no_in(context_.no_in, false);
  Node* condition = parse_expression_checked();
  expect(Token::right_parenthesis);
  return condition;
}

// Parses what stands behind if, else, for …: one statement that is no declaration.
Node* Parser::parse_loop_body() {
  const Scoped<bool> in_list(context_.in_statement_list, false);
  const Scoped<int> loops(context_.loops, context_.loops + 1);
  const Scoped<bool> labelled(context_.labelled_function, false);
  const Scoped<bool> in_if(context_.function_in_if, false);
  return parse_statement();
}

Node* Parser::parse_branch(bool is_dead) {
  const Scoped<bool> in_list(context_.in_statement_list, false);
  const Scoped<bool> in_if(context_.function_in_if, at(Token::key_function));
  const Scoped<bool> labelled(context_.labelled_function,
                              context_.labelled_function && !at(Token::name));
  const Scoped<int> dead(context_.dead_branches, context_.dead_branches + (is_dead ? 1 : 0));
  return parse_statement();
}

Node* Parser::parse_if() {
  auto* made = make<If>(token_.begin);
  next();
  made->test = parse_condition();
  const std::optional<bool> known =
      program_.folds_constants ? constant_truth(made->test) : std::nullopt;
  made->consequent = parse_branch(known == false);
  if (eat(Token::key_else)) {
    made->alternate = parse_branch(known == true);
  }
  return finish(made);
}

VariableDeclaration* Parser::parse_variables(VariableKind kind, bool in_for) {
  auto* declaration = make<VariableDeclaration>(token_.begin, kind);
  if (kind == VariableKind::await_using_resource) {
    note_await();
    next();
  }
  next();
  const bool is_using =
      kind == VariableKind::using_resource || kind == VariableKind::await_using_resource;
  const SymbolKind symbol_kind =
      kind == VariableKind::var ? SymbolKind::variable : SymbolKind::lexical;
  const bool constant = is_using || kind == VariableKind::constant;
  do {
    const std::uint32_t begin = token_.begin;
    if (is_using && (at(Token::left_bracket) || at(Token::left_brace))) {
      fail(token_span(), Message::using_pattern, text_of(kind));
    }
    auto* declarator = make<Declarator>(begin, parse_binding_target(symbol_kind, constant));
    if (is_typescript_) {
      if (at(Token::logical_not) && !token_.newline_before) {
        next();
      }
      parse_optional_type();
    }
    if (eat(Token::assign)) {
      const bool pure_function =
          no_side_effects_at_ == token_.begin || no_side_effects_at_ == declaration->span.begin;
      declarator->initial = parse_assignment_checked();
      if (pure_function && kind == VariableKind::constant &&
          (declarator->initial->kind == Kind::arrow_function ||
           declarator->initial->kind == Kind::function_expression) &&
          declarator->target->kind == Kind::identifier) {
        atom_of(as<Identifier>(declarator->target)->name)->symbol->calls_are_pure = true;
      }
    } else if (at(Token::colon)) {
      fail_types(token_span(), text_of(Message::thing_type_annotation));
    } else if (!in_for) {
      check_initializer(declaration, finish(declarator));
    }
    declaration->declarators.push(finish(declarator));
  } while (eat(Token::comma));
  return finish(declaration);
}

// Patterns, constants and resources need a value.
void Parser::check_initializer(const VariableDeclaration* declaration,
                               const Declarator* declarator) {
  const VariableKind kind = declaration->variable_kind;
  const bool may_go_without = kind == VariableKind::var || kind == VariableKind::let;
  if (declarator->initial == nullptr &&
      (!may_go_without || declarator->target->kind != Kind::identifier)) {
    fail(declarator->span, Message::missing_initializer,
         may_go_without ? text_of(Message::thing_pattern) : text_of(kind));
  }
}

std::optional<VariableKind> Parser::using_here(bool in_for) {
  VariableKind kind = VariableKind::using_resource;
  const Position before = save();
  if (is_await_operator()) {
    kind = VariableKind::await_using_resource;
    next();
  }
  bool result =
      at_word(Word::using_) && (kind == VariableKind::using_resource || !token_.newline_before);
  if (result) {
    next();
    result = at(Token::name) && !token_.newline_before;
    if (result && in_for && kind == VariableKind::using_resource && at_word(Word::of)) {
      // for (using of …) runs over …; for (using of = …; ; ) declares.
      next();
      result = at(Token::assign);
    }
  }
  restore(before);
  return result ? std::optional(kind) : std::nullopt;
}

bool Parser::starts_let_declaration() {
  const Position before = save();
  next();
  bool result = at(Token::left_bracket) || at(Token::left_brace) || at(Token::name);
  if (is_keyword(token_.kind) && !at(Token::key_in) && !at(Token::key_instanceof)) {
    result = context_.strict;
  }
  restore(before);
  return result;
}

bool Parser::starts_let_declaration_in_for() {
  const Position before = save();
  next();
  bool result = at(Token::left_bracket) || at(Token::left_brace) || at(Token::name);
  if (at_word(Word::of)) {
    next();
    result = at(Token::assign) || at(Token::semicolon) || at(Token::comma) || at(Token::key_in) ||
             at_word(Word::of);
  }
  restore(before);
  return result;
}

Node* Parser::parse_expression_statement() {
  const std::uint32_t begin = token_.begin;
  Node* expression = parse_expression_checked();
  auto* statement = make<ExpressionStatement>(begin, expression);
  finish(statement);
  end_statement();
  return statement;
}

Node* Parser::parse_statement() {
  const DepthGuard depth(*this);
  const std::uint32_t begin = token_.begin;
  const bool in_list = context_.in_statement_list;
  switch (token_.kind) {
    case Token::left_brace:
      return parse_block();
    case Token::semicolon: {
      auto* empty = make<Empty>(begin);
      next();
      return empty;
    }
    case Token::key_var: {
      Node* declaration = parse_variables(VariableKind::var, false);
      end_statement();
      return declaration;
    }
    case Token::key_const: {
      if (!in_list) {
        fail(token_span(), Message::declaration_position, token_text());
      }
      if (is_typescript_ && is_followed_by_enum()) {
        next();
        return parse_enum(begin, true);
      }
      Node* declaration = parse_variables(VariableKind::constant, false);
      end_statement();
      return declaration;
    }
    case Token::key_function: {
      if (in_list) {
        return parse_function_declaration(begin, false, true, false);
      }
      if (context_.strict || !context_.function_in_if) {
        fail(token_span(), Message::declaration_position, token_text());
      }
      const ScopeGuard scope(scopes_, Scopes::Form::block);
      return parse_function_declaration(begin, false, false, false);
    }
    case Token::key_class:
      if (!in_list) {
        fail(token_span(), Message::declaration_position, token_text());
      }
      return parse_class(Kind::class_declaration, false);
    case Token::key_if:
      return parse_if();
    case Token::key_for:
      return parse_for();
    case Token::key_while: {
      auto* loop = make<While>(begin, Kind::while_statement);
      next();
      loop->test = parse_condition();
      loop->body = parse_loop_body();
      return finish(loop);
    }
    case Token::key_do: {
      auto* loop = make<While>(begin, Kind::do_while);
      next();
      loop->body = parse_loop_body();
      expect(Token::key_while);
      loop->test = parse_condition();
      finish(loop);
      eat(Token::semicolon);
      return loop;
    }
    case Token::key_continue:
    case Token::key_break:
      return parse_jump();
    case Token::key_return:
      return parse_return();
    case Token::key_with: {
      if (context_.strict) {
        fail(token_span(), Message::strict_with);
      }
      auto* with = make<With>(begin);
      next();
      with->object = parse_condition();
      scopes_.mark_dynamic();
      const Scoped<bool> not_in_list(context_.in_statement_list, false);
      const Scoped<bool> labelled(context_.labelled_function, false);
      const Scoped<bool> in_if(context_.function_in_if, false);
      with->body = parse_statement();
      return finish(with);
    }
    case Token::key_switch:
      return parse_switch();
    case Token::key_throw:
      return parse_throw();
    case Token::key_try:
      return parse_try();
    case Token::key_debugger: {
      auto* debugger = make<Debugger>(begin);
      next();
      end_statement();
      return debugger;
    }
    case Token::key_enum:
      if (is_typescript_ && in_list) {
        return parse_enum(begin, false);
      }
      fail_types(token_span(), text_of(Token::key_enum));
    case Token::at_sign:
      return parse_decorated_statement();
    case Token::key_import: {
      const Position before = save();
      next();
      const bool is_expression = at(Token::left_parenthesis) || at(Token::dot);
      restore(before);
      if (is_expression) {
        return parse_expression_statement();
      }
      if (!has_module_syntax_here()) {
        fail(token_span(), Message::import_position);
      }
      return parse_import_declaration();
    }
    case Token::key_export:
      if (!has_module_syntax_here()) {
        fail(token_span(), Message::import_position);
      }
      return parse_export();
    case Token::name:
      if (Node* statement = nullptr;
          is_typescript_ && in_list && parse_typescript_statement(statement)) {
        return statement;
      }
      if (Node* statement = parse_name_statement()) {
        return statement;
      }
      return parse_expression_statement();
    default:
      return parse_expression_statement();
  }
}

// import and export stand at the top level of modules. Where the goal is still open they decide it.
bool Parser::has_module_syntax_here() const {
  if (context_.function->is_namespace && context_.in_statement_list &&
      scopes_.is_function_scope()) {
    return true;
  }
  const bool at_top = scopes_.depth() == 0 && context_.in_statement_list &&
                      context_.function == &top_ && !in_expression_;
  if (at_top && !is_module_ && options_.goal == Goal::automatic) {
    throw ModuleFound{};
  }
  return at_top && is_module_;
}

// let, async function, labels: null when the statement is just an expression.
Node* Parser::parse_name_statement() {
  const std::uint32_t begin = token_.begin;
  const bool in_list = context_.in_statement_list;
  if (at_word(Word::let) && starts_let_declaration()) {
    if (in_list) {
      Node* declaration = parse_variables(VariableKind::let, false);
      end_statement();
      return declaration;
    }
    const Position before = save();
    const Span let = token_span();
    next();
    if (at(Token::left_bracket) ||
        (!token_.newline_before && (at(Token::left_brace) || at(Token::name)))) {
      fail(let, Message::declaration_position, text_at(let.begin, let.end));
    }
    restore(before);
  }
  if (at_word(Word::using_) || at_word(Word::await)) {
    if (const std::optional<VariableKind> kind = using_here(false)) {
      if (!in_list) {
        fail(token_span(), Message::declaration_position, text_of(*kind));
      }
      // A script has nobody who would dispose of its resources; CommonJS is a function.
      if (scopes_.depth() == 0 && !is_module_ && !options_.allow_return) {
        fail(token_span(), Message::using_position, text_of(*kind));
      }
      Node* declaration = parse_variables(*kind, false);
      end_statement();
      return declaration;
    }
  }
  if (at_word(Word::async) && is_followed_by_function()) {
    if (!in_list) {
      fail(token_span(), Message::declaration_position, token_text());
    }
    next();
    return parse_function_declaration(begin, true, true, false);
  }
  const Position before = save();
  next();
  const bool is_labelled = at(Token::colon);
  const bool name_follows = at(Token::name) && !token_.newline_before;
  const bool is_type = token_.kind == Token::name && name_follows &&
                       (before.token.atom->info.word == Word::interface ||
                        before.token.atom->info.word == Word::type);
  restore(before);
  if (is_labelled) {
    return parse_labelled(begin);
  }
  if (is_type) {
    fail_types(token_span(), token_text());
  }
  return nullptr;
}

Node* Parser::parse_labelled(std::uint32_t begin) {
  const Atom* name = token_.atom;
  if (!is_allowed_identifier(name)) {
    fail(token_span(), Message::reserved_word, name->text);
  }
  if (is_label(name, false)) {
    fail(token_span(), Message::duplicate_label, name->text);
  }
  auto* labelled = make<Labelled>(begin, name);
  next();
  next();
  const std::size_t count = labels_.size();
  if (labels_end_at_ != begin) {
    first_label_here_ = count;
  }
  labels_end_at_ = token_.begin;
  labels_.push_back({name, false});
  if (at(Token::key_for) || at(Token::key_while) || at(Token::key_do)) {
    // a: b: for (…) – all of them can be continued.
    for (std::size_t i = first_label_here_; i <= count; ++i) {
      labels_[i].is_loop = true;
    }
  }
  try {
    if (at(Token::key_function)) {
      if (context_.strict || (!context_.in_statement_list && !context_.labelled_function)) {
        fail(token_span(), Message::declaration_position, token_text());
      }
      labelled->body = parse_function_declaration(token_.begin, false, false, false);
    } else {
      const Scoped<bool> in_list(context_.in_statement_list, false);
      labelled->body = parse_statement();
    }
  } catch (const SyntaxFailure&) {
    labels_.resize(count);
    throw;
  }
  labels_.resize(count);
  return finish(labelled);
}

Node* Parser::parse_jump() {
  const bool is_break = at(Token::key_break);
  auto* jump =
      make<Jump>(token_.begin, is_break ? Kind::break_statement : Kind::continue_statement);
  const Span keyword = token_span();
  next();
  if (at(Token::name) && !token_.newline_before) {
    if (!is_allowed_identifier(token_.atom)) {
      fail(token_span(), Message::reserved_word, token_text());
    }
    if (!is_label(token_.atom, !is_break)) {
      fail(token_span(), Message::undefined_label, token_text());
    }
    jump->label = token_.atom;
    next();
  } else if (is_break && context_.loops == 0 && context_.switches == 0) {
    fail(keyword, Message::illegal_break);
  } else if (!is_break && context_.loops == 0) {
    fail(keyword, Message::illegal_continue);
  }
  finish(jump);
  end_statement();
  return jump;
}

Node* Parser::parse_return() {
  const bool allowed_at_top = options_.allow_return && !is_module_ && !in_expression_;
  if ((context_.function->is_top && !allowed_at_top) || context_.function->is_static_block) {
    // A module in disguise: let the second pass say what is wrong.
    fail(token_span(), Message::illegal_return);
  }
  auto* statement = make<Return>(token_.begin, Kind::return_statement);
  next();
  if (!token_.newline_before && !at(Token::semicolon) && !at(Token::right_brace) &&
      !at(Token::end_of_file)) {
    statement->argument = parse_expression_checked();
  }
  finish(statement);
  end_statement();
  return statement;
}

Node* Parser::parse_throw() {
  auto* statement = make<Return>(token_.begin, Kind::throw_statement);
  next();
  if (token_.newline_before) {
    fail(statement->span, Message::newline_after_throw);
  }
  statement->argument = parse_expression_checked();
  finish(statement);
  end_statement();
  return statement;
}

Node* Parser::parse_switch() {
  auto* statement = make<Switch>(token_.begin);
  next();
  statement->subject = parse_condition();
  expect(Token::left_brace);
  {
    const ScopeGuard scope(scopes_, Scopes::Form::block);
    statement->scope = scopes_.keep_record();
    const Scoped<int> switches(context_.switches, context_.switches + 1);
    bool has_default = false;
    while (!at(Token::right_brace)) {
      auto* branch = make<Case>(token_.begin);
      if (at(Token::key_default)) {
        if (has_default) {
          fail(token_span(), Message::duplicate_default);
        }
        has_default = true;
        next();
      } else {
        expect(Token::key_case);
        branch->test = parse_expression_checked();
      }
      expect(Token::colon);
      while (!at(Token::key_case) && !at(Token::key_default) && !at(Token::right_brace)) {
        Node* item = parse_list_item();
        if (const auto* variables = try_as<VariableDeclaration>(item);
            variables != nullptr &&
            (variables->variable_kind == VariableKind::using_resource ||
             variables->variable_kind == VariableKind::await_using_resource)) {
          report({item->span.begin, item->span.begin + 5}, Message::using_position,
                 text_of(variables->variable_kind));
        }
        if (item != nullptr) {
          branch->statements.push(item);
        }
      }
      statement->cases.push(finish(branch));
    }
  }
  next();
  return finish(statement);
}

Node* Parser::parse_try() {
  auto* statement = make<Try>(token_.begin);
  const Span keyword = token_span();
  next();
  {
    const Scoped<int> tries(context_.try_blocks, context_.try_blocks + 1);
    statement->block = parse_block();
  }
  if (eat(Token::key_catch)) {
    const ScopeGuard scope(scopes_, Scopes::Form::block);
    statement->scope = scopes_.keep_record();
    if (eat(Token::left_parenthesis)) {
      scopes_.mark_simple_catch(at(Token::name));
      statement->parameter = parse_binding_target(SymbolKind::catch_parameter, false);
      parse_optional_type();
      if (at(Token::colon)) {
        fail_types(token_span(), text_of(Message::thing_type_annotation));
      }
      expect(Token::right_parenthesis);
    }
    auto* handler = make<Block>(token_.begin);
    expect(Token::left_brace);
    parse_body(handler->statements, Token::right_brace);
    next();
    statement->handler = finish(handler);
  }
  if (eat(Token::key_finally)) {
    statement->finalizer = parse_block();
  }
  if (statement->handler == nullptr && statement->finalizer == nullptr) {
    fail(keyword, Message::try_without_catch);
  }
  return finish(statement);
}

Parser::ForHead Parser::parse_for_head() {
  ForHead head;
  const Scoped<bool> no_in(context_.no_in, true);
  const std::optional<VariableKind> resource =
      at_word(Word::using_) || at_word(Word::await) ? using_here(true) : std::nullopt;
  if (resource) {
    head.node = parse_variables(*resource, true);
    head.is_declaration = true;
  } else if (at(Token::key_var) || at(Token::key_const)) {
    head.node =
        parse_variables(at(Token::key_var) ? VariableKind::var : VariableKind::constant, true);
    head.is_declaration = true;
  } else if (at_word(Word::let) && starts_let_declaration_in_for()) {
    head.node = parse_variables(VariableKind::let, true);
    head.is_declaration = true;
  } else {
    head.starts_with_let = at(Token::name) && token_.atom->info.word == Word::let;
    if (at_word(Word::async)) {
      const Position before = save();
      next();
      head.starts_with_async_of = at_word(Word::of);
      restore(before);
    }
    head.node = parse_expression();
  }
  return head;
}

Node* Parser::parse_for() {
  const std::uint32_t begin = token_.begin;
  next();
  bool is_await = false;
  if (at_word(Word::await)) {
    const bool at_top = is_module_ && context_.function->is_top;
    if (!context_.function->is_async && !at_top) {
      fail(token_span(), Message::for_await_context);
    }
    if (at_top && program_.top_level_await.end == 0) {
      program_.top_level_await = token_span();
    }
    next();
    is_await = true;
  }
  expect(Token::left_parenthesis);
  const ScopeGuard scope(scopes_, Scopes::Form::block);
  const Scoped<bool> in_if(context_.function_in_if, false);
  const int covers = context_.cover_errors;
  ForHead head;
  if (!at(Token::semicolon)) {
    head = parse_for_head();
  }
  if (at_word(Word::of) || at(Token::key_in)) {
    return parse_for_each(begin, head, is_await, covers);
  }
  if (is_await) {
    fail(token_span(), Message::for_await_of);
  }
  check_covers(covers);
  For* loop = parse_for_clauses(begin, head);
  loop->body = parse_loop_body();
  return finish(loop);
}

// Behind the first part of for (;;), up to the ).
For* Parser::parse_for_clauses(std::uint32_t begin, const ForHead& head) {
  if (head.is_declaration) {
    const auto* declaration = as<VariableDeclaration>(head.node);
    for (const Node* node : declaration->declarators) {
      check_initializer(declaration, as<Declarator>(node));
    }
  }
  auto* loop = make<For>(begin);
  loop->scope = scopes_.keep_record();
  loop->initial = head.node;
  expect(Token::semicolon);
  if (!at(Token::semicolon)) {
    loop->test = parse_expression_checked();
  }
  expect(Token::semicolon);
  if (!at(Token::right_parenthesis)) {
    loop->update = parse_expression_checked();
  }
  expect(Token::right_parenthesis);
  return loop;
}

Node* Parser::parse_for_each(std::uint32_t begin, const ForHead& head, bool is_await, int covers) {
  const bool is_of = at_word(Word::of);
  if (is_await && !is_of) {
    fail(token_span(), Message::for_await_of);
  }
  if (head.is_declaration) {
    const auto* declaration = as<VariableDeclaration>(head.node);
    if (declaration->declarators.size() != 1) {
      fail(declaration->span, Message::for_one_declaration);
    }
    if (!is_of && (declaration->variable_kind == VariableKind::using_resource ||
                   declaration->variable_kind == VariableKind::await_using_resource)) {
      fail(declaration->span, Message::for_in_using, text_of(declaration->variable_kind));
    }
    const auto* declarator = as<Declarator>(declaration->declarators.first());
    if (declarator->initial != nullptr &&
        (is_of || context_.strict || declaration->variable_kind != VariableKind::var ||
         declarator->target->kind != Kind::identifier)) {
      fail(declarator->span, Message::for_initializer);
    }
  } else {
    if (is_of && head.starts_with_let) {
      fail(head.node->span, Message::for_of_start, std::string_view("let"));
    }
    if (is_of && head.starts_with_async_of && !is_await && head.node->kind == Kind::identifier &&
        !head.node->parenthesized) {
      fail(head.node->span, Message::for_of_start, std::string_view("async"));
    }
    if (head.node->kind == Kind::array_literal || head.node->kind == Kind::object_literal) {
      to_pattern(head.node, Target::assignment);
    } else {
      check_simple_target(head.node);
    }
    check_covers(covers);
  }
  auto* loop = make<ForEach>(begin, is_of ? Kind::for_of : Kind::for_in);
  loop->scope = scopes_.keep_record();
  loop->is_await = is_await;
  loop->target = head.node;
  next();
  loop->subject = is_of ? parse_assignment_checked() : parse_expression_checked();
  expect(Token::right_parenthesis);
  loop->body = parse_loop_body();
  return finish(loop);
}

}  // namespace mpaas::js
