// mpaas pack: a folder becomes one file that phones (.amr) or the release console (.zip) take.
#include <fmt/format.h>

#include <chrono>

#include "cli/commands/commands.h"
#include "cli/commands/pack.h"
#include "cli/commands/package_files.h"
#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using package::Package;
using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

constexpr std::size_t shown_fingerprint = 16;

class PackCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("dir", request_.directory, std::string(text(Message::pack_help_dir)));
    arguments.option("-o,--output", output_, std::string(text(Message::pack_help_output)));
    arguments.choice("--type", request_.type, {"mini", "h5", "global"},
                     std::string(text(Message::pack_help_type)));
    arguments.option("--app-id", request_.id, std::string(text(Message::pack_help_app_id)));
    arguments.option("--version", request_.version, std::string(text(Message::pack_help_version)));
    arguments.choice("--format", format_, {"amr", "zip"},
                     std::string(text(Message::pack_help_format)));
    arguments.option("--sign-key", request_.sign_key,
                     std::string(text(Message::pack_help_sign_key)));
    arguments.option("--encrypt-to", request_.encrypt_to,
                     std::string(text(Message::pack_help_encrypt_to)));
    arguments.option("--delta-from", delta_from_, std::string(text(Message::pack_help_delta_from)));
    arguments.flag("--fast", fast_, std::string(text(Message::pack_help_fast)));
  }

  Exit run(Session& session) override {
    const auto begin = std::chrono::steady_clock::now();
    if (!delta_from_.empty() || fast_) {
      return session.fail({Error::Kind::usage,
                           text(Message::not_supported_yet, fast_ ? "--fast" : "--delta-from")});
    }
    if (format_ == "zip" && !request_.sign_key.empty()) {
      return session.fail(
          {Error::Kind::usage, std::string(text(Message::pack_zip_unsigned)), 0, "--format amr"});
    }
    request_.format = format_ == "zip" ? Package::Format::zip : Package::Format::amr;
    const PackOutcome outcome = make_package(session, request_);
    if (outcome.error) {
      return session.fail(*outcome.error);
    }
    if (!outcome.packed) {
      return session.finish(outcome.exit);
    }
    const Packed& packed = *outcome.packed;
    const std::string output = place(session, packed.file_name);
    if (const Status written = write_file(session.resolve(output), packed.bytes); !written) {
      return session.fail(written.error());
    }
    const double milliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    tell(session, packed, output, milliseconds);
    return session.finish(Exit::ok, json(packed, output, milliseconds));
  }

 private:
  // A folder given with -o gets the file under its usual name.
  std::string place(const Session& session, const std::string& file_name) const {
    if (output_.empty()) {
      return file_name;
    }
    const bool folder =
        output_.ends_with('/') || real_file_system("")->is_directory(session.resolve(output_));
    return folder ? path::join(output_, file_name) : output_;
  }

  static void tell(Session& session, const Packed& packed, const std::string& output,
                   double milliseconds) {
    session.say(text(Message::pack_done, session.ok_mark(), count_text(packed.files, "file"),
                     size_text(packed.unpacked_bytes), output, size_text(packed.bytes.size()),
                     static_cast<int>(milliseconds + 0.5)));
    if (packed.signed_with) {
      session.say(text(Message::pack_signed, packed.signed_with->name, packed.signed_with->bits,
                       packed.signed_with->fingerprint.substr(0, shown_fingerprint)));
    }
    for (const std::string& subject : packed.encrypted_to) {
      session.say(text(Message::pack_encrypted, diag::printable(subject)));
    }
  }

  static std::string json(const Packed& packed, const std::string& output, double milliseconds) {
    std::string recipients;
    for (const std::string& subject : packed.encrypted_to) {
      recipients += (recipients.empty() ? "" : ",") + diag::json_string(subject);
    }
    return fmt::format(
        R"({{"output":{},"id":{},"version":{},"type":{},"bytes":{},"sha256":{},"files":{},)"
        R"("unpackedBytes":{},"time":{},"signedWith":{},"encryptedTo":[{}],"milliseconds":{:.2f}}})",
        diag::json_string(output), diag::json_string(packed.description.id),
        diag::json_string(packed.description.version),
        diag::json_string(package::name(packed.description.type)), packed.bytes.size(),
        diag::json_string(crypto::digest_hex(crypto::Digest::sha256, packed.bytes)), packed.files,
        packed.unpacked_bytes, packed.description.time,
        packed.signed_with ? diag::json_string(packed.signed_with->fingerprint) : "null",
        recipients, milliseconds);
  }

  PackRequest request_;
  std::string output_;
  std::string format_ = "amr";
  std::string delta_from_;
  bool fast_ = false;
};

}  // namespace

std::unique_ptr<Command> pack_command() { return std::make_unique<PackCommand>(); }

}  // namespace mpaas::commands
