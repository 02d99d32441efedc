// The rules that tell one kind of edit from another, each a question about the words that changed
// and those beside them. The order in which they are asked is that of judge(): values before names,
// since `May 3` is no name; what is typed before what is quoted, since a figure within a quotation
// is still a figure; form last.

#include "corrections/judge_edit.hpp"

#include "base/ascii.hpp"
#include "base/letter_distance.hpp"
#include "corrections/amounts.hpp"
#include "corrections/measures.hpp"
#include "corrections/rules.hpp"
#include "corrections/spelling.hpp"
#include "corrections/word_questions.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace arch::corrections {
namespace {

using diff::WordClass;

constexpr std::uint32_t date_words = topic_mask(Topic::weekday, Topic::month);
constexpr std::uint32_t time_words = topic_mask(Topic::weekday, Topic::month, Topic::when);

class EditJudge {
public:
  EditJudge(const Statement& statement, const Edit& edit, const Surroundings& around)
      : statement_(statement),
        around_(around),
        a_(without_marks_around(statement.words_a(edit))),
        b_(without_marks_around(statement.words_b(edit))),
        whole_a_(statement.words_a(edit)),
        whole_b_(statement.words_b(edit)) {
    judged_.content_a = count_content(a_);
    judged_.content_b = count_content(b_);
  }

  JudgedEdit judge() {
    if (is_form() || is_value() || is_unit() || is_date() || is_place() || is_attribution() ||
        is_name() || is_source() || is_spelling() || is_quote() || is_negation() || is_legal() ||
        is_modality() || is_counterpart_word()) {
      return std::move(judged_);
    }
    const bool is_style = std::max(judged_.content_a, judged_.content_b) <= rules().style_words;
    judged_.change = is_style ? ChangeClass::style : ChangeClass::content;
    return std::move(judged_);
  }

private:
  bool set(ChangeClass change, std::initializer_list<Signal> signals) {
    judged_.change = change;
    judged_.signals = signals;
    return true;
  }

  [[nodiscard]] bool is_tight() const {
    return std::max(judged_.content_a, judged_.content_b) <= rules().tight_words;
  }

  [[nodiscard]] bool is_exchange() const { return !a_.empty() && !b_.empty(); }

  [[nodiscard]] const StatementWord* before(bool old_side) const {
    return old_side ? neighbour(statement_.a, a_.empty() ? whole_a_ : a_, -1)
                    : neighbour(statement_.b, b_.empty() ? whole_b_ : b_, -1);
  }
  [[nodiscard]] const StatementWord* behind(bool old_side) const {
    return old_side ? neighbour(statement_.a, a_.empty() ? whole_a_ : a_, 1)
                    : neighbour(statement_.b, b_.empty() ? whole_b_ : b_, 1);
  }

  /// Marks, letter case, hyphens and spaces.
  bool is_form() {
    if (a_.empty() && b_.empty()) {
      return is_sign() || set(ChangeClass::punctuation, {});
    }
    const bool same = is_exchange() && joined(a_) == joined(b_) && !joined(a_).empty();
    if (!same) {
      return false;
    }
    if (!differ_in_accents(around_.text_a, a_, around_.text_b, b_)) {
      return set(ChangeClass::punctuation, {});
    }
    const auto names_a = names(a_, true);
    if (names_a.empty() || names_a.front()->initial) {
      return set(ChangeClass::spelling, {});
    }
    return set(ChangeClass::name_spelling, {Signal::name_respelt});
  }

  /// A figure with its unit, or a unit of several words, is one value: `km/h`, `12 per cent`.
  void count_as_one_word() { judged_.content_a = judged_.content_b = 1; }

  /// A minus that came or went before a number that stayed.
  bool is_sign() {
    const auto is_signed =
        [](const std::vector<StatementWord>& words, Words edited, std::string_view text) {
          const StatementWord* const next = neighbour(words, edited, 1);
          return next != nullptr && next->has_digit && is_negative(text, *next);
        };
    if (is_signed(statement_.a, whole_a_, around_.text_a) ==
        is_signed(statement_.b, whole_b_, around_.text_b)) {
      return false;
    }
    judged_.likeness = Likeness::correction;
    return set(ChangeClass::number, {Signal::number_changed});
  }

  /// Metres for feet, months for years, euros for dollars, behind a number that stayed.
  bool is_unit() {
    if (!is_exchange() || !is_unit_of_number(statement_.a, a_) ||
        !is_unit_of_number(statement_.b, b_) || !differ_in(a_, b_, Topic::unit)) {
      return false;
    }
    count_as_one_word();
    judged_.likeness = Likeness::correction;
    const StatementWord* const right = behind(false);
    if (right != nullptr && right->plain == "ago") {
      return set(ChangeClass::date, {Signal::date_replaced});
    }
    return set(ChangeClass::number, {Signal::number_changed});
  }

  /// `14.30` and `14:30`: the same digits, and one of them is a time of day.
  [[nodiscard]] bool is_same_time(const std::vector<Amount>& values_a,
                                  const std::vector<Amount>& values_b) const {
    const auto digits = [](Words words) {
      std::string all;
      for (const char c : joined(words)) {
        all += is_ascii_digit(c) ? std::string{c} : std::string{};
      }
      return all;
    };
    const auto has_time = [](const std::vector<Amount>& values) {
      return std::ranges::any_of(values, &Amount::is_time);
    };
    return (has_time(values_a) || has_time(values_b)) && digits(a_) == digits(b_) &&
           is_dated(values_a, true) && is_dated(values_b, false);
  }

  /// Numbers that became other numbers; a number for none, or none for a number, among few words.
  bool is_value() {
    const std::vector<Amount> values_a = find_amounts(a_);
    const std::vector<Amount> values_b = find_amounts(b_);
    if (values_a.empty() && values_b.empty()) {
      return false;
    }
    if (same_values(values_a, values_b)) {
      const bool are_figures = is_figure(a_) && is_figure(b_);
      if (are_figures) {
        count_as_one_word();
      }
      if (is_other_measure(around_.text_a, a_, around_.text_b, b_)) {
        judged_.likeness = Likeness::correction;
        return set(ChangeClass::number, {Signal::number_changed});
      }
      const bool only_numbers =
          (judged_.content_a <= 2 * values_a.size() && judged_.content_b <= 2 * values_b.size()) ||
          are_figures;
      return only_numbers && !has_capital(a_) && !has_capital(b_) && set(ChangeClass::style, {});
    }
    if (is_exchange() && is_same_time(values_a, values_b)) {
      return set(ChangeClass::style, {});
    }
    if (values_a.empty() || values_b.empty()) {
      return is_multiplied(values_a.empty() ? b_ : a_) ||
             is_one_sided_value(values_a.empty() ? b_ : a_);
    }
    if (!is_tight() && !(values_a.size() == 1 && values_b.size() == 1 && is_tight_around())) {
      return false;
    }
    if (is_dated(values_a, true) && is_dated(values_b, false)) {
      return set(ChangeClass::date, {Signal::date_replaced});
    }
    if (is_numbering()) {
      return set(ChangeClass::number, {});
    }
    set(ChangeClass::number, {Signal::number_changed});
    lean(values_a, values_b);
    return true;
  }

  /// `2. Notices` to `3. Notices`: the number of an item in a list.
  [[nodiscard]] bool is_numbering() const {
    const auto counts = [](const std::vector<StatementWord>& words, Words edited) {
      const auto next = static_cast<std::size_t>(&edited.back() - words.data()) + 1;
      return edited.size() == 1 && edited.front().initial && edited.front().plain.size() <= 3 &&
             (next >= words.size() || words[next].is_mark());
    };
    return counts(statement_.a, a_) && counts(statement_.b, b_);
  }

  [[nodiscard]] bool is_tight_around() const {
    return std::max(judged_.content_a, judged_.content_b) <= 2 * rules().tight_words;
  }

  /// `several` to `12`: nearly all words with content belong to the number. `one` and its like are
  /// articles more often than numbers.
  bool is_one_sided_value(Words words) {
    const bool is_number = std::ranges::any_of(words, [](const StatementWord& word) {
      const bool is_ordinal = word.plain.ends_with("th") || word.plain.ends_with("rd");
      return word.has_digit || (word.is(Topic::number) && word.entry.value > 2 && !is_ordinal) ||
             word.is(Topic::magnitude);
    });
    if (!is_number || std::max(judged_.content_a, judged_.content_b) > 2 || !is_exchange() ||
        has(words, Topic::month)) {
      return false;
    }
    return set(ChangeClass::number, {Signal::number_changed});
  }

  /// `a dozen` to `two dozen`, `million` to `three million`.
  bool is_multiplied(Words words) {
    const StatementWord* const right = behind(a_.empty() ? false : true);
    const bool is_number = words.size() == 1 &&
                           (words[0].has_digit || words[0].is(Topic::number)) &&
                           std::max(judged_.content_a, judged_.content_b) <= 1;
    if (!is_number || right == nullptr || !right->is(Topic::magnitude)) {
      return false;
    }
    const std::vector<Amount> times = find_amounts(words);
    if (times.empty() || times.front().value == 1) {
      return false;
    }
    judged_.likeness = Likeness::correction;
    return set(ChangeClass::number, {Signal::number_changed});
  }

  static bool has_capital(Words words) {
    return std::ranges::any_of(words, [](const StatementWord& w) {
      return w.capital && !w.initial && !is_part_of_figure(w);
    });
  }

  /// `12 per cent`: nothing but numbers and their units.
  static bool is_figure(Words words) {
    return std::ranges::all_of(words, [](const StatementWord& w) {
      return w.kind != WordClass::content || is_part_of_figure(w);
    });
  }

  /// Whether the numbers of one side are years, times, or days of a month.
  [[nodiscard]] bool is_dated(const std::vector<Amount>& values, bool old_side) const {
    const Words words = old_side ? a_ : b_;
    const StatementWord* const left = before(old_side);
    const StatementWord* const right = behind(old_side);
    // `3 de mayo`, `the 3 of May`
    const bool has_link = right != nullptr && (right->plain == "de" || right->plain == "of");
    const StatementWord* const linked =
        has_link ? neighbour(old_side ? statement_.a : statement_.b, {right, 1}, 1) : nullptr;
    const auto names_month = [](const StatementWord* word) {
      return word != nullptr && word->is(Topic::month) &&
             (word->capital || !word->is(Topic::modal));
    };
    const auto names_time = [](const StatementWord* word) {
      return word != nullptr &&
             (word->plain == "am" || word->plain == "pm" || word->plain == "a.m" ||
              word->plain == "p.m" || word->plain == "a.m." || word->plain == "p.m." ||
              word->plain == "uhr" || word->plain == "gmt");
    };
    const bool counts_something =
        right != nullptr && right->entry.is_any(topic_mask(Topic::toll, Topic::magnitude));
    return std::ranges::all_of(values,
                               [&](const Amount& amount) {
                                 return (amount.is_year && !counts_something) || amount.is_time;
                               }) ||
           has(words, Topic::month) || names_month(left) || names_month(right) ||
           names_month(linked) || names_time(right);
  }

  /// Whether a word ends what is said of the number beside it: a mark, or a word that joins
  /// clauses.
  [[nodiscard]] bool ends_clause(const StatementWord& word) const {
    constexpr std::array<std::string_view, 12> joints{
        "and", "but", "while", "whereas", "et", "mais", "und", "aber", "y", "pero", "e", "mas"};
    if (word.is_mark()) {
      const std::string_view mark = diff::slice(around_.text_b, word.bytes);
      return mark != "-" && mark != "%" && mark != "'" && mark != "\u2019" && mark != "**";
    }
    return std::ranges::find(joints, word.plain) != joints.end();
  }

  /// The words of the new sentence around the edit, within its clause: at most so many before and
  /// behind.
  [[nodiscard]] Words around_edit(std::size_t before, std::size_t behind) const {
    const std::vector<StatementWord>& words = statement_.b;
    auto begin = static_cast<std::size_t>(&b_.front() - words.data());
    std::size_t end = begin + b_.size();
    for (; before > 0 && begin > 0 && !ends_clause(words[begin - 1]); --begin) {
      before -= words[begin - 1].is_mark() ? 0U : 1U;
    }
    for (; behind > 0 && end < words.size() && !ends_clause(words[end]); ++end) {
      behind -= words[end].is_mark() ? 0U : 1U;
    }
    return Words{words}.subspan(begin, end - begin);
  }

  /// `3-1`
  [[nodiscard]] bool is_result() const {
    const std::string& text = b_.front().plain;
    const std::size_t hyphen = text.find('-');
    return hyphen != std::string::npos && hyphen > 0 && hyphen + 1 < text.size() &&
           std::ranges::all_of(text, [](char c) { return is_ascii_digit(c) || c == '-'; });
  }

  /// Whether the number is one of a market or a match: the word for it stands beside the number,
  /// not just somewhere in the sentence.
  [[nodiscard]] bool is_moving_number() const {
    constexpr std::size_t subject = 5;  // `Shares of the firm fell 12`
    constexpr std::size_t counted = 2;  // `12 goals`
    constexpr std::size_t clause = 8;
    return has(around_edit(subject, counted), Topic::market) ||
           has(around_edit(0, counted), Topic::score) ||
           (is_result() && has(around_edit(clause, clause), Topic::contest));
  }

  /// Victims in the clause. `She lives 12 miles away` has none: lives that were lost stand behind.
  [[nodiscard]] bool is_toll() const {
    constexpr std::size_t clause = 7;
    const Words before = around_edit(clause, 0);
    return has(around_edit(0, clause), Topic::toll) ||
           std::ranges::any_of(before, [](const StatementWord& word) {
             return word.is(Topic::toll) && word.plain != "lives";
           });
  }

  /// Tolls rise, markets and scores move: such numbers change though nobody was wrong.
  void lean(const std::vector<Amount>& values_a, const std::vector<Amount>& values_b) {
    const bool rises = values_b.front().value > values_a.front().value;
    if (is_moving_number() || (rises && is_toll())) {
      judged_.likeness = Likeness::update;
      judged_.signals.push_back(Signal::counted_event);
    } else {
      judged_.likeness = Likeness::correction;
    }
  }

  bool is_date() {
    const auto named = [](Words words, std::uint32_t mask) {
      return std::ranges::any_of(words, [&](const StatementWord& word) {
        // `may` and `march` are months when they are written so, or beside a number.
        const bool is_ambiguous =
            word.is(Topic::month) && !word.capital && !word.is(Topic::weekday);
        return word.entry.is_any(mask) && !(is_ambiguous && word.is(Topic::modal));
      });
    };
    if (is_exchange() && is_tight() && named(a_, date_words) && named(b_, date_words) &&
        (differ_in(a_, b_, Topic::weekday) || differ_in(a_, b_, Topic::month))) {
      judged_.likeness = Likeness::correction;
      return set(ChangeClass::date, {Signal::date_replaced});
    }
    // A day that came, went, or took the place of `yesterday`: routine re-dating.
    const auto only_time = [](Words words) {
      return std::ranges::all_of(words, [](const StatementWord& word) {
        return word.kind != WordClass::content || word.entry.is_any(time_words) || word.has_digit;
      });
    };
    if (is_other_moment()) {
      judged_.likeness = Likeness::correction;
      return set(ChangeClass::date, {Signal::date_replaced});
    }
    const bool touches = named(a_, time_words) || named(b_, time_words);
    const bool other = !is_exchange() || differ_in(a_, b_, Topic::weekday) ||
                       differ_in(a_, b_, Topic::month) || differ_in(a_, b_, Topic::when);
    return touches && other && only_time(a_) && only_time(b_) && !is_within_quotation() &&
           set(ChangeClass::date, {});
  }

  /// `this week` to `next week`, `noon` to `midnight`. A day that took the place of `yesterday` is
  /// none of these: papers re-date their texts.
  [[nodiscard]] bool is_other_moment() const {
    if (!is_exchange() || is_within_quotation()) {
      return false;
    }
    const auto is_moment = [](Words words) {
      return std::ranges::all_of(words,
                                 [](const StatementWord& w) {
                                   return w.kind != WordClass::content ||
                                          (w.is(Topic::when) && !is_deictic(w.plain));
                                 }) &&
             has(words, Topic::when);
    };
    if (is_moment(a_) && is_moment(b_) && differ_in(a_, b_, Topic::when)) {
      return true;
    }
    const auto is_beside_time = [this](bool old_side) {
      const auto names = [](const StatementWord* word) {
        return word != nullptr && word->entry.is_any(time_words) && !word->is(Topic::modal);
      };
      return names(before(old_side)) || names(behind(old_side));
    };
    return is_beside_time(true) && is_beside_time(false) && turn_of(a_) != 0 && turn_of(b_) != 0 &&
           turn_of(a_) != turn_of(b_);
  }

  /// `yesterday`, `today`: days that depend on when the text was written.
  static bool is_deictic(std::string_view word) {
    constexpr std::array<std::string_view, 20> days{
        "today",    "yesterday", "tomorrow", "tonight",    "hier",      "demain", "aujourd'hui",
        "heute",    "gestern",   "morgen",   "vorgestern", "hoy",       "ayer",   "manana",
        "anteayer", "hoje",      "ontem",    "amanha",     "anteontem", "earlier"};
    return std::ranges::find(days, word) != days.end();
  }

  /// Whether words say that a time is past (1), now (2) or to come (3) and nothing else; 0 if not.
  static int turn_of(Words words) {
    constexpr std::array<std::array<std::string_view, 7>, 3> turns{
        {{"last", "dernier", "letzt", "vergangen", "pasad", "passad", "previous"},
         {"this", "cette", "dies", "esta", "este", "current", "ce"},
         {"next", "prochain", "nachst", "kommend", "proxim", "coming", "following"}}};
    int found = 0;
    for (const StatementWord& word : words) {
      for (std::size_t i = 0; i < turns.size(); ++i) {
        if (std::ranges::any_of(turns[i], [&](std::string_view start) {
              return word.plain.starts_with(start) && word.plain.size() <= start.size() + 2;
            })) {
          found = static_cast<int>(i) + 1;
        }
      }
      if (found == 0 && word.kind == WordClass::content) {
        return 0;
      }
    }
    return found;
  }

  bool is_place() {
    if (!is_exchange() || !is_tight() || !has(a_, Topic::direction) || !has(b_, Topic::direction) ||
        !differ_in(a_, b_, Topic::direction)) {
      return false;
    }
    // `North Korea` to `South Yorkshire` is another name.
    if (std::max(judged_.content_a, judged_.content_b) > 1) {
      return false;
    }
    judged_.likeness = Likeness::correction;
    return set(ChangeClass::place, {Signal::date_replaced});
  }

  /// `, the head of the local club told reporters`, `according to engineers`: a clause at the end
  /// with a verb of saying, or anywhere with a word that does nothing but name a source.
  [[nodiscard]] bool is_spoken_clause(Words whole) const {
    const StatementWord* const right = behind(a_.empty() ? false : true);
    const bool is_clause = right == nullptr && !whole.empty() && whole.front().is_mark();
    return (has(whole, Topic::per) || (is_clause && has(whole, Topic::report))) &&
           std::max(judged_.content_a, judged_.content_b) <= 2 * rules().tight_words;
  }

  bool is_attribution() {
    if (is_exchange()) {
      return !is_misspelt_word(a_, b_) && is_attribution_exchange();
    }
    const Words words = a_.empty() ? b_ : a_;
    const Words whole = a_.empty() ? whole_b_ : whole_a_;
    if (!is_attribution_phrase(words) && !is_spoken_clause(whole) && !is_leading_clause(whole)) {
      return false;
    }
    const bool whole_phrase = words.size() > 1 || words[0].is(Topic::hearsay);
    if (!whole_phrase) {
      return false;
    }
    if (b_.empty()) {
      return set(ChangeClass::attribution, {Signal::hedge_changed, Signal::attribution_cut});
    }
    return set(ChangeClass::attribution, {Signal::hedge_changed});
  }

  bool is_attribution_exchange() {
    const bool speaks = has(a_, Topic::report) || has(b_, Topic::report) || has(a_, Topic::per) ||
                        has(b_, Topic::per) || has(a_, Topic::hearsay) || has(b_, Topic::hearsay);
    if (!speaks || std::max(judged_.content_a, judged_.content_b) > 3) {
      return false;
    }
    // `Laut Polizei war es` to `Es war`: words of the commonest kind stand for the source.
    const Words other = is_attribution_phrase(a_) ? b_ : a_;
    if (count_content(other) == 0 && is_attribution_phrase(other.data() == a_.data() ? b_ : a_) &&
        (has(a_, Topic::per) || has(b_, Topic::per))) {
      return other.data() == b_.data()
                 ? set(ChangeClass::attribution, {Signal::hedge_changed, Signal::attribution_cut})
                 : set(ChangeClass::attribution, {Signal::hedge_changed});
    }
    const bool both = (has(a_, Topic::report) || has(a_, Topic::per)) &&
                      (has(b_, Topic::report) || has(b_, Topic::per));
    if (!both && !(is_attribution_phrase(a_) && is_attribution_phrase(b_)) &&
        !(has(a_, Topic::hearsay) || has(b_, Topic::hearsay))) {
      return false;
    }
    const bool other_source =
        has(a_, Topic::source) && has(b_, Topic::source) && differ_in(a_, b_, Topic::source);
    const bool other_word = differ_in(a_, b_, Topic::report) || differ_in(a_, b_, Topic::per) ||
                            differ_in(a_, b_, Topic::hearsay) || other_source;
    // The same verb in another form, or with another subject.
    return other_word && set(ChangeClass::attribution, {Signal::hedge_changed});
  }

  /// The only edit of its sentence, of a word or two on both sides, and no slip of the pen.
  [[nodiscard]] bool is_one_noun_for_another() const {
    return statement_.edits.size() == 1 && judged_.content_a > 0 && judged_.content_b > 0 &&
           std::max(judged_.content_a, judged_.content_b) <= rules().style_words &&
           !is_respelling(joined(a_), joined(b_));
  }

  /// Another source beside a verb of saying that stayed: `the mayor said` to `Anna Voss said`. A
  /// pronoun is the same source.
  bool is_source() {
    if (!is_exchange() || !is_tight()) {
      return false;
    }
    const StatementWord* left = before(false);
    if (left != nullptr && (left->kind == WordClass::function || left->is(Topic::determiner)) &&
        !left->entry.is_any(topic_mask(Topic::report, Topic::per))) {
      left = neighbour(statement_.b, {left, 1}, -1);  // `dijo la policía`
    }
    const StatementWord* const right = behind(false);
    const bool says =
        (right != nullptr && right->is(Topic::report)) ||
        (left != nullptr && left->entry.is_any(topic_mask(Topic::report, Topic::per)));
    const auto names_source = [](Words words) {
      return std::ranges::all_of(words,
                                 [](const StatementWord& w) {
                                   return w.kind != WordClass::content || w.capital ||
                                          w.entry.is_any(topic_mask(Topic::source, Topic::title));
                                 }) &&
             std::ranges::any_of(words, [](const StatementWord& w) {
               return w.kind == WordClass::content && !w.is(Topic::pronoun);
             });
    };
    const auto quoted = [](Words words) {
      return std::ranges::any_of(words, [](const StatementWord& w) { return w.quoted; });
    };
    if (left != nullptr && left->is(Topic::report) && quoted(Words{statement_.b}) && !quoted(a_) &&
        !quoted(b_) && is_one_noun_for_another()) {
      // `"…," said the mayor`: who it is, whatever the noun.
      return set(ChangeClass::attribution, {Signal::hedge_changed, Signal::speaker_replaced});
    }
    return says && !quoted(a_) && !quoted(b_) && names_source(a_) && names_source(b_) &&
           set(ChangeClass::attribution, {Signal::hedge_changed});
  }

  /// Whether a word is, or is part of, a name: it begins with a capital that its place does not
  /// explain.
  [[nodiscard]] bool is_name_word(const StatementWord& word, bool old_side) const {
    if (word.is_mark() || !word.capital || word.is(Topic::negation) ||
        (word.entry.is_any(time_words) && !is_named_may(word, old_side)) ||
        is_common_noun(word, old_side ? statement_.a : statement_.b)) {
      return false;
    }
    if (word.entry.is_any(topic_mask(Topic::pronoun, Topic::number)) ||
        (word.kind == WordClass::function && !word.is(Topic::title))) {
      return false;
    }
    if (!word.initial) {
      return true;
    }
    const std::vector<StatementWord>& words = old_side ? statement_.a : statement_.b;
    const auto next = static_cast<std::size_t>(&word - words.data()) + 1;
    if (next < words.size() && words[next].capital && !words[next].is_mark()) {
      return true;
    }
    // The first word of a sentence: a name unless it is in the lists, or the texts have it with a
    // small letter.
    constexpr std::uint32_t common =
        topic_mask(Topic::source, Topic::toll, Topic::legal, Topic::market, Topic::report);
    if (word.entry.is_any(common)) {
      return false;
    }
    const std::string_view text = old_side ? around_.text_a : around_.text_b;
    return text.find(" " + word.plain) == std::string_view::npos;
  }

  /// `Ms May`: a word that may be a month is a name behind a title or another name.
  [[nodiscard]] bool is_named_may(const StatementWord& word, bool old_side) const {
    if (!word.is(Topic::modal) || word.initial) {
      return false;
    }
    const std::vector<StatementWord>& words = old_side ? statement_.a : statement_.b;
    const StatementWord* const left = neighbour(words, {&word, 1}, -1);
    return left != nullptr && (left->is(Topic::title) || (left->capital && !left->initial));
  }

  [[nodiscard]] std::vector<const StatementWord*> names(Words words, bool old_side) const {
    std::vector<const StatementWord*> found;
    for (const StatementWord& word : words) {
      if (is_name_word(word, old_side)) {
        found.push_back(&word);
      }
    }
    return found;
  }

  bool is_name() {
    const auto names_a = names(a_, true);
    const auto names_b = names(b_, false);
    if (!is_exchange() || names_a.empty() || names_b.empty() || !is_tight() ||
        names_b.size() < judged_.content_b || names_a.size() < judged_.content_a ||
        is_turned_word() || (is_other_word() && names_a.front()->initial) ||
        (has(a_, Topic::legal) && has(b_, Topic::legal))) {
      return is_name_beside();
    }
    const std::string old_name = joined(a_);
    const std::string new_name = joined(b_);
    // `Iran` and `Iraq` are two names.
    if (is_same_name(old_name, new_name) && !is_other_word()) {
      return set(ChangeClass::name_spelling, {Signal::name_respelt});
    }
    if (is_short_for(a_, b_) || is_short_for(b_, a_) ||
        is_other_name_of_the_same(names_a, names_b)) {
      return set(ChangeClass::style, {});
    }
    judged_.likeness = Likeness::correction;
    if (is_speaker()) {
      return set(ChangeClass::name, {Signal::name_replaced, Signal::speaker_replaced});
    }
    return set(ChangeClass::name, {Signal::name_replaced});
  }

  /// A letter or two of a name were wrong; `Lana` is not `Laura`.
  static bool is_same_name(std::string_view a, std::string_view b) {
    const std::size_t limit = rules().spelling_letters;
    const std::size_t distance = letter_distance(a, b, limit);
    return distance <= limit && 4 * distance <= std::max(a.size(), b.size()) &&
           common_start(a, b) > 0;
  }

  /// `the Herald` to `Mr Herald`, or a name that lost or won a part: a name where the article or
  /// title before it became another name.
  bool is_name_beside() {
    if (!is_exchange() || std::max(a_.size(), b_.size()) > 2) {
      return false;
    }
    const StatementWord* const right = behind(false);
    const bool before_name = right != nullptr && right->capital && !right->entry.is_any(date_words);
    const auto capital = [](Words words) {
      return std::ranges::all_of(words, [](const StatementWord& w) { return w.capital; });
    };
    const bool title_only =
        std::ranges::all_of(a_, [](const StatementWord& w) { return w.is(Topic::title); }) &&
        std::ranges::all_of(b_, [](const StatementWord& w) { return w.is(Topic::title); });
    if (!before_name || !capital(a_) || !capital(b_) || title_only || a_.front().initial ||
        has(a_, Topic::weekday) || has(b_, Topic::weekday)) {
      return false;
    }
    return set(ChangeClass::name, {Signal::name_replaced});
  }

  /// `U.S.` for `United States`.
  static bool is_short_for(Words short_form, Words long_form) {
    std::string initials;
    for (const StatementWord& word : long_form) {
      initials += word.plain.substr(0, 1);
    }
    std::string letters;
    for (const char c : joined(short_form)) {
      if (c != '.') {
        letters += c;
      }
    }
    return long_form.size() > 1 && short_form.size() == 1 && letters == initials;
  }

  /// Both names were in the old text, and the old one still is in the new: another way to call
  /// someone who was named before.
  [[nodiscard]] bool is_other_name_of_the_same(
      const std::vector<const StatementWord*>& names_a,
      const std::vector<const StatementWord*>& names_b) const {
    const auto occurs = [](std::string_view text, std::string_view word, std::size_t times) {
      std::size_t found = 0;
      for (std::size_t at = 0; found < times && (at = text.find(word, at)) != text.npos;
           at += word.size()) {
        ++found;
      }
      return found >= times;
    };
    const auto all = [](const auto& words, const auto& test) {
      return std::ranges::all_of(words, test);
    };
    return all(names_b,
               [&](const StatementWord* word) {
                 return occurs(around_.text_a, diff::slice(around_.text_b, word->bytes), 1);
               }) &&
           all(names_a,
               [&](const StatementWord* word) {
                 return occurs(around_.text_b, diff::slice(around_.text_a, word->bytes), 1);
               }) &&
           // One is part of the other, or of a title with it.
           (all(names_a, [](const StatementWord* w) { return w->is(Topic::title); }) ||
            all(names_b, [](const StatementWord* w) { return w->is(Topic::title); }));
  }

  /// A verb of saying stands beside the words, and the sentence quotes.
  [[nodiscard]] bool is_speaker() const {
    const StatementWord* const left = before(false);
    const StatementWord* const right = behind(false);
    const bool says = (left != nullptr && left->is(Topic::report)) ||
                      (right != nullptr && right->is(Topic::report));
    return says &&
           std::ranges::any_of(statement_.b, [](const StatementWord& word) { return word.quoted; });
  }

  bool is_spelling() {
    if (!is_exchange() || std::max(a_.size(), b_.size()) > 2) {
      return false;
    }
    return (!turns_round() || is_misspelt_word(a_, b_)) && !is_turned_word() && !is_other_word() &&
           is_respelling(joined(a_), joined(b_)) && set(ChangeClass::spelling, {});
  }

  /// The only word with content of an edit that puts one such word for another; null for others.
  [[nodiscard]] const StatementWord* only_word(Words words) const {
    if (judged_.content_a != 1 || judged_.content_b != 1) {
      return nullptr;
    }
    return &*std::ranges::find(words, WordClass::content, &StatementWord::kind);
  }

  /// `insured` to `uninsured`.
  [[nodiscard]] bool is_turned_word() const {
    const StatementWord* const old_word = only_word(a_);
    const StatementWord* const new_word = only_word(b_);
    return old_word != nullptr && new_word != nullptr &&
           is_turned_round(old_word->plain, new_word->plain);
  }

  /// Two words of which one is no form of the other, alike as they may look.
  [[nodiscard]] bool is_other_word() const {
    const StatementWord* const old_word = only_word(a_);
    const StatementWord* const new_word = only_word(b_);
    if (old_word == nullptr || new_word == nullptr) {
      return false;
    }
    const bool are_listed = old_word->is(Topic::distinct) && new_word->is(Topic::distinct) &&
                            differ_in(a_, b_, Topic::distinct);
    return are_listed || is_counterpart(old_word->plain, new_word->plain);
  }

  bool is_counterpart_word() {
    return is_other_word() && set(ChangeClass::content, {Signal::word_replaced});
  }

  /// Words within a quotation that is in both texts.
  [[nodiscard]] bool is_within_quotation() const {
    const auto quoted = [](Words words) {
      return std::ranges::all_of(words,
                                 [](const StatementWord& w) { return w.is_mark() || w.quoted; });
    };
    return quoted(a_) && quoted(b_) && !brings_quotation(around_.text_a, whole_a_) &&
           !brings_quotation(around_.text_b, whole_b_);
  }

  bool is_quote() {
    return is_within_quotation() && set(ChangeClass::quote, {Signal::quote_altered});
  }

  /// A negation came or went, or a word stands for its opposite: a rise for a fall.
  [[nodiscard]] bool turns_round() const {
    const auto leans = [](Words words, Topic to, Topic from) {
      return has(words, to) && !has(words, from);
    };
    return has(a_, Topic::negation) != has(b_, Topic::negation) || is_turned_word() ||
           (leans(a_, Topic::plus, Topic::minus) && leans(b_, Topic::minus, Topic::plus)) ||
           (leans(a_, Topic::minus, Topic::plus) && leans(b_, Topic::plus, Topic::minus));
  }

  /// The sentence was turned round, and hardly anything else changed: a clause that is new, and has
  /// a negation, flips nothing.
  bool is_negation() {
    constexpr std::uint32_t turning =
        topic_mask(Topic::negation, Topic::modal, Topic::plus, Topic::minus);
    const auto others = [](Words words) {
      return std::ranges::count_if(words, [](const StatementWord& w) {
        return w.kind == WordClass::content && !w.entry.is_any(turning);
      });
    };
    const bool changed = others(a_) <= 1 && others(b_) <= 1 && turns_round();
    return changed && set(ChangeClass::negation, {Signal::polarity_flipped});
  }

  /// What someone is accused of or was sentenced for. One for the other among more words too:
  /// `sentenced to two years in prison` became `charged`.
  bool is_legal() {
    const bool on_both = has(a_, Topic::legal) && has(b_, Topic::legal);
    const bool on_one = has(a_, Topic::legal) || has(b_, Topic::legal);
    const bool changed =
        differ_in(a_, b_, Topic::legal) &&
        ((on_one && is_tight()) || ((on_both || tells_of_procedure(a_, b_)) && is_tight_around()));
    return changed && set(ChangeClass::legal, {Signal::accusation_replaced});
  }

  bool is_modality() {
    const bool changed = is_tight() && differ_in(a_, b_, Topic::modal);
    return changed && set(ChangeClass::modality, {Signal::hedge_changed});
  }

  const Statement& statement_;
  const Surroundings& around_;
  Words a_;
  Words b_;
  Words whole_a_;
  Words whole_b_;
  JudgedEdit judged_;
};

}  // namespace

JudgedEdit judge_edit(const Statement& statement, const Edit& edit, const Surroundings& around) {
  return EditJudge{statement, edit, around}.judge();
}

}  // namespace arch::corrections
