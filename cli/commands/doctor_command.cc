// mpaas doctor: what on this machine helps or hinders mpaas. Only looks; changes nothing.
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "cli/commands/commands.h"
#include "compiler/base/path.h"
#include "compiler/base/text.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Session;

struct Finding {
  bool good;
  std::string name;
  std::string detail;
};

std::string find_program(const Session& session, std::string_view name) {
  const std::string search = session.environment("PATH").value_or("/usr/bin:/bin");
  for (const std::string_view folder : text::split(search, ':')) {
    std::string candidate = path::join(folder.empty() ? "." : folder, name);
    if (::access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return {};
}

Finding program(const Session& session, std::string_view name, std::string_view use) {
  const std::string found = find_program(session, name);
  return {!found.empty(), std::string(name),
          found.empty() ? fmt::format("not found; {}", use) : found};
}

Finding watches() {
  std::ifstream in("/proc/sys/fs/inotify/max_user_watches");
  long limit = 0;
  in >> limit;
  return {limit >= 8192, "file watching",
          limit >= 8192
              ? fmt::format("{} inotify watches", limit)
              : "few inotify watches: raise fs.inotify.max_user_watches, or mpaas dev polls"};
}

class DoctorCommand : public Command {
 public:
  void define(terminal::Arguments&) override {}

  Exit run(Session& session) override {
    const std::vector<Finding> findings = {
        program(session, "node", "mpaas needs none; npm packages are installed with npm"),
        program(session, "npm", "needed to install npm packages such as antd-mini"),
        program(session, "xdg-open", "mpaas dev --open cannot open a browser"),
        program(session, "openssl", "only to check packages by hand"),
        watches(),
    };
    std::string json;
    for (const Finding& finding : findings) {
      session.print(
          fmt::format("{} {:<14} {}\n", finding.good ? "✓" : "·", finding.name, finding.detail));
      json += fmt::format(R"({}{{"name":{},"ok":{},"detail":{}}})", json.empty() ? "" : ",",
                          diag::json_string(finding.name), finding.good,
                          diag::json_string(finding.detail));
    }
    return session.finish(Exit::ok, fmt::format(R"({{"version":{},"findings":[{}]}})",
                                                diag::json_string(MPAAS_VERSION), json));
  }
};

}  // namespace

std::unique_ptr<Command> doctor_command() { return std::make_unique<DoctorCommand>(); }

}  // namespace mpaas::commands
