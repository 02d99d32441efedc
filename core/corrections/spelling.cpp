#include "corrections/spelling.hpp"

#include "base/letter_distance.hpp"
#include "corrections/rules.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

namespace arch::corrections {
namespace {

/// What stays of a word without its prefix or suffix has so many letters at least: `til` is no part
/// of `until`.
constexpr std::size_t least_rest = 4;

using Pair = std::pair<std::string_view, std::string_view>;

/// Whether `longer` is `shorter` behind a prefix that denies it.
bool is_denied(std::string_view shorter, std::string_view longer) {
  constexpr std::array<std::string_view, 13> prefixes{
      "un", "in", "im", "ir", "il", "non", "non-", "dis", "des", "mis", "anti-", "nicht-", "de"};
  if (shorter.size() < least_rest || !longer.ends_with(shorter)) {
    return false;
  }
  const std::string_view prefix = longer.substr(0, longer.size() - shorter.size());
  // `ilegal`: one letter where the word begins with it.
  return std::ranges::find(prefixes, prefix) != prefixes.end() ||
         (prefix == "i" && shorter.front() == 'l');
}

/// `zahlungsfahig`, `zahlungsunfahig`: within a compound.
bool is_denied_within(std::string_view shorter, std::string_view longer) {
  constexpr std::string_view part = "un";
  if (longer.size() != shorter.size() + part.size()) {
    return false;
  }
  const std::size_t begin =
      static_cast<std::size_t>(std::ranges::mismatch(shorter, longer).in1 - shorter.begin());
  // What is the same before it may reach into the part: `kun` of `kunun`.
  for (std::size_t at = least_rest; at <= begin && at + least_rest <= shorter.size(); ++at) {
    if (longer.substr(at, part.size()) == part &&
        longer.substr(at + part.size()) == shorter.substr(at)) {
      return true;
    }
  }
  return false;
}

/// Whether the words are the same but for one of these endings each.
bool differ_in_endings(std::string_view a, std::string_view b, std::span<const Pair> endings) {
  return std::ranges::any_of(endings, [&](const Pair& pair) {
    for (const auto& [x, y] : {pair, Pair{pair.second, pair.first}}) {
      if (a.ends_with(x) && b.ends_with(y) && a.size() >= x.size() + least_rest - 1 &&
          a.substr(0, a.size() - x.size()) == b.substr(0, b.size() - y.size())) {
        return true;
      }
    }
    return false;
  });
}

/// Likewise for what they begin with.
bool differ_in_beginnings(std::string_view a,
                          std::string_view b,
                          std::span<const Pair> beginnings) {
  return std::ranges::any_of(beginnings, [&](const Pair& pair) {
    for (const auto& [x, y] : {pair, Pair{pair.second, pair.first}}) {
      if (a.starts_with(x) && b.starts_with(y) && a.size() >= x.size() + least_rest - 1 &&
          a.substr(x.size()) == b.substr(y.size())) {
        return true;
      }
    }
    return false;
  });
}

}  // namespace

bool is_turned_round(std::string_view a, std::string_view b) {
  constexpr std::array<Pair, 5> endings{
      {{"ful", "less"}, {"voll", "los"}, {"reich", "los"}, {"haft", "los"}, {"volle", "lose"}}};
  constexpr std::array<Pair, 1> beginnings{{{"pro-", "anti-"}}};
  const std::string_view shorter = a.size() < b.size() ? a : b;
  const std::string_view longer = a.size() < b.size() ? b : a;
  return is_denied(shorter, longer) || is_denied_within(shorter, longer) ||
         differ_in_endings(a, b, endings) || differ_in_beginnings(a, b, beginnings);
}

bool is_counterpart(std::string_view a, std::string_view b) {
  constexpr std::array<Pair, 8> beginnings{{{"in", "ex"},
                                            {"im", "ex"},
                                            {"im", "em"},
                                            {"inter", "exter"},
                                            {"in", "de"},
                                            {"pre", "post"},
                                            {"over", "under"},
                                            {"up", "down"}}};
  constexpr std::array<Pair, 5> endings{
      {{"er", "ee"}, {"or", "ee"}, {"ers", "ees"}, {"ors", "ees"}, {"eur", "e"}}};
  return differ_in_beginnings(a, b, beginnings) || differ_in_endings(a, b, endings);
}

bool is_respelling(std::string_view a, std::string_view b) {
  const std::size_t longest = std::max(a.size(), b.size());
  const std::size_t limit = rules().spelling_letters;
  if (longest < rules().spelling_length) {
    return longest == rules().spelling_length - 1 && std::min(a.size(), b.size()) > 1 &&
           letter_distance(a, b, 1) == 1 && a.front() == b.front() && a.back() == b.back();
  }
  const std::size_t distance = letter_distance(a, b, limit);
  // Short words that differ in their first letter are two words, unless two letters were swapped.
  if (longest <= 5 && a.front() != b.front()) {
    return distance == 1 && a.size() == b.size() && a[0] == b[1] && a[1] == b[0];
  }
  // Two letters of five are another word: `about` is not `around`, nor `home` `house`.
  return distance <= limit && distance * 3 <= longest + 1;
}

}  // namespace arch::corrections
