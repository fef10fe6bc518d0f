#include "compiler/js/parts.h"

#include <algorithm>

#include "compiler/js/effects.h"
#include "compiler/js/tree.h"

namespace mpaas::js {
namespace {

class Splitter {
 public:
  explicit Splitter(const Program& program) : program_(program) {
    result_.declared_in.resize(program.symbols.size(), no_part);
    result_.part_of_scope.resize(program.scopes.size(), no_part);
    last_use_.resize(program.symbols.size(), none);
  }

  Parts run() {
    for (const Node* statement : program_.body) {
      const Node* inner = statement;
      if (const auto* exported = try_as<ExportDeclaration>(statement)) {
        inner = exported->declaration;
      }
      const auto* variables = try_as<VariableDeclaration>(inner);
      if (variables == nullptr || disposes(variables)) {
        add(statement, inner, nullptr);
        continue;
      }
      for (const Node* declarator : variables->declarators) {
        add(statement, declarator, as<Declarator>(declarator));
      }
    }
    Part end;
    end.first_use = static_cast<std::uint32_t>(result_.uses.size());
    result_.parts.push_back(end);
    std::stable_sort(result_.more_declarations.begin(), result_.more_declarations.end(),
                     [](const Parts::Declaration& left, const Parts::Declaration& right) {
                       return left.symbol < right.symbol;
                     });
    // The scope around a function expression's own name belongs to where the function stands.
    for (std::size_t i = program_.scopes.size(); i-- > 1;) {
      const std::uint32_t parent = program_.scopes[i].parent;
      if (parent != 0 && result_.part_of_scope[parent] == no_part) {
        result_.part_of_scope[parent] = result_.part_of_scope[i];
      }
    }
    return std::move(result_);
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  static bool disposes(const VariableDeclaration* variables) {
    return variables->variable_kind == VariableKind::using_resource ||
           variables->variable_kind == VariableKind::await_using_resource;
  }

  void add(const Node* statement, const Node* node, const Declarator* declarator) {
    part_ = static_cast<std::uint32_t>(result_.parts.size());
    first_use_ = result_.uses.size();
    Part part;
    part.statement = statement;
    part.declarator = declarator;
    part.first_use = static_cast<std::uint32_t>(first_use_);
    switch (statement->kind) {
      case Kind::import_declaration:
      case Kind::export_named:
      case Kind::export_all:
      case Kind::empty:
        break;
      case Kind::export_default: {
        const Node* value = as<ExportDefault>(statement)->value;
        part.has_effects = has_side_effects(value);
        visit(value);
        result_.default_part = part_;
        declare_name_of(value);
        break;
      }
      default:
        if (declarator != nullptr) {
          part.has_effects =
              declarator->target->kind != Kind::identifier ||
              (declarator->initial != nullptr && has_side_effects(declarator->initial));
          declare_pattern(declarator->target);
          visit(declarator->target);
          if (declarator->initial != nullptr) {
            visit(declarator->initial);
          }
        } else {
          part.has_effects = has_side_effects(node);
          declare_name_of(node);
          if (node->kind != Kind::function_declaration && node->kind != Kind::class_declaration) {
            declare_hoisted(node);
          }
          visit(node);
        }
    }
    result_.parts.push_back(part);
  }

  void declare(const Identifier* name) {
    if (name == nullptr || name->symbol == nullptr || name->symbol->scope != 0) {
      return;
    }
    std::uint32_t& place = result_.declared_in[name->symbol->index];
    if (place == no_part) {
      place = part_;
    } else if (place != part_) {
      result_.more_declarations.push_back({name->symbol->index, part_});
    }
  }

  void declare_name_of(const Node* node) {
    if (const auto* function = try_as<Function>(node)) {
      if (node->kind == Kind::function_declaration) {
        declare(function->name);
      }
    } else if (const auto* made = try_as<Class>(node)) {
      if (node->kind == Kind::class_declaration) {
        declare(made->name);
      }
    }
  }

  void declare_pattern(const Node* pattern) {
    switch (pattern->kind) {
      case Kind::identifier:
        declare(as<Identifier>(pattern));
        return;
      case Kind::property:
        declare_pattern(as<Property>(pattern)->value);
        return;
      case Kind::default_value:
        declare_pattern(as<Assignment>(pattern)->target);
        return;
      case Kind::array_pattern:
      case Kind::object_pattern:
      case Kind::rest:
        for_each_child(pattern, [this](const Node* child) { declare_pattern(child); });
        return;
      default:
        return;
    }
  }

  // `var`s and Annex B's functions inside of a statement.
  void declare_hoisted(const Node* node) {
    switch (node->kind) {
      case Kind::variable_declaration:
        for (const Node* declarator : as<VariableDeclaration>(node)->declarators) {
          declare_pattern(as<Declarator>(declarator)->target);
        }
        return;
      case Kind::function_declaration:
        declare(as<Function>(node)->name);
        return;
      case Kind::block:
      case Kind::if_statement:
      case Kind::for_statement:
      case Kind::for_in:
      case Kind::for_of:
      case Kind::while_statement:
      case Kind::do_while:
      case Kind::with_statement:
      case Kind::labelled:
      case Kind::switch_statement:
      case Kind::switch_case:
      case Kind::try_statement:
        for_each_child(node, [this](const Node* child) { declare_hoisted(child); });
        return;
      default:
        return;
    }
  }

  void use(const Symbol* symbol, const Name* property) {
    std::uint32_t& last = last_use_[symbol->index];
    if (last != none && last >= first_use_) {
      // A namespace may be used in several ways by one part: one entry each.
      for (std::uint32_t i = last;; i = previous_[i]) {
        if (result_.uses[i].property == property) {
          ++result_.uses[i].count;
          return;
        }
        if (previous_[i] == none || previous_[i] < first_use_) {
          break;
        }
      }
    }
    const auto number = static_cast<std::uint32_t>(result_.uses.size());
    result_.uses.push_back({symbol->index, 1, property});
    previous_.push_back(last);
    last = number;
  }

  static const Symbol* namespace_of(const Node* node) {
    const auto* identifier = try_as<Identifier>(node);
    const bool is_one = identifier != nullptr && identifier->symbol != nullptr &&
                        identifier->symbol->kind == SymbolKind::import_binding &&
                        identifier->symbol->imported == nullptr;
    return is_one ? identifier->symbol : nullptr;
  }

  void forbid_members(const Node* target) {
    const auto* member = try_as<Member>(target);
    const Symbol* symbol = member == nullptr ? nullptr : namespace_of(member->object);
    if (symbol != nullptr) {
      result_.opaque.resize(program_.symbols.size());
      result_.opaque[symbol->index] = true;
      use(symbol, nullptr);
    }
  }

  void visit(const Node* node) {
    if (node->scope != no_scope) {
      result_.part_of_scope[node->scope] = part_;
    }
    switch (node->kind) {
      case Kind::identifier: {
        const Symbol* symbol = as<Identifier>(node)->symbol;
        if (symbol != nullptr && symbol->scope == 0) {
          use(symbol, nullptr);
        }
        return;
      }
      case Kind::member: {
        const auto* member = as<Member>(node);
        const Symbol* symbol = member->optional ? nullptr : namespace_of(member->object);
        if (symbol != nullptr) {
          use(symbol, member->property);
        } else {
          visit(member->object);
        }
        return;
      }
      case Kind::assignment:
      case Kind::default_value:
        forbid_members(as<Assignment>(node)->target);
        break;
      case Kind::update:
        forbid_members(as<Update>(node)->operand);
        break;
      case Kind::unary:
        if (as<Unary>(node)->operation == Operator::key_delete) {
          forbid_members(as<Unary>(node)->operand);
        }
        break;
      case Kind::for_in:
      case Kind::for_of:
        forbid_members(as<ForEach>(node)->target);
        break;
      case Kind::array_pattern:
        for (const Node* element : as<Array>(node)->elements) {
          forbid_members(element);
        }
        break;
      case Kind::rest:
        forbid_members(as<Spread>(node)->operand);
        break;
      case Kind::property:
        // A plain key is no use of a variable.
        forbid_members(as<Property>(node)->value);
        if (as<Property>(node)->computed) {
          visit(as<Property>(node)->key);
        }
        visit(as<Property>(node)->value);
        return;
      case Kind::class_member: {
        const auto* member = as<ClassMember>(node);
        for (const Node* decorator : member->decorators) {
          visit(decorator);
        }
        if (member->computed) {
          visit(member->key);
        }
        if (member->value != nullptr) {
          visit(member->value);
        }
        return;
      }
      default:
        break;
    }
    for_each_child(node, [this](const Node* child) { visit(child); });
  }

  const Program& program_;
  Parts result_;
  std::uint32_t part_ = 0;
  std::size_t first_use_ = 0;
  std::vector<std::uint32_t> last_use_;  // by symbol
  std::vector<std::uint32_t> previous_;  // by use: the symbol's one before
};

}  // namespace

Parts split_into_parts(const Program& program) { return Splitter(program).run(); }

}  // namespace mpaas::js
