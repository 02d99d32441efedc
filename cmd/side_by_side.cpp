// The old text on the left, the new one on the right, block beside block. Columns hold for what a
// terminal shows: wide characters count two, combining marks none, and what would reorder a line is
// an escape, so that the rule between the texts stays straight.
#include "cmd/side_by_side.hpp"

#include "cmd/diff_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::slice;

constexpr std::string_view rule = " │ ";
constexpr std::size_t rule_columns = 3;

/// Narrower than this no text is worth reading: lines get longer than the terminal instead.
constexpr std::size_t least_column = 12;

void add(MarkedText& text, std::string_view words, Role role = Role::plain) {
  text.add(on_one_line(words), role);
}

class SideBySidePrinter {
public:
  SideBySidePrinter(const DiffView& view, std::size_t width)
      : view_(view), lines_(view.texts), number_width_(lines_.digits()) {
    // What was split or joined has numbers such as 3-4.
    for (const BlockStretch& stretch : view.choice.stretches) {
      if (stretch.show == BlockStretch::Show::folded) {
        continue;
      }
      for (std::uint32_t i = stretch.blocks.begin; i < stretch.blocks.end; ++i) {
        const BlockSign sign = lines_.sign_of(view.texts.diff.blocks[i]);
        number_width_ = std::max({number_width_, sign.number_a.size(), sign.number_b.size()});
      }
    }
    // A sign and two numbers, with blanks after each.
    room_ = column_room(width, 2 + 2 * (number_width_ + 2));
  }

  void print() {
    for (const BlockStretch& stretch : view_.choice.stretches) {
      if (stretch.show == BlockStretch::Show::folded) {
        const std::string text = lines_.folded(stretch.blocks);
        if (!text.empty()) {
          view_.out.line(fmt::format(
              "\n{:{}}{}", "", number_width_ + 4, view_.style.paint(Role::faint, text)));
        }
        continue;
      }
      for (std::uint32_t i = stretch.blocks.begin; i < stretch.blocks.end; ++i) {
        print(view_.texts.diff.blocks[i]);
      }
    }
  }

private:
  void print(const diff::Block& block) {
    BlockSign sign = lines_.sign_of(block);
    const ComparedTexts& texts = view_.texts;
    MarkedText left;
    MarkedText right;
    switch (block.kind) {
      case Kind::inserted:
      case Kind::deleted:
        if (holds_moved(texts, block)) {
          add_pieces(left, right, block);
        } else {
          add_side(right, trimmed(slice(texts.b, block.b)), "{+", "+}", Role::added);
          add_side(left, trimmed(slice(texts.a, block.a)), "[-", "-]", Role::removed);
        }
        break;
      case Kind::moved_from:
        add(left, sign.note, Role::moved);
        break;
      case Kind::moved_to:
        // The old text is shown here, where it can be compared; where it stood there is a note.
        sign.number_a = lines_.sign_of(texts.diff.blocks[block.partner]).number_a;
        [[fallthrough]];
      case Kind::kept:
      case Kind::replaced:
      case Kind::split:
      case Kind::joined:
        add(right, sign.lead(), Role::moved);
        add_pieces(left, right, block);
        break;
    }
    print_rows(sign, left, right);
  }

  void add_pieces(MarkedText& left, MarkedText& right, const diff::Block& block) const {
    for (const Piece& piece : pieces_of(view_.texts, block)) {
      add_piece(left, right, piece);
    }
  }

  static void add_side(MarkedText& text,
                       std::string_view words,
                       std::string_view open,
                       std::string_view close,
                       Role role) {
    const std::string line = on_one_line(words);
    add_marked(text, line, open, close, role);
  }

  static void add_piece(MarkedText& left, MarkedText& right, const Piece& piece) {
    if (piece.edge != Piece::Edge::none) {
      right.add(piece.edge == Piece::Edge::opens_moved ? "{>" : ">}", Role::moved);
      return;
    }
    const bool is_kept =
        piece.kind == Kind::kept || piece.kind == Kind::split || piece.kind == Kind::joined;
    // What moved here within a block stands elsewhere on the left.
    if (!piece.is_in_moved) {
      if (is_kept) {
        add(left, piece.a);
      } else {
        const bool has_moved = piece.kind == Kind::moved_from;
        add_side(left,
                 piece.a,
                 has_moved ? "[<" : "[-",
                 has_moved ? "<]" : "-]",
                 has_moved ? Role::moved : Role::removed);
      }
    }
    if (is_kept) {
      add(right, piece.b);
    } else {
      const bool has_moved = piece.kind == Kind::moved_to;
      add_side(right,
               piece.b,
               has_moved ? "{>" : "{+",
               has_moved ? ">}" : "+}",
               has_moved ? Role::moved : Role::added);
    }
  }

  void print_rows(const BlockSign& sign, MarkedText& left, MarkedText& right) {
    left.trim_end();
    right.trim_end();
    view_.out.write("\n");
    print_columns({.left = left,
                   .right = right,
                   .left_lead = fmt::format("{} {:<{}}  ", sign.sign, sign.number_a, number_width_),
                   .right_lead = fmt::format("{:<{}}  ", sign.number_b, number_width_),
                   .lead_role = sign.role,
                   .room = room_},
                  view_.style,
                  view_.out);
  }

  const DiffView& view_;
  DiffLines lines_;
  std::size_t number_width_;
  std::size_t room_ = 0;  ///< columns of each text
};

}  // namespace

void print_columns(const Columns& columns, const Style& style, Output& out) {
  const auto rows_a = columns.left.lines(style, columns.room, MarkedText::LongWords::cut);
  const auto rows_b = columns.right.lines(style, columns.room, MarkedText::LongWords::cut);
  for (std::size_t row = 0; row < std::max(rows_a.size(), rows_b.size()); ++row) {
    const MarkedText::Line a = row < rows_a.size() ? rows_a[row] : MarkedText::Line{};
    const MarkedText::Line b = row < rows_b.size() ? rows_b[row] : MarkedText::Line{};
    const auto lead = [&](const std::string& text) {
      return row == 0 ? style.paint(columns.lead_role, text) : std::string(text.size(), ' ');
    };
    std::string line = lead(columns.left_lead) + a.painted;
    line.append(columns.room - std::min(columns.room, a.columns), ' ');
    line += style.paint(Role::faint, rule) + lead(columns.right_lead) + b.painted;
    line.resize(line.find_last_not_of(' ') + 1);
    out.line(line);
  }
}

std::size_t column_room(std::size_t width, std::size_t leads) {
  const std::size_t taken = leads + rule_columns;
  return std::max(least_column, (width - std::min(width, taken)) / 2);
}

void print_side_by_side(const DiffView& view, std::size_t width) {
  SideBySidePrinter{view, width}.print();
}

}  // namespace arch::cmd
