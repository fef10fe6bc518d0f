#include "cli/terminal/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <map>

#include "cli/terminal/messages.h"
#include "compiler/base/text.h"
#include "compiler/base/utf8.h"

namespace mpaas::terminal {

struct CommandLine::Impl : Arguments {
  Impl(std::string command, std::string line, std::string sample)
      : name(std::move(command)), summary(std::move(line)), example(std::move(sample)) {
    app.set_help_flag();
    app.allow_extras(false);
  }

  void positional(const std::string& label, std::string& into, const std::string& help,
                  Need need) override {
    CLI::Option* added = app.add_option(label, into, help);
    note(added, {label, help, {}, true, true, need == Need::required, false});
  }
  void positional(const std::string& label, std::vector<std::string>& into, const std::string& help,
                  Need need) override {
    CLI::Option* added = app.add_option(label, into, help);
    note(added, {label, help, {}, true, true, need == Need::required, true});
  }
  void option(const std::string& names, std::string& into, const std::string& help) override {
    note(app.add_option(names, into, help), {names, help, {}, true, false, false, false});
  }
  void option(const std::string& names, std::optional<std::string>& into,
              const std::string& help) override {
    CLI::Option* added = app.add_option_function<std::string>(
        names, [&into](const std::string& value) { into = value; }, help);
    note(added, {names, help, {}, true, false, false, false});
  }
  void option(const std::string& names, std::vector<std::string>& into,
              const std::string& help) override {
    CLI::Option* added = app.add_option(names, into, help);
    // What follows the value is an argument of the command, not another value.
    added->expected(1)->allow_extra_args(false)->multi_option_policy(
        CLI::MultiOptionPolicy::TakeAll);
    note(added, {names, help, {}, true, false, false, true});
  }
  void option(const std::string& names, int& into, const std::string& help) override {
    note(app.add_option(names, into, help), {names, help, {}, true, false, false, false, true});
  }
  void choice(const std::string& names, std::string& into, const std::vector<std::string>& allowed,
              const std::string& help) override {
    CLI::Option* added = app.add_option(names, into, help);
    added->check(CLI::IsMember(allowed));
    note(added, {names, help, allowed, true, false, false, false});
  }
  void flag(const std::string& names, bool& into, const std::string& help) override {
    note(app.add_flag(names, into, help), {names, help, {}, false, false, false, false});
  }
  void flag(const std::string& label, std::string& into, const std::vector<std::string>& allowed,
            const std::string& help) override {
    app.add_flag(fmt::format("{}{{{}}}", label, allowed.front()), into, help)
        ->check(CLI::IsMember(allowed));
    options.push_back({label, help, {}, false, false, false, false});
  }

  void note(CLI::Option* added, Option option) {
    if (option.required) {
      added->required();
    }
    options.push_back(std::move(option));
  }

  // What CLI11 found, in our words.
  Problem explain(const CLI::ParseError& error, const std::vector<std::string>& values,
                  const std::string& hint) const {
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
      const std::vector<std::string> extra = app.remaining();
      const std::string first = extra.empty() ? std::string() : extra.front();
      return {
          text(first.starts_with('-') ? Message::unknown_option : Message::extra_argument, first),
          hint};
    }
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
      for (const Option& option : options) {
        if (option.required && app.get_option(option.names)->count() == 0) {
          return {text(Message::needs_argument, name, "<" + option.names + ">"), hint};
        }
      }
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && !values.empty()) {
      return {text(Message::needs_value, values.back()), hint};
    }
    for (const Option& option : options) {
      const std::string value = wrong_value(option);
      if (value.empty()) {
        continue;
      }
      if (!option.allowed.empty()) {
        return {text(Message::wrong_value, last_name(option), value),
                text(Message::choose_one, fmt::format("{}", fmt::join(option.allowed, ", ")))};
      }
      return {text(Message::wrong_value, last_name(option), value),
              std::string(text(Message::whole_number))};
    }
    return {error.what(), hint};
  }

  static std::string last_name(const Option& option) {
    return option.names.substr(option.names.rfind(',') + 1);
  }

  // The value that an option was given and cannot have; empty when there is none.
  std::string wrong_value(const Option& option) const {
    const CLI::Option* given =
        option.takes_value ? app.get_option_no_throw(last_name(option)) : nullptr;
    if (given == nullptr || given->count() == 0 || option.positional) {
      return {};
    }
    const std::string& value = given->results().back();
    if (!option.allowed.empty()) {
      return std::ranges::find(option.allowed, value) == option.allowed.end() ? value : "";
    }
    int number = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = failed == std::errc() && end == value.data() + value.size();
    return option.number && !whole ? value : "";
  }

  std::string name;
  std::string summary;
  std::string example;
  CLI::App app;
  std::vector<Option> options;
};

CommandLine::CommandLine(std::string name, std::string summary, std::string example)
    : impl_(std::make_unique<Impl>(std::move(name), std::move(summary), std::move(example))) {}
CommandLine::~CommandLine() = default;

Arguments& CommandLine::arguments() { return *impl_; }
const std::vector<CommandLine::Option>& CommandLine::options() const { return impl_->options; }

std::optional<CommandLine::Problem> CommandLine::parse(const std::vector<std::string>& values,
                                                       GlobalOptions& global, bool& help) {
  std::string colour = "auto";
  const auto word = [](Message message) { return std::string(text(message)); };
  impl_->flag("--json", global.json, word(Message::global_json));
  impl_->flag("-q,--quiet", global.quiet, word(Message::global_quiet));
  impl_->flag("-v,--verbose", global.verbose, word(Message::global_verbose));
  impl_->choice("--color", colour, {"auto", "always", "never"}, word(Message::global_colour));
  impl_->flag("-h,--help", help, word(Message::global_help));
  const bool wants_help = std::ranges::find(values, "--help") != values.end() ||
                          std::ranges::find(values, "-h") != values.end();
  if (wants_help) {
    help = true;
    return std::nullopt;
  }
  std::vector<std::string> reversed(values.rbegin(), values.rend());
  try {
    impl_->app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    const std::string hint = text(Message::see_help, impl_->name);
    // A mistyped option is the commonest slip: say which one was meant.
    for (const std::string& value : values) {
      if (!value.starts_with("--")) {
        continue;
      }
      const std::string given = value.substr(0, value.find('='));
      std::vector<std::string> known;
      for (const Option& option : impl_->options) {
        for (const std::string_view part : text::split(option.names, ',')) {
          if (part.starts_with("--")) {
            known.emplace_back(part);
          }
        }
      }
      if (std::ranges::find(known, given) == known.end()) {
        const std::string near = text::closest(given, std::span<const std::string>(known));
        return Problem{text(Message::unknown_option, given),
                       near.empty() ? hint : text(Message::did_you_mean, near)};
      }
    }
    return impl_->explain(error, values, hint);
  }
  global.colour = colour == "always"  ? ColourChoice::always
                  : colour == "never" ? ColourChoice::never
                                      : ColourChoice::automatic;
  return std::nullopt;
}

std::string CommandLine::help_text(bool colour) const {
  const auto paint = [&](std::string_view shown, const char* style) {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", style, shown) : std::string(shown);
  };
  std::string usage = fmt::format("mpaas {}", impl_->name);
  std::size_t widest = 0;
  const auto label = [](const Option& option) {
    std::string shown = text::replace_all(option.names, ",", ", ");
    if (option.positional) {
      return fmt::format("<{}{}>", shown, option.many ? "…" : "");
    }
    if (!option.allowed.empty()) {
      return fmt::format("{} {}", shown, fmt::join(option.allowed, "|"));
    }
    return option.takes_value ? shown + " <value>" : shown;
  };
  bool has_options = false;
  for (const Option& option : impl_->options) {
    widest = std::max(widest, utf8::display_width(label(option)));
    if (option.positional) {
      usage += option.required ? fmt::format(" {}", label(option))
                               : fmt::format(" [{}{}]", option.names, option.many ? "…" : "");
    } else {
      has_options = true;
    }
  }
  widest = std::min<std::size_t>(widest, 34);
  std::string out = fmt::format("{}\n\n  {}{}\n\n", impl_->summary, paint(usage, "1"),
                                has_options ? " [options]" : "");
  for (const bool positional : {true, false}) {
    for (const Option& option : impl_->options) {
      if (option.positional != positional) {
        continue;
      }
      const std::string shown = label(option);
      const std::size_t width = utf8::display_width(shown);
      const std::string gap = width > widest ? "\n" + std::string(widest + 4, ' ')
                                             : std::string(widest - width + 2, ' ');
      out += fmt::format("  {}{}{}\n", paint(shown, "36"), gap, option.help);
    }
  }
  if (!impl_->example.empty()) {
    out += fmt::format("\n{}\n  {}\n", paint(text(Message::example), "1"),
                       text::replace_all(impl_->example, "\n", "\n  "));
  }
  return out;
}

}  // namespace mpaas::terminal
