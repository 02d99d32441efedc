#pragma once

#include "interop/git_export.hpp"
#include "interop/git_history.hpp"
#include "interop/git_object.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace arch::interop {

/// What to do when the remote branch is an earlier export, whose history is no longer the
/// archive's.
enum class GitForce { no, yes };

struct GitPushOptions {
  std::string branch = "main";
  GitPages pages = GitPages::leave_out;
  GitForce force = GitForce::no;
  OnGitProgress on_progress = {};  ///< counts the commits of each branch
};

struct GitPushReport {
  std::uint64_t commits = 0;           ///< that the remote has got now
  std::optional<GitId> replaced = {};  ///< the remote branch's earlier head, if it was overwritten
  bool stopped = false;                ///< by progress; what was sent is kept there
};

/// Sends the branch, and that of pages if asked, of the exported repository at `path` to the
/// repository at `url`: a path, file://, http(s):// or ssh; logins come from the URL or, for ssh,
/// from the agent.
///
/// Goes in steps of some thousand commits, so memory stays bounded, and a push that was stopped
/// goes on where it was. A remote branch is only moved from a commit that the repository here has:
/// when somebody else pushed there, Error{usage} says so, whatever options.force is. With
/// GitForce::no it is only moved forward.
///
/// Throws Error{not_found} when there is nothing to push, Error{network} when the remote cannot be
/// reached or refuses.
GitPushReport push_git(const std::filesystem::path& path,
                       const std::string& url,
                       const GitPushOptions& options = {});

}  // namespace arch::interop
