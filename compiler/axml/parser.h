// From text to tree: tags, attributes, text. What the words mean is checked in elements.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/axml/axml.h"
#include "compiler/axml/elements.h"
#include "compiler/axml/values.h"

namespace mpaas::axml {

// One pass, no recursion: the open elements are a stack, so hostile nesting costs no stack space.
class Parser {
 public:
  Parser(Document& document, diag::Sink& sink);
  void run();

 private:
  struct Frame {
    Element* element = nullptr;  // null: the file itself
    std::vector<const Node*> children;
    std::vector<std::string_view> closed_by_force;  // their own closing tags may still come
    std::vector<std::string_view> too_deep;         // open, but without a frame of their own
    bool else_may_follow = false;
  };

  void parse_text();
  void parse_comment();
  void skip_declaration();
  void parse_open_tag();
  void parse_close_tag();
  void parse_attribute(const Element& element, std::vector<Attribute>& attributes);
  void parse_value(const Element& element, Attribute& attribute);
  std::uint32_t find_value_end(std::uint32_t open, std::string_view name);
  std::uint32_t end_of_unclosed(std::uint32_t open, std::uint32_t limit, std::string_view name);

  void append(const Node* node);
  void close_top(std::uint32_t end);
  void report_unclosed(const Element& element, Span noticed, bool at_end);

  bool at_end() const { return at_ >= end_; }
  bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  bool looking_at_markup() const;
  void skip_space();
  diag::Location here(std::uint32_t begin, std::uint32_t end) const {
    return {document_.source, {begin, end}};
  }

  Document& document_;
  diag::Sink& sink_;
  Arena& arena_;
  ValueParser values_;
  Elements elements_;
  std::string_view text_;
  std::uint32_t at_ = 0;
  std::uint32_t end_ = 0;
  std::vector<Frame> frames_;
  bool reported_depth_ = false;
};

}  // namespace mpaas::axml
