#include "compiler/axml/expressions.h"

#include <string_view>
#include <vector>

namespace mpaas::axml {
namespace {

// Emitted script nests about as deep as the expression; everybody behind us recurses over it.
constexpr int max_expression_depth = 300;

// What is wrong with a node by itself; "" when it may stand in a template.
std::string_view complaint(const js::Node* node) {
  switch (node->kind) {
    case js::Kind::assignment:
    case js::Kind::update:
      return "a template cannot assign";
    case js::Kind::this_expression:
      return "there is no `this` in a template";
    case js::Kind::super_expression:
    case js::Kind::new_target:
    case js::Kind::import_meta:
    case js::Kind::import_call:
    case js::Kind::yield:
    case js::Kind::await:
    case js::Kind::private_name:
      return "this cannot stand in a template";
    case js::Kind::new_expression:
      return "a template cannot use `new`";
    case js::Kind::function_expression:
      return "a template cannot hold a function; put it into an .sjs file";
    case js::Kind::class_expression:
      return "a template cannot hold a class";
    case js::Kind::tagged_template:
      return "a template cannot use tagged strings";
    case js::Kind::arrow_function: {
      const auto* arrow = js::as<js::Function>(node);
      if (arrow->is_async || arrow->body->kind == js::Kind::block) {
        return "an arrow function here is one expression: x => x + 1";
      }
      return {};
    }
    case js::Kind::unary:
      return js::as<js::Unary>(node)->operation == js::Operator::key_delete
                 ? std::string_view("a template cannot delete")
                 : std::string_view();
    case js::Kind::property:
      return js::as<js::Property>(node)->member_kind != js::MemberKind::value
                 ? std::string_view("a template cannot hold a function; put it into an .sjs file")
                 : std::string_view();
    default:
      return {};
  }
}

}  // namespace

bool check_expression(const SourcePointer& source, const js::Node* root, diag::Sink& sink) {
  // A stack of our own: chains such as a+b+c+… are as deep as they are long.
  struct Open {
    const js::Node* node;
    int depth;
  };
  std::vector<Open> open{{root, 0}};
  int depth = 0;
  const auto visit = [&](const js::Node* node) {
    if (node != nullptr) {
      open.push_back({node, depth + 1});
    }
  };
  const auto visit_list = [&](const js::NodeList& list) {
    for (const js::Node* node : list) {
      visit(node);
    }
  };
  while (!open.empty()) {
    const js::Node* node = open.back().node;
    depth = open.back().depth;
    open.pop_back();
    std::string_view words = complaint(node);
    if (depth > max_expression_depth) {
      words = "it is nested too deep";
    }
    if (!words.empty()) {
      sink.report(diag::make(diag::Code::axml_bad_expression, {source, node->span}, words));
      return false;
    }
    switch (node->kind) {
      case js::Kind::template_literal:
        visit_list(js::as<js::TemplateLiteral>(node)->expressions);
        break;
      case js::Kind::array_literal:
      case js::Kind::array_pattern:
        visit_list(js::as<js::Array>(node)->elements);
        break;
      case js::Kind::object_literal:
      case js::Kind::object_pattern:
        visit_list(js::as<js::Object>(node)->properties);
        break;
      case js::Kind::property: {
        const auto* property = js::as<js::Property>(node);
        if (property->computed) {
          visit(property->key);
        }
        visit(property->value);
        break;
      }
      case js::Kind::spread:
      case js::Kind::rest:
        visit(js::as<js::Spread>(node)->operand);
        break;
      case js::Kind::arrow_function:
        visit_list(js::as<js::Function>(node)->parameters);
        visit(js::as<js::Function>(node)->body);
        break;
      case js::Kind::default_value:
        visit(js::as<js::Assignment>(node)->target);
        visit(js::as<js::Assignment>(node)->value);
        break;
      case js::Kind::unary:
        visit(js::as<js::Unary>(node)->operand);
        break;
      case js::Kind::binary:
        open.push_back({js::as<js::Binary>(node)->left, depth});
        visit(js::as<js::Binary>(node)->right);
        break;
      case js::Kind::conditional:
        visit(js::as<js::Conditional>(node)->test);
        visit(js::as<js::Conditional>(node)->consequent);
        visit(js::as<js::Conditional>(node)->alternate);
        break;
      case js::Kind::call:
        visit(js::as<js::Call>(node)->callee);
        visit_list(js::as<js::Call>(node)->arguments);
        break;
      case js::Kind::member:
        visit(js::as<js::Member>(node)->object);
        break;
      case js::Kind::index:
        visit(js::as<js::Index>(node)->object);
        visit(js::as<js::Index>(node)->index);
        break;
      case js::Kind::sequence:
        visit_list(js::as<js::Sequence>(node)->expressions);
        break;
      default:
        break;
    }
  }
  return true;
}

}  // namespace mpaas::axml
