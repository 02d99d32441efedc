#include "article/body_model.hpp"

#include "base/sha256.hpp"

#include <fmt/format.h>

#include <cmath>

namespace arch::article {

std::vector<float> BodyModel::probabilities(const BodyFeatures& features,
                                            std::size_t blocks) const {
  const std::size_t columns = feature_names().size();
  std::vector<float> sums(features.rows().size() / columns, bias);
  // Tree by tree: blocks that stand beside each other go the same way through a tree, so that a
  // processor foresees it.
  for (const std::uint16_t root : roots) {
    const float* row = features.rows().data();
    for (float& sum : sums) {
      const ModelNode* node = &nodes[root];
      while (node->feature >= 0) {
        node += row[node->feature] > node->value ? node->higher : 1;
      }
      sum += node->value;
      row += columns;
    }
  }
  std::vector<float> probabilities(blocks);
  auto sum = sums.begin();
  for (std::size_t i = 0; i < blocks; ++i) {
    if (!features.is_hopeless(i)) {
      probabilities[i] = 1 / (1 + std::exp(-*sum++));
    }
  }
  return probabilities;
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
