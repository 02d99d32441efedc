#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// A piece of an article that stands by itself on the page.
struct Block {
  enum class Kind { paragraph, subheading, quotation, list_item, image };

  Kind kind = Kind::paragraph;
  std::string text = {};     ///< of an image: its alternative text
  std::string caption = {};  ///< of an image only
  std::string credit = {};   ///< of an image only

  friend bool operator==(const Block&, const Block&) = default;
};

/// The article as read out of a page: its fields, those that are known, and its
/// blocks.
struct Document {
  std::optional<std::string> headline = {};
  std::optional<std::string> standfirst = {};
  std::optional<std::string> byline = {};
  std::optional<std::string> section = {};
  std::optional<std::string> published = {};  ///< as the page writes it
  std::optional<std::string> modified = {};   ///< as the page writes it
  std::optional<std::string> language = {};   ///< a BCP 47 tag, as the page writes it
  std::optional<std::string> canonical = {};  ///< the article's URL, as the page writes it
  std::vector<Block> blocks = {};

  friend bool operator==(const Document&, const Document&) = default;
};

/// Returns the document text, docs/format.md#document-text: the bytes whose
/// SHA-256 is the document's id, the same for equal documents and different for
/// different ones.
///
/// Every text of the document must be clean: valid UTF-8 in form C without
/// control characters and without spaces at its ends; only an image's texts and
/// a field may be empty. What breaks that is a bug of the reader that made it.
std::string to_text(const Document& document);

/// Reads a document text back: parse_document(to_text(d)) == d.
/// Throws Error{corrupt} for every text that to_text() cannot have made.
Document parse_document(std::string_view text);

}  // namespace arch::article
