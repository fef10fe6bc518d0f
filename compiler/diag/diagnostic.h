// A Diagnostic is one mistake in the user's own files: what is wrong in their words, where, and
// what to do. Producers hold a Sink& and carry on after reporting. The codes, severities, messages
// and hints are rows of codes.def; numbers are never reused and each has a page in
// docs/diagnostics. Warnings can be silenced by name, errors cannot.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/source/source.h"

namespace mpaas::diag {

enum class Severity : std::uint8_t { error, warning, note };

enum class Code : std::uint16_t {
#define MPAAS_DIAG(code, name, severity, message, hint) name = code,
#include "compiler/diag/codes.def"
#undef MPAAS_DIAG
};

struct CodeInfo {
  Code code;
  std::string_view name;
  Severity severity;
  std::string_view message;  // fmt format string
  std::string_view hint;     // what to do, a format string with the same arguments; may be empty
};

const CodeInfo& info(Code code);
// By number ("2001", "E2001", "W2002") or by name; nullptr when there is none.
const CodeInfo* find_code(std::string_view text);
std::vector<CodeInfo> all_codes();
// "E2001", "W2002"
std::string label(Code code);

struct Location {
  SourcePointer source;  // null: no place in a file (then `path` of the diagnostic may say which)
  Span span;
};

struct Note {
  Location at;
  std::string message;
};

struct Edit {
  Location at;
  std::string replacement;
};

struct Diagnostic {
  Code code{};
  Severity severity = Severity::error;
  Location at;
  std::string message;
  std::string hint;
  std::vector<Note> notes;
  std::optional<Edit> fix;

  Diagnostic& with_hint(std::string text) {
    hint = std::move(text);
    return *this;
  }
  Diagnostic& with_note(Location where, std::string text) {
    notes.push_back({std::move(where), std::move(text)});
    return *this;
  }
  Diagnostic& with_fix(Location where, std::string replacement) {
    fix = Edit{std::move(where), std::move(replacement)};
    return *this;
  }
};

// make(Code::axml_unclosed_tag, {source, span}, "view")
template <class... Arguments>
Diagnostic make(Code code, Location at, const Arguments&... arguments) {
  const CodeInfo& row = info(code);
  Diagnostic made;
  made.code = code;
  made.severity = row.severity;
  made.at = std::move(at);
  made.message = fmt::format(fmt::runtime(row.message), arguments...);
  made.hint = fmt::format(fmt::runtime(row.hint), arguments...);
  return made;
}

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void report(Diagnostic diagnostic) = 0;
};

// Keeps what is reported.
class List : public Sink {
 public:
  void report(Diagnostic diagnostic) override { items.push_back(std::move(diagnostic)); }
  bool has_errors() const;
  std::vector<Diagnostic> items;
};

// By path, then offset, then code; exact repetitions are dropped. Makes output independent of
// threads.
void sort(std::vector<Diagnostic>& diagnostics);
std::size_t count_errors(const std::vector<Diagnostic>& diagnostics);

}  // namespace mpaas::diag
