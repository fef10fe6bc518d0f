#include <optional>

#include "compiler/js/constant.h"
#include "compiler/js/printer.h"
#include "compiler/js/quote.h"

namespace mpaas::js {
namespace {

bool is_digits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return false;
    }
  }
  return true;
}

bool is_destructuring(const Node* node) {
  if (node->kind != Kind::assignment) {
    return false;
  }
  const Kind target = as<Assignment>(node)->target->kind;
  return target == Kind::array_pattern || target == Kind::object_pattern;
}

// `new a().b()` would call a, not a().b: a callee of `new` that holds a call needs parentheses.
bool holds_call(const Node* node) {
  for (;;) {
    if (node->in_chain) {
      return true;
    }
    switch (node->kind) {
      case Kind::call:
      case Kind::import_call:
        return true;
      case Kind::identifier:
        node = as<Identifier>(node)->replacement;
        if (node == nullptr) {
          return false;
        }
        continue;
      case Kind::member:
        node = as<Member>(node)->object;
        continue;
      case Kind::index:
        node = as<Index>(node)->object;
        continue;
      case Kind::tagged_template:
        node = as<TaggedTemplate>(node)->tag;
        continue;
      default:
        return false;
    }
  }
}

const Node* left_of_chain(const Node* node) {
  switch (node->kind) {
    case Kind::member:
      return as<Member>(node)->object;
    case Kind::index:
      return as<Index>(node)->object;
    case Kind::call:
      return as<Call>(node)->callee;
    case Kind::tagged_template:
      return as<TaggedTemplate>(node)->tag;
    default:
      return nullptr;
  }
}

bool is_optional(const Node* node) {
  switch (node->kind) {
    case Kind::member:
      return as<Member>(node)->optional;
    case Kind::index:
      return as<Index>(node)->optional;
    case Kind::call:
      return as<Call>(node)->optional;
    default:
      return false;
  }
}

}  // namespace

// Constants that Defines made: a ? b : c with a known a is b or c.
const Node* Printer::resolve(const Node* node) const {
  while (fold_) {
    if (const auto* conditional = try_as<Conditional>(node)) {
      const std::optional<bool> known = constant_truth(conditional->test);
      if (!known) {
        return node;
      }
      node = *known ? conditional->consequent : conditional->alternate;
    } else if (const auto* binary = try_as<Binary>(node);
               binary != nullptr && (binary->operation == Operator::logical_and ||
                                     binary->operation == Operator::logical_or)) {
      const std::optional<bool> known = constant_truth(binary->left);
      if (!known) {
        return node;
      }
      node = *known == (binary->operation == Operator::logical_and) ? binary->right : binary->left;
    } else {
      return node;
    }
  }
  return node;
}

void Printer::print_identifier(const Identifier* node, int level) {
  if (node->replacement != nullptr) {
    mark(node);
    print(node->replacement, level);
    return;
  }
  if (module_ != nullptr && module_->flat != nullptr) {
    if (node->symbol == nullptr) {
      const FlatForm& flat = *module_->flat;
      const std::string_view text = node->name->text;
      const std::string_view other = text == "module"    ? flat.module_name
                                     : text == "exports" ? flat.exports_name
                                     : text == "require" ? flat.require_name
                                                         : std::string_view();
      if (!other.empty()) {
        word(other);
        return;
      }
    }
  } else if (module_ != nullptr && node->symbol != nullptr &&
             (node->symbol->kind == SymbolKind::import_binding ||
              node->symbol->kind == SymbolKind::helper)) {
    if (map_ != nullptr) {
      mark_identifier(node, module_->bindings[node->symbol->index]);
    }
    word(module_->bindings[node->symbol->index]);
    return;
  }
  print_name(node);
}

void Printer::print_list(const NodeList& list) {
  bool first = true;
  for (const Node* node : list) {
    // V8 takes f({ a: 1 }, [b] = c) for a syntax error; in parentheses it reads the assignment.
    const bool wrapped = !first && is_destructuring(node);
    if (!first) {
      comma_blank();
    }
    first = false;
    if (node->kind != Kind::hole) {
      parenthesized(wrapped, [&] { print(node, Level::spread); });
    } else if (node->next == nullptr) {
      out_ += ',';
    }
  }
}

void Printer::print_arguments(const NodeList& list) {
  const bool no_in = no_in_;
  no_in_ = false;
  out_ += '(';
  print_list(list);
  out_ += ')';
  no_in_ = no_in;
}

void Printer::print_parameters(const Function* function) { print_arguments(function->parameters); }

void Printer::print_string(const StringLiteral* node) {
  if (!options_.minify_whitespace) {
    raw(node->raw);
  } else if (!options_.ascii_only) {
    append_shortest_string(out_, node->raw);
  } else {
    std::string text;
    append_shortest_string(text, node->raw);
    raw(text);
  }
}

void Printer::print_array(const Array* node) {
  const bool no_in = no_in_;
  no_in_ = false;
  mark(node);
  out_ += '[';
  print_list(node->elements);
  out_ += ']';
  no_in_ = no_in;
}

void Printer::print_key(const Node* key, bool computed) {
  if (computed) {
    out_ += '[';
    print(key, Level::spread);
    out_ += ']';
  } else if (key->kind == Kind::identifier) {
    mark_word(key);
    name(as<Identifier>(key)->name->text);
  } else {
    print(key, Level::member);
  }
}

void Printer::print_method(const Function* function, MemberKind kind, const Node* key,
                           bool computed) {
  if (kind == MemberKind::getter) {
    word("get");
  } else if (kind == MemberKind::setter) {
    word("set");
  }
  if (function->is_async) {
    word("async");
  }
  if (function->is_generator) {
    out_ += '*';
  }
  if (!options_.minify_whitespace && !out_.empty() && is_word_character(out_.back())) {
    out_ += ' ';
  }
  print_key(key, computed);
  print_parameters(function);
  blank();
  block(as<Block>(function->body)->statements, function->body);
}

void Printer::print_property(const Property* node) {
  if (node->member_kind != MemberKind::value) {
    mark(node);
    print_method(as<Function>(node->value), node->member_kind, node->key, node->computed);
    return;
  }
  if (node->shorthand) {
    const auto* with_default = try_as<Assignment>(node->value);
    const auto* identifier =
        as<Identifier>(with_default != nullptr ? with_default->target : node->value);
    const bool is_import = module_ != nullptr && module_->flat == nullptr &&
                           identifier->symbol != nullptr &&
                           identifier->symbol->kind == SymbolKind::import_binding;
    if (is_import || identifier->replacement != nullptr ||
        name_of(identifier) != identifier->name->text) {
      // { __proto__: a } would set the prototype.
      mark(identifier);
      if (identifier->name->text == "__proto__") {
        out_ += "[\"__proto__\"]";
      } else {
        name(identifier->name->text);
      }
      out_ += ':';
      blank();
    }
    print(node->value, Level::spread);
    return;
  }
  print_key(node->key, node->computed);
  out_ += ':';
  blank();
  print(node->value, Level::spread);
}

void Printer::print_object(const Object* node) {
  const bool needs_parentheses =
      node->kind == Kind::object_literal && (at_statement_start() || at_arrow_start());
  parenthesized(needs_parentheses, [&] {
    const bool no_in = no_in_;
    no_in_ = false;
    mark(node);
    out_ += '{';
    // One line where it is short in the source, too.
    const bool many_lines = !options_.minify_whitespace && node->properties.size() > 3 &&
                            node->kind == Kind::object_literal;
    indentation_ += many_lines ? 1 : 0;
    bool first = true;
    for (const Node* child : node->properties) {
      if (!first) {
        out_ += ',';
      }
      if (many_lines) {
        new_line();
      } else {
        blank();
      }
      first = false;
      if (const auto* property = try_as<Property>(child)) {
        print_property(property);
      } else {
        print(child, Level::spread);
      }
    }
    indentation_ -= many_lines ? 1 : 0;
    if (many_lines) {
      new_line();
    } else if (!node->properties.empty()) {
      blank();
    }
    out_ += '}';
    no_in_ = no_in;
  });
}

void Printer::print_function(const Function* function, std::string_view name_if_none) {
  mark_word(function);
  if (function->is_async) {
    word("async");
  }
  word("function");
  if (function->is_generator) {
    out_ += '*';
  }
  if (function->name != nullptr) {
    if (!options_.minify_whitespace) {
      out_ += ' ';
    }
    print_name(function->name);
  } else if (!name_if_none.empty()) {
    word(name_if_none);
  }
  print_parameters(function);
  blank();
  const bool no_in = no_in_;
  no_in_ = false;
  block(as<Block>(function->body)->statements, function->body);
  no_in_ = no_in;
}

void Printer::print_arrow(const Function* node, int level) {
  parenthesized(level > Level::assign, [&] {
    mark(node);
    if (node->is_async) {
      word("async");
    }
    const Node* only = node->parameters.first();
    if (options_.minify_whitespace && only != nullptr && only->next == nullptr &&
        only->kind == Kind::identifier) {
      print_name(as<Identifier>(only));
    } else {
      if (node->is_async) {
        blank();
      }
      print_parameters(node);
    }
    blank();
    out_ += "=>";
    blank();
    if (node->body->kind == Kind::block) {
      const bool no_in = no_in_;
      no_in_ = false;
      block(as<Block>(node->body)->statements, node->body);
      no_in_ = no_in;
    } else {
      const std::size_t outer = arrow_start_;
      arrow_start_ = out_.size();
      print(node->body, Level::spread);
      arrow_start_ = outer;
    }
  });
}

void Printer::print_member_of_class(const Node* node, bool& needs_semicolon) {
  if (const auto* static_block = try_as<StaticBlock>(node)) {
    word("static");
    blank();
    block(static_block->statements, node);
    return;
  }
  const auto* member = as<ClassMember>(node);
  mark(node);
  print_decorators(member->decorators);
  if (member->is_static) {
    word("static");
    blank();
  }
  if (member->member_kind == MemberKind::accessor) {
    word("accessor");
    blank();
  } else if (member->member_kind != MemberKind::value) {
    print_method(as<Function>(member->value), member->member_kind, member->key, member->computed);
    return;
  }
  print_key(member->key, member->computed);
  if (member->value != nullptr) {
    blank();
    out_ += '=';
    blank();
    print(member->value, Level::spread);
  }
  needs_semicolon = true;
}

// @a.b(c) as it stands, everything else in parentheses.
void Printer::print_decorators(const NodeList& decorators) {
  for (const Node* node : decorators) {
    const Node* expression = as<Decorator>(node)->expression;
    const Node* inner = expression;
    if (const auto* call = try_as<Call>(inner); call != nullptr && !call->optional) {
      inner = call->callee;
    }
    while (inner->kind == Kind::member && !as<Member>(inner)->optional) {
      inner = as<Member>(inner)->object;
    }
    const auto* identifier = try_as<Identifier>(inner);
    // What stands for an import in the module form may be any text.
    const bool is_plain = identifier != nullptr && identifier->replacement == nullptr &&
                          !(module_ != nullptr && identifier->symbol != nullptr &&
                            identifier->symbol->kind == SymbolKind::import_binding);
    out_ += '@';
    parenthesized(!is_plain, [&] { print(expression, Level::comma); });
    out_ += ' ';
  }
}

void Printer::print_class(const Class* declared, std::string_view name_if_none) {
  const bool no_in = no_in_;
  no_in_ = false;
  mark_word(declared);
  if (!declared->decorators.empty()) {
    word("");
    print_decorators(declared->decorators);
  }
  word("class");
  if (declared->name != nullptr) {
    if (!options_.minify_whitespace) {
      out_ += ' ';
    }
    print_name(declared->name);
  } else if (!name_if_none.empty()) {
    word(name_if_none);
  }
  if (declared->heritage != nullptr) {
    blank();
    word("extends");
    blank();
    print(declared->heritage, Level::call);
  }
  blank();
  out_ += '{';
  ++indentation_;
  bool needs_semicolon = false;
  for (const Node* node : declared->members) {
    if (needs_semicolon) {
      out_ += ';';
    }
    needs_semicolon = false;
    new_line();
    print_member_of_class(node, needs_semicolon);
  }
  --indentation_;
  if (!options_.minify_whitespace) {
    if (needs_semicolon) {
      out_ += ';';
    }
    if (!declared->members.empty()) {
      new_line();
    }
  }
  out_ += '}';
  no_in_ = no_in;
}

void Printer::print_template(const TemplateLiteral* node) {
  const bool no_in = no_in_;
  no_in_ = false;
  mark(node);
  out_ += '`';
  const Node* expression = node->expressions.first();
  for (const Node* chunk : node->chunks) {
    // String.raw sees the text as it is written; elsewhere an escape means the same.
    raw(as<TemplateChunk>(chunk)->raw);
    if (chunk->next != nullptr && expression != nullptr) {
      out_ += "${";
      print(expression, Level::comma);
      out_ += '}';
      mark(chunk->next);
      expression = expression->next;
    }
  }
  out_ += '`';
  no_in_ = no_in;
}

void Printer::print_unary(const Unary* node, int level) {
  if (fold_) {
    if (const std::optional<bool> known = constant_boolean(node)) {
      out_ += *known ? "!0" : "!1";
      return;
    }
  }
  parenthesized(level >= Level::unary, [&] {
    mark(node);
    operation(node->operation);
    if (!options_.minify_whitespace && is_keyword(node->operation)) {
      out_ += ' ';
    }
    print(node->operand, Level::unary - 1);
  });
}

void Printer::print_binary_operand(const Binary* parent, const Node* operand, bool is_left) {
  operand = resolve(operand);
  const auto* child = try_as<Binary>(operand);
  const bool parent_is_logical =
      parent->operation == Operator::logical_or || parent->operation == Operator::logical_and;
  const bool mixes =
      child != nullptr &&
      ((parent->operation == Operator::nullish &&
        (child->operation == Operator::logical_or || child->operation == Operator::logical_and)) ||
       (parent_is_logical && child->operation == Operator::nullish));
  const int precedence = Level::binary + precedence_of(parent->operation);
  int level = is_left ? precedence - 1 : precedence;
  if (parent->operation == Operator::power) {
    level = is_left ? Level::unary : precedence - 1;
  }
  print(operand, mixes ? Level::always : level);
}

// Chains like a + b + c lean to the left and may be thousands long: the left side is a loop.
void Printer::print_binary(const Binary* node, int level) {
  if (fold_) {
    if (const std::optional<bool> known = constant_boolean(node)) {
      parenthesized(level >= Level::unary, [&] { out_ += *known ? "!0" : "!1"; });
      return;
    }
  }
  const int precedence = Level::binary + precedence_of(node->operation);
  const bool needs_parentheses =
      level >= precedence || (node->operation == Operator::key_in && no_in_);
  parenthesized(needs_parentheses, [&] {
    std::vector<const Binary*> chain{node};
    for (;;) {
      const Binary* outer = chain.back();
      const Node* resolved_left = resolve(outer->left);
      const auto* left = try_as<Binary>(resolved_left);
      if (left == nullptr || left->operation != outer->operation ||
          left->operation == Operator::power || (left->operation == Operator::key_in && no_in_) ||
          (fold_ && constant_boolean(left).has_value())) {
        break;
      }
      chain.push_back(left);
    }
    print_binary_operand(chain.back(), chain.back()->left, true);
    while (!chain.empty()) {
      const Binary* current = chain.back();
      chain.pop_back();
      blank();
      operation(current->operation);
      blank();
      print_binary_operand(current, current->right, false);
    }
  });
}

void Printer::print_assignment(const Assignment* node, int level) {
  const bool is_pattern = node->kind == Kind::default_value;
  const bool starts_with_brace =
      node->target->kind == Kind::object_pattern && (at_statement_start() || at_arrow_start());
  parenthesized(!is_pattern && (level > Level::assign || starts_with_brace), [&] {
    print(node->target, Level::unary);
    blank();
    out_ += text_of(is_pattern ? Operator::assign : node->operation);
    blank();
    print(node->value, Level::spread);
  });
}

void Printer::print_conditional(const Conditional* node, int level) {
  parenthesized(level > Level::conditional, [&] {
    print(node->test, Level::conditional + 1);
    blank();
    out_ += '?';
    blank();
    const bool no_in = no_in_;
    no_in_ = false;
    print(node->consequent, Level::spread);
    no_in_ = no_in;
    blank();
    out_ += ':';
    blank();
    print(node->alternate, Level::spread);
  });
}

void Printer::print_yield(const Yield* node, int level) {
  parenthesized(level > Level::assign, [&] {
    mark_word(node);
    word("yield");
    if (node->delegate) {
      out_ += '*';
    }
    if (node->argument != nullptr) {
      blank();
      print(node->argument, Level::spread);
    }
  });
}

void Printer::print_new(const New* node) {
  mark_word(node);
  word("new");
  if (!options_.minify_whitespace) {
    out_ += ' ';
  }
  const bool wrapped = holds_call(node->callee);
  parenthesized(wrapped, [&] { print(node->callee, wrapped ? Level::comma : Level::new_target); });
  print_arguments(node->arguments);
}

// The callee of a call, or the tag of a template: m.a(b) would hand m over as `this`, where an
// imported a has none.
void Printer::print_callee(const Node* node, const Node* parent) {
  const Node* resolved = resolve(node);
  const auto* identifier = try_as<Identifier>(resolved);
  const bool is_import =
      module_ != nullptr && identifier != nullptr && identifier->symbol != nullptr &&
      identifier->symbol->kind == SymbolKind::import_binding &&
      (module_->flat != nullptr
           ? name_of(identifier).find_first_of(".[ ") != std::string_view::npos
           : module_->bindings[identifier->symbol->index].find('.') != std::string::npos);
  const bool lost_wrapping =
      resolved != node && (resolved->kind == Kind::member || resolved->kind == Kind::index);
  if (is_import || lost_wrapping) {
    out_ += "(0,";
    blank();
    print(resolved, Level::spread);
    out_ += ')';
    return;
  }
  const bool leaves_chain = resolved->in_chain && !parent->in_chain;
  parenthesized(leaves_chain, [&] { print(resolved, Level::call); });
}

std::string_view Printer::linked_member(const Node* node) const {
  const auto* member = try_as<Member>(node);
  if (module_ == nullptr || module_->flat == nullptr || member == nullptr || member->optional) {
    return {};
  }
  const auto* identifier = try_as<Identifier>(member->object);
  if (identifier == nullptr || identifier->symbol == nullptr ||
      identifier->symbol->kind != SymbolKind::import_binding ||
      identifier->symbol->imported != nullptr) {
    return {};
  }
  const auto found = module_->flat->members.find(identifier->symbol->index);
  if (found == module_->flat->members.end()) {
    return {};
  }
  for (const FlatForm::MemberText& each : found->second) {
    if (each.property == member->property) {
      return each.text;
    }
  }
  return {};
}

std::string_view Printer::linked_call(std::uint32_t record) const {
  return module_ != nullptr && module_->flat != nullptr && record < module_->flat->calls.size()
             ? std::string_view(module_->flat->calls[record])
             : std::string_view();
}

void Printer::print_chain_suffix(const Node* node) {
  switch (node->kind) {
    case Kind::member: {
      const auto* member = as<Member>(node);
      if (member->optional) {
        out_ += "?.";
      } else {
        // 1.a is no number with a member.
        const auto* number = try_as<NumberLiteral>(member->object);
        if (number != nullptr && is_digits(number->raw)) {
          out_ += ' ';
        }
        out_ += '.';
      }
      if (map_ != nullptr && member->property_span.end != 0) {
        map_->add(out_.size(), member->property_span.begin);
      }
      if (member->is_private) {
        out_ += '#';
      }
      name(member->property->text);
      return;
    }
    case Kind::index: {
      const auto* index = as<Index>(node);
      if (index->optional) {
        out_ += "?.";
      }
      mark_behind(index->object);
      out_ += '[';
      const bool no_in = no_in_;
      no_in_ = false;
      print(index->index, Level::comma);
      no_in_ = no_in;
      out_ += ']';
      return;
    }
    case Kind::call: {
      const auto* call = as<Call>(node);
      if (call->optional) {
        out_ += "?.";
      }
      if (call->callee->kind != Kind::identifier && call->callee->kind != Kind::member) {
        mark_behind(call->callee);
      }
      if (module_ != nullptr && module_->flat == nullptr && call->import_record != no_record &&
          !module_->references[call->import_record].empty()) {
        out_ += '(';
        out_ += module_->references[call->import_record];
        out_ += ')';
        return;
      }
      print_arguments(call->arguments);
      return;
    }
    default:
      print_template(as<TaggedTemplate>(node)->quasi);
  }
}

// a.b[c](d)`e`: a loop along the left side, which may be long.
void Printer::print_chain(const Node* node, int level) {
  // What the linker says in other words is no chain.
  const auto linked = [this](const Node* each) {
    const auto* call = try_as<Call>(each);
    return call != nullptr ? linked_call(call->import_record) : linked_member(each);
  };
  if (const std::string_view text = linked(node); !text.empty()) {
    parenthesized(level == Level::new_target && node->kind == Kind::call, [&] {
      mark_word(node);
      word(text);
    });
    return;
  }
  parenthesized(level == Level::new_target && node->kind == Kind::call, [&] {
    std::vector<const Node*> chain;
    const Node* start = node;
    for (;;) {
      chain.push_back(start);
      const Node* left = resolve(left_of_chain(start));
      const bool leaves_chain = left->in_chain && !start->in_chain;
      // (a?.b)?.c: the parentheses end the first chain, but mean nothing.
      if (left_of_chain(left) == nullptr || leaves_chain || !linked(left).empty() ||
          (left->in_chain && left->parenthesized && !is_optional(start)) ||
          left != left_of_chain(start)) {
        break;
      }
      start = left;
    }
    const Node* first = chain.back();
    const Node* base = left_of_chain(first);
    if (first->kind == Kind::call || first->kind == Kind::tagged_template) {
      print_callee(base, first);
    } else {
      const Node* resolved = resolve(base);
      const bool leaves_chain =
          resolved->in_chain &&
          (!first->in_chain || (resolved->parenthesized && !is_optional(first)));
      parenthesized(leaves_chain, [&] { print(resolved, Level::call); });
    }
    while (!chain.empty()) {
      print_chain_suffix(chain.back());
      chain.pop_back();
    }
  });
}

void Printer::print_import_call(const ImportCall* node, int level) {
  if (module_ != nullptr && module_->flat != nullptr) {
    if (const std::string_view text = linked_call(node->import_record); !text.empty()) {
      parenthesized(level == Level::new_target, [&] { word(text); });
      return;
    }
  } else if (module_ != nullptr) {
    parenthesized(level == Level::new_target, [&] {
      mark_word(node);
      word("Promise.resolve(");
      if (node->import_record != no_record && !module_->references[node->import_record].empty()) {
        out_ += module_->references[node->import_record];
      } else {
        print(node->specifier, Level::spread);
      }
      out_ += ").then(require).then(require.w)";
    });
    return;
  }
  parenthesized(level == Level::new_target, [&] {
    mark_word(node);
    word(node->phase == ImportPhase::defer    ? "import.defer"
         : node->phase == ImportPhase::source ? "import.source"
                                              : "import");
    out_ += '(';
    print(node->specifier, Level::spread);
    if (node->options != nullptr) {
      comma_blank();
      print(node->options, Level::spread);
    }
    out_ += ')';
  });
}

void Printer::print(const Node* node, int level) {
  node = resolve(node);
  switch (node->kind) {
    case Kind::identifier:
      print_identifier(as<Identifier>(node), level);
      return;
    case Kind::private_name:
      mark(node);
      out_ += '#';
      name(as<PrivateName>(node)->name->text);
      return;
    case Kind::number_literal:
      mark_word(node);
      raw_word(as<NumberLiteral>(node)->raw);
      return;
    case Kind::big_int_literal:
      mark_word(node);
      raw_word(as<BigIntLiteral>(node)->raw);
      return;
    case Kind::string_literal:
      mark(node);
      print_string(as<StringLiteral>(node));
      return;
    case Kind::reg_exp_literal:
      if (!out_.empty() && (out_.back() == '/' || out_.back() == '<')) {
        out_ += ' ';
      }
      mark_word(node);
      raw_word(as<RegExpLiteral>(node)->raw);
      return;
    case Kind::boolean_literal: {
      const bool value = as<BooleanLiteral>(node)->value;
      mark(node);
      if (options_.minify_whitespace && level <= Level::unary) {
        operation(Operator::logical_not);
        out_ += value ? '0' : '1';
      } else {
        mark_word(node);
        word(value ? "true" : "false");
      }
      return;
    }
    case Kind::null_literal:
      mark_word(node);
      word("null");
      return;
    case Kind::this_expression:
      if (module_ != nullptr && node->module_level &&
          (module_->flat != nullptr ? module_->flat->this_is_undefined
                                    : module_->this_is_undefined)) {
        parenthesized(level >= Level::unary, [&] {
          mark_word(node);
          word("void 0");
        });
      } else {
        mark_word(node);
        word("this");
      }
      return;
    case Kind::super_expression:
      mark_word(node);
      word("super");
      return;
    case Kind::import_meta:
      mark_word(node);
      word(module_ == nullptr                   ? "import.meta"
           : module_->flat == nullptr           ? "require.m"
           : module_->flat->import_meta.empty() ? "import.meta"
                                                : module_->flat->import_meta);
      return;
    case Kind::new_target:
      mark_word(node);
      word("new.target");
      return;
    case Kind::template_literal:
      print_template(as<TemplateLiteral>(node));
      return;
    case Kind::array_literal:
    case Kind::array_pattern:
      print_array(as<Array>(node));
      return;
    case Kind::object_literal:
    case Kind::object_pattern:
      print_object(as<Object>(node));
      return;
    case Kind::property:
      print_property(as<Property>(node));
      return;
    case Kind::spread:
    case Kind::rest:
      mark(node);
      out_ += "...";
      print(as<Spread>(node)->operand, Level::spread);
      return;
    case Kind::function_expression:
    case Kind::function_declaration:
      parenthesized(at_statement_start() || at_default_start(),
                    [&] { print_function(as<Function>(node), ""); });
      return;
    case Kind::class_expression:
    case Kind::class_declaration:
      parenthesized(at_statement_start() || at_default_start(),
                    [&] { print_class(as<Class>(node), ""); });
      return;
    case Kind::arrow_function:
      print_arrow(as<Function>(node), level);
      return;
    case Kind::unary:
      print_unary(as<Unary>(node), level);
      return;
    case Kind::await:
      parenthesized(level >= Level::unary, [&] {
        mark_word(node);
        word("await");
        blank();
        print(as<Await>(node)->argument, Level::unary - 1);
      });
      return;
    case Kind::update: {
      const auto* update = as<Update>(node);
      if (update->prefix) {
        parenthesized(level >= Level::unary, [&] {
          mark(node);
          operation(update->operation);
          print(update->operand, Level::unary);
        });
      } else {
        parenthesized(level >= Level::postfix, [&] {
          print(update->operand, Level::postfix);
          operation(update->operation);
        });
      }
      return;
    }
    case Kind::binary:
      print_binary(as<Binary>(node), level);
      return;
    case Kind::assignment:
    case Kind::default_value:
      print_assignment(as<Assignment>(node), level);
      return;
    case Kind::conditional:
      print_conditional(as<Conditional>(node), level);
      return;
    case Kind::yield:
      print_yield(as<Yield>(node), level);
      return;
    case Kind::sequence:
      parenthesized(level > Level::comma, [&] { print_list(as<Sequence>(node)->expressions); });
      return;
    case Kind::import_call:
      print_import_call(as<ImportCall>(node), level);
      return;
    case Kind::new_expression:
      print_new(as<New>(node));
      return;
    case Kind::call:
    case Kind::member:
    case Kind::index:
    case Kind::tagged_template:
      print_chain(node, level);
      return;
    default:
      assert(false && "this node is no expression");
  }
}

}  // namespace mpaas::js
