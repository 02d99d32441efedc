#pragma once

#include "diff/blame.hpp"
#include "diff/blocks.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace arch::diff {

/// Returns which promise of diff/blame.hpp `blamed`, of the last of `texts`, breaks; empty if none.
inline std::string broken_promise(const BlamedText& blamed, std::span<const std::string> texts) {
  std::vector<std::vector<std::uint64_t>> keys;  // Of the words of each text, sorted.
  std::vector<Word> words;
  for (const std::string& text : texts) {
    words.clear();
    std::vector<std::uint64_t>& own = keys.emplace_back();
    for (const TextBlock& block : split_blocks(text)) {
      std::vector<Word> of_block;
      const std::string content{slice(text, block.content)};
      append_words(content, {0, block.content.size()}, of_block);
      for (Word& word : of_block) {
        own.push_back(word.key);
        word.begin += block.content.begin;
        word.end += block.content.begin;
        words.push_back(word);
      }
    }
    std::ranges::sort(own);
  }
  if (words.size() != blamed.words.size()) {
    return "not all words have an origin";
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const BlamedWord& word = blamed.words[i];
    if (word.bytes != Range{words[i].begin, words[i].end}) {
      return "a word is not where it stands in the text";
    }
    if (word.origin.first > word.origin.returned || word.origin.returned >= texts.size()) {
      return "an origin is no revision";
    }
    for (const std::uint32_t revision : {word.origin.first, word.origin.returned}) {
      if (!std::ranges::binary_search(keys[revision], words[i].key)) {
        return "a revision has not the word that is said to come from it";
      }
    }
  }
  std::uint32_t sentences = 0;
  std::uint32_t in_sentences = 0;
  for (const BlamedBlock& block : blamed.blocks) {
    if (block.sentences.begin != sentences) {
      return "the sentences of the blocks are not all sentences";
    }
    sentences = block.sentences.end;
    for (const BlamedSentence& sentence : blamed.sentences_of(block)) {
      if (sentence.words.begin != in_sentences || sentence.words.empty()) {
        return "the words of the sentences are not all words";
      }
      in_sentences = sentence.words.end;
      if (sentence.bytes.begin != blamed.words[sentence.words.begin].bytes.begin ||
          sentence.bytes.end != blamed.words[sentence.words.end - 1].bytes.end ||
          sentence.bytes.begin < block.bytes.begin || sentence.bytes.end > block.bytes.end) {
        return "a sentence is not where its words are";
      }
    }
  }
  return sentences == blamed.sentences.size() && in_sentences == blamed.words.size()
             ? ""
             : "a word is in no sentence";
}

}  // namespace arch::diff
