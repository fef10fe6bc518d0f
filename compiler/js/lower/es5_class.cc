// Classes:
//   class B extends A { constructor() { super(); } m() {} static s() {} }
// becomes
//   let B = class_members(inherits(function B() { var _this; return _this = super_call(this, B,
//   []); }, A),
//                         { m: function () {} }, { s: function () {} });
// so that everything is evaluated where and in the order in which it stands. Where a method needs
// the class and no variable is sure to hold it, a `let` of the block does.
#include <string>
#include <unordered_set>

#include "compiler/js/js.h"
#include "compiler/js/lower/es5_syntax.h"

namespace mpaas::js::es5 {
namespace {

std::string key_value(const ClassMember& member) {
  if (const auto* string = try_as<StringLiteral>(member.key)) {
    return string_value(*string);
  }
  if (const auto* identifier = try_as<Identifier>(member.key)) {
    return std::string(identifier->name->text);
  }
  if (const auto* number = try_as<NumberLiteral>(member.key)) {
    return std::string(number->raw);
  }
  return {};
}

}  // namespace

Symbol* SyntaxLowering::binding_of(Home& home) {
  if (home.binding == nullptr) {
    if (home.outer != nullptr) {
      return home.outer;
    }
    home.binding = tree_.new_symbol(home.scope, SymbolKind::lexical, home.wanted);
    home.block->lexicals.push_back(home.binding);
  }
  return home.binding;
}

Node* SyntaxLowering::class_value(Class* node, Symbol* declared, std::string_view hint) {
  Home home;
  home.is_class = true;
  home.block = block_;
  home.scope = scope_;
  const bool is_expression = node->kind == Kind::class_expression;
  std::string_view name = hint;
  const Symbol* own_name = nullptr;  // what the members call the class, where no variable is that
  if (is_expression && node->name != nullptr) {
    name = node->name->name->text;
    home.own = const_cast<Symbol*>(node->name->symbol);
    own_name = home.own;
  } else if (declared != nullptr && survey_.is_fixed(declared) && !declared->pinned &&
             tree_.occurrences(declared->name->text) == 1) {
    home.outer = declared;
    home.own = tree_.shadow(declared, node->scope, SymbolKind::lexical);
  } else {
    home.own = tree_.new_symbol(node->scope, SymbolKind::lexical,
                                name.empty() || !is_binding_name(name) ? "_class" : name);
  }
  if (!is_expression && declared != nullptr && !survey_.is_fixed(declared)) {
    own_name = declared;
  }
  if (own_name != nullptr) {
    if (own_name->index >= class_names_.size()) {
      class_names_.resize(program_.symbols.size() + 1);
    }
    class_names_[own_name->index] = &home;
  }
  home.wanted = name.empty() || !is_binding_name(name) ? "_class" : name;
  const bool needs_name = home.own->name->text != name;

  Node* heritage = node->heritage == nullptr ? nullptr : expression(node->heritage);
  const std::uint32_t outer_scope = scope_;
  scope_ = node->scope;
  bool is_pure = true;
  Node* made = constructor_of(node, home);
  made->span = node->span;
  if (heritage != nullptr) {
    auto* inherits = make_.call(tree_.helper(Helper::inherit_class), {made, heritage});
    inherits->pure = heritage->kind == Kind::identifier;
    is_pure = inherits->pure;
    made = inherits;
  }

  NodeList lists[2];
  std::unordered_set<std::string> keys[2][2];
  bool is_done = false;
  const auto end_run = [&] {
    NodeList list{made};
    const bool has_name = !is_done && needs_name;
    if (!lists[0].empty() || !lists[1].empty() || has_name) {
      list.push(lists[0].empty() ? make_.number(0) : make_.object(lists[0]));
    }
    if (!lists[1].empty() || has_name) {
      list.push(lists[1].empty() ? make_.number(0) : make_.object(lists[1]));
    }
    if (has_name) {
      list.push(make_.string(name));
    }
    if (list.size() == 1 && is_done) {
      return;
    }
    is_done = true;
    auto* call = make_.call(tree_.helper(Helper::class_members), list);
    call->pure = is_pure;
    made = call;
    for (const int i : {0, 1}) {
      lists[i] = {};
      keys[i][0].clear();
      keys[i][1].clear();
    }
  };
  for (Node* each = node->members.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    auto* member = try_as<ClassMember>(each);
    each = next;
    if (member == nullptr || member->member_kind == MemberKind::constructor ||
        member->member_kind == MemberKind::value || !is<Function>(member->value)) {
      continue;  // fields and static blocks were lowered before
    }
    const bool is_getter = member->member_kind == MemberKind::getter;
    const bool is_setter = member->member_kind == MemberKind::setter;
    FunctionForm form;
    form.home = &home;
    form.is_static = member->is_static;
    form.is_method = true;
    form.is_setter = is_setter;
    const int list = member->is_static ? 1 : 0;
    bool in_literal = !member->computed;
    if (in_literal) {
      const std::string key = key_value(*member);
      in_literal = key != "__proto__";
      if (in_literal && ((!is_setter && keys[list][0].count(key) != 0) ||
                         (!is_getter && keys[list][1].count(key) != 0))) {
        end_run();
      }
      if (!is_setter) {
        keys[list][0].insert(key);
      }
      if (!is_getter) {
        keys[list][1].insert(key);
      }
    }
    if (in_literal) {
      auto* property = make_.arena().make<Property>();
      property->span = member->span;
      property->key = member->key;
      if (const auto kind = member->key->kind;
          kind == Kind::string_literal || kind == Kind::number_literal) {
        property->key = expression(member->key);
      }
      property->member_kind = is_getter || is_setter ? member->member_kind : MemberKind::value;
      property->value = function(as<Function>(member->value), form);
      lists[list].push(property);
      continue;
    }
    end_run();
    is_pure = false;
    Node* key = member->computed ? expression(member->key) : make_.string(key_value(*member));
    const int what = 8 + (is_getter ? 1 : is_setter ? 2 : 0) + (member->is_static ? 0 : 16);
    made = make_.call(tree_.helper(Helper::define_member),
                      {made, key, function(as<Function>(member->value), form), make_.number(what)});
  }
  end_run();
  scope_ = outer_scope;
  if (own_name != nullptr) {
    class_names_[own_name->index] = nullptr;
  }
  if (home.binding != nullptr) {
    made = make_.assign(tree_.use(home.binding), made);
  }
  return made;
}

Function* SyntaxLowering::constructor_of(Class* node, Home& home) {
  Function* made = nullptr;
  for (Node* each : node->members) {
    auto* member = try_as<ClassMember>(each);
    if (member != nullptr && member->member_kind == MemberKind::constructor) {
      made = as<Function>(member->value);
    }
  }
  const bool is_derived = node->heritage != nullptr;
  const auto own = [&] { return tree_.use(home.own); };
  const bool is_default = made == nullptr;
  if (is_default) {
    made = make_.function("", {}, {});
    made->scope = tree_.new_scope(node->scope, true);
  }
  made->name = own();
  home.in_constructor = true;
  if (is_default && is_derived) {
    NodeList statements;
    if (!frame_->is_strict) {
      statements.push(make_.directive("use strict"));
    }
    statements.push(make_.return_statement(
        make_.call(tree_.helper(Helper::super_call),
                   {make_.this_expression(), own(), tree_.global("arguments")})));
    as<Block>(made->body)->statements = statements;
  } else {
    FunctionForm form;
    form.home = &home;
    form.is_constructor = true;
    form.is_derived = is_derived;
    function(made, form);
    if (!is_derived) {
      insert_in_front(as<Block>(made->body)->statements,
                      {make_.statement(make_.call(tree_.helper(Helper::class_check),
                                                  {make_.this_expression(), own()}))});
    }
  }
  home.in_constructor = false;
  return made;
}

void SyntaxLowering::return_statement(Return* node) {
  if (node->argument != nullptr) {
    node->argument = expression(node->argument);
  }
  if (frame_->is_derived && node->kind == Kind::return_statement) {
    node->argument = node->argument == nullptr
                         ? this_value(make_.this_expression())
                         : make_.call(tree_.helper(Helper::derived_result),
                                      {self_of(*frame_, node), node->argument});
  }
}

// --- super

Node* SyntaxLowering::home_object() {
  Frame& frame = owner();
  if (frame.home == nullptr) {
    return make_.this_expression();
  }
  Home& home = *frame.home;
  if (!home.is_class) {
    return tree_.use(binding_of(home));
  }
  Identifier* made = tree_.use(frame.is_constructor ? home.own : binding_of(home));
  if (frame.is_static) {
    return made;
  }
  return make_.member(made, "prototype");
}

Node* SyntaxLowering::super_key(Node* node) {
  if (const auto* member = try_as<Member>(node)) {
    return make_.string(member->property->text);
  }
  return expression(as<Index>(node)->index);
}

Node* SyntaxLowering::super_get(Node* node) {
  Node* key = super_key(node);
  auto* made = make_.call(tree_.helper(Helper::super_get),
                          {home_object(), key, this_value(make_.this_expression())});
  made->span = node->span;
  return made;
}

Node* SyntaxLowering::super_set(Node* target, Node* value) {
  Node* key = super_key(target);
  auto* made = make_.call(tree_.helper(Helper::super_set),
                          {home_object(), key, value, this_value(make_.this_expression())});
  made->span = target->span;
  return made;
}

Node* SyntaxLowering::super_call(Call* node) {
  Frame& frame = owner();
  expressions(node->arguments);
  bool spreads = false;
  for (const Node* each : node->arguments) {
    spreads = spreads || each->kind == Kind::spread;
  }
  Node* list = spreads ? spread_list(node->arguments) : make_.array(node->arguments);
  Node* raw = make_.this_expression();
  if (&frame != frame_) {
    if (frame.raw_self == nullptr) {
      frame.raw_self = tree_.new_symbol(frame.scope, SymbolKind::variable, "_self");
      frame.variables.emplace_back(frame.raw_self, raw);
    }
    raw = tree_.use(frame.raw_self);
  }
  Symbol* own = frame.home == nullptr ? frame.self : frame.home->own;
  NodeList given{raw, tree_.use(own), list};
  if (frame.super_is_done || frame.super_statement == nullptr) {
    given.push(self_of(frame, node));  // it may have been called before
  }
  auto* made =
      make_.assign(self_of(frame, node), make_.call(tree_.helper(Helper::super_call), given));
  made->span = node->span;
  return made;
}

}  // namespace mpaas::js::es5
