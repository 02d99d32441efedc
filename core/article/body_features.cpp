#include "article/body_features.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

namespace arch::article {

namespace {

using html::Attribute;
using html::no_node;
using html::NodeId;
using html::Tag;

}  // namespace

BodyFeatures::BodyFeatures(const html::Tree& tree,
                           std::span<const PageBlock> blocks,
                           const BodyHints& hints)
    : tree_{tree}, blocks_{blocks}, columns_{feature_names().size()} {
  find_ranges();
  read_elements();
  find_noise();
  rate_blocks();
  find_main();
  compare_with_kin();
  compare_with_hints(hints);
  find_hopeless();
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    if (!is_hopeless(block)) {
      fill_row(block);
    }
  }
}

FeatureRow BodyFeatures::row(std::size_t block) const {
  return FeatureRow{rows_}.subspan(row_of_[block] * columns_, columns_);
}

void BodyFeatures::find_hopeless() {
  constexpr std::uint32_t label = 4;  // words
  std::uint32_t rows = 0;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& block = blocks_[i];
    const bool hopeless =
        block.kind == PageBlockKind::image || noise_[i] ||
        (!is_in_main(i) && (block.linked * 10 >= block.letters * 9 || words_[i] < label) &&
         likeness_[i] < 0.5F);
    row_of_.push_back(hopeless ? no_row : rows);
    if (!hopeless) {
      looked_at_.push_back(static_cast<std::uint32_t>(i));
      ++rows;
    }
  }
  rows_.reserve(rows * columns_);
}

void BodyFeatures::find_ranges() {
  ranges_.resize(tree_.size());
  for (std::uint32_t i = 0; i < blocks_.size(); ++i) {
    for (NodeId at = blocks_[i].element; at != no_node; at = tree_.parent(at)) {
      Range& range = ranges_[at];
      if (range.last == 0) {
        range.first = i;
      }
      range.last = i + 1;
    }
  }
}

void BodyFeatures::read_elements() {
  groups_.resize(tree_.size());
  constexpr NameGroups unknown = ~NameGroups{0};
  std::vector<NameGroups> known(tree_.name_count(), unknown);
  const auto groups_of = [&](std::uint32_t name) {
    if (name == html::no_name) {
      return NameGroups{0};
    }
    if (known[name] == unknown) {
      known[name] = name_groups(tree_.name_text(name));
    }
    return known[name];
  };
  for (NodeId at = 0; at < tree_.size(); ++at) {
    if (ranges_[at].last > 0) {
      groups_[at] = groups_of(tree_.name_number(at, Attribute::class_name)) |
                    groups_of(tree_.name_number(at, Attribute::id));
    }
  }
}

NameGroups BodyFeatures::groups_from(NodeId element) const {
  NameGroups groups = 0;
  for (NodeId at = element; at != no_node && at != main_; at = tree_.parent(at)) {
    groups |= groups_[at];
  }
  return groups;
}

bool BodyFeatures::is_noise(NodeId element, const std::vector<Sums>& before) const {
  constexpr NameGroups never = bit(NameGroup::comment) | bit(NameGroup::navigation) |
                               bit(NameGroup::overlay) | bit(NameGroup::advertisement);
  constexpr NameGroups rarely = bit(NameGroup::related) | bit(NameGroup::share) |
                                bit(NameGroup::tag) | bit(NameGroup::subscription) |
                                bit(NameGroup::footer) | bit(NameGroup::sidebar);
  const Tag tag = tree_.tag(element);
  const NameGroups groups = groups_[element];
  const bool can_be = tag == Tag::nav || (groups & never) != 0;
  const bool may_be = tag == Tag::aside || tag == Tag::footer || (groups & rarely) != 0;
  if ((!can_be && !may_be) || tag == Tag::body || tag == Tag::html ||
      (groups & bit(NameGroup::strong_content)) != 0) {
    return false;
  }
  const Range range = ranges_[element];
  const float letters = before[range.last].letters - before[range.first].letters;
  const float linked = before[range.last].linked - before[range.first].linked;
  // Sites name the whole of their page after what it has, too: `has-ads`.
  constexpr float most = 0.4F;
  return letters <= most * before.back().letters && (can_be || linked >= letters * 0.6F);
}

void BodyFeatures::find_noise() {
  std::vector<Sums> before(blocks_.size() + 1);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    before[i + 1].letters = before[i].letters + static_cast<float>(blocks_[i].letters);
    before[i + 1].linked = before[i].linked + static_cast<float>(blocks_[i].linked);
  }
  std::vector<bool> noisy(tree_.size());
  for (NodeId at = 1; at < tree_.size(); ++at) {
    if (ranges_[at].last > 0) {
      noisy[at] = noisy[tree_.parent(at)] || is_noise(at, before);
    }
  }
  constexpr std::uint32_t longest_label = 40;  // letters
  for (const PageBlock& block : blocks_) {
    phrases_.push_back(block.kind == PageBlockKind::image ? Phrases{0} : find_phrases(block.text));
    noise_.push_back(noisy[block.element] || ((phrases_.back() & bit(Phrase::advertisement)) != 0 &&
                                              block.letters <= longest_label));
  }
}

void BodyFeatures::rate_blocks() {
  before_.resize(blocks_.size() + 1);
  shapes_.reserve(blocks_.size());
  std::unordered_map<std::string_view, std::uint32_t> copies;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& block = blocks_[i];
    shapes_.push_back(noise_[i] ? TextShape{} : shape_of(block.text));
    const TextShape& count = shapes_.back();
    words_.push_back(static_cast<std::uint32_t>(count.words + count.wide / 2));
    const float letters = noise_[i] ? 0 : static_cast<float>(block.letters);
    const bool paragraph = block.kind == PageBlockKind::paragraph ||
                           block.kind == PageBlockKind::quotation ||
                           block.kind == PageBlockKind::list_item;
    const bool is_good = paragraph && !noise_[i] && words_.back() >= 12 &&
                         share(static_cast<float>(block.linked), letters) < 0.35F &&
                         (count.ending == 2 || letters > 200);
    const float rate = is_good ? std::min(letters, 1000.F) : 0;
    good_.push_back(rate);
    const Sums& last = before_[i];
    const bool is_text = block.kind != PageBlockKind::image && !noise_[i];
    before_[i + 1] = {.letters = last.letters + letters,
                      .linked = last.linked + (is_text ? static_cast<float>(block.linked) : 0),
                      .good = last.good + rate,
                      .blocks = last.blocks + (is_text ? 1.F : 0.F)};
    if (is_text) {
      ++copies[block.text];
    }
  }
  for (const PageBlock& block : blocks_) {
    const auto found = copies.find(block.text);
    copies_.push_back(found == copies.end() ? 1 : found->second);
  }
}

BodyFeatures::Sums BodyFeatures::sums(Range range) const {
  const Sums& from = before_[range.first];
  const Sums& to = before_[range.last];
  return {.letters = to.letters - from.letters,
          .linked = to.linked - from.linked,
          .good = to.good - from.good,
          .blocks = to.blocks - from.blocks};
}

/// From the page inwards, as long as one element in it holds nearly all good text of the one
/// around.
void BodyFeatures::find_main() {
  constexpr float nearly_all = 0.7F;
  float good = before_.back().good;
  NodeId child = tree_.first_child(main_);
  while (child != no_node) {
    if (ranges_[child].last > 0 && good > 0 && sums(ranges_[child]).good >= nearly_all * good &&
        sums(ranges_[child]).blocks > 1) {
      good = sums(ranges_[child]).good;
      main_ = child;
      child = tree_.first_child(child);
    } else {
      child = tree_.next_sibling(child);
    }
  }
}

/// Paragraphs of an article mostly have the same tag and class, whatever the class is called, and
/// what stands between them has another.
void BodyFeatures::compare_with_kin() {
  std::vector<std::uint64_t> looks;
  std::unordered_map<std::uint64_t, Kin> kin;
  std::unordered_map<std::uint64_t, float> letters;
  const std::hash<std::string_view> hash;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    std::uint64_t look = static_cast<std::uint64_t>(blocks_[i].kind);
    const NodeId element = blocks_[i].element;
    look = look * 1'000'003 + static_cast<std::uint64_t>(tree_.tag(element));
    look ^= hash(tree_.attribute_or_empty(element, Attribute::class_name)) * 31;
    looks.push_back(look);
    if (noise_[i]) {
      continue;
    }
    Kin& own = kin[look];
    own.good += good_[i];
    own.count += 1;
    own.in_main += is_in_main(i) ? 1.F : 0.F;
    own.linked += static_cast<float>(blocks_[i].linked);
    letters[look] += static_cast<float>(blocks_[i].letters);
  }
  for (const std::uint64_t look : looks) {
    const Kin& own = kin[look];
    kin_.push_back({.good = share(own.good, before_.back().good),
                    .in_main = share(own.in_main, own.count),
                    .linked = share(own.linked, letters[look]),
                    .count = own.count});
  }
}

void BodyFeatures::compare_with_hints(const BodyHints& hints) {
  WordComparison with_fields{std::array{hints.headline, hints.standfirst, hints.byline}};
  std::vector<std::uint64_t> linked = triples(hints.linked_body);
  std::ranges::sort(linked);
  constexpr std::size_t longest_field = 600;
  headline_ = blocks_.size();
  float most = 0.5F;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& block = blocks_[i];
    const bool counts = !noise_[i] || block.kind == PageBlockKind::heading;
    const bool is_short =
        counts && block.kind != PageBlockKind::image && block.text.size() <= longest_field;
    const auto [headline, standfirst, byline] =
        with_fields.compare(is_short ? block.text : std::string_view{});
    likeness_.push_back(headline);
    standfirst_likeness_.push_back(standfirst);
    byline_likeness_.push_back(byline);
    const float as_heading = likeness_[i] + (block.level == 1 ? 0.25F : 0);
    if (block.kind == PageBlockKind::heading && as_heading > most) {
      most = as_heading;
      headline_ = i;
    }
    linked_share_.push_back(-1);
    if (!linked.empty() && counts && block.kind != PageBlockKind::image) {
      const std::vector<std::uint64_t> own = triples(block.text);
      const auto both = std::ranges::count_if(
          own, [&](std::uint64_t triple) { return std::ranges::binary_search(linked, triple); });
      linked_share_[i] = share(static_cast<float>(both), static_cast<float>(own.size()));
    }
  }
}

}  // namespace arch::article
