#include "base/ascii.hpp"
#include "base/error.hpp"
#include "store/backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace arch::store {
namespace {

bool contains(std::string_view text, std::string_view wanted) {
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), [](char a, char b) {
           return to_ascii_lower(a) == to_ascii_lower(b);
         }) != text.end();
}

bool matches(const ArticleEntry& entry, const ListFilter& filter) {
  const Listing& listing = entry.listing;
  const auto& changed = listing.last_changed;
  return (contains(entry.key, filter.contains) || contains(listing.title, filter.contains)) &&
         (!filter.changed_from || (changed && *changed >= *filter.changed_from)) &&
         (!filter.changed_until || (changed && *changed <= *filter.changed_until)) &&
         listing.revisions >= filter.min_revisions && listing.revisions <= filter.max_revisions;
}

struct Rows {
  std::map<Counter, std::uint64_t> counters = {};
  std::map<ArticleNumber, ArticleEntry> articles = {{ArticleNumber::none, {}}};
  std::map<std::string, ArticleNumber, std::less<>> numbers = {};
  std::map<SegmentId, SegmentRow> segments = {};
  std::int64_t last_segment = 0;
  std::array<std::map<std::int64_t, Bytes>, 4> blobs = {};
  std::set<RecentId> recent = {};
  std::map<ObjectId, Annotation> annotations = {};
};

class MemoryBackend final : public Backend {
public:
  void begin_read() override { ++depth_; }
  void end_read() noexcept override { --depth_; }

  void begin_write(std::uint32_t) override {
    ARCH_ASSERT(!writing_ && depth_ == 0);
    writing_ = true;
  }

  void commit() override {
    ARCH_ASSERT(writing_ && depth_ == 0);
    writing_ = false;
    undo_.clear();
  }

  void rollback() noexcept override {
    writing_ = false;
    while (!undo_.empty()) {
      undo_.back()(rows_);
      undo_.pop_back();
    }
  }

  std::uint64_t counter(Counter counter) override {
    const auto found = rows_.counters.find(counter);
    return found == rows_.counters.end() ? 0 : found->second;
  }

  void set_counter(Counter counter, std::uint64_t value) override {
    set(&Rows::counters, counter, value);
  }

  std::optional<ArticleNumber> find_article(std::string_view key) override {
    require_transaction();
    const auto found = rows_.numbers.find(key);
    return found == rows_.numbers.end() ? std::nullopt : std::optional{found->second};
  }

  ArticleNumber add_article(std::string_view key) override {
    const ArticleNumber number{static_cast<std::int64_t>(rows_.articles.size())};
    set(&Rows::articles, number, ArticleEntry{.number = number, .key = std::string{key}});
    set(&Rows::numbers, std::string{key}, number);
    return number;
  }

  ArticleEntry read_article(ArticleNumber article) override {
    require_transaction();
    const auto found = rows_.articles.find(article);
    if (found == rows_.articles.end()) {
      throw Error{
          ErrorKind::not_found,
          fmt::format("reading article {}: no such article", static_cast<std::int64_t>(article))};
    }
    return found->second;
  }

  void update_article(const ArticleEntry& entry) override {
    ArticleEntry updated = entry;
    updated.key = read_article(entry.number).key;
    updated.listing_whole = true;
    set(&Rows::articles, entry.number, std::move(updated));
  }

  std::vector<ArticleRow> list(const ListFilter& filter) override {
    require_transaction();
    std::vector<ArticleRow> rows;
    for (const auto& [number, entry] : rows_.articles) {
      if (number != ArticleNumber::none && matches(entry, filter)) {
        rows.push_back({number, entry.key, entry.listing});
      }
    }
    if (filter.order == ListOrder::key) {
      std::ranges::sort(rows, {}, &ArticleRow::key);
    } else {
      std::ranges::sort(rows, std::ranges::greater{}, [](const ArticleRow& row) {
        return std::tuple{row.listing.last_changed, row.number};
      });
    }
    rows.resize(std::min<std::uint64_t>(rows.size(), filter.limit));
    return rows;
  }

  std::uint64_t article_count() override { return rows_.articles.size() - 1; }

  SegmentId add_segment(const SegmentRow& row) override {
    const SegmentId id{++rows_.last_segment};  // not given back by rollback(): no id comes twice
    set(&Rows::segments, id, row);
    return id;
  }

  std::optional<SegmentRow> find_segment(SegmentId segment, SegmentPart part) override {
    require_transaction();
    const auto found = rows_.segments.find(segment);
    if (found == rows_.segments.end()) {
      return std::nullopt;
    }
    SegmentRow row = found->second;
    if (part == SegmentPart::texts) {
      row.head.clear();
      row.body.clear();
    } else if (part == SegmentPart::head_and_body) {
      row.texts.clear();
    }
    return row;
  }

  void replace_segment(SegmentId segment, const SegmentRow& row) override {
    ARCH_ASSERT(rows_.segments.contains(segment));
    set(&Rows::segments, segment, row);
  }

  void remove_segment(SegmentId segment) override { remove(&Rows::segments, segment); }

  std::vector<std::pair<SegmentId, ArticleNumber>> segments_after(SegmentId after,
                                                                  std::size_t limit) override {
    require_transaction();
    std::vector<std::pair<SegmentId, ArticleNumber>> found;
    for (auto row = rows_.segments.upper_bound(after);
         row != rows_.segments.end() && found.size() < limit;
         ++row) {
      found.emplace_back(row->first, row->second.article);
    }
    return found;
  }

  void put_blob(Space space, std::int64_t key, ByteView bytes) override {
    change_blob(space, key, Bytes(bytes.begin(), bytes.end()));
  }

  std::optional<Bytes> find_blob(Space space, std::int64_t key) override {
    require_transaction();
    const auto& blobs = rows_.blobs.at(static_cast<std::size_t>(space));
    const auto found = blobs.find(key);
    return found == blobs.end() ? std::nullopt : std::optional{found->second};
  }

  void remove_blob(Space space, std::int64_t key) override {
    change_blob(space, key, std::nullopt);
  }

  std::vector<std::int64_t> blob_keys(Space space, std::int64_t from, std::size_t limit) override {
    require_transaction();
    const auto& blobs = rows_.blobs.at(static_cast<std::size_t>(space));
    std::vector<std::int64_t> keys;
    for (auto blob = blobs.lower_bound(from); blob != blobs.end() && keys.size() < limit; ++blob) {
      keys.push_back(blob->first);
    }
    return keys;
  }

  void put_recent_id(const RecentId& id) override {
    require_writing();
    if (rows_.recent.insert(id).second) {
      undo_.emplace_back([id](Rows& rows) { rows.recent.erase(id); });
      set_counter(Counter::recent_ids, rows_.recent.size());
    }
  }

  std::vector<RecentId> recent_ids(std::uint64_t low,
                                   std::uint64_t high,
                                   std::size_t limit) override {
    require_transaction();
    std::vector<RecentId> found;
    for (auto id = rows_.recent.lower_bound({low, ArticleNumber{INT64_MIN}});
         id != rows_.recent.end() && id->prefix <= high && found.size() < limit;
         ++id) {
      found.push_back(*id);
    }
    return found;
  }

  void clear_recent_ids() override {
    require_writing();
    undo_.emplace_back(
        [recent = std::exchange(rows_.recent, {})](Rows& rows) { rows.recent = recent; });
    set_counter(Counter::recent_ids, 0);
  }

  bool put_annotation(const Annotation& annotation) override {
    require_writing();
    if (rows_.annotations.contains(annotation.id)) {
      return false;
    }
    set(&Rows::annotations, annotation.id, annotation);
    return true;
  }

  std::vector<Annotation> annotations(std::optional<ArticleNumber> article) override {
    require_transaction();
    std::vector<Annotation> found;
    for (const auto& [id, annotation] : rows_.annotations) {
      if (!article || annotation.article == *article) {
        found.push_back(annotation);
      }
    }
    std::ranges::stable_sort(found, {}, &Annotation::at);
    return found;
  }

  BackendUsage usage() override {
    require_transaction();
    BackendUsage usage{.articles = article_count(), .annotations = rows_.annotations.size()};
    for (const auto& [number, entry] : rows_.articles) {
      usage.names += entry.key.size() + entry.listing.title.size();
      usage.captures += entry.listing.captures;
      usage.checks += entry.listing.checks;
    }
    for (const auto& [id, row] : rows_.segments) {
      (row.kind == SegmentKind::checks ? usage.check_runs : usage.records) +=
          row.head.size() + row.body.size();
      usage.texts += row.texts.size();
    }
    const auto size_of = [this](Space space) {
      std::uint64_t size = 0;
      for (const auto& [key, bytes] : rows_.blobs.at(static_cast<std::size_t>(space))) {
        size += bytes.size();
      }
      return size;
    };
    usage.index =
        size_of(Space::id_run) + size_of(Space::id_page) + rows_.recent.size() * sizeof(RecentId);
    usage.dictionaries = size_of(Space::dictionary);
    usage.cache = size_of(Space::cache);
    return usage;
  }

  void check(const std::function<void(const BackendDamage&)>&) override {}
  void rebuild_indexes() override { require_writing(); }
  bool shrink(std::uint32_t) override { return false; }

private:
  void require_transaction() const { ARCH_ASSERT(writing_ || depth_ > 0); }
  void require_writing() const { ARCH_ASSERT(writing_); }

  /// Changes one row, and remembers how to change it back.
  template <typename Table, typename Key, typename Row>
  void set(Table Rows::* table, const Key& key, Row row) {
    require_writing();
    remember(table, key);
    (rows_.*table).insert_or_assign(key, std::move(row));
  }

  template <typename Table, typename Key>
  void remove(Table Rows::* table, const Key& key) {
    require_writing();
    remember(table, key);
    (rows_.*table).erase(key);
  }

  template <typename Table, typename Key>
  void remember(Table Rows::* table, const Key& key) {
    const auto old = (rows_.*table).find(key);
    if (old == (rows_.*table).end()) {
      undo_.emplace_back([table, key](Rows& rows) { (rows.*table).erase(key); });
    } else {
      undo_.emplace_back([table, key, row = old->second](Rows& rows) {
        (rows.*table).insert_or_assign(key, row);
      });
    }
  }

  void change_blob(Space space, std::int64_t key, std::optional<Bytes> bytes) {
    require_writing();
    const auto index = static_cast<std::size_t>(space);
    auto& blobs = rows_.blobs.at(index);
    std::optional<Bytes> old;
    if (const auto found = blobs.find(key); found != blobs.end()) {
      old = std::move(found->second);
      blobs.erase(found);
    }
    if (bytes) {
      blobs.emplace(key, std::move(*bytes));
    }
    undo_.emplace_back([index, key, old = std::move(old)](Rows& rows) {
      rows.blobs.at(index).erase(key);
      if (old) {
        rows.blobs.at(index).emplace(key, *old);
      }
    });
  }

  Rows rows_;
  std::vector<std::function<void(Rows&)>> undo_;  ///< of the writing transaction, oldest first
  int depth_ = 0;
  bool writing_ = false;
};

}  // namespace

std::unique_ptr<Backend> make_memory_backend() {
  return std::make_unique<MemoryBackend>();
}

}  // namespace arch::store
