#include "cmd/diff_view.hpp"

#include "base/utf8.hpp"
#include "cmd/marked_text.hpp"
#include "diff/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::Range;
using diff::slice;
using diff::Touch;

/// Unchanged text within a changed block is shortened when it is longer than this, in bytes: a
/// paragraph of a news story is 300 to 600 long and stays whole.
constexpr std::size_t longest_kept = 600;
/// What is then left beside a change.
constexpr std::size_t kept_beside = 160;

/// Part of a changed block: neighbouring text to which one thing happened.
struct Piece {
  Kind kind = Kind::kept;
  std::string_view a;
  std::string_view b;
  std::string_view mark = {};  ///< not text of the article: begins or ends a changed moved sentence
};

bool shows_as_kept(const diff::Run& run) {
  return run.kind == Kind::kept && run.touch != Touch::form;
}

/// Joins neighbours that are kept, which sentences and runs cut up.
void add_piece(std::vector<Piece>& pieces, const Piece& piece) {
  if (!pieces.empty() && piece.kind == Kind::kept && pieces.back().kind == Kind::kept) {
    Piece& last = pieces.back();
    if (last.mark.empty() && last.a.data() + last.a.size() == piece.a.data() &&
        last.b.data() + last.b.size() == piece.b.data()) {
      last.a = {last.a.data(), last.a.size() + piece.a.size()};
      last.b = {last.b.data(), last.b.size() + piece.b.size()};
      return;
    }
  }
  pieces.push_back(piece);
}

std::vector<Piece> pieces_of(const ComparedTexts& texts, const diff::Block& block) {
  std::vector<Piece> pieces;
  for (const diff::Sentence& sentence : texts.diff.sentences_of(block)) {
    const std::string_view a = slice(texts.a, sentence.a);
    const std::string_view b = slice(texts.b, sentence.b);
    if (sentence.runs.empty()) {
      add_piece(pieces, {.kind = sentence.kind, .a = a, .b = b});
      continue;
    }
    const bool has_moved = sentence.kind == Kind::moved_to;
    if (has_moved) {
      pieces.push_back({.kind = Kind::moved_to, .a = {}, .b = {}, .mark = "{>"});
    }
    for (const diff::Run& run : texts.diff.runs_of(sentence)) {
      const Kind kind = run.kind == Kind::kept && !shows_as_kept(run) ? Kind::replaced : run.kind;
      add_piece(pieces, {.kind = kind, .a = slice(texts.a, run.a), .b = slice(texts.b, run.b)});
    }
    if (has_moved) {
      pieces.push_back({.kind = Kind::moved_to, .a = {}, .b = {}, .mark = ">}"});
    }
  }
  if (pieces.empty()) {
    pieces.push_back({.kind = block.kind == Kind::moved_to ? Kind::kept : block.kind,
                      .a = slice(texts.a, block.a),
                      .b = slice(texts.b, block.b)});
  }
  return pieces;
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
  std::size_t end = text.rfind(' ', size);
  if (end == std::string_view::npos || end < size / 2) {
    end = valid_utf8_prefix(text.substr(0, size));
  }
  return text.substr(0, end);
}

std::string_view tail(std::string_view text, std::size_t size) {
  std::size_t begin = text.find(' ', text.size() - size);
  if (begin == std::string_view::npos || begin > text.size() - size / 2) {
    begin = text.size() - size;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) {
      ++begin;
    }
  }
  return text.substr(begin);
}

/// The numbers of a text's blocks as a reader counts them: from 1, header fields not counted.
class BlockNumbers {
public:
  explicit BlockNumbers(std::string_view text) {
    for (const diff::TextBlock& block : diff::split_blocks(text)) {
      if (!block.is_field && !block.content.empty()) {
        contents_.push_back(block.content);
      }
    }
  }

  std::size_t count() const { return contents_.size(); }

  /// The first and the last block that `range` covers a part of; nullopt if there is none.
  std::optional<std::pair<std::size_t, std::size_t>> find(Range range) const {
    const auto first = std::ranges::upper_bound(contents_, range.begin, {}, &Range::end);
    const auto last = std::ranges::lower_bound(contents_, range.end, {}, &Range::begin);
    if (first >= last) {
      return std::nullopt;
    }
    return std::pair{static_cast<std::size_t>(first - contents_.begin()) + 1,
                     static_cast<std::size_t>(last - contents_.begin())};
  }

  /// `7`, `7-9`, or nothing.
  std::string text(Range range) const {
    const auto found = find(range);
    if (!found) {
      return {};
    }
    return found->first == found->second ? fmt::format("{}", found->first)
                                         : fmt::format("{}-{}", found->first, found->second);
  }

private:
  std::vector<Range> contents_;
};

bool is_changed(const diff::Block& block) {
  return block.touch > Touch::spacing || (block.kind != Kind::kept && block.kind != Kind::replaced);
}

class Printer {
public:
  Printer(const ComparedTexts& texts,
          Output& out,
          const Style& style,
          const DiffViewOptions& options)
      : texts_(texts),
        out_(out),
        style_(style),
        options_(options),
        numbers_a_(texts.a),
        numbers_b_(texts.b),
        digits_(fmt::format("{}", std::max(numbers_a_.count(), numbers_b_.count())).size()) {}

  void print() {
    for (const diff::Block& block : texts_.diff.blocks) {
      if (is_changed(block) || options_.extent == DiffViewOptions::Extent::everything) {
        print(block);
      }
    }
  }

private:
  void print(const diff::Block& block) {
    MarkedText text;
    char sign = '~';
    Role role = Role::heading;
    std::string number = numbers_b_.text(block.b);
    switch (block.kind) {
      case Kind::inserted:
        sign = '+';
        role = Role::added;
        text.add(trimmed(slice(texts_.b, block.b)), role);
        break;
      case Kind::deleted:
        sign = '-';
        role = Role::removed;
        number = numbers_a_.text(block.a);
        text.add(trimmed(slice(texts_.a, block.a)), role);
        break;
      case Kind::moved_from: {
        sign = '<';
        role = Role::moved;
        number = numbers_a_.text(block.a);
        const std::string_view moved = trimmed(slice(texts_.a, block.a));
        const std::string to = numbers_b_.text(texts_.diff.blocks[block.partner].b);
        text.add(fmt::format("moved to {}: ", to), role);
        text.add(head(moved, std::min<std::size_t>(moved.size(), 60)), role);
        if (moved.size() > 60) {
          text.add(" …", role);
        }
        break;
      }
      case Kind::moved_to: {
        sign = '>';
        role = Role::moved;
        const std::string from = numbers_a_.text(texts_.diff.blocks[block.partner].a);
        text.add(fmt::format("moved from {}: ", from), role);
        add_pieces(text, block);
        break;
      }
      case Kind::kept:
      case Kind::replaced:
      case Kind::split:
      case Kind::joined:
        if (!is_changed(block)) {
          sign = ' ';
          text.add(trimmed(slice(texts_.b, block.b)));
        } else if (block.kind == Kind::split || block.kind == Kind::joined) {
          text.add(fmt::format("{} from {}: ",
                               block.kind == Kind::split ? "split" : "joined",
                               numbers_a_.text(block.a)),
                   Role::moved);
          add_pieces(text, block);
        } else {
          add_pieces(text, block);
        }
        break;
    }
    if (block.is_field) {
      number.clear();
    }
    text.trim_end();
    out_.write("\n");
    text.print(out_,
               style_,
               {.first = fmt::format("{} {:<{}}  ", sign, number, digits_),
                .first_role = role,
                .indent = std::max(digits_, number.size()) + 4,
                .width = options_.width});
  }

  void add_pieces(MarkedText& text, const diff::Block& block) const {
    const std::vector<Piece> pieces = pieces_of(texts_, block);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Piece& piece = pieces[i];
      if (!piece.mark.empty()) {
        text.add(piece.mark, Role::moved);
        continue;
      }
      switch (piece.kind) {
        case Kind::kept:
          add_kept(text, piece.b, i == 0, i + 1 == pieces.size());
          break;
        case Kind::inserted:
          add_marked(text, piece.b, "{+", "+}", Role::added);
          break;
        case Kind::deleted:
          add_marked(text, piece.a, "[-", "-]", Role::removed);
          break;
        case Kind::replaced:
          add_replaced(text, piece);
          break;
        case Kind::moved_from:
          add_marked(text, piece.a, "[<", "<]", Role::moved);
          break;
        case Kind::moved_to:
          add_marked(text, piece.b, "{>", ">}", Role::moved);
          break;
        case Kind::split:
        case Kind::joined:
          text.add(trimmed(piece.b));
          break;
      }
    }
  }

  void add_kept(MarkedText& text, std::string_view kept, bool is_first, bool is_last) const {
    if (is_first) {
      kept.remove_prefix(leading_space(kept).size());
    }
    if (is_last) {
      kept.remove_suffix(trailing_space(kept).size());
    }
    if (kept.size() <= longest_kept || options_.extent == DiffViewOptions::Extent::everything) {
      text.add(kept);
      return;
    }
    if (!is_first) {
      text.add(head(kept, kept_beside));
    }
    text.add(is_first ? "… " : is_last ? " …" : " … ", Role::faint);
    if (!is_last) {
      text.add(trimmed(tail(kept, kept_beside)));
      text.add(trailing_space(kept));
    }
  }

  /// White space as it reads within a block, whose lines are one line each.
  static void add_space(MarkedText& text, std::string_view space) {
    text.add(space.find('\n') == std::string_view::npos ? space : " ");
  }

  /// White space at the ends stays outside the marks, where it reads as it does in the text. Where
  /// there is nothing else, it says nothing.
  static void add_marked(MarkedText& text,
                         std::string_view words,
                         std::string_view open,
                         std::string_view close,
                         Role role) {
    const std::string_view inner = trimmed(words);
    add_space(text, leading_space(words));
    if (!inner.empty()) {
      text.add(open, role);
      text.add(inner, role);
      text.add(close, role);
      add_space(text, trailing_space(words));
    }
  }

  static void add_replaced(MarkedText& text, const Piece& piece) {
    add_space(text, leading_space(piece.b));
    if (const std::string_view old = trimmed(piece.a); !old.empty()) {
      text.add(fmt::format("[-{}-]", old), Role::removed);
    }
    if (const std::string_view now = trimmed(piece.b); !now.empty()) {
      text.add(fmt::format("{{+{}+}}", now), Role::added);
      add_space(text, trailing_space(piece.b));
    }
  }

  const ComparedTexts& texts_;
  Output& out_;
  const Style& style_;
  const DiffViewOptions& options_;
  BlockNumbers numbers_a_;
  BlockNumbers numbers_b_;
  std::size_t digits_;
};

}  // namespace

void print_diff(const ComparedTexts& texts,
                Output& out,
                const Style& style,
                const DiffViewOptions& options) {
  Printer{texts, out, style, options}.print();
}

}  // namespace arch::cmd
