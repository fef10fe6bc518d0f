#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/release/release.h"
#include "cli/release/transport.h"
#include "compiler/base/file_system.h"

namespace mpaas::release {
namespace {

using Json = nlohmann::ordered_json;

Error configuration(std::string message, int code, std::string hint) {
  return {Error::Kind::configuration, std::move(message), code, std::move(hint)};
}

std::string string_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// {"default":"local","profiles":{"local":{…}}}, or an empty one when the file is not there.
Result<Json> read_profiles(const std::string& path) {
  std::error_code error;
  if (path.empty() || !std::filesystem::exists(path, error)) {
    return Json::object();
  }
  MPAAS_TRY_ASSIGN(const crypto::Secret text, crypto::read_secret_file(path));
  Json content = Json::parse(text.view(), nullptr, false);
  if (!content.is_object() ||
      (content.contains("profiles") && !content.at("profiles").is_object())) {
    return configuration(fmt::format("{} is no list of profiles", path), 8002,
                         "see mpaas platform init for one");
  }
  return content;
}

Profile profile_of(const std::string& name, const Json& object) {
  Profile profile;
  profile.name = name;
  profile.endpoint = string_of(object, "endpoint");
  profile.access_key_id = string_of(object, "accessKeyId");
  profile.access_key_secret = crypto::Secret(string_of(object, "accessKeySecret"));
  profile.security_token = string_of(object, "securityToken");
  profile.tenant_id = string_of(object, "tenantId");
  profile.workspace_id = string_of(object, "workspaceId");
  profile.app_id = string_of(object, "appId");
  return profile;
}

void override_from(const Environment& environment, Profile& profile) {
  const auto take = [&](std::string& into, std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (const std::optional<std::string> value = environment(name); value && !value->empty()) {
        into = *value;
        return true;
      }
    }
    return false;
  };
  take(profile.endpoint, {"MPAAS_ENDPOINT"});
  // A key is one thing: half of it from here and half from the file would never fit.
  if (take(profile.access_key_id, {"MPAAS_AK_ENV", "ALIBABA_CLOUD_ACCESS_KEY_ID"})) {
    std::string secret;
    take(secret, {"MPAAS_SK_ENV", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"});
    profile.access_key_secret = crypto::Secret(std::move(secret));
    profile.security_token.clear();
    take(profile.security_token, {"ALIBABA_CLOUD_SECURITY_TOKEN"});
  }
  take(profile.tenant_id, {"MPAAS_TENANT_ID"});
  take(profile.workspace_id, {"MPAAS_WORKSPACE_ID"});
  take(profile.app_id, {"MPAAS_APP_ID"});
}

Status check_complete(const Profile& profile) {
  struct Field {
    bool empty;
    const char* member;
    const char* variable;
  };
  const Field fields[] = {
      {profile.access_key_id.empty(), "accessKeyId", "MPAAS_AK_ENV"},
      {profile.access_key_secret.empty(), "accessKeySecret", "MPAAS_SK_ENV"},
      {profile.tenant_id.empty(), "tenantId", "MPAAS_TENANT_ID"},
      {profile.workspace_id.empty(), "workspaceId", "MPAAS_WORKSPACE_ID"},
      {profile.app_id.empty(), "appId", "MPAAS_APP_ID"},
  };
  for (const Field& field : fields) {
    if (field.empty) {
      return configuration(
          profile.name.empty() ? fmt::format("{} is not set", field.variable)
                               : fmt::format("profile {} has no {}", profile.name, field.member),
          8001,
          fmt::format("set {}, or make a platform of your own: mpaas platform init",
                      field.variable));
    }
  }
  return check_url(profile.endpoint);
}

}  // namespace

std::string profile_file(const Environment& environment) {
  const auto get = [&](const char* name) { return environment(name).value_or(std::string()); };
  if (!get("MPAAS_CONFIG").empty()) {
    return get("MPAAS_CONFIG");
  }
  if (!get("XDG_CONFIG_HOME").empty()) {
    return get("XDG_CONFIG_HOME") + "/mpaas/config.json";
  }
  return get("HOME").empty() ? std::string() : get("HOME") + "/.config/mpaas/config.json";
}

Result<Profile> load_profile(const Environment& environment,
                             const std::optional<std::string>& name) {
  const std::string path = profile_file(environment);
  std::string wanted = name.value_or(environment("MPAAS_PROFILE").value_or(std::string()));
  const bool asked = !wanted.empty();
  Profile profile;
  // An environment that says everything needs no file, not even a readable one.
  if (!asked) {
    profile.endpoint = cloud_endpoint;
    override_from(environment, profile);
    if (check_complete(profile)) {
      return profile;
    }
    profile = {};
  }
  MPAAS_TRY_ASSIGN(const Json content, read_profiles(path));
  const Json profiles = content.value("profiles", Json::object());
  if (!asked) {
    wanted = string_of(content, "default");
  }
  const auto found = profiles.find(wanted);
  if (found != profiles.end() && found->is_object()) {
    profile = profile_of(wanted, *found);
  } else if (asked) {
    return configuration(fmt::format("there is no profile {} in {}", wanted, path), 8001,
                         "its profiles are made by mpaas platform init, or by hand");
  }
  if (profile.endpoint.empty()) {
    profile.endpoint = cloud_endpoint;
  }
  if (!name) {
    override_from(environment, profile);
  }
  MPAAS_TRY(check_complete(profile));
  return profile;
}

Status save_profile(const Environment& environment, const Profile& profile) {
  const std::string path = profile_file(environment);
  if (path.empty()) {
    return configuration("there is no HOME to keep the profile in", 8002, "set MPAAS_CONFIG");
  }
  MPAAS_TRY_ASSIGN(Json content, read_profiles(path));
  content["profiles"][profile.name] = Json{{"endpoint", profile.endpoint},
                                           {"accessKeyId", profile.access_key_id},
                                           {"accessKeySecret", profile.access_key_secret.view()},
                                           {"tenantId", profile.tenant_id},
                                           {"workspaceId", profile.workspace_id},
                                           {"appId", profile.app_id}};
  if (string_of(content, "default").empty()) {
    content["default"] = profile.name;
  }
  return write_file(path, content.dump(2) + "\n", 0600);
}

}  // namespace mpaas::release
