// Parameter properties, and fields that are assigned in the constructor, as TypeScript did before
// JavaScript had fields (useDefineForClassFields: false).
#include <algorithm>

#include "compiler/js/typescript/pass.h"

namespace mpaas::js {
namespace {

bool is_super_call(const Node* node) {
  const auto* call = try_as<Call>(node);
  return call != nullptr && call->callee->kind == Kind::super_expression;
}

bool is_root_super_call(const Node* statement) {
  const auto* expression = try_as<ExpressionStatement>(statement);
  return expression != nullptr && is_super_call(expression->expression);
}

void collect_names(const Node* node, std::vector<const Identifier*>& out) {
  if (const auto* identifier = try_as<Identifier>(node)) {
    out.push_back(identifier);
  }
  for_each_child(node, [&](const Node* child) { collect_names(child, out); });
}

}  // namespace

Symbol* TypescriptPass::new_temporary(std::string_view name) {
  Symbol* symbol = tree_.new_symbol(frames_.back().scope, SymbolKind::variable, name);
  frames_.back().temporaries.push_back(symbol);
  temporaries_.insert(symbol);
  return symbol;
}

// var a, b; at the top of a function that needs them.
void TypescriptPass::declare_temporaries(NodeList& body, const std::vector<Symbol*>& temporaries) {
  if (temporaries.empty()) {
    return;
  }
  NodeList declarators;
  for (Symbol* symbol : temporaries) {
    declarators.push(make_.declarator(tree_.use(symbol)));
  }
  VariableDeclaration* declaration = make_.variable(VariableKind::var, declarators);
  Statements out;
  bool placed = false;
  for (Node* node = body.first(); node != nullptr;) {
    Node* following = node->next;
    node->next = nullptr;
    if (!placed && node->kind != Kind::directive && node->kind != Kind::import_declaration) {
      out.push_back(declaration);
      placed = true;
    }
    out.push_back(node);
    node = following;
  }
  if (!placed) {
    out.push_back(declaration);
  }
  body = NodeList(out);
}

// The key as an expression which may be evaluated again. Where that cannot be, the key goes into a
// variable: when the class is made, or just before it when the member will not stay in it.
Node* TypescriptPass::key_of(ClassMember* member, bool stays, Statements& before) {
  Node* key = member->key;
  switch (key->kind) {
    case Kind::string_literal:
      return program_.arena.make<StringLiteral>(as<StringLiteral>(key)->raw);
    case Kind::number_literal:
      return program_.arena.make<NumberLiteral>(as<NumberLiteral>(key)->raw);
    case Kind::identifier: {
      const auto* identifier = as<Identifier>(key);
      if (!member->computed) {
        return make_.string(identifier->name->text);
      }
      if (temporaries_.contains(identifier->symbol)) {
        return tree_.use(const_cast<Symbol*>(identifier->symbol));
      }
      break;
    }
    case Kind::assignment: {
      const auto* target = try_as<Identifier>(as<Assignment>(key)->target);
      if (target != nullptr && temporaries_.contains(target->symbol)) {
        if (!stays) {
          push(before, key);
          member->key = tree_.use(const_cast<Symbol*>(target->symbol));
        }
        return tree_.use(const_cast<Symbol*>(target->symbol));
      }
      break;
    }
    default:
      break;
  }
  Symbol* temporary = new_temporary("key");
  Assignment* assignment = make_.assign(tree_.use(temporary), key);
  if (stays) {
    member->key = assignment;
  } else {
    push(before, assignment);
    member->key = tree_.use(temporary);
  }
  return tree_.use(temporary);
}

// this.a, this["a b"], this[key], this.#a
Node* TypescriptPass::target_of(ClassMember* member, Statements& before) {
  if (const auto* name = try_as<PrivateName>(member->key)) {
    Member* target = make_.member(make_.this_expression(), name->name->text);
    target->property = name->name;  // private names are told apart by their Name
    target->is_private = true;
    return target;
  }
  const auto* identifier = try_as<Identifier>(member->key);
  if (identifier != nullptr && !member->computed) {
    return make_.member(make_.this_expression(), identifier->name->text);
  }
  return make_.index(make_.this_expression(), key_of(member, false, before));
}

ClassMember* TypescriptPass::constructor_of(const Class* declared) {
  for (Node* node : declared->members) {
    auto* member = try_as<ClassMember>(node);
    if (member != nullptr && member->member_kind == MemberKind::constructor) {
      return member;
    }
  }
  return nullptr;
}

ClassMember* TypescriptPass::add_constructor(Class* declared) {
  NodeList statements;
  if (declared->heritage != nullptr) {
    Call* call = make_.call(program_.arena.make<SuperExpression>(),
                            {make_.spread(tree_.global("arguments"))});
    statements.push(make_.statement(call));
  }
  Function* function = make_.function("", {}, statements);
  function->scope = tree_.new_scope(declared->scope, true);
  auto* member = program_.arena.make<ClassMember>();
  member->key = make_.identifier("constructor");
  member->value = function;
  member->member_kind = MemberKind::constructor;
  NodeList members{member};
  for (Node* node = declared->members.first(); node != nullptr;) {
    Node* following = node->next;
    node->next = nullptr;
    members.push(node);
    node = following;
  }
  declared->members = members;
  return member;
}

// Variables of the constructor get other names where a field's value, which moves in there, means
// something else by theirs.
void TypescriptPass::make_way(const Function* constructor, const Statements& initializers) {
  std::vector<const Identifier*> names;
  for (const Node* node : initializers) {
    collect_names(node, names);
  }
  for (Symbol* symbol = program_.scopes[constructor->scope].first; symbol != nullptr;
       symbol = symbol->next_in_scope) {
    const bool clashes = std::any_of(names.begin(), names.end(), [&](const Identifier* name) {
      return name->symbol != symbol && name->name->text == symbol->name->text;
    });
    if (clashes && !symbol->pinned) {
      tree_.rename(symbol);
    }
  }
}

void TypescriptPass::insert_into_constructor(Class* declared, Statements& initializers) {
  ClassMember* member = constructor_of(declared);
  if (member == nullptr) {
    member = add_constructor(declared);
  }
  auto* function = as<Function>(member->value);
  make_way(function, initializers);
  auto& statements = as<Block>(function->body)->statements;
  const bool is_derived = declared->heritage != nullptr;
  const bool has_root_call = any_of(statements, is_root_super_call);
  Statements out;
  const auto insert = [&] {
    out.insert(out.end(), initializers.begin(), initializers.end());
    initializers.clear();
  };
  if (is_derived && !has_root_call) {
    // super() stands somewhere inside: (super(), initialize(), this)
    Symbol* symbol = tree_.new_symbol(function->scope, SymbolKind::lexical, "initialize");
    Function* arrow = make_.arrow_block({}, NodeList(initializers));
    arrow->scope = tree_.new_scope(function->scope, true);
    for (const std::uint32_t scope : moved_scopes_) {
      tree_.reparent(scope, arrow->scope);
    }
    initializers = {
        make_.variable(VariableKind::constant, {make_.declarator(tree_.use(symbol), arrow)})};
    initialize_ = symbol;
    rewrite_children(function->body, [this](Node* child) { return replace_super(child); });
  } else {
    for (const std::uint32_t scope : moved_scopes_) {
      tree_.reparent(scope, function->scope);
    }
  }
  moved_scopes_.clear();
  for (Node* node = statements.first(); node != nullptr;) {
    Node* following = node->next;
    node->next = nullptr;
    if ((!is_derived || !has_root_call) && node->kind != Kind::directive) {
      insert();
    }
    out.push_back(node);
    if (is_derived && has_root_call && is_root_super_call(node)) {
      insert();
    }
    node = following;
  }
  insert();
  statements = NodeList(out);
}

Node* TypescriptPass::replace_super(Node* node) {
  if (node->kind == Kind::function_expression || node->kind == Kind::function_declaration ||
      node->kind == Kind::class_declaration || node->kind == Kind::class_expression) {
    return node;
  }
  rewrite_children(node, [this](Node* child) { return replace_super(child); });
  if (!is_super_call(node)) {
    return node;
  }
  return make_.sequence({node, make_.call(tree_.use(initialize_)), make_.this_expression()});
}

void TypescriptPass::lower_class(Class* declared, Statements& before) {
  Statements initializers;
  NodeList declared_fields;
  if (const ClassMember* constructor = constructor_of(declared)) {
    for (Node* parameter : as<Function>(constructor->value)->parameters) {
      if (!parameter->parameter_property) {
        continue;
      }
      parameter->parameter_property = false;
      auto* with_default = try_as<Assignment>(parameter);
      const auto* name =
          try_as<Identifier>(with_default != nullptr ? with_default->target : parameter);
      if (name == nullptr) {
        continue;
      }
      Assignment* assignment = make_.assign(make_.member(make_.this_expression(), name->name->text),
                                            tree_.use(const_cast<Symbol*>(name->symbol), name));
      assignment->span = name->span;
      push(initializers, assignment);
      if (options_.use_define_for_class_fields) {
        auto* field = program_.arena.make<ClassMember>();
        field->key = make_.identifier(name->name->text);
        declared_fields.push(field);
      }
    }
  }
  const bool assigns = !options_.use_define_for_class_fields;
  const auto is_field = [](const Node* node) {
    const auto* member = try_as<ClassMember>(node);
    return member != nullptr && member->member_kind == MemberKind::value;
  };
  const bool moves = !initializers.empty() || any_of(declared->members, [&](const Node* node) {
    const auto* member = try_as<ClassMember>(node);
    return is_field(node) && !member->is_static && !member->is_ambient &&
           member->value != nullptr && member->key->kind != Kind::private_name;
  });
  // Keys are computed in the order of the members, also those of fields that move away: the next
  // key which stays takes them along.
  Statements pending;
  bool has_key = false;
  const auto keep = [&](ClassMember* member) {
    if (member->computed && member->key->kind != Kind::string_literal) {
      has_key = true;
      if (!pending.empty()) {
        NodeList list;
        for (Node* statement : pending) {
          list.push(as<ExpressionStatement>(statement)->expression);
        }
        list.push(member->key);
        member->key = make_.sequence(list);
        pending.clear();
      }
    }
    return member;
  };
  rewrite_list(declared->members, [&](Node* node) -> Node* {
    auto* member = try_as<ClassMember>(node);
    if (!is_field(node)) {
      return member == nullptr ? node : keep(member);
    }
    if (member->is_ambient) {
      return nullptr;
    }
    if (!assigns) {
      return keep(member);
    }
    const bool is_private = member->key->kind == Kind::private_name;
    if (is_private && (member->is_static || member->value == nullptr || !moves)) {
      return member;
    }
    if (member->value == nullptr) {
      if (member->computed) {
        (void)key_of(member, false, pending);
      }
      return nullptr;
    }
    Node* value = member->value;
    Assignment* assignment = make_.assign(target_of(member, pending), value);
    assignment->span = member->span;
    ExpressionStatement* statement = make_.statement(assignment);
    statement->span = member->span;
    if (member->is_static) {
      auto* block = program_.arena.make<StaticBlock>();
      block->statements.push(statement);
      block->scope = member->scope;
      block->span = member->span;
      return block;
    }
    initializers.push_back(statement);
    if (member->scope != no_scope) {
      moved_scopes_.push_back(member->scope);
      member->scope = no_scope;
    }
    member->value = nullptr;
    return is_private ? member : nullptr;
  });
  if (has_key && !pending.empty()) {
    auto* block = program_.arena.make<StaticBlock>();
    block->scope = tree_.new_scope(declared->scope, true);
    block->statements = NodeList(pending);
    declared_fields.push(block);
  } else {
    before.insert(before.end(), pending.begin(), pending.end());
  }
  if (!declared_fields.empty()) {
    for (Node* node = declared->members.first(); node != nullptr;) {
      Node* following = node->next;
      node->next = nullptr;
      declared_fields.push(node);
      node = following;
    }
    declared->members = declared_fields;
  }
  if (!initializers.empty()) {
    insert_into_constructor(declared, initializers);
  }
}

void TypescriptPass::emit_class(Class* declared, const Place& place, Statements& out) {
  rewrite_children(declared, [this](Node* child) { return visit(child); });
  Identifier* name = declared->name;
  if (has_legacy_decorators(declared)) {
    emit_decorated_class(declared, place, out);
  } else {
    lower_class(declared, out);
    push_declaration(out, declared, place);
  }
  if (place.exporting_space != nullptr) {
    push(out, make_.assign(make_.property_of(tree_.use(place.exporting_space), name->name->text),
                           tree_.use(const_cast<Symbol*>(name->symbol))));
  }
}

}  // namespace mpaas::js
