// The tree of one script. Nodes live in an Arena, are trivially destructible and refer to each
// other by plain pointers; the arena (and the source text, which literals point into) must outlive
// them. `kind` says what a node is, as<T>() turns it into its struct. Spans are byte offsets into
// the source, {0,0} for nodes which the compiler made itself (builder.h).
//
// A parsed tree is immutable once it is handed out; before that the passes of transform.h change it
// in place (tree.h). How deep a tree can be is bounded: nesting by max_depth, chains such as
// a+b+c+… and a.b.c…, which are as deep as they are long, by max_chain. Whoever recurses over trees
// does so on a large stack (base/large_stack.h).
#pragma once

#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <vector>

#include "compiler/js/token.h"
#include "compiler/source/source.h"

namespace mpaas::js {

enum class Kind : std::uint8_t {
#define MPAAS_NODE(kind, Struct) kind,
#include "compiler/js/nodes.def"
#undef MPAAS_NODE
};

// An identifier's text. Within one parse equal names are one object; across parses compare `text`.
struct Name {
  std::string_view text;
};

// What an identifier stands for when it is declared in the same file; see Program::symbols.
struct Symbol;

inline constexpr std::uint32_t no_scope = 0xffffffff;

struct Node {
  Kind kind;
  bool parenthesized : 1 = false;   // stood in ( ) in the source; the printer finds its own
  bool in_chain : 1 = false;        // part of an optional chain, so that (a?.b).c keeps its meaning
  bool trailing_comma : 1 = false;  // after the last element of an array or object
  bool cover_initializer : 1 = false;  // { a = 1 }: valid as a pattern only
  bool duplicate_proto : 1 = false;
  bool module_level : 1 = false;  // of ThisExpression: outside of every function that binds `this`
  // Of Call and New: /* @__PURE__ */ stood before it, nobody notices when it does not happen.
  bool pure : 1 = false;
  // TypeScript: constructor(private a = 1), of the Identifier or default_value.
  bool parameter_property : 1 = false;
  // Of nodes that open a scope: its index in Program::scopes. Function: parameters and body (a
  // named function expression has a scope for its name around it), Class: its name, Block, For,
  // ForEach, Switch, StaticBlock, Try: parameter and handler, ClassMember: the value of a field.
  // Else no_scope.
  std::uint32_t scope = no_scope;
  Span span{};
  Node* next = nullptr;  // in its NodeList

  explicit Node(Kind node_kind) : kind(node_kind) {}
};

// A list of nodes, linked through Node::next: a node is in one list at most, once.
class NodeList {
 public:
  NodeList() = default;
  NodeList(std::initializer_list<Node*> nodes) {
    for (Node* node : nodes) {
      push(node);
    }
  }
  explicit NodeList(const std::vector<Node*>& nodes) {
    for (Node* node : nodes) {
      push(node);
    }
  }
  void push(Node* node) {
    assert(node != nullptr && node->next == nullptr && node != last_ &&
           "a node can be in one list only");
    (last_ == nullptr ? first_ : last_->next) = node;
    last_ = node;
    ++size_;
  }

  class Iterator {
   public:
    explicit Iterator(Node* node) : node_(node) {}
    Node* operator*() const { return node_; }
    Iterator& operator++() {
      node_ = node_->next;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    Node* node_;
  };
  Iterator begin() const { return Iterator(first_); }
  Iterator end() const { return Iterator(nullptr); }
  Node* first() const { return first_; }
  Node* last() const { return last_; }
  bool empty() const { return first_ == nullptr; }
  std::uint32_t size() const { return size_; }

 private:
  Node* first_ = nullptr;
  Node* last_ = nullptr;
  std::uint32_t size_ = 0;
};

// --- expressions -------------------------------------------------------------------------------

struct Identifier : Node {
  const Name* name;
  const Symbol* symbol = nullptr;  // null: free, a global or unresolved name
  // What is printed instead, or null: set it to make a free `a` mean `data.a`. One node per use.
  Node* replacement = nullptr;
  explicit Identifier(const Name* identifier_name)
      : Node(Kind::identifier), name(identifier_name) {}
};

struct PrivateName : Node {  // #name, as a class member's key or on the left of `in`
  const Name* name;
  explicit PrivateName(const Name* private_name) : Node(Kind::private_name), name(private_name) {}
};

// `raw` is the literal as it is written: 0x1F, "a\n" with its quotes, /x/g.
struct NumberLiteral : Node {
  std::string_view raw;
  explicit NumberLiteral(std::string_view text) : Node(Kind::number_literal), raw(text) {}
};
struct BigIntLiteral : Node {
  std::string_view raw;
  explicit BigIntLiteral(std::string_view text) : Node(Kind::big_int_literal), raw(text) {}
};
struct StringLiteral : Node {  // string_value() in js.h gives the decoded value
  std::string_view raw;
  explicit StringLiteral(std::string_view text) : Node(Kind::string_literal), raw(text) {}
};
struct RegExpLiteral : Node {
  std::string_view raw;
  explicit RegExpLiteral(std::string_view text) : Node(Kind::reg_exp_literal), raw(text) {}
};
struct BooleanLiteral : Node {
  bool value;
  explicit BooleanLiteral(bool literal) : Node(Kind::boolean_literal), value(literal) {}
};
struct NullLiteral : Node {
  NullLiteral() : Node(Kind::null_literal) {}
};

struct TemplateChunk : Node {
  std::string_view raw;  // between ` or } and ${ or `, escapes not decoded
  explicit TemplateChunk(std::string_view text) : Node(Kind::template_chunk), raw(text) {}
};
struct TemplateLiteral : Node {
  NodeList chunks;  // TemplateChunk, one more than expressions
  NodeList expressions;
  TemplateLiteral() : Node(Kind::template_literal) {}
};
struct TaggedTemplate : Node {
  Node* tag;
  TemplateLiteral* quasi;
  TaggedTemplate(Node* tag_expression, TemplateLiteral* literal)
      : Node(Kind::tagged_template), tag(tag_expression), quasi(literal) {}
};

struct ThisExpression : Node {
  ThisExpression() : Node(Kind::this_expression) {}
};
struct SuperExpression : Node {  // only as callee of Call or object of Member/Index
  SuperExpression() : Node(Kind::super_expression) {}
};
struct ImportMeta : Node {
  ImportMeta() : Node(Kind::import_meta) {}
};
struct NewTarget : Node {
  NewTarget() : Node(Kind::new_target) {}
};

struct Hole : Node {  // the missing element in [a, , b]
  Hole() : Node(Kind::hole) {}
};
struct Array : Node {  // literal or pattern; elements: expressions, Spread, Hole, default_value
  NodeList elements;
  explicit Array(Kind array_kind) : Node(array_kind) {}
};
struct Object : Node {  // literal or pattern; properties: Property, Spread
  NodeList properties;
  explicit Object(Kind object_kind) : Node(object_kind) {}
};

// accessor: of class members, `accessor name = value`.
enum class MemberKind : std::uint8_t { value, method, getter, setter, constructor, accessor };

struct Property : Node {
  Node* key = nullptr;  // Identifier (never resolved), literal, or any expression when computed
  Node* value = nullptr;
  MemberKind member_kind = MemberKind::value;
  bool computed = false;
  bool shorthand = false;  // { a } and { a = 1 }: value is the Identifier or Assignment
  Property() : Node(Kind::property) {}
};
struct Spread : Node {  // ...operand; `rest` in patterns and parameters
  Node* operand;
  Spread(Kind spread_kind, Node* expression) : Node(spread_kind), operand(expression) {}
};

struct Decorator : Node {  // @expression
  Node* expression;
  std::uint32_t parameter =
      no_parameter;  // TypeScript: it stands before the parameter of that index
  static constexpr std::uint32_t no_parameter = 0xffffffff;
  explicit Decorator(Node* value) : Node(Kind::decorator), expression(value) {}
};

struct Block;
struct Function : Node {
  Identifier* name = nullptr;
  NodeList parameters;   // patterns: Identifier, Array, Object, default_value, rest
  Node* body = nullptr;  // Block (without a scope of its own); for an arrow also an expression
  bool is_async = false;
  bool is_generator = false;
  explicit Function(Kind function_kind) : Node(function_kind) {}
};

struct Class : Node {
  Identifier* name = nullptr;
  Node* heritage = nullptr;
  NodeList members;     // ClassMember, StaticBlock
  NodeList decorators;  // Decorator
  explicit Class(Kind class_kind) : Node(class_kind) {}
};
struct ClassMember : Node {
  Node* key = nullptr;    // as in Property, or PrivateName
  Node* value = nullptr;  // Function, or the initial value of a field (may be null)
  NodeList decorators;    // Decorator, those of parameters included
  MemberKind member_kind = MemberKind::value;
  bool computed = false;
  bool is_static = false;
  bool is_ambient = false;  // TypeScript: declare a, abstract a. Its decorators remain
  ClassMember() : Node(Kind::class_member) {}
};
struct StaticBlock : Node {
  NodeList statements;
  StaticBlock() : Node(Kind::static_block) {}
};

struct Unary : Node {  // ! ~ + - typeof void delete
  Operator operation;
  Node* operand;
  Unary(Operator unary_operator, Node* expression)
      : Node(Kind::unary), operation(unary_operator), operand(expression) {}
};
struct Update : Node {  // ++ --
  Operator operation;
  bool prefix;
  Node* operand;
  Update(Operator update_operator, bool is_prefix, Node* expression)
      : Node(Kind::update), operation(update_operator), prefix(is_prefix), operand(expression) {}
};
struct Binary : Node {  // also && || ??, `in` and instanceof; left may be a PrivateName for `in`
  Operator operation;
  Node* left;
  Node* right;
  Binary(Operator binary_operator, Node* left_operand, Node* right_operand)
      : Node(Kind::binary), operation(binary_operator), left(left_operand), right(right_operand) {}
};
struct Assignment : Node {  // expression `target = value`, or a pattern's default value
  Operator operation = Operator::assign;
  Node* target = nullptr;
  Node* value = nullptr;
  explicit Assignment(Kind assignment_kind) : Node(assignment_kind) {}
};
struct Conditional : Node {
  Node* test;
  Node* consequent;
  Node* alternate;
  Conditional(Node* condition, Node* if_true, Node* if_false)
      : Node(Kind::conditional), test(condition), consequent(if_true), alternate(if_false) {}
};

inline constexpr std::uint32_t no_record = 0xffffffff;

struct Call : Node {
  Node* callee;
  NodeList arguments;
  bool optional = false;                    // callee?.(…)
  std::uint32_t import_record = no_record;  // require("x"): index into Program::imports
  Call(Node* function, NodeList list) : Node(Kind::call), callee(function), arguments(list) {}
};
struct New : Node {
  Node* callee;
  NodeList arguments;
  New(Node* constructor, NodeList list)
      : Node(Kind::new_expression), callee(constructor), arguments(list) {}
};
struct Member : Node {  // object.property
  Node* object;
  const Name* property;
  Span property_span{};
  bool is_private = false;  // object.#property
  bool optional = false;    // object?.property
  Member(Node* target, const Name* name) : Node(Kind::member), object(target), property(name) {}
};
struct Index : Node {  // object[index]
  Node* object;
  Node* index;
  bool optional = false;
  Index(Node* target, Node* key) : Node(Kind::index), object(target), index(key) {}
};
struct Sequence : Node {
  NodeList expressions;
  Sequence() : Node(Kind::sequence) {}
};
struct Yield : Node {
  Node* argument = nullptr;
  bool delegate = false;
  Yield() : Node(Kind::yield) {}
};
struct Await : Node {
  Node* argument;
  explicit Await(Node* expression) : Node(Kind::await), argument(expression) {}
};
// import defer * as a, import source a, import.defer(a), import.source(a)
enum class ImportPhase : std::uint8_t { evaluation, defer, source };

struct ImportCall : Node {  // import(specifier, options)
  Node* specifier = nullptr;
  Node* options = nullptr;
  ImportPhase phase = ImportPhase::evaluation;
  std::uint32_t import_record = no_record;  // when the specifier is a string
  ImportCall() : Node(Kind::import_call) {}
};

// --- statements ----------------------------------------------------------------------------------

struct Block : Node {
  NodeList statements;
  Block() : Node(Kind::block) {}
};
struct Empty : Node {
  Empty() : Node(Kind::empty) {}
};
struct Directive : Node {
  std::string_view raw;  // with quotes: "use strict"
  explicit Directive(std::string_view text) : Node(Kind::directive), raw(text) {}
};
struct ExpressionStatement : Node {
  Node* expression;
  explicit ExpressionStatement(Node* value) : Node(Kind::expression_statement), expression(value) {}
};
struct If : Node {
  Node* test = nullptr;
  Node* consequent = nullptr;
  Node* alternate = nullptr;
  If() : Node(Kind::if_statement) {}
};
struct For : Node {
  Node* initial = nullptr;  // VariableDeclaration, expression or null
  Node* test = nullptr;
  Node* update = nullptr;
  Node* body = nullptr;
  For() : Node(Kind::for_statement) {}
};
struct ForEach : Node {    // for (target in|of subject) body
  Node* target = nullptr;  // VariableDeclaration with one declarator, or a pattern
  Node* subject = nullptr;
  Node* body = nullptr;
  bool is_await = false;
  explicit ForEach(Kind loop_kind) : Node(loop_kind) {}
};
struct While : Node {
  Node* test = nullptr;
  Node* body = nullptr;
  explicit While(Kind loop_kind) : Node(loop_kind) {}
};
struct Jump : Node {
  const Name* label = nullptr;
  explicit Jump(Kind jump_kind) : Node(jump_kind) {}
};
struct Return : Node {  // return or throw
  Node* argument = nullptr;
  explicit Return(Kind return_kind) : Node(return_kind) {}
};
struct With : Node {
  Node* object = nullptr;
  Node* body = nullptr;
  With() : Node(Kind::with_statement) {}
};
struct Switch : Node {
  Node* subject = nullptr;
  NodeList cases;
  Switch() : Node(Kind::switch_statement) {}
};
struct Case : Node {
  Node* test = nullptr;  // null: default
  NodeList statements;
  Case() : Node(Kind::switch_case) {}
};
struct Labelled : Node {
  const Name* label;
  Node* body = nullptr;
  explicit Labelled(const Name* name) : Node(Kind::labelled), label(name) {}
};
struct Try : Node {
  Block* block = nullptr;
  Node* parameter = nullptr;  // pattern, or null
  Block* handler = nullptr;
  Block* finalizer = nullptr;
  Try() : Node(Kind::try_statement) {}
};
struct Debugger : Node {
  Debugger() : Node(Kind::debugger_statement) {}
};

enum class VariableKind : std::uint8_t { var, let, constant, using_resource, await_using_resource };
inline constexpr std::string_view text_of(VariableKind kind) {
  constexpr std::string_view texts[] = {"var", "let", "const", "using", "await using"};
  return texts[static_cast<std::size_t>(kind)];
}

struct VariableDeclaration : Node {
  VariableKind variable_kind;
  NodeList declarators;
  explicit VariableDeclaration(VariableKind kind_of_variable)
      : Node(Kind::variable_declaration), variable_kind(kind_of_variable) {}
};
struct Declarator : Node {
  Node* target;
  Node* initial = nullptr;
  explicit Declarator(Node* pattern) : Node(Kind::declarator), target(pattern) {}
};

// --- modules -------------------------------------------------------------------------------------
// Names of imports and exports may be strings ("a-b"); then `Name::text` is the decoded value and
// `…_is_string` is set.

struct ImportAttribute : Node {
  std::string_view key;  // as written, name or quoted
  StringLiteral* value = nullptr;
  ImportAttribute() : Node(Kind::import_attribute) {}
};
struct ImportSpecifier : Node {
  const Name* imported = nullptr;
  Identifier* local = nullptr;
  bool imported_is_string = false;
  ImportSpecifier() : Node(Kind::import_specifier) {}
};
struct ImportDeclaration : Node {
  Identifier* default_local = nullptr;    // import a from
  Identifier* namespace_local = nullptr;  // import * as a from
  NodeList specifiers;                    // import { … } from
  bool has_braces = false;
  StringLiteral* source = nullptr;
  NodeList attributes;
  ImportPhase phase = ImportPhase::evaluation;
  std::uint32_t import_record = no_record;
  ImportDeclaration() : Node(Kind::import_declaration) {}
};
struct ExportSpecifier : Node {
  const Name* local = nullptr;  // with `from`: the name in the other module
  const Name* exported = nullptr;
  Identifier* identifier = nullptr;  // the local, resolved; null with `from`
  bool local_is_string = false;
  bool exported_is_string = false;
  ExportSpecifier() : Node(Kind::export_specifier) {}
};
struct ExportNamed : Node {  // export { a as b }, export { a } from "x"
  NodeList specifiers;
  StringLiteral* source = nullptr;
  NodeList attributes;
  std::uint32_t import_record = no_record;
  ExportNamed() : Node(Kind::export_named) {}
};
struct ExportDeclaration : Node {  // export const a = 1, export function f() {}
  Node* declaration = nullptr;
  ExportDeclaration() : Node(Kind::export_declaration) {}
};
struct ExportDefault : Node {
  Node* value =
      nullptr;  // expression, function_declaration or class_declaration (name may be null)
  ExportDefault() : Node(Kind::export_default) {}
};
struct ExportAll : Node {  // export * from, export * as name from
  const Name* exported = nullptr;
  bool exported_is_string = false;
  StringLiteral* source = nullptr;
  NodeList attributes;
  std::uint32_t import_record = no_record;
  ExportAll() : Node(Kind::export_all) {}
};

// --- TypeScript ----------------------------------------------------------------------------------
// Only between the parser and the pass of typescript/, which turns them into the nodes above.

struct EnumMember : Node {
  const Name* name = nullptr;  // decoded, when it was a string
  Node* value = nullptr;       // may be null
  EnumMember() : Node(Kind::enum_member) {}
};
// Node::scope holds a symbol for each member, those of earlier enums of the same name included.
struct Enum : Node {
  Identifier* name = nullptr;
  NodeList members;  // EnumMember
  bool is_const = false;
  Enum() : Node(Kind::enum_declaration) {}
};
// Node::scope is that of the body.
struct Namespace : Node {
  Identifier* name = nullptr;
  NodeList statements;  // ExportDeclaration around those that it exports
  // The scope around the body: what earlier bodies of the same namespace export.
  std::uint32_t members_scope = no_scope;
  Namespace() : Node(Kind::namespace_declaration) {}
};
struct ImportEquals : Node {  // import a = b.c, import a = require("b")
  Identifier* name = nullptr;
  Node* value = nullptr;  // Identifier, Member, or the Call of require
  ImportEquals() : Node(Kind::import_equals) {}
};
struct ExportAssignment : Node {  // export = value
  Node* value = nullptr;
  ExportAssignment() : Node(Kind::export_assignment) {}
};

// --- casts ---------------------------------------------------------------------------------------

template <class T>
constexpr bool is_kind_of(Kind kind) {
  switch (kind) {
#define MPAAS_NODE(kind, Struct) \
  case Kind::kind:               \
    return std::is_same_v<T, Struct>;
#include "compiler/js/nodes.def"
#undef MPAAS_NODE
  }
  return false;
}

template <class T>
bool is(const Node* node) {
  return node != nullptr && is_kind_of<T>(node->kind);
}
// The node as a T; it must be one.
template <class T>
T* as(Node* node) {
  assert(is<T>(node));
  return static_cast<T*>(node);
}
template <class T>
const T* as(const Node* node) {
  assert(is<T>(node));
  return static_cast<const T*>(node);
}
// The node as a T, or null when it is none.
template <class T>
T* try_as(Node* node) {
  return is<T>(node) ? static_cast<T*>(node) : nullptr;
}
template <class T>
const T* try_as(const Node* node) {
  return is<T>(node) ? static_cast<const T*>(node) : nullptr;
}

}  // namespace mpaas::js
