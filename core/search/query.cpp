#include "search/query.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace arch::search {
namespace {

bool fits(const QueryWord& wanted, std::string_view word) {
  return wanted.is_beginning ? word.starts_with(wanted.word) : word == wanted.word;
}

/// Bit i: `word` is word i of the query.
std::uint64_t fitting(const Query& query, std::string_view word) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < query.words.size(); ++i) {
    bits |= fits(query.words[i], word) ? std::uint64_t{1} << i : 0;
  }
  return bits;
}

std::uint64_t all_bits(const Query& query) {
  return query.words.size() == 64 ? ~std::uint64_t{0}
                                  : (std::uint64_t{1} << query.words.size()) - 1;
}

Match extent(const SearchTerms& terms, std::size_t first, std::size_t last) {
  return {.begin = terms.terms[first].begin, .end = terms.terms[last].end};
}

std::optional<Match> find_phrase(const Query& query,
                                 std::string_view line,
                                 const SearchTerms& terms) {
  const std::size_t count = query.words.size();
  for (std::size_t at = 0; at + count <= terms.size(); ++at) {
    std::size_t same = 0;
    while (same < count && fits(query.words[same], terms.word(at + same))) {
      ++same;
    }
    if (same == count) {
      const Match match = extent(terms, at, at + count - 1);
      if (!query.exact || line.substr(match.begin, match.end - match.begin) == *query.exact) {
        return match;
      }
    }
  }
  return std::nullopt;
}

/// The first window with all words and few enough others: both of its ends only move on.
std::optional<Match> find_near(const Query& query, const SearchTerms& terms) {
  const std::size_t widest = query.words.size() + query.distance;
  std::array<std::uint32_t, max_query_words> counts = {};
  std::vector<std::uint64_t> bits(terms.size());
  std::uint64_t have = 0;
  std::size_t begin = 0;
  for (std::size_t end = 0; end < terms.size(); ++end) {
    bits[end] = fitting(query, terms.word(end));
    for (std::size_t i = 0; i < query.words.size(); ++i) {
      if ((bits[end] >> i & 1U) != 0) {
        ++counts[i];
        have |= std::uint64_t{1} << i;
      }
    }
    if (end - begin >= widest) {
      for (std::size_t i = 0; i < query.words.size(); ++i) {
        if ((bits[begin] >> i & 1U) != 0 && --counts[i] == 0) {
          have &= ~(std::uint64_t{1} << i);
        }
      }
      ++begin;
    }
    if (have == all_bits(query)) {
      while (bits[begin] == 0) {
        ++begin;
      }
      return extent(terms, begin, end);
    }
  }
  return std::nullopt;
}

}  // namespace

Query parse_query(std::string_view typed, const QueryOptions& options) {
  const std::string text = to_nfc(typed);
  const SearchTerms terms = cut_search_terms(text);
  Query query{.relation = options.relation, .distance = options.distance};
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::size_t end = terms.terms[i].end;
    query.words.push_back({.word = std::string{terms.word(i)},
                           .is_beginning = end < text.size() && text[end] == '*'});
  }
  if (query.relation != Relation::phrase) {
    std::vector<QueryWord> once;
    for (QueryWord& word : query.words) {
      if (std::ranges::find(once, word) == once.end()) {
        once.push_back(std::move(word));
      }
      if (once.size() > max_query_words) {
        break;
      }
    }
    query.words = std::move(once);
  }
  if (query.words.empty()) {
    throw Error{ErrorKind::usage,
                "there is no word to search for",
                "a word has a letter or a digit: arch search 'twelve dead'"};
  }
  if (query.words.size() > max_query_words) {
    throw Error{ErrorKind::usage,
                fmt::format("searching for more than {} words at once", max_query_words),
                "`arch same` takes whole sentences"};
  }
  if (options.exact == QueryOptions::Exact::yes) {
    if (std::ranges::any_of(query.words, &QueryWord::is_beginning)) {
      throw Error{ErrorKind::usage, "an exact text has no words that only begin so"};
    }
    const Match match = extent(terms, 0, terms.size() - 1);
    query.exact = text.substr(match.begin, match.end - match.begin);
  }
  return query;
}

LineMatch match_line(const Query& query, std::string_view line) {
  const SearchTerms terms = cut_search_terms(line);
  switch (query.relation) {
    case Relation::phrase:
      return {.match = find_phrase(query, line, terms)};
    case Relation::near:
      return {.match = find_near(query, terms)};
    case Relation::anywhere:
      break;
  }
  LineMatch found;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::uint64_t bits = fitting(query, terms.word(i));
    found.words |= bits;
    if (bits != 0 && !found.match) {
      found.match = extent(terms, i, i);
    }
  }
  return found;
}

bool is_answered(const Query& query, std::uint64_t words, bool any_match) {
  return query.relation == Relation::anywhere ? words == all_bits(query) : any_match;
}

}  // namespace arch::search
