#pragma once

#include "corrections/known_verdicts.hpp"
#include "corrections/policy.hpp"
#include "history/archive.hpp"
#include "history/history.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace arch::report {

/// Which articles `--site`, `--section` and a policy select, for every command that takes them.

/// What a document says of itself that is printed.
struct Named {
  std::string headline = {};
  std::string section = {};
  std::string language = {};
};
Named names_of(std::string_view document);

/// How many words the body of a document has: runs of what is no white space, and each character of
/// scripts without spaces between words (Chinese, Japanese, Thai and their like).
std::uint32_t count_words(std::string_view document);

/// Whether a key is a URL of this host or of one below it; `www.` before it, port and letter case
/// are ignored. Of a key that is no URL: never. Every key is of the empty site.
bool is_of_site(std::string_view key, std::string_view site);

/// Whether an article of `section`, as its document names it, is asked for by `wanted` (empty: all)
/// and judged by the policy. Letter case and accents are ignored.
bool is_of_section(std::string_view section,
                   std::string_view wanted,
                   const corrections::Policy& policy);

/// What --site and --section may name in an archive, for telling who mistyped one: the hosts of all
/// keys that are URLs, and the sections of the latest documents of a site's articles. The second
/// reads them all. Throws Error{corrupt}.
std::set<std::string> known_sites(const history::Archive& archive);
std::set<std::string> known_sections(const history::Archive& archive, std::string_view site);

/// The section and length of the article's latest document, read only where `known` has them not.
/// The history has a revision. Throws Error{corrupt}.
corrections::KnownVerdicts::Latest latest_of(const history::History& history,
                                             corrections::KnownVerdicts& known);

}  // namespace arch::report
