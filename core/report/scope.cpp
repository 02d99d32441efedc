#include "report/scope.hpp"

#include "article/link.hpp"
#include "base/unicode.hpp"
#include "corrections/plain_words.hpp"
#include "history/listing.hpp"

#include <algorithm>
#include <vector>

namespace arch::report {
namespace {

bool is_listed(const std::vector<std::string>& sections, const std::string& section) {
  return std::ranges::any_of(
      sections, [&](const std::string& one) { return corrections::to_plain(one) == section; });
}

}  // namespace

Named names_of(std::string_view document) {
  Named named{.headline = history::make_title(document)};
  for (std::size_t at = 0; at < document.size() && document[at] != '\n';) {
    const std::size_t end = std::min(document.find('\n', at), document.size());
    const std::string_view line = document.substr(at, end - at);
    if (line.starts_with("section: ")) {
      named.section = line.substr(9);
    } else if (line.starts_with("language: ")) {
      named.language = line.substr(10);
    }
    at = end + 1;
  }
  return named;
}

bool is_of_site(std::string_view key, std::string_view site) {
  if (site.empty()) {
    return true;
  }
  const std::string host = fold_case(article::host_of(key));
  std::string wanted = fold_case(site);
  if (wanted.starts_with("www.")) {
    wanted.erase(0, 4);
  }
  return host == wanted || (host.size() > wanted.size() && host.ends_with(wanted) &&
                            host[host.size() - wanted.size() - 1] == '.');
}

bool is_of_section(std::string_view section,
                   std::string_view wanted,
                   const corrections::Policy& policy) {
  if (wanted.empty() && policy.sections.empty() && policy.ignored_sections.empty()) {
    return true;
  }
  const std::string plain = corrections::to_plain(section);
  return (wanted.empty() || plain == corrections::to_plain(wanted)) &&
         (policy.sections.empty() || is_listed(policy.sections, plain)) &&
         !is_listed(policy.ignored_sections, plain);
}

}  // namespace arch::report
