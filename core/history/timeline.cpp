// The order of looks: by second of observation, then by id of the capture record.
//
// What an archive shows must not depend on the order in which looks arrived, yet what it stores
// does: a look that repeats the one before it is stored as a check, and it can lose that neighbour
// to a late arrival, or gain one. So captures and checks are the same thing here, a look, and which
// of them begin something new is worked out from the looks alone. What a recorder owes in return is
// that the first look of everything new is stored as a capture, so that its id is at hand: then
// listing an article hashes nothing.
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

namespace arch::history {
namespace {

bool saw_same(const Sighting& a, const Sighting& b) {
  return a.document == b.document && a.page == b.page;
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

/// Index of the look with the least id that is known, or 0 if none is.
std::size_t find_first(std::span<const Sighting> looks, const IdOfSighting& id_of) {
  std::size_t first = 0;
  for (std::size_t i = 1; i < looks.size(); ++i) {
    if (looks[i].knows_id && (!looks[first].knows_id || is_before(looks[i], looks[first], id_of))) {
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
    return std::tie(a.document, a.page, a.row) < std::tie(b.document, b.page, b.row);
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
    if (is_shared) {
      learn_ids(same, id_of);
    }
    moments.push_back({.observed = looks[i].observed,
                       .document = looks[i].document,
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
  std::vector<Moment> moments;
  moments.reserve(sightings.size());
  for (std::size_t begin = 0; begin < sightings.size();) {
    std::size_t end = begin + 1;
    while (end < sightings.size() && sightings[end].observed == sightings[begin].observed) {
      ++end;
    }
    if (end - begin == 1) {
      moments.push_back({.observed = sightings[begin].observed,
                         .document = sightings[begin].document,
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
