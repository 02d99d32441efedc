#include "capture/change_rate.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace arch::capture {
namespace {

constexpr double minute = 60;
constexpr double hour = 3600;
constexpr double day = 86'400;

/// End of the first octave. Checks come no closer by default.
constexpr double first_octave = 2 * minute;

/// Weights of a prior in expected changes: of the published figures against those of all sites, of
/// these against a site's own, and of the site's against an article's. Chosen by hand on the real
/// histories of tests/bench/schedule, whose results are therefore no independent evidence.
constexpr double site_prior = 3;
constexpr double article_prior = 1;
constexpr double article_octave_prior = 2;

/// Changes expected beyond which old evidence fades, so that sites and articles that become other
/// than they were are learned anew: of an octave of a site (and of all sites), of an article, and
/// of an octave of an article. Without it a burst of some weeks was expected again for years.
constexpr double site_memory = 20;
constexpr double article_memory = 10;
constexpr double article_octave_memory = 5;

/// What an expected change counts against an expected miss: the price of seeing it late. Chosen
/// likewise.
constexpr double delay_weight = 0.005;

/// Of two changes within an interval a check sees one, or none where the second takes the first
/// back; so rates that were learned with long intervals are too low. What seems to be missed counts
/// (1 + days) to this power times. Chosen likewise, on terms-md and the generated histories: of the
/// first ever fewer revisions are missed the higher it is, of the others more beyond about 0.35.
constexpr double hidden_exponent = 0.35;

/// Of a site's activity as it is in general against that of the last half day, in changes expected,
/// and the time in which the latter fades to a third, in seconds. Chosen likewise: 6, 12 and 24
/// hours and weights of 0.3 to 2 were tried.
constexpr double activity_prior = 1;
constexpr double activity_time = 12 * hour;

/// The same of a slot of it against all of the half day, in changes expected in the slot.
constexpr double slot_prior = 0.3;

/// How sure one may become that a site's changes crowd in slots, or that they do not, as odds: so
/// that a site that becomes other than it was is known as such after a few changes. At 10,000
/// about as many revisions are missed in tests/bench/schedule.
constexpr double greatest_odds = 100;

/// Of even hours against a site's own, in changes expected in each.
constexpr double day_prior = 5;

/// Parts of an interval that are kept apart when misses are summed up: older ones are short.
constexpr std::size_t most_parts = 24;

/// Growth of the steps in which a due time is looked for.
constexpr double step_growth = 1.2;

std::size_t octave_of(double time) {
  if (time < first_octave) {
    return 0;
  }
  // As ilogb(), which is a call: planning asks thousands of times.
  const double first_octaves = std::min(time / first_octave, 0x1p62);
  return std::min<std::size_t>(
      static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(first_octaves))),
      octaves - 1);
}

constexpr std::array<double, octaves> octave_begins = [] {
  std::array<double, octaves> begins{};
  double begin = first_octave;
  for (std::size_t octave = 1; octave < octaves; ++octave) {
    begins[octave] = begin;
    begin *= 2;
  }
  return begins;
}();

/// Where an octave begins; the last has no end.
double begin_of(std::size_t octave) {
  return octave_begins[octave];
}

/// Changes a second of news at this age, by the published figures: 0.75 changes an article, 70 % of
/// them at Exp(2.5 h), 22 % at Exp(14 h), 8 % spread log-uniformly over a year; never less than one
/// in 400 days, for articles older than any study. After a change three times as many: articles
/// that change do so 1.94 times, against 0.68 of all.
double published_rate(ClockStart start, double age) {
  constexpr double changes = 0.75;
  const double late = age > day ? 0.08 / (age * std::log(365.0)) : 0;
  const double density = 0.70 / (2.5 * hour) * std::exp(-age / (2.5 * hour)) +
                         0.22 / (14 * hour) * std::exp(-age / (14 * hour)) + late;
  const double rate = std::max(changes * density, 1 / (400 * day));
  return start == ClockStart::published ? rate : 3 * rate;
}

/// published_rate() of each octave, in its middle.
const std::array<std::array<double, octaves>, 2>& published_rates() {
  static const auto table = [] {
    std::array<std::array<double, octaves>, 2> rates{};
    for (std::size_t octave = 0; octave < octaves; ++octave) {
      const double middle = octave == 0 ? minute : begin_of(octave) * std::sqrt(2.0);
      rates[0][octave] = published_rate(ClockStart::published, middle);
      rates[1][octave] = published_rate(ClockStart::within_hour, middle);
    }
    return rates;
  }();
  return table;
}

double article_factor(const ArticleRates& article) {
  return (article_prior + static_cast<double>(article.found)) /
         (article_prior + static_cast<double>(article.expected));
}

/// Lets evidence fade that is of more than `most` expected changes.
void fade(float& found, float& expected, double most) {
  if (static_cast<double>(expected) > most) {
    found = static_cast<float>(static_cast<double>(found) * most / static_cast<double>(expected));
    expected = static_cast<float>(most);
  }
}

void add(float& to, double what) {
  to = static_cast<float>(static_cast<double>(to) + what);
}

}  // namespace

DayProfile::DayProfile() {
  prior_.fill(1);
  add_up();
}

void DayProfile::depart_from(const DayProfile& all) {
  for (std::size_t i = 0; i < hours; ++i) {
    prior_[i] = all.sums_[i + 1] - all.sums_[i];
  }
  add_up();
}

void DayProfile::restore(const Learned& learned) {
  learned_ = learned;
  add_up();
}

void DayProfile::add_up() {
  double sum = 0;
  for (std::size_t i = 0; i < hours; ++i) {
    sum += (day_prior * prior_[i] + static_cast<double>(learned_.found[i])) /
           (day_prior + static_cast<double>(learned_.expected[i]));
    sums_[i + 1] = sum;
  }
  for (double& part : sums_) {
    part *= hours / sum;
  }
}

double DayProfile::until(double time) const {
  const double days = std::floor(time / day);
  const double at = std::clamp((time - days * day) / hour, 0.0, hours - 1e-9);
  const auto bin = static_cast<std::size_t>(at);
  const double part = at - static_cast<double>(bin);
  return days * hours + sums_[bin] + part * (sums_[bin + 1] - sums_[bin]);
}

double DayProfile::mean(double from, double to) const {
  return to - from < minute ? 1 : (until(to) - until(from)) * hour / (to - from);
}

void DayProfile::learn(double from, double to, double found, double expected) {
  if (to - from > day || to <= from) {
    return;  // every hour was in it
  }
  const double all = until(to) - until(from);
  for (double begin = from; begin < to;) {
    const double end = std::min(to, (std::floor(begin / hour) + 1) * hour);
    const auto bin = static_cast<std::size_t>(std::floor(begin / hour)) % hours;
    const double factor = sums_[bin + 1] - sums_[bin];
    const double share = factor * (end - begin) / hour / all;
    add(learned_.found[bin], found * share);
    add(learned_.expected[bin], expected * share / factor);
    begin = end;
  }
  add_up();
}

double SiteActivity::ahead(double now) const {
  const double left = std::exp(-std::max(now - learned_.at, 0.0) / activity_time);
  return (activity_prior + learned_.found * left) / (activity_prior + learned_.expected * left);
}

std::size_t SiteActivity::passed_slots(double now) const {
  if (learned_.begin > now) {
    return slots;  // of a clock that was wrong
  }
  const double passed = std::floor(now / slot_time) - (slots - 1) - learned_.begin / slot_time;
  return static_cast<std::size_t>(std::clamp(std::round(passed), 0.0, double{slots}));
}

SiteActivity::View SiteActivity::at(double now) const {
  return view(now, learned_.odds / (1 + learned_.odds));
}

void SiteActivity::restore(const Learned& learned) {
  learned_ = learned;
  learned_.odds = std::clamp(learned.odds, 1 / greatest_odds, greatest_odds);
}

SiteActivity::View SiteActivity::view(double now, double weight) const {
  const std::size_t passed = passed_slots(now);
  View view;
  view.begin_ = passed == slots ? (std::floor(now / slot_time) - (slots - 1)) * slot_time
                                : learned_.begin + static_cast<double>(passed) * slot_time;
  view.ahead_ = ahead(now);
  for (std::size_t i = 0; i < slots; ++i) {
    const bool is_known = i + passed < slots;
    const double found = is_known ? static_cast<double>(learned_.slot_found[i + passed]) : 0;
    const double expected = is_known ? static_cast<double>(learned_.slot_expected[i + passed]) : 0;
    const double by_slot = (slot_prior + found) / (slot_prior + view.ahead_ * expected);
    view.sums_[i + 1] = view.sums_[i] + slot_time * view.ahead_ * (1 + weight * (by_slot - 1));
  }
  return view;
}

double SiteActivity::View::until(double time) const {
  if (time <= begin_) {
    return time - begin_;
  }
  const double at = (time - begin_) / slot_time;
  if (at >= slots) {
    const double after = time - begin_ - slots * slot_time;
    return sums_[slots] + after +
           (ahead_ - 1) * activity_time * (1 - std::exp(-after / activity_time));
  }
  const auto slot = static_cast<std::size_t>(at);
  return sums_[slot] + (at - static_cast<double>(slot)) * (sums_[slot + 1] - sums_[slot]);
}

double SiteActivity::View::mean(double from, double to) const {
  return to - from < 1 ? ahead_ : (until(to) - until(from)) / (to - from);
}

void SiteActivity::learn(double from, double to, double found, double expected) {
  // Slots are filled as if they were believed: else they would never show what they can.
  const View view = this->view(to, 1);
  weigh(view.mean(from, to), this->view(to, 0).mean(from, to), found, expected);
  const auto passed = static_cast<std::ptrdiff_t>(passed_slots(to));
  for (auto* const numbers : {&learned_.slot_found, &learned_.slot_expected}) {
    std::copy(numbers->begin() + passed, numbers->end(), numbers->begin());
    std::fill(numbers->end() - passed, numbers->end(), 0.0F);
  }
  learned_.begin = view.begin_;
  const double all = view.until(to) - view.until(from);
  for (std::size_t i = 0; i < slots && all > 0; ++i) {
    const double begin = std::max(from, view.begin_ + static_cast<double>(i) * slot_time);
    const double end = std::min(to, view.begin_ + static_cast<double>(i + 1) * slot_time);
    if (end > begin) {
      // Where in that time the change was is not known: in each part as likely as expected.
      add(learned_.slot_found[i], found * (view.until(end) - view.until(begin)) / all);
      add(learned_.slot_expected[i], expected * (end - begin) / (to - from));
    }
  }
  const double left = std::exp(-std::max(to - learned_.at, 0.0) / activity_time);
  learned_.found = learned_.found * left + found;
  learned_.expected = learned_.expected * left + expected;
  learned_.at = std::max(to, learned_.at);
}

void SiteActivity::weigh(double by_slots, double even, double found, double expected) {
  // `expected` is the chance of a change by the rates alone.
  const double rate = -std::log1p(-std::min(expected, 0.999'999));
  const double gain = found > 0 ? std::log(std::expm1(-rate * by_slots) / std::expm1(-rate * even))
                                : rate * (even - by_slots);
  if (rate > 0 && std::isfinite(gain)) {
    learned_.odds = std::clamp(learned_.odds * std::exp(gain), 1 / greatest_odds, greatest_odds);
  }
}

ClockStart clock_start_after(double interval) {
  if (interval < hour) {
    return ClockStart::within_hour;
  }
  if (interval < 6 * hour) {
    return ClockStart::within_six_hours;
  }
  return interval < 2 * day ? ClockStart::within_two_days : ClockStart::later;
}

double SiteRates::prior_rate(ClockStart start, std::size_t octave) const {
  return all_ != nullptr ? all_->rate(start, octave)
                         : published_rates()[start == ClockStart::published ? 0 : 1][octave];
}

double SiteRates::rate(ClockStart start, std::size_t octave) const {
  const Evidence& evidence = evidence_[static_cast<std::size_t>(start)];
  return prior_rate(start, octave) * (site_prior + static_cast<double>(evidence.found[octave])) /
         (site_prior + static_cast<double>(evidence.expected[octave]));
}

void SiteRates::learn(ClockStart start, std::size_t octave, double found, double expected) {
  Evidence& evidence = evidence_[static_cast<std::size_t>(start)];
  // `expected` is by the rate that was learned so far; what is kept is by the one it departed from.
  const double expected_at_first = expected * prior_rate(start, octave) / rate(start, octave);
  if (all_ != nullptr) {
    all_->learn(start, octave, found, expected_at_first);
  }
  add(evidence.found[octave], found);
  add(evidence.expected[octave], expected_at_first);
  if (all_ != nullptr) {
    fade(evidence.found[octave], evidence.expected[octave], site_memory);
  }
}

void SiteRates::learn_hours(double from, double to, double found, double expected) {
  day.learn(from, to, found, expected);
  if (all_ != nullptr) {
    all_->day.learn(from, to, found, expected);
    follow();
  }
}

void SiteRates::follow() {
  if (all_ != nullptr) {
    day.depart_from(all_->day);
  }
}

RateCurve::RateCurve(const SiteRates& site,
                     const ArticleRates& article,
                     ClockStart start,
                     double activity) {
  const double factor = article_factor(article) * activity;
  for (std::size_t octave = 0; octave < octaves; ++octave) {
    double rate = site.rate(start, octave) * factor;
    if (start != ClockStart::published) {
      rate *= (article_octave_prior + static_cast<double>(article.own.found[octave])) /
              (article_octave_prior + static_cast<double>(article.own.expected[octave]) * factor);
    }
    rates_[octave] = rate;
    if (octave + 1 < octaves) {
      sums_[octave + 1] = sums_[octave] + rate * (begin_of(octave + 1) - begin_of(octave));
    }
  }
}

double RateCurve::expected_until(double time) const {
  const std::size_t octave = octave_of(time);
  return sums_[octave] + rates_[octave] * (time - begin_of(octave));
}

void learn(SiteRates& site,
           ArticleRates& article,
           const ArticleClock& clock,
           double now,
           bool has_changed) {
  const double activity = site.activity.at(now).mean(clock.checked, now);
  const RateCurve curve{site, article, clock.start, activity};
  const double from = std::max(clock.checked - clock.started, 0.0);
  const double to = std::max(now - clock.started, from);
  const double all = curve.expected_until(to) - curve.expected_until(from);
  if (all <= 0) {
    return;
  }
  // However many changes there were, a check sees one.
  const double by_hours = site.day.mean(clock.checked, now);
  const double chance = 1 - std::exp(-all * by_hours);
  site.learn_hours(clock.checked, now, has_changed ? 1 : 0, chance);
  site.activity.learn(
      clock.checked, now, has_changed ? 1 : 0, 1 - std::exp(-all / activity * by_hours));
  const double factor = article_factor(article);
  for (std::size_t octave = octave_of(from); octave <= octave_of(to); ++octave) {
    const double begin = std::max(from, begin_of(octave));
    const double end = octave + 1 < octaves ? std::min(to, begin_of(octave + 1)) : to;
    if (end <= begin) {
      continue;
    }
    // Where in the interval the change was is not known: in each part as likely as expected.
    const double share = curve.rate(octave) * (end - begin) / all;
    const double found = has_changed ? share : 0;
    const double of_site = site.rate(clock.start, octave);
    const double expected_by_site = chance * share * of_site / curve.rate(octave);
    site.learn(clock.start, octave, found, expected_by_site * factor);
    add(article.own.found[octave], found);
    add(article.own.expected[octave], expected_by_site);
    fade(article.own.found[octave], article.own.expected[octave], article_octave_memory);
  }
  add(article.found, has_changed ? 1 : 0);
  add(article.expected, chance);
  fade(article.found, article.expected, article_memory);
}

namespace {

/// A part of the time since the last check.
struct Part {
  double middle = 0;    ///< seconds since the check
  double expected = 0;  ///< changes
  double day = 0;       ///< hours of the profile up to it
  double ahead = 0;     ///< since 1970: it, or the time of planning if that is later
  double activity = 0;  ///< integral of the site's activity up to that
};

/// Makes one of the first two, which are the shortest.
void join_first(std::vector<Part>& parts) {
  const Part first = parts.front();
  parts.erase(parts.begin());
  Part& joined = parts.front();
  const double all = first.expected + joined.expected;
  const double share = all > 0 ? first.expected / all : 0.5;
  joined = {.middle = share * first.middle + (1 - share) * joined.middle,
            .expected = all,
            .day = share * first.day + (1 - share) * joined.day,
            .ahead = share * first.ahead + (1 - share) * joined.ahead,
            .activity = share * first.activity + (1 - share) * joined.activity};
}

}  // namespace

double next_interval(const SiteRates& site,
                     const ArticleRates& article,
                     const ArticleClock& clock,
                     double now,
                     double threshold,
                     const IntervalBounds& bounds) {
  const SiteActivity::View activity = site.activity.at(now);
  const RateCurve first{site, article, clock.start, 1};
  ClockStart second_start = clock_start_after(bounds.shortest);
  RateCurve second{site, article, second_start, 1};
  // Fine enough to see hours of the day, where those matter.
  constexpr double finest_until = 1.5 * day;
  std::vector<Part> parts;
  parts.reserve(most_parts);
  const double since = std::max(clock.checked - clock.started, 0.0);
  const double before = first.expected_until(since);
  double time = bounds.shortest;
  double last_time = 0;
  double last_flat = 0;
  double last_day = site.day.until(clock.checked);
  double expected = 0;
  double last_loss = 0;
  while (true) {
    if (clock_start_after(time) != second_start) {
      second_start = clock_start_after(time);
      second = RateCurve{site, article, second_start, 1};
    }
    const double flat = first.expected_until(since + time) - before;
    const double day_now = site.day.until(clock.checked + time);
    const double middle = (last_time + time) / 2;
    if (parts.size() == most_parts) {
      join_first(parts);
    }
    const double ahead = std::max(now, clock.checked + middle);
    parts.push_back(
        {.middle = middle,
         .expected = (flat - last_flat) * (day_now - last_day) * hour / (time - last_time) *
                     activity.mean(clock.checked + last_time, clock.checked + time),
         .day = site.day.until(clock.checked + middle),
         .ahead = ahead,
         .activity = activity.until(ahead)});
    expected += parts.back().expected;
    const double end = std::max(now, clock.checked + time);
    const double activity_now = activity.until(end);
    double missed = 0;
    for (const Part& part : parts) {
      const double rest = time - part.middle;
      const double activity_of_rest = end - part.ahead < 1
                                          ? activity.ahead()
                                          : (activity_now - part.activity) / (end - part.ahead);
      missed += part.expected * second.expected_until(rest) * (day_now - part.day) * hour / rest *
                activity_of_rest;
    }
    const double loss =
        (missed + delay_weight * expected) * std::pow(1 + time / day, hidden_exponent);
    if (loss >= threshold || time >= bounds.longest) {
      const double share =
          loss > last_loss && loss >= threshold ? (threshold - last_loss) / (loss - last_loss) : 1;
      return std::clamp(last_time + share * (time - last_time), bounds.shortest, bounds.longest);
    }
    last_loss = loss;
    last_time = time;
    last_flat = flat;
    last_day = day_now;
    time = std::min(
        time < finest_until ? std::min(time * step_growth, time + hour) : time * step_growth,
        bounds.longest);
  }
}

}  // namespace arch::capture
