#pragma once

#include "base/bytes.hpp"
#include "html/encoding.hpp"
#include "html/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace arch::html {

/// What a page may cost. Of 3,410 real pages none had more than 31 elements in each other or 11
/// attributes on one, and the largest had 9 MB; browsers stop at a depth of 512 too.
struct Limits {
  std::size_t bytes = 32 << 20;   ///< of the page; what is beyond is not read
  std::size_t depth = 512;        ///< of open elements
  std::size_t nodes = 1'000'000;  ///< tags and texts
  std::size_t attributes = 256;   ///< of one element; further ones are left out
  std::size_t all_attributes = 400'000;
};

/// How much of a page the tree has.
enum class Fidelity : std::uint8_t {
  whole,      ///< all of it
  cut,        ///< its beginning: the page is longer than the limit
  text_only,  ///< its texts and block boundaries, because the markup is beyond the limits
};

struct ParseOptions {
  std::string_view content_type = {};  ///< the HTTP header's value, when known
  Limits limits = {};
};

struct ParsedPage {
  Tree tree = {};
  EncodingDecision encoding = {};
  Fidelity fidelity = Fidelity::whole;
};

/// Parses a page by the rules of HTML. Every input gives a tree, the same on every machine, in
/// less than a second and 512 MB; an input beyond the limits gives what `fidelity` says.
/// Thread-safe; 230 KB take about half a millisecond.
ParsedPage parse_page(ByteView page, const ParseOptions& options = {});

}  // namespace arch::html
