// Any order of arrival gives the same archive: the log, its ids and its texts.

#include "random_history.hpp"
#include "sandbox.hpp"
#include "support/stress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace arch::history {
namespace {

using test::Event;
using test::Sandbox;

constexpr std::uint64_t first_seed = 20261120;

class ArrivalOrder : public testing::Test {
protected:
  /// Runs `body(random, events)` with a generator of a new seed each time, and names it on failure.
  template <typename Body>
  void for_random_histories(const Body& body) {
    const int rounds = test::stress_rounds(8, 500);
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
      const std::uint64_t seed = first_seed + static_cast<std::uint64_t>(round);
      SCOPED_TRACE("seed " + std::to_string(seed));
      std::mt19937_64 random{seed};
      body(random, test::random_history(random));
    }
  }

  static std::string show_after(const std::vector<Event>& order, std::mt19937_64& random) {
    Sandbox sandbox;
    test::arrive(sandbox.archive(), order, random);
    return test::show_all(sandbox.archive());
  }
};

TEST_F(ArrivalOrder, ShowsWhatTheRulesSay) {
  for_random_histories([](std::mt19937_64& random, const std::vector<Event>& events) {
    Sandbox sandbox;
    std::vector<Event> order = events;
    std::shuffle(order.begin(), order.end(), random);
    test::arrive(sandbox.archive(), order, random);
    for (const std::string key : {"article 0", "article 1"}) {
      EXPECT_EQ(test::shown_log(sandbox.archive(), key), test::expected_log(events, key));
    }
  });
}

TEST_F(ArrivalOrder, DoesNotShow) {
  for_random_histories([](std::mt19937_64& random, const std::vector<Event>& events) {
    const std::string forwards = show_after(events, random);
    std::vector<Event> order = events;
    std::ranges::reverse(order);
    EXPECT_EQ(show_after(order, random), forwards) << "backwards";
    std::shuffle(order.begin(), order.end(), random);
    EXPECT_EQ(show_after(order, random), forwards) << "shuffled";
    order.insert(order.end(), events.begin(), events.end());
    EXPECT_EQ(show_after(order, random), forwards) << "twice";
  });
}

TEST_F(ArrivalOrder, DoesNotShowInArchivesThatWereMerged) {
  for_random_histories([](std::mt19937_64& random, const std::vector<Event>& events) {
    std::vector<Event> order = events;
    std::shuffle(order.begin(), order.end(), random);
    Sandbox left;
    Sandbox right;
    // Halves that overlap, so that one has as a check what the other has as a capture.
    const auto third = static_cast<std::ptrdiff_t>(order.size() / 3);
    test::arrive(left.archive(), {order.begin(), order.end() - third}, random);
    test::arrive(right.archive(), {order.begin() + third, order.end()}, random);
    if (random() % 4 == 0) {
      left.archive().compact({});
    }
    Sandbox both;
    both.archive().merge(right.archive(), {});
    both.archive().merge(left.archive(), {});
    left.archive().merge(right.archive(), {});
    right.archive().merge(left.archive(), {});
    const std::string forwards = show_after(events, random);
    EXPECT_EQ(test::show_all(left.archive()), forwards) << "right into left";
    EXPECT_EQ(test::show_all(right.archive()), forwards) << "left into right";
    EXPECT_EQ(test::show_all(both.archive()), forwards) << "both into a new one";
  });
}

TEST_F(ArrivalOrder, DoesNotShowAfterCompactionInBetween) {
  for_random_histories([](std::mt19937_64& random, const std::vector<Event>& events) {
    std::vector<Event> order = events;
    std::shuffle(order.begin(), order.end(), random);
    Sandbox sandbox;
    const auto half = static_cast<std::ptrdiff_t>(order.size() / 2);
    test::arrive(sandbox.archive(), {order.begin(), order.begin() + half}, random);
    EXPECT_TRUE(sandbox.archive().compact({}));
    test::arrive(sandbox.archive(), {order.begin() + half, order.end()}, random);
    EXPECT_EQ(test::show_all(sandbox.archive()), show_after(events, random));
    EXPECT_TRUE(sandbox.archive().compact({}));
    EXPECT_EQ(test::show_all(sandbox.archive()), show_after(events, random));
  });
}

TEST_F(ArrivalOrder, DoesNotShowInListingsThatWereWorkedOutAgain) {
  for_random_histories([](std::mt19937_64& random, const std::vector<Event>& events) {
    Sandbox sandbox;
    test::arrive(sandbox.archive(), events, random);
    const std::string before = test::show_all(sandbox.archive());
    {
      store::Transaction transaction = sandbox.archive().store().begin();
      for (const ArticleNumber number : sandbox.archive().store().articles()) {
        transaction.set_listing(number, {.title = "wrong"});
      }
      transaction.commit();
    }
    sandbox.archive().rebuild();
    EXPECT_EQ(test::show_all(sandbox.archive()), before);
  });
}

}  // namespace
}  // namespace arch::history
