// What the words of AXML mean together: checks each element when its opening tag has been read and
// collects what the Document lists.
#pragma once

#include <set>
#include <string_view>

#include "compiler/axml/axml.h"

namespace mpaas::axml {

class Elements {
 public:
  Elements(Document& document, diag::Sink& sink) : document_(document), sink_(sink) {}

  void check(const Element& element);
  // `else_may_follow`: the sibling before has a:if or a:elif.
  void check_chain(const Element& element, bool else_may_follow);

 private:
  void check_unknown_directive(const Attribute& attribute);
  void check_directive(const Attribute& attribute);
  void check_together(const Element& element);
  void collect(const Element& element);
  void collect_template(const Element& element);
  void collect_sjs(const Element& element);
  // The value of an attribute which must be there and be plain text; null after a report.
  const Attribute* required_text(const Element& element, std::string_view name);
  FileReference file_reference(const Element& element, const Attribute& attribute) const;
  void report(diag::Code code, Span span, const std::string& words, std::string hint = {});

  Document& document_;
  diag::Sink& sink_;
  std::set<std::string_view> seen_tags_;
};

}  // namespace mpaas::axml
