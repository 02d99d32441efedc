#include "article/body_model.hpp"

#include "article/page_kind.hpp"
#include "article/read_page.hpp"
#include "html/parse.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace arch::article {
namespace {

/// A tree with so many leaves, of thresholds that features may well have exactly.
void grow(std::vector<ModelNode>& nodes, int leaves, std::mt19937& random) {
  if (leaves == 1) {
    nodes.push_back({.value = static_cast<float>(random() % 2001) / 1000 - 1});
    return;
  }
  const std::size_t at = nodes.size();
  constexpr std::array values = {0.F, 0.5F, 1.F, 0.25F, 3.F, 40.F};
  nodes.push_back({.feature = static_cast<std::int16_t>(random() % feature_names().size()),
                   .value = values[random() % values.size()]});
  const int lower = 1 + static_cast<int>(random() % static_cast<unsigned>(leaves - 1));
  grow(nodes, lower, random);
  nodes[at].higher = static_cast<std::uint16_t>(nodes.size() - at);
  grow(nodes, leaves - lower, random);
}

/// The sum of the leaves that a walk through each tree comes to.
float walked(const BodyModel& model, FeatureRow row) {
  float sum = model.bias;
  for (const std::uint16_t root : model.roots) {
    const ModelNode* node = &model.nodes[root];
    while (node->feature >= 0) {
      node += row[static_cast<std::size_t>(node->feature)] > node->value ? node->higher : 1;
    }
    sum += node->value;
  }
  return sum;
}

/// A page of `paragraphs` that look unlike each other, and a menu, which is hopeless.
std::string page_of(int paragraphs) {
  std::string page = "<title>The bridge</title><ul class=menu><li><a href=/>Home</a></ul><article>";
  for (int i = 0; i < paragraphs; ++i) {
    page += i % 5 == 0 ? "<h2>Part " + std::to_string(i) + "</h2>" : "";
    page += i % 3 == 0 ? "<p class=lead>" : "<p>";
    for (int word = 0; word <= 3 * i; ++word) {
      page += word % 7 == 6 ? "in 2024, <a href=/x>they</a> said. " : "The bridge ";
    }
    page += "</p>";
  }
  return page;
}

TEST(BodyRater, ComesToTheLeavesThatAWalkComesTo) {
  std::mt19937 random{7};
  for (const int paragraphs : {1, 7, 8, 9, 40}) {
    const std::string page = page_of(paragraphs);
    const html::ParsedPage parsed = html::parse_page(as_bytes(page));
    const std::vector<PageBlock> blocks = cut_blocks(parsed.tree);
    const BodyFeatures features{parsed.tree, blocks, {}};
    std::vector<ModelNode> nodes;
    std::vector<std::uint16_t> roots;
    for (const int leaves : {1, 2, 3, 24, 31, 32, 32, 5}) {
      roots.push_back(static_cast<std::uint16_t>(nodes.size()));
      grow(nodes, leaves, random);
    }
    const BodyModel model{.nodes = nodes, .roots = roots, .bias = 0.5F};
    const std::vector<float> rates = BodyRater{model}.probabilities(features, blocks.size());
    ASSERT_EQ(rates.size(), blocks.size());
    std::size_t rated = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (features.is_hopeless(i)) {
        EXPECT_EQ(rates[i], 0);
      } else {
        EXPECT_EQ(rates[i], 1 / (1 + std::exp(-walked(model, features.row(i))))) << blocks[i].text;
        ++rated;
      }
    }
    EXPECT_GE(rated, static_cast<std::size_t>(paragraphs));
    EXPECT_LT(rated, blocks.size());
  }
}

TEST(BodyRater, HasNothingToSayOfAPageWithoutBlocks) {
  const html::ParsedPage parsed = html::parse_page({});
  const BodyFeatures features{parsed.tree, {}, {}};
  EXPECT_TRUE(body_rater().probabilities(features, 0).empty());
}

TEST(BodyModel, IsTheTableThatItsDigestNames) {
  EXPECT_EQ(model_digest(body_model()), body_model_digest());
  EXPECT_EQ(page_reader_name(), "page/8-" + std::string{body_model_digest()});
  for (const ModelNode& node : body_model().nodes) {
    EXPECT_LT(node.feature, static_cast<int>(feature_names().size()));
  }
}

}  // namespace
}  // namespace arch::article
