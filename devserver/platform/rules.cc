#include "devserver/platform/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "compiler/base/text.h"
#include "devserver/platform/call.h"

namespace mpaas::platform {
namespace {

constexpr std::size_t longest_rules = 64 * 1024;
constexpr std::int64_t longest_window_seconds = 7 * 24 * 3600;

std::string_view attribute(const DeviceQuery& device, std::string_view element) {
  if (element == "city") {
    return device.city;
  }
  if (element == "mobileModel") {
    return device.mobile_model;
  }
  if (element == "netType") {
    return device.net_type;
  }
  if (element == "osVersion") {
    return device.os_version;
  }
  return {};
}

bool fits(const GreyRule& rule, const DeviceQuery& device) {
  const std::string_view value = attribute(device, rule.element);
  if (value.empty()) {
    return false;
  }
  const bool listed = std::any_of(
      rule.values.begin(), rule.values.end(),
      [&](const std::string& one) { return text::lower_ascii(one) == text::lower_ascii(value); });
  switch (rule.operation) {
    case 1:
      return listed;
    case 2:
      return !listed;
    case 3:
    case 4: {
      if (rule.element != "osVersion" || rule.values.size() != 2) {
        return false;
      }
      const auto low = compare_versions(value, rule.values[0]);
      const auto high = compare_versions(value, rule.values[1]);
      if (!low || !high) {
        return false;
      }
      const bool within = *low >= 0 && *high <= 0;
      return (rule.operation == 3) == within;
    }
    default:
      return false;
  }
}

std::string text_of(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Result<std::vector<GreyRule>> parse_grey_rules(std::string_view text) {
  std::vector<GreyRule> rules;
  if (text::trim(text).empty()) {
    return rules;
  }
  // Rules are flat; a deep text is refused before it can cost stack.
  const auto depth =
      std::count_if(text.begin(), text.end(), [](char c) { return c == '[' || c == '{'; });
  if (text.size() > longest_rules || depth > 1000) {
    return rejected("GreyConfigInfo is too large");
  }
  const nlohmann::json list = nlohmann::json::parse(text, nullptr, false);
  if (!list.is_array()) {
    return rejected("GreyConfigInfo is no JSON list of rules");
  }
  for (const nlohmann::json& item : list) {
    if (!item.is_object() || text_of(item, "ruleElement").empty()) {
      return rejected("GreyConfigInfo: every rule needs a ruleElement");
    }
    GreyRule rule;
    rule.element = text_of(item, "ruleElement");
    const auto operation = item.find("operation");
    if (operation == item.end() || !operation->is_number_integer()) {
      return rejected("GreyConfigInfo: every rule needs an operation");
    }
    rule.operation = operation->get<std::int64_t>();
    if (rule.operation == 3 || rule.operation == 4) {
      rule.values = {text_of(item, "value1"), text_of(item, "value2")};
      if (!compare_versions(rule.values[0], rule.values[1])) {
        return rejected("GreyConfigInfo: value1 and value2 must be versions");
      }
    } else {
      const std::string values = text_of(item, "value");
      for (const std::string_view one : text::split(values, ',')) {
        if (!text::trim(one).empty()) {
          rule.values.emplace_back(text::trim(one));
        }
      }
      if (rule.values.empty()) {
        return rejected("GreyConfigInfo: every rule needs a value");
      }
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

bool fits(const std::vector<GreyRule>& rules, const DeviceQuery& device) {
  return std::all_of(rules.begin(), rules.end(),
                     [&](const GreyRule& rule) { return fits(rule, device); });
}

bool fits(const PackageInfo& package, const DeviceQuery& device) {
  const std::string platform = text::lower_ascii(package.platform);
  if (!device.platform.empty() && !platform.empty() && platform != "all" &&
      platform != text::lower_ascii(device.platform)) {
    return false;
  }
  if (device.client_version.empty()) {
    return true;
  }
  const auto reaches = [&](const std::string& limit, int wrong_side) {
    if (limit.empty()) {
      return true;
    }
    const auto order = compare_versions(device.client_version, limit);
    return order && *order != wrong_side;
  };
  return reaches(package.client_version_min, -1) && reaches(package.client_version_max, 1);
}

Status check_task(StoredTask& task, std::int64_t now) {
  TaskInfo& info = task.info;
  MPAAS_TRY(parse_grey_rules(info.grey_config_info));
  if (info.publish_type == publish_official && info.publish_mode != mode_official) {
    return rejected("an official release has PublishMode 0");
  }
  if (info.publish_type != publish_grey) {
    return ok();
  }
  if (info.publish_mode == mode_whitelist) {
    MPAAS_TRY_ASSIGN(const std::vector<std::int64_t> ids, parse_ids(info.whitelist_ids));
    if (ids.empty()) {
      return rejected("a whitelist release needs WhitelistIds");
    }
  } else if (info.publish_mode == mode_window) {
    const std::optional<std::int64_t> end = parse_local_time(info.grey_endtime_data);
    if (!end) {
      return rejected("a time window needs GreyEndtimeData like 2026-11-22 18:00:00");
    }
    if (*end <= now) {
      return rejected("GreyEndtimeData is over");
    }
    if (*end - now >= longest_window_seconds) {
      return rejected("GreyEndtimeData is seven days away or more");
    }
    if (info.grey_num <= 0) {
      return rejected("a time window needs GreyNum, the most users it reaches");
    }
    task.window_end = *end;
  } else if (info.publish_mode == mode_official) {
    return rejected("a grey release has PublishMode 1 (whitelist) or 2 (time window)");
  }
  return ok();
}

Status check_status_change(const StoredTask& task, std::int64_t status) {
  if (task.info.task_status == task_ended && status != task_ended) {
    return rejected("the task has ended; make a new one");
  }
  return ok();
}

Result<std::vector<std::int64_t>> parse_ids(std::string_view text) {
  std::vector<std::int64_t> ids;
  for (std::string_view word : text::split(text, ',')) {
    word = text::trim(word);
    if (word.empty()) {
      continue;
    }
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error != std::errc() || end != word.data() + word.size()) {
      return rejected(fmt::format("{} is no number", word));
    }
    ids.push_back(id);
  }
  return ids;
}

}  // namespace mpaas::platform
