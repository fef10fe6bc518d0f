// JavaScript and TypeScript: modules, CommonJS, SJS and the expressions in AXML's {{ }} go through
// this one front end (ECMAScript 2026 with Annex B). The only header of this folder for others; it
// brings
//   ast.h      the nodes           builder.h    making nodes
//   program.h  a parsed file       print.h      nodes and programs back to text
//   transform.h                    what happens between: TypeScript, older targets, compression
//
// Mistakes in the user's code go to the Sink (codes 4xxx); parsing goes on at the next statement,
// so one run reports several, max_errors at most. Nothing here throws, touches files or keeps
// global state; different files may be parsed on different threads.
//
// AXML, in short: one Arena per template; parse_expression() for each {{ }}; Builder for everything
// around; print_node() at the end. The free identifiers which parse_expression() lists are the data
// an expression reads; to turn `a` into `data.a`, set Identifier::replacement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/arena.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/js/ast.h"
#include "compiler/js/builder.h"
#include "compiler/js/print.h"
#include "compiler/js/program.h"
#include "compiler/js/transform.h"
#include "compiler/source/source.h"

namespace mpaas::js {

inline constexpr int max_errors = 20;
// How deep statements, functions and expressions may be nested (js_too_deep).
inline constexpr int max_depth = 2000;
// How long a chain such as a + b + … or a.b.c… may be, and inside {{ }}. Trees are as deep as that.
inline constexpr int max_chain = 50000;
inline constexpr int max_expression_chain = 500;

// A string, number (with - before it as well), true, false, null or undefined; what a Define takes.
bool is_literal(std::string_view text);

enum class Goal : std::uint8_t {
  automatic,  // a module when it has import or export at the top level, else CommonJS or a script
  script,     // also right for CommonJS
  module
};

// A free name, or a member of one, that stands for a constant: {"process.env.NODE_ENV",
// "\"production\""}. The value is the text of one literal (is_literal). Branches that become
// unreachable (if, ?:, &&, ||) are neither printed nor scanned for require().
struct Define {
  std::string name;
  std::string value;
};

enum class Dialect : std::uint8_t {
  javascript,  // or TypeScript, as the file's extension says
  sjs          // the subset that runs beside the view: sjs.h
};

struct Options {
  Goal goal = Goal::automatic;
  Dialect dialect = Dialect::javascript;
  // What ships and works in practice is a warning: a function declared twice in a module.
  bool lenient = true;
  // `return` at the top level, as CommonJS allows; on for every goal but module.
  bool allow_return = true;
  std::vector<Define> defines;
  TransformOptions transform;
};

// Parses and transforms. Never null. When has_errors is set, do not print the result.
ProgramPointer parse_program(SourcePointer source, const Options& options, diag::Sink& sink);

// What {{ }} may hold.
enum class ExpressionForm : std::uint8_t {
  expression,   // a + b
  object_body,  // a, ...b, k: v   (data of a template): becomes an Object
  // object_body when the text starts with `...`, or with a name or string followed by ':' or by ','
  // with more properties; else expression. A lone name is an expression.
  either
};

struct ExpressionOptions {
  ExpressionForm form = ExpressionForm::expression;
  diag::Code code = diag::Code::axml_bad_expression;  // to report syntax errors with
};

struct ExpressionResult {
  Node* node = nullptr;  // null after an error (which was reported)
  // Offset of the first byte that does not belong to the expression: the closing }} (white space
  // and comments before it are skipped), or the end of the range.
  std::uint32_t end = 0;
  bool is_object_body = false;
  bool is_empty = false;  // nothing but white space and comments; node is null, nothing is reported
  // The identifiers that the expression does not declare itself, in source order, one entry a use.
  // They are nodes of the tree: identifier->replacement = make.member(make.identifier("data"), …).
  std::vector<Identifier*> free_identifiers;
};

// Parses one expression in source->text[range.begin, range.end). Spans of the nodes are offsets
// into the whole source. Stops before the first `}` that it did not open; anything else that is
// left over is an error. Literals point into the source: it must outlive the nodes.
ExpressionResult parse_expression(const SourcePointer& source, Span range,
                                  const ExpressionOptions& options, Arena& arena, diag::Sink& sink);

// The characters a string literal stands for, as UTF-8; lone surrogates as three bytes each.
std::string string_value(const StringLiteral& literal);
std::string decode_string(std::string_view raw);  // with its quotes

// Things that parse, but which the module form (print_module) cannot express yet: top-level await.
void check_module_form(const Program& program, diag::Sink& sink);

}  // namespace mpaas::js
