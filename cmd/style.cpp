#include "cmd/style.hpp"

namespace arch::cmd {

std::string_view Style::begin(Role role) const {
  if (!coloured_) {
    return {};
  }
  switch (role) {
    using enum Role;
    case plain:
      return {};
    case id:
      return "\x1b[33m";
    case heading:
      return "\x1b[1m";
    case added:
      return "\x1b[32m";
    case removed:
      return "\x1b[31m";
    case moved:
      return "\x1b[36m";
    case faint:
      return "\x1b[2m";
    case error:
      return "\x1b[1;31m";
    case hint:
      return "\x1b[1;36m";
  }
  return {};
}

std::string_view Style::end(Role role) const {
  return coloured_ && role != Role::plain ? "\x1b[m" : "";
}

std::string Style::paint(Role role, std::string_view text) const {
  std::string painted{begin(role)};
  painted += text;
  painted += end(role);
  return painted;
}

}  // namespace arch::cmd
