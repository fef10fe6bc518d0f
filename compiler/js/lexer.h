// The tokenizer. The parser derives from it and asks for one token at a time; only the parser knows
// whether a slash starts a regular expression and where a template string goes on.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/arena.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/js/ast.h"
#include "compiler/js/characters.h"
#include "compiler/js/message.h"
#include "compiler/js/program.h"

namespace mpaas::js {

// Thrown inside this folder after a syntax error has been reported; statement lists catch it and go
// on behind the broken statement.
struct SyntaxFailure {};
// Thrown at the first import or export when the goal is automatic: the file is parsed again as a
// module.
struct ModuleFound {};

// Scopes which a hoisted `var` has crossed on its way out, innermost first; a `let` of the same
// name in one of them is an error.
struct CrossedScope {
  std::uint32_t scope;  // serial number
  std::uint32_t depth;
  CrossedScope* outer;
};

// An interned name with what the parser has to know about it.
struct Atom : Name {
  std::uint32_t hash = 0;
  WordInfo info{};
  bool ends_define = false;  // last part of a Define's name
  Symbol* symbol = nullptr;  // innermost visible declaration while parsing
  CrossedScope* crossed = nullptr;
  Atom* next = nullptr;  // in its bucket
};

// Names made by the parser are Atoms.
inline Atom* atom_of(const Name* name) {
  return static_cast<Atom*>(const_cast<Name*>(name));  // NOLINT
}

class Atoms {
 public:
  explicit Atoms(Arena& arena, std::size_t buckets) : arena_(arena), buckets_(buckets) {}
  // The text must live as long as the arena.
  Atom* intern(std::string_view text);
  // For text that will not live on.
  Atom* intern_copy(std::string_view text) { return intern(arena_.copy(text)); }
  std::vector<const Name*> take_names() { return std::move(names_); }

 private:
  void grow();

  Arena& arena_;
  std::vector<Atom*> buckets_;  // a power of two
  std::vector<const Name*> names_;
};

// Where mistakes go.
struct Reporter {
  SourcePointer source;
  diag::Sink* sink = nullptr;
  diag::Code syntax_code = diag::Code::js_syntax;
  int errors = 0;
  std::uint32_t last_error_at = 0xffffffff;
  int muted = 0;  // while the parser only tries

  // Counts errors; drops what is reported twice at one place and all beyond max_errors.
  void report(diag::Diagnostic diagnostic);
};

class Lexer {
 protected:
  struct Lexeme {
    Token kind = Token::end_of_file;
    bool newline_before = false;
    bool escaped = false;  // a name with \u
    bool octal = false;    // a legacy octal number or escape
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    Atom* atom = nullptr;  // of names, private names and keywords
  };
  // How many { and ( are open before a token.
  struct Nesting {
    int braces = 0;
    int parentheses = 0;
  };
  struct Position {
    const char* at;
    Lexeme token;
    std::uint32_t previous_end;
    Nesting nesting;
  };

  Lexer(Reporter& reporter, Arena& arena, std::string_view text, Span range, std::size_t buckets)
      : reporter_(reporter),
        arena_(arena),
        atoms_(arena, buckets),
        text_(text.data()),
        range_begin_(range.begin),
        at_(text.data() + range.begin),
        end_(text.data() + range.end) {}

  void next();
  void skip_line();  // up to where it ends
  Position save() const { return {at_, token_, previous_end_, nesting_}; }
  void restore(const Position& position) {
    at_ = position.at;
    token_ = position.token;
    previous_end_ = position.previous_end;
    nesting_ = position.nesting;
  }
  // The current token is / or /=: reads on to the end of the regular expression and makes that the
  // token.
  void read_reg_exp();
  // Reads the part of a template string at the cursor, up to ${ or `. The caller goes on with
  // next().
  struct Chunk {
    std::string_view raw;
    std::uint32_t begin;
    bool is_last;
    std::uint32_t bad_escape;  // where its backslash stands, plus 1; 0: there is none
  };
  Chunk read_template_chunk(std::uint32_t template_begin);

  std::uint32_t offset() const { return static_cast<std::uint32_t>(at_ - text_); }
  std::string_view text_at(std::uint32_t begin, std::uint32_t end) const {
    return {text_ + begin, end - begin};
  }
  std::string_view token_text() const { return text_at(token_.begin, token_.end); }
  Span token_span() const { return {token_.begin, token_.end}; }

  template <class... Arguments>
  void report(Span span, Message message, const Arguments&... arguments) {
    report_text(span, fmt::format(fmt::runtime(text_of(message)), arguments...));
  }
  template <class... Arguments>
  [[noreturn]] void fail(Span span, Message message, const Arguments&... arguments) {
    report(span, message, arguments...);
    throw SyntaxFailure{};
  }

  Reporter& reporter_;
  Arena& arena_;
  Atoms atoms_;
  const char* text_;  // of the whole source; ends with a NUL
  std::uint32_t range_begin_;
  const char* at_;
  const char* end_;
  Lexeme token_;
  std::uint32_t previous_end_ = 0;
  // Where the token stands that an annotation in a comment is about: /* @__PURE__ */ and
  // /* @__NO_SIDE_EFFECTS__ */.
  std::uint32_t pure_at_ = no_offset;
  std::uint32_t no_side_effects_at_ = no_offset;
  std::vector<Span> license_comments_;
  static constexpr std::uint32_t no_offset = 0xffffffff;
  Nesting nesting_;  // at the cursor, so the current token is counted
  bool html_comments_ = false;
  bool at_line_start_ = true;

 private:
  void report_text(Span span, std::string text);
  void skip_space();
  void skip_block_comment();
  void note_annotation();
  void note_end_of_comment(std::uint32_t begin);
  void read_token();
  void read_beyond_ascii();
  void read_number();
  void read_digits(bool (*accepted)(char));
  void read_exponent();
  void read_string(char quote);
  bool read_escape(bool in_template);
  Atom* read_name();
  Atom* read_name_slowly(const char* begin);
  char32_t read_unicode_escape_in_name();
  char32_t decode(int& length);
  bool saw_pure_ = false;
  bool saw_no_side_effects_ = false;
  bool saw_license_ = false;
  void take(int characters, Token kind) {
    at_ += characters;
    token_.kind = kind;
  }
  [[noreturn]] void fail_here(Message message);
};

}  // namespace mpaas::js
