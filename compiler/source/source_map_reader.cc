#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "compiler/base/path.h"
#include "compiler/base/utf8.h"
#include "compiler/source/source_map.h"

namespace mpaas {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t largest = 0x7fffffff;
constexpr std::size_t max_sections = 100000;

Error invalid(std::string message) { return {Error::Kind::invalid, std::move(message)}; }

// 0..63, or 64 for what is no digit of base64.
std::uint32_t digit_of(char c) {
  if (c >= 'A' && c <= 'Z') {
    return static_cast<std::uint32_t>(c - 'A');
  }
  if (c >= 'a' && c <= 'z') {
    return static_cast<std::uint32_t>(c - 'a') + 26;
  }
  if (c >= '0' && c <= '9') {
    return static_cast<std::uint32_t>(c - '0') + 52;
  }
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : 64;
}

std::optional<std::string> from_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') {
    text.remove_suffix(1);
  }
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  std::uint32_t count = 0;
  for (const char c : text) {
    const std::uint32_t digit = digit_of(c);
    if (digit == 64) {
      return std::nullopt;
    }
    bits = (bits << 6U) | digit;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>((bits >> count) & 0xffU);
    }
  }
  return out;
}

std::string from_percent(std::string_view text) {
  const auto hex = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && hex(text[at + 1]) >= 0 &&
        hex(text[at + 2]) >= 0) {
      out += static_cast<char>((hex(text[at + 1]) << 4) | hex(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

bool has_scheme(std::string_view url) {
  const std::size_t colon = url.find(':');
  return colon != std::string_view::npos && colon > 1 && url.find('/') > colon;
}

}  // namespace

// One map, or all sections of an index map, into one SourceMap.
class SourceMapReader {
 public:
  Result<SourceMap> read(std::string_view text) {
    // Some servers put this line before JSON, so that it cannot be used as a script.
    if (text.substr(0, 3) == ")]}") {
      const std::size_t line_end = text.find('\n');
      text.remove_prefix(line_end == std::string_view::npos ? text.size() : line_end);
    }
    const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (!json.is_object()) {
      return invalid("it is no JSON object");
    }
    if (const auto file = json.find("file"); file != json.end() && file->is_string()) {
      map_.file = file->get<std::string>();
    }
    const auto sections = json.find("sections");
    if (sections == json.end()) {
      MPAAS_TRY(read_section(json, 0, 0));
    } else {
      MPAAS_TRY(read_sections(*sections));
    }
    end_lines(line_ + 1);
    return std::move(map_);
  }

 private:
  Status read_sections(const Json& sections) {
    if (!sections.is_array() || sections.size() > max_sections) {
      return invalid("its sections are no list");
    }
    for (const Json& section : sections) {
      const auto offset = section.find("offset");
      const auto inner = section.find("map");
      if (offset == section.end() || inner == section.end() || !inner->is_object()) {
        return invalid("a section has no map");
      }
      const std::optional<std::uint32_t> line = number(*offset, "line");
      const std::optional<std::uint32_t> column = number(*offset, "column");
      if (!line || !column || *line < line_) {
        return invalid("a section has no right offset");
      }
      MPAAS_TRY(read_section(*inner, *line, *column));
    }
    return ok();
  }

  static std::optional<std::uint32_t> number(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer()) {
      return std::nullopt;
    }
    const auto value = found->get<std::int64_t>();
    // A line costs memory: no more of them than a real file has.
    return value < 0 || value > 10'000'000 ? std::nullopt
                                           : std::optional(static_cast<std::uint32_t>(value));
  }

  Status read_section(const Json& json, std::uint32_t line, std::uint32_t column) {
    const auto version = json.find("version");
    if (version == json.end() || !version->is_number() || version->get<double>() != 3) {
      return invalid("it is not of version 3");
    }
    const auto sources = json.find("sources");
    const auto mappings = json.find("mappings");
    if (sources == json.end() || !sources->is_array()) {
      return invalid("it has no sources");
    }
    if (mappings == json.end() || !mappings->is_string()) {
      return invalid("it has no mappings");
    }
    first_source_ = static_cast<std::uint32_t>(map_.sources.size());
    first_name_ = static_cast<std::uint32_t>(map_.names.size());
    read_sources(json, *sources);
    if (const auto names = json.find("names"); names != json.end() && names->is_array()) {
      for (const Json& name : *names) {
        map_.names.push_back(name.is_string() ? name.get<std::string>() : std::string());
      }
    }
    return read_mappings(mappings->get_ref<const std::string&>(), line, column);
  }

  void read_sources(const Json& json, const Json& sources) {
    std::string root;
    if (const auto found = json.find("sourceRoot"); found != json.end() && found->is_string()) {
      root = found->get<std::string>();
      if (!root.empty() && root.back() != '/') {
        root += '/';
      }
    }
    const auto contents = json.find("sourcesContent");
    const bool has_contents = contents != json.end() && contents->is_array();
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const std::string path = sources[i].is_string() ? sources[i].get<std::string>() : "";
      map_.sources.push_back(has_scheme(path) || path::is_absolute(path) ? path : root + path);
      SourcePointer content;
      if (has_contents && i < contents->size() && (*contents)[i].is_string()) {
        content = make_source(map_.sources.back(), (*contents)[i].get<std::string>());
      }
      map_.contents.push_back(std::move(content));
    }
  }

  // Differences of one section; false after the last number of a segment.
  class Numbers {
   public:
    explicit Numbers(std::string_view text) : text_(text) {}
    bool at_end() const { return at_ == text_.size(); }
    bool at_separator() const { return at_end() || text_[at_] == ',' || text_[at_] == ';'; }
    char take() { return text_[at_++]; }
    // Adds the next difference to the value; false when there is none, or when it leads to where
    // no place is.
    bool add_to(std::int64_t& value) {
      std::uint64_t bits = 0;
      std::uint32_t shift = 0;
      for (;;) {
        const std::uint32_t digit = at_end() ? 64 : digit_of(text_[at_]);
        if (digit == 64 || shift > 30) {
          return false;
        }
        ++at_;
        bits |= static_cast<std::uint64_t>(digit & 31U) << shift;
        shift += 5;
        if ((digit & 32U) == 0) {
          break;
        }
      }
      const auto difference = static_cast<std::int64_t>(bits >> 1U);
      value += (bits & 1U) != 0 ? -difference : difference;
      return value >= 0 && value <= largest;
    }

   private:
    std::string_view text_;
    std::size_t at_ = 0;
  };

  Status read_mappings(std::string_view text, std::uint32_t line, std::uint32_t first_column) {
    Numbers numbers(text);
    end_lines(line);
    const std::uint32_t first_line = line_;
    std::int64_t column = 0;
    std::int64_t source = 0;
    std::int64_t original_line = 0;
    std::int64_t original_column = 0;
    std::int64_t name = 0;
    while (!numbers.at_end()) {
      if (numbers.at_separator()) {
        if (numbers.take() == ';') {
          end_lines(line_ + 1);
          column = 0;
        }
        continue;
      }
      if (!numbers.add_to(column)) {
        return broken();
      }
      SourceMap::Segment segment;
      segment.column =
          static_cast<std::uint32_t>(column) + (line_ == first_line ? first_column : 0);
      if (!numbers.at_separator()) {
        if (!numbers.add_to(source) || !numbers.add_to(original_line) ||
            !numbers.add_to(original_column)) {
          return broken();
        }
        const std::size_t index = first_source_ + static_cast<std::size_t>(source);
        if (index < map_.sources.size() && !map_.sources[index].empty()) {
          segment.source = static_cast<std::uint32_t>(index);
          segment.original_line = static_cast<std::uint32_t>(original_line);
          segment.original_column = static_cast<std::uint32_t>(original_column);
        }
        if (!numbers.at_separator()) {
          if (!numbers.add_to(name) || !numbers.at_separator()) {
            return broken();
          }
          const std::size_t number = first_name_ + static_cast<std::size_t>(name);
          if (segment.source != SourceMap::none && number < map_.names.size()) {
            segment.name = static_cast<std::uint32_t>(number);
          }
        }
      }
      map_.segments_.push_back(segment);
    }
    return ok();
  }
  static Error broken() { return invalid("its mappings are broken"); }

  void end_lines(std::uint32_t line) {
    for (; line_ < line; ++line_) {
      const auto begin =
          map_.segments_.begin() + static_cast<std::ptrdiff_t>(map_.line_starts_.back());
      const auto by_column = [](const SourceMap::Segment& left, const SourceMap::Segment& right) {
        return left.column < right.column;
      };
      if (!std::is_sorted(begin, map_.segments_.end(), by_column)) {
        std::stable_sort(begin, map_.segments_.end(), by_column);
      }
      map_.line_starts_.push_back(static_cast<std::uint32_t>(map_.segments_.size()));
    }
  }

  SourceMap map_;
  std::uint32_t line_ = 0;
  std::uint32_t first_source_ = 0;
  std::uint32_t first_name_ = 0;
};

const SourceMap::Segment* SourceMap::find(std::uint32_t line, std::uint32_t column) const {
  if (line >= line_count()) {
    return nullptr;
  }
  const Segment* found = std::upper_bound(
      line_begin(line), line_end(line), column,
      [](std::uint32_t wanted, const Segment& segment) { return wanted < segment.column; });
  return found == line_begin(line) ? nullptr : found - 1;
}

Result<SourceMap> read_source_map(std::string_view json) { return SourceMapReader().read(json); }

std::string_view source_mapping_url(std::string_view text) {
  constexpr std::string_view key = "# sourceMappingURL=";
  constexpr std::string_view blanks = " \t\r\n";
  // Only in the last lines, behind which there is nothing but comments.
  for (int lines = 0; lines < 4 && !text.empty(); ++lines) {
    const std::size_t last = text.find_last_not_of(blanks);
    text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
    const std::size_t break_at = text.find_last_of("\r\n");
    const std::size_t start = break_at == std::string_view::npos ? 0 : break_at + 1;
    const std::string_view line = text.substr(start);
    std::size_t at = line.rfind(key);
    if (at == std::string_view::npos) {
      at = line.rfind("@ sourceMappingURL=");
    }
    if (at != std::string_view::npos && at >= 2) {
      const std::string_view open = line.substr(at - 2, 2);
      std::string_view url = line.substr(at + key.size());
      if (open == "/*" && url.size() > 2 && url.substr(url.size() - 2) == "*/") {
        url.remove_suffix(2);
        while (!url.empty() && blanks.find(url.back()) != std::string_view::npos) {
          url.remove_suffix(1);
        }
      } else if (open != "//") {
        return {};
      }
      return url.find_first_of(" \t\"'`") == std::string_view::npos ? url : std::string_view();
    }
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line.substr(first, 2) != "//") {
      return {};
    }
    text = text.substr(0, start);
  }
  return {};
}

Result<std::shared_ptr<const SourceMap>> load_source_map(const Source& source,
                                                         const FileSystem& files) {
  const std::string_view url = source_mapping_url(source.text);
  std::shared_ptr<SourceMap> map;
  std::string folder(path::directory(source.path));
  std::string json;
  if (url.substr(0, 5) == "data:") {
    const std::size_t comma = url.find(',');
    if (comma == std::string_view::npos) {
      return invalid("its data: address has no data");
    }
    const std::string_view data = url.substr(comma + 1);
    if (url.substr(0, comma).find(";base64") == std::string_view::npos) {
      json = from_percent(data);
    } else if (std::optional<std::string> decoded = from_base64(data)) {
      json = *std::move(decoded);
    } else {
      return invalid("its data is no base64");
    }
  } else if (url.empty() || has_scheme(url) || url.substr(0, 2) == "//") {
    return std::shared_ptr<const SourceMap>();
  } else {
    const std::optional<std::string> file = path::normalize(path::join(folder, from_percent(url)));
    if (!file) {
      return invalid("its address leads out of the project");
    }
    MPAAS_TRY_ASSIGN(json, files.read(*file));
    folder = std::string(path::directory(*file));
  }
  if (utf8::find_invalid(json) != std::string_view::npos) {
    return invalid("it is not UTF-8");
  }
  MPAAS_TRY_ASSIGN(SourceMap read, read_source_map(json));
  for (std::size_t i = 0; i < read.sources.size(); ++i) {
    std::string& path = read.sources[i];
    if (path.empty() || has_scheme(path)) {
      continue;
    }
    const std::optional<std::string> inside = path::normalize(path::join(folder, path));
    if (!inside) {
      continue;
    }
    path = *inside;
    if (!read.contents[i] && files.is_file(path)) {
      Result<std::string> content = files.read(path);
      if (content && utf8::find_invalid(*content) == std::string_view::npos) {
        read.contents[i] = make_source(path, *std::move(content));
      }
    }
  }
  return std::shared_ptr<const SourceMap>(std::make_shared<SourceMap>(std::move(read)));
}

}  // namespace mpaas
