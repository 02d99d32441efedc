#include "corrections/lexicon.hpp"

#include "base/error.hpp"
#include "corrections/embedded.hpp"
#include "corrections/plain_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace arch::corrections {
namespace {

constexpr std::array<std::string_view, 27> topic_names{
    "number", "magnitude", "weekday",  "month",   "when",       "direction",  "negation",
    "modal",  "hearsay",   "report",   "source",  "per",        "legal",      "toll",
    "market", "score",     "title",    "pronoun", "determiner", "accusation", "denial",
    "plus",   "minus",     "distinct", "unit",    "procedure",  "contest"};

/// Shorter beginnings of words would fit too many.
constexpr std::size_t least_prefix = 3;

/// Longer words are not taken apart.
constexpr std::size_t longest_compound = 40;

constexpr std::uint32_t bit(std::size_t topic) {
  return std::uint32_t{1} << topic;
}

/// Takes what stands before the first `mark` off the front of `text`, and the mark.
std::string_view take_until(std::string_view& text, std::string_view mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + mark.size(), text.size()));
  return taken;
}

}  // namespace

/// Reads data/words.txt.
class LexiconReader {
public:
  explicit LexiconReader(std::string_view text) {
    for (std::uint32_t line = 1; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      read_line(text.substr(0, end), line);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  std::map<std::string, Lexicon, std::less<>> lexicons;

private:
  void read_line(std::string_view line, std::uint32_t number) {
    constexpr std::string_view language = "language: ";
    if (line.empty() || line.starts_with('#')) {
      return;
    }
    if (line.starts_with(language)) {
      lexicon_ = &lexicons[std::string{line.substr(language.size())}];
      return;
    }
    if (constexpr std::string_view joint = "joint = "; lexicon_ && line.starts_with(joint)) {
      lexicon_->joint_ = line.substr(joint.size());
      return;
    }
    const std::size_t equals = line.find(" = ");
    const auto* const topic = std::ranges::find(topic_names, line.substr(0, equals));
    if (lexicon_ == nullptr || equals == std::string_view::npos || topic == topic_names.end()) {
      throw Error{ErrorKind::usage,
                  fmt::format("word lists, line {}: not `topic = words`", number)};
    }
    const auto topic_bit = bit(static_cast<std::size_t>(topic - topic_names.begin()));
    for (std::string_view rest = line.substr(equals + 3); !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      add_group(rest.substr(0, end), topic_bit);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  /// `say/says/said`
  void add_group(std::string_view group, std::uint32_t topics) {
    const bool is_verb = group.find('/') != std::string_view::npos;
    verbs_ = static_cast<std::uint16_t>(verbs_ + (is_verb ? 1 : 0));
    while (!group.empty()) {
      const std::size_t end = std::min(group.find('/'), group.size());
      add(group.substr(0, end), topics, is_verb ? verbs_ : std::uint16_t{0});
      group.remove_prefix(std::min(end + 1, group.size()));
    }
  }

  void add(std::string_view word, std::uint32_t topics, std::uint16_t verb) {
    float value = 0;
    if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
      std::from_chars(word.data() + equals + 1, word.data() + word.size(), value);
      word = word.substr(0, equals);
    }
    const bool is_prefix = word.ends_with('*');
    word.remove_suffix(is_prefix ? 1 : 0);
    WordEntry& entry = (is_prefix ? lexicon_->prefixes_ : lexicon_->words_)[to_plain(word)];
    entry.topics |= topics;
    entry.verb = verb != 0 ? verb : entry.verb;
    entry.value = value != 0 ? value : entry.value;
    if (topics == topic_mask(Topic::magnitude)) {
      add_magnitude(word, value);
    }
    if (is_prefix) {
      lexicon_->longest_prefix_ = std::max(lexicon_->longest_prefix_, word.size());
    }
  }

  /// The first name of each.
  void add_magnitude(std::string_view word, float value) {
    auto& all = lexicon_->magnitudes_;
    const auto place = std::ranges::find_if(all, [&](const auto& m) { return m.second <= value; });
    if ((value == 100 || value == 1000) && (place == all.end() || place->second != value)) {
      all.emplace(place, word, value);
    }
  }

  Lexicon* lexicon_ = nullptr;
  std::uint16_t verbs_ = 0;
};

WordEntry Lexicon::find_exactly(std::string_view word) const {
  WordEntry entry;
  if (const auto found = words_.find(word); found != words_.end()) {
    entry = found->second;
  }
  const std::size_t longest = std::min(word.size(), longest_prefix_);
  for (std::size_t size = least_prefix; size <= longest; ++size) {
    if (const auto found = prefixes_.find(word.substr(0, size)); found != prefixes_.end()) {
      entry.topics |= found->second.topics;
    }
  }
  return entry;
}

WordEntry Lexicon::find(std::string_view word) const {
  if (words_.empty()) {
    return {};
  }
  WordEntry entry = find_exactly(word);
  if (entry.topics == 0 && word.size() <= longest_compound) {
    entry = find_compound(word);
  }
  const std::size_t apostrophe = word.find('\'');
  if (apostrophe == std::string_view::npos || entry.topics != 0) {
    return entry;
  }
  const std::string_view before = word.substr(0, apostrophe);
  const std::string_view after = word.substr(apostrophe + 1);
  if (after == "s" || after.empty()) {
    return find_exactly(before);
  }
  // didn't; l'arrestation, n'est
  entry = find_exactly(after == "t" && before.ends_with('n') ? std::string_view{"n't"} : after);
  if (before.size() == 1) {
    entry.topics |= find_exactly(before).topics;
  }
  return entry;
}

WordEntry Lexicon::find_compound(std::string_view word) const {
  WordEntry entry;
  if (word.find('-') == std::string_view::npos) {
    if (const auto value = joined_value(word)) {
      entry = {.topics = topic_mask(Topic::number), .value = *value};
    }
    return entry;
  }
  if (const auto value = compound_value(word)) {
    return {.topics = topic_mask(Topic::number), .value = *value};
  }
  // mid-October
  constexpr std::uint32_t days = topic_mask(Topic::weekday, Topic::month);
  while (!word.empty() && entry.topics == 0) {
    const WordEntry part = find_exactly(take_until(word, "-"));
    if (part.is_any(days) && !part.is(Topic::modal)) {
      entry = {.topics = part.topics & days, .value = part.value};
    }
  }
  return entry;
}

/// `twenty-one`, `vingt-et-un`, `quatre-vingt-douze`: parts that grow smaller are added up; nullopt
/// for any other word.
std::optional<float> Lexicon::compound_value(std::string_view word) const {
  constexpr float score = 20;
  float value = 0;
  while (!word.empty()) {
    const std::string_view part = take_until(word, "-");
    if (value > 0 && joint_.size() == part.size() + 2 && joint_.find(part) == 1) {
      continue;
    }
    const WordEntry entry = find_exactly(part);
    const bool is_numeral = entry.is_any(topic_mask(Topic::number, Topic::magnitude));
    const bool multiplies = value > 0 && value < score && entry.value >= score;
    if (!is_numeral || entry.value < 1 || (value > 0 && !multiplies && entry.value >= value)) {
      return std::nullopt;
    }
    value = multiplies ? value * entry.value : value + entry.value;
  }
  return value;
}

/// `einundzwanzig`, `zweihundert`, `dreitausendvierzig`; nullopt for any other word, and in
/// languages that do not write so.
std::optional<float> Lexicon::joined_value(std::string_view word) const {
  if (joint_.empty() || joint_.starts_with('-')) {
    return std::nullopt;
  }
  const auto value_of = [this](std::string_view part) -> std::optional<float> {
    const WordEntry entry = find_exactly(part);
    return entry.is(Topic::number) && entry.value >= 1 ? std::optional{entry.value} : std::nullopt;
  };
  float value = 0;
  for (const auto& [magnitude, times] : magnitudes_) {
    const std::size_t at = word.find(magnitude);
    if (at == std::string_view::npos) {
      continue;
    }
    const auto count = at == 0 ? std::optional<float>{1} : value_of(word.substr(0, at));
    if (!count) {
      return std::nullopt;
    }
    value += *count * times;
    word.remove_prefix(at + magnitude.size());
  }
  if (word.empty()) {
    return value;
  }
  if (const auto whole = value_of(word)) {
    return value > 0 ? std::optional{value + *whole} : std::nullopt;
  }
  const std::size_t joint = word.find(joint_);
  if (joint == std::string_view::npos) {
    return std::nullopt;
  }
  const auto ones = value_of(word.substr(0, joint));
  const auto tens = value_of(word.substr(joint + joint_.size()));
  return ones && tens && *ones < *tens ? std::optional{value + *ones + *tens} : std::nullopt;
}

const Lexicon& lexicon_for(std::string_view language) {
  static const LexiconReader all{embedded::words};
  static const Lexicon none;
  const auto found = all.lexicons.find(language);
  return found == all.lexicons.end() ? none : found->second;
}

}  // namespace arch::corrections
