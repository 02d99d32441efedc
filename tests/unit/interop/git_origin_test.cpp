#include "interop/git_origin.hpp"

#include "store/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace arch::interop {
namespace {

using testing::HasSubstr;
using testing::Not;

GitCommit make_commit(const std::string& message) {
  const GitSignature jane{.person = "Jane <j@x>", .time = UtcTime{0}, .offset = "+0000"};
  return {.author = jane, .committer = jane, .message = message};
}

TEST(GitOrigin, SaysOnlyWhatDiffers) {
  EXPECT_EQ(make_git_origin(GitId{}, make_commit("Subject\n")),
            "arch-origin 1\n"
            "kind: git\n"
            "commit: 0000000000000000000000000000000000000000\n"
            "observed: 1970-01-01T00:00:00Z\n"
            "author: Jane <j@x>\n"
            "subject: Subject\n");
}

TEST(GitOrigin, KeepsBytesThatAreNoText) {
  const std::string record =
      make_git_origin(GitId{}, make_commit("Caf\xE9 \x1B[31m\\\n\r\xC2\x85\n"));
  EXPECT_THAT(record, HasSubstr("subject: Caf\\xe9 \\x1b[31m\\\\\n"));
  EXPECT_THAT(record, HasSubstr("message: \\x0d\\xc2\\x85\\n\n"));
}

TEST(GitOrigin, IsARecordWhateverTheCommitSays) {
  GitCommit commit = make_commit(std::string(200'000, '\xFF') + "\n" + std::string(200'000, '\n'));
  commit.author.person = std::string(70'000, '\x01');
  commit.author.offset = std::string(70'000, 'o');
  commit.committer.person = std::string(70'000, '\xFE');
  commit.committer.offset = "";
  const std::string record = make_git_origin(GitId{}, commit);
  EXPECT_LE(record.size(), store::max_record_size);
  EXPECT_NO_THROW(store::split_record(record, ""));
  EXPECT_THAT(record, Not(HasSubstr("\nmessage: ")));
}

}  // namespace
}  // namespace arch::interop
