// Which name means what. The parser opens and closes scopes as it goes, declares names and notes
// their uses; when a scope closes, the uses which it explains are resolved and the others move out.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/base/arena.h"
#include "compiler/js/lexer.h"
#include "compiler/js/program.h"

namespace mpaas::js {

class Scopes {
 public:
  Scopes(Arena& arena, Program& program) : arena_(arena), program_(program) {}

  enum class Form : std::uint8_t { block, function };
  void open(Form form) { open(form, static_cast<std::uint32_t>(references_.size())); }
  // The scope begins at an earlier reference: `a` in `a => a + 1` was read before its scope is
  // known.
  void open_at_last_reference(Form form) {
    open(form, static_cast<std::uint32_t>(references_.size()) - 1);
  }
  void close();
  // Parameters with default values do not see the variables of the body: what they use and is no
  // parameter means something outside.
  void seal_parameters();

  struct Declared {
    Symbol* symbol;
    const Symbol* conflict = nullptr;  // an earlier declaration that forbids this one
  };
  Declared declare(Atom* atom, SymbolKind kind, Span span, bool constant, bool strict);
  // The name of a function or class expression, in a scope of its own.
  void declare_own_name(Atom* atom, Span span) { bind(atom, depth(), SymbolKind::lexical, span); }
  void reference(Identifier* identifier) { references_.push_back(identifier); }

  // `with` or direct eval here: every visible name has to stay.
  void mark_dynamic() {
    open_.back().dynamic = true;
    program_.uses_dynamic_scope = true;
  }
  void mark_simple_catch(bool simple) { open_.back().simple_catch = simple; }
  bool is_function_scope() const { return open_.back().form == Form::function; }
  std::uint32_t depth() const { return static_cast<std::uint32_t>(open_.size()) - 1; }
  const Scope& current() const { return program_.scopes[open_.back().record]; }
  // The record of the current scope, for Node::scope: it stays, even when nothing is declared in
  // it.
  std::uint32_t keep_record() {
    open_.back().kept = true;
    return open_.back().record;
  }
  // Forgetting what was declared, used and opened since a mark, when the parser takes another way.
  struct Mark {
    std::size_t open;
    std::size_t references;
    std::size_t sealed;
    std::size_t symbols;
    std::size_t records;
  };
  Mark mark() const {
    return {open_.size(), references_.size(), sealed_.size(), program_.symbols.size(),
            program_.scopes.size()};
  }
  void rewind(const Mark& mark);
  // At the end: uses that nothing explains.
  const std::vector<Identifier*>& unresolved() const { return references_; }

 private:
  struct Open {
    Form form;
    bool simple_catch = false;
    bool dynamic = false;
    bool kept = false;     // a node refers to its record
    std::uint32_t serial;  // unlike records, never used again
    std::uint32_t record;
    std::uint32_t first_reference;
    std::uint32_t first_sealed;
  };
  void open(Form form, std::uint32_t first_reference);
  Symbol* bind(Atom* atom, std::uint32_t depth, SymbolKind kind, Span span);
  void hoist_block_function(Atom* atom, Span span);
  void note_crossing(Atom* atom, std::uint32_t from_depth);
  void resolve(std::uint32_t first, std::vector<Identifier*>* unresolved_into);

  Arena& arena_;
  Program& program_;
  std::vector<Open> open_;
  std::uint32_t next_serial_ = 0;
  std::vector<Identifier*> references_;
  std::vector<Identifier*> sealed_;
};

}  // namespace mpaas::js
