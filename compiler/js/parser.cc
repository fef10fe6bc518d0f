#include "compiler/js/parser.h"
#include "compiler/js/sjs.h"

#include <algorithm>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/js/defines.h"

namespace mpaas::js {

Parser::Parser(Program& program, Arena& arena, Reporter& reporter, std::string_view text,
               Span range, const Options& options, bool is_module, std::size_t name_buckets,
               bool is_typescript)
    : Lexer(reporter, arena, text, range, name_buckets),
      program_(program),
      options_(options),
      scopes_(arena, program),
      is_module_(is_module),
      is_typescript_(is_typescript) {
  top_.is_top = true;
  top_.this_is_module = true;
  context_.function = &top_;
  context_.strict = is_module;
  html_comments_ = !is_module;
  for (const Define& define : options.defines) {
    const std::size_t dot = define.name.rfind('.');
    if (dot != std::string::npos) {
      atoms_.intern_copy(std::string_view(define.name).substr(dot + 1))->ends_define = true;
    }
  }
  program.folds_constants = !options.defines.empty();
  program.is_typescript = is_typescript;
}

void Parser::expect(Token kind) {
  if (token_.kind != kind) {
    fail_expected(text_of(kind));
  }
  next();
}

void Parser::expect_word(Word word, Message thing) {
  if (!at_word(word)) {
    fail_expected(text_of(thing));
  }
  next();
}

void Parser::end_statement() {
  if (at(Token::semicolon)) {
    next();
    return;
  }
  if (at(Token::right_brace) || at(Token::end_of_file) || token_.newline_before) {
    return;
  }
  fail_behind_statement();
}

bool Parser::is_allowed_identifier(const Atom* atom) const {
  if (atom->info.keyword != Token::name) {
    return false;
  }
  switch (atom->info.reservation) {
    case Reservation::strict:
    case Reservation::let:
      return !context_.strict;
    case Reservation::yield:
      return !context_.strict && !context_.function->is_generator;
    case Reservation::await:
      return !is_module_ && !context_.function->is_async && !context_.function->is_static_block;
    case Reservation::none:
    case Reservation::eval_or_arguments:
      return true;
  }
  return true;
}

void Parser::check_binding_name(const Atom* atom, Span span, bool lexical) {
  if (!is_allowed_identifier(atom)) {
    fail(span, Message::reserved_word, atom->text);
  }
  if (context_.strict && atom->info.reservation == Reservation::eval_or_arguments) {
    fail(span, Message::strict_binding, atom->text);
  }
  if (lexical && atom->info.word == Word::let) {
    fail(span, Message::let_as_name);
  }
}

Symbol* Parser::declare(Atom* atom, SymbolKind kind, Span span, bool constant) {
  if (kind == SymbolKind::parameter) {
    const Symbol* existing = atom->symbol;
    if (existing != nullptr && existing->depth == scopes_.depth() &&
        existing->kind == SymbolKind::parameter) {
      // Sloppy functions may repeat a parameter; who may not looks at this later.
      if (duplicate_parameter_.end == 0) {
        duplicate_parameter_ = span;
        duplicate_parameter_name_ = atom;
      }
      return atom->symbol;
    }
  }
  const Scopes::Declared declared = scopes_.declare(atom, kind, span, constant, context_.strict);
  if (declared.conflict != nullptr) {
    diag::Diagnostic diagnostic =
        diag::make(diag::Code::js_redeclared, {reporter_.source, span}, atom->text);
    diagnostic.with_note({reporter_.source, declared.conflict->span},
                         std::string(text_of(Message::note_declared_here)));
    const bool twice_a_function = kind == SymbolKind::lexical &&
                                  declared.conflict->kind == SymbolKind::lexical &&
                                  scopes_.is_function_scope() && scopes_.depth() == 0 &&
                                  declaring_function_ && declared.conflict->is_function;
    if (options_.lenient && twice_a_function) {
      diagnostic.severity = diag::Severity::warning;
    }
    reporter_.report(std::move(diagnostic));
  }
  declared.symbol->is_function = declared.symbol->is_function || declaring_function_;
  return declared.symbol;
}

Identifier* Parser::identifier_at_token() { return make<Identifier>(token_.begin, token_.atom); }

Identifier* Parser::binding_identifier(SymbolKind kind, bool constant) {
  if (!at(Token::name)) {
    if (is_keyword(token_.kind)) {
      fail(token_span(), Message::reserved_word, token_text());
    }
    fail_expected(text_of(Message::thing_name));
  }
  check_binding_name(token_.atom, token_span(), kind == SymbolKind::lexical);
  declare(token_.atom, kind, token_span(), constant);
  Identifier* identifier = identifier_at_token();
  scopes_.reference(identifier);
  next();
  return identifier;
}

void Parser::reference(Identifier* identifier) {
  scopes_.reference(identifier);
  if (atom_of(identifier->name)->info.word == Word::arguments &&
      (context_.function->is_field || context_.function->is_static_block)) {
    fail(identifier->span, Message::arguments_in_field);
  }
}

// Statements up to `end`, which stays the current token. Goes on behind broken ones.
void Parser::parse_body(NodeList& statements, Token end) {
  while (!at(end)) {
    if (at(Token::end_of_file)) {
      fail_expected(text_of(end));
    }
    const std::uint32_t begin = token_.begin;
    const Nesting outside = nesting();
    try {
      if (Node* statement = parse_list_item()) {
        statements.push(statement);
      }
    } catch (const SyntaxFailure&) {
      if (reporter_.errors >= max_errors || in_expression_) {
        throw;
      }
      recover(begin, outside);
    }
  }
}

void Parser::parse_directives(NodeList& statements, Span* use_strict) {
  bool had_octal = false;
  while (at(Token::string)) {
    auto* directive = make<Directive>(token_.begin, token_text());
    const bool octal = token_.octal;
    const Position before = save();
    next();
    const bool ended = at(Token::semicolon) || at(Token::right_brace) || at(Token::end_of_file);
    const bool goes_on = token_.kind == Token::dot || token_.kind == Token::left_parenthesis ||
                         token_.kind == Token::left_bracket || token_.kind == Token::backtick ||
                         token_.kind == Token::question || token_.kind == Token::question_dot ||
                         token_.kind == Token::comma || token_.kind == Token::arrow ||
                         is_assignment_operator(token_.kind) || precedence_of(token_.kind) > 0;
    if (!ended && (!token_.newline_before || goes_on)) {
      restore(before);
      return;
    }
    had_octal = had_octal || octal;
    if (directive->raw.substr(1, directive->raw.size() - 2) == "use strict") {
      context_.strict = true;
      *use_strict = directive->span;
    }
    if (context_.strict && had_octal) {
      fail(directive->span, Message::strict_octal);
    }
    eat(Token::semicolon);
    statements.push(directive);
    if (context_.strict && (at(Token::string) || at(Token::number)) && token_.octal) {
      fail(token_span(), Message::strict_octal);
    }
  }
}

void Parser::parse_program() {
  if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, 3) == "\xEF\xBB\xBF") {
    at_ += 3;
  }
  if (at_ + 1 < end_ && at_[0] == '#' && at_[1] == '!') {
    const char* begin = at_;
    skip_line();
    program_.hashbang = {begin, static_cast<std::size_t>(at_ - begin)};
  }
  {
    const ScopeGuard scope(scopes_, Scopes::Form::function);
    scopes_.keep_record();
    try {
      parse_top_level();
    } catch (const SyntaxFailure&) {
      // Too many errors.
    }
  }
  finish_program();
}

void Parser::parse_top_level() {
  try {
    next();
    Span use_strict;
    parse_directives(program_.body, &use_strict);
    program_.strict = is_module_ || use_strict.end != 0;
  } catch (const SyntaxFailure&) {
    recover(token_.begin, nesting());
  }
  while (!at(Token::end_of_file)) {
    const std::uint32_t begin = token_.begin;
    const Nesting outside = nesting();
    try {
      if (at(Token::right_brace)) {
        fail(token_span(), Message::closes_nothing, token_text());
      }
      if (Node* statement = parse_list_item()) {
        program_.body.push(statement);
      }
    } catch (const SyntaxFailure&) {
      if (reporter_.errors >= max_errors) {
        throw;
      }
      recover(begin, outside);
    }
  }
}

void Parser::parse_expression(const ExpressionOptions& options, ExpressionResult& result) {
  in_expression_ = true;
  is_module_ = false;
  context_.strict = false;
  {
    const ScopeGuard scope(scopes_, Scopes::Form::function);
    try {
      parse_whole_expression(options, result);
    } catch (const SyntaxFailure&) {
      result.end = token_.begin;
    }
  }
  result.free_identifiers = scopes_.unresolved();
  std::sort(result.free_identifiers.begin(), result.free_identifiers.end(),
            [](const Identifier* left, const Identifier* right) {
              return left->span.begin < right->span.begin;
            });
}

void Parser::parse_whole_expression(const ExpressionOptions& options, ExpressionResult& result) {
  next();
  if (at(Token::end_of_file) || at(Token::right_brace)) {
    result.is_empty = true;
    result.end = token_.begin;
    return;
  }
  bool object_body = options.form == ExpressionForm::object_body;
  if (options.form == ExpressionForm::either) {
    object_body = at(Token::ellipsis);
    if (at_any_name() || at(Token::string)) {
      const bool may_be_shorthand = at(Token::name);
      const Position before = save();
      next();
      object_body = at(Token::colon) || (may_be_shorthand && at(Token::comma));
      restore(before);
    }
  }
  result.is_object_body = object_body;
  Node* node = object_body ? parse_object_body() : parse_expression_checked();
  if (!at(Token::end_of_file) && !at(Token::right_brace)) {
    fail_unexpected();
  }
  result.end = token_.begin;
  result.node = node;
}

namespace {

bool is_typescript(std::string_view path) {
  return path.ends_with(".ts") || path.ends_with(".mts") || path.ends_with(".cts");
}
// Declarations only: as a program, an empty module.
bool is_declaration_file(std::string_view path) {
  return path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts");
}

}  // namespace

ProgramPointer parse_program(SourcePointer source, const Options& options, diag::Sink& sink) {
  // Kept until it is clear that the file need not be parsed again as a module.
  diag::List found;
  auto program = std::make_shared<Program>();
  if (is_declaration_file(source->path)) {
    program->source = source;
    program->format = Format::module;
    program->strict = true;
    return program;
  }
  if (source->path.ends_with(".tsx")) {
    program->source = source;
    program->has_errors = true;
    sink.report(diag::make(diag::Code::js_jsx, {source, {0, 0}}));
    return program;
  }
  const bool typescript = is_typescript(source->path);
  const Span range{0, static_cast<std::uint32_t>(source->text.size())};
  const std::size_t buckets = source->text.size() > 4096 ? 1024 : 64;
  bool is_module = options.goal == Goal::module;
  for (;;) {
    program->source = source;
    program->format = is_module ? Format::module : Format::script;
    Reporter reporter{source, &found};
    try {
      Parser parser(*program, program->arena, reporter, source->text, range, options, is_module,
                    buckets, typescript);
      parser.parse_program();
    } catch (const ModuleFound&) {
      is_module = true;
      found.items.clear();
      program = std::make_shared<Program>();
      continue;
    }
    program->has_errors = reporter.errors > 0;
    if (!program->has_errors && options.dialect == Dialect::sjs) {
      check_sjs(*program, options, found);
      program->has_errors = diag::count_errors(found.items) > 0;
    }
    if (!program->has_errors) {
      replace_defined_names(*program, options.defines);
      transform(*program, options.transform, found);
    }
    for (diag::Diagnostic& diagnostic : found.items) {
      sink.report(std::move(diagnostic));
    }
    return program;
  }
}

ExpressionResult parse_expression(const SourcePointer& source, Span range,
                                  const ExpressionOptions& options, Arena& arena,
                                  diag::Sink& sink) {
  Reporter reporter{source, &sink, options.code};
  Program program;
  const Options no_options;
  ExpressionResult result;
  Parser parser(program, arena, reporter, source->text, range, no_options, false, 16);
  parser.parse_expression(options, result);
  return result;
}

}  // namespace mpaas::js
