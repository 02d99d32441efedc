#include "corrections/notice_stamps.hpp"

#include "corrections/amounts.hpp"
#include "corrections/word_questions.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace arch::corrections {
namespace {

using diff::WordClass;

/// Beginnings of the verbs behind which a notice says when: `updated at`, `publié le`.
constexpr std::array<std::string_view, 28> stamping{
    "updat",    "amend",    "correct", "publi",   "posted",   "edited",  "chang",
    "modif",    "revis",    "added",   "version", "clarif",   "corrig",  "rectif",
    "actualis", "actualiz", "korrig",  "korrek",  "geandert", "bericht", "veroffent",
    "aktualis", "erganz",   "alterad", "atualiz", "corregid", "jour",    "record"};

/// Beginnings of words for a part of the text, beside the number that says which.
constexpr std::array<std::string_view, 20> places{
    "paragraph", "para",   "graf",    "sentence", "line",    "caption",   "section",
    "alinea",    "phrase", "legende", "ligne",    "absatz",  "abschnitt", "satz",
    "zeile",     "parraf", "frase",   "linea",    "legenda", "linha"};

/// Words between a verb and the time that it is said with.
constexpr std::array<std::string_view, 30> joining{
    "on",  "at",  "the", "of", "by",  "le",  "a",  "du",   "am",    "um",
    "vom", "den", "el",  "la", "las", "del", "em", "de",   "as",    "no",
    "dia", "et",  "und", "y",  "e",   "in",  "en", "from", "since", "around"};

/// Behind a number: an hour.
constexpr std::array<std::string_view, 11> hours{
    "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "uhr", "gmt", "h", "heures", "horas"};

template <typename List>
bool begins_with_any(std::string_view word, const List& starts) {
  return std::ranges::any_of(starts,
                             [&](std::string_view start) { return word.starts_with(start); });
}

template <typename List>
bool is_one_of(std::string_view word, const List& list) {
  return std::ranges::find(list, word) != list.end();
}

class StampFinder {
public:
  explicit StampFinder(std::span<const StatementWord> words) : words_(words) {}

  /// Whether the number at word `at` tells when, or where in the text.
  [[nodiscard]] bool is_stamp(const Amount& amount) const {
    return is_place(amount.word) || (is_moment(amount) && is_said_of_the_text(amount.word));
  }

private:
  [[nodiscard]] const StatementWord* beside(std::size_t at, int step) const {
    for (auto i = static_cast<std::ptrdiff_t>(at) + step; i >= 0 && i < std::ssize(words_);
         i += step) {
      if (!words_[static_cast<std::size_t>(i)].is_mark()) {
        return &words_[static_cast<std::size_t>(i)];
      }
    }
    return nullptr;
  }

  /// `paragraph 2`, `the second paragraph`
  [[nodiscard]] bool is_place(std::size_t at) const {
    return std::ranges::any_of(std::array{-1, 1}, [&](int step) {
      const StatementWord* const word = beside(at, step);
      return word != nullptr && begins_with_any(word->plain, places);
    });
  }

  /// A time of day, or part of a date.
  [[nodiscard]] bool is_moment(const Amount& amount) const {
    const StatementWord* const left = beside(amount.word, -1);
    const StatementWord* const right = beside(amount.word, 1);
    const bool has_month = (left != nullptr && left->is(Topic::month)) ||
                           (right != nullptr && right->is(Topic::month)) ||
                           words_[amount.word].is(Topic::month);
    // `3 de marzo`
    const bool is_linked = right != nullptr && right->plain == "de" && is_before_month(*right);
    return amount.is_time || amount.is_year || has_month || is_linked ||
           (right != nullptr && is_one_of(right->plain, hours));
  }

  [[nodiscard]] bool is_before_month(const StatementWord& word) const {
    const StatementWord* const next = beside(static_cast<std::size_t>(&word - words_.data()), 1);
    return next != nullptr && next->is(Topic::month);
  }

  /// Nothing stands before it but a verb by which the notice speaks of itself, or the beginning.
  [[nodiscard]] bool is_said_of_the_text(std::size_t at) const {
    for (std::size_t i = at; i > 0; --i) {
      const StatementWord& word = words_[i - 1];
      const bool is_part_of_time =
          word.is_mark() || word.has_digit || is_one_of(word.plain, hours) ||
          word.entry.is_any(topic_mask(Topic::month, Topic::weekday, Topic::when));
      if (is_part_of_time || is_one_of(word.plain, joining)) {
        continue;
      }
      return begins_with_any(word.plain, stamping);
    }
    return true;
  }

  std::span<const StatementWord> words_;
};

}  // namespace

std::vector<StatementWord> without_stamps(std::vector<StatementWord> words) {
  const StampFinder finder{words};
  std::vector<std::size_t> stamps;
  for (const Amount& amount : find_amounts(words)) {
    if (finder.is_stamp(amount)) {
      stamps.push_back(amount.word);
    }
  }
  for (const std::size_t at : stamps) {
    words[at].kind = WordClass::mark;
  }
  return words;
}

}  // namespace arch::corrections
