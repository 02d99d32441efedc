#pragma once

#include "base/bytes.hpp"
#include "capture/schedule.hpp"
#include "store/derived_file.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::capture {

/// What a watch learned of how often articles change, and which hosts it may not ask, kept beside
/// the archive for the next one and for `arch status`: see store/derived_file.hpp. Nothing in it is
/// evidence, and what is missing is learned again.
class LearnedRates {
public:
  /// Whether the folder has such a file.
  static bool exists(const std::filesystem::path& folder);

  /// Opens what is there, or makes it; where that cannot be, nothing is known and nothing is kept.
  explicit LearnedRates(const std::filesystem::path& folder);

  struct OfArticle {
    Schedule::Learned learned = {};
    double kept = 0;  ///< when it was kept, in seconds since 1970
  };
  struct OfSite {
    SiteRates::Learned rates = {};
    DayProfile::Learned day = {};
    SiteActivity::Learned activity = {};
    /// Since when robots.txt cannot be read, so that nothing is fetched; 0: it can.
    double closed_since = 0;
  };
  struct OfAll {
    SiteRates::Learned rates = {};
    DayProfile::Learned day = {};
    double threshold = 0;
  };

  /// Each is nullopt if nothing is known.
  std::optional<OfArticle> find_article(store::ArticleNumber article, std::string_view key);
  std::optional<OfSite> find_site(std::string_view origin);
  std::optional<OfAll> find_all();

  // In the place of what was known before, with the next write().
  void keep(store::ArticleNumber article, std::string_view key, const OfArticle& what);
  void keep(std::string_view origin, const OfSite& what);
  void keep(const OfAll& what);
  void write();

private:
  store::DerivedFile file_;
  std::vector<std::pair<store::ArticleNumber, Bytes>> waiting_;
};

}  // namespace arch::capture
