#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace arch::capture {

/// What may stand in an article's place.
enum class Wall : std::uint8_t {
  challenge,  ///< proves that one is no robot, or says that one is refused
  login,
  consent,
  paywall,
  soft_404,  ///< says that there is no such page
  fault,     ///< says that the server cannot serve it now
};

/// `challenge` …, as reasons begin.
std::string_view name_of(Wall wall);

/// What gives a wall away.
struct BlockSign {
  Wall wall = Wall::challenge;
  std::string_view phrase = {};  ///< that was found; lives as long as the program
};

/// Returns the sign of a wall that words of a page have, in English, German, French, Spanish,
/// Italian, Portuguese or Dutch; nullopt when they have none. `heading` is the page's title and
/// headline, `text` the beginning of what it shows, both with letter case folded.
///
/// Articles about robots, cookies and subscriptions use the same words, so a sign alone proves
/// nothing: see judge().
std::optional<BlockSign> find_sign(std::string_view heading, std::string_view text);

/// Returns the sign that the markup of a page has: of what sellers of such walls put there.
std::optional<BlockSign> find_markup_sign(std::string_view page);

}  // namespace arch::capture
