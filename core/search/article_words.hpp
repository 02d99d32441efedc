#pragma once

#include "history/archive.hpp"
#include "search/query.hpp"
#include "store/word_index.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::search {

/// Which articles may have what is searched for.
///
/// With the index of words that the archive keeps beside its database: made by the first search,
/// and brought up to date by each one before it answers. Writing to the archive costs nothing
/// more. Where the folder may not be written, the index is used as far as it goes, and what it does
/// not know is taken for possible.
class ArticleWords {
public:
  /// Opens the index and brings it up to date. `progress` counts articles that are taken in, for as
  /// long as that takes; false stops it, which throws Error{interrupted}: what was taken in is
  /// kept.
  ArticleWords(const history::Archive& archive, const store::OnProgress& progress);

  /// The articles of which some revision may answer the query, ascending. None that does is
  /// missing, and those that were too damaged to be taken in are always among them.
  std::vector<store::ArticleNumber> candidates(const Query& query) const;

  /// The articles that have at least `least` of these words, which are folded and distinct.
  std::vector<store::ArticleNumber> with_most_of(const std::vector<std::string>& words,
                                                 std::size_t least) const;

private:
  std::vector<store::ArticleNumber> with_unknown(
      const std::vector<store::ArticleNumber>& known) const;

  std::optional<store::WordIndex> index_ = {};
  std::vector<store::ArticleNumber> unknown_ = {};  ///< ascending; not in the index, or not all
};

/// Removes the index and makes it again. Returns how many articles are in it. Throws as the
/// constructor of ArticleWords does, and Error{io} where the folder may not be written.
std::uint64_t rebuild_words(const history::Archive& archive, const store::OnProgress& progress);

}  // namespace arch::search
