#include "compiler/json/json.h"

#include <charconv>

#include "compiler/json/content.h"

namespace mpaas::json {
namespace {

std::string_view type_name(const Value& value) {
  switch (value.type()) {
    case Value::value_t::null:
      return "null";
    case Value::value_t::object:
      return "an object";
    case Value::value_t::array:
      return "an array";
    case Value::value_t::string:
      return "a string";
    case Value::value_t::boolean:
      return "true or false";
    default:
      return "a number";
  }
}

std::string_view type_name(Type type) {
  constexpr std::string_view names[] = {"a string", "true or false", "a number", "an object",
                                        "an array"};
  return names[static_cast<std::size_t>(type)];
}

bool has_type(const Value& value, Type type) {
  switch (type) {
    case Type::string:
      return value.is_string();
    case Type::boolean:
      return value.is_boolean();
    case Type::number:
      return value.is_number();
    case Type::object:
      return value.is_object();
    case Type::array:
      return value.is_array();
  }
  return false;
}

// The members are kept in a vector, but its [] wants keys.
const Value::object_t::value_type& member(const Value& object, std::uint32_t ordinal) {
  return object.get_ref<const Value::object_t&>().begin()[ordinal];
}

// A step to a member or item, as a person writes it.
void append_step(std::string& name, const Value& parent, std::uint32_t ordinal) {
  if (parent.is_array()) {
    name += fmt::format("[{}]", ordinal);
    return;
  }
  if (!name.empty()) {
    name += '.';
  }
  name += member(parent, ordinal).first;
}

const Value& child_value(const Value& parent, std::uint32_t ordinal) {
  return parent.is_array() ? parent.get_ref<const Value::array_t&>()[ordinal]
                           : member(parent, ordinal).second;
}

}  // namespace

diag::Location Node::at() const { return {content_->source, content_->entries[entry_].value}; }
diag::Location Node::key_at() const { return {content_->source, content_->entries[entry_].key}; }
bool Node::is_object() const { return value_->is_object(); }
bool Node::is_array() const { return value_->is_array(); }
bool Node::is_string() const { return value_->is_string(); }

std::string_view Node::text() const {
  return value_->is_string() ? std::string_view(value_->get_ref<const std::string&>())
                             : std::string_view();
}

std::string Node::name() const {
  if (entry_ == 0) {
    return content_->source->path;
  }
  std::string name;
  const Value* value = &content_->value;
  std::uint32_t at = 0;
  while (at != entry_) {
    std::uint32_t child = at + 1;
    while (content_->entries[child].end <= entry_) {
      child = content_->entries[child].end;
    }
    const std::uint32_t ordinal = content_->entries[child].ordinal;
    append_step(name, *value, ordinal);
    value = &child_value(*value, ordinal);
    at = child;
  }
  return name;
}

std::vector<Node> Node::children() const {
  std::vector<Node> out;
  if (!value_->is_structured()) {
    return out;
  }
  const std::uint32_t end = content_->entries[entry_].end;
  out.reserve(value_->size());
  for (std::uint32_t at = entry_ + 1; at < end; at = content_->entries[at].end) {
    const std::uint32_t ordinal = content_->entries[at].ordinal;
    const std::string_view key =
        value_->is_object() ? std::string_view(member(*value_, ordinal).first) : std::string_view();
    const Node node(content_, &child_value(*value_, ordinal), at, key);
    if (ordinal < out.size()) {
      out[ordinal] = node;  // a key that is given again
    } else {
      out.push_back(node);
    }
  }
  return out;
}

std::optional<Node> Node::find(std::string_view key) const {
  if (!value_->is_object()) {
    return std::nullopt;
  }
  const std::uint32_t end = content_->entries[entry_].end;
  std::optional<Node> found;
  for (std::uint32_t at = entry_ + 1; at < end; at = content_->entries[at].end) {
    const auto& [name, value] = member(*value_, content_->entries[at].ordinal);
    if (name == key) {
      found = Node(content_, &value, at, name);
    }
  }
  return found;
}

Node Document::root() const { return {content_.get(), &content_->value, 0, {}}; }
const Value& Document::value() const { return content_->value; }
const SourcePointer& Document::source() const { return content_->source; }

std::optional<Node> Document::find(std::string_view pointer) const {
  Node node = root();
  while (!pointer.empty()) {
    if (pointer[0] != '/') {
      return std::nullopt;
    }
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    std::optional<Node> next;
    if (node.is_array()) {
      const std::vector<Node> items = node.children();
      std::size_t index = items.size();
      std::from_chars(token.data(), token.data() + token.size(), index);
      if (index < items.size()) {
        next = items[index];
      }
    } else {
      std::string key;
      for (std::size_t i = 0; i < token.size(); ++i) {
        const bool escaped = token[i] == '~' && i + 1 < token.size();
        key += !escaped ? token[i] : token[i + 1] == '1' ? '/' : '~';
        i += escaped ? 1 : 0;
      }
      next = node.find(key);
    }
    if (!next) {
      return std::nullopt;
    }
    node = *next;
  }
  return node;
}

bool expect(const Node& node, Type type, diag::Sink& sink) {
  if (has_type(node.value(), type)) {
    return true;
  }
  sink.report(diag::make(diag::Code::project_wrong_type, node.at(), node.name(), type_name(type),
                         type_name(node.value())));
  return false;
}

namespace {

std::optional<Node> read(const Node& object, std::string_view key, Type type, diag::Sink& sink) {
  const std::optional<Node> node = object.find(key);
  return node && expect(*node, type, sink) ? node : std::nullopt;
}

}  // namespace

std::optional<std::string> read_string(const Node& object, std::string_view key, diag::Sink& sink) {
  const std::optional<Node> node = read(object, key, Type::string, sink);
  return node ? std::optional<std::string>(node->text()) : std::nullopt;
}

std::optional<bool> read_bool(const Node& object, std::string_view key, diag::Sink& sink) {
  const std::optional<Node> node = read(object, key, Type::boolean, sink);
  return node ? std::optional<bool>(node->value().get<bool>()) : std::nullopt;
}

std::optional<Node> read_object(const Node& object, std::string_view key, diag::Sink& sink) {
  return read(object, key, Type::object, sink);
}

std::optional<Node> read_array(const Node& object, std::string_view key, diag::Sink& sink) {
  return read(object, key, Type::array, sink);
}

}  // namespace mpaas::json
