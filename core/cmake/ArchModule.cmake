# How our own code is compiled, and how a module of core/ is declared.

option(ARCH_WERROR "Treat warnings as errors" OFF)
set(ARCH_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")
option(ARCH_FUZZ "Build tests/fuzz with libFuzzer (needs clang)" OFF)

add_library(arch_options INTERFACE)
add_library(arch::options ALIAS arch_options)
target_compile_features(arch_options INTERFACE cxx_std_20)
# clang: libstdc++ 12's own stable_sort calls a function that it has marked deprecated.
target_compile_options(arch_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wextra-semi
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  $<$<BOOL:${ARCH_WERROR}>:-Werror>)
if(ARCH_SANITIZE)
  target_compile_options(arch_options INTERFACE
    -fsanitize=${ARCH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_compile_definitions(arch_options INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(arch_options INTERFACE -fsanitize=${ARCH_SANITIZE})
endif()
if(ARCH_FUZZ)
  target_compile_options(arch_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# arch_module(<name> [USES <module>...] [LIBS <target>...] SOURCES <file>...)
# A module of core/: the target arch_<name>, also arch::<name>, and the test layers.<name>.
function(arch_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LIBS;SOURCES")
  add_library(arch_${name} STATIC ${arg_SOURCES})
  add_library(arch::${name} ALIAS arch_${name})
  target_include_directories(arch_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  list(TRANSFORM arg_USES PREPEND arch:: OUTPUT_VARIABLE uses)
  target_link_libraries(arch_${name} PUBLIC ${uses} PRIVATE ${arg_LIBS} arch::options)
  if(ARCH_TESTS)
    add_test(NAME layers.${name}
      COMMAND ${CMAKE_COMMAND} "-DMODULE=${name}" "-DUSES=${arg_USES}"
              "-DCORE=${PROJECT_SOURCE_DIR}/core"
              -P ${PROJECT_SOURCE_DIR}/core/cmake/check_layers.cmake)
  endif()
endfunction()

# arch_embed(<module> FILES <file>...): each file as a std::string_view of its name in
# "<module>/embedded.hpp", namespace arch::<module>::embedded, so that a program needs nothing at run
# time but itself.
function(arch_embed module)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "FILES")
  set(text "#pragma once\n\n#include <string_view>\n\nnamespace arch::${module}::embedded {\n")
  foreach(file IN LISTS arg_FILES)
    cmake_path(ABSOLUTE_PATH file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} content)
    cmake_path(GET file STEM id)
    string(MAKE_C_IDENTIFIER ${id} id)
    string(APPEND text
           "inline constexpr std::string_view ${id} = R\"~arch~(${content})~arch~\";\n")
  endforeach()
  string(APPEND text "}  // namespace arch::${module}::embedded\n")
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  # Not file(CONFIGURE), which would eat @words@ of the files.
  file(WRITE ${folder}/${module}.part "${text}")
  file(MAKE_DIRECTORY ${folder}/${module})
  file(COPY_FILE ${folder}/${module}.part ${folder}/${module}/embedded.hpp ONLY_IF_DIFFERENT)
  target_include_directories(arch_${module} PRIVATE ${folder})
endfunction()
