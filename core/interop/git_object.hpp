#pragma once

#include "base/bytes.hpp"
#include "base/sha1.hpp"
#include "base/time.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::interop {

/// The name of an object in a git repository. All zero: no object.
struct GitId {
  Sha1Digest bytes = {};

  /// All 40 digits, lower case.
  std::string hex() const;
  /// Reads exactly 40 hex digits; anything else is nullopt.
  static std::optional<GitId> parse(std::string_view digits);

  bool is_zero() const { return *this == GitId{}; }

  friend auto operator<=>(const GitId&, const GitId&) = default;
};

/// Kinds of objects, numbered as in a pack (gitformat-pack(5)).
enum class GitKind : std::uint8_t { commit = 1, tree = 2, blob = 3 };

/// `commit`, `tree` or `blob`.
std::string_view name_of(GitKind kind);

/// Returns the name git gives to an object: the SHA-1 of `<kind> <size>\0<content>`.
GitId git_id(GitKind kind, ByteView content);

/// What a tree's entry may be (gitformat-tree: file modes).
enum class EntryKind : std::uint8_t { file, folder, symbolic_link, submodule };

/// One name in a folder. A view of the tree's bytes.
struct TreeEntry {
  std::string_view name;  ///< any bytes but NUL and `/`
  EntryKind kind = EntryKind::file;
  GitId id;
};

/// Git's order of names in a tree: bytewise, a folder as if its name ended with `/`.
std::strong_ordering compare_entries(const TreeEntry& a, const TreeEntry& b);

/// Reads the entries of the tree `id` one by one. The bytes must outlive it.
class TreeReader {
public:
  TreeReader(const GitId& id, ByteView content) : id_(id), rest_(as_text(content)) {}

  /// The next entry, or nullopt after the last. Throws Error{corrupt} on bytes that are no tree.
  std::optional<TreeEntry> next();

private:
  GitId id_;  // for messages
  std::string_view rest_;
};

/// Who did something and when. The texts are the repository's: bytes, usually UTF-8.
struct GitSignature {
  std::string person = {};  ///< `Name <email>`
  UtcTime time = {};
  std::string offset = {};  ///< from UTC, as git has it: `+0200`
};

struct GitCommit {
  GitId tree = {};
  std::vector<GitId> parents = {};
  GitSignature author = {};
  GitSignature committer = {};
  std::string message = {};  ///< bytes, usually UTF-8
};

/// Reads the commit `id`. Throws Error{corrupt} on bytes that are none, or whose time arch cannot
/// write.
GitCommit parse_commit(const GitId& id, ByteView content);

}  // namespace arch::interop

/// An id is a hash already.
template <>
struct std::hash<arch::interop::GitId> {
  std::size_t operator()(const arch::interop::GitId& id) const noexcept {
    std::size_t prefix;
    std::memcpy(&prefix, id.bytes.data(), sizeof prefix);
    return prefix;
  }
};
