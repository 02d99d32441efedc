#include "cmd/diff_choice.hpp"

#include "base/error.hpp"
#include "base/printable.hpp"
#include "cmd/passage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace arch::cmd {
namespace {

using diff::Kind;
using diff::Range;

/// Whether the change of `block` is one of a sentence that the passage touches, or of the place of
/// the block.
bool touches_change(const ComparedTexts& texts,
                    const diff::Block& block,
                    const PassagePlaces& passage) {
  if (block.kind != Kind::replaced && block.kind != Kind::kept) {
    return passage.touches(block.a, block.b);
  }
  return std::ranges::any_of(texts.diff.sentences_of(block), [&](const diff::Sentence& sentence) {
    return is_changed(texts, sentence) && passage.touches(sentence.a, sentence.b);
  });
}

}  // namespace

bool PassagePlaces::touches(Range range_a, Range range_b) const {
  return any_touches(a, range_a) || any_touches(b, range_b);
}

PassagePlaces find_passage(std::string_view a, std::string_view b, std::string_view passage) {
  check_passage(passage);
  PassagePlaces places{.a = find_places(a, passage), .b = find_places(b, passage)};
  if (places.a.empty() && places.b.empty()) {
    throw Error{ErrorKind::not_found,
                fmt::format("neither text has the passage `{}`", one_line(passage)),
                std::string{passage_hint}};
  }
  return places;
}

DiffChoice choose_blocks(const ComparedTexts& texts, const DiffChoiceOptions& options) {
  const std::vector<diff::Block>& blocks = texts.diff.blocks;
  const std::size_t count = blocks.size();
  std::vector<bool> shown(count);
  bool any = options.context == DiffChoiceOptions::everything && count > 0;
  const auto take = [&](std::size_t i) {
    const std::size_t from = i - std::min(options.context, i);
    const std::size_t to = i + std::min(options.context, count - 1 - i);
    std::fill(shown.begin() + static_cast<std::ptrdiff_t>(from),
              shown.begin() + static_cast<std::ptrdiff_t>(to) + 1,
              true);
    any = true;
  };
  for (std::size_t i = 0; i < count; ++i) {
    const diff::Block& block = blocks[i];
    const bool is_asked = (options.blocks == DiffChoiceOptions::Blocks::all || block.is_field) &&
                          (!options.passage || touches_change(texts, block, *options.passage));
    if (!is_changed(texts, block) || !is_asked) {
      continue;
    }
    take(i);
    if (block.kind == Kind::moved_from || block.kind == Kind::moved_to) {
      take(block.partner);
    }
  }

  DiffChoice choice{
      .passage = options.passage,
      .is_restricted = options.passage || options.blocks == DiffChoiceOptions::Blocks::fields};
  for (std::size_t i = 0; any && i < count; ++i) {
    const bool is_shown = shown[i] || options.context == DiffChoiceOptions::everything;
    const auto show = is_shown ? BlockStretch::Show::shown : BlockStretch::Show::folded;
    const auto number = static_cast<std::uint32_t>(i);
    if (!is_shown && choice.is_restricted) {
      continue;
    }
    if (choice.stretches.empty() || choice.stretches.back().blocks.end != number ||
        choice.stretches.back().show != show) {
      choice.stretches.push_back({.blocks = {number, number}, .show = show});
    }
    choice.stretches.back().blocks.end = number + 1;
  }
  return choice;
}

}  // namespace arch::cmd
