#include "compiler/js/lower/es5_syntax.h"

#include <charconv>
#include <string>
#include <unordered_set>

#include "compiler/js/effects.h"
#include "compiler/js/js.h"
#include "compiler/js/quote.h"

namespace mpaas::js::es5 {

bool is_pattern(const Node* node) {
  return node->kind == Kind::array_pattern || node->kind == Kind::object_pattern;
}

bool is_anonymous_function(const Node* node) {
  if (node->kind == Kind::arrow_function) {
    return true;
  }
  if (node->kind == Kind::function_expression) {
    return as<Function>(node)->name == nullptr;
  }
  return node->kind == Kind::class_expression && as<Class>(node)->name == nullptr;
}

void lower_syntax(Tree& tree, Notes& notes, const Survey& survey) {
  SyntaxLowering(tree, notes, survey).run();
}

void SyntaxLowering::run() {
  Frame frame;
  frame.is_strict = program_.strict || program_.format == Format::module;
  frame_ = &frame;
  block(program_.body);
  for (const auto& [symbol, value] : frame.variables) {
    notes_.add_variable(nullptr, symbol, value);
  }
  notes_[nullptr].self = frame.self;
  notes_[nullptr].arguments = frame.arguments;
}

// --- walking

Node* SyntaxLowering::children(Node* node) {
  rewrite_children(node, [this](Node* child) { return expression(child); });
  return node;
}

void SyntaxLowering::expressions(NodeList& list) {
  rewrite_list(list, [this](Node* child) { return expression(child); });
}

Node* SyntaxLowering::expression(Node* node) {
  switch (node->kind) {
    case Kind::identifier:
      return identifier(as<Identifier>(node));
    case Kind::this_expression:
      return this_value(node);
    case Kind::string_literal:
      return string_literal(as<StringLiteral>(node));
    case Kind::number_literal:
      return number_literal(as<NumberLiteral>(node));
    case Kind::template_literal:
      return template_literal(as<TemplateLiteral>(node));
    case Kind::tagged_template:
      return tagged_template(as<TaggedTemplate>(node));
    case Kind::array_literal:
      return array(as<Array>(node));
    case Kind::object_literal:
      return object(as<Object>(node));
    case Kind::function_expression:
    case Kind::function_declaration:
      return function(as<Function>(node), {});
    case Kind::arrow_function:
      return arrow(as<Function>(node));
    case Kind::class_expression:
      return class_value(as<Class>(node), nullptr, "");
    case Kind::call:
      return call(as<Call>(node));
    case Kind::new_expression:
      return construct(as<New>(node));
    case Kind::assignment:
      return assignment(as<Assignment>(node), true);
    case Kind::update:
      return update(as<Update>(node), true);
    case Kind::new_target:
      return new_target(node);
    case Kind::member:
      if (as<Member>(node)->object->kind == Kind::super_expression) {
        return super_get(node);
      }
      return children(node);
    case Kind::index:
      if (as<Index>(node)->object->kind == Kind::super_expression) {
        return super_get(node);
      }
      return children(node);
    case Kind::sequence: {
      auto* sequence = as<Sequence>(node);
      const Node* last = sequence->expressions.last();
      rewrite_list(sequence->expressions, [this, last](Node* child) {
        return child == last ? expression(child) : unused(child);
      });
      return node;
    }
    default:
      return children(node);
  }
}

Node* SyntaxLowering::unused(Node* node) {
  if (node->kind == Kind::assignment) {
    return assignment(as<Assignment>(node), false);
  }
  if (node->kind == Kind::update) {
    return update(as<Update>(node), false);
  }
  return expression(node);
}

Node* SyntaxLowering::single(Node* node) {
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

void SyntaxLowering::statements(NodeList& list) {
  NodeList out;
  for (Node* node = list.first(); node != nullptr;) {
    Node* next = node->next;
    node->next = nullptr;
    statement(node, out);
    node = next;
  }
  list = out;
}

void SyntaxLowering::block(NodeList& list) {
  BlockFrame frame;
  frame.outer = block_;
  block_ = &frame;
  statements(list);
  block_ = frame.outer;
  if (!frame.lexicals.empty()) {
    NodeList declarators;
    for (Symbol* symbol : frame.lexicals) {
      declarators.push(make_.declarator(tree_.use(symbol)));
    }
    insert_in_front(list, {make_.variable(VariableKind::let, declarators)});
  }
}

void SyntaxLowering::statement(Node* node, NodeList& out) {
  const std::uint32_t outer_scope = scope_;
  if (node->scope != no_scope && node->kind != Kind::function_declaration &&
      node->kind != Kind::class_declaration) {
    scope_ = node->scope;
  }
  switch (node->kind) {
    case Kind::block:
      block(as<Block>(node)->statements);
      break;
    case Kind::expression_statement: {
      auto* statement = as<ExpressionStatement>(node);
      statement->expression = unused(statement->expression);
      frame_->super_is_done = frame_->super_is_done || node == frame_->super_statement;
      break;
    }
    case Kind::variable_declaration:
      declaration(as<VariableDeclaration>(node));
      break;
    case Kind::if_statement: {
      auto* branch = as<If>(node);
      branch->test = expression(branch->test);
      branch->consequent = single(branch->consequent);
      if (branch->alternate != nullptr) {
        branch->alternate = single(branch->alternate);
      }
      break;
    }
    case Kind::for_statement: {
      auto* loop = as<For>(node);
      if (loop->initial != nullptr) {
        if (loop->initial->kind == Kind::variable_declaration) {
          declaration(as<VariableDeclaration>(loop->initial));
        } else {
          loop->initial = unused(loop->initial);
        }
      }
      if (loop->test != nullptr) {
        loop->test = expression(loop->test);
      }
      if (loop->update != nullptr) {
        loop->update = unused(loop->update);
      }
      loop->body = single(loop->body);
      break;
    }
    case Kind::for_of:
    case Kind::for_in:
      for_each(as<ForEach>(node), {}, out);
      scope_ = outer_scope;
      return;
    case Kind::while_statement:
    case Kind::do_while: {
      auto* loop = as<While>(node);
      loop->test = expression(loop->test);
      loop->body = single(loop->body);
      break;
    }
    case Kind::with_statement: {
      auto* with = as<With>(node);
      with->object = expression(with->object);
      with->body = single(with->body);
      break;
    }
    case Kind::labelled: {
      std::vector<Labelled*> labels;
      Node* body = node;
      while (body->kind == Kind::labelled) {
        labels.push_back(as<Labelled>(body));
        body = labels.back()->body;
      }
      if (body->kind == Kind::for_of) {
        scope_ = body->scope;
        for_each(as<ForEach>(body), labels, out);
        scope_ = outer_scope;
        return;
      }
      labels.back()->body = single(body);
      break;
    }
    case Kind::switch_statement: {
      auto* choice = as<Switch>(node);
      choice->subject = expression(choice->subject);
      for (Node* each : choice->cases) {
        auto* branch = as<Case>(each);
        if (branch->test != nullptr) {
          branch->test = expression(branch->test);
        }
        statements(branch->statements);
      }
      break;
    }
    case Kind::try_statement:
      try_statement(as<Try>(node));
      break;
    case Kind::function_declaration:
      function(as<Function>(node), {});
      break;
    case Kind::return_statement:
      return_statement(as<Return>(node));
      break;
    case Kind::class_declaration: {
      auto* made = as<Class>(node);
      Symbol* symbol = const_cast<Symbol*>(made->name->symbol);
      Identifier* name = made->name;
      auto* variable = make_.variable(
          VariableKind::let,
          NodeList{make_.declarator(name, class_value(made, symbol, name->name->text))});
      variable->span = node->span;
      out.push(variable);
      scope_ = outer_scope;
      return;
    }
    case Kind::export_declaration:
      exported(as<ExportDeclaration>(node), out);
      scope_ = outer_scope;
      return;
    case Kind::export_default:
      exported_default(as<ExportDefault>(node), out);
      scope_ = outer_scope;
      return;
    default:
      children(node);
      break;
  }
  scope_ = outer_scope;
  out.push(node);
}

void SyntaxLowering::exported_default(ExportDefault* node, NodeList& out) {
  if (node->value->kind != Kind::class_declaration) {
    node->value = is_anonymous_function(node->value) ? named(node->value, "default")
                                                     : expression(node->value);
    out.push(node);
    return;
  }
  auto* made = as<Class>(node->value);
  if (made->name == nullptr) {
    node->value = class_value(made, nullptr, "default");
    out.push(node);
    return;
  }
  // export default class A {}: a variable, which is exported as default.
  Symbol* symbol = const_cast<Symbol*>(made->name->symbol);
  Identifier* name = made->name;
  auto* variable =
      make_.variable(VariableKind::let,
                     NodeList{make_.declarator(name, class_value(made, symbol, name->name->text))});
  variable->span = node->span;
  out.push(variable);
  auto* specifier = make_.arena().make<ExportSpecifier>();
  specifier->local = symbol->name;
  specifier->exported = make_.name("default");
  specifier->identifier = tree_.use(symbol);
  auto* exported = make_.arena().make<ExportNamed>();
  exported->specifiers.push(specifier);
  out.push(exported);
}

void SyntaxLowering::try_statement(Try* node) {
  const std::uint32_t inner = node->scope;
  // Blocks that an earlier pass made may have no scope of their own.
  const std::uint32_t outer = inner == no_scope ? scope_ : program_.scopes[inner].parent;
  const auto scope_of = [outer](const Block* made) {
    return made->scope == no_scope ? outer : made->scope;
  };
  scope_ = scope_of(node->block);
  block(node->block->statements);
  if (node->handler != nullptr) {
    scope_ = inner == no_scope ? outer : inner;
    if (node->parameter != nullptr && is_pattern(node->parameter)) {
      Node* pattern = node->parameter;
      Symbol* caught = tree_.new_symbol(scope_, SymbolKind::catch_parameter, "error");
      node->parameter = tree_.use(caught);
      for (Symbol* symbol = program_.scopes[scope_].first; symbol != nullptr;
           symbol = symbol->next_in_scope) {
        if (symbol->kind == SymbolKind::catch_parameter) {
          symbol->kind = SymbolKind::lexical;
        }
      }
      insert_in_front(node->handler->statements,
                      {make_.variable(VariableKind::let,
                                      NodeList{make_.declarator(pattern, tree_.use(caught))})});
    }
    block(node->handler->statements);
  }
  if (node->finalizer != nullptr) {
    scope_ = scope_of(node->finalizer);
    block(node->finalizer->statements);
  }
  scope_ = outer;
}

// --- functions

SyntaxLowering::Frame& SyntaxLowering::owner() {
  Frame* frame = frame_;
  while (frame->is_arrow) {
    frame = frame->outer;
  }
  return *frame;
}

Symbol* SyntaxLowering::temporary() {
  if (!frame_->free_temporaries.empty()) {
    Symbol* symbol = frame_->free_temporaries.back();
    frame_->free_temporaries.pop_back();
    return symbol;
  }
  Symbol* symbol = tree_.new_symbol(frame_->scope, SymbolKind::variable, "t");
  frame_->variables.emplace_back(symbol, nullptr);
  return symbol;
}

Node* SyntaxLowering::this_value(Node* node) {
  Frame& frame = owner();
  if (&frame == frame_ && !frame.is_derived) {
    return node;
  }
  if (frame.function == nullptr && program_.format == Format::module) {
    return make_.undefined();
  }
  Node* self = self_of(frame, node);
  if (frame.is_derived && !frame.super_is_done) {
    return make_.call(tree_.helper(Helper::derived_result), {self});
  }
  return self;
}

Node* SyntaxLowering::self_of(Frame& frame, Node* node) {
  if (frame.self == nullptr) {
    frame.self = tree_.new_symbol(frame.scope, SymbolKind::variable, "_this");
    Node* self = nullptr;
    if (!frame.is_derived) {
      self = make_.this_expression();
      self->module_level = node->module_level;
    }
    frame.variables.emplace_back(frame.self, self);
  }
  return tree_.use(frame.self, node);
}

Node* SyntaxLowering::arguments_value(Identifier* node) {
  Frame& frame = owner();
  frame.uses_arguments = true;
  if (&frame == frame_) {
    return node;
  }
  if (frame.arguments == nullptr) {
    frame.arguments = tree_.new_symbol(frame.scope, SymbolKind::variable, "_arguments");
    Node* value = tree_.global("arguments");
    if (frame.function == nullptr) {
      value = make_.conditional(
          make_.binary(Operator::strict_equal,
                       make_.unary(Operator::key_typeof, tree_.global("arguments")),
                       make_.string("undefined")),
          make_.undefined(), value);
    }
    frame.variables.emplace_back(frame.arguments, value);
  }
  return tree_.use(frame.arguments, node);
}

Node* SyntaxLowering::new_target(Node* node) {
  Frame& frame = owner();
  if (frame.function == nullptr || frame.is_method) {
    return make_.undefined();
  }
  if (frame.target == nullptr) {
    frame.target = tree_.new_symbol(frame.scope, SymbolKind::variable, "_target");
    Node* value = make_.member(make_.this_expression(), "constructor");
    if (!frame.is_constructor) {
      Function* function = frame.function;
      if (function->name == nullptr) {
        const std::uint32_t scope = tree_.new_scope(program_.scopes[frame.scope].parent, false);
        tree_.reparent(frame.scope, scope);
        function->name = tree_.use(tree_.new_symbol(scope, SymbolKind::lexical, "_function"));
      }
      value =
          make_.conditional(make_.binary(Operator::key_instanceof, make_.this_expression(),
                                         tree_.use(const_cast<Symbol*>(function->name->symbol))),
                            value, make_.undefined());
    }
    frame.variables.emplace_back(frame.target, value);
  }
  return tree_.use(frame.target, node);
}

Node* SyntaxLowering::function(Function* node, const FunctionForm& form) {
  Frame frame;
  frame.outer = frame_;
  frame.function = node;
  frame.scope = node->scope;
  frame.is_arrow = node->kind == Kind::arrow_function;
  frame.is_strict = frame_->is_strict || form.home != nullptr;
  frame.home = form.home;
  frame.is_static = form.is_static;
  frame.is_method = form.is_method;
  frame.is_constructor = form.is_constructor;
  frame.is_derived = form.is_derived;
  notes_.has_generators = notes_.has_generators || node->is_generator;
  auto* body = as<Block>(node->body);
  bool adds_strict = form.home != nullptr && form.home->is_class && !frame_->is_strict;
  for (const Node* statement : body->statements) {
    const auto* directive = try_as<Directive>(statement);
    if (directive == nullptr) {
      break;
    }
    if (directive->raw.substr(1, directive->raw.size() - 2) == "use strict") {
      frame.is_strict = true;
      adds_strict = false;
    }
  }
  if (form.home != nullptr && !form.home->is_class) {
    frame.is_strict = frame_->is_strict;
  }
  for (const Node* statement : body->statements) {
    const auto* effect = try_as<ExpressionStatement>(statement);
    const auto* called = effect == nullptr ? nullptr : try_as<Call>(effect->expression);
    if (called != nullptr && called->callee->kind == Kind::super_expression) {
      frame.super_statement = statement;
      break;
    }
  }
  const std::uint32_t outer_scope = scope_;
  frame_ = &frame;
  scope_ = node->scope;
  BlockFrame front;
  front.outer = block_;
  block_ = &front;
  if (node->name != nullptr && node->name->symbol == nullptr) {
    node->name = as<Identifier>(expression(node->name));
  }
  parameters(node, frame, form);
  block_ = front.outer;
  frame_ = frame.outer;
  scope_ = outer_scope;
  if (adds_strict) {
    NodeList statements{make_.directive("use strict")};
    for (Node* each = body->statements.first(); each != nullptr;) {
      Node* next = each->next;
      each->next = nullptr;
      statements.push(each);
      each = next;
    }
    body->statements = statements;
  }
  if (frame.is_arrow) {
    node->kind = Kind::function_expression;
  }
  return node;
}

Node* SyntaxLowering::arrow(Function* node) {
  if (node->body->kind != Kind::block) {
    auto* result = make_.return_statement(node->body);
    result->span = node->body->span;
    node->body = make_.block(NodeList{result});
  }
  return function(node, {});
}

// --- names

Node* SyntaxLowering::identifier(Identifier* node) {
  if (node->symbol == nullptr) {
    return node->name->text == "arguments" ? arguments_value(node) : node;
  }
  if (node->symbol->index < class_names_.size()) {
    Home* home = class_names_[node->symbol->index];
    if (home != nullptr) {
      return tree_.use(home->in_constructor ? home->own : binding_of(*home), node);
    }
  }
  return node;
}

// A real ES5 engine names no function but those that are declared; newer ones do where a function
// stands right behind the name, so that only what takes it away from there has to name it.
Node* SyntaxLowering::named_by_hand(Node* value, std::string_view name) {
  if (value->kind == Kind::class_expression) {
    return class_value(as<Class>(value), nullptr, name);
  }
  return make_.call(tree_.helper(Helper::set_name), {expression(value), make_.string(name)});
}

Node* SyntaxLowering::named(Node* value, std::string_view name) {
  if (value->kind == Kind::class_expression && as<Class>(value)->name == nullptr) {
    return class_value(as<Class>(value), nullptr, name);
  }
  return expression(value);
}

// --- literals

Node* SyntaxLowering::string_literal(StringLiteral* node) {
  if (node->raw.find("\\u{") != std::string_view::npos) {
    auto* made = make_.string(string_value(*node));
    made->span = node->span;
    return made;
  }
  return node;
}

Node* SyntaxLowering::number_literal(NumberLiteral* node) {
  const std::string_view raw = node->raw;
  if (raw.size() < 3 || raw[0] != '0') {
    return node;
  }
  const int base = raw[1] == 'b' || raw[1] == 'B' ? 2 : raw[1] == 'o' || raw[1] == 'O' ? 8 : 0;
  if (base == 0) {
    return node;
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(raw.data() + 2, raw.data() + raw.size(), value, base);
  Node* made = nullptr;
  if (error == std::errc{} && end == raw.data() + raw.size() && value < (std::uint64_t{1} << 53U)) {
    made = make_.number(static_cast<std::int64_t>(value));
  } else {
    // Beyond 53 bits the sum rounds as reading the literal does: powers of two are exact, and the
    // digits are summed from the top.
    const unsigned width = base == 2 ? 1 : 3;
    std::string bits;
    for (const char c : raw.substr(2)) {
      for (unsigned bit = width; c != '_' && bit-- > 0;) {
        bits += ((static_cast<unsigned>(c - '0') >> bit) & 1U) != 0 ? '1' : '0';
      }
    }
    bits.erase(0, std::min(bits.find('1'), bits.size()));
    std::string hex = "0x";
    for (std::size_t at = 0; at < bits.size();) {
      const std::size_t length = (bits.size() - at) % 4 == 0 ? 4 : (bits.size() - at) % 4;
      unsigned digit = 0;
      for (std::size_t i = 0; i < length; ++i) {
        digit = digit * 2 + (bits[at + i] == '1' ? 1U : 0U);
      }
      hex += "0123456789abcdef"[digit];
      at += length;
    }
    made = make_.arena().make<NumberLiteral>(
        make_.arena().copy(std::string_view(bits.empty() ? "0" : hex)));
  }
  made->span = node->span;
  return made;
}

// The text of a template's chunk: what it means, with lines ended by \n.
static std::string chunk_text(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '\r') {
      at += at + 1 < raw.size() && raw[at + 1] == '\n' ? 1 : 0;
      text += '\n';
    } else {
      text += raw[at];
    }
  }
  return text;
}

Node* SyntaxLowering::template_literal(TemplateLiteral* node) {
  expressions(node->expressions);
  NodeList parts;
  bool is_first = true;
  Node* first = nullptr;
  // "a".concat(b) calls ToString as a template does; a + b would prefer valueOf().
  bool all_primitive = true;
  for (const Node* each : node->expressions) {
    all_primitive = all_primitive && is_primitive(value_type(each));
  }
  Node* value = node->expressions.first();
  for (Node* chunk : node->chunks) {
    const std::string text = decode_escapes(chunk_text(as<TemplateChunk>(chunk)->raw));
    if (is_first) {
      first = make_.string(text);
      is_first = false;
    } else if (!text.empty()) {
      parts.push(make_.string(text));
    }
    if (value != nullptr) {
      Node* next = value->next;
      value->next = nullptr;
      parts.push(value);
      value = next;
    }
  }
  first->span = node->span;
  if (parts.empty()) {
    return first;
  }
  if (all_primitive) {
    for (Node* part = parts.first(); part != nullptr;) {
      Node* next = part->next;
      part->next = nullptr;
      first = make_.binary(Operator::plus, first, part);
      part = next;
    }
    return first;
  }
  auto* made = make_.call(make_.member(first, "concat"), parts);
  made->span = node->span;
  return made;
}

static bool has_bad_escape(std::string_view raw);

Node* SyntaxLowering::tagged_template(TaggedTemplate* node) {
  Node* tag = node->tag;
  Node* self = nullptr;
  if (tag->kind == Kind::member || tag->kind == Kind::index) {
    const Node* object =
        tag->kind == Kind::member ? as<Member>(tag)->object : as<Index>(tag)->object;
    if (object->kind == Kind::super_expression) {
      self = this_value(make_.this_expression());
    }
  }
  tag = expression(tag);
  NodeList cooked;
  NodeList raw;
  bool differs = false;
  for (Node* chunk : node->quasi->chunks) {
    const std::string text = chunk_text(as<TemplateChunk>(chunk)->raw);
    raw.push(make_.string(text));
    if (has_bad_escape(text)) {
      cooked.push(make_.undefined());
      differs = true;
    } else {
      const std::string decoded = decode_escapes(text);
      differs = differs || decoded != text;
      cooked.push(make_.string(decoded));
    }
  }
  NodeList strings{make_.array(cooked)};
  if (differs) {
    strings.push(make_.array(raw));
  }
  Symbol* cache = tree_.new_symbol(0, SymbolKind::variable, "template");
  Frame* top = frame_;
  while (top->outer != nullptr) {
    top = top->outer;
  }
  top->variables.emplace_back(cache, nullptr);
  NodeList list{make_.logical_or(
      tree_.use(cache),
      make_.assign(tree_.use(cache), make_.call(tree_.helper(Helper::template_object), strings)))};
  expressions(node->quasi->expressions);
  for (Node* value = node->quasi->expressions.first(); value != nullptr;) {
    Node* next = value->next;
    value->next = nullptr;
    list.push(value);
    value = next;
  }
  if (self != nullptr) {
    NodeList with_self{self};
    for (Node* value = list.first(); value != nullptr;) {
      Node* next = value->next;
      value->next = nullptr;
      with_self.push(value);
      value = next;
    }
    list = with_self;
    tag = make_.member(tag, "call");
  }
  auto* made = make_.call(tag, list);
  made->span = node->span;
  return made;
}

static bool has_bad_escape(std::string_view raw) {
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  for (std::size_t at = 0; at + 1 < raw.size(); ++at) {
    if (raw[at] != '\\') {
      continue;
    }
    const char c = raw[++at];
    std::size_t digits = 0;
    if (c >= '1' && c <= '9') {
      return true;
    }
    if (c == '0' && at + 1 < raw.size() && raw[at + 1] >= '0' && raw[at + 1] <= '9') {
      return true;
    }
    const auto count = [&](std::size_t from) {
      while (from + digits < raw.size() && is_hex(raw[from + digits])) {
        ++digits;
      }
      return digits;
    };
    if (c == 'x' && count(at + 1) < 2) {
      return true;
    }
    if (c == 'u') {
      if (at + 1 < raw.size() && raw[at + 1] == '{') {
        const std::size_t length = count(at + 2);
        if (length == 0 || at + 2 + length >= raw.size() || raw[at + 2 + length] != '}') {
          return true;
        }
        unsigned value = 0;
        const auto [end, error] =
            std::from_chars(raw.data() + at + 2, raw.data() + at + 2 + length, value, 16);
        if (error != std::errc{} || value > 0x10ffff) {
          return true;
        }
        (void)end;
      } else if (count(at + 1) < 4) {
        return true;
      }
    }
  }
  return false;
}

// --- arrays and calls

// [a, ...b, c] as an expression for a new array. The elements are lowered already.
Node* SyntaxLowering::spread_list(NodeList& list) {
  NodeList parts;  // each an array
  NodeList run;
  const auto end_run = [&] {
    if (!run.empty()) {
      parts.push(make_.array(run));
      run = {};
    }
  };
  for (Node* node = list.first(); node != nullptr;) {
    Node* next = node->next;
    node->next = nullptr;
    if (node->kind == Kind::spread) {
      end_run();
      parts.push(make_.call(tree_.helper(Helper::to_array), NodeList{as<Spread>(node)->operand}));
    } else {
      run.push(node);
    }
    node = next;
  }
  end_run();
  Node* first = parts.first();
  if (parts.size() == 1) {
    return first;
  }
  NodeList others;
  for (Node* node = first->next; node != nullptr;) {
    Node* next = node->next;
    node->next = nullptr;
    others.push(node);
    node = next;
  }
  first->next = nullptr;
  return make_.call(make_.member(first, "concat"), others);
}

static bool has_spread(const NodeList& list) {
  for (const Node* node : list) {
    if (node->kind == Kind::spread) {
      return true;
    }
  }
  return false;
}

Node* SyntaxLowering::array(Array* node) {
  expressions(node->elements);
  if (!has_spread(node->elements)) {
    return node;
  }
  Node* made = spread_list(node->elements);
  made->span = node->span;
  return made;
}

// Whether reading it twice gives the same and does nothing.
bool SyntaxLowering::is_simple(const Node* node) const {
  if (node->kind == Kind::this_expression) {
    return true;
  }
  const auto* identifier = try_as<Identifier>(node);
  return identifier != nullptr && identifier->symbol != nullptr &&
         identifier->replacement == nullptr &&
         (survey_.is_fixed(identifier->symbol) ||
          identifier->symbol->index >= survey_.assignments.size());
}

Node* SyntaxLowering::again(Node* simple) {
  if (simple->kind == Kind::this_expression) {
    Node* made = make_.this_expression();
    made->module_level = simple->module_level;
    return made;
  }
  return tree_.use(const_cast<Symbol*>(as<Identifier>(simple)->symbol));
}

Node* SyntaxLowering::call(Call* node) {
  if (node->callee->kind == Kind::super_expression) {
    return super_call(node);
  }
  const bool spreads = has_spread(node->arguments);
  Node* callee = node->callee;
  const bool is_super =
      (callee->kind == Kind::member &&
       as<Member>(callee)->object->kind == Kind::super_expression) ||
      (callee->kind == Kind::index && as<Index>(callee)->object->kind == Kind::super_expression);
  node->callee = callee = expression(callee);
  if (!is_super && !spreads) {
    expressions(node->arguments);
    return node;
  }
  Node* self = nullptr;
  Symbol* held = nullptr;
  if (is_super) {
    self = this_value(make_.this_expression());
  } else if (callee->kind == Kind::member || callee->kind == Kind::index) {
    Node*& object =
        callee->kind == Kind::member ? as<Member>(callee)->object : as<Index>(callee)->object;
    if (is_simple(object)) {
      self = again(object);
    } else {
      held = temporary();
      object = make_.assign(tree_.use(held), object);
      self = tree_.use(held);
    }
  } else {
    self = make_.undefined();
  }
  expressions(node->arguments);
  NodeList list{self};
  if (spreads) {
    list.push(spread_list(node->arguments));
  } else {
    for (Node* each = node->arguments.first(); each != nullptr;) {
      Node* next = each->next;
      each->next = nullptr;
      list.push(each);
      each = next;
    }
  }
  if (held != nullptr) {
    release(held);
  }
  auto* made = make_.call(make_.member(callee, spreads ? "apply" : "call"), list);
  made->span = node->span;
  return made;
}

Node* SyntaxLowering::construct(New* node) {
  node->callee = expression(node->callee);
  expressions(node->arguments);
  if (!has_spread(node->arguments)) {
    return node;
  }
  auto* made = make_.call(tree_.helper(Helper::construct_with),
                          {node->callee, spread_list(node->arguments)});
  made->span = node->span;
  return made;
}

// --- objects

static std::string_view key_text(const Node* key) {
  if (const auto* identifier = try_as<Identifier>(key)) {
    return identifier->name->text;
  }
  if (const auto* number = try_as<NumberLiteral>(key)) {
    return number->raw;
  }
  return {};
}

static std::string key_value(const Property& property) {
  if (const auto* string = try_as<StringLiteral>(property.key)) {
    return string_value(*string);
  }
  return std::string(key_text(property.key));
}

namespace {

// Which names a literal has already: ES5 forbids a name twice in strict code.
class Keys {
 public:
  bool add(const std::string& name, MemberKind kind) {
    const unsigned bits = kind == MemberKind::getter ? 1U : kind == MemberKind::setter ? 2U : 3U;
    for (const auto bit : {1U, 2U}) {
      if ((bits & bit) != 0 && seen_[bit - 1].count(name) != 0) {
        return false;
      }
    }
    for (const auto bit : {1U, 2U}) {
      if ((bits & bit) != 0) {
        seen_[bit - 1].insert(name);
      }
    }
    return true;
  }

 private:
  std::unordered_set<std::string> seen_[2];
};

}  // namespace

Node* SyntaxLowering::object(Object* node) {
  Home home;
  home.wanted = "home";
  home.block = block_;
  home.scope = scope_;
  Node* made = nullptr;  // what stands before `run`
  Node* first_object = nullptr;
  NodeList run;
  Keys keys;
  const bool checks_keys = node->properties.size() > 1;
  const auto end_run = [&] {
    if (made == nullptr) {
      node->properties = run;
      made = first_object = node;
    } else if (!run.empty()) {
      made = make_.call(tree_.helper(Helper::define_all), {made, make_.object(run)});
    }
    run = {};
  };
  NodeList properties = node->properties;
  for (Node* each = properties.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    auto* property = try_as<Property>(each);
    if (property == nullptr) {  // spread: lowered before
      run.push(expression(each));
      each = next;
      continue;
    }
    const bool is_proto = !property->computed && key_value(*property) == "__proto__";
    const bool sets_proto =
        is_proto && !property->shorthand && property->member_kind == MemberKind::value;
    if (property->computed && property->key->kind == Kind::string_literal &&
        string_value(*as<StringLiteral>(property->key)) != "__proto__") {
      property->computed = false;
    }
    if (sets_proto && made != nullptr) {
      end_run();
      made = make_.call(tree_.helper(Helper::set_prototype), {made, expression(property->value)});
      each = next;
      continue;
    }
    if (property->computed || (is_proto && !sets_proto) ||
        (checks_keys && !keys.add(key_value(*property), property->member_kind))) {
      end_run();
      made = define(made, property, home);
      each = next;
      continue;
    }
    property->shorthand = false;
    if (property->key->kind == Kind::string_literal) {
      property->key = string_literal(as<StringLiteral>(property->key));
    } else if (property->key->kind == Kind::number_literal) {
      property->key = number_literal(as<NumberLiteral>(property->key));
    }
    if (property->member_kind != MemberKind::value) {
      FunctionForm form;
      form.home = &home;
      form.is_method = true;
      form.is_setter = property->member_kind == MemberKind::setter;
      property->value = function(as<Function>(property->value), form);
      if (property->member_kind == MemberKind::method) {
        property->member_kind = MemberKind::value;
      }
    } else {
      property->value = named(property->value, key_value(*property));
    }
    run.push(property);
    each = next;
  }
  end_run();
  if (home.binding != nullptr) {
    made = make_.assign(tree_.use(home.binding), made);
  }
  return made;
}

// define_member(target, key, value, what): a property whose name is computed, or which an ES5
// literal cannot have.
Node* SyntaxLowering::define(Node* target, Property* property, Home& home) {
  Node* key = property->computed ? expression(property->key) : make_.string(key_value(*property));
  Node* value = nullptr;
  int what = 4;  // enumerable
  if (property->member_kind == MemberKind::value) {
    if (is_anonymous_function(property->value)) {
      what += 8;  // named after its key
    }
    value = expression(property->value);
  } else {
    FunctionForm form;
    form.home = &home;
    form.is_method = true;
    form.is_setter = property->member_kind == MemberKind::setter;
    value = function(as<Function>(property->value), form);
    what += 8 + (property->member_kind == MemberKind::getter   ? 1
                 : property->member_kind == MemberKind::setter ? 2
                                                               : 0);
  }
  return make_.call(tree_.helper(Helper::define_member), {target, key, value, make_.number(what)});
}

// --- assignments

Node* SyntaxLowering::store(Node* target, Node* value) {
  if ((target->kind == Kind::member &&
       as<Member>(target)->object->kind == Kind::super_expression) ||
      (target->kind == Kind::index && as<Index>(target)->object->kind == Kind::super_expression)) {
    return super_set(target, value);
  }
  return make_.assign(target->kind == Kind::identifier ? target : expression(target), value);
}

Node* SyntaxLowering::assignment(Assignment* node, bool is_used) {
  if (is_pattern(node->target)) {
    Output out;
    Node* value = expression(node->value);
    Node* result = nullptr;
    if (is_used) {
      value = reference(value, out);
      result = again(value);
    }
    destructure(node->target, value, out);
    if (result != nullptr) {
      out.nodes.push(result);
    }
    for (Symbol* symbol : out.temporaries) {
      release(symbol);
    }
    if (out.nodes.size() == 1) {
      return out.nodes.first();
    }
    auto* made = make_.sequence(out.nodes);
    made->span = node->span;
    return made;
  }
  const bool is_super = (node->target->kind == Kind::member &&
                         as<Member>(node->target)->object->kind == Kind::super_expression) ||
                        (node->target->kind == Kind::index &&
                         as<Index>(node->target)->object->kind == Kind::super_expression);
  if (is_super) {
    if (node->operation == Operator::assign) {
      return super_set(node->target, expression(node->value));
    }
    // super[key] op= value: the key is evaluated once.
    Operator operation = Operator::plus;
    switch (node->operation) {
      case Operator::assign_plus:
        operation = Operator::plus;
        break;
      case Operator::assign_minus:
        operation = Operator::minus;
        break;
      case Operator::assign_multiply:
        operation = Operator::multiply;
        break;
      case Operator::assign_divide:
        operation = Operator::divide;
        break;
      case Operator::assign_remainder:
        operation = Operator::remainder;
        break;
      case Operator::assign_shift_left:
        operation = Operator::shift_left;
        break;
      case Operator::assign_shift_right:
        operation = Operator::shift_right;
        break;
      case Operator::assign_shift_right_unsigned:
        operation = Operator::shift_right_unsigned;
        break;
      case Operator::assign_bit_and:
        operation = Operator::bit_and;
        break;
      case Operator::assign_bit_or:
        operation = Operator::bit_or;
        break;
      default:
        operation = Operator::bit_xor;
        break;
    }
    Node* key = super_key(node->target);
    Symbol* held = nullptr;
    Node* key_again = nullptr;
    if (const auto* string = try_as<StringLiteral>(key)) {
      key_again = make_.arena().make<StringLiteral>(string->raw);
    } else {
      held = temporary();
      key = make_.assign(tree_.use(held), key);
      key_again = tree_.use(held);
    }
    Node* old = make_.call(tree_.helper(Helper::super_get),
                           {home_object(), key_again, this_value(make_.this_expression())});
    Node* made =
        make_.call(tree_.helper(Helper::super_set),
                   {home_object(), key, make_.binary(operation, old, expression(node->value)),
                    this_value(make_.this_expression())});
    if (held != nullptr) {
      release(held);
    }
    return made;
  }
  (void)is_used;
  if (node->target->kind == Kind::identifier) {
    const std::string_view name = as<Identifier>(node->target)->name->text;
    node->value =
        node->operation == Operator::assign ? named(node->value, name) : expression(node->value);
    return node;
  }
  node->target = expression(node->target);
  node->value = expression(node->value);
  return node;
}

Node* SyntaxLowering::update(Update* node, bool is_used) {
  const Node* target = node->operand;
  const bool is_super =
      (target->kind == Kind::member &&
       as<Member>(target)->object->kind == Kind::super_expression) ||
      (target->kind == Kind::index && as<Index>(target)->object->kind == Kind::super_expression);
  if (!is_super) {
    return children(node);
  }
  Node* key = super_key(node->operand);
  Symbol* held = nullptr;
  Node* key_again = nullptr;
  if (const auto* string = try_as<StringLiteral>(key)) {
    key_again = make_.arena().make<StringLiteral>(string->raw);
  } else {
    held = temporary();
    key = make_.assign(tree_.use(held), key);
    key_again = tree_.use(held);
  }
  Node* old = make_.unary(
      Operator::plus, make_.call(tree_.helper(Helper::super_get),
                                 {home_object(), key_again, this_value(make_.this_expression())}));
  Symbol* kept = nullptr;
  if (!node->prefix && is_used) {
    kept = temporary();
    old = make_.assign(tree_.use(kept), old);
  }
  Node* made = make_.call(
      tree_.helper(Helper::super_set),
      {home_object(), key,
       make_.binary(node->operation == Operator::increment ? Operator::plus : Operator::minus, old,
                    make_.number(1)),
       this_value(make_.this_expression())});
  if (kept != nullptr) {
    made = make_.sequence({made, tree_.use(kept)});
    release(kept);
  }
  if (held != nullptr) {
    release(held);
  }
  return made;
}

}  // namespace mpaas::js::es5
