#include "compiler/diag/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace mpaas::diag {
namespace {

constexpr std::array table = {
#define MPAAS_DIAG(code, name, severity, message, hint) \
  CodeInfo{Code::name, #name, Severity::severity, message, hint},
#include "compiler/diag/codes.def"
#undef MPAAS_DIAG
};

std::string_view path_of(const Diagnostic& diagnostic) {
  return diagnostic.at.source ? std::string_view(diagnostic.at.source->path) : std::string_view();
}

auto order(const Diagnostic& diagnostic) {
  return std::tuple(path_of(diagnostic), diagnostic.at.span.begin, diagnostic.at.span.end,
                    diagnostic.code, std::string_view(diagnostic.message));
}

}  // namespace

const CodeInfo& info(Code code) {
  const auto found = std::ranges::find(table, code, &CodeInfo::code);
  return found == table.end() ? table.front() : *found;
}

const CodeInfo* find_code(std::string_view text) {
  const auto by_name = std::ranges::find(table, text, &CodeInfo::name);
  if (by_name != table.end()) {
    return &*by_name;
  }
  if (!text.empty() && (text[0] == 'E' || text[0] == 'W' || text[0] == 'e' || text[0] == 'w')) {
    text.remove_prefix(1);
  }
  const auto by_number = std::ranges::find_if(table, [&](const CodeInfo& row) {
    return std::to_string(static_cast<int>(row.code)) == text;
  });
  return by_number == table.end() ? nullptr : &*by_number;
}

std::vector<CodeInfo> all_codes() { return {table.begin(), table.end()}; }

std::string label(Code code) {
  return fmt::format("{}{}", info(code).severity == Severity::error ? 'E' : 'W',
                     static_cast<int>(code));
}

bool List::has_errors() const { return count_errors(items) > 0; }

void sort(std::vector<Diagnostic>& diagnostics) {
  std::ranges::stable_sort(diagnostics, [](const Diagnostic& left, const Diagnostic& right) {
    return order(left) < order(right);
  });
  const auto repeated =
      std::unique(diagnostics.begin(), diagnostics.end(),
                  [](const Diagnostic& left, const Diagnostic& right) {
                    return order(left) == order(right);
                  });
  diagnostics.erase(repeated, diagnostics.end());
}

std::size_t count_errors(const std::vector<Diagnostic>& diagnostics) {
  return static_cast<std::size_t>(
      std::ranges::count(diagnostics, Severity::error, &Diagnostic::severity));
}

}  // namespace mpaas::diag
