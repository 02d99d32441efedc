#include "base/error.hpp"
#include "base/sha256.hpp"
#include "store/id_index.hpp"
#include "store/state.hpp"

#include <algorithm>
#include <limits>
#include <ranges>
#include <unordered_set>
#include <utility>

namespace arch::store {
namespace {

/// Entries of articles that are written together: a row is changed once, not with every append.
constexpr std::size_t max_pending_entries = 256;

/// After so many segments in a row that each need the one before, a text is stored whole, so that
/// reading never follows a longer chain. Compaction, due much earlier, starts anew.
constexpr std::size_t max_chain = 64;

/// Most articles that the id index is asked for when only one matters.
constexpr std::size_t max_candidates = 4096;

}  // namespace

struct TransactionState {
  explicit TransactionState(StoreState& opened)
      : store(opened),
        writing(*opened.backend, opened.options.lock_timeout_ms),
        arrivals(opened.backend->counter(Counter::arrivals)),
        objects(opened.backend->counter(Counter::objects)),
        raw_bytes(opened.backend->counter(Counter::raw_bytes)) {
    store.shared.begin();
  }

  ArticleEntry& entry(ArticleNumber article);
  void write_entries();
  Appended append(ArticleNumber article, const Batch& batch);

  /// What this transaction gave the article that it appended to last.
  struct Known {
    ArticleNumber article = ArticleNumber::none;
    std::unordered_map<ObjectId, std::uint32_t> numbers = {};
    std::optional<std::uint32_t> newest = {};
    Bytes newest_text = {};
  };

  StoreState& store;
  Writing writing;
  std::uint64_t arrivals;
  std::uint64_t objects;
  std::uint64_t raw_bytes;
  std::unordered_map<ArticleNumber, ArticleEntry> entries;
  Known known;
};

namespace {

/// One append() at work.
class Appending {
public:
  Appending(TransactionState& transaction, ArticleNumber article)
      : transaction_(transaction),
        article_(transaction.store, article),
        known_(transaction.known),
        index_(*transaction.store.backend),
        is_new_(article_.entry.segments.empty()) {
    if (known_.article != article) {
      known_ = {.article = article};
    }
    next_object_ = first_object_ = article_.object_count();
    for (const HistoryPart& part : article_.parts) {
      segment_.first_record += part.records;
    }
  }

  Appended run(const Batch& batch) {
    add_objects(batch);
    add_records(batch);
    write_segment();
    add_checks(batch);
    std::ranges::for_each(batch.names, [&](const ObjectId& name) { add_id(name); });
    index_.put(ids_);
    return appended_;
  }

private:
  std::optional<std::uint32_t> find_object(const ObjectId& id) {
    if (const auto found = known_.numbers.find(id); found != known_.numbers.end()) {
      return found->second;
    }
    if (is_new_ || first_object_ == 0 || !may_be_here(id)) {
      return std::nullopt;
    }
    const auto found = article_.find_object(id);
    if (found) {
      known_.numbers.emplace(id, *found);
    }
    return found;
  }

  bool may_be_here(const ObjectId& id) const {
    const std::vector<ArticleNumber> candidates = index_.find(id.hex(), max_candidates);
    return std::ranges::binary_search(candidates, article_.number);
  }

  void add_id(const ObjectId& id) {
    ids_.push_back({.prefix = id.prefix64(), .article = article_.number});
  }

  std::uint32_t new_object(const ObjectId& id) {
    ARCH_ASSERT(next_object_ < std::numeric_limits<std::uint32_t>::max());
    known_.numbers.emplace(id, next_object_);
    add_id(id);
    ++appended_.objects;
    return next_object_++;
  }

  void add_objects(const Batch& batch) {
    for (const NewObject& object : batch.objects) {
      if (find_object(object.id)) {
        continue;
      }
      add_text(new_object(object.id), object.bytes);
    }
    if (base_number_) {
      known_.newest = base_number_;
      known_.newest_text.assign(base_.begin(), base_.end());
    }
    for (const DerivedObject& derived : batch.derived) {
      if (find_object(derived.id)) {
        continue;
      }
      const auto from = find_object(derived.from);
      if (!from) {
        throw Error{ErrorKind::usage,
                    "adding an object that is made from another: the other is not there"};
      }
      const auto recipe = std::ranges::find(segment_.recipes, derived.recipe);
      const auto index = static_cast<std::uint32_t>(recipe - segment_.recipes.begin());
      if (recipe == segment_.recipes.end()) {
        segment_.recipes.emplace_back(derived.recipe);
      }
      segment_.derivations.push_back(
          {.object = new_object(derived.id), .recipe = index, .from = *from});
    }
    if (next_object_ > first_object_) {
      segment_.objects.push_back({.first = first_object_, .count = next_object_ - first_object_});
    }
  }

  void add_text(std::uint32_t number, ByteView bytes) {
    if (bytes.size() > codec::max_text_size) {
      throw Error{ErrorKind::unsupported, "adding an object: it is too large"};
    }
    transaction_.raw_bytes += bytes.size();
    if (is_picture(bytes)) {
      writer_.add_whole(number, bytes);
      return;
    }
    if (base_number_) {
      writer_.add_delta(number, bytes, *base_number_, base_);
    } else if (const auto newest = anchor()) {
      writer_.set_anchor(*newest, anchor_.size());
      writer_.add_delta(number, bytes, *newest, anchor_);
    } else {
      writer_.add_whole(number, bytes);
    }
    base_number_ = number;
    base_ = bytes;
  }

  /// Of which no text is made: it is packed by itself.
  static bool is_picture(ByteView bytes) { return as_text(bytes).starts_with("\x89PNG\r\n"); }

  /// The article's newest text, which the first new one is a delta against. A picture that came
  /// with it is passed over.
  std::optional<std::uint32_t> anchor() {
    auto newest = article_.newest_text();
    if (newest && known_.newest != newest) {
      anchor_ = article_.object(*newest);
      if (is_picture(anchor_)) {
        newest = article_.newest_text(*newest);
        anchor_ = newest ? article_.object(*newest) : Bytes{};
      }
    }
    const auto chain = std::ranges::count(article_.parts, false, &HistoryPart::compacted);
    if (!newest || static_cast<std::size_t>(chain) >= max_chain) {
      return std::nullopt;
    }
    if (known_.newest == newest) {
      anchor_ = std::move(known_.newest_text);
    }
    return newest;
  }

  bool has_record(const NewRecord& record) {
    const std::uint64_t prefix = record.id.prefix64() & id_prefix_mask;
    if (new_prefixes_.contains(prefix)) {
      return true;
    }
    if (!is_new_ && prefixes_.empty()) {
      for (const RecordRow& row : article_.records) {
        prefixes_.insert(row.id_prefix);
      }
    }
    return prefixes_.contains(prefix);
  }

  /// Puts numbers for ids where this archive knows them.
  void resolve(SplitRecord& split) {
    std::size_t hole = 0;
    for (char& c : split.pattern) {
      const auto kind = static_cast<Shape::Hole>(c);
      if (c < static_cast<char>(Shape::Hole::time) || c > static_cast<char>(Shape::Hole::shared) ||
          kind == Shape::Hole::key) {
        continue;
      }
      Value& value = split.values[hole++];
      if (kind != Shape::Hole::id) {
        continue;
      }
      const ObjectId id = std::get<ObjectId>(value);
      if (const auto known = known_.numbers.find(id); known != known_.numbers.end()) {
        c = static_cast<char>(Shape::Hole::object);
        value = ObjectNumber{known->second};
      } else if (const auto shared = transaction_.store.shared.find(id)) {
        c = static_cast<char>(Shape::Hole::shared);
        value = *shared;
      } else if (const auto object = find_object(id)) {
        c = static_cast<char>(Shape::Hole::object);
        value = ObjectNumber{*object};
      }
    }
  }

  void add_records(const Batch& batch) {
    for (const NewRecord& record : batch.records) {
      if (has_record(record)) {
        continue;
      }
      SplitRecord split = split_record(record.text, article_.entry.key);
      resolve(split);
      const auto [shape, is_new] =
          shapes_.emplace(split.pattern, static_cast<std::uint32_t>(segment_.patterns.size()));
      if (is_new) {
        segment_.patterns.push_back(std::move(split.pattern));
      }
      segment_.records.push_back(
          {.id_prefix = record.id.prefix64() & id_prefix_mask,
           .arrival = ++transaction_.arrivals,
           .shape = shape->second,
           .first_value = static_cast<std::uint32_t>(segment_.values.size())});
      std::ranges::move(split.values, std::back_inserter(segment_.values));
      new_prefixes_.insert(record.id.prefix64() & id_prefix_mask);
      add_id(record.id);
      ++appended_.records;
    }
  }

  void write_segment() {
    if (appended_.objects == 0 && appended_.records == 0) {
      return;
    }
    Bytes texts;
    if (!writer_.empty()) {
      texts = writer_.finish(codec::fast_level);
    }
    const SegmentRow row =
        make_row(article_.number, SegmentKind::history, pack(segment_), std::move(texts));
    transaction_.entry(article_.number)
        .segments.push_back(transaction_.store.backend->add_segment(row));
    transaction_.objects += appended_.objects;
  }

  /// Adds a check to the run of its like; false if it is there.
  bool add_check(CheckRun check, std::size_t& changed) {
    std::size_t place = article_.check_segments.size();
    CheckRun* like = nullptr;
    for (std::size_t i = 0; i < article_.check_segments.size(); ++i) {
      std::size_t size = 0;
      CheckRun* candidate = nullptr;
      for (CheckRun& run : article_.check_segments[i].runs) {
        size += run.times.size();
        if (run.pattern == check.pattern && run.values == check.values) {
          if (std::ranges::binary_search(run.times, check.times.front())) {
            return false;
          }
          candidate = &run;
        }
      }
      if (size < max_checks_in_run) {
        place = i;
        like = candidate;
      }
    }
    if (place == article_.check_segments.size()) {
      article_.check_segments.emplace_back();
    }
    check.arrivals = {++transaction_.arrivals};
    if (like == nullptr) {
      article_.check_segments[place].runs.push_back(std::move(check));
    } else {
      const auto at = std::ranges::lower_bound(like->times, check.times.front());
      like->arrivals.insert(like->arrivals.begin() + (at - like->times.begin()),
                            check.arrivals.front());
      like->times.insert(at, check.times.front());
    }
    changed = place;
    return true;
  }

  void add_checks(const Batch& batch) {
    std::unordered_set<std::size_t> changed;
    for (const std::string_view text : batch.checks) {
      SplitRecord split = split_record(text, article_.entry.key);
      resolve(split);
      if (split.values.empty() || !std::holds_alternative<UtcTime>(split.values.front())) {
        throw Error{ErrorKind::usage, "adding a check: its first value is not its time"};
      }
      CheckRun check{.pattern = std::move(split.pattern),
                     .values = {split.values.begin() + 1, split.values.end()},
                     .times = {std::get<UtcTime>(split.values.front())}};
      std::size_t place = 0;
      if (add_check(std::move(check), place)) {
        changed.insert(place);
        ++appended_.checks;
      }
    }
    Backend& backend = *transaction_.store.backend;
    for (std::size_t i = 0; i < article_.check_segments.size(); ++i) {
      if (!changed.contains(i)) {
        continue;
      }
      const CheckSegment& segment = article_.check_segments[i];
      const SegmentRow row = make_row(article_.number, SegmentKind::checks, pack(segment.runs), {});
      if (segment.id == SegmentId{}) {
        transaction_.entry(article_.number).segments.push_back(backend.add_segment(row));
      } else {
        backend.replace_segment(segment.id, row);
      }
    }
  }

  TransactionState& transaction_;
  ArticleState article_;
  TransactionState::Known& known_;
  IdIndex index_;
  bool is_new_;
  std::uint32_t first_object_ = 0;
  std::uint32_t next_object_ = 0;
  HistorySegment segment_;
  codec::TextGroupWriter writer_;
  Bytes anchor_;
  std::optional<std::uint32_t> base_number_;
  ByteView base_;
  std::unordered_map<std::string, std::uint32_t> shapes_;
  std::unordered_set<std::uint64_t> prefixes_;
  std::unordered_set<std::uint64_t> new_prefixes_;
  std::vector<RecentId> ids_;
  Appended appended_;
};

}  // namespace

ArticleEntry& TransactionState::entry(ArticleNumber article) {
  const auto found = entries.find(article);
  if (found != entries.end()) {
    return found->second;
  }
  if (entries.size() >= max_pending_entries) {
    write_entries();
  }
  return entries.emplace(article, store.backend->read_article(article)).first->second;
}

void TransactionState::write_entries() {
  for (const auto& [number, changed] : entries) {
    store.backend->update_article(changed);
  }
  entries.clear();
}

Appended TransactionState::append(ArticleNumber article, const Batch& batch) {
  if (article == ArticleNumber::none) {
    Appended appended;
    for (const NewRecord& record : batch.records) {
      const std::uint32_t before = store.shared.pending();
      store.shared.add(record.text, record.id);
      appended.records += store.shared.pending() - before;
    }
    return appended;
  }
  // The article is read from the rows.
  if (const auto pending = entries.find(article); pending != entries.end()) {
    store.backend->update_article(pending->second);
    entries.erase(pending);
  }
  return Appending(*this, article).run(batch);
}

Transaction::Transaction(std::unique_ptr<TransactionState> state) : state_(std::move(state)) {}

Transaction::~Transaction() {
  if (state_) {
    state_->store.shared.forget();
  }
}

ArticleNumber Transaction::open_article(std::string_view key) {
  Backend& backend = *state_->store.backend;
  if (const auto found = backend.find_article(key)) {
    return *found;
  }
  return backend.add_article(key);
}

Article Transaction::read(ArticleNumber article) const {
  if (const auto pending = state_->entries.find(article); pending != state_->entries.end()) {
    state_->store.backend->update_article(pending->second);
    state_->entries.erase(pending);
  }
  return Article(std::make_unique<ArticleState>(state_->store, article));
}

Appended Transaction::append(ArticleNumber article, const Batch& batch) {
  return state_->append(article, batch);
}

void Transaction::set_listing(ArticleNumber article, const Listing& listing) {
  state_->entry(article).listing = listing;
}

bool Transaction::annotate(ArticleNumber article,
                           std::string_view text,
                           const ObjectId& id,
                           UtcTime at) {
  split_record(text, {});  // throws unless it is a record
  Backend& backend = *state_->store.backend;
  if (!backend.put_annotation({.id = id,
                               .article = article,
                               .at = at,
                               .text = std::string(text),
                               .arrival = state_->arrivals + 1})) {
    return false;
  }
  ++state_->arrivals;
  IdIndex(backend).put({{.prefix = id.prefix64(), .article = article}});
  return true;
}

void Transaction::set_cache(ArticleNumber article, std::uint64_t fingerprint, ByteView bytes) {
  state_->store.set_cache(article, fingerprint, bytes);
}

void Transaction::commit() {
  TransactionState& state = *state_;
  Backend& backend = *state.store.backend;
  state.arrivals += state.store.shared.flush(state.arrivals + 1);
  state.write_entries();
  backend.set_counter(Counter::arrivals, state.arrivals);
  backend.set_counter(Counter::objects, state.objects);
  backend.set_counter(Counter::raw_bytes, state.raw_bytes);
  state.writing.commit();
  state_.reset();
}

Transaction Store::begin() {
  if (state_->options.access != OpenOptions::Access::write) {
    throw Error{ErrorKind::io, "writing to the archive: it is open for reading only"};
  }
  return Transaction(std::make_unique<TransactionState>(*state_));
}

}  // namespace arch::store
