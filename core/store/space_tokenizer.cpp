// FTS5 as an inverted index and nothing more: its own tokenizers would cut and fold the words that
// the caller cut and folded by Unicode's rules. The interface:
// https://sqlite.org/fts5.html#extending_fts5

#include "store/space_tokenizer.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace arch::store {
namespace {

// FTS5 wants a handle; the tokenizer has no state, so all share this one.
char the_tokenizer = 0;

int make_tokenizer(void*, const char**, int, Fts5Tokenizer** made) {
  *made = reinterpret_cast<Fts5Tokenizer*>(&the_tokenizer);
  return SQLITE_OK;
}

void free_tokenizer(Fts5Tokenizer*) {}

int tokenize(Fts5Tokenizer*,
             void* context,
             int,
             const char* text,
             int size,
             int (*take)(void*, int, const char*, int, int, int)) {
  for (int at = 0; at < size;) {
    const int end = static_cast<int>(std::find(text + at, text + size, ' ') - text);
    if (end > at) {
      const int result = take(context, 0, text + at, end - at, at, end);
      if (result != SQLITE_OK) {
        return result;
      }
    }
    at = end + 1;
  }
  return SQLITE_OK;
}

}  // namespace

int add_space_tokenizer(sqlite3* database) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr);
  if (code != SQLITE_OK) {
    return code;
  }
  fts5_api* api = nullptr;
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  code = sqlite3_finalize(statement);
  if (code != SQLITE_OK || api == nullptr) {
    return code != SQLITE_OK ? code : SQLITE_ERROR;
  }
  fts5_tokenizer functions{make_tokenizer, free_tokenizer, tokenize};
  return api->xCreateTokenizer(api, "arch_spaces", nullptr, &functions, nullptr);
}

}  // namespace arch::store
