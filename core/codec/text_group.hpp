#pragma once

#include "base/bytes.hpp"
#include "codec/zstd.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace arch::codec {

/// A number that a text has in its article; what base references are made of.
using TextNumber = std::uint32_t;

/// Largest text that is packed, in bytes; decoders treat more as damage.
inline constexpr std::size_t max_text_size = std::size_t{256} * 1024 * 1024;

/// Packs the texts of one article, most of which differ little from one before.
///
/// Idea: each text is a list of copies from its base text and insertions. Unlike a zstd frame for
/// each text this costs two or three numbers for a usual edit; unlike one zstd stream of all texts
/// it need not write the unchanged parts over and over to read one of them. The inserted bytes of
/// all texts make one stream, the numbers of all operations three more, so that zstd finds what is
/// inserted twice and what kinds of numbers repeat. A reader makes one text by following its
/// pieces back through its bases, without making these.
///
/// Measured on four corpora of revision histories: 0.99 to 1.08 of the size of one
/// `zstd --ultra -22 --long=31` stream of all revisions. The alternative that lost, one zstd frame
/// per text against the one before, spends about 12 bytes of framing on each.
///
/// A reader refuses a group with more than 2^20 texts, 2^24 operations, or 512 MiB to insert: so
/// begin another one long before, by texts() and pending_bytes(). A group may hold each number
/// once.
class TextGroupWriter {
public:
  /// A text that others are made from.
  struct Base {
    TextNumber number = 0;
    ByteView bytes = {};
  };

  /// Adds a text by itself, of at most max_text_size bytes.
  void add_whole(TextNumber number, ByteView text);

  /// Adds a text by its difference from `base`, which is the text called `base_number`: one that
  /// was added before, or the one text outside of this group that set_anchor() named. What is read
  /// back is made from that text, so `base` must be exactly it.
  void add_delta(TextNumber number, ByteView text, TextNumber base_number, ByteView base);

  /// The same, from the one of `bases` that it takes least to make it from; of those that are as
  /// good or good enough, the first. There is at least one.
  void add_delta(TextNumber number, ByteView text, std::span<const Base> bases);

  /// Names the text outside of the group that deltas may refer to. At most once, before add_delta.
  void set_anchor(TextNumber number, std::size_t size);

  std::size_t texts() const { return texts_; }
  bool empty() const { return texts_ == 0; }
  /// Bytes that would have to be compressed now; what bounds memory and reading time.
  std::size_t pending_bytes() const;
  /// The inserted bytes so far, in order: what a dictionary is trained on.
  const Bytes& literals() const { return literals_; }

  /// The packed group. The writer is as new afterwards.
  Bytes finish(int level, const Dictionary* dictionary = nullptr);

private:
  struct Added {
    std::size_t position = 0;  // among the texts
    std::size_t size = 0;      // in bytes
  };
  void add_entry(TextNumber number,
                 std::size_t size,
                 std::uint64_t base_code,
                 std::uint64_t operations);
  void insert(ByteView bytes, std::uint64_t copy_code);
  std::uint64_t base_code(TextNumber base_number, std::size_t base_size) const;

  std::int64_t next_number_ = 0;  // one more than the last text's
  std::size_t texts_ = 0;
  std::uint64_t operations_ = 0;
  std::unordered_map<TextNumber, Added> added_;
  std::optional<TextNumber> anchor_;
  std::size_t anchor_size_ = 0;
  // The streams, see the .cpp.
  Bytes entries_;
  Bytes inserts_;
  Bytes copies_;
  Bytes jumps_;
  Bytes literals_;
};

/// Gives the text outside of a group that its deltas refer to.
using AnchorText = std::function<Bytes(TextNumber)>;

/// Gives a text that the caller has already, or nullptr.
using KnownText = std::function<const Bytes*(TextNumber)>;

/// A packed group, opened. Reading one text touches only the operations of its bases.
///
/// Safe on bytes of any origin: damage that cannot be seen here gives wrong texts, which the caller
/// knows by their ids, and never more. What a group asks for is bounded as TextGroupWriter says and
/// by max_text_size for each text. Thread-safe.
class TextGroup {
public:
  /// Throws Error{corrupt} on damage, and mostly when made with another dictionary.
  TextGroup(ByteView packed, const Dictionary* dictionary);

  /// Numbers of the texts, in the order in which they were added.
  const std::vector<TextNumber>& numbers() const { return numbers_; }
  std::optional<TextNumber> anchor() const { return anchor_; }
  bool contains(TextNumber number) const;

  /// The text called `number`, which the group must contain. `anchor_text` is asked for the text
  /// outside the group when the text depends on it. What comes from a text that `known` has is
  /// copied from there, so that reading texts one after the other costs one step each. Throws
  /// Error{corrupt} when such a text has not the size that it had, or when this one is made of more
  /// pieces than any real text.
  Bytes text(TextNumber number, const AnchorText& anchor_text, const KnownText& known = {}) const;

  /// Calls `each` for all texts in the order in which they were added; cheaper than text() each.
  /// Asks for the anchor once at most. Throws as text() does.
  void each_text(const AnchorText& anchor_text,
                 const std::function<void(TextNumber, const Bytes&)>& each) const;

  /// Memory held, in bytes, for caches.
  std::size_t memory() const;

private:
  struct Operation {
    std::uint32_t target = 0;    // where in the text the inserted bytes begin
    std::uint32_t inserted = 0;  // how many bytes from literals
    std::uint32_t copied = 0;    // how many bytes from the base follow
    std::uint32_t source = 0;    // where in the base
    std::uint32_t literal = 0;   // where in literals
  };
  struct Text {
    TextNumber number = 0;
    std::uint32_t size = 0;
    std::uint32_t first_operation = 0;
    std::uint32_t end_operation = 0;
    std::int32_t base = no_base;  // index into texts_, or one of the two below
  };
  static constexpr std::int32_t no_base = -1;
  static constexpr std::int32_t anchor_base = -2;

  std::int32_t find(TextNumber number) const;  // index into texts_, no_base if there is none
  std::span<const Operation> operations(const Text& text) const;
  Bytes read_anchor(const AnchorText& anchor_text) const;
  /// `anchor` gives the anchor's bytes, which must stay until this returns.
  Bytes follow(std::int32_t start,
               const std::function<ByteView()>& anchor,
               const KnownText& known = {}) const;
  Bytes apply(const Text& text, ByteView base) const;

  std::vector<TextNumber> numbers_;
  std::vector<Text> texts_;
  std::vector<Operation> operations_;
  std::vector<std::pair<TextNumber, std::int32_t>> by_number_;  // sorted; to the index in texts_
  std::optional<TextNumber> anchor_;
  std::uint32_t anchor_size_ = 0;
  Bytes literals_;
};

}  // namespace arch::codec
