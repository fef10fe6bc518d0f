#include "compiler/link/link.h"

#include "compiler/link/linker.h"

namespace mpaas::link {

Linker::Linker(const std::vector<Module>& modules, const std::vector<Entry>& entries,
               const Options& options, ThreadPool& pool)
    : modules_(modules), entries_(entries), options_(options), pool_(pool) {
  runtime_names_.fill(no_name);
  states_.resize(modules.size());
  for (std::size_t i = 0; i < modules.size(); ++i) {
    states_[i].module = &modules[i];
    states_[i].program = modules[i].program.get();
  }
}

Output Linker::run() {
  classify();
  pool_.for_each(modules_.size(), [this](std::size_t i) {
    State& state = states_[i];
    if (!state.reached || state.program == nullptr || state.shape == Shape::common_js) {
      return;
    }
    state.parts = js::split_into_parts(*state.program);
    state.live.resize(state.parts.parts.size());
    for (std::uint32_t index = 0; index < state.program->exports.size(); ++index) {
      const js::ExportRecord& record = state.program->exports[index];
      if (record.name.empty()) {
        state.stars.push_back(record.import_record);
      } else {
        state.exports.emplace(record.name, index);
      }
    }
  });
  shake();
  order_modules();
  choose_names();
  pool_.for_each(modules_.size(), [this](std::size_t i) {
    if (states_[i].included) {
      print(static_cast<std::uint32_t>(i));
    }
  });
  return write();
}

Output link(const std::vector<Module>& modules, const std::vector<Entry>& entries,
            const Options& options, ThreadPool& pool) {
  return Linker(modules, entries, options, pool).run();
}

}  // namespace mpaas::link
