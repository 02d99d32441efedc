#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace arch::report {

/// The statistics that reports print: pure functions, tested against published examples.

/// Two bounds of a number that is not known exactly.
struct Bounds {
  double low = 0;
  double high = 0;

  friend bool operator==(const Bounds&, const Bounds&) = default;
};

/// The normal quantile for intervals of 95 %.
inline constexpr double z95 = 1.959963984540054;

/// Wilson's score interval for a share of `count` among `of` (Wilson, JASA 22, 1927; without
/// correction for continuity). Keeps within 0 to 1 and is right for few cases, where the usual
/// share ± z·se is not. {0, 1} if `of` is 0. `count` is at most `of`.
Bounds wilson(std::uint64_t count, std::uint64_t of, double z = z95);

/// The difference of two shares, count_a/of_a - count_b/of_b, and its interval by Newcombe's method
/// 10 (Statistics in Medicine 17, 1998): of two Wilson intervals. nullopt if either is of none.
struct Difference {
  double value = 0;
  Bounds bounds = {};
};
std::optional<Difference> difference(std::uint64_t count_a,
                                     std::uint64_t of_a,
                                     std::uint64_t count_b,
                                     std::uint64_t of_b);

/// How long something lasted, or at least lasted until nobody looked any more.
struct Duration {
  double time = 0;
  enum class End : std::uint8_t { seen, censored } end = End::seen;
};

/// A step of a survival curve.
struct SurvivalStep {
  double time = 0;            ///< at which something ended
  std::uint64_t at_risk = 0;  ///< that lasted so long at least
  std::uint64_t ended = 0;    ///< at this very time
  double survival = 1;        ///< share that lasts longer
  double error = 0;           ///< its standard error by Greenwood's formula
};

/// The product-limit estimate (Kaplan and Meier, JASA 53, 1958). Of durations that are equal, those
/// that ended count before those that were censored. One step for each time at which something
/// ended, ascending.
std::vector<SurvivalStep> survival(std::span<const Duration> durations);

/// The time by which a share `q` of all has ended: the first step at which survival falls to 1 - q
/// or below. nullopt if the curve stays above: too many are censored to say.
std::optional<double> quantile(std::span<const SurvivalStep> steps, double q);

/// The middle of `values`, of an even number the mean of the two; nullopt for none.
std::optional<double> median(std::vector<double> values);

/// The 2.5 % and 97.5 % percentiles of sum(counts)/sum(ofs) when whole groups are drawn again, with
/// replacement, as many as there are (Efron's bootstrap by clusters): for rates of revisions, which
/// are not independent within an article. The draws follow from the sizes alone, so that the same
/// groups give the same bounds for ever. nullopt for fewer than two groups, or when all ofs are 0.
struct Group {
  std::uint64_t count = 0;
  std::uint64_t of = 0;
};
std::optional<Bounds> bootstrap(std::span<const Group> groups, std::size_t draws = 2000);

/// The chance that an edit which lived `lived` seconds is missed by looks `gap` seconds apart.
double miss_chance(double lived, double gap);

}  // namespace arch::report
