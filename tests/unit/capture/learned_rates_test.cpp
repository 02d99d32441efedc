#include "capture/learned_rates.hpp"

#include "capture/watch_state.hpp"
#include "history/recorder.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace arch::capture {
namespace {

constexpr double start = 1.79e9;
constexpr double hour = 3600;
constexpr double day = 86'400;
constexpr int articles = 6;

std::string key_of_article(int number) {
  return "https://news.example/" + std::to_string(number);
}

WatchConfig config() {
  const ParsedConfig parsed = parse_watch_config(
      "contact = \"me@example.org\"\n[[site]]\nurls = [\"https://news.example/0\"]\n");
  EXPECT_TRUE(parsed.problems.empty());
  return parsed.config;
}

/// An archive of articles that were recorded once, and watches of it.
class Learned : public testing::Test {
protected:
  Learned()
      : path_(history::Archive::create(folder_.path())),
        archive_(path_, store::OpenOptions::Access::write) {
    history::Recorder recorder{archive_};
    for (int i = 0; i < articles; ++i) {
      const Bytes page = to_bytes("Text of article " + std::to_string(i) + ".");
      recorder.record(key_of_article(i),
                      std::vector{history::Look{
                          .observed = UtcTime{static_cast<std::int64_t>(start)}, .page = page}});
    }
    recorder.commit();
  }

  /// A process that watches.
  struct Watch {
    explicit Watch(const history::Archive& archive, const std::filesystem::path& folder)
        : learned(folder), state(config()) {
      state.load(archive, &learned);
    }
    LearnedRates learned;
    WatchState state;
  };

  /// Number i changes every 5 + 7 i hours, in the morning twice as often.
  static bool has_changed(int number, double from, double to) {
    const double period = (5 + 7 * number) * hour;
    const auto count = [&](double time) {
      const double in_day = std::fmod(time, day);
      return std::floor((time + std::min(in_day, day / 4)) / period);
    };
    return count(to) > count(from);
  }

  /// Checks what is due, up to a time; returns which and when.
  static std::vector<std::pair<std::string, double>> run(Watch& watch, double until) {
    std::vector<std::pair<std::string, double>> checks;
    WatchState& state = watch.state;
    const SiteSlot site = state.hosts.at(0).schedule;
    while (*state.schedule.next_due(site) < until) {
      const double now = *state.schedule.next_due(site);
      const ArticleSlot slot = state.schedule.find_due(site, now).value();
      const std::string& key =
          state.pages.at(state.page_of_slot.at(static_cast<std::uint32_t>(slot))).key;
      const double before = state.schedule.learned(slot).clock.checked;
      const bool changed = has_changed(key.back() - '0', before, now);
      state.schedule.checked(
          slot, now, changed ? Schedule::Seen::changed : Schedule::Seen::unchanged);
      checks.emplace_back(key, now);
    }
    return checks;
  }

  std::filesystem::path path() const { return path_; }

  test::TempFolder folder_;
  std::filesystem::path path_;
  history::Archive archive_;
};

TEST_F(Learned, AScheduleThatIsStartedAnewAsksAtTheTimesOfOneThatRanOn) {
  std::optional<Watch> first{std::in_place, archive_, path()};
  run(*first, start + 20 * day);
  first->state.keep_learned(archive_, start + 20 * day);

  // Without the file there is what the archive tells, which is less.
  WatchState forgetful{config()};
  forgetful.load(archive_, nullptr);

  Watch second{archive_, path()};
  const auto went_on = run(*first, start + 40 * day);
  const auto started_anew = run(second, start + 40 * day);
  EXPECT_GT(went_on.size(), 100U);
  EXPECT_EQ(started_anew, went_on);
  EXPECT_LT(*forgetful.schedule.next_due(forgetful.hosts.at(0).schedule), start + 10 * day);
}

TEST_F(Learned, IsBroughtUpToTheLooksThatCameAfterItWasKept) {
  std::optional<Watch> first{std::in_place, archive_, path()};
  run(*first, start + 20 * day);
  first->state.keep_learned(archive_, start + 20 * day);
  const ArticleRates before = first->state.schedule.learned(ArticleSlot{0}).rates;
  first.reset();

  const auto later = static_cast<std::int64_t>(start + 21 * day);
  history::Recorder recorder{archive_};
  for (int i = 0; i < articles; ++i) {
    const Bytes page = to_bytes("Another text of article " + std::to_string(i) + ".");
    recorder.record(key_of_article(i),
                    std::vector{history::Look{.observed = UtcTime{later}, .page = page}});
  }
  recorder.commit();

  const Watch second{archive_, path()};
  double most_found = 0;
  for (std::uint32_t i = 0; i < articles; ++i) {
    const Schedule::Learned& learned = second.state.schedule.learned(ArticleSlot{i});
    EXPECT_EQ(learned.clock.started, static_cast<double>(later));
    EXPECT_EQ(learned.clock.checked, static_cast<double>(later));
    EXPECT_GT(learned.due, static_cast<double>(later));
    most_found = std::max(most_found, static_cast<double>(learned.rates.found));
  }
  EXPECT_GE(most_found, static_cast<double>(before.found));
}

TEST_F(Learned, IsOfTheArticleThatHasTheKeyAlone) {
  {
    LearnedRates rates{path()};
    rates.keep(store::ArticleNumber{1}, "https://news.example/0", {.kept = start});
    rates.keep("https://news.example", {});
    rates.write();
  }
  LearnedRates rates{path()};
  EXPECT_TRUE(rates.find_article(store::ArticleNumber{1}, "https://news.example/0"));
  EXPECT_FALSE(rates.find_article(store::ArticleNumber{1}, "https://other.example/0"));
  EXPECT_FALSE(rates.find_article(store::ArticleNumber{2}, "https://news.example/0"));
  EXPECT_TRUE(rates.find_site("https://news.example"));
  EXPECT_FALSE(rates.find_site("https://other.example"));
  EXPECT_FALSE(rates.find_all());
}

// Whoever can write the file can write any row with a sum that is right.
TEST_F(Learned, IsNothingWhereARowIsNoneOfOurs) {
  const auto put = [&](double number) {
    LearnedRates rates{path()};
    rates.keep(store::ArticleNumber{1},
               "https://news.example/0",
               {.learned = {.clock = {.started = start, .checked = number}}, .kept = start});
    rates.write();
  };
  for (const double number : {-1.0, std::nan(""), HUGE_VAL, 1e300}) {
    put(number);
    LearnedRates rates{path()};
    EXPECT_FALSE(rates.find_article(store::ArticleNumber{1}, "https://news.example/0"));
  }
  put(start);
  LearnedRates rates{path()};
  EXPECT_TRUE(rates.find_article(store::ArticleNumber{1}, "https://news.example/0"));
}

}  // namespace
}  // namespace arch::capture
