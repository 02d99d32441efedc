#pragma once

#include "article/body_blocks.hpp"
#include "article/body_words.hpp"
#include "article/text_shape.hpp"
#include "html/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

struct SiteRule;

/// What is known of an article before its body is looked for.
struct BodyHints {
  std::string_view headline = {};
  std::string_view standfirst = {};  ///< or the description for search engines
  std::string_view byline = {};
  std::string_view linked_body = {};  ///< JSON-LD's articleBody
  const SiteRule* rule = nullptr;     ///< that a person made for the page
};

/// One number for each of feature_names().
using FeatureRow = std::span<const float>;

/// What a block looks like and where it stands, as numbers for the model. Nothing depends on the
/// place in the page's bytes, on names that a build tool makes, or on elements that only wrap: only
/// on the block, what is next to it, and the elements that hold other blocks too.
class BodyFeatures {
public:
  BodyFeatures(const html::Tree& tree, std::span<const PageBlock> blocks, const BodyHints& hints);

  /// Whether a block is not worth a look, and counts for no other: it has no row. Images, what is
  /// in elements that never hold articles (advertisements, comments, menus), and links and labels
  /// outside the element with most of the text.
  bool is_hopeless(std::size_t block) const { return row_of_[block] == no_row; }

  /// The features of a block that is not hopeless.
  FeatureRow row(std::size_t block) const;

  /// Whether the block is a paragraph by itself: several words, few links, a sentence.
  bool is_good(std::size_t block) const { return good_[block] > 0; }

  /// Whether the block is in the element that holds most of the good text.
  bool is_in_main(std::size_t block) const {
    return blocks_[block].element >= main_ && blocks_[block].element < tree_.end(main_);
  }

  /// The element that holds most of the good text.
  html::NodeId main_element() const { return main_; }

  /// 0 to 1: how much of the headline's words the block has and the other way round.
  float headline_likeness(std::size_t block) const { return likeness_[block]; }

  /// The same for the byline's words.
  float byline_likeness(std::size_t block) const { return byline_likeness_[block]; }

  Phrases phrases(std::size_t block) const { return phrases_[block]; }

  /// The groups of the class and id of an element that holds a block; 0 for one that holds none.
  NameGroups groups_of(html::NodeId element) const { return groups_[element]; }
  /// The same, and those of the elements around it up to the main element.
  NameGroups groups_from(html::NodeId element) const;
  NameGroups groups_around(std::size_t block) const { return groups_from(blocks_[block].element); }

private:
  /// Blocks first to last - 1, all within one element.
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  struct Sums {
    float letters = 0;
    float linked = 0;
    float good = 0;  ///< letters of good blocks
    float blocks = 0;
  };

  /// The blocks of the page whose elements have the same tags and classes as a block's.
  struct Kin {
    float good = 0;     ///< share of the page's good letters that they have
    float in_main = 0;  ///< share of them that is in the main element
    float linked = 0;   ///< share of their letters that is in links
    float count = 0;
  };

  void find_ranges();
  void read_elements();
  void find_noise();
  bool is_noise(html::NodeId element, const std::vector<Sums>& before) const;
  void rate_blocks();
  void compare_with_hints(const BodyHints& hints);
  void find_main();
  void find_hopeless();
  void compare_with_kin();
  void fill_row(std::size_t block);
  void add_text(std::size_t i);
  void add_elements(std::size_t i);
  void add_containers(std::size_t i);
  void add_place(std::size_t i);
  void add_neighbours(std::size_t i);
  void add(float value) { rows_.push_back(value); }

  static float share(float part, float whole) { return whole > 0 ? part / whole : 0; }
  Sums sums(Range range) const;
  html::NodeId next_container(html::NodeId element, Range within) const;

  const html::Tree& tree_;
  std::span<const PageBlock> blocks_;
  std::vector<Range> ranges_;       ///< by element
  std::vector<NameGroups> groups_;  ///< by element
  std::vector<bool> noise_;         ///< by block: in what is never part of an article
  std::vector<Sums> before_;        ///< sums over the blocks before each, but noise
  std::vector<float> good_;         ///< letters of a good block, else 0
  std::vector<TextShape> shapes_;
  std::vector<Phrases> phrases_;
  std::vector<float> likeness_;
  std::vector<float> standfirst_likeness_;
  std::vector<float>
      linked_share_;  ///< share of the block's words that JSON-LD has; -1: none known
  std::vector<float> byline_likeness_;
  std::vector<Kin> kin_;
  std::vector<std::uint32_t> copies_;  ///< how often the text stands on the page
  std::vector<std::uint32_t> words_;
  html::NodeId main_ = 0;
  std::size_t headline_ = 0;  ///< the block that shows it; blocks_.size() when none does
  std::size_t columns_ = 0;
  static constexpr std::uint32_t no_row = 0xFFFF'FFFF;
  std::vector<std::uint32_t> row_of_;
  std::vector<std::uint32_t> looked_at_;  ///< the blocks that are not hopeless
  std::vector<float> rows_;
};

/// The names of the features, as the model's table and `--explain` have them.
const std::vector<std::string>& feature_names();

}  // namespace arch::article
