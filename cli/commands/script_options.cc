#include "cli/commands/script_options.h"

#include "cli/terminal/terminal.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/js/js.h"

namespace mpaas::commands {
namespace {

using terminal::Message;
using terminal::text;

// Names joined by dots.
bool is_member_path(std::string_view name) {
  while (true) {
    const std::size_t dot = name.find('.');
    if (!js::is_identifier_name(name.substr(0, dot))) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

Status read_script_options(const std::string& edition, const std::vector<std::string>& defines,
                           std::uint16_t& es,
                           std::vector<std::pair<std::string, std::string>>& pairs) {
  if (!edition.empty()) {
    es = js::edition_of(edition);
    if (es == 0) {
      return Error{Error::Kind::usage, text(Message::bad_edition, edition), 0,
                   std::string(text(Message::bad_edition_hint))};
    }
  }
  for (const std::string& define : defines) {
    const std::size_t equals = define.find('=');
    const std::string_view name = std::string_view(define).substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : define.substr(equals + 1);
    if (!is_member_path(name) || !js::is_literal(value)) {
      return Error{Error::Kind::usage, text(Message::bad_define, define)};
    }
    pairs.emplace_back(name, value);
  }
  return ok();
}

}  // namespace mpaas::commands
