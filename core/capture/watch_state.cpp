#include "capture/watch_state.hpp"

#include "capture/page_facts.hpp"
#include "history/key.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace arch::capture {
namespace {

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

/// A site of a new configuration, which is as blind as the one of this name was.
WatchedSite site_from(const std::vector<WatchedSite>& before, const SiteConfig& config) {
  const auto same = std::ranges::find_if(
      before, [&](const WatchedSite& site) { return site.config.name == config.name; });
  WatchedSite site = same == before.end() ? WatchedSite{} : *same;
  site.config = config;
  return site;
}

/// Whether a list says that an article was changed since it was listed or, at first, looked at.
bool is_updated(const WatchedPage& page, const ListedArticle& listed, double now) {
  if (!listed.updated) {
    return false;
  }
  if (page.updated) {
    return *listed.updated > *page.updated;
  }
  // What lies ahead would be later than each look.
  return page.seen && *listed.updated > *page.seen &&
         static_cast<double>(listed.updated->seconds) <= now;
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
  const std::vector<WatchedSite> before = std::exchange(sites, {});
  lists.clear();
  for (WatchedHost& host : hosts) {
    host.lists.clear();
    host.site = no_site;
  }
  for (const SiteConfig& site : config.sites) {
    const auto number = static_cast<std::uint32_t>(sites.size());
    sites.push_back(site_from(before, site));
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
  const http::Url wanted = article_url(url);
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

void WatchState::recognise_pages() {
  for (std::uint32_t page = 0; page < pages.size(); ++page) {
    std::string key = likely_key(*archive_, pages[page].url);
    if (pages[page].key.empty() && archive_->store().find_article(key) &&
        page_of_key_.try_emplace(key, page).second) {
      pages[page].key = std::move(key);
    }
  }
}

std::optional<std::uint32_t> WatchState::open_known(const store::ArticleRow& row) {
  if (const auto page = page_of_key_.find(row.key); page != page_of_key_.end()) {
    return pages[page->second].slot ? std::nullopt : std::optional{page->second};
  }
  const auto url = http::Url::parse(row.key);
  const auto site = url ? find_site(*url) : std::nullopt;
  if (!site || fits_any(sites[*site].config.exclude, row.key)) {
    return std::nullopt;
  }
  const std::uint32_t page = open_page(*site, *url);
  if (!pages[page].key.empty()) {
    return std::nullopt;
  }
  pages[page].key = row.key;
  pages[page].is_at_key = true;
  page_of_key_.emplace(row.key, page);
  return page;
}

std::optional<std::uint32_t> WatchState::find_led_to(const http::Url& url) const {
  if (archive_ == nullptr) {
    return std::nullopt;
  }
  const auto page = page_of_key_.find(likely_key(*archive_, url));
  return page == page_of_key_.end() ? std::nullopt : std::optional{page->second};
}

void WatchState::move_page(std::uint32_t number, const http::Url& url) {
  WatchedPage& page = pages[number];
  page.is_at_key = false;
  page.url = article_url(url);
  page.host = open_host(page.site, page.url);
  page_of_url_.try_emplace(page.url.text(), number);
}

bool WatchState::is_of_site(const WatchedPage& page) {
  return page.site != no_site && find_site(page.url) == page.site;
}

void WatchState::load(const history::Archive& archive, LearnedRates* learned) {
  archive_ = &archive;
  learned_ = learned;
  if (const auto all = learned_ != nullptr ? learned_->find_all() : std::nullopt) {
    schedule.all_rates().restore(all->rates);
    schedule.all_rates().day.restore(all->day);
    schedule.set_threshold(all->threshold);
  }
  for (WatchedHost& host : hosts) {
    restore(host);
  }
  recognise_pages();
  for (const store::ArticleRow& row : archive.store().list({})) {
    const std::optional<std::uint32_t> opened = open_known(row);
    if (!opened) {
      continue;
    }
    const std::uint32_t page = *opened;
    if (!row.listing.first_seen) {
      hosts[pages[page].host].new_pages.push_back(page);  // was never seen
      continue;
    }
    pages[page].seen = row.listing.last_seen;
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
    bool is_known = page_of_url_.contains(article_url(*url).text());
    if (!is_known && latest && static_cast<double>(latest->seconds) < oldest) {
      continue;
    }
    if (const auto page = is_known ? std::nullopt : find_led_to(*url)) {
      page_of_url_.emplace(article_url(*url).text(), *page);
      is_known = true;
    }
    const std::uint32_t number = open_page(site, *url);
    WatchedPage& page = pages[number];
    if (!is_known) {
      page.published = listed.published;
      hosts[page.host].new_pages.push_back(number);
    } else if (page.slot && is_updated(page, listed, now)) {
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
