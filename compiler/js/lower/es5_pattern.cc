// Destructuring, parameters, for-of.
#include <string_view>
#include <unordered_set>

#include "compiler/js/js.h"
#include "compiler/js/lower/es5_syntax.h"

namespace mpaas::js::es5 {
namespace {

bool has_pattern(const VariableDeclaration& declaration) {
  for (const Node* each : declaration.declarators) {
    if (is_pattern(as<Declarator>(each)->target)) {
      return true;
    }
  }
  return false;
}

void collect_declared(const Node* target, std::vector<const Identifier*>& names) {
  switch (target->kind) {
    case Kind::identifier:
      names.push_back(as<Identifier>(target));
      return;
    case Kind::array_pattern:
      for (const Node* element : as<Array>(target)->elements) {
        collect_declared(element, names);
      }
      return;
    case Kind::object_pattern:
      for (const Node* element : as<Object>(target)->properties) {
        const auto* property = try_as<Property>(element);
        collect_declared(property != nullptr ? property->value : element, names);
      }
      return;
    case Kind::default_value:
      collect_declared(as<Assignment>(target)->target, names);
      return;
    case Kind::rest:
      collect_declared(as<Spread>(target)->operand, names);
      return;
    default:
      return;
  }
}

}  // namespace

void SyntaxLowering::declaration(VariableDeclaration* node) {
  NodeList declarators = node->declarators;
  Output out;
  out.declares = true;
  out.kind = node->variable_kind;
  for (Node* each = declarators.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    auto* declarator = as<Declarator>(each);
    if (is_pattern(declarator->target)) {
      if (declarator->initial != nullptr) {
        destructure(declarator->target, expression(declarator->initial), out);
      }
    } else {
      if (declarator->initial != nullptr) {
        auto* target = as<Identifier>(declarator->target);
        const bool is_class = declarator->initial->kind == Kind::class_expression &&
                              as<Class>(declarator->initial)->name == nullptr;
        declarator->initial = is_class ? class_value(as<Class>(declarator->initial),
                                                     node->variable_kind == VariableKind::constant
                                                         ? const_cast<Symbol*>(target->symbol)
                                                         : nullptr,
                                                     target->name->text)
                                       : expression(declarator->initial);
      }
      out.nodes.push(declarator);
    }
    each = next;
  }
  node->declarators = out.nodes;
}

// export const { a } = b: the variables that come in between are nobody else's.
void SyntaxLowering::exported(ExportDeclaration* node, NodeList& out) {
  auto* variables = try_as<VariableDeclaration>(node->declaration);
  if (variables == nullptr || !has_pattern(*variables)) {
    NodeList made;
    statement(node->declaration, made);
    node->declaration = made.first();
    out.push(node);
    return;
  }
  std::vector<const Identifier*> names;
  for (const Node* each : variables->declarators) {
    collect_declared(as<Declarator>(each)->target, names);
  }
  declaration(variables);
  out.push(variables);
  auto* exported = make_.arena().make<ExportNamed>();
  for (const Identifier* name : names) {
    auto* specifier = make_.arena().make<ExportSpecifier>();
    specifier->local = name->name;
    specifier->exported = name->name;
    specifier->identifier = tree_.use(const_cast<Symbol*>(name->symbol), name);
    exported->specifiers.push(specifier);
  }
  out.push(exported);
}

// --- patterns

void SyntaxLowering::leaf(Node* target, Node* value, Output& out) {
  Node* made = nullptr;
  if (out.declares) {
    made = make_.declarator(target, value);
  } else {
    made = store(target, value);
  }
  made->span = target->span;
  out.nodes.push(made);
}

// The value as something that can be read again and again.
Node* SyntaxLowering::reference(Node* value, Output& out) {
  if (is_simple(value)) {
    return value;
  }
  if (!out.declares) {
    Symbol* symbol = temporary();
    out.temporaries.push_back(symbol);
    out.nodes.push(make_.assign(tree_.use(symbol), value));
    return tree_.use(symbol);
  }
  const bool is_var = out.kind == VariableKind::var;
  Symbol* symbol = tree_.new_symbol(is_var ? frame_->scope : scope_,
                                    is_var ? SymbolKind::variable : SymbolKind::lexical, "t");
  out.nodes.push(make_.declarator(tree_.use(symbol), value));
  return tree_.use(symbol);
}

void SyntaxLowering::destructure(Node* target, Node* value, Output& out) {
  switch (target->kind) {
    case Kind::default_value: {
      auto* with_default = as<Assignment>(target);
      Node* test = nullptr;
      Node* otherwise = nullptr;
      if (is_simple(value)) {
        test = again(value);
        otherwise = value;
      } else {
        Symbol* held = temporary();
        test = make_.assign(tree_.use(held), value);
        otherwise = tree_.use(held);
        release(held);  // read only where the default value is not evaluated
      }
      const auto* name = try_as<Identifier>(with_default->target);
      Node* other = name != nullptr && is_anonymous_function(with_default->value)
                        ? named_by_hand(with_default->value, name->name->text)
                        : expression(with_default->value);
      destructure(with_default->target,
                  make_.conditional(make_.binary(Operator::strict_equal, test, make_.undefined()),
                                    other, otherwise),
                  out);
      return;
    }
    case Kind::object_pattern:
      object_pattern(as<Object>(target), value, out);
      return;
    case Kind::array_pattern:
      array_pattern(as<Array>(target), value, out);
      return;
    default:
      leaf(target, value, out);
      return;
  }
}

void SyntaxLowering::object_pattern(Object* pattern, Node* value, Output& out) {
  if (pattern->properties.empty()) {
    Node* checked = make_.call(tree_.helper(Helper::require_object), {value});
    if (out.declares) {
      reference(checked, out);
    } else {
      out.nodes.push(checked);
    }
    return;
  }
  const bool is_once = pattern->properties.size() == 1;
  Node* source = is_once ? value : reference(value, out);
  for (Node* each = pattern->properties.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    auto* property = try_as<Property>(each);
    each = next;
    if (property == nullptr) {
      continue;  // rest: lowered before
    }
    Node* from = is_once ? source : again(source);
    Node* read = nullptr;
    if (!property->computed && property->key->kind == Kind::identifier) {
      auto* member = make_.arena().make<Member>(from, as<Identifier>(property->key)->name);
      member->property_span = property->key->span;
      read = member;
    } else {
      Node* key = expression(property->key);
      if (property->computed && !out.declares && key->kind != Kind::string_literal &&
          key->kind != Kind::number_literal) {
        // The key comes before what the target's own expressions do.
        Symbol* held = temporary();
        out.temporaries.push_back(held);
        out.nodes.push(make_.assign(tree_.use(held), key));
        key = tree_.use(held);
      }
      read = make_.index(from, key);
    }
    read->span = property->span;
    destructure(property->value, read, out);
  }
}

bool SyntaxLowering::is_array(const Node* node) const {
  if (node->kind == Kind::array_literal) {
    return true;
  }
  const auto* called = try_as<Call>(node);
  if (called == nullptr) {
    return false;
  }
  if (const auto* callee = try_as<Identifier>(called->callee)) {
    return callee->symbol != nullptr && callee->symbol->kind == SymbolKind::helper &&
           callee->symbol->helper == static_cast<std::uint8_t>(Helper::to_array);
  }
  const auto* member = try_as<Member>(called->callee);
  const auto* object = member == nullptr ? nullptr : try_as<Identifier>(member->object);
  if (object == nullptr || object->symbol != nullptr || object->name->text != "Object") {
    return false;
  }
  const std::string_view name = member->property->text;
  return name == "keys" || name == "values" || name == "entries";
}

void SyntaxLowering::array_pattern(Array* pattern, Node* value, Output& out) {
  const bool has_rest = !pattern->elements.empty() && pattern->elements.last()->kind == Kind::rest;
  if (!is_array(value)) {
    if (has_rest) {
      value = make_.call(tree_.helper(Helper::to_array), {value});
    } else {
      value =
          make_.call(tree_.helper(Helper::take_first),
                     {value, make_.number(static_cast<std::int64_t>(pattern->elements.size()))});
    }
  }
  if (pattern->elements.empty()) {
    if (out.declares) {
      reference(value, out);
    } else {
      out.nodes.push(value);
    }
    return;
  }
  const bool is_once =
      pattern->elements.size() == 1 && pattern->elements.first()->kind != Kind::hole;
  Node* source = is_once ? value : reference(value, out);
  std::int64_t index = 0;
  for (Node* each = pattern->elements.first(); each != nullptr; ++index) {
    Node* next = each->next;
    each->next = nullptr;
    if (each->kind != Kind::hole) {
      Node* from = is_once ? source : again(source);
      if (each->kind == Kind::rest) {
        Node* rest = index == 0 && from->kind != Kind::identifier
                         ? from
                         : make_.call(make_.member(from, "slice"),
                                      index == 0 ? NodeList{} : NodeList{make_.number(index)});
        destructure(as<Spread>(each)->operand, rest, out);
      } else {
        destructure(each, make_.index(from, make_.number(index)), out);
      }
    }
    each = next;
  }
}

// --- parameters

// What default values mean by a name is not what the body declares by it: they move into the body.
void SyntaxLowering::keep_from_parameters(const Function* node) {
  std::unordered_set<std::string_view> outside;
  const auto visit = [&](auto&& self, const Node* each) -> void {
    if (const auto* identifier = try_as<Identifier>(each)) {
      if (identifier->symbol == nullptr || identifier->symbol->scope != node->scope) {
        outside.insert(identifier->name->text);
      }
    }
    for_each_child(each, [&](const Node* child) { self(self, child); });
  };
  for (const Node* parameter : node->parameters) {
    visit(visit, parameter);
  }
  for (Symbol* symbol = program_.scopes[node->scope].first; symbol != nullptr;
       symbol = symbol->next_in_scope) {
    if (symbol->kind != SymbolKind::parameter && !symbol->pinned &&
        outside.count(symbol->name->text) != 0) {
      tree_.rename(symbol);
    }
  }
}

void SyntaxLowering::parameters(Function* node, Frame& frame, const FunctionForm& form) {
  auto* body = as<Block>(node->body);
  bool is_simple_list = true;
  bool has_expressions = false;
  for (const Node* parameter : node->parameters) {
    is_simple_list = is_simple_list && parameter->kind == Kind::identifier;
    has_expressions =
        has_expressions || parameter->kind == Kind::default_value || is_pattern(parameter);
  }
  if (is_simple_list) {
    block(body->statements);
  } else {
    if (has_expressions) {
      keep_from_parameters(node);
    }
    Output out;
    out.declares = true;
    NodeList kept;
    bool is_optional = false;
    std::int64_t index = 0;
    const auto argument = [&] {
      return make_.index(tree_.global("arguments"), make_.number(index));
    };
    const auto parameter_symbol = [&] {
      Symbol* symbol = tree_.new_symbol(frame.scope, SymbolKind::parameter, "p");
      kept.push(tree_.use(symbol));
      return symbol;
    };
    for (Node* each = node->parameters.first(); each != nullptr; ++index) {
      Node* next = each->next;
      each->next = nullptr;
      if (each->kind == Kind::rest) {
        NodeList list{tree_.global("arguments")};
        if (index > 0) {
          list.push(make_.number(index));
        }
        destructure(as<Spread>(each)->operand,
                    make_.call(make_.member(make_.member(make_.array(), "slice"), "call"), list),
                    out);
      } else if (each->kind == Kind::default_value && form.is_setter) {
        destructure(each, tree_.use(parameter_symbol()), out);
      } else if (each->kind == Kind::default_value) {
        is_optional = true;
        auto* with_default = as<Assignment>(each);
        const auto* name = try_as<Identifier>(with_default->target);
        Node* other = name != nullptr && is_anonymous_function(with_default->value)
                          ? named_by_hand(with_default->value, name->name->text)
                          : expression(with_default->value);
        Node* test = make_.logical_and(
            make_.binary(Operator::greater, make_.member(tree_.global("arguments"), "length"),
                         make_.number(index)),
            make_.binary(Operator::strict_not_equal, argument(), make_.undefined()));
        destructure(with_default->target, make_.conditional(test, argument(), other), out);
      } else if (is_optional) {
        destructure(each, argument(), out);
      } else if (is_pattern(each)) {
        destructure(each, tree_.use(parameter_symbol()), out);
      } else {
        kept.push(each);
      }
      each = next;
    }
    for (Symbol* symbol = program_.scopes[node->scope].first; symbol != nullptr;
         symbol = symbol->next_in_scope) {
      if (symbol->kind == SymbolKind::parameter) {
        symbol->kind = SymbolKind::variable;
      }
    }
    for (Node* each : kept) {
      const_cast<Symbol*>(as<Identifier>(each)->symbol)->kind = SymbolKind::parameter;
    }
    block(body->statements);
    // With such parameters `arguments` holds what the caller gave, whatever happens to the names.
    if (frame.uses_arguments && !frame.is_strict) {
      NodeList first;
      NodeList apart;
      for (Node* each = kept.first(); each != nullptr;) {
        Node* next = each->next;
        each->next = nullptr;
        Symbol* symbol = const_cast<Symbol*>(as<Identifier>(each)->symbol);
        Symbol* given = tree_.new_symbol(frame.scope, SymbolKind::parameter, symbol->name->text);
        symbol->kind = SymbolKind::variable;
        apart.push(tree_.use(given));
        first.push(make_.declarator(each, tree_.use(given)));
        each = next;
      }
      kept = apart;
      for (Node* each = out.nodes.first(); each != nullptr;) {
        Node* next = each->next;
        each->next = nullptr;
        first.push(each);
        each = next;
      }
      out.nodes = first;
    }
    node->parameters = kept;
    if (!out.nodes.empty()) {
      insert_in_front(body->statements, {make_.variable(VariableKind::var, out.nodes)});
      ++notes_[node].outside;
    }
  }
  for (Symbol* symbol : block_->lexicals) {
    symbol->kind = SymbolKind::variable;
    frame.variables.emplace_back(symbol, nullptr);
  }
  if (frame.is_derived) {
    body->statements.push(make_.return_statement(this_value(make_.this_expression())));
  }
  for (const auto& [symbol, value] : frame.variables) {
    notes_.add_variable(node, symbol, value);
  }
  if (frame.self != nullptr || frame.arguments != nullptr) {
    notes_[node].self = frame.is_derived ? nullptr : frame.self;
    notes_[node].arguments = frame.arguments;
  }
}

// --- for-of and for-in

// The body, which first gives the loop's value to what stands in its head.
Node* SyntaxLowering::loop_body(ForEach* node, Node* value) {
  Node* front = nullptr;
  if (auto* variables = try_as<VariableDeclaration>(node->target)) {
    as<Declarator>(variables->declarators.first())->initial = value;
    front = variables;
  } else {
    auto* given = make_.assign(node->target, value);
    given->span = node->target->span;
    front = make_.statement(given);
  }
  front->span = node->target->span;
  auto* body = try_as<Block>(node->body);
  if (body == nullptr || body->scope == no_scope) {
    body = make_.block(NodeList{node->body});
    body->span = node->body->span;
    body->scope = node->scope;
  } else if (node->scope != no_scope) {
    // The head's names are the body's from now on.
    std::unordered_set<std::string_view> declared;
    for (const Symbol* symbol = program_.scopes[body->scope].first; symbol != nullptr;
         symbol = symbol->next_in_scope) {
      declared.insert(symbol->name->text);
    }
    for (Symbol* symbol = program_.scopes[node->scope].first; symbol != nullptr;
         symbol = symbol->next_in_scope) {
      if (declared.count(symbol->name->text) != 0 && !symbol->pinned) {
        tree_.rename(symbol);
      }
      tree_.adopt(symbol, body->scope, symbol->kind);
    }
  }
  NodeList list{front};
  for (Node* each = body->statements.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    list.push(each);
    each = next;
  }
  body->statements = list;
  node->scope = no_scope;
  return single(body);
}

void SyntaxLowering::for_each(ForEach* node, const std::vector<Labelled*>& labels, NodeList& out) {
  if (node->kind == Kind::for_of) {
    for_of(node, labels, out);
    return;
  }
  const auto* variables = try_as<VariableDeclaration>(node->target);
  const Node* target =
      variables == nullptr ? node->target : as<Declarator>(variables->declarators.first())->target;
  const bool is_super =
      (target->kind == Kind::member &&
       as<Member>(target)->object->kind == Kind::super_expression) ||
      (target->kind == Kind::index && as<Index>(target)->object->kind == Kind::super_expression);
  node->subject = expression(node->subject);
  if (is_pattern(target) || is_super) {
    Symbol* key = temporary();
    node->body = loop_body(node, tree_.use(key));
    node->target = tree_.use(key);
    release(key);
  } else {
    if (variables == nullptr) {
      node->target = expression(node->target);
    } else if (Node* initial = as<Declarator>(variables->declarators.first())->initial) {
      as<Declarator>(node->target->kind == Kind::variable_declaration
                         ? as<VariableDeclaration>(node->target)->declarators.first()
                         : nullptr)
          ->initial = expression(initial);
    }
    node->body = single(node->body);
  }
  out.push(node);
}

void SyntaxLowering::for_of(ForEach* node, const std::vector<Labelled*>& labels, NodeList& out) {
  const auto labelled = [&labels](Node* loop) {
    for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
      (*label)->body = loop;
      loop = *label;
    }
    return loop;
  };
  Node* subject = expression(node->subject);
  if (is_array(subject)) {
    Symbol* list = temporary();
    Symbol* index = temporary();
    auto* loop = make_.for_statement(
        make_.sequence({make_.assign(tree_.use(list), subject),
                        make_.assign(tree_.use(index), make_.number(0))}),
        make_.binary(Operator::less, tree_.use(index), make_.member(tree_.use(list), "length")),
        make_.update(Operator::increment, false, tree_.use(index)), nullptr);
    loop->span = node->span;
    loop->body = loop_body(node, make_.index(tree_.use(list), tree_.use(index)));
    release(list);
    release(index);
    out.push(labelled(loop));
    return;
  }
  Symbol* each = temporary();
  out.push(make_.statement(
      make_.assign(tree_.use(each), make_.call(tree_.helper(Helper::loop_over), {subject}))));
  const auto part = [&](std::string_view name) { return make_.member(tree_.use(each), name); };
  auto* loop = make_.arena().make<While>(Kind::while_statement);
  loop->span = node->span;
  loop->test = make_.call(part("n"));
  loop->body = loop_body(node, part("v"));
  auto* attempt = make_.arena().make<Try>();
  attempt->scope = tree_.new_scope(program_.scopes[scope_].parent, false);
  attempt->block = make_.block(NodeList{labelled(loop)});
  Symbol* error = tree_.new_symbol(attempt->scope, SymbolKind::catch_parameter, "e");
  attempt->parameter = tree_.use(error);
  attempt->handler =
      make_.block(NodeList{make_.statement(make_.call(part("e"), {tree_.use(error)}))});
  attempt->finalizer = make_.block(NodeList{make_.statement(make_.call(part("f")))});
  release(each);
  out.push(attempt);
}

}  // namespace mpaas::js::es5
