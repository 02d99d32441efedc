#include "diff/match_chain.hpp"

#include "diff/key_numbers.hpp"
#include "diff/word_costs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace arch::diff {
namespace {

struct Side {
  std::string text;
  std::vector<Word> words;
  std::vector<std::uint32_t> numbers;

  explicit Side(std::string made) : text(std::move(made)) {
    append_words(text, {0, static_cast<std::uint32_t>(text.size())}, words);
  }
  [[nodiscard]] WordSequence sequence() const { return {text, words}; }
};

/// Words that are often equal, in different letter case, function words and marks among them. The
/// first and the last word are in no other text.
std::string random_words(std::mt19937& random, const std::string& end) {
  static const std::string stock[] = {
      "rain", "Rain", "river", "bridge", "the", "of", ",", "(", "9"};
  std::string text = "begin" + end;
  for (std::size_t count = random() % 30; count > 0; --count) {
    text += " " + stock[random() % std::size(stock)];
  }
  return text + " end" + end;
}

/// What it costs to keep `matches` and change all else.
Cost cost_of(const std::vector<Match>& matches, const Side& a, const Side& b) {
  Cost cost = 0;
  std::uint32_t i = 0;
  std::uint32_t j = 0;
  const auto change_until = [&](std::uint32_t end_a, std::uint32_t end_b) {
    cost += i < end_a || j < end_b ? open_cost : 0;
    for (; i < end_a; ++i) {
      cost += word_cost(a.words[i].kind);
    }
    for (; j < end_b; ++j) {
      cost += word_cost(b.words[j].kind);
    }
  };
  for (const Match& match : matches) {
    change_until(match.a, match.b);
    cost += a.sequence().bytes(i) == b.sequence().bytes(j) ? 0 : form_cost;
    ++i;
    ++j;
  }
  change_until(static_cast<std::uint32_t>(a.words.size()),
               static_cast<std::uint32_t>(b.words.size()));
  return cost;
}

/// The least cost, by looking at every way (Gotoh 1982).
Cost least_cost(const Side& a, const Side& b) {
  constexpr Cost never = std::numeric_limits<Cost>::max() / 2;
  const std::size_t columns = b.words.size() + 1;
  std::vector<Cost> kept((a.words.size() + 1) * columns, never);
  std::vector<Cost> edit(kept.size(), never);
  kept[0] = 0;
  for (std::size_t i = 0; i <= a.words.size(); ++i) {
    for (std::size_t j = 0; j <= b.words.size(); ++j) {
      const std::size_t at = i * columns + j;
      if (i > 0) {
        const std::size_t above = at - columns;
        edit[at] = std::min(
            edit[at],
            std::min(kept[above] + open_cost, edit[above]) + word_cost(a.words[i - 1].kind));
      }
      if (j > 0) {
        edit[at] = std::min(
            edit[at],
            std::min(kept[at - 1] + open_cost, edit[at - 1]) + word_cost(b.words[j - 1].kind));
      }
      if (i > 0 && j > 0 && a.words[i - 1].key == b.words[j - 1].key) {
        const std::size_t before = at - columns - 1;
        const bool same = a.sequence().bytes(i - 1) == b.sequence().bytes(j - 1);
        kept[at] = std::min(kept[before], edit[before]) + (same ? 0 : form_cost);
      }
    }
  }
  return std::min(kept.back(), edit.back());
}

TEST(MatchChain, CostsAsLittleAsAnyWay) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    Side a(random_words(random, "a"));
    Side b(random_words(random, "b"));
    KeyNumbers numbers(a.words.size() + b.words.size());
    for (Side* side : {&a, &b}) {
      for (const Word& word : side->words) {
        side->numbers.push_back(numbers.number(word.key));
      }
    }
    std::vector<Match> matches;
    const WordSequence sequence_a = a.sequence();
    const WordSequence sequence_b = b.sequence();
    MatchChain chain(sequence_a, sequence_b);
    chain.append({0, static_cast<std::uint32_t>(a.words.size())},
                 {0, static_cast<std::uint32_t>(b.words.size())},
                 {a.numbers, b.numbers, numbers.count()},
                 matches);
    for (std::size_t m = 0; m < matches.size(); ++m) {
      ASSERT_EQ(a.words[matches[m].a].key, b.words[matches[m].b].key) << seed;
      ASSERT_TRUE(m == 0 || (matches[m - 1].a < matches[m].a && matches[m - 1].b < matches[m].b))
          << seed;
    }
    ASSERT_EQ(cost_of(matches, a, b), least_cost(a, b)) << seed << "\n" << a.text << "\n" << b.text;
  }
}

}  // namespace
}  // namespace arch::diff
