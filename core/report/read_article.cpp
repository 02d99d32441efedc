#include "report/read_article.hpp"

#include "base/error.hpp"
#include "base/search_terms.hpp"
#include "corrections/candidates.hpp"
#include "corrections/plain_words.hpp"
#include "report/said.hpp"
#include "report/scope.hpp"
#include "search/query.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace arch::report {
namespace {

using corrections::JudgedArticle;
using corrections::JudgedRevision;
using corrections::KnownVerdicts;
using corrections::NoticeLife;

/// Where the article has exactly these words; nullopt too for what cannot be searched for.
std::optional<search::Hit> find_words(const history::History& history, std::string_view words) {
  const std::size_t count = cut_search_terms(words).size();
  if (count == 0 || count > search::max_query_words || words.find('*') != std::string_view::npos) {
    return std::nullopt;
  }
  return search::find_in(history,
                         search::parse_query(words, {.exact = search::QueryOptions::Exact::yes}));
}

/// The passage that says most of what a change is about, both ranges empty if it only brought a
/// notice. Where nothing in it had to be disclosed, as in the spelling of a name, the heaviest.
corrections::Segment telling_passage(const JudgedRevision& revision,
                                     std::string_view before,
                                     std::string_view after) {
  if (!revision.passages.empty()) {
    return revision.passages.front();
  }
  corrections::Segment heaviest;
  for (const corrections::Segment& one : corrections::classify(before, after).segments) {
    const bool is_notice = one.change == corrections::ChangeClass::notice_added ||
                           one.change == corrections::ChangeClass::notice_changed;
    const bool is_first = heaviest.a.empty() && heaviest.b.empty();
    if (!is_notice && (is_first || corrections::weight(one) > corrections::weight(heaviest))) {
      heaviest = one;
    }
  }
  return heaviest;
}

ChangeCase plain_case(const history::History& history,
                      const JudgedArticle& judged,
                      std::uint32_t number,
                      const Named& named) {
  const history::Revision& before = history.revisions()[number - 1];
  const history::Revision& after = history.revisions()[number];
  const auto revision = std::ranges::find(judged.revisions, number, &JudgedRevision::number);
  ChangeCase one{.article = history.number(),
                 .key = history.key(),
                 .headline = named.headline,
                 .section = named.section,
                 .language = named.language,
                 .revision = number,
                 .before_id = before.short_id(),
                 .after_id = after.short_id(),
                 .changed_after = after.changed_after.value_or(before.last_seen),
                 .first_seen = after.first_seen};
  if (revision == judged.revisions.end()) {
    return one;
  }
  const corrections::Disclosure& disclosure = revision->disclosure;
  one.change = revision->change.value_or(one.change);
  one.level = level_reached(disclosure);
  one.status = disclosure.status;
  one.weak_label = disclosure.weak_label;
  one.exposure = revision->exposure;
  const std::string old_text = history.document(before);
  const std::string new_text = history.document(after);
  const corrections::Segment passage = telling_passage(*revision, old_text, new_text);
  one.old_words = corrections::passage(old_text, passage.a);
  one.new_words = corrections::passage(new_text, passage.b);
  if (disclosure.notice) {
    const NoticeLife& life = judged.notices[*disclosure.notice];
    one.notice = life.texts.empty() ? life.notice.text : life.texts.back();
    one.notice_label = life.notice.label;
  }
  if (disclosure.delay_least && disclosure.delay_most) {
    one.delay = Seconds{.least = *disclosure.delay_least, .most = *disclosure.delay_most};
  }
  return one;
}

/// A change that was a candidate when it was reviewed, and has been disclosed since, or is none
/// by the rules of today: what a person decided stays decided.
std::optional<ChangeCase> find_reviewed(const history::History& history,
                                        const JudgedArticle& judged,
                                        std::uint32_t number,
                                        const Said& said,
                                        const Named& named) {
  const ObjectId after = history.id(history.revisions()[number]);
  const ObjectId before = history.id(history.revisions()[number - 1]);
  const ObjectId candidate = corrections::candidate_id(history.key(), before, after);
  std::optional<Decision> decision = said.find_review(candidate);
  if (!decision) {
    return std::nullopt;
  }
  ChangeCase one = plain_case(history, judged, number, named);
  one.candidate = candidate;
  one.decision = std::move(decision);
  one.replies = said.replies_to({after, before});
  return one;
}

ChangeCase make_case(const history::History& history,
                     const JudgedArticle& judged,
                     const corrections::Candidate& candidate,
                     const Said& said,
                     const Named& named) {
  ChangeCase one = plain_case(history, judged, candidate.revision, named);
  one.candidate = candidate.id;
  one.change = candidate.change;
  one.likeness = candidate.likeness;
  one.decision = said.find_review(candidate.id);
  one.replies = said.replies_to({history.id(history.revisions()[candidate.revision]),
                                 history.id(history.revisions()[candidate.revision - 1])});
  return one;
}

void add_changes(ArticleFacts& facts,
                 const history::History& history,
                 const JudgedArticle& judged,
                 const corrections::Policy& policy,
                 const Said& said,
                 const Named& named) {
  std::map<std::uint32_t, const corrections::Candidate*> candidates;
  const std::vector<corrections::Candidate> found =
      corrections::find_candidates(history, judged, policy);
  for (const corrections::Candidate& candidate : found) {
    candidates[candidate.revision] = &candidate;
  }
  for (const JudgedRevision& revision : judged.revisions) {
    auto change = seen_change(history.revisions()[revision.number], revision);
    if (revision.number == 0 || !change) {
      continue;
    }
    const auto candidate = candidates.find(revision.number);
    if (candidate != candidates.end()) {
      change->reviewed = make_case(history, judged, *candidate->second, said, named);
    } else if (said.has_reviews()) {
      change->reviewed = find_reviewed(history, judged, revision.number, said, named);
    }
    change->is_candidate = change->reviewed.has_value();
    facts.changes.push_back(std::move(*change));
  }
}

/// The same where nobody said anything of the article and it never had a notice.
void add_changes_briefly(ArticleFacts& facts,
                         const history::History& history,
                         const JudgedArticle& judged) {
  for (const JudgedRevision& revision : judged.revisions) {
    auto change = seen_change(history.revisions()[revision.number], revision);
    if (revision.number > 0 && change) {
      change->is_candidate = corrections::is_candidate(revision);
      facts.changes.push_back(std::move(*change));
    }
  }
}

/// How far from the article's own words a place is: what programs read repeats what readers see,
/// and a headline has room for little more than a label.
int distance_of(corrections::NoticePosition position) {
  switch (position) {
    using enum corrections::NoticePosition;
    case markup:
      return 1;
    case headline:
      return 2;
    default:
      return 0;
  }
}

/// Whether `one` tells in another place of the same revisions what `fuller` tells. A headline that
/// says so tells it again if the text said so by then; an article is retracted once, whichever came
/// first.
bool tells_again(const NoticeLife& one, const NoticeLife& fuller) {
  if (one.notice.kind != fuller.notice.kind || one.first > fuller.last || fuller.first > one.last) {
    return false;
  }
  const bool is_label = one.notice.position == corrections::NoticePosition::headline &&
                        fuller.notice.position != corrections::NoticePosition::headline;
  return (is_label &&
          (one.first >= fuller.first || one.notice.kind == corrections::NoticeKind::retraction)) ||
         corrections::to_plain(one.notice.text) == corrections::to_plain(fuller.notice.text);
}

/// The notices that tell readers something, each with all places where it is told, the fullest
/// first: indexes into `lives`.
std::vector<std::vector<std::uint32_t>> told_notices(const std::vector<NoticeLife>& lives) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < lives.size(); ++i) {
    if (corrections::is_statement(lives[i].notice.kind)) {
      order.push_back(i);
    }
  }
  std::ranges::stable_sort(
      order, {}, [&](std::uint32_t i) { return distance_of(lives[i].notice.position); });
  std::vector<std::vector<std::uint32_t>> told;
  for (const std::uint32_t i : order) {
    const auto same = std::ranges::find_if(
        told, [&](const auto& places) { return tells_again(lives[i], lives[places.front()]); });
    if (same != told.end()) {
      same->push_back(i);
    } else {
      told.push_back({i});
    }
  }
  std::ranges::sort(told, {}, [](const auto& places) { return places.front(); });
  return told;
}

/// A notice from the first of its places that had it to the last.
NoticeLife whole_life(const std::vector<NoticeLife>& lives,
                      const std::vector<std::uint32_t>& places) {
  NoticeLife whole = lives[places.front()];
  for (const std::uint32_t place : places) {
    const NoticeLife& one = lives[place];
    whole.first = std::min(whole.first, one.first);
    if (one.last > whole.last) {
      whole.last = one.last;
      whole.removed_by_rewrite = one.removed_by_rewrite;
    }
    whole.removed = whole.removed && one.removed;
  }
  return whole;
}

/// Whether the revision took away much of what the article said.
bool takes_away(const JudgedRevision& revision) {
  using enum corrections::ChangeClass;
  return std::ranges::any_of(std::array{rewrite, passage_removed, quote_removed}, [&](auto change) {
    return revision.verdict.classes.contains(change);
  });
}

/// The change that a notice discloses; absent if none was seen.
std::optional<ChangeCase> find_linked(const history::History& history,
                                      const JudgedArticle& judged,
                                      const NoticeLife& life,
                                      const std::vector<std::uint32_t>& places,
                                      const Named& named) {
  for (const JudgedRevision& revision : judged.revisions) {
    const auto& notice = revision.disclosure.notice;
    if (revision.number > 0 && notice && std::ranges::find(places, *notice) != places.end()) {
      return plain_case(history, judged, revision.number, named);
    }
  }
  // A retraction speaks of the whole article, and need not name what went with it.
  const auto first = std::ranges::find(judged.revisions, life.first, &JudgedRevision::number);
  if (life.notice.kind != corrections::NoticeKind::retraction || life.first == 0 ||
      first == judged.revisions.end() || !takes_away(*first)) {
    return std::nullopt;
  }
  ChangeCase whole = plain_case(history, judged, life.first, named);
  whole.level = std::max(whole.level, corrections::Level::specific);
  whole.status = corrections::DisclosureStatus::disclosed;
  whole.notice = life.texts.empty() ? life.notice.text : life.texts.back();
  whole.notice_label = life.notice.label;
  return whole;
}

void add_notices(ArticleFacts& facts,
                 const history::History& history,
                 const JudgedArticle& judged,
                 const Named& named) {
  for (const std::vector<std::uint32_t>& places : told_notices(judged.notices)) {
    const NoticeLife life = whole_life(judged.notices, places);
    const history::Revision& first = history.revisions()[life.first];
    NoticeCase notice{
        .article = history.number(),
        .key = history.key(),
        .headline = named.headline,
        .section = named.section,
        .language = named.language,
        .kind = life.notice.kind,
        .position = life.notice.position,
        .label = life.notice.label,
        .text = life.texts.empty() ? life.notice.text : life.texts.back(),
        .first_text = life.notice.text,
        .wordings = static_cast<std::uint32_t>(std::max<std::size_t>(1, life.texts.size())),
        .not_before = first.changed_after,
        .first_seen = first.first_seen,
        .last_seen = history.revisions()[life.last].last_seen,
        .removed_by_rewrite = life.removed_by_rewrite};
    if (life.removed && life.last + 1 < history.revisions().size()) {
      notice.gone_by = history.revisions()[life.last + 1].first_seen;
    }
    std::optional<ChangeCase> linked = find_linked(history, judged, life, places, named);
    if (linked) {
      notice.revision = linked->revision;
    }
    facts.notices.emplace_back(std::move(notice), std::move(linked));
  }
}

/// Whether the article may have been looked at in the period. The listing is of now, and looks only
/// become more: what it rules out, it rules out of every earlier record, too.
bool may_be_looked_at(const store::ArticleRow& row, const Scope& scope) {
  const store::Listing& listing = row.listing;
  return !listing.first_seen || !listing.last_seen ||
         (*listing.first_seen < scope.to && *listing.last_seen >= scope.from);
}

}  // namespace

std::optional<ArticleFacts> ArticleReader::read(store::ArticleNumber number) const {
  ArticleFacts damaged;
  try {
    return read_whole(number);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
    damaged.damage = error.what();
  }
  try {
    damaged.key = archive_.store().row(number).key;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
  }
  const bool may_be_of_site = damaged.key.empty() || is_of_site(damaged.key, scope_.site);
  return may_be_of_site ? std::optional{std::move(damaged)} : std::nullopt;
}

std::optional<ArticleFacts> ArticleReader::read_whole(store::ArticleNumber number) const {
  const bool is_now = scope_.arrival >= archive_.store().arrivals();
  const store::ArticleRow row = archive_.store().row(number);
  if (!is_of_site(row.key, scope_.site)) {
    return std::nullopt;
  }
  const Said said{history::read_annotations(archive_.store(), number), scope_.arrival};
  // What was said of an article in the period counts also where nobody looked at it then.
  if (said.empty() && !may_be_looked_at(row, scope_)) {
    return std::nullopt;
  }
  const history::History history = archive_.read_as_of(number, scope_.arrival);
  ArticleFacts facts{.key = row.key};
  if (history.revisions().empty()) {
    facts.watched = watched(history, scope_);
    return scope_.section.empty() ? std::optional{std::move(facts)} : std::nullopt;
  }
  KnownVerdicts known =
      judgements_ != nullptr ? judgements_->find(history.stored()) : KnownVerdicts{};
  const KnownVerdicts::Latest latest = latest_of(history, known);
  if (!is_of_section(latest.section, scope_.section, policy_)) {
    return std::nullopt;
  }
  facts.watched = watched(history, scope_);
  facts.seen = SeenArticle{.key = row.key,
                           .first_seen = history.revisions().front().first_seen,
                           .last_seen = history.revisions().back().last_seen,
                           .section = latest.section,
                           .words = latest.words,
                           .ends_removed = facts.watched.ends_removed,
                           .complaints = said.count("complaint", scope_.from, scope_.to),
                           .corrections = said.count("correction", scope_.from, scope_.to),
                           .prompted = said.count_prompted(scope_.from, scope_.to)};
  std::optional<JudgedArticle> judged;
  if (said.empty()) {
    judged = corrections::judge_briefly(history, known, policy_, scope_.as_of);
  }
  if (is_now && judgements_ != nullptr) {
    judgements_->keep(history.stored(), known);
  }
  if (judged) {
    add_changes_briefly(facts, history, *judged);
    return facts;
  }
  const Named named = names_of(history.document(history.revisions().back()));
  judged = corrections::judge(history, policy_, scope_.as_of);
  add_changes(facts, history, *judged, policy_, said, named);
  add_notices(facts, history, *judged, named);
  for (const std::string_view wrong : said.wrong_words()) {
    if (auto hit = find_words(history, wrong)) {
      facts.errors.push_back(std::move(*hit));
    }
  }
  return facts;
}

void judge_ahead(const history::History& history, corrections::Judgements& judgements) {
  if (history.revisions().empty()) {
    return;
  }
  KnownVerdicts known = judgements.find(history.stored());
  (void)latest_of(history, known);
  // What is kept depends neither on a policy nor on the moment.
  (void)corrections::judge_briefly(history, known, {}, {});
  judgements.keep(history.stored(), known);
}

}  // namespace arch::report
