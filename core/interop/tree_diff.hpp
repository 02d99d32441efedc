#pragma once

#include "interop/git_object.hpp"
#include "interop/git_repository.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace arch::interop {

/// A path at which two trees differ. Views of the moment: copy what must last.
struct TreeChange {
  const std::string& path;          ///< bytes; folders separated by `/`
  std::optional<TreeEntry> before;  ///< nullopt: added
  std::optional<TreeEntry> after;   ///< nullopt: removed
};

/// Longest path that is followed, in bytes. A folder with a longer one is reported itself, not
/// entered: what bounds recursion.
inline constexpr std::size_t max_tree_path = 4096;

/// Calls `found` for each path that is no folder and differs, in git's order of paths. Without a
/// `before` that is every path.
///
/// Reads only folders that differ, so the cost is that of the change, not of the tree. Throws
/// Error{corrupt} naming a missing or damaged tree.
void compare_trees(const GitRepository& repository,
                   const std::optional<GitId>& before,
                   const GitId& after,
                   const std::function<void(const TreeChange&)>& found);

}  // namespace arch::interop
