#pragma once

#include "capture/host_gate.hpp"
#include "capture/learned_rates.hpp"
#include "capture/schedule.hpp"
#include "capture/site_config.hpp"
#include "capture/sitemap.hpp"
#include "capture/visitors.hpp"
#include "history/archive.hpp"
#include "http/robots.hpp"
#include "http/url.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace arch::capture {

/// Of a page or host that the configuration leaves out.
inline constexpr std::uint32_t no_site = UINT32_MAX;

/// A page that is watched, or was found and not seen yet.
struct WatchedPage {
  http::Url url;
  std::string key = {};  ///< empty until it was seen
  std::uint32_t site = 0;
  std::uint32_t host = 0;
  std::optional<ArticleSlot> slot = {};
  std::optional<UtcTime> published = {};  ///< as listed
  std::optional<UtcTime> updated = {};    ///< likewise, the latest
  std::optional<UtcTime> seen = {};       ///< the last look before the watch began
  std::uint16_t failures = 0;             ///< visits in a row that did not see it
  std::uint8_t held = 0;                  ///< times that this visit waited for another host's rules
  bool in_flight = false;
  bool is_told = false;  ///< its trouble
  /// `url` is only the article's key: where its page was found is on record.
  bool is_at_key = false;
};

/// A feed, sitemap or front page.
struct WatchedList {
  http::Url url;
  ListKind kind = ListKind::feed;
  std::uint32_t site = 0;
  std::uint32_t host = 0;
  double due = 0;  ///< seconds since 1970
  std::string etag = {};
  std::string last_modified = {};
  std::optional<SitemapWalk> walk = {};  ///< of a sitemap that is being read
  http::Url next;                        ///< what of it is fetched next
  std::uint8_t held = 0;                 ///< as of WatchedPage
  bool in_flight = false;
  bool is_told = false;
};

/// What is known of one origin.
struct WatchedHost {
  std::string origin;
  HostGate gate = {};
  enum class Rules : std::uint8_t { unknown, asked, known } rules = Rules::unknown;
  http::Robots robots = http::Robots::allow_all();
  double rules_until = 0;   ///< seconds since 1970
  double closed_since = 0;  ///< robots.txt cannot be read since then: nothing is fetched; 0: it can
  std::uint32_t site = 0;   ///< whose politeness counts: the first that named it
  SiteSlot schedule{};
  std::vector<std::uint32_t> lists = {};
  std::deque<std::uint32_t> new_pages = {};
  /// Pages and lists that redirect here and wait for the rules; of lists with list_tag.
  std::vector<std::uint64_t> waiting = {};

  bool knows_rules(double now) const { return rules == Rules::known && rules_until > now; }
};

/// Marks the number of a list among those of pages.
inline constexpr std::uint64_t list_tag = std::uint64_t{1} << 32;

/// How a site fares.
struct WatchedSite {
  SiteConfig config = {};
  std::uint32_t failures = 0;       ///< of pages, in a row
  std::uint32_t list_failures = 0;  ///< likewise
  bool is_blind = false;
};

/// All that is watched. Grows only: what a new configuration leaves out is not visited any more.
class WatchState {
public:
  explicit WatchState(WatchConfig wanted);

  /// Sites, lists and single pages of a configuration, which replaces the one before.
  void configure(WatchConfig wanted, double now);
  /// The articles that the archive has of the sites, and what an earlier watch learned of them.
  /// `archive` outlives this; `learned` may be null, otherwise it does too.
  void load(const history::Archive& archive, LearnedRates* learned);
  /// Keeps what the schedule learned since the last time.
  void keep_learned(const history::Archive& archive, double now);

  /// The page with this URL, made if there is none.
  std::uint32_t open_page(std::uint32_t site, const http::Url& url);
  /// Takes in what a list names: new articles wait to be visited, updated ones are due.
  void take(std::uint32_t list, const ArticleList& found, double now);
  /// Page `number` was seen and is the article `key`: from now on it is checked as the schedule
  /// says. False if another page is that article already.
  bool settle(std::uint32_t number, const std::string& key, double now);

  /// List `number` named `found`: what of its sitemaps is fetched next.
  void walk_on(std::uint32_t number, const ArticleList& found, double now);
  /// The list is fetched from its beginning next.
  void end_walk(std::uint32_t number);
  /// Visits a page that was never seen again at `time`; release() then lets it wait at its host.
  void retry(std::uint32_t page, double time) { retries_.emplace(time, page); }
  void release(double now);
  /// The politeness of a host, by its site and its robots.txt.
  void set_limits(WatchedHost& host);
  /// Page `number` is fetched from `url` from now on.
  void move_page(std::uint32_t number, const http::Url& url);
  /// Whether a page is of its site's own hosts, and not of one that its lists name.
  bool is_of_site(const WatchedPage& page);
  /// The host of a URL, made if there is none: a list or page of the site leads there.
  std::uint32_t open_host(std::uint32_t site, const http::Url& url);
  /// Whether the rules of the URL's host are known and allow it.
  bool allows(const http::Url& url, double now) const;
  /// Since when robots.txt of a host cannot be read, 0: it can. Is kept.
  void set_closed(WatchedHost& host, double since);

  WatchConfig config;
  std::vector<WatchedSite> sites;
  std::vector<WatchedHost> hosts;
  std::vector<WatchedPage> pages;
  std::vector<WatchedList> lists;
  Schedule schedule;
  std::unordered_map<std::uint32_t, std::uint32_t> page_of_slot;

private:
  /// What of a list is fetched next, and by whose politeness.
  void fetch_next(std::uint32_t number, const http::Url& url);
  void add_lists(std::uint32_t site,
                 const std::vector<std::string>& urls,
                 ListKind kind,
                 double now);
  std::optional<std::uint32_t> find_site(const http::Url& url);
  /// Pages of the configuration, of which the archive knows which articles they are.
  void recognise_pages();
  /// The page of an article of the archive, if it is to be watched and is not yet.
  std::optional<std::uint32_t> open_known(const store::ArticleRow& row);
  /// The page of the article to which a URL led before, if there is one.
  std::optional<std::uint32_t> find_led_to(const http::Url& url) const;
  void watch(std::uint32_t page, ArticleSlot slot);
  void restore(WatchedHost& host);
  void keep(const WatchedHost& host);

  const history::Archive* archive_ = nullptr;  ///< that load() was given, which outlives this
  LearnedRates* learned_ = nullptr;

  std::multimap<double, std::uint32_t> retries_;
  std::unordered_map<std::string, std::uint32_t> host_of_origin_;
  std::unordered_map<std::string, std::uint32_t> page_of_url_;
  std::unordered_map<std::string, std::uint32_t> page_of_key_;
  std::unordered_map<std::string, std::optional<std::uint32_t>> site_of_host_;
};

}  // namespace arch::capture
