#include "compiler/js/minify/minify.h"

#include "compiler/js/minify/minifier.h"

namespace mpaas::js {

Minifier::Minifier(Tree& tree, const TransformOptions& options)
    : tree_(tree), program_(tree.program), make_(tree.make), options_(options) {
  usages_.resize(program_.symbols.size());
  top_level_is_local_ = options.top_level_is_local || program_.format == Format::module;
  if (!program_.strict) {
    for (const Identifier* identifier : program_.free_identifiers) {
      parameters_change_ = parameters_change_ || identifier->name->text == "arguments";
    }
  }
  for (const ExportRecord& record : program_.exports) {
    if (record.local != nullptr) {
      usage(record.local).keep = true;
    }
  }
}

void Minifier::run() {
  count_list<1>(program_.body);
  if (too_deep_) {
    return;
  }
  statements(program_.body, ListKind::program);
  // What Defines decided has been dropped here.
  program_.folds_constants = false;
}

// --- counts
// ----------------------------------------------------------------------------------------

template <int Delta>
void Minifier::count_name(const Identifier* identifier, Role role) {
  if (identifier->replacement != nullptr) {
    count<Delta>(identifier->replacement);
    return;
  }
  if (identifier->symbol == nullptr) {
    return;
  }
  Usage& found = usage(identifier->symbol);
  found.uses += static_cast<std::uint32_t>(Delta);
  switch (role) {
    case Role::read:
      break;
    case Role::declaration:
      found.declares += static_cast<std::uint32_t>(Delta);
      break;
    case Role::store:
      found.stores += static_cast<std::uint32_t>(Delta);
      found.changes += static_cast<std::uint32_t>(Delta);
      break;
    case Role::update:
      found.changes += static_cast<std::uint32_t>(Delta);
      break;
  }
}

template <int Delta>
void Minifier::count_own_name(const Node* node, const Identifier* name) {
  if (name == nullptr || name->symbol == nullptr) {
    return;
  }
  count_name<Delta>(name, Role::declaration);
  if (node->kind == Kind::function_expression || node->kind == Kind::class_expression) {
    usage(name->symbol).own_name = true;
  }
}

template <int Delta>
void Minifier::count_list(const NodeList& list) {
  for (const Node* node : list) {
    count<Delta>(node);
  }
}

template <int Delta>
void Minifier::count_target(const Node* target, Role role) {
  if (target == nullptr) {
    return;
  }
  switch (target->kind) {
    case Kind::identifier:
      count_name<Delta>(as<Identifier>(target), role);
      return;
    case Kind::array_pattern:
      for (const Node* element : as<Array>(target)->elements) {
        count_target<Delta>(element, role);
      }
      return;
    case Kind::object_pattern:
      for (const Node* element : as<Object>(target)->properties) {
        if (const auto* property = try_as<Property>(element)) {
          if (property->computed) {
            count<Delta>(property->key);
          }
          count_target<Delta>(property->value, role);
        } else {
          count_target<Delta>(element, role);
        }
      }
      return;
    case Kind::rest:
      count_target<Delta>(as<Spread>(target)->operand, role);
      return;
    case Kind::default_value:
      count_target<Delta>(as<Assignment>(target)->target, role);
      count<Delta>(as<Assignment>(target)->value);
      return;
    default:
      count<Delta>(target);
  }
}

template <int Delta>
void Minifier::count(const Node* node) {
  if (too_deep_) {
    return;
  }
  if (++depth_ > max_visit_depth) {
    too_deep_ = true;
  }
  const auto child = [this](const Node* each) { count<Delta>(each); };
  switch (node->kind) {
    case Kind::identifier:
      count_name<Delta>(as<Identifier>(node), Role::read);
      break;
    case Kind::number_literal:
    case Kind::string_literal:
    case Kind::boolean_literal:
    case Kind::null_literal:
    case Kind::this_expression:
      break;
    case Kind::member:
      count<Delta>(as<Member>(node)->object);
      break;
    case Kind::property: {
      const auto* property = as<Property>(node);
      if (property->computed) {
        count<Delta>(property->key);
      }
      count<Delta>(property->value);
      break;
    }
    case Kind::array_pattern:
    case Kind::object_pattern:
      count_target<Delta>(node, Role::store);
      break;
    case Kind::declarator: {
      const auto* declarator = as<Declarator>(node);
      count_target<Delta>(declarator->target, Role::declaration);
      if (declarator->initial != nullptr) {
        count<Delta>(declarator->initial);
      }
      break;
    }
    case Kind::for_in:
    case Kind::for_of: {
      const auto* loop = as<ForEach>(node);
      count_target<Delta>(loop->target, Role::store);
      // The loop gives its variable many values.
      if (const auto* declaration = try_as<VariableDeclaration>(loop->target)) {
        const auto* target =
            try_as<Identifier>(as<Declarator>(declaration->declarators.first())->target);
        if (target != nullptr && target->symbol != nullptr) {
          usage(target->symbol).changes += static_cast<std::uint32_t>(Delta);
        }
      }
      count<Delta>(loop->subject);
      count<Delta>(loop->body);
      break;
    }
    case Kind::function_expression:
    case Kind::function_declaration:
    case Kind::arrow_function: {
      const auto* function = as<Function>(node);
      count_own_name<Delta>(node, function->name);
      for (const Node* parameter : function->parameters) {
        count_target<Delta>(parameter, Role::declaration);
      }
      count<Delta>(function->body);
      break;
    }
    case Kind::class_expression:
    case Kind::class_declaration: {
      const auto* declared = as<Class>(node);
      count_list<Delta>(declared->decorators);
      count_own_name<Delta>(node, declared->name);
      if (declared->heritage != nullptr) {
        count<Delta>(declared->heritage);
      }
      count_list<Delta>(declared->members);
      break;
    }
    case Kind::class_member: {
      const auto* member = as<ClassMember>(node);
      count_list<Delta>(member->decorators);
      if (member->computed) {
        count<Delta>(member->key);
      }
      if (member->value != nullptr) {
        count<Delta>(member->value);
      }
      break;
    }
    case Kind::assignment: {
      const auto* assignment = as<Assignment>(node);
      count_target<Delta>(assignment->target,
                          assignment->operation == Operator::assign ? Role::store : Role::update);
      count<Delta>(assignment->value);
      break;
    }
    case Kind::update:
      count_target<Delta>(as<Update>(node)->operand, Role::update);
      break;
    case Kind::try_statement: {
      const auto* attempt = as<Try>(node);
      count<Delta>(attempt->block);
      count_target<Delta>(attempt->parameter, Role::declaration);
      if (attempt->handler != nullptr) {
        count<Delta>(attempt->handler);
      }
      if (attempt->finalizer != nullptr) {
        count<Delta>(attempt->finalizer);
      }
      break;
    }
    case Kind::export_named:
      for (const Node* each : as<ExportNamed>(node)->specifiers) {
        if (const Identifier* local = as<ExportSpecifier>(each)->identifier) {
          count_name<Delta>(local, Role::read);
        }
      }
      break;
    case Kind::call:
      if constexpr (Delta < 0) {
        const std::uint32_t record = as<Call>(node)->import_record;
        if (record != no_record) {
          program_.imports[record].removed = true;
        }
      }
      for_each_child(node, child);
      break;
    case Kind::import_call:
      if constexpr (Delta < 0) {
        const std::uint32_t record = as<ImportCall>(node)->import_record;
        if (record != no_record) {
          program_.imports[record].removed = true;
        }
      }
      for_each_child(node, child);
      break;
    default:
      for_each_child(node, child);
  }
  --depth_;
}

template void Minifier::count<1>(const Node*);
template void Minifier::count<-1>(const Node*);
template void Minifier::count_list<-1>(const NodeList&);
template void Minifier::count_target<1>(const Node*, Role);
template void Minifier::count_target<-1>(const Node*, Role);

// --- names
// -----------------------------------------------------------------------------------------

bool Minifier::is_local(const Symbol* symbol) {
  if (symbol == nullptr || symbol->pinned || symbol->kind == SymbolKind::helper ||
      symbol->kind == SymbolKind::import_binding) {
    return false;
  }
  return (symbol->scope != 0 || top_level_is_local_) && !usage(symbol).keep;
}

bool Minifier::is_stable(const Identifier* identifier) {
  const Symbol* symbol = identifier->symbol;
  return symbol != nullptr && identifier->replacement == nullptr && !symbol->pinned &&
         symbol->kind != SymbolKind::import_binding &&
         (symbol->kind != SymbolKind::parameter || !parameters_change_) &&
         (symbol->scope != 0 || top_level_is_local_) && usage(symbol).changes == 0 &&
         usage(symbol).declares == 1;
}

bool Minifier::is_safe_read(const Identifier* identifier) const {
  const Symbol* symbol = identifier->symbol;
  if (symbol == nullptr || identifier->replacement != nullptr) {
    return symbol == nullptr && identifier->replacement == nullptr && is_known_global(identifier);
  }
  if (symbol->kind == SymbolKind::import_binding) {
    return false;
  }
  return symbol->kind != SymbolKind::lexical || symbol->is_function ||
         identifier->span.begin > symbol->span.begin;
}

void minify(Tree& tree, const TransformOptions& options) { Minifier(tree, options).run(); }

}  // namespace mpaas::js
