# src/verify and what it stands on, compiled for the browser: build/wasm/verify.wasm, from where scripts/web.sh takes it.
# Debian's clang and its wasm32 libraries; the sources are those of the native verifier, but for what reads folders.
find_program(WASM_CLANG clang++-19)
find_program(CCACHE_PROGRAM ccache)
set(WASM_CXX ${CCACHE_PROGRAM} ${WASM_CLANG} --target=wasm32-wasi -std=c++23 -O2 -fno-exceptions -fno-rtti -DNDEBUG
  -Wall -Wextra -Wconversion -Wshadow -Wno-missing-field-initializers -Werror
  -I${CMAKE_SOURCE_DIR}/src -isystem ${CMAKE_BINARY_DIR}/wasm/include)
# nlohmann's headers alone: the rest of /usr/include is another machine's.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/wasm/include)
file(CREATE_LINK /usr/include/nlohmann ${CMAKE_BINARY_DIR}/wasm/include/nlohmann SYMBOLIC)

file(GLOB wasm_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/wasm/*.cc ${CMAKE_SOURCE_DIR}/src/verify/*.cc
  ${CMAKE_SOURCE_DIR}/src/log/format/*.cc ${CMAKE_SOURCE_DIR}/src/legal/*.cc)
list(FILTER wasm_sources EXCLUDE REGEX "directory_source|verdict_text")
foreach(name bytes result time)
  list(APPEND wasm_sources ${CMAKE_SOURCE_DIR}/src/base/${name}.cc)
endforeach()

set(wasm_objects "")
foreach(source ${wasm_sources})
  file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR}/src ${source})
  string(REPLACE "/" "_" name ${name})
  set(object ${CMAKE_BINARY_DIR}/wasm/${name}.o)
  add_custom_command(OUTPUT ${object}
    COMMAND ${WASM_CXX} -MD -MF ${object}.d -c ${source} -o ${object}
    DEPENDS ${source} DEPFILE ${object}.d VERBATIM COMMENT "wasm ${name}")
  list(APPEND wasm_objects ${object})
endforeach()

# Memory may grow to what a 32-bit page can give.
set(wasm_module ${CMAKE_SOURCE_DIR}/build/wasm/verify.wasm)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/wasm/verify.wasm
  COMMAND ${WASM_CLANG} --target=wasm32-wasi -mexec-model=reactor -O2 -Wl,--strip-all -Wl,-z,stack-size=1048576
    ${wasm_objects} -o ${CMAKE_BINARY_DIR}/wasm/verify.wasm
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_SOURCE_DIR}/build/wasm
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${CMAKE_BINARY_DIR}/wasm/verify.wasm ${wasm_module}
  DEPENDS ${wasm_objects} VERBATIM COMMENT "wasm verify.wasm")
add_custom_target(verify_wasm ALL DEPENDS ${CMAKE_BINARY_DIR}/wasm/verify.wasm)
if(TARGET writ)
  add_dependencies(writ verify_wasm)
endif()
