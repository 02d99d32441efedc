#include "cmd/one_line_diff.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "diff/text_diff.hpp"
#include "history/key.hpp"

#include <fmt/format.h>

#include <vector>

namespace arch::cmd {
namespace {

/// Of each side, in bytes.
constexpr std::size_t longest_side = 60;

std::string shown(std::string_view text, diff::Range range) {
  const std::string side =
      one_line(history::trim(text.substr(range.begin, range.end - range.begin)));
  const std::size_t cut = valid_utf8_prefix(std::string_view{side}.substr(0, longest_side));
  return cut < side.size() ? side.substr(0, cut) + "…" : side;
}

}  // namespace

std::string one_line_diff(std::string_view before, std::string_view after) {
  const diff::TextDiff changes = diff::compare(before, after);
  const std::vector<diff::Run> runs = diff::leaves(changes);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].touch != diff::Touch::words) {
      continue;
    }
    std::string removed = shown(before, runs[i].a);
    std::string added = shown(after, runs[i].b);
    // What was deleted stands before what replaced it.
    if (added.empty() && i + 1 < runs.size() && runs[i + 1].kind == diff::Kind::inserted) {
      added = shown(after, runs[i + 1].b);
    }
    if (removed.empty() && added.empty()) {
      continue;
    }
    return removed.empty() ? fmt::format("+ {}", added)
           : added.empty() ? fmt::format("- {}", removed)
                           : fmt::format("{} → {}", removed, added);
  }
  return {};
}

}  // namespace arch::cmd
