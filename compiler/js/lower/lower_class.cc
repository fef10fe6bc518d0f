// Classes (2022): fields, private names, static blocks; accessor fields. The class keeps its public
// methods; what instances get moves into the constructor, what is static behind the class:
//   class C { a = 1; static b = 2; #c() {} }  →
//   class C { constructor() { private_add(this, _brand); define_field(this, "a", 1); } }
//   _c = function () {}; define_field(C, "b", 2);
#include <fmt/format.h>

#include "compiler/js/lower/lowerer.h"

namespace mpaas::js {
namespace {

bool is_anonymous_function(const Node* value) {
  switch (value->kind) {
    case Kind::arrow_function:
      return true;
    case Kind::function_expression:
      return as<Function>(value)->name == nullptr;
    case Kind::class_expression:
      return as<Class>(value)->name == nullptr;
    default:
      return false;
  }
}

bool is_super_call(const Node* node) {
  const auto* call = try_as<Call>(node);
  return call != nullptr && call->callee->kind == Kind::super_expression;
}

std::size_t count_super_calls(const Node* node) {
  std::size_t count = is_super_call(node) ? 1 : 0;
  if (node->kind != Kind::function_expression && node->kind != Kind::function_declaration) {
    for_each_child(node, [&count](const Node* child) { count += count_super_calls(child); });
  }
  return count;
}

void collect_texts(const Node* node, std::unordered_set<std::string_view>& texts) {
  if (const auto* identifier = try_as<Identifier>(node)) {
    texts.insert(identifier->name->text);
  }
  for_each_child(node, [&texts](const Node* child) { collect_texts(child, texts); });
}

bool needs_lowering(const Class* node) {
  for (const Node* each : node->members) {
    const auto* member = try_as<ClassMember>(each);
    if (member == nullptr || member->member_kind == MemberKind::value ||
        member->member_kind == MemberKind::accessor || member->key->kind == Kind::private_name) {
      return true;
    }
  }
  return false;
}

}  // namespace

struct Lowerer::ClassParts {
  Class* node = nullptr;
  Symbol* reference = nullptr;  // the class, for code behind it
  Symbol* brand = nullptr;      // WeakSet of the instances, when there are private methods
  Symbol* static_brand = nullptr;
  ClassMember* constructor = nullptr;
  struct Field {
    ClassMember* member;
    Symbol* key;  // of a computed key
  };
  std::vector<Field> fields;
  std::vector<Node*> behind;       // expressions
  std::vector<Node*> key_effects;  // assignments of keys, still to be evaluated
};

Symbol* Lowerer::private_storage(std::string_view wanted, std::string_view constructor) {
  Node* initial = constructor.empty() ? nullptr : make_.new_expression(tree_.global(constructor));
  std::vector<Frame::Variable>* variables = &frame_->variables;
  const std::size_t before = variables->size();
  Symbol* symbol = captured_temporary(wanted);
  if (variables->size() == before) {
    variables = block_variables_;
  }
  variables->back().initial = initial;
  return symbol;
}

void Lowerer::declare_private_names(ClassParts& parts, PrivateScope& names) {
  for (Node* each : parts.node->members) {
    auto* member = try_as<ClassMember>(each);
    if (member == nullptr || member->key->kind != Kind::private_name) {
      continue;
    }
    const Name* name = as<PrivateName>(member->key)->name;
    const std::string wanted = fmt::format("_{}", name->text);
    PrivateMember& made = names.members[name];
    made.is_static = member->is_static;
    if (member->member_kind == MemberKind::value) {
      made.kind = MemberKind::value;
      made.storage = private_storage(wanted, "WeakMap");
      continue;
    }
    Symbol*& brand = member->is_static ? parts.static_brand : parts.brand;
    if (brand == nullptr) {
      brand = private_storage("_brand", "WeakSet");
    }
    made.storage = brand;
    made.kind = member->member_kind == MemberKind::method ? MemberKind::method : MemberKind::getter;
    Symbol* function = private_storage(wanted, "");
    (member->member_kind == MemberKind::setter ? made.setter : made.getter) = function;
  }
}

// accessor a = 1 → #storage = 1; get a() { return this.#storage } set a(value) { … }
void Lowerer::expand_accessors(Class* node) {
  NodeList members;
  rewrite_list(node->members, [&](Node* each) -> Node* {
    auto* member = try_as<ClassMember>(each);
    if (member == nullptr || member->member_kind != MemberKind::accessor) {
      members.push(each);
      return nullptr;
    }
    Arena& arena = tree_.program.arena;
    const Name* storage = make_.name(fmt::format("accessor_{}", ++names_));
    const auto stored = [&] {
      Member* read = arena.make<Member>(make_.this_expression(), storage);
      read->is_private = true;
      return read;
    };
    const auto method = [&](MemberKind kind, Node* key, NodeList parameters, Node* statement,
                            std::uint32_t scope) {
      auto* made = arena.make<ClassMember>();
      made->span = member->span;
      made->member_kind = kind;
      made->is_static = member->is_static;
      made->computed = member->computed;
      made->key = key;
      Function* function = make_.function("", parameters, {statement});
      function->scope = scope;
      made->value = function;
      return made;
    };
    Node* first_key = member->key;
    Node* second_key = nullptr;
    if (member->computed) {
      Symbol* key = temporary();
      first_key = assign(key, call_helper(Helper::to_property_key, {member->key}, member->key));
      second_key = tree_.use(key);
    } else if (const auto* name = try_as<Identifier>(first_key)) {
      second_key = make_.identifier(name->name->text);
    } else if (const auto* hidden = try_as<PrivateName>(first_key)) {
      second_key = arena.make<PrivateName>(hidden->name);
    } else {
      second_key = copy(first_key);
    }
    const std::uint32_t get_scope = tree_.new_scope(node->scope, true);
    const std::uint32_t set_scope = tree_.new_scope(node->scope, true);
    Symbol* value = tree_.new_symbol(set_scope, SymbolKind::parameter, "value");
    members.push(
        method(MemberKind::getter, first_key, {}, make_.return_statement(stored()), get_scope));
    members.push(method(MemberKind::setter, second_key, {tree_.use(value)},
                        make_.statement(make_.assign(stored(), tree_.use(value))), set_scope));
    member->member_kind = MemberKind::value;
    member->computed = false;
    member->key = arena.make<PrivateName>(storage);
    members.push(member);
    return nullptr;
  });
  node->members = members;
}

// Those of TypeScript's own are gone by now.
void Lowerer::report_decorators(const Class* node) {
  const Node* first = node->decorators.first();
  for (const Node* each : node->members) {
    const auto* member = try_as<ClassMember>(each);
    if (first == nullptr && member != nullptr) {
      first = member->decorators.first();
    }
  }
  if (first != nullptr) {
    report_edition("a decorator", esnext, first->span);
  }
}

Node* Lowerer::visit_class(Class* node) {
  const bool is_named_outside = named_node_ == node;
  const std::string_view outside_name = outside_name_;
  named_node_ = nullptr;
  if (below(esnext)) {
    report_decorators(node);
    expand_accessors(node);
  }
  if (node->heritage != nullptr) {
    node->heritage = visit(node->heritage);
  }
  ClassParts parts;
  parts.node = node;
  if (!below(2022) || !needs_lowering(node)) {
    rewrite_list(node->members, [this](Node* member) { return visit_member(member); });
    return node;
  }
  const bool is_expression = node->kind == Kind::class_expression;
  if (!is_expression && node->name != nullptr) {
    parts.reference = tree_.program.symbols[node->name->symbol->index];
  }
  PrivateScope names;
  names.outer = private_scope_;
  private_scope_ = &names;
  declare_private_names(parts, names);
  const auto reference = [&] {
    if (parts.reference == nullptr) {
      parts.reference = private_storage("_class", "");
    }
    return parts.reference;
  };
  for (const Node* each : node->members) {
    const auto* member = try_as<ClassMember>(each);
    if (member == nullptr || (member->is_static && member->member_kind == MemberKind::value) ||
        (member->key->kind == Kind::private_name && member->member_kind != MemberKind::value)) {
      reference();
      break;
    }
  }
  // Code that moves behind the class cannot see the name of a class expression.
  const Symbol* own_name = is_expression && node->name != nullptr ? node->name->symbol : nullptr;
  const auto moved = [&](const auto& visit_part) {
    if (own_name != nullptr) {
      substitutes_[own_name] = reference();
    }
    visit_part();
    if (own_name != nullptr) {
      substitutes_.erase(own_name);
    }
  };

  NodeList kept;
  std::vector<Node*> methods;
  std::vector<Node*> statics;
  rewrite_list(node->members, [&](Node* each) -> Node* {
    if (auto* block = try_as<StaticBlock>(each)) {
      moved([&] { visit_static_block(block, parts, statics); });
      return nullptr;
    }
    auto* member = as<ClassMember>(each);
    Symbol* key = nullptr;
    if (member->computed) {
      member->key = visit(member->key);
      if (member->member_kind == MemberKind::value && member->key->kind != Kind::string_literal &&
          member->key->kind != Kind::number_literal) {
        key = private_storage("_key", "");
        parts.key_effects.push_back(
            assign(key, call_helper(Helper::to_property_key, {member->key}, member->key)));
      } else if (member->member_kind != MemberKind::value && !parts.key_effects.empty()) {
        NodeList list;
        for (Node* effect : parts.key_effects) {
          list.push(effect);
        }
        parts.key_effects.clear();
        list.push(member->key);
        member->key = make_.sequence(list);
      }
    }
    if (member->member_kind == MemberKind::value) {
      if (member->is_static) {
        moved([&] { statics.push_back(static_field(member, key, parts)); });
      } else {
        parts.fields.push_back({member, key});
      }
      return nullptr;
    }
    if (member->key->kind == Kind::private_name) {
      auto* function = as<Function>(member->value);
      moved([&] {
        next_home_ = {reference(), member->is_static};
        visit_function(function);
      });
      move_scopes(function, node->scope, tree_.program.scopes[node->scope].parent);
      const PrivateMember& made = names.members[as<PrivateName>(member->key)->name];
      methods.push_back(
          assign(member->member_kind == MemberKind::setter ? made.setter : made.getter, function));
      return nullptr;
    }
    if (member->member_kind == MemberKind::constructor) {
      parts.constructor = member;
    } else {
      visit_function(as<Function>(member->value));
    }
    kept.push(member);
    return nullptr;
  });
  node->members = kept;
  add_fields(parts);
  private_scope_ = names.outer;

  parts.behind = parts.key_effects;
  parts.behind.insert(parts.behind.end(), methods.begin(), methods.end());
  if (parts.static_brand != nullptr) {
    parts.behind.push_back(call_helper(
        Helper::private_add, {tree_.use(reference()), tree_.use(parts.static_brand)}, node));
  }
  parts.behind.insert(parts.behind.end(), statics.begin(), statics.end());
  if (parts.behind.empty()) {
    return node;
  }
  if (!is_expression) {
    for (Node* each : parts.behind) {
      ExpressionStatement* statement = make_.statement(each);
      statement->span = each->span;
      after_.push_back(statement);
    }
    return node;
  }
  Node* value = node;
  if (is_named_outside && node->name == nullptr) {
    value = named(node, outside_name);
  }
  NodeList list{assign(reference(), value)};
  for (Node* each : parts.behind) {
    list.push(each);
  }
  list.push(tree_.use(reference()));
  return make_.sequence(list);
}

// A class without a name becomes an expression when there is code to run behind it.
Node* Lowerer::visit_export_default(ExportDefault* node) {
  auto* declared = try_as<Class>(node->value);
  if (declared != nullptr && declared->kind == Kind::class_declaration &&
      declared->name == nullptr && below(2022) && needs_lowering(declared)) {
    declared->kind = Kind::class_expression;
    name_class(declared, "default");
  }
  node->value = visit(node->value);
  return node;
}

// {a: value}.a: the value gets the name that it has in the source.
Node* Lowerer::named(Node* value, std::string_view name) {
  return make_.property_of(make_.object({make_.property(name, value)}), name);
}

void Lowerer::name_class(const Node* value, std::string_view name) {
  if (value != nullptr && value->kind == Kind::class_expression &&
      as<Class>(value)->name == nullptr) {
    named_node_ = value;
    outside_name_ = name;
  }
}

Node* Lowerer::visit_member(Node* node) {
  if (auto* block = try_as<StaticBlock>(node)) {
    Frame inside;
    inside.outer = frame_;
    inside.scope = block->scope;
    frame_ = &inside;
    statements(block->statements);
    declare(inside.variables, block->statements);
    frame_ = inside.outer;
    return node;
  }
  auto* member = as<ClassMember>(node);
  if (member->computed) {
    member->key = visit(member->key);
  }
  if (member->member_kind != MemberKind::value) {
    visit_function(as<Function>(member->value));
  } else if (member->value != nullptr) {
    Frame inside;  // `this` is the instance, also for arrow functions in it
    inside.outer = frame_;
    inside.scope = member->scope != no_scope ? member->scope : frame_->scope;
    frame_ = &inside;
    member->value = visit_isolated(member->value, inside.scope);
    frame_ = inside.outer;
  }
  return node;
}

Node* Lowerer::field_definition(Node* object, ClassMember* member, Symbol* key) {
  Node* value = member->value;
  Node* made = nullptr;
  if (const auto* name = try_as<PrivateName>(member->key)) {
    if (value != nullptr && is_anonymous_function(value)) {
      value = named(value, fmt::format("#{}", name->name->text));
    }
    NodeList arguments{object, tree_.use(find_private(name->name)->storage)};
    if (value != nullptr) {
      arguments.push(value);
    }
    made = call_helper(Helper::private_add, arguments, member);
  } else if (value != nullptr && is_anonymous_function(value)) {
    // The property gives the function its name.
    auto* property = tree_.program.arena.make<Property>();
    property->key = key != nullptr ? tree_.use(key) : member->key;
    property->computed = member->computed;
    if (const auto* plain = try_as<Identifier>(property->key);
        plain != nullptr && !member->computed && plain->name->text == "__proto__") {
      property->key = make_.string("__proto__");
      property->computed = true;
    }
    property->value = value;
    made = call_helper(Helper::object_properties, {object, make_.object({property})}, member);
  } else {
    Node* key_node = member->key;
    if (key != nullptr) {
      key_node = tree_.use(key);
    } else if (const auto* plain = try_as<Identifier>(member->key)) {
      key_node = make_.string(plain->name->text);
    }
    NodeList arguments{object, key_node};
    if (value != nullptr) {
      arguments.push(value);
    }
    made = call_helper(Helper::define_field, arguments, member);
  }
  return made;
}

Node* Lowerer::static_field(ClassMember* member, Symbol* key, const ClassParts& parts) {
  const std::uint32_t around = tree_.program.scopes[parts.node->scope].parent;
  if (member->value != nullptr) {
    move_value(member, parts.node, around);
    name_field(member);
    const StaticPart part(*this, parts.reference);
    member->value = visit(member->value);
  }
  return field_definition(tree_.use(parts.reference), member, key);
}

void Lowerer::move_value(const ClassMember* member, const Class* from, std::uint32_t to) {
  if (member->scope != no_scope) {
    tree_.reparent(member->scope, to);
  } else {
    move_scopes(member->value, from->scope, to);
  }
}

void Lowerer::name_field(const ClassMember* member) {
  if (const auto* plain = try_as<Identifier>(member->key); plain != nullptr && !member->computed) {
    name_class(member->value, plain->name->text);
  }
}

void Lowerer::visit_static_block(StaticBlock* block, const ClassParts& parts,
                                 std::vector<Node*>& statics) {
  tree_.reparent(block->scope, tree_.program.scopes[parts.node->scope].parent);
  const StaticPart part(*this, parts.reference);
  bool simple = true;
  for (const Node* statement : block->statements) {
    simple = simple && statement->kind == Kind::expression_statement;
  }
  if (simple) {
    for (Node* statement : block->statements) {
      statics.push_back(visit_unused(as<ExpressionStatement>(statement)->expression));
    }
    return;
  }
  Function* arrow = make_.arrow_block({}, block->statements);
  arrow->scope = block->scope;
  arrow->span = block->span;
  visit_function(arrow);
  statics.push_back(make_.call(arrow));
}

// The fields of instances, at the place where the constructor has its `this`.
void Lowerer::add_fields(ClassParts& parts) {
  Class* node = parts.node;
  Arena& arena = tree_.program.arena;
  if (parts.fields.empty() && parts.brand == nullptr) {
    if (parts.constructor != nullptr) {
      visit_function(as<Function>(parts.constructor->value));
    }
    return;
  }
  const bool is_derived = node->heritage != nullptr;
  if (parts.constructor == nullptr) {
    NodeList statements;
    if (is_derived) {
      statements.push(make_.statement(
          make_.call(arena.make<SuperExpression>(), {make_.spread(tree_.global("arguments"))})));
    }
    Function* function = make_.function("", {}, statements);
    function->scope = tree_.new_scope(node->scope, true);
    auto* member = arena.make<ClassMember>();
    member->member_kind = MemberKind::constructor;
    member->key = make_.identifier("constructor");
    member->value = function;
    parts.constructor = member;
    NodeList members{member};
    rewrite_list(node->members, [&members](Node* each) {
      members.push(each);
      return static_cast<Node*>(nullptr);
    });
    node->members = members;
  }
  auto* function = as<Function>(parts.constructor->value);

  // Names of the constructor must not hide what the values of fields mean.
  std::unordered_set<std::string_view> texts;
  for (const ClassParts::Field& field : parts.fields) {
    if (field.member->value != nullptr) {
      collect_texts(field.member->value, texts);
    }
  }
  for (Symbol* symbol = tree_.program.scopes[function->scope].first; symbol != nullptr;
       symbol = symbol->next_in_scope) {
    if (symbol->scope == function->scope && !symbol->pinned &&
        texts.count(symbol->name->text) != 0 && tree_.occurrences(symbol->name->text) > 1) {
      tree_.rename(symbol);
    }
  }

  Node* super_statement = nullptr;
  if (is_derived && count_super_calls(function->body) == 1) {
    for (Node* statement : as<Block>(function->body)->statements) {
      if (statement->kind == Kind::expression_statement &&
          is_super_call(as<ExpressionStatement>(statement)->expression)) {
        super_statement = statement;
      }
    }
  }
  const bool needs_function = is_derived && super_statement == nullptr;
  Symbol* initialize = nullptr;
  if (needs_function) {
    initialize = tree_.new_symbol(function->scope, SymbolKind::variable, "_initialize");
  }
  const std::uint32_t scope =
      needs_function ? tree_.new_scope(function->scope, true) : function->scope;

  const auto definitions = [&](Frame& frame) {
    std::vector<Node*> made;
    frame.new_target_is_undefined = true;
    if (parts.brand != nullptr) {
      made.push_back(call_helper(Helper::private_add,
                                 {make_.this_expression(), tree_.use(parts.brand)}, node));
    }
    for (const ClassParts::Field& field : parts.fields) {
      if (field.member->value != nullptr) {
        move_value(field.member, node, scope);
        name_field(field.member);
        field.member->value = visit(field.member->value);
      }
      made.push_back(field_definition(make_.this_expression(), field.member, field.key));
    }
    frame.new_target_is_undefined = false;
    return made;
  };

  visit_constructor(function, [&](Frame& frame) {
    std::vector<Node*> made = definitions(frame);
    if (needs_function) {
      NodeList list;
      for (Node* each : made) {
        list.push(each);
      }
      list.push(make_.this_expression());
      Function* arrow = make_.arrow({}, make_.sequence(list));
      arrow->scope = scope;
      frame.variables.push_back({initialize, arrow});
      frame.initialize = initialize;
      return std::vector<Node*>{};
    }
    for (Node*& each : made) {
      Node* statement = make_.statement(each);
      statement->span = each->span;
      each = statement;
    }
    if (super_statement == nullptr) {
      return made;
    }
    NodeList& statements = as<Block>(function->body)->statements;
    NodeList with_fields;
    rewrite_list(statements, [&](Node* statement) -> Node* {
      with_fields.push(statement);
      if (statement == super_statement) {
        for (Node* each : made) {
          lowered_.insert(each);
          with_fields.push(each);
        }
      }
      return nullptr;
    });
    statements = with_fields;
    return std::vector<Node*>{};
  });
}

void Lowerer::visit_constructor(Function* node,
                                const std::function<std::vector<Node*>(Frame&)>& fields_of) {
  Frame inside;
  inside.outer = frame_;
  inside.scope = node->scope;
  frame_ = &inside;
  const auto outer_block = std::make_pair(block_variables_, block_scope_);
  block_variables_ = nullptr;
  visit_parameters(node->parameters, node->scope);
  std::vector<Node*> prologue;
  split_parameters(node, prologue);
  const std::vector<Node*> fields = fields_of(inside);
  statements(as<Block>(node->body)->statements);
  prologue.insert(prologue.begin(), fields.begin(), fields.end());
  std::tie(block_variables_, block_scope_) = outer_block;
  frame_ = inside.outer;
  finish_function(node, inside, prologue);
}

}  // namespace mpaas::js
