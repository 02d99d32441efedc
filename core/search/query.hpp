#pragma once

#include "base/search_terms.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::search {

/// How the words of a query must stand to each other.
enum class Relation : std::uint8_t {
  phrase,  ///< one after the other, in this order
  near,    ///< in one paragraph, with at most Query::distance other words among them, in any order
  anywhere,  ///< in one revision of one article
};

struct QueryWord {
  std::string word;  ///< as cut_search_terms() folds it
  bool is_beginning = false;

  friend bool operator==(const QueryWord&, const QueryWord&) = default;
};

/// What is searched for.
struct Query {
  std::vector<QueryWord> words = {};
  Relation relation = Relation::phrase;
  std::uint32_t distance = 0;
  /// The text from the first word to the last, in form NFC, when letter case, accents and
  /// punctuation must be the same, too: for phrases.
  std::optional<std::string> exact = {};
};

/// Most words of a query.
inline constexpr std::size_t max_query_words = 64;

struct QueryOptions {
  Relation relation = Relation::phrase;
  std::uint32_t distance = 0;
  enum class Exact : std::uint8_t { no, yes } exact = Exact::no;
};

/// Reads what was typed: words as cut_search_terms() cuts them; one that a `*` follows at once
/// stands for all that begin so. Throws Error{usage} without a word, with more than
/// max_query_words, or with a `*` where exactly this text is wanted.
Query parse_query(std::string_view typed, const QueryOptions& options = {});

/// Bytes [begin, end) of a line.
struct Match {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const Match&, const Match&) = default;
};

/// What one line has of a query.
struct LineMatch {
  std::uint64_t words = 0;          ///< bit i: word i is in it; of phrases 0
  std::optional<Match> match = {};  ///< all of a phrase or of near words; or the first word found
};

/// Time: linear in the line for `near` and `anywhere`, and in line times words for phrases.
LineMatch match_line(const Query& query, std::string_view line);

/// Whether lines that have these words between them, and `match` if one had it, answer the query.
bool is_answered(const Query& query, std::uint64_t words, bool any_match);

}  // namespace arch::search
