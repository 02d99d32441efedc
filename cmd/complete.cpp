#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "WORD",
             .help = "The words after the program's name, up to the one to be completed",
             .count = Argument::Count::any},
};

constexpr std::array<std::string_view, 3> examples{
    "arch complete -- lo",
    "arch complete -- log --o",
    "arch complete -- diff ka",
};

/// Keys offered at once. Nobody reads more; more letters narrow them down.
constexpr std::uint64_t most_keys = 200;

/// What a shell may put in place of the last word: a line with the kind, a tab, the word, a tab and
/// what it means. Kinds: `word`; `open`, after which no blank goes; `file` and `folder`, which the
/// shell completes by itself.
class Candidates {
public:
  Candidates(std::string_view typed, Context& context) : typed_(typed), context_(context) {}

  void add(std::string_view word, std::string_view help) { add("word", word, help); }

  void add_choices(std::string_view prefix, std::string_view choices) {
    while (!choices.empty()) {
      const std::size_t bar = choices.find('|');
      add(fmt::format("{}{}", prefix, choices.substr(0, bar)), "");
      choices = bar == std::string_view::npos ? std::string_view{} : choices.substr(bar + 1);
    }
  }

  void add_commands() {
    for (const Command* const command : all_commands()) {
      if (command->visibility == Command::Visibility::listed) {
        const std::size_t blank = command->name.find(' ');
        const bool is_group = blank != std::string_view::npos;
        const std::string_view name = command->name.substr(0, blank);
        if (name != last_group_) {
          add(name, is_group ? "" : command->summary);
        }
        last_group_ = is_group ? name : "";
      }
    }
  }

  /// The second words of commands such as `import git`.
  void add_commands_of(std::string_view group) {
    for (const Command* const command : commands_of(group)) {
      add(command->name.substr(group.size() + 1), command->summary);
    }
  }

  void add_options(const Command& command) {
    for (const std::span<const Option> options : {command.options, common_options()}) {
      for (const Option& option : options) {
        add(fmt::format("--{}", option.name), option.help);
      }
    }
  }

  void add_values(ValueKind kind, std::string_view prefix, std::string_view choices) {
    switch (kind) {
      using enum ValueKind;
      case text:
      case number:
      case time:
        break;
      case choice:
        add_choices(prefix, choices);
        break;
      case file:
        context_.out().line("file");
        break;
      case folder:
        context_.out().line("folder");
        break;
      case article:
      case revision:
        add_keys(prefix);
        break;
      case command:
        add_commands();
        break;
    }
  }

private:
  void add(std::string_view kind, std::string_view word, std::string_view help) {
    if (word.starts_with(typed_)) {
      context_.out().line(fmt::format("{}\t{}\t{}", kind, word, help));
    }
  }

  void add_keys(std::string_view prefix) {
    if (!history::Archive::find_folder(".")) {
      return;
    }
    const history::Archive archive = context_.open_archive(store::OpenOptions::Access::read);
    const std::string_view start = typed_.substr(std::min(prefix.size(), typed_.size()));
    const std::vector<store::ArticleRow> rows =
        archive.store().list({.contains = std::string{start}, .limit = most_keys});
    for (const store::ArticleRow& row : rows) {
      // A key that would not survive a line of text is not offered; it can still be typed.
      if (is_printable(row.key)) {
        add(fmt::format("{}{}", prefix, row.key), one_line(row.listing.title));
      }
    }
  }

  std::string_view typed_;
  Context& context_;
  std::string_view last_group_;
};

const Option* find_option(const Command& command, std::string_view word) {
  for (const std::span<const Option> options : {command.options, common_options()}) {
    for (const Option& option : options) {
      const bool is_long = word.starts_with("--") && word.substr(2) == option.name;
      const bool is_short =
          option.letter != 0 && word.size() == 2 && word[0] == '-' && word[1] == option.letter;
      if (is_long || is_short) {
        return &option;
      }
    }
  }
  return nullptr;
}

/// Completes what follows the command's name; `before` are the words between it and `typed`.
void complete_arguments(const Command& command,
                        std::span<const std::string> before,
                        std::string_view typed,
                        Context& context) {
  Candidates candidates{typed, context};
  bool only_arguments = false;
  std::size_t place = 0;
  std::optional<ValueKind> kind;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::string_view word = before[i];
    const Option* const option = only_arguments ? nullptr : find_option(command, word);
    if (option != nullptr && option->arguments) {
      kind = option->arguments;
    }
    if (option != nullptr && !option->value.empty()) {
      if (i + 1 == before.size()) {
        candidates.add_values(option->kind, "", option->choices);
        return;
      }
      ++i;
    } else if (!only_arguments && word == "--") {
      only_arguments = true;
    } else if (only_arguments || word.size() < 2 || !word.starts_with('-')) {
      ++place;
    }
  }

  if (!only_arguments && typed.starts_with('-')) {
    const std::size_t equals = typed.find('=');
    if (equals == std::string_view::npos) {
      candidates.add_options(command);
    } else if (const Option* const option = find_option(command, typed.substr(0, equals))) {
      candidates.add_values(option->kind, typed.substr(0, equals + 1), option->choices);
    }
    return;
  }
  if (command.arguments.empty()) {
    return;
  }
  const Argument& last = command.arguments.back();
  const bool is_repeated =
      last.count == Argument::Count::any || last.count == Argument::Count::some;
  if (place >= command.arguments.size() && !is_repeated) {
    return;
  }
  const Argument& argument = command.arguments[std::min(place, command.arguments.size() - 1)];
  candidates.add_values(kind.value_or(argument.kind), "", argument.choices);
}

Exit run(const Arguments& given, Context& context) {
  std::span<const std::string> words = given.positional();
  const std::string_view typed = words.empty() ? std::string_view{} : words.back();
  words = words.empty() ? words : words.first(words.size() - 1);
  Candidates candidates{typed, context};

  // The options before the command, of which -C and --color have a value.
  while (!words.empty() && words[0].starts_with('-')) {
    const bool has_value = words[0] == "-C" || words[0] == "--color";
    if (has_value && words.size() == 1) {
      candidates.add_values(
          words[0] == "-C" ? ValueKind::folder : ValueKind::choice, "", "auto|always|never");
      return Exit::ok;
    }
    words = words.subspan(has_value ? 2 : 1);
  }
  if (words.empty()) {
    if (typed.starts_with('-')) {
      for (const std::string_view option : {"-C", "--color", "--help", "--no-pager", "--version"}) {
        candidates.add(option, "");
      }
    } else {
      candidates.add_commands();
    }
    return Exit::ok;
  }
  if (const Command* const command = find_command(words[0])) {
    if (command->name == "help" && words.size() == 2) {
      candidates.add_commands_of(words[1]);
    } else {
      complete_arguments(*command, words.subspan(1), typed, context);
    }
  } else if (words.size() == 1) {
    candidates.add_commands_of(words[0]);
  } else if (const Command* const member = find_command(fmt::format("{} {}", words[0], words[1]))) {
    complete_arguments(*member, words.subspan(2), typed, context);
  }
  return Exit::ok;
}

}  // namespace

extern const Command complete_command{
    .name = "complete",
    .summary = "List what a shell may complete a word to",
    .arguments = arguments,
    .examples = examples,
    .visibility = Command::Visibility::hidden,
    .run = run,
};

}  // namespace arch::cmd
