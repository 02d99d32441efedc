#include "article/read_page.hpp"

#include "article/language.hpp"
#include "article/link.hpp"
#include "article/site_rules.hpp"

#include <algorithm>

namespace arch::article {

namespace {

std::optional<std::string> first_value(const Field& field) {
  return field.empty() ? std::nullopt : std::optional{field.front().value};
}

std::string_view without_ellipsis(std::string_view text) {
  constexpr std::string_view ellipsis = "…";
  while (text.ends_with('.') || text.ends_with(ellipsis)) {
    text.remove_suffix(text.ends_with('.') ? 1 : ellipsis.size());
  }
  return text;
}

/// The standfirst that readers see. What only `meta` and JSON-LD say is made for search engines, is
/// often that of the whole site, and comes and goes without the article.
std::optional<std::string> seen_standfirst(const Field& field, const Body& body) {
  const auto is_seen = [&](const FieldValue& value) {
    const std::string_view text = without_ellipsis(value.value);
    return value.source == FieldSource::element ||
           (!text.empty() && std::ranges::any_of(body.fates, [&](const BlockFate& one) {
             return one.block.text.find(text) != std::string::npos;
           }));
  };
  const auto seen = std::ranges::find_if(field, is_seen);
  return seen == field.end() ? std::nullopt : std::optional{seen->value};
}

/// The language with its script, without region: some sites say `en` and `en-US` in turn.
std::optional<std::string> plain_language(const Field& field) {
  return field.empty() ? std::nullopt
                       : std::optional{std::string{language_and_script(field.front().value)}};
}

/// The canonical URL, at the site's own address where it is that of its twin for telephones: some
/// sites name either, in turn. A site's first page is not this article's.
std::optional<std::string> plain_canonical(const Field& field) {
  if (field.empty() || is_front_page(field.front().value)) {
    return std::nullopt;
  }
  return without_mobile_host(field.front().value);
}

Document make_document(const Metadata& metadata, const Body& body) {
  Document document{.headline = first_value(metadata.headline),
                    .standfirst = seen_standfirst(metadata.standfirst, body),
                    .byline = first_value(metadata.byline),
                    .section = first_value(metadata.section),
                    .published = first_value(metadata.published),
                    .modified = first_value(metadata.modified),
                    .language = plain_language(metadata.language),
                    .canonical = plain_canonical(metadata.canonical),
                    .blocks = body.blocks};
  for (const DeclaredCorrection& correction : metadata.corrections) {
    if (!correction.text.empty()) {
      document.corrections.push_back(correction.text);
    }
  }
  // Descriptions are often the first paragraph, or its beginning. Said twice, each edit of it would
  // be two.
  const bool repeated =
      document.standfirst && std::ranges::any_of(document.blocks, [&](const Block& block) {
        const std::string_view standfirst = without_ellipsis(*document.standfirst);
        return !standfirst.empty() && block.text.starts_with(standfirst);
      });
  if (repeated) {
    document.standfirst.reset();
  }
  return document;
}

}  // namespace

PageReading read_page(ByteView page, const PageHints& hints) {
  PageReading reading;
  const html::ParsedPage parsed = html::parse_page(page, {.content_type = hints.content_type});
  reading.encoding = parsed.encoding;
  reading.fidelity = parsed.fidelity;
  reading.metadata = read_metadata(
      parsed.tree,
      {.url = hints.url, .order = hints.rule != nullptr ? hints.rule->dates : std::nullopt});
  reading.body = find_body(parsed.tree,
                           {.headline = value_of(reading.metadata.headline),
                            .standfirst = value_of(reading.metadata.standfirst),
                            .byline = value_of(reading.metadata.byline),
                            .linked_body = reading.metadata.json_ld_body,
                            .rule = hints.rule});
  reading.document = make_document(reading.metadata, reading.body);
  return reading;
}

std::string page_reader_name() {
  return "page/8-" + std::string{body_model_digest()};
}

}  // namespace arch::article
