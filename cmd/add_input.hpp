#pragma once

#include "article/reader.hpp"
#include "article/site_rules.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arch::cmd {

/// What `arch add` is asked to add: a page in a file and what is known of it. Empty: not given.
struct AddInput {
  std::string file = {};  ///< `-` is standard input
  std::string key = {};
  std::string at = {};  ///< a time as it was typed
  std::string url = {};
};

/// Reads a line of `arch add --batch`, a JSON record. Throws Error{usage}.
AddInput parse_batch_line(std::string_view line);

/// A page that was read, and the article that it is a page of.
struct TakenPage {
  AddInput input = {};
  std::string key = {};  ///< of the article, see take_page()
  Bytes page = {};
  article::ReadDocument read = {};  ///< what the page says
  std::string headline = {};        ///< empty if it has none
  UtcTime observed = {};
};

/// Reads the page of `input`, by the rule for its site if there is one, and works out the article's
/// key: the key that was given, else the URL that was given, else the canonical URL that the page
/// names, else the file's name without its extension. What a user says is stronger than what a page
/// says of itself: a page that names another article's URL must not get into that article's history
/// unasked. Throws as read_page_file() does.
TakenPage take_page(AddInput input, UtcTime observed, const article::SiteRules& rules);

}  // namespace arch::cmd
