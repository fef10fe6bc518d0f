// mpaas release create | list | pause | resume | finish | rollback
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/commands/platform_session.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using platform::TaskInfo;
using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string plain(Message message) { return std::string(text(message)); }

std::string audience(const TaskInfo& task) {
  if (task.publish_type == platform::publish_official) {
    return plain(Message::release_to_all);
  }
  if (task.publish_mode == platform::mode_whitelist) {
    return text(Message::release_to_whitelist, diag::printable(task.whitelist_ids));
  }
  if (task.publish_mode == platform::mode_window) {
    return text(Message::release_to_window, task.grey_num, diag::printable(task.grey_endtime_data));
  }
  return text(Message::release_to_unknown, task.publish_type, task.publish_mode);
}

std::string_view status_name(std::int64_t status) {
  switch (status) {
    case platform::task_running:
      return "running";
    case platform::task_ended:
      return "ended";
    case platform::task_paused:
      return "paused";
    default:
      return "unknown";
  }
}

std::string json(const TaskInfo& task) {
  return fmt::format(
      R"({{"taskId":{},"packageId":{},"version":{},"status":{},"publishType":{},"publishMode":{},)"
      R"("whitelistIds":{},"until":{},"users":{},"memo":{},"created":{}}})",
      task.id, task.package_id, diag::json_string(task.product_version),
      diag::json_string(status_name(task.task_status)), task.publish_type, task.publish_mode,
      diag::json_string(task.whitelist_ids), diag::json_string(task.grey_endtime_data),
      task.grey_num, diag::json_string(task.memo), diag::json_string(task.created));
}

// What the commands here have in common: a profile, one piece of work, its result as JSON.
class ReleaseCommand : public Command {
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
  Result<Connection> open(Session& session) const { return connect(session, profile_); }

 private:
  std::optional<std::string> profile_;
};

class CreateCommand : public ReleaseCommand {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.option("--package", package_, plain(Message::release_help_package));
    arguments.option("--app-id", app_id_, plain(Message::release_help_app_id));
    arguments.option("--version", version_, plain(Message::release_help_version));
    arguments.option("--whitelist", whitelists_, plain(Message::release_help_whitelist));
    arguments.option("--until", task_.window_end, plain(Message::release_help_until));
    arguments.option("--users", users_, plain(Message::release_help_users));
    arguments.option("--rules", task_.rules, plain(Message::release_help_rules));
    arguments.option("--memo", task_.memo, plain(Message::release_help_memo));
    ReleaseCommand::define(arguments);
  }

 protected:
  Result<std::string> work(Session& session) override {
    if (package_.empty() && (app_id_.empty() || version_.empty())) {
      return Error{Error::Kind::usage, plain(Message::release_which)};
    }
    MPAAS_TRY(choose_audience());
    MPAAS_TRY_ASSIGN(const Connection connection, open(session));
    release::Client& client = *connection.client;
    MPAAS_TRY_ASSIGN(task_.package_id, find_package(client));
    MPAAS_TRY_ASSIGN(const std::int64_t id, client.create_task(task_));
    MPAAS_TRY_ASSIGN(const TaskInfo made, client.task(id));
    session.say(
        text(Message::release_created, session.ok_mark(), id, audience(made), task_.package_id));
    return json(made);
  }

 private:
  Status choose_audience() {
    if (task_.window_end.empty() != (users_ == 0)) {
      return Error{Error::Kind::usage, plain(Message::release_until_and_users), 0,
                   "--until \"2026-11-22 18:00:00\" --users 500"};
    }
    if (!task_.window_end.empty() && !whitelists_.empty()) {
      return Error{Error::Kind::usage, plain(Message::release_one_way)};
    }
    if (!whitelists_.empty()) {
      for (const std::string& list : whitelists_) {
        MPAAS_TRY(number_argument(list));
      }
      task_.publish_type = platform::publish_grey;
      task_.publish_mode = platform::mode_whitelist;
      task_.whitelist_ids = fmt::format("{}", fmt::join(whitelists_, ","));
    } else if (users_ != 0) {
      task_.publish_type = platform::publish_grey;
      task_.publish_mode = platform::mode_window;
      task_.window_users = users_;
    }
    return ok();
  }

  Result<std::int64_t> find_package(release::Client& client) const {
    if (!package_.empty()) {
      return number_argument(package_);
    }
    MPAAS_TRY_ASSIGN(const std::vector<platform::PackageInfo> packages, client.packages(app_id_));
    for (const platform::PackageInfo& package : packages) {
      if (package.h5_version == version_) {
        return package.id;
      }
    }
    return Error{Error::Kind::not_found, text(Message::release_no_such_version, app_id_, version_),
                 8014, text(Message::release_see_list, app_id_)};
  }

  release::NewTask task_;
  std::string package_;
  std::string app_id_;
  std::string version_;
  std::vector<std::string> whitelists_;
  int users_ = 0;
};

class ListCommand : public ReleaseCommand {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.option("--app-id", app_id_, plain(Message::release_help_app_id));
    ReleaseCommand::define(arguments);
  }

 protected:
  Result<std::string> work(Session& session) override {
    if (app_id_.empty()) {
      return Error{Error::Kind::usage, plain(Message::pack_no_id), 0,
                   text(Message::add_option, "--app-id 2018032302435038")};
    }
    MPAAS_TRY_ASSIGN(const Connection connection, open(session));
    MPAAS_TRY_ASSIGN(const std::vector<TaskInfo> tasks, connection.client->tasks(app_id_));
    std::string items;
    for (const TaskInfo& task : tasks) {
      items += (items.empty() ? "" : ",") + json(task);
      session.print(text(Message::release_row, task.id, diag::printable(task.product_version),
                         status_name(task.task_status), audience(task),
                         diag::printable(task.memo)));
    }
    if (tasks.empty()) {
      session.say(text(Message::release_none, app_id_));
    }
    return fmt::format(R"({{"releases":[{}]}})", items);
  }

 private:
  std::string app_id_;
};

class ChangeCommand : public ReleaseCommand {
 public:
  explicit ChangeCommand(platform::TaskStatus status) : status_(status) {}
  void define(terminal::Arguments& arguments) override {
    arguments.positional("release", task_, plain(Message::release_help_task),
                         terminal::Arguments::Need::required);
    ReleaseCommand::define(arguments);
  }

 protected:
  Result<std::string> work(Session& session) override {
    MPAAS_TRY_ASSIGN(const std::int64_t id, number_argument(task_));
    MPAAS_TRY_ASSIGN(const Connection connection, open(session));
    MPAAS_TRY_ASSIGN(TaskInfo task, connection.client->task(id));
    MPAAS_TRY(connection.client->set_task_status(task, status_));
    task.task_status = status_;
    session.say(text(Message::release_changed, session.ok_mark(), id, status_name(status_)));
    return json(task);
  }

 private:
  const platform::TaskStatus status_;
  std::string task_;
};

// Ends what runs now and releases again what everybody had before. History is only added to.
class RollbackCommand : public ReleaseCommand {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.option("--app-id", app_id_, plain(Message::release_help_app_id));
    ReleaseCommand::define(arguments);
  }

 protected:
  Result<std::string> work(Session& session) override {
    if (app_id_.empty()) {
      return Error{Error::Kind::usage, plain(Message::pack_no_id), 0,
                   text(Message::add_option, "--app-id 2018032302435038")};
    }
    MPAAS_TRY_ASSIGN(const Connection connection, open(session));
    release::Client& client = *connection.client;
    MPAAS_TRY_ASSIGN(const std::vector<TaskInfo> tasks, client.tasks(app_id_));
    const auto current = std::find_if(tasks.begin(), tasks.end(), [](const TaskInfo& task) {
      return task.task_status == platform::task_running;
    });
    if (current == tasks.end()) {
      return Error{Error::Kind::not_found, text(Message::release_nothing_to_roll_back, app_id_),
                   8014};
    }
    const auto before = std::find_if(current, tasks.end(), [&](const TaskInfo& task) {
      return task.package_id != current->package_id &&
             task.publish_type == platform::publish_official;
    });
    if (before == tasks.end()) {
      return Error{Error::Kind::not_found,
                   text(Message::release_nothing_before, app_id_, current->product_version), 8014,
                   fmt::format("mpaas release finish {}", current->id)};
    }
    // The old version is there before the new one goes, so that no device is without one.
    std::int64_t id = before->id;
    if (before->task_status != platform::task_running) {
      release::NewTask again;
      again.package_id = before->package_id;
      again.memo = "rollback from " + current->product_version;
      MPAAS_TRY_ASSIGN(id, client.create_task(again));
    }
    for (const TaskInfo& task : tasks) {
      if (task.package_id == current->package_id && task.task_status != platform::task_ended) {
        MPAAS_TRY(client.set_task_status(task, platform::task_ended));
      }
    }
    session.say(text(Message::release_rolled_back, session.ok_mark(), app_id_,
                     before->product_version, id, current->product_version));
    return fmt::format(R"({{"taskId":{},"packageId":{},"version":{},"from":{}}})", id,
                       before->package_id, diag::json_string(before->product_version),
                       diag::json_string(current->product_version));
  }

 private:
  std::string app_id_;
};

}  // namespace

std::unique_ptr<Command> release_create_command() { return std::make_unique<CreateCommand>(); }
std::unique_ptr<Command> release_list_command() { return std::make_unique<ListCommand>(); }
std::unique_ptr<Command> release_pause_command() {
  return std::make_unique<ChangeCommand>(platform::task_paused);
}
std::unique_ptr<Command> release_resume_command() {
  return std::make_unique<ChangeCommand>(platform::task_running);
}
std::unique_ptr<Command> release_finish_command() {
  return std::make_unique<ChangeCommand>(platform::task_ended);
}
std::unique_ptr<Command> release_rollback_command() { return std::make_unique<RollbackCommand>(); }

}  // namespace mpaas::commands
