#pragma once

#include "base/bytes.hpp"
#include "base/object_id.hpp"
#include "corrections/change_class.hpp"
#include "corrections/notices.hpp"
#include "diff/range.hpp"
#include "diff/text_diff.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// A signal that fired, and the words that made it fire.
struct FiredSignal {
  Signal signal = Signal::number_changed;
  Strength strength = Strength::weak;
  diff::Range a = {};  ///< bytes of the old text; empty where there are none
  diff::Range b = {};  ///< bytes of the new text; likewise

  friend bool operator==(const FiredSignal&, const FiredSignal&) = default;
};

/// Which way a change of fact leans. The machine does not know whether a statement was false.
enum class Likeness : std::uint8_t {
  unclear,
  correction,  ///< one value for another in a sentence that stayed
  update,      ///< the world may have moved: a toll that rose, a new passage
};
std::string_view likeness_name(Likeness which);

/// A changed passage: a sentence, a field, an image or a notice.
struct Segment {
  ChangeClass change = ChangeClass::content;
  Likeness likeness = Likeness::unclear;
  bool local = false;        ///< few words of a sentence that otherwise stayed
  diff::Range a = {};        ///< the old sentence in the old text; empty if added
  diff::Range b = {};        ///< the new sentence in the new text; empty if removed
  diff::Range words_a = {};  ///< the words in question, within a; empty if there are none
  diff::Range words_b = {};  ///< likewise
  std::vector<FiredSignal> signals = {};

  friend bool operator==(const Segment&, const Segment&) = default;
};

/// Whether a passage may alter what a reader takes from the article: a strong signal, or two of
/// medium strength.
bool is_substantive(const Segment& segment);
/// What it adds to the place of its change in a list: 4 for each strong signal, 2 for each of
/// medium strength, 1 for each weak one.
std::uint32_t weight(const Segment& segment);

/// What a change amounts to, small enough to be kept for each of millions.
struct Verdict {
  ClassSet classes = {};
  ClassSet substantive = {};  ///< the classes of its substantive passages
  /// All substantive passages lean to an update; false if there are none.
  bool update_like = false;
  bool degraded = false;  ///< see diff::TextDiff
  /// Of all passages, at most 65,535; of sentences that came, the heaviest alone, so that a long
  /// update does not stand before a figure that was changed.
  std::uint16_t weight = 0;
  std::uint16_t passages = 0;  ///< how many, at most 65,535

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// A verdict as bytes, and back; nullopt for bytes that pack() did not make.
Bytes pack(const Verdict& verdict);
std::optional<Verdict> find_verdict(ByteView packed);

struct Classification {
  std::vector<Segment> segments = {};  ///< in the order of the diff
  Verdict verdict = {};
};

struct ClassifyOptions {
  /// Of the texts, a primary subtag; empty: the document's, or guessed. Rules that need words are
  /// there for en, fr, de, es and pt; of all other languages they do not fire.
  std::string_view language = {};
  /// Words, in lower case, that raise a change that touches them.
  std::span<const std::string> watch_words = {};
};

/// Returns what kind of change each changed passage is. `diff` is what diff::compare(a, b) gave,
/// `a` and `b` are document texts or any others. Nothing is left out for being small. Depends on
/// the texts and options only. Cost: linear in the changed passages.
Classification classify(std::string_view a,
                        std::string_view b,
                        const diff::TextDiff& diff,
                        const ClassifyOptions& options = {});

/// The same, and the diff too. Texts that are equal cost a comparison of bytes.
Classification classify(std::string_view a,
                        std::string_view b,
                        const ClassifyOptions& options = {});

/// The digest of all that decides: rules, thresholds, word lists, phrases and the version of the
/// code that reads them. A verdict is worth keeping under (both documents, this).
const ObjectId& rules_digest();

}  // namespace arch::corrections
