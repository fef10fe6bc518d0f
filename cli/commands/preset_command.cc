// mpaas preset merge: the h5_json.json of several packages become the one that an app carries.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/commands/package_files.h"
#include "compiler/base/file_system.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

class PresetMergeCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("files", files_, std::string(text(Message::preset_help_files)),
                         terminal::Arguments::Need::required);
    arguments.option("-o,--output", output_, std::string(text(Message::preset_help_output)));
  }

  Exit run(Session& session) override {
    std::vector<package::PresetFile> inputs;
    for (const std::string& file : files_) {
      Result<std::string> read = read_input(session, file);
      if (!read) {
        return session.fail(read.error());
      }
      inputs.push_back({file, *std::move(read)});
    }
    const Result<std::string> merged = package::merge_presets(inputs);
    if (!merged) {
      return session.fail(merged.error());
    }
    // The list is written for people; the envelope is one line.
    const std::string one_line = nlohmann::ordered_json::parse(*merged).dump();
    if (output_.empty()) {
      session.print(*merged);
      return session.finish(Exit::ok, fmt::format(R"({{"output":null,"preset":{}}})", one_line));
    }
    if (const Status written = write_file(session.resolve(output_), *merged); !written) {
      return session.fail(written.error());
    }
    session.say(
        text(Message::preset_done, session.ok_mark(), count_text(files_.size(), "file"), output_));
    return session.finish(Exit::ok, fmt::format(R"({{"output":{},"preset":{}}})",
                                                diag::json_string(output_), one_line));
  }

 private:
  std::vector<std::string> files_;
  std::string output_;
};

}  // namespace

std::unique_ptr<Command> preset_merge_command() { return std::make_unique<PresetMergeCommand>(); }

}  // namespace mpaas::commands
