#include "compiler/base/path.h"

#include <vector>

namespace mpaas::path {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty()) {
      out.push_back(part);
    }
    if (slash == std::string_view::npos) {
      break;
    }
    path.remove_prefix(slash + 1);
  }
  return out;
}

}  // namespace

std::optional<std::string> normalize(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view part : segments(path)) {
    if (part == ".") {
      continue;
    }
    if (part != "..") {
      kept.push_back(part);
    } else if (kept.empty()) {
      return std::nullopt;
    } else {
      kept.pop_back();
    }
  }
  std::string out = is_absolute(path) ? "/" : "";
  for (const std::string_view part : kept) {
    if (!out.empty() && out.back() != '/') {
      out += '/';
    }
    out += part;
  }
  return out;
}

std::string join(std::string_view left, std::string_view right) {
  if (left.empty() || is_absolute(right)) {
    return std::string(right);
  }
  std::string out(left);
  if (out.back() != '/' && !right.empty()) {
    out += '/';
  }
  return out += right;
}

std::string_view directory(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return {};
  }
  return path.substr(0, slash == 0 ? 1 : slash);
}

std::string_view filename(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view extension(std::string_view path) {
  const std::string_view name = filename(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot);
}

std::string_view without_extension(std::string_view path) {
  path.remove_suffix(extension(path).size());
  return path;
}

bool is_absolute(std::string_view path) { return path.starts_with('/'); }

std::string relative(std::string_view from, std::string_view to) {
  const std::vector<std::string_view> base = segments(from);
  const std::vector<std::string_view> target = segments(to);
  std::size_t same = 0;
  while (same < base.size() && same < target.size() && base[same] == target[same]) {
    ++same;
  }
  std::string out;
  for (std::size_t i = same; i < base.size(); ++i) {
    out += "../";
  }
  if (out.empty()) {
    out = "./";
  }
  for (std::size_t i = same; i < target.size(); ++i) {
    out += target[i];
    if (i + 1 < target.size()) {
      out += '/';
    }
  }
  return out;
}

}  // namespace mpaas::path
