#include "compiler/js/printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/utf8.h"
#include "compiler/js/constant.h"
#include "compiler/js/js.h"
#include "compiler/js/quote.h"

namespace mpaas::js {
namespace {

// Would an `else` that follows be taken for this statement's own?
bool swallows_else(const Node* node) {
  for (;;) {
    switch (node->kind) {
      case Kind::if_statement:
        if (as<If>(node)->alternate == nullptr) {
          return true;
        }
        node = as<If>(node)->alternate;
        continue;
      case Kind::for_statement:
        node = as<For>(node)->body;
        continue;
      case Kind::for_in:
      case Kind::for_of:
        node = as<ForEach>(node)->body;
        continue;
      case Kind::while_statement:
        node = as<While>(node)->body;
        continue;
      case Kind::with_statement:
        node = as<With>(node)->body;
        continue;
      case Kind::labelled:
        node = as<Labelled>(node)->body;
        continue;
      default:
        return false;
    }
  }
}

void collect_pattern_names(const Node* pattern, std::vector<const Identifier*>& into) {
  if (const auto* identifier = try_as<Identifier>(pattern)) {
    into.push_back(identifier);
  } else if (const auto* array = try_as<Array>(pattern)) {
    for (const Node* element : array->elements) {
      collect_pattern_names(element, into);
    }
  } else if (const auto* object = try_as<Object>(pattern)) {
    for (const Node* element : object->properties) {
      const auto* property = try_as<Property>(element);
      collect_pattern_names(property != nullptr ? property->value : element, into);
    }
  } else if (const auto* with_default = try_as<Assignment>(pattern)) {
    collect_pattern_names(with_default->target, into);
  } else if (const auto* rest = try_as<Spread>(pattern)) {
    collect_pattern_names(rest->operand, into);
  }
}

// The `var`s which a statement that is never reached still declares.
void collect_hoisted(const Node* node, std::vector<const Identifier*>& into) {
  if (node == nullptr) {
    return;
  }
  switch (node->kind) {
    case Kind::variable_declaration: {
      const auto* declaration = as<VariableDeclaration>(node);
      if (declaration->variable_kind == VariableKind::var) {
        for (const Node* declarator : declaration->declarators) {
          collect_pattern_names(as<Declarator>(declarator)->target, into);
        }
      }
      return;
    }
    case Kind::block:
      for (const Node* child : as<Block>(node)->statements) {
        collect_hoisted(child, into);
      }
      return;
    case Kind::if_statement:
      collect_hoisted(as<If>(node)->consequent, into);
      collect_hoisted(as<If>(node)->alternate, into);
      return;
    case Kind::for_statement:
      collect_hoisted(as<For>(node)->initial, into);
      collect_hoisted(as<For>(node)->body, into);
      return;
    case Kind::for_in:
    case Kind::for_of:
      collect_hoisted(as<ForEach>(node)->target, into);
      collect_hoisted(as<ForEach>(node)->body, into);
      return;
    case Kind::while_statement:
    case Kind::do_while:
      collect_hoisted(as<While>(node)->body, into);
      return;
    case Kind::with_statement:
      collect_hoisted(as<With>(node)->body, into);
      return;
    case Kind::labelled:
      collect_hoisted(as<Labelled>(node)->body, into);
      return;
    case Kind::switch_statement:
      for (const Node* branch : as<Switch>(node)->cases) {
        for (const Node* child : as<Case>(branch)->statements) {
          collect_hoisted(child, into);
        }
      }
      return;
    case Kind::try_statement:
      collect_hoisted(as<Try>(node)->block, into);
      collect_hoisted(as<Try>(node)->handler, into);
      collect_hoisted(as<Try>(node)->finalizer, into);
      return;
    default:
      return;
  }
}

}  // namespace

// --- text ----------------------------------------------------------------------------------------

std::string_view Printer::name_of(const Symbol* symbol) const {
  if (names_ != nullptr && symbol->index < names_->size() && !(*names_)[symbol->index].empty()) {
    return (*names_)[symbol->index];
  }
  return symbol->name->text;
}
std::string_view Printer::name_of(const Identifier* identifier) const {
  return identifier->symbol != nullptr ? name_of(identifier->symbol) : identifier->name->text;
}

void Printer::name(std::string_view text) {
  if (options_.ascii_only && std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80;
      })) {
    word("");
    for (std::size_t at = 0; at < text.size();) {
      if (static_cast<unsigned char>(text[at]) < 0x80) {
        out_ += text[at++];
      } else {
        out_ += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(utf8::decode(text, at)));
      }
    }
    return;
  }
  word(text);
}

void Printer::insert(std::size_t at, char c) {
  out_.insert(at, 1, c);
  if (map_ != nullptr) {
    map_->inserted(at);
  }
}

void Printer::mark_identifier(const Identifier* node, std::string_view printed) {
  if (node->span.end == 0) {
    return;
  }
  word("");
  std::uint32_t original_name = 0;
  const std::string_view own = node->name->text;
  if (printed.data() != own.data() && printed != own) {
    if (node->symbol == nullptr) {
      original_name = map_->name(own);
    } else {
      if (node->symbol->index >= original_names_.size()) {
        original_names_.resize(node->symbol->index + 64U);
      }
      std::uint32_t& known = original_names_[node->symbol->index];
      if (known == 0) {
        known = map_->name(own);
      }
      original_name = known;
    }
  }
  map_->add(out_.size(), node->span.begin, original_name);
}

void Printer::raw(std::string_view text) {
  if (options_.ascii_only) {
    append_ascii(out_, text);
  } else {
    out_ += text;
  }
}

void Printer::raw_word(std::string_view text) {
  if (!out_.empty() && is_word_character(out_.back())) {
    out_ += ' ';
  }
  raw(text);
}

// An operator, apart from what stands before it where the two would read as one token.
void Printer::operation(Operator token) {
  const std::string_view text = text_of(token);
  if (is_keyword(token)) {
    word(text);
    return;
  }
  if (!out_.empty()) {
    const char last = out_.back();
    const char before = out_.size() > 1 ? out_[out_.size() - 2] : '\0';
    const char first = text.front();
    if ((first == '+' && last == '+') || (first == '-' && last == '-') ||
        (first == '-' && last == '!' && before == '<') || (first == '!' && last == '<') ||
        (first == '>' && last == '-' && before == '-')) {
      out_ += ' ';
    }
  }
  out_ += text;
}

void Printer::new_line() {
  if (options_.minify_whitespace) {
    return;
  }
  if (!out_.empty() && out_.back() != '\n') {
    out_ += '\n';
  }
  out_.append(static_cast<std::size_t>(indentation_) * 2, ' ');
}

std::string Printer::take() {
  if (semicolon_pending_) {
    out_ += ';';
    semicolon_pending_ = false;
  }
  if (!options_.minify_whitespace && !out_.empty() && out_.back() != '\n') {
    out_ += '\n';
  }
  return std::move(out_);
}

// --- statements ----------------------------------------------------------------------------------

void Printer::flush_semicolon() {
  if (semicolon_pending_) {
    out_ += ';';
    semicolon_pending_ = false;
  }
}

void Printer::begin_text_statement() {
  flush_semicolon();
  if (!out_.empty()) {
    new_line();
  }
}

void Printer::print_text_statement(std::string_view text, Span origin) {
  begin_text_statement();
  if (map_ != nullptr && origin.end != 0) {
    map_->add(out_.size(), origin.begin);
  }
  out_ += text;
  semicolon_pending_ = true;
}

void Printer::print_statements(const NodeList& statements) {
  for (const Node* node : statements) {
    flush_semicolon();
    if (!out_.empty()) {
      new_line();
    }
    print_statement(node);
  }
}

void Printer::block(const NodeList& statements, const Node* node) {
  flush_semicolon();
  out_ += '{';
  ++indentation_;
  print_statements(statements);
  --indentation_;
  if (!options_.minify_whitespace) {
    flush_semicolon();
    if (!statements.empty()) {
      new_line();
    }
  }
  semicolon_pending_ = false;
  mark_end(node);
  out_ += '}';
}

void Printer::body(const Node* node) {
  if (node->kind == Kind::empty) {
    out_ += ';';
    semicolon_pending_ = false;
    return;
  }
  if (options_.minify_whitespace && node->kind == Kind::block) {
    const NodeList& statements = as<Block>(node)->statements;
    const Node* only = statements.first();
    if (only != nullptr && only->next == nullptr &&
        (only->kind == Kind::expression_statement || only->kind == Kind::return_statement ||
         only->kind == Kind::break_statement || only->kind == Kind::continue_statement ||
         only->kind == Kind::throw_statement)) {
      print_statement(only);
      return;
    }
  }
  blank();
  print_statement(node);
}

void Printer::print_dead(const Node* node) {
  std::vector<const Identifier*> hoisted;
  collect_hoisted(node, hoisted);
  if (hoisted.empty()) {
    return;
  }
  word("var");
  bool first = true;
  for (const Identifier* identifier : hoisted) {
    if (!first) {
      comma_blank();
    }
    first = false;
    print_name(identifier);
  }
  flush_semicolon();
  semicolon_pending_ = true;
}

void Printer::print_if(const If* node) {
  if (fold_) {
    if (const std::optional<bool> known = constant_truth(node->test)) {
      const Node* live = *known ? node->consequent : node->alternate;
      const Node* dead = *known ? node->alternate : node->consequent;
      std::vector<const Identifier*> hoisted;
      collect_hoisted(dead, hoisted);
      if (live == nullptr && hoisted.empty()) {
        out_ += ';';
        return;
      }
      // The place may take one statement only.
      const bool needs_block = live != nullptr && !hoisted.empty();
      if (needs_block) {
        out_ += '{';
      }
      print_dead(dead);
      if (live != nullptr) {
        flush_semicolon();
        print_statement(live);
      }
      if (needs_block) {
        semicolon_pending_ = semicolon_pending_ && !options_.minify_whitespace;
        flush_semicolon();
        out_ += '}';
      }
      return;
    }
  }
  word("if");
  blank();
  out_ += '(';
  print(node->test, Level::comma);
  out_ += ')';
  if (node->alternate == nullptr) {
    body(node->consequent);
    return;
  }
  if (swallows_else(node->consequent)) {
    blank();
    out_ += '{';
    ++indentation_;
    new_line();
    print_statement(node->consequent);
    --indentation_;
    if (!options_.minify_whitespace) {
      flush_semicolon();
    }
    new_line();
    semicolon_pending_ = false;
    out_ += '}';
  } else {
    body(node->consequent);
  }
  flush_semicolon();
  if (!options_.minify_whitespace) {
    if (out_.back() == '}') {
      out_ += ' ';
    } else {
      new_line();
    }
  }
  word("else");
  body(node->alternate);
}

void Printer::print_variables(const VariableDeclaration* node) {
  print_declarators(node, nullptr, 0);
}

void Printer::print_declarators(const VariableDeclaration* node, const std::vector<bool>* chosen,
                                std::size_t first_index) {
  word(text_of(node->variable_kind));
  if (!options_.minify_whitespace) {
    out_ += ' ';
  }
  bool first = true;
  for (const Node* child : node->declarators) {
    if (chosen != nullptr && !(*chosen)[first_index++]) {
      continue;
    }
    const auto* declarator = as<Declarator>(child);
    if (!first) {
      comma_blank();
    }
    first = false;
    print(declarator->target, Level::unary);
    if (declarator->initial != nullptr) {
      blank();
      out_ += '=';
      blank();
      print(declarator->initial, Level::spread);
    }
  }
}

void Printer::print_for(const For* node) {
  word("for");
  blank();
  out_ += '(';
  no_in_ = true;
  if (node->initial != nullptr) {
    if (const auto* variables = try_as<VariableDeclaration>(node->initial)) {
      print_variables(variables);
    } else {
      const std::size_t start = out_.size();
      statement_start_ = start;
      print(node->initial, Level::comma);
      protect_let(start);
    }
  }
  no_in_ = false;
  out_ += ';';
  if (node->test != nullptr) {
    blank();
    print(node->test, Level::comma);
  }
  out_ += ';';
  if (node->update != nullptr) {
    blank();
    print(node->update, Level::comma);
  }
  out_ += ')';
  body(node->body);
}

void Printer::print_for_each(const ForEach* node) {
  word("for");
  if (node->is_await) {
    word("await");
  }
  blank();
  out_ += '(';
  no_in_ = true;
  if (const auto* variables = try_as<VariableDeclaration>(node->target)) {
    print_variables(variables);
  } else {
    // `for (let.x in …)` and `for (async of …)` would read as something else.
    const auto* start = try_as<Identifier>(node->target);
    const bool is_async = start != nullptr && node->kind == Kind::for_of && !node->is_await &&
                          name_of(start) == "async";
    const std::size_t begin = out_.size();
    parenthesized(is_async, [&] { print(node->target, Level::postfix); });
    if (std::string_view(out_).substr(begin, 3) == "let" &&
        (out_.size() == begin + 3 || !is_word_character(out_[begin + 3]))) {
      insert(begin, '(');
      out_ += ')';
    }
  }
  no_in_ = false;
  blank();
  word(node->kind == Kind::for_in ? "in" : "of");
  blank();
  print(node->subject, node->kind == Kind::for_in ? Level::comma : Level::spread);
  out_ += ')';
  body(node->body);
}

void Printer::print_switch(const Switch* node) {
  word("switch");
  blank();
  out_ += '(';
  print(node->subject, Level::comma);
  out_ += ')';
  blank();
  out_ += '{';
  ++indentation_;
  for (const Node* child : node->cases) {
    const auto* branch = as<Case>(child);
    flush_semicolon();
    new_line();
    mark(branch);
    if (branch->test != nullptr) {
      word("case");
      blank();
      print(branch->test, Level::comma);
    } else {
      word("default");
    }
    out_ += ':';
    ++indentation_;
    print_statements(branch->statements);
    --indentation_;
  }
  --indentation_;
  if (!options_.minify_whitespace) {
    flush_semicolon();
  }
  new_line();
  semicolon_pending_ = false;
  mark_end(node);
  out_ += '}';
}

void Printer::print_try(const Try* node) {
  word("try");
  blank();
  block(node->block->statements, node->block);
  if (node->handler != nullptr) {
    blank();
    word("catch");
    blank();
    if (node->parameter != nullptr) {
      out_ += '(';
      print(node->parameter, Level::unary);
      out_ += ')';
      blank();
    }
    block(node->handler->statements, node->handler);
  }
  if (node->finalizer != nullptr) {
    blank();
    word("finally");
    blank();
    block(node->finalizer->statements, node->finalizer);
  }
}

void Printer::attributes(const NodeList& list) {
  if (list.empty()) {
    return;
  }
  blank();
  word("with");
  blank();
  out_ += '{';
  bool first = true;
  for (const Node* child : list) {
    const auto* attribute = as<ImportAttribute>(child);
    if (!first) {
      comma_blank();
    }
    first = false;
    raw(attribute->key);
    out_ += ':';
    blank();
    print_string(attribute->value);
  }
  out_ += '}';
}

void Printer::module_name(const Name* text, bool is_string) {
  if (is_string) {
    std::string quoted;
    append_quoted(quoted, text->text);
    raw(quoted);
  } else {
    name(text->text);
  }
}

void Printer::source(const StringLiteral* literal) {
  blank();
  print_string(literal);
}

void Printer::print_import(const ImportDeclaration* node) {
  word("import");
  if (node->phase != ImportPhase::evaluation) {
    word(node->phase == ImportPhase::defer ? "defer" : "source");
  }
  if (node->default_local != nullptr) {
    print_name(node->default_local);
    if (node->namespace_local != nullptr || node->has_braces) {
      comma_blank();
    }
  }
  if (node->namespace_local != nullptr) {
    if (node->default_local == nullptr) {
      blank();
    }
    out_ += "* as ";
    print_name(node->namespace_local);
  } else if (node->has_braces) {
    if (node->default_local == nullptr) {
      blank();
    }
    out_ += '{';
    bool first = true;
    for (const Node* child : node->specifiers) {
      const auto* specifier = as<ImportSpecifier>(child);
      if (!first) {
        comma_blank();
      }
      first = false;
      if (specifier->imported_is_string || name_of(specifier->local) != specifier->imported->text) {
        mark(specifier);
        module_name(specifier->imported, specifier->imported_is_string);
        word("as");
      }
      print_name(specifier->local);
    }
    out_ += '}';
  }
  if (node->default_local != nullptr || node->namespace_local != nullptr || node->has_braces) {
    blank();
    word("from");
  }
  source(node->source);
  attributes(node->attributes);
}

void Printer::print_export_named(const ExportNamed* node) {
  word("export");
  blank();
  out_ += '{';
  bool first = true;
  for (const Node* child : node->specifiers) {
    const auto* specifier = as<ExportSpecifier>(child);
    if (!first) {
      comma_blank();
    }
    first = false;
    std::string_view local = specifier->local->text;
    if (specifier->identifier != nullptr) {
      local = name_of(specifier->identifier);
      print_name(specifier->identifier);
    } else {
      module_name(specifier->local, specifier->local_is_string);
    }
    if (local != specifier->exported->text ||
        specifier->local_is_string != specifier->exported_is_string) {
      word("as");
      if (specifier->exported_is_string) {
        out_ += ' ';
      }
      module_name(specifier->exported, specifier->exported_is_string);
    }
  }
  out_ += '}';
  if (node->source != nullptr) {
    blank();
    word("from");
    source(node->source);
    attributes(node->attributes);
  }
}

void Printer::print_export_all(const ExportAll* node) {
  word("export");
  blank();
  out_ += '*';
  if (node->exported != nullptr) {
    blank();
    word("as");
    blank();
    module_name(node->exported, node->exported_is_string);
  }
  blank();
  word("from");
  source(node->source);
  attributes(node->attributes);
}

void Printer::print_export_default(const ExportDefault* node) {
  word("export default");
  if (node->value->kind == Kind::function_declaration) {
    print_function(as<Function>(node->value), "");
  } else if (node->value->kind == Kind::class_declaration) {
    print_class(as<Class>(node->value), "");
  } else {
    out_ += ' ';
    default_start_ = out_.size();
    print(node->value, Level::spread);
    semicolon_pending_ = true;
  }
}

void Printer::print_assigned(const Node* node) { print(node, Level::spread); }

// A directive is its text, escapes included; only its quotes may change.
void Printer::print_directive(std::string_view text) {
  if (options_.minify_whitespace && text.find_first_of("\\\"") == std::string_view::npos) {
    append_shortest_string(out_, text);
  } else {
    raw(text);
  }
}

// let[a] at the start of a statement would declare.
void Printer::protect_let(std::size_t start) {
  if (std::string_view(out_).substr(start, 4) == "let[") {
    insert(start, '(');
    out_ += ')';
  }
}

void Printer::print_statement(const Node* node) {
  flush_semicolon();
  mark(node);
  switch (node->kind) {
    case Kind::directive:
      print_directive(as<Directive>(node)->raw);
      break;
    case Kind::block:
      block(as<Block>(node)->statements, node);
      return;
    case Kind::empty:
      out_ += ';';
      return;
    case Kind::expression_statement: {
      const Node* expression = as<ExpressionStatement>(node)->expression;
      const std::size_t start = statement_start_ = out_.size();
      // An expression statement that is a string would become a directive.
      parenthesized(expression->kind == Kind::string_literal,
                    [&] { print(expression, Level::comma); });
      protect_let(start);
      break;
    }
    case Kind::if_statement:
      print_if(as<If>(node));
      return;
    case Kind::for_statement:
      print_for(as<For>(node));
      return;
    case Kind::for_in:
    case Kind::for_of:
      print_for_each(as<ForEach>(node));
      return;
    case Kind::while_statement:
      word("while");
      blank();
      out_ += '(';
      print(as<While>(node)->test, Level::comma);
      out_ += ')';
      body(as<While>(node)->body);
      return;
    case Kind::do_while:
      word("do");
      body(as<While>(node)->body);
      flush_semicolon();
      blank();
      word("while");
      blank();
      out_ += '(';
      print(as<While>(node)->test, Level::comma);
      out_ += ')';
      break;
    case Kind::continue_statement:
    case Kind::break_statement:
      word(node->kind == Kind::break_statement ? "break" : "continue");
      if (as<Jump>(node)->label != nullptr) {
        name(as<Jump>(node)->label->text);
      }
      break;
    case Kind::return_statement:
    case Kind::throw_statement:
      word(node->kind == Kind::return_statement ? "return" : "throw");
      if (as<Return>(node)->argument != nullptr) {
        blank();
        print(as<Return>(node)->argument, Level::comma);
      }
      break;
    case Kind::with_statement:
      word("with");
      blank();
      out_ += '(';
      print(as<With>(node)->object, Level::comma);
      out_ += ')';
      body(as<With>(node)->body);
      return;
    case Kind::switch_statement:
      print_switch(as<Switch>(node));
      return;
    case Kind::labelled:
      name(as<Labelled>(node)->label->text);
      out_ += ':';
      blank();
      print_statement(as<Labelled>(node)->body);
      return;
    case Kind::try_statement:
      print_try(as<Try>(node));
      return;
    case Kind::debugger_statement:
      word("debugger");
      break;
    case Kind::variable_declaration:
      print_variables(as<VariableDeclaration>(node));
      break;
    case Kind::function_declaration:
      print_function(as<Function>(node), "");
      return;
    case Kind::class_declaration:
      print_class(as<Class>(node), "");
      return;
    case Kind::import_declaration:
      print_import(as<ImportDeclaration>(node));
      break;
    case Kind::export_named:
      print_export_named(as<ExportNamed>(node));
      break;
    case Kind::export_declaration:
      word("export");
      out_ += ' ';
      print_statement(as<ExportDeclaration>(node)->declaration);
      return;
    case Kind::export_default:
      print_export_default(as<ExportDefault>(node));
      return;
    case Kind::export_all:
      print_export_all(as<ExportAll>(node));
      break;
    default:
      // An expression where a statement belongs: what Builder's users may hand over.
      statement_start_ = out_.size();
      print(node, Level::comma);
  }
  semicolon_pending_ = true;
}

// --- entry points --------------------------------------------------------------------------------

// The helpers come last: function declarations may stand behind their uses, and the lines of the
// file stay where they are.
static void print_helpers(Printer& printer, const Program& program, const PrintOptions& options) {
  std::vector<Helper> helpers;
  std::vector<std::string_view> names;
  for (const Symbol* symbol : program.helpers) {
    helpers.push_back(static_cast<Helper>(symbol->helper));
    names.push_back(printer.name_of(symbol));
  }
  PrintOptions unmapped = options;  // their text is nobody's source
  unmapped.map = nullptr;
  for (const Helper helper : helpers) {
    diag::List ignored;
    Options parse;
    parse.goal = Goal::script;
    const SourcePointer source = make_source("helper", renamed_text_of(helper, helpers, names));
    std::string text = print(*parse_program(source, parse, ignored), unmapped);
    while (!text.empty() && text.back() == '\n') {
      text.pop_back();
    }
    printer.begin_text_statement();
    printer.out() += text;
  }
}

std::string print(const Program& program, const PrintOptions& options) {
  Printer printer(options, program.source->text.size());
  MangleResult mangled;
  if (options.mangle) {
    MangleRequest request;
    request.program = &program;
    request.top_level_is_local = program.format == Format::module;
    for (const ExportRecord& record : program.exports) {
      if (record.is_declaration && record.local != nullptr) {
        request.keep.push_back(record.local);
      }
    }
    mangle(request, mangled);
    printer.use_names(&mangled.names);
  }
  printer.fold_constants(program.folds_constants);
  if (!program.hashbang.empty()) {
    printer.print_hashbang(program.hashbang);
  }
  printer.print_statements(program.body);
  print_helpers(printer, program, options);
  return printer.take();
}

std::string print_node(const Node* node, const PrintOptions& options) {
  Printer printer(options, 256);
  if (node->kind < Kind::block) {
    printer.print_top_expression(node);
    return std::move(printer.out());
  }
  printer.print_statement(node);
  return printer.take();
}

std::string print_statements(const NodeList& statements, const PrintOptions& options) {
  Printer printer(options, 1024);
  printer.print_statements(statements);
  return printer.take();
}

}  // namespace mpaas::js
