#include "compiler/js/minify/minifier.h"

namespace mpaas::js {
namespace {

// How many conditions invert_jumps() puts into each other.
constexpr int most_inversions = 40;

bool is_lexical(const Node* node) {
  const auto* declaration = try_as<VariableDeclaration>(node);
  return declaration != nullptr && declaration->variable_kind != VariableKind::var;
}

// Falls to the end of the list, as the list would by itself.
bool is_implied(const Node* node, bool in_function) {
  if (in_function) {
    return node->kind == Kind::return_statement && as<Return>(node)->argument == nullptr;
  }
  return node->kind == Kind::continue_statement && as<Jump>(node)->label == nullptr;
}

bool is_module_item(const Node* node) {
  switch (node->kind) {
    case Kind::import_declaration:
    case Kind::export_declaration:
    case Kind::export_named:
    case Kind::export_default:
    case Kind::export_all:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Minifier::statements(NodeList& list, ListKind kind) {
  const std::size_t base = stack_.size();
  const bool hoists = kind == ListKind::function_body || kind == ListKind::program;
  std::vector<Node*> functions;
  bool is_dead = false;
  for (Node* node = list.first(); node != nullptr;) {
    Node* next = node->next;
    node->next = nullptr;
    if (node->kind == Kind::function_declaration && hoists) {
      const Identifier* name = as<Function>(node)->name;
      if (is_unused(name->symbol)) {
        discard(node);
      } else {
        visit(node);
        functions.push_back(node);
      }
      node = next;
      continue;
    }
    if (is_dead && !needs_block(node) && !is_module_item(node)) {
      NodeList kept;
      if (drop_dead(node, kept)) {
        for (Node* each = kept.first(); each != nullptr;) {
          Node* after = each->next;
          each->next = nullptr;
          append_variables(base, as<VariableDeclaration>(each));
          each = after;
        }
        node = next;
        continue;
      }
    }
    Node* visited = statement(node);
    if (visited != nullptr) {
      append(base, visited);
    }
    is_dead = is_dead || (stack_.size() > base && ends_in_jump(stack_.back()));
    node = next;
  }
  finish_list(base, kind);
  // Functions that were called by what has gone. Three rounds find nearly all of them.
  for (int round = 0; round < 3 && !functions.empty(); ++round) {
    std::size_t kept = 0;
    for (Node* function : functions) {
      if (is_unused(as<Function>(function)->name->symbol)) {
        discard(function);
      } else {
        functions[kept++] = function;
      }
    }
    if (kept == functions.size()) {
      break;
    }
    functions.resize(kept);
  }
  NodeList made;
  std::size_t from = base;
  while (from < stack_.size() && stack_[from]->kind == Kind::directive) {
    stack_[from]->next = nullptr;
    made.push(stack_[from++]);
  }
  for (Node* function : functions) {
    made.push(function);
  }
  relink(from, made);
  stack_.resize(base);
  list = made;
}

void Minifier::relink(std::size_t from, NodeList& list) {
  VariableDeclaration* open = nullptr;
  for (std::size_t i = from; i < stack_.size(); ++i) {
    Node* node = stack_[i];
    node->next = nullptr;
    auto* declaration = try_as<VariableDeclaration>(node);
    if (declaration == nullptr) {
      open = nullptr;
      list.push(node);
      continue;
    }
    if (open != nullptr && open->variable_kind == declaration->variable_kind) {
      for (Node* each = declaration->declarators.first(); each != nullptr;) {
        Node* next = each->next;
        each->next = nullptr;
        open->declarators.push(each);
        each = next;
      }
      continue;
    }
    open = declaration;
    list.push(node);
  }
  stack_.resize(from);
}

Node* Minifier::take_block(std::size_t from) {
  NodeList list;
  relink(from, list);
  if (list.empty()) {
    return nullptr;
  }
  if (list.size() == 1 && !needs_block(list.first())) {
    return list.first();
  }
  const Span span = list.first()->span;
  Block* block = make_.block(list);
  block->span = span;
  return block;
}

Node* Minifier::take_expression(std::size_t base) {
  auto* before = try_as<ExpressionStatement>(last_of(base));
  if (before == nullptr) {
    return nullptr;
  }
  stack_.pop_back();
  return before->expression;
}

Declarator* Minifier::last_variable(std::size_t base, VariableKind* kind) const {
  auto* declaration = try_as<VariableDeclaration>(last_of(base));
  if (declaration == nullptr) {
    return nullptr;
  }
  *kind = declaration->variable_kind;
  return as<Declarator>(declaration->declarators.first());
}

void Minifier::append(std::size_t base, Node* node) {
  switch (node->kind) {
    case Kind::block: {
      auto* block = as<Block>(node);
      if (!block->trailing_comma) {
        for (const Node* each : block->statements) {
          if (needs_block(each)) {
            stack_.push_back(block);
            return;
          }
        }
      }
      for (Node* each = block->statements.first(); each != nullptr;) {
        Node* next = each->next;
        each->next = nullptr;
        append(base, each);
        each = next;
      }
      return;
    }
    case Kind::empty:
      return;
    case Kind::expression_statement:
      append_expression(base, as<ExpressionStatement>(node));
      return;
    case Kind::variable_declaration:
      append_variables(base, as<VariableDeclaration>(node));
      return;
    case Kind::if_statement:
      append_if(base, as<If>(node));
      return;
    case Kind::return_statement:
    case Kind::throw_statement: {
      auto* jump = as<Return>(node);
      substitute_before(base, node);
      if (jump->argument != nullptr) {
        if (Node* before = take_expression(base)) {
          jump->argument = comma(before, jump->argument);
        }
      }
      stack_.push_back(node);
      return;
    }
    case Kind::switch_statement: {
      auto* choice = as<Switch>(node);
      substitute_before(base, node);
      if (Node* before = take_expression(base)) {
        choice->subject = comma(before, choice->subject);
      }
      stack_.push_back(node);
      return;
    }
    case Kind::for_statement:
      append_for(base, as<For>(node));
      return;
    case Kind::for_in:
    case Kind::for_of:
      append_for_each(base, as<ForEach>(node));
      return;
    default:
      stack_.push_back(node);
  }
}

void Minifier::append_variables(std::size_t base, VariableDeclaration* node) {
  NodeList list = node->declarators;
  for (Node* each = list.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    VariableDeclaration* single = node;
    if (each != list.first()) {
      single = make_.variable(node->variable_kind, NodeList{});
      single->span = each->span;
    }
    single->declarators = NodeList{each};
    substitute_before(base, single);
    stack_.push_back(single);
    each = next;
  }
}

void Minifier::append_expression(std::size_t base, ExpressionStatement* node) {
  substitute_before(base, node);
  for (;;) {
    // var a; a = 1;
    VariableKind kind{};
    Declarator* variable = last_variable(base, &kind);
    auto* sequence = try_as<Sequence>(node->expression);
    auto* assignment =
        try_as<Assignment>(sequence == nullptr ? node->expression : sequence->expressions.first());
    if (variable == nullptr || assignment == nullptr || variable->initial != nullptr ||
        assignment->operation != Operator::assign || kind == VariableKind::constant) {
      break;
    }
    auto* declared = try_as<Identifier>(variable->target);
    auto* target = try_as<Identifier>(assignment->target);
    if (declared == nullptr || target == nullptr || target->replacement != nullptr ||
        declared->symbol == nullptr || declared->symbol != target->symbol ||
        (kind == VariableKind::let && !is_constant(assignment->value) &&
         assignment->value->kind != Kind::function_expression &&
         assignment->value->kind != Kind::arrow_function)) {
      break;
    }
    count_target<-1>(target, Role::store);
    variable->initial = assignment->value;
    variable->initial->next = nullptr;
    if (sequence == nullptr) {
      return;
    }
    NodeList rest;
    for (Node* each = assignment->next; each != nullptr;) {
      Node* next = each->next;
      each->next = nullptr;
      rest.push(each);
      each = next;
    }
    sequence->expressions = rest;
    if (rest.size() == 1) {
      node->expression = rest.first();
    }
    break;
  }
  if (auto* before = try_as<ExpressionStatement>(last_of(base))) {
    before->expression = comma(before->expression, node->expression);
    return;
  }
  stack_.push_back(node);
}

void Minifier::append_if(std::size_t base, If* node) {
  substitute_before(base, node);
  if (Node* before = take_expression(base)) {
    node->test = comma(before, node->test);
  }
  // if (a) return b; if (c) return b;
  if (auto* before = try_as<If>(last_of(base));
      before != nullptr && before->alternate == nullptr && node->alternate == nullptr &&
      is_jump(node->consequent) && looks_same(before->consequent, node->consequent)) {
    discard(node->consequent);
    before->test = logical(Operator::logical_or, before->test, node->test);
    return;
  }
  stack_.push_back(node);
  if (node->alternate != nullptr && ends_in_jump(node->consequent)) {
    Node* rest = node->alternate;
    node->alternate = nullptr;
    rest->next = nullptr;
    stack_.pop_back();
    if (Node* merged = merged_if(node)) {
      append(base, merged);
    }
    append(base, rest);
  }
}

void Minifier::append_for(std::size_t base, For* node) {
  if (node->initial != nullptr) {
    substitute_before(base, node);
  }
  if (node->initial == nullptr || !is<VariableDeclaration>(node->initial)) {
    if (Node* before = take_expression(base)) {
      node->initial = node->initial == nullptr ? before : comma(before, node->initial);
    }
  }
  auto* declaration = try_as<VariableDeclaration>(node->initial);
  const bool takes_variables =
      node->initial == nullptr ||
      (declaration != nullptr && declaration->variable_kind == VariableKind::var);
  std::size_t first = stack_.size();
  while (takes_variables && first > base) {
    const auto* before = try_as<VariableDeclaration>(stack_[first - 1]);
    if (before == nullptr || before->variable_kind != VariableKind::var) {
      break;
    }
    --first;
  }
  if (first < stack_.size()) {
    NodeList merged;
    if (declaration != nullptr) {
      stack_.push_back(declaration);
    }
    relink(first, merged);
    node->initial = merged.first();
  }
  stack_.push_back(node);
}

void Minifier::append_for_each(std::size_t base, ForEach* node) {
  if (!is_lexical(node->target)) {
    substitute_before(base, node);
    if (node->kind == Kind::for_in) {
      if (Node* before = take_expression(base)) {
        node->subject = comma(before, node->subject);
      }
    }
    // var a; for (a in b)
    VariableKind kind{};
    Declarator* variable = last_variable(base, &kind);
    auto* target = try_as<Identifier>(node->target);
    if (variable != nullptr && target != nullptr && kind == VariableKind::var &&
        variable->initial == nullptr && target->replacement == nullptr &&
        target->symbol != nullptr && variable->target->kind == Kind::identifier &&
        as<Identifier>(variable->target)->symbol == target->symbol) {
      Usage& found = usage(target->symbol);
      --found.uses;
      --found.stores;
      node->target = stack_.back();
      stack_.pop_back();
    }
  }
  stack_.push_back(node);
}

// --- the whole list
// --------------------------------------------------------------------------------

void Minifier::finish_list(std::size_t base, ListKind kind) {
  const bool in_function = kind == ListKind::function_body;
  if (in_function || kind == ListKind::loop_body) {
    while (stack_.size() > base && is_implied(stack_.back(), in_function)) {
      stack_.pop_back();
    }
    invert_jumps(base, kind);
  }
  merge_returns(base);
  drop_unused(base);
}

// Variables whose last use went away after their declaration had been visited.
void Minifier::drop_unused(std::size_t base) {
  std::size_t kept = base;
  for (std::size_t i = base; i < stack_.size(); ++i) {
    const auto* declaration = try_as<VariableDeclaration>(stack_[i]);
    if (declaration != nullptr && declaration->variable_kind <= VariableKind::constant) {
      const auto* variable = as<Declarator>(declaration->declarators.first());
      const auto* name = try_as<Identifier>(variable->target);
      if (name != nullptr && name->symbol != nullptr && is_unused(name->symbol) &&
          (variable->initial == nullptr ||
           !has_side_effects(variable->initial, DeadZone::respected, effect_budget))) {
        discard(variable);
        continue;
      }
    }
    stack_[kept++] = stack_[i];
  }
  stack_.resize(kept);
}

// if (a) return; b; c: a || (b, c)
void Minifier::invert_jumps(std::size_t base, ListKind kind) {
  const bool in_function = kind == ListKind::function_body;
  int inversions = 0;
  bool rest_needs_block = false;
  for (std::size_t i = stack_.size(); i-- > base && inversions < most_inversions;) {
    auto* branch = try_as<If>(stack_[i]);
    if (branch == nullptr || branch->alternate != nullptr) {
      rest_needs_block = rest_needs_block || needs_block(stack_[i]);
      continue;
    }
    auto* block = try_as<Block>(branch->consequent);
    Node* jump = block != nullptr ? block->statements.last() : branch->consequent;
    if (jump == nullptr || !is_implied(jump, in_function) || rest_needs_block) {
      continue;
    }
    ++inversions;
    Node* rest = take_block(i + 1);
    stack_.pop_back();
    if (block == nullptr) {
      branch->test = condition(negation(branch->test));
      branch->consequent = or_empty(rest, branch);
    } else {
      NodeList kept;
      for (Node* each = block->statements.first(); each != jump;) {
        Node* next = each->next;
        each->next = nullptr;
        kept.push(each);
        each = next;
      }
      block->statements = kept;
      if (kept.size() == 1 && !needs_block(kept.first())) {
        branch->consequent = kept.first();
      } else if (kept.empty()) {
        branch->consequent = or_empty(nullptr, branch);
      }
      branch->alternate = rest;
    }
    const std::size_t before = stack_.size();
    if (Node* merged = merged_if(branch)) {
      append(base, merged);
    }
    // What stood before may have been merged in.
    i = stack_.size() < before ? stack_.size() : i;
  }
}

// if (a) return b; return c: return a ? b : c
void Minifier::merge_returns(std::size_t base) {
  while (stack_.size() - base >= 2) {
    auto* last = try_as<Return>(stack_.back());
    Node* before = stack_[stack_.size() - 2];
    if (last == nullptr) {
      return;
    }
    if (auto* expression = try_as<ExpressionStatement>(before)) {
      if (last->argument == nullptr) {
        return;
      }
      last->argument = comma(expression->expression, last->argument);
    } else {
      auto* branch = try_as<If>(before);
      auto* first = branch == nullptr ? nullptr : try_as<Return>(branch->consequent);
      if (first == nullptr || branch->alternate != nullptr || first->kind != last->kind) {
        return;
      }
      Node* yes = first->argument;
      Node* no = last->argument;
      if (yes == nullptr && no == nullptr) {
        Node* effect = unused(branch->test);
        if (effect != nullptr) {
          ExpressionStatement* made = make_.statement(effect);
          made->span = branch->span;
          stack_[stack_.size() - 2] = made;
          return;
        }
      } else {
        if (in_async_generator_ && (yes == nullptr || no == nullptr)) {
          return;
        }
        yes = yes == nullptr ? make_.undefined() : yes;
        no = no == nullptr ? make_.undefined() : no;
        last->argument = choice(branch->test, yes, no);
      }
      last->span.begin = branch->span.begin;
    }
    stack_.pop_back();
    stack_.back() = last;
  }
}

}  // namespace mpaas::js
