#pragma once

#include "article/body.hpp"
#include "article/document.hpp"
#include "article/metadata.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"
#include "html/parse.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arch::article {

struct SiteRule;

/// What is known of a page beside its bytes. Only what is given is used, so that a page can be read
/// again from what its capture record keeps.
struct PageHints {
  std::string_view content_type = {};  ///< the HTTP header's value
  std::string_view url = {};           ///< that it was fetched from
  const SiteRule* rule = nullptr;      ///< that a person made for the page
};

/// An article as read out of a page, and how that went.
struct PageReading {
  Document document = {};
  Metadata metadata = {};  ///< what the page says of each field, with its sources
  Body body = {};          ///< the fate of each block
  html::EncodingDecision encoding = {};
  html::Fidelity fidelity = html::Fidelity::whole;
};

/// Reads the article out of a page of HTML, docs/extraction.md. Every sequence of bytes gives a
/// reading, the same on every machine for the same page and hints, within 2 seconds and 600 MB. The
/// document has blocks whenever the page has text.
PageReading read_page(ByteView page, const PageHints& hints = {});

/// The name of the reader that read_page() is, for capture records: `page/8-` and the digest of the
/// model. A reader that may make another document of any page has another name.
std::string page_reader_name();

}  // namespace arch::article
