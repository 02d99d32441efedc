// Numbers are as they are in memory, lowest byte first: what comes back is to the bit what was
// kept, so that a schedule goes on as if it had never ended.

#include "capture/rate_rows.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "codec/varint.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <utility>

namespace arch::capture {
namespace {

/// Beyond this neither a time in seconds nor a count of changes is one.
constexpr double greatest_number = 1e15;

void put(Bytes& to, double number) {
  codec::put_fixed(to, std::bit_cast<std::uint64_t>(number));
}

void put(Bytes& to, float number) {
  codec::put_fixed(to, std::bit_cast<std::uint32_t>(number));
}

template <typename Number>
Number checked(Number number) {
  if (!(number >= 0 && static_cast<double>(number) <= greatest_number)) {
    throw codec::Reader::damaged();
  }
  return number;
}

double read_double(codec::Reader& from) {
  return checked(std::bit_cast<double>(from.fixed<std::uint64_t>()));
}

float read_float(codec::Reader& from) {
  return checked(std::bit_cast<float>(from.fixed<std::uint32_t>()));
}

/// Pairs of numbers, of which most are zero: which are not, then those.
template <std::size_t size>
void put_pairs(Bytes& to,
               const std::array<float, size>& first,
               const std::array<float, size>& second) {
  static_assert(size <= 64);
  std::uint64_t present = 0;
  for (std::size_t i = 0; i < size; ++i) {
    present |= first[i] != 0 || second[i] != 0 ? std::uint64_t{1} << i : 0;
  }
  codec::put_varint(to, present);
  for (std::size_t i = 0; i < size; ++i) {
    if ((present >> i & 1U) != 0) {
      put(to, first[i]);
      put(to, second[i]);
    }
  }
}

template <std::size_t size>
void read_pairs(codec::Reader& from,
                std::array<float, size>& first,
                std::array<float, size>& second) {
  const std::uint64_t present = from.varint_up_to((std::uint64_t{1} << size) - 1);
  for (std::size_t i = 0; i < size; ++i) {
    if ((present >> i & 1U) != 0) {
      first[i] = read_float(from);
      second[i] = read_float(from);
    }
  }
}

void put(Bytes& to, const SiteRates::Learned& rates) {
  for (const Evidence& evidence : rates) {
    put_pairs(to, evidence.found, evidence.expected);
  }
}

SiteRates::Learned read_rates(codec::Reader& from) {
  SiteRates::Learned rates{};
  for (Evidence& evidence : rates) {
    read_pairs(from, evidence.found, evidence.expected);
  }
  return rates;
}

Bytes begin_row(std::string_view name) {
  Bytes row;
  codec::put_fixed(row, stamp_of(name));
  return row;
}

/// What `read` makes of the row; nullopt if it is about something else or damaged.
template <typename Read>
auto read_row(ByteView row, std::string_view name, const Read& read)
    -> std::optional<decltype(read(std::declval<codec::Reader&>()))> try {
  codec::Reader reader{row};
  if (reader.fixed<std::uint64_t>() != stamp_of(name)) {
    return std::nullopt;
  }
  auto what = read(reader);
  if (!reader.done()) {
    return std::nullopt;
  }
  return what;
} catch (const Error& error) {
  if (error.kind() != ErrorKind::corrupt) {
    throw;
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t stamp_of(std::string_view name) {
  return sha256(as_bytes(name)).prefix64();
}

Bytes pack(std::string_view key, const LearnedOfArticle& what) {
  Bytes row = begin_row(key);
  const Schedule::Learned& learned = what.learned;
  put(row, what.kept);
  put(row, learned.clock.started);
  put(row, learned.clock.checked);
  codec::put_varint(row, static_cast<std::uint64_t>(learned.clock.start));
  put(row, learned.interval);
  put(row, learned.due);
  put(row, learned.rates.found);
  put(row, learned.rates.expected);
  put_pairs(row, learned.rates.own.found, learned.rates.own.expected);
  return row;
}

std::optional<LearnedOfArticle> unpack_article(ByteView row, std::string_view key) {
  return read_row(row, key, [](codec::Reader& from) {
    LearnedOfArticle what;
    what.kept = read_double(from);
    Schedule::Learned& learned = what.learned;
    learned.clock.started = read_double(from);
    learned.clock.checked = read_double(from);
    learned.clock.start = static_cast<ClockStart>(from.varint_up_to(clock_starts - 1));
    learned.interval = read_double(from);
    learned.due = read_double(from);
    learned.rates.found = read_float(from);
    learned.rates.expected = read_float(from);
    read_pairs(from, learned.rates.own.found, learned.rates.own.expected);
    return what;
  });
}

Bytes pack(std::string_view origin, const LearnedOfSite& what) {
  Bytes row = begin_row(origin);
  put(row, what.rates);
  put_pairs(row, what.day.found, what.day.expected);
  put(row, what.activity.found);
  put(row, what.activity.expected);
  put(row, what.activity.at);
  put(row, what.activity.begin);
  put_pairs(row, what.activity.slot_found, what.activity.slot_expected);
  put(row, what.activity.odds);
  put(row, what.closed_since);
  return row;
}

std::optional<LearnedOfSite> unpack_site(ByteView row, std::string_view origin) {
  return read_row(row, origin, [](codec::Reader& from) {
    LearnedOfSite what;
    what.rates = read_rates(from);
    read_pairs(from, what.day.found, what.day.expected);
    what.activity.found = read_double(from);
    what.activity.expected = read_double(from);
    what.activity.at = read_double(from);
    what.activity.begin = read_double(from);
    read_pairs(from, what.activity.slot_found, what.activity.slot_expected);
    what.activity.odds = read_double(from);
    what.closed_since = read_double(from);
    return what;
  });
}

Bytes pack(const LearnedOfAll& what) {
  Bytes row = begin_row("");
  put(row, what.rates);
  put_pairs(row, what.day.found, what.day.expected);
  put(row, what.threshold);
  return row;
}

std::optional<LearnedOfAll> unpack_all(ByteView row) {
  return read_row(row, "", [](codec::Reader& from) {
    LearnedOfAll what;
    what.rates = read_rates(from);
    read_pairs(from, what.day.found, what.day.expected);
    what.threshold = read_double(from);
    return what;
  });
}

}  // namespace arch::capture
