#include "compiler/base/text.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/base/utf8.h"

using namespace mpaas;

TEST_CASE("edit distance counts swaps as one") {
  CHECK(text::edit_distance("", "abc") == 3);
  CHECK(text::edit_distance("a:fi", "a:if") == 1);
  CHECK(text::edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("closest proposes slips and nothing else") {
  const std::vector<std::string> words{"build", "check", "release create", "verify"};
  const std::span<const std::string> known(words);
  CHECK(text::closest("biuld", known) == "build");
  CHECK(text::closest("Verfy", known) == "verify");
  CHECK(text::closest("deploy", known).empty());
}

TEST_CASE("UTF-8 is checked as the standard says") {
  CHECK(utf8::find_invalid("plain 中文 😀") == std::string::npos);
  CHECK(utf8::find_invalid("a\xC0\xAF") == 1);         // overlong
  CHECK(utf8::find_invalid("ab\xED\xA0\x80") == 2);    // surrogate
  CHECK(utf8::find_invalid("\xF4\x90\x80\x80") == 0);  // beyond U+10FFFF
  CHECK(utf8::find_invalid("abc\xE4\xB8") == 3);       // cut off
  CHECK(utf8::utf16_length("a中😀") == 4);
  CHECK(utf8::display_width("a中😀") == 5);
}

TEST_CASE("decode and append are inverse") {
  for (const char32_t c : {U'a', U'é', U'中', U'😀', char32_t{0x10FFFF}}) {
    std::string out;
    utf8::append(out, c);
    std::size_t at = 0;
    CHECK(utf8::decode(out, at) == c);
    CHECK(at == out.size());
  }
}
