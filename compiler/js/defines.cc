#include "compiler/js/defines.h"

#include <unordered_map>

#include "compiler/js/tree.h"

namespace mpaas::js {
namespace {

class Replacing {
 public:
  Replacing(Program& program, const std::vector<Define>& defines) : program_(program) {
    for (const Define& define : defines) {
      values_.emplace(define.name, define.value);
    }
    for (const Identifier* identifier : program.free_identifiers) {
      found_ = found_ || values_.contains(identifier->name->text);
    }
  }

  void run() {
    if (found_) {
      rewrite_list(program_.body, [this](Node* node) { return visit(node); });
    }
  }

 private:
  // A name that is written to stays: the code means a variable of the host.
  Node* keep_name(Node* node) { return node->kind == Kind::identifier ? node : visit(node); }

  Node* visit(Node* node) {
    switch (node->kind) {
      case Kind::identifier:
        return replaced(as<Identifier>(node));
      case Kind::array_pattern:
        rewrite_list(as<Array>(node)->elements, [this](Node* each) { return keep_name(each); });
        return node;
      case Kind::rest:
        as<Spread>(node)->operand = keep_name(as<Spread>(node)->operand);
        return node;
      case Kind::update:
        as<Update>(node)->operand = keep_name(as<Update>(node)->operand);
        return node;
      case Kind::assignment:
      case Kind::default_value: {
        auto* assignment = as<Assignment>(node);
        assignment->target = keep_name(assignment->target);
        assignment->value = visit(assignment->value);
        return node;
      }
      case Kind::for_in:
      case Kind::for_of: {
        auto* loop = as<ForEach>(node);
        loop->target = keep_name(loop->target);
        loop->subject = visit(loop->subject);
        loop->body = visit(loop->body);
        return node;
      }
      case Kind::object_pattern:
        in_pattern_ = true;
        rewrite_children(node, [this](Node* child) { return visit(child); });
        return node;
      case Kind::property: {
        auto* property = as<Property>(node);
        const bool pattern = in_pattern_;
        in_pattern_ = false;
        if (property->computed) {
          property->key = visit(property->key);
        }
        Node* value = property->value;
        property->value = pattern ? keep_name(value) : visit(value);
        property->shorthand = property->shorthand && property->value == value;
        in_pattern_ = pattern;
        return node;
      }
      case Kind::class_member: {
        auto* member = as<ClassMember>(node);
        if (member->computed) {
          member->key = visit(member->key);
        }
        if (member->value != nullptr) {
          member->value = visit(member->value);
        }
        return node;
      }
      default: {
        const bool pattern = in_pattern_;
        in_pattern_ = false;
        rewrite_children(node, [this](Node* child) { return visit(child); });
        in_pattern_ = pattern;
        return node;
      }
    }
  }

  Node* replaced(Identifier* identifier) {
    if (identifier->symbol != nullptr) {
      return identifier;
    }
    const auto value = values_.find(identifier->name->text);
    if (value == values_.end()) {
      return identifier;
    }
    Node* literal = literal_of(value->second, program_.arena);
    literal->span = identifier->span;
    return literal;
  }

  Program& program_;
  std::unordered_map<std::string_view, std::string_view> values_;
  bool found_ = false;
  bool in_pattern_ = false;
};

}  // namespace

Node* literal_of(std::string_view value, Arena& arena) {
  Builder make(arena);
  if (value == "true" || value == "false") {
    return make.boolean(value == "true");
  }
  if (value == "null") {
    return make.null();
  }
  if (value == "undefined") {
    return make.undefined();
  }
  const std::string_view text = arena.copy(value);
  if (text.front() == '"' || text.front() == '\'') {
    return arena.make<StringLiteral>(text);
  }
  if (text.front() == '-') {
    return make.unary(Operator::minus, arena.make<NumberLiteral>(text.substr(1)));
  }
  return arena.make<NumberLiteral>(text);
}

bool is_literal(std::string_view text) {
  if (text == "undefined") {
    return true;
  }
  diag::List found;
  Arena arena;
  const SourcePointer source = make_source("define", std::string(text));
  const Span all{0, static_cast<std::uint32_t>(text.size())};
  const ExpressionResult result = parse_expression(source, all, {}, arena, found);
  if (result.node == nullptr || result.end != text.size() || result.node->parenthesized) {
    return false;
  }
  const Node* node = result.node;
  if (node->kind == Kind::unary) {
    const auto* unary = as<Unary>(node);
    return unary->operation == Operator::minus && unary->operand->kind == Kind::number_literal &&
           text.find('-') == 0 && unary->operand->span.begin == 1;
  }
  return (node->kind == Kind::boolean_literal || node->kind == Kind::null_literal ||
          node->kind == Kind::string_literal || node->kind == Kind::number_literal) &&
         node->span.begin == 0 && node->span.end == text.size();
}

void replace_defined_names(Program& program, const std::vector<Define>& defines) {
  std::vector<Define> names;
  for (const Define& define : defines) {
    if (define.name.find('.') == std::string::npos) {
      names.push_back(define);
    }
  }
  if (!names.empty()) {
    Replacing(program, names).run();
  }
}

}  // namespace mpaas::js
