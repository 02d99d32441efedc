#pragma once

#include "article/body_model.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace arch::bench {

/// Rows of features with what they should be taken for, and how much each counts.
struct TrainingSet {
  std::vector<article::FeatureRow> rows = {};
  std::vector<float> labels = {};  ///< 0 to 1
  std::vector<float> weights = {};
};

struct BoostingOptions {
  int trees = 160;
  int leaves = 24;
  float rate = 0.1F;
  float least_weight = 60;  ///< of the rows in a leaf, in weights of mean 1
  float penalty = 5;        ///< on the squares of what leaves add
  float features = 0.4F;    ///< share of the features that a tree may ask for
  float rows = 0.5F;        ///< share of the rows that a tree is grown on
  std::uint32_t seed = 1;
};

/// A model that owns its trees.
struct TrainedModel {
  std::vector<article::ModelNode> nodes = {};
  std::vector<std::uint16_t> roots = {};
  float bias = 0;

  article::BodyModel view() const { return {.nodes = nodes, .roots = roots, .bias = bias}; }
};

/// Gradient boosting of decision trees for the log-loss (Friedman 2001), each grown leaf by leaf on
/// histograms of up to 64 values a feature (as LightGBM does, Ke et al. 2017). The same for the
/// same set and options.
TrainedModel boost(const TrainingSet& set, const BoostingOptions& options);

}  // namespace arch::bench
