#pragma once

#include "base/time.hpp"
#include "interop/git_object.hpp"
#include "interop/git_repository.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace arch::interop {

/// How far a long piece of work has come.
struct GitProgress {
  enum class Stage {
    listing,    ///< commits found
    comparing,  ///< commits compared with their parents
    recording,  ///< versions of files recorded, or revisions written
  } stage = Stage::listing;
  std::uint64_t done = 0;
  std::uint64_t total = 0;  ///< 0: not known yet
};

/// Called often; returning false stops the work cleanly.
using OnGitProgress = std::function<bool(const GitProgress&)>;

/// Whether a file that was renamed goes on as the same article.
enum class Renames { follow, ignore };

/// A commit that was walked.
struct WalkedCommit {
  GitId id;
  GitId tree;
  UtcTime time;  ///< of committing
};

/// What one commit made of one file.
struct FileVersion {
  std::uint32_t article = 0;  ///< index into GitHistory::paths: the file's newest path
  std::uint32_t path = 0;     ///< index into GitHistory::paths: its path in that commit
  std::uint32_t commit = 0;   ///< index into GitHistory::commits
  GitId blob;                 ///< zero: the commit removed the file

  bool is_removal() const { return blob.is_zero(); }
};

/// Every version of every file that a commit's history has.
struct GitHistory {
  std::vector<WalkedCommit> commits = {};  ///< children before their parents, newest first
  std::vector<std::string> paths = {};     ///< as in the repository: any bytes
  /// By article, then oldest first, none the same as the one before it nor a removal of nothing.
  std::vector<FileVersion> versions = {};
  std::uint64_t symbolic_links = 0;  ///< versions that were left out because they are links
  std::uint64_t submodules = 0;
  std::uint64_t long_paths = 0;  ///< folders whose path is longer than max_tree_path
  bool is_shallow = false;       ///< history before some commits is not in the repository
  bool stopped = false;          ///< by progress; the rest is then incomplete
};

/// Most versions that are held in memory, at 32 bytes each; above, Error{usage} asks for patterns.
/// The largest public data set of article revisions, NewsEdits, has 4.6 million.
inline constexpr std::size_t max_file_versions = 6'000'000;

struct HistoryOptions {
  Renames renames = Renames::follow;
  OnGitProgress on_progress = {};
};

/// Walks everything that `head` descends from and lists the versions of the files whose newest path
/// matches `patterns`.
///
/// Each commit is compared with its parents. What a merge says of a file is a version of its own
/// only where it is not what the commit walked before it said, so that the last version of every
/// file is what `head` has. Renames are found as git finds them, in commits with one parent that
/// both add and remove files: equal content first, then half or more of it the same. A file that
/// had a path while the one that got it later was still called something else is an article of its
/// own, called `path (until 1a2b3c…)` after the commit that ended it.
///
/// Throws Error{corrupt} naming a missing or damaged commit or tree.
GitHistory read_git_history(const GitRepository& repository,
                            const GitId& head,
                            const PathPatterns& patterns,
                            const HistoryOptions& options);

}  // namespace arch::interop
