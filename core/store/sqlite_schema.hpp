#pragma once

namespace arch::store {

/// First four bytes of `arch` as a number: `file archive.db` and sqlite3 can show whose it is.
inline constexpr int sqlite_application_id = 0x61726368;

/// Of tables and packed bytes; a reader refuses a newer one. History: docs/format.md#packing.
inline constexpr int sqlite_format_version = 1;

/// Sets up an empty file: page size, journal, tables, indexes.
extern const char* const sqlite_schema_sql;

/// Adds the views that people and their programs may read: articles, captures, revisions, checks,
/// annotations. They need SQLite 3.38 or later, and nothing else. docs/format.md#views
extern const char* const sqlite_views_sql;

}  // namespace arch::store
