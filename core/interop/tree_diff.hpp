#pragma once

#include "interop/git_object.hpp"
#include "interop/git_repository.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace arch::interop {

/// A path at which a commit differs from every one of its parents. Views of the moment: copy what
/// must last.
struct TreeChange {
  const std::string& path;          ///< bytes; folders separated by `/`
  std::optional<TreeEntry> before;  ///< in the first parent
  std::optional<TreeEntry> after;   ///< nullopt: removed
};

/// Longest path that is followed, in bytes. A folder with a longer one is reported itself, not
/// entered: what bounds recursion.
inline constexpr std::size_t max_tree_path = 4096;

/// Calls `found` for each path that is neither a folder nor the same in `after` as in any tree of
/// `before`; a removal counts when all of `before` had the path. With one parent that is the
/// ordinary difference, with several it is what a merge itself changed, and with none everything.
///
/// Reads only folders that differ from their counterparts in all parents, so the cost is that of
/// the change, not of the tree. Throws Error{corrupt} naming a missing or damaged tree.
void compare_trees(const GitRepository& repository,
                   const GitId& after,
                   std::span<const GitId> before,
                   const std::function<void(const TreeChange&)>& found);

}  // namespace arch::interop
