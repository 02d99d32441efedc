#include "article/read_page.hpp"

#include "article/site_rules.hpp"

#include <algorithm>

namespace arch::article {

namespace {

std::optional<std::string> first_value(const Field& field) {
  return field.empty() ? std::nullopt : std::optional{field.front().value};
}

Document make_document(const Metadata& metadata, const Body& body) {
  Document document{.headline = first_value(metadata.headline),
                    .standfirst = first_value(metadata.standfirst),
                    .byline = first_value(metadata.byline),
                    .section = first_value(metadata.section),
                    .published = first_value(metadata.published),
                    .modified = first_value(metadata.modified),
                    .language = first_value(metadata.language),
                    .canonical = first_value(metadata.canonical),
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
        std::string_view standfirst = *document.standfirst;
        while (standfirst.ends_with('.') || standfirst.ends_with("…")) {
          standfirst.remove_suffix(standfirst.ends_with('.') ? 1 : std::string_view{"…"}.size());
        }
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
  reading.metadata =
      read_metadata(parsed.tree,
                    {.url = hints.url,
                     .observed = hints.observed,
                     .order = hints.rule != nullptr ? hints.rule->dates : std::nullopt});
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
  return "page/3-" + std::string{body_model_digest()};
}

}  // namespace arch::article
