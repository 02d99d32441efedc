#pragma once

#include "base/time.hpp"
#include "capture/site_config.hpp"
#include "history/archive.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace arch::capture {

/// Looks at a site's articles in a span of time, and how many of them saw their article.
struct LookCount {
  std::uint32_t looks = 0;
  std::uint32_t seen = 0;
};

/// How a site fares, as its articles' records tell.
struct SiteStatus {
  std::string name = {};
  std::size_t articles = 0;                  ///< that the archive has of it
  std::optional<UtcTime> last_success = {};  ///< latest look that saw its article
  std::optional<UtcTime> last_look = {};
  /// Looks since the last success, by cause: the word before the colon of their reasons, or their
  /// outcomes.
  std::map<std::string, std::uint32_t> failures = {};
  LookCount day = {};    ///< the last 24 hours
  LookCount week = {};   ///< the last 7 days
  std::size_t due = 0;   ///< articles that are due for a check
  std::size_t late = 0;  ///< that were due an hour ago
  /// The longest time of the last week in which no look saw an article of the site; from the
  /// beginning of that week or the first look ever, to now.
  struct Gap {
    UtcTime from;
    UtcTime until;
  };
  std::optional<Gap> gap = {};
  /// Hosts from which nothing is fetched because robots.txt cannot be read, as the last watch
  /// found.
  struct Closed {
    std::string origin;
    UtcTime since;
  };
  std::vector<Closed> closed = {};
};

/// Works it out for each site of the configuration, in its order. Reads the records of articles
/// that were looked at in the last week, without their texts. Throws Error{corrupt}.
std::vector<SiteStatus> read_status(const history::Archive& archive,
                                    const WatchConfig& config,
                                    UtcTime now);

}  // namespace arch::capture
