#pragma once

#include "base/time.hpp"
#include "history/archive.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <vector>

namespace arch::cmd {

/// The revisions of all articles, newest first, one at a time.
///
/// Articles come from the store in order of their last change, and none has a revision newer than
/// that; so an article is opened only when its turn comes, and the newest few of a million cost as
/// much as a few. Between turns a place in each opened article is kept (24 bytes) and the latest
/// histories that were read.
class NewestRevisions {
public:
  /// Revisions first seen in [since, until] only, where given. `damaged` is told of articles that
  /// are left out.
  NewestRevisions(const history::Archive& archive,
                  std::optional<UtcTime> since,
                  std::optional<UtcTime> until,
                  store::OnDamagedArticle damaged);

  struct Next {
    const history::History* history = nullptr;  ///< valid until next() is called again
    const std::vector<history::ChangeSummary>* summaries = nullptr;  ///< likewise
    std::uint32_t revision = 0;
  };
  /// Returns nullopt after the oldest.
  std::optional<Next> next();

private:
  struct Place {
    UtcTime time;
    store::ArticleNumber article = store::ArticleNumber::none;
    std::uint32_t revision = 0;

    /// The order among revisions of one second has to be some order, always the same.
    friend bool operator<(const Place& a, const Place& b) {
      if (a.time != b.time) {
        return a.time < b.time;
      }
      return a.article != b.article ? a.article > b.article : a.revision < b.revision;
    }
  };
  struct Opened {
    explicit Opened(history::History read) : history(std::move(read)) {}
    history::History history;
    std::vector<history::ChangeSummary> summaries = {};
  };

  const store::ArticleRow* peek_row();
  void list_more();
  const Opened& open(store::ArticleNumber article);
  void put(const Opened& opened, std::uint32_t below);

  const history::Archive& archive_;
  std::optional<UtcTime> since_;
  std::optional<UtcTime> until_;
  store::OnDamagedArticle damaged_;
  std::deque<store::ArticleRow> rows_;        // listed and not opened yet
  std::set<store::ArticleNumber> at_cursor_;  // listed already, last changed at cursor_
  std::optional<UtcTime> cursor_;
  bool all_listed_ = false;
  std::priority_queue<Place> places_;
  std::deque<std::unique_ptr<Opened>> opened_;  // latest first
};

}  // namespace arch::cmd
