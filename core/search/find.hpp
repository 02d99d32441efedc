#pragma once

#include "base/time.hpp"
#include "history/history.hpp"
#include "search/query.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::search {

/// Revisions first to last, both counted, that all say something.
struct Span {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// When an article said something, in times: what looks tell of it.
struct Appearance {
  std::optional<UtcTime> not_before = {};  ///< the last look that did not see it yet; absent for
                                           ///< the first revision
  UtcTime first_seen = {};
  UtcTime last_seen = {};
  std::optional<UtcTime> gone_by = {};  ///< the first look after it that no longer saw it; absent
                                        ///< while it is live
};

/// Where an article says what was searched for.
struct Hit {
  store::ArticleNumber article = store::ArticleNumber::none;
  std::string key = {};
  std::vector<Span> spans = {};  ///< ascending, not touching; at least one
  /// Of each span.
  std::vector<Appearance> appearances = {};
  bool is_live = false;   ///< the latest revision says it
  std::string line = {};  ///< a paragraph that says it, of the newest document that does
  Match match = {};       ///< its words in `line`
};

/// How long all of the hit's spells lasted together, in seconds: at least from the first look that
/// saw it to the last, at most from the last look before to the first after. Of a spell that still
/// goes on, to the last look.
struct Exposure {
  std::int64_t least = 0;
  std::int64_t most = 0;

  friend bool operator==(const Exposure&, const Exposure&) = default;
};
Exposure exposure_of(const Hit& hit);

/// Groups of revisions that follow each other: those for which `has` is true.
std::vector<Span> spans_of(const std::vector<bool>& has);

Appearance appearance_of(const history::History& history, const Span& span);

/// Whether `says` is true of each revision's document, which is checked against its id; of
/// documents that revisions share it is asked once. Throws Error{corrupt}.
std::vector<bool> says_in_revisions(const history::History& history,
                                    const std::function<bool(std::string_view document)>& says);

/// The spells of the revisions for which `has` is true, without line and match; nullopt if it is
/// true of none.
std::optional<Hit> find_where(const history::History& history, const std::vector<bool>& has);

/// Where the article answers the query; nullopt if no revision does. A line that revisions share is
/// looked at once. Throws Error{corrupt}.
std::optional<Hit> find_in(const history::History& history, const Query& query);

}  // namespace arch::search
