#pragma once

#include "corrections/notices.hpp"
#include "diff/range.hpp"
#include "diff/text_diff.hpp"

#include <string_view>
#include <vector>

namespace arch::corrections {

/// A notice that came, went or was worded anew.
struct NoticeChange {
  NoticeKind kind = NoticeKind::correction;
  diff::Range a = {};  ///< in the old text; empty if it came
  diff::Range b = {};  ///< in the new text; empty if it went
};

/// What became of the notices of two texts.
struct NoticeChanges {
  std::vector<NoticeChange> changes;
  std::vector<diff::Range> all_a;  ///< every notice of the old text, changed or not
  std::vector<diff::Range> all_b;

  /// Whether most of a passage is notice, in the old text or in the new one.
  [[nodiscard]] bool covers_a(diff::Range passage) const;
  [[nodiscard]] bool covers_b(diff::Range passage) const;
};

/// Finds the notices of both texts and pairs them. Searches them only if a block that changed may
/// hold one.
NoticeChanges find_notice_changes(std::string_view a,
                                  std::string_view b,
                                  const diff::TextDiff& diff);

/// Whether two notices are one, perhaps in other words: the same text, or the same kind with enough
/// common words.
bool is_same_notice(const Notice& x, const Notice& y);

}  // namespace arch::corrections
