#pragma once

#include "base/bytes.hpp"
#include "interop/export_paths.hpp"
#include "interop/git_object.hpp"
#include "interop/git_repository.hpp"
#include "interop/pack_writer.hpp"

#include <string_view>
#include <vector>

namespace arch::interop {

/// The files of a branch that grows commit by commit.
///
/// All folders are held as git writes them, some 70 bytes a file: a commit changes one file, so it
/// changes some bytes in each folder above it, and those few are what the pack gets.
class GitTrees {
public:
  /// `paths` says which folders there are and must outlive this.
  explicit GitTrees(const ExportPaths& paths) : paths_(paths) {}

  /// Takes the files from a commit's tree `root`, which an earlier GitTrees made over the same
  /// paths. Throws Error{corrupt} when a tree is missing or damaged.
  void load(const GitRepository& repository, const GitId& root);

  /// Makes `blob` the content of the file at `place` (an article has always the same suffix),
  /// writes the changed folders, and returns the outermost one's id.
  GitId put(const ExportPaths::Place& place,
            std::string_view suffix,
            const GitId& blob,
            PackWriter& pack);

private:
  struct Folder {
    GitId id = {};
    Bytes content = {};
  };

  static GitId put_entry(
      Folder& folder, std::string_view name, EntryKind kind, const GitId& id, PackWriter& pack);

  const ExportPaths& paths_;
  std::vector<Folder> folders_;  // by ExportPaths::FolderNumber
};

}  // namespace arch::interop
