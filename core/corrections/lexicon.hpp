#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace arch::corrections {

/// What a word is about: the lists of core/corrections/data/words.txt.
enum class Topic : std::uint8_t {
  number,
  magnitude,
  weekday,
  month,
  when,
  direction,
  negation,
  modal,
  hearsay,
  report,
  source,
  per,
  legal,
  toll,
  market,
  score,
  title,
  pronoun,
  determiner,
  accusation,
  denial,
  plus,
  minus,
  distinct,
  unit,
  procedure,
  contest,
};

/// What the list of a language knows of a word.
struct WordEntry {
  std::uint32_t topics = 0;  ///< bits by Topic
  std::uint16_t verb = 0;    ///< equal for forms of one verb; 0 if it is in no such group
  float value = 0;           ///< of a numeral or a magnitude

  [[nodiscard]] bool is(Topic topic) const {
    return (topics & (std::uint32_t{1} << static_cast<unsigned>(topic))) != 0;
  }
  [[nodiscard]] bool is_any(std::uint32_t mask) const { return (topics & mask) != 0; }
};

template <typename... Topics>
constexpr std::uint32_t topic_mask(Topics... topics) {
  return ((std::uint32_t{1} << static_cast<unsigned>(topics)) | ...);
}

/// The words of one language.
class Lexicon {
public:
  /// Returns what is known of `word`, which is as to_plain() makes it; a possessive `'s` and what
  /// French joins by an apostrophe are looked through. A numeral of several parts is worth what
  /// they are together, and a word such as `mid-October` has the day or month in it.
  [[nodiscard]] WordEntry find(std::string_view word) const;

  [[nodiscard]] bool is_empty() const { return words_.empty(); }

private:
  friend class LexiconReader;
  [[nodiscard]] WordEntry find_exactly(std::string_view word) const;
  [[nodiscard]] WordEntry find_compound(std::string_view word) const;
  [[nodiscard]] std::optional<float> compound_value(std::string_view word) const;
  [[nodiscard]] std::optional<float> joined_value(std::string_view word) const;

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Table = std::unordered_map<std::string, WordEntry, Hash, std::equal_to<>>;
  Table words_;
  Table prefixes_;  ///< any word that begins so
  std::size_t longest_prefix_ = 0;
  std::string joint_;  ///< between the parts of a numeral, as `und` in `einundzwanzig`
  /// What multiplies within such a numeral, largest first: `tausend`, `hundert`.
  std::vector<std::pair<std::string, float>> magnitudes_;
};

/// The words of `language`, a primary subtag; an empty one where there is no list.
const Lexicon& lexicon_for(std::string_view language);

}  // namespace arch::corrections
