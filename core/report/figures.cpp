#include "report/figures.hpp"

#include "report/watched.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

namespace arch::report {
namespace {

using corrections::ChangeClass;
using corrections::Level;
using corrections::NoticeKind;

bool is_correction(NoticeKind kind) {
  return kind == NoticeKind::correction || kind == NoticeKind::retraction;
}

/// Past grace at a level that tells readers nothing, and never at a better one.
bool is_silent(const ChangeCase& change) {
  return change.level <= Level::mark && change.status == corrections::DisclosureStatus::silent;
}

/// `2026-12` after `2026-11`.
std::string month_after(const std::string& month) {
  const int number = std::stoi(month.substr(5));
  const int year = std::stoi(month.substr(0, 4)) + (number == 12 ? 1 : 0);
  return fmt::format("{:04}-{:02}", year, number == 12 ? 1 : number + 1);
}

/// How many of what.
struct Part {
  std::uint64_t count = 0;
  std::uint64_t of = 0;
  std::string what = {};
};

Figure share(std::string id, std::string name, std::string formula, const Part& part) {
  const auto& [count, of, what] = part;
  Figure figure{.id = std::move(id),
                .name = std::move(name),
                .formula = std::move(formula),
                .unit = Figure::Unit::share,
                .count = count,
                .of = of,
                .what = what,
                .of_what = what};
  if (of > 0) {
    figure.bounds = wilson(count, of);
    figure.method = "Wilson, 95 %";
  }
  return figure;
}

/// The hit as looks before `end` tell of it: what came later is cut off, and what ended later goes
/// on.
search::Hit as_known_by(search::Hit hit, UtcTime end) {
  std::erase_if(hit.appearances,
                [end](const search::Appearance& one) { return one.first_seen >= end; });
  if (hit.appearances.empty()) {
    return hit;
  }
  search::Appearance& latest = hit.appearances.back();
  // A spell is one of looks that all saw the words, so they stood at every moment of it.
  latest.last_seen = std::min(latest.last_seen, end);
  if (latest.gone_by && *latest.gone_by >= end) {
    latest.gone_by = std::nullopt;
  }
  hit.is_live = !latest.gone_by;
  return hit;
}

DurationFigure durations(const std::vector<Seconds>& closed, const std::vector<Seconds>& open) {
  std::vector<Duration> least;
  std::vector<Duration> most;
  std::vector<double> widths;
  least.reserve(closed.size());
  for (const Seconds& one : closed) {
    least.push_back({.time = static_cast<double>(one.least)});
    most.push_back({.time = static_cast<double>(one.most)});
    widths.push_back(static_cast<double>(one.most - one.least));
  }
  for (const Seconds& one : open) {
    least.push_back({.time = static_cast<double>(one.least), .end = Duration::End::censored});
    most.push_back({.time = static_cast<double>(one.most), .end = Duration::End::censored});
  }
  return {.closed = closed.size(),
          .open = open.size(),
          .least = survival(least),
          .most = survival(most),
          .median_width = median(std::move(widths))};
}

}  // namespace

bool is_fact_class(ChangeClass change) {
  switch (change) {
    using enum ChangeClass;
    case legal:
    case negation:
    case number:
    case name:
    case quote:
    case date:
    case place:
    case attribution:
    case name_spelling:
      return true;
    default:
      return false;
  }
}

Level level_reached(const corrections::Disclosure& disclosure) {
  return std::max(disclosure.level, disclosure.level_at_grace);
}

namespace {

/// Which of the kinds of AgeRow.
std::size_t age_group_of(ChangeClass change) {
  switch (change) {
    using enum ChangeClass;
    case headline:
      return 1;
    case metadata:
    case spelling:
    case style:
    case punctuation:
    case moved:
      return 3;
    default:
      return is_fact_class(change) ? 0 : 2;
  }
}

}  // namespace

std::optional<SeenChange> seen_change(const history::Revision& revision,
                                      const corrections::JudgedRevision& judged) {
  if (!judged.change || corrections::is_no_edit(*judged.change)) {
    return std::nullopt;
  }
  return SeenChange{
      .first_seen = revision.first_seen,
      .change = *judged.change,
      .changes_headline = judged.verdict.classes.contains(ChangeClass::headline),
      .counts_disclosure = !judged.verdict.substantive.empty() && !judged.verdict.update_like,
      .level = level_reached(judged.disclosure)};
}

UtcTime Tally::begin_of_counting() const {
  return scope_.form == Form::calendar ? scope_.from : article_.first_seen;
}

UtcTime Tally::end_of_counting() const {
  return scope_.form == Form::calendar
             ? scope_.to
             : UtcTime{article_.first_seen.seconds + scope_.follow_up + 1};
}

bool Tally::counts(UtcTime time) const {
  return time >= begin_of_counting() && time < end_of_counting();
}

bool Tally::begin(const SeenArticle& article) {
  end_article();
  article_ = article;
  is_new_ = article.first_seen >= scope_.from && article.first_seen < scope_.to;
  if (scope_.form == Form::cohort &&
      (!is_new_ || article.last_seen.seconds < article.first_seen.seconds + scope_.follow_up)) {
    report_.left_out += is_new_ ? 1U : 0U;
    return false;
  }
  is_open_ = true;
  complaints_ += article.complaints;
  recorded_ += article.corrections;
  prompted_ += article.prompted;
  return true;
}

void Tally::end_article() {
  if (!is_open_) {
    return;
  }
  is_open_ = false;
  if (is_new_) {
    ++articles_;
    words_ += article_.words;
    ++section().articles;
    revisions_ += revisions_of_;
    headlines_ += headline_changed_ ? 1U : 0U;
    removals_ += article_.ends_removed ? 1U : 0U;
    if (revisions_of_ > 0) {
      ++changed_;
      ++section().changed;
    }
    if (corrections_of_ > 0) {
      ++corrected_;
      ++section().corrected;
    }
  }
  if (silent_of_.of > 0) {
    silent_.emplace_back(article_.key, silent_of_);
  }
  revisions_of_ = 0;
  headline_changed_ = false;
  corrections_of_ = 0;
  silent_of_ = {};
  facts_of_.clear();
  for (const auto& [revision, exposure] : exposures_of_) {
    closed_.push_back(exposure);
  }
  exposures_of_.clear();
}

void Tally::add_change(SeenChange change) {
  if (!counts(change.first_seen)) {
    return;
  }
  ++revisions_of_;
  ++classes_[change.change];
  headline_changed_ = headline_changed_ || change.changes_headline;
  add_age(change);
  if (change.counts_disclosure) {
    ++report_.ladder.at(static_cast<std::size_t>(change.level));
  }
  report_.reviews.candidates += change.is_candidate ? 1U : 0U;
  if (change.reviewed && change.reviewed->decision) {
    add_reviewed(std::move(*change.reviewed));
  }
}

void Tally::add_age(const SeenChange& change) {
  const std::int64_t age = change.first_seen.seconds - article_.first_seen.seconds;
  std::size_t row = 0;
  while (row < age_limits.size() && age >= age_limits.at(row)) {
    ++row;
  }
  ++ages_.at(row).at(age_group_of(change.change));
}

void Tally::add_reviewed(ChangeCase change) {
  const std::string status = change.decision ? change.decision->status : std::string{};
  report_.reviews.rejected += status == "rejected" ? 1U : 0U;
  report_.reviews.disputed += status == "disputed" ? 1U : 0U;
  if (status != "confirmed") {
    return;
  }
  ++report_.reviews.confirmed;
  ++silent_of_.of;
  if (is_silent(change)) {
    ++silent_of_.count;
    ++section().silent;
    ++month(change.first_seen).silent;
  }
  if (is_fact_class(change.change)) {
    add_fact(change);
  }
  report_.confirmed.push_back(std::move(change));
}

void Tally::add_fact(const ChangeCase& change) {
  if (!facts_of_.insert(change.revision).second) {
    return;
  }
  ++facts_;
  silent_facts_ += is_silent(change) ? 1U : 0U;
  specific_facts_ += change.level >= Level::specific ? 1U : 0U;
  if (change.level >= Level::generic) {
    ++noticed_facts_;
    weak_labels_ += change.weak_label ? 1U : 0U;
  }
  if (change.exposure) {
    exposures_of_.emplace(change.revision, *change.exposure);
  }
  if (change.delay) {
    delays_.push_back(*change.delay);
  }
}

void Tally::add_notice(NoticeCase notice, std::optional<ChangeCase> linked) {
  if (!counts(notice.first_seen)) {
    return;
  }
  ++notices_;
  kept_notices_ += notice.gone_by ? 0U : 1U;
  MonthRow& row = month(notice.first_seen);
  if (is_correction(notice.kind)) {
    ++row.corrections;
    ++corrections_;
    ++corrections_of_;
    ++section().corrections;
    if (linked) {
      add_fact(*linked);
    }
  } else if (notice.kind == NoticeKind::update) {
    ++row.updates;
  } else {
    ++row.clarifications;
  }
  if (notice.gone_by) {
    removed_.emplace_back(notice, linked);
  }
  if (is_correction(notice.kind)) {
    disclosed_.emplace_back(std::move(notice), std::move(linked));
  }
}

void Tally::add_error(const search::Hit& hit) {
  // An error counts where it ended, or, if it outlasted what is counted, as one that was open then.
  const search::Hit known = as_known_by(hit, end_of_counting());
  if (known.appearances.empty()) {
    return;
  }
  const search::Appearance& latest = known.appearances.back();
  if (latest.gone_by.value_or(latest.last_seen) < begin_of_counting()) {
    return;
  }
  for (const search::Span& span : hit.spans) {
    exposures_of_.erase(span.last + 1);
  }
  const search::Exposure exposure = search::exposure_of(known);
  (known.is_live ? open_ : closed_).push_back({.least = exposure.least, .most = exposure.most});
}

SectionRow& Tally::section() {
  SectionRow& row = sections_[article_.section];
  row.section = article_.section;
  return row;
}

MonthRow& Tally::month(UtcTime time) {
  MonthRow& row = months_[month_of(time)];
  row.month = month_of(time);
  return row;
}

void Tally::add_figures() {
  std::vector<Figure>& figures = report_.figures;
  figures.push_back({.id = "articles",
                     .name = scope_.form == Form::cohort
                                 ? "Articles first seen in the period, and followed long enough"
                                 : "Articles first seen in the period",
                     .formula = "n(A)",
                     .count = articles_,
                     .note = "by the first look at them, which may have come after publication",
                     .what = "article"});
  figures.push_back(share("articles-changed",
                          "Articles that were changed",
                          "n{a in A: R(a) ≥ 1} / n(A)",
                          {changed_, articles_, "article"}));
  figures.push_back({.id = "revisions-per-changed-article",
                     .name = "Revisions of a changed article",
                     .formula = "sum R(a) / n{a: R(a) ≥ 1}",
                     .unit = Figure::Unit::ratio,
                     .count = revisions_,
                     .of = changed_,
                     .note = "reversals, tests of variants and technical revisions are not counted",
                     .what = "revision",
                     .of_what = "article"});
  figures.push_back(
      {.id = "corrections-per-1000",
       .name = "Disclosed corrections per 1,000 articles",
       .formula = scope_.form == Form::cohort
                      ? "1000 × n{c: article(c) in A, seen within the follow-up} / n(A)"
                      : "1000 × n{c: first seen in P} / n(A)",
       .unit = Figure::Unit::per_thousand,
       .count = corrections_,
       .of = articles_,
       .note = "corrections and retractions by the publisher’s own words",
       .what = "correction",
       .of_what = "article",
       .cases = "disclosed"});
  figures.push_back(
      {.id = "corrections-per-100000-words",
       .name = "Disclosed corrections per 100,000 words",
       .formula = "100,000 × n(c as above) / words(A)",
       .unit = Figure::Unit::per_100000,
       .count = corrections_,
       .of = words_,
       .note = "words of each article as it was last seen; for outlets whose articles are short or "
               "long",
       .what = "correction",
       .of_what = "word",
       .cases = "disclosed"});
  figures.push_back(share("corrected-articles",
                          "Articles with a disclosed correction",
                          "n{a in A: a correction} / n(A)",
                          {corrected_, articles_, "article"}));
  figures.back().cases = "disclosed";

  // The draws follow the order of the groups, which must not be that of the archive's numbers.
  std::ranges::sort(silent_, {}, [](const auto& one) { return std::string_view{one.first}; });
  std::vector<Group> groups;
  Group all;
  for (const auto& [key, one] : silent_) {
    all.count += one.count;
    all.of += one.of;
    groups.push_back(one);
  }
  figures.push_back(
      {.id = "silent-edits",
       .name = "Silent edits among confirmed substantive changes",
       .formula = "n{r in Q: d(r) ≤ 1 after grace} / n(Q)",
       .unit = Figure::Unit::share,
       .count = all.count,
       .of = all.of,
       .bounds = groups.size() < least_articles_for_rates ? std::nullopt : bootstrap(groups),
       .method = "bootstrap over articles, 95 %",
       .note = "Q: confirmed by a person; candidates are not in it",
       .what = "change",
       .of_what = "change",
       .cases = "confirmed"});
  figures.push_back(share("silent-facts",
                          "Changes of fact without disclosure",
                          "n{r in F: d(r) ≤ 1} / n(F)",
                          {silent_facts_, facts_, "change"}));
  figures.back().note = "F: confirmed by a person, or called a correction by the publisher";
  figures.back().cases = "confirmed";
  figures.push_back(share("specificity",
                          "Changes of fact under a notice that says what changed",
                          "n{r in F: d(r) ≥ 3} / n(F)",
                          {specific_facts_, facts_, "change"}));
  figures.push_back(share("weak-labels",
                          "Changes of fact under a weaker label",
                          "n{r in F: d(r) ≥ 2, label not correction} / n{r in F: d(r) ≥ 2}",
                          {weak_labels_, noticed_facts_, "change"}));
  figures.push_back(share("notices-kept",
                          "Notices still there at the last look",
                          "n{n: still present} / n(N)",
                          {kept_notices_, notices_, "notice"}));
  figures.back().cases = "removed";
  figures.back().listed = Figure::Listed::others;
  figures.push_back(share("headlines-changed",
                          "Articles whose headline changed",
                          "n{a in A: headline changed, spelling and variants apart} / n(A)",
                          {headlines_, articles_, "article"}));
  figures.push_back(share("articles-removed",
                          "Articles removed at the last look",
                          "n{a in A: last look found it removed} / n(A)",
                          {removals_, articles_, "article"}));
  figures.push_back({.id = "complaints",
                     .name = "Complaints that the newsroom recorded",
                     .formula = "n(complaints in P)",
                     .count = complaints_,
                     .what = "complaint"});
  figures.push_back(share("prompted-corrections",
                          "Recorded corrections that others prompted",
                          "n{recorded c: source outside} / n(recorded c)",
                          {prompted_, recorded_, "correction"}));
}

void Tally::add_durations() {
  report_.to_correction = durations(closed_, open_);
  report_.to_notice = durations(delays_, {});
}

void Tally::add_notices(std::vector<NoticeAndChange> from,
                        std::vector<NoticeCase>& notices,
                        std::vector<std::optional<ChangeCase>>& linked) {
  std::ranges::stable_sort(from, {}, [](const NoticeAndChange& one) {
    return std::pair{one.first.first_seen, std::string_view{one.first.key}};
  });
  for (auto& [notice, change] : from) {
    notices.push_back(std::move(notice));
    linked.push_back(std::move(change));
  }
}

/// A month without anything is a finding too: rows from the first of the period, or of what
/// counts, to the last. Nothing where there is nothing in any.
void Tally::add_months() {
  if (months_.empty()) {
    return;
  }
  std::string month = months_.begin()->first;
  std::string last = months_.rbegin()->first;
  // Of a period of decades only the part that has something: nobody watched an archive so long.
  constexpr std::int64_t longest = std::int64_t{10} * 366 * 24 * 3600;
  if (scope_.to.seconds - scope_.from.seconds <= longest) {
    month = std::min(month, month_of(scope_.from));
    last = std::max(last, month_of(UtcTime{scope_.to.seconds - 1}));
  }
  for (; month <= last; month = month_after(month)) {
    MonthRow row{.month = month};
    if (const auto found = months_.find(month); found != months_.end()) {
      row = std::move(found->second);
    }
    report_.months.push_back(std::move(row));
  }
}

Report Tally::finish() {
  end_article();
  add_figures();
  add_durations();
  for (auto& [name, row] : sections_) {
    report_.sections.push_back(std::move(row));
  }
  add_months();
  for (const ChangeClass change : corrections::all_classes()) {
    if (const auto found = classes_.find(change); found != classes_.end()) {
      report_.classes.push_back({.change = change, .changes = found->second});
    }
  }
  for (std::size_t i = 0; i < ages_.size(); ++i) {
    report_.ages.push_back(
        {.below = i < age_limits.size() ? std::optional{age_limits.at(i)} : std::nullopt,
         .edits = ages_.at(i)});
  }
  const auto order = [](const ChangeCase& one) {
    const std::string severity = one.decision ? one.decision->severity : std::string{};
    return std::tuple{severity.empty() ? 0 : -static_cast<int>(severity.back()),
                      one.first_seen,
                      one.key,
                      one.revision};
  };
  std::ranges::sort(report_.confirmed, {}, order);
  add_notices(std::move(disclosed_), report_.disclosed, report_.linked);
  add_notices(std::move(removed_), report_.removed, report_.removed_linked);
  report_.scope = scope_;
  report_.rules = corrections::rules_digest();
  report_.phrases = corrections::phrases_digest();
  return std::move(report_);
}

}  // namespace arch::report
