#pragma once

#include "cmd/command.hpp"
#include "cmd/json.hpp"
#include "history/archive.hpp"

#include <array>

namespace arch::cmd {

/// The fields of revision_record().
inline constexpr std::array revision_fields{
    Field{"article", "the article's key"},
    Field{"id", "of the revision: of its first capture"},
    Field{"number", "of the revision in the article, the oldest is 0"},
    Field{"changed_after", "time of the last look that saw the older text; null for the first"},
    Field{"first_seen", "time of the revision's first capture"},
    Field{"last_seen", "time of the last look that saw this text"},
    Field{"captures", "how many looks at this text kept something new of it"},
    Field{"checks", "how many looks found it unchanged"},
    Field{"words_added", "compared with the revision before; of the first: all its words"},
    Field{"words_removed", "likewise"},
    Field{"blocks_added", "paragraphs, headings, list items, images and header lines"},
    Field{"blocks_removed", "likewise"},
    Field{"blocks_changed", "likewise"},
    Field{"blocks_moved", "likewise"},
    Field{"headline_changed", "true or false"},
    Field{"fields_changed", "names of other header lines that changed, a list"},
    Field{"reverted_to", "id of the earliest revision with the same text; null if it is new"},
    Field{"technical", "true if our reading of the page changed and not the page"},
    Field{"document", "id of the document"},
    Field{"page", "id of the page of the first capture; null if it has none"},
};

/// What `--json` says of a revision.
JsonRecord revision_record(const history::History& history,
                           const history::Revision& revision,
                           const history::ChangeSummary& change);

}  // namespace arch::cmd
