#include "history/change_summary.hpp"

#include "base/sha256.hpp"
#include "codec/varint.hpp"
#include "diff/blocks.hpp"
#include "diff/summary.hpp"
#include "diff/text_diff.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <utility>

namespace arch::history {
namespace {

/// The bytes begin with this many of their SHA-256: no damage may show as a number.
constexpr std::size_t sum_size = 4;

/// A summary begins with a byte of flags: which numbers follow it. Most changes are of words in one
/// block, three bytes.
enum Flag : std::uint8_t {
  has_words_added = 1,
  has_words_removed = 2,
  has_blocks_added = 4,
  has_blocks_removed = 8,
  one_block_changed = 16,
  has_blocks_changed = 32,
  has_blocks_moved = 64,
  has_fields = 128,  ///< then a count, times two, plus one if the headline changed, and the names
};

constexpr std::size_t max_field_name = 64;  // in bytes

void add_field(ChangeSummary& summary, std::string_view name) {
  if (name == "headline") {
    summary.headline_changed = true;
  } else if (std::ranges::find(summary.fields_changed, name) == summary.fields_changed.end()) {
    summary.fields_changed.emplace_back(name.substr(0, max_field_name));
  }
}

using Numbers = std::array<std::pair<Flag, std::uint32_t ChangeSummary::*>, 6>;
constexpr Numbers numbers = {{{has_words_added, &ChangeSummary::words_added},
                              {has_words_removed, &ChangeSummary::words_removed},
                              {has_blocks_added, &ChangeSummary::blocks_added},
                              {has_blocks_removed, &ChangeSummary::blocks_removed},
                              {has_blocks_changed, &ChangeSummary::blocks_changed},
                              {has_blocks_moved, &ChangeSummary::blocks_moved}}};

unsigned flags_of(const ChangeSummary& summary) {
  unsigned flags = 0;
  for (const auto& [flag, member] : numbers) {
    flags |= summary.*member != 0 ? unsigned{flag} : 0U;
  }
  if (summary.blocks_changed == 1) {
    flags = (flags & ~unsigned{has_blocks_changed}) | one_block_changed;
  }
  if (summary.headline_changed || !summary.fields_changed.empty()) {
    flags |= has_fields;
  }
  return flags;
}

void put_summary(Bytes& out, const ChangeSummary& summary) {
  const unsigned flags = flags_of(summary);
  out.push_back(static_cast<std::byte>(flags));
  for (const auto& [flag, member] : numbers) {
    if ((flags & flag) != 0) {
      codec::put_varint(out, summary.*member);
    }
  }
  if ((flags & has_fields) != 0) {
    codec::put_varint(out,
                      2 * summary.fields_changed.size() + (summary.headline_changed ? 1U : 0U));
    for (const std::string& field : summary.fields_changed) {
      codec::put_block(out, as_bytes(field));
    }
  }
}

ChangeSummary read_summary(codec::Reader& reader) {
  ChangeSummary summary;
  const unsigned flags = reader.byte();
  for (const auto& [flag, member] : numbers) {
    if ((flags & flag) != 0) {
      summary.*member = static_cast<std::uint32_t>(
          reader.varint_up_to(std::numeric_limits<std::uint32_t>::max()));
    }
  }
  if ((flags & one_block_changed) != 0) {
    summary.blocks_changed = 1;
  }
  if ((flags & has_fields) != 0) {
    const std::uint64_t fields = reader.varint_up_to(2 * reader.left() + 1);
    summary.headline_changed = fields % 2 == 1;
    for (std::uint64_t i = 0; i < fields / 2; ++i) {
      summary.fields_changed.emplace_back(as_text(reader.block()));
    }
  }
  return summary;
}

}  // namespace

ChangeSummary summarise_change(std::string_view before, std::string_view after) {
  const diff::TextDiff diff = diff::compare(before, after);
  const diff::Summary counts = diff::summarise(diff);
  ChangeSummary summary{.words_added = counts.words_added,
                        .words_removed = counts.words_removed,
                        .blocks_added = counts.blocks_added,
                        .blocks_removed = counts.blocks_removed,
                        .blocks_changed = counts.blocks_changed,
                        .blocks_moved = counts.blocks_moved};
  if (before.empty()) {
    return summary;
  }
  for (const diff::Block& block : diff.blocks) {
    if (block.is_field && block.kind != diff::Kind::moved_from &&
        block.touch != diff::Touch::none) {
      add_field(summary,
                diff::field_name(block.b.empty() ? diff::slice(before, block.a)
                                                 : diff::slice(after, block.b)));
    }
  }
  return summary;
}

Bytes pack(const CachedSummaries& summaries) {
  Bytes body;
  codec::put_varint(body, summaries.listing);
  codec::put_varint(body, summaries.state);
  codec::put_varint(body, summaries.summaries.size());
  for (const ChangeSummary& summary : summaries.summaries) {
    put_summary(body, summary);
  }
  const ObjectId sum = sha256(body);
  Bytes packed{sum.bytes.begin(), sum.bytes.begin() + sum_size};
  codec::put_bytes(packed, body);
  return packed;
}

std::optional<CachedSummaries> find_cached(ByteView packed) {
  if (packed.size() < sum_size) {
    return std::nullopt;
  }
  const ByteView body = packed.subspan(sum_size);
  const ObjectId sum = sha256(body);
  if (!std::ranges::equal(packed.first(sum_size), std::span{sum.bytes}.first(sum_size))) {
    return std::nullopt;
  }
  codec::Reader reader{body};
  CachedSummaries cached;
  cached.listing =
      static_cast<std::uint32_t>(reader.varint_up_to(std::numeric_limits<std::uint32_t>::max()));
  cached.state = reader.varint();
  const std::size_t count = reader.count();
  cached.summaries.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    cached.summaries.push_back(read_summary(reader));
  }
  return cached;
}

}  // namespace arch::history
