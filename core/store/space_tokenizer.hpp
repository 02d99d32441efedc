#pragma once

struct sqlite3;

namespace arch::store {

/// Registers the tokenizer `arch_spaces` with SQLite's FTS5 on a connection: words end at spaces
/// and are kept byte for byte, since who wrote them has folded them already. Returns SQLite's code.
int add_space_tokenizer(sqlite3* database);

}  // namespace arch::store
