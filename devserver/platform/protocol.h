// The mPaaS OpenAPI 2020-10-28 as both sides speak it: the operations with their parameters
// (operations.def), the records inside the answers, the two request signatures, and the device
// endpoint of the embedded platform. Pure data and functions; shared by devserver/platform (the
// server) and cli/release (the client).
//
// A call is POST / with the parameters in an application/x-www-form-urlencoded body. Its answer is
// {"RequestId","ResultCode":"OK","ResultMessage","<X>Result":{"Success":true,"ResultMsg",…}}; both
// ResultCode and Success have to be looked at. A refused request is HTTP 4xx or 5xx with
// {"Code","Message","RequestId"}.
//
// Signatures: ACS3-HMAC-SHA256 (the SDKs of today; headers) and RPC V1 HMAC-SHA1 (older SDKs;
// parameters). Source: the official SDKs, Apache-2.0, recomputed on recorded requests.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/result.h"

namespace mpaas::platform {

inline constexpr std::string_view api_version = "2020-10-28";
// A request whose date differs more than this from the server's clock is refused.
inline constexpr std::int64_t clock_tolerance_seconds = 15 * 60;

// ---- operations

enum class Kind : std::uint8_t { text, number, boolean };

struct Parameter {
  std::string_view name;
  Kind kind = Kind::text;
  bool required = false;
};

enum class Repeat : std::uint8_t { safe, once };

struct Operation {
  std::string_view name;
  std::string_view result;  // member of the answer with Success; "ResultContent/Data" is nested
  Repeat repeat;
  std::string_view parameters;  // as in operations.def
};

std::span<const Operation> operations();
const Operation* find_operation(std::string_view name);
std::vector<Parameter> parameters_of(const Operation& operation);

using Parameters = std::vector<std::pair<std::string, std::string>>;
// "" when absent.
std::string_view value_of(const Parameters& parameters, std::string_view name);

enum class Problem : std::uint8_t { missing, not_a_number, not_a_boolean, repeated };
struct BadParameter {
  Problem problem;
  std::string name;
};
// The first parameter of the operation that is absent, empty though required, given twice or of
// the wrong kind. Parameters it does not know are let through, as the cloud does.
std::optional<BadParameter> check(const Operation& operation, const Parameters& parameters);

// What the numbers of a release task mean (known from the sibling card API). Other numbers pass
// through unchanged and are never served to devices.
enum PublishType : int { publish_grey = 2, publish_official = 3 };
enum PublishMode : int { mode_official = 0, mode_whitelist = 1, mode_window = 2 };
enum TaskStatus : int { task_running = 1, task_ended = 2, task_paused = 3 };
// PackageType is documented nowhere that can be read; these are what the client sends by default.
enum PackageType : int { package_official = 1, package_test = 2 };

// ---- records of the answers; fields() names every member as the wire does

struct FileToken {
  std::string access_id;
  std::string directory;  // ends in '/'
  std::string expires;    // seconds since 1970
  std::string host;       // URL to post the form to
  std::string policy;
  std::string signature;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("Accessid", self.access_id);
    visit("Dir", self.directory);
    visit("Expire", self.expires);
    visit("Host", self.host);
    visit("Policy", self.policy);
    visit("Signature", self.signature);
  }
};

struct AppInfo {
  std::string app_code;
  std::string h5_id;
  std::string h5_name;
  std::string created;
  std::string modified;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("AppCode", self.app_code);
    visit("H5Id", self.h5_id);
    visit("H5Name", self.h5_name);
    visit("GmtCreate", self.created);
    visit("GmtModified", self.modified);
  }
};

struct PackageInfo {
  std::int64_t id = 0;
  std::string app_code;
  std::string h5_id;
  std::string h5_name;
  std::string h5_version;
  std::int64_t auto_install = 1;
  std::int64_t install_type = 1;
  std::int64_t package_type = package_official;
  std::int64_t resource_type = 0;
  std::string client_version_min;
  std::string client_version_max;  // "" = no upper end
  std::string download_url;
  std::string extend_info;
  std::string extra_data;
  std::string fallback_base_url;
  std::string main_url;
  std::string memo;
  std::string platform;
  std::int64_t publish_period = 0;
  std::int64_t status = 1;
  std::string created;
  std::string modified;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("Id", self.id);
    visit("AppCode", self.app_code);
    visit("H5Id", self.h5_id);
    visit("H5Name", self.h5_name);
    visit("H5Version", self.h5_version);
    visit("AutoInstall", self.auto_install);
    visit("InstallType", self.install_type);
    visit("PackageType", self.package_type);
    visit("ResourceType", self.resource_type);
    visit("ClientVersionMin", self.client_version_min);
    visit("ClientVersionMax", self.client_version_max);
    visit("DownloadUrl", self.download_url);
    visit("ExtendInfo", self.extend_info);
    visit("ExtraData", self.extra_data);
    visit("FallbackBaseUrl", self.fallback_base_url);
    visit("MainUrl", self.main_url);
    visit("Memo", self.memo);
    visit("Platform", self.platform);
    visit("PublishPeriod", self.publish_period);
    visit("Status", self.status);
    visit("GmtCreate", self.created);
    visit("GmtModified", self.modified);
  }
};

struct TaskInfo {
  std::int64_t id = 0;
  std::string app_code;
  std::int64_t package_id = 0;
  std::int64_t publish_type = publish_official;
  std::int64_t publish_mode = mode_official;
  std::int64_t task_status = task_running;
  std::string status;  // the same in words
  std::string grey_config_info;
  std::string grey_endtime;       // as grey_endtime_data
  std::string grey_endtime_data;  // "2026-11-22 18:00:00", the server's time zone
  std::int64_t grey_num = 0;
  std::string whitelist_ids;  // "3,8"
  std::string memo;
  std::string platform;
  std::string product_version;  // version of the package
  std::string created;
  std::string modified;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("Id", self.id);
    visit("AppCode", self.app_code);
    visit("PackageId", self.package_id);
    visit("PublishType", self.publish_type);
    visit("PublishMode", self.publish_mode);
    visit("TaskStatus", self.task_status);
    visit("Status", self.status);
    visit("GreyConfigInfo", self.grey_config_info);
    visit("GreyEndtime", self.grey_endtime);
    visit("GreyEndtimeData", self.grey_endtime_data);
    visit("GreyNum", self.grey_num);
    visit("WhitelistIds", self.whitelist_ids);
    visit("Memo", self.memo);
    visit("Platform", self.platform);
    visit("ProductVersion", self.product_version);
    visit("GmtCreate", self.created);
    visit("GmtModified", self.modified);
  }
};

struct WhitelistInfo {
  std::int64_t id = 0;
  std::string app_code;
  std::string name;
  std::string type;
  std::int64_t count = 0;  // members
  std::string created;
  std::string modified;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("Id", self.id);
    visit("AppCode", self.app_code);
    visit("WhiteListName", self.name);
    visit("WhitelistType", self.type);
    visit("WhiteListCount", self.count);
    visit("GmtCreate", self.created);
    visit("GmtModified", self.modified);
  }
};

// ---- the device endpoint (the embedded platform's own; phones ask the cloud over a closed RPC)

// GET /device/check?h5Id=…&version=…&userId=…, or POST with the same names as JSON or form.
struct DeviceQuery {
  std::string app_id;        // of the mPaaS app; "" when the store has only one
  std::string workspace_id;  // likewise
  std::string h5_id;
  std::string version;  // installed; "" = none
  std::string user_id;
  std::string client_version;  // of the mPaaS app
  std::string platform;        // "android", "ios", "harmony" or ""
  // For grey rules; "" never fits an `include` rule.
  std::string city;
  std::string mobile_model;
  std::string net_type;
  std::string os_version;
  std::string debug_token;  // nbtoken of a DebugUrl: asks for that package only
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("appId", self.app_id);
    visit("workspaceId", self.workspace_id);
    visit("h5Id", self.h5_id);
    visit("version", self.version);
    visit("userId", self.user_id);
    visit("clientVersion", self.client_version);
    visit("platform", self.platform);
    visit("city", self.city);
    visit("mobileModel", self.mobile_model);
    visit("netType", self.net_type);
    visit("osVersion", self.os_version);
    visit("nbtoken", self.debug_token);
  }
};

// ---- encodings

// Everything but A-Z a-z 0-9 - _ . ~ becomes %XX.
std::string percent_encode(std::string_view text);
// Form body as the SDK prints it: sorted by name, and '*' stays as it is.
std::string form_body(Parameters parameters);

// ---- ACS3-HMAC-SHA256

struct SignedRequest {
  std::string method = "POST";
  std::string path = "/";
  Parameters query;                                          // decoded
  std::vector<std::pair<std::string, std::string>> headers;  // all that are to be signed
  std::string body_sha256;                                   // hex
};
std::string canonical_request(const SignedRequest& request);
std::string acs3_string_to_sign(const SignedRequest& request);
std::string acs3_signature(std::string_view secret, const SignedRequest& request);  // hex
std::string acs3_authorization(std::string_view key_id, std::string_view secret,
                               const SignedRequest& request);

struct Acs3Authorization {
  std::string key_id;
  std::vector<std::string> signed_headers;  // lower case, sorted, each once
  std::string signature;
};
// Of the Authorization header; nullopt when it is anything else.
std::optional<Acs3Authorization> parse_authorization(std::string_view header);

// ---- RPC V1 HMAC-SHA1

// Over all parameters of query and body but Signature itself.
std::string rpc_string_to_sign(std::string_view method, Parameters parameters);
std::string rpc_signature(std::string_view secret, std::string_view method,
                          const Parameters& parameters);  // base64

// ---- time

std::string utc_time(std::int64_t seconds);                         // "2026-11-22T09:28:36Z"
std::optional<std::int64_t> parse_utc_time(std::string_view text);  // strict, the same form
std::string local_time(std::int64_t seconds);                       // "2026-11-22 17:28:36"
std::optional<std::int64_t> parse_local_time(std::string_view text);

// a.b.c.d with up to four numbers (missing ones are 0): -1, 0, 1; nullopt when one is no version.
std::optional<int> compare_versions(std::string_view left, std::string_view right);

}  // namespace mpaas::platform
