#include "interop/tree_diff.hpp"

#include <algorithm>
#include <vector>

namespace arch::interop {
namespace {

/// One folder being read, at its next entry. A folder that is not there has no entries.
class Cursor {
public:
  Cursor() = default;
  Cursor(const GitRepository& repository, const GitId& tree)
      : object_(repository.read(tree, GitKind::tree)), reader_(TreeReader{tree, object_->bytes()}) {
    step();
  }

  const std::optional<TreeEntry>& entry() const { return entry_; }

  void step() { entry_ = reader_->next(); }

  /// Steps up to `target` and returns the entry there, if there is one.
  std::optional<TreeEntry> seek(const TreeEntry& target) {
    while (entry_ && compare_entries(*entry_, target) < 0) {
      step();
    }
    return entry_ && compare_entries(*entry_, target) == 0 ? entry_ : std::nullopt;
  }

private:
  std::optional<GitObject> object_;
  std::optional<TreeReader> reader_;
  std::optional<TreeEntry> entry_;
};

bool is_same(const TreeEntry& a, const TreeEntry& b) {
  return a.id == b.id && a.kind == b.kind;
}

class Comparison {
public:
  Comparison(const GitRepository& repository, const std::function<void(const TreeChange&)>& found)
      : repository_(repository), found_(found) {}

  /// Compares one folder; ids are absent where it does not exist.
  void compare(const std::optional<GitId>& after, std::span<const std::optional<GitId>> before) {
    Cursor new_cursor = open(after);
    std::vector<Cursor> old_cursors;
    old_cursors.reserve(before.size());
    for (const std::optional<GitId>& tree : before) {
      old_cursors.push_back(open(tree));
    }
    std::vector<std::optional<TreeEntry>> old_entries(before.size());
    while (const std::optional<TreeEntry> next = first_name(new_cursor, old_cursors)) {
      const std::optional<TreeEntry> new_entry = new_cursor.seek(*next);
      std::ranges::transform(
          old_cursors, old_entries.begin(), [&next](Cursor& cursor) { return cursor.seek(*next); });
      compare_entry(*next, new_entry, old_entries);
      if (new_entry) {
        new_cursor.step();
      }
      for (std::size_t i = 0; i < old_cursors.size(); ++i) {
        if (old_entries[i]) {
          old_cursors[i].step();
        }
      }
    }
  }

private:
  Cursor open(const std::optional<GitId>& tree) const {
    return tree ? Cursor{repository_, *tree} : Cursor{};
  }

  /// What is removed was in the first parent, so that a walk over these two sees every change.
  static std::optional<TreeEntry> first_name(const Cursor& after, std::span<const Cursor> before) {
    const std::optional<TreeEntry>& a = after.entry();
    if (before.empty() || !before.front().entry()) {
      return a;
    }
    const std::optional<TreeEntry>& b = before.front().entry();
    return a && compare_entries(*a, *b) < 0 ? a : b;
  }

  void compare_entry(const TreeEntry& name,
                     const std::optional<TreeEntry>& after,
                     std::span<const std::optional<TreeEntry>> before) {
    const bool same_as_a_parent = std::ranges::any_of(before, [&](const auto& entry) {
      return entry.has_value() == after.has_value() && (!after || is_same(*entry, *after));
    });
    if (same_as_a_parent) {
      return;
    }
    const std::size_t folder_size = path_.size();
    path_ += name.name;
    if (name.kind == EntryKind::folder && path_.size() < max_tree_path) {
      path_ += '/';
      std::vector<std::optional<GitId>> old_folders;
      for (const std::optional<TreeEntry>& entry : before) {
        old_folders.push_back(entry ? std::optional{entry->id} : std::nullopt);
      }
      compare(after ? std::optional{after->id} : std::nullopt, old_folders);
    } else {
      found_({.path = path_,
              .before = before.empty() ? std::nullopt : before.front(),
              .after = after});
    }
    path_.resize(folder_size);
  }

  const GitRepository& repository_;
  const std::function<void(const TreeChange&)>& found_;
  std::string path_;
};

}  // namespace

void compare_trees(const GitRepository& repository,
                   const GitId& after,
                   std::span<const GitId> before,
                   const std::function<void(const TreeChange&)>& found) {
  if (std::ranges::find(before, after) != before.end()) {
    return;
  }
  const std::vector<std::optional<GitId>> old_trees(before.begin(), before.end());
  Comparison{repository, found}.compare(after, old_trees);
}

}  // namespace arch::interop
