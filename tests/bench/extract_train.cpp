// extract_train PAGES TABLE.cpp PREDICTIONS.json [TREES [LEAVES]]
//
// Trains the model that tells an article's blocks from the rest of a page, on the pages of the
// folder PAGES (html/ID.html and truth.json). Prints what it reaches on sites that it was not
// trained on (five folds, no site in two) beside what it reaches on those it was; writes the texts
// of the former to PREDICTIONS, and the model, trained on all pages, to TABLE.

#include "article/metadata.hpp"
#include "bench/boosting.hpp"
#include "bench/extract_pages.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <future>
#include <map>

namespace {

using arch::article::BodyRater;
using arch::article::Fate;
using arch::bench::BoostingOptions;
using arch::bench::MarkedPage;
using arch::bench::TrainedModel;
using arch::bench::TrainingSet;
namespace article = arch::article;

constexpr std::size_t folds = 5;

/// Variants of each page that are trained on too, so that what stands beside an article counts for
/// less.
constexpr unsigned variants = 2;

/// wcxb holds pages that are no news, and marks what it holds more loosely.
float set_weight(const MarkedPage& page) {
  return page.set == "wcxb-dev" ? 0.6F : 1.F;
}

std::size_t fold_of(const MarkedPage& page) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325;
  for (const char c : page.site) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3;
  }
  return (hash >> 20U) % folds;
}

void add_page(TrainingSet& set, const MarkedPage& page, const std::vector<float>& labels) {
  std::vector<float> weights;
  float sum = 0;
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    const float letters = static_cast<float>(page.blocks[i].letters);
    weights.push_back(page.features->is_hopeless(i) ? 0 : std::sqrt(1 + letters / 5));
    sum += weights.back();
  }
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    if (weights[i] > 0) {
      constexpr float mean_blocks = 100;
      set.rows.push_back(page.features->row(i));
      set.labels.push_back(labels[i]);
      set.weights.push_back(set_weight(page) / (1 + variants) * mean_blocks * weights[i] / sum);
    }
  }
}

std::string text_of(const MarkedPage& page, const BodyRater& rater) {
  const std::vector<float> rates = rater.probabilities(*page.features, page.blocks.size());
  const std::vector<Fate> fates = article::decide_fates(page.blocks, *page.features, rates);
  std::string text;
  for (std::size_t i = 0; i < fates.size(); ++i) {
    if (article::is_kept(fates[i]) && page.blocks[i].kind != article::PageBlockKind::image) {
      text += page.blocks[i].text + "\n\n";
    }
  }
  return text;
}

struct Score {
  double precision = 0;
  double recall = 0;
  double pages_with_text = 0;
  double pages = 0;
  double exact = 0;

  void add(const MarkedPage& page, const std::string& text) {
    const arch::bench::Overlap overlap = arch::bench::overlap(page.truth, text);
    precision += overlap.found > 0 ? overlap.shared / overlap.found : 0;
    pages_with_text += overlap.found > 0 ? 1 : 0;
    recall += overlap.wanted > 0 ? overlap.shared / overlap.wanted : 0;
    pages += overlap.wanted > 0 ? 1 : 0;
    exact += arch::bench::words_of(page.truth) == arch::bench::words_of(text) ? 1 : 0;
  }

  std::string to_string() const {
    const double p = precision / pages_with_text;
    const double r = recall / pages;
    return fmt::format("F1 {:.4f}  precision {:.4f}  recall {:.4f}  exact {:.3f}  empty {}",
                       2 * p * r / (p + r),
                       p,
                       r,
                       exact / pages,
                       pages - pages_with_text);
  }
};

using Scores = std::map<std::string, Score>;

void add_score(Scores& scores, const MarkedPage& page, const std::string& text) {
  scores[page.set].add(page, text);
  scores["all"].add(page, text);
}

void print(const Scores& scores, std::string_view name) {
  for (const auto& [set, score] : scores) {
    fmt::print("{:<12} {:<14} {}\n", name, set, score.to_string());
  }
}

/// The blocks that the model is wrong about, the worst first, as tab-separated values: how much of
/// the page's text it costs, the page, the label, the fate, the probability, the text.
class Mistakes {
public:
  void add(const MarkedPage& page, const std::vector<float>& labels, const BodyRater& rater) {
    const std::vector<float> rates = rater.probabilities(*page.features, page.blocks.size());
    const std::vector<Fate> fates = article::decide_fates(page.blocks, *page.features, rates);
    for (std::size_t i = 0; i < fates.size(); ++i) {
      if (page.blocks[i].kind != article::PageBlockKind::image &&
          article::is_kept(fates[i]) != (labels[i] >= 0.5F)) {
        const double cost = static_cast<double>(page.blocks[i].letters) /
                            static_cast<double>(page.truth.size() + 1);
        lines_.emplace(cost,
                       fmt::format("{:.3f}\t{}\t{:.2f}\t{}\t{:.2f}\t{}\t{}\n",
                                   cost,
                                   page.id,
                                   labels[i],
                                   name_of(fates[i]),
                                   rates[i],
                                   static_cast<int>(page.blocks[i].kind),
                                   page.blocks[i].text));
      }
    }
  }

  void write(const std::string& path) const {
    std::ofstream file{path};
    for (const auto& [cost, line] : lines_) {
      file << line;
    }
  }

private:
  std::multimap<double, std::string, std::greater<>> lines_;
};

void write_table(const TrainedModel& model, const std::string& path) {
  std::ofstream file{path};
  file << "// Made by `./dev bench extract train`; docs/extraction.md says from what. The trees "
          "are\n"
          "// written depth first, one a line; a node is the place of a feature in "
          "feature_names(), how\n"
          "// far behind it its higher branch begins, and the threshold; a leaf is -1, 0, and what "
          "it\n"
          "// adds to the log-odds.\n"
          "#include \"article/body_model.hpp\"\n\n#include <array>\n\n"
          "namespace arch::article {\n\nnamespace {\n\n// clang-format off\n"
          "constexpr std::array nodes = std::to_array<ModelNode>({\n";
  for (std::size_t tree = 0; tree < model.roots.size(); ++tree) {
    const std::size_t end =
        tree + 1 < model.roots.size() ? model.roots[tree + 1] : model.nodes.size();
    for (std::size_t i = model.roots[tree]; i < end; ++i) {
      const article::ModelNode& node = model.nodes[i];
      std::string value = fmt::format("{}", node.value);
      value += value.find_first_of(".e") == std::string::npos ? ".F" : "F";
      file << fmt::format("{{{},{},{}}},", node.feature, node.higher, value);
    }
    file << '\n';
  }
  file << "});\nconstexpr std::array roots = std::to_array<std::uint16_t>({\n";
  for (const std::uint16_t root : model.roots) {
    file << root << ',';
  }
  std::string bias = fmt::format("{}", model.bias);
  file
      << "\n});\n// clang-format on\n\n}  // namespace\n\nconst BodyModel& body_model() {\n"
      << fmt::format(
             "  static constexpr BodyModel model{{.nodes = nodes, .roots = roots, .bias = {}F}};\n",
             bias)
      << "  return model;\n}\n\nstd::string_view body_model_digest() {\n"
      << fmt::format("  return \"{}\";\n", article::model_digest(model.view()))
      << "}\n\n}  // namespace arch::article\n";
}

void print_features(const TrainedModel& model) {
  std::map<std::string, int> uses;
  for (const article::ModelNode& node : model.nodes) {
    if (node.feature >= 0) {
      ++uses[article::feature_names()[static_cast<std::size_t>(node.feature)]];
    }
  }
  std::multimap<int, std::string, std::greater<>> sorted;
  for (const auto& [name, count] : uses) {
    sorted.emplace(count, name);
  }
  fmt::print("features by use:");
  for (const auto& [count, name] : sorted) {
    fmt::print(" {} {},", count, name);
  }
  fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: extract_train PAGES TABLE.cpp PREDICTIONS.json [TREES [LEAVES]]\n");
    return 2;
  }
  BoostingOptions options;
  options.trees = argc > 4 ? std::atoi(argv[4]) : options.trees;
  options.leaves = argc > 5 ? std::atoi(argv[5]) : options.leaves;
  const std::vector<MarkedPage> pages = arch::bench::read_marked_pages(argv[1], variants);
  std::vector<std::vector<float>> labels;
  labels.reserve(pages.size());
  for (const MarkedPage& page : pages) {
    labels.push_back(arch::bench::label_blocks(page));
  }
  Scores unseen;
  Scores best;
  Mistakes mistakes;
  nlohmann::json predictions;
  // One more than the folds: the last is trained on all pages.
  std::array<std::future<TrainedModel>, folds + 1> models;
  const auto train = [&](std::size_t fold) {
    models[fold] = std::async(std::launch::async, [&, fold] {
      TrainingSet set;
      for (std::size_t i = 0; i < pages.size(); ++i) {
        if (fold_of(pages[i]) != fold) {
          add_page(set, pages[i], labels[i]);
        }
      }
      return arch::bench::boost(set, options);
    });
  };
  train(0);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    train(fold + 1);  // two at a time
    const TrainedModel model = models[fold].get();
    const BodyRater rater{model.view()};
    for (const MarkedPage& page : pages) {
      if (fold_of(page) == fold && !page.is_variant) {
        const std::string text = text_of(page, rater);
        add_score(unseen, page, text);
        predictions[page.id] = text;
        mistakes.add(page, labels[static_cast<std::size_t>(&page - pages.data())], rater);
      }
    }
  }
  mistakes.write(std::string{argv[3]} + ".mistakes.tsv");
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (pages[i].is_variant) {
      continue;
    }
    std::string text;
    for (std::size_t block = 0; block < labels[i].size(); ++block) {
      text += labels[i][block] >= 0.5F ? pages[i].blocks[block].text + "\n\n" : "";
    }
    add_score(best, pages[i], text);
  }
  std::ofstream{argv[3]} << predictions.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
  const TrainedModel model = models[folds].get();
  const BodyRater rater{model.view()};
  Scores fit;
  for (const MarkedPage& page : pages) {
    if (page.is_variant) {
      continue;
    }
    add_score(fit, page, text_of(page, rater));
  }
  print(best, "labels");
  print(fit, "trained on");
  print(unseen, "unseen sites");
  print_features(model);
  write_table(model, argv[2]);
  return 0;
}
