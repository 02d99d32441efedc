#include "base/sha256.hpp"
#include "corrections/candidates.hpp"
#include "corrections/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace arch::corrections {
namespace {

/// What only changes when a page tries something: the classes that a variant may have.
constexpr ClassSet variant_classes = [] {
  ClassSet set;
  for (const ChangeClass which : {ChangeClass::headline,
                                  ChangeClass::standfirst,
                                  ChangeClass::image,
                                  ChangeClass::caption,
                                  ChangeClass::metadata,
                                  ChangeClass::punctuation,
                                  ChangeClass::spelling,
                                  ChangeClass::url}) {
    set.insert(which);
  }
  return set;
}();

constexpr std::int64_t hour = 3600;

class ArticleJudge {
public:
  ArticleJudge(std::span<const RevisionText> revisions,
               const std::vector<bool>& technical,
               const Policy& policy,
               UtcTime now)
      : revisions_(revisions), technical_(technical), policy_(policy), now_(now) {}

  JudgedArticle judge() {
    article_.notices = follow_notices(revisions_);
    article_.revisions.resize(revisions_.size());
    changes_.resize(revisions_.size());
    for (std::uint32_t i = 0; i < revisions_.size(); ++i) {
      article_.revisions[i].number = i;
      if (i > 0) {
        add(i);
      }
    }
    mark_reversals();
    for (std::uint32_t i = 1; i < revisions_.size(); ++i) {
      judge_one(i);
    }
    return std::move(article_);
  }

private:
  void add(std::uint32_t i) {
    Classification& change = changes_[i];
    change =
        classify(revisions_[i - 1].text, revisions_[i].text, {.watch_words = policy_.watch_words});
    JudgedRevision& judged = article_.revisions[i];
    judged.verdict = change.verdict;
    judged.change = technical_[i] ? ChangeClass::technical : change.verdict.classes.top();
  }

  /// A state that was there before: a variant where the page flipped between states that differ in
  /// their titles and images only, and not for long; else an earlier state restored.
  void mark_reversals() {
    std::map<std::string_view, std::uint32_t> seen;
    for (std::uint32_t i = 0; i < revisions_.size(); ++i) {
      const auto [known, is_new] = seen.try_emplace(revisions_[i].text, i);
      if (is_new) {
        continue;
      }
      const std::uint32_t earlier = std::exchange(known->second, i);
      if (article_.revisions[i].change == ChangeClass::technical || i == earlier + 1) {
        continue;
      }
      const bool is_variant = is_flip(earlier, i);
      article_.revisions[i].change = is_variant ? ChangeClass::variant : ChangeClass::reversion;
      for (std::uint32_t j = earlier + 1; is_variant && j < i; ++j) {
        article_.revisions[j].change = ChangeClass::variant;
      }
    }
  }

  [[nodiscard]] bool is_flip(std::uint32_t from, std::uint32_t to) const {
    const std::int64_t lasted =
        revisions_[to].first_seen.seconds - revisions_[from].last_seen.seconds;
    if (lasted > std::int64_t{rules().variant_hours} * hour) {
      return false;
    }
    for (std::uint32_t i = from + 1; i <= to; ++i) {
      if ((article_.revisions[i].verdict.classes.bits() & ~variant_classes.bits()) != 0) {
        return false;
      }
    }
    return true;
  }

  void judge_one(std::uint32_t i) {
    JudgedRevision& judged = article_.revisions[i];
    add_late_edit(i);
    judged.disclosure.passages.assign(changes_[i].segments.size(), Level::none);
    if (judged.change && is_no_edit(*judged.change)) {
      return;
    }
    judged.disclosure =
        judge_disclosure(revisions_, article_.notices, i, changes_[i], policy_, now_);
    judged.exposure = find_exposure(i);
  }

  /// An edit long after the first look weighs more.
  void add_late_edit(std::uint32_t i) {
    const std::int64_t age =
        revisions_[i].first_seen.seconds - revisions_.front().first_seen.seconds;
    if (age > std::int64_t{rules().late_hours} * hour &&
        !article_.revisions[i].verdict.substantive.empty()) {
      article_.revisions[i].verdict.weight =
          static_cast<std::uint16_t>(std::min(0xFFFF, article_.revisions[i].verdict.weight + 1));
    }
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
