#include "corrections/notice_section.hpp"

#include "base/error.hpp"
#include "corrections/notice_sentences.hpp"
#include "corrections/plain_date.hpp"

#include <algorithm>
#include <array>

namespace arch::corrections {
namespace {

using diff::Range;
using diff::slice;

/// Of a notice that several phrases find, the one that says most: what happened before how it is
/// called.
constexpr std::array<NoticeKind, 13> precedence{NoticeKind::retraction,
                                                NoticeKind::removal,
                                                NoticeKind::anonymisation,
                                                NoticeKind::correction,
                                                NoticeKind::adjudication,
                                                NoticeKind::right_of_reply,
                                                NoticeKind::apology,
                                                NoticeKind::wire,
                                                NoticeKind::clarification,
                                                NoticeKind::editors_note,
                                                NoticeKind::update,
                                                NoticeKind::developing,
                                                NoticeKind::technical};

int precedence_of(NoticeKind kind) {
  return static_cast<int>(std::ranges::find(precedence, kind) - precedence.begin());
}
/// The words behind which a phrase is at the start: no word stands between it and the beginning or
/// the end of a sentence in brackets.
std::size_t first_word(const PlainWords& words) {
  std::size_t at = 0;
  while (at < words.words.size() && words.words[at].kind == PlainWord::Kind::mark) {
    ++at;
  }
  return at;
}
}  // namespace

/// Cuts at rules within a block: `...children ___ This story has been corrected`.
std::vector<Range> sections_of(std::string_view text, Range block) {
  std::vector<Range> sections;
  std::uint32_t begin = block.begin;
  for (std::uint32_t at = block.begin; at < block.end;) {
    const char c = text[at];
    std::uint32_t end = at;
    while (end < block.end && (c == '_' || c == '-' || c == '*') && text[end] == c) {
      ++end;
    }
    // Two hyphens stand between words too, as a dash: then they have a space on both sides.
    const bool is_rule = end - at >= 2 && (c == '_' || end - at >= 3 || at == block.begin);
    if (is_rule) {
      sections.push_back({begin, at});
      begin = end;
    }
    at = std::max(end, at + 1);
  }
  sections.push_back({begin, block.end});
  std::erase_if(sections, [](Range section) { return section.empty(); });
  return sections;
}
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c != '\n' && c != '\r' && c != '\t' && c != ' ') {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (line.ends_with(' ')) {
    line.pop_back();
  }
  return line;
}
/// Whether words [begin, end) stand within quotation marks that a text has before and around them:
/// someone else's words. Quotation marks around all of the text do not count.
bool NoticeSection::is_quoted(const Found& found) const {
  const PlainWords& words = text_.words;
  bool open = false;
  bool has_words_before = false;
  std::size_t last_open = 0;
  for (std::size_t at = 0; at < found.begin; ++at) {
    if (words.is_mark(at, '"')) {
      open = !open;
      last_open = at;
    }
  }
  if (!open) {
    return false;
  }
  for (std::size_t at = 0; at < last_open; ++at) {
    has_words_before = has_words_before || words.words[at].kind == PlainWord::Kind::word;
  }
  bool closed = false;
  bool has_words_after = false;
  for (std::size_t at = found.end; at < words.words.size(); ++at) {
    closed = closed || words.is_mark(at, '"');
    has_words_after = has_words_after || (closed && words.words[at].kind == PlainWord::Kind::word);
  }
  return closed && (has_words_before || has_words_after);
}

NoticeSection::NoticeSection(std::string_view document, Range section, const PhraseSet& possible)
    : document_(document),
      section_(section),
      text_{.source = slice(document, section),
            .offset = section.begin,
            .words = cut_plain(slice(document, section), section.begin)} {
  find(possible);
}

/// The strongest of the phrases found.
PhraseStrength NoticeSection::strength() const {
  return std::ranges::max_element(found_, {}, [](const Found& f) { return f.phrase->strength; })
      ->phrase->strength;
}

/// Whether a label is all that there is, but for a date.
bool NoticeSection::is_label_only() const {
  return std::ranges::any_of(found_, [&](const Found& found) {
    if (found.phrase->place != Phrase::Place::label) {
      return false;
    }
    std::size_t end = found.end;
    if (const auto date = find_date(text_.words, text_.source, text_.offset, end)) {
      end = date->end;
    }
    return std::all_of(text_.words.words.begin() + static_cast<std::ptrdiff_t>(end),
                       text_.words.words.end(),
                       [](const PlainWord& word) { return word.kind == PlainWord::Kind::mark; });
  });
}

/// The notice that was found, without its position.
Notice NoticeSection::notice() const {
  const Found* said = nullptr;
  const Found* label = nullptr;
  std::size_t begin = text_.words.words.size();
  for (const Found& found : found_) {
    begin = std::min(begin, found.begin);
    if (found.phrase->place == Phrase::Place::label) {
      label = label == nullptr ? &found : label;
    }
    if (said == nullptr || is_better(found, *said)) {
      said = &found;
    }
  }
  ARCH_ASSERT(said != nullptr);
  // What is called a clarification may begin as corrections do.
  if (label != nullptr && label->phrase->kind == NoticeKind::clarification &&
      said->phrase->kind == NoticeKind::correction) {
    said = label;
  }
  Notice notice{.kind = said->phrase->kind, .strength = strength()};
  notice.language = said->phrase->language;
  notice.phrase = said->phrase->line;
  if (label != nullptr) {
    notice.label = label_text(*label);
    notice.label_kind = label->phrase->kind;
  }
  notice.date = date_near(label != nullptr ? *label : *said);
  if (notice.date.empty()) {
    notice.date = date_near(*said);
  }
  const std::size_t first = sentence_begin(begin);
  notice.where.begin =
      first <= first_word(text_.words) ? trimmed_begin() : text_.words.words[first].source.begin;
  notice.where.end = notice_end(notice);
  return notice;
}

bool NoticeSection::is_better(const Found& x, const Found& y) {
  return precedence_of(x.phrase->kind) < precedence_of(y.phrase->kind);
}

/// Calls `take` for matches of `phrase`, at most some hundreds.
template <typename Take>
void NoticeSection::each_match(const Phrase& phrase, const Take& take) const {
  const std::size_t count = text_.words.words.size();
  std::size_t at = 0;
  std::size_t last = count;
  if (phrase.use == Phrase::Use::notice && phrase.place != Phrase::Place::any) {
    at = first_word(text_.words);
    // Its first words may be marks or digits.
    last = at < count ? at + 1 : at;
  }
  for (; at < last; ++at) {
    const auto end = match_phrase(phrase, text_, at);
    if (end && *end > at) {
      take(Found{.phrase = &phrase, .begin = at, .end = *end});
      at = *end - 1;
    }
  }
}

void NoticeSection::find(const PhraseSet& possible) {
  const std::vector<Phrase>& phrases = phrase_list().phrases();
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    if (possible[i] && phrases[i].use == Phrase::Use::notice) {
      each_match(phrases[i], [&](const Found& found) {
        if (!is_quoted(found)) {
          found_.push_back(found);
        }
      });
    }
  }
  for (std::size_t i = 0; i < phrases.size() && !found_.empty(); ++i) {
    if (possible[i] && phrases[i].use != Phrase::Use::notice) {
      each_match(phrases[i], [&](const Found& refusal) {
        refused_ = refused_ || refusal.phrase->use == Phrase::Use::not_in_block;
        std::erase_if(found_, [&](const Found& found) {
          return refusal.begin < found.end && found.begin < refusal.end;
        });
      });
    }
  }
}

std::string NoticeSection::label_text(const Found& label) const {
  std::size_t end = label.begin;
  while (end < label.end && text_.words.words[end].kind == PlainWord::Kind::word) {
    ++end;
  }
  if (end == label.begin) {
    return {};
  }
  return on_one_line(
      slice(document_,
            {text_.words.words[label.begin].source.begin, text_.words.words[end - 1].source.end}));
}

/// Whether a date at word `at` stands behind `on` or a mark, as that of a notice does; behind
/// `incorrectly said` it is what the notice speaks of.
bool NoticeSection::is_dating(std::size_t at) const {
  constexpr std::array<std::string_view, 10> before{
      "on", "le", "du", "am", "vom", "del", "el", "em", "de", "updated"};
  return at == 0 || text_.words.words[at - 1].kind == PlainWord::Kind::mark ||
         std::ranges::find(before, text_.words.text(at - 1)) != before.end();
}

/// The date within the words of a phrase, or right behind them.
std::string NoticeSection::date_near(const Found& found) const {
  constexpr std::size_t behind = 4;
  const std::size_t end = std::min(found.end + behind, text_.words.words.size());
  for (std::size_t at = found.begin; at < end; ++at) {
    if (const auto date = find_date(text_.words, text_.source, text_.offset, at)) {
      return at < found.end || is_dating(at) ? date->iso : std::string{};
    }
  }
  return {};
}

/// Whether a sentence may begin with word `at`, which stands behind another: a mark that ends one
/// stands before it, and a space. Brackets, dashes and marks of emphasis may open it.
bool NoticeSection::begins_sentence(std::size_t at) const {
  const PlainWords& words = text_.words;
  const bool ends = ends_sentence(at - 1);
  const bool has_space = words.words[at - 1].source.end < words.words[at].source.begin;
  const char first = document_[words.words[at].source.begin];
  const bool is_lower = first >= 'a' && first <= 'z';
  const bool opens = words.words[at].kind != PlainWord::Kind::mark || is_opening(at);
  return ends && has_space && !is_lower && opens;
}

/// Whether word `at` is a mark that ends a sentence, or closes one that ended: `.)`, `.*`.
bool NoticeSection::ends_sentence(std::size_t at) const {
  const auto is_one_of = [&](std::string_view marks) {
    return std::ranges::any_of(marks, [&](char mark) { return text_.words.is_mark(at, mark); });
  };
  if (is_one_of("\"")) {
    return true;
  }
  while (at > 0 && is_one_of(")]*_")) {
    --at;
  }
  return is_one_of(".!?");
}

/// Whether a mark sets off what stands behind it: `(`, `[`, `*`, `_`, a dash or a bullet.
bool NoticeSection::is_opening(std::size_t at) const {
  constexpr std::string_view marks = "([*_-";
  return std::ranges::any_of(marks, [&](char mark) { return text_.words.is_mark(at, mark); }) ||
         slice(document_, text_.words.words[at].source) == "\u2022";
}

/// The first word of the sentence that word `at` is in, or the bracket right before it.
std::size_t NoticeSection::sentence_begin(std::size_t at) const {
  const PlainWords& words = text_.words;
  if (at > 0 && (words.is_mark(at - 1, '(') || words.is_mark(at - 1, '['))) {
    return at - 1;
  }
  for (std::size_t i = at; i > 0; --i) {
    if (begins_sentence(i)) {
      // What sets the notice off is no part of it; a bracket is.
      while (i < at && is_opening(i) && !words.is_mark(i, '(') && !words.is_mark(i, '[')) {
        ++i;
      }
      return i;
    }
  }
  return std::min(first_word(words), at);
}

/// Without the marks that set a notice off; a bracket belongs to it.
std::uint32_t NoticeSection::trimmed_begin() const {
  const std::size_t skipped = text_.source.find_first_not_of(" \n\r\t*_-#>");
  return section_.begin + static_cast<std::uint32_t>(std::min(skipped, text_.source.size()));
}

/// The end of the notice that begins where `notice` says. What a bracket opens ends where it
/// closes; a paragraph that is labelled a correction is one as a whole; else what stands behind the
/// phrases belongs to the notice as long as it continues_notice().
std::uint32_t NoticeSection::notice_end(const Notice& notice) const {
  const std::uint32_t end = trimmed_end(section_.end);
  if (const auto closed = closing_bracket(notice.where.begin)) {
    return std::min(*closed, end);
  }
  if (is_labelled_correction(notice)) {
    return end;
  }
  const std::uint32_t said = last_said();
  std::uint32_t last = notice.where.begin;
  NoticeSoFar so_far{.kind = notice.kind, .is_dated = !notice.date.empty(), .text = {}};
  for (const Range sentence : sentences_from(document_, {notice.where.begin, end})) {
    so_far.text = slice(document_, {notice.where.begin, last});
    if (sentence.begin > said && !continues_notice(so_far, slice(document_, sentence))) {
      return trimmed_end(last);
    }
    last = sentence.end;
  }
  return end;
}

/// Where the words of the last phrase that was found end.
std::uint32_t NoticeSection::last_said() const {
  std::size_t end = 1;
  for (const Found& found : found_) {
    end = std::max(end, found.end);
  }
  return text_.words.words[std::min(end, text_.words.words.size()) - 1].source.begin;
}

bool NoticeSection::is_labelled_correction(const Notice& notice) {
  return notice.label_kind && *notice.label_kind != NoticeKind::update &&
         *notice.label_kind != NoticeKind::editors_note;
}

/// The byte behind the bracket that closes the one at byte `begin`; nullopt where none is there.
std::optional<std::uint32_t> NoticeSection::closing_bracket(std::uint32_t begin) const {
  const char open = document_[begin];
  if (open != '(' && open != '[') {
    return std::nullopt;
  }
  const char close = open == '(' ? ')' : ']';
  int depth = 0;
  for (std::uint32_t at = begin; at < section_.end; ++at) {
    depth += document_[at] == open ? 1 : document_[at] == close ? -1 : 0;
    if (depth == 0) {
      return at + 1;
    }
  }
  return std::nullopt;
}

std::uint32_t NoticeSection::trimmed_end(std::uint32_t end) const {
  while (end > section_.begin &&
         std::string_view{" \n\r\t*_"}.find(document_[end - 1]) != std::string_view::npos) {
    --end;
  }
  return end;
}

std::string NoticeSection::date_in_front() const {
  const auto date = find_date(text_.words, text_.source, text_.offset, 0);
  return date ? date->iso : std::string{};
}

}  // namespace arch::corrections
