// Expressions of templates as script: every free name becomes a property of the data, every step
// through a value is safe against null, and names that the template declares stay names.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/axml/axml.h"

namespace mpaas::axml {

// The functions of template_runtime.js as local variables of the emitted module. Names of ours
// start with $ and a letter; the user's own names that start with $ are written $_….
class Helpers {
 public:
  explicit Helpers(js::Builder& make) : make_(make) {}
  // `exported` is one of the names in template_runtime.js; notes that it is used.
  js::Node* use(std::string_view exported);
  js::Call* call(std::string_view exported, js::NodeList arguments);
  // var $h = require(…), $e = $h.element, … : what was used, in a fixed order.
  void declare(std::string_view runtime_module, js::NodeList& declarators);

 private:
  js::Builder& make_;
  std::set<std::string_view> used_;
};

// Says where in the template a made node comes from, for source maps: the node and what is printed
// first of it.
void place(js::Node* node, Span span);
template <class T>
T* placed(T* node, Span span) {
  place(node, span);
  return node;
}

class Rewriter {
 public:
  Rewriter(js::Builder& make, Helpers& helpers) : make_(make), helpers_(helpers) {}

  js::Node* rewrite(const js::Node* node);
  // `data` is a parameter of each function that renders something.
  js::Node* data() { return make_.identifier("$d"); }

  // Names which are variables here: of loops, scoped slots and SJS modules.
  void push(std::string_view name) { bound_.push_back(name); }
  void pop() { bound_.pop_back(); }
  std::span<const std::string_view> bound() const { return bound_; }
  // All that are bound are out of sight, as inside a <template>; returns them for restore().
  std::vector<std::string_view> hide() { return std::exchange(bound_, modules_); }
  void restore(std::vector<std::string_view> bound) { bound_ = std::move(bound); }
  // A name that is visible everywhere in the file.
  void push_module(std::string_view name) {
    modules_.push_back(name);
    bound_.push_back(name);
  }
  std::size_t module_count() const { return modules_.size(); }

  static std::string variable_name(std::string_view name);
  js::Identifier* variable(std::string_view name) { return make_.identifier(variable_name(name)); }

 private:
  js::Node* made_from(const js::Node* node);
  js::Node* name(const js::Identifier* identifier);
  js::Node* steps(const js::Node* node);
  js::Node* call(const js::Call* node);
  js::Node* binary(const js::Node* node);
  js::Node* object(const js::Object* node);
  js::Node* arrow(const js::Function* node);
  js::Node* pattern(const js::Node* node);
  js::Node* template_literal(const js::TemplateLiteral* node);
  js::Node* key_of(const js::Node* key);
  bool is_bound(std::string_view name) const;

  js::Builder& make_;
  Helpers& helpers_;
  std::vector<std::string_view> bound_;
  std::vector<std::string_view> modules_;
};

}  // namespace mpaas::axml
