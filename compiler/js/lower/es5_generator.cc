// The third of the walks of es5.h: generators become state machines.
//   function* f(a) { while (a--) yield a; }
// becomes
//   function f(a) {
//     return generator(function (g) {
//       for (;;) switch (g.n) {
//         case 0: if (!a--) { g.n = 1; break; } g.n = 2; return a;
//         case 2: g.n = 0; break;
//         case 1: return g.r();
//       }
//     });
//   }
// The step function returns a yielded value, or g to be called again. g.n: where it goes on; g.s:
// what was sent, or caught; the rest is in helpers.def (generator_context). Statements without a
// yield stay whole; expressions with one are taken apart, and what was evaluated before the yield
// waits in variables.
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/js/lower/es5.h"

namespace mpaas::js::es5 {
namespace {

class Machine {
 public:
  Machine(Tree& tree, Notes& notes, const Survey& survey, Function* function)
      : tree_(tree), make_(tree.make), notes_(notes), survey_(survey), function_(function) {}

  void run() {
    auto* body = as<Block>(function_->body);
    const FunctionNotes* notes = notes_.find(function_);
    std::uint32_t outside = notes == nullptr ? 0 : notes->outside;
    NodeList front;
    NodeList rest;
    for (Node* node = body->statements.first(); node != nullptr;) {
      Node* next = node->next;
      node->next = nullptr;
      if (node->kind == Kind::directive || node->kind == Kind::function_declaration) {
        front.push(node);
      } else if (outside > 0) {
        --outside;
        front.push(node);
      } else {
        mark_yields(node);
        rest.push(node);
      }
      node = next;
    }
    step_scope_ = tree_.new_scope(function_->scope, true);
    g_ = tree_.new_symbol(step_scope_, SymbolKind::parameter, "g");
    mark(new_label());
    for (Node* node = rest.first(); node != nullptr;) {
      Node* next = node->next;
      node->next = nullptr;
      statement(node, {});
      node = next;
    }
    if (!ends_) {
      emit(make_.return_statement(context_call("r")));
    }
    body->statements = front;
    NodeList declarators;
    for (Symbol* symbol : variables_) {
      declarators.push(make_.declarator(tree_.use(symbol)));
    }
    if (!declarators.empty()) {
      body->statements.push(make_.variable(VariableKind::var, declarators));
    }
    Function* step = make_.function("", {tree_.use(g_)}, {switch_statement()});
    step->scope = step_scope_;
    NodeList list{step};
    if (Symbol* name = own_name()) {
      list.push(tree_.use(name));  // its `prototype` is that of what it gives
    }
    body->statements.push(
        make_.return_statement(make_.call(tree_.helper(Helper::generator), list)));
    for (const auto& [symbol, value] : captured_) {
      notes_.add_variable(function_, symbol, value);
    }
    function_->is_generator = false;
  }

 private:
  struct Target {  // where break and continue lead
    std::vector<std::string_view> labels;
    bool is_loop = false;
    bool takes_break = false;  // without a label
    int break_label = 0;
    int continue_label = 0;
    int tries = 0;
    int finals = 0;
  };
  struct Part {
    int label;
    NodeList statements;
  };

  // The function's name, when it stands for the function everywhere.
  Symbol* own_name() {
    if (function_->name == nullptr || function_->name->symbol == nullptr) {
      return nullptr;
    }
    auto* symbol = const_cast<Symbol*>(function_->name->symbol);
    const bool is_assigned =
        symbol->index < survey_.assignments.size() && survey_.assignments[symbol->index] != 0;
    return is_assigned || tree_.occurrences(symbol->name->text) != 1 ? nullptr : symbol;
  }

  // --- which nodes hold a yield

  bool mark_yields(const Node* node) {
    if (node->kind == Kind::function_expression || node->kind == Kind::function_declaration) {
      return false;
    }
    bool found = node->kind == Kind::yield;
    for_each_child(node, [&](const Node* child) { found = mark_yields(child) || found; });
    if (found) {
      yields_.insert(node);
    }
    return found;
  }
  bool has_yield(const Node* node) const { return node != nullptr && yields_.count(node) != 0; }
  bool any_yield(const Node* first) const {
    for (; first != nullptr; first = first->next) {
      if (has_yield(first)) {
        return true;
      }
    }
    return false;
  }

  // --- the list of statements

  int new_label() { return next_label_++; }
  void mark(int label) {
    parts_.push_back({label, {}});
    ends_ = false;
  }
  void emit(Node* node) {
    if (ends_) {
      return;  // nothing leads here
    }
    parts_.back().statements.push(node);
  }
  Node* context(std::string_view name) { return make_.member(tree_.use(g_), name); }
  Node* context_call(std::string_view name, NodeList arguments = {}) {
    return make_.call(context(name), arguments);
  }
  Node* set_next(int label) {
    return make_.statement(make_.assign(context("n"), make_.number(label)));
  }
  Node* plain_break() { return make_.arena().make<Jump>(Kind::break_statement); }
  void go(int label) {
    emit(set_next(label));
    emit(plain_break());
    ends_ = true;
  }
  void go_if(Node* test, int label) {
    emit(make_.if_statement(test, make_.block({set_next(label), plain_break()})));
  }
  void go_unless(Node* test, int label) { go_if(make_.unary(Operator::logical_not, test), label); }

  Node* switch_statement() {
    auto* choice = make_.arena().make<Switch>();
    choice->subject = context("n");
    for (Part& part : parts_) {
      auto* branch = make_.arena().make<Case>();
      branch->test = make_.number(part.label);
      branch->statements = part.statements;
      choice->cases.push(branch);
    }
    return make_.for_statement(nullptr, nullptr, nullptr, choice);
  }

  // --- variables

  Symbol* temporary() {
    if (!free_.empty()) {
      Symbol* symbol = free_.back();
      free_.pop_back();
      return symbol;
    }
    Symbol* symbol = tree_.new_symbol(function_->scope, SymbolKind::variable, "t");
    variables_.push_back(symbol);
    return symbol;
  }
  // For the statement at hand.
  Symbol* passing() {
    Symbol* symbol = temporary();
    passing_.push_back(symbol);
    return symbol;
  }
  void declare(Symbol* symbol) {
    if (declared_.insert(symbol).second && symbol->kind != SymbolKind::parameter) {
      variables_.push_back(symbol);
    }
  }

  // --- what stays whole

  Node* self() {
    FunctionNotes& notes = notes_[function_];
    if (notes.self == nullptr) {
      notes.self = tree_.new_symbol(function_->scope, SymbolKind::variable, "_this");
      captured_.emplace_back(notes.self, make_.this_expression());
    }
    return tree_.use(notes.self);
  }
  Node* arguments() {
    FunctionNotes& notes = notes_[function_];
    if (notes.arguments == nullptr) {
      notes.arguments = tree_.new_symbol(function_->scope, SymbolKind::variable, "_arguments");
      captured_.emplace_back(notes.arguments, tree_.global("arguments"));
    }
    return tree_.use(notes.arguments);
  }

  // A tree without yields: `this`, `arguments`, `var`, return and jumps out of it change.
  struct Inside {
    int loops = 0;
    int breakables = 0;
    bool has_scope = false;
    std::vector<std::string_view> labels;
  };

  Node* whole(Node* node) {
    Inside inside;
    return whole(node, inside);
  }
  Node* whole(Node* node, Inside& inside) {
    switch (node->kind) {
      case Kind::this_expression:
        return self();
      case Kind::identifier: {
        const auto* identifier = as<Identifier>(node);
        return identifier->symbol == nullptr && identifier->name->text == "arguments" ? arguments()
                                                                                      : node;
      }
      case Kind::function_expression:
        return node;
      case Kind::function_declaration: {
        // In a block of sloppy code: a variable, as custom has it.
        auto* inner = as<Function>(node);
        Identifier* name = inner->name;
        declare(const_cast<Symbol*>(name->symbol));
        inner->kind = Kind::function_expression;
        inner->name = nullptr;
        return make_.statement(make_.assign(name, inner));
      }
      case Kind::property: {
        auto* property = as<Property>(node);
        property->value = whole(property->value, inside);
        return node;
      }
      case Kind::variable_declaration:
        return declaration(as<VariableDeclaration>(node), inside, false);
      case Kind::return_statement: {
        auto* result = as<Return>(node);
        NodeList list;
        if (result->argument != nullptr) {
          list.push(whole(result->argument, inside));
        }
        result->argument = context_call("r", list);
        return result;
      }
      case Kind::break_statement:
      case Kind::continue_statement:
        return whole_jump(as<Jump>(node), inside);
      case Kind::labelled: {
        auto* labelled = as<Labelled>(node);
        inside.labels.push_back(labelled->label->text);
        labelled->body = whole(labelled->body, inside);
        inside.labels.pop_back();
        return node;
      }
      default:
        break;
    }
    const bool is_loop = node->kind == Kind::for_statement || node->kind == Kind::for_in ||
                         node->kind == Kind::while_statement || node->kind == Kind::do_while;
    const bool is_breakable = is_loop || node->kind == Kind::switch_statement;
    inside.loops += is_loop ? 1 : 0;
    inside.breakables += is_breakable ? 1 : 0;
    const bool had_scope = inside.has_scope;
    if (node->scope != no_scope && !had_scope) {
      tree_.reparent(node->scope, step_scope_);
      inside.has_scope = true;
    }
    if (auto* loop = try_as<For>(node); loop != nullptr && is<VariableDeclaration>(loop->initial)) {
      loop->initial = declaration(as<VariableDeclaration>(loop->initial), inside, true);
    }
    if (auto* each = try_as<ForEach>(node);
        each != nullptr && each->target->kind == Kind::variable_declaration) {
      each->target = declaration(as<VariableDeclaration>(each->target), inside, true);
    }
    rewrite_children(node, [&](Node* child) { return whole(child, inside); });
    inside.has_scope = had_scope;
    inside.loops -= is_loop ? 1 : 0;
    inside.breakables -= is_breakable ? 1 : 0;
    return node;
  }

  // var a = 1 becomes a = 1; in a loop's head the expression for it.
  Node* declaration(VariableDeclaration* node, Inside& inside, bool in_head) {
    NodeList parts;
    Identifier* last = nullptr;
    for (Node* each : node->declarators) {
      auto* declarator = as<Declarator>(each);
      last = as<Identifier>(declarator->target);
      declare(const_cast<Symbol*>(last->symbol));
      if (declarator->initial != nullptr) {
        auto* given = make_.assign(last, whole(declarator->initial, inside));
        given->span = declarator->span;
        parts.push(given);
      }
    }
    if (parts.empty()) {
      return in_head ? static_cast<Node*>(last) : static_cast<Node*>(make_.empty());
    }
    Node* made = parts.size() == 1 ? parts.first() : make_.sequence(parts);
    return in_head ? made : make_.statement(made);
  }

  const Target* target_of(const Jump& jump) const {
    const bool is_break = jump.kind == Kind::break_statement;
    for (auto target = targets_.rbegin(); target != targets_.rend(); ++target) {
      if (jump.label == nullptr) {
        if (is_break ? target->takes_break : target->is_loop) {
          return &*target;
        }
        continue;
      }
      for (const std::string_view label : target->labels) {
        if (label == jump.label->text) {
          return &*target;
        }
      }
    }
    return nullptr;
  }

  Node* whole_jump(Jump* node, const Inside& inside) {
    const bool is_break = node->kind == Kind::break_statement;
    if (node->label == nullptr) {
      if ((is_break ? inside.breakables : inside.loops) > 0) {
        return node;
      }
    } else {
      for (const std::string_view label : inside.labels) {
        if (label == node->label->text) {
          return node;
        }
      }
    }
    const Target* target = target_of(*node);
    if (target == nullptr) {
      return node;
    }
    return make_.return_statement(jump_call(*target, is_break));
  }

  Node* jump_call(const Target& target, bool is_break) {
    NodeList list{make_.number(is_break ? target.break_label : target.continue_label)};
    if (target.tries != tries_ || target.finals != finals_) {
      list.push(make_.number(target.tries));
      list.push(make_.number(target.finals));
    }
    return context_call("j", list);
  }

  // --- expressions

  static bool is_lasting(const Node* node) {
    switch (node->kind) {
      case Kind::number_literal:
      case Kind::string_literal:
      case Kind::boolean_literal:
      case Kind::null_literal:
      case Kind::function_expression:
      case Kind::hole:
        return true;
      case Kind::unary:
        return as<Unary>(node)->operation == Operator::key_void &&
               as<Unary>(node)->operand->kind == Kind::number_literal;
      default:
        return false;
    }
  }

  // The value, which stays what it is whatever happens later.
  Node* kept(Node* node) {
    Node* value = expression(node);
    if (is_lasting(value)) {
      return value;
    }
    Symbol* symbol = passing();
    emit(make_.statement(make_.assign(tree_.use(symbol), value)));
    return tree_.use(symbol);
  }
  Node* kept_if(bool keeps, Node* node) { return keeps ? kept(node) : expression(node); }

  NodeList kept_list(const NodeList& list) {
    NodeList out;
    for (Node* node = list.first(); node != nullptr;) {
      Node* next = node->next;
      const bool keeps = any_yield(next);
      node->next = nullptr;
      out.push(kept_if(keeps, node));
      node = next;
    }
    return out;
  }

  Node* yield(Yield* node) {
    Node* value = node->argument == nullptr ? nullptr : expression(node->argument);
    const int label = new_label();
    if (node->delegate) {
      value = context_call("d", {value});
    }
    emit(set_next(label));
    emit(make_.return_statement(value));
    mark(label);
    return context("s");
  }

  // What is left to evaluate after everything up to the last yield has been emitted.
  Node* expression(Node* node) {
    if (!has_yield(node)) {
      return whole(node);
    }
    switch (node->kind) {
      case Kind::yield:
        return yield(as<Yield>(node));
      case Kind::member:
        as<Member>(node)->object = expression(as<Member>(node)->object);
        return node;
      case Kind::index: {
        auto* index = as<Index>(node);
        index->object = kept_if(has_yield(index->index), index->object);
        index->index = expression(index->index);
        return node;
      }
      case Kind::call:
        return call(as<Call>(node));
      case Kind::new_expression: {
        auto* made = as<New>(node);
        made->callee = kept_if(any_yield(made->arguments.first()), made->callee);
        made->arguments = kept_list(made->arguments);
        return node;
      }
      case Kind::array_literal:
        as<Array>(node)->elements = kept_list(as<Array>(node)->elements);
        return node;
      case Kind::object_literal: {
        for (Node* each : as<Object>(node)->properties) {
          auto* property = try_as<Property>(each);
          if (property != nullptr && property->member_kind == MemberKind::value) {
            property->value = kept_if(any_yield(property->next), property->value);
          }
        }
        return node;
      }
      case Kind::binary:
        return binary(as<Binary>(node));
      case Kind::conditional: {
        auto* choice = as<Conditional>(node);
        Symbol* result = passing();
        const int other = new_label();
        const int after = new_label();
        go_unless(expression(choice->test), other);
        give(result, choice->consequent);
        go(after);
        mark(other);
        give(result, choice->alternate);
        mark(after);
        return tree_.use(result);
      }
      case Kind::sequence: {
        auto* sequence = as<Sequence>(node);
        for (Node* each = sequence->expressions.first(); each != nullptr;) {
          Node* next = each->next;
          each->next = nullptr;
          if (next == nullptr) {
            return expression(each);
          }
          effect(each);
          each = next;
        }
        return node;
      }
      case Kind::unary:
        as<Unary>(node)->operand = expression(as<Unary>(node)->operand);
        return node;
      case Kind::update:
        as<Update>(node)->operand = expression(as<Update>(node)->operand);
        return node;
      case Kind::assignment:
        return assignment(as<Assignment>(node));
      default:
        return whole(node);
    }
  }

  void give(Symbol* symbol, Node* node) {
    Node* value = expression(node);
    emit(make_.statement(make_.assign(tree_.use(symbol), value)));
  }

  void effect(Node* node) {
    Node* value = expression(node);
    const auto* member = try_as<Member>(value);
    const auto* object = member == nullptr ? nullptr : try_as<Identifier>(member->object);
    const auto* identifier = try_as<Identifier>(value);
    const bool is_idle = (object != nullptr && object->symbol == g_) ||
                         (identifier != nullptr && identifier->symbol != nullptr);
    if (!is_idle) {
      emit(make_.statement(value));
    }
  }

  Node* call(Call* node) {
    const bool keeps = any_yield(node->arguments.first());
    if (!keeps) {
      node->callee = expression(node->callee);
      node->arguments = kept_list(node->arguments);
      return node;
    }
    Node* callee = node->callee;
    Node* self = nullptr;
    if (callee->kind == Kind::member || callee->kind == Kind::index) {
      Node*& object =
          callee->kind == Kind::member ? as<Member>(callee)->object : as<Index>(callee)->object;
      object = kept(object);
      if (is_lasting(object)) {
        Symbol* symbol = passing();
        emit(make_.statement(make_.assign(tree_.use(symbol), object)));
        object = tree_.use(symbol);
      }
      self = tree_.use(const_cast<Symbol*>(as<Identifier>(object)->symbol));
      if (callee->kind == Kind::index) {
        as<Index>(callee)->index = expression(as<Index>(callee)->index);
      }
      Symbol* symbol = passing();
      emit(make_.statement(make_.assign(tree_.use(symbol), callee)));
      NodeList list{self};
      const NodeList given = kept_list(node->arguments);
      for (Node* each = given.first(); each != nullptr;) {
        Node* next = each->next;
        each->next = nullptr;
        list.push(each);
        each = next;
      }
      node->callee = make_.member(tree_.use(symbol), "call");
      node->arguments = list;
      return node;
    }
    const auto* identifier = try_as<Identifier>(callee);
    const bool is_helper = identifier != nullptr && identifier->symbol != nullptr &&
                           identifier->symbol->kind == SymbolKind::helper;
    node->callee = is_helper ? callee : kept(callee);
    node->arguments = kept_list(node->arguments);
    return node;
  }

  Node* binary(Binary* node) {
    const bool is_logical =
        node->operation == Operator::logical_and || node->operation == Operator::logical_or;
    if (!is_logical || !has_yield(node->right)) {
      node->left = kept_if(has_yield(node->right), node->left);
      node->right = expression(node->right);
      return node;
    }
    Symbol* result = passing();
    const int after = new_label();
    give(result, node->left);
    if (node->operation == Operator::logical_and) {
      go_unless(tree_.use(result), after);
    } else {
      go_if(tree_.use(result), after);
    }
    give(result, node->right);
    mark(after);
    return tree_.use(result);
  }

  Node* assignment(Assignment* node) {
    const bool keeps = has_yield(node->value);
    Node* target = node->target;
    if (target->kind == Kind::member) {
      as<Member>(target)->object = kept_if(keeps, as<Member>(target)->object);
    } else if (target->kind == Kind::index) {
      auto* index = as<Index>(target);
      index->object = kept_if(keeps || has_yield(index->index), index->object);
      index->index = kept_if(keeps, index->index);
    } else {
      node->target = target = expression(target);
    }
    if (keeps && node->operation != Operator::assign) {
      // a += yield: what `a` was before counts.
      Symbol* old = passing();
      emit(make_.statement(make_.assign(tree_.use(old), copy_of(target))));
      node->value =
          make_.binary(operation_of(node->operation), tree_.use(old), expression(node->value));
      node->operation = Operator::assign;
      return node;
    }
    node->value = expression(node->value);
    return node;
  }

  Node* copy_of(Node* target) {
    const auto again = [this](Node* node) -> Node* {
      if (auto* identifier = try_as<Identifier>(node)) {
        return identifier->symbol != nullptr ? tree_.use(const_cast<Symbol*>(identifier->symbol))
                                             : tree_.global(identifier->name->text);
      }
      if (auto* string = try_as<StringLiteral>(node)) {
        return make_.arena().make<StringLiteral>(string->raw);
      }
      if (auto* number = try_as<NumberLiteral>(node)) {
        return make_.arena().make<NumberLiteral>(number->raw);
      }
      return make_.undefined();
    };
    if (auto* member = try_as<Member>(target)) {
      return make_.arena().make<Member>(again(member->object), member->property);
    }
    if (auto* index = try_as<Index>(target)) {
      return make_.index(again(index->object), again(index->index));
    }
    return again(target);
  }

  static Operator operation_of(Operator assigning) {
    switch (assigning) {
      case Operator::assign_plus:
        return Operator::plus;
      case Operator::assign_minus:
        return Operator::minus;
      case Operator::assign_multiply:
        return Operator::multiply;
      case Operator::assign_divide:
        return Operator::divide;
      case Operator::assign_remainder:
        return Operator::remainder;
      case Operator::assign_shift_left:
        return Operator::shift_left;
      case Operator::assign_shift_right:
        return Operator::shift_right;
      case Operator::assign_shift_right_unsigned:
        return Operator::shift_right_unsigned;
      case Operator::assign_bit_and:
        return Operator::bit_and;
      case Operator::assign_bit_or:
        return Operator::bit_or;
      default:
        return Operator::bit_xor;
    }
  }

  // --- statements

  void statement(Node* node, std::vector<std::string_view> labels) {
    if (node->kind == Kind::break_statement || node->kind == Kind::continue_statement) {
      jump(as<Jump>(node));
      return;
    }
    if (node->kind == Kind::return_statement) {
      NodeList list;
      if (Node* value = as<Return>(node)->argument) {
        list.push(expression(value));
      }
      auto* made = make_.return_statement(context_call("r", list));
      made->span = node->span;
      emit(made);
      ends_ = true;
      release();
      return;
    }
    if (!has_yield(node)) {
      for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
        auto* labelled = make_.arena().make<Labelled>(make_.name(*label));
        labelled->body = node;
        node = labelled;
      }
      node = whole(node);
      if (node->kind != Kind::empty) {
        emit(node);
        ends_ = ends_ || node->kind == Kind::throw_statement;
      }
      return;
    }
    switch (node->kind) {
      case Kind::expression_statement:
        effect(as<ExpressionStatement>(node)->expression);
        release();
        return;
      case Kind::variable_declaration:
        for (Node* each : as<VariableDeclaration>(node)->declarators) {
          variable(as<Declarator>(each));
        }
        return;
      case Kind::block:
        block(as<Block>(node)->statements, labels);
        return;
      case Kind::labelled:
        labels.push_back(as<Labelled>(node)->label->text);
        statement(as<Labelled>(node)->body, labels);
        return;
      case Kind::if_statement:
        if_statement(as<If>(node), labels);
        return;
      case Kind::while_statement:
      case Kind::do_while:
        while_statement(as<While>(node), labels);
        return;
      case Kind::for_statement:
        for_statement(as<For>(node), labels);
        return;
      case Kind::for_in:
        for_in(as<ForEach>(node), labels);
        return;
      case Kind::switch_statement:
        switch_over(as<Switch>(node), labels);
        return;
      case Kind::try_statement:
        try_statement(as<Try>(node), labels);
        return;
      case Kind::throw_statement: {
        as<Return>(node)->argument = expression(as<Return>(node)->argument);
        emit(node);
        ends_ = true;
        release();
        return;
      }
      default:
        emit(whole(node));
        return;
    }
  }

  // The variables of a statement are free again.
  void release() {
    free_.insert(free_.end(), passing_.begin(), passing_.end());
    passing_.clear();
  }

  void list(const NodeList& statements) {
    for (Node* node = statements.first(); node != nullptr;) {
      Node* next = node->next;
      node->next = nullptr;
      if (node->kind == Kind::function_declaration) {
        emit(whole(node));
      }
      node->next = next;
      node = next;
    }
    for (Node* node = statements.first(); node != nullptr;) {
      Node* next = node->next;
      node->next = nullptr;
      if (node->kind != Kind::function_expression) {
        statement(node, {});
      }
      node = next;
    }
  }

  void variable(Declarator* node) {
    auto* target = as<Identifier>(node->target);
    declare(const_cast<Symbol*>(target->symbol));
    if (node->initial != nullptr) {
      auto* given = make_.assign(target, expression(node->initial));
      given->span = node->span;
      emit(make_.statement(given));
      release();
    }
  }

  Target& push_target(const std::vector<std::string_view>& labels) {
    Target target;
    target.labels = labels;
    target.break_label = new_label();
    target.tries = tries_;
    target.finals = finals_;
    targets_.push_back(target);
    return targets_.back();
  }

  void block(const NodeList& statements, const std::vector<std::string_view>& labels) {
    if (labels.empty()) {
      list(statements);
      return;
    }
    const int after = push_target(labels).break_label;
    list(statements);
    targets_.pop_back();
    mark(after);
  }

  void jump(Jump* node) {
    const Target* target = target_of(*node);
    if (target == nullptr) {
      emit(node);
      return;
    }
    const bool is_break = node->kind == Kind::break_statement;
    if (target->tries == tries_ && target->finals == finals_) {
      go(is_break ? target->break_label : target->continue_label);
      return;
    }
    emit(make_.return_statement(jump_call(*target, is_break)));
    ends_ = true;
  }

  void if_statement(If* node, const std::vector<std::string_view>& labels) {
    int end = -1;
    if (!labels.empty()) {
      end = push_target(labels).break_label;
    }
    const int other = new_label();
    Node* test = expression(node->test);
    go_unless(test, other);
    release();
    statement(node->consequent, {});
    if (node->alternate != nullptr) {
      const int after = new_label();
      if (!ends_) {
        go(after);
      }
      mark(other);
      statement(node->alternate, {});
      mark(after);
    } else {
      mark(other);
    }
    if (end >= 0) {
      targets_.pop_back();
      mark(end);
    }
  }

  void while_statement(While* node, const std::vector<std::string_view>& labels) {
    const int start = new_label();
    const bool is_do = node->kind == Kind::do_while;
    const int again = is_do ? new_label() : start;
    Target& target = push_target(labels);
    target.is_loop = target.takes_break = true;
    target.continue_label = again;
    const int end = target.break_label;
    mark(start);
    if (!is_do) {
      if (node->test->kind != Kind::boolean_literal || !as<BooleanLiteral>(node->test)->value) {
        go_unless(expression(node->test), end);
        release();
      }
      statement(node->body, {});
      if (!ends_) {
        go(start);
      }
    } else {
      statement(node->body, {});
      mark(again);
      go_if(expression(node->test), start);
      release();
    }
    targets_.pop_back();
    mark(end);
  }

  void for_statement(For* node, const std::vector<std::string_view>& labels) {
    if (node->initial != nullptr) {
      if (auto* variables = try_as<VariableDeclaration>(node->initial)) {
        for (Node* each : variables->declarators) {
          variable(as<Declarator>(each));
        }
      } else {
        effect(node->initial);
        release();
      }
    }
    const int start = new_label();
    const int again = new_label();
    Target& target = push_target(labels);
    target.is_loop = target.takes_break = true;
    target.continue_label = again;
    const int end = target.break_label;
    mark(start);
    if (node->test != nullptr) {
      go_unless(expression(node->test), end);
      release();
    }
    statement(node->body, {});
    mark(again);
    if (node->update != nullptr) {
      effect(node->update);
      release();
    }
    go(start);
    targets_.pop_back();
    mark(end);
  }

  void for_in(ForEach* node, const std::vector<std::string_view>& labels) {
    Symbol* next = temporary();
    Symbol* key = temporary();
    emit(make_.statement(make_.assign(
        tree_.use(next),
        make_.call(tree_.helper(Helper::enumerate_keys), {expression(node->subject)}))));
    release();
    const int start = new_label();
    Target& target = push_target(labels);
    target.is_loop = target.takes_break = true;
    target.continue_label = start;
    const int end = target.break_label;
    mark(start);
    go_if(
        make_.binary(Operator::strict_equal,
                     make_.assign(tree_.use(key), make_.call(tree_.use(next))), make_.undefined()),
        end);
    Node* left = node->target;
    if (auto* variables = try_as<VariableDeclaration>(left)) {
      auto* declarator = as<Declarator>(variables->declarators.first());
      declare(const_cast<Symbol*>(as<Identifier>(declarator->target)->symbol));
      left = declarator->target;
    } else {
      left = expression(left);
    }
    emit(make_.statement(make_.assign(left, tree_.use(key))));
    release();
    statement(node->body, {});
    if (!ends_) {
      go(start);
    }
    targets_.pop_back();
    mark(end);
    free_.push_back(next);
    free_.push_back(key);
  }

  void switch_over(Switch* node, const std::vector<std::string_view>& labels) {
    Symbol* subject = temporary();
    emit(make_.statement(make_.assign(tree_.use(subject), expression(node->subject))));
    release();
    Target& target = push_target(labels);
    target.takes_break = true;
    const int end = target.break_label;
    std::vector<int> places;
    int otherwise = end;
    for (Node* each : node->cases) {
      places.push_back(new_label());
      auto* branch = as<Case>(each);
      if (branch->test == nullptr) {
        otherwise = places.back();
        continue;
      }
      go_if(make_.binary(Operator::strict_equal, tree_.use(subject), expression(branch->test)),
            places.back());
      release();
    }
    go(otherwise);
    std::size_t at = 0;
    for (Node* each : node->cases) {
      mark(places[at++]);
      list(as<Case>(each)->statements);
    }
    targets_.pop_back();
    mark(end);
    free_.push_back(subject);
  }

  void try_statement(Try* node, const std::vector<std::string_view>& labels) {
    int end = -1;
    if (!labels.empty()) {
      end = push_target(labels).break_label;
    }
    const bool catches = node->handler != nullptr;
    const bool finishes = node->finalizer != nullptr;
    const int handler = catches ? new_label() : 0;
    const int finalizer = finishes ? new_label() : 0;
    const int after = new_label();
    emit(make_.statement(context_call("y", {make_.number(handler), make_.number(finalizer)})));
    ++tries_;
    list(node->block->statements);
    --tries_;
    if (!ends_) {
      emit(make_.statement(context_call(finishes ? "x" : "o")));
      if (catches) {
        go(finishes ? finalizer : after);
      }
    }
    if (catches) {
      mark(handler);
      tries_ += finishes ? 1 : 0;
      if (node->parameter != nullptr) {
        auto* caught = as<Identifier>(node->parameter);
        auto* symbol = const_cast<Symbol*>(caught->symbol);
        tree_.move(symbol, function_->scope, SymbolKind::variable);
        declare(symbol);
        emit(make_.statement(make_.assign(caught, context("s"))));
      }
      list(node->handler->statements);
      if (finishes && !ends_) {
        emit(make_.statement(context_call("x")));
      }
      tries_ -= finishes ? 1 : 0;
    }
    if (finishes) {
      mark(finalizer);
      ++finals_;
      list(node->finalizer->statements);
      if (!ends_) {
        emit(make_.if_statement(context_call("e"), make_.return_statement(tree_.use(g_))));
      }
      --finals_;
    }
    mark(after);
    if (end >= 0) {
      targets_.pop_back();
      mark(end);
    }
  }

  Tree& tree_;
  Builder& make_;
  Notes& notes_;
  const Survey& survey_;
  Function* function_;
  std::uint32_t step_scope_ = 0;
  Symbol* g_ = nullptr;
  std::unordered_set<const Node*> yields_;
  std::vector<Part> parts_;
  std::vector<Target> targets_;
  std::vector<Symbol*> variables_;
  std::unordered_set<const Symbol*> declared_;
  std::vector<Symbol*> free_;
  std::vector<Symbol*> passing_;
  std::vector<std::pair<Symbol*, Node*>> captured_;
  int next_label_ = 0;
  int tries_ = 0;
  int finals_ = 0;
  bool ends_ = false;  // the statement at hand cannot be reached
};

}  // namespace

void lower_generators(Tree& tree, Notes& notes, const Survey& survey) {
  const auto visit = [&](auto&& self, Node* node) -> void {
    rewrite_children(node, [&](Node* child) {
      self(self, child);
      return child;
    });
    if (auto* function = try_as<Function>(node); function != nullptr && function->is_generator) {
      Machine(tree, notes, survey, function).run();
    }
  };
  for (Node* node = tree.program.body.first(); node != nullptr; node = node->next) {
    visit(visit, node);
  }
}

}  // namespace mpaas::js::es5
