#pragma once

#include "history/change_summary.hpp"
#include "history/history.hpp"
#include "history/key.hpp"
#include "history/recorder.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace arch::history {

/// An archive: a folder `.arch` with a store of articles.
class Archive {
public:
  static constexpr std::string_view folder_name = ".arch";

  /// Makes `.arch` in `where` (made too when missing) and returns its path. Throws Error{usage} if
  /// there is one, Error{io}.
  static std::filesystem::path create(const std::filesystem::path& where);
  /// The `.arch` folder in `start` or the nearest folder above it, or nullopt.
  static std::optional<std::filesystem::path> find_folder(const std::filesystem::path& start);

  /// Opens the archive in `folder`, a path that create() or find_folder() gave. Throws as
  /// store::Store's constructor does.
  Archive(const std::filesystem::path& folder, store::OpenOptions::Access access);

  store::Store& store() { return store_; }
  const store::Store& store() const { return store_; }

  /// Throws Error{not_found} when there is no such article, Error{corrupt}.
  History read(ArticleNumber article) const;
  /// The article as it was when record `arrival` of the archive had arrived, and none after it.
  /// Throws Error{corrupt}.
  History read_as_of(ArticleNumber article, std::uint64_t arrival) const;

  /// The summaries of all revisions, from the cache or worked out now. Throws Error{corrupt}.
  std::vector<ChangeSummary> summaries(const History& history) const;

  /// Compacts the store, then puts the summaries of changed articles into the cache.
  /// Returns false if progress stopped it.
  bool compact(const store::CompactOptions& options);

  /// Makes again what can be made again from the records: Store::rebuild(), every listing, the
  /// aliases by which articles are found. Articles too damaged for that keep their listing.
  void rebuild();

  struct Merged {
    std::uint64_t articles = 0;     ///< that were not here before
    std::uint64_t captures = 0;     ///< records added, captures and any that are not known to us
    std::uint64_t checks = 0;       ///< likewise, absences too
    std::uint64_t annotations = 0;  ///< likewise
  };

  /// Adds everything that the archive in `other` has. Any order of merging gives the same. Done in
  /// short transactions: what was added stays when `progress` (articles done, of all) stops it or
  /// an error ends it, and merging again continues.
  /// With a `damaged` to tell, damaged articles of the other are left out, but for what of them was
  /// added before the damage was met.
  Merged merge(const Archive& other,
               const store::OnProgress& progress,
               const store::OnDamagedArticle& damaged = {});

private:
  friend class Recorder;
  store::Store store_;
};

}  // namespace arch::history
