#include "capture/site_status.hpp"

#include "capture/watch_state.hpp"
#include "history/record_text.hpp"
#include "history/stored_looks.hpp"

#include <algorithm>
#include <utility>

namespace arch::capture {
namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t week = 7 * day;
constexpr double late_after = 3600;

/// A look at any article of a site.
struct SiteLook {
  UtcTime observed;
  std::string cause = {};  ///< empty: it saw the article
};

/// `challenge` of `challenge: "just a moment"`; the outcome where there is no reason.
std::string cause_of(std::string_view record) {
  const std::string_view reason = history::find_line(record, "reason").value_or("");
  const std::size_t colon = reason.find(':');
  return std::string{colon == std::string_view::npos
                         ? history::find_line(record, "outcome").value_or("")
                         : reason.substr(0, colon)};
}

/// The article's looks of the last week, and the last one that saw it.
void add_looks(const store::Article& article, UtcTime since, std::vector<SiteLook>& to) {
  const history::StoredLooks looks = history::read_looks(article);
  for (std::size_t i = 0; i < looks.sightings.size(); ++i) {
    if (looks.sightings[i].observed >= since || i + 1 == looks.sightings.size()) {
      to.push_back({.observed = looks.sightings[i].observed});
    }
  }
  for (const history::StoredLooks::Absent& absent : looks.absences) {
    if (absent.observed >= since) {
      to.push_back({.observed = absent.observed,
                    .cause = cause_of(article.record_text(history::row_of(article, absent.row)))});
    }
  }
}

void count(LookCount& counts, const SiteLook& look) {
  ++counts.looks;
  counts.seen += look.cause.empty() ? 1U : 0U;
}

void take_gap(SiteStatus& status, UtcTime from, UtcTime until) {
  const bool is_longer = !status.gap || until.seconds - from.seconds >
                                            status.gap->until.seconds - status.gap->from.seconds;
  if (until > from && is_longer) {
    status.gap = {.from = from, .until = until};
  }
}

void judge_looks(SiteStatus& status, std::vector<SiteLook> looks, UtcTime now) {
  std::ranges::stable_sort(looks, {}, &SiteLook::observed);
  const UtcTime week_ago{now.seconds - week};
  std::optional<UtcTime> seen;
  for (const SiteLook& look : looks) {
    status.last_look = look.observed;
    if (look.cause.empty()) {
      if (look.observed >= week_ago) {
        take_gap(status, std::max(seen.value_or(look.observed), week_ago), look.observed);
      }
      seen = look.observed;
      status.failures.clear();
    } else {
      ++status.failures[look.cause];
    }
    if (look.observed >= week_ago && look.observed <= now) {
      count(status.week, look);
    }
    if (look.observed.seconds >= now.seconds - day && look.observed <= now) {
      count(status.day, look);
    }
  }
  status.last_success = seen;
  if (seen) {
    take_gap(status, std::max(*seen, week_ago), now);
  }
}

}  // namespace

std::vector<SiteStatus> read_status(const history::Archive& archive,
                                    const WatchConfig& config,
                                    UtcTime now) {
  std::optional<LearnedRates> learned;
  if (LearnedRates::exists(archive.store().folder())) {
    learned.emplace(archive.store().folder());
  }
  WatchState state{config};
  state.load(archive, learned ? &*learned : nullptr);
  std::vector<SiteStatus> statuses(state.sites.size());
  std::vector<std::vector<SiteLook>> looks(state.sites.size());
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    statuses[i].name = state.sites[i].config.name;
  }
  for (const WatchedHost& host : state.hosts) {
    if (host.site != no_site && host.closed_since > 0) {
      statuses[host.site].closed.push_back(
          {.origin = host.origin, .since = UtcTime{static_cast<std::int64_t>(host.closed_since)}});
    }
  }
  const auto seconds = static_cast<double>(now.seconds);
  for (const WatchedPage& page : state.pages) {
    if (page.site == no_site || page.key.empty()) {
      continue;
    }
    SiteStatus& status = statuses[page.site];
    ++status.articles;
    if (const auto article = archive.store().find_article(page.key)) {
      add_looks(archive.store().read(*article), UtcTime{now.seconds - week}, looks[page.site]);
    }
    if (page.slot && state.schedule.due(*page.slot) <= seconds) {
      ++status.due;
      status.late += state.schedule.due(*page.slot) <= seconds - late_after ? 1U : 0U;
    }
  }
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    judge_looks(statuses[i], std::move(looks[i]), now);
  }
  return statuses;
}

}  // namespace arch::capture
