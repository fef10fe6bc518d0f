#include <charconv>
#include <nlohmann/json.hpp>

#include "compiler/project/known_keys.h"
#include "compiler/project/project.h"

namespace mpaas::project {
namespace {

using json::Value;

void convert_colours(Value& object) {
  for (auto& [key, value] : object.items()) {
    if (!is_colour_key(key) || !value.is_string()) {
      continue;
    }
    if (const auto colour = parse_colour(value.get_ref<const std::string&>())) {
      value = *colour;
    }
  }
}

Value member_or(const Value& object, const char* key, Value otherwise) {
  const auto found = object.find(key);
  return found != object.end() && found->type() == otherwise.type() ? *found : std::move(otherwise);
}

Value window_of(const Project& project) {
  Value window = member_or(project.app.value(), "window", Value::object());
  convert_colours(window);
  if (!window.contains("pullRefresh")) {
    window["pullRefresh"] = false;  // as every package of the official compiler says
  }
  return window;
}

// As they are written, in the one spelling that the container knows, without slashes around roots.
Value sub_packages(const Project& project) {
  Value out = Value::array();
  for (const char* key : {"subPackages", "subpackages"}) {
    for (Value package : member_or(project.app.value(), key, Value::array())) {
      if (!package.is_object() || !package.contains("root") || !package["root"].is_string()) {
        continue;
      }
      std::string root = package["root"].get<std::string>();
      root.erase(0, std::min(root.find_first_not_of('/'), root.size()));
      while (root.ends_with('/')) {
        root.pop_back();
      }
      package["root"] = std::move(root);
      out.push_back(std::move(package));
    }
  }
  return out;
}

bool is_in_sub_package(const Project& project, const std::string& path) {
  for (const Value& package : sub_packages(project)) {
    if (path.starts_with(package["root"].get_ref<const std::string&>() + "/")) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::uint32_t> parse_colour(std::string_view text) {
  if (!text.starts_with('#') || (text.size() != 4 && text.size() != 7)) {
    return std::nullopt;
  }
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  if (text.size() == 7) {
    return value;
  }
  return ((value & 0xF00U) << 8 | (value & 0xF0U) << 4 | (value & 0xFU)) * 0x11U;
}

std::string app_config_json(const Project& project) {
  const Value window = window_of(project);
  Value out = Value::object();
  out["window"] = window;
  Value pages = Value::array();
  Value launch = Value::object();
  for (const Page& page : project.pages) {
    // Those of sub-packages are listed there.
    if (!is_in_sub_package(project, page.path)) {
      pages.push_back(page.path);
    }
    Value parameters = window;
    if (page.unit.config) {
      Value own = page.unit.config->value();
      own.erase("usingComponents");
      own.erase("component");
      convert_colours(own);
      parameters.update(own);
    }
    launch[page.path] = std::move(parameters);
  }
  out["pages"] = std::move(pages);
  out["launchParams"] = std::move(launch);
  out["prerenderPage"] = "index.html";
  const Value& app = project.app.value();
  if (Value packages = sub_packages(project); !packages.empty()) {
    out["subPackages"] = std::move(packages);
  }
  for (const char* key : {"plugins", "includeFiles", "preloadRule"}) {
    if (app.contains(key)) {
      out[key] = app[key];
    }
  }
  return out.dump();
}

std::optional<std::string> tab_bar_json(const Project& project) {
  const auto found = project.app.value().find("tabBar");
  if (found == project.app.value().end() || !found->is_object()) {
    return std::nullopt;
  }
  Value tab_bar = *found;
  convert_colours(tab_bar);
  Value items = member_or(tab_bar, "items", Value::array());
  for (Value& item : items) {
    if (!item.is_object()) {
      continue;
    }
    std::string path = item.value("pagePath", std::string());
    path.erase(0, std::min(path.find_first_not_of('/'), path.size()));
    item.erase("pagePath");
    for (const char* key : {"icon", "activeIcon"}) {
      if (item.contains(key) && item[key].is_string()) {
        const auto& icon = item[key].get_ref<const std::string&>();
        item[key] = icon.substr(std::min(icon.find_first_not_of('/'), icon.size()));
      }
    }
    item["tag"] = path;
    item["url"] = "index.html#" + path;
    item["launchParamsTag"] = path;
  }
  tab_bar["items"] = std::move(items);
  tab_bar["disableOnInit"] = true;
  return tab_bar.dump();
}

std::string manifest_json() {
  return R"({"gcm_sender_id":"my_gcm_sender_id","gcm_user_visible_only":true})";
}

std::string appx_app_json(const Project& project) {
  const Value& app = project.app.value();
  Value out = Value::object();
  Value about = Value::object();
  about["$homepage"] = project.pages.empty() ? std::string() : project.pages.front().path;
  if (app.contains("ext")) {
    about["ext"] = app["ext"];
  }
  if (Value packages = sub_packages(project); !packages.empty()) {
    about["subPackages"] = std::move(packages);
  }
  if (app.contains("preloadRule")) {
    about["preloadRule"] = app["preloadRule"];
  }
  const Value window = member_or(app, "window", Value::object());
  if (window.contains("optionMenu")) {
    about["window"] = {{"optionMenu", window["optionMenu"]}};
  }
  out["app"] = std::move(about);
  for (const Page& page : project.pages) {
    if (page.unit.config && page.unit.config->value().contains("optionMenu")) {
      out[page.path] = {{"optionMenu", page.unit.config->value()["optionMenu"]}};
    }
  }
  return out.dump();
}

}  // namespace mpaas::project
