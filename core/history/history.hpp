#pragma once

#include "base/bytes.hpp"
#include "base/object_id.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arch::history {

using store::ArticleNumber;

/// A run of looks that saw the same document.
///
/// A look counts as a capture if its page or document differ from the look before, else as a
/// check; looks of one second that saw the same count once. So the counts do not tell how the looks
/// are stored, which depends on the order in which they arrived.
struct Revision {
  std::uint32_t number = 0;     ///< from 0, the oldest
  std::uint64_t id_prefix = 0;  ///< of its first capture: top store::id_prefix_bytes bytes
  UtcTime first_seen = {};      ///< its first capture
  UtcTime last_seen = {};       ///< the last look that saw this document in this run
  std::optional<UtcTime> changed_after = {};  ///< last look that still saw the older text; absent
                                              ///< for the first revision
  std::uint32_t captures = 0;
  std::uint32_t checks = 0;                       ///< unchanged checks in the run
  std::optional<std::uint32_t> reverted_to = {};  ///< earliest revision with the same document
  /// Its first capture's cause is `technical`, and it does not only read a look anew.
  bool technical = false;
  /// When its first look was read anew: index into stored().records() of a capture that says what
  /// the page read like before.
  std::optional<std::uint32_t> first_reading = {};
  store::ObjectNumber document = {};
  std::optional<store::ObjectNumber> page = {};  ///< of its first capture

  /// First 12 hex digits of the id.
  std::string short_id() const;
};

/// Everything known of one article as of one moment, worked out from its records.
///
/// Texts, pages and records that it hands out were checked against the id of their capture.
class History {
public:
  /// Reads and hashes no text. Throws Error{corrupt} where a look that lost its capture record must
  /// be hashed and cannot be.
  explicit History(store::Article article);

  ArticleNumber number() const { return article_.number(); }
  // What is returned by reference lives in the history, so none is taken from a temporary one.
  const std::string& key() const& { return article_.key(); }
  const std::string& key() const&& = delete;
  const store::Article& stored() const& { return article_; }
  const store::Article& stored() const&& = delete;

  /// Oldest first. Empty only when nothing but checks without a page is known.
  const std::vector<Revision>& revisions() const& { return revisions_; }
  const std::vector<Revision>& revisions() const&& = delete;

  /// The revision that readers saw at `at`: the last one first seen at or before it; nullopt if
  /// the first look came later.
  std::optional<std::uint32_t> find_at(UtcTime at) const;

  /// Index into stored().records() of the revision's captures, oldest first.
  const std::vector<std::uint32_t>& captures_of(std::uint32_t revision) const&;
  const std::vector<std::uint32_t>& captures_of(std::uint32_t revision) const&& = delete;

  /// The revision of a capture, given as an index into stored().records(); nullopt if that is no
  /// capture.
  std::optional<std::uint32_t> find_revision_of(std::uint32_t record) const;

  /// The earliest revision with this document or, if there is none, with a capture of this page or
  /// one that read it as this document.
  std::optional<std::uint32_t> find_revision_with(store::ObjectNumber object) const;

  std::string document(const Revision& revision) const;  ///< canonical text; Throws Error{corrupt}
  Bytes page(const Revision& revision) const;            ///< Throws Error{not_found} if it has none
  std::string record(const Revision& revision) const;    ///< text of its first capture's record
  ObjectId id(const Revision& revision) const;           ///< full id of its first capture

private:
  store::Article article_;
  std::vector<Revision> revisions_;
  std::vector<std::vector<std::uint32_t>> captures_;  // of each revision
  std::vector<std::uint32_t> first_looks_;  // of each revision, as rows of stored_looks.hpp
  std::vector<std::uint32_t> revision_of_;  // of each record
};

}  // namespace arch::history
