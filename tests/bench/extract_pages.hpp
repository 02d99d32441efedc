#pragma once

#include "article/body.hpp"
#include "html/parse.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace arch::bench {

/// A page whose true text is known, and what training and scoring need of it.
struct MarkedPage {
  std::string id = {};
  std::string set = {};
  std::string site = {};
  std::string truth = {};
  std::string headline = {};  ///< as it is read
  bool is_variant = false;    ///< made of a page
  html::ParsedPage page = {};
  std::vector<article::PageBlock> blocks = {};
  std::unique_ptr<article::BodyFeatures> features = {};
};

/// Reads the folder that ../shared/data/extract/dev.tar.zst unpacks to: html/ID.html and
/// truth.json. Behind each page stand as many variants of it, each with another kind of change, by
/// perturb() with seeds that extract_stability never comes to; and a small page, with the first
/// blocks of its article between few links, as young sites and short news have them.
std::vector<MarkedPage> read_marked_pages(const std::string& folder, unsigned variants);

/// The words of a text, as hashes. Nearly Python's `\w+`: letters and digits of any script.
std::vector<std::uint64_t> words_of(std::string_view text);

/// How sure it is, 0 to 1, that each block of a page is in its true text, by the runs of four words
/// that they share; short blocks are where a neighbour that is in it goes on with them.
std::vector<float> label_blocks(const MarkedPage& page);

/// Precision and recall of a text in runs of four words: scrapinghub's
/// article-extraction-benchmark.
struct Overlap {
  double shared = 0;
  double found = 0;
  double wanted = 0;
};
Overlap overlap(std::string_view truth, std::string_view text);

}  // namespace arch::bench
