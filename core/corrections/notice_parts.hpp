#pragma once

#include "corrections/change_class.hpp"

#include <span>
#include <string_view>

namespace arch::corrections {

/// What a notice may call the part or kind of thing that it corrects, in all languages, by how the
/// word begins; and the classes of change that this names.
struct Part {
  ClassSet classes;
  std::span<const std::string_view> stems;
};

std::span<const Part> notice_parts();

}  // namespace arch::corrections
