#pragma once

#include "article/body_features.hpp"

#include <array>
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
};

/// A model, made ready to rate blocks. Trees are not walked: for each feature, each condition that
/// sends a block to the higher branch takes the leaves of the lower one out of what is left of its
/// tree, whose first leaf in the end is the one that a walk would have come to (QuickScorer:
/// Lucchese et al., SIGIR 2015). Conditions stand by rising thresholds, so the first that no block
/// exceeds ends its feature; several blocks are rated side by side.
class BodyRater {
public:
  /// Each tree has at most 32 leaves.
  explicit BodyRater(const BodyModel& model);

  /// How sure the model is that each of a page's blocks belongs to the article: 0 to 1; 0 for one
  /// that is hopeless.
  std::vector<float> probabilities(const BodyFeatures& features, std::size_t blocks) const;

private:
  /// A set of leaves of a tree, as bits.
  using Leaves = std::uint32_t;

  struct Condition {
    float threshold = 0;
    std::uint16_t feature = 0;
    std::uint16_t tree = 0;
    Leaves left = 0;  ///< that a block may come to which is above the threshold
  };

  /// Blocks that are rated side by side; what compilers make vectors of.
  static constexpr std::size_t lanes = 8;
  template <typename T>
  using Lanes = std::array<T, lanes>;

  /// Adds the conditions of the tree, or branch of one, that begins at `node`; returns its end.
  const ModelNode* add(const ModelNode* node, std::uint16_t tree);
  /// The log-odds of blocks. `left` is room for what is left of each tree.
  Lanes<float> sums(const Lanes<FeatureRow>& rows, std::vector<Lanes<Leaves>>& left) const;

  float bias_ = 0;
  std::vector<Condition> conditions_;    ///< by feature and threshold
  std::vector<std::uint16_t> features_;  ///< that conditions ask for, rising
  std::vector<std::uint32_t> first_;     ///< the first condition of each of features_, and the end
  std::vector<std::uint32_t> first_leaf_;  ///< of each tree, in leaves_
  std::vector<float> leaves_;
};

/// The model that `./dev bench extract train` made from marked pages.
const BodyModel& body_model();

/// body_model(), ready; made when it is first asked for.
const BodyRater& body_rater();

/// Names the model's table; part of the extractor's version. The first 12 digits of its SHA-256.
std::string_view body_model_digest();

/// The digest of a table, as body_model_digest() gives it for its own.
std::string model_digest(const BodyModel& model);

}  // namespace arch::article
