#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::history {

/// How a revision's document differs from the one before it (the first: from nothing).
struct ChangeSummary {
  std::uint32_t words_added = 0;
  std::uint32_t words_removed = 0;
  std::uint32_t blocks_added = 0, blocks_removed = 0, blocks_changed = 0, blocks_moved = 0;
  bool headline_changed = false;
  std::vector<std::string> fields_changed = {};  ///< other header fields, by name

  friend bool operator==(const ChangeSummary&, const ChangeSummary&) = default;
};

/// Returns what changed from document text `before` to `after`. Numbers are diff::summarise()'s,
/// header lines included. From an empty text nothing counts as a changed field.
ChangeSummary summarise_change(std::string_view before, std::string_view after);

/// Summaries of an article's first revisions, as they are kept in the store's cache.
struct CachedSummaries {
  std::uint32_t listing = 0;  ///< stands for the article's listing of then, see archive.cpp
  std::uint64_t state = 0;    ///< stands for the ids of the revisions
  std::vector<ChangeSummary> summaries = {};
};

Bytes pack(const CachedSummaries& summaries);
/// nullopt for bytes that pack() did not make, or that were damaged since: they can be made again.
std::optional<CachedSummaries> find_cached(ByteView packed);

/// What Store::find_cache() is asked for. Changes with the form of the bytes, and whenever diff or
/// summarise_change() would count otherwise.
inline constexpr std::uint64_t summaries_version = 3;

}  // namespace arch::history
