#include "article/body.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace arch::article {

namespace {

/// Of the thresholds that were tried, that with the best F1 on unseen sites; from 0.4 to 0.55 it
/// changes by less than 0.001.
constexpr float threshold = 0.5F;

/// Of a page where the model is sure of nothing, as of a few short paragraphs, what is nearly as
/// likely as the likeliest block.
constexpr float share_of_most = 0.75F;

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
        fates_(blocks.size(), Fate::unlikely) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (!features.is_hopeless(i)) {
        looked_at_.push_back(i);
      }
    }
  }

  std::vector<Fate> decide() {
    level_units();
    const float enough = std::min(threshold, share_of_most * most_likely());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].kind != PageBlockKind::image &&
          rates_[i] >= std::max(enough, threshold_within)) {
        fates_[i] = Fate::kept;
      }
    }
    if (std::ranges::none_of(fates_, is_kept)) {
      recover();
    }
    fill_holes();
    drop_repeated();
    keep_notices();
    name_headline();
    drop_byline();
    return std::move(fates_);
  }

private:
  /// The rows of a table are kept or left together: their mean, weighted by their letters. Of a
  /// list most of which is the article's, doubtful items are too.
  void level_units() {
    for (std::size_t begin = 0; begin < looked_at_.size();) {
      std::size_t end = begin;
      float letters = 0;
      float sum = 0;
      while (end < looked_at_.size() && are_of_one(looked_at_[begin], looked_at_[end])) {
        const float own = static_cast<float>(blocks_[looked_at_[end]].letters);
        letters += own;
        sum += rates_[looked_at_[end]] * own;
        ++end;
      }
      for (std::size_t i = begin; i < end && letters > 0; ++i) {
        level(looked_at_[i], sum / letters);
      }
      begin = std::max(end, begin + 1);
    }
  }

  bool are_of_one(std::size_t left, std::size_t right) const {
    const PageBlock& a = blocks_[left];
    const PageBlock& b = blocks_[right];
    return a.kind == b.kind &&
           (a.kind == PageBlockKind::table_row || (a.list != html::no_node && a.list == b.list));
  }

  void level(std::size_t block, float mean) {
    float& rate = rates_[block];
    if (blocks_[block].kind == PageBlockKind::table_row) {
      rate = mean;
    } else if (mean >= threshold && rate >= threshold_within) {
      rate = std::max(rate, threshold);
    }
  }

  /// The rate of the likeliest block with a text of its own; 0 if there is none.
  float most_likely() const {
    float most = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].kind != PageBlockKind::image && blocks_[i].kind != PageBlockKind::caption) {
        most = std::max(most, rates_[i]);
      }
    }
    return most;
  }

  /// A page with text has an article with text: what is least unlikely.
  void recover() {
    const float most = most_likely();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].kind != PageBlockKind::image && blocks_[i].kind != PageBlockKind::caption &&
          most > 0 && rates_[i] >= most / 2) {
        fates_[i] = Fate::recovered;
      }
    }
  }

  void fill_holes() {
    for (std::size_t i = 1; i + 1 < looked_at_.size(); ++i) {
      const std::size_t at = looked_at_[i];
      if (fates_[at] == Fate::unlikely && rates_[at] >= threshold_within &&
          fates_[looked_at_[i - 1]] == Fate::kept && fates_[looked_at_[i + 1]] == Fate::kept &&
          features_.phrases(at) == 0) {
        fates_[at] = Fate::recovered;
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

  bool has_good() const {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (is_kept(fates_[i]) && features_.is_good(i)) {
        return true;
      }
    }
    return false;
  }

  /// Says why the headline is not in the text, and takes it out above the text's first paragraph,
  /// where it need not be the page's h1.
  void name_headline() {
    constexpr float alike = 0.8F;
    constexpr float the_same = 0.95F;
    bool above = has_good();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      above = above && !(is_kept(fates_[i]) && features_.is_good(i));
      if (blocks_[i].kind != PageBlockKind::heading) {
        continue;
      }
      const float likeness = features_.headline_likeness(i);
      if ((fates_[i] == Fate::unlikely && likeness >= alike) ||
          (above && is_kept(fates_[i]) && likeness >= the_same)) {
        fates_[i] = Fate::headline;
      }
    }
  }

  /// The line above the text that says who wrote it and little more; the model is in doubt about
  /// it, because those that it learned from are of two minds.
  void drop_byline() {
    constexpr float alike = 0.66F;
    constexpr std::uint32_t longest = 60;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (is_kept(fates_[i]) && features_.is_good(i)) {
        return;  // within the text a name may be that of who speaks
      }
      if (is_kept(fates_[i]) && blocks_[i].letters <= longest &&
          features_.byline_likeness(i) >= alike) {
        fates_[i] = Fate::byline;
      }
    }
  }

  std::span<const PageBlock> blocks_;
  const BodyFeatures& features_;
  std::vector<float> rates_;
  std::vector<Fate> fates_;
  std::vector<std::size_t> looked_at_;  ///< the blocks that are not hopeless
};

}  // namespace

bool is_kept(Fate fate) {
  return fate == Fate::kept || fate == Fate::notice || fate == Fate::recovered ||
         fate == Fate::post;
}

std::vector<Fate> decide_fates(std::span<const PageBlock> blocks,
                               const BodyFeatures& features,
                               std::span<const float> probabilities) {
  return Decider{blocks, features, probabilities}.decide();
}

}  // namespace arch::article
