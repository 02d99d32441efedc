#include "corrections/notices.hpp"

#include "base/bytes.hpp"
#include "base/sha256.hpp"
#include "corrections/embedded.hpp"
#include "corrections/phrases.hpp"
#include "corrections/plain_date.hpp"
#include "diff/blocks.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arch::corrections {
namespace {

using diff::Range;
using diff::slice;

constexpr std::array<std::pair<NoticeKind, std::string_view>, 13> kind_names{{
    {NoticeKind::correction, "correction"},
    {NoticeKind::clarification, "clarification"},
    {NoticeKind::update, "update"},
    {NoticeKind::editors_note, "editors_note"},
    {NoticeKind::apology, "apology"},
    {NoticeKind::right_of_reply, "right_of_reply"},
    {NoticeKind::adjudication, "adjudication"},
    {NoticeKind::retraction, "retraction"},
    {NoticeKind::removal, "removal"},
    {NoticeKind::anonymisation, "anonymisation"},
    {NoticeKind::wire, "wire"},
    {NoticeKind::developing, "developing"},
    {NoticeKind::technical, "technical"},
}};

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

/// A block larger than two of these is read at its ends only.
constexpr std::uint32_t piece_size = 4096;

/// Body blocks in which a notice stands at the top, and at the foot.
constexpr std::size_t top_blocks = 2;
constexpr std::size_t foot_blocks = 3;

/// From the beginning of a block, where a phrase that stands at its start ends before, in bytes: it
/// has at most some 40 words.
constexpr std::size_t longest_start = 400;

/// A label that stands alone announces the next block if that has so many words and is a sentence.
constexpr std::size_t least_announced = 6;

/// A phrase found in a text.
struct Found {
  const Phrase* phrase = nullptr;
  std::size_t begin = 0;  ///< words
  std::size_t end = 0;
};

/// The words behind which a phrase is at the start: no word stands between it and the beginning or
/// the end of a sentence in brackets.
std::size_t first_word(const PlainWords& words) {
  std::size_t at = 0;
  while (at < words.words.size() && words.words[at].kind == PlainWord::Kind::mark) {
    ++at;
  }
  return at;
}

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

/// Whether words [begin, end) stand within quotation marks that a text has before and around them:
/// someone else's words. Quotation marks around all of the text do not count.
bool is_quoted(const PlainWords& words, const Found& found) {
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

/// What the phrases say of one section of a block.
class SectionReader {
public:
  SectionReader(std::string_view document, Range section, const PhraseSet& possible)
      : document_(document),
        section_(section),
        text_{.source = slice(document, section),
              .offset = section.begin,
              .words = cut_plain(slice(document, section), section.begin)} {
    find(possible);
  }

  [[nodiscard]] const std::vector<Found>& found() const { return found_; }
  [[nodiscard]] bool is_refused() const { return refused_; }

  /// The strongest of the phrases found.
  [[nodiscard]] PhraseStrength strength() const {
    return std::ranges::max_element(found_, {}, [](const Found& f) { return f.phrase->strength; })
        ->phrase->strength;
  }

  /// Whether a label is all that there is, but for a date.
  [[nodiscard]] bool is_label_only() const {
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
  [[nodiscard]] Notice notice() const {
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
    notice.where = {
        first <= first_word(text_.words) ? trimmed_begin() : text_.words.words[first].source.begin,
        trimmed_end()};
    return notice;
  }

private:
  static bool is_better(const Found& x, const Found& y) {
    return precedence_of(x.phrase->kind) < precedence_of(y.phrase->kind);
  }

  void find(const PhraseSet& possible) {
    const std::vector<Phrase>& phrases = phrase_list().phrases();
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      if (possible[i] && phrases[i].use == Phrase::Use::notice) {
        each_match(phrases[i], [&](const Found& found) {
          if (!is_quoted(text_.words, found)) {
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

  /// Calls `take` for matches of `phrase`, at most some hundreds.
  template <typename Take>
  void each_match(const Phrase& phrase, const Take& take) const {
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

  [[nodiscard]] std::string label_text(const Found& label) const {
    std::size_t end = label.begin;
    while (end < label.end && text_.words.words[end].kind == PlainWord::Kind::word) {
      ++end;
    }
    if (end == label.begin) {
      return {};
    }
    return on_one_line(slice(
        document_,
        {text_.words.words[label.begin].source.begin, text_.words.words[end - 1].source.end}));
  }

  /// Whether a date at word `at` stands behind `on` or a mark, as that of a notice does; behind
  /// `incorrectly said` it is what the notice speaks of.
  [[nodiscard]] bool is_dating(std::size_t at) const {
    constexpr std::array<std::string_view, 10> before{
        "on", "le", "du", "am", "vom", "del", "el", "em", "de", "updated"};
    return at == 0 || text_.words.words[at - 1].kind == PlainWord::Kind::mark ||
           std::ranges::find(before, text_.words.text(at - 1)) != before.end();
  }

  /// The date within the words of a phrase, or right behind them.
  [[nodiscard]] std::string date_near(const Found& found) const {
    constexpr std::size_t behind = 4;
    const std::size_t end = std::min(found.end + behind, text_.words.words.size());
    for (std::size_t at = found.begin; at < end; ++at) {
      if (const auto date = find_date(text_.words, text_.source, text_.offset, at)) {
        return at < found.end || is_dating(at) ? date->iso : std::string{};
      }
    }
    return {};
  }

  /// The first word of the sentence that word `at` is in.
  [[nodiscard]] std::size_t sentence_begin(std::size_t at) const {
    const PlainWords& words = text_.words;
    for (std::size_t i = at; i > 0; --i) {
      const bool ends = words.is_mark(i - 1, '.') || words.is_mark(i - 1, '!') ||
                        words.is_mark(i - 1, '?') || words.is_mark(i - 1, '"');
      const bool has_space = words.words[i - 1].source.end < words.words[i].source.begin;
      const char first = document_[words.words[i].source.begin];
      const bool is_lower = first >= 'a' && first <= 'z';
      if (ends && has_space && !is_lower && words.words[i].kind != PlainWord::Kind::mark) {
        return i;
      }
    }
    return std::min(first_word(words), at);
  }

  /// Without the marks that set a notice off; a bracket belongs to it.
  [[nodiscard]] std::uint32_t trimmed_begin() const {
    const std::size_t skipped = text_.source.find_first_not_of(" \n\r\t*_-#>");
    return section_.begin + static_cast<std::uint32_t>(std::min(skipped, text_.source.size()));
  }

  [[nodiscard]] std::uint32_t trimmed_end() const {
    std::uint32_t end = section_.end;
    while (end > section_.begin &&
           std::string_view{" \n\r\t*_"}.find(document_[end - 1]) != std::string_view::npos) {
      --end;
    }
    return end;
  }

  std::string_view document_;
  Range section_;
  SearchedText text_;
  std::vector<Found> found_;
  bool refused_ = false;
};

/// Reads a document block by block.
class NoticeFinder {
public:
  explicit NoticeFinder(std::string_view document)
      : document_(document), blocks_(diff::split_blocks(document)) {
    for (const diff::TextBlock& block : blocks_) {
      body_blocks_ += block.is_field ? 0 : 1;
    }
  }

  /// Reads the blocks at `places` only, and those before them.
  std::vector<Notice> find_at(std::span<const Range> places) {
    wanted_.assign(blocks_.size(), false);
    auto place = places.begin();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      while (place != places.end() && place->end <= blocks_[i].extent.begin) {
        ++place;
      }
      if (place != places.end() && place->begin < blocks_[i].extent.end) {
        wanted_[i] = true;
        wanted_[i - std::min<std::size_t>(i, 1)] = true;
      }
    }
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (wanted_[i]) {
        PhraseSet possible;
        phrase_list().each_key(slice(document_, blocks_[i].content),
                               [&](const PhraseSet& phrases, std::size_t) { possible |= phrases; });
        if ((possible & phrase_list().notices()).any()) {
          read(i, possible);
        }
      }
    }
    add_declared();
    sort();
    return std::move(notices_);
  }

  std::vector<Notice> find() {
    // Of each block the phrases that may be in it.
    std::size_t block = 0;
    PhraseSet possible;
    PhraseSet possible_later;  // a phrase at the start of a block may not reach so far
    const auto finish = [&] {
      if (possible_later.any()) {
        const bool has_sections = sections_of(document_, blocks_[block].content).size() > 1;
        possible |= has_sections ? possible_later : possible_later & ~phrase_list().at_start();
      }
      if ((possible & phrase_list().notices()).any()) {
        read(block, possible);
      }
      possible.reset();
      possible_later.reset();
    };
    phrase_list().each_key(document_, [&](const PhraseSet& phrases, std::size_t end) {
      while (end > blocks_[block].extent.end) {
        finish();
        ++block;
      }
      const bool is_near = end < blocks_[block].content.begin + longest_start;
      (is_near ? possible : possible_later) |= phrases;
    });
    if (!blocks_.empty()) {
      finish();
    }
    add_declared();
    sort();
    return std::move(notices_);
  }

private:
  void sort() {
    std::ranges::stable_sort(notices_, {}, [](const Notice& n) { return n.where.begin; });
  }
  void read(std::size_t index, const PhraseSet& possible) {
    const diff::TextBlock& block = blocks_[index];
    Range content = block.content;
    if (block.is_field) {
      const std::string_view line = slice(document_, content);
      if (diff::field_name(line) != "headline") {
        return;
      }
      content.begin += static_cast<std::uint32_t>(line.find(':') + 1);
    }
    for (const Range piece : pieces_of(content)) {
      for (const Range section : sections_of(document_, piece)) {
        read_section(index, section, possible);
      }
    }
  }

  [[nodiscard]] std::vector<Range> pieces_of(Range content) const {
    if (content.size() <= 2 * piece_size) {
      return {content};
    }
    const auto is_inside = [&](std::uint32_t at) {
      return (static_cast<unsigned char>(document_[at]) & 0xC0U) == 0x80;
    };
    std::uint32_t first_end = content.begin + piece_size;
    while (first_end > content.begin && is_inside(first_end)) {
      --first_end;
    }
    std::uint32_t last_begin = content.end - piece_size;
    while (last_begin < content.end && is_inside(last_begin)) {
      ++last_begin;
    }
    return {{content.begin, first_end}, {last_begin, content.end}};
  }

  void read_section(std::size_t index, Range section, const PhraseSet& possible) {
    const diff::TextBlock& block = blocks_[index];
    const SectionReader reader{document_, section, possible};
    if (reader.is_refused() || reader.found().empty()) {
      return;
    }
    PhraseStrength strength = reader.strength();
    const bool is_quotation = slice(document_, block.content).starts_with("> ");
    if (is_quotation && strength == PhraseStrength::strong) {
      strength = PhraseStrength::medium;
    }
    Notice notice = reader.notice();
    notice.strength = strength;
    notice.position = position_of(
        index, notice.where.begin == section.begin || section.begin == block.content.begin);
    if (block.is_field) {
      if (notice.label.empty()) {
        return;  // A headline speaks of other things; only its prefix is a notice.
      }
    } else if (reader.is_label_only() && notice.kind != NoticeKind::technical) {
      if (!announces(index, strength)) {
        return;
      }
      notice.where.end = blocks_[index + 1].content.end;
    } else if (strength == PhraseStrength::medium && notice.position == NoticePosition::inside) {
      return;
    }
    add(std::move(notice));
  }

  void add(Notice notice) {
    notice.text = on_one_line(slice(document_, notice.where));
    const bool overlaps = std::ranges::any_of(notices_, [&](const Notice& other) {
      return other.where.begin < notice.where.end && notice.where.begin < other.where.end;
    });
    if (!overlaps && !notice.where.empty()) {
      notices_.push_back(std::move(notice));
    }
  }

  /// Whether a block that is a label only stands above the text of a notice.
  [[nodiscard]] bool announces(std::size_t index, PhraseStrength strength) const {
    if (index + 1 >= blocks_.size()) {
      return false;
    }
    const std::string_view next = slice(document_, blocks_[index + 1].content);
    const PlainWords words = cut_plain(next.substr(0, piece_size));
    const bool is_text = !next.starts_with("## ") && !next.starts_with("![") &&
                         words.words.size() >= least_announced;
    return is_text && (strength == PhraseStrength::strong || next.ends_with('.') ||
                       next.ends_with(')') || next.ends_with('"'));
  }

  [[nodiscard]] NoticePosition position_of(std::size_t index, bool at_start) const {
    if (blocks_[index].is_field) {
      return NoticePosition::headline;
    }
    const std::size_t fields = blocks_.size() - body_blocks_;
    const std::size_t body = index - std::min(index, fields);
    if (body + 1 == body_blocks_ && body > 0) {
      return NoticePosition::foot;
    }
    if (body < top_blocks && at_start) {
      return NoticePosition::top;
    }
    return body + foot_blocks >= body_blocks_ ? NoticePosition::foot : NoticePosition::inside;
  }

  /// What the publisher declares for programs.
  void add_declared() {
    for (const diff::TextBlock& block : blocks_) {
      const std::string_view line = slice(document_, block.content);
      constexpr std::string_view name = "correction: ";
      if (!block.is_field || !line.starts_with(name)) {
        continue;
      }
      Range section = block.content;
      section.begin += static_cast<std::uint32_t>(name.size());
      PhraseSet possible;
      phrase_list().each_key(slice(document_, section),
                             [&](const PhraseSet& phrases, std::size_t) { possible |= phrases; });
      const SectionReader reader{document_, section, possible};
      Notice notice;
      if (!reader.found().empty()) {
        notice = reader.notice();
        notice.phrase = 0;
      }
      notice.label_kind = NoticeKind::correction;
      notice.strength = PhraseStrength::strong;
      notice.language = "und";
      notice.position = NoticePosition::markup;
      notice.where = section;
      // A date that is given stands before the text.
      const SearchedText text{.source = slice(document_, section),
                              .offset = section.begin,
                              .words = cut_plain(slice(document_, section), section.begin)};
      if (const auto date = find_date(text.words, text.source, text.offset, 0)) {
        notice.date = date->iso;
      }
      add(std::move(notice));
    }
  }

  std::string_view document_;
  std::vector<diff::TextBlock> blocks_;
  std::size_t body_blocks_ = 0;
  std::vector<bool> wanted_;  ///< of each block, where not all are
  std::vector<Notice> notices_;
};

}  // namespace

std::string_view notice_kind_name(NoticeKind which) {
  return std::ranges::find(kind_names, which, &std::pair<NoticeKind, std::string_view>::first)
      ->second;
}

std::optional<NoticeKind> parse_notice_kind(std::string_view name) {
  const auto* const found =
      std::ranges::find(kind_names, name, &std::pair<NoticeKind, std::string_view>::second);
  return found == kind_names.end() ? std::nullopt : std::optional{found->first};
}

bool is_statement(NoticeKind which) {
  return which != NoticeKind::technical && which != NoticeKind::developing;
}

std::string_view notice_position_name(NoticePosition which) {
  constexpr std::array<std::string_view, 5> names{"top", "foot", "inside", "headline", "markup"};
  return names[static_cast<std::size_t>(which)];
}

std::vector<Notice> find_notices(std::string_view document) {
  return NoticeFinder{document}.find();
}

std::vector<Notice> find_notices(std::string_view document, std::span<const Range> places) {
  return NoticeFinder{document}.find_at(places);
}

bool may_hold_notice(std::string_view text) {
  constexpr std::string_view declared = "\ncorrection: ";
  bool found =
      text.starts_with(declared.substr(1)) || text.find(declared) != std::string_view::npos;
  phrase_list().each_key(text, [&](const PhraseSet&, std::size_t) { found = true; });
  return found;
}

const ObjectId& phrases_digest() {
  static const ObjectId digest = sha256(as_bytes(embedded::notices));
  return digest;
}

std::size_t phrase_count() {
  return phrase_list().phrases().size();
}

}  // namespace arch::corrections
