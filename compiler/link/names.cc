// What everything at the top of the output is called.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/path.h"
#include "compiler/link/linker.h"

namespace mpaas::link {
namespace {

// "lib/a-b.js" -> "a_b", "x/index.js" -> "x".
std::string word_of(std::string_view name) {
  std::string_view stem = path::without_extension(path::filename(name));
  if (stem == "index" && name.find('/') != std::string_view::npos) {
    stem = path::filename(path::directory(name));
  }
  std::string word;
  for (const char c : stem) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    word += fits ? c : '_';
  }
  if (word.empty() || (word.front() >= '0' && word.front() <= '9')) {
    word.insert(0, "_");
  }
  return word;
}

constexpr std::string_view runtime_words[] = {"common_js", "lazy",       "mark", "define",
                                              "interop",   "name_space", "star", "missing"};

}  // namespace

std::uint32_t Linker::make_name(std::string wanted, std::uint64_t uses) {
  names_.push_back({std::move(wanted), uses, false, {}});
  return static_cast<std::uint32_t>(names_.size() - 1);
}

std::uint32_t Linker::runtime_name(Runtime function) {
  std::uint32_t& name = runtime_names_[static_cast<std::size_t>(function)];
  if (name == no_name) {
    name = make_name(std::string(runtime_words[static_cast<std::size_t>(function)]), 1);
    names_[name].shared = true;
  }
  ++names_[name].uses;
  return name;
}

std::string Linker::word(std::uint32_t module) const {
  return word_of(module < modules_.size()
                     ? std::string_view(modules_[module].name)
                     : std::string_view(external_specifiers_[module - modules_.size()]));
}

std::uint32_t& Linker::name_slot(const Target& target) {
  State& state = states_[target.module];
  std::uint32_t* slot = nullptr;
  std::string_view what;
  switch (target.kind) {
    case Target::Kind::missing:
    case Target::Kind::symbol:
      slot = &state.symbol_names[target.symbol];
      break;
    case Target::Kind::default_value:
      slot = &state.default_name;
      what = "default";
      break;
    case Target::Kind::name_space:
      if (state.shape == Shape::lazy ||
          (state.shape == Shape::external && options_.format == Format::esm)) {
        slot = &state.exports_name;
        what = "exports";
      } else {
        slot = target.node && state.shape != Shape::flat ? &state.node_namespace_name
                                                         : &state.namespace_name;
        what = "namespace";
        if (*slot == no_name && state.shape != Shape::flat) {
          runtime_name(Runtime::name_space);
        } else if (*slot == no_name) {
          runtime_name(Runtime::define);
        }
      }
      break;
    case Target::Kind::property:
      slot = &state.exports_name;
      what = "exports";
      break;
    case Target::Kind::default_of:
      slot = target.node ? &state.exports_name : &state.interop_name;
      what = target.node ? "exports" : "interop";
      if (!target.node && *slot == no_name) {
        runtime_name(Runtime::interop);
      }
      break;
  }
  if (*slot == no_name) {
    *slot = make_name(fmt::format("{}_{}", word(target.module), what), 1);
    names_[*slot].shared = true;
  }
  return *slot;
}

void Linker::use_name(const Target& target, std::uint32_t count, bool shared) {
  if (target.kind == Target::Kind::missing ||
      (target.kind == Target::Kind::symbol && states_[target.module].shape == Shape::lazy)) {
    return;
  }
  Name& name = names_[name_slot(target)];
  name.uses += count;
  name.shared = name.shared || shared;
}

std::uint32_t Linker::function_name(std::uint32_t module) {
  State& state = states_[module];
  if (state.function_name == no_name) {
    state.function_name = make_name("require_" + word(module), 1);
    names_[state.function_name].shared = true;
    runtime_name(state.shape == Shape::lazy ? Runtime::lazy : Runtime::common_js);
  }
  ++names_[state.function_name].uses;
  return state.function_name;
}

// Every use that is printed, so that the most frequent names are the shortest.
void Linker::count_uses(std::uint32_t module) {
  State& state = states_[module];
  if (state.program == nullptr) {
    return;
  }
  const js::Program& program = *state.program;
  for (const js::Symbol* symbol : program.helpers) {
    const auto helper = static_cast<js::Helper>(symbol->helper);
    const auto [place, made] = helper_names_.try_emplace(helper, no_name);
    if (made) {
      place->second = make_name(std::string(js::name_of(helper)));
      names_[place->second].shared = true;
    }
    names_[place->second].uses += symbol->uses;
  }
  std::size_t linked_requires = 0;
  for (std::uint32_t record = 0; record < program.imports.size(); ++record) {
    const js::ImportRecord& wanted = program.imports[record];
    const std::uint32_t target = wanted.removed ? no_module : linked_target(module, record);
    if (target == no_module || !states_[target].included) {
      continue;
    }
    switch (wanted.form) {
      case js::ImportRecord::Form::require:
        ++linked_requires;
        function_name(target);
        break;
      case js::ImportRecord::Form::dynamic_import:
        if (states_[target].shape == Shape::flat) {
          use_name({Target::Kind::name_space, false, target, 0, {}}, 1, true);
        } else {
          function_name(target);
          if (states_[target].shape != Shape::lazy) {
            runtime_name(Runtime::name_space);
          }
        }
        break;
      default:
        if (state.shape == Shape::lazy && states_[target].shape != Shape::flat &&
            states_[target].shape != Shape::external) {
          function_name(target);
        }
    }
  }
  if (options_.format == Format::iife || state.shape == Shape::flat) {
    const auto requires_left =
        std::count_if(program.free_identifiers.begin(), program.free_identifiers.end(),
                      [](const js::Identifier* each) { return each->name->text == "require"; });
    if (options_.format == Format::iife &&
        static_cast<std::size_t>(requires_left) > linked_requires) {
      runtime_name(Runtime::require);
    }
  }
  if (state.shape == Shape::common_js) {
    return;
  }
  // Several parts use the same imports.
  std::unordered_set<std::uint32_t> bound;
  for (std::size_t part = 0; part + 1 < state.parts.parts.size(); ++part) {
    if (!state.live[part]) {
      continue;
    }
    const std::uint32_t end = state.parts.parts[part + 1].first_use;
    for (std::uint32_t i = state.parts.parts[part].first_use; i < end; ++i) {
      const js::Use& use = state.parts.uses[i];
      const js::Symbol* symbol = program.symbols[use.symbol];
      if (symbol->kind == js::SymbolKind::helper) {
        continue;
      }
      if (symbol->kind != js::SymbolKind::import_binding) {
        if (state.shape == Shape::flat) {
          use_name({Target::Kind::symbol, false, module, use.symbol, {}}, use.count, false);
        }
        continue;
      }
      const Target whole = resolve_import(module, symbol);
      if (use.property != nullptr && !is_opaque(state, use.symbol)) {
        const Target member = member_target(module, symbol, use.property->text);
        use_name(member, use.count, true);
        if (!(member == whole)) {
          state.member_targets.push_back({use.symbol, use.property, member});
          continue;
        }
      } else {
        use_name(whole, use.count, true);
      }
      if (bound.insert(use.symbol).second) {
        state.import_targets.push_back({use.symbol, nullptr, whole});
      }
    }
  }
}

void Linker::choose_names() {
  std::vector<std::uint32_t> included;
  for (std::uint32_t i = 0; i < modules_.size(); ++i) {
    if (states_[i].included) {
      included.push_back(i);
    }
  }
  pool_.for_each(included.size(), [&](std::size_t i) {
    State& state = states_[included[i]];
    if (state.program == nullptr) {
      return;
    }
    const bool flat = state.shape == Shape::flat;
    if (flat) {
      state.live_scopes.resize(state.program->scopes.size());
      for (std::size_t scope = 0; scope < state.live_scopes.size(); ++scope) {
        const std::uint32_t part = state.parts.part_of_scope[scope];
        state.live_scopes[scope] = part != js::no_part && state.live[part];
      }
    }
    const std::uint32_t reserved = state.shape == Shape::common_js ? 2 : 0;
    state.slots = js::nested_slots(*state.program, reserved, !flat, state.live_scopes);
    if (state.shape != Shape::common_js) {
      return;
    }
    // `var module` in CommonJS is the function's own parameter.
    for (const js::Symbol* symbol = state.program->scopes[0].first; symbol != nullptr;
         symbol = symbol->next_in_scope) {
      if (symbol->kind != js::SymbolKind::lexical && symbol->name->text == "exports") {
        state.slots.slot_of[symbol->index] = 0;
      } else if (symbol->kind != js::SymbolKind::lexical && symbol->name->text == "module") {
        state.slots.slot_of[symbol->index] = 1;
      }
    }
    for (const js::Identifier* identifier : state.program->free_identifiers) {
      if (identifier->name->text == "exports") {
        ++state.slots.uses[0];
      } else if (identifier->name->text == "module") {
        ++state.slots.uses[1];
      }
    }
  });
  for (const std::uint32_t module : included) {
    State& state = states_[module];
    if (state.shape != Shape::flat) {
      continue;
    }
    state.symbol_names.assign(state.program->symbols.size(), no_name);
    for (const js::Symbol* symbol = state.program->scopes[0].first; symbol != nullptr;
         symbol = symbol->next_in_scope) {
      if (symbol->kind == js::SymbolKind::import_binding ||
          symbol->kind == js::SymbolKind::helper || symbol->pinned) {
        continue;
      }
      const std::uint32_t part = state.parts.declared_in[symbol->index];
      bool live = part == js::no_part || state.live[part];
      for_each_more(state.parts, symbol->index,
                    [&](std::uint32_t other) { live = live || state.live[other]; });
      if (live) {
        state.symbol_names[symbol->index] = make_name(std::string(symbol->name->text));
      }
    }
    if (state.parts.default_part != js::no_part && state.live[state.parts.default_part]) {
      state.default_name = make_name(word(module) + "_default", 1);
    }
  }
  for (const std::uint32_t module : included) {
    count_uses(module);
  }
  // In the order in which the modules stand in the text. What these add they may use themselves.
  for (const std::uint32_t module : included) {
    State& state = states_[module];
    if (state.shape == Shape::lazy) {
      name_slot({Target::Kind::property, false, module, 0, {}});
      function_name(module);
      runtime_name(Runtime::mark);
      runtime_name(Runtime::define);
    } else if (state.shape == Shape::flat && state.whole) {
      name_slot({Target::Kind::name_space, false, module, 0, {}});
    } else if (state.shape == Shape::common_js ||
               (state.shape == Shape::json && state.needs_function)) {
      function_name(module);
    }
    if (state.shape == Shape::lazy || (state.shape == Shape::flat && state.whole)) {
      for (const std::string_view name : export_names(module)) {
        const Target target = find_export(module, name);
        use_name(target, 1, true);
        state.export_targets.push_back({name, target});
      }
      std::unordered_set<std::uint32_t> seen;
      for (const std::uint32_t star : dynamic_stars(module, seen)) {
        runtime_name(Runtime::star);
        use_name({Target::Kind::property, false, star, 0, {}}, 1, true);
        state.star_modules.push_back(star);
      }
    }
  }
  if (!entries_.empty() && options_.exports && entries_.back().module != no_module) {
    const std::uint32_t last = entries_.back().module;
    State& state = states_[last];
    if (state.shape == Shape::flat && options_.format == Format::esm) {
      for (const std::string_view name : export_names(last)) {
        const Target target = find_export(last, name);
        use_name(target, 1, true);
        state.export_targets.push_back({name, target});
      }
    } else if (state.shape == Shape::flat) {
      runtime_name(Runtime::mark);
    }
  }
  if (options_.print.mangle) {
    choose_short_names(included);
  } else {
    choose_readable_names(included);
  }
}

std::unordered_set<std::string_view> Linker::taken_names(
    const std::vector<std::uint32_t>& included) const {
  std::unordered_set<std::string_view> taken(options_.reserved.begin(), options_.reserved.end());
  taken.insert(options_.global_name);
  taken.insert({"require", "module", "exports", "arguments"});
  for (const std::uint32_t module : included) {
    if (states_[module].program == nullptr) {
      continue;
    }
    for (const js::Identifier* identifier : states_[module].program->free_identifiers) {
      taken.insert(identifier->name->text);
    }
    for (const js::Symbol* symbol : states_[module].program->symbols) {
      if (symbol->pinned) {
        taken.insert(symbol->name->text);
      }
    }
  }
  return taken;
}

void Linker::choose_short_names(const std::vector<std::uint32_t>& included) {
  std::vector<std::uint64_t> uses;
  for (const std::uint32_t module : included) {
    const std::vector<std::uint64_t>& own = states_[module].slots.uses;
    if (own.size() > uses.size()) {
      uses.resize(own.size());
    }
    for (std::size_t i = 0; i < own.size(); ++i) {
      uses[i] += own[i];
    }
  }
  const std::size_t nested = uses.size();
  for (const Name& name : names_) {
    uses.push_back(name.uses);
  }
  const std::vector<std::string_view> texts = js::short_names(uses, taken_names(included), arena_);
  nested_names_.assign(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(nested));
  for (std::size_t i = 0; i < names_.size(); ++i) {
    names_[i].text = texts[nested + i];
  }
}

void Linker::choose_readable_names(const std::vector<std::uint32_t>& included) {
  std::unordered_set<std::string_view> taken = taken_names(included);
  // A name that other modules use must not be hidden by what they declare inside.
  std::unordered_set<std::string_view> hidden;
  for (const std::uint32_t module : included) {
    const State& state = states_[module];
    if (state.program == nullptr) {
      continue;
    }
    for (const js::Symbol* symbol : state.program->symbols) {
      if (symbol->scope != 0 || state.shape != Shape::flat) {
        hidden.insert(symbol->name->text);
      }
    }
  }
  std::unordered_map<std::string_view, std::uint32_t> next_number;
  for (Name& name : names_) {
    std::string text = name.wanted;
    const auto clashes = [&](std::string_view wanted) {
      return taken.contains(wanted) || (name.shared && hidden.contains(wanted)) ||
             !js::is_binding_name(wanted);
    };
    if (clashes(text)) {
      std::uint32_t& number = next_number[name.wanted];
      do {
        text = fmt::format("{}${}", name.wanted, ++number);
      } while (clashes(text) || hidden.contains(text));
    }
    name.text = arena_.copy(std::string_view(text));
    taken.insert(name.text);
  }
}

}  // namespace mpaas::link
