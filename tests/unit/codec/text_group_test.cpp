#include "codec/text_group.hpp"

#include "base/error.hpp"
#include "codec/varint.hpp"
#include "support/stress.hpp"
#include "unit/codec/random_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace arch::codec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Texts = std::map<TextNumber, std::string>;

Bytes no_anchor(TextNumber number) {
  throw std::logic_error("no text should need the anchor, asked for " + std::to_string(number));
}

std::string text_of(const TextGroup& group, TextNumber number) {
  return std::string(as_text(group.text(number, no_anchor)));
}

/// The group in which each text is a delta to the one before.
Bytes pack_chain(const std::vector<std::string>& texts, int level) {
  TextGroupWriter writer;
  for (TextNumber i = 0; i < texts.size(); ++i) {
    if (i == 0) {
      writer.add_whole(i, as_bytes(texts[i]));
    } else {
      writer.add_delta(i, as_bytes(texts[i]), i - 1, as_bytes(texts[i - 1]));
    }
  }
  return writer.finish(level);
}

/// A group of which the test writes every number, as text_group.cpp defines them.
struct ByHand {
  struct Operation {
    std::uint64_t inserted = 0;
    std::uint64_t copy_code = 1;  // none
    std::int64_t jump = 0;        // written only where there is a copy
  };

  void add(std::int64_t step, std::uint64_t base_code, const std::vector<Operation>& operations) {
    ++texts;
    put_zigzag(entries, step);
    put_varint(entries, base_code);
    put_varint(entries, operations.size());
    for (const Operation& operation : operations) {
      put_varint(inserts, operation.inserted);
      put_varint(copies, operation.copy_code);
      if (operation.copy_code != 1) {
        put_zigzag(jumps, operation.jump);
      }
    }
  }

  Bytes packed() const {
    Bytes numbers;
    put_varint(numbers, texts);
    put_bytes(numbers, anchor);
    put_block(numbers, entries);
    put_block(numbers, inserts);
    put_block(numbers, copies);
    put_bytes(numbers, jumps);
    Bytes out;
    put_block(out, compress(numbers, fast_level));
    put_bytes(out, compress(as_bytes(literals), fast_level));
    return out;
  }

  std::uint64_t texts = 0;
  Bytes anchor = {std::byte{0}};
  Bytes entries;
  Bytes inserts;
  Bytes copies;
  Bytes jumps;
  std::string literals;
};

std::string error_of(const ByHand& group) {
  try {
    const TextGroup opened(group.packed(), nullptr);
    for (const TextNumber number : opened.numbers()) {
      opened.text(number, no_anchor);
    }
    return "none";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    return error.what();
  }
}

TEST(TextGroup, IsReadAsItsFormatSays) {
  ByHand group;
  group.literals = "hello!";
  group.add(7, 0, {{.inserted = 5}});                                            // number 7: hello
  group.add(-8, 2, {{.copy_code = 5}, {.inserted = 1}});                         // number 0: hell!
  group.add(1, 3, {{.copy_code = 0, .jump = 3}, {.copy_code = 2, .jump = -5}});  // number 2: loh
  const TextGroup opened(group.packed(), nullptr);
  EXPECT_THAT(opened.numbers(), ElementsAre(7, 0, 2));
  EXPECT_EQ(text_of(opened, 7), "hello");
  EXPECT_EQ(text_of(opened, 0), "hell!");
  EXPECT_EQ(text_of(opened, 2), "loh");
  EXPECT_TRUE(opened.contains(2));
  EXPECT_FALSE(opened.contains(1));
  EXPECT_EQ(opened.anchor(), std::nullopt);
}

TEST(TextGroup, OfNothingHoldsNothing) {
  const TextGroup group(TextGroupWriter().finish(fast_level), nullptr);
  EXPECT_THAT(group.numbers(), IsEmpty());
  EXPECT_FALSE(group.contains(0));
}

TEST(TextGroup, HoldsEmptyAndEqualTexts) {
  const std::vector<std::string> texts{
      "", "a", "", "a", "a", std::string(100, 'b'), std::string(100, 'b'), ""};
  const TextGroup group(pack_chain(texts, small_level), nullptr);
  for (TextNumber i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(text_of(group, i), texts[i]) << i;
  }
}

TEST(TextGroup, HoldsEveryNumber) {
  TextGroupWriter writer;
  writer.add_whole(UINT32_MAX, as_bytes("last"));
  writer.add_whole(5, as_bytes("fifth"));
  writer.add_whole(0, as_bytes("first"));
  const TextGroup group(writer.finish(fast_level), nullptr);
  EXPECT_THAT(group.numbers(), ElementsAre(UINT32_MAX, 5, 0));
  EXPECT_EQ(text_of(group, UINT32_MAX), "last");
  EXPECT_EQ(text_of(group, 5), "fifth");
  EXPECT_EQ(text_of(group, 0), "first");
}

// The property of the whole: any texts, any bases, any dictionary, read in any order.
TEST(TextGroup, GivesBackEveryTextInAnyOrder) {
  const int rounds = test::stress_rounds(60, 1000);
  for (unsigned seed = 0; seed < static_cast<unsigned>(rounds); ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::vector<std::string> history =
        random_history(random, 2 + random() % 30, random() % 4000);
    const bool anchored = random() % 2 == 0;
    const Dictionary dictionary(to_bytes(random_page(random, 3000)));
    const Dictionary* used = random() % 2 == 0 ? &dictionary : nullptr;
    std::vector<TextNumber> numbers(history.size());  // of each revision
    std::iota(numbers.begin(), numbers.end(), static_cast<TextNumber>(random() % 1000));
    if (random() % 4 == 0) {
      std::shuffle(numbers.begin(), numbers.end(), random);
    }

    TextGroupWriter writer;
    Texts texts;
    std::size_t first = 0;
    if (anchored) {
      writer.set_anchor(numbers[0], history[0].size());
      first = 1;
    }
    for (std::size_t i = first; i < history.size(); ++i) {
      texts.emplace(numbers[i], history[i]);
      if (i == 0 || random() % 10 == 0) {
        writer.add_whole(numbers[i], as_bytes(history[i]));
      } else {
        const std::size_t base = random() % 3 == 0 ? random() % i : i - 1;
        writer.add_delta(numbers[i], as_bytes(history[i]), numbers[base], as_bytes(history[base]));
      }
    }
    EXPECT_EQ(writer.texts(), texts.size());
    const Bytes packed = writer.finish(fast_level, used);
    EXPECT_TRUE(writer.empty());

    const TextGroup group(packed, used);
    EXPECT_EQ(group.anchor().has_value(), anchored);
    int asked = 0;
    const AnchorText anchor_text = [&](TextNumber number) {
      EXPECT_EQ(number, numbers[0]);
      ++asked;
      return to_bytes(history[0]);
    };
    std::vector<TextNumber> order(numbers.begin() + static_cast<std::ptrdiff_t>(first),
                                  numbers.end());
    EXPECT_EQ(group.numbers(), order);
    std::shuffle(order.begin(), order.end(), random);
    for (const TextNumber number : order) {
      ASSERT_EQ(as_text(group.text(number, anchor_text)), texts.at(number)) << number;
    }
    asked = 0;
    Texts all;
    group.each_text(anchor_text, [&](TextNumber number, const Bytes& text) {
      EXPECT_TRUE(all.emplace(number, as_text(text)).second);
    });
    ASSERT_EQ(all, texts);
    EXPECT_LE(asked, 1);
  }
}

TEST(TextGroup, HoldsALongHistoryInAboutTheSizeOfOneStreamOfItAll) {
  const unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::vector<std::string> history = random_history(random, 700, 6000);
  const Bytes packed = pack_chain(history, small_level);
  const TextGroup group(packed, nullptr);
  std::string stream;
  for (TextNumber i = 0; i < history.size(); ++i) {
    ASSERT_EQ(text_of(group, i), history[i]);
    stream += history[i];
  }
  const std::size_t one_stream = compress(as_bytes(stream), small_level).size();
  EXPECT_LT(packed.size(), one_stream + one_stream / 4);
}

TEST(TextGroup, OfManyUnchangedTextsCostsTwoBytesForEachAtMost) {
  const std::vector<std::string> texts(2000, "The council approved the plan on Tuesday.");
  EXPECT_LT(pack_chain(texts, small_level).size(), 200U);
}

TEST(TextGroup, NeedsTheVeryTextThatItWasMadeFrom) {
  const std::string base(500, 'x');
  TextGroupWriter writer;
  writer.set_anchor(3, base.size());
  writer.add_delta(4, as_bytes(base + "!"), 3, as_bytes(base));
  const TextGroup group(writer.finish(fast_level), nullptr);
  EXPECT_THROW(group.text(4, [](TextNumber) { return Bytes(499); }), Error);
  EXPECT_THROW(group.each_text([](TextNumber) { return Bytes(501); }, [](auto, const auto&) {}),
               Error);
}

TEST(TextGroup, DamageIsNeverMoreThanWrongTexts) {
  std::mt19937 random(20261125);
  const std::vector<std::string> history = random_history(random, 5, 300);
  TextGroupWriter writer;
  writer.set_anchor(0, history[0].size());
  for (TextNumber i = 1; i < history.size(); ++i) {
    writer.add_delta(i, as_bytes(history[i]), i - 1, as_bytes(history[i - 1]));
  }
  const Bytes packed = writer.finish(small_level);
  const AnchorText anchor_text = [&](TextNumber) { return to_bytes(history[0]); };
  const auto is_refused = [&](ByteView damaged) {
    try {
      const TextGroup group(damaged, nullptr);
      for (const TextNumber number : group.numbers()) {
        group.text(number, anchor_text);
      }
      group.each_text(anchor_text, [](TextNumber, const Bytes&) {});
      return false;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::corrupt) << error.what();
      return true;
    }
  };
  ASSERT_FALSE(is_refused(packed));
  std::size_t refused = 0;
  for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
    Bytes damaged = packed;
    damaged[bit / 8] ^= std::byte{1} << (bit % 8);
    refused += is_refused(damaged) ? 1U : 0U;
  }
  EXPECT_GT(refused, packed.size());
  for (std::size_t size = 0; size < packed.size(); ++size) {
    EXPECT_TRUE(is_refused(ByteView(packed).first(size))) << size;
  }
}

TEST(TextGroup, ReadWithAnotherDictionaryIsRefusedOrWrong) {
  std::mt19937 random(20261125);
  const std::string text = random_page(random, 3000);
  const Dictionary dictionary(to_bytes(text.substr(0, 2000)));
  const Dictionary other(to_bytes(random_page(random, 2000)));
  TextGroupWriter writer;
  writer.add_whole(1, as_bytes(text));
  const Bytes packed = writer.finish(small_level, &dictionary);
  EXPECT_EQ(text_of(TextGroup(packed, &dictionary), 1), text);
  for (const Dictionary* wrong : {static_cast<const Dictionary*>(nullptr), &other}) {
    try {
      EXPECT_NE(text_of(TextGroup(packed, wrong), 1), text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    }
  }
}

TEST(TextGroup, RefusesForgedNumbers) {
  const auto error = [](auto&& forge) {
    ByHand group;
    group.literals = "hello!";
    group.add(0, 0, {{.inserted = 6}});
    forge(group);
    return error_of(group);
  };
  const std::string reading = "reading packed texts: ";
  EXPECT_EQ(error([](ByHand&) {}), "none");
  EXPECT_EQ(error([](ByHand& group) { group.texts = 1000; }), reading + "too many texts");
  EXPECT_EQ(error([](ByHand& group) { group.add(-2, 0, {}); }), reading + "a number out of range");
  EXPECT_EQ(error([](ByHand& group) { group.add(INT64_MAX, 0, {}); }),
            reading + "a number out of range");
  EXPECT_EQ(error([](ByHand& group) { group.add(INT64_MIN, 0, {}); }),
            reading + "a number out of range");
  EXPECT_EQ(error([](ByHand& group) { group.add(-1, 0, {}); }), reading + "a number used twice");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 1, {}); }), reading + "no anchor");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 3, {}); }),
            reading + "a base that is not there");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, UINT64_MAX, {}); }),
            reading + "a base that is not there");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 2, {{.copy_code = 8}}); }),
            reading + "a copy past the end");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 2, {{.copy_code = UINT64_MAX}}); }),
            reading + "a copy past the end");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 2, {{.copy_code = 2, .jump = -1}}); }),
            reading + "a wild copy");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 2, {{.copy_code = 0, .jump = 7}}); }),
            reading + "a wild copy");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 2, {{.copy_code = 2, .jump = INT64_MAX}}); }),
            reading + "a jump out of range");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 0, {{.copy_code = 2}}); }),
            reading + "a copy past the end");
  EXPECT_EQ(error([](ByHand& group) { group.add(0, 2, {{}, {.copy_code = 2}}); }),
            reading + "an operation that does nothing");
  EXPECT_EQ(error([](ByHand& group) { group.literals += "more"; }),
            reading + "something left over");
  EXPECT_EQ(error([](ByHand& group) { group.texts = 0; }), reading + "something left over");
}

TEST(TextGroup, RefusesATextThatGrowsWithoutBound) {
  ByHand group;
  group.literals = std::string(1000, ' ');
  group.add(0, 0, {{.inserted = 1000}});
  for (int doubled = 0; doubled < 40; ++doubled) {
    group.add(0, 2, {{.copy_code = 0}, {.copy_code = 0, .jump = -(std::int64_t{1000} << doubled)}});
  }
  EXPECT_EQ(error_of(group), "reading packed texts: a text that is too large");
}

// Every text is cut into single bytes, and the last one is made of the whole one before it again
// and again: pieces times operations times texts would be billions of steps.
TEST(TextGroup, RefusesATextOfMorePiecesThanAnyRealOne) {
  constexpr std::int64_t size = 4096;
  ByHand group;
  group.literals = std::string(size, ' ');
  group.add(0, 0, {{.inserted = size}});
  for (int text = 0; text < 60; ++text) {
    group.add(0, 2, std::vector<ByHand::Operation>(size, {.copy_code = 2}));
  }
  std::vector<ByHand::Operation> all_again(size, {.copy_code = 0, .jump = -size});
  all_again[0].jump = 0;
  group.add(0, 2, all_again);
  EXPECT_EQ(error_of(group), "reading packed texts: too many pieces");
}

TEST(TextGroupWriter, RefusesWhatNoReaderCouldRead) {
  const std::string text(100, 'x');
  TextGroupWriter writer;
  writer.add_whole(1, as_bytes(text));
  EXPECT_THROW(writer.add_whole(1, as_bytes(text)), std::logic_error);
  EXPECT_THROW(writer.add_delta(2, as_bytes(text), 9, as_bytes(text)), std::logic_error);
  EXPECT_THROW(writer.add_delta(2, as_bytes(text), 1, as_bytes(text + "y")), std::logic_error);
}

}  // namespace
}  // namespace arch::codec
