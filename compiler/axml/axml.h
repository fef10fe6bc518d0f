// AXML, the markup of mini-programs: parse() makes a Document, emit() turns it into script. The
// only header of this folder for others.
//
// A Document belongs to one file and depends on nothing else. It owns its arena and its source and
// is immutable once parse() has returned it. Mistakes go to the Sink (codes 2xxx) and parsing goes
// on after each, so that one run reports all; a Document with has_errors is good for editors, not
// for emit(). Elements are nested at most max_depth deep, so recursion over the tree is safe.
// Nothing here throws, touches files or keeps global state.
//
// What the emitted script has to look like is the contract between a compiled package and the
// framework on the phone; template_runtime.js holds the few functions that it calls.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/arena.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/js/js.h"
#include "compiler/source/source.h"

namespace mpaas::axml {

inline constexpr std::uint32_t max_depth = 200;

enum class Directive : std::uint8_t {
  none,
#define MPAAS_DIRECTIVE(name, attribute, value) name,
#include "compiler/axml/directives.def"
#undef MPAAS_DIRECTIVE
};

// A run of plain text, or one {{ }}. Values and texts are sequences of parts.
struct Part {
  Span span;                             // of an expression: with its braces
  std::string_view text;                 // plain text as written; entities are not decoded
  const js::Node* expression = nullptr;  // null for plain text, and when it did not parse
  bool is_expression = false;
  bool is_object_body = false;  // {{a, ...b, k: v}}: expression is an object literal
};

struct Attribute {
  Directive directive = Directive::none;
  bool has_value = false;  // `disabled` alone has none
  bool is_spread = false;  // {{...properties}} in place of an attribute; the name is empty
  char quote = 0;          // 0: the value stands without quotes
  std::string_view name;
  Span span;  // all of it
  Span name_span;
  Span value_span;  // without the quotes
  // Around an expression the value is trimmed, otherwise it is untouched.
  std::span<const Part> parts;

  // The value when it is plain text ("" when there is none).
  std::string_view literal() const;
  bool is_literal() const;
  // The expression when the value is exactly one {{ }}, else null.
  const Part* sole_expression() const;
};

enum class NodeKind : std::uint8_t { element, text, comment };

struct Node {
  NodeKind kind;
  Span span;
};

// Trimmed; text of nothing but white space is no node.
struct Text : Node {
  std::span<const Part> parts;
};

struct Comment : Node {
  std::string_view text;  // between <!-- and -->
};

enum class TagKind : std::uint8_t {
  component,
  block,
  slot,
  template_,
  import,
  include,
  import_sjs
};

struct Element : Node {
  TagKind tag_kind = TagKind::component;
  bool self_closing = false;
  std::string_view tag;
  Span tag_span;                          // the name in the opening tag
  Span open_span;                         // <view …>
  std::span<const Attribute> attributes;  // in source order; of repeated ones the last counts
  std::span<const Node* const> children;

  const Attribute* find(Directive directive) const;
  const Attribute* find(std::string_view attribute) const;
};

inline const Element* as_element(const Node* node) {
  return node->kind == NodeKind::element ? static_cast<const Element*>(node) : nullptr;
}
inline const Text* as_text(const Node* node) {
  return node->kind == NodeKind::text ? static_cast<const Text*>(node) : nullptr;
}

// One name that <import-sjs> declares.
struct SjsBinding {
  std::string_view imported;  // "" for the default export
  std::string_view local;
};

struct SjsImport {
  const Element* element = nullptr;
  std::string_view specifier;
  Span span;  // of the specifier, without quotes
  std::span<const SjsBinding> bindings;
};

// <import> and <include>
struct FileReference {
  const Element* element = nullptr;
  std::string_view specifier;
  Span span;
};

// <template name> and <template is> whose value is plain text
struct TemplateName {
  const Element* element = nullptr;
  std::string_view name;
  Span span;
};

struct TagUse {
  std::string_view tag;
  Span span;
};

struct Document {
  SourcePointer source;
  Arena arena;
  std::span<const Node* const> children;
  bool has_errors = false;

  // What other parts ask for, in source order.
  std::vector<FileReference> imports;
  std::vector<FileReference> includes;
  std::vector<SjsImport> sjs_imports;
  std::vector<TemplateName> templates;
  std::vector<TemplateName> template_uses;
  std::vector<TagUse>
      tags;  // components, built-in or custom; each tag once, where it is first used
  std::vector<const Element*> slots;
};

using DocumentPointer = std::shared_ptr<const Document>;

// Never null. The source must be valid UTF-8.
DocumentPointer parse(SourcePointer source, diag::Sink& sink);

// What stands outside of the file, for the module graph. In source order.
enum class DependencyKind : std::uint8_t { import, include, sjs };
struct Dependency {
  DependencyKind kind;
  std::string_view specifier;  // as written, never empty
  Span span;
};
std::vector<Dependency> dependencies(const Document& document);

// Reports tags that are neither built in nor in `custom_tags`, with the nearest one as a hint.
void check_tags(const Document& document, std::span<const std::string_view> custom_tags,
                diag::Sink& sink);
// Reports <template is="…"> whose name neither the file nor its imports define.
void check_templates(const Document& document, std::span<const DocumentPointer> imported,
                     diag::Sink& sink);

// The export of a built-in tag ("scroll-view" → "ScrollView"), or "" when there is none.
std::string_view component_export(std::string_view tag);
// All built-in tags, sorted.
std::span<const std::string_view> component_tags();

// AXML again, in one canonical form: parsing it gives the same tree. Undefined for documents with
// errors.
std::string print(const Document& document);

// --- script --------------------------------------------------------------------------------------

struct EmitOptions {
  // tag → `is` path of the component ("/components/card/card"). Wins over built-in tags.
  std::map<std::string, std::string, std::less<>> using_components;
  // Specifier of an <import>, <include> or <import-sjs> as written → what stands in require(…) for
  // it ("12" or "\"a\""), as in js::ModuleForm. A specifier that is missing here is left out.
  std::map<std::string, std::string, std::less<>> modules;
  // The same for template_runtime().
  std::string runtime;
};

// The statements of one module, the body of function (module, exports, require) { … }:
//   exports.default        function render(data), called with `this` = page or component
//   exports.$ownTemplates  name → template, for files that <import> this one
// ES5, apart from what the user's expressions contain. Print with js::print_statements(). To be
// evaluated when the page or component is first rendered, not before: it asks the framework for the
// classes of the custom components. The same bytes serve the view and, with component2, the worker.
js::NodeList emit(const Document& document, const EmitOptions& options, Arena& arena);

// Script text (CommonJS, ES5) of the functions that emitted modules call; once a bundle. Exports:
// element, fragment, builtin, placeholder, custom, member, method, text, each, slot, scoped, merge,
// template, use, sjs, event, reference, key – template_runtime.js says what each does.
std::string_view template_runtime();

}  // namespace mpaas::axml
