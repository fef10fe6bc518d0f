#include "compiler/js/lower/lower.h"

#include <algorithm>

#include "compiler/js/lower/lowerer.h"

namespace mpaas::js {

void lower(Tree& tree, Edition target, diag::Sink& sink) { Lowerer(tree, target, sink).program(); }

void Lowerer::program() {
  Frame frame;
  frame.scope = 0;
  frame_ = &frame;
  statements(tree_.program.body);
  declare(frame.variables, tree_.program.body);
  frame_ = nullptr;
}

// --- the traversal -------------------------------------------------------------------------------

void Lowerer::visit_children(Node* node) {
  rewrite_children(node, [this](Node* child) { return visit(child); });
}

void Lowerer::visit_list(NodeList& list) {
  rewrite_list(list, [this](Node* child) { return visit(child); });
}

void Lowerer::statements(NodeList& list) {
  if (below(esnext) && has_resources(list)) {
    wrap_resources(list);
  }
  NodeList made;
  std::vector<Node*> outer;
  std::swap(outer, after_);
  for (Node* node = list.first(); node != nullptr;) {
    Node* next = node->next;
    node->next = nullptr;
    if (!lowered_.empty() && lowered_.erase(node) != 0) {
      made.push(node);
    } else if (Node* lowered = visit(node)) {
      made.push(lowered);
    }
    for (Node* more : after_) {
      made.push(more);
    }
    after_.clear();
    node = next;
  }
  std::swap(outer, after_);
  list = made;
}

Node* Lowerer::visit(Node* node) {
  switch (node->kind) {
    case Kind::identifier:
      return visit_identifier(as<Identifier>(node));
    case Kind::number_literal:
      return visit_number(as<NumberLiteral>(node));
    case Kind::string_literal:
      return visit_string(as<StringLiteral>(node));
    case Kind::big_int_literal:
      return visit_big_int(as<BigIntLiteral>(node));
    case Kind::reg_exp_literal:
      return visit_reg_exp(as<RegExpLiteral>(node));
    case Kind::this_expression:
      return visit_this(as<ThisExpression>(node));
    case Kind::new_target:
      return visit_new_target(as<NewTarget>(node));
    case Kind::member:
    case Kind::index:
      if (needs_chain(node)) {
        return visit_chain(node, nullptr);
      }
      if (is_super_member(node)) {
        if (Frame* frame = super_frame()) {
          return super_get(frame, super_key(node), node);
        }
      }
      break;
    case Kind::update:
      return visit_update(as<Update>(node));
    case Kind::array_pattern:
    case Kind::object_pattern:
    case Kind::default_value:
    case Kind::rest:
      return visit_target(node);
    case Kind::class_expression:
    case Kind::class_declaration:
      return visit_class(as<Class>(node));
    case Kind::export_default:
      return visit_export_default(as<ExportDefault>(node));
    case Kind::call:
      return visit_call(as<Call>(node));
    case Kind::tagged_template:
      return visit_tagged_template(as<TaggedTemplate>(node));
    case Kind::unary:
      if (as<Unary>(node)->operation == Operator::key_delete) {
        return visit_delete(as<Unary>(node));
      }
      break;
    case Kind::binary:
      return visit_binary(as<Binary>(node));
    case Kind::assignment:
      return visit_assignment(as<Assignment>(node), false);
    case Kind::object_literal:
      return visit_object(as<Object>(node));
    case Kind::variable_declaration:
      return visit_declaration(as<VariableDeclaration>(node));
    case Kind::export_declaration:
      return visit_export(as<ExportDeclaration>(node));
    case Kind::property:
      return visit_property(as<Property>(node), false);
    case Kind::expression_statement:
      return visit_expression_statement(as<ExpressionStatement>(node));
    case Kind::block: {
      auto* block = as<Block>(node);
      if (frame_->loops == 0) {
        statements(block->statements);
        return node;
      }
      std::vector<Frame::Variable> variables;
      const auto outer = std::make_pair(block_variables_, block_scope_);
      block_variables_ = &variables;
      block_scope_ = &block->scope;
      statements(block->statements);
      std::tie(block_variables_, block_scope_) = outer;
      if (!variables.empty()) {
        NodeList declarators;
        for (const Frame::Variable& variable : variables) {
          declarators.push(make_.declarator(tree_.use(variable.symbol), variable.initial));
        }
        prepend(block->statements, {make_.variable(VariableKind::let, declarators)});
      }
      return node;
    }
    case Kind::for_statement:
    case Kind::for_in:
    case Kind::for_of:
    case Kind::while_statement:
    case Kind::do_while:
      return visit_loop(node);
    case Kind::labelled:
      return visit_labelled(as<Labelled>(node));
    case Kind::await:
      return visit_await(as<Await>(node));
    case Kind::yield:
      return visit_yield(as<Yield>(node));
    case Kind::return_statement:
    case Kind::throw_statement:
      return visit_return(as<Return>(node));
    case Kind::try_statement:
      return visit_try(as<Try>(node));
    case Kind::function_expression:
    case Kind::function_declaration:
    case Kind::arrow_function:
      visit_function(as<Function>(node));
      return node;
    case Kind::switch_case: {
      auto* branch = as<Case>(node);
      if (branch->test != nullptr) {
        branch->test = visit(branch->test);
      }
      statements(branch->statements);
      return node;
    }
    default:
      break;
  }
  visit_children(node);
  return node;
}

Node* Lowerer::visit_expression_statement(ExpressionStatement* node) {
  node->expression = visit_unused(node->expression);
  return node;
}

Node* Lowerer::visit_unused(Node* expression) {
  if (auto* assignment = try_as<Assignment>(expression)) {
    return visit_assignment(assignment, true);
  }
  return visit(expression);
}

Node* Lowerer::visit_loop(Node* node) {
  if (below(esnext)) {
    if (auto* loop = try_as<ForEach>(node)) {
      if (has_resources({loop->target})) {
        move_resource_into_body(loop);
      }
    } else if (auto* counted = try_as<For>(node); counted != nullptr &&
                                                  counted->initial != nullptr &&
                                                  has_resources({counted->initial})) {
      return visit(move_resource_out(counted));
    }
  }
  if (auto* loop = try_as<ForEach>(node); loop != nullptr && loop->is_await && below(2018)) {
    return visit_for_await(loop, {});
  }
  ++frame_->loops;
  if (auto* loop = try_as<ForEach>(node)) {
    loop->target = visit_target(loop->target);
    loop->subject = visit(loop->subject);
    loop->body = visit(loop->body);
    split_loop_target(loop);
  } else {
    visit_children(node);
  }
  --frame_->loops;
  return node;
}

Node* Lowerer::visit_try(Try* node) {
  if (below(2019) && node->handler != nullptr && node->parameter == nullptr) {
    node->parameter =
        tree_.use(tree_.new_symbol(node->scope, SymbolKind::catch_parameter, "_error"));
  }
  visit_children(node);
  split_catch_parameter(node);
  return node;
}

// --- names ---------------------------------------------------------------------------------------

Node* Lowerer::visit_identifier(Identifier* node) {
  if (node->symbol == nullptr) {
    if (node->name->text != "arguments") {
      return node;
    }
    bool moved = false;
    Frame* frame = frame_;
    for (; frame->is_arrow && frame->outer != nullptr; frame = frame->outer) {
      moved = moved || frame->moves_this;
    }
    frame->uses_arguments = true;
    if (!moved) {
      return node;
    }
    if (frame->arguments_symbol == nullptr) {
      frame->arguments_symbol = tree_.new_symbol(frame->scope, SymbolKind::variable, "_arguments");
      frame->variables.push_back({frame->arguments_symbol, tree_.global("arguments")});
    }
    return tree_.use(frame->arguments_symbol, node);
  }
  if (!substitutes_.empty()) {
    const auto place = substitutes_.find(node->symbol);
    if (place != substitutes_.end()) {
      return tree_.use(place->second, node);
    }
  }
  return node;
}

Node* Lowerer::visit_property(Property* node, bool is_pattern) {
  if (node->computed) {
    node->key = visit(node->key);
  }
  const Name* name = nullptr;
  if (node->shorthand) {
    name = as<Identifier>(node->key)->name;
  }
  if (const auto* plain = try_as<Identifier>(node->key); plain != nullptr && !node->computed) {
    name_class(node->value, plain->name->text);
  }
  node->value = is_pattern ? visit_target(node->value) : visit(node->value);
  if (node->shorthand) {
    const Node* value = node->value;
    if (const auto* with_default = try_as<Assignment>(value)) {
      value = with_default->target;
    }
    const auto* identifier = try_as<Identifier>(value);
    node->shorthand = identifier != nullptr && identifier->name->text == name->text;
  }
  return node;
}

Node* Lowerer::visit_this(ThisExpression* node) {
  for (Frame* frame = frame_;; frame = frame->outer) {
    if (frame->this_symbol != nullptr) {
      return tree_.use(frame->this_symbol, node);
    }
    frame->uses_this = true;
    if (!frame->is_arrow || frame->outer == nullptr) {
      return node;
    }
  }
}

Node* Lowerer::visit_new_target(NewTarget* node) {
  bool moved = false;
  Frame* frame = frame_;
  for (;; frame = frame->outer) {
    if (frame->new_target_is_undefined || frame->this_symbol != nullptr) {
      return make_.undefined();
    }
    if (!frame->is_arrow || frame->outer == nullptr) {
      break;
    }
    moved = moved || frame->moves_this;
  }
  if (frame->suspension != Suspension::native) {
    return make_.undefined();
  }
  if (!moved) {
    return node;
  }
  if (frame->new_target_symbol == nullptr) {
    frame->new_target_symbol = tree_.new_symbol(frame->scope, SymbolKind::variable, "_new_target");
    frame->variables.push_back({frame->new_target_symbol, tree_.program.arena.make<NewTarget>()});
  }
  return tree_.use(frame->new_target_symbol, node);
}

// --- variables -----------------------------------------------------------------------------------

Symbol* Lowerer::temporary() {
  const char name[] = {'_', static_cast<char>('a' + frame_->variables.size() % 26)};
  return temporary(std::string_view(name, 2));
}

Symbol* Lowerer::temporary(std::string_view wanted) {
  if (frame_->scope == no_scope) {
    frame_->scope = tree_.new_scope(frame_->parent, true);
  }
  Symbol* symbol = tree_.new_symbol(frame_->scope, SymbolKind::variable, wanted);
  frame_->variables.push_back({symbol, nullptr});
  return symbol;
}

Symbol* Lowerer::captured_temporary(std::string_view wanted) {
  if (frame_->loops == 0 || block_variables_ == nullptr) {
    return temporary(wanted);
  }
  if (*block_scope_ == no_scope) {
    return temporary(wanted);
  }
  Symbol* symbol = tree_.new_symbol(*block_scope_, SymbolKind::lexical, wanted);
  block_variables_->push_back({symbol, nullptr});
  return symbol;
}

void Lowerer::declare(const std::vector<Frame::Variable>& variables, NodeList& body) {
  if (variables.empty()) {
    return;
  }
  NodeList declarators;
  for (const Frame::Variable& variable : variables) {
    declarators.push(make_.declarator(tree_.use(variable.symbol), variable.initial));
  }
  prepend(body, {make_.variable(VariableKind::var, declarators)});
}

// Behind the directives.
void Lowerer::prepend(NodeList& list, const std::vector<Node*>& nodes) {
  NodeList made;
  bool done = false;
  rewrite_list(list, [&](Node* node) {
    if (!done && node->kind != Kind::directive) {
      done = true;
      for (Node* more : nodes) {
        made.push(more);
      }
    }
    made.push(node);
    return static_cast<Node*>(nullptr);
  });
  if (!done) {
    for (Node* more : nodes) {
      made.push(more);
    }
  }
  list = made;
}

bool Lowerer::is_repeatable(const Node* node) const {
  switch (node->kind) {
    case Kind::this_expression:
    case Kind::super_expression:
    case Kind::number_literal:
    case Kind::string_literal:
    case Kind::boolean_literal:
    case Kind::null_literal:
      return true;
    case Kind::identifier:
      return as<Identifier>(node)->symbol != nullptr || !tree_.program.uses_dynamic_scope;
    default:
      return false;
  }
}

Node* Lowerer::copy(const Node* node) {
  Node* made = nullptr;
  switch (node->kind) {
    case Kind::identifier: {
      const auto* identifier = as<Identifier>(node);
      made = identifier->symbol != nullptr
                 ? tree_.use(tree_.program.symbols[identifier->symbol->index])
                 : tree_.global(identifier->name->text);
      break;
    }
    case Kind::this_expression:
      made = make_.this_expression();
      made->module_level = node->module_level;
      break;
    case Kind::super_expression:
      made = tree_.program.arena.make<SuperExpression>();
      break;
    case Kind::number_literal:
      made = tree_.program.arena.make<NumberLiteral>(as<NumberLiteral>(node)->raw);
      break;
    case Kind::string_literal:
      made = tree_.program.arena.make<StringLiteral>(as<StringLiteral>(node)->raw);
      break;
    case Kind::boolean_literal:
      made = make_.boolean(as<BooleanLiteral>(node)->value);
      break;
    default:
      assert(node->kind == Kind::null_literal);
      made = make_.null();
  }
  made->span = node->span;
  return made;
}

Once Lowerer::once(Node* value) {
  if (is_repeatable(value)) {
    return {value, value, nullptr};
  }
  Symbol* symbol = temporary();
  return {assign(symbol, value), nullptr, symbol};
}

Node* Lowerer::again(const Once& value) {
  return value.symbol != nullptr ? tree_.use(value.symbol) : copy(value.source);
}

Node* Lowerer::assign(Symbol* symbol, Node* value) {
  Assignment* made = make_.assign(tree_.use(symbol), value);
  made->span = value->span;
  return made;
}

Node* Lowerer::call_helper(Helper helper, NodeList arguments, const Node* place) {
  Call* call = make_.call(tree_.helper(helper), arguments);
  call->span = place->span;
  return call;
}

Node* Lowerer::sequence(std::initializer_list<Node*> nodes) {
  NodeList list;
  for (Node* node : nodes) {
    if (node != nullptr) {
      list.push(node);
    }
  }
  return list.size() == 1 ? list.first() : make_.sequence(list);
}

// Code that stood in the scope `from` stands in `to` now, which is inside of it.
void Lowerer::move_scopes(Node* node, std::uint32_t from, std::uint32_t to) {
  std::vector<Scope>& scopes = tree_.program.scopes;
  for (std::uint32_t scope = node->scope;
       scope != no_scope && scope != to && scope != from && scope != 0;
       scope = scopes[scope].parent) {
    if (scopes[scope].parent == from) {
      scopes[scope].parent = to;
      break;
    }
  }
  if (!is<Function>(node)) {
    for_each_slot(
        node, [&](Node*& child) { move_scopes(child, from, to); },
        [&](NodeList& list) {
          for (Node* child : list) {
            move_scopes(child, from, to);
          }
        });
  }
}

}  // namespace mpaas::js
