#include "cmd/browser.hpp"

#include "base/error.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace arch::cmd {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

/// A folder with a program `chromium` that is a script.
class Browser : public testing::Test {
protected:
  void write(const std::string& script) {
    const std::filesystem::path path = folder / "chromium";
    std::ofstream{path} << "#!/bin/sh\n" << script;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    run.program = path;
  }

  test::TempFolder folder;
  BrowserRun run{
      .url = "https://news.example/a?b&c;d", .user_agent = "arch/0 (+x)", .longest = 20s};
};

bool never() {
  return false;
}

TEST_F(Browser, IsFoundOnThePath) {
  write("");
  EXPECT_EQ(find_browser("/nowhere:" + folder.path().string()), folder / "chromium");
  EXPECT_EQ(find_browser("/nowhere::relative:"), std::nullopt);
  EXPECT_EQ(find_browser(""), std::nullopt);
}

TEST_F(Browser, GetsTheUrlAsOneArgumentAndNoShell) {
  write("for last; do :; done; printf '<p>%s|%s' \"$#\" \"$last\"");
  EXPECT_THAT(render(run, never).dom, HasSubstr("|https://news.example/a?b&c;d"));
}

TEST_F(Browser, IsToldWhoWeAre) {
  write("printf '%s\\n' \"$@\"");
  const std::string arguments = render(run, never).dom;
  EXPECT_THAT(arguments, HasSubstr("--user-agent=arch/0 (+x)\n"));
  EXPECT_THAT(arguments, HasSubstr("--no-proxy-server\n"));
}

TEST_F(Browser, TakesAPictureThatIsWrittenAfterThePage) {
  run.takes_screenshot = true;
  write(
      "for word; do case $word in --screenshot=*) path=${word#*=};; esac; done\n"
      "echo '<p>a'; exec >&-; sleep 0.1; echo picture >\"$path\"");
  const Rendered rendered = render(run, never);
  EXPECT_EQ(rendered.dom, "<p>a\n");
  EXPECT_EQ(as_text(rendered.screenshot), "picture\n");
  write("echo '<p>a'");
  EXPECT_THROW(render(run, never), Error);
}

TEST_F(Browser, IsKilledWithItsProcessesWhenItTakesTooLong) {
  write("sleep 1000 & echo half; sleep 1000");
  run.longest = 300ms;
  try {
    render(run, never);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::network);
  }
}

TEST_F(Browser, IsKilledWhenTheUserStopsIt) {
  write("sleep 1000");
  try {
    render(run, [] { return true; });
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
}

TEST_F(Browser, ThatGivesTooMuchOrNothingIsAnError) {
  write("head -c 40000000 /dev/zero");
  EXPECT_THROW(render(run, never), Error);
  write("exit 1");
  EXPECT_THROW(render(run, never), Error);
  run.program = folder / "missing";
  EXPECT_THROW(render(run, never), Error);
}

}  // namespace
}  // namespace arch::cmd
