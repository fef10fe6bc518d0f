// Small questions about text that several folders ask.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mpaas::text {

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
std::string lower_ascii(std::string_view text);
// Changes, insertions, deletions and swaps of neighbours between two words.
std::size_t edit_distance(std::string_view left, std::string_view right);
// The candidate a person most likely meant, or "" when none is near enough.
std::string closest(std::string_view word, std::span<const std::string_view> candidates);
std::string closest(std::string_view word, std::span<const std::string> candidates);

}  // namespace mpaas::text
