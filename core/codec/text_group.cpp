// The packed form, all numbers varints:
//
//   group    = size-of-numbers  numbers  literals
//   numbers  = compressed with the dictionary of numbers( texts anchor  size-of-entries entries
//              size-of-inserts inserts  size-of-copies copies  jumps )
//   literals = compressed with the dictionary: the inserted bytes of all texts
//   anchor   = 0 | 1 + its number, its size
//   entry    = number base operations      of each text
//     number     = zigzag of the difference from one more than the number of the text before
//     base       = 0 none | 1 the anchor | 1 + how many texts before this one its base is
//     operations = how many: each is
//   insert   = how many literals come first
//   copy     = 0: then all that is left of the base, from jump on; 1: no copy; n: n - 1 bytes
//   jump     = zigzag of where the copy begins, from where the last one ended; only where there is
//   one
//
// Kept apart, the streams hold numbers of one kind each, which zstd finds repeating.
#include "codec/text_group.hpp"

#include "base/error.hpp"
#include "codec/delta.hpp"
#include "codec/varint.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <utility>

namespace arch::codec {
namespace {

/// How often each byte and each kind of repetition comes in numbers, in the form of a zstd
/// dictionary (ZDICT_finalizeDictionary, from 48,000 texts of two corpora): a usual history has a
/// few hundred numbers, fewer than a table of its own takes. Saves a sixth of them. Part of the
/// format: it may never change.
// clang-format off
constexpr std::array<std::uint8_t, 173> numbers_dictionary = {
    0x37, 0xa4, 0x30, 0xec, 0x10, 0xbb, 0xea, 0x44, 0x44, 0x10, 0x18, 0x08, 0x4f, 0xd2, 0x18, 0x5a,
    0xfb, 0xc6, 0x8c, 0xfd, 0xc4, 0xee, 0xff, 0xed, 0xff, 0x7f, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55,
    0x55, 0x61, 0xcf, 0xe3, 0x75, 0x9d, 0xe7, 0xbd, 0x0e, 0xd7, 0xd1, 0x90, 0x83, 0x75, 0x6c, 0xed,
    0x6f, 0xba, 0xf4, 0x33, 0x91, 0x06, 0x89, 0xd8, 0xef, 0xbe, 0x66, 0xde, 0x7b, 0xf8, 0xff, 0xdf,
    0x7e, 0xb7, 0xb5, 0xad, 0xb5, 0x46, 0x1a, 0x69, 0x84, 0xec, 0x2d, 0x65, 0x0a, 0x03, 0x64, 0x8a,
    0x99, 0xc6, 0x6a, 0x03, 0x00, 0x00, 0x00, 0xf4, 0xc5, 0x47, 0x4f, 0x44, 0xc2, 0x93, 0x2c, 0x92,
    0x52, 0x24, 0xc7, 0x30, 0x66, 0x10, 0x22, 0xc6, 0x10, 0x42, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xc4, 0x83, 0xd1, 0x43, 0x02, 0x0b, 0x02, 0xe2, 0xe2, 0x94,
    0x50, 0x18, 0x16, 0x87, 0xc2, 0x01, 0x81, 0x38, 0x0a, 0x04, 0x69, 0x96, 0x68, 0x65, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};
// clang-format on

const Dictionary& dictionary_of_numbers() {
  static const Dictionary dictionary = [] {
    const ByteView bytes = std::as_bytes(std::span(numbers_dictionary));
    return Dictionary{{bytes.begin(), bytes.end()}};
  }();
  return dictionary;
}

constexpr std::uint64_t copy_to_end = 0;
constexpr std::uint64_t no_copy = 1;
constexpr std::uint64_t base_none = 0;
constexpr std::uint64_t base_anchor = 1;

/// Most texts in a group, operations in one, and bytes to insert: what a reader sets aside memory
/// for. The numbers of an operation are three varints, mostly of one to three bytes.
constexpr std::size_t max_texts = std::size_t{1} << 20;
constexpr std::size_t max_operations = std::size_t{1} << 24;
constexpr std::size_t max_numbers_size = 8 * max_operations;
constexpr std::size_t max_literals_size = 2 * max_text_size;
/// What an operation takes in the three streams, in bytes, when bases are compared; and what is so
/// little that no other base is tried.
constexpr std::size_t copy_cost = 6;
constexpr std::size_t good_cost = 64;

/// Most steps that are taken to read one text. It takes thousands for the worst of the corpora;
/// without a bound, forged operations could make it take hours.
constexpr std::size_t max_steps = std::size_t{1} << 26;

}  // namespace

void TextGroupWriter::set_anchor(TextNumber number, std::size_t size) {
  ARCH_ASSERT(!anchor_ && size <= max_text_size);
  anchor_ = number;
  anchor_size_ = size;
}

void TextGroupWriter::add_entry(TextNumber number,
                                std::size_t size,
                                std::uint64_t base_code,
                                std::uint64_t operations) {
  operations_ += operations;
  // A group that no reader takes would be as good as lost.
  ARCH_ASSERT(size <= max_text_size && texts_ < max_texts && operations_ <= max_operations);
  const bool is_new = added_.emplace(number, Added{.position = texts_, .size = size}).second;
  ARCH_ASSERT(is_new);
  put_zigzag(entries_, std::int64_t{number} - next_number_);
  put_varint(entries_, base_code);
  put_varint(entries_, operations);
  next_number_ = std::int64_t{number} + 1;
  ++texts_;
}

std::uint64_t TextGroupWriter::base_code(TextNumber base_number, std::size_t base_size) const {
  const auto before = added_.find(base_number);
  if (before == added_.end()) {
    ARCH_ASSERT(anchor_ == base_number && anchor_size_ == base_size);
    return base_anchor;
  }
  ARCH_ASSERT(before->second.size == base_size);
  return base_anchor + (texts_ - before->second.position);
}

void TextGroupWriter::insert(ByteView bytes, std::uint64_t copy_code) {
  put_varint(inserts_, bytes.size());
  put_bytes(literals_, bytes);
  put_varint(copies_, copy_code);
}

void TextGroupWriter::add_whole(TextNumber number, ByteView text) {
  add_entry(number, text.size(), base_none, 1);
  insert(text, no_copy);
}

void TextGroupWriter::add_delta(TextNumber number,
                                ByteView text,
                                TextNumber base_number,
                                ByteView base) {
  add_delta(number, text, std::array{Base{.number = base_number, .bytes = base}});
}

void TextGroupWriter::add_delta(TextNumber number, ByteView text, std::span<const Base> bases) {
  ARCH_ASSERT(!bases.empty() && text.size() <= max_text_size);
  std::vector<Copy> copies;
  std::size_t cost = std::numeric_limits<std::size_t>::max();
  Base base;
  for (const Base& candidate : bases) {
    ARCH_ASSERT(candidate.bytes.size() <= max_text_size);
    std::vector<Copy> found = find_copies(text, candidate.bytes);
    std::size_t needed = text.size() + found.size() * copy_cost;
    for (const Copy& copy : found) {
      needed -= copy.size;
    }
    if (needed < cost) {
      cost = needed;
      copies = std::move(found);
      base = candidate;
    }
    if (cost <= good_cost) {
      break;
    }
  }
  if (copies.empty()) {
    add_whole(number, text);
    return;
  }
  const Copy& last = copies.back();
  const bool has_rest = last.target + last.size < text.size();
  add_entry(number,
            text.size(),
            base_code(base.number, base.bytes.size()),
            copies.size() + (has_rest ? 1 : 0));
  std::size_t done = 0;
  std::int64_t expected = 0;
  for (const Copy& copy : copies) {
    const bool to_end = copy.source + copy.size == base.bytes.size();
    insert(text.subspan(done, copy.target - done),
           to_end ? copy_to_end : no_copy + std::uint64_t{copy.size});
    put_zigzag(jumps_, std::int64_t{copy.source} - expected);
    done = copy.target + copy.size;
    expected = std::int64_t{copy.source} + copy.size;
  }
  if (has_rest) {
    insert(text.subspan(done), no_copy);
  }
}

std::size_t TextGroupWriter::pending_bytes() const {
  return literals_.size() + entries_.size() + inserts_.size() + copies_.size() + jumps_.size();
}

Bytes TextGroupWriter::finish(int level, const Dictionary* dictionary) {
  Bytes numbers;
  put_varint(numbers, texts_);
  if (anchor_) {
    put_varint(numbers, std::uint64_t{*anchor_} + 1);
    put_varint(numbers, anchor_size_);
  } else {
    put_varint(numbers, 0);
  }
  put_block(numbers, entries_);
  put_block(numbers, inserts_);
  put_block(numbers, copies_);
  put_bytes(numbers, jumps_);
  ARCH_ASSERT(numbers.size() <= max_numbers_size && literals_.size() <= max_literals_size);
  Bytes out;
  put_block(out, compress(numbers, level, &dictionary_of_numbers()));
  put_bytes(out, compress(literals_, level, dictionary));
  *this = TextGroupWriter{};
  return out;
}

TextGroup::TextGroup(ByteView packed, const Dictionary* dictionary) {
  const auto require = [](bool condition, const char* what) {
    if (!condition) {
      throw Error{ErrorKind::corrupt, std::string("reading packed texts: ") + what};
    }
  };
  Reader group(packed);
  const Bytes numbers = decompress(group.block(), max_numbers_size, &dictionary_of_numbers());
  literals_ = decompress(group.bytes(group.left()), max_literals_size, dictionary);

  Reader header(numbers);
  const auto texts = static_cast<std::size_t>(header.varint_up_to(max_texts));
  if (const std::uint64_t anchor = header.varint_up_to(std::uint64_t{UINT32_MAX} + 1); anchor > 0) {
    anchor_ = static_cast<TextNumber>(anchor - 1);
    anchor_size_ = static_cast<std::uint32_t>(header.varint_up_to(max_text_size));
  }
  Reader entries(header.block());
  Reader inserts(header.block());
  Reader copies(header.block());
  Reader jumps(header.bytes(header.left()));
  require(texts <= entries.left(), "too many texts");
  texts_.reserve(texts);
  numbers_.reserve(texts);
  by_number_.reserve(texts);

  std::int64_t next_number = 0;
  std::uint64_t literal = 0;
  for (std::size_t i = 0; i < texts; ++i) {
    const std::int64_t step = entries.zigzag();
    require(step >= -next_number && step <= std::int64_t{UINT32_MAX} - next_number,
            "a number out of range");
    const std::int64_t number = next_number + step;
    next_number = number + 1;
    Text text;
    text.number = static_cast<TextNumber>(number);
    std::uint64_t base_size = 0;
    if (const std::uint64_t code = entries.varint(); code == base_anchor) {
      require(anchor_.has_value(), "no anchor");
      text.base = anchor_base;
      base_size = anchor_size_;
    } else if (code != base_none) {
      require(code - base_anchor <= i, "a base that is not there");
      text.base = static_cast<std::int32_t>(i - (code - base_anchor));
      base_size = texts_[static_cast<std::size_t>(text.base)].size;
    }
    const std::uint64_t count = entries.varint_up_to(inserts.left());
    require(operations_.size() + count <= max_operations, "too many operations");
    text.first_operation = static_cast<std::uint32_t>(operations_.size());
    std::uint64_t size = 0;
    std::int64_t expected = 0;
    for (std::uint64_t n = 0; n < count; ++n) {
      Operation operation;
      const std::uint64_t inserted = inserts.varint_up_to(literals_.size() - literal);
      operation.target = static_cast<std::uint32_t>(size);
      operation.literal = static_cast<std::uint32_t>(literal);
      operation.inserted = static_cast<std::uint32_t>(inserted);
      literal += inserted;
      size += inserted;
      if (const std::uint64_t code = copies.varint(); code != no_copy) {
        const std::int64_t jump = jumps.zigzag();
        require(jump >= -std::int64_t{max_text_size} && jump <= std::int64_t{max_text_size},
                "a jump out of range");
        const std::int64_t source = expected + jump;
        require(source >= 0 && static_cast<std::uint64_t>(source) <= base_size, "a wild copy");
        const std::uint64_t room = base_size - static_cast<std::uint64_t>(source);
        const std::uint64_t copied = code == copy_to_end ? room : code - no_copy;
        require(copied <= room, "a copy past the end");
        operation.source = static_cast<std::uint32_t>(source);
        operation.copied = static_cast<std::uint32_t>(copied);
        size += copied;
        expected = source + static_cast<std::int64_t>(copied);
      }
      require(size <= max_text_size, "a text that is too large");
      // follow() counts on getting on with each operation.
      require(inserted + operation.copied > 0 || count == 1, "an operation that does nothing");
      operations_.push_back(operation);
    }
    text.size = static_cast<std::uint32_t>(size);
    text.end_operation = static_cast<std::uint32_t>(operations_.size());
    by_number_.emplace_back(text.number, static_cast<std::int32_t>(i));
    numbers_.push_back(text.number);
    texts_.push_back(text);
  }
  require(literal == literals_.size() && entries.done() && inserts.done() && copies.done() &&
              jumps.done(),
          "something left over");
  std::sort(by_number_.begin(), by_number_.end());
  const auto same_number = [](const auto& a, const auto& b) { return a.first == b.first; };
  require(std::adjacent_find(by_number_.begin(), by_number_.end(), same_number) == by_number_.end(),
          "a number used twice");
}

std::int32_t TextGroup::find(TextNumber number) const {
  const auto found = std::lower_bound(
      by_number_.begin(), by_number_.end(), number, [](const auto& entry, TextNumber wanted) {
        return entry.first < wanted;
      });
  return found == by_number_.end() || found->first != number ? no_base : found->second;
}

bool TextGroup::contains(TextNumber number) const {
  return find(number) != no_base;
}

std::span<const TextGroup::Operation> TextGroup::operations(const Text& text) const {
  return std::span(operations_)
      .subspan(text.first_operation, text.end_operation - text.first_operation);
}

Bytes TextGroup::text(TextNumber number,
                      const AnchorText& anchor_text,
                      const KnownText& known) const {
  const std::int32_t found = find(number);
  ARCH_ASSERT(found != no_base);
  Bytes anchor;
  return follow(found, [&] { return ByteView(anchor = read_anchor(anchor_text)); }, known);
}

Bytes TextGroup::read_anchor(const AnchorText& anchor_text) const {
  ARCH_ASSERT(anchor_.has_value());
  Bytes anchor = anchor_text(*anchor_);
  if (anchor.size() != anchor_size_) {
    throw Error{ErrorKind::corrupt, "reading packed texts: not the text they refer to"};
  }
  return anchor;
}

// Keeps a list of the parts that are still missing and where they are in the text at hand, and
// replaces it by that of its base until nothing is missing. Parts are in the order of the text and
// never grow in number by more than the inserted pieces that the result really has.
Bytes TextGroup::follow(std::int32_t start,
                        const std::function<ByteView()>& anchor,
                        const KnownText& known) const {
  struct Part {
    std::uint32_t target = 0;  // in the result
    std::uint32_t source = 0;  // in the text at hand
    std::uint32_t size = 0;
  };
  const auto* text = &texts_[static_cast<std::size_t>(start)];
  Bytes out(text->size);
  std::vector<Part> parts;
  std::vector<Part> next;
  std::size_t steps = 0;
  if (text->size > 0) {
    parts.push_back({.size = text->size});
  }
  while (!parts.empty()) {
    const std::span<const Operation> all = operations(*text);
    next.clear();
    for (const Part& part : parts) {
      const std::uint32_t end = part.source + part.size;
      auto operation = std::upper_bound(all.begin(),
                                        all.end(),
                                        part.source,
                                        [](std::uint32_t at, const Operation& candidate) {
                                          return at < candidate.target;
                                        }) -
                       1;
      for (std::uint32_t at = part.source; at < end; ++operation) {
        if (++steps > max_steps) {
          throw Error{ErrorKind::corrupt, "reading packed texts: too many pieces"};
        }
        const std::uint32_t to = part.target + (at - part.source);
        const std::uint32_t inserted_end = operation->target + operation->inserted;
        if (at < inserted_end) {
          const std::uint32_t n = std::min(end, inserted_end) - at;
          const auto from =
              literals_.begin() + (operation->literal + std::int64_t{at - operation->target});
          std::copy_n(from, n, out.begin() + to);
          at += n;
        }
        const std::uint32_t copied_end = inserted_end + operation->copied;
        if (at < end && at < copied_end) {
          const std::uint32_t n = std::min(end, copied_end) - at;
          const Part below{.target = part.target + (at - part.source),
                           .source = operation->source + (at - inserted_end),
                           .size = n};
          // Pieces that belonged together in an older text come together again.
          if (!next.empty() && next.back().target + next.back().size == below.target &&
              next.back().source + next.back().size == below.source) {
            next.back().size += n;
          } else {
            next.push_back(below);
          }
          at += n;
        }
      }
    }
    parts.swap(next);
    const auto copy_parts = [&](ByteView base) {
      for (const Part& part : parts) {
        std::copy_n(base.begin() + part.source, part.size, out.begin() + part.target);
      }
    };
    if (text->base == anchor_base && !parts.empty()) {
      copy_parts(anchor());
      break;
    }
    if (text->base >= 0) {
      text = &texts_[static_cast<std::size_t>(text->base)];
      const Bytes* const base = known && !parts.empty() ? known(text->number) : nullptr;
      if (base != nullptr) {
        if (base->size() != text->size) {
          throw Error{ErrorKind::corrupt, "reading packed texts: not the text they refer to"};
        }
        copy_parts(*base);
        break;
      }
    }
  }
  return out;
}

Bytes TextGroup::apply(const Text& text, ByteView base) const {
  Bytes out;
  out.reserve(text.size);
  for (const Operation& operation : operations(text)) {
    put_bytes(out, ByteView(literals_).subspan(operation.literal, operation.inserted));
    put_bytes(out, base.subspan(operation.source, operation.copied));
  }
  return out;
}

void TextGroup::each_text(const AnchorText& anchor_text,
                          const std::function<void(TextNumber, const Bytes&)>& each) const {
  std::optional<Bytes> kept_anchor;
  const auto anchor = [&] {
    if (!kept_anchor) {
      kept_anchor = read_anchor(anchor_text);
    }
    return ByteView(*kept_anchor);
  };
  Bytes last;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const Text& text = texts_[i];
    if (i > 0 && text.base == static_cast<std::int32_t>(i) - 1) {
      last = apply(text, last);
    } else {
      last = follow(static_cast<std::int32_t>(i), anchor);
    }
    each(text.number, last);
  }
}

std::size_t TextGroup::memory() const {
  return literals_.size() + operations_.size() * sizeof(Operation) +
         texts_.size() * (sizeof(Text) + sizeof(TextNumber) + sizeof by_number_[0]);
}

}  // namespace arch::codec
