#include "compiler/axml/parser.h"

#include <algorithm>

#include "compiler/axml/vocabulary.h"
#include "compiler/base/text.h"

namespace mpaas::axml {
namespace {

using diag::Code;

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool continues_tag_name(char c) {
  return starts_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' || c == '$';
}

bool ends_attribute_name(char c) {
  return is_space(c) || c == '=' || c == '>' || c == '/' || c == '"' || c == '\'' || c == '<';
}

// Nobody reads more of one file; also bounds what hostile input can cost.
constexpr int max_reports = 100;
// Of the tags that are waiting for their closing tag out of order, the latest.
constexpr std::size_t max_waiting = 32;

class Counter : public diag::Sink {
 public:
  Counter(diag::Sink& sink, bool& has_errors) : sink_(sink), has_errors_(has_errors) {}
  void report(diag::Diagnostic diagnostic) override {
    has_errors_ |= diagnostic.severity == diag::Severity::error;
    if (++reports_ <= max_reports) {
      sink_.report(std::move(diagnostic));
    }
  }

 private:
  diag::Sink& sink_;
  bool& has_errors_;
  int reports_ = 0;
};

// Removes the latest of the names that is `name`, and what came after it.
bool take_latest(std::vector<std::string_view>& names, std::string_view name) {
  for (std::size_t i = names.size(); i-- > 0 && names.size() - i <= max_waiting;) {
    if (names[i] == name) {
      names.resize(i);
      return true;
    }
  }
  return false;
}

}  // namespace

Parser::Parser(Document& document, diag::Sink& sink)
    : document_(document),
      sink_(sink),
      arena_(document.arena),
      values_(document, sink),
      elements_(document, sink),
      text_(document.source->text),
      end_(static_cast<std::uint32_t>(document.source->text.size())) {}

void Parser::run() {
  if (text_.starts_with("\xEF\xBB\xBF")) {
    at_ = 3;
  }
  frames_.emplace_back();
  while (!at_end()) {
    if (!looking_at_markup()) {
      parse_text();
    } else if (looking_at("<!--")) {
      parse_comment();
    } else if (looking_at("<!") || looking_at("<?")) {
      skip_declaration();
    } else if (looking_at("</")) {
      parse_close_tag();
    } else {
      parse_open_tag();
    }
  }
  while (frames_.size() > 1) {
    report_unclosed(*frames_.back().element, {end_, end_}, true);
    close_top(end_);
  }
  document_.children = arena_.copy(std::span<const Node* const>(frames_.front().children));
}

bool Parser::looking_at_markup() const {
  if (text_[at_] != '<' || at_ + 1 >= end_) {
    return false;
  }
  const char next = text_[at_ + 1];
  return starts_name(next) || next == '/' || next == '!' || next == '?';
}

void Parser::skip_space() {
  while (!at_end() && is_space(text_[at_])) {
    ++at_;
  }
}

void Parser::append(const Node* node) {
  Frame& frame = frames_.back();
  if (const Element* element = as_element(node)) {
    elements_.check_chain(*element, frame.else_may_follow);
    frame.else_may_follow =
        element->find(Directive::for_) == nullptr &&
        (element->find(Directive::if_) != nullptr || element->find(Directive::elif) != nullptr);
  } else if (node->kind == NodeKind::text) {
    frame.else_may_follow = false;
  }
  frame.children.push_back(node);
}

void Parser::parse_text() {
  const std::uint32_t begin = at_;
  while (!at_end() && !looking_at_markup()) {
    if (looking_at("{{")) {
      const std::uint32_t end = find_mustache_end(text_, at_, end_, Place::text);
      at_ = end == no_end ? at_ + 2 : end;
    } else {
      ++at_;
    }
  }
  const std::span<const Part> parts = values_.parse({begin, at_}, Place::text);
  if (!parts.empty()) {
    auto* node = arena_.make<Text>();
    node->kind = NodeKind::text;
    node->span = {parts.front().span.begin, parts.back().span.end};
    node->parts = parts;
    append(node);
  }
}

void Parser::parse_comment() {
  const std::uint32_t begin = at_;
  std::size_t close = text_.find("-->", at_ + 4);
  if (close == std::string_view::npos) {
    sink_.report(diag::make(Code::axml_unclosed_comment, here(begin, begin + 4)));
    close = end_;
  }
  auto* node = arena_.make<Comment>();
  node->kind = NodeKind::comment;
  node->text = text_.substr(begin + 4, close - begin - 4);
  at_ = static_cast<std::uint32_t>(std::min<std::size_t>(end_, close + 3));
  node->span = {begin, at_};
  append(node);
}

void Parser::skip_declaration() {
  const std::uint32_t begin = at_;
  const bool is_cdata = looking_at("<![CDATA[");
  const std::string_view closing = is_cdata ? "]]>" : ">";
  const std::size_t close = text_.find(closing, at_);
  at_ = close == std::string_view::npos ? end_ : static_cast<std::uint32_t>(close + closing.size());
  if (is_cdata) {
    sink_.report(diag::make(Code::axml_bad_tag, here(begin, begin + 9),
                            "AXML has no CDATA sections; this text is left out")
                     .with_hint("write the text itself"));
  }
}

void Parser::parse_open_tag() {
  const std::uint32_t begin = at_++;
  auto* element = arena_.make<Element>();
  element->kind = NodeKind::element;
  const std::uint32_t name = at_;
  while (!at_end() && continues_tag_name(text_[at_])) {
    ++at_;
  }
  element->tag_span = {name, at_};
  element->tag = text_.substr(name, at_ - name);
  element->tag_kind = kind_of_tag(element->tag);

  std::vector<Attribute> attributes;
  bool finished = false;
  std::uint32_t tidy_end = at_;  // before the space in front of something unexpected
  while (!finished) {
    tidy_end = at_;
    skip_space();
    if (at_end() || text_[at_] == '<') {
      sink_.report(diag::make(Code::axml_bad_tag, here(begin, tidy_end),
                              fmt::format("<{} is not ended by >", element->tag))
                       .with_hint("add >")
                       .with_fix(here(tidy_end, tidy_end), ">"));
      element->self_closing = at_end();
      finished = true;
    } else if (text_[at_] == '>') {
      tidy_end = ++at_;
      finished = true;
    } else if (looking_at("/>")) {
      element->self_closing = true;
      tidy_end = at_ += 2;
      finished = true;
    } else {
      parse_attribute(*element, attributes);
    }
  }
  element->open_span = {begin, tidy_end};
  element->span = element->open_span;
  element->attributes = arena_.copy(std::span<const Attribute>(attributes));
  elements_.check(*element);

  append(element);
  if (element->self_closing) {
    return;
  }
  if (frames_.size() > max_depth) {
    // Everything deeper becomes a flat list of siblings.
    if (!reported_depth_) {
      reported_depth_ = true;
      sink_.report(
          diag::make(Code::axml_too_deep, {document_.source, element->open_span}, max_depth));
    }
    frames_.back().too_deep.push_back(element->tag);
    return;
  }
  Frame frame;
  frame.element = element;
  frames_.push_back(std::move(frame));
}

void Parser::close_top(std::uint32_t end) {
  Frame& frame = frames_.back();
  frame.element->children = arena_.copy(std::span<const Node* const>(frame.children));
  frame.element->span.end = end;
  frames_.pop_back();
}

void Parser::report_unclosed(const Element& element, Span noticed, bool at_the_end) {
  sink_.report(
      diag::make(Code::axml_unclosed_tag, {document_.source, element.open_span}, element.tag)
          .with_note({document_.source, noticed},
                     at_the_end ? "the file ends here" : "this closes an element around it")
          .with_fix(here(noticed.begin, noticed.begin), fmt::format("</{}>", element.tag)));
}

void Parser::parse_close_tag() {
  const std::uint32_t begin = at_;
  at_ += 2;
  skip_space();
  const std::uint32_t name_begin = at_;
  while (!at_end() && continues_tag_name(text_[at_])) {
    ++at_;
  }
  const std::string_view name = text_.substr(name_begin, at_ - name_begin);
  const Span name_span{name_begin, at_};
  std::uint32_t tidy_end = at_;
  while (!at_end() && text_[at_] != '>' && text_[at_] != '<') {
    ++at_;
  }
  if (!at_end() && text_[at_] == '>') {
    tidy_end = ++at_;
  } else {
    sink_.report(diag::make(Code::axml_bad_tag, here(begin, tidy_end),
                            fmt::format("</{} is not ended by >", name))
                     .with_hint("add >")
                     .with_fix(here(tidy_end, tidy_end), ">"));
  }
  const Span span{begin, tidy_end};

  const auto is_open = [name](const Frame& frame) {
    return frame.element != nullptr && frame.element->tag == name;
  };
  const auto found = std::find_if(frames_.rbegin(), frames_.rend(), is_open);
  Frame& top = frames_.back();
  if (take_latest(top.too_deep, name)) {
    return;
  }
  const auto forced = std::ranges::find(top.closed_by_force, name);
  if (forced != top.closed_by_force.end() && found != frames_.rbegin()) {
    top.closed_by_force.erase(forced);  // already reported as never closed
    return;
  }
  if (found == frames_.rend()) {
    // A slip of the pen closes what it was meant to close.
    const std::string_view open = top.element == nullptr ? std::string_view() : top.element->tag;
    if (!open.empty() && (name.empty() || text::edit_distance(open, name) <= open.size() / 3)) {
      sink_.report(diag::make(Code::axml_unexpected_close, {document_.source, span}, name)
                       .with_hint(fmt::format("did you mean </{}>?", open))
                       .with_fix({document_.source, name_span}, std::string(open)));
      close_top(tidy_end);
      return;
    }
    sink_.report(diag::make(Code::axml_unexpected_close, {document_.source, span}, name)
                     .with_hint("remove it, or add the opening tag"));
    return;
  }
  std::vector<std::string_view> forced_tags;
  while (!is_open(frames_.back())) {
    report_unclosed(*frames_.back().element, span, false);
    forced_tags.push_back(frames_.back().element->tag);
    close_top(begin);
  }
  close_top(tidy_end);
  std::vector<std::string_view>& waiting = frames_.back().closed_by_force;
  waiting.insert(waiting.end(), forced_tags.begin(), forced_tags.end());
  if (waiting.size() > max_waiting) {
    waiting.erase(waiting.begin(), waiting.end() - max_waiting);
  }
}

void Parser::parse_attribute(const Element& element, std::vector<Attribute>& attributes) {
  Attribute attribute;
  const std::uint32_t begin = at_;
  if (looking_at("{{")) {
    const std::uint32_t end = find_mustache_end(text_, at_, end_, Place::text);
    if (end == no_end) {
      sink_.report(
          diag::make(Code::axml_bad_attribute, here(at_, at_ + 2), "{{ without }} in a tag"));
      at_ += 2;
      return;
    }
    attribute.is_spread = true;
    attribute.span = attribute.value_span = {at_, end};
    const Part part = values_.mustache({at_, end}, js::ExpressionForm::object_body);
    attribute.parts = arena_.copy(std::span<const Part>(&part, 1));
    at_ = end;
    attributes.push_back(attribute);
    return;
  }
  while (!at_end() && !ends_attribute_name(text_[at_])) {
    ++at_;
  }
  if (at_ == begin) {
    const char stray = text_[at_++];
    if (stray == '"' || stray == '\'') {
      const std::size_t partner = text_.find(stray, at_);
      const std::string_view between = text_.substr(at_, partner - at_);
      if (partner != std::string_view::npos &&
          between.find_first_of("\n<>") == std::string_view::npos) {
        at_ = static_cast<std::uint32_t>(partner + 1);
      }
    }
    sink_.report(diag::make(
        Code::axml_bad_attribute, here(begin, at_),
        fmt::format("unexpected {} in <{}>", text_.substr(begin, at_ - begin), element.tag)));
    return;
  }
  attribute.name = text_.substr(begin, at_ - begin);
  attribute.name_span = attribute.span = {begin, at_};
  const std::uint32_t after_name = at_;
  skip_space();
  if (!at_end() && text_[at_] == '=') {
    ++at_;
    parse_value(element, attribute);
    attribute.span.end = at_;
  } else {
    at_ = after_name;
  }
  if (const DirectiveInfo* row = find_directive(attribute.name)) {
    attribute.directive = row->directive;
  }
  attributes.push_back(attribute);
}

void Parser::parse_value(const Element& element, Attribute& attribute) {
  const std::uint32_t after_equals = at_;
  skip_space();
  if (at_end() || text_[at_] == '>' || text_[at_] == '<' || looking_at("/>")) {
    sink_.report(diag::make(Code::axml_bad_attribute, here(attribute.span.begin, after_equals),
                            fmt::format("{} has no value behind =", attribute.name))
                     .with_hint("write the value in quotes, or remove the ="));
    at_ = after_equals;
    return;
  }
  attribute.has_value = true;
  const char first = text_[at_];
  if (first == '"' || first == '\'') {
    attribute.quote = first;
    const std::uint32_t open = at_;
    const std::uint32_t close = find_value_end(open, attribute.name);
    attribute.value_span = {open + 1, close};
    at_ = !(close >= end_) && text_[close] == first ? close + 1 : close;
  } else {
    const std::uint32_t begin = at_;
    while (!at_end() && !is_space(text_[at_]) && text_[at_] != '>' && !looking_at("/>")) {
      if (looking_at("{{")) {
        const std::uint32_t end = find_mustache_end(text_, at_, end_, Place::text);
        at_ = end == no_end ? std::min(at_ + 2, end_) : end;
      } else {
        ++at_;
      }
    }
    attribute.value_span = {begin, at_};
  }
  const bool is_template_data = element.tag_kind == TagKind::template_ && attribute.name == "data";
  attribute.parts = values_.parse(
      attribute.value_span, Place::attribute,
      is_template_data ? js::ExpressionForm::object_body : js::ExpressionForm::either);
}

// Where the value that begins with the quote at `open` ends. Two mistakes are common enough to be
// told apart: the closing quote is missing, and the same quote stands inside {{ }}.
std::uint32_t Parser::find_value_end(std::uint32_t open, std::string_view name) {
  const char quote = text_[open];
  const std::size_t found = text_.find(quote, open + 1);
  if (found == std::string_view::npos) {
    return end_of_unclosed(open, end_, name);
  }
  const auto close = static_cast<std::uint32_t>(found);
  const char next = close + 1 < end_ ? text_[close + 1] : ' ';
  if (is_space(next) || next == '>' || next == '/') {
    return close;
  }
  const std::string_view value = text_.substr(open + 1, close - open - 1);
  const std::size_t braces = value.rfind("{{");
  if (braces != std::string_view::npos && value.find("}}", braces) == std::string_view::npos) {
    const std::uint32_t end =
        find_mustache_end(text_, open + 1 + static_cast<std::uint32_t>(braces), end_, Place::text);
    const std::size_t real = end == no_end ? std::string_view::npos : text_.find(quote, end);
    if (real != std::string_view::npos) {
      const char other = quote == '"' ? '\'' : '"';
      sink_.report(diag::make(Code::axml_bad_attribute, here(close, close + 1),
                              fmt::format("this {} ends the value of {}", quote, name))
                       .with_hint(fmt::format("inside of {{{{ }}}} write {} instead", other)));
      return static_cast<std::uint32_t>(real);
    }
  }
  // class="a id="b": what we took for the end opens the next value.
  const bool opens_next = value.ends_with('=');
  if (opens_next || (starts_name(next) && value.find_first_of("\n>") != std::string_view::npos)) {
    return end_of_unclosed(open, close, name);
  }
  return close;
}

// Reports, and guesses where the value was meant to end: with its line, its tag, or before the next
// attribute, of which the quote at `limit` was taken for the end.
std::uint32_t Parser::end_of_unclosed(std::uint32_t open, std::uint32_t limit,
                                      std::string_view name) {
  sink_.report(diag::make(Code::axml_unclosed_attribute, here(open, open + 1), name));
  std::uint32_t end = open + 1;
  while (end < limit && text_[end] != '\n' && text_[end] != '\r' && text_[end] != '>') {
    ++end;
  }
  if (end == limit && limit < end_) {
    while (end > open + 1 && !is_space(text_[end - 1])) {
      --end;
    }
  } else if (end < end_ && text_[end] == '>' && text_[end - 1] == '/') {
    --end;  // <image src="a.png />: the slash belongs to the tag
  }
  while (end > open + 1 && is_space(text_[end - 1])) {
    --end;
  }
  return end;
}

DocumentPointer parse(SourcePointer source, diag::Sink& sink) {
  auto document = std::make_shared<Document>();
  document->source = std::move(source);
  Counter counter(sink, document->has_errors);
  Parser(*document, counter).run();
  return document;
}

}  // namespace mpaas::axml
