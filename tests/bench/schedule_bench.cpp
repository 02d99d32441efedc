// Schedules of checks against histories with known changes: how many revisions are seen, and how
// soon, at equal numbers of requests.
// usage: schedule_bench HISTORY...   a file of lines `article<TAB>seconds`, one for each revision,
// the
//                                    article named by a path in the folder of its site;
//                                    `generated` makes one by the published figures

#include "capture/schedule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using arch::capture::ArticleSlot;
using arch::capture::Schedule;

constexpr double minute = 60;
constexpr double hour = 3600;
constexpr double day = 86'400;

/// Times of an article's revisions, ascending; the first is its publication.
using History = std::vector<double>;

struct Corpus {
  std::vector<History> articles = {};
  std::vector<std::uint32_t> sites = {};  ///< of each article
  double end = 0;
};

struct Score {
  std::uint64_t requests = 0;
  std::uint64_t missed = 0;  ///< revisions that no check saw
  std::uint64_t seen = 0;
  double delay = 0;  ///< of those seen, in all
};

Corpus make_corpus(std::map<std::string, History> articles) {
  Corpus corpus;
  std::map<std::string, std::uint32_t> sites;
  for (auto& [name, times] : articles) {
    const std::string folder = name.substr(0, name.rfind('/') + 1);
    const auto number = static_cast<std::uint32_t>(sites.size());
    corpus.sites.push_back(sites.try_emplace(folder, number).first->second);
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
    corpus.end = std::max(corpus.end, times.back() + day);
    corpus.articles.push_back(std::move(times));
  }
  return corpus;
}

Corpus read_corpus(const std::string& path) {
  std::ifstream file{path};
  std::map<std::string, History> articles;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.rfind('\t');
    articles[line.substr(0, tab)].push_back(std::stod(line.substr(tab + 1)));
  }
  return make_corpus(std::move(articles));
}

/// 3,000 articles of 30 days, watched for 60 more. 35 % change, 1 + NegBin(0.25, mean 0.94) times;
/// ages of changes 0.70 Exp(2.5 h) + 0.22 Exp(14 h) + 0.08 log-uniform from a day to a year; 2 %
/// are breaking news, Poisson(6) revisions 67 min apart; 0.2 % are live pages with 200.
Corpus make_generated() {
  std::mt19937_64 random{20'261'127};
  std::uniform_real_distribution<double> unit{0, 1};
  const auto exponential = [&](double mean) { return -mean * std::log(1 - unit(random)); };
  std::map<std::string, History> articles;
  for (int number = 0; number < 3000; ++number) {
    History& times = articles[std::to_string(number)];
    const double published = 1.7e9 + unit(random) * 30 * day;
    times.push_back(published);
    const double kind = unit(random);
    if (kind < 0.022) {
      const int changes = kind < 0.002 ? 200 : std::poisson_distribution<int>{6}(random);
      const double gap = kind < 0.002 ? 4 * minute : 67 * minute;
      for (int i = 0; i < changes; ++i) {
        times.push_back(times.back() + exponential(gap));
      }
    } else if (kind < 0.35) {
      std::gamma_distribution<double> rate{0.25, 0.94 / 0.25};
      const int changes = 1 + std::poisson_distribution<int>{rate(random) + 1e-9}(random);
      for (int i = 0; i < changes; ++i) {
        const double which = unit(random);
        times.push_back(published + (which < 0.70   ? exponential(2.5 * hour)
                                     : which < 0.92 ? exponential(14 * hour)
                                                    : day * std::pow(365.0, unit(random))));
      }
    }
  }
  Corpus corpus = make_corpus(std::move(articles));
  corpus.end = 1.7e9 + 90 * day;
  for (History& times : corpus.articles) {
    std::erase_if(times, [&](double time) { return time > corpus.end; });
  }
  return corpus;
}

/// Follows one article under a policy and counts what its checks see.
class Follower {
public:
  Follower(const History& times, Score& score) : times_(times), score_(score) {}

  bool check(double now) {
    ++score_.requests;
    std::size_t current = next_;
    while (current < times_.size() && times_[current] <= now) {
      ++current;
    }
    if (current == next_) {
      return false;
    }
    score_.missed += current - next_ - 1;
    score_.delay += now - times_[current - 1];
    ++score_.seen;
    next_ = current;
    return true;
  }
  void finish() { score_.missed += times_.size() - next_; }

private:
  const History& times_;
  Score& score_;
  std::size_t next_ = 1;  ///< the first is seen when the article is found
};

/// What a simple policy remembers of an article; gives the interval until the next check.
struct SimpleState {
  double since_change = 0;
  double interval = 0;
};
using Policy = std::function<double(SimpleState&, bool has_changed)>;

/// Stops when `most` requests are made: the answer is then too many.
Score run_simple(const Corpus& corpus, const Policy& policy, std::uint64_t most) {
  Score score;
  for (const History& times : corpus.articles) {
    Follower follower{times, score};
    SimpleState state;
    double changed = times[0];
    bool has_changed = true;
    for (double now = times[0]; score.requests <= most;) {
      state.since_change = now - changed;
      now += std::max(policy(state, has_changed), 1.0);
      if (now > corpus.end) {
        break;
      }
      has_changed = follower.check(now);
      changed = has_changed ? now : changed;
    }
    follower.finish();
  }
  return score;
}

double ladder(double age) {
  if (age < 3 * hour) {
    return 15 * minute;
  }
  if (age < day) {
    return hour;
  }
  return age < 7 * day ? 3 * hour : age < 30 * day ? 3 * day : 30 * day;
}

Score run_fixed(const Corpus& corpus, double scale, std::uint64_t most) {
  return run_simple(corpus, [&](SimpleState&, bool) { return scale * hour; }, most);
}
Score run_ladder(const Corpus& corpus, double scale, std::uint64_t most) {
  return run_simple(
      corpus,
      [&](const SimpleState& state, bool) { return scale * ladder(state.since_change); },
      most);
}
Score run_growing(const Corpus& corpus, double scale, std::uint64_t most) {
  return run_simple(
      corpus,
      [&](SimpleState& state, bool has_changed) {
        state.interval = has_changed ? 30 * minute : std::min(state.interval * 1.2, 40 * day);
        return scale * state.interval;
      },
      most);
}

/// The schedule of arch at work on a corpus.
class ScheduleRun {
public:
  ScheduleRun(const Corpus& corpus, const arch::capture::ScheduleOptions& options)
      : corpus_(corpus), schedule_{options} {
    for (std::uint32_t i = 0; i <= *std::ranges::max_element(corpus.sites); ++i) {
      sites_.push_back({.slot = schedule_.add_site(bounds), .next = corpus.end});
      queue_.emplace(corpus.end, i);
    }
    order_.resize(corpus.articles.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::sort(order_, {}, [&](std::size_t i) { return corpus.articles[i][0]; });
    followers_.reserve(order_.size());
  }

  /// Stops when more than `most` requests were made. `balance_every`: seconds between two looks at
  /// the budget; 0: there is none.
  Score run(std::uint64_t most, double balance_every) {
    double balanced = corpus_.articles[order_.front()][0];
    while (score_.requests <= most) {
      const double published = followers_.size() < order_.size()
                                   ? corpus_.articles[order_[followers_.size()]][0]
                                   : corpus_.end;
      const double due = queue_.begin()->first;
      const double now = std::min(due, published);
      if (now >= corpus_.end) {
        break;
      }
      if (balance_every > 0 && now > balanced + balance_every) {
        balanced += balance_every;
        schedule_.balance(balanced);
        for (std::uint32_t site = 0; site < sites_.size(); ++site) {
          requeue(site);
        }
      } else if (published <= due) {
        const std::size_t article = order_[followers_.size()];
        followers_.emplace_back(corpus_.articles[article], score_);
        schedule_.add(sites_[corpus_.sites[article]].slot, published, published);
        requeue(corpus_.sites[article]);
      } else {
        check(queue_.begin()->second, due);
      }
    }
    for (Follower& follower : followers_) {
      follower.finish();
    }
    return score_;
  }

private:
  /// None of the other schemes has a least interval either.
  static constexpr arch::capture::IntervalBounds bounds{.shortest = 1};

  struct Site {
    arch::capture::SiteSlot slot{};
    double next = 0;  ///< as in the queue
  };

  void requeue(std::uint32_t number) {
    Site& site = sites_[number];
    queue_.erase({site.next, number});
    site.next = schedule_.next_due(site.slot).value_or(corpus_.end);
    queue_.emplace(site.next, number);
  }

  void check(std::uint32_t site, double now) {
    const ArticleSlot article = schedule_.find_due(sites_[site].slot, now).value();
    const bool has_changed = followers_[static_cast<std::size_t>(article)].check(now);
    schedule_.checked(
        article, now, has_changed ? Schedule::Seen::changed : Schedule::Seen::unchanged);
    requeue(site);
  }

  const Corpus& corpus_;
  Schedule schedule_;
  std::vector<Site> sites_;
  std::set<std::pair<double, std::uint32_t>> queue_;  ///< sites by when they are due
  std::vector<std::size_t> order_;
  std::vector<Follower> followers_;
  Score score_;
};

Score run_schedule(const Corpus& corpus, double threshold, std::uint64_t most) {
  return ScheduleRun{corpus, {.threshold = threshold}}.run(most, 0);
}

/// As `arch watch` does it: nothing is fitted, the schedule keeps to so many requests an hour, all
/// the time the same.
Score run_budget(const Corpus& corpus, std::uint64_t requests) {
  double begin = corpus.end;
  for (const History& times : corpus.articles) {
    begin = std::min(begin, times[0]);
  }
  const double hours = (corpus.end - begin) / hour;
  constexpr double looks = 50'000;
  return ScheduleRun{corpus, {.checks_per_hour = static_cast<double>(requests) / hours}}.run(
      UINT64_MAX, (corpus.end - begin) / looks);
}

using Run = std::function<Score(const Corpus&, double, std::uint64_t)>;

/// How steep parameters are against requests, as a power, or near it.
constexpr double steepness = 1.5;

/// The parameter between `low` (many requests) and `high` with which the run makes as many requests
/// as allowed and no more, to one or two in a hundred.
double fit(const Corpus& corpus, const Run& run, double low, double high, std::uint64_t requests) {
  constexpr std::uint64_t near = 100;
  double parameter = std::sqrt(low * high);
  for (int step = 0; step < 12; ++step) {
    const std::uint64_t made = run(corpus, parameter, 2 * requests).requests;
    (made > requests ? low : high) = parameter;
    if (made <= requests && made >= requests - requests / near) {
      break;
    }
    parameter *= std::pow(static_cast<double>(made) / static_cast<double>(requests), steepness);
    if (parameter <= low || parameter >= high) {
      parameter = std::sqrt(low * high);
    }
  }
  return high;
}

/// Of some runs.
struct MeanScore {
  double requests = 0;
  double missed = 0;
  double seen = 0;
  double delay = 0;  ///< of those seen, each
};

void add(MeanScore& mean, const Score& score, double weight) {
  mean.requests += weight * static_cast<double>(score.requests);
  mean.missed += weight * static_cast<double>(score.missed);
  mean.seen += weight * static_cast<double>(score.seen);
  mean.delay += weight * score.delay / static_cast<double>(std::max<std::uint64_t>(score.seen, 1));
}

/// The mean of runs with five parameters about the fitted one, which make as many requests as
/// allowed in the mean, or less. What a check saw decides when the next one is, so of runs that are
/// alike but for a hundredth of the requests one misses a tenth more than another by chance.
MeanScore fitted(
    const Corpus& corpus, const Run& run, double low, double high, std::uint64_t requests) {
  constexpr std::array factors{0.96, 0.98, 1.0, 1.02, 1.04};
  constexpr double tolerance = 1.005;
  const auto allowed = static_cast<double>(requests);
  double parameter = fit(corpus, run, low, high, requests);
  while (true) {
    MeanScore mean;
    for (const double factor : factors) {
      add(mean, run(corpus, parameter * factor, UINT64_MAX), 1.0 / factors.size());
    }
    if (mean.requests <= allowed * tolerance) {
      return mean;
    }
    parameter *= std::pow(mean.requests / allowed, steepness);
  }
}

void print(std::string_view name, const MeanScore& score) {
  std::printf("  %-34s %9.0f requests  %8.1f missed  %5.1f %% seen  %8.2f h late\n",
              std::string{name}.c_str(),
              score.requests,
              score.missed,
              100 * score.seen / (score.missed + score.seen),
              score.delay / hour);
  std::fflush(stdout);
}

void compare(const Corpus& corpus, std::string_view whose, std::uint64_t requests) {
  constexpr double least_scale = 0.002;
  constexpr double greatest_scale = 5000;
  std::printf(" at the %llu requests of scheme %s:\n",
              static_cast<unsigned long long>(requests),
              std::string{whose}.c_str());
  const MeanScore a = fitted(corpus, run_ladder, least_scale, greatest_scale, requests);
  const MeanScore b = fitted(corpus, run_growing, least_scale, greatest_scale, requests);
  print("fixed intervals", fitted(corpus, run_fixed, least_scale, greatest_scale, requests));
  print("A (15 min, 1 h, 3 h, 3 d, 30 d)", a);
  print("B (30 min x 1.2 up to 40 d)", b);
  const MeanScore ours = fitted(corpus, run_schedule, 1e-4, 0.5, requests);
  print("arch", ours);
  MeanScore by_budget;
  add(by_budget, run_budget(corpus, requests), 1);
  print("arch, by its budget", by_budget);
  const double better = std::min(a.missed, b.missed);
  if (better < 1) {
    std::printf("  the better scheme misses less than one: nothing to halve\n");
  } else {
    std::printf("  missed, against the better scheme  %.2f   %s at most 0.50\n",
                ours.missed / better,
                2 * ours.missed <= better ? "ok," : "OVER");
  }
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string name = arguments[i];
    const Corpus corpus = name == "generated" ? make_generated() : read_corpus(name);
    std::printf(
        "%s: %zu articles\n", name.substr(name.rfind('/') + 1).c_str(), corpus.articles.size());
    compare(corpus, "A", run_ladder(corpus, 1, UINT64_MAX).requests);
    compare(corpus, "B", run_growing(corpus, 1, UINT64_MAX).requests);
  }
  return 0;
}
