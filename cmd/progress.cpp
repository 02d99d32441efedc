#include "cmd/progress.hpp"

#include "cmd/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace arch::cmd {
namespace {

using namespace std::chrono_literals;

/// What is over sooner needs no progress.
constexpr auto quiet_for = 1s;
/// A reader's eye, and a slow ssh line, want no more.
constexpr auto between_updates = 100ms;

void write_err(std::string_view text) {
  // A failed write of the progress line is no failure of the work.
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 60) {
    return fmt::format("{} s", whole);
  }
  if (whole < 3600) {
    return fmt::format("{} min {} s", whole / 60, whole % 60);
  }
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace

std::string progress_text(std::string_view what,
                          std::uint64_t done,
                          std::uint64_t total,
                          double rate) {
  std::string text = fmt::format("{}: {}", what, grouped(done));
  if (total > 0) {
    text += fmt::format(" of {} ({} %)", grouped(total), std::min(done, total) * 100 / total);
  }
  if (rate > 0) {
    text += fmt::format(", {}/s", grouped(static_cast<std::uint64_t>(rate)));
    if (total > done) {
      text += fmt::format(", {} left", duration_text(static_cast<double>(total - done) / rate));
    }
  }
  return text;
}

ProgressLine::ProgressLine()
    : is_terminal_(::isatty(STDERR_FILENO) == 1),
      started_(Clock::now()),
      stage_started_(started_),
      shown_(started_) {}

ProgressLine::~ProgressLine() {
  clear();
}

bool ProgressLine::update(std::string_view what, std::uint64_t done, std::uint64_t total) {
  if (!is_terminal_) {
    return !InterruptGuard::requested();
  }
  const Clock::time_point now = Clock::now();
  if (what != what_) {
    what_ = what;
    stage_started_ = now;
    stage_from_ = done;
  }
  if (now - started_ >= quiet_for && now - shown_ >= between_updates) {
    const double seconds = std::chrono::duration<double>(now - stage_started_).count();
    // In the first half second the rate is mostly noise.
    const double rate =
        seconds > 0.5 ? static_cast<double>(done - std::min(done, stage_from_)) / seconds : 0;
    write_err(fmt::format("\r\x1b[K{}", progress_text(what, done, total, rate)));
    shown_ = now;
    visible_ = true;
  }
  return !InterruptGuard::requested();
}

void ProgressLine::clear() {
  if (visible_) {
    write_err("\r\x1b[K");
    visible_ = false;
  }
}

}  // namespace arch::cmd
