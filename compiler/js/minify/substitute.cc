// const a = f(); return a.b: the value moves to where it is read. Between the two nothing may
// happen that could tell the difference.
#include "compiler/js/minify/minifier.h"

namespace mpaas::js {

// The value is the same whenever it is taken.
bool Minifier::is_free(const Node* node) {
  switch (node->kind) {
    case Kind::big_int_literal:
    case Kind::function_expression:
    case Kind::arrow_function:
    case Kind::this_expression:
    case Kind::hole:
    case Kind::new_target:
      return true;
    case Kind::identifier:
      return is_stable(as<Identifier>(node));
    default:
      return is_constant(node);
  }
}

void Minifier::substitute_before(std::size_t base, Node* node) {
  for (;;) {
    VariableKind kind{};
    const Declarator* variable = last_variable(base, &kind);
    if (variable == nullptr || variable->initial == nullptr || kind > VariableKind::constant) {
      return;
    }
    const auto* name = try_as<Identifier>(variable->target);
    if (name == nullptr || !is_local(name->symbol)) {
      return;
    }
    const Usage& found = usage(name->symbol);
    if (found.uses != 2 || found.declares != 1 || found.changes != 0) {
      return;
    }
    Node* value = variable->initial;
    if (value->kind == Kind::class_expression || value->kind == Kind::yield) {
      return;
    }
    const Movable movable = is_free(value)       ? Movable::anywhere
                            : has_effects(value) ? Movable::nowhere
                                                 : Movable::past_pure;
    if (!substitute_in_statement(node, {name->symbol, value, movable})) {
      return;
    }
    Usage& gone = usage(name->symbol);
    gone.uses = 0;
    gone.declares = 0;
    stack_.pop_back();
  }
}

bool Minifier::substitute_in_statement(Node* node, const Substitution& what) {
  const auto in = [this, &what](Node*& slot) {
    return slot != nullptr && substitute(slot, what) == Found::replaced;
  };
  switch (node->kind) {
    case Kind::expression_statement:
      return in(as<ExpressionStatement>(node)->expression);
    case Kind::return_statement:
    case Kind::throw_statement:
      return in(as<Return>(node)->argument);
    case Kind::if_statement:
      return in(as<If>(node)->test);
    case Kind::switch_statement:
      return in(as<Switch>(node)->subject);
    case Kind::for_in:
    case Kind::for_of:
      return in(as<ForEach>(node)->subject);
    case Kind::variable_declaration: {
      auto* declaration = as<VariableDeclaration>(node);
      return in(as<Declarator>(declaration->declarators.first())->initial);
    }
    case Kind::for_statement: {
      auto* loop = as<For>(node);
      if (auto* declaration = try_as<VariableDeclaration>(loop->initial)) {
        return declaration->variable_kind == VariableKind::var &&
               in(as<Declarator>(declaration->declarators.first())->initial);
      }
      return in(loop->initial);
    }
    default:
      return false;
  }
}

// May the value be evaluated after this node has been?
Minifier::Found Minifier::past(const Node* node, const Substitution& what) {
  switch (what.movable) {
    case Movable::anywhere:
      return Found::passed;
    case Movable::past_pure:
      return has_effects(node) ? Found::blocked : Found::passed;
    case Movable::nowhere:
      break;
  }
  return is_free(node) ? Found::passed : Found::blocked;
}

Minifier::Found Minifier::substitute_later(Node*& slot, const Substitution& what) {
  return what.movable == Movable::nowhere ? Found::blocked : substitute(slot, what);
}

Minifier::Found Minifier::substitute_list(NodeList& list, const Substitution& what) {
  for (Node* each : list) {
    Node* slot = each;
    const Found found = substitute(slot, what);
    if (slot != each) {
      NodeList made;
      for (Node* old = list.first(); old != nullptr;) {
        Node* next = old->next;
        old->next = nullptr;
        made.push(old == each ? slot : old);
        old = next;
      }
      list = made;
    }
    if (found != Found::passed) {
      return found;
    }
  }
  return Found::passed;
}

Minifier::Found Minifier::substitute(Node*& slot, const Substitution& what) {
  Node* node = slot;
  if (depth_ > max_visit_depth) {
    return Found::blocked;
  }
  ++depth_;
  const auto one = [&](Node*& child) { return substitute(child, what); };
  Found found = Found::passed;
  bool is_operation = true;  // the node itself does something, after its parts
  switch (node->kind) {
    case Kind::identifier: {
      auto* identifier = as<Identifier>(node);
      if (identifier->symbol == what.symbol && identifier->replacement == nullptr) {
        what.value->next = nullptr;
        slot = what.value;
        found = Found::replaced;
      }
      break;
    }
    case Kind::number_literal:
    case Kind::string_literal:
    case Kind::boolean_literal:
    case Kind::null_literal:
    case Kind::function_expression:
    case Kind::arrow_function:
    case Kind::this_expression:
    case Kind::super_expression:
    case Kind::reg_exp_literal:
    case Kind::hole:
      is_operation = false;
      break;
    case Kind::member:
      found = one(as<Member>(node)->object);
      break;
    case Kind::index: {
      auto* index = as<Index>(node);
      found = one(index->object);
      if (found == Found::passed) {
        found = index->in_chain ? substitute_later(index->index, what) : one(index->index);
      }
      break;
    }
    case Kind::call: {
      auto* call = as<Call>(node);
      const auto* callee = try_as<Identifier>(call->callee);
      if (callee != nullptr && callee->symbol == what.symbol) {
        // (a.b)() would get another `this`.
        const bool is_function = what.value->kind == Kind::function_expression ||
                                 what.value->kind == Kind::arrow_function;
        const auto* other = try_as<Identifier>(what.value);
        if (is_function || (other != nullptr && other->symbol != nullptr)) {
          found = one(call->callee);
        } else {
          found = Found::blocked;
        }
        break;
      }
      if (callee == nullptr || callee->symbol == nullptr || !is_stable(callee)) {
        found = one(call->callee);
        // The callee's own read of a property is done before the arguments are.
      }
      if (found == Found::passed) {
        if (call->in_chain && what.movable == Movable::nowhere) {
          found = Found::blocked;
        } else {
          found = substitute_list(call->arguments, what);
        }
      }
      break;
    }
    case Kind::new_expression: {
      auto* made = as<New>(node);
      found = one(made->callee);
      if (found == Found::passed) {
        found = substitute_list(made->arguments, what);
      }
      break;
    }
    case Kind::unary:
      if (as<Unary>(node)->operation == Operator::key_delete) {
        found = Found::blocked;
        break;
      }
      found = one(as<Unary>(node)->operand);
      is_operation = as<Unary>(node)->operation != Operator::logical_not &&
                     as<Unary>(node)->operation != Operator::key_void &&
                     as<Unary>(node)->operation != Operator::key_typeof;
      break;
    case Kind::binary: {
      auto* binary = as<Binary>(node);
      if (binary->left->kind != Kind::private_name) {
        found = one(binary->left);
      }
      if (found != Found::passed) {
        break;
      }
      switch (binary->operation) {
        case Operator::logical_and:
        case Operator::logical_or:
        case Operator::nullish:
          found = substitute_later(binary->right, what);
          is_operation = false;
          break;
        case Operator::strict_equal:
        case Operator::strict_not_equal:
          found = one(binary->right);
          is_operation = false;
          break;
        default:
          found = one(binary->right);
      }
      break;
    }
    case Kind::assignment: {
      auto* assignment = as<Assignment>(node);
      const bool is_plain = assignment->operation == Operator::assign;
      const bool is_conditional = assignment->operation == Operator::assign_and ||
                                  assignment->operation == Operator::assign_or ||
                                  assignment->operation == Operator::assign_nullish;
      switch (assignment->target->kind) {
        case Kind::identifier:
          found = is_plain ? Found::passed : past(assignment->target, what);
          break;
        case Kind::member:
          found = one(as<Member>(assignment->target)->object);
          if (found == Found::passed && !is_plain) {
            found = past(assignment->target, what);
          }
          break;
        case Kind::index:
          found = one(as<Index>(assignment->target)->object);
          if (found == Found::passed) {
            found = one(as<Index>(assignment->target)->index);
          }
          if (found == Found::passed && !is_plain) {
            found = past(assignment->target, what);
          }
          break;
        default:
          found = Found::passed;  // a pattern: its value comes first
      }
      if (found == Found::passed) {
        found = is_conditional ? substitute_later(assignment->value, what) : one(assignment->value);
      }
      break;
    }
    case Kind::conditional: {
      auto* conditional = as<Conditional>(node);
      found = one(conditional->test);
      if (found == Found::passed) {
        found = substitute_later(conditional->consequent, what);
      }
      if (found == Found::passed) {
        found = substitute_later(conditional->alternate, what);
      }
      is_operation = false;
      break;
    }
    case Kind::sequence:
      found = substitute_list(as<Sequence>(node)->expressions, what);
      is_operation = false;
      break;
    case Kind::array_literal:
      found = substitute_list(as<Array>(node)->elements, what);
      is_operation = false;
      break;
    case Kind::spread:
      found = one(as<Spread>(node)->operand);
      break;
    case Kind::object_literal:
      for (Node* each : as<Object>(node)->properties) {
        auto* property = try_as<Property>(each);
        if (property == nullptr) {
          Node* spread = each;
          found = substitute(spread, what);
        } else {
          if (property->computed) {
            found = one(property->key);
            // It becomes a property's name there and then.
            if (found == Found::passed && !is_constant(property->key)) {
              found = what.movable == Movable::anywhere ? Found::passed : Found::blocked;
            }
          }
          if (found == Found::passed) {
            const Node* before = property->value;
            found = one(property->value);
            property->shorthand = property->shorthand && property->value == before;
          }
        }
        if (found != Found::passed) {
          break;
        }
      }
      is_operation = false;
      break;
    case Kind::template_literal: {
      // Each value becomes text before the next one is taken.
      auto* text = as<TemplateLiteral>(node);
      if (what.movable == Movable::anywhere) {
        found = substitute_list(text->expressions, what);
      } else if (text->expressions.size() == 1) {
        found = substitute_list(text->expressions, what);
      } else if (!text->expressions.empty()) {
        found = Found::blocked;
      }
      break;
    }
    case Kind::await:
      found = one(as<Await>(node)->argument);
      break;
    default:
      break;
  }
  --depth_;
  if (found == Found::passed && is_operation) {
    return past(node, what);
  }
  return found;
}

}  // namespace mpaas::js
