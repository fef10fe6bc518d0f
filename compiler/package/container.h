// The small files of an .amr: Manifest.xml, CERT.json, hpmfile.json. Private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/package/package.h"

namespace mpaas::package {

inline constexpr std::string_view manifest_file = "Manifest.xml";
inline constexpr std::string_view certificate_file = "CERT.json";
inline constexpr std::string_view second_certificate_file = "SIGN.json";
inline constexpr std::string_view metadata_file = "hpmfile.json";

struct Identity {
  std::string id;
  std::string version;
  std::string name;
};

std::string write_manifest(const Description& description);
Result<Identity> read_manifest(std::string_view xml);

// What the server adds to a package without hpmfile.json.
std::string write_metadata(const Description& description);
// Empty strings where it says nothing (or is no JSON).
Identity read_metadata(std::string_view json);

// Member name -> signature in base64, "" when unsigned.
using Signatures = std::vector<std::pair<std::string, std::string>>;
std::string write_signatures(const Signatures& signatures);
Result<Signatures> read_signatures(std::string_view file, std::string_view json);

}  // namespace mpaas::package
