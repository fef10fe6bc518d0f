// mpaas create: a new project from a template.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.h"
#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/diag/render.h"
#include "compiler/package/package.h"
#include "templates/templates.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string words(Message message) { return std::string(text(message)); }

// A path names a template of the user's own; a bare word one of ours.
bool is_path(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.starts_with('.') ||
         name.ends_with(".zip");
}

bool is_app_id(std::string_view id) {
  return (id.size() == 8 || id.size() == 16) &&
         std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class CreateCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("template", template_, words(Message::create_help_template));
    arguments.positional("dir", directory_, words(Message::create_help_dir));
    arguments.option("--name", name_, words(Message::create_help_name));
    arguments.option("--app-id", app_id_, words(Message::create_help_app_id));
    arguments.flag("--list", list_, words(Message::create_help_list));
  }

  Exit run(Session& session) override {
    if (list_) {
      return list(session);
    }
    if (template_.empty() || directory_.empty()) {
      return session.fail(
          {Error::Kind::usage, words(Message::create_usage), 0, words(Message::create_see_list)});
    }
    if (!app_id_.empty() && !is_app_id(app_id_)) {
      return session.fail({Error::Kind::usage, text(Message::create_bad_app_id, app_id_), 7001});
    }
    const Result<templates::Template> source =
        is_path(template_) ? own(session) : built_in(template_);
    if (!source) {
      return session.fail(source.error());
    }
    return create(session, *source);
  }

 private:
  static Exit list(Session& session) {
    std::string json;
    for (const templates::Template& each : templates::built_in()) {
      session.print(fmt::format("{:<12} {}\n", each.name, each.description));
      json += fmt::format(R"({}{{"name":{},"description":{},"files":{}}})", json.empty() ? "" : ",",
                          diag::json_string(each.name), diag::json_string(each.description),
                          each.files.size());
    }
    return session.finish(Exit::ok, fmt::format(R"({{"templates":[{}]}})", json));
  }

  static Result<templates::Template> built_in(const std::string& name) {
    std::vector<std::string> names;
    for (templates::Template& each : templates::built_in()) {
      if (each.name == name) {
        return std::move(each);
      }
      names.push_back(each.name);
    }
    const std::string meant = text::closest(name, names);
    return Error{
        Error::Kind::usage, text(Message::create_unknown, name), 0,
        meant.empty() ? words(Message::create_see_list) : text(Message::did_you_mean, meant)};
  }

  Result<templates::Template> own(const Session& session) const {
    const std::string path = session.resolve(template_);
    const std::shared_ptr<FileSystem> files = real_file_system(path);
    if (files->is_directory("")) {
      return templates::from_folder(path);
    }
    const std::string parent(path::directory(path));
    MPAAS_TRY_ASSIGN(const std::string bytes, real_file_system(parent)->read(path::filename(path)));
    MPAAS_TRY_ASSIGN(std::vector<package::ArchiveFile> archive, package::read_zip(bytes));
    std::vector<templates::File> unpacked;
    for (package::ArchiveFile& file : archive) {
      unpacked.push_back({std::move(file.path), std::move(file.content)});
    }
    return templates::from_files(std::move(unpacked),
                                 std::string(path::without_extension(path::filename(path))));
  }

  Exit create(Session& session, const templates::Template& source) {
    std::string folder = session.resolve(directory_);
    while (folder.size() > 1 && folder.ends_with('/')) {
      folder.pop_back();
    }
    templates::Variables variables{name_, app_id_};
    if (variables.name.empty()) {
      const std::optional<std::string> whole = path::normalize(folder);
      variables.name = path::filename(whole ? *whole : folder);
    }
    const Result<std::vector<templates::File>> files = templates::fill_in(source, variables);
    if (!files) {
      return session.fail(files.error());
    }
    if (session.interrupted()) {
      return session.fail({Error::Kind::cancelled, ""});
    }
    if (const Status written = templates::write_project(folder, *files); !written) {
      return session.fail(written.error());
    }
    const bool install = templates::needs_install(*files);
    const std::string shown = diag::printable(directory_);
    session.say(text(Message::create_done, session.ok_mark(), shown, source.name, files->size()));
    std::vector<std::string> steps = templates::next_steps(source, variables);
    if (install) {
      steps.insert(steps.begin(), "npm install");
    }
    if (directory_ != ".") {
      steps.insert(steps.begin(), fmt::format("cd {}", shown));
    }
    for (const std::string& step : steps) {
      session.say("  " + step);
    }
    std::string list;
    for (const templates::File& file : *files) {
      list += (list.empty() ? "" : ",") + diag::json_string(file.path);
    }
    return session.finish(
        Exit::ok,
        fmt::format(R"({{"template":{},"directory":{},"name":{},"npmInstall":{},"files":[{}]}})",
                    diag::json_string(source.name), diag::json_string(folder),
                    diag::json_string(variables.name), install, list));
  }

  std::string template_;
  std::string directory_;
  std::string name_;
  std::string app_id_;
  bool list_ = false;
};

}  // namespace

std::unique_ptr<Command> create_command() { return std::make_unique<CreateCommand>(); }

}  // namespace mpaas::commands
