// mpaas explain <code>: the page of docs/diagnostics that is compiled into the binary.
#include <fmt/format.h>

#include <vector>

#include "cli/commands/commands.h"
#include "compiler/base/resources.h"
#include "compiler/base/text.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string plain(Message message) { return std::string(text(message)); }

class ExplainCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("code", code_, plain(Message::explain_help_code));
  }

  Exit run(Session& session) override {
    if (code_.empty()) {
      return list(session);
    }
    const diag::CodeInfo* row = diag::find_code(code_);
    if (row == nullptr) {
      std::vector<std::string> known;
      for (const diag::CodeInfo& each : diag::all_codes()) {
        known.push_back(diag::label(each.code));
        known.emplace_back(each.name);
      }
      const std::string near = text::closest(code_, std::span<const std::string>(known));
      return session.fail({Error::Kind::usage, text(Message::explain_unknown, code_), 0,
                           near.empty() ? "mpaas explain" : text(Message::did_you_mean, near)});
    }
    const auto page = find_resource(fmt::format("diagnostics/{}.md", static_cast<int>(row->code)));
    const std::string shown = page ? std::string(*page)
                                   : fmt::format("# {} {}\n\n{}\n{}\n", diag::label(row->code),
                                                 row->name, row->message, row->hint);
    session.print(shown.ends_with('\n') ? shown : shown + '\n');
    return session.finish(Exit::ok,
                          fmt::format(R"({{"code":{},"name":{},"page":{}}})",
                                      diag::json_string(diag::label(row->code)),
                                      diag::json_string(row->name), diag::json_string(shown)));
  }

 private:
  static Exit list(Session& session) {
    std::string json;
    for (const diag::CodeInfo& row : diag::all_codes()) {
      session.print(fmt::format("{:<6} {:<34} {}\n", diag::label(row.code), row.name, row.message));
      json += fmt::format(R"({}{{"code":{},"name":{},"message":{}}})", json.empty() ? "" : ",",
                          diag::json_string(diag::label(row.code)), diag::json_string(row.name),
                          diag::json_string(row.message));
    }
    return session.finish(Exit::ok, fmt::format(R"({{"codes":[{}]}})", json));
  }

  std::string code_;
};

}  // namespace

std::unique_ptr<Command> explain_command() { return std::make_unique<ExplainCommand>(); }

}  // namespace mpaas::commands
