#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "compiler/package/policy.h"
#include "compiler/package/zip.h"

namespace mpaas::package::zip {
namespace {

using diag::Code;

constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint32_t descriptor_signature = 0x08074b50;
constexpr std::size_t local_size = 30;
constexpr std::size_t central_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::uint16_t flag_encrypted = 1U << 0U;
constexpr std::uint16_t flag_deflate_levels = 3U << 1U;
constexpr std::uint16_t flag_descriptor = 1U << 3U;
constexpr std::uint16_t flag_utf8 = 1U << 11U;
constexpr std::uint16_t method_stored = 0;
constexpr std::uint16_t method_deflated = 8;
constexpr std::uint16_t extra_zip64 = 0x0001;
constexpr std::uint16_t extra_unicode_path = 0x7075;

std::uint16_t u16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) |
                                    static_cast<unsigned char>(bytes[at + 1]) << 8U);
}

std::uint32_t u32(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(u16(bytes, at)) | static_cast<std::uint32_t>(u16(bytes, at + 2))
                                                          << 16U;
}

// One entry with what is needed to hold both of its headers together.
struct Header {
  Entry entry;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint64_t packed_size = 0;
  std::uint64_t local_offset = 0;
};

struct End {
  std::size_t at = 0;
  std::size_t entries = 0;
  std::size_t directory_offset = 0;
  std::size_t directory_size = 0;
};

Error contradiction(std::string_view name, std::string_view why) {
  return refuse(Code::archive_contradiction, shown(name), why);
}

Result<End> find_end(std::string_view bytes, const Rules& rules) {
  if (bytes.size() < end_size) {
    return refuse(Code::package_not_amr, "this file", "too short for a zip");
  }
  const std::size_t longest_comment = rules.comment_allowed ? 0xFFFF : 0;
  const std::size_t first =
      bytes.size() - end_size - std::min(longest_comment, bytes.size() - end_size);
  for (std::size_t at = bytes.size() - end_size + 1; at-- > first;) {
    if (u32(bytes, at) != end_signature || at + end_size + u16(bytes, at + 20) != bytes.size()) {
      continue;
    }
    End end;
    end.at = at;
    end.entries = u16(bytes, at + 10);
    end.directory_size = u32(bytes, at + 12);
    end.directory_offset = u32(bytes, at + 16);
    if (u16(bytes, at + 4) != 0 || u16(bytes, at + 6) != 0 || u16(bytes, at + 8) != end.entries) {
      return refuse(Code::archive_unsupported, "zip", "it is split over several files");
    }
    if (end.entries == 0xFFFF || end.directory_offset == 0xFFFFFFFF ||
        end.directory_size == 0xFFFFFFFF) {
      return refuse(Code::archive_unsupported, "zip", "ZIP64 is not used in packages");
    }
    if (end.directory_offset > at || end.directory_size != at - end.directory_offset) {
      return refuse(Code::archive_hidden_data,
                    "there is data before the zip or behind its directory");
    }
    if (end.entries > rules.limits.entries) {
      return refuse(Code::package_too_large, fmt::format("{} entries, at most {} are allowed",
                                                         end.entries, rules.limits.entries));
    }
    return end;
  }
  return bytes.starts_with("PK")
             ? refuse(Code::archive_hidden_data, "the zip is cut off, or data follows its end")
             : refuse(Code::package_not_amr, "this file", "not a zip");
}

Status check_extra(std::string_view name, std::string_view extra) {
  while (!extra.empty()) {
    if (extra.size() < 4 || extra.size() - 4 < u16(extra, 2)) {
      return refuse(Code::archive_damaged, shown(name), "broken extra fields");
    }
    const std::uint16_t id = u16(extra, 0);
    const std::string_view value = extra.substr(4, u16(extra, 2));
    if (id == extra_zip64) {
      return refuse(Code::archive_unsupported, shown(name), "ZIP64 is not used in packages");
    }
    if (id == extra_unicode_path && (value.size() < 5 || value.substr(5) != name)) {
      return contradiction(name, "it carries a second, different name");
    }
    extra.remove_prefix(4 + value.size());
  }
  return ok();
}

Status check_kind(const Header& header, std::uint16_t made_by, std::uint32_t attributes) {
  const std::string name = shown(header.entry.name);
  const unsigned system = made_by >> 8U;
  if (system == 3 || system == 19) {  // Unix, macOS: the mode is in the upper half
    const unsigned mode = attributes >> 16U;
    const unsigned kind = mode & 0170000U;
    if (kind == 0120000U) {
      return refuse(Code::archive_forbidden_type, name, "a symbolic link");
    }
    if (kind != 0 && kind != 0100000U && kind != 0040000U) {
      return refuse(Code::archive_forbidden_type, name, "a device, pipe or socket");
    }
    if ((kind == 0040000U) != header.entry.directory && kind != 0) {
      return contradiction(header.entry.name, "its name and its type do not agree");
    }
    if ((mode & 07000U) != 0) {
      return refuse(Code::archive_forbidden_type, name, "marked setuid, setgid or sticky");
    }
  }
  return ok();
}

Result<Header> read_central(std::string_view directory, std::size_t& at) {
  if (directory.size() - at < central_size || u32(directory, at) != central_signature) {
    return refuse(Code::archive_damaged, "zip", "its directory is broken");
  }
  Header header;
  header.flags = u16(directory, at + 8);
  header.method = u16(directory, at + 10);
  header.entry.crc = u32(directory, at + 16);
  header.packed_size = u32(directory, at + 20);
  header.entry.size = u32(directory, at + 24);
  header.local_offset = u32(directory, at + 42);
  const std::size_t name_size = u16(directory, at + 28);
  const std::size_t extra_size = u16(directory, at + 30);
  const std::size_t comment_size = u16(directory, at + 32);
  if (directory.size() - at - central_size < name_size + extra_size + comment_size) {
    return refuse(Code::archive_damaged, "zip", "its directory is broken");
  }
  header.entry.name = directory.substr(at + central_size, name_size);
  header.entry.directory = header.entry.name.ends_with('/');
  header.entry.deflated = header.method == method_deflated;
  const std::string_view name = header.entry.name;
  if ((header.flags & flag_encrypted) != 0) {
    return refuse(Code::archive_unsupported, shown(name), "it is encrypted with a zip password");
  }
  if ((header.flags & ~(flag_deflate_levels | flag_descriptor | flag_utf8)) != 0 ||
      (header.method != method_stored && header.method != method_deflated)) {
    return refuse(Code::archive_unsupported, shown(name),
                  "only stored and deflated members are read");
  }
  if (header.packed_size == 0xFFFFFFFF || header.entry.size == 0xFFFFFFFF ||
      header.local_offset == 0xFFFFFFFF) {
    return refuse(Code::archive_unsupported, shown(name), "ZIP64 is not used in packages");
  }
  MPAAS_TRY(check_extra(name, directory.substr(at + central_size + name_size, extra_size)));
  MPAAS_TRY(check_kind(header, u16(directory, at + 4), u32(directory, at + 38)));
  at += central_size + name_size + extra_size + comment_size;
  return header;
}

// Reads the local header, checks it against the central one, and returns where the entry's data
// ends, descriptor not included.
Result<std::size_t> read_local(std::string_view bytes, Header& header) {
  const std::size_t at = static_cast<std::size_t>(header.local_offset);
  const std::string_view name = header.entry.name;
  if (bytes.size() < at + local_size || u32(bytes, at) != local_signature) {
    return refuse(Code::archive_damaged, shown(name), "its header is not where it should be");
  }
  const std::size_t name_size = u16(bytes, at + 26);
  const std::size_t extra_size = u16(bytes, at + 28);
  const std::size_t data = at + local_size + name_size + extra_size;
  if (data > bytes.size() || header.packed_size > bytes.size() - data) {
    return refuse(Code::archive_damaged, shown(name), "its data is cut off");
  }
  if (bytes.substr(at + local_size, name_size) != name) {
    return contradiction(name, "it has another name in its own header");
  }
  if (u16(bytes, at + 6) != header.flags || u16(bytes, at + 8) != header.method) {
    return contradiction(name, "its two headers differ");
  }
  MPAAS_TRY(check_extra(name, bytes.substr(at + local_size + name_size, extra_size)));
  const std::uint32_t crc = u32(bytes, at + 14);
  const std::uint32_t packed = u32(bytes, at + 18);
  const std::uint32_t size = u32(bytes, at + 22);
  const bool later = (header.flags & flag_descriptor) != 0;
  const auto agrees = [later](std::uint64_t local, std::uint64_t central) {
    return local == central || (later && local == 0);
  };
  if (!agrees(crc, header.entry.crc) || !agrees(packed, header.packed_size) ||
      !agrees(size, header.entry.size)) {
    return contradiction(name, "its two headers give different sizes or checksums");
  }
  header.entry.packed = bytes.substr(data, static_cast<std::size_t>(header.packed_size));
  return data + static_cast<std::size_t>(header.packed_size);
}

Status check_descriptor(std::string_view gap, const Header& header) {
  std::string_view fields = gap;
  if (fields.size() == 16 && u32(fields, 0) == descriptor_signature) {
    fields.remove_prefix(4);
  }
  if (fields.size() != 12 || u32(fields, 0) != header.entry.crc ||
      u32(fields, 4) != header.packed_size || u32(fields, 8) != header.entry.size) {
    return contradiction(header.entry.name, "its data descriptor does not fit");
  }
  return ok();
}

Status check_sizes(const std::vector<Header>& headers, const Limits& limits) {
  std::uint64_t total = 0;
  std::uint64_t packed = 0;
  for (const Header& header : headers) {
    const Entry& entry = header.entry;
    if (entry.directory && (entry.size != 0 || header.packed_size > 2)) {
      return contradiction(entry.name, "a folder with content");
    }
    if (!entry.deflated && entry.size != header.packed_size) {
      return contradiction(entry.name, "stored, but its two sizes differ");
    }
    if (entry.size > limits.file_bytes) {
      return refuse(Code::package_too_large,
                    fmt::format("{} unpacks to {} bytes, at most {} are allowed", shown(entry.name),
                                entry.size, limits.file_bytes));
    }
    if (entry.size > limits.ratio_from && entry.size / limits.ratio > header.packed_size) {
      return refuse(Code::package_too_large,
                    fmt::format("{} unpacks to more than {} times its size", shown(entry.name),
                                limits.ratio));
    }
    total += entry.size;
    packed += header.packed_size;
  }
  if (total > limits.total_bytes) {
    return refuse(Code::package_too_large,
                  fmt::format("the archive unpacks to {} bytes, at most {} are allowed", total,
                              limits.total_bytes));
  }
  if (total > limits.ratio_from && total / limits.ratio > packed) {
    return refuse(Code::package_too_large,
                  fmt::format("the archive unpacks to more than {} times its size", limits.ratio));
  }
  return ok();
}

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* it) const { libdeflate_free_decompressor(it); }
};

}  // namespace

Result<std::vector<Entry>> list(std::string_view bytes, const Rules& rules) {
  MPAAS_TRY_ASSIGN(const End end, find_end(bytes, rules));
  const std::string_view directory = bytes.substr(end.directory_offset, end.directory_size);
  std::vector<Header> headers;
  headers.reserve(end.entries);
  std::size_t at = 0;
  for (std::size_t i = 0; i < end.entries; ++i) {
    MPAAS_TRY_ASSIGN(Header header, read_central(directory, at));
    headers.push_back(std::move(header));
  }
  if (at != directory.size()) {
    return refuse(Code::archive_hidden_data, "there is data behind the zip's directory");
  }
  std::stable_sort(headers.begin(), headers.end(), [](const Header& left, const Header& right) {
    return left.local_offset < right.local_offset;
  });
  MPAAS_TRY(check_sizes(headers, rules.limits));

  NameSet names;
  std::vector<Entry> entries;
  entries.reserve(headers.size());
  std::size_t expected = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    Header& header = headers[i];
    if (header.local_offset < expected) {
      return refuse(Code::archive_hidden_data,
                    fmt::format("{} lies over another member", shown(header.entry.name)));
    }
    if (header.local_offset > expected) {
      return refuse(Code::archive_hidden_data,
                    fmt::format("there is hidden data before {}", shown(header.entry.name)));
    }
    MPAAS_TRY_ASSIGN(expected, read_local(bytes, header));
    const std::size_t next = i + 1 < headers.size()
                                 ? static_cast<std::size_t>(headers[i + 1].local_offset)
                                 : end.directory_offset;
    if ((header.flags & flag_descriptor) != 0 && next >= expected && next - expected <= 16 &&
        next <= bytes.size()) {
      MPAAS_TRY(check_descriptor(bytes.substr(expected, next - expected), header));
      expected = next;
    }
    MPAAS_TRY(check_member_name(header.entry.name, rules.limits));
    std::string_view path = header.entry.name;
    path.remove_suffix(header.entry.directory ? 1 : 0);
    MPAAS_TRY(names.add(path, header.entry.directory));
    entries.push_back(header.entry);
  }
  if (expected != end.directory_offset) {
    return refuse(Code::archive_hidden_data, "there is hidden data before the zip's directory");
  }
  return entries;
}

Result<std::string> unpack(const Entry& entry) {
  std::string content;
  if (entry.deflated) {
    content.resize(static_cast<std::size_t>(entry.size));
    const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
        libdeflate_alloc_decompressor());
    std::size_t read = 0;
    std::size_t written = 0;
    if (decompressor == nullptr ||
        libdeflate_deflate_decompress_ex(decompressor.get(), entry.packed.data(),
                                         entry.packed.size(), content.data(), content.size(), &read,
                                         &written) != LIBDEFLATE_SUCCESS ||
        written != entry.size) {
      return refuse(Code::archive_damaged, shown(entry.name), "it does not unpack");
    }
    if (read != entry.packed.size()) {
      return refuse(Code::archive_hidden_data,
                    fmt::format("there is hidden data behind {}", shown(entry.name)));
    }
  } else {
    content = entry.packed;
  }
  if (libdeflate_crc32(0, content.data(), content.size()) != entry.crc) {
    return refuse(Code::archive_damaged, shown(entry.name), "its checksum is wrong");
  }
  return content;
}

}  // namespace mpaas::package::zip

namespace mpaas::package {

Result<std::vector<ArchiveFile>> read_zip(std::string_view bytes, const Limits& limits) {
  MPAAS_TRY_ASSIGN(const std::vector<zip::Entry> entries, zip::list(bytes, {limits, true}));
  std::vector<ArchiveFile> files;
  for (const zip::Entry& entry : entries) {
    MPAAS_TRY_ASSIGN(std::string content, zip::unpack(entry));
    if (!entry.directory) {
      files.push_back({std::string(entry.name), std::move(content)});
    }
  }
  return files;
}

}  // namespace mpaas::package
