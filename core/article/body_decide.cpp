#include "article/body.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace arch::article {

namespace {

/// From the cross-validation of `./dev bench extract train`: F1 is flat between 0.4 and 0.55.
constexpr float threshold = 0.45F;

/// Between blocks that are kept, a doubtful one more likely is part of the article than not.
constexpr float threshold_within = 0.3F;

class Decider {
public:
  Decider(std::span<const PageBlock> blocks,
          const BodyFeatures& features,
          std::span<const float> probabilities)
      : blocks_{blocks},
        features_{features},
        rates_(probabilities.begin(), probabilities.end()),
        fates_(blocks.size(), Fate::unlikely) {}

  std::vector<Fate> decide() {
    level_tables();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].kind != PageBlockKind::image && rates_[i] >= threshold) {
        fates_[i] = Fate::kept;
      }
    }
    if (std::ranges::none_of(fates_, is_kept)) {
      recover();
    }
    fill_holes();
    drop_repeated();
    keep_notices();
    return std::move(fates_);
  }

private:
  /// The rows of a table are kept or left together: their mean, weighted by their letters.
  void level_tables() {
    for (std::size_t begin = 0; begin < blocks_.size();) {
      std::size_t end = begin;
      float letters = 0;
      float sum = 0;
      while (end < blocks_.size() && blocks_[end].kind == PageBlockKind::table_row) {
        letters += static_cast<float>(blocks_[end].letters);
        sum += rates_[end] * static_cast<float>(blocks_[end].letters);
        ++end;
      }
      if (end > begin + 1) {
        std::fill(rates_.begin() + static_cast<std::ptrdiff_t>(begin),
                  rates_.begin() + static_cast<std::ptrdiff_t>(end),
                  letters > 0 ? sum / letters : 0);
      }
      begin = std::max(end, begin + 1);
    }
  }

  /// A page with text has an article with text: what is least unlikely.
  void recover() {
    float most = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].kind != PageBlockKind::image && blocks_[i].kind != PageBlockKind::caption) {
        most = std::max(most, rates_[i]);
      }
    }
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].kind != PageBlockKind::image && blocks_[i].kind != PageBlockKind::caption &&
          most > 0 && rates_[i] >= most / 2) {
        fates_[i] = Fate::recovered;
      }
    }
  }

  void fill_holes() {
    for (std::size_t i = 1; i + 1 < blocks_.size(); ++i) {
      if (fates_[i] == Fate::unlikely && blocks_[i].kind != PageBlockKind::image &&
          rates_[i] >= threshold_within && fates_[i - 1] == Fate::kept &&
          fates_[i + 1] == Fate::kept) {
        fates_[i] = Fate::recovered;
      }
    }
  }

  /// Pull quotes and teasers of the article's own text; short texts may well be said twice.
  void drop_repeated() {
    constexpr std::uint32_t short_text = 40;
    std::unordered_set<std::string_view> said;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (is_kept(fates_[i]) && blocks_[i].letters >= short_text &&
          !said.insert(blocks_[i].text).second) {
        fates_[i] = Fate::repeated;
      }
    }
  }

  /// What says that the article was changed is kept, wherever in it or below it it stands.
  void keep_notices() {
    constexpr NameGroups elsewhere = bit(NameGroup::related) | bit(NameGroup::comment) |
                                     bit(NameGroup::navigation) | bit(NameGroup::overlay) |
                                     bit(NameGroup::footer) | bit(NameGroup::card);
    constexpr std::uint32_t shortest = 30;  // shorter ones are links to a page of corrections
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const PageBlock& block = blocks_[i];
      if (fates_[i] == Fate::unlikely && block.kind != PageBlockKind::image &&
          (features_.phrases(i) & bit(Phrase::correction)) != 0 && block.letters >= shortest &&
          block.linked * 2 < block.letters && features_.is_in_main(i) &&
          (features_.groups_around(i) & elsewhere) == 0) {
        fates_[i] = Fate::notice;
      }
    }
  }

  std::span<const PageBlock> blocks_;
  const BodyFeatures& features_;
  std::vector<float> rates_;
  std::vector<Fate> fates_;
};

}  // namespace

bool is_kept(Fate fate) {
  return fate == Fate::kept || fate == Fate::notice || fate == Fate::recovered;
}

std::vector<Fate> decide_fates(std::span<const PageBlock> blocks,
                               const BodyFeatures& features,
                               std::span<const float> probabilities) {
  return Decider{blocks, features, probabilities}.decide();
}

}  // namespace arch::article
