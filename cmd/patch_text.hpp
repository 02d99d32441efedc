#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arch::cmd {

class Context;

/// Two texts and the paths that a patch names them by, without `a/` and `b/` before them.
struct PatchTexts {
  std::string_view a;
  std::string_view b;
  std::string path_a = {};  ///< empty: there was nothing before
  std::string path_b = {};
  std::uint32_t context = 3;  ///< unchanged lines on each side of a change
};

/// Returns the path of the article's document in an export to git, so that a patch applies there.
std::string document_path(std::string_view key);

/// Prints a unified diff that `patch -p1` and `git apply` accept; nothing when the texts are equal.
/// On a terminal it is coloured by line and what a terminal must not get is escaped; elsewhere it
/// is exact.
void print_patch(const PatchTexts& texts, Context& context);

}  // namespace arch::cmd
