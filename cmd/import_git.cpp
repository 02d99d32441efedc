#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/describe.hpp"
#include "cmd/git_progress.hpp"
#include "cmd/json.hpp"
#include "interop/git_import.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "REPO",
             .help = "A git repository on this machine, with a working tree or bare",
             .kind = ValueKind::folder},
};

constexpr std::array options{
    Option{.name = "path-glob",
           .help = "Only files whose path matches, such as '*.md' or news/; may be repeated",
           .value = "GLOB"},
    Option{.name = "ref", .help = "Where to start (default: HEAD)", .value = "REF"},
    Option{.name = "no-renames", .help = "A file that was renamed is another article"},
    Option{.name = "binary", .help = "Take in files that do not look like text, too"},
    Option{.name = "json", .help = "Print one JSON record"},
};

constexpr std::array fields{
    Field{"commits", "that were looked at"},
    Field{"articles", "files with at least one version"},
    Field{"captures", "versions recorded now"},
    Field{"checks", "versions that said nothing new, recorded now"},
    Field{"absences", "removals of files, recorded now"},
    Field{"known", "versions and removals that the archive had already"},
    Field{"bytes", "of the versions that were read"},
    Field{"skipped_links", "versions left out: symbolic links"},
    Field{"skipped_submodules", "versions left out: submodules"},
    Field{"skipped_binary", "versions left out: they do not look like text"},
    Field{"skipped_large", "versions left out: larger than the largest page"},
    Field{"skipped_paths", "versions left out: the path is no key"},
    Field{"is_shallow", "true if older history is not in the repository"},
    Field{"stopped", "true if it was interrupted"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch import git ../news-corpus",
    "arch import git ../site.git --path-glob '*.html' --ref main",
    "arch import git . --path-glob articles/ --no-renames",
};

void print_json(const interop::GitImportReport& report, Context& context) {
  context.out().line(JsonRecord{}
                         .number("commits", report.commits)
                         .number("articles", report.articles)
                         .number("captures", report.captures)
                         .number("checks", report.checks)
                         .number("absences", report.absences)
                         .number("known", report.known)
                         .number("bytes", report.bytes)
                         .number("skipped_links", report.skipped.symbolic_links)
                         .number("skipped_submodules", report.skipped.submodules)
                         .number("skipped_binary", report.skipped.binary)
                         .number("skipped_large", report.skipped.too_large)
                         .number("skipped_paths", report.skipped.bad_paths)
                         .boolean("is_shallow", report.is_shallow)
                         .boolean("stopped", report.stopped)
                         .str());
}

void print_text(const interop::GitImportReport& report, Context& context) {
  std::string line = fmt::format("{} of {} from {}",
                                 counted(report.captures, "capture"),
                                 counted(report.articles, "article"),
                                 counted(report.commits, "commit"));
  if (report.checks > 0) {
    line += fmt::format(", {}", counted(report.checks, "check"));
  }
  if (report.absences > 0) {
    line += fmt::format(", {}", counted(report.absences, "removal"));
  }
  if (report.known > 0) {
    line += fmt::format("; {} known before", grouped(report.known));
  }
  context.out().line(line);
}

void warn_of_gaps(const interop::GitImportReport& report, Context& context) {
  const auto left_out = [&](std::uint64_t number, std::string_view why, std::string_view hint) {
    if (number > 0) {
      context.warn(fmt::format("left out {}: {}", counted(number, "version"), why), hint);
    }
  };
  left_out(report.skipped.symbolic_links, "symbolic links", {});
  left_out(report.skipped.submodules, "submodules", {});
  left_out(report.skipped.binary, "they do not look like text", "--binary takes them in");
  left_out(report.skipped.too_large,
           fmt::format("larger than {} MB", history::max_page_size / (std::size_t{1024} * 1024)),
           {});
  left_out(report.skipped.bad_paths, "their paths cannot be keys", {});
  for (const std::string& path : report.bad_paths) {
    context.say("  " + path);
  }
  if (report.is_shallow) {
    context.warn("the repository is shallow: what its oldest commits changed is not known",
                 "`git fetch --unshallow` there, then import again");
  }
  if (report.is_empty) {
    context.warn("the repository has no commit yet");
  }
}

Exit run(const Arguments& given, Context& context) {
  interop::GitImportOptions wanted;
  for (const std::string_view pattern : given.all("path-glob")) {
    wanted.path_patterns.emplace_back(pattern);
  }
  wanted.revision = given.find("ref").value_or("HEAD");
  if (given.has("no-renames")) {
    wanted.renames = interop::Renames::ignore;
  }
  if (given.has("binary")) {
    wanted.binary_files = interop::BinaryFiles::take;
  }

  history::Archive archive = context.open_archive(store::OpenOptions::Access::write);
  context.out().when_closed(Output::WhenClosed::go_on);
  const interop::GitImportReport report = with_git_progress([&](const auto& on_progress) {
    wanted.on_progress = on_progress;
    return interop::import_git(given.positional()[0], archive, wanted);
  });
  if (given.has("json")) {
    print_json(report, context);
  } else {
    print_text(report, context);
  }
  warn_of_gaps(report, context);
  if (report.stopped) {
    context.say("stopped; what was recorded is kept, and the same command goes on from there");
    return Exit::interrupted;
  }
  return Exit::ok;
}

}  // namespace

extern const Command import_git_command{
    .name = "import git",
    .summary = "Add the history of every file in a git repository",
    .details =
        "Each file becomes an article, each commit that changed it a look at it, seen when it was "
        "committed;\nauthor, message and id of the commit are kept as its source. Renames are "
        "followed as git finds them.\nImporting again adds only what is new.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
