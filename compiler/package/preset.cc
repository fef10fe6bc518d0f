#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "compiler/base/text.h"
#include "compiler/json/json.h"
#include "compiler/package/policy.h"

namespace mpaas::package {
namespace {

using diag::Code;

// Lists from the console have stray blanks at the edges of URLs, which clients do not trim.
void trim_strings(json::Value& value) {
  if (value.is_string()) {
    value = std::string(text::trim(value.get_ref<const std::string&>()));
  } else if (value.is_structured()) {
    for (json::Value& each : value) {
      trim_strings(each);
    }
  }
}

std::string string_member(const json::Value& row, const char* key) {
  const auto found = row.find(key);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<json::Value> read_list(const PresetFile& file) {
  diag::List problems;
  const auto document = json::parse(make_source(file.path, file.text), problems);
  if (!document) {
    const std::string why = problems.items.empty() ? "this is not JSON" : problems.items[0].message;
    return refuse(Code::preset_bad, file.path, why);
  }
  json::Value list = document->value();
  if (!list.is_object() || !list.contains("data") || !list["data"].is_array()) {
    return refuse(Code::preset_bad, file.path, "it has no list \"data\", so it is no h5_json.json");
  }
  trim_strings(list);
  return list;
}

}  // namespace

Result<std::string> merge_presets(const std::vector<PresetFile>& files) {
  json::Value merged = json::Value::object();
  json::Value rows = json::Value::array();
  std::map<std::string, std::size_t> places;
  for (const PresetFile& file : files) {
    MPAAS_TRY_ASSIGN(json::Value list, read_list(file));
    for (std::size_t i = 0; i < list["data"].size(); ++i) {
      json::Value& row = list["data"][i];
      const std::string id = row.is_object() ? string_member(row, "app_id") : "";
      const std::string version = row.is_object() ? string_member(row, "version") : "";
      if (id.empty() || version.empty()) {
        return refuse(Code::preset_bad, file.path,
                      fmt::format("data[{}] has no app_id or no version", i));
      }
      const auto [place, fresh] = places.try_emplace(id, rows.size());
      if (fresh) {
        rows.push_back(std::move(row));
      } else if (compare_versions(version, string_member(rows[place->second], "version")) >= 0) {
        rows[place->second] = std::move(row);
      }
    }
    for (auto& [key, value] : list.items()) {
      if (!merged.contains(key)) {
        merged[key] = key == "data" ? json::Value() : std::move(value);
      }
    }
  }
  merged["data"] = std::move(rows);
  return merged.dump(2, ' ', false, json::Value::error_handler_t::replace) + "\n";
}

}  // namespace mpaas::package
