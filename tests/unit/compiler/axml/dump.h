// A Document as one short line per node, for tables.
#pragma once

#include <string>

#include "compiler/axml/axml.h"
#include "compiler/diag/render.h"
#include "compiler/js/js.h"

namespace mpaas::axml::tests {

inline void dump_parts(std::span<const Part> parts, std::string& out) {
  for (const Part& part : parts) {
    if (part.is_expression) {
      out += part.is_object_body ? "{{(object) " : "{{";
      js::PrintOptions options;
      options.minify_whitespace = true;
      out += part.expression == nullptr ? "?" : js::print_node(part.expression, options);
      out += "}}";
    } else {
      out += part.text;
    }
  }
}

inline void dump_nodes(std::span<const Node* const> nodes, int depth, std::string& out) {
  for (const Node* node : nodes) {
    out.append(static_cast<std::size_t>(depth) * 2, ' ');
    if (const Text* text = as_text(node)) {
      out += "\"";
      dump_parts(text->parts, out);
      out += "\"\n";
    } else if (const Element* element = as_element(node)) {
      out += element->tag;
      for (const Attribute& attribute : element->attributes) {
        out += ' ';
        out += attribute.directive == Directive::none ? "" : "@";
        out += attribute.is_spread ? "..." : std::string(attribute.name);
        if (attribute.has_value || attribute.is_spread) {
          out += "=[";
          dump_parts(attribute.parts, out);
          out += ']';
        }
      }
      out += '\n';
      dump_nodes(element->children, depth + 1, out);
    } else {
      out.append("#").append(static_cast<const Comment*>(node)->text).append("\n");
    }
  }
}

inline std::string dump(const Document& document) {
  std::string out;
  dump_nodes(document.children, 0, out);
  return out;
}

// What a person sees of all mistakes in the text, without the last line (mpaas explain …) of each.
inline std::string mistakes(const std::string& text) {
  diag::List list;
  const DocumentPointer document = parse(make_source("a.axml", text), list);
  diag::sort(list.items);
  std::string out;
  for (const diag::Diagnostic& item : list.items) {
    out += diag::render_text(item, diag::Colour::off);
  }
  return out;
}

}  // namespace mpaas::axml::tests
