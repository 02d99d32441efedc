#pragma once

#include "article/site_rules.hpp"
#include "capture/url_pattern.hpp"
#include "capture/visit.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::capture {

/// What `arch.toml` says: what `arch watch` watches, and how. The file is described in
/// docs/watch.md, with examples/arch.toml, and each setting's default stands here.

/// By what an article is called in the archive.
enum class KeyRule : std::uint8_t {
  canonical,  ///< the canonical URL that the page names, if it is of the same site; else `url`
  url,        ///< the URL that was found, without tracking parameters
};

/// When pages are rendered by a browser.
enum class BrowserUse : std::uint8_t { never, automatic, always };

/// A site: where its articles are found, and how they are visited.
struct SiteConfig {
  std::string name = {};
  std::vector<std::string> feeds = {};
  std::vector<std::string> sitemaps = {};
  std::vector<std::string> fronts = {};  ///< pages with links to articles
  std::vector<std::string> urls = {};    ///< single articles

  /// Of the URLs that are found: none means all of feeds and sitemaps, and of fronts those that
  /// look like articles. Exclusion wins.
  std::vector<UrlPattern> include = {};
  std::vector<UrlPattern> exclude = {};

  KeyRule key = KeyRule::canonical;
  KeepPages keep_pages = KeepPages::changed;
  BrowserUse browser = BrowserUse::never;

  /// Least time between the starts of two requests to one host; robots.txt may ask for more. A
  /// second is what most robots.txt with a Crawl-delay for all ask for.
  std::chrono::milliseconds delay{1000};
  std::uint32_t concurrency = 2;           ///< requests to one host at a time, 1 to 64
  std::uint32_t requests_per_hour = 1800;  ///< to one host
  std::chrono::seconds discover_every = std::chrono::minutes{5};  ///< feeds, sitemaps and fronts
  /// What is found and says that it is older than this is not taken in.
  std::chrono::seconds max_age = std::chrono::days{30};
  /// Bounds of the time between two checks of an article.
  std::chrono::seconds shortest_interval = std::chrono::minutes{2};
  std::chrono::seconds longest_interval = std::chrono::days{40};
  /// A request that takes longer, with all its redirects, has failed.
  std::chrono::seconds timeout{60};
  /// For how long an article must be gone before it counts as removed.
  std::chrono::seconds removed_after = std::chrono::days{14};

  article::SharedRules rules = {};  ///< those of the file, for the pages of all sites

  std::uint32_t line = 0;  ///< of arch.toml, where it begins
};

/// What can happen that a hook is told.
enum class WatchEvent : std::uint8_t { revision, removal, site_blind, site_back };
inline constexpr std::size_t watch_events = 4;
std::string_view name_of(WatchEvent event);  ///< `revision`, `site-blind`

/// A command that is run on events, without a shell.
struct HookConfig {
  std::vector<std::string> command = {};  ///< program and arguments; not empty
  std::vector<WatchEvent> events = {};
};

struct WatchConfig {
  std::string contact = {};  ///< a URL or address in the User-Agent, for the owners of sites
  std::uint32_t requests_per_hour = 20'000;  ///< to all hosts
  std::uint32_t connections = 64;            ///< at a time, to all hosts
  bool allow_private = false;                ///< whether addresses that are not public are visited
  std::vector<HookConfig> hooks = {};
  article::SharedRules rules = {};  ///< how pages of some sites are read; may be null
  std::vector<SiteConfig> sites = {};
};

/// Something wrong in a file, and where. Lines and columns count from 1; a column of 0 is unknown.
struct ConfigProblem {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string what;
  std::string hint = {};

  friend bool operator==(const ConfigProblem&, const ConfigProblem&) = default;
};

struct ParsedConfig {
  WatchConfig config = {};
  std::vector<ConfigProblem> problems = {};  ///< in order of the file; none: config is usable
};

/// Reads the text of an arch.toml (TOML 1.0). Every input gives either a config or problems:
/// unknown names, wrong types and values out of their range, URLs and patterns that are none, what
/// is missing.
ParsedConfig parse_watch_config(std::string_view text);

/// Largest file that is read, in bytes: ten thousand sites.
inline constexpr std::size_t max_config_size = std::size_t{4} << 20;

/// Reads `1500ms`, `10s`, `5min`, `2h`, `14d`: a whole number with its unit, at most 100 years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// Returns the entry of a site as it would stand in the file: its name, where articles are found,
/// and patterns.
std::string to_toml(const SiteConfig& site);

}  // namespace arch::capture
