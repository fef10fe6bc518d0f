// The printer. One object prints one program or one tree. What differs in the module form are the
// texts in ModuleTexts.
//   printer.cc            entry points, statements
//   print_expression.cc   expressions
//   print_module.cc       the module form
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/js/characters.h"
#include "compiler/js/print.h"

namespace mpaas::js {

// New names for symbols, by Symbol::index; an empty one means its own name.
using SymbolNames = std::vector<std::string_view>;

// What the module form knows about imports: the text that an import binding is read with (m1.name),
// by Symbol::index, and what stands in require(…), by import record.
struct ModuleTexts {
  bool this_is_undefined = false;  // at the top level of an ES module
  std::vector<std::string> bindings;
  std::vector<std::string> references;
  const FlatForm* flat = nullptr;  // then it says everything
};

class Printer {
 public:
  Printer(const PrintOptions& options, std::size_t size_hint)
      : options_(options), map_(options.map) {
    out_.reserve(size_hint);
  }
  void use_names(const SymbolNames* names) { names_ = names; }
  void use_module(const ModuleTexts* module) { module_ = module; }
  void fold_constants(bool fold) { fold_ = fold; }

  void print_statement(const Node* node);
  void print_statements(const NodeList& statements);
  void print_top_expression(const Node* node) { print(node, Level::comma); }
  // Text that is no node: a statement, without its end.
  void print_text_statement(std::string_view text, Span origin = {});
  void print_function(const Function* function, std::string_view name_if_none);
  void print_class(const Class* declared, std::string_view name_if_none);
  void print_hashbang(std::string_view hashbang) {
    out_ += hashbang;
    out_ += '\n';
  }
  void begin_text_statement();
  void print_assigned(const Node* node);  // an expression behind `name = `
  void end_statement() { semicolon_pending_ = true; }
  // Those which `chosen`, from first_index on, says; null: all.
  void print_declarators(const VariableDeclaration* node, const std::vector<bool>* chosen,
                         std::size_t first_index);
  std::string& out() { return out_; }
  std::string take();
  std::string_view name_of(const Identifier* identifier) const;
  std::string_view name_of(const Symbol* symbol) const;

 private:
  // How tightly the surroundings bind: an expression of a looser level needs parentheses.
  struct Level {
    enum : int {
      comma = 0,
      spread = 1,  // assignment and looser than that: arguments, elements
      assign = 2,
      conditional = 3,
      binary = 4,  // plus the operator's precedence
      unary = 17,
      postfix = 18,
      new_target = 19,
      call = 20,
      member = 21,
      always = 99,
    };
  };

  // --- text
  void word(std::string_view text) {
    if (!out_.empty() && is_word_character(out_.back())) {
      out_ += ' ';
    }
    out_ += text;
  }
  static bool is_word_character(char c) {
    return (character_classes[static_cast<unsigned char>(c)] & identifier_part_class) != 0 ||
           static_cast<unsigned char>(c) >= 0x80 || c == '\\';
  }
  void name(std::string_view text);
  void insert(std::size_t at, char c);
  // --- source map: what comes next stands at this place of the source
  void mark(const Node* node) {
    if (map_ != nullptr && node->span.end != 0) {
      map_->add(out_.size(), node->span.begin);
    }
  }
  // A word: apart from the word before it.
  void mark_word(const Node* node) {
    if (map_ != nullptr && node->span.end != 0) {
      word("");
      map_->add(out_.size(), node->span.begin);
    }
  }
  void mark_end(const Node* node) {  // its last character, a bracket
    if (map_ != nullptr && node->span.end != 0) {
      map_->add(out_.size(), node->span.end - 1);
    }
  }
  // The ( of a call or the [ of an index, which is where engines say that one fails.
  void mark_behind(const Node* node) {
    if (map_ != nullptr && node->span.end != 0) {
      map_->add(out_.size(), node->span.end + (node->parenthesized ? 1 : 0));
    }
  }
  void mark_identifier(const Identifier* node, std::string_view printed);
  void print_name(const Identifier* node) {
    const std::string_view printed = name_of(node);
    if (map_ != nullptr) {
      mark_identifier(node, printed);
    }
    name(printed);
  }
  void raw(std::string_view text);  // of a literal; escapes beyond ASCII when asked to
  void raw_word(std::string_view text);
  void operation(Operator token);
  void blank() {  // optional white space
    if (!options_.minify_whitespace) {
      out_ += ' ';
    }
  }
  void comma_blank() { out_ += options_.minify_whitespace ? "," : ", "; }
  void new_line();

  // --- statements
  void flush_semicolon();
  void protect_let(std::size_t start);
  void block(const NodeList& statements, const Node* node);  // node: the block, or what has one
  void body(const Node* node);                               // of a loop or branch
  void print_if(const If* node);
  void print_for(const For* node);
  void print_for_each(const ForEach* node);
  void print_switch(const Switch* node);
  void print_try(const Try* node);
  void print_variables(const VariableDeclaration* node);
  void print_dead(const Node* node);
  void print_import(const ImportDeclaration* node);
  void print_export_named(const ExportNamed* node);
  void print_export_all(const ExportAll* node);
  void print_export_default(const ExportDefault* node);
  void attributes(const NodeList& list);
  void module_name(const Name* text, bool is_string);
  void source(const StringLiteral* literal);

  // --- expressions
  void print(const Node* node, int level);
  void print_identifier(const Identifier* node, int level);
  void print_list(const NodeList& list);
  void print_string(const StringLiteral* node);
  void print_directive(std::string_view text);
  void print_array(const Array* node);
  void print_object(const Object* node);
  void print_property(const Property* node);
  void print_key(const Node* key, bool computed);
  void print_method(const Function* function, MemberKind kind, const Node* key, bool computed);
  void print_parameters(const Function* function);
  void print_arrow(const Function* node, int level);
  void print_decorators(const NodeList& decorators);
  void print_member_of_class(const Node* node, bool& needs_semicolon);
  void print_unary(const Unary* node, int level);
  void print_binary(const Binary* node, int level);
  void print_binary_operand(const Binary* parent, const Node* operand, bool is_left);
  void print_assignment(const Assignment* node, int level);
  void print_conditional(const Conditional* node, int level);
  void print_yield(const Yield* node, int level);
  void print_new(const New* node);
  void print_chain(const Node* node, int level);
  void print_chain_suffix(const Node* node);
  void print_callee(const Node* node, const Node* parent);
  // What the linker puts in the place of `ns.name`, and of require("x") and import("x"); or "".
  std::string_view linked_member(const Node* node) const;
  std::string_view linked_call(std::uint32_t record) const;
  void print_arguments(const NodeList& list);
  void print_template(const TemplateLiteral* node);
  void print_import_call(const ImportCall* node, int level);
  template <class Body>
  void parenthesized(bool needed, Body&& print_body) {
    if (!needed) {
      print_body();
      return;
    }
    const bool no_in = no_in_;
    no_in_ = false;
    out_ += '(';
    print_body();
    out_ += ')';
    no_in_ = no_in;
  }
  bool at_statement_start() const { return out_.size() == statement_start_; }
  bool at_arrow_start() const { return out_.size() == arrow_start_; }
  bool at_default_start() const { return out_.size() == default_start_; }
  // The expression that is really printed: constants folded, replacements followed.
  const Node* resolve(const Node* node) const;

  PrintOptions options_;
  std::string out_;
  SourceMapRecorder* map_;
  std::vector<std::uint32_t> original_names_;  // in the map, by Symbol::index
  const SymbolNames* names_ = nullptr;
  const ModuleTexts* module_ = nullptr;
  bool fold_ = false;
  bool semicolon_pending_ = false;
  bool no_in_ = false;
  int indentation_ = 0;
  std::size_t statement_start_ = static_cast<std::size_t>(-1);
  std::size_t arrow_start_ = static_cast<std::size_t>(-1);
  std::size_t default_start_ = static_cast<std::size_t>(-1);
};

// Short names for every symbol that nobody outside can see (mangle.cc).
struct MangleRequest {
  const Program* program = nullptr;
  bool top_level_is_local = false;        // names at the top level may change as well
  std::vector<const Symbol*> keep;        // exported declarations
  std::vector<std::uint32_t> extra_uses;  // names wanted besides, at the top level, with their uses
};
struct MangleResult {
  SymbolNames names;
  std::vector<std::string_view> extra_names;  // one for each of extra_uses
  Arena arena;                                // owns the new names
};
void mangle(const MangleRequest& request, MangleResult& result);

}  // namespace mpaas::js
