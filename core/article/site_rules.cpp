#include "article/site_rules.hpp"

#include "article/link.hpp"
#include "article/page_kind.hpp"
#include "article/read_page.hpp"
#include "base/ascii.hpp"
#include "base/sha256.hpp"

namespace arch::article {

namespace {

bool is_of_host(std::string_view host, std::string_view rule) {
  return host == rule || (host.size() > rule.size() && host.ends_with(rule) &&
                          host[host.size() - rule.size() - 1] == '.');
}

bool counts_at(const SiteRule& rule, UtcTime observed) {
  return (!rule.from || *rule.from <= observed) && (!rule.until || observed < *rule.until);
}

}  // namespace

const SiteRules& rules_in(const SharedRules& shared) {
  static const SiteRules none;
  return shared == nullptr ? none : *shared;
}

const SiteRule* find_rule(const SiteRules& rules, std::string_view url, UtcTime observed) {
  const std::string host = ascii_lowered(host_of(url));
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    if (is_of_host(host, rule->host) && counts_at(*rule, observed)) {
      return &*rule;
    }
  }
  return nullptr;
}

std::string rule_mark(const SiteRule& rule) {
  std::string text;
  for (const RuleSelector& selector : rule.keep) {
    text += "keep " + selector.text + "\n";
  }
  for (const RuleSelector& selector : rule.drop) {
    text += "drop " + selector.text + "\n";
  }
  if (rule.dates) {
    text += *rule.dates == DayOrder::day_first ? "dates day-month\n" : "dates month-day\n";
  }
  constexpr std::size_t shown_digits = 12;
  return "+" + sha256(as_bytes(text)).short_hex(shown_digits);
}

std::string reader_of(ByteView page,
                      std::string_view url,
                      UtcTime observed,
                      const SiteRules& rules) {
  const SiteRule* rule = find_rule(rules, url, observed);
  const bool ruled = rule != nullptr && kind_of_page(page) == PageKind::html;
  return ruled ? page_reader_name() + rule_mark(*rule) : reader_of(page);
}

ReadDocument read_document(ByteView page,
                           std::string_view url,
                           std::string_view content_type,
                           UtcTime observed,
                           const SiteRules& rules) {
  const SiteRule* rule = find_rule(rules, url, observed);
  if (rule == nullptr || kind_of_page(page) != PageKind::html) {
    return read_document(page, url, content_type);
  }
  const PageReading reading =
      read_page(page, {.content_type = content_type, .url = url, .rule = rule});
  return {.text = to_text(reading.document),
          .reader = page_reader_name() + rule_mark(*rule),
          .confidence = reading.body.confidence};
}

}  // namespace arch::article
