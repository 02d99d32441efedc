#include "corrections/statement.hpp"

#include "base/ascii.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "corrections/markup.hpp"
#include "corrections/plain_words.hpp"
#include "corrections/quotation.hpp"

#include <algorithm>

namespace arch::corrections {
namespace {

using diff::Range;
using diff::slice;

/// Whether the first character is a capital: its folded form differs.
bool begins_with_capital(std::string_view word) {
  // d'Ivoire, l’Italie
  for (const std::string_view apostrophe : {"'", "\u2019"}) {
    if (word.size() > 1 + apostrophe.size() && word.substr(1).starts_with(apostrophe)) {
      word.remove_prefix(1 + apostrophe.size());
    }
  }
  if (word.empty()) {
    return false;
  }
  if (static_cast<unsigned char>(word[0]) < 0x80) {
    return word[0] >= 'A' && word[0] <= 'Z';
  }
  const std::string_view first = word.substr(0, decode_code_point(word, 0).size);
  return fold_case(first) != first;
}

bool is_link(std::string_view word) {
  return word.find("://") != std::string_view::npos || word.starts_with("www.");
}

bool has_digit(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint point = decode_code_point(word, at);
    if (digit_value(point.value)) {
      return true;
    }
    at += point.size;
  }
  return false;
}

/// The words that begin within `bytes`.
Range words_within(const std::vector<StatementWord>& words, Range bytes) {
  const auto at = [&](std::uint32_t byte) {
    return static_cast<std::uint32_t>(
        std::ranges::lower_bound(
            words, byte, {}, [](const StatementWord& w) { return w.bytes.begin; }) -
        words.begin());
  };
  return {at(bytes.begin), at(bytes.end)};
}

/// What begins a sentence has a capital on one side only: of `Police said the road` to `The road`,
/// `the` is no part of the edit.
void leave_out_common_ends(const Statement& statement, Edit& edit) {
  const auto same = [&](std::uint32_t a, std::uint32_t b) {
    const StatementWord& x = statement.a[a];
    const StatementWord& y = statement.b[b];
    return !x.is_mark() && !y.is_mark() && x.plain == y.plain;
  };
  const auto is_longer_than_one = [&] {
    return !edit.a.empty() && !edit.b.empty() && edit.a.size() + edit.b.size() > 2;
  };
  while (is_longer_than_one() && same(edit.a.end - 1, edit.b.end - 1)) {
    --edit.a.end;
    --edit.b.end;
  }
  while (is_longer_than_one() && same(edit.a.begin, edit.b.begin)) {
    ++edit.a.begin;
    ++edit.b.begin;
  }
}

}  // namespace

std::vector<StatementWord> cut_statement(std::string_view text,
                                         Range sentence,
                                         const std::vector<Range>& quotations,
                                         const Lexicon& lexicon) {
  std::vector<diff::Word> cut;
  diff::append_words(text, sentence, cut);
  const std::vector<Range> markup = find_markup(text, sentence);
  std::vector<StatementWord> words;
  words.reserve(cut.size());
  bool seen_word = false;
  for (const diff::Word& word : cut) {
    StatementWord& made = words.emplace_back();
    made.bytes = {word.begin, word.end};
    made.key = word.key;
    const std::string_view bytes = slice(text, made.bytes);
    // Markup, and where a link leads to, are nothing that a sentence says.
    made.kind = is_link(bytes) || is_markup(markup, made.bytes) ? diff::WordClass::mark : word.kind;
    if (made.is_mark()) {
      continue;
    }
    made.plain = to_plain(bytes);
    made.entry = lexicon.find(made.plain);
    made.capital = begins_with_capital(bytes);
    made.has_digit = has_digit(bytes);
    made.quoted = is_quoted(quotations, made.bytes);
    made.initial = !seen_word;
    seen_word = true;
  }
  return words;
}

Statement make_statement(std::string_view text_a,
                         std::string_view text_b,
                         const diff::Sentence& sentence,
                         std::span<const diff::Run> runs,
                         const std::vector<Range>& quotations_a,
                         const std::vector<Range>& quotations_b,
                         const Lexicon& lexicon) {
  Statement statement{.a = cut_statement(text_a, sentence.a, quotations_a, lexicon),
                      .b = cut_statement(text_b, sentence.b, quotations_b, lexicon),
                      .edits = {}};
  bool open = false;
  for (const diff::Run& run : runs) {
    if (run.touch < diff::Touch::form) {
      open = false;
      continue;
    }
    const Edit edit{.a = words_within(statement.a, run.a), .b = words_within(statement.b, run.b)};
    if (open) {
      Edit& last = statement.edits.back();
      last.a.end = std::max(last.a.end, edit.a.end);
      last.b.end = std::max(last.b.end, edit.b.end);
    } else {
      statement.edits.push_back(edit);
    }
    open = true;
  }
  for (Edit& edit : statement.edits) {
    leave_out_common_ends(statement, edit);
  }
  return statement;
}

Range bytes_of(std::span<const StatementWord> words) {
  return words.empty() ? Range{} : Range{words.front().bytes.begin, words.back().bytes.end};
}

}  // namespace arch::corrections
