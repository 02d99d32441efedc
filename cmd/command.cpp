#include "cmd/command.hpp"

#include "base/printable.hpp"
#include "cmd/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace arch::cmd {
namespace {

constexpr std::array global_options{
    Option{.name = "color",
           .help = "Colour the output: auto (on a terminal), always or never",
           .value = "WHEN",
           .kind = ValueKind::choice,
           .choices = "auto|always|never"},
    Option{.name = "no-pager", .help = "Do not show the output through a pager"},
    Option{.name = "help", .help = "Print this help", .letter = 'h'},
};

std::string program_and(const Command& command) {
  return fmt::format("arch {}", command.name);
}

std::string help_hint(const Command& command) {
  return fmt::format("`{} --help` lists what it takes", program_and(command));
}

bool is_choice(std::string_view choices, std::string_view value) {
  while (!choices.empty()) {
    const std::size_t bar = choices.find('|');
    if (choices.substr(0, bar) == value) {
      return true;
    }
    choices = bar == std::string_view::npos ? std::string_view{} : choices.substr(bar + 1);
  }
  return false;
}

std::string listed(std::string_view choices) {
  std::string text{choices};
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos;) {
    text.replace(at, 1, ", ");
  }
  return text;
}

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

void check_value(const Command& command, const Option& option, std::string_view value) {
  if (option.kind == ValueKind::number && !parse_number(value)) {
    throw Error{ErrorKind::usage,
                fmt::format("--{} takes a whole number from 0 to {}, not `{}`",
                            option.name,
                            UINT32_MAX,
                            one_line(value)),
                help_hint(command)};
  }
  if (option.kind == ValueKind::choice && !is_choice(option.choices, value)) {
    throw Error{
        ErrorKind::usage,
        fmt::format(
            "--{} takes {}, not `{}`", option.name, listed(option.choices), one_line(value))};
  }
}

const Option* find_option(const Command& command, std::string_view name) {
  for (const std::span<const Option> options : {command.options, common_options()}) {
    const auto found = std::ranges::find(options, name, &Option::name);
    if (found != options.end()) {
      return &*found;
    }
  }
  return nullptr;
}

const Option* find_option(const Command& command, char letter) {
  for (const std::span<const Option> options : {command.options, common_options()}) {
    const auto found = std::ranges::find(options, letter, &Option::letter);
    if (found != options.end()) {
      return &*found;
    }
  }
  return nullptr;
}

Error unknown_option(const Command& command, std::string_view typed) {
  std::vector<std::string_view> names;
  for (const std::span<const Option> options : {command.options, common_options()}) {
    for (const Option& option : options) {
      names.push_back(option.name);
    }
  }
  const std::string_view near = find_nearest(typed, names);
  return Error{ErrorKind::usage,
               fmt::format("`{}` has no option --{}", program_and(command), one_line(typed)),
               near.empty() ? help_hint(command) : fmt::format("did you mean --{}?", near)};
}

Error missing_value(const Command& command, const Option& option) {
  return Error{ErrorKind::usage,
               fmt::format("--{} needs a value: --{} {}", option.name, option.name, option.value),
               help_hint(command)};
}

/// Throws unless there are as many arguments as the command takes, of the kinds that it takes.
void check_arguments(const Command& command, const std::vector<std::string_view>& positional) {
  std::size_t most = 0;
  bool unbounded = false;
  for (const Argument& argument : command.arguments) {
    using enum Argument::Count;
    if ((argument.count == one || argument.count == some) && positional.size() <= most) {
      throw Error{ErrorKind::usage,
                  fmt::format("`{}` needs an argument: {}", program_and(command), argument.name),
                  help_hint(command)};
    }
    unbounded = unbounded || argument.count == any || argument.count == some;
    if (most < positional.size() && argument.kind == ValueKind::choice &&
        !is_choice(argument.choices, positional[most])) {
      throw Error{ErrorKind::usage,
                  fmt::format("{} is one of {}, not `{}`",
                              argument.name,
                              listed(argument.choices),
                              one_line(positional[most]))};
    }
    ++most;
  }
  if (!unbounded && positional.size() > most) {
    throw Error{ErrorKind::usage,
                fmt::format("`{}` does not know what to do with `{}`",
                            program_and(command),
                            one_line(positional[most])),
                help_hint(command)};
  }
}

}  // namespace

std::span<const Option> common_options() {
  return global_options;
}

bool Arguments::has(std::string_view option) const {
  return find(option).has_value();
}

std::optional<std::string_view> Arguments::find(std::string_view option) const {
  const Option* const wanted = declared(option);
  std::optional<std::string_view> value;
  for (const auto& [given, text] : options_) {
    if (given == wanted) {
      value = text;
    }
  }
  return value;
}

std::vector<std::string_view> Arguments::all(std::string_view option) const {
  const Option* const wanted = declared(option);
  std::vector<std::string_view> values;
  for (const auto& [given, text] : options_) {
    if (given == wanted) {
      values.push_back(text);
    }
  }
  return values;
}

std::optional<std::uint32_t> Arguments::find_number(std::string_view option) const {
  const std::optional<std::string_view> text = find(option);
  return text ? parse_number(*text) : std::nullopt;
}

const Option* Arguments::declared(std::string_view option) const {
  const Option* const found = find_option(command_, option);
  ARCH_ASSERT(found != nullptr);
  return found;
}

Arguments parse_arguments(const Command& command, std::span<const char* const> words) {
  Arguments arguments{command};
  const auto give = [&](const Option& option, std::string_view value) {
    check_value(command, option, value);
    arguments.options_.emplace_back(&option, value);
  };

  bool only_arguments = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const auto next_value = [&](const Option& option) -> std::string_view {
      if (i + 1 == words.size()) {
        throw missing_value(command, option);
      }
      return words[++i];
    };

    if (only_arguments || word.size() < 2 || !word.starts_with('-')) {
      arguments.positional_.push_back(word);
    } else if (word == "--") {
      only_arguments = true;
    } else if (word.starts_with("--")) {
      const std::size_t equals = word.find('=');
      const std::string_view name = word.substr(2, equals - 2);
      const Option* const option = find_option(command, name);
      if (option == nullptr || name.empty()) {
        throw unknown_option(command, name);
      }
      const bool has_value = equals != std::string_view::npos;
      if (option->value.empty() && has_value) {
        throw Error{ErrorKind::usage, fmt::format("--{} takes no value", option->name)};
      }
      if (option->value.empty()) {
        give(*option, {});
      } else {
        give(*option, has_value ? word.substr(equals + 1) : next_value(*option));
      }
    } else {
      for (std::size_t at = 1; at < word.size(); ++at) {
        const Option* const option = find_option(command, word[at]);
        if (option == nullptr) {
          throw Error{
              ErrorKind::usage,
              fmt::format(
                  "`{}` has no option -{}", program_and(command), one_line(word.substr(at, 1))),
              fmt::format("{}; an argument that begins with a dash goes behind --",
                          help_hint(command))};
        }
        if (!option->value.empty()) {
          give(*option, at + 1 < word.size() ? word.substr(at + 1) : next_value(*option));
          break;
        }
        give(*option, {});
      }
    }
  }
  if (!arguments.has("help")) {
    check_arguments(command, arguments.positional_);
  }
  return arguments;
}

Globals parse_globals(std::span<const char* const> words) {
  Globals globals;
  const auto value = [&](std::string_view option) -> std::string_view {
    if (globals.words + 1 >= words.size()) {
      throw Error{ErrorKind::usage, fmt::format("{} needs a value", option)};
    }
    return words[++globals.words];
  };
  for (; globals.words < words.size(); ++globals.words) {
    const std::string_view word = words[globals.words];
    if (!word.starts_with('-') || word.size() == 1) {
      break;
    }
    if (word == "-C") {
      globals.folders.push_back(value(word));
    } else if (word == "--color") {
      globals.color = value(word);
    } else if (word.starts_with("--color=")) {
      globals.color = word.substr(8);
    } else if (word == "--no-pager") {
      globals.no_pager = true;
    } else if (word == "--help" || word == "-h") {
      globals.help = true;
    } else if (word == "--version") {
      globals.version = true;
    } else {
      constexpr std::array<std::string_view, 4> names{"color", "no-pager", "help", "version"};
      const std::string_view near =
          word.starts_with("--") ? find_nearest(word.substr(2), names) : std::string_view{};
      throw Error{ErrorKind::usage,
                  fmt::format("arch has no option {} before a command", one_line(word)),
                  near.empty() ? std::string{"`arch help` lists commands and options"}
                               : fmt::format("did you mean --{}?", near)};
    }
  }
  if (globals.color && !is_choice(global_options[0].choices, *globals.color)) {
    throw Error{
        ErrorKind::usage,
        fmt::format("--color takes auto, always, never, not `{}`", one_line(*globals.color))};
  }
  return globals;
}

std::vector<const Command*> commands_of(std::string_view group) {
  std::vector<const Command*> members;
  for (const Command* const command : all_commands()) {
    if (command->name.size() > group.size() && command->name.starts_with(group) &&
        command->name[group.size()] == ' ') {
      members.push_back(command);
    }
  }
  return members;
}

const Command* find_command(std::string_view name) {
  const auto found = std::ranges::find(all_commands(), name, &Command::name);
  return found == all_commands().end() ? nullptr : *found;
}

NamedCommand read_command(std::span<const char* const> words) {
  const std::string_view first = words[0];
  if (const Command* const command = find_command(first)) {
    return {command, 1};
  }

  std::vector<std::string_view> names;
  std::string typed{first};
  if (const std::vector<const Command*> members = commands_of(first); !members.empty()) {
    if (words.size() > 1 && words[1][0] != '-') {
      typed = fmt::format("{} {}", first, words[1]);
      if (const Command* const command = find_command(typed)) {
        return {command, 2};
      }
    }
    std::string all;
    for (const Command* const command : members) {
      all += fmt::format("{}`arch {}`", all.empty() ? "" : ", ", command->name);
      names.push_back(command->name);
    }
    throw Error{ErrorKind::usage,
                typed == first ? fmt::format("`arch {}` needs to know what to {}", first, first)
                               : fmt::format("there is no command `arch {}`", one_line(typed)),
                fmt::format("there are {}", all)};
  }

  for (const Command* const command : all_commands()) {
    if (command->visibility == Command::Visibility::listed) {
      names.push_back(command->name.substr(0, command->name.find(' ')));
    }
  }
  const std::string_view near = find_nearest(typed, names);
  throw Error{ErrorKind::usage,
              fmt::format("there is no command `arch {}`", one_line(typed)),
              near.empty() ? std::string{"`arch help` lists the commands"}
                           : fmt::format("did you mean `arch {}`?", near)};
}

}  // namespace arch::cmd
