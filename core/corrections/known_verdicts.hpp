#pragma once

#include "base/bytes.hpp"
#include "corrections/classify.hpp"
#include "history/history.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace arch::corrections {

/// What was found before in the documents of one article, whatever the policy, the moment, and the
/// looks that saw them: the verdict on each pair that followed each other, which documents hold
/// notices, and the section and length of the latest. Small enough to be kept for millions of
/// articles; worth nothing under other rules, see rules_digest().
///
/// Documents are named by their numbers in the article, which never change.
class KnownVerdicts {
public:
  /// Nothing is known.
  KnownVerdicts() = default;
  /// What pack() gave; nothing if the bytes are not of the article with these records: of one of
  /// the same number in another archive, or damaged. `records` are as store::Article::records()
  /// says.
  KnownVerdicts(ByteView packed, std::span<const store::RecordRow> records);

  Bytes pack(std::span<const store::RecordRow> records) const;

  /// Whether something was added since it was unpacked.
  bool is_changed() const { return is_changed_; }

  const Verdict* find(store::ObjectNumber before, store::ObjectNumber after) const;
  void add(store::ObjectNumber before, store::ObjectNumber after, const Verdict& verdict);

  /// Whether the document holds a notice that is more than a stamp; nullopt if not known.
  std::optional<bool> holds_notice(store::ObjectNumber document) const;
  void add_document(store::ObjectNumber document, bool holds_notice);

  /// What is told of the latest document; nullopt if not known. Known of one document.
  struct Latest {
    std::string section = {};
    std::uint32_t words = 0;

    friend bool operator==(const Latest&, const Latest&) = default;
  };
  std::optional<Latest> latest(store::ObjectNumber document) const;
  void set_latest(store::ObjectNumber document, Latest latest);

private:
  using Pair = std::pair<std::uint32_t, std::uint32_t>;

  bool read(ByteView packed, std::span<const store::RecordRow> records);

  std::map<Pair, Verdict> verdicts_ = {};
  std::map<std::uint32_t, bool> documents_ = {};
  std::optional<std::pair<std::uint32_t, Latest>> latest_ = {};
  bool is_changed_ = false;
};

}  // namespace arch::corrections
