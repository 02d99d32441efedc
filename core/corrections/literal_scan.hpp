#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {

/// Finds which of many literals occur in a text, in one pass of one table look-up a byte: the
/// automaton of Aho and Corasick (CACM 18, 1975) with all failures worked out beforehand. Letters
/// of ASCII are compared without regard to case, all other bytes as they are.
class LiteralScan {
public:
  /// `literals` are not empty, in lower case; together less than 65,536 / (different bytes + 1)
  /// bytes long, which is asserted.
  explicit LiteralScan(std::span<const std::string> literals);

  /// Calls `found(literal, end)` for each occurrence, in order of `end`, the offset of the byte
  /// behind it. Literals are counted as they were given.
  template <typename Found>
  void each(std::string_view text, const Found& found) const {
    std::uint16_t state = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      state = next_[state + classes_[static_cast<unsigned char>(text[at])]];
      if (state >= first_final_) {
        for (const std::uint16_t literal : found_[state / width_]) {
          found(literal, at + 1);
        }
      }
    }
  }

private:
  std::array<std::uint8_t, 256> classes_ = {};  ///< of bytes; 0 is of those in no literal
  std::uint16_t width_ = 1;                     ///< classes there are
  std::uint16_t first_final_ = 0;               ///< states from here on end a literal
  /// Of state s and class c the next state is next_[s + c]; states are counted in steps of width_.
  std::vector<std::uint16_t> next_;
  std::vector<std::vector<std::uint16_t>> found_;  ///< of each state
};

}  // namespace arch::corrections
