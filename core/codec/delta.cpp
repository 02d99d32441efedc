#include "codec/delta.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace arch::codec {
namespace {

constexpr std::size_t hashed_bytes = 16;
constexpr std::size_t index_step = 8;
/// Candidates tried per position: repetitive pages have thousands that begin alike.
constexpr int max_candidates = 16;
/// A common beginning or end is copied from this length on: its copy needs no source position.
constexpr std::size_t min_end_copy = 12;
constexpr std::uint32_t none = UINT32_MAX;

std::uint64_t word_at(ByteView bytes, std::size_t at) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

/// How many bytes are equal from a[i] and b[j] on, at most `limit`.
std::size_t common_ahead(ByteView a, std::size_t i, ByteView b, std::size_t j, std::size_t limit) {
  std::size_t n = 0;
  while (n + 8 <= limit && word_at(a, i + n) == word_at(b, j + n)) {
    n += 8;
  }
  while (n < limit && a[i + n] == b[j + n]) {
    ++n;
  }
  return n;
}

/// How many bytes are equal before a[i] and b[j], at most `limit`.
std::size_t common_behind(ByteView a, std::size_t i, ByteView b, std::size_t j, std::size_t limit) {
  std::size_t n = 0;
  while (n + 8 <= limit && word_at(a, i - n - 8) == word_at(b, j - n - 8)) {
    n += 8;
  }
  while (n < limit && a[i - n - 1] == b[j - n - 1]) {
    ++n;
  }
  return n;
}

/// Positions of the base by the hash of the bytes there.
class Index {
public:
  explicit Index(ByteView base)
      : base_(base),
        shift_(64U - static_cast<unsigned>(std::bit_width(base.size() / index_step + 1))),
        first_(std::size_t{1} << (64U - shift_), none),
        next_(base.size() / index_step + 1, none) {
    // Backwards, so that each chain runs from the front of the base to its end.
    for (std::size_t slot = (base.size() - hashed_bytes) / index_step + 1; slot-- > 0;) {
      std::uint32_t& first = first_[hash(base, slot * index_step)];
      next_[slot] = first;
      first = static_cast<std::uint32_t>(slot);
    }
  }

  std::uint32_t first(ByteView text, std::size_t at) const { return first_[hash(text, at)]; }
  std::uint32_t next(std::uint32_t slot) const { return next_[slot]; }

private:
  std::size_t hash(ByteView bytes, std::size_t at) const {
    // Two rounds of Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;
    const std::uint64_t mixed = (word_at(bytes, at) * golden) ^ word_at(bytes, at + 8);
    return static_cast<std::size_t>((mixed * golden) >> shift_);
  }

  ByteView base_;
  unsigned shift_;
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> next_;
};

struct Match {
  std::size_t target = 0;
  std::size_t source = 0;
  std::size_t size = 0;
};

/// The longest match that covers text[at], whose beginning is not before `floor`; size 0 if none is
/// long enough. `expected` is where the last copy ended in the base.
Match best_match(const Index& index,
                 ByteView text,
                 ByteView base,
                 std::size_t at,
                 std::size_t floor,
                 std::size_t end,
                 std::size_t expected) {
  Match best;
  int candidates = 0;
  for (std::uint32_t slot = index.first(text, at); slot != none && candidates < max_candidates;
       slot = index.next(slot), ++candidates) {
    const std::size_t source = std::size_t{slot} * index_step;
    const std::size_t ahead =
        common_ahead(text, at, base, source, std::min(end - at, base.size() - source));
    if (ahead < hashed_bytes) {
      continue;
    }
    const std::size_t behind = common_behind(text, at, base, source, std::min(at - floor, source));
    const Match match{at - behind, source - behind, ahead + behind};
    const std::size_t least = match.source == expected ? min_copy : min_moved_copy;
    if (match.size >= least && match.size > best.size) {
      best = match;
    }
  }
  return best;
}

}  // namespace

std::vector<Copy> find_copies(ByteView text, ByteView base) {
  std::vector<Copy> copies;
  const auto add = [&copies](std::size_t target, std::size_t source, std::size_t size) {
    copies.push_back({.target = static_cast<std::uint32_t>(target),
                      .source = static_cast<std::uint32_t>(source),
                      .size = static_cast<std::uint32_t>(size)});
  };
  const std::size_t shorter = std::min(text.size(), base.size());
  std::size_t begin = common_ahead(text, 0, base, 0, shorter);
  std::size_t tail = common_behind(text, text.size(), base, base.size(), shorter - begin);
  if (begin < min_end_copy && begin < base.size()) {
    begin = 0;
  }
  if (tail < min_end_copy) {
    tail = 0;
  }
  if (begin > 0) {
    add(0, 0, begin);
  }
  const std::size_t end = text.size() - tail;
  if (end - begin >= min_copy && base.size() >= min_copy) {
    const Index index(base);
    std::size_t floor = begin;     // end of the last copy in the text
    std::size_t expected = begin;  // and in the base
    for (std::size_t at = begin; at + hashed_bytes <= end;) {
      const Match match = best_match(index, text, base, at, floor, end, expected);
      if (match.size == 0) {
        ++at;
        continue;
      }
      add(match.target, match.source, match.size);
      floor = at = match.target + match.size;
      expected = match.source + match.size;
    }
  }
  if (tail > 0) {
    add(end, base.size() - tail, tail);
  }
  return copies;
}

}  // namespace arch::codec
