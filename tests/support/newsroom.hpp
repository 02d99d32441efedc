#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace arch::test {

/// A newsroom that publishes and edits as the ones did that were studied, for tests that must know
/// the truth. Rates: 65 % of articles never change; the others are revised 1.94 times on average,
/// most of them once (S. Tsoukaladelis et al., 2024, 15-minute watch of a day; a negative binomial
/// fits); 92 % of edits come within a day, 96 % within two (GDELT, 2018); a tenth of headlines are
/// tested on readers in blocks of half an hour (The New York Times, 2021); of 1,000 articles 13 to
/// 45 ever carry a note of correction (The Guardian).
struct PublishedState {
  std::int64_t age = 0;  ///< seconds after the article came out
  std::string page = {};
};

struct PublishedArticle {
  std::string key = {};
  std::vector<PublishedState> states = {};  ///< in order; the first has age 0
  std::vector<std::int64_t> edits = {};     ///< ages of the edits; a test of headlines is none
  bool headline_changed = false;            ///< by an edit
  bool headline_tested = false;             ///< A, B, A before all edits
  bool corrected = false;                   ///< one edit came with a note, which stays
};

/// The same `seed` gives the same articles everywhere.
std::vector<PublishedArticle> publish(std::size_t articles, std::uint64_t seed);

}  // namespace arch::test
