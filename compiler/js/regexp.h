// Regular expression literals (ECMAScript 2026 with Annex B): is the pattern well formed, and what
// must an engine know to run it. Nothing is allocated for later and nothing is kept; time is linear
// in the length of the literal (times a logarithm where group names repeat).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/js/message.h"
#include "compiler/source/source.h"

namespace mpaas::js {

// How deep classes may stand in each other, with the flag v.
inline constexpr int max_reg_exp_class_depth = 500;

struct RegExpFeatures {
  bool ignore_case = false;       // i
  bool dot_all = false;           // s
  bool unicode = false;           // u
  bool sticky = false;            // y
  bool indices = false;           // d
  bool unicode_sets = false;      // v
  bool named_groups = false;      // (?<name>…)
  bool repeated_names = false;    // one name in several alternatives
  bool lookbehind = false;        // (?<=…) and (?<!…)
  bool property_escapes = false;  // \p{…}
  bool modifiers = false;         // (?i-m:…)
};

struct RegExpProblem {
  Message message{};
  Span at{};                  // in the literal
  std::string_view argument;  // of the message; a part of the literal
};

struct RegExpCheck {
  RegExpFeatures features;
  std::optional<RegExpProblem> problem;  // the first one; then features may be incomplete
};

// `literal` is /pattern/flags, with both slashes, in UTF-8.
RegExpCheck check_reg_exp(std::string_view literal);

}  // namespace mpaas::js
