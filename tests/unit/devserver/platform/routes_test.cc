// The platform's doors without sockets: signatures, replays, uploads, hostile requests.
#include "devserver/platform/routes.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "compiler/base/file_system.h"
#include "compiler/crypto/crypto.h"

using namespace mpaas;
using namespace mpaas::platform;

namespace {

template <class T>
T need(Result<T> result) {
  CAPTURE(result ? std::string() : result.error().message);
  REQUIRE(result);
  return *std::move(result);
}

constexpr std::int64_t noon = 1'795'339'716;

struct Platform {
  TemporaryDirectory directory = need(TemporaryDirectory::make());
  std::unique_ptr<Store> store = need(Store::create(directory.path() + "/store"));
  std::int64_t time = noon;
  std::unique_ptr<Service> service;
  std::unique_ptr<Routes> routes;
  int nonces = 0;

  Platform() {
    need(store->add_scope("TENANT", "default", "ONEXAAAA0000"));
    AccessKey key;
    key.id = "testAK";
    key.secret = crypto::Secret(std::string("testSK"));
    key.tenant = "TENANT";
    need(store->add_access_key(key, noon));
    service = std::make_unique<Service>(*store, [this] { return time; });
    routes = std::make_unique<Routes>(*service, std::vector<std::string>{"127.0.0.1:8630"},
                                      store->blobs().incoming());
  }

  static http::Request request(std::string method, const std::string& target,
                               std::string body = {}) {
    http::Request made;
    made.method = std::move(method);
    made.target = target;
    made.path = target.substr(0, target.find('?'));
    made.query = target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
    made.host = "127.0.0.1:8630";
    made.headers.set("Host", made.host);
    made.peer = "127.0.0.1";
    const auto owner = std::make_shared<std::string>(std::move(body));
    made.body = *owner;
    made.body_owner = owner;
    return made;
  }

  // As the SDK signs it.
  http::Request call(const std::string& action, Parameters parameters = {},
                     const std::string& secret = "testSK") {
    parameters.insert(
        parameters.end(),
        {{"AppId", "ONEXAAAA0000"}, {"TenantId", "TENANT"}, {"WorkspaceId", "default"}});
    if (action == "GetMcubeFileToken") {
      parameters.emplace_back("OnexFlag", "true");
    }
    http::Request made = request("POST", "/", form_body(parameters));
    SignedRequest message;
    message.body_sha256 = crypto::digest_hex(crypto::Digest::sha256, made.body);
    message.headers = {{"content-type", "application/x-www-form-urlencoded"},
                       {"host", made.host},
                       {"x-acs-action", action},
                       {"x-acs-content-sha256", message.body_sha256},
                       {"x-acs-date", utc_time(noon)},
                       {"x-acs-signature-nonce", fmt::format("nonce-{:08}", ++nonces)},
                       {"x-acs-version", "2020-10-28"}};
    for (const auto& [name, value] : message.headers) {
      made.headers.set(name, value);
    }
    made.headers.set("Authorization", acs3_authorization("testAK", secret, message));
    return made;
  }

  Json answer(const http::Request& made, unsigned status = 200) const {
    const http::Response response = routes->answer(made);
    CAPTURE(response.body);
    CHECK(response.status == status);
    return Json::parse(response.body, nullptr, false);
  }
  std::string code(const http::Request& made, unsigned status) const {
    const Json json = answer(made, status);
    CHECK(json.contains("RequestId"));
    CHECK(json.contains("Message"));
    return json.value("Code", "");
  }
};

Parameters rpc_parameters(int nonce) {
  return {{"AccessKeyId", "testAK"},        {"Action", "QueryMcubeVhost"},
          {"AppId", "ONEXAAAA0000"},        {"Format", "JSON"},
          {"SignatureMethod", "HMAC-SHA1"}, {"SignatureNonce", fmt::format("rpc-nonce-{}", nonce)},
          {"SignatureVersion", "1.0"},      {"TenantId", "TENANT"},
          {"Timestamp", utc_time(noon)},    {"Version", "2020-10-28"},
          {"WorkspaceId", "default"}};
}

}  // namespace

TEST_CASE("a signed call is answered in the cloud's shape") {
  Platform platform;
  const Json answer = platform.answer(platform.call("QueryMcubeVhost"));
  CHECK(answer["ResultCode"] == "OK");
  CHECK(answer["QueryVhostResult"]["Success"] == true);
  CHECK(answer["QueryVhostResult"]["Data"] == "");
  CHECK(answer["RequestId"].get<std::string>().size() == 36);

  const Json refused = platform.answer(platform.call("CreateMcubeVhost", {{"Vhost", "a b"}}));
  CHECK(refused["ResultCode"] == "OK");
  CHECK(refused["CreateVhostResult"]["Success"] == false);
  CHECK_FALSE(refused["CreateVhostResult"]["ResultMsg"].get<std::string>().empty());

  CHECK(platform.answer(platform.call(
            "CreateMcubeVhost", {{"Vhost", "h5app.com"}}))["CreateVhostResult"]["Success"] == true);
  CHECK(platform.answer(platform.call("CreateMcubeVhost",
                                      {{"Vhost", "other.com"}}))["CreateVhostResult"]["Success"] ==
        false);
}

TEST_CASE("what is not signed properly is refused") {
  Platform platform;
  SECTION("wrong secret") {
    CHECK(platform.code(platform.call("QueryMcubeVhost", {}, "other"), 400) ==
          "SignatureDoesNotMatch");
  }
  SECTION("a byte of the body") {
    http::Request made = platform.call("CreateMcubeVhost", {{"Vhost", "h5app.com"}});
    const auto body = std::make_shared<std::string>(made.body);
    body->back() = 'X';
    made.body = *body;
    made.body_owner = body;
    CHECK(platform.code(made, 400) == "InvalidContentSha256");
  }
  SECTION("another operation under the same signature") {
    http::Request made = platform.call("QueryMcubeVhost");
    made.headers.set("x-acs-action", "ExistMcubeRsaKey");
    CHECK(platform.code(made, 400) == "SignatureDoesNotMatch");
  }
  SECTION("a parameter in the query that was not signed") {
    http::Request made = platform.call("QueryMcubeVhost");
    made.target = "/?Vhost=x";
    made.query = "Vhost=x";
    CHECK(platform.code(made, 400) == "SignatureDoesNotMatch");
  }
  SECTION("a header twice") {
    http::Request made = platform.call("QueryMcubeVhost");
    made.headers.add("x-acs-action", "ExistMcubeRsaKey");
    CHECK(platform.code(made, 400) == "Missingx-acs-action");
  }
  SECTION("an x-acs header beside the signature") {
    http::Request made = platform.call("QueryMcubeVhost");
    made.headers.set("x-acs-security-token", "t");
    CHECK(platform.code(made, 400) == "IncompleteSignature");
  }
  SECTION("replayed") {
    const http::Request made = platform.call("QueryMcubeVhost");
    platform.answer(made);
    CHECK(platform.code(made, 400) == "SignatureNonceUsed");
  }
  SECTION("too old, too new") {
    const http::Request made = platform.call("QueryMcubeVhost");
    platform.time = noon + clock_tolerance_seconds + 1;
    CHECK(platform.code(made, 400) == "InvalidTimeStamp.Expired");
    platform.time = noon - clock_tolerance_seconds - 1;
    CHECK(platform.code(made, 400) == "InvalidTimeStamp.Expired");
    // A refused request does not use up its nonce.
    platform.time = noon + clock_tolerance_seconds;
    platform.answer(made);
  }
  SECTION("nothing at all") {
    CHECK(platform.code(Platform::request("POST", "/"), 400) == "MissingAction");
    http::Request made = Platform::request("POST", "/");
    made.headers.set("Authorization", "Basic dGVzdDp0ZXN0");
    CHECK(platform.code(made, 400) == "IncompleteSignature");
  }
  SECTION("an unknown key, operation, version or scope") {
    http::Request made = platform.call("QueryMcubeVhost");
    std::string header(made.headers.get("authorization"));
    header.replace(header.find("testAK"), 6, "nobody");
    made.headers.set("Authorization", header);
    CHECK(platform.code(made, 404) == "InvalidAccessKeyId.NotFound");
    CHECK(platform.code(platform.call("DeleteEverything"), 404) == "InvalidAction.NotFound");
    need(platform.store->add_scope("OTHER", "default", "ONEXAAAA0000"));
    Parameters others = {{"TenantId", "OTHER"}, {"WorkspaceId", "default"}};
    CHECK(platform.code(platform.call("QueryMcubeVhost", {{"TenantId", "OTHER"}}), 400) ==
          "InvalidTenantId");  // given twice
  }
  SECTION("a missing parameter") {
    CHECK(platform.code(platform.call("CreateMcubeVhost"), 400) == "MissingVhost");
    CHECK(platform.code(platform.call("QueryMcubeMiniTask", {{"TaskId", "one"}}), 400) ==
          "InvalidTaskId");
  }
}

TEST_CASE("the older signature works too") {
  Platform platform;
  Parameters parameters = rpc_parameters(1);
  parameters.emplace_back("Signature", rpc_signature("testSK", "POST", parameters));
  http::Request made = Platform::request("POST", "/", form_body(parameters));
  made.headers.set("Content-Type", "application/x-www-form-urlencoded");
  CHECK(platform.answer(made)["QueryVhostResult"]["Success"] == true);
  CHECK(platform.code(made, 400) == "SignatureNonceUsed");

  parameters = rpc_parameters(2);
  parameters.emplace_back("Signature", rpc_signature("testSK", "GET", parameters));
  const http::Request get = Platform::request("GET", "/?" + form_body(parameters));
  CHECK(platform.answer(get)["QueryVhostResult"]["Success"] == true);

  parameters = rpc_parameters(3);
  parameters.emplace_back("Signature", rpc_signature("testSK", "GET", parameters));
  made = Platform::request("POST", "/", form_body(parameters));
  made.headers.set("Content-Type", "application/x-www-form-urlencoded");
  CHECK(platform.code(made, 400) == "SignatureDoesNotMatch");
}

TEST_CASE("uploads need a token that holds") {
  Platform platform;
  const Json token =
      platform.answer(platform.call("GetMcubeFileToken"))["GetFileTokenResult"]["FileToken"];
  CHECK(token["Host"] == "http://127.0.0.1:8630/files");
  const std::string directory = token["Dir"].get<std::string>();
  CHECK(directory.starts_with("mds/tempFileForOnex/ONEXAAAA0000/default/TENANT/"));
  PostedForm good;
  good.key = directory + "a.zip";
  good.policy = token["Policy"].get<std::string>();
  good.access_id = token["Accessid"].get<std::string>();
  good.signature = token["Signature"].get<std::string>();
  CHECK(platform.service->accept_upload(good, "bytes"));

  const auto refused = [&](const PostedForm& form) {
    const Status status = platform.service->accept_upload(form, "bytes");
    return !status && status.error().kind == Error::Kind::permission;
  };
  PostedForm bad = good;
  SECTION("signature") {
    bad.signature = crypto::base64(std::string(20, 'x'));
    CHECK(refused(bad));
    bad.signature.clear();
    CHECK(refused(bad));
  }
  SECTION("policy of one's own") {
    bad.policy = crypto::base64(
        R"({"expiration":"2999-01-01T00:00:00Z","conditions":[["starts-with","$key",""]]})");
    CHECK(refused(bad));
  }
  SECTION("key outside of the folder") {
    for (const std::string& key :
         {std::string("b.zip"), directory, std::string("../") + directory + "x", directory + "a\nb",
          directory + std::string(1100, 'x')}) {
      bad.key = key;
      CHECK(refused(bad));
    }
  }
  SECTION("expired") {
    platform.time += token_seconds + 1;
    CHECK(refused(bad));
  }
  SECTION("other access id") {
    bad.access_id = "testAK";
    CHECK(refused(bad));
  }
  SECTION("as a form, file last") {
    const auto form = [&](bool file_last) {
      std::string file =
          "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nPK\r\n";
      std::string body = file_last ? "" : file;
      for (const auto& [name, value] : Parameters{{"key", directory + "f.zip"},
                                                  {"policy", good.policy},
                                                  {"OSSAccessKeyId", good.access_id},
                                                  {"signature", good.signature},
                                                  {"success_action_status", "200"}}) {
        body += fmt::format("--b\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                            name, value);
      }
      body += (file_last ? file : "") + "--b--\r\n";
      http::Request made = Platform::request("POST", "/files", body);
      made.headers.set("Content-Type", "multipart/form-data; boundary=b");
      return platform.routes->answer(made).status;
    };
    CHECK(form(true) == 200);
    CHECK(form(false) == 400);
  }
}

TEST_CASE("only what was uploaded here can be used") {
  Platform platform;
  for (const char* url :
       {"http://127.0.0.1:8630/files/mds/nothing", "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd", "/files/../../platform.db", "http://127.0.0.1:8630/files/", ""}) {
    CAPTURE(url);
    Parameters parameters{{"FileUrl", url}, {"OnexFlag", "true"}};
    const http::Response response =
        platform.routes->answer(platform.call("UploadMcubeRsaKey", parameters));
    const Json answer = Json::parse(response.body, nullptr, false);
    CHECK((response.status == 400 || answer["UploadRsaResult"]["Success"] == false));
  }
}

TEST_CASE("doors: who may ask for what") {
  Platform platform;
  struct Row {
    const char* method;
    const char* target;
    const char* peer;
    unsigned status;  // 0 = let in
  };
  const Row rows[] = {
      {"POST", "/", "127.0.0.1", 0},
      {"POST", "/", "192.168.1.7", 403},  // administration is for this machine
      {"GET", "/", "192.168.1.7", 403},
      {"POST", "/files", "192.168.1.7", 403},
      {"GET", "/files", "127.0.0.1", 405},
      {"GET", "/device/check", "192.168.1.7", 0},
      {"POST", "/device/check", "192.168.1.7", 0},
      {"DELETE", "/device/check", "127.0.0.1", 405},
      {"GET", "/packages/x", "192.168.1.7", 0},
      {"POST", "/packages/x", "127.0.0.1", 405},
      {"PUT", "/", "127.0.0.1", 405},
      {"GET", "/files/mds/a.zip", "127.0.0.1", 404},
      {"GET", "/.env", "127.0.0.1", 404},
      {"GET", "/.git/config", "127.0.0.1", 404},
      {"GET", "/platform.db", "127.0.0.1", 404},
      {"GET", "/proxy", "127.0.0.1", 404},
      {"GET", "/@fs/etc/passwd", "127.0.0.1", 404},
  };
  for (const Row& row : rows) {
    CAPTURE(row.method, row.target, row.peer);
    http::Request made = Platform::request(row.method, row.target);
    made.peer = row.peer;
    const http::Admission admission = platform.routes->admit(made);
    CHECK((admission.refuse ? admission.refuse->status : 0) == row.status);
  }
  SECTION("foreign hosts and pages") {
    http::Request made = Platform::request("GET", "/device/check");
    made.host = "evil.example";
    made.headers.set("Host", made.host);
    CHECK(platform.routes->admit(made).refuse->status == 403);
    for (const char* origin : {"http://evil.example", "null", "http://10.9.8.7"}) {
      CAPTURE(origin);
      made = Platform::request("POST", "/");
      made.headers.set("Origin", origin);
      const http::Admission admission = platform.routes->admit(made);
      REQUIRE(admission.refuse);
      CHECK(admission.refuse->status == 403);
      CHECK_FALSE(admission.refuse->headers.find("Access-Control-Allow-Origin"));
    }
  }
  SECTION("package paths") {
    for (const std::string& path :
         {std::string("/packages/../platform.db"), "/packages/" + std::string(64, 'a') + "/x.amr",
          std::string("/packages/") + std::string(64, 'a'), std::string("/packages/"),
          "/packages/" + std::string(64, '/') + "/x"}) {
      CAPTURE(path);
      const http::Response response = platform.routes->answer(Platform::request("GET", path));
      CHECK(response.status == 404);
      CHECK(response.file.empty());
    }
  }
}

TEST_CASE("device questions that make no sense") {
  Platform platform;
  const auto status = [&](const std::string& query) {
    return platform.routes->answer(Platform::request("GET", "/device/check?" + query)).status;
  };
  CHECK(status("") == 400);
  CHECK(status("h5Id=2021001100000001") == 200);
  CHECK(status("h5Id=2021001100000001&workspaceId=nowhere") == 404);
  CHECK(status("h5Id=" + std::string(300, '1')) == 400);
  CHECK(status("h5Id=%ff%fe&userId=%00") == 200);
  CHECK(status("h5Id=2021001100000001&nbtoken=1.2.3") == 200);
  CHECK(status("h5Id=2021001100000001&nbtoken=...") == 200);
  http::Request made = Platform::request("POST", "/device/check", R"({"h5Id":"2021001100000001"})");
  made.headers.set("Content-Type", "application/json");
  CHECK(platform.answer(made)["reason"] == "unknown_app");
  made = Platform::request("POST", "/device/check", std::string(8000, '['));
  made.headers.set("Content-Type", "application/json");
  CHECK(platform.routes->answer(made).status == 400);
}
