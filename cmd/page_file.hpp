#pragma once

#include "article/reader.hpp"
#include "article/site_rules.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"

#include <string>
#include <string_view>

namespace arch::cmd {

/// Reads a page that a user names: the bytes of `file`, `-` being standard input. Throws
/// Error{usage} for a folder, Error{not_found} or Error{io} when it cannot be read, and
/// Error{unsupported} when it is larger than history::max_page_size.
Bytes read_page_file(const std::string& file);

/// Throws Error{usage} unless `url` is empty or an absolute URL of http or https.
void check_page_url(std::string_view url);

/// Throws Error{unsupported} if the bytes of `file` are no text and no PDF file.
void refuse_binary(ByteView page, const std::string& file);

/// Reads the article out of what read_page_file() gave for `file`: a PDF file as read_pdf() does
/// and throws, all else as article::read_document() does, once check_page_url() and
/// refuse_binary() let them pass. `url` is where it came from, empty when not known.
article::ReadDocument read_given_page(ByteView page,
                                      const std::string& file,
                                      std::string_view url,
                                      UtcTime observed,
                                      const article::SiteRules& rules);

}  // namespace arch::cmd
