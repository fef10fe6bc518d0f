#include "compiler/axml/vocabulary.h"

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/base/text.h"

namespace mpaas::axml {
namespace {

constexpr std::array directives = {
#define MPAAS_DIRECTIVE(name, attribute, value) \
  DirectiveInfo{Directive::name, attribute, ValueForm::value},
#include "compiler/axml/directives.def"
#undef MPAAS_DIRECTIVE
};

using Component = std::pair<std::string_view, std::string_view>;

constexpr std::array unsorted_components = {
#define MPAAS_COMPONENT(tag, export_name) Component{tag, export_name},
#include "compiler/axml/components.def"
#undef MPAAS_COMPONENT
};

constexpr auto components = [] {
  auto sorted = unsorted_components;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}();

constexpr auto tags = [] {
  std::array<std::string_view, components.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = components[i].first;
  }
  return names;
}();

constexpr std::pair<std::string_view, TagKind> structure[] = {
    {"block", TagKind::block},   {"slot", TagKind::slot},       {"template", TagKind::template_},
    {"import", TagKind::import}, {"include", TagKind::include}, {"import-sjs", TagKind::import_sjs},
};

// Other vendors' dialects: people bring their habits along.
constexpr std::string_view foreign_prefixes[] = {"wx:", "tt:", "qq:", "swan:", "ks:", "s:"};

std::string_view foreign_prefix(std::string_view attribute) {
  for (const std::string_view prefix : foreign_prefixes) {
    if (attribute.starts_with(prefix)) {
      return prefix;
    }
  }
  return {};
}

}  // namespace

const DirectiveInfo* find_directive(std::string_view attribute) {
  const auto found = std::ranges::find(directives, attribute, &DirectiveInfo::attribute);
  return found == directives.end() ? nullptr : &*found;
}

bool has_directive_prefix(std::string_view attribute) {
  return attribute.starts_with("a:") || !foreign_prefix(attribute).empty();
}

std::string_view closest_directive(std::string_view attribute) {
  std::string ours(attribute);
  if (const std::string_view prefix = foreign_prefix(attribute); !prefix.empty()) {
    ours = "a:" + std::string(attribute.substr(prefix.size()));
  }
  std::vector<std::string_view> candidates;
  for (const DirectiveInfo& row : directives) {
    if (row.attribute.starts_with("a:")) {
      candidates.push_back(row.attribute);
    }
  }
  const std::string best = text::closest(ours, candidates);
  const DirectiveInfo* row = find_directive(best);
  return row == nullptr ? std::string_view() : row->attribute;
}

TagKind kind_of_tag(std::string_view tag) {
  for (const auto& [name, kind] : structure) {
    if (name == tag) {
      return kind;
    }
  }
  return TagKind::component;
}

std::string_view component_export(std::string_view tag) {
  const auto found = std::ranges::lower_bound(components, tag, {}, &Component::first);
  return found == components.end() || found->first != tag ? std::string_view() : found->second;
}

std::span<const std::string_view> component_tags() { return tags; }

}  // namespace mpaas::axml
