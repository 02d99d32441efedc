#pragma once

namespace arch::bench {

/// Prints of a file of edits and notices (tests/data/corrections/notices.txt): pairs of an edit and
/// its notice, notices found, those matched with their edit, pairs with another edit, those
/// matched. With `verbose` first what went wrong, a line each.
void print_matching(const char* path, bool verbose);

}  // namespace arch::bench
