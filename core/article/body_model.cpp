#include "article/body_model.hpp"

#include "base/sha256.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

namespace arch::article {

float BodyModel::probability(FeatureRow row) const {
  float sum = bias;
  for (const std::uint16_t root : roots) {
    const ModelNode* node = &nodes[root];
    while (node->feature >= 0) {
      node += row[static_cast<std::size_t>(node->feature)] > node->value ? node->higher : 1;
    }
    sum += node->value;
  }
  return 1 / (1 + std::exp(-sum));
}

std::string model_digest(const BodyModel& model) {
  std::string text = fmt::format("{}\n", model.bias);
  for (const ModelNode& node : model.nodes) {
    text += fmt::format("{} {} {}\n", node.feature, node.higher, node.value);
  }
  for (const std::uint16_t root : model.roots) {
    text += fmt::format("{}\n", root);
  }
  constexpr std::size_t shown_digits = 12;
  return sha256(as_bytes(text)).short_hex(shown_digits);
}

}  // namespace arch::article
