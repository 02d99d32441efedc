#pragma once

#include "base/error.hpp"
#include "codec/text_group.hpp"
#include "codec/zstd.hpp"
#include "store/backend.hpp"
#include "store/segment.hpp"
#include "store/shared_records.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace arch::store {

/// Holds a reading transaction open.
class Reading {
public:
  explicit Reading(Backend& backend) : backend_(backend) { backend_.begin_read(); }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() { backend_.end_read(); }

private:
  Backend& backend_;
};

/// Holds a writing transaction open; without commit() it is rolled back.
class Writing {
public:
  Writing(Backend& backend, std::uint32_t timeout_ms) : backend_(&backend) {
    backend.begin_write(timeout_ms);
  }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;
  ~Writing() {
    if (backend_ != nullptr) {
      backend_->rollback();
    }
  }
  void commit() {
    backend_->commit();
    backend_ = nullptr;
  }

private:
  Backend* backend_;
};

/// Compression dictionaries by their number, loaded when first used. 0 is none.
class Dictionaries {
public:
  explicit Dictionaries(Backend& backend) : backend_(backend) {}

  /// Throws Error{corrupt} when it is missing or damaged.
  const codec::Dictionary* find(std::uint32_t number);
  /// Keeps a new dictionary and returns its number. In a writing transaction.
  std::uint32_t add(ByteView content);
  /// The newest one's number, 0 if there is none.
  std::uint32_t newest();

private:
  Backend& backend_;
  std::map<std::uint32_t, codec::Dictionary> loaded_;
};

struct StoreState {
  StoreState(const std::filesystem::path& where, OpenOptions how);

  /// Throws Error{unsupported} if no recipe is called so: a later arch wrote the archive.
  const Recipe& recipe(std::string_view name) const;
  void set_cache(ArticleNumber article, std::uint64_t fingerprint, ByteView bytes) const;
  std::optional<Bytes> find_cache(ArticleNumber article, std::uint64_t fingerprint) const;

  std::filesystem::path folder;
  OpenOptions options;
  std::unique_ptr<Backend> backend;
  Dictionaries dictionaries;
  SharedRecords shared;
};

/// Where objects are: those of `range` in `segment`, unless they are made by a recipe.
struct ObjectHolder {
  ObjectRange range;
  SegmentId segment{};
  std::uint32_t dictionary = 0;
};

struct CheckSegment {
  SegmentId id{};
  std::vector<CheckRun> runs;
};

/// A history segment as it is on disk, for those who pack anew.
struct HistoryPart {
  SegmentId id{};
  bool compacted = false;
  std::uint32_t records = 0;
  std::size_t first_record = 0;  ///< index into ArticleState::records
};

/// Called for each segment that cannot be read; what is left of the article is then read without
/// it.
using OnBadSegment = std::function<void(SegmentId, const Error&)>;

struct ArticleState {
  /// Reads all but the texts. In a reading transaction. Without `bad_segment` a segment that cannot
  /// be read throws Error{corrupt}.
  ArticleState(StoreState& from, ArticleNumber which, const OnBadSegment& bad_segment = {});

  std::uint32_t object_count() const;
  bool is_made(std::uint32_t object) const { return find_derivation(object) != nullptr; }
  const Derivation* find_derivation(std::uint32_t object) const;
  /// Throws Error{corrupt} if the object is in none.
  SegmentId segment_of(std::uint32_t object) const;
  /// The newest object that no recipe makes.
  std::optional<std::uint32_t> newest_text() const { return newest_text(object_count()); }
  /// The same of the objects before `end`.
  std::optional<std::uint32_t> newest_text(std::uint32_t end) const;

  Bytes object(std::uint32_t object) const;
  const ObjectId& object_id(std::uint32_t object) const;
  std::string text_of(const RecordRow& row) const;
  /// Calls each(number, bytes) for all objects once, in the order in which that is cheapest.
  /// `bad_segment` as for the constructor.
  void each_object(const std::function<void(std::uint32_t, const Bytes&)>& each,
                   const OnBadSegment& bad_segment = {}) const;
  /// Hashes all objects now, but for those in segments that are bad.
  void hash_objects(const OnBadSegment& bad_segment = {}) const;
  /// Ids of the objects that were hashed so far.
  const std::unordered_map<std::uint32_t, ObjectId>& known_ids() const { return ids_; }
  std::optional<std::uint32_t> find_object(const ObjectId& id) const;

  StoreState& store;
  ArticleNumber number;
  ArticleEntry entry;
  std::vector<Shape> shapes;
  std::unordered_map<std::string, std::uint32_t> shape_numbers;
  std::vector<RecordRow> records;
  std::vector<RecordRow> checks;
  std::vector<Value> values;
  std::vector<HistoryPart> parts;
  std::vector<CheckSegment> check_segments;
  std::vector<ObjectHolder> holders;    ///< ascending
  std::vector<Derivation> derivations;  ///< ascending; recipe indexes into recipes
  std::vector<std::string> recipes;

private:
  struct OpenGroup {
    std::unique_ptr<const codec::TextGroup> group;
    std::uint64_t used = 0;
  };
  struct RecentText {
    std::uint32_t object = 0;
    Bytes bytes;
  };

  void add_segment(SegmentId segment);
  std::uint32_t shape_number(const std::string& pattern);
  void add_history(SegmentId segment, const HistorySegment& from);
  void add_checks(SegmentId segment, std::vector<CheckRun> runs);
  const ObjectHolder* find_holder(std::uint32_t object) const;
  const codec::TextGroup& group(const ObjectHolder& holder) const;
  Bytes stored_text(std::uint32_t object, unsigned depth) const;
  Bytes make_text(std::uint32_t object, unsigned depth) const;
  Bytes made(const Derivation& derivation, const Bytes& from) const;
  void reload_objects() const;
  void limit_open_groups() const;

  mutable std::unordered_map<SegmentId, OpenGroup> groups_;
  mutable std::unordered_map<SegmentId, Error> bad_groups_;  ///< damaged, and why
  mutable std::uint64_t uses_ = 0;
  mutable std::vector<RecentText> recent_texts_;  ///< the last one asked for first
  mutable std::unordered_map<std::uint32_t, ObjectId> ids_;
  mutable std::unordered_map<ObjectId, std::uint32_t> numbers_;  ///< of all, once they were needed
};

}  // namespace arch::store
