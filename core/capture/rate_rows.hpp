#pragma once

#include "base/bytes.hpp"
#include "capture/schedule.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace arch::capture {

// What a watch learned of how often articles change, as the rows of bytes that
// capture/learned_rates.hpp keeps: docs/format.md#the-rates.

struct LearnedOfArticle {
  Schedule::Learned learned = {};
  double kept = 0;  ///< when it was kept, in seconds since 1970
};
struct LearnedOfSite {
  SiteRates::Learned rates = {};
  DayProfile::Learned day = {};
  SiteActivity::Learned activity = {};
  /// Since when robots.txt cannot be read, so that nothing is fetched; 0: it can.
  double closed_since = 0;
};
struct LearnedOfAll {
  SiteRates::Learned rates = {};
  DayProfile::Learned day = {};
  double threshold = 0;
};

/// A row begins with eight bytes of the hash of what it is about, an article's key or a site's
/// origin, so that the rows of one archive are never taken for those of another that was put in
/// its place.
std::uint64_t stamp_of(std::string_view name);

Bytes pack(std::string_view key, const LearnedOfArticle& what);
Bytes pack(std::string_view origin, const LearnedOfSite& what);
Bytes pack(const LearnedOfAll& what);

// Of any bytes: nullopt if the row is about something else, or damaged. Times and counts are never
// negative, and at most 1e15.
std::optional<LearnedOfArticle> unpack_article(ByteView row, std::string_view key);
std::optional<LearnedOfSite> unpack_site(ByteView row, std::string_view origin);
std::optional<LearnedOfAll> unpack_all(ByteView row);

}  // namespace arch::capture
