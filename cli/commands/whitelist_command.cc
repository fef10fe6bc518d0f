// mpaas whitelist create | add | list
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/package_files.h"
#include "cli/commands/platform_session.h"
#include "compiler/base/text.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string plain(Message message) { return std::string(text(message)); }

// Ids of users, from the command line and from a file with one a line.
Result<std::vector<std::string>> all_users(const Session& session, std::vector<std::string> users,
                                           const std::string& file) {
  if (!file.empty()) {
    MPAAS_TRY_ASSIGN(const std::string content, read_input(session, file));
    for (const std::string_view line : mpaas::text::split(content, '\n')) {
      if (!mpaas::text::trim(line).empty()) {
        users.emplace_back(mpaas::text::trim(line));
      }
    }
  }
  return users;
}

Result<release::AddedMembers> add(Session& session, release::Client& client, std::int64_t list,
                                  const std::vector<std::string>& users) {
  // One call carries so many; the form has to stay below the limit of its receiver.
  constexpr std::size_t chunk = 5000;
  release::AddedMembers total;
  for (std::size_t at = 0; at < users.size(); at += chunk) {
    const std::vector<std::string> some(
        users.begin() + static_cast<std::ptrdiff_t>(at),
        users.begin() + static_cast<std::ptrdiff_t>(std::min(users.size(), at + chunk)));
    MPAAS_TRY_ASSIGN(const release::AddedMembers added, client.add_members(list, some));
    total.added += added.added;
    total.failed += added.failed;
    total.failed_ids += (total.failed_ids.empty() ? "" : ",") + added.failed_ids;
  }
  session.say(text(Message::whitelist_added, session.ok_mark(),
                   count_text(static_cast<std::size_t>(total.added), "user"), list));
  if (total.failed > 0) {
    session.warn(text(Message::whitelist_failed, total.failed, diag::printable(total.failed_ids)));
  }
  return total;
}

class WhitelistCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.option("--profile", profile_, plain(Message::release_help_profile));
  }
  Exit run(Session& session) final {
    const Result<std::string> done = work(session);
    return done ? session.finish(Exit::ok, *done) : session.fail(done.error());
  }

 protected:
  virtual Result<std::string> work(Session& session) = 0;
  std::optional<std::string> profile_;
};

class CreateCommand : public WhitelistCommand {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("name", name_, plain(Message::whitelist_help_name),
                         terminal::Arguments::Need::required);
    arguments.positional("users", users_, plain(Message::whitelist_help_users));
    arguments.option("--file", file_, plain(Message::whitelist_help_file));
    WhitelistCommand::define(arguments);
  }

 protected:
  Result<std::string> work(Session& session) override {
    MPAAS_TRY_ASSIGN(const std::vector<std::string> users, all_users(session, users_, file_));
    MPAAS_TRY_ASSIGN(const Connection connection, connect(session, profile_));
    MPAAS_TRY_ASSIGN(const std::int64_t id, connection.client->create_whitelist(name_));
    session.say(text(Message::whitelist_created, session.ok_mark(), id, diag::printable(name_)));
    release::AddedMembers added;
    if (!users.empty()) {
      MPAAS_TRY_ASSIGN(added, add(session, *connection.client, id, users));
    }
    return fmt::format(R"({{"whitelistId":{},"added":{},"failed":{}}})", id, added.added,
                       added.failed);
  }

 private:
  std::string name_;
  std::vector<std::string> users_;
  std::string file_;
};

class AddCommand : public WhitelistCommand {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("whitelist", list_, plain(Message::whitelist_help_id),
                         terminal::Arguments::Need::required);
    arguments.positional("users", users_, plain(Message::whitelist_help_users));
    arguments.option("--file", file_, plain(Message::whitelist_help_file));
    WhitelistCommand::define(arguments);
  }

 protected:
  Result<std::string> work(Session& session) override {
    MPAAS_TRY_ASSIGN(const std::int64_t list, number_argument(list_));
    MPAAS_TRY_ASSIGN(const std::vector<std::string> users, all_users(session, users_, file_));
    if (users.empty()) {
      return Error{Error::Kind::usage, plain(Message::whitelist_no_users)};
    }
    MPAAS_TRY_ASSIGN(const Connection connection, connect(session, profile_));
    MPAAS_TRY_ASSIGN(const release::AddedMembers added,
                     add(session, *connection.client, list, users));
    return fmt::format(R"({{"whitelistId":{},"added":{},"failed":{},"failedIds":{}}})", list,
                       added.added, added.failed, diag::json_string(added.failed_ids));
  }

 private:
  std::string list_;
  std::vector<std::string> users_;
  std::string file_;
};

class ListCommand : public WhitelistCommand {
 protected:
  Result<std::string> work(Session& session) override {
    MPAAS_TRY_ASSIGN(const Connection connection, connect(session, profile_));
    MPAAS_TRY_ASSIGN(const std::vector<platform::WhitelistInfo> lists,
                     connection.client->whitelists());
    std::string items;
    for (const platform::WhitelistInfo& list : lists) {
      items += fmt::format(R"({}{{"whitelistId":{},"name":{},"type":{},"users":{}}})",
                           items.empty() ? "" : ",", list.id, diag::json_string(list.name),
                           diag::json_string(list.type), list.count);
      session.print(text(Message::whitelist_row, list.id, list.count, diag::printable(list.name)));
    }
    if (lists.empty()) {
      session.say(plain(Message::whitelist_none));
    }
    return fmt::format(R"({{"whitelists":[{}]}})", items);
  }
};

}  // namespace

std::unique_ptr<Command> whitelist_create_command() { return std::make_unique<CreateCommand>(); }
std::unique_ptr<Command> whitelist_add_command() { return std::make_unique<AddCommand>(); }
std::unique_ptr<Command> whitelist_list_command() { return std::make_unique<ListCommand>(); }

}  // namespace mpaas::commands
