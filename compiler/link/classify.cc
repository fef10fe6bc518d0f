// Which shape each module gets, and the order in which the modules run.
#include <algorithm>

#include "compiler/link/linker.h"

namespace mpaas::link {
namespace {

using Form = js::ImportRecord::Form;

bool is_static(const js::ImportRecord& record) {
  return record.form == Form::import_statement || record.form == Form::export_from;
}

}  // namespace

// The module that a record leads to; what is not here becomes a module of its own kind.
std::uint32_t Linker::linked_target(std::uint32_t module, std::uint32_t record) {
  const State& state = states_[module];
  if (state.program == nullptr || record >= state.program->imports.size()) {
    return no_module;
  }
  const std::uint32_t target = target_of(state, record);
  const js::ImportRecord& wanted = state.program->imports[record];
  if (target != no_module || wanted.removed || !is_static(wanted)) {
    return target;
  }
  const auto found = external_of_.find(wanted.specifier);
  return found == external_of_.end() ? no_module : found->second;
}

void Linker::classify() {
  for (const Entry& entry : entries_) {
    if (entry.module != no_module) {
      reach(entry.module, true);
    }
  }
  // What import() leads to and has not run with the entries.
  for (bool found = true; found;) {
    found = false;
    for (std::uint32_t i = 0; i < modules_.size(); ++i) {
      const State& state = states_[i];
      if (!state.reached || state.program == nullptr) {
        continue;
      }
      for (std::uint32_t record = 0; record < state.program->imports.size(); ++record) {
        const std::uint32_t target = target_of(state, record);
        if (state.program->imports[record].form == Form::dynamic_import && target != no_module &&
            !states_[target].reached) {
          reach(target, false);
          found = true;
        }
      }
    }
  }
  for (std::size_t i = 0; i < external_specifiers_.size(); ++i) {
    states_.emplace_back().shape = Shape::external;
  }
  for (std::uint32_t i = 0; i < modules_.size(); ++i) {
    State& state = states_[i];
    if (!state.reached) {
      continue;
    }
    if (state.program == nullptr) {
      state.shape = Shape::json;
    } else if (state.program->format != js::Format::module) {
      state.shape = Shape::common_js;
    } else if (!state.eager || state.program->uses_dynamic_scope) {
      state.shape = Shape::lazy;
    }
  }
  for (std::uint32_t i = 0; i < modules_.size(); ++i) {
    const State& state = states_[i];
    if (!state.reached || state.program == nullptr) {
      continue;
    }
    for (std::uint32_t record = 0; record < state.program->imports.size(); ++record) {
      const std::uint32_t target = target_of(state, record);
      if (target == no_module || state.program->imports[record].removed) {
        continue;
      }
      const Form form = state.program->imports[record].form;
      if (form == Form::require) {
        wrap(target);
      }
      if (!is_static(state.program->imports[record]) && states_[target].shape == Shape::json) {
        states_[target].needs_function = true;
      }
      if (is_static(state.program->imports[record]) && state.shape == Shape::lazy &&
          states_[target].shape == Shape::json) {
        states_[target].needs_function = true;
      }
    }
  }
}

void Linker::reach(std::uint32_t start, bool eager) {
  std::vector<std::uint32_t> open{start};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    State& state = states_[at];
    if (state.reached) {
      continue;
    }
    state.reached = true;
    state.eager = eager;
    if (state.program == nullptr) {
      continue;
    }
    for (std::uint32_t record = 0; record < state.program->imports.size(); ++record) {
      const js::ImportRecord& wanted = state.program->imports[record];
      if (wanted.removed || wanted.form == Form::dynamic_import) {
        continue;
      }
      const std::uint32_t target = target_of(state, record);
      if (target != no_module) {
        open.push_back(target);
      } else if (is_static(wanted) &&
                 external_of_
                     .emplace(wanted.specifier,
                              static_cast<std::uint32_t>(modules_.size() + external_of_.size()))
                     .second) {
        external_specifiers_.push_back(wanted.specifier);
      }
    }
  }
}

// An ES module that must not run before it is asked for, and what it imports.
void Linker::wrap(std::uint32_t start) {
  std::vector<std::uint32_t> open{start};
  std::vector<bool> seen(states_.size());
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    State& state = states_[at];
    if (state.shape == Shape::json) {
      state.needs_function = true;
    }
    if (seen[at] || state.program == nullptr || state.wrapped) {
      continue;
    }
    seen[at] = true;
    if (state.shape == Shape::common_js) {
      continue;
    }
    state.shape = Shape::lazy;
    state.wrapped = true;
    for (std::uint32_t record = 0; record < state.program->imports.size(); ++record) {
      const std::uint32_t target = target_of(state, record);
      if (target != no_module && !state.program->imports[record].removed &&
          is_static(state.program->imports[record])) {
        open.push_back(target);
      }
    }
  }
}

void Linker::order_modules() {
  ordered_.assign(states_.size(), 0);
  for (const Entry& entry : entries_) {
    if (!entry.before.empty()) {
      order_.push_back({no_module, entry.before});
    }
    if (entry.module != no_module) {
      order_from(entry.module);
    }
  }
}

// Depth first: a module stands behind those that it imports, as they are evaluated.
void Linker::order_from(std::uint32_t start) {
  struct Open {
    std::uint32_t module;
    std::uint32_t record;
  };
  std::vector<Open> stack;
  const auto enter = [&](std::uint32_t module) {
    if (ordered_[module] != 0) {
      return;
    }
    State& state = states_[module];
    ordered_[module] = 1;
    if (state.shape == Shape::flat) {
      stack.push_back({module, 0});
    } else if (state.included) {
      state.runs_at_once = true;
      order_.push_back({module, {}});
    }
  };
  enter(start);
  while (!stack.empty()) {
    Open& top = stack.back();
    const State& state = states_[top.module];
    if (top.record == state.program->imports.size()) {
      order_.push_back({top.module, {}});
      stack.pop_back();
      continue;
    }
    const std::uint32_t record = top.record++;
    const std::uint32_t module = top.module;
    const js::ImportRecord& wanted = state.program->imports[record];
    if (!wanted.removed && is_static(wanted)) {
      if (const std::uint32_t target = linked_target(module, record); target != no_module) {
        enter(target);
      }
    }
  }
}

}  // namespace mpaas::link
