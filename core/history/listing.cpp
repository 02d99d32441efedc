#include "history/listing.hpp"

#include "article/document.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace arch::history {
namespace {

/// How much of a first paragraph stands for a headline that is missing, in bytes: a line in a list.
constexpr std::size_t first_words_size = 120;

/// The longest beginning of `text` with at most `size` bytes that ends after a character.
std::string_view cut(std::string_view text, std::size_t size) {
  return text.substr(0, valid_utf8_prefix(text.substr(0, size)));
}

/// `text`, or its first words within `size` bytes and the sign that there are more.
std::string shortened(std::string_view text, std::size_t size) {
  if (text.size() <= size) {
    return std::string{text};
  }
  const std::string_view words = cut(text, size);
  const std::size_t space = words.rfind(' ');
  return std::string{space == 0 ? words : words.substr(0, space)} + "…";
}

}  // namespace

std::string make_title(std::string_view document) {
  const article::Document read = article::parse_document(document);
  if (read.headline && !read.headline->empty()) {
    return read.headline->size() <= max_title_size
               ? *read.headline
               : shortened(*read.headline, max_title_size - std::string_view{"…"}.size());
  }
  for (const article::Block& block : read.blocks) {
    if (block.kind != article::Block::Kind::image && !block.text.empty()) {
      return shortened(block.text, first_words_size);
    }
  }
  return {};
}

store::Listing make_listing(const std::vector<Moment>& moments,
                            const std::vector<UtcTime>& absences) {
  store::Listing listing;
  for (std::size_t m = 0; m < moments.size(); ++m) {
    if (m == 0 || moments[m].document != moments[m - 1].document) {
      ++listing.revisions;
      listing.last_changed = moments[m].observed;
    }
    ++(moments[m].begins_state ? listing.captures : listing.checks);
  }
  if (!moments.empty()) {
    listing.first_seen = moments.front().observed;
    listing.last_seen = moments.back().observed;
  }
  for (const UtcTime observed : absences) {
    ++listing.checks;
    listing.last_seen = std::max(listing.last_seen.value_or(observed), observed);
  }
  return listing;
}

}  // namespace arch::history
