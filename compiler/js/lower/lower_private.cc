// Private names (2022) as WeakMaps of values and WeakSets of the objects that have methods; and
// `super` in code that has left its method.
#include "compiler/js/lower/lowerer.h"

namespace mpaas::js {

const Lowerer::PrivateMember* Lowerer::find_private(const Name* name) const {
  for (const PrivateScope* scope = private_scope_; scope != nullptr; scope = scope->outer) {
    const auto place = scope->members.find(name);
    if (place != scope->members.end()) {
      return &place->second;
    }
  }
  return nullptr;
}

const Lowerer::PrivateMember* Lowerer::find_private(const Node* node) const {
  const auto* member = try_as<Member>(node);
  return member != nullptr && member->is_private ? find_private(member->property) : nullptr;
}

Node* Lowerer::private_get(Node* object, const PrivateMember& member, const Node* place) {
  NodeList arguments{object, tree_.use(member.storage)};
  if (member.kind == MemberKind::method) {
    arguments.push(tree_.use(member.getter));
    return call_helper(Helper::private_method, arguments, place);
  }
  if (member.kind == MemberKind::getter) {
    arguments.push(member.getter != nullptr ? tree_.use(member.getter)
                                            : tree_.helper(Helper::private_missing));
  }
  return call_helper(Helper::private_get, arguments, place);
}

Node* Lowerer::private_set(Node* object, const PrivateMember& member, Node* value,
                           const Node* place) {
  NodeList arguments{object, tree_.use(member.storage), value};
  if (member.kind != MemberKind::value) {
    arguments.push(member.setter != nullptr ? tree_.use(member.setter)
                                            : tree_.helper(Helper::private_missing));
  }
  return call_helper(Helper::private_set, arguments, place);
}

// Something that can be assigned to: private_reference(…)._
Node* Lowerer::private_reference(Member* node) {
  const PrivateMember& member = *find_private(node);
  NodeList arguments{visit(node->object), tree_.use(member.storage)};
  if (member.kind == MemberKind::method) {
    arguments.push(make_.arrow({}, tree_.use(member.getter)));
    as<Function>(arguments.last())->scope = tree_.new_scope(frame_->scope, true);
  } else if (member.kind == MemberKind::getter) {
    arguments.push(member.getter != nullptr ? tree_.use(member.getter)
                                            : tree_.helper(Helper::private_missing));
  }
  if (member.kind != MemberKind::value) {
    arguments.push(member.setter != nullptr ? tree_.use(member.setter)
                                            : tree_.helper(Helper::private_missing));
  }
  return make_.member(call_helper(Helper::private_reference, arguments, node), "_");
}

Node* Lowerer::visit_target(Node* node) {
  switch (node->kind) {
    case Kind::member:
      return find_private(node) != nullptr ? private_reference(as<Member>(node)) : visit(node);
    case Kind::array_pattern:
      rewrite_list(as<Array>(node)->elements, [this](Node* each) { return visit_target(each); });
      return node;
    case Kind::object_pattern:
      rewrite_list(as<Object>(node)->properties, [this](Node* each) { return visit_target(each); });
      return node;
    case Kind::property:
      return visit_property(as<Property>(node), true);
    case Kind::default_value: {
      auto* with_default = as<Assignment>(node);
      if (const auto* name = try_as<Identifier>(with_default->target)) {
        name_class(with_default->value, name->name->text);
      }
      with_default->target = visit_target(with_default->target);
      with_default->value = visit(with_default->value);
      return node;
    }
    case Kind::rest:
      as<Spread>(node)->operand = visit_target(as<Spread>(node)->operand);
      return node;
    default:
      return visit(node);
  }
}

Node* Lowerer::visit_private_assignment(Assignment* node) {
  auto* target = as<Member>(node->target);
  const PrivateMember& member = *find_private(target);
  if (node->operation == Operator::assign) {
    Node* object = visit(target->object);
    return private_set(object, member, visit(node->value), node);
  }
  const Once object = once(visit(target->object));
  Node* read = private_get(object.first, member, target);
  Node* value = visit(node->value);
  const auto write = [&](Node* written) {
    return private_set(again(object), member, written, node);
  };
  switch (node->operation) {
    case Operator::assign_and:
      return make_.logical_and(read, write(value));
    case Operator::assign_or:
      return make_.logical_or(read, write(value));
    case Operator::assign_nullish:
      if (below(2020)) {
        const Once old = once(read);
        return make_.conditional(is_nullish(old.first, true), again(old), write(value));
      }
      return make_.binary(Operator::nullish, read, write(value));
    case Operator::assign_power:
      if (below(2016)) {
        return write(make_.call(make_.member(tree_.global("Math"), "pow"), {read, value}));
      }
      return write(make_.binary(Operator::power, read, value));
    default:
      return write(make_.binary(binary_operation(node->operation), read, value));
  }
}

Operator Lowerer::binary_operation(Operator assignment) {
  switch (assignment) {
    case Operator::assign_plus:
      return Operator::plus;
    case Operator::assign_minus:
      return Operator::minus;
    case Operator::assign_multiply:
      return Operator::multiply;
    case Operator::assign_divide:
      return Operator::divide;
    case Operator::assign_remainder:
      return Operator::remainder;
    case Operator::assign_power:
      return Operator::power;
    case Operator::assign_shift_left:
      return Operator::shift_left;
    case Operator::assign_shift_right:
      return Operator::shift_right;
    case Operator::assign_shift_right_unsigned:
      return Operator::shift_right_unsigned;
    case Operator::assign_bit_and:
      return Operator::bit_and;
    case Operator::assign_bit_or:
      return Operator::bit_or;
    default:
      assert(assignment == Operator::assign_bit_xor);
      return Operator::bit_xor;
  }
}

// --- super ---------------------------------------------------------------------------------------

bool Lowerer::is_super_member(const Node* node) {
  const auto* member = try_as<Member>(node);
  const auto* index = try_as<Index>(node);
  const Node* object = member != nullptr  ? member->object
                       : index != nullptr ? index->object
                                          : nullptr;
  return object != nullptr && object->kind == Kind::super_expression;
}

// The function whose `super` is meant here, when the code stands outside of it by then.
Frame* Lowerer::super_frame() {
  bool moved = false;
  for (Frame* frame = frame_; frame != nullptr; frame = frame->outer) {
    moved = moved || frame->suspension != Suspension::native;
    if (frame->home != nullptr) {
      return frame;
    }
    if (!frame->is_arrow) {
      return moved ? frame : nullptr;
    }
  }
  return nullptr;
}

Node* Lowerer::super_key(Node* node) {
  if (auto* index = try_as<Index>(node)) {
    return visit(index->index);
  }
  return make_.string(as<Member>(node)->property->text);
}

Symbol* Lowerer::super_function(Frame* frame, Symbol*& slot, std::string_view name, bool sets) {
  if (slot != nullptr) {
    return slot;
  }
  // Outside of the generator, where the method is.
  std::uint32_t around = frame->scope;
  slot = tree_.new_symbol(around, SymbolKind::variable, name);
  const std::uint32_t scope = tree_.new_scope(around, true);
  Symbol* key = tree_.new_symbol(scope, SymbolKind::parameter, "key");
  NodeList parameters{tree_.use(key)};
  Node* value = make_.index(tree_.program.arena.make<SuperExpression>(), tree_.use(key));
  if (sets) {
    Symbol* written = tree_.new_symbol(scope, SymbolKind::parameter, "value");
    parameters.push(tree_.use(written));
    value = make_.assign(value, tree_.use(written));
  }
  Function* arrow = make_.arrow(parameters, value);
  arrow->scope = scope;
  (frame->suspension != Suspension::native ? frame->captures : frame->variables)
      .push_back({slot, arrow});
  return slot;
}

Node* Lowerer::super_get(Frame* frame, Node* key, const Node* place) {
  if (frame->home != nullptr) {
    return call_helper(Helper::super_get, {home_object(frame), key, visit(make_.this_expression())},
                       place);
  }
  Call* call =
      make_.call(tree_.use(super_function(frame, frame->super_get, "_super_get", false)), {key});
  call->span = place->span;
  return call;
}

Node* Lowerer::super_set(Frame* frame, Node* key, Node* value, const Node* place) {
  if (frame->home != nullptr) {
    return call_helper(Helper::super_set,
                       {home_object(frame), key, value, visit(make_.this_expression())}, place);
  }
  Call* call = make_.call(tree_.use(super_function(frame, frame->super_set, "_super_set", true)),
                          {key, value});
  call->span = place->span;
  return call;
}

Node* Lowerer::home_object(Frame* frame) {
  Node* home = tree_.use(frame->home);
  return frame->home_is_static ? home : make_.member(home, "prototype");
}

Node* Lowerer::visit_super_assignment(Assignment* node) {
  Frame* frame = super_frame();
  Node* key = super_key(node->target);
  if (node->operation == Operator::assign) {
    return super_set(frame, key, visit(node->value), node);
  }
  const Once held = once(key);
  Node* read = super_get(frame, held.first, node->target);
  Node* value = visit(node->value);
  const auto write = [&](Node* written) { return super_set(frame, again(held), written, node); };
  switch (node->operation) {
    case Operator::assign_and:
      return make_.logical_and(read, write(value));
    case Operator::assign_or:
      return make_.logical_or(read, write(value));
    case Operator::assign_nullish: {
      const Once old = once(read);
      return make_.conditional(is_nullish(old.first, true), again(old), write(value));
    }
    case Operator::assign_power:
      return write(make_.call(make_.member(tree_.global("Math"), "pow"), {read, value}));
    default:
      return write(make_.binary(binary_operation(node->operation), read, value));
  }
}

Node* Lowerer::call_with(Node* function, Node* receiver, NodeList& arguments) {
  NodeList list{receiver};
  rewrite_list(arguments, [&list](Node* argument) {
    list.push(argument);
    return static_cast<Node*>(nullptr);
  });
  return make_.call(make_.member(function, "call"), list);
}

// super(…): the fields come right behind it; an async arrow function calls it through another.
Node* Lowerer::visit_super_call(Call* node) {
  visit_list(node->arguments);
  bool moved = false;
  Frame* frame = frame_;
  for (; frame->is_arrow && frame->outer != nullptr; frame = frame->outer) {
    moved = moved || frame->moves_this;
  }
  Node* made = node;
  if (moved) {
    if (frame->super_call == nullptr) {
      frame->super_call = tree_.new_symbol(frame->scope, SymbolKind::variable, "_super");
      const std::uint32_t scope = tree_.new_scope(frame->scope, true);
      Symbol* all = tree_.new_symbol(scope, SymbolKind::parameter, "all");
      Function* arrow = make_.arrow(
          {make_.rest(tree_.use(all))},
          make_.call(tree_.program.arena.make<SuperExpression>(), {make_.spread(tree_.use(all))}));
      arrow->scope = scope;
      frame->variables.push_back({frame->super_call, arrow});
    }
    node->callee = tree_.use(frame->super_call);
  }
  if (frame->initialize != nullptr) {
    made = sequence({made, make_.call(tree_.use(frame->initialize))});
  }
  return made;
}

Node* Lowerer::visit_update(Update* node) {
  if (find_private(node->operand) != nullptr) {
    node->operand = private_reference(as<Member>(node->operand));
    return node;
  }
  if (is_super_member(node->operand)) {
    if (Frame* frame = super_frame()) {
      // The value before, as a number: _a = +super.a
      const Once key = once(super_key(node->operand));
      Symbol* old = temporary();
      Node* read = assign(old, super_get(frame, key.first, node));
      Node* converted =
          node->prefix ? nullptr : make_.update(Operator::increment, false, tree_.use(old));
      // old++ gives the number and counts `old` itself.
      if (node->operation == Operator::decrement && converted != nullptr) {
        as<Update>(converted)->operation = Operator::decrement;
      }
      if (node->prefix) {
        return sequence(
            {read, super_set(frame, again(key), make_.update(node->operation, true, tree_.use(old)),
                             node)});
      }
      Symbol* result = temporary();
      return sequence({read, assign(result, converted),
                       super_set(frame, again(key), tree_.use(old), node), tree_.use(result)});
    }
  }
  visit_children(node);
  return node;
}

}  // namespace mpaas::js
