#include "report/collect.hpp"

#include "base/error.hpp"
#include "base/ordered_work.hpp"
#include "corrections/judgements.hpp"
#include "report/figures.hpp"
#include "report/read_article.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace arch::report {
namespace {

/// What a thread reads before it hands on: some milliseconds of work, so that handing it on costs
/// little, and some thousand articles in memory at most.
constexpr std::size_t articles_at_once = 64;

using Facts = std::vector<ArticleFacts>;

void add(ArticleFacts facts, CoverageCounter& coverage, Tally& tally) {
  coverage.add(facts.watched);
  if (!facts.seen || !tally.begin(*facts.seen)) {
    return;
  }
  for (SeenChange& change : facts.changes) {
    tally.add_change(std::move(change));
  }
  for (auto& [notice, linked] : facts.notices) {
    tally.add_notice(std::move(notice), std::move(linked));
  }
  for (const search::Hit& hit : facts.errors) {
    tally.add_error(hit);
  }
}

/// The work of one thread: reading the articles of each chunk.
std::function<Facts(std::size_t)> make_work(const history::Archive& archive,
                                            const Scope& scope,
                                            const corrections::Policy& policy,
                                            corrections::Judgements& judgements,
                                            std::span<const store::ArticleNumber> articles) {
  const auto own = std::make_shared<const history::Archive>(
      archive.store().folder(), store::OpenOptions::Access::read_unmapped);
  const auto reader = std::make_shared<const ArticleReader>(*own, scope, policy, &judgements);
  return [own, reader, articles](std::size_t chunk) {
    const store::Snapshot moment = own->store().hold();
    Facts facts;
    const auto rest = articles.subspan(chunk * articles_at_once);
    for (const store::ArticleNumber number : rest.first(std::min(rest.size(), articles_at_once))) {
      if (auto one = reader->read(number)) {
        facts.push_back(std::move(*one));
      }
    }
    return facts;
  };
}

}  // namespace

Report collect(const history::Archive& archive,
               const Scope& scope,
               const corrections::Policy& policy,
               const CollectOptions& options) {
  const std::vector<store::ArticleNumber> articles = archive.store().articles();
  corrections::Judgements judgements{archive.store().folder()};
  CoverageCounter coverage;
  Tally tally{scope};
  {
    OrderedWork<Facts> work{
        (articles.size() + articles_at_once - 1) / articles_at_once, options.threads, [&] {
          return make_work(archive, scope, policy, judgements, articles);
        }};
    for (std::uint64_t done = 0; auto facts = work.next(); done += articles_at_once) {
      if (options.progress && !options.progress({.done = done, .total = articles.size()})) {
        throw Error{ErrorKind::interrupted, "reporting: stopped"};
      }
      for (ArticleFacts& one : *facts) {
        if (one.damage.empty()) {
          add(std::move(one), coverage, tally);
          continue;
        }
        coverage.add_damaged();
        if (options.damaged) {
          options.damaged(one.key, one.damage);
        }
      }
    }
  }
  if (judgements.was_damaged() && options.judged_anew) {
    options.judged_anew();
  }
  Report report = tally.finish();
  report.coverage = coverage.result();
  report.policy = policy.digest;
  report.grace = policy.grace;
  return report;
}

}  // namespace arch::report
