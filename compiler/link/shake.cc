// What is needed: from the entries, along what each part uses.
#include "compiler/link/linker.h"

namespace mpaas::link {

using Form = js::ImportRecord::Form;

void Linker::shake() {
  for (const Entry& entry : entries_) {
    if (entry.module != no_module) {
      include(entry.module);
    }
  }
  if (options_.exports && !entries_.empty() && entries_.back().module != no_module) {
    const std::uint32_t last = entries_.back().module;
    if (states_[last].shape == Shape::flat) {
      want_exports(last);
      if (options_.format != Format::esm) {
        states_[last].whole = true;
      }
    }
  }
  while (!open_.empty()) {
    const Wanted next = open_.back();
    open_.pop_back();
    use_part(next.module, next.part);
  }
}

void Linker::include(std::uint32_t module) {
  State& state = states_[module];
  if (state.included) {
    return;
  }
  state.included = true;
  if (state.program == nullptr) {
    return;
  }
  for (std::uint32_t record = 0; record < state.program->imports.size(); ++record) {
    const js::ImportRecord& wanted = state.program->imports[record];
    const std::uint32_t target = wanted.removed ? no_module : linked_target(module, record);
    if (target == no_module) {
      continue;
    }
    const bool is_static =
        wanted.form == Form::import_statement || wanted.form == Form::export_from;
    if (!is_static || states_[target].module == nullptr || states_[target].module->side_effects) {
      include(target);
    }
    if (wanted.form == Form::dynamic_import && states_[target].shape == Shape::flat) {
      states_[target].whole = true;
      want_exports(target);
    }
  }
  if (state.shape == Shape::common_js) {
    return;
  }
  for (std::uint32_t part = 0; part + 1 < state.parts.parts.size(); ++part) {
    if (state.shape == Shape::lazy || state.parts.parts[part].has_effects) {
      want_part(module, part);
    }
  }
  if (state.shape == Shape::lazy) {
    for (const js::ExportRecord& record : state.program->exports) {
      if (record.import_record != js::no_record) {
        want(resolve_record(module, record.import_record,
                            record.name.empty() ? std::string_view("*") : record.imported));
      } else if (record.local != nullptr && record.local->kind == js::SymbolKind::import_binding) {
        want(resolve_import(module, record.local));
      }
    }
  }
}

void Linker::want_part(std::uint32_t module, std::uint32_t part) {
  if (part != js::no_part && !states_[module].live[part]) {
    states_[module].live[part] = true;
    open_.push_back({module, part});
  }
}

void Linker::want_symbol(std::uint32_t module, std::uint32_t symbol) {
  const State& state = states_[module];
  want_part(module, state.parts.declared_in[symbol]);
  for_each_more(state.parts, symbol, [&](std::uint32_t part) { want_part(module, part); });
}

void Linker::want(const Target& target) {
  if (target.module == no_module) {
    return;
  }
  State& state = states_[target.module];
  switch (target.kind) {
    case Target::Kind::missing:
      return;
    case Target::Kind::symbol:
      want_symbol(target.module, target.symbol);
      return;
    case Target::Kind::default_value:
      want_part(target.module, state.parts.default_part);
      return;
    case Target::Kind::name_space:
      include(target.module);
      if (state.shape == Shape::flat && !state.whole) {
        state.whole = true;
        want_exports(target.module);
      }
      return;
    case Target::Kind::property:
    case Target::Kind::default_of:
      include(target.module);
      return;
  }
}

void Linker::want_exports(std::uint32_t module) {
  for (const std::string_view name : export_names(module)) {
    want(find_export(module, name));
  }
  // CommonJS behind a star, whose names nobody knows.
  std::unordered_set<std::uint32_t> seen;
  for (const std::uint32_t star : dynamic_stars(module, seen)) {
    include(star);
  }
}

// The modules behind `export *`, here and further on, whose names show only when they run.
std::vector<std::uint32_t> Linker::dynamic_stars(std::uint32_t module,
                                                 std::unordered_set<std::uint32_t>& seen) {
  std::vector<std::uint32_t> found;
  if (!seen.insert(module).second) {
    return found;
  }
  for (const std::uint32_t star : states_[module].stars) {
    const std::uint32_t target = linked_target(module, star);
    if (target == no_module) {
      continue;
    }
    if (states_[target].shape == Shape::flat || states_[target].shape == Shape::lazy) {
      const std::vector<std::uint32_t> further = dynamic_stars(target, seen);
      found.insert(found.end(), further.begin(), further.end());
    } else {
      found.push_back(target);
    }
  }
  return found;
}

void Linker::use_part(std::uint32_t module, std::uint32_t part) {
  include(module);
  const State& state = states_[module];
  const std::uint32_t end = state.parts.parts[part + 1].first_use;
  for (std::uint32_t i = state.parts.parts[part].first_use; i < end; ++i) {
    const js::Use& use = states_[module].parts.uses[i];
    const js::Symbol* symbol = state.program->symbols[use.symbol];
    if (symbol->kind == js::SymbolKind::helper) {
      continue;
    }
    if (symbol->kind != js::SymbolKind::import_binding) {
      want_symbol(module, use.symbol);
    } else if (use.property != nullptr && !is_opaque(state, use.symbol)) {
      want(member_target(module, symbol, use.property->text));
    } else {
      want(resolve_import(module, symbol));
    }
  }
}

}  // namespace mpaas::link
