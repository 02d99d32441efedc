#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::cmd {

class Context;
class Arguments;

/// What a command's end tells the shell: an interface, never renumbered.
enum class Exit : int {
  ok = 0,             ///< Done.
  differs = 1,        ///< The answer is "different".
  usage = 2,          ///< The command line makes no sense.
  failed = 3,         ///< Could not: missing, refused by the system, locked.
  corrupt = 4,        ///< The archive is damaged.
  internal = 70,      ///< A fault of arch.
  interrupted = 130,  ///< Stopped by the user; what was done is kept.
};

/// What a value on the command line is: how it is checked, and what a shell completes it with.
enum class ValueKind : std::uint8_t {
  text,
  number,  ///< 0 to 4294967295
  time,    ///< as base/time.hpp's parse_time() reads it
  choice,  ///< one of Option::choices
  file,
  folder,
  article,   ///< a key
  revision,  ///< a name of a revision
  command,   ///< the name of a command of arch
};

struct Argument {
  std::string_view name;
  std::string_view help;
  ValueKind kind = ValueKind::text;
  enum class Count : std::uint8_t { one, optional, any, some } count = Count::one;
  std::string_view choices = {};  ///< of a choice: `bash|zsh|fish`
};

struct Option {
  std::string_view name;  ///< without dashes
  std::string_view help;
  char letter = 0;              ///< `n` for -n, or 0
  std::string_view value = {};  ///< `N`: what the value is called; empty for a flag
  ValueKind kind = ValueKind::text;
  std::string_view choices = {};
  std::optional<ValueKind> arguments = {};  ///< what the arguments are where this option is given
};

/// A field of a command's `--json` records.
struct Field {
  std::string_view name;  ///< `runs[].old` for a field of the records in the list `runs`
  std::string_view help;
};

/// A command of arch: what its help, man page and completion are made of, and how it is run.
///
/// Plain constant data, so that starting one command costs nothing for the others
/// (docs/decisions/0008-command-line.md).
struct Command {
  std::string_view name;     ///< `log`, `import git`
  std::string_view summary;  ///< imperative, under 70 characters, no full stop
  std::string_view details = {};
  std::span<const Argument> arguments = {};
  std::span<const Option> options = {};
  std::span<const Field> fields = {};               ///< of --json
  std::span<const std::string_view> examples = {};  ///< command lines, with `arch` as the program
  enum class Visibility : std::uint8_t { listed, hidden } visibility = Visibility::listed;
  Exit (*run)(const Arguments&, Context&) = nullptr;
};

/// Every command, in the order of the overview.
std::span<const Command* const> all_commands();

/// Options that every command has.
std::span<const Option> common_options();

/// Returns nullptr if there is none of this name.
const Command* find_command(std::string_view name);

/// What was typed after the name of a command. Texts are byte for byte as typed, and live as long
/// as this.
class Arguments {
public:
  explicit Arguments(const Command& command) : command_(command) {}

  /// Whether the option was given. Asserts that the command has such an option, as all below.
  bool has(std::string_view option) const;
  /// The value of an option, the last if it was given twice.
  std::optional<std::string_view> find(std::string_view option) const;
  std::vector<std::string_view> all(std::string_view option) const;
  /// The value of an option of kind number.
  std::optional<std::uint32_t> find_number(std::string_view option) const;

  const std::vector<std::string>& positional() const { return positional_; }
  const Command& command() const { return command_; }

private:
  friend Arguments parse_arguments(const Command&, std::span<const char* const>);
  const Option* declared(std::string_view option) const;

  const Command& command_;
  std::vector<std::pair<const Option*, std::string>> options_;
  std::vector<std::string> positional_;
};

/// Reads what follows the command's name: options and arguments in any order, `-n5`, `-n 5`,
/// `--limit=5`, `--limit 5`, `--` before arguments that begin with a dash. With --help, arguments
/// and the command's own options are not checked. Throws Error{usage} with a hint that names what
/// may have been meant.
Arguments parse_arguments(const Command& command, std::span<const char* const> words);

/// The global options before the command's name.
struct Globals {
  std::vector<std::string> folders = {};  ///< of -C, in order
  std::optional<std::string> color = {};
  bool no_pager = false;
  bool help = false;
  bool version = false;
  std::size_t words = 0;  ///< how many were read
};
Globals parse_globals(std::span<const char* const> words);

/// Which command the words begin with, and how many words its name has.
struct NamedCommand {
  const Command* command = nullptr;
  std::size_t words = 0;
};
/// Throws Error{usage} that suggests near names.
NamedCommand read_command(std::span<const char* const> words);

/// The commands whose names begin with `group` and a space, such as those of `import`.
std::vector<const Command*> commands_of(std::string_view group);

}  // namespace arch::cmd
