#pragma once

#include "cmd/marked_text.hpp"
#include "cmd/output.hpp"
#include "cmd/style.hpp"

#include <cstddef>
#include <string>

namespace arch::cmd {

/// Two texts to be shown beside each other, with a rule between them.
struct Columns {
  const MarkedText& left;
  const MarkedText& right;
  std::string left_lead = {};  ///< before the first line of each; blanks before the others
  std::string right_lead = {};
  Role lead_role = Role::plain;
  std::size_t room = 0;  ///< columns of each text, see column_room()
};

void print_columns(const Columns& columns, const Style& style, Output& out);

/// Columns of each text on a line of `width`, of which leads take `leads` together. Never so few
/// that no text is worth reading: lines get longer than the terminal instead.
std::size_t column_room(std::size_t width, std::size_t leads);

}  // namespace arch::cmd
