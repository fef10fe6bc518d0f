# Writes an assembler file that includes every resource and the C++ table of their names. LIST holds lines name=path.
file(STRINGS ${LIST} lines ENCODING UTF-8)
list(SORT lines COMPARE STRING)
set(assembler ".section .rodata\n")
set(declarations "")
set(table "")
set(number 0)
foreach(line ${lines})
  if(line STREQUAL "")
    continue()
  endif()
  string(REGEX REPLACE "=.*" "" name "${line}")
  string(REGEX REPLACE "^[^=]*=" "" path "${line}")
  string(APPEND assembler ".global mpaas_resource_${number}\nmpaas_resource_${number}:\n.incbin \"${path}\"\n"
                          ".global mpaas_resource_end_${number}\nmpaas_resource_end_${number}:\n.byte 0\n")
  string(APPEND declarations "extern const char mpaas_resource_${number}[];\nextern const char mpaas_resource_end_${number}[];\n")
  string(APPEND table "      row(\"${name}\", mpaas_resource_${number}, mpaas_resource_end_${number}),\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT}.S "${assembler}.section .note.GNU-stack,\"\",%progbits\n")
file(WRITE ${OUT}.cc "// Made by cmake/embed.cmake.
#include <algorithm>
#include <array>
#include <cstddef>

#include \"compiler/base/resources.h\"

extern \"C\" {
${declarations}}

namespace mpaas {
namespace {
Resource row(std::string_view name, const char* begin, const char* end) {
  return {name, std::string_view(begin, static_cast<std::size_t>(end - begin))};
}
}  // namespace

void use_embedded_resources() {
  static std::array<Resource, ${number}> table = {
${table}  };
  std::ranges::sort(table, {}, &Resource::name);
  set_resources(table);
}
}  // namespace mpaas
")
