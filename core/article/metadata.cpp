#include "article/metadata.hpp"

#include "article/language.hpp"
#include "article/link.hpp"
#include "article/metadata_fields.hpp"
#include "article/visible_text.hpp"
#include "base/unicode.hpp"
#include "html/parse.hpp"
#include "html/visible.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace arch::article {

namespace {

constexpr std::size_t most_candidates = 8;     // of a field: more explain nothing
constexpr std::size_t longest_markup = 16384;  // bytes of a value with tags or references

/// Whether two URLs are of one page, scheme, `www.` and a slash at the end aside.
bool is_same_page(std::string_view left, std::string_view right) {
  const auto path = [](std::string_view url) {
    std::string_view trimmed = path_of(url);
    while (trimmed.size() > 1 && trimmed.ends_with('/')) {
      trimmed.remove_suffix(1);
    }
    return trimmed;
  };
  return !host_of(left).empty() && host_of(left) == host_of(right) && path(left) == path(right);
}

/// The URL of a page that the Internet Archive shows under its own, else the URL itself.
std::string_view original_url(std::string_view url) {
  constexpr std::string_view mark = "/web/";
  constexpr std::size_t moment = 14;  // digits
  if (host_of(url) != "web.archive.org" || !path_of(url).starts_with(mark)) {
    return url;
  }
  const std::size_t inner = url.find('/', url.find(mark) + mark.size() + moment);
  return inner == std::string_view::npos ? url : url.substr(inner + 1);
}

/// The names by which the site calls itself.
std::vector<std::string> read_site_names(const PageEvidence& evidence,
                                         const LinkedData& data,
                                         std::string_view url) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view raw) {
    std::string name = clean_value(raw);
    if (!name.empty() && std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  };
  add(evidence.find_meta("og:site_name"));
  add(evidence.find_meta("application-name"));
  add(evidence.find_meta("twitter:site"));
  for (const std::string& name : data.site_names) {
    add(name);
  }
  std::string_view host = host_of(url);
  add(host);
  if (const std::size_t dot = host.rfind('.'); dot != std::string_view::npos) {
    add(host.substr(0, dot));
  }
  return names;
}

/// The node of JSON-LD that describes this page's article: the one that names its URL, else the
/// one with a headline like the page's title, else the first; articles before pages before videos.
const LinkedArticle* choose_linked(const LinkedData& data,
                                   const std::vector<std::string>& urls,
                                   std::string_view title) {
  const LinkedArticle* best = nullptr;
  double best_score = -1;
  for (const LinkedArticle& article : data.articles) {
    double score = article.kind == LinkedKind::article ? 4
                   : article.kind == LinkedKind::page  ? 1
                                                       : 0;
    const bool names_page = std::ranges::any_of(article.urls, [&](std::string_view link) {
      return std::ranges::any_of(urls, [&](std::string_view url) {
        const std::optional<std::string> absolute = resolve_link(url, link);
        return absolute && is_same_page(*absolute, url);
      });
    });
    score += names_page ? 2 : 0;
    score += 2 * similarity(clean_value(article.headline.empty() ? article.name : article.headline),
                            title);
    score += article.published.empty() ? 0 : 0.5;
    score += article.authors.empty() ? 0 : 0.25;
    if (score > best_score) {
      best_score = score;
      best = &article;
    }
  }
  return best;
}

void add_canonical(Field& field,
                   std::string_view base,
                   std::string_view link,
                   FieldSource source,
                   std::string_view place) {
  if (std::optional<std::string> url = resolve_link(base, link); url && !link.empty()) {
    add_value(field, std::move(*url), source, place);
  }
}

/// The URLs that a page gives for itself, by the order of precedence. A canonical URL that is of
/// another site, of a front page, or that stands against two others which agree, is another
/// page's, and goes behind them.
/// The URL without the parameters by which senders of links follow readers: they name no article.
std::string without_tracking(std::string_view url) {
  constexpr auto names = std::to_array<std::string_view>(
      {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "twclid"});
  const std::size_t query = url.find('?');
  if (query == std::string_view::npos) {
    return std::string{url};
  }
  std::string kept{url.substr(0, query)};
  const std::size_t path = kept.size();
  std::string_view rest = url.substr(query + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("&#"), rest.size());
    const std::string_view parameter = rest.substr(0, end);
    const std::string_view name = parameter.substr(0, parameter.find('='));
    if (!name.starts_with("utm_") && std::ranges::find(names, name) == names.end()) {
      kept += kept.size() == path ? '?' : '&';
      kept += parameter;
    }
    if (end < rest.size() && rest[end] == '#') {
      break;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return kept;
}

Field read_canonical(const PageEvidence& evidence,
                     const LinkedArticle* linked,
                     std::string_view url,
                     std::string_view base) {
  Field field;
  add_canonical(field, base, evidence.canonical, FieldSource::link, "canonical");
  add_canonical(field, base, evidence.find_meta("og:url"), FieldSource::open_graph, "og:url");
  if (linked != nullptr) {
    for (const std::string& link : linked->urls) {
      add_canonical(field, base, link, FieldSource::json_ld, linked->type + ".url");
    }
  }
  const bool page_is_front = !url.empty() && is_front_page(url);
  add_canonical(field, base, without_tracking(url), FieldSource::page_url, "address");
  std::erase_if(field, [&](const FieldValue& value) {
    return (!url.empty() && !is_same_site(value.value, url)) ||
           (is_front_page(value.value) && !page_is_front && field.size() > 1);
  });
  const auto supporters = [&](const FieldValue& value) {
    return std::ranges::count_if(
        field, [&](const FieldValue& other) { return is_same_page(value.value, other.value); });
  };
  if (field.size() > 2 && supporters(field.front()) == 1) {
    const auto agreed =
        std::ranges::find_if(field, [&](const FieldValue& value) { return supporters(value) > 1; });
    if (agreed != field.end()) {
      std::rotate(field.begin(), agreed, agreed + 1);
    }
  }
  return field;
}

/// Running text of the page: its paragraphs, as far as a guess needs them.
std::string sample_text(const html::Tree& tree) {
  constexpr std::size_t longest = 2048;  // bytes
  std::string sample;
  for (html::NodeId id = 0; id < tree.size() && sample.size() < longest; ++id) {
    if (tree.tag(id) == html::Tag::p) {
      for (html::NodeId inner = id; inner < tree.end(id); ++inner) {
        sample += tree.text(inner).substr(0, longest);
        sample += ' ';
      }
      id = tree.end(id) - 1;
    }
  }
  return sample;
}

/// The language that the page states, unless its text is plainly in another.
Field read_language(const html::Tree& tree,
                    const PageEvidence& evidence,
                    const LinkedArticle* linked) {
  Field field;
  const auto add = [&](std::string_view tag, FieldSource source, std::string_view place) {
    if (std::optional<std::string> normal = normalize_language(tag)) {
      add_value(field, std::move(*normal), source, place);
    }
  };
  add(evidence.html_language, FieldSource::html_element, "html lang");
  if (linked != nullptr) {
    add(linked->language, FieldSource::json_ld, linked->type + ".inLanguage");
  }
  add(evidence.find_meta("og:locale"), FieldSource::open_graph, "og:locale");
  add(evidence.find_meta("content-language"), FieldSource::meta, "content-language");
  add(evidence.find_meta("language"), FieldSource::meta, "language");
  const bool agree = std::ranges::all_of(field, [&](const FieldValue& value) {
    return primary_language(value.value) == primary_language(field.front().value);
  });
  if (!field.empty() && agree && field.size() > 1) {
    return field;
  }
  if (const auto guess = guess_language(sample_text(tree))) {
    const auto stated = std::ranges::find_if(
        field, [&](const FieldValue& value) { return primary_language(value.value) == *guess; });
    if (stated != field.end()) {
      std::rotate(field.begin(), stated, stated + 1);
    } else {
      field.insert(field.begin(), {std::string{*guess}, FieldSource::guess, "text"});
    }
  }
  return field;
}

std::vector<ImageMetadata> read_images(const PageEvidence& evidence,
                                       const LinkedArticle* linked,
                                       std::string_view base) {
  std::vector<ImageMetadata> images;
  const auto add = [&](ImageMetadata image, std::string_view link) {
    std::optional<std::string> url = resolve_link(base, link);
    if (url && std::ranges::find(images, *url, &ImageMetadata::url) == images.end()) {
      image.url = std::move(*url);
      images.push_back(std::move(image));
    }
  };
  if (linked != nullptr) {
    for (const LinkedImage& image : linked->images) {
      add({.caption = clean_value(image.caption), .credit = clean_value(image.credit)}, image.url);
    }
  }
  add({.alt = clean_value(evidence.find_meta("og:image:alt")), .source = FieldSource::open_graph},
      evidence.find_meta("og:image"));
  return images;
}

std::vector<DeclaredCorrection> read_corrections(const LinkedArticle* linked, DayOrder order) {
  std::vector<DeclaredCorrection> corrections;
  if (linked == nullptr) {
    return corrections;
  }
  for (const LinkedCorrection& declared : linked->corrections) {
    const std::optional<PageDate> date = parse_page_date(declared.date, order);
    std::string text = clean_value(declared.text);
    if (!text.empty()) {
      corrections.push_back({std::move(text), date ? to_text(*date) : ""});
    }
  }
  return corrections;
}

}  // namespace

std::string_view name_of(FieldSource source) {
  constexpr auto names = std::to_array<std::string_view>({"json-ld",
                                                          "open graph",
                                                          "microdata",
                                                          "meta",
                                                          "heading",
                                                          "title",
                                                          "time",
                                                          "byline",
                                                          "breadcrumb",
                                                          "element",
                                                          "visible text",
                                                          "link",
                                                          "address",
                                                          "html",
                                                          "guess"});
  return names[static_cast<std::size_t>(source)];
}

std::string_view value_of(const Field& field) {
  return field.empty() ? std::string_view{} : field.front().value;
}

void add_value(Field& field, std::string value, FieldSource source, std::string_view place) {
  if (!value.empty() && field.size() < most_candidates &&
      std::ranges::none_of(field, [&](const FieldValue& other) {
        return other.value == value && other.source == source;
      })) {
    field.push_back({std::move(value), source, std::string{place}});
  }
}

std::string clean_value(std::string_view text) {
  std::string plain{text};
  const bool has_markup =
      text.find('&') != std::string_view::npos || text.find('<') != std::string_view::npos;
  if (has_markup && text.size() <= longest_markup) {
    const html::ParsedPage parsed = html::parse_page(std::as_bytes(std::span{text}),
                                                     {.content_type = "text/html; charset=utf-8"});
    plain = html::visible_line(parsed.tree, 0);
  }
  std::ranges::replace_if(plain, [](char c) { return c >= 0 && c < ' '; }, ' ');
  std::string clean = visible_text(std::string_view{plain});
  clean.erase(0, clean.find_first_not_of(" \n"));
  while (clean.ends_with(' ') || clean.ends_with('\n')) {
    clean.pop_back();
  }
  std::ranges::replace(clean, '\n', ' ');
  return clean;
}

Metadata read_metadata(const html::Tree& tree, const MetadataOptions& options) {
  const std::string_view address = original_url(options.url);
  const PageEvidence evidence = collect_evidence(tree);
  const LinkedData data = read_linked_data(evidence.linked_data);
  Metadata metadata;
  std::string base{address};
  if (const auto resolved = resolve_link(address, evidence.base)) {
    base = *resolved;
  }
  std::vector<std::string> urls;
  for (const std::string_view link : {address, evidence.canonical, evidence.find_meta("og:url")}) {
    if (auto url = resolve_link(base, link); url && !link.empty()) {
      urls.push_back(std::move(*url));
    }
  }
  const std::string title = clean_value(evidence.title);
  const LinkedArticle* linked = choose_linked(data, urls, title);
  metadata.canonical = read_canonical(evidence, linked, address, base);
  metadata.language = read_language(tree, evidence, linked);
  const std::string url{address.empty() ? value_of(metadata.canonical) : address};
  MetadataContext context{
      .tree = tree,
      .evidence = evidence,
      .linked_data = data,
      .linked = linked,
      .url = url,
      .site_names = read_site_names(evidence, data, url),
      .order = options.order.value_or(day_order(value_of(metadata.language), host_of(url)))};
  metadata.headline = read_headline(context, context.heading);
  metadata.headline_node = context.heading == nullptr ? html::no_node : context.heading->node;
  metadata.byline = read_byline(context);
  metadata.standfirst = read_standfirst(context, value_of(metadata.headline));
  metadata.section = read_section(context);
  DateFields dates = read_dates(context);
  metadata.published = std::move(dates.published);
  metadata.modified = std::move(dates.modified);
  metadata.images = read_images(evidence, linked, base);
  metadata.corrections = read_corrections(linked, context.order);
  if (!context.site_names.empty()) {
    metadata.site_name = context.site_names.front();
  }
  if (linked != nullptr) {
    metadata.json_ld_body = linked->body;
  }
  return metadata;
}

}  // namespace arch::article
