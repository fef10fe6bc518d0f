// import and export as TypeScript knows them. What is about types only is forgotten here; imports
// that are merely never used as values are the business of the pass of typescript/.
#include <algorithm>

#include "compiler/js/parser.h"

namespace mpaas::js {

// { a as b, … } or * as a. `are_local`: of an import, the names mean something in this file.
void Parser::skip_type_only_names(bool are_local) {
  if (eat(Token::multiply)) {
    if (at_word(Word::as)) {
      next();
      if (are_local && at(Token::name)) {
        type_names_.insert(token_.atom);
      }
      bool is_string = false;
      parse_module_export_name(is_string);
    }
    return;
  }
  expect(Token::left_brace);
  while (!at(Token::right_brace)) {
    bool is_string = false;
    const Name* local = parse_module_export_name(is_string);
    if (at_word(Word::as)) {
      next();
      local = parse_module_export_name(is_string);
    }
    if (are_local) {
      type_names_.insert(local);
    }
    if (!at(Token::right_brace)) {
      expect(Token::comma);
    }
  }
  next();
}

// Behind `import type`.
void Parser::skip_type_only_import() {
  bool more = true;
  if (at(Token::name)) {
    type_names_.insert(token_.atom);
    next();
    more = eat(Token::comma);
  }
  if (more) {
    skip_type_only_names(true);
  }
  expect_word(Word::from, Message::thing_from);
  parse_module_specifier();
  NodeList attributes;
  parse_import_attributes(attributes);
  end_statement();
}

// `type a as b` in the braces of an import or export. Every word may itself be the name `type` or
// `as`. Skips the comma too; false when the specifier stands for a value.
bool Parser::skip_type_specifier(bool is_local) {
  if (!at_word(Word::type)) {
    return false;
  }
  const auto at_export_name = [this] { return at_any_name() || at(Token::string); };
  const Position before = save();
  next();
  bool is_type = at_export_name();
  if (at_word(Word::as)) {
    const Position behind = save();
    next();
    if (at_word(Word::as)) {
      next();
      is_type = at_export_name();
    } else {
      is_type = !at_export_name();
    }
    restore(behind);
  }
  if (!is_type) {
    restore(before);
    return false;
  }
  bool is_string = false;
  const Name* local = parse_module_export_name(is_string);
  if (at_word(Word::as)) {
    next();
    local = parse_module_export_name(is_string);
  }
  if (is_local) {
    type_names_.insert(local);
  }
  if (!at(Token::right_brace)) {
    expect(Token::comma);
  }
  return true;
}

// At `import`: import type …, import a = …. False for every other import.
bool Parser::parse_typescript_import(Node*& made) {
  made = nullptr;
  const std::uint32_t begin = token_.begin;
  const Position before = save();
  next();
  bool type_only = false;
  if (at_word(Word::type)) {
    const Position word = save();
    next();
    if (at_word(Word::from)) {
      // `import type from "a"` names the import `type`; `import type from from "a"` is about types.
      const Position from = save();
      next();
      type_only = at_word(Word::from) || at(Token::assign) || at(Token::comma);
      restore(from);
    } else {
      type_only = at(Token::name) || at(Token::left_brace) || at(Token::multiply);
    }
    if (!type_only) {
      restore(word);
    }
  }
  if (at(Token::name)) {
    const Position name = save();
    next();
    const bool is_alias = at(Token::assign);
    restore(name);
    if (is_alias) {
      made = parse_import_equals(begin, type_only);
      return true;
    }
  }
  if (context_.function->is_namespace) {
    fail({begin, before.token.end}, Message::import_position);
  }
  if (type_only) {
    skip_type_only_import();
    return true;
  }
  restore(before);
  return false;
}

// At the name.
Node* Parser::parse_import_equals(std::uint32_t begin, bool type_only) {
  if (type_only) {
    type_names_.insert(token_.atom);
    next();
    expect(Token::assign);
    if (!skip_type_operand(true)) {
      fail_unexpected();
    }
    if (at(Token::left_parenthesis)) {  // require("a")
      next();
      parse_module_specifier();
      expect(Token::right_parenthesis);
    }
    end_statement();
    return nullptr;
  }
  program_.typescript.aliases = true;
  auto* made = make<ImportEquals>(begin);
  made->name = binding_identifier(SymbolKind::lexical, true);
  expect(Token::assign);
  if (!at(Token::name)) {
    fail_expected(text_of(Message::thing_name));
  }
  Identifier* first = identifier_at_token();
  const bool is_require = at_word(Word::require);
  reference(first);
  next();
  Node* value = first;
  if (is_require && at(Token::left_parenthesis)) {
    value = parse_call(first, first->span.begin, false);
  }
  while (eat(Token::dot)) {
    value = parse_member(value, first->span.begin, false);
  }
  made->value = value;
  finish(made);
  end_statement();
  return made;
}

Node* Parser::export_of(Node* declaration, std::uint32_t begin) {
  auto* made = make<ExportDeclaration>(begin);
  made->declaration = declaration;
  const Identifier* name = nullptr;
  if (const auto* declared = try_as<Enum>(declaration)) {
    name = declared->name;
  } else if (const auto* space = try_as<Namespace>(declaration)) {
    name = space->name;
  } else if (const auto* alias = try_as<ImportEquals>(declaration)) {
    name = alias->name;
  } else {
    name = as<Class>(declaration)->name;
  }
  // The parts of an enum or namespace are exported together.
  if (context_.function->is_namespace) {
    members_[namespace_].push_back(name->name);
  } else {
    exported_.insert(name->name);
  }
  return finish(made);
}

// Behind `export`. False for what JavaScript knows too.
bool Parser::parse_typescript_export(std::uint32_t begin, Node*& made) {
  made = nullptr;
  const std::uint32_t declaration_begin = token_.begin;
  Node* declaration = nullptr;
  switch (token_.kind) {
    case Token::assign: {
      program_.typescript.aliases = true;
      auto* assignment = make<ExportAssignment>(begin);
      next();
      assignment->value = parse_expression_checked();
      made = finish(assignment);
      end_statement();
      return true;
    }
    case Token::key_import: {
      next();
      bool type_only = false;
      if (at_word(Word::type)) {
        const Position before = save();
        next();
        type_only = at(Token::name);
        if (!type_only) {
          restore(before);
        }
      }
      if (!at(Token::name)) {
        fail_expected(text_of(Message::thing_name));
      }
      declaration = parse_import_equals(declaration_begin, type_only);
      break;
    }
    case Token::key_enum:
      declaration = parse_enum(declaration_begin, false);
      break;
    case Token::key_const:
      if (!is_followed_by_enum()) {
        return false;
      }
      next();
      declaration = parse_enum(declaration_begin, true);
      break;
    case Token::key_default: {
      const Position before = save();
      next();
      if (at_word(Word::interface)) {
        next();
        if (at(Token::name) && !token_.newline_before) {
          parse_interface();
          return true;
        }
      } else if (at_word(Word::abstract)) {
        next();
        if (at(Token::key_class)) {
          add_export(atoms_.intern("default"), before.token.atom != nullptr
                                                   ? Span{before.token.begin, before.token.end}
                                                   : token_span());
          auto* exported = make<ExportDefault>(begin);
          exported->value = parse_class(Kind::class_declaration, true);
          made = finish(exported);
          return true;
        }
      }
      restore(before);
      return false;
    }
    case Token::name: {
      if (at_word(Word::as)) {  // export as namespace A
        next();
        if (!at_word(Word::namespace_)) {
          fail_unexpected();
        }
        next();
        next();
        end_statement();
        return true;
      }
      if (at_word(Word::type)) {
        const Position before = save();
        next();
        if (at(Token::left_brace) || at(Token::multiply)) {
          skip_type_only_names(false);
          if (at_word(Word::from)) {
            next();
            parse_module_specifier();
            NodeList attributes;
            parse_import_attributes(attributes);
          }
          end_statement();
          return true;
        }
        restore(before);
      }
      if (!parse_typescript_statement(declaration)) {
        return false;
      }
      break;
    }
    default:
      return false;
  }
  if (declaration != nullptr) {
    made = export_of(declaration, begin);
  }
  return true;
}

// export { A } and export default A of an A which is a type.
void Parser::drop_type_exports() {
  const auto is_type = [this](const Node* node) {
    const auto* identifier = try_as<Identifier>(node);
    return identifier != nullptr && (identifier->symbol == nullptr || identifier->symbol->soft) &&
           type_names_.contains(identifier->name);
  };
  NodeList kept;
  bool dropped = false;
  for (Node* node = program_.body.first(); node != nullptr;) {
    Node* following = node->next;
    node->next = nullptr;
    bool keep = true;
    if (auto* list = try_as<ExportNamed>(node); list != nullptr && list->source == nullptr) {
      NodeList specifiers;
      for (Node* child = list->specifiers.first(); child != nullptr;) {
        Node* next_child = child->next;
        child->next = nullptr;
        if (is_type(as<ExportSpecifier>(child)->identifier)) {
          dropped = true;
        } else {
          specifiers.push(child);
        }
        child = next_child;
      }
      keep = list->specifiers.size() == specifiers.size() || !specifiers.empty();
      list->specifiers = specifiers;
    } else if (const auto* value = try_as<ExportDefault>(node)) {
      keep = !is_type(value->value);
      dropped = dropped || !keep;
    }
    if (keep) {
      kept.push(node);
    }
    node = following;
  }
  program_.body = kept;
  if (dropped) {
    std::erase_if(program_.free_identifiers,
                  [&](const Identifier* identifier) { return is_type(identifier); });
  }
}

}  // namespace mpaas::js
