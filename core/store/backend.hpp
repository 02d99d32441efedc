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
#include <vector>

namespace arch::store {

/// Names a segment for ever: numbers are given out in ascending order and never again.
enum class SegmentId : std::int64_t {};

enum class SegmentKind : std::uint8_t {
  history = 0,  ///< records and objects, see segment.hpp
  checks = 1,   ///< checks at nearly equal intervals, see check_run.hpp
};

/// A packed piece of one article. The backend does not look inside.
struct SegmentRow {
  ArticleNumber article = ArticleNumber::none;
  SegmentKind kind = SegmentKind::history;
  std::int64_t sum = 0;       ///< of all above, head and body
  std::int64_t text_sum = 0;  ///< of texts
  Bytes head = {};            ///< not compressed: the SQL views read it
  Bytes body = {};
  Bytes texts = {};  ///< may be megabytes
};

/// What of a segment is wanted: texts are read only when asked for.
enum class SegmentPart { head_and_body, texts, all };

/// An article as the backend keeps it.
struct ArticleEntry {
  ArticleNumber number = ArticleNumber::none;
  std::string key = {};
  std::vector<SegmentId> segments = {};  ///< in order of arrival
  Listing listing = {};
  bool listing_whole = true;  ///< false: the listing's sum was wrong; it is empty then
};

/// Numbers that belong to the archive as a whole. Absent ones are 0.
enum class Counter {
  arrivals,         ///< records that have arrived
  recent_ids,       ///< entries that put_recent_id() added and clear_recent_ids() has not removed;
                    ///< the backend counts them itself
  next_run,         ///< of the id index
  next_dictionary,  ///< number of the next one
  dictionary_articles,  ///< that the archive had when its dictionary was made
  objects,              ///< in all articles
  raw_bytes,            ///< of all objects that are not made by a recipe
};

/// Kinds of blobs that are found by a number.
enum class Space {
  dictionary,  ///< of compression, by their number
  id_run,      ///< states of the runs of the id index
  id_page,     ///< pages of the id index
  cache,       ///< by article number
};

struct RecentId {
  std::uint64_t prefix = 0;  ///< ObjectId::prefix64()
  ArticleNumber article = ArticleNumber::none;

  friend auto operator<=>(const RecentId&, const RecentId&) = default;
};

/// What a backend says of its own health, see Store::verify().
struct BackendDamage {
  ArticleNumber article = ArticleNumber::none;  ///< none: not known, or no article's
  std::string subject = {};
  std::string problem = {};
  bool rebuildable = false;
};

/// Where the bytes of a backend are, in bytes: payload by kind, and all files.
struct BackendUsage {
  std::uint64_t articles = 0;  ///< how many
  std::uint64_t captures = 0;  ///< how many, by the listings
  std::uint64_t checks = 0;    ///< likewise
  std::uint64_t annotations = 0;
  std::uint64_t texts = 0;    ///< segments' texts
  std::uint64_t records = 0;  ///< heads and bodies of history segments
  std::uint64_t check_runs = 0;
  std::uint64_t names = 0;  ///< keys, titles
  std::uint64_t index = 0;  ///< id pages and recent ids
  std::uint64_t dictionaries = 0;
  std::uint64_t cache = 0;
  std::uint64_t free = 0;  ///< pages that are free
};

/// The rows behind a Store: what SQLite does now, and another database could.
///
/// Everything happens inside a transaction: reads see one moment, writes are all or nothing.
/// Errors: Error{corrupt} when rows cannot be read, Error{io} when the system refuses, Error{busy}
/// when another writer does not finish in time. After an Error a writing transaction can only be
/// rolled back; a reading one goes on after Error{corrupt}. Used from one thread.
class Backend {
public:
  Backend() = default;
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;
  virtual ~Backend() = default;

  /// Reading transactions nest, also inside a writing one; the outermost sets the moment.
  virtual void begin_read() = 0;
  virtual void end_read() noexcept = 0;
  /// Waits for the write lock at most `timeout_ms` milliseconds. Not inside another transaction.
  virtual void begin_write(std::uint32_t timeout_ms) = 0;
  /// When it returns, a power cut loses nothing.
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;

  virtual std::uint64_t counter(Counter counter) = 0;
  virtual void set_counter(Counter counter, std::uint64_t value) = 0;

  virtual std::optional<ArticleNumber> find_article(std::string_view key) = 0;
  /// Numbers are dense and ascending, from 1. The key must be new. Besides, ArticleNumber::none is
  /// there from the start, with an empty key; it can be read and updated, and is neither found,
  /// listed nor counted.
  virtual ArticleNumber add_article(std::string_view key) = 0;
  /// Throws Error{not_found} if there is none, Error{corrupt} if its entry's sum is wrong.
  virtual ArticleEntry read_article(ArticleNumber article) = 0;
  /// Replaces everything but the number and the key.
  virtual void update_article(const ArticleEntry& entry) = 0;
  virtual std::vector<ArticleRow> list(const ListFilter& filter) = 0;
  virtual std::uint64_t article_count() = 0;

  virtual SegmentId add_segment(const SegmentRow& row) = 0;
  /// nullopt when there is none: compaction may have removed it.
  virtual std::optional<SegmentRow> find_segment(SegmentId segment, SegmentPart part) = 0;
  virtual void replace_segment(SegmentId segment, const SegmentRow& row) = 0;
  virtual void remove_segment(SegmentId segment) = 0;
  /// Segments after `after`, ascending, at most `limit`: with their article, for verify.
  virtual std::vector<std::pair<SegmentId, ArticleNumber>> segments_after(SegmentId after,
                                                                          std::size_t limit) = 0;

  virtual void put_blob(Space space, std::int64_t key, ByteView bytes) = 0;  ///< replaces
  virtual std::optional<Bytes> find_blob(Space space, std::int64_t key) = 0;
  virtual void remove_blob(Space space, std::int64_t key) = 0;
  /// Keys from `from` on, ascending, at most `limit`.
  virtual std::vector<std::int64_t> blob_keys(Space space,
                                              std::int64_t from,
                                              std::size_t limit) = 0;

  /// Ids that are not in a page of the index yet. Equal ones are kept once.
  virtual void put_recent_id(const RecentId& id) = 0;
  /// Those with low <= prefix <= high, ascending, at most `limit`.
  virtual std::vector<RecentId> recent_ids(std::uint64_t low,
                                           std::uint64_t high,
                                           std::size_t limit) = 0;
  virtual void clear_recent_ids() = 0;

  /// False if it was there.
  virtual bool put_annotation(const Annotation& annotation) = 0;
  /// In order of time, then id. nullopt: of all articles.
  virtual std::vector<Annotation> annotations(std::optional<ArticleNumber> article) = 0;

  virtual BackendUsage usage() = 0;
  /// Looks for damage in the backend's own structures.
  virtual void check(const std::function<void(const BackendDamage&)>& found) = 0;
  /// Makes derived structures (indexes, sums of listings) again. In a writing transaction.
  virtual void rebuild_indexes() = 0;
  /// Gives up to `pages` free pages back to the file system; false when there are no more.
  /// Not inside a transaction. Holds the write lock meanwhile.
  virtual bool shrink(std::uint32_t pages) = 0;
};

/// SQLite in the file `archive.db` of `folder`. Views and tables: docs/format.md#packing.
/// Throws as Store's constructor does.
std::unique_ptr<Backend> open_sqlite_backend(const std::filesystem::path& folder,
                                             OpenOptions::Access access);
/// Makes an empty `archive.db`. Throws Error{usage} if there is one, or the log of one that is
/// gone.
void create_sqlite_backend(const std::filesystem::path& folder);

/// Keeps everything in memory: for tests, and as the shortest statement of what a backend does.
std::unique_ptr<Backend> make_memory_backend();

}  // namespace arch::store
