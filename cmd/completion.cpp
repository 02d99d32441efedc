// Shell completion. The scripts hold no names: at each TAB they ask `arch complete`, which knows
// the commands, and the keys of the archive in which one stands.

#include "cmd/command.hpp"
#include "cmd/context.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "SHELL",
             .help = "bash, zsh or fish",
             .kind = ValueKind::choice,
             .choices = "bash|zsh|fish"},
};

constexpr std::array<std::string_view, 3> examples{
    "eval \"$(arch completion bash)\"",
    "arch completion zsh >~/.zfunc/_arch",
    "arch completion fish >~/.config/fish/completions/arch.fish",
};

// `compgen -f` does what bash does for files; readline quotes them because of `-o filenames`. Keys
// are quoted here: they may hold blanks, and ~ or @ must reach arch as they are. bash cuts words at
// COMP_WORDBREAKS, to which : and = belong, so a URL comes in pieces: __ARCH___words puts them
// together again, and what is offered loses the part that bash holds for done.
constexpr std::string_view bash_script =
    R"sh(# bash completion for arch; made by `arch completion bash`
_@PROGRAM@() {
  local line=${COMP_LINE:0:COMP_POINT} IFS=$' \t\n'
  local -a words=()
  local word= i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if ((i > 0)) && [[ ${COMP_WORDS[i]} == [:=]* || ${COMP_WORDS[i - 1]} == *[:=] ]] &&
      [[ $line == *"${words[-1]}${COMP_WORDS[i]}"* ]]; then
      words[-1]+=${COMP_WORDS[i]}
    else
      words+=("${COMP_WORDS[i]}")
    fi
  done
  word=${words[-1]#[\"\']}
  local held=${word%"${COMP_WORDS[COMP_CWORD]#[\"\']}"}
  [[ ${COMP_WORDS[COMP_CWORD]} == [:=] ]] && held=$word
  COMPREPLY=()
  local kind name quoted
  while IFS=$'\t' read -r kind name _; do
    case $kind in
      word)
        name=${name#"$held"}
        if [[ ${COMP_WORDS[COMP_CWORD]} == [\"\']* ]]; then COMPREPLY+=("$name")
        else printf -v quoted %q "$name"; COMPREPLY+=("$quoted"); fi ;;
      open) name=${name#"$held"}; COMPREPLY+=("$name"); compopt -o nospace ;;
      file) compopt -o filenames; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$word") ;;
      folder) compopt -o filenames; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$word") ;;
    esac
  done < <(command @PROGRAM@ complete -- "${words[@]:1:${#words[@]}-2}" "$word" 2>/dev/null)
}
complete -F _@PROGRAM@ @NAMES@
)sh";

constexpr std::string_view zsh_script = R"sh(#compdef @NAMES@
# zsh completion for arch; made by `arch completion zsh`
_@PROGRAM@() {
  local kind name help
  local -a plain open shown_plain shown_open
  local current=${(Q)words[CURRENT]}
  while IFS=$'\t' read -r kind name help; do
    case $kind in
      word) plain+=("$name"); shown_plain+=("$name${help:+  -- $help}") ;;
      open) open+=("$name"); shown_open+=("$name${help:+  -- $help}") ;;
      file) _files ;;
      folder) _files -/ ;;
    esac
  done < <(command @PROGRAM@ complete -- "${(@Q)words[2,CURRENT-1]}" "$current" 2>/dev/null)
  (( $#plain )) && compadd -l -d shown_plain -a plain
  (( $#open )) && compadd -l -S '' -d shown_open -a open
  return 0
}
if [ "$funcstack[1]" = _@PROGRAM@ ]; then _@PROGRAM@ "$@"; else compdef _@PROGRAM@ @NAMES@; fi
)sh";

constexpr std::string_view fish_script =
    R"sh(# fish completion for arch; made by `arch completion fish`
function __@PROGRAM@_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string unescape)
    command @PROGRAM@ complete -- $words[2..-1] "$current" 2>/dev/null | while read -l -d \t kind name help
        switch $kind
            case word open
                printf '%s\t%s\n' $name $help
            case file
                __fish_complete_path "$current"
            case folder
                __fish_complete_directories "$current"
        end
    end
end
for name in @NAMES@
    complete -c $name -f -k -a '(__@PROGRAM@_complete)'
end
)sh";

std::string filled(std::string_view script, const std::string& program) {
  std::string text{script};
  const auto replace = [&](std::string_view mark, std::string_view with) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;) {
      text.replace(at, mark.size(), with);
      at += with.size();
    }
  };
  // Installed as newsarch, those who want it call it arch (docs/decisions/0006-installed-name.md);
  // asking for candidates goes to the name that is a file, for an alias is not one.
  replace("@PROGRAM@", program);
  replace("@NAMES@", program == "arch" ? program : program + " arch");
  return text;
}

Exit run(const Arguments& given, Context& context) {
  const std::string_view shell = given.positional()[0];
  const std::string_view script = shell == "bash"  ? bash_script
                                  : shell == "zsh" ? zsh_script
                                                   : fish_script;
  context.out().write(filled(script, context.program()));
  return Exit::ok;
}

}  // namespace

extern const Command completion_command{
    .name = "completion",
    .summary = "Print a script that completes commands, options and keys",
    .details =
        "The script asks arch at each TAB, so it stays right when arch or the archive "
        "changes.",
    .arguments = arguments,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
