#pragma once

#include "corrections/known_verdicts.hpp"
#include "store/derived_file.hpp"

#include <filesystem>
#include <mutex>
#include <utility>
#include <vector>

namespace arch::corrections {

/// What was judged of an archive's articles before, kept beside its database: see
/// store/derived_file.hpp. Of other rules nothing is kept. Threads may share one.
class Judgements {
public:
  /// Opens what is there, or makes it; where that cannot be, nothing is known and nothing is kept.
  explicit Judgements(const std::filesystem::path& folder);
  ~Judgements();
  Judgements(const Judgements&) = delete;
  Judgements& operator=(const Judgements&) = delete;

  /// What is known of the article as it is now, all its records read.
  KnownVerdicts find(const store::Article& article);
  /// Keeps what was added to `known`, soon or when this goes.
  void keep(const store::Article& article, const KnownVerdicts& known);

  /// Whether what was there was damaged, so that it is made again.
  bool was_damaged();

private:
  std::mutex mutex_;
  store::DerivedFile file_;
  std::vector<std::pair<store::ArticleNumber, Bytes>> waiting_;
};

}  // namespace arch::corrections
