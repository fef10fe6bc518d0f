// What a name finally means, through re-exports, `export *` and circles.
#include <algorithm>

#include "compiler/link/linker.h"

namespace mpaas::link {

Target Linker::resolve_record(std::uint32_t module, std::uint32_t record, std::string_view name) {
  const std::uint32_t target = linked_target(module, record);
  if (target == no_module) {
    return {};
  }
  const bool node = states_[module].module->is_node_module;
  if (name == "*") {
    return {Target::Kind::name_space, node, target, 0, {}};
  }
  return resolve_export(target, name, node);
}

Target Linker::resolve_import(std::uint32_t module, const js::Symbol* symbol) {
  return resolve_record(
      module, symbol->import_record,
      symbol->imported == nullptr ? std::string_view("*") : symbol->imported->text);
}

Target Linker::resolve_export(std::uint32_t module, std::string_view name, bool node) {
  const State& state = states_[module];
  switch (state.shape) {
    case Shape::flat:
      return find_export(module, name);
    case Shape::lazy:
      return {Target::Kind::property, false, module, 0, name};
    case Shape::external:
      if (options_.format == Format::esm) {
        return {Target::Kind::property, false, module, 0, name};
      }
      [[fallthrough]];
    case Shape::common_js:
    case Shape::json:
      if (name == "default") {
        return {Target::Kind::default_of, node || state.shape == Shape::json, module, 0, {}};
      }
      return {Target::Kind::property, false, module, 0, name};
  }
  return {};
}

Target Linker::find_export(std::uint32_t module, std::string_view name) {
  State& state = states_[module];
  if (const auto known = state.resolved.find(name); known != state.resolved.end()) {
    return known->second;
  }
  if (!state.resolving.insert(name).second) {
    return {};  // a circle of re-exports leads nowhere
  }
  Target result;
  if (const auto found = state.exports.find(name); found != state.exports.end()) {
    const js::ExportRecord& record = state.program->exports[found->second];
    if (record.import_record != js::no_record) {
      result = resolve_record(module, record.import_record, record.imported);
    } else if (record.local == nullptr) {
      result = {Target::Kind::default_value, false, module, 0, {}};
    } else if (record.local->kind == js::SymbolKind::import_binding) {
      result = resolve_import(module, record.local);
    } else {
      result = {Target::Kind::symbol, false, module, record.local->index, {}};
    }
  } else if (name != "default") {
    // Of several stars that have the name, all must mean the same; CommonJS is asked last, for what
    // nobody else has.
    Target dynamic;
    bool ambiguous = false;
    for (const std::uint32_t star : state.stars) {
      const std::uint32_t target = linked_target(module, star);
      if (target == no_module) {
        continue;
      }
      const Target one = resolve_export(target, name, false);
      if (one.kind == Target::Kind::missing) {
        continue;
      }
      if (states_[target].shape == Shape::lazy && !has_export(target, name)) {
        continue;
      }
      if (states_[target].shape != Shape::flat && states_[target].shape != Shape::lazy) {
        if (dynamic.kind == Target::Kind::missing) {
          dynamic = one;
        }
      } else if (result.kind == Target::Kind::missing) {
        result = one;
      } else {
        ambiguous = ambiguous || !(result == one);
      }
    }
    if (ambiguous) {
      result = {};
    } else if (result.kind == Target::Kind::missing) {
      result = dynamic;
    }
  }
  state.resolving.erase(name);
  // What a circle made unknown may be known from elsewhere.
  if (result.kind != Target::Kind::missing || state.resolving.empty()) {
    state.resolved.emplace(name, result);
  }
  return result;
}

bool Linker::has_export(std::uint32_t module, std::string_view name) {
  const std::vector<std::string_view> names = export_names(module);
  return std::find(names.begin(), names.end(), name) != names.end();
}

Target Linker::member_target(std::uint32_t module, const js::Symbol* symbol,
                             std::string_view property) {
  const Target whole = resolve_import(module, symbol);
  if (whole.kind != Target::Kind::name_space) {
    return whole;
  }
  const Shape shape = states_[whole.module].shape;
  if (shape == Shape::flat) {
    return find_export(whole.module, property);
  }
  if (shape == Shape::lazy || property == "default" || property == "__esModule") {
    return whole;  // a plain member of the object
  }
  return resolve_export(whole.module, property, whole.node);
}

// Sorted, as namespace objects have them.
std::vector<std::string_view> Linker::export_names(std::uint32_t module) {
  std::vector<std::string_view> names;
  std::unordered_set<std::uint32_t> seen;
  collect_export_names(module, true, seen, names);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void Linker::collect_export_names(std::uint32_t module, bool with_default,
                                  std::unordered_set<std::uint32_t>& seen,
                                  std::vector<std::string_view>& names) {
  const State& state = states_[module];
  if ((state.shape != Shape::flat && state.shape != Shape::lazy) || !seen.insert(module).second) {
    return;
  }
  for (const auto& [name, index] : state.exports) {
    if (with_default || name != "default") {
      names.push_back(name);
    }
  }
  for (const std::uint32_t star : state.stars) {
    if (const std::uint32_t target = linked_target(module, star); target != no_module) {
      collect_export_names(target, false, seen, names);
    }
  }
}

}  // namespace mpaas::link
