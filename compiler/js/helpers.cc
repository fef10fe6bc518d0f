#include "compiler/js/helpers.h"

#include <array>
#include <cstddef>

#include "compiler/js/characters.h"

namespace mpaas::js {
namespace {

struct Entry {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Entry, static_cast<std::size_t>(Helper::count_of_helpers)> entries{{
#define MPAAS_HELPER(name, text) {#name, text},
#include "compiler/js/helpers.def"
#undef MPAAS_HELPER
}};

// Where the text uses the name as a word, from `at` on.
std::size_t find_use(std::string_view text, std::string_view name, std::size_t at) {
  const auto is_part = [](char c) {
    return (character_classes[static_cast<unsigned char>(c)] & identifier_part_class) != 0;
  };
  for (at = text.find(name, at); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || (!is_part(text[at - 1]) && text[at - 1] != '.');
    if (begins && (end == text.size() || !is_part(text[end]))) {
      break;
    }
  }
  return at;
}

bool mentions(std::string_view text, std::string_view name) {
  return find_use(text, name, 0) != std::string_view::npos;
}

void add(Helper helper, std::array<bool, entries.size()>& seen, std::vector<Helper>& out) {
  const auto index = static_cast<std::size_t>(helper);
  if (seen[index]) {
    return;
  }
  seen[index] = true;
  for (std::size_t other = 0; other < entries.size(); ++other) {
    if (other != index && mentions(entries[index].text, entries[other].name)) {
      add(static_cast<Helper>(other), seen, out);
    }
  }
  out.push_back(helper);
}

}  // namespace

std::string_view name_of(Helper helper) { return entries[static_cast<std::size_t>(helper)].name; }
std::string_view text_of(Helper helper) { return entries[static_cast<std::size_t>(helper)].text; }

std::string renamed_text_of(Helper helper, const std::vector<Helper>& helpers,
                            const std::vector<std::string_view>& names) {
  std::string text(text_of(helper));
  for (std::size_t i = 0; i < helpers.size(); ++i) {
    const std::string_view from = name_of(helpers[i]);
    if (names[i].empty() || names[i] == from) {
      continue;
    }
    for (std::size_t at = find_use(text, from, 0); at != std::string::npos;
         at = find_use(text, from, at + names[i].size())) {
      text.replace(at, from.size(), names[i]);
    }
  }
  return text;
}

std::vector<Helper> with_dependencies(const std::vector<Helper>& helpers) {
  std::array<bool, entries.size()> seen{};
  std::vector<Helper> out;
  for (const Helper helper : helpers) {
    add(helper, seen, out);
  }
  return out;
}

}  // namespace mpaas::js
