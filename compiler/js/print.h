// Trees back to text. Every printer appends to one string and is deterministic.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compiler/js/ast.h"
#include "compiler/js/helpers.h"
#include "compiler/js/parts.h"
#include "compiler/js/program.h"
#include "compiler/source/source_map.h"

namespace mpaas::js {

struct PrintOptions {
  bool minify_whitespace = false;  // else: two blanks of indentation, one statement a line
  bool mangle = false;             // short names for everything that nobody outside can see
  bool ascii_only = false;         // \u escapes for everything beyond ASCII
  // Made for the source which the nodes come from; it learns what of the text comes from where.
  // Nodes without a span, which the compiler made, leave no trace. Encode it with the whole text:
  //   SourceMapRecorder recorder(program.source);
  //   options.map = &recorder;
  //   const std::string text = print(program, options);
  //   const SourceMapPiece piece = recorder.encode(text);
  SourceMapRecorder* map = nullptr;
};

// The whole file, as it is: imports and exports stay.
std::string print(const Program& program, const PrintOptions& options = {});

// A tree made by Builder or parse_expression(): one expression or one statement. Symbols keep their
// names.
std::string print_node(const Node* node, const PrintOptions& options = {});
// A list of statements.
std::string print_statements(const NodeList& statements, const PrintOptions& options = {});

// The form in which our linker keeps modules: the body of
//   function (module, exports, require) { … }
// Requirements on `require`: module_runtime() below. ES modules: "use strict", exports are defined
// as getters before anything runs (live bindings, cycles), imports become `var m = require(id)` and
// each use reads `m.name`. CommonJS: the text keeps its meaning, require("x") becomes require(id).
struct ModuleForm {
  // One per Program::imports: what stands in require(…) for it, for example 12 or "\"a\"". An empty
  // text means that the file is missing: the specifier stays and require throws when it is reached.
  std::vector<std::string> references;
  // Records whose file imports this one in turn, directly or not; may be shorter or empty. For
  // these the import is bound before it runs, so that functions which the circle calls early find
  // it.
  std::vector<bool> circular;
};
std::string print_module(const Program& program, const ModuleForm& form,
                         const PrintOptions& options = {});

// A module that shares one scope with others (link/): its parts (parts.h) one after the other,
// imports and exports left out. Who prints chooses every name.
struct FlatForm {
  const Parts* parts = nullptr;
  // By part; which of them to print. Null: the whole file, as CommonJS.
  const std::vector<bool>* live = nullptr;
  // By Symbol::index; an empty one means its own name. What an import is called may also be a
  // member of something (m.a).
  std::vector<std::string_view> names;
  std::string_view default_name;  // of `export default` without a name
  // What `ns.property` reads, where it is not the plain member of ns.
  struct MemberText {
    const Name* property;
    std::string_view text;
  };
  std::unordered_map<std::uint32_t, std::vector<MemberText>> members;  // by Symbol::index
  // By import record: the whole expression that stands for require("x") or import("x"); "" keeps
  // it.
  std::vector<std::string> calls;
  // What stands for the free names; "" keeps them.
  std::string_view module_name;
  std::string_view exports_name;
  std::string_view require_name;
  std::string_view import_meta;
  bool this_is_undefined = true;
};
std::string print_flat(const Program& program, const FlatForm& form, const PrintOptions& options);

// --- names for modules that share a scope
// Symbols of nested scopes take numbers ("slots"): two symbols may have the same one when neither
// sees the other. Counted from `reserved` on, anew in each module: what the slots are called in the
// end is the same in all of them.
inline constexpr std::uint32_t no_slot = 0xffffffff;
struct NestedSlots {
  std::vector<std::uint32_t> slot_of;  // by Symbol::index; no_slot: at the top level, or pinned
  std::vector<std::uint64_t> uses;     // by slot
};
// with_top_level: the whole file stands in a function, so its own names are nested as well.
// live_scopes: by scope; those that will not be printed do not count. Empty: all will be.
NestedSlots nested_slots(const Program& program, std::uint32_t reserved, bool with_top_level,
                         const std::vector<bool>& live_scopes);
// One name each, all different, none of `taken`, no keyword; the shortest where uses are most.
std::vector<std::string_view> short_names(const std::vector<std::uint64_t>& uses,
                                          const std::unordered_set<std::string_view>& taken,
                                          Arena& arena);

// Text of the helpers which print_module()'s output calls, to be shipped once per bundle: an
// expression, a function (definitions) → require, where definitions maps an id to
// function (module, exports, require).
//   require(id)             module.exports of id, run at most once; throws when there is none
//   require.c(id)           module.exports as it is now, without running the module
//   require.r(exports)      marks an ES module
//   require.d(exports, {…}) defines getters
//   require.n(module)       what has `default`: the module itself when it is an ES module
//   require.w(module)       the namespace object
//   require.s(exports, m)   export * from m
//   require.<name>          the helper functions of lowered code
std::string module_runtime(const std::vector<Helper>& helpers = {});

}  // namespace mpaas::js
