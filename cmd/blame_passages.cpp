#include "cmd/blame_passages.hpp"

#include "diff/blocks.hpp"

#include <algorithm>
#include <span>

namespace arch::cmd {
namespace {

using diff::BlamedWord;
using diff::WordClass;

bool is_word(const BlamedWord& word) {
  return word.kind != WordClass::mark;
}

/// Fills in what the words of a passage say of it.
void count(std::span<const BlamedWord> words, BlamePassage& passage) {
  const bool any_word = std::ranges::any_of(words, is_word);
  for (const BlamedWord& word : words) {
    if (any_word && !is_word(word)) {
      continue;
    }
    ++passage.words;
    passage.revision = std::max(passage.revision, word.origin.first);
    if (word.origin.came_back()) {
      ++passage.back;
      passage.back_in = std::max(passage.back_in.value_or(0), word.origin.returned);
    }
  }
  for (const BlamedWord& word : words) {
    const bool counts = !any_word || is_word(word);
    passage.older += counts && word.origin.first < passage.revision ? 1U : 0U;
  }
}

/// Returns how many words at the beginning of `words` have one origin.
std::size_t run_length(std::span<const BlamedWord> words) {
  const auto first = std::ranges::find_if(words, is_word);
  const auto next = std::find_if(first, words.end(), [&](const BlamedWord& word) {
    return is_word(word) && word.origin != first->origin;
  });
  return static_cast<std::size_t>(next - words.begin());
}

}  // namespace

BlamePassage::Kind BlamePassage::kind() const {
  if (older > 0 && back < words) {
    return Kind::changed;
  }
  if (back > 0) {
    return Kind::returned;
  }
  return revision > 0 ? Kind::added : Kind::original;
}

std::vector<BlamePassage> make_passages(std::string_view text,
                                        const diff::BlamedText& blamed,
                                        PassageUnit unit) {
  std::vector<BlamePassage> passages;
  std::uint32_t blocks = 0;
  for (const diff::BlamedBlock& block : blamed.blocks) {
    BlamePassage common;
    std::uint32_t value_begin = block.bytes.begin;
    if (block.is_field) {
      common.field = diff::field_name(slice(text, block.bytes));
      value_begin += static_cast<std::uint32_t>(common.field.size()) + 1;
    } else {
      common.block = ++blocks;
    }
    for (const diff::BlamedSentence& sentence : blamed.sentences_of(block)) {
      ++common.sentence;
      std::span<const BlamedWord> words = blamed.words_of(sentence);
      // The name of a header line is older than anything that it ever said.
      const auto value = std::ranges::find_if(
          words, [&](const BlamedWord& word) { return word.bytes.begin >= value_begin; });
      words = words.subspan(static_cast<std::size_t>(value - words.begin()));
      for (bool continues = false; !words.empty(); continues = true) {
        const std::size_t size = unit == PassageUnit::words ? run_length(words) : words.size();
        BlamePassage& passage = passages.emplace_back(common);
        passage.continues = continues;
        passage.bytes = {words.front().bytes.begin, words[size - 1].bytes.end};
        count(words.first(size), passage);
        words = words.subspan(size);
      }
    }
  }
  return passages;
}

}  // namespace arch::cmd
