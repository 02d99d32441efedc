#pragma once

#include "corrections/policy.hpp"

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

/// Whether a key is a URL of this host or of one below it; `www.` before it, port and letter case
/// are ignored. Of a key that is no URL: never. Every key is of the empty site.
bool is_of_site(std::string_view key, std::string_view site);

/// Whether an article of `section`, as its document names it, is asked for by `wanted` (empty: all)
/// and judged by the policy. Letter case and accents are ignored.
bool is_of_section(std::string_view section,
                   std::string_view wanted,
                   const corrections::Policy& policy);

}  // namespace arch::report
