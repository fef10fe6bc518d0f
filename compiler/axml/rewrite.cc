#include "compiler/axml/rewrite.h"

#include <algorithm>
#include <utility>

namespace mpaas::axml {
namespace {

struct Helper {
  std::string_view exported;
  std::string_view local;
};

constexpr Helper helper_table[] = {
    {"element", "$e"}, {"fragment", "$f"}, {"builtin", "$b"},   {"placeholder", "$p"},
    {"custom", "$c"},  {"member", "$g"},   {"method", "$m"},    {"invoke", "$v"},
    {"text", "$x"},    {"each", "$i"},     {"slot", "$s"},      {"scoped", "$n"},
    {"slotted", "$w"}, {"merge", "$a"},    {"template", "$y"},  {"use", "$u"},
    {"sjs", "$j"},     {"event", "$k"},    {"reference", "$r"},
};

std::string_view local_name(std::string_view exported) {
  const auto* found = std::ranges::find(helper_table, exported, &Helper::exported);
  return found->local;
}

void collect_names(const js::Node* pattern, std::vector<std::string_view>& names) {
  switch (pattern->kind) {
    case js::Kind::identifier:
      names.push_back(js::as<js::Identifier>(pattern)->name->text);
      break;
    case js::Kind::array_pattern:
      for (const js::Node* element : js::as<js::Array>(pattern)->elements) {
        collect_names(element, names);
      }
      break;
    case js::Kind::object_pattern:
      for (const js::Node* property : js::as<js::Object>(pattern)->properties) {
        collect_names(property, names);
      }
      break;
    case js::Kind::property:
      collect_names(js::as<js::Property>(pattern)->value, names);
      break;
    case js::Kind::rest:
    case js::Kind::spread:
      collect_names(js::as<js::Spread>(pattern)->operand, names);
      break;
    case js::Kind::default_value:
      collect_names(js::as<js::Assignment>(pattern)->target, names);
      break;
    default:
      break;
  }
}

}  // namespace

void place(js::Node* node, Span span) {
  while (node != nullptr && node->span.end == 0) {
    node->span = span;
    switch (node->kind) {
      case js::Kind::call:
        node = js::as<js::Call>(node)->callee;
        break;
      case js::Kind::member:
        js::as<js::Member>(node)->property_span = span;
        node = js::as<js::Member>(node)->object;
        break;
      case js::Kind::index:
        node = js::as<js::Index>(node)->object;
        break;
      case js::Kind::property:
        node = js::as<js::Property>(node)->key;
        break;
      default:
        return;
    }
  }
}

js::Node* Helpers::use(std::string_view exported) {
  const std::string_view local = local_name(exported);
  used_.insert(local);
  return make_.identifier(local);
}

js::Call* Helpers::call(std::string_view exported, js::NodeList arguments) {
  return make_.call(use(exported), arguments);
}

void Helpers::declare(std::string_view runtime_module, js::NodeList& declarators) {
  if (used_.empty()) {
    return;
  }
  js::Node* reference = make_.arena().make<js::NumberLiteral>(make_.arena().copy(runtime_module));
  declarators.push(make_.declarator(make_.identifier("$h"),
                                    make_.call(make_.identifier("require"), {reference})));
  for (const Helper& row : helper_table) {
    if (used_.contains(row.local)) {
      declarators.push(make_.declarator(make_.identifier(row.local),
                                        make_.member(make_.identifier("$h"), row.exported)));
    }
  }
}

std::string Rewriter::variable_name(std::string_view name) {
  constexpr std::string_view taken[] = {"module", "exports", "require", "arguments", "eval"};
  if (name.starts_with('$') || std::ranges::find(taken, name) != std::end(taken)) {
    return "$_" + std::string(name);
  }
  return std::string(name);
}

bool Rewriter::is_bound(std::string_view name) const {
  return std::ranges::find(bound_, name) != bound_.end();
}

js::Node* Rewriter::name(const js::Identifier* identifier) {
  const std::string_view text = identifier->name->text;
  return is_bound(text) ? variable(text) : make_.property_of(data(), text);
}

js::Node* Rewriter::rewrite(const js::Node* node) { return placed(made_from(node), node->span); }

js::Node* Rewriter::made_from(const js::Node* node) {
  switch (node->kind) {
    case js::Kind::identifier:
      return name(js::as<js::Identifier>(node));
    case js::Kind::number_literal:
      return make_.arena().make<js::NumberLiteral>(js::as<js::NumberLiteral>(node)->raw);
    case js::Kind::big_int_literal:
      return make_.arena().make<js::BigIntLiteral>(js::as<js::BigIntLiteral>(node)->raw);
    case js::Kind::string_literal:
      return make_.string(js::string_value(*js::as<js::StringLiteral>(node)));
    case js::Kind::reg_exp_literal:
      return make_.arena().make<js::RegExpLiteral>(js::as<js::RegExpLiteral>(node)->raw);
    case js::Kind::boolean_literal:
      return make_.boolean(js::as<js::BooleanLiteral>(node)->value);
    case js::Kind::null_literal:
      return make_.null();
    case js::Kind::hole:
      return make_.arena().make<js::Hole>();
    case js::Kind::template_literal:
      return template_literal(js::as<js::TemplateLiteral>(node));
    case js::Kind::array_literal: {
      js::NodeList elements;
      for (const js::Node* element : js::as<js::Array>(node)->elements) {
        elements.push(rewrite(element));
      }
      return make_.array(elements);
    }
    case js::Kind::object_literal:
      return object(js::as<js::Object>(node));
    case js::Kind::spread:
      return make_.spread(rewrite(js::as<js::Spread>(node)->operand));
    case js::Kind::arrow_function:
      return arrow(js::as<js::Function>(node));
    case js::Kind::unary: {
      const auto* unary = js::as<js::Unary>(node);
      return make_.unary(unary->operation, rewrite(unary->operand));
    }
    case js::Kind::binary:
      return binary(node);
    case js::Kind::conditional: {
      const auto* conditional = js::as<js::Conditional>(node);
      js::Node* test = rewrite(conditional->test);
      js::Node* consequent = rewrite(conditional->consequent);
      return make_.conditional(test, consequent, rewrite(conditional->alternate));
    }
    case js::Kind::call:
      return call(js::as<js::Call>(node));
    case js::Kind::member:
    case js::Kind::index:
      return steps(node);
    case js::Kind::sequence: {
      js::NodeList expressions;
      for (const js::Node* expression : js::as<js::Sequence>(node)->expressions) {
        expressions.push(rewrite(expression));
      }
      return make_.sequence(expressions);
    }
    default:
      // check_expression() lets nothing else through.
      return make_.undefined();
  }
}

// a.b[c].d → member(a, "b", c, "d")
js::Node* Rewriter::steps(const js::Node* node) {
  std::vector<const js::Node*> chain;
  while (node->kind == js::Kind::member || node->kind == js::Kind::index) {
    chain.push_back(node);
    node = node->kind == js::Kind::member ? js::as<js::Member>(node)->object
                                          : js::as<js::Index>(node)->object;
  }
  js::NodeList arguments{rewrite(node)};
  for (std::size_t i = chain.size(); i-- > 0;) {
    arguments.push(key_of(chain[i]));
  }
  // What is missing is missing at the last step.
  js::Node* made = helpers_.call("member", arguments);
  const auto* last = js::try_as<js::Member>(chain.front());
  place(made, last != nullptr ? last->property_span : chain.front()->span);
  return made;
}

js::Node* Rewriter::key_of(const js::Node* node) {
  if (const auto* member = js::try_as<js::Member>(node)) {
    return placed(make_.string(member->property->text), member->property_span);
  }
  return rewrite(js::as<js::Index>(node)->index);
}

js::Node* Rewriter::call(const js::Call* node) {
  js::NodeList arguments;
  const js::Node* callee = node->callee;
  const bool is_method = callee->kind == js::Kind::member || callee->kind == js::Kind::index;
  if (is_method) {
    arguments.push(rewrite(callee->kind == js::Kind::member ? js::as<js::Member>(callee)->object
                                                            : js::as<js::Index>(callee)->object));
    arguments.push(key_of(callee));
  } else {
    arguments.push(rewrite(callee));
  }
  for (const js::Node* argument : node->arguments) {
    arguments.push(rewrite(argument));
  }
  return helpers_.call(is_method ? "method" : "invoke", arguments);
}

// a + b + c + … leans to the left and may be long.
js::Node* Rewriter::binary(const js::Node* node) {
  std::vector<const js::Binary*> spine;
  while (node->kind == js::Kind::binary) {
    spine.push_back(js::as<js::Binary>(node));
    node = spine.back()->left;
  }
  js::Node* left = rewrite(node);
  for (std::size_t i = spine.size(); i-- > 0;) {
    left = make_.binary(spine[i]->operation, left, rewrite(spine[i]->right));
  }
  return left;
}

// {...a, b} → merge({}, a, {b: data.b})
js::Node* Rewriter::object(const js::Object* node) {
  js::NodeList pieces;
  js::NodeList properties;
  bool has_spread = false;
  for (const js::Node* each : node->properties) {
    if (each->kind == js::Kind::spread) {
      if (!has_spread || !properties.empty()) {
        pieces.push(make_.object(std::exchange(properties, {})));
      }
      has_spread = true;
      pieces.push(rewrite(js::as<js::Spread>(each)->operand));
      continue;
    }
    const auto* property = js::as<js::Property>(each);
    js::Node* value = rewrite(property->value);
    if (property->computed) {
      properties.push(make_.computed_property(rewrite(property->key), value));
    } else if (const auto* text = js::try_as<js::Identifier>(property->key)) {
      properties.push(make_.property(text->name->text, value));
    } else if (const auto* quoted = js::try_as<js::StringLiteral>(property->key)) {
      properties.push(make_.property(js::string_value(*quoted), value));
    } else {
      js::Property* made = make_.property("0", value);
      made->key = rewrite(property->key);
      properties.push(made);
    }
  }
  if (!has_spread) {
    return make_.object(properties);
  }
  if (!properties.empty()) {
    pieces.push(make_.object(properties));
  }
  return helpers_.call("merge", pieces);
}

js::Node* Rewriter::arrow(const js::Function* node) {
  std::vector<std::string_view> names;
  bool is_simple = true;
  for (const js::Node* parameter : node->parameters) {
    collect_names(parameter, names);
    is_simple = is_simple && parameter->kind == js::Kind::identifier;
  }
  bound_.insert(bound_.end(), names.begin(), names.end());
  js::NodeList parameters;
  for (const js::Node* parameter : node->parameters) {
    parameters.push(pattern(parameter));
  }
  js::Node* body = rewrite(node->body);
  bound_.resize(bound_.size() - names.size());
  if (is_simple) {
    return make_.function("", parameters, {make_.return_statement(body)});
  }
  return make_.arrow(parameters, body);
}

js::Node* Rewriter::pattern(const js::Node* node) {
  switch (node->kind) {
    case js::Kind::identifier:
      return placed(variable(js::as<js::Identifier>(node)->name->text), node->span);
    case js::Kind::array_pattern: {
      js::NodeList elements;
      for (const js::Node* element : js::as<js::Array>(node)->elements) {
        elements.push(pattern(element));
      }
      return make_.array_pattern(elements);
    }
    case js::Kind::object_pattern: {
      js::NodeList properties;
      for (const js::Node* each : js::as<js::Object>(node)->properties) {
        if (each->kind != js::Kind::property) {
          properties.push(pattern(each));
          continue;
        }
        const auto* property = js::as<js::Property>(each);
        js::Node* key = property->computed ? rewrite(property->key) : nullptr;
        js::Node* value = pattern(property->value);
        if (key != nullptr) {
          properties.push(make_.computed_property(key, value));
        } else if (const auto* text = js::try_as<js::Identifier>(property->key)) {
          properties.push(make_.property(text->name->text, value));
        } else {
          js::Property* made = make_.property("0", value);
          made->key = rewrite(property->key);
          properties.push(made);
        }
      }
      return make_.object_pattern(properties);
    }
    case js::Kind::rest:
    case js::Kind::spread:
      return make_.rest(pattern(js::as<js::Spread>(node)->operand));
    case js::Kind::default_value: {
      const auto* with_default = js::as<js::Assignment>(node);
      js::Node* target = pattern(with_default->target);
      return make_.default_value(target, rewrite(with_default->value));
    }
    default:
      return make_.arena().make<js::Hole>();
  }
}

js::Node* Rewriter::template_literal(const js::TemplateLiteral* node) {
  auto* made = make_.arena().make<js::TemplateLiteral>();
  for (const js::Node* chunk : node->chunks) {
    made->chunks.push(make_.arena().make<js::TemplateChunk>(js::as<js::TemplateChunk>(chunk)->raw));
  }
  for (const js::Node* expression : node->expressions) {
    made->expressions.push(rewrite(expression));
  }
  return made;
}

}  // namespace mpaas::axml
