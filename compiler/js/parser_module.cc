#include <algorithm>

#include "compiler/js/parser.h"
#include "compiler/js/quote.h"

namespace mpaas::js {
namespace {

// UTF-8 as decode_escapes() makes it holds a surrogate only where it had no partner.
bool has_lone_surrogate(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\xed' && static_cast<unsigned char>(text[i + 1]) >= 0xa0) {
      return true;
    }
  }
  return false;
}

// The name of what may be declared in several parts.
const Identifier* merging_name(const Node* declaration) {
  if (const auto* declared = try_as<Enum>(declaration)) {
    return declared->name;
  }
  if (const auto* declared = try_as<Namespace>(declaration)) {
    return declared->name;
  }
  const auto* alias = try_as<ImportEquals>(declaration);
  return alias != nullptr ? alias->name : nullptr;
}

}  // namespace

StringLiteral* Parser::parse_module_specifier() {
  if (!at(Token::string)) {
    fail_expected(text_of(Message::thing_string));
  }
  auto* literal = make<StringLiteral>(token_.begin, token_text());
  next();
  return literal;
}

// A name in { } of import and export: any name, keyword or string.
Atom* Parser::parse_module_export_name(bool& is_string) {
  is_string = at(Token::string);
  if (is_string) {
    const std::string value = decode_string(token_text());
    if (has_lone_surrogate(value)) {
      fail(token_span(), Message::lone_surrogate);
    }
    Atom* atom = atoms_.intern_copy(value);
    next();
    return atom;
  }
  if (!at_any_name()) {
    fail_expected(text_of(Message::thing_name));
  }
  Atom* atom = token_.atom;
  next();
  return atom;
}

void Parser::parse_import_attributes(NodeList& attributes) {
  const bool is_assertion = at_word(Word::assert) && !token_.newline_before;
  if (!at(Token::key_with) && !is_assertion) {
    return;
  }
  if (is_assertion) {
    reporter_.report(
        diag::make(diag::Code::js_import_assertion, {reporter_.source, token_span()})
            .with_fix({reporter_.source, token_span()}, std::string(text_of(Token::key_with))));
  }
  next();
  expect(Token::left_brace);
  std::unordered_set<std::string> keys;
  while (!at(Token::right_brace)) {
    auto* attribute = make<ImportAttribute>(token_.begin);
    if (!at(Token::string) && !at_any_name()) {
      fail_expected(text_of(Message::thing_name));
    }
    attribute->key = token_text();
    if (!keys.insert(at(Token::string) ? decode_string(token_text()) : std::string(token_text()))
             .second) {
      fail(token_span(), Message::duplicate_attribute, token_text());
    }
    next();
    expect(Token::colon);
    attribute->value = parse_module_specifier();
    attributes.push(finish(attribute));
    if (!at(Token::right_brace)) {
      expect(Token::comma);
    }
  }
  next();
}

Identifier* Parser::import_binding(const Name* imported) {
  if (!at(Token::name)) {
    fail_expected(text_of(Message::thing_name));
  }
  check_binding_name(token_.atom, token_span(), true);
  Symbol* symbol = declare(token_.atom, SymbolKind::import_binding, token_span(), true);
  symbol->imported = imported;
  symbol->import_record = static_cast<std::uint32_t>(pending_imports_.size());
  Identifier* identifier = identifier_at_token();
  scopes_.reference(identifier);
  next();
  return identifier;
}

void Parser::parse_import_specifiers(ImportDeclaration* made) {
  made->has_braces = true;
  expect(Token::left_brace);
  while (!at(Token::right_brace)) {
    if (is_typescript_ && skip_type_specifier(true)) {
      continue;
    }
    auto* specifier = make<ImportSpecifier>(token_.begin);
    const Position before = save();
    const bool may_be_local = at(Token::name);
    Atom* imported = parse_module_export_name(specifier->imported_is_string);
    specifier->imported = imported;
    if (at_word(Word::as)) {
      next();
      specifier->local = import_binding(imported);
    } else {
      if (!may_be_local) {
        fail_expected(text_of(Message::thing_as));
      }
      restore(before);
      specifier->local = import_binding(imported);
    }
    made->specifiers.push(finish(specifier));
    if (!at(Token::right_brace)) {
      if (!eat(Token::comma)) {
        fail_expected_or_comma(Token::right_brace);
      }
    }
  }
  next();
}

// Behind `import`: reads `defer` or `source` where that is no name to import as.
ImportPhase Parser::import_phase_here() {
  const bool is_defer = at_word(Word::defer);
  if (!is_defer && !at_word(Word::source)) {
    return ImportPhase::evaluation;
  }
  const Position before = save();
  next();
  bool is_name = at(Token::comma) || at(Token::string) || at(Token::end_of_file);
  if (at_word(Word::from)) {
    // import source from "x", but import source from from "x"
    const Position from = save();
    next();
    is_name = is_defer || !at_word(Word::from);
    restore(from);
  }
  if (is_name) {
    restore(before);
    return ImportPhase::evaluation;
  }
  if (is_defer ? !at(Token::multiply) : !at(Token::name)) {
    fail(token_span(), Message::import_phase, text_at(before.token.begin, before.token.end),
         text_of(is_defer ? Message::thing_namespace_import : Message::thing_name));
  }
  return is_defer ? ImportPhase::defer : ImportPhase::source;
}

Node* Parser::parse_import_declaration() {
  if (Node* made = nullptr; is_typescript_ && parse_typescript_import(made)) {
    return made;
  }
  auto* made = make<ImportDeclaration>(token_.begin);
  next();
  if (!at(Token::string)) {
    if (at_word(Word::type)) {
      const Position before = save();
      next();
      const bool is_type =
          at(Token::left_brace) || at(Token::multiply) || (at(Token::name) && !at_word(Word::from));
      if (is_type) {
        fail_types({before.token.begin, before.token.end},
                   text_at(before.token.begin, before.token.end));
      }
      restore(before);
    }
    made->phase = import_phase_here();
    bool more = true;
    if (made->phase == ImportPhase::source) {
      made->default_local = import_binding(atoms_.intern("source"));
      more = false;
    } else if (at(Token::name)) {
      made->default_local = import_binding(atoms_.intern("default"));
      more = eat(Token::comma);
    }
    if (more) {
      if (eat(Token::multiply)) {
        expect_word(Word::as, Message::thing_as);
        made->namespace_local = import_binding(nullptr);
      } else {
        parse_import_specifiers(made);
      }
    }
    expect_word(Word::from, Message::thing_from);
  }
  made->source = parse_module_specifier();
  pending_imports_.push_back({made, false});
  parse_import_attributes(made->attributes);
  finish(made);
  end_statement();
  return made;
}

void Parser::add_export(const Name* name, Span span) {
  if (context_.function->is_namespace) {
    members_[namespace_].push_back(name);
    return;
  }
  if (!exported_.insert(name).second) {
    fail(span, Message::duplicate_export, name->text);
  }
}

void Parser::add_pattern_exports(Node* pattern) {
  switch (pattern->kind) {
    case Kind::identifier:
      add_export(as<Identifier>(pattern)->name, pattern->span);
      return;
    case Kind::array_pattern:
      for (Node* element : as<Array>(pattern)->elements) {
        add_pattern_exports(element);
      }
      return;
    case Kind::object_pattern:
      for (Node* element : as<Object>(pattern)->properties) {
        add_pattern_exports(element->kind == Kind::rest ? element : as<Property>(element)->value);
      }
      return;
    case Kind::default_value:
      add_pattern_exports(as<Assignment>(pattern)->target);
      return;
    case Kind::rest:
      add_pattern_exports(as<Spread>(pattern)->operand);
      return;
    default:
      return;
  }
}

Node* Parser::parse_export(NodeList decorators) {
  const bool is_annotated = no_side_effects_at_ == token_.begin;
  const std::uint32_t begin = decorators.empty() ? token_.begin : decorators.first()->span.begin;
  next();
  if (is_annotated) {
    no_side_effects_at_ = token_.begin;  // it is about what is exported
  }
  if (Node* made = nullptr;
      is_typescript_ && decorators.empty() && parse_typescript_export(begin, made)) {
    return made;
  }
  if (at(Token::key_default)) {
    return parse_export_default(begin, decorators);
  }
  if (at(Token::at_sign) || !decorators.empty()) {
    return parse_export_declaration(begin, decorators);
  }
  switch (token_.kind) {
    case Token::multiply:
      return parse_export_all(begin);
    case Token::left_brace:
      return parse_export_list(begin);
    default:
      return parse_export_declaration(begin, {});
  }
}

// Behind export: decorators may stand on either side of it.
NodeList Parser::parse_decorators_of_export(NodeList before) {
  if (!before.empty() && at(Token::at_sign)) {
    fail(token_span(), Message::decorator_twice);
  }
  const NodeList decorators = at(Token::at_sign) ? parse_decorators() : before;
  if (!decorators.empty()) {
    eat_abstract();
  }
  if (!decorators.empty() && !at(Token::key_class)) {
    fail(decorators.first()->span, Message::decorator_position);
  }
  return decorators;
}

Node* Parser::parse_export_all(std::uint32_t begin) {
  auto* made = make<ExportAll>(begin);
  next();
  if (at_word(Word::as)) {
    next();
    const Span span = token_span();
    made->exported = parse_module_export_name(made->exported_is_string);
    add_export(made->exported, span);
  }
  expect_word(Word::from, Message::thing_from);
  made->source = parse_module_specifier();
  pending_imports_.push_back({made, false});
  parse_import_attributes(made->attributes);
  finish(made);
  end_statement();
  return made;
}

Node* Parser::parse_export_default(std::uint32_t begin, NodeList decorators) {
  auto* made = make<ExportDefault>(begin);
  add_export(atoms_.intern("default"), token_span());
  next();
  decorators = parse_decorators_of_export(decorators);
  const std::uint32_t value_begin = token_.begin;
  if (at(Token::key_function)) {
    made->value = parse_function_declaration(value_begin, false, true, true);
    if (made->value == nullptr) {
      exported_.erase(atoms_.intern("default"));
      return nullptr;
    }
    return finish(made);
  }
  if (at_word(Word::async) && is_followed_by_function()) {
    next();
    made->value = parse_function_declaration(value_begin, true, true, true);
    if (made->value == nullptr) {
      exported_.erase(atoms_.intern("default"));
      return nullptr;
    }
    return finish(made);
  }
  if (at(Token::key_class)) {
    made->value = parse_class(Kind::class_declaration, true, decorators);
    return finish(made);
  }
  if (at_word(Word::interface)) {
    fail_types(token_span(), token_text());
  }
  made->value = parse_assignment_checked();
  finish(made);
  end_statement();
  return made;
}

Node* Parser::parse_export_list(std::uint32_t begin) {
  auto* made = make<ExportNamed>(begin);
  next();
  struct Local {
    ExportSpecifier* specifier;
    Span span;
    bool may_be_local;
  };
  std::vector<Local> locals;
  bool had_types = false;
  while (!at(Token::right_brace)) {
    if (is_typescript_ && skip_type_specifier(false)) {
      had_types = true;
      continue;
    }
    auto* specifier = make<ExportSpecifier>(token_.begin);
    const Span local_span = token_span();
    Span exported_span = local_span;
    const bool is_name = at(Token::name);
    Atom* local = parse_module_export_name(specifier->local_is_string);
    specifier->local = local;
    specifier->exported = local;
    specifier->exported_is_string = specifier->local_is_string;
    if (at_word(Word::as)) {
      next();
      exported_span = token_span();
      specifier->exported = parse_module_export_name(specifier->exported_is_string);
    }
    add_export(specifier->exported, exported_span);
    locals.push_back({specifier, local_span, is_name && is_allowed_identifier(local)});
    made->specifiers.push(finish(specifier));
    if (!at(Token::right_brace)) {
      if (!eat(Token::comma)) {
        fail_expected_or_comma(Token::right_brace);
      }
    }
  }
  next();
  if (at_word(Word::from)) {
    next();
    made->source = parse_module_specifier();
    pending_imports_.push_back({made, false});
    parse_import_attributes(made->attributes);
  } else {
    for (const Local& local : locals) {
      if (!local.may_be_local) {
        fail(local.span, Message::reserved_word, text_at(local.span.begin, local.span.end));
      }
      auto* identifier = make<Identifier>(local.span.begin, local.specifier->local);
      identifier->span = local.span;
      local.specifier->identifier = identifier;
      scopes_.reference(identifier);
    }
  }
  finish(made);
  end_statement();
  const bool keep = !had_types || !made->specifiers.empty() ||
                    options_.transform.typescript.verbatim_module_syntax;
  if (!keep && made->source != nullptr) {
    pending_imports_.pop_back();
  }
  return keep ? made : nullptr;
}

Node* Parser::parse_export_declaration(std::uint32_t begin, NodeList decorators) {
  auto* made = make<ExportDeclaration>(begin);
  decorators = parse_decorators_of_export(decorators);
  if (!decorators.empty()) {
    auto* declared = parse_class(Kind::class_declaration, false, decorators);
    add_export(declared->name->name, declared->name->span);
    made->declaration = declared;
    return finish(made);
  }
  if (at(Token::key_var) || at(Token::key_const) || at_word(Word::let)) {
    const VariableKind kind = at(Token::key_var)     ? VariableKind::var
                              : at(Token::key_const) ? VariableKind::constant
                                                     : VariableKind::let;
    VariableDeclaration* declaration = parse_variables(kind, false);
    made->declaration = declaration;
    finish(made);
    end_statement();
    for (Node* declarator : declaration->declarators) {
      add_pattern_exports(as<Declarator>(declarator)->target);
    }
    return made;
  }
  if (at(Token::key_function) || at(Token::key_class) || at_word(Word::async)) {
    made->declaration = parse_list_item();
    if (made->declaration == nullptr) {
      return nullptr;
    }
    const Identifier* name = nullptr;
    if (const auto* function = try_as<Function>(made->declaration)) {
      name = function->name;
    } else if (const auto* declared = try_as<Class>(made->declaration)) {
      name = declared->name;
    }
    if (name == nullptr) {
      fail(made->declaration->span, Message::unexpected, std::string_view("async"));
    }
    add_export(name->name, name->span);
    return finish(made);
  }
  if (at_word(Word::type) || at_word(Word::interface) || at(Token::key_enum)) {
    fail_types(token_span(), token_text());
  }
  fail_unexpected();
}

void Parser::note_require(Call* call) {
  if (context_.dead_branches == 0 && call->arguments.size() == 1 &&
      call->arguments.first()->kind == Kind::string_literal) {
    pending_imports_.push_back({call, context_.try_blocks > 0});
  }
}

void Parser::finish_program() {
  program_.free_identifiers = scopes_.unresolved();
  std::sort(program_.free_identifiers.begin(), program_.free_identifiers.end(),
            [](const Identifier* left, const Identifier* right) {
              return left->span.begin < right->span.begin;
            });
  program_.names = atoms_.take_names();
  collect_imports();
  if (is_typescript_) {
    drop_type_exports();
  }
  collect_exports();
  for (const Span span : license_comments_) {
    program_.license_comments.push_back(text_at(span.begin, span.end));
  }
  check_assignments();
  if (program_.format == Format::script) {
    for (const Identifier* identifier : program_.free_identifiers) {
      const Word word = atom_of(identifier->name)->info.word;
      if (word == Word::require || word == Word::module || word == Word::exports) {
        program_.format = Format::common_js;
      }
    }
  }
}

void Parser::collect_imports() {
  // Imports count their record by the pending list; calls of a variable named require drop out of
  // it.
  std::vector<std::uint32_t> records(pending_imports_.size(), no_record);
  for (std::size_t i = 0; i < pending_imports_.size(); ++i) {
    const PendingImport& pending = pending_imports_[i];
    ImportRecord record;
    record.in_try = pending.in_try;
    const auto number = static_cast<std::uint32_t>(program_.imports.size());
    const StringLiteral* source = nullptr;
    switch (pending.node->kind) {
      case Kind::call: {
        auto* call = as<Call>(pending.node);
        if (as<Identifier>(call->callee)->symbol != nullptr) {
          continue;
        }
        record.form = ImportRecord::Form::require;
        source = as<StringLiteral>(call->arguments.first());
        call->import_record = number;
        break;
      }
      case Kind::import_call: {
        auto* call = as<ImportCall>(pending.node);
        record.form = ImportRecord::Form::dynamic_import;
        record.phase = call->phase;
        source = as<StringLiteral>(call->specifier);
        call->import_record = number;
        break;
      }
      case Kind::import_declaration: {
        auto* declaration = as<ImportDeclaration>(pending.node);
        source = declaration->source;
        record.phase = declaration->phase;
        declaration->import_record = number;
        if (const Identifier* local = declaration->default_local) {
          record.names.push_back({declaration->phase == ImportPhase::source ? "source" : "default",
                                  std::string(local->name->text), local->span});
        }
        if (const Identifier* local = declaration->namespace_local) {
          record.names.push_back({"*", std::string(local->name->text), local->span});
        }
        for (const Node* node : declaration->specifiers) {
          const auto* specifier = as<ImportSpecifier>(node);
          record.names.push_back({std::string(specifier->imported->text),
                                  std::string(specifier->local->name->text), specifier->span});
        }
        break;
      }
      case Kind::export_named: {
        auto* declaration = as<ExportNamed>(pending.node);
        record.form = ImportRecord::Form::export_from;
        source = declaration->source;
        declaration->import_record = number;
        for (const Node* node : declaration->specifiers) {
          const auto* specifier = as<ExportSpecifier>(node);
          record.names.push_back({std::string(specifier->local->text), "", specifier->span});
        }
        break;
      }
      default: {
        auto* declaration = as<ExportAll>(pending.node);
        record.form = ImportRecord::Form::export_from;
        source = declaration->source;
        declaration->import_record = number;
        record.names.push_back({"*", "", declaration->span});
      }
    }
    record.specifier = string_value(*source);
    record.span = source->span;
    records[i] = number;
    program_.imports.push_back(std::move(record));
  }
  for (Symbol* symbol : program_.symbols) {
    if (symbol->kind == SymbolKind::import_binding && symbol->import_record < records.size()) {
      symbol->import_record = records[symbol->import_record];
    }
  }
}

void Parser::collect_export_names(const Node* pattern) {
  switch (pattern->kind) {
    case Kind::identifier: {
      const auto* identifier = as<Identifier>(pattern);
      program_.exports.push_back({std::string(identifier->name->text), identifier->symbol,
                                  no_record, "", pattern->span, true});
      return;
    }
    case Kind::array_pattern:
      for (const Node* element : as<Array>(pattern)->elements) {
        collect_export_names(element);
      }
      return;
    case Kind::object_pattern:
      for (const Node* element : as<Object>(pattern)->properties) {
        collect_export_names(element->kind == Kind::rest ? element : as<Property>(element)->value);
      }
      return;
    case Kind::default_value:
      collect_export_names(as<Assignment>(pattern)->target);
      return;
    case Kind::rest:
      collect_export_names(as<Spread>(pattern)->operand);
      return;
    default:
      return;
  }
}

void Parser::collect_exports() {
  if (!is_module_) {
    return;
  }
  std::unordered_set<const Symbol*> merged;
  for (const Node* node : program_.body) {
    if (const auto* all = try_as<ExportAll>(node)) {
      program_.exports.push_back({all->exported != nullptr ? std::string(all->exported->text) : "",
                                  nullptr, all->import_record, "*", all->span});
    } else if (const auto* list = try_as<ExportNamed>(node)) {
      for (const Node* child : list->specifiers) {
        const auto* specifier = as<ExportSpecifier>(child);
        ExportRecord record{std::string(specifier->exported->text), nullptr, no_record, "",
                            specifier->span};
        if (specifier->identifier == nullptr) {
          record.import_record = list->import_record;
          record.imported = std::string(specifier->local->text);
        } else {
          record.local = specifier->identifier->symbol;
          if (record.local == nullptr) {
            report(specifier->identifier->span, Message::undeclared_export, specifier->local->text);
          }
        }
        program_.exports.push_back(std::move(record));
      }
    } else if (const auto* value = try_as<ExportDefault>(node)) {
      const Symbol* local = nullptr;
      if (const auto* function = try_as<Function>(value->value);
          function != nullptr && function->kind == Kind::function_declaration &&
          function->name != nullptr) {
        local = function->name->symbol;
      } else if (const auto* declared = try_as<Class>(value->value);
                 declared != nullptr && declared->kind == Kind::class_declaration &&
                 declared->name != nullptr) {
        local = declared->name->symbol;
      }
      program_.exports.push_back({"default", local, no_record, "", value->span});
    } else if (const auto* exported = try_as<ExportDeclaration>(node)) {
      if (const auto* variables = try_as<VariableDeclaration>(exported->declaration)) {
        for (const Node* declarator : variables->declarators) {
          collect_export_names(as<Declarator>(declarator)->target);
        }
      } else if (const auto* function = try_as<Function>(exported->declaration)) {
        merged.insert(function->name->symbol);
        collect_export_names(function->name);
      } else if (const auto* declared = try_as<Class>(exported->declaration)) {
        merged.insert(declared->name->symbol);
        collect_export_names(declared->name);
      } else if (const Identifier* name = merging_name(exported->declaration);
                 name != nullptr && !merged.contains(name->symbol)) {
        merged.insert(name->symbol);
        collect_export_names(name);
      }
    }
  }
}

void Parser::check_assignments() {
  for (const Identifier* identifier : assigned_) {
    const Symbol* symbol = identifier->symbol;
    if (symbol == nullptr || !symbol->constant) {
      continue;
    }
    const bool is_import = symbol->kind == SymbolKind::import_binding;
    reporter_.report(
        diag::make(is_import ? diag::Code::js_assign_to_import : diag::Code::js_assign_to_constant,
                   {reporter_.source, identifier->span}, symbol->name->text)
            .with_note({reporter_.source, symbol->span},
                       std::string(text_of(Message::note_declared_here))));
  }
}

void check_module_form(const Program& program, diag::Sink& sink) {
  for (const ImportRecord& record : program.imports) {
    if (record.phase != ImportPhase::evaluation) {
      sink.report(
          diag::make(diag::Code::js_not_yet, {program.source, record.span},
                     text_of(record.phase == ImportPhase::defer ? Message::thing_import_defer
                                                                : Message::thing_import_source)));
    }
  }
  if (program.top_level_await.end != 0) {
    sink.report(diag::make(diag::Code::js_not_yet, {program.source, program.top_level_await},
                           text_of(Message::thing_top_level_await)));
  }
}

}  // namespace mpaas::js
