// JSON as people write it, with the place of every key and value, so that what is wrong inside a
// configuration file can be pointed at.
//
// Accepted: JSON (RFC 8259), a BOM, // and /* */ comments and trailing commas, as the official
// tools do. Refused with a diagnostic at the place: everything else (1002), bytes that are not
// UTF-8 (1015). A key that is given twice is a warning (1013) and the last one counts. Depth is
// limited.
//
// A Document owns its values and may be copied freely (it shares). A Node is a view of one value in
// a Document and must not outlive it. Values are nlohmann::ordered_json: the order of keys is the
// user's. Whoever looks into a Value includes <nlohmann/json.hpp>; this header stays light.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source.h"

namespace mpaas::json {

using Value = nlohmann::ordered_json;

inline constexpr unsigned deepest_nesting = 256;

struct Content;

// One value and where it stands.
class Node {
 public:
  const Value& value() const { return *value_; }
  diag::Location at() const;
  // The key with its quotes; for items of arrays and for the root the value itself.
  diag::Location key_at() const;
  // The key as it reads, "" for items and the root.
  std::string_view key() const { return key_; }
  // How a person would name it: "window.titleBarColor", "pages[2]", or the file for the root.
  std::string name() const;

  bool is_object() const;
  bool is_array() const;
  bool is_string() const;
  // The text of a string; "" for other values.
  std::string_view text() const;

  // Members of an object or items of an array, in the order of the text. Empty for other values.
  std::vector<Node> children() const;
  std::optional<Node> find(std::string_view key) const;

 private:
  friend class Document;
  Node(const Content* content, const Value* value, std::uint32_t entry, std::string_view key)
      : content_(content), value_(value), entry_(entry), key_(key) {}

  const Content* content_;
  const Value* value_;
  std::uint32_t entry_;
  std::string_view key_;
};

class Document {
 public:
  Node root() const;
  const Value& value() const;
  const SourcePointer& source() const;
  // By JSON pointer (RFC 6901): "" is the root, "/pages/2" the third page.
  std::optional<Node> find(std::string_view pointer) const;

 private:
  friend std::optional<Document> parse(SourcePointer source, diag::Sink& sink);
  explicit Document(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

// nullopt when the text is no JSON; everything that could be found wrong has been reported.
std::optional<Document> parse(SourcePointer source, diag::Sink& sink);

// Readers of a member that may be absent (nullopt). A member of another type is reported (1006) at
// its place and counts as absent. `object` may be any node; what is not an object has no members.
std::optional<std::string> read_string(const Node& object, std::string_view key, diag::Sink& sink);
std::optional<bool> read_bool(const Node& object, std::string_view key, diag::Sink& sink);
std::optional<Node> read_object(const Node& object, std::string_view key, diag::Sink& sink);
std::optional<Node> read_array(const Node& object, std::string_view key, diag::Sink& sink);

enum class Type : std::uint8_t { string, boolean, number, object, array };
// Whether the node has the type; reports 1006 when not.
bool expect(const Node& node, Type type, diag::Sink& sink);

}  // namespace mpaas::json
