#include "article/body_features.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <unordered_map>

namespace arch::article {

namespace {

using html::Attribute;
using html::no_node;
using html::NodeId;
using html::Tag;

/// Containers of a block that are looked at: the elements around it that hold more blocks than the
/// one before.
constexpr std::size_t container_levels = 3;

constexpr std::array<std::string_view, 19> text_names = {"letters",
                                                         "words",
                                                         "link share",
                                                         "links",
                                                         "bold share",
                                                         "italic share",
                                                         "end",
                                                         "commas",
                                                         "sentences",
                                                         "upper share",
                                                         "digit share",
                                                         "word length",
                                                         "beginning",
                                                         "marks",
                                                         "address",
                                                         "year",
                                                         "clock",
                                                         "wide",
                                                         "level"};

constexpr std::array<std::string_view, 17> element_names = {"kind",
                                                            "tag",
                                                            "all linked",
                                                            "in article",
                                                            "in main",
                                                            "in aside",
                                                            "in nav",
                                                            "in footer",
                                                            "in header",
                                                            "in form",
                                                            "in figure",
                                                            "in table",
                                                            "in list",
                                                            "in button",
                                                            "in quotation",
                                                            "in item body",
                                                            "in section"};

constexpr std::array<std::string_view, 6> container_names = {
    "blocks", "link share", "good share", "share of page", "mean letters", "same tag"};

constexpr std::array<std::string_view, 18> place_names = {"in main",
                                                          "good before",
                                                          "good after",
                                                          "to good before",
                                                          "to good after",
                                                          "after headline",
                                                          "headline likeness",
                                                          "standfirst likeness",
                                                          "linked share",
                                                          "copies",
                                                          "article of main",
                                                          "headings before",
                                                          "label before",
                                                          "byline likeness",
                                                          "kin good",
                                                          "kin in main",
                                                          "kin linked",
                                                          "kin"};

constexpr std::array<std::string_view, 5> neighbour_names = {
    "letters", "link share", "kind", "good", "same container"};

float share(float part, float whole) {
  return whole > 0 ? part / whole : 0;
}

float tag_class(Tag tag) {
  switch (tag) {
    case Tag::p:
      return 1;
    case Tag::div:
      return 2;
    case Tag::li:
      return 3;
    case Tag::section:
    case Tag::article:
    case Tag::main:
      return 4;
    case Tag::td:
    case Tag::th:
    case Tag::tr:
      return 5;
    case Tag::blockquote:
      return 6;
    case Tag::pre:
      return 7;
    case Tag::button:
    case Tag::form:
    case Tag::fieldset:
      return 8;
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
      return 9;
    default:
      return 0;
  }
}

std::vector<std::string> make_feature_names() {
  std::vector<std::string> names;
  const auto add_all = [&](const auto& list, std::string_view before) {
    for (const std::string_view name : list) {
      names.push_back(std::string{before} + std::string{name});
    }
  };
  add_all(text_names, "");
  add_all(phrase_names, "says ");
  add_all(element_names, "");
  add_all(name_group_names, "named ");
  for (std::size_t level = 1; level <= container_levels; ++level) {
    add_all(container_names, "container " + std::to_string(level) + " ");
  }
  add_all(place_names, "");
  for (const std::string_view side : {"1 before ", "1 after ", "2 before ", "2 after "}) {
    add_all(neighbour_names, side);
  }
  names.emplace_back("good of 3 before");
  names.emplace_back("good of 3 after");
  return names;
}

}  // namespace

const std::vector<std::string>& feature_names() {
  static const std::vector<std::string> names = make_feature_names();
  return names;
}

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
  std::unordered_map<std::string_view, NameGroups> known;
  const auto groups_of = [&](std::string_view names) {
    if (names.empty()) {
      return NameGroups{0};
    }
    const auto [entry, is_new] = known.try_emplace(names, 0);
    if (is_new) {
      entry->second = name_groups(names);
    }
    return entry->second;
  };
  for (NodeId at = 0; at < tree_.size(); ++at) {
    if (ranges_[at].last > 0) {
      groups_[at] = groups_of(tree_.attribute_or_empty(at, Attribute::class_name)) |
                    groups_of(tree_.attribute_or_empty(at, Attribute::id));
    }
  }
}

NameGroups BodyFeatures::groups_around(std::size_t block) const {
  NameGroups groups = 0;
  for (NodeId at = blocks_[block].element; at != no_node && at != main_; at = tree_.parent(at)) {
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
  std::unordered_map<std::string_view, std::uint32_t> copies;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& block = blocks_[i];
    shapes_.push_back(shape_of(block.text));
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
  const std::vector<std::uint64_t> headline = word_set(hints.headline);
  const std::vector<std::uint64_t> standfirst = word_set(hints.standfirst);
  const std::vector<std::uint64_t> byline = word_set(hints.byline);
  std::vector<std::uint64_t> linked = triples(hints.linked_body);
  std::ranges::sort(linked);
  constexpr std::size_t longest_field = 600;
  headline_ = blocks_.size();
  float most = 0.5F;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& block = blocks_[i];
    const bool is_short = block.kind != PageBlockKind::image && block.text.size() <= longest_field;
    const std::vector<std::uint64_t> own_words =
        is_short ? word_set(block.text) : std::vector<std::uint64_t>{};
    likeness_.push_back(likeness(headline, own_words));
    standfirst_likeness_.push_back(likeness(standfirst, own_words));
    byline_likeness_.push_back(likeness(byline, own_words));
    const float as_heading = likeness_[i] + (block.level == 1 ? 0.25F : 0);
    if (block.kind == PageBlockKind::heading && as_heading > most) {
      most = as_heading;
      headline_ = i;
    }
    linked_share_.push_back(-1);
    if (!linked.empty() && block.kind != PageBlockKind::image) {
      const std::vector<std::uint64_t> own = triples(block.text);
      const auto both = std::ranges::count_if(
          own, [&](std::uint64_t triple) { return std::ranges::binary_search(linked, triple); });
      linked_share_[i] = share(static_cast<float>(both), static_cast<float>(own.size()));
    }
  }
}

void BodyFeatures::fill_row(std::size_t block) {
  add_text(block);
  add_elements(block);
  add_containers(block);
  add_place(block);
  add_neighbours(block);
  ARCH_ASSERT(rows_.size() == (row_of_[block] + 1) * columns_);
}

void BodyFeatures::add_text(std::size_t i) {
  const PageBlock& block = blocks_[i];
  const TextShape& count = shapes_[i];
  const float letters = static_cast<float>(block.letters);
  add(letters);
  add(static_cast<float>(words_[i]));
  add(share(static_cast<float>(block.linked), letters));
  add(static_cast<float>(block.links));
  add(share(static_cast<float>(block.bold), letters));
  add(share(static_cast<float>(block.italic), letters));
  add(count.ending);
  add(count.commas);
  add(count.sentences);
  add(share(count.upper, letters));
  add(share(count.digits, letters));
  add(share(letters, count.words));
  add(count.beginning);
  add(count.marks);
  add(count.address ? 1 : 0);
  add(count.year ? 1 : 0);
  add(count.clock ? 1 : 0);
  add(count.wide > 0 ? 1 : 0);
  add(static_cast<float>(block.level));
  for (std::size_t phrase = 0; phrase < phrase_count; ++phrase) {
    add((static_cast<unsigned>(phrases_[i]) >> phrase & 1U) != 0 ? 1 : 0);
  }
}

void BodyFeatures::add_elements(std::size_t i) {
  const PageBlock& block = blocks_[i];
  std::array<float, 14> in = {};
  std::array<float, name_group_count> named = {};
  bool within_main = false;
  for (NodeId at = block.element; at != no_node; at = tree_.parent(at)) {
    switch (tree_.tag(at)) {
      case Tag::article:
        in[0] += 1;
        break;
      case Tag::main:
        in[1] = 1;
        break;
      case Tag::aside:
        in[2] = 1;
        break;
      case Tag::nav:
        in[3] = 1;
        break;
      case Tag::footer:
        in[4] = 1;
        break;
      case Tag::header:
        in[5] = 1;
        break;
      case Tag::form:
        in[6] = 1;
        break;
      case Tag::figure:
        in[7] = 1;
        break;
      case Tag::table:
        in[8] = 1;
        break;
      case Tag::ul:
      case Tag::ol:
      case Tag::dl:
        in[9] += 1;
        break;
      case Tag::button:
        in[10] = 1;
        break;
      case Tag::blockquote:
        in[11] = 1;
        break;
      case Tag::section:
        in[13] = 1;
        break;
      default:
        break;
    }
    if (tree_.attribute_or_empty(at, Attribute::itemprop) == "articleBody") {
      in[12] = 1;
    }
    within_main = within_main || at == main_;
    // The nearer an element that is named so, the more: 3 the block's own, 2 within the main one.
    const float level = at == block.element ? 3.F : within_main ? 1.F : 2.F;
    for (NameGroups rest = groups_[at]; rest != 0; rest &= rest - 1) {
      float& name = named[static_cast<std::size_t>(std::countr_zero(rest))];
      name = std::max(name, level);
    }
  }
  add(static_cast<float>(block.kind));
  add(tag_class(tree_.tag(block.element)));
  add(block.letters > 0 && block.linked == block.letters ? 1 : 0);
  for (const float value : in) {
    add(value);
  }
  for (const float value : named) {
    add(value);
  }
}

/// The element around `element` that holds more blocks than those `within`; 0 for the page.
NodeId BodyFeatures::next_container(NodeId element, Range within) const {
  NodeId at = element;
  while (at != 0 && sums(ranges_[at]).blocks <= sums(within).blocks) {
    at = tree_.parent(at);
  }
  return at;
}

void BodyFeatures::add_containers(std::size_t i) {
  NodeId at = blocks_[i].element;
  Range within{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)};
  const Tag tag = tree_.tag(blocks_[i].element);
  const float page_good = before_.back().good;
  for (std::size_t level = 0; level < container_levels; ++level) {
    at = next_container(at, within);
    within = ranges_[at];
    const Sums sum = sums(within);
    add(std::min(sum.blocks, 100.F));
    add(share(sum.linked, sum.letters));
    add(share(sum.good, sum.letters));
    add(share(sum.good, page_good));
    add(share(sum.letters, sum.blocks));
    float same = 0;
    constexpr std::uint32_t most = 60;
    for (std::uint32_t j = within.first; j < std::min(within.last, within.first + most); ++j) {
      same += !noise_[j] && tree_.tag(blocks_[j].element) == tag ? 1.F : 0.F;
    }
    add(share(same, std::min(sum.blocks, static_cast<float>(most))));
  }
}

void BodyFeatures::add_place(std::size_t i) {
  const Sums main = sums(ranges_[main_]);
  const bool in_main = is_in_main(i);
  const float total = in_main ? main.good : before_.back().good;
  const float begin = in_main ? before_[ranges_[main_].first].good : 0;
  const float before = before_[i].good - begin;
  add(in_main ? 1 : 0);
  add(share(before, total));
  add(share(total - before - good_[i], total));
  const std::size_t own = row_of_[i];
  constexpr std::size_t far = 8;
  float to_before = far;
  float to_after = far;
  for (std::size_t step = 1; step < far; ++step) {
    if (to_before == far && own >= step && good_[looked_at_[own - step]] > 0) {
      to_before = static_cast<float>(step);
    }
    if (to_after == far && own + step < looked_at_.size() && good_[looked_at_[own + step]] > 0) {
      to_after = static_cast<float>(step);
    }
  }
  add(to_before);
  add(to_after);
  const bool has_headline = headline_ < blocks_.size() && !is_hopeless(headline_);
  add(has_headline
          ? std::clamp(
                static_cast<float>(own) - static_cast<float>(row_of_[headline_]), -10.F, 20.F)
          : -20.F);
  add(likeness_[i]);
  add(standfirst_likeness_[i]);
  add(linked_share_[i]);
  add(static_cast<float>(copies_[i]));
  NodeId article = blocks_[i].element;
  while (article != no_node && tree_.tag(article) != Tag::article) {
    article = tree_.parent(article);
  }
  const bool shared = article != no_node && article <= main_ && main_ < tree_.end(article);
  add(article == no_node ? 0.F : shared ? 1.F : 2.F);
  float headings = 0;
  float label = -1;
  for (std::size_t step = 1; step <= own && step < 12; ++step) {
    const std::size_t j = looked_at_[own - step];
    if (good_[j] > 0) {
      break;
    }
    headings += blocks_[j].kind == PageBlockKind::heading ? 1.F : 0.F;
    if (label < 0 && phrases_[j] != 0 && blocks_[j].letters < 80) {
      label = static_cast<float>(std::countr_zero(phrases_[j]));
    }
  }
  add(headings);
  add(label);
  add(byline_likeness_[i]);
  add(kin_[i].good);
  add(kin_[i].in_main);
  add(kin_[i].linked);
  add(kin_[i].count);
}

void BodyFeatures::add_neighbours(std::size_t i) {
  const Range within = ranges_[next_container(
      blocks_[i].element, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)})];
  const auto own = static_cast<std::ptrdiff_t>(row_of_[i]);
  const auto neighbour = [&](std::ptrdiff_t offset) {
    const std::ptrdiff_t at = own + offset;
    return at < 0 || at >= std::ssize(looked_at_)
               ? blocks_.size()
               : std::size_t{looked_at_[static_cast<std::size_t>(at)]};
  };
  const auto add_block = [&](std::ptrdiff_t offset) {
    const std::size_t index = neighbour(offset);
    if (index == blocks_.size()) {
      rows_.insert(rows_.end(), neighbour_names.size(), -1.F);
      return;
    }
    const PageBlock& block = blocks_[index];
    add(static_cast<float>(block.letters));
    add(share(static_cast<float>(block.linked), static_cast<float>(block.letters)));
    add(static_cast<float>(block.kind));
    add(good_[index] > 0 ? 1 : 0);
    add(within.first <= index && index < within.last ? 1 : 0);
  };
  add_block(-1);
  add_block(1);
  add_block(-2);
  add_block(2);
  float good_before = 0;
  float good_after = 0;
  for (std::ptrdiff_t step = 1; step <= 3; ++step) {
    const std::size_t before = neighbour(-step);
    const std::size_t after = neighbour(step);
    good_before += before < blocks_.size() && good_[before] > 0 ? 1.F : 0.F;
    good_after += after < blocks_.size() && good_[after] > 0 ? 1.F : 0.F;
  }
  add(good_before);
  add(good_after);
}

}  // namespace arch::article
