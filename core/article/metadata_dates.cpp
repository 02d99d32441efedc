#include "article/body_notices.hpp"
#include "article/date_tokens.hpp"
#include "article/embedded_post.hpp"
#include "article/link.hpp"
#include "article/metadata_fields.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

namespace arch::article {

namespace {

using html::Attribute;
using html::NodeId;

// clang-format off: its table of one word a line says no more.

/// Words before a date that say it is of a change, folded.
constexpr auto change_words = std::to_array<std::string_view>({
    "updat", "modif", "revis", "edited", "reviewed", "aktualisiert", "geändert", "änderung",
    "stand", "bearbeitet", "mis à jour", "mise à jour", "maj", "actualiz", "atualiz", "aggiorn",
    "bijgewerkt", "oppdatert", "uppdaterad", "opdateret", "zaktualizowano", "обновлено", "更新",
    "تحديث", "עודכן", "अपडेट", "imesasishwa"});

/// Words before a date that say it is of the publication, folded.
constexpr auto publication_words = std::to_array<std::string_view>({
    "publi", "posted", "veröffentlicht", "erschien", "erstellt", "datum", "vom ", "fecha",
    "gepubliceerd", "written", "created", "geschrieben", "posté", "escrito", "date:", "发布", "公開",
    "掲載", "نشر", "פורסם", "प्रकाशित", "byatangajwe", "imechapishwa", "am:"});

/// Words before a date that say it is no date of the article, folded.
constexpr auto other_words = std::to_array<std::string_view>({
    "copyright", "©", "(c)", "joined", "born", "since", "geboren", "mitglied seit", "registriert",
    "until", "bis zum", "gültig", "expires", "deadline", "founded", "access date", "retrieved",
    "accessed", "abgerufen"});

/// `meta` elements with the date of publication, those of written standards first.
constexpr auto published_metas = std::to_array<std::string_view>({
    "article:published_time", "og:article:published_time", "article:published", "datePublished",
    "dc.date.issued", "dcterms.issued", "parsely-pub-date", "sailthru.date",
    "cXenseParse:recs:publishtime", "publish-date", "publish_date", "publishdate",
    "publication_date", "publicationdate", "pubdate", "pub_date", "published", "published_at",
    "dcterms.created", "dc.date.created", "article.published", "article_date_original",
    "originalpublicationdate", "citation_publication_date", "citation_date",
    "citation_online_date", "displaydate", "last-publish-date", "og:published_time", "og:pubdate",
    "bt:pubdate", "dateCreated", "created", "timestamp", "ptime", "rnews:datePublished",
    "iso-8601-publish-date", "gentime", "date.published", "release_date", "article:created",
    "pdate"});

/// `meta` elements with the date of the last change.
constexpr auto modified_metas = std::to_array<std::string_view>({
    "article:modified_time", "article:modified", "og:updated_time", "dateModified",
    "dc.date.modified", "dcterms.modified", "last-modified", "lastmod", "article:updated_time",
    "revised", "modified", "og:modified_time", "bt:moddate", "date.updated", "rnews:dateModified"});

// clang-format on

/// The bytes that a text has. Most words have one that a short text has not.
class BytesOf {
public:
  explicit BytesOf(std::string_view text) {
    for (const char c : text) {
      has_[static_cast<unsigned char>(c)] = true;
    }
  }

  bool may_have(std::string_view word) const {
    return std::ranges::all_of(word, [&](char c) { return has_[static_cast<unsigned char>(c)]; });
  }

private:
  std::array<bool, 256> has_ = {};
};

bool has_any(std::string_view folded, std::span<const std::string_view> words) {
  const BytesOf bytes{folded};
  return std::ranges::any_of(words, [&](std::string_view word) {
    return bytes.may_have(word) && folded.find(word) != std::string_view::npos;
  });
}

/// Where the last of the words in a text begins; npos when there is none.
std::size_t find_last(std::string_view folded, std::span<const std::string_view> words) {
  const BytesOf bytes{folded};
  std::size_t last = std::string_view::npos;
  for (const std::string_view word : words) {
    if (!bytes.may_have(word)) {
      continue;
    }
    const std::size_t at = folded.rfind(word);
    if (at != std::string_view::npos && (last == std::string_view::npos || at > last)) {
      last = at;
    }
  }
  return last;
}

/// Whether the words before a date say that it is of a change; of several the last counts.
bool says_change(std::string_view folded) {
  const std::size_t change = find_last(folded, change_words);
  const std::size_t publication = find_last(folded, publication_words);
  return change != std::string_view::npos &&
         (publication == std::string_view::npos || change >= publication ||
          publication - change < std::string_view{"geändert am:"}.size());
}

/// At most `longest` bytes from the beginning, whole characters.
std::string_view cut_text(std::string_view text, std::size_t longest) {
  const std::string_view beginning = text.substr(0, longest);
  return beginning.substr(0, valid_utf8_prefix(beginning));
}

class DateReader {
public:
  explicit DateReader(const MetadataContext& context) : context_{context} {}

  DateFields read() {
    const bool is_video = context_.linked != nullptr && context_.linked->kind == LinkedKind::video;
    find_entries();
    if (!is_video) {
      read_linked();
    }
    read_metas();
    read_microdata();
    read_url();
    read_marked();
    read_lines(Where::near, Demand::label_or_alone);
    read_vague_metas();
    if (is_video) {
      read_linked();
    }
    if (fields_.published.empty()) {
      read_scripts();
      read_lines(Where::anywhere, Demand::label);
    }
    // The first page of a site has dates of many articles and none of its own.
    const bool is_front = !context_.url.empty() && is_front_page(context_.url);
    if (!is_front && fields_.published.empty() && fields_.modified.empty()) {
      read_lines(Where::near, Demand::nothing);
      read_lines(Where::anywhere, Demand::nothing);
    }
    if (fields_.published.empty()) {
      add_first_entry();
    }
    choose_dates(fields_);
    return std::move(fields_);
  }

private:
  enum class Kind { published, modified };

  bool add(Kind kind, std::string_view text, FieldSource source, std::string_view place) {
    const std::optional<PageDate> date = parse_page_date(text, context_.order);
    return date && add(kind, *date, source, place);
  }

  bool add(Kind kind, const PageDate& date, FieldSource source, std::string_view place) {
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
    for (const std::string_view name : published_metas) {
      add(Kind::published, context_.evidence.find_meta(name), source_of(name), name);
    }
    for (const std::string_view name : modified_metas) {
      add(Kind::modified, context_.evidence.find_meta(name), source_of(name), name);
    }
  }

  /// Those that do not say of what they are the date; some systems write the last change here.
  void read_vague_metas() {
    for (const char* name : {"dc.date", "dcterms.date", "date"}) {
      add(Kind::published, context_.evidence.find_meta(name), FieldSource::meta, name);
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
      const bool published =
          itemprop.find("datePublished") != std::string_view::npos || itemprop == "dateCreated";
      const bool modified = itemprop.find("dateModified") != std::string_view::npos;
      if ((published || modified) && !context_.is_elsewhere(property)) {
        add(published ? Kind::published : Kind::modified,
            value_of_element(property.node),
            FieldSource::microdata,
            published ? "itemprop=datePublished" : "itemprop=dateModified");
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

  /// The evidence of a list, nearest to the headline first.
  std::vector<EvidenceNode> sorted_by_distance(const std::vector<EvidenceNode>& nodes) const {
    std::vector<EvidenceNode> sorted = nodes;
    std::ranges::stable_sort(
        sorted, {}, [&](const EvidenceNode& node) { return distance(node.offset); });
    return sorted;
  }

  static constexpr std::uint32_t farthest = 3000;  // bytes of text

  /// Looks for the entries of a live blog: elements of one parent and tag below the headline, each
  /// with a time and more than a line of text. Their times are no dates of the article.
  void find_entries() {
    if (context_.heading == nullptr) {
      return;
    }
    constexpr int most_levels = 4;  // of a time below its entry
    const html::Tree& tree = context_.tree;
    std::vector<std::pair<NodeId, NodeId>> around;  // parent and child
    for (const EvidenceNode& time : context_.evidence.times) {
      NodeId child = time.node;
      for (int level = 0; level <= most_levels; ++level) {
        const NodeId parent = tree.parent(child);
        if (parent == html::no_node || child < context_.heading->node ||
            tree.tag(child) == html::Tag::body) {
          break;
        }
        around.emplace_back(parent, child);
        child = parent;
      }
    }
    std::ranges::sort(around);
    const auto repeated = std::ranges::unique(around);
    around.erase(repeated.begin(), repeated.end());
    for (std::size_t i = 0; i + 1 < around.size(); ++i) {
      const auto [parent, child] = around[i];
      const auto [next_parent, next] = around[i + 1];
      if (parent == next_parent && tree.tag(child) == tree.tag(next) && is_entry(child) &&
          is_entry(next)) {
        entries_.push_back(child);
        entries_.push_back(next);
      }
    }
    std::ranges::sort(entries_);
  }

  /// Whether an element has more text than a line with a date has.
  bool is_entry(NodeId node) const { return short_text(context_.tree, node, longest_line).empty(); }

  bool is_in_entry(NodeId node) const {
    for (NodeId at = node; !entries_.empty() && at != html::no_node && at >= entries_.front();
         at = context_.tree.parent(at)) {
      if (std::ranges::binary_search(entries_, at)) {
        return true;
      }
    }
    return false;
  }

  /// A live blog that says nothing of its publication began with its first entry.
  void add_first_entry() {
    std::optional<PageDate> first;
    for (const EvidenceNode& time : context_.evidence.times) {
      if (!is_in_entry(time.node)) {
        continue;
      }
      const std::optional<PageDate> date =
          parse_page_date(value_of_element(time.node), context_.order);
      if (date && (!first || to_utc(*date).seconds < to_utc(*first).seconds)) {
        first = date;
      }
    }
    if (first) {
      add(Kind::published, *first, FieldSource::time_element, "time of the first entry");
    }
  }

  /// Elements that are times or whose names say that they are dates, nearest to the headline first.
  void read_marked() {
    std::vector<EvidenceNode> marked = context_.evidence.times;
    for (const EvidenceNode& node : context_.evidence.named) {
      if ((node.roles & role_date) != 0) {
        marked.push_back(node);
      }
    }
    for (const EvidenceNode& node : sorted_by_distance(marked)) {
      if (distance(node.offset) > farthest) {
        break;
      }
      if (is_in_entry(node.node) || context_.is_elsewhere(node) || is_in_notice(node.node)) {
        continue;
      }
      if (context_.tree.tag(node.node) == html::Tag::time) {
        const bool modified = (node.roles & role_modified) != 0 || is_change(node.node);
        read_time(node.node, modified ? Kind::modified : Kind::published);
      } else {
        read_line(node.node, FieldSource::element, "class of a date", node.roles);
      }
    }
  }

  /// Adds the date of a `time` element: its attribute, unless readers see another day, further away
  /// than places are from each other.
  void read_time(NodeId node, Kind kind) {
    constexpr std::int64_t day = 86'400;  // seconds
    const std::optional<PageDate> stated = parse_page_date(value_of_element(node), context_.order);
    const std::optional<PageDate> shown =
        parse_page_date(short_text(context_.tree, node, longest_line), context_.order);
    const bool differ =
        stated && shown && std::abs(to_utc(*stated).seconds - to_utc(*shown).seconds) > 2 * day;
    if (const std::optional<PageDate>& date = differ ? shown : stated) {
      add(kind, *date, FieldSource::time_element, "time");
    }
  }

  /// Whether the text just before an element says that the date of a change follows.
  bool is_change(NodeId node) const {
    constexpr NodeId most_nodes = 16;
    constexpr std::size_t longest_label = 40;  // bytes
    std::string before;
    for (NodeId id = node; id > 0 && node - id < most_nodes && before.size() < longest_label;) {
      --id;
      before.insert(0, context_.tree.text(id).substr(0, 2 * longest_label));
    }
    const std::size_t begin = before.size() - std::min(before.size(), longest_label);
    return says_change(fold_case(std::string_view{before}.substr(begin)));
  }

  /// Adds the dates of a short text, each as what the words before it say.
  void read_line(NodeId node, FieldSource source, std::string_view place, Roles roles) {
    const Roles change = is_change(node) ? role_modified : Roles{0};
    read_text(short_text(context_.tree, node, longest_line),
              source,
              place,
              static_cast<Roles>(roles | change));
  }

  /// What a date needs to count: words before it that say what it is; those, or a line that is
  /// hardly more than the date, as datelines are; nothing.
  enum class Demand { label, label_or_alone, nothing };

  static bool meets(Demand demand,
                    std::string_view line,
                    const FoundDate& found,
                    std::string_view before,
                    bool modified) {
    constexpr std::size_t most_beside = 32;  // bytes
    if (demand == Demand::nothing || modified || has_any(before, publication_words)) {
      return true;
    }
    return demand == Demand::label_or_alone &&
           line.size() - (found.end - found.begin) <= most_beside;
  }

  /// Returns whether there was a date that counts.
  bool read_text(std::string_view line,
                 FieldSource source,
                 std::string_view place,
                 Roles roles,
                 Demand demand = Demand::nothing) {
    std::size_t begin = 0;
    bool any = false;
    for (const FoundDate& found : find_dates(line, context_.order)) {
      std::string before = fold_case(line.substr(begin, found.begin - begin));
      begin = found.end;
      if (has_any(before, other_words)) {
        continue;
      }
      // German puts the verb last: `am 20. November 2026 um 14 Uhr aktualisiert`.
      constexpr std::size_t verb = 48;  // bytes
      if (before.find(" am") != std::string::npos || before.find("wurde") != std::string::npos) {
        before += fold_case(line.substr(found.end, verb));
      }
      const bool modified =
          (roles & role_modified) != 0 ? !has_any(before, publication_words) : says_change(before);
      if (!meets(demand, line, found, before, modified)) {
        continue;
      }
      any = add(modified ? Kind::modified : Kind::published, found.date, source, place) || any;
    }
    return any;
  }

  /// Whether a node is in a line that is the notice of a correction: its date is of that.
  bool is_in_notice(NodeId node) const {
    constexpr std::size_t beginning = 240;  // bytes
    NodeId line = node;
    while (context_.tree.parent(line) != html::no_node &&
           !html::is_block(context_.tree.tag(line))) {
      line = context_.tree.parent(line);
    }
    std::string text;
    for (NodeId at = line; at < context_.tree.end(line) && text.size() < beginning; ++at) {
      text += context_.tree.text(at).substr(0, beginning);
    }
    return begins_as_notice(clean_value(cut_text(text, beginning)));
  }

  enum class Where { near, anywhere };

  void read_lines(Where where, Demand demand) {
    const bool last_resort = where == Where::anywhere && demand == Demand::nothing;
    const std::optional<EmbeddedPosts> posts =
        last_resort ? std::optional<EmbeddedPosts>{context_.tree} : std::nullopt;
    NodeId last = html::no_node;
    for (const EvidenceNode& node : sorted_by_distance(context_.evidence.digits)) {
      if (where == Where::near && distance(node.offset) > farthest) {
        break;
      }
      if (is_in_entry(node.node) ||
          (posts ? posts->around(node.node) != html::no_node : context_.is_elsewhere(node))) {
        continue;
      }
      NodeId line = node.node;
      while (context_.tree.parent(line) != html::no_node &&
             !html::is_block(context_.tree.tag(line))) {
        line = context_.tree.parent(line);
      }
      if (line == last) {
        continue;
      }
      last = line;
      if (is_in_notice(line)) {
        continue;
      }
      const std::string_view place = where == Where::near ? "line" : "far line";
      const std::string text = short_text(context_.tree, line, longest_line);
      if (text.empty()) {
        read_beginning(node.node, place, demand);
      } else if (!read_text(text, FieldSource::visible_text, place, 0, demand)) {
        // The line may be more than the text that has the date: `Jane Doe, 20 Nov 2026 <b>…</b>`.
        read_text(clean_value(cut_text(context_.tree.text(node.node), longest_line)),
                  FieldSource::visible_text,
                  place,
                  0,
                  demand);
      }
    }
  }

  /// A paragraph that begins with its date: `BERLIN, 27. Januar 2026 – …`.
  void read_beginning(NodeId node, std::string_view place, Demand demand) {
    constexpr std::size_t beginning = 20;  // bytes
    const std::string text = clean_value(cut_text(context_.tree.text(node), 2 * longest_line));
    const std::vector<FoundDate> dates = find_dates(text, context_.order);
    if (!dates.empty() && (dates.front().begin < beginning || demand == Demand::label)) {
      read_text(std::string_view{text},
                FieldSource::visible_text,
                place,
                0,
                demand == Demand::label ? demand : Demand::nothing);
    }
  }

  /// Pages that scripts draw have their data in scripts. Without reading those, the first property
  /// of a known name says when the page was published.
  void read_scripts() {
    for (const char* name : {"\"datePublished\"",
                             "\"publishedDate\"",
                             "\"published_at\"",
                             "\"publishedAt\"",
                             "\"publishDate\"",
                             "\"publish_date\"",
                             "\"firstPublished\"",
                             "\"publicationDate\""}) {
      for (const std::string_view script : context_.evidence.scripts) {
        const std::size_t at = script.find(name);
        if (at == std::string_view::npos) {
          continue;
        }
        constexpr std::size_t value = 48;  // bytes
        const std::string_view rest = script.substr(at + std::string_view{name}.size(), value);
        const std::size_t begin = rest.find_first_not_of(" :\"");
        if (begin != std::string_view::npos &&
            add(Kind::published,
                rest.substr(begin, rest.find('"', begin) - begin),
                FieldSource::element,
                name)) {
          return;
        }
      }
    }
  }

  const MetadataContext& context_;
  std::vector<NodeId> entries_;  ///< of a live blog, ascending
  DateFields fields_;
};

}  // namespace

DateFields read_dates(const MetadataContext& context) {
  return DateReader{context}.read();
}

}  // namespace arch::article
