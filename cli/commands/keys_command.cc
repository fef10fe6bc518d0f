// mpaas keys new, keys show and decrypt. Private keys are written for their owner only, never over
// an existing file, and never printed.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/package_files.h"
#include "compiler/base/file_system.h"
#include "compiler/crypto/crypto.h"
#include "compiler/diag/render.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string json(const crypto::KeyInfo& info) {
  return fmt::format(R"("type":{},"bits":{},"private":{},"fingerprint":{})",
                     diag::json_string(info.name), info.bits, info.is_private,
                     diag::json_string(info.fingerprint));
}

class KeysNewCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.choice("--type", type_, {"rsa2048", "rsa3072", "sm2"},
                     std::string(text(Message::keys_help_type)));
    arguments.option("-o,--output", prefix_, std::string(text(Message::keys_help_output)));
  }

  Exit run(Session& session) override {
    const std::string private_file = prefix_ + ".pem";
    const std::string public_file = prefix_ + ".public.pem";
    const auto files = real_file_system("");
    for (const std::string& file : {private_file, public_file}) {
      if (files->stat(session.resolve(file)).kind != FileKind::none) {
        return session.fail({Error::Kind::cannot_write, text(Message::keys_exists, file), 0,
                             std::string(text(Message::keys_exists_hint))});
      }
    }
    const Result<crypto::PrivateKey> key =
        crypto::PrivateKey::generate(type_ == "sm2"       ? crypto::NewKey::sm2
                                     : type_ == "rsa3072" ? crypto::NewKey::rsa3072
                                                          : crypto::NewKey::rsa2048);
    if (!key) {
      return session.fail(key.error());
    }
    const crypto::Secret pem = key->pem();
    for (const Status& written :
         {write_file(session.resolve(private_file), pem.view(), 0600),
          write_file(session.resolve(public_file), key->public_key().pem())}) {
      if (!written) {
        return session.fail(written.error());
      }
    }
    const crypto::KeyInfo info = key->info();
    session.say(text(Message::keys_made, session.ok_mark(), info.name, info.bits, private_file,
                     public_file));
    session.say(text(Message::keys_fingerprint, info.fingerprint));
    return session.finish(Exit::ok, fmt::format(R"({{"privateKey":{},"publicKey":{},{}}})",
                                                diag::json_string(private_file),
                                                diag::json_string(public_file), json(info)));
  }

 private:
  std::string type_ = "rsa2048";
  std::string prefix_ = "key";
};

class KeysShowCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("file", file_, std::string(text(Message::keys_help_file)),
                         terminal::Arguments::Need::required);
  }

  Exit run(Session& session) override {
    const Result<crypto::KeyInfo> info = look(session.resolve(file_));
    if (!info) {
      return session.fail(info.error());
    }
    session.print(fmt::format("{} {} bits, {}\n{}\n", info->name, info->bits,
                              text(info->is_private ? Message::keys_private : Message::keys_public),
                              text(Message::keys_fingerprint, info->fingerprint)));
    return session.finish(Exit::ok, "{" + json(*info) + "}");
  }

 private:
  static Result<crypto::KeyInfo> look(const std::string& path) {
    const Result<crypto::PublicKey> open = crypto::PublicKey::from_file(path);
    if (open) {
      return open->info();
    }
    const Result<crypto::PrivateKey> closed = crypto::PrivateKey::from_file(path);
    if (closed) {
      return closed->info();
    }
    // A file that holds neither gets the message about public keys only if it is none at all.
    const bool is_private = closed.error().kind == Error::Kind::permission ||
                            open.error().message.find("private key") != std::string::npos;
    return is_private ? closed.error() : open.error();
  }

  std::string file_;
};

class DecryptCommand : public Command {
 public:
  void define(terminal::Arguments& arguments) override {
    arguments.positional("file", file_, std::string(text(Message::decrypt_help_file)),
                         terminal::Arguments::Need::required);
    arguments.option("--key", key_, std::string(text(Message::decrypt_help_key)));
    arguments.option("-o,--output", output_, std::string(text(Message::decrypt_help_output)));
  }

  Exit run(Session& session) override {
    if (key_.empty()) {
      return session.fail({Error::Kind::usage, std::string(text(Message::decrypt_no_key)), 0,
                           text(Message::add_option, "--key private.pem")});
    }
    std::string output = output_;
    if (output.empty()) {
      if (!file_.ends_with(".p7m")) {
        return session.fail({Error::Kind::usage, std::string(text(Message::decrypt_no_output)), 0,
                             text(Message::add_option, "-o <file>")});
      }
      output = file_.substr(0, file_.size() - 4);
    }
    const Result<std::string> sealed = read_input(session, file_);
    if (!sealed) {
      return session.fail(sealed.error());
    }
    const Result<crypto::PrivateKey> key = crypto::PrivateKey::from_file(session.resolve(key_));
    if (!key) {
      return session.fail(key.error());
    }
    const Result<std::string> opened = crypto::decrypt(*sealed, *key);
    if (!opened) {
      return session.fail(opened.error());
    }
    if (const Status written = write_file(session.resolve(output), *opened); !written) {
      return session.fail(written.error());
    }
    session.say(text(Message::decrypt_done, session.ok_mark(), output, size_text(opened->size())));
    return session.finish(Exit::ok, fmt::format(R"({{"output":{},"bytes":{}}})",
                                                diag::json_string(output), opened->size()));
  }

 private:
  std::string file_;
  std::string key_;
  std::string output_;
};

}  // namespace

std::unique_ptr<Command> keys_new_command() { return std::make_unique<KeysNewCommand>(); }
std::unique_ptr<Command> keys_show_command() { return std::make_unique<KeysShowCommand>(); }
std::unique_ptr<Command> decrypt_command() { return std::make_unique<DecryptCommand>(); }

}  // namespace mpaas::commands
