#include "capture/watch_state.hpp"

#include "history/key.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace arch::capture {
namespace {

http::Url plain(const http::Url& url) {
  return url.without_fragment().without_credentials().without_tracking();
}

double seconds_of(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

bool fits_any(const std::vector<UrlPattern>& patterns, std::string_view url) {
  return std::ranges::any_of(patterns,
                             [&](const UrlPattern& pattern) { return pattern.matches(url); });
}

IntervalBounds bounds_of(const SiteConfig& site) {
  return {.shortest = seconds_of(site.shortest_interval),
          .longest = seconds_of(site.longest_interval)};
}

Schedule::Past past_of(const store::Listing& listing) {
  const auto seconds = [&](const std::optional<UtcTime>& time) {
    return static_cast<double>(time.value_or(*listing.first_seen).seconds);
  };
  return {.published = seconds(listing.first_seen),
          .changed = seconds(listing.last_changed),
          .checked = seconds(listing.last_seen),
          .changes = listing.revisions > 0 ? listing.revisions - 1 : 0};
}

/// What was learned, with the looks that came after it was kept: those of a watch that was killed,
/// or of other commands.
Schedule::Learned brought_up_to(const Schedule::Past& past, const LearnedOfArticle& known) {
  Schedule::Learned learned = known.learned;
  if (past.checked <= known.kept) {
    return learned;
  }
  ArticleClock& clock = learned.clock;
  if (past.changes > 0 && past.changed > known.kept) {
    clock.start = clock_start_after(past.changed - clock.checked);
    clock.started = past.changed;
  }
  clock.checked = std::max(clock.checked, past.checked);
  learned.interval = 0;
  return learned;
}

}  // namespace

WatchState::WatchState(WatchConfig wanted)
    : schedule({.checks_per_hour = static_cast<double>(wanted.requests_per_hour)}) {
  configure(std::move(wanted), 0);
}

void WatchState::configure(WatchConfig wanted, double now) {
  config = std::move(wanted);
  schedule.aim_at(static_cast<double>(config.requests_per_hour));
  site_of_host_.clear();
  sites.clear();
  lists.clear();
  for (WatchedHost& host : hosts) {
    host.lists.clear();
    host.site = no_site;
  }
  for (const SiteConfig& site : config.sites) {
    const auto number = static_cast<std::uint32_t>(sites.size());
    sites.push_back({.config = site});
    add_lists(number, site.feeds, ListKind::feed, now);
    add_lists(number, site.sitemaps, ListKind::sitemap, now);
    add_lists(number, site.fronts, ListKind::front, now);
    for (const std::string& text : site.urls) {
      const auto url = http::Url::parse(text);
      if (!url) {
        continue;
      }
      if (const std::uint32_t page = open_page(number, *url); pages[page].key.empty()) {
        hosts[pages[page].host].new_pages.push_back(page);
      }
    }
  }
  // Pages of before belong to the sites of now, or to none.
  for (WatchedPage& page : pages) {
    const auto site = find_site(page.url);
    const bool was_left_out = std::exchange(page.site, site.value_or(no_site)) == no_site;
    if (site) {
      open_host(*site, page.url);
      if (was_left_out && page.slot && !page.in_flight) {
        schedule.hasten(*page.slot, now);
      }
    }
  }
}

std::uint32_t WatchState::open_host(std::uint32_t site, const http::Url& url) {
  const auto [place, is_new] =
      host_of_origin_.try_emplace(url.origin(), static_cast<std::uint32_t>(hosts.size()));
  if (is_new) {
    hosts.push_back({.origin = url.origin(), .site = no_site});
    hosts.back().schedule = schedule.add_site(bounds_of(sites[site].config));
    restore(hosts.back());
  }
  WatchedHost& host = hosts[place->second];
  if (host.site == no_site) {
    host.site = site;
    schedule.set_bounds(host.schedule, bounds_of(sites[site].config));
    set_limits(host);
  }
  return place->second;
}

void WatchState::set_limits(WatchedHost& host) {
  if (host.site == no_site) {
    return;
  }
  const SiteConfig& manners = sites[host.site].config;
  const auto asked_for = host.robots.crawl_delay().value_or(std::chrono::milliseconds{0});
  host.gate.set_limits({.delay = seconds_of(std::max(manners.delay, asked_for)),
                        .concurrency = manners.concurrency,
                        .per_hour = static_cast<double>(manners.requests_per_hour)});
}

void WatchState::add_lists(std::uint32_t site,
                           const std::vector<std::string>& urls,
                           ListKind kind,
                           double now) {
  for (const std::string& text : urls) {
    const auto url = http::Url::parse(text);
    if (!url) {
      continue;
    }
    const std::uint32_t host = open_host(site, *url);
    hosts[host].lists.push_back(static_cast<std::uint32_t>(lists.size()));
    lists.push_back(
        {.url = *url, .kind = kind, .site = site, .host = host, .due = now, .next = *url});
  }
}

std::optional<std::uint32_t> WatchState::find_site(const http::Url& url) {
  const std::string host{url.host()};
  const auto [place, is_new] = site_of_host_.try_emplace(host);
  if (is_new) {
    for (std::uint32_t site = 0; site < sites.size() && !place->second; ++site) {
      const SiteConfig& of = sites[site].config;
      for (const auto* urls : {&of.feeds, &of.sitemaps, &of.fronts, &of.urls}) {
        for (const std::string& text : *urls) {
          const auto named = http::Url::parse(text);
          if (named && http::is_same_site(*named, url)) {
            place->second = site;
          }
        }
      }
    }
  }
  return place->second;
}

std::uint32_t WatchState::open_page(std::uint32_t site, const http::Url& url) {
  const http::Url wanted = plain(url);
  const auto [place, is_new] =
      page_of_url_.try_emplace(wanted.text(), static_cast<std::uint32_t>(pages.size()));
  if (is_new) {
    pages.push_back({.url = wanted, .site = site, .host = open_host(site, wanted)});
  }
  return place->second;
}

void WatchState::restore(WatchedHost& host) {
  if (learned_ == nullptr) {
    return;
  }
  if (const auto known = learned_->find_site(host.origin)) {
    SiteRates& rates = schedule.rates(host.schedule);
    rates.restore(known->rates);
    rates.day.restore(known->day);
    rates.activity.restore(known->activity);
    host.closed_since = known->closed_since;
  }
}

void WatchState::load(const history::Archive& archive, LearnedRates* learned) {
  learned_ = learned;
  if (const auto all = learned_ != nullptr ? learned_->find_all() : std::nullopt) {
    schedule.all_rates().restore(all->rates);
    schedule.all_rates().day.restore(all->day);
    schedule.set_threshold(all->threshold);
  }
  for (WatchedHost& host : hosts) {
    restore(host);
  }
  for (const store::ArticleRow& row : archive.store().list({})) {
    const auto url = http::Url::parse(row.key);
    const auto site = url ? find_site(*url) : std::nullopt;
    if (!site || fits_any(sites[*site].config.exclude, row.key)) {
      continue;
    }
    const std::uint32_t page = open_page(*site, *url);
    if (!pages[page].key.empty()) {
      continue;
    }
    pages[page].key = row.key;
    page_of_key_.emplace(row.key, page);
    if (!row.listing.first_seen) {
      hosts[pages[page].host].new_pages.push_back(page);  // was never seen
      continue;
    }
    const SiteSlot host = hosts[pages[page].host].schedule;
    const Schedule::Past past = past_of(row.listing);
    const auto known =
        learned_ != nullptr ? learned_->find_article(row.number, row.key) : std::nullopt;
    watch(page, known ? schedule.add(host, brought_up_to(past, *known)) : schedule.add(host, past));
  }
}

void WatchState::keep_learned(const history::Archive& archive, double now) {
  const std::vector<ArticleSlot> touched = schedule.take_touched();
  if (learned_ == nullptr) {
    return;
  }
  std::set<std::uint32_t> of_hosts;
  for (const ArticleSlot slot : touched) {
    const WatchedPage& page = pages[page_of_slot.at(static_cast<std::uint32_t>(slot))];
    const auto number = archive.store().find_article(page.key);
    if (number) {
      learned_->keep(*number, page.key, {.learned = schedule.learned(slot), .kept = now});
      of_hosts.insert(page.host);
    }
  }
  if (of_hosts.empty()) {
    return;
  }
  for (const std::uint32_t host : of_hosts) {
    keep(hosts[host]);
  }
  const SiteRates& all = schedule.all_rates();
  learned_->keep(
      {.rates = all.learned(), .day = all.day.learned(), .threshold = schedule.threshold()});
  learned_->write();
}

void WatchState::keep(const WatchedHost& host) {
  const SiteRates& rates = schedule.rates(host.schedule);
  learned_->keep(host.origin,
                 {.rates = rates.learned(),
                  .day = rates.day.learned(),
                  .activity = rates.activity.learned(),
                  .closed_since = host.closed_since});
}

void WatchState::set_closed(WatchedHost& host, double since) {
  host.closed_since = since;
  if (learned_ != nullptr) {
    keep(host);
    learned_->write();
  }
}

bool WatchState::allows(const http::Url& url, double now) const {
  const auto host = host_of_origin_.find(url.origin());
  return host != host_of_origin_.end() && hosts[host->second].knows_rules(now) &&
         hosts[host->second].robots.allows(url);
}

void WatchState::watch(std::uint32_t page, ArticleSlot slot) {
  pages[page].slot = slot;
  page_of_slot.emplace(static_cast<std::uint32_t>(slot), page);
}

void WatchState::take(std::uint32_t list, const ArticleList& found, double now) {
  const std::uint32_t site = lists[list].site;
  const SiteConfig& of = sites[site].config;
  const double oldest = now - seconds_of(of.max_age);
  for (const ListedArticle& listed : found.articles) {
    const auto url = http::Url::parse(listed.url);
    // A front page's links have been chosen by `include` already, or by how they look.
    const bool is_wanted = of.include.empty() || fits_any(of.include, listed.url);
    if (!url || !is_wanted || fits_any(of.exclude, listed.url)) {
      continue;
    }
    const std::optional<UtcTime> latest = std::max(listed.updated, listed.published);
    const bool is_known = page_of_url_.contains(plain(*url).text());
    if (!is_known && latest && static_cast<double>(latest->seconds) < oldest) {
      continue;
    }
    const std::uint32_t number = open_page(site, *url);
    WatchedPage& page = pages[number];
    if (!is_known) {
      page.published = listed.published;
      hosts[page.host].new_pages.push_back(number);
    } else if (page.slot && listed.updated && page.updated && *listed.updated > *page.updated) {
      schedule.hasten(*page.slot, now);
    }
    page.updated = std::max(page.updated, listed.updated);
  }
}

void WatchState::walk_on(std::uint32_t number, const ArticleList& found, double now) {
  WatchedList& list = lists[number];
  if (!list.walk && found.sitemaps.empty()) {
    return;
  }
  if (!list.walk) {
    list.walk.emplace(list.url.text());
    list.walk->next();
  }
  const double oldest = now - seconds_of(sites[list.site].config.max_age);
  list.walk->found(found.sitemaps, UtcTime{static_cast<std::int64_t>(oldest)});
  while (const auto text = list.walk->next()) {
    const auto url = http::Url::parse(*text);
    // An index may name files of its own site, at whichever host.
    if (url && http::is_same_site(*url, list.url)) {
      fetch_next(number, *url);
      list.due = now;
      return;
    }
  }
  end_walk(number);
}

void WatchState::end_walk(std::uint32_t number) {
  lists[number].walk.reset();
  fetch_next(number, lists[number].url);
}

void WatchState::fetch_next(std::uint32_t number, const http::Url& url) {
  WatchedList& list = lists[number];
  list.next = url;
  const std::uint32_t host = open_host(list.site, url);
  if (host != list.host) {
    std::erase(hosts[list.host].lists, number);
    hosts[host].lists.push_back(number);
    list.host = host;
  }
}

void WatchState::release(double now) {
  while (!retries_.empty() && retries_.begin()->first <= now) {
    const std::uint32_t page = retries_.begin()->second;
    retries_.erase(retries_.begin());
    hosts[pages[page].host].new_pages.push_back(page);
  }
}

bool WatchState::settle(std::uint32_t number, const std::string& key, double now) {
  WatchedPage& page = pages[number];
  const auto [place, is_new] = page_of_key_.try_emplace(key, number);
  if (!is_new && place->second != number) {
    page.slot = pages[place->second].slot;  // a list that says it is updated means the article
    return false;
  }
  page.key = key;
  if (!page.slot) {
    const double published = page.published ? static_cast<double>(page.published->seconds) : now;
    const ArticleSlot slot = schedule.add(
        hosts[page.host].schedule,
        Schedule::Past{.published = std::min(published, now), .changed = now, .checked = now});
    watch(number, slot);
    schedule.touch(slot);
  }
  return true;
}

}  // namespace arch::capture
