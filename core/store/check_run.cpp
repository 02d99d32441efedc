#include "store/check_run.hpp"

#include "base/error.hpp"
#include "codec/bits.hpp"
#include "codec/varint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

namespace arch::store {
namespace {

using codec::put_varint;
using codec::put_zigzag;
using codec::Reader;

constexpr unsigned max_width = 32;
/// What an exception costs in the head, in bits; in the body about half as much.
constexpr std::uint64_t exception_cost = 88;

Error damaged(const char* what) {
  return Error{ErrorKind::corrupt, fmt::format("reading a run of checks: {}", what)};
}

/// Differences between neighbours, each as base + wait + its exception.
struct Steps {
  struct Exception {
    std::uint32_t index = 0;  ///< from 1: of the number that the step leads to
    std::int64_t excess = 0;
  };
  std::int64_t base = 0;
  unsigned width = 0;  ///< of a wait, in bits
  std::vector<Exception> exceptions = {};
  Bytes waits = {};
};

/// Wraps around instead of overflowing: numbers of arrival come from anywhere.
std::int64_t difference(std::uint64_t from, std::uint64_t to) {
  return static_cast<std::int64_t>(to - from);
}

bool fits(std::int64_t step, std::int64_t base, unsigned width) {
  return step >= base &&
         difference(static_cast<std::uint64_t>(base), static_cast<std::uint64_t>(step)) >> width ==
             0;
}

Steps pack_steps(std::span<const std::int64_t> steps) {
  Steps best;
  if (steps.empty()) {
    return best;
  }
  std::vector<std::int64_t> sorted(steps.begin(), steps.end());
  std::ranges::sort(sorted);
  std::optional<std::uint64_t> best_cost;
  for (unsigned width = 0; width <= max_width; ++width) {
    // The most steps that one base covers: a window over the sorted ones.
    std::size_t most = 0;
    std::int64_t base = 0;
    std::size_t begin = 0;
    for (std::size_t end = 0; end < sorted.size(); ++end) {
      while (!fits(sorted[end], sorted[begin], width)) {
        ++begin;
      }
      if (end + 1 - begin > most) {
        most = end + 1 - begin;
        base = sorted[begin];
      }
    }
    const std::uint64_t cost = steps.size() * width + (steps.size() - most) * exception_cost;
    if (!best_cost || cost < *best_cost) {
      best_cost = cost;
      best.base = base;
      best.width = width;
    }
    if (most == steps.size()) {
      break;
    }
  }
  codec::BitWriter waits;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto wait = static_cast<std::uint64_t>(
        difference(static_cast<std::uint64_t>(best.base), static_cast<std::uint64_t>(steps[i])));
    if (fits(steps[i], best.base, best.width)) {
      waits.put(wait, best.width);
    } else {
      waits.put(0, best.width);
      best.exceptions.push_back(
          {.index = static_cast<std::uint32_t>(i + 1), .excess = static_cast<std::int64_t>(wait)});
    }
  }
  best.waits = waits.finish();
  return best;
}

/// The size of the waits of `count` numbers, in bytes.
std::size_t size_of_waits(std::size_t count, unsigned width) {
  return ((count - 1) * width + 7) / 8;
}

/// Calls each(step) for the differences between `count` numbers.
template <typename Each>
void each_step(const Steps& steps, std::size_t count, const Each& each) {
  codec::BitReader waits{steps.waits};
  auto exception = steps.exceptions.begin();
  for (std::size_t i = 1; i < count; ++i) {
    auto step = static_cast<std::uint64_t>(steps.base) + waits.take(steps.width);
    if (exception != steps.exceptions.end() && exception->index == i) {
      step += static_cast<std::uint64_t>(exception->excess);
      ++exception;
    }
    each(static_cast<std::int64_t>(step));
  }
  if (exception != steps.exceptions.end()) {
    throw damaged("an exception out of place");
  }
}

std::string outcome_of(const std::string& pattern) {
  constexpr std::size_t longest = 64;
  const Shape shape{pattern};
  const auto outcome = shape.literal_of("outcome");
  const bool is_plain = outcome && outcome->size() <= longest &&
                        outcome->find_first_of("\"\\") == std::string_view::npos;
  return is_plain ? std::string{*outcome} : std::string{};
}

/// The holes of a pattern that have values, in order.
std::vector<Shape::Hole> holes_of(std::string_view pattern) {
  std::vector<Shape::Hole> holes;
  for (const char c : pattern) {
    const auto hole = static_cast<Shape::Hole>(c);
    if (hole >= Shape::Hole::time && hole <= Shape::Hole::shared && hole != Shape::Hole::key) {
      holes.push_back(hole);
    }
  }
  return holes;
}

void put_value(Bytes& out, Shape::Hole hole, const Value& value, UtcTime first) {
  switch (hole) {
    case Shape::Hole::time:
      put_zigzag(out, std::get<UtcTime>(value).seconds - first.seconds);
      return;
    case Shape::Hole::object:
      put_varint(out, static_cast<std::uint32_t>(std::get<ObjectNumber>(value)));
      return;
    case Shape::Hole::shared:
      put_varint(out, static_cast<std::uint32_t>(std::get<SharedRecord>(value)));
      return;
    case Shape::Hole::id:
      codec::put_bytes(out, std::get<ObjectId>(value).bytes);
      return;
    case Shape::Hole::hex:
      codec::put_block(out, as_bytes(std::get<std::string>(value)));
      return;
    case Shape::Hole::key:
      return;
  }
}

UtcTime check_time(std::uint64_t seconds) {
  const UtcTime time{static_cast<std::int64_t>(seconds)};
  if (time < earliest_time || time > latest_time) {
    throw damaged("a time out of range");
  }
  return time;
}

Value take_value(Reader& in, Shape::Hole hole, UtcTime first) {
  switch (hole) {
    case Shape::Hole::time:
      return check_time(static_cast<std::uint64_t>(first.seconds) +
                        static_cast<std::uint64_t>(in.zigzag()));
    case Shape::Hole::object:
      return ObjectNumber{static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX))};
    case Shape::Hole::shared:
      return SharedRecord{static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX))};
    case Shape::Hole::id: {
      ObjectId id;
      std::ranges::copy(in.bytes(ObjectId::size), id.bytes.begin());
      return id;
    }
    case Shape::Hole::hex:
      return std::string{as_text(in.block())};
    case Shape::Hole::key:
      break;
  }
  throw damaged("a hole of no kind");
}

Bytes pack_head(const CheckRun& run) {
  std::vector<std::int64_t> intervals;
  intervals.reserve(run.times.size());
  for (std::size_t i = 1; i < run.times.size(); ++i) {
    intervals.push_back(run.times[i].seconds - run.times[i - 1].seconds);
  }
  const Steps steps = pack_steps(intervals);
  std::string exceptions;
  for (const Steps::Exception& exception : steps.exceptions) {
    exceptions +=
        fmt::format("{}{},{}", exceptions.empty() ? "" : ",", exception.index, exception.excess);
  }
  Bytes head = to_bytes(fmt::format("[{},{},{},{},\"{}\",[{}]]\n",
                                    run.times.size(),
                                    run.times.front().seconds,
                                    steps.base,
                                    steps.width,
                                    outcome_of(run.pattern),
                                    exceptions));
  codec::put_bytes(head, steps.waits);
  return head;
}

Bytes pack_body(const CheckRun& run) {
  Bytes body;
  codec::put_block(body, as_bytes(run.pattern));
  const std::vector<Shape::Hole> holes = holes_of(run.pattern);
  ARCH_ASSERT(!holes.empty() && holes.front() == Shape::Hole::time);
  ARCH_ASSERT(run.values.size() + 1 == holes.size());
  for (std::size_t i = 0; i < run.values.size(); ++i) {
    put_value(body, holes[i + 1], run.values[i], run.times.front());
  }

  std::vector<std::int64_t> differences;
  differences.reserve(run.arrivals.size());
  for (std::size_t i = 1; i < run.arrivals.size(); ++i) {
    differences.push_back(difference(run.arrivals[i - 1], run.arrivals[i]));
  }
  const Steps steps = pack_steps(differences);
  put_varint(body, run.arrivals.front());
  put_zigzag(body, steps.base);
  put_varint(body, steps.width);
  put_varint(body, steps.exceptions.size());
  std::uint32_t last = 0;
  for (const Steps::Exception& exception : steps.exceptions) {
    put_varint(body, exception.index - last);
    put_zigzag(body, exception.excess);
    last = exception.index;
  }
  codec::put_bytes(body, steps.waits);
  return body;
}

void check_exception(std::uint32_t index, const Steps& steps, std::size_t count) {
  if (index == 0 || index >= count ||
      (!steps.exceptions.empty() && index <= steps.exceptions.back().index)) {
    throw damaged("an exception out of place");
  }
}

/// Reads the line of a head.
class HeadReader {
public:
  explicit HeadReader(std::string_view text) : rest_(text) {}

  bool begins_with(std::string_view token) const { return rest_.starts_with(token); }

  void skip(std::string_view token) {
    if (!begins_with(token)) {
      throw damaged("a head that is not as it should be");
    }
    rest_.remove_prefix(token.size());
  }

  std::int64_t number(std::int64_t from, std::int64_t to) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc{} || value < from || value > to) {
      throw damaged("a number out of range");
    }
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  std::string_view until(char end) {
    const std::size_t size = rest_.find(end);
    if (size == std::string_view::npos) {
      throw damaged("a head that is not as it should be");
    }
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }

  std::string_view rest() const { return rest_; }

private:
  std::string_view rest_;
};

/// Fills in times. Returns what the head says is the outcome.
std::string unpack_head(ByteView head, CheckRun& run) {
  constexpr std::int64_t longest = latest_time.seconds - earliest_time.seconds;
  HeadReader in{as_text(head)};
  in.skip("[");
  const auto count = static_cast<std::size_t>(in.number(1, max_checks_in_run));
  in.skip(",");
  UtcTime time{in.number(earliest_time.seconds, latest_time.seconds)};
  in.skip(",");
  Steps steps;
  steps.base = in.number(0, longest);
  in.skip(",");
  steps.width = static_cast<unsigned>(in.number(0, max_width));
  in.skip(",\"");
  std::string outcome{in.until('"')};
  in.skip("\",[");
  while (!in.begins_with("]")) {
    if (!steps.exceptions.empty()) {
      in.skip(",");
    }
    const auto index = static_cast<std::uint32_t>(in.number(0, max_checks_in_run));
    check_exception(index, steps, count);
    in.skip(",");
    steps.exceptions.push_back({.index = index, .excess = in.number(-2 * longest, longest)});
  }
  in.skip("]]\n");
  if (in.rest().size() != size_of_waits(count, steps.width)) {
    throw damaged("a head of the wrong size");
  }
  steps.waits = to_bytes(in.rest());
  run.times.reserve(count);
  run.times.push_back(time);
  each_step(steps, count, [&](std::int64_t step) {
    if (step <= 0 || step > latest_time.seconds - time.seconds) {
      throw damaged("a time out of range");
    }
    time.seconds += step;
    run.times.push_back(time);
  });
  return outcome;
}

/// Fills in all but the times, which are there.
void unpack_body(ByteView body, CheckRun& run) {
  Reader in{body};
  run.pattern = as_text(in.block());
  const std::vector<Shape::Hole> holes = holes_of(run.pattern);
  if (holes.empty() || holes.front() != Shape::Hole::time || holes.size() > max_values_in_record) {
    throw damaged("a shape that is no check's");
  }
  for (std::size_t i = 1; i < holes.size(); ++i) {
    run.values.push_back(take_value(in, holes[i], run.times.front()));
  }

  const std::size_t count = run.times.size();
  std::uint64_t arrival = in.varint();
  Steps steps;
  steps.base = in.zigzag();
  steps.width = static_cast<unsigned>(in.varint_up_to(max_width));
  std::uint32_t index = 0;
  for (std::size_t n = in.count(); n > 0; --n) {
    index += static_cast<std::uint32_t>(in.varint_up_to(max_checks_in_run));
    check_exception(index, steps, count);
    steps.exceptions.push_back({.index = index, .excess = in.zigzag()});
  }
  const ByteView waits = in.bytes(size_of_waits(count, steps.width));
  steps.waits.assign(waits.begin(), waits.end());
  if (!in.done()) {
    throw damaged("something left over");
  }
  run.arrivals.reserve(count);
  run.arrivals.push_back(arrival);
  each_step(steps, count, [&](std::int64_t step) {
    arrival += static_cast<std::uint64_t>(step);
    run.arrivals.push_back(arrival);
  });
}

}  // namespace

PackedCheckRun pack(const CheckRun& run) {
  ARCH_ASSERT(!run.times.empty() && run.times.size() <= max_checks_in_run);
  ARCH_ASSERT(run.times.size() == run.arrivals.size());
  return {.head = pack_head(run), .body = pack_body(run)};
}

CheckRun unpack_check_run(ByteView head, ByteView body) {
  CheckRun run;
  const std::string outcome = unpack_head(head, run);
  unpack_body(body, run);
  if (outcome != outcome_of(run.pattern)) {
    throw damaged("an outcome that is not its record's");
  }
  return run;
}

}  // namespace arch::store
