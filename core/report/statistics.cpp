#include "report/statistics.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cmath>

namespace arch::report {
namespace {

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same numbers on every machine, which the
/// standard library does not promise of its distributions.
class Numbers {
public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}

  std::uint64_t below(std::uint64_t limit) {
    state_ += 0x9E37'79B9'7F4A'7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
    return (z ^ (z >> 31)) % limit;
  }

private:
  std::uint64_t state_;
};

}  // namespace

Bounds wilson(std::uint64_t count, std::uint64_t of, double z) {
  ARCH_ASSERT(count <= of);
  if (of == 0) {
    return {.low = 0, .high = 1};
  }
  const double n = static_cast<double>(of);
  const double share = static_cast<double>(count) / n;
  const double centre = share + z * z / (2 * n);
  const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {.low = count == 0 ? 0 : std::max(0.0, (centre - half) / scale),
          .high = count == of ? 1 : std::min(1.0, (centre + half) / scale)};
}

std::optional<Difference> difference(std::uint64_t count_a,
                                     std::uint64_t of_a,
                                     std::uint64_t count_b,
                                     std::uint64_t of_b) {
  if (of_a == 0 || of_b == 0) {
    return std::nullopt;
  }
  const double a = static_cast<double>(count_a) / static_cast<double>(of_a);
  const double b = static_cast<double>(count_b) / static_cast<double>(of_b);
  const Bounds of_first = wilson(count_a, of_a);
  const Bounds of_second = wilson(count_b, of_b);
  return Difference{.value = a - b,
                    .bounds = {.low = a - b - std::hypot(a - of_first.low, of_second.high - b),
                               .high = a - b + std::hypot(of_first.high - a, b - of_second.low)}};
}

std::vector<SurvivalStep> survival(std::span<const Duration> durations) {
  std::vector<Duration> sorted{durations.begin(), durations.end()};
  std::ranges::sort(sorted, {}, &Duration::time);
  std::vector<SurvivalStep> steps;
  double share = 1;
  double greenwood = 0;
  for (std::size_t at = 0; at < sorted.size();) {
    SurvivalStep step{.time = sorted[at].time, .at_risk = sorted.size() - at};
    for (; at < sorted.size() && sorted[at].time <= step.time; ++at) {
      step.ended += sorted[at].end == Duration::End::seen ? 1U : 0U;
    }
    if (step.ended == 0) {
      continue;
    }
    const double at_risk = static_cast<double>(step.at_risk);
    const double ended = static_cast<double>(step.ended);
    share *= 1 - ended / at_risk;
    greenwood += step.ended == step.at_risk ? 0 : ended / (at_risk * (at_risk - ended));
    step.survival = step.ended == step.at_risk ? 0 : share;
    step.error = step.survival * std::sqrt(greenwood);
    steps.push_back(step);
  }
  return steps;
}

std::optional<double> quantile(std::span<const SurvivalStep> steps, double q) {
  // Products of fractions such as 0.5 come out a little off.
  constexpr double rounding = 1e-12;
  const auto found = std::ranges::find_if(
      steps, [q](const SurvivalStep& step) { return step.survival <= 1 - q + rounding; });
  return found == steps.end() ? std::nullopt : std::optional{found->time};
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::optional<Bounds> bootstrap(std::span<const Group> groups, std::size_t draws) {
  const bool is_empty = std::ranges::all_of(groups, [](const Group& one) { return one.of == 0; });
  if (groups.size() < 2 || is_empty || draws == 0) {
    return std::nullopt;
  }
  Numbers numbers{groups.size()};
  std::vector<double> rates;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    std::uint64_t count = 0;
    std::uint64_t of = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const Group& group = groups[numbers.below(groups.size())];
      count += group.count;
      of += group.of;
    }
    if (of > 0) {
      rates.push_back(static_cast<double>(count) / static_cast<double>(of));
    }
  }
  std::ranges::sort(rates);
  const auto percentile = [&](double share) {
    return rates[static_cast<std::size_t>(share * static_cast<double>(rates.size() - 1))];
  };
  return Bounds{.low = percentile(0.025), .high = percentile(0.975)};
}

double miss_chance(double lived, double gap) {
  return gap <= lived ? 0 : 1 - lived / gap;
}

}  // namespace arch::report
