#pragma once

#include "base/time.hpp"
#include "history/archive.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace arch::test {

/// One thing that happens to an article.
struct Event {
  std::string key;
  UtcTime observed;
  std::string page = {};
  std::string url = {};
  std::optional<std::size_t> origin = {};  ///< of the two texts of origins()
  history::Cause cause = history::Cause::published;
  std::optional<history::Absence> absence = {};  ///< then there is no page
  /// A rereading: the document, and the version of the reader. Its cause is `technical`.
  std::optional<std::pair<std::string, unsigned>> rereading = {};
};

/// Texts of origin records.
const std::vector<std::string>& origins();

/// A random history of one or two articles, made to hit the corners: few texts that come back,
/// pages that differ while their document does not, looks of the same second, looks that differ in
/// nothing but where they came from, the same look twice, looks that got nothing, pages read anew.
std::vector<Event> random_history(std::mt19937_64& random);

/// Adds events [begin, end) of `order` to the archive, in calls and transactions of random size.
void arrive(history::Archive& archive, const std::vector<Event>& order, std::mt19937_64& random);

/// What the log of an article must show, worked out from the events by the rules of
/// docs/format.md#records, without the archive: a line for each revision.
std::vector<std::string> expected_log(const std::vector<Event>& events, const std::string& key);
/// The same of what the archive shows.
std::vector<std::string> shown_log(const history::Archive& archive, const std::string& key);

}  // namespace arch::test
