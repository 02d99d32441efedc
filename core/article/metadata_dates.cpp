#include "article/metadata_fields.hpp"

#include "article/date_tokens.hpp"
#include "base/unicode.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arch::article {

namespace {

using html::Attribute;
using html::NodeId;

/// Words before a date that say it is of a change, folded.
constexpr auto change_words = std::to_array<std::string_view>(
    {"updat", "modif", "revis", "edited", "reviewed", "aktualisiert", "geändert", "stand",
     "bearbeitet", "mis à jour", "mise à jour", "maj", "actualiz", "atualiz", "aggiorn",
     "bijgewerkt", "oppdatert", "uppdaterad", "opdateret", "zaktualizowano", "обновлено",
     "更新", "تحديث", "עודכן", "अपडेट", "imesasishwa"});

/// Words before a date that say it is no date of the article, folded.
constexpr auto other_words = std::to_array<std::string_view>(
    {"copyright", "©", "(c)", "joined", "born", "since", "geboren", "mitglied seit", "registriert",
     "until", "bis zum", "gültig", "expires", "deadline", "founded", "access date", "retrieved",
     "accessed", "abgerufen"});

bool has_any(std::string_view folded, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) {
    return folded.find(word) != std::string_view::npos;
  });
}

class DateReader {
public:
  explicit DateReader(const MetadataContext& context) : context_{context} {}

  DateFields read() {
    read_linked();
    read_metas();
    read_microdata();
    read_url();
    read_times();
    read_named();
    read_lines();
    finish();
    return std::move(fields_);
  }

private:
  enum class Kind { published, modified };

  bool is_plausible(const PageDate& date) const {
    // Clocks differ, and places are up to 14 hours ahead of UTC.
    constexpr std::int64_t day = 24 * 60 * 60;
    return !context_.observed || to_utc(date).seconds <= context_.observed->seconds + day;
  }

  bool add(Kind kind, std::string_view text, FieldSource source, std::string_view place) {
    const std::optional<PageDate> date = parse_page_date(text, context_.order);
    return date && add(kind, *date, source, place);
  }

  bool add(Kind kind, const PageDate& date, FieldSource source, std::string_view place) {
    if (!is_plausible(date)) {
      return false;
    }
    Field& field = kind == Kind::published ? fields_.published : fields_.modified;
    add_value(field, to_text(date), source, place);
    return true;
  }

  void read_linked() {
    if (context_.linked != nullptr) {
      const LinkedArticle& linked = *context_.linked;
      add(Kind::published, linked.published, FieldSource::json_ld, linked.type + ".datePublished");
      add(Kind::modified, linked.modified, FieldSource::json_ld, linked.type + ".dateModified");
    }
  }

  void read_metas() {
    constexpr auto published = std::to_array<std::string_view>(
        {"article:published_time", "og:article:published_time", "article:published", "datePublished",
         "parsely-pub-date", "sailthru.date", "cXenseParse:recs:publishtime", "publish-date",
         "publish_date", "publishdate", "publication_date", "publicationdate", "pubdate", "pub_date",
         "published", "published_at", "dc.date.issued", "dcterms.issued", "dcterms.created",
         "dc.date.created", "dc.date", "dcterms.date", "date", "article.published",
         "article_date_original", "originalpublicationdate", "citation_publication_date",
         "citation_date", "citation_online_date", "displaydate", "last-publish-date", "og:published_time",
         "og:pubdate", "bt:pubdate", "dateCreated", "created", "timestamp", "ptime", "rnews:datePublished",
         "iso-8601-publish-date", "gentime", "date.published", "release_date", "article:created", "pdate"});
    constexpr auto modified = std::to_array<std::string_view>(
        {"article:modified_time", "article:modified", "og:updated_time", "dateModified",
         "dc.date.modified", "dcterms.modified", "last-modified", "lastmod", "article:updated_time",
         "revised", "modified", "og:modified_time", "bt:moddate", "date.updated", "rnews:dateModified"});
    for (const std::string_view name : published) {
      add(Kind::published, context_.evidence.find_meta(name), source_of(name), name);
    }
    for (const std::string_view name : modified) {
      add(Kind::modified, context_.evidence.find_meta(name), source_of(name), name);
    }
  }

  static FieldSource source_of(std::string_view meta) {
    return meta.starts_with("og:") || meta.starts_with("article:") ? FieldSource::open_graph
                                                                   : FieldSource::meta;
  }

  void read_microdata() {
    for (const EvidenceNode& property : context_.evidence.properties) {
      const std::string_view itemprop =
          context_.tree.attribute_or_empty(property.node, Attribute::itemprop);
      const bool published = itemprop.find("datePublished") != std::string_view::npos ||
                             itemprop == "dateCreated";
      const bool modified = itemprop.find("dateModified") != std::string_view::npos;
      if ((published || modified) && !is_elsewhere(context_.tree, property.node)) {
        add(published ? Kind::published : Kind::modified, value_of_element(property.node),
            FieldSource::microdata, published ? "itemprop=datePublished" : "itemprop=dateModified");
      }
    }
  }

  std::string value_of_element(NodeId node) const {
    for (const Attribute attribute : {Attribute::content, Attribute::datetime}) {
      const std::string_view value = context_.tree.attribute_or_empty(node, attribute);
      if (!value.empty()) {
        return std::string{value};
      }
    }
    return short_text(context_.tree, node, longest_line);
  }

  void read_url() {
    if (const std::optional<PageDate> date = find_url_date(context_.url)) {
      add(Kind::published, *date, FieldSource::page_url, "path");
    }
  }

  static constexpr std::size_t longest_line = 160;  // bytes

  /// How many bytes of visible text lie between a place and the headline; a place before it is
  /// taken for farther.
  std::uint32_t distance(std::uint32_t offset) const {
    if (context_.heading == nullptr) {
      return offset;
    }
    const std::uint32_t at = context_.heading->offset;
    return offset >= at ? offset - at : 3 * (at - offset);
  }

  /// The evidence of a list that is not elsewhere, nearest to the headline first.
  std::vector<EvidenceNode> sorted_by_distance(const std::vector<EvidenceNode>& nodes) const {
    std::vector<EvidenceNode> sorted = nodes;
    std::ranges::stable_sort(sorted, {},
                             [&](const EvidenceNode& node) { return distance(node.offset); });
    return sorted;
  }

  static constexpr std::uint32_t farthest = 3000;  // bytes of text

  void read_times() {
    for (const EvidenceNode& node : sorted_by_distance(context_.evidence.times)) {
      if (distance(node.offset) > farthest || is_elsewhere(context_.tree, node.node)) {
        continue;
      }
      const bool modified = (node.roles & role_modified) != 0 || is_change(node.node);
      add(modified ? Kind::modified : Kind::published, value_of_element(node.node),
          FieldSource::time_element, "time");
    }
  }

  /// Whether the text before an element, in the line that it stands in, says that a change follows.
  bool is_change(NodeId node) const {
    constexpr std::size_t longest_label = 40;  // bytes
    const NodeId parent = context_.tree.parent(node);
    std::string before;
    for (NodeId id = parent; id < node; ++id) {
      before += context_.tree.text(id);
    }
    if (before.size() > longest_label) {
      before.erase(0, before.size() - longest_label);
    }
    return has_any(fold_case(before), change_words);
  }

  void read_named() {
    for (const EvidenceNode& node : sorted_by_distance(context_.evidence.named)) {
      if ((node.roles & role_date) != 0 && distance(node.offset) <= farthest &&
          !is_elsewhere(context_.tree, node.node)) {
        read_line(node.node, FieldSource::element, "class of a date", node.roles);
      }
    }
  }

  /// Adds the dates of a short text, each as what the words before it say.
  void read_line(NodeId node, FieldSource source, std::string_view place, Roles roles) {
    const std::string line = short_text(context_.tree, node, longest_line);
    std::size_t begin = 0;
    for (const FoundDate& found : find_dates(line, context_.order)) {
      const std::string before = fold_case(line.substr(begin, found.begin - begin));
      begin = found.end;
      if (has_any(before, other_words)) {
        continue;
      }
      const bool modified = (roles & role_modified) != 0 || has_any(before, change_words);
      add(modified ? Kind::modified : Kind::published, found.date, source, place);
    }
  }

  void read_lines() {
    NodeId last = html::no_node;
    for (const EvidenceNode& node : sorted_by_distance(context_.evidence.digits)) {
      if (distance(node.offset) > farthest || is_elsewhere(context_.tree, node.node)) {
        continue;
      }
      NodeId line = node.node;
      while (context_.tree.parent(line) != html::no_node &&
             !html::is_block(context_.tree.tag(line))) {
        line = context_.tree.parent(line);
      }
      if (line != last) {
        last = line;
        read_line(line, FieldSource::visible_text, "line", 0);
      }
    }
  }

  /// A page that only says when it changed was published then or before: the best that is known.
  void finish() {
    if (fields_.published.empty() && !fields_.modified.empty()) {
      fields_.published.push_back(fields_.modified.front());
    }
  }

  const MetadataContext& context_;
  DateFields fields_;
};

}  // namespace

DateFields read_dates(const MetadataContext& context) {
  return DateReader{context}.read();
}

}  // namespace arch::article
