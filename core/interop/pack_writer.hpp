#pragma once

#include "base/bytes.hpp"
#include "codec/delta.hpp"
#include "interop/git_object.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace arch::interop {

/// Writes objects into one pack of a git repository (gitformat-pack(5)), in the order in which they
/// are added, each compressed by itself or as its difference from one before.
///
/// libgit2 can write too, but looks for good bases itself, by trying many; who exports knows them:
/// the same file one commit before. docs/decisions/0004-libgit2.md has the measurements.
///
/// Nothing is in the repository until finish(). Without it, the file that was begun is removed.
/// Memory: some 60 bytes an object. One thread at a time.
class PackWriter {
public:
  /// Begins a pack in `folder`, the repository's objects/pack. Throws Error{io}.
  explicit PackWriter(std::filesystem::path folder);
  ~PackWriter();
  PackWriter(PackWriter&&) noexcept;
  PackWriter& operator=(PackWriter&&) noexcept;

  /// Adds an object, unless the pack has it, and returns its id. Throws Error{io}.
  GitId add(GitKind kind, ByteView content);

  /// What an object differs from.
  struct Base {
    GitId id;              ///< in this pack, or else the object is written whole
    std::size_t size = 0;  ///< of its content
  };

  /// Adds an object of which `copies` says what it shares with `base`, as codec::find_copies()
  /// does. Written whole when the chain of bases would be longer than max_chain.
  GitId add(GitKind kind, ByteView content, const Base& base, std::span<const codec::Copy> copies);

  std::size_t objects() const;

  /// Puts the pack and its index into the repository, durably. A pack without objects is dropped.
  /// Throws Error{io}; the repository is then as it was.
  void finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Longest chain of bases in a pack: git's own limit (pack.depth), so that no object costs more
/// than that many to read.
inline constexpr std::uint32_t max_chain = 50;

}  // namespace arch::interop
