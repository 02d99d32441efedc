#include "cmd/command.hpp"

#include "base/nearest.hpp"
#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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

}  // namespace

std::span<const Option> common_options() {
  return global_options;
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
  // `watch add` goes before `watch` with an argument.
  if (words.size() > 1 && find_command(fmt::format("{} {}", first, words[1])) != nullptr) {
    return {find_command(fmt::format("{} {}", first, words[1])), 2};
  }
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
