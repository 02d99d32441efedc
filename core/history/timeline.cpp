// The order of looks: by second of observation, then by id of the capture record.
//
// What an archive shows must not depend on the order in which looks arrived, yet what it stores
// does: a look that repeats the one before it is stored as a check, and it can lose that neighbour
// to a late arrival, or gain one. So captures and checks are the same thing here, a look, and which
// of them begin something new is worked out from the looks alone. What a recorder owes in return is
// that the first look of everything new is stored as a capture, so that its id is at hand: then
// listing an article hashes nothing.
//
// A page that was read anew says what its newest reading says, at every look that saw it: our
// better reading is no event in the life of the article. The older readings stay in their records.
//
// Looks of one second that saw the same are one moment, named by the least of their ids: else two
// imports of the same page from two places would differ by which came first. Moments of one second
// are ordered by those ids, which is arbitrary but the same everywhere.

#include "history/timeline.hpp"

#include "store/store.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <tuple>
#include <unordered_map>

namespace arch::history {
namespace {

bool saw_same(const Sighting& a, const Sighting& b) {
  return a.reading == b.reading && a.page == b.page;
}

bool is_before(const Sighting& a, const Sighting& b, const IdOfSighting& id_of) {
  if (a.id_prefix != b.id_prefix) {
    return a.id_prefix < b.id_prefix;
  }
  if (a.row == b.row) {
    return false;
  }
  const ObjectId id_a = id_of(a);
  const ObjectId id_b = id_of(b);
  // A look that is stored in both forms: the capture stands for it.
  return id_a != id_b ? id_a < id_b : a.is_capture && !b.is_capture;
}

/// Learns the ids of looks that saw the same, unless the least of them is at hand.
void learn_ids(std::span<Sighting> looks, const IdOfSighting& id_of) {
  if (std::ranges::any_of(looks, &Sighting::knows_id)) {
    return;
  }
  for (Sighting& look : looks) {
    look.id_prefix = order_prefix(id_of(look));
    look.knows_id = true;
  }
}

/// Works out the reading of each look, which are in order of observation.
void apply_rereadings(std::span<Sighting> looks, const IdOfSighting& id_of) {
  std::unordered_map<std::uint32_t, const Sighting*> newest;  // by page
  for (Sighting& look : looks) {
    look.reading = look.document;
    if (look.rereading == 0 || look.page == Sighting::no_page) {
      continue;
    }
    const auto [found, is_new] = newest.try_emplace(look.page, &look);
    const Sighting& best = *found->second;
    if (!is_new && (look.rereading > best.rereading ||
                    (look.rereading == best.rereading && look.observed == best.observed &&
                     is_before(look, best, id_of)))) {
      found->second = &look;
    }
  }
  if (newest.empty()) {
    return;
  }
  for (Sighting& look : looks) {
    if (const auto found = newest.find(look.page); found != newest.end()) {
      look.reading = found->second->document;
    }
  }
}

/// Index of the look that says its reading and has the least id that is known; where none says it,
/// of those that do not; where no id is known, the first of them.
std::size_t find_first(std::span<const Sighting> looks, const IdOfSighting& id_of) {
  const auto comes_first = [&](const Sighting& a, const Sighting& b) {
    const bool a_says_it = a.document == a.reading;
    const bool b_says_it = b.document == b.reading;
    if (a_says_it != b_says_it) {
      return a_says_it;
    }
    return a.knows_id && (!b.knows_id || is_before(a, b, id_of));
  };
  std::size_t first = 0;
  for (std::size_t i = 1; i < looks.size(); ++i) {
    if (comes_first(looks[i], looks[first])) {
      first = i;
    }
  }
  return first;
}

/// Appends the moments of looks that share a second; the first of them is number `offset`.
void add_second(std::vector<Moment>& moments,
                std::span<Sighting> looks,
                std::size_t offset,
                const IdOfSighting& id_of) {
  std::ranges::sort(looks, [](const Sighting& a, const Sighting& b) {
    const bool a_differs = a.document != a.reading;
    const bool b_differs = b.document != b.reading;
    return std::tie(a.reading, a.page, a_differs, a.row) <
           std::tie(b.reading, b.page, b_differs, b.row);
  });
  const bool is_shared =
      std::ranges::any_of(looks, [&](const Sighting& look) { return !saw_same(look, looks[0]); });
  const auto begin = static_cast<std::vector<Moment>::difference_type>(moments.size());
  for (std::size_t i = 0; i < looks.size();) {
    std::size_t next = i + 1;
    while (next < looks.size() && saw_same(looks[i], looks[next])) {
      ++next;
    }
    const std::span<Sighting> same = looks.subspan(i, next - i);
    // Those that say the reading stand first.
    const auto differ = std::ranges::find_if(
        same, [](const Sighting& look) { return look.document != look.reading; });
    const std::span<Sighting> say_it{same.begin(), differ};
    if (is_shared || say_it.size() < same.size()) {
      learn_ids(say_it.empty() ? same : say_it, id_of);
    }
    moments.push_back({.observed = looks[i].observed,
                       .document = looks[i].reading,
                       .page = looks[i].page,
                       .begin = static_cast<std::uint32_t>(offset + i),
                       .end = static_cast<std::uint32_t>(offset + next),
                       .first = static_cast<std::uint32_t>(offset + i + find_first(same, id_of)),
                       .shares_second = is_shared});
    i = next;
  }
  std::sort(moments.begin() + begin, moments.end(), [&](const Moment& a, const Moment& b) {
    return is_before(looks[a.first - offset], looks[b.first - offset], id_of);
  });
}

}  // namespace

std::uint64_t order_prefix(const ObjectId& id) {
  constexpr unsigned dropped_bits = 64 - 8 * store::id_prefix_bytes;
  return id.prefix64() >> dropped_bits << dropped_bits;
}

std::vector<Moment> order_sightings(std::vector<Sighting>& sightings, const IdOfSighting& id_of) {
  const auto by_time = [](const Sighting& a, const Sighting& b) { return a.observed < b.observed; };
  // Captures and checks mostly arrive in order already.
  if (!std::is_sorted(sightings.begin(), sightings.end(), by_time)) {
    std::stable_sort(sightings.begin(), sightings.end(), by_time);
  }
  apply_rereadings(sightings, id_of);
  std::vector<Moment> moments;
  moments.reserve(sightings.size());
  for (std::size_t begin = 0; begin < sightings.size();) {
    std::size_t end = begin + 1;
    while (end < sightings.size() && sightings[end].observed == sightings[begin].observed) {
      ++end;
    }
    if (end - begin == 1) {
      moments.push_back({.observed = sightings[begin].observed,
                         .document = sightings[begin].reading,
                         .page = sightings[begin].page,
                         .begin = static_cast<std::uint32_t>(begin),
                         .end = static_cast<std::uint32_t>(end),
                         .first = static_cast<std::uint32_t>(begin)});
    } else {
      add_second(moments, std::span{sightings}.subspan(begin, end - begin), begin, id_of);
    }
    begin = end;
  }
  for (std::size_t m = 0; m < moments.size(); ++m) {
    moments[m].begins_state = m == 0 || moments[m].document != moments[m - 1].document ||
                              moments[m].page != moments[m - 1].page;
  }
  return moments;
}

}  // namespace arch::history
