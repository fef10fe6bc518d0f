#include "compiler/js/effects.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "compiler/js/program.h"

namespace mpaas::js {
namespace {

// Sorted.
constexpr std::string_view known_globals[] = {"AggregateError",
                                              "Array",
                                              "ArrayBuffer",
                                              "Atomics",
                                              "BigInt",
                                              "BigInt64Array",
                                              "BigUint64Array",
                                              "Boolean",
                                              "DataView",
                                              "Date",
                                              "Error",
                                              "EvalError",
                                              "Float32Array",
                                              "Float64Array",
                                              "Function",
                                              "Infinity",
                                              "Int16Array",
                                              "Int32Array",
                                              "Int8Array",
                                              "JSON",
                                              "Map",
                                              "Math",
                                              "NaN",
                                              "Number",
                                              "Object",
                                              "Promise",
                                              "Proxy",
                                              "RangeError",
                                              "ReferenceError",
                                              "Reflect",
                                              "RegExp",
                                              "Set",
                                              "String",
                                              "Symbol",
                                              "SyntaxError",
                                              "TypeError",
                                              "URIError",
                                              "Uint16Array",
                                              "Uint32Array",
                                              "Uint8Array",
                                              "Uint8ClampedArray",
                                              "WeakMap",
                                              "WeakSet",
                                              "arguments",
                                              "console",
                                              "decodeURI",
                                              "decodeURIComponent",
                                              "encodeURI",
                                              "encodeURIComponent",
                                              "escape",
                                              "exports",
                                              "isFinite",
                                              "isNaN",
                                              "module",
                                              "parseFloat",
                                              "parseInt",
                                              "require",
                                              "undefined",
                                              "unescape"};

// Members of those that are plain data or functions: reading them runs no code. Sorted.
constexpr std::string_view known_members[] = {
    "Array.from",
    "Array.isArray",
    "Array.of",
    "Array.prototype",
    "Date.now",
    "Error.prototype",
    "Function.prototype",
    "JSON.parse",
    "JSON.stringify",
    "Math.E",
    "Math.LN10",
    "Math.LN2",
    "Math.LOG10E",
    "Math.LOG2E",
    "Math.PI",
    "Math.SQRT1_2",
    "Math.SQRT2",
    "Math.abs",
    "Math.acos",
    "Math.asin",
    "Math.atan",
    "Math.atan2",
    "Math.ceil",
    "Math.cos",
    "Math.exp",
    "Math.floor",
    "Math.log",
    "Math.max",
    "Math.min",
    "Math.pow",
    "Math.random",
    "Math.round",
    "Math.sin",
    "Math.sqrt",
    "Math.tan",
    "Number.EPSILON",
    "Number.MAX_SAFE_INTEGER",
    "Number.MAX_VALUE",
    "Number.MIN_SAFE_INTEGER",
    "Number.MIN_VALUE",
    "Number.NEGATIVE_INFINITY",
    "Number.NaN",
    "Number.POSITIVE_INFINITY",
    "Object.assign",
    "Object.create",
    "Object.defineProperties",
    "Object.defineProperty",
    "Object.entries",
    "Object.freeze",
    "Object.getOwnPropertyDescriptor",
    "Object.getOwnPropertyDescriptors",
    "Object.getOwnPropertyNames",
    "Object.getOwnPropertySymbols",
    "Object.getPrototypeOf",
    "Object.is",
    "Object.keys",
    "Object.prototype",
    "Object.prototype.hasOwnProperty",
    "Object.prototype.toString",
    "Object.setPrototypeOf",
    "Object.values",
    "Reflect.apply",
    "Reflect.construct",
    "Reflect.get",
    "Reflect.has",
    "Reflect.ownKeys",
    "String.fromCharCode",
    "String.prototype",
    "Symbol.asyncIterator",
    "Symbol.for",
    "Symbol.hasInstance",
    "Symbol.iterator",
    "Symbol.species",
    "Symbol.toPrimitive",
    "Symbol.toStringTag",
};

static_assert(std::is_sorted(std::begin(known_globals), std::end(known_globals)));
static_assert(std::is_sorted(std::begin(known_members), std::end(known_members)));

template <class Table>
bool contains(const Table& table, std::string_view text) {
  return std::binary_search(std::begin(table), std::end(table), text);
}

const Identifier* free_identifier(const Node* node) {
  const auto* identifier = try_as<Identifier>(node);
  return identifier != nullptr && identifier->symbol == nullptr &&
                 identifier->replacement == nullptr
             ? identifier
             : nullptr;
}

bool is_known_member(const Member* member) {
  if (member->optional || member->is_private) {
    return false;
  }
  std::array<char, 48> text{};
  std::array<std::string_view, 3> parts;
  std::size_t count = 0;
  parts[count++] = member->property->text;
  const Node* object = member->object;
  if (const auto* inner = try_as<Member>(object)) {
    if (inner->optional || inner->is_private) {
      return false;
    }
    parts[count++] = inner->property->text;
    object = inner->object;
  }
  const Identifier* global = free_identifier(object);
  if (global == nullptr) {
    return false;
  }
  parts[count++] = global->name->text;
  std::size_t length = 0;
  while (count-- > 0) {
    if (length + parts[count].size() + 1 > text.size()) {
      return false;
    }
    std::copy(parts[count].begin(), parts[count].end(), text.begin() + length);
    length += parts[count].size();
    if (count > 0) {
      text[length++] = '.';
    }
  }
  return contains(known_members, std::string_view(text.data(), length));
}

bool is_global_named(const Node* node, std::string_view name) {
  const Identifier* identifier = free_identifier(node);
  return identifier != nullptr && identifier->name->text == name;
}

ValueType joined(ValueType left, ValueType right) {
  if (left == right) {
    return left;
  }
  const auto is_numeric = [](ValueType type) {
    return type == ValueType::number || type == ValueType::big_int || type == ValueType::numeric;
  };
  if (left == ValueType::unknown || right == ValueType::unknown) {
    return ValueType::unknown;
  }
  return is_numeric(left) && is_numeric(right) ? ValueType::numeric : ValueType::primitive;
}

ValueType type_of(const Node* node, int depth);

ValueType type_of_binary(const Binary* binary, int depth) {
  switch (binary->operation) {
    case Operator::logical_and:
    case Operator::logical_or:
    case Operator::nullish:
      return joined(type_of(binary->left, depth), type_of(binary->right, depth));
    case Operator::equal:
    case Operator::not_equal:
    case Operator::strict_equal:
    case Operator::strict_not_equal:
    case Operator::less:
    case Operator::greater:
    case Operator::less_equal:
    case Operator::greater_equal:
    case Operator::key_in:
    case Operator::key_instanceof:
      return ValueType::boolean;
    case Operator::plus: {
      const ValueType left = type_of(binary->left, depth);
      const ValueType right = type_of(binary->right, depth);
      if (left == ValueType::string || right == ValueType::string) {
        return ValueType::string;
      }
      const auto gives_number = [](ValueType type) {
        return type == ValueType::number || type == ValueType::boolean || type == ValueType::null ||
               type == ValueType::undefined;
      };
      return gives_number(left) && gives_number(right) ? ValueType::number : ValueType::primitive;
    }
    case Operator::shift_right_unsigned:
      return ValueType::number;
    default: {
      const auto is_number = [](ValueType type) {
        return type == ValueType::number || type == ValueType::string ||
               type == ValueType::boolean || type == ValueType::null ||
               type == ValueType::undefined;
      };
      return is_number(type_of(binary->left, depth)) || is_number(type_of(binary->right, depth))
                 ? ValueType::number
                 : ValueType::numeric;
    }
  }
}

ValueType type_of(const Node* node, int depth) {
  constexpr int deepest = 20;
  if (++depth > deepest) {
    return ValueType::unknown;
  }
  switch (node->kind) {
    case Kind::number_literal:
      return ValueType::number;
    case Kind::big_int_literal:
      return ValueType::big_int;
    case Kind::string_literal:
    case Kind::template_literal:
      return ValueType::string;
    case Kind::boolean_literal:
      return ValueType::boolean;
    case Kind::null_literal:
      return ValueType::null;
    case Kind::identifier:
      if (is_global_named(node, "undefined")) {
        return ValueType::undefined;
      }
      return is_global_named(node, "NaN") || is_global_named(node, "Infinity") ? ValueType::number
                                                                               : ValueType::unknown;
    case Kind::unary:
      switch (as<Unary>(node)->operation) {
        case Operator::key_void:
          return ValueType::undefined;
        case Operator::key_typeof:
          return ValueType::string;
        case Operator::logical_not:
        case Operator::key_delete:
          return ValueType::boolean;
        case Operator::plus:
          return ValueType::number;
        default: {
          const ValueType operand = type_of(as<Unary>(node)->operand, depth);
          return operand == ValueType::unknown || operand == ValueType::primitive ||
                         operand == ValueType::numeric
                     ? ValueType::numeric
                 : operand == ValueType::big_int ? ValueType::big_int
                                                 : ValueType::number;
        }
      }
    case Kind::update:
      return ValueType::numeric;
    case Kind::binary:
      return type_of_binary(as<Binary>(node), depth);
    case Kind::assignment: {
      const auto* assignment = as<Assignment>(node);
      switch (assignment->operation) {
        case Operator::assign:
          return type_of(assignment->value, depth);
        case Operator::assign_and:
        case Operator::assign_or:
        case Operator::assign_nullish:
          return ValueType::unknown;
        case Operator::assign_plus:
          return type_of(assignment->value, depth) == ValueType::string ? ValueType::string
                                                                        : ValueType::primitive;
        default:
          return ValueType::numeric;
      }
    }
    case Kind::conditional:
      return joined(type_of(as<Conditional>(node)->consequent, depth),
                    type_of(as<Conditional>(node)->alternate, depth));
    case Kind::sequence:
      return type_of(as<Sequence>(node)->expressions.last(), depth);
    default:
      return ValueType::unknown;
  }
}

class Effects {
 public:
  Effects(DeadZone dead_zone, std::uint32_t budget) : dead_zone_(dead_zone), budget_(budget) {}

  bool of(const Node* node) {
    if (node == nullptr) {
      return false;
    }
    if (budget_ == 0) {
      return true;
    }
    --budget_;
    switch (node->kind) {
      case Kind::number_literal:
      case Kind::big_int_literal:
      case Kind::string_literal:
      case Kind::reg_exp_literal:
      case Kind::boolean_literal:
      case Kind::null_literal:
      case Kind::this_expression:
      case Kind::hole:
      case Kind::import_meta:
      case Kind::new_target:
      case Kind::function_expression:
      case Kind::arrow_function:
      case Kind::function_declaration:
      case Kind::empty:
      case Kind::directive:
        return false;
      case Kind::identifier:
        return of_identifier(as<Identifier>(node));
      case Kind::template_literal:
        for (const Node* expression : as<TemplateLiteral>(node)->expressions) {
          if (!is_plain(expression) || of(expression)) {
            return true;
          }
        }
        return false;
      case Kind::array_literal:
        return any(as<Array>(node)->elements);
      case Kind::object_literal:
        return any(as<Object>(node)->properties);
      case Kind::property: {
        const auto* property = as<Property>(node);
        if (property->computed && (!is_plain(property->key) || of(property->key))) {
          return true;
        }
        return of(property->value);
      }
      case Kind::spread:
        // An array literal is iterated as it stands; anything else may run code.
        return as<Spread>(node)->operand->kind != Kind::array_literal ||
               of(as<Spread>(node)->operand);
      case Kind::class_expression:
      case Kind::class_declaration:
        return of_class(as<Class>(node));
      case Kind::unary:
        return of_unary(as<Unary>(node));
      case Kind::binary:
        return of_binary(as<Binary>(node));
      case Kind::conditional: {
        const auto* conditional = as<Conditional>(node);
        return of(conditional->test) || of(conditional->consequent) || of(conditional->alternate);
      }
      case Kind::sequence:
        return any(as<Sequence>(node)->expressions);
      case Kind::call:
        return of_call(as<Call>(node));
      case Kind::new_expression:
        return of_new(as<New>(node));
      case Kind::member:
        return !is_known_member(as<Member>(node));
      case Kind::variable_declaration: {
        const auto* declaration = as<VariableDeclaration>(node);
        return declaration->variable_kind == VariableKind::using_resource ||
               declaration->variable_kind == VariableKind::await_using_resource ||
               any(declaration->declarators);
      }
      case Kind::declarator: {
        const auto* declarator = as<Declarator>(node);
        return declarator->target->kind != Kind::identifier || of(declarator->initial);
      }
      case Kind::expression_statement:
        return of(as<ExpressionStatement>(node)->expression);
      case Kind::block:
        return any(as<Block>(node)->statements);
      case Kind::if_statement: {
        const auto* branch = as<If>(node);
        return of(branch->test) || of(branch->consequent) || of(branch->alternate);
      }
      case Kind::try_statement: {
        const auto* attempt = as<Try>(node);
        return of(attempt->block) || of(attempt->finalizer);
      }
      case Kind::export_declaration:
        return of(as<ExportDeclaration>(node)->declaration);
      case Kind::export_default:
        return of(as<ExportDefault>(node)->value);
      case Kind::export_named:
        return as<ExportNamed>(node)->source != nullptr;
      default:
        return true;
    }
  }

 private:
  bool any(const NodeList& list) {
    for (const Node* node : list) {
      if (of(node)) {
        return true;
      }
    }
    return false;
  }

  // Converting it to text or a number runs no code of the user.
  static bool is_plain(const Node* node) {
    const ValueType type = value_type(node);
    return is_primitive(type);
  }
  static bool is_plain_number(const Node* node) {
    const ValueType type = value_type(node);
    return is_primitive(type) && type != ValueType::big_int && type != ValueType::numeric &&
           type != ValueType::primitive;
  }

  bool of_identifier(const Identifier* identifier) const {
    if (identifier->replacement != nullptr) {
      return true;
    }
    if (identifier->symbol == nullptr) {
      return !is_known_global(identifier);
    }
    if (dead_zone_ == DeadZone::ignored) {
      return false;
    }
    const SymbolKind kind = identifier->symbol->kind;
    return (kind == SymbolKind::lexical && !identifier->symbol->is_function) ||
           kind == SymbolKind::import_binding;
  }

  bool of_unary(const Unary* unary) {
    switch (unary->operation) {
      case Operator::key_typeof:
        // Of a missing global, too.
        return unary->operand->kind != Kind::identifier && of(unary->operand);
      case Operator::key_void:
      case Operator::logical_not:
        return of(unary->operand);
      case Operator::plus:
      case Operator::minus:
      case Operator::bit_not:
        return !is_plain_number(unary->operand) || of(unary->operand);
      default:
        return true;
    }
  }

  bool of_binary(const Binary* binary) {
    switch (binary->operation) {
      case Operator::logical_and:
      case Operator::logical_or: {
        // typeof a !== "undefined" && a
        if (guards(binary->left, binary->right, binary->operation == Operator::logical_and)) {
          return false;
        }
        return of(binary->left) || of(binary->right);
      }
      case Operator::nullish:
      case Operator::strict_equal:
      case Operator::strict_not_equal:
        return of(binary->left) || of(binary->right);
      case Operator::equal:
      case Operator::not_equal: {
        const auto is_nothing = [](const Node* node) {
          const ValueType type = value_type(node);
          return type == ValueType::null || type == ValueType::undefined;
        };
        const bool converts = !(is_plain(binary->left) && is_plain(binary->right)) &&
                              !is_nothing(binary->left) && !is_nothing(binary->right);
        return converts || of(binary->left) || of(binary->right);
      }
      case Operator::plus:
      case Operator::less:
      case Operator::greater:
      case Operator::less_equal:
      case Operator::greater_equal: {
        const bool is_text = value_type(binary->left) == ValueType::string &&
                             value_type(binary->right) == ValueType::string;
        const bool plain =
            is_text || (is_plain_number(binary->left) && is_plain_number(binary->right));
        return !plain || of(binary->left) || of(binary->right);
      }
      case Operator::key_in:
      case Operator::key_instanceof:
        return true;
      default:
        return !is_plain_number(binary->left) || !is_plain_number(binary->right) ||
               of(binary->left) || of(binary->right);
    }
  }

  // typeof a != "undefined" && a, typeof a == "undefined" || a: `a` is there when it is read.
  static bool guards(const Node* condition, const Node* guarded, bool is_and) {
    const auto* test = try_as<Binary>(condition);
    const Identifier* read = free_identifier(guarded);
    if (test == nullptr || read == nullptr) {
      return false;
    }
    const bool equal =
        test->operation == Operator::equal || test->operation == Operator::strict_equal;
    const bool not_equal =
        test->operation == Operator::not_equal || test->operation == Operator::strict_not_equal;
    if (is_and ? !not_equal : !equal) {
      return false;
    }
    const auto* left = try_as<Unary>(test->left);
    const auto* right = try_as<StringLiteral>(test->right);
    return left != nullptr && left->operation == Operator::key_typeof && right != nullptr &&
           right->raw.size() == 11 && right->raw.substr(1, 9) == "undefined" &&
           is_global_named(left->operand, read->name->text);
  }

  bool of_class(const Class* declared) {
    if (!declared->decorators.empty()) {
      return true;
    }
    if (declared->heritage != nullptr) {
      // What is no class cannot be extended, apart from null.
      const Kind kind = declared->heritage->kind;
      const bool may_be_class = !is_plain(declared->heritage) || kind == Kind::null_literal;
      if (!may_be_class || kind == Kind::arrow_function || of(declared->heritage)) {
        return true;
      }
    }
    for (const Node* node : declared->members) {
      if (const auto* block = try_as<StaticBlock>(node)) {
        if (any(block->statements)) {
          return true;
        }
        continue;
      }
      const auto* member = as<ClassMember>(node);
      if (!member->decorators.empty() ||
          (member->computed && (!is_plain(member->key) || of(member->key)))) {
        return true;
      }
      const bool is_field =
          member->member_kind == MemberKind::value || member->member_kind == MemberKind::accessor;
      if (is_field && member->is_static && of(member->value)) {
        return true;
      }
    }
    return false;
  }

  bool of_call(const Call* call) {
    if (call->optional) {
      return true;
    }
    if (call->pure) {
      return any_argument(call->arguments);
    }
    if (const auto* identifier = try_as<Identifier>(call->callee)) {
      if (identifier->symbol != nullptr) {
        return !identifier->symbol->calls_are_pure || any_argument(call->arguments);
      }
      if (identifier->replacement != nullptr) {
        return true;
      }
      const std::string_view name = identifier->name->text;
      if (name == "Symbol" || name == "String" || name == "Boolean") {
        return !all_plain(call->arguments) || any(call->arguments);
      }
      return name != "Object" || call->arguments.size() > 1 || any_argument(call->arguments);
    }
    if (const auto* function = try_as<Function>(call->callee)) {
      // (() => {})()
      const auto* body = try_as<Block>(function->body);
      return !call->arguments.empty() || !function->parameters.empty() || function->is_generator ||
             function->is_async || (body != nullptr ? any(body->statements) : of(function->body));
    }
    if (const auto* member = try_as<Member>(call->callee);
        member != nullptr && is_global_named(member->object, "Object") && !member->optional &&
        call->arguments.size() == 1) {
      const Node* only = call->arguments.first();
      const bool fresh = only->kind == Kind::object_literal || only->kind == Kind::array_literal;
      if (member->property->text == "freeze" && fresh) {
        return of(only);
      }
      return member->property->text != "create" || only->kind != Kind::null_literal;
    }
    return true;
  }

  // A spread runs an iterator.
  bool any_argument(const NodeList& arguments) { return any(arguments); }
  static bool all_plain(const NodeList& arguments) {
    for (const Node* argument : arguments) {
      if (argument->kind == Kind::spread || !is_plain(argument)) {
        return false;
      }
    }
    return true;
  }

  bool of_new(const New* made) {
    if (made->pure) {
      return any_argument(made->arguments);
    }
    const Identifier* constructor = free_identifier(made->callee);
    if (constructor == nullptr) {
      return true;
    }
    const std::string_view name = constructor->name->text;
    const bool is_map = name == "Map" || name == "WeakMap";
    const bool is_set = name == "Set" || name == "WeakSet";
    if (name == "Date") {
      return !all_plain(made->arguments) || any(made->arguments);
    }
    if (!is_map && !is_set) {
      return name != "Object" || !made->arguments.empty();
    }
    if (made->arguments.empty()) {
      return false;
    }
    if (made->arguments.size() > 1) {
      return true;
    }
    const Node* only = made->arguments.first();
    const ValueType type = value_type(only);
    if (type == ValueType::null || type == ValueType::undefined) {
      return of(only);
    }
    const auto* array = try_as<Array>(only);
    if (array == nullptr || (name != "Map" && name != "Set")) {
      return true;
    }
    if (is_map) {
      for (const Node* element : array->elements) {
        if (element->kind != Kind::array_literal) {
          return true;
        }
      }
    }
    return any(array->elements);
  }

  DeadZone dead_zone_;
  std::uint32_t budget_;
};

}  // namespace

bool has_side_effects(const Node* node, DeadZone dead_zone, std::uint32_t budget) {
  return Effects(dead_zone, budget).of(node);
}

bool is_known_global(const Identifier* identifier) {
  return identifier->symbol == nullptr && contains(known_globals, identifier->name->text);
}

ValueType value_type(const Node* node) { return type_of(node, 0); }

}  // namespace mpaas::js
