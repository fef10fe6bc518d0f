#include "compiler/base/glob.h"

#include <algorithm>
#include <cstddef>

namespace mpaas {
namespace {

// Hostile patterns have more.
constexpr std::size_t most_alternatives = 256;

std::size_t closing_brace(std::string_view pattern, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < pattern.size(); ++at) {
    depth += pattern[at] == '{' ? 1 : pattern[at] == '}' ? -1 : 0;
    if (depth == 0) {
      return at;
    }
  }
  return std::string_view::npos;
}

void expand(std::string pattern, std::vector<std::string>& out) {
  std::vector<std::string> open{std::move(pattern)};
  while (!open.empty()) {
    const std::string text = std::move(open.back());
    open.pop_back();
    const std::size_t begin = text.find('{');
    const std::size_t end = begin == std::string::npos ? begin : closing_brace(text, begin);
    if (end == std::string::npos || open.size() + out.size() >= most_alternatives) {
      out.push_back(text);
      continue;
    }
    std::size_t from = begin + 1;
    int depth = 0;
    for (std::size_t at = from; at <= end; ++at) {
      depth += text[at] == '{' ? 1 : text[at] == '}' && at != end ? -1 : 0;
      if (at == end || (text[at] == ',' && depth == 0)) {
        open.push_back(text.substr(0, begin) + text.substr(from, at - from) + text.substr(end + 1));
        from = at + 1;
      }
    }
  }
}

// At a [: whether the class has the character; `at` moves behind the ]. A [ that is never closed
// stands for itself.
bool matches_class(std::string_view pattern, std::size_t& at, char c) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  i += negated ? 1 : 0;
  const std::size_t first = i;
  bool found = false;
  for (; i < pattern.size() && (pattern[i] != ']' || i == first); ++i) {
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      found = found || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 2;
    } else {
      found = found || pattern[i] == c;
    }
  }
  if (i >= pattern.size()) {
    ++at;
    return c == '[';
  }
  at = i + 1;
  return found != negated && c != '/';
}

// The last * and the last ** are where to go back to: what an earlier one took can stay.
bool matches_one(std::string_view pattern, std::string_view path) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = none, star_at = 0;        // behind the *, and how far it reaches
  std::size_t folders = none, folders_at = 0;  // behind the **/, the same
  while (true) {
    if (p < pattern.size()) {
      const bool at_segment = p == 0 || pattern[p - 1] == '/';
      if (at_segment && pattern.substr(p, 2) == "**" &&
          (p + 2 == pattern.size() || pattern[p + 2] == '/')) {
        if (p + 2 == pattern.size()) {
          return true;
        }
        p += 3;
        folders = p;
        folders_at = t;
        star = none;
        continue;
      }
      if (pattern[p] == '*') {
        while (p < pattern.size() && pattern[p] == '*') {
          ++p;
        }
        star = p;
        star_at = t;
        continue;
      }
      if (t < path.size()) {
        std::size_t next = p + 1;
        const bool same = pattern[p] == '?'   ? path[t] != '/'
                          : pattern[p] == '[' ? (next = p, matches_class(pattern, next, path[t]))
                          : pattern[p] == '\\' && p + 1 < pattern.size()
                              ? (next = p + 2, pattern[p + 1] == path[t])
                              : pattern[p] == path[t];
        if (same) {
          p = next;
          ++t;
          continue;
        }
      }
    } else if (t == path.size()) {
      return true;
    }
    if (star != none && star_at < path.size() && path[star_at] != '/') {
      p = star;
      t = ++star_at;
      continue;
    }
    if (folders == none) {
      return false;
    }
    const std::size_t slash = path.find('/', folders_at);
    if (slash == none) {
      return false;
    }
    folders_at = slash + 1;
    p = folders;
    t = folders_at;
    star = none;
  }
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  if (pattern.substr(0, 2) == "./") {
    pattern.remove_prefix(2);
  }
  expand(std::string(pattern), alternatives_);
}

bool Glob::matches(std::string_view path) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [path](const std::string& each) { return matches_one(each, path); });
}

GlobList::GlobList(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    const bool selects = pattern.empty() || pattern.front() != '!';
    rules_.push_back({Glob(selects ? pattern : pattern.substr(1)), selects});
  }
}

bool GlobList::matches(std::string_view path) const {
  bool selected = false;
  for (const Rule& rule : rules_) {
    if (rule.selects != selected && rule.glob.matches(path)) {
      selected = rule.selects;
    }
  }
  return selected;
}

}  // namespace mpaas
