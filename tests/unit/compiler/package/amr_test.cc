// Packages of ours against packages made by tar, openssl and zip, as the format is described.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"
#include "compiler/package/package.h"
#include "tests/support/shell.h"

using namespace mpaas;
using namespace mpaas::package;
using test::shell;

namespace {

const crypto::PrivateKey& key() {
  static const crypto::PrivateKey made = *crypto::PrivateKey::generate(crypto::NewKey::rsa2048);
  return made;
}

std::vector<InputFile> mini_files() {
  static const std::string script(30'000, 'x');
  return {{"index.html", "<html></html>\n"},
          {"index.js", script},
          {"index.worker.js", "self.x = 1;\n"},
          {"appConfig.json", "{}"},
          {"image/deep/a.png", std::string_view("\x89PNG\0\1\2", 7)},
          {"image.png", "after the folder image/"},
          {"image/empty.txt", ""},
          {"tabBar.json", "{}"},
          {"manifest.json", "{}"}};
}

Description mini() {
  Description out;
  out.type = Type::mini;
  out.id = "2018032302435038";
  out.version = "1.2.0.34";
  return out;
}

std::string read_file(const std::string& path) { return *real_file_system("/")->read(path); }

// Unzips into a folder of its own.
struct Unzipped {
  TemporaryDirectory folder = *TemporaryDirectory::make();
  explicit Unzipped(const std::string& amr) {
    REQUIRE(write_file(folder.path() + "/p.amr", amr));
    REQUIRE(shell("cd " + folder.path() + " && unzip -tqq p.amr && unzip -qq p.amr").exit == 0);
  }
  std::string operator[](const std::string& name) const {
    return read_file(folder.path() + "/" + name);
  }
};

}  // namespace

TEST_CASE("the inner tar equals GNU tar's, byte by byte") {
  const auto amr = make_amr(mini(), mini_files(), nullptr);
  REQUIRE(amr);
  const Unzipped made(*amr);
  const std::string at = "cd " + made.folder.path() + " && ";
  // The content itself comes from GNU tar's own unpacking of ours; hpmfile.json is named first.
  REQUIRE(shell(at +
                "mkdir content && tar xf 2018032302435038.tar -C content && cd content && "
                "find . -type f -exec chmod 644 {} + && find . -type d -exec chmod 755 {} + && "
                "LC_ALL=C tar --format=gnu --owner=admin:500 --group=admin:500 --sort=name "
                "--mtime=@499162500 -cf ../theirs.tar hpmfile.json "
                "$(ls -A | LC_ALL=C sort | grep -v hpmfile.json)")
              .exit == 0);
  CHECK((made["2018032302435038.tar"] == made["theirs.tar"]));
  CHECK(made["2018032302435038.tar"].size() % 10240 == 0);
  for (const InputFile& file : mini_files()) {
    CHECK((made["content/" + file.path] == file.content));
  }
}

TEST_CASE("manifest, certificate and container are as the console makes them") {
  const auto amr = make_amr(mini(), mini_files(), &key());
  REQUIRE(amr);
  const Unzipped made(*amr);
  CHECK(made["Manifest.xml"] ==
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package>\n  <uid>2018032302435038</uid>\n"
        "  <name>h5app</name>\n  <version>1.2.0.34</version>\n</package>\n");
  REQUIRE(write_file(made.folder.path() + "/key.pem", key().pem().view(), 0600));
  const auto signature = [&made](const std::string& name) {
    return shell("cd " + made.folder.path() + " && openssl dgst -sha1 -sign key.pem " + name +
                 " | openssl base64 -A")
        .output;
  };
  CHECK(made["CERT.json"] == "{\"2018032302435038.tar\":\"" + signature("2018032302435038.tar") +
                                 "\",\"Manifest.xml\":\"" + signature("Manifest.xml") + "\"} \n");
  const std::string listed = shell("zipinfo -v " + made.folder.path() + "/p.amr").output;
  const std::string names = shell("zipinfo -1 " + made.folder.path() + "/p.amr").output;
  CHECK(names == "Manifest.xml\nCERT.json\n2018032302435038.tar\n");
  for (const char* expected :
       {"Unix", "3.0", "2.0", "not encrypted", "extended local header:                          no",
        "-rw-r--r--", "1985 Oct 26 08:15:00"}) {
    CAPTURE(expected);
    CHECK(listed.find(expected) != std::string::npos);
  }
}

TEST_CASE("without a key both signatures are empty") {
  const Unzipped made(*make_amr(mini(), mini_files(), nullptr));
  CHECK(made["CERT.json"] == "{\"2018032302435038.tar\":\"\",\"Manifest.xml\":\"\"} \n");
}

TEST_CASE("a package has the same bytes whatever the order, the umask and the zone") {
  const std::string once = *make_amr(mini(), mini_files(), &key());
  std::vector<InputFile> turned = mini_files();
  std::reverse(turned.begin(), turned.end());
  const char* zone = ::getenv("TZ");
  const std::string kept = zone == nullptr ? "" : zone;
  ::setenv("TZ", "Asia/Kathmandu", 1);
  ::tzset();
  const mode_t mask = ::umask(077);
  const std::string again = *make_amr(mini(), turned, &key());
  ::umask(mask);
  zone == nullptr ? ::unsetenv("TZ") : ::setenv("TZ", kept.c_str(), 1);
  ::tzset();
  CHECK((once == again));
  CHECK((*make_zip(mini(), mini_files()) == *make_zip(mini(), turned)));
  Description later = mini();
  later.time += 60;
  CHECK((*make_amr(later, mini_files(), &key()) != once));
}

TEST_CASE("hpmfile.json is written when absent and kept when present") {
  const Unzipped made(*make_amr(mini(), mini_files(), nullptr));
  const std::string first =
      shell("tar tf " + made.folder.path() + "/2018032302435038.tar | head -1").output;
  CHECK(first == "hpmfile.json\n");
  auto files = mini_files();
  files.push_back({"hpmfile.json", R"({"appid":"2018032302435038","version":"1.2.0.34"})"});
  const auto package = read(*make_amr(mini(), files, nullptr));
  REQUIRE(package);
  CHECK(package->entry("hpmfile.json")->content ==
        R"({"appid":"2018032302435038","version":"1.2.0.34"})");
  CHECK(std::count_if(package->entries.begin(), package->entries.end(),
                      [](const Entry& entry) { return entry.path == "hpmfile.json"; }) == 1);
}

TEST_CASE("what was packed is read again") {
  const auto package = read(*make_amr(mini(), mini_files(), &key()));
  REQUIRE(package);
  CHECK(package->format == Package::Format::amr);
  CHECK(package->type == Type::mini);
  CHECK(package->id == "2018032302435038");
  CHECK(package->version == "1.2.0.34");
  CHECK(package->name == "h5app");
  CHECK(package->is_signed());
  for (const InputFile& file : mini_files()) {
    CAPTURE(file.path);
    REQUIRE(package->entry(file.path) != nullptr);
    CHECK((package->entry(file.path)->content == file.content));
  }
  CHECK(package->entry("image/deep")->directory);
}

TEST_CASE("the upload zip has one folder, and unzip reads it") {
  const std::string zip = *make_zip(mini(), mini_files());
  const TemporaryDirectory here = *TemporaryDirectory::make();
  REQUIRE(write_file(here.path() + "/p.zip", zip));
  const std::string names = shell("zipinfo -1 " + here.path() + "/p.zip").output;
  CHECK(names ==
        "2018032302435038/\n2018032302435038/appConfig.json\n2018032302435038/image/\n"
        "2018032302435038/image/deep/\n2018032302435038/image/deep/a.png\n"
        "2018032302435038/image/empty.txt\n2018032302435038/image.png\n"
        "2018032302435038/index.html\n2018032302435038/index.js\n"
        "2018032302435038/index.worker.js\n2018032302435038/manifest.json\n"
        "2018032302435038/tabBar.json\n");
  CHECK(shell("unzip -tqq " + here.path() + "/p.zip").exit == 0);
  const auto package = read(zip);
  REQUIRE(package);
  CHECK(package->format == Package::Format::zip);
  CHECK(package->id == "2018032302435038");
  CHECK((package->entry("index.js")->content == mini_files()[1].content));
}

TEST_CASE("packages that tar, openssl and zip make are accepted") {
  const TemporaryDirectory here = *TemporaryDirectory::make();
  REQUIRE(write_file(here.path() + "/key.pem", key().pem().view(), 0600));
  REQUIRE(write_file(here.path() + "/c/www/index.html", "<p>hello"));
  REQUIRE(write_file(here.path() + "/c/hpmfile.json",
                     R"({"appid":"80808080","name":"h5app","version":"0.0.0.9"})"));
  REQUIRE(
      write_file(here.path() + "/Manifest.xml",
                 "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package>\n  <uid>80808080</uid>\n"
                 "  <name>h5app</name>\n  <version>0.0.0.9</version>\n</package>\n"));
  // Any order of members, data descriptors (zip to a pipe), GNU and POSIX tars, stored members.
  const std::string sign =
      "s() { openssl dgst -sha1 -sign key.pem $1 | openssl base64 -A; }; "
      "printf '{\"80808080.tar\":\"%s\",\"Manifest.xml\":\"%s\"} \\n' $(s 80808080.tar) "
      "$(s Manifest.xml) > CERT.json; ";
  const auto open = key().public_key();
  for (const std::string format : {"gnu", "ustar"}) {
    for (const std::string zip : {"zip -q p.amr Manifest.xml CERT.json 80808080.tar",
                                  "zip -q -X p.amr 80808080.tar CERT.json Manifest.xml",
                                  "zip -q -0 p.amr CERT.json Manifest.xml 80808080.tar",
                                  "cat CERT.json > /dev/null; zip -q - Manifest.xml CERT.json "
                                  "80808080.tar | cat > p.amr"}) {
      CAPTURE(format, zip);
      REQUIRE(shell("cd " + here.path() + " && rm -f p.amr && tar --format=" + format +
                    " -cf 80808080.tar -C c hpmfile.json www && " + sign + zip)
                  .exit == 0);
      const auto package = read(read_file(here.path() + "/p.amr"));
      if (!package) {
        FAIL(package.error().message);
      }
      CHECK(package->entry("www/index.html")->content == "<p>hello");
      CHECK(package->type == Type::h5);
      CHECK(worst(verify(*package, {&open, "80808080_0.0.0.9.amr"})) == Outcome::passed);
    }
  }
}
