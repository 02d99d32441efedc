#include "interop/git_push.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "interop/git_repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::interop {
namespace {

/// Commits sent at once. libgit2 holds what it sends, some 25 KB a commit (243 MB for 10,000).
constexpr std::size_t step = 2'500;

/// Commits between two calls of progress while looking for what the remote has.
constexpr std::size_t looking_step = 1'024;

/// What is to be sent to one branch.
struct Plan {
  std::vector<GitId> commits = {};     // newest first
  std::optional<GitId> replaced = {};  // remote head that is not below them
  bool stopped = false;
};

/// The first-parent line from `head` down to `end`, which is left out, or to its beginning.
Plan plan_push(const GitRepository& repository,
               const GitId& head,
               const std::optional<GitId>& end,
               const OnGitProgress& on_progress) {
  Plan plan;
  std::optional<GitId> next = head;
  while (next && next != end) {
    if (plan.commits.size() % looking_step == 0 && on_progress &&
        !on_progress({.stage = GitProgress::Stage::listing, .done = plan.commits.size()})) {
      plan.stopped = true;
      return plan;
    }
    plan.commits.push_back(*next);
    const GitObject object = repository.read(*next, GitKind::commit);
    const GitCommit commit = parse_commit(*next, object.bytes());
    next = commit.parents.empty() ? std::nullopt : std::optional{commit.parents.front()};
  }
  if (next != end) {
    plan.replaced = end;
  }
  return plan;
}

Error refuse_to_overwrite(const std::string& branch,
                          const GitId& remote,
                          std::string_view problem,
                          std::string hint) {
  return Error{ErrorKind::usage,
               fmt::format("pushing branch {}: the remote has commit {} there, {}",
                           one_line(branch),
                           remote.hex().substr(0, 12),
                           problem),
               std::move(hint)};
}

void push_branch(GitRepository& repository,
                 const std::string& url,
                 const std::string& branch,
                 const GitPushOptions& options,
                 GitPushReport& report) {
  const std::optional<GitId> head = repository.find_branch(branch);
  if (!head) {
    throw Error{ErrorKind::not_found,
                fmt::format("pushing branch {}: there is none", one_line(branch)),
                "export first; an archive without revisions has nothing to push"};
  }
  const std::optional<GitId> remote = repository.find_remote_branch(url, branch);
  if (remote && !repository.contains(*remote)) {
    throw refuse_to_overwrite(branch,
                              *remote,
                              "which this export does not have",
                              "somebody else pushed there; push to another branch or repository");
  }
  const Plan plan = plan_push(repository, *head, remote, options.on_progress);
  if (plan.replaced && options.force == GitForce::no) {
    throw refuse_to_overwrite(branch,
                              *remote,
                              "an earlier export; the archive has got older looks since",
                              "look at what differs, then overwrite it with --force");
  }
  report.stopped = plan.stopped;
  std::size_t rest = plan.commits.size();
  while (rest > 0 && !report.stopped) {
    const auto is_going_on = [&] {
      return !options.on_progress || options.on_progress({.stage = GitProgress::Stage::recording,
                                                          .done = plan.commits.size() - rest,
                                                          .total = plan.commits.size()});
    };
    if (!is_going_on()) {
      report.stopped = true;
      break;
    }
    const std::size_t sent = std::min(step, rest);
    const bool overwrites = plan.replaced && rest == plan.commits.size();
    if (!repository.push(url,
                         plan.commits[rest - sent],
                         branch,
                         overwrites ? GitRepository::Overwrite::yes : GitRepository::Overwrite::no,
                         is_going_on)) {
      report.stopped = true;
      break;
    }
    if (overwrites) {
      report.replaced = plan.replaced;
    }
    report.commits += sent;
    rest -= sent;
  }
}

}  // namespace

GitPushReport push_git(const std::filesystem::path& path,
                       const std::string& url,
                       const GitPushOptions& options) {
  GitRepository repository = GitRepository::open(path);
  GitPushReport report;
  push_branch(repository, url, options.branch, options, report);
  if (options.pages == GitPages::take && !report.stopped) {
    push_branch(repository, url, pages_branch(options.branch), options, report);
  }
  return report;
}

}  // namespace arch::interop
