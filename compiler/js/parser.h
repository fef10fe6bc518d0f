// The parser: recursive descent over Lexer's tokens, one pass, which also resolves names (Scopes)
// and reports early errors. One object parses one file or one expression.
//   parser.cc             entry points, names, statement lists
//   parser_recovery.cc    what is said about broken code, and where to go on
//   parser_statement.cc   statements
//   parser_expression.cc  expressions
//   parser_literal.cc     template strings, arrays, objects
//   parser_function.cc    functions, arrows, patterns
//   parser_class.cc       classes
//   parser_module.cc      import, export, require
//   parser_typescript.cc  what TypeScript adds; parser_typescript_types.cc skips types
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/js/js.h"
#include "compiler/js/lexer.h"
#include "compiler/js/scopes.h"

namespace mpaas::js {

// Sets a variable for the time of a block, also when an exception ends it.
template <class T>
class Scoped {
 public:
  Scoped(T& variable, T value) : variable_(variable), old_(variable) { variable_ = value; }
  explicit Scoped(T& variable) : variable_(variable), old_(variable) {}
  ~Scoped() { variable_ = old_; }
  Scoped(const Scoped&) = delete;
  Scoped& operator=(const Scoped&) = delete;
  const T& old() const { return old_; }

 private:
  T& variable_;
  T old_;
};

class Parser : private Lexer {
 public:
  Parser(Program& program, Arena& arena, Reporter& reporter, std::string_view text, Span range,
         const Options& options, bool is_module, std::size_t name_buckets,
         bool is_typescript = false);

  void parse_program();
  void parse_expression(const ExpressionOptions& options, ExpressionResult& result);

 private:
  // What the function around the current place allows.
  struct FunctionContext {
    bool is_async = false;
    bool is_generator = false;
    bool is_arrow = false;
    bool is_top = false;
    bool new_target = false;
    bool super_member = false;
    bool super_call = false;
    bool is_field = false;
    bool is_static_block = false;
    bool is_namespace = false;
    bool this_is_module = false;
    std::size_t first_label = 0;
  };
  struct Label {
    const Name* name;
    bool is_loop;
  };
  struct PrivateNames {
    std::unordered_map<const Name*, unsigned> declared;  // getter 1, setter 2, static 8
    std::vector<std::pair<const Name*, Span>> used;
  };
  // Everything that the place in the grammar decides; copied and restored as one.
  struct Context {
    FunctionContext* function = nullptr;
    bool strict = false;
    bool in_parameters = false;
    bool no_in = false;  // the head of a for loop: `in` ends the expression
    bool can_be_arrow = true;
    bool function_in_if = false;  // `if (a) function f() {}` in sloppy code
    bool labelled_function = true;
    bool in_statement_list = false;
    int loops = 0;
    int switches = 0;
    int try_blocks = 0;
    int dead_branches = 0;
    int cover_errors = 0;  // {a = 1} and {__proto__, __proto__} that must become patterns
  };
  class ScopeGuard {
   public:
    ScopeGuard(Scopes& scopes, Scopes::Form form) : scopes_(&scopes) { scopes.open(form); }
    explicit ScopeGuard(Scopes& opened) : scopes_(&opened) {}
    ~ScopeGuard() { scopes_->close(); }
    ScopeGuard(const ScopeGuard&) = delete;
    ScopeGuard& operator=(const ScopeGuard&) = delete;

   private:
    Scopes* scopes_;
  };
  class DepthGuard {
   public:
    explicit DepthGuard(Parser& parser) : parser_(parser) {
      if (++parser.depth_ > max_depth) {
        --parser.depth_;
        parser.fail_too_deep(max_depth);
      }
    }
    ~DepthGuard() { --parser_.depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;

   private:
    Parser& parser_;
  };

  // --- tokens
  bool at(Token kind) const { return token_.kind == kind; }
  int chain_limit() const { return in_expression_ ? max_expression_chain : max_chain; }
  bool at_word(Word word) const {
    return token_.kind == Token::name && token_.atom->info.word == word && !token_.escaped;
  }
  bool at_any_name() const {  // a name or keyword: what may follow a dot
    return token_.kind == Token::name || is_keyword(token_.kind);
  }
  bool eat(Token kind) {
    if (token_.kind != kind) {
      return false;
    }
    next();
    return true;
  }
  void expect(Token kind);
  void expect_word(Word word, Message thing);
  void end_statement();
  [[noreturn]] void fail_expected(std::string_view what);
  [[noreturn]] void fail_unexpected();
  [[noreturn]] void fail_expected_or_comma(Token closing);
  [[noreturn]] void fail_behind_statement();
  [[noreturn]] void fail_no_expression();
  [[noreturn]] void fail_types(Span span, std::string_view what);
  void fail_at_conflict_marker();
  std::optional<Span> last_open_bracket();
  void read_template_rest(std::vector<Span>& open);
  [[noreturn]] void fail_too_deep(int limit);
  std::string found() const;  // the current token, for a message

  template <class T, class... Arguments>
  T* make(std::uint32_t begin, Arguments&&... arguments) {
    T* node = arena_.make<T>(std::forward<Arguments>(arguments)...);
    node->span = {begin, token_.end};
    return node;
  }
  template <class T>
  T* finish(T* node) {
    node->span.end = previous_end_;
    return node;
  }

  // --- names and declarations
  bool is_allowed_identifier(const Atom* atom) const;
  void check_binding_name(const Atom* atom, Span span, bool lexical);
  Symbol* declare(Atom* atom, SymbolKind kind, Span span, bool constant = false);
  Identifier* identifier_at_token();
  Identifier* binding_identifier(SymbolKind kind, bool constant);
  void reference(Identifier* identifier);

  // --- statements
  void parse_top_level();
  void parse_whole_expression(const ExpressionOptions& options, ExpressionResult& result);
  void parse_body(NodeList& statements, Token end);
  void parse_directives(NodeList& statements, Span* use_strict);
  Node* parse_list_item();
  Node* parse_statement();
  void recover(std::uint32_t failed_at, Nesting outside);
  Nesting nesting() const;
  bool may_start_statement() const;
  void skip_token();
  Block* parse_block();
  Node* parse_condition();
  Node* parse_if();
  Node* parse_for();
  struct ForHead {
    Node* node = nullptr;
    bool is_declaration = false;
    bool starts_with_let = false;
    bool starts_with_async_of = false;
  };
  ForHead parse_for_head();
  For* parse_for_clauses(std::uint32_t begin, const ForHead& head);
  Node* parse_for_each(std::uint32_t begin, const ForHead& head, bool is_await, int covers);
  Node* parse_jump();
  Node* parse_return();
  Node* parse_throw();
  Node* parse_switch();
  Node* parse_try();
  Node* parse_name_statement();  // null when it is an expression after all
  Node* parse_labelled(std::uint32_t begin);
  Node* parse_loop_body();
  Node* parse_branch(bool is_dead);
  Node* parse_expression_statement();
  VariableDeclaration* parse_variables(VariableKind kind, bool in_for);
  // At `using` or `await using`, as a declaration: which one.
  std::optional<VariableKind> using_here(bool in_for);
  void check_initializer(const VariableDeclaration* declaration, const Declarator* declarator);
  bool is_await_operator() const {
    return at_word(Word::await) &&
           (context_.function->is_async || (is_module_ && context_.function->is_top));
  }
  void note_await();
  bool starts_let_declaration();
  bool starts_let_declaration_in_for();
  bool is_followed_by_function();
  bool is_label(const Atom* name, bool loop_only) const;

  // --- functions and patterns
  Function* parse_function_declaration(std::uint32_t begin, bool is_async, bool in_list,
                                       bool name_optional);
  Function* parse_function_expression(std::uint32_t begin, bool is_async);
  struct FunctionShape {
    bool is_async = false;
    bool is_generator = false;
    bool is_method = false;
    bool is_derived_constructor = false;
    bool body_is_optional = false;             // TypeScript: a signature
    NodeList* parameter_decorators = nullptr;  // TypeScript: where they go
    MemberKind member_kind = MemberKind::value;
  };
  void parse_function_rest(Function* function, const FunctionShape& shape, const Identifier* name);
  Block* parse_function_body(const Scope& parameters, bool unique_parameters,
                             bool simple_parameters, const Identifier* name);
  void check_parameters(const Scope& parameters, bool became_strict);
  Node* parse_arrow(NodeList parameters, std::uint32_t begin, bool is_async, bool scope_is_open);
  Node* parse_binding_target(SymbolKind kind, bool constant);
  Node* parse_binding_element(SymbolKind kind, bool constant);
  Node* parse_array_binding(SymbolKind kind, bool constant);
  Node* parse_object_binding(SymbolKind kind, bool constant);
  // Turns an expression into a pattern. Without a kind: a target of assignment.
  enum class Target : std::uint8_t { assignment, parameter };
  void to_pattern(Node* node, Target target);
  void to_object_pattern(Object* object, Target target);
  void declare_pattern(Node* pattern);
  void check_simple_target(Node* node);

  // --- expressions
  Node* parse_expression();          // with commas
  Node* parse_expression_checked();  // and no pattern-only syntax left over
  Node* parse_assignment();
  Node* parse_assignment_checked();
  Node* parse_assignment_allowing_in();
  Node* parse_yield();
  Node* parse_conditional(Node* test, std::uint32_t begin, int covers, bool in_consequent);
  Node* parse_binary(int minimum);
  Node* parse_binary_rest(Node* left, int minimum);
  Node* parse_unary(bool& is_unary);
  Node* parse_prefix(bool& is_unary);
  Node* parse_primary();
  Node* parse_identifier_or_arrow();
  bool starts_operand() const;
  Node* parse_async();
  Node* parse_parenthesized();
  Node* parse_async_call_or_arrow(Node* callee);
  Node* parse_new();
  Node* parse_super();
  Node* parse_import_expression();
  ImportPhase import_phase_here();
  Node* parse_suffixes(Node* node, bool no_calls);
  Node* parse_call(Node* callee, std::uint32_t begin, bool optional);
  Node* parse_member(Node* object, std::uint32_t begin, bool optional);
  Node* parse_index(Node* object, std::uint32_t begin, bool optional);
  NodeList parse_arguments();
  Node* parse_array();
  Node* parse_object();
  Node* parse_property(Object* object, bool& has_proto);
  Node* parse_object_body();
  Node* parse_reg_exp();
  TemplateLiteral* parse_template(bool tagged);
  void parse_property_name(Node*& key, bool& computed);
  Node* replace_define(Member* member);
  bool ends_property_name() const;
  void reject_arrow(const Node* node);
  void check_covers(int before);

  // --- classes
  Class* parse_class(Kind kind, bool name_optional, NodeList decorators = {});
  Node* parse_decorated_statement();
  NodeList parse_decorators();
  Decorator* parse_decorator();
  void parse_class_name(Class* made, bool name_optional);
  Node* parse_class_member(bool is_derived, bool& has_constructor);
  Node* parse_static_block(std::uint32_t begin);
  void parse_method(ClassMember* member, const FunctionShape& shape, bool is_constructor,
                    bool is_derived, bool& has_constructor);
  void declare_private_name(Atom* atom, Span span, MemberKind kind, bool is_static);
  void use_private_name(const Atom* atom, Span span);
  void check_private_names(PrivateNames& names);

  // --- modules
  Node* parse_import_declaration();
  Node* parse_export(NodeList decorators = {});
  NodeList parse_decorators_of_export(NodeList before);
  Node* parse_export_all(std::uint32_t begin);
  Node* parse_export_default(std::uint32_t begin, NodeList decorators);
  Node* parse_export_list(std::uint32_t begin);
  Node* parse_export_declaration(std::uint32_t begin, NodeList decorators);
  void parse_import_specifiers(ImportDeclaration* made);
  Identifier* import_binding(const Name* imported);
  Atom* parse_module_export_name(bool& is_string);
  StringLiteral* parse_module_specifier();
  void parse_import_attributes(NodeList& attributes);
  void add_export(const Name* name, Span span);
  void add_pattern_exports(Node* pattern);
  void note_require(Call* call);
  bool has_module_syntax_here() const;
  void finish_program();
  void collect_imports();
  void collect_exports();
  void collect_export_names(const Node* pattern);
  void check_assignments();

  // --- TypeScript
  void parse_type();
  void parse_optional_type();  // : T
  void parse_optional_type_parameters();
  bool eat_type_open();
  bool eat_type_close();
  bool starts_type() const;
  bool starts_function_type();
  bool skip_type(bool conditional = true);
  bool skip_type_operand(bool conditional);
  bool skip_named_type(bool conditional);
  bool skip_type_path();
  bool skip_type_suffixes();
  bool skip_import_type();
  bool skip_template_type();
  bool skip_tuple_type();
  bool skip_object_type();
  bool skip_function_type();
  bool skip_signature_parameters();
  bool skip_parameter_target();
  bool skip_type_parameters();
  bool skip_type_arguments(bool exact);
  bool try_type_arguments();
  bool try_type_parameters_before_parenthesis();
  bool can_follow_type_arguments() const;

  bool parse_typescript_statement(Node*& made);
  bool parse_typescript_import(Node*& made);
  bool parse_typescript_export(std::uint32_t begin, Node*& made);
  Node* export_of(Node* declaration, std::uint32_t begin);
  void parse_interface();
  void parse_ambient();
  void skip_braces();
  void skip_type_only_import();
  void skip_type_only_names(bool are_local);
  bool skip_type_specifier(bool is_local);
  bool is_followed_by_enum();
  Node* parse_enum(std::uint32_t begin, bool is_const);
  Node* parse_namespace(std::uint32_t begin);
  Node* parse_import_equals(std::uint32_t begin, bool type_only);
  Symbol* declare_merging(Identifier*& name);
  void declare_members(const Symbol* of);
  void note_overload(const Identifier* name);
  bool parse_parameter_modifiers();
  void skip_this_parameter();
  void parse_parameter_decorators(std::uint32_t index, NodeList* into);
  Node* parse_parameter();
  void eat_abstract();
  Node* parse_arrow_parameter_rest(Node* parameter, bool& has_type);
  bool try_arrow_return_type(std::uint32_t begin, bool certain);
  Node* parse_parenthesized_or_typed_arrow();
  bool is_optional_parameter();
  Node* parse_cast_or_generic_arrow();
  void parse_member_modifiers(ClassMember* member);
  bool skip_index_signature();
  void parse_heritage_types();
  void drop_type_exports();
  // Runs `parse`; when it fails or says no, everything is as it was before.
  template <class Parse>
  bool attempt(Parse&& parse);

  Program& program_;
  Options options_;
  Scopes scopes_;
  bool is_module_;
  bool in_expression_ = false;
  bool declaring_function_ = false;
  int depth_ = 0;
  FunctionContext top_;
  Context context_;
  std::vector<Label> labels_;
  std::uint32_t labels_end_at_ = no_offset;  // the statement behind the last label read
  std::size_t first_label_here_ = 0;         // of those before one statement
  std::vector<PrivateNames*> classes_;
  Span last_cover_{};  // where syntax stood last which only a pattern may hold
  Message last_cover_message_ = Message::shorthand_default;
  std::uint32_t yield_at_ = 0;  // first one in what may become parameters, else 0
  std::uint32_t await_at_ = 0;
  Span duplicate_parameter_{};
  const Name* duplicate_parameter_name_ = nullptr;
  std::vector<Identifier*> assigned_;  // targets of assignments
  std::unordered_set<const Name*> exported_;
  struct PendingImport {
    Node* node;
    bool in_try;
  };
  std::vector<PendingImport> pending_imports_;

  bool is_typescript_ = false;
  Symbol* namespace_ = nullptr;  // around the current place
  std::unordered_set<const Name*> type_names_;
  // What namespaces and enums export, for other declarations of the same name.
  std::unordered_map<const Symbol*, std::vector<const Name*>> members_;
  std::vector<std::uint32_t> open_type_arguments_;
  std::unordered_set<std::uint32_t> no_type_arguments_;  // a < known to be less-than
  // a ? (b) : c => d – where the part between ? and : begins, and what is known of its ( ).
  std::uint32_t consequent_begin_ = no_offset;
  std::unordered_map<std::uint32_t, bool> typed_arrows_;  // may have a return type?
  std::unordered_set<std::uint32_t> typed_returns_;       // has one
};

}  // namespace mpaas::js
