#include "compiler/js/minify/minifier.h"

namespace mpaas::js {
namespace {

// The `var`s in it, which belong to the function around it; functions in blocks likewise, but those
// are more than a name.
bool collect_hoisted(const Node* node, std::vector<const Identifier*>& into, int depth = 0) {
  if (node == nullptr) {
    return true;
  }
  constexpr int deepest = 3000;
  if (depth > deepest) {
    return false;
  }
  const auto inner = [&into, depth](const Node* each) {
    return collect_hoisted(each, into, depth + 1);
  };
  const auto all = [&inner](const NodeList& list) {
    bool known = true;
    for (const Node* each : list) {
      known = inner(each) && known;
    }
    return known;
  };
  switch (node->kind) {
    case Kind::variable_declaration: {
      const auto* declaration = as<VariableDeclaration>(node);
      if (declaration->variable_kind != VariableKind::var) {
        return true;
      }
      for (const Node* declarator : declaration->declarators) {
        if (!inner(as<Declarator>(declarator)->target)) {
          return false;
        }
      }
      return true;
    }
    case Kind::identifier:
      into.push_back(as<Identifier>(node));
      return true;
    case Kind::array_pattern:
      return all(as<Array>(node)->elements);
    case Kind::object_pattern:
      return all(as<Object>(node)->properties);
    case Kind::property:
      return inner(as<Property>(node)->value);
    case Kind::rest:
      return inner(as<Spread>(node)->operand);
    case Kind::default_value:
      return inner(as<Assignment>(node)->target);
    case Kind::block:
      return all(as<Block>(node)->statements);
    case Kind::if_statement:
      return inner(as<If>(node)->consequent) && inner(as<If>(node)->alternate);
    case Kind::for_statement: {
      const auto* loop = as<For>(node);
      const bool declares = is<VariableDeclaration>(loop->initial);
      return (!declares || inner(loop->initial)) && inner(loop->body);
    }
    case Kind::for_in:
    case Kind::for_of: {
      const auto* loop = as<ForEach>(node);
      const bool declares = is<VariableDeclaration>(loop->target);
      return (!declares || inner(loop->target)) && inner(loop->body);
    }
    case Kind::while_statement:
    case Kind::do_while:
      return inner(as<While>(node)->body);
    case Kind::with_statement:
      return inner(as<With>(node)->body);
    case Kind::labelled:
      return inner(as<Labelled>(node)->body);
    case Kind::switch_statement:
      return all(as<Switch>(node)->cases);
    case Kind::switch_case:
      return all(as<Case>(node)->statements);
    case Kind::try_statement:
      return inner(as<Try>(node)->block) && inner(as<Try>(node)->handler) &&
             inner(as<Try>(node)->finalizer);
    case Kind::function_declaration:
      return false;
    default:
      return true;
  }
}

}  // namespace

bool ends_in_jump(const Node* node) {
  for (int depth = 0; node != nullptr && depth < 100; ++depth) {
    if (is_jump(node)) {
      return true;
    }
    if (const auto* block = try_as<Block>(node)) {
      node = block->statements.last();
    } else if (const auto* branch = try_as<If>(node)) {
      if (branch->alternate == nullptr || !ends_in_jump(branch->consequent)) {
        return false;
      }
      node = branch->alternate;
    } else {
      return false;
    }
  }
  return false;
}

bool needs_block(const Node* node) {
  if (const auto* declaration = try_as<VariableDeclaration>(node)) {
    return declaration->variable_kind != VariableKind::var;
  }
  return node->kind == Kind::function_declaration || node->kind == Kind::class_declaration ||
         (node->kind == Kind::labelled &&
          as<Labelled>(node)->body->kind == Kind::function_declaration);
}

bool Minifier::drop_dead(Node* node, NodeList& declarations) {
  std::vector<const Identifier*> hoisted;
  if (!collect_hoisted(node, hoisted)) {
    return false;
  }
  discard(node);
  VariableDeclaration* declaration = nullptr;
  for (const Identifier* name : hoisted) {
    auto* symbol = const_cast<Symbol*>(name->symbol);
    if (symbol != nullptr && is_local(symbol) &&
        (usage(symbol).uses == 0 || usage(symbol).declares > 0)) {
      continue;
    }
    Identifier* made = program_.arena.make<Identifier>(name->name);
    made->symbol = symbol;
    made->span = name->span;
    count_target<1>(made, Role::declaration);
    if (declaration == nullptr) {
      declaration = make_.variable(VariableKind::var, NodeList{});
      declaration->span = node->span;
    }
    declaration->declarators.push(make_.declarator(made));
  }
  if (declaration != nullptr) {
    declarations.push(declaration);
  }
  return true;
}

Node* Minifier::or_empty(Node* node, const Node* place) {
  if (node != nullptr) {
    return node;
  }
  Node* made = make_.empty();
  made->span = place->span;
  return made;
}

Node* Minifier::visit_block(Block* node) {
  statements(node->statements, ListKind::block);
  if (node->statements.empty()) {
    return nullptr;
  }
  if (node->statements.size() == 1 && !needs_block(node->statements.first())) {
    return node->statements.first();
  }
  return node;
}

// A body is a list of its own: `continue` at the end of a loop's means nothing.
Node* Minifier::body(Node* node, ListKind kind) {
  if (node->kind == Kind::function_declaration) {
    visit(node);
    return node;
  }
  auto* block = try_as<Block>(node);
  NodeList list;
  if (block != nullptr) {
    list = block->statements;
  } else {
    list.push(node);
  }
  statements(list, kind);
  if (list.empty()) {
    return nullptr;
  }
  if (list.size() == 1 && !needs_block(list.first())) {
    return list.first();
  }
  if (block == nullptr) {
    block = program_.arena.make<Block>();
    block->span = node->span;
  }
  block->statements = list;
  return block;
}

Node* Minifier::statement(Node* node) {
  if (++depth_ > max_visit_depth) {
    --depth_;
    return node;
  }
  Node* result = node;
  switch (node->kind) {
    case Kind::empty:
      result = nullptr;
      break;
    case Kind::block:
      result = visit_block(as<Block>(node));
      break;
    case Kind::expression_statement: {
      auto* made = as<ExpressionStatement>(node);
      made->expression = unused(visit(made->expression));
      result = made->expression == nullptr ? nullptr : node;
      break;
    }
    case Kind::if_statement:
      result = visit_if(as<If>(node));
      break;
    case Kind::for_statement:
      result = visit_for(as<For>(node));
      break;
    case Kind::for_in:
    case Kind::for_of:
      result = visit_for_each(as<ForEach>(node));
      break;
    case Kind::while_statement:
    case Kind::do_while:
      result = visit_while(as<While>(node));
      break;
    case Kind::continue_statement:
    case Kind::break_statement:
      if (const Name* label = as<Jump>(node)->label) {
        for (std::size_t i = labels_.size(); i-- > 0;) {
          if (labels_[i].name->text == label->text) {
            labels_[i].used = true;
            break;
          }
        }
      }
      break;
    case Kind::return_statement:
      result = visit_return(as<Return>(node));
      break;
    case Kind::throw_statement:
      as<Return>(node)->argument = visit(as<Return>(node)->argument);
      break;
    case Kind::with_statement: {
      auto* with = as<With>(node);
      with->object = visit(with->object);
      with->body = or_empty(body(with->body, ListKind::block), node);
      break;
    }
    case Kind::switch_statement:
      result = visit_switch(as<Switch>(node));
      break;
    case Kind::labelled:
      result = visit_labelled(as<Labelled>(node));
      break;
    case Kind::try_statement:
      result = visit_try(as<Try>(node));
      break;
    case Kind::variable_declaration:
      result = visit_variables(as<VariableDeclaration>(node));
      break;
    case Kind::function_declaration:
      visit(node);
      break;
    case Kind::class_declaration: {
      const Identifier* name = as<Class>(node)->name;
      if (name != nullptr && is_unused(name->symbol) && !has_effects(node)) {
        discard(node);
        result = nullptr;
      } else {
        visit(node);
      }
      break;
    }
    case Kind::export_declaration: {
      auto* exported = as<ExportDeclaration>(node);
      if (auto* declaration = try_as<VariableDeclaration>(exported->declaration)) {
        for (Node* each : declaration->declarators) {
          auto* declarator = as<Declarator>(each);
          visit_pattern(declarator->target);
          declarator->initial = visit_optional(declarator->initial);
        }
      } else {
        visit(exported->declaration);
      }
      break;
    }
    case Kind::export_default:
      as<ExportDefault>(node)->value = visit(as<ExportDefault>(node)->value);
      break;
    case Kind::directive:
    case Kind::debugger_statement:
    case Kind::import_declaration:
    case Kind::export_named:
    case Kind::export_all:
      break;
    default:
      break;
  }
  --depth_;
  return result;
}

Node* Minifier::visit_return(Return* node) {
  if (node->argument == nullptr) {
    return node;
  }
  node->argument = visit(node->argument);
  // `return undefined` in an async generator awaits.
  if (!in_async_generator_ && value_type(node->argument) == ValueType::undefined &&
      !has_effects(node->argument)) {
    discard(node->argument);
    node->argument = nullptr;
  }
  return node;
}

Node* Minifier::visit_if(If* node) {
  node->test = visit_condition(node->test);
  const std::optional<bool> known = truth_of(node->test);
  if (known) {
    Node*& dead = *known ? node->alternate : node->consequent;
    NodeList kept;
    if (dead == nullptr || drop_dead(dead, kept)) {
      Node* live = *known ? node->consequent : node->alternate;
      if (Node* effect = unused(node->test)) {
        ExpressionStatement* made = make_.statement(effect);
        made->span = node->span;
        kept.push(made);
      }
      live = live == nullptr ? nullptr : body(live, ListKind::block);
      if (kept.empty()) {
        return live;
      }
      if (live != nullptr) {
        live->next = nullptr;
        kept.push(live);
      }
      Block* block = make_.block(kept);
      block->span = node->span;
      return block;
    }
  }
  node->consequent = or_empty(body(node->consequent, ListKind::block), node->consequent);
  if (node->alternate != nullptr) {
    node->alternate = body(node->alternate, ListKind::block);
  }
  return merged_if(node);
}

// if (a) b(); is a && b();
Node* Minifier::merged_if(If* node) {
  const auto statement_of = [this, node](Node* expression) -> Node* {
    expression->next = nullptr;
    ExpressionStatement* made = make_.statement(expression);
    made->span = node->span;
    return made;
  };
  const auto flip = [this](Node* test) { return condition(negation(test)); };
  if (node->alternate != nullptr && node->alternate->kind == Kind::empty) {
    node->alternate = nullptr;
  }
  if (node->consequent->kind == Kind::empty) {
    if (node->alternate == nullptr) {
      Node* effect = unused(node->test);
      return effect == nullptr ? nullptr : statement_of(effect);
    }
    node->test = flip(node->test);
    node->consequent = node->alternate;
    node->alternate = nullptr;
  }
  auto* yes = try_as<ExpressionStatement>(node->consequent);
  if (yes != nullptr) {
    if (node->alternate == nullptr) {
      if (is_not(node->test)) {
        return statement_of(
            logical(Operator::logical_or, as<Unary>(node->test)->operand, yes->expression));
      }
      return statement_of(logical(Operator::logical_and, node->test, yes->expression));
    }
    if (auto* no = try_as<ExpressionStatement>(node->alternate)) {
      return statement_of(choice(node->test, yes->expression, no->expression));
    }
  }
  if (node->alternate != nullptr) {
    if (is_not(node->test)) {
      node->test = as<Unary>(node->test)->operand;
      std::swap(node->consequent, node->alternate);
    }
    // The jump decides: if (a) return b; else return c;
    auto* first = try_as<Return>(node->consequent);
    auto* second = try_as<Return>(node->alternate);
    if (first != nullptr && second != nullptr && first->kind == second->kind &&
        first->argument != nullptr && second->argument != nullptr) {
      first->argument = choice(node->test, first->argument, second->argument);
      return first;
    }
  } else if (auto* inner = try_as<If>(node->consequent);
             inner != nullptr && inner->alternate == nullptr) {
    node->test = logical(Operator::logical_and, node->test, inner->test);
    node->consequent = inner->consequent;
  }
  return node;
}

Node* Minifier::visit_for(For* node) {
  if (auto* declaration = try_as<VariableDeclaration>(node->initial)) {
    if (declaration->variable_kind == VariableKind::var) {
      node->initial = visit_variables(declaration, true);
    } else {
      for (Node* each : declaration->declarators) {
        visit_pattern(as<Declarator>(each)->target);
        as<Declarator>(each)->initial = visit_optional(as<Declarator>(each)->initial);
      }
    }
  } else if (node->initial != nullptr) {
    node->initial = unused(visit(node->initial));
  }
  if (node->test != nullptr) {
    node->test = visit_condition(node->test);
    if (const auto* known = try_as<BooleanLiteral>(node->test); known != nullptr && known->value) {
      node->test = nullptr;
    }
  }
  if (node->update != nullptr) {
    node->update = unused(visit(node->update));
  }
  node->body = or_empty(body(node->body, ListKind::loop_body), node->body);
  return node;
}

Node* Minifier::visit_for_each(ForEach* node) {
  if (auto* declaration = try_as<VariableDeclaration>(node->target)) {
    auto* declarator = as<Declarator>(declaration->declarators.first());
    visit_pattern(declarator->target);
    declarator->initial = visit_optional(declarator->initial);
    if (declaration->variable_kind == VariableKind::constant) {
      // As long as nobody assigns it, `let` is the same and shorter.
      const auto* name = try_as<Identifier>(declarator->target);
      if (name != nullptr && name->symbol != nullptr && !name->symbol->pinned &&
          usage(name->symbol).changes == 1) {
        declaration->variable_kind = VariableKind::let;
      }
    }
  } else {
    node->target = visit_target(node->target);
  }
  node->subject = visit(node->subject);
  node->body = or_empty(body(node->body, ListKind::loop_body), node->body);
  return node;
}

Node* Minifier::visit_while(While* node) {
  if (node->kind == Kind::do_while) {
    node->body = or_empty(body(node->body, ListKind::loop_body), node->body);
    node->test = visit_condition(node->test);
    return node;
  }
  For* loop = make_.for_statement(nullptr, node->test, nullptr, node->body);
  loop->span = node->span;
  return visit_for(loop);
}

Node* Minifier::visit_switch(Switch* node) {
  node->subject = visit(node->subject);
  for (Node* each : node->cases) {
    auto* branch = as<Case>(each);
    branch->test = visit_optional(branch->test);
    statements(branch->statements, ListKind::block);
  }
  // The last branch need not say `break`.
  if (auto* last = static_cast<Case*>(node->cases.last())) {
    Node* jump = last->statements.last();
    if (jump != nullptr && jump->kind == Kind::break_statement &&
        as<Jump>(jump)->label == nullptr) {
      NodeList kept;
      for (Node* each = last->statements.first(); each != jump;) {
        Node* next = each->next;
        each->next = nullptr;
        kept.push(each);
        each = next;
      }
      last->statements = kept;
    }
  }
  if (node->cases.empty()) {
    Node* effect = unused(node->subject);
    if (effect == nullptr) {
      return nullptr;
    }
    ExpressionStatement* made = make_.statement(effect);
    made->span = node->span;
    return made;
  }
  return node;
}

Node* Minifier::visit_try(Try* node) {
  statements(node->block->statements, ListKind::block);
  if (node->handler != nullptr) {
    if (node->parameter != nullptr) {
      visit_pattern(node->parameter);
      const auto* name = try_as<Identifier>(node->parameter);
      statements(node->handler->statements, ListKind::block);
      if (name != nullptr && knows(2019) && name->symbol != nullptr && !name->symbol->pinned &&
          usage(name->symbol).uses == usage(name->symbol).declares) {
        discard(name);
        usage(name->symbol).declares = 0;
        node->parameter = nullptr;
      }
    } else {
      statements(node->handler->statements, ListKind::block);
    }
  }
  if (node->finalizer != nullptr) {
    statements(node->finalizer->statements, ListKind::block);
    if (node->finalizer->statements.empty() && node->handler != nullptr) {
      node->finalizer = nullptr;
    }
  }
  if (node->block->statements.empty()) {
    // Nothing can be thrown.
    NodeList kept;
    if (node->handler == nullptr || drop_dead(node->handler, kept)) {
      if (node->finalizer != nullptr) {
        node->finalizer->next = nullptr;
        kept.push(node->finalizer);
      }
      if (kept.empty()) {
        return nullptr;
      }
      Block* block = make_.block(kept);
      block->span = node->span;
      return block;
    }
  }
  return node;
}

Node* Minifier::visit_labelled(Labelled* node) {
  if (node->body->kind == Kind::function_declaration) {
    visit(node->body);
    return node;
  }
  labels_.push_back({node->label, false});
  node->body = or_empty(statement(node->body), node->body);
  const bool used = labels_.back().used;
  labels_.pop_back();
  if (!used) {
    return node->body->kind == Kind::empty ? nullptr : node->body;
  }
  if (needs_block(node->body)) {
    Block* block = make_.block(NodeList{node->body});
    block->span = node->span;
    node->body = block;
  }
  return node;
}

// Values of variables that nobody reads stay as far as they have effects: before the value of the
// next variable, or as a statement of their own behind the last one.
Node* Minifier::visit_variables(VariableDeclaration* node, bool in_for) {
  NodeList kept;
  Node* effects = nullptr;
  const bool is_resource = node->variable_kind == VariableKind::using_resource ||
                           node->variable_kind == VariableKind::await_using_resource;
  bool changes = is_resource;
  for (Node* each = node->declarators.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    auto* declarator = as<Declarator>(each);
    visit_pattern(declarator->target);
    if (declarator->initial != nullptr) {
      declarator->initial = visit(declarator->initial);
    }
    auto* name = try_as<Identifier>(declarator->target);
    Usage* found = name == nullptr || name->symbol == nullptr ? nullptr : &usage(name->symbol);
    if (found == nullptr) {
      changes = changes || name != nullptr;
    } else if (found->changes > 0 || name->symbol->pinned) {
      changes = true;
    }
    const bool may_go = !in_for || declarator->initial == nullptr ||
                        !has_side_effects(declarator->initial, DeadZone::respected, effect_budget);
    if (found != nullptr && !is_resource && may_go && is_unused(name->symbol)) {
      count_target<-1>(name, Role::declaration);
      if (declarator->initial != nullptr) {
        if (Node* effect = unused(declarator->initial)) {
          effects = effects == nullptr ? effect : comma(effects, effect);
        }
      }
      each = next;
      continue;
    }
    if (found != nullptr && !is_resource && declarator->initial != nullptr) {
      if (node->variable_kind == VariableKind::let &&
          value_type(declarator->initial) == ValueType::undefined &&
          !has_effects(declarator->initial)) {
        discard(declarator->initial);
        declarator->initial = nullptr;
      } else if (node->variable_kind != VariableKind::var && is_local(name->symbol) &&
                 found->changes == 0 && is_constant(declarator->initial)) {
        const auto* text = try_as<StringLiteral>(declarator->initial);
        constexpr std::size_t short_text = 3;
        if (text == nullptr || text->raw.size() <= short_text + 2) {
          found->constant = declarator->initial;
        }
      }
    }
    if (effects != nullptr && declarator->initial != nullptr) {
      declarator->initial = comma(effects, declarator->initial);
      effects = nullptr;
    }
    kept.push(declarator);
    each = next;
  }
  node->declarators = kept;
  if (node->variable_kind == VariableKind::constant && !changes) {
    // Patterns hold many names; they are looked at one by one.
    bool plain = true;
    for (const Node* each : kept) {
      std::vector<const Identifier*> names;
      const Node* target = as<Declarator>(each)->target;
      plain = plain && collect_hoisted(target, names);
      for (const Identifier* each_name : names) {
        plain = plain && each_name->symbol != nullptr && !each_name->symbol->pinned &&
                usage(each_name->symbol).changes == 0 &&
                (each_name->symbol->scope != 0 || top_level_is_local_);
      }
    }
    if (plain) {
      node->variable_kind = VariableKind::let;
    }
  }
  if (effects != nullptr) {
    ExpressionStatement* made = make_.statement(effects);
    made->span = node->span;
    if (kept.empty()) {
      return made;
    }
    // No scope of its own: append() takes it apart.
    Block* block = make_.block(NodeList{node, made});
    block->span = node->span;
    block->trailing_comma = true;
    return block;
  }
  return kept.empty() ? nullptr : node;
}

}  // namespace mpaas::js
