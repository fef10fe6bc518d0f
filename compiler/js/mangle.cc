// Renames by slots, as esbuild does: a slot is a name that may be used in many places which cannot
// see each other. Symbols of a scope take the slots after those of the scopes around it; slots
// which are used most get the shortest names.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "compiler/js/characters.h"
#include "compiler/js/printer.h"

namespace mpaas::js {
namespace {

// Ordered by how often they occur in code, which compresses best.
constexpr std::string_view first_letters = "etnriaoscludfpmhg_vybxSCwTEDOkAjMNPFILRzBVHUWGKqJYXZQ$";
constexpr std::string_view other_letters =
    "etnriaoscludfpmhg_vybxSCwTEDOkAjMNPFILRzBVHUWGKqJYXZQ$0123456789";

std::string nth_name(std::uint32_t number) {
  std::string name(1, first_letters[number % first_letters.size()]);
  number /= static_cast<std::uint32_t>(first_letters.size());
  while (number > 0) {
    --number;
    name += other_letters[number % other_letters.size()];
    number /= static_cast<std::uint32_t>(other_letters.size());
  }
  return name;
}

}  // namespace

std::vector<std::string_view> short_names(const std::vector<std::uint64_t>& uses,
                                          const std::unordered_set<std::string_view>& taken,
                                          Arena& arena) {
  std::vector<std::uint32_t> order(uses.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(), [&uses](std::uint32_t left, std::uint32_t right) {
    return uses[left] > uses[right];
  });
  std::vector<std::string_view> names(uses.size());
  std::uint32_t number = 0;
  for (const std::uint32_t slot : order) {
    std::string name;
    do {
      name = nth_name(number++);
    } while (taken.count(name) != 0 || find_word(name).keyword != Token::name ||
             find_word(name).reservation != Reservation::none);
    names[slot] = arena.copy(std::string_view(name));
  }
  return names;
}

NestedSlots nested_slots(const Program& program, std::uint32_t reserved, bool with_top_level,
                         const std::vector<bool>& live_scopes) {
  NestedSlots result;
  result.slot_of.resize(program.symbols.size(), no_slot);
  result.uses.resize(reserved);
  constexpr std::uint32_t unknown = 0xffffffff;
  std::vector<std::uint32_t> next_slot(program.scopes.size(), unknown);
  const auto take_slots = [&](std::size_t i) {
    const Scope& scope = program.scopes[i];
    std::uint32_t slot = i == 0 ? reserved : next_slot[scope.parent];
    if (i != 0 || with_top_level) {
      const bool counts = live_scopes.empty() || live_scopes[i];
      for (const Symbol* symbol = scope.first; symbol != nullptr; symbol = symbol->next_in_scope) {
        if (symbol->pinned || symbol->kind == SymbolKind::helper) {
          continue;
        }
        result.slot_of[symbol->index] = slot;
        if (slot >= result.uses.size()) {
          result.uses.resize(slot + 1U);
        }
        result.uses[slot++] += counts ? symbol->uses : 0;
      }
    }
    next_slot[i] = slot;
  };
  // Parents first; they mostly stand before their children.
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < program.scopes.size(); ++i) {
    for (std::size_t scope = i; next_slot[scope] == unknown; scope = program.scopes[scope].parent) {
      waiting.push_back(scope);
      if (scope == 0) {
        break;
      }
    }
    for (; !waiting.empty(); waiting.pop_back()) {
      take_slots(waiting.back());
    }
  }
  return result;
}

void mangle(const MangleRequest& request, MangleResult& result) {
  const Program& program = *request.program;
  constexpr std::uint32_t fixed = 0xffffffff;
  std::vector<std::uint32_t> slot_of(program.symbols.size(), 0);
  for (const Symbol* symbol : program.symbols) {
    const bool is_seen = symbol->scope == 0 && !request.top_level_is_local;
    if (symbol->pinned || (is_seen && symbol->kind != SymbolKind::helper)) {
      slot_of[symbol->index] = fixed;
    }
  }
  for (const Symbol* symbol : request.keep) {
    slot_of[symbol->index] = fixed;
  }
  constexpr std::uint32_t unknown = 0xffffffff;
  std::vector<std::uint32_t> next_slot(program.scopes.size(), unknown);
  std::vector<std::uint64_t> uses(request.extra_uses.begin(), request.extra_uses.end());
  const auto take_slots = [&](std::size_t i) {
    const Scope& scope = program.scopes[i];
    std::uint32_t slot =
        i == 0 ? static_cast<std::uint32_t>(request.extra_uses.size()) : next_slot[scope.parent];
    for (const Symbol* symbol = scope.first; symbol != nullptr; symbol = symbol->next_in_scope) {
      if (slot_of[symbol->index] == fixed) {
        continue;
      }
      slot_of[symbol->index] = slot;
      if (slot >= uses.size()) {
        uses.resize(slot + 1U);
      }
      uses[slot++] += symbol->uses;
    }
    next_slot[i] = slot;
  };
  // Parents first; they mostly stand before their children.
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < program.scopes.size(); ++i) {
    for (std::size_t scope = i; next_slot[scope] == unknown; scope = program.scopes[scope].parent) {
      waiting.push_back(scope);
      if (scope == 0) {
        break;
      }
    }
    for (; !waiting.empty(); waiting.pop_back()) {
      take_slots(waiting.back());
    }
  }

  std::unordered_set<std::string_view> taken;
  for (const Identifier* identifier : program.free_identifiers) {
    taken.insert(identifier->name->text);
  }
  for (const Symbol* symbol : program.symbols) {
    if (slot_of[symbol->index] == fixed) {
      taken.insert(symbol->name->text);
    }
  }
  // The parameters of the wrapper that the module form stands in.
  taken.insert({"require", "module", "exports"});

  const std::vector<std::string_view> names = short_names(uses, taken, result.arena);
  result.extra_names.assign(names.begin(),
                            names.begin() + static_cast<std::ptrdiff_t>(request.extra_uses.size()));
  result.names.resize(program.symbols.size());
  for (const Symbol* symbol : program.symbols) {
    if (slot_of[symbol->index] != fixed) {
      result.names[symbol->index] = names[slot_of[symbol->index]];
    }
  }
}

}  // namespace mpaas::js
