#include "cmd/diff_view.hpp"

#include "cmd/diff_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::slice;

/// Unchanged text within a changed block is shortened when it is longer than this, in bytes: a
/// paragraph of a news story is 300 to 600 long and stays whole.
constexpr std::size_t longest_kept = 600;
/// What is then left beside a change.
constexpr std::size_t kept_beside = 160;
/// How much of a block is told where it stood before it moved.
constexpr std::size_t moved_head = 60;

class InlinePrinter {
public:
  InlinePrinter(const DiffView& view, std::optional<std::size_t> width)
      : view_(view), width_(width), lines_(view.texts) {}

  void print() {
    for (const BlockStretch& stretch : view_.choice.stretches) {
      if (stretch.show == BlockStretch::Show::folded) {
        print_folded(stretch.blocks);
        continue;
      }
      for (std::uint32_t i = stretch.blocks.begin; i < stretch.blocks.end; ++i) {
        print(view_.texts.diff.blocks[i]);
      }
    }
  }

private:
  void print_folded(diff::Range blocks) {
    const std::string text = lines_.folded(blocks);
    if (!text.empty()) {
      view_.out.line(
          fmt::format("\n{:{}}{}", "", lines_.digits() + 4, view_.style.paint(Role::faint, text)));
    }
  }

  void print(const diff::Block& block) {
    const BlockSign sign = lines_.sign_of(block);
    const ComparedTexts& texts = view_.texts;
    MarkedText text;
    text.add(sign.lead(), Role::moved);
    const bool in_parts = holds_moved(texts, block);
    if (block.kind == Kind::inserted && !in_parts) {
      text.add(trimmed(slice(texts.b, block.b)), Role::added);
    } else if (block.kind == Kind::deleted && !in_parts) {
      text.add(trimmed(slice(texts.a, block.a)), Role::removed);
    } else if (block.kind == Kind::moved_from) {
      const std::string_view moved = trimmed(slice(texts.a, block.a));
      text.add(head(moved, moved_head), Role::moved);
      text.add(moved.size() > moved_head ? " …" : "", Role::moved);
    } else if (!is_changed(texts, block)) {
      text.add(trimmed(slice(texts.b, block.b)));
    } else {
      add_pieces(text, inline_pieces_of(texts, block));
    }
    text.trim_end();
    const bool is_gone = block.kind == Kind::deleted || block.kind == Kind::moved_from;
    const std::string& number = is_gone ? sign.number_a : sign.number_b;
    view_.out.write("\n");
    text.print(view_.out,
               view_.style,
               {.first = fmt::format("{} {:<{}}  ", sign.sign, number, lines_.digits()),
                .first_role = sign.role,
                .indent = std::max(lines_.digits(), number.size()) + 4,
                .width = width_});
  }

  void add_pieces(MarkedText& text, const std::vector<Piece>& pieces) const {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (pieces[i].kind == Kind::kept) {
        add_kept(text, pieces[i].b, i == 0, i + 1 == pieces.size());
      } else {
        add_changed(text, pieces[i]);
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
    if (kept.size() <= longest_kept || view_.kept == DiffView::Kept::whole) {
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

  const DiffView& view_;
  std::optional<std::size_t> width_;
  DiffLines lines_;
};

}  // namespace

void print_inline(const DiffView& view, std::optional<std::size_t> width) {
  InlinePrinter{view, width}.print();
}

}  // namespace arch::cmd
