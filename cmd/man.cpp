// Manual pages, made from the same descriptions as --help: roff with the macros of man(7).

#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/help.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "COMMAND",
             .help = "Such as log, or import git (default: the page about arch itself)",
             .kind = ValueKind::command,
             .count = Argument::Count::any},
};

constexpr std::array options{
    Option{.name = "list", .help = "Print the commands that have pages, one per line"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch man | man -l -",
    "arch man log | man -l -",
    "arch man --list",
};

/// `text` for roff: a backslash or dash means itself, and a line does not begin with a request.
std::string escaped(std::string_view text) {
  std::string safe;
  bool is_line_start = true;
  for (const char c : text) {
    if (is_line_start && (c == '.' || c == '\'')) {
      safe += "\\&";
    }
    switch (c) {
      case '\\':
        safe += "\\e";
        break;
      case '-':
        safe += "\\-";
        break;
      case '`':
        safe += "\\(ga";
        break;
      case '~':
        safe += "\\(ti";
        break;
      default:
        safe += c;
    }
    is_line_start = c == '\n';
  }
  return safe;
}

/// An example with the name that the program is installed under.
std::string with_program(std::string_view example, std::string_view program) {
  std::string text{example};
  for (std::size_t at = 0; (at = text.find("arch ", at)) != std::string::npos;) {
    const bool is_word = at == 0 || text[at - 1] == ' ' || text[at - 1] == '`';
    if (is_word) {
      text.replace(at, 4, program);
    }
    at += is_word ? program.size() : 1;
  }
  return text;
}

std::string upper(std::string_view text) {
  std::string letters{text};
  for (char& letter : letters) {
    letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return letters;
}

std::string title(std::string_view name) {
  return fmt::format(".TH \"{}\" 1 \"\" \"arch {}\" \"arch\"\n", escaped(upper(name)), version);
}

/// The name of a command's page: `newsarch-import-git`.
std::string page_name(const Command& command, std::string_view program) {
  std::string name = fmt::format("{}-{}", program, command.name);
  for (char& c : name) {
    c = c == ' ' ? '-' : c;
  }
  return name;
}

std::string item(std::string_view name, std::string_view meaning) {
  return fmt::format(".TP\n\\fB{}\\fR\n{}\n", escaped(name), escaped(meaning));
}

std::string command_page(const Command& command, std::string_view program) {
  const std::string name = page_name(command, program);
  std::string page = title(name);
  page += fmt::format(".SH NAME\n{} \\- {}\n", escaped(name), escaped(command.summary));
  page += fmt::format(".SH SYNOPSIS\n.B {}\n", escaped(usage_of(command, program)));
  page += ".SH DESCRIPTION\n";
  page += fmt::format("{}.\n", escaped(command.summary));
  if (!command.details.empty()) {
    page += fmt::format(".PP\n{}\n", escaped(with_program(command.details, program)));
  }
  if (!command.arguments.empty()) {
    page += ".SH ARGUMENTS\n";
    for (const Argument& argument : command.arguments) {
      page += item(argument.name, argument.help);
    }
  }
  page += ".SH OPTIONS\n";
  for (const std::span<const Option> list : {command.options, common_options()}) {
    for (const Option& option : list) {
      std::string text = option_text(option);
      text.erase(0, text.find_first_not_of(' '));
      page += item(text, option.help);
    }
  }
  if (!command.fields.empty()) {
    page += ".SH FIELDS OF \\-\\-JSON\n";
    for (const Field& field : command.fields) {
      page += item(field.name, field.help);
    }
  }
  page += fmt::format(".SH EXIT STATUS\n{}\n", escaped(exit_statuses));
  page += ".SH EXAMPLES\n.nf\n";
  for (const std::string_view example : command.examples) {
    page += escaped(with_program(example, program)) + "\n";
  }
  page += fmt::format(".fi\n.SH SEE ALSO\n.BR {} (1)\n", escaped(program));
  return page;
}

std::string program_page(std::string_view program) {
  std::string page = title(program);
  page += fmt::format(".SH NAME\n{} \\- keep every published revision of every news article\n",
                      escaped(program));
  page += fmt::format(
      ".SH SYNOPSIS\n.B {} [\\-C FOLDER] [\\-\\-color WHEN] [\\-\\-no\\-pager] COMMAND ...\n",
      escaped(program));
  page +=
      ".SH DESCRIPTION\nAn archive keeps the pages of news articles and the documents read out of "
      "them, every revision\nfor ever, and shows what changed, when, and how.\n.SH COMMANDS\n";
  for (const Command* const command : all_commands()) {
    if (command->visibility == Command::Visibility::listed) {
      page += fmt::format(".TP\n.BR {} (1)\n{}\n",
                          escaped(page_name(*command, program)),
                          escaped(command->summary));
    }
  }
  page += fmt::format(".SH EXIT STATUS\n{}\n", escaped(exit_statuses));
  return page;
}

Exit run(const Arguments& given, Context& context) {
  if (given.has("list")) {
    for (const Command* const command : all_commands()) {
      if (command->visibility == Command::Visibility::listed) {
        context.out().line(command->name);
      }
    }
    return Exit::ok;
  }
  if (given.positional().empty()) {
    context.out().write(program_page(context.program()));
    return Exit::ok;
  }
  std::vector<const char*> words;
  for (const std::string& word : given.positional()) {
    words.push_back(word.c_str());
  }
  context.out().write(command_page(*read_command(words).command, context.program()));
  return Exit::ok;
}

}  // namespace

extern const Command man_command{
    .name = "man",
    .summary = "Print the manual page of a command",
    .arguments = arguments,
    .options = options,
    .examples = examples,
    .visibility = Command::Visibility::hidden,
    .run = run,
};

}  // namespace arch::cmd
