// Our client against our platform, over real sockets.
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/release/release.h"
#include "compiler/base/file_system.h"
#include "compiler/package/package.h"
#include "devserver/http/http.h"
#include "devserver/platform/platform.h"

using namespace mpaas;
using Json = nlohmann::ordered_json;

namespace {

const std::string app = "2021001100000001";

package::Description description(const std::string& version) {
  package::Description made;
  made.id = app;
  made.version = version;
  return made;
}

std::vector<package::InputFile> files(std::string_view script = "App({})") {
  return {{"index.html", "<html></html>"}, {"index.js", "self.appXAppJson = {}"},
          {"index.worker.js", script},     {"appConfig.json", R"({"pages":["pages/index/index"]})"},
          {"tabBar.json", "{}"},           {"manifest.json", "{}"}};
}

struct World {
  TemporaryDirectory directory;
  platform::Credentials credentials;
  std::unique_ptr<platform::Platform> server;
  release::Profile profile;

  static World make() {
    Result<TemporaryDirectory> directory = TemporaryDirectory::make();
    REQUIRE(directory);
    const std::string store = directory->path() + "/store";
    Result<platform::Credentials> credentials = platform::Platform::create(store, {});
    REQUIRE(credentials);
    World world{*std::move(directory), *std::move(credentials), nullptr, {}};
    world.start();
    return world;
  }

  void start() {
    platform::PlatformOptions options;
    options.directory = directory.path() + "/store";
    options.port = 0;
    Result<std::unique_ptr<platform::Platform>> started = platform::Platform::start(options);
    CAPTURE(started ? std::string() : started.error().message);
    REQUIRE(started);
    server = *std::move(started);
    profile.endpoint = server->url();
    profile.access_key_id = credentials.access_key_id;
    profile.access_key_secret = credentials.access_key_secret.copy();
    profile.tenant_id = credentials.identity.tenant_id;
    profile.workspace_id = credentials.identity.workspace_id;
    profile.app_id = credentials.identity.app_id;
  }

  release::Client client() const {
    release::ClientOptions options;
    options.sleep = [](std::chrono::milliseconds) {};
    return release::Client(profile, std::move(options));
  }

  Json device(const std::string& query) const {
    http::Client web;
    http::Fetch request;
    request.url = server->url() + "/device/check?" + query;
    const Result<http::Fetched> answer = web.fetch(std::move(request));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    return Json::parse(answer->body, nullptr, false);
  }
};

template <class T>
T need(Result<T> result) {
  CAPTURE(result ? std::string() : result.error().message);
  REQUIRE(result);
  return *std::move(result);
}

std::int64_t upload(release::Client& client, const std::string& version,
                    std::string_view script = "App({})") {
  const std::string zip = need(package::make_zip(description(version), files(script)));
  need(client.ensure_app(app, "Shop"));
  release::PackageUpload package;
  package.h5_id = app;
  package.name = "Shop";
  package.version = version;
  package.main_url = "/index.html#pages/index/index";
  package.vhost = "h5app.com";
  package.tab_bar = true;
  package.file_url = need(client.upload_file(app + ".zip", zip));
  return need(client.upload_package(package)).id;
}

}  // namespace

TEST_CASE("from an upload to a device") {
  World world = World::make();
  release::Client client = world.client();

  SECTION("nothing is served before a release") {
    CHECK(world.device("h5Id=" + app)["reason"] == "unknown_app");
    upload(client, "1.0.0.0");
    CHECK(world.device("h5Id=" + app)["reason"] == "no_release");
  }

  SECTION("an official release reaches everybody, and the package verifies with the key") {
    const crypto::PrivateKey key = need(crypto::PrivateKey::generate(crypto::NewKey::rsa2048));
    CHECK_FALSE(need(client.has_signing_key()));
    need(client.upload_signing_key(key.pem().view()));
    CHECK(need(client.has_signing_key()));
    CHECK(client.upload_signing_key(key.pem().view()).error().kind == Error::Kind::rejected);

    release::NewTask task;
    task.package_id = upload(client, "1.0.0.0");
    const std::int64_t id = need(client.create_task(task));
    const Json answer = world.device("h5Id=" + app + "&version=&userId=anybody");
    CHECK(answer["update"] == true);
    CHECK(answer["reason"] == "official");
    CHECK(answer["taskId"] == id);
    const Json& row = answer["data"][0];
    CHECK(row["app_id"] == app);
    CHECK(row["version"] == "1.0.0.0");
    CHECK(row["vhost"] == "https://" + app + ".h5app.com");
    CHECK(row["main_url"] == "/index.html#pages/index/index");
    CHECK(row["extend_info"]["launchParams"]["enableTabBar"] == "YES");
    CHECK(row["extend_info"]["launchParams"]["page"] == "pages/index/index");

    http::Client web;
    http::Fetch request;
    request.url = row["package_url"].get<std::string>();
    const http::Fetched amr = need(web.fetch(std::move(request)));
    CHECK(amr.status == 200);
    CHECK(amr.headers.get("cache-control") == "public, max-age=31536000, immutable");
    CHECK(crypto::digest_hex(crypto::Digest::sha256, amr.body) == row["sha256"]);
    const package::Package read = need(package::read(amr.body));
    CHECK(read.is_signed());
    const crypto::PublicKey public_key = key.public_key();
    package::VerifyOptions options;
    options.key = &public_key;
    options.file_name = app + "_1.0.0.0.amr";
    CHECK(package::worst(package::verify(read, options)) == package::Outcome::passed);

    const Json again = world.device("h5Id=" + app + "&version=1.0.0.0");
    CHECK(again["update"] == false);
    CHECK(again["reason"] == "up_to_date");
    CHECK(again["data"].empty());
  }

  SECTION("a whitelist reaches only its users, and ends when it is paused") {
    release::NewTask official;
    official.package_id = upload(client, "1.0.0.0");
    need(client.create_task(official));
    const std::int64_t list = need(client.create_whitelist("testers"));
    const release::AddedMembers added =
        need(client.add_members(list, {"alice", "bob", std::string(300, 'x')}));
    CHECK(added.added == 2);
    CHECK(added.failed == 1);
    release::NewTask grey;
    grey.package_id = upload(client, "1.0.0.1", "App({next: 1})");
    grey.publish_type = platform::publish_grey;
    grey.publish_mode = platform::mode_whitelist;
    CHECK(client.create_task(grey).error().kind == Error::Kind::rejected);
    grey.whitelist_ids = std::to_string(list);
    const std::int64_t id = need(client.create_task(grey));

    const auto version = [&](const char* user) {
      return world.device("h5Id=" + app + "&userId=" + user)["data"][0]["version"]
          .get<std::string>();
    };
    CHECK(version("alice") == "1.0.0.1");
    CHECK(version("bob") == "1.0.0.1");
    CHECK(version("carol") == "1.0.0.0");
    CHECK(version("") == "1.0.0.0");
    CHECK(world.device("h5Id=" + app + "&userId=alice")["reason"] == "whitelist");

    need(client.set_task_status(need(client.task(id)), platform::task_paused));
    CHECK(version("alice") == "1.0.0.0");
    need(client.set_task_status(need(client.task(id)), platform::task_running));
    CHECK(version("alice") == "1.0.0.1");
    need(client.set_task_status(need(client.task(id)), platform::task_ended));
    CHECK(version("alice") == "1.0.0.0");
    const Status reopened = client.set_task_status(need(client.task(id)), platform::task_running);
    CHECK(reopened.error().kind == Error::Kind::rejected);

    const std::vector<platform::TaskInfo> tasks = need(client.tasks(app));
    REQUIRE(tasks.size() == 2);
    CHECK(tasks[0].id == id);
    CHECK(tasks[0].product_version == "1.0.0.1");
    CHECK(tasks[0].task_status == platform::task_ended);
    CHECK(need(client.whitelists()).at(0).count == 2);
  }

  SECTION("the same upload again is the same package, other bytes under its version are refused") {
    const std::int64_t first = upload(client, "1.0.0.0");
    CHECK(upload(client, "1.0.0.0") == first);
    release::PackageUpload other;
    other.h5_id = app;
    other.name = "Shop";
    other.version = "1.0.0.0";
    other.main_url = "/index.html";
    other.vhost = "h5app.com";
    other.file_url = need(client.upload_file(
        "b.zip", need(package::make_zip(description("1.0.0.0"), files("App({b: 1})")))));
    const Result<release::UploadedPackage> refused = client.upload_package(other);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Error::Kind::rejected);
    CHECK(refused.error().message.find("exists already") != std::string::npos);
    CHECK(need(client.packages(app)).size() == 1);
  }

  SECTION("everything is there after a restart") {
    release::NewTask task;
    task.package_id = upload(client, "1.0.0.0");
    need(client.create_task(task));
    world.server.reset();
    world.start();
    release::Client second = world.client();
    CHECK(need(second.packages(app)).size() == 1);
    CHECK(world.device("h5Id=" + app)["update"] == true);
  }

  SECTION("two processes cannot serve one store") {
    platform::PlatformOptions options;
    options.directory = world.directory.path() + "/store";
    options.port = 0;
    CHECK(platform::Platform::start(options).error().kind == Error::Kind::try_later);
    CHECK(platform::Platform::create(options.directory, {}).error().kind ==
          Error::Kind::cannot_write);
  }
}

TEST_CASE("refusals say what to do") {
  World world = World::make();
  SECTION("wrong secret") {
    world.profile.access_key_secret = crypto::Secret(std::string("wrong"));
    const auto result = world.client().packages(app);
    CHECK(result.error().kind == Error::Kind::permission);
    CHECK(result.error().message.find("SignatureDoesNotMatch") != std::string::npos);
    CHECK(result.error().message.find("wrong") == std::string::npos);
  }
  SECTION("unknown key") {
    world.profile.access_key_id = "LTAInobody";
    CHECK(world.client().packages(app).error().kind == Error::Kind::permission);
  }
  SECTION("another workspace") {
    world.profile.workspace_id = "production";
    CHECK(world.client().packages(app).error().kind == Error::Kind::permission);
  }
  SECTION("plain HTTP to another machine is never tried") {
    for (const char* url : {"http://mpaas.example.com", "http://10.0.0.1:8630", "ftp://127.0.0.1",
                            "http://127.0.0.1@evil.example", "http://127.evil.example",
                            "127.0.0.1:8630", "http://localhost.evil.example/"}) {
      CAPTURE(url);
      world.profile.endpoint = url;
      CHECK(world.client().packages(app).error().kind == Error::Kind::configuration);
    }
  }
  SECTION("nobody there") {
    world.server.reset();
    const auto result = world.client().packages(app);
    CHECK(result.error().kind == Error::Kind::network);
    CHECK_FALSE(result.error().hint.empty());
  }
}
