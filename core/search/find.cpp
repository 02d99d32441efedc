#include "search/find.hpp"

#include "search/searched_text.hpp"

#include <unordered_map>
#include <utility>

namespace arch::search {

std::vector<Span> spans_of(const std::vector<bool>& has) {
  std::vector<Span> spans;
  for (std::uint32_t i = 0; i < has.size(); ++i) {
    if (!has[i]) {
      continue;
    }
    if (spans.empty() || spans.back().last + 1 != i) {
      spans.push_back({.first = i, .last = i});
    }
    spans.back().last = i;
  }
  return spans;
}

Appearance appearance_of(const history::History& history, const Span& span) {
  const std::vector<history::Revision>& revisions = history.revisions();
  const history::Revision& first = revisions[span.first];
  const history::Revision& last = revisions[span.last];
  return {.not_before = first.changed_after,
          .first_seen = first.first_seen,
          .last_seen = last.last_seen,
          .gone_by = span.last + 1 < revisions.size()
                         ? std::optional{revisions[span.last + 1].first_seen}
                         : std::nullopt};
}

Exposure exposure_of(const Hit& hit) {
  Exposure exposure;
  for (const Appearance& spell : hit.appearances) {
    exposure.least += spell.last_seen.seconds - spell.first_seen.seconds;
    exposure.most += spell.gone_by.value_or(spell.last_seen).seconds -
                     spell.not_before.value_or(spell.first_seen).seconds;
  }
  return exposure;
}

std::vector<bool> says_in_revisions(const history::History& history,
                                    const std::function<bool(std::string_view)>& says) {
  std::vector<bool> has;
  std::unordered_map<std::uint32_t, bool> judged;
  has.reserve(history.revisions().size());
  for (const history::Revision& revision : history.revisions()) {
    const auto [known, is_new] =
        judged.try_emplace(static_cast<std::uint32_t>(revision.document), false);
    if (is_new) {
      known->second = says(history.document(revision));
    }
    has.push_back(known->second);
  }
  return has;
}

std::optional<Hit> find_where(const history::History& history, const std::vector<bool>& has) {
  Hit hit{.article = history.number(), .key = history.key(), .spans = spans_of(has)};
  if (hit.spans.empty()) {
    return std::nullopt;
  }
  for (const Span& span : hit.spans) {
    hit.appearances.push_back(appearance_of(history, span));
  }
  hit.is_live = has.back();
  return hit;
}

std::optional<Hit> find_in(const history::History& history, const Query& query) {
  std::string said;
  Match where;
  std::unordered_map<std::string, LineMatch> lines;
  const std::vector<bool> has = says_in_revisions(history, [&](std::string_view document) {
    std::uint64_t words = 0;
    const std::string* shown = nullptr;
    const Match* match = nullptr;
    each_searched_line(document, [&](std::string_view line) {
      const auto [known, is_new] = lines.try_emplace(std::string{line});
      if (is_new) {
        known->second = match_line(query, line);
      }
      words |= known->second.words;
      if (known->second.match && shown == nullptr) {
        shown = &known->first;
        match = &*known->second.match;
      }
    });
    const bool answered = is_answered(query, words, match != nullptr);
    if (answered) {
      said = *shown;
      where = *match;
    }
    return answered;
  });
  std::optional<Hit> hit = find_where(history, has);
  if (hit) {
    hit->line = std::move(said);
    hit->match = where;
  }
  return hit;
}

}  // namespace arch::search
