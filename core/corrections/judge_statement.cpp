#include "corrections/judge_statement.hpp"

#include "corrections/rules.hpp"
#include "corrections/word_questions.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace arch::corrections {
namespace {

bool is_local(const Statement& statement, std::uint32_t content_a, std::uint32_t content_b) {
  const bool is_one_cut = statement.edits.size() == 1 && (content_a == 0 || content_b == 0) &&
                          content_a + content_b <= rules().local_words;
  if ((content_a <= 1 && content_b <= 1) || is_one_cut) {
    return true;
  }
  const auto count = [](const std::vector<StatementWord>& words) {
    return std::ranges::count_if(words, [](const StatementWord& w) { return !w.is_mark(); });
  };
  std::ptrdiff_t changed = 0;
  for (const Edit& edit : statement.edits) {
    changed += edit.a.size() + edit.b.size();
  }
  const auto all = static_cast<double>(count(statement.a) + count(statement.b));
  const double similarity = all > 0 ? 1 - static_cast<double>(changed) / all : 1;
  return similarity >= rules().local_similarity && content_a <= rules().local_words &&
         content_b <= rules().local_words;
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
      return local && is_exchange          ? Strength::strong
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
  std::uint32_t content_a = 0;
  std::uint32_t content_b = 0;
  judged.reserve(statement.edits.size());
  for (const Edit& edit : statement.edits) {
    JudgedEdit one = judge_edit(statement, edit, around);
    if (one.change != ChangeClass::punctuation) {
      content_a += one.content_a;
      content_b += one.content_b;
    }
    judged.emplace_back(&edit, std::move(one));
  }
  segment.local = is_local(statement, content_a, content_b);
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
      std::max(content_a, content_b) > rules().style_words) {
    segment.change = ChangeClass::content;
  }
  if (top != nullptr) {
    segment.likeness =
        segment.local || top->likeness == Likeness::update ? top->likeness : Likeness::unclear;
    if (statement.edits.size() == 1 && !segment.signals.empty() && content_a <= 1 &&
        content_b <= 1) {
      fire(segment, Signal::single_token, Strength::weak, segment.words_a, segment.words_b);
    }
  }
  return segment;
}

}  // namespace arch::corrections
