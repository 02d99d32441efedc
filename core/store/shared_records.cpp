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

void SharedRecords::load() {
  std::vector<SegmentId> segments = backend_.read_article(ArticleNumber::none).segments;
  fresh_ = true;
  if (segments == segments_) {
    return;
  }
  segments_ = std::move(segments);
  firsts_.clear();
  by_prefix_.clear();
  opened_.reset();
  stored_ = 0;
  for (const SegmentId segment : segments_) {
    const auto row = backend_.find_segment(segment, SegmentPart::head_and_body);
    if (!row) {
      throw Error{ErrorKind::corrupt, "reading origins: a segment is missing"};
    }
    check_sum(*row);
    const HistoryHead head = read_history_head(row->head);
    if (head.first_record != stored_) {
      throw Error{ErrorKind::corrupt, "reading origins: a segment is out of place"};
    }
    firsts_.push_back(stored_);
    each_id_prefix(row->head, [this, number = stored_](std::uint64_t prefix) mutable {
      by_prefix_.emplace(prefix, number++);
    });
    stored_ += head.records;
  }
}

std::optional<SegmentRow> SharedRecords::find_row(std::uint32_t number, std::uint32_t& first) {
  const auto after = std::ranges::upper_bound(firsts_, number);
  if (number >= stored_ || after == firsts_.begin()) {
    throw missing(number);
  }
  const auto index = static_cast<std::size_t>(after - firsts_.begin()) - 1;
  first = firsts_[index];
  return backend_.find_segment(segments_[index], SegmentPart::head_and_body);
}

const SharedRecords::Opened& SharedRecords::open(std::uint32_t number) {
  if (opened_ && number >= opened_->first &&
      number - opened_->first < opened_->segment.records.size()) {
    return *opened_;
  }
  std::uint32_t first = 0;
  auto row = find_row(number, first);
  if (!row) {
    load();  // compaction has replaced the segment
    row = find_row(number, first);
  }
  if (!row) {
    throw missing(number);
  }
  check_sum(*row);
  opened_ = Opened{.first = first, .segment = unpack_history(row->head, row->body)};
  return *opened_;
}

std::string SharedRecords::text(SharedRecord record) {
  const auto number = static_cast<std::uint32_t>(record);
  if (!fresh_ || number >= stored_ + pending_.size()) {
    load();
  }
  if (number >= stored_ && number - stored_ < pending_.size()) {
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
  if (!fresh_) {
    load();
  }
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
  load();
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
  load();
  return stored_;
}

SharedRecord SharedRecords::add(std::string_view text, const ObjectId& id) {
  if (!fresh_) {
    load();
  }
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
  by_prefix_.clear();
  stored_ = 0;
  pending_.clear();
  pending_ids_.clear();
  opened_.reset();
}

}  // namespace arch::store
