#pragma once

#include "http/fetcher.hpp"
#include "http/url.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::http {

/// What a site's robots.txt lets us fetch: RFC 9309.
class Robots {
public:
  /// What is read of a file, in bytes. The RFC (2.5) asks for 500 KiB at least.
  static constexpr std::size_t max_size = std::size_t{1} << 20;
  /// Rules that are kept, and bytes of one. The largest files of news sites have a few thousand.
  static constexpr std::size_t max_rules = 20'000;
  static constexpr std::size_t max_rule_size = 4096;
  /// Redirects to follow on the way to the file; after more it counts as unavailable (2.3.1.2).
  static constexpr unsigned max_redirects = 5;
  /// For how long an answer may be used; longer only while the file is unreachable (2.4).
  static constexpr std::chrono::hours max_age{24};
  /// After so long without an answer a site's file counts as unavailable (2.3.1.4).
  static constexpr std::chrono::hours unreachable_limit{24 * 30};

  /// Reads a file for the crawler whose product token is `agent` (letters, `-`, `_`; letter case
  /// ignored). Its own groups count, all of them; without one those of `*`. Lines that are no rules
  /// are skipped. Every input gives rules, in time linear in its size.
  static Robots parse(std::string_view file, std::string_view agent);
  static Robots allow_all();
  static Robots disallow_all();

  /// What follows from the answer to GET /robots.txt (2.3.1): the rules in the body of a 2xx;
  /// all allowed after a 4xx and too many redirects; nothing after a 5xx and any other failure.
  static Robots of_answer(const Result& answer, std::string_view agent);

  /// Whether the answer was none, so that it should be asked for again soon and an older file of
  /// less than unreachable_limit counts.
  static bool is_unreachable(const Result& answer);

  /// By the longest rule that matches path and query; allow wins ties. /robots.txt is allowed.
  /// Time: linear in the path for each rule.
  bool allows(const Url& url) const;

  /// Least time between two requests, of the same groups. (Not in the RFC, but in many files.) At
  /// most a day; absent when none is asked for or it is no number.
  std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }

  /// The sitemaps that the file names, whatever group they stand in, absolute or not, in order; at
  /// most 1,000.
  const std::vector<std::string>& sitemaps() const& { return sitemaps_; }

private:
  struct Rule {
    std::string pattern;  ///< normalised: percent-encoded as RFC 9309, 2.2.2, has it
    bool allow = false;
  };
  class Reader;

  std::vector<Rule> rules_;  ///< longest first, of equal ones allow first
  std::optional<std::chrono::milliseconds> crawl_delay_;
  std::vector<std::string> sitemaps_;
};

/// Where the rules for a URL are.
Url robots_url(const Url& url);

}  // namespace arch::http
