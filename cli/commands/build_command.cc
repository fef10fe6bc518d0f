// mpaas build and mpaas check: one Compiler, one build, outputs to disk.
#include <fmt/format.h>

#include <chrono>
#include <stop_token>
#include <thread>

#include "cli/commands/commands.h"
#include "cli/commands/script_options.h"
#include "compiler/base/path.h"
#include "compiler/compiler.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string plain(Message message) { return std::string(text(message)); }

double milliseconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

std::string folder(const Session& session, const std::string& given) {
  const std::string full = session.resolve(given.empty() ? "." : given);
  return path::normalize(full).value_or(full);
}

Error no_folder(const std::string& given) {
  return {Error::Kind::not_found, text(Message::build_no_folder, given)};
}

std::string readable_size(std::size_t bytes) {
  if (bytes < 1024) {
    return fmt::format("{} B", bytes);
  }
  return bytes < 1024 * 1024 ? fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1024)
                             : fmt::format("{:.2f} MB", static_cast<double>(bytes) / 1024 / 1024);
}

std::string plural(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string counts(const Build& build) {
  const std::size_t errors = diag::count_errors(build.diagnostics);
  const std::size_t warnings = build.diagnostics.size() - errors;
  return warnings == 0
             ? plural(errors, "error")
             : text(Message::build_failed, plural(errors, "error"), plural(warnings, "warning"));
}

std::string timings_text(const Build& build) {
  std::string out;
  for (const Timing& timing : build.timings) {
    out += fmt::format("  {:<10} {:8.2f} ms\n", timing.phase, timing.milliseconds);
  }
  return out;
}

std::string result_json(const Build& build, double milliseconds, const std::string& output) {
  std::string files;
  for (const OutputFile& file : build.outputs) {
    files += fmt::format(R"({}{{"path":{},"bytes":{}}})", files.empty() ? "" : ",",
                         diag::json_string(file.path), file.content->size());
  }
  return fmt::format(
      R"({{"output":{},"appId":{},"component2":{},"milliseconds":{:.2f},"sources":{},"files":[{}]}})",
      output.empty() ? "null" : diag::json_string(output), diag::json_string(build.app_id),
      build.component2, milliseconds, build.files_total, files);
}

class BuildCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("dir", directory_, plain(Message::build_help_dir));
    arguments.option("-o,--output", output_, plain(Message::build_help_output));
    arguments.choice("--mode", mode_, {"development", "production"},
                     plain(Message::build_help_mode));
    arguments.choice("--target", target_, {"appx", "web"}, plain(Message::build_help_target));
    arguments.option("--es", es_, plain(Message::build_help_es));
    arguments.option("--define", defines_, plain(Message::build_help_define));
    arguments.flag("--sourcemap", source_map_, plain(Message::build_help_sourcemap));
    arguments.flag("--no-minify", no_minify_, plain(Message::build_help_no_minify));
    arguments.flag("--watch", watch_, plain(Message::build_help_watch));
    arguments.option("--jobs", jobs_, plain(Message::build_help_jobs));
    arguments.flag("--timing", timing_, plain(Message::build_help_timing));
    arguments.option("--analyze", analyze_, plain(Message::build_help_analyze));
  }

  Exit run(Session& session) override {
    if (const std::optional<Error> refused = not_yet()) {
      return session.fail(*refused);
    }
    const std::string directory = folder(session, directory_);
    if (!real_file_system(directory)->is_directory("")) {
      return session.fail(no_folder(directory_));
    }
    const std::string output =
        output_.empty() ? path::join(directory, "dist") : session.resolve(output_);
    const auto begin = std::chrono::steady_clock::now();
    BuildOptions options;
    options.mode = mode_ == "development" ? Mode::development : Mode::production;
    options.minify = !no_minify_ && options.mode == Mode::production;
    options.source_maps = source_map_;
    options.threads = static_cast<unsigned>(jobs_);
    if (const Status read = read_script_options(es_, defines_, options.es, options.defines);
        !read) {
      return session.fail(read.error());
    }
    Compiler compiler(real_file_system(directory), options);
    const std::shared_ptr<const Build> build = compiler.build();
    session.show(build->diagnostics);
    if (!build->ok) {
      session.say(fmt::format("{} {}", session.paint("✗", "red"), counts(*build)));
      return session.finish(Exit::project_errors,
                            result_json(*build, milliseconds_since(begin), ""));
    }
    if (session.interrupted()) {
      return session.fail({Error::Kind::cancelled, ""});
    }
    std::vector<OutputEntry> entries;
    std::size_t bytes = 0;
    for (const OutputFile& file : build->outputs) {
      entries.push_back({file.path, *file.content});
      bytes += file.content->size();
    }
    if (Status written = write_tree(output, entries); !written) {
      return session.fail(written.error());
    }
    const double taken = milliseconds_since(begin);
    if (timing_) {
      session.say(timings_text(*build));
    }
    session.say(
        text(Message::build_done, session.ok_mark(), build->files_total, readable_size(bytes),
             output_.empty() ? path::join(directory_.empty() ? "." : directory_, "dist") : output_,
             static_cast<int>(taken + 0.5)));
    return session.finish(Exit::ok, result_json(*build, taken, output));
  }

 private:
  // Flags that are part of the command surface already but do nothing yet say so.
  std::optional<Error> not_yet() const {
    std::string what;
    if (target_ == "web") {
      what = "--target web";
    } else if (watch_) {
      what = plain(Message::build_watch_is_dev);
    } else if (!analyze_.empty()) {
      what = "--analyze";
    } else if (jobs_ < 0) {
      return Error{Error::Kind::usage, plain(Message::build_negative_jobs)};
    } else {
      return std::nullopt;
    }
    return Error{Error::Kind::usage, text(Message::not_supported_yet, what)};
  }

  std::string directory_;
  std::string output_;
  std::string mode_ = "production";
  std::string target_ = "appx";
  std::string es_;
  std::vector<std::string> defines_;
  std::string analyze_;
  bool source_map_ = false;
  bool no_minify_ = false;
  bool watch_ = false;
  bool timing_ = false;
  int jobs_ = 0;
};

class CheckCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("dir", directory_, plain(Message::build_help_dir));
  }

  Exit run(Session& session) override {
    const auto begin = std::chrono::steady_clock::now();
    const std::string directory = folder(session, directory_);
    if (!real_file_system(directory)->is_directory("")) {
      return session.fail(no_folder(directory_));
    }
    Compiler compiler(real_file_system(directory), {});
    const std::shared_ptr<const Build> build = compiler.check();
    session.show(build->diagnostics);
    const double taken = milliseconds_since(begin);
    const std::string result = result_json(*build, taken, "");
    if (!build->ok) {
      session.say(fmt::format("{} {}", session.paint("✗", "red"), counts(*build)));
      return session.finish(Exit::project_errors, result);
    }
    session.say(text(Message::check_done, session.ok_mark(), build->files_total,
                     static_cast<int>(taken + 0.5)));
    return session.finish(Exit::ok, result);
  }

 private:
  std::string directory_;
};

}  // namespace

std::unique_ptr<Command> build_command() { return std::make_unique<BuildCommand>(); }
std::unique_ptr<Command> check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace mpaas::commands
