#include "corrections/judgements.hpp"

#include "codec/varint.hpp"
#include "corrections/candidates.hpp"
#include "history/reread.hpp"
#include "unit/history/sandbox.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>

namespace arch::corrections {
namespace {

using test::page_of;
using test::Sandbox;
using test::today;

constexpr std::string_view key = "story";

class JudgementsTest : public ::testing::Test {
protected:
  /// An article whose toll changes, whose headline flips for an hour, and that is restored.
  void add_story() {
    const std::string first = page_of("Cars derail", "The council said that 15 cars derailed.");
    const std::string second = page_of("Cars derail", "The council said that 20 cars derailed.");
    const std::string flipped =
        page_of("Train off rails", "The council said that 20 cars derailed.");
    sandbox_.look(key, today("09:00"), first);
    sandbox_.look(key, today("10:00"), second);
    sandbox_.look(key, today("11:00"), flipped);
    sandbox_.look(key, today("11:30"), second);
    sandbox_.look(key, today("15:00"), first);
  }

  /// What judge() says of a revision and judge_briefly() must say, too.
  static std::string said_of(const JudgedRevision& revision) {
    std::string text = std::to_string(revision.number);
    text += revision.change ? " " + std::string{class_name(*revision.change)} : " -";
    text += " " + std::to_string(revision.verdict.classes.bits());
    text += " " + std::to_string(revision.verdict.substantive.bits());
    text += " " + std::to_string(revision.verdict.weight);
    text += " " + std::string{status_name(revision.disclosure.status)};
    text += " " + std::to_string(static_cast<int>(revision.disclosure.level));
    return text + (is_candidate(revision) ? " candidate" : "");
  }
  static std::string said_of(const JudgedArticle& article) {
    std::string text;
    for (const JudgedRevision& revision : article.revisions) {
      text += said_of(revision) + "\n";
    }
    return text;
  }

  Sandbox sandbox_;
};

TEST_F(JudgementsTest, brief_judging_says_what_judging_says) {
  add_story();
  const history::History history = sandbox_.read(key);
  for (const UtcTime now : {today("12:00"), test::at("2026-12-20T00:00:00Z")}) {
    KnownVerdicts known;
    const auto briefly = judge_briefly(history, known, {}, now);
    ASSERT_TRUE(briefly);
    EXPECT_EQ(said_of(*briefly), said_of(judge(history, {}, now)));
    // And again, by what is known.
    EXPECT_EQ(said_of(judge_briefly(history, known, {}, now).value()), said_of(*briefly));
  }
}

TEST_F(JudgementsTest, brief_judging_is_not_enough_for_notices_and_watch_words) {
  sandbox_.look(key, today("09:00"), page_of("Cars derail", "15 cars derailed."));
  KnownVerdicts known;
  Policy policy;
  policy.watch_words = {"cars"};
  EXPECT_FALSE(judge_briefly(sandbox_.read(key), known, policy, today("12:00")));
  sandbox_.look(key,
                today("10:00"),
                page_of("Cars derail",
                        "20 cars derailed.\n\nCorrection: An earlier version of this article "
                        "misstated the number of cars. It is 20, not 15."));
  EXPECT_FALSE(judge_briefly(sandbox_.read(key), known, {}, today("12:00")));
}

TEST_F(JudgementsTest, kinds_of_change_are_told_of_articles_with_notices_too) {
  add_story();
  sandbox_.look(key,
                today("16:00"),
                page_of("Cars derail",
                        "The council said that 20 cars derailed.\n\nCorrection: An earlier version "
                        "of this article misstated the number of cars. It is 20, not 15."));
  const history::History history = sandbox_.read(key);
  KnownVerdicts known;
  const JudgedArticle named = judge_changes(history, known);
  const JudgedArticle judged = judge(history, {}, today("17:00"));
  ASSERT_EQ(named.revisions.size(), judged.revisions.size());
  for (std::size_t i = 0; i < judged.revisions.size(); ++i) {
    EXPECT_EQ(named.revisions[i].change, judged.revisions[i].change) << i;
    EXPECT_EQ(named.revisions[i].verdict, judged.revisions[i].verdict) << i;
  }
  EXPECT_EQ(named.revisions[2].change, ChangeClass::variant);
  // And again, by what is known.
  KnownVerdicts kept{known.pack(history.stored().records()), history.stored().records()};
  EXPECT_EQ(judge_changes(history, kept).revisions[5].verdict, judged.revisions[5].verdict);
  EXPECT_FALSE(kept.is_changed());
}

TEST_F(JudgementsTest, keep_what_was_found) {
  add_story();
  const history::History history = sandbox_.read(key);
  KnownVerdicts known;
  (void)judge_briefly(history, known, {}, today("12:00"));
  const KnownVerdicts::Latest latest{.section = "World", .words = 300};
  known.set_latest(history.revisions().back().document, latest);
  {
    Judgements judgements{sandbox_.folder()};
    EXPECT_FALSE(judgements.find(history.stored()).is_changed());
    judgements.keep(history.stored(), known);
  }
  Judgements judgements{sandbox_.folder()};
  EXPECT_FALSE(judgements.was_damaged());
  KnownVerdicts found = judgements.find(history.stored());
  EXPECT_EQ(found.latest(history.revisions().back().document), latest);
  const auto judged = judge_briefly(history, found, {}, today("12:00"));
  ASSERT_TRUE(judged);
  EXPECT_EQ(said_of(*judged), said_of(judge(history, {}, today("12:00"))));
  EXPECT_FALSE(found.is_changed());  // nothing was worked out again
}

TEST_F(JudgementsTest, of_another_article_are_not_taken) {
  add_story();
  sandbox_.look("other", today("09:00"), page_of("Another", "Something else happened there."));
  const history::History history = sandbox_.read(key);
  KnownVerdicts known;
  (void)judge_briefly(history, known, {}, today("12:00"));
  const Bytes packed = known.pack(history.stored().records());
  const history::History other = sandbox_.read("other");
  const auto document = history.revisions().front().document;
  EXPECT_TRUE(KnownVerdicts(packed, history.stored().records()).holds_notice(document).has_value());
  EXPECT_FALSE(KnownVerdicts(packed, other.stored().records()).holds_notice(document).has_value());
}

TEST_F(JudgementsTest, damaged_are_nothing) {
  add_story();
  const history::History history = sandbox_.read(key);
  KnownVerdicts known;
  (void)judge_briefly(history, known, {}, today("12:00"));
  const Bytes packed = known.pack(history.stored().records());
  for (std::size_t size = 0; size < packed.size(); ++size) {
    const KnownVerdicts cut{ByteView{packed}.first(size), history.stored().records()};
    EXPECT_FALSE(cut.holds_notice(history.revisions().front().document).has_value()) << size;
  }
}

/// A page that was looked at twice, first as an older reader read it, and then read anew.
class NewerReader : public JudgementsTest {
protected:
  static std::string page(std::string_view comment) {
    return "<!doctype html><!-- " + std::string{comment} +
           " --><html lang=en><title>Flood</title><body><article><h1>Flood</h1><p>The river rose "
           "in "
           "the night and took the bridge with it, and 12 people died in the lower town.</p><p>The "
           "water has gone down since, and the road is open again for lorries.</p></article></body>"
           "</html>";
  }

  history::History look_twice(std::string_view first, std::string_view second) {
    sandbox_.look(key,
                  {.observed = today("09:00"),
                   .page = as_bytes(first),
                   .document = article::ReadDocument{.text = "headline: Menu\n\n15 people died.\n",
                                                     .reader = "page/0"}});
    sandbox_.look(key, today("10:00"), second);
    (void)history::reread(sandbox_.archive(),
                          sandbox_.archive().store().find_article(key).value(),
                          history::RereadMode::record);
    return sandbox_.read(key);
  }
};

TEST_F(NewerReader, of_the_same_bytes_makes_no_revision) {
  const history::History history = look_twice(page("same"), page("same"));
  ASSERT_EQ(history.revisions().size(), 1U);
  EXPECT_THAT(history.document(history.revisions()[0]), testing::HasSubstr("12 people"));
}

TEST_F(NewerReader, of_bytes_that_say_the_same_makes_no_candidate) {
  const history::History history = look_twice(page("at nine"), page("at ten"));
  const JudgedArticle judged = judge(history, {}, today("12:00"));
  EXPECT_TRUE(find_candidates(history, judged, {}).empty());
  for (const JudgedRevision& revision : judged.revisions) {
    EXPECT_TRUE(revision.number == 0 || revision.verdict == Verdict{});
  }
}

TEST(KnownVerdicts, a_step_beyond_all_documents_is_damage) {
  // An article without records, no latest document, no documents, one verdict: on the documents 2
  // and 2 and as many as there are numbers.
  Bytes packed(4);
  codec::put_varint(packed, 1);
  codec::put_varint(packed, 2);
  codec::put_zigzag(packed, std::numeric_limits<std::int64_t>::max());
  codec::put_block(packed, pack(Verdict{}));
  const KnownVerdicts known{packed, {}};
  EXPECT_EQ(known.pack({}), KnownVerdicts{}.pack({}));
}

}  // namespace
}  // namespace arch::corrections
