#pragma once

#include "base/time.hpp"
#include "diff/facts.hpp"
#include "diff/summary.hpp"
#include "history/archive.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {

/// `12,345`: groups of three, as English writes them.
std::string grouped(std::uint64_t number);

/// `1 word`, `12,345 words`. The plural is the singular with an s.
std::string counted(std::uint64_t number, std::string_view singular);

/// `812 B`, `43.1 kB`, `1.2 MB`: decimal units.
std::string byte_size(std::uint64_t bytes);

/// `12 min`, `3 h 05 min`, `2 d 4 h`, `1 d`: two units at most, cut and not rounded. Negative ones
/// have a sign.
std::string describe_duration(std::int64_t seconds);

/// What a revision changed, in a few words: `reverted to 3f0c2a9b1d4e`, `headline changed, 12 words
/// added, 3 removed`. Never empty.
std::string describe_change(const history::History& history,
                            const history::Revision& revision,
                            const history::ChangeSummary& change);

/// The same for two documents that are no neighbouring revisions.
std::string describe_change(const history::ChangeSummary& change);

/// The words alone, for two revisions that are not neighbours.
std::string describe_words(const diff::Summary& summary);

/// The facts of a change, most telling first: `headline changed`, `2 sentences changed`, `1
/// paragraph moved up`, `1 number`. Empty if there are none.
std::vector<std::string> describe_facts(const diff::Facts& facts);

/// `changed between 2021-09-20 08:00:00 +0000 and 2021-09-20 08:40:00 +0000`, or `first seen …`.
std::string describe_interval(const history::Revision& revision, const Zone& zone);

/// `kagame~2`: a name that an editor can type for the revision, for as long as nothing new arrives.
std::string revision_name(const history::History& history, std::uint32_t revision);

}  // namespace arch::cmd
