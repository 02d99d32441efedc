// An inverted index by SQLite's FTS5 (https://sqlite.org/fts5.html), which brings sorted lists of
// words, packed lists of rows, and merges in the background. Told to keep no text, no positions and
// no sizes (contentless, detail=none, columnsize=0) it is such an index and nothing more, and
// small: docs/decisions/0012-search.md has the figures.
//
// A row of the index stands for what was taken in of an article at once. The first of an article
// has the article's number, so that nothing need be kept to find the article; later ones, which
// hold only what came later, have numbers from first_later_row on and an entry in `later`.

#include "store/word_index.hpp"

#include "base/error.hpp"
#include "store/space_tokenizer.hpp"
#include "store/sqlite_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include <unistd.h>

namespace arch::store {
namespace {

/// Above every article's number: SQLite's rows are numbered with 63 bits.
constexpr std::int64_t first_later_row = std::int64_t{1} << 40;

/// How long an update waits for another's, in milliseconds: those are of some hundred articles.
constexpr std::uint32_t patience_ms = 60'000;

constexpr const char* schema_sql =
    "PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE;"
    "BEGIN IMMEDIATE;"
    "CREATE VIRTUAL TABLE word USING fts5(words, content='', columnsize=0, detail=none,"
    " tokenize='arch_spaces');"
    "CREATE TABLE taken(article INTEGER PRIMARY KEY, objects INTEGER NOT NULL);"
    "CREATE TABLE later(row INTEGER PRIMARY KEY, article INTEGER NOT NULL);"
    "CREATE TABLE state(version INTEGER NOT NULL, mark INTEGER NOT NULL, arrivals INTEGER NOT "
    "NULL);"
    "INSERT INTO state VALUES(0, 0, 0);"
    "COMMIT;";

// A derived file need not survive a power cut whole; what a cut leaves is found out when it is
// read.
constexpr const char* settings_sql =
    "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;"
    "PRAGMA locking_mode = NORMAL; PRAGMA cell_size_check = ON;";

std::filesystem::path path_in(const std::filesystem::path& folder) {
  return folder / word_index_name;
}

/// A word as FTS5's language of queries quotes it.
std::string quoted(std::string_view word) {
  std::string text = "\"";
  for (const char c : word) {
    text += c;
    if (c == '"') {
      text += c;
    }
  }
  return text + "\"";
}

}  // namespace

struct WordIndex::State {
  State(const std::filesystem::path& file, Database::Mode mode) : database(file, mode) {
    database.set_busy_timeout(patience_ms);
    database.add_space_tokenizer();
    database.execute(settings_sql);
  }

  struct Row {
    std::int64_t version = 0;
    std::int64_t mark = 0;
    std::int64_t arrivals = 0;
  };
  Row read_row() {
    Query query{database, read_state};
    if (!query.step()) {
      throw Error{ErrorKind::corrupt, "reading the index of words: it has no state"};
    }
    return {.version = query.integer(0), .mark = query.integer(1), .arrivals = query.integer(2)};
  }
  void write_row(const Row& row) {
    Query{database, write_state}.bind(row.version).bind(row.mark).bind(row.arrivals).run();
  }

  std::vector<ArticleNumber> match(const std::string& expression) {
    std::vector<ArticleNumber> found;
    Query rows{database, find_rows};
    rows.bind(std::string_view{expression});
    while (rows.step()) {
      std::int64_t number = rows.integer(0);
      if (number >= first_later_row) {
        Query later{database, find_later};
        later.bind(number);
        if (!later.step()) {
          throw Error{ErrorKind::corrupt, "reading the index of words: a row is of no article"};
        }
        number = later.integer(0);
      }
      found.push_back(ArticleNumber{number});
    }
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
  }

  Database database;
  std::int64_t version = 0;
  Statement read_state{"SELECT version, mark, arrivals FROM state"};
  Statement write_state{"UPDATE state SET version = ?, mark = ?, arrivals = ?"};
  Statement find_rows{"SELECT rowid FROM word WHERE word MATCH ?"};
  Statement find_later{"SELECT article FROM later WHERE row = ?"};
  Statement find_taken{"SELECT objects FROM taken WHERE article = ?"};
  Statement put_taken{"INSERT OR REPLACE INTO taken VALUES(?, ?)"};
  Statement put_later{
      "INSERT INTO later SELECT max(?, coalesce(max(row), 0) + 1), ? FROM later RETURNING row"};
  Statement put_words{"INSERT INTO word(rowid, words) VALUES(?, ?)"};
};

bool WordIndex::can_write(const std::filesystem::path& folder) {
  return ::access(folder.c_str(), W_OK) == 0 &&
         (!exists(folder) || ::access(path_in(folder).c_str(), W_OK) == 0);
}

bool WordIndex::exists(const std::filesystem::path& folder) {
  std::error_code none;
  return std::filesystem::exists(path_in(folder), none);
}

void WordIndex::remove(const std::filesystem::path& folder) {
  remove_database(path_in(folder));
}

std::unique_ptr<WordIndex::State> WordIndex::open(const std::filesystem::path& folder,
                                                  std::uint32_t version,
                                                  std::uint64_t store_arrivals) {
  if (!exists(folder)) {
    return nullptr;
  }
  try {
    auto state = std::make_unique<State>(path_in(folder), Database::Mode::write);
    const State::Row row = state->read_row();
    state->version = version;
    const bool is_usable = row.version == version && row.arrivals >= 0 &&
                           static_cast<std::uint64_t>(row.arrivals) <= store_arrivals;
    return is_usable ? std::move(state) : nullptr;
  } catch (const Error& error) {
    // Whatever is wrong with it, it can be made again.
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
    return nullptr;
  }
}

WordIndex::WordIndex(std::unique_ptr<State> state) : state_(std::move(state)) {}

WordIndex::WordIndex(const std::filesystem::path& folder,
                     std::uint32_t version,
                     std::uint64_t store_arrivals)
    : state_(open(folder, version, store_arrivals)) {
  if (state_ == nullptr) {
    remove(folder);
    state_ = std::make_unique<State>(path_in(folder), Database::Mode::make);
    state_->database.execute(schema_sql);
    state_->write_row({.version = version});
    state_->version = version;
  }
}

std::optional<WordIndex> WordIndex::find(const std::filesystem::path& folder,
                                         std::uint32_t version,
                                         std::uint64_t store_arrivals) {
  auto state = open(folder, version, store_arrivals);
  return state == nullptr ? std::nullopt : std::optional{WordIndex{std::move(state)}};
}

WordIndex::~WordIndex() = default;
WordIndex::WordIndex(WordIndex&&) noexcept = default;
WordIndex& WordIndex::operator=(WordIndex&&) noexcept = default;

std::vector<ArticleNumber> WordIndex::with(std::string_view word) const {
  return state_->match(quoted(word));
}

std::vector<ArticleNumber> WordIndex::with_beginning(std::string_view beginning) const {
  return state_->match(quoted(beginning) + " *");
}

std::int64_t WordIndex::mark() const {
  return state_->read_row().mark;
}

std::uint32_t WordIndex::objects_of(ArticleNumber article) const {
  Query query{state_->database, state_->find_taken};
  query.bind(static_cast<std::int64_t>(article));
  return query.step() ? static_cast<std::uint32_t>(query.integer(0)) : 0;
}

WordIndex::Update::Update(WordIndex& index) : index_(&index) {
  index.state_->database.execute("BEGIN IMMEDIATE");
}

WordIndex::Update::~Update() {
  if (index_ != nullptr) {
    index_->state_->database.roll_back();
  }
}

void WordIndex::Update::add(ArticleNumber article,
                            std::uint32_t objects,
                            std::span<const std::string> words) {
  State& state = *index_->state_;
  std::int64_t row = static_cast<std::int64_t>(article);
  if (index_->objects_of(article) > 0) {
    Query later{state.database, state.put_later};
    later.bind(first_later_row).bind(static_cast<std::int64_t>(article));
    later.step();
    row = later.integer(0);
  }
  if (!words.empty()) {
    const std::string joined = fmt::format("{}", fmt::join(words, " "));
    Query{state.database, state.put_words}.bind(row).bind(std::string_view{joined}).run();
  }
  Query{state.database, state.put_taken}
      .bind(static_cast<std::int64_t>(article))
      .bind(static_cast<std::int64_t>(objects))
      .run();
}

void WordIndex::Update::commit(std::int64_t mark, std::uint64_t store_arrivals) {
  State& state = *index_->state_;
  state.write_row({.version = state.version,
                   .mark = mark,
                   .arrivals = static_cast<std::int64_t>(store_arrivals)});
  state.database.execute("COMMIT");
  index_ = nullptr;
}

void WordIndex::optimise() {
  state_->database.execute("INSERT INTO word(word) VALUES('optimize')");
  state_->database.execute("VACUUM");
}

}  // namespace arch::store
