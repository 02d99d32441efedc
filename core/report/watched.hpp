#pragma once

#include "history/history.hpp"
#include "report/report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace arch::report {

/// What the looks at one article add to the coverage.
struct Watched {
  std::uint64_t looks = 0;
  std::uint64_t blocked = 0;
  std::uint64_t unreachable = 0;
  std::uint64_t removed = 0;
  std::uint64_t not_articles = 0;
  /// Seconds between two looks that got a page, by the article's age at the later one: see
  /// Coverage.
  std::vector<std::uint32_t> first_day = {};
  std::vector<std::uint32_t> first_week = {};
  std::vector<std::uint32_t> later = {};
  bool ends_removed = false;  ///< its last look found it removed
};
Watched watched(const history::History& history, const Scope& scope);

/// What looks at articles add up to.
class CoverageCounter {
public:
  void add(const Watched& article);
  /// An article that could not be read.
  void add_damaged() { ++counts_.damaged; }

  Coverage result();

private:
  Coverage counts_ = {};
  std::vector<std::uint32_t> first_day_ = {};
  std::vector<std::uint32_t> first_week_ = {};
  std::vector<std::uint32_t> later_ = {};
};

/// `2026-11`, in UTC.
std::string month_of(UtcTime time);

}  // namespace arch::report
