#include "cmd/diff_lines.hpp"

#include "cmd/describe.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace arch::cmd {
namespace {

using diff::Kind;

/// White space as it reads within a block, whose lines are one line each.
void add_space(MarkedText& text, std::string_view space) {
  text.add(space.find('\n') == std::string_view::npos ? space : " ");
}

void add_replaced(MarkedText& text, const Piece& piece) {
  add_space(text, leading_space(piece.b));
  if (const std::string_view old = trimmed(piece.a); !old.empty()) {
    text.add(fmt::format("[-{}-]", old), Role::removed);
  }
  if (const std::string_view now = trimmed(piece.b); !now.empty()) {
    text.add(fmt::format("{{+{}+}}", now), Role::added);
    add_space(text, trailing_space(piece.b));
  }
}

}  // namespace

DiffLines::DiffLines(const ComparedTexts& texts)
    : texts_(texts),
      numbers_a_(texts.a),
      numbers_b_(texts.b),
      digits_(fmt::format("{}", std::max(numbers_a_.count(), numbers_b_.count())).size()) {}

BlockSign DiffLines::sign_of(const diff::Block& block) const {
  BlockSign sign{.sign = '~', .role = Role::heading};
  if (!block.is_field) {
    sign.number_a = numbers_a_.text(block.a);
    sign.number_b = numbers_b_.text(block.b);
  }
  switch (block.kind) {
    case Kind::inserted:
      sign.sign = '+';
      sign.role = Role::added;
      break;
    case Kind::deleted:
      sign.sign = '-';
      sign.role = Role::removed;
      break;
    case Kind::moved_from:
      sign.sign = '<';
      sign.role = Role::moved;
      sign.note = fmt::format("moved to {}", numbers_b_.text(texts_.diff.blocks[block.partner].b));
      break;
    case Kind::moved_to:
      sign.sign = '>';
      sign.role = Role::moved;
      sign.note =
          fmt::format("moved from {}", numbers_a_.text(texts_.diff.blocks[block.partner].a));
      break;
    case Kind::split:
      sign.note = fmt::format("split from {}", sign.number_a);
      break;
    case Kind::joined:
      sign.note = fmt::format("joined from {}", sign.number_a);
      break;
    case Kind::kept:
    case Kind::replaced:
      if (!is_changed(texts_, block)) {
        sign.sign = ' ';
        sign.role = Role::plain;
      }
      break;
  }
  if (block.is_field && (block.kind == Kind::moved_from || block.kind == Kind::moved_to)) {
    sign.note = "moved";
  }
  return sign;
}

std::string DiffLines::folded(diff::Range blocks) const {
  std::size_t count = 0;
  for (std::uint32_t i = blocks.begin; i < blocks.end; ++i) {
    const diff::Block& block = texts_.diff.blocks[i];
    const auto numbers = block.is_field ? std::nullopt : numbers_b_.find(block.b);
    count += numbers ? numbers->second - numbers->first + 1 : 0;
  }
  return count == 0 ? std::string{} : fmt::format("… {} unchanged", counted(count, "paragraph"));
}

std::string on_one_line(std::string_view text) {
  constexpr std::string_view breaks = "\t\n\r";
  std::string line;
  for (const char c : text) {
    if (breaks.find(c) == std::string_view::npos) {
      line += c;
    } else if (!line.ends_with(' ')) {
      line += ' ';
    }
  }
  return line;
}

void add_marked(MarkedText& text,
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

void add_changed(MarkedText& text, const Piece& piece) {
  switch (piece.edge) {
    case Piece::Edge::opens_moved:
      text.add("{>", Role::moved);
      return;
    case Piece::Edge::closes_moved:
      text.add(">}", Role::moved);
      return;
    case Piece::Edge::none:
      break;
  }
  switch (piece.kind) {
    case Kind::kept:
    case Kind::split:
    case Kind::joined:
      text.add(piece.b);
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
  }
}

}  // namespace arch::cmd
