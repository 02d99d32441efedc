#include "capture/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace arch::capture {
namespace {

/// How far the threshold may go. Below, checks of one article would come minutes apart for years;
/// above, the interval's upper bound holds for all.
constexpr double least_threshold = 1e-6;
constexpr double greatest_threshold = 10;

/// Time in which the threshold follows a budget that is twice or half of what is planned, in
/// seconds.
constexpr double balance_time = 600;

/// Time over which checks are counted that were made, in seconds: no hour of the day shows in it.
constexpr double spending_time = 86'400;

/// Of all articles so many are planned anew each time that the threshold moves: those that are due
/// in weeks follow it too, within some minutes. And of a site so many each time that one of its
/// articles changed.
constexpr std::size_t planned_at_once = 20;

}  // namespace

SiteSlot Schedule::add_site(const IntervalBounds& bounds) {
  sites_.push_back({.rates = SiteRates{all_.get()}, .bounds = bounds});
  return SiteSlot{static_cast<std::uint32_t>(sites_.size() - 1)};
}

void Schedule::set_bounds(SiteSlot site, const IntervalBounds& bounds) {
  sites_[index(site)].bounds = bounds;
}

ArticleSlot Schedule::put(SiteSlot site, const Learned& learned) {
  const ArticleSlot slot{static_cast<std::uint32_t>(articles_.size())};
  articles_.push_back({.is = learned, .site = site});
  sites_[index(site)].articles.push_back(static_cast<std::uint32_t>(slot));
  return slot;
}

ArticleSlot Schedule::add(SiteSlot site, const Learned& learned) {
  const ArticleSlot slot = put(site, learned);
  Article& article = articles_[index(slot)];
  if (article.is.interval >= sites_[index(site)].bounds.shortest) {
    load_ += 1 / article.is.interval;
    queue(slot, article.is.due);
  } else {
    article.is.interval = 0;
    plan(article, article.is.clock.checked);
    queue(slot, article.is.clock.checked + article.is.interval);
  }
  return slot;
}

ArticleSlot Schedule::add(SiteSlot site, double published, double checked) {
  return add(site,
             Learned{.clock = {.started = published, .checked = std::max(published, checked)}});
}

ArticleSlot Schedule::add(SiteSlot site, const Past& past) {
  Learned learned{
      .clock = {.started = past.published, .checked = std::max(past.published, past.checked)}};
  if (past.changes > 0) {
    const RateCurve curve{sites_[index(site)].rates, {}, ClockStart::published, 1};
    learned.rates.expected =
        static_cast<float>(curve.expected_until(learned.clock.checked - past.published));
    learned.rates.found = static_cast<float>(past.changes);
    learned.clock = {.started = past.changed,
                     .checked = std::max(past.changed, learned.clock.checked),
                     .start = ClockStart::within_hour};
  }
  return add(site, learned);
}

void Schedule::checked(ArticleSlot slot, double now, Seen seen) {
  Article& article = articles_[index(slot)];
  Site& site = sites_[index(article.site)];
  ArticleClock& clock = article.is.clock;
  if (seen != Seen::nothing) {
    site.rates.follow();
    learn(site.rates, article.is.rates, clock, now, seen == Seen::changed);
    if (seen == Seen::changed) {
      clock.start = clock_start_after(now - clock.checked);
      clock.started = now;
    }
    clock.checked = std::max(now, clock.checked);
  }
  ++spent_;
  plan(article, now);
  queue(slot, now + article.is.interval);
  touch(slot);
  if (seen == Seen::changed) {
    plan_others(site, now);
  }
}

void Schedule::touch(ArticleSlot slot) {
  if (!std::exchange(articles_[index(slot)].is_touched, true)) {
    touched_.push_back(slot);
  }
}

std::vector<ArticleSlot> Schedule::take_touched() {
  for (const ArticleSlot slot : touched_) {
    articles_[index(slot)].is_touched = false;
  }
  return std::exchange(touched_, {});
}

void Schedule::hasten(ArticleSlot slot, double now) {
  if (const Article& article = articles_[index(slot)]; !article.is_queued || article.is.due > now) {
    queue(slot, now);
  }
}

void Schedule::postpone(ArticleSlot slot, double time) {
  if (articles_[index(slot)].is.due < time) {
    queue(slot, time);
  }
}

void Schedule::take(ArticleSlot slot) {
  unqueue(slot);
}

std::optional<ArticleSlot> Schedule::find_due(SiteSlot site, double now) const {
  const Site& from = sites_[index(site)];
  if (from.queue.empty() || from.queue.begin()->first > now) {
    return std::nullopt;
  }
  return ArticleSlot{from.queue.begin()->second};
}

std::optional<double> Schedule::next_due(SiteSlot site) const {
  const Site& from = sites_[index(site)];
  return from.queue.empty() ? std::nullopt : std::optional{from.queue.begin()->first};
}

std::size_t Schedule::due_count(SiteSlot site, double now) const {
  const Site& from = sites_[index(site)];
  return static_cast<std::size_t>(
      std::distance(from.queue.begin(), from.queue.upper_bound({now, UINT32_MAX})));
}

void Schedule::balance(double now) {
  if (options_.checks_per_hour <= 0 || articles_.empty()) {
    return;
  }
  const double passed = balanced_ ? std::clamp(now - *balanced_, 0.0, balance_time) : 0;
  spent_ *= std::exp(-std::max(now - balanced_.value_or(now), 0.0) / spending_time);
  balanced_ = now;
  // More are made than were planned when articles are planned anew because another one changed.
  const double load = std::max(load_, spent_ / spending_time);
  const double too_much = load * 3600 / options_.checks_per_hour;
  // No faster than the plans follow, or it would swing.
  const double followed =
      static_cast<double>(planned_at_once) / static_cast<double>(articles_.size());
  const double step = std::min(passed / balance_time, followed / 2);
  threshold_ = std::clamp(
      threshold_ * std::pow(std::max(too_much, 1e-3), step), least_threshold, greatest_threshold);
  for (std::size_t i = 0; i < std::min(planned_at_once, articles_.size()); ++i) {
    next_to_plan_ = (next_to_plan_ + 1) % articles_.size();
    plan_anew(static_cast<std::uint32_t>(next_to_plan_), now);
  }
}

void Schedule::plan_others(Site& site, double now) {
  for (std::size_t i = 0; i < std::min(planned_at_once, site.articles.size()); ++i) {
    site.next_to_plan = (site.next_to_plan + 1) % site.articles.size();
    plan_anew(site.articles[site.next_to_plan], now);
    touch(ArticleSlot{site.articles[site.next_to_plan]});
  }
}

void Schedule::plan_anew(std::uint32_t number, double now) {
  Article& article = articles_[number];
  const double planned = article.is.clock.checked + article.is.interval;
  plan(article, now);
  if (article.is_queued && std::abs(article.is.due - planned) < 1) {
    queue(ArticleSlot{number}, std::max(now, article.is.clock.checked + article.is.interval));
  }
}

void Schedule::plan(Article& article, double now) {
  Site& site = sites_[index(article.site)];
  Learned& is = article.is;
  site.rates.follow();
  if (is.interval > 0) {
    load_ -= 1 / is.interval;
  }
  is.interval = next_interval(site.rates, is.rates, is.clock, now, threshold_, site.bounds);
  load_ += 1 / is.interval;
}

void Schedule::queue(ArticleSlot slot, double due) {
  unqueue(slot);
  Article& article = articles_[index(slot)];
  article.is.due = due;
  article.is_queued = true;
  sites_[index(article.site)].queue.emplace(due, static_cast<std::uint32_t>(slot));
}

void Schedule::unqueue(ArticleSlot slot) {
  Article& article = articles_[index(slot)];
  if (article.is_queued) {
    sites_[index(article.site)].queue.erase({article.is.due, static_cast<std::uint32_t>(slot)});
    article.is_queued = false;
  }
}

}  // namespace arch::capture
