// Files compiled into the binary: templates, the open runtime, the simulator, documentation of
// diagnostics. The table is made at build time (cmake/resources.cmake); names are like
// "runtime/worker.js".
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace mpaas {

struct Resource {
  std::string_view name;
  std::string_view content;
};

// Sorted by name. Registered by the executable; empty in tests that link no resources.
std::span<const Resource> resources();
std::optional<std::string_view> find_resource(std::string_view name);
void set_resources(std::span<const Resource> sorted);
// Defined in the generated table, which only the mpaas binary links.
void use_embedded_resources();

}  // namespace mpaas
