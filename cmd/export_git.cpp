#include "base/error.hpp"
#include "base/printable.hpp"
#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/damaged_articles.hpp"
#include "cmd/describe.hpp"
#include "cmd/git_progress.hpp"
#include "cmd/json.hpp"
#include "cmd/temporary_folder.hpp"
#include "interop/git_export.hpp"
#include "interop/git_push.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <optional>
#include <string>

namespace arch::cmd {
namespace {

constexpr std::array arguments{
    Argument{.name = "FOLDER",
             .help = "The git repository; made if there is none. With --push it may be left out",
             .kind = ValueKind::folder,
             .count = Argument::Count::optional},
};

constexpr std::array options{
    Option{.name = "pages", .help = "Also export pages as served, to the branch BRANCH-pages"},
    Option{.name = "branch", .help = "The branch to write (default: main)", .value = "BRANCH"},
    Option{.name = "bare", .help = "Make a repository without a working tree"},
    Option{.name = "push", .help = "Then send it to this repository", .value = "URL"},
    Option{.name = "force",
           .help = "With --push: overwrite an earlier export that older looks have changed"},
    Option{.name = "json", .help = "Print one JSON record per branch"},
};

constexpr std::array fields{
    Field{"branch", "its name"},
    Field{"head", "id of its newest commit; null if the archive has nothing to export"},
    Field{"commits", "on the branch now"},
    Field{"added", "of these, written now"},
    Field{"replaced",
          "id of the branch's earlier head, if older looks changed its history; or null"},
    Field{"stopped", "true if it was interrupted"},
};

constexpr std::array<std::string_view, 3> examples{
    "arch export git ../kagame-history",
    "arch export git ../history.git --bare --pages",
    "arch export git --push git@example.org:newsroom/history.git",
};

void print(const interop::GitBranchReport& branch, bool stopped, bool as_json, Context& context) {
  if (as_json) {
    const auto text = [](const std::optional<interop::GitId>& id) {
      return id ? std::optional{id->hex()} : std::nullopt;
    };
    const std::optional<std::string> head = text(branch.head);
    const std::optional<std::string> replaced = text(branch.replaced);
    context.out().line(JsonRecord{}
                           .text("branch", branch.branch)
                           .text("head", head)
                           .number("commits", branch.commits)
                           .number("added", branch.added)
                           .text("replaced", replaced)
                           .boolean("stopped", stopped)
                           .str());
    return;
  }
  context.out().line(fmt::format("{}: {}, {} new{}",
                                 one_line(branch.branch),
                                 counted(branch.commits, "commit"),
                                 grouped(branch.added),
                                 branch.head ? ", head " + branch.head->hex().substr(0, 12) : ""));
  if (branch.replaced) {
    context.warn(
        fmt::format("older looks have arrived, so branch {} was written anew",
                    one_line(branch.branch)),
        fmt::format("what it was is kept as refs/arch/replaced/{}", branch.replaced->hex()));
  }
}

Exit stopped(bool is_kept, Context& context) {
  context.say(is_kept ? "stopped; what was written is kept, and the same command goes on from there"
                      : "stopped; without a FOLDER nothing was kept");
  return Exit::interrupted;
}

Exit run(const Arguments& given, Context& context) {
  if (given.has("force") && !given.has("push")) {
    throw Error{ErrorKind::usage, "--force says how to --push, which is not asked for"};
  }
  const bool is_kept = !given.positional().empty();
  if (!is_kept && !given.has("push")) {
    throw Error{ErrorKind::usage,
                "`arch export git` needs a FOLDER to write, or --push URL to send to",
                "`arch export git --help` lists what it takes"};
  }
  interop::GitExportOptions wanted;
  wanted.branch = given.find("branch").value_or(wanted.branch);
  if (given.has("pages")) {
    wanted.pages = interop::GitPages::take;
  }
  if (given.has("bare") || !is_kept) {
    wanted.kind = interop::GitRepository::Kind::bare;
  }

  const history::Archive archive = context.open_archive(store::OpenOptions::Access::read);
  context.out().when_closed(Output::WhenClosed::go_on);
  std::optional<TemporaryFolder> temporary;
  const std::filesystem::path folder =
      is_kept ? std::filesystem::path{given.positional()[0]} : temporary.emplace("export").path();
  DamagedArticles damaged{context};
  wanted.damaged = damaged.teller(archive, nullptr);
  const interop::GitExportReport report = with_git_progress([&](const auto& on_progress) {
    wanted.on_progress = on_progress;
    return interop::export_git(archive, folder, wanted);
  });
  print(report.documents, report.stopped, given.has("json"), context);
  if (report.pages) {
    print(*report.pages, report.stopped, given.has("json"), context);
  }
  if (report.kept_files > 0) {
    context.warn(fmt::format("left {} of the working tree as somebody changed them",
                             counted(report.kept_files, "file")),
                 "`git -C FOLDER status` lists them");
  }
  if (report.stopped) {
    return stopped(is_kept, context);
  }

  if (const auto url = given.find("push")) {
    interop::GitPushOptions push{.branch = wanted.branch, .pages = wanted.pages};
    if (given.has("force")) {
      push.force = interop::GitForce::yes;
    }
    const interop::GitPushReport sent = with_git_progress([&](const auto& on_progress) {
      push.on_progress = on_progress;
      return interop::push_git(folder, std::string{*url}, push);
    });
    context.say(fmt::format("sent {}", counted(sent.commits, "commit")));
    if (sent.replaced) {
      context.warn(fmt::format("overwrote the remote's {}", sent.replaced->hex()));
    }
    if (sent.stopped) {
      return stopped(is_kept, context);
    }
  }
  return damaged.exit();
}

}  // namespace

extern const Command export_git_command{
    .name = "export git",
    .summary = "Write the revisions of all articles to a git repository",
    .details =
        "One commit for each revision, in the order in which they were seen; its message names the "
        "revision's\nid. The same archive always gives the same commits, and exporting again adds "
        "only what is new.",
    .arguments = arguments,
    .options = options,
    .fields = fields,
    .examples = examples,
    .run = run,
};

}  // namespace arch::cmd
