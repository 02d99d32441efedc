#include "history/near_names.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace arch::history {
namespace {

/// What is compared of a part and of a key or title, in bytes: bounds the work for one article.
constexpr std::size_t max_part = 64;
constexpr std::size_t max_text = 256;

/// One letter in this many may be wrong: two in a word of six, for two letters that changed places
/// count as two.
constexpr std::size_t letters_per_mistake = 3;

std::string fold_beginning(std::string_view text, std::size_t size) {
  return fold_case(text.substr(0, size));
}

}  // namespace

std::size_t distance_within(std::string_view part, std::string_view text) {
  // A column for each letter of the text: distances of the beginnings of `part` to the texts that
  // end there. The first stays 0, since a match may begin anywhere.
  std::vector<std::size_t> column(part.size() + 1);
  std::iota(column.begin(), column.end(), std::size_t{0});
  std::size_t best = column.back();
  for (const char letter : text) {
    std::size_t diagonal = 0;
    for (std::size_t i = 1; i < column.size(); ++i) {
      const std::size_t replaced = diagonal + (part[i - 1] == letter ? 0 : 1);
      diagonal = column[i];
      column[i] = std::min({replaced, column[i] + 1, column[i - 1] + 1});
    }
    best = std::min(best, column.back());
  }
  return best;
}

std::vector<std::string> find_near_names(const std::vector<store::ArticleRow>& articles,
                                         std::string_view part,
                                         std::size_t limit) {
  const std::string wanted = fold_beginning(part, max_part);
  const std::size_t allowed = wanted.size() / letters_per_mistake;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const store::ArticleRow& article : articles) {
    const std::size_t distance =
        std::min(distance_within(wanted, fold_beginning(article.key, max_text)),
                 distance_within(wanted, fold_beginning(article.listing.title, max_text)));
    if (distance <= allowed) {
      near.emplace_back(distance, article.key);
    }
  }
  std::ranges::sort(near);
  std::vector<std::string> names;
  for (const auto& [distance, key] : near) {
    if (names.size() == limit) {
      break;
    }
    names.emplace_back(key);
  }
  return names;
}

}  // namespace arch::history
