// String literals: how a value is written and what a literal means.
#pragma once

#include <string>
#include <string_view>

namespace mpaas::js {

// Appends the value as a literal in double quotes (single ones when that needs fewer escapes).
void append_quoted(std::string& out, std::string_view value);
// Appends a literal with the quotes which need the fewest escapes, double ones if it is all the same.
void append_shortest_string(std::string& out, std::string_view raw);
// Appends text of a literal, template or regular expression with \u escapes for all beyond ASCII.
void append_ascii(std::string& out, std::string_view text);
// Decodes the escapes of a literal's inside (no quotes). Invalid escapes are kept as they stand.
std::string decode_escapes(std::string_view text);

}  // namespace mpaas::js
