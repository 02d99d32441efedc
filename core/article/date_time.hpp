#pragma once

#include "article/date_tokens.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace arch::article {

/// A time of day that was read from tokens, and its offset when one is written.
struct WrittenTime {
  std::int32_t time_of_day = 0;  ///< seconds since midnight
  bool has_seconds = false;
  std::optional<std::int32_t> offset = {};  ///< seconds east of UTC
  /// The zone is named without its season, as `PT` is: the offset is that of winter.
  bool has_season = false;
  std::size_t last = 0;  ///< the last token that it takes
};

/// Reads the time of day that belongs to a date whose last token is `date_end`: `T10:02:33.5Z`,
/// `, 10:02 Uhr`, ` um 10.02 Uhr`, `à 10h02`, `at 10:02 a.m. EST`, `下午2:02`. Returns nullopt when
/// the next tokens are none. Offsets are numbers or those abbreviations that mean one thing to the
/// press (EST is New York's); others are ignored.
std::optional<WrittenTime> read_time_after(const DateTokens& tokens, std::size_t date_end);

/// Reads the time of day that stands before a date whose first token is `date_begin`, with a colon
/// and, but for what joins them or a day of the week, directly: `07:45 BST, `, `10:02 on Wednesday
/// `. Tokens before `first` belong to something else. `begin` becomes its first token.
std::optional<WrittenTime> read_time_before(const DateTokens& tokens,
                                            std::size_t first,
                                            std::size_t date_begin,
                                            std::size_t& begin);

/// Reads hhmmss or hhmm written without separators, as after a basic ISO 8601 date and its T.
std::optional<WrittenTime> read_compact_time(const DateTokens& tokens, std::size_t index);

}  // namespace arch::article
