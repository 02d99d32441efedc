// One table by article number, in SQLite because that already packs small rows, survives processes
// that are killed, and lets several read while one writes. A row has a sum of its own: SQLite has
// none for its pages, and a flipped bit must not become a figure in a report.

#include "store/derived_file.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "store/sqlite_database.hpp"

#include <algorithm>
#include <system_error>

namespace arch::store {
namespace {

constexpr const char* schema_sql =
    "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE;"
    "BEGIN IMMEDIATE;"
    "CREATE TABLE judged(article INTEGER PRIMARY KEY, sum INTEGER NOT NULL, bytes BLOB NOT NULL);"
    "CREATE TABLE state(version BLOB NOT NULL);"
    "COMMIT;";

// A power cut may take the file: it can be made again, and waiting for the disk costs more.
constexpr const char* settings_sql =
    "PRAGMA synchronous = OFF; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;"
    "PRAGMA locking_mode = NORMAL; PRAGMA cell_size_check = ON;";

/// A writer holds its lock for some hundredths of a second.
constexpr std::uint32_t patience_ms = 200;

std::int64_t sum_of(ArticleNumber article, ByteView bytes) {
  return static_cast<std::int64_t>(sha256(bytes).prefix64()) ^ static_cast<std::int64_t>(article);
}

}  // namespace

struct DerivedFile::Rows {
  Rows(const std::filesystem::path& file, Database::Mode mode) : database(file, mode) {
    database.set_busy_timeout(patience_ms);
    database.execute(settings_sql);
  }

  bool has_version(const ObjectId& version) {
    Query query{database, read_version};
    return query.step() && std::ranges::equal(query.blob(0), version.bytes);
  }

  Database database;
  Statement read_version{"SELECT version FROM state"};
  Statement write_version{"INSERT INTO state VALUES(?)"};
  Statement find_row{"SELECT sum, bytes FROM judged WHERE article = ?"};
  Statement put_row{"INSERT OR REPLACE INTO judged VALUES(?, ?, ?)"};
};

void DerivedFile::remove(const std::filesystem::path& folder, std::string_view name) {
  remove_database(folder / name);
}

/// Null if the file is of another version. Throws what SQLite says.
std::unique_ptr<DerivedFile::Rows> DerivedFile::open(const std::filesystem::path& file,
                                                     const ObjectId& version) {
  auto rows = std::make_unique<Rows>(file, Database::Mode::write);
  return rows->has_version(version) ? std::move(rows) : nullptr;
}

DerivedFile::DerivedFile(const std::filesystem::path& folder,
                         std::string_view name,
                         const ObjectId& version)
    : file_(folder / name) {
  std::error_code none;
  if (std::filesystem::exists(file_, none)) {
    try {
      rows_ = open(file_, version);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::corrupt) {
        return;  // busy, or not to be read by us: we do without
      }
      state_ = State::damaged;
    }
  }
  if (rows_ != nullptr) {
    return;
  }
  state_ = state_ == State::damaged ? State::damaged : State::made;
  try {
    remove_database(file_);
    auto rows = std::make_unique<Rows>(file_, Database::Mode::make);
    rows->database.execute(schema_sql);
    Query{rows->database, rows->write_version}.bind(ByteView{version.bytes}).run();
    rows_ = std::move(rows);
  } catch (const Error&) {
    rows_.reset();  // the folder may not be written, or another process was faster
  }
}

DerivedFile::~DerivedFile() = default;
DerivedFile::DerivedFile(DerivedFile&&) noexcept = default;

void DerivedFile::give_up() {
  rows_.reset();
  state_ = State::damaged;
  try {
    remove_database(file_);
  } catch (const Error&) {
    return;  // whoever may write here will find it damaged, too
  }
}

std::optional<Bytes> DerivedFile::find(ArticleNumber article) {
  if (rows_ == nullptr) {
    return std::nullopt;
  }
  try {
    Query query{rows_->database, rows_->find_row};
    query.bind(static_cast<std::int64_t>(article));
    if (!query.step()) {
      return std::nullopt;
    }
    Bytes bytes = query.blob(1);
    if (query.integer(0) != sum_of(article, bytes)) {
      throw Error{ErrorKind::corrupt, "reading a derived file: a row has another sum"};
    }
    return bytes;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::corrupt) {
      give_up();
    }
    return std::nullopt;
  }
}

void DerivedFile::put(std::span<const std::pair<ArticleNumber, Bytes>> rows) {
  if (rows_ == nullptr || rows.empty() || rows_->database.is_read_only()) {
    return;
  }
  try {
    rows_->database.execute("BEGIN IMMEDIATE");
    for (const auto& [article, bytes] : rows) {
      Query{rows_->database, rows_->put_row}
          .bind(static_cast<std::int64_t>(article))
          .bind(sum_of(article, bytes))
          .bind(ByteView{bytes})
          .run();
    }
    rows_->database.execute("COMMIT");
  } catch (const Error& error) {
    rows_->database.roll_back();
    if (error.kind() == ErrorKind::corrupt) {
      give_up();
    }
  }
}

}  // namespace arch::store
