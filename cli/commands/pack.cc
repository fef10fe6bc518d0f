#include "cli/commands/pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/commands/package_files.h"
#include "compiler/base/file_system.h"
#include "compiler/base/path.h"
#include "compiler/compiler.h"
#include "compiler/json/json.h"

namespace mpaas::commands {
namespace {

using package::Description;
using package::InputFile;
using package::Type;
using terminal::Exit;
using terminal::Message;
using terminal::Session;
using terminal::text;

// Files with whatever owns their bytes, and what is known about the package from them.
struct Content {
  std::shared_ptr<const Build> build;
  std::vector<package::ArchiveFile> owned;
  std::vector<InputFile> files;
  std::string id;
  std::string version;
};

bool has(const std::vector<InputFile>& files, std::string_view path) {
  return std::any_of(files.begin(), files.end(),
                     [path](const InputFile& file) { return file.path == path; });
}

// Upload zips have everything below one folder named like the id; that folder itself may be given.
void strip_id_folder(Content& content) {
  if (content.files.empty()) {
    return;
  }
  const std::string& first = content.files.front().path;
  const std::string top = first.substr(0, first.find('/'));
  const bool is_id = (top.size() == 8 || top.size() == 16) &&
                     top.find_first_not_of("0123456789") == std::string::npos;
  const bool all = std::all_of(content.files.begin(), content.files.end(),
                               [&](const auto& file) { return file.path.starts_with(top + "/"); });
  if (!is_id || !all) {
    return;
  }
  for (InputFile& file : content.files) {
    file.path.erase(0, top.size() + 1);
  }
  content.id = top;
}

void read_metadata(Content& content) {
  for (const InputFile& file : content.files) {
    if (file.path != "hpmfile.json") {
      continue;
    }
    diag::List ignored;  // check() tells what is wrong with it
    if (const auto document =
            json::parse(make_source(file.path, std::string(file.content)), ignored)) {
      content.id = json::read_string(document->root(), "appid", ignored).value_or(content.id);
      content.version = json::read_string(document->root(), "version", ignored).value_or("");
    }
  }
}

Result<Content> take_folder(const std::string& directory) {
  Content content;
  MPAAS_TRY_ASSIGN(content.owned, read_folder(directory));
  for (const package::ArchiveFile& file : content.owned) {
    content.files.push_back({file.path, file.content});
  }
  if (content.files.empty()) {
    return Error{Error::Kind::not_found, text(Message::pack_nothing, directory)};
  }
  strip_id_folder(content);
  if (has(content.files, "index.worker.js")) {
    // What a build with --sourcemap left beside the scripts is for developers, not for phones.
    std::erase_if(content.files, [](const InputFile& file) {
      return file.path == "index.js.map" || file.path == "index.worker.js.map";
    });
  }
  read_metadata(content);
  return content;
}

Content take_build(std::shared_ptr<const Build> build) {
  Content content;
  content.build = std::move(build);
  content.id = content.build->app_id;
  content.version = content.build->version;
  for (const OutputFile& file : content.build->outputs) {
    content.files.push_back({file.path, *file.content});
  }
  return content;
}

Result<std::int64_t> package_time(const Session& session) {
  const auto given = session.environment("SOURCE_DATE_EPOCH");
  if (!given || given->empty()) {
    return package::default_time;
  }
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), seconds);
  constexpr std::int64_t latest = 4'354'819'198;  // zip knows no later year than 2107
  if (error != std::errc() || end != given->data() + given->size() || seconds < 0 ||
      seconds > latest) {
    return Error{Error::Kind::configuration, text(Message::pack_bad_time, *given)};
  }
  return seconds;
}

Type type_of(const std::string& asked, const std::vector<InputFile>& files) {
  if (asked == "mini" || (asked.empty() && has(files, "index.worker.js"))) {
    return Type::mini;
  }
  return asked == "global" ? Type::global : Type::h5;
}

Result<Description> describe(const Session& session, const PackRequest& request,
                             const Content& content) {
  Description out;
  out.type = type_of(request.type, content.files);
  out.id = request.id.empty() ? content.id : request.id;
  out.version = request.version.empty() ? content.version : request.version;
  if (out.id.empty()) {
    return Error{Error::Kind::usage, std::string(text(Message::pack_no_id)), 0,
                 text(Message::add_option,
                      out.type == Type::mini ? "--app-id 2018032302435038" : "--app-id 80808080")};
  }
  if (out.version.empty()) {
    return Error{Error::Kind::usage, std::string(text(Message::pack_no_version)), 0,
                 text(Message::add_option, "--version 1.0.0.0")};
  }
  MPAAS_TRY_ASSIGN(out.time, package_time(session));
  return out;
}

Result<Packed> make(const Session& session, const PackRequest& request,
                    const Description& description, const std::vector<InputFile>& files) {
  const bool amr = request.format == package::Package::Format::amr;
  std::optional<crypto::PrivateKey> key;
  if (!request.sign_key.empty()) {
    MPAAS_TRY_ASSIGN(key, crypto::PrivateKey::from_file(session.resolve(request.sign_key)));
  }
  Packed out;
  out.description = description;
  out.file_name = fmt::format("{}_{}.{}", description.id, description.version, amr ? "amr" : "zip");
  out.files = files.size();
  for (const InputFile& file : files) {
    out.unpacked_bytes += file.content.size();
  }
  MPAAS_TRY_ASSIGN(out.bytes, amr ? package::make_amr(description, files, key ? &*key : nullptr)
                                  : package::make_zip(description, files));
  if (key) {
    out.signed_with = key->info();
  }
  if (!request.encrypt_to.empty()) {
    std::vector<crypto::Certificate> recipients;
    for (const std::string& file : request.encrypt_to) {
      MPAAS_TRY_ASSIGN(crypto::Certificate certificate,
                       crypto::Certificate::from_file(session.resolve(file)));
      out.encrypted_to.push_back(certificate.subject());
      recipients.push_back(std::move(certificate));
    }
    MPAAS_TRY_ASSIGN(out.bytes, crypto::encrypt(out.bytes, recipients));
    out.file_name += ".p7m";
  }
  return out;
}

PackOutcome failed(Error error) { return {std::nullopt, std::move(error), Exit::ok}; }

}  // namespace

PackOutcome make_package(Session& session, const PackRequest& request) {
  const std::string directory =
      session.resolve(request.directory.empty() ? "." : request.directory);
  const auto files = real_file_system(directory);
  if (!files->is_directory("")) {
    return failed({Error::Kind::not_found, text(Message::pack_no_folder, request.directory)});
  }
  std::optional<Content> content;
  if (files->is_file("app.json") || files->is_file("mini.project.json")) {
    std::shared_ptr<const Build> build = Compiler(files, {}).build();
    session.show(build->diagnostics);
    if (!build->ok) {
      return {std::nullopt, std::nullopt, Exit::project_errors};
    }
    content = take_build(std::move(build));
  } else {
    Result<Content> taken = take_folder(directory);
    if (!taken) {
      return failed(std::move(taken).error());
    }
    content = *std::move(taken);
  }
  const Result<Description> description = describe(session, request, *content);
  if (!description) {
    return failed(description.error());
  }
  diag::List problems;
  package::check(*description, content->files, problems);
  session.show(problems.items);
  if (problems.has_errors()) {
    return {std::nullopt, std::nullopt, Exit::bad_data};
  }
  if (session.interrupted()) {
    return failed({Error::Kind::cancelled, ""});
  }
  Result<Packed> packed = make(session, request, *description, content->files);
  if (!packed) {
    return failed(std::move(packed).error());
  }
  return {*std::move(packed), std::nullopt, Exit::ok};
}

}  // namespace mpaas::commands
