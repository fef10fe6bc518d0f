// experimentalDecorators: the class is made first, then its decorators are called on it.
#include <algorithm>

#include "compiler/js/message.h"
#include "compiler/js/typescript/pass.h"

namespace mpaas::js {

bool TypescriptPass::has_legacy_decorators(const Class* declared) const {
  return options_.experimental_decorators &&
         (!declared->decorators.empty() || any_of(declared->members, [](const Node* node) {
           const auto* member = try_as<ClassMember>(node);
           return member != nullptr && !member->decorators.empty();
         }));
}

// [a, parameter_decorator(0, b)]
Node* TypescriptPass::decorator_list(const NodeList& decorators) {
  NodeList list;
  for (Node* node : decorators) {
    auto* decorator = as<Decorator>(node);
    Node* expression = decorator->expression;
    if (decorator->parameter != Decorator::no_parameter) {
      expression =
          make_.call(tree_.helper(Helper::legacy_parameter_decorator),
                     {make_.number(static_cast<std::int64_t>(decorator->parameter)), expression});
    }
    list.push(expression);
  }
  return make_.array(list);
}

std::vector<TypescriptPass::Decorated> TypescriptPass::take_decorators(Class* declared,
                                                                       Statements& before) {
  std::vector<Decorated> found;
  for (Node* node : declared->members) {
    auto* member = try_as<ClassMember>(node);
    if (member == nullptr || member->decorators.empty() ||
        member->member_kind == MemberKind::constructor) {
      continue;
    }
    if (member->key->kind == Kind::private_name) {
      // What stands outside of the class cannot name it.
      const Span at{member->decorators.first()->span.begin, member->key->span.end};
      sink_.report(diag::make(diag::Code::js_syntax, {program_.source, at},
                              text_of(Message::private_decorator)));
      program_.has_errors = true;
      member->decorators = {};
      continue;
    }
    const bool is_field = member->member_kind == MemberKind::value;
    found.push_back(
        {member->decorators, key_of(member, true, before), is_field, member->is_static});
    member->decorators = {};
  }
  return found;
}

// Whether the class is used while it is being made, before its name has a value.
bool TypescriptPass::is_used_in_statics(const Class* declared) const {
  const Symbol* symbol = declared->name->symbol;
  bool found = false;
  const auto search = [&](const Node* node, const auto& self) -> void {
    const auto* identifier = try_as<Identifier>(node);
    found = found || (identifier != nullptr && identifier->symbol == symbol);
    for_each_child(node, [&](const Node* child) { self(child, self); });
  };
  for (const Node* node : declared->members) {
    const auto* member = try_as<ClassMember>(node);
    if (node->kind == Kind::static_block ||
        (member != nullptr && member->is_static && member->member_kind == MemberKind::value)) {
      search(node, search);
    }
  }
  return found;
}

void TypescriptPass::emit_decorated_class(Class* declared, const Place& place, Statements& out) {
  Identifier* name = declared->name;
  auto* symbol = const_cast<Symbol*>(name->symbol);
  const std::vector<Decorated> members = take_decorators(declared, out);
  NodeList decorators = declared->decorators;
  declared->decorators = {};
  if (ClassMember* constructor = constructor_of(declared)) {
    for (Node* node = constructor->decorators.first(); node != nullptr;) {
      Node* following = node->next;
      node->next = nullptr;
      decorators.push(node);
      node = following;
    }
    constructor->decorators = {};
  }
  const auto decorate = [&](const NodeList& list, Node* target, NodeList rest) {
    NodeList arguments{decorator_list(list), target};
    for (Node* node = rest.first(); node != nullptr;) {
      Node* following = node->next;
      node->next = nullptr;
      arguments.push(node);
      node = following;
    }
    return make_.call(tree_.helper(Helper::legacy_decorate), arguments);
  };
  Symbol* alias = nullptr;
  if (decorators.empty()) {
    lower_class(declared, out);
    push_declaration(out, declared, place);
  } else {
    if (is_used_in_statics(declared)) {
      alias = new_temporary(name->name->text);
      renamed_[symbol] = alias;
      rewrite_list(declared->members, [this](Node* child) { return visit(child); });
      renamed_.erase(symbol);
      auto* block = program_.arena.make<StaticBlock>();
      block->scope = tree_.new_scope(declared->scope, true);
      block->statements.push(
          make_.statement(make_.assign(tree_.use(alias), make_.this_expression())));
      NodeList list{block};
      for (Node* node = declared->members.first(); node != nullptr;) {
        Node* following = node->next;
        node->next = nullptr;
        list.push(node);
        node = following;
      }
      declared->members = list;
    }
    lower_class(declared, out);
    declared->kind = Kind::class_expression;
    declared->name = nullptr;
    Declarator* declarator = make_.declarator(name, declared);
    declarator->span = declared->span;
    VariableDeclaration* declaration = make_.variable(VariableKind::let, NodeList{declarator});
    declaration->span = declared->span;
    push_declaration(out, declaration, place);
  }
  for (const bool is_static : {false, true}) {
    for (const Decorated& member : members) {
      if (member.is_static != is_static) {
        continue;
      }
      Node* target = tree_.use(symbol);
      if (!is_static) {
        target = make_.member(target, "prototype");
      }
      Node* descriptor = make_.null();
      if (member.is_field) {
        descriptor = make_.undefined();
      }
      push(out, decorate(member.decorators, target, {member.key, descriptor}));
    }
  }
  if (!decorators.empty()) {
    Node* decorated = decorate(decorators, tree_.use(symbol), {});
    if (alias != nullptr) {
      decorated = make_.assign(tree_.use(alias), decorated);
    }
    push(out, make_.assign(tree_.use(symbol), decorated));
  }
}

}  // namespace mpaas::js
