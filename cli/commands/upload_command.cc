// mpaas upload and mpaas preview: a project or package goes to the release platform.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/commands/pack.h"
#include "cli/commands/package_files.h"
#include "cli/commands/platform_session.h"
#include "compiler/base/file_system.h"
#include "compiler/diag/render.h"
#include "compiler/qr/qr.h"

namespace mpaas::commands {
namespace {

using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

std::string plain(Message message) { return std::string(text(message)); }

// Bytes to send, and what the platform wants to know about them.
struct Parcel {
  std::string bytes;
  std::string file_name;
  release::PackageUpload package;
};

nlohmann::json parsed(const package::Package& package, std::string_view path) {
  const package::Entry* entry = package.entry(path);
  return entry == nullptr ? nlohmann::json()
                          : nlohmann::json::parse(entry->content, nullptr, false);
}

// Where the app starts, from the package itself.
void describe(const package::Package& read, release::PackageUpload& upload) {
  if (read.type != package::Type::mini) {
    upload.main_url = "/www/index.html";
    return;
  }
  const nlohmann::json config = parsed(read, "appConfig.json");
  std::string page;
  if (config.is_object() && config.contains("pages") && config["pages"].is_array() &&
      !config["pages"].empty() && config["pages"][0].is_string()) {
    page = config["pages"][0].get<std::string>();
  }
  upload.main_url = page.empty() ? "/index.html" : "/index.html#" + page;
  const nlohmann::json bar = parsed(read, "tabBar.json");
  upload.tab_bar = bar.is_object() && bar.contains("items") && !bar["items"].empty();
}

class UploadCommand : public Command {
 public:
  explicit UploadCommand(bool preview) : preview_(preview) {}

  void define(terminal::Arguments& arguments) override {
    arguments.positional("source", source_, plain(Message::upload_help_source));
    arguments.option("--profile", profile_, plain(Message::release_help_profile));
    arguments.option("--app-id", request_.id, plain(Message::pack_help_app_id));
    arguments.option("--version", request_.version, plain(Message::upload_help_version));
    arguments.option("--name", name_, plain(Message::upload_help_name));
    arguments.option("--client-min", client_min_, plain(Message::upload_help_client_min));
    arguments.option("--client-max", client_max_, plain(Message::upload_help_client_max));
    arguments.choice("--platform", platform_, {"all", "android", "ios", "harmony"},
                     plain(Message::upload_help_platform));
    if (preview_) {
      arguments.option("--user-id", users_, plain(Message::preview_help_user));
      arguments.option("--png", png_, plain(Message::preview_help_png));
      arguments.option("--svg", svg_, plain(Message::preview_help_svg));
    }
  }

  Exit run(Session& session) override {
    Parcel parcel;
    if (real_file_system("")->is_directory(session.resolve(source_.empty() ? "." : source_))) {
      request_.directory = source_;
      request_.format = package::Package::Format::zip;
      PackOutcome outcome = make_package(session, request_);
      if (!outcome.packed) {
        return outcome.error ? session.fail(*outcome.error) : session.finish(outcome.exit);
      }
      parcel.bytes = std::move(outcome.packed->bytes);
      parcel.file_name = outcome.packed->file_name;
      parcel.package.version = outcome.packed->description.version;
    } else {
      Result<std::string> bytes = read_input(session, source_);
      if (!bytes) {
        return session.fail(bytes.error());
      }
      parcel.bytes = *std::move(bytes);
    }
    const Result<std::string> sent = send(session, parcel);
    return sent ? session.finish(Exit::ok, *sent) : session.fail(sent.error());
  }

 private:
  Result<std::string> send(Session& session, Parcel& parcel) {
    MPAAS_TRY_ASSIGN(const package::Package read, package::read(parcel.bytes));
    release::PackageUpload& upload = parcel.package;
    upload.h5_id = read.id;
    if (upload.version.empty()) {
      upload.version = request_.version.empty() ? read.version : request_.version;
    }
    if (upload.version.empty()) {
      return Error{Error::Kind::usage, plain(Message::upload_no_version), 0,
                   text(Message::add_option, "--version 1.0.0.0")};
    }
    if (parcel.file_name.empty()) {
      parcel.file_name = fmt::format("{}_{}.{}", upload.h5_id, upload.version,
                                     read.format == package::Package::Format::amr ? "amr" : "zip");
    }
    describe(read, upload);
    upload.name = name_.empty() ? upload.h5_id : name_;
    upload.client_version_min = client_min_;
    upload.client_version_max = client_max_;
    upload.platform = platform_;
    upload.package_type = preview_ ? platform::package_test : platform::package_official;

    MPAAS_TRY_ASSIGN(const Connection connection,
                     connect(session, profile_, plain(Message::upload_uploading)));
    release::Client& client = *connection.client;
    MPAAS_TRY(client.ensure_app(upload.h5_id, upload.name));
    MPAAS_TRY_ASSIGN(upload.vhost, client.vhost());
    if (upload.vhost.empty()) {
      // The documentation's own example; apps set theirs with setTinyAppVHost.
      upload.vhost = "h5app.com";
    }
    for (const std::string& user : users_) {
      MPAAS_TRY(client.call("CreateMcubeWhitelistForIde",
                            {{"UserId", upload.user_id}, {"WhitelistValue", user}}));
    }
    MPAAS_TRY_ASSIGN(upload.file_url, client.upload_file(parcel.file_name, parcel.bytes));
    MPAAS_TRY_ASSIGN(const release::UploadedPackage uploaded, client.upload_package(upload));

    session.say(text(Message::upload_done, session.ok_mark(), upload.h5_id, upload.version,
                     size_text(parcel.bytes.size()), connection.endpoint, uploaded.id));
    if (preview_) {
      MPAAS_TRY(show_code(session, uploaded.debug_url));
    } else {
      session.say(text(Message::upload_next, uploaded.id));
    }
    return fmt::format(
        R"({{"packageId":{},"id":{},"version":{},"bytes":{},"sha256":{},"debugUrl":{},"endpoint":{}}})",
        uploaded.id, diag::json_string(upload.h5_id), diag::json_string(upload.version),
        parcel.bytes.size(),
        diag::json_string(crypto::digest_hex(crypto::Digest::sha256, parcel.bytes)),
        diag::json_string(uploaded.debug_url), diag::json_string(connection.endpoint));
  }

  Status show_code(Session& session, const std::string& url) const {
    if (url.empty()) {
      return Error{Error::Kind::protocol, plain(Message::preview_no_url)};
    }
    MPAAS_TRY_ASSIGN(const qr::Matrix matrix, qr::encode(url));
    if (!png_.empty()) {
      MPAAS_TRY_ASSIGN(const std::string png, qr::to_png(matrix));
      MPAAS_TRY(write_file(session.resolve(png_), png));
    }
    if (!svg_.empty()) {
      MPAAS_TRY(write_file(session.resolve(svg_), qr::to_svg(matrix)));
    }
    session.print(qr::to_terminal(
        matrix, session.colour_out() ? qr::TerminalStyle::colour : qr::TerminalStyle::plain));
    session.say(text(Message::preview_scan, diag::printable(url)));
    return ok();
  }

  const bool preview_;
  PackRequest request_;
  std::string source_;
  std::optional<std::string> profile_;
  std::string name_;
  std::string client_min_ = "0.0.0";
  std::string client_max_;
  std::string platform_ = "all";
  std::vector<std::string> users_;
  std::string png_;
  std::string svg_;
};

}  // namespace

std::unique_ptr<Command> upload_command() { return std::make_unique<UploadCommand>(false); }
std::unique_ptr<Command> preview_command() { return std::make_unique<UploadCommand>(true); }

}  // namespace mpaas::commands
