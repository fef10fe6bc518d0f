// { ...a } and { a, ...rest } = b (2018). A pattern with a rest of properties anywhere falls into
// several assignments in the order of the original:
//   { a, b: { c, ...d }, ...e } = f   →   { a, b: _a } = f, { c } = _a, d = rest(_a, ["c"]),
//                                         e = rest(f, ["a", "b"])
#include "compiler/js/js.h"
#include "compiler/js/lower/lowerer.h"

namespace mpaas::js {
namespace {

bool is_pattern(const Node* node) {
  return node->kind == Kind::object_pattern || node->kind == Kind::array_pattern;
}

template <class Test>
bool any_of(const NodeList& list, Test&& test) {
  for (const Node* each : list) {
    if (test(each)) {
      return true;
    }
  }
  return false;
}

bool is_accessor(const Node* element) {
  const auto* property = try_as<Property>(element);
  return property != nullptr && (property->member_kind == MemberKind::getter ||
                                 property->member_kind == MemberKind::setter);
}

// { __proto__: a } sets the prototype.
bool sets_prototype(const Node* element) {
  const auto* property = try_as<Property>(element);
  if (property == nullptr || property->computed || property->shorthand ||
      property->member_kind != MemberKind::value) {
    return false;
  }
  if (const auto* name = try_as<Identifier>(property->key)) {
    return name->name->text == "__proto__";
  }
  const auto* string = try_as<StringLiteral>(property->key);
  return string != nullptr && string_value(*string) == "__proto__";
}

}  // namespace

void collect_names(Node* pattern, std::vector<Identifier*>& names) {
  if (auto* identifier = try_as<Identifier>(pattern)) {
    names.push_back(identifier);
  } else if (auto* object = try_as<Object>(pattern)) {
    for (Node* element : object->properties) {
      collect_names(element->kind == Kind::rest ? element : as<Property>(element)->value, names);
    }
  } else if (auto* array = try_as<Array>(pattern)) {
    for (Node* element : array->elements) {
      collect_names(element, names);
    }
  } else if (auto* with_default = try_as<Assignment>(pattern)) {
    collect_names(with_default->target, names);
  } else if (auto* rest = try_as<Spread>(pattern)) {
    collect_names(rest->operand, names);
  }
}

Node* Lowerer::visit_object(Object* node) {
  const bool has_spread = below(2018) && any_of(node->properties, [](const Node* each) {
                            return each->kind == Kind::spread;
                          });
  if (!has_spread) {
    visit_children(node);
    return node;
  }
  Node* made = nullptr;
  Object* literal = make_.object();
  literal->span = node->span;
  bool has_accessors = false;
  const auto add_literal = [&] {
    if (made == nullptr) {
      made = literal;
    } else if (!literal->properties.empty()) {
      made = call_helper(has_accessors ? Helper::object_properties : Helper::object_spread,
                         {made, literal}, node);
    }
    literal = make_.object();
    has_accessors = false;
  };
  rewrite_list(node->properties, [&](Node* element) {
    if (element->kind == Kind::spread) {
      add_literal();
      made = call_helper(Helper::object_spread, {made, visit(as<Spread>(element)->operand)}, node);
    } else if (made != nullptr && sets_prototype(element)) {
      add_literal();
      made =
          call_helper(Helper::object_prototype, {made, visit(as<Property>(element)->value)}, node);
    } else {
      has_accessors = has_accessors || is_accessor(element);
      literal->properties.push(visit(element));
    }
    return static_cast<Node*>(nullptr);
  });
  add_literal();
  return made;
}

// --- patterns ------------------------------------------------------------------------------------

// Whether there is a rest in it that the target does not know: of properties, or (below 2016) one
// that is a pattern itself.
bool Lowerer::needs_split(const Node* pattern) const {
  const auto needs = [this](const Node* each) { return needs_split(each); };
  if (!below(2018)) {
    return false;
  }
  switch (pattern->kind) {
    case Kind::object_pattern:
      return any_of(as<Object>(pattern)->properties, [&needs](const Node* each) {
        return each->kind == Kind::rest || needs(as<Property>(each)->value);
      });
    case Kind::array_pattern:
      return any_of(as<Array>(pattern)->elements, needs);
    case Kind::default_value:
      return needs(as<Assignment>(pattern)->target);
    case Kind::rest: {
      const Node* operand = as<Spread>(pattern)->operand;
      return (below(2016) && is_pattern(operand)) || needs(operand);
    }
    default:
      return false;
  }
}

void Lowerer::add_part(Parts& parts, Node* target, Node* value) {
  Node* part = nullptr;
  if (parts.declares) {
    part = make_.declarator(target, value);
  } else {
    part = make_.assign(target, value);
  }
  part->span = target->span;
  parts.list.push(part);
}

// The pattern was visited already; it holds a rest.
void Lowerer::split(Node* pattern, Node* value, Parts& parts) {
  if (auto* object = try_as<Object>(pattern)) {
    split_object(object, value, parts);
  } else {
    split_array(as<Array>(pattern), value, parts);
  }
}

// The key of a property as an expression, to be left out of the rest.
Node* Lowerer::key_to_exclude(Property* property) {
  if (property->computed) {
    if (property->key->kind == Kind::string_literal) {
      return copy(property->key);
    }
    Symbol* key = temporary();
    property->key =
        assign(key, call_helper(Helper::to_property_key, NodeList{property->key}, property->key));
    return tree_.use(key);
  }
  if (const auto* name = try_as<Identifier>(property->key)) {
    return make_.string(name->name->text);
  }
  if (property->key->kind == Kind::string_literal) {
    return copy(property->key);
  }
  // A number: "" + 1e3, which is rare.
  Node* number = tree_.program.arena.make<NumberLiteral>(as<NumberLiteral>(property->key)->raw);
  return make_.binary(Operator::plus, make_.string(""), number);
}

void Lowerer::split_object(Object* pattern, Node* value, Parts& parts) {
  NodeList& properties = pattern->properties;
  const bool has_rest = properties.last()->kind == Kind::rest;
  std::size_t nested = 0;
  bool ends_with_plain = false;
  for (Node* element : properties) {
    if (element->kind != Kind::rest) {
      const bool is_nested = needs_split(as<Property>(element)->value);
      nested += is_nested ? 1U : 0U;
      ends_with_plain = !is_nested;
    }
  }
  const std::size_t reads = nested + (ends_with_plain ? 1U : 0U) + (has_rest ? 1U : 0U);
  // A name that the pattern assigns to must not be read again.
  const auto* name = try_as<Identifier>(value);
  const bool repeatable = value->kind == Kind::this_expression ||
                          (name != nullptr && name->symbol != nullptr && name->symbol->constant);
  Symbol* held = nullptr;
  bool is_first = true;
  const auto read = [&]() -> Node* {
    const bool first = is_first;
    is_first = false;
    if (reads == 1 || (first && repeatable)) {
      return value;
    }
    if (repeatable) {
      return copy(value);
    }
    if (first) {
      // A temporary of ours is as good as another.
      if (name != nullptr && name->symbol != nullptr && parts.own.count(name->symbol) != 0) {
        held = tree_.program.symbols[name->symbol->index];
        return value;
      }
      held = temporary();
      parts.own.insert(held);
      return assign(held, value);
    }
    return tree_.use(held);
  };
  NodeList keys;
  Object* group = make_.object_pattern({});
  const auto flush = [&] {
    if (!group->properties.empty()) {
      group->span = pattern->span;
      add_part(parts, group, read());
      group = make_.object_pattern({});
    }
  };
  rewrite_list(properties, [&](Node* element) {
    if (element->kind == Kind::rest) {
      flush();
      Node* source = read();
      add_part(parts, as<Spread>(element)->operand,
               call_helper(Helper::object_rest, {source, make_.array(keys)}, element));
      return static_cast<Node*>(nullptr);
    }
    auto* property = as<Property>(element);
    if (has_rest) {
      keys.push(key_to_exclude(property));
    }
    group->properties.push(property);
    if (needs_split(property->value)) {
      const auto [inner, symbol] = hold_target(property->value, parts);
      property->shorthand = false;
      flush();
      split(inner, tree_.use(symbol), parts);
    }
    return static_cast<Node*>(nullptr);
  });
  flush();
}

// Puts a temporary where a pattern stood and gives both.
std::pair<Node*, Symbol*> Lowerer::hold_target(Node*& slot, Parts& parts) {
  Symbol* symbol = nullptr;
  if (parts.declares) {
    symbol = tree_.new_symbol(parts.scope, parts.kind, "_a");
  } else {
    symbol = temporary();
  }
  parts.own.insert(symbol);
  Node* pattern = slot;
  if (auto* with_default = try_as<Assignment>(slot)) {
    pattern = with_default->target;
    with_default->target = tree_.use(symbol);
  } else {
    slot = tree_.use(symbol);
  }
  return {pattern, symbol};
}

void Lowerer::split_array(Array* pattern, Node* value, Parts& parts) {
  struct Later {
    Node* target;
    Node* initial;
    Symbol* symbol;
  };
  std::vector<Later> later;
  rewrite_list(pattern->elements, [&](Node* element) {
    if (later.empty() && !needs_split(element)) {
      return element;
    }
    if (element->kind == Kind::hole) {
      return element;
    }
    Node* made = element;
    Node*& slot = element->kind == Kind::rest ? as<Spread>(element)->operand : made;
    if (slot->kind == Kind::default_value && !later.empty()) {
      // The default value may use what stands before it.
      Node* initial = as<Assignment>(slot)->value;
      slot = as<Assignment>(slot)->target;
      const auto [target, symbol] = hold_target(slot, parts);
      later.push_back({target, initial, symbol});
    } else {
      const auto [target, symbol] = hold_target(slot, parts);
      later.push_back({target, nullptr, symbol});
    }
    return made;
  });
  add_part(parts, pattern, value);
  for (const Later& each : later) {
    Node* source = tree_.use(each.symbol);
    if (each.initial != nullptr) {
      source = make_.conditional(make_.binary(Operator::strict_equal, source, make_.undefined()),
                                 each.initial, tree_.use(each.symbol));
    }
    if (needs_split(each.target)) {
      split(each.target, source, parts);
    } else {
      add_part(parts, each.target, source);
    }
  }
}

Lowerer::Parts Lowerer::declaring_parts(Node* pattern, bool is_var) {
  std::vector<Identifier*> names;
  collect_names(pattern, names);
  Parts parts;
  parts.declares = true;
  parts.scope =
      names.empty() || names[0]->symbol == nullptr ? frame_->scope : names[0]->symbol->scope;
  parts.kind = is_var ? SymbolKind::variable : SymbolKind::lexical;
  return parts;
}

Node* Lowerer::visit_declaration(VariableDeclaration* node) {
  for (Node* each : node->declarators) {
    auto* declarator = as<Declarator>(each);
    if (node->variable_kind == VariableKind::var) {
      note_redeclaration(declarator->target);
    }
    if (const auto* name = try_as<Identifier>(declarator->target)) {
      name_class(declarator->initial, name->name->text);
    }
    declarator->target = visit_target(declarator->target);
    if (declarator->initial != nullptr) {
      declarator->initial = visit(declarator->initial);
    }
  }
  return split_declaration(node);
}

// async function f(a) { var a; }: the parameter moves into the generator, too.
void Lowerer::note_redeclaration(Node* target) {
  if (frame_->suspension == Suspension::native) {
    return;
  }
  std::vector<Identifier*> names;
  collect_names(target, names);
  for (const Identifier* name : names) {
    if (name->symbol != nullptr && name->symbol->kind == SymbolKind::parameter) {
      frame_->redeclares_parameter = true;
    }
  }
}

Node* Lowerer::split_declaration(VariableDeclaration* node) {
  if (!below(2018)) {
    return node;
  }
  const bool is_var = node->variable_kind == VariableKind::var;
  NodeList made;
  rewrite_list(node->declarators, [&](Node* each) {
    auto* declarator = as<Declarator>(each);
    if (declarator->initial != nullptr && needs_split(declarator->target)) {
      Parts parts = declaring_parts(declarator->target, is_var);
      split(declarator->target, declarator->initial, parts);
      rewrite_list(parts.list, [&made](Node* part) {
        made.push(part);
        return static_cast<Node*>(nullptr);
      });
    } else {
      made.push(declarator);
    }
    return static_cast<Node*>(nullptr);
  });
  node->declarators = made;
  return node;
}

// export const { a, ...b } = c must not export our temporaries.
Node* Lowerer::visit_export(ExportDeclaration* node) {
  auto* declaration = try_as<VariableDeclaration>(node->declaration);
  if (declaration != nullptr && any_of(declaration->declarators, [this](const Node* each) {
        return needs_split(as<Declarator>(each)->target);
      })) {
    // export { a, b } behind the declaration says the same.
    std::vector<Identifier*> names;
    for (Node* each : declaration->declarators) {
      collect_names(as<Declarator>(each)->target, names);
    }
    auto* list = tree_.program.arena.make<ExportNamed>();
    for (const Identifier* name : names) {
      auto* specifier = tree_.program.arena.make<ExportSpecifier>();
      specifier->span = name->span;
      specifier->local = specifier->exported = name->name;
      specifier->identifier = tree_.use(tree_.program.symbols[name->symbol->index], name);
      list->specifiers.push(specifier);
    }
    Node* visited = visit_declaration(declaration);
    after_.push_back(list);
    return visited;
  }
  node->declaration = visit(node->declaration);
  return node;
}

Node* Lowerer::visit_pattern_assignment(Assignment* node, bool unused) {
  Node* target = visit_target(node->target);
  Node* value = visit(node->value);
  Parts parts;
  const bool repeatable = is_repeatable(value) && value->kind != Kind::identifier;
  Symbol* held = nullptr;
  if (!unused && !repeatable) {
    held = temporary();
    parts.own.insert(held);
    parts.list.push(assign(held, value));
    value = tree_.use(held);
  }
  Node* result = unused ? nullptr : held != nullptr ? tree_.use(held) : copy(value);
  split(target, value, parts);
  if (result != nullptr) {
    parts.list.push(result);
  }
  Node* made = parts.list.size() == 1 ? parts.list.first() : make_.sequence(parts.list);
  made->span = node->span;
  return made;
}

// for (const { a, ...b } of c) d → for (const _a of c) { const { a } = _a, b = rest(…); d }
void Lowerer::split_loop_target(ForEach* node) {
  auto* declaration = try_as<VariableDeclaration>(node->target);
  Node* pattern = declaration != nullptr ? as<Declarator>(declaration->declarators.first())->target
                                         : node->target;
  if (!needs_split(pattern)) {
    return;
  }
  const std::uint32_t loop_scope = node->scope != no_scope ? node->scope : frame_->scope;
  Symbol* each = tree_.new_symbol(loop_scope, SymbolKind::lexical, "_a");
  node->target =
      make_.variable(VariableKind::constant, NodeList{make_.declarator(tree_.use(each))});
  Node* head = nullptr;
  auto* body = make_.block({});
  body->scope = tree_.new_scope(loop_scope, false);
  if (declaration != nullptr) {
    const bool is_var = declaration->variable_kind == VariableKind::var;
    if (!is_var) {
      std::vector<Identifier*> names;
      collect_names(pattern, names);
      for (const Identifier* name : names) {
        tree_.adopt(tree_.program.symbols[name->symbol->index], body->scope, name->symbol->kind);
      }
    }
    Parts parts = declaring_parts(pattern, is_var);
    parts.own.insert(each);
    split(pattern, tree_.use(each), parts);
    head = make_.variable(declaration->variable_kind, parts.list);
  } else {
    Parts parts;
    parts.own.insert(each);
    split(pattern, tree_.use(each), parts);
    head =
        make_.statement(parts.list.size() == 1 ? parts.list.first() : make_.sequence(parts.list));
  }
  head->span = pattern->span;
  move_scopes(node->body, loop_scope, body->scope);
  body->statements.push(head);
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
  node->body = body;
}

void Lowerer::split_catch_parameter(Try* node) {
  if (node->parameter == nullptr || !needs_split(node->parameter)) {
    return;
  }
  std::vector<Identifier*> names;
  collect_names(node->parameter, names);
  for (const Identifier* name : names) {
    tree_.program.symbols[name->symbol->index]->kind = SymbolKind::lexical;
  }
  Symbol* error = tree_.new_symbol(node->scope, SymbolKind::catch_parameter, "_error");
  Parts parts = declaring_parts(node->parameter, false);
  parts.own.insert(error);
  split(node->parameter, tree_.use(error), parts);
  node->parameter = tree_.use(error);
  prepend(node->handler->statements, {make_.variable(VariableKind::let, parts.list)});
}

// Parameters from the first one with a rest on are unpacked in the body.
void Lowerer::split_parameters(Function* node, std::vector<Node*>& prologue) {
  if (!below(2018) ||
      !any_of(node->parameters, [this](const Node* each) { return needs_split(each); })) {
    return;
  }
  Parts parts;
  parts.declares = true;
  parts.scope = node->scope;
  parts.kind = SymbolKind::variable;
  bool found = false;
  bool has_default = false;
  rewrite_list(node->parameters, [&](Node* parameter) {
    const bool is_first = !found && needs_split(parameter);
    found = found || is_first;
    if (!found || parameter->kind == Kind::identifier) {
      has_default = has_default || parameter->kind == Kind::default_value;
      return parameter;
    }
    std::vector<Identifier*> names;
    collect_names(parameter, names);
    for (const Identifier* name : names) {
      tree_.program.symbols[name->symbol->index]->kind = SymbolKind::variable;
    }
    Symbol* held = tree_.new_symbol(node->scope, SymbolKind::parameter, "_a");
    parts.own.insert(held);
    Node* made = tree_.use(held, parameter);
    Node* target = parameter;
    Node* value = tree_.use(held);
    if (auto* rest = try_as<Spread>(parameter)) {
      target = rest->operand;
      rest->operand = made;
      made = rest;
    } else if (auto* with_default = try_as<Assignment>(parameter)) {
      target = with_default->target;
      if (is_first) {
        with_default->target = made;
        made = with_default;
      } else {
        value = make_.conditional(make_.binary(Operator::strict_equal, value, make_.undefined()),
                                  with_default->value, tree_.use(held));
        if (!has_default) {
          made = make_.default_value(made, make_.undefined());  // keeps function.length
        }
      }
      has_default = true;
    }
    if (needs_split(target)) {
      split(target, value, parts);
    } else {
      add_part(parts, target, value);
    }
    return made;
  });
  prologue.push_back(make_.variable(VariableKind::var, parts.list));
}

}  // namespace mpaas::js
