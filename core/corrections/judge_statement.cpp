#include "corrections/judge_statement.hpp"

#include "corrections/rules.hpp"
#include "corrections/word_questions.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace arch::corrections {
namespace {

/// What all edits of a sentence amount to.
struct Extent {
  std::uint32_t content_a = 0;  ///< words with content that changed
  std::uint32_t content_b = 0;
  std::uint32_t loose_a = 0;  ///< those of them that are no value put for another
  std::uint32_t loose_b = 0;
  std::size_t changed = 0;    ///< words and marks on both sides, values put for others left out
  std::size_t exchanged = 0;  ///< words of values put for others
};

/// Whether an edit puts a value for another of its kind, word for word: a number for a number, a
/// weekday for a weekday, a name for a name. Such words can be corrected in any number, and the
/// sentence around them is the same.
bool is_value_exchange(const JudgedEdit& judged) {
  switch (judged.change) {
    case ChangeClass::number:
    case ChangeClass::name:
    case ChangeClass::name_spelling:
    case ChangeClass::date:
    case ChangeClass::place:
      return judged.content_a == judged.content_b && judged.content_a <= rules().local_words;
    default:
      return false;
  }
}

std::size_t count_words(Words words) {
  return static_cast<std::size_t>(
      std::ranges::count_if(words, [](const StatementWord& w) { return !w.is_mark(); }));
}

Extent measure(const Statement& statement,
               std::span<const std::pair<const Edit*, JudgedEdit>> judged) {
  Extent extent;
  for (const auto& [edit, one] : judged) {
    const bool is_exchange = is_value_exchange(one);
    if (is_exchange) {
      extent.exchanged +=
          count_words(statement.words_a(*edit)) + count_words(statement.words_b(*edit));
    } else {
      extent.changed += edit->a.size() + edit->b.size();
    }
    if (one.change != ChangeClass::punctuation) {
      extent.content_a += one.content_a;
      extent.content_b += one.content_b;
      extent.loose_a += is_exchange ? 0 : one.content_a;
      extent.loose_b += is_exchange ? 0 : one.content_b;
    }
  }
  return extent;
}

/// docs/report-method.md#signals, what is local.
bool is_local(const Statement& statement, const Extent& extent) {
  const std::uint32_t content_a = extent.content_a;
  const std::uint32_t content_b = extent.content_b;
  const bool is_one_cut = statement.edits.size() == 1 && (content_a == 0 || content_b == 0) &&
                          content_a + content_b <= rules().local_words;
  if ((content_a <= 1 && content_b <= 1) || is_one_cut) {
    return true;
  }
  const std::size_t all = count_words(statement.a) + count_words(statement.b);
  // Where most words are values that changed, no sentence stayed: rows of a table.
  if (2 * extent.exchanged > all) {
    return false;
  }
  const auto compared = static_cast<double>(all - extent.exchanged);
  const double similarity = compared > 0 ? 1 - static_cast<double>(extent.changed) / compared : 1;
  return similarity >= rules().local_similarity && extent.loose_a <= rules().local_words &&
         extent.loose_b <= rules().local_words;
}

/// Whether what was said of a prosecution became something else of its kind, whatever prepositions
/// and helping words came along, in a sentence of which a third stayed.
bool is_other_procedure(Words old_words, Words new_words, const Statement& statement) {
  constexpr std::ptrdiff_t most_others = 1;
  const auto others = [](Words words) {
    return std::ranges::count_if(words, [](const StatementWord& w) {
      return w.kind == diff::WordClass::content &&
             !w.entry.is_any(topic_mask(Topic::legal, Topic::procedure, Topic::accusation));
    });
  };
  std::size_t changed = 0;
  for (const Edit& edit : statement.edits) {
    changed += count_words(statement.words_a(edit)) + count_words(statement.words_b(edit));
  }
  const std::size_t all = count_words(statement.a) + count_words(statement.b);
  return tells_of_procedure(old_words, new_words) && others(old_words) <= most_others &&
         others(new_words) <= most_others && 3 * changed <= 2 * all;
}

/// docs/report-method.md#signals. Outside a local change words mostly mark rewriting.
Strength strength_of(Signal signal, bool local, const Edit& edit, const Statement& statement) {
  const auto mentions = [&](Topic topic) {
    return std::ranges::any_of(statement.b,
                               [&](const StatementWord& word) { return word.is(topic); });
  };
  switch (signal) {
    case Signal::speaker_replaced:
      return Strength::strong;
    case Signal::quote_altered:
    case Signal::polarity_flipped:
      return local ? Strength::strong : Strength::medium;
    case Signal::number_changed:
    case Signal::name_replaced:
    case Signal::date_replaced:
    case Signal::word_replaced:
      return local ? Strength::strong : Strength::weak;
    case Signal::attribution_cut:
      // Another source in the sentence may stand for the one that went.
      return local && !mentions(Topic::report) ? Strength::strong : Strength::weak;
    case Signal::accusation_replaced: {
      const bool is_exchange = !edit.a.empty() && !edit.b.empty();
      const Words old_words = statement.words_a(edit);
      const Words new_words = statement.words_b(edit);
      const bool accuses =
          is_exchange && (has(old_words, Topic::accusation) || has(new_words, Topic::accusation));
      const bool on_both = has(old_words, Topic::legal) && has(new_words, Topic::legal);
      return is_exchange && (local || is_other_procedure(old_words, new_words, statement))
                 ? Strength::strong
             : local || on_both || accuses ? Strength::medium
                                           : Strength::weak;
    }
    case Signal::hedge_changed:
      return local && mentions(Topic::legal) ? Strength::strong
             : local                         ? Strength::medium
                                             : Strength::weak;
    case Signal::name_respelt:
      return Strength::medium;
    default:
      return Strength::weak;
  }
}

}  // namespace

void fire(Segment& segment, Signal signal, Strength strength, diff::Range a, diff::Range b) {
  segment.signals.push_back({.signal = signal, .strength = strength, .a = a, .b = b});
}

Segment judge_statement(const Statement& statement, const Surroundings& around) {
  Segment segment{.change = ChangeClass::punctuation};
  std::vector<std::pair<const Edit*, JudgedEdit>> judged;
  judged.reserve(statement.edits.size());
  for (const Edit& edit : statement.edits) {
    judged.emplace_back(&edit, judge_edit(statement, edit, around));
  }
  const Extent extent = measure(statement, judged);
  segment.local = is_local(statement, extent);
  const JudgedEdit* top = nullptr;
  for (const auto& [edit, one] : judged) {
    if (top == nullptr || class_rank(one.change) > class_rank(top->change)) {
      top = &one;
      segment.change = one.change;
      segment.words_a = bytes_of(statement.words_a(*edit));
      segment.words_b = bytes_of(statement.words_b(*edit));
    }
    for (const Signal signal : one.signals) {
      fire(segment,
           signal,
           strength_of(signal, segment.local, *edit, statement),
           bytes_of(statement.words_a(*edit)),
           bytes_of(statement.words_b(*edit)));
    }
  }
  if (segment.change == ChangeClass::style &&
      std::max(extent.content_a, extent.content_b) > rules().style_words) {
    segment.change = ChangeClass::content;
  }
  if (top != nullptr) {
    segment.likeness =
        segment.local || top->likeness == Likeness::update ? top->likeness : Likeness::unclear;
    if (statement.edits.size() == 1 && !segment.signals.empty() && extent.content_a <= 1 &&
        extent.content_b <= 1) {
      fire(segment, Signal::single_token, Strength::weak, segment.words_a, segment.words_b);
    }
  }
  return segment;
}

}  // namespace arch::corrections
