#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>

namespace arch::article {

/// A document as read out of a page, and by whom.
struct ReadDocument {
  std::string text;    ///< docs/format.md#document-text
  std::string reader;  ///< the reader's name and version, for capture records
  /// 0 to 1: how sure it is that this is the article, and all of it; 1 of what is no HTML. Below
  /// article::doubtful a person should look at it.
  float confidence = 1;

  /// Whether document_of_text() makes it of the page again, so that it need not be kept.
  bool is_derived() const;
};

/// Returns the name of the reader that read_document() takes for this page, without reading it.
std::string reader_of(ByteView page);

/// Reads the article out of a page: HTML with read_page(), all else, Markdown too, with
/// document_of_text(). (Of a PDF file that is nothing to read: its text must be got out first.)
/// `url` is where the page came from and `content_type` what HTTP said that it is, empty when not
/// known. The same on every machine for the same arguments.
ReadDocument read_document(ByteView page, std::string_view url, std::string_view content_type = {});

}  // namespace arch::article
