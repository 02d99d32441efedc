#include "corrections/disclosure.hpp"

#include "corrections/notice_changes.hpp"
#include "corrections/rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arch::corrections {
namespace {

/// A revision lost most of its text with a notice when less than this share of its size is left.
bool is_rewritten(std::string_view before, std::string_view after) {
  const Classification change = classify(before, after);
  return change.verdict.classes.contains(ChangeClass::rewrite);
}

class LifeFollower {
public:
  LifeFollower(std::span<const RevisionText> revisions, std::span<const NoticeLabel> labels)
      : revisions_(revisions), labels_(labels) {}

  std::vector<NoticeLife> follow() {
    for (std::uint32_t number = 0; number < revisions_.size(); ++number) {
      if (number > 0 && revisions_[number].text == revisions_[number - 1].text) {
        keep_all(number);
        continue;
      }
      add_revision(number);
    }
    for (NoticeLife& life : lives_) {
      life.removed = life.last + 1 < revisions_.size();
      if (life.removed) {
        life.removed_by_rewrite =
            is_rewritten(revisions_[life.last].text, revisions_[life.last + 1].text);
      }
    }
    return std::move(lives_);
  }

private:
  void keep_all(std::uint32_t number) {
    for (NoticeLife& life : lives_) {
      if (life.last + 1 == number) {
        life.last = number;
      }
    }
  }

  /// Words that are the same first, then like ones; what is left is new.
  void add_revision(std::uint32_t number) {
    if (labels_.empty() && !may_hold_notice(revisions_[number].text)) {
      return;
    }
    std::vector<Notice> notices = find_notices(revisions_[number].text, labels_);
    std::erase_if(notices, [](const Notice& n) { return n.kind == NoticeKind::technical; });
    for (const bool exact : {true, false}) {
      std::erase_if(notices,
                    [&](const Notice& notice) { return continues(notice, number, exact); });
    }
    for (Notice& notice : notices) {
      NoticeLife& life = lives_.emplace_back();
      life.texts = {notice.text};
      life.since = {number};
      life.latest = notice;
      life.notice = std::move(notice);
      life.first = life.last = number;
    }
  }

  bool continues(const Notice& notice, std::uint32_t number, bool exact) {
    const auto life = std::ranges::find_if(lives_, [&](const NoticeLife& other) {
      const bool is_open = other.last + 1 == number;
      return is_open &&
             (exact ? other.texts.back() == notice.text : is_same_notice(other.notice, notice));
    });
    if (life == lives_.end()) {
      return false;
    }
    life->last = number;
    if (!exact) {
      life->texts.push_back(notice.text);
      life->since.push_back(number);
      life->latest = notice;
    }
    return true;
  }

  std::span<const RevisionText> revisions_;
  std::span<const NoticeLabel> labels_;
  std::vector<NoticeLife> lives_;
};

/// Matches one change with all notices.
class DisclosureJudge {
public:
  DisclosureJudge(std::span<const RevisionText> revisions,
                  std::span<const NoticeLife> lives,
                  std::uint32_t number,
                  const Classification& change,
                  const Policy& policy,
                  UtcTime now)
      : revisions_(revisions),
        lives_(lives),
        number_(number),
        change_(change),
        policy_(policy),
        now_(now),
        needed_(std::ranges::any_of(change.segments, [&](const Segment& s) { return counts(s); })) {
  }

  Disclosure judge() {
    const UtcTime seen = revisions_[number_].first_seen;
    result_.grace_ends = {seen.seconds + policy_.grace};
    result_.passages.assign(change_.segments.size(), Level::none);
    passages_now_ = result_.passages;
    if (!needed_) {
      return judge_named();
    }
    if (change_.verdict.classes.contains(ChangeClass::metadata)) {
      result_.level = result_.level_at_grace = Level::mark;
    }
    Level ever = Level::none;
    for (std::uint32_t i = 0; i < lives_.size(); ++i) {
      ever = std::max(ever, take(i));
    }
    result_.status = status(ever);
    return std::move(result_);
  }

private:
  /// Of a change that needs no disclosure, such as the spelling of a name: a notice may speak of it
  /// all the same. It must give the value that is new, or the one that was wrong.
  Disclosure judge_named() {
    for (std::uint32_t i = 0; i < lives_.size(); ++i) {
      take(i);
    }
    result_.weak_label = false;
    if (result_.level >= Level::specific) {
      result_.status = DisclosureStatus::disclosed;
      return std::move(result_);
    }
    Disclosure none{.grace_ends = result_.grace_ends};
    none.passages.assign(change_.segments.size(), Level::none);
    return none;
  }

  static bool names_a_value(const Match& match) {
    return match.level >= Level::specific && std::ranges::any_of(match.links, [](const Link& link) {
             return link.by == Link::By::new_value || link.by == Link::By::old_value;
           });
  }

  [[nodiscard]] bool counts(const Segment& segment) const {
    return is_substantive(segment) || policy_.always_disclose.contains(segment.change);
  }

  /// Returns how well notice `index` ever disclosed the change, in any of its wordings since. The
  /// level is that of the wording that stands.
  Level take(std::uint32_t index) {
    const NoticeLife& life = lives_[index];
    if (life.last < number_) {
      return Level::none;
    }
    const bool is_there = life.last + 1 == revisions_.size();
    Level ever = Level::none;
    Level at_grace = Level::none;
    Match stands;
    std::vector<std::pair<std::uint32_t, Level>> levels;  // of each wording, since when
    for (std::size_t k = 0; k < life.texts.size(); ++k) {
      const bool is_last = k + 1 == life.texts.size();
      if (!is_last && life.since[k + 1] <= number_) {
        continue;  // it was worded anew before, or with, the change
      }
      Match match = take_wording(life, k, is_there && is_last);
      ever = std::max(ever, match.level);
      if (revisions_[life.since[k]].first_seen <= result_.grace_ends) {
        at_grace = match.level;
      }
      levels.emplace_back(life.since[k], match.level);
      stands = std::move(match);
    }
    result_.level_at_grace = std::max(result_.level_at_grace, at_grace);
    if (stands.level > Level::mark && stands.level > level_of_notice_) {
      level_of_notice_ = stands.level;
      result_.notice = index;
      result_.links = std::move(stands.links);
      result_.weak_label = stands.weak_label;
      set_delay(std::ranges::find_if(levels, [&](const auto& one) {
                  return one.second >= stands.level;
                })->first);
    }
    if (is_there) {
      result_.level = std::max(result_.level, stands.level);
    }
    return ever;
  }

  /// The best match of wording `index` of a notice with a passage of the change. `stands`: whether
  /// it still is in the text.
  Match take_wording(const NoticeLife& life, std::size_t index, bool stands) {
    Match best;
    for (std::size_t i = 0; i < change_.segments.size(); ++i) {
      const Segment& segment = change_.segments[i];
      if (needed_ ? !counts(segment) : segment.a.empty() || segment.b.empty()) {
        continue;
      }
      Match match = match_wording(life, index, segment);
      if (!needed_ && !names_a_value(match)) {
        continue;
      }
      // What stood there before the change, and does not speak of it, is about something else.
      if (life.first < number_ && life.since[index] < number_ && match.level < Level::specific) {
        continue;
      }
      result_.passages[i] = std::max(result_.passages[i], match.level);
      passages_now_[i] = stands ? std::max(passages_now_[i], match.level) : passages_now_[i];
      if (match.level > best.level) {
        best = std::move(match);
      }
    }
    return best;
  }

  [[nodiscard]] Match match_wording(const NoticeLife& life,
                                    std::size_t index,
                                    const Segment& segment) const {
    Notice notice = index + 1 == life.texts.size() ? life.latest : life.notice;
    notice.text = life.texts[index];
    return match_notice(
        notice, revisions_[number_ - 1].text, revisions_[number_].text, segment, policy_);
  }

  /// `first` is the revision that first disclosed the change as well as it is now.
  void set_delay(std::uint32_t first) {
    const RevisionText& change = revisions_[number_];
    const RevisionText& notice = revisions_[first];
    const std::int64_t changed_after = change.changed_after.value_or(change.first_seen).seconds;
    const std::int64_t noticed_after = notice.changed_after.value_or(notice.first_seen).seconds;
    result_.delay_most = notice.first_seen.seconds - changed_after;
    result_.delay_least = first == number_ ? 0 : noticed_after - change.first_seen.seconds;
  }

  [[nodiscard]] DisclosureStatus status(Level ever) const {
    using enum DisclosureStatus;
    if (ever >= Level::generic && result_.level < Level::generic) {
      return withdrawn;
    }
    const bool in_grace = now_ <= result_.grace_ends;
    if (result_.level >= Level::specific) {
      if (leaves_out_a_passage()) {
        return in_grace ? pending : partial;
      }
      return result_.level_at_grace >= Level::specific ? disclosed : late;
    }
    if (result_.level == Level::generic) {
      return vague;
    }
    return in_grace ? pending : silent;
  }

  /// Whether a passage of fact is disclosed by nothing, while others are. What leans to an update
  /// comes with most corrections, and a correction need not speak of it.
  [[nodiscard]] bool leaves_out_a_passage() const {
    for (std::size_t i = 0; i < change_.segments.size(); ++i) {
      const Segment& segment = change_.segments[i];
      if (counts(segment) && segment.likeness != Likeness::update &&
          passages_now_[i] <= Level::mark) {
        return true;
      }
    }
    return false;
  }

  std::span<const RevisionText> revisions_;
  std::span<const NoticeLife> lives_;
  std::uint32_t number_;
  const Classification& change_;
  const Policy& policy_;
  UtcTime now_;
  bool needed_;  ///< whether some passage counts
  Disclosure result_;
  std::vector<Level> passages_now_;  ///< of each, by the notices that are still there
  Level level_of_notice_ = Level::none;
};

}  // namespace

std::string_view level_name(Level which) {
  constexpr std::array<std::string_view, 6> names{
      "none", "mark", "generic", "specific", "labelled", "structured"};
  return names[static_cast<std::size_t>(which)];
}

std::string_view status_name(DisclosureStatus which) {
  constexpr std::array<std::string_view, 8> names{
      "not-needed", "pending", "silent", "vague", "partial", "disclosed", "late", "withdrawn"};
  return names[static_cast<std::size_t>(which)];
}

std::string_view link_name(Link::By which) {
  constexpr std::array<std::string_view, 4> names{"new-value", "old-value", "subject", "part"};
  return names[static_cast<std::size_t>(which)];
}

std::vector<NoticeLife> follow_notices(std::span<const RevisionText> revisions,
                                       std::span<const NoticeLabel> labels) {
  return LifeFollower{revisions, labels}.follow();
}

Disclosure judge_disclosure(std::span<const RevisionText> revisions,
                            std::span<const NoticeLife> lives,
                            std::uint32_t number,
                            const Classification& change,
                            const Policy& policy,
                            UtcTime now) {
  return DisclosureJudge{revisions, lives, number, change, policy, now}.judge();
}

Disclosure disclosure_without_notices(const Verdict& verdict,
                                      UtcTime first_seen,
                                      const Policy& policy,
                                      UtcTime now) {
  Disclosure result{.grace_ends = {first_seen.seconds + policy.grace}};
  if (verdict.substantive.empty()) {
    return result;
  }
  if (verdict.classes.contains(ChangeClass::metadata)) {
    result.level = result.level_at_grace = Level::mark;
  }
  result.status = now <= result.grace_ends ? DisclosureStatus::pending : DisclosureStatus::silent;
  return result;
}

}  // namespace arch::corrections
