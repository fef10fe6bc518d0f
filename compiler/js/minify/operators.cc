#include <cmath>
#include <string>

#include "compiler/js/js.h"
#include "compiler/js/minify/minifier.h"

namespace mpaas::js {
namespace {

bool is_equality(Operator operation) {
  return operation == Operator::equal || operation == Operator::not_equal ||
         operation == Operator::strict_equal || operation == Operator::strict_not_equal;
}

Operator opposite(Operator operation) {
  switch (operation) {
    case Operator::equal:
      return Operator::not_equal;
    case Operator::not_equal:
      return Operator::equal;
    case Operator::strict_equal:
      return Operator::strict_not_equal;
    default:
      return Operator::strict_equal;
  }
}

// typeof a > "u", which is how typeof a == "undefined" is written.
bool is_type_test(const Binary* binary) {
  if (binary->operation != Operator::less && binary->operation != Operator::greater) {
    return false;
  }
  const auto* text = try_as<StringLiteral>(binary->right);
  const auto* left = try_as<Unary>(binary->left);
  return text != nullptr && text->raw.size() == 3 && text->raw[1] == 'u' && left != nullptr &&
         left->operation == Operator::key_typeof;
}

bool is_zero(const Node* node) {
  const auto* number = try_as<NumberLiteral>(node);
  return number != nullptr && number->raw == "0";
}

// a & 1, a >>> 0: a number that is no NaN, so that `!== 0` is its truth.
bool is_integer(const Node* node) {
  const auto* binary = try_as<Binary>(node);
  if (binary == nullptr) {
    return false;
  }
  switch (binary->operation) {
    case Operator::shift_right_unsigned:
      return true;
    case Operator::bit_and:
    case Operator::bit_or:
    case Operator::bit_xor:
    case Operator::shift_left:
    case Operator::shift_right:
      return binary->right->kind == Kind::number_literal ||
             binary->left->kind == Kind::number_literal || is_integer(binary->left) ||
             is_integer(binary->right);
    default:
      return false;
  }
}

const Identifier* plain_identifier(const Node* node) {
  const auto* identifier = try_as<Identifier>(node);
  return identifier != nullptr && identifier->replacement == nullptr ? identifier : nullptr;
}

bool is_undefined(const Node* node) { return value_type(node) == ValueType::undefined; }

bool has_spread(const NodeList& list) {
  for (const Node* node : list) {
    if (node->kind == Kind::spread) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool Minifier::looks_same(const Node* left, const Node* right, int depth) const {
  if (left->kind != right->kind || depth > 8) {
    return false;
  }
  const auto same_list = [&](const NodeList& one, const NodeList& other) {
    if (one.size() != other.size()) {
      return false;
    }
    const Node* b = other.first();
    for (const Node* a : one) {
      if (!looks_same(a, b, depth + 1)) {
        return false;
      }
      b = b->next;
    }
    return true;
  };
  switch (left->kind) {
    case Kind::identifier: {
      const auto* a = as<Identifier>(left);
      const auto* b = as<Identifier>(right);
      return a->symbol == b->symbol && a->name->text == b->name->text &&
             a->replacement == nullptr && b->replacement == nullptr;
    }
    case Kind::this_expression:
    case Kind::null_literal:
    case Kind::super_expression:
      return true;
    case Kind::boolean_literal:
      return as<BooleanLiteral>(left)->value == as<BooleanLiteral>(right)->value;
    case Kind::number_literal:
      return as<NumberLiteral>(left)->raw == as<NumberLiteral>(right)->raw;
    case Kind::string_literal:
      return as<StringLiteral>(left)->raw == as<StringLiteral>(right)->raw;
    case Kind::member: {
      const auto* a = as<Member>(left);
      const auto* b = as<Member>(right);
      return a->optional == b->optional && a->is_private == b->is_private &&
             a->property->text == b->property->text && looks_same(a->object, b->object, depth + 1);
    }
    case Kind::index: {
      const auto* a = as<Index>(left);
      const auto* b = as<Index>(right);
      return a->optional == b->optional && looks_same(a->index, b->index, depth + 1) &&
             looks_same(a->object, b->object, depth + 1);
    }
    case Kind::unary:
      return as<Unary>(left)->operation == as<Unary>(right)->operation &&
             looks_same(as<Unary>(left)->operand, as<Unary>(right)->operand, depth + 1);
    case Kind::binary:
      return as<Binary>(left)->operation == as<Binary>(right)->operation &&
             looks_same(as<Binary>(left)->left, as<Binary>(right)->left, depth + 1) &&
             looks_same(as<Binary>(left)->right, as<Binary>(right)->right, depth + 1);
    case Kind::call:
      return as<Call>(left)->optional == as<Call>(right)->optional &&
             as<Call>(left)->import_record == as<Call>(right)->import_record &&
             looks_same(as<Call>(left)->callee, as<Call>(right)->callee, depth + 1) &&
             same_list(as<Call>(left)->arguments, as<Call>(right)->arguments);
    case Kind::array_literal:
      return same_list(as<Array>(left)->elements, as<Array>(right)->elements);
    case Kind::hole:
      return true;
    case Kind::return_statement:
    case Kind::throw_statement: {
      const Node* a = as<Return>(left)->argument;
      const Node* b = as<Return>(right)->argument;
      return a == b || (a != nullptr && b != nullptr && looks_same(a, b, depth + 1));
    }
    case Kind::assignment:
      return as<Assignment>(left)->operation == as<Assignment>(right)->operation &&
             looks_same(as<Assignment>(left)->target, as<Assignment>(right)->target, depth + 1) &&
             looks_same(as<Assignment>(left)->value, as<Assignment>(right)->value, depth + 1);
    case Kind::break_statement:
    case Kind::continue_statement:
      return as<Jump>(left)->label == as<Jump>(right)->label ||
             (as<Jump>(left)->label != nullptr && as<Jump>(right)->label != nullptr &&
              as<Jump>(left)->label->text == as<Jump>(right)->label->text);
    default:
      return false;
  }
}

Node* Minifier::comma(Node* first, Node* second) {
  auto* sequence = try_as<Sequence>(first);
  if (sequence == nullptr) {
    sequence = program_.arena.make<Sequence>();
    sequence->span = first->span;
    first->next = nullptr;
    sequence->expressions.push(first);
  }
  if (auto* more = try_as<Sequence>(second)) {
    for (Node* each = more->expressions.first(); each != nullptr;) {
      Node* next = each->next;
      each->next = nullptr;
      sequence->expressions.push(each);
      each = next;
    }
  } else {
    second->next = nullptr;
    sequence->expressions.push(second);
  }
  return sequence;
}

// --- truth
// -----------------------------------------------------------------------------------------

Node* Minifier::negation(Node* node) {
  switch (node->kind) {
    case Kind::boolean_literal:
      as<BooleanLiteral>(node)->value = !as<BooleanLiteral>(node)->value;
      return node;
    case Kind::number_literal:
    case Kind::string_literal:
    case Kind::null_literal: {
      Node* made = make_.boolean(!*truth_of(node));
      made->span = node->span;
      return made;
    }
    case Kind::unary:
      if (is_not(node) && value_type(as<Unary>(node)->operand) == ValueType::boolean) {
        return as<Unary>(node)->operand;
      }
      if (is_undefined(node) && !has_effects(node)) {
        discard(node);
        Node* made = make_.boolean(true);
        made->span = node->span;
        return made;
      }
      break;
    case Kind::binary: {
      auto* binary = as<Binary>(node);
      if (is_equality(binary->operation)) {
        binary->operation = opposite(binary->operation);
        return binary;
      }
      if (is_type_test(binary)) {
        binary->operation =
            binary->operation == Operator::less ? Operator::greater : Operator::less;
        return binary;
      }
      break;
    }
    case Kind::sequence: {
      auto* sequence = as<Sequence>(node);
      NodeList list;
      for (Node* each = sequence->expressions.first(); each != nullptr;) {
        Node* next = each->next;
        each->next = nullptr;
        list.push(next == nullptr ? negation(each) : each);
        each = next;
      }
      sequence->expressions = list;
      return sequence;
    }
    default:
      break;
  }
  Node* made = make_.unary(Operator::logical_not, node);
  made->span = node->span;
  return made;
}

bool Minifier::is_cheap_to_negate(const Node* node) const {
  if (is_not(node)) {
    return true;
  }
  const auto* binary = try_as<Binary>(node);
  return binary != nullptr && (is_equality(binary->operation) || is_type_test(binary));
}

Node* Minifier::condition(Node* node) {
  if (depth_ > max_visit_depth) {
    return node;
  }
  ++depth_;
  Node* result = node;
  switch (node->kind) {
    case Kind::unary:
      if (is_not(node)) {
        Node* operand = as<Unary>(node)->operand;
        if (is_not(operand)) {
          result = condition(as<Unary>(operand)->operand);
        }
      } else if (is_undefined(node) && !has_effects(node)) {
        discard(node);
        result = make_.boolean(false);
      }
      break;
    case Kind::number_literal:
    case Kind::string_literal:
    case Kind::null_literal:
      result = make_.boolean(*truth_of(node));
      break;
    case Kind::sequence: {
      auto* sequence = as<Sequence>(node);
      NodeList list;
      for (Node* each = sequence->expressions.first(); each != nullptr;) {
        Node* next = each->next;
        each->next = nullptr;
        list.push(next == nullptr ? condition(each) : each);
        each = next;
      }
      sequence->expressions = list;
      break;
    }
    case Kind::conditional: {
      auto* conditional = as<Conditional>(node);
      conditional->consequent = condition(conditional->consequent);
      conditional->alternate = condition(conditional->alternate);
      const auto* yes = try_as<BooleanLiteral>(conditional->consequent);
      const auto* no = try_as<BooleanLiteral>(conditional->alternate);
      if (yes != nullptr && no != nullptr) {
        if (yes->value != no->value) {
          result = yes->value ? conditional->test : negation(conditional->test);
        }
      } else if (yes != nullptr) {
        result = yes->value
                     ? logical(Operator::logical_or, conditional->test, conditional->alternate)
                     : logical(Operator::logical_and, negation(conditional->test),
                               conditional->alternate);
      } else if (no != nullptr) {
        result = no->value
                     ? logical(Operator::logical_or, negation(conditional->test),
                               conditional->consequent)
                     : logical(Operator::logical_and, conditional->test, conditional->consequent);
      }
      break;
    }
    case Kind::binary: {
      auto* binary = as<Binary>(node);
      if (binary->operation == Operator::logical_and || binary->operation == Operator::logical_or) {
        binary->left = condition(binary->left);
        binary->right = condition(binary->right);
        const bool neutral = binary->operation == Operator::logical_and;
        const auto* right = try_as<BooleanLiteral>(binary->right);
        const auto* left = try_as<BooleanLiteral>(binary->left);
        if (right != nullptr && right->value == neutral) {
          result = binary->left;
        } else if (left != nullptr && left->value == neutral) {
          result = binary->right;
        }
      } else if (is_equality(binary->operation) && is_zero(binary->right) &&
                 is_integer(binary->left)) {
        const bool is_equal =
            binary->operation == Operator::equal || binary->operation == Operator::strict_equal;
        result = is_equal ? negation(binary->left) : binary->left;
      }
      break;
    }
    default:
      break;
  }
  --depth_;
  if (result->span.end == 0) {
    result->span = node->span;
  }
  return result;
}

Node* Minifier::logical(Operator operation, Node* left, Node* right) {
  const bool is_and = operation == Operator::logical_and;
  const std::optional<bool> known =
      operation == Operator::nullish ? is_nullish(left) : truth_of(left);
  if (known) {
    const bool takes_right = operation == Operator::logical_or ? !*known : *known;
    if (!takes_right) {
      discard(right);
      return left;
    }
    Node* effect = unused(left);
    return effect == nullptr ? right : comma(effect, right);
  }
  // a === null || a === undefined
  if (operation != Operator::nullish) {
    Node* before = left;
    auto* chain = try_as<Binary>(left);
    if (chain != nullptr && chain->operation == operation) {
      before = chain->right;
    } else {
      chain = nullptr;
    }
    auto* first = try_as<Binary>(before);
    auto* second = try_as<Binary>(right);
    const Operator wanted = is_and ? Operator::strict_not_equal : Operator::strict_equal;
    if (first != nullptr && second != nullptr && first->operation == wanted &&
        second->operation == wanted && plain_identifier(first->left) != nullptr &&
        looks_same(first->left, second->left)) {
      const bool one = first->right->kind == Kind::null_literal && is_undefined(second->right);
      const bool other = second->right->kind == Kind::null_literal && is_undefined(first->right);
      if ((one && !has_effects(second->right)) || (other && !has_effects(first->right))) {
        Node* null = one ? first->right : second->right;
        first->operation = is_and ? Operator::not_equal : Operator::equal;
        first->right = null;
        discard(second->left);
        return left;
      }
    }
  }
  // a && (b && c)
  if (auto* inner = try_as<Binary>(right); inner != nullptr && inner->operation == operation) {
    Binary* leftmost = inner;
    for (;;) {
      auto* next = try_as<Binary>(leftmost->left);
      if (next == nullptr || next->operation != operation) {
        break;
      }
      leftmost = next;
    }
    leftmost->left = logical(operation, left, leftmost->left);
    return inner;
  }
  Binary* made = make_.binary(operation, left, right);
  made->span = {left->span.begin, right->span.end};
  return made;
}

Node* Minifier::choice(Node* test, Node* consequent, Node* alternate) {
  // (a, b) ? c : d
  if (auto* sequence = try_as<Sequence>(test)) {
    NodeList list;
    Node* last = nullptr;
    for (Node* each = sequence->expressions.first(); each != nullptr;) {
      Node* next = each->next;
      each->next = nullptr;
      if (next == nullptr) {
        last = each;
      } else {
        list.push(each);
      }
      each = next;
    }
    Node* chosen = choice(last, consequent, alternate);
    sequence->expressions = list;
    if (list.size() == 1) {
      return comma(list.first(), chosen);
    }
    return comma(sequence, chosen);
  }
  if (is_not(test)) {
    test = as<Unary>(test)->operand;
    std::swap(consequent, alternate);
  }
  if (looks_same(consequent, alternate)) {
    discard(alternate);
    Node* effect = unused(test);
    return effect == nullptr ? consequent : comma(effect, consequent);
  }
  const auto* yes = try_as<BooleanLiteral>(consequent);
  const auto* no = try_as<BooleanLiteral>(alternate);
  if (yes != nullptr && no != nullptr) {
    Node* negated = negation(test);
    if (!yes->value) {
      return negated;
    }
    return negation(negated);
  }
  if (value_type(test) == ValueType::boolean) {
    // a < b ? true : c
    if (yes != nullptr && yes->value) {
      return logical(Operator::logical_or, test, alternate);
    }
    if (no != nullptr && !no->value) {
      return logical(Operator::logical_and, test, consequent);
    }
  }
  if (const Identifier* tested = plain_identifier(test)) {
    if (looks_same(tested, consequent)) {
      discard(consequent);
      return logical(Operator::logical_or, test, alternate);
    }
    if (looks_same(tested, alternate)) {
      discard(alternate);
      return logical(Operator::logical_and, test, consequent);
    }
  }
  // a == null ? b : a
  if (knows(2020)) {
    auto* comparison = try_as<Binary>(test);
    if (comparison != nullptr && comparison->right->kind == Kind::null_literal &&
        plain_identifier(comparison->left) != nullptr &&
        plain_identifier(comparison->left)->symbol != nullptr) {
      const bool equal = comparison->operation == Operator::equal;
      Node* value = equal ? alternate : consequent;
      Node* other = equal ? consequent : alternate;
      if ((equal || comparison->operation == Operator::not_equal) &&
          looks_same(comparison->left, value)) {
        discard(value);
        return logical(Operator::nullish, comparison->left, other);
      }
    }
  }
  if (auto* inner = try_as<Conditional>(consequent)) {
    // a ? b ? c : d : d
    if (looks_same(inner->alternate, alternate)) {
      discard(inner->alternate);
      return choice(logical(Operator::logical_and, test, inner->test), inner->consequent,
                    alternate);
    }
  }
  if (auto* inner = try_as<Conditional>(alternate)) {
    // a ? b : c ? b : d
    if (looks_same(consequent, inner->consequent)) {
      discard(inner->consequent);
      return choice(logical(Operator::logical_or, test, inner->test), consequent, inner->alternate);
    }
  }
  // a ? c : (b, c)
  if (auto* inner = try_as<Sequence>(alternate);
      inner != nullptr && inner->expressions.size() == 2 &&
      looks_same(consequent, inner->expressions.last())) {
    discard(consequent);
    Node* first = inner->expressions.first();
    Node* last = inner->expressions.last();
    first->next = nullptr;
    return comma(logical(Operator::logical_or, test, first), last);
  }
  if (auto* inner = try_as<Sequence>(consequent);
      inner != nullptr && inner->expressions.size() == 2 &&
      looks_same(alternate, inner->expressions.last())) {
    discard(alternate);
    Node* first = inner->expressions.first();
    Node* last = inner->expressions.last();
    first->next = nullptr;
    return comma(logical(Operator::logical_and, test, first), last);
  }
  // a ? b || c : c
  if (auto* inner = try_as<Binary>(consequent); inner != nullptr &&
                                                inner->operation == Operator::logical_or &&
                                                looks_same(inner->right, alternate)) {
    discard(alternate);
    return logical(Operator::logical_or, logical(Operator::logical_and, test, inner->left),
                   inner->right);
  }
  // a ? c : b && c
  if (auto* inner = try_as<Binary>(alternate); inner != nullptr &&
                                               inner->operation == Operator::logical_and &&
                                               looks_same(inner->right, consequent)) {
    discard(consequent);
    return logical(Operator::logical_and, logical(Operator::logical_or, test, inner->left),
                   inner->right);
  }
  // a ? b = c : b = d
  auto* first = try_as<Assignment>(consequent);
  auto* second = try_as<Assignment>(alternate);
  if (first != nullptr && second != nullptr && first->kind == Kind::assignment &&
      second->kind == Kind::assignment && first->operation == second->operation &&
      first->operation == Operator::assign && plain_identifier(first->target) != nullptr &&
      looks_same(first->target, second->target)) {
    count_target<-1>(second->target, Role::store);
    first->value = choice(test, first->value, second->value);
    return first;
  }
  // a ? b(c) : b(d)
  auto* first_call = try_as<Call>(consequent);
  auto* second_call = try_as<Call>(alternate);
  if (first_call != nullptr && second_call != nullptr && !first_call->optional &&
      !second_call->optional && first_call->import_record == no_record &&
      second_call->import_record == no_record && !first_call->in_chain && !second_call->in_chain &&
      first_call->arguments.size() == 1 && second_call->arguments.size() == 1 &&
      first_call->arguments.first()->kind != Kind::spread &&
      second_call->arguments.first()->kind != Kind::spread &&
      plain_identifier(first_call->callee) != nullptr &&
      looks_same(first_call->callee, second_call->callee) &&
      is_stable(as<Identifier>(first_call->callee))) {
    discard(second_call->callee);
    Node* chosen = choice(test, first_call->arguments.first(), second_call->arguments.first());
    chosen->next = nullptr;
    first_call->arguments = NodeList{chosen};
    return first_call;
  }
  if (test->kind == Kind::binary && is_cheap_to_negate(test)) {
    // a != b ? c : d and a == b ? d : c are as short, but one form compresses better.
    const Operator operation = as<Binary>(test)->operation;
    if (operation == Operator::not_equal || operation == Operator::strict_not_equal) {
      as<Binary>(test)->operation = opposite(operation);
      std::swap(consequent, alternate);
    }
  }
  Conditional* made = make_.conditional(test, consequent, alternate);
  made->span = {test->span.begin, alternate->span.end};
  return made;
}

// --- values that nobody uses
// -----------------------------------------------------------------------

Node* Minifier::unused_list(const NodeList& list) {
  Node* all = nullptr;
  for (Node* each = list.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    if (Node* kept = unused(each)) {
      all = all == nullptr ? kept : comma(all, kept);
    }
    each = next;
  }
  return all;
}

Node* Minifier::unused(Node* node) {
  if (depth_ > max_visit_depth) {
    return node;
  }
  const auto drop = [this](Node* dropped) -> Node* {
    discard(dropped);
    return nullptr;
  };
  const auto joined = [this](Node* left, Node* right) -> Node* {
    left = unused(left);
    right = unused(right);
    return left == nullptr ? right : right == nullptr ? left : comma(left, right);
  };
  ++depth_;
  Node* result = node;
  switch (node->kind) {
    case Kind::number_literal:
    case Kind::string_literal:
    case Kind::boolean_literal:
    case Kind::null_literal:
    case Kind::big_int_literal:
    case Kind::reg_exp_literal:
    case Kind::this_expression:
    case Kind::function_expression:
    case Kind::arrow_function:
    case Kind::hole:
    case Kind::new_target:
    case Kind::import_meta:
      result = drop(node);
      break;
    case Kind::identifier:
      if (is_safe_read(as<Identifier>(node))) {
        result = drop(node);
      }
      break;
    case Kind::class_expression:
      if (!has_side_effects(node, DeadZone::respected, effect_budget)) {
        result = drop(node);
      }
      break;
    case Kind::sequence: {
      auto* sequence = as<Sequence>(node);
      result = unused_list(sequence->expressions);
      break;
    }
    case Kind::unary: {
      auto* unary = as<Unary>(node);
      switch (unary->operation) {
        case Operator::key_typeof:
          // A missing global does not throw here.
          if (const auto* name = try_as<Identifier>(unary->operand);
              name != nullptr && (name->symbol == nullptr || is_safe_read(name))) {
            result = drop(node);
          } else {
            result = unused(unary->operand);
            result = result == unary->operand ? node : result;
          }
          break;
        case Operator::logical_not:
        case Operator::key_void:
          result = unused(unary->operand);
          break;
        case Operator::plus:
        case Operator::minus:
        case Operator::bit_not:
          if (!has_side_effects(node, DeadZone::respected, effect_budget)) {
            result = drop(node);
          }
          break;
        default:
          break;
      }
      break;
    }
    case Kind::binary: {
      auto* binary = as<Binary>(node);
      switch (binary->operation) {
        case Operator::logical_and:
        case Operator::logical_or: {
          const bool is_and = binary->operation == Operator::logical_and;
          binary->right = unused(binary->right);
          if (binary->right == nullptr) {
            result = unused(binary->left);
          } else {
            binary->left = condition(binary->left);
            if (is_not(binary->left)) {
              result = logical(is_and ? Operator::logical_or : Operator::logical_and,
                               as<Unary>(binary->left)->operand, binary->right);
            }
          }
          break;
        }
        case Operator::nullish:
          binary->right = unused(binary->right);
          if (binary->right == nullptr) {
            result = unused(binary->left);
          }
          break;
        case Operator::strict_equal:
        case Operator::strict_not_equal:
          result = joined(binary->left, binary->right);
          break;
        default:
          if (!has_side_effects(node, DeadZone::respected, effect_budget)) {
            result = drop(node);
          }
      }
      break;
    }
    case Kind::conditional: {
      auto* conditional = as<Conditional>(node);
      Node* yes = unused(conditional->consequent);
      Node* no = unused(conditional->alternate);
      if (yes == nullptr && no == nullptr) {
        result = unused(conditional->test);
      } else if (no == nullptr) {
        result = is_not(conditional->test)
                     ? logical(Operator::logical_or, as<Unary>(conditional->test)->operand, yes)
                     : logical(Operator::logical_and, conditional->test, yes);
      } else if (yes == nullptr) {
        result = is_not(conditional->test)
                     ? logical(Operator::logical_and, as<Unary>(conditional->test)->operand, no)
                     : logical(Operator::logical_or, conditional->test, no);
      } else {
        result = choice(conditional->test, yes, no);
      }
      break;
    }
    case Kind::array_literal:
      if (!has_spread(as<Array>(node)->elements)) {
        result = unused_list(as<Array>(node)->elements);
      }
      break;
    case Kind::object_literal:
      if (!has_side_effects(node, DeadZone::respected, effect_budget)) {
        result = drop(node);
      }
      break;
    case Kind::template_literal:
      if (!has_side_effects(node, DeadZone::respected, effect_budget)) {
        result = drop(node);
      }
      break;
    case Kind::call: {
      auto* call = as<Call>(node);
      bool calls_pure = call->pure;
      if (const auto* callee = try_as<Identifier>(call->callee)) {
        calls_pure = calls_pure || (callee->symbol != nullptr && callee->symbol->calls_are_pure);
      }
      if (calls_pure && !call->optional && !has_spread(call->arguments)) {
        discard(call->callee);
        result = unused_list(call->arguments);
      } else if (call->import_record == no_record &&
                 !has_side_effects(node, DeadZone::respected, effect_budget)) {
        result = drop(node);
      }
      break;
    }
    case Kind::new_expression:
      if (node->pure && !has_spread(as<New>(node)->arguments)) {
        discard(as<New>(node)->callee);
        result = unused_list(as<New>(node)->arguments);
      } else if (!has_side_effects(node, DeadZone::respected, effect_budget)) {
        result = drop(node);
      }
      break;
    case Kind::member:
      if (!has_side_effects(node, DeadZone::respected, effect_budget)) {
        result = drop(node);
      }
      break;
    default:
      break;
  }
  --depth_;
  return result;
}

// --- operators over constants
// ----------------------------------------------------------------------

Node* Minifier::simplified_unary(Unary* node) {
  if (node->operation == Operator::key_void) {
    if (is_zero(node->operand) ||
        has_side_effects(node->operand, DeadZone::respected, effect_budget)) {
      return node;
    }
    discard(node->operand);
    Node* made = make_.undefined();
    made->span = node->span;
    return made;
  }
  if (node->operand->kind == Kind::number_literal) {
    const double value = *number_of(node->operand);
    if (node->operation == Operator::plus) {
      return node->operand;
    }
    if (node->operation == Operator::bit_not && value >= 0 && value < 100 &&
        value == std::floor(value)) {
      ConstantValue result;
      result.type = ValueType::number;
      result.number = -value - 1;
      return literal(result, node);
    }
  }
  return node;
}

Node* Minifier::add(Binary* node) {
  auto* right = try_as<StringLiteral>(node->right);
  // ("a" + b) + "c" keeps its order; (a + "b") + "c" is a + "bc".
  auto* left = try_as<Binary>(node->left);
  Node* before = node->left;
  if (left != nullptr && left->operation == Operator::plus) {
    before = left->right;
    if (before->kind != Kind::string_literal) {
      return node;
    }
  } else {
    left = nullptr;
  }
  if (!is_constant(before) || !is_constant(node->right) ||
      (before->kind != Kind::string_literal && right == nullptr)) {
    return node;
  }
  // Long sums of long texts stay linear: only short ones are joined.
  constexpr std::size_t longest = 4000;
  const auto size_of = [](const Node* constant) {
    const auto* text = try_as<StringLiteral>(constant);
    return text == nullptr ? std::size_t{0} : text->raw.size();
  };
  if (size_of(before) > longest) {
    return node;
  }
  const std::optional<std::string> first = text_of_constant(*constant_value(before));
  const std::optional<std::string> second = text_of_constant(*constant_value(node->right));
  if (!first || !second) {
    return node;
  }
  // Two halves of a surrogate pair would become one character of UTF-8.
  const bool is_lone = first->size() >= 3 && (*first)[first->size() - 3] == '\xed';
  if (is_lone) {
    return node;
  }
  Node* made = make_.string(*first + *second);
  made->span = {before->span.begin, node->right->span.end};
  if (left == nullptr) {
    return made;
  }
  left->right = made;
  return left;
}

Node* Minifier::simplified_binary(Binary* node) {
  const Operator operation = node->operation;
  if (is_equality(operation) && node->left->kind != Kind::private_name) {
    if (is_constant(node->left) && !is_constant(node->right)) {
      std::swap(node->left, node->right);
    }
    const bool is_negative =
        operation == Operator::not_equal || operation == Operator::strict_not_equal;
    if (is_constant(node->left) && is_constant(node->right)) {
      const std::optional<ConstantValue> left = constant_value(node->left);
      const std::optional<ConstantValue> right = constant_value(node->right);
      const bool is_strict =
          operation == Operator::strict_equal || operation == Operator::strict_not_equal;
      if (left->type == right->type || is_strict) {
        const bool equal = left->type == right->type && left->boolean == right->boolean &&
                           left->number == right->number && left->text == right->text;
        Node* made = make_.boolean(equal != is_negative);
        made->span = node->span;
        return made;
      }
      return node;
    }
    const ValueType left = value_type(node->left);
    const ValueType right = value_type(node->right);
    const bool same_type =
        left == right &&
        (left == ValueType::string || left == ValueType::boolean || left == ValueType::number);
    if (same_type) {
      node->operation = is_negative ? Operator::not_equal : Operator::equal;
    }
    const auto* type_of = try_as<Unary>(node->left);
    const auto* text = try_as<StringLiteral>(node->right);
    if (type_of != nullptr && type_of->operation == Operator::key_typeof && text != nullptr &&
        text->raw.size() == 11 && text->raw.substr(1, 9) == "undefined") {
      node->right = make_.string("u");
      node->right->span = text->span;
      node->operation = is_negative ? Operator::less : Operator::greater;
    }
    return node;
  }
  if (operation == Operator::plus) {
    Node* sum = add(node);
    if (sum != node) {
      return sum;
    }
  }
  const std::optional<double> left = number_of(node->left);
  const std::optional<double> right = left ? number_of(node->right) : std::nullopt;
  if (!left || !right) {
    return node;
  }
  const auto to_integer = [](double value) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::int64_t>(value)));
  };
  const bool are_integers = *left == std::floor(*left) && *right == std::floor(*right) &&
                            std::fabs(*left) < 9e15 && std::fabs(*right) < 9e15;
  double result = 0;
  switch (operation) {
    case Operator::plus:
      result = *left + *right;
      break;
    case Operator::minus:
      result = *left - *right;
      break;
    case Operator::multiply:
      result = *left * *right;
      break;
    case Operator::divide:
      result = *left / *right;
      break;
    case Operator::bit_and:
    case Operator::bit_or:
    case Operator::bit_xor:
    case Operator::shift_left:
    case Operator::shift_right:
    case Operator::shift_right_unsigned: {
      if (!are_integers) {
        return node;
      }
      const std::int32_t a = to_integer(*left);
      const std::int32_t b = to_integer(*right);
      const auto shift = static_cast<std::uint32_t>(b) & 31U;
      if (operation == Operator::bit_and) {
        result = a & b;
      } else if (operation == Operator::bit_or) {
        result = a | b;
      } else if (operation == Operator::bit_xor) {
        result = a ^ b;
      } else if (operation == Operator::shift_left) {
        result = static_cast<std::int32_t>(static_cast<std::uint32_t>(a) << shift);
      } else if (operation == Operator::shift_right) {
        result = a >> shift;
      } else {
        result = static_cast<std::uint32_t>(a) >> shift;
      }
      break;
    }
    default:
      return node;
  }
  if (!std::isfinite(result) || (result == 0 && std::signbit(result))) {
    return node;
  }
  const auto length = [](double value) {
    return number_text(std::fabs(value)).size() + (value < 0 ? 1U : 0U);
  };
  const std::size_t result_length = result == 0 ? 1 : length(result);
  const std::size_t now = (*left == 0 ? 1 : length(*left)) + (*right == 0 ? 1 : length(*right)) +
                          text_of(operation).size();
  if (result_length > now) {
    return node;
  }
  ConstantValue value;
  value.type = ValueType::number;
  value.number = result;
  return literal(value, node);
}

}  // namespace mpaas::js
