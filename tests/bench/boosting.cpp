#include "bench/boosting.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

namespace arch::bench {

namespace {

constexpr std::size_t bins = 64;

struct Bin {
  float gradient = 0;
  float weight = 0;  ///< the second derivative
  float rows = 0;    ///< the rows' own weights
};

using Histogram = std::vector<Bin>;  ///< of all features, `bins` each

struct Split {
  float gain = 0;
  std::size_t feature = 0;
  std::size_t bin = 0;  ///< rows with a higher one go to the higher branch
};

struct Leaf {
  std::vector<std::uint32_t> rows;
  Histogram histogram;
  Split split;
  std::size_t node = 0;
};

struct GrownNode {
  int feature = -1;
  float value = 0;
  std::size_t bin = 0;
  std::size_t lower = 0;
  std::size_t higher = 0;
};

class Booster {
public:
  Booster(const TrainingSet& set, const BoostingOptions& options)
      : set_{set}, options_{options}, columns_{set.rows.front().size()}, random_{options.seed} {
    cut_features();
  }

  TrainedModel boost() {
    TrainedModel model;
    double right = 0;
    double all = 0;
    for (std::size_t i = 0; i < set_.rows.size(); ++i) {
      right += static_cast<double>(set_.labels[i]) * static_cast<double>(set_.weights[i]);
      all += static_cast<double>(set_.weights[i]);
    }
    model.bias = static_cast<float>(std::log(right / (all - right)));
    scores_.assign(set_.rows.size(), model.bias);
    for (int tree = 0; tree < options_.trees; ++tree) {
      grow();
      write(model);
    }
    return model;
  }

private:
  void cut_features() {
    edges_.resize(columns_);
    binned_.resize(columns_);
    std::vector<float> values;
    for (std::size_t feature = 0; feature < columns_; ++feature) {
      values.clear();
      for (const article::FeatureRow& row : set_.rows) {
        values.push_back(row[feature]);
      }
      std::ranges::sort(values);
      std::vector<float>& edges = edges_[feature];
      std::vector<float> distinct = values;
      distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
      const bool few = distinct.size() <= bins;
      for (std::size_t i = 1; i < (few ? distinct.size() : bins); ++i) {
        const float edge =
            few ? (distinct[i - 1] + distinct[i]) / 2 : values[i * values.size() / bins];
        if (edges.empty() || edge > edges.back()) {
          edges.push_back(edge);
        }
      }
      for (const article::FeatureRow& row : set_.rows) {
        binned_[feature].push_back(static_cast<std::uint8_t>(
            std::ranges::lower_bound(edges, row[feature]) - edges.begin()));
      }
    }
  }

  void grow() {
    const std::size_t rows = set_.rows.size();
    gradients_.resize(rows);
    seconds_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const float guess = 1 / (1 + std::exp(-scores_[i]));
      gradients_[i] = (guess - set_.labels[i]) * set_.weights[i];
      seconds_[i] = std::max(guess * (1 - guess), 1e-6F) * set_.weights[i];
    }
    chosen_.clear();
    std::vector<std::size_t> order(columns_);
    std::iota(order.begin(), order.end(), std::size_t{0});
    // std::shuffle is not the same on every machine.
    for (std::size_t i = columns_; i > 1; --i) {
      std::swap(order[i - 1], order[random_() % i]);
    }
    const auto count = static_cast<std::size_t>(options_.features * static_cast<float>(columns_));
    chosen_.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
    std::ranges::sort(chosen_);
    nodes_.assign(1, {});
    leaves_.clear();
    Leaf root;
    const auto limit = static_cast<std::uint32_t>(options_.rows * 65'536.F);
    for (std::uint32_t row = 0; row < rows; ++row) {
      if (random_() % 65'536 < limit) {
        root.rows.push_back(row);
      }
    }
    root.histogram = count_rows(root.rows);
    root.split = best_split(root.histogram);
    leaves_.push_back(std::move(root));
    while (static_cast<int>(leaves_.size()) < options_.leaves && split_best()) {
    }
    for (const Leaf& leaf : leaves_) {
      set_value(leaf);
    }
    for (std::size_t row = 0; row < rows; ++row) {
      std::size_t at = 0;
      while (nodes_[at].feature >= 0) {
        const auto feature = static_cast<std::size_t>(nodes_[at].feature);
        at = binned_[feature][row] > nodes_[at].bin ? nodes_[at].higher : nodes_[at].lower;
      }
      scores_[row] += nodes_[at].value;
    }
  }

  Histogram count_rows(const std::vector<std::uint32_t>& rows) const {
    Histogram histogram(columns_ * bins);
    for (const std::size_t feature : chosen_) {
      Bin* const own = &histogram[feature * bins];
      const std::uint8_t* const column = binned_[feature].data();
      for (const std::uint32_t row : rows) {
        Bin& bin = own[column[row]];
        bin.gradient += gradients_[row];
        bin.weight += seconds_[row];
        bin.rows += set_.weights[row];
      }
    }
    return histogram;
  }

  Split best_split(const Histogram& histogram) const {
    Split best;
    const auto worth = [&](const Bin& side) {
      return side.gradient * side.gradient / (side.weight + options_.penalty);
    };
    for (const std::size_t feature : chosen_) {
      Bin all;
      for (std::size_t bin = 0; bin < bins; ++bin) {
        add(all, histogram[feature * bins + bin], 1);
      }
      Bin low;
      for (std::size_t bin = 0; bin + 1 < bins; ++bin) {
        add(low, histogram[feature * bins + bin], 1);
        Bin high = all;
        add(high, low, -1);
        if (low.rows < options_.least_weight || high.rows < options_.least_weight) {
          continue;
        }
        const float gain = worth(low) + worth(high) - worth(all);
        if (gain > best.gain + 1e-6F) {
          best = {.gain = gain, .feature = feature, .bin = bin};
        }
      }
    }
    return best;
  }

  static void add(Bin& to, const Bin& from, float sign) {
    to.gradient += sign * from.gradient;
    to.weight += sign * from.weight;
    to.rows += sign * from.rows;
  }

  bool split_best() {
    const auto found =
        std::ranges::max_element(leaves_, {}, [](const Leaf& leaf) { return leaf.split.gain; });
    if (found->split.gain <= 0) {
      return false;
    }
    const Split split = found->split;
    Leaf low;
    Leaf high;
    const std::vector<std::uint8_t>& column = binned_[split.feature];
    for (const std::uint32_t row : found->rows) {
      (column[row] > split.bin ? high : low).rows.push_back(row);
    }
    Leaf& small = low.rows.size() < high.rows.size() ? low : high;
    Leaf& large = low.rows.size() < high.rows.size() ? high : low;
    small.histogram = count_rows(small.rows);
    large.histogram = std::move(found->histogram);
    for (std::size_t i = 0; i < large.histogram.size(); ++i) {
      add(large.histogram[i], small.histogram[i], -1);
    }
    low.split = best_split(low.histogram);
    high.split = best_split(high.histogram);
    GrownNode& node = nodes_[found->node];
    node.feature = static_cast<int>(split.feature);
    node.value = edges_[split.feature][split.bin];
    node.bin = split.bin;
    node.lower = nodes_.size();
    node.higher = nodes_.size() + 1;
    low.node = nodes_.size();
    high.node = nodes_.size() + 1;
    nodes_.resize(nodes_.size() + 2);
    *found = std::move(low);
    leaves_.push_back(std::move(high));
    return true;
  }

  void set_value(const Leaf& leaf) {
    double gradient = 0;
    double weight = 0;
    for (const std::uint32_t row : leaf.rows) {
      gradient += static_cast<double>(gradients_[row]);
      weight += static_cast<double>(seconds_[row]);
    }
    const double value = -gradient / (weight + static_cast<double>(options_.penalty));
    // Rounded as the table is written, so that what is measured is what lands.
    nodes_[leaf.node].value =
        static_cast<float>(std::round(value * static_cast<double>(options_.rate) * 1e4) / 1e4);
  }

  void write(TrainedModel& model) const {
    model.roots.push_back(static_cast<std::uint16_t>(model.nodes.size()));
    write_node(model, 0);
  }

  void write_node(TrainedModel& model, std::size_t index) const {
    const GrownNode& node = nodes_[index];
    const std::size_t place = model.nodes.size();
    model.nodes.push_back(
        {.feature = static_cast<std::int16_t>(node.feature), .value = node.value});
    if (node.feature >= 0) {
      write_node(model, node.lower);
      model.nodes[place].higher = static_cast<std::uint16_t>(model.nodes.size() - place);
      write_node(model, node.higher);
    }
  }

  const TrainingSet& set_;
  const BoostingOptions& options_;
  std::size_t columns_;
  std::mt19937 random_;
  std::vector<std::vector<float>> edges_;
  std::vector<std::vector<std::uint8_t>> binned_;
  std::vector<float> scores_;
  std::vector<float> gradients_;
  std::vector<float> seconds_;
  std::vector<std::size_t> chosen_;
  std::vector<GrownNode> nodes_;
  std::vector<Leaf> leaves_;
};

}  // namespace

TrainedModel boost(const TrainingSet& set, const BoostingOptions& options) {
  return Booster{set, options}.boost();
}

}  // namespace arch::bench
