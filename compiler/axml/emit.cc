#include "compiler/axml/emit.h"

#include <algorithm>
#include <utility>

namespace mpaas::axml {
namespace {

bool begins_chain(const Element& element) {
  return element.find(Directive::if_) != nullptr && element.find(Directive::for_) == nullptr;
}

bool continues_chain(const Element& element) {
  return element.find(Directive::elif) != nullptr || element.find(Directive::else_) != nullptr;
}

// Things that stand in the file but show nothing at their place.
bool is_declaration(const Element& element) {
  switch (element.tag_kind) {
    case TagKind::import:
    case TagKind::import_sjs:
      return true;
    case TagKind::template_: {
      const Attribute* use = element.find("is");
      return use == nullptr || use->parts.empty();
    }
    default:
      return false;
  }
}

// Needs no conversion to be a child of an element.
bool is_surely_text(const js::Node* node) {
  switch (node->kind) {
    case js::Kind::string_literal:
    case js::Kind::template_literal:
      return true;
    case js::Kind::binary: {
      const auto* binary = js::as<js::Binary>(node);
      return binary->operation == js::Operator::plus &&
             (binary->left->kind == js::Kind::string_literal || is_surely_text(binary->right));
    }
    case js::Kind::conditional: {
      const auto* conditional = js::as<js::Conditional>(node);
      return is_surely_text(conditional->consequent) && is_surely_text(conditional->alternate);
    }
    default:
      return false;
  }
}

}  // namespace

std::string property_name(std::string_view attribute) {
  if (attribute == "class") {
    return "className";
  }
  if (attribute.starts_with("data-") || attribute.starts_with("aria-") ||
      attribute.find(':') != std::string_view::npos) {
    return std::string(attribute);
  }
  std::string out;
  for (std::size_t i = 0; i < attribute.size(); ++i) {
    if (attribute[i] == '-' && i > 0 && i + 1 < attribute.size() && attribute[i + 1] != '-') {
      ++i;
      const char c = attribute[i];
      out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    } else {
      out += attribute[i];
    }
  }
  return out;
}

bool is_event(std::string_view property) {
  for (const std::string_view prefix : {"on", "catch", "captureOn", "captureCatch"}) {
    if (property.starts_with(prefix) && property.size() > prefix.size() &&
        property[prefix.size()] >= 'A' && property[prefix.size()] <= 'Z') {
      return true;
    }
  }
  return false;
}

Emitter::Emitter(const Document& document, const EmitOptions& options, Arena& arena)
    : document_(document),
      options_(options),
      make_(arena),
      helpers_(make_),
      rewriter_(make_, helpers_) {}

js::NodeList Emitter::run() {
  js::NodeList sjs_declarators;
  for (const SjsImport& import : document_.sjs_imports) {
    bool known = false;
    js::Node* module = module_reference(import.specifier, known);
    const bool is_default = import.bindings.size() == 1 && import.bindings[0].imported.empty();
    if (is_default) {
      sjs_declarators.push(
          make_.declarator(rewriter_.variable(import.bindings[0].local),
                           known ? placed(helpers_.call("sjs", {module}), import.span) : nullptr));
      rewriter_.push_module(import.bindings[0].local);
      continue;
    }
    const std::string variable = fmt::format("$j{}", rewriter_.module_count());
    sjs_declarators.push(make_.declarator(make_.identifier(variable),
                                          known ? placed(module, import.span) : nullptr));
    for (const SjsBinding& binding : import.bindings) {
      js::Node* member =
          helpers_.call("member", {make_.identifier(variable), make_.string(binding.imported)});
      place(member, import.span);
      sjs_declarators.push(make_.declarator(rewriter_.variable(binding.local), member));
      rewriter_.push_module(binding.local);
    }
  }

  js::NodeList own_templates;
  for (const TemplateName& definition : document_.templates) {
    const std::vector<std::string_view> outer = rewriter_.hide();
    js::Function* render = render_function(definition.element->children, "");
    rewriter_.restore(outer);
    place(render, definition.element->tag_span);
    own_templates.push(make_.property(
        definition.name, helpers_.call("template", {make_.string(definition.name), render})));
  }
  js::Function* render = render_function(document_.children, "render");

  js::Node* exports_templates = nullptr;
  const auto own_templates_member = [this] {
    return make_.member(make_.identifier("exports"), "$ownTemplates");
  };
  if (uses_templates_) {
    // Own ones last: they win.
    js::NodeList all{make_.object()};
    for (const FileReference& import : document_.imports) {
      bool known = false;
      js::Node* module = module_reference(import.specifier, known);
      if (known) {
        all.push(make_.member(placed(module, import.span), "$ownTemplates"));
      }
    }
    all.push(own_templates_member());
    exports_templates = helpers_.call("merge", all);
  }

  js::NodeList declarators;
  helpers_.declare(options_.runtime, declarators);
  for (js::Node* declarator : component_declarators_) {
    declarators.push(declarator);
  }
  for (js::Node* declarator : include_declarators_) {
    declarators.push(declarator);
  }
  js::NodeList statements;
  if (!declarators.empty()) {
    statements.push(make_.variable(js::VariableKind::var, declarators));
  }
  if (!sjs_declarators.empty()) {
    statements.push(make_.variable(js::VariableKind::var, sjs_declarators));
  }
  // Before any import is asked for: files that import each other then see what is there.
  statements.push(
      make_.statement(make_.assign(own_templates_member(), make_.object(own_templates))));
  if (exports_templates != nullptr) {
    statements.push(make_.variable(js::VariableKind::var, "$l", exports_templates));
  }
  statements.push(
      make_.statement(make_.assign(make_.member(make_.identifier("exports"), "default"), render)));
  return statements;
}

js::Function* Emitter::render_function(Siblings siblings, std::string_view name) {
  uses_context_ = false;
  const std::vector<Loop> outer_loops = std::exchange(loops_, {});
  js::Node* shown = content(siblings, nullptr);
  loops_ = outer_loops;
  js::NodeList statements;
  if (uses_context_) {
    statements.push(make_.variable(js::VariableKind::var, "$t", make_.this_expression()));
  }
  statements.push(make_.return_statement(shown == nullptr ? make_.null() : shown));
  return make_.function(name, {make_.identifier("$d")}, statements);
}

js::Node* Emitter::module_reference(std::string_view specifier, bool& known) {
  const auto found = options_.modules.find(specifier);
  known = found != options_.modules.end() && !found->second.empty();
  if (!known) {
    return nullptr;
  }
  // The linker says how the module is written; a literal node prints it as it is.
  js::Node* id = make_.arena().make<js::NumberLiteral>(make_.arena().copy(found->second));
  return make_.call(make_.identifier("require"), {id});
}

js::Node* Emitter::context() {
  uses_context_ = true;
  return make_.identifier("$t");
}

js::Node* Emitter::next_branch_key() { return make_.string(fmt::format("$c{}", ++branch_keys_)); }

js::Node* Emitter::create(js::Node* type, js::Node* properties, const Nodes& list) {
  js::NodeList arguments{type, properties};
  for (js::Node* each : list) {
    arguments.push(each);
  }
  return helpers_.call("element", arguments);
}

// --- children
// --------------------------------------------------------------------------------------

std::vector<Emitter::Unit> Emitter::units(Siblings siblings) {
  std::vector<Unit> out;
  bool chain_is_open = false;
  for (const Node* node : siblings) {
    if (const Text* text = as_text(node)) {
      Unit unit;
      unit.text = text;
      out.push_back(std::move(unit));
      chain_is_open = false;
    } else if (const Element* element = as_element(node)) {
      if (is_declaration(*element)) {
        chain_is_open = false;
        continue;
      }
      if (chain_is_open && continues_chain(*element)) {
        out.back().arms.push_back(element);
        chain_is_open = element->find(Directive::elif) != nullptr;
        continue;
      }
      Unit unit;
      unit.arms.push_back(element);
      out.push_back(std::move(unit));
      chain_is_open = begins_chain(*element);
    }
  }
  return out;
}

Emitter::Nodes Emitter::children(Siblings siblings) {
  Nodes out;
  for (const Unit& unit : units(siblings)) {
    child(unit, out);
  }
  return out;
}

void Emitter::child(const Unit& unit, Nodes& out) {
  if (unit.text != nullptr) {
    out.push_back(text(*unit.text));
    return;
  }
  const Element& first = *unit.arms.front();
  if (begins_chain(first)) {
    out.push_back(branches(unit.arms));
  } else if (first.find(Directive::for_) != nullptr) {
    out.push_back(loop(first));
  } else if (first.tag_kind == TagKind::block && own_key(first) == nullptr &&
             first.find(Directive::slot) == nullptr) {
    // A block that only groups leaves no trace.
    const Nodes inner = children(first.children);
    out.insert(out.end(), inner.begin(), inner.end());
  } else {
    out.push_back(element(first, nullptr));
  }
}

js::Node* Emitter::text(const Text& text) {
  js::NodeList parts;
  for (const Part& part : text.parts) {
    if (!part.is_expression) {
      parts.push(placed(make_.string(part.text), part.span));
    } else if (part.expression != nullptr) {
      js::Node* shown = rewriter_.rewrite(part.expression);
      parts.push(is_surely_text(shown) ? shown : placed(helpers_.call("text", {shown}), part.span));
    }
  }
  if (parts.size() != 1) {
    return make_.array(parts);
  }
  return parts.first();
}

js::Node* Emitter::condition(const Element& element) {
  const Attribute* attribute = element.find(Directive::if_);
  if (attribute == nullptr) {
    attribute = element.find(Directive::elif);
  }
  return attribute == nullptr ? nullptr : value(*attribute);
}

js::Node* Emitter::branches(const std::vector<const Element*>& arms) {
  struct Arm {
    js::Node* test;
    js::Node* shown;
  };
  std::vector<Arm> emitted;
  for (const Element* arm : arms) {
    js::Node* test = condition(*arm);
    js::Node* key = own_key(*arm) == nullptr ? next_branch_key() : nullptr;
    emitted.push_back({test, element(*arm, key)});
  }
  js::Node* shown = make_.null();
  for (std::size_t i = emitted.size(); i-- > 0;) {
    shown = emitted[i].test == nullptr
                ? emitted[i].shown
                : make_.conditional(emitted[i].test, emitted[i].shown, shown);
  }
  return shown;
}

js::Node* Emitter::loop(const Element& element) {
  const Attribute* list = element.find(Directive::for_);
  const auto name_of = [&element](Directive directive, std::string_view otherwise) {
    const Attribute* attribute = element.find(directive);
    return attribute == nullptr ? otherwise : attribute->literal();
  };
  js::Node* subject = value(*list);
  const Loop names{name_of(Directive::for_item, "item"), name_of(Directive::for_index, "index")};
  loops_.push_back(names);
  rewriter_.push(names.item);
  rewriter_.push(names.index);
  js::Node* test = condition(element);
  js::Node* shown = this->element(element, nullptr);
  if (test != nullptr) {
    shown = make_.conditional(test, shown, make_.null());
  }
  rewriter_.pop();
  rewriter_.pop();
  loops_.pop_back();
  js::Function* body =
      make_.function("", {rewriter_.variable(names.item), rewriter_.variable(names.index)},
                     {make_.return_statement(shown)});
  place(body, element.tag_span);
  return placed(helpers_.call("each", {subject, body}), list->span);
}

js::Node* Emitter::own_key(const Element& element) {
  if (const Attribute* key = element.find(Directive::key)) {
    return value(*key);
  }
  const Attribute* key = element.find(Directive::loop_key);
  if (key == nullptr || loops_.empty()) {
    return nullptr;
  }
  if (!key->is_literal()) {
    return value(*key);
  }
  const Loop& loop = loops_.back();
  std::string_view path = key->literal();
  if (path == "*this" || path == loop.item) {
    return placed(rewriter_.variable(loop.item), key->value_span);
  }
  js::NodeList steps{placed(rewriter_.variable(loop.item), key->value_span)};
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    steps.push(make_.string(path.substr(0, dot)));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return helpers_.call("member", steps);
}

js::Node* Emitter::own_or(const Element& element, js::Node* key) {
  js::Node* own = own_key(element);
  return own == nullptr ? key : own;
}

// --- elements
// ----------------------------------------------------------------------------------------

js::Node* Emitter::element(const Element& element, js::Node* key) {
  switch (element.tag_kind) {
    case TagKind::component:
      return component(element, key);
    case TagKind::block:
      return in_slot(element, content(element.children, own_or(element, key)));
    case TagKind::slot:
      return in_slot(element, slot(element));
    case TagKind::template_:
      return in_slot(element, use_template(element, key));
    case TagKind::include:
      return in_slot(element, include(element));
    case TagKind::import:
    case TagKind::import_sjs:
      break;
  }
  return make_.null();
}

js::Node* Emitter::in_slot(const Element& element, js::Node* shown) {
  const Attribute* slot = element.find(Directive::slot);
  if (slot == nullptr || element.find(Directive::slot_scope) != nullptr) {
    return shown == nullptr ? make_.null() : shown;
  }
  if (shown == nullptr) {
    return make_.null();
  }
  return placed(helpers_.call("slotted", {value(*slot), shown}), slot->span);
}

// Several nodes as one: a fragment where one is needed. Null when there is nothing.
js::Node* Emitter::content(Siblings siblings, js::Node* key) {
  const std::vector<Unit> list = units(siblings);
  if (key != nullptr && list.size() == 1 && list[0].text == nullptr && list[0].arms.size() == 1) {
    // The key can sit on the only child.
    const Element& only = *list[0].arms[0];
    if (only.tag_kind == TagKind::component && !begins_chain(only) &&
        only.find(Directive::for_) == nullptr && own_key(only) == nullptr) {
      return component(only, key);
    }
  }
  Nodes shown;
  for (const Unit& unit : list) {
    child(unit, shown);
  }
  if (shown.empty()) {
    return nullptr;
  }
  if (shown.size() == 1 && (key == nullptr || list[0].text != nullptr)) {
    return shown.front();
  }
  js::Node* properties = key == nullptr ? static_cast<js::Node*>(make_.null())
                                        : make_.object({make_.property("key", key)});
  return create(helpers_.use("fragment"), properties, shown);
}

js::Node* Emitter::component_variable(const Element& element, bool& is_custom) {
  const std::string_view tag = element.tag;
  const auto custom = options_.using_components.find(tag);
  is_custom = custom != options_.using_components.end();
  const auto found = component_variables_.find(tag);
  if (found != component_variables_.end()) {
    return placed(make_.identifier(found->second), element.tag_span);
  }
  const std::string variable = fmt::format("${}", component_variables_.size());
  component_variables_.emplace(tag, variable);
  js::Node* type = nullptr;
  if (is_custom) {
    type = helpers_.call("custom", {make_.string(custom->second)});
  } else if (const std::string_view name = component_export(tag); !name.empty()) {
    type = helpers_.call("builtin", {make_.string(name)});
  } else {
    type = helpers_.call("placeholder", {make_.string(tag)});
  }
  place(type, element.tag_span);
  component_declarators_.push_back(make_.declarator(make_.identifier(variable), type));
  return placed(make_.identifier(variable), element.tag_span);
}

void Emitter::Properties::set(std::string name, js::Node* value) {
  const auto same = std::ranges::find(named, name, &std::pair<std::string, js::Node*>::first);
  if (same != named.end()) {
    same->second = value;
  } else {
    named.emplace_back(std::move(name), value);
  }
}

js::Node* Emitter::finish(Properties& properties) {
  js::NodeList list;
  for (const auto& [name, node] : properties.named) {
    list.push(make_.property(name, node));
  }
  if (!properties.merged.empty()) {
    js::NodeList pieces{make_.object()};
    for (js::Node* piece : properties.merged) {
      pieces.push(piece);
    }
    if (!list.empty()) {
      pieces.push(make_.object(list));
    }
    return helpers_.call("merge", pieces);
  }
  return list.empty() ? static_cast<js::Node*>(make_.null()) : make_.object(list);
}

js::Node* Emitter::component(const Element& element, js::Node* key) {
  bool is_custom = false;
  js::Node* type = component_variable(element, is_custom);
  Properties properties;
  for (const Attribute& each : element.attributes) {
    attribute(element, each, is_custom, properties);
  }
  if (js::Node* chosen = own_or(element, key); chosen != nullptr) {
    properties.set("key", chosen);
  }
  std::vector<Unit> inside = units(element.children);
  if (is_custom) {
    scoped_slots(inside, properties);
  }
  Nodes shown;
  for (const Unit& unit : inside) {
    child(unit, shown);
  }
  return placed(create(type, finish(properties), shown), element.tag_span);
}

void Emitter::attribute(const Element& element, const Attribute& attribute, bool is_custom,
                        Properties& properties) {
  if (attribute.is_spread) {
    if (!properties.named.empty()) {
      js::NodeList list;
      for (const auto& [name, node] : std::exchange(properties.named, {})) {
        list.push(make_.property(name, node));
      }
      properties.merged.push_back(make_.object(list));
    }
    // {{...a}} alone merges as a itself.
    if (const auto* object = js::try_as<js::Object>(attribute.parts.front().expression)) {
      const js::Node* first = object->properties.first();
      const bool is_plain = object->properties.size() == 1 && first->kind == js::Kind::spread;
      properties.merged.push_back(
          rewriter_.rewrite(is_plain ? js::as<js::Spread>(first)->operand : object));
    }
    return;
  }
  // Of attributes that stand twice the last counts, at the place of the first.
  if (element.find(attribute.name) != &attribute) {
    return;
  }
  switch (attribute.directive) {
    case Directive::none:
      break;
    case Directive::ref:
      if (is_custom) {
        properties.set("ref", placed(helpers_.call("reference", {context(), value(attribute)}),
                                     attribute.span));
      }
      return;
    case Directive::slot:
      if (element.find(Directive::slot_scope) == nullptr) {
        properties.set("slot", value(attribute));
      }
      return;
    default:
      return;
  }
  const std::string name = property_name(attribute.name);
  if (is_event(name)) {
    js::Node* handler = value(attribute);
    js::Node* bound = is_custom
                          ? helpers_.call("event", {context(), handler})
                          : make_.call(make_.member(context(), "$getEventHandler"), {handler});
    properties.set(name, placed(bound, attribute.name_span));
    return;
  }
  properties.set(name, value(attribute));
  if (name == "id" && !is_custom) {
    properties.set("ref",
                   make_.call(make_.member(context(), "$getRefHandler"), {value(attribute)}));
  }
}

js::Node* Emitter::value(const Attribute& attribute) {
  if (!attribute.has_value) {
    return placed(make_.boolean(true), attribute.name_span);
  }
  if (attribute.is_literal()) {
    return placed(make_.string(attribute.literal()), attribute.value_span);
  }
  if (const Part* only = attribute.sole_expression()) {
    return only->expression == nullptr ? make_.undefined() : rewriter_.rewrite(only->expression);
  }
  js::Node* joined = nullptr;
  // Two numbers side by side are text, not a sum.
  if (attribute.parts[0].is_expression && attribute.parts[1].is_expression) {
    joined = make_.string("");
  }
  for (const Part& part : attribute.parts) {
    js::Node* piece =
        part.is_expression
            ? (part.expression == nullptr ? make_.undefined() : rewriter_.rewrite(part.expression))
            : placed(make_.string(part.text), part.span);
    joined = joined == nullptr ? piece : make_.binary(js::Operator::plus, joined, piece);
  }
  return joined;
}

js::NodeList emit(const Document& document, const EmitOptions& options, Arena& arena) {
  return Emitter(document, options, arena).run();
}

}  // namespace mpaas::axml
