#include "store/shared_records.hpp"

#include "base/error.hpp"
#include "base/hex.hpp"
#include "base/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace arch::store {
namespace {

Error missing(std::uint32_t number) {
  return Error{ErrorKind::corrupt, fmt::format("reading origin {}: it is not there", number)};
}

}  // namespace

// A question about one article needs one or two of these records, an archive may have a million: so
// what it takes to number them all is read only by those who add records or look for an id. The
// segment of a number is found by bisection.
void SharedRecords::refresh() {
  std::vector<SegmentId> segments = backend_.read_article(ArticleNumber::none).segments;
  fresh_ = true;
  if (segments == segments_) {
    return;
  }
  segments_ = std::move(segments);
  firsts_.assign(segments_.size(), not_read);
  forget_all();
  opened_.reset();
}

void SharedRecords::forget_all() {
  all_known_ = false;
  by_prefix_.clear();
  stored_ = 0;
}

void SharedRecords::load_all() {
  if (!fresh_) {
    refresh();
  }
  if (all_known_) {
    return;
  }
  for (std::size_t i = 0; i < segments_.size();) {
    const std::optional<SegmentRow> row = read_segment(i);
    if (!row) {  // Other segments are there now, and none of them is known yet.
      i = 0;
      continue;
    }
    const HistoryHead head = read_history_head(row->head);
    if (head.first_record != stored_) {
      throw Error{ErrorKind::corrupt, "reading origins: a segment is out of place"};
    }
    each_id_prefix(row->head, [this, number = stored_](std::uint64_t prefix) mutable {
      by_prefix_.emplace(prefix, number++);
    });
    stored_ += head.records;
    ++i;
  }
  all_known_ = true;
}

std::optional<SegmentRow> SharedRecords::read_segment(std::size_t index) {
  auto row = backend_.find_segment(segments_[index], SegmentPart::head_and_body);
  if (!row) {
    const std::vector<SegmentId> before = segments_;
    refresh();
    if (segments_ == before) {
      throw Error{ErrorKind::corrupt, "reading origins: a segment is missing"};
    }
    return std::nullopt;
  }
  check_sum(*row);
  firsts_[index] = read_history_head(row->head).first_record;
  return row;
}

bool SharedRecords::find_and_open(std::uint32_t number) {
  std::size_t low = 0;
  for (std::size_t high = segments_.size(); high - low > 1;) {
    const std::size_t middle = low + (high - low) / 2;
    if (firsts_[middle] == not_read && !read_segment(middle)) {
      return false;
    }
    (firsts_[middle] <= number ? low : high) = middle;
  }
  if (low < segments_.size()) {
    const std::optional<SegmentRow> row = read_segment(low);
    if (!row) {
      return false;
    }
    opened_ = Opened{.first = firsts_[low], .segment = unpack_history(row->head, row->body)};
  }
  return true;
}

const SharedRecords::Opened& SharedRecords::open(std::uint32_t number) {
  const auto is_open = [&] {
    return opened_ && number >= opened_->first &&
           number - opened_->first < opened_->segment.records.size();
  };
  while (!is_open() && !find_and_open(number)) {
    // Compaction has put other segments in their place.
  }
  if (!is_open()) {
    throw missing(number);
  }
  return *opened_;  // NOLINT(bugprone-unchecked-optional-access): is_open()
}

std::string SharedRecords::text(SharedRecord record) {
  const auto number = static_cast<std::uint32_t>(record);
  if (!fresh_) {
    refresh();
  }
  if (!pending_.empty() && number >= stored_ && number - stored_ < pending_.size()) {
    return pending_[number - stored_];
  }
  const Opened& opened = open(number);
  const HistorySegment& segment = opened.segment;
  const RecordRow& row = segment.records[number - opened.first];
  const Shape shape(segment.patterns[row.shape]);
  const auto values = std::span(segment.values).subspan(row.first_value, shape.values());
  std::string text = join_record(shape.pattern(), {values.begin(), values.end()}, "");
  if ((sha256(as_bytes(text)).prefix64() & id_prefix_mask) != row.id_prefix) {
    throw Error{ErrorKind::corrupt,
                fmt::format("reading origin {}: it does not match its id", number)};
  }
  return text;
}

ObjectId SharedRecords::id(SharedRecord record) {
  return sha256(as_bytes(text(record)));
}

std::optional<SharedRecord> SharedRecords::find(const ObjectId& id) {
  load_all();
  const auto [begin, end] = by_prefix_.equal_range(id.prefix64() & id_prefix_mask);
  for (auto at = begin; at != end; ++at) {
    if (this->id(SharedRecord{at->second}) == id) {
      return SharedRecord{at->second};
    }
  }
  return std::nullopt;
}

std::vector<SharedRecord> SharedRecords::find_beginning(std::string_view digits,
                                                        std::size_t limit) {
  load_all();
  std::vector<std::uint32_t> numbers;
  const std::string_view kept = digits.substr(0, 2 * id_prefix_bytes);
  for (const auto& [prefix, number] : by_prefix_) {
    if (fmt::format("{:016x}", prefix).starts_with(kept)) {
      numbers.push_back(number);
    }
  }
  std::ranges::sort(numbers);
  std::vector<SharedRecord> found;
  for (const std::uint32_t number : numbers) {
    if (found.size() < limit && id(SharedRecord{number}).hex().starts_with(digits)) {
      found.push_back(SharedRecord{number});
    }
  }
  return found;
}

std::uint32_t SharedRecords::count() {
  load_all();
  return stored_;
}

SharedRecord SharedRecords::add(std::string_view text, const ObjectId& id) {
  if (const auto known = find(id)) {
    return *known;
  }
  const auto number = stored_ + static_cast<std::uint32_t>(pending_.size());
  pending_.emplace_back(text);
  pending_ids_.push_back(id);
  by_prefix_.emplace(id.prefix64() & id_prefix_mask, number);
  return SharedRecord{number};
}

std::uint32_t SharedRecords::flush(std::uint64_t arrival) {
  if (pending_.empty()) {
    return 0;
  }
  HistorySegment segment;
  segment.first_record = stored_;
  std::unordered_map<std::string, std::uint32_t> shapes;
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    SplitRecord split = split_record(pending_[i], "");
    const auto [shape, is_new] =
        shapes.emplace(split.pattern, static_cast<std::uint32_t>(segment.patterns.size()));
    if (is_new) {
      segment.patterns.push_back(std::move(split.pattern));
    }
    segment.records.push_back({.id_prefix = pending_ids_[i].prefix64() & id_prefix_mask,
                               .arrival = arrival++,
                               .shape = shape->second,
                               .first_value = static_cast<std::uint32_t>(segment.values.size())});
    std::ranges::move(split.values, std::back_inserter(segment.values));
  }
  ArticleEntry entry = backend_.read_article(ArticleNumber::none);
  const SegmentId id =
      backend_.add_segment(make_row(ArticleNumber::none, SegmentKind::history, pack(segment), {}));
  entry.segments.push_back(id);
  backend_.update_article(entry);

  segments_ = entry.segments;
  firsts_.push_back(stored_);
  const auto added = static_cast<std::uint32_t>(pending_.size());
  stored_ += added;
  pending_.clear();
  pending_ids_.clear();
  return added;
}

void SharedRecords::forget() {
  fresh_ = false;
  segments_.clear();
  firsts_.clear();
  forget_all();
  pending_.clear();
  pending_ids_.clear();
  opened_.reset();
}

}  // namespace arch::store
