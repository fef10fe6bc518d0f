# Files that are compiled into the binary (compiler/base/resources.h). The runtime and the simulator are bundled first, by our own
# linker; everything else goes in as it is.
add_executable(mpaas_bundle cmake/bundle.cc)
target_link_libraries(mpaas_bundle PRIVATE mpaas_compiler_js mpaas_warnings)

set(bundles ${PROJECT_BINARY_DIR}/bundles)
file(GLOB_RECURSE runtime_sources CONFIGURE_DEPENDS devserver/runtime/*.js devserver/simulator/*.js)
set(embedded)
function(mpaas_bundle entry name)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${entry})
    add_custom_command(
      OUTPUT ${bundles}/${name}
      COMMAND mpaas_bundle ${PROJECT_SOURCE_DIR}/${entry} ${bundles}/${name}
      DEPENDS mpaas_bundle ${runtime_sources}
      COMMENT "Bundling ${entry}")
    set(embedded ${embedded} "${name}=${bundles}/${name}" PARENT_SCOPE)
  endif()
endfunction()
mpaas_bundle(devserver/runtime/worker.js runtime/worker.js)
mpaas_bundle(devserver/runtime/page.js runtime/page.js)
mpaas_bundle(devserver/simulator/simulator.js simulator/simulator.js)

function(mpaas_embed prefix folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/${folder} ${folder}/*)
  list(SORT files)
  foreach(file ${files})
    if(file MATCHES "${ARGV2}" AND NOT file MATCHES "node_modules/|(^|/)dist/")
      list(APPEND embedded "${prefix}${file}=${PROJECT_SOURCE_DIR}/${folder}/${file}")
    endif()
  endforeach()
  set(embedded ${embedded} PARENT_SCOPE)
endfunction()
mpaas_embed(runtime/ devserver/runtime "\\.css$")
mpaas_embed(simulator/ devserver/simulator "\\.(html|css|svg|png)$")
mpaas_embed(platform/ devserver/platform/console "\\.(html|css|svg|js)$")
mpaas_embed(templates/ templates "^[^/]+/(template\\.json$|files/)")
mpaas_embed(diagnostics/ docs/diagnostics "\\.md$")

string(REPLACE ";" "\n" list "${embedded}")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/resources.txt CONTENT "${list}\n" @ONLY)
set(inputs ${embedded})
list(TRANSFORM inputs REPLACE "^[^=]*=" "")
add_custom_command(
  OUTPUT ${PROJECT_BINARY_DIR}/generated/resources.S ${PROJECT_BINARY_DIR}/generated/resources.cc
  COMMAND ${CMAKE_COMMAND} -DLIST=${PROJECT_BINARY_DIR}/resources.txt -DOUT=${PROJECT_BINARY_DIR}/generated/resources
          -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${PROJECT_BINARY_DIR}/resources.txt ${PROJECT_SOURCE_DIR}/cmake/embed.cmake ${inputs}
  COMMENT "Embedding resources")
add_library(mpaas_resources STATIC ${PROJECT_BINARY_DIR}/generated/resources.S ${PROJECT_BINARY_DIR}/generated/resources.cc)
target_link_libraries(mpaas_resources PUBLIC mpaas_compiler_base)
target_link_libraries(mpaas PRIVATE mpaas_resources)
