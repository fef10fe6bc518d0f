#include "compiler/js/regexp.h"

#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

TEST_CASE("regular expressions: what is wrong, and where") {
  // Literal, then: [what is marked] message
  const std::pair<const char*, const char*> rows[] = {
      {"/a/gg", "[g] flag g is given twice"},
      {"/a/ux", "[x] regular expressions have no flag x"},
      {"/a/uv", "[uv] the flags u and v exclude each other"},
      {"/a**/", "[*] there is nothing before * that it could repeat"},
      {"/a|+/", "[+] there is nothing before + that it could repeat"},
      {"/{2}/", "[{2}] there is nothing before {2} that it could repeat"},
      {"/a{3,2}/", "[{3,2}] the numbers in {3,2} are out of order"},
      {"/a{99999999999999999999,99999999999999999998}/",
       "[{99999999999999999999,99999999999999999998}] the numbers in "
       "{99999999999999999999,99999999999999999998} are out of order"},
      {"/a{/u", "[{] { must be written with a backslash when the flag u or v is set"},
      {"/]/u", "[]] ] must be written with a backslash when the flag u or v is set"},
      {"/(?<=a)*/", "[*] there is nothing before * that it could repeat"},
      {"/(?=a)*/u", "[*] there is nothing before * that it could repeat"},
      {"/(a(b)/", "[(] this group is never closed"},
      {"/a)/", "[)] this ) closes no group"},
      {"/(?a)/", "[(?a] there is no group that begins with (?a"},
      {"/(?ii:a)/", "[ii] ii are no modifiers: i, m and s can be switched, each once"},
      {"/(?<1>a)/", "[1] this is no name for a group"},
      {"/(?<a>x)(?<a>y)/", "[a] two groups that can match together have the name a"},
      {"/(?<a>x|(?<a>y))/", "[a] two groups that can match together have the name a"},
      {"/(?:(?<a>x)|y)(?<a>y)/", "[a] two groups that can match together have the name a"},
      {"/(?<a>x)\\k<bc>/", "[bc] there is no group named bc"},
      {"/\\k<a>/u", "[a] there is no group named a"},
      {"/(a)\\2/u", "[\\2] there is no group number 2"},
      {"/\\é/u", "[\\é] \\é is no escape sequence of this regular expression"},
      {"/\\u{110000}/u", "[\\u] \\u is no escape sequence of this regular expression"},
      {"/\\p{Grek}/u", "[Grek] Grek is no Unicode property"},
      {"/\\p{sc=Letter}/u", "[Letter] the Unicode property has no value Letter"},
      {"/\\p{RGI_Emoji}/u",
       "[RGI_Emoji] RGI_Emoji holds strings: it needs the flag v and cannot be negated"},
      {"/[z-a]/", "[z-a] the range z-a is out of order"},
      {"/[😀-😁]/", "[😀-😁] the range 😀-😁 is out of order"},
      {"/[\\d-z]/u", "[\\d] \\d is no single character, so it cannot end a range"},
      {"/[a(]/v", "[(] ( must be written with a backslash in a class when the flag v is set"},
      {"/[a!!]/v", "[!!] !! is reserved in a class when the flag v is set"},
      {"/[ab&&c]/v", "[&&] put [ ] around the operands of &&"},
      {"/[a--b&&c]/v", "[&&] put [ ] around the operands of &&"},
      {"/[a&&]/v", "[&&] && needs an operand here"},
      {"/[^\\q{ab}]/v", "[[^\\q{ab}]] a class that holds strings cannot be negated"},
  };
  for (const auto& [literal, wanted] : rows) {
    INFO(literal);
    const std::string source = std::string("a = ") + literal;
    const std::string wording = problems(source);
    CHECK_THAT(wording, Catch::EndsWith(wanted));
    CHECK(wording.find('\n') == std::string::npos);
  }
}

TEST_CASE("regular expressions that are fine") {
  for (const char* literal : {"/a{/",
                              "/]/",
                              "/}/",
                              "/(?=a)*/",
                              "/\\k<a/",
                              "/\\2/",
                              "/[😀-😁]/u",
                              "/[\\d-z]/",
                              "/\\c/",
                              "/[\\c]/",
                              "/a{,2}/",
                              "/(?<a>x)|(?<a>y)/",
                              "/(?:(?<a>x)|(?<a>y))\\k<a>/",
                              "/\\p{sc=Sidt}/u",
                              "/(?ims-:a)/",
                              "/(?-i:a)/",
                              "/[\\q{ab|c}&&[\\p{RGI_Emoji}]]/v",
                              "/[[a-z]--[aeiou]--y]/v",
                              "/(?<\\u{61}𝒜>a)\\k<a𝒜>/",
                              "/[^\\q{a|b}]/v",
                              "/\\u{1F600}/u",
                              "/a{2}?/y",
                              "/[]/",
                              "/[^]/"}) {
    INFO(literal);
    CHECK(problems(std::string("a = ") + literal) == "");
  }
}

TEST_CASE("regular expressions: what an engine must know") {
  const auto features = [](std::string_view literal) {
    const RegExpFeatures found = check_reg_exp(literal).features;
    std::string text;
    const auto add = [&](bool is_set, std::string_view name) {
      if (is_set) {
        text += name;
      }
    };
    add(found.ignore_case, "i");
    add(found.dot_all, "s");
    add(found.unicode, "u");
    add(found.sticky, "y");
    add(found.indices, "d");
    add(found.unicode_sets, "v");
    add(found.named_groups, " names");
    add(found.repeated_names, " repeated");
    add(found.lookbehind, " lookbehind");
    add(found.property_escapes, " properties");
    add(found.modifiers, " modifiers");
    return text;
  };
  CHECK(features("/(?:a)(?=b)(?!c)\\p{L}[(?<a>]/gm") == "");
  CHECK(features("/a/dgimsuy") == "isuyd");
  CHECK(features("/(?<=a)b/v") == "v lookbehind");
  CHECK(features("/(?<!a)b|(?<c>d)/") == " names lookbehind");
  CHECK(features("/(?<c>d)|(?<c>e)/") == " names repeated");
  CHECK(features("/[\\p{L}](?i:a)/u") == "u properties modifiers");
}

TEST_CASE("hostile regular expressions end") {
  const auto repeat = [](std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
      all += text;
    }
    return all;
  };
  for (const char* part : {"(", "(?:", "[", "(?<a>", "\\k<a>", "|", "(?i:", "{1}", "a{2}", "[a-",
                           "(|", "\\1", "(?<=", "(?=", "\\p{", "\\q{", "\\u{"}) {
    for (const char* flags : {"", "u", "v"}) {
      check_reg_exp("/" + repeat(part, 100000) + "/" + flags);
      check_reg_exp("/" + repeat(part, 100000) + repeat(")", 100000) + "/" + flags);
    }
  }
  CHECK(!check_reg_exp("/" + repeat("(", 100000) + repeat(")", 100000) + "/").problem);
  CHECK(check_reg_exp("/" + repeat("[", 100000) + repeat("]", 100000) + "/v").problem->message ==
        Message::reg_exp_too_deep);
  // One name in every alternative of a choice that is as deep as it is long.
  CHECK(!check_reg_exp("/" + repeat("(?:(?<a>)|", 50000) + repeat(")", 50000) + "/").problem);
}

}  // namespace
}  // namespace mpaas::js
