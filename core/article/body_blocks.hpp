#pragma once

#include "html/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace arch::article {

/// What a block of a page is by its markup, whether or not it belongs to the article.
enum class PageBlockKind : std::uint8_t {
  paragraph,
  heading,    ///< h1 to h6
  list_item,  ///< also the terms and descriptions of dl
  quotation,  ///< within blockquote
  table_row,  ///< of a table of data: its cells, separated by " | "
  caption,    ///< of a figure or a table
  image,      ///< its text is the alternative text, which may be empty
};

/// A piece of a page's visible text between two boundaries of blocks.
struct PageBlock {
  PageBlockKind kind = PageBlockKind::paragraph;
  html::NodeId element = 0;           ///< the block-level element around it; of an image, the image
  html::NodeId begin = 0;             ///< its first node with text
  html::NodeId list = html::no_node;  ///< the innermost list around it, if it is an item of one
  std::string text = {};              ///< on one line, spaces collapsed; struck text within ~~
  std::uint32_t letters = 0;          ///< characters but spaces
  std::uint32_t linked = 0;           ///< of these, within links
  std::uint32_t bold = 0;             ///< of these, in bold
  std::uint32_t italic = 0;           ///< of these, in italics
  std::uint16_t links = 0;
  std::uint8_t level = 0;  ///< of a heading: 1 to 6
};

/// Cuts the visible part of a page into blocks, in document order. Line breaks end a block where
/// they stand between paragraphs: two in a row, or one after a sentence in text that no paragraph
/// holds. Of hostile pages at most 100,000 blocks are given.
std::vector<PageBlock> cut_blocks(const html::Tree& tree);

/// Like cut_blocks(), with what a page hides until a script shows it: noscript and hidden elements.
std::vector<PageBlock> cut_hidden_blocks(const html::Tree& tree);

}  // namespace arch::article
