// The client of the release platform: the mPaaS cloud, or the embedded one (devserver/platform).
// Profiles say where it is and who calls; Client makes signed OpenAPI calls and uploads files.
//
// Secrets come from the environment or from a file that only its owner can read, never from
// arguments; they appear in no message. Plain HTTP is refused except to this machine. A call that
// is safe to repeat is repeated when the network or the server fails for a moment; others only when
// they surely did not arrive. libcurl is loaded on the first call, so that commands which do not
// talk to a server do not pay for it.
//
// Error kinds: configuration (no profile, bad endpoint), permission (key file readable by others,
// signature or right refused), network, try_later (throttled, unavailable), protocol (an answer
// that makes no sense), rejected (the platform said no), not_found, cancelled. Codes 80xx.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/crypto/crypto.h"
#include "devserver/platform/protocol.h"

namespace mpaas::release {

// ---- profiles

using Environment = std::function<std::optional<std::string>(const std::string&)>;

struct Profile {
  std::string name;      // "" when it comes from the environment alone
  std::string endpoint;  // "https://mpaas.cn-hangzhou.aliyuncs.com", "http://127.0.0.1:8630"
  std::string access_key_id;
  crypto::Secret access_key_secret;
  std::string security_token;  // of a temporary key
  std::string tenant_id;
  std::string workspace_id;
  std::string app_id;  // of the mPaaS app
};

inline constexpr std::string_view cloud_endpoint = "https://mpaas.cn-hangzhou.aliyuncs.com";

// $MPAAS_CONFIG, else $XDG_CONFIG_HOME/mpaas/config.json, else ~/.config/mpaas/config.json.
std::string profile_file(const Environment& environment);
// With a name: that profile and nothing else. Without: the profile of $MPAAS_PROFILE or the
// default one if there is any, every field overridden by the environment (MPAAS_ENDPOINT,
// MPAAS_AK_ENV or ALIBABA_CLOUD_ACCESS_KEY_ID, MPAAS_SK_ENV or ALIBABA_CLOUD_ACCESS_KEY_SECRET,
// ALIBABA_CLOUD_SECURITY_TOKEN, MPAAS_TENANT_ID, MPAAS_WORKSPACE_ID, MPAAS_APP_ID).
Result<Profile> load_profile(const Environment& environment,
                             const std::optional<std::string>& name);
// Adds or replaces it (file mode 0600); the first one becomes the default.
Status save_profile(const Environment& environment, const Profile& profile);

// ---- calls

struct ClientOptions {
  // Bytes of the current upload.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  std::function<bool()> cancelled;
  // Replaced by tests.
  std::function<void(std::chrono::milliseconds)> sleep;
  int attempts = 4;
};

struct PackageUpload {
  std::string h5_id;
  std::string name;
  std::string version;
  std::string main_url;
  std::string platform = "all";
  std::string client_version_min = "0.0.0";
  std::string client_version_max;
  std::string vhost;
  std::string extend_info;
  std::string user_id = "mpaas";
  bool tab_bar = false;
  bool keep_alive = true;
  bool option_menu = false;
  std::int64_t package_type = platform::package_official;
  std::int64_t resource_type = 1;
  std::int64_t install_type = 1;
  std::int64_t auto_install = 1;
  std::string file_url;  // from upload_file()
};

struct UploadedPackage {
  std::int64_t id = 0;
  std::string debug_url;
};

struct NewTask {
  std::int64_t package_id = 0;
  std::int64_t publish_type = platform::publish_official;
  std::int64_t publish_mode = platform::mode_official;
  std::string whitelist_ids;
  std::string window_end;  // "2026-11-22 18:00:00"
  std::int64_t window_users = 0;
  std::string rules;  // greyConfigInfo
  std::string memo;
};

struct AddedMembers {
  std::int64_t added = 0;
  std::int64_t failed = 0;
  std::string failed_ids;
};

class Client {
 public:
  Client(const Profile& profile, ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Any operation of operations.def. TenantId, WorkspaceId, AppId and OnexFlag are added. The
  // value is the operation's result object; Success has been checked.
  Result<nlohmann::ordered_json> call(std::string_view operation, platform::Parameters parameters);

  // The URL under which calls may name the file.
  Result<std::string> upload_file(std::string_view name, std::string_view content);

  Status ensure_app(const std::string& h5_id, const std::string& name);
  Result<std::string> vhost();  // "" when none is set
  Result<bool> has_signing_key();
  Status upload_signing_key(std::string_view pem);
  Result<UploadedPackage> upload_package(const PackageUpload& package);
  Result<std::vector<platform::PackageInfo>> packages(const std::string& h5_id);

  Result<std::int64_t> create_task(const NewTask& task);
  Result<platform::TaskInfo> task(std::int64_t id);
  // Of all the app's packages, newest first.
  Result<std::vector<platform::TaskInfo>> tasks(const std::string& h5_id);
  Status set_task_status(const platform::TaskInfo& task, platform::TaskStatus status);

  Result<std::int64_t> create_whitelist(const std::string& name);
  Result<std::vector<platform::WhitelistInfo>> whitelists();
  Result<AddedMembers> add_members(std::int64_t whitelist, const std::vector<std::string>& users);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mpaas::release
