#include "diff/run_writer.hpp"

#include <algorithm>
#include <string_view>

namespace arch::diff {
namespace {

/// Returns how many bytes at the start of `x` and `y` are the same white space. Never cuts CR LF.
std::uint32_t common_space_before(std::string_view x, std::string_view y) {
  std::size_t size = 0;
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  while (size < x.size() && size < y.size() && x[size] == y[size] && is_space(x[size])) {
    ++size;
  }
  const auto line_feed_at = [&](std::string_view s) { return size < s.size() && s[size] == '\n'; };
  if (size > 0 && x[size - 1] == '\r' && (line_feed_at(x) || line_feed_at(y))) {
    --size;
  }
  return static_cast<std::uint32_t>(size);
}

/// The same at the end.
std::uint32_t common_space_after(std::string_view x, std::string_view y) {
  std::size_t size = 0;
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  const auto last = [&](std::string_view s) { return s[s.size() - 1 - size]; };
  while (size < x.size() && size < y.size() && last(x) == last(y) && is_space(last(x))) {
    ++size;
  }
  const auto return_at = [&](std::string_view s) { return size < s.size() && last(s) == '\r'; };
  if (size > 0 && x[x.size() - size] == '\n' && (return_at(x) || return_at(y))) {
    --size;
  }
  return static_cast<std::uint32_t>(size);
}

bool follows(const Match& before, const Match& match) {
  return before.a + 1 == match.a && before.b + 1 == match.b;
}

}  // namespace

void RunWriter::keep_label(std::uint32_t size) {
  const Range a{rest_a_.begin, rest_a_.begin + size};
  const Range b{rest_b_.begin, rest_b_.begin + size};
  add({.kind = Kind::kept, .touch = Touch::none, .a = a, .b = b});
}

void RunWriter::keep(std::span<const Match> matches) {
  for (std::size_t first = 0; first < matches.size();) {
    std::size_t end = first + 1;
    while (end < matches.size() && follows(matches[end - 1], matches[end])) {
      ++end;
    }
    const Match& from = matches[first];
    const Match& to = matches[end - 1];
    const Range a{a_.words[from.a].begin, a_.words[to.a].end};
    const Range b{b_.words[from.b].begin, b_.words[to.b].end};
    if (slice(a_.text, a) == slice(b_.text, b)) {  // As most words that stay, and fast to see.
      change(a.begin, b.begin, from.a, from.b);
      word_a_ = to.a + 1;
      word_b_ = to.b + 1;
      const std::uint32_t words = count_words(a_, from.a, to.a + 1);
      add({.kind = Kind::kept,
           .touch = Touch::none,
           .a = a,
           .b = b,
           .words_a = words,
           .words_b = words});
    } else {
      keep_each(matches.subspan(first, end - first));
    }
    first = end;
  }
}

void RunWriter::keep_each(std::span<const Match> matches) {
  for (const Match& match : matches) {
    const Word& x = a_.words[match.a];
    const Word& y = b_.words[match.b];
    change(x.begin, y.begin, match.a, match.b);
    word_a_ = match.a + 1;
    word_b_ = match.b + 1;
    const bool same = a_.bytes(match.a) == b_.bytes(match.b);
    const std::uint32_t words = x.kind == WordClass::mark ? 0 : 1;
    add({.kind = same ? Kind::kept : Kind::replaced,
         .touch = same ? Touch::none : Touch::form,
         .a = {x.begin, x.end},
         .b = {y.begin, y.end},
         .words_a = words,
         .words_b = words});
  }
}

Touch RunWriter::finish() {
  change(rest_a_.end,
         rest_b_.end,
         static_cast<std::uint32_t>(a_.words.size()),
         static_cast<std::uint32_t>(b_.words.size()));
  Touch touch = Touch::none;
  for (std::size_t i = first_; i < runs_.size(); ++i) {
    touch = std::max(touch, runs_[i].touch);
  }
  return touch;
}

std::uint32_t RunWriter::count_words(const WordSequence& side,
                                     std::uint32_t from,
                                     std::uint32_t to) {
  const auto words = side.words.subspan(from, to - from);
  return static_cast<std::uint32_t>(
      std::ranges::count_if(words, [](const Word& word) { return word.kind != WordClass::mark; }));
}

void RunWriter::change(std::uint32_t to_a,
                       std::uint32_t to_b,
                       std::uint32_t word_a,
                       std::uint32_t word_b) {
  Range a{rest_a_.begin, to_a};
  Range b{rest_b_.begin, to_b};
  const bool deletes = word_a != word_a_;
  const bool inserts = word_b != word_b_;
  // White space may begin a word, when a combining mark sits on it; only what stands between
  // words is looked at here.
  const std::uint32_t before =
      common_space_before(slice(a_.text, {a.begin, deletes ? a_.words[word_a_].begin : to_a}),
                          slice(b_.text, {b.begin, inserts ? b_.words[word_b_].begin : to_b}));
  add({.kind = Kind::kept,
       .touch = Touch::none,
       .a = {a.begin, a.begin + before},
       .b = {b.begin, b.begin + before}});
  a.begin += before;
  b.begin += before;
  const std::uint32_t after =
      common_space_after(slice(a_.text, {deletes ? a_.words[word_a - 1].end : a.begin, to_a}),
                         slice(b_.text, {inserts ? b_.words[word_b - 1].end : b.begin, to_b}));
  a.end -= after;
  b.end -= after;
  const bool same = slice(a_.text, a) == slice(b_.text, b);
  const std::uint32_t words_a = count_words(a_, word_a_, word_a);
  const std::uint32_t words_b = count_words(b_, word_b_, word_b);
  // The same bytes have other words where they are a field's label on one side only, which no
  // words are.
  const std::uint32_t words_kept = std::min(words_a, words_b);
  add({.kind = same        ? Kind::kept
               : a.empty() ? Kind::inserted
               : b.empty() ? Kind::deleted
                           : Kind::replaced,
       .touch = same                 ? Touch::none
                : deletes || inserts ? Touch::words
                                     : Touch::spacing,
       .a = a,
       .b = b,
       .words_a = same ? words_kept : words_a,
       .words_b = same ? words_kept : words_b});
  add({.kind = Kind::kept, .touch = Touch::none, .a = {a.end, to_a}, .b = {b.end, to_b}});
}

void RunWriter::add(const Run& run) {
  rest_a_.begin = run.a.end;
  rest_b_.begin = run.b.end;
  if (run.a.empty() && run.b.empty()) {
    return;
  }
  if (runs_.size() > first_ && run.kind == Kind::kept && runs_.back().kind == Kind::kept) {
    Run& last = runs_.back();
    last.a.end = run.a.end;
    last.b.end = run.b.end;
    last.words_a += run.words_a;
    last.words_b += run.words_b;
    return;
  }
  runs_.push_back(run);
}

}  // namespace arch::diff
