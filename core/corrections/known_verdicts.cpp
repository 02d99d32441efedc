// Packed: a stamp of the article, then the section, the documents and the verdicts, all as numbers
// of variable length. The stamp covers the ids of the records that the article had, and those name
// its documents, so that what was found in one article is never taken for another's.
#include "corrections/known_verdicts.hpp"

#include "base/error.hpp"
#include "codec/varint.hpp"

#include <algorithm>
#include <limits>

namespace arch::corrections {
namespace {

using store::ObjectNumber;

/// A step of SplitMix64 (G. Steele et al., OOPSLA 2014) over the ids of an article's first records,
/// which are in order of arrival and so never change.
std::uint64_t stamp_of(std::span<const store::RecordRow> records) {
  std::uint64_t state = records.size();
  for (const store::RecordRow& record : records) {
    std::uint64_t z = state ^ record.id_prefix;
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
    state = z ^ (z >> 31U);
  }
  return state >> 24U;  // 40 bits are enough beside the key, and take 6 bytes
}

std::uint32_t number_of(ObjectNumber object) {
  return static_cast<std::uint32_t>(object);
}

}  // namespace

KnownVerdicts::KnownVerdicts(ByteView packed, std::span<const store::RecordRow> records) {
  bool is_right = false;
  try {
    is_right = read(packed, records);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::corrupt) {
      throw;
    }
  }
  if (!is_right) {
    *this = KnownVerdicts{};
  }
}

bool KnownVerdicts::read(ByteView packed, std::span<const store::RecordRow> records) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  codec::Reader reader{packed};
  const std::uint64_t count = reader.varint();
  if (count > records.size() ||
      reader.varint() != stamp_of(records.first(static_cast<std::size_t>(count)))) {
    return false;
  }
  if (const std::uint64_t document = reader.varint_up_to(most); document > 0) {
    Latest latest{.section = std::string{as_text(reader.block())},
                  .words = static_cast<std::uint32_t>(reader.varint_up_to(most))};
    latest_.emplace(static_cast<std::uint32_t>(document - 1), std::move(latest));
  }
  std::uint64_t document = 0;
  for (std::size_t left = reader.count(); left > 0; --left) {
    const std::uint64_t step = reader.varint();
    document = std::min(document + (step >> 1U), most);
    documents_.emplace_hint(
        documents_.end(), static_cast<std::uint32_t>(document), (step & 1U) != 0);
  }
  std::uint64_t before = 0;
  for (std::size_t left = reader.count(); left > 0; --left) {
    before = std::min(before + reader.varint_up_to(most), most);
    const std::int64_t step = reader.zigzag();
    const auto verdict = find_verdict(reader.block());
    constexpr auto farthest = static_cast<std::int64_t>(most);
    if (step < -farthest || step > farthest || !verdict) {
      return false;
    }
    const std::int64_t after = static_cast<std::int64_t>(before) + step;
    if (after < 0 || after > farthest) {
      return false;
    }
    verdicts_.emplace_hint(
        verdicts_.end(),
        Pair{static_cast<std::uint32_t>(before), static_cast<std::uint32_t>(after)},
        *verdict);
  }
  return reader.done();
}

Bytes KnownVerdicts::pack(std::span<const store::RecordRow> records) const {
  Bytes out;
  codec::put_varint(out, records.size());
  codec::put_varint(out, stamp_of(records));
  codec::put_varint(out, latest_ ? std::uint64_t{latest_->first} + 1 : 0);
  if (latest_) {
    codec::put_block(out, as_bytes(latest_->second.section));
    codec::put_varint(out, latest_->second.words);
  }
  codec::put_varint(out, documents_.size());
  std::uint32_t last = 0;
  for (const auto& [document, holds] : documents_) {
    codec::put_varint(out, (std::uint64_t{document - last} << 1U) | (holds ? 1U : 0U));
    last = document;
  }
  codec::put_varint(out, verdicts_.size());
  last = 0;
  for (const auto& [pair, verdict] : verdicts_) {
    codec::put_varint(out, pair.first - last);
    codec::put_zigzag(out, std::int64_t{pair.second} - std::int64_t{pair.first});
    codec::put_block(out, corrections::pack(verdict));
    last = pair.first;
  }
  return out;
}

const Verdict* KnownVerdicts::find(ObjectNumber before, ObjectNumber after) const {
  const auto found = verdicts_.find({number_of(before), number_of(after)});
  return found == verdicts_.end() ? nullptr : &found->second;
}

void KnownVerdicts::add(ObjectNumber before, ObjectNumber after, const Verdict& verdict) {
  is_changed_ |= verdicts_.try_emplace({number_of(before), number_of(after)}, verdict).second;
}

std::optional<bool> KnownVerdicts::holds_notice(ObjectNumber document) const {
  const auto found = documents_.find(number_of(document));
  return found == documents_.end() ? std::nullopt : std::optional{found->second};
}

void KnownVerdicts::add_document(ObjectNumber document, bool holds_notice) {
  is_changed_ |= documents_.try_emplace(number_of(document), holds_notice).second;
}

std::optional<KnownVerdicts::Latest> KnownVerdicts::latest(ObjectNumber document) const {
  return latest_ && latest_->first == number_of(document) ? std::optional{latest_->second}
                                                          : std::nullopt;
}

void KnownVerdicts::set_latest(ObjectNumber document, Latest latest) {
  if (this->latest(document) != latest) {
    latest_.emplace(number_of(document), std::move(latest));
    is_changed_ = true;
  }
}

}  // namespace arch::corrections
