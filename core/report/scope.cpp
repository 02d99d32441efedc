#include "report/scope.hpp"

#include "article/link.hpp"
#include "base/unicode.hpp"
#include "base/utf8.hpp"
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

/// Scripts that part no words: Thai to Lao, Myanmar, Khmer, kana, Han, and what extends them.
bool is_without_spaces(char32_t character) {
  return (character >= 0x0E00 && character < 0x0F00) ||
         (character >= 0x1000 && character < 0x10A0) ||
         (character >= 0x1780 && character < 0x1800) ||
         (character >= 0x3040 && character < 0x3100) ||
         (character >= 0x3400 && character < 0xA000) ||
         (character >= 0x20000 && character < 0x32000);
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

std::uint32_t count_words(std::string_view document) {
  const std::size_t fields_end = document.starts_with('\n') ? 0 : document.find("\n\n");
  std::uint32_t words = 0;
  bool is_within = false;
  for (std::size_t at = std::min(fields_end, document.size()); at < document.size();) {
    const auto byte = static_cast<unsigned char>(document[at]);
    if (byte < 0x80) {
      const bool is_space = byte <= ' ';
      words += !is_space && !is_within ? 1U : 0U;
      is_within = !is_space;
      ++at;
      continue;
    }
    const CodePoint point = decode_code_point(document, at);
    const bool is_own = is_without_spaces(point.value);
    words += is_own || !is_within ? 1U : 0U;
    is_within = !is_own;
    at += point.size;
  }
  return words;
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

std::set<std::string> known_sites(const history::Archive& archive) {
  std::set<std::string> sites;
  for (const store::ArticleNumber number : archive.store().articles()) {
    sites.insert(fold_case(article::host_of(archive.store().row(number).key)));
  }
  sites.erase("");
  return sites;
}

std::set<std::string> known_sections(const history::Archive& archive, std::string_view site) {
  std::set<std::string> sections;
  for (const store::ArticleNumber number : archive.store().articles()) {
    if (!is_of_site(archive.store().row(number).key, site)) {
      continue;
    }
    const history::History history = archive.read(number);
    if (!history.revisions().empty()) {
      sections.insert(names_of(history.document(history.revisions().back())).section);
    }
  }
  sections.erase("");
  return sections;
}

corrections::KnownVerdicts::Latest latest_of(const history::History& history,
                                             corrections::KnownVerdicts& known) {
  const history::Revision& revision = history.revisions().back();
  if (auto latest = known.latest(revision.document)) {
    return *latest;
  }
  const std::string document = history.document(revision);
  corrections::KnownVerdicts::Latest latest{.section = names_of(document).section,
                                            .words = count_words(document)};
  known.set_latest(revision.document, latest);
  return latest;
}

}  // namespace arch::report
