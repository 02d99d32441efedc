#include "cmd/diff_pieces.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "cmd/describe.hpp"
#include "diff/blocks.hpp"
#include "diff/facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::Range;
using diff::slice;
using diff::Touch;

/// What a run of `texts` shows as: form is a change to a reader, white space is none. Between words
/// there may also be characters that hide or reorder text, and those are shown.
Kind shown_kind(const ComparedTexts& texts, const diff::Run& run) {
  if (run.touch == Touch::spacing && is_printable(trimmed(slice(texts.a, run.a))) &&
      is_printable(trimmed(slice(texts.b, run.b)))) {
    return Kind::kept;
  }
  return run.kind == Kind::kept && run.touch == Touch::form ? Kind::replaced : run.kind;
}

/// Joins neighbours that are kept, which sentences and runs cut up.
void add_piece(std::vector<Piece>& pieces, const Piece& piece) {
  if (!pieces.empty() && piece.kind == Kind::kept && pieces.back().kind == Kind::kept) {
    Piece& last = pieces.back();
    if (last.edge == Piece::Edge::none && last.is_in_moved == piece.is_in_moved &&
        last.a.data() + last.a.size() == piece.a.data() &&
        last.b.data() + last.b.size() == piece.b.data()) {
      last.a = {last.a.data(), last.a.size() + piece.a.size()};
      last.b = {last.b.data(), last.b.size() + piece.b.size()};
      return;
    }
  }
  pieces.push_back(piece);
}

/// Ends a moved sentence, before the white space behind its last word.
void close_moved(std::vector<Piece>& pieces) {
  Piece& last = pieces.back();
  Piece space = last;
  space.kind = Kind::kept;
  space.a.remove_prefix(last.a.find_last_not_of(" \n\t\r") + 1);
  space.b.remove_prefix(last.b.find_last_not_of(" \n\t\r") + 1);
  last.a.remove_suffix(space.a.size());
  last.b.remove_suffix(space.b.size());
  if (last.a.empty() && last.b.empty()) {
    pieces.pop_back();
  }
  pieces.push_back({.kind = Kind::moved_to, .a = {}, .b = {}, .edge = Piece::Edge::closes_moved});
  if (!space.a.empty() || !space.b.empty()) {
    pieces.push_back(space);
  }
}

void add_sentence(const ComparedTexts& texts,
                  const diff::Sentence& sentence,
                  std::vector<Piece>& pieces) {
  const bool has_moved = sentence.kind == Kind::moved_to;
  const auto runs = texts.diff.runs_of(sentence);
  if (runs.empty()) {
    add_piece(pieces,
              {.kind = sentence.kind,
               .a = slice(texts.a, sentence.a),
               .b = slice(texts.b, sentence.b),
               .is_in_moved = has_moved});
    return;
  }
  if (has_moved) {
    pieces.push_back({.kind = Kind::moved_to, .a = {}, .b = {}, .edge = Piece::Edge::opens_moved});
  }
  for (const diff::Run& run : runs) {
    add_piece(pieces,
              {.kind = shown_kind(texts, run),
               .a = slice(texts.a, run.a),
               .b = slice(texts.b, run.b),
               .is_in_moved = has_moved});
  }
  if (has_moved) {
    close_moved(pieces);
  }
}

}  // namespace

bool is_changed(const ComparedTexts& texts, const diff::Sentence& sentence) {
  if (sentence.touch > Touch::spacing ||
      (sentence.kind != Kind::kept && sentence.kind != Kind::replaced)) {
    return true;
  }
  return std::ranges::any_of(texts.diff.runs_of(sentence), [&](const diff::Run& run) {
    return shown_kind(texts, run) != Kind::kept;
  });
}

bool is_changed(const ComparedTexts& texts, const diff::Block& block) {
  if (block.touch > Touch::spacing || (block.kind != Kind::kept && block.kind != Kind::replaced)) {
    return true;
  }
  return std::ranges::any_of(texts.diff.sentences_of(block), [&](const diff::Sentence& sentence) {
    return is_changed(texts, sentence);
  });
}

bool holds_moved(const ComparedTexts& texts, const diff::Block& block) {
  return std::ranges::any_of(texts.diff.sentences_of(block), [](const diff::Sentence& sentence) {
    return sentence.kind == Kind::moved_from || sentence.kind == Kind::moved_to;
  });
}

std::vector<std::string> facts_of(const ComparedTexts& texts) {
  std::vector<std::string> facts = describe_facts(diff::find_facts(texts.a, texts.b, texts.diff));
  if (facts.empty() && texts.a != texts.b) {
    const bool is_shown = std::ranges::any_of(
        texts.diff.blocks, [&](const diff::Block& block) { return is_changed(texts, block); });
    facts.emplace_back(is_shown ? "hidden characters changed" : "only white space changed");
  }
  return facts;
}

std::vector<Piece> pieces_of(const ComparedTexts& texts, const diff::Block& block) {
  std::vector<Piece> pieces;
  if (block.kind == Kind::moved_from) {
    return pieces;
  }
  const bool is_alone = block.kind == Kind::inserted || block.kind == Kind::deleted;
  if (is_alone && !holds_moved(texts, block)) {
    pieces.push_back(
        {.kind = block.kind, .a = slice(texts.a, block.a), .b = slice(texts.b, block.b)});
    return pieces;
  }
  for (const diff::Sentence& sentence : texts.diff.sentences_of(block)) {
    add_sentence(texts, sentence, pieces);
  }
  if (pieces.empty()) {
    // That the block moved is said of the block, not of its words.
    pieces.push_back({.kind = block.kind == Kind::moved_to ? Kind::kept : block.kind,
                      .a = slice(texts.a, block.a),
                      .b = slice(texts.b, block.b)});
  }
  return pieces;
}

std::vector<Piece> pieces_of(const ComparedTexts& texts, const diff::Sentence& sentence) {
  std::vector<Piece> pieces;
  add_sentence(texts, sentence, pieces);
  return pieces;
}

std::vector<Piece> inline_pieces_of(const ComparedTexts& texts, const diff::Block& block) {
  std::vector<Piece> pieces = pieces_of(texts, block);
  const auto is_gone = [](const Piece& piece) { return trimmed(piece.b).empty(); };
  const auto after = std::find_if_not(pieces.rbegin(), pieces.rend(), is_gone).base();
  const bool has_more = std::any_of(
      after, pieces.end(), [](const Piece& piece) { return !trimmed(piece.a).empty(); });
  if (has_more && after != pieces.begin() && std::prev(after)->kind == Kind::kept) {
    std::prev(after)->b = std::prev(after)->a;
  }
  return pieces;
}

BlockNumbers::BlockNumbers(std::string_view text) {
  for (const diff::TextBlock& block : diff::split_blocks(text)) {
    if (!block.is_field && !block.content.empty()) {
      contents_.push_back(block.content);
    }
  }
}

std::optional<std::pair<std::size_t, std::size_t>> BlockNumbers::find(Range range) const {
  const auto first = std::ranges::upper_bound(contents_, range.begin, {}, &Range::end);
  const auto last = std::ranges::lower_bound(contents_, range.end, {}, &Range::begin);
  if (first >= last) {
    return std::nullopt;
  }
  return std::pair{static_cast<std::size_t>(first - contents_.begin()) + 1,
                   static_cast<std::size_t>(last - contents_.begin())};
}

std::string BlockNumbers::text(Range range) const {
  const auto found = find(range);
  if (!found) {
    return {};
  }
  return found->first == found->second ? fmt::format("{}", found->first)
                                       : fmt::format("{}-{}", found->first, found->second);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \n\t\r");
  if (from == std::string_view::npos) {
    return {};
  }
  return text.substr(from, text.find_last_not_of(" \n\t\r") - from + 1);
}

std::string_view leading_space(std::string_view text) {
  return text.substr(0, std::min(text.size(), text.find_first_not_of(" \n\t\r")));
}

std::string_view trailing_space(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \n\t\r");
  return last == std::string_view::npos ? std::string_view{} : text.substr(last + 1);
}

/// The first or last `size` bytes or a little less, cut at a space if there is one near.
std::string_view head(std::string_view text, std::size_t size) {
  if (text.size() <= size) {
    return text;
  }
  std::size_t end = text.rfind(' ', size);
  if (end == std::string_view::npos || end < size / 2) {
    end = valid_utf8_prefix(text.substr(0, size));
  }
  return text.substr(0, end);
}

std::string_view tail(std::string_view text, std::size_t size) {
  if (text.size() <= size) {
    return text;
  }
  std::size_t begin = text.find(' ', text.size() - size);
  if (begin == std::string_view::npos || begin > text.size() - size / 2) {
    begin = text.size() - size;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) {
      ++begin;
    }
  }
  return text.substr(begin);
}

std::string_view find_field(std::string_view text, std::string_view name) {
  for (const diff::TextBlock& block : diff::split_blocks(text)) {
    if (!block.is_field) {
      break;
    }
    const std::string_view line = slice(text, block.content);
    if (diff::field_name(line) == name) {
      return trimmed(line.substr(name.size() + 1));
    }
  }
  return {};
}

std::string_view field_of(const ComparedTexts& texts, const diff::Block& block) {
  if (!block.is_field) {
    return {};
  }
  return diff::field_name(
      trimmed(block.b.empty() ? slice(texts.a, block.a) : slice(texts.b, block.b)));
}

void trim_field_name(const ComparedTexts& texts, const diff::Block& block, Piece& first) {
  const std::string_view name = field_of(texts, block);
  for (std::string_view* const text : {&first.a, &first.b}) {
    std::string_view rest = text->substr(leading_space(*text).size());
    if (!name.empty() && rest.starts_with(name) && rest.substr(name.size()).starts_with(':')) {
      rest.remove_prefix(name.size() + 1);
      *text = rest.substr(leading_space(rest).size());
    }
  }
}

}  // namespace arch::cmd
