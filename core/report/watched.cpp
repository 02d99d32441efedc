#include "report/watched.hpp"

#include "article/link.hpp"
#include "base/unicode.hpp"
#include "history/stored_looks.hpp"

#include <algorithm>

namespace arch::report {
namespace {

constexpr std::int64_t day = std::int64_t{24} * 3600;

std::string_view outcome_of(const store::Article& article, std::uint32_t row) {
  const store::RecordRow& record = history::row_of(article, row);
  return article.shapes()[record.shape].literal_of("outcome").value_or("");
}

Coverage::Gaps gaps_of(const std::vector<double>& gaps) {
  if (gaps.empty()) {
    return {};
  }
  return {.count = gaps.size(),
          .median = median(gaps).value_or(0),
          .longest = *std::ranges::max_element(gaps)};
}

}  // namespace

void CoverageCounter::add(const history::History& history) {
  const history::StoredLooks looks = history::read_looks(history.stored());
  const auto in_period = [&](UtcTime time) { return time >= scope_.from && time < scope_.to; };
  std::uint64_t attempts = 0;
  for (std::size_t i = 0; i < looks.sightings.size(); ++i) {
    const UtcTime at = looks.sightings[i].observed;
    if (!in_period(at)) {
      continue;
    }
    ++attempts;
    ++counts_.looks;
    if (i == 0 || looks.sightings[i - 1].observed == at) {
      continue;
    }
    const std::int64_t age = at.seconds - looks.sightings.front().observed.seconds;
    std::vector<double>& gaps = age <= day ? first_day_ : age <= 7 * day ? first_week_ : later_;
    gaps.push_back(static_cast<double>(at.seconds - looks.sightings[i - 1].observed.seconds));
  }
  for (const history::StoredLooks::Absent& absence : looks.absences) {
    if (!in_period(absence.observed)) {
      continue;
    }
    ++attempts;
    const std::string_view outcome = outcome_of(history.stored(), absence.row);
    std::uint64_t& count = outcome == "blocked"          ? counts_.blocked
                           : outcome == "removed"        ? counts_.removed
                           : outcome == "not an article" ? counts_.not_articles
                                                         : counts_.unreachable;
    ++count;
  }
  counts_.articles += attempts > 0 ? 1U : 0U;
}

Coverage CoverageCounter::result() const {
  Coverage all = counts_;
  all.first_day = gaps_of(first_day_);
  all.first_week = gaps_of(first_week_);
  all.later = gaps_of(later_);
  return all;
}

bool ends_removed(const history::History& history) {
  const history::StoredLooks looks = history::read_looks(history.stored());
  if (looks.absences.empty() ||
      outcome_of(history.stored(), looks.absences.back().row) != "removed") {
    return false;
  }
  return looks.sightings.empty() ||
         looks.sightings.back().observed <= looks.absences.back().observed;
}

bool is_of_site(std::string_view key, std::string_view site) {
  const std::string host = fold_case(article::host_of(key));
  std::string wanted = fold_case(site);
  if (wanted.starts_with("www.")) {
    wanted.erase(0, 4);
  }
  return host == wanted || (host.size() > wanted.size() && host.ends_with(wanted) &&
                            host[host.size() - wanted.size() - 1] == '.');
}

std::string month_of(UtcTime time) {
  return format_rfc3339(time).substr(0, 7);
}

}  // namespace arch::report
