#include "store/sqlite_schema.hpp"

namespace arch::store {

// Columns are in the order in which they are asked for: SQLite follows a row's chain of overflow
// pages only as far as the last column wanted, so `texts`, which may be megabytes, come last.
//
// Keys of articles are up to kilobytes of text. An index on a 64-bit hash of them costs 14 bytes an
// article; the full key is compared afterwards.
const char* const sqlite_schema_sql = R"sql(
PRAGMA page_size = 8192;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA encoding = 'UTF-8';
PRAGMA journal_mode = WAL;
BEGIN;
PRAGMA application_id = 0x61726368;
PRAGMA user_version = 1;

CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE article(
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL, key_hash INTEGER NOT NULL,
  sum INTEGER NOT NULL, segments BLOB NOT NULL,
  listing_sum INTEGER NOT NULL, title TEXT NOT NULL,
  first_seen INTEGER, last_changed INTEGER, last_seen INTEGER,
  revisions INTEGER NOT NULL, captures INTEGER NOT NULL, checks INTEGER NOT NULL);
CREATE INDEX article_by_key ON article(key_hash);
CREATE INDEX article_by_change ON article(last_changed);

CREATE TABLE segment(
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL, kind INTEGER NOT NULL,
  sum INTEGER NOT NULL, text_sum INTEGER NOT NULL,
  head BLOB NOT NULL, body BLOB NOT NULL, texts BLOB NOT NULL);

CREATE TABLE dictionary(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE cache(article INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

CREATE TABLE id_run(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE id_page(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE id_recent(prefix INTEGER, article INTEGER, PRIMARY KEY(prefix, article)) WITHOUT ROWID;

CREATE TABLE annotation(
  id BLOB PRIMARY KEY, article INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX annotation_by_article ON annotation(article);
COMMIT;
)sql";

}  // namespace arch::store
