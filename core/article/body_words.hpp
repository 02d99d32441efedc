#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace arch::article {

/// What the words in an element's class and id say of it.
enum class NameGroup : std::uint8_t {
  content,
  strong_content,
  related,
  share,
  comment,
  caption,
  author,
  date,
  navigation,
  footer,
  header,
  sidebar,
  advertisement,
  subscription,
  tag,
  card,
  title,
  embed,
  overlay,
  standfirst,
  correction,
  quotation,
  box,
};
inline constexpr std::size_t name_group_count = 23;

/// Names as `--explain` prints them, in the order of NameGroup.
extern const std::array<std::string_view, name_group_count> name_group_names;

/// A set of NameGroups: bit n stands for the n-th.
using NameGroups = std::uint32_t;

constexpr NameGroups bit(NameGroup group) {
  return NameGroups{1} << static_cast<unsigned>(group);
}

/// Returns the groups of the words in a class or id: its parts between characters that are no
/// letters, and at capital letters. Words that are in no table, such as a build tool's hashes, say
/// nothing. At most the first 512 bytes are read.
NameGroups name_groups(std::string_view names);

/// What a short text says of itself, in the languages that arch knows.
enum class Phrase : std::uint8_t {
  advertisement,
  read_more,
  share,
  subscribe,
  comments,
  credit,
  author,
  date,
  tags,
  legal,
  correction,
  biography,
  consent,
};
inline constexpr std::size_t phrase_count = 13;

/// In the order of Phrase.
extern const std::array<std::string_view, phrase_count> phrase_names;

/// A set of Phrases.
using Phrases = std::uint16_t;

constexpr Phrases bit(Phrase phrase) {
  return static_cast<Phrases>(1U << static_cast<unsigned>(phrase));
}

/// Returns the phrases that a block begins with, or, of a few that mean the same anywhere, has
/// within its first 300 bytes.
Phrases find_phrases(std::string_view text);

}  // namespace arch::article
