// Functions: a Frame for each; async functions (2017) and async generators (2018) become generators
// that a helper runs:
//   async function f(a) { b }   →   function f(a) { return run_async(function* () { b }, this); }
#include "compiler/js/lower/lowerer.h"

namespace mpaas::js {

Node* Lowerer::visit_isolated(Node* expression, std::uint32_t scope) {
  Frame inside;
  inside.outer = frame_;
  inside.is_arrow = true;
  inside.parent = scope;
  frame_ = &inside;
  Node* lowered = visit(expression);
  frame_ = inside.outer;
  if (inside.variables.empty()) {
    return lowered;
  }
  move_scopes(lowered, scope, inside.scope);
  NodeList parameters;
  for (const Frame::Variable& variable : inside.variables) {
    variable.symbol->kind = SymbolKind::parameter;
    parameters.push(tree_.use(variable.symbol));
  }
  Function* arrow = make_.arrow(parameters, lowered);
  arrow->scope = inside.scope;
  return make_.call(arrow);
}

Node* Lowerer::visit_parameter(Node* pattern, std::uint32_t scope) {
  switch (pattern->kind) {
    case Kind::default_value: {
      auto* with_default = as<Assignment>(pattern);
      with_default->target = visit_parameter(with_default->target, scope);
      with_default->value = visit_isolated(with_default->value, scope);
      return pattern;
    }
    case Kind::array_pattern:
      visit_parameters(as<Array>(pattern)->elements, scope);
      return pattern;
    case Kind::object_pattern:
      visit_parameters(as<Object>(pattern)->properties, scope);
      return pattern;
    case Kind::property: {
      auto* property = as<Property>(pattern);
      if (property->computed) {
        property->key = visit_isolated(property->key, scope);
      }
      property->value = visit_parameter(property->value, scope);
      return pattern;
    }
    case Kind::rest:
      as<Spread>(pattern)->operand = visit_parameter(as<Spread>(pattern)->operand, scope);
      return pattern;
    default:
      return pattern;
  }
}

void Lowerer::visit_parameters(NodeList& parameters, std::uint32_t scope) {
  for (Node* parameter : parameters) {
    [[maybe_unused]] const Node* same = visit_parameter(parameter, scope);
    assert(same == parameter);
  }
}

// x => y as x => { return y; }
Block* Lowerer::block_body(Function* node) {
  if (node->body->kind != Kind::block) {
    Return* result = make_.return_statement(node->body);
    result->span = node->body->span;
    node->body = make_.block({result});
  }
  return as<Block>(node->body);
}

void Lowerer::visit_function(Function* node) {
  Frame inside;
  inside.outer = frame_;
  inside.scope = node->scope;
  inside.is_arrow = node->kind == Kind::arrow_function;
  if (node->is_async) {
    if (node->is_generator && below(2018)) {
      inside.suspension = Suspension::async_generator;
    } else if (!node->is_generator && below(2017)) {
      inside.suspension = Suspension::async_function;
    }
  }
  inside.is_async = node->is_async;
  std::tie(inside.home, inside.home_is_static) = next_home_;
  next_home_ = {nullptr, false};
  inside.moves_this = inside.is_arrow && inside.suspension != Suspension::native;
  frame_ = &inside;
  const auto outer_block = std::make_pair(block_variables_, block_scope_);
  block_variables_ = nullptr;
  visit_parameters(node->parameters, node->scope);
  std::vector<Node*> prologue;
  split_parameters(node, prologue);
  if (auto* body = try_as<Block>(node->body)) {
    statements(body->statements);
  } else {
    node->body = visit(node->body);
  }
  std::tie(block_variables_, block_scope_) = outer_block;
  frame_ = inside.outer;
  finish_function(node, inside, prologue);
}

void Lowerer::finish_function(Function* node, Frame& inside, const std::vector<Node*>& prologue) {
  if (!inside.variables.empty() || !prologue.empty()) {
    Block* body = block_body(node);
    prepend(body->statements, prologue);
    declare(inside.variables, body->statements);
  }
  if (inside.suspension != Suspension::native) {
    move_into_generator(node, inside);
  }
  if (!inside.captures.empty()) {
    declare(inside.captures, block_body(node)->statements);
  }
}

void Lowerer::move_into_generator(Function* node, Frame& inside) {
  bool simple = !inside.redeclares_parameter;
  for (const Node* parameter : node->parameters) {
    simple = simple && parameter->kind == Kind::identifier;
  }
  const bool is_arrow = inside.is_arrow;
  Block* body = block_body(node);
  auto* generator = tree_.program.arena.make<Function>(Kind::function_expression);
  generator->is_generator = true;
  generator->span = node->span;
  generator->scope = node->scope;
  generator->body = body;
  // A new scope for the function proper; the old one stays with the code that moves.
  const std::uint32_t outside = tree_.new_scope(tree_.program.scopes[node->scope].parent, true);
  tree_.reparent(node->scope, outside);
  node->scope = outside;
  NodeList call_arguments{generator};
  NodeList parameters;
  Node* passed = nullptr;
  if (simple) {
    for (const Node* parameter : node->parameters) {
      if (const Symbol* symbol = as<Identifier>(parameter)->symbol) {
        tree_.adopt(tree_.program.symbols[symbol->index], outside, symbol->kind);
      }
    }
    parameters = node->parameters;
    if (inside.uses_arguments && !is_arrow) {
      passed = tree_.global("arguments");
    }
  } else {
    generator->parameters = node->parameters;
    NodeList array;
    for (const Node* parameter : generator->parameters) {
      if (parameter->kind == Kind::default_value || parameter->kind == Kind::rest) {
        break;
      }
      Symbol* held = tree_.new_symbol(outside, SymbolKind::parameter, "_a");
      parameters.push(tree_.use(held));
      if (is_arrow) {
        array.push(tree_.use(held));
      }
    }
    if (is_arrow) {
      Symbol* rest = tree_.new_symbol(outside, SymbolKind::parameter, "_rest");
      parameters.push(make_.rest(tree_.use(rest)));
      if (array.empty()) {
        passed = tree_.use(rest);
      } else {
        array.push(make_.spread(tree_.use(rest)));
        passed = make_.array(array);
      }
    } else {
      passed = tree_.global("arguments");
    }
  }
  if (inside.uses_this || tree_.program.uses_dynamic_scope) {
    call_arguments.push(make_.this_expression());
  } else if (passed != nullptr) {
    call_arguments.push(make_.number(0));
  }
  if (passed != nullptr) {
    call_arguments.push(passed);
  }
  node->parameters = parameters;
  node->is_async = false;
  node->is_generator = false;
  Node* call =
      call_helper(inside.suspension == Suspension::async_generator ? Helper::run_async_generator
                                                                   : Helper::run_async,
                  call_arguments, node);
  if (is_arrow) {
    node->body = call;
    return;
  }
  NodeList statements;
  rewrite_list(body->statements, [&statements](Node* statement) -> Node* {
    if (statement->kind != Kind::directive) {
      return statement;
    }
    statements.push(statement);
    return nullptr;
  });
  statements.push(make_.return_statement(call));
  node->body = make_.block(statements);
}

// --- await and yield -----------------------------------------------------------------------------

Suspension Lowerer::suspension() const {
  const Frame* frame = frame_;
  // Parts that are wrapped in an arrow hold no await.
  return frame->suspension;
}

Node* Lowerer::awaited(Node* value) {
  if (suspension() == Suspension::native) {
    return tree_.program.arena.make<Await>(value);
  }
  auto* made = tree_.program.arena.make<Yield>();
  made->span = value->span;
  made->argument = suspension() == Suspension::async_generator
                       ? call_helper(Helper::await_value, {value}, value)
                       : value;
  return made;
}

void Lowerer::note_top_level_await(const Node* node) {
  if (frame_->outer == nullptr && below(2022) && !top_level_await_reported_) {
    top_level_await_reported_ = true;
    report_edition("await outside of functions", 2022, node->span);
  }
}

Node* Lowerer::visit_await(Await* node) {
  node->argument = visit(node->argument);
  note_top_level_await(node);
  if (suspension() == Suspension::native) {
    return node;
  }
  Node* made = awaited(node->argument);
  made->span = node->span;
  return made;
}

Node* Lowerer::visit_yield(Yield* node) {
  if (node->argument != nullptr) {
    node->argument = visit(node->argument);
  }
  if (node->delegate && suspension() == Suspension::async_generator) {
    node->argument = call_helper(Helper::async_delegate, {node->argument}, node);
  }
  return node;
}

Node* Lowerer::visit_return(Return* node) {
  if (node->argument != nullptr) {
    node->argument = visit(node->argument);
    if (suspension() == Suspension::async_generator && node->kind == Kind::return_statement) {
      node->argument = awaited(node->argument);
    }
  }
  return node;
}

// for await (const a of b) c →
//   var more, step, error;
//   try {
//     for (var iterator = async_iterator(b); more = !(step = await iterator.next()).done;
//          more = false) { const a = step.value; c }
//   } catch (reason) { error = [reason] }
//   finally {
//     try { more && (step = iterator.return) && await step.call(iterator) }
//     finally { if (error) throw error[0] }
//   }
Node* Lowerer::visit_for_await(ForEach* node, const std::vector<const Name*>& labels) {
  note_top_level_await(node);
  Symbol* iterator = temporary("_iterator");
  Symbol* more = temporary("_more");
  Symbol* step = temporary("_step");
  Symbol* error = temporary("_error");
  node->subject = visit(node->subject);
  const auto use = [this](Symbol* symbol) { return tree_.use(symbol); };
  const auto step_value = [&] {
    Node* value = make_.member(use(step), "value");
    value->span = node->target->span;
    return value;
  };

  ++frame_->loops;
  node->target = visit_target(node->target);
  node->body = visit(node->body);
  Node* head = nullptr;
  if (auto* declaration = try_as<VariableDeclaration>(node->target)) {
    as<Declarator>(declaration->declarators.first())->initial = step_value();
    head = split_declaration(declaration);
  } else {
    Assignment* assignment = make_.assign(node->target, step_value());
    if (needs_split(node->target)) {
      Parts parts;
      split(node->target, assignment->value, parts);
      head = make_.statement(make_.sequence(parts.list));
    } else {
      head = make_.statement(assignment);
    }
  }
  --frame_->loops;
  auto* body = make_.block({head});
  // The names of the loop's head are the block's.
  body->scope = node->scope;
  auto* old = try_as<Block>(node->body);
  if (old != nullptr &&
      (old->scope == no_scope || tree_.program.scopes[old->scope].first == nullptr)) {
    rewrite_list(old->statements, [body](Node* statement) {
      body->statements.push(statement);
      return static_cast<Node*>(nullptr);
    });
  } else {
    body->statements.push(node->body);
  }

  Node* next = awaited(make_.call(make_.member(use(iterator), "next")));
  Node* test = make_.assign(
      use(more),
      make_.unary(Operator::logical_not, make_.member(make_.assign(use(step), next), "done")));
  Node* loop = make_.for_statement(
      make_.assign(use(iterator), call_helper(Helper::async_iterator, {node->subject}, node)), test,
      make_.assign(use(more), make_.boolean(false)), body);
  loop->span = node->span;
  for (std::size_t i = labels.size(); i-- > 0;) {
    auto* labelled = tree_.program.arena.make<Labelled>(labels[i]);
    labelled->body = loop;
    loop = labelled;
  }

  auto* attempt = tree_.program.arena.make<Try>();
  attempt->span = node->span;
  // Anew each time: the loop may run again.
  attempt->block = make_.block(
      {make_.statement(make_.assign(use(more), make_.assign(use(error), make_.undefined()))),
       loop});
  attempt->scope = tree_.new_scope(frame_->scope, false);
  Symbol* reason = tree_.new_symbol(attempt->scope, SymbolKind::catch_parameter, "_reason");
  attempt->parameter = use(reason);
  attempt->handler =
      make_.block({make_.statement(make_.assign(use(error), make_.array({use(reason)})))});
  auto* closing = tree_.program.arena.make<Try>();
  closing->block = make_.block({make_.statement(make_.logical_and(
      make_.logical_and(use(more), make_.assign(use(step), make_.member(use(iterator), "return"))),
      awaited(make_.call(make_.member(use(step), "call"), {use(iterator)}))))});
  closing->finalizer = make_.block({make_.if_statement(
      use(error), make_.throw_statement(make_.index(use(error), make_.number(0))))});
  attempt->finalizer = make_.block({closing});
  return attempt;
}

Node* Lowerer::visit_labelled(Labelled* node) {
  std::vector<const Name*> labels;
  Node* body = node;
  while (auto* labelled = try_as<Labelled>(body)) {
    labels.push_back(labelled->label);
    body = labelled->body;
  }
  auto* loop = try_as<ForEach>(body);
  if (loop != nullptr && loop->is_await && below(2018)) {
    return visit_for_await(loop, labels);
  }
  visit_children(node);
  return node;
}

}  // namespace mpaas::js
