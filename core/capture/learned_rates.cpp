#include "capture/learned_rates.hpp"

#include "base/sha256.hpp"

#include <cstdint>
#include <system_error>

namespace arch::capture {
namespace {

/// Goes up whenever rows are packed otherwise, or rates come to mean something else.
constexpr const char* rows_version = "rates 3\n";

/// Articles have numbers above zero, and what concerns all of them has zero.
store::ArticleNumber number_of_site(std::string_view origin) {
  return store::ArticleNumber{-1 - static_cast<std::int64_t>(stamp_of(origin) >> 2U)};
}

}  // namespace

bool LearnedRates::exists(const std::filesystem::path& folder) {
  std::error_code none;
  return std::filesystem::exists(folder / store::rates_name, none);
}

LearnedRates::LearnedRates(const std::filesystem::path& folder)
    : file_(folder, store::rates_name, sha256(as_bytes(rows_version))) {}

std::optional<LearnedOfArticle> LearnedRates::find_article(store::ArticleNumber article,
                                                           std::string_view key) {
  const auto row = file_.find(article);
  return row ? unpack_article(*row, key) : std::nullopt;
}

std::optional<LearnedOfSite> LearnedRates::find_site(std::string_view origin) {
  const auto row = file_.find(number_of_site(origin));
  return row ? unpack_site(*row, origin) : std::nullopt;
}

std::optional<LearnedOfAll> LearnedRates::find_all() {
  const auto row = file_.find(store::ArticleNumber::none);
  return row ? unpack_all(*row) : std::nullopt;
}

void LearnedRates::keep(store::ArticleNumber article,
                        std::string_view key,
                        const LearnedOfArticle& what) {
  waiting_.emplace_back(article, pack(key, what));
}

void LearnedRates::keep(std::string_view origin, const LearnedOfSite& what) {
  waiting_.emplace_back(number_of_site(origin), pack(origin, what));
}

void LearnedRates::keep(const LearnedOfAll& what) {
  waiting_.emplace_back(store::ArticleNumber::none, pack(what));
}

void LearnedRates::write() {
  file_.put(waiting_);
  waiting_.clear();
}

}  // namespace arch::capture
