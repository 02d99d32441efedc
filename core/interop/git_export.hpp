#pragma once

#include "history/archive.hpp"
#include "interop/git_history.hpp"
#include "interop/git_object.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace arch::interop {

/// Whether pages are exported beside documents.
enum class GitPages { leave_out, take };

/// What is made when the folder of an export does not exist yet.
enum class GitRepositoryKind { with_files, bare };

struct GitExportOptions {
  /// The branch of documents. Pages go to a branch of their own, `<branch>-pages`, so that the
  /// commits of documents are the same with and without them.
  std::string branch = "main";
  GitPages pages = GitPages::leave_out;
  GitRepositoryKind kind = GitRepositoryKind::with_files;
  /// Counts revisions, each twice: when its texts are written and when its commit is.
  OnGitProgress on_progress = {};
};

/// What became of one branch.
struct GitBranchReport {
  std::string branch = {};
  std::optional<GitId> head = {};  ///< nullopt: the archive has nothing to export
  std::uint64_t commits = 0;       ///< on the branch now
  std::uint64_t added = 0;         ///< of these, written now
  /// The branch's earlier head, if the history that it had is no longer the archive's, because
  /// older looks arrived since. It is kept under refs/arch/replaced/<id>.
  std::optional<GitId> replaced = {};
};

struct GitExportReport {
  GitBranchReport documents = {};
  std::optional<GitBranchReport> pages = {};  ///< if they were asked for
  bool is_new = false;                        ///< the repository was made now
  /// Files of the working tree that somebody changed, and that were left as they are.
  std::uint64_t kept_files = 0;
  bool stopped = false;  ///< by progress; the commits counted are kept
};

/// Writes the archive's revisions to the git repository at `path`, one commit each, in order of
/// observation (ties: by id), each holding the documents of all articles as they were then:
/// docs/git.md describes paths and messages.
///
/// The same archive gives the same commits, whatever the order in which it got its records, and
/// however often it was exported in between: what is there is compared with the archive's
/// revisions, and only what follows is written. Where they part (older looks arrived since), the
/// branch is written anew from there on and its earlier head kept, see GitBranchReport.
///
/// The repository is made if there is none, with a working tree unless options.kind is bare. In one
/// that is there, other branches are not touched. When HEAD is the branch, the working tree
/// follows.
///
/// Throws Error{usage} when `path` is a folder of something else, or the branch has commits that
/// arch did not write; nothing is changed then. Throws Error{busy} when somebody moves the branch
/// meanwhile.
GitExportReport export_git(const history::Archive& archive,
                           const std::filesystem::path& path,
                           const GitExportOptions& options = {});

/// What to do when the remote branch is an earlier export that the archive no longer agrees with.
enum class GitForce { no, yes };

struct GitPushOptions {
  std::string branch = "main";
  GitPages pages = GitPages::leave_out;
  GitForce force = GitForce::no;
  OnGitProgress on_progress = {};  ///< counts commits
};

struct GitPushReport {
  std::uint64_t commits = 0;           ///< that the remote has got now
  std::optional<GitId> replaced = {};  ///< the remote's earlier head, when it was overwritten
  bool stopped = false;                ///< by progress; what was sent is kept there
};

/// Sends the branch (and that of pages) of the exported repository at `path` to the repository at
/// `url`: a path, file://, http(s):// or ssh; logins come from the URL or, for ssh, from the agent.
/// Goes in steps of some thousand commits, so memory stays bounded and a push that is stopped goes
/// on where it was.
///
/// A remote branch is only ever moved from a commit that this repository has: when somebody else
/// pushed there, Error{usage} says so, whatever options.force is. With GitForce::no it is only
/// moved forward. Throws Error{not_found} when there is nothing to push, Error{network} when the
/// remote cannot be reached or refuses.
GitPushReport push_git(const std::filesystem::path& path,
                       const std::string& url,
                       const GitPushOptions& options = {});

}  // namespace arch::interop
