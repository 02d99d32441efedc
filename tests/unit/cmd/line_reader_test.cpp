#include "cmd/line_reader.hpp"

#include "base/error.hpp"
#include "cmd/interrupt.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <string>
#include <string_view>

#include <unistd.h>

namespace arch::cmd {
namespace {

using std::chrono::steady_clock;

/// A pipe that a LineReader reads from.
class LineReaderTest : public testing::Test {
protected:
  LineReaderTest() { EXPECT_EQ(::pipe(pipe_.data()), 0); }
  ~LineReaderTest() override {
    ::close(pipe_[0]);
    end();
  }

  void write(std::string_view text) const {
    EXPECT_EQ(::write(pipe_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void end() {
    if (pipe_[1] >= 0) {
      ::close(pipe_[1]);
      pipe_[1] = -1;
    }
  }
  int input() const { return pipe_[0]; }

private:
  std::array<int, 2> pipe_ = {};
};

TEST_F(LineReaderTest, GivesLinesAndTheUnfinishedLast) {
  write("one\n\ntwo");
  end();
  LineReader reader{input()};
  std::string line;
  EXPECT_EQ(reader.read(line, {}), LineReader::Got::line);
  EXPECT_EQ(line, "one");
  EXPECT_EQ(reader.read(line, {}), LineReader::Got::line);
  EXPECT_EQ(line, "");
  EXPECT_EQ(reader.read(line, {}), LineReader::Got::line);
  EXPECT_EQ(line, "two");
  EXPECT_EQ(reader.read(line, {}), LineReader::Got::end);
}

TEST_F(LineReaderTest, WaitsNoLongerThanItIsTold) {
  write("half a li");
  LineReader reader{input()};
  std::string line;
  EXPECT_EQ(reader.read(line, steady_clock::now()), LineReader::Got::nothing);
  write("ne\n");
  EXPECT_EQ(reader.read(line, steady_clock::now()), LineReader::Got::line);
  EXPECT_EQ(line, "half a line");
}

TEST_F(LineReaderTest, RefusesALineWithoutEnd) {
  LineReader reader{input()};
  std::string line;
  EXPECT_THROW(
      {
        while (true) {
          write(std::string(4096, 'x'));
          reader.read(line, steady_clock::now() + std::chrono::milliseconds{1});
        }
      },
      Error);
}

TEST_F(LineReaderTest, StopsAtAnInterrupt) {
  const InterruptGuard guard;
  write("one\n");
  std::raise(SIGINT);
  LineReader reader{input()};
  std::string line;
  EXPECT_EQ(reader.read(line, {}), LineReader::Got::interrupted);
}

}  // namespace
}  // namespace arch::cmd
