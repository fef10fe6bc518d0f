#include <algorithm>

#include "compiler/base/path.h"
#include "compiler/package/container.h"
#include "compiler/package/policy.h"

namespace mpaas::package {
namespace {

using diag::Code;

// Collects what is found; everything is looked at, so that a person sees all of it at once.
class Verification {
 public:
  Verification(const Package& package, const VerifyOptions& options)
      : package_(package), options_(options), tar_file_(package.id + ".tar") {}

  std::vector<Check> run() && {
    check_members();
    check_metadata();
    check_file_name();
    check_signatures();
    check_paths();
    return std::move(checks_);
  }

 private:
  void pass(std::string subject, std::string detail) {
    checks_.push_back({std::move(subject), Outcome::passed, std::move(detail), std::nullopt});
  }
  template <class... Arguments>
  void note(Outcome outcome, std::string subject, Code code, const Arguments&... arguments) {
    checks_.push_back(
        {std::move(subject), outcome, diag::make(code, {}, arguments...).message, code});
  }

  // The framework's own packages have a second certificate, and are numbered by other rules.
  bool is_framework() const {
    return is_framework_id(package_.id) && package_.member(second_certificate_file) != nullptr;
  }
  Outcome disagreement() const { return is_framework() ? Outcome::warning : Outcome::failed; }

  void check_members() {
    const std::size_t before = checks_.size();
    for (const Member& member : *package_.members) {
      const bool known = member.name == manifest_file || member.name == certificate_file ||
                         member.name == tar_file_ ||
                         (member.name == second_certificate_file && is_framework());
      if (!known && member.name.ends_with(".tar") && package_.member(tar_file_) == nullptr) {
        note(Outcome::failed, "members", Code::package_manifest_mismatch,
             fmt::format("the manifest is of {}, and the content is {}", shown(package_.id),
                         shown(member.name)));
      } else if (!known) {
        note(Outcome::failed, "members", Code::package_extra_member, shown(member.name));
      }
    }
    if (package_.member(certificate_file) == nullptr) {
      note(Outcome::failed, "members", Code::package_missing_member, certificate_file);
    }
    if (checks_.size() == before) {
      pass("members", fmt::format("Manifest.xml, CERT.json, {}{}", tar_file_,
                                  is_framework() ? ", SIGN.json" : ""));
    }
  }

  void check_metadata() {
    const std::string subject = "hpmfile.json";
    const Entry* metadata = package_.entry(metadata_file);
    if (metadata == nullptr) {
      note(disagreement(), subject, Code::package_manifest_mismatch,
           "there is no hpmfile.json, so that manifest and content could be of different packages");
      return;
    }
    const Identity inside = read_metadata(metadata->content);
    if (inside.id != package_.id || inside.version != package_.version) {
      note(disagreement(), subject, Code::package_manifest_mismatch,
           fmt::format("the manifest says {} {}, and the content says {} {}", shown(package_.id),
                       shown(package_.version), shown(inside.id), shown(inside.version)));
      return;
    }
    pass(subject,
         fmt::format("manifest and content are both {} {}", package_.id, package_.version));
  }

  void check_file_name() {
    if (options_.file_name.empty()) {
      return;
    }
    std::string_view file = path::filename(options_.file_name);
    if (file.ends_with(".amr")) {
      file.remove_suffix(4);
    }
    const std::size_t underscore = file.find('_');
    const std::string_view id = file.substr(0, underscore);
    const std::string_view version =
        underscore == std::string_view::npos ? "" : file.substr(underscore + 1);
    diag::List problems;
    check_version(version, problems);
    if (!problems.items.empty() || id.empty() ||
        id.find_first_not_of("0123456789") != std::string_view::npos) {
      note(Outcome::warning, "file name", Code::package_renamed);
    } else if (id != package_.id || version != package_.version) {
      note(disagreement(), "file name", Code::package_manifest_mismatch,
           fmt::format("the file is called {}, and the package is {} {}", shown(file),
                       shown(package_.id), shown(package_.version)));
    } else {
      pass("file name", std::string(file));
    }
  }

  void check_signatures() {
    if (!package_.is_signed()) {
      // Phones that check signatures refuse such a package; whoever gives a key wants to know.
      note(options_.key == nullptr ? Outcome::warning : Outcome::failed, "signatures",
           Code::package_unsigned);
      return;
    }
    if (options_.key == nullptr) {
      note(Outcome::warning, "signatures", Code::package_not_checked);
      return;
    }
    // Clients take SIGN.json with the framework's key when it is there, CERT.json with the app's
    // key otherwise; one of the two must be good throughout.
    std::vector<Check> found = check_set(certificate_file);
    if (worst(found) != Outcome::passed && is_framework()) {
      std::vector<Check> second = check_set(second_certificate_file);
      if (worst(second) == Outcome::passed) {
        found = std::move(second);
      }
    }
    checks_.insert(checks_.end(), found.begin(), found.end());
  }

  std::vector<Check> check_set(std::string_view file) {
    std::vector<Check> found;
    const auto fail = [&found](std::string_view member, Code code, std::string detail) {
      found.push_back({fmt::format("signature of {}", shown(member)), Outcome::failed,
                       std::move(detail), code});
    };
    const Member* certificate = package_.member(file);
    if (certificate == nullptr) {
      return found;  // already told
    }
    const auto signatures = read_signatures(file, certificate->content);
    if (!signatures) {
      fail(file, Code::archive_damaged, signatures.error().message);
      return found;
    }
    const crypto::KeyInfo key = options_.key->info();
    for (const auto& [name, signature] : *signatures) {
      const Member* member = package_.member(name);
      const auto raw = crypto::from_base64(signature);
      if (member == nullptr) {
        fail(name, Code::package_missing_member,
             diag::make(Code::package_missing_member, {}, shown(name)).message);
      } else if (!raw ||
                 !crypto::verify(*options_.key, crypto::Digest::sha1, member->content, *raw)) {
        fail(name, Code::package_bad_signature,
             diag::make(Code::package_bad_signature, {}, shown(name)).message);
      } else {
        found.push_back({fmt::format("signature of {}", shown(name)), Outcome::passed,
                         fmt::format("{}, {} {} bits, SHA-1", file, key.name, key.bits),
                         std::nullopt});
      }
    }
    for (const std::string_view needed : {std::string_view(tar_file_), manifest_file}) {
      const bool listed = std::any_of(signatures->begin(), signatures->end(),
                                      [needed](const auto& row) { return row.first == needed; });
      if (!listed) {
        fail(needed, Code::package_bad_signature, fmt::format("{} does not list it", file));
      }
    }
    return found;
  }

  void check_paths() {
    std::size_t skipped = 0;
    std::string example;
    for (const Entry& entry : package_.entries) {
      if (!entry.directory && entry.path.find("ios") != std::string::npos) {
        ++skipped;
        example = example.empty() ? entry.path : example;
      }
    }
    if (skipped > 0) {
      note(Outcome::warning, "paths", Code::package_ios_path,
           skipped == 1 ? shown(example)
                        : fmt::format("{} (and {} more)", shown(example), skipped - 1));
    }
  }

  const Package& package_;
  const VerifyOptions& options_;
  std::string tar_file_;
  std::vector<Check> checks_;
};

}  // namespace

std::vector<Check> verify(const Package& package, const VerifyOptions& options) {
  if (package.format != Package::Format::amr) {
    return {{"container", Outcome::failed,
             diag::make(Code::package_not_amr, {}, "this file",
                        "an upload zip; the console makes and signs the package")
                 .message,
             Code::package_not_amr}};
  }
  return Verification(package, options).run();
}

Outcome worst(const std::vector<Check>& checks) {
  Outcome out = Outcome::passed;
  for (const Check& check : checks) {
    out = std::max(out, check.outcome);
  }
  return out;
}

}  // namespace mpaas::package
