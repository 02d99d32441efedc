#include "corrections/measures.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace arch::corrections {
namespace {

using diff::WordClass;

constexpr std::uint32_t numeral = topic_mask(Topic::number, Topic::magnitude);

constexpr std::array<std::string_view, 6> currencies{
    "$", "\u20AC", "\u00A3", "\u00A5", "\u20B9", "\u20BD"};

/// Units that are written on to digits.
constexpr std::array<std::string_view, 15> symbols{
    "mph", "kph", "kmh", "km", "m", "ft", "mi", "kg", "lb", "cm", "mm", "c", "f", "l", "mw"};

/// The currencies that stand in or right before the words, in the order of the table.
std::vector<std::string_view> currencies_of(std::string_view text, Words words) {
  std::vector<std::string_view> found;
  const diff::Range bytes = bytes_of(words);
  const std::size_t before = std::min<std::size_t>(bytes.begin, 3);
  const std::string_view around = text.substr(bytes.begin - before, bytes.size() + before + 3);
  for (const std::string_view currency : currencies) {
    if (around.find(currency) != std::string_view::npos) {
      found.push_back(currency);
    }
  }
  return found;
}

/// `mph` of `120mph`; empty where the digits have no such unit.
std::string_view symbol_behind(std::string_view word) {
  const std::size_t digits = word.find_last_of("0123456789");
  if (digits == std::string_view::npos || digits + 1 == word.size()) {
    return {};
  }
  const std::string_view behind = word.substr(digits + 1);
  return std::ranges::find(symbols, behind) != symbols.end() ? behind : std::string_view{};
}

std::vector<std::string_view> symbols_of(Words words) {
  std::vector<std::string_view> found;
  for (const StatementWord& word : words) {
    if (const std::string_view symbol = symbol_behind(word.plain); !symbol.empty()) {
      found.push_back(symbol);
    }
  }
  return found;
}

std::ptrdiff_t count_negative(std::string_view text, Words words) {
  return std::ranges::count_if(
      words, [&](const StatementWord& word) { return word.has_digit && is_negative(text, word); });
}

/// Both have some, and they are not the same.
template <typename List>
bool differ(const List& a, const List& b) {
  return !a.empty() && !b.empty() && a != b;
}

}  // namespace

bool is_negative(std::string_view text, const StatementWord& word) {
  constexpr std::array<std::string_view, 3> minuses{"-", "\u2212", "\u2013"};
  const std::string_view bytes = diff::slice(text, word.bytes);
  const std::string_view before = text.substr(0, word.bytes.begin);
  for (const std::string_view minus : minuses) {
    const bool is_within = bytes.starts_with(minus);
    if (!is_within && !before.ends_with(minus)) {
      continue;
    }
    const std::string_view rest =
        is_within ? before : before.substr(0, before.size() - minus.size());
    const bool follows_currency = std::ranges::any_of(
        currencies, [&](std::string_view currency) { return rest.ends_with(currency); });
    if (rest.empty() || follows_currency ||
        std::string_view{" \n\t(["}.find(rest.back()) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

bool is_part_of_figure(const StatementWord& word) {
  return word.has_digit || word.entry.is_any(numeral) ||
         word.entry.is_any(topic_mask(Topic::unit, Topic::per));
}

bool is_other_measure(std::string_view text_a, Words a, std::string_view text_b, Words b) {
  return differ(currencies_of(text_a, a), currencies_of(text_b, b)) ||
         differ(symbols_of(a), symbols_of(b)) ||
         differ(of_topic(a, Topic::unit), of_topic(b, Topic::unit)) ||
         count_negative(text_a, a) != count_negative(text_b, b);
}

bool is_unit_of_number(const std::vector<StatementWord>& sentence, Words words) {
  const bool are_units =
      has(words, Topic::unit) && std::ranges::all_of(words, [](const StatementWord& word) {
        return word.kind != WordClass::content ||
               word.entry.is_any(topic_mask(Topic::unit, Topic::per));
      });
  const StatementWord* left = neighbour(sentence, words, -1);
  if (left != nullptr && (left->plain == "de" || left->plain == "of")) {
    left = neighbour(sentence, {left, 1}, -1);  // `millones de euros`
  }
  return are_units && left != nullptr && (left->has_digit || left->entry.is_any(numeral));
}

}  // namespace arch::corrections
