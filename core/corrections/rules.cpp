#include "corrections/rules.hpp"

#include "base/error.hpp"
#include "corrections/embedded.hpp"
#include "corrections/named_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

namespace arch::corrections {
namespace {

constexpr std::array<std::pair<std::string_view, double Rules::*>, 4> shares{
    {{"local-similarity", &Rules::local_similarity},
     {"rewrite-share", &Rules::rewrite_share},
     {"gone-share", &Rules::gone_share},
     {"notice-similarity", &Rules::notice_similarity}}};

constexpr std::array<std::pair<std::string_view, std::uint32_t Rules::*>, 8> counts{
    {{"local-words", &Rules::local_words},
     {"tight-words", &Rules::tight_words},
     {"style-words", &Rules::style_words},
     {"spelling-letters", &Rules::spelling_letters},
     {"spelling-length", &Rules::spelling_length},
     {"rewrite-bytes", &Rules::rewrite_bytes},
     {"variant-hours", &Rules::variant_hours},
     {"late-hours", &Rules::late_hours}}};

/// Sets the threshold of that name in one of the tables above; false if it is in none.
template <typename Table>
bool set(Rules& rules, const Table& table, const NamedLine& line) {
  const auto* const found =
      std::ranges::find(table, line.name, [](const auto& e) { return e.first; });
  if (found == table.end()) {
    return false;
  }
  const auto [end, error] = std::from_chars(
      line.value.data(), line.value.data() + line.value.size(), rules.*(found->second));
  return error == std::errc{} && end == line.value.data() + line.value.size();
}

Rules read_rules(std::string_view text) {
  Rules rules;
  std::size_t read = 0;
  for (const NamedLine& line : named_lines(text)) {
    if (!set(rules, shares, line) && !set(rules, counts, line)) {
      throw Error{ErrorKind::usage,
                  fmt::format("rules, line {}: no such threshold: {}", line.number, line.name)};
    }
    ++read;
  }
  ARCH_ASSERT(read == shares.size() + counts.size());
  return rules;
}

}  // namespace

const Rules& rules() {
  static const Rules all = read_rules(embedded::rules);
  return all;
}

}  // namespace arch::corrections
