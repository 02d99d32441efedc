#include "report/watched.hpp"

#include "history/stored_looks.hpp"

#include <algorithm>
#include <limits>

namespace arch::report {
namespace {

constexpr std::int64_t day = std::int64_t{24} * 3600;

std::string_view outcome_of(const store::Article& article, std::uint32_t row) {
  const store::RecordRow& record = history::row_of(article, row);
  return article.shapes()[record.shape].literal_of("outcome").value_or("");
}

Coverage::Gaps gaps_of(std::vector<std::uint32_t>& gaps) {
  if (gaps.empty()) {
    return {};
  }
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::ranges::nth_element(gaps, middle);
  double median = *middle;
  if (gaps.size() % 2 == 0) {
    median = (median + *std::ranges::max_element(gaps.begin(), middle)) / 2;
  }
  return {.count = gaps.size(),
          .median = median,
          .longest = static_cast<double>(*std::ranges::max_element(gaps))};
}

std::uint32_t seconds_between(UtcTime from, UtcTime to) {
  constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(to.seconds - from.seconds, 0, most));
}

}  // namespace

Watched watched(const history::History& history, const Scope& scope) {
  const history::StoredLooks looks = history::read_looks(history.stored());
  const auto in_period = [&](UtcTime time) { return time >= scope.from && time < scope.to; };
  Watched found;
  for (std::size_t i = 0; i < looks.sightings.size(); ++i) {
    const UtcTime at = looks.sightings[i].observed;
    if (!in_period(at)) {
      continue;
    }
    ++found.looks;
    if (i == 0 || looks.sightings[i - 1].observed == at) {
      continue;
    }
    const std::int64_t age = at.seconds - looks.sightings.front().observed.seconds;
    std::vector<std::uint32_t>& gaps = age <= day       ? found.first_day
                                       : age <= 7 * day ? found.first_week
                                                        : found.later;
    gaps.push_back(seconds_between(looks.sightings[i - 1].observed, at));
  }
  for (const history::StoredLooks::Absent& absence : looks.absences) {
    if (!in_period(absence.observed)) {
      continue;
    }
    const std::string_view outcome = outcome_of(history.stored(), absence.row);
    std::uint64_t& count = outcome == "blocked"          ? found.blocked
                           : outcome == "removed"        ? found.removed
                           : outcome == "not an article" ? found.not_articles
                                                         : found.unreachable;
    ++count;
  }
  found.ends_removed = !looks.absences.empty() &&
                       outcome_of(history.stored(), looks.absences.back().row) == "removed" &&
                       (looks.sightings.empty() ||
                        looks.sightings.back().observed <= looks.absences.back().observed);
  return found;
}

void CoverageCounter::add(const Watched& article) {
  const std::uint64_t before = counts_.attempts();
  counts_.looks += article.looks;
  counts_.blocked += article.blocked;
  counts_.unreachable += article.unreachable;
  counts_.removed += article.removed;
  counts_.not_articles += article.not_articles;
  counts_.articles += counts_.attempts() > before ? 1U : 0U;
  first_day_.insert(first_day_.end(), article.first_day.begin(), article.first_day.end());
  first_week_.insert(first_week_.end(), article.first_week.begin(), article.first_week.end());
  later_.insert(later_.end(), article.later.begin(), article.later.end());
}

Coverage CoverageCounter::result() {
  Coverage all = counts_;
  all.first_day = gaps_of(first_day_);
  all.first_week = gaps_of(first_week_);
  all.later = gaps_of(later_);
  return all;
}

std::string month_of(UtcTime time) {
  return format_rfc3339(time).substr(0, 7);
}

}  // namespace arch::report
