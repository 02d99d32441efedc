#include "article/text_shape.hpp"

#include "base/ascii.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace arch::article {

namespace {

/// Letters of ASCII in lower case, digits, and bytes beyond ASCII as they are; all else is 0 and in
/// no word.
constexpr std::array<unsigned char, 256> word_bytes = [] {
  std::array<unsigned char, 256> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(i);
    const bool capital = byte >= 'A' && byte <= 'Z';
    const bool part =
        capital || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
    bytes[i] = static_cast<unsigned char>(!part ? 0 : capital ? byte | 0x20U : byte);
  }
  return bytes;
}();

/// How a text ends: 2 as a sentence does, 1 with what leads on, 0 otherwise.
float ending(std::string_view text) {
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')')) {
    text.remove_suffix(1);
  }
  // Of characters beyond ASCII the last byte is negative.
  for (const std::string_view quote : {"”", "’", "»", "“"}) {
    if (!text.empty() && text.back() < 0 && text.ends_with(quote)) {
      text.remove_suffix(quote.size());
    }
  }
  const char last = text.empty() ? ' ' : text.back();
  if (last == '.' || last == '!' || last == '?') {
    return 2;
  }
  for (const std::string_view end : {"…", "。", "！", "？", "؟", "।", "」"}) {
    if (last < 0 && text.ends_with(end)) {
      return 2;
    }
  }
  return last == ':' || last == ',' || last == ';' ? 1 : 0;
}

/// How a text begins: 1 lower case, 2 capital, 3 digit, 4 quotation mark, 5 a letter of another
/// script, 0 otherwise.
float beginning(std::string_view text) {
  const char c = text.empty() ? ' ' : text.front();
  if (c >= 'a' && c <= 'z') {
    return 1;
  }
  if (c >= 'A' && c <= 'Z') {
    return 2;
  }
  if (c >= '0' && c <= '9') {
    return 3;
  }
  if (c == '"' || c == '\'' || text.starts_with("“") || text.starts_with("„") ||
      text.starts_with("«") || text.starts_with("‘")) {
    return 4;
  }
  return static_cast<unsigned char>(c) >= 0x80 ? 5 : 0;
}

/// Whether a year of the last or this century begins at `at`, which is a digit.
bool is_year_at(std::string_view text, std::size_t at) {
  const std::string_view year = text.substr(at, 4);
  return (year.starts_with("20") || year.starts_with("19")) && year.size() == 4 &&
         is_ascii_digit(year[2]) && is_ascii_digit(year[3]) &&
         (at == 0 || !is_ascii_digit(text[at - 1])) &&
         (at + 4 == text.size() || !is_ascii_digit(text[at + 4]));
}

/// Counts a character of three bytes.
void add_wide(TextShape& shape, std::string_view character) {
  shape.commas += character == "，" || character == "、" ? 1.F : 0.F;
  shape.sentences += character == "。" || character == "！" || character == "？" ? 1.F : 0.F;
  shape.marks += character == "›" || character == "•" ? 1.F : 0.F;
  // U+3040 to U+9FFF: kana and Han.
  shape.wide += character.front() >= '\xE3' && character.front() <= '\xE9' ? 1.F : 0.F;
}

/// Calls `use` for the hash of each word, until it returns false; returns whether it never did.
template <typename Use>
bool each_word(std::string_view text, const Use& use) {
  const auto byte_at = [&](std::size_t i) {
    return word_bytes[static_cast<unsigned char>(text[i])];
  };
  for (std::size_t i = 0; i < text.size();) {
    if (byte_at(i) == 0) {
      ++i;
      continue;
    }
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325;  // FNV-1a
    for (; i < text.size() && byte_at(i) != 0; ++i) {
      hash = (hash ^ byte_at(i)) * 0x100'0000'01B3;
    }
    if (!use(hash)) {
      return false;
    }
  }
  return true;
}

/// Dice's coefficient of two sets with so many members, of which `both` have so many.
float dice(std::size_t both, std::size_t left, std::size_t right) {
  return left == 0 || right == 0 ? 0
                                 : 2 * static_cast<float>(both) / static_cast<float>(left + right);
}

}  // namespace

TextShape shape_of(std::string_view text) {
  TextShape shape;
  shape.words = 1;
  shape.ending = ending(text);
  shape.beginning = beginning(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'a' && c <= 'z') || (c < '\xE2' && c < 0)) {
      continue;  // most of them
    }
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == ' ') {
      shape.words += 1;
    } else if (c >= 'A' && c <= 'Z') {
      shape.upper += 1;
    } else if (is_ascii_digit(c)) {
      shape.digits += 1;
      shape.year = shape.year || is_year_at(text, i);
    } else if (c < 0) {
      add_wide(shape, text.substr(i, 3));
    } else if (c == ',') {
      shape.commas += 1;
    } else if ((c == '.' || c == '!' || c == '?') && next == ' ') {
      shape.sentences += 1;
    } else if (c == ':') {
      shape.address = shape.address || text.substr(i, 3) == "://";
      shape.clock = shape.clock || (i > 0 && is_ascii_digit(text[i - 1]) && is_ascii_digit(next));
    } else if (c == '@') {
      shape.address = true;
    } else if (c == '|') {
      shape.marks += 1;
    }
  }
  return shape;
}

std::vector<std::uint64_t> word_hashes(std::string_view text) {
  std::vector<std::uint64_t> words;
  each_word(text, [&](std::uint64_t word) {
    words.push_back(word);
    return true;
  });
  return words;
}

std::vector<std::uint64_t> word_set(std::string_view text) {
  std::vector<std::uint64_t> words = word_hashes(text);
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

float likeness(const std::vector<std::uint64_t>& left, const std::vector<std::uint64_t>& right) {
  std::size_t both = 0;
  for (auto a = left.begin(), b = right.begin(); a != left.end() && b != right.end();) {
    both += *a == *b ? 1U : 0U;
    const bool step_left = *a <= *b;
    const bool step_right = *b <= *a;
    a += step_left ? 1 : 0;
    b += step_right ? 1 : 0;
  }
  return dice(both, left.size(), right.size());
}

WordComparison::WordComparison(std::span<const std::string_view> texts) : own_(1024) {
  ARCH_ASSERT(texts.size() <= most_texts);
  std::size_t words = 0;
  for (const std::string_view text : texts) {
    sets_.push_back(word_set(text));
    words += sets_.back().size();
  }
  known_.resize(std::bit_ceil(4 * words + 1));
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    for (const std::uint64_t word : sets_[i]) {
      Slot* const slot = find(known_, word, 1);
      if (slot == nullptr) {
        known_.clear();
        return;
      }
      *slot = {.word = word, .mark = slot->mark | std::uint32_t{1} << i};
    }
  }
}

/// The slot of a word, or the empty one where it would be; nullptr when neither is near where it
/// belongs, which only words that were made to collide bring about. Slots with marks below
/// `empty_below` are empty.
WordComparison::Slot* WordComparison::find(std::vector<Slot>& slots,
                                           std::uint64_t word,
                                           std::uint32_t empty_below) {
  constexpr std::size_t most_steps = 16;
  for (std::size_t step = 0; step < most_steps; ++step) {
    Slot& slot = slots[(word + step) & (slots.size() - 1)];
    if (slot.word == word || slot.mark < empty_below) {
      return &slot;
    }
  }
  return nullptr;
}

WordComparison::Likenesses WordComparison::compare(std::string_view text) {
  ++comparison_;
  std::array<std::size_t, most_texts> both{};
  std::size_t size = 0;
  const bool had_room = each_word(text, [&](std::uint64_t word) {
    Slot* const own = 2 * size < own_.size() ? find(own_, word, comparison_) : nullptr;
    const Slot* const known = own == nullptr || known_.empty() ? nullptr : find(known_, word, 1);
    if (known == nullptr) {
      return false;
    }
    if (own->mark < comparison_) {
      *own = {.word = word, .mark = comparison_};
      ++size;
      for (std::size_t i = 0; i < most_texts; ++i) {
        both[i] += known->mark >> i & 1U;
      }
    }
    return true;
  });
  if (!had_room) {
    return compare_sorted(text);
  }
  Likenesses likenesses{};
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    likenesses[i] = dice(both[i], sets_[i].size(), size);
  }
  return likenesses;
}

WordComparison::Likenesses WordComparison::compare_sorted(std::string_view text) const {
  Likenesses likenesses{};
  const std::vector<std::uint64_t> words = word_set(text);
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    likenesses[i] = likeness(sets_[i], words);
  }
  return likenesses;
}

std::vector<std::uint64_t> triples(std::string_view text) {
  const std::vector<std::uint64_t> words = word_hashes(text);
  constexpr std::uint64_t mixer = 0x9E37'79B9'7F4A'7C15;
  std::vector<std::uint64_t> result;
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    result.push_back((words[i] * mixer + words[i + 1]) * mixer + words[i + 2]);
  }
  return result;
}

}  // namespace arch::article
