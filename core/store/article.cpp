#include "base/error.hpp"
#include "base/sha256.hpp"
#include "store/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace arch::store {
namespace {

/// Opened groups are kept while one article is read, up to this many bytes.
constexpr std::size_t max_open_groups = std::size_t{48} * 1024 * 1024;

/// Texts that were made last and are kept: a document, its page, and the text that its group refers
/// to.
constexpr std::size_t max_recent_texts = 3;

/// A text refers to one in an older segment, that to one in a still older one and so on; archives
/// have few segments of one article between compactions. More is damage.
constexpr unsigned max_depth = 4096;

/// Objects are made from pages, not from objects that are made themselves; a cycle would be damage.
constexpr unsigned max_derivations = 4;

}  // namespace

ArticleState::ArticleState(StoreState& from, ArticleNumber which, const OnBadSegment& bad_segment)
    : store(from), number(which), entry(from.backend->read_article(which)) {
  for (const SegmentId segment : entry.segments) {
    if (!bad_segment) {
      add_segment(segment);
      continue;
    }
    try {
      add_segment(segment);
    } catch (const Error& error) {
      bad_segment(segment, error);
    }
  }
  std::ranges::sort(holders, {}, [](const ObjectHolder& holder) { return holder.range.first; });
  std::ranges::sort(derivations, {}, &Derivation::object);
  // Time is the first value of every check.
  std::ranges::stable_sort(checks, {}, [this](const RecordRow& row) {
    return std::get<UtcTime>(values[row.first_value]);
  });
}

void ArticleState::add_segment(SegmentId segment) {
  const auto row = store.backend->find_segment(segment, SegmentPart::head_and_body);
  if (!row || row->article != number) {
    throw Error{
        ErrorKind::corrupt,
        fmt::format(
            "reading {}: segment {} is missing", entry.key, static_cast<std::int64_t>(segment)),
        "`arch verify` lists all damage"};
  }
  check_sum(*row);
  switch (row->kind) {
    case SegmentKind::history:
      add_history(segment, unpack_history(row->head, row->body));
      break;
    case SegmentKind::checks:
      add_checks(segment, unpack_checks(row->head, row->body));
      break;
    default:
      throw Error{ErrorKind::corrupt,
                  fmt::format("reading {}: segment {} is of an unknown kind",
                              entry.key,
                              static_cast<std::int64_t>(segment))};
  }
}

std::uint32_t ArticleState::shape_number(const std::string& pattern) {
  const auto [found, is_new] =
      shape_numbers.emplace(pattern, static_cast<std::uint32_t>(shapes.size()));
  if (is_new) {
    shapes.emplace_back(pattern);
  }
  return found->second;
}

void ArticleState::add_history(SegmentId segment, const HistorySegment& from) {
  parts.push_back({.id = segment,
                   .compacted = from.compacted,
                   .records = static_cast<std::uint32_t>(from.records.size()),
                   .first_record = records.size()});
  std::vector<std::uint32_t> shape_of;
  shape_of.reserve(from.patterns.size());
  for (const std::string& pattern : from.patterns) {
    shape_of.push_back(shape_number(pattern));
  }
  const auto first_value = static_cast<std::uint32_t>(values.size());
  values.insert(values.end(), from.values.begin(), from.values.end());
  records.reserve(records.size() + from.records.size());
  for (RecordRow row : from.records) {
    row.shape = shape_of[row.shape];
    row.first_value += first_value;
    records.push_back(row);
  }
  for (const ObjectRange& range : from.objects) {
    holders.push_back({.range = range, .segment = segment, .dictionary = from.dictionary});
  }
  for (const Derivation& derivation : from.derivations) {
    const std::string& recipe = from.recipes[derivation.recipe];
    const auto found = std::ranges::find(recipes, recipe);
    const auto index = static_cast<std::uint32_t>(found - recipes.begin());
    if (found == recipes.end()) {
      recipes.push_back(recipe);
    }
    derivations.push_back({.object = derivation.object, .recipe = index, .from = derivation.from});
  }
}

void ArticleState::add_checks(SegmentId segment, std::vector<CheckRun> runs) {
  for (const CheckRun& run : runs) {
    const std::uint32_t shape = shape_number(run.pattern);
    if (shapes[shape].values() != run.values.size() + 1) {
      throw Error{ErrorKind::corrupt, "reading checks: values do not fit their shape"};
    }
    for (std::size_t i = 0; i < run.times.size(); ++i) {
      checks.push_back({.id_prefix = 0,
                        .arrival = run.arrivals[i],
                        .shape = shape,
                        .first_value = static_cast<std::uint32_t>(values.size())});
      values.emplace_back(run.times[i]);
      values.insert(values.end(), run.values.begin(), run.values.end());
    }
  }
  check_segments.push_back({.id = segment, .runs = std::move(runs)});
}

std::uint32_t ArticleState::object_count() const {
  return holders.empty() ? 0 : holders.back().range.first + holders.back().range.count;
}

const Derivation* ArticleState::find_derivation(std::uint32_t object) const {
  const auto found = std::ranges::lower_bound(derivations, object, {}, &Derivation::object);
  return found == derivations.end() || found->object != object ? nullptr : &*found;
}

const ObjectHolder* ArticleState::find_holder(std::uint32_t object) const {
  const auto after = std::ranges::upper_bound(
      holders, object, {}, [](const ObjectHolder& holder) { return holder.range.first; });
  if (after == holders.begin()) {
    return nullptr;
  }
  const ObjectHolder& holder = *(after - 1);
  return object - holder.range.first < holder.range.count ? &holder : nullptr;
}

SegmentId ArticleState::segment_of(std::uint32_t object) const {
  const ObjectHolder* holder = find_holder(object);
  if (holder == nullptr) {
    throw Error{ErrorKind::corrupt, fmt::format("reading object {}: it is not there", object)};
  }
  return holder->segment;
}

std::optional<std::uint32_t> ArticleState::newest_text(std::uint32_t end) const {
  for (std::uint32_t object = end; object-- > 0;) {
    if (!is_made(object)) {
      return object;
    }
  }
  return std::nullopt;
}

// Reading is const for the caller; where the objects are may change under us when another process
// compacts, but never what they are.
void ArticleState::reload_objects() const {
  const ArticleState now(store, number);
  auto& self = const_cast<ArticleState&>(*this);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  self.holders = now.holders;
  self.derivations = now.derivations;
  self.recipes = now.recipes;
  groups_.clear();
}

void ArticleState::limit_open_groups() const {
  std::size_t memory = 0;
  for (const auto& [segment, opened] : groups_) {
    memory += opened.group->memory();
  }
  while (memory > max_open_groups && groups_.size() > 1) {
    const auto oldest = std::ranges::min_element(
        groups_, {}, [](const auto& entry_of) { return entry_of.second.used; });
    memory -= oldest->second.group->memory();
    groups_.erase(oldest);
  }
}

const codec::TextGroup& ArticleState::group(const ObjectHolder& holder) const {
  const auto opened = groups_.find(holder.segment);
  if (opened != groups_.end()) {
    opened->second.used = ++uses_;
    return *opened->second.group;
  }
  if (const auto bad = bad_groups_.find(holder.segment); bad != bad_groups_.end()) {
    throw bad->second;
  }
  const auto row = store.backend->find_segment(holder.segment, SegmentPart::texts);
  if (!row) {
    throw Error{ErrorKind::not_found, "reading texts: the segment has been replaced"};
  }
  try {
    check_text_sum(*row);
    auto group = std::make_unique<const codec::TextGroup>(
        row->texts, store.dictionaries.find(holder.dictionary));
    return *groups_.emplace(holder.segment, OpenGroup{std::move(group), ++uses_})
                .first->second.group;
  } catch (const Error& error) {
    bad_groups_.emplace(holder.segment, error);
    throw;
  }
}

Bytes ArticleState::made(const Derivation& derivation, const Bytes& from) const {
  return to_bytes(store.recipe(recipes[derivation.recipe]).make(from));
}

// To check a document against its record, both it and its page are made and hashed, and the
// document is made from the page: each is asked for two or three times within one reading.
Bytes ArticleState::stored_text(std::uint32_t object, unsigned depth) const {
  const auto recent = std::ranges::find(recent_texts_, object, &RecentText::object);
  if (recent != recent_texts_.end()) {
    std::rotate(recent_texts_.begin(), recent, recent + 1);
    return recent_texts_.front().bytes;
  }
  Bytes text = make_text(object, depth);
  if (recent_texts_.size() == max_recent_texts) {
    recent_texts_.pop_back();
  }
  recent_texts_.insert(recent_texts_.begin(), RecentText{object, text});
  return text;
}

Bytes ArticleState::make_text(std::uint32_t object, unsigned depth) const {
  const ObjectHolder* holder = find_holder(object);
  if (holder == nullptr || depth > max_depth) {
    throw Error{ErrorKind::corrupt, fmt::format("reading object {}: it is not there", object)};
  }
  if (const Derivation* derivation = find_derivation(object)) {
    return made(*derivation, stored_text(derivation->from, depth + 1));
  }
  const codec::TextGroup& opened = group(*holder);
  if (!opened.contains(object)) {
    throw Error{ErrorKind::corrupt,
                fmt::format("reading object {}: it is not where it should be", object)};
  }
  return opened.text(
      object,
      [&](codec::TextNumber anchor) { return stored_text(anchor, depth + 1); },
      [&](codec::TextNumber base) -> const Bytes* {
        const auto recent = std::ranges::find(recent_texts_, base, &RecentText::object);
        return recent == recent_texts_.end() ? nullptr : &recent->bytes;
      });
}

Bytes ArticleState::object(std::uint32_t object) const {
  limit_open_groups();
  // Compaction may replace a segment between reading where things are and reading them.
  constexpr int attempts = 5;
  for (int attempt = 1;; ++attempt) {
    const Reading reading(*store.backend);
    try {
      return stored_text(object, 0);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::not_found || attempt == attempts) {
        throw;
      }
    }
    reload_objects();
  }
}

const ObjectId& ArticleState::object_id(std::uint32_t object) const {
  auto found = ids_.find(object);
  if (found == ids_.end()) {
    found = ids_.emplace(object, sha256(this->object(object))).first;
  }
  return found->second;
}

void ArticleState::each_object(const std::function<void(std::uint32_t, const Bytes&)>& each,
                               const OnBadSegment& bad_segment) const {
  // Texts in the order in which they are packed, each followed by what is made from it.
  std::unordered_multimap<std::uint32_t, const Derivation*> made_from;
  for (const Derivation& derivation : derivations) {
    made_from.emplace(derivation.from, &derivation);
  }
  const std::function<void(std::uint32_t, const Bytes&, unsigned)> visit =
      [&](std::uint32_t object, const Bytes& bytes, unsigned depth) {
        each(object, bytes);
        const auto [begin, end] = made_from.equal_range(object);
        for (auto at = begin; at != end && depth < max_derivations; ++at) {
          visit(at->second->object, made(*at->second, bytes), depth + 1);
        }
      };
  const Reading reading(*store.backend);
  for (const HistoryPart& part : parts) {
    const auto holder = std::ranges::find_if(holders, [this, &part](const ObjectHolder& candidate) {
      return candidate.segment == part.id && !is_made(candidate.range.first);
    });
    if (holder == holders.end()) {
      continue;  // records only
    }
    limit_open_groups();
    try {
      group(*holder).each_text(
          [&](codec::TextNumber anchor) { return stored_text(anchor, 0); },
          [&](codec::TextNumber object, const Bytes& bytes) { visit(object, bytes, 0); });
    } catch (const Error& error) {
      if (!bad_segment) {
        throw;
      }
      bad_segment(part.id, error);
    }
  }
}

void ArticleState::hash_objects(const OnBadSegment& bad_segment) const {
  each_object(
      [this](std::uint32_t object, const Bytes& bytes) {
        const ObjectId hash = sha256(bytes);
        ids_.insert_or_assign(object, hash);
        numbers_.emplace(hash, object);
      },
      bad_segment);
}

std::optional<std::uint32_t> ArticleState::find_object(const ObjectId& id) const {
  if (numbers_.empty()) {
    hash_objects();
  }
  const auto found = numbers_.find(id);
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::string ArticleState::text_of(const RecordRow& row) const {
  const Shape& shape = shapes[row.shape];
  std::vector<Value> filled(
      values.begin() + row.first_value,
      values.begin() + row.first_value + static_cast<std::ptrdiff_t>(shape.values()));
  for (Value& value : filled) {
    if (const auto* object = std::get_if<ObjectNumber>(&value)) {
      value = object_id(static_cast<std::uint32_t>(*object));
    } else if (const auto* shared = std::get_if<SharedRecord>(&value)) {
      const Reading reading(*store.backend);
      value = store.shared.id(*shared);
    }
  }
  std::string text = join_record(shape.pattern(), filled, entry.key);
  if (row.id_prefix != 0 && (sha256(as_bytes(text)).prefix64() & id_prefix_mask) != row.id_prefix) {
    throw Error{ErrorKind::corrupt,
                fmt::format("reading {}: record {:012x} does not match its id",
                            entry.key,
                            row.id_prefix >> (64 - 8 * id_prefix_bytes)),
                "`arch verify` lists all damage"};
  }
  return text;
}

Article::Article(std::unique_ptr<ArticleState> state) : state_(std::move(state)) {}
Article::Article(Article&&) noexcept = default;
Article& Article::operator=(Article&&) noexcept = default;
Article::~Article() = default;

ArticleNumber Article::number() const {
  return state_->number;
}

const std::string& Article::key() const& {
  return state_->entry.key;
}

const std::vector<Shape>& Article::shapes() const& {
  return state_->shapes;
}

const std::vector<RecordRow>& Article::records() const& {
  return state_->records;
}

const std::vector<RecordRow>& Article::checks() const& {
  return state_->checks;
}

std::span<const Value> Article::values(const RecordRow& row) const& {
  return std::span(state_->values).subspan(row.first_value, state_->shapes[row.shape].values());
}

std::string Article::record_text(const RecordRow& row) const {
  return state_->text_of(row);
}

ObjectId Article::record_id(const RecordRow& row) const {
  return sha256(as_bytes(state_->text_of(row)));
}

std::uint32_t Article::objects() const {
  return state_->object_count();
}

Bytes Article::object(ObjectNumber number) const {
  return state_->object(static_cast<std::uint32_t>(number));
}

ObjectId Article::object_id(ObjectNumber number) const {
  return state_->object_id(static_cast<std::uint32_t>(number));
}

std::optional<ObjectNumber> Article::find_object(const ObjectId& id) const {
  const auto found = state_->find_object(id);
  return found ? std::optional(ObjectNumber{*found}) : std::nullopt;
}

}  // namespace arch::store
