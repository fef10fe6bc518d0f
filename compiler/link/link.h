// The linker: modules of scripts in, one text out. ES modules are put into one scope, one after the
// other in the order in which they would be evaluated, with what nobody uses left out: imports
// become the other module's own variable, and every name is chosen once for all of them. What
// cannot be put there keeps a function of its own, which runs once, when it is first asked for:
// CommonJS, JSON that CommonJS asks for, and ES modules that are require()d, with what they import.
//
// import() of a module that is in the same output gives a promise of its namespace.
// Between CommonJS and ES modules things are as in Babel (__esModule) and, for importers that Node
// takes for ES modules, as in Node.
//
// Programs must be parsed without errors and outlive the call. Everything is deterministic: the
// text does not depend on the number of threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/thread_pool.h"
#include "compiler/js/js.h"
#include "compiler/source/source_map.h"

namespace mpaas::link {

inline constexpr std::uint32_t no_module = 0xffffffff;

struct Module {
  std::string name;            // its path: for names in readable output
  js::ProgramPointer program;  // null: JSON
  std::string json;            // the value, as script
  // By import record: an index, or no_module for what is not there: import and require() of it
  // stay when the format has them, else they throw.
  std::vector<std::uint32_t> targets;
  bool side_effects = true;     // false: may be left out when nothing of it is used
  bool is_node_module = false;  // its imports of CommonJS mean module.exports by `default`, always
  const SourceMap* input_map = nullptr;
};

// What runs, in this order.
struct Entry {
  std::uint32_t module = no_module;
  std::string before;  // statements in front of it, as they are
};

enum class Format : std::uint8_t {
  iife,       // a script: one function, called
  common_js,  // module.exports
  esm         // export { … }
};

struct Options {
  js::PrintOptions print;  // `map` is not used
  Format format = Format::iife;
  bool source_map = false;
  // The exports of the last entry are wanted. With iife they become `var global_name`.
  bool exports = true;
  std::string global_name;
  // Names which must keep their meaning although no module mentions them: those of Entry::before.
  std::vector<std::string> reserved;
  js::Edition target = js::esnext;  // of the text which the linker adds
};

// One text after the other.
struct Piece {
  std::string text;
  bool is_mapped = false;  // it is a module's
  SourceMapPiece map;      // with Options::source_map
};

struct Output {
  std::vector<Piece> pieces;
  std::vector<std::uint32_t> included;  // the modules whose code is in it, sorted
};

Output link(const std::vector<Module>& modules, const std::vector<Entry>& entries,
            const Options& options, ThreadPool& pool);

}  // namespace mpaas::link
