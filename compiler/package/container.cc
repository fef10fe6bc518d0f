#include "compiler/package/container.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "compiler/base/text.h"
#include "compiler/base/utf8.h"
#include "compiler/json/json.h"
#include "compiler/package/policy.h"

namespace mpaas::package {
namespace {

using diag::Code;

// The text between <tag> and </tag>, which must be there exactly once. Manifests are written by
// machines and never hold more than plain text there.
std::optional<std::string> element(std::string_view xml, std::string_view tag) {
  const std::string open = fmt::format("<{}>", tag);
  const std::string close = fmt::format("</{}>", tag);
  const std::size_t begin = xml.find(open);
  if (begin == std::string_view::npos || xml.find(open, begin + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t end = xml.find(close, begin);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view value =
      text::trim(xml.substr(begin + open.size(), end - begin - open.size()));
  if (value.find_first_of("<&>") != std::string_view::npos ||
      utf8::find_invalid(value) != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(value);
}

std::string escaped_xml(std::string text) {
  text = text::replace_all(std::move(text), "&", "&amp;");
  text = text::replace_all(std::move(text), "<", "&lt;");
  return text::replace_all(std::move(text), ">", "&gt;");
}

// Strict where it matters: one reading of the text must be possible, hence no repeated keys.
std::optional<json::Document> parse(std::string_view file, std::string_view text) {
  diag::List problems;
  auto document = json::parse(make_source(std::string(file), std::string(text)), problems);
  return problems.items.empty() ? document : std::nullopt;
}

std::string string_member(const json::Value& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string write_manifest(const Description& description) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package>\n  <uid>{}</uid>\n"
      "  <name>{}</name>\n  <version>{}</version>\n</package>\n",
      description.id, escaped_xml(description.name), description.version);
}

Result<Identity> read_manifest(std::string_view xml) {
  const auto id = element(xml, "uid");
  const auto version = element(xml, "version");
  const auto name = element(xml, "name");
  if (!id || !version || id->empty() || version->empty()) {
    return refuse(Code::package_not_amr, "this file",
                  "its Manifest.xml has no single <uid> and <version>");
  }
  return Identity{*id, *version, name.value_or("")};
}

std::string write_metadata(const Description& description) {
  // The keys and values that the release console writes. Clients skip the file; mpaas verify uses
  // it to hold manifest and tar together.
  json::Value support_of;
  for (const char* limit : {"minSDK", "maxSDK", "minOS", "maxOS"}) {
    support_of[limit] = "";
  }
  const auto host = [&description](std::string_view zone) {
    return fmt::format("https://{}.h5app.{}alipay.com", description.id, zone);
  };
  json::Value out;
  out["appid"] = description.id;
  out["name"] = description.name;
  out["version"] = description.version;
  out["author"] = "";
  out["description"] = "H5App demo";
  out["launchParams"]["url"] = "/www/index.html";
  out["launchParams"]["showTitleBar"] = "YES";
  out["launchParams"]["showToolBar"] = "NO";
  out["host"]["enable"] = true;
  out["host"]["dev"] = host("dev.");
  out["host"]["test"] = host("test.");
  out["host"]["online"] = host("");
  out["preBuild"] = "prebuild.sh";
  out["build"]["include"] = json::Value::array({"./www/**"});
  out["build"]["ignore"] = json::Value::array({"./**/*.md"});
  for (const char* system : {"ios", "android", "harmony"}) {
    out["support"][system] = support_of;
  }
  out["dependencies"] = json::Value::object();
  return out.dump(2, ' ', false, json::Value::error_handler_t::replace);
}

Identity read_metadata(std::string_view json) {
  const auto document = parse(metadata_file, json);
  if (!document || !document->value().is_object()) {
    return {};
  }
  return {string_member(document->value(), "appid"), string_member(document->value(), "version"),
          string_member(document->value(), "name")};
}

std::string write_signatures(const Signatures& signatures) {
  std::string out = "{";
  for (const auto& [member, signature] : signatures) {
    out += fmt::format("{}\"{}\":\"{}\"", out.size() > 1 ? "," : "", member, signature);
  }
  return out + "} \n";
}

Result<Signatures> read_signatures(std::string_view file, std::string_view json) {
  const auto document = parse(file, json);
  if (!document || !document->value().is_object()) {
    return refuse(Code::archive_damaged, file, "it is no JSON object");
  }
  Signatures out;
  for (const auto& [member, signature] : document->value().items()) {
    if (!signature.is_string()) {
      return refuse(Code::archive_damaged, file, "a signature is not a string");
    }
    out.emplace_back(member, signature.get<std::string>());
  }
  return out;
}

}  // namespace mpaas::package
