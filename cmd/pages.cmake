# Makes the manual pages and completions that are installed, by asking the program, so that they are
# always those of this program: under TO, as below a prefix.
#   cmake -DARCH=<program> -DTO=<folder> -P pages.cmake
cmake_minimum_required(VERSION 3.25)

# pages_of(<name> <folder>): the manual pages for those who call the program <name>.
function(pages_of name folder)
  # It speaks of itself by the name that it was called by.
  file(CREATE_LINK ${ARCH} ${TO}/${name} SYMBOLIC)
  execute_process(COMMAND ${TO}/${name} man OUTPUT_FILE ${folder}/${name}.1
                  COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${TO}/${name} man --list OUTPUT_VARIABLE commands
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" commands "${commands}")
  foreach(command IN LISTS commands)
    string(REPLACE " " "-" page ${command})
    string(REPLACE " " ";" command ${command})
    execute_process(COMMAND ${TO}/${name} man ${command} OUTPUT_FILE ${folder}/${name}-${page}.1
                    COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endfunction()

function(completion_of shell file)
  cmake_path(GET file PARENT_PATH folder)
  file(MAKE_DIRECTORY ${folder})
  execute_process(COMMAND ${TO}/newsarch completion ${shell} OUTPUT_FILE ${file}
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${TO})
set(man ${TO}/share/man/man1)
# `man` finds these when lib/newsarch/bin is in PATH.
set(man_of_arch ${TO}/lib/newsarch/share/man/man1)
file(MAKE_DIRECTORY ${man} ${man_of_arch})
pages_of(newsarch ${man})
pages_of(arch ${man_of_arch})
completion_of(bash ${TO}/share/bash-completion/completions/newsarch)
completion_of(fish ${TO}/share/fish/vendor_completions.d/newsarch.fish)
completion_of(zsh ${TO}/share/zsh/_newsarch)
file(REMOVE ${TO}/newsarch ${TO}/arch)
