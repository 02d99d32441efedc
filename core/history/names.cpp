#include "history/names.hpp"

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace arch::history {
namespace {

Error refuse(std::string_view typed, std::string_view problem) {
  return Error{ErrorKind::usage,
               fmt::format("reading the name {}: {}", one_line(typed), problem),
               "a name is KEY, KEY~2, KEY@{2026-11-20 14:32}, KEY@{first}, or the beginning of an "
               "id"};
}

/// Returns the last step of `text` and cuts it off, or nullopt if `text` does not end with one.
std::optional<RevisionName::Step> take_step(std::string_view& text) {
  using Kind = RevisionName::Step::Kind;
  const std::string_view typed = text;
  if (text.ends_with('}')) {
    const std::size_t open = text.rfind("@{");
    if (open == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view when = trim(text.substr(open + 2, text.size() - open - 3));
    if (when.find('}') != std::string_view::npos) {
      return std::nullopt;
    }
    if (when.empty()) {
      throw refuse(typed, "there is no time between @{ and }");
    }
    text = text.substr(0, open);
    if (when == "first") {
      return RevisionName::Step{.kind = Kind::first, .begin = open};
    }
    if (when == "last") {
      return RevisionName::Step{.kind = Kind::last, .begin = open};
    }
    return RevisionName::Step{.kind = Kind::at, .when = std::string{when}, .begin = open};
  }
  std::size_t tilde = text.size();
  while (tilde > 0 && is_ascii_digit(text[tilde - 1])) {
    --tilde;
  }
  if (tilde == 0 || text[tilde - 1] != '~') {
    return std::nullopt;
  }
  RevisionName::Step step{.kind = Kind::back, .begin = tilde - 1};
  if (const std::string_view digits = text.substr(tilde); !digits.empty()) {
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), step.count);
    if (error != std::errc{}) {
      throw refuse(typed, fmt::format("~{} is more than there can be", digits));
    }
  }
  text = text.substr(0, tilde - 1);
  return step;
}

}  // namespace

RevisionName parse_revision_name(std::string_view typed) {
  if (typed.size() > max_name_size) {
    throw Error{ErrorKind::usage,
                fmt::format("reading a name: it has {} bytes", typed.size()),
                fmt::format("a name has at most {}", max_name_size)};
  }
  if (!is_valid_utf8(typed)) {
    throw refuse(typed, "it is not UTF-8");
  }
  RevisionName name;
  std::string_view rest = typed;
  while (std::optional<RevisionName::Step> step = take_step(rest)) {
    if (name.steps.size() == max_name_steps) {
      throw refuse(typed, fmt::format("it has more than {} steps", max_name_steps));
    }
    name.steps.push_back(*std::move(step));
  }
  std::ranges::reverse(name.steps);
  name.subject = trim(rest);
  if (name.subject.empty()) {
    throw refuse(typed, "it does not say of which article");
  }
  return name;
}

}  // namespace arch::history
