#pragma once

#include <optional>
#include <string_view>

namespace arch::article {

/// Returns 1 to 12 when `word` names a month, in full or abbreviated without its point, in one of
/// some 60 languages and any letter case; else nullopt. What a name means in two languages does
/// not differ between those that are known.
std::optional<int> find_month(std::string_view word);

}  // namespace arch::article
