#include "compiler/js/sjs.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "compiler/js/message.h"
#include "compiler/js/tree.h"

namespace mpaas::js {
namespace {

// Sorted. What the documents name, and the constructors of what they describe.
constexpr std::string_view known_names[] = {"Array",
                                            "Boolean",
                                            "Date",
                                            "Infinity",
                                            "JSON",
                                            "Math",
                                            "NaN",
                                            "Number",
                                            "Object",
                                            "RegExp",
                                            "String",
                                            "arguments",
                                            "console",
                                            "decodeURI",
                                            "decodeURIComponent",
                                            "encodeURI",
                                            "encodeURIComponent",
                                            "getDate",
                                            "getRegExp",
                                            "isFinite",
                                            "isNaN",
                                            "parseFloat",
                                            "parseInt",
                                            "undefined"};
// What the container takes away from SJS, or what belongs to the other side of the mini-program.
constexpr std::string_view forbidden_names[] = {
    "App",     "Behavior", "Component",       "Function", "Page", "abridge", "eval",
    "exports", "getApp",   "getCurrentPages", "module",   "my",   "require", "requirePlugin"};

template <std::size_t Size>
bool contains(const std::string_view (&sorted)[Size], std::string_view name) {
  return std::binary_search(std::begin(sorted), std::end(sorted), name);
}

struct Unsupported {
  Message what{};
  Span at{};  // empty: nothing is wrong
};

Span word_at(const Node* node, std::size_t length) {
  return {node->span.begin, node->span.begin + static_cast<std::uint32_t>(length)};
}

Unsupported unsupported_in(const Node* node) {
  switch (node->kind) {
    case Kind::class_declaration:
    case Kind::class_expression:
      return {Message::sjs_class, word_at(node, 5)};
    case Kind::function_declaration:
    case Kind::function_expression:
    case Kind::arrow_function: {
      const auto* function = as<Function>(node);
      if (function->is_async || function->is_generator) {
        return {function->is_async ? Message::sjs_async : Message::sjs_generator,
                word_at(node, function->is_async ? 5 : 8)};
      }
      return {};
    }
    case Kind::super_expression:
      return {Message::sjs_super, node->span};
    case Kind::reg_exp_literal:
      return {Message::sjs_reg_exp, node->span};
    case Kind::big_int_literal:
      return {Message::sjs_big_int, node->span};
    case Kind::new_expression:
      return {Message::sjs_new, word_at(node, 3)};
    case Kind::new_target:
      return {Message::sjs_new_target, node->span};
    case Kind::import_meta:
      return {Message::sjs_import_meta, node->span};
    case Kind::import_call:
      return {Message::sjs_import_call, word_at(node, 6)};
    case Kind::tagged_template:
      return {Message::sjs_tagged_template, node->span};
    case Kind::property: {
      const auto* property = as<Property>(node);
      const bool is_accessor = property->member_kind == MemberKind::getter ||
                               property->member_kind == MemberKind::setter;
      return is_accessor ? Unsupported{Message::sjs_accessor, word_at(node, 3)} : Unsupported{};
    }
    case Kind::for_in:
      return {Message::sjs_for_in, word_at(node, 3)};
    case Kind::for_of:
      return {Message::sjs_for_of, word_at(node, 3)};
    case Kind::try_statement:
      return {Message::sjs_try, word_at(node, 3)};
    case Kind::throw_statement:
      return {Message::sjs_throw, word_at(node, 5)};
    case Kind::with_statement:
      return {Message::sjs_with, word_at(node, 4)};
    case Kind::debugger_statement:
      return {Message::sjs_debugger, word_at(node, 8)};
    case Kind::labelled:
      return {Message::sjs_label, word_at(node, as<Labelled>(node)->label->text.size())};
    default:
      return {};
  }
}

class Check {
 public:
  Check(const Program& program, const Options& options, diag::Sink& sink)
      : program_(program), lenient_(options.lenient), sink_(sink) {}

  void run() {
    check_syntax();
    for (const Identifier* identifier : program_.free_identifiers) {
      const std::string_view name = identifier->name->text;
      if (contains(forbidden_names, name)) {
        report(diag::Code::sjs_forbidden_name, identifier->span, name);
      } else if (!contains(known_names, name) && asked_for_.count(identifier->name) == 0) {
        report(diag::Code::sjs_unknown_name, identifier->span, name);
      }
    }
  }

 private:
  void check_syntax() {
    // By a stack of its own: code is nested as deep as its author likes.
    std::vector<const Node*> waiting;
    const auto push_reversed = [&waiting](std::size_t first) {
      std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(first), waiting.end());
    };
    for (const Node* node : program_.body) {
      waiting.push_back(node);
    }
    push_reversed(0);
    while (!waiting.empty()) {
      const Node* node = waiting.back();
      waiting.pop_back();
      const Unsupported found = unsupported_in(node);
      if (found.at.end != 0) {
        report(diag::Code::sjs_unsupported_syntax, found.at, text_of(found.what));
      }
      if (const auto* unary = try_as<Unary>(node);
          unary != nullptr && unary->operation == Operator::key_typeof) {
        if (const auto* identifier = try_as<Identifier>(unary->operand)) {
          asked_for_.insert(identifier->name);
        }
      }
      const std::size_t first = waiting.size();
      for_each_child(node, [&waiting](const Node* child) { waiting.push_back(child); });
      push_reversed(first);
    }
  }

  void report(diag::Code code, Span at, std::string_view what) {
    diag::Diagnostic diagnostic = diag::make(code, {program_.source, at}, what);
    if (!lenient_) {
      diagnostic.severity = diag::Severity::error;
    }
    sink_.report(std::move(diagnostic));
  }

  const Program& program_;
  bool lenient_;
  diag::Sink& sink_;
  std::unordered_set<const Name*> asked_for_;  // names behind typeof: the code expects them to lack
};

}  // namespace

void check_sjs(const Program& program, const Options& options, diag::Sink& sink) {
  Check(program, options, sink).run();
}

}  // namespace mpaas::js
