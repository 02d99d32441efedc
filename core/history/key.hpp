#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace arch::history {

/// Longest key, in bytes: four thousand characters of a URL, and then some.
inline constexpr std::size_t max_key_size = 4096;

/// Returns `typed` without the ASCII white space at its ends.
std::string_view trim(std::string_view typed);

/// Returns a key as arch keeps it: trimmed, in form C. Throws Error{usage} with a hint when it is
/// empty, longer than max_key_size bytes, not UTF-8, or has control characters or line separators,
/// which would break the lines of its records.
std::string make_key(std::string_view typed);

/// Like make_key() for names that nobody typed: nullopt where that throws.
std::optional<std::string> find_key(std::string_view name);

}  // namespace arch::history
