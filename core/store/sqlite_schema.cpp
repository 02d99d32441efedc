#include "store/sqlite_schema.hpp"

namespace arch::store {

// Columns are in the order in which they are asked for: SQLite follows a row's chain of overflow
// pages only as far as the last column wanted, so `texts`, which may be megabytes, come last.
//
// Keys of articles are up to kilobytes of text. An index on a 64-bit hash of them costs 14 bytes an
// article; the full key is compared afterwards.
const char* const sqlite_schema_sql = R"sql(
PRAGMA page_size = 1024;
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

// The layouts that these decode: segment.hpp (history) and check_run.hpp. Three idioms of SQL
// without extensions:
//   json_each('[' || substr(replace(hex(zeroblob(n)), '00', ',0'), 2) || ']')  rows with key 0 to
//   n-1 instr(bytes, b) - 1                                  the value of a byte; 0 past the end of
//   a blob sum(... << 8 * key) FROM json_each('[0,0,0,0,0]')    of five of them, the last with key
//   0
// A recursive query would read easier than json_each, but SQLite does not push `WHERE article = 7`
// down into one. The runs of a segment of checks need one all the same.
const char* const sqlite_views_sql = R"sql(
BEGIN;
CREATE TABLE decode(bytes BLOB NOT NULL);
INSERT INTO decode VALUES(CAST(
  x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
  || x'202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f'
  || x'404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f'
  || x'606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f'
  || x'808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'
  || x'a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf'
  || x'c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf'
  || x'e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff' AS BLOB));

CREATE VIEW articles AS
SELECT number, key, title,
  strftime('%Y-%m-%dT%H:%M:%SZ', first_seen, 'unixepoch') AS first_seen,
  strftime('%Y-%m-%dT%H:%M:%SZ', last_changed, 'unixepoch') AS last_changed,
  strftime('%Y-%m-%dT%H:%M:%SZ', last_seen, 'unixepoch') AS last_seen,
  revisions, captures, checks
FROM article WHERE number > 0;

CREATE VIEW captures AS
WITH head AS (
  SELECT article, head, bytes,
    instr(bytes, substr(head, 2, 1)) - 1 AS t, instr(bytes, substr(head, 3, 1)) - 1 AS w,
    (SELECT sum(instr(bytes, substr(head, 8 - j.key, 1)) - 1 << 8 * j.key)
     FROM json_each('[0,0,0,0,0]') j) - 62135596800 AS first
  FROM segment, decode WHERE kind = 0 AND article > 0),
line AS (
  SELECT article, bytes, t, w, first, substr(head, 17 + j.key * (6 + t + w), 6 + t + w) AS line
  FROM head, json_each('[' || substr(replace(hex(zeroblob(
    (length(head) - 16) / (6 + t + w))), '00', ',0'), 2) || ']') j)
SELECT article, article.key, lower(hex(substr(line, 1, 6))) AS id,
  strftime('%Y-%m-%dT%H:%M:%SZ', first + ifnull((
    SELECT sum(instr(bytes, substr(line, 6 + t - j.key, 1)) - 1 << 8 * j.key)
    FROM json_each('[' || substr('0,0,0,0,0', 1, 2 * t - 1) || ']') j), 0), 'unixepoch') AS observed,
  nullif(ifnull((
    SELECT sum(instr(bytes, substr(line, 6 + t + w - j.key, 1)) - 1 << 8 * j.key)
    FROM json_each('[' || substr('0,0,0,0', 1, 2 * w - 1) || ']') j), 0), 0) - 1 AS document
FROM line JOIN article ON number = article;

CREATE VIEW checks AS
WITH RECURSIVE run(article, segment, part, rest) AS (
  SELECT article, id, 0, substr(head, 5) FROM segment WHERE kind = 1
  UNION ALL
  SELECT article, segment, part + 1, substr(rest, instr(rest, x'0A') + 5 + (
    (CAST(substr(rest, 1, instr(rest, x'0A')) AS TEXT)->>0) *
    (CAST(substr(rest, 1, instr(rest, x'0A')) AS TEXT)->>3) -
    (CAST(substr(rest, 1, instr(rest, x'0A')) AS TEXT)->>3) + 7) / 8)
  FROM run WHERE rest <> x''),
line AS MATERIALIZED (
  SELECT article, segment, part, CAST(substr(rest, 1, instr(rest, x'0A')) AS TEXT) AS h,
    substr(rest, instr(rest, x'0A') + 1) AS bits
  FROM run WHERE rest <> x''),
step AS (
  SELECT article, segment, part, j.key AS i, h->>4 AS outcome, CASE j.key WHEN 0 THEN h->>1 ELSE
    (h->>2) + ((
      SELECT sum(instr(bytes, substr(bits, 5 + (j.key - 1) * (h->>3) / 8 - k.key, 1)) - 1 << 8 * k.key)
      FROM json_each('[0,0,0,0,0]') k, decode) >> 40 - (j.key - 1) * (h->>3) % 8 - (h->>3) & (1 << (h->>3)) - 1)
    + ifnull((SELECT json_extract(h, '$[5][' || (k.key + 1) || ']') FROM json_each(h, '$[5]') k
              WHERE k.key % 2 = 0 AND k.value = j.key), 0) END AS seconds
  FROM line, json_each('[' || substr(replace(hex(zeroblob(h->>0)), '00', ',0'), 2) || ']') j)
SELECT article, article.key, strftime('%Y-%m-%dT%H:%M:%SZ', sum(seconds) OVER (
    PARTITION BY segment, part ORDER BY i), 'unixepoch') AS observed, nullif(outcome, '') AS outcome
FROM step JOIN article ON number = article;

CREATE VIEW revisions AS
WITH look AS (
  SELECT article, key, id, observed, document FROM captures
  UNION ALL SELECT article, key, NULL, observed, NULL FROM checks WHERE outcome = 'unchanged'),
after AS (
  SELECT *, lag(observed) OVER (PARTITION BY article ORDER BY observed, id IS NULL, id) AS before
  FROM look),
seen AS (
  SELECT *, lag(document) OVER (PARTITION BY article ORDER BY observed, id) AS previous
  FROM after WHERE id IS NOT NULL)
SELECT article, key, id, observed AS first_seen,
  CASE WHEN previous IS NOT NULL THEN before END AS changed_after, document
FROM seen WHERE previous IS NOT document;

CREATE VIEW annotations AS
WITH tail AS (
  SELECT article, id, at,
    substr(text, instr(text, char(10) || 'capture: ') + 10) AS capture,
    substr(text, instr(text, char(10) || 'kind: ') + 7) AS kind,
    substr(text, instr(text, char(10) || 'text: ') + 7) AS text
  FROM annotation)
SELECT article, article.key, substr(lower(hex(id)), 1, 12) AS id,
  strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch') AS observed,
  substr(capture, 1, 12) AS capture, substr(kind, 1, instr(kind, char(10)) - 1) AS kind,
  substr(text, 1, instr(text, char(10)) - 1) AS text
FROM tail JOIN article ON number = article;
COMMIT;
)sql";

}  // namespace arch::store
