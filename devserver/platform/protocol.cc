#include "devserver/platform/protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include "compiler/base/text.h"

namespace mpaas::platform {
namespace {

bool is_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool is_boolean(std::string_view text) { return text == "true" || text == "false"; }

// Fixed places of decimal digits, as in dates.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// Two shapes differ only in the characters at 10 and 19.
std::optional<std::tm> parse_time(std::string_view text, char between) {
  if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[10] != between ||
      text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const std::optional<int> year = digits(text, 0, 4);
  const std::optional<int> month = digits(text, 5, 2);
  const std::optional<int> day = digits(text, 8, 2);
  const std::optional<int> hour = digits(text, 11, 2);
  const std::optional<int> minute = digits(text, 14, 2);
  const std::optional<int> second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || *month < 1 || *month > 12 ||
      *day < 1 || *day > 31 || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  std::tm parts{};
  parts.tm_year = *year - 1900;
  parts.tm_mon = *month - 1;
  parts.tm_mday = *day;
  parts.tm_hour = *hour;
  parts.tm_min = *minute;
  parts.tm_sec = *second;
  parts.tm_isdst = -1;
  return parts;
}

std::string print_time(const std::tm& parts, const char* format) {
  std::array<char, 32> buffer{};
  const std::size_t size = std::strftime(buffer.data(), buffer.size(), format, &parts);
  return {buffer.data(), size};
}

}  // namespace

std::span<const Operation> operations() {
  static constexpr Operation table[] = {
#define MPAAS_OPERATION(name, result, repeat, parameters) \
  {#name, result, Repeat::repeat, parameters},
#include "devserver/platform/operations.def"
#undef MPAAS_OPERATION
  };
  return table;
}

const Operation* find_operation(std::string_view name) {
  for (const Operation& operation : operations()) {
    if (operation.name == name) {
      return &operation;
    }
  }
  return nullptr;
}

std::vector<Parameter> parameters_of(const Operation& operation) {
  std::vector<Parameter> all;
  for (std::string_view word : text::split(operation.parameters, ' ')) {
    if (word.empty()) {
      continue;
    }
    Parameter parameter;
    for (; word.find_last_of("!#?") == word.size() - 1; word.remove_suffix(1)) {
      switch (word.back()) {
        case '!':
          parameter.required = true;
          break;
        case '#':
          parameter.kind = Kind::number;
          break;
        default:
          parameter.kind = Kind::boolean;
      }
    }
    parameter.name = word;
    all.push_back(parameter);
  }
  return all;
}

std::string_view value_of(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

std::optional<BadParameter> check(const Operation& operation, const Parameters& parameters) {
  for (const Parameter& expected : parameters_of(operation)) {
    const auto count = std::count_if(parameters.begin(), parameters.end(),
                                     [&](const auto& pair) { return pair.first == expected.name; });
    const std::string_view value = value_of(parameters, expected.name);
    const std::string name(expected.name);
    if (count > 1) {
      return BadParameter{Problem::repeated, name};
    }
    if (value.empty()) {
      if (expected.required) {
        return BadParameter{Problem::missing, name};
      }
      continue;
    }
    if (expected.kind == Kind::number && !is_integer(value)) {
      return BadParameter{Problem::not_a_number, name};
    }
    if (expected.kind == Kind::boolean && !is_boolean(value)) {
      return BadParameter{Problem::not_a_boolean, name};
    }
  }
  return std::nullopt;
}

std::string utc_time(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  return print_time(parts, "%Y-%m-%dT%H:%M:%SZ");
}

std::optional<std::int64_t> parse_utc_time(std::string_view text) {
  if (text.size() != 20 || text[19] != 'Z') {
    return std::nullopt;
  }
  std::optional<std::tm> parts = parse_time(text, 'T');
  if (!parts) {
    return std::nullopt;
  }
  const std::int64_t seconds = ::timegm(&*parts);
  // 31 November is turned into 1 December; such a text is no date.
  return utc_time(seconds) == text ? std::optional(seconds) : std::nullopt;
}

std::string local_time(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::localtime_r(&time, &parts);
  return print_time(parts, "%Y-%m-%d %H:%M:%S");
}

std::optional<std::int64_t> parse_local_time(std::string_view text) {
  if (text.size() != 19) {
    return std::nullopt;
  }
  std::optional<std::tm> parts = parse_time(text, ' ');
  if (!parts) {
    return std::nullopt;
  }
  const int day = parts->tm_mday;
  const std::int64_t seconds = std::mktime(&*parts);
  return parts->tm_mday == day ? std::optional(seconds) : std::nullopt;
}

std::optional<int> compare_versions(std::string_view left, std::string_view right) {
  const auto read = [](std::string_view text) -> std::optional<std::array<std::int64_t, 4>> {
    std::array<std::int64_t, 4> numbers{};
    const std::vector<std::string_view> parts = text::split(text, '.');
    if (parts.size() > numbers.size()) {
      return std::nullopt;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].empty() || parts[i].size() > 9 || !is_integer(parts[i]) || parts[i][0] == '-') {
        return std::nullopt;
      }
      std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), numbers[i]);
    }
    return numbers;
  };
  const auto first = read(left);
  const auto second = read(right);
  if (!first || !second) {
    return std::nullopt;
  }
  return *first < *second ? -1 : *first > *second ? 1 : 0;
}

}  // namespace mpaas::platform
