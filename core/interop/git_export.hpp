#pragma once

#include "history/archive.hpp"
#include "interop/git_history.hpp"
#include "interop/git_object.hpp"
#include "interop/git_repository.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace arch::interop {

/// Whether pages are exported beside documents.
enum class GitPages { leave_out, take };

struct GitExportOptions {
  /// The branch of documents. Pages go to pages_branch(), so that the commits of documents are the
  /// same with and without them.
  std::string branch = "main";
  GitPages pages = GitPages::leave_out;
  /// Of the repository, if it does not exist yet.
  GitRepository::Kind kind = GitRepository::Kind::with_files;
  /// Counts articles while listing; while recording revisions of each branch, each twice: when its
  /// text is written and when its commit is.
  OnGitProgress on_progress = {};
  /// Of articles that are left out; empty: damage is thrown.
  store::OnDamagedArticle damaged = {};
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

/// The branch that the pages beside a branch of documents go to.
std::string pages_branch(const std::string& branch);

}  // namespace arch::interop
