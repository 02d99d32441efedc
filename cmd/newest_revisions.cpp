#include "cmd/newest_revisions.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace arch::cmd {
namespace {

/// Articles listed at a time.
constexpr std::uint64_t page_size = 1000;
/// Histories kept in memory. Articles that change often are near each other in time.
constexpr std::size_t most_opened = 64;

}  // namespace

NewestRevisions::NewestRevisions(const history::Archive& archive,
                                 std::optional<UtcTime> since,
                                 std::optional<UtcTime> until,
                                 store::OnDamagedArticle damaged)
    : archive_(archive), since_(since), until_(until), damaged_(std::move(damaged)) {}

void NewestRevisions::list_more() {
  store::ListFilter filter;
  filter.changed_from = since_;
  filter.changed_until = cursor_;
  // As many as were listed at the very second of the cursor come again.
  filter.limit = page_size + at_cursor_.size();
  filter.min_revisions = 1;
  const std::vector<store::ArticleRow> page = archive_.store().list(filter);
  all_listed_ = page.size() < filter.limit;
  for (const store::ArticleRow& row : page) {
    if (!row.listing.last_changed || at_cursor_.contains(row.number)) {
      continue;
    }
    if (cursor_ != row.listing.last_changed) {
      cursor_ = row.listing.last_changed;
      at_cursor_.clear();
    }
    at_cursor_.insert(row.number);
    rows_.push_back(row);
  }
}

const store::ArticleRow* NewestRevisions::peek_row() {
  if (rows_.empty() && !all_listed_) {
    list_more();
  }
  return rows_.empty() ? nullptr : &rows_.front();
}

const NewestRevisions::Opened& NewestRevisions::open(store::ArticleNumber article) {
  const auto found = std::ranges::find_if(
      opened_, [&](const auto& opened) { return opened->history.number() == article; });
  if (found != opened_.end()) {
    std::rotate(opened_.begin(), found, found + 1);
  } else {
    auto opened = std::make_unique<Opened>(archive_.read(article));
    opened->summaries = archive_.summaries(opened->history);
    opened_.push_front(std::move(opened));
    if (opened_.size() > most_opened) {
      opened_.pop_back();
    }
  }
  return *opened_.front();
}

void NewestRevisions::put(const Opened& opened, std::uint32_t below) {
  const std::vector<history::Revision>& revisions = opened.history.revisions();
  while (below > 0 && until_ && revisions[below - 1].first_seen > *until_) {
    --below;
  }
  if (below > 0 && (!since_ || revisions[below - 1].first_seen >= *since_)) {
    places_.push({revisions[below - 1].first_seen, opened.history.number(), below - 1});
  }
}

std::optional<NewestRevisions::Next> NewestRevisions::next() {
  while (const store::ArticleRow* const row = peek_row()) {
    if (!places_.empty() && places_.top().time > row->listing.last_changed) {
      break;
    }
    const store::ArticleNumber number = row->number;
    rows_.pop_front();
    store::read_or_leave_out(number, damaged_, [&] {
      const Opened& opened = open(number);
      put(opened, static_cast<std::uint32_t>(opened.history.revisions().size()));
    });
  }
  if (places_.empty()) {
    return std::nullopt;
  }
  const Place place = places_.top();
  places_.pop();
  const Opened& opened = open(place.article);
  put(opened, place.revision);
  return Next{&opened.history, &opened.summaries, place.revision};
}

}  // namespace arch::cmd
