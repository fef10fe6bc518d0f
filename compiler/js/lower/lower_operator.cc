// Operators: a?.b (2020), a ?? b (2020), a ||= b (2021), a ** b (2016).
#include "compiler/js/lower/lowerer.h"

namespace mpaas::js {
namespace {

Node** left_of(Node* link) {
  switch (link->kind) {
    case Kind::member:
      return &as<Member>(link)->object;
    case Kind::index:
      return &as<Index>(link)->object;
    default:
      return &as<Call>(link)->callee;
  }
}

bool is_access(const Node* node) { return node->kind == Kind::member || node->kind == Kind::index; }

bool is_optional(const Node* link) {
  switch (link->kind) {
    case Kind::member:
      return as<Member>(link)->optional;
    case Kind::index:
      return as<Index>(link)->optional;
    case Kind::call:
      return as<Call>(link)->optional;
    default:
      return false;
  }
}

// Whether `left` belongs to the optional chain that `link` is in.
bool continues_chain(const Node* link, const Node* left) {
  return link->in_chain && left->in_chain && (!left->parenthesized || is_optional(link));
}

}  // namespace

Node* Lowerer::is_nullish(Node* value, bool negated) {
  return make_.binary(negated ? Operator::not_equal : Operator::equal, value, make_.null());
}

bool Lowerer::needs_chain(const Node* node) {
  if (node->in_chain && below(2020)) {
    return true;
  }
  return private_scope_ != nullptr && has_private_link(node);
}

bool Lowerer::has_private_link(const Node* node) {
  if (!node->in_chain) {
    return find_private(node) != nullptr ||
           (node->kind == Kind::call && find_private(as<Call>(node)->callee) != nullptr);
  }
  const bool known = node == plain_chain_;
  for (const Node* link = node;;) {
    if (!known && (find_private(link) != nullptr)) {
      return true;
    }
    const Node* left = *left_of(const_cast<Node*>(link));
    if (!continues_chain(link, left)) {
      plain_chain_ = nullptr;
      return link->kind == Kind::call && find_private(left) != nullptr;
    }
    if (known) {
      plain_chain_ = left;
      return false;
    }
    link = left;
  }
}

// a?.b.c → a == null ? void 0 : a.b.c; with several ?. all tests are joined by ||. `receiver`, when
// it is wanted and the chain ends in a property, gets what `this` is in a call of it.
Node* Lowerer::visit_chain(Node* root, Node** receiver) {
  std::vector<Node*> links;
  Node* base = root;
  do {
    links.push_back(base);
    base = *left_of(base);
  } while (continues_chain(links.back(), base));
  // a.b?.() calls with `this`.
  if (links.back()->kind == Kind::call && is_access(base)) {
    links.push_back(base);
    base = *left_of(base);
  }
  Node* current = base->kind == Kind::super_expression ? base : visit(base);
  Node* nullish = nullptr;
  std::optional<Once> object;  // of the property that is called next
  for (std::size_t i = links.size(); i-- > 0;) {
    Node* link = links[i];
    const bool optional = is_optional(link);
    const bool was_in_chain = link->in_chain;
    link->in_chain = false;
    link->parenthesized = false;
    if (optional) {
      const Once value = once(current);
      Node* test = is_nullish(value.first, false);
      test->span = link->span;
      nullish = nullish == nullptr ? test : make_.logical_or(nullish, test);
      current = again(value);
    }
    if (auto* call = try_as<Call>(link)) {
      call->optional = false;
      visit_list(call->arguments);
      if (object) {
        link = call_with(current, again(*object), call->arguments);
        link->span = call->span;
      } else if (const auto* name = try_as<Identifier>(current);
                 was_in_chain && optional && name != nullptr && name->symbol == nullptr &&
                 name->name->text == "eval") {
        call->callee = sequence({make_.number(0), current});  // not a direct eval
      } else {
        call->callee = current;
      }
      object.reset();
      current = link;
      continue;
    }
    const Node* next = i > 0 ? links[i - 1] : nullptr;
    const PrivateMember* hidden = find_private(link);
    const bool is_called =
        next != nullptr ? next->kind == Kind::call && (is_optional(next) || hidden != nullptr)
                        : receiver != nullptr;
    if (is_called) {
      if (current->kind == Kind::super_expression) {
        object = once(visit(make_.this_expression()));
      } else {
        object = once(current);
        current = object->first;
      }
    }
    if (hidden != nullptr) {
      current = private_get(current, *hidden, link);
      continue;
    }
    if (current->kind == Kind::super_expression) {
      if (Frame* frame = super_frame()) {
        current = super_get(frame, super_key(link), link);
        continue;
      }
    }
    *left_of(link) = current;
    if (auto* index = try_as<Index>(link)) {
      index->optional = false;
      index->index = visit(index->index);
    } else {
      as<Member>(link)->optional = false;
    }
    current = link;
  }
  if (receiver != nullptr) {
    *receiver = object ? again(*object) : nullptr;
  }
  if (nullish == nullptr) {
    return current;
  }
  Node* made = make_.conditional(nullish, make_.undefined(), current);
  made->span = root->span;
  return made;
}

Node* Lowerer::visit_delete(Unary* node) {
  if (!node->operand->in_chain || !needs_chain(node->operand)) {
    visit_children(node);
    return node;
  }
  auto* lowered = as<Conditional>(visit_chain(node->operand, nullptr));
  lowered->consequent = make_.boolean(true);
  node->operand = lowered->alternate;
  lowered->alternate = node;
  return lowered;
}

Node* Lowerer::visit_call(Call* node) {
  if (needs_chain(node)) {
    return visit_chain(node, nullptr);
  }
  if (node->callee->kind == Kind::super_expression) {
    return visit_super_call(node);
  }
  if (is_super_member(node->callee)) {
    if (Frame* frame = super_frame()) {
      Node* callee = super_get(frame, super_key(node->callee), node->callee);
      visit_list(node->arguments);
      Node* made = call_with(callee, visit(make_.this_expression()), node->arguments);
      made->span = node->span;
      return made;
    }
  }
  // (a?.b)() calls with `this`.
  if (!node->in_chain && is_access(node->callee) && needs_chain(node->callee)) {
    Node* receiver = nullptr;
    Node* callee = visit_chain(node->callee, &receiver);
    visit_list(node->arguments);
    Node* made = call_with(callee, receiver, node->arguments);
    made->span = node->span;
    return made;
  }
  visit_children(node);
  return node;
}

Node* Lowerer::visit_tagged_template(TaggedTemplate* node) {
  if (is_access(node->tag) && needs_chain(node->tag)) {
    Node* receiver = nullptr;
    Node* tag = visit_chain(node->tag, &receiver);
    node->tag = make_.call(make_.member(tag, "bind"), {receiver});
    visit_list(node->quasi->expressions);
    return node;
  }
  visit_children(node);
  return below(2018) ? visit_meaningless_template(node) : node;
}

Node* Lowerer::visit_binary(Binary* node) {
  if (node->operation == Operator::nullish && below(2020)) {
    const Once left = once(visit(node->left));
    Node* right = visit(node->right);
    Node* made = make_.conditional(is_nullish(left.first, true), again(left), right);
    made->span = node->span;
    return made;
  }
  // The left side may be as long as the file.
  std::vector<Binary*> chain{node};
  while (auto* left = try_as<Binary>(chain.back()->left)) {
    if (left->operation == Operator::nullish && below(2020)) {
      break;
    }
    chain.push_back(left);
  }
  Node* left = chain.back()->left;
  if (const auto* name = try_as<PrivateName>(left)) {
    if (const PrivateMember* member = find_private(name->name)) {
      Binary* binary = chain.back();
      left = call_helper(Helper::private_in, {visit(binary->right), tree_.use(member->storage)},
                         binary);
      chain.pop_back();
    }
  } else {
    left = visit(left);
  }
  for (; !chain.empty(); chain.pop_back()) {
    Binary* binary = chain.back();
    binary->left = left;
    binary->right = visit(binary->right);
    left = binary;
    if (binary->operation == Operator::power && below(2016)) {
      left = make_.call(make_.member(tree_.global("Math"), "pow"), {binary->left, binary->right});
      left->span = binary->span;
    }
  }
  return left;
}

Lowerer::Doubled Lowerer::doubled(Node* target) {
  const auto object_of = [this](Node* object) {
    return once(object->kind == Kind::super_expression ? object : visit(object));
  };
  if (auto* member = try_as<Member>(target)) {
    const Once object = object_of(member->object);
    member->object = object.first;
    Node* second = make_.member(again(object), member->property->text);
    second->span = member->span;
    return {member, second};
  }
  if (auto* index = try_as<Index>(target)) {
    const Once object = object_of(index->object);
    const Once key = once(visit(index->index));
    index->object = object.first;
    index->index = key.first;
    Node* second = make_.index(again(object), again(key));
    second->span = index->span;
    return {index, second};
  }
  Node* first = visit(target);
  return {first, copy(first)};
}

Node* Lowerer::visit_logical_assignment(Assignment* node) {
  const Operator operation = node->operation;
  const auto [read, write] = doubled(node->target);
  node->target = write;
  node->operation = Operator::assign;
  node->value = visit(node->value);
  Node* made = nullptr;
  if (operation == Operator::assign_nullish && below(2020)) {
    const Once value = once(read);
    made = make_.conditional(is_nullish(value.first, true), again(value), node);
  } else {
    made = make_.binary(operation == Operator::assign_and  ? Operator::logical_and
                        : operation == Operator::assign_or ? Operator::logical_or
                                                           : Operator::nullish,
                        read, node);
  }
  made->span = node->span;
  return made;
}

Node* Lowerer::visit_assignment(Assignment* node, bool unused) {
  if ((node->target->kind == Kind::object_pattern || node->target->kind == Kind::array_pattern) &&
      needs_split(node->target)) {
    return visit_pattern_assignment(node, unused);
  }
  if (find_private(node->target) != nullptr) {
    Node* made = visit_private_assignment(node);
    made->span = node->span;
    return made;
  }
  if (is_super_member(node->target) && super_frame() != nullptr) {
    return visit_super_assignment(node);
  }
  if (const auto* name = try_as<Identifier>(node->target)) {
    name_class(node->value, name->name->text);
  }
  switch (node->operation) {
    case Operator::assign_and:
    case Operator::assign_or:
    case Operator::assign_nullish:
      if (below(2021)) {
        return visit_logical_assignment(node);
      }
      break;
    case Operator::assign_power:
      if (below(2016)) {
        const auto [write, read] = doubled(node->target);
        node->target = write;
        node->operation = Operator::assign;
        node->value =
            make_.call(make_.member(tree_.global("Math"), "pow"), {read, visit(node->value)});
        return node;
      }
      break;
    default:
      break;
  }
  node->target = visit_target(node->target);
  node->value = visit(node->value);
  return node;
}

}  // namespace mpaas::js
