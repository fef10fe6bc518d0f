// The templates that tree.h promises.
#pragma once

#include "compiler/js/tree.h"

namespace mpaas::js {

template <class One, class Many>
void for_each_slot(Node* node, One&& one_slot, Many&& many) {
  const auto one = [&one_slot](auto*& child) {
    if (child == nullptr) {
      return;
    }
    Node* slot = child;
    one_slot(slot);
    child = static_cast<std::remove_reference_t<decltype(child)>>(slot);
  };
  switch (node->kind) {
    case Kind::identifier:
    case Kind::private_name:
    case Kind::number_literal:
    case Kind::big_int_literal:
    case Kind::string_literal:
    case Kind::reg_exp_literal:
    case Kind::boolean_literal:
    case Kind::null_literal:
    case Kind::template_chunk:
    case Kind::this_expression:
    case Kind::super_expression:
    case Kind::hole:
    case Kind::import_meta:
    case Kind::new_target:
    case Kind::empty:
    case Kind::directive:
    case Kind::continue_statement:
    case Kind::break_statement:
    case Kind::debugger_statement:
    case Kind::import_attribute:
    case Kind::import_declaration:
    case Kind::import_specifier:
    case Kind::export_specifier:
    case Kind::export_named:
    case Kind::export_all:
      return;
    case Kind::template_literal:
      many(as<TemplateLiteral>(node)->expressions);
      return;
    case Kind::tagged_template: {
      auto* tagged = as<TaggedTemplate>(node);
      one(tagged->tag);
      one(tagged->quasi);
      return;
    }
    case Kind::array_literal:
    case Kind::array_pattern:
      many(as<Array>(node)->elements);
      return;
    case Kind::object_literal:
    case Kind::object_pattern:
      many(as<Object>(node)->properties);
      return;
    case Kind::property: {
      auto* property = as<Property>(node);
      one(property->key);
      one(property->value);
      return;
    }
    case Kind::spread:
    case Kind::rest:
      one(as<Spread>(node)->operand);
      return;
    case Kind::decorator:
      one(as<Decorator>(node)->expression);
      return;
    case Kind::function_expression:
    case Kind::function_declaration:
    case Kind::arrow_function: {
      auto* function = as<Function>(node);
      one(function->name);
      many(function->parameters);
      one(function->body);
      return;
    }
    case Kind::class_expression:
    case Kind::class_declaration: {
      auto* declared = as<Class>(node);
      many(declared->decorators);
      one(declared->name);
      one(declared->heritage);
      many(declared->members);
      return;
    }
    case Kind::class_member: {
      auto* member = as<ClassMember>(node);
      many(member->decorators);
      one(member->key);
      one(member->value);
      return;
    }
    case Kind::static_block:
      many(as<StaticBlock>(node)->statements);
      return;
    case Kind::unary:
      one(as<Unary>(node)->operand);
      return;
    case Kind::update:
      one(as<Update>(node)->operand);
      return;
    case Kind::binary: {
      auto* binary = as<Binary>(node);
      one(binary->left);
      one(binary->right);
      return;
    }
    case Kind::assignment:
    case Kind::default_value: {
      auto* assignment = as<Assignment>(node);
      one(assignment->target);
      one(assignment->value);
      return;
    }
    case Kind::conditional: {
      auto* conditional = as<Conditional>(node);
      one(conditional->test);
      one(conditional->consequent);
      one(conditional->alternate);
      return;
    }
    case Kind::call: {
      auto* call = as<Call>(node);
      one(call->callee);
      many(call->arguments);
      return;
    }
    case Kind::new_expression: {
      auto* made = as<New>(node);
      one(made->callee);
      many(made->arguments);
      return;
    }
    case Kind::member:
      one(as<Member>(node)->object);
      return;
    case Kind::index: {
      auto* index = as<Index>(node);
      one(index->object);
      one(index->index);
      return;
    }
    case Kind::sequence:
      many(as<Sequence>(node)->expressions);
      return;
    case Kind::yield:
      one(as<Yield>(node)->argument);
      return;
    case Kind::await:
      one(as<Await>(node)->argument);
      return;
    case Kind::import_call: {
      auto* call = as<ImportCall>(node);
      one(call->specifier);
      one(call->options);
      return;
    }
    case Kind::block:
      many(as<Block>(node)->statements);
      return;
    case Kind::expression_statement:
      one(as<ExpressionStatement>(node)->expression);
      return;
    case Kind::if_statement: {
      auto* branch = as<If>(node);
      one(branch->test);
      one(branch->consequent);
      one(branch->alternate);
      return;
    }
    case Kind::for_statement: {
      auto* loop = as<For>(node);
      one(loop->initial);
      one(loop->test);
      one(loop->update);
      one(loop->body);
      return;
    }
    case Kind::for_in:
    case Kind::for_of: {
      auto* loop = as<ForEach>(node);
      one(loop->target);
      one(loop->subject);
      one(loop->body);
      return;
    }
    case Kind::while_statement: {
      auto* loop = as<While>(node);
      one(loop->test);
      one(loop->body);
      return;
    }
    case Kind::do_while: {
      auto* loop = as<While>(node);
      one(loop->body);
      one(loop->test);
      return;
    }
    case Kind::return_statement:
    case Kind::throw_statement:
      one(as<Return>(node)->argument);
      return;
    case Kind::with_statement: {
      auto* with = as<With>(node);
      one(with->object);
      one(with->body);
      return;
    }
    case Kind::switch_statement: {
      auto* choice = as<Switch>(node);
      one(choice->subject);
      many(choice->cases);
      return;
    }
    case Kind::switch_case: {
      auto* branch = as<Case>(node);
      one(branch->test);
      many(branch->statements);
      return;
    }
    case Kind::labelled:
      one(as<Labelled>(node)->body);
      return;
    case Kind::try_statement: {
      auto* attempt = as<Try>(node);
      one(attempt->block);
      one(attempt->parameter);
      one(attempt->handler);
      one(attempt->finalizer);
      return;
    }
    case Kind::variable_declaration:
      many(as<VariableDeclaration>(node)->declarators);
      return;
    case Kind::declarator: {
      auto* declarator = as<Declarator>(node);
      one(declarator->target);
      one(declarator->initial);
      return;
    }
    case Kind::export_declaration:
      one(as<ExportDeclaration>(node)->declaration);
      return;
    case Kind::export_default:
      one(as<ExportDefault>(node)->value);
      return;
    case Kind::enum_declaration: {
      auto* declared = as<Enum>(node);
      one(declared->name);
      many(declared->members);
      return;
    }
    case Kind::enum_member:
      one(as<EnumMember>(node)->value);
      return;
    case Kind::namespace_declaration: {
      auto* declared = as<Namespace>(node);
      one(declared->name);
      many(declared->statements);
      return;
    }
    case Kind::import_equals: {
      auto* alias = as<ImportEquals>(node);
      one(alias->name);
      one(alias->value);
      return;
    }
    case Kind::export_assignment:
      one(as<ExportAssignment>(node)->value);
      return;
  }
}

template <class Visit>
void rewrite_children(Node* node, Visit&& visit) {
  for_each_slot(
      node, [&visit](Node*& slot) { slot = visit(slot); },
      [&visit](NodeList& list) { rewrite_list(list, visit); });
}

template <class Visit>
void for_each_child(const Node* node, Visit&& visit) {
  for_each_slot(
      const_cast<Node*>(node), [&visit](Node*& slot) { visit(static_cast<const Node*>(slot)); },
      [&visit](NodeList& list) {
        for (const Node* each : list) {
          visit(each);
        }
      });
}

}  // namespace mpaas::js
