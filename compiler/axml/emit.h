// Elements as script. See EmitOptions in axml.h for what comes out.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/axml/axml.h"
#include "compiler/axml/rewrite.h"

namespace mpaas::axml {

class Emitter {
 public:
  Emitter(const Document& document, const EmitOptions& options, Arena& arena);
  js::NodeList run();

 private:
  using Nodes = std::vector<js::Node*>;
  using Siblings = std::span<const Node* const>;

  // A child of an element, with all arms of its a:if when it has one.
  struct Unit {
    const Text* text = nullptr;
    std::vector<const Element*> arms;
  };
  static std::vector<Unit> units(Siblings siblings);

  // Each returns one expression; null where nothing is shown.
  Nodes children(Siblings siblings);
  void child(const Unit& unit, Nodes& out);
  js::Node* text(const Text& text);
  js::Node* branches(const std::vector<const Element*>& arms);
  js::Node* loop(const Element& element);
  // `key`: for elements that have none of their own; may be null.
  js::Node* element(const Element& element, js::Node* key);
  js::Node* component(const Element& element, js::Node* key);
  js::Node* content(Siblings siblings, js::Node* key);
  js::Node* slot(const Element& element);
  js::Node* use_template(const Element& element, js::Node* key);
  js::Node* include(const Element& element);
  js::Node* in_slot(const Element& element, js::Node* shown);

  // Properties in order of appearance; a repeated name keeps its place and takes the later value.
  struct Properties {
    std::vector<std::pair<std::string, js::Node*>> named;
    std::vector<js::Node*> merged;  // finished pieces in front of `named`, when there are spreads
    void set(std::string name, js::Node* value);
  };
  js::Node* finish(Properties& properties);
  void attribute(const Element& element, const Attribute& attribute, bool is_custom,
                 Properties& properties);
  void scoped_slots(std::vector<Unit>& remaining, Properties& properties);
  js::Node* scoped_function(const std::vector<const Element*>& arms, std::size_t arm);

  js::Node* value(const Attribute& attribute);
  js::Node* condition(const Element& element);
  js::Node* own_key(const Element& element);
  js::Node* own_or(const Element& element, js::Node* key);
  js::Node* next_branch_key();
  js::Node* context();
  js::Node* component_variable(const Element& element, bool& is_custom);
  js::Node* module_reference(std::string_view specifier, bool& known);
  js::Function* render_function(Siblings siblings, std::string_view name);
  js::Node* create(js::Node* type, js::Node* properties, const Nodes& children);

  struct Loop {
    std::string_view item;
    std::string_view index;
  };

  const Document& document_;
  const EmitOptions& options_;
  js::Builder make_;
  Helpers helpers_;
  Rewriter rewriter_;
  std::map<std::string_view, std::string, std::less<>> component_variables_;
  std::map<std::string_view, std::string, std::less<>> include_variables_;
  std::vector<js::Node*> component_declarators_;
  std::vector<js::Node*> include_declarators_;
  std::vector<Loop> loops_;
  bool uses_context_ = false;  // of the function that is being emitted
  bool uses_templates_ = false;
  int branch_keys_ = 0;
};

// kebab-case → camelCase; data-, aria- and prefixed names (mark:x) stay.
std::string property_name(std::string_view attribute);
// onTap, catchTouchStart, and the same in kebab-case.
bool is_event(std::string_view property);

}  // namespace mpaas::axml
