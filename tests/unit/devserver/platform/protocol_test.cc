#include "devserver/platform/protocol.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "compiler/crypto/crypto.h"

using namespace mpaas;
using namespace mpaas::platform;

namespace {

// Recorded from the official npm SDK, key testAK, secret testSK.
SignedRequest recorded_request() {
  const std::string body = form_body({{"WorkspaceId", "default"},
                                      {"AppId", "ONEXAAAA0000"},
                                      {"TenantId", "TENANT"},
                                      {"OnexFlag", "true"}});
  SignedRequest request;
  request.headers = {
      {"X-Acs-Version", "2020-10-28"},
      {"host", "127.0.0.1:37661"},
      {"x-acs-action", "GetMcubeFileToken"},
      {"x-acs-date", "2026-11-22T09:28:36Z"},
      {"x-acs-signature-nonce", "0f8a06e5cfbed358efee0d032b9dd5d70cbaabd10f16f41fdabb2b8d213aff51"},
      {"x-acs-content-sha256", "21be774196128cdb2dc0920e7ad46bf862f3396f391671a824a03d868f3bc0c1"},
      {"x-acs-credentials-provider", "static_ak"},
      {"content-type", "application/x-www-form-urlencoded"}};
  request.body_sha256 = crypto::digest_hex(crypto::Digest::sha256, body);
  return request;
}

constexpr std::string_view recorded_authorization =
    "ACS3-HMAC-SHA256 Credential=testAK,SignedHeaders=content-type;host;x-acs-action;"
    "x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;"
    "x-acs-version,Signature=b6d7e86ffb1c97509122aedcae0a60a18f538feef0f81c92338468ddefa68236";

}  // namespace

TEST_CASE("ACS3 signature of a recorded request") {
  const SignedRequest request = recorded_request();
  CHECK(request.body_sha256 == "21be774196128cdb2dc0920e7ad46bf862f3396f391671a824a03d868f3bc0c1");
  CHECK(acs3_string_to_sign(request) ==
        "ACS3-HMAC-SHA256\n6f6597fafd487117d5d11492a9a007046990a1c9ecf93a761a09645a5fd497c4");
  CHECK(acs3_authorization("testAK", "testSK", request) == recorded_authorization);
  CHECK(acs3_signature("testSX", request) != acs3_signature("testSK", request));
}

TEST_CASE("form bodies as the SDK prints them") {
  CHECK(form_body({{"H5Name", "演示 demo~*"}}) == "H5Name=%E6%BC%94%E7%A4%BA%20demo~*");
  CHECK(form_body({{"b", "2"}, {"a", "x=1&y"}, {"B", ""}}) == "B=&a=x%3D1%26y&b=2");
  CHECK(percent_encode("a*b c/~") == "a%2Ab%20c%2F~");
}

TEST_CASE("RPC V1 signature of a recorded request") {
  Parameters parameters{{"AccessKeyId", "testAK"},
                        {"Action", "GetMcubeFileToken"},
                        {"AppId", "ONEXAAAA0000"},
                        {"Format", "JSON"},
                        {"OnexFlag", "true"},
                        {"SignatureMethod", "HMAC-SHA1"},
                        {"SignatureNonce", "188ad53f647142b60e0fe907cbabd69a"},
                        {"SignatureVersion", "1.0"},
                        {"TenantId", "TENANT"},
                        {"Timestamp", "2026-11-22T09:28:38Z"},
                        {"Version", "2020-10-28"},
                        {"WorkspaceId", "default"}};
  CHECK(rpc_signature("testSK", "POST", parameters) == "exuPodo1oa5iwW8Esf7RAYt52II=");
  parameters.emplace_back("Signature", "is no part of what is signed");
  CHECK(rpc_signature("testSK", "POST", parameters) == "exuPodo1oa5iwW8Esf7RAYt52II=");
  CHECK(rpc_signature("testSK", "GET", parameters) != "exuPodo1oa5iwW8Esf7RAYt52II=");
}

TEST_CASE("authorization headers") {
  const auto parsed = parse_authorization(recorded_authorization);
  REQUIRE(parsed);
  CHECK(parsed->key_id == "testAK");
  CHECK(parsed->signed_headers.size() == 8);
  CHECK(parsed->signed_headers.front() == "content-type");
  CHECK(parsed->signature == "b6d7e86ffb1c97509122aedcae0a60a18f538feef0f81c92338468ddefa68236");

  for (const char* bad :
       {"", "ACS3-HMAC-SHA256", "ACS3-HMAC-SHA256 ", "Bearer x", "ACS3-HMAC-SHA2567 Credential=a",
        "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host",
        "ACS3-HMAC-SHA256 Credential=a,Signature=b",
        "ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=b",
        "ACS3-HMAC-SHA256 Credential=a,Credential=b,SignedHeaders=host,Signature=b",
        "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;host,Signature=b",
        "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=x;host,Signature=b",
        "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=b,Else=c"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_authorization(bad));
  }
}

TEST_CASE("every operation has a name, a result and readable parameters of its own") {
  std::set<std::string_view> names;
  for (const Operation& operation : operations()) {
    CAPTURE(operation.name);
    CHECK(names.insert(operation.name).second);
    CHECK(find_operation(operation.name) == &operation);
    CHECK_FALSE(operation.result.empty());
    std::set<std::string_view> parameters;
    for (const Parameter& parameter : parameters_of(operation)) {
      CAPTURE(parameter.name);
      CHECK(parameters.insert(parameter.name).second);
      CHECK(parameter.name.find_first_of("!#?") == std::string_view::npos);
    }
    for (const char* everywhere : {"AppId", "TenantId", "WorkspaceId"}) {
      CHECK(parameters.contains(everywhere));
    }
  }
  CHECK(names.size() >= 21);
  CHECK(find_operation("GetMcubeFiletoken") == nullptr);
}

TEST_CASE("parameters are checked") {
  const Operation& operation = *find_operation("CreateMcubeMiniTask");
  const Parameters good{
      {"AppId", "A"},       {"Memo", "m"},     {"PackageId", "7"},   {"PublishMode", "0"},
      {"PublishType", "3"}, {"TenantId", "T"}, {"WorkspaceId", "w"}, {"Unknown", "goes through"}};
  CHECK_FALSE(check(operation, good));

  const auto problem = [&](const char* name, const char* value) {
    Parameters changed = good;
    for (auto& pair : changed) {
      if (pair.first == name) {
        pair.second = value;
      }
    }
    return check(operation, changed);
  };
  CHECK(problem("Memo", "")->problem == Problem::missing);
  CHECK(problem("PackageId", "7x")->problem == Problem::not_a_number);
  CHECK(problem("PackageId", "99999999999999999999")->problem == Problem::not_a_number);
  CHECK(problem("PackageId", "-1") == std::nullopt);
  Parameters twice = good;
  twice.emplace_back("AppId", "B");
  CHECK(check(operation, twice)->problem == Problem::repeated);
  CHECK(check(*find_operation("GetMcubeFileToken"),
              {{"AppId", "A"}, {"OnexFlag", "yes"}, {"TenantId", "T"}, {"WorkspaceId", "w"}})
            ->problem == Problem::not_a_boolean);
}

TEST_CASE("times") {
  CHECK(utc_time(0) == "1970-01-01T00:00:00Z");
  CHECK(parse_utc_time("2026-11-22T09:28:36Z") == 1795339716);
  CHECK(utc_time(1795339716) == "2026-11-22T09:28:36Z");
  for (const char* bad : {"", "2026-11-22T09:28:36", "2026-11-31T09:28:36Z", "2026-11-22 09:28:36Z",
                          "2026-13-22T09:28:36Z", "2026-11-22T24:28:36Z", "x026-11-22T09:28:36Z",
                          "2026-11-22T09:28:36ZZ"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_utc_time(bad));
  }
  CHECK(parse_local_time(local_time(1795339716)) == 1795339716);
  CHECK_FALSE(parse_local_time("2026-11-31 09:28:36"));
  CHECK_FALSE(parse_local_time("tomorrow"));
}

TEST_CASE("versions compare by their numbers") {
  CHECK(compare_versions("1.0.0.9", "1.0.0.10") == -1);
  CHECK(compare_versions("10.2.3", "10.2.3.0") == 0);
  CHECK(compare_versions("2", "1.9.9.9") == 1);
  for (const char* bad : {"", "a", "1..2", "1.2.3.4.5", "-1.0", "1.0.0.9999999999", "1.0 "}) {
    CAPTURE(bad);
    CHECK_FALSE(compare_versions(bad, "1.0.0.0"));
  }
}
