#include "interop/tree_diff.hpp"

namespace arch::interop {
namespace {

/// One folder being read, at its next entry. A folder that is not there has no entries.
class Cursor {
public:
  Cursor(const GitRepository& repository, const std::optional<GitId>& tree) {
    if (tree) {
      object_ = repository.read(*tree, GitKind::tree);
      reader_.emplace(*tree, object_->bytes());
      step();
    }
  }

  const std::optional<TreeEntry>& entry() const { return entry_; }

  /// Returns the entry and goes on to the next.
  std::optional<TreeEntry> take() {
    const std::optional<TreeEntry> entry = entry_;
    step();
    return entry;
  }

private:
  void step() { entry_ = reader_->next(); }

  std::optional<GitObject> object_;
  std::optional<TreeReader> reader_;
  std::optional<TreeEntry> entry_;
};

bool is_folder(const std::optional<TreeEntry>& entry) {
  return entry && entry->kind == EntryKind::folder;
}

class Comparison {
public:
  Comparison(const GitRepository& repository, const std::function<void(const TreeChange&)>& found)
      : repository_(repository), found_(found) {}

  /// Compares one folder; ids are absent where it does not exist.
  void compare(const std::optional<GitId>& before, const std::optional<GitId>& after) {
    Cursor old_cursor{repository_, before};
    Cursor new_cursor{repository_, after};
    while (old_cursor.entry() || new_cursor.entry()) {
      const std::strong_ordering order = compare_next(old_cursor, new_cursor);
      const auto old_entry = order <= 0 ? old_cursor.take() : std::nullopt;
      const auto new_entry = order >= 0 ? new_cursor.take() : std::nullopt;
      compare_entry(old_entry, new_entry);
    }
  }

private:
  /// At least one of them has a next entry.
  static std::strong_ordering compare_next(const Cursor& before, const Cursor& after) {
    if (!before.entry()) {
      return std::strong_ordering::greater;
    }
    if (!after.entry()) {
      return std::strong_ordering::less;
    }
    return compare_entries(*before.entry(), *after.entry());
  }

  /// Of one name; equal in git's order, so both are folders or none is.
  void compare_entry(const std::optional<TreeEntry>& before,
                     const std::optional<TreeEntry>& after) {
    if (before && after && before->id == after->id && before->kind == after->kind) {
      return;
    }
    const std::size_t folder_size = path_.size();
    path_ += (after ? after : before)->name;
    if ((is_folder(before) || is_folder(after)) && path_.size() < max_tree_path) {
      path_ += '/';
      compare(before ? std::optional{before->id} : std::nullopt,
              after ? std::optional{after->id} : std::nullopt);
    } else {
      found_({.path = path_, .before = before, .after = after});
    }
    path_.resize(folder_size);
  }

  const GitRepository& repository_;
  const std::function<void(const TreeChange&)>& found_;
  std::string path_;
};

}  // namespace

void compare_trees(const GitRepository& repository,
                   const std::optional<GitId>& before,
                   const GitId& after,
                   const std::function<void(const TreeChange&)>& found) {
  if (before != after) {
    Comparison{repository, found}.compare(before, after);
  }
}

}  // namespace arch::interop
