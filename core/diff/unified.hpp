#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arch::diff {

struct UnifiedOptions {
  std::string_view label_a = "a";  ///< The old file's name, as `a/article.txt`, not yet quoted.
  std::string_view label_b = "b";  ///< The new file's name; `/dev/null` for a file that ends.
  std::uint32_t context = 3;       ///< Unchanged lines shown on each side of a change.
};

/// Returns the lines that differ as a unified diff that `patch` and `git apply` turn `a` into
/// exactly `b` with; empty when the texts are equal. A line ends at LF only, so CR is kept as part
/// of its line, and a missing last LF is marked as they expect. Any bytes will do.
/// Names are quoted as git quotes them with core.quotePath off: in double quotes with C escapes
/// when they hold a control character, a quotation mark or a backslash; followed by a tab when
/// they hold a space.
std::string unified_patch(std::string_view a,
                          std::string_view b,
                          const UnifiedOptions& options = {});

}  // namespace arch::diff
