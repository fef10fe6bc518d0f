#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <optional>

#include "compiler/package/policy.h"
#include "compiler/package/tar.h"

namespace mpaas::package::tar {
namespace {

using diag::Code;

constexpr std::size_t block = 512;
constexpr std::string_view gnu_magic("ustar  \0", 8);
constexpr std::string_view posix_magic(
    "ustar\0"
    "00",
    8);

bool all_zero(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// Digits, then NULs or spaces; POSIX tars may have leading spaces. No base-256.
std::optional<std::uint64_t> octal(std::string_view field) {
  const std::size_t begin = field.find_first_not_of(' ');
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  std::size_t at = begin;
  std::uint64_t value = 0;
  for (; at < field.size() && field[at] >= '0' && field[at] <= '7'; ++at) {
    value = value << 3U | static_cast<unsigned>(field[at] - '0');
  }
  const bool ended =
      field.find_first_not_of(std::string_view("\0 ", 2), at) == std::string_view::npos;
  return at > begin && ended ? std::optional(value) : std::nullopt;
}

// Text up to a NUL; nullopt when something follows it, which others might read.
std::optional<std::string_view> text(std::string_view field) {
  const std::size_t end = field.find('\0');
  if (end == std::string_view::npos) {
    return field;
  }
  return all_zero(field.substr(end)) ? std::optional(field.substr(0, end)) : std::nullopt;
}

std::string_view type_name(char type) {
  switch (type) {
    case '1':
      return "a hard link";
    case '2':
      return "a symbolic link";
    case '3':
    case '4':
      return "a device";
    case '6':
      return "a pipe";
    case 'x':
    case 'g':
    case 'L':
    case 'K':
      return "a header extension";
    default:
      return "of a type that packages do not have";
  }
}

struct Header {
  std::string_view name;
  std::uint64_t size = 0;
  bool directory = false;
};

Result<Header> parse(std::string_view raw) {
  const auto damaged = [&](std::string_view why) {
    return refuse(Code::archive_damaged, shown(raw.substr(0, raw.substr(0, 100).find('\0'))), why);
  };
  const auto stored_sum = octal(raw.substr(148, 8));
  std::uint64_t sum = 8U * ' ';
  for (std::size_t i = 0; i < block; ++i) {
    sum += i >= 148 && i < 156 ? 0 : static_cast<unsigned char>(raw[i]);
  }
  if (stored_sum != sum) {
    return damaged("the checksum of its header is wrong");
  }
  const auto name = text(raw.substr(0, longest_name));
  if (!name) {
    return refuse(Code::archive_contradiction, shown(raw.substr(0, raw.find('\0'))),
                  "its name goes on behind a NUL");
  }
  const std::string_view magic = raw.substr(257, 8);
  if (magic != gnu_magic && magic != posix_magic) {
    return refuse(Code::archive_unsupported, shown(*name), "the tar is neither GNU nor POSIX");
  }
  const char type = raw[156];
  if (type != '0' && type != '5') {
    return refuse(Code::archive_forbidden_type, shown(*name), type_name(type));
  }
  if (!all_zero(raw.substr(157, 100))) {
    return refuse(Code::archive_forbidden_type, shown(*name), "a link");
  }
  if (!all_zero(raw.substr(345))) {
    return refuse(Code::archive_unsupported, shown(*name),
                  "its path does not fit into 100 bytes, or its header has extensions");
  }
  const auto mode = octal(raw.substr(100, 8));
  const auto size = octal(raw.substr(124, 12));
  if (!mode || !size || !octal(raw.substr(136, 12))) {
    return damaged("its header has no proper numbers");
  }
  if ((*mode & 07000U) != 0) {
    return refuse(Code::archive_forbidden_type, shown(*name), "marked setuid, setgid or sticky");
  }
  Header header{*name, *size, type == '5'};
  if (header.directory && header.size != 0) {
    return refuse(Code::archive_contradiction, shown(*name), "a folder with content");
  }
  if (!header.directory && name->ends_with('/')) {
    return refuse(Code::archive_contradiction, shown(*name), "its name and its type do not agree");
  }
  return header;
}

struct FreeReader {
  void operator()(archive* it) const { archive_read_free(it); }
};

// Everything else that will open this tar should see what was checked here. libarchive stands for
// it: when it sees something else, one of the two readers is wrong, and the tar is refused.
Status agrees_with_libarchive(std::string_view bytes, const std::vector<Entry>& entries) {
  const auto differs = [](std::string_view where) {
    return refuse(Code::archive_contradiction, shown(where),
                  "libarchive reads this tar differently");
  };
  const std::unique_ptr<archive, FreeReader> reader(archive_read_new());
  if (reader == nullptr || archive_read_support_format_tar(reader.get()) != ARCHIVE_OK) {
    return Error{Error::Kind::bug, "libarchive cannot read tars"};
  }
  archive_entry* seen = nullptr;
  if (bytes.empty() ||
      archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    return differs("tar");
  }
  for (const Entry& entry : entries) {
    if (archive_read_next_header(reader.get(), &seen) != ARCHIVE_OK) {
      return differs(entry.path);
    }
    const char* name = archive_entry_pathname(seen);
    std::string_view path = name == nullptr ? "" : name;
    path.remove_suffix(path.ends_with('/') ? 1 : 0);
    const bool directory = archive_entry_filetype(seen) == AE_IFDIR;
    const auto at = static_cast<std::size_t>(archive_read_header_position(reader.get()));
    const bool same_place =
        directory || bytes.data() + at + block == entry.content.data() || entry.content.empty();
    if (path != entry.path || directory != entry.directory || !same_place ||
        static_cast<std::uint64_t>(archive_entry_size(seen)) != entry.content.size()) {
      return differs(entry.path);
    }
  }
  return archive_read_next_header(reader.get(), &seen) == ARCHIVE_EOF ? ok() : differs("its end");
}

}  // namespace

Result<std::vector<Entry>> read(std::string_view bytes, const Limits& limits) {
  std::vector<Entry> entries;
  NameSet names;
  std::size_t at = 0;
  for (;;) {
    if (bytes.size() - at < block) {
      return refuse(Code::archive_damaged, "tar", "it is cut off");
    }
    const std::string_view raw = bytes.substr(at, block);
    if (all_zero(raw)) {
      break;
    }
    MPAAS_TRY_ASSIGN(const Header header, parse(raw));
    at += block;
    if (header.size > limits.file_bytes) {
      return refuse(Code::package_too_large,
                    fmt::format("{} has {} bytes, at most {} are allowed", shown(header.name),
                                header.size, limits.file_bytes));
    }
    const std::size_t size = static_cast<std::size_t>(header.size);
    const std::size_t padded = (size + block - 1) / block * block;
    if (padded > bytes.size() - at) {
      return refuse(Code::archive_damaged, shown(header.name), "its content is cut off");
    }
    MPAAS_TRY(check_member_name(header.name, limits));
    std::string_view path = header.name;
    path.remove_suffix(path.ends_with('/') ? 1 : 0);
    MPAAS_TRY(names.add(path, header.directory));
    if (entries.size() == limits.entries) {
      return refuse(Code::package_too_large, fmt::format("more than {} entries", limits.entries));
    }
    entries.push_back({std::string(path), header.directory, bytes.substr(at, size)});
    at += padded;
  }
  if (bytes.size() - at < 2 * block || bytes.size() % block != 0) {
    return refuse(Code::archive_damaged, "tar", "its end is missing");
  }
  if (!all_zero(bytes.substr(at))) {
    return refuse(Code::archive_hidden_data, "there is data behind the end of the tar");
  }
  MPAAS_TRY(agrees_with_libarchive(bytes, entries));
  return entries;
}

}  // namespace mpaas::package::tar
