// The examples of docs/format.md#records are what arch writes and understands.

#include "base/sha256.hpp"
#include "history/record_text.hpp"
#include "sandbox.hpp"
#include "support/project_file.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arch::history {
namespace {

constexpr std::string_view key = "https://example.org/valley";

class FormatDocument : public testing::Test {
protected:
  std::string example(std::string_view name) const { return test::find_example(format_, name); }
  std::string page() const { return example("page"); }

  const std::string format_ = test::read_project_file("docs/format.md");
  test::Sandbox sandbox_;
};

TEST_F(FormatDocument, HasTheCaptureOfItsPage) {
  Recorder recorder{sandbox_.archive()};
  const std::string bytes = page();
  const Look look{.observed = test::today("14:32"),
                  .page = as_bytes(bytes),
                  .url = "https://example.org/valley?from=front",
                  .origin = recorder.add_origin(example("origin")),
                  .source = {{"path", "news/valley.txt"}}};
  const Recorded recorded = recorder.record(key, {&look, 1}).front();
  recorder.commit();
  const History history = sandbox_.read(key);
  EXPECT_EQ(history.record(history.revisions().at(0)), example("capture"));
  EXPECT_EQ(recorded.capture.hex() + "\n", example("capture-id"));
  EXPECT_EQ(history.document(history.revisions()[0]), example("document"));
}

TEST_F(FormatDocument, HasTheCheckOfItsPage) {
  const std::string bytes = page();
  sandbox_.look(key, test::today("14:32"), bytes);
  sandbox_.look(key,
                {.observed = test::today("14:47"),
                 .page = as_bytes(bytes),
                 .url = "https://example.org/valley"});
  const History history = sandbox_.read(key);
  ASSERT_EQ(history.stored().checks().size(), 1U);
  EXPECT_EQ(history.stored().record_text(history.stored().checks()[0]), example("check"));
}

TEST_F(FormatDocument, HasALookThatGotNoPage) {
  EXPECT_EQ(make_absence(key, test::today("15:02"), Absence::blocked, "the server answered 403"),
            example("absence"));
}

TEST_F(FormatDocument, HasANoteOnItsCapture) {
  EXPECT_EQ(make_annotation({.key = key,
                             .observed = test::at("2026-11-21T09:00:00Z"),
                             .capture = sha256(as_bytes(example("capture"))),
                             .kind = "correction",
                             .text = "The printed edition has the correction on page 2.\n"
                                     "Seen by the desk.",
                             .fields = {{"severity", "S3"},
                                        {"wrong", "twelve"},
                                        {"right", "fifteen"},
                                        {"role", "standards editor"},
                                        {"by", "A. Name"},
                                        {"visibility", "public"}}}),
            example("annotation"));
}

}  // namespace
}  // namespace arch::history
