#include "interop/git_push.hpp"

#include "base/error.hpp"
#include "git_sandbox.hpp"
#include "interop/git_export.hpp"
#include "small_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace arch::interop {
namespace {

using test::GitSandbox;
using test::SmallArchive;
using testing::HasSubstr;

class GitPush : public testing::Test {
protected:
  void SetUp() override {
    sandbox_.run("git init --quiet --bare remote.git");
    url_ = "file://" + (sandbox_ / "remote.git").string();
  }

  GitExportReport export_archive(GitPages pages = GitPages::leave_out) {
    return export_git(small_.archive(), sandbox_ / "export", {.pages = pages});
  }

  GitPushReport push(const GitPushOptions& options = {}) {
    return push_git(sandbox_ / "export", url_, options);
  }

  Error error_of_push(const GitPushOptions& options = {}) {
    try {
      push(options);
    } catch (const Error& error) {
      return error;
    }
    throw std::runtime_error{"it was pushed"};
  }

  std::string remote(const std::string& arguments) const {
    return sandbox_.run("git -C remote.git " + arguments);
  }

  GitSandbox sandbox_;
  SmallArchive small_;
  std::string url_;
};

TEST_F(GitPush, SendsTheBranch) {
  small_.see("a", 100, "A\n\nOne.\n");
  small_.see("a", 200, "A\n\nTwo.\n");
  const GitExportReport exported = export_archive();
  EXPECT_EQ(push().commits, 2U);
  EXPECT_EQ(remote("rev-parse main"), exported.documents.head->hex());
  EXPECT_EQ(remote("fsck --strict --no-dangling 2>&1"), "");
  EXPECT_EQ(sandbox_.run("git -C export for-each-ref --format='%(refname)'"), "refs/heads/main");
}

TEST_F(GitPush, SendsThePagesToo) {
  small_.see("a", 100, "A\n\nOne.\n");
  const GitExportReport exported = export_archive(GitPages::take);
  EXPECT_EQ(push({.pages = GitPages::take}).commits, 2U);
  EXPECT_EQ(remote("rev-parse main-pages"), exported.pages->head->hex());
}

TEST_F(GitPush, SendsOnlyWhatIsNew) {
  small_.see("a", 100, "A\n\nOne.\n");
  export_archive();
  push();
  EXPECT_EQ(push().commits, 0U);
  small_.see("a", 200, "A\n\nTwo.\n");
  export_archive();
  EXPECT_EQ(push().commits, 1U);
}

TEST_F(GitPush, SendsManyCommitsInSteps) {
  {
    history::Recorder recorder{small_.archive()};
    for (int article = 0; article < 6; ++article) {
      std::vector<std::string> pages;
      std::vector<history::Look> looks;
      for (int i = 0; i < 1000; ++i) {
        pages.push_back("T\n\nText " + std::to_string(i) + ".\n");
      }
      for (int i = 0; i < 1000; ++i) {
        looks.push_back({.observed = UtcTime{1000 * article + i},
                         .page = as_bytes(pages[static_cast<std::size_t>(i)])});
      }
      recorder.record("article " + std::to_string(article), looks);
    }
    recorder.commit();
  }
  const GitExportReport exported = export_archive();
  // Stopped after the first step, and gone on.
  bool has_begun = false;
  const GitPushReport stopped = push({.on_progress = [&has_begun](const GitProgress& progress) {
    has_begun = has_begun || progress.done > 0;
    return progress.stage != GitProgress::Stage::recording || progress.done == 0;
  }});
  EXPECT_TRUE(stopped.stopped);
  EXPECT_GT(stopped.commits, 0U);
  EXPECT_LT(stopped.commits, 6000U);
  EXPECT_EQ(stopped.commits + push().commits, 6000U);
  EXPECT_EQ(remote("rev-parse main"), exported.documents.head->hex());
  EXPECT_EQ(remote("fsck --strict --no-dangling 2>&1"), "");
}

TEST_F(GitPush, RefusesToDropAnEarlierExportUnlessForced) {
  small_.see("a", 100, "A\n\nOne.\n");
  small_.see("a", 300, "A\n\nThree.\n");
  const GitExportReport first = export_archive();
  push();
  small_.see("a", 200, "A\n\nTwo.\n");
  const GitExportReport second = export_archive();
  EXPECT_EQ(error_of_push().kind(), ErrorKind::usage);
  EXPECT_EQ(remote("rev-parse main"), first.documents.head->hex());
  const GitPushReport forced = push({.force = GitForce::yes});
  EXPECT_EQ(forced.replaced, first.documents.head);
  EXPECT_EQ(remote("rev-parse main"), second.documents.head->hex());
}

TEST_F(GitPush, NeverDropsWhatOthersPushed) {
  small_.see("a", 100, "A\n\nOne.\n");
  export_archive();
  push();
  const std::string theirs = sandbox_.run(
      "git clone --quiet remote.git clone 2>&1; cd clone; echo x >x; git add x\n"
      "git commit --quiet -m theirs; git push --quiet; git rev-parse HEAD");
  small_.see("a", 200, "A\n\nTwo.\n");
  export_archive();
  for (const GitForce force : {GitForce::no, GitForce::yes}) {
    const Error error = error_of_push({.force = force});
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr(theirs.substr(0, 12)));
  }
  EXPECT_EQ(remote("rev-parse main"), theirs);
}

TEST_F(GitPush, RefusesWhenThereIsNothingToPush) {
  export_archive();
  EXPECT_EQ(error_of_push().kind(), ErrorKind::not_found);
}

TEST_F(GitPush, NamesARemoteThatIsNotThere) {
  small_.see("a", 100, "A\n\nOne.\n");
  export_archive();
  url_ = "file://" + (sandbox_ / "nothing.git").string();
  EXPECT_THAT(error_of_push().what(), HasSubstr("nothing.git"));
  // Port 1 of this machine: nobody listens.
  url_ = "http://user:secret@127.0.0.1:1/x.git";
  const Error error = error_of_push();
  EXPECT_EQ(error.kind(), ErrorKind::network);
  EXPECT_THAT(error.what(), HasSubstr("http://user@127.0.0.1:1/x.git"));
  EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret")));
  url_ = "ssh://git@127.0.0.1:1/x.git";
  EXPECT_EQ(error_of_push().kind(), ErrorKind::network);
}

}  // namespace
}  // namespace arch::interop
