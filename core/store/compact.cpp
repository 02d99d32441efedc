// Compaction reads an article without a lock, packs it anew, and puts the new segments in the place
// of the old ones in a short transaction, unless another process was faster. Object numbers and
// record order stay, so that whoever is reading meanwhile only has to look up where things are now.
#include "base/error.hpp"
#include "store/id_index.hpp"
#include "store/state.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <unordered_set>
#include <utility>

namespace arch::store {
namespace {

/// Inserted bytes of one group, before compression: what one reading decompresses at most, and with
/// level 19's tables what compaction takes of memory.
constexpr std::size_t max_group_bytes = std::size_t{8} * 1024 * 1024;

/// Loose segments of an article that make compaction due by itself: reading goes through them one
/// by one, and each holds the whole overhead of a row.
constexpr std::size_t due_segments = 8;

/// Shared records are found by number, and who asks for one unpacks its segment: 2048 of them were
/// 0.1 to 0.3 % less and two fifths of the instructions of `arch show`.
constexpr std::size_t max_shared_records = 512;

/// A dictionary holds what the articles of an archive have in common: with fewer there is little of
/// it.
constexpr std::uint64_t min_dictionary_articles = 64;
/// It is made anew, and everything packed with the new one, when so many times as many have come.
constexpr std::uint64_t dictionary_growth = 10;
/// Of 128 to 1024 KiB the largest is the smallest archive (over 256 KiB it saves 1 to 3 %, over
/// this 1 %), its own compressed size counted; but who asks for one text decompresses it all.
constexpr std::size_t dictionary_size = std::size_t{512} * 1024;
/// What each article gives to learn from at most, and all together, which bounds memory.
constexpr std::size_t sample_size = std::size_t{64} * 1024;
constexpr std::size_t max_samples_size = std::size_t{32} * 1024 * 1024;
constexpr std::uint64_t max_samples = 2048;

/// Entries of the id index that are merged, and pages given back, while the lock is held once: some
/// 10 milliseconds.
constexpr std::size_t index_step = std::size_t{32} * 1024;
constexpr std::uint32_t shrink_step = 256;

/// Texts that each text may be made from: pages that flip between forms are like the one before the
/// last (0.4 % smaller than from the last alone; eight would take half as long again for 0.1 %).
/// And their size together, from which on no more are kept.
constexpr std::size_t most_bases = 4;
constexpr std::size_t max_base_bytes = std::size_t{16} * 1024 * 1024;

struct KeptText {
  std::uint32_t object = 0;
  Bytes bytes = {};
};

/// A text to be packed, and the one that it probably differs least from.
struct PackedText {
  std::uint32_t object = 0;
  std::optional<std::uint32_t> base = {};
};

/// The objects that no recipe makes among the values of a record.
std::vector<std::uint32_t> texts_of(const ArticleState& article, const RecordRow& row) {
  std::vector<std::uint32_t> texts;
  for (const Value& value :
       std::span(article.values).subspan(row.first_value, article.shapes[row.shape].values())) {
    if (const auto* object = std::get_if<ObjectNumber>(&value)) {
      if (!article.is_made(static_cast<std::uint32_t>(*object))) {
        texts.push_back(static_cast<std::uint32_t>(*object));
      }
    }
  }
  return texts;
}

/// The texts of `ranges` in the order in which they were first seen, each based on what was seen
/// just before it: so what was filled in later stands next to what it is like, and a text that
/// follows a revert is based on what it was reverted to.
std::vector<PackedText> packing_order(const ArticleState& article,
                                      const std::vector<ObjectRange>& ranges) {
  std::vector<std::pair<UtcTime, const RecordRow*>> seen;
  for (const RecordRow& row : article.records) {
    const auto values =
        std::span(article.values).subspan(row.first_value, article.shapes[row.shape].values());
    const auto time = std::ranges::find_if(
        values, [](const Value& value) { return std::holds_alternative<UtcTime>(value); });
    seen.emplace_back(time == values.end() ? latest_time : std::get<UtcTime>(*time), &row);
  }
  std::ranges::stable_sort(seen, {}, [](const auto& look) { return look.first; });

  std::unordered_set<std::uint32_t> wanted;
  for (const ObjectRange& range : ranges) {
    for (std::uint32_t object = range.first; object < range.first + range.count; ++object) {
      if (!article.is_made(object)) {
        wanted.insert(object);
      }
    }
  }
  std::vector<PackedText> order;
  std::optional<std::uint32_t> before;
  for (const auto& [time, row] : seen) {
    const std::vector<std::uint32_t> texts = texts_of(article, *row);
    for (const std::uint32_t object : texts) {
      if (wanted.erase(object) > 0) {
        order.push_back({.object = object, .base = before});
      }
    }
    if (!texts.empty()) {
      before = texts.front();
    }
  }
  const std::vector<std::uint32_t> unseen(wanted.begin(), wanted.end());
  for (const std::uint32_t object : unseen) {
    order.push_back({.object = object});
  }
  std::sort(order.end() - static_cast<std::ptrdiff_t>(unseen.size()),
            order.end(),
            [](const PackedText& a, const PackedText& b) { return a.object < b.object; });
  return order;
}

std::vector<ObjectRange> to_ranges(std::vector<std::uint32_t> objects) {
  std::ranges::sort(objects);
  std::vector<ObjectRange> ranges;
  for (const std::uint32_t object : objects) {
    if (!ranges.empty() && ranges.back().first + ranges.back().count == object) {
      ++ranges.back().count;
    } else {
      ranges.push_back({.first = object, .count = 1});
    }
  }
  return ranges;
}

/// Packs the last segments of one article into one, or a few when they are large.
class Repacking {
public:
  Repacking(StoreState& store, ArticleNumber number) : store_(store), article_(store, number) {}

  const ArticleState& article() const { return article_; }

  /// The part from which on everything is packed anew: all of it, or so much that segments stay in
  /// geometric order and each record is packed only a logarithmic number of times. nullopt:
  /// nothing.
  std::optional<std::size_t> first_part(bool everything, std::size_t loose_needed) const {
    const auto& parts = article_.parts;
    const auto loose =
        static_cast<std::size_t>(std::ranges::count(parts, false, &HistoryPart::compacted));
    if (loose < loose_needed) {
      return std::nullopt;
    }
    if (article_.number == ArticleNumber::none) {
      std::size_t first = 0;
      while (first < parts.size() && parts[first].compacted &&
             parts[first].records == max_shared_records) {
        ++first;
      }
      return first;
    }
    if (everything) {
      return 0;
    }
    std::size_t first = 0;
    while (first < parts.size() && parts[first].compacted) {
      ++first;
    }
    std::size_t records = 0;
    for (std::size_t i = first; i < parts.size(); ++i) {
      records += parts[i].records;
    }
    while (first > 0 && parts[first - 1].records < 2 * records) {
      --first;
      records += parts[first].records;
    }
    return first;
  }

  void pack_from(std::size_t first_part, std::uint32_t dictionary) {
    first_part_ = first_part;
    dictionary_ = dictionary;
    std::vector<ObjectRange> ranges;
    for (const ObjectHolder& holder : article_.holders) {
      if (is_packed(holder.segment)) {
        ranges.push_back(holder.range);
      }
    }
    pack_texts(packing_order(article_, ranges));
    if (segments_.empty()) {
      segments_.emplace_back();
      texts_.emplace_back();
    }
    add_made_objects(ranges);
    add_records();
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      rows_.push_back(make_row(
          article_.number, SegmentKind::history, pack(segments_[i]), std::move(texts_[i])));
    }
  }

  /// False when another process has replaced what was packed, or the dictionary it was packed with.
  bool swap() {
    Backend& backend = *store_.backend;
    Writing writing(backend, store_.options.lock_timeout_ms);
    if (dictionary_ != 0 && dictionary_ != store_.dictionaries.newest()) {
      return false;
    }
    ArticleEntry entry = backend.read_article(article_.number);
    std::vector<SegmentId> segments;
    std::size_t found = 0;
    std::size_t place = 0;
    for (const SegmentId segment : entry.segments) {
      if (is_packed(segment)) {
        if (found++ == 0) {
          place = segments.size();
        }
      } else {
        segments.push_back(segment);
      }
    }
    if (found != article_.parts.size() - first_part_) {
      return false;
    }
    std::vector<SegmentId> added;
    added.reserve(rows_.size());
    for (const SegmentRow& row : rows_) {
      added.push_back(backend.add_segment(row));
    }
    segments.insert(
        segments.begin() + static_cast<std::ptrdiff_t>(place), added.begin(), added.end());
    for (std::size_t i = first_part_; i < article_.parts.size(); ++i) {
      backend.remove_segment(article_.parts[i].id);
    }
    entry.segments = std::move(segments);
    backend.update_article(entry);
    writing.commit();
    return true;
  }

  /// The first `limit` bytes of what would be inserted if everything were packed: what
  /// dictionaries learn from.
  Bytes sample(std::size_t limit) const {
    codec::TextGroupWriter writer;
    std::vector<ObjectRange> ranges;
    ranges.reserve(article_.holders.size());
    for (const ObjectHolder& holder : article_.holders) {
      ranges.push_back(holder.range);
    }
    std::optional<std::uint32_t> last;
    Bytes last_text;
    for (const PackedText& packed : packing_order(article_, ranges)) {
      Bytes text = article_.object(packed.object);
      if (last) {
        writer.add_delta(packed.object, text, *last, last_text);
      } else {
        writer.add_whole(packed.object, text);
      }
      last = packed.object;
      last_text = std::move(text);
      if (writer.literals().size() >= limit) {
        break;
      }
    }
    const Bytes& literals = writer.literals();
    return {literals.begin(),
            literals.begin() + static_cast<std::ptrdiff_t>(std::min(limit, literals.size()))};
  }

private:
  bool is_packed(SegmentId segment) const {
    return std::ranges::find(article_.parts.begin() + static_cast<std::ptrdiff_t>(first_part_),
                             article_.parts.end(),
                             segment,
                             &HistoryPart::id) != article_.parts.end();
  }

  void pack_texts(const std::vector<PackedText>& order) {
    codec::TextGroupWriter writer;
    std::vector<std::uint32_t> objects;
    std::unordered_set<std::uint32_t> in_group;  // with its anchor
    std::deque<KeptText> recent;                 // of the group, the newest first
    std::optional<std::uint32_t> last = text_before();
    Bytes last_text = last ? article_.object(*last) : Bytes{};
    const auto finish = [&] {
      segments_.push_back(
          {.compacted = true, .objects = to_ranges(std::move(objects)), .dictionary = dictionary_});
      texts_.push_back(writer.finish(codec::small_level, store_.dictionaries.find(dictionary_)));
      objects.clear();
      in_group.clear();
      last = recent.front().object;
      last_text = std::move(recent.front().bytes);
      recent.clear();
    };
    for (const PackedText& packed : order) {
      Bytes text = article_.object(packed.object);
      if (last && in_group.empty()) {
        writer.set_anchor(*last, last_text.size());
        in_group.insert(*last);
        recent.push_front({*last, std::exchange(last_text, {})});
      }
      Bytes before;  // what was seen before it, when that is not among the recent
      std::vector<codec::TextGroupWriter::Base> bases;
      if (packed.base && in_group.contains(*packed.base) &&
          std::ranges::find(recent, *packed.base, &KeptText::object) == recent.end()) {
        before = article_.object(*packed.base);
        bases.push_back({.number = *packed.base, .bytes = before});
      }
      for (const KeptText& kept : recent) {
        bases.push_back({.number = kept.object, .bytes = kept.bytes});
      }
      if (bases.empty()) {
        writer.add_whole(packed.object, text);
      } else {
        writer.add_delta(packed.object, text, bases);
      }
      objects.push_back(packed.object);
      in_group.insert(packed.object);
      recent.push_front({packed.object, std::move(text)});
      std::size_t kept_bytes = 0;
      std::size_t kept = 0;
      while (kept < recent.size() && kept < most_bases && kept_bytes <= max_base_bytes) {
        kept_bytes += recent[kept++].bytes.size();
      }
      recent.resize(kept);
      if (writer.pending_bytes() > max_group_bytes) {
        finish();
      }
    }
    if (!writer.empty()) {
      finish();
    }
  }

  /// The newest text of the segments that stay.
  std::optional<std::uint32_t> text_before() const {
    for (std::uint32_t object = article_.object_count(); object-- > 0;) {
      if (!article_.is_made(object) && !is_packed(article_.segment_of(object))) {
        return object;
      }
    }
    return std::nullopt;
  }

  void add_made_objects(const std::vector<ObjectRange>& ranges) {
    HistorySegment& segment = segments_.front();
    segment.compacted = true;
    segment.recipes = article_.recipes;
    std::vector<std::uint32_t> objects;
    for (const ObjectRange& range : segment.objects) {
      for (std::uint32_t i = 0; i < range.count; ++i) {
        objects.push_back(range.first + i);
      }
    }
    for (const ObjectRange& range : ranges) {
      for (std::uint32_t object = range.first; object < range.first + range.count; ++object) {
        if (const Derivation* derivation = article_.find_derivation(object)) {
          segment.derivations.push_back(*derivation);
          objects.push_back(object);
        }
      }
    }
    segment.objects = to_ranges(std::move(objects));
  }

  void add_records() {
    std::unordered_map<std::uint32_t, std::uint32_t> shapes;
    const std::size_t begin = first_part_ < article_.parts.size()
                                  ? article_.parts[first_part_].first_record
                                  : article_.records.size();
    segments_.front().first_record = static_cast<std::uint32_t>(begin);
    for (std::size_t i = begin; i < article_.records.size(); ++i) {
      if (article_.number == ArticleNumber::none &&
          segments_.back().records.size() == max_shared_records) {
        segments_.push_back({.compacted = true, .first_record = static_cast<std::uint32_t>(i)});
        texts_.emplace_back();
        shapes.clear();
      }
      HistorySegment& segment =
          article_.number == ArticleNumber::none ? segments_.back() : segments_.front();
      RecordRow row = article_.records[i];
      const Shape& shape = article_.shapes[row.shape];
      const auto [number, is_new] =
          shapes.emplace(row.shape, static_cast<std::uint32_t>(segment.patterns.size()));
      if (is_new) {
        segment.patterns.push_back(shape.pattern());
      }
      const auto values = article_.values.begin() + row.first_value;
      row.shape = number->second;
      row.first_value = static_cast<std::uint32_t>(segment.values.size());
      segment.values.insert(
          segment.values.end(), values, values + static_cast<std::ptrdiff_t>(shape.values()));
      segment.records.push_back(row);
    }
  }

  StoreState& store_;
  ArticleState article_;
  std::size_t first_part_ = 0;
  std::uint32_t dictionary_ = 0;
  std::vector<HistorySegment> segments_;
  std::vector<Bytes> texts_;
  std::vector<SegmentRow> rows_;
};

/// What a whole compaction does.
class Compaction {
public:
  Compaction(StoreState& store, const CompactOptions& options)
      : store_(store), options_(options), backend_(*store.backend) {
    const Reading reading(backend_);
    articles_ = backend_.article_count();
  }

  bool run() {
    prepare_dictionary();
    for (std::uint64_t number = 0; number <= articles_; ++number) {
      if (!report(number)) {
        return false;
      }
      const ArticleNumber article{static_cast<std::int64_t>(number)};
      packed_all_ &= read_or_leave_out(article, options_.damaged, [&] { pack(article); });
    }
    if (is_new_dictionary_ && packed_all_) {
      remove_old_dictionaries();
    }
    return merge_index() && shrink() && report(articles_);
  }

private:
  bool report(std::uint64_t done) const {
    return !options_.progress || options_.progress({.done = done, .total = articles_});
  }

  void prepare_dictionary() {
    std::uint64_t trained_on = 0;
    {
      const Reading reading(backend_);
      dictionary_ = store_.dictionaries.newest();
      trained_on = backend_.counter(Counter::dictionary_articles);
    }
    if (!options_.everything || articles_ < min_dictionary_articles ||
        articles_ < trained_on * dictionary_growth) {
      return;
    }
    Bytes samples;
    std::vector<std::size_t> sizes;
    const std::uint64_t step = articles_ / max_samples + 1;
    const std::size_t limit =
        std::min<std::size_t>(sample_size, max_samples_size * step / articles_);
    for (std::uint64_t number = 1; number <= articles_; number += step) {
      if (!report(0)) {
        return;
      }
      const Reading reading(backend_);
      const ArticleNumber article{static_cast<std::int64_t>(number)};
      Bytes sample;
      // Told of when it is packed.
      read_or_leave_out(article,
                        options_.damaged ? [](auto, const auto&) {} : OnDamagedArticle{},
                        [&] { sample = Repacking(store_, article).sample(limit); });
      if (!sample.empty()) {
        samples.insert(samples.end(), sample.begin(), sample.end());
        sizes.push_back(sample.size());
      }
    }
    // A dictionary of a good part of all there is would only move bytes.
    const std::size_t size = std::min(dictionary_size, samples.size() / 8);
    const Bytes content = codec::train_dictionary(samples, sizes, size);
    if (content.empty()) {
      return;
    }
    Writing writing(backend_, store_.options.lock_timeout_ms);
    dictionary_ = store_.dictionaries.add(content);
    backend_.set_counter(Counter::dictionary_articles, articles_);
    writing.commit();
    is_new_dictionary_ = true;
  }

  void pack(ArticleNumber number) {
    // Packing what a second process packs too loses the race once; what it did is as good.
    constexpr int attempts = 3;
    for (int attempt = 0; attempt < attempts; ++attempt) {
      std::optional<Repacking> repacking;
      std::optional<std::size_t> first;
      {
        const Reading reading(backend_);
        repacking.emplace(store_, number);
        const bool anew = is_new_dictionary_ && number != ArticleNumber::none &&
                          !repacking->article().parts.empty();
        first = repacking->first_part(options_.everything || anew,
                                      anew                  ? 0
                                      : options_.everything ? 1
                                                            : due_segments);
        if (!first) {
          return;
        }
        repacking->pack_from(*first, dictionary_);
      }
      if (repacking->swap()) {
        return;
      }
    }
    packed_all_ = false;
  }

  // Safe only when everything was packed with the new one: since that is the newest, swap() lets no
  // other process bring an older one back.
  void remove_old_dictionaries() {
    Writing writing(backend_, store_.options.lock_timeout_ms);
    for (const std::int64_t number :
         backend_.blob_keys(Space::dictionary, 0, std::numeric_limits<std::uint32_t>::max())) {
      if (number != dictionary_) {
        backend_.remove_blob(Space::dictionary, number);
      }
    }
    writing.commit();
  }

  bool merge_index() {
    for (bool more = true; more;) {
      if (!report(articles_)) {
        return false;
      }
      Writing writing(backend_, store_.options.lock_timeout_ms);
      IdIndex index(backend_);
      more = options_.everything ? index.step_to_one_run(index_step) : index.step(index_step);
      writing.commit();
    }
    return true;
  }

  bool shrink() {
    while (backend_.shrink(shrink_step)) {
      if (!report(articles_)) {
        return false;
      }
    }
    return true;
  }

  StoreState& store_;
  const CompactOptions& options_;
  Backend& backend_;
  std::uint64_t articles_ = 0;
  std::uint32_t dictionary_ = 0;
  bool is_new_dictionary_ = false;
  bool packed_all_ = true;
};

}  // namespace

bool Store::compact(const CompactOptions& options) {
  return Compaction(*state_, options).run();
}

void Store::compact_if_due(ArticleNumber article) {
  StoreState& state = *state_;
  Backend& backend = *state.backend;
  std::optional<Repacking> repacking;
  {
    const Reading reading(backend);
    repacking.emplace(state, article);
    const auto first = repacking->first_part(false, due_segments);
    if (first) {
      repacking->pack_from(*first, state.dictionaries.newest());
    } else {
      repacking.reset();
    }
  }
  if (repacking) {
    repacking->swap();
  }
  IdIndex index(backend);
  bool is_due = false;
  {
    const Reading reading(backend);
    is_due = index.is_due();
  }
  if (is_due) {
    Writing writing(backend, state.options.lock_timeout_ms);
    index.step(index_step);
    writing.commit();
  }
}

}  // namespace arch::store
