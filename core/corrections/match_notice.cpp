// A notice is about a change if it gives the value that is new or the one that was wrong, or names
// who or what the sentence is about, or the part or kind of thing that changed. A notice that gives
// values and names of something else is about something else; one that gives nothing is about
// anything.

#include "corrections/amounts.hpp"
#include "corrections/disclosure.hpp"
#include "corrections/lexicon.hpp"
#include "corrections/notice_parts.hpp"
#include "corrections/notice_sentences.hpp"
#include "corrections/notice_stamps.hpp"
#include "corrections/phrases.hpp"
#include "corrections/plain_date.hpp"
#include "corrections/plain_words.hpp"
#include "corrections/statement.hpp"
#include "corrections/word_questions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>
#include <utility>

namespace arch::corrections {
namespace {

using diff::Range;
using diff::slice;
using enum ChangeClass;

/// Words that notices are made of, and that say nothing of what they are about.
class NoticeVocabulary {
public:
  NoticeVocabulary() {
    for (const Phrase& phrase : phrase_list().phrases()) {
      if (phrase.use != Phrase::Use::notice || phrase.kind == NoticeKind::technical) {
        continue;
      }
      for (const PhraseElement& element : phrase.elements) {
        for (const PhraseElement::Choice& choice : element.choices) {
          add(choice.text, choice.is_prefix);
        }
      }
    }
    for (std::string_view rest = common; !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      std::string_view word = rest.substr(0, end);
      const bool is_prefix = word.ends_with('*');
      word.remove_suffix(is_prefix ? 1 : 0);
      add(word, is_prefix);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  [[nodiscard]] bool has(std::string_view word) const {
    return words_.contains(word) || std::ranges::any_of(prefixes_, [&](const std::string& start) {
             return word.starts_with(start);
           });
  }

private:
  /// What no phrase needs. Words, and beginnings of words.
  static constexpr std::string_view common =
      // en
      "reflect comment comments additional information details new more clarify include add wrong "
      "incorrect incorrectly mistake mistakes error errors errone* inaccura* factual fact facts "
      "later publication publish* post* now since note readers reader today added change* fix* "
      "typo* minor several some correct* amend* edit* updat* revis* version* modif* contain* "
      "include* after before first last "
      // fr
      "erreur* errone* inexact* faux fausse* incorrect* comport* contenai* contien* indiquait "
      "precision* mention* publication publie* parution glisse* apres avant cours corrig* correct* "
      "rectifi* modifi* jour actualis* factuel* lecteur* excus* depuis lors presente initial* "
      "precedent* anterieur* figur* etait nos "
      // de
      "falsch* fehler* irrtum* angegeben wiedergegeben stand hiess richtig* tatsachlich enthielt "
      "enthalten enthalt nachtrag* veroffentlich* korrig* korrekt* geandert* aktualisier* "
      "uberarbeit* sachlich* inzwischen mittlerweile fruher* vorherig* ursprung* urspruenglich* "
      "erschein* erschien* leser* "
      // es
      "erroneo* errone* incorrect* mal daba decia estaba figuraba equivoc* error* dato* contenia "
      "contiene corregid* correccion* rectific* modific* actualiz* publicad* publicacion despues "
      "tras lector* factual* anterior* previ* aparec* figur* "
      // pt
      "erro erros errad* incorret* estava dizia informava publicad* publicacao apos depois "
      "continha contem corrigid* correc* retific* modific* alterad* atualiz* leitor* fato* ";

  void add(std::string_view word, bool is_prefix) {
    // What begins with fewer letters would be nearly any word.
    constexpr std::size_t least_prefix = 4;
    if (is_prefix && word.size() >= least_prefix) {
      prefixes_.emplace(word);
    } else {
      words_.emplace(word);
    }
  }

  std::set<std::string, std::less<>> words_;
  std::set<std::string, std::less<>> prefixes_;
};

const NoticeVocabulary& notice_vocabulary() {
  static const NoticeVocabulary words;
  return words;
}

/// Shorter words link nothing.
constexpr std::size_t least_letters = 3;

/// Of a sentence so many bytes are read.
constexpr std::size_t longest_read = 4000;

std::vector<StatementWord> cut(std::string_view text, std::string_view language) {
  return cut_statement(
      text, {0, static_cast<std::uint32_t>(text.size())}, {}, lexicon_for(language));
}

bool same_value(double x, double y) {
  return std::abs(x - y) <= 1e-9 * std::max(std::abs(x), std::abs(y));
}

/// What tells of a passage: values, and words with content.
struct Tokens {
  std::vector<double> values;
  std::vector<std::string> words;  ///< as to_plain() makes them, without possessive
  std::vector<std::string> names;  ///< those of them with a capital

  /// `nouns_are_capital` as in German, where a capital is no sign of a name.
  void add(std::span<const StatementWord> from, bool nouns_are_capital) {
    add_values(from, values);
    bool after_mark = true;
    for (const StatementWord& word : from) {
      const bool begins = std::exchange(after_mark, word.is_mark());
      if (word.kind != diff::WordClass::content || word.has_digit || word.plain.size() < 2) {
        continue;
      }
      std::string plain = without_elision(word.plain);
      if (word.capital && !begins && !nouns_are_capital &&
          !word.entry.is_any(topic_mask(Topic::title, Topic::pronoun))) {
        names.push_back(plain);
      }
      words.push_back(std::move(plain));
    }
  }

  /// Numbers, but for the numeral that is an article in most languages.
  static void add_values(std::span<const StatementWord> from, std::vector<double>& values) {
    for (const Amount& amount : find_amounts(from)) {
      if (amount.value != 1 || from[amount.word].has_digit) {
        values.push_back(amount.value);
      }
    }
  }

  /// `l'annee` is `annee`, `smith's` is `smith`.
  static std::string without_elision(const std::string& word) {
    const std::size_t apostrophe = word.find('\'');
    return apostrophe <= 2 ? word.substr(apostrophe + 1) : word.substr(0, apostrophe);
  }
};

/// Two forms of one word: the same but for a short ending.
bool same_stem(std::string_view x, std::string_view y) {
  if (x == y) {
    return true;
  }
  const std::size_t common = common_start(x, y);
  return common >= 5 && common + 2 >= std::max(x.size(), y.size());
}

/// Matches a text of a notice, all of it or one of its sentences, with a change.
class Matcher {
public:
  Matcher(const Notice& notice,
          std::string_view text,
          std::string_view a,
          std::string_view b,
          const Segment& segment)
      : notice_(notice), segment_(segment) {
    read_notice(std::string{text});
    const std::string_view language = language_of(notice);
    // What changed, with the whole words where only a part was marked.
    add_changed(old_, a, segment.words_a, language);
    add_changed(new_, b, segment.words_b, language);
    for (const FiredSignal& fired : segment.signals) {
      if (fired.signal != Signal::headline_changed && fired.signal != Signal::passage_cut) {
        add_changed(old_, a, fired.a, language);
        add_changed(new_, b, fired.b, language);
      }
    }
    const std::string_view sentence = segment.b.empty() ? slice(a, segment.a) : slice(b, segment.b);
    subject_.add(cut(sentence.substr(0, longest_read), language), language == "de");
    set_values(slice(a, segment.a), slice(b, segment.b), language);
  }

  Match match() {
    const bool by_value = link_values();
    const bool by_part = link_part();
    const bool by_subject = link_subject();
    Match result;
    if (by_part && !by_value && !by_subject && strange_words_ > 0) {
      return result;  // such a part, but of something else
    }
    if (by_value || by_part || by_subject) {
      const bool contradicts = !by_value && gives_other_values();
      const bool other_kind = !by_value && !by_part && names_other_part_;
      if (!contradicts && !other_kind) {
        result.level = Level::specific;
        result.links = std::move(links_);
        return result;
      }
      return result;
    }
    if (!is_informative()) {
      result.level = Level::generic;
    }
    return result;
  }

private:
  static std::string_view language_of(const Notice& notice) {
    return notice.language == "und" ? std::string_view{"en"} : std::string_view{notice.language};
  }

  /// The numbers of either sentence that the other has not: what multiplies a number may stand
  /// beside what changed.
  void set_values(std::string_view before, std::string_view after, std::string_view language) {
    std::vector<double> in_a;
    std::vector<double> in_b;
    Tokens::add_values(cut(before.substr(0, longest_read), language), in_a);
    Tokens::add_values(cut(after.substr(0, longest_read), language), in_b);
    const auto missing = [](const std::vector<double>& from, const std::vector<double>& in) {
      std::vector<double> values;
      for (const double value : from) {
        if (std::ranges::none_of(in, [&](double other) { return same_value(value, other); })) {
          values.push_back(value);
        }
      }
      return values;
    };
    old_.values = missing(in_a, in_b);
    new_.values = missing(in_b, in_a);
  }

  /// Cuts the notice; its own date is none of the values it gives.
  void read_notice(const std::string& text) {
    const PlainWords plain = cut_plain(text);
    std::string kept = text;
    if (!notice_.date.empty()) {
      for (std::size_t at = 0; at < plain.words.size(); ++at) {
        const auto date = find_date(plain, text, 0, at);
        if (date && date->iso == notice_.date) {
          const std::uint32_t begin = plain.words[at].source.begin;
          const std::uint32_t end = plain.words[date->end - 1].source.end;
          kept.replace(begin, end - begin, end - begin, ' ');
          break;
        }
      }
    }
    text_ = std::move(kept);
    said_words_ = without_stamps(cut(text_, language_of(notice_)));
    said_.add(said_words_, notice_.language == "de");
  }

  static void add_changed(Tokens& tokens,
                          std::string_view text,
                          Range range,
                          std::string_view language) {
    if (!range.empty()) {
      tokens.add(cut(slice(text, range).substr(0, longest_read), language), true);
    }
  }

  static bool says_nothing(std::string_view word) { return notice_vocabulary().has(word); }

  bool link(Link::By by, std::string_view words) {
    const bool known = std::ranges::any_of(links_, [&](const Link& l) { return l.words == words; });
    if (!known) {
      links_.push_back({.by = by, .words = std::string{words}});
    }
    return true;
  }

  bool link_values() {
    bool found = false;
    for (const bool is_new : {true, false}) {
      const Tokens& ours = is_new ? new_ : old_;
      const Tokens& theirs = is_new ? old_ : new_;
      const Link::By by = is_new ? Link::By::new_value : Link::By::old_value;
      for (const double value : ours.values) {
        const auto same = [&](double other) { return same_value(value, other); };
        if (std::ranges::any_of(said_.values, same) && std::ranges::none_of(theirs.values, same)) {
          found = link(by, value_text(value));
        }
      }
      for (const std::string& word : ours.words) {
        if (word.size() >= least_letters && !says_nothing(word) &&
            std::ranges::find(theirs.words, word) == theirs.words.end() &&
            std::ranges::find(said_.words, word) != said_.words.end()) {
          found = link(by, word);
        }
      }
    }
    return found;
  }

  static bool is_name(const Tokens& tokens, const std::string& word) {
    return std::ranges::find(tokens.names, word) != tokens.names.end();
  }

  /// The words of the notice that give this value.
  [[nodiscard]] std::string value_text(double value) const {
    for (const Amount& amount : find_amounts(said_words_)) {
      if (same_value(amount.value, value)) {
        return std::string{slice(text_, said_words_[amount.word].bytes)};
      }
    }
    return {};
  }

  /// `nombre` is a number in French and a name in Spanish.
  [[nodiscard]] bool names_part(std::string_view word, const Part& part) const {
    if (word == "nombre") {
      return part.classes.contains(notice_.language == "es" ? name : number) &&
             !part.classes.contains(place);
    }
    if (word.starts_with("county") || word.starts_with("countr")) {
      return false;  // no count
    }
    return std::ranges::any_of(part.stems, [&](std::string_view stem) {
      return word.starts_with(stem) && word.size() <= stem.size() + 3;
    });
  }

  /// The day of `mis à jour`.
  [[nodiscard]] bool is_up_to_date(const StatementWord& word) const {
    const StatementWord* const left = neighbour(said_words_, {&word, 1}, -1);
    return word.plain == "jour" && left != nullptr && left->plain == "a";
  }

  [[nodiscard]] bool is_part_word(std::string_view word) const {
    return std::ranges::any_of(notice_parts(),
                               [&](const Part& part) { return names_part(word, part); });
  }

  bool link_part() {
    bool found = false;
    for (const Part& part : notice_parts()) {
      for (const StatementWord& word : said_words_) {
        const std::string plain = Tokens::without_elision(word.plain);
        if (!names_part(plain, part) || is_up_to_date(word)) {
          continue;
        }
        if (part.classes.contains(segment_.change)) {
          found = link(Link::By::part, word.plain);
        } else if (std::ranges::find(subject_.words, plain) == subject_.words.end()) {
          names_other_part_ = true;
        }
      }
    }
    return found;
  }

  /// A name of the sentence, two of its words, or one of few in the notice.
  bool link_subject() {
    std::size_t words = 0;
    std::size_t telling = 0;
    bool named = false;
    std::set<std::string> counted;
    for (const std::string& word : said_.words) {
      if (says_nothing(word) || word.size() < least_letters || counted.contains(word)) {
        continue;
      }
      ++telling;
      strange_words_ += is_part_word(word) ? 0 : 1;
      const bool in_sentence = std::ranges::any_of(
          subject_.words, [&](const std::string& other) { return same_stem(word, other); });
      if (in_sentence) {
        counted.insert(word);
        --strange_words_;
        ++words;
        named = named || is_name(subject_, word);
      }
    }
    // One common word is enough where the notice has few: `the maker of the device`.
    if (words == 0 || (!named && words < 2 && telling > 3)) {
      return false;
    }
    for (const std::string& word : counted) {
      link(Link::By::subject, word);
    }
    return true;
  }

  /// Whether the notice gives numbers, or names that the sentence has not, while the change is one
  /// of such values.
  [[nodiscard]] bool gives_other_values() const {
    const bool gives_number = std::ranges::any_of(said_.values, [&](double value) {
      return std::ranges::none_of(subject_.values,
                                  [&](double other) { return same_value(value, other); });
    });
    if (segment_.change == number || segment_.change == date) {
      const bool has_days = std::ranges::any_of(said_words_, [](const StatementWord& w) {
        return w.entry.is_any(topic_mask(Topic::weekday, Topic::month)) && w.capital;
      });
      return gives_number || (segment_.change == date && has_days);
    }
    if (segment_.change == name || segment_.change == name_spelling) {
      const auto is_other = [&](const std::string& word) {
        return !says_nothing(word) &&
               std::ranges::find(subject_.words, word) == subject_.words.end();
      };
      return std::ranges::any_of(said_.names, is_other);
    }
    return gives_number;
  }

  /// Whether it says anything of what it is about.
  [[nodiscard]] bool is_informative() const {
    return !said_.values.empty() || names_other_part_ ||
           std::ranges::any_of(said_.words, [](const std::string& word) {
             return word.size() >= 3 && !says_nothing(word);
           });
  }

  const Notice& notice_;
  const Segment& segment_;
  std::string text_;
  std::vector<StatementWord> said_words_;
  Tokens said_;
  Tokens old_;
  Tokens new_;
  Tokens subject_;
  std::vector<Link> links_;
  bool names_other_part_ = false;
  std::ptrdiff_t strange_words_ = 0;  ///< of the notice, telling, and not in the sentence
};

std::string_view without_label(const Notice& notice) {
  std::string_view text = notice.text;
  if (!notice.label.empty() && text.starts_with(notice.label)) {
    text.remove_prefix(notice.label.size());
  }
  return text;
}

/// Matches the notice as a whole, and where that is about something else, each of its sentences:
/// a notice may correct several things. A sentence by itself must give a value of the change, or
/// name what it is about: `The number was wrong too` is about any.
Match match_text(const Notice& notice,
                 std::string_view a,
                 std::string_view b,
                 const Segment& segment) {
  const std::string_view text = without_label(notice);
  Match whole = Matcher{notice, text, a, b, segment}.match();
  if (whole.level != Level::none) {
    return whole;
  }
  const std::vector<Range> sentences =
      subjects_from(text, {0, static_cast<std::uint32_t>(std::min(text.size(), longest_read))});
  for (const Range sentence : sentences) {
    Match match = Matcher{notice, slice(text, sentence), a, b, segment}.match();
    const auto is_value = [](const Link& link) {
      return link.by == Link::By::old_value || link.by == Link::By::new_value;
    };
    const auto is_part = [](const Link& link) { return link.by == Link::By::part; };
    // One common word is too little for one of several sentences.
    const bool is_about_subject =
        std::ranges::any_of(match.links, is_value) ||
        (match.links.size() > 1 && !std::ranges::all_of(match.links, is_part));
    if (sentences.size() > 1 && match.level == Level::specific && is_about_subject) {
      return match;
    }
  }
  return whole;
}

/// What the publisher calls it: by the newsroom's own words for labels, the label, or what it says.
NoticeKind called(const Notice& notice, const Policy& policy) {
  const std::string label = to_plain(notice.label);
  for (const NoticeLabel& own : policy.labels) {
    if (!label.empty() && own.label == label) {
      return own.kind;
    }
  }
  return notice.label_kind.value_or(notice.kind);
}

}  // namespace

Match match_notice(const Notice& notice,
                   std::string_view a,
                   std::string_view b,
                   const Segment& segment,
                   const Policy& policy) {
  if (!is_statement(notice.kind)) {
    return {.level = Level::mark};
  }
  Match match = match_text(notice, a, b, segment);
  if (match.level < Level::generic) {
    return match;
  }
  const NoticeKind kind = called(notice, policy);
  const bool is_correction = kind == NoticeKind::correction || kind == NoticeKind::retraction;
  const bool may_be_update = segment.likeness == Likeness::update;
  match.weak_label =
      !may_be_update && (kind == NoticeKind::update || kind == NoticeKind::clarification ||
                         kind == NoticeKind::editors_note);
  if (match.level == Level::specific && !notice.date.empty() &&
      (is_correction || (may_be_update && kind == NoticeKind::update))) {
    match.level = notice.position == NoticePosition::markup ? Level::structured : Level::labelled;
  }
  return match;
}

}  // namespace arch::corrections
