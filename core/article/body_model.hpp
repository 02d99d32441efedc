#pragma once

#include "article/body_features.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// A node of a decision tree. Its lower branch is the node that follows.
struct ModelNode {
  std::int16_t feature = -1;  ///< that is asked for; -1 for a leaf
  std::uint16_t higher =
      0;  ///< how far behind the node is that comes next when the feature is above `value`
  float value = 0;  ///< the threshold; of a leaf, what it adds to the log-odds
};

/// A sum of decision trees over the features of a block.
struct BodyModel {
  std::span<const ModelNode> nodes = {};
  std::span<const std::uint16_t> roots = {};  ///< where each tree begins
  float bias = 0;                             ///< log-odds before the trees

  /// How sure it is that each of a page's blocks belongs to the article: 0 to 1; 0 for one that is
  /// hopeless.
  std::vector<float> probabilities(const BodyFeatures& features, std::size_t blocks) const;
};

/// The model that `./dev bench extract train` made from marked pages.
const BodyModel& body_model();

/// Names the model's table; part of the extractor's version. The first 12 digits of its SHA-256.
std::string_view body_model_digest();

/// The digest of a table, as body_model_digest() gives it for its own.
std::string model_digest(const BodyModel& model);

}  // namespace arch::article
