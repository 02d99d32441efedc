#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arch::html {

enum class ReferencePlace : std::uint8_t { text, attribute };

/// Appends `text`, valid UTF-8, with its character references decoded by the rules of HTML
/// (https://html.spec.whatwg.org/#character-reference-state): by name, with the semicolon or, for
/// names of old, without; by number, where those of windows-1252's controls mean its characters.
/// What is no reference is appended as it is. Linear in the length of `text`.
void append_decoded(std::string& decoded, std::string_view text, ReferencePlace place);

}  // namespace arch::html
