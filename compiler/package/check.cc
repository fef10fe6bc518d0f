#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/package/container.h"
#include "compiler/package/policy.h"
#include "compiler/package/tar.h"

namespace mpaas::package {
namespace {

using diag::Code;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Characters that a URL path carries as they are (RFC 3986 unreserved, and those of a path segment
// that real packages have: ':' of a port, '@' of image sizes).
bool needs_no_encoding(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') ||
         std::string_view("-._~/:@").find(byte) != std::string_view::npos;
}

std::string_view top(std::string_view path) { return path.substr(0, path.find('/')); }

// Names that Windows cannot write; people unpack and look at packages there.
std::string_view unportable(std::string_view component) {
  constexpr std::array<std::string_view, 4> devices = {"con", "prn", "aux", "nul"};
  if (component.ends_with('.') || component.ends_with(' ')) {
    return "it ends in a dot or a space";
  }
  const std::string stem = text::lower_ascii(component.substr(0, component.find('.')));
  const bool numbered = stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
                        stem[3] >= '1' && stem[3] <= '9';
  if (numbered || std::find(devices.begin(), devices.end(), stem) != devices.end()) {
    return "Windows has a device of this name";
  }
  return component.find_first_of("<>\"|?*") == std::string_view::npos
             ? ""
             : "Windows does not allow one of its characters";
}

void report(const Error& error, diag::Sink& sink) {
  diag::Diagnostic row;
  row.code = static_cast<Code>(error.code);
  row.severity = diag::info(row.code).severity;
  row.message = error.message;
  row.hint = error.hint;
  sink.report(std::move(row));
}

void check_path(const InputFile& file, const Limits& limits, NameSet& names, diag::Sink& sink) {
  if (const Status status = check_member_name(file.path, limits); !status) {
    report(status.error(), sink);
    return;
  }
  if (const Status status = names.add(file.path, false); !status) {
    report(status.error(), sink);
  }
  if (file.path.size() > tar::longest_name) {
    sink.report(diag::make(Code::package_path_too_long, {}, shown(file.path), file.path.size()));
  }
  if (file.content.size() > limits.file_bytes) {
    sink.report(diag::make(Code::package_too_large, {},
                           fmt::format("{} has {} bytes, at most {} are allowed", shown(file.path),
                                       file.content.size(), limits.file_bytes)));
  }
  if (file.path.find("ios") != std::string::npos) {
    sink.report(diag::make(Code::package_ios_path, {}, shown(file.path)));
  }
  if (!std::all_of(file.path.begin(), file.path.end(), needs_no_encoding)) {
    sink.report(diag::make(Code::package_unsafe_character, {}, shown(file.path)));
  }
  for (const std::string_view component : text::split(file.path, '/')) {
    if (const std::string_view why = unportable(component); !why.empty()) {
      sink.report(diag::make(Code::package_unportable_name, {}, shown(file.path), why));
      break;
    }
  }
}

void check_mini(const std::vector<InputFile>& files, diag::Sink& sink) {
  for (const std::string_view needed :
       {"index.html", "index.js", "index.worker.js", "appConfig.json"}) {
    const bool there = std::any_of(files.begin(), files.end(),
                                   [needed](const InputFile& file) { return file.path == needed; });
    if (!there) {
      sink.report(diag::make(Code::package_missing_file, {}, name(Type::mini), needed)
                      .with_hint("mpaas build makes it"));
    }
  }
}

// A folder named like a host: "mcube-prod.mpaascloud.com", "10.0.0.1:8080".
bool is_host(std::string_view folder) {
  const std::string_view host = folder.substr(0, folder.find(':'));
  return host.find('.') != std::string_view::npos && !host.starts_with('.') &&
         host.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
             std::string_view::npos;
}

void check_layout(Type type, const std::vector<InputFile>& files, diag::Sink& sink) {
  bool page = false;
  for (const InputFile& file : files) {
    const bool nested = file.path.find('/') != std::string::npos;
    page = page || path::extension(file.path) == ".html";
    if (file.path == metadata_file) {
      continue;
    }
    if (type == Type::global && !(nested && is_host(top(file.path)))) {
      sink.report(diag::make(Code::package_mixed_content, {}, shown(file.path), name(type))
                      .with_hint("its top folders are named like hosts: "
                                 "mcube-prod.mpaascloud.com/<appId>_<workspaceId>/…"));
    }
    if (type == Type::h5 && nested && is_host(top(file.path))) {
      sink.report(diag::make(Code::package_mixed_content, {}, shown(file.path), name(type))
                      .with_hint("normal and global resources go into packages of their own"));
    }
  }
  if (type == Type::h5 && !page) {
    sink.report(diag::make(Code::package_missing_file, {}, name(type), "at least one .html")
                    .with_hint("put the page at www/index.html"));
  }
}

}  // namespace

std::string_view name(Type type) {
  switch (type) {
    case Type::mini:
      return "mini";
    case Type::h5:
      return "h5";
    case Type::global:
      return "global";
  }
  return "";
}

bool is_framework_id(std::string_view id) {
  constexpr std::array<std::string_view, 4> ids = {"20000196", "66666692", "68687029", "68687209"};
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void check_id(Type type, std::string_view id, diag::Sink& sink) {
  const bool mini = type == Type::mini;
  if (!all_digits(id) || id.size() != (mini ? 16U : 8U)) {
    sink.report(diag::make(Code::package_bad_id, {}, shown(id)));
    return;
  }
  if (is_framework_id(id)) {
    sink.report(diag::make(Code::package_reserved_id, {}, id)
                    .with_hint("the framework's own packages have these ids; take another"));
    return;
  }
  for (const std::string_view prefix : {mini ? "666" : "666666", "20000"}) {
    if (id.starts_with(prefix)) {
      sink.report(diag::make(Code::package_avoided_id, {}, prefix, id));
    }
  }
}

void check_version(std::string_view version, diag::Sink& sink) {
  const std::vector<std::string_view> parts = text::split(version, '.');
  const bool good =
      parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        return all_digits(part) && part.size() <= 10 && (part.size() == 1 || part.front() != '0');
      });
  if (!good) {
    sink.report(diag::make(Code::package_bad_version, {}, shown(version)));
  }
}

void check(const Description& description, const std::vector<InputFile>& files, diag::Sink& sink) {
  check_id(description.type, description.id, sink);
  check_version(description.version, sink);
  const Limits limits;
  NameSet names;
  std::uint64_t total = 0;
  for (const InputFile& file : files) {
    check_path(file, limits, names, sink);
    total += file.content.size();
    if (file.path == metadata_file) {
      const Identity inside = read_metadata(file.content);
      if (inside.id != description.id || inside.version != description.version) {
        sink.report(diag::make(Code::package_manifest_mismatch, {},
                               fmt::format("hpmfile.json says {} {}, and the package is {} {}",
                                           shown(inside.id), shown(inside.version),
                                           shown(description.id), shown(description.version)))
                        .with_hint("remove hpmfile.json, and mpaas writes a fitting one"));
      }
    }
  }
  if (files.size() > limits.entries || total > limits.total_bytes) {
    sink.report(diag::make(Code::package_too_large, {},
                           fmt::format("{} files with {} bytes, at most {} with {} are allowed",
                                       files.size(), total, limits.entries, limits.total_bytes)));
  }
  if (description.type == Type::mini) {
    check_mini(files, sink);
  } else {
    check_layout(description.type, files, sink);
  }
}

int compare_versions(std::string_view left, std::string_view right) {
  const std::vector<std::string_view> ours = text::split(left, '.');
  const std::vector<std::string_view> theirs = text::split(right, '.');
  const auto part = [](const std::vector<std::string_view>& parts, std::size_t at) {
    std::uint64_t value = 0;
    if (at < parts.size()) {
      std::from_chars(parts[at].data(), parts[at].data() + parts[at].size(), value);
    }
    return value;
  };
  for (std::size_t at = 0; at < std::max(ours.size(), theirs.size()); ++at) {
    const std::uint64_t mine = part(ours, at);
    const std::uint64_t other = part(theirs, at);
    if (mine != other) {
      return mine < other ? -1 : 1;
    }
  }
  return 0;
}

}  // namespace mpaas::package
