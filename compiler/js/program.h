// Program is one parsed script with everything that can be known from its own text: the tree, which
// name means what, and what it imports and exports. It owns its arena and its source. The passes of
// transform.h change it; it is immutable once parse_program() has returned it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/arena.h"
#include "compiler/js/ast.h"
#include "compiler/source/source.h"

namespace mpaas::js {

enum class SymbolKind : std::uint8_t {
  variable,  // var
  function,  // function declaration at the top of a function or script
  parameter,
  lexical,         // let, const, class, function in a module's top level
  block_function,  // function declaration inside a block
  catch_parameter,
  import_binding,
  helper,  // a function of the compiler's own (helpers.h); nothing in the file declares it
};

struct Symbol {
  const Name* name = nullptr;
  SymbolKind kind = SymbolKind::variable;
  bool constant = false;        // const, or an import
  bool is_function = false;     // a function declaration
  bool pinned = false;          // must keep its name: with, direct eval, or a script's global
  bool calls_are_pure = false;  // a function behind /* @__NO_SIDE_EFFECTS__ */
  std::uint32_t index = 0;      // in Program::symbols
  std::uint32_t scope = 0;      // index into Program::scopes
  std::uint32_t uses = 0;  // identifiers that stand for it, its declarations included. Passes that
                           // remove code leave it as it is: good for choosing short names only.
  Span span{};             // of the first declaration
  // import_binding: which import, and which name of it; `imported` is null for `* as name`.
  std::uint32_t import_record = no_record;
  const Name* imported = nullptr;
  std::uint8_t helper = 0;          // helper: which
  Symbol* next_in_scope = nullptr;  // the scope's symbols in order of declaration

  // Of use while parsing only.
  Symbol* outer = nullptr;  // what the name meant outside
  std::uint32_t depth = 0;  // of the scope
  bool soft = false;        // the `var` of a function in a block (Annex B), gives way to others
};

struct Scope {
  std::uint32_t parent = 0;  // index; the first scope is the file's own and its own parent
  bool is_function = false;
  Symbol* first = nullptr;
  Symbol* last = nullptr;
};

struct ImportedName {
  std::string name;   // as the other file exports it; "default"; "*" for a namespace
  std::string local;  // "" for re-exports
  Span span;          // where the name stands
};

struct ImportRecord {
  enum class Form : std::uint8_t {
    import_statement,  // import …
    export_from,       // export … from
    require,           // require("x")
    dynamic_import     // import("x")
  };
  std::string specifier;  // decoded
  Span span;              // of the string with its quotes
  Form form = Form::import_statement;
  ImportPhase phase = ImportPhase::evaluation;
  bool in_try = false;   // may be missing: the code handles that
  bool removed = false;  // a pass dropped it (TypeScript's unused imports, dead code): not loaded
  std::vector<ImportedName> names;
};

struct ExportRecord {
  std::string name;                         // "default"; "" for `export * from`
  const Symbol* local = nullptr;            // of this file; may itself be an import_binding
  std::uint32_t import_record = no_record;  // re-export: from where …
  std::string imported;  // … and what: a name, "default", or "*" (namespace or all)
  Span span;
  bool is_declaration = false;  // export const a = 1: the name of the variable is the export's
};

enum class Format : std::uint8_t {
  script,    // nothing says that it is a module
  module,    // import or export: ES module
  common_js  // uses require, module or exports
};

// TypeScript that is more than types: what the pass of typescript/ has to look for.
struct TypescriptSyntax {
  bool enums = false;
  bool namespaces = false;
  bool aliases = false;  // import a = b, export = a
  bool parameter_properties = false;
  bool fields = false;
  bool ambient_members = false;
  bool decorators = false;
};

struct Program {
  SourcePointer source;
  Arena arena;
  NodeList body;
  std::string_view hashbang;  // #!… without the line end, or ""
  Format format = Format::script;
  bool is_typescript = false;
  TypescriptSyntax typescript;
  bool strict = false;                        // module, or "use strict" at the top
  bool has_errors = false;                    // the tree is incomplete: only good for editors
  bool is_es5 = false;                        // it was lowered to ES5: so is what printers add
  bool uses_dynamic_scope = false;            // direct eval or with
  bool folds_constants = false;               // there were Defines: dead branches are not printed
  Span top_level_await{};                     // the first one; empty when there is none
  std::vector<Symbol*> symbols;               // by Symbol::index
  std::vector<Scope> scopes;                  // 0 is the top level
  std::vector<Identifier*> free_identifiers;  // uses that no declaration of this file explains
  std::vector<const Name*> names;             // every name in the file, once
  std::vector<Symbol*> helpers;               // the helper functions it needs, once each
  std::vector<ImportRecord> imports;          // in source order
  std::vector<ExportRecord> exports;          // in source order
  // Comments that have to be passed on: /*! …, @license, @preserve. With their delimiters.
  std::vector<std::string_view> license_comments;
};

using ProgramPointer = std::shared_ptr<const Program>;

}  // namespace mpaas::js
