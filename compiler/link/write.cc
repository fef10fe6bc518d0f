// The text of the output.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/diag/render.h"
#include "compiler/link/linker.h"

namespace mpaas::link {
namespace {

using Form = js::ImportRecord::Form;

// By hand, for every edition. A name in @ is another function of the table.
constexpr std::string_view runtime_texts[] = {
    // common_js
    "function(f){var m;return function(){if(!m){m={exports:{}};try{f.call(m.exports,m.exports,m)}"
    "catch(e){m=0;throw e}}return m.exports}}",
    // lazy
    "function(x,f){var s;return function(){if(!s){s=1;try{f()}catch(e){s=0;throw e}}return x}}",
    // mark
    "function(x){typeof Symbol!=\"undefined\"&&Symbol.toStringTag&&Object.defineProperty(x,"
    "Symbol.toStringTag,{value:\"Module\"});Object.defineProperty(x,\"__esModule\",{value:!0});"
    "return x}",
    // define
    "function(x,g){Object.keys(g).forEach(function(k){Object.defineProperty(x,k,{enumerable:!0,"
    "get:g[k]})});return x}",
    // interop
    "function(m){return m&&m.__esModule?m:{default:m}}",
    // name_space
    "function(m,n){if(m&&m.__esModule&&!n)return m;var x={};m&&(typeof m==\"object\"||typeof m=="
    "\"function\")&&Object.keys(m).forEach(function(k){k!=\"default\"&&Object.defineProperty(x,k,{"
    "enumerable:!0,get:function(){return m[k]}})});x.default=m;return x}",
    // star
    "function(x,m){m&&Object.keys(m).forEach(function(k){k!=\"default\"&&!Object.prototype."
    "hasOwnProperty.call(x,k)&&Object.defineProperty(x,k,{enumerable:!0,get:function(){return m[k]}"
    "})})}",
    // require
    "function(i){var e=new Error(\"Cannot find module '\"+i+\"'\");e.code=\"MODULE_NOT_FOUND\";"
    "throw e}"};

// A key of an object literal.
std::string key_text(std::string_view name) {
  if (name == "__proto__") {
    return "[\"__proto__\"]";
  }
  return js::is_identifier_name(name) ? std::string(name) : diag::json_string(name);
}

bool mentions(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

class Appender {
 public:
  explicit Appender(Output& output) : output_(output) {}
  void text(std::string_view added) {
    if (added.empty()) {
      return;
    }
    if (output_.pieces.empty() || output_.pieces.back().is_mapped) {
      output_.pieces.emplace_back();
    }
    output_.pieces.back().text += added;
  }
  void module(State& state) {
    output_.pieces.push_back({std::move(state.text), true, std::move(state.piece)});
  }

 private:
  Output& output_;
};

}  // namespace

std::string Linker::property_text(std::string_view object, std::string_view property) const {
  return js::is_identifier_name(property)
             ? fmt::format("{}.{}", object, property)
             : fmt::format("{}[{}]", object, diag::json_string(property));
}

std::string Linker::text_of(const Target& target) const {
  if (target.kind == Target::Kind::missing) {
    return "(void 0)";
  }
  const State& state = states_[target.module];
  const auto text = [&](std::uint32_t name) {
    return name == no_name ? std::string("(void 0)") : std::string(names_[name].text);
  };
  switch (target.kind) {
    case Target::Kind::symbol: {
      const js::Symbol* symbol = state.program->symbols[target.symbol];
      const std::uint32_t slot = state.slots.slot_of[target.symbol];
      if (state.shape == Shape::lazy) {
        return std::string(slot < nested_names_.size() ? nested_names_[slot] : symbol->name->text);
      }
      const std::uint32_t name = state.symbol_names[target.symbol];
      return name == no_name ? std::string(symbol->name->text) : text(name);
    }
    case Target::Kind::default_value:
      return text(state.default_name);
    case Target::Kind::name_space:
      if (state.shape == Shape::lazy ||
          (state.shape == Shape::external && options_.format == Format::esm)) {
        return text(state.exports_name);
      }
      return text(target.node && state.shape != Shape::flat ? state.node_namespace_name
                                                            : state.namespace_name);
    case Target::Kind::property:
      return property_text(text(state.exports_name), target.property);
    case Target::Kind::default_of:
      return target.node ? text(state.exports_name)
                         : property_text(text(state.interop_name), "default");
    case Target::Kind::missing:
      break;
  }
  return "(void 0)";
}

std::string Linker::runtime_call(Runtime function, std::string_view arguments) const {
  return fmt::format("{}({})", names_[runtime_names_[static_cast<std::size_t>(function)]].text,
                     arguments);
}

std::string Linker::call_text(std::uint32_t module, std::uint32_t record) const {
  const State& state = states_[module];
  const js::ImportRecord& wanted = state.program->imports[record];
  const std::uint32_t target = target_of(state, record);
  if (target == no_module || wanted.removed || !states_[target].included) {
    return {};
  }
  const State& other = states_[target];
  const auto function = [&] { return std::string(names_[other.function_name].text); };
  if (wanted.form == Form::require) {
    return function() + "()";
  }
  if (wanted.form != Form::dynamic_import) {
    return {};
  }
  std::string value;
  if (other.shape == Shape::flat) {
    value = names_[other.namespace_name].text;
  } else if (other.shape == Shape::lazy) {
    return fmt::format("Promise.resolve().then({})", function());
  } else {
    value = runtime_call(Runtime::name_space,
                         function() + (state.module->is_node_module ? "(),1" : "()"));
  }
  return arrows() ? fmt::format("Promise.resolve().then(()=>{})", value)
                  : fmt::format("Promise.resolve().then(function(){{return {}}})", value);
}

std::string Linker::getters(const State& state) const {
  std::string out = "{";
  for (const auto& [name, target] : state.export_targets) {
    out += fmt::format(fmt::runtime(arrows() ? "{}{}:()=>{}" : "{}{}:function(){{return {}}}"),
                       out.size() > 1 ? "," : "", key_text(name), text_of(target));
  }
  return out + "}";
}

std::string Linker::run_statement(std::uint32_t module, bool declare) const {
  const State& state = states_[module];
  std::string value;
  if (state.shape == Shape::external) {
    const std::string& specifier = external_specifiers_[module - modules_.size()];
    if (options_.format == Format::esm) {
      return {};  // an import declaration at the top
    }
    value = options_.format == Format::iife
                ? runtime_call(Runtime::require, diag::json_string(specifier))
                : fmt::format("require({})", diag::json_string(specifier));
  } else if (state.function_name != no_name) {
    value = fmt::format("{}()", names_[state.function_name].text);
  } else {
    value = state.module->json;
  }
  if (state.shape == Shape::lazy) {
    return value + ";";
  }
  std::string out;
  const auto add = [&](std::uint32_t name, const std::string& text) {
    if (name != no_name) {
      out += fmt::format("{}{}={}", out.empty() ? "" : ",", names_[name].text, text);
    }
  };
  const bool derived = state.interop_name != no_name || state.namespace_name != no_name ||
                       state.node_namespace_name != no_name;
  if (state.exports_name == no_name && !derived) {
    return state.shape == Shape::json && state.function_name == no_name ? std::string()
                                                                        : value + ";";
  }
  add(state.exports_name, value);
  if (state.exports_name != no_name) {
    value = names_[state.exports_name].text;
  }
  if (state.interop_name != no_name) {
    add(state.interop_name, runtime_call(Runtime::interop, value));
  }
  if (state.namespace_name != no_name) {
    add(state.namespace_name, runtime_call(Runtime::name_space, value));
  }
  if (state.node_namespace_name != no_name) {
    add(state.node_namespace_name, runtime_call(Runtime::name_space, value + ",1"));
  }
  return (declare ? "var " : "") + out + ";";
}

void Linker::print(std::uint32_t module) {
  State& state = states_[module];
  if (state.program == nullptr) {
    return;
  }
  const js::Program& program = *state.program;
  js::FlatForm form;
  form.parts = &state.parts;
  form.live = state.shape == Shape::common_js ? nullptr : &state.live;
  form.this_is_undefined = state.shape != Shape::common_js;
  form.names.resize(program.symbols.size());
  for (std::size_t i = 0; i < form.names.size(); ++i) {
    if (state.slots.slot_of[i] < nested_names_.size()) {
      form.names[i] = nested_names_[state.slots.slot_of[i]];
    } else if (i < state.symbol_names.size() && state.symbol_names[i] != no_name) {
      form.names[i] = names_[state.symbol_names[i]].text;
    }
  }
  for (const js::Symbol* helper : program.helpers) {
    const auto found = helper_names_.find(static_cast<js::Helper>(helper->helper));
    if (found != helper_names_.end()) {
      form.names[helper->index] = names_[found->second].text;
    }
  }
  Arena arena;
  for (const State::Bound& bound : state.import_targets) {
    form.names[bound.symbol] = arena.copy(std::string_view(text_of(bound.target)));
  }
  for (const State::Bound& bound : state.member_targets) {
    form.members[bound.symbol].push_back(
        {bound.property, arena.copy(std::string_view(text_of(bound.target)))});
  }
  if (state.default_name != no_name) {
    form.default_name = names_[state.default_name].text;
  }
  form.calls.resize(program.imports.size());
  for (std::uint32_t record = 0; record < program.imports.size(); ++record) {
    form.calls[record] = call_text(module, record);
  }
  if (state.shape == Shape::common_js) {
    if (!nested_names_.empty() && !program.uses_dynamic_scope) {
      form.exports_name = nested_names_[0];
      form.module_name = nested_names_[1];
    } else {
      form.exports_name = "exports";
      form.module_name = "module";
    }
  }
  const std::uint32_t missing = runtime_names_[static_cast<std::size_t>(Runtime::require)];
  if (missing != no_name) {
    form.require_name = names_[missing].text;
  }
  if (options_.format != Format::esm) {
    form.import_meta = "{}";
  }
  js::PrintOptions print = options_.print;
  SourceMapRecorder recorder(program.source, state.module->input_map);
  print.map = options_.source_map ? &recorder : nullptr;
  state.text = js::print_flat(program, form, print);
  if (options_.source_map) {
    state.piece = recorder.encode(state.text);
  }
}

std::string Linker::runtime_text() const {
  std::string out;
  for (std::size_t i = 0; i < runtime_names_.size(); ++i) {
    if (runtime_names_[i] != no_name) {
      out += fmt::format("{}{}={}", out.empty() ? "var " : ",", names_[runtime_names_[i]].text,
                         runtime_texts[i]);
    }
  }
  return out.empty() ? out : out + ";";
}

// The functions that lowered code calls, each as short as the rest.
std::string Linker::helpers_text() const {
  std::vector<js::Helper> helpers;
  std::vector<std::string_view> names;
  for (const auto& [helper, name] : helper_names_) {
    helpers.push_back(helper);
    names.push_back(names_[name].text);
  }
  std::string out;
  for (const js::Helper helper : helpers) {
    diag::List ignored;
    js::Options parse;
    parse.goal = js::Goal::script;
    js::PrintOptions print = options_.print;
    print.map = nullptr;
    out += js::print(
        *js::parse_program(make_source("helper", js::renamed_text_of(helper, helpers, names)),
                           parse, ignored),
        print);
  }
  return out;
}

Output Linker::write() {
  Output output;
  bool sloppy = false;
  for (std::uint32_t i = 0; i < modules_.size(); ++i) {
    if (states_[i].included) {
      output.included.push_back(i);
      sloppy = sloppy || (states_[i].shape == Shape::common_js && !states_[i].program->strict);
    }
  }
  Appender out(output);
  const bool readable = !options_.print.minify_whitespace;
  const std::string_view line = readable ? "\n" : "";
  const std::uint32_t last = entries_.empty() ? no_module : entries_.back().module;
  const bool exports = options_.exports && last != no_module;
  const bool esm = options_.format == Format::esm;
  // Sloppy code cannot stand in strict code, so then the ES modules have a function for themselves.
  const bool any_module = std::any_of(states_.begin(), states_.end(), [](const State& state) {
    return state.included && (state.shape == Shape::flat || state.shape == Shape::lazy);
  });
  const bool inner = sloppy && any_module && !esm;
  const std::string_view begin_function = arrows() ? "(()=>{" : "(function(){";
  const std::string_view use_strict = "\"use strict\";";

  if (esm) {
    for (std::size_t i = modules_.size(); i < states_.size(); ++i) {
      const std::string specifier = diag::json_string(external_specifiers_[i - modules_.size()]);
      out.text(states_[i].exports_name == no_name
                   ? fmt::format("import {};", specifier)
                   : fmt::format("import * as {} from {};", names_[states_[i].exports_name].text,
                                 specifier));
    }
  } else if (options_.format == Format::iife) {
    out.text(exports && !options_.global_name.empty()
                 ? fmt::format("var {}={}", options_.global_name, begin_function)
                 : std::string(begin_function));
  }
  if (!esm && !sloppy) {
    out.text(use_strict);
  }
  out.text(runtime_text());
  out.text(helpers_text());
  out.text(line);
  std::string lazy_names;
  for (const std::uint32_t i : output.included) {
    State& state = states_[i];
    if (state.shape == Shape::json && state.function_name != no_name) {
      out.text(fmt::format(
          "var {}={};{}", names_[state.function_name].text,
          runtime_call(Runtime::common_js,
                       fmt::format("function(e,m){{m.exports={}}}", state.module->json)),
          line));
    } else if (state.shape == Shape::common_js) {
      const bool mangled = !nested_names_.empty() && !state.program->uses_dynamic_scope;
      const std::string_view exports_parameter = mangled ? nested_names_[0] : "exports";
      const std::string_view module_parameter = mangled ? nested_names_[1] : "module";
      const bool plain = !arrows() || mentions(state.text, "this") ||
                         mentions(state.text, "arguments") || mentions(state.text, "new.target") ||
                         mentions(state.text, "eval");
      out.text(fmt::format(
          fmt::runtime(plain ? "var {}={}(function({},{}){{{}" : "var {}={}(({},{})=>{{{}"),
          names_[state.function_name].text, names_[runtime_names_[0]].text, exports_parameter,
          module_parameter, line));
      out.module(state);
      out.text("});");
      out.text(line);
    } else if (state.shape == Shape::lazy) {
      lazy_names +=
          fmt::format("{}{}", lazy_names.empty() ? "" : ",", names_[state.function_name].text);
    }
  }
  // What lazy modules keep of the modules which they run.
  std::string kept;
  for (std::uint32_t i = 0; i < states_.size(); ++i) {
    const State& state = states_[i];
    if (state.included && !state.runs_at_once &&
        (state.shape == Shape::common_js || state.shape == Shape::json ||
         (state.shape == Shape::external && !esm))) {
      for (const std::uint32_t name : {state.exports_name, state.interop_name, state.namespace_name,
                                       state.node_namespace_name}) {
        if (name != no_name) {
          kept += fmt::format("{}{}", kept.empty() ? "" : ",", names_[name].text);
        }
      }
    }
  }
  if (inner) {
    if (!lazy_names.empty()) {
      out.text(fmt::format("var {};", lazy_names));
    }
    out.text(!exports                               ? std::string_view()
             : options_.format == Format::common_js ? std::string_view("module.exports=")
                                                    : std::string_view("return "));
    out.text(begin_function);
    out.text(use_strict);
  }
  if (!kept.empty()) {
    out.text(fmt::format("var {};", kept));
  }
  for (const std::uint32_t i : output.included) {
    const State& state = states_[i];
    if (state.shape == Shape::flat && state.whole) {
      const std::string_view object = names_[state.namespace_name].text;
      std::string defined = runtime_call(Runtime::define, fmt::format("{{}},{}", getters(state)));
      if (i == last && exports && !esm) {
        defined = runtime_call(Runtime::mark, defined);
      }
      out.text(fmt::format("var {}={};{}", object, defined, line));
    }
  }
  for (const std::uint32_t i : output.included) {
    State& state = states_[i];
    if (state.shape != Shape::lazy) {
      continue;
    }
    const std::string_view object = names_[state.exports_name].text;
    out.text(fmt::format("var {}={{}}{}{}={}({},{}{}", object, inner ? ";" : ",",
                         names_[state.function_name].text,
                         names_[runtime_names_[static_cast<std::size_t>(Runtime::lazy)]].text,
                         object, arrows() ? "()=>{" : "function(){",
                         esm || inner || !sloppy ? std::string_view() : use_strict));
    out.text(runtime_call(Runtime::define, fmt::format("{},{}", runtime_call(Runtime::mark, object),
                                                       getters(state))) +
             ";");
    for (std::uint32_t record = 0; record < state.program->imports.size(); ++record) {
      const js::ImportRecord& wanted = state.program->imports[record];
      const std::uint32_t target = linked_target(i, record);
      if (wanted.removed || target == no_module || !states_[target].included ||
          (wanted.form != Form::import_statement && wanted.form != Form::export_from) ||
          states_[target].shape == Shape::flat) {
        continue;
      }
      out.text(run_statement(target, false));
    }
    for (const std::uint32_t star : state.star_modules) {
      out.text(runtime_call(Runtime::star,
                            fmt::format("{},{}", object, names_[states_[star].exports_name].text)) +
               ";");
    }
    out.module(state);
    out.text("});");
    out.text(line);
  }
  for (const Item& item : order_) {
    if (item.module == no_module) {
      out.text(item.text);
      out.text(line);
      continue;
    }
    State& state = states_[item.module];
    if (item.module == last && exports && state.shape == Shape::common_js) {
      continue;  // runs below, for its exports
    }
    if (state.shape != Shape::flat) {
      out.text(run_statement(item.module, true));
      out.text(line);
      continue;
    }
    if (state.whole) {
      for (const std::uint32_t star : state.star_modules) {
        out.text(runtime_call(Runtime::star, fmt::format("{},{}", names_[state.namespace_name].text,
                                                         names_[states_[star].exports_name].text)) +
                 ";");
      }
    }
    if (state.included && !state.text.empty()) {
      if (readable) {
        out.text(fmt::format("// {}\n", state.module->name));
      }
      out.module(state);
    }
  }
  if (exports) {
    const State& state = states_[last];
    const std::string_view give = options_.format == Format::iife ? "return "
                                  : inner                         ? "return "
                                                                  : "module.exports=";
    if (esm && state.shape == Shape::flat) {
      std::string list;
      std::string statements;
      std::size_t number = 0;
      for (const auto& [name, target] : state.export_targets) {
        std::string local = text_of(target);
        if (!js::is_binding_name(local)) {
          const std::string made = fmt::format("export_{}$", ++number);
          statements += fmt::format("var {}={};", made, local);
          local = made;
        }
        list += fmt::format("{}{}", list.empty() ? "" : ",", local);
        if (local != name) {
          list += fmt::format(
              " as {}", js::is_identifier_name(name) ? std::string(name) : diag::json_string(name));
        }
      }
      if (!list.empty()) {
        out.text(fmt::format("{}export{{{}}};", statements, list));
      }
    } else if (state.shape == Shape::flat) {
      out.text(fmt::format("{}{};", give, names_[state.namespace_name].text));
    } else if (esm) {
      out.text(fmt::format("export default {}();", names_[state.function_name].text));
    } else if (state.function_name != no_name) {
      out.text(fmt::format("{}{}();", give, names_[state.function_name].text));
    }
  }
  if (inner) {
    out.text("})();");
  }
  if (options_.format == Format::iife) {
    out.text("})();");
  }
  out.text("\n");
  return output;
}

}  // namespace mpaas::link
