#include "article/same_article.hpp"

#include "article/visible_text.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace arch::article {

namespace {

/// Within these the model is of two minds about a block. What it is surer of it changes its mind
/// about only when what is around the block has changed much.
constexpr float least_doubtful = 0.2F;
constexpr float most_doubtful = 0.8F;

Document shown_fields(const Document& document) {
  Document fields = document;
  fields.blocks.clear();
  fields.published.reset();
  fields.modified.reset();
  fields.language.reset();
  fields.canonical.reset();
  return fields;
}

/// Whether what two readings of a page have for its date of publication need not come from a change
/// of the article: pages name the day with its hour one time and without it another, or only when
/// they were changed last.
bool agree_on_publication(const Document& before, const Document& now) {
  constexpr std::size_t day = std::string_view{"2026-01-31"}.size();
  if (!before.published || !now.published || before.published == before.modified ||
      now.published == now.modified) {
    return true;
  }
  return before.published->substr(0, day) == now.published->substr(0, day);
}

/// A block as a text that equal blocks have, and others have not.
std::string identity_of(const Block& block) {
  std::string text;
  append_block(text, block);
  return text;
}

using Texts = std::unordered_set<std::string>;

/// The texts of a page's blocks.
struct ShownTexts {
  Texts all = {};
  Texts doubtful = {};  ///< about which the reader was of two minds
};

ShownTexts shown_texts(const Body& body) {
  ShownTexts texts;
  for (const BlockFate& one : body.fates) {
    if (one.block.kind != PageBlockKind::image) {
      std::string text = visible_line(one.block.text);
      if (one.probability >= least_doubtful && one.probability <= most_doubtful) {
        texts.doubtful.insert(text);
      }
      texts.all.insert(std::move(text));
    }
  }
  return texts;
}

/// The blocks of a document that are left when those are taken out that only it has though both
/// pages show them, and that were doubtful at least once.
std::vector<std::string> sure_blocks(const Document& document,
                                     const Document& other,
                                     const ShownTexts& shown,
                                     const ShownTexts& shown_by_other) {
  Texts others;
  for (const Block& block : other.blocks) {
    others.insert(identity_of(block));
  }
  const auto is_doubtful = [&](const Block& block) {
    return block.kind != Block::Kind::image && shown_by_other.all.contains(block.text) &&
           (shown.doubtful.contains(block.text) || shown_by_other.doubtful.contains(block.text));
  };
  std::vector<std::string> sure;
  for (const Block& block : document.blocks) {
    std::string identity = identity_of(block);
    if (others.contains(identity) || !is_doubtful(block)) {
      sure.push_back(std::move(identity));
    }
  }
  return sure;
}

}  // namespace

bool says_the_same(const PageReading& before, const PageReading& now) {
  if (before.document == now.document) {
    return true;
  }
  if (before.body.source != BodySource::page || now.body.source != BodySource::page ||
      !agree_on_publication(before.document, now.document) ||
      shown_fields(before.document) != shown_fields(now.document)) {
    return false;
  }
  const ShownTexts shown_before = shown_texts(before.body);
  const ShownTexts shown_now = shown_texts(now.body);
  return sure_blocks(before.document, now.document, shown_before, shown_now) ==
         sure_blocks(now.document, before.document, shown_now, shown_before);
}

}  // namespace arch::article
