#pragma once

#include <string_view>

namespace arch::cmd {

class Context;

/// Two document texts and the keys of the articles that they are of.
struct PatchTexts {
  std::string_view a;
  std::string_view b;
  std::string_view key_a = {};  ///< empty: there was nothing before
  std::string_view key_b = {};
};

/// Prints a unified diff that `patch -p1` and `git apply` accept; nothing when the texts are equal.
/// On a terminal it is coloured by line and what a terminal must not get is escaped; elsewhere it
/// is exact.
void print_patch(const PatchTexts& texts, Context& context);

}  // namespace arch::cmd
