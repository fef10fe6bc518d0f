#include <string>

#include "compiler/axml/axml.h"

namespace mpaas::axml {
namespace {

class Printer {
 public:
  explicit Printer(const Document& document) : source_(*document.source) {}

  void list(std::span<const Node* const> nodes) {
    for (const Node* node : nodes) {
      out.append(depth_ * 2, ' ');
      if (const Element* element = as_element(node)) {
        print(*element);
      } else if (const Text* text = as_text(node)) {
        out += source_[text->span];
      } else {
        out.append("<!--").append(static_cast<const Comment*>(node)->text).append("-->");
      }
      out += '\n';
    }
  }

  std::string out;

 private:
  void print(const Element& element) {
    out.append("<").append(element.tag);
    for (const Attribute& attribute : element.attributes) {
      out += ' ';
      if (attribute.is_spread) {
        out += source_[attribute.value_span];
        continue;
      }
      out += attribute.name;
      if (attribute.has_value) {
        print_value(attribute);
      }
    }
    if (element.children.empty()) {
      out += " />";
      return;
    }
    out += ">\n";
    ++depth_;
    list(element.children);
    --depth_;
    out.append(depth_ * 2, ' ').append("</").append(element.tag).append(">");
  }

  void print_value(const Attribute& attribute) {
    const std::string_view value = source_[attribute.value_span];
    const bool has_double = value.find('"') != std::string_view::npos;
    const bool has_single = value.find('\'') != std::string_view::npos;
    out += '=';
    if (has_double && has_single) {
      out += value;  // only a value without quotes can hold both
    } else {
      const char quote = has_double ? '\'' : '"';
      out += quote;
      out += value;
      out += quote;
    }
  }

  const Source& source_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string print(const Document& document) {
  Printer printer(document);
  printer.list(document.children);
  return std::move(printer.out);
}

}  // namespace mpaas::axml
