#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "FOLDER",
             .help = "Where; made if it does not exist (default: the current folder)",
             .kind = ValueKind::folder,
             .count = Argument::Count::optional},
};

constexpr std::array<std::string_view, 3> examples{
    "arch init",
    "arch init ~/elections-2026",
    "arch -C ~/elections-2026 ls",
};

Exit run(const Arguments& given, Context& context) {
  const std::filesystem::path where = given.positional().empty() ? "." : given.positional()[0];
  history::Archive::create(where);
  const std::filesystem::path shown = (where / history::Archive::folder_name).lexically_normal();
  context.say(fmt::format("made an empty archive in {}", one_line(shown.native())));
  return Exit::ok;
}

}  // namespace

extern const Command init_command{
    .name = "init",
    .summary = "Make an empty archive",
    .details =
        "The archive is a folder .arch. Other commands find it from the folder they are run in or\n"
        "the nearest one above it, as git does.",
    .arguments = arguments,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
