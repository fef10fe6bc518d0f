// The commands around packages as a person or a script runs them: words, exit codes, JSON, files.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "compiler/base/file_system.h"
#include "tests/support/shell.h"

using namespace mpaas;
using Json = nlohmann::json;

namespace {

struct Ran {
  int exit = -1;
  std::string out;
  std::string err;
  Json json() const { return Json::parse(out); }
};

class Place {
 public:
  Place() {
    REQUIRE(write_file(path("site/www/index.html"), "<p>hello"));
    REQUIRE(write_file(path("site/www/a.js"), "1"));
    REQUIRE(write_file(path("site/.git/config"), "secret"));
  }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string read(const std::string& name) const {
    return *real_file_system(folder_.path())->read(name);
  }
  bool has(const std::string& name) const {
    return real_file_system(folder_.path())->stat(name).kind != FileKind::none;
  }
  Ran run(const std::vector<std::string>& arguments) const {
    std::ostringstream out;
    std::ostringstream err;
    terminal::Io io;
    io.out = &out;
    io.err = &err;
    io.working_directory = folder_.path();
    io.environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    const int exit = cli::run(arguments, io);
    return {exit, out.str(), err.str()};
  }
  Ran pack(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"pack",     "site",      "--app-id",
                                          "80808080", "--version", "1.0.0.0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  std::map<std::string, std::string> environment;

 private:
  TemporaryDirectory folder_ = *TemporaryDirectory::make();
};

}  // namespace

TEST_CASE("keys, pack, verify, inspect, unpack, in that order") {
  const Place here;
  const Ran keys = here.run({"keys", "new", "-o", "sign"});
  CHECK(keys.exit == 0);
  struct stat status {};
  REQUIRE(::stat(here.path("sign.pem").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);

  const Ran packed = here.pack({"--sign-key", "sign.pem"});
  CHECK(packed.exit == 0);
  CHECK(packed.out.empty());
  CHECK(packed.err.find("80808080_1.0.0.0.amr") != std::string::npos);
  CHECK(packed.err.find("signed with RSA 2048") != std::string::npos);

  const Ran verified = here.run({"verify", "80808080_1.0.0.0.amr", "--key", "sign.public.pem"});
  CHECK(verified.exit == 0);
  CHECK(verified.out.find("everything fits") != std::string::npos);
  CHECK(verified.out.find("✗") == std::string::npos);

  const Ran inspected = here.run({"inspect", "80808080_1.0.0.0.amr"});
  CHECK(inspected.exit == 0);
  CHECK(inspected.out.find("www/index.html") != std::string::npos);
  CHECK(inspected.out.find(".git") == std::string::npos);

  CHECK(here.run({"unpack", "80808080_1.0.0.0.amr", "-C", "again"}).exit == 0);
  CHECK(here.read("again/www/index.html") == "<p>hello");
  CHECK(here.has("again/hpmfile.json"));

  // What was unpacked knows its id and version, and packs to the same bytes.
  REQUIRE(here.run({"pack", "again", "--sign-key", "sign.pem", "-o", "second.amr"}).exit == 0);
  CHECK((here.read("second.amr") == here.read("80808080_1.0.0.0.amr")));
}

TEST_CASE("each command answers in JSON") {
  const Place here;
  const Json keys = here.run({"keys", "new", "--type", "rsa3072", "--json"}).json();
  CHECK(keys["schema"] == "mpaas.keys-new/1");
  CHECK(keys["result"]["bits"] == 3072);
  const Json shown = here.run({"keys", "show", "key.public.pem", "--json"}).json();
  CHECK(shown["result"]["private"] == false);
  CHECK(shown["result"]["fingerprint"] == keys["result"]["fingerprint"]);
  CHECK(here.run({"keys", "show", "key.pem", "--json"}).json()["result"]["private"] == true);

  const Json packed = here.pack({"--sign-key", "key.pem", "--json"}).json();
  CHECK(packed["ok"] == true);
  CHECK(packed["result"]["output"] == "80808080_1.0.0.0.amr");
  CHECK(packed["result"]["type"] == "h5");
  CHECK(packed["result"]["signedWith"] == keys["result"]["fingerprint"]);
  CHECK(packed["result"]["files"] == 2);
  CHECK(packed["result"]["time"] == 499162500);

  const Json inspected = here.run({"inspect", "80808080_1.0.0.0.amr", "--json"}).json()["result"];
  CHECK(inspected["sha256"] == packed["result"]["sha256"]);
  CHECK(inspected["signed"] == true);
  CHECK(inspected["members"][2]["name"] == "80808080.tar");
  CHECK(inspected["entries"][0]["path"] == "hpmfile.json");

  const Json verified =
      here.run({"verify", "80808080_1.0.0.0.amr", "--key", "key.public.pem", "--json"}).json();
  CHECK(verified["result"]["outcome"] == "passed");
  CHECK(verified["result"]["checks"].size() == 5);
  CHECK(here.run({"verify", "80808080_1.0.0.0.amr", "--json"}).json()["result"]["outcome"] ==
        "warning");
}

TEST_CASE("a bad package has exit code 65, a missing one 66, an impossible output 73") {
  const Place here;
  REQUIRE(here.pack().exit == 0);
  std::string bytes = here.read("80808080_1.0.0.0.amr");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  REQUIRE(write_file(here.path("changed.amr"), bytes));
  for (const char* command : {"inspect", "verify", "unpack"}) {
    CAPTURE(command);
    const Ran changed = here.run({command, "changed.amr"});
    CHECK(changed.exit == 65);
    CHECK(changed.err.find("[E70") != std::string::npos);
    CHECK(here.run({command, "none.amr"}).exit == 66);
    CHECK(here.run({command}).exit == 64);
  }
  CHECK_FALSE(here.has("80808080_1.0.0.0"));
  CHECK(here.pack({"-o", "/proc/nowhere/x.amr"}).exit == 73);
  CHECK(here.run({"unpack", "80808080_1.0.0.0.amr", "-C", "site"}).exit == 73);
  CHECK(here.read("site/www/index.html") == "<p>hello");
  REQUIRE(write_file(here.path("80808080_2.0.0.0.amr"), here.read("80808080_1.0.0.0.amr")));
  const Ran renamed = here.run({"verify", "80808080_2.0.0.0.amr"});
  CHECK(renamed.exit == 65);
  CHECK(renamed.out.find("E7011") != std::string::npos);
}

TEST_CASE("what pack needs and refuses") {
  const Place here;
  CHECK(here.run({"pack", "site", "--version", "1.0.0.0"}).exit == 64);
  CHECK(here.run({"pack", "site", "--app-id", "80808080"}).exit == 64);
  CHECK(here.run({"pack", "nowhere", "--app-id", "80808080", "--version", "1.0.0.0"}).exit == 66);
  CHECK(here.pack({"--delta-from", "old.amr"}).exit == 64);
  CHECK(here.pack({"--fast"}).exit == 64);
  CHECK(here.pack({"--format", "zip", "--sign-key", "k.pem"}).exit == 64);
  CHECK(here.pack({"--type", "mini"}).exit == 65);
  CHECK(here.pack({"--type", "global"}).exit == 65);
  const Ran bad = here.run({"pack", "site", "--app-id", "80808080", "--version", "1.0"});
  CHECK(bad.exit == 65);
  CHECK(bad.err.find("E7003") != std::string::npos);
  REQUIRE(test::shell("ln -s /etc/passwd " + here.path("site/www/passwd")).exit == 0);
  const Ran linked = here.pack();
  CHECK(linked.exit == 65);
  CHECK(linked.err.find("E7022") != std::string::npos);
  CHECK_FALSE(here.has("80808080_1.0.0.0.amr"));
}

TEST_CASE("keys that others can read, and keys that exist") {
  const Place here;
  REQUIRE(here.run({"keys", "new", "-o", "sign"}).exit == 0);
  const std::string before = here.read("sign.pem");
  CHECK(here.run({"keys", "new", "-o", "sign"}).exit == 73);
  CHECK(here.read("sign.pem") == before);
  REQUIRE(::chmod(here.path("sign.pem").c_str(), 0644) == 0);
  const Ran refused = here.pack({"--sign-key", "sign.pem"});
  CHECK(refused.exit == 77);
  CHECK(refused.err.find("E7015") != std::string::npos);
  CHECK(refused.err.find("chmod 600") != std::string::npos);
  CHECK_FALSE(here.has("80808080_1.0.0.0.amr"));
  for (const auto& each : {refused.err, here.run({"keys", "show", "sign.pem"}).err}) {
    CHECK(each.find("PRIVATE KEY") == std::string::npos);
  }
}

TEST_CASE("SOURCE_DATE_EPOCH is the time of every member") {
  Place here;
  here.environment["SOURCE_DATE_EPOCH"] = "1700000000";
  CHECK(here.pack({"--json"}).json()["result"]["time"] == 1700000000);
  const std::string listed =
      test::shell("TZ=UTC zipinfo -T " + here.path("80808080_1.0.0.0.amr")).output;
  CHECK(listed.find("20231114.221320") != std::string::npos);
  for (const char* wrong : {"x", "-1", "1.5", "99999999999999"}) {
    here.environment["SOURCE_DATE_EPOCH"] = wrong;
    CHECK(here.pack().exit == 78);
  }
}

TEST_CASE("encrypted to a certificate, decrypted with its key") {
  const Place here;
  REQUIRE(test::shell("cd " + here.path("") +
                      " && openssl req -x509 -newkey rsa:2048 -noenc -keyout me.pem -out cert.pem "
                      "-subj /CN=me -days 9 && chmod 600 me.pem")
              .exit == 0);
  REQUIRE(here.pack().exit == 0);
  const Ran packed = here.pack({"--encrypt-to", "cert.pem"});
  CHECK(packed.exit == 0);
  CHECK(packed.err.find("encrypted to CN=me") != std::string::npos);
  CHECK(here.run({"decrypt", "80808080_1.0.0.0.amr.p7m", "--key", "me.pem", "-o", "opened.amr"})
            .exit == 0);
  CHECK((here.read("opened.amr") == here.read("80808080_1.0.0.0.amr")));
  CHECK(test::shell("cd " + here.path("") +
                    " && openssl cms -decrypt -binary -inform DER -in 80808080_1.0.0.0.amr.p7m "
                    "-recip cert.pem -inkey me.pem -out theirs.amr && cmp theirs.amr opened.amr")
            .exit == 0);
  REQUIRE(here.run({"keys", "new", "-o", "stranger"}).exit == 0);
  CHECK(here.run({"decrypt", "80808080_1.0.0.0.amr.p7m", "--key", "stranger.pem", "-o", "no.amr"})
            .exit == 65);
  CHECK_FALSE(here.has("no.amr"));
  CHECK(here.run({"decrypt", "80808080_1.0.0.0.amr.p7m"}).exit == 64);
}

TEST_CASE("the upload zip") {
  const Place here;
  const Json packed = here.pack({"--format", "zip", "--json"}).json()["result"];
  CHECK(packed["output"] == "80808080_1.0.0.0.zip");
  const Json inspected = here.run({"inspect", "80808080_1.0.0.0.zip", "--json"}).json()["result"];
  CHECK(inspected["format"] == "zip");
  CHECK(inspected["id"] == "80808080");
  CHECK(here.run({"verify", "80808080_1.0.0.0.zip"}).exit == 65);
  CHECK(here.run({"unpack", "80808080_1.0.0.0.zip", "-C", "z"}).exit == 0);
  CHECK(here.read("z/www/a.js") == "1");
}

TEST_CASE("preset merge and qr") {
  const Place here;
  const std::string row = R"({"app_id":"80808080","version":"1.0.0.0"})";
  REQUIRE(write_file(here.path("a.json"), "{\"data\":[" + row + "]}"));
  REQUIRE(write_file(here.path("b.json"), R"({"data":[{"app_id":"1","version":"2.0.0.0"}]})"));
  CHECK(here.run({"preset", "merge", "a.json", "b.json", "-o", "h5_json.json"}).exit == 0);
  CHECK(Json::parse(here.read("h5_json.json"))["data"].size() == 2);
  CHECK(Json::parse(here.run({"preset", "merge", "a.json"}).out)["data"].size() == 1);
  CHECK(here.run({"preset", "merge", "a.json", "site/www/a.js"}).exit == 65);

  const Ran shown = here.run({"qr", "hello"});
  CHECK(shown.exit == 0);
  CHECK(shown.out.find("▀") != std::string::npos);
  CHECK(shown.out.find('\x1b') == std::string::npos);
  CHECK(here.run({"qr", "hello", "--color", "always"}).out.find("\x1b[38;5;231") !=
        std::string::npos);
  CHECK(here.run({"qr", "hello", "--png", "q.png", "--svg", "q.svg"}).exit == 0);
  CHECK(test::shell("zbarimg -q --raw " + here.path("q.png")).output == "hello\n");
  CHECK(here.read("q.svg").starts_with("<svg"));
  CHECK(here.run({"qr", "hello", "--json"}).json()["result"]["size"] == 21);
  CHECK(here.run({"qr", ""}).exit == 65);
}
