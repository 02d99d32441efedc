#include "cmd/appearance.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace arch::cmd {
namespace {

/// Bytes of a line that are shown before and after what was found.
constexpr std::size_t context_bytes = 100;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

std::string describe_appearance(const search::Appearance& appearance, const Zone& zone) {
  const std::string first = format_local(appearance.first_seen, zone);
  std::string text =
      appearance.not_before
          ? fmt::format("from between {} and {}", format_local(*appearance.not_before, zone), first)
          : fmt::format("from {} or before", first);
  if (appearance.gone_by) {
    text += fmt::format(", until between {} and {}",
                        format_local(appearance.last_seen, zone),
                        format_local(*appearance.gone_by, zone));
  } else {
    text += fmt::format(", still there {}", format_local(appearance.last_seen, zone));
  }
  return text;
}

JsonRecord appearance_record(const search::Appearance& appearance) {
  return JsonRecord{}
      .time("not_before", appearance.not_before)
      .time("first_seen", appearance.first_seen)
      .time("last_seen", appearance.last_seen)
      .time("gone_by", appearance.gone_by);
}

std::string excerpt(const search::Hit& hit, const Style& style) {
  const std::string_view line = hit.line;
  std::size_t begin = hit.match.begin > context_bytes ? hit.match.begin - context_bytes : 0;
  std::size_t end = std::min(line.size(), hit.match.end + context_bytes);
  while (begin > 0 && is_continuation(line[begin])) {
    --begin;
  }
  while (end < line.size() && is_continuation(line[end])) {
    ++end;
  }
  return fmt::format(
      "{}{}{}{}{}",
      begin > 0 ? "…" : "",
      one_line(line.substr(begin, hit.match.begin - begin)),
      style.paint(Role::heading,
                  one_line(line.substr(hit.match.begin, hit.match.end - hit.match.begin))),
      one_line(line.substr(hit.match.end, end - hit.match.end)),
      end < line.size() ? "…" : "");
}

}  // namespace arch::cmd
