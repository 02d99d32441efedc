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

/// The article as read out of a page: its fields, those that are known, and its blocks.
struct Document {
  std::optional<std::string> headline = {};
  std::optional<std::string> standfirst = {};
  std::optional<std::string> byline = {};
  std::optional<std::string> section = {};
  std::optional<std::string> published = {};  ///< as the page writes it
  std::optional<std::string> modified = {};   ///< as the page writes it
  std::optional<std::string> language = {};   ///< a BCP 47 tag, as the page writes it
  std::optional<std::string> canonical = {};  ///< the article's URL, as the page writes it
  std::vector<std::string> corrections = {};  ///< that the publisher declares; none is empty
  std::vector<Block> blocks = {};

  friend bool operator==(const Document&, const Document&) = default;
};

/// Returns the document text, docs/format.md#document-text: the bytes whose SHA-256 is the
/// document's id, the same for equal documents and different for different ones.
///
/// Every text of the document must be clean: valid UTF-8 in form C, see to_nfc(), without control
/// characters (general category Cc), U+2028 and U+2029, and without spaces at its ends; only an
/// image's texts and a field other than a correction may be empty. What breaks that is a bug of the
/// reader that made it.
std::string to_text(const Document& document);

/// Appends a block to a document text, as to_text() does, for readers that make a text of millions
/// of blocks without a Document in between.
void append_block(std::string& document_text, const Block& block);

/// Like append_block(), for a block with nothing but `text`, which is an image's alternative text.
void append_block(std::string& document_text, Block::Kind kind, std::string_view text);

/// Returns whether to_text() can have made `text`.
bool is_document_text(std::string_view text);

/// Reads a document text back: parse_document(to_text(d)) == d.
/// Throws Error{corrupt} unless is_document_text(text).
Document parse_document(std::string_view text);

}  // namespace arch::article
