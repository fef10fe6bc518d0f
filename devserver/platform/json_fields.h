// Records of protocol.h to JSON, by their fields(); private to this folder.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "devserver/platform/service.h"

namespace mpaas::platform {

template <class Record>
Json to_json(const Record& record) {
  Json object = Json::object();
  Record::fields(record, [&](std::string_view name, const auto& member) {
    object[std::string(name)] = member;
  });
  return object;
}

template <class Record>
void add_page(Json& result, const char* list, const std::vector<Record>& items, std::int64_t total,
              Page page) {
  Json array = Json::array();
  for (const Record& item : items) {
    array.push_back(to_json(item));
  }
  result["CurrentPage"] = page.number;
  result["HasMore"] = page.number * page.size < total;
  result[list] = std::move(array);
  result["PageSize"] = page.size;
  result["TotalCount"] = total;
}

}  // namespace mpaas::platform
