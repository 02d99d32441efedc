#include "support/newsroom.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace arch::test {
namespace {

constexpr double hour = 3600;
constexpr double day = 24 * hour;

/// Draws that are the same with every standard library.
class Dice {
public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// In [0, 1).
  double uniform() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }
  bool chance(double of) { return uniform() < of; }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }

  /// Pascal's distribution with a real number of successes, by its mean.
  std::size_t negative_binomial(double successes, double mean) {
    const double q = mean / (successes + mean);
    double left = uniform();
    double chance_of_k = std::pow(1 - q, successes);
    std::size_t k = 0;
    constexpr std::size_t most = 200;
    while (left >= chance_of_k && k < most) {
      left -= chance_of_k;
      chance_of_k *= (static_cast<double>(k) + successes) / static_cast<double>(k + 1) * q;
      ++k;
    }
    return k;
  }

private:
  std::mt19937_64 engine_;
};

double draw_age(Dice& dice) {
  const double kind = dice.uniform();
  if (kind < 0.70) {
    return dice.exponential(2.5 * hour);
  }
  if (kind < 0.92) {
    return dice.exponential(14 * hour);
  }
  return day *
         std::pow(365.0, dice.uniform());  // from a day to a year, alike on a logarithmic scale
}

/// An article that is edited.
class Text {
public:
  explicit Text(std::size_t number) : number_(number) {}

  void change_headline() { ++take_; }
  void change_figure() { people_ += 7; }
  void add_sentence() { ++sentences_; }
  void add_note() { noted_ = people_; }

  [[nodiscard]] std::string page(bool tested = false) const {
    std::string text = tested ? "What the council decided" : "Council meets";
    text += " on matter " + std::to_string(number_);
    text += take_ > 0 ? ", take " + std::to_string(take_) + "\n\n" : "\n\n";
    text += "The council said that " + std::to_string(people_) +
            " people came to the hall on the hill that evening.\n\n";
    text += "The road to the valley stays shut until the bridge is mended, which takes a year.";
    for (std::size_t i = 0; i < sentences_; ++i) {
      text += " Resolution " + std::to_string(i + 1) + " was put to the members and passed.";
    }
    text += "\n";
    if (noted_ > 0) {
      text +=
          "\nCorrection: An earlier version of this article gave the wrong number of people. It "
          "is " +
          std::to_string(noted_) + ".\n";
    }
    return text;
  }

private:
  std::size_t number_;
  std::size_t take_ = 0;
  std::size_t people_ = 120;
  std::size_t sentences_ = 0;
  std::size_t noted_ = 0;
};

void edit(PublishedArticle& article, Text& text, std::int64_t age, Dice& dice) {
  const double kind = dice.uniform();
  if (kind < 0.2) {
    text.change_headline();
    article.headline_changed = true;
  } else if (kind < 0.4) {
    text.change_figure();
    if (!article.corrected && dice.chance(0.25)) {
      text.add_note();
      article.corrected = true;
    }
  } else {
    text.add_sentence();
  }
  article.edits.push_back(age);
  article.states.push_back({.age = age, .page = text.page()});
}

PublishedArticle publish_one(std::size_t number, Dice& dice) {
  PublishedArticle article{.key = "matter-" + std::to_string(number)};
  Text text{number};
  article.states.push_back({.age = 0, .page = text.page()});
  std::int64_t earliest = 60;
  if (dice.chance(0.10)) {
    constexpr std::int64_t block = 1800;
    article.headline_tested = true;
    article.states.push_back({.age = block, .page = text.page(true)});
    article.states.push_back({.age = 2 * block, .page = text.page()});
    earliest += 2 * block;
  }
  if (dice.chance(0.65)) {
    return article;
  }
  std::vector<double> ages(1 + dice.negative_binomial(0.25, 0.94));
  std::ranges::generate(ages, [&] { return draw_age(dice); });
  std::ranges::sort(ages);
  for (const double age : ages) {
    earliest = std::max(earliest, static_cast<std::int64_t>(age));
    edit(article, text, earliest, dice);
    earliest += 60;
  }
  return article;
}

}  // namespace

std::vector<PublishedArticle> publish(std::size_t articles, std::uint64_t seed) {
  Dice dice{seed};
  std::vector<PublishedArticle> published;
  published.reserve(articles);
  for (std::size_t i = 0; i < articles; ++i) {
    published.push_back(publish_one(i, dice));
  }
  return published;
}

}  // namespace arch::test
