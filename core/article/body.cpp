#include "article/body.hpp"

#include "article/body_notices.hpp"
#include "article/body_other_stories.hpp"
#include "article/embedded_post.hpp"
#include "article/image_credit.hpp"
#include "article/site_rules.hpp"
#include "article/visible_text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace arch::article {

namespace {

using html::no_node;
using html::NodeId;
using html::Tag;
using html::Tree;

Block::Kind document_kind(PageBlockKind kind) {
  switch (kind) {
    case PageBlockKind::heading:
      return Block::Kind::subheading;
    case PageBlockKind::list_item:
      return Block::Kind::list_item;
    case PageBlockKind::quotation:
      return Block::Kind::quotation;
    default:
      return Block::Kind::paragraph;
  }
}

FateReason reason_of(const BodyFeatures& features, std::size_t block, const PageBlock& page_block) {
  using Kind = FateReason::Kind;
  if (const Phrases phrases = features.phrases(block); phrases != 0) {
    return {.kind = Kind::phrase, .phrase = static_cast<Phrase>(std::countr_zero(phrases))};
  }
  if (page_block.letters > 0 && page_block.linked * 2 > page_block.letters) {
    return {.kind = Kind::link};
  }
  constexpr NameGroups telling = ~(bit(NameGroup::content) | bit(NameGroup::strong_content));
  if (const NameGroups groups = features.groups_around(block) & telling; groups != 0) {
    return {.kind = Kind::name, .group = static_cast<NameGroup>(std::countr_zero(groups))};
  }
  if (!features.is_in_main(block)) {
    return {.kind = Kind::outside};
  }
  return {.kind = features.is_good(block) ? Kind::sentences : Kind::neighbours};
}

/// Whether an element is what WordPress made of an image with a caption before HTML had `figure`.
bool is_old_figure(const Tree& tree, NodeId element) {
  const std::string_view names = tree.attribute_or_empty(element, html::Attribute::class_name);
  return tree.tag(element) == Tag::div &&
         (" " + std::string{names} + " ").find(" wp-caption ") != std::string::npos;
}

/// The first figure around an image, or no_node.
NodeId figure_of(const Tree& tree, NodeId image) {
  NodeId at = image;
  while (at != no_node && tree.tag(at) != Tag::figure && !is_old_figure(tree, at)) {
    at = tree.parent(at);
  }
  return at;
}

/// What the rule for a site says of an element.
enum class Ruling : std::uint8_t { none, keep, drop };

/// The ruling for each node: that of the innermost element around it that a selector selects.
std::vector<Ruling> find_rulings(const Tree& tree, const SiteRule& rule) {
  const auto selects = [&](const std::vector<RuleSelector>& selectors, NodeId element) {
    return std::ranges::any_of(selectors, [&](const RuleSelector& selector) {
      return selector.selector.matches(tree, element);
    });
  };
  std::vector<Ruling> rulings(tree.size(), Ruling::none);
  for (NodeId at = 1; at < tree.size(); ++at) {
    if (tree.is_text(at)) {
      continue;
    }
    rulings[at] = selects(rule.drop, at)   ? Ruling::drop
                  : selects(rule.keep, at) ? Ruling::keep
                                           : rulings[tree.parent(at)];
  }
  return rulings;
}

class BodyFinder {
public:
  BodyFinder(const Tree& tree, std::vector<PageBlock> blocks, const BodyHints& hints)
      : tree_{tree}, posts_{tree}, blocks_{std::move(blocks)}, features_{tree, blocks_, hints} {
    if (hints.rule != nullptr) {
      rulings_ = find_rulings(tree, *hints.rule);
    }
  }

  Body find() {
    rates_ = body_rater().probabilities(features_, blocks_.size());
    fates_ = decide_fates(blocks_, features_, rates_);
    drop_other_stories(tree_, blocks_, features_, fates_);
    keep_boxed_notices(tree_, blocks_, features_, fates_);
    apply_rulings();
    keep_images_and_posts();
    Body body;
    body.confidence = confidence();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (is_kept(fates_[i])) {
        add_block(body, i);
      }
    }
    body.fates.reserve(blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const Ruling ruling = ruling_of(i);
      const FateReason reason = ruling == Ruling::none ? reason_of(features_, i, blocks_[i])
                                : ruling == Ruling::keep
                                    ? FateReason{.kind = FateReason::Kind::kept_by_rule}
                                    : FateReason{.kind = FateReason::Kind::dropped_by_rule};
      body.fates.push_back({std::move(blocks_[i]), fates_[i], rates_[i], reason});
    }
    return body;
  }

private:
  Ruling ruling_of(std::size_t block) const {
    return rulings_.empty() ? Ruling::none : rulings_[blocks_[block].element];
  }

  /// What a person says of a block counts more than what the model makes of it.
  void apply_rulings() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      switch (ruling_of(i)) {
        case Ruling::none:
          break;
        case Ruling::keep:
          rates_[i] = 1;
          fates_[i] = fates_[i] == Fate::headline ? Fate::headline : Fate::kept;
          break;
        case Ruling::drop:
          rates_[i] = 0;
          fates_[i] = Fate::unlikely;
          break;
      }
    }
  }

  /// The first block that an image of the article may be: the one behind its headline, where that
  /// is above the text, else the first of the text.
  std::size_t first_of_article() const {
    std::size_t first = 0;
    for (std::size_t i = 0; i < fates_.size(); ++i) {
      if (is_kept(fates_[i])) {
        return first == 0 ? i : first;
      }
      first = fates_[i] == Fate::headline ? i + 1 : first;
    }
    return fates_.size();
  }

  /// Images and embedded posts between the headline and the last block of the text, and directly
  /// behind it posts and images with captions, such as a gallery's, unless they are in what is not
  /// the article. The model is not asked: those that it learned from counted neither as text.
  void keep_images_and_posts() {
    const std::size_t first = first_of_article();
    std::size_t last = fates_.size();
    while (last > first && !is_kept(fates_[last - 1])) {
      --last;
    }
    for (std::size_t i = first; i < fates_.size(); ++i) {
      const NodeId post = post_around(i);
      const NodeId figure = figure_around(i);
      if (i >= last && post == no_node && (figure == no_node || !has_caption(figure, i))) {
        break;
      }
      const bool shown =
          post != no_node || (blocks_[i].kind == PageBlockKind::image && figure != no_node);
      if (shown && fates_[i] == Fate::unlikely && ruling_of(i) != Ruling::drop &&
          features_.is_in_main(i) && !is_elsewhere(i, post)) {
        fates_[i] = post != no_node ? Fate::post : Fate::kept;
      }
    }
  }

  NodeId figure_around(std::size_t block) const { return figure_of(tree_, blocks_[block].element); }

  /// Whether a figure has a caption that is no link, in its blocks from `block` on.
  bool has_caption(NodeId figure, std::size_t block) const {
    const std::size_t end = std::min(blocks_.size(), block + most_in_figure);
    for (std::size_t i = block; i < end && tree_.contains(figure, blocks_[i].element); ++i) {
      if (blocks_[i].kind == PageBlockKind::caption) {
        return blocks_[i].linked * 2 < blocks_[i].letters;
      }
    }
    return false;
  }

  NodeId post_around(std::size_t block) const {
    return blocks_[block].kind == PageBlockKind::quotation ? posts_.around(blocks_[block].element)
                                                           : no_node;
  }

  /// Whether names around an image or a post say that it is not the article's. A post's own names
  /// (`twitter-tweet`) say nothing, nor do those by which a figure is laid out (`media-item`).
  bool is_elsewhere(std::size_t block, NodeId post) const {
    constexpr NameGroups elsewhere = bit(NameGroup::related) | bit(NameGroup::comment) |
                                     bit(NameGroup::author) | bit(NameGroup::share) |
                                     bit(NameGroup::navigation) | bit(NameGroup::card) |
                                     bit(NameGroup::advertisement) | bit(NameGroup::subscription);
    constexpr NameGroups of_posts = bit(NameGroup::share) | bit(NameGroup::card);
    NameGroups groups = features_.groups_around(block);
    if (const NodeId figure = post == no_node ? figure_around(block) : no_node; figure != no_node) {
      const NameGroups within = groups & ~bit(NameGroup::card);
      groups = within | (features_.groups_from(tree_.parent(figure)) & bit(NameGroup::card));
    }
    return (groups & elsewhere & ~(post != no_node ? of_posts : 0)) != 0;
  }

  void add_block(Body& body, std::size_t i) {
    const PageBlock& block = blocks_[i];
    Block made{.kind = document_kind(block.kind), .text = visible_line(block.text)};
    if (block.kind == PageBlockKind::image) {
      made.kind = Block::Kind::image;
      CaptionParts parts = take_caption(i);
      made.caption = std::move(parts.caption);
      made.credit = std::move(parts.credit);
    } else if (made.text.empty()) {
      return;
    }
    body.blocks.push_back(std::move(made));
  }

  /// The caption and the credit of the figure around an image, which then are no paragraphs any
  /// more.
  CaptionParts take_caption(std::size_t image) {
    const NodeId figure = figure_of(tree_, blocks_[image].element);
    std::string caption;
    const std::size_t end = std::min(blocks_.size(), image + most_in_figure);
    for (std::size_t i = image + 1;
         figure != no_node && i < end && tree_.contains(figure, blocks_[i].element);
         ++i) {
      if (blocks_[i].kind == PageBlockKind::caption && fates_[i] != Fate::kept) {
        caption += (caption.empty() ? "" : " ") + blocks_[i].text;
        fates_[i] = Fate::caption;
      }
    }
    return figure == no_node ? CaptionParts{} : credits().split(figure, visible_line(caption));
  }

  const CreditNames& credits() { return credits_ ? *credits_ : credits_.emplace(tree_); }

  /// How far from one half the model is, weighted by letters, of what is in the main element.
  float confidence() const {
    float sum = 0;
    float letters = 0;
    float kept = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const float weight = static_cast<float>(blocks_[i].letters);
      if (is_kept(fates_[i])) {
        kept += weight;
      }
      if (is_kept(fates_[i]) || features_.is_in_main(i)) {
        sum += weight * 2 * std::abs(rates_[i] - 0.5F);
        letters += weight;
      }
    }
    constexpr float short_article = 400;  // letters; what is shorter may as well be a teaser
    return letters > 0 ? sum / letters * std::min(1.F, kept / short_article) : 0;
  }

  /// Blocks that are looked at for the caption of an image.
  static constexpr std::size_t most_in_figure = 64;

  const Tree& tree_;
  EmbeddedPosts posts_;
  std::optional<CreditNames> credits_;  ///< once an image asks
  std::vector<PageBlock> blocks_;
  BodyFeatures features_;
  std::vector<float> rates_;
  std::vector<Fate> fates_;
  std::vector<Ruling> rulings_;  ///< by node; empty without a rule
};

std::size_t letters_of(const Body& body) {
  std::size_t letters = 0;
  for (const Block& block : body.blocks) {
    letters += block.kind == Block::Kind::image ? 0 : block.text.size();
  }
  return letters;
}

/// The paragraphs of JSON-LD's articleBody, by its line feeds.
void take_linked_body(Body& body, std::string_view text) {
  body.blocks.clear();
  body.source = BodySource::linked_data;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line = visible_line(text.substr(0, end));
    if (!line.empty()) {
      body.blocks.push_back({.text = std::move(line)});
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::kept:
      return "kept";
    case Fate::notice:
      return "notice";
    case Fate::recovered:
      return "recovered";
    case Fate::unlikely:
      return "unlikely";
    case Fate::repeated:
      return "repeated";
    case Fate::headline:
      return "headline";
    case Fate::byline:
      return "byline";
    case Fate::caption:
      return "caption";
    case Fate::post:
      return "post";
  }
  return {};
}

std::string text_of(const FateReason& reason) {
  switch (reason.kind) {
    case FateReason::Kind::phrase:
      return fmt::format("says {}", phrase_names[static_cast<std::size_t>(reason.phrase)]);
    case FateReason::Kind::link:
      return "mostly a link";
    case FateReason::Kind::name:
      return fmt::format("named {}", name_group_names[static_cast<std::size_t>(reason.group)]);
    case FateReason::Kind::outside:
      return "outside the element with most of the text";
    case FateReason::Kind::sentences:
      return "a paragraph of sentences";
    case FateReason::Kind::neighbours:
      return "by its text and its neighbours";
    case FateReason::Kind::kept_by_rule:
      return "kept by the rule for its site";
    case FateReason::Kind::dropped_by_rule:
      return "dropped by the rule for its site";
  }
  return {};
}

Body find_body(const Tree& tree, const BodyHints& hints) {
  constexpr std::size_t short_body =
      250;  // bytes; what is shorter may be a teaser of what is hidden
  Body body = BodyFinder{tree, cut_blocks(tree), hints}.find();
  if (letters_of(body) < short_body) {
    Body hidden = BodyFinder{tree, cut_hidden_blocks(tree), hints}.find();
    if (letters_of(hidden) > 2 * letters_of(body)) {
      body = std::move(hidden);
      body.source = BodySource::hidden;
    }
  }
  if (hints.linked_body.size() >= short_body && letters_of(body) * 2 < hints.linked_body.size()) {
    take_linked_body(body, hints.linked_body);
  }
  const bool no_text = letters_of(body) == 0;
  if (std::string standfirst = visible_line(hints.standfirst); no_text && !standfirst.empty()) {
    body.blocks.push_back({.text = std::move(standfirst)});
    body.source = BodySource::description;
    body.confidence = 0;
  }
  if (body.blocks.empty()) {
    body.source = BodySource::none;
  }
  return body;
}

}  // namespace arch::article
