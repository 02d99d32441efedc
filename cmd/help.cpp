#include "cmd/help.hpp"

#include "cmd/context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace arch::cmd {
namespace {

/// A list of names and what they mean, the meanings in one column.
std::string two_columns(const std::vector<std::pair<std::string, std::string_view>>& rows) {
  /// A name longer than this has its meaning on the next line.
  constexpr std::size_t widest = 26;
  std::size_t width = 0;
  for (const auto& [name, meaning] : rows) {
    if (name.size() <= widest) {
      width = std::max(width, name.size());
    }
  }
  std::string text;
  for (const auto& [name, meaning] : rows) {
    if (name.size() <= width) {
      text += fmt::format("  {:<{}}  {}\n", name, width, meaning);
    } else {
      text += fmt::format("  {}\n  {:<{}}  {}\n", name, "", width, meaning);
    }
  }
  return text;
}

std::string argument_text(const Argument& argument) {
  switch (argument.count) {
    using enum Argument::Count;
    case one:
      return std::string{argument.name};
    case optional:
      return fmt::format("[{}]", argument.name);
    case any:
      return fmt::format("[{}...]", argument.name);
    case some:
      return fmt::format("{}...", argument.name);
  }
  return {};
}

}  // namespace

std::string usage_of(const Command& command, std::string_view program) {
  std::string usage = fmt::format("{} {} [OPTIONS]", program, command.name);
  for (const Argument& argument : command.arguments) {
    usage += " " + argument_text(argument);
  }
  return usage;
}

std::string option_text(const Option& option) {
  std::string text = option.letter == 0 ? "    " : fmt::format("-{}, ", option.letter);
  text += fmt::format("--{}", option.name);
  if (!option.value.empty()) {
    text += fmt::format(" {}", option.value);
  }
  return text;
}

std::string help_of(const Command& command) {
  std::string text = fmt::format("{}\n\nusage: {}\n", command.summary, usage_of(command, "arch"));
  if (!command.details.empty()) {
    text += fmt::format("\n{}\n", command.details);
  }

  std::vector<std::pair<std::string, std::string_view>> rows;
  const auto add_list = [&](std::string_view title) {
    if (!rows.empty()) {
      text += fmt::format("\n{}:\n{}", title, two_columns(rows));
    }
    rows.clear();
  };
  for (const Argument& argument : command.arguments) {
    rows.emplace_back(argument.name, argument.help);
  }
  add_list("arguments");
  for (const std::span<const Option> options : {command.options, common_options()}) {
    for (const Option& option : options) {
      rows.emplace_back(option_text(option), option.help);
    }
  }
  add_list("options");
  for (const Field& field : command.fields) {
    rows.emplace_back(field.name, field.help);
  }
  add_list("fields of --json");

  text += fmt::format("\nexit status:\n{}\n", exit_statuses);
  text += "\nexamples:\n";
  for (const std::string_view example : command.examples) {
    text += fmt::format("  {}\n", example);
  }
  return text;
}

std::string overview() {
  std::string text =
      "Keep every published revision of every news article\n\n"
      "usage: arch [-C FOLDER] [--color WHEN] [--no-pager] COMMAND ...\n";
  struct Group {
    std::string_view title;
    std::vector<std::string_view> names;
  };
  const std::array<Group, 7> groups{{
      {"make and fill an archive", {"init", "add", "import git", "import archive"}},
      {"watch live pages", {"snap", "watch", "watch add", "status", "coverage"}},
      {"ask it", {"ls", "log", "show", "diff", "blame", "cat-file", "extract"}},
      {"find what was said", {"search", "same", "headlines", "exposure"}},
      {"judge corrections", {"audit", "notices", "annotate", "review", "report"}},
      {"look after it", {"stats", "gc", "verify", "reextract", "export git"}},
      {"learn", {"help", "completion"}},
  }};
  for (const Group& group : groups) {
    std::vector<std::pair<std::string, std::string_view>> rows;
    for (const std::string_view name : group.names) {
      const Command* const command = find_command(name);
      ARCH_ASSERT(command != nullptr);
      rows.emplace_back(fmt::format("{:<15}", name), command->summary);
    }
    text += fmt::format("\n{}:\n{}", group.title, two_columns(rows));
  }
  text +=
      "\n`arch help COMMAND` tells all about one, with examples. -C FOLDER runs it as if there.\n";
  return text;
}

std::string help_of_group(std::string_view group) {
  std::string text;
  for (const Command* const command : commands_of(group)) {
    text += fmt::format("  arch {:<15}  {}\n", command->name, command->summary);
  }
  return text;
}

namespace {

constexpr std::array arguments{
    Argument{.name = "COMMAND",
             .help = "Such as log, or import git",
             .kind = ValueKind::command,
             .count = Argument::Count::any},
};

constexpr std::array<std::string_view, 3> examples{
    "arch help",
    "arch help log",
    "arch help import git",
};

Exit run(const Arguments& given, Context& context) {
  context.page();
  if (given.positional().empty()) {
    context.out().write(overview());
    return Exit::ok;
  }
  std::vector<const char*> words;
  for (const std::string& word : given.positional()) {
    words.push_back(word.c_str());
  }
  if (words.size() == 1 && find_command(words[0]) == nullptr && !commands_of(words[0]).empty()) {
    context.out().write(help_of_group(words[0]));
    return Exit::ok;
  }
  context.out().write(help_of(*read_command(words).command));
  return Exit::ok;
}

}  // namespace

extern const Command help_command{
    .name = "help",
    .summary = "Show what the commands are, or all about one",
    .arguments = arguments,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
