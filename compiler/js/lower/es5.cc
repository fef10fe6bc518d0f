#include "compiler/js/lower/es5.h"

#include "compiler/js/lower/lower.h"

namespace mpaas::js {
namespace es5 {

void insert_in_front(NodeList& list, const NodeList& statements) {
  if (statements.empty()) {
    return;
  }
  NodeList all;
  bool done = false;
  const auto push = [&all](Node* node) {
    node->next = nullptr;
    all.push(node);
  };
  const auto push_all = [&push](const NodeList& nodes) {
    for (Node* node = nodes.first(); node != nullptr;) {
      Node* next = node->next;
      push(node);
      node = next;
    }
  };
  for (Node* node = list.first(); node != nullptr;) {
    Node* next = node->next;
    if (!done && node->kind != Kind::directive) {
      push_all(statements);
      done = true;
    }
    push(node);
    node = next;
  }
  if (!done) {
    push_all(statements);
  }
  list = all;
}

void Notes::add_variable(Function* function, Symbol* symbol, Node* value) {
  FunctionNotes& notes = notes_[function];
  auto* declarator = tree_.make.declarator(tree_.use(symbol), value);
  if (notes.prologue != nullptr) {
    notes.prologue->declarators.push(declarator);
    return;
  }
  notes.prologue = tree_.make.variable(VariableKind::var, NodeList{declarator});
  ++notes.outside;
  insert_in_front(function == nullptr ? tree_.program.body : as<Block>(function->body)->statements,
                  {notes.prologue});
}

bool Survey::is_fixed(const Symbol* symbol) const {
  switch (symbol->kind) {
    case SymbolKind::parameter:
    case SymbolKind::lexical:
    case SymbolKind::catch_parameter:
      return symbol->index >= assignments.size() || assignments[symbol->index] == 0;
    case SymbolKind::variable:
      return symbol->index >= assignments.size() || assignments[symbol->index] <= 1;
    default:
      return false;
  }
}

namespace {

class Surveyor {
 public:
  explicit Surveyor(const Program& program) {
    survey_.assignments.resize(program.symbols.size());
    for (const Node* node : program.body) {
      visit(node);
    }
  }
  Survey take() { return std::move(survey_); }

 private:
  void assigned(const Node* target) {
    switch (target->kind) {
      case Kind::identifier:
        if (const Symbol* symbol = as<Identifier>(target)->symbol) {
          std::uint8_t& count = survey_.assignments[symbol->index];
          count = count < 2 ? static_cast<std::uint8_t>(count + 1) : count;
        }
        return;
      case Kind::array_pattern:
        for (const Node* element : as<Array>(target)->elements) {
          assigned(element);
        }
        return;
      case Kind::object_pattern:
        for (const Node* element : as<Object>(target)->properties) {
          const auto* property = try_as<Property>(element);
          assigned(property != nullptr ? property->value : element);
        }
        return;
      case Kind::default_value:
        assigned(as<Assignment>(target)->target);
        return;
      case Kind::rest:
        assigned(as<Spread>(target)->operand);
        return;
      default:
        return;
    }
  }

  void visit(const Node* node) {
    switch (node->kind) {
      case Kind::assignment:
        assigned(as<Assignment>(node)->target);
        break;
      case Kind::update:
        assigned(as<Update>(node)->operand);
        break;
      case Kind::variable_declaration: {
        const auto* declaration = as<VariableDeclaration>(node);
        if (declaration->variable_kind != VariableKind::var) {
          survey_.has_work = true;
          break;
        }
        for (const Node* each : declaration->declarators) {
          assigned(as<Declarator>(each)->target);
        }
        break;
      }
      case Kind::for_of:
      case Kind::for_in: {
        const auto* loop = as<ForEach>(node);
        survey_.has_work = survey_.has_work || node->kind == Kind::for_of;
        if (loop->target->kind != Kind::variable_declaration) {
          assigned(loop->target);
        }
        break;
      }
      case Kind::property: {
        const auto* property = as<Property>(node);
        survey_.has_work = survey_.has_work || property->computed || property->shorthand ||
                           property->member_kind == MemberKind::method;
        break;
      }
      case Kind::object_literal:
        survey_.has_work = survey_.has_work || as<Object>(node)->properties.size() > 1;
        break;
      case Kind::function_expression:
      case Kind::function_declaration: {
        const auto* function = as<Function>(node);
        survey_.has_work = survey_.has_work || function->is_generator;
        break;
      }
      case Kind::arrow_function:
      case Kind::class_expression:
      case Kind::class_declaration:
      case Kind::template_literal:
      case Kind::tagged_template:
      case Kind::spread:
      case Kind::rest:
      case Kind::default_value:
      case Kind::array_pattern:
      case Kind::object_pattern:
      case Kind::new_target:
      case Kind::super_expression:
        survey_.has_work = true;
        break;
      case Kind::string_literal:
        survey_.has_work =
            survey_.has_work || as<StringLiteral>(node)->raw.find("\\u{") != std::string_view::npos;
        break;
      case Kind::number_literal: {
        const std::string_view raw = as<NumberLiteral>(node)->raw;
        survey_.has_work = survey_.has_work ||
                           (raw.size() > 2 && raw[0] == '0' &&
                            (raw[1] == 'b' || raw[1] == 'B' || raw[1] == 'o' || raw[1] == 'O'));
        break;
      }
      case Kind::block:
        for (const Node* each : as<Block>(node)->statements) {
          // In a block it is ES2015; as a function's body it means no more than a second walk.
          survey_.has_work = survey_.has_work ||
                             (each->kind == Kind::function_declaration && node->scope != no_scope);
        }
        break;
      default:
        break;
    }
    for_each_child(node, [this](const Node* child) { visit(child); });
  }

  Survey survey_;
};

}  // namespace

Survey survey(const Program& program) { return Surveyor(program).take(); }

}  // namespace es5

void lower_to_es5(Tree& tree, diag::Sink& /*sink*/) {
  if (tree.program.has_errors) {
    return;
  }
  const es5::Survey survey = es5::survey(tree.program);
  if (!survey.has_work) {
    return;
  }
  es5::Notes notes(tree);
  es5::lower_syntax(tree, notes, survey);
  tree.finish();
  es5::lower_scopes(tree, notes);
  tree.finish();
  if (notes.has_generators) {
    es5::lower_generators(tree, notes, survey);
    tree.finish();
  }
}

}  // namespace mpaas::js
