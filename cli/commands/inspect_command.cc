// mpaas inspect, verify and unpack: what is in a package, whether it is sound, and its files.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/package_files.h"
#include "compiler/base/file_system.h"
#include "compiler/base/utf8.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using package::Check;
using package::Entry;
using package::Member;
using package::Outcome;
using package::Package;
using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

struct Opened {
  std::string bytes;
  Package package;
};

Result<Opened> open(const Session& session, const std::string& path) {
  Opened out;
  MPAAS_TRY_ASSIGN(out.bytes, read_input(session, path));
  Result<Package> package = package::read(out.bytes);
  if (!package) {
    return std::move(package).error().within(path);
  }
  out.package = *std::move(package);
  return out;
}

std::string format_name(const Package& package) {
  return package.format == Package::Format::amr ? "amr" : "zip";
}

std::string title(const Package& package) {
  return fmt::format("{}{}{} · {}", diag::printable(package.id), package.version.empty() ? "" : " ",
                     diag::printable(package.version), type_text(package.type));
}

class InspectCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("file", file_, std::string(text(Message::inspect_help_file)),
                         terminal::Arguments::Need::required);
  }

  Exit run(Session& session) override {
    const Result<Opened> opened = open(session, file_);
    if (!opened) {
      return session.fail(opened.error());
    }
    const std::string sha256 = crypto::digest_hex(crypto::Digest::sha256, opened->bytes);
    session.print(describe(opened->package, sha256));
    return session.finish(Exit::ok, json(opened->package, sha256));
  }

 private:
  static std::string describe(const Package& package, const std::string& sha256) {
    const bool amr = package.format == Package::Format::amr;
    std::string out = fmt::format(
        "{}{}\n", title(package),
        !amr ? ""
             : fmt::format(" · {}", text(package.is_signed() ? Message::inspect_signed
                                                             : Message::inspect_unsigned)));
    out += fmt::format("  {:<8} {}, sha256 {}\n", format_name(package), size_text(package.bytes),
                       sha256);
    if (amr) {
      for (const Member& member : *package.members) {
        out += fmt::format("  {:<8} {}  {}\n", text(Message::inspect_member),
                           diag::printable(member.name), size_text(member.content.size()));
      }
    }
    std::size_t widest = 0;
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    for (const Entry& entry : package.entries) {
      widest = std::max(widest, utf8::display_width(entry.path));
      files += entry.directory ? 0 : 1;
      bytes += entry.content.size();
    }
    out += fmt::format("  {:<8} {}, {}\n", text(Message::inspect_content),
                       count_text(files, "file"), size_text(bytes));
    for (const Entry& entry : package.entries) {
      if (!entry.directory) {
        out += fmt::format("    {}{}  {:>9}\n", entry.path,
                           std::string(widest - utf8::display_width(entry.path), ' '),
                           size_text(entry.content.size()));
      }
    }
    return out;
  }

  static std::string json(const Package& package, const std::string& sha256) {
    std::string members;
    if (package.members != nullptr) {
      for (const Member& member : *package.members) {
        members += fmt::format(R"({}{{"name":{},"bytes":{},"packedBytes":{}}})",
                               members.empty() ? "" : ",", diag::json_string(member.name),
                               member.content.size(), member.packed_bytes);
      }
    }
    std::string entries;
    for (const Entry& entry : package.entries) {
      entries += fmt::format(
          R"({}{{"path":{},"directory":{},"bytes":{},"sha256":{}}})", entries.empty() ? "" : ",",
          diag::json_string(entry.path), entry.directory, entry.content.size(),
          entry.directory
              ? "null"
              : diag::json_string(crypto::digest_hex(crypto::Digest::sha256, entry.content)));
    }
    return fmt::format(
        R"({{"format":{},"type":{},"id":{},"version":{},"name":{},"signed":{},"bytes":{},)"
        R"("sha256":{},"members":[{}],"entries":[{}]}})",
        diag::json_string(format_name(package)), diag::json_string(package::name(package.type)),
        diag::json_string(package.id), diag::json_string(package.version),
        diag::json_string(package.name), package.is_signed(), package.bytes,
        diag::json_string(sha256), members, entries);
  }

  std::string file_;
};

std::string_view outcome_name(Outcome outcome) {
  return outcome == Outcome::passed ? "passed" : outcome == Outcome::warning ? "warning" : "failed";
}

class VerifyCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("file", file_, std::string(text(Message::verify_help_file)),
                         terminal::Arguments::Need::required);
    arguments.option("--key", key_, std::string(text(Message::verify_help_key)));
  }

  Exit run(Session& session) override {
    const Result<Opened> opened = open(session, file_);
    if (!opened) {
      return session.fail(opened.error());
    }
    package::VerifyOptions options;
    options.file_name = file_;
    std::optional<crypto::PublicKey> key;
    if (!key_.empty()) {
      Result<crypto::PublicKey> read = crypto::PublicKey::from_file(session.resolve(key_));
      if (!read) {
        return session.fail(read.error());
      }
      key = *std::move(read);
      options.key = &*key;
    }
    const std::vector<Check> checks = package::verify(opened->package, options);
    const Outcome outcome = package::worst(checks);
    session.print(describe(session, opened->package, checks));
    session.print(std::string(text(outcome == Outcome::passed    ? Message::verify_good
                                   : outcome == Outcome::warning ? Message::verify_warnings
                                                                 : Message::verify_bad)) +
                  "\n");
    return session.finish(outcome == Outcome::failed ? Exit::bad_data : Exit::ok,
                          json(opened->package, checks, outcome));
  }

 private:
  static std::string describe(const Session& session, const Package& package,
                              const std::vector<Check>& checks) {
    const bool colour = session.colour_out();
    const auto mark = [colour](Outcome outcome) {
      const char* shown = outcome == Outcome::passed    ? "✓"
                          : outcome == Outcome::warning ? "!"
                                                        : "✗";
      const char* code = outcome == Outcome::passed    ? "32"
                         : outcome == Outcome::warning ? "33"
                                                       : "31";
      return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, shown) : std::string(shown);
    };
    std::string out = title(package) + "\n";
    std::size_t widest = 0;
    for (const Check& check : checks) {
      widest = std::max(widest, utf8::display_width(check.subject));
    }
    for (const Check& check : checks) {
      out +=
          fmt::format("  {} {}{}  {}{}\n", mark(check.outcome), check.subject,
                      std::string(widest - utf8::display_width(check.subject), ' '), check.detail,
                      check.code ? fmt::format(" [{}]", diag::label(*check.code)) : "");
    }
    return out;
  }

  static std::string json(const Package& package, const std::vector<Check>& checks,
                          Outcome outcome) {
    std::string rows;
    for (const Check& check : checks) {
      rows += fmt::format(R"({}{{"subject":{},"outcome":{},"detail":{},"code":{}}})",
                          rows.empty() ? "" : ",", diag::json_string(check.subject),
                          diag::json_string(outcome_name(check.outcome)),
                          diag::json_string(check.detail),
                          check.code ? diag::json_string(diag::label(*check.code)) : "null");
    }
    return fmt::format(R"({{"id":{},"version":{},"outcome":{},"checks":[{}]}})",
                       diag::json_string(package.id), diag::json_string(package.version),
                       diag::json_string(outcome_name(outcome)), rows);
  }

  std::string file_;
  std::string key_;
};

class UnpackCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("file", file_, std::string(text(Message::inspect_help_file)),
                         terminal::Arguments::Need::required);
    arguments.option("-C,--directory", directory_,
                     std::string(text(Message::unpack_help_directory)));
  }

  Exit run(Session& session) override {
    const Result<Opened> opened = open(session, file_);
    if (!opened) {
      return session.fail(opened.error());
    }
    const Package& package = opened->package;
    std::string directory = directory_;
    if (directory.empty()) {
      // The manifest is hostile: only digits and dots become part of a path.
      directory = package.id + (package.version.empty() ? "" : "_" + package.version);
      if (directory.find_first_not_of("0123456789._") != std::string::npos ||
          directory.find("..") != std::string::npos) {
        return session.fail({Error::Kind::usage, std::string(text(Message::unpack_no_folder)), 0,
                             text(Message::add_option, "-C <folder>")});
      }
    }
    std::vector<OutputEntry> files;
    std::uint64_t bytes = 0;
    for (const Entry& entry : package.entries) {
      if (!entry.directory) {
        files.push_back({entry.path, entry.content});
        bytes += entry.content.size();
      }
    }
    if (const Status written = write_tree(session.resolve(directory), files); !written) {
      return session.fail(written.error());
    }
    session.say(text(Message::unpack_done, session.ok_mark(), count_text(files.size(), "file"),
                     size_text(bytes), directory));
    return session.finish(
        Exit::ok, fmt::format(R"({{"output":{},"id":{},"version":{},"files":{},"bytes":{}}})",
                              diag::json_string(directory), diag::json_string(package.id),
                              diag::json_string(package.version), files.size(), bytes));
  }

 private:
  std::string file_;
  std::string directory_;
};

}  // namespace

std::unique_ptr<Command> inspect_command() { return std::make_unique<InspectCommand>(); }
std::unique_ptr<Command> verify_command() { return std::make_unique<VerifyCommand>(); }
std::unique_ptr<Command> unpack_command() { return std::make_unique<UnpackCommand>(); }

}  // namespace mpaas::commands
