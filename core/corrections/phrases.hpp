#pragma once

#include "base/ascii.hpp"
#include "corrections/literal_scan.hpp"
#include "corrections/notices.hpp"
#include "corrections/plain_words.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// A piece of a phrase: what one word of a text may be, or a gap.
struct PhraseElement {
  enum class Kind : std::uint8_t { word, gap, number, date, end };
  struct Choice {
    std::string text;
    bool is_prefix = false;
  };

  Kind kind = Kind::word;
  bool optional = false;
  std::uint32_t gap = 0;        ///< how many words at most
  std::vector<Choice> choices;  ///< of a word or mark
};

/// A line of the phrase list: see core/corrections/data/notices.txt.
struct Phrase {
  enum class Place : std::uint8_t { start, label, any };
  enum class Use : std::uint8_t { notice, not_here, not_in_block };

  NoticeKind kind = NoticeKind::correction;
  Use use = Use::notice;
  PhraseStrength strength = PhraseStrength::strong;
  Place place = Place::any;
  std::string language;
  std::uint32_t line = 0;
  std::vector<PhraseElement> elements;
};

/// Phrases there can be: of each text it is kept which may occur.
inline constexpr std::size_t max_phrases = 512;
using PhraseSet = std::bitset<max_phrases>;

/// A text that is searched for phrases.
struct SearchedText {
  std::string_view source;
  std::uint32_t offset = 0;  ///< what byte 0 of `source` counts as
  PlainWords words;
};

/// The phrases, and what finds the few that may occur in a text.
class PhraseList {
public:
  /// Throws Error{usage} that names the line which cannot be read.
  explicit PhraseList(std::string_view text);

  [[nodiscard]] const std::vector<Phrase>& phrases() const { return phrases_; }
  /// Calls `found(phrases, end)` for each place in `text` before whose byte `end` a word stands
  /// without which these phrases cannot occur, in order of `end`.
  template <typename Found>
  void each_key(std::string_view text, const Found& found) const {
    scan_.each(text, [&](std::uint16_t number, std::size_t end) {
      const Key& key = keys_[number];
      if (!(key.begins_word && end > key.size && is_ascii_letter(text[end - key.size - 1])) &&
          !(key.ends_word && end < text.size() && is_ascii_letter(text[end]))) {
        found(key.phrases, end);
      }
    });
  }

  /// The phrases that are no refusals, and of them those that stand at the start only.
  [[nodiscard]] const PhraseSet& notices() const { return notices_; }
  [[nodiscard]] const PhraseSet& at_start() const { return at_start_; }

private:
  /// A part of a word that some phrases cannot do without.
  struct Key {
    std::size_t size = 0;      ///< in bytes
    bool begins_word = false;  ///< a word begins with it
    bool ends_word = false;    ///< a word ends with it
    PhraseSet phrases;
  };
  struct Read;
  explicit PhraseList(Read read);

  std::vector<Phrase> phrases_;
  std::vector<Key> keys_;  ///< of each literal of scan_
  PhraseSet notices_;
  PhraseSet at_start_;
  LiteralScan scan_;
};

/// The list that is built in.
const PhraseList& phrase_list();

/// Returns the word behind the phrase if it begins at word `at` of `text`, else nullopt. Tries at
/// most some thousand ways through its gaps.
std::optional<std::size_t> match_phrase(const Phrase& phrase,
                                        const SearchedText& text,
                                        std::size_t at);

}  // namespace arch::corrections
