#pragma once

#include "base/bytes.hpp"
#include "capture/rate_rows.hpp"
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

  /// Each is nullopt if nothing is known.
  std::optional<LearnedOfArticle> find_article(store::ArticleNumber article, std::string_view key);
  std::optional<LearnedOfSite> find_site(std::string_view origin);
  std::optional<LearnedOfAll> find_all();

  // In the place of what was known before, with the next write().
  void keep(store::ArticleNumber article, std::string_view key, const LearnedOfArticle& what);
  void keep(std::string_view origin, const LearnedOfSite& what);
  void keep(const LearnedOfAll& what);
  void write();

private:
  store::DerivedFile file_;
  std::vector<std::pair<store::ArticleNumber, Bytes>> waiting_;
};

}  // namespace arch::capture
