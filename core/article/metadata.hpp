#pragma once

#include "article/json_ld.hpp"
#include "article/page_date.hpp"
#include "base/time.hpp"
#include "html/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// What of a page a value was read from.
enum class FieldSource {
  json_ld,
  open_graph,
  microdata,  ///< an element with itemprop
  meta,       ///< a `meta` element but Open Graph's
  heading,    ///< h1 or h2
  title_element,
  time_element,
  byline,  ///< an element that is an author's by its name, its rel or its words
  breadcrumb,
  element,       ///< another element whose class or id names what it is
  visible_text,  ///< words of the page that nothing marks
  link,          ///< link rel=canonical
  page_url,      ///< the URL that the page was fetched from
  html_element,  ///< the attributes of `html`
  guess,         ///< from the words of the text
};

/// Returns the name as `--explain` prints it: `json-ld`, `open graph` …
std::string_view name_of(FieldSource source);

/// A value of a field, and where it stands: `NewsArticle.headline`, `og:title`, `h1`.
struct FieldValue {
  std::string value = {};
  FieldSource source = FieldSource::json_ld;
  std::string place = {};

  friend bool operator==(const FieldValue&, const FieldValue&) = default;
};

/// What a page says of one field: the value that is right as far as can be told, then the others
/// in order of preference. Empty when the page says nothing of it.
using Field = std::vector<FieldValue>;

/// The value of a field, empty when there is none.
std::string_view value_of(const Field& field);

struct ImageMetadata {
  std::string url = {};  ///< absolute
  std::string alt = {};
  std::string caption = {};
  std::string credit = {};
  FieldSource source = FieldSource::json_ld;
};

/// A correction that the publisher declares (schema.org `correction`).
struct DeclaredCorrection {
  std::string text = {};
  std::string date = {};  ///< as to_text() of PageDate; empty when unknown
};

/// The fields of the article on a page. All texts are clean as a Document's must be.
struct Metadata {
  Field headline = {};
  Field standfirst = {};
  Field byline = {};  ///< names, joined by `, `
  Field section = {};
  Field published = {};  ///< as to_text() of PageDate
  Field modified = {};
  Field language = {};   ///< BCP 47
  Field canonical = {};  ///< absolute, http or https
  std::vector<ImageMetadata> images = {};
  std::vector<DeclaredCorrection> corrections = {};
  std::string site_name = {};
  std::string json_ld_body =
      {};  ///< articleBody as in the JSON: evidence for the body, never the body
  html::NodeId headline_node = html::no_node;  ///< the heading that shows the headline
};

struct MetadataOptions {
  std::string_view url = {};           ///< that the page was fetched from; empty when unknown
  std::optional<DayOrder> order = {};  ///< of 04/05/2026, where it is known of the site
};

/// Reads the metadata out of a page: the same for the same page and options, on every machine and
/// at any time. (When the page was seen says nothing: a page that stays as it is must not read
/// otherwise because a day went by.)
/// Which source goes before which is said in docs/extraction.md. One walk over the tree.
Metadata read_metadata(const html::Tree& tree, const MetadataOptions& options = {});

}  // namespace arch::article
