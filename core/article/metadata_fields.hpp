#pragma once

#include "article/json_ld.hpp"
#include "article/metadata.hpp"
#include "article/page_date.hpp"
#include "article/page_evidence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// All that the readers of single fields look at. Everything outlives them.
struct MetadataContext {
  const html::Tree& tree;
  const PageEvidence& evidence;
  const LinkedData& linked_data;
  const LinkedArticle* linked = nullptr;  ///< the node that describes this page's article
  std::string_view url = {};              ///< of the page, or what it says is; may be empty
  std::vector<std::string> site_names = {};
  const EvidenceNode* heading = nullptr;  ///< the headline's, once it is known
  DayOrder order = DayOrder::day_first;

  /// Whether the evidence is in a part of the page that is not the article's. Just below the
  /// headline, names such as `HeaderComment` mislead more often than they tell.
  bool is_elsewhere(const EvidenceNode& evidence_node) const {
    constexpr std::uint32_t just_below = 250;  // bytes of visible text
    if (heading != nullptr && evidence_node.node > heading->node &&
        evidence_node.offset <= heading->offset + just_below) {
      return false;
    }
    return article::is_elsewhere(
        tree, evidence, evidence_node.node, heading == nullptr ? html::no_node : heading->node);
  }
};

/// Adds a value to a field unless it is empty or there already.
void add_value(Field& field, std::string value, FieldSource source, std::string_view place);

/// The text of a JSON or `meta` value as a reader would see it: character references and tags
/// resolved, one space between words, clean as a Document's texts must be.
std::string clean_value(std::string_view text);

/// How alike two short texts are: 0 to 1, Dice's coefficient of their words, letter case ignored.
double similarity(std::string_view left, std::string_view right);

Field read_headline(const MetadataContext& context, const EvidenceNode*& heading);
Field read_byline(const MetadataContext& context);
Field read_standfirst(const MetadataContext& context, std::string_view headline);
Field read_section(const MetadataContext& context);

/// The dates of publication and of the last change.
struct DateFields {
  Field published = {};
  Field modified = {};
};
DateFields read_dates(const MetadataContext& context);

/// Puts the date that is right as far as can be told in front of each field, whose values stand in
/// the order of their sources: docs/extraction.md says by which rules.
void choose_dates(DateFields& fields);

}  // namespace arch::article
