// Apps, packages, uploads, keys and virtual hosts.
#include "devserver/platform/service.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/base/utf8.h"
#include "compiler/package/package.h"
#include "devserver/platform/call.h"
#include "devserver/platform/json_fields.h"
#include "devserver/platform/rules.h"

namespace mpaas::platform {
namespace {

constexpr std::string_view files_path = "/files/";
constexpr std::string_view file_access_id = "mpaas-file-token";
constexpr std::size_t longest_text = 4096;

Error invalid(std::string message) { return {Error::Kind::invalid, std::move(message), 8012}; }

Json data(std::string text) { return Json{{"Data", std::move(text)}}; }

std::string uuid() {
  const std::string digits = crypto::hex(crypto::random_bytes(16));
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4),
                     digits.substr(12, 4), digits.substr(16, 4), digits.substr(20));
}

bool is_plain_text(std::string_view text) {
  return text.size() <= longest_text && utf8::find_invalid(text) == std::string_view::npos &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_domain(std::string_view text) {
  if (text.empty() || text.size() > 253 || text.find('.') == std::string_view::npos) {
    return false;
  }
  const std::vector<std::string_view> labels = text::split(text, '.');
  return std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-';
           });
  });
}

// A virtual host may come bare ("h5app.com") or, as phones see it, in full.
std::string full_vhost(std::string_view vhost, std::string_view id) {
  return vhost.starts_with("https://") || vhost.starts_with("http://")
             ? std::string(vhost)
             : fmt::format("https://{}.{}", id, vhost);
}

std::string messages(const diag::List& problems) {
  std::string all;
  for (const diag::Diagnostic& problem : problems.items) {
    if (problem.severity == diag::Severity::error) {
      all += fmt::format("{}{}: {}", all.empty() ? "" : "; ", diag::label(problem.code),
                         problem.message);
    }
  }
  return all;
}

std::string first_failure(const std::vector<package::Check>& checks) {
  for (const package::Check& check : checks) {
    if (check.outcome == package::Outcome::failed) {
      return fmt::format("{}: {}", check.subject, check.detail);
    }
  }
  return {};
}

// The .amr for what was uploaded: a zip is converted and signed as the real platform does, an .amr
// is checked, and signed when it has no signature but the platform has a key.
Result<std::string> amr_of(std::string&& uploaded, const std::string& id,
                           const std::string& version, const crypto::PrivateKey* key) {
  MPAAS_TRY_ASSIGN(const package::Package read, package::read(uploaded));
  if (read.id != id) {
    return rejected(fmt::format("the package's id is {}, not {}", read.id, id));
  }
  if (read.format == package::Package::Format::amr) {
    if (read.version != version) {
      return rejected(fmt::format("the package's version is {}, not {}", read.version, version));
    }
    package::VerifyOptions options;
    std::optional<crypto::PublicKey> public_key;
    if (key != nullptr && read.is_signed()) {
      public_key = key->public_key();
      options.key = &*public_key;
    }
    const std::vector<package::Check> checks = package::verify(read, options);
    if (package::worst(checks) == package::Outcome::failed) {
      return rejected(fmt::format("the package does not verify: {}", first_failure(checks)));
    }
    if (key == nullptr || read.is_signed()) {
      return std::move(uploaded);
    }
  }
  package::Description description;
  description.type = read.type;
  description.id = id;
  description.version = version;
  std::vector<package::InputFile> files;
  for (const package::Entry& entry : read.entries) {
    // The one inside names the version it was made for; a fresh one is inserted.
    if (!entry.directory && entry.path != "hpmfile.json") {
      files.push_back({entry.path, entry.content});
    }
  }
  diag::List problems;
  package::check(description, files, problems);
  if (problems.has_errors()) {
    return rejected(messages(problems));
  }
  return package::make_amr(description, files, key);
}

}  // namespace

Service::Service(Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

Result<Json> Service::call(std::string_view operation, const Scope& scope,
                           const Parameters& parameters, const std::string& base_url) {
  struct Entry {
    std::string_view name;
    Result<Json> (Service::*run)(const Call&);
    bool locks_itself = false;
  };
  static constexpr Entry table[] = {
      {"GetMcubeFileToken", &Service::file_token},
      {"CreateMcubeMiniApp", &Service::create_app},
      {"ListMcubeMiniApps", &Service::list_apps},
      {"DeleteMcubeMiniApp", &Service::delete_app},
      // Converting a package takes long; others go on meanwhile.
      {"UploadMcubeMiniPackage", &Service::upload_package, true},
      {"ListMcubeMiniPackages", &Service::list_packages},
      {"QueryMcubeMiniPackage", &Service::query_package},
      {"CreateMcubeMiniTask", &Service::create_task},
      {"QueryMcubeMiniTask", &Service::query_task},
      {"ListMcubeMiniTasks", &Service::list_tasks},
      {"ChangeMcubeMiniTaskStatus", &Service::change_task},
      {"CreateMcubeWhitelist", &Service::create_whitelist},
      {"UpdateMcubeWhitelist", &Service::update_whitelist},
      {"ListMcubeWhitelists", &Service::list_whitelists},
      {"DeleteMcubeWhitelist", &Service::delete_whitelist},
      {"CreateMcubeWhitelistForIde", &Service::create_ide_whitelist},
      {"DeleteMdsWhitelistContent", &Service::delete_members},
      {"CreateMcubeVhost", &Service::create_vhost},
      {"QueryMcubeVhost", &Service::query_vhost},
      {"ExistMcubeRsaKey", &Service::exist_key},
      {"UploadMcubeRsaKey", &Service::upload_key},
  };
  for (const Entry& entry : table) {
    if (entry.name == operation) {
      std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
      if (!entry.locks_itself) {
        lock.lock();
      }
      return (this->*entry.run)(Call{scope, parameters, base_url});
    }
  }
  return invalid(fmt::format("the platform does not know {}", operation));
}

Result<std::optional<Scope>> Service::scope(std::string_view tenant, std::string_view workspace,
                                            std::string_view app) {
  const std::scoped_lock lock(mutex_);
  return store_.scope(tenant, workspace, app);
}

Result<std::optional<AccessKey>> Service::access_key(std::string_view id) {
  const std::scoped_lock lock(mutex_);
  return store_.access_key(id);
}

Result<bool> Service::use_nonce(std::string_view key_id, std::string_view nonce) {
  const std::scoped_lock lock(mutex_);
  const std::int64_t time = clock_();
  return store_.use_nonce(key_id, nonce, time + 2 * clock_tolerance_seconds, time);
}

// ---- uploads

Result<Json> Service::file_token(const Call& call) {
  const std::int64_t expires = clock_() + token_seconds;
  FileToken token;
  token.access_id = file_access_id;
  token.directory = fmt::format("mds/tempFileForOnex/{}/{}/{}/{}/", call.scope.app,
                                call.scope.workspace, call.scope.tenant, uuid());
  token.expires = std::to_string(expires);
  token.host = call.base_url + "/files";
  const Json policy{
      {"expiration", utc_time(expires)},
      {"conditions", Json::array({Json::array({"starts-with", "$key", token.directory}),
                                  Json::array({"content-length-range", 0, largest_upload})})}};
  token.policy = crypto::base64(policy.dump());
  token.signature =
      crypto::base64(crypto::hmac(crypto::Digest::sha1, store_.own_secret().view(), token.policy));
  return Json{{"FileToken", to_json(token)}};
}

Status Service::accept_upload(const PostedForm& form, std::string_view content) {
  const auto refused = [](std::string message) {
    return Error{Error::Kind::permission, std::move(message), 8013};
  };
  const std::string expected =
      crypto::base64(crypto::hmac(crypto::Digest::sha1, store_.own_secret().view(), form.policy));
  if (form.access_id != file_access_id || !crypto::equal_constant_time(expected, form.signature)) {
    return refused("the signature of the policy does not fit");
  }
  // The policy is ours from here on, so its shape needs no doubt.
  const std::optional<std::string> text = crypto::from_base64(form.policy);
  const Json policy = Json::parse(text.value_or(""), nullptr, false);
  if (!policy.is_object()) {
    return refused("the policy cannot be read");
  }
  const std::optional<std::int64_t> expires =
      parse_utc_time(policy.at("expiration").get_ref<const std::string&>());
  if (!expires || *expires < clock_()) {
    return refused("the policy has expired");
  }
  const std::string directory = policy.at("conditions").at(0).at(2).get<std::string>();
  const std::uint64_t most = policy.at("conditions").at(1).at(2).get<std::uint64_t>();
  if (!form.key.starts_with(directory) || form.key.size() == directory.size() ||
      form.key.size() > 1023 || !is_plain_text(form.key)) {
    return refused("the policy does not allow this key");
  }
  if (content.size() > most) {
    return refused("the file is larger than the policy allows");
  }
  const std::vector<std::string_view> parts = text::split(directory, '/');
  std::optional<Scope> scope;
  {
    const std::scoped_lock lock(mutex_);
    MPAAS_TRY_ASSIGN(scope, store_.scope(parts[4], parts[3], parts[2]));
  }
  if (!scope) {
    return refused("the policy's workspace is gone");
  }
  MPAAS_TRY_ASSIGN(const Blob blob, store_.blobs().put(content));
  const std::scoped_lock lock(mutex_);
  return store_.add_object(*scope, form.key, blob, clock_());
}

// Only what was uploaded to this platform and for this scope can be used; nothing is ever fetched.
Result<Blob> Service::uploaded(const Call& call, std::string_view parameter, std::string& key) {
  const std::string_view url = call.text(parameter);
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == std::string_view::npos ? scheme : url.find('/', scheme + 3);
  if (path == std::string_view::npos || !url.substr(path).starts_with(files_path)) {
    return rejected(fmt::format("{} was not uploaded to this platform", parameter));
  }
  key = url.substr(path + files_path.size());
  MPAAS_TRY_ASSIGN(const std::optional<Blob> blob, store_.object(call.scope, key));
  if (!blob) {
    return rejected(fmt::format("{} was not uploaded, or was used already", parameter));
  }
  return *blob;
}

// ---- apps

Result<Json> Service::create_app(const Call& call) {
  diag::List problems;
  package::check_id(call.text("H5Id").size() == 8 ? package::Type::h5 : package::Type::mini,
                    call.text("H5Id"), problems);
  if (problems.has_errors()) {
    return rejected(messages(problems));
  }
  if (!is_plain_text(call.text("H5Name"))) {
    return rejected("H5Name holds characters that cannot be shown");
  }
  MPAAS_TRY_ASSIGN(const bool added,
                   store_.add_app(call.scope, call.text("H5Id"), call.text("H5Name"), clock_()));
  if (!added) {
    return rejected(fmt::format("{} exists already", call.text("H5Id")));
  }
  return data(call.string("H5Id"));
}

Result<Json> Service::list_apps(const Call& call) {
  MPAAS_TRY_ASSIGN(const Listed<AppInfo> found,
                   store_.apps(call.scope, call.text("Keyword"), call.page()));
  Json result;
  add_page(result, "MiniProgramList", found.items, found.total, call.page());
  return result;
}

Result<Json> Service::delete_app(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::optional<AppInfo> app, store_.app(call.scope, call.text("H5Id")));
  if (!app) {
    return rejected(fmt::format("there is no app {}", call.text("H5Id")));
  }
  MPAAS_TRY_ASSIGN(const std::vector<StoredTask> tasks,
                   store_.tasks_of_app(call.scope, call.text("H5Id")));
  const bool live = std::any_of(tasks.begin(), tasks.end(), [](const StoredTask& task) {
    return task.info.task_status == task_running;
  });
  if (live) {
    return rejected("a release of this app is running; end it first");
  }
  MPAAS_TRY(store_.remove_app(call.scope, call.text("H5Id")));
  return data(call.string("H5Id"));
}

// ---- packages

PackageInfo Service::public_info(const StoredPackage& package, const std::string& base_url) {
  PackageInfo info = package.info;
  info.download_url = fmt::format("{}/packages/{}/{}_{}.amr", base_url, package.file.sha256,
                                  info.h5_id, info.h5_version);
  return info;
}

Result<Json> Service::upload_package(const Call& call) {
  const std::string id = call.string("H5Id");
  const std::string version = call.string("H5Version");
  diag::List problems;
  package::check_version(version, problems);
  if (problems.has_errors()) {
    return rejected(messages(problems));
  }
  for (const char* name : {"ClientVersionMin", "ClientVersionMax"}) {
    if (!call.text(name).empty() && !compare_versions(call.text(name), "0")) {
      return rejected(fmt::format("{} is no version", name));
    }
  }
  for (const auto& [name, value] : call.parameters) {
    if (!is_plain_text(value)) {
      return rejected(fmt::format("{} holds characters that cannot be shown", name));
    }
  }
  if (!call.text("ExtendInfo").empty() &&
      !Json::parse(call.text("ExtendInfo"), nullptr, false).is_object()) {
    return rejected("ExtendInfo is no JSON object");
  }
  StoredPackage package;
  std::string object_key;
  std::optional<crypto::Secret> pem;
  Blob source;
  const auto answer = [&](const StoredPackage& stored) {
    return Json{{"ReturnPackageResult",
                 {{"DebugUrl", debug_url(stored)},
                  {"PackageId", std::to_string(stored.info.id)},
                  {"UserId", stored.user_id}}}};
  };
  // The same version again is an error, unless it is the same upload: then a client only repeats
  // a call whose answer it lost.
  const auto existing = [&]() -> Result<std::optional<StoredPackage>> {
    MPAAS_TRY_ASSIGN(std::optional<StoredPackage> found, store_.package(call.scope, id, version));
    if (found && found->source_sha256 != source.sha256) {
      return rejected(fmt::format("{} {} exists already with other content", id, version));
    }
    return found;
  };
  {
    const std::scoped_lock lock(mutex_);
    MPAAS_TRY_ASSIGN(const std::optional<AppInfo> app, store_.app(call.scope, id));
    if (!app) {
      return rejected(fmt::format("there is no app {}; create it first", id));
    }
    MPAAS_TRY_ASSIGN(source, uploaded(call, "ResourceFileUrl", object_key));
    MPAAS_TRY_ASSIGN(const std::optional<StoredPackage> found, existing());
    if (found) {
      return answer(*found);
    }
    MPAAS_TRY_ASSIGN(pem, store_.key(call.scope));
  }

  MPAAS_TRY_ASSIGN(std::string bytes, store_.blobs().read(source.sha256));
  std::optional<crypto::PrivateKey> key;
  if (pem) {
    MPAAS_TRY_ASSIGN(key, crypto::PrivateKey::from_pem(pem->view()));
  }
  Result<std::string> amr = amr_of(std::move(bytes), id, version, key ? &*key : nullptr);
  if (!amr) {
    return rejected(std::move(amr).error().message);
  }
  MPAAS_TRY_ASSIGN(package.file, store_.blobs().put(*amr));

  PackageInfo& info = package.info;
  info.h5_id = id;
  info.h5_version = version;
  info.auto_install = call.number("AutoInstall");
  info.install_type = call.number("InstallType");
  info.package_type = call.number("PackageType");
  info.resource_type = call.number("ResourceType");
  info.client_version_min = call.text("ClientVersionMin");
  info.client_version_max = call.text("ClientVersionMax");
  info.extend_info = call.text("ExtendInfo");
  info.extra_data = Json{{"enableTabBar", call.number("EnableTabBar")},
                         {"enableKeepAlive", call.string("EnableKeepAlive")},
                         {"enableOptionMenu", call.string("EnableOptionMenu")}}
                        .dump();
  info.main_url = call.text("MainUrl");
  info.platform = call.text("Platform");
  package.source_sha256 = source.sha256;
  package.vhost = full_vhost(call.text("Vhost"), id);
  package.user_id = call.text("UserId");

  const std::scoped_lock lock(mutex_);
  MPAAS_TRY_ASSIGN(const std::optional<StoredPackage> found, existing());
  if (found) {
    return answer(*found);
  }
  MPAAS_TRY_ASSIGN(info.id, store_.add_package(call.scope, package, clock_()));
  return answer(package);
}

Result<Json> Service::list_packages(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::vector<std::int64_t> types, parse_ids(call.text("PackageTypes")));
  MPAAS_TRY_ASSIGN(const Listed<StoredPackage> found,
                   store_.packages(call.scope, call.text("H5Id"), types, call.page()));
  std::vector<PackageInfo> items;
  for (const StoredPackage& package : found.items) {
    items.push_back(public_info(package, call.base_url));
  }
  Json result;
  add_page(result, "MiniPackageList", items, found.total, call.page());
  return result;
}

Result<Json> Service::query_package(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::optional<StoredPackage> package,
                   store_.package(call.scope, call.number("Id")));
  if (!package || package->info.h5_id != call.text("H5Id")) {
    return rejected(
        fmt::format("there is no package {} of {}", call.text("Id"), call.text("H5Id")));
  }
  return Json{{"MiniPackageInfo", to_json(public_info(*package, call.base_url))}};
}

Result<std::string> Service::package_file(std::string_view sha256) {
  const std::scoped_lock lock(mutex_);
  MPAAS_TRY_ASSIGN(const bool known, store_.is_package_file(sha256));
  if (!known) {
    return Error{Error::Kind::not_found, "there is no such package"};
  }
  return store_.blobs().path(sha256);
}

// ---- keys and virtual hosts

Result<Json> Service::exist_key(const Call& call) {
  return data(call.scope.has_key ? "true" : "false");
}

Result<Json> Service::upload_key(const Call& call) {
  MPAAS_TRY_ASSIGN(const std::optional<crypto::Secret> present, store_.key(call.scope));
  if (present) {
    return rejected("a key is there already and cannot be replaced");
  }
  std::string object_key;
  MPAAS_TRY_ASSIGN(const Blob blob, uploaded(call, "FileUrl", object_key));
  MPAAS_TRY_ASSIGN(std::string bytes, store_.blobs().read(blob.sha256));
  const crypto::Secret pem(std::move(bytes));
  // Whatever it is, a file that may be a private key does not stay among the uploads.
  MPAAS_TRY(store_.remove_object(call.scope, object_key));
  const Result<crypto::PrivateKey> key = crypto::PrivateKey::from_pem(pem.view());
  if (!key || key->info().type != crypto::KeyType::rsa || key->info().bits < 2048) {
    return rejected("FileUrl is no RSA private key of 2048 bits or more");
  }
  MPAAS_TRY(store_.set_key(call.scope, key->pem().view()));
  return data("true");
}

Result<Json> Service::create_vhost(const Call& call) {
  const std::string_view vhost = call.text("Vhost");
  if (!is_domain(vhost)) {
    return rejected("Vhost is a domain without scheme, like h5app.com");
  }
  if (!call.scope.vhost.empty() && call.scope.vhost != vhost) {
    return rejected("the virtual host cannot be changed once it is saved");
  }
  MPAAS_TRY(store_.set_vhost(call.scope, vhost));
  return data(call.string("Vhost"));
}

Result<Json> Service::query_vhost(const Call& call) { return data(call.scope.vhost); }

}  // namespace mpaas::platform
