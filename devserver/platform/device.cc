// What a device should have: the update check and the row of h5_json.json.
#include <fmt/format.h>

#include <charconv>

#include "compiler/base/text.h"
#include "devserver/platform/call.h"
#include "devserver/platform/json_fields.h"
#include "devserver/platform/rules.h"

namespace mpaas::platform {
namespace {

Decision nothing(std::string reason) {
  Decision decision;
  decision.reason = std::move(reason);
  return decision;
}

std::string_view reason_of(const TaskInfo& task) {
  if (task.publish_type == publish_official) {
    return "official";
  }
  return task.publish_mode == mode_whitelist ? "whitelist" : "window";
}

}  // namespace

// A query names its scope, or there is only one.
Result<Scope> Service::scope_of(const DeviceQuery& query) {
  MPAAS_TRY_ASSIGN(const std::vector<Scope> scopes, store_.scopes());
  const Scope* found = nullptr;
  for (const Scope& scope : scopes) {
    if ((query.app_id.empty() || query.app_id == scope.app) &&
        (query.workspace_id.empty() || query.workspace_id == scope.workspace)) {
      if (found != nullptr) {
        return Error{Error::Kind::invalid, "say appId and workspaceId: there are several", 8012};
      }
      found = &scope;
    }
  }
  if (found == nullptr) {
    return Error{Error::Kind::not_found, "there is no such appId or workspaceId", 8012};
  }
  return *found;
}

Result<bool> Service::reaches(const Scope& scope, const StoredTask& task,
                              const DeviceQuery& query) {
  const TaskInfo& info = task.info;
  if (info.task_status != task_running) {
    return false;
  }
  const Result<std::vector<GreyRule>> rules = parse_grey_rules(info.grey_config_info);
  if (!rules || !fits(*rules, query)) {
    return false;
  }
  if (info.publish_type == publish_official) {
    return info.publish_mode == mode_official;
  }
  if (info.publish_type != publish_grey || query.user_id.empty()) {
    return false;
  }
  if (info.publish_mode == mode_whitelist) {
    MPAAS_TRY_ASSIGN(const std::vector<std::int64_t> lists, parse_ids(info.whitelist_ids));
    for (const std::int64_t id : lists) {
      MPAAS_TRY_ASSIGN(const bool member, store_.is_member(scope, id, query.user_id));
      if (member) {
        return true;
      }
    }
    return false;
  }
  if (info.publish_mode == mode_window && clock_() < task.window_end) {
    return store_.take_place(info.id, query.user_id, info.grey_num);
  }
  return false;
}

// The newest running task that reaches the device says what it should have, even when that is older
// than what it has: ending a release takes it back.
Result<Decision> Service::decide(const Scope& scope, const DeviceQuery& query) {
  MPAAS_TRY_ASSIGN(const std::optional<AppInfo> app, store_.app(scope, query.h5_id));
  if (!app) {
    return nothing("unknown_app");
  }
  MPAAS_TRY_ASSIGN(const std::vector<StoredTask> tasks, store_.tasks_of_app(scope, query.h5_id));
  for (const StoredTask& task : tasks) {
    MPAAS_TRY_ASSIGN(std::optional<StoredPackage> package,
                     store_.package(scope, task.info.package_id));
    // Before reaches(): a device that cannot run the package must not take a place.
    if (!package || !fits(package->info, query)) {
      continue;
    }
    MPAAS_TRY_ASSIGN(const bool reached, reaches(scope, task, query));
    if (!reached) {
      continue;
    }
    Decision decision;
    decision.task = task.info.id;
    decision.update = package->info.h5_version != query.version;
    decision.reason = decision.update ? reason_of(task.info) : "up_to_date";
    decision.package = std::move(package);
    return decision;
  }
  return nothing("no_release");
}

Result<Decision> Service::check(const DeviceQuery& query) {
  const std::scoped_lock lock(mutex_);
  if (query.h5_id.empty()) {
    return Error{Error::Kind::invalid, "h5Id is missing", 8012};
  }
  MPAAS_TRY_ASSIGN(const Scope scope, scope_of(query));
  Result<Decision> decision =
      query.debug_token.empty() ? decide(scope, query) : debug_decision(scope, query);
  if (decision) {
    decision->scope = scope;
  }
  return decision;
}

Json Service::answer(const Decision& decision, const std::string& base_url) {
  Json list = Json::array();
  if (decision.package && decision.update) {
    list.push_back(descriptor(*decision.package, decision.scope, base_url));
  }
  return Json{{"resultCode", 100},
              {"resultMsg", "操作成功"},
              {"state", "success"},
              {"update", decision.update},
              {"reason", decision.reason},
              {"taskId", decision.task},
              {"config",
               {{"updateReqRate", 16400},
                {"limitReqRate", 13600},
                {"appPoolLimit", 3},
                {"versionRefreshRate", 86400}}},
              {"data", std::move(list)}};
}

Json Service::descriptor(const StoredPackage& package, const Scope& scope,
                         const std::string& base_url) {
  const PackageInfo info = public_info(package, base_url);
  Json extend = Json::parse(info.extend_info, nullptr, false);
  if (!extend.is_object()) {
    extend = Json::object();
  }
  const Json extra = Json::parse(info.extra_data, nullptr, false);
  Json& launch = extend["launchParams"];
  if (!launch.is_object()) {
    launch = Json::object();
  }
  const auto set = [&](const char* name, Json value) {
    if (!launch.contains(name)) {
      launch[name] = std::move(value);
    }
  };
  const bool mini = info.h5_id.size() == 16;
  if (mini && extra.is_object()) {
    set("enableTabBar", extra.value("enableTabBar", 0) != 0 ? "YES" : "NO");
    set("enableKeepAlive", extra.value("enableKeepAlive", "NO"));
    set("enableDSL", "YES");
    set("enableWK", "YES");
    set("nboffline", "sync");
    const std::size_t hash = info.main_url.find('#');
    if (hash != std::string::npos) {
      set("page", info.main_url.substr(hash + 1));
    }
    if (!extend.contains("usePresetPopmenu")) {
      extend["usePresetPopmenu"] = extra.value("enableOptionMenu", "NO");
    }
  }
  const std::string vhost = package.vhost.empty() && !scope.vhost.empty()
                                ? fmt::format("https://{}.{}", info.h5_id, scope.vhost)
                                : package.vhost;
  return Json{{"app_desc", info.memo},
              {"app_id", info.h5_id},
              {"app_channel", mini ? 4 : 1},
              {"auto_install", info.auto_install},
              {"extend_info", std::move(extend)},
              {"fallback_base_url", info.fallback_base_url},
              {"global_pack_url", ""},
              {"icon_url", ""},
              {"installType", info.install_type},
              {"main_url", info.main_url},
              {"name", info.h5_name},
              {"online", 1},
              {"package_url", info.download_url},
              {"patch", ""},
              {"sub_url", ""},
              {"size", std::to_string(package.file.size)},
              {"sha256", package.file.sha256},
              {"version", info.h5_version},
              {"vhost", vhost}};
}

// ---- debug links

// <package>.<expiry>.<code>; opens one package for a quarter of an hour without any release.
std::string Service::debug_token(std::int64_t package) {
  const std::string text = fmt::format("{}.{}", package, clock_() + debug_link_seconds);
  return fmt::format(
      "{}.{}", text,
      crypto::hex(crypto::hmac(crypto::Digest::sha256, store_.own_secret().view(), "debug " + text))
          .substr(0, 32));
}

Result<Decision> Service::debug_decision(const Scope& scope, const DeviceQuery& query) {
  const std::string& token = query.debug_token;
  const std::size_t last = token.rfind('.');
  const std::size_t middle = token.find('.');
  if (token.size() > 128 || last == std::string::npos || middle == last) {
    return nothing("bad_debug_link");
  }
  const std::string text = token.substr(0, last);
  const std::string code =
      crypto::hex(crypto::hmac(crypto::Digest::sha256, store_.own_secret().view(), "debug " + text))
          .substr(0, 32);
  if (!crypto::equal_constant_time(code, std::string_view(token).substr(last + 1))) {
    return nothing("bad_debug_link");
  }
  std::int64_t id = 0;
  std::int64_t expires = 0;
  std::from_chars(text.data(), text.data() + middle, id);
  std::from_chars(text.data() + middle + 1, text.data() + text.size(), expires);
  if (expires < clock_()) {
    return nothing("debug_link_expired");
  }
  MPAAS_TRY_ASSIGN(std::optional<StoredPackage> package, store_.package(scope, id));
  if (!package || package->info.h5_id != query.h5_id) {
    return nothing("bad_debug_link");
  }
  Decision decision;
  decision.update = true;
  decision.reason = "debug";
  decision.package = std::move(package);
  return decision;
}

// Shape of the links that MPTinyHelper.launchIdeQRCode takes: an mpaas: URI around an alipays: one.
std::string Service::debug_url(const StoredPackage& package) {
  std::string inner = fmt::format(
      "alipays://platformapi/startapp?appId={}&nbsource=debug&nbsn=DEBUG&nbsv={}&nbtoken={}",
      package.info.h5_id, package.info.h5_version, debug_token(package.info.id));
  return "mpaas://platformapi/startapp?scheme=" + percent_encode(inner);
}

}  // namespace mpaas::platform
