# The libraries we link, as Debian's static archives, under the names lib::<name>. Only glibc stays
# dynamic: docs/decisions/0007-static-libraries.md has the measurements behind this.

# add_static_library(<name> <archive>...): lib::<name>, which links the named archives in that order.
function(add_static_library name)
  set(paths "")
  foreach(archive IN LISTS ARGN)
    find_library(ARCH_LIB_${archive} NAMES lib${archive}.a REQUIRED)
    list(APPEND paths ${ARCH_LIB_${archive}})
  endforeach()
  add_library(lib_${name} INTERFACE)
  target_link_libraries(lib_${name} INTERFACE ${paths})
  add_library(lib::${name} ALIAS lib_${name})
endfunction()

add_static_library(icu icuuc icudata)
add_static_library(crypto crypto)
add_static_library(zstd zstd)
add_static_library(sqlite sqlite3)
add_static_library(pugixml pugixml)
add_static_library(zlib z)
add_static_library(git2 git2 mbedtls mbedx509 mbedcrypto http_parser ssh2 crypto pcre2-8 z)
add_static_library(curl curl nghttp2 ssh2 ssl crypto brotlidec brotlicommon zstd z)
add_library(arch_no_kerberos STATIC ${CMAKE_CURRENT_LIST_DIR}/no_kerberos.cpp)
add_library(arch_no_curl_protocols STATIC ${CMAKE_CURRENT_LIST_DIR}/no_curl_protocols.cpp)
target_link_libraries(lib_git2 INTERFACE arch_no_kerberos)
target_link_libraries(lib_curl INTERFACE arch_no_kerberos arch_no_curl_protocols)

# Debian has no static libfmt, and the shared one would bring the shared libstdc++ with it.
add_library(arch_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
target_compile_features(arch_fmt PUBLIC cxx_std_20)
add_library(lib::fmt ALIAS arch_fmt)

if(NOT ARCH_SANITIZE)   # the sanitizers' own libraries use the shared libstdc++
  target_link_options(arch_options INTERFACE -static-libstdc++ -static-libgcc)
endif()
