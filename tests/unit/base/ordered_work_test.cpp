#include "base/ordered_work.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <vector>

namespace arch {
namespace {

using Squares = OrderedWork<std::size_t>;

Squares::MakeWork squares() {
  return [] { return [](std::size_t job) { return job * job; }; };
}

TEST(OrderedWorkTest, GivesResultsInTheOrderOfJobsWhateverTheThreads) {
  for (const std::size_t threads :
       {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    Squares work{1000, threads, squares()};
    for (std::size_t job = 0; job < 1000; ++job) {
      ASSERT_EQ(work.next(), job * job);
    }
    EXPECT_EQ(work.next(), std::nullopt);
  }
}

TEST(OrderedWorkTest, HasNoResultsForNoJobs) {
  Squares work{0, 2, squares()};
  EXPECT_EQ(work.next(), std::nullopt);
}

TEST(OrderedWorkTest, PassesOnWhatAJobThrows) {
  Squares work{100, 3, [] {
                 return [](std::size_t job) {
                   if (job == 50) {
                     throw std::runtime_error{"fifty"};
                   }
                   return job;
                 };
               }};
  EXPECT_THROW(
      {
        while (work.next()) {
        }
      },
      std::runtime_error);
}

TEST(OrderedWorkTest, EndsThoughNotAllResultsWereTaken) {
  Squares work{1'000'000, 2, squares()};
  EXPECT_EQ(work.next(), 0U);
}

}  // namespace
}  // namespace arch
