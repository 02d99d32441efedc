#include "interop/git_trees.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace arch::interop {
namespace {

/// An entry as it stands in a tree.
std::string make_entry(std::string_view name, EntryKind kind, const GitId& id) {
  std::string entry = kind == EntryKind::folder ? "40000 " : "100644 ";
  entry += name;
  entry += '\0';
  entry += as_text(id.bytes);
  return entry;
}

/// Where an entry is in a tree, or would be.
struct Position {
  std::size_t offset = 0;
  bool exists = false;
};

Position find_entry(const GitId& tree, ByteView content, std::string_view name, EntryKind kind) {
  const TreeEntry wanted{.name = name, .kind = kind, .id = {}};
  TreeReader reader{tree, content};
  std::size_t offset = 0;
  while (const std::optional<TreeEntry> entry = reader.next()) {
    const std::strong_ordering order = compare_entries(*entry, wanted);
    if (order >= 0) {
      return {.offset = offset, .exists = order == 0};
    }
    offset = static_cast<std::size_t>(entry->name.data() - as_text(content).data()) +
             entry->name.size() + 1 + entry->id.bytes.size();
  }
  return {.offset = content.size(), .exists = false};
}

}  // namespace

void GitTrees::load(const GitRepository& repository, const GitId& root) {
  const auto& folders = paths_.folders();
  folders_.assign(folders.size(), {});
  for (std::size_t i = 0; i < folders.size(); ++i) {
    GitId id = root;
    if (i > 0) {
      const Folder& parent = folders_[folders[i].parent];
      const Position at = find_entry(parent.id, parent.content, folders[i].name, EntryKind::folder);
      if (!at.exists) {
        continue;  // nothing in it has been written yet
      }
      TreeReader reader{parent.id, ByteView{parent.content}.subspan(at.offset)};
      id = reader.next()->id;
    }
    const GitObject object = repository.read(id, GitKind::tree);
    folders_[i] = {.id = id, .content = {object.bytes().begin(), object.bytes().end()}};
  }
}

GitId GitTrees::put(const ExportPaths::Place& place,
                    std::string_view suffix,
                    const GitId& blob,
                    PackWriter& pack) {
  std::string name = place.file;
  name += suffix;
  folders_.resize(paths_.folders().size());
  ExportPaths::FolderNumber number = place.folder;
  GitId id = put_entry(folders_[number], name, EntryKind::file, blob, pack);
  while (number != 0) {
    const ExportPaths::Folder& folder = paths_.folders()[number];
    number = folder.parent;
    id = put_entry(folders_[number], folder.name, EntryKind::folder, id, pack);
  }
  return id;
}

GitId GitTrees::put_entry(
    Folder& folder, std::string_view name, EntryKind kind, const GitId& id, PackWriter& pack) {
  Bytes& content = folder.content;
  const PackWriter::Base base{.id = folder.id, .size = content.size()};
  const Position at = find_entry(folder.id, content, name, kind);
  const std::string entry = make_entry(name, kind, id);
  const auto begin = content.begin() + static_cast<std::ptrdiff_t>(at.offset);
  if (at.exists) {
    std::ranges::copy(as_bytes(entry), begin);
  } else {
    const ByteView bytes = as_bytes(entry);
    content.insert(begin, bytes.begin(), bytes.end());
  }
  // What stays the same: all before the entry, or before its id; and all after it.
  const std::size_t head = at.offset + (at.exists ? entry.size() - id.bytes.size() : 0);
  const std::size_t tail = at.offset + entry.size();
  const std::size_t old_tail = at.exists ? tail : at.offset;
  std::vector<codec::Copy> copies;
  if (head > 0) {
    copies.push_back({.target = 0, .source = 0, .size = static_cast<std::uint32_t>(head)});
  }
  if (tail < content.size()) {
    copies.push_back({.target = static_cast<std::uint32_t>(tail),
                      .source = static_cast<std::uint32_t>(old_tail),
                      .size = static_cast<std::uint32_t>(content.size() - tail)});
  }
  folder.id = pack.add(GitKind::tree, content, base, copies);
  return folder.id;
}

}  // namespace arch::interop
