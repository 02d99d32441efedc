#include "capture/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace arch::capture {
namespace {

/// How far the threshold may go. Below, checks of one article would come minutes apart for years;
/// above, the interval's upper bound holds for all.
constexpr double least_threshold = 1e-6;
constexpr double greatest_threshold = 10;

/// Time in which the threshold follows a budget that is twice or half of what is planned, in
/// seconds.
constexpr double balance_time = 600;

/// Of all articles so many are planned anew each time that the threshold moves: those that are due
/// in weeks follow it too, within some minutes.
constexpr std::size_t planned_at_once = 20;

}  // namespace

SiteSlot Schedule::add_site(const IntervalBounds& bounds) {
  sites_.push_back({.bounds = bounds});
  return SiteSlot{static_cast<std::uint32_t>(sites_.size() - 1)};
}

void Schedule::set_bounds(SiteSlot site, const IntervalBounds& bounds) {
  sites_[index(site)].bounds = bounds;
}

ArticleSlot Schedule::add(SiteSlot site, double published, double checked) {
  const ArticleSlot slot{static_cast<std::uint32_t>(articles_.size())};
  articles_.push_back(
      {.clock = {.started = published, .checked = std::max(published, checked)}, .site = site});
  Article& article = articles_.back();
  plan(article);
  queue(slot, article.clock.checked + article.interval);
  return slot;
}

ArticleSlot Schedule::add(SiteSlot site, const Past& past) {
  const ArticleSlot slot = add(site, past.published, past.checked);
  Article& article = articles_[index(slot)];
  if (past.changes > 0) {
    const RateCurve curve{sites_[index(site)].rates, {}, ClockStart::published};
    article.rates.expected =
        static_cast<float>(curve.expected_until(article.clock.checked - past.published));
    article.rates.found = static_cast<float>(past.changes);
    article.clock.started = past.changed;
    article.clock.start = ClockStart::within_hour;
    article.clock.checked = std::max(past.changed, article.clock.checked);
    plan(article);
    queue(slot, article.clock.checked + article.interval);
  }
  return slot;
}

void Schedule::checked(ArticleSlot slot, double now, Seen seen) {
  Article& article = articles_[index(slot)];
  if (seen != Seen::nothing) {
    learn(sites_[index(article.site)].rates,
          article.rates,
          article.clock,
          now,
          seen == Seen::changed);
    if (seen == Seen::changed) {
      article.clock.start = clock_start_after(now - article.clock.checked);
      article.clock.started = now;
    }
    article.clock.checked = std::max(now, article.clock.checked);
  }
  plan(article);
  queue(slot, now + article.interval);
}

void Schedule::hasten(ArticleSlot slot, double now) {
  if (const Article& article = articles_[index(slot)]; !article.is_queued || article.due > now) {
    queue(slot, now);
  }
}

void Schedule::postpone(ArticleSlot slot, double time) {
  if (articles_[index(slot)].due < time) {
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
  balanced_ = now;
  const double too_much = load_ * 3600 / options_.checks_per_hour;
  // No faster than the plans follow, or it would swing.
  const double followed =
      static_cast<double>(planned_at_once) / static_cast<double>(articles_.size());
  const double step = std::min(passed / balance_time, followed / 2);
  threshold_ = std::clamp(
      threshold_ * std::pow(std::max(too_much, 1e-3), step), least_threshold, greatest_threshold);
  for (std::size_t i = 0; i < std::min(planned_at_once, articles_.size()); ++i) {
    next_to_plan_ = (next_to_plan_ + 1) % articles_.size();
    Article& article = articles_[next_to_plan_];
    const double before = article.interval;
    plan(article);
    // One that was hastened or postponed keeps its time.
    const double planned = article.clock.checked + before;
    if (article.is_queued && std::abs(article.due - planned) < 1) {
      queue(ArticleSlot{static_cast<std::uint32_t>(next_to_plan_)},
            article.clock.checked + article.interval);
    }
  }
}

void Schedule::plan(Article& article) {
  const Site& site = sites_[index(article.site)];
  if (article.interval > 0) {
    load_ -= 1 / article.interval;
  }
  article.interval =
      next_interval(site.rates, article.rates, article.clock, threshold_, site.bounds);
  load_ += 1 / article.interval;
}

void Schedule::queue(ArticleSlot slot, double due) {
  unqueue(slot);
  Article& article = articles_[index(slot)];
  article.due = due;
  article.is_queued = true;
  sites_[index(article.site)].queue.emplace(due, static_cast<std::uint32_t>(slot));
}

void Schedule::unqueue(ArticleSlot slot) {
  Article& article = articles_[index(slot)];
  if (article.is_queued) {
    sites_[index(article.site)].queue.erase({article.due, static_cast<std::uint32_t>(slot)});
    article.is_queued = false;
  }
}

}  // namespace arch::capture
