#pragma once

#include "base/time.hpp"
#include "cmd/blame_passages.hpp"
#include "cmd/html.hpp"
#include "cmd/json.hpp"
#include "history/history.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace arch::cmd {

class Context;

/// The text of a revision, and those of its passages that are to be shown.
struct BlameView {
  const history::History& history;
  std::uint32_t revision = 0;
  std::string text = {};
  std::vector<BlamePassage> passages = {};  ///< at least one
};

/// `2021-09-20 08:40`
std::string minute_of(UtcTime time, const Zone& zone);

/// What else is to be said of a passage: `9 of 12 words older`. May be empty.
std::string note_of(const history::History& history, const BlamePassage& passage, const Zone& zone);

/// Numbers of the revisions that the passages of the view name, newest first.
std::vector<std::uint32_t> revisions_of(const BlameView& view);

/// When the revision was first seen, and whether it is a technical one.
std::string interval_of(const history::Revision& revision, const Zone& zone);

/// Prints each passage on a line of its own beside the revision that first wrote it, and what these
/// revisions are: docs/cli.md#how-origins-are-shown.
void print_blame(const BlameView& view, Context& context);

/// Returns what `--json` says of a passage.
JsonRecord blame_record(const BlameView& view, const BlamePassage& passage);

/// Returns the passages as a page for people, marked where they were not there from the beginning.
Html blame_page(const BlameView& view, Context& context);

}  // namespace arch::cmd
