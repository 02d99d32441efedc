#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/json.hpp"
#include "cmd/progress.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "FOLDER", .help = "The folder of another archive", .kind = ValueKind::folder},
};

constexpr std::array options{
    Option{.name = "json", .help = "Print one JSON record"},
};

constexpr std::array fields{
    Field{"articles", "that were new here"},
    Field{"captures", "that were added"},
    Field{"checks", "likewise"},
    Field{"annotations", "likewise"},
    Field{"stopped", "true if it was interrupted"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch import archive ../other-newsroom",
    "arch import archive /mnt/backup/elections-2026/.arch",
    "arch import archive ../other-newsroom --json",
};

std::filesystem::path find_other(const std::filesystem::path& typed) {
  std::error_code unknown;
  std::filesystem::path inside = typed / history::Archive::folder_name;
  if (std::filesystem::is_directory(inside, unknown)) {
    return inside;
  }
  const std::filesystem::path itself =
      std::filesystem::weakly_canonical(typed, unknown).lexically_normal();
  if (!unknown && itself.filename() == history::Archive::folder_name &&
      std::filesystem::is_directory(itself, unknown)) {
    return itself;
  }
  throw Error{ErrorKind::not_found,
              fmt::format("there is no archive in {}", one_line(typed.native())),
              "name the folder that has .arch in it"};
}

Exit run(const Arguments& given, Context& context) {
  const std::filesystem::path folder = find_other(given.positional()[0]);
  const auto ours = history::Archive::find_folder(".");
  std::error_code unknown;
  if (ours && std::filesystem::equivalent(*ours, folder, unknown)) {
    throw Error{ErrorKind::usage, "an archive cannot be added to itself"};
  }
  history::Archive archive = context.open_archive(store::OpenOptions::Access::write);
  const history::Archive other{folder, store::OpenOptions::Access::read};
  context.out().when_closed(Output::WhenClosed::go_on);

  history::Archive::Merged merged;
  bool stopped = false;
  DamagedArticles damaged{context};
  {
    ProgressLine progress;
    merged = archive.merge(
        other,
        [&](const store::Progress& step) {
          stopped = !progress.update("adding articles", step.done, step.total);
          return !stopped;
        },
        damaged.teller(other, &progress));
  }
  if (given.has("json")) {
    context.out().line(JsonRecord{}
                           .number("articles", merged.articles)
                           .number("captures", merged.captures)
                           .number("checks", merged.checks)
                           .number("annotations", merged.annotations)
                           .boolean("stopped", stopped)
                           .str());
  } else {
    context.out().line(fmt::format("{}, {}, {}, {}",
                                   counted(merged.articles, "new article"),
                                   counted(merged.captures, "capture"),
                                   counted(merged.checks, "check"),
                                   counted(merged.annotations, "annotation")));
  }
  if (stopped) {
    context.say("stopped; what was added is kept, and the same command goes on from there");
    return Exit::interrupted;
  }
  return damaged.exit();
}

}  // namespace

extern const Command import_archive_command{
    .name = "import archive",
    .summary = "Add everything that another archive has",
    .details =
        "The order in which archives are added to each other does not matter: all end up "
        "with the same\nrevisions under the same ids. What is here already is passed over.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
