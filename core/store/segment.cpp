#include "store/segment.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "codec/varint.hpp"
#include "codec/zstd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace arch::store {
namespace {

using codec::put_block;
using codec::put_bytes;
using codec::put_varint;
using codec::put_zigzag;
using codec::Reader;

constexpr std::uint8_t version_arrived = 1;
constexpr std::uint8_t version_compacted = 2;
constexpr std::size_t max_body_size = std::size_t{256} * 1024 * 1024;
constexpr std::uint32_t max_records = 1U << 24;
constexpr std::size_t max_holes = 256;

/// What most bodies have in common, so that the body of one capture is not mostly its pattern.
/// Part of the format: it may never change.
constexpr std::string_view body_dictionary =
    "arch-origin 1\nkind: git\ncommit: \x04\nobserved: \x01\nauthor: author-offset: "
    "+0100\nsubject: "
    "Update message: arch-check 1\narticle: \x05\nobserved: \x01\noutcome: unreachable\nreason: "
    "outcome: blocked\noutcome: removed\noutcome: not an article\noutcome: unchanged\n"
    "document: \x02\npage: \x02\nurl: http://www.\nstatus: 200\netag: \"last-modified: "
    "extractor: text/1\ncause: technical\ncause: backfill\nsalt: \x04\n"
    "arch-capture 1\narticle: \x05\nobserved: \x01\ndocument: \x02\npage: \x02\nurl: https://www."
    "\norigin: \x06\nextractor: text/1\ncause: published\n";

const codec::Dictionary& dictionary_of_bodies() {
  static const codec::Dictionary dictionary{to_bytes(body_dictionary)};
  return dictionary;
}

Error damaged(const char* what) {
  return Error{ErrorKind::corrupt, fmt::format("reading a segment: {}", what)};
}

void put_number(Bytes& out, std::uint64_t value, unsigned width) {
  for (unsigned shift = width * 8; shift > 0; shift -= 8) {
    out.push_back(static_cast<std::byte>(value >> (shift - 8)));
  }
}

std::uint64_t take_number(Reader& in, unsigned width) {
  std::uint64_t value = 0;
  for (const std::byte byte : in.bytes(width)) {
    value = (value << 8) | static_cast<std::uint64_t>(byte);
  }
  return value;
}

unsigned bytes_for(std::uint64_t value) {
  return (static_cast<unsigned>(std::bit_width(value)) + 7) / 8;
}

/// Where a record's values are that its row in the head holds: indexes from its first value.
struct HeadColumns {
  std::size_t time = max_holes;
  std::size_t object = max_holes;
};

bool is_hole(char c) {
  return c >= static_cast<char>(Shape::Hole::time) && c <= static_cast<char>(Shape::Hole::shared) &&
         c != static_cast<char>(Shape::Hole::key);
}

struct PatternColumns {
  std::vector<Shape::Hole> holes = {};
  HeadColumns head = {};
};

PatternColumns columns_of(std::string_view pattern) {
  PatternColumns columns;
  for (const char c : pattern) {
    if (!is_hole(c)) {
      continue;
    }
    const auto hole = static_cast<Shape::Hole>(c);
    if (hole == Shape::Hole::time && columns.head.time == max_holes) {
      columns.head.time = columns.holes.size();
    }
    if (hole == Shape::Hole::object && columns.head.object == max_holes) {
      columns.head.object = columns.holes.size();
    }
    columns.holes.push_back(hole);
  }
  if (columns.holes.size() > max_holes) {
    throw damaged("too many values in a record");
  }
  return columns;
}

/// Numbers of one kind next to each other, which zstd finds repeating.
struct Streams {
  Bytes shapes;
  Bytes arrivals;
  Bytes times;
  Bytes objects;
  Bytes shared;
  Bytes ids;
  Bytes hex;
};

template <typename Each>
void each_stream(Streams& streams, const Each& each) {
  each(streams.shapes);
  each(streams.arrivals);
  each(streams.times);
  each(streams.objects);
  each(streams.shared);
  each(streams.ids);
  each(streams.hex);
}

/// What values are written as differences from.
struct Previous {
  std::uint64_t arrival = 0;
  std::int64_t shared = 0;
};

}  // namespace

PackedColumns pack(const HistorySegment& segment) {
  std::vector<PatternColumns> patterns;
  patterns.reserve(segment.patterns.size());
  for (const std::string& pattern : segment.patterns) {
    patterns.push_back(columns_of(pattern));
  }
  const auto value_of = [&](const RecordRow& row, std::size_t column) -> const Value* {
    return column == max_holes ? nullptr : &segment.values[row.first_value + column];
  };
  const auto time_of = [&](const RecordRow& row) {
    const Value* value = value_of(row, patterns[row.shape].head.time);
    return value == nullptr ? earliest_time.seconds : std::get<UtcTime>(*value).seconds;
  };
  const auto object_of = [&](const RecordRow& row) -> std::uint64_t {
    const Value* value = value_of(row, patterns[row.shape].head.object);
    return value == nullptr
               ? 0
               : std::uint64_t{static_cast<std::uint32_t>(std::get<ObjectNumber>(*value))} + 1;
  };

  std::int64_t first_time = latest_time.seconds;
  std::int64_t last_time = earliest_time.seconds;
  std::uint64_t last_object = 0;
  for (const RecordRow& row : segment.records) {
    first_time = std::min(first_time, time_of(row));
    last_time = std::max(last_time, time_of(row));
    last_object = std::max(last_object, object_of(row));
  }
  first_time = std::min(first_time, last_time);
  const unsigned time_width = bytes_for(static_cast<std::uint64_t>(last_time - first_time));
  const unsigned object_width = bytes_for(last_object);

  PackedColumns packed;
  Bytes& head = packed.head;
  head.reserve(history_head_size +
               segment.records.size() * (id_prefix_bytes + time_width + object_width));
  put_number(head, segment.compacted ? version_compacted : version_arrived, 1);
  put_number(head, time_width, 1);
  put_number(head, object_width, 1);
  put_number(head, static_cast<std::uint64_t>(first_time - earliest_time.seconds), 5);
  put_number(head, segment.first_record, 4);
  put_number(head, segment.records.size(), 4);

  Streams streams;
  Previous previous;
  for (const RecordRow& row : segment.records) {
    const PatternColumns& pattern = patterns[row.shape];
    const std::int64_t time = time_of(row);
    const std::uint64_t object = object_of(row);
    put_number(head, row.id_prefix >> (64 - 8 * id_prefix_bytes), id_prefix_bytes);
    put_number(head, static_cast<std::uint64_t>(time - first_time), time_width);
    put_number(head, object, object_width);
    put_varint(streams.shapes, row.shape);
    put_zigzag(streams.arrivals, static_cast<std::int64_t>(row.arrival - previous.arrival - 1));
    previous.arrival = row.arrival;
    for (std::size_t i = 0; i < pattern.holes.size(); ++i) {
      if (i == pattern.head.time || i == pattern.head.object) {
        continue;
      }
      const Value& value = segment.values[row.first_value + i];
      switch (pattern.holes[i]) {
        case Shape::Hole::time:
          put_zigzag(streams.times, std::get<UtcTime>(value).seconds - time);
          break;
        case Shape::Hole::object:
          put_zigzag(streams.objects,
                     std::int64_t{static_cast<std::uint32_t>(std::get<ObjectNumber>(value))} + 1 -
                         static_cast<std::int64_t>(object));
          break;
        case Shape::Hole::shared: {
          const std::int64_t number = static_cast<std::uint32_t>(std::get<SharedRecord>(value));
          put_zigzag(streams.shared, number - previous.shared);
          previous.shared = number;
          break;
        }
        case Shape::Hole::id:
          put_bytes(streams.ids, std::get<ObjectId>(value).bytes);
          break;
        case Shape::Hole::hex:
          put_block(streams.hex, as_bytes(std::get<std::string>(value)));
          break;
        case Shape::Hole::key:
          break;
      }
    }
  }

  Bytes body;
  put_varint(body, segment.objects.size());
  std::uint32_t expected = 0;
  for (const ObjectRange& range : segment.objects) {
    put_zigzag(body, std::int64_t{range.first} - expected);
    put_varint(body, range.count);
    expected = range.first + range.count;
  }
  put_varint(body, segment.dictionary);
  put_varint(body, segment.recipes.size());
  for (const std::string& recipe : segment.recipes) {
    put_block(body, as_bytes(recipe));
  }
  put_varint(body, segment.derivations.size());
  std::uint32_t last = 0;
  for (const Derivation& derivation : segment.derivations) {
    put_varint(body, derivation.object - last);
    put_varint(body, derivation.recipe);
    put_zigzag(body, std::int64_t{derivation.object} - std::int64_t{derivation.from});
    last = derivation.object;
  }
  put_varint(body, segment.patterns.size());
  for (const std::string& pattern : segment.patterns) {
    put_block(body, as_bytes(pattern));
  }
  each_stream(streams, [&body](const Bytes& stream) { put_block(body, stream); });
  packed.body = codec::compress(
      body,
      segment.compacted ? codec::small_level : codec::fast_level,
      segment.compacted && body.size() > 64 * 1024 ? nullptr : &dictionary_of_bodies());
  return packed;
}

HistoryHead read_history_head(ByteView head) {
  Reader in(head);
  HistoryHead fields;
  const std::uint8_t version = in.byte();
  if (version != version_arrived && version != version_compacted) {
    throw damaged("unknown version");
  }
  fields.compacted = version == version_compacted;
  const std::size_t row_size = id_prefix_bytes + in.byte() + in.byte();
  in.bytes(5);
  fields.first_record = static_cast<std::uint32_t>(take_number(in, 4));
  fields.records = static_cast<std::uint32_t>(take_number(in, 4));
  if (fields.records > max_records || in.left() != fields.records * row_size) {
    throw damaged("a head of the wrong size");
  }
  return fields;
}

void each_id_prefix(ByteView head, const std::function<void(std::uint64_t)>& each) {
  Reader in(head);
  in.byte();
  const std::size_t rest = std::size_t{in.byte()} + in.byte();
  in.bytes(13);
  while (!in.done()) {
    each(take_number(in, id_prefix_bytes) << (64 - 8 * id_prefix_bytes));
    in.bytes(rest);
  }
}

HistorySegment unpack_history(ByteView head, ByteView body) {
  const HistoryHead fields = read_history_head(head);
  HistorySegment segment;
  segment.compacted = fields.compacted;
  segment.first_record = fields.first_record;

  const Bytes unpacked = codec::decompress(body, max_body_size, &dictionary_of_bodies());
  Reader in(unpacked);
  std::uint64_t next = 0;
  for (std::size_t n = in.count(); n > 0; --n) {
    const std::int64_t first = static_cast<std::int64_t>(next) + in.zigzag();
    const std::uint64_t count = in.varint_up_to(UINT32_MAX);
    if (first < static_cast<std::int64_t>(next) || count == 0 ||
        static_cast<std::uint64_t>(first) + count > UINT32_MAX) {
      throw damaged("objects out of range");
    }
    segment.objects.push_back(
        {.first = static_cast<std::uint32_t>(first), .count = static_cast<std::uint32_t>(count)});
    next = static_cast<std::uint64_t>(first) + count;
  }
  segment.dictionary = static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX));
  for (std::size_t n = in.count(); n > 0; --n) {
    segment.recipes.emplace_back(as_text(in.block()));
  }
  std::uint64_t object = 0;
  for (std::size_t n = in.count(); n > 0; --n) {
    object += in.varint_up_to(UINT32_MAX);
    const auto recipe = static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX));
    const std::int64_t distance = in.zigzag();
    if (object >= next || recipe >= segment.recipes.size() || distance == 0 ||
        distance > static_cast<std::int64_t>(object) ||
        distance < -static_cast<std::int64_t>(UINT32_MAX)) {
      throw damaged("a derivation out of range");
    }
    segment.derivations.push_back(
        {.object = static_cast<std::uint32_t>(object),
         .recipe = recipe,
         .from = static_cast<std::uint32_t>(static_cast<std::int64_t>(object) - distance)});
  }
  std::vector<PatternColumns> patterns;
  for (std::size_t n = in.count(); n > 0; --n) {
    segment.patterns.emplace_back(as_text(in.block()));
    patterns.push_back(columns_of(segment.patterns.back()));
  }
  std::array<Reader, 7> streams = {in, in, in, in, in, in, in};
  for (Reader& stream : streams) {
    stream = Reader(in.block());
  }
  auto& [shapes, arrivals, times, objects, shared, ids, hex] = streams;
  if (!in.done()) {
    throw damaged("something left over");
  }

  Reader rows(head);
  rows.byte();
  const unsigned time_width = rows.byte();
  const unsigned object_width = rows.byte();
  if (time_width > 5 || object_width > 4) {
    throw damaged("a column that is too wide");
  }
  const std::int64_t first_time =
      earliest_time.seconds + static_cast<std::int64_t>(take_number(rows, 5));
  rows.bytes(8);
  segment.records.reserve(fields.records);
  Previous previous;
  for (std::uint32_t i = 0; i < fields.records; ++i) {
    RecordRow row;
    row.id_prefix = take_number(rows, id_prefix_bytes) << (64 - 8 * id_prefix_bytes);
    const UtcTime time{first_time + static_cast<std::int64_t>(take_number(rows, time_width))};
    const auto first_object = static_cast<std::int64_t>(take_number(rows, object_width));
    if (time > latest_time) {
      throw damaged("a time out of range");
    }
    row.shape = static_cast<std::uint32_t>(shapes.varint_up_to(UINT32_MAX));
    if (row.shape >= patterns.size()) {
      throw damaged("an unknown shape");
    }
    row.arrival = previous.arrival + 1 + static_cast<std::uint64_t>(arrivals.zigzag());
    previous.arrival = row.arrival;
    row.first_value = static_cast<std::uint32_t>(segment.values.size());
    const PatternColumns& pattern = patterns[row.shape];
    for (std::size_t column = 0; column < pattern.holes.size(); ++column) {
      switch (pattern.holes[column]) {
        case Shape::Hole::time: {
          UtcTime value = time;
          if (column != pattern.head.time) {
            const std::int64_t difference = times.zigzag();
            constexpr std::int64_t longest = latest_time.seconds - earliest_time.seconds;
            if (difference < -longest || difference > longest) {
              throw damaged("a time out of range");
            }
            value.seconds += difference;
          }
          if (value < earliest_time || value > latest_time) {
            throw damaged("a time out of range");
          }
          segment.values.emplace_back(value);
          break;
        }
        case Shape::Hole::object: {
          std::int64_t number = first_object;
          if (column != pattern.head.object) {
            const std::int64_t difference = objects.zigzag();
            if (difference < -std::int64_t{UINT32_MAX} || difference > std::int64_t{UINT32_MAX}) {
              throw damaged("an object out of range");
            }
            number += difference;
          }
          if (number < 1 || number > std::int64_t{UINT32_MAX}) {
            throw damaged("an object out of range");
          }
          segment.values.emplace_back(ObjectNumber{static_cast<std::uint32_t>(number - 1)});
          break;
        }
        case Shape::Hole::shared: {
          const std::int64_t difference = shared.zigzag();
          if (difference < -std::int64_t{UINT32_MAX} || difference > std::int64_t{UINT32_MAX}) {
            throw damaged("a shared record out of range");
          }
          previous.shared += difference;
          if (previous.shared < 0 || previous.shared > std::int64_t{UINT32_MAX}) {
            throw damaged("a shared record out of range");
          }
          segment.values.emplace_back(SharedRecord{static_cast<std::uint32_t>(previous.shared)});
          break;
        }
        case Shape::Hole::id: {
          ObjectId id;
          std::ranges::copy(ids.bytes(ObjectId::size), id.bytes.begin());
          segment.values.emplace_back(id);
          break;
        }
        case Shape::Hole::hex:
          segment.values.emplace_back(std::string(as_text(hex.block())));
          break;
        case Shape::Hole::key:
          break;
      }
    }
    segment.records.push_back(row);
  }
  for (const Reader& stream : streams) {
    if (!stream.done()) {
      throw damaged("values left over");
    }
  }
  return segment;
}

PackedColumns pack(std::span<const CheckRun> runs) {
  PackedColumns packed;
  Bytes body;
  for (const CheckRun& run : runs) {
    const PackedCheckRun one = pack(run);
    put_number(packed.head, one.head.size(), 4);
    put_bytes(packed.head, one.head);
    put_block(body, one.body);
  }
  packed.body = codec::compress(body, codec::small_level, &dictionary_of_bodies());
  return packed;
}

std::vector<CheckRun> unpack_checks(ByteView head, ByteView body) {
  const Bytes unpacked = codec::decompress(body, max_body_size, &dictionary_of_bodies());
  Reader heads(head);
  Reader bodies(unpacked);
  std::vector<CheckRun> runs;
  while (!heads.done()) {
    const ByteView one = heads.bytes(static_cast<std::size_t>(take_number(heads, 4)));
    runs.push_back(unpack_check_run(one, bodies.block()));
  }
  if (!bodies.done()) {
    throw damaged("something left over");
  }
  return runs;
}

namespace {

/// Six bytes of SHA-256: more than chance damage gets past, and as many as SQLite spends six on.
std::int64_t sum_of(Sha256& hash) {
  return static_cast<std::int64_t>(hash.finish().prefix64() >> 16);
}

std::int64_t sum_of_columns(const SegmentRow& row) {
  Bytes start;
  put_number(start, static_cast<std::uint64_t>(row.article), 8);
  put_number(start, static_cast<std::uint64_t>(row.kind), 1);
  put_number(start, row.head.size(), 8);
  Sha256 hash;
  hash.update(start);
  hash.update(row.head);
  hash.update(row.body);
  return sum_of(hash);
}

std::int64_t sum_of_texts(ByteView texts) {
  Sha256 hash;
  hash.update(texts);
  return sum_of(hash);
}

}  // namespace

SegmentRow make_row(ArticleNumber article,
                    SegmentKind kind,
                    const PackedColumns& columns,
                    Bytes texts) {
  SegmentRow row{.article = article,
                 .kind = kind,
                 .head = columns.head,
                 .body = columns.body,
                 .texts = std::move(texts)};
  row.sum = sum_of_columns(row);
  row.text_sum = sum_of_texts(row.texts);
  return row;
}

void check_sum(const SegmentRow& row) {
  if (row.sum != sum_of_columns(row)) {
    throw Error{ErrorKind::corrupt, "reading a segment: its records are damaged"};
  }
}

void check_text_sum(const SegmentRow& row) {
  if (row.text_sum != sum_of_texts(row.texts)) {
    throw Error{ErrorKind::corrupt, "reading a segment: its texts are damaged"};
  }
}

}  // namespace arch::store
