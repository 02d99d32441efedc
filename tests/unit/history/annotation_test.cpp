#include "history/annotation.hpp"

#include "base/error.hpp"
#include "sandbox.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::history {
namespace {

using test::page_of;
using test::Sandbox;
using test::today;
using ::testing::ElementsAre;
using ::testing::Pair;

const std::string page = page_of("A headline", "Twelve people died.");

Annotation write_and_read(std::string_view kind, std::string_view text, const SourceLines& fields) {
  Sandbox sandbox;
  const Recorded look = sandbox.look("k", today("10:00"), page);
  {
    Recorder recorder{sandbox.archive()};
    recorder.annotate(sandbox.read("k").number(), look.capture, kind, text, today("11:00"), fields);
    recorder.commit();
  }
  const auto read = read_annotations(sandbox.archive().store(), std::nullopt);
  EXPECT_EQ(read.size(), 1U);
  EXPECT_EQ(read.at(0).capture, look.capture);
  return read.at(0);
}

TEST(Annotation, GivesBackWhatWasWritten) {
  const Annotation read =
      write_and_read("correction", "Two\nlines, C:\\new", {{"wrong", "a\nb"}, {"right", "\\n"}});
  EXPECT_EQ(read.kind, "correction");
  EXPECT_EQ(read.text, "Two\nlines, C:\\new");
  EXPECT_EQ(read.at, today("11:00"));
  EXPECT_THAT(read.fields, ElementsAre(Pair("wrong", "a\nb"), Pair("right", "\\n")));
}

TEST(Annotation, PublishesNothingUnlessItSaysThatItIsPublic) {
  EXPECT_FALSE(public_part(write_and_read("note", "x", {})));
  EXPECT_FALSE(public_part(write_and_read("note", "x", {{"visibility", "internal"}})));
  EXPECT_FALSE(public_part(write_and_read("note", "x", {{"visibility", "Public"}})));
  EXPECT_FALSE(public_part(
      write_and_read("note", "x", {{"visibility", "privileged"}, {"visibility", "public"}})));
  EXPECT_TRUE(public_part(write_and_read("note", "x", {{"visibility", "public"}})));
}

TEST(Annotation, NeverPublishesNamesReferencesNotesOrWhatItDoesNotKnow) {
  const auto shown = public_part(write_and_read("correction",
                                                "reason",
                                                {{"severity", "S3"},
                                                 {"role", "standards editor"},
                                                 {"by", "A. Name"},
                                                 {"found-by", "B. Name"},
                                                 {"approved-by", "C. Name"},
                                                 {"reference", "C-12"},
                                                 {"note", "ask the lawyers"},
                                                 {"of-a-later-version", "D. Name"},
                                                 {"visibility", "public"}}));
  ASSERT_TRUE(shown);
  EXPECT_THAT(
      shown->fields,
      ElementsAre(
          Pair("severity", "S3"), Pair("role", "standards editor"), Pair("visibility", "public")));
}

TEST(Annotation, RefusesWhatCannotStandInARecord) {
  EXPECT_THROW(write_and_read("note", "a\rb", {}), Error);
  EXPECT_THROW(write_and_read("note", "\xff", {}), Error);
  EXPECT_THROW(write_and_read("note", "x", {{"kind", "x"}}), Error);
  EXPECT_THROW(write_and_read("note", "x", {{"No name", "x"}}), Error);
  EXPECT_THROW(write_and_read("note", "x", {{"by", "\x1b[31m"}}), Error);
  EXPECT_THROW(write_and_read("note", std::string(70'000, 'x'), {}), Error);
}

TEST(Annotation, PassesOverRecordsOfOtherVersions) {
  EXPECT_FALSE(parse_annotation({.id = {}, .at = {}, .text = "arch-annotation 2\nkind: x\n"}));
  EXPECT_FALSE(parse_annotation({.id = {}, .at = {}, .text = "arch-annotation 1\nkind: x\n"}));
  EXPECT_FALSE(parse_annotation({.id = {}, .at = {}, .text = "arch-annotation 1\nno line\n"}));
  EXPECT_FALSE(parse_annotation({.id = {}, .at = {}, .text = ""}));
}

}  // namespace
}  // namespace arch::history
