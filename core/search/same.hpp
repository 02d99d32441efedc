#pragma once

#include "search/find.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::search {

/// A sentence to be found again in other words' company.
struct SoughtSentence {
  std::string text;
  std::vector<std::string> words;  ///< folded, sorted, each once
  /// Of these, the words that make the claim, without which a sentence is another one, however like
  /// it is: its numbers, or what a correction took out of it.
  std::vector<std::string> keys;
};

/// Sentences with fewer different words are passed over: they are the same everywhere.
inline constexpr std::size_t min_sought_words = 4;

/// Most different words of a sentence that are compared, the first ones.
inline constexpr std::size_t max_sought_words = 64;

/// Cuts `text` into its sentences and leaves those that are worth looking for.
std::vector<SoughtSentence> sought_sentences(std::string_view text);

/// The sentences that stand in document `before` and not, or not so, in `after`: what a correction
/// put an end to. Their keys are what the most like sentence of `after` does not have, if one is
/// like enough to be its correction.
std::vector<SoughtSentence> replaced_sentences(std::string_view before, std::string_view after);

/// The sentences of a document's searched lines.
std::vector<SoughtSentence> document_sentences(std::string_view document);

/// How many of the different words of two sentences they have in common: of |A ∩ B| / |A ∪ B|, 0 to
/// 1. (Jaccard 1901; sets rather than the shingles of Broder 1997, since a sentence is short and
/// the index knows words.)
double likeness(std::span<const std::string> a, std::span<const std::string> b);

/// Least likeness at which a sentence counts as the same one in other words. 20 words with two of
/// them replaced have 0.82, with five of them 0.6.
inline constexpr double default_likeness = 0.6;

/// A sentence of an article that is like one that is sought.
struct SameHit {
  std::size_t sought = 0;  ///< which of the sought sentences
  double likeness = 0;
  std::string sentence = {};  ///< as the article has it
  Hit hit = {};               ///< hit.line is the sentence's paragraph
};

/// How many words with the sought sentence an article must have so that one of its sentences can be
/// as like as `least`: |A ∩ B| >= least * |A ∪ B| >= least * |A|.
std::size_t least_common_words(const SoughtSentence& sought, double least);

/// For each sought sentence the article's own that is most like it: of those that stand in the
/// latest revision, or else of all. Throws Error{corrupt}.
std::vector<SameHit> find_same_in(const history::History& history,
                                  std::span<const SoughtSentence> sought,
                                  double least);

}  // namespace arch::search
