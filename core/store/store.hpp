#pragma once

#include "base/bytes.hpp"
#include "base/object_id.hpp"
#include "base/time.hpp"
#include "store/damaged_article.hpp"
#include "store/record.hpp"

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

struct ArticleState;
struct StoreState;
struct TransactionState;

/// Names one article inside one archive. Number 0 holds the records that belong to no article.
enum class ArticleNumber : std::int64_t { none = 0 };

/// A way to make one object from another, such as a document from its page. Such an object costs
/// no bytes: it is made again when it is read, and its id is checked then.
struct Recipe {
  std::string name;  ///< kept in the archive, such as `text/1`
  std::function<std::string(ByteView)> make =
      {};  ///< pure: same bytes in, same bytes out, for ever
};

/// What is kept about an article for lists: worked out by the caller from the records, so that
/// it can be made again at any time. Times are the caller's statement, absent before the first.
struct Listing {
  std::string title = {};                    ///< the headline, at most 1,000 bytes
  std::optional<UtcTime> first_seen = {};    ///< of the first capture
  std::optional<UtcTime> last_changed = {};  ///< first capture of the latest revision
  std::optional<UtcTime> last_seen = {};     ///< of the latest look of any kind
  std::uint32_t revisions = 0;
  std::uint32_t captures = 0;
  std::uint32_t checks = 0;

  friend bool operator==(const Listing&, const Listing&) = default;
};

struct ArticleRow {
  ArticleNumber number = ArticleNumber::none;
  std::string key = {};
  Listing listing = {};
};

enum class ListOrder { last_changed, key };

struct ListFilter {
  std::string contains = {};                  ///< in key or title, ASCII case ignored; empty: all
  std::optional<UtcTime> changed_from = {};   ///< last_changed at or after
  std::optional<UtcTime> changed_until = {};  ///< last_changed at or before
  std::uint32_t min_revisions = 0;
  std::uint32_t max_revisions = UINT32_MAX;
  ListOrder order = ListOrder::last_changed;  ///< newest first, or by key
  std::uint64_t limit = UINT64_MAX;
};

/// A record as found in an article: which shape, and where its values are.
struct RecordRow {
  std::uint64_t id_prefix =
      0;  ///< first bytes of the record's id (see id_prefix_bytes), left-aligned; 0 for checks
  std::uint64_t arrival = 0;      ///< place in the archive's order of arrival, from 1
  std::uint32_t shape = 0;        ///< index into Article::shapes()
  std::uint32_t first_value = 0;  ///< index into Article::values()
};

/// Bytes of a record's id that are kept beside it (the rest is worked out when it is read).
/// 48 bits: an accidental match is one in 2.8e14, and the segment's own checksum must match too.
inline constexpr std::size_t id_prefix_bytes = 6;
inline constexpr std::uint64_t id_prefix_mask = ~std::uint64_t{0} << (64 - 8 * id_prefix_bytes);

/// What one article holds, as of one moment: its records decoded, its objects on demand.
/// Ids, texts and records that it returns were checked by hashing.
class Article {
public:
  Article(Article&&) noexcept;
  Article& operator=(Article&&) noexcept;
  ~Article();

  ArticleNumber number() const;
  // What is returned by reference lives in the article, so none is taken from a temporary one.
  const std::string& key() const&;
  const std::string& key() const&& = delete;

  const std::vector<Shape>& shapes() const&;
  const std::vector<Shape>& shapes() const&& = delete;
  /// Captures and other records that are found by id, in order of arrival.
  const std::vector<RecordRow>& records() const&;
  const std::vector<RecordRow>& records() const&& = delete;
  /// Checks: records without an id of their own in the index, in order of their first time value.
  const std::vector<RecordRow>& checks() const&;
  const std::vector<RecordRow>& checks() const&& = delete;
  /// Values of `row`, as many as its shape has.
  std::span<const Value> values(const RecordRow& row) const&;
  std::span<const Value> values(const RecordRow& row) const&& = delete;

  /// The text of a record or check. Throws Error{corrupt} if what is stored does not give the
  /// record back that was put.
  std::string record_text(const RecordRow& row) const;
  /// SHA-256 of record_text().
  ObjectId record_id(const RecordRow& row) const;

  std::uint32_t objects() const;  ///< how many; their numbers are 0 to objects()-1
  /// The object's bytes. Throws Error{corrupt} if they cannot be made again. They are not
  /// compared with an id here: record_text() of a record that names them does that.
  Bytes object(ObjectNumber number) const;
  ObjectId object_id(ObjectNumber number) const;
  /// The number of the object with this id, or nullopt. Hashes objects until it is found.
  std::optional<ObjectNumber> find_object(const ObjectId& id) const;

private:
  friend class Store;
  friend class Transaction;
  explicit Article(std::unique_ptr<ArticleState> state);
  std::unique_ptr<ArticleState> state_;
};

struct NewObject {
  ByteView bytes;
  ObjectId id;
};

/// An object that `recipe` makes from the object `from`, which is in the same batch or article.
/// The caller has run the recipe and hashed what it gave.
struct DerivedObject {
  ObjectId id;
  ObjectId from;
  std::string_view recipe;
};

struct NewRecord {
  std::string_view text;
  ObjectId id;
};

/// What one article is given at once. Order is free; neighbours that are alike make it smaller.
/// Objects and records that the article has already are passed over.
struct Batch {
  std::vector<NewObject> objects = {};
  std::vector<DerivedObject> derived = {};
  std::vector<NewRecord> records = {};
  std::vector<std::string_view> checks = {};  ///< texts of check records
  /// Further names by which find_named() finds the article, hashed by the caller. Giving one twice
  /// costs its bytes twice.
  std::vector<ObjectId> names = {};
};

struct Appended {
  std::uint32_t objects = 0;
  std::uint32_t records = 0;
  std::uint32_t checks = 0;
};

/// One atomic change of the archive. Holds the archive's write lock from construction to
/// commit() or destruction; without commit() nothing has happened.
class Transaction {
public:
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// The article called `key`, made now if there is none.
  ArticleNumber open_article(std::string_view key);

  /// The article as this transaction sees it.
  Article read(ArticleNumber article) const;

  /// Throws Error{usage} on a malformed record or a record that names an unknown derived source.
  Appended append(ArticleNumber article, const Batch& batch);

  void set_listing(ArticleNumber article, const Listing& listing);

  /// An annotation: a record about `article`, kept as readable text. False if it was there. Throws
  /// Error{usage} on a malformed record.
  bool annotate(ArticleNumber article, std::string_view text, const ObjectId& id, UtcTime at);

  /// Derived facts of the caller's about an article (summaries of changes), which may be dropped
  /// at any time. `fingerprint` says what they were worked out from.
  void set_cache(ArticleNumber article, std::uint64_t fingerprint, ByteView bytes);

  /// Makes it so, durably: when it returns, a power cut loses nothing.
  void commit();

private:
  friend class Store;
  explicit Transaction(std::unique_ptr<TransactionState> state);
  std::unique_ptr<TransactionState> state_;
};

/// A record or object found by the beginning of its id.
struct Found {
  ObjectId id;
  ArticleNumber article = ArticleNumber::none;
  enum class Kind { record, object, annotation } kind = Kind::record;
  std::uint32_t index = 0;  ///< into Article::records(), or the object's number
};

struct Annotation {
  ObjectId id;
  ArticleNumber article = ArticleNumber::none;
  UtcTime at;
  std::string text;
  /// Place in the archive's order of arrival. Of annotations that older versions of arch put, some
  /// lower number.
  std::uint64_t arrival = 0;
};

/// Where the bytes of an archive are. All in bytes.
struct Usage {
  std::uint64_t articles = 0, captures = 0, checks = 0, annotations = 0, objects = 0;
  std::uint64_t raw = 0;    ///< of all distinct objects as they were put (derived ones not counted)
  std::uint64_t texts = 0;  ///< compressed objects
  std::uint64_t records = 0;     ///< compressed records, times and id prefixes
  std::uint64_t check_runs = 0;  ///< packed checks
  std::uint64_t names = 0;       ///< keys, titles and lists
  std::uint64_t index = 0;       ///< id index
  std::uint64_t dictionaries = 0;
  std::uint64_t cache = 0;  ///< derived, may be dropped; with the files of derived_file.hpp
  std::uint64_t words = 0;  ///< the index of words, likewise; see word_index.hpp
  std::uint64_t files = 0;  ///< every byte of the archive folder
  std::uint64_t free = 0;   ///< of files: pages of the database that are free
};

/// Damage that verify found. Named as closely as what is left allows.
struct Damage {
  ArticleNumber article = ArticleNumber::none;
  std::string key = {};      ///< empty when not even the article is known
  std::string subject = {};  ///< `revision 3f0c…`, `segment 12`, `id index`
  std::string problem = {};
  bool rebuildable = false;  ///< --fix can make it again from what is whole
};

struct OpenOptions {
  enum class Access {
    read,           ///< maps the file: fastest, but each page that was read counts as memory
    read_unmapped,  ///< for reading much of a large archive, or for long, in little memory
    write,
  } access = Access::read;
  std::vector<Recipe> recipes = {};
  /// How long to wait for another process's write lock, in milliseconds, before Error{busy}.
  std::uint32_t lock_timeout_ms = 60'000;
};

/// Steps and bytes done by a long piece of work; returning false stops it cleanly.
struct Progress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};
using OnProgress = std::function<bool(const Progress&)>;

struct CompactOptions {
  bool everything = true;  ///< false: only what has gathered since, in small steps
  OnProgress progress = {};
  OnDamagedArticle damaged = {};  ///< of articles that stay as they are; empty: damage is thrown
};

/// Holds a store at one moment: what is read while it lives was true at once, and each reading is
/// cheaper, since none has to find its moment anew. Others may write meanwhile, but their log grows
/// until it is gone, so let it live for milliseconds. Not while the same store writes or compacts,
/// and not longer than the store.
class Snapshot {
public:
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

private:
  friend class Store;
  explicit Snapshot(StoreState& state);
  StoreState& state_;
};

/// The store of one archive folder: objects, records, checks and annotations, put and found.
///
/// One process writes at a time, in short transactions under a lock on the folder; any number
/// read meanwhile. Reads and writes are safe from one thread per Store.
class Store {
public:
  /// Makes a new store in `folder`, which must exist. Throws Error{usage} if there is one.
  static void create(const std::filesystem::path& folder);

  /// Opens the store in `folder`. Throws Error{not_found} if there is none, Error{corrupt} if it
  /// cannot be read, Error{unsupported} with a hint if a newer arch wrote it.
  Store(const std::filesystem::path& folder, OpenOptions options);
  ~Store();
  Store(Store&&) noexcept;

  /// For reading much: see Snapshot. They nest; the first one's moment counts. Throws Error{busy}.
  [[nodiscard]] Snapshot hold() const;

  std::optional<ArticleNumber> find_article(std::string_view key) const;
  /// Throws Error{corrupt} when the article's rows are damaged beyond reading.
  Article read(ArticleNumber article) const;
  /// The article as it was when record `arrival` of the archive had arrived, and none after it.
  Article read_as_of(ArticleNumber article, std::uint64_t arrival) const;
  /// Key and listing of an article, which must exist.
  ArticleRow row(ArticleNumber article) const;
  std::vector<ArticleRow> list(const ListFilter& filter) const;
  /// Every article number, ascending.
  std::vector<ArticleNumber> articles() const;

  /// Articles that changed, for those who keep something that is worked out from them.
  struct Changes {
    std::vector<ArticleNumber> articles = {};  ///< ascending, each once
    std::int64_t mark = 0;  ///< ask again with it, for what comes later; never below the one given
    enum class More { no, yes } more = More::no;  ///< further changes are there already
  };
  /// The articles that got records or were packed anew after `mark` (0: ever), in about `limit`
  /// steps.
  Changes changes_after(std::int64_t mark, std::size_t limit) const;
  /// How many records and checks have arrived since the store was made. Never falls, but when the
  /// database is replaced by an older copy of it.
  std::uint64_t arrivals() const;

  /// Where the store is: what is worked out from it may be kept beside it.
  const std::filesystem::path& folder() const;

  /// Everything whose id begins with these hex digits (4 to 64 of them, lower case), at most
  /// `limit`. Records of no article only where nothing else fits: those are looked through one by
  /// one.
  std::vector<Found> find(std::string_view hex_digits, std::size_t limit = 16) const;

  /// The articles that may have been given this name (Batch::names): one that was is among them,
  /// and now and then another is, so the caller looks into them.
  std::vector<ArticleNumber> find_named(const ObjectId& name) const;

  /// The text of a record that belongs to no article: Found::index of one with ArticleNumber::none.
  std::string shared_text(std::uint32_t index) const;

  std::vector<Annotation> annotations(std::optional<ArticleNumber> article) const;

  /// What set_cache() put, or nullopt if none is there for this fingerprint.
  std::optional<Bytes> find_cache(ArticleNumber article, std::uint64_t fingerprint) const;

  Transaction begin();

  /// Folds what has gathered into few well-compressed segments, merges the id index, gives free
  /// pages back. In steps: no writer waits longer than 100 ms, and a kill loses nothing.
  /// Returns false if progress() stopped it.
  bool compact(const CompactOptions& options);
  /// A bounded piece of compact() when enough has gathered for this article; cheap when not.
  void compact_if_due(ArticleNumber article);

  /// Reads and re-hashes everything. Calls `found` for each damage and goes on.
  /// Returns false if progress() stopped it.
  bool verify(const std::function<void(const Damage&)>& found, const OnProgress& progress) const;
  /// Drops and makes again what can be made again: id index, caches, lists' indexes. Never
  /// evidence. The index of words, the judgements and the names of articles (Batch::names) are
  /// dropped.
  void rebuild();

  Usage usage() const;

private:
  std::unique_ptr<StoreState> state_;
};

}  // namespace arch::store
