// Paths inside a project are UTF-8, separated by '/', relative to a root, without "." or "..":
// "pages/a/a.js".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mpaas::path {

// "a/./b//../c" -> "a/c". A leading '/' is kept. nullopt when ".." would leave the start of a
// relative path or of the root.
std::optional<std::string> normalize(std::string_view path);
// Joins with one '/', without normalizing; an absolute right side wins.
std::string join(std::string_view left, std::string_view right);
std::string_view directory(std::string_view path);  // "a/b.js" -> "a", "b.js" -> "", "/a" -> "/"
std::string_view filename(std::string_view path);
std::string_view extension(std::string_view path);  // ".js", or "" ; ".env" -> ""
std::string_view without_extension(std::string_view path);
bool is_absolute(std::string_view path);
// How `to` is written in a file of the folder `from`: ("a/b", "a/c.js") -> "../c.js".
std::string relative(std::string_view from, std::string_view to);

}  // namespace mpaas::path
