#include "corrections/disclosure.hpp"

#include "base/error.hpp"
#include "corrections/candidates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace arch::corrections {
namespace {

using testing::SizeIs;
using Status = DisclosureStatus;

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 3600;

// What a Story counts in.
constexpr std::int64_t story_hour = 60;
constexpr std::int64_t story_day = 24 * story_hour;

std::string text(std::string_view sentence,
                 std::string_view notice = "",
                 std::string_view headline = "Town") {
  std::string all = "headline: " + std::string{headline} + "\nlanguage: en\n\n";
  for (const char* const filler : {"The mill stands by the river.",
                                   "It was built long ago.",
                                   "Nobody was inside at night.",
                                   "The road is open again."}) {
    all += std::string{filler} + "\n\n";
  }
  all += std::string{sentence} + "\n";
  return notice.empty() ? all : all + "\n" + std::string{notice} + "\n";
}

constexpr std::string_view wrong = "The crash left 15 cars off the rails, Ms Adair said.";
constexpr std::string_view right = "The crash left 20 cars off the rails, Ms Adair said.";

/// Revisions that are given with the minutes at which they were seen.
class Story {
public:
  Story& add(std::int64_t seen, std::string document, std::int64_t seen_until) {
    texts_.push_back(std::move(document));
    times_.push_back({seen * minute, seen_until * minute});
    technical_.push_back(false);
    return *this;
  }
  Story& technical() {
    technical_.back() = true;
    return *this;
  }

  [[nodiscard]] JudgedArticle judge(std::int64_t now, const Policy& policy = {}) const {
    std::vector<RevisionText> revisions;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      RevisionText& revision = revisions.emplace_back();
      revision.text = texts_[i];
      revision.first_seen = {times_[i].first};
      revision.last_seen = {times_[i].second};
      if (i > 0) {
        revision.changed_after = UtcTime{times_[i - 1].second};
      }
    }
    return corrections::judge(revisions, technical_, policy, {now * minute});
  }

private:
  std::vector<std::string> texts_;
  std::vector<std::pair<std::int64_t, std::int64_t>> times_;
  std::vector<bool> technical_;
};

Level level(std::string_view notice_text) {
  const std::string a = text(wrong);
  const std::string b = text(right, notice_text);
  const std::vector<Notice> notices = find_notices(b);
  Level best = Level::none;
  for (const Segment& segment : classify(a, b).segments) {
    if (is_substantive(segment) && !notices.empty()) {
      best = std::max(best, match_notice(notices[0], a, b, segment).level);
    }
  }
  return best;
}

TEST(Level, says_how_well_a_notice_discloses_a_change) {
  EXPECT_EQ(level("Last updated on 3 March 2025"), Level::mark);
  EXPECT_EQ(level("This story has been updated."), Level::generic);
  EXPECT_EQ(level("This story has been corrected to show that 20 cars derailed."), Level::specific);
  EXPECT_EQ(level("Correction: An earlier version gave the wrong number of cars. It is 20."),
            Level::specific);
  EXPECT_EQ(level("Correction, March 3, 2025: it was 20 cars, not 15."), Level::labelled);
}

TEST(Level, does_not_need_the_value_that_was_wrong) {
  EXPECT_EQ(level("This article was corrected to say that it was 20 cars."), Level::specific);
}

TEST(Level, a_notice_of_something_else_discloses_nothing) {
  EXPECT_EQ(level("Correction: The mayor of Leeds is John Smith, not Tom Smith."), Level::none);
  EXPECT_EQ(level("Correction: The bridge is 300 metres long, not 200."), Level::none);
}

TEST(Level, a_time_or_a_paragraph_in_a_notice_is_no_other_value) {
  for (const std::string_view notice :
       {"This article was corrected at 6:12 p.m. to fix the number of cars.",
        "This article was corrected on March 2 at 2 p.m. to fix the number of cars.",
        "Correction: The number of cars in paragraph 3 was wrong.",
        "Correction: The number of cars in the second paragraph was wrong.",
        "Correction: The number of cars was wrong in a version published at 9am.",
        "Correction (18:12): The number of cars was wrong.",
        "Correction, 6:12 p.m.: The number of cars was wrong."}) {
    EXPECT_GE(level(notice), Level::specific) << notice;
  }
}

TEST(Level, a_notice_of_two_corrections_discloses_both) {
  EXPECT_EQ(level("Correction: An earlier version misstated the number of cars. It also gave the "
                  "age of the mayor as 45; he is 54."),
            Level::specific);
  EXPECT_EQ(level("Corrections: The mayor is 54, not 45. The number of cars was wrong."),
            Level::specific);
  EXPECT_EQ(level("Corrections: The mayor is 54, not 45. The number was wrong."), Level::none);
}

TEST(Level, a_sentence_that_goes_on_about_something_else_is_read_with_it) {
  EXPECT_EQ(level("Correction: This article gave the wrong age for Ms Adair. She is 54."),
            Level::none);
}

TEST(Level, what_notices_are_made_of_says_nothing_in_any_language) {
  for (const std::string_view notice :
       {"Esta noticia ha sido corregida.",
        "Este texto foi corrigido.",
        "Cet article a été mis à jour.",
        "Cet article a été corrigé après publication.",
        "Dieser Artikel enthielt einen Fehler.",
        "This article contained a factual error.",
        "This article was amended on 3 March to correct an error."}) {
    EXPECT_EQ(level(notice), Level::generic) << notice;
  }
}

TEST(Level, structured_data_with_a_date_is_the_most) {
  const std::string a = text(wrong);
  const std::string b =
      "headline: Town\nlanguage: en\ncorrection: 2025-03-03 It was 20 cars, not 15.\n" +
      text(right).substr(text(right).find("\n\n"));
  const std::vector<Notice> notices = find_notices(b);
  ASSERT_THAT(notices, SizeIs(1));
  Level best = Level::none;
  for (const Segment& segment : classify(a, b).segments) {
    best = std::max(best, match_notice(notices[0], a, b, segment).level);
  }
  EXPECT_EQ(best, Level::structured);
}

TEST(Disclosure, counts_what_a_notice_says_from_when_it_says_it) {
  const std::string vague = "Correction: An earlier version of this article had an error in it.";
  const std::string telling = vague + " It was 20 cars, not 15.";
  Story late;
  late.add(0, text(wrong), 0)
      .add(story_hour, text(right, vague), story_hour)
      .add(3 * story_day, text(right, telling), 3 * story_day);
  EXPECT_EQ(late.judge(4 * story_day).revisions[1].disclosure.status, Status::late);

  Story watered;
  watered.add(0, text(wrong), 0)
      .add(story_hour, text(right, telling), story_hour)
      .add(3 * story_day, text(right, vague), 3 * story_day);
  const Disclosure left = watered.judge(4 * story_day).revisions[1].disclosure;
  EXPECT_EQ(left.status, Status::vague);
  EXPECT_EQ(left.level, Level::generic);
}

TEST(Disclosure, a_notice_that_was_relabelled_is_called_what_it_is_called_now) {
  const std::string said = "An earlier version said 15 cars. It was 20.";
  Story story;
  story.add(0, text(wrong), 0)
      .add(story_hour, text(right, "Correction: " + said), story_hour)
      .add(2 * story_hour, text(right, "Update: " + said), 2 * story_hour);
  EXPECT_TRUE(story.judge(4 * story_day).revisions[1].disclosure.weak_label);
}

TEST(Disclosure, follows_the_worked_example) {
  // Seen wrong at 9:00 and 9:15, right without a note at 9:30, with it at 10:00.
  Story story;
  story.add(0, text(wrong), 15).add(30, text(right), 30);
  EXPECT_EQ(story.judge(30).revisions[1].disclosure.status, Status::pending);
  const std::string note = "Correction: it was 20 cars, not 15.";
  story.add(60, text(right, note), 60);
  const JudgedArticle judged = story.judge(61);
  const JudgedRevision& fix = judged.revisions[1];
  EXPECT_EQ(fix.disclosure.status, Status::disclosed);
  EXPECT_EQ(fix.disclosure.level, Level::specific);
  // No look between the fix and the note: the note came 0 to 45 minutes after the fix.
  EXPECT_EQ(fix.disclosure.delay_least, 0);
  EXPECT_EQ(fix.disclosure.delay_most, 45 * minute);
  ASSERT_TRUE(fix.exposure);
  EXPECT_EQ(fix.exposure->least, 15 * minute);
  EXPECT_EQ(fix.exposure->most, 30 * minute);
  // The note itself is no change that needs one.
  EXPECT_EQ(judged.revisions[2].change, ChangeClass::notice_added);
  EXPECT_EQ(judged.revisions[2].disclosure.status, Status::not_needed);
  EXPECT_EQ(story.judge(61, {.grace = 15 * minute}).revisions[1].disclosure.status, Status::late);
}

TEST(Disclosure, is_told_of_a_spelling_that_a_notice_names) {
  const std::string misspelt = text("The driver was Peter Muller, the railway said.");
  const std::string spelt = text("The driver was Peter Moller, the railway said.");
  const auto with_notice = [](std::string_view notice) {
    return text("The driver was Peter Moller, the railway said.", notice);
  };
  const auto judged = [&](std::string_view notice) {
    return Story{}
        .add(0, misspelt, 60)
        .add(120, spelt, 180)
        .add(240, with_notice(notice), 240)
        .judge(10 * story_day)
        .revisions[1];
  };
  const JudgedRevision named = judged(
      "Correction: An earlier version misspelt the driver's name. It is Moller, not Muller.");
  EXPECT_EQ(named.change, ChangeClass::name_spelling);
  EXPECT_EQ(named.disclosure.status, Status::disclosed);
  EXPECT_EQ(named.disclosure.notice, 0U);
  EXPECT_FALSE(is_candidate(named));
  const JudgedRevision other =
      judged("Correction: An earlier version gave the wrong number of cars. It was 20, not 15.");
  EXPECT_EQ(other.disclosure.status, Status::not_needed);
  EXPECT_EQ(other.disclosure.notice, std::nullopt);
}

TEST(Disclosure, is_silent_after_grace_only) {
  Story story;
  story.add(0, text(wrong), 10).add(20, text(right), 30);
  EXPECT_EQ(story.judge(20 + story_day).revisions[1].disclosure.status, Status::pending);
  EXPECT_EQ(story.judge(21 + story_day).revisions[1].disclosure.status, Status::silent);
}

TEST(Disclosure, tells_of_a_notice_that_went) {
  Story story;
  story.add(0, text(wrong), 10)
      .add(20, text(right, "Correction: it was 20 cars, not 15."), 30)
      .add(40, text(right), 50);
  const JudgedArticle judged = story.judge(60);
  EXPECT_EQ(judged.revisions[1].disclosure.status, Status::withdrawn);
  ASSERT_THAT(judged.notices, SizeIs(1));
  EXPECT_TRUE(judged.notices[0].removed);
  EXPECT_FALSE(judged.notices[0].removed_by_rewrite);
  EXPECT_EQ(judged.revisions[2].change, ChangeClass::notice_removed);
}

TEST(Disclosure, tells_of_a_label_weaker_than_the_change) {
  Story story;
  story.add(0, text(wrong), 10)
      .add(20, text(right, "Update: This story has been updated to say that it was 20 cars."), 30);
  EXPECT_TRUE(story.judge(40).revisions[1].disclosure.weak_label);
  Policy policy;
  policy.labels.push_back({.label = "update", .kind = NoticeKind::correction});
  EXPECT_FALSE(story.judge(40, policy).revisions[1].disclosure.weak_label);
}

TEST(Disclosure, a_notice_that_stood_there_before_is_about_something_else) {
  Story story;
  story.add(0, text(wrong, "This story has been updated."), 10)
      .add(20, text(right, "This story has been updated."), 30);
  EXPECT_EQ(story.judge(40).revisions[1].disclosure.level, Level::none);
}

TEST(Reversals, a_headline_that_flips_for_minutes_is_a_variant) {
  Story story;
  story.add(0, text(right, "", "Crash at the mill"), 10)
      .add(20, text(right, "", "Twenty cars off the rails"), 30)
      .add(40, text(right, "", "Crash at the mill"), 50);
  const JudgedArticle judged = story.judge(60);
  EXPECT_EQ(judged.revisions[1].change, ChangeClass::variant);
  EXPECT_EQ(judged.revisions[2].change, ChangeClass::variant);
  EXPECT_EQ(judged.revisions[1].disclosure.status, Status::not_needed);
}

TEST(Reversals, one_that_takes_days_is_an_edit_undone) {
  Story story;
  story.add(0, text(right, "", "Crash at the mill"), 10)
      .add(20, text(right, "", "Twenty cars off the rails"), 30)
      .add(20 * story_hour, text(right, "", "Crash at the mill"), 21 * story_hour);
  const JudgedArticle judged = story.judge(22 * story_hour);
  EXPECT_EQ(judged.revisions[1].change, ChangeClass::headline);
  EXPECT_EQ(judged.revisions[2].change, ChangeClass::reversion);
}

TEST(Reversals, a_headline_that_stays_is_one_change) {
  Story story;
  story.add(0, text(right, "", "Crash at the mill"), 10)
      .add(20, text(right, "", "Twenty cars off the rails"), 300);
  EXPECT_EQ(story.judge(400).revisions[1].change, ChangeClass::headline);
}

TEST(Reversals, of_a_body_are_reversions) {
  Story story;
  story.add(0, text(wrong), 10).add(20, text(right), 30).add(40, text(wrong), 50);
  EXPECT_EQ(story.judge(60).revisions[2].change, ChangeClass::reversion);
}

TEST(Technical, revisions_leave_the_statistics) {
  Story story;
  story.add(0, text(wrong), 10).add(20, text(right), 30).technical();
  const JudgedRevision judged = story.judge(60 * story_day).revisions[1];
  EXPECT_EQ(judged.change, ChangeClass::technical);
  EXPECT_EQ(judged.disclosure.status, Status::not_needed);
}

TEST(Notices, are_followed_through_their_wordings) {
  Story story;
  story.add(0, text(right, "Correction: it was 20 cars, not 15."), 10)
      .add(20, text(right, "Correction: it was 20 cars, not 15 as we said."), 30);
  const JudgedArticle judged = story.judge(60);
  ASSERT_THAT(judged.notices, SizeIs(1));
  EXPECT_THAT(judged.notices[0].texts, SizeIs(2));
  EXPECT_FALSE(judged.notices[0].removed);
  EXPECT_EQ(judged.revisions[1].change, ChangeClass::notice_changed);
}

TEST(Candidates, have_an_id_that_depends_on_the_revisions_only) {
  const ObjectId one = candidate_id("https://a.example/x", {}, {});
  EXPECT_EQ(one, candidate_id("https://a.example/x", {}, {}));
  EXPECT_NE(one, candidate_id("https://a.example/y", {}, {}));
}

TEST(Policy, is_read_from_lines) {
  const Policy policy = parse_policy(
      "# Our rules\n\ngrace: 12\nleast-level: 3\nsection: News\nignore-section: Puzzles\n"
      "watch-word: Acme\nforbid-weak-labels: yes\ndisclose-updates: no\nalways-disclose: byline\n"
      "label: Berichtigt = correction\n");
  EXPECT_EQ(policy.grace, 12 * hour);
  EXPECT_EQ(policy.least_level, 3);
  EXPECT_THAT(policy.sections, testing::ElementsAre("News"));
  EXPECT_THAT(policy.watch_words, testing::ElementsAre("acme"));
  EXPECT_TRUE(policy.forbid_weak_labels);
  EXPECT_TRUE(policy.always_disclose.contains(ChangeClass::byline));
  ASSERT_THAT(policy.labels, SizeIs(1));
  EXPECT_EQ(policy.labels[0].kind, NoticeKind::correction);
  EXPECT_NE(policy.digest, Policy{}.digest);
}

TEST(Policy, names_the_line_that_it_cannot_read) {
  for (const char* const bad : {"grace: soon",
                                "grace: 99999999",
                                "least-level: 6",
                                "graze: 1",
                                "always-disclose: everything",
                                "label: x",
                                "watch-word:",
                                "hello"}) {
    try {
      parse_policy(std::string{"\n"} + bad);
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), testing::HasSubstr("line 2")) << bad;
    }
  }
}

TEST(Policy, finds_notices_under_the_newsrooms_own_labels) {
  const std::string before = "headline: Hall\n\nThe hall held 120 people that night.\n";
  const std::string after = "headline: Hall\n\nThe hall held 140 people that night.\n";
  const auto judged = [&](std::string_view notice, const Policy& policy) {
    return Story{}
        .add(0, before, 10)
        .add(20, after + "\n" + std::string{notice} + "\n", 30)
        .judge(60, policy);
  };
  const Policy policy = parse_policy("label: In eigener Sache = correction\n");
  constexpr std::string_view own =
      "**In eigener Sache:** 3 June 2025. 140 people were there and not 120.";
  EXPECT_TRUE(judged(own, {}).notices.empty());
  const JudgedArticle found = judged(own, policy);
  ASSERT_EQ(found.notices.size(), 1U);
  EXPECT_EQ(found.notices[0].notice.kind, NoticeKind::correction);
  EXPECT_EQ(found.notices[0].notice.date, "2025-06-03");
  EXPECT_EQ(found.revisions[1].disclosure.status, DisclosureStatus::disclosed);
  // Alone over its text; and as the beginning of a sentence, which is no label.
  EXPECT_EQ(
      judged("In eigener Sache\n\n140 people were in the hall and not 120.", policy).notices.size(),
      1U);
  EXPECT_TRUE(judged("In eigener Sache sprach niemand an dem Abend.", policy).notices.empty());
}

TEST(Disclosure, of_one_passage_hides_no_other) {
  const std::string before =
      "headline: Hall\n\nThe hall held 120 people that night.\n\nPolice charged the owner of the "
      "hall "
      "after the fire.\n";
  const std::string after =
      "headline: Hall\n\nThe hall held 140 people that night.\n\nPolice did not charge the owner "
      "of the "
      "hall after the fire.\n";
  const std::string correction =
      "\nCorrection, 3 June 2025: An earlier version of this article gave the wrong number of "
      "people in the hall. It is 140, not 120.\n";
  constexpr std::int64_t two_days = std::int64_t{2} * 24 * 60;
  const auto judged = [&](const std::string& notices, std::int64_t now) {
    return Story{}.add(0, before, 10).add(20, after + notices, 30).judge(now).revisions[1];
  };
  const JudgedRevision late = judged(correction, two_days);
  EXPECT_EQ(late.disclosure.status, DisclosureStatus::partial);
  EXPECT_EQ(late.disclosure.level, Level::labelled);
  EXPECT_TRUE(is_candidate(late));
  ASSERT_FALSE(late.passages.empty());
  EXPECT_EQ(late.passages.front().change, ChangeClass::negation);
  EXPECT_EQ(judged(correction, 60).disclosure.status, DisclosureStatus::pending);
  const std::string both =
      correction +
      "\nCorrection, 3 June 2025: An earlier version of this article misstated that "
      "the owner was charged by the police.\n";
  const JudgedRevision all = judged(both, two_days);
  EXPECT_EQ(all.disclosure.status, DisclosureStatus::disclosed);
  EXPECT_FALSE(is_candidate(all));
}

TEST(Disclosure, falls_only_when_its_notice_goes) {
  const std::string body = "The hall held 140 people that night.\n";
  const std::string vague = "\nThis article has been corrected.\n";
  const std::string telling =
      "\nCorrection, 3 June 2025: An earlier version of this article gave the wrong number of "
      "people. It is 140, not 120.\n";
  const std::vector<std::string> documents{
      "headline: Hall\n\nThe hall held 120 people that night.\n",
      "headline: Hall\n\n" + body,
      "headline: Hall again\n\n" + body,
      "headline: Hall again\n\n" + body + vague,
      "headline: Hall again\n\n" + body + vague + telling,
      "headline: The hall\n\n" + body + vague + telling,
      "headline: The hall\n\n" + body};
  std::vector<Level> levels;
  Story story;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto seen = static_cast<std::int64_t>(i) * 20;
    story.add(seen, documents[i], seen + 10);
    if (i > 0) {
      levels.push_back(story.judge(seen + 15).revisions[1].disclosure.level);
    }
  }
  EXPECT_TRUE(std::ranges::is_sorted(levels.begin(), levels.end() - 1));
  EXPECT_EQ(levels.front(), Level::none);
  EXPECT_GE(levels[levels.size() - 2], Level::labelled);
  EXPECT_LT(levels.back(), Level::generic);
}

TEST(Exposure, is_an_interval_that_fewer_looks_make_wider) {
  const std::string before = "headline: Hall\n\nThe hall held 120 people that night.\n";
  const std::string after = "headline: Hall\n\nThe hall held 140 people that night.\n";
  // The same edit at minute 60, by looks each 5, 20 and 60 minutes.
  std::int64_t width = -1;
  for (const std::int64_t gap : {5, 20, 60}) {
    const JudgedArticle judged = Story{}.add(0, before, 60 - gap).add(60, after, 120).judge(120);
    ASSERT_TRUE(judged.revisions[1].exposure);
    const Seconds exposure = *judged.revisions[1].exposure;
    EXPECT_LT(exposure.least, exposure.most);
    EXPECT_GT(exposure.most - exposure.least, width);
    width = exposure.most - exposure.least;
  }
}

}  // namespace
}  // namespace arch::corrections
