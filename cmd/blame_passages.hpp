#pragma once

#include "diff/blame.hpp"
#include "diff/range.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {

/// A sentence of an article, or words of one that have one origin, and where it comes from. Only
/// words count, punctuation does not, unless there is nothing else.
struct BlamePassage {
  diff::Range bytes = {};                     ///< in the document
  std::optional<std::uint32_t> block = {};    ///< counted from 1; nullopt for a header line
  std::string field = {};                     ///< name of the header line
  std::uint32_t sentence = 0;                 ///< in its block, from 1
  bool continues = false;                     ///< its sentence began before it
  std::uint32_t revision = 0;                 ///< that first wrote the newest of its words
  std::uint32_t words = 0;                    ///< how many
  std::uint32_t older = 0;                    ///< of these, how many an earlier revision wrote
  std::uint32_t back = 0;                     ///< how many had gone and come back
  std::optional<std::uint32_t> back_in = {};  ///< the revision in which the last of these did

  /// What an editor wants to know first.
  enum class Kind {
    original,  ///< there since the first revision
    added,     ///< written later, all of it at once
    changed,   ///< some of its words are older
    returned,  ///< all of it had gone and come back, or some words of one that is not changed
  };
  Kind kind() const;
};

enum class PassageUnit { sentences, words };

/// Returns the passages of `text`, the text that was blamed, in order. In units of words, a passage
/// is the longest run of words of a sentence with one origin; punctuation goes with the word
/// before.
std::vector<BlamePassage> make_passages(std::string_view text,
                                        const diff::BlamedText& blamed,
                                        PassageUnit unit);

}  // namespace arch::cmd
