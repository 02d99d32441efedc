#include "capture/outcome.hpp"

namespace arch::capture {

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    using enum Outcome;
    case recorded:
      return "recorded";
    case reverted:
      return "reverted";
    case unchanged:
      return "unchanged";
    case blocked:
      return "blocked";
    case withheld:
      return "withheld";
    case missing:
      return "missing";
    case removed:
      return "removed";
    case soft_404:
      return "soft 404";
    case empty:
      return "empty";
    case truncated:
      return "truncated";
    case front_page:
      return "front page";
    case not_an_article:
      return "not an article";
    case unreachable:
      return "unreachable";
  }
  return {};
}

bool saw_article(Outcome outcome) {
  return outcome == Outcome::recorded || outcome == Outcome::reverted ||
         outcome == Outcome::unchanged;
}

history::Absence absence_of(Outcome outcome) {
  switch (outcome) {
    using enum Outcome;
    case blocked:
    case withheld:
      return history::Absence::blocked;
    case removed:
      return history::Absence::removed;
    case soft_404:
    case front_page:
    case not_an_article:
      return history::Absence::not_an_article;
    default:
      return history::Absence::unreachable;
  }
}

}  // namespace arch::capture
