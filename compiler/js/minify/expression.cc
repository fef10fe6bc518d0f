#include <string>

#include "compiler/js/js.h"
#include "compiler/js/minify/minifier.h"
#include "compiler/js/quote.h"

namespace mpaas::js {
namespace {

bool is_reference(const Node* node) {
  if (const auto* identifier = try_as<Identifier>(node)) {
    return identifier->symbol == nullptr;
  }
  return node->kind == Kind::member || node->kind == Kind::index;
}

bool is_simple_text(std::string_view raw) { return raw.find('\\') == std::string_view::npos; }

}  // namespace

void Minifier::visit_list(NodeList& list) {
  rewrite_list(list, [this](Node* node) { return visit(node); });
}

Node* Minifier::visit(Node* node) {
  if (++depth_ > max_visit_depth) {
    --depth_;
    return node;
  }
  Node* result = node;
  switch (node->kind) {
    case Kind::identifier:
      result = visit_identifier(as<Identifier>(node));
      break;
    case Kind::number_literal:
      result = visit_number(as<NumberLiteral>(node));
      break;
    case Kind::template_literal:
      result = visit_template(as<TemplateLiteral>(node));
      break;
    case Kind::tagged_template: {
      auto* tagged = as<TaggedTemplate>(node);
      tagged->tag = visit_reference(tagged->tag);
      visit_list(tagged->quasi->expressions);
      break;
    }
    case Kind::array_literal:
      visit_list(as<Array>(node)->elements);
      break;
    case Kind::object_literal:
      result = visit_object(as<Object>(node));
      break;
    case Kind::array_pattern:
    case Kind::object_pattern:
    case Kind::rest:
    case Kind::default_value:
      visit_pattern(node);
      break;
    case Kind::spread:
      as<Spread>(node)->operand = visit(as<Spread>(node)->operand);
      break;
    case Kind::function_expression:
    case Kind::function_declaration:
    case Kind::arrow_function:
      visit_function(as<Function>(node));
      break;
    case Kind::class_expression:
    case Kind::class_declaration:
      visit_class(as<Class>(node));
      break;
    case Kind::unary:
      result = visit_unary(as<Unary>(node));
      break;
    case Kind::update: {
      auto* update = as<Update>(node);
      update->operand = visit_target(update->operand);
      break;
    }
    case Kind::binary:
      result = visit_binary(as<Binary>(node));
      break;
    case Kind::assignment:
      result = visit_assignment(as<Assignment>(node));
      break;
    case Kind::conditional:
      result = visit_conditional(as<Conditional>(node));
      break;
    case Kind::call:
      result = visit_call(as<Call>(node));
      break;
    case Kind::new_expression: {
      auto* made = as<New>(node);
      made->callee = visit(made->callee);
      visit_list(made->arguments);
      break;
    }
    case Kind::member:
      result = visit_member(as<Member>(node));
      break;
    case Kind::index:
      result = visit_index(as<Index>(node));
      break;
    case Kind::sequence:
      result = visit_sequence(as<Sequence>(node));
      break;
    case Kind::yield: {
      auto* yield = as<Yield>(node);
      yield->argument = visit_optional(yield->argument);
      break;
    }
    case Kind::await:
      as<Await>(node)->argument = visit(as<Await>(node)->argument);
      break;
    case Kind::import_call: {
      auto* call = as<ImportCall>(node);
      call->specifier = visit(call->specifier);
      call->options = visit_optional(call->options);
      break;
    }
    default:
      break;
  }
  --depth_;
  return result;
}

Node* Minifier::visit_reference(Node* node) {
  const bool was_reference = is_reference(node);
  Node* visited = nullptr;
  if (auto* sequence = try_as<Sequence>(node)) {
    // (0, a.b)(): stays a call without `this`.
    visited = visit_sequence(sequence);
  } else {
    visited = visit(node);
  }
  if (!was_reference && is_reference(visited)) {
    auto* wrapped = tree_.program.arena.make<Sequence>();
    wrapped->span = node->span;
    wrapped->expressions.push(make_.number(0));
    visited->next = nullptr;
    wrapped->expressions.push(visited);
    return wrapped;
  }
  return visited;
}

Node* Minifier::visit_identifier(Identifier* node) {
  if (node->replacement != nullptr) {
    node->replacement = visit(node->replacement);
    return node;
  }
  if (node->symbol == nullptr) {
    if (node->name->text == "undefined") {
      Node* made = make_.undefined();
      made->span = node->span;
      return made;
    }
    if (node->name->text == "Infinity") {
      Node* made = make_.binary(Operator::divide, make_.number(1), make_.number(0));
      made->span = node->span;
      return made;
    }
    return node;
  }
  const Usage& found = usage(node->symbol);
  if (found.constant == nullptr) {
    return node;
  }
  const std::optional<ConstantValue> value = constant_value(found.constant);
  discard(node);
  return literal(*value, node);
}

Node* Minifier::visit_number(NumberLiteral* node) {
  const std::string_view raw = node->raw;
  if (raw.size() <= 3 && raw.find_first_not_of("0123456789") == std::string_view::npos &&
      (raw[0] != '0' || raw.size() == 1)) {
    return node;
  }
  const double value = parse_number(raw);
  if (value > 1.7e308) {
    return node;
  }
  const std::string text = value == 0 ? "0" : number_text(value);
  if (text != raw) {
    node->raw = program_.arena.copy(std::string_view(text));
  }
  return node;
}

Node* Minifier::literal(const ConstantValue& value, const Node* place) {
  Node* made = nullptr;
  switch (value.type) {
    case ValueType::undefined:
      made = make_.undefined();
      break;
    case ValueType::null:
      made = make_.null();
      break;
    case ValueType::boolean:
      made = make_.boolean(value.boolean);
      break;
    case ValueType::number: {
      const double positive = value.number < 0 ? -value.number : value.number;
      const bool negative = value.number < 0 || (value.number == 0 && 1 / value.number < 0);
      made = program_.arena.make<NumberLiteral>(program_.arena.copy(
          std::string_view(positive == 0 ? std::string("0") : number_text(positive))));
      if (negative) {
        made->span = place->span;
        made = make_.unary(Operator::minus, made);
      }
      break;
    }
    default:
      made = make_.string(value.text);
  }
  made->span = place->span;
  return made;
}

// `a${"b"}` holds its text directly; without substitutions it is a string.
Node* Minifier::visit_template(TemplateLiteral* node) {
  visit_list(node->expressions);
  const Node* expression = node->expressions.first();
  bool has_constant = expression == nullptr;
  for (; expression != nullptr && !has_constant; expression = expression->next) {
    has_constant = is_constant(expression);
  }
  if (!has_constant) {
    return node;
  }
  for (const Node* chunk : node->chunks) {
    if (as<TemplateChunk>(chunk)->raw.find_first_of("\\\n\r") != std::string_view::npos) {
      // Escapes of templates and strings differ a little, and lines are shorter in templates: only
      // what is simple is touched.
      return node;
    }
  }
  NodeList chunks;
  NodeList expressions;
  std::string text(as<TemplateChunk>(node->chunks.first())->raw);
  const Node* chunk = node->chunks.first()->next;
  const auto push_chunk = [&] {
    chunks.push(program_.arena.make<TemplateChunk>(program_.arena.copy(std::string_view(text))));
  };
  for (Node* each = node->expressions.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    const std::optional<ConstantValue> value = constant_value(each);
    const std::optional<std::string> constant = value ? text_of_constant(*value) : std::nullopt;
    if (constant && constant->find_first_of("\\`$\r") == std::string::npos) {
      text += *constant;
    } else {
      push_chunk();
      text.clear();
      expressions.push(each);
    }
    if (chunk != nullptr) {
      text += as<TemplateChunk>(chunk)->raw;
      chunk = chunk->next;
    }
    each = next;
  }
  if (expressions.empty()) {
    Node* made = make_.string(text);
    made->span = node->span;
    return made;
  }
  push_chunk();
  node->chunks = chunks;
  node->expressions = expressions;
  return node;
}

void Minifier::visit_key(Node*& key, bool& computed, bool in_class) {
  if (computed) {
    key = visit(key);
    const auto* text = try_as<StringLiteral>(key);
    if (text == nullptr) {
      computed = key->kind != Kind::number_literal;
      return;
    }
    const std::string value = string_value(*text);
    if (value == "__proto__" || (in_class && (value == "constructor" || value == "prototype"))) {
      return;
    }
    computed = false;
  }
  if (key->kind == Kind::number_literal) {
    key = visit_number(as<NumberLiteral>(key));
    return;
  }
  const auto* text = try_as<StringLiteral>(key);
  if (text == nullptr || !is_simple_text(text->raw)) {
    return;
  }
  const std::string_view value = text->raw.substr(1, text->raw.size() - 2);
  if (in_class && value == "constructor") {
    return;
  }
  if (is_identifier_name(value)) {
    Node* made = make_.identifier(value);
    made->span = key->span;
    key = made;
  } else if (is_index_text(value)) {
    Node* made = program_.arena.make<NumberLiteral>(program_.arena.copy(value));
    made->span = key->span;
    key = made;
  }
}

Node* Minifier::visit_object(Object* node) {
  for (Node* each : node->properties) {
    if (auto* property = try_as<Property>(each)) {
      visit_key(property->key, property->computed, false);
      Node* before = property->value;
      property->value = visit(property->value);
      property->shorthand = property->shorthand && property->value == before;
    } else {
      as<Spread>(each)->operand = visit(as<Spread>(each)->operand);
    }
  }
  // {...{a: 1}}
  bool has_inner = false;
  for (const Node* each : node->properties) {
    has_inner = has_inner || (each->kind == Kind::spread &&
                              as<Spread>(each)->operand->kind == Kind::object_literal);
  }
  if (!has_inner) {
    return node;
  }
  const auto is_flat = [](const Object* object) {
    for (const Node* each : object->properties) {
      const auto* property = try_as<Property>(each);
      if (property != nullptr &&
          (property->member_kind == MemberKind::getter ||
           property->member_kind == MemberKind::setter || property->computed ||
           (property->key->kind == Kind::identifier &&
            as<Identifier>(property->key)->name->text == "__proto__") ||
           property->key->kind == Kind::string_literal)) {
        return false;
      }
    }
    return true;
  };
  NodeList flat;
  for (Node* each = node->properties.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    auto* inner = each->kind == Kind::spread ? try_as<Object>(as<Spread>(each)->operand) : nullptr;
    if (inner != nullptr && inner->kind == Kind::object_literal && is_flat(inner)) {
      for (Node* moved = inner->properties.first(); moved != nullptr;) {
        Node* after = moved->next;
        moved->next = nullptr;
        flat.push(moved);
        moved = after;
      }
    } else {
      flat.push(each);
    }
    each = next;
  }
  node->properties = flat;
  return node;
}

// A pattern: its targets stay, values inside are visited.
void Minifier::visit_pattern(Node* node) {
  switch (node->kind) {
    case Kind::array_pattern:
      for (Node* element : as<Array>(node)->elements) {
        visit_pattern(element);
      }
      return;
    case Kind::object_pattern:
      for (Node* element : as<Object>(node)->properties) {
        if (auto* property = try_as<Property>(element)) {
          visit_key(property->key, property->computed, false);
          visit_pattern(property->value);
        } else {
          visit_pattern(element);
        }
      }
      return;
    case Kind::rest:
      visit_pattern(as<Spread>(node)->operand);
      return;
    case Kind::default_value:
      visit_pattern(as<Assignment>(node)->target);
      as<Assignment>(node)->value = visit(as<Assignment>(node)->value);
      return;
    case Kind::member:
      as<Member>(node)->object = visit(as<Member>(node)->object);
      return;
    case Kind::index:
      as<Index>(node)->object = visit(as<Index>(node)->object);
      as<Index>(node)->index = visit(as<Index>(node)->index);
      return;
    default:
      return;
  }
}

// What is assigned, counted up or deleted: it stays a reference.
Node* Minifier::visit_target(Node* node) {
  if (auto* member = try_as<Member>(node)) {
    member->object = visit(member->object);
    return member;
  }
  if (auto* index = try_as<Index>(node)) {
    return visit_index(index);
  }
  visit_pattern(node);
  return node;
}

void Minifier::visit_function(Function* function) {
  for (Node* parameter : function->parameters) {
    visit_pattern(parameter);
  }
  const bool outer = in_async_generator_;
  in_async_generator_ = function->is_async && function->is_generator;
  std::vector<Label> labels;
  labels.swap(labels_);
  if (auto* block = try_as<Block>(function->body)) {
    statements(block->statements, ListKind::function_body);
    const Node* only = block->statements.first();
    if (function->kind == Kind::arrow_function && block->statements.size() == 1 &&
        only->kind == Kind::return_statement && as<Return>(only)->argument != nullptr) {
      function->body = as<Return>(only)->argument;
    }
  } else {
    function->body = visit(function->body);
  }
  labels_.swap(labels);
  in_async_generator_ = outer;
  if (function->kind == Kind::function_expression && function->name != nullptr &&
      is_unused(function->name->symbol)) {
    discard(function->name);
    usage(function->name->symbol).declares = 0;
    function->name = nullptr;
  }
}

void Minifier::visit_class(Class* declared) {
  for (Node* each : declared->decorators) {
    as<Decorator>(each)->expression = visit(as<Decorator>(each)->expression);
  }
  if (declared->heritage != nullptr) {
    declared->heritage = visit(declared->heritage);
  }
  for (Node* each : declared->members) {
    if (auto* block = try_as<StaticBlock>(each)) {
      statements(block->statements, ListKind::block);
      continue;
    }
    auto* member = as<ClassMember>(each);
    for (Node* decorator : member->decorators) {
      as<Decorator>(decorator)->expression = visit(as<Decorator>(decorator)->expression);
    }
    if (member->key->kind != Kind::private_name) {
      visit_key(member->key, member->computed, true);
    }
    member->value = visit_optional(member->value);
  }
}

Node* Minifier::visit_unary(Unary* node) {
  switch (node->operation) {
    case Operator::key_delete:
      node->operand = node->operand->kind == Kind::member || node->operand->kind == Kind::index
                          ? visit_target(node->operand)
                          : visit_reference(node->operand);
      break;
    case Operator::key_typeof:
      node->operand = visit_reference(node->operand);
      break;
    case Operator::logical_not:
      node->operand = visit_condition(node->operand);
      return negation(node->operand);
    default:
      node->operand = visit(node->operand);
  }
  return simplified_unary(node);
}

Node* Minifier::visit_binary(Binary* node) {
  if (node->left->kind != Kind::private_name) {
    node->left = visit(node->left);
  }
  const bool is_and = node->operation == Operator::logical_and;
  if (is_and || node->operation == Operator::logical_or) {
    if (truth_of(node->left) == !is_and) {
      // The right side is never reached.
      discard(node->right);
      return node->left;
    }
    node->right = visit(node->right);
    return logical(node->operation, node->left, node->right);
  }
  node->right = visit(node->right);
  if (node->operation == Operator::nullish) {
    return logical(node->operation, node->left, node->right);
  }
  return simplified_binary(node);
}

Node* Minifier::visit_assignment(Assignment* node) {
  if (auto* target = try_as<Identifier>(node->target)) {
    const bool is_plain = node->operation == Operator::assign;
    if (is_plain && is_never_read(target->symbol) && !target->symbol->constant &&
        target->symbol->kind != SymbolKind::parameter && !usage(target->symbol).own_name &&
        is_safe_read(target)) {
      count_target<-1>(target, Role::store);
      return visit(node->value);
    }
    node->value = visit(node->value);
    // a = a + b
    auto* binary = try_as<Binary>(node->value);
    if (is_plain && binary != nullptr) {
      const auto* left = try_as<Identifier>(binary->left);
      const int precedence = precedence_of(binary->operation);
      if (left != nullptr && left->symbol == target->symbol && target->symbol != nullptr &&
          !target->symbol->pinned && target->replacement == nullptr && precedence >= 4 &&
          precedence != precedence_of(Operator::equal) &&
          precedence != precedence_of(Operator::less)) {
        Operator combined = Operator::assign;
        switch (binary->operation) {
          case Operator::plus:
            combined = Operator::assign_plus;
            break;
          case Operator::minus:
            combined = Operator::assign_minus;
            break;
          case Operator::multiply:
            combined = Operator::assign_multiply;
            break;
          case Operator::divide:
            combined = Operator::assign_divide;
            break;
          case Operator::remainder:
            combined = Operator::assign_remainder;
            break;
          case Operator::bit_or:
            combined = Operator::assign_bit_or;
            break;
          case Operator::bit_and:
            combined = Operator::assign_bit_and;
            break;
          case Operator::bit_xor:
            combined = Operator::assign_bit_xor;
            break;
          case Operator::shift_left:
            combined = Operator::assign_shift_left;
            break;
          case Operator::shift_right:
            combined = Operator::assign_shift_right;
            break;
          case Operator::shift_right_unsigned:
            combined = Operator::assign_shift_right_unsigned;
            break;
          default:
            break;
        }
        if (combined != Operator::assign) {
          count_target<-1>(target, Role::store);
          discard(left);
          count_target<1>(target, Role::update);
          node->operation = combined;
          node->value = binary->right;
        }
      }
    }
    return node;
  }
  node->target = visit_target(node->target);
  node->value = visit(node->value);
  return node;
}

Node* Minifier::visit_conditional(Conditional* node) {
  node->test = visit_condition(node->test);
  const std::optional<bool> known = truth_of(node->test);
  if (known) {
    discard(*known ? node->alternate : node->consequent);
    Node* live = visit(*known ? node->consequent : node->alternate);
    Node* effect = unused(node->test);
    return effect == nullptr ? live : comma(effect, live);
  }
  node->consequent = visit(node->consequent);
  node->alternate = visit(node->alternate);
  Node* result = choice(node->test, node->consequent, node->alternate);
  if (result->span.end == 0) {
    result->span = node->span;
  }
  return result;
}

Node* Minifier::visit_call(Call* node) {
  node->callee = visit_reference(node->callee);
  visit_list(node->arguments);
  // f(...[a, b])
  bool has_array = false;
  for (const Node* argument : node->arguments) {
    has_array = has_array || (argument->kind == Kind::spread &&
                              as<Spread>(argument)->operand->kind == Kind::array_literal);
  }
  if (has_array) {
    NodeList flat;
    for (Node* each = node->arguments.first(); each != nullptr;) {
      Node* next = each->next;
      each->next = nullptr;
      auto* array = each->kind == Kind::spread ? try_as<Array>(as<Spread>(each)->operand) : nullptr;
      bool has_hole = false;
      if (array != nullptr && array->kind == Kind::array_literal) {
        for (const Node* element : array->elements) {
          has_hole = has_hole || element->kind == Kind::hole;
        }
      }
      if (array == nullptr || array->kind != Kind::array_literal || has_hole) {
        flat.push(each);
      } else {
        for (Node* moved = array->elements.first(); moved != nullptr;) {
          Node* after = moved->next;
          moved->next = nullptr;
          flat.push(moved);
          moved = after;
        }
      }
      each = next;
    }
    node->arguments = flat;
  }
  return node;
}

Node* Minifier::visit_member(Member* node) {
  node->object = visit(node->object);
  if (!node->is_private && node->property->text == "length") {
    if (const auto* text = try_as<StringLiteral>(node->object);
        text != nullptr && is_simple_text(text->raw)) {
      const std::string_view value = text->raw.substr(1, text->raw.size() - 2);
      bool ascii = true;
      for (const char c : value) {
        ascii = ascii && static_cast<unsigned char>(c) < 0x80;
      }
      if (ascii) {
        Node* made = make_.number(static_cast<std::int64_t>(value.size()));
        made->span = node->span;
        return made;
      }
    }
  }
  return node;
}

// a["b"] is a.b, a["0"] is a[0].
Node* Minifier::visit_index(Index* node) {
  node->object = visit(node->object);
  node->index = visit(node->index);
  const auto* text = try_as<StringLiteral>(node->index);
  if (text == nullptr || !is_simple_text(text->raw)) {
    return node;
  }
  const std::string_view value = text->raw.substr(1, text->raw.size() - 2);
  if (is_identifier_name(value)) {
    Member* made = make_.member(node->object, value);
    made->span = node->span;
    made->property_span = text->span;
    made->optional = node->optional;
    made->in_chain = node->in_chain;
    made->parenthesized = node->parenthesized;
    return made;
  }
  if (is_index_text(value)) {
    Node* made = program_.arena.make<NumberLiteral>(program_.arena.copy(value));
    made->span = text->span;
    node->index = made;
  }
  return node;
}

Node* Minifier::visit_sequence(Sequence* node) {
  NodeList kept;
  for (Node* each = node->expressions.first(); each != nullptr;) {
    Node* next = each->next;
    each->next = nullptr;
    Node* visited = visit(each);
    if (next != nullptr) {
      visited = unused(visited);
    }
    if (visited != nullptr) {
      if (auto* inner = try_as<Sequence>(visited)) {
        for (Node* moved = inner->expressions.first(); moved != nullptr;) {
          Node* after = moved->next;
          moved->next = nullptr;
          kept.push(moved);
          moved = after;
        }
      } else {
        kept.push(visited);
      }
    }
    each = next;
  }
  if (kept.size() == 1) {
    Node* only = kept.first();
    return only;
  }
  node->expressions = kept;
  return node;
}

}  // namespace mpaas::js
