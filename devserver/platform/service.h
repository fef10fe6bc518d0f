// What the platform does: the operations of the OpenAPI over the store, uploads, and the device's
// update check. Knows no HTTP; routes.h turns requests into calls and answers into JSON. May be
// called from several threads.
//
// Error kinds: invalid (the request makes no sense: HTTP 400), rejected and not_found (a rule says
// no: the operation answers Success false, as the cloud does), io (HTTP 500).
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/result.h"
#include "devserver/platform/protocol.h"
#include "devserver/platform/store.h"

namespace mpaas::platform {

using Json = nlohmann::ordered_json;
using Clock = std::function<std::int64_t()>;  // seconds since 1970

inline constexpr std::uint64_t largest_upload = std::uint64_t{256} << 20;
inline constexpr std::int64_t most_members = 100'000;  // of a whitelist; more are cut
inline constexpr std::int64_t token_seconds = 30 * 60;
inline constexpr std::int64_t debug_link_seconds = 15 * 60;

// Fields of OSS PostObject, as they came.
struct PostedForm {
  std::string key;
  std::string policy;
  std::string access_id;
  std::string signature;
};

struct Decision {
  Scope scope;
  bool update = false;
  std::string reason;  // official, whitelist, window, debug · up_to_date, no_release, unknown_app
  std::int64_t task = 0;
  std::optional<StoredPackage> package;  // what the device should have
};

class Service {
 public:
  Service(Store& store, Clock clock);

  // base_url: how the caller reached the platform ("http://127.0.0.1:8630"); for URLs in answers.
  // The parameters have passed protocol.h's check(). The value holds the members of the operation's
  // result beside Success and ResultMsg.
  Result<Json> call(std::string_view operation, const Scope& scope, const Parameters& parameters,
                    const std::string& base_url);

  Result<std::optional<Scope>> scope(std::string_view tenant, std::string_view workspace,
                                     std::string_view app);
  Result<std::optional<AccessKey>> access_key(std::string_view id);
  Result<bool> use_nonce(std::string_view key_id, std::string_view nonce);

  // Takes a file if the form carries a policy of ours that still holds and allows the key and size.
  Status accept_upload(const PostedForm& form, std::string_view content);

  Result<Decision> check(const DeviceQuery& query);
  // What the device endpoint says: shaped like h5_json.json, with `update`, `reason` and `taskId`.
  Json answer(const Decision& decision, const std::string& base_url);
  // Where the bytes of a package are, for /packages/<sha256>/…; not_found when it is none.
  Result<std::string> package_file(std::string_view sha256);

  std::int64_t now() const { return clock_(); }

 private:
  struct Call;

  Result<Json> file_token(const Call& call);
  Result<Json> create_app(const Call& call);
  Result<Json> list_apps(const Call& call);
  Result<Json> delete_app(const Call& call);
  Result<Json> upload_package(const Call& call);
  Result<Json> list_packages(const Call& call);
  Result<Json> query_package(const Call& call);
  Result<Json> create_task(const Call& call);
  Result<Json> query_task(const Call& call);
  Result<Json> list_tasks(const Call& call);
  Result<Json> change_task(const Call& call);
  Result<Json> create_whitelist(const Call& call);
  Result<Json> update_whitelist(const Call& call);
  Result<Json> list_whitelists(const Call& call);
  Result<Json> delete_whitelist(const Call& call);
  Result<Json> create_ide_whitelist(const Call& call);
  Result<Json> delete_members(const Call& call);
  Result<Json> create_vhost(const Call& call);
  Result<Json> query_vhost(const Call& call);
  Result<Json> exist_key(const Call& call);
  Result<Json> upload_key(const Call& call);

  Result<Blob> uploaded(const Call& call, std::string_view parameter, std::string& key);
  Result<StoredTask> required_task(const Call& call);
  Result<Scope> scope_of(const DeviceQuery& query);
  Result<Decision> decide(const Scope& scope, const DeviceQuery& query);
  Result<bool> reaches(const Scope& scope, const StoredTask& task, const DeviceQuery& query);
  Result<Decision> debug_decision(const Scope& scope, const DeviceQuery& query);
  std::string debug_token(std::int64_t package);
  std::string debug_url(const StoredPackage& package);
  // The row of h5_json.json for a package.
  Json descriptor(const StoredPackage& package, const Scope& scope, const std::string& base_url);
  PackageInfo public_info(const StoredPackage& package, const std::string& base_url);

  Store& store_;
  Clock clock_;
  std::mutex mutex_;
};

}  // namespace mpaas::platform
