#include "history/names.hpp"

#include "base/error.hpp"
#include "sandbox.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace arch::history {
namespace {

using test::page_of;
using test::Sandbox;
using test::today;
using testing::HasSubstr;
using Kind = RevisionName::Step::Kind;

/// The error that `action` throws.
template <typename Action>
Error error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error{"nothing was thrown"};
}

std::vector<Kind> kinds(const RevisionName& name) {
  std::vector<Kind> kinds;
  kinds.reserve(name.steps.size());
  for (const RevisionName::Step& step : name.steps) {
    kinds.push_back(step.kind);
  }
  return kinds;
}

TEST(RevisionName, IsASubjectAndSteps) {
  const RevisionName name = parse_revision_name("https://example.org/a@{2026-11-20 14:32}~2~");
  EXPECT_EQ(name.subject, "https://example.org/a");
  ASSERT_THAT(kinds(name), testing::ElementsAre(Kind::at, Kind::back, Kind::back));
  EXPECT_EQ(name.steps[0].when, "2026-11-20 14:32");
  EXPECT_EQ(name.steps[1].count, 2U);
  EXPECT_EQ(name.steps[2].count, 1U);
}

TEST(RevisionName, KnowsTheFirstAndTheLast) {
  EXPECT_THAT(kinds(parse_revision_name("k@{first}~0@{last}")),
              testing::ElementsAre(Kind::first, Kind::back, Kind::last));
}

TEST(RevisionName, TakesWhatIsNoStepForItsSubject) {
  for (const std::string subject : {"~a", "a~b", "a@{b", "a}", "a@b", "x~1y", "{}", "a@{b}c"}) {
    const RevisionName name = parse_revision_name(subject);
    EXPECT_EQ(name.subject, subject);
    EXPECT_TRUE(name.steps.empty());
  }
}

TEST(RevisionName, IsRefusedWhenItCannotBeOne) {
  std::string many_steps = "k";
  for (std::size_t i = 0; i <= max_name_steps; ++i) {
    many_steps += "~1";
  }
  for (const std::string& typed : {std::string{},
                                   std::string{"  "},
                                   std::string{"~1"},
                                   std::string{"@{first}"},
                                   std::string{"k@{}"},
                                   std::string{"k@{ }"},
                                   std::string{"k~4294967296"},
                                   std::string{"k\xff"},
                                   std::string(max_name_size + 1, 'k'),
                                   many_steps}) {
    EXPECT_EQ(error_of([&typed] { parse_revision_name(typed); }).kind(), ErrorKind::usage)
        << typed.substr(0, 20);
  }
}

class Names : public testing::Test {
protected:
  Names() {
    // Three revisions, the last a return to the first.
    sandbox_.look(story, today("10:00"), one);
    sandbox_.look(story, today("10:30"), one);
    sandbox_.look(story, today("14:32"), two);
    sandbox_.look(story, today("16:00"), one);
    sandbox_.look("https://example.org/news/storm-2", today("10:00"), page_of("Storm again", "x"));
    sandbox_.look("notes/weather.txt", today("10:00"), page_of("Weather notes", "Sun."));
  }

  std::uint32_t revision(std::string_view typed) {
    return resolve_revision(sandbox_.archive(), typed, times_).revision;
  }

  std::string key(std::string_view typed) {
    const ResolvedRevision resolved = resolve_revision(sandbox_.archive(), typed, times_);
    return resolved.history.key();
  }

  std::string article(std::string_view typed) {
    return sandbox_.archive().store().row(resolve_article(sandbox_.archive(), typed)).key;
  }

  std::pair<std::uint32_t, std::uint32_t> range(std::string_view typed) {
    const std::optional<ResolvedRange> range = resolve_range(sandbox_.archive(), typed, times_);
    return {range.value().from, range.value().to};
  }

  Error refusal(std::string_view typed) {
    return error_of([&] { resolve_revision(sandbox_.archive(), typed, times_); });
  }

  static constexpr std::string_view story = "https://example.org/news/storm";
  const std::string one = page_of("Storm hits coast", "Twelve people died.");
  const std::string two = page_of("Storm hits coast", "Fifteen people died.");
  Sandbox sandbox_;
  TimeContext times_{.now = test::at("2026-11-21T12:00:00Z"), .zone = Zone::utc()};
};

TEST_F(Names, OfAKeyIsItsLatestRevision) {
  EXPECT_EQ(revision(story), 2U);
  EXPECT_EQ(key(story), story);
}

TEST_F(Names, GoBack) {
  const std::string name{story};
  EXPECT_EQ(revision(name + "~"), 1U);
  EXPECT_EQ(revision(name + "~2"), 0U);
  EXPECT_EQ(revision(name + "~1~1"), 0U);
  EXPECT_EQ(revision(name + "~0"), 2U);
}

TEST_F(Names, GoBackNoFurtherThanTheFirst) {
  const Error error = refusal(std::string{story} + "~3");
  EXPECT_EQ(error.kind(), ErrorKind::not_found);
  EXPECT_THAT(error.what(), HasSubstr("only 2 came before it"));
  EXPECT_THAT(error.hint(), HasSubstr("@{first}"));
}

TEST_F(Names, OfATimeAreWhatReadersSawThen) {
  const std::string name{story};
  EXPECT_EQ(revision(name + "@{2026-11-20 10:00}"), 0U);
  EXPECT_EQ(revision(name + "@{2026-11-20 14:31:59}"), 0U);
  EXPECT_EQ(revision(name + "@{2026-11-20 14:32}"), 1U);
  EXPECT_EQ(revision(name + "@{2026-11-20 15:32 +01:00}"), 1U);
  EXPECT_EQ(revision(name + "@{yesterday}"), 2U);
  EXPECT_EQ(revision(name + "@{first}"), 0U);
  EXPECT_EQ(revision(name + "@{last}~1"), 1U);
  EXPECT_EQ(revision(name + "@{2026-11-20 14:32}~1"), 0U);
}

TEST_F(Names, ReadTimesInTheZone) {
  times_.zone = Zone::parse_posix("CET-1").value();
  EXPECT_EQ(revision(std::string{story} + "@{2026-11-20 15:31}"), 0U);
  EXPECT_EQ(revision(std::string{story} + "@{2026-11-20 15:32}"), 1U);
}

TEST_F(Names, OfATimeBeforeTheFirstLookSayWhenThatWas) {
  const Error error = refusal(std::string{story} + "@{2026-11-19}");
  EXPECT_EQ(error.kind(), ErrorKind::not_found);
  EXPECT_THAT(error.hint(), HasSubstr("2026-11-20 10:00:00 +0000"));
}

TEST_F(Names, OfNoTimeAreRefused) {
  const Error error = refusal(std::string{story} + "@{teatime}");
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("teatime"));
}

TEST_F(Names, MayBeAPartOfAKeyOrHeadlineWhateverItsCase) {
  EXPECT_EQ(key("WEATHER.txt"), "notes/weather.txt");
  EXPECT_EQ(key("hits coast"), story);
  EXPECT_EQ(article("hits coast"), story);
  EXPECT_EQ(revision("hits coast~2"), 0U);
}

TEST_F(Names, PreferTheEndOfAKeyToAPartInside) {
  EXPECT_EQ(key("news/storm"), story);
  EXPECT_EQ(key("storm"), story);
}

TEST_F(Names, ThatFitSeveralArticlesListThem) {
  const Error error = refusal("example.org");
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("2 articles"));
  EXPECT_THAT(error.hint(), HasSubstr("\n  https://example.org/news/storm  Storm hits coast"));
  EXPECT_THAT(error.hint(), HasSubstr("\n  https://example.org/news/storm-2  Storm again"));
}

TEST_F(Names, ListTenCandidatesAtMost) {
  for (int i = 0; i < 30; ++i) {
    sandbox_.look("many/" + std::to_string(i) + "/x", today("10:00"), one);
  }
  const Error error = refusal("many/");
  EXPECT_THAT(error.what(), HasSubstr("30 articles"));
  EXPECT_EQ(std::ranges::count(error.hint(), '\n'), 11);
}

TEST_F(Names, ThatFitNothingHintAtNearOnes) {
  const Error error = refusal("notes/waether.txt");
  EXPECT_EQ(error.kind(), ErrorKind::not_found);
  EXPECT_THAT(error.hint(), HasSubstr("notes/weather.txt"));
  EXPECT_THAT(refusal("qqqqqqqqqq").hint(), HasSubstr("arch ls"));
}

TEST_F(Names, MayBeTheBeginningOfAnId) {
  const History history = sandbox_.read(story);
  const std::string id = history.id(history.revisions()[1]).hex();
  for (const std::size_t digits : {7U, 12U, 63U, 64U}) {
    EXPECT_EQ(revision(id.substr(0, digits)), 1U);
    EXPECT_EQ(key(id.substr(0, digits)), story);
    EXPECT_EQ(article(id.substr(0, digits)), story);
  }
  EXPECT_EQ(revision(id.substr(0, 12) + "~1"), 0U);
  EXPECT_EQ(revision(id.substr(0, 12) + "@{last}"), 2U);
  std::string upper = id.substr(0, 12);
  for (char& c : upper) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  EXPECT_EQ(revision(upper), 1U);
}

TEST_F(Names, MayBeTheIdOfAnyCaptureOfTheRevision) {
  // The same text with other line ends: a capture of the same revision.
  const Recorded recorded =
      sandbox_.look(story, today("16:30"), "# Storm hits coast\r\n\r\nTwelve people died.\r\n");
  ASSERT_EQ(recorded.outcome, Recorded::Outcome::recorded);
  EXPECT_EQ(revision(recorded.capture.short_hex()), 2U);
}

TEST_F(Names, MayBeTheIdOfAPageOrDocument) {
  const History history = sandbox_.read(story);
  const Revision& second = history.revisions()[1];
  EXPECT_EQ(revision(history.stored().object_id(second.document).short_hex()), 1U);
  EXPECT_EQ(revision(history.stored().object_id(second.page.value()).short_hex()), 1U);
}

TEST_F(Names, OfIdsThatSeveralArticlesHaveListThem) {
  sandbox_.look("copy", today("11:00"), two);
  const History history = sandbox_.read("copy");
  const std::string document =
      history.stored().object_id(history.revisions()[0].document).short_hex();
  const Error error = refusal(document);
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.hint(), HasSubstr("copy"));
  EXPECT_THAT(error.hint(), HasSubstr(std::string{story}));
}

TEST_F(Names, OfAWordWithFewHexDigitsAreRatherAHeadline) {
  sandbox_.look("k", today("10:00"), page_of("Cafe opens", "x"));
  EXPECT_EQ(key("cafe"), "k");
}

TEST_F(Names, MayBeKeysThatLookLikeSteps) {
  for (const std::string odd : {"odd~1", "odd@{first}", "odd~1~1", "a..b", "..", "odd"}) {
    sandbox_.look(odd, today("10:00"), page_of("Odd " + odd, "one"));
    sandbox_.look(odd, today("11:00"), page_of("Odd " + odd, "two"));
  }
  EXPECT_EQ(key("odd~1~0"), "odd~1") << "the longest key wins";
  for (const std::string odd : {"odd~1", "odd@{first}", "odd~1~1", "a..b", ".."}) {
    EXPECT_EQ(key(odd), odd);
    EXPECT_EQ(revision(odd), 1U) << odd;
    EXPECT_EQ(key(odd + "@{first}~0"), odd);
    EXPECT_EQ(revision(odd + "@{first}~0"), 0U) << odd;
    EXPECT_EQ(range(fmt::format("{0}~0~1..{0}", odd)), (std::pair{0U, 1U})) << odd;
    EXPECT_EQ(resolve_range(sandbox_.archive(), odd, times_), std::nullopt) << odd;
  }
}

TEST_F(Names, OfAnArticleThatWasNeverSeenAreRefused) {
  sandbox_.absence("gone", today("10:00"), Absence::removed);
  EXPECT_EQ(refusal("gone").kind(), ErrorKind::not_found);
  EXPECT_EQ(article("gone"), "gone");
}

TEST_F(Names, OfRevisionsAreNoNamesOfArticles) {
  EXPECT_EQ(error_of([this] { article("hits coast~1"); }).kind(), ErrorKind::usage);
}

TEST_F(Names, AreShownWithoutControls) {
  const Error error = refusal("a\x1b[31mb");
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), testing::Not(HasSubstr("\x1b")));
}

TEST_F(Names, OfRangesHaveTwoSides) {
  const std::string name{story};
  EXPECT_EQ(range(name + "~2.." + name), (std::pair{0U, 2U}));
  EXPECT_EQ(range(name + "~1.."), (std::pair{1U, 2U}));
  EXPECT_EQ(range(".." + name + "~1"), (std::pair{0U, 1U}));
  EXPECT_EQ(range(name + "~2..~1"), (std::pair{0U, 1U}));
  EXPECT_EQ(range(name + "@{first}..@{yesterday}"), (std::pair{0U, 2U}));
  EXPECT_EQ(range("hits coast~1..hits coast~2"), (std::pair{1U, 0U}));
  EXPECT_EQ(range(name + " .. " + name), (std::pair{2U, 2U}));
}

TEST_F(Names, OfRangesMayBeIds) {
  const History history = sandbox_.read(story);
  const std::string first = history.revisions()[0].short_id();
  const std::string second = history.revisions()[1].short_id();
  EXPECT_EQ(range(first + ".." + second), (std::pair{0U, 1U}));
}

TEST_F(Names, WithoutDotsAreNoRange) {
  EXPECT_EQ(resolve_range(sandbox_.archive(), "hits coast", times_), std::nullopt);
}

TEST_F(Names, OfRangesAreOfOneArticle) {
  for (const std::string& typed :
       {std::string{story} + "..notes/weather.txt", std::string{".."}, std::string{"~1..~2"}}) {
    EXPECT_EQ(error_of([&] { range(typed); }).kind(), ErrorKind::usage) << typed;
  }
}

}  // namespace
}  // namespace arch::history
