#include <algorithm>

#include "compiler/acss/acss.h"
#include "compiler/acss/rules.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"

namespace mpaas::acss {
namespace {

constexpr unsigned deepest_nesting = 128;
constexpr std::size_t longest_excerpt = 48;

// Hints beside those of the table in codes.def.
namespace words {
constexpr const char* nothing_open = "no block is open here";
constexpr const char* no_selector = "write a selector before {";
constexpr const char* line_comment = "styles have no // comments; write /* … */";
constexpr const char* read_with_semicolon = "add ; (it is read as if it were there)";
}  // namespace words

bool is_external(std::string_view specifier) {
  return specifier.starts_with("//") || specifier.starts_with("http://") ||
         specifier.starts_with("https://") || specifier.starts_with("data:");
}

// Whether a url is found on the phone: absolute, with a scheme, or a fragment.
bool is_absolute_url(std::string_view url) {
  if (url.empty() || url[0] == '/' || url[0] == '#') {
    return true;
  }
  const std::size_t colon = url.find(':');
  return colon != std::string_view::npos && url.find('/') > colon;
}

class Parser {
 public:
  Parser(Sheet& sheet, Rules& rules, Tokens tokens, diag::Sink& sink)
      : sheet_(sheet),
        rules_(rules),
        licences_(std::move(tokens.licences)),
        sink_(sink),
        source_(*sheet.source) {
    rules_.tokens = std::move(tokens.list);
    rules_.items.reserve(rules_.tokens.size() / 6);
  }

  void run() {
    items(0);
    add_licences();
  }

 private:
  const Token& token(std::size_t index) const { return rules_.tokens[index]; }
  TokenKind kind(std::size_t index) const { return rules_.tokens[index].kind; }
  std::string_view text(std::size_t index) const { return source_[span(index)]; }
  Span span(std::size_t index) const { return {token(index).begin, token(index).end}; }
  diag::Location at(Span place) const { return {sheet_.source, place}; }
  diag::Location at(std::size_t index) const { return at(span(index)); }
  // Tokens [first, last), which are not empty, cut at the end of their first line.
  diag::Location line_of(std::size_t first, std::size_t last) const {
    Span place{token(first).begin, token(last - 1).end};
    const std::size_t newline = source_[place].find_first_of("\r\n");
    if (newline != std::string_view::npos) {
      place.end = place.begin + static_cast<std::uint32_t>(newline);
    }
    return at(place);
  }
  std::string excerpt(std::size_t first, std::size_t last) const {
    std::string_view shown = source_[line_of(first, last).span];
    if (shown.size() <= longest_excerpt) {
      return std::string(shown);
    }
    std::size_t cut = longest_excerpt;
    while (cut > 0 && (static_cast<unsigned char>(shown[cut]) & 0xC0) == 0x80) {
      --cut;
    }
    return std::string(shown.substr(0, cut)) + "…";
  }

  std::size_t skip_space(std::size_t index) const {
    return kind(index) == TokenKind::space ? index + 1 : index;
  }
  std::size_t trim_end(std::size_t first, std::size_t last) const {
    return last > first && kind(last - 1) == TokenKind::space ? last - 1 : last;
  }
  bool newline_in(std::size_t index) const {
    return kind(index) == TokenKind::space &&
           text(index).find_first_of("\r\n") != std::string_view::npos;
  }

  // The comments that begin before the token become items of the present block.
  void add_licences() {
    while (next_licence_ < licences_.size() && licences_[next_licence_].begin < token(at_).begin) {
      const Span place = licences_[next_licence_++];
      push({ItemKind::licence, place.begin, place.end});
      close(rules_.items.size() - 1);
    }
  }
  // For comments inside of preludes and values, which have no place in the output.
  void skip_licences() {
    while (next_licence_ < licences_.size() && licences_[next_licence_].begin < token(at_).begin) {
      ++next_licence_;
    }
  }

  std::size_t push(Item item) {
    rules_.items.push_back(item);
    return rules_.items.size() - 1;
  }
  void close(std::size_t item) {
    rules_.items[item].end = static_cast<std::uint32_t>(rules_.items.size());
  }

  // The content of a block, or of the file at depth 0. Stops at the closing brace or the end.
  void items(unsigned depth) {
    for (;;) {
      at_ = skip_space(at_);
      add_licences();
      switch (kind(at_)) {
        case TokenKind::end:
          return;
        case TokenKind::close_brace:
          if (depth > 0) {
            return;
          }
          sink_.report(
              diag::make(diag::Code::acss_unexpected, at(at_), "}").with_hint(words::nothing_open));
          ++at_;
          break;
        case TokenKind::semicolon:
          // Behind a declaration or a rule of a block it is harmless. At the top browsers take it
          // for the beginning of a selector.
          if (depth == 0) {
            sink_.report(diag::make(diag::Code::acss_bad_declaration, at(at_), ";"));
          }
          ++at_;
          break;
        case TokenKind::at_keyword:
          at_rule(depth);
          break;
        default:
          rule_or_declaration(depth);
      }
      skip_licences();
    }
  }

  // Where the construct that begins at `first` ends: the index of a ; or } or the end, or of a {
  // unless braces belong to the value. Brackets are balanced.
  std::size_t find_end(std::size_t first, bool braces_inside) {
    open_.clear();
    for (std::size_t index = first;; ++index) {
      switch (kind(index)) {
        case TokenKind::function:
        case TokenKind::open_paren:
        case TokenKind::open_bracket:
          open_.push_back(index);
          break;
        case TokenKind::close_paren:
          close_bracket(TokenKind::close_paren);
          break;
        case TokenKind::close_bracket:
          close_bracket(TokenKind::close_bracket);
          break;
        case TokenKind::open_brace:
          if (!braces_inside) {
            // A bracket that is still open was forgotten: blocks do not stand in brackets.
            report_open();
            return index;
          }
          open_.push_back(index);
          break;
        case TokenKind::semicolon:
          if (open_.empty()) {
            return index;
          }
          break;
        case TokenKind::close_brace:
        case TokenKind::end: {
          // An open bracket does not reach beyond the block it stands in.
          if (kind(index) == TokenKind::end) {
            report_open();
          }
          while (!open_.empty() && kind(open_.back()) != TokenKind::open_brace) {
            report_unclosed(open_.back());
            open_.pop_back();
          }
          if (open_.empty()) {
            return index;
          }
          open_.pop_back();
          break;
        }
        default:
          break;
      }
    }
  }
  void close_bracket(TokenKind closing) {
    if (open_.empty()) {
      return;
    }
    const bool bracket = kind(open_.back()) == TokenKind::open_bracket;
    if (kind(open_.back()) != TokenKind::open_brace &&
        bracket == (closing == TokenKind::close_bracket)) {
      open_.pop_back();
    }
  }
  void report_open() {
    if (!open_.empty()) {
      report_unclosed(open_.back());  // those around it are missed for the same reason
    }
    open_.clear();
  }
  void report_unclosed(std::size_t index) {
    if (kind(index) == TokenKind::open_brace) {
      sink_.report(diag::make(diag::Code::acss_unclosed_block, at(index)));
    } else {
      sink_.report(diag::make(diag::Code::acss_unclosed_bracket, at(index), text(index)));
    }
  }

  void at_rule(unsigned depth) {
    const std::size_t first = at_;
    const std::size_t stop = find_end(first + 1, false);
    const std::size_t last = trim_end(first + 1, stop);
    at_ = stop;
    if (kind(stop) == TokenKind::open_brace) {
      block(ItemKind::at_rule, first, last, depth);
      seen_rule_ = true;
      return;
    }
    if (kind(stop) == TokenKind::semicolon) {
      ++at_;
    }
    const std::string name = text::lower_ascii(text(first));
    if (name == "@charset") {
      return;  // what we print is UTF-8 inside of a script
    }
    if (name == "@import" && depth == 0) {
      import(first, last);
      return;
    }
    if (name != "@layer" && name != "@namespace") {
      seen_rule_ = true;
    }
    check_urls(first, last);
    push({ItemKind::at_statement, static_cast<std::uint32_t>(first),
          static_cast<std::uint32_t>(last)});
    close(rules_.items.size() - 1);
  }

  void import(std::size_t first, std::size_t last) {
    const std::size_t what = skip_space(first + 1);
    if (seen_rule_) {
      sink_.report(diag::make(diag::Code::acss_import_not_first, line_of(first, last)));
    }
    Import out;
    if (what < last && kind(what) == TokenKind::string) {
      out.span = span(what);
      out.specifier = unescape(inside_quotes(what));
    } else if (what < last && kind(what) == TokenKind::url) {
      out.span = span(what);
      out.specifier = url_text(what);
    } else if (what + 1 < last && kind(what) == TokenKind::function &&
               kind(skip_space(what + 1)) == TokenKind::string) {
      const std::size_t quoted = skip_space(what + 1);
      out.span = span(quoted);
      out.specifier = unescape(inside_quotes(quoted));
    }
    if (out.specifier.empty()) {
      sink_.report(
          diag::make(diag::Code::acss_bad_declaration, line_of(first, last), excerpt(first, last)));
      return;
    }
    out.external = is_external(out.specifier);
    if (out.external) {
      push({ItemKind::at_statement, static_cast<std::uint32_t>(first),
            static_cast<std::uint32_t>(last)});
      close(rules_.items.size() - 1);
    }
    sheet_.imports.push_back(std::move(out));
  }

  std::string_view inside_quotes(std::size_t index) const {
    std::string_view quoted = text(index);
    const char quote = quoted[0];
    quoted.remove_prefix(1);
    if (quoted.ends_with(quote)) {
      quoted.remove_suffix(1);
    }
    return quoted;
  }
  std::string url_text(std::size_t index) const {
    std::string_view whole = text(index);
    whole.remove_prefix(4);
    if (whole.ends_with(')')) {
      whole.remove_suffix(1);
    }
    return unescape(text::trim(whole));
  }

  void rule_or_declaration(unsigned depth) {
    const std::size_t first = at_;
    // custom: value may hold braces
    const std::size_t after_name =
        kind(first) == TokenKind::identifier ? skip_space(first + 1) : first;
    const bool named = after_name > first && kind(after_name) == TokenKind::colon;
    const bool custom = named && depth > 0 && text(first).starts_with("--");
    const std::size_t stop = find_end(first, custom);
    if (kind(stop) == TokenKind::open_brace) {
      // No selector has white space behind its colon, so a declaration without ; came before.
      const std::size_t run_on = named && depth > 0 && kind(after_name + 1) == TokenKind::space
                                     ? find_missing_semicolon(after_name + 1, stop, true)
                                     : stop;
      if (run_on != stop) {
        declaration(first, after_name, run_on);
        return;
      }
      const std::size_t last = trim_end(first, stop);
      if (first == last) {
        sink_.report(
            diag::make(diag::Code::acss_unexpected, at(stop), "{").with_hint(words::no_selector));
      }
      at_ = stop;
      block(ItemKind::rule, first, last, depth);
      seen_rule_ = true;
      return;
    }
    if (!named || depth == 0) {
      bad_declaration(first, stop, depth);
      return;
    }
    declaration(first, after_name,
                custom ? stop : find_missing_semicolon(after_name + 1, stop, false));
  }

  void bad_declaration(std::size_t first, std::size_t stop, unsigned depth) {
    const std::size_t last = trim_end(first, stop);
    diag::Diagnostic diagnostic =
        diag::make(diag::Code::acss_bad_declaration, line_of(first, last), excerpt(first, last));
    if (source_[Span{token(first).begin, token(last - 1).end}].starts_with("//")) {
      diagnostic.with_hint(words::line_comment);
    }
    sink_.report(std::move(diagnostic));
    at_ = depth == 0 && kind(stop) == TokenKind::semicolon ? stop + 1 : stop;
  }

  // The value of a declaration that runs on into the next line's "name:" (or, before a block, into
  // the next line): the token before which a ; is missing, else `stop`. Reports it.
  std::size_t find_missing_semicolon(std::size_t first, std::size_t stop, bool before_block) {
    unsigned depth = 0;
    for (std::size_t index = first; index < stop; ++index) {
      const TokenKind what = kind(index);
      if (what == TokenKind::function || what == TokenKind::open_paren ||
          what == TokenKind::open_bracket) {
        ++depth;
      } else if (what == TokenKind::close_paren || what == TokenKind::close_bracket) {
        depth -= depth > 0 ? 1 : 0;
      }
      if (depth > 0 || !newline_in(index) || index == first || index + 1 >= stop) {
        continue;
      }
      const bool name = kind(index + 1) == TokenKind::identifier &&
                        kind(skip_space(index + 2)) == TokenKind::colon &&
                        text(index + 1) != "progid";
      if (name || before_block) {
        sink_.report(diag::make(diag::Code::acss_missing_semicolon,
                                at(Span{token(index - 1).begin, token(index - 1).end}))
                         .with_hint(words::read_with_semicolon)
                         .with_fix(at(Span{token(index - 1).end, token(index - 1).end}), ";"));
        return index;
      }
    }
    return stop;
  }

  void declaration(std::size_t first, std::size_t colon, std::size_t stop) {
    const std::size_t value = std::min(skip_space(colon + 1), stop);
    const std::size_t last = std::max(value, trim_end(value, stop));
    check_urls(value, last);
    Item item{ItemKind::declaration, static_cast<std::uint32_t>(first),
              static_cast<std::uint32_t>(last)};
    item.value = static_cast<std::uint32_t>(value);
    if (value == last && !text(first).starts_with("--")) {
      sink_.report(
          diag::make(diag::Code::acss_bad_declaration, at(span(first)), excerpt(first, colon + 1)));
    } else {
      push(item);
      close(rules_.items.size() - 1);
    }
    at_ = stop;
  }

  void block(ItemKind what, std::size_t first, std::size_t last, unsigned depth) {
    const std::size_t brace = at_++;
    const std::size_t item =
        push({what, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    skip_licences();
    if (depth >= deepest_nesting) {
      if (!too_deep_) {
        sink_.report(diag::make(diag::Code::acss_too_deep, at(brace), deepest_nesting));
        too_deep_ = true;
      }
      skip_block();
    } else {
      items(depth + 1);
    }
    close(item);
    if (kind(at_) == TokenKind::close_brace) {
      ++at_;
    } else {
      sink_.report(diag::make(diag::Code::acss_unclosed_block, line_of(first, brace + 1)));
    }
  }

  void skip_block() {
    for (std::size_t open = 0; kind(at_) != TokenKind::end; ++at_) {
      if (kind(at_) == TokenKind::open_brace) {
        ++open;
      } else if (kind(at_) == TokenKind::close_brace && open-- == 0) {
        return;
      }
    }
  }

  void check_urls(std::size_t first, std::size_t last) {
    for (std::size_t index = first; index < last; ++index) {
      std::string url;
      if (kind(index) == TokenKind::url && text(index).ends_with(')')) {
        url = url_text(index);
      } else if (kind(index) == TokenKind::function && text(index).size() == 4 &&
                 text::lower_ascii(text(index)) == "url(" &&
                 kind(skip_space(index + 1)) == TokenKind::string) {
        url = unescape(inside_quotes(skip_space(index + 1)));
      } else {
        continue;
      }
      if (!is_absolute_url(url)) {
        sink_.report(diag::make(diag::Code::acss_relative_url, at(index), url));
      }
    }
  }

  Sheet& sheet_;
  Rules& rules_;
  std::vector<Span> licences_;
  diag::Sink& sink_;
  const Source& source_;
  std::vector<std::size_t> open_;  // brackets that find_end is in
  std::size_t at_ = 0;
  std::size_t next_licence_ = 0;
  bool seen_rule_ = false;
  bool too_deep_ = false;
};

}  // namespace

SheetPointer parse(SourcePointer source, diag::Sink& sink) {
  const auto sheet = std::make_shared<Sheet>();
  const auto rules = std::make_shared<Rules>();
  sheet->source = std::move(source);
  sheet->rules = rules;
  for (const std::string_view language : {".less", ".scss", ".sass", ".styl"}) {
    if (path::extension(sheet->source->path) == language) {
      sink.report(diag::make(diag::Code::acss_unsupported_language, {sheet->source, {}}, language));
      return sheet;
    }
  }
  Parser(*sheet, *rules, tokenize(sheet->source, sink), sink).run();
  return sheet;
}

}  // namespace mpaas::acss
