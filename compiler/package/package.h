// Packages for phones: the signed .amr container, the .zip that the release console takes, and the
// preset list h5_json.json. Bytes in, bytes out; writing files is the caller's business.
//
//   <id>_<version>.amr = zip { Manifest.xml, CERT.json, <id>.tar }     docs/formats/amr.md
//
// What is made here is reproducible: the same files, id, version, time and key give the same bytes.
// What is read here is hostile: a strict policy stands before anything is handed out (names, types,
// sizes, hidden or contradicting data), and refusals are Errors with codes of the 70xx band.
// Signatures are RSA PKCS#1 v1.5 with SHA-1 over each member, which is what phones check.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/crypto/crypto.h"
#include "compiler/diag/diagnostic.h"

namespace mpaas::package {

// mini: 16 digits, made by the compiler. h5: 8 digits, pages below a folder such as www/.
// global: 8 digits, resources below folders that are named like the hosts they stand in for.
enum class Type : std::uint8_t { mini, h5, global };
std::string_view name(Type type);  // "mini", "h5", "global"

// ---- making

// A file of the package; the content belongs to the caller.
struct InputFile {
  std::string path;  // "www/index.html"
  std::string_view content;
};

// 1985-10-26 08:15 UTC, npm's choice: no zone turns it into a year that zip cannot write. Commands
// use SOURCE_DATE_EPOCH instead when it is set.
inline constexpr std::int64_t default_time = 499'162'500;

struct Description {
  Type type = Type::mini;
  std::string id;
  std::string version;               // a.b.c.d
  std::string name = "h5app";        // literally so in every package the console makes
  std::int64_t time = default_time;  // seconds since 1970, for every member
};

// Everything that the console or a phone would refuse or trip over: ids, versions, paths, missing
// and misplaced files. Errors must stop the caller; warnings are for people.
void check(const Description& description, const std::vector<InputFile>& files, diag::Sink& sink);
void check_id(Type type, std::string_view id, diag::Sink& sink);
void check_version(std::string_view version, diag::Sink& sink);

// Both expect files that check() found no errors in, in any order. hpmfile.json is added when it is
// absent. Without a key both signatures are empty, as the console does it.
Result<std::string> make_amr(const Description& description, const std::vector<InputFile>& files,
                             const crypto::PrivateKey* key);
// What the console wants uploaded: everything below one folder named like the id.
Result<std::string> make_zip(const Description& description, const std::vector<InputFile>& files);

// ---- reading

struct Limits {
  std::size_t entries = 10'000;
  std::uint64_t total_bytes = 512ULL << 20U;
  std::uint64_t file_bytes = 64ULL << 20U;
  std::size_t depth = 32;
  // Unpacked to packed size, looked at beyond `ratio_from` bytes.
  std::uint64_t ratio = 200;
  std::uint64_t ratio_from = 16ULL << 20U;
};

struct ArchiveFile {
  std::string path;
  std::string content;
};
// A zip file made by anybody (templates, uploads): its files in archive order, folders left out.
Result<std::vector<ArchiveFile>> read_zip(std::string_view bytes, const Limits& limits = {});

// One entry of the inner tar, or of an upload zip below its top folder.
struct Entry {
  std::string path;  // without a trailing '/'
  bool directory = false;
  std::string_view content;  // lives as long as the Package
};

// A member of the outer zip.
struct Member {
  std::string name;
  std::uint64_t packed_bytes = 0;
  std::string content;
};

// Shares its bytes when copied.
struct Package {
  enum class Format : std::uint8_t { amr, zip };
  Format format = Format::amr;
  Type type = Type::h5;
  std::string id;
  std::string version;  // "" in a zip
  std::string name;     // "" in a zip
  std::uint64_t bytes = 0;
  // amr: Manifest.xml, CERT.json, <id>.tar, perhaps SIGN.json, and whatever else is there, in file
  // order. Empty in a zip.
  std::shared_ptr<const std::vector<Member>> members;
  std::vector<Entry> entries;

  const Member* member(std::string_view name) const;
  const Entry* entry(std::string_view path) const;
  // CERT.json holds at least one signature.
  bool is_signed() const;

  std::shared_ptr<const std::vector<ArchiveFile>> zip_files;  // owns a zip's contents
};

// Recognises both formats by their content. Fails when the archive breaks the policy or is no
// package; a package whose parts do not fit together is read, and verify() tells.
Result<Package> read(std::string_view bytes, const Limits& limits = {});

// ---- verifying

enum class Outcome : std::uint8_t { passed, warning, failed };

struct Check {
  std::string subject;  // "signature of 80808080.tar", "members", "file name", …
  Outcome outcome = Outcome::passed;
  std::string detail;              // "RSA 2048, SHA-1" or what is wrong
  std::optional<diag::Code> code;  // when it did not pass
};

struct VerifyOptions {
  const crypto::PublicKey* key = nullptr;
  // As the file is called, with or without folders; "" leaves that check out.
  std::string file_name;
};

// Members are signed one by one and the file's name not at all, so good signatures do not yet say
// that the parts belong together: the manifest, hpmfile.json, the tar's and the file's name must
// agree, and nothing else may be in the container.
std::vector<Check> verify(const Package& package, const VerifyOptions& options);
Outcome worst(const std::vector<Check>& checks);

// ---- preset list

struct PresetFile {
  std::string path;  // for messages
  std::string text;
};
// Merges h5_json.json files: `config` and the result fields of the first that has them, the `data`
// rows of all, one a package (the newest version), in order of first appearance; stray white space
// around strings is dropped.
Result<std::string> merge_presets(const std::vector<PresetFile>& files);

// <0, 0 or >0: compares a.b.c.d by numbers.
int compare_versions(std::string_view left, std::string_view right);

}  // namespace mpaas::package
