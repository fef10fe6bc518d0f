#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/release/release.h"
#include "cli/release/transport.h"
#include "compiler/base/text.h"

namespace mpaas::release {
namespace {

using Json = nlohmann::ordered_json;
using platform::Operation;
using platform::Parameters;
using platform::Repeat;

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string text_of(const Json& object, std::string_view name) {
  const auto found = object.find(std::string(name));
  if (found == object.end() || found->is_null()) {
    return {};
  }
  return found->is_string() ? found->get<std::string>() : found->dump();
}

// Servers write numbers as numbers or as text.
std::int64_t number_of(const Json& object, std::string_view name) {
  const std::string text = text_of(object, name);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

template <class Record>
Record record_of(const Json& object) {
  Record record;
  Record::fields(record, [&](std::string_view name, auto& member) {
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(member)>, std::string>) {
      member = text_of(object, name);
    } else {
      member = number_of(object, name);
    }
  });
  return record;
}

Error protocol_error(std::string message) {
  return {Error::Kind::protocol, std::move(message), 8007,
          "is the endpoint an mPaaS OpenAPI of version 2020-10-28?"};
}

// HTTP 4xx and 5xx carry {"Code","Message","RequestId"}.
Error refusal(unsigned status, const std::string& body) {
  const Json answer = Json::parse(body, nullptr, false);
  if (!answer.is_object() || text_of(answer, "Code").empty()) {
    const Error::Kind kind = status == 429 || status >= 500   ? Error::Kind::try_later
                             : status == 401 || status == 403 ? Error::Kind::permission
                                                              : Error::Kind::protocol;
    return {kind, fmt::format("the platform answered HTTP {}", status),
            kind == Error::Kind::try_later ? 8008 : 8007};
  }
  const std::string code = text_of(answer, "Code");
  // The server's string to sign is no use to a person, and long.
  std::string message = text_of(answer, "Message");
  message = message.substr(0, message.find("server string to sign"));
  Error error{Error::Kind::rejected, fmt::format("{} ({})", text::trim(message), code), 8006};
  if (code.starts_with("Signature") || code.starts_with("InvalidAccessKey") ||
      code.starts_with("IncompleteSignature")) {
    error.kind = Error::Kind::permission;
    error.hint = "check the access key id and secret of the profile";
  } else if (code.starts_with("InvalidTimeStamp")) {
    error.kind = Error::Kind::permission;
    error.hint = "the clock of this machine differs from the platform's";
  } else if (code.starts_with("Forbidden") || status == 403) {
    error.kind = Error::Kind::permission;
    error.hint = "check tenantId, workspaceId and appId of the profile";
  } else if (code.starts_with("Throttling") || status == 429 || status >= 500) {
    error.kind = Error::Kind::try_later;
    error.code = 8008;
  }
  return error;
}

// Percent-encodes what may not stand in a URL's path, but keeps '/'.
std::string encode_path(std::string_view path) {
  return text::replace_all(platform::percent_encode(path), "%2F", "/");
}

}  // namespace

struct Client::State {
  std::string endpoint;
  std::string host;
  std::string key_id;
  crypto::Secret secret;
  std::string token;
  Parameters identity;
  ClientOptions options;

  // Sends until an answer other than "try later" comes, or the attempts are used up.
  template <class Make>
  Result<Answer> send(Repeat repeat, const Make& make) {
    for (int attempt = 0;; ++attempt) {
      std::variant<Answer, Failure> outcome = make();
      const bool last = attempt + 1 >= options.attempts;
      std::optional<std::chrono::seconds> asked;
      if (Failure* failure = std::get_if<Failure>(&outcome)) {
        const bool again = failure->error.kind == Error::Kind::network &&
                           (repeat == Repeat::safe || !failure->arrived);
        if (last || !again) {
          return std::move(failure->error);
        }
      } else {
        Answer& answer = std::get<Answer>(outcome);
        // 429 was turned away at the door; other 5xx may have done half of the work.
        const bool again = answer.status == 429 || (answer.status >= 500 && repeat == Repeat::safe);
        if (last || !again) {
          return std::move(answer);
        }
        asked = answer.retry_after;
      }
      options.sleep(pause_before(attempt, asked));
      if (options.cancelled && options.cancelled()) {
        return Error{Error::Kind::cancelled, "stopped"};
      }
    }
  }
};

Client::Client(const Profile& profile, ClientOptions options) : state_(std::make_unique<State>()) {
  state_->endpoint = profile.endpoint;
  while (state_->endpoint.ends_with('/')) {
    state_->endpoint.pop_back();
  }
  const std::size_t scheme = state_->endpoint.find("://");
  state_->host =
      scheme == std::string::npos ? state_->endpoint : state_->endpoint.substr(scheme + 3);
  // As libcurl writes it.
  const bool secure = state_->endpoint.starts_with("https:");
  if (state_->host.ends_with(secure ? ":443" : ":80")) {
    state_->host.erase(state_->host.rfind(':'));
  }
  state_->key_id = profile.access_key_id;
  state_->secret = profile.access_key_secret.copy();
  state_->token = profile.security_token;
  state_->identity = {{"AppId", profile.app_id},
                      {"TenantId", profile.tenant_id},
                      {"WorkspaceId", profile.workspace_id}};
  state_->options = std::move(options);
  if (!state_->options.sleep) {
    state_->options.sleep = [](std::chrono::milliseconds time) {
      std::this_thread::sleep_for(time);
    };
  }
}

Client::~Client() = default;

Result<Json> Client::call(std::string_view name, Parameters parameters) {
  const Operation* operation = platform::find_operation(name);
  if (operation == nullptr) {
    return Error{Error::Kind::bug, fmt::format("{} is no operation", name), 9001};
  }
  parameters.insert(parameters.end(), state_->identity.begin(), state_->identity.end());
  for (const platform::Parameter& parameter : platform::parameters_of(*operation)) {
    if (parameter.name == "OnexFlag") {
      parameters.emplace_back("OnexFlag", "true");
    }
  }
  // What is not there is not sent.
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                  [](const auto& pair) { return pair.second.empty(); }),
                   parameters.end());
  if (const auto bad = platform::check(*operation, parameters)) {
    return Error{Error::Kind::usage, fmt::format("{}: {} is missing or wrong", name, bad->name),
                 8009};
  }
  const std::string body = platform::form_body(std::move(parameters));

  MPAAS_TRY_ASSIGN(const Answer answer, state_->send(operation->repeat, [&] {
    // Date and nonce are new for each attempt.
    platform::SignedRequest request;
    request.body_sha256 = crypto::digest_hex(crypto::Digest::sha256, body);
    request.headers = {{"content-type", "application/x-www-form-urlencoded"},
                       {"host", state_->host},
                       {"x-acs-action", std::string(name)},
                       {"x-acs-content-sha256", request.body_sha256},
                       {"x-acs-date", platform::utc_time(now())},
                       {"x-acs-signature-nonce", crypto::hex(crypto::random_bytes(16))},
                       {"x-acs-version", std::string(platform::api_version)}};
    if (!state_->token.empty()) {
      request.headers.emplace_back("x-acs-accesskey-id", state_->key_id);
      request.headers.emplace_back("x-acs-security-token", state_->token);
    }
    Exchange exchange;
    exchange.url = state_->endpoint + "/";
    exchange.headers = request.headers;
    exchange.headers.emplace_back("accept", "application/json");
    exchange.headers.emplace_back(
        "authorization",
        platform::acs3_authorization(state_->key_id, state_->secret.view(), request));
    exchange.body = {body};
    exchange.cancelled = state_->options.cancelled;
    return post(exchange);
  }));
  if (answer.status != 200) {
    return std::move(refusal(answer.status, answer.body)).within(std::string(name));
  }
  const Json json = Json::parse(answer.body, nullptr, false);
  if (!json.is_object()) {
    return protocol_error(fmt::format("{}: the answer is no JSON object", name));
  }
  const Json* result = &json;
  for (const std::string_view member : text::split(operation->result, '/')) {
    const auto found = result->find(std::string(member));
    if (found == result->end() || !found->is_object()) {
      const std::string message = text_of(json, "ResultMessage");
      return message.empty()
                 ? protocol_error(fmt::format("{}: the answer has no {}", name, operation->result))
                 : Error{Error::Kind::rejected, fmt::format("{}: {}", name, message), 8006};
    }
    result = &*found;
  }
  const auto success = result->find("Success");
  const bool good = success != result->end() && success->is_boolean() && success->get<bool>();
  if (text_of(json, "ResultCode") != "OK" || !good) {
    std::string message = text_of(*result, "ResultMsg");
    if (message.empty()) {
      message = fmt::format("{} {}", text_of(json, "ResultCode"), text_of(json, "ResultMessage"));
    }
    return Error{Error::Kind::rejected, std::move(message), 8006};
  }
  return *result;
}

Result<std::string> Client::upload_file(std::string_view name, std::string_view content) {
  MPAAS_TRY_ASSIGN(const Json result, call("GetMcubeFileToken", {}));
  const auto found = result.find("FileToken");
  if (found == result.end()) {
    return protocol_error("GetMcubeFileToken: the answer has no FileToken");
  }
  const auto token = record_of<platform::FileToken>(*found);
  // It decides where the package goes, so it is no more believed than a profile.
  MPAAS_TRY(check_url(token.host));
  const std::string key = token.directory + std::string(name);
  const std::string boundary = "mpaas-" + crypto::hex(crypto::random_bytes(16));
  std::string head;
  const auto field = [&](std::string_view field_name, std::string_view value) {
    head += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                        boundary, field_name, value);
  };
  field("key", key);
  field("policy", token.policy);
  field("OSSAccessKeyId", token.access_id);
  field("signature", token.signature);
  field("success_action_status", "200");
  // Object storage ignores what comes after the file.
  head += fmt::format(
      "--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n"
      "Content-Type: application/octet-stream\r\n\r\n",
      boundary, text::replace_all(std::string(name), "\"", "%22"));
  const std::string tail = fmt::format("\r\n--{}--\r\n", boundary);

  MPAAS_TRY_ASSIGN(const Answer answer, state_->send(Repeat::safe, [&] {
    Exchange exchange;
    exchange.url =
        token.host.ends_with('/') ? token.host.substr(0, token.host.size() - 1) : token.host;
    exchange.headers = {{"content-type", "multipart/form-data; boundary=" + boundary}};
    exchange.body = {head, content, tail};
    exchange.progress = state_->options.progress;
    exchange.cancelled = state_->options.cancelled;
    return post(exchange);
  }));
  if (answer.status < 200 || answer.status > 299) {
    // Object storage answers in XML.
    const std::string_view body = answer.body;
    const std::size_t begin = body.find("<Message>");
    const std::size_t end = body.find("</Message>");
    const std::string_view message =
        begin == std::string_view::npos || end == std::string_view::npos || end < begin
            ? std::string_view()
            : body.substr(begin + 9, end - begin - 9);
    return Error{answer.status == 403   ? Error::Kind::permission
                 : answer.status >= 500 ? Error::Kind::try_later
                                        : Error::Kind::rejected,
                 fmt::format("the upload was refused (HTTP {}){}{}", answer.status,
                             message.empty() ? "" : ": ", message),
                 8010};
  }
  const std::string_view host =
      std::string_view(token.host).substr(0, token.host.find_last_not_of('/') + 1);
  return fmt::format("{}/{}", host, encode_path(key));
}

Status Client::ensure_app(const std::string& h5_id, const std::string& name) {
  MPAAS_TRY_ASSIGN(
      const Json result,
      call("ListMcubeMiniApps", {{"Keyword", h5_id}, {"PageNum", "1"}, {"PageSize", "100"}}));
  for (const Json& item : result.value("MiniProgramList", Json::array())) {
    if (item.is_object() && text_of(item, "H5Id") == h5_id) {
      return ok();
    }
  }
  MPAAS_TRY(call("CreateMcubeMiniApp", {{"H5Id", h5_id}, {"H5Name", name}}));
  return ok();
}

Result<std::string> Client::vhost() {
  MPAAS_TRY_ASSIGN(const Json result, call("QueryMcubeVhost", {}));
  return text_of(result, "Data");
}

Result<bool> Client::has_signing_key() {
  MPAAS_TRY_ASSIGN(const Json result, call("ExistMcubeRsaKey", {}));
  return text_of(result, "Data") == "true";
}

Status Client::upload_signing_key(std::string_view pem) {
  MPAAS_TRY_ASSIGN(const std::string url, upload_file("private_key.pem", pem));
  MPAAS_TRY(call("UploadMcubeRsaKey", {{"FileUrl", url}}));
  return ok();
}

Result<UploadedPackage> Client::upload_package(const PackageUpload& package) {
  const auto yes = [](bool value) { return value ? "YES" : "NO"; };
  MPAAS_TRY_ASSIGN(const Json result, call("UploadMcubeMiniPackage",
                                           {{"AutoInstall", std::to_string(package.auto_install)},
                                            {"ClientVersionMax", package.client_version_max},
                                            {"ClientVersionMin", package.client_version_min},
                                            {"EnableKeepAlive", yes(package.keep_alive)},
                                            {"EnableOptionMenu", yes(package.option_menu)},
                                            {"EnableTabBar", package.tab_bar ? "1" : "0"},
                                            {"ExtendInfo", package.extend_info},
                                            {"H5Id", package.h5_id},
                                            {"H5Name", package.name},
                                            {"H5Version", package.version},
                                            {"InstallType", std::to_string(package.install_type)},
                                            {"MainUrl", package.main_url},
                                            {"PackageType", std::to_string(package.package_type)},
                                            {"Platform", package.platform},
                                            {"ResourceFileUrl", package.file_url},
                                            {"ResourceType", std::to_string(package.resource_type)},
                                            {"UserId", package.user_id},
                                            {"Vhost", package.vhost}}));
  const Json returned = result.value("ReturnPackageResult", Json::object());
  UploadedPackage uploaded{number_of(returned, "PackageId"), text_of(returned, "DebugUrl")};
  if (uploaded.id == 0) {
    return protocol_error("UploadMcubeMiniPackage: the answer has no PackageId");
  }
  return uploaded;
}

Result<std::vector<platform::PackageInfo>> Client::packages(const std::string& h5_id) {
  constexpr int most_pages = 1000;
  std::vector<platform::PackageInfo> packages;
  for (int page = 1; page <= most_pages; ++page) {
    MPAAS_TRY_ASSIGN(const Json result,
                     call("ListMcubeMiniPackages",
                          {{"H5Id", h5_id},
                           {"PackageTypes", fmt::format("{},{}", int{platform::package_official},
                                                        int{platform::package_test})},
                           {"PageNum", std::to_string(page)},
                           {"PageSize", "100"}}));
    const Json list = result.value("MiniPackageList", Json::array());
    for (const Json& item : list) {
      packages.push_back(record_of<platform::PackageInfo>(item));
    }
    if (list.empty() || text_of(result, "HasMore") != "true") {
      break;
    }
  }
  return packages;
}

Result<std::int64_t> Client::create_task(const NewTask& task) {
  const auto optional = [](std::int64_t value) {
    return value == 0 ? std::string() : std::to_string(value);
  };
  MPAAS_TRY_ASSIGN(const Json result, call("CreateMcubeMiniTask",
                                           {{"PackageId", std::to_string(task.package_id)},
                                            {"PublishType", std::to_string(task.publish_type)},
                                            {"PublishMode", std::to_string(task.publish_mode)},
                                            {"WhitelistIds", task.whitelist_ids},
                                            {"GreyEndtimeData", task.window_end},
                                            {"GreyNum", optional(task.window_users)},
                                            {"GreyConfigInfo", task.rules},
                                            {"Memo", task.memo.empty() ? "mpaas" : task.memo}}));
  const std::int64_t id = number_of(result, "MiniTaskId");
  if (id == 0) {
    return protocol_error("CreateMcubeMiniTask: the answer has no MiniTaskId");
  }
  return id;
}

Result<platform::TaskInfo> Client::task(std::int64_t id) {
  MPAAS_TRY_ASSIGN(const Json result, call("QueryMcubeMiniTask", {{"TaskId", std::to_string(id)}}));
  auto task = record_of<platform::TaskInfo>(result.value("MiniTaskInfo", Json::object()));
  task.id = id;
  return task;
}

Result<std::vector<platform::TaskInfo>> Client::tasks(const std::string& h5_id) {
  MPAAS_TRY_ASSIGN(const std::vector<platform::PackageInfo> all, packages(h5_id));
  std::vector<platform::TaskInfo> tasks;
  for (const platform::PackageInfo& package : all) {
    MPAAS_TRY_ASSIGN(const Json result,
                     call("ListMcubeMiniTasks", {{"Id", std::to_string(package.id)}}));
    for (const Json& item : result.value("MiniTaskList", Json::array())) {
      tasks.push_back(record_of<platform::TaskInfo>(item));
      tasks.back().package_id = package.id;
      tasks.back().product_version = package.h5_version;
    }
  }
  std::sort(tasks.begin(), tasks.end(),
            [](const auto& left, const auto& right) { return left.id > right.id; });
  return tasks;
}

Status Client::set_task_status(const platform::TaskInfo& task, platform::TaskStatus status) {
  // What BizType means is documented nowhere that can be read; the cloud's value for mini-programs
  // passes through.
  MPAAS_TRY(call("ChangeMcubeMiniTaskStatus", {{"BizType", "MINI"},
                                               {"PackageId", std::to_string(task.package_id)},
                                               {"TaskId", std::to_string(task.id)},
                                               {"TaskStatus", std::to_string(int{status})}}));
  return ok();
}

Result<std::int64_t> Client::create_whitelist(const std::string& name) {
  MPAAS_TRY_ASSIGN(const Json result, call("CreateMcubeWhitelist",
                                           {{"WhiteListName", name}, {"WhitelistType", "userid"}}));
  const std::int64_t id = number_of(result, "WhitelistId");
  if (id == 0) {
    return protocol_error("CreateMcubeWhitelist: the answer has no WhitelistId");
  }
  return id;
}

Result<std::vector<platform::WhitelistInfo>> Client::whitelists() {
  constexpr int most_pages = 1000;
  std::vector<platform::WhitelistInfo> lists;
  for (int page = 1; page <= most_pages; ++page) {
    MPAAS_TRY_ASSIGN(
        const Json result,
        call("ListMcubeWhitelists", {{"PageNum", std::to_string(page)}, {"PageSize", "100"}}));
    const Json list = result.value("Whitelists", Json::array());
    for (const Json& item : list) {
      lists.push_back(record_of<platform::WhitelistInfo>(item));
    }
    if (list.empty() || text_of(result, "HasMore") != "true") {
      break;
    }
  }
  return lists;
}

Result<AddedMembers> Client::add_members(std::int64_t whitelist,
                                         const std::vector<std::string>& users) {
  MPAAS_TRY_ASSIGN(const Json result, call("UpdateMcubeWhitelist",
                                           {{"Id", std::to_string(whitelist)},
                                            {"KeyIds", fmt::format("{}", fmt::join(users, ","))}}));
  const Json info = result.value("AddWhitelistInfo", Json::object());
  return AddedMembers{number_of(info, "SuccessNum"), number_of(info, "FailNum"),
                      text_of(info, "FailUserIds")};
}

}  // namespace mpaas::release
