#include "corrections/phrases.hpp"

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "corrections/embedded.hpp"
#include "corrections/plain_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>

namespace arch::corrections {
namespace {

/// Shorter literals would be found in every text.
constexpr std::size_t least_literal = 3;
/// The first bytes of a word tell as much, and a smaller table is a faster one.
constexpr std::size_t most_literal = 9;

/// Ways through the gaps of a phrase that are tried from one word.
constexpr int most_steps = 4096;

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(mark);
    if (end != 0 || mark != ' ') {
      parts.push_back(text.substr(0, end));
    }
    if (end == std::string_view::npos) {
      break;
    }
    text.remove_prefix(end + 1);
  }
  std::erase(parts, std::string_view{});
  return parts;
}

/// What must stand in a text, in its own bytes, for a word to be in it.
struct Literal {
  std::string bytes;
  bool begins_word = false;
  bool ends_word = false;

  friend bool operator==(const Literal&, const Literal&) = default;
};

/// The longest stretch of ASCII, since letters with accents may be capitals; the whole word if it
/// has no such stretch.
Literal literal_of(const PhraseElement::Choice& choice) {
  const std::string_view word = choice.text;
  std::string_view best;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t end = at;
    while (end < word.size() && static_cast<unsigned char>(word[end]) < 0x80) {
      ++end;
    }
    if (end - at > best.size()) {
      best = word.substr(at, end - at);
    }
    at = end + 1;
  }
  if (best.size() <= least_literal && best.size() < word.size()) {
    return {.bytes = std::string{word}};
  }
  const auto begin = static_cast<std::size_t>(best.data() - word.data());
  best = best.substr(0, most_literal);
  return {.bytes = ascii_lowered(best),
          .begins_word = begin == 0,
          .ends_word = begin + best.size() == word.size() && !choice.is_prefix};
}

}  // namespace

/// Reads the lines of a list.
struct PhraseList::Read {
  explicit Read(std::string_view text) {
    std::uint32_t number = 0;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      ++number;
      line_ = number;
      read_line(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  std::vector<Phrase> phrases;
  std::vector<Literal> literals;
  std::vector<PhraseSet> with;  ///< each of them

  [[nodiscard]] std::vector<std::string> bytes() const {
    std::vector<std::string> all;
    std::ranges::transform(literals, std::back_inserter(all), &Literal::bytes);
    return all;
  }

private:
  [[noreturn]] void fail(std::string_view why) const {
    throw Error{ErrorKind::usage, fmt::format("phrase list, line {}: {}", line_, why)};
  }

  void read_line(std::string_view line) {
    if (line.empty() || line.starts_with('#')) {
      return;
    }
    if (line.starts_with("language: ")) {
      language_ = line.substr(10);
      return;
    }
    if (line.starts_with("list ")) {
      const auto words = split(line.substr(5), ' ');
      if (words.size() < 3 || words[1] != "=") {
        fail("a list is `list NAME = WORD...`");
      }
      auto& list = lists_[std::string{words[0]}];
      list.assign(words.begin() + 2, words.end());
      return;
    }
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) {
      fail("no colon");
    }
    if (phrases.size() == max_phrases) {
      fail("too many phrases");
    }
    Phrase& phrase = phrases.emplace_back();
    phrase.language = language_;
    phrase.line = line_;
    read_head(phrase, line.substr(0, colon));
    read_elements(phrase, line.substr(colon + 2));
  }

  void read_head(Phrase& phrase, std::string_view head) const {
    auto words = split(head, ' ');
    if (!words.empty() && words[0] == "not" && words.size() == 2) {
      phrase.use = words[1] == "block" ? Phrase::Use::not_in_block : Phrase::Use::not_here;
      if (words[1] != "block" && words[1] != "any") {
        fail("`not` takes `any` or `block`");
      }
      return;
    }
    const auto kind = words.size() == 3 ? parse_notice_kind(words[0]) : std::nullopt;
    if (!kind) {
      fail("it begins with KIND STRENGTH PLACE");
    }
    phrase.kind = *kind;
    const std::map<std::string_view, PhraseStrength> strengths{{"medium", PhraseStrength::medium},
                                                               {"strong", PhraseStrength::strong}};
    const std::map<std::string_view, Phrase::Place> places{{"start", Phrase::Place::start},
                                                           {"label", Phrase::Place::label},
                                                           {"any", Phrase::Place::any}};
    const auto strength = strengths.find(words[1]);
    const auto place = places.find(words[2]);
    if (strength == strengths.end() || place == places.end()) {
      fail("not a strength, or not a place");
    }
    phrase.strength = strength->second;
    phrase.place = place->second;
  }

  void read_elements(Phrase& phrase, std::string_view text) {
    bool has_key = false;
    for (std::string_view word : split(text, ' ')) {
      PhraseElement element;
      if (word.size() > 1 && word.ends_with('?')) {
        element.optional = true;
        word.remove_suffix(1);
      }
      bool is_key = false;
      if (word == "%date") {
        element.kind = PhraseElement::Kind::date;
      } else if (word.size() > 1 && word.starts_with('~')) {
        element.kind = PhraseElement::Kind::gap;
        std::from_chars(word.data() + 1, word.data() + word.size(), element.gap);
      } else if (word == "#") {
        element.kind = PhraseElement::Kind::number;
      } else if (word == "$") {
        element.kind = PhraseElement::Kind::end;
      } else {
        for (const std::string_view choice : split(word, '|')) {
          is_key = add_choice(element, choice) || is_key;
        }
      }
      if (is_key) {
        add_literals(element);
        has_key = true;
      }
      phrase.elements.push_back(std::move(element));
    }
    if (!has_key) {
      fail("no word of the phrase is marked with `!`");
    }
  }

  /// Returns whether the choice is marked as a key.
  bool add_choice(PhraseElement& element, std::string_view choice) {
    if (choice.size() > 1 && choice.starts_with('@')) {
      const auto list = lists_.find(choice.substr(1).substr(0, choice.find('!') - 1));
      if (list == lists_.end()) {
        fail(fmt::format("there is no list {}", choice));
      }
      for (const std::string& word : list->second) {
        add_choice(element, word);
      }
      return choice.ends_with('!');
    }
    const bool is_key = choice.size() > 1 && choice.ends_with('!');
    choice.remove_suffix(is_key ? 1 : 0);
    const bool is_prefix = choice.size() > 1 && choice.ends_with('*');
    choice.remove_suffix(is_prefix ? 1 : 0);
    element.choices.push_back({.text = std::string{choice}, .is_prefix = is_prefix});
    return is_key;
  }

  void add_literals(const PhraseElement& element) {
    const std::size_t phrase = phrases.size() - 1;
    for (const PhraseElement::Choice& choice : element.choices) {
      if (choice.text == "#" || choice.text == "$") {
        fail("a key must be a word");
      }
      const Literal literal = literal_of(choice);
      if (literal.bytes.size() < least_literal) {
        fail(fmt::format("`{}` is too short to be a key", choice.text));
      }
      const auto found = std::ranges::find(literals, literal);
      const auto number = static_cast<std::size_t>(found - literals.begin());
      if (found == literals.end()) {
        literals.push_back(literal);
        with.emplace_back();
      }
      with[number].set(phrase);
    }
  }

  std::string language_;
  std::uint32_t line_ = 0;
  std::map<std::string, std::vector<std::string>, std::less<>> lists_;
};

PhraseList::PhraseList(std::string_view text) : PhraseList(Read{text}) {}

PhraseList::PhraseList(Read read) : phrases_(std::move(read.phrases)), scan_(read.bytes()) {
  for (std::size_t i = 0; i < read.literals.size(); ++i) {
    keys_.push_back({.size = read.literals[i].bytes.size(),
                     .begins_word = read.literals[i].begins_word,
                     .ends_word = read.literals[i].ends_word,
                     .phrases = read.with[i]});
  }
  for (std::size_t i = 0; i < phrases_.size(); ++i) {
    Phrase& phrase = phrases_[i];
    notices_[i] = phrase.use == Phrase::Use::notice;
    at_start_[i] = notices_[i] && phrase.place != Phrase::Place::any;
    // What phrases are compared with has no accents.
    for (PhraseElement& element : phrase.elements) {
      for (PhraseElement::Choice& choice : element.choices) {
        choice.text = to_plain(choice.text);
      }
    }
  }
}

const PhraseList& phrase_list() {
  static const PhraseList list{embedded::notices};
  return list;
}

namespace {

/// Tries the ways through a phrase's optional words and gaps, shortest first.
class PhraseMatch {
public:
  PhraseMatch(const Phrase& phrase, const SearchedText& text) : phrase_(phrase), text_(text) {}

  std::optional<std::size_t> from(std::size_t element, std::size_t at) {
    if (element == phrase_.elements.size()) {
      return at;
    }
    if (--steps_ < 0) {
      return std::nullopt;
    }
    const PhraseElement& wanted = phrase_.elements[element];
    if (wanted.kind == PhraseElement::Kind::gap) {
      for (std::size_t skip = 0; skip <= wanted.gap && at + skip <= count(); ++skip) {
        if (const auto end = from(element + 1, at + skip)) {
          return end;
        }
      }
      return std::nullopt;
    }
    if (const auto next = match(wanted, at)) {
      if (const auto end = from(element + 1, *next)) {
        return end;
      }
    }
    return wanted.optional ? from(element + 1, at) : std::nullopt;
  }

private:
  [[nodiscard]] std::size_t count() const { return text_.words.words.size(); }

  static bool takes_end(const PhraseElement& wanted) {
    return wanted.kind == PhraseElement::Kind::end ||
           std::ranges::find(wanted.choices, "$", &PhraseElement::Choice::text) !=
               wanted.choices.end();
  }

  /// Whether nothing but marks is left.
  [[nodiscard]] bool is_end(std::size_t at) const {
    return std::all_of(text_.words.words.begin() + static_cast<std::ptrdiff_t>(at),
                       text_.words.words.end(),
                       [](const PlainWord& word) { return word.kind == PlainWord::Kind::mark; });
  }

  /// The word behind what one element matches.
  [[nodiscard]] std::optional<std::size_t> match(const PhraseElement& wanted,
                                                 std::size_t at) const {
    using Kind = PhraseElement::Kind;
    if (takes_end(wanted) && is_end(at)) {
      return count();
    }
    if (at == count()) {
      return std::nullopt;
    }
    if (wanted.kind == Kind::date) {
      const auto date = find_date(text_.words, text_.source, text_.offset, at);
      return date ? std::optional{date->end} : std::nullopt;
    }
    const bool is_number = text_.words.words[at].kind == PlainWord::Kind::number;
    if (wanted.kind == Kind::number) {
      return is_number ? std::optional{at + 1} : std::nullopt;
    }
    const std::string_view word = text_.words.text(at);
    const bool fits = std::ranges::any_of(wanted.choices, [&](const PhraseElement::Choice& choice) {
      return choice.is_prefix ? word.starts_with(choice.text)
                              : word == choice.text || (is_number && choice.text == "#");
    });
    return fits ? std::optional{at + 1} : std::nullopt;
  }

  const Phrase& phrase_;
  const SearchedText& text_;
  int steps_ = most_steps;
};

}  // namespace

std::optional<std::size_t> match_phrase(const Phrase& phrase,
                                        const SearchedText& text,
                                        std::size_t at) {
  return PhraseMatch{phrase, text}.from(0, at);
}

}  // namespace arch::corrections
