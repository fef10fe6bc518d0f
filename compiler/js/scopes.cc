#include "compiler/js/scopes.h"

namespace mpaas::js {

void Scopes::open(Form form, std::uint32_t first_reference) {
  const std::uint32_t parent = open_.empty() ? 0 : open_.back().record;
  program_.scopes.push_back({parent, form == Form::function, nullptr, nullptr});
  open_.push_back({form, false, false, false, next_serial_++,
                   static_cast<std::uint32_t>(program_.scopes.size()) - 1, first_reference,
                   static_cast<std::uint32_t>(sealed_.size())});
}

// Resolves the references since `first` which this scope explains; the others stay, or go
// elsewhere.
void Scopes::resolve(std::uint32_t first, std::vector<Identifier*>* unresolved_into) {
  const Open& scope = open_.back();
  const std::uint32_t current = depth();
  std::size_t kept = first;
  for (std::size_t i = first; i < references_.size(); ++i) {
    Identifier* identifier = references_[i];
    Symbol* symbol = atom_of(identifier->name)->symbol;
    if (symbol != nullptr && symbol->depth == current) {
      identifier->symbol = symbol;
      ++symbol->uses;
      symbol->pinned = symbol->pinned || scope.dynamic;
    } else if (unresolved_into != nullptr) {
      unresolved_into->push_back(identifier);
    } else {
      references_[kept++] = identifier;
    }
  }
  references_.resize(kept);
}

void Scopes::seal_parameters() { resolve(open_.back().first_reference, &sealed_); }

void Scopes::close() {
  const Open scope = open_.back();
  resolve(scope.first_reference, nullptr);
  references_.insert(references_.end(), sealed_.begin() + scope.first_sealed, sealed_.end());
  sealed_.resize(scope.first_sealed);
  Scope& record = program_.scopes[scope.record];
  for (Symbol* symbol = record.first; symbol != nullptr; symbol = symbol->next_in_scope) {
    symbol->pinned = symbol->pinned || scope.dynamic;
    atom_of(symbol->name)->symbol = symbol->outer;
  }
  open_.pop_back();
  if (!open_.empty()) {
    open_.back().dynamic = open_.back().dynamic || scope.dynamic;
    // Parentheses open a scope because they might turn out to be parameters; most do not.
    if (!scope.kept) {
      record.is_function = false;
      if (record.first == nullptr && scope.record + 1 == program_.scopes.size()) {
        program_.scopes.pop_back();
      }
    }
  }
}

void Scopes::rewind(const Mark& mark) {
  while (program_.symbols.size() > mark.symbols) {
    const Symbol* symbol = program_.symbols.back();
    program_.symbols.pop_back();
    for (Symbol** place = &atom_of(symbol->name)->symbol; *place != nullptr;
         place = &(*place)->outer) {
      if (*place == symbol) {
        *place = symbol->outer;
        break;
      }
    }
    if (symbol->scope < mark.records) {
      Scope& scope = program_.scopes[symbol->scope];
      Symbol* last = nullptr;
      for (Symbol* each = scope.first; each != symbol; each = each->next_in_scope) {
        last = each;
      }
      scope.last = last;
      (last == nullptr ? scope.first : last->next_in_scope) = nullptr;
    }
  }
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(mark.open), open_.end());
  references_.resize(mark.references);
  sealed_.resize(mark.sealed);
  program_.scopes.resize(mark.records);
}

Symbol* Scopes::bind(Atom* atom, std::uint32_t at_depth, SymbolKind kind, Span span) {
  Symbol* symbol = arena_.make<Symbol>();
  symbol->name = atom;
  symbol->kind = kind;
  symbol->span = span;
  symbol->index = static_cast<std::uint32_t>(program_.symbols.size());
  symbol->depth = at_depth;
  symbol->scope = open_[at_depth].record;
  program_.symbols.push_back(symbol);
  Symbol** place = &atom->symbol;  // the chain is ordered by depth, innermost first
  while (*place != nullptr && (*place)->depth > at_depth) {
    place = &(*place)->outer;
  }
  symbol->outer = *place;
  *place = symbol;
  Scope& scope = program_.scopes[symbol->scope];
  (scope.last == nullptr ? scope.first : scope.last->next_in_scope) = symbol;
  scope.last = symbol;
  return symbol;
}

void Scopes::note_crossing(Atom* atom, std::uint32_t from_depth) {
  while (atom->crossed != nullptr && (atom->crossed->depth > depth() ||
                                      open_[atom->crossed->depth].serial != atom->crossed->scope)) {
    atom->crossed = atom->crossed->outer;
  }
  std::uint32_t first = from_depth;
  if (atom->crossed != nullptr && atom->crossed->depth >= first) {
    first = atom->crossed->depth + 1;
  }
  for (std::uint32_t crossed = first; crossed <= depth(); ++crossed) {
    atom->crossed =
        arena_.make<CrossedScope>(CrossedScope{open_[crossed].serial, crossed, atom->crossed});
  }
}

// Annex B: a function in a block of sloppy code is also a variable of the function around it,
// unless something there forbids a variable of that name. Both must keep one name.
void Scopes::hoist_block_function(Atom* atom, Span span) {
  std::uint32_t target = depth();
  while (open_[target].form != Form::function) {
    --target;
  }
  for (Symbol* symbol = atom->symbol; symbol != nullptr && symbol->depth >= target;
       symbol = symbol->outer) {
    if (symbol->depth == depth()) {
      continue;
    }
    if (symbol->depth == target &&
        (symbol->kind == SymbolKind::variable || symbol->kind == SymbolKind::function ||
         symbol->kind == SymbolKind::parameter)) {
      symbol->pinned = true;
      return;
    }
    if (symbol->kind != SymbolKind::catch_parameter || !open_[symbol->depth].simple_catch) {
      return;
    }
  }
  Symbol* variable = bind(atom, target, SymbolKind::variable, span);
  variable->pinned = true;
  variable->soft = true;
}

Scopes::Declared Scopes::declare(Atom* atom, SymbolKind kind, Span span, bool constant,
                                 bool strict) {
  const std::uint32_t current = depth();
  if (kind == SymbolKind::variable || kind == SymbolKind::function) {
    std::uint32_t target = current;
    while (kind == SymbolKind::variable && open_[target].form != Form::function) {
      --target;
    }
    Symbol* existing = nullptr;
    const Symbol* conflict = nullptr;
    for (Symbol* symbol = atom->symbol; symbol != nullptr && symbol->depth >= target;
         symbol = symbol->outer) {
      const bool lexical =
          symbol->kind == SymbolKind::lexical || symbol->kind == SymbolKind::import_binding ||
          symbol->kind == SymbolKind::block_function ||
          (symbol->kind == SymbolKind::catch_parameter && !open_[symbol->depth].simple_catch) ||
          (kind == SymbolKind::function && symbol->kind != SymbolKind::variable &&
           symbol->kind != SymbolKind::function && symbol->kind != SymbolKind::parameter);
      if (lexical && conflict == nullptr) {
        conflict = symbol;
      }
      if (symbol->depth == target) {
        existing = symbol;
      }
    }
    if (existing == nullptr) {
      existing = bind(atom, target, kind, span);
    } else if (existing->soft) {
      existing->soft = false;
      existing->kind = kind;
      existing->span = span;
    }
    if (current > target) {
      note_crossing(atom, target + 1);
    }
    return {existing, conflict};
  }
  if (Symbol* symbol = atom->symbol; symbol != nullptr && symbol->depth == current) {
    if (symbol->soft) {
      symbol->soft = false;
      symbol->kind = kind;
      symbol->constant = constant;
      symbol->span = span;
      return {symbol};
    }
    const bool allowed =
        kind == SymbolKind::block_function && symbol->kind == SymbolKind::block_function && !strict;
    return {symbol, allowed ? nullptr : symbol};
  }
  const Symbol* conflict = nullptr;
  if (atom->crossed != nullptr) {
    note_crossing(atom, current + 1);  // drops what has been closed
    for (const CrossedScope* crossed = atom->crossed; crossed != nullptr;
         crossed = crossed->outer) {
      if (crossed->depth == current) {
        conflict = atom->symbol;
      }
    }
  }
  Symbol* symbol = bind(atom, current, kind, span);
  symbol->constant = constant;
  if (kind == SymbolKind::block_function && !strict) {
    symbol->pinned = true;
    hoist_block_function(atom, span);
  }
  return {symbol, conflict};
}

}  // namespace mpaas::js
