#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace arch::capture {

/// How likely an article is to change, learned from checks.
///
/// The chance of a change in the next moment depends most on how long ago the last one was (or,
/// before the first, on how long ago it was published): of the changes of news 63 % come on the
/// day of publication, 88.5 % within one day, 92.5 % within two, 97 % within five (NewsEdits 2022
/// and the studies beside it; of headlines 80 % within 5 hours, over 90 % within 10). So time is
/// cut into octaves of that clock, and each has a rate: the published figures at first, then what
/// checks of all sites found, then those of this site, then those of this article. Each step counts
/// changes against those that were expected (a Gamma prior on a Poisson rate), so a few checks move
/// it little and many move it all the way; old evidence fades as new comes.
///
/// Times here are in seconds.

/// Octaves of the clock: below 2 minutes, below 4, … , beyond two years.
inline constexpr std::size_t octaves = 24;

/// What is known when a clock starts, because rates after a change that was dated to minutes differ
/// from those after one that happened some time in a month.
enum class ClockStart : std::uint8_t {
  published,
  within_hour,
  within_six_hours,
  within_two_days,
  later
};
inline constexpr std::size_t clock_starts = 5;

/// How a clock starts at a check that found a change, by the time since the check before it.
ClockStart clock_start_after(double interval);

/// Changes found and expected, by octave.
struct Evidence {
  std::array<float, octaves> found = {};
  std::array<float, octaves> expected = {};
};

/// How a site's changes are spread over the hours of the day (UTC): newsrooms sleep, and systems
/// publish at set times. Learned from what checks found, against the hours of all sites, and those
/// against even hours.
class DayProfile {
public:
  DayProfile();

  /// Takes what this profile departs from; until then even hours. To be called anew when `all` has
  /// learned something.
  void depart_from(const DayProfile& all);

  /// Integral up to `time` (in seconds since 1970), in hours, of a factor on rates whose mean over
  /// each day is 1.
  double until(double time) const;
  /// The factor's mean from one time to another, which is not before it.
  double mean(double from, double to) const;

  /// A check of [from, to], in which `expected` changes were expected, found `found`.
  void learn(double from, double to, double found, double expected);

  static constexpr std::size_t hours = 24;
  /// All that was learned: of each hour what was found and expected.
  struct Learned {
    std::array<float, hours> found = {};
    std::array<float, hours> expected = {};
  };
  const Learned& learned() const { return learned_; }
  void restore(const Learned& learned);

private:
  void add_up();

  Learned learned_ = {};
  std::array<double, hours> prior_ = {};     ///< the factor without what was learned
  std::array<double, hours + 1> sums_ = {};  ///< of the factor since midnight
};

/// When, in the last half day, a site's articles changed more often than they do in general, and
/// whether more is to come: a site that moves, or is set up anew, or follows one event, changes
/// many of them within minutes, again and again. Checks find such changes one by one, each
/// somewhere in the time since the check before it; where those times overlap the changes were. So
/// articles that were not checked since are likely to have changed too, and those that were are
/// not.
///
/// Of a site whose articles change each by itself that is noise: some slots have more changes than
/// others by chance. So what the slots tell counts by the odds that changes crowd in them, which
/// are learned: before each check learns, both the slots and an even half day foretell what it
/// finds, and the one that does so better gains by the ratio of the likelihoods (Dawid 1984,
/// prequential; the mean of both by those odds is Bayesian model averaging).
class SiteActivity {
public:
  /// A check of [from, to], in which `expected` changes were expected by the rates alone, found
  /// `found`.
  void learn(double from, double to, double found, double expected);

  /// Times that are kept apart, and how long each is, in seconds.
  static constexpr std::size_t slots = 60;
  static constexpr double slot_time = 720;

  /// The factor on rates by then and from then on, as it looks at one time.
  class View {
  public:
    /// At that time. From then on it fades.
    double ahead() const { return ahead_; }
    /// Integral up to `time`, in seconds, from some beginning on.
    double until(double time) const;
    /// The factor's mean from one time to another, which is not before it.
    double mean(double from, double to) const;

  private:
    friend class SiteActivity;
    double begin_ = 0;  ///< of the slots
    double ahead_ = 1;
    std::array<double, slots + 1> sums_ = {};  ///< since the beginning
  };
  View at(double now) const;

  /// All that was learned: it fades from the time `at` on.
  struct Learned {
    double found = 0;
    double expected = 0;
    double at = 0;
    double begin = 0;  ///< of the first slot
    std::array<float, slots> slot_found = {};
    std::array<float, slots> slot_expected = {};
    double odds = 1;  ///< that changes crowd in slots, against that they come evenly
  };
  const Learned& learned() const { return learned_; }
  void restore(const Learned& learned);

private:
  double ahead(double now) const;
  /// As at(), where what the slots tell counts so much, 0 to 1.
  View view(double now, double weight) const;
  /// Compares what the slots let expect, and what they would if they were even, with what came.
  void weigh(double by_slots, double even, double found, double expected);
  /// How many slots have passed at `now` since something was learned last; at most all.
  std::size_t passed_slots(double now) const;

  Learned learned_ = {};
};

/// What checks of a site's articles taught.
class SiteRates {
public:
  /// `all`: what checks of all sites taught, from which this one departs as it learns. Null: these
  /// are the rates of all, which depart from the published ones. Must outlive this.
  explicit SiteRates(SiteRates* all = nullptr) : all_(all) {}

  DayProfile day = {};         ///< by which all of the rates go up and down
  SiteActivity activity = {};  ///< likewise

  /// Changes a second in an octave.
  double rate(ClockStart start, std::size_t octave) const;
  /// Also teaches the rates of all sites.
  void learn(ClockStart start, std::size_t octave, double found, double expected);
  /// Likewise of the hours of the day, as DayProfile::learn().
  void learn_hours(double from, double to, double found, double expected);
  /// Brings `day` up to what checks of other sites taught. To be called before it is used.
  void follow();

  using Learned = std::array<Evidence, clock_starts>;
  const Learned& learned() const { return evidence_; }
  void restore(const Learned& learned) { evidence_ = learned; }

private:
  /// What the rate is without this site's own evidence.
  double prior_rate(ClockStart start, std::size_t octave) const;

  SiteRates* all_;
  Learned evidence_ = {};
};

/// One article's changes and checks. 220 bytes.
struct ArticleRates {
  Evidence own = {};  ///< against what the site's rates let expect
  float found = 0;    ///< likewise, of all octaves
  float expected = 0;
};

/// The rates of one article on one clock, and the changes to expect between two of its times.
class RateCurve {
public:
  /// `activity`: SiteActivity::factor(), of all rates.
  RateCurve(const SiteRates& site, const ArticleRates& article, ClockStart start, double activity);

  /// Expected number of changes from 0 to `time` on the clock.
  double expected_until(double time) const;
  double rate(std::size_t octave) const { return rates_[octave]; }

private:
  std::array<double, octaves> rates_ = {};
  std::array<double, octaves + 1> sums_ = {};
};

/// Where an article's clock stands.
struct ArticleClock {
  double started = 0;  ///< when it was published, or the check that found its last change
  double checked = 0;  ///< last time
  ClockStart start = ClockStart::published;
};

/// Learns from a check at `now` after which the clock has not been set anew yet.
void learn(SiteRates& site,
           ArticleRates& article,
           const ArticleClock& clock,
           double now,
           bool has_changed);

/// Bounds of the time between two checks.
struct IntervalBounds {
  double shortest = 120;
  double longest = 40.0 * 86'400;
};

/// Returns how long after the last check the next one is due, as it looks at `now`, which is not
/// before that check: when the revisions that one expects to miss by then reach `threshold`.
///
/// A revision is missed when a second change comes before a check: so what counts is not how likely
/// a change is, but how likely one is that another follows. A page that changes every twelve hours
/// needs a check in each twelve hours, one that changes in bursts needs several in the hour after
/// a change. How likely a second change is within some interval is told by what followed changes
/// that were found after intervals of that length: what followed those that were found within
/// minutes tells of bursts alone. The longer an interval, the more second changes it hides from
/// those who learn from what checks find, so what is expected of long ones counts more. A small
/// part of the expected changes themselves counts too, because changes should be seen soon. Cost:
/// at most about 110 steps of 24 terms, some ten microseconds.
double next_interval(const SiteRates& site,
                     const ArticleRates& article,
                     const ArticleClock& clock,
                     double now,
                     double threshold,
                     const IntervalBounds& bounds);

}  // namespace arch::capture
