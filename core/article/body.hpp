#pragma once

#include "article/body_blocks.hpp"
#include "article/body_features.hpp"
#include "article/body_model.hpp"
#include "article/body_words.hpp"
#include "article/document.hpp"
#include "html/tree.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// What became of a block of the page.
enum class Fate : std::uint8_t {
  kept,       ///< part of the article
  notice,     ///< kept because it says that the article was changed
  recovered,  ///< kept, though doubtful, because the article would be empty or have a hole
  unlikely,   ///< the model says that it is no part of the article
  repeated,   ///< the article has said it before
  headline,   ///< the headline, which is a field
  byline,     ///< the byline, which is a field
  caption,    ///< belongs to an image
  post,       ///< kept because it is a post of a social network, embedded into the article
};

/// As `--explain` prints it.
std::string_view name_of(Fate fate);

/// Whether blocks of the fate are in the document.
bool is_kept(Fate fate);

/// What most speaks for or against a block.
struct FateReason {
  enum class Kind : std::uint8_t {
    phrase,           ///< its text says `phrase`
    link,             ///< most of it is a link
    name,             ///< an element around it is named after `group`
    outside,          ///< it is outside the element with most of the text
    sentences,        ///< it is a paragraph of sentences
    neighbours,       ///< its text and its neighbours
    kept_by_rule,     ///< the rule for its site
    dropped_by_rule,  ///< the rule for its site
  };
  Kind kind = Kind::neighbours;
  Phrase phrase = {};
  NameGroup group = {};
};

/// In words, for `--explain`: `named related`, `says a date`.
std::string text_of(const FateReason& reason);

struct BlockFate {
  PageBlock block = {};
  Fate fate = Fate::unlikely;
  float probability = 0;  ///< that it belongs to the article, as the model has it: 0 to 1
  FateReason reason = {};
};

/// Where the text of a body comes from.
enum class BodySource : std::uint8_t {
  page,         ///< the visible blocks
  hidden,       ///< what scripts would show, or noscript
  linked_data,  ///< JSON-LD's articleBody: the page itself does not have the text
  description,  ///< the standfirst: the page has no text but what describes it
  none,         ///< there is no text at all
};

struct Body {
  std::vector<Block> blocks = {};     ///< clean, as a Document's must be
  std::vector<BlockFate> fates = {};  ///< of all blocks of the page, in its order
  BodySource source = BodySource::page;

  /// 0 to 1: how clearly the page's blocks fall into article and rest. Below `doubtful` the page
  /// may be no article, or its article not what was found.
  float confidence = 0;
};

/// A body with a lower confidence should not become a revision without a look at it.
inline constexpr float doubtful = 0.5F;

/// Finds the article's text on a page. Empty only for pages without any text. The same on every
/// machine for the same page and hints.
Body find_body(const html::Tree& tree, const BodyHints& hints = {});

/// The part of find_body() after the model: decides each block's fate by its probability and by
/// what is around it. For training, which tries models that are not body_model().
std::vector<Fate> decide_fates(std::span<const PageBlock> blocks,
                               const BodyFeatures& features,
                               std::span<const float> probabilities);

}  // namespace arch::article
