#pragma once

#include "corrections/judgements.hpp"
#include "corrections/policy.hpp"
#include "history/archive.hpp"
#include "report/figures.hpp"
#include "report/watched.hpp"
#include "search/find.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace arch::report {

/// All that a report counts and shows of one article.
struct ArticleFacts {
  std::string key = {};
  Watched watched = {};
  std::optional<SeenArticle> seen = {};  ///< absent for one of which only failed looks are known
  std::vector<SeenChange> changes = {};
  std::vector<std::pair<NoticeCase, std::optional<ChangeCase>>> notices = {};
  std::vector<search::Hit> errors = {};  ///< words that were wrong, and where they stood
  std::string damage = {};  ///< why it could not be read; then there is only its key, if that
};

/// Reads articles for a report. One for each thread: it has a connection of its own.
class ArticleReader {
public:
  /// `judgements` is shared, and may be null.
  ArticleReader(const history::Archive& archive,
                const Scope& scope,
                const corrections::Policy& policy,
                corrections::Judgements* judgements)
      : archive_(archive), scope_(scope), policy_(policy), judgements_(judgements) {}

  /// nullopt if nothing of the article can be in the report. Damage is told, not thrown.
  std::optional<ArticleFacts> read(store::ArticleNumber number) const;

private:
  std::optional<ArticleFacts> read_whole(store::ArticleNumber number) const;

  const history::Archive& archive_;
  const Scope& scope_;
  const corrections::Policy& policy_;
  corrections::Judgements* judgements_;
};

/// Judges what of an article is not judged yet and keeps it, so that no report has to: for a
/// program that has just recorded something of it. Throws Error{corrupt}.
void judge_ahead(const history::History& history, corrections::Judgements& judgements);

}  // namespace arch::report
