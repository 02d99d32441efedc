#pragma once

#include "base/bytes.hpp"
#include "interop/git_object.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct git_odb_object;

namespace arch::interop {

/// An object of a git repository, in memory.
class GitObject {
public:
  /// Takes what libgit2 gave.
  explicit GitObject(git_odb_object* object) : object_(object) {}

  /// Valid as long as this object lives.
  ByteView bytes() const;

private:
  struct Free {
    void operator()(git_odb_object* object) const noexcept;
  };
  std::unique_ptr<git_odb_object, Free> object_;
};

/// A git repository on this machine, and the only place that knows libgit2.
///
/// Ids are SHA-1; a SHA-256 repository is refused, because libgit2 1.5 cannot read one. One thread
/// at a time.
class GitRepository {
public:
  /// Opens the repository in `path`: bare, or a working tree with a `.git`. Throws
  /// Error{not_found} if there is nothing, Error{usage} if it is no repository or one that
  /// libgit2 cannot read, Error{io} when the system refuses.
  static GitRepository open(const std::filesystem::path& path);

  enum class Kind { with_files, bare };

  /// Makes a repository in `path`, whose HEAD is `branch`, with the folders above it. Throws
  /// Error{usage} if that is no name for a branch, Error{io}.
  static GitRepository create(const std::filesystem::path& path,
                              std::string_view branch,
                              Kind kind);

  ~GitRepository();
  GitRepository(GitRepository&&) noexcept;
  GitRepository& operator=(GitRepository&&) noexcept;

  bool is_bare() const;

  /// Returns whether HEAD is this branch, which may have no commit yet.
  bool has_head(std::string_view branch) const;

  /// Returns the commit of `refs/heads/<branch>`, or nullopt if there is no such branch.
  std::optional<GitId> find_branch(std::string_view branch) const;

  /// Returns the commit that `revision` names, as `git rev-parse` would, or nullopt.
  std::optional<GitId> find_commit(std::string_view revision) const;

  /// Returns whether any branch or tag exists.
  bool has_references() const;

  /// Returns the names of the local branches, sorted: `main`, `topic/a`.
  std::vector<std::string> branches() const;

  /// Commits whose parents were left out when the repository was cloned; none unless it is shallow.
  std::vector<GitId> shallow_commits() const;

  /// Reads an object, which must be there and of this kind. Its bytes hash to `id`. Throws
  /// Error{corrupt} naming the object when it is missing or damaged.
  GitObject read(const GitId& id, GitKind kind) const;

  /// Size in bytes of an object that must be there. Throws Error{corrupt}.
  std::size_t size_of(const GitId& id) const;

  bool contains(const GitId& id) const;

  /// Pairs of paths (old, new) where a file of `before` went on under another name in `after`, half
  /// or more of it the same: what git calls a rename. Looks at `paths` only.
  std::vector<std::pair<std::string, std::string>> find_renames(
      const GitId& before, const GitId& after, std::span<const std::string> paths) const;

  /// Where packs are.
  std::filesystem::path pack_folder() const;

  /// Makes packs readable that were written into pack_folder() since the repository was opened.
  void reload_packs();

  /// Makes `refs/heads/<branch>` point at `to`. Throws Error{busy} if it no longer points at
  /// `from` (nullopt: if it exists).
  void move_branch(std::string_view branch, const std::optional<GitId>& from, const GitId& to);

  /// Makes the reference `name` point at `to`, whatever it pointed at before.
  void set_reference(const std::string& name, const GitId& to);
  void remove_reference(const std::string& name);

  /// Makes the working tree and the index what `commit` has. Files that differ from the index, and
  /// files that git does not know, are somebody's work and stay. Returns how many stay that the
  /// commit would have changed.
  std::uint64_t check_out(const GitId& commit);

  /// Returns the commit of a branch of the repository at `url`: a path, file://, http(s):// or ssh;
  /// nullopt if there is no such branch. Throws Error{network}.
  std::optional<GitId> find_remote_branch(const std::string& url, std::string_view branch) const;

  /// What to do when the remote branch has commits that `commit` does not descend from.
  enum class Overwrite { no, yes };

  /// Sends `commit` to the branch at `url`. Returns false if `is_going_on`, which is called often,
  /// stopped it; the branch is then as it was. Logins come from the URL or, for ssh, from the
  /// agent. Throws Error{network} when the remote cannot be reached or refuses.
  bool push(const std::string& url,
            const GitId& commit,
            std::string_view branch,
            Overwrite overwrite,
            const std::function<bool()>& is_going_on);

private:
  struct State;
  explicit GitRepository(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Path patterns as in git's commands (gitglossary(7), pathspec): `*.md`, `news/`, `2015/*/a*`.
class PathPatterns {
public:
  /// No patterns match every path.
  explicit PathPatterns(std::span<const std::string> patterns);
  ~PathPatterns();
  PathPatterns(PathPatterns&&) noexcept;
  PathPatterns& operator=(PathPatterns&&) noexcept;

  bool matches(const std::string& path) const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace arch::interop
