// Good signatures alone do not make a good package: swapped, renamed, extended and changed ones.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/package/package.h"
#include "compiler/package/zip.h"
#include "tests/support/shell.h"

using namespace mpaas;
using namespace mpaas::package;

namespace {

const crypto::PrivateKey& key() {
  static const crypto::PrivateKey made = *crypto::PrivateKey::generate(crypto::NewKey::rsa2048);
  return made;
}
const crypto::PublicKey& open_key() {
  static const crypto::PublicKey made = key().public_key();
  return made;
}

Package make(const std::string& id, const std::string& version, bool with_key = true) {
  Description description;
  description.type = Type::h5;
  description.id = id;
  description.version = version;
  const auto amr = make_amr(description, {{"www/index.html", "<p>" + std::string("hello")}},
                            with_key ? &key() : nullptr);
  REQUIRE(amr);
  return *read(*amr);
}

using Parts = std::vector<std::pair<std::string, std::string>>;

std::string zipped(const Parts& parts) {
  zip::Writer writer(default_time);
  for (const auto& [name, content] : parts) {
    REQUIRE(writer.add(name, content));
  }
  return *std::move(writer).finish();
}

Parts parts(const Package& package) {
  Parts out;
  for (const Member& member : *package.members) {
    out.emplace_back(member.name, member.content);
  }
  return out;
}

std::string& part(Parts& all, const std::string& name) {
  for (auto& [each, content] : all) {
    if (each == name) {
      return content;
    }
  }
  FAIL("no member " << name);
  return all[0].second;
}

std::vector<Check> verified(const Parts& all, const std::string& file_name = "",
                            const crypto::PublicKey* with = &open_key()) {
  const auto package = read(zipped(all));
  if (!package) {
    FAIL(package.error().message);
  }
  return verify(*package, {with, file_name});
}

bool failed_with(const std::vector<Check>& checks, diag::Code code) {
  for (const Check& check : checks) {
    if (check.outcome == Outcome::failed && check.code == code) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("a good package passes every check") {
  const auto checks = verify(make("70000000", "0.0.0.6"), {&open_key(), "70000000_0.0.0.6.amr"});
  CHECK(worst(checks) == Outcome::passed);
  std::vector<std::string> subjects;
  for (const Check& check : checks) {
    subjects.push_back(check.subject);
    CHECK_FALSE(check.detail.empty());
    CHECK_FALSE(check.code.has_value());
  }
  CHECK(subjects == std::vector<std::string>{"members", "hpmfile.json", "file name",
                                             "signature of 70000000.tar",
                                             "signature of Manifest.xml"});
}

TEST_CASE("every changed byte of every member is noticed") {
  const Parts good = parts(make("70000000", "0.0.0.6"));
  for (const auto& [name, content] : good) {
    for (std::size_t at = 0; at < content.size(); at += 1 + content.size() / 97) {
      Parts changed = good;
      std::string& bytes = part(changed, name);
      bytes[at] = static_cast<char>(bytes[at] ^ 0x04);
      const auto package = read(zipped(changed));
      CAPTURE(name, at);
      if (package && worst(verify(*package, {&open_key(), ""})) != Outcome::failed) {
        // Only the blank behind CERT.json's object, which is not part of any value, may change.
        CHECK(name == "CERT.json");
        CHECK(at >= content.size() - 2);
      }
    }
  }
}

TEST_CASE("a manifest of another version, signed by the same key, is noticed") {
  Parts swapped = parts(make("70000000", "0.0.0.6"));
  const Parts old = parts(make("70000000", "0.0.0.2"));
  for (const char* name : {"70000000.tar", "CERT.json"}) {
    Parts copy = old;
    part(swapped, name) = part(copy, name);
  }
  // The tar's signature fits, and the manifest's too once its own is taken.
  Parts first = parts(make("70000000", "0.0.0.6"));
  const auto signature_of = [](const std::string& json, const std::string& name) {
    const std::size_t begin = json.find("\"" + name + "\":\"") + name.size() + 4;
    return json.substr(begin, json.find('"', begin) - begin);
  };
  Parts olds = old;
  part(swapped, "CERT.json") =
      "{\"70000000.tar\":\"" + signature_of(part(olds, "CERT.json"), "70000000.tar") +
      "\",\"Manifest.xml\":\"" + signature_of(part(first, "CERT.json"), "Manifest.xml") + "\"} \n";
  const auto checks = verified(swapped, "70000000_0.0.0.6.amr");
  CHECK(failed_with(checks, diag::Code::package_manifest_mismatch));
  CHECK_FALSE(failed_with(checks, diag::Code::package_bad_signature));  // that is the point
}

TEST_CASE("the content of another app, renamed, is noticed") {
  Parts other = parts(make("80808080", "0.0.0.6"));
  Parts mine = parts(make("70000000", "0.0.0.6"));
  part(mine, "70000000.tar") = part(other, "80808080.tar");
  CHECK(failed_with(verified(mine), diag::Code::package_manifest_mismatch));
  Parts renamed = parts(make("70000000", "0.0.0.6"));
  renamed[2].first = "80808080.tar";
  CHECK(failed_with(verified(renamed), diag::Code::package_manifest_mismatch));
}

TEST_CASE("an extra member is refused, a missing one too") {
  Parts extra = parts(make("70000000", "0.0.0.6"));
  extra.emplace_back("extra.txt", "hello");
  CHECK(failed_with(verified(extra), diag::Code::package_extra_member));
  // Clients skip names with "ios" and hpmfile.json when they look for signatures; we do not.
  extra.back().first = "ios.js";
  CHECK(failed_with(verified(extra), diag::Code::package_extra_member));
  // A second certificate belongs to the framework's own packages only.
  extra.back() = {"SIGN.json", "{}"};
  CHECK(failed_with(verified(extra), diag::Code::package_extra_member));
  extra.back().first = "70000001.tar";
  CHECK(failed_with(verified(extra), diag::Code::package_extra_member));
  extra.back().first = "hpmfile.json";
  CHECK(failed_with(verified(extra), diag::Code::package_extra_member));

  Parts without = parts(make("70000000", "0.0.0.6"));
  without.erase(without.begin() + 1);
  CHECK(failed_with(verified(without), diag::Code::package_missing_member));
  without = parts(make("70000000", "0.0.0.6"));
  without.erase(without.begin());
  CHECK(read(zipped(without)).error().code == 7010);
  without = parts(make("70000000", "0.0.0.6"));
  without.erase(without.begin() + 2);
  CHECK(read(zipped(without)).error().code == 7010);
}

TEST_CASE("certificates that leave something out or repeat themselves are refused") {
  const Parts good = parts(make("70000000", "0.0.0.6"));
  Parts changed = good;
  std::string& certificate = part(changed, "CERT.json");
  const std::string whole = certificate;
  certificate = whole.substr(0, whole.find(",\"Manifest.xml\"")) + "} \n";
  CHECK(failed_with(verified(changed), diag::Code::package_bad_signature));
  certificate = "{\"Manifest.xml\":\"\"," + whole.substr(1);  // the key comes twice
  CHECK(worst(verified(changed)) == Outcome::failed);
  certificate = "[]";
  CHECK(worst(verified(changed)) == Outcome::failed);
  certificate = "{\"70000000.tar\":1,\"Manifest.xml\":true}";
  CHECK(worst(verified(changed)) == Outcome::failed);
  certificate = "not json";
  CHECK(worst(verified(changed)) == Outcome::failed);
}

TEST_CASE("another key, no key, no signature") {
  const Package good = make("70000000", "0.0.0.6");
  const auto stranger = crypto::PrivateKey::generate(crypto::NewKey::rsa2048)->public_key();
  CHECK(failed_with(verify(good, {&stranger, ""}), diag::Code::package_bad_signature));
  CHECK(worst(verify(good, {nullptr, ""})) == Outcome::warning);
  const Package plain = make("70000000", "0.0.0.6", false);
  CHECK_FALSE(plain.is_signed());
  CHECK(worst(verify(plain, {nullptr, ""})) == Outcome::warning);
  CHECK(failed_with(verify(plain, {&open_key(), ""}), diag::Code::package_unsigned));
}

TEST_CASE("the file name must agree when it says something") {
  const Package good = make("70000000", "0.0.0.6");
  const std::map<std::string, Outcome> rows = {
      {"70000000_0.0.0.6.amr", Outcome::passed}, {"dir/70000000_0.0.0.6.amr", Outcome::passed},
      {"70000000_0.0.0.6", Outcome::passed},     {"70000000_0.0.0.7.amr", Outcome::failed},
      {"70000001_0.0.0.6.amr", Outcome::failed}, {"download.amr", Outcome::warning},
      {"70000000_latest.amr", Outcome::warning}, {"", Outcome::passed}};
  for (const auto& [name, outcome] : rows) {
    CAPTURE(name);
    CHECK(worst(verify(good, {&open_key(), name})) == outcome);
  }
}

TEST_CASE("paths with ios are told to people") {
  Description description;
  description.type = Type::h5;
  description.id = "70000000";
  description.version = "1.0.0.0";
  const auto amr = make_amr(description, {{"www/axios.min.js", "1"}, {"www/a.html", "2"}}, &key());
  const auto checks = verify(*read(*amr), {&open_key(), ""});
  CHECK(worst(checks) == Outcome::warning);
  CHECK(checks.back().code == diag::Code::package_ios_path);
}

// Packages of public demonstrations, which are not ours to distribute. MPAAS_VECTORS names a folder
// with files called <anything>__<id>_<version>[.amr] and *public_key.pem.
TEST_CASE("real packages are read, and their signatures verify") {
  const char* folder = std::getenv("MPAAS_VECTORS");
  if (folder == nullptr) {
    WARN("MPAAS_VECTORS is not set; packages made above stand in");
    return;
  }
  std::vector<crypto::PublicKey> keys;
  std::vector<std::filesystem::path> packages;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (name.ends_with(".pem")) {
      if (auto made = crypto::PublicKey::from_file(file.path().string())) {
        keys.push_back(*made);
      }
    } else if (!name.ends_with(".json")) {
      packages.push_back(file.path());
    }
  }
  const std::map<std::string, std::string> must_verify = {
      {"80808080_0.0.0.9.amr", "dc43d8e3dbbea8c84da0af2a3ca58776e644ff6a63301ec1a977451e4f1d1084"},
      {"70000000_0.0.0.6.amr", "6b26ee7716186992de51d5589f01faed0655ec7e59fdfe90391062b340bc64b4"},
      {"00010001_1.0.0.0.amr", "ab43a98bd87b19694074a09a708fdd0fa6dda0249e751abcdc369cdc733b10b3"}};
  std::size_t golden = 0;
  for (const auto& path : packages) {
    const std::string name =
        path.filename().string().substr(path.filename().string().find("__") + 2);
    CAPTURE(name);
    const std::string bytes = *real_file_system("/")->read(path.string());
    const auto package = read(bytes);
    if (!package) {
      FAIL_CHECK(package.error().message);
      continue;
    }
    const auto unkeyed = verify(*package, {nullptr, name});
    for (const Check& check : unkeyed) {
      CAPTURE(check.subject, check.detail);
      CHECK(check.outcome != Outcome::failed);
    }
    if (const auto row = must_verify.find(name); row != must_verify.end()) {
      ++golden;
      CHECK(crypto::digest_hex(crypto::Digest::sha256, bytes) == row->second);
      Outcome best = Outcome::failed;
      for (const crypto::PublicKey& each : keys) {
        best = std::min(best, worst(verify(*package, {&each, name})));
      }
      CHECK(best == Outcome::passed);
      std::string changed = bytes;
      changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
      CHECK_FALSE(read(changed));
    }
  }
  CHECK(golden >= 3);
}
