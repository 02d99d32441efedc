#pragma once

#include "article/page_date.hpp"
#include "article/reader.hpp"
#include "base/bytes.hpp"
#include "base/time.hpp"
#include "html/selector.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// A selector, and how it was written.
struct RuleSelector {
  std::string text = {};
  html::Selector selector = {};
};

/// How the pages of one site are to be read, where a person knows better than the reader of all
/// pages. Pages looked at before `from`, or at `until` and later, are read without it: sites are
/// rebuilt.
struct SiteRule {
  std::string host = {};  ///< of the pages' URLs, in lower case; its subdomains too
  std::optional<UtcTime> from = {};
  std::optional<UtcTime> until = {};
  std::vector<RuleSelector> keep = {};  ///< what is in such an element is the article
  std::vector<RuleSelector> drop = {};  ///< and what is in such a one is not
  std::optional<DayOrder> dates = {};   ///< which number of 04/05/2026 is the day
};

using SiteRules = std::vector<SiteRule>;

/// Rules that looks share with the configuration they are from, which may be read again while they
/// last.
using SharedRules = std::shared_ptr<const SiteRules>;

/// The rules that are shared; none when nothing is.
const SiteRules& rules_in(const SharedRules& shared);

/// The rule for a page looked at then: of several the last; nullptr when there is none.
const SiteRule* find_rule(const SiteRules& rules, std::string_view url, UtcTime observed);

/// What names a rule in the name of a reader: `+` and the first 12 digits of the SHA-256 of what it
/// says, but for its time. A rule that says something else is another reader.
std::string rule_mark(const SiteRule& rule);

/// Like reader_of() and read_document(), for a page that was looked at then, with the rule for it.
std::string reader_of(ByteView page,
                      std::string_view url,
                      UtcTime observed,
                      const SiteRules& rules);
ReadDocument read_document(ByteView page,
                           std::string_view url,
                           std::string_view content_type,
                           UtcTime observed,
                           const SiteRules& rules);

}  // namespace arch::article
