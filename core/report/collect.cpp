// One pass over the articles in scope, in order of their keys, so that a report does not depend on
// the order in which articles arrived. What a figure counts is in docs/report-method.md#figures.

#include "report/collect.hpp"

#include "base/error.hpp"
#include "base/search_terms.hpp"
#include "base/unicode.hpp"
#include "history/listing.hpp"
#include "report/figures.hpp"
#include "report/watched.hpp"
#include "search/find.hpp"
#include "search/query.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace arch::report {
namespace {

using corrections::JudgedArticle;
using corrections::JudgedRevision;

/// What documents say of themselves that reports print.
struct Named {
  std::string headline;
  std::string section;
  std::string language;
};

Named names_of(std::string_view text) {
  Named named{.headline = history::make_title(text), .section = {}, .language = {}};
  for (std::size_t at = 0; at < text.size() && text[at] != '\n';) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.starts_with("section: ")) {
      named.section = line.substr(9);
    } else if (line.starts_with("language: ")) {
      named.language = line.substr(10);
    }
    at = end + 1;
  }
  return named;
}

/// The annotations of one article as a report may use them.
class Said {
public:
  Said(std::vector<history::Annotation> all, std::uint64_t arrival) : all_(std::move(all)) {
    std::erase_if(all_, [arrival](const history::Annotation& one) {
      return one.arrival > arrival || one.visibility() == history::Visibility::privileged;
    });
  }

  /// The newest decision about a candidate.
  std::optional<Decision> find_review(const ObjectId& candidate) const {
    const history::Annotation* newest = nullptr;
    const std::string id = candidate.hex();
    for (const history::Annotation& one : all_) {
      if (one.kind == history::review_kind && one.find("candidate") == id &&
          (newest == nullptr ||
           std::pair{one.at, one.arrival} > std::pair{newest->at, newest->arrival})) {
        newest = &one;
      }
    }
    return newest == nullptr ? std::nullopt : std::optional{decision_of(*newest)};
  }

  bool has_reviews() const {
    return std::ranges::any_of(
        all_, [](const history::Annotation& one) { return one.kind == history::review_kind; });
  }

  /// What the outlet replied to a case, in public.
  std::vector<std::string> replies_to(const std::vector<ObjectId>& captures) const {
    std::vector<std::string> replies;
    for (const history::Annotation& one : all_) {
      if (one.kind == "outlet-response" &&
          std::ranges::find(captures, one.capture) != captures.end() &&
          one.visibility() == history::Visibility::everyone && !one.text.empty()) {
        replies.push_back(one.text);
      }
    }
    return replies;
  }

  std::uint64_t count(std::string_view kind, UtcTime from, UtcTime to) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        all_, [&](const auto& one) { return one.kind == kind && one.at >= from && one.at < to; }));
  }

  /// Corrections that somebody outside of the newsroom prompted.
  std::uint64_t count_prompted(UtcTime from, UtcTime to) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(all_, [&](const auto& one) {
      const std::string_view source = one.find("source").value_or("unknown");
      return one.kind == "correction" && one.at >= from && one.at < to && source != "unknown" &&
             source != "staff" && source != "automated";
    }));
  }

  /// What was wrong by the newsroom's own records of its corrections.
  std::vector<std::string_view> wrong_words() const {
    std::vector<std::string_view> words;
    for (const history::Annotation& one : all_) {
      if (const auto wrong = one.find("wrong"); one.kind == "correction" && wrong) {
        words.push_back(*wrong);
      }
    }
    return words;
  }

private:
  /// Status and severity are figures and printed for all reviews; the rest only for public ones.
  static Decision decision_of(const history::Annotation& one) {
    Decision decision{.status = std::string{one.find("status").value_or("")},
                      .severity = std::string{one.find("severity").value_or("")},
                      .at = one.at,
                      .annotation = one.id};
    if (const auto shown = history::public_part(one)) {
      decision.error_type = shown->find("error-type").value_or("");
      decision.source = shown->find("source").value_or("");
      decision.role = shown->find("role").value_or("");
      decision.reason = shown->text;
    }
    return decision;
  }

  std::vector<history::Annotation> all_;
};

class Collector {
public:
  Collector(const history::Archive& archive, const Scope& scope, const corrections::Policy& policy)
      : archive_(archive), scope_(scope), policy_(policy), coverage_(scope), tally_(scope) {}

  Report collect(const store::OnProgress& progress) {
    const std::vector<store::ArticleRow> rows =
        archive_.store().list({.order = store::ListOrder::key});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (progress && !progress({.done = i, .total = rows.size()})) {
        throw Error{ErrorKind::interrupted, "reporting: stopped"};
      }
      if (may_count(rows[i])) {
        add(rows[i].number);
      }
    }
    Report report = tally_.finish();
    report.coverage = coverage_.result();
    report.policy = policy_.digest;
    return report;
  }

private:
  /// Whether reading the article can change the report. What is listed is of now, so it says
  /// nothing of an earlier record.
  bool may_count(const store::ArticleRow& row) const {
    if (!scope_.site.empty() && !is_of_site(row.key, scope_.site)) {
      return false;
    }
    const bool is_now = scope_.arrival >= archive_.store().arrivals();
    return !is_now || !row.listing.first_seen || !row.listing.last_seen ||
           (*row.listing.first_seen < scope_.to && *row.listing.last_seen >= scope_.from);
  }

  void add(store::ArticleNumber number) {
    const history::History history = archive_.read_as_of(number, scope_.arrival);
    if (history.revisions().empty()) {
      if (scope_.section.empty()) {
        coverage_.add(history);
      }
      return;
    }
    const Named named = names_of(history.document(history.revisions().back()));
    if (!scope_.section.empty() && fold_case(named.section) != fold_case(scope_.section)) {
      return;
    }
    coverage_.add(history);
    const JudgedArticle judged = corrections::judge(history, policy_, scope_.as_of);
    const Said said{history::read_annotations(archive_.store(), number), scope_.arrival};
    SeenArticle seen{.first_seen = history.revisions().front().first_seen,
                     .last_seen = history.revisions().back().last_seen,
                     .section = named.section,
                     .ends_removed = ends_removed(history),
                     .complaints = said.count("complaint", scope_.from, scope_.to),
                     .corrections = said.count("correction", scope_.from, scope_.to),
                     .prompted = said.count_prompted(scope_.from, scope_.to)};
    if (!tally_.begin(seen)) {
      return;
    }
    add_changes(history, judged, said, named);
    add_notices(history, judged, named);
    for (const std::string_view wrong : said.wrong_words()) {
      if (const auto hit = find_words(history, wrong)) {
        tally_.add_error(*hit);
      }
    }
  }

  /// Where the article has exactly these words; nullopt too for what cannot be searched for.
  static std::optional<search::Hit> find_words(const history::History& history,
                                               std::string_view words) {
    const std::size_t count = cut_search_terms(words).size();
    if (count == 0 || count > search::max_query_words ||
        words.find('*') != std::string_view::npos) {
      return std::nullopt;
    }
    return search::find_in(history,
                           search::parse_query(words, {.exact = search::QueryOptions::Exact::yes}));
  }

  void add_changes(const history::History& history,
                   const JudgedArticle& judged,
                   const Said& said,
                   const Named& named) {
    std::map<std::uint32_t, const corrections::Candidate*> candidates;
    const std::vector<corrections::Candidate> found =
        corrections::find_candidates(history, judged, policy_);
    for (const corrections::Candidate& candidate : found) {
      candidates[candidate.revision] = &candidate;
    }
    for (const JudgedRevision& revision : judged.revisions) {
      if (revision.number == 0 || !revision.change) {
        continue;
      }
      const auto candidate = candidates.find(revision.number);
      std::optional<ChangeCase> change;
      if (candidate != candidates.end()) {
        change = make_case(history, judged, *candidate->second, said, named);
      } else if (said.has_reviews()) {
        change = find_reviewed(history, judged, revision.number, said, named);
      }
      tally_.add_change(history.revisions()[revision.number], revision, std::move(change));
    }
  }

  /// A change that was a candidate when it was reviewed, and has been disclosed since, or is none
  /// by the rules of today: what a person decided stays decided.
  static std::optional<ChangeCase> find_reviewed(const history::History& history,
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
                       const Named& named) const {
    ChangeCase one = plain_case(history, judged, candidate.revision, named);
    one.candidate = candidate.id;
    one.change = candidate.change;
    one.likeness = candidate.likeness;
    if (!candidate.passages.empty()) {
      const std::string before = history.document(history.revisions()[candidate.revision - 1]);
      const std::string after = history.document(history.revisions()[candidate.revision]);
      one.old_words = corrections::passage(before, candidate.passages.front().a);
      one.new_words = corrections::passage(after, candidate.passages.front().b);
    }
    one.decision = said.find_review(candidate.id);
    one.replies = said.replies_to({history.id(history.revisions()[candidate.revision]),
                                   history.id(history.revisions()[candidate.revision - 1])});
    return one;
  }

  static ChangeCase plain_case(const history::History& history,
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
    if (disclosure.notice) {
      const corrections::NoticeLife& life = judged.notices[*disclosure.notice];
      one.notice = life.texts.empty() ? life.notice.text : life.texts.back();
      one.notice_label = life.notice.label;
    }
    if (disclosure.delay_least && disclosure.delay_most) {
      one.delay = Seconds{.least = *disclosure.delay_least, .most = *disclosure.delay_most};
    }
    return one;
  }

  void add_notices(const history::History& history,
                   const JudgedArticle& judged,
                   const Named& named) {
    for (std::size_t i = 0; i < judged.notices.size(); ++i) {
      const corrections::NoticeLife& life = judged.notices[i];
      if (!corrections::is_statement(life.notice.kind)) {
        continue;
      }
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
          .wordings = static_cast<std::uint32_t>(std::max<std::size_t>(1, life.texts.size())),
          .not_before = first.changed_after,
          .first_seen = first.first_seen,
          .last_seen = history.revisions()[life.last].last_seen,
          .removed_by_rewrite = life.removed_by_rewrite};
      if (life.removed && life.last + 1 < history.revisions().size()) {
        notice.gone_by = history.revisions()[life.last + 1].first_seen;
      }
      std::optional<ChangeCase> linked;
      for (const JudgedRevision& revision : judged.revisions) {
        if (revision.number > 0 && revision.disclosure.notice == i) {
          notice.revision = revision.number;
          linked = plain_case(history, judged, revision.number, named);
          break;
        }
      }
      tally_.add_notice(std::move(notice), std::move(linked));
    }
  }

  const history::Archive& archive_;
  const Scope& scope_;
  const corrections::Policy& policy_;
  CoverageCounter coverage_;
  Tally tally_;
};

}  // namespace

Report collect(const history::Archive& archive,
               const Scope& scope,
               const corrections::Policy& policy,
               const store::OnProgress& progress) {
  return Collector{archive, scope, policy}.collect(progress);
}

}  // namespace arch::report
