#include "search/same.hpp"

#include "base/search_terms.hpp"
#include "diff/sentences.hpp"
#include "diff/words.hpp"
#include "search/searched_text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace arch::search {
namespace {

struct LineSentence {
  Match where;
  std::vector<std::string> words;
};

std::vector<std::string> distinct_words(std::string_view sentence) {
  const SearchTerms terms = cut_search_terms(sentence);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < terms.size() && words.size() < max_sought_words; ++i) {
    words.emplace_back(terms.word(i));
  }
  std::ranges::sort(words);
  const auto repeated = std::ranges::unique(words);
  words.erase(repeated.begin(), repeated.end());
  return words;
}

std::vector<LineSentence> cut_line(std::string_view line) {
  std::vector<diff::Word> words;
  diff::append_words(line, {0, static_cast<std::uint32_t>(line.size())}, words);
  std::vector<LineSentence> sentences;
  for (const diff::Range range : diff::split_sentences(line, words)) {
    if (!range.empty()) {
      const Match where{.begin = words[range.begin].begin, .end = words[range.end - 1].end};
      sentences.push_back(
          {.where = where,
           .words = distinct_words(line.substr(where.begin, where.end - where.begin))});
    }
  }
  return sentences;
}

/// Words with a digit in them.
std::vector<std::string> numbers_of(const std::vector<std::string>& words) {
  std::vector<std::string> numbers;
  std::ranges::copy_if(words, std::back_inserter(numbers), [](const std::string& word) {
    return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
  });
  return numbers;
}

void add_sentences(std::string_view line,
                   std::unordered_set<std::string>& seen,
                   std::vector<SoughtSentence>& sentences) {
  for (LineSentence& sentence : cut_line(line)) {
    std::string text{line.substr(sentence.where.begin, sentence.where.end - sentence.where.begin)};
    if (sentence.words.size() >= min_sought_words && seen.insert(text).second) {
      std::vector<std::string> keys = numbers_of(sentence.words);
      sentences.push_back(
          {.text = std::move(text), .words = std::move(sentence.words), .keys = std::move(keys)});
    }
  }
}

/// A sentence of the article that is like a sought one.
struct Found {
  double likeness = 0;
  std::string sentence;
  std::string line;
  Match where;
};

/// What one line has for each sought sentence: its best, at least as like as was asked.
using LineFinds = std::vector<std::optional<Found>>;

LineFinds look_through(std::string_view line,
                       std::span<const SoughtSentence> sought,
                       double least) {
  LineFinds best(sought.size());
  for (const LineSentence& sentence : cut_line(line)) {
    for (std::size_t i = 0; i < sought.size(); ++i) {
      const double like = likeness(sought[i].words, sentence.words);
      std::optional<Found>& found = best[i];
      if (like >= least && std::ranges::includes(sentence.words, sought[i].keys) &&
          (!found || like > found->likeness)) {
        found = Found{.likeness = like,
                      .sentence = std::string{line.substr(
                          sentence.where.begin, sentence.where.end - sentence.where.begin)},
                      .line = std::string{line},
                      .where = sentence.where};
      }
    }
  }
  return best;
}

/// The sentences that one article has for one sought sentence, and the revisions that have them.
struct Candidate {
  Found found;
  std::vector<bool> in;  ///< of each revision
};

SameHit make_hit(const history::History& history, std::size_t sought, const Candidate& candidate) {
  Hit hit{.article = history.number(),
          .key = history.key(),
          .spans = spans_of(candidate.in),
          .is_live = candidate.in.back(),
          .line = candidate.found.line,
          .match = candidate.found.where};
  for (const Span& span : hit.spans) {
    hit.appearances.push_back(appearance_of(history, span));
  }
  return {.sought = sought,
          .likeness = candidate.found.likeness,
          .sentence = candidate.found.sentence,
          .hit = std::move(hit)};
}

}  // namespace

std::vector<SoughtSentence> sought_sentences(std::string_view text) {
  std::unordered_set<std::string> seen;
  std::vector<SoughtSentence> sentences;
  add_sentences(text.substr(0, max_searched_line), seen, sentences);
  return sentences;
}

std::vector<SoughtSentence> document_sentences(std::string_view document) {
  std::unordered_set<std::string> seen;
  std::vector<SoughtSentence> sentences;
  each_searched_line(document,
                     [&](std::string_view line) { add_sentences(line, seen, sentences); });
  return sentences;
}

std::vector<SoughtSentence> replaced_sentences(std::string_view before, std::string_view after) {
  const std::vector<SoughtSentence> now = document_sentences(after);
  std::unordered_set<std::string> kept;
  for (const SoughtSentence& sentence : now) {
    kept.insert(sentence.text);
  }
  std::vector<SoughtSentence> replaced = document_sentences(before);
  std::erase_if(replaced,
                [&](const SoughtSentence& sentence) { return kept.contains(sentence.text); });
  for (SoughtSentence& sentence : replaced) {
    const SoughtSentence* nearest = nullptr;
    double most = default_likeness;
    for (const SoughtSentence& candidate : now) {
      if (const double like = likeness(sentence.words, candidate.words); like >= most) {
        nearest = &candidate;
        most = like;
      }
    }
    if (nearest != nullptr) {
      sentence.keys.clear();
      std::ranges::set_difference(
          sentence.words, nearest->words, std::back_inserter(sentence.keys));
    }
  }
  return replaced;
}

double likeness(std::span<const std::string> a, std::span<const std::string> b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const int order = a[i].compare(b[j]);
    common += order == 0 ? 1U : 0U;
    i += order <= 0 ? 1U : 0U;
    j += order >= 0 ? 1U : 0U;
  }
  const std::size_t all = a.size() + b.size() - common;
  return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

std::size_t least_common_words(const SoughtSentence& sought, double least) {
  // A little less, so that rounding excludes nothing.
  return static_cast<std::size_t>(
      std::ceil(least * static_cast<double>(sought.words.size()) - 1e-9));
}

std::vector<SameHit> find_same_in(const history::History& history,
                                  std::span<const SoughtSentence> sought,
                                  double least) {
  std::unordered_map<std::string, LineFinds> lines;
  // Of each sought sentence, the article's sentences by their text.
  std::vector<std::unordered_map<std::string, Candidate>> candidates(sought.size());
  const std::size_t revisions = history.revisions().size();
  for (std::uint32_t number = 0; number < revisions; ++number) {
    each_searched_line(history.document(history.revisions()[number]), [&](std::string_view line) {
      const auto [known, is_new] = lines.try_emplace(std::string{line});
      if (is_new) {
        known->second = look_through(line, sought, least);
      }
      for (std::size_t i = 0; i < sought.size(); ++i) {
        if (const std::optional<Found>& found = known->second[i]) {
          const auto [candidate, added] = candidates[i].try_emplace(found->sentence);
          if (added) {
            candidate->second = {.found = *found, .in = std::vector<bool>(revisions)};
          }
          candidate->second.in[number] = true;
        }
      }
    });
  }
  std::vector<SameHit> hits;
  for (std::size_t i = 0; i < sought.size(); ++i) {
    const Candidate* best = nullptr;
    for (const auto& [text, candidate] : candidates[i]) {
      const auto rank = [](const Candidate& one) {
        return std::tuple{one.in.back(), one.found.likeness, std::string_view{one.found.sentence}};
      };
      if (best == nullptr || rank(candidate) > rank(*best)) {
        best = &candidate;
      }
    }
    if (best != nullptr) {
      hits.push_back(make_hit(history, i, *best));
    }
  }
  return hits;
}

}  // namespace arch::search
