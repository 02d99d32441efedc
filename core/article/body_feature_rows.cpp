// The rows of BodyFeatures: what it has found out of a page, as one list of numbers for each block.
#include "article/body_features.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <bit>

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
    add((static_cast<unsigned>(phrases_[i]) >> phrase & 1U) != 0 ? 1.F : 0.F);
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
