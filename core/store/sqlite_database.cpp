#include "store/sqlite_database.hpp"

#include "base/printable.hpp"
#include "store/space_tokenizer.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <system_error>
#include <utility>

namespace arch::store {
namespace {

ErrorKind kind_of(int code) {
  switch (code) {
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_DATA:
      return ErrorKind::corrupt;
    default:
      break;
  }
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return ErrorKind::busy;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOLFS:
      return ErrorKind::io;
    default:
      // Our SQL is fixed, so that a missing table or a violated constraint is damage, too.
      return ErrorKind::corrupt;
  }
}

std::string hint_of(ErrorKind kind, int code) {
  if (kind == ErrorKind::corrupt) {
    return "`arch verify` names what is damaged";
  }
  return (code & 0xFF) == SQLITE_FULL ? "free some space and try again; nothing was changed" : "";
}

/// The path as an SQLite URI, in which `?`, `#` and `%` have a meaning.
std::string immutable_uri(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : path.native()) {
    if (c == '?' || c == '#' || c == '%') {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

int keep_log_size(void* log_pages, sqlite3*, const char*, int pages) {
  *static_cast<int*>(log_pages) = pages;
  return SQLITE_OK;
}

}  // namespace

bool DatabaseError::is_transient() const {
  const int primary = code_ & 0xFF;
  return primary == SQLITE_BUSY || primary == SQLITE_PROTOCOL || primary == SQLITE_LOCKED ||
         primary == SQLITE_CANTOPEN;
}

bool DatabaseError::wants_to_write() const {
  const int primary = code_ & 0xFF;
  return primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY || primary == SQLITE_PERM;
}

Database::Database(std::filesystem::path file, Mode mode) : file_(std::move(file)) {
  // An absolute path: SQLite opens the log long after the file itself.
  file_ = std::filesystem::absolute(file_);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  std::string name = file_.native();
  switch (mode) {
    case Mode::make:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case Mode::write:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Mode::immutable:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
      name = immutable_uri(file_);
      break;
  }
  const int code = sqlite3_open_v2(name.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    try {
      fail(code, "opening");
    } catch (...) {
      sqlite3_close_v2(handle_);
      throw;
    }
  }
  set_busy_timeout(default_busy_timeout_ms);
  // A stranger's file may hold a schema made to run things when it is read.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  // Takes the place of automatic checkpoints, which would not hold the write lock.
  sqlite3_wal_hook(handle_, keep_log_size, &log_pages_);
}

Database::~Database() {
  // Every Statement of this connection must be gone, or the close would be put off.
  sqlite3_close_v2(handle_);
}

void Database::set_busy_timeout(std::uint32_t milliseconds) {
  sqlite3_busy_timeout(handle_, static_cast<int>(std::min<std::uint32_t>(milliseconds, INT32_MAX)));
}

bool Database::is_read_only() const {
  return sqlite3_db_readonly(handle_, "main") == 1;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

std::int64_t Database::changed_rows() const {
  return sqlite3_changes64(handle_);
}

void Database::execute(const char* sql) {
  check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr), "using");
}

void Database::roll_back() noexcept {
  if (in_transaction()) {
    // What can fail here leaves a transaction that closing the connection ends likewise.
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Database::add_space_tokenizer() {
  check(arch::store::add_space_tokenizer(handle_), "preparing");
}

void Database::checkpoint() noexcept {
  // Its failures are passed over: all that was committed is in the log, and stays there.
  if (sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr) ==
      SQLITE_OK) {
    log_pages_ = 0;
  }
}

void Database::fail(int code, std::string_view doing) const {
  if (code == SQLITE_NOMEM) {
    throw std::bad_alloc{};
  }
  ARCH_ASSERT(code != SQLITE_MISUSE);
  const ErrorKind kind = kind_of(code);
  std::string reason = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  const int system_code = handle_ != nullptr ? sqlite3_system_errno(handle_) : 0;
  if (kind == ErrorKind::io && system_code != 0) {
    reason += fmt::format(" ({})", std::strerror(system_code));
  }
  throw DatabaseError{kind,
                      fmt::format("{} {}: {}", doing, one_line(file_.native()), reason),
                      hint_of(kind, code),
                      code};
}

void Database::check(int code, std::string_view doing) const {
  if (code != SQLITE_OK) {
    fail(code, doing);
  }
}

void remove_database(const std::filesystem::path& file) {
  for (const char* const suffix : {"-journal", ""}) {
    std::filesystem::path path = file;
    path += suffix;
    std::error_code error;
    std::filesystem::remove(path, error);
    if (error) {
      throw Error{ErrorKind::io, fmt::format("removing {}: {}", path.string(), error.message())};
    }
  }
}

Statement::~Statement() {
  sqlite3_finalize(prepared_);
}

Query::Query(Database& database, Statement& statement) : database_(database) {
  if (statement.prepared_ == nullptr) {
    database.check(sqlite3_prepare_v3(database.handle_,
                                      statement.sql_,
                                      -1,
                                      SQLITE_PREPARE_PERSISTENT,
                                      &statement.prepared_,
                                      nullptr),
                   "reading");
  }
  statement_ = statement.prepared_;
}

Query::~Query() {
  sqlite3_reset(statement_);
}

Query& Query::bind(std::int64_t value) {
  database_.check(sqlite3_bind_int64(statement_, ++bound_, value), "using");
  return *this;
}

Query& Query::bind(std::optional<std::int64_t> value) {
  if (value) {
    return bind(*value);
  }
  database_.check(sqlite3_bind_null(statement_, ++bound_), "using");
  return *this;
}

Query& Query::bind(std::string_view text) {
  database_.check(sqlite3_bind_text64(statement_,
                                      ++bound_,
                                      text.empty() ? "" : text.data(),
                                      text.size(),
                                      SQLITE_STATIC,
                                      SQLITE_UTF8),
                  "using");
  return *this;
}

Query& Query::bind(ByteView bytes) {
  // A null pointer would bind NULL and not the empty blob.
  const void* data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
  database_.check(sqlite3_bind_blob64(statement_, ++bound_, data, bytes.size(), SQLITE_STATIC),
                  "using");
  return *this;
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    // A COMMIT counts as reading, and is what finds the disk full.
    const bool reads = sqlite3_stmt_readonly(statement_) != 0 && (code & 0xFF) != SQLITE_FULL;
    database_.fail(code, reads ? "reading" : "writing");
  }
  return false;
}

void Query::run() {
  while (step()) {
  }
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Query::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return text == nullptr ? std::string_view{}
                         : std::string_view{text, static_cast<std::size_t>(size)};
}

Bytes Query::blob(int column) const {
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr ? Bytes{} : Bytes(data, data + size);
}

}  // namespace arch::store
