#pragma once

#include "base/bytes.hpp"
#include "base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace arch::store {

/// What SQLite answered, kept beside the Error so that a caller can tell waiting from giving up.
class DatabaseError : public Error {
public:
  DatabaseError(ErrorKind kind, const std::string& what, std::string hint, int code)
      : Error(kind, what, std::move(hint)), code_(code) {}

  /// SQLite's extended result code.
  int code() const { return code_; }
  /// Another process is in the way, and will be gone soon.
  bool is_transient() const;
  /// The folder or file may not be written, so that SQLite cannot read either.
  bool wants_to_write() const;

private:
  int code_;
};

/// A connection to an SQLite file. Its functions throw DatabaseError.
class Database {
public:
  enum class Mode {
    make,       ///< the file must not exist
    write,      ///< reads only when the file may not be written, see is_read_only()
    immutable,  ///< reads, without locks: nothing may be writing
  };

  Database(std::filesystem::path file, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// How long SQLite itself waits for a lock, in milliseconds. Other processes hold one that
  /// excludes readers only while they recover the log after a crash or close the last connection.
  static constexpr std::uint32_t default_busy_timeout_ms = 5'000;
  void set_busy_timeout(std::uint32_t milliseconds);

  const std::filesystem::path& file() const { return file_; }
  bool is_read_only() const;
  bool in_transaction() const;

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  std::int64_t changed_rows() const;

  /// Runs statements that give no rows.
  void execute(const char* sql);

  /// Ends the transaction, if one is open, as if it had not been.
  void roll_back() noexcept;

  /// Lets full-text tables use the tokenizer of space_tokenizer.hpp.
  void add_space_tokenizer();

  /// Frames in the write-ahead log after the last commit of this connection, in pages.
  int log_pages() const { return log_pages_; }
  /// Copies what it can of the write-ahead log into the file without waiting for readers. The
  /// caller holds the write lock. What cannot be copied stays for the next time.
  void checkpoint() noexcept;

private:
  friend class Query;
  [[noreturn]] void fail(int code, std::string_view doing) const;
  void check(int code, std::string_view doing) const;

  std::filesystem::path file_;
  sqlite3* handle_ = nullptr;
  int log_pages_ = 0;
};

/// Removes a database that keeps no write-ahead log, with its journal; not being there is fine.
/// Throws Error{io}.
void remove_database(const std::filesystem::path& file);

/// One SQL statement: prepared when it is first used, and kept.
class Statement {
public:
  explicit Statement(const char* sql) : sql_(sql) {}
  ~Statement();
  Statement(Statement&& other) noexcept : sql_(other.sql_), prepared_(other.prepared_) {
    other.prepared_ = nullptr;
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

private:
  friend class Query;
  const char* sql_;
  sqlite3_stmt* prepared_ = nullptr;
};

/// One use of a statement, from binding its parameters to the last row.
class Query {
public:
  Query(Database& database, Statement& statement);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Each binds the next parameter. What views show must live until the last step.
  Query& bind(std::int64_t value);
  Query& bind(std::optional<std::int64_t> value);
  Query& bind(std::string_view text);
  Query& bind(ByteView bytes);

  /// True: there is a row to read.
  bool step();
  /// For statements that give no rows.
  void run();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  /// The view is good until the next step.
  std::string_view text(int column) const;
  Bytes blob(int column) const;

private:
  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

}  // namespace arch::store
