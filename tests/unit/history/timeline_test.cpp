#include "history/timeline.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace arch::history {
namespace {

ObjectId id_with(std::uint8_t first, std::uint8_t last) {
  ObjectId id;
  id.bytes.front() = std::byte{first};
  id.bytes.back() = std::byte{last};
  return id;
}

class Timeline : public testing::Test {
protected:
  void capture(std::int64_t time,
               std::uint32_t document,
               std::uint8_t first,
               std::uint8_t last = 0) {
    add(time, document, first, last, true);
  }
  void check(std::int64_t time, std::uint32_t document, std::uint8_t first, std::uint8_t last = 0) {
    add(time, document, first, last, false);
  }

  std::vector<Moment> order() {
    return order_sightings(sightings_, [this](const Sighting& look) {
      ++asked_;
      return ids_.at(look.row);
    });
  }

  std::vector<std::uint32_t> documents() {
    std::vector<std::uint32_t> documents;
    for (const Moment& moment : order()) {
      documents.push_back(moment.document);
    }
    return documents;
  }

  std::vector<Sighting> sightings_;
  std::vector<ObjectId> ids_;
  int asked_ = 0;

private:
  void add(std::int64_t time,
           std::uint32_t document,
           std::uint8_t first,
           std::uint8_t last,
           bool is_capture) {
    const ObjectId id = id_with(first, last);
    sightings_.push_back({.observed = {time},
                          .document = document,
                          .is_capture = is_capture,
                          .knows_id = is_capture,
                          .id_prefix = is_capture ? order_prefix(id) : 0,
                          .row = static_cast<std::uint32_t>(ids_.size())});
    ids_.push_back(id);
  }
};

TEST_F(Timeline, IsInOrderOfObservation) {
  capture(3, 30, 1);
  capture(1, 10, 2);
  capture(2, 20, 3);
  EXPECT_THAT(documents(), testing::ElementsAre(10, 20, 30));
  EXPECT_EQ(asked_, 0);
}

TEST_F(Timeline, OrdersLooksOfOneSecondByTheirIds) {
  capture(1, 10, 9);
  capture(1, 20, 5);
  capture(1, 30, 7);
  EXPECT_THAT(documents(), testing::ElementsAre(20, 30, 10));
  EXPECT_EQ(asked_, 0);
}

TEST_F(Timeline, ComparesFullIdsWherePrefixesAreEqual) {
  capture(1, 10, 5, 2);
  capture(1, 20, 5, 1);
  EXPECT_THAT(documents(), testing::ElementsAre(20, 10));
}

TEST_F(Timeline, TakesLooksOfOneSecondThatSawTheSameAsOneMoment) {
  capture(1, 10, 9);
  capture(1, 10, 5);
  check(1, 10, 7);
  const std::vector<Moment> moments = order();
  ASSERT_EQ(moments.size(), 1U);
  EXPECT_EQ(sightings_[moments[0].first].id_prefix, order_prefix(id_with(5, 0)));
  EXPECT_EQ(moments[0].end - moments[0].begin, 3U);
  EXPECT_FALSE(moments[0].shares_second);
  EXPECT_EQ(asked_, 0);
}

TEST_F(Timeline, AsksForIdsOfChecksOnlyWhereTheyDecide) {
  check(1, 10, 9);
  check(1, 20, 5);
  check(2, 20, 7);
  check(3, 20, 8);
  EXPECT_THAT(documents(), testing::ElementsAre(20, 10, 20, 20));
  EXPECT_EQ(asked_, 2);
}

TEST_F(Timeline, BeginsAStateWhereDocumentOrPageChanges) {
  capture(1, 10, 1);
  check(2, 10, 2);
  capture(3, 20, 3);
  sightings_.push_back({.observed = {4}, .document = 20, .page = 1, .row = 3});
  ids_.emplace_back();
  std::vector<bool> begins;
  for (const Moment& moment : order()) {
    begins.push_back(moment.begins_state);
  }
  EXPECT_THAT(begins, testing::ElementsAre(true, false, true, true));
}

TEST_F(Timeline, ReadsAPageAsTheNewestReaderDoesWhereverItWasSeen) {
  constexpr std::uint32_t page = 7;
  const auto see = [&](std::int64_t time, std::uint32_t document, std::uint32_t rereading) {
    capture(time, document, static_cast<std::uint8_t>(time));
    sightings_.back().page = page;
    sightings_.back().rereading = rereading;
  };
  see(1, 10, 0);
  capture(2, 20, 2);
  see(3, 10, 0);
  see(3, 12, 2);
  see(4, 11, 1);
  EXPECT_THAT(documents(), testing::ElementsAre(12, 20, 12, 12));
}

TEST_F(Timeline, NamesAMomentByALookThatSaysWhatItReads) {
  capture(1, 10, 1);
  sightings_.back().page = 7;
  capture(1, 12, 9);
  sightings_.back().page = 7;
  sightings_.back().rereading = 1;
  const std::vector<Moment> moments = order();
  ASSERT_EQ(moments.size(), 1U);
  EXPECT_EQ(sightings_[moments[0].first].document, 12U);
  EXPECT_FALSE(moments[0].shares_second);
}

TEST(OrderPrefix, IsTheFirst48BitsOfTheId) {
  EXPECT_EQ(order_prefix(ObjectId::parse("0123456789abcdef"
                                         "00000000000000000000000000000000"
                                         "0000000000000000")
                             .value()),
            0x0123'4567'89ab'0000U);
}

}  // namespace
}  // namespace arch::history
