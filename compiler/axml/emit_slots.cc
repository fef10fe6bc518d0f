// The half of Emitter that brings content from elsewhere: slots, templates, included files.
#include <algorithm>

#include "compiler/axml/emit.h"

namespace mpaas::axml {

// -----------------------------------------------------------------------------------------

js::Node* Emitter::slot(const Element& element) {
  js::Node* name = make_.string("$default");
  js::NodeList scope;
  for (const Attribute& each : element.attributes) {
    if (each.is_spread || each.directive != Directive::none) {
      continue;
    }
    if (each.name == "name") {
      if (each.has_value && !each.parts.empty()) {
        name = value(each);
      }
    } else {
      scope.push(make_.property(property_name(each.name), value(each)));
    }
  }
  js::Node* fallback = content(element.children, nullptr);
  js::NodeList arguments{rewriter_.data(), name, fallback == nullptr ? make_.null() : fallback};
  if (!scope.empty()) {
    arguments.push(make_.object(scope));
  }
  return placed(helpers_.call("slot", arguments), element.tag_span);
}

// Takes the children with slot-scope out of `remaining`.
void Emitter::scoped_slots(std::vector<Unit>& remaining, Properties& properties) {
  js::NodeList arguments;
  std::vector<Unit> others;
  for (Unit& unit : remaining) {
    const bool is_scoped = std::ranges::any_of(
        unit.arms, [](const Element* arm) { return arm->find(Directive::slot_scope) != nullptr; });
    if (!is_scoped) {
      others.push_back(std::move(unit));
      continue;
    }
    for (std::size_t i = 0; i < unit.arms.size(); ++i) {
      const Attribute* slot = unit.arms[i]->find(Directive::slot);
      arguments.push(slot == nullptr ? make_.string("$default") : value(*slot));
      arguments.push(scoped_function(unit.arms, i));
    }
  }
  remaining = std::move(others);
  if (!arguments.empty()) {
    properties.set("$scopedSlots", helpers_.call("scoped", arguments));
  }
}

// One arm of an a:if as a function of its own: it shows something when its condition holds and none
// of those before it.
js::Node* Emitter::scoped_function(const std::vector<const Element*>& arms, std::size_t arm) {
  const Element& element = *arms[arm];
  // The arms before may call the same thing by other names.
  std::vector<std::string_view> names;
  js::NodeList statements;
  for (std::size_t i = arm + 1; i-- > 0;) {
    const Attribute* scope = arms[i]->find(Directive::slot_scope);
    if (scope == nullptr || std::ranges::find(names, scope->literal()) != names.end()) {
      continue;
    }
    if (!names.empty()) {
      statements.push(make_.variable(js::VariableKind::var,
                                     Rewriter::variable_name(scope->literal()),
                                     rewriter_.variable(names.front())));
    }
    names.push_back(scope->literal());
    rewriter_.push(scope->literal());
  }
  js::Node* shown = nullptr;
  if (element.find(Directive::for_) != nullptr) {
    shown = loop(element);
  } else {
    shown = this->element(element, nullptr);
    if (js::Node* test = condition(element); test != nullptr) {
      shown = make_.conditional(test, shown, make_.null());
    }
    for (std::size_t i = arm; i-- > 0;) {
      shown = make_.conditional(condition(*arms[i]), make_.null(), shown);
    }
  }
  statements.push(make_.return_statement(shown));
  js::NodeList parameters;
  if (!names.empty()) {
    parameters.push(rewriter_.variable(names.front()));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    rewriter_.pop();
  }
  return make_.function("", parameters, statements);
}

// --- templates and other files
// ---------------------------------------------------------------------

js::Node* Emitter::use_template(const Element& element, js::Node* key) {
  uses_templates_ = true;
  const Attribute* is = element.find("is");
  js::Node* templates = make_.identifier("$l");
  js::Node* chosen = is->is_literal() ? make_.property_of(templates, is->literal())
                                      : make_.index(templates, value(*is));
  js::Node* data = make_.null();
  if (const Attribute* attribute = element.find("data")) {
    const Part* part = attribute->sole_expression();
    if (part != nullptr && part->expression != nullptr) {
      data = rewriter_.rewrite(part->expression);
    }
  }
  js::NodeList arguments{chosen, data, context()};
  if (js::Node* own = own_or(element, key); own != nullptr) {
    arguments.push(own);
  }
  return placed(helpers_.call("use", arguments), element.tag_span);
}

js::Node* Emitter::include(const Element& element) {
  const Attribute* source = element.find("src");
  bool known = false;
  js::Node* module = module_reference(source->literal(), known);
  if (!known) {
    return nullptr;
  }
  auto [found, is_new] =
      include_variables_.emplace(source->literal(), fmt::format("$o{}", include_variables_.size()));
  if (is_new) {
    include_declarators_.push_back(
        make_.declarator(make_.identifier(found->second), placed(module, element.tag_span)));
  }
  // The file sees what is visible at its place, the variables of loops included.
  js::Node* data = rewriter_.data();
  const std::span<const std::string_view> bound =
      rewriter_.bound().subspan(rewriter_.module_count());
  if (!bound.empty()) {
    std::vector<std::string_view> names;
    js::NodeList properties;
    for (std::size_t i = bound.size(); i-- > 0;) {
      if (std::ranges::find(names, bound[i]) == names.end()) {
        names.push_back(bound[i]);
        properties.push(make_.property(bound[i], rewriter_.variable(bound[i])));
      }
    }
    data = helpers_.call("merge", {make_.object(), data, make_.object(properties)});
  }
  js::Node* render = make_.member(make_.member(make_.identifier(found->second), "default"), "call");
  return placed(make_.call(render, {context(), data}), element.tag_span);
}

}  // namespace mpaas::axml
