#include "history/record_text.hpp"

#include "base/error.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arch::history {
namespace {

ObjectId id_of(char digit) {
  return ObjectId::parse(std::string(64, digit)).value();
}

const CaptureLines lines = {.key = "https://example.org/a",
                            .observed = {1763649120},  // date -u -d 2025-11-20T14:32:00Z +%s
                            .document = id_of('a'),
                            .page = id_of('b'),
                            .url = "https://example.org/a?x=1",
                            .origin = id_of('c'),
                            .extractor = "text/1",
                            .cause = Cause::backfill};

TEST(CaptureRecord, HasItsLinesInTheOrderOfTheFormat) {
  EXPECT_EQ(make_capture(lines, {{"status", "200"}, {"etag", "\"x\""}}),
            "arch-capture 1\n"
            "article: https://example.org/a\n"
            "observed: 2025-11-20T14:32:00Z\n"
            "document: " +
                std::string(64, 'a') +
                "\n"
                "page: " +
                std::string(64, 'b') +
                "\n"
                "url: https://example.org/a?x=1\n"
                "origin: " +
                std::string(64, 'c') +
                "\n"
                "status: 200\n"
                "etag: \"x\"\n"
                "extractor: text/1\n"
                "cause: backfill\n");
}

TEST(CaptureRecord, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(make_capture({.key = "k", .document = id_of('a'), .extractor = "text/1"}, {}),
            "arch-capture 1\narticle: k\nobserved: 1970-01-01T00:00:00Z\ndocument: " +
                std::string(64, 'a') + "\nextractor: text/1\ncause: published\n");
}

TEST(CheckRecord, IsTheCaptureUnderAnotherHeadingWithItsOutcome) {
  const std::string capture =
      make_capture({.key = "k", .document = id_of('a'), .extractor = "text/1"}, {});
  const std::string check =
      "arch-check 1\narticle: k\nobserved: 1970-01-01T00:00:00Z\noutcome: unchanged\ndocument: " +
      std::string(64, 'a') + "\nextractor: text/1\ncause: published\n";
  EXPECT_EQ(make_check(capture), check);
  EXPECT_EQ(find_capture_of(check), capture);
}

TEST(CheckRecord, GivesBackItsCaptureWhateverTheKeySays) {
  for (const std::string key : {"outcome: unchanged", "observed: 2025-11-20T14:32:00Z", "k: v"}) {
    CaptureLines with_key = lines;
    with_key.key = key;
    const std::string capture = make_capture(with_key, {{"x-outcome", "unchanged"}});
    EXPECT_EQ(find_capture_of(make_check(capture)), capture) << key;
  }
}

TEST(CheckRecord, IsNoCaptureWithoutAPage) {
  EXPECT_EQ(find_capture_of(make_absence("k", {0}, Absence::blocked, "403")), std::nullopt);
  EXPECT_EQ(find_capture_of(make_capture(lines, {})), std::nullopt);
  EXPECT_EQ(find_capture_of(""), std::nullopt);
  EXPECT_EQ(find_capture_of("arch-check 12\noutcome: unchanged\n"), std::nullopt);
}

TEST(AbsenceRecord, SaysWhatHappenedAndWhy) {
  EXPECT_EQ(make_absence("k", {0}, Absence::not_an_article, "a list of articles"),
            "arch-check 1\narticle: k\nobserved: 1970-01-01T00:00:00Z\noutcome: not an article\n"
            "reason: a list of articles\n");
  EXPECT_EQ(make_absence("k", {0}, Absence::unreachable, ""),
            "arch-check 1\narticle: k\nobserved: 1970-01-01T00:00:00Z\noutcome: unreachable\n");
}

TEST(AnnotationRecord, WritesATextOfSeveralLinesAsOne) {
  EXPECT_EQ(make_annotation({.key = "k",
                             .observed = {0},
                             .capture = id_of('d'),
                             .kind = "silent-edit",
                             .text = "one\ntwo \\n"}),
            "arch-annotation 1\narticle: k\nobserved: 1970-01-01T00:00:00Z\ncapture: " +
                std::string(64, 'd') + "\nkind: silent-edit\ntext: one\\ntwo \\\\n\n");
}

}  // namespace
}  // namespace arch::history
