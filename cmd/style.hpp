#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arch::cmd {

/// What a piece of output is; colour follows from it. Colour repeats what the text says already.
enum class Role : std::uint8_t { plain, id, heading, added, removed, moved, faint, error, hint };

/// Paints pieces of output, or leaves them as they are.
class Style {
public:
  explicit Style(bool coloured) : coloured_(coloured) {}

  std::string paint(Role role, std::string_view text) const;

  /// The escape sequence that begins `role`; empty without colour and for plain.
  std::string_view begin(Role role) const;
  /// The one that ends it.
  std::string_view end(Role role) const;

private:
  bool coloured_;
};

}  // namespace arch::cmd
