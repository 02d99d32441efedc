#pragma once

#include "history/history.hpp"
#include "report/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arch::report {

/// What looks at articles add up to.
class CoverageCounter {
public:
  explicit CoverageCounter(const Scope& scope) : scope_(scope) {}

  /// Counts the looks of one article.
  void add(const history::History& history);

  Coverage result() const;

private:
  const Scope& scope_;
  Coverage counts_ = {};
  std::vector<double> first_day_ = {};
  std::vector<double> first_week_ = {};
  std::vector<double> later_ = {};
};

/// Whether the article's last look found it removed.
bool ends_removed(const history::History& history);

/// Whether a key is a URL of this host or of one below it. Of a key that is no URL: never.
bool is_of_site(std::string_view key, std::string_view site);

/// `2026-11`, in UTC.
std::string month_of(UtcTime time);

}  // namespace arch::report
