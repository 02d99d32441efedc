#pragma once

#include "base/object_id.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arch::cmd {

/// The value of a field that is null where there is no text.
inline std::optional<std::string_view> nonempty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

/// Writes one JSON record (RFC 8259) as one line.
///
/// Control, bidirectional and other characters that a terminal must not get are escaped as \uXXXX;
/// bytes that are not UTF-8 become U+FFFD. What is absent is `null`, so a record always has all of
/// its fields.
class JsonRecord {
public:
  JsonRecord() { text_ = "{"; }

  JsonRecord& text(std::string_view field, std::optional<std::string_view> value);
  JsonRecord& number(std::string_view field, std::optional<std::uint64_t> value);
  JsonRecord& decimal(std::string_view field, std::optional<double> value);  ///< three decimals
  /// As many digits as give the same number back, and no more.
  JsonRecord& exact(std::string_view field, std::optional<double> value);
  JsonRecord& boolean(std::string_view field, bool value);
  JsonRecord& time(std::string_view field, std::optional<UtcTime> value);  ///< RFC 3339, UTC
  JsonRecord& id(std::string_view field, const std::optional<ObjectId>& value);
  JsonRecord& texts(std::string_view field, const std::vector<std::string>& values);
  /// `[begin,end]`
  JsonRecord& extent(std::string_view field,
                     std::optional<std::pair<std::uint64_t, std::uint64_t>> value);
  JsonRecord& absent(std::string_view field);  ///< `null`
  JsonRecord& record(std::string_view field, const JsonRecord& value);
  JsonRecord& records(std::string_view field, const std::vector<JsonRecord>& values);

  /// The record, without a line end.
  std::string str() const { return text_ + "}"; }

private:
  void name(std::string_view name);
  std::string text_;
};

}  // namespace arch::cmd
