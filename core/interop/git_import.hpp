#pragma once

#include "history/archive.hpp"
#include "interop/git_history.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace arch::interop {

/// Whether files are taken in that do not look like text: those with a NUL in their first 8,000
/// bytes, which is also how git tells.
enum class BinaryFiles { skip, take };

struct GitImportOptions {
  std::vector<std::string> path_patterns = {};  ///< see PathPatterns; none: every file
  std::string revision = "HEAD";                ///< where to start, as for git rev-parse
  Renames renames = Renames::follow;
  BinaryFiles binary_files = BinaryFiles::skip;
  OnGitProgress on_progress = {};
};

struct GitImportReport {
  std::uint64_t commits = 0;   ///< walked
  std::uint64_t articles = 0;  ///< with at least one version
  std::uint64_t captures = 0;  ///< new captures
  std::uint64_t checks = 0;    ///< new checks: versions whose document was what it was before
  std::uint64_t absences = 0;  ///< removals
  std::uint64_t known = 0;     ///< versions and removals that the archive had already
  std::uint64_t bytes = 0;     ///< of the versions that were read
  /// Versions that were left out, by reason.
  struct Skipped {
    std::uint64_t symbolic_links = 0;
    std::uint64_t submodules = 0;
    std::uint64_t binary = 0;
    std::uint64_t too_large = 0;  ///< larger than history::max_page_size
    std::uint64_t bad_paths = 0;  ///< the path is no key: not UTF-8, control characters, too long
  } skipped = {};
  std::vector<std::string> bad_paths = {};  ///< up to max_bad_paths of them, fit for a terminal
  bool is_empty = false;                    ///< the repository has no commit at all
  bool is_shallow = false;                  ///< what its oldest commits changed is not known
  bool stopped = false;                     ///< by progress; everything counted here is kept
};

inline constexpr std::size_t max_bad_paths = 20;

/// Adds the history of every file in the git repository at `path` to `archive`: an article whose
/// key is the file's newest path, with a look for each commit that changed the file, observed when
/// it was committed, and an origin record for each such commit.
///
/// What is there already is not read again, so the same import continues one that was stopped, and
/// costs little when nothing is new. Transactions are short (see git_import.cpp); what is done
/// stays when progress stops the import or an error ends it.
///
/// Throws Error{not_found} when there is no repository or no such revision, Error{usage} when it
/// cannot be read by us, Error{corrupt} naming the object that is missing or damaged.
GitImportReport import_git(const std::filesystem::path& path,
                           history::Archive& archive,
                           const GitImportOptions& options = {});

}  // namespace arch::interop
