#include "corrections/notices.hpp"

#include "base/bytes.hpp"
#include "base/sha256.hpp"
#include "corrections/embedded.hpp"
#include "corrections/notice_section.hpp"
#include "corrections/phrases.hpp"
#include "corrections/plain_date.hpp"
#include "corrections/plain_words.hpp"
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

/// Blocks that a NoticeScreen remembers at most.
constexpr std::size_t most_screened = 4096;

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

  std::vector<Notice> find(std::span<const NoticeLabel> labels = {}) {
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
    if (!labels.empty()) {
      add_labelled(labels);
    }
    add_declared();
    sort();
    return std::move(notices_);
  }

  /// Whether find() may find anything. Blocks in `without` hold no notice; those that are found to
  /// hold none are added.
  bool may_find(std::set<std::string, std::less<>>& without) const {
    for (const diff::TextBlock& block : blocks_) {
      const std::string_view content = slice(document_, block.content);
      if (block.is_field && diff::field_name(content) == "correction") {
        return true;
      }
      if (without.contains(content)) {
        continue;
      }
      if (may_hold(block)) {
        return true;
      }
      if (without.size() < most_screened) {
        without.emplace(content);
      }
    }
    return false;
  }

private:
  /// Whether read() may find a notice in the block, whatever stands around it.
  [[nodiscard]] bool may_hold(const diff::TextBlock& block) const {
    PhraseSet possible;
    phrase_list().each_key(slice(document_, block.content),
                           [&](const PhraseSet& phrases, std::size_t) { possible |= phrases; });
    const auto searched = searched_part(block);
    if ((possible & phrase_list().notices()).none() || !searched) {
      return false;
    }
    for (const Range piece : pieces_of(*searched)) {
      for (const Range section : sections_of(document_, piece)) {
        if (NoticeSection{document_, section, possible}.has_notice()) {
          return true;
        }
      }
    }
    return false;
  }

  /// The words of a block in which a notice may be: none of header lines but the headline's.
  [[nodiscard]] std::optional<Range> searched_part(const diff::TextBlock& block) const {
    Range content = block.content;
    if (block.is_field) {
      const std::string_view line = slice(document_, content);
      if (diff::field_name(line) != "headline") {
        return std::nullopt;
      }
      content.begin += static_cast<std::uint32_t>(line.find(':') + 1);
    }
    return content;
  }

  void sort() {
    std::ranges::stable_sort(notices_, {}, [](const Notice& n) { return n.where.begin; });
  }
  void read(std::size_t index, const PhraseSet& possible) {
    const auto searched = searched_part(blocks_[index]);
    if (!searched) {
      return;
    }
    for (const Range piece : pieces_of(*searched)) {
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
    const NoticeSection reader{document_, section, possible};
    if (!reader.has_notice()) {
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

  /// What stands under the publisher's own labels.
  void add_labelled(std::span<const NoticeLabel> labels) {
    for (std::size_t index = 0; index < blocks_.size(); ++index) {
      if (blocks_[index].is_field) {
        continue;
      }
      for (const Range section : sections_of(document_, blocks_[index].content)) {
        add_labelled(index, section, labels);
      }
    }
  }

  void add_labelled(std::size_t index, Range section, std::span<const NoticeLabel> labels) {
    const std::string_view text = slice(document_, section).substr(0, longest_start);
    const std::size_t begin = std::min(text.find_first_not_of(" \n*_[(#"), text.size());
    const std::string plain = to_plain(text.substr(begin));
    for (const NoticeLabel& own : labels) {
      if (own.label.empty() || !plain.starts_with(own.label)) {
        continue;
      }
      const std::size_t behind = plain.find_first_not_of(" *_", own.label.size());
      const bool is_alone = behind == std::string::npos;
      if (!is_alone && std::string_view{":.-,("}.find(plain[behind]) == std::string_view::npos) {
        continue;  // the label is the beginning of a sentence
      }
      Notice notice{.kind = own.kind,
                    .position = position_of(index, section.begin == blocks_[index].content.begin),
                    .where = section,
                    .label = own.label,
                    .label_kind = own.kind,
                    .language = "und"};
      notice.where.begin += static_cast<std::uint32_t>(begin);
      if (is_alone) {
        if (!announces(index, PhraseStrength::strong)) {
          continue;
        }
        notice.where.end = blocks_[index + 1].content.end;
      }
      notice.date = date_in(slice(document_, notice.where).substr(0, longest_start));
      add(std::move(notice));
      return;
    }
  }

  /// The first date of a text; empty if it has none.
  static std::string date_in(std::string_view text) {
    const PlainWords words = cut_plain(text);
    for (std::size_t i = 0; i < words.words.size(); ++i) {
      if (const auto date = find_date(words, text, 0, i)) {
        return date->iso;
      }
    }
    return {};
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
      const NoticeSection reader{document_, section, possible};
      Notice notice;
      if (reader.has_notice()) {
        notice = reader.notice();
        notice.phrase = 0;
      }
      notice.label_kind = NoticeKind::correction;
      notice.strength = PhraseStrength::strong;
      notice.language = "und";
      notice.position = NoticePosition::markup;
      notice.where = section;
      // A date that is given stands before the text.
      if (std::string date = reader.date_in_front(); !date.empty()) {
        notice.date = std::move(date);
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

std::vector<Notice> find_notices(std::string_view document, std::span<const NoticeLabel> labels) {
  return NoticeFinder{document}.find(labels);
}

bool NoticeScreen::holds_notice(std::string_view document) {
  if (!NoticeFinder{document}.may_find(without_)) {
    return false;
  }
  return std::ranges::any_of(find_notices(document), [](const Notice& notice) {
    return notice.kind != NoticeKind::technical;
  });
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
