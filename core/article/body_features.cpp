#include "article/body_features.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_map>
#include <unordered_set>

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

constexpr std::array<std::string_view, 13> place_names = {"in main",
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
                                                          "label before"};

constexpr std::array<std::string_view, 5> neighbour_names = {
    "letters", "link share", "kind", "good", "same container"};

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Calls `use` with the hash of each word.
template <typename Use>
void for_each_word(std::string_view text, const Use& use) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325;  // FNV-1a
    for (; i < text.size() && is_word_byte(text[i]); ++i) {
      const char c = text[i];
      const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      hash = (hash ^ static_cast<unsigned char>(folded)) * 0x100'0000'01B3;
    }
    use(hash);
  }
}

std::unordered_set<std::uint64_t> word_set(std::string_view text) {
  std::unordered_set<std::uint64_t> words;
  for_each_word(text, [&](std::uint64_t word) { words.insert(word); });
  return words;
}

/// Dice's coefficient of two texts' words.
float likeness(const std::unordered_set<std::uint64_t>& left, std::string_view right) {
  if (left.empty()) {
    return 0;
  }
  const std::unordered_set<std::uint64_t> words = word_set(right);
  const auto both = std::ranges::count_if(words, [&](std::uint64_t w) { return left.contains(w); });
  return 2 * static_cast<float>(both) / static_cast<float>(left.size() + words.size());
}

/// Hashes of each three words that follow each other; of all words together when there are fewer.
std::vector<std::uint64_t> triples(std::string_view text) {
  std::vector<std::uint64_t> words;
  for_each_word(text, [&](std::uint64_t word) { words.push_back(word); });
  constexpr std::uint64_t mixer = 0x9E37'79B9'7F4A'7C15;
  std::vector<std::uint64_t> result;
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    result.push_back((words[i] * mixer + words[i + 1]) * mixer + words[i + 2]);
  }
  return result;
}

/// How a text ends: 2 as a sentence does, 1 with what leads on, 0 otherwise.
float ending(std::string_view text) {
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')')) {
    text.remove_suffix(1);
  }
  for (const std::string_view quote : {"”", "’", "»", "“"}) {
    if (text.ends_with(quote)) {
      text.remove_suffix(quote.size());
    }
  }
  for (const std::string_view end : {".", "!", "?", "…", "。", "！", "？", "؟", "।", "」"}) {
    if (text.ends_with(end)) {
      return 2;
    }
  }
  return text.ends_with(':') || text.ends_with(',') || text.ends_with(';') ? 1 : 0;
}

/// How a text begins: 1 lower case, 2 capital, 3 digit, 4 quotation mark, 5 a letter of another
/// script, 0 otherwise.
float beginning(std::string_view text) {
  const char c = text.empty() ? ' ' : text.front();
  if (c >= 'a' && c <= 'z') {
    return 1;
  }
  if (c >= 'A' && c <= 'Z') {
    return 2;
  }
  if (c >= '0' && c <= '9') {
    return 3;
  }
  if (c == '"' || c == '\'' || text.starts_with("“") || text.starts_with("„") ||
      text.starts_with("«") || text.starts_with("‘")) {
    return 4;
  }
  return static_cast<unsigned char>(c) >= 0x80 ? 5 : 0;
}

/// What one pass over a text counts.
struct TextCounts {
  float words = 0;
  float commas = 0;
  float sentences = 0;
  float upper = 0;
  float digits = 0;
  float marks = 0;  ///< | › » • ·
  float wide = 0;   ///< letters of scripts without spaces
  bool address = false;
  bool year = false;
  bool clock = false;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

TextCounts count_text(std::string_view text) {
  TextCounts count;
  count.words = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    count.words += c == ' ' ? 1.F : 0.F;
    count.commas += c == ',' ? 1.F : 0.F;
    count.sentences += (c == '.' || c == '!' || c == '?') && next == ' ' ? 1.F : 0.F;
    count.upper += c >= 'A' && c <= 'Z' ? 1.F : 0.F;
    count.digits += is_digit(c) ? 1.F : 0.F;
    count.marks += c == '|' ? 1.F : 0.F;
    count.address = count.address || c == '@' || (c == ':' && text.substr(i, 3) == "://");
    count.clock = count.clock || (c == ':' && i > 0 && is_digit(text[i - 1]) && is_digit(next));
    count.year = count.year || ((text.substr(i, 2) == "20" || text.substr(i, 2) == "19") &&
                                i + 3 < text.size() && is_digit(text[i + 2]) &&
                                is_digit(text[i + 3]) && (i == 0 || !is_digit(text[i - 1])) &&
                                (i + 4 == text.size() || !is_digit(text[i + 4])));
    if (static_cast<unsigned char>(c) >= 0xE0) {
      const std::string_view character = text.substr(i, 3);
      count.commas += character == "，" || character == "、" ? 1.F : 0.F;
      count.sentences += character == "。" || character == "！" || character == "？" ? 1.F : 0.F;
      count.marks += character == "›" || character == "•" ? 1.F : 0.F;
      // U+3040 to U+9FFF: kana and Han.
      count.wide += c >= '\xE3' && c <= '\xE9' ? 1.F : 0.F;
    }
  }
  return count;
}

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
    case Tag::main_:
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
  rate_blocks();
  find_main();
  compare_with_hints(hints);
  rows_.reserve(blocks.size() * columns_);
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    fill_row(block);
  }
}

FeatureRow BodyFeatures::row(std::size_t block) const {
  return FeatureRow{rows_}.subspan(block * columns_, columns_);
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
      groups_[at] = groups_of(tree_.attribute_or_empty(at, Attribute::class_)) |
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

void BodyFeatures::rate_blocks() {
  constexpr NameGroups elsewhere = bit(NameGroup::comment) | bit(NameGroup::related) |
                                   bit(NameGroup::footer) | bit(NameGroup::sidebar) |
                                   bit(NameGroup::overlay) | bit(NameGroup::navigation);
  before_.resize(blocks_.size() + 1);
  std::unordered_map<std::string_view, std::uint32_t> copies;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& block = blocks_[i];
    const TextCounts count = count_text(block.text);
    words_.push_back(static_cast<std::uint32_t>(count.words + count.wide / 2));
    phrases_.push_back(block.kind == PageBlockKind::image ? Phrases{0} : find_phrases(block.text));
    const float letters = static_cast<float>(block.letters);
    const bool paragraph = block.kind == PageBlockKind::paragraph ||
                           block.kind == PageBlockKind::quotation ||
                           block.kind == PageBlockKind::list_item;
    const bool is_good = paragraph && words_.back() >= 12 &&
                         share(static_cast<float>(block.linked), letters) < 0.35F &&
                         (ending(block.text) == 2 || letters > 200);
    float rate = is_good ? std::min(letters, 1000.F) : 0;
    if (is_good && (groups_[block.element] & elsewhere) != 0) {
      rate = 0;
    }
    good_.push_back(rate);
    const Sums& last = before_[i];
    const bool is_text = block.kind != PageBlockKind::image;
    before_[i + 1] = {.letters = last.letters + letters,
                      .linked = last.linked + static_cast<float>(block.linked),
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

void BodyFeatures::compare_with_hints(const BodyHints& hints) {
  const std::unordered_set<std::uint64_t> headline = word_set(hints.headline);
  const std::unordered_set<std::uint64_t> standfirst = word_set(hints.standfirst);
  std::unordered_set<std::uint64_t> linked;
  for (const std::uint64_t triple : triples(hints.linked_body)) {
    linked.insert(triple);
  }
  constexpr std::size_t longest_field = 600;
  headline_ = blocks_.size();
  float most = 0.5F;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const PageBlock& block = blocks_[i];
    const bool is_short = block.kind != PageBlockKind::image && block.text.size() <= longest_field;
    likeness_.push_back(is_short ? likeness(headline, block.text) : 0);
    standfirst_likeness_.push_back(is_short ? likeness(standfirst, block.text) : 0);
    const float as_heading = likeness_[i] + (block.level == 1 ? 0.25F : 0);
    if (block.kind == PageBlockKind::heading && as_heading > most) {
      most = as_heading;
      headline_ = i;
    }
    linked_share_.push_back(-1);
    if (!linked.empty() && block.kind != PageBlockKind::image) {
      const std::vector<std::uint64_t> own = triples(block.text);
      const auto both =
          std::ranges::count_if(own, [&](std::uint64_t triple) { return linked.contains(triple); });
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
  ARCH_ASSERT(rows_.size() == (block + 1) * columns_);
}

void BodyFeatures::add_text(std::size_t i) {
  const PageBlock& block = blocks_[i];
  const TextCounts count = count_text(block.text);
  const float letters = static_cast<float>(block.letters);
  add(letters);
  add(static_cast<float>(words_[i]));
  add(share(static_cast<float>(block.linked), letters));
  add(static_cast<float>(block.links));
  add(share(static_cast<float>(block.bold), letters));
  add(share(static_cast<float>(block.italic), letters));
  add(ending(block.text));
  add(count.commas);
  add(count.sentences);
  add(share(count.upper, letters));
  add(share(count.digits, letters));
  add(share(letters, count.words));
  add(beginning(block.text));
  add(count.marks);
  add(count.address ? 1 : 0);
  add(count.year ? 1 : 0);
  add(count.clock ? 1 : 0);
  add(count.wide > 0 ? 1 : 0);
  add(static_cast<float>(block.level));
  for (std::size_t phrase = 0; phrase < phrase_count; ++phrase) {
    add(static_cast<float>((phrases_[i] >> phrase) & 1U));
  }
}

void BodyFeatures::add_elements(std::size_t i) {
  const PageBlock& block = blocks_[i];
  std::array<float, 13> in = {};
  std::array<float, name_group_count> named = {};
  bool within_main = false;
  for (NodeId at = block.element; at != no_node; at = tree_.parent(at)) {
    switch (tree_.tag(at)) {
      case Tag::article:
        in[0] += 1;
        break;
      case Tag::main_:
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
  const NodeId section = block.element;
  add(tree_.tag(section) == Tag::section || tree_.tag(tree_.parent(section)) == Tag::section ? 1
                                                                                             : 0);
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
      same += tree_.tag(blocks_[j].element) == tag ? 1.F : 0.F;
    }
    add(share(same, static_cast<float>(std::min(within.last - within.first, most))));
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
  constexpr std::size_t far = 8;
  float to_before = far;
  float to_after = far;
  for (std::size_t step = 1; step < far; ++step) {
    if (to_before == far && i >= step && good_[i - step] > 0) {
      to_before = static_cast<float>(step);
    }
    if (to_after == far && i + step < blocks_.size() && good_[i + step] > 0) {
      to_after = static_cast<float>(step);
    }
  }
  add(to_before);
  add(to_after);
  const float place = static_cast<float>(i) - static_cast<float>(headline_);
  add(headline_ == blocks_.size() ? -20.F : std::clamp(place, -10.F, 20.F));
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
  for (std::size_t j = i; j > 0 && i - j < 12; --j) {
    const PageBlock& other = blocks_[j - 1];
    if (good_[j - 1] > 0) {
      break;
    }
    headings += other.kind == PageBlockKind::heading ? 1.F : 0.F;
    if (label < 0 && phrases_[j - 1] != 0 && other.letters < 80) {
      label = static_cast<float>(std::countr_zero(phrases_[j - 1]));
    }
  }
  add(headings);
  add(label);
}

void BodyFeatures::add_neighbours(std::size_t i) {
  const Range within = ranges_[next_container(
      blocks_[i].element, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)})];
  const auto add_block = [&](std::ptrdiff_t offset) {
    // Images are passed over: they come and go with the page's width.
    std::ptrdiff_t at = static_cast<std::ptrdiff_t>(i);
    const std::ptrdiff_t step = offset > 0 ? 1 : -1;
    for (std::ptrdiff_t left = offset; left != 0 && at >= 0 && at < std::ssize(blocks_);) {
      at += step;
      if (at >= 0 && at < std::ssize(blocks_) &&
          blocks_[static_cast<std::size_t>(at)].kind != PageBlockKind::image) {
        left -= step;
      }
    }
    if (at < 0 || at >= std::ssize(blocks_)) {
      rows_.insert(rows_.end(), neighbour_names.size(), -1.F);
      return;
    }
    const auto index = static_cast<std::size_t>(at);
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
  for (std::size_t step = 1; step <= 3; ++step) {
    good_before += i >= step && good_[i - step] > 0 ? 1.F : 0.F;
    good_after += i + step < blocks_.size() && good_[i + step] > 0 ? 1.F : 0.F;
  }
  add(good_before);
  add(good_after);
}

}  // namespace arch::article
