// SQLite as the rows behind a store.
//
// One file in WAL mode. Readers see the moment at which they began and wait for nobody. Writers
// queue for the folder's WriteLock, and only its holder writes or checkpoints (why:
// write_lock.hpp). Every commit is flushed to the disk (synchronous=FULL).
//
// What SQLite's own checks would not notice when bits of the file change, and nobody above can
// check either, carries a sum: articles' entries and counters here, segments and pages of the id
// index by their makers.

#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "codec/varint.hpp"
#include "store/backend.hpp"
#include "store/patience.hpp"
#include "store/sqlite_database.hpp"
#include "store/sqlite_schema.hpp"
#include "store/write_lock.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace arch::store {
namespace {

constexpr const char* file_name = "archive.db";

/// How long a reader waits, in milliseconds, for a process that recovers the log or closes the last
/// connection.
constexpr std::uint32_t reader_patience_ms = 10'000;
/// The same for a log that cannot be opened: it is for the moment in which another process removes
/// it, unless the disk refuses.
constexpr std::uint32_t opening_patience_ms = 500;

/// A log longer than this is copied into the file after a commit, in pages of 1 KiB: 8 MB. Longer
/// logs make readers slower, more frequent copying costs writers two more flushes each time.
constexpr int checkpoint_pages = 8'192;

/// Pages in memory, in KiB.
constexpr const char* settings_sql = "PRAGMA cache_size = -16384; PRAGMA cell_size_check = ON;";
/// Who only reads a little maps the file, at most so many bytes of it: a page is 1 KiB, so that
/// reading each by itself is a third of the time of `arch show`.
constexpr const char* reader_settings_sql = "PRAGMA mmap_size = 1073741824;";
/// Also for checking: a page of a mapped file that the disk does not give ends the process, where a
/// read says so.
constexpr const char* unmapped_settings_sql = "PRAGMA mmap_size = 0;";
// FAST: what is deleted is zeroed only where that writes no further page.
constexpr const char* writer_settings_sql =
    "PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST;"
    "PRAGMA journal_size_limit = 16777216;";

/// Bits of a sum over an entry that is evidence, and over one that can be made again.
constexpr unsigned sum_bits = 48;
constexpr unsigned listing_sum_bits = 32;

std::int64_t sum_of(const Bytes& bytes, unsigned bits) {
  return static_cast<std::int64_t>(sha256(bytes).prefix64() >> (64 - bits));
}

std::int64_t key_hash(std::string_view key) {
  return static_cast<std::int64_t>(sha256(as_bytes(key)).prefix64());
}

/// SQLite's integers are signed: this keeps the order.
std::int64_t to_signed(std::uint64_t prefix) {
  return static_cast<std::int64_t>(prefix ^ (std::uint64_t{1} << 63));
}
std::uint64_t from_signed(std::int64_t value) {
  return static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63);
}

std::int64_t value_of(ArticleNumber article) {
  return static_cast<std::int64_t>(article);
}
std::int64_t value_of(SegmentId segment) {
  return static_cast<std::int64_t>(segment);
}
std::optional<std::int64_t> value_of(const std::optional<UtcTime>& time) {
  return time ? std::optional{time->seconds} : std::nullopt;
}

Bytes pack_segments(const std::vector<SegmentId>& segments) {
  Bytes packed;
  std::int64_t previous = 0;
  for (const SegmentId segment : segments) {
    codec::put_zigzag(packed, value_of(segment) - previous);
    previous = value_of(segment);
  }
  return packed;
}

std::vector<SegmentId> unpack_segments(ByteView packed) {
  std::vector<SegmentId> segments;
  codec::Reader reader{packed};
  std::int64_t previous = 0;
  while (!reader.done()) {
    previous += reader.zigzag();
    segments.push_back(SegmentId{previous});
  }
  return segments;
}

std::int64_t entry_sum(ArticleNumber number, std::string_view key, ByteView segments) {
  Bytes bytes;
  codec::put_zigzag(bytes, value_of(number));
  codec::put_block(bytes, as_bytes(key));
  codec::put_block(bytes, segments);
  return sum_of(bytes, sum_bits);
}

std::int64_t listing_sum(ArticleNumber number, const Listing& listing) {
  Bytes bytes;
  codec::put_zigzag(bytes, value_of(number));
  codec::put_block(bytes, as_bytes(listing.title));
  for (const auto& time : {listing.first_seen, listing.last_changed, listing.last_seen}) {
    codec::put_varint(bytes, time ? 1 : 0);
    codec::put_zigzag(bytes, time ? time->seconds : 0);
  }
  for (const std::uint32_t count : {listing.revisions, listing.captures, listing.checks}) {
    codec::put_varint(bytes, count);
  }
  return sum_of(bytes, listing_sum_bits);
}

std::int64_t counter_sum(std::string_view name, std::int64_t value) {
  Bytes bytes = to_bytes(name);
  codec::put_zigzag(bytes, value);
  return sum_of(bytes, listing_sum_bits);
}

const char* name_of(Counter counter) {
  switch (counter) {
    using enum Counter;
    case arrivals:
      return "arrivals";
    case objects:
      return "objects";
    case raw_bytes:
      return "raw_bytes";
    case recent_ids:
      return "recent_ids";
    case next_run:
      return "next_run";
    case next_dictionary:
      return "next_dictionary";
    case dictionary_articles:
      return "dictionary_articles";
  }
  throw std::logic_error{"no such counter"};
}

/// A counter of the backend's own, beside those of Counter: the last segment id given out.
constexpr const char* last_segment_name = "last_segment";

#define ARTICLE_COLUMNS                                                               \
  "number, key, listing_sum, title, first_seen, last_changed, last_seen, revisions, " \
  "captures, checks"

/// Statements on one of the tables of blobs.
struct BlobStatements {
  Statement put;
  Statement find;
  Statement remove;
  Statement keys;
};

#define BLOB_STATEMENTS(table, key)                                                            \
  BlobStatements {                                                                             \
    Statement{"INSERT OR REPLACE INTO " table " VALUES(?, ?)"},                                \
        Statement{"SELECT bytes FROM " table " WHERE " key " = ?"},                            \
        Statement{"DELETE FROM " table " WHERE " key " = ?"},                                  \
        Statement{"SELECT " key " FROM " table " WHERE " key " >= ? ORDER BY " key " LIMIT ?"} \
  }

constexpr const char* insert_article_sql =
    "INSERT INTO article VALUES(?, ?, ?, ?, x'', ?, '', NULL, NULL, NULL, 0, 0, 0)";

void insert_article(Database& database,
                    Statement& insert,
                    ArticleNumber number,
                    std::string_view key) {
  Query{database, insert}
      .bind(value_of(number))
      .bind(key)
      .bind(key_hash(key))
      .bind(entry_sum(number, key, {}))
      .bind(listing_sum(number, {}))
      .run();
}

struct Statements {
  Statement begin{"BEGIN"};
  Statement begin_immediate{"BEGIN IMMEDIATE"};
  Statement commit{"COMMIT"};
  Statement rollback{"ROLLBACK"};
  Statement user_version{"PRAGMA user_version"};

  Statement find_counter{"SELECT value, sum FROM meta WHERE name = ?"};
  Statement put_counter{"INSERT OR REPLACE INTO meta VALUES(?, ?, ?)"};

  Statement find_article{"SELECT number, key FROM article WHERE key_hash = ?"};
  Statement last_article{"SELECT max(number) FROM article"};
  Statement add_article{insert_article_sql};
  Statement read_article{"SELECT " ARTICLE_COLUMNS ", sum, segments FROM article WHERE number = ?"};
  Statement article_key{"SELECT key FROM article WHERE number = ?"};
  Statement update_article{
      "UPDATE article SET sum = ?, segments = ?, listing_sum = ?, title = ?, first_seen = ?, "
      "last_changed = ?, last_seen = ?, revisions = ?, captures = ?, checks = ? WHERE number = ?"};
  Statement article_count{"SELECT count(*) FROM article WHERE number > 0"};

  Statement add_segment{"INSERT INTO segment VALUES(?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement segment_head_and_body{
      "SELECT article, kind, sum, text_sum, head, body FROM segment WHERE id = ?"};
  Statement segment_texts{"SELECT article, kind, sum, text_sum, texts FROM segment WHERE id = ?"};
  Statement segment_all{
      "SELECT article, kind, sum, text_sum, head, body, texts FROM segment WHERE id = ?"};
  Statement replace_segment{
      "UPDATE segment SET article = ?, kind = ?, sum = ?, text_sum = ?, head = ?, body = ?, "
      "texts = ? WHERE id = ?"};
  Statement remove_segment{"DELETE FROM segment WHERE id = ?"};
  Statement segments_after{"SELECT id, article FROM segment WHERE id > ? ORDER BY id LIMIT ?"};

  std::array<BlobStatements, 4> blobs{BLOB_STATEMENTS("dictionary", "number"),
                                      BLOB_STATEMENTS("id_run", "number"),
                                      BLOB_STATEMENTS("id_page", "number"),
                                      BLOB_STATEMENTS("cache", "article")};

  Statement put_recent_id{"INSERT OR IGNORE INTO id_recent VALUES(?, ?)"};
  Statement recent_ids{
      "SELECT prefix, article FROM id_recent WHERE prefix BETWEEN ? AND ? "
      "ORDER BY prefix, article LIMIT ?"};
  Statement clear_recent_ids{"DELETE FROM id_recent"};

  // The row's own number is the arrival: nothing else would need a column for it.
  Statement put_annotation{
      "INSERT OR IGNORE INTO annotation(rowid, id, article, at, text) VALUES(?, ?, ?, ?, ?) "
      "RETURNING 1"};
  Statement annotations{
      "SELECT id, article, at, text, rowid FROM annotation WHERE article = ? ORDER BY at, id"};
  Statement all_annotations{"SELECT id, article, at, text, rowid FROM annotation ORDER BY at, id"};
};
#undef BLOB_STATEMENTS

std::optional<UtcTime> time_column(const Query& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional{UtcTime{row.integer(column)}};
}

/// Reads ARTICLE_COLUMNS. False: the listing's sum is wrong.
bool read_article_row(const Query& row, ArticleRow& out) {
  out.number = ArticleNumber{row.integer(0)};
  out.key = row.text(1);
  out.listing.title = row.text(3);
  out.listing.first_seen = time_column(row, 4);
  out.listing.last_changed = time_column(row, 5);
  out.listing.last_seen = time_column(row, 6);
  out.listing.revisions = static_cast<std::uint32_t>(row.integer(7));
  out.listing.captures = static_cast<std::uint32_t>(row.integer(8));
  out.listing.checks = static_cast<std::uint32_t>(row.integer(9));
  return listing_sum(out.number, out.listing) == row.integer(2);
}

void flush_folder(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0 || ::fsync(file) != 0) {
    const Error error = make_io_error(fmt::format("writing {}", one_line(folder.native())));
    if (file >= 0) {
      ::close(file);
    }
    throw error;
  }
  ::close(file);
}

class SqliteBackend final : public Backend {
public:
  SqliteBackend(const std::filesystem::path& folder, OpenOptions::Access access)
      : folder_(folder), access_(access), lock_(folder) {
    open();
  }

  ~SqliteBackend() override {
    if (writing_) {
      rollback();
    }
  }

  void begin_read() override {
    if (depth_ == 0 && !writing_) {
      patiently([this] { start_reading(); });
    }
    ++depth_;
  }

  void end_read() noexcept override {
    --depth_;
    if (depth_ == 0 && !writing_) {
      abandon();
    }
  }

  void begin_write(std::uint32_t timeout_ms) override {
    ARCH_ASSERT(!writing_ && depth_ == 0);
    ARCH_ASSERT(access_ == OpenOptions::Access::write);
    lock_.acquire(timeout_ms);
    try {
      // Holding the lock, we only wait for programs that are not arch.
      database_->set_busy_timeout(timeout_ms);
      Query{*database_, statements_->begin_immediate}.run();
      database_->set_busy_timeout(Database::default_busy_timeout_ms);
      check_version();
    } catch (...) {
      database_->set_busy_timeout(Database::default_busy_timeout_ms);
      abandon();
      lock_.release();
      throw;
    }
    writing_ = true;
  }

  void commit() override {
    ARCH_ASSERT(writing_ && depth_ == 0);
    for (const auto& [name, value] : changed_counters_) {
      Query{*database_, statements_->put_counter}
          .bind(name)
          .bind(value)
          .bind(counter_sum(name, value))
          .run();
    }
    Query{*database_, statements_->commit}.run();
    changed_counters_.clear();
    writing_ = false;
    if (database_->log_pages() > checkpoint_pages) {
      database_->checkpoint();
    }
    lock_.release();
  }

  void rollback() noexcept override {
    if (!writing_) {
      return;
    }
    changed_counters_.clear();
    writing_ = false;
    abandon();
    lock_.release();
  }

  std::uint64_t counter(Counter counter) override {
    return static_cast<std::uint64_t>(read_counter(name_of(counter)));
  }

  void set_counter(Counter counter, std::uint64_t value) override {
    require_writing();
    changed_counters_[name_of(counter)] = static_cast<std::int64_t>(value);
  }

  std::optional<ArticleNumber> find_article(std::string_view key) override {
    require_transaction();
    Query rows{*database_, statements_->find_article};
    rows.bind(key_hash(key));
    while (rows.step()) {
      if (rows.text(1) == key && rows.integer(0) > 0) {
        return ArticleNumber{rows.integer(0)};
      }
    }
    return std::nullopt;
  }

  ArticleNumber add_article(std::string_view key) override {
    require_writing();
    std::int64_t last = 0;
    {
      Query row{*database_, statements_->last_article};
      row.step();
      last = row.integer(0);
    }
    const ArticleNumber number{last + 1};
    insert_article(*database_, statements_->add_article, number, key);
    return number;
  }

  ArticleEntry read_article(ArticleNumber article) override {
    require_transaction();
    Query row{*database_, statements_->read_article};
    row.bind(value_of(article));
    if (!row.step()) {
      throw Error{ErrorKind::not_found,
                  fmt::format("reading article {}: no such article", value_of(article))};
    }
    ArticleRow found;
    ArticleEntry entry;
    entry.listing_whole = read_article_row(row, found);
    entry.number = found.number;
    entry.key = std::move(found.key);
    if (entry.listing_whole) {
      entry.listing = std::move(found.listing);
    }
    const Bytes segments = row.blob(11);
    if (entry_sum(article, entry.key, segments) != row.integer(10)) {
      throw Error{ErrorKind::corrupt,
                  fmt::format("reading article {} ({}): its entry is damaged",
                              value_of(article),
                              one_line(entry.key))};
    }
    entry.segments = unpack_segments(segments);
    return entry;
  }

  void update_article(const ArticleEntry& entry) override {
    require_writing();
    std::string key;
    {
      Query row{*database_, statements_->article_key};
      row.bind(value_of(entry.number));
      if (!row.step()) {
        throw Error{ErrorKind::not_found,
                    fmt::format("writing article {}: no such article", value_of(entry.number))};
      }
      key = row.text(0);
    }
    const Bytes segments = pack_segments(entry.segments);
    const Listing& listing = entry.listing;
    Query{*database_, statements_->update_article}
        .bind(entry_sum(entry.number, key, segments))
        .bind(segments)
        .bind(listing_sum(entry.number, listing))
        .bind(listing.title)
        .bind(value_of(listing.first_seen))
        .bind(value_of(listing.last_changed))
        .bind(value_of(listing.last_seen))
        .bind(std::int64_t{listing.revisions})
        .bind(std::int64_t{listing.captures})
        .bind(std::int64_t{listing.checks})
        .bind(value_of(entry.number))
        .run();
  }

  std::vector<ArticleRow> list(const ListFilter& filter) override {
    require_transaction();
    std::string sql =
        "SELECT " ARTICLE_COLUMNS " FROM article WHERE number > 0 AND revisions BETWEEN ?1 AND ?2";
    if (filter.changed_from) {
      sql += fmt::format(" AND last_changed >= {}", filter.changed_from->seconds);
    }
    if (filter.changed_until) {
      sql += fmt::format(" AND last_changed <= {}", filter.changed_until->seconds);
    }
    if (!filter.contains.empty()) {
      sql += " AND (instr(lower(key), lower(?4)) OR instr(lower(title), lower(?4)))";
    }
    sql += filter.order == ListOrder::key ? " ORDER BY key"
                                          : " ORDER BY last_changed DESC, number DESC";
    sql += " LIMIT ?3";
    Statement statement{sql.c_str()};
    Query rows{*database_, statement};
    rows.bind(std::int64_t{filter.min_revisions}).bind(std::int64_t{filter.max_revisions});
    rows.bind(static_cast<std::int64_t>(std::min<std::uint64_t>(filter.limit, INT64_MAX)));
    if (!filter.contains.empty()) {
      rows.bind(std::string_view{filter.contains});
    }
    std::vector<ArticleRow> found;
    while (rows.step()) {
      if (!read_article_row(rows, found.emplace_back())) {
        throw Error{ErrorKind::corrupt,
                    fmt::format("listing articles: what is listed of article {} ({}) is damaged",
                                value_of(found.back().number),
                                one_line(found.back().key)),
                    "`arch verify --fix` works it out again"};
      }
    }
    return found;
  }

  std::uint64_t article_count() override {
    require_transaction();
    Query row{*database_, statements_->article_count};
    row.step();
    return static_cast<std::uint64_t>(row.integer(0));
  }

  SegmentId add_segment(const SegmentRow& row) override {
    require_writing();
    const std::int64_t id = read_counter(last_segment_name) + 1;
    Query{*database_, statements_->add_segment}
        .bind(id)
        .bind(value_of(row.article))
        .bind(static_cast<std::int64_t>(row.kind))
        .bind(row.sum)
        .bind(row.text_sum)
        .bind(row.head)
        .bind(row.body)
        .bind(row.texts)
        .run();
    changed_counters_[last_segment_name] = id;
    return SegmentId{id};
  }

  std::optional<SegmentRow> find_segment(SegmentId segment, SegmentPart part) override {
    require_transaction();
    Query row{*database_, segment_statement(part)};
    row.bind(value_of(segment));
    if (!row.step()) {
      return std::nullopt;
    }
    SegmentRow found;
    found.article = ArticleNumber{row.integer(0)};
    found.kind = static_cast<SegmentKind>(row.integer(1));
    found.sum = row.integer(2);
    found.text_sum = row.integer(3);
    if (part == SegmentPart::texts) {
      found.texts = row.blob(4);
      return found;
    }
    found.head = row.blob(4);
    found.body = row.blob(5);
    if (part == SegmentPart::all) {
      found.texts = row.blob(6);
    }
    return found;
  }

  void replace_segment(SegmentId segment, const SegmentRow& row) override {
    require_writing();
    Query{*database_, statements_->replace_segment}
        .bind(value_of(row.article))
        .bind(static_cast<std::int64_t>(row.kind))
        .bind(row.sum)
        .bind(row.text_sum)
        .bind(row.head)
        .bind(row.body)
        .bind(row.texts)
        .bind(value_of(segment))
        .run();
  }

  void remove_segment(SegmentId segment) override {
    require_writing();
    Query{*database_, statements_->remove_segment}.bind(value_of(segment)).run();
  }

  std::vector<std::pair<SegmentId, ArticleNumber>> segments_after(SegmentId after,
                                                                  std::size_t limit) override {
    require_transaction();
    Query rows{*database_, statements_->segments_after};
    rows.bind(value_of(after)).bind(static_cast<std::int64_t>(limit));
    std::vector<std::pair<SegmentId, ArticleNumber>> found;
    while (rows.step()) {
      after = SegmentId{require_ascending(value_of(after), rows.integer(0))};
      found.emplace_back(after, ArticleNumber{rows.integer(1)});
    }
    return found;
  }

  void put_blob(Space space, std::int64_t key, ByteView bytes) override {
    require_writing();
    Query{*database_, blobs(space).put}.bind(key).bind(bytes).run();
  }

  std::optional<Bytes> find_blob(Space space, std::int64_t key) override {
    require_transaction();
    Query row{*database_, blobs(space).find};
    row.bind(key);
    return row.step() ? std::optional{row.blob(0)} : std::nullopt;
  }

  void remove_blob(Space space, std::int64_t key) override {
    require_writing();
    Query{*database_, blobs(space).remove}.bind(key).run();
  }

  std::vector<std::int64_t> blob_keys(Space space, std::int64_t from, std::size_t limit) override {
    require_transaction();
    Query rows{*database_, blobs(space).keys};
    rows.bind(from).bind(static_cast<std::int64_t>(limit));
    std::vector<std::int64_t> keys;
    while (rows.step()) {
      keys.push_back(keys.empty() ? rows.integer(0)
                                  : require_ascending(keys.back(), rows.integer(0)));
    }
    return keys;
  }

  void put_recent_id(const RecentId& id) override {
    require_writing();
    Query{*database_, statements_->put_recent_id}
        .bind(to_signed(id.prefix))
        .bind(value_of(id.article))
        .run();
    if (database_->changed_rows() > 0) {
      set_counter(Counter::recent_ids, counter(Counter::recent_ids) + 1);
    }
  }

  std::vector<RecentId> recent_ids(std::uint64_t low,
                                   std::uint64_t high,
                                   std::size_t limit) override {
    require_transaction();
    Query rows{*database_, statements_->recent_ids};
    rows.bind(to_signed(low)).bind(to_signed(high)).bind(static_cast<std::int64_t>(limit));
    std::vector<RecentId> found;
    while (rows.step()) {
      found.push_back({from_signed(rows.integer(0)), ArticleNumber{rows.integer(1)}});
    }
    return found;
  }

  void clear_recent_ids() override {
    require_writing();
    Query{*database_, statements_->clear_recent_ids}.run();
    set_counter(Counter::recent_ids, 0);
  }

  bool put_annotation(const Annotation& annotation) override {
    require_writing();
    Query row{*database_, statements_->put_annotation};
    row.bind(annotation.arrival == 0 ? std::nullopt
                                     : std::optional{static_cast<std::int64_t>(annotation.arrival)})
        .bind(ByteView{annotation.id.bytes})
        .bind(value_of(annotation.article))
        .bind(annotation.at.seconds)
        .bind(std::string_view{annotation.text});
    const bool added = row.step();
    row.run();
    return added;
  }

  std::vector<Annotation> annotations(std::optional<ArticleNumber> article) override {
    require_transaction();
    Query rows{*database_, article ? statements_->annotations : statements_->all_annotations};
    if (article) {
      rows.bind(value_of(*article));
    }
    std::vector<Annotation> found;
    while (rows.step()) {
      Annotation& annotation = found.emplace_back();
      const Bytes id = rows.blob(0);
      if (id.size() != ObjectId::size) {
        throw Error{ErrorKind::corrupt, "reading annotations: an id is damaged"};
      }
      std::copy(id.begin(), id.end(), annotation.id.bytes.begin());
      annotation.article = ArticleNumber{rows.integer(1)};
      annotation.at = UtcTime{rows.integer(2)};
      annotation.text = rows.text(3);
      annotation.arrival = static_cast<std::uint64_t>(rows.integer(4));
    }
    return found;
  }

  BackendUsage usage() override;
  void check(const std::function<void(const BackendDamage&)>& found) override;
  void rebuild_indexes() override;
  bool shrink(std::uint32_t pages) override;

private:
  void open() {
    const std::filesystem::path file = folder_ / file_name;
    // SQLite has one code for every reason not to open a file.
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
      throw Error{
          ErrorKind::not_found,
          fmt::format(
              "opening {}: {}", one_line(file.native()), error ? error.message() : "no such file")};
    }
    try {
      patiently([&] { connect(file, Database::Mode::write); });
    } catch (const DatabaseError& refused) {
      if (!refused.wants_to_write() || access_ == OpenOptions::Access::write || !is_settled(file)) {
        throw;
      }
      connect(file, Database::Mode::immutable);
    }
    if (access_ == OpenOptions::Access::write && database_->is_read_only()) {
      throw Error{ErrorKind::io,
                  fmt::format("opening {} for writing: {}",
                              one_line(file.native()),
                              std::generic_category().message(EACCES))};
    }
  }

  /// No log waits to be copied into the file, so that it can be read by itself.
  static bool is_settled(const std::filesystem::path& file) {
    std::error_code error;
    const auto log_size = std::filesystem::file_size(file.native() + "-wal", error);
    return error || log_size == 0;
  }

  const char* access_settings() const {
    switch (access_) {
      case OpenOptions::Access::read:
        return reader_settings_sql;
      case OpenOptions::Access::read_unmapped:
        return unmapped_settings_sql;
      case OpenOptions::Access::write:
        return writer_settings_sql;
    }
    return writer_settings_sql;
  }

  void connect(const std::filesystem::path& file, Database::Mode mode) {
    statements_.reset();
    database_ = std::make_unique<Database>(file, mode);
    statements_ = std::make_unique<Statements>();
    database_->execute(settings_sql);
    database_->execute(access_settings());
    Statement application_id{"PRAGMA application_id"};
    Query row{*database_, application_id};
    if (!row.step() || row.integer(0) != sqlite_application_id) {
      throw Error{ErrorKind::corrupt,
                  fmt::format("opening {}: not an archive", one_line(file.native()))};
    }
    check_version();
  }

  /// Begins a transaction and fixes its moment, which BEGIN alone does not.
  void start_reading() {
    try {
      Query{*database_, statements_->begin}.run();
      check_version();
    } catch (...) {
      abandon();
      throw;
    }
  }

  void check_version() {
    Query row{*database_, statements_->user_version};
    row.step();
    if (row.integer(0) > sqlite_format_version) {
      throw Error{ErrorKind::unsupported,
                  fmt::format("opening {}: a newer arch wrote it (format {}, this one reads {})",
                              one_line(database_->file().native()),
                              row.integer(0),
                              sqlite_format_version),
                  "use the newer arch"};
    }
  }

  /// Runs `action`, again when another process was in its way.
  template <typename Action>
  void patiently(const Action& action) {
    Patience patience{reader_patience_ms};
    Patience opening_patience{opening_patience_ms};
    while (true) {
      try {
        action();
        return;
      } catch (const DatabaseError& error) {
        if (error.wants_to_write() && ::access(folder_.c_str(), W_OK) != 0) {
          throw;
        }
        Patience& left = error.wants_to_write() ? opening_patience : patience;
        if (!error.is_transient() || !left.wait()) {
          throw;
        }
      }
    }
  }

  /// Ends the transaction without a trace.
  void abandon() noexcept {
    try {
      if (database_->in_transaction()) {
        Query{*database_, statements_->rollback}.run();
      }
    } catch (const std::exception&) {
      // What was written is not committed, and so is nothing; the next begin will say what is
      // wrong.
      return;
    }
  }

  /// Rows of a damaged tree may be in any order, and who goes on after the last would never end.
  std::int64_t require_ascending(std::int64_t before, std::int64_t number) const {
    if (number <= before) {
      throw Error{
          ErrorKind::corrupt,
          fmt::format("reading {}: rows are not in order", one_line(database_->file().native())),
          "`arch verify` names what is damaged"};
    }
    return number;
  }

  void require_transaction() const { ARCH_ASSERT(depth_ > 0 || writing_); }
  void require_writing() const { ARCH_ASSERT(writing_); }

  std::int64_t read_counter(const char* name) {
    require_transaction();
    if (writing_) {
      if (const auto changed = changed_counters_.find(name); changed != changed_counters_.end()) {
        return changed->second;
      }
    }
    Query row{*database_, statements_->find_counter};
    row.bind(std::string_view{name});
    if (!row.step()) {
      return 0;
    }
    if (row.integer(1) != counter_sum(name, row.integer(0))) {
      throw Error{ErrorKind::corrupt, fmt::format("reading the counter {}: it is damaged", name)};
    }
    return row.integer(0);
  }

  Statement& segment_statement(SegmentPart part) {
    switch (part) {
      case SegmentPart::head_and_body:
        return statements_->segment_head_and_body;
      case SegmentPart::texts:
        return statements_->segment_texts;
      case SegmentPart::all:
        return statements_->segment_all;
    }
    throw std::logic_error{"no such part"};
  }

  BlobStatements& blobs(Space space) {
    return statements_->blobs.at(static_cast<std::size_t>(space));
  }

  std::uint64_t number_from(const char* sql) {
    Statement statement{sql};
    Query row{*database_, statement};
    row.step();
    return static_cast<std::uint64_t>(row.integer(0));
  }

  /// The largest number of an article, but no more than there is room for: a row takes more than 32
  /// bytes, and a damaged number may be any.
  std::int64_t last_article() {
    const std::uint64_t room =
        number_from("PRAGMA page_count") * number_from("PRAGMA page_size") / 32;
    return static_cast<std::int64_t>(
        std::min(number_from("SELECT max(number) FROM article"), room));
  }

  void check_structure(const std::function<void(const BackendDamage&)>& found);
  void check_entries(const std::function<void(const BackendDamage&)>& found);

  std::filesystem::path folder_;
  OpenOptions::Access access_;
  WriteLock lock_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Statements> statements_;                     ///< goes before the database does
  std::map<std::string_view, std::int64_t> changed_counters_;  ///< written by commit()
  int depth_ = 0;                                              ///< of nested reading
  bool writing_ = false;
};

BackendUsage SqliteBackend::usage() {
  require_transaction();
  // length() of a blob does not read the blob; of a text it does, and counts characters.
  return {
      .articles = article_count(),
      .captures = number_from("SELECT total(captures) FROM article WHERE number > 0"),
      .checks = number_from("SELECT total(checks) FROM article WHERE number > 0"),
      .annotations = number_from("SELECT count(*) FROM annotation"),
      .texts = number_from("SELECT total(length(texts)) FROM segment"),
      .records =
          number_from("SELECT total(length(head) + length(body)) FROM segment WHERE kind = 0"),
      .check_runs =
          number_from("SELECT total(length(head) + length(body)) FROM segment WHERE kind = 1"),
      .names = number_from(
          "SELECT total(length(CAST(key AS BLOB)) + length(CAST(title AS BLOB))) FROM article"),
      .index = number_from("SELECT total(length(bytes)) FROM id_page") +
               number_from("SELECT total(length(bytes)) FROM id_run") +
               // Two integers, and what SQLite keeps of a row.
               number_from("SELECT count(*) FROM id_recent") * 14,
      .dictionaries = number_from("SELECT total(length(bytes)) FROM dictionary"),
      .cache = number_from("SELECT total(length(bytes)) FROM cache"),
      .free = number_from("PRAGMA freelist_count") * number_from("PRAGMA page_size"),
  };
}

void SqliteBackend::check(const std::function<void(const BackendDamage&)>& found) {
  require_transaction();
  database_->execute(unmapped_settings_sql);
  check_structure(found);
  check_entries(found);
}

void SqliteBackend::check_structure(const std::function<void(const BackendDamage&)>& found) {
  try {
    Statement statement{"PRAGMA integrity_check"};
    Query rows{*database_, statement};
    while (rows.step()) {
      const std::string problem{rows.text(0)};
      if (problem == "ok") {
        continue;
      }
      const bool only_index = problem.find(" missing from index ") != std::string::npos ||
                              problem.starts_with("wrong # of entries in index ");
      found({.subject = "database", .problem = one_line(problem), .rebuildable = only_index});
    }
  } catch (const Error& error) {
    found({.subject = "database", .problem = error.what()});
  }
}

void SqliteBackend::check_entries(const std::function<void(const BackendDamage&)>& found) {
  using enum Counter;
  for (const Counter each :
       {arrivals, objects, raw_bytes, recent_ids, next_run, next_dictionary, dictionary_articles}) {
    try {
      counter(each);
    } catch (const Error& error) {
      found({.subject = fmt::format("counter {}", name_of(each)), .problem = error.what()});
    }
  }
  std::int64_t last = 0;
  try {
    last = last_article();
  } catch (const Error& error) {
    found({.subject = "list of articles", .problem = error.what()});
  }
  // One by one and not as a scan, which would end at the first page that cannot be read.
  for (std::int64_t number = 0; number <= last; ++number) {
    const ArticleNumber article{number};
    try {
      const ArticleEntry entry = read_article(article);
      if (!entry.listing_whole) {
        found({.article = article,
               .subject = "list entry",
               .problem = "its sum is wrong",
               .rebuildable = true});
      }
      if (number > 0 && find_article(entry.key) != article) {
        found({.article = article,
               .subject = "index of keys",
               .problem = "the key does not lead to the article",
               .rebuildable = true});
      }
    } catch (const Error& error) {
      found({.article = article, .subject = "article entry", .problem = error.what()});
    }
  }
}

void SqliteBackend::rebuild_indexes() {
  require_writing();
  database_->execute("REINDEX");
  const std::int64_t last = last_article();
  for (std::int64_t number = 0; number <= last; ++number) {
    try {
      const ArticleEntry entry = read_article(ArticleNumber{number});
      if (!entry.listing_whole) {
        update_article(entry);
      }
    } catch (const Error&) {
      // An entry that is evidence and damaged stays as it is: verify names it.
      continue;
    }
  }
}

bool SqliteBackend::shrink(std::uint32_t pages) {
  ARCH_ASSERT(!writing_ && depth_ == 0 && access_ == OpenOptions::Access::write);
  begin_write(60'000);
  bool more = false;
  try {
    database_->execute(fmt::format("PRAGMA incremental_vacuum({})", pages).c_str());
    more = number_from("PRAGMA freelist_count") > 0;
  } catch (...) {
    rollback();
    throw;
  }
  commit();
  return more;
}

#undef ARTICLE_COLUMNS

}  // namespace

std::unique_ptr<Backend> open_sqlite_backend(const std::filesystem::path& folder,
                                             OpenOptions::Access access) {
  return std::make_unique<SqliteBackend>(folder, access);
}

void create_sqlite_backend(const std::filesystem::path& folder) {
  // Made under another name, so that a kill leaves no half of an archive; under the lock, so that
  // two that make one at once do not both succeed.
  WriteLock lock{folder};
  lock.acquire(10'000);
  const std::filesystem::path file = folder / file_name;
  if (std::filesystem::exists(file)) {
    throw Error{ErrorKind::usage,
                fmt::format("making {}: there is an archive already", one_line(file.native()))};
  }
  // SQLite would take what was left in it into the new database.
  const std::filesystem::path log = file.native() + "-wal";
  if (std::filesystem::exists(log)) {
    throw Error{ErrorKind::usage,
                fmt::format("making {}: there is {} of an archive whose file is gone",
                            one_line(file.native()),
                            log.filename().native()),
                "put the file back, or move the whole folder away"};
  }
  const std::filesystem::path unfinished = folder / "archive.db.new";
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(unfinished.native() + suffix);
  }
  {
    Database database{unfinished, Database::Mode::make};
    database.execute(sqlite_schema_sql);
    database.execute(sqlite_views_sql);
    Statement insert{insert_article_sql};
    insert_article(database, insert, ArticleNumber::none, {});
  }
  std::error_code error;
  std::filesystem::rename(unfinished, file, error);
  if (error) {
    throw Error{ErrorKind::io,
                fmt::format("making {}: {}", one_line(file.native()), error.message())};
  }
  flush_folder(folder);
}

}  // namespace arch::store
