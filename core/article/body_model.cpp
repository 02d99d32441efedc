#include "article/body_model.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace arch::article {

BodyRater::BodyRater(const BodyModel& model) : bias_{model.bias} {
  for (std::size_t tree = 0; tree < model.roots.size(); ++tree) {
    first_leaf_.push_back(static_cast<std::uint32_t>(leaves_.size()));
    add(&model.nodes[model.roots[tree]], static_cast<std::uint16_t>(tree));
  }
  std::ranges::stable_sort(conditions_, {}, [](const Condition& condition) {
    return std::pair{condition.feature, condition.threshold};
  });
  for (std::uint32_t i = 0; i < conditions_.size(); ++i) {
    if (features_.empty() || features_.back() != conditions_[i].feature) {
      features_.push_back(conditions_[i].feature);
      first_.push_back(i);
    }
  }
  first_.push_back(static_cast<std::uint32_t>(conditions_.size()));
}

const ModelNode* BodyRater::add(const ModelNode* node, std::uint16_t tree) {
  const auto leaf = [&] { return static_cast<std::uint32_t>(leaves_.size()) - first_leaf_[tree]; };
  ARCH_ASSERT(leaf() < std::numeric_limits<Leaves>::digits);
  if (node->feature < 0) {
    leaves_.push_back(node->value);
    return node + 1;
  }
  const std::uint32_t first = leaf();
  const ModelNode* const higher = add(node + 1, tree);
  const Leaves lower = ((Leaves{1} << (leaf() - first)) - 1) << first;
  conditions_.push_back({.threshold = node->value,
                         .feature = static_cast<std::uint16_t>(node->feature),
                         .tree = tree,
                         .left = ~lower});
  return add(higher, tree);
}

BodyRater::Lanes<float> BodyRater::sums(const Lanes<FeatureRow>& rows,
                                        std::vector<Lanes<Leaves>>& left) const {
  Lanes<Leaves> all;
  all.fill(~Leaves{0});
  std::ranges::fill(left, all);
  for (std::size_t i = 0; i < features_.size(); ++i) {
    Lanes<float> values;
    std::ranges::transform(rows, values.begin(), [&](FeatureRow row) { return row[features_[i]]; });
    const float most = std::ranges::max(values);
    const Condition* condition = &conditions_[first_[i]];
    const Condition* const end = conditions_.data() + first_[i + 1];
    for (; condition != end && most > condition->threshold; ++condition) {
      const Condition asked = *condition;  // for a compiler to know that it stays as it is
      Lanes<Leaves>& of_tree = left[asked.tree];
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        of_tree[lane] &= values[lane] > asked.threshold ? asked.left : ~Leaves{0};
      }
    }
  }
  Lanes<float> sums;
  sums.fill(bias_);
  for (std::size_t tree = 0; tree < left.size(); ++tree) {
    const float* const leaves = &leaves_[first_leaf_[tree]];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      sums[lane] += leaves[std::countr_zero(left[tree][lane])];
    }
  }
  return sums;
}

std::vector<float> BodyRater::probabilities(const BodyFeatures& features,
                                            std::size_t blocks) const {
  std::vector<float> probabilities(blocks);
  std::vector<Lanes<Leaves>> left(first_leaf_.size());
  Lanes<FeatureRow> rows;
  Lanes<std::size_t> places;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < blocks; ++i) {
    if (!features.is_hopeless(i)) {
      rows[taken] = features.row(i);
      places[taken] = i;
      ++taken;
    }
    if (taken == lanes || (taken > 0 && i + 1 == blocks)) {
      std::fill(rows.begin() + static_cast<std::ptrdiff_t>(taken), rows.end(), rows.front());
      const Lanes<float> odds = sums(rows, left);
      for (std::size_t lane = 0; lane < taken; ++lane) {
        probabilities[places[lane]] = 1 / (1 + std::exp(-odds[lane]));
      }
      taken = 0;
    }
  }
  return probabilities;
}

const BodyRater& body_rater() {
  static const BodyRater rater{body_model()};
  return rater;
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
