#include "cli/commands/platform_session.h"

#include <charconv>

namespace mpaas::commands {

using terminal::Message;
using terminal::Session;
using terminal::text;

release::Environment environment_of(const Session& session) {
  return [&session](const std::string& name) { return session.environment(name); };
}

Result<Connection> connect(Session& session, const std::optional<std::string>& profile,
                           const std::string& progress) {
  MPAAS_TRY_ASSIGN(const release::Profile found,
                   release::load_profile(environment_of(session), profile));
  Connection connection;
  connection.endpoint = found.endpoint;
  connection.progress = session.progress(progress);
  release::ClientOptions options;
  options.cancelled = [&session] { return session.interrupted(); };
  options.progress = [line = connection.progress.get()](std::uint64_t done, std::uint64_t total) {
    line->update(done, total, "");
  };
  connection.client = std::make_unique<release::Client>(found, std::move(options));
  return connection;
}

Result<std::int64_t> number_argument(const std::string& argument) {
  std::int64_t number = 0;
  const char* end = argument.data() + argument.size();
  const auto [stop, error] = std::from_chars(argument.data(), end, number);
  if (error != std::errc() || stop != end) {
    return Error{Error::Kind::usage, text(Message::release_bad_number, argument)};
  }
  return number;
}

}  // namespace mpaas::commands
