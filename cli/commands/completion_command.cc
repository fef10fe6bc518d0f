// mpaas completion: scripts made from the command table, so that they cannot fall behind it.
#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/commands/commands.h"
#include "compiler/base/text.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::CommandLine;
using terminal::Exit;
using terminal::Session;

struct Verb {
  std::string name;
  std::string summary;
  std::vector<CommandLine::Option> options;
};

std::vector<Verb> verbs() {
  std::vector<Verb> out;
  for (const CommandRow& row : table()) {
    CommandLine line{std::string(row.name), std::string(row.summary), ""};
    const std::unique_ptr<Command> command = row.make();
    command->define(line.arguments());
    terminal::GlobalOptions ignored;
    bool help = false;
    (void)line.parse({"--help"}, ignored, help);  // declares the global options too
    out.push_back({std::string(row.name), std::string(row.summary), line.options()});
  }
  return out;
}

std::string long_names(const Verb& verb) {
  std::string out;
  for (const CommandLine::Option& option : verb.options) {
    for (const std::string_view name : text::split(option.names, ',')) {
      if (name.starts_with("--")) {
        out += fmt::format("{}{}", out.empty() ? "" : " ", name);
      }
    }
  }
  return out;
}

// "keys new --type" -> "rsa2048 rsa3072 sm2", as cases of a shell. --color is everybody's.
std::string value_cases(const std::vector<Verb>& all) {
  std::string cases;
  for (const Verb& verb : all) {
    for (const CommandLine::Option& option : verb.options) {
      if (!option.allowed.empty() && option.names != "--color") {
        cases += fmt::format("    '{} {}') values='{}' ;;\n", verb.name, option.names,
                             fmt::join(option.allowed, " "));
      }
    }
  }
  return cases;
}

std::string bash(const std::vector<Verb>& all) {
  std::set<std::string> first;
  std::map<std::string, std::string> second;
  std::string cases;
  for (const Verb& verb : all) {
    const std::size_t space = verb.name.find(' ');
    first.insert(verb.name.substr(0, space));
    if (space != std::string::npos) {
      second[verb.name.substr(0, space)] += " " + verb.name.substr(space + 1);
    }
    cases += fmt::format("    '{}') words='{}' ;;\n", verb.name, long_names(verb));
  }
  std::string groups;
  for (const auto& [group, words] : second) {
    groups +=
        fmt::format("    '{}') [ \"$COMP_CWORD\" = 2 ] && words='{}' ;;\n", group, words.substr(1));
  }
  return fmt::format(R"(# bash completion for mpaas
_mpaas() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" words='' values=''
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '{}' -- "$current")); return
  fi
  local previous="${{COMP_WORDS[COMP_CWORD-1]}}" candidate
  [ "$previous" = --color ] && values='auto always never'
  for candidate in "${{COMP_WORDS[1]}}" "${{COMP_WORDS[1]}} ${{COMP_WORDS[2]}}"; do
    case "$candidate $previous" in
{}    esac
  done
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current")); return
  fi
  case "${{COMP_WORDS[1]}}" in
{}  esac
  case "${{COMP_WORDS[1]}} ${{COMP_WORDS[2]}}" in
{}  esac
  [ -n "$words" ] || case "${{COMP_WORDS[1]}}" in
{}  esac
  if [[ "$current" == -* || "$COMP_CWORD" = 2 && -n "$words" && "$words" != -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _mpaas mpaas
)",
                     fmt::join(first, " "), value_cases(all), groups, cases, cases);
}

std::string zsh(const std::vector<Verb>& all) {
  std::string commands;
  std::map<std::string, std::string> groups;
  std::string cases;
  for (const Verb& verb : all) {
    const std::string quoted = text::replace_all(verb.summary, "'", "'\\''");
    const std::size_t space = verb.name.find(' ');
    if (space == std::string::npos) {
      commands += fmt::format("    '{}:{}'\n", verb.name, quoted);
    } else {
      groups[verb.name.substr(0, space)] +=
          fmt::format(" '{}:{}'", verb.name.substr(space + 1), quoted);
    }
    cases += fmt::format("    '{}') compadd -- {} ;;\n", verb.name, long_names(verb));
  }
  std::string seconds;
  for (const auto& [group, verbs] : groups) {
    commands += fmt::format("    '{}'\n", group);
    seconds += fmt::format("      {}) commands=({}) ;;\n", group, verbs.substr(1));
  }
  return fmt::format(R"(#compdef mpaas
_mpaas() {{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  if (( CURRENT == 3 )); then
    commands=()
    case "$words[2]" in
{}    esac
    if (( $#commands )); then
      _describe 'command' commands
      return
    fi
  fi
  if [[ "$words[CURRENT]" != -* ]]; then _files; return; fi
  case "$words[2] $words[3]" in
{}  esac
  case "$words[2]" in
{}  esac
}}
_mpaas "$@"
)",
                     commands, seconds, cases, cases);
}

std::string fish(const std::vector<Verb>& all) {
  std::string out = "# fish completion for mpaas\n";
  std::set<std::string> groups;
  for (const Verb& verb : all) {
    const std::string first = verb.name.substr(0, verb.name.find(' '));
    const std::string summary = text::replace_all(verb.summary, "'", "\\'");
    if (first == verb.name) {
      out +=
          fmt::format("complete -c mpaas -n __fish_use_subcommand -a {} -d '{}'\n", first, summary);
    } else {
      if (groups.insert(first).second) {
        out += fmt::format("complete -c mpaas -n __fish_use_subcommand -a {}\n", first);
      }
      out += fmt::format("complete -c mpaas -n '__fish_seen_subcommand_from {}' -a {} -d '{}'\n",
                         first, verb.name.substr(first.size() + 1), summary);
    }
    for (const CommandLine::Option& option : verb.options) {
      for (const std::string_view name : text::split(option.names, ',')) {
        if (name.starts_with("--")) {
          out += fmt::format(
              "complete -c mpaas -n '__fish_seen_subcommand_from {}' -l {} -d '{}'{}{}\n", first,
              name.substr(2), text::replace_all(option.help, "'", "\\'"),
              option.takes_value ? " -r" : "",
              option.allowed.empty() ? ""
                                     : fmt::format(" -a '{}'", fmt::join(option.allowed, " ")));
        }
      }
    }
  }
  return out;
}

class CompletionCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("shell", shell_,
                         std::string(terminal::text(terminal::Message::completion_help_shell)),
                         terminal::Arguments::Need::required);
  }

  Exit run(Session& session) override {
    const std::vector<Verb> all = verbs();
    std::string script;
    if (shell_ == "bash") {
      script = bash(all);
    } else if (shell_ == "zsh") {
      script = zsh(all);
    } else if (shell_ == "fish") {
      script = fish(all);
    } else {
      return session.fail({Error::Kind::usage,
                           terminal::text(terminal::Message::unknown_shell, shell_), 0,
                           "bash, zsh, fish"});
    }
    session.print(script);
    return session.finish(Exit::ok, fmt::format(R"({{"script":{}}})", diag::json_string(script)));
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> completion_command() { return std::make_unique<CompletionCommand>(); }

}  // namespace mpaas::commands
