// The second of the walks of es5.h: blocks lose their scopes. Their names become the function's;
// two blocks which are not nested share a variable where no closure can tell. A loop whose names
// are caught by closures gets a function for its body, so that each time round has its own:
//   for (let i = 0; i < 2; i++) { if (a) break; f(() => i); }
// becomes
//   var loop = function (i_1) { if (a) return 1; f(function () { return i_1; }); };
//   for (var i = 0; i < 2; i++) if (loop(i)) break;
#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/js/lower/es5.h"

namespace mpaas::js::es5 {
namespace {

bool is_loop(const Node* node) {
  switch (node->kind) {
    case Kind::for_statement:
    case Kind::for_in:
    case Kind::for_of:
    case Kind::while_statement:
    case Kind::do_while:
      return true;
    default:
      return false;
  }
}

bool is_function(const Node* node) {
  return node->kind == Kind::function_expression || node->kind == Kind::function_declaration;
}

// Which names closures catch, and which text of a name means something outside of a function.
class Captures {
 public:
  explicit Captures(const Program& program)
      : program_(program),
        captured_(program.symbols.size()),
        assigned_in_body_(program.symbols.size()),
        loop_of_(program.scopes.size()) {
    find_functions();
    for (const Symbol* symbol : program.symbols) {
      if (function_of_[symbol->scope] != symbol->scope) {
        texts_.emplace(symbol->name->text, static_cast<std::uint32_t>(texts_.size()));
      }
    }
    for (const Node* node : program.body) {
      visit(node);
    }
    for (const Symbol* symbol : program.symbols) {
      const bool is_block_name = symbol->kind == SymbolKind::lexical ||
                                 (symbol->kind == SymbolKind::block_function && !symbol->pinned);
      if (is_block_name && captured_[symbol->index] != 0 && loop_of_[symbol->scope] != nullptr) {
        loops_.insert(loop_of_[symbol->scope]);
      }
    }
  }

  bool is_captured(const Symbol* symbol) const {
    return symbol->index < captured_.size() && captured_[symbol->index] != 0;
  }
  void assign_in_body(const Program& program, std::uint32_t scope) {
    for (const Symbol* symbol = program.scopes[scope].first; symbol != nullptr;
         symbol = symbol->next_in_scope) {
      if (symbol->index < assigned_in_body_.size()) {
        assigned_in_body_[symbol->index] = 1;
      }
    }
  }
  bool is_assigned_in_body(const Symbol* symbol) const {
    return symbol->index < assigned_in_body_.size() && assigned_in_body_[symbol->index] != 0;
  }
  bool needs_function(const Node* loop) const { return loops_.count(loop) != 0; }
  // Closures in its test or update catch its variables.
  bool is_caught_in_head(const Node* loop) const { return caught_in_head_.count(loop) != 0; }
  // Whether the text, inside the function, stands for something of outside.
  bool crosses(std::uint32_t function, std::string_view text) const {
    const auto found = texts_.find(text);
    return found != texts_.end() && crossing_.count(key(function, found->second)) != 0;
  }

 private:
  static std::uint64_t key(std::uint32_t function, std::uint32_t text) {
    return (std::uint64_t{function} << 32U) | text;
  }

  void find_functions() {
    constexpr std::uint32_t unknown = 0xffffffff;
    function_of_.assign(program_.scopes.size(), unknown);
    function_of_[0] = 0;
    std::vector<std::uint32_t> waiting;
    for (std::uint32_t i = 0; i < program_.scopes.size(); ++i) {
      std::uint32_t scope = i;
      while (function_of_[scope] == unknown && !program_.scopes[scope].is_function) {
        waiting.push_back(scope);
        scope = program_.scopes[scope].parent;
      }
      if (function_of_[scope] == unknown) {
        function_of_[scope] = scope;
      }
      for (; !waiting.empty(); waiting.pop_back()) {
        function_of_[waiting.back()] = function_of_[scope];
      }
    }
  }

  void use(const Identifier* identifier) {
    const Symbol* symbol = identifier->symbol;
    const std::uint32_t declared = symbol == nullptr ? no_scope : function_of_[symbol->scope];
    if (declared == function_) {
      return;
    }
    if (symbol != nullptr) {
      captured_[symbol->index] = 1;
      const Node* loop = loop_of_[symbol->scope];
      if (loop != nullptr && loop->scope == symbol->scope && heads_.count(loop) != 0) {
        caught_in_head_.insert(loop);
      }
    }
    const auto text = texts_.find(symbol == nullptr ? identifier->name->text : symbol->name->text);
    if (text == texts_.end()) {
      return;
    }
    for (std::uint32_t function = function_; function != declared;
         function = function_of_[program_.scopes[function].parent]) {
      if (!crossing_.insert(key(function, text->second)).second || function == 0) {
        break;
      }
    }
  }

  void assign(const Node* target) {
    const auto* identifier = try_as<Identifier>(target);
    if (identifier == nullptr || identifier->symbol == nullptr) {
      return;
    }
    const Symbol* symbol = identifier->symbol;
    const Node* loop = loop_of_[symbol->scope];
    if (loop != nullptr && loop->scope == symbol->scope && bodies_.count(loop) != 0) {
      assigned_in_body_[symbol->index] = 1;
    }
  }

  void visit_children(const Node* node) {
    for_each_child(node, [this](const Node* child) { visit(child); });
  }

  void visit(const Node* node) {
    switch (node->kind) {
      case Kind::identifier:
        use(as<Identifier>(node));
        return;
      case Kind::property: {
        const auto* property = as<Property>(node);
        if (property->computed) {
          visit(property->key);
        }
        visit(property->value);
        return;
      }
      case Kind::function_expression:
      case Kind::function_declaration: {
        const auto* function = as<Function>(node);
        const std::uint32_t outer = function_;
        const Node* loop = loop_;
        if (function->name != nullptr && node->kind == Kind::function_declaration) {
          visit(function->name);
        }
        function_ = node->scope;
        loop_ = nullptr;
        for (const Node* parameter : function->parameters) {
          visit(parameter);
        }
        visit(function->body);
        function_ = outer;
        loop_ = loop;
        return;
      }
      case Kind::assignment:
        assign(as<Assignment>(node)->target);
        break;
      case Kind::update:
        assign(as<Update>(node)->operand);
        break;
      default:
        break;
    }
    const Node* outer_loop = loop_;
    if (is_loop(node)) {
      loop_ = node;
      if (node->scope != no_scope) {
        loop_of_[node->scope] = node;
      }
      const Node* body = nullptr;
      switch (node->kind) {
        case Kind::for_statement:
          body = as<For>(node)->body;
          break;
        case Kind::while_statement:
        case Kind::do_while:
          body = as<While>(node)->body;
          break;
        default:
          body = as<ForEach>(node)->body;
          assign(as<ForEach>(node)->target);
          break;
      }
      const Node* first = node->kind == Kind::for_statement ? as<For>(node)->initial : nullptr;
      if (first != nullptr) {
        visit(first);
      }
      heads_.insert(node);
      for_each_child(node, [&](const Node* child) {
        if (child != body && child != first) {
          visit(child);
        }
      });
      heads_.erase(node);
      bodies_.insert(node);
      visit(body);
      bodies_.erase(node);
      loop_ = outer_loop;
      return;
    }
    if (node->scope != no_scope) {
      loop_of_[node->scope] = loop_;
    }
    visit_children(node);
  }

  const Program& program_;
  std::vector<std::uint8_t> captured_;
  std::vector<std::uint8_t> assigned_in_body_;
  std::vector<const Node*> loop_of_;
  std::vector<std::uint32_t> function_of_;
  std::unordered_map<std::string_view, std::uint32_t> texts_;  // of names in blocks
  std::unordered_set<std::uint64_t> crossing_;
  std::unordered_set<const Node*> loops_;
  std::unordered_set<const Node*> caught_in_head_;
  std::unordered_set<const Node*> heads_;   // whose test and update are being visited
  std::unordered_set<const Node*> bodies_;  // whose body is
  std::uint32_t function_ = 0;
  const Node* loop_ = nullptr;
};

class ScopeLowering {
 public:
  ScopeLowering(Tree& tree, Notes& notes)
      : tree_(tree), make_(tree.make), program_(tree.program), notes_(notes), captures_(program_) {}

  void run() {
    Frame frame;
    frame.real = &frame;
    frame_ = &frame;
    place_scope(0);
    list(program_.body, false);
    for (const auto& [symbol, value] : frame.variables) {
      notes_.add_variable(nullptr, symbol, value);
    }
  }

 private:
  struct Claim {
    Symbol* symbol = nullptr;
    bool is_open = true;
    bool can_be_shared = false;
  };
  struct Exit {
    Kind kind;
    const Name* label;
  };
  struct Frame {
    Frame* outer = nullptr;
    Frame* real = nullptr;  // the function of the source which this is or belongs to
    Function* function = nullptr;
    std::uint32_t scope = 0;
    int loops = 0;
    int breakables = 0;
    std::vector<std::pair<Symbol*, Node*>> variables;
    // of a loop's function
    bool is_loop = false;
    bool has_yield = false;
    bool returns = false;
    const std::vector<Labelled*>* own_labels = nullptr;
    std::vector<std::string_view> inner_labels;
    std::vector<Exit> exits;
    std::vector<std::pair<Symbol*, Symbol*>> copies;  // the loop's variable, the function's
    // of a function of the source
    bool has_claims = false;
    std::unordered_map<std::string_view, std::vector<Claim>> claims;
    std::vector<std::string_view> caught;  // parameters of the catch clauses around
  };
  using Placed = std::vector<std::pair<std::string_view, std::size_t>>;

  // --- names

  Placed place_scope(std::uint32_t scope) {
    Placed placed;
    if (scope == no_scope) {
      return placed;
    }
    Symbol* next = nullptr;
    for (Symbol* symbol = program_.scopes[scope].first; symbol != nullptr; symbol = next) {
      next = symbol->next_in_scope;
      if (symbol->scope == scope) {
        place(symbol, placed);
      }
    }
    return placed;
  }
  void close(const Placed& placed) {
    for (const auto& [text, index] : placed) {
      frame_->real->claims[text][index].is_open = false;
    }
  }

  void place(Symbol* symbol, Placed& placed) {
    if (symbol->kind == SymbolKind::lexical && symbol->scope == frame_->scope) {
      symbol->kind = SymbolKind::variable;
      return;
    }
    if (symbol->kind != SymbolKind::lexical && symbol->kind != SymbolKind::block_function) {
      return;
    }
    if (symbol->pinned) {
      if (symbol->kind == SymbolKind::lexical) {
        tree_.adopt(symbol, frame_->scope, SymbolKind::variable);
      }
      return;
    }
    Frame& real = *frame_->real;
    if (!real.has_claims) {
      real.has_claims = true;
      for (Symbol* own = program_.scopes[real.scope].first; own != nullptr;
           own = own->next_in_scope) {
        real.claims[own->name->text].push_back({own, true, false});
      }
    }
    const std::string_view text = symbol->name->text;
    std::vector<Claim>& claims = real.claims[text];
    const bool can_be_shared = !captures_.is_captured(symbol);
    const std::size_t first = claims.size() > 8 ? claims.size() - 8 : 0;
    for (std::size_t i = first; i < claims.size() && can_be_shared; ++i) {
      if (!claims[i].is_open && claims[i].can_be_shared &&
          claims[i].symbol->scope == frame_->scope) {
        claims[i].is_open = true;
        placed.emplace_back(text, i);
        claims[i].symbol->uses += symbol->uses;
        symbol->uses = 0;
        redirect(symbol, claims[i].symbol);
        tree_.adopt(symbol, frame_->scope, SymbolKind::variable);
        return;
      }
    }
    const bool clashes =
        !claims.empty() || captures_.crosses(real.scope, text) ||
        std::find(real.caught.begin(), real.caught.end(), text) != real.caught.end();
    if (clashes) {
      tree_.rename(symbol);
    }
    placed.emplace_back(text, claims.size());
    claims.push_back({symbol, true, can_be_shared});
    tree_.adopt(symbol, frame_->scope, SymbolKind::variable);
  }

  void redirect(const Symbol* from, Symbol* to) {
    if (from->index >= redirected_.size()) {
      redirected_.resize(program_.symbols.size() + 1);
    }
    redirected_[from->index] = to;
  }

  Node* name(Identifier* node) {
    if (node->symbol == nullptr) {
      return node->name->text == "arguments" && frame_->is_loop ? arguments_value(node) : node;
    }
    // A loop's variable in the body of the loop's function may itself have been shared.
    for (int i = 0; i < 2; ++i) {
      const Symbol* symbol = node->symbol;
      if (symbol->index < redirected_.size() && redirected_[symbol->index] != nullptr) {
        node->symbol = redirected_[symbol->index];
      }
    }
    return node;
  }

  Node* this_value(Node* node) {
    Frame& real = *frame_->real;
    if (real.function == nullptr && program_.format == Format::module) {
      return make_.undefined();
    }
    FunctionNotes& notes = notes_[real.function];
    if (notes.self == nullptr) {
      notes.self = tree_.new_symbol(real.scope, SymbolKind::variable, "_this");
      Node* self = make_.this_expression();
      self->module_level = node->module_level;
      real.variables.emplace_back(notes.self, self);
    }
    return tree_.use(notes.self, node);
  }

  Node* arguments_value(Identifier* node) {
    Frame& real = *frame_->real;
    if (real.function == nullptr) {
      return node;
    }
    FunctionNotes& notes = notes_[real.function];
    if (notes.arguments == nullptr) {
      notes.arguments = tree_.new_symbol(real.scope, SymbolKind::variable, "_arguments");
      real.variables.emplace_back(notes.arguments, tree_.global("arguments"));
    }
    return tree_.use(notes.arguments, node);
  }

  // --- expressions

  Node* expression(Node* node) {
    switch (node->kind) {
      case Kind::identifier:
        return name(as<Identifier>(node));
      case Kind::this_expression:
        return frame_->is_loop ? this_value(node) : node;
      case Kind::function_expression:
      case Kind::function_declaration:
        function(as<Function>(node));
        return node;
      case Kind::property: {
        auto* property = as<Property>(node);
        if (property->computed) {
          property->key = expression(property->key);
        }
        property->value = expression(property->value);
        return node;
      }
      case Kind::yield:
        frame_->has_yield = true;
        break;
      case Kind::assignment: {
        auto* assignment = as<Assignment>(node);
        if (is_constant(assignment->target)) {
          return broken_assignment(assignment);
        }
        break;
      }
      case Kind::update:
        if (is_constant(as<Update>(node)->operand)) {
          return make_.sequence({expression(as<Update>(node)->operand),
                                 make_.call(tree_.helper(Helper::const_error))});
        }
        break;
      default:
        break;
    }
    rewrite_children(node, [this](Node* child) { return expression(child); });
    return node;
  }

  static bool is_constant(const Node* target) {
    const auto* identifier = try_as<Identifier>(target);
    return identifier != nullptr && identifier->symbol != nullptr && identifier->symbol->constant &&
           identifier->symbol->kind != SymbolKind::import_binding;
  }
  Node* broken_assignment(Assignment* node) {
    NodeList parts;
    if (node->operation != Operator::assign) {
      parts.push(expression(node->target));
    }
    parts.push(expression(node->value));
    parts.push(make_.call(tree_.helper(Helper::const_error)));
    return make_.sequence(parts);
  }

  void function(Function* node) {
    if (node->name != nullptr && node->kind == Kind::function_declaration) {
      node->name = as<Identifier>(name(node->name));
    }
    const std::uint32_t outer_scope = scope_;
    enter_function_scope(node);
    Frame frame;
    frame.outer = frame_;
    frame.real = &frame;
    frame.function = node;
    frame.scope = node->scope;
    frame_ = &frame;
    place_scope(node->scope);
    for (Node* parameter : node->parameters) {
      expression(parameter);
    }
    list(as<Block>(node->body)->statements, false);
    for (const auto& [symbol, value] : frame.variables) {
      notes_.add_variable(node, symbol, value);
    }
    frame_ = frame.outer;
    scope_ = outer_scope;
  }

  // Scopes follow the code that moves.
  void enter_function_scope(const Function* node) {
    std::uint32_t parent = scope_;
    if (node->kind == Kind::function_expression && node->name != nullptr &&
        node->name->symbol != nullptr &&
        program_.scopes[node->scope].parent == node->name->symbol->scope &&
        node->name->symbol->scope != scope_) {
      parent = node->name->symbol->scope;
      tree_.reparent(parent, scope_);
    }
    tree_.reparent(node->scope, parent);
    scope_ = node->scope;
  }

  // --- statements

  void list(NodeList& statements, bool is_block) {
    NodeList out;
    NodeList functions;
    for (Node* node = statements.first(); node != nullptr;) {
      Node* next = node->next;
      node->next = nullptr;
      if (is_block && node->kind == Kind::function_declaration &&
          !as<Function>(node)->name->symbol->pinned) {
        functions.push(block_function(as<Function>(node)));
      } else {
        statement(node, out);
      }
      node = next;
    }
    statements = out;
    insert_in_front(statements, functions);
  }

  // ES5 knows functions in blocks by custom only, and not in strict code.
  Node* block_function(Function* node) {
    function(node);
    auto* made = make_.variable(VariableKind::var, NodeList{make_.declarator(node->name, node)});
    made->span = node->span;
    node->name = nullptr;
    node->kind = Kind::function_expression;
    return made;
  }

  Node* single(Node* node) {
    NodeList out;
    statement(node, out);
    if (out.size() == 1) {
      return out.first();
    }
    if (out.empty()) {
      return make_.empty();
    }
    return make_.block(out);
  }

  void statement(Node* node, NodeList& out) {
    const std::uint32_t outer_scope = scope_;
    Placed placed;
    const bool has_scope = node->scope != no_scope && !is_function(node);
    if (has_scope) {
      tree_.reparent(node->scope, scope_);
      scope_ = node->scope;
      if (node->kind != Kind::try_statement) {
        placed = place_scope(node->scope);
      }
    }
    Node* made = statement_inside(node, out);
    if (made != nullptr) {
      out.push(made);
    }
    close(placed);
    scope_ = outer_scope;
  }

  Node* statement_inside(Node* node, NodeList& out) {
    switch (node->kind) {
      case Kind::block:
        list(as<Block>(node)->statements, true);
        return node;
      case Kind::variable_declaration:
        return variables(as<VariableDeclaration>(node), false);
      case Kind::if_statement: {
        auto* branch = as<If>(node);
        branch->test = expression(branch->test);
        branch->consequent = single(branch->consequent);
        if (branch->alternate != nullptr) {
          branch->alternate = single(branch->alternate);
        }
        return node;
      }
      case Kind::for_statement:
      case Kind::for_in:
      case Kind::while_statement:
      case Kind::do_while:
        return loop(node, {}, out);
      case Kind::labelled:
        return labelled(as<Labelled>(node), out);
      case Kind::with_statement: {
        auto* with = as<With>(node);
        with->object = expression(with->object);
        with->body = single(with->body);
        return node;
      }
      case Kind::switch_statement: {
        auto* choice = as<Switch>(node);
        choice->subject = expression(choice->subject);
        ++frame_->breakables;
        for (Node* each : choice->cases) {
          auto* branch = as<Case>(each);
          if (branch->test != nullptr) {
            branch->test = expression(branch->test);
          }
          NodeList kept;
          for (Node* inner = branch->statements.first(); inner != nullptr;) {
            Node* next = inner->next;
            inner->next = nullptr;
            if (inner->kind == Kind::function_declaration &&
                !as<Function>(inner)->name->symbol->pinned) {
              out.push(block_function(as<Function>(inner)));
            } else {
              statement(inner, kept);
            }
            inner = next;
          }
          branch->statements = kept;
        }
        --frame_->breakables;
        return node;
      }
      case Kind::try_statement:
        try_statement(as<Try>(node));
        return node;
      case Kind::break_statement:
      case Kind::continue_statement:
        return jump(as<Jump>(node), out);
      case Kind::return_statement: {
        auto* result = as<Return>(node);
        if (result->argument != nullptr) {
          result->argument = expression(result->argument);
        }
        return returned(result);
      }
      case Kind::export_declaration: {
        auto* exported = as<ExportDeclaration>(node);
        exported->declaration = single(exported->declaration);
        return node;
      }
      default:
        return expression(node);
    }
  }

  void try_statement(Try* node) {
    const std::uint32_t inner = scope_;
    const auto part = [this](Block* block, std::uint32_t around) {
      scope_ = around;
      if (block->scope != no_scope) {
        tree_.reparent(block->scope, scope_);
        scope_ = block->scope;
      }
      const Placed placed = place_scope(block->scope);
      list(block->statements, true);
      close(placed);
    };
    const std::uint32_t outer =
        node->scope == no_scope ? scope_ : program_.scopes[node->scope].parent;
    part(node->block, outer);
    if (node->handler != nullptr) {
      Frame& real = *frame_->real;
      const bool has_name = node->parameter != nullptr;
      if (has_name) {
        real.caught.push_back(as<Identifier>(node->parameter)->symbol->name->text);
      }
      scope_ = inner;
      const Placed placed = place_scope(node->scope);
      list(node->handler->statements, true);
      close(placed);
      if (has_name) {
        real.caught.pop_back();
      }
    }
    if (node->finalizer != nullptr) {
      part(node->finalizer, outer);
    }
    scope_ = inner;
  }

  // `let` and `const` become `var`. A `var` inside of a loop's function belongs to the function
  // around and is only assigned here; in a loop's head the result is what stands there.
  Node* variables(VariableDeclaration* node, bool in_head) {
    const bool is_let = node->variable_kind != VariableKind::var;
    node->variable_kind = VariableKind::var;
    bool is_here = true;
    for (Node* each : node->declarators) {
      auto* declarator = as<Declarator>(each);
      auto* target = as<Identifier>(declarator->target);
      const bool is_shared = is_let && target->symbol != nullptr &&
                             target->symbol->index < redirected_.size() &&
                             redirected_[target->symbol->index] != nullptr;
      name(target);
      if (declarator->initial != nullptr) {
        declarator->initial = expression(declarator->initial);
      } else if (is_let && !in_head && (frame_->loops > 0 || is_shared)) {
        declarator->initial = make_.undefined();  // of the last time round
      }
      is_here = is_here && (target->symbol == nullptr || target->symbol->scope == frame_->scope ||
                            !frame_->is_loop);
    }
    if (is_here) {
      return node;
    }
    NodeList parts;
    Identifier* last = nullptr;
    for (Node* each : node->declarators) {
      auto* declarator = as<Declarator>(each);
      last = as<Identifier>(declarator->target);
      auto* symbol = const_cast<Symbol*>(last->symbol);
      Frame* frame = frame_;
      while (frame->is_loop && frame->scope != symbol->scope) {
        frame = frame->outer;
      }
      if (frame != frame_ && hoisted_.insert(symbol).second) {
        frame->variables.emplace_back(symbol, nullptr);
      }
      if (frame == frame_ && !frame->is_loop) {
        return node;
      }
      if (frame == frame_ && hoisted_.insert(symbol).second) {
        frame->variables.emplace_back(symbol, nullptr);
      }
      if (declarator->initial != nullptr) {
        parts.push(make_.assign(last, declarator->initial));
      }
    }
    if (in_head) {
      if (parts.empty()) {
        return last;
      }
      return parts.size() == 1 ? parts.first() : make_.sequence(parts);
    }
    if (parts.empty()) {
      return nullptr;
    }
    return make_.statement(parts.size() == 1 ? parts.first() : make_.sequence(parts));
  }

  Node* labelled(Labelled* node, NodeList& out) {
    std::vector<Labelled*> labels;
    Node* body = node;
    while (body->kind == Kind::labelled) {
      labels.push_back(as<Labelled>(body));
      body = labels.back()->body;
    }
    for (const Labelled* label : labels) {
      frame_->inner_labels.push_back(label->label->text);
    }
    Node* made = node;
    if (is_loop(body)) {
      const std::uint32_t outer_scope = scope_;
      Placed placed;
      if (body->scope != no_scope) {
        tree_.reparent(body->scope, scope_);
        scope_ = body->scope;
        placed = place_scope(body->scope);
      }
      labels.back()->body = loop(body, labels, out);
      close(placed);
      scope_ = outer_scope;
    } else {
      labels.back()->body = single(body);
    }
    frame_->inner_labels.resize(frame_->inner_labels.size() - labels.size());
    return made;
  }

  Node* loop(Node* node, const std::vector<Labelled*>& labels, NodeList& out) {
    Node** body = nullptr;
    switch (node->kind) {
      case Kind::for_statement: {
        auto* each = as<For>(node);
        if (captures_.is_caught_in_head(node)) {
          move_head_into_body(each);
        }
        if (each->initial != nullptr) {
          each->initial = each->initial->kind == Kind::variable_declaration
                              ? variables(as<VariableDeclaration>(each->initial), true)
                              : expression(each->initial);
        }
        if (each->test != nullptr) {
          each->test = expression(each->test);
        }
        if (each->update != nullptr) {
          each->update = expression(each->update);
        }
        body = &each->body;
        break;
      }
      case Kind::while_statement:
      case Kind::do_while: {
        auto* each = as<While>(node);
        each->test = expression(each->test);
        body = &each->body;
        break;
      }
      default: {
        auto* each = as<ForEach>(node);
        each->target = each->target->kind == Kind::variable_declaration
                           ? variables(as<VariableDeclaration>(each->target), true)
                           : expression(each->target);
        each->subject = expression(each->subject);
        body = &each->body;
        break;
      }
    }
    if (captures_.needs_function(node)) {
      loop_function(node, *body, labels, out);
      return node;
    }
    ++frame_->loops;
    ++frame_->breakables;
    *body = single(*body);
    --frame_->loops;
    --frame_->breakables;
    return node;
  }

  // for (let i = 0; test; update) body, where closures in the head catch i: what the head does
  // happens in the body, with that turn's i.
  void move_head_into_body(For* node) {
    NodeList list;
    if (node->update != nullptr) {
      Symbol* started = tree_.new_symbol(frame_->scope, SymbolKind::variable, "started");
      frame_->variables.emplace_back(started, nullptr);
      if (auto* variables = try_as<VariableDeclaration>(node->initial)) {
        variables->declarators.push(make_.declarator(tree_.use(started), make_.boolean(false)));
      }
      list.push(make_.if_statement(
          tree_.use(started), make_.statement(node->update),
          make_.statement(make_.assign(tree_.use(started), make_.boolean(true)))));
    }
    if (node->test != nullptr) {
      list.push(make_.if_statement(make_.unary(Operator::logical_not, node->test),
                                   make_.arena().make<Jump>(Kind::break_statement)));
    }
    list.push(node->body);
    node->update = node->test = nullptr;
    node->body = make_.block(list);
    captures_.assign_in_body(program_, node->scope);
  }

  void loop_function(Node* node, Node*& body, const std::vector<Labelled*>& labels, NodeList& out) {
    const std::uint32_t outer_scope = scope_;
    Function* made = make_.function("", {}, {});
    made->span = body->span;
    made->scope = tree_.new_scope(scope_, true);
    Frame frame;
    frame.outer = frame_;
    frame.real = frame_->real;
    frame.function = made;
    frame.scope = made->scope;
    frame.is_loop = true;
    frame.own_labels = &labels;
    NodeList given;
    std::vector<Symbol*> heads;
    if (node->scope != no_scope) {
      for (Symbol* symbol = program_.scopes[node->scope].first; symbol != nullptr;
           symbol = symbol->next_in_scope) {
        if (!captures_.is_captured(symbol) || symbol->kind != SymbolKind::variable) {
          continue;
        }
        Symbol* parameter =
            tree_.new_symbol(made->scope, SymbolKind::parameter, symbol->name->text);
        parameter->constant = symbol->constant;
        made->parameters.push(tree_.use(parameter));
        given.push(tree_.use(symbol));
        heads.push_back(symbol);
        redirect(symbol, parameter);
        if (captures_.is_assigned_in_body(symbol)) {
          frame.copies.emplace_back(symbol, parameter);
        }
      }
    }
    frame_ = &frame;
    scope_ = made->scope;
    NodeList statements;
    if (body->kind == Kind::block) {
      statement(body, statements);
      statements = as<Block>(body)->statements;
    } else {
      statement(body, statements);
    }
    frame_ = frame.outer;
    scope_ = outer_scope;
    for (const Symbol* symbol : heads) {
      redirect(symbol, nullptr);
    }
    for (const auto& [outer, inner] : frame.copies) {
      statements.push(make_.statement(make_.assign(tree_.use(outer), tree_.use(inner))));
    }
    as<Block>(made->body)->statements = statements;
    made->is_generator = frame.has_yield;
    for (const auto& [symbol, value] : frame.variables) {
      notes_.add_variable(made, symbol, value);
    }
    Symbol* symbol = tree_.new_symbol(frame_->scope, SymbolKind::variable, "loop");
    out.push(
        make_.variable(VariableKind::var, NodeList{make_.declarator(tree_.use(symbol), made)}));
    Node* call = make_.call(tree_.use(symbol), given);
    if (frame.has_yield) {
      auto* delegated = make_.arena().make<Yield>();
      delegated->delegate = true;
      delegated->argument = call;
      frame_->has_yield = true;
      call = delegated;
    }
    ++frame_->loops;
    ++frame_->breakables;
    body = call_site(call, frame);
    --frame_->loops;
    --frame_->breakables;
  }

  // The call of a loop's function, and what it asks for: to leave the loop or the function.
  Node* call_site(Node* call, const Frame& made) {
    if (made.exits.empty() && !made.returns) {
      return make_.statement(call);
    }
    NodeList statements;
    const auto jump_to = [&](const Exit& exit) {
      auto* node = make_.arena().make<Jump>(exit.kind);
      node->label = exit.label;
      NodeList parts;
      if (Node* last = jump(node, parts)) {
        parts.push(last);
      }
      return parts.size() == 1 ? parts.first() : make_.block(parts);
    };
    if (made.exits.size() == 1 && !made.returns) {
      return make_.if_statement(call, jump_to(made.exits.front()));
    }
    Symbol* result = tree_.new_symbol(frame_->scope, SymbolKind::variable, "result");
    frame_->variables.emplace_back(result, nullptr);
    Node* first = make_.assign(tree_.use(result), call);
    if (!made.exits.empty()) {
      statements.push(make_.statement(first));
      first = tree_.use(result);
    }
    std::int64_t number = 0;
    for (const Exit& exit : made.exits) {
      statements.push(make_.if_statement(
          make_.binary(Operator::strict_equal, tree_.use(result), make_.number(++number)),
          jump_to(exit)));
    }
    if (made.returns) {
      statements.push(make_.if_statement(
          first, returned(make_.return_statement(make_.member(tree_.use(result), "v")))));
    }
    return statements.size() == 1 ? statements.first() : make_.block(statements);
  }

  Node* jump(Jump* node, NodeList& out) {
    Frame& frame = *frame_;
    if (!frame.is_loop) {
      return node;
    }
    const bool is_break = node->kind == Kind::break_statement;
    bool is_own = false;
    if (node->label == nullptr) {
      if ((is_break ? frame.breakables : frame.loops) > 0) {
        return node;
      }
      is_own = true;
    } else {
      const std::string_view label = node->label->text;
      if (std::find(frame.inner_labels.begin(), frame.inner_labels.end(), label) !=
          frame.inner_labels.end()) {
        return node;
      }
      for (const Labelled* own : *frame.own_labels) {
        is_own = is_own || own->label->text == label;
      }
    }
    if (is_own && !is_break) {
      for (const auto& [outer, inner] : frame.copies) {
        out.push(make_.statement(make_.assign(tree_.use(outer), tree_.use(inner))));
      }
      auto* made = make_.return_statement();
      made->span = node->span;
      return made;
    }
    const Name* label = is_own ? nullptr : node->label;
    std::size_t at = 0;
    while (at < frame.exits.size() &&
           (frame.exits[at].kind != node->kind ||
            (frame.exits[at].label == nullptr) != (label == nullptr) ||
            (label != nullptr && frame.exits[at].label->text != label->text))) {
      ++at;
    }
    if (at == frame.exits.size()) {
      frame.exits.push_back({node->kind, label});
    }
    auto* made = make_.return_statement(make_.number(static_cast<std::int64_t>(at + 1)));
    made->span = node->span;
    return made;
  }

  Node* returned(Return* node) {
    if (frame_->is_loop) {
      frame_->returns = true;
      Node* value = node->argument == nullptr ? make_.undefined() : node->argument;
      node->argument = make_.object(NodeList{make_.property("v", value)});
    }
    return node;
  }

  Tree& tree_;
  Builder& make_;
  Program& program_;
  Notes& notes_;
  Captures captures_;
  Frame* frame_ = nullptr;
  std::uint32_t scope_ = 0;
  std::vector<Symbol*> redirected_;  // by Symbol::index
  std::unordered_set<const Symbol*> hoisted_;
};

}  // namespace

void lower_scopes(Tree& tree, Notes& notes) { ScopeLowering(tree, notes).run(); }

}  // namespace mpaas::js::es5
