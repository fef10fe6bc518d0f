#include <algorithm>

#include "compiler/package/container.h"
#include "compiler/package/policy.h"
#include "compiler/package/tar.h"
#include "compiler/package/zip.h"

namespace mpaas::package {
namespace {

using diag::Code;

constexpr std::size_t longest_small_file = 1024 * 1024;  // Manifest.xml, CERT.json

bool is_package_id(std::string_view text) {
  return (text.size() == 8 || text.size() == 16) &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_tar(std::string_view name) {
  return name.ends_with(".tar") && name.find('/') == std::string_view::npos;
}

bool belongs_to_amr(const zip::Entry& entry) {
  return entry.name == manifest_file || entry.name == certificate_file || is_tar(entry.name);
}

// Without more than the files to go by: global packages hold nothing but folders named like hosts.
Type guess_type(std::string_view id, const std::vector<Entry>& entries) {
  if (id.size() == 16) {
    return Type::mini;
  }
  bool any = false;
  for (const Entry& entry : entries) {
    if (entry.directory || entry.path == metadata_file) {
      continue;
    }
    const std::size_t slash = entry.path.find('/');
    if (slash == std::string::npos || entry.path.substr(0, slash).find('.') == std::string::npos) {
      return Type::h5;
    }
    any = true;
  }
  return any ? Type::global : Type::h5;
}

Result<Package> read_amr(std::string_view bytes, const std::vector<zip::Entry>& listed,
                         const Limits& limits) {
  constexpr std::size_t end_record = 22;
  if (!bytes.substr(bytes.size() - end_record).starts_with("PK\x05\x06")) {
    return refuse(Code::archive_hidden_data, "the zip has a comment, which packages do not have");
  }
  Package package;
  package.bytes = bytes.size();
  std::vector<Member> members;
  for (const zip::Entry& entry : listed) {
    if (!is_tar(entry.name) && entry.size > longest_small_file) {
      return refuse(Code::package_too_large,
                    fmt::format("member {} has {} bytes", shown(entry.name), entry.size));
    }
    MPAAS_TRY_ASSIGN(std::string content, zip::unpack(entry));
    members.push_back({std::string(entry.name), entry.packed.size(), std::move(content)});
  }
  package.members = std::make_shared<const std::vector<Member>>(std::move(members));

  const Member* manifest = package.member(manifest_file);
  if (manifest == nullptr) {
    return refuse(Code::package_missing_member, manifest_file);
  }
  MPAAS_TRY_ASSIGN(const Identity identity, read_manifest(manifest->content));
  package.id = identity.id;
  package.version = identity.version;
  package.name = identity.name;

  const Member* content = package.member(package.id + ".tar");
  if (content == nullptr) {  // verify() tells that the name is wrong
    for (const Member& member : *package.members) {
      if (is_tar(member.name)) {
        content = &member;
        break;
      }
    }
  }
  if (content == nullptr) {
    return refuse(Code::package_missing_member, shown(package.id + ".tar"));
  }
  MPAAS_TRY_ASSIGN(package.entries, tar::read(content->content, limits));
  package.type = guess_type(package.id, package.entries);
  return package;
}

Result<Package> read_upload(std::string_view bytes, const std::vector<zip::Entry>& listed) {
  std::string_view top;
  for (const zip::Entry& entry : listed) {
    const std::size_t slash = entry.name.find('/');
    const std::string_view first = entry.name.substr(0, slash);
    if (slash == std::string_view::npos || !is_package_id(first) ||
        (!top.empty() && first != top)) {
      return refuse(Code::package_not_amr, "this file",
                    "it has neither the members of an .amr nor one folder named like a package id");
    }
    top = first;
  }
  if (top.empty()) {
    return refuse(Code::package_not_amr, "this file", "an empty zip");
  }
  Package package;
  package.format = Package::Format::zip;
  package.bytes = bytes.size();
  package.id = top;
  std::vector<ArchiveFile> files;
  for (const zip::Entry& entry : listed) {
    MPAAS_TRY_ASSIGN(std::string content, zip::unpack(entry));
    files.push_back({std::string(entry.name.substr(top.size() + 1)), std::move(content)});
  }
  package.zip_files = std::make_shared<const std::vector<ArchiveFile>>(std::move(files));
  for (const ArchiveFile& file : *package.zip_files) {
    const bool directory = file.path.ends_with('/');
    if (!file.path.empty()) {
      package.entries.push_back(
          {file.path.substr(0, file.path.size() - (directory ? 1 : 0)), directory, file.content});
    }
  }
  package.type = guess_type(package.id, package.entries);
  return package;
}

}  // namespace

const Member* Package::member(std::string_view wanted) const {
  if (members == nullptr) {
    return nullptr;
  }
  const auto found = std::find_if(members->begin(), members->end(),
                                  [wanted](const Member& each) { return each.name == wanted; });
  return found == members->end() ? nullptr : &*found;
}

const Entry* Package::entry(std::string_view path) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [path](const Entry& each) { return each.path == path; });
  return found == entries.end() ? nullptr : &*found;
}

bool Package::is_signed() const {
  for (const std::string_view file : {certificate_file, second_certificate_file}) {
    const Member* certificate = member(file);
    if (certificate == nullptr) {
      continue;
    }
    const auto signatures = read_signatures(file, certificate->content);
    if (signatures && std::any_of(signatures->begin(), signatures->end(),
                                  [](const auto& row) { return !row.second.empty(); })) {
      return true;
    }
  }
  return false;
}

Result<Package> read(std::string_view bytes, const Limits& limits) {
  zip::Rules rules{limits, true};
  rules.limits.file_bytes = limits.total_bytes;  // the inner tar is one file of the outer zip
  MPAAS_TRY_ASSIGN(const std::vector<zip::Entry> listed, zip::list(bytes, rules));
  if (std::any_of(listed.begin(), listed.end(), belongs_to_amr)) {
    return read_amr(bytes, listed, limits);
  }
  return read_upload(bytes, listed);
}

}  // namespace mpaas::package
