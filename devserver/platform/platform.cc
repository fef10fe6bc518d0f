#include "devserver/platform/platform.h"

#include <fmt/format.h>

#include <chrono>

#include "devserver/http/http.h"
#include "devserver/platform/routes.h"
#include "devserver/platform/service.h"
#include "devserver/platform/store.h"

namespace mpaas::platform {
namespace {

std::int64_t system_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Letters and digits as the cloud's ids have them.
std::string random_name(std::string_view alphabet, std::size_t length) {
  std::string name;
  for (const char c : crypto::random_bytes(length)) {
    name += alphabet[static_cast<unsigned char>(c) % alphabet.size()];
  }
  return name;
}

constexpr std::string_view upper = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::string_view mixed =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

// Members die in reverse: the server stops before what it uses goes.
struct Platform::State {
  std::unique_ptr<Store> store;
  std::unique_ptr<Service> service;
  std::unique_ptr<Routes> routes;
  std::unique_ptr<http::Server> server;
  std::string address;
  std::uint16_t port = 0;
};

Platform::Platform(std::unique_ptr<State> state) : state_(std::move(state)) {}
Platform::~Platform() = default;
std::uint16_t Platform::port() const { return state_->port; }
std::string Platform::url() const {
  return fmt::format("http://{}:{}", state_->address, state_->port);
}

Result<Credentials> Platform::create(const std::string& directory, Identity identity) {
  MPAAS_TRY_ASSIGN(const std::unique_ptr<Store> store, Store::create(directory));
  const auto fill = [](std::string& name, std::string made_up) {
    if (name.empty()) {
      name = std::move(made_up);
    }
  };
  fill(identity.tenant_id, random_name(upper, 8));
  fill(identity.workspace_id, "default");
  fill(identity.app_id, "ONEX" + random_name(upper, 12));
  MPAAS_TRY(store->add_scope(identity.tenant_id, identity.workspace_id, identity.app_id));
  AccessKey key;
  key.id = "LTAI" + random_name(upper, 16);
  key.secret = crypto::Secret(random_name(mixed, 30));
  key.tenant = identity.tenant_id;
  MPAAS_TRY(store->add_access_key(key, system_time()));
  return Credentials{std::move(identity), std::move(key.id), std::move(key.secret)};
}

Result<std::unique_ptr<Platform>> Platform::start(const PlatformOptions& options) {
  auto state = std::make_unique<State>();
  MPAAS_TRY_ASSIGN(state->store, Store::open(options.directory));
  const Clock clock = options.clock ? options.clock : Clock(system_time);
  MPAAS_TRY(state->store->collect_garbage(clock()));
  state->service = std::make_unique<Service>(*state->store, clock);
  state->address = options.addresses.front();

  http::Options settings;
  // Handlers wait for the disk.
  settings.handler_threads = 4;
  // The port, and with it the platform's names, is known only after listen().
  State* const raw = state.get();
  http::Site site;
  site.admit = [raw](const http::Request& head) { return raw->routes->admit(head); };
  site.handle = [raw](http::Request request, const http::Reply& reply) {
    reply(raw->routes->answer(request));
  };
  state->server = std::make_unique<http::Server>(std::move(site), settings);
  std::vector<std::string> names;
  for (const std::string& address : options.addresses) {
    MPAAS_TRY_ASSIGN(state->port,
                     state->server->listen(address, state->port != 0 ? state->port : options.port));
    const bool six = address.find(':') != std::string::npos;
    names.push_back(fmt::format("{}{}{}:{}", six ? "[" : "", address, six ? "]" : "", state->port));
  }
  names.push_back(fmt::format("127.0.0.1:{}", state->port));
  names.push_back(fmt::format("localhost:{}", state->port));
  state->routes =
      std::make_unique<Routes>(*state->service, std::move(names), state->store->blobs().incoming());
  state->server->start();
  return std::unique_ptr<Platform>(new Platform(std::move(state)));
}

}  // namespace mpaas::platform
