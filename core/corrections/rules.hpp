#pragma once

#include <cstdint>

namespace arch::corrections {

/// The thresholds of core/corrections/data/rules.txt, which says where they are from.
struct Rules {
  double local_similarity = 0;
  std::uint32_t local_words = 0;
  std::uint32_t tight_words = 0;
  std::uint32_t style_words = 0;
  std::uint32_t spelling_letters = 0;
  std::uint32_t spelling_length = 0;
  double rewrite_share = 0;
  std::uint32_t rewrite_bytes = 0;
  double gone_share = 0;
  double notice_similarity = 0;
  std::uint32_t variant_hours = 0;
  std::uint32_t late_hours = 0;
};

const Rules& rules();

}  // namespace arch::corrections
