#pragma once

#include "base/time.hpp"
#include "capture/site_config.hpp"
#include "capture/visitors.hpp"
#include "history/archive.hpp"
#include "http/fetcher.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace arch::capture {

/// Something that happened while watching, for logs, hooks and a live view.
struct WatchReport {
  enum class Kind : std::uint8_t {
    found,     ///< a new article was recorded
    revision,  ///< an article says something else than before
    removal,   ///< an article is gone for as long as `removed-after`
    /// Nothing of a site could be seen for some visits in a row; or, with the URL of a robots.txt,
    /// that cannot be read, so that nothing of its host is fetched.
    site_blind,
    site_back,
    trouble,  ///< a page or list that could not be read; told once until it can
  };
  Kind kind = Kind::found;
  UtcTime at = {};
  std::string site = {};
  std::string article = {};  ///< key; empty for a site's events
  std::string url = {};
  std::string headline = {};
  std::string id = {};      ///< of the capture, in hex digits
  std::string reason = {};  ///< one line
};

/// What a watcher did so far.
struct WatchTotals {
  std::uint64_t requests = 0;
  std::uint64_t checks = 0;  ///< visits to articles that are on record
  std::uint64_t found = 0;
  std::uint64_t revisions = 0;
  std::uint64_t removals = 0;
  std::uint64_t failed = 0;  ///< visits that did not see the article
  std::uint64_t lists = 0;   ///< feeds, sitemaps and front pages read
  std::size_t articles = 0;  ///< watched
  std::size_t in_flight = 0;
  std::string latest = {};  ///< URL that was asked for last
};

struct WatchOptions {
  std::filesystem::path folder;  ///< of the archive
  Clock now;                     ///< the time that goes on record
  /// Seconds of a clock that only ascends, for pacing.
  std::function<double()> ticks;
  /// 32 random hexadecimal digits: RecordOptions::salt.
  std::function<std::string()> make_salt;
  http::FetcherOptions fetcher = {};
  unsigned readers = 1;    ///< threads that read pages
  RenderPage render = {};  ///< the browser of sites that are set to use one; absent: none is there
  std::function<void(const WatchReport&)> report;
};

/// Watches sites: finds articles, visits them when they are due, records what became of it.
///
/// One thread fetches and records, others read. All that must survive is in the archive's records:
/// after a kill at any moment a new watcher works out from them when each article was looked at and
/// changed last, and goes on with what is due (docs/decisions/0016-watching.md). A host's rules
/// (robots.txt, delay, Retry-After, back-off) are kept per origin, so none holds up another.
class Watcher {
public:
  /// The archive must be open for writing and outlive it. Throws Error.
  Watcher(history::Archive& archive, WatchConfig config, WatchOptions options);
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher();

  /// Takes another configuration from now on.
  void reload(WatchConfig config);

  /// Starts what is due and may start, waits at most `longest` for something to happen, and records
  /// what was read meanwhile. Throws Error when the archive cannot be written.
  void step(std::chrono::milliseconds longest);

  /// Starts nothing more; step() then only finishes what is in flight.
  void stop();
  /// Whether nothing is in flight, and nothing waits to be recorded.
  bool is_idle() const;
  /// Whether it is_idle() and nothing is due before `now` either, but for what an error postponed.
  bool has_nothing_due() const;
  /// What an error postponed: visits and lists that are due at hosts that are left alone.
  std::size_t left_undone() const;

  WatchTotals totals() const;

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace arch::capture
