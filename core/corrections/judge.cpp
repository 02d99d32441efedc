#include "base/sha256.hpp"
#include "corrections/candidates.hpp"
#include "corrections/name_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace arch::corrections {
namespace {

class ArticleJudge {
public:
  ArticleJudge(std::span<const RevisionText> revisions,
               const std::vector<bool>& technical,
               const Policy& policy,
               UtcTime now)
      : revisions_(revisions), technical_(technical), policy_(policy), now_(now) {}

  JudgedArticle judge() {
    article_.notices = follow_notices(revisions_, policy_.labels);
    article_.revisions.resize(revisions_.size());
    changes_.resize(revisions_.size());
    for (std::uint32_t i = 0; i < revisions_.size(); ++i) {
      article_.revisions[i].number = i;
      if (i > 0) {
        changes_[i] = classify(
            revisions_[i - 1].text, revisions_[i].text, {.watch_words = policy_.watch_words});
        article_.revisions[i].verdict = changes_[i].verdict;
      }
    }
    name_changes(states(), article_.revisions);
    for (std::uint32_t i = 1; i < revisions_.size(); ++i) {
      judge_one(i);
    }
    return std::move(article_);
  }

private:
  [[nodiscard]] std::vector<RevisionState> states() const {
    std::unordered_map<std::string_view, std::uint64_t> documents;
    std::vector<RevisionState> states;
    states.reserve(revisions_.size());
    for (std::size_t i = 0; i < revisions_.size(); ++i) {
      const auto document = documents.try_emplace(revisions_[i].text, i).first;
      states.push_back({.first_seen = revisions_[i].first_seen,
                        .last_seen = revisions_[i].last_seen,
                        .technical = technical_[i],
                        .document = document->second});
    }
    return states;
  }

  void judge_one(std::uint32_t i) {
    JudgedRevision& judged = article_.revisions[i];
    judged.disclosure.passages.assign(changes_[i].segments.size(), Level::none);
    if (judged.change && is_no_edit(*judged.change)) {
      return;
    }
    judged.disclosure =
        judge_disclosure(revisions_, article_.notices, i, changes_[i], policy_, now_);
    judged.passages = telling_passages(changes_[i].segments, judged.disclosure.passages);
    judged.exposure = find_exposure(i);
  }

  [[nodiscard]] std::vector<Segment> telling_passages(const std::vector<Segment>& segments,
                                                      const std::vector<Level>& levels) const {
    std::vector<std::size_t> telling;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (is_substantive(segments[i]) || policy_.always_disclose.contains(segments[i].change)) {
        telling.push_back(i);
      }
    }
    // What leans to an update comes last, and what no notice speaks of before what one does.
    std::ranges::stable_sort(telling, std::greater<>{}, [&](std::size_t i) {
      return std::tuple{segments[i].likeness != Likeness::update,
                        levels[i] < Level::generic,
                        weight(segments[i])};
    });
    std::vector<Segment> passages;
    passages.reserve(telling.size());
    std::ranges::transform(
        telling, std::back_inserter(passages), [&](std::size_t i) { return segments[i]; });
    return passages;
  }

  /// How long the old text of the heaviest passage was live.
  [[nodiscard]] std::optional<Seconds> find_exposure(std::uint32_t i) const {
    const Segment* heaviest = nullptr;
    for (const Segment& segment : changes_[i].segments) {
      if (!segment.a.empty() && is_substantive(segment) &&
          (heaviest == nullptr || weight(segment) > weight(*heaviest))) {
        heaviest = &segment;
      }
    }
    if (heaviest == nullptr || heaviest->change == ChangeClass::rewrite) {
      return std::nullopt;
    }
    const std::string_view old_text = passage(revisions_[i - 1].text, heaviest->a);
    std::uint32_t first = i - 1;
    while (first > 0 && revisions_[first - 1].text.find(old_text) != std::string_view::npos) {
      --first;
    }
    const RevisionText& fixed = revisions_[i];
    const RevisionText& wrong = revisions_[first];
    const std::int64_t last_wrong =
        fixed.changed_after.value_or(revisions_[i - 1].last_seen).seconds;
    return Seconds{
        .least = std::max<std::int64_t>(0, last_wrong - wrong.first_seen.seconds),
        .most = fixed.first_seen.seconds - wrong.changed_after.value_or(wrong.first_seen).seconds};
  }

  std::span<const RevisionText> revisions_;
  const std::vector<bool>& technical_;
  const Policy& policy_;
  UtcTime now_;
  std::vector<Classification> changes_;
  JudgedArticle article_;
};

/// Judges by verdicts, which need no text where they are known.
class BriefJudge {
public:
  BriefJudge(const history::History& history, KnownVerdicts& known)
      : history_(history), known_(known) {
    const std::vector<history::Revision>& all = history.revisions();
    revisions_ = std::span{all}.last(std::min(all.size(), max_judged_revisions));
  }

  JudgedArticle judge_changes() {
    JudgedArticle article;
    states_.reserve(revisions_.size());
    article.revisions.reserve(revisions_.size());
    for (std::size_t i = 0; i < revisions_.size(); ++i) {
      const history::Revision& revision = revisions_[i];
      JudgedRevision judged{.number = revision.number};
      if (i > 0) {
        judged.verdict = verdict_of(revisions_[i - 1], revision);
      }
      article.revisions.push_back(std::move(judged));
      states_.push_back({.first_seen = revision.first_seen,
                         .last_seen = revision.last_seen,
                         .technical = revision.technical,
                         .document = static_cast<std::uint64_t>(revision.document)});
    }
    name_changes(states_, article.revisions);
    return article;
  }

  std::optional<JudgedArticle> judge(const Policy& policy, UtcTime now) {
    if (std::ranges::any_of(revisions_, [this](const history::Revision& revision) {
          return holds_notice(revision.document);
        })) {
      return std::nullopt;
    }
    JudgedArticle article = judge_changes();
    for (std::size_t i = 1; i < states_.size(); ++i) {
      JudgedRevision& revision = article.revisions[i];
      if (revision.change && !is_no_edit(*revision.change)) {
        revision.disclosure =
            disclosure_without_notices(revision.verdict, states_[i].first_seen, policy, now);
      }
    }
    return article;
  }

private:
  bool holds_notice(store::ObjectNumber document) {
    if (const auto known = known_.holds_notice(document)) {
      return *known;
    }
    const bool holds = screen_.holds_notice(text_of(document));
    known_.add_document(document, holds);
    return holds;
  }

  const Verdict& verdict_of(const history::Revision& before, const history::Revision& after) {
    if (const Verdict* const known = known_.find(before.document, after.document)) {
      return *known;
    }
    const std::string old_text = text_of(before.document);
    known_.add(
        before.document, after.document, classify(old_text, text_of(after.document)).verdict);
    return *known_.find(before.document, after.document);
  }

  /// Not compared with its id, which would double the cost: nobody is shown it.
  const std::string& text_of(store::ObjectNumber document) {
    constexpr std::size_t most_kept = 16;
    const auto kept = std::ranges::find(texts_, document, &Text::document);
    if (kept != texts_.end()) {
      return kept->text;
    }
    if (texts_.size() == most_kept) {
      texts_.pop_front();
    }
    const Bytes bytes = history_.stored().object(document);
    return texts_.emplace_back(Text{.document = document, .text = std::string{as_text(bytes)}})
        .text;
  }

  struct Text {
    store::ObjectNumber document = {};
    std::string text;
  };

  const history::History& history_;
  KnownVerdicts& known_;
  std::span<const history::Revision> revisions_;
  std::vector<RevisionState> states_;
  NoticeScreen screen_;
  std::deque<Text> texts_;  ///< the last ones read
};

/// The texts of an article's newest revisions.
struct LoadedTexts {
  std::vector<std::string> texts;
  std::vector<RevisionText> revisions;
  std::vector<bool> technical;
  std::uint32_t first = 0;  ///< the number of the oldest
};

LoadedTexts load(const history::History& history) {
  LoadedTexts loaded;
  const std::vector<history::Revision>& all = history.revisions();
  const std::size_t count = std::min(all.size(), max_judged_revisions);
  loaded.first = static_cast<std::uint32_t>(all.size() - count);
  loaded.texts.reserve(count);
  for (std::size_t i = loaded.first; i < all.size(); ++i) {
    loaded.texts.push_back(history.document(all[i]));
    loaded.revisions.push_back({.text = loaded.texts.back(),
                                .first_seen = all[i].first_seen,
                                .last_seen = all[i].last_seen,
                                .changed_after = all[i].changed_after});
    loaded.technical.push_back(all[i].technical);
  }
  return loaded;
}

}  // namespace

JudgedArticle judge(std::span<const RevisionText> revisions,
                    const std::vector<bool>& technical,
                    const Policy& policy,
                    UtcTime now) {
  return ArticleJudge{revisions, technical, policy, now}.judge();
}

JudgedArticle judge(const history::History& history, const Policy& policy, UtcTime now) {
  const LoadedTexts loaded = load(history);
  JudgedArticle article = judge(loaded.revisions, loaded.technical, policy, now);
  for (JudgedRevision& revision : article.revisions) {
    revision.number += loaded.first;
  }
  for (NoticeLife& life : article.notices) {
    life.first += loaded.first;
    life.last += loaded.first;
  }
  return article;
}

std::optional<JudgedArticle> judge_briefly(const history::History& history,
                                           KnownVerdicts& known,
                                           const Policy& policy,
                                           UtcTime now) {
  if (!policy.watch_words.empty() || !policy.always_disclose.empty() || !policy.labels.empty()) {
    return std::nullopt;
  }
  return BriefJudge{history, known}.judge(policy, now);
}

JudgedArticle judge_changes(const history::History& history, KnownVerdicts& known) {
  return BriefJudge{history, known}.judge_changes();
}

std::vector<NoticeLife> notices_of(const history::History& history) {
  const LoadedTexts loaded = load(history);
  std::vector<NoticeLife> lives = follow_notices(loaded.revisions);
  for (NoticeLife& life : lives) {
    life.first += loaded.first;
    life.last += loaded.first;
  }
  return lives;
}

std::string_view passage(std::string_view text, diff::Range range) {
  std::string_view inner = diff::slice(text, range);
  const std::size_t begin = std::min(inner.find_first_not_of(" \n"), inner.size());
  inner.remove_prefix(begin);
  return inner.substr(0, inner.find_last_not_of(" \n") + 1);
}

ObjectId candidate_id(std::string_view key, const ObjectId& from, const ObjectId& to) {
  return sha256(as_bytes(
      fmt::format("arch-candidate 1\narticle: {}\nfrom: {}\nto: {}\n", key, from.hex(), to.hex())));
}

}  // namespace arch::corrections
