// mpaas platform init | serve: the embedded release platform.
#include "devserver/platform/platform.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "cli/commands/commands.h"
#include "cli/commands/dev_terminal.h"
#include "cli/commands/platform_session.h"
#include "compiler/base/path.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

constexpr int highest_port = 65535;

std::string plain(Message message) { return std::string(text(message)); }

Result<std::string> store_folder(const Session& session, const std::string& given) {
  if (!given.empty()) {
    return path::normalize(session.resolve(given)).value_or(given);
  }
  const auto data = session.environment("XDG_DATA_HOME");
  if (data && !data->empty()) {
    return *data + "/mpaas/platform";
  }
  const auto home = session.environment("HOME");
  if (!home || home->empty()) {
    return Error{Error::Kind::configuration, plain(Message::platform_no_home), 0,
                 text(Message::add_option, "--store DIR")};
  }
  return *home + "/.local/share/mpaas/platform";
}

class InitCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.option("--store", store_, plain(Message::platform_help_store));
    arguments.option("--port", port_, plain(Message::platform_help_port));
    arguments.option("--profile", profile_, plain(Message::platform_help_profile));
    arguments.option("--tenant", identity_.tenant_id, plain(Message::platform_help_tenant));
    arguments.option("--workspace", identity_.workspace_id,
                     plain(Message::platform_help_workspace));
    arguments.option("--app", identity_.app_id, plain(Message::platform_help_app));
  }

  Exit run(Session& session) override {
    const Result<std::string> done = make(session);
    return done ? session.finish(Exit::ok, *done) : session.fail(done.error());
  }

 private:
  Result<std::string> make(Session& session) {
    if (port_ < 0 || port_ > highest_port) {
      return Error{Error::Kind::usage, text(Message::dev_bad_port, port_)};
    }
    MPAAS_TRY_ASSIGN(const std::string folder, store_folder(session, store_));
    MPAAS_TRY_ASSIGN(const platform::Credentials credentials,
                     platform::Platform::create(folder, identity_));
    release::Profile profile;
    profile.name = profile_;
    profile.endpoint = fmt::format("http://127.0.0.1:{}", port_);
    profile.access_key_id = credentials.access_key_id;
    profile.access_key_secret = credentials.access_key_secret.copy();
    profile.tenant_id = credentials.identity.tenant_id;
    profile.workspace_id = credentials.identity.workspace_id;
    profile.app_id = credentials.identity.app_id;
    const release::Environment environment = environment_of(session);
    MPAAS_TRY(release::save_profile(environment, profile));
    session.say(text(Message::platform_made, session.ok_mark(), folder, profile.app_id,
                     profile.workspace_id, profile.tenant_id, profile_));
    // The one place where a secret is printed: a script that asked for a platform of its own has
    // no other way to its key.
    return fmt::format(
        R"({{"store":{},"profile":{},"endpoint":{},"accessKeyId":{},"accessKeySecret":{},)"
        R"("tenantId":{},"workspaceId":{},"appId":{}}})",
        diag::json_string(folder), diag::json_string(profile_), diag::json_string(profile.endpoint),
        diag::json_string(profile.access_key_id),
        diag::json_string(profile.access_key_secret.view()), diag::json_string(profile.tenant_id),
        diag::json_string(profile.workspace_id), diag::json_string(profile.app_id));
  }

  platform::Identity identity_;
  std::string store_;
  std::string profile_ = "local";
  int port_ = platform::default_port;
};

class ServeCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.option("--store", store_, plain(Message::platform_help_store));
    arguments.option("--port", port_, plain(Message::platform_help_port));
    arguments.option("--host", hosts_, plain(Message::platform_help_host));
  }

  Exit run(Session& session) override {
    if (port_ < 0 || port_ > highest_port) {
      return session.fail({Error::Kind::usage, text(Message::dev_bad_port, port_)});
    }
    const Result<std::string> folder = store_folder(session, store_);
    if (!folder) {
      return session.fail(folder.error());
    }
    platform::PlatformOptions options;
    options.directory = *folder;
    options.port = static_cast<std::uint16_t>(port_);
    options.addresses.insert(options.addresses.end(), hosts_.begin(), hosts_.end());
    Result<std::unique_ptr<platform::Platform>> started = platform::Platform::start(options);
    if (!started) {
      return session.fail(started.error());
    }
    const TerminationSignals termination;
    session.say(text(Message::platform_ready, session.ok_mark(), (*started)->url()));
    session.say(plain(Message::platform_stop));
    session.event("ready", fmt::format(R"("url":{},"port":{},"store":{})",
                                       diag::json_string((*started)->url()), (*started)->port(),
                                       diag::json_string(*folder)));
    while (!session.interrupted() && !termination.arrived()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return session.interrupted() ? Exit::interrupted : Exit::ok;
  }

 private:
  std::string store_;
  std::vector<std::string> hosts_;
  int port_ = platform::default_port;
};

}  // namespace

std::unique_ptr<Command> platform_init_command() { return std::make_unique<InitCommand>(); }
std::unique_ptr<Command> platform_serve_command() { return std::make_unique<ServeCommand>(); }

}  // namespace mpaas::commands
