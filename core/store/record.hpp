#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace arch::store {

/// The place of an object in its article, in order of arrival from 0. Stable for ever
/// within one archive; another archive may number the same objects differently.
enum class ObjectNumber : std::uint32_t {};

/// The place of a record among those that belong to no article, in order of arrival from 0: what a
/// record of an article keeps instead of such a record's id.
enum class SharedRecord : std::uint32_t {};

/// What a record line's value is, once it is split from the line's name.
///
/// Records of one article differ in little more than times and ids, so a record is kept as a
/// shape (its lines, with holes) and the values that fill the holes.
using Value =
    std::variant<UtcTime,       ///< a whole value of the form 2026-11-20T14:32:00Z
                 ObjectNumber,  ///< a whole value that is the id of an object of this article
                 SharedRecord,  ///< a whole value that is the id of a record of no article
                 ObjectId,      ///< any other whole value of 64 hex digits
                 std::string>;  ///< a whole value of 32 to 128 hex digits, as raw bytes

/// The lines of a record, with a hole for each value that varies.
class Shape {
public:
  enum class Hole : char {
    time = '\x01',
    object = '\x02',
    id = '\x03',
    hex = '\x04',
    key = '\x05',
    shared = '\x06'
  };

  Shape() = default;
  /// `pattern` is the record's text with Hole characters in place of values. Holes of the kinds
  /// object, id and shared all stand for 64 hex digits; splitting makes only id of them.
  explicit Shape(std::string pattern);

  const std::string& pattern() const { return pattern_; }

  /// The first line without its newline, such as `arch-capture 1`.
  std::string_view heading() const;

  /// Which of the record's values (counted from 0) fills the line called `name`, or nullopt
  /// if there is no such line or its value is no hole. The article key is never a value.
  std::optional<std::size_t> value_of(std::string_view name) const;

  /// The value of the line called `name` where it is the same for all records of this shape;
  /// nullopt if there is no such line or its value is a hole, or has the article key's in it.
  std::optional<std::string_view> literal_of(std::string_view name) const;

  /// How many values a record of this shape has.
  std::size_t values() const { return values_; }

private:
  std::string pattern_;
  std::size_t values_ = 0;
};

/// A record in its two parts.
struct SplitRecord {
  std::string pattern;
  std::vector<Value> values;  ///< ids are ObjectId here: splitting knows no article
};

/// Splits the text of a record of the article called `key`. join_record() gives the text back byte
/// for byte. The key has its hole in the line `article` and in URLs that end with it; values after
/// the first max_values_in_record stay as they are. Throws
/// Error{usage} if `text` is not a record: lines `name: value` under a heading, each ended by one
/// newline, UTF-8 without control characters, at most max_record_size bytes.
SplitRecord split_record(std::string_view text, std::string_view key);

/// The inverse of split_record(). `values` must have no ObjectNumber and no SharedRecord: the
/// caller has put ids there, whichever of the three kinds of hole the pattern has.
std::string join_record(std::string_view pattern,
                        const std::vector<Value>& values,
                        std::string_view key);

/// Largest record, in bytes: a key of 4,000 characters, a URL, validators and a commit message fit.
inline constexpr std::size_t max_record_size = std::size_t{64} * 1024;

/// Most holes in a shape that are not the key's.
inline constexpr std::size_t max_values_in_record = 256;

}  // namespace arch::store
