#pragma once

#include "capture/change_rate.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace arch::capture {

/// Names a site or an article of one schedule.
enum class SiteSlot : std::uint32_t {};
enum class ArticleSlot : std::uint32_t {};

struct ScheduleOptions {
  /// Checks an hour that the schedule aims at, of all sites together; 0: none, the threshold stays.
  double checks_per_hour = 0;
  /// Revisions that may be expected to be missed before a check is due: see next_interval(). With
  /// checks_per_hour only where it begins.
  double threshold = 0.01;
};

/// When which article is checked next: pure, without a clock. Times are seconds since 1970.
///
/// Each article is due when one expects to miss `threshold` revisions of it, so checks go where a
/// change is likeliest. The threshold moves until what is planned costs as many checks as there
/// may be. An article's interval has an upper bound, so none is ever given up.
///
/// A change also brings forward the checks of other articles of its site, as far as the site's
/// articles are known to change together.
///
/// 300 bytes an article. add(), checked(), find_due(): about 20 microseconds.
class Schedule {
public:
  explicit Schedule(const ScheduleOptions& options)
      : options_(options), threshold_(options.threshold), all_(std::make_unique<SiteRates>()) {}

  /// Another budget, from the next balance() on.
  void aim_at(double checks_per_hour) { options_.checks_per_hour = checks_per_hour; }

  SiteSlot add_site(const IntervalBounds& bounds);
  void set_bounds(SiteSlot site, const IntervalBounds& bounds);

  /// An article that was published (or, if that is not known, found) at `published` and checked
  /// last at `checked`, which is not before it.
  ArticleSlot add(SiteSlot site, double published, double checked);

  /// An article that was watched before, as its listing tells it.
  struct Past {
    double published = 0;
    double changed = 0;  ///< published, if it never did
    double checked = 0;
    std::uint32_t changes = 0;
  };
  ArticleSlot add(SiteSlot site, const Past& past);

  /// All that is known of an article.
  struct Learned {
    ArticleRates rates = {};
    ArticleClock clock = {};
    double interval =
        0;  ///< planned; less than the site's shortest: to be planned when it is added
    double due = 0;
  };
  const Learned& learned(ArticleSlot slot) const { return articles_[index(slot)].is; }
  /// An article of which another schedule learned this: it is due when it was due there.
  ArticleSlot add(SiteSlot site, const Learned& learned);

  /// What checks of a site's articles taught, and of all sites', to be given on likewise.
  const SiteRates& rates(SiteSlot site) const { return sites_[index(site)].rates; }
  SiteRates& rates(SiteSlot site) { return sites_[index(site)].rates; }
  const SiteRates& all_rates() const { return *all_; }
  SiteRates& all_rates() { return *all_; }
  void set_threshold(double threshold) { threshold_ = threshold; }

  /// For those who keep what was learned: the articles that were checked, or planned because
  /// another one changed, since this was asked last; and those that touch() named.
  std::vector<ArticleSlot> take_touched();
  std::size_t touched() const { return touched_.size(); }
  void touch(ArticleSlot slot);

  enum class Seen : std::uint8_t {
    unchanged,
    changed,
    nothing,  ///< no article was to be seen: nothing is learned, and the next check keeps its turn
  };
  void checked(ArticleSlot slot, double now, Seen seen);

  /// Makes it due now, as when a feed says that it was updated.
  void hasten(ArticleSlot slot, double now);
  /// Makes it due no sooner than `time`, as after an error.
  void postpone(ArticleSlot slot, double time);
  /// Ends its checks until it is hastened: it is being checked.
  void take(ArticleSlot slot);

  /// The article of the site that is due first, if its time is not after `now`.
  std::optional<ArticleSlot> find_due(SiteSlot site, double now) const;
  /// When the site's next article is due; nullopt if it has none.
  std::optional<double> next_due(SiteSlot site) const;
  double due(ArticleSlot slot) const { return articles_[index(slot)].is.due; }

  /// Adapts the threshold to the budget. To be called every few seconds; `now` ascends.
  void balance(double now);

  double threshold() const { return threshold_; }
  /// Checks an hour that the planned intervals amount to.
  double planned_per_hour() const { return load_ * 3600; }
  std::size_t size() const { return articles_.size(); }
  std::size_t due_count(SiteSlot site, double now) const;

private:
  struct Article {
    Learned is = {};
    SiteSlot site{};
    bool is_queued = false;
    bool is_touched = false;
  };
  struct Site {
    SiteRates rates;
    IntervalBounds bounds = {};
    std::set<std::pair<double, std::uint32_t>> queue = {};
    std::vector<std::uint32_t> articles = {};
    std::size_t next_to_plan = 0;  ///< index into them
  };

  template <typename Slot>
  static std::size_t index(Slot slot) {
    return static_cast<std::size_t>(slot);
  }
  ArticleSlot put(SiteSlot site, const Learned& learned);
  void plan(Article& article, double now);
  /// Plans one that waits, unless it was hastened or postponed.
  void plan_anew(std::uint32_t number, double now);
  /// Plans some articles of a site, of which one has changed.
  void plan_others(Site& site, double now);
  void queue(ArticleSlot slot, double due);
  void unqueue(ArticleSlot slot);

  ScheduleOptions options_;
  double threshold_;
  std::unique_ptr<SiteRates> all_;
  double load_ = 0;  ///< checks a second
  std::optional<double> balanced_ = {};
  double spent_ = 0;  ///< checks, of which those of a day ago count a third
  std::size_t next_to_plan_ = 0;
  std::vector<Article> articles_;
  std::vector<Site> sites_;
  std::vector<ArticleSlot> touched_;
};

}  // namespace arch::capture
