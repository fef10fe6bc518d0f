#include "compiler/base/resources.h"

#include <algorithm>

namespace mpaas {
namespace {

std::span<const Resource>& registered() {
  static std::span<const Resource> table;
  return table;
}

}  // namespace

std::span<const Resource> resources() { return registered(); }

std::optional<std::string_view> find_resource(std::string_view name) {
  const std::span<const Resource> table = resources();
  const auto found = std::ranges::lower_bound(table, name, {}, &Resource::name);
  if (found == table.end() || found->name != name) {
    return std::nullopt;
  }
  return found->content;
}

void set_resources(std::span<const Resource> sorted) { registered() = sorted; }

}  // namespace mpaas
