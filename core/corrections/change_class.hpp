#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace arch::corrections {

/// What kind of change a changed passage is. docs/report-method.md defines each; the names that
/// class_name() gives are an interface and are never changed, nor are the numbers, which caches
/// hold. The order is that of the numbers and says nothing; see class_rank().
enum class ChangeClass : std::uint8_t {
  // What a statement says.
  legal,        ///< accusation, arrest, charge, verdict, sentence
  negation,     ///< `not`, `never`, `without` came or went
  number,       ///< a value, however it is written
  name,         ///< another person, body or place
  quote,        ///< words inside quotation marks, or who is quoted
  date,         ///< day, month, year or time of day
  place,        ///< a direction: `west` to `east`
  attribution,  ///< who says so, or how: `police said`, `claimed` for `said`
  modality,     ///< how sure: `may`, `possibly`, `must`
  name_spelling,
  content,  ///< words with content, and no signal says which of the above
  rewrite,  ///< fewer than half of the old sentences are left
  passage_removed,
  quote_removed,  ///< a sentence with a quotation
  passage_added,
  quote_added,
  // Fields and parts beside the text.
  headline,
  standfirst,
  byline,
  image,
  caption,  ///< of an image, or its credit or alternative text
  section,
  url,
  metadata,  ///< dates and language of the page, `Updated` stamps
  // What says the same.
  style,  ///< other words for the same, as far as one can tell from one or two of them
  spelling,
  punctuation,  ///< and typography, letter case, spacing, paragraphs
  moved,
  // What the publisher says of it.
  notice_added,
  notice_changed,
  notice_removed,
  // What is no edit of a text.
  reversion,  ///< an earlier state again
  variant,    ///< one of several states that a page flips between, such as a test of headlines
  technical,  ///< our reading of the page changed
};
inline constexpr std::size_t class_count = static_cast<std::size_t>(ChangeClass::technical) + 1;

/// Every class, in order of rank, most telling first.
std::span<const ChangeClass> all_classes();

/// `number`, `name-spelling`: for --class, JSON and reports.
std::string_view class_name(ChangeClass which);
/// Returns nullopt for what is no name of a class.
std::optional<ChangeClass> parse_class(std::string_view name);

/// Which class names a change that has several: the one of highest rank. 1 and up, all different.
int class_rank(ChangeClass which);

/// Whether a change of this class can alter what a reader takes from the article, and so be a
/// candidate at all. Whether one does is up to its signals, see is_substantive().
bool may_be_substantive(ChangeClass which);

/// Whether the class is of no edit: in no statistic about the publisher.
bool is_no_edit(ChangeClass which);

/// Several classes.
class ClassSet {
public:
  constexpr ClassSet() = default;

  constexpr void insert(ChangeClass which) { bits_ |= bit(which); }
  constexpr bool contains(ChangeClass which) const { return (bits_ & bit(which)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool intersects(ClassSet other) const { return (bits_ & other.bits_) != 0; }

  /// The class of highest rank, or nullopt if empty.
  std::optional<ChangeClass> top() const;

  /// Bit N is the class of number N.
  constexpr std::uint64_t bits() const { return bits_; }
  static constexpr ClassSet of_bits(std::uint64_t bits) {
    ClassSet set;
    set.bits_ = bits & ((std::uint64_t{1} << class_count) - 1);
    return set;
  }
  friend constexpr bool operator==(ClassSet, ClassSet) = default;

private:
  static constexpr std::uint64_t bit(ChangeClass which) {
    return std::uint64_t{1} << static_cast<unsigned>(which);
  }
  std::uint64_t bits_ = 0;
};
static_assert(class_count < 64);

/// Why a change was given its class, or its place in the list: docs/report-method.md#signals.
enum class Signal : std::uint8_t {
  number_changed,       ///< N1: a value became another
  counted_event,        ///< N2: of victims, a market, a score: such numbers move by themselves
  name_replaced,        ///< P1
  name_respelt,         ///< P2: by one or two letters
  quote_altered,        ///< Q1: words inside quotation marks
  speaker_replaced,     ///< Q2
  polarity_flipped,     ///< G1
  hedge_changed,        ///< M1: how sure, or on whose word
  accusation_replaced,  ///< A1
  date_replaced,        ///< D1: day, date, time, direction
  headline_changed,     ///< H1
  lead_changed,         ///< L1: in the first paragraph
  passage_cut,          ///< X1: a sentence is gone, and nothing stands for it
  attribution_cut,      ///< X2: the source is gone, the claim stays
  byline_changed,       ///< B1
  image_changed,        ///< I1
  url_changed,          ///< U1
  body_gone,            ///< R1: four fifths of the text are gone
  notice_gone,          ///< O1
  single_token,         ///< K1: one word for one word, the rest of the sentence as it was
  only_additions,       ///< K2
  late_edit,            ///< T2: more than a day after the first look
  watch_word,           ///< a word that the policy names was touched
  // What a sentence says that came or went whole.
  denial,         ///< G2
  accusation,     ///< A2
  figure,         ///< N3
  source,         ///< S1: who says so
  word_replaced,  ///< W1: a word became its counterpart, as `majority` and `minority`
};
inline constexpr std::size_t signal_count = static_cast<std::size_t>(Signal::word_replaced) + 1;

/// `number-changed`.
std::string_view signal_name(Signal which);
/// `N1`: the name in docs/report-method.md; empty for watch_word.
std::string_view signal_code(Signal which);

enum class Strength : std::uint8_t { weak, medium, strong };
std::string_view strength_name(Strength which);

}  // namespace arch::corrections
