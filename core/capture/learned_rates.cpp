// A row begins with eight bytes of the hash of what it is about, so that the rows of one archive
// are never taken for those of another that was put in its place. Numbers are as they are in
// memory, lowest byte first: what comes back is to the bit what was kept, so that a schedule goes
// on as if it had never ended.

#include "capture/learned_rates.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "codec/varint.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

namespace arch::capture {
namespace {

/// Goes up whenever rows are packed otherwise, or rates come to mean something else.
constexpr const char* rows_version = "rates 1\n";

/// Beyond this neither a time in seconds nor a count of changes is one.
constexpr double greatest_number = 1e15;

std::uint64_t name_of(std::string_view text) {
  return sha256(as_bytes(text)).prefix64();
}

/// Articles have numbers above zero, and what concerns all of them has zero.
store::ArticleNumber number_of_site(std::string_view origin) {
  return store::ArticleNumber{-1 - static_cast<std::int64_t>(name_of(origin) >> 2U)};
}

template <typename Unsigned>
void put_unsigned(Bytes& to, Unsigned bits) {
  for (std::size_t i = 0; i < sizeof bits; ++i) {
    to.push_back(static_cast<std::byte>(bits >> (8 * i)));
  }
}

void put(Bytes& to, double number) {
  put_unsigned(to, std::bit_cast<std::uint64_t>(number));
}

void put(Bytes& to, float number) {
  put_unsigned(to, std::bit_cast<std::uint32_t>(number));
}

template <typename Unsigned>
Unsigned read_unsigned(codec::Reader& from) {
  Unsigned bits = 0;
  for (std::size_t i = 0; i < sizeof bits; ++i) {
    bits |= static_cast<Unsigned>(static_cast<Unsigned>(from.byte()) << (8 * i));
  }
  return bits;
}

template <typename Number>
Number checked(Number number) {
  if (!(number >= 0 && static_cast<double>(number) <= greatest_number)) {
    throw codec::Reader::damaged();
  }
  return number;
}

double read_double(codec::Reader& from) {
  return checked(std::bit_cast<double>(read_unsigned<std::uint64_t>(from)));
}

float read_float(codec::Reader& from) {
  return checked(std::bit_cast<float>(read_unsigned<std::uint32_t>(from)));
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
  put_unsigned(row, name_of(name));
  return row;
}

/// What `read` makes of the row; nullopt if it is about something else or damaged.
template <typename Read>
auto read_row(const std::optional<Bytes>& row, std::string_view name, const Read& read)
    -> std::optional<decltype(read(std::declval<codec::Reader&>()))> try {
  if (!row) {
    return std::nullopt;
  }
  codec::Reader reader{*row};
  if (read_unsigned<std::uint64_t>(reader) != name_of(name)) {
    return std::nullopt;
  }
  return read(reader);
} catch (const Error& error) {
  if (error.kind() != ErrorKind::corrupt) {
    throw;
  }
  return std::nullopt;
}

}  // namespace

bool LearnedRates::exists(const std::filesystem::path& folder) {
  std::error_code none;
  return std::filesystem::exists(folder / store::rates_name, none);
}

LearnedRates::LearnedRates(const std::filesystem::path& folder)
    : file_(folder, store::rates_name, sha256(as_bytes(rows_version))) {}

std::optional<LearnedRates::OfArticle> LearnedRates::find_article(store::ArticleNumber article,
                                                                  std::string_view key) {
  return read_row(file_.find(article), key, [](codec::Reader& from) {
    OfArticle what;
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

void LearnedRates::keep(store::ArticleNumber article, std::string_view key, const OfArticle& what) {
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
  waiting_.emplace_back(article, std::move(row));
}

std::optional<LearnedRates::OfSite> LearnedRates::find_site(std::string_view origin) {
  return read_row(file_.find(number_of_site(origin)), origin, [](codec::Reader& from) {
    OfSite what;
    what.rates = read_rates(from);
    read_pairs(from, what.day.found, what.day.expected);
    what.activity.found = read_double(from);
    what.activity.expected = read_double(from);
    what.activity.at = read_double(from);
    what.closed_since = read_double(from);
    return what;
  });
}

void LearnedRates::keep(std::string_view origin, const OfSite& what) {
  Bytes row = begin_row(origin);
  put(row, what.rates);
  put_pairs(row, what.day.found, what.day.expected);
  put(row, what.activity.found);
  put(row, what.activity.expected);
  put(row, what.activity.at);
  put(row, what.closed_since);
  waiting_.emplace_back(number_of_site(origin), std::move(row));
}

std::optional<LearnedRates::OfAll> LearnedRates::find_all() {
  return read_row(file_.find(store::ArticleNumber::none), "", [](codec::Reader& from) {
    OfAll what;
    what.rates = read_rates(from);
    read_pairs(from, what.day.found, what.day.expected);
    what.threshold = read_double(from);
    return what;
  });
}

void LearnedRates::keep(const OfAll& what) {
  Bytes row = begin_row("");
  put(row, what.rates);
  put_pairs(row, what.day.found, what.day.expected);
  put(row, what.threshold);
  waiting_.emplace_back(store::ArticleNumber::none, std::move(row));
}

void LearnedRates::write() {
  file_.put(waiting_);
  waiting_.clear();
}

}  // namespace arch::capture
