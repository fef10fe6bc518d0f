// Time is linear in the size of the source, whatever the source: twice the input takes about twice
// the steps. Steps are counted, not timed: this program compiles the front end once more with a
// call at every branch (-fsanitize-coverage=trace-pc), and what is allocated counts as well.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/js/js.h"
#include "compiler/source/source_map.h"

namespace {
std::uint64_t steps = 0;
}

extern "C" void __sanitizer_cov_trace_pc() { ++steps; }
void* operator new(std::size_t size) {
  steps += size / 16;
  if (void* memory = std::malloc(size)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

namespace js = mpaas::js;

std::string repeated(std::string_view text, int times) {
  std::string made;
  for (int i = 0; i < times; ++i) {
    made += text;
  }
  return made;
}
// # in the text becomes the number of the turn.
std::string numbered(std::string_view text, int times) {
  std::string made;
  for (int i = 0; i < times; ++i) {
    for (const char c : text) {
      made += c == '#' ? std::to_string(i) : std::string(1, c);
    }
  }
  return made;
}

struct Way {
  std::string_view name;
  js::Edition target;
  bool minify;
};
constexpr Way ways[] = {{"as it is", js::esnext, false},
                        {"minified", js::esnext, true},
                        {"at 2015", 2015, false},
                        {"at 5, minified", 5, true}};

std::uint64_t steps_of(const std::string& text, const Way& way, const char* path) {
  js::Options options;
  options.transform.target = way.target;
  options.transform.minify = way.minify;
  options.transform.top_level_is_local = true;
  const mpaas::SourcePointer source = mpaas::make_source(path, text);
  mpaas::diag::List found;
  steps = 0;
  const js::ProgramPointer program = js::parse_program(source, options, found);
  if (!program->has_errors) {
    mpaas::SourceMapRecorder recorder(source, nullptr);
    js::PrintOptions print;
    print.minify_whitespace = print.mangle = way.minify;
    print.map = &recorder;
    recorder.encode(js::print(*program, print));
  }
  return steps;
}

struct Input {
  std::string_view name;
  std::function<std::string(int)> make;  // of a size
  int size;                              // the smaller one of both
  const char* path = "a.js";
};

// Laid out for reading, what is nested stands at ever greater depths: the text itself is quadratic.
constexpr std::string_view indented[] = {"functions", "closures over the outermost variable",
                                         "blocks",    "loops",
                                         "try",       "generators with try",
                                         "ifs",       "classes"};

// Not linear yet, bounded by the limit of nesting.
constexpr std::pair<std::string_view, std::string_view> known[] = {
    {"labels", ""},
    {"arrow parameters", "at 5, minified"},
    // Each level looks at what is below it once; there are max_depth levels at most.
    {"conditions", "minified"},
    {"conditions", "at 5, minified"},
    {"conditions in conditions", "minified"},
    {"conditions in conditions", "at 5, minified"}};

// clang-format off
const Input inputs[] = {
    // within the limit of nesting
    {"parentheses", [](int n) { return repeated("(", n) + "1" + repeated(")", n); }, 400},
    {"arrays", [](int n) { return "x=" + repeated("[", n) + repeated("]", n); }, 400},
    {"objects", [](int n) { return "x=" + repeated("{a:", n) + "1" + repeated("}", n); }, 400},
    {"arrow functions", [](int n) { return "x=" + repeated("a=>", n) + "a"; }, 400},
    {"arrow parameters", [](int n) { return "x=" + repeated("(a=", n) + "1" + repeated(")=>a", n); }, 200},
    {"parentheses that may be parameters", [](int n) { return repeated("(a,", n) + "b" + repeated(")", n); }, 400},
    {"async calls that may be arrows", [](int n) { return repeated("async(a,", n) + "b" + repeated(")", n); }, 400},
    {"patterns", [](int n) { return "var " + repeated("[a=", 1) + repeated("{b:[", n) + "c" + repeated("]}", n) + "]=d"; }, 200},
    {"patterns that are assigned", [](int n) { return "(" + repeated("[{b:", n) + "c" + repeated("}]", n) + "=d)"; }, 200},
    {"functions", [](int n) { return repeated("function f(a){a;", n) + repeated("}", n); }, 400},
    {"closures over the outermost variable", [](int n) { return "var x;" + repeated("(function(){x;", n) + repeated("})()", n); }, 400},
    {"blocks", [](int n) { return repeated("{let a;", n) + repeated("}", n); }, 400},
    {"loops", [](int n) { return repeated("for(let a of b){c(()=>a);", n) + repeated("}", n); }, 100},
    {"try", [](int n) { return repeated("try{", n) + repeated("}catch(e){}", n); }, 400},
    {"generators with try", [](int n) { return "function*g(){" + repeated("try{yield 1;", n) + repeated("}finally{yield 2}", n) + "}"; }, 100},
    {"ifs", [](int n) { return repeated("if(a){b;", n) + repeated("}else c;", n); }, 400},
    {"else ifs", [](int n) { return repeated("if(a)b;else ", n) + "c"; }, 400},
    {"templates in templates", [](int n) { return repeated("`${", n) + "1" + repeated("}`", n); }, 400},
    {"classes", [](int n) { return repeated("class A extends B{#a=1;m(){", n) + repeated("}}", n); }, 100},
    {"conditions", [](int n) { return "x=" + repeated("a?b:", n) + "c"; }, 400},
    {"conditions in conditions", [](int n) { return "x=" + repeated("a?", n) + "b" + repeated(":c", n); }, 400},
    {"unary operators", [](int n) { return "x=" + repeated("!-", n) + "a"; }, 400},
    {"exponents", [](int n) { return "x=" + repeated("a**", n) + "b"; }, 400},
    {"assignments", [](int n) { return repeated("a=", n) + "b"; }, 400},
    {"awaits", [](int n) { return "async function f(){" + repeated("await ", n) + "a}"; }, 400},
    {"labels", [](int n) { return numbered("l#:", n) + "for(;;)break l0"; }, 400},
    // long
    {"sums", [](int n) { return "x=" + repeated("a+", n) + "b"; }, 4000},
    {"strings joined", [](int n) { return "x=" + repeated("\"a\"+", n) + "\"b\""; }, 4000},
    {"and chains", [](int n) { return "x=" + repeated("a&&", n) + "b"; }, 4000},
    {"nullish chains", [](int n) { return "x=" + repeated("a??", n) + "b"; }, 2000},
    {"member chains", [](int n) { return "x=a" + repeated(".b", n); }, 4000},
    {"optional chains", [](int n) { return "x=a" + repeated("?.b", n); }, 500},
    {"call chains", [](int n) { return "x=a" + repeated(".b(1)", n); }, 2000},
    {"tagged templates", [](int n) { return "x=a" + repeated("``", n); }, 2000},
    {"comma lists", [](int n) { return "x=(" + repeated("a,", n) + "b)"; }, 4000},
    {"arrays of many", [](int n) { return "x=[" + repeated("1,", n) + "]"; }, 4000},
    {"arrays of spreads", [](int n) { return "x=[" + repeated("...a,1,", n) + "]"; }, 2000},
    {"objects of many", [](int n) { return "x={" + numbered("a#:#,", n) + "}"; }, 3000},
    {"objects of spreads", [](int n) { return "x={" + repeated("...a,b:1,", n) + "}"; }, 2000},
    {"many variables", [](int n) { return numbered("var v#=#;", n); }, 3000},
    {"many variables that are read", [](int n) { return numbered("let v#=#;f(v#);", n); }, 2000},
    {"one declaration of many", [](int n) { return "var a" + numbered(",v#=f(#)", n); }, 3000},
    {"many functions", [](int n) { return numbered("function f#(a){return a+f0(#)}", n); }, 1500},
    {"many functions in one", [](int n) { return "function o(){" + numbered("function f#(a){return f0}", n) + "}"; }, 1500},
    {"many closures over one", [](int n) { return "{let x;" + numbered("y#=()=>x;", n) + "}"; }, 1500},
    {"many names of one scope", [](int n) { return "(function(){" + numbered("var a#;a#=1;b(a#);", n) + "})()"; }, 1500},
    {"many parameters", [](int n) { return "function f(a" + numbered(",p#=#", n) + "){return p0}"; }, 2000},
    {"many blocks", [](int n) { return repeated("{let a=1;b(()=>a)}", n); }, 1500},
    {"many loops with closures", [](int n) { return repeated("for(let a=0;a<1;a++){b(()=>a);if(a)continue;}", n); }, 500},
    {"many classes", [](int n) { return numbered("class C# extends D{p=1;static s=2;m(){return super.m(this.x)}}", n); }, 300},
    {"a class of many members", [](int n) { return "class C{" + numbered("m#(){return this.f#}f#=#;", n) + "}"; }, 800},
    {"a class of many private names", [](int n) { std::string text = "class C{"; for (int i = 0; i < n; ++i) { text += "#p" + std::to_string(i) + "=1;m" + std::to_string(i) + "(){return this.#p" + std::to_string(i) + "}"; } return text + "}"; }, 500},
    {"many cases", [](int n) { return "switch(a){" + numbered("case #:b(#);break;", n) + "}"; }, 2000},
    {"many yields", [](int n) { return "function*g(){" + numbered("a=yield #;", n) + "}"; }, 1000},
    {"many awaits in loops", [](int n) { return "async function f(){" + repeated("for(const a of b)await a;", n) + "}"; }, 300},
    {"many templates", [](int n) { return numbered("x=`a${b}c#`;", n); }, 2000},
    {"a template of many parts", [](int n) { return "x=`" + repeated("a${b}", n) + "`"; }, 2000},
    {"many regular expressions", [](int n) { return numbered("x=/a(b|c)*#[d-f]\\d/g;", n); }, 1500},
    {"a long regular expression", [](int n) { return "x=/" + repeated("(a|b)?", n) + "/"; }, 1000},
    {"named groups", [](int n) { return "x=/" + numbered("(?<n#>a)", n) + "/"; }, 1000},
    {"numbers that fold", [](int n) { return "x=" + repeated("1+", n) + "1"; }, 4000},
    {"statements that merge", [](int n) { return repeated("a();", n); }, 3000},
    {"ifs that merge", [](int n) { return "function f(){" + repeated("if(a)return b;", n) + "}"; }, 1000},
    {"variables used once", [](int n) { return "function f(){" + numbered("const v#=a(#);b(v#);", n) + "}"; }, 1000},
    {"imports", [](int n) { return numbered("import a# from'm#';b(a#);", n); }, 1500},
    {"exports", [](int n) { return numbered("export const e#=#;", n); }, 1500},
    {"requires", [](int n) { return numbered("const a#=require('m#');", n); }, 1500},
    {"destructuring", [](int n) { return numbered("var{a#,b:[c#=1],...d#}=e;", n); }, 500},
    {"comments", [](int n) { return repeated("/*a*/ //b\n", n); }, 4000},
    {"a long comment", [](int n) { return "/*" + repeated("* /", n) + "*/"; }, 4000},
    {"a long string", [](int n) { return "x='" + repeated("\\u00e9a", n) + "'"; }, 4000},
    {"a long name", [](int n) { return repeated("a", n) + "=1"; }, 8000},
    {"Unicode names", [](int n) { return numbered("var é#变=1;", n); }, 1500},
    {"a long number", [](int n) { return "x=" + repeated("1", n); }, 4000},
    {"a long BigInt", [](int n) { return "x=" + repeated("1", n) + "n"; }, 4000},
    {"using", [](int n) { return "{" + numbered("using a#=b;", n) + "}"; }, 300},
    {"decorators", [](int n) { return repeated("@a ", n) + "class B{}"; }, 500},
    // never ending, or wrong everywhere
    {"an unterminated string", [](int n) { return "'" + repeated("a", n); }, 8000},
    {"an unterminated template", [](int n) { return "`" + repeated("${a}", n); }, 2000},
    {"an unterminated comment", [](int n) { return "/*" + repeated("*", n); }, 8000},
    {"an unterminated regular expression", [](int n) { return "/" + repeated("[a]", n); }, 3000},
    {"unclosed braces", [](int n) { return repeated("{", n); }, 900},
    {"unclosed parentheses", [](int n) { return repeated("(", n); }, 900},
    {"closing braces", [](int n) { return repeated("}", n); }, 3000},
    {"mistakes", [](int n) { return repeated("let = ;\n", n); }, 2000},
    {"declared again and again", [](int n) { return repeated("let a;", n); }, 2000},
    {"html comments", [](int n) { return repeated("<!--\n", n); }, 2000},
    {"less-than signs", [](int n) { return "x=a" + repeated("<b", n); }, 2000},
    // TypeScript
    {"type arguments or comparisons", [](int n) { return "x=" + repeated("a<", n) + "b"; }, 400, "a.ts"},
    {"type arguments", [](int n) { return "x=" + repeated("a<b>(", n) + repeated(")", n); }, 400, "a.ts"},
    {"nested types", [](int n) { return "type T=" + repeated("A<", n) + "B" + repeated(">", n); }, 400, "a.ts"},
    {"conditional types", [](int n) { return "type T=" + repeated("A extends B?C:", n) + "D"; }, 400, "a.ts"},
    {"function types", [](int n) { return "type T=" + repeated("(a:", n) + "A" + repeated(")=>B", n); }, 400, "a.ts"},
    {"generic arrows", [](int n) { return "x=" + repeated("<T>(a:T)=>", n) + "a"; }, 200, "a.ts"},
    {"arrows with return types", [](int n) { return "x=" + repeated("a?(b):c=>", n) + "d" + repeated(":e", n); }, 100, "a.ts"},
    {"casts", [](int n) { return "x=" + repeated("<A>", n) + "a"; }, 400, "a.ts"},
    {"as", [](int n) { return "x=a" + repeated(" as A", n); }, 2000, "a.ts"},
    {"interfaces", [](int n) { return numbered("interface I#{a:string;b?(x:I0):void}", n); }, 1000, "a.ts"},
};
// clang-format on

}  // namespace

TEST_CASE("twice the source takes twice the steps") {
  for (const Input& input : inputs) {
    for (const Way& way : ways) {
      if (!way.minify && std::count(std::begin(indented), std::end(indented), input.name) != 0) {
        continue;
      }
      const bool expected = std::any_of(std::begin(known), std::end(known), [&](const auto& entry) {
        return entry.first == input.name && (entry.second.empty() || entry.second == way.name);
      });
      if (expected) {
        continue;
      }
      const std::string small = input.make(input.size);
      const std::string large = input.make(2 * input.size);
      const std::uint64_t one = steps_of(small, way, input.path);
      const std::uint64_t two = steps_of(large, way, input.path);
      INFO(input.name << ", " << way.name << ": " << one << " → " << two);
      CHECK(one > 50);
      CHECK(double(two) <= 2.6 * double(one));
    }
  }
}

TEST_CASE("steps are counted") {
  const Way& way = ways[0];
  CHECK(steps_of("x=" + repeated("a+", 1000) + "b", way, "a.js") >
        5 * steps_of("x=" + repeated("a+", 100) + "b", way, "a.js"));
}
