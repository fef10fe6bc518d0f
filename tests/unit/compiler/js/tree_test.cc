#include "compiler/js/tree.h"

#include <catch2/catch.hpp>

#include "tests/unit/compiler/js/support.h"

namespace mpaas::js {
namespace {

TEST_CASE("new and moved symbols never clash") {
  const Parsed parsed = parse("let a, a_1; { let a; let b; use(a, b, c); }");
  auto& program = const_cast<Program&>(*parsed.program);
  Tree tree(program);
  CHECK(tree.new_symbol(0, SymbolKind::variable, "d")->name->text == "d");
  CHECK(tree.new_symbol(0, SymbolKind::variable, "d")->name->text == "d_1");
  CHECK(tree.new_symbol(0, SymbolKind::variable, "c")->name->text == "c_1");
  CHECK(tree.new_symbol(0, SymbolKind::variable, "class")->name->text == "class_1");
  for (Symbol* symbol : program.symbols) {
    if (symbol->scope != 0) {
      tree.move(symbol, 0, SymbolKind::variable);
    }
  }
  tree.finish();
  std::string names;
  for (const Symbol* symbol = program.scopes[0].first; symbol != nullptr;
       symbol = symbol->next_in_scope) {
    names += std::string(symbol->name->text) + ' ';
  }
  CHECK(names == "a a_1 a_2 b d d_1 c_1 class_1 ");
}

TEST_CASE("a walk meets every child once, and may replace it") {
  const Parsed parsed = parse("f(a, b)[c] = class extends d { [e] = g }");
  auto& program = const_cast<Program&>(*parsed.program);
  std::string seen;
  const auto visit = [&seen](auto&& self, Node* node) -> Node* {
    if (const auto* identifier = try_as<Identifier>(node)) {
      seen += std::string(identifier->name->text) + ' ';
    }
    rewrite_children(node, [&self](Node* child) { return self(self, child); });
    return node;
  };
  rewrite_list(program.body, [&visit](Node* node) { return visit(visit, node); });
  CHECK(seen == "f a b c d e g ");
  CHECK(print(program) == "f(a, b)[c] = class extends d {\n  [e] = g;\n};\n");
}

TEST_CASE("helpers come with what they call, under names that are free") {
  const Parsed parsed = parse("var to_property_key; ");
  auto& program = const_cast<Program&>(*parsed.program);
  Tree tree(program);
  tree.program.body.push(tree.make.statement(
      tree.make.call(tree.helper(Helper::to_property_key), {tree.make.number(1)})));
  tree.finish();
  const std::string text = print(program);
  CHECK(text.find("to_property_key_1(1);\nfunction to_property_key_1(key)") != std::string::npos);
}

}  // namespace
}  // namespace mpaas::js
