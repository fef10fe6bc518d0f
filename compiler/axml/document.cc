#include <algorithm>

#include "compiler/axml/axml.h"
#include "compiler/base/text.h"

namespace mpaas::axml {

std::string_view Attribute::literal() const {
  return is_literal() && !parts.empty() ? parts.front().text : std::string_view();
}

bool Attribute::is_literal() const {
  return parts.empty() || (parts.size() == 1 && !parts.front().is_expression);
}

const Part* Attribute::sole_expression() const {
  return parts.size() == 1 && parts.front().is_expression ? &parts.front() : nullptr;
}

const Attribute* Element::find(Directive directive) const {
  for (std::size_t i = attributes.size(); i-- > 0;) {
    if (attributes[i].directive == directive) {
      return &attributes[i];
    }
  }
  return nullptr;
}

const Attribute* Element::find(std::string_view attribute) const {
  for (std::size_t i = attributes.size(); i-- > 0;) {
    if (attributes[i].name == attribute && !attributes[i].is_spread) {
      return &attributes[i];
    }
  }
  return nullptr;
}

std::vector<Dependency> dependencies(const Document& document) {
  std::vector<Dependency> found;
  for (const FileReference& reference : document.imports) {
    found.push_back({DependencyKind::import, reference.specifier, reference.span});
  }
  for (const FileReference& reference : document.includes) {
    found.push_back({DependencyKind::include, reference.specifier, reference.span});
  }
  for (const SjsImport& import : document.sjs_imports) {
    found.push_back({DependencyKind::sjs, import.specifier, import.span});
  }
  std::ranges::sort(found, {}, [](const Dependency& each) { return each.span.begin; });
  return found;
}

void check_tags(const Document& document, std::span<const std::string_view> custom_tags,
                diag::Sink& sink) {
  for (const TagUse& use : document.tags) {
    if (!component_export(use.tag).empty() ||
        std::ranges::find(custom_tags, use.tag) != custom_tags.end()) {
      continue;
    }
    std::vector<std::string_view> known(component_tags().begin(), component_tags().end());
    known.insert(known.end(), custom_tags.begin(), custom_tags.end());
    known.insert(known.end(), {"block", "slot", "template", "import", "include", "import-sjs"});
    diag::Diagnostic made =
        diag::make(diag::Code::axml_unknown_component, {document.source, use.span}, use.tag);
    if (const std::string meant = text::closest(use.tag, known); !meant.empty()) {
      made.with_hint(fmt::format("did you mean <{}>?", meant))
          .with_fix({document.source, use.span}, meant);
    } else {
      made.with_hint(fmt::format(
          "add it to usingComponents in the page's .json: \"{}\": \"/components/…\"", use.tag));
    }
    sink.report(std::move(made));
  }
}

void check_templates(const Document& document, std::span<const DocumentPointer> imported,
                     diag::Sink& sink) {
  std::vector<std::string_view> known;
  for (const TemplateName& definition : document.templates) {
    known.push_back(definition.name);
  }
  for (const DocumentPointer& other : imported) {
    for (const TemplateName& definition : other->templates) {
      known.push_back(definition.name);
    }
  }
  for (const TemplateName& use : document.template_uses) {
    if (std::ranges::find(known, use.name) != known.end()) {
      continue;
    }
    diag::Diagnostic made =
        diag::make(diag::Code::axml_unknown_template, {document.source, use.span}, use.name);
    if (const std::string meant = text::closest(use.name, known); !meant.empty()) {
      made.with_hint(fmt::format("did you mean {}?", meant))
          .with_fix({document.source, use.span}, meant);
    }
    sink.report(std::move(made));
  }
}

}  // namespace mpaas::axml
