// The linker's work, step by step, each step one file:
//   classify.cc  which modules share the scope, which have a function of their own; their order
//   resolve.cc   what an import or export finally means
//   shake.cc     which parts are needed
//   names.cc     what everything is called
//   write.cc     the text
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/base/arena.h"
#include "compiler/link/link.h"

namespace mpaas::link {

inline constexpr std::uint32_t no_name = 0xffffffff;

enum class Shape : std::uint8_t {
  flat,       // an ES module in the common scope
  lazy,       // an ES module in a function of its own
  common_js,  // likewise
  json,       // a value; a function where CommonJS asks for it
  external    // not here
};

// What a name of an import or export stands for.
struct Target {
  enum class Kind : std::uint8_t {
    missing,
    symbol,         // a top-level variable of a flat module
    default_value,  // its `export default` without a name
    name_space,     // the object with all exports
    property,       // of what a lazy or CommonJS module exports
    default_of      // `default` of CommonJS
  };
  Kind kind = Kind::missing;
  bool node = false;  // the importer is one of Node's ES modules
  std::uint32_t module = no_module;
  std::uint32_t symbol = 0;
  std::string_view property;
  bool operator==(const Target&) const = default;
};

// Functions that the output brings along. Written by hand in ES5.
enum class Runtime : std::uint8_t {
  common_js,   // (function) → the module's function
  lazy,        // (exports, function) → the module's function
  mark,        // marks an object as an ES module
  define,      // getters
  interop,     // what has `default`
  name_space,  // of CommonJS
  star,        // export * from CommonJS
  require,     // throws
  count
};

struct State {
  const Module* module = nullptr;
  const js::Program* program = nullptr;
  Shape shape = Shape::flat;
  bool reached = false;
  bool eager = false;           // runs with the entries, not by import()
  bool wrapped = false;         // by wrap()
  bool included = false;        // its code is in the output
  bool needs_function = false;  // json: CommonJS asks for it
  bool runs_at_once = false;    // lazy, common_js: an item of the order
  bool whole = false;           // flat: its namespace object is needed
  js::Parts parts;
  std::vector<bool> live;         // by part
  std::vector<bool> live_scopes;  // by scope
  bool default_live = false;
  std::unordered_map<std::string_view, std::uint32_t> exports;  // index into Program::exports
  std::vector<std::uint32_t> stars;                             // records of `export * from`
  std::unordered_map<std::string_view, Target> resolved;
  std::unordered_set<std::string_view> resolving;
  js::NestedSlots slots;
  std::vector<std::uint32_t>
      symbol_names;  // by Symbol::index: names_ of the linker, top level only
  std::uint32_t default_name = no_name;
  std::uint32_t function_name = no_name;   // lazy, common_js
  std::uint32_t exports_name = no_name;    // lazy: the object; common_js, json: what it exports
  std::uint32_t interop_name = no_name;    // common_js: with `default`
  std::uint32_t namespace_name = no_name;  // flat: the object; common_js
  std::uint32_t node_namespace_name = no_name;
  struct Bound {
    std::uint32_t symbol;
    const js::Name* property;
    Target target;
  };
  std::vector<Bound> import_targets;                                // what the live parts use
  std::vector<Bound> member_targets;                                // ns.property
  std::vector<std::pair<std::string_view, Target>> export_targets;  // sorted by name
  std::vector<std::uint32_t> star_modules;                          // CommonJS behind `export *`
  std::string text;
  SourceMapPiece piece;
};

struct Item {
  std::uint32_t module = no_module;  // or
  std::string_view text;             // as it is
};

// The parts which declare the symbol besides Parts::declared_in: visit(part).
template <class Visit>
void for_each_more(const js::Parts& parts, std::uint32_t symbol, Visit&& visit) {
  const auto& all = parts.more_declarations;  // sorted by symbol
  auto place = std::lower_bound(all.begin(), all.end(), symbol,
                                [](const js::Parts::Declaration& each, std::uint32_t wanted) {
                                  return each.symbol < wanted;
                                });
  for (; place != all.end() && place->symbol == symbol; ++place) {
    visit(place->part);
  }
}

class Linker {
 public:
  Linker(const std::vector<Module>& modules, const std::vector<Entry>& entries,
         const Options& options, ThreadPool& pool);
  Output run();

 private:
  struct Name {
    std::string wanted;
    std::uint64_t uses = 0;
    bool shared = false;  // used in other modules than its own
    std::string_view text;
  };

  // classify.cc
  void classify();
  void reach(std::uint32_t start, bool eager);
  void wrap(std::uint32_t start);
  void order_modules();
  void order_from(std::uint32_t start);
  std::uint32_t target_of(const State& state, std::uint32_t record) const {
    return record < state.module->targets.size() ? state.module->targets[record] : no_module;
  }
  std::uint32_t linked_target(std::uint32_t module, std::uint32_t record);

  // resolve.cc
  Target resolve_import(std::uint32_t module, const js::Symbol* symbol);
  Target resolve_export(std::uint32_t module, std::string_view name, bool node);
  Target find_export(std::uint32_t module, std::string_view name);
  Target resolve_record(std::uint32_t module, std::uint32_t record, std::string_view name);
  Target member_target(std::uint32_t module, const js::Symbol* symbol, std::string_view property);
  std::vector<std::string_view> export_names(std::uint32_t module);
  bool has_export(std::uint32_t module, std::string_view name);
  std::vector<std::uint32_t> dynamic_stars(std::uint32_t module,
                                           std::unordered_set<std::uint32_t>& seen);
  void collect_export_names(std::uint32_t module, bool with_default,
                            std::unordered_set<std::uint32_t>& seen,
                            std::vector<std::string_view>& names);

  // shake.cc
  void shake();
  void include(std::uint32_t module);
  void want_part(std::uint32_t module, std::uint32_t part);
  void want_symbol(std::uint32_t module, std::uint32_t symbol);
  void want(const Target& target);
  void want_exports(std::uint32_t module);
  void use_part(std::uint32_t module, std::uint32_t part);
  bool is_opaque(const State& state, std::uint32_t symbol) const {
    return symbol < state.parts.opaque.size() && state.parts.opaque[symbol];
  }

  // names.cc
  void choose_names();
  std::uint32_t make_name(std::string wanted, std::uint64_t uses = 0);
  void count_uses(std::uint32_t module);
  void use_name(const Target& target, std::uint32_t count, bool shared);
  std::uint32_t& name_slot(const Target& target);
  std::uint32_t runtime_name(Runtime function);
  std::uint32_t function_name(std::uint32_t module);
  std::string word(std::uint32_t module) const;
  std::unordered_set<std::string_view> taken_names(
      const std::vector<std::uint32_t>& included) const;
  void choose_short_names(const std::vector<std::uint32_t>& included);
  void choose_readable_names(const std::vector<std::uint32_t>& included);
  std::string_view text_of(std::uint32_t name) const { return names_[name].text; }

  // write.cc
  std::string text_of(const Target& target) const;
  std::string property_text(std::string_view object, std::string_view property) const;
  void print(std::uint32_t module);
  std::string call_text(std::uint32_t module, std::uint32_t record) const;
  std::string getters(const State& state) const;
  // Runs a module that is no part of the common scope and keeps what it exports.
  std::string run_statement(std::uint32_t module, bool declare) const;
  std::string helpers_text() const;
  std::string runtime_text() const;
  std::string runtime_call(Runtime function, std::string_view arguments) const;
  bool arrows() const { return options_.target >= 2015; }
  Output write();

  const std::vector<Module>& modules_;
  const std::vector<Entry>& entries_;
  const Options& options_;
  ThreadPool& pool_;
  std::vector<State> states_;  // modules, then what is not here
  std::vector<std::string> external_specifiers_;
  std::map<std::string, std::uint32_t, std::less<>> external_of_;
  std::vector<Item> order_;
  std::vector<char> ordered_;
  struct Wanted {
    std::uint32_t module;
    std::uint32_t part;
  };
  std::vector<Wanted> open_;
  std::vector<Name> names_;
  std::vector<std::string_view> nested_names_;  // by slot
  std::array<std::uint32_t, static_cast<std::size_t>(Runtime::count)> runtime_names_{};
  std::map<js::Helper, std::uint32_t> helper_names_;
  Arena arena_;
};

}  // namespace mpaas::link
