#pragma once

#include "article/read_page.hpp"

#include <string>
#include <vector>

namespace arch::article {

/// The texts of the document's blocks, in their order.
inline std::vector<std::string> texts(const PageReading& reading) {
  std::vector<std::string> all;
  all.reserve(reading.document.blocks.size());
  for (const Block& block : reading.document.blocks) {
    all.push_back(block.text);
  }
  return all;
}

}  // namespace arch::article
