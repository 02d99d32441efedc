// CLI11 reads the command line, set up from the description of the one command that runs
// (docs/decisions/0008-command-line.md). No other file includes CLI11: it takes 12 s to compile.
//
// CLI11 says what is wrong in words of its own, so only the kind of its exceptions is used, and
// what it has read until then; its checkers of values throw our Error themselves.

#include "base/nearest.hpp"
#include "base/printable.hpp"
#include "cmd/command.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace arch::cmd {
namespace {

/// Put behind the value in each `--option=value`. CLI11 2.1 takes an empty value there for none,
/// and the next word instead; and behind a flag it accepts `true`. No argument of a program
/// contains this byte, so the value is neither, and can be had back as it was.
constexpr char end_of_value = '\0';

/// The words as CLI11 wants them: the last first.
std::vector<std::string> reversed(std::span<const char* const> words) {
  std::vector<std::string> texts;
  texts.reserve(words.size());
  for (std::size_t i = words.size(); i > 0; --i) {
    std::string& text = texts.emplace_back(words[i - 1]);
    if (text.starts_with("--") && text.find('=') != std::string::npos) {
      text += end_of_value;
    }
  }
  return texts;
}

/// A text that CLI11 gives back.
std::string_view as_typed(std::string_view text) {
  if (text.ends_with(end_of_value)) {
    text.remove_suffix(1);
  }
  return text;
}

bool looks_like_option(std::string_view word) {
  return word.size() > 1 && word.starts_with('-');  // A lone dash is standard input.
}

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

/// Throws unless `value` is what CLI11 may have read for the option. `command` is null before one.
void check_value(const Option& option, std::string_view value, const Command* command) {
  // For a flag without a value CLI11 makes one up.
  if (option.value.empty() && value != "true") {
    throw Error{ErrorKind::usage, fmt::format("--{} takes no value", option.name)};
  }
  if (option.kind == ValueKind::number && !parse_number(as_typed(value))) {
    throw Error{ErrorKind::usage,
                fmt::format("--{} takes a whole number from 0 to {}, not `{}`",
                            option.name,
                            UINT32_MAX,
                            one_line(as_typed(value))),
                command == nullptr ? std::string{} : help_hint(*command)};
  }
  if (option.kind == ValueKind::choice && !is_choice(option.choices, as_typed(value))) {
    throw Error{ErrorKind::usage,
                fmt::format("--{} takes {}, not `{}`",
                            option.name,
                            listed(option.choices),
                            one_line(as_typed(value)))};
  }
}

CLI::Option* add_option(CLI::App& app, const Option& option, const Command* command) {
  const std::string names = option.letter == 0
                                ? fmt::format("--{}", option.name)
                                : fmt::format("-{},--{}", option.letter, option.name);
  CLI::Option* const added = option.value.empty() ? app.add_flag(names) : app.add_option(names);
  return added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check([&option, command](const std::string& value) {
        check_value(option, value, command);
        return std::string{};
      });
}

/// `most` is how many words there are.
CLI::Option* add_argument(CLI::App& app, const Argument& argument, int most) {
  using enum Argument::Count;
  const bool is_needed = argument.count == one || argument.count == some;
  const bool is_repeated = argument.count == any || argument.count == some;
  CLI::Option* const added = app.add_option(std::string{argument.name});
  // As many as there can be, and not CLI11's "any number", for which it takes `[a,b]` apart.
  added->expected(is_repeated ? most : 1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->required(is_needed);
  if (argument.kind == ValueKind::choice) {
    added->check([&argument](const std::string& value) {
      if (!is_choice(argument.choices, as_typed(value))) {
        throw Error{ErrorKind::usage,
                    fmt::format("{} is one of {}, not `{}`",
                                argument.name,
                                listed(argument.choices),
                                one_line(as_typed(value)))};
      }
      return std::string{};
    });
  }
  return added;
}

/// `word` as the command line has it: `--limt=5`, `-q`.
Error unknown_option(const Command& command, std::string_view word) {
  if (!word.starts_with("--")) {
    return Error{
        ErrorKind::usage,
        fmt::format("`{}` has no option -{}", program_and(command), one_line(word.substr(1, 1))),
        fmt::format("{}; an argument that begins with a dash goes behind --", help_hint(command))};
  }
  const std::string_view typed = word.substr(2, word.find('=') - 2);
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

/// A command's options and arguments as CLI11 knows them, each beside its description.
struct CommandLine {
  CommandLine(const Command& described, int words);

  const Command& command;
  CLI::App app;
  std::vector<std::pair<const Option*, const CLI::Option*>> options;
  std::vector<std::pair<const Argument*, const CLI::Option*>> arguments;
};

CommandLine::CommandLine(const Command& described, int words) : command(described) {
  app.set_help_flag();  // None of CLI11's: help is one of our options.
  // The common ones first: CLI11 checks values in this order, and --help ends the checking.
  for (const std::span<const Option> list : {common_options(), command.options}) {
    for (const Option& option : list) {
      CLI::Option* const added = add_option(app, option, &command);
      if (option.name == "help") {
        added->each([](const std::string&) { throw CLI::CallForHelp{}; });
      }
      options.emplace_back(&option, added);
    }
  }
  for (const Argument& argument : command.arguments) {
    arguments.emplace_back(&argument, add_argument(app, argument, std::max(words, 1)));
  }
}

/// Throws if an option was typed that the command does not have.
void refuse_unknown_options(const CommandLine& line) {
  for (const std::string& word : line.app.remaining()) {
    if (word == "--") {
      return;  // What follows are arguments, whatever they look like.
    }
    if (looks_like_option(word)) {
      throw unknown_option(line.command, as_typed(word));
    }
  }
  // CLI11 takes `-5` and `---stat` for arguments.
  for (const auto& [argument, found] : line.arguments) {
    for (const std::string& word : found->results()) {
      if (looks_like_option(word)) {
        throw unknown_option(line.command, as_typed(word));
      }
    }
  }
}

/// `failure`, which CLI11 throws where the words end instead of an option's value, begins with the
/// option's name.
Error missing_value(const CommandLine& line, const CLI::ArgumentMismatch& failure) {
  const std::string_view what = failure.what();
  const auto missing = std::ranges::find_if(line.options, [&](const auto& pair) {
    return what.starts_with(fmt::format("--{}:", pair.first->name));
  });
  ARCH_ASSERT(missing != line.options.end());
  const Option& option = *missing->first;
  return Error{ErrorKind::usage,
               fmt::format("--{} needs a value: --{} {}", option.name, option.name, option.value),
               help_hint(line.command)};
}

Error missing_argument(const CommandLine& line) {
  const auto missing = std::ranges::find_if(line.arguments, [](const auto& pair) {
    return pair.second->get_required() && pair.second->empty();
  });
  ARCH_ASSERT(missing != line.arguments.end());
  return Error{
      ErrorKind::usage,
      fmt::format("`{}` needs an argument: {}", program_and(line.command), missing->first->name),
      help_hint(line.command)};
}

Error surplus_argument(const CommandLine& line) {
  const std::vector<std::string> remaining = line.app.remaining();
  const std::size_t first = remaining[0] == "--" ? 1 : 0;
  return Error{ErrorKind::usage,
               fmt::format("`{}` does not know what to do with `{}`",
                           program_and(line.command),
                           one_line(as_typed(remaining[first]))),
               help_hint(line.command)};
}

/// Other exceptions of CLI11 would be a fault of ours.
void read(CommandLine& line, std::span<const char* const> words) {
  try {
    line.app.parse(reversed(words));
  } catch (const CLI::CallForHelp&) {
    return;  // Who asks for help is not told what is wrong.
  } catch (const CLI::ArgumentMismatch& failure) {
    throw missing_value(line, failure);
  } catch (const CLI::RequiredError&) {
    refuse_unknown_options(line);
    throw missing_argument(line);
  } catch (const CLI::ExtrasError&) {
    refuse_unknown_options(line);
    throw surplus_argument(line);
  } catch (const Error&) {
    refuse_unknown_options(line);  // The wrong value may have been meant for one.
    throw;
  }
  refuse_unknown_options(line);
}

}  // namespace

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
  for (const std::span<const Option> options : {command_.options, common_options()}) {
    const auto found = std::ranges::find(options, option, &Option::name);
    if (found != options.end()) {
      return &*found;
    }
  }
  ARCH_ASSERT(false);
  return nullptr;
}

Arguments parse_arguments(const Command& command, std::span<const char* const> words) {
  CommandLine line{command, static_cast<int>(words.size())};
  read(line, words);

  Arguments given{command};
  for (const auto& [option, found] : line.options) {
    for (const std::string& text : found->results()) {
      given.options_.emplace_back(option, as_typed(text));
    }
  }
  for (const auto& [argument, found] : line.arguments) {
    for (const std::string& text : found->results()) {
      given.positional_.emplace_back(as_typed(text));
    }
  }
  return given;
}

Globals parse_globals(std::span<const char* const> words) {
  Globals globals;
  if (words.empty() || !looks_like_option(words[0])) {
    return globals;  // Mostly so, and then CLI11 need not be set up twice.
  }
  CLI::App app;
  app.set_help_flag();
  app.prefix_command();  // Reading stops at the command's name.
  const CLI::Option* const folders =
      app.add_option("-C")->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  static constexpr Option version_option{.name = "version", .help = ""};
  const CLI::Option* const version = add_option(app, version_option, nullptr);
  for (const Option& option : common_options()) {
    add_option(app, option, nullptr);
  }
  try {
    app.parse(reversed(words));
  } catch (const CLI::ArgumentMismatch&) {
    throw Error{ErrorKind::usage, fmt::format("{} needs a value", one_line(words.back()))};
  }

  const std::vector<std::string> rest = app.remaining();
  if (!rest.empty() && looks_like_option(rest[0])) {
    const std::string_view word = as_typed(rest[0]);
    constexpr std::array<std::string_view, 4> names{"color", "no-pager", "help", "version"};
    const std::string_view near =
        word.starts_with("--") ? find_nearest(word.substr(2), names) : std::string_view{};
    throw Error{ErrorKind::usage,
                fmt::format("arch has no option {} before a command", one_line(word)),
                near.empty() ? std::string{"`arch help` lists commands and options"}
                             : fmt::format("did you mean --{}?", near)};
  }
  for (const std::string& folder : folders->results()) {
    globals.folders.emplace_back(as_typed(folder));
  }
  if (const std::vector<std::string>& colors = app["--color"]->results(); !colors.empty()) {
    globals.color = as_typed(colors.back());
  }
  globals.no_pager = app.count("--no-pager") > 0;
  globals.help = app.count("--help") > 0;
  globals.version = !version->empty();
  globals.words = words.size() - rest.size();
  return globals;
}

}  // namespace arch::cmd
