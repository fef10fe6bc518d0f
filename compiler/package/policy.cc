#include "compiler/package/policy.h"

#include <algorithm>

#include "compiler/base/utf8.h"
#include "compiler/diag/render.h"

namespace mpaas::package {
namespace {

using diag::Code;

constexpr std::size_t longest_component = 255;
constexpr std::size_t longest_path = 1024;
constexpr std::size_t longest_shown = 120;

bool is_combining(char32_t point) {
  return (point >= 0x300 && point <= 0x36F) ||    // marks
         (point >= 0x1100 && point <= 0x11FF) ||  // Hangul in pieces
         point == 0x3099 || point == 0x309A;      // kana voicing
}

bool is_invisible(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
         point == 0xFEFF;
}

// Simple case folding of the scripts that have it and a file name may contain.
void append_folded(std::string& out, char32_t point) {
  if ((point >= 'A' && point <= 'Z') || (point >= 0xC0 && point <= 0xDE && point != 0xD7) ||
      (point >= 0x391 && point <= 0x3A9) || (point >= 0x410 && point <= 0x42F) ||
      (point >= 0xFF21 && point <= 0xFF3A)) {
    point += 0x20;
  } else if (point >= 0x400 && point <= 0x40F) {
    point += 0x50;
  } else if ((point >= 0x100 && point <= 0x137) || (point >= 0x14A && point <= 0x177) ||
             (point >= 0x1E00 && point <= 0x1E95) || (point >= 0x1EA0 && point <= 0x1EFF)) {
    point |= 1U;
  } else if ((point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E)) {
    point += point & 1U;
  } else if (point == 0xDF || point == 0x1E9E) {
    out += "ss";
    return;
  } else if (point == 0x17F) {
    point = 's';
  } else if (point == 0x212A) {
    point = 'k';
  } else if (point == 0x3C2) {
    point = 0x3C3;
  }
  utf8::append(out, point);
}

std::string folded(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t at = 0; at < path.size();) {
    append_folded(out, utf8::decode(path, at));
  }
  return out;
}

}  // namespace

std::string shown(std::string_view name) {
  std::string clean;
  // Bytes that are no UTF-8 must not reach a terminal or a JSON document.
  while (!name.empty() && clean.size() < longest_shown) {
    const std::size_t bad = utf8::find_invalid(name);
    clean += diag::printable(name.substr(0, bad));
    if (bad == std::string_view::npos) {
      name = {};
      break;
    }
    clean += fmt::format("\\x{:02x}", static_cast<unsigned char>(name[bad]));
    name.remove_prefix(bad + 1);
  }
  if (clean.size() > longest_shown || !name.empty()) {
    std::size_t end = std::min(longest_shown, clean.size());
    while (end > 0 && end < clean.size() &&
           (static_cast<unsigned char>(clean[end]) & 0xC0U) == 0x80) {
      --end;
    }
    clean = clean.substr(0, end) + "…";
  }
  return clean.empty() ? "\"\"" : clean;
}

Status check_member_name(std::string_view name, const Limits& limits) {
  const auto bad = [&](std::string_view why) {
    return refuse(Code::package_bad_member_name, shown(name), why);
  };
  std::string_view path = name;
  if (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  if (path.empty()) {
    return bad("the name is empty");
  }
  if (path.front() == '/') {
    return bad("the path is absolute");
  }
  if (path.find('\\') != std::string_view::npos) {
    return bad("the path contains a backslash");
  }
  if (path.size() > longest_path) {
    return bad("the path is too long");
  }
  if (utf8::find_invalid(path) != std::string_view::npos) {
    return bad("the name is not UTF-8");
  }
  for (std::size_t at = 0; at < path.size();) {
    const char32_t point = utf8::decode(path, at);
    if (is_invisible(point)) {
      return bad("the name contains control characters");
    }
    if (is_combining(point)) {
      return bad("the name is not in composed form (NFC)");
    }
  }
  std::size_t depth = 0;
  for (std::size_t begin = 0; begin <= path.size(); ++depth) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view component = path.substr(begin, end - begin);
    if (component == "..") {
      return bad("the path leaves its folder");
    }
    if (component.empty() || component == ".") {
      return bad("the path is not in its shortest form");
    }
    if (component.size() > longest_component) {
      return bad("a part of the path is too long");
    }
    begin = end + 1;
  }
  if (depth > limits.depth) {
    return bad(fmt::format("folders are nested deeper than {}", limits.depth));
  }
  return ok();
}

Status NameSet::add(std::string_view path, bool directory) {
  const std::string key = folded(path);
  // Parents first: "a" the file and "a/b" cannot both be.
  for (std::size_t slash = key.find('/'), original = path.find('/'); slash != std::string::npos;
       slash = key.find('/', slash + 1), original = path.find('/', original + 1)) {
    const std::string_view parent = path.substr(0, original);
    const auto [at, fresh] =
        seen_.try_emplace(key.substr(0, slash), Seen{std::string(parent), true, false});
    if (!fresh && (at->second.path != parent || !at->second.directory)) {
      return refuse(Code::archive_collision, shown(at->second.path), shown(path));
    }
  }
  const auto [at, fresh] = seen_.try_emplace(key, Seen{std::string(path), directory, true});
  if (fresh) {
    return ok();
  }
  Seen& seen = at->second;
  if (seen.path != path || seen.directory != directory) {
    return refuse(Code::archive_collision, shown(seen.path), shown(path));
  }
  if (seen.listed) {
    return refuse(Code::archive_duplicate, shown(path));
  }
  seen.listed = true;
  return ok();
}

}  // namespace mpaas::package
