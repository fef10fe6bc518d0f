#include <libdeflate.h>

#include <algorithm>
#include <ctime>
#include <limits>
#include <memory>

#include "compiler/package/policy.h"
#include "compiler/package/zip.h"

namespace mpaas::package::zip {
namespace {

// 6 is within 2 % of the smallest in bytes at a multiple of the speed.
constexpr int deflate_level = 6;
constexpr std::uint16_t made_by_unix = 0x031E;  // Info-ZIP 3.0, Unix
constexpr std::uint32_t file_attributes = 0100644U << 16U;
constexpr std::uint32_t directory_attributes = 0040755U << 16U | 0x10U;

struct FreeCompressor {
  void operator()(libdeflate_compressor* it) const { libdeflate_free_compressor(it); }
};

void put16(std::string& out, unsigned value) {
  out += static_cast<char>(value & 0xFFU);
  out += static_cast<char>(value >> 8U & 0xFFU);
}

void put32(std::string& out, std::uint64_t value) {
  put16(out, static_cast<unsigned>(value & 0xFFFFU));
  put16(out, static_cast<unsigned>(value >> 16U & 0xFFFFU));
}

bool is_ascii(std::string_view text) {
  for (const char byte : text) {
    if (static_cast<unsigned char>(byte) >= 0x80) {
      return false;
    }
  }
  return true;
}

}  // namespace

Writer::Writer(std::int64_t time) {
  // UTC, so that the zone of the machine does not change the bytes; zip counts from 1980 to 2107.
  constexpr std::int64_t earliest = 315'532'800;
  constexpr std::int64_t latest = 4'354'819'198;
  const std::time_t seconds = std::min(std::max(time, earliest), latest);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  dos_date_ = static_cast<std::uint16_t>((parts.tm_year - 80) << 9 | (parts.tm_mon + 1) << 5 |
                                         parts.tm_mday);
  dos_time_ =
      static_cast<std::uint16_t>(parts.tm_hour << 11 | parts.tm_min << 5 | parts.tm_sec / 2);
}

Status Writer::add(std::string_view name, std::string_view content) {
  return add(name, content, file_attributes);
}

Status Writer::add_directory(std::string_view name_with_slash) {
  return add(name_with_slash, {}, directory_attributes);
}

Status Writer::add(std::string_view name, std::string_view content, std::uint32_t attributes) {
  constexpr std::uint64_t limit = std::numeric_limits<std::uint32_t>::max();
  if (entries_ == 0xFFFE || name.size() > 0xFFFF || content.size() >= limit ||
      out_.size() + content.size() + directory_.size() >= limit) {
    return refuse(diag::Code::package_too_large, "too much for a zip without ZIP64");
  }
  std::string packed;
  if (!content.empty()) {
    const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(
        libdeflate_alloc_compressor(deflate_level));
    // One byte less than the content: what does not shrink is stored.
    packed.resize(content.size() - 1);
    packed.resize(libdeflate_deflate_compress(compressor.get(), content.data(), content.size(),
                                              packed.data(), packed.size()));
  }
  const bool deflated = !packed.empty();
  const std::string_view data = deflated ? std::string_view(packed) : content;
  const std::uint64_t offset = out_.size();

  std::string fields;
  put16(fields, deflated ? 20 : 10);
  put16(fields, is_ascii(name) ? 0 : 1U << 11U);
  put16(fields, deflated ? 8 : 0);
  put16(fields, dos_time_);
  put16(fields, dos_date_);
  put32(fields, libdeflate_crc32(0, content.data(), content.size()));
  put32(fields, data.size());
  put32(fields, content.size());
  put16(fields, static_cast<unsigned>(name.size()));
  put16(fields, 0);

  out_ += "PK\x03\x04";
  out_ += fields;
  out_ += name;
  out_ += data;

  directory_ += "PK\x01\x02";
  put16(directory_, made_by_unix);
  directory_ += fields;
  put16(directory_, 0);  // comment
  put16(directory_, 0);  // disk
  put16(directory_, 0);  // internal attributes
  put32(directory_, attributes);
  put32(directory_, offset);
  directory_ += name;
  ++entries_;
  return ok();
}

Result<std::string> Writer::finish() && {
  const std::uint64_t offset = out_.size();
  if (offset + directory_.size() >= std::numeric_limits<std::uint32_t>::max()) {
    return refuse(diag::Code::package_too_large, "too much for a zip without ZIP64");
  }
  out_ += directory_;
  out_ += "PK\x05\x06";
  put32(out_, 0);
  put16(out_, entries_);
  put16(out_, entries_);
  put32(out_, directory_.size());
  put32(out_, offset);
  put16(out_, 0);
  return std::move(out_);
}

}  // namespace mpaas::package::zip
