#include "compiler/axml/elements.h"

#include <algorithm>
#include <string>

#include "compiler/axml/values.h"
#include "compiler/axml/vocabulary.h"
#include "compiler/base/text.h"

namespace mpaas::axml {
namespace {

using diag::Code;

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

// "a", "a as b", "a: b"
bool read_sjs_binding(std::string_view text, SjsBinding& binding) {
  text = trim(text);
  std::string_view local = text;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    local = trim(text.substr(colon + 1));
    text = trim(text.substr(0, colon));
  } else if (const std::size_t as = text.find(" as "); as != std::string_view::npos) {
    local = trim(text.substr(as + 4));
    text = trim(text.substr(0, as));
  }
  binding = {text, local};
  return js::is_identifier_name(text) && js::is_binding_name(local);
}

std::string_view usual_name(Directive directive) {
  switch (directive) {
    case Directive::for_index:
      return "index";
    case Directive::slot_scope:
      return "props";
    default:
      return "item";
  }
}

}  // namespace

void Elements::report(Code code, Span span, const std::string& words, std::string hint) {
  diag::Diagnostic made = diag::make(code, {document_.source, span}, words);
  if (!hint.empty()) {
    made.with_hint(std::move(hint));
  }
  sink_.report(std::move(made));
}

void Elements::check(const Element& element) {
  for (std::size_t i = 0; i < element.attributes.size(); ++i) {
    const Attribute& attribute = element.attributes[i];
    if (attribute.is_spread) {
      continue;
    }
    const auto before = element.attributes.first(i);
    const auto same = std::ranges::find(before, attribute.name, &Attribute::name);
    if (same != before.end()) {
      sink_.report(diag::make(Code::axml_duplicate_attribute,
                              {document_.source, attribute.name_span}, attribute.name)
                       .with_note({document_.source, same->name_span}, "it stands here already"));
    }
    if (attribute.directive != Directive::none) {
      check_directive(attribute);
    } else if (has_directive_prefix(attribute.name)) {
      check_unknown_directive(attribute);
    }
  }
  check_together(element);
  collect(element);
}

void Elements::check_unknown_directive(const Attribute& attribute) {
  diag::Diagnostic made = diag::make(Code::axml_unknown_directive,
                                     {document_.source, attribute.name_span}, attribute.name);
  if (const std::string_view meant = closest_directive(attribute.name); !meant.empty()) {
    made.with_hint(fmt::format("did you mean {}?", meant))
        .with_fix({document_.source, attribute.name_span}, std::string(meant));
  }
  sink_.report(std::move(made));
}

void Elements::check_directive(const Attribute& attribute) {
  const DirectiveInfo* row = find_directive(attribute.name);
  const std::string name(attribute.name);
  switch (row->form) {
    case ValueForm::expression: {
      const bool is_empty = attribute.parts.empty();
      if (is_empty) {
        report(Code::axml_bad_attribute, attribute.span, name + " needs an expression",
               fmt::format("{}=\"{{{{ … }}}}\"", name));
      } else if (attribute.sole_expression() == nullptr) {
        diag::Diagnostic made =
            diag::make(Code::axml_text_condition, {document_.source, attribute.value_span}, name);
        if (attribute.is_literal()) {
          const std::string meant = fmt::format("{{{{{}}}}}", attribute.literal());
          made.with_hint("write " + name + "=\"" + meant + "\"")
              .with_fix({document_.source, attribute.value_span}, meant);
        } else {
          made.with_hint("write one {{ }} around everything");
        }
        sink_.report(std::move(made));
      }
      break;
    }
    case ValueForm::binding:
      if (!attribute.is_literal() || !js::is_binding_name(attribute.literal())) {
        report(Code::axml_bad_attribute,
               attribute.parts.empty() ? attribute.span : attribute.value_span,
               name + " needs a name that a variable can have",
               fmt::format("{}=\"{}\", without {{{{ }}}}", name, usual_name(attribute.directive)));
      }
      break;
    case ValueForm::none:
      if (!attribute.parts.empty()) {
        report(Code::axml_bad_attribute, attribute.span, name + " takes no value",
               "for another condition write a:elif");
      }
      break;
    case ValueForm::key:
      if (attribute.parts.empty()) {
        report(Code::axml_bad_attribute, attribute.span, name + " needs a value",
               name + "=\"id\", or \"*this\" for the item itself");
      }
      break;
    case ValueForm::any:
      break;
  }
}

void Elements::check_together(const Element& element) {
  const Attribute* const branches[] = {element.find(Directive::if_), element.find(Directive::elif),
                                       element.find(Directive::else_)};
  const Attribute* first = nullptr;
  for (const Attribute* branch : branches) {
    if (branch == nullptr) {
      continue;
    }
    if (first != nullptr) {
      report(Code::axml_bad_attribute, branch->name_span,
             fmt::format("{} and {} cannot stand on one element", first->name, branch->name));
      break;
    }
    first = branch;
  }
  const Attribute* loop = element.find(Directive::for_);
  if (loop != nullptr && (branches[1] != nullptr || branches[2] != nullptr)) {
    const Attribute* branch = branches[1] != nullptr ? branches[1] : branches[2];
    sink_.report(diag::make(Code::axml_both_for_and_else, {document_.source, branch->name_span},
                            branch->name)
                     .with_note({document_.source, loop->name_span}, "the loop is here"));
  }
  for (const Directive only_in_loop : {Directive::for_item, Directive::for_index}) {
    const Attribute* attribute = element.find(only_in_loop);
    if (attribute != nullptr && loop == nullptr) {
      report(Code::axml_ignored_attribute, attribute->name_span, std::string(attribute->name),
             "it belongs beside a:for");
    }
  }
}

void Elements::check_chain(const Element& element, bool else_may_follow) {
  const Attribute* branch = element.find(Directive::elif);
  if (branch == nullptr) {
    branch = element.find(Directive::else_);
  }
  if (branch != nullptr && !else_may_follow && element.find(Directive::for_) == nullptr &&
      element.find(Directive::if_) == nullptr) {
    sink_.report(diag::make(Code::axml_else_without_if, {document_.source, branch->name_span},
                            branch->name));
  }
}

const Attribute* Elements::required_text(const Element& element, std::string_view name) {
  const Attribute* attribute = element.find(name);
  if (attribute == nullptr || attribute->parts.empty()) {
    sink_.report(diag::make(Code::axml_missing_required_attribute,
                            {document_.source, element.open_span}, element.tag, name));
    return nullptr;
  }
  if (!attribute->is_literal()) {
    report(Code::axml_bad_attribute, attribute->value_span,
           fmt::format("{} of <{}> must be plain text", name, element.tag));
    return nullptr;
  }
  return attribute;
}

FileReference Elements::file_reference(const Element& element, const Attribute& attribute) const {
  return {&element, attribute.literal(), attribute.value_span};
}

void Elements::collect(const Element& element) {
  switch (element.tag_kind) {
    case TagKind::component:
      if (seen_tags_.insert(element.tag).second) {
        document_.tags.push_back({element.tag, element.tag_span});
      }
      break;
    case TagKind::block:
      break;
    case TagKind::slot:
      document_.slots.push_back(&element);
      break;
    case TagKind::template_:
      collect_template(element);
      break;
    case TagKind::import:
      if (const Attribute* source = required_text(element, "src")) {
        document_.imports.push_back(file_reference(element, *source));
      }
      break;
    case TagKind::include:
      if (const Attribute* source = required_text(element, "src")) {
        document_.includes.push_back(file_reference(element, *source));
      }
      break;
    case TagKind::import_sjs:
      collect_sjs(element);
      break;
  }
}

void Elements::collect_template(const Element& element) {
  const Attribute* use = element.find("is");
  const Attribute* definition = element.find("name");
  if (use != nullptr && !use->parts.empty()) {
    if (use->is_literal()) {
      document_.template_uses.push_back({&element, use->literal(), use->value_span});
    }
    if (definition != nullptr) {
      report(Code::axml_ignored_attribute, definition->name_span, std::string(definition->name),
             "a <template> has either a name (it is defined) or is (it is used)");
    }
    return;
  }
  if (use == nullptr && definition == nullptr) {
    sink_.report(diag::make(Code::axml_missing_required_attribute,
                            {document_.source, element.open_span}, element.tag, "name or is"));
    return;
  }
  definition = required_text(element, use != nullptr ? "is" : "name");
  if (definition == nullptr) {
    return;
  }
  const std::string_view name = definition->literal();
  const auto same = std::ranges::find(document_.templates, name, &TemplateName::name);
  if (same != document_.templates.end()) {
    sink_.report(
        diag::make(Code::axml_duplicate_template, {document_.source, definition->value_span}, name)
            .with_note({document_.source, same->span}, "it is defined here already"));
  }
  document_.templates.push_back({&element, name, definition->value_span});
}

void Elements::collect_sjs(const Element& element) {
  const Attribute* from = required_text(element, "from");
  const Attribute* name = required_text(element, "name");
  if (from == nullptr || name == nullptr) {
    return;
  }
  std::vector<SjsBinding> bindings;
  std::string_view names = trim(name->literal());
  bool good = true;
  if (names.starts_with('{') && names.ends_with('}') && names.size() >= 2) {
    names = trim(names.substr(1, names.size() - 2));
    if (names.ends_with(',')) {
      names.remove_suffix(1);
    }
    for (const std::string_view piece : text::split(names, ',')) {
      SjsBinding binding;
      good = read_sjs_binding(piece, binding) && good;
      bindings.push_back(binding);
    }
  } else {
    good = js::is_binding_name(names);
    bindings.push_back({{}, names});
  }
  if (!good) {
    report(Code::axml_bad_attribute, name->value_span, "these are no names for an SJS module",
           "write name=\"util\", or name=\"{a, b: c}\" for single functions");
    return;
  }
  document_.sjs_imports.push_back({&element, from->literal(), from->value_span,
                                   document_.arena.copy(std::span<const SjsBinding>(bindings))});
}

}  // namespace mpaas::axml
