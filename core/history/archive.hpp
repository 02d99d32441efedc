#pragma once

#include "base/bytes.hpp"
#include "base/object_id.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::history {

using store::ArticleNumber;

/// One look at an article that got its page.
struct Look {
  UtcTime observed;
  ByteView page;                        ///< the bytes as served or as read from a file
  std::string url = {};                 ///< where it came from; empty when not known
  std::optional<ObjectId> origin = {};  ///< of an origin record (see Recorder::add_origin)
  /// Further lines of the record, in order: lower-case names, printable one-line values.
  std::vector<std::pair<std::string, std::string>> source = {};
};

/// What became of a look.
struct Recorded {
  enum class Outcome {
    recorded,   ///< a capture was written
    unchanged,  ///< the document is what it was just before: a check was written
    known,      ///< this very look was recorded before; nothing was written
  } outcome = Outcome::recorded;
  ObjectId capture;  ///< id of the capture record, or of the one this check would have been
  ObjectId document;
  ObjectId page;
};

/// A look that got no page.
enum class Absence { blocked, unreachable, removed, not_an_article };

/// A run of looks that saw the same document.
struct Revision {
  std::uint32_t number = 0;              ///< from 0, the oldest
  std::uint64_t id_prefix = 0;           ///< of its first capture: top store::id_prefix_bytes bytes
  UtcTime first_seen;                    ///< its first capture
  UtcTime last_seen;                     ///< the last look that saw this document in this run
  std::optional<UtcTime> changed_after;  ///< last look of any outcome that still saw the older
                                         ///< text; absent for the first revision
  std::uint32_t captures = 0;
  std::uint32_t checks = 0;                  ///< unchanged checks in the run
  std::optional<std::uint32_t> reverted_to;  ///< earliest revision with the same document
  bool technical = false;                    ///< its first capture's cause is `technical`
  store::ObjectNumber document{};
  std::optional<store::ObjectNumber> page;  ///< of its first capture

  /// First 12 hex digits of the id.
  std::string short_id() const;
};

/// How a revision's document differs from the one before it (the first: from nothing).
struct ChangeSummary {
  std::uint32_t words_added = 0;
  std::uint32_t words_removed = 0;
  std::uint32_t blocks_added = 0, blocks_removed = 0, blocks_changed = 0, blocks_moved = 0;
  bool headline_changed = false;
  std::vector<std::string> fields_changed = {};  ///< other header fields, by name

  friend bool operator==(const ChangeSummary&, const ChangeSummary&) = default;
};

/// Everything known of one article as of one moment, worked out from its records.
class History {
public:
  explicit History(store::Article article);

  ArticleNumber number() const { return article_.number(); }
  const std::string& key() const { return article_.key(); }
  const store::Article& stored() const { return article_; }

  /// Oldest first. Empty only when nothing but checks without a page is known.
  const std::vector<Revision>& revisions() const { return revisions_; }

  /// The revision that readers saw at `at`: the last one first seen at or before it; nullopt if
  /// the first look came later.
  std::optional<std::uint32_t> find_at(UtcTime at) const;

  /// Index into stored().records() of the revision's captures, oldest first.
  const std::vector<std::uint32_t>& captures_of(std::uint32_t revision) const;

  std::string document(const Revision& revision) const;  ///< canonical text; Throws Error{corrupt}
  Bytes page(const Revision& revision) const;            ///< Throws Error{not_found} if it has none
  std::string record(const Revision& revision) const;    ///< text of its first capture's record
  ObjectId id(const Revision& revision) const;           ///< full id of its first capture

private:
  store::Article article_;
  std::vector<Revision> revisions_;
  std::vector<std::vector<std::uint32_t>> captures_;
};

class Recorder;

/// An archive: a folder `.arch` with a store of articles.
class Archive {
public:
  static constexpr std::string_view folder_name = ".arch";

  /// Makes `.arch` in `where` (made too when missing). Throws Error{usage} if there is one.
  static std::filesystem::path create(const std::filesystem::path& where);
  /// The `.arch` folder in `start` or the nearest folder above it, or nullopt.
  static std::optional<std::filesystem::path> find_folder(const std::filesystem::path& start);

  Archive(const std::filesystem::path& folder, store::OpenOptions::Access access);

  store::Store& store() { return store_; }
  const store::Store& store() const { return store_; }

  /// Throws Error{not_found}.
  History read(ArticleNumber article) const;

  /// The summaries of all revisions, from the cache or worked out now.
  std::vector<ChangeSummary> summaries(const History& history) const;

  /// store compaction, then summaries of changed articles into the cache.
  /// Returns false if progress stopped it.
  bool compact(const store::CompactOptions& options);

  /// Works every listing out again from the records.
  void rebuild();

  /// Adds everything that the archive in `other` has. Any order of merging gives the same.
  struct Merged {
    std::uint64_t articles = 0, captures = 0, checks = 0, annotations = 0;
  };
  Merged merge(const Archive& other, const store::OnProgress& progress);

private:
  friend class Recorder;
  store::Store store_;
};

/// One atomic addition to an archive: the archive's write lock from construction to commit().
class Recorder {
public:
  explicit Recorder(Archive& archive);

  /// A record that belongs to no article and describes where captures came from, such as a git
  /// commit: lines `name: value` after the heading `arch-origin 1`. Returns its id.
  ObjectId add_origin(std::string_view text);

  /// Records looks at the article called `key`, in any order, each with the page it got.
  /// A look whose document equals the one seen just before it (in order of observation) becomes
  /// a check `unchanged`; the first look of every run is a capture, also when a later arrival
  /// splits a run, so that any order of arrival gives the same revisions with the same ids.
  std::vector<Recorded> record(std::string_view key, std::span<const Look> looks);

  /// Records a look that got no page. `reason` is one printable line, may be empty.
  void record_absence(std::string_view key,
                      UtcTime observed,
                      Absence what,
                      std::string_view reason);

  /// Records an editor's note about the revision with this capture id.
  ObjectId annotate(ArticleNumber article,
                    const ObjectId& capture,
                    std::string_view kind,
                    std::string_view text,
                    UtcTime at);

  void commit();

private:
  Archive& archive_;
  store::Transaction transaction_;
};

/// A key as arch keeps it: trimmed, NFC. Throws Error{usage} with a hint when it is empty, longer
/// than max_key_size bytes, not UTF-8, or has control characters.
std::string make_key(std::string_view typed);
inline constexpr std::size_t max_key_size = 4096;

/// Largest page that is taken in, in bytes.
inline constexpr std::size_t max_page_size = std::size_t{64} * 1024 * 1024;

}  // namespace arch::history
